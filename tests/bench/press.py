"""A store of synthetic documents: words drawn as often as the two languages use them, with all that a stage gives.

Run: python tests/bench/press.py PATH [DOCUMENTS]   (about ten gigabytes and an hour for a million)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlite_utils import Database
from wordfreq import get_frequency_dict

from monitor.search.indexing import index_documents
from monitor.store.schema import MIGRATIONS

BATCH = 5_000
TITLE, TEXT, SUMMARY = 9, 120, 40  # words
OUTLETS, TAGS, PER_STORY = 80, 400, 4
LAST = datetime(2026, 11, 1, tzinfo=UTC)
YEARS = 10
DOCUMENT = """INSERT INTO document (id, key, url, outlet, raw_title, raw_text, title, text, author, published_at,
    published_precision, received_at, dated_at, language_hint, language, version_of, version, content_hash)
    VALUES (:id, :url, :url, :outlet, :title, :text, :title, :text, '', :at, 'second', :at, :at, '', :language, :id, 1,
    :url)"""


@dataclass(frozen=True)
class Vocabulary:
    """Words of a language and how often each is used."""

    words: np.ndarray  # type: ignore[type-arg]
    shares: np.ndarray  # type: ignore[type-arg]

    def draw(self, chance: np.random.Generator, texts: int, length: int) -> list[list[str]]:
        """This many texts of `length` words each."""
        return chance.choice(self.words, size=(texts, length), p=self.shares).tolist()  # type: ignore[no-any-return]


def read_vocabulary(language: str) -> Vocabulary:
    """The 20,000 words that a language uses most."""
    used = {w: share for w, share in get_frequency_dict(language, wordlist="small").items() if w.isalpha()}
    best = sorted(used, key=lambda word: -used[word])[:20_000]
    shares = np.array([used[word] for word in best])
    return Vocabulary(np.array(best, dtype=object), shares / shares.sum())


def make_press(path: Path, documents: int) -> None:
    """Make a store of so many documents, half of them French, over ten years."""
    db = Database(path)
    db.enable_wal()
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    MIGRATIONS.apply(db)
    db.execute("INSERT INTO document_fts (document_fts, rank) VALUES ('hashsize', 64000000)")  # fewer pieces to merge
    with db.atomic():
        db.conn.executemany(
            "INSERT INTO tag (id, kind, name, name_fr) VALUES (?, 'topic', ?, ?)",
            [(n + 1, f"Subject {n}", f"Sujet {n}") for n in range(TAGS)],
        )
    words = {language: read_vocabulary(language) for language in ("en", "fr")}
    chance = np.random.default_rng(8)
    started = time.monotonic()
    for start in range(1, documents + 1, BATCH):
        with db.atomic():
            _add(db, chance, words, range(start, min(start + BATCH, documents + 1)), documents)
        if start % 50_000 == 1:
            print(f"{start - 1:>9,} documents, {time.monotonic() - started:6.0f} s", file=sys.stderr, flush=True)
    db.execute("INSERT INTO document_fts (document_fts, rank) VALUES ('hashsize', 1048576)")
    db.execute("PRAGMA optimize")
    db.close()


def _add(
    db: Database, chance: np.random.Generator, words: dict[str, Vocabulary], numbers: range, documents: int
) -> None:
    texts = {language: words[language].draw(chance, len(numbers), TITLE + TEXT) for language in words}
    tags = chance.zipf(1.3, size=(len(numbers), 3)) % TAGS + 1
    outlets = chance.zipf(1.2, size=len(numbers)) % OUTLETS
    rows = list(_rows(texts, outlets, numbers, documents))
    db.conn.executemany(DOCUMENT, rows)
    db.conn.executemany(
        "INSERT INTO translation VALUES (:id, :other, :title_other, :text_other, 'none', 1, '', '[]')", rows
    )
    for code in ("en", "fr"):
        db.conn.executemany(f"INSERT INTO summary VALUES (:id, '{code}', :summary_{code}, 'none', '[]')", rows)
    db.conn.executemany(
        "INSERT OR IGNORE INTO document_tag VALUES (?, ?, 1.0, '')",
        [(n, int(tag)) for n, row in zip(numbers, tags, strict=True) for tag in row],
    )
    stories = {(int(str(row["id"])) - 1) // PER_STORY + 1: row["at"] for row in rows}
    db.conn.executemany("INSERT OR IGNORE INTO story VALUES (?, 'awake', ?, ?, NULL)",
                        [(story, at, at) for story, at in stories.items()])  # fmt: skip
    db.conn.executemany("INSERT INTO story_document VALUES (:id, (:id - 1) / 4 + 1, 1.0, '', :at, '{}')", rows)
    db.conn.executemany(
        "INSERT OR IGNORE INTO story_text SELECT (:id - 1) / 4 + 1, value, :title, :summary_en FROM json_each(?)"
        .replace("?", "'[\"en\", \"fr\"]'"), rows
    )  # fmt: skip
    index_documents(db, list(numbers))


def _rows(
    texts: dict[str, list[list[str]]],
    outlets: np.ndarray,  # type: ignore[type-arg]
    numbers: range,
    documents: int,
) -> Iterator[dict[str, object]]:
    """An English document has its title and summary in French, a French one all of itself in English."""
    for place, number in enumerate(numbers):
        language, other = ("fr", "en") if number % 2 else ("en", "fr")
        own, foreign = texts[language][place], texts[other][place]
        at = LAST - timedelta(days=365.25 * YEARS * (documents - number) / documents)
        yield {
            "id": number,
            "url": f"https://outlet{outlets[place]}.example/{number}",
            "outlet": f"Outlet {outlets[place]}",
            "language": language,
            "other": other,
            "title": " ".join(own[:TITLE]),
            "text": " ".join(own[TITLE:]),
            "title_other": " ".join(foreign[:TITLE]),
            "text_other": " ".join(foreign[TITLE:]) if other == "en" else "",
            f"summary_{language}": " ".join(own[TITLE : TITLE + SUMMARY]),
            f"summary_{other}": " ".join(foreign[TITLE : TITLE + SUMMARY]),
            "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        make_press(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
    else:
        print("a store for search.py; give PATH and the number of DOCUMENTS")
