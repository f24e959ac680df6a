"""The tables of the first version.

Comments inside the statements stay readable in the store itself. Never edit what was released: `schema.py` adds to it.
"""

from __future__ import annotations

TABLES = (
    """CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL DEFAULT '',      -- feed, sitemap, page, load; '' until found out
        address TEXT NOT NULL DEFAULT '',
        outlet TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '',
        country TEXT NOT NULL DEFAULT '',
        enabled INTEGER NOT NULL DEFAULT 1,
        state TEXT NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'quiet', 'blocked', 'broken', 'off')),
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT '',
        retry_at TEXT NOT NULL DEFAULT '',  -- not asked before this time
        note TEXT NOT NULL DEFAULT ''       -- why the state is what it is
    ) STRICT""",
    """CREATE TABLE source_check (
        source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        status TEXT NOT NULL,               -- HTTP status, or what went wrong
        entries INTEGER NOT NULL,           -- addresses the source named
        fetched INTEGER NOT NULL,           -- pages asked for
        with_text INTEGER NOT NULL,         -- pages that gave an article
        new INTEGER NOT NULL,               -- documents and versions not seen before
        evidence TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (source_id, at)
    ) STRICT""",
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL,                  -- canonical address, else Message-ID, else hash of the bytes
        url TEXT NOT NULL,
        outlet TEXT NOT NULL,
        raw_title TEXT NOT NULL,            -- as received, never overwritten
        raw_text TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',     -- repaired
        title_made INTEGER NOT NULL DEFAULT 0,
        text TEXT NOT NULL DEFAULT '',
        author TEXT NOT NULL,
        published_at TEXT NOT NULL,
        published_precision TEXT NOT NULL CHECK (published_precision IN ('second', 'day', 'inferred', 'none')),
        received_at TEXT NOT NULL,
        dated_at TEXT NOT NULL,             -- published_at, or received_at where that is not known
        language_hint TEXT NOT NULL,
        language TEXT NOT NULL DEFAULT 'und',
        language_confidence REAL NOT NULL DEFAULT 0,
        language_spans TEXT NOT NULL DEFAULT '[]',  -- JSON: stretches of text in another language
        version_of INTEGER REFERENCES document(id), -- the first version's id; its own for a first version
        version INTEGER NOT NULL,
        current INTEGER NOT NULL DEFAULT 1,
        duplicate_of INTEGER REFERENCES document(id) ON DELETE SET NULL,
        copied_share REAL NOT NULL DEFAULT 0,       -- of this text's words
        own_spans TEXT NOT NULL DEFAULT '[]',       -- JSON: paragraphs of a copy that are its own
        content_hash TEXT NOT NULL,
        extra TEXT NOT NULL DEFAULT '{}',           -- JSON: fields of the input nobody here knows
        UNIQUE (key, version)
    ) STRICT""",
    "CREATE INDEX document_dated ON document(dated_at, content_hash) WHERE current",
    # sampled runs of five words, by which copies are found
    """CREATE TABLE shingle (
        hash INTEGER NOT NULL,
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        PRIMARY KEY (hash, document_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX shingle_document ON shingle(document_id)",
    "CREATE INDEX document_version_of ON document(version_of)",
    "CREATE INDEX document_duplicate_of ON document(duplicate_of) WHERE duplicate_of IS NOT NULL",
    "CREATE INDEX document_outlet ON document(outlet, dated_at) WHERE current",
    """CREATE TABLE origin (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        source_id INTEGER NOT NULL REFERENCES source(id),
        address TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        PRIMARY KEY (document_id, source_id, address)
    ) STRICT""",
    "CREATE INDEX origin_source ON origin(source_id)",
    # pages that sources named: when they were asked for, and when they are asked for again
    """CREATE TABLE page (
        address TEXT PRIMARY KEY,           -- canonical
        url TEXT NOT NULL,                  -- as it was named
        source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
        document_key TEXT NOT NULL,         -- '' while the page gave no document
        first_at TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        due_at TEXT NOT NULL,               -- '' : never again
        status TEXT NOT NULL,               -- HTTP status, or what went wrong
        note TEXT NOT NULL,                 -- why it gave no document
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX page_due ON page(source_id, due_at) WHERE due_at <> ''",
    """CREATE TABLE repair (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        start INTEGER NOT NULL,             -- offsets in raw_title or raw_text
        end INTEGER NOT NULL,
        kind TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE translation (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        language TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,                 -- '' where only the title was asked for
        model TEXT NOT NULL,
        ok INTEGER NOT NULL,                -- 0: a number or a name may be wrong; see note
        note TEXT NOT NULL,
        sentences TEXT NOT NULL,            -- JSON: offsets on both sides, ok, note
        PRIMARY KEY (document_id, language)
    ) STRICT""",
    """CREATE TABLE summary (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        method TEXT NOT NULL,
        spans TEXT NOT NULL,                -- JSON: per sentence, its offsets here and in the document's text
        PRIMARY KEY (document_id, language)
    ) STRICT""",
    """CREATE TABLE tag (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,                 -- organisation, person, product, place, event, topic
        name TEXT NOT NULL,                 -- English where there is one
        name_fr TEXT NOT NULL DEFAULT '',
        code TEXT NOT NULL DEFAULT '',
        scheme TEXT NOT NULL DEFAULT '',
        wikidata TEXT NOT NULL DEFAULT '',
        merged_into INTEGER REFERENCES tag(id),
        UNIQUE (kind, name)
    ) STRICT""",
    """CREATE TABLE mention (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tag(id),
        field TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        text TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX mention_tag ON mention(tag_id, document_id)",
    """CREATE TABLE document_tag (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tag(id),
        score REAL NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (document_id, tag_id)
    ) STRICT""",
    "CREATE INDEX document_tag_tag ON document_tag(tag_id, document_id)",
    """CREATE TABLE amount (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        text TEXT NOT NULL,
        value REAL NOT NULL,                -- in full units: '2 billion' is 2000000000
        value_max REAL,                     -- where a range was given
        unit TEXT NOT NULL,                 -- ISO 4217, percent, or the noun counted
        approximate INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE date (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        text TEXT NOT NULL,
        value TEXT NOT NULL,
        value_end TEXT NOT NULL DEFAULT '',
        precision TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE quote (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        text TEXT NOT NULL,
        speaker_tag_id INTEGER REFERENCES tag(id),
        speaker_text TEXT NOT NULL
    ) STRICT""",
    *(
        f"CREATE INDEX {table}_document ON {table}(document_id)"
        for table in ("repair", "mention", "amount", "date", "quote")
    ),
    """CREATE TABLE story (
        id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice
        state TEXT NOT NULL CHECK (state IN ('awake', 'asleep', 'merged')),
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        merged_into INTEGER REFERENCES story(id)
    ) STRICT""",
    """CREATE TABLE story_text (
        story_id INTEGER NOT NULL REFERENCES story(id) ON DELETE CASCADE,
        language TEXT NOT NULL,
        title TEXT NOT NULL,
        summary TEXT NOT NULL,
        PRIMARY KEY (story_id, language)
    ) STRICT""",
    """CREATE TABLE story_document (
        document_id INTEGER NOT NULL PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
        story_id INTEGER NOT NULL REFERENCES story(id),
        score REAL NOT NULL,
        reason TEXT NOT NULL,
        joined_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX story_document_story ON story_document(story_id)",
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        command TEXT NOT NULL,
        started_at TEXT NOT NULL,
        ended_at TEXT,                      -- NULL while it runs, and for ever if it was killed
        received INTEGER NOT NULL DEFAULT 0,    -- new documents and versions
        taken INTEGER NOT NULL DEFAULT 0,       -- documents processed: done + rejected + postponed + failed
        done INTEGER NOT NULL DEFAULT 0,
        rejected INTEGER NOT NULL DEFAULT 0,
        postponed INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE step (
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        stage TEXT NOT NULL,
        version TEXT NOT NULL,
        model TEXT NOT NULL,
        settings_hash TEXT NOT NULL,
        run_id INTEGER NOT NULL REFERENCES run(id),
        ms REAL NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('done', 'rejected', 'postponed', 'failed')),
        error TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (document_id, stage)
    ) STRICT""",
    "CREATE INDEX step_trouble ON step(outcome, stage) WHERE outcome <> 'done'",
    # words as they were written (accents kept), and the stems of both languages beside them
    """CREATE VIRTUAL TABLE document_fts USING fts5(
        title, text, title_en, text_en, title_fr, text_fr, names, stems,
        tokenize = "unicode61 remove_diacritics 0"
    )""",
    """CREATE TABLE digest (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        date TEXT NOT NULL,                 -- the day, in the reader's timezone
        cutoff_at TEXT NOT NULL,            -- documents readable by then
        content TEXT NOT NULL               -- JSON, frozen when made
    ) STRICT""",
    "CREATE INDEX digest_date ON digest(date)",
    """CREATE TABLE digest_document (
        document_id INTEGER NOT NULL PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
        digest_id INTEGER NOT NULL REFERENCES digest(id)   -- the one digest that announced it
    ) STRICT""",
)
