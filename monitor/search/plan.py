"""A query's tree as SQL: one expression for the index where that will do, and conditions for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.errors import MonitorError
from monitor.search.filters import Condition, Reader, condition_of, joined, negated
from monitor.search.query import All, Either, Filter, Node, Not, Query, Text, all_of, either_of, parse_query
from monitor.store.facts import NUMBER

BY_DATE = "searchable d INDEXED BY searchable_dated"
LAST = 2**63 - 1  # of SQLite's numbers
MATCHING = "d.id IN (SELECT rowid FROM document_fts WHERE document_fts MATCH ?)"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for: `match` for the full-text index ("" where no words must stand), and conditions on `d`.

    `marks` are the words to mark in what is found.
    """

    match: str
    conditions: tuple[Condition, ...]
    marks: tuple[str, ...]
    notes: tuple[str, ...]

    def found(self, floor: int = 0, top: int = LAST) -> tuple[str, list[Any]]:
        """The documents found, from `FROM` on, and the values; those numbered above `floor`, up to `top`, alone."""
        if not self.match:
            values = [value for condition in self.conditions for value in condition.values]
            where = "".join(f" AND {condition.sql}" for condition in self.conditions)
            if few := next((condition for condition in self.conditions if condition.ids), None):
                values = [*few.values, floor, *values]
                return f"FROM searchable d WHERE d.id IN ({few.ids}) AND +d.id > ?{where}", values
            return f"FROM {BY_DATE} WHERE d.id > ?{where}", [floor, *values]
        flat = [condition.flat or condition for condition in self.conditions]
        where = "".join(f" AND {condition.sql.replace('d.id', NUMBER)}" for condition in flat)
        numbered = "document_fts.rowid > ? AND document_fts.rowid <= ?"
        values = [self.match, floor, top, *(value for condition in flat for value in condition.values)]
        return f"FROM document_fts WHERE document_fts MATCH ? AND {numbered}{where}", values

    def newest(self, floor: int = 0) -> tuple[str, list[Any]]:
        """The ids found from `SELECT` on, the newest first: as they arrived where words must stand, else as dated."""
        sql, values = self.found(floor=floor)
        if self.match:
            return f"document_fts.rowid AS id {sql} ORDER BY document_fts.rowid DESC", values
        return f"d.id {sql} ORDER BY d.dated_at DESC, d.id DESC", values

    def count(self, top: int = LAST) -> tuple[str, list[Any]]:
        """How many are found, those numbered up to `top` where words must stand: a statement, and its values."""
        if not self.match and len(self.conditions) == 1 and (known := self.conditions[0]).count:
            return known.count, list(known.values)
        sql, values = self.found(top=top)
        return f"SELECT count(*) {sql}", values

    @property
    def finds_few(self) -> bool:
        """Whether what its filters name is so little that it can be looked up whole."""
        return any(condition.ids for condition in self.conditions)

    def without_words(self) -> Plan:
        """The filters alone."""
        return replace(self, match="")

    def conditions_on_document(self) -> tuple[str, list[Any]]:
        """All that must hold of `d`, as ` AND …`, and the values; the words too."""
        words = [Condition(MATCHING, (self.match,))] if self.match else []
        parts = [*words, *self.conditions]
        return "".join(f" AND {part.sql}" for part in parts), [value for part in parts for value in part.values]


def make_plan(query: Query, reader: Reader) -> Plan:
    """How to find what `query` asks for. Raises MonitorError for a filter that cannot be."""
    tree = _expanded(query.tree, reader)
    parts = tree.parts if isinstance(tree, All) else (tree,)
    match = next((part.match for part in parts if isinstance(part, Text)), "")
    conditions = tuple(_condition(part, reader) for part in parts if not isinstance(part, Text))
    return Plan(match, conditions, query.marks, (*query.notes, *reader.notes))


def _expanded(node: Node, reader: Reader, inside: bool = False) -> Node:
    """The tree with each saved search in the place of its name."""
    if isinstance(node, Filter) and node.name == "saved":
        if inside:
            raise MonitorError("a saved search that names another cannot be used inside a query; write it out")
        return _expanded(_saved(node.value, reader), reader, inside=True)
    if isinstance(node, Not):
        return Not(_expanded(node.part, reader, inside))
    if isinstance(node, All | Either):
        parts: Sequence[Node] = [_expanded(part, reader, inside) for part in node.parts]
        return (all_of if isinstance(node, All) else either_of)(parts) or node
    return node


def _saved(name: str, reader: Reader) -> Node:
    rows = reader.store.execute("SELECT name, query FROM saved_search ORDER BY name").fetchall()
    queries = {known.casefold(): query for known, query in rows}
    if name.casefold() not in queries:
        known = ", ".join(row[0] for row in rows)
        advice = f"there are {known}" if known else "`monitor search QUERY --save NAME` saves one"
        raise MonitorError(f"saved:{name}: no search is saved under this name; {advice}")
    return parse_query(queries[name.casefold()]).tree


def _condition(node: Node, reader: Reader) -> Condition:
    match node:
        case Text():
            return Condition(MATCHING, (node.match,))
        case Filter():
            return condition_of(node, reader)
        case Not():
            return negated(_condition(node.part, reader))
        case All():
            return joined("AND", (_condition(part, reader) for part in node.parts))
        case Either():
            return joined("OR", (_condition(part, reader) for part in node.parts))
