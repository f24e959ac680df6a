"""What every command takes, and how it speaks."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from monitor.errors import MonitorError
from monitor.settings import Settings, read_settings
from monitor.terminal import count, echo

LANGUAGES = ("en", "fr")  # that the program itself speaks


@dataclass(frozen=True)
class Call:
    """One call of the command line: the settings in force, where the store is, and whether to keep quiet."""

    settings: Settings
    quiet: bool
    config: Path | None = None  # the file that the settings were read from

    @property
    def store(self) -> Path:
        """The store's file."""
        return Path(self.settings.store)

    @property
    def language(self) -> str:
        """The language the reader is spoken to in: the first reading language that the program speaks."""
        return next((code for code in self.settings.reading_languages if code in LANGUAGES), LANGUAGES[0])

    def say(self, line: str) -> None:
        """Tell a person what happened, on standard error, so that output can be piped."""
        if not self.quiet:
            echo(line, err=True)

    def show_progress(self, stage: str, done: int, total: int) -> None:
        """A bar that redraws itself on a terminal; under cron one plain line when a stage is through."""
        if self.quiet:
            return
        if sys.stderr.isatty():
            width = 24 * done // total
            bar = "█" * width + "░" * (24 - width)
            click.echo(f"\r{stage:<12} {bar} {done}/{total}", err=True, nl=done == total)
        elif done == total:
            click.echo(f"{stage}: {count(total, 'document')}", err=True)


def command_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --store, --config and --quiet, and hand it the Call they make."""

    @click.option("--store", metavar="PATH", help="The store (also MONITOR_STORE); default monitor.db.")
    @click.option("--config", metavar="PATH", type=click.Path(path_type=Path), help="Default monitor.toml, if there.")
    @click.option("--quiet", is_flag=True, help="Say only what was asked for, and errors.")
    @functools.wraps(function)
    def with_call(*, store: str | None, config: Path | None, quiet: bool, **arguments: Any) -> Any:
        settings = read_settings(config)
        if store:
            settings = replace(settings, store=store)
        found = next((path for path in (config, Path("monitor.toml")) if path and path.is_file()), None)
        return function(Call(settings, quiet, found), **arguments)

    return with_call


def refuse_store(output: Path, store: Path) -> None:
    """Raise MonitorError where `output` is the store or one of the files beside it: writing there would end it."""
    if output.resolve() in {Path(f"{store.resolve()}{suffix}") for suffix in ("", "-wal", "-shm", ".lock")}:
        raise MonitorError(f"{output}: this is the store itself; choose another --output")
