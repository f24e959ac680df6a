"""A story told in one reading language: its title, and a summary that names who says what and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.digest.labels import name_unnamed
from monitor.figures import write_day
from monitor.search.stems import WORD
from monitor.story.differences import Difference, find_differences
from monitor.story.members import Member
from monitor.story.timeline import Moment, find_moments

ADDED = 2  # sentences that other outlets add to the best document's summary
PHRASES = {
    "en": {
        "says": "{outlet} adds: {text}",
        "another": "Another document",
        "differ": "Numbers differ: {what}, {versions}.",
        "by": "{text} ({told})",
        "then": "; ",
    },
    "fr": {
        "says": "{outlet} ajoute : {text}",
        "another": "Un autre document",
        "differ": "Les chiffres diffèrent : {what}, {versions}.",
        "by": "{text} ({told})",
        "then": "\u00a0; ",
    },
}


def choose_best(members: Sequence[Member], language: str, differences: Sequence[Difference] = ()) -> Member:
    """The document that stands for the story: no copy, written in the reading language, and of these the first.

    Where outlets give different tolls, it is the last of these that gives one.
    """
    counting = {number for d in differences if d.toll for version in d.versions for number in version.document_ids}
    best = min(members, key=lambda m: (*_rank(m, language), m.dated_at))
    rivals = [m for m in members if m.document_id in counting and _rank(m, language) == _rank(best, language)]
    return max(rivals, key=lambda m: (not m.undated, m.dated_at), default=best)


def _rank(member: Member, language: str) -> tuple[bool, bool, bool]:
    return member.copy_of is not None, member.language != language, member.title_made


def tell_story(members: Sequence[Member], language: str) -> tuple[str, str]:
    """The title and the summary of these documents in `language`, "" where no document has one in it."""
    differences = find_differences(members, language)
    best = choose_best(members, language, differences)
    differing = [_differ(d, language) for d in differences[:2]]
    others = [_without(differences, m) for m in members if m is not best]
    told = [best, *(m for m in others if m.sentences)]
    moments = [m for m in find_moments(told, language) if m.outlet != best.outlet and m.facts]
    chosen = sorted(moments, key=lambda m: (m.is_translated, -m.new, m.at))[:ADDED]
    added = sorted(chosen, key=lambda m: (m.at, m.document_id))
    return best.title, " ".join([*best.sentences, *(_say(m, language) for m in added), *differing])


def _without(differences: Sequence[Difference], member: Member) -> Member:
    """The document without the sentences that give a number which stands among those that differ."""
    given = {
        word for d in differences for version in d.versions for word in WORD.findall(version.text) if word.isdigit()
    }
    return replace(member, sentences=tuple(s for s in member.sentences if given.isdisjoint(WORD.findall(s))))


def _say(moment: Moment, language: str) -> str:
    return _phrase("says", language).format(outlet=moment.outlet or _phrase("another", language), text=moment.text)


def _differ(difference: Difference, language: str) -> str:
    by, unnamed, versions = _phrase("by", language), name_unnamed(language), difference.versions
    told = [[*(o or unnamed for o in v.outlets), *([write_day(v.at, language)] if v.at else [])] for v in versions]
    shown = [by.format(text=v.text, told=", ".join(parts)) for v, parts in zip(versions, told, strict=True)]
    return _phrase("differ", language).format(
        what=difference.what, versions=("\N{NO-BREAK SPACE}; " if language == "fr" else "; ").join(shown)
    )


def _phrase(name: str, language: str) -> str:
    return PHRASES.get(language, PHRASES["en"])[name]
