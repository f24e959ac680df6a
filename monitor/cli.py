"""The command line. Commands that bring documents in or process them stand here; the others in `monitor.commands`."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands import digesting, every, keeping, searching, sourcing, starting, watching
from monitor.commands.options import Call, command_options
from monitor.errors import MonitorError
from monitor.store.reading import require_store
from monitor.terminal import count, echo
from pipelines.question import embed_question

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipelines.runner import Report
    from pipelines.stage import AnyStage
    from spiders.visits import Visit

SOME_FAILED = 1  # done, with documents or sources that failed; all else is safe
NOTHING_DONE = 2  # called wrongly, or nothing could be done


@click.group(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="news-monitor", prog_name="monitor")
@click.pass_context
def cli(context: click.Context) -> None:
    """Follow a subject across the French- and English-language press.

    Without a command, says what to do next.
    """
    if context.invoked_subcommand is None:
        starting.print_next_steps()
    context.obj = embed_question  # for a search by meaning


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@command_options
def load(call: Call, paths: tuple[Path, ...]) -> int:
    """Read documents from files or folders. Files end in .txt .html .md .jsonl .eml .warc or .warc.gz."""
    if not any(path.exists() for path in paths):  # a mistyped path must not make a store
        raise MonitorError(f"{paths[0]}: no such file or folder; give the files or folders to read")
    with _writing(call, "load") as (db, run_id):
        return _load(call, db, run_id, paths)


@cli.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@command_options
def crawl(call: Call, sources: tuple[str, ...]) -> int:
    """Fetch what the sources have new. All that are enabled are asked, or those named."""
    with _writing(call, "crawl") as (db, run_id):
        return _crawl(call, db, run_id, sources)


@cli.command()
@click.option("--stage", metavar="NAME", help="Only this stage and what it needs.")
@click.option("--again", metavar="STAGE", help="Run this stage, and those after it, on every document again.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N documents, the oldest first.")
@command_options
def process(call: Call, stage: str | None, again: str | None, limit: int | None) -> int:
    """Run the stages on all that is pending."""
    stages = _stages(call, stage, again)
    require_store(call.store)
    with _writing(call, "process") as (db, run_id):
        return _process(call, db, run_id, stages, stage, again, limit)


@cli.command()
@command_options
def run(call: Call) -> int:
    """Crawl, process, print and mail the digest, give alerts. What cron calls; a second at a time says so and ends."""
    from monitor.store.writing import Busy

    stages = _stages(call)
    try:
        with _writing(call, "run") as (db, run_id):
            status = _crawl(call, db, run_id, ())
            status = max(status, _process(call, db, run_id, stages))
            keeping.forget_expired(call, db)
            well = [digesting.tell_digest(call, db), searching.give_alerts(call, db)]
            return status if all(well) else max(status, SOME_FAILED)
    except Busy as busy:
        call.say(str(busy))
        return 0


@cli.command()
@command_options
def status(call: Call) -> int:
    """Say what is pending, what failed and why. And the last runs, and the store's size."""
    from monitor.status import status_lines
    from monitor.store.reading import open_to_read
    from pipelines.stage import sign

    line = [sign(stage) for stage in _stages(call)]
    with open_to_read(call.store) as store:
        for each in status_lines(store, call.store, line):
            echo(each)
    return 0


@sourcing.sources.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option("--all", "everything", is_flag=True, help="Those switched off as well.")
@command_options
def check_sources(call: Call, names: tuple[str, ...], everything: bool) -> int:
    """Ask sources once and say what was found. A few pages of each are read; nothing is stored."""
    from monitor.sources import choose_sources, read_sources
    from pipelines.stages.language import LanguageStage
    from spiders.checking import describe_visit
    from spiders.crawl import look_at

    listed = read_sources(call.settings)
    chosen = listed if everything and not names else choose_sources(listed, names)
    failed: list[bool] = []
    identify = LanguageStage(call.settings.expected_languages)

    def tell(visit: Visit) -> None:
        line, well = describe_visit(visit, identify)
        echo(line)
        failed.append(not well)

    look_at(call.settings, chosen, 5, tell)
    return SOME_FAILED if any(failed) else 0


@sourcing.sources.command("add")
@click.argument("url")
@click.option("--language", default="", metavar="CODE", help="What the outlet writes; default: what its page says.")
@command_options
def add_source(call: Call, url: str, language: str) -> int:
    """Add an outlet by its address. Of its front page, whose feeds are found, or of a feed, sitemap or section."""
    from monitor.sources import add_sources, check_address
    from pipelines.stages.language import LanguageStage
    from spiders.checking import find_sources

    url = url if "://" in url else f"https://{url}"
    check_address(url, "URL")
    found = find_sources(call.settings, url, LanguageStage(), language)
    added = add_sources(call.settings, found)
    for source in found:
        said = next((f"added {new.name}" for new in added if new.address == source.address), "in the list already")
        echo(f"{said}: {source.address}")
    return 0


