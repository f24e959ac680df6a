"""Atom feeds (RFC 4287), for feed readers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from monitor.document import TIME

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `name` tells it from all others for ever, `at` is an ISO 8601 time or day.

    `html` is its content with markup, `summary` plain text; one of them will do.
    """

    name: str
    title: str
    at: str
    link: str = ""
    summary: str = ""
    html: str = ""
    language: str = ""
    author: str = ""


def write_atom(
    name: str, title: str, entries: Sequence[Entry], language: str, address: str = "", begun: str = ""
) -> str:
    """A feed of `entries`, known for ever by `name`, in the reader's `language` but for entries that say otherwise.

    It is found at `address`, and is as new as its newest entry; without any, as the time it was `begun`, or as now.
    """
    feed = etree.Element(f"{{{ATOM}}}feed", {LANG: language}, nsmap={None: ATOM})
    _add(feed, "id", _identify(name))
    _add(feed, "title", title)
    started = begun or datetime.now(UTC).strftime(TIME)
    _add(feed, "updated", max((_time(entry.at) for entry in entries), default=started))
    if address:
        _add(feed, "link", href=address, rel="self")
    _add(_add(feed, "author"), "name", "News monitor")
    for entry in entries:
        _write(feed, entry)
    text = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return str(text, "utf-8")


def _write(feed: Any, entry: Entry) -> None:
    element = _add(feed, "entry")
    if entry.language not in ("", "und"):
        element.set(LANG, entry.language)
    _add(element, "id", _identify(entry.name))
    _add(element, "title", entry.title)
    _add(element, "updated", _time(entry.at))
    if entry.link.startswith(("http://", "https://")):
        _add(element, "link", href=entry.link, rel="alternate")
    if entry.author:
        _add(_add(element, "author"), "name", entry.author)
    if entry.html:
        _add(element, "content", entry.html, type="html")
    else:
        _add(element, "summary", entry.summary)


def _identify(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _add(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{tag}", {key: _legal(value) for key, value in attributes.items()})
    element.text = _legal(text) or None
    return element


def _legal(text: str) -> str:
    """Without the characters that XML has no way to write."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff" and not 0xD800 <= ord(c) < 0xE000)
    )


def _time(at: str) -> str:
    return at if "T" in at else f"{at}T00:00:00Z"
