"""Keeps the search index in step with the documents: what is written in both languages, names, and stems.

Documents whose searched fields changed are noted in the same transaction, and indexed later, once for all that was
changed of them; what a killed run leaves noted, the next one indexes. The index itself keeps no text. What it was
given is kept packed beside it, since SQLite needs exactly that to take a document out again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from monitor.search.stems import stem_words
from monitor.store.facts import write_facts

COLUMNS = """title text title_en text_en title_fr text_fr names
    title_stems text_stems translation_stems summary_stems name_stems""".split()  # noqa: SIM905  easier to read
BATCH = 500
LANGUAGES = ("en", "fr")

# where the whole text was not translated, the translated summary stands for it
INDEXED = """
    SELECT d.id, d.language, d.title, d.text, d.outlet, d.dated_at, length(d.text) AS length,
        coalesce(en.title, '') AS title_en, coalesce(en.text, '') AS text_en,
        coalesce(fr.title, '') AS title_fr, coalesce(fr.text, '') AS text_fr,
        coalesce(s_en.text, '') AS summary_en, coalesce(s_fr.text, '') AS summary_fr,
        coalesce((SELECT group_concat(t.name, ' | ') FROM document_tag dt
                  JOIN tag t ON t.id = dt.tag_id WHERE dt.document_id = d.id), '') AS names_en,
        coalesce((SELECT group_concat(coalesce(nullif(t.name_fr, ''), t.name), ' | ') FROM document_tag dt
                  JOIN tag t ON t.id = dt.tag_id WHERE dt.document_id = d.id), '') AS names_fr
    FROM document d
    LEFT JOIN translation en ON en.document_id = d.id AND en.language = 'en'
    LEFT JOIN translation fr ON fr.document_id = d.id AND fr.language = 'fr'
    LEFT JOIN summary s_en ON s_en.document_id = d.id AND s_en.language = 'en'
    LEFT JOIN summary s_fr ON s_fr.document_id = d.id AND s_fr.language = 'fr'
    WHERE d.current AND d.text <> '' AND d.id IN (SELECT value FROM json_each(?))"""


def note_changed(db: Database, ids: Iterable[int]) -> None:
    """Note that these documents must be indexed anew. Inside the caller's transaction."""
    db.conn.executemany("INSERT OR IGNORE INTO unindexed (document_id) VALUES (?)", [(i,) for i in ids])


def index_changed(db: Database) -> None:
    """Index all that was noted, a batch a transaction; older versions leave the index."""
    from monitor.search.codes import write_codes

    while ids := [row[0] for row in db.execute("SELECT document_id FROM unindexed ORDER BY 1 LIMIT ?", [BATCH])]:
        with db.atomic():
            index_documents(db, ids)
            write_codes(db.conn, ids)
            db.conn.executemany("DELETE FROM unindexed WHERE document_id = ?", [(i,) for i in ids])


def index_documents(db: Database, ids: Sequence[int]) -> None:
    """Index these documents anew; older versions of them leave the index. Inside the caller's transaction."""
    marks = json.dumps(list(ids))
    versions = "SELECT id FROM document WHERE version_of IN (SELECT version_of FROM document WHERE id IN (%s))"
    drop_documents(db, [row[0] for row in db.execute(versions % "SELECT value FROM json_each(?)", [marks])])
    rows = sorted(db.query(INDEXED, [marks]), key=lambda row: row["id"])
    packed = [(row["id"], zlib.compress("\0".join(_columns(row)).encode(), 1)) for row in rows]
    add_packed(db, packed)
    write_facts(db.conn, rows)
    db.conn.executemany("INSERT INTO indexed (document_id, content) VALUES (?, ?)", packed)


def add_packed(db: Database, packed: Iterable[tuple[int, bytes]]) -> None:
    """Put documents into the index, each as `indexed` holds it. Inside the caller's transaction."""
    _tell_index(db, "rowid", "?", packed)


def drop_documents(db: Database, ids: Iterable[int]) -> None:
    """Take these documents out of the index. Inside the caller's transaction."""
    from monitor.search.codes import drop_codes

    marks = json.dumps(list(ids))
    known = db.execute(
        "SELECT document_id, content FROM indexed WHERE document_id IN (SELECT value FROM json_each(?))", [marks]
    ).fetchall()
    _tell_index(db, "document_fts, rowid", "'delete', ?", known)
    db.conn.executemany("DELETE FROM indexed WHERE document_id = ?", [(row[0],) for row in known])
    drop_codes(db.conn, [row[0] for row in known])


def _tell_index(db: Database, names: str, values: str, packed: Iterable[tuple[int, bytes]]) -> None:
    rows = ((number, *zlib.decompress(content).decode().split("\0")) for number, content in packed)
    places = ", ".join("?" * len(COLUMNS))
    db.conn.executemany(f"INSERT INTO document_fts ({names}, {', '.join(COLUMNS)}) VALUES ({values}, {places})", rows)


def _columns(row: dict[str, Any]) -> list[str]:
    """What is indexed of a document, in the order of COLUMNS."""
    names = f"{row['names_en']} | {row['names_fr']}" if row["names_fr"] != row["names_en"] else row["names_en"]
    written = [row["title"], row["text"], *_translated(row), names]
    titles = [(row["title"], row["language"]), *((row[f"title_{code}"], code) for code in LANGUAGES)]
    texts = [(row["text"], row["language"])]
    translations, summaries, tags = (
        [(row[f"{kind}_{code}"], code) for code in LANGUAGES] for kind in ("text", "summary", "names")
    )
    stems = [_stems(part) for part in (titles, texts, translations, summaries, tags)]
    return [column.replace("\0", " ") for column in (*written, *stems)]


def _translated(row: dict[str, Any]) -> Iterator[str]:
    for code in LANGUAGES:
        yield row[f"title_{code}"]
        yield row[f"text_{code}"] or (row[f"summary_{code}"] if row["language"] != code else "")


def _stems(texts: Iterable[tuple[str, str]]) -> str:
    return " ".join(stem_words(text, language) for text, language in texts if text)
