"""Search by meaning: the nearest documents, found through signs, kept by filters; words and meaning joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from search_store import add_documents, make_store
from sqlite_utils import Database

from monitor.errors import MonitorError
from monitor.search.codes import BLOCK, encode, read_signs, read_vector
from monitor.search.facets import count_facets
from monitor.search.indexing import drop_documents, index_changed, note_changed
from monitor.search.meaning import fuse, search_hybrid, search_like, text_of
from monitor.store.fingerprints import count_day

WIDTH = 384
GROUPS = 6  # documents about one thing, in turn in English and French


def vectors() -> np.ndarray:  # type: ignore[type-arg]
    """For each document one near that of its group."""
    chance = np.random.default_rng(8)
    centres = chance.normal(size=(GROUPS, WIDTH))
    near = np.array([centres[n % GROUPS] + 0.5 * chance.normal(size=WIDTH) for n in range(60)], np.float32)
    return near / np.linalg.norm(near, axis=1, keepdims=True)


def give_vector(db: Database, number: int, vector: Any) -> None:
    with db.atomic():
        db.execute(
            "INSERT OR REPLACE INTO fingerprint VALUES (?, ?, 'en', ?, '{}', '[]', '[]', '[]', '{}')",
            [number, count_day("2024-01-01"), np.asarray(vector, np.float16).tobytes()],
        )
        note_changed(db, [number])


@pytest.fixture(scope="module")
def store() -> Iterator[Database]:
    db = make_store(
        [
            {
                "title": f"Title {n}",
                "text": f"word{n % 5} port",
                "language": ("en", "fr")[n % 2],
                "outlet": f"Outlet {n}",
            }
            for n in range(60)
        ]
    )
    for number, vector in enumerate(vectors(), start=1):
        if number != 60:
            give_vector(db, number, vector)
    index_changed(db)
    yield db
    db.conn.close()


def ids(answer: Any) -> list[int]:
    return [hit.id for hit in answer.hits]


def test_like_finds_its_group_and_not_itself(store: Database) -> None:
    answer = search_like(store.conn, 1)
    assert {n % GROUPS for n in ids(answer)} == {1}
    assert ids(answer) == nearest(1)[1:10]
    assert 1 > answer.hits[0].score > answer.hits[-1].score >= 0.3


def nearest(number: int) -> list[int]:
    """By comparing with every vector."""
    known = vectors()[:59].astype(np.float16).astype(np.float32)
    order = np.argsort(-(known @ known[number - 1]), kind="stable")
    return [int(n) + 1 for n in order if (known @ known[number - 1])[n] >= 0.3]


def test_signs_put_the_nearest_first(store: Database) -> None:
    vector = read_vector(store.conn, 1)
    assert vector is not None
    assert set(read_signs(store.conn, vector).nearest(10)) == set(nearest(1)[:10])
    assert len(read_signs(store.conn, vector).nearest(10_000)) == 59  # one has no vector
    assert read_signs(store.conn, np.ones(64, np.float32)).nearest(10) == []  # of another model


def test_filters_and_words_narrow_what_is_like(store: Database) -> None:
    assert {n % 2 for n in ids(search_like(store.conn, 2, "lang:fr"))} == {0}
    assert ids(search_like(store.conn, 1, 'outlet:"Outlet 12"')) == [13]
    assert ids(search_like(store.conn, 1, "word2")) == [n for n in nearest(1) if (n - 1) % 5 == 2]
    assert ids(search_like(store.conn, 1, "-word2 lang:en")) == ids(search_like(store.conn, 1, "lang:en NOT word2"))


def test_pages_of_what_is_like(store: Database) -> None:
    assert ids(search_like(store.conn, 1, limit=3, offset=3)) == nearest(1)[1:][3:6]


@pytest.mark.parametrize(("number", "says"), [(99, "no such document"), (60, "no vector yet")])
def test_like_what_cannot_be_is_one_line(store: Database, number: int, says: str) -> None:
    with pytest.raises(MonitorError, match=says):
        search_like(store.conn, number)


def test_hybrid_joins_words_and_meaning(store: Database) -> None:
    answer = search_hybrid(store.conn, "word1 lang:en", vectors()[0], limit=50)
    found = ids(answer)
    both = [n for n in found if (n - 1) % 5 == 1 and n % GROUPS == 1]
    assert both
    assert found[0] in both
    assert {n % 2 for n in found} == {1}
    assert any((n - 1) % 5 != 1 for n in found)  # by meaning alone
    assert any(n % GROUPS != 1 for n in found)  # by words alone
    with pytest.raises(MonitorError, match="needs words"):
        search_hybrid(store.conn, "lang:en", vectors()[0])


def test_what_words_and_meaning_find_is_counted_together(store: Database) -> None:
    for query in ("word1", "word1 lang:en", "nowhere"):
        answer = search_hybrid(store.conn, query, vectors()[0], limit=60)
        assert answer.total == len(set(ids(answer))) == count_facets(store.conn, answer.plan, answer.newest).counted


def test_ranks_are_joined() -> None:
    assert [n for n, _ in fuse([[1, 2, 3], [3, 4]])] == [
        3,
        1,
        2,
        4,
    ]  # of 2 and 4, which are equals, the one found by words
    assert fuse([[1], [9]]) == [(1, 1 / 61), (9, 1 / 61)]
    assert fuse([[7]]) == [(7, 1 / 61)]


def test_meaning_of_a_query_is_its_words() -> None:
    assert text_of('customs lang:fr "port charges" -rain elect* OR tag:x') == "customs port charges elect"


def test_codes_follow_the_documents() -> None:
    db = make_store([{"title": "One", "text": "One port", "language": "en"}])
    vector = vectors()[0]
    give_vector(db, 1, vector)
    index_changed(db)
    assert read_signs(db.conn, vector).nearest(5) == [1]
    assert add_documents(db, [{"title": "One", "text": "New.", "language": "en", "url": "https://a.example/1"}]) == [2]
    assert read_signs(db.conn, vector).nearest(5) == []  # a version replaced
    give_vector(db, 2, vector)
    index_changed(db)
    assert read_signs(db.conn, vector).nearest(5) == [2]
    with db.atomic():
        drop_documents(db, [2])
    assert read_signs(db.conn, vector).nearest(5) == []
    assert db.execute("SELECT length(codes) FROM meaning_code").fetchone()[0] == BLOCK * len(encode(vector))


def test_the_command_is_handed_the_model(monitor: Callable[..., Any], tmp_path: Path, monkeypatch: Any) -> None:
    from monitor import cli

    db = make_store([{"title": "One", "text": "One port", "language": "en"}], str(tmp_path / "monitor.db"))
    give_vector(db, 1, vectors()[0])
    index_changed(db)
    db.close()
    asked: list[str] = []

    def embed(_: object, text: str) -> Any:
        asked.append(text)
        return vectors()[0]

    monkeypatch.setattr(cli, "embed_question", embed)
    assert "One" in monitor("search", "ship lang:en", "--hybrid").out
    assert asked == ["ship"]
    told = monitor("search", "--like", "1")
    assert (told.status, "0 found" in told.err) == (0, True)
    assert monitor("search", "--like", "7").status == 2
    assert monitor("search", "--like", "1", "--sort", "date").status == 2
    assert asked == ["ship"]
