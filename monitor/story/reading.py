"""A story as it is shown: who tells it, what was new when, where numbers differ, what was said, what is related."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.errors import MonitorError
from monitor.search.stems import LITTLE, WORD
from monitor.story.differences import Difference, find_differences
from monitor.story.members import Member, read_members
from monitor.story.timeline import Moment, find_moments

PRONOUNS = frozenset("she they it we il ils elle elles on nous lui eux celui celle ceux".split())  # noqa: SIM905
QUOTES = 4  # quotes shown, each by another speaker
RELATED = """
    SELECT s.id, coalesce(t.title, ''), s.first_at, s.last_at, r.reason FROM story_related r
    JOIN story s ON s.id = r.related_id LEFT JOIN story_text t ON t.story_id = s.id AND t.language = ?
    WHERE r.story_id = ? ORDER BY r.score DESC, s.first_at DESC, s.id"""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who tells the story: how many documents, in which languages, and how many of them repeat another's text."""

    name: str
    languages: tuple[str, ...]
    documents: int
    copies: int


@dataclass(frozen=True, slots=True)
class TellingQuote:
    """Words that a document of the story quotes, as printed there, and who spoke them.

    `translated` is what they became in the reading language, whole sentences, "" where they were not translated.
    """

    text: str
    translated: str
    speaker: str
    outlet: str
    language: str
    document_id: int

    @property
    def told(self) -> tuple[str, ...]:
        """The translation, where there is one, before what was printed."""
        return tuple(filter(None, (self.translated, self.text)))


@dataclass(frozen=True, slots=True)
class RelatedStory:
    """Another event of the same subject, and what the two have in common."""

    story_id: int
    title: str
    first_at: str
    last_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything a page or a digest shows of a story, in one reading language."""

    id: int
    state: str  # awake, asleep
    first_at: str
    last_at: str
    title: str
    summary: str
    members: tuple[Member, ...]
    timeline: tuple[Moment, ...]
    differences: tuple[Difference, ...]
    quotes: tuple[TellingQuote, ...]
    outlets: tuple[Outlet, ...]
    related: tuple[RelatedStory, ...]


def read_story(store: sqlite3.Connection, story_id: int, language: str) -> Story:
    """Return story `story_id` in `language`; one that was merged into another is that one.

    Raises MonitorError where there is none.
    """
    row = store.execute(
        "SELECT id, state, first_at, last_at, merged_into FROM story WHERE id = ?", [story_id]
    ).fetchone()
    if row is None:
        raise MonitorError(f"no story {story_id}; the digest and `monitor search` give the numbers of those there are")
    if row[4]:
        return read_story(store, row[4], language)
    members = read_members(store, story_id, language)
    title, summary = _read_text(store, story_id, language)
    return Story(
        id=row[0],
        state=row[1],
        first_at=row[2],
        last_at=row[3],
        title=title,
        summary=summary,
        members=members,
        timeline=find_moments(members, language),
        differences=find_differences(members, language),
        quotes=_choose_quotes(members, language),
        outlets=_count_outlets(members),
        related=tuple(RelatedStory(*r) for r in store.execute(RELATED, [language, story_id])),
    )


def _read_text(store: sqlite3.Connection, story_id: int, language: str) -> tuple[str, str]:
    """In the reading language, else in whatever there is."""
    row = store.execute(
        "SELECT title, summary FROM story_text WHERE story_id = ? ORDER BY language <> ?, language",
        [story_id, language],
    ).fetchone()
    return (row[0], row[1]) if row else ("", "")


def _choose_quotes(members: Sequence[Member], language: str) -> tuple[TellingQuote, ...]:
    """One a speaker, whole sentences of speakers who are named; in the reading language first, then the oldest."""
    found: dict[str, TellingQuote] = {}
    for member in sorted(members, key=lambda m: m.language != language):
        for quote in member.quotes:
            if _is_named(quote.speaker) and member.copy_of is None and 5 <= len(quote.text.split()) <= 45:
                surname = quote.speaker.split()[-1].casefold()
                shown = TellingQuote(
                    quote.text, quote.translated, quote.speaker, member.outlet, member.language, member.document_id
                )
                found.setdefault(surname, shown)
    return tuple(found.values())[:QUOTES]


def _is_named(speaker: str) -> bool:
    """Whether a reader knows who that is: no "elle", no "son président"."""
    words = WORD.findall(speaker)
    return any(word[0].isupper() and word.lower() not in LITTLE | PRONOUNS for word in words)


def _count_outlets(members: Sequence[Member]) -> tuple[Outlet, ...]:
    """The first to tell it first."""
    by_name: dict[str, list[Member]] = {}
    for member in members:
        by_name.setdefault(member.outlet, []).append(member)
    return tuple(
        Outlet(name, tuple(dict.fromkeys(m.language for m in own)), len(own), sum(m.copy_of is not None for m in own))
        for name, own in by_name.items()
    )
