"""What the documents found have in common: how many of each outlet, language, month and tag."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from monitor.search.filters import quote_value
from monitor.search.plan import Plan
from monitor.search.searching import COUNTED
from monitor.store.facts import execute_flat

SHOWN = 10  # values of a facet
FACTS = """
    SELECT d.outlet, d.language, substr(d.dated_at, 1, 7), count(*)
    FROM json_each(?) found CROSS JOIN searchable d ON d.id = found.value GROUP BY 1, 2, 3"""
TAGS = f"""
    SELECT t.name, t.name_fr, n.documents FROM (
        SELECT dt.tag_id, count(*) AS documents
        FROM json_each(?) found CROSS JOIN document_tag dt ON dt.document_id = found.value GROUP BY 1) n
    JOIN tag t ON t.id = n.tag_id ORDER BY 3 DESC, 1 LIMIT {SHOWN}"""


@dataclass(frozen=True, slots=True)
class Facet:
    """One value: how many documents have it, and the `filter` that a query takes to leave the others out.

    `name_fr` is its French name; a month is `2018-11`.
    """

    name: str
    name_fr: str
    documents: int
    filter: str


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of each facet, the most frequent first (months: the newest), among `counted` documents."""

    outlet: tuple[Facet, ...]
    language: tuple[Facet, ...]
    month: tuple[Facet, ...]
    tag: tuple[Facet, ...]
    counted: int


def count_facets(store: sqlite3.Connection, plan: Plan, newest: str = "") -> Facets:
    """Count the facets of what the plan of an answer finds, among the `newest` COUNTED of it (as JSON), if known."""
    ids = [newest or _find_newest(store, plan)]
    facts = store.execute(FACTS, ids).fetchall()
    tags = store.execute(TAGS, ids).fetchall()
    return Facets(
        outlet=_values(facts, 0, lambda value: quote_value("outlet", value)),
        language=_values(facts, 1, lambda value: quote_value("lang", value)),
        month=_months(facts),
        tag=tuple(Facet(name, name_fr or name, count, quote_value("tag", name)) for name, name_fr, count in tags),
        counted=sum(row[3] for row in facts),
    )


def _find_newest(store: sqlite3.Connection, plan: Plan) -> str:
    sql, values = plan.newest()
    numbers = f"SELECT json_group_array(id) FROM (SELECT {sql} LIMIT {COUNTED})"
    return str(execute_flat(store, numbers, values).fetchone()[0])


def _values(facts: Iterable[Any], column: int, filter_of: Callable[[str], str]) -> tuple[Facet, ...]:
    counts = _counted(facts, column)
    best = sorted(counts, key=lambda value: (-counts[value], value))[:SHOWN]
    return tuple(Facet(value, value, counts[value], filter_of(value)) for value in best)


def _months(facts: Iterable[Any]) -> tuple[Facet, ...]:
    counts = _counted(facts, 2)
    return tuple(Facet(m, m, counts[m], _month_filter(m)) for m in sorted(counts, reverse=True)[:SHOWN])


def _counted(facts: Iterable[Any], column: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in facts:
        if row[column]:
            counts[row[column]] += row[3]
    return counts


def _month_filter(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"after:{month} before:{year + number // 12:04}-{number % 12 + 1:02}"
