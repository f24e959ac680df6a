"""A text cut where its marks begin and end, and laid beside its translation paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch [start, end) of a text and what it is: mention, amount, date, quote, summary, unsure or sentence."""

    start: int
    end: int
    kind: str
    note: str = ""
    link: str = ""  # of a mention: the tag, as kind:name


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two edges, with every mark that covers it."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def kinds(self) -> str:
        """The marks' kinds, as classes."""
        return " ".join(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def link(self) -> str:
        """The tag the piece names, or ""."""
        return next((mark.link for mark in self.marks if mark.link), "")

    @property
    def note(self) -> str:
        """What the narrowest mark with something to say has to say."""
        told = [mark for mark in self.marks if mark.note]
        return min(told, key=lambda mark: mark.end - mark.start).note if told else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph, and its translation ("" where there is none)."""

    original: tuple[Piece, ...]
    translation: tuple[Piece, ...]


def cut_pieces(text: str, marks: Iterable[Mark], edges: Iterable[int] = ()) -> Iterator[Piece]:
    """The whole of `text` in order, cut at every mark's ends and at `edges`."""
    within = sorted((m for m in marks if 0 <= m.start < m.end <= len(text)), key=lambda m: (m.start, -m.end))
    cuts = sorted({0, len(text), *edges, *(m.start for m in within), *(m.end for m in within)})
    covering: list[Mark] = []
    place = 0
    for start, end in pairwise(cuts):
        while place < len(within) and within[place].start == start:
            covering.append(within[place])
            place += 1
        covering = [mark for mark in covering if mark.end > start]
        yield Piece(start, end, text[start:end], tuple(covering))


def lay_out(
    text: str, marks: Sequence[Mark], translation: str, sentences: Sequence[dict[str, Any]], lit: Sequence[Mark]
) -> list[Row]:
    """Rows of `text` and `translation`; `sentences` says which sentence became which, `lit` what a summary used."""
    own = [s for s in sentences if s["field"] == "text"]
    spans = [m.span() for m in PARAGRAPH.finditer(text)] if own or not translation else [(0, len(text))]
    edges = {edge for span in spans for edge in span}
    pieces = list(cut_pieces(text, [*marks, *(_side(s, "source_") for s in own)], edges))
    marked = [_side(s, "") for s in own] + _lit(own, lit)
    ends = [_translated(own, span) if own else (0, len(translation)) for span in spans]
    others = list(cut_pieces(translation, marked, {edge for span in ends for edge in span}))
    return [Row(_within(pieces, span), _within(others, end)) for span, end in zip(spans, ends, strict=True)]


def _side(sentence: dict[str, Any], side: str) -> Mark:
    kind = "sentence" if sentence["ok"] else "unsure"
    return Mark(sentence[f"{side}start"], sentence[f"{side}end"], kind, sentence["note"])


def _lit(sentences: Sequence[dict[str, Any]], lit: Sequence[Mark]) -> list[Mark]:
    return [
        Mark(s["start"], s["end"], mark.kind, mark.note)
        for s in sentences
        for mark in lit
        if s["source_start"] < mark.end and mark.start < s["source_end"]
    ]


def _translated(sentences: Sequence[dict[str, Any]], span: tuple[int, int]) -> tuple[int, int]:
    found = [s for s in sentences if span[0] <= s["source_start"] < span[1]]
    return (min(s["start"] for s in found), max(s["end"] for s in found)) if found else (0, 0)


def _within(pieces: Sequence[Piece], span: tuple[int, int]) -> tuple[Piece, ...]:
    return tuple(p for p in pieces if span[0] <= p.start and p.end <= span[1])
