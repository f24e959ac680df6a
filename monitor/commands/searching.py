"""The command that searches."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from monitor.commands.options import Call, command_options
from monitor.store.reading import open_to_read
from monitor.terminal import echo, echo_json

NAMING = re.compile(r"(-?(?:tag|outlet|source|saved|title)):([^\"():]*\s[^\"():]*)", re.IGNORECASE)


@click.command(context_settings={"ignore_unknown_options": True})  # so that -word reaches the query
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, metavar="N")
@click.option("--offset", type=click.IntRange(0, 10_000_000), default=0, metavar="N", help="Leave out the first N.")
@click.option("--sort", type=click.Choice(("relevance", "date")), default="relevance", show_default=True)
@click.option("--json", "style", flag_value="json", help="One JSON object a line.")
@click.option("--csv", "style", flag_value="csv", help="As CSV.")
@command_options
def search(call: Call, query: tuple[str, ...], limit: int, offset: int, sort: str, style: str | None) -> int:
    """Search everything collected, in both languages at once.

    Inside the query: lang:fr tag:"Tmall Global" outlet: source: title: since:7d after:2018-01-01 before: story:12
    saved:NAME, "phrases", AND OR NOT, -word, prefix*, and parentheses around any of them.
    """
    from monitor.search.listing import list_hits, make_csv
    from monitor.search.searching import search_documents

    with open_to_read(call.store) as store:
        answer = search_documents(
            store, as_typed(query), limit, offset, "date" if sort == "date" else "relevance", call.settings.zone
        )
    if style == "json":
        for hit in answer.hits:
            echo_json(hit.as_dict())
    elif style == "csv":
        echo(make_csv(answer.hits), nl=False)
    elif answer.hits:
        echo(list_hits(answer.hits, offset + 1, call.settings.reading_languages[0]))
    for note in answer.notes:
        call.say(note)
    shown = f"{offset + 1} to {offset + len(answer.hits)} of " if answer.hits else ""
    call.say(f"{shown}{answer.total} found")
    return 0


def as_typed(arguments: Sequence[str]) -> str:
    """The query as it was typed: a shell takes the quotes of tag:"Tmall Global" away, here they come back."""
    return " ".join(f'{m[1]}:"{m[2]}"' if (m := NAMING.fullmatch(a)) else a for a in arguments)


COMMANDS = (search,)
