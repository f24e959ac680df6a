"""Saved pages of real outlets with texts, titles and dates that others wrote down by hand, in public repositories.

None of it is copied here. Check the repositories of `SETS` out into one folder, each under its own name, and name the
folder in NEWS_PAGES. Pages are parted by their outlet: half of the outlets guided our rules, the others score them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page, and what is known of it; "" or () for what is not."""

    name: str
    path: Path
    url: str
    title: str = ""
    date: str = ""  # day, or a time with its zone
    text: str = ""
    parts: tuple[str, ...] = field(default=())  # sentences of the article
    others: tuple[str, ...] = field(default=())  # sentences of the page that are none of the article

    @property
    def data(self) -> bytes:
        """The page's bytes."""
        found = self.path.read_bytes()
        return gzip.decompress(found) if self.path.suffix == ".gz" else found

    @property
    def guides(self) -> bool:
        """Whether our rules were made by this page's outlet, or its figure scores them."""
        words = (urlsplit(self.url).hostname or self.name).split(".")
        return sha256(".".join(words[-2:]).encode()).digest()[0] % 2 == 0


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _extraction(folder: Path) -> Iterator[Saved]:
    for name, known in _read(folder / "ground-truth.json").items():
        yield Saved(name, folder / "html" / f"{name}.html.gz", known["url"], text=known["articleBody"])


def _fundus(folder: Path) -> Iterator[Saved]:
    """Its parsers are written by hand for each outlet and time; each has one page, in the order of their numbers."""
    for info in sorted(folder.glob("tests/resources/parser/test_data/*/meta.info")):
        urls = {name: about["url"] for name, about in _read(info).items() if (info.parent / name).exists()}
        for outlet in sorted({name.partition("_")[0] for name in urls}):
            versions = sorted(_read(info.parent / f"{outlet}.json").items(), key=lambda pair: _numbers(pair[0]))
            names = sorted(name for name in urls if name.partition("_")[0] == outlet)
            for name, (_, known) in zip(names, versions, strict=True):
                date = (known.get("publishing_date") or "").replace(" ", "T")
                yield Saved(name, info.parent / name, urls[name], known.get("title") or "", date, _fundus_text(known))


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def _fundus_text(known: dict[str, Any]) -> str:
    body = known.get("body") or {"summary": [], "sections": []}
    sections = (line for part in body["sections"] for line in (*part["headline"], *part["paragraphs"]))
    return "\n".join([*body["summary"], *sections])


def _trafilatura(folder: Path) -> Iterator[Saved]:
    for url, known in _read(folder / "tests" / "evaldata.json").items():
        path = next((p for kind in ("cache", "eval") if (p := folder / "tests" / kind / known["file"]).exists()), None)
        if path:
            facts = known.get("title", ""), known.get("date", "")
            yield Saved(known["file"], path, url, *facts, "", tuple(known["with"]), tuple(known["without"]))


def _htmldate(folder: Path) -> Iterator[Saved]:
    for file in ("eval_default.json", "eval_mediacloud_2020.json"):
        for url, known in _read(folder / "tests" / file).items():
            paths = (folder / "tests" / kind / known["file"] for kind in ("cache", "eval", "test_set"))
            path = next((path for path in paths if path.exists()), None)
            if path and isinstance(known["date"], str):
                yield Saved(known["file"], path, url, date=known["date"])


def _readability(folder: Path) -> Iterator[Saved]:
    """Its expected texts are another program's, looked through by people."""
    for known in sorted(folder.glob("test/test-pages/*/expected-metadata.json")):
        markup = (known.parent / "expected.html").read_text(encoding="utf-8")
        text = re.sub(r"<[^>]+>", " ", re.sub(r"</(?:p|div|li|h\d)>|<br\s*/?>", "\n", markup))
        yield Saved(known.parent.name, known.parent / "source.html", "", _read(known).get("title") or "", text=text)


SETS: dict[str, Callable[[Path], Iterator[Saved]]] = {  # repository on GitHub → its pages
    "scrapinghub/article-extraction-benchmark": _extraction,
    "flairNLP/fundus": _fundus,
    "adbar/trafilatura": _trafilatura,
    "adbar/htmldate": _htmldate,
    "mozilla/readability": _readability,
}


def read_set(folder: Path, name: str) -> list[Saved]:
    """The pages of the set; none where it does not lie in `folder`."""
    own = folder / name.partition("/")[2]
    return list(SETS[name](own)) if own.is_dir() else []
