"""What was new when: of each document of a story, the sentence that adds most to what was told before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.search.stems import COMMON, WORD, stem_forms
from monitor.story.members import Member

NEW = 0.5  # of a sentence's telling words were not told before


@dataclass(frozen=True, slots=True)
class Moment:
    """What one document added, in the reading language, and when (ISO 8601)."""

    at: str
    document_id: int
    outlet: str
    text: str
    new: int  # telling words that nobody had used before
    facts: int = 0  # of these the names and numbers, which no new wording makes new
    is_translated: bool = False
    undated: bool = False  # `at` is when the document was received


def find_moments(members: Iterable[Member], language: str) -> tuple[Moment, ...]:
    """What each document added, in the order of their dates; one that adds nothing, such as a copy, has no moment."""
    told: set[str] = set()
    found = []
    for member in members:
        if moment := None if member.copy_of else _find_moment(member, told, language):
            found.append(moment)
        told.update(_words(" ".join([member.title, *member.sentences]), language))
    return tuple(found)


def _find_moment(member: Member, told: set[str], language: str) -> Moment | None:
    """The sentence with most that is new; of the first document, the sentence it opens with."""
    texts: Sequence[str] = member.sentences or (member.title,)
    fresh = [(text, set(_words(text, language))) for text in texts]
    if not told:
        text, words = fresh[0]
        return _tell(member, text, words, language)
    text, words = max(fresh, key=lambda pair: len(pair[1] - told))
    new = len(words - told)
    if not words or new / len(words) < NEW:
        return None
    return _tell(member, text, words - told, language)


def _tell(member: Member, text: str, new: set[str], language: str) -> Moment:
    words = WORD.findall(text)
    facts = {word for word in words[1:] if word[0].isupper()} | {word for word in words if word[0].isdigit()}
    found = new.intersection(_words(" ".join(facts), language))
    translated = member.language != language
    at, undated = member.dated_at, member.undated
    return Moment(at, member.document_id, member.outlet, text, len(new), len(found), translated, undated)


def _words(text: str, language: str) -> Iterator[str]:
    """The stems of the words that tell something, numbers among them."""
    for word in WORD.findall(text.lower()):
        if word.isdigit() or (len(word) > 3 and word not in COMMON):
            yield stem_forms(word, language)[-1]
