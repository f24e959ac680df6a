"""`monitor correct`: what the reader decided is checked, kept, and obeyed through every later processing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest
from filled_store import fill_store

from tests.conftest import Told

Monitor = Callable[..., Told]

TEXTS = (  # two events; the outlets differ, the words do too
    ("Le Quai", "La douane du port a saisi mille colis venus de Chine lundi. Les marchands attendent une réponse."),
    ("The Quay", "Rain stopped the final of the regatta on Sunday. The crews will row again next weekend at noon."),
)


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records = (
        {"url": f"https://{outlet.replace(' ', '').lower()}.example/1", "title": "", "outlet": outlet, "text": text}
        for outlet, text in TEXTS
    )
    return fill_store(tmp_path_factory.mktemp("correct"), records)


@pytest.fixture
def store(processed: Path, tmp_path: Path) -> sqlite3.Connection:
    return sqlite3.connect(copy(processed, tmp_path))


def ask(store: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    return store.execute(sql).fetchall()


def test_a_language_holds_through_reprocessing(monitor: Monitor, store: sqlite3.Connection) -> None:
    assert monitor("correct", 1, "--language", "en").status == 0
    for arguments in ((), ("--again", "repair")):
        monitor("process", *arguments)
        assert ask(store, "SELECT language, language_confidence FROM document WHERE id = 1") == [("en", 1.0)]
    monitor("correct", 1, "--language", "en", "--undo")
    monitor("process")
    assert ask(store, "SELECT language FROM document WHERE id = 1") == [("fr",)]


def test_tags_added_and_removed_hold(monitor: Monitor, store: sqlite3.Connection) -> None:
    assert monitor("correct", 1, "--tag", "topic:douane", "--untag", "Chine").status == 0  # by its French name
    monitor("process", "--again", "mentions")
    sql = "SELECT t.kind, t.name, d.reason FROM document_tag d JOIN tag t ON t.id = d.tag_id WHERE d.document_id = 1"
    tags = {(kind, name): reason for kind, name, reason in ask(store, sql)}
    assert tags[("topic", "douane")] == "the reader's decision"
    assert ("place", "China") not in tags


def test_a_new_version_keeps_what_was_decided(monitor: Monitor, store: sqlite3.Connection, tmp_path: Path) -> None:
    monitor("correct", 1, "--language", "en")
    changed = {"url": "https://lequai.example/1", "outlet": "Le Quai", "text": TEXTS[0][1] + " Rien n'est réglé."}
    (tmp_path / "new.jsonl").write_text(json.dumps(changed), encoding="utf-8")
    monitor("load", "new.jsonl")
    monitor("process")
    assert ask(store, "SELECT version, language FROM document WHERE current AND outlet = 'Le Quai'") == [(2, "en")]


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        ((1, "--star"), [("star", "document:1", "")]),
        (("document:2", "--read"), [("read", "document:2", "")]),
        (("story:1", "--mute", "--read"), [("mute", "story:1", ""), ("read", "story:1", "")]),
        (("outlet:The Quay", "--mute"), [("mute", "outlet:The Quay", "")]),
        ((2, "--join", 1), [("join", "document:1", "document:2")]),  # written once, whichever was named first
        (("story:1", "--join", "story:2"), [("join", "document:1", "document:2")]),
        ((1, "--part", "story:2"), [("part", "document:1", "document:2")]),
    ],
)
def test_what_is_kept(
    monitor: Monitor, store: sqlite3.Connection, arguments: tuple[object, ...], kept: list[tuple[str, ...]]
) -> None:
    assert monitor("correct", *arguments).status == 0
    assert sorted(ask(store, "SELECT kind, subject, value FROM decision")) == sorted(kept)
    assert kept[0][1] in monitor("correct").out
    assert monitor("correct", *arguments, "--undo").status == 0
    assert ask(store, "SELECT * FROM decision") == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((99, "--star"), "no document 99 in the store"),
        (("story:99", "--star"), "no story 99 in the store"),
        (("outlet:Nobody", "--mute"), "no document of an outlet 'Nobody'"),
        (("a story", "--star"), "write a document's number such as 12, story:3 or outlet:NAME"),
        ((1, "--language", "french"), "not a language; write its two-letter code"),
        ((1, "--language", "qq"), "not a language"),
        (("story:1", "--language", "fr"), "`language` is said of a document, not of a story"),
        ((1, "--mute"), "`mute` is said of a story or an outlet, not of a document"),
        ((1, "--tag", "nobody knows this"), "is no tag in the store; write kind:name"),
        ((1, "--join", 1), "is that document or in that story"),
        ((1, "--part", "story:1"), "is that document or in that story"),
        ((1,), "correct what of it?"),
        (("--star",), "correct what? give"),
    ],
)
def test_one_clear_line(
    monitor: Monitor, store: sqlite3.Connection, arguments: tuple[object, ...], complaint: str
) -> None:
    told = monitor("correct", *arguments)
    assert told.status == 2
    assert complaint in told.err
    assert told.err.count("\n") == 1
    assert ask(store, "SELECT * FROM decision") == []
