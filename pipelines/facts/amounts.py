"""Amounts: money, percentages and counts as printed, with the value they stand for.

What a careful reader would put in a table. A range keeps both its ends, an approximation says so; fractions
("a third of"), multiples ("three times") and anaphora ("the two companies") are no rows of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitor import hedges
from monitor.document import Amount, Field
from pipelines.facts.numbers import Number, find_numbers
from pipelines.facts.numerals import SPACES
from pipelines.facts.units import Unit, find_unit

_SP = rf"[ {SPACES}]"
_BETWEEN = re.compile(rf"\b(?:between|entre){_SP}$", re.IGNORECASE)
_FROM = re.compile(rf"\b(?:from|de|d['’]){_SP}?$", re.IGNORECASE)
_RISE = (
    r"rose|risen|rises?|rising|gr[eo]w|grows|grown|growing|fell|falls?|fallen|falling|jump(?:s|ed)?|climb(?:s|ed)?"
    r"|increase[ds]?|decrease[ds]?|drop(?:s|ped)?|declined?|soared|surged|slumped|up|down|gain(?:s|ed)|slipped|lost|shed"
)
_CHANGE = re.compile(
    rf"\b(?:{_RISE}|expand(?:ed)?|cut|raised?|lowered|reduced?|slowed|went|gone|moved"
    r"|(?:pass|port|ramen|abaiss|relev)(?:er|ée?s?|e|ent|ait|a|era))"
    rf"(?:{_SP}+[^\W\d_]+){{0,2}}{_SP}+(?:from|de|d['’]){_SP}?$",
    re.IGNORECASE,
)
_STEP = re.compile(
    rf"\b(?:{_RISE})(?:{_SP}+\w+ly)?(?:{_SP}+by)?(?:{_SP}+an?)?{_SP}$", re.IGNORECASE
)  # fell by £5m to £61m
# By 10 to 15 %, but from 590 to 640 millions
_CLIMB = re.compile(
    rf"\b(?:augment|progress|grimp|bond|mont|remont)(?:er|ée?s?|is?|it|e|ent|ait|a){_SP}+(?:de|d['’]){_SP}?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(rf"\d(?:{_SP}?h{_SP}?|:)$")  # 14h02 – 200 foyers
_AND = re.compile(rf"{_SP}(?:and|et){_SP}")
_TO = re.compile(rf"{_SP}(?:to|à){_SP}")
_OR = re.compile(rf"{_SP}(?:ou|or){_SP}|{_SP}?[–—-]{_SP}?")
_ROUGHLY = re.compile(
    rf"(?:\b(?:{hedges.ANY}){_SP}?(?:(?:an?|the|les|des|de){_SP})?|[~≈><±])(?:an{_SP}estimated{_SP})?{_SP}?$",
    re.IGNORECASE,
)
_OR_SO = re.compile(
    rf"\+|{_SP}(?:or{_SP}(?:so|more|less)|and{_SP}(?:more|above|over)|(?:ou|et){_SP}plus|environ|au{_SP}moins|au{_SP}plus)\b",
    re.IGNORECASE,
)
_AND_HALF = re.compile(rf"{_SP}et{_SP}demie?\b")  # deux heures et demie
_DURING = re.compile(r"\bover(?: the)?[ \u00a0]$", re.IGNORECASE)
_SIGN = re.compile(r"(?<![^\s(])[-−–+]$")
_MINUS = re.compile(rf"(?<!\w)(?<!au{_SP})(?<!du{_SP})(?<!ou{_SP})(?:moins|minus){_SP}$", re.IGNORECASE)
_TEMPERATURES = frozenset({"°C", "°F", "degrés", "degré", "degrees", "degree"})
_TIME_UNITS = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "seconds", "decades", "quarters"})


@dataclass(frozen=True, slots=True)
class _Measured:
    """A number with its unit, if it has one of its own."""

    number: Number
    unit: Unit | None

    @property
    def start(self) -> int:
        return self.unit.start if self.unit else self.number.start

    @property
    def end(self) -> int:
        return self.unit.end if self.unit else self.number.end


def find_amounts(text: str, field: Field, language: str) -> list[Amount]:
    """Return the amounts of `text` in reading order, none overlapping another.

    `field` names the field that `text` is; `language` is ISO 639-1. An amount begins with its currency sign or its
    number and ends with its unit; `about` and the like stay outside and set `approximate`. `¥` is the yuan unless the
    text speaks of yen or Japan.
    """
    measured = [_Measured(n, find_unit(text, n, language)) for n in find_numbers(text, language)]
    amounts: list[Amount] = []
    position = 0
    while position < len(measured):
        first = measured[position]
        second = measured[position + 1] if position + 1 < len(measured) else None
        if second and (link := _link(text, first, second)):
            amounts += _join(text, field, first, second, link)
            position += 2
        else:
            amounts += _single(text, field, first)
            position += 1
    return _without_overlaps(amounts)


def _link(text: str, first: _Measured, second: _Measured) -> str:
    """Return how two numbers hang together: "range", "change" (from … to …), or "" where they do not."""
    if second.unit is None and (first.unit is None or first.unit.kind != "money"):
        return ""
    if first.unit and second.unit and first.unit.name != second.unit.name:
        return ""
    before, between = text[max(0, first.start - 40) : first.start], text[first.end : second.start]
    if _CLOCK.search(before):
        return ""
    rises, is_to = _low(first, second) < second.number.value, _TO.fullmatch(between) is not None
    if _BETWEEN.search(before):
        return "range" if rises and _AND.fullmatch(between) else ""
    if is_to and (not rises or _tells_change(before, first, second)):
        return "change"
    return "range" if rises and (is_to or _OR.fullmatch(between)) else ""


def _tells_change(before: str, first: _Measured, second: _Measured) -> bool:
    """Whether a rising pair is no range: from one value to another, or by one value to another."""
    unit = second.unit or first.unit
    is_share = unit is not None and unit.kind == "percent"
    each = first.unit is not None and second.unit is not None
    if _CHANGE.search(before) or (each and _FROM.search(before) and _has_unit_behind(first)):
        return True
    return not is_share and bool(_CLIMB.search(before) or (each and _STEP.search(before)))


def _has_unit_behind(measured: _Measured) -> bool:
    return measured.unit is not None and measured.end > measured.number.end


def _low(first: _Measured, second: _Measured) -> float:
    """The first end in full units: the 2 of "2 to 3 million" is two million, the 900 of "900 to 1 million" is not."""
    scaled = first.number.value * second.number.scale
    is_short = first.number.scale == 1 and not _has_unit_behind(first)
    return scaled if is_short and scaled < 100 * second.number.value else first.number.value


def _join(text: str, field: Field, first: _Measured, second: _Measured, link: str) -> list[Amount]:
    unit = second.unit or first.unit
    if unit is None:
        return []
    low = replace(first.number, value=_low(first, second))
    if link == "change":
        return [
            *_single(text, field, _Measured(low, replace(unit, start=first.start, end=first.end))),
            *_single(text, field, _Measured(second.number, replace(unit, start=second.start, end=second.end))),
        ]
    whole = replace(unit, start=first.start, end=second.end)
    return [replace(amount, value_max=second.number.value) for amount in _single(text, field, _Measured(low, whole))]


def _single(text: str, field: Field, measured: _Measured) -> list[Amount]:
    unit, number = measured.unit, measured.number
    if unit is None:
        return []
    start = unit.start
    before = text[max(0, start - 40) : start]
    half = _AND_HALF.match(text, unit.end) if unit.kind == "count" else None
    end, number = (half.end(), replace(number, value=number.value + 0.5)) if half else (unit.end, number)
    sign = _read_sign(before, unit)
    value = -number.value if sign and sign != "+" else number.value
    return [
        Amount(
            field=field,
            start=start - len(sign),
            end=end,
            text=text[start - len(sign) : end],
            value=value,
            unit=unit.name,
            approximate=_is_rough(text, before, measured, unit),
        )
    ]


def _read_sign(before: str, unit: Unit) -> str:
    """The sign before a number, as printed. Of what is counted only temperatures have one, and theirs may be a word."""
    is_warmth = unit.name in _TEMPERATURES
    found = (is_warmth and _MINUS.search(before)) or ((is_warmth or unit.kind != "count") and _SIGN.search(before))
    return found[0] if found else ""


def _is_rough(text: str, before: str, measured: _Measured, unit: Unit) -> bool:
    if unit.name in _TIME_UNITS and _DURING.search(before):
        return False
    before = _BETWEEN.sub("", before)
    after = text[unit.end : unit.end + 12]
    plus = text[measured.number.end : measured.number.end + 1] == "+"
    return bool(measured.number.rough or plus or _ROUGHLY.search(before) or _OR_SO.match(after))


def _without_overlaps(amounts: list[Amount]) -> list[Amount]:
    kept: list[Amount] = []
    for amount in amounts:
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return kept
