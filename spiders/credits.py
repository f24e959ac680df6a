"""A page's headline, writers and dates: what it declares for machines before what it shows to readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from spiders.declared import Declared, clean, names_of, plain
from spiders.published import NEVER, Moment, find_moments, read_moment

DATE_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "pubdate", "publishdate", "publish-date",
    "publication_date", "published_date", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "citation_publication_date", "citation_date", "rnews:datepublished", "article.published", "originalpublicationdate",
)  # fmt: skip
CHANGE_METAS = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
BYLINE = (
    "//*[@rel='author' or contains(@class,'byline') or contains(@class,'author') or contains(@class,'auteur')"
    " or contains(@class,'signature')][not(ancestor::aside or ancestor::footer)]"
)
DATELINE = (
    "//*[self::p or self::div or self::span or self::time or self::li]"
    "[contains(@class,'date') or contains(@class,'publi') or contains(@class,'time')"
    " or contains(@class,'meta') or contains(@class,'byline')]"
    "[not(ancestor::aside or ancestor::footer or ancestor::nav)]"
)
DATED_PATH = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?([0-2]\d|3[01])(?=[/_.-]|\D|$)")
SEPARATOR = re.compile(r"\s+[-–—|·•:»]\s+")
AS_WRITER = re.compile(
    r"^(?:(?:écrit |publié |posté |rédigé |propos recueillis )?par|(?:written |posted |story )?by)\s*:?\s+", re.I
)


def find_title(tree: Any, declared: Declared, outlet: str) -> str:
    """The headline: JSON-LD, Open Graph, microdata, then the page's only or first h1, then its title element.

    The h1 is preferred in how it is spelt where it says the same, or the same at length.
    """
    said = clean(declared.article.get("headline")) or declared.meta("og:title") or declared.property("headline")
    said = said or declared.meta("twitter:title", "dc.title", "title")
    heads = [h for h in (clean(h.text_content()) for h in tree.iter("h1")) if h and plain(h) != plain(outlet)]
    window = tree.find(".//title")
    candidates = (said, heads[0] if heads else "", clean(window.text_content()) if window is not None else "")
    title = _without_outlet(next((c for c in candidates if c), ""), outlet, heads)
    same = (h for h in heads if _says_same(h, title))
    return next(same, title)


def _says_same(head: str, title: str) -> bool:
    start = plain(title.rstrip(". …"))
    return plain(head) == start or (title.endswith(("…", "...")) and len(start) > 20 and plain(head).startswith(start))


def _without_outlet(title: str, outlet: str, heads: Sequence[str]) -> str:
    """`title` without the outlet's name before or after it."""
    parts = SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    known = {plain(h) for h in heads}
    for end in range(len(parts) - 1, 0, -1):
        kept = title[: [m.start() for m in SEPARATOR.finditer(title)][end - 1]]
        if plain(kept) in known or (outlet and plain(" ".join(parts[end:])) == plain(outlet)):
            return kept.strip()
    return SEPARATOR.split(title, maxsplit=1)[1] if outlet and plain(parts[0]) == plain(outlet) else title


def find_author(tree: Any, declared: Declared) -> str:
    """Who wrote it, several joined by a comma: JSON-LD, meta, microdata, then a byline that is short."""
    names = names_of(declared.article.get("author"), declared.graph)
    names = names or [
        declared.meta("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
    ]
    names = [name for name in names if is_name(name)] or [
        n for n in declared.properties.get("author", ()) if is_name(n)
    ]
    if not names:
        bylines = (clean(element.text_content()) for element in tree.xpath(BYLINE)[:8])
        names = [b for b in bylines if is_name(b) and len(b) < 60][:1]
    return ", ".join(dict.fromkeys(AS_WRITER.sub("", name) for name in names))


def is_name(text: str) -> bool:
    """Whether `text` can name who wrote: neither an address nor a sentence nor a date."""
    text = AS_WRITER.sub("", text)
    return (
        bool(re.search(r"[^\W\d_]{2}", text))
        and not re.search(r"https?:|www\.|/|[\w.]@\w|\d{2}", text)
        and len(text) < 120
    )


def find_dates(tree: Any, declared: Declared, url: str, zone: str) -> tuple[Moment, Moment]:
    """When the page was published and last changed: declared, else printed, else (inferred) in its address.

    A day that is declared takes its time from a finer date for the same day.
    """
    said = [clean(declared.article.get(name)) for name in ("datePublished", "dateCreated", "uploadDate")]
    said += [value for name in DATE_METAS for value in declared.metas.get(name, ())]
    said += declared.properties.get("datepublished", []) + declared.properties.get("datecreated", [])
    changed = [
        clean(declared.article.get("dateModified")),
        declared.meta(*CHANGE_METAS),
        declared.property("datemodified"),
    ]
    published = [moment for value in said if value and (moment := read_moment(value, zone)) != NEVER]
    modified = [moment for value in changed if value and (moment := read_moment(value, zone)) != NEVER]
    if not published or published[0].precision == "day":
        printed, printed_change = _printed_dates(tree, zone)
        published += [printed] * (printed != NEVER)
        modified += [printed_change] * (printed_change != NEVER)
    published = published or _dated_address(url)
    return _finest(published), modified[0] if modified else NEVER


def _finest(moments: Sequence[Moment]) -> Moment:
    if not moments:
        return NEVER
    same_day = (m for m in moments if m.day == moments[0].day)
    return max(same_day, key=lambda moment: moment.precision == "second")


def _printed_dates(tree: Any, zone: str) -> tuple[Moment, Moment]:
    times = tree.xpath("//time[not(ancestor::aside or ancestor::footer or ancestor::nav)]")[:3]
    texts = [" ".join(part for part in (e.get("datetime"), e.text_content()) if part) for e in times]
    texts += [" ".join(e.text_content().split()) for e in tree.xpath(DATELINE)[:12]]
    texts += _first_lines(tree)
    changed = NEVER
    for text in texts:
        published, change = find_moments(text[:300], zone)
        changed = change if changed == NEVER else changed
        if published != NEVER:
            return published, changed
    return NEVER, changed


def _first_lines(tree: Any) -> list[str]:
    """Short lines at the head of the page: a date stands alone there, or after "Publié le"."""
    head = tree.xpath("//h1[1]/following::text()[normalize-space()][position() <= 8]") or tree.xpath(
        "//body//text()[normalize-space()][not(ancestor::script or ancestor::style)][position() <= 12]"
    )
    return [line for line in (" ".join(str(text).split()) for text in head) if 8 <= len(line) <= 120]


def _dated_address(url: str) -> list[Moment]:
    found = DATED_PATH.search(urlsplit(url).path)
    moment = read_moment("-".join(found.groups())) if found else NEVER
    return [Moment(moment.at, "inferred")] if moment != NEVER else []
