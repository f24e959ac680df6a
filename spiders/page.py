"""A news page read: title, text, author, date and all that the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from monitor.document import Document, Origin, Precision
from spiders.address import canonical_address
from spiders.body import extract_body, parse_html, prose_of, with_standfirst, without_head
from spiders.charset import decode_page
from spiders.clutter import clear
from spiders.credits import find_author, find_dates, find_headline, find_title
from spiders.declared import Declared, absolute, clean, names_of, read_declared, types_of
from spiders.layout import restore_paragraphs
from spiders.paging import TO_NEXT, find_next_page
from spiders.published import find_zone
from spiders.walls import Kind, find_kind, read_signs

MOST_ELEMENTS = 50_000  # the largest fronts of the press have some 10,000; reading takes a second for each 20,000
MOST_CLEARED = 0.5  # of a page's paragraphs: where more went, its names for its parts may have misled
LEAST_KEPT = 0.25  # of the text of the whole page: with less than that, they have


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. Addresses are absolute; "" or () where the page does not say."""

    title: str = ""
    text: str = ""
    author: str = ""
    outlet: str = ""
    published_at: str = ""  # ISO 8601 in UTC, or a day
    published_precision: Precision = "none"
    modified_at: str = ""
    section: str = ""
    address: str = ""  # the one the page calls its own, else the one it was fetched from
    picture: str = ""
    language: str = ""  # what the page says it is written in: a hint
    charset: str = ""
    opt_outs: tuple[str, ...] = ()  # refusals of machine reading: noai, noimageai, tdm-reservation
    kind: Kind = "article"
    next_page: str = ""  # where the article goes on
    method: str = ""  # how the text was found: fast, full, declared, paragraphs


def read_page(
    page: bytes | str,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    zone: str = "",
    fetched: datetime | None = None,
) -> Page:
    """Read a page of HTML fetched from `url` with these response `headers`. Never raises for what the page holds.

    `zone` (IANA) is that of times without one; by default it follows from the host's country and the language. Times
    told from now ("il y a 3 heures") are read where it is known when the page was `fetched`.
    """
    headers = {name.lower(): value for name, value in (headers or {}).items()}
    text, charset = (page, "utf-8") if isinstance(page, str) else decode_page(page, headers.get("content-type", ""))
    text = text.replace("\0", "")
    tree = parse_html(text)
    if tree is None or tree.xpath("count(//*)") > MOST_ELEMENTS:
        return Page(address=url, charset=charset)
    return _read_tree(tree, text, url, headers, zone, charset, fetched)


def _read_tree(
    tree: Any, markup: str, url: str, headers: Mapping[str, str], zone: str, charset: str, fetched: datetime | None
) -> Page:
    base = tree.find(".//base[@href]")
    declared = read_declared(tree, absolute(base.get("href"), url) or url if base is not None else url)
    address = _address(declared, url)
    language = _language(tree, declared, headers)
    zone = zone or find_zone(language, urlsplit(address).hostname or "")
    outlet = _outlet(declared)
    title = find_title(tree, declared, outlet)
    headline = find_headline(tree, title)
    published, modified = find_dates(tree, declared, headline, address, zone, fetched)
    author, next_page = find_author(tree, declared), find_next_page(tree, declared, url)
    signs = read_signs(tree, declared)  # the last that asks the whole page: now it is cleared
    body, method = _find_body(tree, markup, declared)
    for shown in (title, clean(headline.text_content()) if headline is not None else ""):
        body = without_head(body, shown, author)
    body = with_standfirst(body, headline, declared)
    return Page(
        title=title,
        text=body,
        author=author,
        outlet=outlet,
        published_at=published.at,
        published_precision=published.precision,
        modified_at=modified.at,
        section=_section(declared),
        address=address,
        picture=_picture(declared, url),
        language=language[:2].lower(),
        charset=charset,
        opt_outs=find_opt_outs(declared, headers),
        kind=find_kind(signs, declared, title, body, url),
        next_page=next_page,
        method=method,
    )


def _find_body(tree: Any, markup: str, declared: Declared) -> tuple[str, str]:
    """The text and how it was found, once `tree` is cleared; that of all the `markup` where clearing misled."""
    taken = clear(tree)
    restore_paragraphs(tree)
    found = extract_body(tree, declared)
    if taken > MOST_CLEARED:
        whole = extract_body(parse_html(markup), declared)
        return whole if prose_of(found[0]) < LEAST_KEPT * prose_of(whole[0]) else found
    return found


