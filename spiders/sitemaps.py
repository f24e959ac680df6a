"""Sitemaps read: of news, plain, indexes of others, lists of addresses; compressed or not."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from spiders.charset import decode_page
from spiders.declared import absolute
from spiders.feeds import DOCUMENT_TYPE, Entry
from spiders.published import read_moment

MOST_BYTES = 50 * 1024 * 1024  # sitemaps.org: 50 MB uncompressed, 50,000 addresses
MOST_ENTRIES = 50_000
RECENT = timedelta(days=7)  # of a plain sitemap, which may name everything since the outlet's first day
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The articles a sitemap names, or the sitemaps an index names (as entries with their date of change)."""

    form: str
    entries: tuple[Entry, ...] = ()
    is_index: bool = False
    whole: bool = True


class NotASitemap(ValueError):
    """The bytes are no sitemap; the message says why."""


class BrokenSitemap(NotASitemap):
    """The bytes begin as a sitemap may and cannot be read as one."""


def read_sitemap(data: bytes, url: str = "", content_type: str = "") -> Sitemap:
    """Read the sitemap or list of addresses in `data`, fetched from `url`. Raises NotASitemap for anything else."""
    data = decompress(data)
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:4000]
    if re.search(rb"<(?:[\w.-]+:)?(urlset|sitemapindex)\b", head):
        return _read_xml(data, url, content_type)
    addresses = _read_list(data, content_type)
    if addresses:
        return Sitemap("list of addresses", tuple(Entry(address) for address in addresses))
    raise NotASitemap("neither a sitemap nor a list of addresses")


def decompress(data: bytes, most: int = MOST_BYTES) -> bytes:
    """`data` as it is, or what it is the gzip of. Raises NotASitemap where that is broken or grows beyond `most`."""
    if not data.startswith(GZIP):
        return data
    try:
        unpacker = zlib.decompressobj(wbits=31)
        unpacked = unpacker.decompress(data, most)
    except zlib.error as error:
        raise BrokenSitemap(f"gzip that cannot be read ({error})") from error
    if unpacker.unconsumed_tail:
        raise BrokenSitemap(f"gzip that grows beyond {most} bytes")
    return unpacked


def choose_recent(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """The entries changed within a week, the newest first; all of them where the sitemap tells no dates."""
    entries = list(entries)
    since = (now - RECENT).strftime("%Y-%m-%d")
    dated = [entry for entry in entries if entry.updated_at or entry.published_at]
    if not dated:
        return entries
    recent = [entry for entry in dated if (entry.updated_at or entry.published_at) >= since]
    return sorted(recent, key=lambda entry: entry.updated_at or entry.published_at, reverse=True)


def choose_parts(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """The sitemaps of an index to ask for: those changed within a week, then those that tell no date."""
    entries = list(entries)
    undated = [entry for entry in entries if not (entry.updated_at or entry.published_at)]
    return list(dict.fromkeys([*choose_recent(entries, now), *undated]))


def _read_xml(data: bytes, url: str, content_type: str) -> Sitemap:
    from lxml import etree

    text = DOCUMENT_TYPE.sub("", re.sub(r"^\s*<\?xml[^>]*\?>", "", decode_page(data, content_type)[0].lstrip("\ufeff")))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        raise BrokenSitemap("XML that cannot be read")
    is_index = etree.QName(root).localname == "sitemapindex"
    found = (_read_entry(element, url) for element in root.iterchildren(tag=etree.Element))
    entries = tuple({entry.url: entry for entry in found if entry.url}.values())
    news = any(entry.title for entry in entries)
    return Sitemap(
        form="sitemap index" if is_index else "news sitemap" if news else "sitemap",
        entries=entries[:MOST_ENTRIES],
        is_index=is_index,
        whole=bool(re.search(r"</(?:[\w.-]+:)?(?:urlset|sitemapindex)>\s*$", text[-500:])),
    )


def _read_entry(element: Any, url: str) -> Entry:
    said: dict[str, str] = {}
    for part in element.iter():
        if isinstance(part.tag, str) and part.text and part.text.strip():
            said.setdefault(part.tag.rpartition("}")[2], part.text.strip())
    return Entry(
        url=absolute(said.get("loc"), url),
        title=" ".join(said.get("title", "").split()) if "publication_date" in said else "",
        published_at=read_moment(said.get("publication_date", "")).at,
        updated_at=read_moment(said.get("lastmod", "")).at,
    )


def _read_list(data: bytes, content_type: str) -> list[str]:
    """The addresses of a text with nothing else in it, comments apart."""
    lines = [line.strip() for line in decode_page(data, content_type)[0].splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines or not all(re.fullmatch(r"https?://\S+", line) for line in lines):
        return []
    return list(dict.fromkeys(lines))[:MOST_ENTRIES]
