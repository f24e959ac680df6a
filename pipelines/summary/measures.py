"""Units of measure as the gate knows them, by all their forms: see measures.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

BASES = {  # measures that one is told for another, by what they are of the smallest
    "time": {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800},
    "years": {"month": 1, "year": 12, "decade": 120, "century": 1200, "millennium": 12000},
    "length": {"millimetre": 1, "centimetre": 10, "metre": 1000, "kilometre": 1_000_000},
    "mass": {"gram": 1, "kilogram": 1000, "tonne": 1_000_000},
}
SINGLE = re.compile(r"\b(?:an?|une?) (?=([^\W\d_]+))", re.IGNORECASE)


def read_measure(word: str) -> str:
    """The measure that a word names, "" for none: `kilometre` for `km` and `kilomètres`."""
    measures, lower = _measures(), word.lower()
    single = lower.removesuffix("s") if len(word) > 3 else lower  # "has" is no hectares
    return measures.get(lower) or measures.get(single, "")


def convert(unit: str, other: str) -> float:
    """How many of `other` are in one of `unit`, both as printed; 0 where nothing says so: 7 for a week in days."""
    one, two = read_measure(unit), read_measure(other)
    return next((base[one] / base[two] for base in BASES.values() if one in base and two in base), 0.0)


def find_singles(text: str) -> dict[str, str]:
    """The measures that have an article for a number, as printed: "a month", "un an"."""
    return {measure: found[0] + found[1] for found in SINGLE.finditer(text) if (measure := read_measure(found[1]))}


@cache
def _measures() -> dict[str, str]:
    """Each form with its measure."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {form: measure for measure, forms in table.items() for form in forms.split()}
