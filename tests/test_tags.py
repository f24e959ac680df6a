"""One thing, one tag: what spelling, accents, legal forms and language leave apart is merged, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fresh_store import fresh_store
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from monitor.document import Document, Mention, Tag, TagScore
from monitor.store.documents import write_given
from monitor.store.receiving import receive
from monitor.store.tags import find_tag_id, fold_spelling, read_tags

AT = "2026-01-05T08:00:00Z"
CHINA = Tag("place", "China", "Chine", "CN", "iso-3166")
UN = Tag("organisation", "United Nations", "Organisation des Nations unies")


ALIKE = [
    (Tag("organisation", "Shein"), Tag("organisation", "SHEIN")),
    (Tag("organisation", "Société Générale"), Tag("organisation", "Societe Generale SA")),
    (Tag("organisation", "Zorbex"), Tag("organisation", "Zorbex Holding Ltd")),
    (Tag("organisation", "The Morning Ledger"), Tag("organisation", "Morning Ledger")),
    (Tag("person", "Jean-Marie Élan"), Tag("person", "Jean Marie Elan")),
    (Tag("product", "l’Étoile"), Tag("product", "l'étoile")),
    (Tag("person", "Sergei Ivashov"), Tag("person", "Sergueï Ivachov")),
    (Tag("person", "Yuri Belousin"), Tag("person", "Iouri Beloussine")),
    (Tag("person", "Yevgeny Pribozhin"), Tag("person", "Evgueni Pribojine")),
    (Tag("person", "Nurbulat Teparbayev"), Tag("person", "Nourboulat Teparbaïev")),
    (Tag("person", "Alexander Vornikov"), Tag("person", "Alexandre Vornikoff")),
    (CHINA, Tag("place", "Chine")),  # found by its French name
    (UN, Tag("organisation", "Organisation des Nations Unies")),
]
APART = [
    (Tag("person", "Orange"), Tag("organisation", "Orange")),  # of another kind
    (Tag("place", "Vienna", "Vienne", "2761369", "geonames"), Tag("place", "Vienne", "Vienne", "2969284", "geonames")),
    (Tag("organisation", "Group"), Tag("organisation", "Holding")),  # nothing but legal forms
    (Tag("person", "Anna Wren"), Tag("person", "Anne Wren")),
    (Tag("person", "Louis Garcia"), Tag("person", "Luis Garcia")),
    (Tag("person", "Louise Garcia"), Tag("person", "Luise Garcia")),
    (Tag("person", "Andre Garcia"), Tag("person", "Ander Garcia")),
    (Tag("person", "Martine Roux"), Tag("person", "Martin Roux")),
    (Tag("organisation", "!!!"), Tag("organisation", "???")),
]


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_spellings_of_one_thing_are_one_tag(first: Tag, second: Tag) -> None:
    db = fresh_store()
    kept = find_tag_id(db, first)
    assert find_tag_id(db, second) == kept
    assert find_tag_id(db, second) == kept  # again, now that it is there
    assert read_tags(db, [kept])[kept] == first
    merged = db.execute("SELECT name, merged_into FROM tag WHERE merged_into IS NOT NULL").fetchall()
    assert [tuple(row) for row in merged] == [(second.name, kept)]


@pytest.mark.parametrize(("first", "second"), APART)
def test_different_things_stay_apart(first: Tag, second: Tag) -> None:
    db = fresh_store()
    assert find_tag_id(db, first) != find_tag_id(db, second)
    assert db.execute("SELECT count(*) FROM tag WHERE merged_into IS NOT NULL").fetchone()[0] == 0


def test_what_a_list_knows_takes_in_what_was_found_before() -> None:
    db = fresh_store()
    text = "CHINE and Chine."
    receive(db, Document(key="k", raw_text=text, text=text), AT)
    found = Tag("place", "CHINE")
    document = Document(
        key="k",
        raw_text=text,
        id=1,
        mentions=(Mention("text", 0, 5, "CHINE", found),),
        tags=(TagScore(found, 0.4, "named once"), TagScore(CHINA, 0.9, "named once")),
    )
    before = find_tag_id(db, found)
    write_given(db, [document], frozenset({"mentions", "tags"}), AT)
    china = find_tag_id(db, CHINA)
    assert china != before
    assert find_tag_id(db, found) == china
    rows = [tuple(row) for row in db.execute("SELECT tag_id FROM mention UNION ALL SELECT tag_id FROM document_tag")]
    assert rows == [(china,), (china,)]


@given(st.sampled_from(["organisation", "person", "place"]), st.text(min_size=1))
def test_folding_is_settled_after_once(kind: str, name: str) -> None:
    once = fold_spelling(kind, name)
    assert once
    assert fold_spelling(kind, name.swapcase()) == once or not name.isascii()
    assert once == name or fold_spelling(kind, once) == once


def test_forgetting_leaves_no_other_spelling(monitor: Callable, tmp_path: Path) -> None:
    texts = {"a": "Zorbex Ltd hired Anna Wren in May.", "b": "On Monday ZORBEX LTD hired Anna Wren in May."}
    records = [{"url": f"https://x.example/{name}", "text": text, "language": "en"} for name, text in texts.items()]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert monitor("load", "news.jsonl").status == 0
    assert monitor("process").status == 0
    db = Database(tmp_path / "monitor.db")
    tags = {row["name"]: row["merged_into"] for row in db.query("SELECT * FROM tag WHERE name LIKE 'zorbex%'")}
    assert len(tags) == 2
    assert list(tags.values()).count(None) == 1
    assert monitor("forget", "1", "2", "--yes").status == 0
    assert db.execute("SELECT count(*) FROM tag WHERE name LIKE 'zorbex%'").fetchone()[0] == 0
    assert db.execute("SELECT count(*) FROM tag_spelling WHERE spelling LIKE 'zorbex%'").fetchone()[0] == 0
