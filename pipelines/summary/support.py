"""Whether a text supports a sentence that a model wrote of it: its numbers, dates and names, and who did what.

Each number claims a range of values in a dimension, each date some days (see quantities.py): the text must tell a value
of that range. A name must stand in the text, in a form of its own. And the sentence is doubted where it would be nearer
to the text with one of its names put in place of another: nearness is counted by the pairs of words that stand near
each other in one sentence (skip-bigrams, Lin 2004).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, product

from monitor.search.stems import COMMON
from pipelines.names.places import load_names
from pipelines.summary.aliases import find_renamed
from pipelines.summary.evidence import is_misdated, is_reckoned, tells
from pipelines.summary.quantities import Quantity, read_quantities
from pipelines.summary.reckoning import find_rated, is_product
from pipelines.summary.roles import find_misgiven
from pipelines.summary.singles import find_singles
from pipelines.summary.source import Source, find_equals, find_pairs
from pipelines.summary.tokens import Sentence, Token, read_sentences

LONE = re.compile(r"(?<![\w-])[A-ZÀ-Þ]\w+(?![\w-])")
FEWEST_LETTERS = 5  # that a name and its adjective share: "Ardèche", "ardéchois"
PASSIVE = frozenset({"eby", "fpar"})  # stems
# By how much an exchange must bring a sentence nearer: more than a pair of neighbours counts. This doubts three right
# sentences of the 1,100 of tests/cases/summaries and of 240 public articles, and a third of those that exchange names.
NEARER = 1.2
YEARS = re.compile(r"\d{4}\D+\d{4}")


def find_unsupported(sentence: str, source: Source) -> list[str]:
    """Say what in the sentence the source does not support, in a few words each; nothing if all is there."""
    claims = read_quantities(sentence, source.language, source.reference)
    told = {claim: [q for q in source.quantities if tells(q, claim, source)] for claim in claims}
    sure = [claim for claim, tellers in told.items() if tellers or is_reckoned(claim, sentence, source)]
    sure += [claim for claim in claims if claim not in sure and is_product(claim, sure, source)]
    sure += find_rated(claims, sentence, source)
    found = [
        f"not in the source: {claim.text}"
        for claim in claims
        if claim.dimension not in ("date", "clock") and not _is_covered(claim.start, sure)
    ]
    found += [
        f"not in the source: {c.text}"
        for c in claims
        if c.dimension == "date" and not told[c] and is_misdated(c, source)
    ]
    found += [f"not in the source: {each.text}" for each in _find_single_measures(sentence, sure, source)]
    tokens = [t for each in read_sentences(sentence, source.language, source.names, source.groups) for t in each]
    renamed = set(find_renamed(sentence, source))
    found += [
        f"{token.kind} not in the source: {token.text}"
        for token in tokens
        if not (_is_covered(token.start, sure) or _is_there(token, source) or token.key in renamed)
    ]
    found += _find_parts(sentence, source)
    found += find_misgiven(sentence, source)
    if found:
        return list(dict.fromkeys(found))
    return list(_find_exchanged([token for token in tokens if token.key in source.keys], source))


def _is_covered(start: int, claims: Sequence[Quantity]) -> bool:
    """Whether a claim takes in what begins here; "from 2011 to 2018" takes in neither end."""
    return any(claim.start <= start < claim.end and not YEARS.search(claim.text) for claim in claims)


def _find_single_measures(sentence: str, sure: Sequence[Quantity], source: Source) -> Iterator[Quantity]:
    """Measures with an article that the source does not measure anything in: "a month"."""
    for single in find_singles(sentence) if source.has_singles else ():
        spoken = single.number == 1 and single.measure in source.spoken
        told = (
            spoken or any(tells(q, single, source) for q in source.quantities) or is_reckoned(single, sentence, source)
        )
        if not told and not _is_covered(single.start, sure):
            yield single


def _is_there(token: Token, source: Source) -> bool:
    """Whether the source has the word, or a form of the name: `Chine` for `chinois`; numbers are seen to elsewhere."""
    if token.is_number:
        return True
    if token.kind == "rank":
        return token.key in source.keys
    if token.kind != "name" or not source.words.isdisjoint((token.key, token.key.removesuffix("s"))):
        return token.kind in ("", "name") or token.key in source.words
    stem = token.key[: max(FEWEST_LETTERS, len(token.key) - 2)]
    return any(len(stem) >= FEWEST_LETTERS and word.startswith(stem) for word in source.words - source.names)


def _find_parts(sentence: str, source: Source) -> Iterator[str]:
    """Places that are another's part in the source: `Savoie` where it has `Haute-Savoie` alone."""
    for word in {name[0] for name in LONE.finditer(sentence) if name[0] in _place_names()}:
        whole = re.search(rf"-{word}\b|\b{word}-", source.text)
        if whole and not re.search(rf"(?<![\w-]){word}(?![\w-])", source.text):
            yield f"name not in the source: {word}"


@cache
def _place_names() -> frozenset[str]:
    return frozenset(known.name for known in load_names() if known.tag.kind == "place")


def _find_exchanged(tokens: Sentence, source: Source) -> Iterator[str]:
    """A name that would bring the sentence nearer to the source in another's place."""
    stated, equals = _nearness(tokens, source), set(find_equals(tokens))
    names, own = (
        {t.key: t for each in sentences for t in each if t.kind == "name"} for sentences in (source.sentences, [tokens])
    )
    for token, other in product(own.values(), names.values()):
        if other.key != token.key and {other.key, token.key} not in equals and _is_like(token, other, source):
            places = {token.key: other, other.key: token}
            if _nearness([places.get(each.key, each) for each in tokens], source) > stated + NEARER:
                yield f"rather {other.text} than {token.text}"


def _is_like(token: Token, other: Token, source: Source) -> bool:
    """Whether two names can be taken for each other, by what the document mentions them as."""
    own, others = (source.tags.get(each.key, frozenset()) for each in (token, other))
    kinds, other_kinds = ({tag.kind for tag in tags} for tags in (own, others))
    return not own & others and (not kinds or not other_kinds or bool(kinds & other_kinds))


def _nearness(tokens: Sentence, source: Source) -> float:
    """How much of the sentence's order is the source's; where something is done by somebody, order says nothing."""
    passive = any(second.kind == "name" and first.key in PASSIVE for first, second in pairwise(tokens))

    def near(first: str, second: str) -> float:
        told = source.near.get((first, second), 0.0)
        return max(told, source.near.get((second, first), 0.0)) if passive else told

    return sum(min(weight, near(first, second)) for first, second, weight in find_pairs(tokens))


def find_ground(sentence: str, source: Source, sentences: Sequence[str]) -> int:
    """The number of the source's sentence that has most of this one's words, names and numbers counting three."""

    def weights(text: str) -> dict[str, int]:
        tokens = [t for each in read_sentences(text, source.language, source.names, source.groups) for t in each]
        return {token.key: 3 if token.kind else 1 for token in tokens if token.key not in COMMON}

    wanted = weights(sentence)
    shared = [sum(wanted[key] for key in weights(each) if key in wanted) for each in sentences]
    return max(range(len(sentences)), key=lambda n: shared[n])
