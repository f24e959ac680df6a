"""What the numbers and dates of a text claim: a range of values in a dimension, in whatever words they are told.

"18 months" and "a year and a half" claim the same; so do "20 percent", "one in five" and "a fifth". A number claims as
much as its last figure and the words before it tell ("nearly 3,000", « une quarantaine »), a date its days. Where it
leaves a choice ("a pound", the 91 of "from 91 to 74 million"), each reading is a claim of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from monitor import hedges
from monitor.search.stems import LITTLE, stem_forms, strip_accents
from pipelines.facts.clocks import find_clocks
from pipelines.facts.dates import find_dates
from pipelines.facts.days import read_days
from pipelines.facts.numbers import LEXICONS, Number, find_numbers
from pipelines.facts.units import is_plural
from pipelines.summary.measures import NONE, Measure, read_measures
from pipelines.summary.ranks import read_rank
from pipelines.translation.movements import find_way

# How far a number may lie from what it tells: printed plainly, at most half of its last figure's step; with a word of
# doubt a step; with a word that tells the side (and a part of things), more.
ROUNDED, ABOUT, UNDER_BY, OVER_BY = 0.025, 0.1, 0.2, 0.5
PART = 0.03  # of "a third"
SHARED = 0.05  # of "seven in ten" and its like
NEAR_TIME = 30  # minutes that "shortly before eight" may be before it
ONE = r"\s?(?:(?:an?|une?|the|la|les?)\s)?(?:[A-Z]{0,2}[€$£¥])?$"
OVER = re.compile(rf"\b(?:{hedges.OVER}|(?:shortly|just|soon) after|peu après){ONE}", re.IGNORECASE)
UNDER = re.compile(rf"\b(?:{hedges.UNDER}|(?:shortly|just) before|peu avant){ONE}", re.IGNORECASE)
ROUGHLY = re.compile(rf"\b(?:{hedges.ABOUT}|vers){ONE}", re.IGNORECASE)
FRACTION = re.compile(
    r"\b(?:((?<!and a )half|halve|halves|halved|halving|moitié)|(quarters?|quarts?)"
    r"|((?:(?<=a )|(?<=one ))third|thirds|tiers))\b(?!-)",
    re.IGNORECASE,
)
OF_SCALE = re.compile(r" (?:de|of an?) (million|milliard|billion)\b")
FRACTIONS = (1 / 2, 1 / 4, 1 / 3)  # of the groups of FRACTION
ONE_PART = re.compile(
    r"\b(?:an?|one|une?) ([^\W\d_]{5,})(?= (?:of|d[eu]s?)\b| d['’]|[.,;])|\b(?:by an?|d['’]une?) ([^\W\d_]{5,})\b",
    re.IGNORECASE,
)
PERCENT = re.compile(r"[\s\u00a0-]?(?:%|(?:per ?cent|pour cent|pct)\b)(?! points?\b)", re.IGNORECASE)
ONE_OUT_OF = re.compile(r"\b(?:one|une?)(?:\s[^\W\d_]+){0,3}\s(?:sur|in|out of)(?: every)?\s$", re.IGNORECASE)
OUT_OF = re.compile(r"(?:\s[^\W\d_]+){0,3}\s(?:sur|in|out of)(?: every)?\s")  # « deux lignes sur trois »
HALF = re.compile(r"(?:[\s\u00a0][^\W\d_]+)? (?:(and a half|et demie?)|and a quarter|et quart)\b")
SIGN = re.compile(r"(?:[A-Z]{0,2}([€$£¥₹])|\b([A-Z]{3}))[\s\u00a0]?$")
NEXT = re.compile(r"[\s\u00a0-]?(?:(?:of|de)\s|d['’])?(°[CF]?|[^\W\d_]{2,}|[^\W\d_](?!['’])|[%€$£¥₹])")
PARTICIPLE = re.compile(r"ée?s$")  # « 200 réclamés » may be euros
FARTHEST = 3  # words from a number to its unit: « 60 millions de bons vieux francs »
STOPS = LITTLE | frozenset("last next this each every prochain prochaine dernier dernière chaque cette".split())  # noqa: SIM905
ADJACENT = frozenset({"won", "second", "foot", "mile"})  # units that are other words too, unless they follow at once
SUM = re.compile(r",? (?:and |et )?")
LONG_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d):(\d\d)(?![\d:])")
CENTURY = re.compile(r"\b(?:([XVI]+)e|(\w+)) (?:century|siècle)\b")
ROMAN = {roman: n for n, roman in enumerate("XII XIII XIV XV XVI XVII XVIII XIX XX XXI".split(), start=12)}  # noqa: SIM905
LEAD = re.compile(r"\b(from|de|against|contre|to|à)\s(?:[A-Z]{0,2}[€$£¥])?$", re.IGNORECASE)
FROM = frozenset({"from", "de", "against", "contre"})
BESIDE = 40  # characters between what something goes from and what it goes to
NEARBY = 120  # characters between two numbers of which the one's unit may be the other's


@dataclass(frozen=True, slots=True)
class Quantity:
    """What [start, end) of a text claims: `value`, or any from `low` to `high`, of the smallest unit of its dimension.

    The dimension is a measure's, `share`, `clock`, `date`, `calendar` for a number of a date, `things` for what is
    counted, "" where nothing tells. `number` is what is printed, `measure` the unit or the noun's stem, `factor` what
    one of it is. `role` is "from" or "to" where something goes from one to another, "up" or "down" of a share.
    """

    start: int
    end: int
    text: str
    number: float
    value: float
    low: float
    high: float
    dimension: str
    measure: str = ""
    factor: float = 1.0
    role: str = ""


def read_quantities(text: str, language: str, reference: str) -> list[Quantity]:
    """Return every claim of a text, those of its single numbers first; where it can be read in two ways, both.

    `reference` is the day of publication in ISO 8601, from which relative dates count.
    """
    taken = {n for clock in LONG_CLOCK.finditer(text) for n in range(*clock.span())}
    numbers = [number for number in find_numbers(text, language) if number.start not in taken]
    taken = {n for number in numbers for n in range(number.start, number.end)}
    numbers = sorted(
        [*numbers, *(f for f in _find_fractions(text, language) if f.start not in taken)], key=lambda n: n.start
    )
    dates = list(_read_dates(text, language, reference))
    roles = _read_roles(text, numbers)
    single = [
        replace(q, role=roles.get(n) or _read_way(text, q, language))
        for n in numbers
        for q in _read_number(text, n, language, dates)
    ]
    return [
        *single, *_borrow_units(single, numbers), *_read_shares(text, numbers), *_read_sums(text, single),
        *_read_times(text, language), *dates,
    ]  # fmt: skip


def is_behind(words: re.Pattern[str], text: str, start: int) -> bool:
    """Whether a number stands behind these words, which end at it."""
    return words.search(text, max(0, start - 60), start) is not None


def _find_fractions(text: str, language: str) -> Iterator[Number]:
    """Halves, thirds and quarters, by their words, and « un vingtième »."""
    for word in FRACTION.finditer(text):
        of = OF_SCALE.match(text, word.end())
        scale = LEXICONS["en" if of[1] == "billion" else "fr"][of[1]][1] if of else 1.0
        share = FRACTIONS[(word.lastindex or 1) - 1]
        yield Number(word.start(), of.end() if of else word.end(), share * scale, scale, digits=False)
    for part in ONE_PART.finditer(text):
        if rank := read_rank(part[part.lastindex or 1].lower(), language):
            yield Number(*part.span(part.lastindex or 1), 1 / rank, digits=False)


def _read_number(text: str, number: Number, language: str, dates: Sequence[Quantity]) -> Iterator[Quantity]:
    half = HALF.match(text, number.end)
    value = number.value + read_half(half) * number.value.is_integer() * number.scale
    low, high = _widen(text, number, value)
    is_dated = any(d.start <= number.start < d.end for d in dates)
    measures, end = _find_measures(text, number, language, 1 if is_dated else FARTHEST)
    if number.value < 1 and not number.digits:
        measures, end = (Measure("", "share", 1),), number.end
    elif measures == (NONE,) and is_dated:
        measures, end, low, high = (Measure("", "calendar", 1),), number.end, value, value
    for m in measures:
        yield Quantity(
            number.start, number.end, text[number.start : end], number.value,
            value * m.factor, low * m.factor, high * m.factor, m.dimension, m.name, m.factor,
        )  # fmt: skip


def _read_roles(text: str, numbers: Sequence[Number]) -> dict[Number, str]:
    """What something goes from and what to: "from 3.9 to 3.4 percent", « à 345 euros contre 338 »."""
    roles: dict[Number, str] = {}
    for pair in pairwise(numbers):
        leads = [lead and lead[1].lower() for lead in (LEAD.search(text, max(0, n.start - 12), n.start) for n in pair)]
        told = ["from" if lead in FROM else "to" if lead else "" for lead in leads]
        if set(told) == {"from", "to"} and pair[1].start - pair[0].end <= BESIDE:
            roles.update(zip(pair, told, strict=True))
    return roles


def _read_way(text: str, share: Quantity, language: str) -> str:
    moves = share.dimension == "share" or share.measure in ("epoint", "fpoint")
    return find_way(text, share.start, share.start + len(share.text), language) if moves else ""


def read_half(half: re.Match[str] | None) -> float:
    """What "and a half" adds, as HALF finds it."""
    return (0.5 if half[1] else 0.25) if half else 0.0


def _widen(text: str, number: Number, value: float) -> tuple[float, float]:
    """The least and the most that a number tells."""
    is_part = value < 1 and not number.digits
    step = value if is_part else _last_step(value)
    if number.rough or is_behind(ROUGHLY, text, number.start):
        slack = min((UNDER_BY if number.rough else ABOUT) * value, step)
        return value - slack, value + slack
    low = high = PART * value if is_part else min(ROUNDED * value, step / 2)
    if is_behind(OVER, text, number.start):
        low, high = 0, min(OVER_BY * value, step)
    elif is_behind(UNDER, text, number.start):
        low, high = min(UNDER_BY * value, step), 0
    return value - low, value + high


def _last_step(value: float) -> float:
    """What a step of its last figure is: 100 in 1,200, 500 in 1,500."""
    figures, _, power = f"{value:.6e}".partition("e")
    printed = figures.rstrip("0.")
    return float((5 if printed[-1:] == "5" else 1) * 10 ** (int(power) - len(printed.partition(".")[2])))


def _find_measures(text: str, number: Number, language: str, farthest: int) -> tuple[tuple[Measure, ...], int]:
    """What a number may measure, and where that ends: its sign before it, its unit behind, else what it counts."""
    if percent := PERCENT.match(text, number.end):
        return (Measure("percent", "share", 0.01),), percent.end()
    sign = SIGN.search(text, max(0, number.start - 5), number.start)
    if sign and (measures := read_measures(sign[1] or sign[2])):
        return measures, number.end
    position = number.end
    for n in range(farthest):
        word = NEXT.match(text, position)
        if word is None:
            break
        measures = read_measures(word[1])
        if measures and (n == 0 or (len(word[1]) > 1 and measures[0].name not in ADJACENT)):
            return measures, word.end()
        is_apart = (
            language == "fr" and number.scale >= 1e6 and word[0][-len(word[1]) - 1].isspace() and " d" not in word[0]
        )
        if n == 0 and not is_apart and word[1].islower() and is_plural(word[1], language):
            things = Measure(stem_forms(word[1], language)[0], "things", 1)
            return (things, NONE) if PARTICIPLE.search(word[1]) else (things,), number.end
        if strip_accents(word[1].lower()) in STOPS:
            break
        position = word.end()
    return (NONE,), number.end


def _borrow_units(single: Sequence[Quantity], numbers: Sequence[Number]) -> Iterator[Quantity]:
    """A bare number in the unit and the scale of the one beside it: "from 91 to 74 million euros"."""
    claims = {number: [q for q in single if q.start == number.start] for number in numbers}
    for left, right in pairwise(numbers):
        for number, other in ((left, right), (right, left)) if right.start - left.end <= NEARBY else ():
            scale = other.scale if number.scale == 1 and number.value < 1000 else 1.0
            one, *_ = claims[number]
            lenders = [q for q in claims[other] if q.dimension not in ("", "calendar") or scale > 1]
            for lender in lenders if not one.dimension else ():
                factor = scale * lender.factor
                yield replace(
                    one, number=one.number * scale, value=one.value * factor, low=one.low * factor,
                    high=one.high * factor, dimension=lender.dimension, measure=lender.measure, factor=lender.factor,
                )  # fmt: skip


def _read_shares(text: str, numbers: Sequence[Number]) -> Iterator[Quantity]:
    """ "One in five", « sept lignes sur dix »."""
    for number in numbers:
        one = number.value > 1 and ONE_OUT_OF.search(text, max(0, number.start - 60), number.start)
        if one:
            yield _make_share(text, one.start(), number.end, 1 / number.value)
    for part, whole in pairwise(numbers):
        if 0 < part.value < whole.value and OUT_OF.fullmatch(text, part.end, whole.start):
            yield _make_share(text, part.start, whole.end, part.value / whole.value)


def _make_share(text: str, start: int, end: int, share: float) -> Quantity:
    slack = ABOUT if any(is_behind(words, text, start) for words in (OVER, UNDER, ROUGHLY)) else SHARED
    return Quantity(start, end, text[start:end], share, share, share * (1 - slack), share * (1 + slack), "share")


def _read_sums(text: str, single: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "Two hours, 29 minutes and 15 seconds"."""
    total: Quantity | None = None
    for one, two in pairwise(single):
        first = total or one
        hangs = (
            SUM.fullmatch(text, one.start + len(one.text), two.start) and one.dimension == two.dimension and one.measure
        )
        total = None
        if hangs and one.factor > two.factor:
            low, high = first.value + two.low, first.value + two.high
            whole = text[first.start : two.end]
            total = Quantity(
                first.start, two.end, whole, first.number, first.value + two.value, low, high, two.dimension
            )
            yield total


