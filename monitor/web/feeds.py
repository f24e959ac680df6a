"""What a view shows as an Atom feed, with addresses of this page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from monitor import atom


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `path` is its address on this page, `at` an ISO 8601 time or day."""

    path: str
    title: str
    summary: str
    at: str
    language: str = ""
    author: str = ""


def enter_document(row: dict[str, Any], summary: str = "") -> Entry:
    """The entry of a document."""
    return Entry(f"/document/{row['id']}", row["title"], summary, row["dated_at"], row["language"], row["outlet"])


def write_feed(title: str, base: str, path: str, entries: Iterable[Entry], language: str, begun: str = "") -> str:
    """The feed at `path` of the page that lies at `base`; entries are known by their paths, wherever the page lies."""
    listed = [
        atom.Entry(e.path, e.title, e.at, f"{base}{e.path}", e.summary, language=e.language, author=e.author)
        for e in entries
    ]
    return atom.write_atom(path, title, listed, language, f"{base}{path}", begun)
