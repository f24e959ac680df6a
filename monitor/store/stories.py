"""Stories into the store: their span in time and what they show, taken from their documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from monitor.document import Document
from monitor.store.documents import write_given
from monitor.story.members import read_members
from monitor.story.telling import tell_story

SPAN = """
    INSERT INTO story (id, state, first_at, last_at)
    SELECT s.story_id, 'awake', min(d.dated_at), max(d.dated_at)
    FROM story_document s JOIN document d ON d.id = s.document_id
    WHERE s.story_id IN (SELECT value FROM json_each(?)) GROUP BY s.story_id
    ON CONFLICT (id) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at"""

# every language in which a document of the story can be read
LANGUAGES = """
    SELECT DISTINCT coalesce(y.language, d.language) FROM story_document s
    JOIN document d ON d.id = s.document_id AND d.current LEFT JOIN summary y ON y.document_id = d.id
    WHERE s.story_id = ? ORDER BY 1"""


# the stories of these documents and of the versions they replace
LEFT = """
    SELECT DISTINCT story_id FROM story_document WHERE document_id IN (
        SELECT old.id FROM document old JOIN document new ON new.version_of = old.version_of
        WHERE new.id IN (SELECT value FROM json_each(?)))"""

REPLACED = """
    DELETE FROM story_document WHERE document_id IN (
        SELECT old.id FROM document old JOIN document new ON new.version_of = old.version_of AND new.id <> old.id
        WHERE new.id IN (SELECT value FROM json_each(?)))"""


def write_links(db: Database, documents: Sequence[Document], at: str) -> None:
    """Put these documents into their stories, making the new ones, and take the stories' dates and texts anew.

    A version takes the place of the one before it. Inside the caller's transaction.
    """
    ids = json.dumps([d.id for d in documents])
    left = [row[0] for row in db.execute(LEFT, [ids])]
    joined = {d.story.story_id for d in documents if d.story}
    db.conn.executemany(
        "INSERT OR IGNORE INTO story (id, state, first_at, last_at) VALUES (?, 'awake', ?, ?)",
        [(story_id, at, at) for story_id in sorted(joined)],
    )
    db.execute(REPLACED, [ids])
    write_given(db, documents, frozenset({"story"}), at)
    refresh(db, joined.union(left))


def refresh(db: Database, story_ids: Iterable[int]) -> None:
    """Take these stories' dates and texts from their documents again; one without documents ends."""
    ids = json.dumps(sorted(set(story_ids)))
    db.execute(SPAN, [ids])
    db.execute("DELETE FROM story_text WHERE story_id IN (SELECT value FROM json_each(?))", [ids])
    for story_id in sorted(set(story_ids)):
        _write_texts(db, story_id)
    db.execute(
        "DELETE FROM story WHERE state <> 'merged' AND id IN (SELECT value FROM json_each(?))"
        " AND id NOT IN (SELECT story_id FROM story_document)",
        [ids],
    )


def _write_texts(db: Database, story_id: int) -> None:
    for (language,) in db.execute(LANGUAGES, [story_id]).fetchall():
        title, summary = tell_story(read_members(db.conn, story_id, language), language)
        db.execute("INSERT INTO story_text VALUES (?, ?, ?, ?)", [story_id, language, title, summary])
