"""Quantities of one, told by an article or a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.summary.measures import read_measures
from pipelines.summary.quantities import HALF, OVER, OVER_BY, Quantity, is_behind, read_half

SINGLE = re.compile(
    r"\b(?:an?|une?|par|per|each|every|chaque) (?!cent\b)(?=([^\W\d_]+))"
    r"(?!\w+ (?:ago|earlier|later|before|after|plus t))",
    re.IGNORECASE,
)


def find_singles(text: str) -> Iterator[Quantity]:
    """What has an article for a number, or is a rate: "a month", « un an et demi », « par an »."""
    for found in SINGLE.finditer(text):
        half = HALF.match(text, found.end(1))
        value = 1 + read_half(half)
        end = half.end() if half else found.end(1)
        most = value * (1 + OVER_BY * is_behind(OVER, text, found.start()))
        for m in read_measures(found[1]):
            each = value * m.factor
            whole = text[found.start() : end]
            yield Quantity(found.start(), end, whole, value, each, each, most * m.factor, m.dimension, m.name)
