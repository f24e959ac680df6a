"""Units of measure as the gate knows them, by all their forms: see measures.toml."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

YEAR = 365.25 * 86400
# What a dimension's measures are of its smallest; any other measure is a dimension of its own.
BASES: dict[str, dict[str, float]] = {
    "time": {
        "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": YEAR / 12,
        "quarter": YEAR / 4, "year": YEAR, "decade": 10 * YEAR, "century": 100 * YEAR, "millennium": 1000 * YEAR,
    },
    "length": {
        "millimetre": 1, "centimetre": 10, "metre": 1000, "kilometre": 1e6,
        "inch": 25.4, "foot": 304.8, "yard": 914.4, "mile": 1_609_344,
    },
    "mass": {"gram": 1, "kilogram": 1000, "tonne": 1e6, "pound weight": 453.6},
    "volume": {"litre": 1, "hectolitre": 100},
    "power": {"watt": 1, "kilowatt": 1e3, "megawatt": 1e6, "gigawatt": 1e9},
    "pound": {"pound": 1, "penny": 0.01},
    "dollar": {"dollar": 1, "cent": 0.01},
    "euro": {"euro": 1, "euro cent": 0.01},
    "franc": {"franc": 1, "centime": 0.01},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: `factor` is what one of it is of the smallest of its dimension."""

    name: str
    dimension: str
    factor: float


NONE = Measure("", "", 1)


def read_measures(word: str) -> tuple[Measure, ...]:
    """What a word may measure, nothing for none: the kilometre for `km` and `kilomètres`, money or mass for `pound`."""
    measures, lower = _measures(), word.lower()
    single = lower.removesuffix("s") if len(word) > 3 else lower  # "has" is no hectares
    return measures.get(lower) or measures.get(single, ())


@cache
def _measures() -> dict[str, tuple[Measure, ...]]:
    """Each form with its measures."""
    bases = {name: (dimension, f) for dimension, base in BASES.items() for name, f in base.items()}
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[Measure, ...]] = defaultdict(tuple)
    for name, forms in table.items():
        for form in forms.split():
            found[form] += (Measure(name, *bases.get(name, (name, 1.0))),)
    return dict(found)
