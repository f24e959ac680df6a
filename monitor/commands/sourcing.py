"""Commands about sources that need no network: the list, and OPML in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from monitor.commands.options import Call, command_options
from monitor.digest.labels import LABELS
from monitor.errors import MonitorError
from monitor.sources import Source, add_sources, check_address, read_sources
from monitor.store.reading import open_to_read
from monitor.terminal import echo


@click.group()
def sources() -> None:
    """Where documents come from: list, check, add, import, export."""


@sources.command("list")
@click.option("--all", "everything", is_flag=True, help="Those switched off as well.")
@command_options
def list_sources(call: Call, everything: bool) -> int:
    """List the sources that are on, and how each was at its last visit."""
    listed = read_sources(call.settings)
    health = _health(call.store)
    for source in listed:
        if source.enabled or everything:
            state = health.get(source.name, "not asked yet") if source.enabled else "off"
            echo(f"{source.name}  [{source.language}]  {source.address}  {state}")
    if not listed:
        call.say("no source is listed yet; `monitor sources add URL` adds one")
    if any(source.enabled and health.get(source.name, "").startswith(("broken", "blocked")) for source in listed):
        call.say(str(LABELS["en"]["mend"]))
    off = sum(not source.enabled for source in listed)
    if off and not everything:
        call.say(f"{off} more are off; `monitor sources list --all` shows them")
    return 0


def _health(store: Path) -> dict[str, str]:
    if not store.exists():
        return {}
    with open_to_read(store) as db:
        rows = db.execute("SELECT name, state, note FROM source_health WHERE checked_at IS NOT NULL")
        return {name: f"{state}: {note}" if note else state for name, state, note in rows}


@sources.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="OPML")
@click.option("--language", default="en", metavar="CODE", help="Of feeds that do not say theirs; default en.")
@command_options
def import_opml(call: Call, path: Path, language: str) -> int:
    """Add the feeds of an OPML file to your sources. Other readers export one."""
    problems: list[str] = []
    found = list(read_opml(path, language, problems.append))
    new = add_sources(call.settings, found)
    for problem in problems:
        call.say(f"left out: {problem}")
    call.say(f"{len(new)} added, {len(found) - len(new)} known already; `monitor sources check` tries them")
    return 1 if problems else 0


@sources.command("export")
@command_options
def export_opml(call: Call) -> int:
    """Print the sources as OPML, for other readers."""
    echo(write_opml(read_sources(call.settings)))
    return 0


def read_opml(path: Path, language: str, problem: Callable[[str], None]) -> Iterator[Source]:
    """The feeds of an OPML file; `problem` hears of each that cannot be one. Raises MonitorError where it is none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.parse(str(path), parser).getroot()
    except OSError as error:
        raise MonitorError(f"{path}: cannot be read; check its name and permissions") from error
    except etree.XMLSyntaxError as error:
        raise MonitorError(f"{path}: not OPML ({error.msg}); export it again from your reader") from error
    if root.tag != "opml":
        raise MonitorError(f"{path}: begins with <{root.tag}>, not <opml>; export it again from your reader")
    for outline in root.iter("outline"):
        if address := (outline.get("xmlUrl") or "").strip():
            try:
                yield _read_outline(outline, address, language, path)
            except MonitorError as error:
                problem(str(error))


def _read_outline(outline: Any, address: str, language: str, path: Path) -> Source:
    check_address(address, str(path))
    name = " ".join((outline.get("title") or outline.get("text") or address).split())
    outlet = " ".join((outline.get("outlet") or name).split())
    kind = outline.get("kind", "feed" if outline.get("type", "rss").lower() in ("rss", "atom") else "")
    said = (outline.get("language") or language)[:2].lower()
    on = outline.get("enabled", "true") != "false"
    tags = tuple(filter(None, (tag.strip() for tag in (outline.get("category") or "").split(","))))
    kind = kind if kind in ("feed", "sitemap", "page") else ""
    return Source(name, outlet, address, said, kind, on, outline.get("country") or "", tags)


def write_opml(listed: tuple[Source, ...]) -> str:
    """The sources as OPML 2.0; what OPML has no word for stands in attributes of ours, which others pass over.

    Cookies stay here: they are the reader's own. So do sources that lie on this machine.
    """
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Sources"
    body = etree.SubElement(root, "body")
    for source in (source for source in listed if source.kind != "load"):
        attributes = {"text": source.name, "title": source.name, "type": "rss", "xmlUrl": source.address}
        attributes |= {"outlet": source.outlet, "language": source.language, "kind": source.kind}
        attributes |= {"country": source.country} if source.country else {}
        attributes |= {"category": ",".join(source.tags)} if source.tags else {}
        etree.SubElement(body, "outline", {**attributes, "enabled": str(source.enabled).lower()})
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return text.rstrip()


COMMANDS = (sources,)
