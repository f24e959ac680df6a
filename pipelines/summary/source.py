"""A text as the gate sees it: its words by sentence, its names, its numbers with units, and what stands near what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, pairwise

from monitor.document import Amount, Document, Mention, Tag
from monitor.search.stems import strip_accents
from pipelines.facts.amounts import find_amounts
from pipelines.facts.numbers import Number, find_numbers
from pipelines.facts.units import is_plural
from pipelines.names.people import load_first_names
from pipelines.names.places import load_names
from pipelines.sentences import split_sentences
from pipelines.summary.measures import find_singles, read_measure
from pipelines.summary.tokens import WORD, Sentence, Token, opens, read_sentences, read_words

REACH = 6  # words between two that are near each other, and behind a number where its units are
ORDER = 0.5  # what a pair counts that stands the other way round
SLIGHT = 0.5  # what a pair counts in which a word says little
VERBS = frozenset({"won", "second"})  # units that are other words too, unless they follow their number at once
SPANS = frozenset(("year", "month", "week", "day"))
DATED = frozenset("last next this prochain prochaine dernier dernière passé passée cette".split())  # noqa: SIM905
BEFORE_NAMES = frozenset("à au aux en de du d in at to of from".split())  # noqa: SIM905
INSIDE_NAMES = frozenset("d de du of".split())  # noqa: SIM905
BOTH = {"name", "number"}  # "81 percent in Denmark", "in Denmark it was 81": their order says nothing
ONE_OUT_OF = re.compile(r"\b(?:one|une?)(?:\s[^\W\d_]+){0,3}\s(?:sur|in|out of)(?: every)?\s$", re.IGNORECASE)
OUT_OF = re.compile(r"(?:\s[^\W\d_]+){0,3}\s(?:sur|in|out of)(?: every)?\s")  # « deux lignes sur trois »
SIGNS = frozenset("€$£¥₹")  # printed before a number, or behind it


@dataclass(frozen=True)
class Source:
    """A text as the gate sees it."""

    language: str
    text: str
    sentences: tuple[Sentence, ...]
    words: frozenset[str]  # all of them, in small letters without accents
    near: Mapping[tuple[str, str], float]  # how near the second follows the first: 1 where it is the next word
    units: Mapping[str, frozenset[str]]  # the measures that follow a number
    measures: frozenset[str]  # all measures: one may be meant by a number with no word behind it
    counts: frozenset[str]  # numbers that are always followed by what they count, no measure
    singles: Collection[str]  # measures with an article: "a month"
    spoken: frozenset[str]  # measures, with a number or without
    names: frozenset[str]  # what is capital inside a sentence, of the summary too, and never small
    groups: Mapping[str, str]  # word of a name → the name it belongs to
    tags: Mapping[str, frozenset[Tag]]  # what the words of names are mentioned for

    @cached_property
    def values(self) -> list[float]:
        """Its numbers, in no order."""
        return [float(key[1:]) for key in self.units]

    @cached_property
    def fractions(self) -> list[float]:
        """The parts that it tells as fractions, or as "one in four"."""
        numbers = [n for n in find_numbers(self.text, self.language) if n.value > 1]
        told = [1 / number.value for number in numbers if is_behind(ONE_OUT_OF, self.text, number)]
        told += [a.value / b.value for a, b in pairwise(numbers) if is_part(self.text, a, b)]
        return told + [value for value in self.values if value < 1]

    @cached_property
    def shares(self) -> list[float]:
        """The same, and those in percent, as parts of one."""
        return self.fractions + [float(key[1:]) / 100 for key, units in self.units.items() if "percent" in units]

    @cached_property
    def amounts(self) -> list[Amount]:
        """Its numbers with their units."""
        return find_amounts(self.text, "text", self.language)


def is_behind(words: re.Pattern[str], text: str, number: Number) -> bool:
    """Whether a number stands behind these words, which end at it."""
    return words.search(text, max(0, number.start - 60), number.start) is not None


def is_part(text: str, part: Number, whole: Number) -> bool:
    """Whether two numbers are a share, « deux lignes sur trois »."""
    return 0 < part.value < whole.value and OUT_OF.fullmatch(text, part.end, whole.start) is not None


def read_source(document: Document, summary: str) -> Source:
    """Read the title and text that `summary` has to rest on, with what they mention."""
    whole, language = f"{document.title}\n\n{document.text}", document.language
    names = frozenset(_capitals(f"{whole}\n\n{summary}", language)) - _find_small(whole)
    groups = _group_names(whole, language, names)
    sentences = tuple(read_sentences(whole, language, names, groups))
    near: dict[tuple[str, str], float] = defaultdict(float)
    for first, second, weight in (pair for sentence in sentences for pair in find_pairs(sentence)):
        near[first, second] = max(near[first, second], weight)
        near[second, first] = max(near[second, first], ORDER * weight)
    rows = list(_read_units(sentences, language))
    return Source(
        language=language,
        text=whole,
        sentences=sentences,
        words=frozenset(
            strip_accents(word.lower()) for word in re.findall(r"\w+", whole) + re.findall(r"\w+-\d+", whole)
        ),
        near=near,
        units={key: frozenset().union(*(found for other, found, _ in rows if other == key)) for key, _, _ in rows},
        measures=frozenset().union(*(found for _, found, _ in rows)),
        counts=frozenset(key for key, _, _ in rows) - {key for key, _, counts in rows if not counts},
        singles=find_singles(whole).keys(),
        spoken=frozenset(map(read_measure, re.findall(r"[^\W\d_]+", whole))),
        names=names,
        groups=groups,
        tags=_read_tags(document.mentions),
    )


def _read_tags(mentions: Sequence[Mention]) -> dict[str, frozenset[Tag]]:
    tags: dict[str, set[Tag]] = defaultdict(set)
    for mention in mentions:
        for word in WORD.findall(mention.text):
            tags[strip_accents(word.lower())].add(mention.tag)
    return {word: frozenset(meant) for word, meant in tags.items()}


def find_pairs(tokens: Sentence) -> Iterator[tuple[str, str, float]]:
    """Two words near each other, in order, and how near: 1 for neighbours; less where one of them says little."""
    for n, first in enumerate(tokens):
        for distance, second in enumerate(tokens[n + 1 : n + 1 + REACH]):
            if first.key != second.key:
                slight = first.is_common or second.is_common
                turned = {first.kind, second.kind} == BOTH and first.kind > second.kind
                left, right = (second, first) if turned else (first, second)
                yield left.key, right.key, (SLIGHT if slight else 1.0) / (1 + distance)


def find_measures(tokens: Sentence, number: int, reach: int = REACH) -> dict[str, str]:
    """The measures up to `reach` words behind a number, before the next one, and its sign before it; as printed."""
    behind = tokens[number + 1 : number + 1 + reach]
    until = next((n for n, token in enumerate(behind) if token.is_number or (n and token.paused)), len(behind))
    words = [
        t.text
        for n, t in enumerate(behind[:until])
        if ((n == 0 and not t.paused) or _is_unit_afar(t.text)) and not _is_dated(behind, n)
    ]
    words = [token.text for token in tokens[max(0, number - 1) : number] if token.text in SIGNS] + words
    return {measure: word for word in words if (measure := read_measure(word))}


def _is_dated(tokens: Sentence, n: int) -> bool:
    """Whether what may be a measure is a date: "next year", « l'an dernier »."""
    beside = (*tokens[max(0, n - 1) : n], *tokens[n + 1 : n + 2])
    return read_measure(tokens[n].text) in SPANS and any(token.text.lower() in DATED for token in beside)


