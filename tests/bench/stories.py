"""What a document costs in the duplicates and stories stages as the store grows, at a thousand documents a day.

Run: python tests/bench/stories.py [DOCUMENTS…] (default 1000 10000 100000; 1000000 takes a quarter of an hour and
2 GB of disk). Milliseconds of the processor: on 27 November 2026 stories took 14.6, 16.0, 13.6 and 13.6,
duplicates 1.4, 1.7, 2.7 and 2.0, in 87 to 176 MB. Stored documents are synthetic: vectors around made-up events,
names by Zipf's law, random shingles.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from monitor.document import Document, Fingerprint
from monitor.store.documents import write_given
from monitor.store.fingerprints import MONTH
from monitor.store.receiving import receive
from monitor.store.schema import MIGRATIONS
from monitor.store.steps import make_pending, note_signature, start_run
from pipelines.runner import Pass
from pipelines.stage import sign
from pipelines.stages.duplicates import DuplicatesStage
from pipelines.stages.stories import StoriesStage
from pipelines.stories.affinity import frequencies

A_DAY = 1000
TOLD_BY = 4  # documents of one event
NAMES, SHINGLES, WIDTH = 12, 20, 384
NEW = 320  # documents timed
FIRST = date(2020, 1, 1).toordinal()
SOME = 10_000  # documents made at a time
NOON = "2026-01-04T12:00:00Z"


def make_vectors(numbers: NDArray[np.int64]) -> NDArray[np.float16]:
    """One direction an event, and each document a little off it."""
    vectors = np.empty((len(numbers), WIDTH), np.float32)
    for row, number in enumerate(numbers):
        event = np.random.default_rng(int(number) // TOLD_BY).normal(size=WIDTH)
        vectors[row] = event + np.random.default_rng(10**9 + int(number)).normal(size=WIDTH) * 0.7
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)


def make_names(number: int) -> dict[str, int]:
    """Common names by Zipf's law, and three that only the event has."""
    common = np.random.default_rng(number).zipf(1.3, NAMES - 3) % 50_000
    return {f"name{n}": 1 for n in common} | {f"event{number // TOLD_BY}x{n}": 2 for n in range(3)}


def fill(db: Database, documents: int) -> None:
    """Store `documents` with their fingerprints, shingles and stories, the last of them today."""
    for start in range(0, documents, SOME):
        numbers = np.arange(start, min(start + SOME, documents))
        vectors = make_vectors(numbers)
        with db.atomic():
            db.conn.executemany(
                "INSERT INTO document (id, key, received_at, published_at, dated_at, content_hash, version_of, url,"
                " outlet, raw_title, raw_text, author, published_precision, language_hint, version)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, '', '', '', '', '', 'day', '', 1)",
                [(n + 1, f"s{n}", NOON, day_of(n), day_of(n), f"{n:064x}", n + 1) for n in numbers.tolist()],
            )
            db.conn.executemany(
                "INSERT INTO fingerprint VALUES (?, ?, 'en', ?, ?, '[]', '[]', '[]', '{}')",
                [
                    (n + 1, FIRST + n // A_DAY, v.tobytes(), json.dumps(make_names(n)))
                    for n, v in zip(numbers.tolist(), vectors, strict=True)
                ],
            )
            hashes = np.sort(np.random.default_rng(start).integers(2**62, size=len(numbers) * SHINGLES))
            db.conn.executemany(
                "INSERT OR IGNORE INTO shingle (month, hash, document_id) VALUES (?, ?, ?)",
                [
                    (month_of(start + i % len(numbers)), h, start + 1 + i % len(numbers))
                    for i, h in enumerate(hashes.tolist())
                ],
            )
            db.conn.executemany(
                "INSERT OR IGNORE INTO story (id, state, first_at, last_at) VALUES (?, 'asleep', ?, ?)",
                [(n // TOLD_BY + 1, day_of(n), day_of(n)) for n in numbers.tolist()],
            )
            db.conn.executemany(
                "INSERT INTO story_document (document_id, story_id, score, reason, joined_at) VALUES (?, ?, 1, '', ?)",
                [(n + 1, n // TOLD_BY + 1, NOON) for n in numbers.tolist()],
            )


def day_of(number: int) -> str:
    return date.fromordinal(FIRST + number // A_DAY).isoformat()


def month_of(number: int) -> int:
    return (FIRST + number // A_DAY) // MONTH


def add_new(db: Database, documents: int) -> Iterator[Document]:
    """Today's documents, half of them on events of yesterday."""
    day = FIRST + max(documents - 1, 0) // A_DAY
    for n in range(NEW):
        number = documents - 1 - n if n % 2 else documents + n * TOLD_BY
        text = " ".join(map(str, np.random.default_rng(n).integers(10**6, size=300)))
        key = f"new{n}"
        at = date.fromordinal(day).isoformat()
        receive(db, Document(key=key, raw_text=text, published_at=at, published_precision="day"), NOON)
        (i,) = db.execute("SELECT id FROM document WHERE key = ?", [key]).fetchone()
        vector = make_vectors(np.array([number]))[0].tobytes()
        made = Fingerprint("en", vector, make_names(number), (), (), (), {})
        yield Document(key=key, raw_text=text, text=text, id=i, dated_at=at, fingerprint=made)


def measure(documents: int, folder: Path) -> None:
    """Time both stages (of the processor, not of the clock) over today's documents."""
    db = Database(folder / f"{documents}.db")
    db.enable_wal()
    MIGRATIONS.apply(db)
    fill(db, documents)
    with db.atomic():
        write_given(db, list(add_new(db, documents)), frozenset({"text", "fingerprint"}), NOON)
        ids = [row[0] for row in db.execute("SELECT id FROM document WHERE key LIKE 'new%'")]
    run_id = start_run(db, "process", NOON)
    frequencies()
    told = []
    for stage in (DuplicatesStage(), StoriesStage()):
        mark_done(db, stage, run_id)
        make_pending(db, [stage.name], ids)
        started = time.process_time()
        report = Pass(db, run_id, (stage,), 16).process()
        assert report.counts() | {"taken": NEW} == report.counts(), report.counts()
        told.append((time.process_time() - started) * 1000 / NEW)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{documents:>9,} stored   duplicates {told[0]:6.1f} ms   stories {told[1]:6.1f} ms   {memory:,} MB", flush=True
    )
    db.close()


def mark_done(db: Database, stage: DuplicatesStage | StoriesStage, run_id: int) -> None:
    """What is stored has been through the stage."""
    s = sign(stage)
    with db.atomic():
        db.execute(
            "INSERT INTO step SELECT id, ?, ?, ?, ?, ?, 0, 'done', '', ? FROM document",
            [s.stage, s.version, s.model, s.settings_hash, run_id, NOON],
        )
    note_signature(db, s)


if __name__ == "__main__":
    for wanted in [int(argument) for argument in sys.argv[1:]] or [1000, 10_000, 100_000]:
        with tempfile.TemporaryDirectory() as place:
            measure(wanted, Path(place))
