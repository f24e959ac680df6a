"""The schedule: what cron and systemd are given must work from anywhere, and is written once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.store.writing import open_to_write

NAMES = ["plain", "a b", "l'été 100%", "$HOME"]  # of the folder
CRONTAB = """#!/bin/sh
[ "$1" = -l ] && cat "$FAKE" 2>/dev/null || cat > "$FAKE"
"""


@pytest.fixture
def crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A crontab that lies in a file."""
    program = tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(CRONTAB)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("FAKE", str(tmp_path / "crontab.txt"))
    return tmp_path / "crontab.txt"


@pytest.mark.parametrize("name", NAMES)
def test_a_line_runs_what_it_should_from_anywhere(
    tmp_path: Path, monitor: Callable, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The line, as cron hands it to its shell, run with a program that tells what it was called with and where."""
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("MONITOR_STORE")
    assert monitor("init").status == 0
    line = monitor("schedule", "--at", "7:05").out.rstrip("\n")
    times, command = line[:9], line[9:].lstrip("* ")
    assert (times, line.count("\n")) == ("5 7 * * *", 0)
    program = re.search(r"&& ('[^']+'|\S+) run", command)[1]
    told = command.replace(r"\%", "%").replace(program, "printf '%s|' \"$(pwd)\"", 1)
    subprocess.run(["/bin/sh", "-c", told], cwd="/", env={"HOME": "/"}, check=True)
    here = folder.resolve()
    expected = [here, "run", "--store", here / "monitor.db", "--config", here / "monitor.toml", ""]
    assert (folder / "monitor.log").read_text() == "|".join(map(str, expected))
    assert "%" not in command.replace(r"\%", "")


def test_an_installed_line_takes_the_place_of_its_elder(crontab: Path, monitor: Callable, tmp_path: Path) -> None:
    crontab.write_text("0 1 * * * backup  # run --store elsewhere\n", encoding="utf-8")
    assert "added" in monitor("schedule", "--install").err
    assert "already" in monitor("schedule", "--install").err
    assert "changed" in monitor("schedule", "--install", "--at", "05:00").err
    other = monitor("schedule", "--install", "--store", tmp_path / "other.db")
    assert "added" in other.err
    lines = crontab.read_text(encoding="utf-8").splitlines()
    assert [line.split(" * * *")[0] for line in lines] == ["0 1", "0 5", "30 6"]
    assert str(tmp_path / "other.log") in lines[2]


def test_units_are_sound(tmp_path: Path, monitor: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    systemctl = tmp_path / "systemctl"
    systemctl.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/told\n')
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert monitor("schedule", "--systemd", "--install", "--log", "100%.log").status == 0
    units = tmp_path / "config" / "systemd" / "user"
    service = (units / "news-monitor.service").read_text()
    assert f'"--store" "{tmp_path}/monitor.db"' in service
    assert f"append:{tmp_path}/100%%.log" in service
    assert "OnCalendar=*-*-* 06:30:00" in (units / "news-monitor.timer").read_text()
    assert (tmp_path / "told").read_text() == "--user daemon-reload\n--user enable --now news-monitor.timer\n"
    if analyze := shutil.which("systemd-analyze"):
        found = subprocess.run(
            [analyze, "verify", "--user", "--man=no", units / "news-monitor.timer"], capture_output=True, text=True
        )
        assert "news-monitor" not in found.stderr


@pytest.mark.parametrize(("at", "status"), [("24:00", 2), ("6h30", 2), ("06:60", 2), ("0:00", 0)])
def test_a_time_of_day_is_asked_for(monitor: Callable, at: str, status: int) -> None:
    told = monitor("schedule", "--at", at)
    assert told.status == status
    assert ("such as 06:30" in told.err) == (status == 2)


def test_what_cannot_be_installed_says_what_else_to_do(monitor: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "try --systemd" in monitor("schedule", "--install").err
    assert "use cron" in monitor("schedule", "--systemd", "--install").err


def test_settings_of_this_shell_alone_are_named(monitor: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_CONTACT", "desk@outlet.example")
    assert "MONITOR_CONTACT of this shell will not be known" in monitor("schedule").err


def test_a_second_run_says_who_is_at_work_and_does_nothing(tmp_path: Path, monitor: Callable) -> None:
    """One that cron started too early is no failure; a command that somebody typed is."""
    with open_to_write(tmp_path / "monitor.db", "crawl"):
        told = monitor("run")
        assert (told.status, told.out) == (0, "")
        assert f"`monitor crawl` (process {os.getpid()}" in told.err
        assert monitor("load", "nothing.txt").status == 2
    assert "`monitor crawl`" not in monitor("status").err  # the lock ends with its process, whatever the file says


def test_the_digest_names_the_sick_sources(tmp_path: Path, monitor: Callable) -> None:
    with open_to_write(tmp_path / "monitor.db", "test") as db:
        for name, state, note in (
            ("Fil", "broken", "20 entries, 20 pages asked for, none gave an article: 20 × no text"),
            ("Vigie", "quiet", "2 new on a Tuesday, where 30 are usual"),
            ("Phare", "blocked", "HTTP 403"),
            ("Quai", "ok", ""),
        ):
            db["source"].insert({"name": name, "kind": "feed", "state": state, "note": note})
    named = {"Fil", "20 × no text", "Vigie", "Phare", "HTTP 403"}
    for language, words in ("en", {"not working", "where 30 are usual"}), ("fr", {"en panne"}):
        told = " ".join(monitor("digest", "--language", language).out.split())
        assert {said for said in named | words if said not in told} == set()
        assert "Quai" not in told
