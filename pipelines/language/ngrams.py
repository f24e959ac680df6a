"""The letter groups (n-grams) that langdetect reads in words, found in a table for all words at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

Table = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

# An n-gram no profile knows is as rare in all languages, and likelier outside them: a letter above all.
UNKNOWN_NGRAM, UNKNOWN_LETTER = -1, -2  # their rows
LENGTHS = (1, 2, 3)


class Letters(dict[int, str]):
    """What langdetect reads for each letter (all kana as one, the kinds of Chinese signs …), asked once a letter."""

    def __missing__(self, letter: int) -> str:
        self[letter] = NGram.normalize(chr(letter))
        return self[letter]


LETTERS = Letters()


class Ngrams:
    """Where in a table the n-grams of words stand: those of `ab` are a, b, ` a`, ab, `b `, ` ab`, `ab `.

    N-grams are numbers in base `len(alphabet) + 1`, looked up in sorted arrays: a word costs a few microseconds.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        alphabet = sorted({letter for ngram in rows for letter in ngram} | {" "})
        self._ids = np.zeros(0x110000, np.int64)  # by code point; 0 is a letter in no n-gram
        self._ids[[ord(letter) for letter in alphabet]] = range(1, len(alphabet) + 1)
        self._base = len(alphabet) + 1
        self._known = {length: self._sort(rows, length) for length in LENGTHS}

    def find(self, words: list[str]) -> Iterator[tuple[Places, Places]]:
        """Yield for each length the rows of all n-grams, and where each word's begin (every word has some)."""
        ids = self._ids[_read_letters(f" {'  '.join(words)} ")]
        blank = ids == self._ids[ord(" ")]
        word = np.cumsum(np.append(blank[:-1] & ~blank[1:], False))  # the number of the word at each place
        inside = (~blank, ~(blank[:-1] & blank[1:]), ~blank[1:-1])  # two blanks meet between words
        for length, chosen in zip(LENGTHS, inside, strict=True):
            rows = self._look_up(length, self._number(ids, length)[chosen])
            yield rows, np.flatnonzero(np.diff(word[: len(chosen)][chosen], prepend=0))

    def _sort(self, rows: Mapping[str, int], length: int) -> tuple[Places, Places]:
        chosen = [ngram for ngram in rows if len(ngram) == length]
        ids = self._ids[np.array([[ord(letter) for letter in ngram] for ngram in chosen])]
        numbers = self._number(ids.reshape(-1), length)[::length]
        order = np.argsort(numbers)
        return numbers[order], np.array([rows[ngram] for ngram in chosen])[order]

    def _number(self, ids: Places, length: int) -> Places:
        """The number of the n-gram that begins at each place."""
        count = len(ids) - length + 1
        numbers = np.zeros(count, np.int64)
        for i in range(length):
            numbers = numbers * self._base + ids[i : i + count]
        return numbers

    def _look_up(self, length: int, numbers: Places) -> Places:
        known, rows = self._known[length]
        at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
        return np.where(known[at] == numbers, rows[at], UNKNOWN_LETTER if length == 1 else UNKNOWN_NGRAM)


def _read_letters(text: str) -> npt.NDArray[np.uint32]:
    read = (text if text.isascii() else NGram.normalize_vi(text)).translate(LETTERS)
    return np.frombuffer(read.encode("utf-32-le", "surrogatepass"), np.uint32)
