"""Commands that show what is in the store: digest, show, serve."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import Call, command_options, refuse_store
from monitor.errors import MonitorError
from monitor.store.reading import open_to_read, require_store
from monitor.terminal import echo, echo_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlite_utils import Database

    from monitor.showing import Shown

STYLES = ("text", "markdown", "html", "json")
LANGUAGES = ("en", "fr")


@click.command()
@click.option("--date", "day", metavar="D", help="The issues of this day: 2026-01-31, today or yesterday.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: the first of reading_languages.")
@click.option("--format", "style", type=click.Choice(STYLES), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Write here instead of standard output.")
@command_options
def digest(call: Call, day: str | None, language: str | None, style: str, output: Path | None) -> int:
    """Print the digest: what is new, made now if need be; with --date, a past one exactly as it was."""
    from monitor.store.writing import Busy, open_to_write

    require_store(call.store)
    if day is None:
        try:
            with open_to_write(call.store, "digest") as db:
                _make(call, db)
        except Busy as busy:
            call.say(f"{busy}; this is the newest digest there is")
    with open_to_read(call.store) as store:
        text = _render(call, store, _day(call, day) if day else None, language, style)
    _write(text, output, call.store)
    return 0


def print_digest(call: Call, db: Database) -> None:
    """Make today's digest, if there is something to tell, and print the newest."""
    _make(call, db)
    with open_to_read(call.store) as store:
        click.echo(_render(call, store, None, None, "text"), nl=False)


def _make(call: Call, db: Database) -> None:
    from monitor.digest.making import make_digest
    from monitor.store.writing import now
    from monitor.watchlist import read_watchlist

    watched = frozenset((w.kind, w.name) for w in read_watchlist(call.settings).entries)
    make_digest(db, now(), call.settings.zone, watched)


def _day(call: Call, text: str) -> str:
    today = datetime.now(call.settings.zone).date()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        return (named.get(text) or date.fromisoformat(text)).isoformat()
    except ValueError as error:
        raise MonitorError(f"--date {text}: not a day; write 2026-01-31, today or yesterday") from error


def _render(call: Call, store: sqlite3.Connection, day: str | None, language: str | None, style: str) -> str:
    from monitor.digest.making import read_digests
    from monitor.digest.rendering import render_digest

    issues = read_digests(store, day)
    if not issues:
        days = [row[0] for row in store.execute("SELECT DISTINCT date FROM digest ORDER BY date DESC LIMIT 5")]
        known = f"the latest are of {', '.join(days)}" if days else "`monitor digest` makes the first"
        raise MonitorError(f"no digest of {day or 'any day'}; {known}")
    chosen = language or next((code for code in call.settings.reading_languages if code in LANGUAGES), "en")
    if style == "json":
        return json.dumps(issues if day else issues[0], ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return "\n".join(render_digest(issue, chosen, style, call.settings.zone) for issue in issues)


def _write(text: str, output: Path | None, store: Path) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    refuse_store(output, store)
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MonitorError(f"{output}: cannot be written ({error.strerror}); choose another --output") from error


@click.command()
@click.argument("what")
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: the first of reading_languages.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@command_options
def show(call: Call, what: str, language: str | None, as_json: bool) -> int:
    """Show one document (12), one story (story:12), or one subject over time (tag:NAME), whole."""
    chosen = language or call.settings.reading_languages[0]
    with open_to_read(call.store) as store:
        shown = _shown(store, what, chosen, call.settings.zone)
    echo_json(shown.content, indent=2) if as_json else echo(shown.text)
    return 0


def _shown(store: sqlite3.Connection, what: str, language: str, zone: ZoneInfo) -> Shown:
    from monitor.showing import show_document, show_story
    from monitor.subject import show_subject

    if what.startswith("tag:"):
        return show_subject(store, what.removeprefix("tag:").strip('"'), language, zone)
    found = re.fullmatch(r"(story:)?(\d{1,18})", what)
    if not found:
        raise MonitorError(f"{what}: write a document's number such as 12, a story's such as story:12, or tag:NAME")
    return (show_story if found[1] else show_document)(store, int(found[2]), language)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H")
@click.option("--port", type=click.IntRange(0, 65535), default=8321, show_default=True, metavar="P")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Also answer to this name of the machine.")
@command_options
def serve(call: Call, host: str, port: int, names: tuple[str, ...]) -> int:
    """Show digest, stories, documents and search in a browser, on this machine only unless --host says otherwise."""
    import uvicorn

    from monitor.web.app import make_app

    require_store(call.store)
    call.say(f"reading page on http://{host}:{port}/ (Ctrl-C ends it)")
    uvicorn.run(make_app(call.settings, (host, *names)), host=host, port=port, log_level="warning", server_header=False)
    return 0


COMMANDS = (digest, show, serve)
