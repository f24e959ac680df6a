"""What an outlet and its feeds are called, by what they and their address say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from monitor.search.stems import strip_accents
from spiders.credits import SEPARATOR
from spiders.declared import plain

PARTS = re.compile(rf"{SEPARATOR.pattern}|\s+>\s+")
SECTION_WORDS = 4  # a longer part of a feed's title is a slogan
# what a feed calls itself that says nothing of it
EMPTY = re.compile(
    r"(?:[\W\d]|\b(?:rss|atom|xml|feeds?|flux|fil|home|latest|top|stories|news|all|the|and|accueil|actu\w*|infos?"
    r"|informations?|titres?|une|à|la|les|l|et|toute?s?|derni[eè]re?s?)\b)*",
    re.I,
)
NO_NAMES = frozenset({"co", "com", "org", "net", "gov", "ac"})  # in the middle of a host's name


def name_outlet(declared: str, title: str, url: str) -> str:
    """The part of what the page at `url` declares, or of its `title`, that its host is called by; else the host.

    `Le Monde.fr - Actualités et infos` at www.lemonde.fr is Le Monde.fr. Where nothing is like the host, the first part
    of what is declared stands.
    """
    site = _site(url)
    parts = [part.strip() for said in (declared, title) for part in PARTS.split(said)]
    named = [part for part in parts if _fits(part, site)]
    first = PARTS.split(declared)[0].strip()
    return min(named, key=len, default="") or ("" if EMPTY.fullmatch(first) else first) or host_of(url)


def name_feed(outlet: str, titles: Iterable[str]) -> str:
    """`The Guardian – World news`: the outlet, and the part of it that one of the feed's `titles` says in few words."""
    parts = (part.strip() for title in titles for part in PARTS.split(title))
    sections = (p for p in parts if len(p.split()) <= SECTION_WORDS and not EMPTY.fullmatch(p) and not _same(p, outlet))
    section = next(sections, "")
    return f"{outlet} – {section}" if section else outlet


def host_of(url: str) -> str:
    """The site's name, where it gives itself none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _site(url: str) -> str:
    """The part of a host's name that its outlet chose: `bbc` of news.bbc.co.uk."""
    labels = [label for label in host_of(url).split(".")[:-1] if label not in NO_NAMES]
    return plain(labels[-1]) if labels and not labels[-1].isdigit() else ""


def _fits(part: str, site: str) -> bool:
    name = plain(strip_accents(part.casefold()))
    return name == site or (min(len(name), len(site)) > 2 and (site in name or name in site))


def _same(part: str, outlet: str) -> bool:
    one, other = plain(part), plain(outlet)
    return bool(one) and (one in other or other in one)