def page_document(page: Page, key: str, origins: Sequence[Origin], outlet: str = "", language: str = "") -> Document:
    """The document in `page`: known by its address, else by `key`; `outlet` and `language` where the page has none."""
    named = ("section", "picture", "charset", "method", "modified_at")
    extra: dict[str, Any] = {name: getattr(page, name) for name in named if getattr(page, name)}
    if page.opt_outs:
        extra["opt_outs"] = list(page.opt_outs)
    return Document(
        key=canonical_address(page.address) or key,
        url=page.address,
        outlet=page.outlet or outlet,
        raw_title=page.title,
        raw_text=page.text,
        author=page.author,
        published_at=page.published_at,
        published_precision=page.published_precision,
        language_hint=page.language or language,
        origins=tuple(origins),
        extra=extra,
    )


def join_pages(pages: Sequence[Page]) -> Page:
    """One article from its pages in order: the first page's facts, everyone's text, each paragraph of it once."""
    lines = (line for page in pages for line in page.text.splitlines() if not TO_NEXT.fullmatch(line.strip()))
    return replace(pages[0], text="\n".join(dict.fromkeys(lines)), next_page="")


def _address(declared: Declared, url: str) -> str:
    """The canonical link, unless it points at a site's front from a page within."""
    for said in (declared.links.get("canonical", ""), absolute(declared.meta("og:url"), url)):
        if said and (urlsplit(said).path.strip("/") or not urlsplit(url).path.strip("/")):
            return said
    return url


def _language(tree: Any, declared: Declared, headers: Mapping[str, str]) -> str:
    said = declared.article.get("inLanguage")
    candidates = (
        said if isinstance(said, str) else "",
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        declared.meta("og:locale", "content-language", "language", "dc.language"),
        headers.get("content-language", ""),
    )
    return next((c.strip() for c in candidates if re.match(r"[A-Za-z]{2}(?:[-_]|$)", c.strip())), "")


def _outlet(declared: Declared) -> str:
    publishers = names_of(declared.article.get("publisher"), declared.graph)
    sites = [clean(node.get("name")) for node in declared.graph if "WebSite" in types_of(node)]
    said = [*publishers, declared.meta("og:site_name"), *sites, declared.property("publisher")]
    return next((name for name in (*said, declared.meta("application-name")) if name), "")


def _section(declared: Declared) -> str:
    said = declared.article.get("articleSection")
    sections = [clean(part) for part in (said if isinstance(said, list) else [said])]
    trails = [node.get("itemListElement") for node in declared.graph if "BreadcrumbList" in types_of(node)]
    steps = [clean(_step_name(step)) for trail in trails[:1] if isinstance(trail, list) for step in trail]
    candidates = [*sections, declared.meta("article:section", "og:section", "section"), *steps[1:2]]
    return next((c for c in (*candidates, declared.property("articlesection")) if c), "")


def _step_name(step: Any) -> Any:
    named = (step, step.get("item")) if isinstance(step, dict) else ()
    return next((thing["name"] for thing in named if isinstance(thing, dict) and thing.get("name")), "")


def _picture(declared: Declared, url: str) -> str:
    image = declared.article.get("image")
    image = image[0] if isinstance(image, list) and image else image
    image = (image.get("url") or image.get("contentUrl") or image.get("@id")) if isinstance(image, dict) else image
    candidates = (image, declared.meta("og:image", "og:image:url", "twitter:image"), declared.property("image"))
    return next((address for c in candidates if (address := absolute(c, url))), "")


def find_opt_outs(declared: Declared, headers: Mapping[str, str]) -> tuple[str, ...]:
    """The page's refusals of machine reading: `robots` meta, X-Robots-Tag, and the TDM Reservation Protocol of W3C.

    Of the latter, what the page says goes before what its headers say (its specification, "Processing Priority").
    """
    robots = ",".join([*declared.metas.get("robots", ()), headers.get("x-robots-tag", "")]).lower()
    words = set(re.findall(r"[a-z]+", robots))
    reserved = (declared.meta("tdm-reservation") or headers.get("tdm-reservation", "")).strip()[:1] == "1"
    return tuple(word for word in ("noai", "noimageai") if word in words) + ("tdm-reservation",) * reserved


def read_opt_outs(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The refusals of machine reading in an answer's headers alone."""
    return find_opt_outs(Declared(), {name.lower(): value for name, value in headers.items()})
