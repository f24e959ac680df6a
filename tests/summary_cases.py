"""Articles written by hand with what an editor would say of them: read from tests/cases/summaries."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

CASES = Path(__file__).parent / "cases" / "summaries"
PAIR = ("test.source", "test.target")
SHORTEST = 120  # words of an article that wants a summary
PART = re.compile(r"^--- (\w+)(?: (\w+))?\n", re.MULTILINE)


@dataclass(frozen=True)
class Article:
    """`wrong` is a sentence that the article does not support, of a kind: figure, unit, swap (of names), name."""

    name: str
    language: str
    title: str
    text: str
    reference: str
    wrong: str = ""
    wrong_kind: str = ""


def read_articles(file: str) -> Iterator[Article]:
    """The articles of one file: `=== name`, a title (or none), an empty line, the text, then parts after `---`."""
    for part in (CASES / f"{file}.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        name, rest = part.split("\n", maxsplit=1)
        body, *parts = PART.split(rest.strip() + "\n")
        told = {parts[i]: (parts[i + 1] or "", parts[i + 2].strip()) for i in range(0, len(parts), 3)}
        title, _, text = body.strip().partition("\n\n")
        if len(title) > 90:  # a piece without a title begins at once
            title, text = "", body.strip()
        kind, wrong = told.get("wrong", ("", ""))
        yield Article(name, file[:2], title, text, told["reference"][1], wrong, kind)


@dataclass(frozen=True)
class Written:
    """A sentence that a model might have written of `article`; `kind` is "right", or how it is wrong."""

    article: Article
    kind: str
    sentence: str


def read_written(articles_of: Sequence[str], file: str) -> Iterator[Written]:
    """The sentences of one file about the articles of others: `=== name`, then `kind: sentence`."""
    articles = {article.name: article for each in articles_of for article in read_articles(each)}
    for part in (CASES / f"{file}.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        name, *lines = part.strip().splitlines()
        for kind, _, sentence in (line.partition(": ") for line in lines):
            yield Written(articles[name], kind.removeprefix("wrong "), sentence)


@dataclass(frozen=True)
class PublicSet:
    """A set that may not be copied: its name, and the fields of its lines."""

    name: str
    language: str
    text: str
    reference: str


PUBLIC = [PublicSet(**row) for row in tomllib.loads((CASES / "public.toml").read_text(encoding="utf-8"))["set"]]
GLUED = re.compile(r"(?<=[a-zà-ÿ][.!?])(?=[A-ZÀ-Ý«])")  # sentences whose paragraphs were joined without a space


def read_public(chosen: PublicSet, folder: Path, most: int) -> Iterator[Article]:
    """The first `most` articles of a public set, those of fewer than SHORTEST words passed over."""
    for n, row in enumerate(islice(_read_rows(chosen, folder / chosen.name), most)):
        text = GLUED.sub("\n", row[chosen.text])
        yield Article(f"{chosen.name} {n}", chosen.language, row.get("title", ""), text, row[chosen.reference])


def _read_rows(chosen: PublicSet, folder: Path) -> Iterator[dict[str, str]]:
    if (folder / "test.jsonl").is_file():
        rows = map(json.loads, (folder / "test.jsonl").read_text(encoding="utf-8").splitlines())
    else:
        pairs = zip(*((folder / name).read_text(encoding="utf-8").splitlines() for name in PAIR), strict=True)
        rows = ({chosen.text: text, chosen.reference: reference} for text, reference in pairs)
    yield from (row for row in rows if len(row[chosen.text].split()) >= SHORTEST)
