"""What values of a text come to: differences, sums, products, times between clocks, sums by another span of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from pipelines.summary.measures import read_measures
from pipelines.summary.quantities import BESIDE, NEARBY, ROUNDED, Quantity, is_behind
from pipelines.summary.source import UNMEASURED, Source

EXACT = 0.005  # what a number that no word makes inexact may lie beside what two others come to
FEWEST_TOGETHER = 100  # that a sum is: less comes of two numbers by chance
LARGE = 1000  # a bare number that may be money
DAY = 86400  # seconds
TO = re.compile(r"\s(?:[^\W\d_]+\s)?(?:to|against|contre|à)\s")  # "by three votes to two"
MORE = re.compile(r"(?:\s[^\W\d_]+){0,2}\s(?:more|less|fewer|de (?:plus|moins))\b")
BY = re.compile(
    r"\b(?:(?:more|less|lower|higher|dearer|cheaper|longer|shorter|above|below) by"
    r"|(?:inf|sup)érieure?s? d(?:e|['’]))\s?$"
)
EACH = re.compile(r"\s(?:each|apiece|pièce|chacune?|l['’]unité)\b")
RATE = re.compile(r"\s(?:par|per|an?|each|every|chaque)\s([^\W\d_]+)")


def is_inexact(claim: Quantity) -> bool:
    """Whether a word before it makes it so: "nearly", « plus de »."""
    return claim.value in (claim.low, claim.high) or claim.high - claim.low > 2.1 * ROUNDED * claim.value


def comes_to(value: float, claim: Quantity) -> bool:
    """Whether what was reckoned is what is claimed: to the figure, unless a word makes that inexact."""
    if is_inexact(claim):
        return claim.low <= value <= claim.high
    return abs(value - claim.value) <= EXACT * claim.value


def is_day(told: Quantity) -> bool:
    """Whether it says when, not how much."""
    return told.dimension in ("date", "calendar", "clock")


def is_of_several(claim: Quantity, sentence: str, source: Source) -> bool:
    """Whether two values told side by side differ by it, or any two where it is so much "more"; or all come to it."""
    after = claim.start + len(claim.text)
    compared = MORE.match(sentence, after) is not None or is_behind(BY, sentence, claim.start)
    near = 0 if claim.dimension in ("time", "calendar") else BESIDE
    bare = claim.dimension in UNMEASURED
    like = [q for q in source.quantities if q.dimension == claim.dimension or (bare and not is_day(q))]
    large = [q for q in source.quantities if not q.dimension and q.number >= LARGE and not bare]
    for a, b in (*combinations(like, 2), *combinations(large, 2)):
        beside = 0 < abs(a.start - b.start) <= near and _count_alike(a, b)
        if a.dimension != b.dimension or not (compared or beside):
            continue
        factor = (1 / b.factor) if bare else claim.factor if b in large else 1
        together = claim.number >= FEWEST_TOGETHER or TO.fullmatch(source.text, a.start + len(a.text), b.start)
        if comes_to(abs(a.value - b.value) * factor, claim):
            return True
        if together and comes_to((a.value + b.value) * factor, claim):
            return True
    return bare and any(comes_to(value, claim) for value in _sum_up(like, source))


def _count_alike(one: Quantity, other: Quantity) -> bool:
    """Whether both are of one thing, as far as is told: not five spoons and two patients."""
    return "" in (one.measure, other.measure) or one.measure == other.measure


def _sum_up(like: Sequence[Quantity], source: Source) -> Iterator[float]:
    """Of three that are counted one behind the other: so many passengers, so many of a crew."""
    counts = sorted({q.start: q for q in like if q.dimension in UNMEASURED}.values(), key=lambda q: q.start)
    for first, second, third in zip(counts, counts[1:], counts[2:], strict=False):
        total = first.number + second.number + third.number
        if third.start - first.start <= NEARBY + BESIDE and total >= FEWEST_TOGETHER:
            yield total


def is_between_clocks(claim: Quantity, source: Source) -> bool:
    """Whether it is the time from one time of day to another beside it, over midnight too."""
    clocks = [q for q in source.quantities if q.dimension == "clock"]
    return claim.dimension == "time" and any(
        claim.low <= 60 * (b.value - a.value) % DAY <= claim.high
        for a, b in combinations(sorted(clocks, key=lambda q: q.start), 2)
        if b.start - a.start <= NEARBY
    )


def is_product(claim: Quantity, claims: Sequence[Quantity], source: Source) -> bool:
    """Whether so many of a price that the source tells of each come to it."""
    prices = [
        q
        for q in source.quantities
        if q.dimension == claim.dimension not in (*UNMEASURED, "date")
        and EACH.match(source.text, q.start + len(q.text))
    ]
    return any(
        comes_to(count.number * price.value, claim)
        for price in prices
        for count in (*claims, *source.quantities)
        if count.dimension in UNMEASURED and (count in claims or abs(count.start - price.start) <= NEARBY)
    )


def find_rated(claims: Sequence[Quantity], sentence: str, source: Source) -> Iterator[Quantity]:
    """Those that the source tells by another span of time: a million a month of twelve a year; with their span."""
    for claim in claims:
        span, end = _read_rate(sentence, claim)
        for q in source.quantities if span else ():
            told, _ = _read_rate(source.text, q) if q.dimension == claim.dimension else (0.0, 0)
            if told and told != span and claim.low <= q.value * span / told <= claim.high:
                yield replace(claim, end=end)


def _read_rate(text: str, quantity: Quantity) -> tuple[float, int]:
    """The seconds that a quantity is told by, 0 for none, and where that ends."""
    rate = RATE.match(text, quantity.start + len(quantity.text))
    measures = read_measures(rate[1]) if rate else ()
    if rate and measures and measures[0].dimension == "time":
        return measures[0].factor, rate.end()
    return 0.0, 0
