"""The command that prints and sends the digest, and what `run` does of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import LANGUAGES, Call, command_options, refuse_store
from monitor.errors import MonitorError
from monitor.guidance import count_waiting
from monitor.store.reading import open_to_read, require_store
from monitor.terminal import count, echo, make_harmless, write_json

if TYPE_CHECKING:
    from sqlite_utils import Database

STYLES = ("text", "markdown", "html", "json", "atom")
IN_FEED = 14  # issues, where no day is asked for
Issue = dict[str, Any]


@click.command()
@click.option("--date", "day", metavar="D", help="The issues of this day: 2026-01-31, today or yesterday.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: the first of reading_languages.")
@click.option("--format", "style", type=click.Choice(STYLES), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Write here instead of standard output.")
@click.option("--send", "sending", is_flag=True, help="Send it by mail, to the addresses of mail_to.")
@command_options
def digest(call: Call, day: str | None, language: str | None, style: str, output: Path | None, sending: bool) -> int:
    """Print the digest: what is new. Made now if need be; with --date, a past one exactly as it was.

    As JSON it is a list of issues, since a day can have several.
    """
    from monitor.store.writing import Busy, open_to_write

    require_store(call.store)
    if day is None:
        try:
            with open_to_write(call.store, "digest", call.say) as db:
                make_digest(call, db)
        except Busy as busy:
            call.say(f"{busy}; this is the newest digest there is")
    issues = _read(call, _day(call, day) if day else None, IN_FEED if style == "atom" else 1)
    if sending:
        _send(call, issues, language or call.language)
        return 0
    _write(_render(call, issues, language or call.language, style), output, call.store)
    if day is None:
        _tell_waiting(call)
    return 0


def _tell_waiting(call: Call) -> None:
    with open_to_read(call.store) as store:
        if waiting := count_waiting(store):
            call.say(
                f"{count(waiting, 'document')} not processed yet: `monitor process`, then the next digest tells them"
            )


def make_digest(call: Call, db: Database) -> bool:
    """Make the next issue, if there is something to tell; whether there was, saved searches included."""
    from monitor.commands.searching import find_new_hits
    from monitor.digest.making import make_digest as make
    from monitor.store.writing import now
    from monitor.watchlist import read_watchlist

    find_new_hits(call, db)
    watched = frozenset((w.kind, w.name) for w in read_watchlist(call.settings).entries)
    return make(db, now(), call.settings.zone, watched) is not None


def tell_digest(call: Call, db: Database) -> bool:
    """What `run` does: make the next issue, print the newest, and send it if it is new; whether all went well."""
    made = make_digest(call, db)
    issues = _read(call, None, 1)
    echo(_render(call, issues, call.language, "text"), nl=False)
    if not (made and call.settings.mail_to):
        return True
    try:
        _send(call, issues, call.language)
    except MonitorError as error:
        echo(f"monitor: {error}; `monitor digest --send` sends it again", err=True)
        return False
    return True


def _day(call: Call, text: str) -> str:
    today = datetime.now(call.settings.zone).date()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        return (named.get(text) or date.fromisoformat(text)).isoformat()
    except ValueError as error:
        raise MonitorError(f"--date {text}: not a day; write 2026-01-31, today or yesterday") from error


def _read(call: Call, day: str | None, latest: int) -> list[Issue]:
    from monitor.digest.making import read_digests

    with open_to_read(call.store) as store:
        if issues := read_digests(store, day, latest):
            return issues
        days = [row[0] for row in store.execute("SELECT DISTINCT date FROM digest ORDER BY date DESC LIMIT 5")]
    known = f"the latest are of {', '.join(days)}" if days else "`monitor digest` makes the first"
    raise MonitorError(f"no digest of {day or 'any day'}; {known}")


def _render(call: Call, issues: Sequence[Issue], language: str, style: str) -> str:
    from monitor.digest.rendering import render_digests, render_feed

    if style == "json":
        return write_json(list(issues), indent=2) + "\n"
    if style == "atom":
        return make_harmless(render_feed(issues, language, call.settings.zone))
    return make_harmless(render_digests(issues, language, style, call.settings.zone))


def _write(text: str, output: Path | None, store: Path) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    refuse_store(output, store)
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MonitorError(f"{output}: cannot be written ({error.strerror}); choose another --output") from error


def _send(call: Call, issues: Sequence[Issue], language: str) -> None:
    """One message: the text, and the HTML beside it."""
    from monitor.digest.rendering import title_digest
    from monitor.mail import compose, read_addresses, send

    to = read_addresses(call.settings.mail_to, "mail_to")
    if not to:
        raise MonitorError("nobody to send it to; give mail_to and smtp_server in monitor.toml")
    text, html = (_render(call, issues, language, style) for style in ("text", "html"))
    send(call.settings, compose(call.settings, to, title_digest(issues[-1], language), text, html))
    call.say(f"sent to {', '.join(to)}")


COMMANDS = (digest,)
