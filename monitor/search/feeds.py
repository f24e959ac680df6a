"""A saved search's hits as an Atom feed."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.atom import Entry, write_atom
from monitor.search.saved import Saved
from monitor.search.searching import Hit


def write_feed(saved: Saved, found: Sequence[tuple[Hit, str]], language: str) -> str:
    """The hits, each with the time it was found, titled in the reader's `language` where they can be."""
    entries = [_entry(saved, hit, at, language) for hit, at in found]
    return write_atom(f"saved:{saved.name}", saved.name, entries, language, begun=saved.saved_at)


def _entry(saved: Saved, hit: Hit, at: str, language: str) -> Entry:
    title = {"en": hit.title_en, "fr": hit.title_fr}.get(language) or hit.title
    return Entry(
        name=f"saved:{saved.name}:document:{hit.id}",
        title=title,
        at=at,
        link=hit.url,
        summary="".join(text for text, _ in hit.passage),
        language=language if title != hit.title else hit.language,
        author=hit.outlet,
    )
