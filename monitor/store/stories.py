"""Stories into the store: their span in time and what they show, taken from their documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from monitor.document import Document
from monitor.store.documents import write_given
from monitor.store.relations import relate
from monitor.story.members import read_members
from monitor.story.telling import tell_story

# a text without a date says nothing of when the story was told, unless it is all there is
SPAN = """
    INSERT INTO story (id, state, first_at, last_at)
    SELECT s.story_id, 'awake',
        coalesce(min(d.dated_at) FILTER (WHERE d.published_precision <> 'none'), min(d.dated_at)),
        coalesce(max(d.dated_at) FILTER (WHERE d.published_precision <> 'none'), max(d.dated_at))
    FROM story_document s JOIN document d ON d.id = s.document_id
    WHERE s.story_id IN (SELECT value FROM json_each(?)) GROUP BY s.story_id
    ON CONFLICT (id) DO UPDATE SET
        state = 'awake', merged_into = NULL, first_at = excluded.first_at, last_at = excluded.last_at"""

# every language in which a document of the story can be read
LANGUAGES = """
    WITH told AS (SELECT d.id, d.language FROM story_document s
        JOIN document d ON d.id = s.document_id AND d.current WHERE s.story_id = ?)
    SELECT language FROM told UNION SELECT language FROM translation WHERE document_id IN (SELECT id FROM told)
    UNION SELECT language FROM summary WHERE document_id IN (SELECT id FROM told) ORDER BY 1"""


ENDED = """
    SELECT id FROM story WHERE state <> 'merged' AND id IN (SELECT value FROM json_each(?))
    AND id NOT IN (SELECT story_id FROM story_document)"""

# where these documents stand, and the versions they replace
STANDING = """
    SELECT s.story_id FROM document new JOIN document old ON old.version_of = new.version_of
    JOIN story_document s ON s.document_id = old.id WHERE new.id IN (SELECT value FROM json_each(?))"""

REPLACED = """
    DELETE FROM story_document WHERE document_id IN (
        SELECT old.id FROM document old JOIN document new ON new.version_of = old.version_of AND new.id <> old.id
        WHERE new.id IN (SELECT value FROM json_each(?)))"""

QUIET_DAYS = 10  # a story sleeps when nobody has told it for so long; a document that joins it wakes it
SLEEP = """
    UPDATE story SET state = 'asleep' WHERE state = 'awake' AND last_at < (
        SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(dated_at), ?) FROM document WHERE current AND dated_at <= ?)"""


def write_links(db: Database, documents: Sequence[Document], at: str, merged: Mapping[int, int]) -> None:
    """Put these documents into their stories, making the new ones, and take the stories' dates and texts anew.

    A version takes the place of the one before it. `merged` are the stories that became part of another, also those
    that began since the last call: a number once given is never given again, wherever batches end.
    Inside the caller's transaction.
    """
    ids = json.dumps([d.id for d in documents])
    left = {row[0] for row in db.execute(STANDING, [ids])}
    went = {d.story.story_id for d in documents if d.story}
    db.conn.executemany(
        "INSERT OR IGNORE INTO story (id, state, first_at, last_at) VALUES (?, 'awake', ?, ?)",
        [(story_id, at, at) for story_id in sorted({*went, *merged})],
    )
    db.execute(REPLACED, [ids])
    write_given(db, documents, frozenset({"story"}), at)
    for old, into in merged.items():
        _redirect(db, old, into)
    refresh(db, went | left)
    db.execute(SLEEP, [f"-{QUIET_DAYS} days", at])


def _redirect(db: Database, story_id: int, into: int) -> None:
    """Where the story has no documents left, say what it is part of now, for those who knew its number."""
    if db.execute("SELECT 1 FROM story_document WHERE story_id = ?", [story_id]).fetchone() is None:
        db.execute("UPDATE story SET state = 'merged', merged_into = ? WHERE id = ?", [into, story_id])
        db.execute("UPDATE story SET merged_into = ? WHERE merged_into = ?", [into, story_id])
        db.execute("DELETE FROM story_related WHERE ? IN (story_id, related_id)", [story_id])


def refresh(db: Database, story_ids: Iterable[int]) -> None:
    """Take these stories' dates, texts and relations from their documents again; one without documents ends."""
    ids = json.dumps(sorted(set(story_ids)))
    db.execute(SPAN, [ids])
    db.execute("DELETE FROM story_text WHERE story_id IN (SELECT value FROM json_each(?))", [ids])
    for story_id in sorted(set(story_ids)):
        _write_texts(db, story_id)
        relate(db, story_id)
    ended = [row[0] for row in db.execute(ENDED, [ids])]
    db.conn.executemany("DELETE FROM story WHERE merged_into = ?", [(story_id,) for story_id in ended])
    db.conn.executemany("DELETE FROM story WHERE id = ?", [(story_id,) for story_id in ended])


def _write_texts(db: Database, story_id: int) -> None:
    for (language,) in db.execute(LANGUAGES, [story_id]).fetchall():
        title, summary = tell_story(read_members(db.conn, story_id, language), language)
        db.execute("INSERT INTO story_text VALUES (?, ?, ?, ?)", [story_id, language, title, summary])
