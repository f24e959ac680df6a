"""What is crawled: the sources of `sources.toml`, read, checked and added to."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.errors import MonitorError
from monitor.settings import SEEDS, Settings
from monitor.tables import read_tables, write_value

KINDS = ("feed", "sitemap", "page", "load")
# An address without a scheme is a path where it begins or ends as paths do: "archives/2018.warc.gz", "../saved".
PATH = re.compile(r"(?:~|\.{0,2}/).*|.*\.(?:warc(?:\.gz)?|html?|txt|md|jsonl|eml)", re.I)


@dataclass(frozen=True, slots=True)
class Source:
    """One [[source]]: a feed, a sitemap or a page that names articles; or (`load`) what lies on this machine.

    An empty `kind` is found out by the crawl. The address of a `load` is a path.
    """

    name: str
    outlet: str
    address: str
    language: str
    kind: str = ""
    enabled: bool = True
    country: str = ""
    tags: tuple[str, ...] = ()
    cookies: str = ""  # as a browser sends them: "name=value; name=value"


FIELDS = {f.name: str(f.type) for f in fields(Source)}
NEEDED = ("name", "outlet", "address", "language")


def sources_path(settings: Settings) -> Path:
    """The list in force: `settings.sources`, or the one that comes with the program."""
    return Path(settings.sources) if settings.sources else SEEDS / "sources.toml"


def read_sources(settings: Settings) -> tuple[Source, ...]:
    """Return the sources of the list in force, in its order.

    Raises MonitorError for a missing or broken file, an unknown field or kind, an address that is none of the web's,
    and a name or an address that is there twice.
    """
    path = sources_path(settings)
    tables = read_tables(path, "source", "a list of sources")
    found = (_read_source(table, f"{path}: [[source]] {number}") for number, table in enumerate(tables, start=1))
    sources = tuple(_placed(source, path.resolve().parent) for source in found)
    _check_twins(sources, path)
    return sources


def choose_sources(sources: Sequence[Source], names: Iterable[str]) -> tuple[Source, ...]:
    """Return the sources so named, on or off; without names, all that are enabled.

    Raises MonitorError for a name nobody bears, with the nearest right one.
    """
    known = {source.name: source for source in sources}
    folded = {name.casefold(): name for name in known}
    chosen = []
    for name in names:
        if name.casefold() not in folded:
            near = difflib.get_close_matches(name.casefold(), folded, n=1)
            advice = f"did you mean {folded[near[0]]!r}?" if near else "`monitor sources list` names them all"
            raise MonitorError(f"no source is called {name!r}; {advice}")
        chosen.append(known[folded[name.casefold()]])
    return tuple(dict.fromkeys(chosen)) if chosen else tuple(source for source in sources if source.enabled)


def write_source(source: Source) -> str:
    """The lines of `sources.toml` that say this source; empty fields are left out."""
    lines = ["[[source]]"]
    for name in FIELDS:
        value = getattr(source, name)
        if value or name == "enabled":
            lines.append(f"{name} = {write_value(value)}")
    return "\n".join(lines) + "\n"


def add_sources(settings: Settings, added: Iterable[Source]) -> list[Source]:
    """Write at the end of the list those that are not in it yet (by address), under names of their own; return them.

    Raises MonitorError where the list is the program's own or cannot be written.
    """
    if not settings.sources:
        raise MonitorError("the list that comes with the program stays as it is; `monitor init` writes one of your own")
    path, present = sources_path(settings), list(read_sources(settings))
    new = []
    for source in added:
        if all(_same(source.address) != _same(other.address) for other in present):
            present.append(_renamed(source, {other.name.casefold() for other in present}))
            new.append(present[-1])
    try:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"\n{write_source(source)}" for source in new)
    except OSError as error:
        raise MonitorError(f"{path}: cannot be written ({error.strerror}); check its permissions") from error
    return new


def _renamed(source: Source, taken: set[str]) -> Source:
    values: dict[str, Any] = {name: getattr(source, name) for name in FIELDS}
    number = 2
    while values["name"].casefold() in taken:
        values["name"] = f"{source.name} ({number})"
        number += 1
    return Source(**values)


def _read_source(table: Any, where: str) -> Source:
    if not isinstance(table, dict):
        raise MonitorError(f"{where} is {table!r}; begin each entry with a line [[source]]")
    where = f"{where} ({table['name']})" if isinstance(table.get("name"), str) else where
    for key, value in table.items():
        _check_field(key, value, where)
    if missing := [name for name in NEEDED if name not in table]:
        raise MonitorError(f"{where} has no {missing[0]}; every entry needs {', '.join(NEEDED)}")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    source = Source(**values)
    if source.kind and source.kind not in KINDS:
        raise MonitorError(f"{where}: kind is {source.kind!r}; it must be {', '.join(KINDS)}, or be left out")
    if source.kind == "load" or ("://" not in source.address and not source.kind and PATH.fullmatch(source.address)):
        return replace(source, kind="load")
    check_address(source.address, where)
    return source


def _placed(source: Source, folder: Path) -> Source:
    """A path is relative to the folder of the list."""
    if source.kind != "load":
        return source
    return replace(source, address=str((folder / Path(source.address).expanduser()).resolve()))


def check_address(address: str, where: str) -> None:
    """Raise MonitorError where `address` is none that can be fetched."""
    try:
        right = urlsplit(address).scheme in ("http", "https") and bool(urlsplit(address).hostname)
    except ValueError:
        right = False
    if not right or any(c.isspace() for c in address):
        advice = 'write it whole, as https://host.example/feed.xml; a path has kind = "load"'
        raise MonitorError(f"{where}: {address!r} cannot be fetched; {advice}")


def _check_field(key: str, value: Any, where: str) -> None:
    if key not in FIELDS:
        near = difflib.get_close_matches(key, FIELDS, n=1)
        advice = f"did you mean `{near[0]}`?" if near else f"allowed are {', '.join(FIELDS)}"
        raise MonitorError(f"{where}: no field is called `{key}`; {advice}")
    if FIELDS[key] == "bool":
        right, wanted = isinstance(value, bool), "true or false"
    elif FIELDS[key] == "str":
        empty = key in ("kind", "country", "cookies")
        right = isinstance(value, str) and value == value.strip() and (empty or bool(value))
        wanted = "text in quotes, with no space at either end"
    else:
        right = isinstance(value, list) and all(isinstance(tag, str) and tag for tag in value)
        wanted = 'a list of texts such as ["business"]'
    if not right:
        raise MonitorError(f"{where}: {key} is {value!r}; it must be {wanted}")


def _check_twins(sources: Iterable[Source], path: Path) -> None:
    names: set[str] = set()
    addresses: dict[str, Source] = {}
    for source in sources:
        if source.name.casefold() in names:
            raise MonitorError(f"{path}: two sources are called {source.name!r}; give one of them another name")
        names.add(source.name.casefold())
        twin = addresses.setdefault(_same(source.address), source)
        if twin is not source:
            raise MonitorError(f"{path}: {twin.name!r} and {source.name!r} have one address; take one of them out")


def _same(address: str) -> str:
    return address.casefold().rstrip("/")
