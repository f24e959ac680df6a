"""What a sentence says of a text in other words: numbers rounded or reckoned from its own, other names of its names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from monitor.search.stems import strip_accents
from pipelines.facts.amounts import find_amounts
from pipelines.facts.numbers import Number, find_numbers
from pipelines.names.names import load_words
from pipelines.names.places import load_names
from pipelines.summary.measures import read_measure
from pipelines.summary.source import ONE_OUT_OF, Source, is_behind
from pipelines.summary.tokens import SHARES

NEAR = 0.1  # of a number, between it and what it is rounded to
ONE = r"\s?(?:(?:an?|une?)\s)?$"
OVER = re.compile(rf"\b(?:more than|over|at least|above|plus d[e'’]|au moins|dépass\w+(?: les)?){ONE}", re.IGNORECASE)
UNDER = re.compile(
    rf"\b(?:nearly|almost|close to|just under|(?:less|fewer) than|près d[e'’]|presque|moins d[e'’]){ONE}", re.IGNORECASE
)
ABOUT = re.compile(rf"\b(?:about|around|some|roughly|approximately|environ|quelque|autour d[e'’]){ONE}", re.IGNORECASE)
OUT_OF = re.compile(r"(?:\s[^\W\d_]+){0,3}\s(?:sur|in|out of)(?: every)?\s")  # « deux lignes sur trois »
TIMES = re.compile(r"\s(?:fois|times)\b")
MORE = re.compile(r"(?:\s[^\W\d_]+){0,2}\s(?:more|less|fewer|de (?:plus|moins))\b")
FEWEST_BETWEEN = 100  # that a difference is: less comes of two numbers by chance
MULTIPLES = {2: r"\b(?:doubl|twice\b|deux fois\b)", 3: r"\btr(?:ipl|ebl)", 4: r"\bquadrupl"}
RANKED = re.compile(r"\b(?:no|number|n°|numéro)\.?\s?$", re.IGNORECASE)
LINK = r"(?:of|the|for|and|de|du|des|la|les|et|en)\s|[dl]['’]"
INHABITANT = re.compile(r"n?(?:ais|ois|iens?|ains?|ans?|ians?|ese|ers?)e?s?$")
FEWEST_LETTERS = 5  # of a place, that those who live there have in their name
NAME_END = re.compile(r"(?<=\w)(?!\w)")
LONGEST = 48  # characters of a known name


def find_reworded(sentence: str, source: Source) -> set[str]:
    """The keys of the sentence's numbers and names that the source has in other words."""
    numbers = [*find_numbers(sentence, source.language), *_find_fractions(sentence)]
    found = {number for number in numbers if _is_rank(sentence, number)}
    found |= {*_find_reckoned(sentence, numbers, source), *_find_shares(sentence, numbers, source)}
    found |= set(_find_rounded(sentence, numbers, source))
    return {f"#{number.value:g}" for number in found} | set(_find_renamed(sentence, source))


def _find_fractions(sentence: str) -> Iterator[Number]:
    """Halves, thirds and quarters, by their words."""
    for word in re.finditer(r"\w+", sentence):
        if share := SHARES.get(word[0].lower()):
            yield Number(word.start(), word.end(), share, digits=False)


def _is_rank(sentence: str, number: Number) -> bool:
    """Whether it says of something that it is the first: "No. 1", which a text tells as it likes."""
    return number.value == 1 and is_behind(RANKED, sentence, number)


def _find_reckoned(sentence: str, numbers: list[Number], source: Source) -> Iterator[Number]:
    """What two numbers of the source come to: "half as much", « deux fois plus chère », "34,000 more"."""
    large = [value for value in source.values if value > 2]
    ratios = {one / other for one in source.values for other in large}
    for number in numbers:
        value, printed = number.value, sentence[number.start : number.end].lower()
        if TIMES.match(sentence, number.end) or printed == "twice":
            told = value in MULTIPLES and re.search(MULTIPLES[int(value)], source.text) is not None
            found = told or any(0.97 * value <= ratio <= 1.1 * value for ratio in ratios)
        elif value < 1:
            found = any(abs(ratio - value) < 0.01 * value for ratio in ratios)
        else:
            compares = value >= FEWEST_BETWEEN and MORE.match(sentence, number.end) is not None
            found = compares and any(one - other == value for one in large for other in large)
        if found:
            yield number


