"""Turns of phrase put in words that a small model reads as they are meant: turns.toml has them, and why."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pipelines.facts.numbers import find_numbers
from pipelines.facts.values import number_values

_FIGURE = r"\d+(?:[ \u00a0\u202f.,]\d+)*"
_PARTS = {
    "figure": _FIGURE,
    "percent": rf"(?<![\d.,]){_FIGURE}[ \u00a0\u202f]?%",
    "amount": rf"(?:[$€£] ?)?{_FIGURE}(?: (?:hundred|thousand|million|billion|trillion))?(?:%| per ?cent)?",
}
_PASSED = re.compile(
    rf"\bpass(?P<ending>e|ent|er|ée?s?|ait|aient|era|eront|ant) (?P<figures>de [^.;:]{{1,40}}? à (?:\S+ )?{_FIGURE})"
)


def reword(sentence: str, language: str) -> str:
    """`sentence`, French or English, with such turns put otherwise; its figures and names stay."""
    made = sentence
    for find, put in _load_turns().get(language, ()):
        made = find.sub(put, made)
    if language == "fr":
        made = _PASSED.sub(_name_fall, made)
    if made == sentence:  # as most do
        return sentence
    return made if sorted(number_values(made, language)) == sorted(number_values(sentence, language)) else sentence


@cache
def _load_turns() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        language: [
            (re.compile(re.sub(r"‹(\w+)›", lambda m: _PARTS[m[1]], turn["find"])), turn["put"]) for turn in turns
        ]
        for language, turns in tables.items()
    }


def _name_fall(passed: re.Match[str]) -> str:
    """What goes from a number to a smaller one falls: models have `passe` rise."""
    numbers = find_numbers(passed["figures"], "fr")
    falls = len(numbers) == 2 and numbers[1].value < numbers[0].value
    return f"tomb{passed['ending']} {passed['figures']}" if falls else passed[0]
