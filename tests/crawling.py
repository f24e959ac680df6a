"""The command line in a process of its own, as cron starts it, and what a crawl left behind.

Twisted's reactor runs once a process, and Scrapy takes most of a second to be imported: each process is forked from a
server that has imported it.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from monitor.cli import main
from tests.site import Site

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.preloaded"])
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ended:
    """What a process said, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Started:
    """A process underway."""

    process: BaseProcess
    folder: Path

    def end(self, patience: float = 600) -> Ended:  # on a busy machine; some seconds on an idle one
        """Wait until it ends."""
        self.process.join(patience)
        assert self.process.exitcode is not None, f"{self.folder}: still running"
        return Ended(self.process.exitcode, *(read(self.folder / name) for name in ("stdout", "stderr")))


def read(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return text


def monitor(folder: Path, *arguments: str, **more: Any) -> Ended:
    """Run the command line as cron would, in `folder`."""
    return start(folder, *arguments, **more).end()


def start(folder: Path, *arguments: str, program: Callable[[], None] = main, **more: Any) -> Started:
    process = PROCESSES.Process(target=run, args=(folder, environment(folder, **more), arguments, program))
    process.start()
    return Started(process, folder)


def environment(
    folder: Path, private: bool = True, delay: str = "0", patience: str = "5", proxy: str = ""
) -> dict[str, str]:
    """What the process finds about it."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "MONITOR_SOURCES": str(folder / "sources.toml"),
        "MONITOR_ALLOW_PRIVATE_ADDRESSES": str(private).lower(),
        "MONITOR_DOWNLOAD_DELAY": delay,
        "MONITOR_DOWNLOAD_TIMEOUT": patience,
        "MONITOR_CONTACT": "desk@outlet.example",
        "http_proxy": proxy,
    }


def run(folder: Path, about: dict[str, str], arguments: tuple[str, ...], program: Callable[[], None]) -> None:
    """In the new process: put its world in order, then run the program."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(about)
    for place, name in (1, "stdout"), (2, "stderr"):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), place)
    sys.argv = ["monitor", *arguments]
    program()


def follow(folder: Path, site: Site, *sources: tuple[str, str], language: str = "fr") -> None:
    """Write a list of sources: (name, path) each."""
    tables = [
        f'[[source]]\nname = "{name}"\noutlet = "La Vigie"\naddress = "{site.address}{path}"\nlanguage = "{language}"\n'
        for name, path in sources
    ]
    (folder / "sources.toml").write_text("\n".join(tables), encoding="utf-8")


def ask(folder: Path, sql: str, *values: Any) -> list[Any]:
    store = sqlite3.connect(folder / "monitor.db")
    try:
        return store.execute(sql, values).fetchall()
    finally:
        store.close()


def states(folder: Path) -> dict[str, tuple[str, str]]:
    rows = ask(folder, "SELECT name, state, evidence FROM source_health")
    return {name: (state, evidence) for name, state, evidence in rows}
