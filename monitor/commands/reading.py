"""Commands that show what is in the store: show, serve."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from monitor.commands.options import LANGUAGES, Call, command_options
from monitor.errors import MonitorError, explain_error
from monitor.store.reading import open_to_read, require_store
from monitor.terminal import echo, echo_json

if TYPE_CHECKING:
    import socket
    import sqlite3
    from zoneinfo import ZoneInfo

    from monitor.showing import Shown


@click.command()
@click.argument("what")
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: the first of reading_languages.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@command_options
def show(call: Call, what: str, language: str | None, as_json: bool) -> int:
    """Show a document, a story or a subject. A document is 12, a story story:12, a subject over time tag:NAME."""
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
    """Show all of it in a browser. To this machine only, unless --host says otherwise."""
    import uvicorn

    from monitor.web.app import make_app

    require_store(call.store)
    door = _listen(host, port)
    embed = click.get_current_context().obj  # handed in by the command line, which has the models
    app = make_app(call.settings, (host, *names), lambda text: embed(call.settings, text))
    address = f"[{host}]" if ":" in host else host
    call.say(f"reading page on http://{address}:{door.getsockname()[1]}/ (Ctrl-C ends it)")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[door])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    import socket

    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = explain_error(error).partition(" (while")[0]
        advice = "`monitor serve` may be running already; choose another --port, or another --host"
        raise MonitorError(f"{host}:{port}: cannot be served ({why}); {advice}") from error


COMMANDS = (show, serve)
