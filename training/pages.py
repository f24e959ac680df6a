"""Real pages as labelled lines: which are the article's own, which the page's.

Read from checkouts, side by side in one folder, of public collections of saved pages:

    scrapinghub/article-extraction-benchmark  mozilla/readability  flairNLP/fundus  adbar/trafilatura  adbar/htmldate
    goose3/goose3  j0k3r/graby  postlight/parser  rundimeco/waddle  Tagazoc/heraldic  wallabag/wallabag

The first three come with the article's true text. The French pages of the others come without: there a line is own
where trafilatura set to precision takes it, the page's where trafilatura set to recall leaves it, unsure otherwise.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha1
from pathlib import Path
from typing import Any

from lxml import html

OWN, PAGES, UNSURE = 1, 0, -1
UNLABELLED = ("goose3", "graby", "heraldic", "htmldate", "parser", "trafilatura", "waddle", "wallabag")
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside audio blockquote body br button center dd details dialog div dl dt "
        "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr img label legend li main nav "
        "ol option p pre section select summary table td th tr ul video ",
    )
)
UNSEEN = frozenset(re.findall(r"\w+", "head iframe noscript object script select style svg template textarea"))
NO_ENGLISH = re.compile(
    r"entermedia|autoracing|remember8090|kabarislamia|comoeduc|wday|comwrap|gto-n|mensagens|vse-d|jarag"
)
NO_NEWS = re.compile(
    r"wikip|ietf|mathjax|toc-|sre-|v8-|lazy|hidden|schema|royal|archive-of|nightly|mozilla-1|dropbox|ehow|gitlab"
)
COUNTRIES = frozenset(
    re.findall(r"\w+", "au ca fr ind ls my na tz uk us za")
)  # of fundus, that write English or French


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page: its site (an address's host or an outlet), language, title, and lines with their labels, in order."""

    site: str
    language: str
    title: str
    lines: tuple[tuple[str, int], ...]

    @property
    def scores(self) -> bool:
        """Whether the page is of the quarter that nothing is learned from; all pages of a site fall on one side."""
        coins = sha1(self.site.encode()).digest()  # noqa: S324 - no secret
        return coins[0] % 2 == 0 and coins[1] % 2 == 1

    def around(self, above: int, below: int) -> list[tuple[str, int]]:
        """The article and so many lines on either side: what somebody who selects it takes along."""
        own = [i for i, (_, label) in enumerate(self.lines) if label == OWN]
        return list(self.lines[max(0, own[0] - above) : own[-1] + 1 + below])


def read_pages(folder: Path) -> list[LabelledPage]:
    """Every page of which three lines and three fifths of the truth are found again; one a title."""
    pages = {page.title: page for read in (_benchmark, _readability, _fundus, _unlabelled) for page in read(folder)}
    return list(pages.values())


def _benchmark(folder: Path) -> Iterator[LabelledPage]:
    root = folder / "article-extraction-benchmark"
    for name, each in json.loads((root / "ground-truth.json").read_text("utf-8")).items():
        site = each["url"].split("/")[2].removeprefix("www.")
        path = root / "html" / f"{name}.html.gz"
        if path.is_file() and not NO_ENGLISH.search(site):
            yield from _label(gzip.decompress(path.read_bytes()), site, "en", each["articleBody"].split("\n"))


def _readability(folder: Path) -> Iterator[LabelledPage]:
    for path in sorted((folder / "readability" / "test" / "test-pages").iterdir()):
        language = (json.loads((path / "expected-metadata.json").read_text("utf-8")).get("lang") or "")[:2].lower()
        if language in ("en", "fr") and not NO_NEWS.search(path.name):
            truth = read_lines(parse((path / "expected.html").read_bytes()))
            yield from _label((path / "source.html").read_bytes(), re.sub(r"-\d+$", "", path.name), language, truth)


def _fundus(folder: Path) -> Iterator[LabelledPage]:
    for path in sorted((folder / "fundus/tests/resources/parser/test_data").glob("*/*.json")):
        if path.parent.name not in COUNTRIES:
            continue
        versions = json.loads(path.read_text("utf-8"))
        saved = sorted(path.parent.glob(f"{path.stem}_*.gz"))[-len(versions) :]
        for version, page in zip(sorted(versions), saved, strict=False):
            if body := versions[version].get("body"):
                parts = [s[key] for s in body["sections"] for key in ("headline", "paragraphs")]
                yield from _label(gzip.decompress(page.read_bytes()), path.stem, "", sum(parts, list(body["summary"])))


