"""What goes wrong outside: each is one clear line, the exit code of the contract, nothing lost, the rest done."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = "Cainiao opens a depot\n\nThe parcel firm Cainiao has opened a depot in Lyon, its third in France, on Monday.\n"
FRENCH = (
    "Un dépôt à Lyon\n\nLa société Cainiao a ouvert lundi un dépôt à Lyon, le troisième en France, où l’été fut long.\n"
)
RECORD = json.dumps(
    {"url": "https://a.example/1", "title": "One", "text": "A first article about parcels, in English."}
)

# tests/test_files.py has every trouble of a file and every charset: here the whole way of a few
BAD_FILES = [  # name, content, documents it gives all the same, what its one line says ("" where there is none)
    ("binary.txt", bytes(range(256)) * 40, 0, "binary"),
    ("half.jsonl", f'{RECORD}\n{{"url": "https://a.example/2", "text": "cut\n'.encode(), 1, "line 2"),
    ("wide.jsonl", b'{"text": "' + b"x" * 50_000_000 + b'"}\n' + RECORD.encode(), 1, "line 1"),
    ("cp1252.txt", FRENCH.encode("cp1252"), 1, ""),
]


@pytest.mark.parametrize(("name", "content", "documents", "says"), BAD_FILES, ids=[case[0] for case in BAD_FILES])
def test_one_bad_file_beside_a_good_one(
    monitor: Callable, tmp_path: Path, name: str, content: bytes, documents: int, says: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / name).write_bytes(content)
    told = monitor("load", folder)
    complaints = [line for line in told.err.splitlines() if name in line]
    assert f"loaded: {documents + 1} new" in told.err
    assert (told.status, len(complaints)) == ((1, 1) if says else (0, 0))
    assert not says or says in complaints[0]
    if not says:
        assert monitor("process", "--quiet").status == 0
        with sqlite3.connect(tmp_path / "monitor.db") as store:
            texts = [row[0] for row in store.execute("SELECT title || text FROM document")]
        assert sum(("dépôt à Lyon" in text) or ("depot in Lyon" in text) for text in texts) == 2


def test_a_missing_path_is_named_and_the_rest_is_read(monitor: Callable, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    told = monitor("load", tmp_path / "absent", tmp_path / "good.txt")
    assert told.status == 1
    assert "absent" in told.err
    assert "loaded: 1 new" in told.err


def test_nothing_to_read_exits_2_and_makes_no_store(monitor: Callable, tmp_path: Path) -> None:
    told = monitor("load", "absent.txt")
    assert (told.status, "absent.txt: no such file or folder" in told.err) == (2, True)
    assert not (tmp_path / "monitor.db").exists()


@pytest.mark.parametrize(
    "command", [["search", "parcels"], ["digest"], ["status"], ["show", "1"], ["process"], ["load", "."]]
)
def test_a_store_that_is_none_is_left_as_it_is(monitor: Callable, tmp_path: Path, command: list[str]) -> None:
    store = tmp_path / "monitor.db"
    store.write_bytes(b"This is a letter to my bank, not a database.\n" * 50)
    before = store.read_bytes()
    told = monitor(*command)
    assert told.status == 2
    assert len(told.err.strip().splitlines()) == 1
    assert "monitor.db" in told.err
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    "command", [["search", "parcels"], ["digest"], ["show", "1"], ["process"], ["forget", "1", "--yes"]]
)
def test_without_a_store_the_next_step_is_told(monitor: Callable, command: list[str]) -> None:
    told = monitor(*command)
    assert told.status == 2
    assert "monitor load" in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert not list(Path.cwd().glob("*.db*"))


def test_a_typo_in_the_configuration_changes_nothing(monitor: Callable, tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text('timezon = "Europe/Paris"\n')
    told = monitor("process")
    assert told.status == 2
    assert "did you mean `timezone`?" in told.err
    assert not (tmp_path / "monitor.db").exists()


def test_an_unknown_stage_leaves_no_run_behind(monitor: Callable, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    monitor("load", tmp_path / "good.txt")
    told = monitor("process", "--stage", "translatoin")
    assert told.status == 2
    assert "the stages are repair, language" in told.err
    with sqlite3.connect(tmp_path / "monitor.db") as store:
        assert store.execute("SELECT count(*) FROM run WHERE ended_at IS NULL").fetchone()[0] == 0


def run_as_nobody(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As root every file can be read and written; what is forbidden shows only to somebody else."""
    who = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
    environment = {"MONITOR_STORE": str(folder / "monitor.db"), "PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        **who,
    )


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    tmp_path.chmod(0o777)
    try:
        works = run_as_nobody(tmp_path, "--version").returncode == 0
    except PermissionError:
        works = False
    if not works:
        pytest.skip("another user can run neither this Python nor this checkout")
    return tmp_path


def test_a_folder_without_permission(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir()
    closed.chmod(0)
    (open_folder / "good.txt").write_text(GOOD, encoding="utf-8")
    told = run_as_nobody(open_folder, "load", str(closed), str(open_folder / "good.txt"))
    closed.chmod(0o755)
    assert told.returncode == 1
    assert "closed" in told.stderr
    assert "loaded: 1 new" in told.stderr


def test_a_read_only_store_can_still_be_read(open_folder: Path) -> None:
    (open_folder / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run_as_nobody(open_folder, "load", str(open_folder / "good.txt")).returncode == 0
    (open_folder / "monitor.db").chmod(0o444)
    open_folder.chmod(0o555)
    written = run_as_nobody(open_folder, "load", str(open_folder / "good.txt"))
    read = run_as_nobody(open_folder, "status")
    open_folder.chmod(0o777)
    assert written.returncode == 2
    assert len(written.stderr.strip().splitlines()) == 1
    assert read.returncode == 0


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        environment = {**os.environ, "MONITOR_STORE": str(disk / "monitor.db")}
        monitor = [sys.executable, "-m", "monitor"]
        (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
        (tmp_path / "large.txt").write_text(f"{GOOD}\n{'A sentence of an article. ' * 60_000}", encoding="utf-8")
        assert (
            subprocess.run([*monitor, "load", tmp_path / "good.txt"], env=environment, capture_output=True).returncode
            == 0
        )
        full = subprocess.run(
            [*monitor, "load", tmp_path / "large.txt"], env=environment, capture_output=True, text=True
        )
        assert full.returncode == 2
        assert "full" in full.stderr
        assert len(full.stderr.strip().splitlines()) == 1
        status = subprocess.run([*monitor, "show", "1"], env=environment, capture_output=True, text=True)
        assert "depot in Lyon" in status.stdout
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_run_that_could_not_be_is_ended(monitor: Callable, tmp_path: Path) -> None:
    assert monitor("crawl", "no such source").status == 2
    with sqlite3.connect(tmp_path / "monitor.db") as store:
        assert store.execute("SELECT count(*) FROM run WHERE ended_at IS NULL").fetchone()[0] == 0
