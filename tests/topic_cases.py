"""Reads the documents of tests/cases/topics; their README tells which set what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from monitor.document import Document

CASES = Path(__file__).parent / "cases" / "topics"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document, the number of its first-level topic ("04"), and its second-level topic's where that was labelled."""

    document: Document
    first: str
    second: str


def read_cases(name: str) -> list[Labelled]:
    """The documents of one file: "english", "french_last"."""
    content = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    return [_read(part.strip(), name[:2]) for part in content.split("### ")[1:]]


def _read(part: str, language: str) -> Labelled:
    codes, title, text = part.split("\n", 2)
    first, _, second = codes.partition(" ")
    return Labelled(Document(key=title, raw_text=text, title=title, text=text, language=language), first, second)
