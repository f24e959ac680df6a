"""What a translation must not change of a quantity beside its number: the unit, and words that multiply."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from monitor.document import Amount
from pipelines.facts.amounts import find_amounts
from pipelines.facts.numbers import Number, find_numbers
from pipelines.facts.units import AGO, money_forms

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_MEASURES: dict[str, dict[str, str]] = _TABLES["measures"]
_MULTIPLES: list[dict[str, dict[str, str]]] = _TABLES["multiples"]
AGE = re.compile(  # as English tells it: "Nadia, 34, a cashier", "at 18, ", "under 12"
    r"[,(] ?\d{1,3}[,).]|\b(?:age[ds]?|turn(?:s|ed|ing)?) (?:of )?\d"
    r"|\b(?:[Aa]t|was|were) \d{1,3}(?:[.,;)]|$| (?:because|after|when|from)\b)|\bin (?:his|her|their) \w+ties\b"
    r"|\b(?:age|retire\w*)\b.{0,40} to \d\d\b|th birthday\b"
    r"|\b(?:under|over) \d{1,2}(?=[.,;)]| (?:in|can|may|are|who)\b)|\b\d{2}s\b|\b(?:is|was) \d{1,2} when\b"
)
SHARED = re.compile(  # of `2 to 3%`
    r"[ \u00a0\u202f-]?(?:%|pour|per|points?|to|and|or|à|et|ou|[-–])", re.IGNORECASE
)
OWN_UNIT = r"(?:(?=\W)|(?<!\ba )(?<!\bun )(?<!\bper )(?<!\bpar ))"  # not that of `a year earlier`
_ByUnit = dict[tuple[str, str], set[float]]
_ISO_4217 = re.compile(r"[A-Z]{3}")


def find_measure_faults(sentence: str, translation: str, source: str, target: str) -> Iterator[str]:
    """Say which units and multiples of `sentence` no word of `translation` stands for, and which units the translation
    adds to a number: `52 a year earlier` is no `52 ans`. French and English only.
    """
    if {source, target} != {"fr", "en"}:
        return
    there = _by_unit(find_amounts(sentence, "text", source), source, target)
    made = find_amounts(AGO.sub("", translation), "text", target)  # with it, they were dates
    yield from _find_lost(there, _by_unit(made, target, source), translation, target)
    for multiple in _MULTIPLES:
        if _says(multiple["in"][source], sentence) and not _says(multiple["out"][target], translation):
            yield f"multiple lost: {multiple['name']}"
    yield from _find_added(sentence, made, there, source, target)


def _find_lost(there: _ByUnit, made: _ByUnit, translation: str, target: str) -> Iterator[str]:
    for (name, words), values in there.items():
        if not words or (name == "years" and AGE.search(translation)):
            continue
        same = [given.isdisjoint(values) for (unit, _), given in made.items() if unit == name]
        is_lost = all(same) and (same or not _says(words, translation))
        bare = values - made.get((name, words), set()) if name == "percent" else set()
        if is_lost or _stand_bare(bare, translation, target):
            yield f"unit lost: {name}"


def _stand_bare(values: set[float], text: str, language: str) -> bool:
    """Whether one of the values stands in `text` and neither a percent sign, points nor a second value comes next."""
    bare = [number for number in find_numbers(text, language) if number.value in values] if values else []
    return any(number.digits and not SHARED.match(text, number.end) for number in bare)


def _find_added(sentence: str, made: Iterable[Amount], there: _ByUnit, source: str, target: str) -> Iterator[str]:
    numbers = find_numbers(sentence, source)
    known = {(name, value) for (name, _), values in there.items() for value in values}  # bare francs, of Switzerland
    for amount in made:
        name, words = _name_unit(amount.unit, target, source)
        beside = [_cut_beside(sentence, n) for n in numbers if n.value == amount.value]
        if (name == "years" and AGE.search(sentence)) or (name == "GBP" and "book" in sentence):
            continue
        if (
            words
            and beside
            and (name, abs(amount.value)) not in known
            and not any(_says(OWN_UNIT + f"(?:{words})", text) for text in beside)
        ):
            yield f"unit added: {name}"


def _cut_beside(sentence: str, number: Number) -> str:
    """What stands beside a number; after `Leïla, 27,` something else begins."""
    after = "" if sentence.startswith(", ", number.end) else sentence[number.end : number.end + 25]
    return sentence[max(0, number.start - 15) : number.end] + after


def _by_unit(amounts: Iterable[Amount], language: str, other: str) -> _ByUnit:
    """The values in each unit, by its name and what stands for it in the language `other`."""
    found: _ByUnit = {}
    for amount in amounts:
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
