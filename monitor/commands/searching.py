"""The command that searches, and what `run` does of saved searches."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import Call, command_options
from monitor.errors import MonitorError
from monitor.store.reading import open_to_read, require_store
from monitor.terminal import echo, echo_json

if TYPE_CHECKING:
    from sqlite_utils import Database

    from monitor.search.codes import Vector
    from monitor.search.searching import Answer, Sort
    from monitor.settings import Settings

    Embed = Callable[[Settings, str], Vector]  # a question's; handed in by the command line, which has the models

NAMING = re.compile(r"(-?(?:tag|outlet|source|saved|title)):([^\"():]*\s[^\"():]*)", re.IGNORECASE)
FEED = 50  # hits in a saved search's feed


@click.command(context_settings={"ignore_unknown_options": True})  # so that -word reaches the query
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, metavar="N")
@click.option("--offset", type=click.IntRange(0, 10_000_000), default=0, metavar="N", help="Leave out the first N.")
@click.option("--sort", type=click.Choice(("relevance", "date")), default="relevance", show_default=True)
@click.option("--like", type=click.IntRange(min=1), metavar="ID", help="What means the same as this document.")
@click.option("--hybrid", is_flag=True, help="By meaning as well as by words; loads the embedding model.")
@click.option("--json", "style", flag_value="json", help="One JSON object a line.")
@click.option("--csv", "style", flag_value="csv", help="As CSV.")
@click.option("--save", metavar="NAME", help="Save the search: what is new is told in digest and feed.")
@click.option(
    "--alert", metavar="WHOM", help="With --save: mail (to mail_to), mail:ADDRESS, command:PROGRAM… or https://…"
)
@click.option("--saved", is_flag=True, help="List the saved searches.")
@click.option("--remove", metavar="NAME", help="Forget a saved search.")
@click.option("--feed", metavar="NAME", help="What a saved search found, as an Atom feed.")
@command_options
def search(
    call: Call,
    query: tuple[str, ...],
    style: str | None,
    save: str | None,
    alert: str | None,
    saved: bool,
    remove: str | None,
    feed: str | None,
    **page: Any,
) -> int:
    """Search everything collected, in both languages at once.

    Inside the query: lang:fr tag:"Tmall Global" outlet: source: title: since:7d after:2018-01-01 before: story:12
    saved:NAME, "phrases", AND OR NOT, -word, prefix*, and parentheses around any of them.
    """
    _refuse_options(query)
    require_store(call.store)
    if bool(query or page["like"]) + saved + bool(remove) + bool(feed) != 1:
        raise MonitorError("write what to search for; or --saved, --remove NAME or --feed NAME, alone")
    if alert and not save:
        raise MonitorError("--alert goes with --save NAME")
    if save or remove:
        return _keep(call, as_typed(query), save, alert, remove)
    with open_to_read(call.store) as store:
        if query or page["like"]:
            return _print(call, _search(call, store, as_typed(query), **page), style, page["offset"])
        return _print_saved(store) if saved else _print_feed(call, store, feed or "")


def _refuse_options(query: Sequence[str]) -> None:
    """Raise click's error for a word that begins with two hyphens: an option miswritten, not a word to leave out."""
    context = click.get_current_context()
    known = [name for parameter in context.command.params for name in parameter.opts]
    for word in query:
        if word.startswith("--"):
            raise click.NoSuchOption(word, possibilities=get_close_matches(word, known), ctx=context)


def _search(
    call: Call,
    store: sqlite3.Connection,
    query: str,
    limit: int,
    offset: int,
    sort: Sort,
    like: int | None,
    hybrid: bool,
) -> Answer:
    if sort == "date" and (like or hybrid):
        raise MonitorError("--sort date goes with neither --like nor --hybrid: they rank by meaning")
    if like:
        from monitor.search.meaning import search_like

        return search_like(store, like, query, limit, offset, call.settings.zone)
    if hybrid:
        from monitor.search.meaning import search_hybrid, text_of

        embed: Embed = click.get_current_context().obj
        return search_hybrid(store, query, embed(call.settings, text_of(query)), limit, offset, call.settings.zone)
    from monitor.search.searching import search_documents

    return search_documents(store, query, limit, offset, sort, call.settings.zone)


def _print(call: Call, answer: Answer, style: str | None, offset: int) -> int:
    from monitor.search.listing import list_hits, make_csv

    if style == "json":
        for hit in answer.hits:
            echo_json(hit.as_dict())
    elif style == "csv":
        echo(make_csv(answer.hits), nl=False)
    elif answer.hits:
        echo(list_hits(answer.hits, offset + 1, call.language))
    for note in answer.notes:
        call.say(note)
    shown = f"{offset + 1} to {offset + len(answer.hits)} of " if answer.hits else ""
    call.say(f"{shown}{answer.total} found")
    return 0


def _keep(call: Call, query: str, save: str | None, alert: str | None, remove: str | None) -> int:
    from monitor.search.saved import remove_saved, save_search
    from monitor.store.writing import now, open_to_write

    with open_to_write(call.store, "search", call.say) as db, db.atomic():
        if remove:
            remove_saved(db, remove)
        elif save:
            save_search(db, save, query, alert or "", now(), call.settings.zone)
    call.say(f"removed {remove}" if remove else f"saved as {save}: {query}")
    return 0


def _print_saved(store: sqlite3.Connection) -> int:
    from monitor.search.saved import read_saved

    for one in read_saved(store):
        echo(f"{one.name}: {one.query}{f'  → {one.alert}' if one.alert else ''}")
    return 0


def _print_feed(call: Call, store: sqlite3.Connection, name: str) -> int:
    from monitor.search.feeds import write_feed
    from monitor.search.saved import find_saved, read_found

    saved = find_saved(store, name)
    echo(write_feed(saved, read_found(store, saved, FEED), call.language), nl=False)
    return 0


def find_new_hits(call: Call, db: Database) -> bool:
    """Look for new hits of the saved searches; whether all went well."""
    from monitor.search.saved import find_new
    from monitor.store.writing import now

    with db.atomic():
        problems = find_new(db, now(), call.settings.zone)
    return _tell(problems)


def give_alerts(call: Call, db: Database) -> bool:
    """Tell of new hits whoever asked for it; whether all went well."""
    from monitor.search.alerts import give_alerts
    from monitor.store.writing import now

    return _tell(give_alerts(db, call.settings, now(), call.language))


def _tell(problems: Sequence[str]) -> bool:
    for problem in problems:
        echo(f"monitor: {problem}", err=True)
    return not problems


def as_typed(arguments: Sequence[str]) -> str:
    """The query as it was typed: a shell takes the quotes of tag:"Tmall Global" away, here they come back."""
    return " ".join(f'{m[1]}:"{m[2]}"' if (m := NAMING.fullmatch(a)) else a for a in arguments)


COMMANDS = (search,)