def _is_unit_afar(word: str) -> bool:
    return len(word) > 1 and word not in VERBS


def _read_units(sentences: Sequence[Sentence], language: str) -> Iterator[tuple[str, set[str], bool]]:
    """Every number with its measures, and whether it counts a thing of its own: "38 bottles"."""
    for sentence in sentences:
        for n, token in enumerate(sentence):
            if token.is_number:
                counts = any(_is_thing(t, language) for t in sentence[n + 1 : n + 2])
                yield token.key, set(find_measures(sentence, n)), counts


def _is_thing(token: Token, language: str) -> bool:
    return not token.kind and is_plural(token.text, language) and not read_measure(token.text)


def find_equals(tokens: Sentence) -> Iterator[frozenset[str]]:
    """The pairs of names whose order says nothing: joined by `and`, or before them, "Italy, France and Spain"."""
    for n, token in enumerate(tokens[:-1]):
        after = next((t for t in tokens[n + 1 : n + 3] if t.text not in BEFORE_NAMES), token)  # « à Pau et à Dax »
        before = [t.key for t in tokens[max(0, n - 2) : n] if t.kind == "name"]
        if token.text in ("and", "et") and after.kind == "name" and tokens[n - 1].kind == "name":
            yield from (frozenset(pair) for pair in combinations(sorted({*before, after.key}), 2))


def _capitals(text: str, language: str) -> Iterator[str]:
    """What is surely a name when it opens a sentence: a place, a first name, or what has a capital elsewhere."""
    yield from _listed()
    for start, end in split_sentences(text, language):
        for word in WORD.finditer(text, start, end):
            if word[0][0].isupper() and not opens(text[start : word.start()]):
                yield strip_accents(re.sub(r"['’]s$", "", word[0]).lower())


def _find_small(text: str) -> frozenset[str]:
    """The words that the text also has in small letters: a capital at the start of a sentence says nothing of them."""
    return frozenset(strip_accents(word) for word in re.findall(r"\b[^\W\d_A-ZÀ-Þ]\w*", text))


@cache
def _listed() -> frozenset[str]:
    """Places and first names of one word."""
    places = (known.name for known in load_names() if " " not in known.name)
    return frozenset(strip_accents(name.lower()) for name in (*places, *load_first_names()))


def _group_names(text: str, language: str, names: frozenset[str]) -> dict[str, str]:
    """The words of names, each with the first word of the run of names it was first seen in."""
    groups: dict[str, str] = {}
    for start, end in split_sentences(text, language):
        words = list(read_words(text[start:end], language, names))
        bare = [(token, joined) for token, joined in words if token.text not in INSIDE_NAMES]
        for (left, _), (right, joined) in (*pairwise(words), *pairwise(bare)):
            if joined and left.kind == right.kind == "name":
                known = groups.get(left.key) or groups.get(right.key) or left.key
                groups[left.key] = groups[right.key] = known
    return groups
