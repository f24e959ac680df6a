"""Atom feeds: what a view would show, for a feed reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `path` is its address on this page, `at` an ISO 8601 time or day."""

    path: str
    title: str
    summary: str
    at: str
    language: str = ""
    author: str = ""


def write_atom(title: str, base: str, path: str, entries: Iterable[Entry]) -> bytes:
    """An Atom feed (RFC 4287) of `entries`, at `path` of the page that lies at `base`."""
    listed = list(entries)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(feed, "title", title)
    _add(feed, "id", f"{base}{path}")
    _add(feed, "updated", max((_time(e.at) for e in listed), default="1970-01-01T00:00:00Z"))
    _add(feed, "link", href=f"{base}{path}", rel="self")
    _add(_add(feed, "author"), "name", "News monitor")
    for entry in listed:
        _write(feed, base, entry)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8"))


def _write(feed: Any, base: str, entry: Entry) -> None:
    element = _add(feed, "entry")
    if entry.language not in ("", "und"):
        element.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
    _add(element, "title", entry.title)
    _add(element, "id", f"{base}{entry.path}")
    _add(element, "updated", _time(entry.at))
    _add(element, "link", href=f"{base}{entry.path}", rel="alternate")
    if entry.author:
        _add(_add(element, "author"), "name", entry.author)
    _add(element, "summary", entry.summary)


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", {key: _legal(value) for key, value in attributes.items()})
    element.text = _legal(text) or None
    return element


def _legal(text: str) -> str:
    """Without the characters that XML has no way to write."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff" and not 0xD800 <= ord(c) < 0xE000)
    )


def _time(at: str) -> str:
    return at if "T" in at else f"{at}T00:00:00Z"
