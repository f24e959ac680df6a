"""The store opened by the real Datasette with the metadata that comes along: described, faceted, with questions."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from web_store import make_store

from monitor.settings import SEEDS

METADATA = SEEDS / "datasette.yaml"
DATABASE = yaml.safe_load(METADATA.read_text(encoding="utf-8"))["databases"]["monitor"]
VALUES = {"words": "depot", "name": "Cainiao", "currency": "EUR"}
EMPTY = {"both_languages", "sick_sources", "failures"}  # questions the small store has no answer to


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("datasette"))


def names(store: Path) -> set[str]:
    with sqlite3.connect(store) as db:
        rows = db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        return {name for (name,) in rows if not re.match(r"sqlite_|document_fts_", name)}


@pytest.fixture(scope="module")
def ask(store: Path) -> Callable[[str], Any]:
    from datasette.app import Datasette
    from datasette.utils import parse_metadata

    datasette = Datasette([str(store)], metadata=parse_metadata(METADATA.read_text(encoding="utf-8")))

    async def get(path: str) -> Any:
        await datasette.invoke_startup()
        return (await datasette.client.get(path)).raise_for_status().json()

    return lambda path: asyncio.run(get(path))


def test_every_table_and_view_is_described(store: Path) -> None:
    described = {name for name, said in DATABASE["tables"].items() if said.get("description") or said.get("hidden")}
    assert names(store) - described == set(), "describe it in seeds/datasette.yaml, or hide it there"
    assert described - names(store) == set(), "seeds/datasette.yaml describes what is not there"


@pytest.mark.parametrize("name", [name for name, said in DATABASE["tables"].items() if not said.get("hidden")])
def test_what_is_said_of_columns_is_true(store: Path, name: str) -> None:
    said = DATABASE["tables"][name]
    with sqlite3.connect(store) as db:
        columns = {row[1] for row in db.execute(f'PRAGMA table_xinfo("{name}")')}
    wanted = {*said.get("facets", ()), *said.get("columns", ()), said.get("sort_desc"), said.get("label_column")}
    assert wanted - columns - {None} == set()


@pytest.mark.parametrize("question", DATABASE["queries"])
def test_every_question_has_an_answer(store: Path, question: str) -> None:
    sql = DATABASE["queries"][question]["sql"]
    with sqlite3.connect(store) as db:
        db.create_function("escape_fts", 1, lambda text: f'"{text}"')
        rows = db.execute(sql, {name: VALUES[name] for name in re.findall(r":(\w+)", sql)}).fetchall()
    assert rows or question in EMPTY


def test_datasette_opens_it(ask: Callable[[str], Any]) -> None:
    found = ask("/monitor.json")
    hidden = {table["name"] for table in found["tables"] if table["hidden"]}
    assert {"shingle", "document_fts", "_sqlite_migrations"} <= hidden
    assert {query["name"] for query in found["queries"]} == set(DATABASE["queries"])


def test_datasette_shows_facets(ask: Callable[[str], Any]) -> None:
    facets = ask("/monitor/reading.json?_facet_size=5")["facet_results"]
    found = facets.get("results", facets)
    assert {value["value"] for value in found["language"]["results"]} == {"en", "fr"}


def test_datasette_answers_a_question(ask: Callable[[str], Any]) -> None:
    assert ask("/monitor/find.json?words=depot&_shape=array")[0]["language"] == "en"


def test_a_new_folder_has_it(tmp_path: Path) -> None:
    from monitor.cli import cli

    assert cli.main(["init", str(tmp_path)], standalone_mode=False) == 0
    assert (tmp_path / "datasette.yaml").read_text(encoding="utf-8") == METADATA.read_text(encoding="utf-8")
