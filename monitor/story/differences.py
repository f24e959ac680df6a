"""Where the documents of a story give different numbers for the same thing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from monitor.figures import is_sum, write_count, write_sum
from monitor.hedges import find_sign
from monitor.search.stems import COMMON, WORD, stem_forms
from monitor.story.members import Member, Number

MOST = 6  # differences shown
APART = 3.0  # two numbers further apart than this factor hardly count the same thing
ROUGHLY = 0.05  # "about 300" does not contradict 310
SHARED = 2  # words that two sentences must share besides the unit, where the unit does not speak for itself
IN_HEADLINES = 1.5  # two headlines whose numbers are not further apart than this factor give the same one
BEFORE, AFTER = 3, 7  # words around a count of people among which stands what became of them
CLAUSE = re.compile(r"[,;:()–—]|(?<!\w)(?:and|but|et|mais|while|tandis)(?!\w)")
PEOPLE = frozenset({"people", "passengers", "employees"})  # of whom a clause tells what became of them


@dataclass(frozen=True, slots=True)
class Version:
    """One of the numbers given: as printed, its value in full units, the outlets and documents that give it, and when.

    `at` is when it was last given, "" where no document that gives it has a date.
    """

    text: str
    value: float
    outlets: tuple[str, ...]
    document_ids: tuple[int, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity on which outlets differ: what is counted, in the reading language, and the numbers side by side.

    Those given last come last, undated ones behind them. A `toll` says what became of people: it may rise for days.
    """

    what: str
    versions: tuple[Version, ...]
    toll: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    english: str
    french: str
    telling: bool
    fate: bool = False  # says what became of the people it counts

    def told(self, language: str) -> str:
        """What is counted, in a reading language."""
        if is_sum(self.english) and self.english != "percent":
            return {"fr": "montant"}.get(language, "amount")
        return self.french if language == "fr" else self.english


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of one document, ready to be compared."""

    member: Member
    number: Number
    unit: _Unit
    words: frozenset[str]


def find_differences(members: Iterable[Member], language: str) -> tuple[Difference, ...]:
    """The quantities for which two outlets give different numbers, those that most documents count first.

    Two numbers count the same thing where unit and context agree and neither document has one nearer to the other's.
    """
    groups: list[list[_Count]] = []
    again = [(c, group) for m in members for c in _read_counts(m) if (group := _put(c, groups))]
    for count, group in again:
        if _gives_too(count, group):
            group.append(count)
    _join_tolls(groups)
    found = [(len(group), _compare(group, language)) for group in groups if group]
    told = [(size, difference) for size, difference in found if len(difference.versions) > 1]
    return tuple(difference for _, difference in sorted(told, key=lambda pair: -pair[0])[:MOST])


def is_news(unit: str) -> bool:
    """Whether so many of it is news by itself: dead, jobs, votes."""
    return _units().get(unit.lower(), _Unit(unit, unit, False)).telling


def name_unit(unit: str, language: str) -> str:
    """The noun for what is counted in either language, as a reading language has it; "" for what news seldom counts."""
    known = _units().get(unit.lower())
    return known.told(language) if known else ""


def _read_counts(member: Member) -> Iterator[_Count]:
    for number in member.numbers:
        yield _Count(member, number, _find_unit(number), _words(number, member.language))


@lru_cache(maxsize=4096)
def _find_unit(number: Number) -> _Unit:
    unit = _units().get(number.unit.lower(), _Unit(number.unit, number.unit, False))
    return (_find_fate(number) if unit.english in PEOPLE else None) or unit


def _find_fate(number: Number) -> _Unit | None:
    """What the clause says of the people it counts: `killing 12 people`, `12 people were killed`."""
    found = re.search(rf"(?<!\w){re.escape(number.text)}(?!\w)", number.sentence)
    if not found:
        return None
    before, after = number.sentence[: found.start()].lower(), number.sentence[found.end() :].lower()
    nearest_first = WORD.findall(CLAUSE.split(before)[-1])[::-1][:BEFORE] + WORD.findall(CLAUSE.split(after)[0])[:AFTER]
    units = map(_units().get, nearest_first)
    return next((unit for unit in units if unit and unit.fate), None)


def _put(count: _Count, groups: list[list[_Count]]) -> list[_Count] | None:
    """Into the group that counts the same thing; that group, where this document has spoken of it already.

    Of several the one with the number nearest to this: a net and an operating profit are both profits.
    """
    same = [group for group in groups if _is_same(count, group)]
    if not same:
        groups.append([count])
        return None
    group = min(same, key=lambda group: min(_factor(count.number, other.number) for other in group))
    if any(count.member == other.member for other in group):
        return group
    group.append(count)
    return None


def _gives_too(count: _Count, group: list[_Count]) -> bool:
    """Whether a document that gave one number gives another's as well: 12 dead above, and 14 by now below."""
    same = {other.member.document_id for other in group if _agree(count.number, other.number)}
    return bool(same) and count.member.document_id not in same


