"""Reads the labelled documents of tests/cases/figures; their README tells the marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from monitor.document import Mention, Tag

CASES = Path(__file__).parent / "cases" / "figures"
_MARK = re.compile(r"(\{\{[^|]+\|\||\}\}|\[\[|\|\|[^\]]+\]\])")
_HEAD = re.compile(r"### (\S+) \| (.+)\n(.+)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document without its marks, and what they said."""

    published: str
    people: tuple[str, ...]
    text: str
    amounts: frozenset[tuple[int, int, float, float | None, str]]
    rough: frozenset[tuple[int, int]]
    dates: frozenset[tuple[int, int, str, str]]
    quotes: frozenset[tuple[int, int, str]]

    @property
    def mentions(self) -> list[Mention]:
        """The people named in the text, as the mentions stage would give them."""
        return [
            Mention("text", match.start(), match.end(), match[0], Tag("person", name))
            for name in self.people
            for match in re.finditer(rf"\b{re.escape(name)}\b", self.text)
        ]


def read_cases(name: str) -> list[Labelled]:
    """The documents of one file: "scoring.fr", "tuning.en"."""
    content = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    return [_read(*match.groups()) for match in _HEAD.finditer(content)]


def _read(published: str, people: str, marked: str) -> Labelled:
    text, spans = _strip(marked)
    amounts, rough, dates, quotes = set(), set(), set(), set()
    for kind, start, end, label in spans:
        if kind == "{{":
            quotes.add((start, end, "" if label == "-" else label))
        elif label.startswith("@"):
            value, _, last = label[1:].partition("/")
            dates.add((start, end, value, last))
        else:
            number, unit = label.lstrip("~").split(" ", 1)
            low, _, high = number.partition("..")
            scale = 10 ** int(high.partition("e")[2] or 0) if high and "e" not in low else 1
            amounts.add((start, end, float(low) * scale, float(high) if high else None, unit))
            if label.startswith("~"):
                rough.add((start, end))
    names = () if people == "-" else tuple(people.split("; "))
    return Labelled(published, names, text, frozenset(amounts), frozenset(rough), frozenset(dates), frozenset(quotes))


def _strip(marked: str) -> tuple[str, list[tuple[str, int, int, str]]]:
    """Take the marks out and return what they said: kind, start, end, label. Amounts and dates may lie in quotes."""
    text = ""
    spans: list[tuple[str, int, int, str]] = []
    opened = [(0, "")]
    for part in _MARK.split(marked):
        if part.startswith(("{{", "[[")):
            opened.append((len(text), part[2:-2]))
        elif part == "}}":
            start, speaker = opened.pop()
            spans.append(("{{", start, len(text), speaker))
        elif part.startswith("||"):
            start, _ = opened.pop()
            spans.append(("[[", start, len(text), part[2:-2]))
        else:
            text += part
    return text, spans
