"""A page's headline, writers and dates: what it declares for machines before what it shows to readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from spiders.datelines import find_moments
from spiders.declared import Declared, clean, names_of, plain, types_of
from spiders.published import NEVER, Moment, is_moment, read_moment

DATE_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "pubdate", "publishdate", "publish-date",
    "publication_date", "published_date", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "citation_publication_date", "citation_date", "rnews:datepublished", "article.published", "originalpublicationdate",
)  # fmt: skip
CHANGE_METAS = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified",
)  # fmt: skip
AUTHOR_METAS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
BOLD = "//body//*[self::b or self::strong or self::h2 or self::h3 or self::font][string-length() > 15]"
BYLINE = (
    "//*[@rel='author' or contains(@class,'byline') or contains(@class,'author') or contains(@class,'auteur')"
    " or contains(@class,'signature')][not(ancestor::aside or ancestor::footer)]"
)
DATED = (
    "(self::time or (self::p or self::div or self::span or self::li or self::abbr or self::dd)"
    " and (contains(@class,'date') or contains(@class,'publi') or contains(@class,'time') or contains(@class,'meta')"
    " or contains(@class,'byline') or contains(@class,'info')))"
    " and not(ancestor::aside or ancestor::footer or ancestor::nav"
    " or ancestor::li[.//a[string-length(normalize-space()) > 25]])"  # of another article, in a list of them
)
LINE = "text()[normalize-space()][not(ancestor::script or ancestor::style or ancestor::noscript)]"
LABEL = re.compile(
    r"(?:(?:date de )?(?:publication|parution|mise en ligne)|mis en ligne|(?:publié|posté|paru)(?:e)?(?: le)?|date"
    r"|(?:date )?(?:published|posted|publication date|release date)(?: on)?)\s?:?", re.I
)  # fmt: skip
LEAST, ALONE, MOST = 8, 40, 120  # characters of a line with a date, of one with little else, of the longest
BELOW, ABOVE = 60, 25  # elements from the headline among which its date stands
DATED_PATH = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?([0-2]\d|3[01])(?=[/_.-]|\D|$)")
SEPARATOR = re.compile(r"\s+[-–—|·•:»]\s+")
AS_WRITER = re.compile(
    r"^(?:(?:un |une )?(?:texte|récit|reportage|article|enquête)s?\s*(?:de|par|:)\s*(?:par\s*)?:?"
    r"|(?:écrit |publié |posté |rédigé |propos recueillis |signé )?par|(?:written |posted |story |words )?by)\s*:?\s+",
    re.I,
)
NAME_END = re.compile(
    r"\s*(?:[,;|•·(\[–—]|\s-|\d|\b(?:le|à|on|at|for|pour|suivre|follow|publié|published|mis|updated)\b)", re.I
)
NOBODY = frozenset({"admin", "administrator", "administrateur", "superuser", "webmaster", "root", "editor", "user"})


def find_headline(tree: Any, title: str) -> Any:
    """The element that shows the title; else the first h1; None where there is neither."""
    heads = tree.xpath("//h1 | //h2 | //h3")
    same = (head for head in heads if plain(head.text_content()) == plain(title) != "")
    return next(same, None) if heads and title else next(tree.iter("h1"), None)


def find_title(tree: Any, declared: Declared, outlet: str) -> str:
    """The headline: JSON-LD, Open Graph, microdata, then the page's only or first h1, then its title element.

    What is declared is often made for search engines or social networks, each another headline; the h1 that one of
    them repeats, or that makes up the title element too, goes before the others.
    """
    told = (clean(declared.article.get("headline")), declared.meta("og:title"), declared.property("headline"))
    said = next(filter(None, told), "") or declared.meta("twitter:title", "dc.title", "title")
    heads = [h for h in (clean(h.text_content()) for h in tree.iter("h1")) if h and plain(h) != plain(outlet)]
    shown, window = bool(heads), tree.find(".//title")
    if repeated := next((h for h in heads if plain(h) in set(map(plain, told))), ""):
        return repeated
    heads = heads or [clean(e.text_content()) for e in tree.xpath(BOLD)[:50]]
    candidates = (
        said,
        _told_twice(tree, window) or (heads[0] if shown else ""),
        clean(window.text_content()) if window is not None else "",
    )
    title = _without_outlet(next((c for c in candidates if c), ""), outlet, heads)
    same = (h for h in heads if _says_same(h, title))
    in_window = (h for h in heads if shown and _is_most(plain(h), plain(candidates[2])))
    return next(same, None) or next(in_window, title)


def _told_twice(tree: Any, window: Any) -> str:
    """The longest heading that makes up most of the title element; a site's own name is a heading on many pages."""
    told = plain(window.text_content()) if window is not None else ""
    heads = [clean(head.text_content()) for head in tree.xpath("//h1 | //h2 | //h3")[:40]]
    return max((head for head in heads if _is_most(plain(head), told)), key=len, default="")


def _is_most(part: str, whole: str) -> bool:
    return part in whole and 2 * len(part) > len(whole)


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
    for start in SEPARATOR.finditer(title):
        if plain(title[start.end() :]) in known:
            return title[start.end() :].strip()
    return SEPARATOR.split(title, maxsplit=1)[1] if outlet and plain(parts[0]) == plain(outlet) else title


def find_author(tree: Any, declared: Declared) -> str:
    """Who wrote it, several joined by a comma: JSON-LD, meta, microdata, then a byline that is short."""
    names = names_of(declared.article.get("author"), declared.graph)
    names = names or [declared.meta(*AUTHOR_METAS)]
    names = [n for n in map(_bare_name, names) if is_name(n)]
    names = names or [n for n in map(_bare_name, declared.properties.get("author", ())) if is_name(n)]
    if not names:
        lines = [_line(e) for e in tree.xpath(BYLINE)[:8]]
        beside = map(_line, tree.xpath(f"//h1[1]/following::*[position() < 30][{DATED}]"))
        lines += filter(AS_WRITER.match, beside)
        names = [name for line in lines if len(line) < 120 and is_name(name := _bare_name(line)) and len(name) < 60][:1]
    return ", ".join(dict.fromkeys(names))


