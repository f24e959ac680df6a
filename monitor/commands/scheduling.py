"""The command that has the machine run the monitor each day: by cron, or by a timer of systemd."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path

import click

from monitor.commands.options import Call, command_options
from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.terminal import echo

UNIT = "news-monitor"
SERVICE = """\
[Unit]
Description=News monitor: crawl, process, digest

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
StandardOutput=append:{log}
StandardError=append:{log}
# 1 says that a source or a document failed; all else is done
SuccessExitStatus=1
Nice=10
"""
TIMER = """\
[Unit]
Description=News monitor, each day

[Timer]
OnCalendar=*-*-* {at}:00
# a day that the machine slept through, or ended in the middle of, is made up for
Persistent=true

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True)
class Plan:
    """What is to run each day, when, where, and where it writes what it says; every path whole."""

    at: str  # HH:MM, the machine's own time
    folder: Path
    command: tuple[str, ...]
    log: Path


@click.command()
@click.option("--at", default="06:30", metavar="HH:MM", help="When to run, each day, by this machine's clock.")
@click.option("--log", type=click.Path(path_type=Path), help="Where its words go; default: beside the store, .log.")
@click.option("--systemd", is_flag=True, help="A timer of systemd instead of cron: makes up for missed days.")
@click.option("--install", is_flag=True, help="Write it instead of printing it.")
@command_options
def schedule(call: Call, at: str, log: Path | None, systemd: bool, install: bool) -> int:
    """Print what runs the monitor each day. With --install write it: a crontab line, or a systemd timer."""
    plan = make_plan(call, at, log)
    for name in (f"MONITOR_{field.name.upper()}" for field in fields(Settings)):
        if name in os.environ and name != "MONITOR_STORE":
            call.say(f"{name} of this shell will not be known then; write it into monitor.toml")
    if systemd:
        units = {f"{UNIT}.service": service_unit(plan), f"{UNIT}.timer": timer_unit(plan)}
        _install_units(units, call) if install else _print_units(units, call)
    elif install:
        _install_line(crontab_line(plan), plan, call)
    else:
        echo(crontab_line(plan))
        call.say("add this line with `crontab -e`, or let `monitor schedule --install` do it")
    return 0


def make_plan(call: Call, at: str, log: Path | None = None) -> Plan:
    """What to run for this store and this configuration. Raises MonitorError where `at` is no time of day."""
    hour, _, minute = at.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise MonitorError(f"--at {at}: not a time of day; write hours and minutes, such as 06:30")
    store, config = call.store.resolve(), call.config.resolve() if call.config else None
    command = (*_program(), "run", "--store", str(store), *(("--config", str(config)) if config else ()))
    folder = config.parent if config else Path.cwd()
    plan = Plan(f"{int(hour):02}:{int(minute):02}", folder, command, (log or store.with_suffix(".log")).resolve())
    if any("\n" in part for part in (*command, str(folder), str(plan.log))):
        raise MonitorError("a path with a line break in it cannot be scheduled; rename the folder")
    return plan


def _program() -> tuple[str, ...]:
    """This program, so that it is found without a PATH and outside this folder."""
    beside = Path(sys.executable).with_name("monitor")
    return (str(beside),) if os.access(beside, os.X_OK) else (sys.executable, "-m", "monitor")


def crontab_line(plan: Plan) -> str:
    """The line for `crontab`. A percent sign would be a new line to cron, so it is escaped."""
    hour, minute = (int(part) for part in plan.at.split(":"))
    folder, log = shlex.quote(str(plan.folder)), shlex.quote(str(plan.log))
    command = f"cd {folder} && {shlex.join(plan.command)} >> {log} 2>&1"
    return f"{minute} {hour} * * * {command}".replace("%", r"\%")


def service_unit(plan: Plan) -> str:
    """The text of the systemd service that runs once."""
    command = " ".join('"' + _unit_text(part, "$$") + '"' for part in plan.command)
    return SERVICE.format(folder=_unit_text(str(plan.folder)), command=command, log=_unit_text(str(plan.log)))


def timer_unit(plan: Plan) -> str:
    """The text of the systemd timer that starts the service."""
    return TIMER.format(at=plan.at)


def _unit_text(text: str, dollar: str = "$") -> str:
    """`text` with what means something to systemd escaped (systemd.syntax, systemd.unit)."""
    return text.replace("\\", r"\\").replace('"', r"\"").replace("%", "%%").replace("$", dollar)


def _print_units(units: dict[str, str], call: Call) -> None:
    for name, text in units.items():
        echo(f"# {_unit_folder() / name}\n{text}")
    call.say("write these files yourself, or let `monitor schedule --systemd --install` do it")


def _unit_folder() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _install_units(units: dict[str, str], call: Call) -> None:
    if not shutil.which("systemctl"):
        raise MonitorError("systemctl: not installed here; leave --systemd out to use cron")
    folder = _unit_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in units.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise MonitorError(f"{folder}: cannot be written ({error.strerror}); check its permissions") from error
    _run("systemctl", "--user", "daemon-reload")
    _run("systemctl", "--user", "enable", "--now", f"{UNIT}.timer")
    call.say(f"written to {folder} and started; `loginctl enable-linger` lets it run while you are logged out")


def _install_line(line: str, plan: Plan, call: Call) -> None:
    """Put the line into the crontab, in the place of an earlier one for the same store."""
    if not shutil.which("crontab"):
        raise MonitorError("crontab: not installed here; try --systemd, or start `monitor run` some other way each day")
    present = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False).stdout.splitlines()
    ours = f"run --store {shlex.quote(plan.command[plan.command.index('--store') + 1])} ".replace("%", r"\%")
    kept = [other for other in present if ours not in other or other.lstrip().startswith("#")]
    if line in present and len(kept) == len(present) - 1:
        call.say("the crontab has this line already")
        return
    _run("crontab", "-", told="".join(f"{other}\n" for other in (*kept, line)))
    call.say(f"{'changed' if len(kept) < len(present) else 'added'} in your crontab: {line}")


def _run(*command: str, told: str | None = None) -> None:
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.split()) or f"status {done.returncode}"
        raise MonitorError(f"`{' '.join(command)}` failed ({said}); print it without --install and add it yourself")


COMMANDS = (schedule,)
