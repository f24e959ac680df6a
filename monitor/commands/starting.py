"""Commands for the first minutes: an own folder to work in, and a schedule."""

from __future__ import annotations

import shlex
import shutil
import sys
from dataclasses import fields
from pathlib import Path

import click

from monitor.commands.options import Call, command_options
from monitor.errors import MonitorError
from monitor.settings import SEEDS, Settings
from monitor.tables import write_value
from monitor.terminal import echo

LISTS = ("sources.toml", "topics.toml", "glossary.tsv")


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> int:
    """Write a commented monitor.toml and the lists of sources and topics into FOLDER (default: here)."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        written = [_write(folder / "monitor.toml", configuration())]
        written += [_write(folder / name, (SEEDS / name).read_text(encoding="utf-8")) for name in LISTS]
    except OSError as error:
        raise MonitorError(f"{folder}: cannot be written ({error.strerror}); choose another folder") from error
    for line in written:
        echo(line)
    echo("Next: choose sources in sources.toml, then `monitor sources check` and `monitor run`.")
    return 0


def _write(path: Path, text: str) -> str:
    if path.exists():
        return f"kept     {path} (it was there)"
    path.write_text(text, encoding="utf-8")
    return f"written  {path}"


def configuration() -> str:
    """The text of a monitor.toml that names every setting, its meaning and its default."""
    own = {"sources": "sources.toml", "topics": "topics.toml", "glossary": "glossary.tsv"}
    lines = ["# Settings of the news monitor. A line that starts with # shows a default.", ""]
    for setting in fields(Settings):
        lines.append(f"# {setting.metadata['help']}")
        value = own.get(setting.name, setting.default)
        lines += [f"{'' if setting.name in own else '# '}{setting.name} = {write_value(value)}", ""]
    return "\n".join(lines)


@click.command()
@click.option("--at", default="06:30", metavar="HH:MM", help="When to run, each day; default 06:30.")
@click.option("--install", is_flag=True, help="Add the line to your crontab instead of printing it.")
@command_options
def schedule(call: Call, at: str, install: bool) -> int:
    """Print, or with --install write, the crontab line that runs the monitor each day."""
    line = crontab_line(call.store.resolve(), at)
    if not install:
        echo(line)
        call.say("add this line with `crontab -e`, or let `monitor schedule --install` do it")
        return 0
    return _install(line, call)


def crontab_line(store: Path, at: str) -> str:
    """The line for `crontab`; everything in it is a full path, since cron knows no PATH worth the name."""
    hour, _, minute = at.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise MonitorError(f"--at {at}: not a time of day; write hours and minutes, such as 06:30")
    program = Path(sys.argv[0]).resolve() if Path(sys.argv[0]).exists() else Path(sys.executable).with_name("monitor")
    # a percent sign means a new line to cron
    folder, call, log = (
        shlex.quote(str(path)).replace("%", r"\%") for path in (store.parent, program, store.with_suffix(".log"))
    )
    return f"{int(minute)} {int(hour)} * * * cd {folder} && {call} run --store {shlex.quote(store.name)} >> {log} 2>&1"


def _install(line: str, call: Call) -> int:
    import subprocess

    if not shutil.which("crontab"):
        raise MonitorError("crontab: not installed here; install cron, or start `monitor run` some other way each day")
    present = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False).stdout
    if line in present.splitlines():
        call.say("the crontab has this line already")
        return 0
    subprocess.run(["crontab", "-"], input=f"{present.rstrip()}\n{line}\n".lstrip(), text=True, check=True)
    call.say(f"added to your crontab: {line}")
    return 0


COMMANDS = (init, schedule)
