"""Cuts runs of capitalised words where one name ends and the next begins, and drops what is no name at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.document import Field
from pipelines.facts.numbers import LEXICONS
from pipelines.names.evidence import is_chinese, is_person_like
from pipelines.names.gazetteer import Found
from pipelines.names.matcher import fold
from pipelines.names.names import Name, Reading, Word, common_words, find_names, load_words
from pipelines.names.people import is_first_name
from pipelines.names.places import known_places, load_known_surnames

_VERB_AFTER = re.compile(r"\s(?:(?:a|ont|has|have|s['’]est)\s)?([\w'’]+)")
_INFLECTED = re.compile(r".{3,}(?:ing|ly|ed|ment|ments|tions?|ness|ers|eurs|euses|ées|és)$")
_DERIVED = re.compile(r"(.{3,}?)(?:er|est|ée?s?)")  # dearer, fracturé

_NOUN_BEFORE = re.compile(
    r"\b(?:association|ong|ngo|charity|collectif|cabinet|newspaper|journal|quotidien|magazine|campagne|campaign)\s$",
    re.I,
)
_ARTICLE_BEFORE = re.compile(r"\b(?:la|le|une?|sa|son|cette|ce|the|an?|its|this)\s$", re.I)


@dataclass(frozen=True, slots=True)
class Capitals:
    """What a document shows of its words: those with a capital inside a sentence, and those seen without one."""

    inner: frozenset[str]
    small: frozenset[str]

    def shows_name(self, word: Word, following: str) -> bool:
        """Whether `word`, whose capital may be due to its place alone, is a name all the same."""
        text, low = word.text, word.low
        if not word.first or any(letter.isupper() for letter in text[1:]):
            return True
        if low in self.small or low in load_words()["openers"]:
            return False
        if low in self.inner or is_first_name(text) or fold(text) in load_known_surnames():
            return True
        if low in common_words():
            return following in subjects() and not _has_family(low)
        return not _INFLECTED.fullmatch(low)


@cache
def subjects() -> frozenset[str]:
    """The verbs whose subject is a name: it says or does something."""
    return load_words()["saying"] | load_words()["acting"]


def _has_family(low: str) -> bool:
    """Whether other forms of the word exist, as they do of a noun or a verb and hardly of a name."""
    forms = [low + ending for ending in ("s", "es", "e", "x", "ed", "ing", "ly")] + [low[:-1], low[:-2]]
    forms += [low[:-3] + "y"] * low.endswith("ies")
    return any(len(form) > 2 and form in common_words() for form in forms)


def is_plain_word(low: str) -> bool:
    """Whether a word is so well known, and so much of a family, that at the start of a sentence it is no name."""
    common, stem = common_words(), _DERIVED.fullmatch(low)
    if low in load_words()["openers"] or (stem and not common.isdisjoint((stem[1], f"{stem[1]}e", f"{stem[1]}er"))):
        return True
    return low in common and (_INFLECTED.fullmatch(low) is not None or _has_family(low))


def read_capitals(readings: Mapping[Field, Reading]) -> Capitals:
    """Collect what the sentences of a document (its headlines apart) show of its words."""
    words = [word for reading in readings.values() for sentence in reading.sentences for word in sentence]
    inner = {word.low for word in words if word.is_capital and not word.first}
    return Capitals(frozenset(inner), frozenset({word.low for word in words if word.text.islower()}))


def read_names(
    reading: Reading, text: str, language: str, known: Sequence[Found], capitals: Capitals
) -> Iterator[tuple[Name, list[Found]]]:
    """Yield each name in the sentences, with the known names that it takes in (`Bank of China` takes in `China`)."""
    starts = {i: found for found in known for i in range(found.start, found.end)}
    for sentence in reading.sentences:
        for run in find_names(sentence, text, language):
            free = [word for word in run if word.start not in starts]
            if not free:
                continue
            inside = list(
                {id(f): f for word in run for i in (word.start, word.end - 1) if (f := starts.get(i))}.values()
            )
            if inside and _takes_in(run, inside, free, text):
                yield Name(run), inside
                continue
            borne = [found for found in inside if _is_borne(found, run, text)]
            for name in _cut(run, [found for found in inside if found not in borne]):
                if trimmed := _trim(name, text, capitals):
                    yield trimmed, [f for f in borne if trimmed.start < f.start < trimmed.end]


def _is_borne(found: Found, run: Sequence[Word], text: str) -> bool:
    """Whether a body's or a town's name is the surname of a person: « Nadia Ferrero », "Malik Stroud", but neither
    « chez Ferrero » nor a model (« la Mégane Renault »).
    """
    i = next((i for i, word in enumerate(run) if word.start == found.start), 0)
    if i == 0 or found.end != run[-1].end or i != len(run) - 1:
        return False
    before, kind = run[i - 1], found.claim.tag.kind
    if kind != "organisation" and (kind != "place" or i > 1 or before.text in known_places() or found.is_watched):
        return False
    is_model = _ARTICLE_BEFORE.search(text, max(0, before.start - 10), before.start)
    return is_first_name(before.text) and not is_model


def takes_in_known(found: Found, words: Sequence[Word]) -> bool:
    """Whether a longer name may take in one known beforehand: a place within it, that nobody watches,
    or a person's surname."""
    within = words[0].start <= found.start and found.end <= words[-1].end
    is_person = _is_borne(found, words, "")
    return within and (is_person or not found.is_watched) and found.end - found.start < words[-1].end - words[0].start