def _read_times(text: str, language: str) -> Iterator[Quantity]:
    """Times of day, and times taken that are printed as these."""
    for taken in LONG_CLOCK.finditer(text):
        seconds = float(3600 * int(taken[1]) + 60 * int(taken[2]) + int(taken[3]))
        yield Quantity(*taken.span(), taken[0], seconds, seconds, seconds, seconds, "time")
    for start, end, minutes in find_clocks(text, language):
        doubt = is_behind(ROUGHLY, text, start)
        low = minutes - NEAR_TIME * (doubt or is_behind(UNDER, text, start))
        high = minutes + NEAR_TIME * (doubt or is_behind(OVER, text, start))
        yield Quantity(start, end, text[start:end], minutes, minutes, low, high, "clock")


def _read_dates(text: str, language: str, reference: str) -> Iterator[Quantity]:
    """Dates, by the days they span; centuries too."""
    for found in find_dates(text, "text", language, reference):
        first, last = read_days(found.value)[0], read_days(found.value_end or found.value)[1]
        yield Quantity(found.start, found.end, found.text, first, first, first, last, "date")
    for century in CENTURY.finditer(text):
        year = 100 * (ROMAN.get(century[1], 0) or read_rank((century[2] or "").lower(), language)) - 100
        if 0 < year < 2100:
            first, last = read_days(f"{year:04}")[0], read_days(f"{year + 99:04}")[1]
            yield Quantity(*century.span(), century[0], year, first, first, last, "date", "century")
