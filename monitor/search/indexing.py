"""Keeps the search index in step with the documents: original, English, French, names and stems."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from monitor.search.stems import stem_words

COLUMNS = ("title", "text", "title_en", "text_en", "title_fr", "text_fr", "names", "stems")

# where the whole text was not translated, the translated summary stands for it
INDEXED = """
    SELECT d.id, d.language, d.title, d.text,
        coalesce(en.title, '') AS title_en,
        coalesce(nullif(en.text, ''), CASE WHEN d.language <> 'en' THEN s_en.text END, '') AS text_en,
        coalesce(fr.title, '') AS title_fr,
        coalesce(nullif(fr.text, ''), CASE WHEN d.language <> 'fr' THEN s_fr.text END, '') AS text_fr,
        coalesce((SELECT group_concat(t.name || ' ' || t.name_fr, ' | ') FROM document_tag dt
                  JOIN tag t ON t.id = dt.tag_id WHERE dt.document_id = d.id), '') AS names
    FROM document d
    LEFT JOIN translation en ON en.document_id = d.id AND en.language = 'en'
    LEFT JOIN translation fr ON fr.document_id = d.id AND fr.language = 'fr'
    LEFT JOIN summary s_en ON s_en.document_id = d.id AND s_en.language = 'en'
    LEFT JOIN summary s_fr ON s_fr.document_id = d.id AND s_fr.language = 'fr'
    WHERE d.current AND d.text <> '' AND d.id IN (SELECT value FROM json_each(?))"""


def index_documents(db: Database, ids: Sequence[int]) -> None:
    """Index these documents anew; older versions of them leave the index. Inside the caller's transaction."""
    marks = json.dumps(list(ids))
    versions = "SELECT id FROM document WHERE version_of IN (SELECT version_of FROM document WHERE id IN (%s))"
    drop_documents(db, [row[0] for row in db.execute(versions % "SELECT value FROM json_each(?)", [marks])])
    names, places = ", ".join(COLUMNS), ", ".join(f":{name}" for name in COLUMNS)
    db.conn.executemany(
        f"INSERT INTO document_fts (rowid, {names}) VALUES (:id, {places})",
        [row | {"stems": _stems(row)} for row in db.query(INDEXED, [marks])],
    )


def drop_documents(db: Database, ids: Iterable[int]) -> None:
    """Take these documents out of the index. Inside the caller's transaction."""
    db.conn.executemany("DELETE FROM document_fts WHERE rowid = ?", [(i,) for i in ids])


def _stems(row: dict[str, Any]) -> str:
    own = stem_words(f"{row['title']} {row['text']}", row["language"])
    others = (stem_words(f"{row[f'title_{code}']} {row[f'text_{code}']}", code) for code in ("en", "fr"))
    return " ".join((own, *others))
