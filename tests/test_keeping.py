"""Keeping the store well: status tells what waits, forgetting is for good, nothing printed commands a terminal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.terminal import make_harmless
from tests.conftest import Told

Monitor = Callable[..., Told]

TEXT = (
    "Cainiao opens a depot\n\nThe parcel firm Cainiao has opened a depot in Lyon, its third in France, on Monday. {}\n"
)
WORDS = ("Quinquagésime", "zibeline")  # one word each that no other document, list or model holds


@pytest.fixture
def store(monitor: Monitor, tmp_path: Path) -> Path:
    for number, word in enumerate(WORDS):
        (tmp_path / f"{number}.txt").write_text(TEXT.format(f"Its name is {word}, said {number} people."), "utf-8")
    assert monitor("load", "0.txt", "1.txt").status == 0
    return tmp_path / "monitor.db"


def lines(told: Told, word: str) -> list[str]:
    return [line for line in told.out.splitlines() if line.startswith(word)]


def test_status_tells_what_waits(monitor: Monitor, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(monitor("status"), "pending") == ["pending    2 documents from repair on; `monitor process` does it"]
    monitor("process", "--limit", 1)
    assert lines(monitor("status"), "pending") == ["pending    1 document from repair on; `monitor process` does it"]
    monitor("process")
    assert lines(monitor("status"), "pending") == []
    monkeypatch.setenv("MONITOR_EXPECTED_LANGUAGES", "fr")  # another setting: what it made no longer stands
    assert lines(monitor("status"), "pending") == ["pending    2 documents from language on; `monitor process` does it"]
    monitor("process")
    monitor("correct", 1, "--tag", "topic:parcels")
    assert lines(monitor("status"), "pending") == ["pending    1 document from topics on; `monitor process` does it"]


def test_status_tells_postponed_from_pending(
    monitor: Monitor, store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MONITOR_TRANSLATION_MODEL", str(tmp_path / "absent"))
    monitor("process")
    told = monitor("status")
    assert lines(told, "pending") == []
    assert lines(told, "postponed")[0].startswith("postponed  2 documents in translation:")


def test_forgetting_leaves_no_word_in_the_file(monitor: Monitor, store: Path) -> None:
    monitor("process")
    before = store.read_bytes() + Path(f"{store}-wal").read_bytes() if Path(f"{store}-wal").exists() else b""
    assert all(word.encode() in (before or store.read_bytes()) for word in WORDS)
    assert monitor("forget", 1, "--yes").status == 0
    after = b"".join(path.read_bytes() for path in store.parent.glob("monitor.db*"))
    assert WORDS[0].encode() not in after
    assert WORDS[0].lower().encode() not in after  # the index folds case
    assert WORDS[1].encode() in after
    assert monitor("doctor").out.count("no rows without") == 1
    assert json.loads(monitor("search", "zibeline", "--json").out)["id"] == 2


def test_forgetting_asks_before_it_locks(monitor: Monitor, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    def answer(*_: object, **__: object) -> bool:
        told.append(monitor("process").status)  # another command can write meanwhile
        return True

    monkeypatch.setattr("click.confirm", answer)
    assert monitor("forget", 1).status == 0
    assert told == [0]
    with sqlite3.connect(store) as db:
        assert [row[0] for row in db.execute("SELECT id FROM document")] == [2]


def test_who_says_no_forgets_nothing(monitor: Monitor, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    told = monitor("forget", 1)
    assert (told.status, told.err) == (1, "nothing was removed\n")
    assert monitor("show", 1).status == 0


def test_nothing_to_forget(monitor: Monitor, store: Path) -> None:
    assert "no such documents" in monitor("forget", 99, "--yes").err
    assert monitor("forget", "--outlet", "Nobody", "--yes").status == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "�[2Jgone"),  # clears the screen
        ("\x9b31mred", "�31mred"),  # the same in one character
        ("\x1b]0;title\x07", "�]0;title�"),
        ("abc\rxyz", "abc�xyz"),  # would overwrite the line
        ("one\r\ntwo", "one\ntwo"),  # a line end is none of that
        ("user\u202efdp.exe", "user�fdp.exe"),  # turns the reading order
        ("L'été, à 14\u202fh\u00a0: «\u00a0oui\u00a0»\t1\n", "L'été, à 14\u202fh\u00a0: «\u00a0oui\u00a0»\t1\n"),
        ("👩\u200d🚀 الصين", "👩\u200d🚀 الصين"),  # joiners and right-to-left letters are writing
    ],
)
def test_a_terminal_is_commanded_by_nothing(text: str, shown: str) -> None:
    assert make_harmless(text) == shown


HOSTILE = {"url": "https://x.example/\x1b[31m", "outlet": "Le \x1b]0;Soir\x07", "author": "A\x9b2J", "title": "\x1b[2J"}


@pytest.mark.parametrize("command", [("show", 1), ("show", 1, "--json"), ("show", "story:1"), ("status",)])
def test_hostile_documents_are_shown_harmless(monitor: Monitor, tmp_path: Path, command: tuple[object, ...]) -> None:
    document = HOSTILE | {"text": TEXT.format("\x1b[5m")}
    (tmp_path / "a\x1b[31m.jsonl").write_text(json.dumps(document), encoding="utf-8")
    loaded = monitor("load", "a\x1b[31m.jsonl", "absent\x1b[31m")
    monitor("process")
    told = monitor(*command)
    assert told.status == 0
    assert not {"\x1b", "\x9b", "\x07"} & set(loaded.out + loaded.err + told.out + told.err)
    if "--json" in command:
        assert json.loads(told.out)["outlet"] == HOSTILE["outlet"]  # exact all the same
