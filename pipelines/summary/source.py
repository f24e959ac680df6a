"""A text as the gate sees it: its words by sentence, its names, its numbers with units, and what stands near what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, pairwise

from monitor.document import Document, Mention, Tag
from monitor.search.stems import strip_accents
from pipelines.facts.dates import find_reference
from pipelines.facts.days import read_days
from pipelines.names.homes import load_continents, load_homes
from pipelines.names.matcher import fold
from pipelines.names.people import load_first_names
from pipelines.names.places import load_names
from pipelines.sentences import split_sentences
from pipelines.summary.measures import read_measures
from pipelines.summary.quantities import Quantity, read_quantities
from pipelines.summary.singles import find_singles
from pipelines.summary.tokens import WORD, Sentence, opens, read_sentences, read_words

REACH = 6  # words between two that are near each other
ORDER = 0.5  # what a pair counts that stands the other way round
SLIGHT = 0.5  # what a pair counts in which a word says little
BEFORE_NAMES = frozenset("à au aux en de du d in at to of from".split())  # noqa: SIM905
INSIDE_NAMES = frozenset("d de du of".split())  # noqa: SIM905
UNMEASURED = frozenset({"", "things", "calendar"})  # dimensions


@dataclass(frozen=True)
class Source:
    """A text as the gate sees it."""

    language: str
    text: str
    sentences: tuple[Sentence, ...]
    words: frozenset[str]  # all of them, in small letters without accents
    near: Mapping[tuple[str, str], float]  # how near the second follows the first: 1 where it is the next word
    reference: str  # the day that its dates are told from
    quantities: Sequence[Quantity]
    has_singles: bool  # whether some of them have an article for a number: "a month"
    names: frozenset[str]  # what is capital inside a sentence, of the summary too, and never small
    groups: Mapping[str, str]  # word of a name → the name it belongs to
    tags: Mapping[str, frozenset[Tag]]  # what the words of names are mentioned for

    @cached_property
    def folded(self) -> str:
        """Its text without case and accents."""
        return fold(self.text)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its words as they are compared."""
        return frozenset(token.key for sentence in self.sentences for token in sentence)

    @cached_property
    def places(self) -> frozenset[Tag]:
        """What it mentions of the kind."""
        return frozenset(tag for tags in self.tags.values() for tag in tags if tag.kind == "place")

    @cached_property
    def homes(self) -> frozenset[str]:
        """The countries, states and parts of the world that its places lie in, by their codes."""
        towns = {code for tag in self.places for code in load_homes().get(fold(tag.name), ())}
        codes = towns | {tag.code for tag in self.places if tag.scheme.startswith("iso-3166")}
        countries = codes | {code.partition("-")[0] for code in codes}
        return frozenset(countries | {load_continents().get(code, "") for code in countries})

    @cached_property
    def measures(self) -> frozenset[str]:
        """Those of its numbers: a number with no word behind it may be one in any of them."""
        return frozenset(q.measure for q in self.quantities)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """All, with a number or without."""
        return frozenset(m.name for word in WORD.findall(self.text) for m in read_measures(word))

    @cached_property
    def distances(self) -> list[tuple[float, float]]:
        """Days between any two of its dates, that of its publication too: the least and the most."""
        published = read_days(self.reference)[0]
        days = sorted({(q.low, q.high) for q in self.quantities if q.dimension == "date"} | {(published, published)})
        return [(later[0] - earlier[1], later[1] - earlier[0]) for earlier, later in combinations(days, 2)]

    @cached_property
    def values(self) -> list[float]:
        """Its numbers, in no order."""
        return list({q.number for q in self.quantities if q.dimension not in ("date", "clock")})


def read_source(document: Document, summary: str) -> Source:
    """Read the title and text that `summary` has to rest on, with what they mention."""
    whole, language = f"{document.title}\n\n{document.text}", document.language
    names = frozenset(_capitals(f"{whole}\n\n{summary}", language)) - _find_small(whole)
    groups = _group_names(whole, language, names)
    reference = find_reference(document)
    singles = list(find_singles(whole))
    quantities = [*read_quantities(whole, language, reference), *singles]
    sentences = tuple(read_sentences(whole, language, names, groups))
    near: dict[tuple[str, str], float] = defaultdict(float)
    for first, second, weight in (pair for sentence in sentences for pair in find_pairs(sentence)):
        near[first, second] = max(near[first, second], weight)
        near[second, first] = max(near[second, first], ORDER * weight)
    return Source(
        language=language,
        text=whole,
        sentences=sentences,
        words=frozenset(
            strip_accents(word.lower()) for word in re.findall(r"\w+", whole) + re.findall(r"\w+-\d+", whole)
        ),
        near=near,
        reference=reference,
        quantities=quantities,
        has_singles=bool(singles),
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
                turned = first.kind == "number" and second.kind == "name"  # whose order says nothing
                left, right = (second, first) if turned else (first, second)
                yield left.key, right.key, (SLIGHT if slight else 1.0) / (1 + distance)


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
