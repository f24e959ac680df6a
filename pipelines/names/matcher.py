"""Finds any number of names in a text, in one pass, at exactly the places where they stand.

An Aho-Corasick automaton runs over a folded copy of the text that has as many characters as the original, so that its
offsets are the original's. Folding forgets case, accents and the typography of apostrophes, hyphens and spaces; each
hit is then held against the name as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

TYPOGRAPHY = {ord(sign): "'" for sign in "’‘ʼ´`＇′"}
TYPOGRAPHY |= {ord(sign): "-" for sign in "‐‑‒–−"}
TYPOGRAPHY |= {ord(sign): " " for sign in "\u00a0\u202f\u2009\u2007\t"}
# A web or e-mail address, a handle: names nobody, whatever its letters.
ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]+\.\w+|(?<!\w)@\w+|(?<![\w.-])[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}/\S+"
)
_MARKS_ADDRESS = re.compile(r"[@/]|www\.")  # without one of these there is none: a test a hundred times faster


class _Folds(dict[int, str]):
    """What a character becomes, learned as characters come: its base letter, small, always a single character."""

    def __missing__(self, code: int) -> str:
        plain = TYPOGRAPHY.get(code) or chr(code)
        folded = unicodedata.normalize("NFD", plain.lower())[:1] or plain
        self[code] = folded
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Return `text` without case, accents and typography, character for character."""
    return text.translate(_FOLDS)


class Hit(NamedTuple):
    """A name found at [start, end)."""

    start: int
    end: int
    name: str


class Matcher:
    """The automaton over `names`. Building takes about 3 µs a name; names that fold alike share a place in it."""

    def __init__(self, names: Iterable[str]) -> None:
        alike: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            alike.setdefault(fold(name), []).append(name)
        self._alike = alike

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick import Automaton

        automaton = Automaton()
        for key, names in self._alike.items():
            automaton.add_word(key, (len(key), tuple(names)))
        automaton.make_automaton()
        return automaton

    def find(self, text: str) -> Iterator[Hit]:
        """Yield every whole-word occurrence of every name outside addresses, overlapping ones too, by their ends."""
        if not self._alike:
            return
        addresses = find_addresses(text)
        for last, (length, names) in self._automaton.iter(fold(text)):
            start, end = last + 1 - length, last + 1
            if start not in addresses and stands_alone(text, start, end):
                found = text[start:end]
                yield from (Hit(start, end, name) for name in names if agrees(name, found))


def find_addresses(text: str) -> frozenset[int]:
    """Every place in `text` that lies in an address."""
    if not _MARKS_ADDRESS.search(text):
        return frozenset()
    return frozenset(i for match in ADDRESS.finditer(text) for i in range(*match.span()))


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is made of whole words, and no part of a longer number."""
    return not (
        _goes_on(text[end - 1], text[end : end + 2]) or _goes_on(text[start], text[max(start - 2, 0) : start][::-1])
    )


def _goes_on(edge: str, beside: str) -> bool:
    """Whether a word or a number that has `edge` at its end goes on with `beside`, the nearest character first."""
    if beside[:1].isalnum():
        return edge.isalnum()
    return edge.isdigit() and beside[:1] in (".", ",") and beside[1:].isdigit()


def agrees(name: str, found: str) -> bool:
    """Whether `found`, which folds as `name` does, is a spelling of it.

    A name in small letters may be written in any case, another only as it is or all in capitals. Accents count, but a
    capital may go without its own, as on a typewriter.
    """
    if found == name:
        return True
    name, found = name.translate(TYPOGRAPHY), found.translate(TYPOGRAPHY)
    if found == name:
        return True
    pairs = list(zip(name, found, strict=True))
    if not (name.islower() or found.isupper() or all(f.isupper() == n.isupper() for n, f in pairs)):
        return False
    return all(f.lower() == n.lower() or (f.isupper() and f.lower() == fold(n)) for n, f in pairs)


def choose_longest(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits that do not overlap, in order: a longer one wins, then the one that comes first, then as given."""
    chosen: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        span = range(hit.start, hit.end)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)
