"""A text as the lines of a page: where each stands, what it says of itself, and which of them the outlet repeats."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.repair.notices import Notice, make_plain, normalise_line, read_notice, words_pattern

LONGEST_FRAGMENT = 12  # words of a line that is no sentence
PROSE_WORDS = 6  # from so many on, a line that ends like a sentence is one
CLOSED = re.compile(r"\w\S* .*[.!?…]\s?[»”\"')\]]*$")
SELDOM = 0.2  # of an outlet's documents: one other of a few
ENDS = re.compile(r"[.!?…:]\s?[»”\"')\]]*$")


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch [start, end) of the text that is not the article's own: what kind of boilerplate, and the evidence.

    It covers a line (or its sentences), never the white space around; tidying that is left to whoever cuts.
    """

    start: int
    end: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, and where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A text as its lines, and what is known of the lines around it."""

    text: str
    lines: tuple[Line, ...]
    title: str
    repeated: Mapping[int, float]  # in what share of the outlet's documents, by where the line begins

    def before(self, index: int) -> float:
        """The share of the text that stands before the line."""
        return self.lines[index].start / max(1, len(self.text))

    def says(self, index: int) -> Notice | None:
        """What the line says of itself."""
        return read_notice(self.lines[index].text)


def is_prose(line: str) -> bool:
    """Whether the line is a sentence or more: long, or closed by a point."""
    words = len(line.split())
    return words > LONGEST_FRAGMENT or (words >= PROSE_WORDS and bool(ENDS.search(line)))


def is_sentence(line: str) -> bool:
    """Whether the line is a sentence, however short: two words and more, closed by a point."""
    return is_prose(line) or bool(CLOSED.search(line))


def read_page(text: str, title: str, outlet_lines: Mapping[str, float]) -> Page:
    """Return the lines of `text`; `outlet_lines` says of some, as `normalise_line` gives them, how often they came."""
    spans = ((m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n\r]*\S)?", text))
    lines = tuple(Line(start, end, text[start:end]) for start, end in spans)
    shares = [_find_share(line.text, outlet_lines) if outlet_lines else 0.0 for line in lines]
    told = [(len(line.text), share > 0) for line, share in zip(lines, shares, strict=True) if is_prose(line.text)]
    copied = 2 * sum(size for size, known in told if known) > sum(size for size, _ in told)  # that proves nothing
    known = {
        line.start: share
        for i, (line, share) in enumerate(zip(lines, shares, strict=True))
        if share and not copied and not (share < SELDOM and _is_heading(lines, i))
    }
    return Page(text, lines, make_plain(title), known)


def _is_heading(lines: Sequence[Line], index: int) -> bool:
    """Whether the line stands between two sentences and says nothing of itself: outlets head their paragraphs alike."""
    around = (*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2])
    alone = not is_prose(lines[index].text) and read_notice(lines[index].text) is None
    return alone and len(around) == 2 and all(is_prose(line.text) for line in around)


def _find_share(line: str, outlet_lines: Mapping[str, float]) -> float:
    """How often the line came; not told of one that says who said what stands above it: an outlet words these alike."""
    said = words_pattern("attribution").match(make_plain(line))
    return 0.0 if said else outlet_lines.get(normalise_line(line), 0.0)
