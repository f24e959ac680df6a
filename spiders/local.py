"""Sources that lie on this machine: archives, saved pages and other documents, and lists of addresses to ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from monitor.document import Origin
from monitor.store.pages import Arrival
from spiders.feeds import Entry
from spiders.files import read_documents
from spiders.sitemaps import NotASitemap, read_sitemap
from spiders.visits import Visit

LONGEST_LIST = 5 * 1024 * 1024  # bytes


def read_version(path: Path) -> str:
    """What changes when the file, or what lies in the folder, does; "" where there is nothing."""
    if not path.exists():
        return ""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return f"{len(files)} files, changed {max((file.stat().st_mtime_ns for file in (*files, path)), default=0)}"


def read_addresses(path: Path) -> tuple[Entry, ...]:
    """The addresses in a text file of nothing else; () for anything but such a list."""
    if not path.is_file() or path.stat().st_size > LONGEST_LIST:
        return ()
    try:
        return read_sitemap(path.read_bytes()).entries if path.suffix in (".txt", ".list") else ()
    except (OSError, NotASitemap):
        return ()


def read_local(visit: Visit) -> Iterator[Arrival]:
    """The documents of the visit's source, as its own; what cannot be read is noted."""
    name = visit.source.name
    problems: list[str] = []
    for document in read_documents([Path(visit.source.address)], problems.append, lambda _: None):
        visit.entries += 1
        own = replace(
            document,
            outlet=document.outlet or visit.source.outlet,
            language_hint=document.language_hint or visit.source.language,
            origins=tuple(Origin(name, origin.address) for origin in document.origins),
        )
        yield Arrival(source=name, address=own.key, url=own.url, status="file", document=own)
    visit.notes.update(problems)
    if problems and not visit.entries:
        visit.problem = problems[0].partition(": ")[2] or problems[0]
