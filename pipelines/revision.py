"""A text with its edit history: what was received, what stands there now, and every change between the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

NOTES = frozenset({"unsure", "unaccented"})  # kinds that mark a place and change nothing


@dataclass(frozen=True, slots=True)
class Change:
    """`after` takes the place of [start, end) of a text, which is never empty; why is `kind` and `reason`."""

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

    def apply(self, changes: Iterable[Change]) -> Revision:
        """Return the revision after `changes`: disjoint, sorted, with offsets into `text`."""
        merged = tuple(_compose(self.changes, tuple(changes)))
        return Revision(self.raw, tuple(c for c in merged if c.kind in NOTES or self.raw[c.start : c.end] != c.after))


def replay(raw: str, changes: Iterable[Change]) -> str:
    """Return `raw` with each change's `after` in the place of its span."""
    parts, done = [], 0
    for change in changes:
        parts += raw[done : change.start], change.after
        done = change.end
    return "".join(parts) + raw[done:]


def find_changes(before: str, after: str, kind: str, reason: str) -> Iterator[Change]:
    """Yield the changes that make `after` of `before`, line by line and word by word where the lines still pair up."""
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
    starts = [0]
    for word in old:
        starts.append(starts[-1] + len(word) + 1)
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if i == j or k == m:  # a word came or went: the whole line changes, so that no change is empty
            yield Change(offset, offset + len(before), after, kind, reason)
            return
        yield _trimmed(" ".join(old[i:j]), " ".join(new[k:m]), offset + starts[i], kind, reason)


def _trimmed(before: str, after: str, offset: int, kind: str, reason: str) -> Change:
    shortest = min(len(before) - 1, len(after))  # one character of `before` stays: a change is never empty
    head = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return Change(offset + head, offset + len(before) - tail, after[head : len(after) - tail], kind, reason)


def _compose(old: Sequence[Change], new: Sequence[Change]) -> Iterator[Change]:
    """Express `old` (offsets into the raw text) followed by `new` (offsets into the changed text) in raw offsets.

    Changes that overlap in the changed text become one, whose kind is the last one's and which gives every reason.
    """
    shift, i, j = 0, 0, 0  # shift: changed offset less raw offset, before old[i]
    while i < len(old) or j < len(new):
        start = min([c.start + shift for c in old[i : i + 1]] + [c.start for c in new[j : j + 1]])
        first, from_, end, moved = (i, j), start, start, shift
        while True:  # take every change that reaches into [start, end)
            if i < len(old) and _joins(old[i].start + moved, len(old[i].after), start, end, first[0] == i):
                moved += len(old[i].after) - (old[i].end - old[i].start)
                end, i = max(end, old[i].end + moved), i + 1
            elif j < len(new) and _joins(new[j].start, new[j].end - new[j].start, start, end, first[1] == j):
                end, j = max(end, new[j].end), j + 1
            else:
                break
        yield from _joined(old[first[0] : i], new[first[1] : j], from_, end, shift, moved)
        shift = moved
