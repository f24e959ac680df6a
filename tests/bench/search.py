"""How long searches, facets and digests take in a large store, beside LIKE and a plain FTS5 table of one column.

Run: python tests/bench/search.py [STORE]   (a store made by press.py; without one, 20,000 documents are made first)

Questions are one to three words, each in at most 5 % of the documents, drawn evenly over the ranks of the
two languages' vocabularies on a logarithmic scale, so that rare and frequent words come alike.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import numpy as np
from press import make_press, read_vocabulary
from sqlite_utils import Database
from starlette.testclient import TestClient

from monitor.digest.making import make_digest
from monitor.search.codes import encode
from monitor.search.facets import count_facets
from monitor.search.meaning import search_hybrid, search_like
from monitor.search.searching import count_found, plan_query, search_documents
from monitor.settings import Settings
from monitor.store.reading import open_to_read
from monitor.store.schema import MIGRATIONS
from monitor.web.app import make_app

QUESTIONS = 60
FILTERS = ("lang:fr", "lang:en", "since:5y", "after:2019 before:2024", 'outlet:"Outlet 3"', 'tag:"Subject 2"')
PLAIN = "plain"  # the file beside the store that holds the peer's index


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "press.db"
        if not path.exists():
            make_press(path, 20_000)
        prepare(path)
        print_digest(path)
        with open_to_read(path) as store:
            measure(store, path)
        print_start(path)


def prepare(path: Path) -> None:
    """Vectors, near each other in groups, and the peer's index, where they are not there yet."""
    db = Database(path)
    MIGRATIONS.apply(db)
    if not next(iter(db.execute("SELECT count(*) FROM meaning_code")))[0]:
        give_vectors(db)
    peer = sqlite3.connect(path.with_suffix(f".{PLAIN}"))
    if not peer.execute("SELECT 1 FROM sqlite_master WHERE name = 'plain'").fetchone():
        peer.execute("CREATE VIRTUAL TABLE plain USING fts5(text, content = '')")
        rows = db.execute("SELECT id, text FROM document ORDER BY id")
        peer.executemany("INSERT INTO plain (rowid, text) VALUES (?, ?)", rows)
        peer.commit()
    peer.close()
    db.close()


