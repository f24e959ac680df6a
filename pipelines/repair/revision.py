"""A text with its edit history: what was received, what stands there now, and every change between the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

NOTES = frozenset({"unsure", "unaccented"})  # kinds that mark a place and change nothing


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """`after` takes the place of [start, end) of a text; the span is never empty. `kind` and `reason` say why."""

    start: int
    end: int
    after: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A received text and the changes made to it: disjoint, sorted, with offsets into `raw`."""

    raw: str
    changes: tuple[Change, ...] = ()

    @property
    def text(self) -> str:
        """What stands there now: the changes replayed over the raw text."""
        return replay(self.raw, self.changes)

    def place(self, offset: int) -> int:
        """Where in `text` a character of `raw` stands now; the start of its replacement where it was changed."""
        shift = 0
        for change in self.changes:
            if change.end > offset:
                return min(change.start, offset) + shift
            shift += len(change.after) - (change.end - change.start)
        return offset + shift

    def apply(self, changes: Iterable[Change]) -> Revision:
        """Return the revision after `changes`: disjoint, sorted, with offsets into `text`."""
        composed = tuple(_compose(self, tuple(changes)))
        return Revision(self.raw, tuple(c for c in composed if c.kind in NOTES or self.raw[c.start : c.end] != c.after))


def replay(raw: str, changes: Iterable[Change]) -> str:
    """Return `raw` with each change's `after` in the place of its span."""
    parts: list[str] = []
    done = 0
    for change in changes:
        parts += raw[done : change.start], change.after
        done = change.end
    return "".join([*parts, raw[done:]])


def _compose(revision: Revision, new: tuple[Change, ...]) -> Iterator[Change]:
    """Yield the revision's changes followed by `new` as one list, in raw offsets; what overlaps becomes one change."""
    if not new:
        yield from revision.changes
        return
    text, shift = revision.text, 0  # shift: an offset in the text less the same place's offset in the raw text
    for start, end, olds, news in _groups(revision.changes, new):
        raw_start = start - shift
        shift += sum(len(c.after) - (c.end - c.start) for c in olds)
        made = [c for c in (*olds, *news) if c.kind not in NOTES]  # a note on a place that was changed joins the change
        last = (made or news or olds)[-1]
        inner = [Change(c.start - start, c.end - start, c.after, c.kind, c.reason) for c in news]
        reasons = dict.fromkeys(c.reason for c in (*olds, *news) if c in (*made, *news) or c is last)
        kind = next((c.kind for c in (*news, *olds) if c.kind == "cut"), last.kind)
        yield Change(raw_start, end - shift, replay(text[start:end], inner), kind, "; ".join(reasons))


def _groups(old: tuple[Change, ...], new: tuple[Change, ...]) -> Iterator[tuple[int, int, list[Change], list[Change]]]:
    """Yield (start, end, old changes, new changes) for each stretch of the text where changes overlap."""
    spans, shift = [(c.start, c.end, c, False) for c in new], 0
    for c in old:
        spans.append((c.start + shift, c.start + shift + len(c.after), c, True))
        shift += len(c.after) - (c.end - c.start)
    spans.sort(key=lambda span: span[:2])
    start = end = -1
    olds: list[Change] = []
    news: list[Change] = []
    for span_start, span_end, change, is_old in spans:
        if span_start >= end and (olds or news):
            yield start, end, olds, news
            olds, news = [], []
        if not (olds or news):
            start, end = span_start, span_end
        end = max(end, span_end)
        (olds if is_old else news).append(change)
    if olds or news:
        yield start, end, olds, news


def find_changes(before: str, after: str, kind: str, reason: str) -> Iterator[Change]:
    """Yield the changes that make `after` of `before`, line by line and word by word where the lines pair up."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) != len(new):
        old, new = [before], [after]
    start = 0
    for old_line, new_line in zip(old, new, strict=True):
        if old_line != new_line:
            yield from _line_changes(old_line, new_line, start, kind, reason)
        start += len(old_line)


def _line_changes(before: str, after: str, offset: int, kind: str, reason: str) -> Iterator[Change]:
    old, new = before.split(" "), after.split(" ")
    steps = [s for s in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if s[0] != "equal"]
    if any(not any(old[i:j]) or k == m for _, i, j, k, m in steps):  # a word came or went: change the whole line
        steps = [("replace", 0, len(old), 0, len(new))]
    for _, i, j, k, m in steps:
        start = offset + sum(len(word) + 1 for word in old[:i])
        yield _trimmed(" ".join(old[i:j]), " ".join(new[k:m]), start, kind, reason)


def _trimmed(before: str, after: str, offset: int, kind: str, reason: str) -> Change:
    shortest = min(len(before) - 1, len(after))  # one character of `before` stays, so that no change is empty
    head = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return Change(offset + head, offset + len(before) - tail, after[head : len(after) - tail], kind, reason)
