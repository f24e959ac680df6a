"""What two texts have in common, word for word: sampled shingles to find the earlier text, runs to measure the share.

Winnowing (Schleimer, Wilkerson and Aiken 2003, "Winnowing: local algorithms for document fingerprinting") keeps of
each `WINDOW` neighbouring shingles the smallest hash, so that any run of `WINDOW + SIZE - 1` words that two texts share
is found by at least one hash, whatever stands around it. MinHash, as datasketch has it, compares whole texts instead:
of 500 copies with a share of 0.3 it finds 70 to 86 % at best with as many numbers kept, these hashes find all
(tests/bench/minhash.py).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import pairwise

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
SIZE = 5  # words in a shingle: shorter ones are shared by chance, longer ones miss what an editor touched
WINDOW = 8  # so 12 words in a row are enough to be found, and a text of 400 words leaves about 90 hashes
RUN = 8  # words in a row that count as copied; set phrases of the trade are shorter
SLOTS = 3  # numbers or names exchanged in place: that many, and
SLOT_EVERY = 60  # one in that many shared words, make two fillings of one template
FRAME = 2  # words on both sides of a slot that are the form's
ENOUGH = 0.2  # share below which it makes no difference whether the words in common are a form's


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands."""

    text: str
    start: int
    end: int
    telling: bool  # a number, or capitalised inside a sentence: what a template exchanges


@lru_cache(maxsize=256)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order, without case and punctuation."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    for match in WORD.finditer(text):
        word = match[0]
        begins = text[max(0, match.start() - 2) : match.start()].strip(" \"'«“(") in ("", ".", "!", "?", "\n")
        telling = word[0].isdigit() or (word[0].isupper() and not begins)
        yield Word(word.casefold(), match.start(), match.end(), telling)


def sample_shingles(text: str) -> tuple[int, ...]:
    """The hashes (63 bits, ascending) by which copies of `text` are found; none for a text without words."""
    words = [word.text for word in read_words(text)]
    hashes = [_hash(" ".join(words[i : i + SIZE])) for i in range(max(1, len(words) - SIZE + 1))] if words else []
    windows = range(max(1, len(hashes) - WINDOW + 1))
    return tuple(sorted({min(hashes[i : i + WINDOW]) for i in windows})) if hashes else ()


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a text shares with an earlier one: `share` of its words, and the stretches that are its own."""

    share: float
    own: tuple[tuple[int, int], ...]
    template: bool = False  # the shared words are a form that both filled in


def compare(text: str, earlier: str) -> Overlap:
    """Measure what share of the words of `text` stands in `earlier`, in runs of at least RUN words.

    Two texts that differ by numbers and names exchanged in place are fillings of one template, and no copies.
    """
    words, others = read_words(text), read_words(earlier)
    if not words or not others:
        return Overlap(0.0, ())
    here, there = [w.text for w in words], [w.text for w in others]
    if here == there:
        return Overlap(1.0, ())
    copied = _copied(here, there)
    share = sum(copied) / len(words)
    return Overlap(share, _own_paragraphs(text, words, copied), share >= ENOUGH and _is_form(words, others))


def _copied(here: Sequence[str], there: Sequence[str]) -> list[bool]:
    """For each word of `here`, whether it lies in a run that `there` has too, wherever it stands there."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(there) - SIZE + 1):
        places[tuple(there[j : j + SIZE])].append(j)
    copied = [False] * len(here)
    i = 0
    while i + SIZE <= len(here):
        length = max((_run(here, there, i, j) for j in places.get(tuple(here[i : i + SIZE]), ())), default=0)
        if length >= min(RUN, len(here)):
            copied[i : i + length] = [True] * length
        i += max(length - SIZE + 1, 1)
    return copied


def _run(here: Sequence[str], there: Sequence[str], i: int, j: int) -> int:
    length = 0
    while i + length < len(here) and j + length < len(there) and here[i + length] == there[j + length]:
        length += 1
    return length


def _is_form(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether the two texts fill in one form: again and again, between words both have, each has facts of its own.

    A text that copies another and adds to it has stretches of its own, but none that stand for one of the other's.
    """
    matcher = SequenceMatcher(None, [w.text for w in words], [w.text for w in others], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    framed = sum(block.size for block in blocks if block.size >= FRAME)
    slots = sum(_is_slot(one, two, words, others) for one, two in pairwise(blocks))
    return slots >= SLOTS and slots * SLOT_EVERY >= framed


def _is_slot(one: Match, two: Match, words: Sequence[Word], others: Sequence[Word]) -> bool:
    """A short gap between two stretches in common, filled in both texts, with a number or a name in each."""
    gaps = words[one.a + one.size : two.a], others[one.b + one.size : two.b]
    short = all(0 < len(gap) <= SIZE for gap in gaps)
    return short and min(one.size, two.size) >= FRAME and all(any(w.telling for w in gap) for gap in gaps)


def _own_paragraphs(text: str, words: Sequence[Word], copied: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    """Spans of the paragraphs of which less than half was copied."""
    found, start = [], 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        inside = [c for w, c in zip(words, copied, strict=True) if start <= w.start < end]
        if inside and sum(inside) * 2 < len(inside):
            found.append((start, end))
        start = end + 1
    return tuple(found)