def _join_tolls(groups: list[list[_Count]]) -> None:
    """Make one of two groups that count the same fate where some give the one number alone, and some the other.

    That others give both is no sign that they count different things: a toll rises while they write.
    """
    for one, other in itertools.combinations(groups, 2):
        here, there = ({count.member.document_id for count in group} for group in (one, other))
        fates = one and other and one[0].unit.fate and one[0].unit.english == other[0].unit.english
        if fates and here - there and there - here and _factor(one[0].number, other[0].number) <= APART:
            one.extend(other)
            other.clear()


def _factor(one: Number, other: Number) -> float:
    """How many times the larger is the smaller."""
    low, high = sorted((abs(one.value), abs(other.value)))
    return high / low if low else float(high > 0) * APART + 1


def _is_same(count: _Count, group: list[_Count]) -> bool:
    others = [other for other in group if other.member != count.member]
    if count.unit.english != group[0].unit.english or any(_has_nearer(other, count) for other in others):
        return False
    return any(_counts_same(count, other) for other in group)


def _counts_same(one: _Count, other: _Count) -> bool:
    if _agree(one.number, other.number):
        return True
    factor = _factor(one.number, other.number)
    if factor > APART or _has_nearer(one, other):
        return False
    if one.number.headline and other.number.headline and factor <= IN_HEADLINES:
        return True
    return one.unit.telling or len(one.words & other.words) >= SHARED


def _has_nearer(count: _Count, other: _Count) -> bool:
    """Whether the document of `count` has another number of that sort nearer to the other: then that answers it."""
    least = _factor(count.number, other.number)
    numbers = (n for n in count.member.numbers if _find_unit(n).english == count.unit.english)
    return any(_factor(n, other.number) < least for n in numbers)


def _agree(one: Number, other: Number) -> bool:
    near = abs(one.value - other.value) <= ROUGHLY * max(abs(one.value), abs(other.value))
    return one.value == other.value or (near and (one.approximate or other.approximate))


def _compare(group: list[_Count], language: str) -> Difference:
    versions: list[list[_Count]] = []
    for count in group:
        same = next((v for v in versions if any(_agree(count.number, other.number) for other in v)), None)
        if same is None:
            versions.append([count])
        else:
            same.append(count)
    unit = group[0].unit
    told = sorted((_version(v, language) for v in versions), key=lambda v: (not v.at, v.at))
    return Difference(unit.told(language), tuple(told), unit.fate)


def _version(counts: list[_Count], language: str) -> Version:
    outlets = dict.fromkeys(count.member.outlet for count in counts)
    first = next((c for c in counts if c.member.language == language), counts[0])
    at = max("" if count.member.undated else count.member.dated_at for count in counts)
    text = first.number.text if first.member.language == language else _write(first, language)
    return Version(text, first.number.value, tuple(outlets), tuple(c.member.document_id for c in counts), at)


def _write(count: _Count, language: str) -> str:
    """The number in another language than it was printed in."""
    number = count.number
    sign = f"{find_sign(number.hedge)} " if number.approximate else ""
    told = write_sum([number.value], number.unit, language)
    return sign + (told or write_count(number.value, count.unit.told(language), language))


def _words(number: Number, language: str) -> frozenset[str]:
    """The stems around the number, in its own language and in English; what it is counted in says nothing more."""
    own = {stem for word in WORD.findall(number.text.lower()) for stem in stem_forms(word, language)}
    beside = [*_stems(number.sentence, language), *(_stems(number.english, "en") if language != "en" else ())]
    return frozenset(beside) - own


def _stems(text: str, language: str) -> Iterator[str]:
    for word in WORD.findall(text.lower()):
        if len(word) > 3 and word.isalpha() and word not in COMMON:
            yield stem_forms(word, language)[-1]


@cache
def _units() -> dict[str, _Unit]:
    found: dict[str, _Unit] = {}
    for line in (Path(__file__).parent / "quantities.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            english, french, nouns = line.lstrip("*").split("\t")
            unit = _Unit(english, french, line.startswith("*"), line.startswith("**"))
            found |= dict.fromkeys(nouns.split("; "), unit)
    return found
