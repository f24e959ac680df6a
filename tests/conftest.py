"""What tests share: the command line, run in this process as a user would call it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from monitor import cli

# A busy machine fails no test. Every run draws other examples; continuous integration draws the full number.
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None)
settings.load_profile("quick")
os.environ.setdefault("MONITOR_EMBEDDING_MODEL", "words")  # unit tests load no model; quality tests choose their own


def pytest_configure(config: pytest.Config) -> None:
    """Threads wait for each other longer than the small matrices of unit tests take, in their processes too."""
    if config.option.markexpr != "quality":
        os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: no need to look through it for what can be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where no quality is asked for, its tests, which import much, are not even read."""
    return (config.option.markexpr == "not quality" and collection_path.name == "quality") or None


@dataclass(frozen=True)
class Told:
    """What one call of the command line said, and its exit status."""

    status: int
    out: str
    err: str


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Call `monitor ARGUMENTS…` in an empty folder with a store of its own, and no model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONITOR_STORE", str(tmp_path / "monitor.db"))
    monkeypatch.setenv("MONITOR_TRANSLATION_MODEL", "none")
    monkeypatch.setenv("MONITOR_EMBEDDING_MODEL", "words")

    def call(*arguments: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["monitor", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Told(int(ended.value.code or 0), said.out, said.err)

    return call
