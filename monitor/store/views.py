"""The views of the first version.

Comments inside the statements stay readable in the store itself. Never edit what was released: `schema.py` adds to it.
"""

from __future__ import annotations

VIEWS = (
    """CREATE VIEW reading AS
        SELECT d.id, d.url, d.outlet, d.language, d.dated_at, d.published_at, d.received_at, d.author,
            d.title, d.text,
            CASE d.language WHEN 'en' THEN d.title ELSE en.title END AS title_en,
            CASE d.language WHEN 'fr' THEN d.title ELSE fr.title END AS title_fr,
            s_en.text AS summary_en, s_fr.text AS summary_fr,
            sd.story_id, d.duplicate_of, d.copied_share, d.version,
            (SELECT json_group_array(
                json_object('kind', t.kind, 'name', t.name, 'name_fr', t.name_fr, 'score', dt.score))
                FROM document_tag dt JOIN tag t ON t.id = dt.tag_id WHERE dt.document_id = d.id) AS tags
        FROM document d
        LEFT JOIN translation en ON en.document_id = d.id AND en.language = 'en'
        LEFT JOIN translation fr ON fr.document_id = d.id AND fr.language = 'fr'
        LEFT JOIN summary s_en ON s_en.document_id = d.id AND s_en.language = 'en'
        LEFT JOIN summary s_fr ON s_fr.document_id = d.id AND s_fr.language = 'fr'
        LEFT JOIN story_document sd ON sd.document_id = d.id
        WHERE d.current""",
    """CREATE VIEW story_tag AS
        SELECT sd.story_id, dt.tag_id, count(*) AS documents
        FROM story_document sd JOIN document_tag dt USING (document_id)
        JOIN document d ON d.id = sd.document_id AND d.current
        GROUP BY sd.story_id, dt.tag_id""",
    """CREATE VIEW today AS
        SELECT * FROM reading WHERE received_at >= strftime('%Y-%m-%dT00:00:00Z', 'now')""",
    """CREATE VIEW source_health AS
        SELECT s.id, s.name, s.outlet, s.kind, s.enabled, s.state, s.note, s.retry_at,
            c.at AS checked_at, c.status, c.entries, c.fetched, c.with_text, c.new, c.evidence
        FROM source s LEFT JOIN source_check c ON c.source_id = s.id
            AND c.at = (SELECT max(at) FROM source_check WHERE source_id = s.id)""",
)

# what each source brought on each weekday (0 is Sunday) of the last eight weeks: a mean over the days it was asked
SOURCE_WEEK = """CREATE VIEW source_week AS
    SELECT source_id, name, weekday, round(avg(new), 1) AS usual, max(new) AS most, count(*) AS days FROM (
        SELECT c.source_id, s.name, date(c.at) AS day, CAST(strftime('%w', c.at) AS INTEGER) AS weekday,
            sum(c.new) AS new
        FROM source_check c JOIN source s ON s.id = c.source_id
        WHERE c.at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-56 days')
        GROUP BY c.source_id, day)
    GROUP BY source_id, weekday"""
