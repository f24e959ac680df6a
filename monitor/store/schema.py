"""The store's migrations, one after another; the statements of the first stand in `tables.py` and `views.py`.

Never edit a migration that was released: add the next one.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from monitor.store.facts import write_facts
from monitor.store.fingerprints import FINGERPRINTS, count_month
from monitor.store.lines import LATEST, learn_lines
from monitor.store.search_tables import FACTS, INDEX, SEARCH, SEARCHABLE
from monitor.store.steps import WAITS
from monitor.store.tables import TABLES
from monitor.store.tags import fold_spelling
from monitor.store.views import SOURCE_WEEK, VIEWS

MIGRATIONS = Migrations("monitor")


@MIGRATIONS()
def first_tables(db: Database) -> None:
    """The tables and views of the contract."""
    for statement in (*TABLES, *VIEWS):
        db.execute(statement)


@MIGRATIONS()
def decisions(db: Database) -> None:
    """What the reader decided; it goes with the document it speaks of, and with nothing else."""
    db.execute(
        """CREATE TABLE decision (
            kind TEXT NOT NULL CHECK (kind IN ('language', 'tag', 'untag', 'join', 'part', 'read', 'star', 'mute')),
            subject TEXT NOT NULL,              -- document:12 (a first version's id), story:3, outlet:Le Monde
            value TEXT NOT NULL DEFAULT '',     -- fr; organisation:Alibaba Group; the other document of join and part
            at TEXT NOT NULL,
            PRIMARY KEY (kind, subject, value)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX decision_subject ON decision(subject)")
    db.execute("CREATE INDEX decision_value ON decision(value)")
    db.execute(
        """CREATE TRIGGER decision_forgotten AFTER DELETE ON document BEGIN
            DELETE FROM decision WHERE 'document:' || old.id IN (subject, value);
        END"""
    )


@MIGRATIONS()
def indexes_of_names(db: Database) -> None:
    """Who is quoted, and what a name was merged into, without reading every row."""
    db.execute("CREATE INDEX quote_speaker ON quote(speaker_tag_id) WHERE speaker_tag_id IS NOT NULL")
    db.execute("CREATE INDEX tag_merged_into ON tag(merged_into) WHERE merged_into IS NOT NULL")


@MIGRATIONS()
def related_stories(db: Database) -> None:
    """Other events of the same subject, kept apart from the story itself."""
    db.execute(
        """CREATE TABLE story_related (
            story_id INTEGER NOT NULL REFERENCES story(id) ON DELETE CASCADE,
            related_id INTEGER NOT NULL REFERENCES story(id) ON DELETE CASCADE,
            score REAL NOT NULL,                -- the names they share, weighted by rarity, 0 to 1
            reason TEXT NOT NULL,
            PRIMARY KEY (story_id, related_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX story_related_back ON story_related(related_id)")


@MIGRATIONS()
def search_index(db: Database) -> None:
    """The index keeps no text of its own; stems by field; narrow indexes for filters; saved searches."""
    from monitor.search.indexing import note_changed

    db.execute("DROP TABLE document_fts")
    for statement in SEARCH:
        db.execute(statement)
    note_changed(db, [row[0] for row in db.execute("SELECT id FROM document WHERE current AND text <> ''")])


@MIGRATIONS()
def crawl_memory(db: Database) -> None:
    """What a crawl must remember: how each visit was judged, the parts of an index, what changed in an article."""
    db.execute("ALTER TABLE source ADD COLUMN parts TEXT NOT NULL DEFAULT '{}'")
    db.execute("ALTER TABLE source_check ADD COLUMN state TEXT NOT NULL DEFAULT ''")
    db.execute(
        """CREATE TABLE change (
            document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,  -- the newer version
            field TEXT NOT NULL,                -- title, or a paragraph of the text
            before TEXT NOT NULL,               -- '' where it was added
            after TEXT NOT NULL                 -- '' where it was taken out
        ) STRICT"""
    )
    db.execute("CREATE INDEX change_document ON change(document_id)")
    db.execute(SOURCE_WEEK)


@MIGRATIONS()
def outlet_lines(db: Database) -> None:
    """The lines near the edges of each outlet's documents, hashed: those that many share; `latest_lines` fills it."""
    db.execute(
        """CREATE TABLE outlet_line (
            hash INTEGER NOT NULL,              -- of the outlet and the line, capitals and numbers alike
            document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,  -- a first version
            PRIMARY KEY (hash, document_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX outlet_line_document ON outlet_line(document_id)")


@MIGRATIONS()
def translation_memory(db: Database) -> None:
    """Translations by sentence; those last of use by the run that translated a forgotten document go with it."""
    db.execute(
        """CREATE TABLE translation_memory (
            key TEXT NOT NULL PRIMARY KEY,      -- digest of version, model and settings, languages and sentence
            translation TEXT NOT NULL,          -- before the guarantees
            run_id INTEGER NOT NULL             -- the last run that it was of use to
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX translation_memory_run ON translation_memory(run_id)")
    db.execute(
        """CREATE TRIGGER translation_memory_forgotten BEFORE DELETE ON document BEGIN
            DELETE FROM translation_memory WHERE run_id <= coalesce(
                (SELECT max(run_id) FROM step WHERE document_id = old.id AND stage IN ('translation', 'summary')),
                (SELECT max(id) FROM run)
            );
        END"""
    )


@MIGRATIONS()
def fingerprints(db: Database) -> None:
    """What documents on one event are recognised by; the names stand in a table of their own, filled by triggers."""
    for statement in FINGERPRINTS:
        db.execute(statement)
    db.execute("CREATE INDEX story_awake ON story(last_at) WHERE state = 'awake'")
    db.execute("CREATE INDEX story_merged_into ON story(merged_into) WHERE merged_into IS NOT NULL")


@MIGRATIONS()
def meaning_codes(db: Database) -> None:
    """The signs of the vectors, block by block, through which a search by meaning finds its candidates."""
    from monitor.search.indexing import note_changed

    db.execute(
        """CREATE TABLE meaning_code (
            block INTEGER NOT NULL,             -- of 4,096 documents by number
            length INTEGER NOT NULL,            -- bytes of one code: a bit for each number of a vector, 1 where above 0
            codes BLOB NOT NULL,                -- a code a document; zeros where it has no vector of this length
            PRIMARY KEY (block, length)
        ) STRICT"""
    )
    db.execute("CREATE INDEX story_last ON story(last_at)")
    note_changed(db, [row[0] for row in db.execute("SELECT document_id FROM fingerprint")])


@MIGRATIONS()
def tag_spellings(db: Database) -> None:
    """How tags are spelled, so that one spelled otherwise is merged into them; the first of each kind keeps its own."""
    db.execute(
        """CREATE TABLE tag_spelling (
            kind TEXT NOT NULL,
            spelling TEXT NOT NULL,             -- without case, accents, signs and legal forms
            tag_id INTEGER NOT NULL REFERENCES tag(id) ON DELETE CASCADE,
            PRIMARY KEY (kind, spelling)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX tag_spelling_tag ON tag_spelling(tag_id)")
    for tag_id, kind, *names in db.execute("SELECT id, kind, name, name_fr FROM tag WHERE merged_into IS NULL"):
        for name in filter(None, names):
            db.execute(
                "INSERT OR IGNORE INTO tag_spelling (kind, spelling, tag_id) VALUES (?, ?, ?)",
                [kind, fold_spelling(kind, name), tag_id],
            )


@MIGRATIONS()
def unread_documents(db: Database) -> None:
    """Older versions, and what is not repaired yet: few beside all others, so that the others can be counted fast."""
    db.execute("CREATE INDEX document_unread ON document(id) WHERE NOT (current AND text <> '')")
    db.execute("CREATE INDEX tag_code ON tag(code) WHERE code <> ''")


@MIGRATIONS()
def shingle_months(db: Database) -> None:
    """Shingles month by month: a new document writes among those of its time, however many older ones there are."""
    db.execute("ALTER TABLE shingle RENAME TO shingle_by_hash")
    db.execute(
        """CREATE TABLE shingle (
            month INTEGER NOT NULL,             -- of dated_at, in spans of 30 days since the year 1
            hash INTEGER NOT NULL,
            document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
            PRIMARY KEY (month, hash, document_id)
        ) STRICT, WITHOUT ROWID"""
    )
    days = {row[0]: count_month(row[1]) for row in db.execute("SELECT id, dated_at FROM document")}
    rows = db.execute("SELECT document_id, hash FROM shingle_by_hash ORDER BY document_id, hash")
    db.conn.executemany("INSERT INTO shingle VALUES (?, ?, ?)", ((days[i], h, i) for i, h in rows))
    db.execute("DROP TABLE shingle_by_hash")
    db.execute("CREATE INDEX shingle_document ON shingle(document_id)")


@MIGRATIONS()
def person_spellings(db: Database) -> None:
    """People by spellings that are the same in French and English; the first keeps its own."""
    _spell_people(db)


def _spell_people(db: Database) -> None:
    db.execute("DELETE FROM tag_spelling WHERE kind = 'person'")
    people = db.execute("SELECT id, name, name_fr FROM tag WHERE kind = 'person' AND merged_into IS NULL ORDER BY id")
    rows = [(fold_spelling("person", name), tag_id) for tag_id, *names in people for name in filter(None, names)]
    db.conn.executemany("INSERT OR IGNORE INTO tag_spelling (kind, spelling, tag_id) VALUES ('person', ?, ?)", rows)


@MIGRATIONS()
def searchable_documents(db: Database) -> None:
    """All that filters ask, in narrow rows looked up by number: a third of what two narrow indexes cost a search."""
    for statement in SEARCHABLE:
        db.execute(statement)
    readable = "SELECT id, dated_at, language, outlet, length(text) FROM document WHERE current AND text <> ''"
    db.execute(f"INSERT INTO searchable {readable}")
    db.execute("CREATE INDEX searchable_dated ON searchable(dated_at, language, outlet)")
    db.execute("DROP INDEX document_facts")
    db.execute("DROP INDEX document_newest")


@MIGRATIONS()
def index_without_lengths(db: Database) -> None:
    """The search index anew, from what it was given; see INDEX."""
    from monitor.search.indexing import add_packed

    db.execute("DROP TABLE document_fts")
    db.execute(INDEX)
    add_packed(db, db.execute("SELECT document_id, content FROM indexed"))


@MIGRATIONS()
def waiting_documents(db: Database) -> None:
    """What each stage has yet to do, kept as it changes; the first pass finds it, see WAITS."""
    for statement in WAITS:
        db.execute(statement)


@MIGRATIONS()
def first_name_spellings(db: Database) -> None:
    """People anew: long first names are folded further."""
    _spell_people(db)


@MIGRATIONS()
def flat_facts(db: Database) -> None:
    """What searches ask of each document, where it is found without looking up its row; the next one fills it."""
    db.execute(FACTS)


@MIGRATIONS()
def narrow_facts(db: Database) -> None:
    """Dates and outlets in half the bytes, see WIDTHS."""
    db.execute("DELETE FROM fact WHERE name <> 'version'")
    write_facts(db.conn, db.query("SELECT * FROM searchable ORDER BY id"))


@MIGRATIONS()
def counted_documents(db: Database) -> None:
    """How many documents a language or an outlet has, without asking each."""
    db.execute("CREATE INDEX searchable_language ON searchable(language)")
    db.execute("CREATE INDEX searchable_outlet ON searchable(outlet)")


@MIGRATIONS()
def noted_affinities(db: Database) -> None:
    """How sure a document was of those before it: JSON, document id -> 0 to 1; stories are linked by it."""
    db.execute("ALTER TABLE story_document ADD COLUMN near TEXT NOT NULL DEFAULT '{}'")


@MIGRATIONS()
def latest_lines(db: Database) -> None:
    """The signs of the lines of each outlet's latest documents, and of none before."""
    db.execute("DELETE FROM outlet_line")
    places = "SELECT id, row_number() OVER (PARTITION BY outlet ORDER BY id DESC) AS place FROM document"
    latest = f"SELECT id FROM ({places} WHERE current AND outlet <> '') WHERE place <= ?"
    for first_version, outlet, text in db.execute(
        f"SELECT version_of, outlet, raw_text FROM document WHERE id IN ({latest})", [LATEST]
    ):
        learn_lines(db, first_version, outlet, text)


@MIGRATIONS()
def sure_translations(db: Database) -> None:
    """Whether the engine could read the sentence back out of its translation."""
    db.execute("ALTER TABLE translation_memory ADD COLUMN sure INTEGER NOT NULL DEFAULT 1")
