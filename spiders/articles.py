"""One page of a source read into what arrives: a document, or the reason why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from monitor.document import Document
from monitor.settings import Settings
from monitor.sources import Source
from monitor.store.pages import Arrival, Known
from spiders.address import canonical_address
from spiders.answers import all_headers, header, is_unchanged
from spiders.fallback import NO_TEXT, REFUSED, feed_document
from spiders.feeds import Entry
from spiders.page import Page, join_pages, page_document, read_opt_outs, read_page
from spiders.reservations import SAYS
from spiders.sections import is_article_address

SHORTEST = 200  # characters: less is a caption, a teaser, an error
LONGEST = 300_000  # more is a book, a log, or made to harm
REFUSALS = frozenset({"noai", "tdm-reservation"})  # of machine reading of text


@dataclass(frozen=True, slots=True)
class Asked:
    """A page asked for: under which address, as which entry, with what is known, after which pages of the article."""

    address: str
    entry: Entry
    known: Known | None = None
    pages: tuple[Page, ...] = ()
    final: str = ""  # where redirects led
    etag: str = ""
    last_modified: str = ""
    is_last: bool = False


def read_article(response: Response | None, source: Source, asked: Asked, settings: Settings) -> Arrival | Asked:
    """Read a page: what arrived, or what to ask for next where the article goes on. No response: no further page."""
    if response is not None:
        # what the answer says of machine reading goes before what its host's file says
        headers = {"TDM-Reservation": response.meta.get(SAYS, ""), **all_headers(response)}
        early = _without_reading(response, source, asked)
        if early and not asked.pages:
            return _from_feed(early, source, asked, read_opt_outs(headers), settings)
        if not early and (further := _read_sheet(response, headers, asked)):
            asked = further
            if _is_next_new(asked):
                return asked
    page = join_pages(asked.pages) if asked.pages[0].next_page else asked.pages[0]
    note = _why_not(page, settings)
    arrival = make_arrival(source, asked, "200", note, None if note else _document(page, source, asked))
    return _from_feed(arrival, source, asked, page.opt_outs, settings)


def _read_sheet(response: Response, headers: dict[str, str], asked: Asked) -> Asked | None:
    """The article with one page more; None where that is another article, or brings nothing but comments anew."""
    page = read_page(response.body, response.url, headers, fetched=datetime.now(UTC))
    if not asked.pages:
        modified = headers.get("Last-Modified", "")
        return replace(asked, pages=(page,), final=response.url, etag=headers.get("Etag", ""), last_modified=modified)
    first, known = asked.pages[0], {line for earlier in asked.pages for line in earlier.text.splitlines()}
    apart = page.title != first.title and page.published_at != first.published_at
    return None if apart or known.issuperset(page.text.splitlines()) else replace(asked, pages=(*asked.pages, page))


def _is_next_new(asked: Asked) -> bool:
    """Whether the last page leads on, and not back."""
    seen = {"", asked.entry.url, asked.final, *(earlier.next_page for earlier in asked.pages[:-1])}
    return not asked.is_last and asked.pages[-1].next_page not in seen


def _from_feed(
    arrival: Arrival, source: Source, asked: Asked, opt_outs: tuple[str, ...], settings: Settings
) -> Arrival:
    """The arrival with the feed's own text, where the page has none or refused, and nobody refuses machine reading."""
    has_none = arrival.note in NO_TEXT or arrival.status in REFUSED
    refused = REFUSALS & {*opt_outs, *asked.entry.opt_outs} and settings.obey_ai_opt_outs
    if asked.pages[1:] or not has_none or refused or not asked.entry.text:
        return arrival
    document = feed_document(asked.entry, asked.address, source, arrival.note, opt_outs)
    note = f"the feed's text, since the page gives none: {arrival.note}"
    return replace(arrival, document=document, note=note, is_from_feed=True) if document else arrival


def _without_reading(response: Response, source: Source, asked: Asked) -> Arrival | None:
    status, known = str(response.status), asked.known
    if is_unchanged(response):
        etag, modified = (known.etag, known.last_modified) if known else ("", "")
        return make_arrival(source, replace(asked, etag=etag, last_modified=modified), status, "")
    if response.status != 200:
        return make_arrival(source, asked, status, f"HTTP {status}")
    said = (header(response, "Content-Type") or "text/html").partition(";")[0].strip().lower()
    if not re.search(r"html|xml|^text/|octet-stream|unknown", said):
        return make_arrival(source, asked, status, f"no web page but {said}")
    return None


def make_arrival(source: Source, asked: Asked, status: str, note: str, document: Document | None = None) -> Arrival:
    """What came of asking for a page: a document, or `note` why there is none."""
    return Arrival(
        source=source.name,
        address=asked.address,
        url=asked.entry.url,
        status=status,
        document=document,
        note=note,
        etag=asked.etag,
        last_modified=asked.last_modified,
    )


def _why_not(page: Page, settings: Settings) -> str:
    """Why the page is not stored; "" where it is."""
    refused = REFUSALS & set(page.opt_outs)
    if refused and settings.obey_ai_opt_outs:
        return f"refuses machine reading ({', '.join(sorted(refused))})"
    said = {"consent": "consent", "paywall": "paywall", "section": "a front, no article"}
    said["missing"] = "the site says that there is no such page"
    if page.kind in said:
        return said[page.kind]
    return "" if SHORTEST <= len(page.text) <= LONGEST else "no text of an article's length"


def _document(page: Page, source: Source, asked: Asked) -> Document:
    """The page's document; what the page does not say is taken from the source's entry."""
    own = _own_address(page, asked)
    document = page_document(replace(page, address=own), asked.address, (), source.outlet, source.language)
    at, precision = page.published_at, page.published_precision
    if precision in ("none", "inferred") and asked.entry.published_at:
        at, precision = asked.entry.published_at, "second" if "T" in asked.entry.published_at else "day"
    return replace(
        document,
        outlet=source.outlet,
        raw_title=page.title or asked.entry.title,
        author=page.author or asked.entry.author,
        published_at=at,
        published_precision=precision,
    )


def _own_address(page: Page, asked: Asked) -> str:
    """What the page calls its address, unless it lies on another site: nobody writes over another's documents.

    Nor may it be a front's: where a template calls every article by its section's address, they would be one document.
    """
    if _is_front(page.address, page.title) and not _is_front(asked.final, page.title):
        return asked.final
    hosts = [urlsplit(canonical_address(url)).hostname or "" for url in (page.address, asked.final)]
    own = hosts[0] == hosts[1] or hosts[0].endswith("." + hosts[1]) or hosts[1].endswith("." + hosts[0])
    return page.address if own else asked.final


def _is_front(address: str, title: str) -> bool:
    return not is_article_address(address, urljoin(address, "/"), title)
