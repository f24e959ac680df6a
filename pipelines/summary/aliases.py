"""Other names of what a text names: `Holland`, `the UN`, a `Pole`, « les Héraultais », FTC for what it spells out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from monitor.search.stems import strip_accents
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
            if any(name_in(other, source.folded) for other in namesakes().get(fold(name), ())):
                yield from map(_read_key, re.findall(r"\w+", name))


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
