"""What a sentence says of a text in other words: numbers rounded or reckoned from its own, other names of its names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from monitor.document import Amount
from monitor.search.stems import strip_accents
from pipelines.facts.amounts import find_amounts
from pipelines.facts.numbers import Number, find_numbers
from pipelines.names.names import load_words
from pipelines.names.places import load_names
from pipelines.summary.measures import convert, read_measure
from pipelines.summary.source import ONE_OUT_OF, Source, is_behind, is_part
from pipelines.summary.tokens import SHARES

NEAR = 0.1  # of a number, between it and what it is rounded to
ONE = r"\s?(?:(?:an?|une?)\s)?[A-Z]{0,2}[€$£¥]?$"
OVER = re.compile(rf"\b(?:more than|over|at least|above|plus d[e'’]|au moins|dépass\w+(?: les)?){ONE}", re.IGNORECASE)
UNDER = re.compile(
    rf"\b(?:nearly|almost|close to|just under|(?:less|fewer) than|près d[e'’]|presque|moins d[e'’]){ONE}", re.IGNORECASE
)
ABOUT = re.compile(rf"\b(?:about|around|some|roughly|approximately|environ|quelque|autour d[e'’]){ONE}", re.IGNORECASE)
TIMES = re.compile(r"\s(?:fois|times)\b")
MORE = re.compile(r"(?:\s[^\W\d_]+){0,2}\s(?:more|less|fewer|de (?:plus|moins))\b")
FEWEST_BETWEEN = 100  # that a difference is: less comes of two numbers by chance
MULTIPLES = {2: r"\b(?:doubl|twice\b|deux fois\b)", 3: r"\btr(?:ipl|ebl)", 4: r"\bquadrupl"}
PERCENT = re.compile(r"[\s\u00a0]?(?:%|per ?cent\b|pour cent\b)")
YEARS = re.compile(r"\bannées[\s\u00a0]$")
CENTURY = re.compile(r"\b(\d\d?)(?:st|nd|rd|th|e|ème)\s(?:century|siècle)\b")
RANKED = re.compile(r"\b(?:no|number|n°|numéro)\.?\s?$", re.IGNORECASE)
LINK = r"(?:of|the|for|and|de|du|des|la|les|et|en)\s|[dl]['’]"
INHABITANT = re.compile(r"n?(?:ais|ois|iens?|ains?|ans?|ians?|ese|ers?)e?s?$")
FEWEST_LETTERS = 5  # of a place, that those who live there have in their name
PEOPLES = {  # that are called otherwise than what is theirs
    "Briton": "British", "Dane": "Danish", "Finn": "Finnish", "Pole": "Polish", "Scot": "Scottish", "Scots": "Scottish",
    "Serb": "Serbian", "Spaniard": "Spanish", "Swede": "Swedish", "Turk": "Turkish",
}  # fmt: skip
NAME_END = re.compile(r"(?<=\w)(?!\w)")
LONGEST = 48  # characters of a known name


def find_reworded(sentence: str, source: Source) -> set[str]:
    """The keys of the sentence's numbers and names that the source has in other words."""
    numbers = [*find_numbers(sentence, source.language), *_find_fractions(sentence)]
    found = {number for number in numbers if _is_rank(sentence, number)}
    found |= {*_find_reckoned(sentence, numbers, source), *_find_shares(sentence, numbers, source)}
    found |= {*_find_measured(sentence, numbers, source), *_find_ages(sentence, numbers, source)}
    ages = {f"{century[1]}." for century in CENTURY.finditer(sentence) if _is_within(int(century[1]), source)}
    return {f"#{number.value:g}" for number in found} | ages | set(_find_renamed(sentence, source))


def _is_within(century: int, source: Source) -> bool:
    return any(100 * (century - 1) <= year < 100 * century for year in source.values)


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
    """« un sur trois » for a third or 33 percent, "nearly two thirds" for 64 percent, 25 percent for a quarter."""

    def is_told(share: float, shares: Sequence[float], slack: float = 0.06) -> bool:
        return any(abs(share - other) <= slack * share for other in shares)

    for number in numbers:
        rough = any(is_behind(words, sentence, number) for words in (OVER, UNDER, ABOUT))
        if number.value > 1 and PERCENT.match(sentence, number.end):
            found = is_told(number.value / 100, source.fractions, NEAR if rough else 0.01)
        elif number.value < 1:
            found = is_told(number.value, source.shares, NEAR if rough else 0.01)
        else:
            found = is_behind(ONE_OUT_OF, sentence, number) and is_told(1 / number.value, source.shares)
        if found:
            yield number
    for part, whole in pairwise(numbers):
        if is_part(sentence, part, whole) and is_told(part.value / whole.value, source.shares):
            yield from (part, whole)


def _find_ages(sentence: str, numbers: list[Number], source: Source) -> Iterator[Number]:
    """ "The early 1990s" for 1991."""
    for number in numbers:
        decade = number.value % 10 == 0 and (sentence.startswith("s", number.end) or is_behind(YEARS, sentence, number))
        if decade and any(number.value <= year < number.value + 10 for year in source.values):
            yield number


def _find_measured(sentence: str, numbers: list[Number], source: Source) -> Iterator[Number]:
    """ "More than 1,000 flights" for 1,060, "ten weeks" for 70 days: as near as their last figure tells."""
    own = find_amounts(sentence, "text", source.language)
    for number in numbers:
        amount = next((a for a in own if a.start <= number.start < a.end and a.value_max is None), None)
        value, unit = (amount.value, amount.unit) if amount else (number.value, "")
        about, step = number.rough or is_behind(ABOUT, sentence, number), _last_figure(value)
        slack = min(NEAR * value, step)
        low = value - slack * (about or is_behind(UNDER, sentence, number))
        high = value + slack * (about or is_behind(OVER, sentence, number))
        if any(
            low < other.value < high
            if _is_like(unit, other.unit)
            else _is_same(value, unit, other, max(high - low, step))
            for other in source.amounts
        ):
            yield number


def _is_same(value: float, unit: str, other: Amount, slack: float) -> bool:
    """Whether an amount in another measure is this one, to half of `slack`."""
    factor = convert(other.unit.partition(" ")[0], unit.partition(" ")[0])
    return factor > 0 and abs(other.value * factor - value) <= slack / 2


def _last_figure(value: float) -> float:
    """What a step of its last figure is: 100 in 1,200, 500 in 1,500."""
    figures, _, power = f"{value:.6e}".partition("e")
    printed = figures.rstrip("0.")
    return float((5 if printed[-1:] == "5" else 1) * 10 ** (int(power) - len(printed.partition(".")[2])))


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
    alike = {name: names for names in tags.values() for name in names}
    return alike | {person: alike[adjective] for person, adjective in PEOPLES.items() if adjective in alike}
