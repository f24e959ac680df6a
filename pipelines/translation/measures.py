"""What a translation must not change of a quantity beside its number: the unit, and words that multiply."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipelines.facts.amounts import find_amounts
from pipelines.facts.numbers import find_numbers
from pipelines.facts.units import AGO, money_forms

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_MEASURES: dict[str, dict[str, str]] = _TABLES["measures"]
_MULTIPLES: list[dict[str, dict[str, str]]] = _TABLES["multiples"]
AGE = re.compile(
    r"[,(] ?\d{1,3}[,).]|\b(?:age[ds]?|turn(?:s|ed|ing)?) (?:of )?\d"
)  # as English tells it: "Nadia, 34, a cashier"
OWN_UNIT = r"(?:(?=\W)|(?<!\ba )(?<!\bun )(?<!\bper )(?<!\bpar ))"  # not that of `a year earlier`
_ISO_4217 = re.compile(r"[A-Z]{3}")


def find_lost_measures(sentence: str, translation: str, source: str, target: str) -> Iterator[str]:
    """Say which units and multiples of `sentence` no word of `translation` stands for; French and English only."""
    if {source, target} != {"fr", "en"}:
        return
    there, made = _by_unit(sentence, source, target), _by_unit(translation, target, source)
    for (name, words), values in there.items():
        if not words or (name == "years" and AGE.search(translation)):
            continue
        elsewhere = [given for (unit, _), given in made.items() if unit == name and given.isdisjoint(values)]
        if elsewhere or not _says(words, translation):
            yield f"unit lost: {name}"
    for multiple in _MULTIPLES:
        if _says(multiple["in"][source], sentence) and not _says(multiple["out"][target], translation):
            yield f"multiple lost: {multiple['name']}"


def find_added_measures(sentence: str, translation: str, source: str, target: str) -> Iterator[str]:
    """Say which units stand by a number in `translation` and not in `sentence`: `52 a year earlier` is no `52 ans`."""
    if {source, target} != {"fr", "en"}:
        return
    numbers = find_numbers(sentence, source)
    for amount in find_amounts(AGO.sub("", translation), "text", target):  # with it, they were dates
        name, words = _name_unit(amount.unit, target, source)
        beside = [sentence[max(0, n.start - 15) : n.end + 25] for n in numbers if n.value == amount.value]
        if (name == "years" and AGE.search(sentence)) or (name == "GBP" and "book" in sentence):
            continue
        if words and beside and not any(_says(OWN_UNIT + f"(?:{words})", text) for text in beside):
            yield f"unit added: {name}"


def _by_unit(text: str, language: str, other: str) -> dict[tuple[str, str], set[float]]:
    """The values that `text` gives in each unit, by its name and what stands for it in the language `other`."""
    found: dict[tuple[str, str], set[float]] = {}
    for amount in find_amounts(text, "text", language):
        ends = {abs(amount.value), abs(amount.value if amount.value_max is None else amount.value_max)}
        found.setdefault(_name_unit(amount.unit, language, other), set()).update(ends)
    return found


@cache
def _name_unit(unit: str, source: str, target: str) -> tuple[str, str]:
    """A unit's name in both languages, and a pattern of what stands for it in `target`; "" for what is no measure."""
    if _ISO_4217.fullmatch(unit):
        return unit, "|".join(money_forms(unit, target))
    for name, words in _MEASURES.items():
        if unit == name or re.fullmatch(words[source], unit, re.IGNORECASE):
            return name, words[target]
    return unit, ""


def _says(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", text, re.IGNORECASE))
