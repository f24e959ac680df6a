"""What changed between two versions of a passage, in as few words as tell it."""

from __future__ import annotations

from collections.abc import Sequence

AROUND = 2  # words kept on either side


def cut_change(before: str, after: str) -> tuple[str, str]:
    """From the first word that differs to the last, with AROUND words on either side; "" where a passage is empty."""
    old, new = before.split(), after.split()
    first = _count_shared(old, new)
    last = _count_shared(old[first:][::-1], new[first:][::-1])
    one, other = (
        words[max(0, first - AROUND) : len(words) - max(0, last - AROUND)] if old and new else words
        for words in (old, new)
    )
    return " ".join(one), " ".join(other)


def _count_shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
