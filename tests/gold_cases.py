"""Reads the wholly marked documents of tests/cases/gold; their README tells the marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases" / "gold"
_MARK = re.compile(r"(\{\{[^|]+\|\||\}\}|\[\[|\|\|[^\]|]+\]\]|\|[a-z]+\]\])")
_HEAD = re.compile(r"### (\S+)\n(.+?)(?=\n###|\s*\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Gold:
    """A document without its marks, and what they said: spans with a kind, a value, a speaker."""

    name: str
    published: str
    text: str
    names: frozenset[tuple[int, int, str]]
    amounts: frozenset[tuple[int, int, float, float | None, str]]
    dates: frozenset[tuple[int, int, str, str]]
    quotes: frozenset[tuple[int, int, str]]


def read_gold(name: str) -> list[Gold]:
    """The documents of one file: "english", "french_last"."""
    content = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    return [_read(f"{name} {n}", *match.groups()) for n, match in enumerate(_HEAD.finditer(content), start=1)]


def _read(name: str, published: str, marked: str) -> Gold:
    text, spans = _strip(marked)
    names, amounts, dates, quotes = set(), set(), set(), set()
    for start, end, label in spans:
        if label.startswith("{{"):
            quotes.add((start, end, label[2:].strip("|").replace("-", "", 1) if label == "{{-||" else label[2:-2]))
        elif label.startswith("||@"):
            value, _, last = label[3:].partition("/")
            dates.add((start, end, value, last))
        elif label.startswith("||"):
            number, unit = label[2:].lstrip("~").split(" ", 1)
            low, _, high = number.partition("..")
            scale = 10 ** int(high.partition("e")[2] or 0) if "e" not in low else 1
            amounts.add((start, end, float(low) * scale, float(high) if high else None, unit))
        else:
            names.add((start, end, label[1:]))
    return Gold(name, published, text, frozenset(names), frozenset(amounts), frozenset(dates), frozenset(quotes))


def _strip(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Take the marks out and return what they said; names, amounts and dates may lie in one another."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    opened: list[tuple[int, str]] = []
    for part in _MARK.split(marked):
        if part.startswith("{{") or part == "[[":
            opened.append((len(text), part))
        elif part == "}}":
            spans.append((opened[-1][0], len(text), opened.pop()[1]))
        elif part.startswith("|") and part.endswith("]]"):
            spans.append((opened.pop()[0], len(text), part[:-2]))
        else:
            text += part
    assert not opened, f"a mark is not closed: {marked[:80]}"
    return text, spans
