"""Feeds read: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, whole or damaged, into the entries they name."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spiders.charset import decode_page
from spiders.declared import absolute
from spiders.jsonfeed import mend_feed
from spiders.published import NEVER, read_moment

MOST_ENTRIES = 10_000  # the longest feeds of the press name a few hundred
WHOLE_DESCRIPTION = 1500  # characters: more than any summary
DEEPEST = 200  # elements within elements; lxml refuses more than 256
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
# A document type brings entities of its own, which can grow without end; feeds need none.
DOCUMENT_TYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|<!(?:ENTITY|ELEMENT|ATTLIST)[^>]*>", re.I | re.S)
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
BARE = re.compile(r"&(?!#?\w+;)")
CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
TAG = re.compile(r"<(/?)[A-Za-z][^<>]*?(/?)>")
NAMED = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)\b", re.I)
ROOTS = {  # the first element of a feed → how people call it
    "rss": "RSS",
    "rdf": "RSS 1.0 (RDF)",
    "feed": "Atom",
    "channel": "RSS",
}
ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|rdf|feed|channel)\b([^>]*)>", re.I)
XML_BASE = re.compile(r"\bxml:base\s*=", re.I)  # completes addresses; fastfeedparser passes it over
JSON_FEED = re.compile(r'^\s*\{[^{}]*"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a source names it; all but the address may be missing."""

    url: str
    title: str = ""
    published_at: str = ""  # ISO 8601 in UTC, or a day
    updated_at: str = ""
    author: str = ""
    text: str = ""  # the article's text as the feed brings it (HTML or plain), "" for a mere summary
    opt_outs: tuple[str, ...] = ()  # refusals of machine reading by the feed that brings it


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: which kind, what it calls itself, whether it was whole, and what it names."""

    form: str
    title: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    whole: bool = True  # False: cut off or damaged, read as far as it goes
    left_out: int = 0  # entries beyond the limit


class NotAFeed(ValueError):
    """The bytes are no feed; the message says what they look like."""


class BrokenFeed(NotAFeed):
    """The bytes begin as a feed does and cannot be read as one."""


def read_feed(data: bytes, url: str = "", content_type: str = "") -> Feed:
    """Read the feed in `data`, fetched from `url`; relative addresses are completed, the newest limit kept.

    Raises NotAFeed for anything else: a page, an error, bytes.
    """
    text, _ = decode_page(data, content_type)
    text = text.lstrip("\ufeff \t\r\n")
    form = feed_form(text)
    if not form:
        raise NotAFeed(f"no feed but {_describe(text)}")
    if form == "JSON Feed":
        text, named, whole = mend_feed(text)
    else:
        text = _defused(text)
        named, whole = len(NAMED.findall(text)), _is_closed(text)
        if _depth(text) > DEEPEST:
            raise BrokenFeed(f"a feed with elements nested more than {DEEPEST} deep")
    parsers = (_parse_patient,) if XML_BASE.search(text) else (_parse_fast, _parse_patient)
    found = next((found for parse in parsers if (found := _tried(parse, text))["entries"]), {})
    entries = tuple(_unique(_entry(raw, url) for raw in found.get("entries", ())))
    if named and whole and not entries:
        raise BrokenFeed(f"{form}, none of its {named} entries has an address that can be read")
    about = found.get("feed") or {}
    return Feed(
        form=form,
        title=_plain(about.get("title")),
        language=str(about.get("language") or _declared_language(text)).strip().lower(),
        entries=entries[:MOST_ENTRIES],
        whole=whole,
        left_out=max(0, len(entries) - MOST_ENTRIES),
    )


def feed_form(text: str) -> str:
    """What kind of feed `text` begins as: RSS 2.0, Atom, JSON Feed …; "" for none."""
    head = text[:4000]
    if JSON_FEED.match(head):
        return "JSON Feed"
    if re.search(r"<html\b|<body\b", head, re.I):
        return ""
    root = ROOT.search(head)
    if not root:
        return ""
    version = re.search(r"""\bversion\s*=\s*["']([\d.]+)""", root[2])
    name = ROOTS[root[1].lower()]
    return f"{name} {version[1]}" if version and name == "RSS" else name


