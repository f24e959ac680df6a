"""What tells whether two documents are on one event: their names, numbers, places, days, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from monitor.document import Date, Document, Fingerprint, Mention
from monitor.search.stems import strip_accents
from pipelines.stories.identifiers import find_identifiers, is_market_report

LEAD = 350  # characters of text that count as the lead: two sentences or three
MEANT = 1200  # characters of text that the vector stands for; the model reads no further than about that
PAST = 60  # days before the document that it may tell of
WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
SORTS = frozenset(  # words of a place's name that many places have, and that tell none from another
    """avenue boulevard bridge county cape city coast creek district east eastern forest fort gulf high hill hills hotel
    island islands isle lake latter lower mount mountain new north northern ocean old park place port province region
    river road saint san santa sea sheriff south southern square st state street survey town township upper valley west
    western baie canal cap cote cour est foret golfe grand grande haut haute ile iles lac mer mont nord
    nouveau nouvelle ouest place plage pont quai quartier riviere rue sainte sud val vallee vieux ville""".split()  # noqa: SIM905  easier to read
)
LEFT_OUT = frozenset(
    {"the", "les", "des", "and", "for", "sur", "aux", "une", "pour", "dans", "van", "von", "del", "der"}
)


def read_for_vector(document: Document, english_only: bool) -> tuple[str, str]:
    """The text whose vector stands for the document, and its language: English where that can be had and is asked."""
    translation = document.translation("en") if english_only and document.language != "en" else None
    if translation and translation.text:
        return f"{translation.title}\n{translation.text[:MEANT]}", "en"
    return f"{document.title}\n{document.text[:MEANT]}", document.language


def make_fingerprint(document: Document, language: str, vector: bytes) -> Fingerprint:
    """The fingerprint of a document whose mentions, amounts and dates are known."""
    days = tuple(dict.fromkeys(day for d in _in_order(document.dates) for day in _days(d, document.dated_at)))
    lead = document.text[:LEAD]
    report = {"market day": (*days, document.dated_at[:10])[0]} if is_market_report(document.title, lead) else {}
    return Fingerprint(
        language=language,
        vector=vector,
        names=_weigh_names(document),
        numbers=tuple(sorted({n for a in document.amounts for n in (a.value, a.value_max) if n and _is_telling(n)})),
        places=_find_towns(document),
        days=days,
        identifiers=find_identifiers(f"{document.title}\n{lead}") | report,
    )


def _weigh_names(document: Document) -> dict[str, int]:
    """Each word of a name, without case and accents: 2 where the headline or the lead has it, else 1."""
    weights: dict[str, int] = {}
    for mention in document.mentions:
        for word in split_name(mention) if mention.tag.kind != "topic" else ():
            weights[word] = max(weights.get(word, 0), 2 if _in_lead(mention) else 1)
    return dict(sorted(weights.items()))


def _find_towns(document: Document) -> tuple[str, ...]:
    towns = [mention for mention in document.mentions if _is_town(mention) and _in_lead(mention)]
    return tuple(sorted({word for mention in towns for word in split_name(mention)} - SORTS))


def split_name(mention: Mention) -> Iterator[str]:
    """The words of what a mention names, without case and accents."""
    for word in WORD.findall(strip_accents(mention.tag.name.casefold())):
        if word not in LEFT_OUT:
            yield word


def _in_lead(mention: Mention) -> bool:
    return mention.field == "title" or mention.start < LEAD


def _is_town(mention: Mention) -> bool:
    return mention.tag.kind == "place" and mention.tag.scheme in ("geonames", "")


def _is_telling(number: float) -> bool:
    """Whether two documents hardly share it by chance: two digits at least, and no year."""
    digits = f"{abs(number):.12g}".replace(".", "").strip("0")
    return len(digits) > 1 and not (1900 <= number <= 2100 and number == int(number))


def _in_order(dates: Iterable[Date]) -> list[Date]:
    """As a reader meets them: the headline's first."""
    return sorted(dates, key=lambda date: (date.field != "title", date.start))


def _days(found: Date, dated_at: str) -> Iterator[str]:
    """The day, where what is told may have happened on it: the document's own, or one of the weeks before."""
    if found.precision in ("day", "minute"):
        day = found.value[:10]
        if 0 <= (date.fromisoformat(dated_at[:10]) - date.fromisoformat(day)).days <= PAST:
            yield day
