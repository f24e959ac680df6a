"""Names known beforehand, found in a document: the watch list, places, public bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from monitor.document import Field, Tag
from monitor.watchlist import Watched, WatchList
from pipelines.names.matcher import Hit, Matcher, agrees, fold
from pipelines.names.places import KnownName, load_names, means_otherwise, shows_body, shows_place

LANGUAGE_OR_CURRENCY = "a language or a currency"
SPOKEN = ("en", "fr")  # languages whose names are told apart; a text in any other may use both


@dataclass(frozen=True, slots=True)
class Claim:
    """What a name stands for, and on what conditions: an entry of the watch list, or a name that everybody knows."""

    tag: Tag
    watched: Watched | None = None
    known: KnownName | None = None

    def may_stand_in(self, language: str) -> bool:
        """Whether a text in this language may use the name: what nobody watches has one for each language.

        The initials of a public body stand in both: "l'ONU" in an English quotation.
        """
        if self.known is None or language not in SPOKEN or self.known.language in ("", language):
            return True
        return self.known.tag.kind == "organisation" and self.known.name.isupper() and len(self.known.name) > 2


class Found(NamedTuple):
    """A claim on [start, end) of a field, and why it was refused ("" where it holds)."""

    field: Field
    start: int
    end: int
    claim: Claim
    refusal: str = ""

    @property
    def is_watched(self) -> bool:
        """Whether the name comes from the watch list."""
        return self.claim.watched is not None

    @property
    def is_barred(self) -> bool:
        """Whether it was refused for meaning something that has no name: a word, a language, a currency."""
        return self.refusal == LANGUAGE_OR_CURRENCY or (self.is_watched and bool(self.refusal))


class Gazetteer:
    """Every name known beforehand, in one automaton."""

    def __init__(self, watchlist: WatchList, names: Iterable[KnownName]) -> None:
        self.claims: dict[str, list[Claim]] = {}
        witnesses: set[str] = set()
        for entry in watchlist.entries:
            witnesses.update(entry.near)
            tag = Tag(entry.kind, entry.name, entry.name_fr, wikidata=entry.wikidata)
            for form in entry.forms:
                self.claims.setdefault(form, []).append(Claim(tag, watched=entry))
        for name in names:
            self.claims.setdefault(name.name, []).append(Claim(name.tag, known=name))
        self._matcher = Matcher([*self.claims, *sorted(witnesses - set(self.claims))])

    def find(self, title: str, text: str, language: str) -> list[Found]:
        """Return the names that count, by field and place; where two overlap the longer one, then the watch list's."""
        return [found for found in self.judge(title, text, language) if not found.refusal]

    def judge(self, title: str, text: str, language: str) -> list[Found]:
        """Return every name that stands in the document, each with the reason for which it was refused, if any."""
        fields: dict[Field, str] = {"title": title, "text": text}
        hits = {field: list(self._matcher.find(content)) for field, content in fields.items()}
        seen = {hit.name for found in hits.values() for hit in found}
        judged: list[Found] = []
        for field, content in fields.items():
            candidates = [
                Found(field, hit.start, hit.end, claim, _refuse(claim, hit, content, seen))
                for hit in hits[field]
                for claim in self.claims.get(hit.name, ())
                if claim.may_stand_in(language)
            ]
            judged += _keep_longest(candidates, content)
        return judged


@lru_cache(maxsize=2)
def load_gazetteer(watchlist: WatchList) -> Gazetteer:
    """The gazetteer for this watch list, built once."""
    return Gazetteer(watchlist, load_names())


def _refuse(claim: Claim, hit: Hit, text: str, seen: set[str]) -> str:
    if claim.watched:
        return _refuse_watched(claim.watched, hit, text, seen)
    assert claim.known  # noqa: S101  a claim is one or the other
    is_place = claim.known.tag.kind == "place"
    if claim.known.doubtful and not (shows_place if is_place else shows_body)(text, hit.start, hit.end):
        return f"may mean something else, and nothing beside it shows a {'place' if is_place else 'body'}"
    return LANGUAGE_OR_CURRENCY if means_otherwise(text, hit.start, hit.end) else ""


def _refuse_watched(entry: Watched, hit: Hit, text: str, seen: set[str]) -> str:
    for neighbour in _neighbours(text, hit.start, hit.end) if entry.not_near else ():
        for word in entry.not_near:
            if fold(word) == fold(neighbour) and agrees(word, neighbour):
                return f"`{neighbour}` stands beside it"
    if entry.near and seen.isdisjoint(entry.near):
        return f"none of {', '.join(entry.near)} in the document"
    return ""


_BEFORE = re.compile(r"([^\W_]+|%)[\s\u00a0\u202f-]*(?:(?:d|l|de l)['’]|de )?$")  # le jus d'Orange
_AFTER = re.compile(r"[\s\u00a0\u202f-]*([^\W_]+|%)")


def _neighbours(text: str, start: int, end: int) -> Iterator[str]:
    for match in (_BEFORE.search(text, max(0, start - 40), start), _AFTER.match(text, end, end + 40)):
        if match:
            yield match[1]


def _keep_longest(candidates: list[Found], text: str) -> list[Found]:
    """Mark as refused what overlaps a longer name that counts."""
    owner: dict[int, Found] = {}
    judged = []
    for found in sorted(candidates, key=lambda f: (bool(f.refusal), f.start - f.end, f.start, not f.is_watched)):
        winner = next((owner[i] for i in range(found.start, found.end) if i in owner), None)
        if not found.refusal and winner is None:
            owner.update(dict.fromkeys(range(found.start, found.end), found))
        if found.refusal or winner is None:
            judged.append(found)
        else:
            judged.append(found._replace(refusal=f"part of `{text[winner.start : winner.end]}`"))
    return sorted(judged, key=lambda f: (f.start, f.end))