def _line(part: Any) -> str:
    return " ".join((" ".join(part.itertext()) if hasattr(part, "tag") else str(part)).split())


def _bare_name(line: str) -> str:
    """The name in a byline: without "par", and, where that stood there, without what follows the name."""
    rest = AS_WRITER.sub("", line)
    end = NAME_END.search(rest) if rest != line else re.search(r"\s*[-–—|•·,]\s*$|\s+(?:suivre|follow)$", rest, re.I)
    return rest[: end.start()].strip() if end and end.start() else rest.strip()


def is_name(text: str) -> bool:
    """Whether `text` can name who wrote: neither an address nor a sentence nor a date."""
    return (
        plain(text) not in NOBODY
        and bool(re.search(r"[^\W\d_]{2}", text))
        and not re.search(r"https?:|www\.|/|[\w.]@\w|\d{2}", text)
        and len(text) < 120
    )


def find_dates(
    tree: Any, declared: Declared, headline: Any, url: str, zone: str, fetched: datetime | None = None
) -> tuple[Moment, Moment]:
    """When the page was published and last changed: declared, else printed, else (inferred) in its address.

    A day that is declared takes its time from a finer date for the same day. What is printed as told from now ("il y a
    3 heures") is read where it is known when the page was `fetched`.
    """
    said = [clean(declared.article.get(name)) for name in ("datePublished", "dateCreated", "uploadDate")]
    said += [value for name in DATE_METAS for value in declared.metas.get(name, ())]
    said += declared.properties.get("datepublished", []) + declared.properties.get("datecreated", [])
    said += [clean(node.get("datePublished")) for node in declared.graph if "WebPage" in types_of(node)]
    changed = [clean(declared.article.get("dateModified"))]
    changed += [declared.meta(*CHANGE_METAS), declared.property("datemodified")]
    published = [moment for value in said if value and (moment := read_moment(value, zone)) != NEVER]
    modified = [moment for value in changed if value and (moment := read_moment(value, zone)) != NEVER]
    if not published or published[0].precision == "day":
        printed, printed_change = _printed_dates(tree, headline, zone, fetched)
        published += [printed] * (printed != NEVER)
        modified += [printed_change] * (printed_change != NEVER)
    published = published or _dated_address(url)
    return _finest(published), modified[0] if modified else NEVER


def _finest(moments: Sequence[Moment]) -> Moment:
    if not moments:
        return NEVER
    same_day = (m for m in moments if m.day == moments[0].day)
    return max(same_day, key=lambda moment: moment.precision == "second")


def _printed_dates(tree: Any, headline: Any, zone: str, fetched: datetime | None) -> tuple[Moment, Moment]:
    """The first date that is printed: below the headline, above it (the nearest first), anywhere."""
    changed = NEVER
    for text, is_near in _dated_texts(tree, headline):
        published, change = find_moments(text[:300], zone, fetched if is_near else None)
        changed = change if changed == NEVER else changed
        if published != NEVER:
            return published, changed
    return NEVER, changed


def _dated_texts(tree: Any, headline: Any) -> Iterator[tuple[str, bool]]:
    """What may hold the date, the likeliest first, and whether it stands near the headline."""
    if headline is not None:
        below = headline.xpath(f"following::*[position() < {BELOW}][{DATED}]")
        yield from ((_dated_text(element), _is_own(element)) for element in below)
        yield from _lines(headline.xpath(f"following::{LINE}[position() <= 8]"), MOST)
        above = headline.xpath(f"preceding::*[position() < {ABOVE}][{DATED}]")
        yield from ((_dated_text(element), _is_own(element)) for element in reversed(above))
        yield from _lines(reversed(headline.xpath(f"preceding::{LINE}[position() <= 4]")), ALONE)
    yield from ((_dated_text(element), False) for element in tree.xpath(f"//body//*[{DATED}]")[:15])
    short = list(map(_line, tree.xpath(f"//body//{LINE}[string-length(normalize-space()) < {ALONE}]")))
    yield from ((after, False) for label, after in pairwise(short) if LABEL.fullmatch(label))
    yield from ((line, False) for line, _ in _lines(tree.xpath(f"//body/descendant::{LINE}[position() <= 12]"), MOST))
    dates = {line for line in short if is_moment(line)}
    yield from ((line, False) for line in dates if len(dates) == 1)


def _is_own(part: Any) -> bool:
    """Whether the element or text is outside a link, where it would tell of what the link leads to."""
    element = part if hasattr(part, "tag") else part.getparent()
    outside = hasattr(part, "tag") or part.is_tail
    return bool((outside or element.tag != "a") and next(element.iterancestors("a"), None) is None)


def _dated_text(element: Any) -> str:
    element = next((e for e in element.iter("time") if e.get("datetime")), element)
    said = (element.get(name) for name in ("datetime", "title"))
    return " ".join([*filter(None, said), *element.text_content().split()])


def _lines(texts: Iterable[Any], longest: int) -> Iterator[tuple[str, bool]]:
    return ((line, _is_own(text)) for text in texts if LEAST <= len(line := _line(text)) <= longest)


def _dated_address(url: str) -> list[Moment]:
    found = DATED_PATH.search(urlsplit(url).path)
    moment = read_moment("-".join(found.groups())) if found else NEVER
    return [Moment(moment.at, "inferred")] if moment != NEVER else []
