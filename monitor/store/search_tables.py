"""The tables of the second version of the search: its index, and what is saved.

Comments inside the statements stay readable in the store itself. Never edit what was released: `schema.py` adds to it.
"""

from __future__ import annotations

SEARCH = (
    # words as they were written (accents kept); then stems, each with the mark of its language
    """CREATE VIRTUAL TABLE document_fts USING fts5(
        title, text, title_en, text_en, title_fr, text_fr, names,
        title_stems, text_stems, translation_stems, summary_stems, name_stems,
        content = '', tokenize = "unicode61 remove_diacritics 0"
    )""",
    # what the index was given, packed: needed to take a document out of it
    "CREATE TABLE indexed (document_id INTEGER PRIMARY KEY REFERENCES document(id), content BLOB NOT NULL) STRICT",
    "CREATE TABLE unindexed (document_id INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE) STRICT",
    # all that filters ask of a document, without its long row
    """CREATE INDEX document_facts ON document(id, dated_at, language, outlet) WHERE current AND text <> ''""",
    """CREATE INDEX document_newest ON document(dated_at, id, language, outlet) WHERE current AND text <> ''""",
    "CREATE INDEX document_received ON document(received_at, language) WHERE current",
    "CREATE INDEX story_document_joined ON story_document(joined_at)",
    """CREATE TABLE saved_search (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        query TEXT NOT NULL,
        alert TEXT NOT NULL DEFAULT '',     -- command:…, mail:address, https://… ; '' for none
        saved_at TEXT NOT NULL,
        after_id INTEGER NOT NULL           -- documents up to this one were there when it was saved
    ) STRICT""",
    """CREATE TABLE saved_hit (
        saved_id INTEGER NOT NULL REFERENCES saved_search(id) ON DELETE CASCADE,
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,  -- the version that was found first
        found_at TEXT NOT NULL,
        digest_id INTEGER REFERENCES digest(id),            -- the digest that announced it
        alerted_at TEXT NOT NULL DEFAULT '',                -- when the alert was given
        PRIMARY KEY (saved_id, document_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX saved_hit_document ON saved_hit(document_id)",
)

# words without the lengths of columns: looking those up takes longer than all else that ranking a document takes
INDEX = """CREATE VIRTUAL TABLE document_fts USING fts5(
        title, text, title_en, text_en, title_fr, text_fr, names,
        title_stems, text_stems, translation_stems, summary_stems, name_stems,
        content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 0"
    )"""

# the same facts laid flat, as of when a document was indexed; see facts.py
FACTS = """CREATE TABLE fact (
        name TEXT NOT NULL,                                                -- dated_at, language, length, outlet
        block INTEGER NOT NULL,                                            -- of 4,096 documents by number
        facts BLOB NOT NULL,                                               -- one a document, padded to one width;
                                                                           -- `version` is new with each change
        PRIMARY KEY (name, block)
    ) STRICT"""

# the documents that can be read, kept in step by the store itself
SEARCHABLE = (
    """CREATE TABLE searchable (
        id INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,  -- of current ones that have a text
        dated_at TEXT NOT NULL,
        language TEXT NOT NULL,
        outlet TEXT NOT NULL,
        length INTEGER NOT NULL                                            -- characters of the text
    ) STRICT""",
    """CREATE TRIGGER searchable_received AFTER INSERT ON document WHEN new.current AND new.text <> '' BEGIN
        INSERT INTO searchable VALUES (new.id, new.dated_at, new.language, new.outlet, length(new.text));
    END""",
    """CREATE TRIGGER searchable_changed AFTER UPDATE OF current, text, dated_at, language, outlet ON document
    WHEN (old.current, length(old.text), old.dated_at, old.language, old.outlet)
        IS NOT (new.current, length(new.text), new.dated_at, new.language, new.outlet) BEGIN
        DELETE FROM searchable WHERE id = new.id;
        INSERT INTO searchable SELECT new.id, new.dated_at, new.language, new.outlet, length(new.text)
            WHERE new.current AND new.text <> '';
    END""",
)
