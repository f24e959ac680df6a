"""A story told in one reading language: its title, and a summary that names who says what and where they differ."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.digest.labels import name_unnamed
from monitor.story.differences import Difference, find_differences
from monitor.story.members import Member
from monitor.story.timeline import Moment, find_moments

ADDED = 2  # sentences that other outlets add to the best document's summary
FACTS = 2  # names and numbers that a translated sentence must add
PHRASES = {
    "en": {
        "says": "{outlet} adds: {text}",
        "another": "Another document",
        "differ": "Numbers differ: {what}, {versions}.",
        "by": "{text} ({outlets})",
    },
    "fr": {
        "says": "{outlet} ajoute : {text}",
        "another": "Un autre document",
        "differ": "Les chiffres diffèrent : {what}, {versions}.",
        "by": "{text} ({outlets})",
    },
}


def choose_best(members: Sequence[Member], language: str) -> Member:
    """The document that stands for the story: no copy, written in the reading language, and of these the first."""
    return min(members, key=lambda m: (m.copy_of is not None, m.language != language, m.title_made, m.dated_at))


def tell_story(members: Sequence[Member], language: str) -> tuple[str, str]:
    """The title and the summary of these documents in `language`, "" where no document has one in it."""
    best = choose_best(members, language)
    moments = [m for m in find_moments(_first(best, members), language) if m.outlet != best.outlet and _is_worth(m)]
    chosen = sorted(moments, key=lambda m: (m.is_translated, -m.new, m.at))[:ADDED]
    added = sorted(chosen, key=lambda m: (m.at, m.document_id))
    differences = find_differences(members, language)
    lines = [*best.sentences, *(_say(m, language) for m in added), *(_differ(d, language) for d in differences[:2])]
    return best.title, " ".join(lines)


def _first(best: Member, members: Sequence[Member]) -> list[Member]:
    return [best, *(m for m in members if m is not best and m.sentences)]


def _is_worth(moment: Moment) -> bool:
    """Whether it adds something: a translation must bring facts, since it words anew what was told before."""
    return not moment.is_translated or moment.facts >= FACTS


def _say(moment: Moment, language: str) -> str:
    return _phrase("says", language).format(outlet=moment.outlet or _phrase("another", language), text=moment.text)


def _differ(difference: Difference, language: str) -> str:
    by, unnamed = _phrase("by", language), name_unnamed(language)
    versions = [by.format(text=v.text, outlets=", ".join(o or unnamed for o in v.outlets)) for v in difference.versions]
    return _phrase("differ", language).format(what=difference.what, versions="; ".join(versions))


def _phrase(name: str, language: str) -> str:
    return PHRASES.get(language, PHRASES["en"])[name]
