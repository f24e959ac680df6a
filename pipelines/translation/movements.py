"""What rises and falls in the business press: put in words that a small model reads rightly, and looked at afterwards.

Read word by word, `recule de 4 % à 1,2 milliard` falls from four per cent, and `48, down from 52 a year earlier` is
fifty-two years old.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.facts.numbers import find_numbers

_RISES = {
    "en": r"ris(?:es?|en|ing)|rose|increas\w+|gr[eo]w\w*|climb\w*|jump\w*|up",
    "fr": r"augment\w+|mont\w+|hausse|progress\w+|grimp\w+|bondi\w*|croît",
}
_FALLS = {
    "en": r"fall\w*|fell|declin\w+|decreas\w+|dropp\w+|drops?|slump\w*|shr[aiu]nk\w*|down",
    "fr": r"baiss\w+|recul\w+|chut\w+|diminu\w+|tomb\w+|plong\w+",
}
_FROM, _TO = {"en": "from", "fr": "de"}, {"en": "to", "fr": "à"}
_MOVED = {
    language: re.compile(
        rf"\b(?:(?P<up>{_RISES[language]})|{_FALLS[language]})\s{_FROM[language]}\s[^\w\s]?$", re.IGNORECASE
    )
    for language in _FROM
}
_GAP = {
    language: re.compile(rf"(?P<unit>[^\w,.;]{{0,3}})(?:[^\W\d]+\s)?{to}\s(?:[A-Z]{{3}}\s)?[^\w\s]?")
    for language, to in _TO.items()
}
_FIGURE = r"\d+(?:[ \u00a0\u202f.,]\d+)*"
_AMOUNT = rf"(?:[$€£] ?)?{_FIGURE}(?: (?:hundred|thousand|million|billion|trillion))?(?:%| per ?cent)?"
_PERCENT = rf"(?<![\d.,]){_FIGURE}[ \u00a0\u202f]?%"
_MONTH = r"(?: in [A-Z][a-z]+)?"
_TURNS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "fr": (
        (
            re.compile(rf"(\bde {_PERCENT}),? à (?=(?:environ |près de |plus de )?{_FIGURE} (?:m|euro|dollar))"),
            r"\1 pour atteindre ",
        ),
    ),
    "en": (
        (
            re.compile(rf"(?<!from )({_PERCENT}),? to (?=(?:about |some )?[$€£]?{_FIGURE}(?![\d.,]*(?:%| per)))"),
            r"\1 and reached ",
        ),
        (re.compile(rf"\b({_RISES['en']}|{_FALLS['en']}) to ({_AMOUNT}),? from ({_AMOUNT})"), r"\1 from \3 to \2"),
        (re.compile(rf"\bto ({_PERCENT}{_MONTH}),? from ({_PERCENT}{_MONTH})"), r"from \2 to \1"),
        (re.compile(r",? (?:up|down) from (?=(?:about |some )?(?:[$€£]?\d|one\b|two\b|three\b|half\b))"), ", against "),
        (re.compile(rf"({_AMOUNT}) a year (?=earlier|ago|before)"), r"\1 one year "),
    ),
}
_PASSED = re.compile(
    rf"\bpass(?P<ending>e|ent|er|ée?s?|ait|aient|era|eront|ant) (?P<figures>de [^.;:]{{1,40}}? à (?:\S+ )?{_FIGURE})"
)


def reword(sentence: str, language: str) -> str:
    """`sentence`, French or English, with such turns put otherwise; its figures and names stay."""
    for turn, plain in _TURNS.get(language, ()):
        sentence = turn.sub(plain, sentence)
    return _PASSED.sub(_name_fall, sentence) if language == "fr" else sentence


def _name_fall(passed: re.Match[str]) -> str:
    """What goes from a number to a smaller one falls: models have `passe` rise."""
    values = [number.value for number in find_numbers(passed["figures"], "fr")]
    falls = len(values) == 2 and values[1] < values[0]
    return f"tomb{passed['ending']} {passed['figures']}" if falls else passed[0]


def is_impossible(text: str, language: str) -> bool:
    """Whether in `text`, French or English, something rises to less, falls to more, or changes its unit."""
    if language not in _FROM:
        return False
    for one, other in pairwise(find_numbers(text, language)):
        moved, gap = _MOVED[language].search(text[: one.start]), _GAP[language].fullmatch(text, one.end, other.start)
        if moved and gap:
            rises, in_percent = other.value > one.value, "%" in gap["unit"]
            if rises != bool(moved["up"]) or in_percent != ("%" in text[other.end : other.end + 2]):
                return True
    return False
