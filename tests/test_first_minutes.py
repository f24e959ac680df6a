"""The first minutes: `monitor` alone says the next sensible step, shells complete, the reference is the code's."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from web_store import make_store

from monitor.cli import cli
from monitor.guidance import next_steps
from monitor.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "monitor.db"


def advised(store: Path, at: datetime | None = None) -> list[str]:
    return [step.command for step in next_steps(Settings(store=str(store)), False, at)[1]]


def change(store: Path, sql: str) -> None:
    with sqlite3.connect(store) as db:
        db.execute(sql)


def test_in_an_empty_folder_then_with_settings_then_after_a_load(store: Path) -> None:
    run = CliRunner().invoke
    assert "monitor init" in run(cli, []).output
    assert run(cli, ["init"]).exit_code == 0
    assert "monitor sources check" in run(cli, []).output
    Path("note.txt").write_text("Cainiao opened a depot.\n\nIt stands in Lyon.", encoding="utf-8")
    assert run(cli, ["load", "note.txt"]).exit_code == 0
    lines = run(cli, []).output.splitlines()
    assert lines[0] == "1 document, 0 stories; no digest yet."
    assert lines[1].split() == ["Next:", "monitor", "process", "1", "document", "not", "processed", "yet"]


def test_after_a_digest_it_is_read(store: Path) -> None:
    make_store(store.parent)
    change(store, "UPDATE step SET outcome = 'done'")
    assert advised(store) == ["monitor serve", "monitor search WORDS"]


def test_what_is_in_no_digest_yet_is_told(store: Path) -> None:
    make_store(store.parent)
    change(store, "DELETE FROM digest_document WHERE document_id = 1")
    change(store, "UPDATE story_document SET joined_at = '9999' WHERE document_id = 1")
    assert "monitor digest" in advised(store)


def test_after_a_week_without_a_run(store: Path) -> None:
    make_store(store.parent)
    change(store, "UPDATE run SET command = 'run'")
    later = datetime.now(UTC) + timedelta(days=7)
    assert advised(store, later)[:2] == ["monitor run", "monitor schedule"]
    assert "monitor run" not in advised(store)


def test_troubles_are_named(store: Path) -> None:
    make_store(store.parent)
    change(store, "UPDATE source SET state = 'blocked'")
    change(store, "UPDATE step SET outcome = 'failed' WHERE document_id = 1")
    assert {"monitor status", "monitor sources list"} <= set(advised(store))


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_shells_complete(shell: str) -> None:
    answer = CliRunner().invoke(cli, ["completion", shell])
    assert answer.exit_code == 0
    assert "_MONITOR_COMPLETE" in answer.output


def test_completion_names_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = {"_MONITOR_COMPLETE": "bash_complete", "COMP_WORDS": "monitor se", "COMP_CWORD": "1"}
    answer = CliRunner().invoke(cli, [], env=typed, prog_name="monitor")
    assert answer.output.split() == ["plain,search", "plain,serve"]


@pytest.mark.parametrize("group", [[], ["sources"], ["topics"], ["models"]])
def test_help_says_what_each_command_does_in_one_line(group: list[str]) -> None:
    answer = CliRunner().invoke(cli, [*group, "--help"], terminal_width=80)
    listed = answer.output.partition("Commands:")[2].splitlines()[1:]
    assert listed
    assert [line for line in listed if line.endswith("...") or line.startswith("   ")] == []


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs/reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_code_says() -> None:
    written = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert written == reference().write_reference(), "`python docs/reference.py` writes it anew"


def test_what_the_readme_types_can_be_typed() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert page.index("make run ") < page.index("make test") < page.index("$ monitor")  # the two commands come first
    typed = re.findall(r"^(?:\$ )?monitor ([a-z]+)?((?: --[a-z]+)*)", page, re.MULTILINE)
    assert len(typed) > 8
    for name, options in typed:
        command = cli.commands[name] if name else cli
        known = {flag for parameter in command.params for flag in parameter.opts}
        assert set(options.split()) <= known, name


def test_the_pictures_of_the_readme_are_there_and_small() -> None:
    names = re.findall(r"\]\((docs/[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert names
    assert all((ROOT / name).stat().st_size < 150_000 for name in names)