def _find_shares(sentence: str, numbers: list[Number], source: Source) -> Iterator[Number]:
    """« un sur trois » for a third or 33 percent, "nearly two thirds" for 64 percent."""

    def is_told(share: float, slack: float) -> bool:
        return any(abs(share - other) <= slack for other in source.shares)

    for number in numbers:
        rough = any(is_behind(words, sentence, number) for words in (OVER, UNDER, ABOUT))
        if (number.value < 1 and is_told(number.value, 0.04 if rough else 0.005)) or (
            number.value > 1 and is_behind(ONE_OUT_OF, sentence, number) and is_told(1 / number.value, 0.02)
        ):
            yield number
    for part, whole in pairwise(numbers):
        if OUT_OF.fullmatch(sentence, part.end, whole.start) and is_told(part.value / (whole.value or 1), 0.02):
            yield from (part, whole)


def _find_rounded(sentence: str, numbers: list[Number], source: Source) -> Iterator[Number]:
    """ "More than 1,000 flights" for 1,060: what is less than a tenth from it, and than its last figure counts."""
    own = find_amounts(sentence, "text", source.language)
    for number in numbers:
        value, about = number.value, number.rough or is_behind(ABOUT, sentence, number)
        slack = min(NEAR * value, _last_figure(value))
        low = value - slack * (about or is_behind(UNDER, sentence, number))
        high = value + slack * (about or is_behind(OVER, sentence, number))
        unit = next((a.unit for a in own if a.value == value), "")
        if low < high and any(low < a.value < high and _is_like(unit, a.unit) for a in source.amounts):
            yield number


def _last_figure(value: float) -> float:
    """What a step of its last figure is: 100 in 1,200."""
    figures, _, power = f"{value:.6e}".partition("e")
    return float(10 ** (int(power) - len(figures.rstrip("0").partition(".")[2])))


def _is_like(unit: str, other: str) -> bool:
    """Whether both are the same measure, or both no measure: what is counted has many names."""
    return unit == other or (is_thing(unit) and is_thing(other))


def is_thing(unit: str) -> bool:
    """Whether a unit is what is counted, and no measure."""
    return unit.islower() and unit != "percent" and not read_measure(unit)


def _find_renamed(sentence: str, source: Source) -> Iterator[str]:
    """The words of names that the source calls otherwise: `Holland`, `Czech Republic`, `the UN`, `FBI`; and titles."""
    for word in re.finditer(r"\b[A-ZÀ-Þ][\w.]*", sentence):
        start, key = word.start(), _read_key(word[0])
        is_title = key in load_words()["titles"] and sentence[word.end() + 1 : word.end() + 2].isupper()
        if is_title or _is_adjective(key, source) or (word[0].isupper() and _is_spelled_out(word[0], source.text)):
            yield key
        for end in NAME_END.finditer(sentence, start, start + LONGEST):
            name = sentence[start : end.start()]
            if any(re.search(rf"\b{re.escape(other)}\b", source.text) for other in namesakes().get(name, ())):
                yield from map(_read_key, re.findall(r"\w+", name))


def _is_adjective(key: str, source: Source) -> bool:
    """Whether it is made of a name of the source's: « les Héraultais » where it has the Hérault."""
    stem = INHABITANT.sub("", key)
    return (
        stem != key
        and len(stem) >= FEWEST_LETTERS
        and any(n.startswith(stem) and len(n) < len(key) for n in source.words)
    )


def _read_key(word: str) -> str:
    return strip_accents(word.lower()).rstrip(".")


def _is_spelled_out(short: str, text: str) -> bool:
    """Whether a text spells initials out: `Federal Trade Commission` for FTC."""
    letters = short.replace(".", "")
    words = rf"[\w'’]*[\s-](?:{LINK})*".join(letters)
    return len(letters) > 1 and re.search(rf"\b{words}\w", text) is not None


@cache
def namesakes() -> dict[str, set[str]]:
    """All names and adjectives of each country, region, public body and famous person, by every one of them."""
    tags = defaultdict(set)
    for known in load_names():
        if known.tag.scheme != "geonames" and not known.doubtful:
            tags[known.tag].add(known.name)
    return {name: names for names in tags.values() for name in names}
