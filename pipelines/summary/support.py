"""Whether a text supports a sentence that a model wrote of it: its numbers, their units, its names, and who did what.

A number or a name must stand in the text. A unit must stand behind the same number there. And the sentence is doubted
where it would be nearer to the text with one of its names, or one of its numbers, put in place of another: nearness is
counted by the pairs of words that stand near each other in the same order (skip-bigrams, Lin 2004).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, pairwise

from wordfreq import zipf_frequency

from monitor.search.stems import COMMON, stem_forms, strip_accents
from pipelines.facts.amounts import find_amounts
from pipelines.facts.numbers import find_numbers
from pipelines.names.names import common_words
from pipelines.names.people import load_first_names
from pipelines.names.places import load_names
from pipelines.sentences import split_sentences

REACH = 6  # words between two that are near each other, and behind a number of the source where its units are
CLOSE = 3  # words behind a number of the sentence where its unit is
SLIGHT = 0.5  # what a pair counts in which a word says little
COMMONEST = 5.3  # on the scale of Zipf: met 200 times in a million words
# By how much an exchange must bring a sentence nearer: of two that it holds, or of one that it holds with another.
# Found on the articles of tests/cases/summaries with a slow beginning: two of their 240 right sentences gain more.
SWAPPED, REPLACED = 0.5, 1.2
WORD = re.compile(r"[^\W\d_]+(?:['’](?=s\b)s)?|[%€$£¥]")
ARTICLES = frozenset("the a an le la les l un une des".split())  # noqa: SIM905
BOTH = {"name", "number"}  # "81 percent in Denmark", "in Denmark it was 81": their order says nothing
PASSIVE = frozenset({"by", "par"})
DATED = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|janvier|février|mars|avril|mai|juin|juillet|août|"
    r"septembre|octobre|novembre|décembre"
)
MEASURES = re.compile(
    r"%|percent|cent|[€$£¥]|dollar|euro|pound|livre|franc|yuan|yen|rupee|roupie|ro?ubles?|peso|zlot|crown|couronne|krone|kron|"
    r"tonne|ton|kilo|kilogramm?e?|gramm?e?|litre|liter|hectolitre|baril|barrel|hectare|acre|met(?:er|re)|mètre|"
    r"kilomet(?:er|re)|kilomètre|centimet(?:er|re)|centimètre|mile|yard|feet|foot|inch|watt|kilowatt|megawatt|mégawatt|"
    r"gigawatt|degree|degré|second|seconde|minute|hour|heure|day|jour|week|semaine|month|mois|year|an|année|decade|décennie"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared: its stem, its name's, or its number's value; `kind` "" for a common word."""

    key: str
    kind: str  # "", "name", "number", "day"
    text: str
    is_common: bool = False  # so common a word, or a day, that standing near it says little


@dataclass(frozen=True)
class Source:
    """A text as the gate sees it."""

    language: str
    tokens: tuple[Token, ...]
    words: frozenset[str]  # all of them, in small letters without accents
    near: Mapping[tuple[str, str], float]  # how near the second follows the first: 1 where it is the next word
    units: Mapping[str, frozenset[str]]  # the measures that follow a number
    names: frozenset[str]  # what is capital inside a sentence, of the summary too
    groups: Mapping[str, str]  # word of a name → the name it belongs to
    equals: frozenset[frozenset[str]]  # two names of one list, whose order says nothing


def read_source(texts: Sequence[str], summary: str, language: str) -> Source:
    """Read the texts (title, body) that `summary` has to rest on."""
    whole = "\n\n".join(texts)
    names = frozenset(_capitals(f"{whole}\n\n{summary}", language))
    groups = _group_names(whole, language, names)
    tokens = tuple(_tokens(whole, language, names, groups))
    near: dict[tuple[str, str], float] = defaultdict(float)
    for first, second, weight in _pairs(tokens):
        near[first, second] = max(near[first, second], weight)
    units: dict[str, set[str]] = defaultdict(set)
    for n, token in enumerate(tokens):
        if token.key[0] == "#":
            units[token.key] |= _measures(tokens, n)
    equals = frozenset(_find_equals(tokens))
    words = frozenset(strip_accents(word.lower()) for word in re.findall(r"\w+", whole))
    return Source(
        language, tokens, words, near, {key: frozenset(found) for key, found in units.items()}, names, groups, equals
    )


