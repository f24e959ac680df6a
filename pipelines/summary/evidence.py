"""Whether a text tells what a sentence claims: a value of its range, or one that two values of the text come to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from pipelines.summary.quantities import NEARBY, Quantity, is_behind
from pipelines.summary.reckoning import comes_to, is_between_clocks, is_day, is_inexact, is_of_several
from pipelines.summary.source import UNMEASURED, Source

LONG = frozenset({"year", "decade", "century"})
CENTURY = "century"
DAY = 86400  # seconds
AGE = "year"  # what a number in the text may be without a word of its own: "Kell, 52, had pleaded not guilty"
COUNTED = (2, 3, 4)  # in words
YEAR, FIGURES = re.compile(r"\d{4}"), re.compile(r"\d")
LONGEST = 31  # days of what is no whole year
TIMES = re.compile(r"\s(?:fois|times)\b")
MULTIPLES = {
    0.5: r"\b(?:half|halv|moitié)",
    2: r"\b(?:doubl|twice\b|deux fois\b)",
    3: r"\btr(?:ipl|ebl)",
    4: r"\bquadrupl",
}
LASTING = re.compile(
    r"\b(?:for|in|after|over|within|since|pendant|durant|depuis|après|en|dans|il y a)\b[^,;]{0,20}$", re.IGNORECASE
)
SINCE = re.compile(r" (?:ago|later|earlier|before|after|plus t|avant|après|auparavant)")
SEASON = re.compile(r"\b(?:spring|summer|autumn|winter|printemps|été|automne|hiver)\b", re.IGNORECASE)
RANKED = re.compile(r"\b(?:no|number|n°|numéro)\.?\s?$", re.IGNORECASE)


def tells(told: Quantity, claim: Quantity, source: Source) -> bool:
    """Whether a quantity of the source is one that the sentence claims."""
    if {told.role, claim.role} in ({"from", "to"}, {"up", "down"}):
        return False
    one, other = told.dimension, claim.dimension
    if claim.measure == CENTURY and one in ("", "calendar"):
        return claim.number <= told.number < claim.number + 100
    if one == other:
        return (
            claim.low <= told.low and told.high <= claim.high
            if one == "date"
            else claim.low <= told.value <= claim.high
        )
    if "date" in (one, other) or {one, other} == {"things", "calendar"}:
        return False
    if other in UNMEASURED and (one in UNMEASURED or (not other and one != "share")):
        return claim.low <= told.number <= claim.high
    bare = not one and (claim.measure == AGE or claim.measure in source.measures)
    return bare and claim.low <= told.number * claim.factor <= claim.high


def is_reckoned(claim: Quantity, sentence: str, source: Source) -> bool:
    """Whether it comes of two values of the source, or is so small that it may have been counted."""
    value, after = claim.number, claim.start + len(claim.text)
    if claim.dimension in ("date", "clock"):
        return False
    if claim.text.lower().startswith("halv") and re.search(MULTIPLES[2], source.text):
        return re.search(MULTIPLES[0.5], source.text) is not None
    if claim.dimension == "share":
        ratios = [*_near_ratios(source), *(_ratios(source) if value < 1 else ())]
        return (value < 1 or is_inexact(claim)) and any(claim.low <= ratio <= claim.high for ratio in ratios)
    if TIMES.match(sentence, after) or claim.text.lower() == "twice":
        named = value in MULTIPLES and re.search(MULTIPLES[value], source.text) is not None
        low, high = (claim.low, claim.high) if is_inexact(claim) else (0.97 * value, 1.1 * value)
        return named or any(low <= ratio <= high for ratio in _ratios(source))
    if RANKED.search(sentence, max(0, claim.start - 10), claim.start):
        return value == 1 or f"{value:g}." in source.keys
    return (
        _is_counted(claim, source)
        or _is_part(claim, source)
        or _is_span(claim, sentence, source)
        or _is_multiple(claim, source)
        or is_of_several(claim, sentence, source)
        or is_between_clocks(claim, source)
    )


def _is_counted(claim: Quantity, source: Source) -> bool:
    """Whether whoever writes may have counted: "the two ministers", unless the source has another number of them."""
    few = claim.dimension in UNMEASURED and claim.number in COUNTED and claim.text.isalpha()
    return few and not (claim.measure and claim.measure in source.measures)


def _ratios(source: Source) -> Iterator[float]:
    """Of any two of its values of a kind."""
    kinds = defaultdict(set)
    for q in source.quantities:
        if not is_day(q):
            kinds["" if q.dimension in UNMEASURED else q.dimension].add(q.value)
    return (one / other for values in kinds.values() for other in values if other > 2 for one in values)


def _near_ratios(source: Source) -> Iterator[float]:
    """Of two values of a thing told side by side: what the one is of the other, and by how much it is less."""
    values = [q for q in source.quantities if not is_day(q) and q.value > 0]
    for a, b in combinations(values, 2):
        kinds = {"" if q.dimension in UNMEASURED else q.dimension for q in (a, b)}
        if a.value != b.value and len(kinds) == 1 and abs(a.start - b.start) <= NEARBY:
            less = min(a.value, b.value) / max(a.value, b.value)
            yield from (less, 1 - less)


def _is_span(claim: Quantity, sentence: str, source: Source) -> bool:
    """Whether it is the years between two dates of the source: "for more than thirty years"."""
    lasts = is_behind(LASTING, sentence, claim.start) or SINCE.match(sentence, claim.start + len(claim.text))
    spans = source.distances if lasts and claim.measure in LONG else ()
    return any(claim.low <= DAY * most and DAY * least <= claim.high for least, most in spans)


def _is_part(claim: Quantity, source: Source) -> bool:
    """Whether it is the share of a number that the source tells with it: "36 of the films", of 108 and "a third"."""
    wholes = [
        q
        for q in source.quantities
        if (q.dimension, q.measure) == (claim.dimension, claim.measure)
        or (not claim.dimension and q.dimension == "things")
    ]
    shares = [q for q in source.quantities if q.dimension == "share"]
    return any(
        comes_to(whole.value * share.value, claim)
        for whole in wholes
        for share in shares
        if abs(whole.start - share.start) <= NEARBY
    ) or any(  # "a quarter of the prize", which is told elsewhere
        comes_to(whole.value * share.value, claim)
        for whole in wholes
        for share in shares
        if not share.measure and whole.dimension not in UNMEASURED
    )


def _is_multiple(claim: Quantity, source: Source) -> bool:
    """Whether the source tells it as the double of another of its values, or the half."""
    like = {q.value for q in source.quantities if q.dimension == claim.dimension not in UNMEASURED}
    factors = [n for n, words in MULTIPLES.items() if re.search(words, source.text)] if like else []
    return any(value * n == claim.value for n in factors for value in like)


def is_misdated(claim: Quantity, source: Source) -> bool:
    """Whether a month or a day, which the source does not tell, is another one there, or has another year."""
    if season := SEASON.search(claim.text):
        seasons = {found[0].lower() for q in source.quantities if is_day(q) and (found := SEASON.search(q.text))}
        return bool(seasons) and season[0].lower() not in seasons
    if claim.high - claim.low > LONGEST or not FIGURES.search(claim.text):
        return False
    year = YEAR.search(claim.text)
    dates = (q for q in source.quantities if q.dimension == "date" and not (year and YEAR.search(q.text)))
    return all(_day(q, claim) != _day(claim, claim) for q in dates)


def _day(day: Quantity, like: Quantity) -> tuple[int, int]:
    """Its month, and its day where `like` is one."""
    first = date.fromordinal(int(day.low))
    return first.month, first.day if like.low == like.high else 0
