"""Where the documents of a story give different numbers for the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.search.stems import COMMON, WORD, stem_forms
from monitor.story.members import Member, Number

MOST = 6  # differences shown
APART = 3.0  # two numbers further apart than this factor hardly count the same thing
ROUGHLY = 0.05  # "about 300" does not contradict 310
SHARED = 2  # words that two sentences must share besides the unit, where the unit does not speak for itself


@dataclass(frozen=True, slots=True)
class Version:
    """One of the numbers given: as printed, its value in full units, and the outlets and documents that give it."""

    text: str
    value: float
    outlets: tuple[str, ...]
    document_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity on which outlets differ: what is counted, in the reading language, and the numbers side by side."""

    what: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    english: str
    french: str
    telling: bool


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of one document, ready to be compared."""

    member: Member
    number: Number
    unit: _Unit
    words: frozenset[str]


def find_differences(members: Iterable[Member], language: str) -> tuple[Difference, ...]:
    """The quantities for which two outlets give different numbers, those that most documents count first.

    Two numbers count the same thing where unit and context agree and neither document has the other's number too.
    """
    groups: list[list[_Count]] = []
    for member in members:
        if member.copy_of is None:
            for count in _read_counts(member):
                _put(count, groups)
    found = [(len(group), _compare(group, language)) for group in groups]
    told = [(size, difference) for size, difference in found if len(difference.versions) > 1]
    return tuple(difference for _, difference in sorted(told, key=lambda pair: -pair[0])[:MOST])


def _read_counts(member: Member) -> Iterator[_Count]:
    for number in member.numbers:
        unit = _units().get(number.unit.lower(), _Unit(number.unit, number.unit, False))
        yield _Count(member, number, unit, _words(number, member.language))


def _put(count: _Count, groups: list[list[_Count]]) -> None:
    """Into the first group that counts the same thing, unless this document has spoken of it already."""
    for group in groups:
        if _is_same(count, group):
            if all(count.member != other.member for other in group):
                group.append(count)
            return
    groups.append([count])


def _is_same(count: _Count, group: list[_Count]) -> bool:
    return count.unit.english == group[0].unit.english and any(_counts_same(count, other) for other in group)


def _counts_same(one: _Count, other: _Count) -> bool:
    if _agree(one.number, other.number):
        return True
    low, high = sorted((abs(one.number.value), abs(other.number.value)))
    if not low or high / low > APART or _knows(one, other.number) or _knows(other, one.number):
        return False
    return one.unit.telling or len(one.words & other.words) >= SHARED


def _knows(count: _Count, number: Number) -> bool:
    return any(n.value == number.value for n in count.member.numbers)


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
    return Difference(unit.french if language == "fr" else unit.english, tuple(_version(v) for v in versions))


def _version(counts: list[_Count]) -> Version:
    outlets = dict.fromkeys(count.member.outlet for count in counts)
    first = counts[0].number
    return Version(first.text, first.value, tuple(outlets), tuple(c.member.document_id for c in counts))


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
            english, french, nouns = line.removeprefix("*").split("\t")
            found |= dict.fromkeys(nouns.split("; "), _Unit(english, french, line.startswith("*")))
    return found