def find_unsupported(sentence: str, source: Source) -> list[str]:
    """Say what in the sentence the source does not support, in a few words each; nothing if all is there."""
    tokens = list(_tokens(sentence, source.language, source.names, source.groups))
    found = [f"{token.kind} not in the source: {token.text}" for token in tokens if not _is_there(token, source)]
    for n, token in enumerate(tokens):
        if known := source.units.get(token.key):
            found += [f"{token.text} with another unit: {odd}" for odd in sorted(_measures(tokens, n, CLOSE) - known)]
    found += _find_uncounted(sentence, source)
    return found or list(_find_exchanged(tokens, source))


def _find_uncounted(sentence: str, source: Source) -> Iterator[str]:
    """Numbers that measure something in the source, and count another thing in the sentence: bottles for litres."""
    for amount in find_amounts(sentence, "text", source.language):
        key, noun = f"#{amount.value:g}", amount.unit.split(" ", maxsplit=1)[0]
        counts = noun.islower() and noun != "percent" and not _is_measure(noun)
        if counts and source.units.get(key) and (key, stem_forms(noun, source.language)[0]) not in source.near:
            yield f"{amount.text} with another unit: {noun}"


def _is_there(token: Token, source: Source) -> bool:
    """Whether the source has the number, or a form of the name: `Chine` for `chinois`."""
    if token.key[0] == "#":
        return token.key in source.units
    if token.kind == "":
        return True
    stem = token.key[: max(4, len(token.key) - 2)]
    return token.key in source.words or (token.kind == "name" and any(word.startswith(stem) for word in source.words))


def _find_exchanged(tokens: Sequence[Token], source: Source) -> Iterator[str]:
    """What would bring the sentence nearer to the source in another's place; behind `by` the order says nothing."""
    stated = _nearness(tokens, source)
    keys = [token.key for token in tokens]
    acted = {key for before, key in pairwise(keys) if before in PASSIVE}
    others = {token.key: token for token in source.tokens if token.kind and token.key not in acted}
    for token in {token.key: token for token in tokens if token.kind and token.key not in acted}.values():
        for other in others.values():
            if other.kind == token.kind and other.key != token.key and {other.key, token.key} not in source.equals:
                places = {token.key: other, other.key: token}
                margin = SWAPPED if other.key in keys else REPLACED + 0.25 * (token.kind == "number")
                if _nearness([places.get(each.key, each) for each in tokens], source) > stated + margin:
                    yield f"rather {other.text} than {token.text}"
                    return


def _nearness(tokens: Sequence[Token], source: Source) -> float:
    return sum(min(weight, source.near.get((first, second), 0.0)) for first, second, weight in _pairs(tokens))


def _pairs(tokens: Sequence[Token]) -> Iterator[tuple[str, str, float]]:
    """Two words near each other, in order, and how near: 1 for neighbours; less where one of them says little."""
    for n, first in enumerate(tokens):
        for distance, second in enumerate(tokens[n + 1 : n + 1 + REACH]):
            if first.key != second.key and not (first.kind and first.kind == second.kind):
                slight = first.is_common or second.is_common
                left, right = (
                    sorted((first, second), key=lambda each: each.kind)
                    if {first.kind, second.kind} == BOTH
                    else (first, second)
                )
                yield left.key, right.key, (SLIGHT if slight else 1.0) / (1 + distance)


def _measures(tokens: Sequence[Token], number: int, reach: int = REACH) -> set[str]:
    """The measures that stand up to `reach` words behind a number, before the next one."""
    found = set()
    for token in tokens[number + 1 : number + 1 + reach]:
        if token.key[0] == "#":
            break
        if _is_measure(token.text):
            found.add(token.key)
    return found


def _find_equals(tokens: Sequence[Token]) -> Iterator[frozenset[str]]:
    """The pairs of names that `and` joins, and the one before them: "Finland, France and Brazil"."""
    for n, token in enumerate(tokens[1:-1], 1):
        if token.text in ("and", "et") and tokens[n - 1].kind == tokens[n + 1].kind == "name":
            listed = {tokens[n - 1].key, tokens[n + 1].key}
            if n > 1 and tokens[n - 2].kind == "name":
                listed.add(tokens[n - 2].key)
            yield from (frozenset(pair) for pair in combinations(sorted(listed), 2))


