"""`un maire haut-saônois` read as `un maire de Haute-Saône`: small models know few such adjectives, but copy names.

demonyms.tsv has them. In English the place's name does duty for most: `the Rennes court`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from monitor.document import Tag
from pipelines.names.places import inflect
from pipelines.names.rows import read_rows, split

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_BEFORE = re.compile(r"(?:^|[\s\u00a0«(]|\b[dlDL]['’])(?P<left>[\w-]+[ \u00a0])?(?P<noun>[^\W\d_][\w-]*)[ \u00a0]$")
_OPENS = re.compile(r"(?:^|[.!?:»«–—] ?)$")
_THE_PEOPLE = re.compile(
    r"(?<![\w-])(?P<the>[Ll]es|[Dd]es|[Aa]ux) (?P<people>[A-ZÀ-Þ][^\W\d_]+(?:-[^\W\d_]+)*s)(?![\w-])"
)
_AND = re.compile(r" (?:et|ou) ")
_FROM = re.compile(r"^(?:de la |de l'|du |des |de |d')")
# After these it is no adjective of a noun, or part of a fixed expression: a dish, a breed, a language, weather.
_NO_NOUN = frozenset(
    """le la les l un une des du de d en et ou à au aux est sont était étaient être été sera fut devient reste dit dits
    dite parle parlent parler parlait plus moins très trop pas non bien mi que qui comme moitié tout toute tous toutes
    salade sauce fondue bœuf boeuf tarte gratin galette galettes crêpe crêpes potée poulet escalope quiche pot huile
    melon pantoufles canard chien saint-jacques gâteau mode accent langue patois dialecte épisode épisodes pacte esprit
    """.split()  # noqa: SIM905  easier to read
)
_CLUBS = frozenset("AS FC RC US SC UC AC CS CA SO SA SU RCT OGC FCG USO".split())  # noqa: SIM905  easier to read
_SPORT = re.compile(
    r"\b\d{1,3} ?[-–] ?\d{1,3}\b|\b(?:matchs?|buts?|essais?|championnat|joueurs?|entraîneur|défenseur|attaquant|gardien"
    r"|Ligue [12]|Top 14|Pro D2|mi-temps|penalty|pénalité|victoire|défaite|inclinés?)\b",
    re.IGNORECASE,
)


class _Place(NamedTuple):
    from_it: str  # `de Haute-Saône`
    tag: Tag
    has_people: bool  # English has a word for its people that models know


def name_places(sentence: str) -> tuple[str, tuple[Tag, ...]]:
    """French `sentence` with such adjectives put as the name of the place, and the places that it now names."""
    named: list[Tag] = []
    put = _name_people(sentence, named)
    parts, end = [], 0
    for word in _WORD.finditer(put):
        place = _by_adjective().get(word[0])
        is_second = end > 0 and _AND.fullmatch(put, end, word.start()) is not None
        if place and (is_second or _follows_noun(put, word.start())):
            parts += [put[end : word.start()], place.from_it]
            end = word.end()
            named.append(place.tag)
    return "".join([*parts, put[end:]]), tuple(dict.fromkeys(named))


def _follows_noun(sentence: str, start: int) -> bool:
    """Whether the word at `start` follows a noun outside a name: not `Stade rennais`, `Banque populaire lorraine`."""
    before = _BEFORE.search(sentence, max(0, start - 60), start)
    if not before or before["noun"].lower() in _NO_NOUN or before["noun"] in _CLUBS:
        return False
    left, noun = before["left"] or "", before["noun"]
    begins_name = left[:1].isupper() and not _OPENS.search(sentence[: before.start("left")])
    return not begins_name and len(noun) > 1 and (noun.islower() or (noun.isupper() and noun.isalpha()))


def _name_people(sentence: str, named: list[Tag]) -> str:
    """`Les Niçois` as those who live in Nice, or who play for it where the sentence is of sport."""
    who = "joueurs" if _SPORT.search(sentence) else "habitants"

    def put(found: re.Match[str]) -> str:
        place = _by_adjective().get(found["people"].lower())
        if place is None or (place.has_people and who == "habitants"):
            return found[0]
        named.append(place.tag)
        return f"{found['the']} {who} {place.from_it}"

    return _THE_PEOPLE.sub(put, sentence)


@cache
def _by_adjective() -> dict[str, _Place]:
    """Where each form of each adjective says that something is from."""
    places: dict[str, _Place] = {}
    for from_it, adjectives, english, own in read_rows("demonyms.tsv", 4):
        name = _FROM.sub("", from_it)
        place = _Place(from_it, Tag("place", english or name, name), own == "own")
        places |= {form: place for adjective in split(adjectives) for form in inflect(adjective)}
    return places