def give_vectors(db: Database) -> None:
    chance = np.random.default_rng(8)
    centres = chance.normal(size=(2_000, 384)).astype(np.float32)
    last = next(iter(db.execute("SELECT max(id) FROM document")))[0]
    db.execute("PRAGMA synchronous = OFF")
    for block in range(last // 4096 + 1):
        ids = np.arange(block * 4096, (block + 1) * 4096)
        near = centres[chance.integers(0, 2_000, 4096)] + chance.normal(size=(4096, 384)).astype(np.float32)
        near = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
        with db.atomic():
            db.execute("INSERT INTO meaning_code VALUES (?, 48, ?)", [block, b"".join(map(encode, near))])
            db.conn.executemany(
                "INSERT OR IGNORE INTO fingerprint VALUES (?, 0, 'en', ?, '{}', '[]', '[]', '[]', '{}')",
                [(int(i), v.astype(np.float16).tobytes()) for i, v in zip(ids, near, strict=True) if 0 < i <= last],
            )


def read_words(store: sqlite3.Connection, low: float, high: float, many: int) -> list[str]:
    """Words that so many documents have, those of both languages in turn, the rarest and the most frequent alike."""
    found: list[str] = []
    for vocabulary in (read_vocabulary("en"), read_vocabulary("fr")):
        ranks = np.unique(np.geomspace(1, len(vocabulary.words), 4 * many).astype(int)) - 1
        counted = [(w, count_word(store, w)) for w in vocabulary.words[ranks] if len(w) > 3]
        fitting = [word for word, documents in counted if low <= documents <= high]
        found += [fitting[n] for n in np.linspace(0, len(fitting) - 1, many // 2).astype(int)]
    random.Random(8).shuffle(found)
    return found


def count_word(store: sqlite3.Connection, word: str) -> int:
    """The documents that a search for this word finds."""
    return count_found(store, plan_query(store, word))


def measure(store: sqlite3.Connection, path: Path) -> None:
    documents = store.execute("SELECT max(id) FROM document").fetchone()[0]
    print(f"{documents:,} documents, {path.stat().st_size / 1e9:.1f} GB; milliseconds of the processor")
    words = read_words(store, 10, documents * 0.05, 3 * QUESTIONS)
    chance = random.Random(8)
    plain = [" ".join(words[3 * n : 3 * n + 1 + n % 3]) for n in range(QUESTIONS)]
    either = [question.replace(" ", " OR ") for question in plain]
    filtered = [f"({question}) {chance.choice(FILTERS)}" for question in either]
    narrowed = [f"{question} {chance.choice(FILTERS)}" for question in plain]
    common = read_words(store, documents * 0.1, documents * 0.45, 20)
    vector = np.random.default_rng(9).normal(size=384).astype(np.float32)
    vector /= np.linalg.norm(vector)
    peer = sqlite3.connect(path.with_suffix(f".{PLAIN}"))
    one = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 10"
    like = "SELECT id FROM document WHERE text LIKE ? ORDER BY dated_at DESC LIMIT 10"
    tell = partial(
        show,
        plain=show("plain FTS5, the same words", either, lambda q: peer.execute(one, [q]).fetchall()),
        like=show("LIKE, one of the words", plain[:3], lambda q: store.execute(like, [f"%{q.split()[0]}%"]).fetchall()),
    )
    tell("words, all of them", plain, lambda q: search_documents(store, q))
    tell("words, any of them", either, lambda q: search_documents(store, q))
    tell("all of them, with filters", narrowed, lambda q: search_documents(store, q))
    tell("any of them, with filters", filtered, lambda q: search_documents(store, q))
    for each in FILTERS:
        tell(f"any of them, {each}", either, lambda q, each=each: search_documents(store, f"({q}) {each}"))
    tell("filters alone", list(FILTERS) * 3, lambda q: search_documents(store, q))
    tell("by date", either, lambda q: search_documents(store, q, sort="date"))
    tell("common words", common, lambda q: search_documents(store, q))
    tell("common words with filters", [f"{w} {FILTERS[n % 6]}" for n, w in enumerate(common)],
         lambda q: search_documents(store, q))  # fmt: skip
    tell("facets", either, lambda q: count_facets(store, plan_query(store, q)))
    tell("hybrid", either, lambda q: search_hybrid(store, q, vector))
    tell("hybrid with filters", narrowed, lambda q: search_hybrid(store, q, vector))
    tell("hybrid, any, with filters", filtered, lambda q: search_hybrid(store, q, vector))
    tell("like a document", [str(n) for n in range(1, 21)], lambda q: search_like(store, int(q)))
    ask = TestClient(make_app(Settings(store=str(path)), embed=lambda _: vector), base_url="http://localhost").get
    last = documents - 4
    pages = {
        "search": [f"/search?q={quote(q)}" for q in either[:30]],
        "search with filters": [f"/search?q={quote(q)}" for q in filtered[:30]],
        "largest subject, searched": ["/search?q=tag%3A%22Subject%201%22"] * 3,
        "largest subject": ["/subject/topic:Subject%201"] * 3,
        "subjects": ["/subjects"] * 3,
        "document": [f"/document/{last - n}" for n in range(10)],
        "story": [f"/story/{(last - 40 * n) // 4}" for n in range(10)],
        "digest, sources, kept": ["/digest", "/sources", "/kept", "/saved"] * 2,
    }
    for name, addresses in pages.items():
        tell(f"page: {name}", addresses, lambda address: ask(address).raise_for_status())


def show(name: str, questions: Sequence[str], ask: Callable[[str], object], plain: float = 0, like: float = 0) -> float:
    """Print the processor's times of these questions and how often `plain` and `like` they are; return the median.

    Time of the processor, since other programs share the machine.
    """
    used = []
    for question in questions:
        busy = time.process_time()
        ask(question)
        used.append(1000 * (time.process_time() - busy))
    p50, p95 = np.percentile(used, (50, 95))
    ratio = f"{p50 / plain:6.1f} times plain FTS5, {p50 / like:.3f} times LIKE" if plain else ""
    print(f"{name:32} median {p50:7.1f}  95 % {p95:7.1f}  most {max(used):7.1f}  {ratio}", flush=True)
    return float(p50)


def print_digest(path: Path) -> None:
    """A day's digest: a thousand documents that no digest told of, all others told before. It stays, for the page."""
    db = Database(path)
    last = next(iter(db.execute("SELECT max(document_id) FROM story_document")))[0]
    if not next(iter(db.execute("SELECT count(*) FROM digest")))[0]:
        with db.atomic():
            at = next(iter(db.execute("SELECT joined_at FROM story_document WHERE document_id = ?", [last - 1000])))[0]
            db.execute("INSERT INTO digest (date, cutoff_at, content) VALUES (?, ?, '{}')", [at[:10], at])
            db.execute("INSERT INTO digest_document SELECT document_id, 1 FROM story_document WHERE document_id <= ?",
                       [last - 1000])  # fmt: skip
    with db.atomic():
        db.execute("DELETE FROM digest_document WHERE document_id > ?", [last - 1000])
        db.execute("DELETE FROM digest WHERE id > 1")
    busy = time.process_time()
    make_digest(db, "2026-11-02T06:00:00Z", ZoneInfo("Europe/Paris"), frozenset({("topic", "Subject 2")}))
    print(f"digest of 1,000 new documents: {1000 * (time.process_time() - busy):.0f} ms")
    db.close()


def print_start(path: Path) -> None:
    """The command from its start to its end, and Python alone."""
    for name, arguments in (("monitor search", ["-m", "monitor", "search", "port", "--store", str(path)]),
                            ("python alone", ["-c", "pass"])):  # fmt: skip
        best = float("inf")
        for _ in range(5):
            before = sum(os.times()[2:4])  # of children
            subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
            best = min(best, sum(os.times()[2:4]) - before)
        print(f"{name}: {1000 * best:.0f} ms")


if __name__ == "__main__":
    main()