def _is_measure(word: str) -> bool:
    return any(MEASURES.fullmatch(form) for form in (word.lower(), word.lower().removesuffix("s")))


def _tokens(text: str, language: str, names: frozenset[str], groups: Mapping[str, str]) -> Iterator[Token]:
    """The words of `text` but its articles; a name of several words is one."""
    last = ""
    for start, end in split_sentences(text, language):
        for token, joined in _words(text[start:end], language, names):
            group = groups.get(token.key, token.key) if token.kind == "name" else ""
            if not (group and joined and last == group):
                yield replace(token, key=group or token.key)
            last = group


def _words(sentence: str, language: str, names: frozenset[str]) -> Iterator[tuple[Token, bool]]:
    """Each word and number, and whether nothing but a space stands before it."""
    numbers = {(number.start, number.end): number.value for number in find_numbers(sentence, language)}
    position = 0
    for span in sorted({*(m.span() for m in WORD.finditer(sentence)), *numbers}, key=lambda s: (s[0], -s[1])):
        if span[0] < position:
            continue
        gap, text, position = sentence[position : span[0]], sentence[slice(*span)], span[1]
        if span in numbers:
            yield Token(f"#{numbers[span]:g}", "day" if _is_day(sentence, span) else "number", text), False
        elif text.lower() not in ARTICLES:
            yield _read_word(text, _opens(sentence[: span[0]]), language, names), gap in (" ", "-")


def _is_day(sentence: str, number: tuple[int, int]) -> bool:
    """Whether the number is a day of a month."""
    after, before = re.match(r" ?\w+", sentence[number[1] :]), re.search(r"\w+ $", sentence[: number[0]])
    return any(part and DATED.fullmatch(part[0].strip().lower()) for part in (after, before))


def _opens(before: str) -> bool:
    """Whether a sentence or a quotation begins here, so that a capital says nothing."""
    return not re.search(r"\w", before) or before.rstrip()[-1:] in '«“":'


def _read_word(text: str, opens: bool, language: str, names: frozenset[str]) -> Token:
    word = re.sub(r"['’]s$", "", text)
    lower, bare = word.lower(), strip_accents(word.lower())
    if DATED.fullmatch(lower) and (language != "en" or word[0].isupper()):
        return Token(bare, "day", word, is_common=True)
    if word[0].isupper() and len(word) > 1 and not (opens and lower in common_words() and bare not in names):
        return Token(bare, "name", word)
    return Token(stem_forms(lower, language)[0], "", word, zipf_frequency(lower, language) >= COMMONEST)


def _capitals(text: str, language: str) -> Iterator[str]:
    """What is surely a name when it opens a sentence: a place, a first name, or what has a capital elsewhere."""
    yield from _listed()
    for start, end in split_sentences(text, language):
        for word in WORD.finditer(text, start, end):
            if word[0][0].isupper() and not _opens(text[start : word.start()]):
                yield strip_accents(re.sub(r"['’]s$", "", word[0]).lower())


@cache
def _listed() -> frozenset[str]:
    """Places and first names of one word."""
    places = (known.name for known in load_names() if " " not in known.name)
    return frozenset(strip_accents(name.lower()) for name in (*places, *load_first_names()))


def _group_names(text: str, language: str, names: frozenset[str]) -> dict[str, str]:
    """The words of names, each with the first word of the run of names it was first seen in."""
    groups: dict[str, str] = {}
    for start, end in split_sentences(text, language):
        for (left, _), (right, joined) in pairwise(_words(text[start:end], language, names)):
            if joined and left.kind == right.kind == "name":
                known = groups.get(left.key) or groups.get(right.key) or left.key
                groups[left.key] = groups[right.key] = known
    return groups


def find_ground(sentence: str, source: Source, sentences: Sequence[str]) -> int:
    """The number of the source's sentence that has most of this one's words, names and numbers counting three."""

    def weights(text: str) -> dict[str, int]:
        tokens = _tokens(text, source.language, source.names, source.groups)
        return {token.key: 3 if token.kind else 1 for token in tokens if token.key not in COMMON}

    wanted = weights(sentence)
    shared = [sum(wanted[key] for key in weights(each) if key in wanted) for each in sentences]
    return max(range(len(sentences)), key=lambda n: shared[n])
