"""Lines that say when a page was published and last changed, as readers see them."""

from __future__ import annotations

import re
from datetime import datetime

from spiders.published import NEVER, Moment, read_moment
from spiders.relative import read_relative

PUBLISHED = re.compile(
    r"\b(?:(?:a été\s)?(?:publi|post|cré|édit|par|ajout|rédig|mis\sen\sligne)\w*\s*"
    r"(?:initialement\s)?(?:le|:|,|-|à|par\b[^:\d]{0,60}|(?=il\sy\sa|hier|avant-hier|aujourd))"
    r"|(?:first\s)?(?:published|posted|created|issued|released|filed)(?:\s(?:on|at|by\b[^:\d]{0,60}))?|date\s?:)", re.I
)  # fmt: skip
UPDATED = re.compile(
    r"\b(?:(?:dernière\s)?mise?s?\sà\sjour|modifié|actualisé|m\.?[àa]\.?j|last\s(?:updated|modified)|updated|modified)\b",
    re.I,
)


def find_moments(text: str, zone: str = "UTC", fetched: datetime | None = None) -> tuple[Moment, Moment]:
    """Return when `text`, a page's byline or head, says it was published, and when it was last changed.

    "Publié le 3 février 2018 à 14h05 - Mis à jour le 4 février 2018" gives both; a date without a word counts as
    publication. NEVER where not said. Times told from now ("hier") are read where `fetched` says when that was.
    """
    text = " ".join(text.split())
    updated = UPDATED.search(text)
    published = PUBLISHED.search(text)
    if not updated:
        parts = text[published.start() :] if published else text, ""
    elif published and published.start() > updated.start():
        parts = text[published.start() :], text[updated.start() : published.start()]
    else:
        parts = text[: updated.start()], text[updated.start() :]
    return _read_line(parts[0], zone, fetched), _read_line(parts[1], zone, fetched)


def _read_line(line: str, zone: str, fetched: datetime | None) -> Moment:
    moment = read_moment(line, zone)
    return read_relative(line.strip(" ,;|•·–—-"), zone, fetched) if moment == NEVER and fetched else moment
