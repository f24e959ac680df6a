"""Units of measure as the gate knows them, by all their forms: see measures.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

SINGLE = re.compile(r"\b(?:an?|une?) (?=([^\W\d_]+))", re.IGNORECASE)


def read_measure(word: str) -> str:
    """The measure that a word names, "" for none: `kilometre` for `km` and `kilomètres`."""
    measures, lower = _measures(), word.lower()
    single = lower.removesuffix("s") if len(word) > 3 else lower  # "has" is no hectares
    return measures.get(lower) or measures.get(single, "")


def find_singles(text: str) -> dict[str, str]:
    """The measures that have an article for a number, as printed: "a month", "un an"."""
    return {measure: found[0] + found[1] for found in SINGLE.finditer(text) if (measure := read_measure(found[1]))}


@cache
def _measures() -> dict[str, str]:
    """Each form with its measure."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {form: measure for measure, forms in table.items() for form in forms.split()}
