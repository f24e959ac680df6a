"""Tags: found by kind and name, made when new, followed to what they were merged into."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

from monitor.document import Tag

FIELDS = ("name_fr", "code", "scheme", "wikidata")


def find_tag_id(db: Database, tag: Tag) -> int:
    """Return the id of `tag`, making it if need be; what is known of it is completed, never emptied."""
    row = next(
        iter(db.execute("SELECT id, merged_into FROM tag WHERE kind = ? AND name = ?", [tag.kind, tag.name])), None
    )
    if row is None:
        values = [tag.kind, tag.name, tag.name_fr, tag.code, tag.scheme, tag.wikidata]
        cursor = db.execute(
            "INSERT INTO tag (kind, name, name_fr, code, scheme, wikidata) VALUES (?, ?, ?, ?, ?, ?)", values
        )
        return int(cursor.lastrowid or 0)
    for field in FIELDS:
        value = getattr(tag, field)
        if value:
            db.execute(f"UPDATE tag SET {field} = ? WHERE id = ? AND {field} <> ?", [value, row[0], value])
    return int(row[1] or row[0])


def read_tags(db: Database, ids: Iterable[int]) -> dict[int, Tag]:
    """Return the tags with these ids."""
    rows = db.query("SELECT * FROM tag WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(sorted(ids))])
    return {
        row["id"]: Tag(row["kind"], row["name"], row["name_fr"], row["code"], row["scheme"], row["wikidata"])
        for row in rows
    }