@contextmanager
def _writing(call: Call, command: str) -> Iterator[tuple[Database, int]]:
    from monitor.store.steps import start_run
    from monitor.store.writing import now, open_to_write

    with open_to_write(call.store, command, call.say) as db:
        run_id = start_run(db, command, now())
        try:
            yield db, run_id
        except MonitorError:
            _end(db, run_id, {})
            raise


def _end(db: Database, run_id: int, counts: dict[str, int]) -> None:
    from monitor.store.steps import end_run
    from monitor.store.writing import now

    end_run(db, run_id, counts, now())


def _load(call: Call, db: Database, run_id: int, paths: tuple[Path, ...]) -> int:
    from collections import Counter

    from monitor.store.receiving import Receipt, receive
    from monitor.store.writing import now
    from spiders.files import read_documents

    problems: list[str] = []
    found: Counter[Receipt] = Counter()
    for document in read_documents(paths, problems.append, call.say):
        found[receive(db, document, now())] += 1
    for problem in problems:
        echo(problem, err=True)
    new, versions, known = found[Receipt.NEW], found[Receipt.VERSION], found[Receipt.KNOWN]
    _end(db, run_id, {"received": new + versions})
    skipped = f", {count(len(problems), 'problem')}" if problems else ""
    call.say(f"loaded: {new} new, {count(versions, 'new version')}, {known} known already{skipped}")
    return NOTHING_DONE if not found else SOME_FAILED if problems else 0


def _crawl(call: Call, db: Database, run_id: int, names: tuple[str, ...]) -> int:
    from spiders.crawl import crawl_sources

    report = crawl_sources(db, call.settings, names, call.say)
    for problem in report.problems:
        echo(f"a page this program fails on, please report it: {problem}", err=True)
    _end(db, run_id, {"received": report.new})
    return SOME_FAILED if report.failed or report.problems else 0


def _stages(call: Call, *named: str | None) -> tuple[AnyStage, ...]:
    from pipelines.order import build_stages

    stages = build_stages(call.settings)
    names = [stage.name for stage in stages]
    for name in named:
        if name and name not in names:
            raise MonitorError(f"no stage is called {name!r}; the stages are {', '.join(names)}")
    return stages


def _process(
    call: Call,
    db: Database,
    run_id: int,
    stages: tuple[AnyStage, ...],
    stage: str | None = None,
    again: str | None = None,
    limit: int | None = None,
) -> int:
    from monitor.store.steps import make_pending
    from pipelines.order import needed_by
    from pipelines.runner import Pass

    if again:
        names = [s.name for s in stages]
        with db.atomic():
            make_pending(db, names[names.index(again) :])
    settings = call.settings
    line = Pass(db, run_id, stages, settings.batch_size, settings.remembered_sentences, call.show_progress)
    report = line.process(needed_by(stage, stages) if stage else None, limit)
    _end(db, run_id, report.counts())
    _tell(call, report)
    return SOME_FAILED if report.counts()["failed"] else 0


def _tell(call: Call, report: Report) -> None:
    counts = report.counts()
    if not counts["taken"]:
        call.say("nothing was pending")
        return
    outcomes = ", ".join(f"{counts[name]} {name}" for name in ("done", "rejected", "postponed", "failed"))
    call.say(f"processed {count(counts['taken'], 'document')}: {outcomes}")
    for reason, documents in report.postponed.items():
        call.say(f"postponed for {count(documents, 'document')}: {reason}")
    for trouble in report.troubles:
        echo(trouble, err=True)


for command in every.COMMANDS:
    cli.add_command(command)


@watching.topics.command("check")
@click.argument("text", nargs=-1, required=True)
@command_options
def check_topics(call: Call, text: tuple[str, ...]) -> int:
    """Say what is watched in TEXT, and why. Which names it holds, which count, and what it is about."""
    from monitor.watchlist import read_watchlist
    from pipelines.embeddings import choose_embedder
    from pipelines.stages.topics import TopicsStage
    from pipelines.topics.explanation import explain_matches, explain_topics

    watchlist, said = read_watchlist(call.settings), " ".join(text)
    stage = TopicsStage(watchlist=watchlist, embedder=choose_embedder(call.settings.embedding_model))
    for line in (*(explain_matches(watchlist, said) or ["nothing that is watched"]), *explain_topics(stage, said)):
        echo(line)
    return 0


def main() -> None:
    """Run the command line; exits 0 (done), 1 (done, but something failed), 2 (nothing could be done)."""
    try:
        status = cli.main(prog_name="monitor", standalone_mode=False)
    except click.exceptions.Abort:
        echo("stopped; what was committed is safe, the same command goes on from there", err=True)
        status = 130
    except click.ClickException as error:
        error.show()
        status = NOTHING_DONE
    except MonitorError as error:
        echo(f"monitor: {error}", err=True)
        status = NOTHING_DONE
    except BrokenPipeError:  # the reader, `head` say, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except sqlite3.Error as error:
        echo(f"monitor: the store could not be used ({error}); run `monitor doctor`", err=True)
        status = NOTHING_DONE
    sys.exit(status if isinstance(status, int) else 0)
