"""The command by which a reader corrects what the program found, and marks what was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from monitor.commands.options import Call, command_options
from monitor.errors import MonitorError
from monitor.store.reading import open_to_read, require_store
from monitor.terminal import echo

if TYPE_CHECKING:
    from monitor.document import DecisionKind

KINDS: tuple[DecisionKind, ...] = ("language", "tag", "untag", "join", "part", "read", "star", "mute")


@click.command()
@click.argument("subject", required=False)
@click.option("--language", multiple=True, metavar="CODE", help="What the document is written in: fr, en …")
@click.option("--tag", multiple=True, metavar="TAG", help="What it is about: a known name, or kind:name.")
@click.option("--untag", multiple=True, metavar="TAG", help="What it is not about.")
@click.option("--join", multiple=True, metavar="OTHER", help="Tells of the same event as this document or story:N.")
@click.option("--part", multiple=True, metavar="OTHER", help="Tells of another event than this document or story:N.")
@click.option("--read", is_flag=True, help="I have read this document or story.")
@click.option("--star", is_flag=True, help="I want to find it again.")
@click.option("--mute", is_flag=True, help="No digest shall tell of this story or outlet.")
@click.option("--undo", is_flag=True, help="Take these decisions back.")
@command_options
def correct(call: Call, subject: str | None, undo: bool, **decided: tuple[str, ...] | bool) -> int:
    """Correct what was found, for good. Every later processing keeps to it.

    SUBJECT is a document's number, story:N or outlet:NAME; without one, all decisions are listed.
    """
    require_store(call.store)
    wanted = list(_read_options(decided))
    if subject is None:
        if wanted:
            raise MonitorError("correct what? give a document's number such as 12, story:3 or outlet:NAME")
        return _list(call)
    if not wanted:
        raise MonitorError(f"{subject}: correct what of it? `monitor correct --help` lists what can be decided")
    return _correct(call, subject, wanted, undo)


def _read_options(decided: dict[str, tuple[str, ...] | bool]) -> Iterator[tuple[DecisionKind, str]]:
    for kind in KINDS:
        values = decided[kind]
        if isinstance(values, tuple):
            yield from ((kind, value) for value in values)
        elif values:
            yield kind, ""


def _correct(call: Call, subject: str, wanted: list[tuple[DecisionKind, str]], undo: bool) -> int:
    from monitor.store.corrections import STAGE, correct
    from monitor.store.writing import now, open_to_write

    with open_to_write(call.store, "correct", call.say) as db, db.atomic():
        made = [d for kind, value in wanted for d in correct(db, kind, subject, value, at=now(), undo=undo)]
    call.say(f"{len(made)} {'decision' if len(made) == 1 else 'decisions'} {'taken back' if undo else 'kept'}")
    if any(kind in STAGE for kind, _ in wanted):
        call.say("`monitor process` works it in; the next `monitor run` does too")
    return 0


def _list(call: Call) -> int:
    with open_to_read(call.store) as store:
        rows = store.execute("SELECT at, subject, kind, value FROM decision ORDER BY at, subject, kind, value")
        lines = [f"{at[:10]}  {kind:<8} {subject} {value}".rstrip() for at, subject, kind, value in rows]
    for line in lines or ["nothing was decided yet; `monitor correct --help` says what can be"]:
        echo(line)
    return 0


COMMANDS = (correct,)
