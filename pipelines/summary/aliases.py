"""Other names of what a text names: `Holland`, `the UN`, a `Pole`, « les Héraultais », FTC for what it spells out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from monitor.search.stems import strip_accents
from pipelines.names.homes import load_capitals
from pipelines.names.matcher import fold
from pipelines.names.names import load_words
from pipelines.names.places import load_names
from pipelines.summary.source import Source

LINK = r"(?:of|the|for|and|de|du|des|la|les|et|en)\s|[dl]['’]"
INHABITANT = re.compile(r"n?(?:(?:ais|ois)e?s?|(?:ien|ain|en)(?:ne)?s?|aines?|i?ans?|ese|ers?)$")
FEWEST_LETTERS = 5  # of a place, that those who live there have in their name
PEOPLES = {  # that are called otherwise than what is theirs
    "Briton": "British", "Dane": "Danish", "Finn": "Finnish", "Pole": "Polish", "Scot": "Scottish", "Scots": "Scottish",
    "Serb": "Serbian", "Spaniard": "Spanish", "Swede": "Swedish", "Turk": "Turkish",
}  # fmt: skip
GOVERNED = re.compile(  # before a place where something is, that does nothing itself
    r"(?:\b(?:in|at|near|from|of|to|for|around|outside|via|on|by|and|or|à|de|du|vers|depuis|pour|par|dans|sur|près|et|ou)"
    r"\s|\b[dD]['’]|[\w,]-|, )$",
    re.IGNORECASE,
)
NAME_END = re.compile(r"(?<=\w)(?!\w)")
LONGEST = 48  # characters of a known name


def find_renamed(sentence: str, source: Source) -> Iterator[str]:
    """The words of names that the source calls otherwise: `Holland`, `Czech Republic`, `the UN`, `FBI`; and titles."""
    for word in re.finditer(r"\b[A-ZÀ-Þ][\w.]*", sentence):
        start, key = word.start(), _read_key(word[0])
        is_title = key in load_words()["titles"] and sentence[word.end() + 1 : word.end() + 2].isupper()
        if is_title or _is_adjective(key, source) or (word[0].isupper() and _is_spelled_out(word[0], source.text)):
            yield key
        for end in NAME_END.finditer(sentence, start, start + LONGEST):
            name = sentence[start : end.start()]
            if any(name_in(other, source.folded) for other in namesakes().get(fold(name), ())) or (
                name[0].isupper() and _has_part(name, sentence, start, source)
            ):
                yield from map(_read_key, re.findall(r"\w+", name))


def _has_part(name: str, sentence: str, start: int, source: Source) -> bool:
    """Whether the source names a town of that country, or it is a capital that does what its country does there."""
    folded = fold(name)
    codes = _codes().get(folded, frozenset())
    if not codes and (country := load_capitals().get(folded)) and not GOVERNED.search(sentence[:start]):
        return any(country in _codes().get(fold(tag.name), ()) for tag in source.places)
    return folded in _nouns() and not codes.isdisjoint(source.homes)  # not "the Belgian ministry", for it has Ghent


def name_in(name: str, folded: str) -> bool:
    """Whether a folded text has a name, as words of its own."""
    return re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded) is not None


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
    """Whether a text spells initials out: `Federal Trade Commission` for FTC, « Banque africaine de développement »."""
    letters = short.replace(".", "")
    later = [f"[{letter}{letter.lower()}]" if len(letters) > 2 else letter for letter in letters[1:]]
    words = rf"[\w'’]*[\s-](?:{LINK})*".join([letters[0], *later])
    return len(letters) > 1 and letters.isupper() and re.search(rf"\b{words}\w", text) is not None


@cache
def _codes() -> dict[str, frozenset[str]]:
    """What country, state or part of the world a name or an adjective stands for, folded, by their codes."""
    found: dict[str, set[str]] = defaultdict(set)
    for known in load_names():
        if known.tag.code and known.tag.scheme != "geonames" and not known.doubtful:
            found[fold(known.name)].add(known.tag.code)
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def _nouns() -> frozenset[str]:
    """What places are called, their adjectives left out, folded."""
    return frozenset(fold(name) for known in load_names() for name in (known.tag.name, known.tag.name_fr))


@cache
def namesakes() -> dict[str, set[str]]:
    """All names and adjectives of each country, region, public body and famous person, by every one of them, folded."""
    tags = defaultdict(set)
    for known in load_names():
        if known.tag.scheme != "geonames" and not known.doubtful:
            tags[known.tag].add(known.name)
    alike: dict[str, set[str]] = defaultdict(set)
    for names in tags.values():
        for name in names:
            alike[fold(name)] |= names
    return alike | {fold(person): alike[fold(adjective)] for person, adjective in PEOPLES.items()}