def _unlabelled(folder: Path) -> Iterator[LabelledPage]:
    from trafilatura import extract

    for path in sorted(p for name in UNLABELLED for p in (folder / name).rglob("*.htm*") if p.is_file()):
        raw = path.read_bytes()
        if not re.search(rb"<html[^>]*lang=[\"']?fr", raw[:5000]):
            continue
        text = raw.decode("utf-8", "replace")
        sure = extract(text, favor_precision=True, include_comments=False, include_tables=False) or ""
        most = bare(extract(text, favor_recall=True, include_comments=False) or "")
        for page in _label(raw, _find_site(raw, path), "fr", [line.lstrip("- #") for line in sure.split("\n")]):
            doubt = [label == PAGES and len(bare(line)) > 25 and bare(line) in most for line, label in page.lines]
            lines = zip(page.lines, doubt, strict=True)
            yield replace(page, lines=tuple((line, UNSURE if unsure else label) for (line, label), unsure in lines))


def _find_site(raw: bytes, path: Path) -> str:
    """The host that the page names as its own; in the collections named for their hosts, the file's name."""
    found = re.search(rb"""property=["']og:url["'] content=["']https?://(?:www\.)?([^/"']+)""", raw)
    return found[1].decode() if found and "tests" not in path.parts else path.name.split("-")[0]


def _label(raw: bytes, site: str, language: str, truth: Iterable[str]) -> Iterator[LabelledPage]:
    """The page, unless too little of the truth is on it. Lines that repeat the title are left out."""
    tree, known = parse(raw), [line for line in truth if line.strip()]
    titles = [" ".join(each.split()) for each in _find_titles(tree)]
    language = language or str(tree.get("lang") or "")[:2].lower()
    named = {bare(part) for title in titles for part in (title, *re.split(r"\s[|–—-]\s", title))}
    lines = [(line, compare(line, known)) for line in read_lines(tree) if bare(line) not in named]
    own = [line for line, label in lines if label == OWN]
    if len(own) >= 3 and len(bare("".join(own))) >= 0.6 * len(bare("".join(known))) and language in ("en", "fr"):
        yield LabelledPage(site, language, titles[0] if titles else "", tuple(lines))


def _find_titles(tree: Any) -> list[str]:
    headings = [h.text_content() for h in tree.xpath("//h1")]
    return [*headings[: len(headings) == 1], *tree.xpath('//meta[@property="og:title"]/@content|//title/text()')]


def compare(line: str, truth: list[str]) -> int:
    """OWN, PAGES or UNSURE: by the letters and figures alone, since spaces and marks differ between extractors."""
    mine, whole = bare(line), bare("\n".join(truth))
    if mine in map(bare, truth) or (len(mine) >= 25 and mine in whole):
        return OWN
    if len(mine) < 25:
        return UNSURE if mine in whole else PAGES
    known = set(re.findall(r"\w{4,}", " ".join(truth).lower()))
    words = re.findall(r"\w{4,}", line.lower())
    share = sum(word in known for word in words) / max(1, len(words))
    if any(len(bare(s)) > 20 and bare(s) in whole for s in re.split(r"(?<=[.!?»”\"])\s+", line)):
        return OWN if share > 0.85 else UNSURE
    return UNSURE if share > 0.8 and len(words) > 8 else PAGES


def bare(text: str) -> str:
    """Letters and figures alone, in small letters."""
    return re.sub(r"[\W_]+", "", text.lower())


def parse(raw: bytes) -> Any:
    """The tree of a page, read as UTF-8."""
    return html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", raw.decode("utf-8", "replace")))


def read_lines(tree: Any) -> list[str]:
    """All that the page shows, a line a block, as it would be copied from a browser."""
    pieces = "".join(_walk(body if (body := tree.find("body")) is not None else tree)).split("\n")
    lines = (" ".join(piece.split()) for piece in pieces)
    return [line for line in lines if any(c.isalnum() for c in line)]


def _walk(element: Any) -> Iterator[str]:
    hidden = not isinstance(element.tag, str) or "hidden" in element.attrib or element.tag in UNSEEN
    if hidden or re.search(r"display:\s*none", element.get("style", "")):
        return
    edge = "\n" if element.tag in BLOCKS else ""
    yield edge + " ".join((element.text or "").split("\n"))
    for child in element:
        yield from _walk(child)
        yield " ".join((child.tail or "").split("\n"))
    yield edge