def _describe(text: str) -> str:
    if not text.strip():
        return "nothing at all"
    if re.search(r"<!doctype html|<html\b|<body\b", text[:4000], re.I):
        return "a web page"
    return "JSON of another kind" if text[:1] in "{[" else "XML of another kind" if text[:1] == "<" else "plain text"


def _defused(text: str) -> str:
    """`text` without a document type, its entities of HTML resolved (RSS 0.91 had them), in UTF-8 whatever it said."""
    text = DOCUMENT_TYPE.sub("", DECLARATION.sub("", text))
    parts = CDATA.split(text)  # what is in CDATA stands for itself
    parts[::2] = [BARE.sub("&amp;", ENTITY.sub(lambda found: _resolved(found[0]), part)) for part in parts[::2]]
    return "".join(parts)


def _resolved(entity: str) -> str:
    character = html.unescape(entity)
    return html.escape(character) if character != entity else f"&amp;{entity[1:]}"


def _is_closed(text: str) -> bool:
    return bool(re.search(r"</(?:[\w.-]+:)?(?:rss|rdf|feed|channel)>\s*(?:<!--.*?-->\s*)*$", text[-2000:], re.I | re.S))


def _depth(text: str) -> int:
    depth = deepest = 0
    for tag in TAG.finditer(CDATA.sub("", text)):
        depth += -1 if tag[1] else not tag[2]
        deepest = max(deepest, depth)
    return deepest


def _tried(parse: Callable[[bytes], Mapping[str, Any]], text: str) -> Mapping[str, Any]:
    """What `parse` makes of the feed; nothing where it fails in any way: hostile feeds find every way."""
    try:
        return parse(text.encode(errors="replace"))
    except Exception:
        return {"entries": []}


def _parse_fast(data: bytes) -> Mapping[str, Any]:
    import fastfeedparser

    found: Mapping[str, Any] = fastfeedparser.parse(data, include_media=False, include_enclosures=False)
    return found


def _parse_patient(data: bytes) -> Mapping[str, Any]:
    import feedparser

    # a file object: given bytes that look like an address, feedparser would fetch it
    found: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(data), response_headers={"content-type": "application/xml; charset=utf-8"}
    )
    return found


def _entry(raw: Mapping[str, Any], url: str) -> Entry:
    return Entry(
        url=_address(raw, url),
        title=_plain(raw.get("title")),
        published_at=_time(raw.get("published")),
        updated_at=_time(raw.get("updated")),
        author=_plain(raw.get("author")),
        text=_content(raw),
    )


def _address(raw: Mapping[str, Any], url: str) -> str:
    links = [link for link in raw.get("links") or () if isinstance(link, Mapping)]
    alternates = [link.get("href") for link in links if link.get("rel", "alternate") == "alternate"]
    identity = raw.get("id") if "://" in str(raw.get("id")) else ""
    return next((address for said in (raw.get("link"), *alternates, identity) if (address := absolute(said, url))), "")


def _time(said: object) -> str:
    moment = read_moment(str(said)) if said else NEVER
    return moment.at


def _content(raw: Mapping[str, Any]) -> str:
    """The entry's content; a description is taken for one only where it has the length of an article."""
    parts = [str(part.get("value") or "") for part in raw.get("content") or () if isinstance(part, Mapping)]
    said = max(parts, key=len, default="")
    is_summary = said in (raw.get("description"), raw.get("summary"))
    return said if not is_summary or len(_plain(said)) >= WHOLE_DESCRIPTION else ""


def _plain(said: object) -> str:
    text = html.unescape(re.sub(r"<[^<>]+>", "", html.unescape(str(said or ""))))
    return " ".join(text.split())


def _declared_language(text: str) -> str:
    found = re.search(r"""<(?:[\w.-]+:)?language>\s*([\w-]+)|xml:lang=["']([\w-]+)|"language"\s*:\s*"([\w-]+)""", text)
    return next((group for group in found.groups() if group), "") if found else ""


def _unique(entries: Iterable[Entry]) -> Iterable[Entry]:
    seen: set[str] = set()
    for entry in entries:
        if entry.url and entry.url not in seen:
            seen.add(entry.url)
            yield entry
