"""The numbers of a text as values that do not depend on its language, so that a translation can be compared."""

from __future__ import annotations

import re

from pipelines.facts.numbers import MONTHS, Number, find_numbers


def number_values(text: str, language: str) -> list[float]:
    """Return the values of the numbers of `text` in reading order, so that two languages can be compared.

    `13h38` and `1:38 p.m.` both give 13 and 38, `les années 90` and `the 1990s` both 1990, `le 1er mai` and `May 1`
    both 1: a date's ordinal is a number there and a rank elsewhere.
    """
    found = [(n.start, _as_told(n, text, language)) for n in find_numbers(text, language)]
    if language in _DATED:
        spans = [match.span() for match in _DATED[language].finditer(text)]
        found += [(m.start(), float(m[1])) for span in spans for m in _ORDINAL.finditer(text, *span)]
    return [value for _, value in sorted(found)]


_ORDINAL = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er)", re.IGNORECASE)
_DAY, _TO = r"\d{1,2}(?:st|nd|rd|th)", r"(?:,? (?:to|and|until|through|or) (?:the )?|, |[-–])"
_DATED = {  # days written as ordinals: May 1st, the 3rd of May, August 24th to 26th, 1er mai, du 1er au 3 mai
    "en": re.compile(
        rf"\b(?:{_DAY}{_TO})*{_DAY} (?:of )?{MONTHS['en']}\b"
        rf"|\b{MONTHS['en']}\.? (?:\d{{1,2}}{_TO})?{_DAY}(?:{_TO}{_DAY})*\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(rf"\b1er (?:(?:au|et|ou|puis|jusqu['’]au)(?: le)? \d{{1,2}} )?{MONTHS['fr']}\b", re.IGNORECASE),
}
_AFTERNOON = re.compile(r"(?::\d\d)?[ \u00a0]?p\.?m\b", re.IGNORECASE)
_DECADE = re.compile(r"ann[ée]es[ \u00a0]$", re.IGNORECASE)
_AND_A_HALF = re.compile(r"[ \u00a0][^\W\d_]+ (?:et demie?|and a half)\b")  # "deux ans et demi": the number has no half
# "in her 30s" is an age
_IN_ENGLISH_DECADE = re.compile(r"\bthe (?:early |late |mid[- ]?)?['’]?$", re.IGNORECASE)  # "a 30s spot" takes seconds
_DEGREES = re.compile(r"\b(?:temperatures?|highs?|lows?|mercury|thermometers?)\b", re.IGNORECASE)


def _as_told(number: Number, text: str, language: str) -> float:
    if _AND_A_HALF.match(text, number.end):
        return number.value + 0.5
    if number.digits and number.value < 12 and _AFTERNOON.match(text, number.end):
        return number.value + 12
    if number.value < 100 and number.value % 10 == 0 and _is_decade(number, text, language):
        return number.value + 1900
    return number.value


def _is_decade(number: Number, text: str, language: str) -> bool:
    """Whether it is one: "les années 90", "the late 90s", and no heat of ninety degrees."""
    before = text[max(0, number.start - 40) : number.start]
    if language != "en":
        return bool(_DECADE.search(before))
    plural = number.digits and number.value >= 30 and re.match(r"s\b", text[number.end : number.end + 2])
    return bool(plural and _IN_ENGLISH_DECADE.search(before)) and not _DEGREES.search(before)
