"""Commands about what is watched: the list of names and topics."""

from __future__ import annotations

import click

from monitor.commands.options import Call, command_options
from monitor.terminal import echo


@click.group()
def topics() -> None:
    """What is watched: the list, and why a text matches."""


@topics.command("list")
@command_options
def list_topics(call: Call) -> int:
    """List what is watched, with its names in both languages."""
    from monitor.watchlist import read_watchlist

    for watched in read_watchlist(call.settings).entries:
        names = watched.name if watched.name_fr in ("", watched.name) else f"{watched.name} / {watched.name_fr}"
        echo(f"{watched.kind:<12} {names}")
    return 0


COMMANDS = (topics,)