def _takes_in(run: Sequence[Word], inside: Sequence[Found], free: Sequence[Word], text: str) -> bool:
    """Whether the run is one name with known names in it; `free` are its words that lie in none."""
    words = load_words()
    if any(f.start < run[0].start or f.end > run[-1].end for f in inside):
        return False
    bare = [w for w in free if (w.is_capital and w.low not in words["titles"]) or w.low in words["small_heads"]]
    if any(word.low in words["titles"] and word.low not in words.heads for word in free) or not bare:
        return False
    if any(is_person_like(bare[i:]) for i in range(len(bare))):
        return False
    if _NOUN_BEFORE.search(text, max(0, run[0].start - 30), run[0].start) and bare[0] is run[0]:
        return True
    if any(word.low in words.heads - words["legal_forms"] for word in bare):
        return True
    claim, name = inside[0].claim, text[inside[0].start : inside[0].end]
    is_country = claim.known is not None and claim.tag.kind == "place" and name in (claim.tag.name, claim.tag.name_fr)
    return len(inside) == 1 and is_country and not bare[0].first and len(bare) < 3


def _cut(run: Sequence[Word], inside: Sequence[Found]) -> Iterator[Name]:
    """Yield the stretches between known names and titles."""
    titles = load_words()["titles"]
    piece: list[Word] = []
    titled = False
    for i, word in enumerate(run):
        is_known = bool(inside) and any(f.start <= word.start < f.end for f in inside)
        is_title = word.low in titles and not _belongs(run, i)
        if is_known or is_title:
            if piece:
                yield Name(tuple(piece), titled, employs=not is_known)
            piece, titled = [], not is_known
        else:
            piece.append(word)
    if piece:
        yield Name(tuple(piece), titled)


def _belongs(run: Sequence[Word], i: int) -> bool:
    """Whether what may be a title is part of a name: `Prince Street`, `Ministry of Industry and Trade`."""
    before_head = i + 1 < len(run) and run[i + 1].low in load_words().heads
    return before_head or (i > 0 and not run[i - 1].is_capital)


def _trim(name: Name, text: str, capitals: Capitals) -> Name | None:
    """Take away what is no part of the name at either end; None where nothing is left."""
    words = list(name.words)
    while words and not _may_stand_at_edge(words[-1], words):
        words.pop()
    while words and not (words[0].is_capital or (len(words) > 1 and words[0].low in load_words()["small_heads"])):
        words.pop(0)
    if len(words) > 1 and _begins_by_chance(words, capitals):
        words.pop(0)
        while words and not words[0].is_capital:
            words.pop(0)
    if len(words) != 1 and all(word.low in load_words().hollow for word in words):
        return None
    if len(words) == 1 and not _stands_alone(words[0], text, capitals):
        return None
    return Name(tuple(words), name.titled, name.employs)


def _may_stand_at_edge(word: Word, words: Sequence[Word]) -> bool:
    return (
        word.is_capital
        or word.text.isdigit()
        or (len(words) > 1 and words[0].low in load_words().heads and len(word.low) > 3)
    )


def _begins_by_chance(words: Sequence[Word], capitals: Capitals) -> bool:
    """Whether the first of several words owes its capital to its place: `Analyst John Smith`."""
    first, rest = words[0], words[1:]
    if not first.first or is_first_name(first.text) or is_chinese(words):
        return False
    nouns = load_words()["organisation_nouns"] | load_words()["product_nouns"] | load_words()["openers"]
    return is_person_like(rest) or first.low in nouns or first.low in capitals.small


def _is_number(low: str) -> bool:
    """Whether a word is a number written out: `Vingt-deux`."""
    return all(any(part in lexicon for lexicon in LEXICONS.values()) for part in low.split("-"))


def _stands_alone(word: Word, text: str, capitals: Capitals) -> bool:
    if word.low in load_words().nameless or (word.low in capitals.small and not word.text.isupper()):
        return False
    if len(word.text) < 2 or word.text[0].isdigit() or _is_number(word.low):
        return False
    after = _VERB_AFTER.match(text, word.end)
    return capitals.shows_name(word, after[1].lower() if after else "")
