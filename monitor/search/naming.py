"""Tags by what a reader types for them: looked up by name, code or spelling, however many the store knows."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Iterable
from typing import get_args

from monitor.document import TagKind
from monitor.search.stems import strip_accents
from monitor.store.tags import fold_spelling

KINDS = str(get_args(TagKind))
COLUMNS = "SELECT id, coalesce(merged_into, id), name, name_fr, code FROM tag"
CALLED = f"""{COLUMNS} WHERE id IN (
    SELECT id FROM tag WHERE kind IN {KINDS} AND name = :name
    UNION SELECT id FROM tag WHERE code = :name AND code <> ''
    UNION SELECT tag_id FROM tag_spelling WHERE kind IN {KINDS} AND spelling IN (:spelling, :bare, :person))"""
# names that a reader may have meant are about as long, and of the first found, which most documents have
NEAR = f"""{COLUMNS} WHERE merged_into IS NULL AND (abs(length(name) - length(:name)) < 4
    OR abs(length(name_fr) - length(:name)) < 4) LIMIT 5000"""


def find_called(store: sqlite3.Connection, name: str) -> dict[str, list[int]]:
    """The numbers of the tags that may be called `name`, whatever its case and accents, by each of their names."""
    kinds = {"spelling": "topic", "bare": "organisation", "person": "person"}
    spellings = {key: fold_spelling(kind, name) for key, kind in kinds.items()}
    return _by_name(store, CALLED, {"name": name, **spellings})


def find_near(store: sqlite3.Connection, name: str) -> dict[str, list[int]]:
    """The numbers of tags whose names are not much longer or shorter than `name`, by each of their names."""
    return _by_name(store, NEAR, {"name": name})


def nearest(name: str, known: Iterable[str]) -> str:
    """The name that `name` may have been meant for; "" where none is like it."""
    folded = {fold(other): other for other in known}
    return next((folded[near] for near in difflib.get_close_matches(fold(name), folded, n=1)), "")


def fold(name: str) -> str:
    """A name without case and accents."""
    return " ".join(strip_accents(name.casefold()).replace("’", "'").split())


def _by_name(store: sqlite3.Connection, sql: str, values: dict[str, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, kept, *names in store.execute(sql, values):
        for name in {*names} - {""}:
            found.setdefault(name, []).extend({number, kept})
    return found
