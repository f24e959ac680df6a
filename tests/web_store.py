"""A small store for the page's tests, and the page served from it over real HTTP on loopback."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from filled_store import call, fill_store

from monitor.settings import Settings
from monitor.web.app import make_app

HOSTILE = '<script>alert("x")</script>'
LYON = "Cainiao a ouvert un dépôt à Lyon lundi, dit l’entreprise. Le bâtiment a coûté 4 millions d’euros."
DEPOT = "Cainiao opened a depot in Lyon on Monday, the company said. The building cost 4 million euros."
BUTTER = "The price of butter rose by 12 % in Rennes. “Nobody will pay that much,” said Marie Dupont, a baker."
RECORDS = [
    {"url": "https://a.example/1", "outlet": "A & <b>B</b>", "title": f"Depot {HOSTILE}",
     "text": f"{DEPOT}\n\n{HOSTILE}",     "published_at": "2026-01-05T08:00:00Z"},
    {"url": "javascript:alert(1)", "outlet": "Le Matin", "title": "Un dépôt à Lyon",
     "text": f"{LYON}\n\nIl emploiera 40 personnes.", "published_at": "2026-01-05"},
    {"url": "https://c.example/2", "outlet": "Le Soir", "title": "Un dépôt à Lyon",
     "text": f"{LYON}\n\nIl emploiera 40 personnes.", "published_at": "2026-01-07"},
    {"url": "https://a.example/4", "outlet": "A & <b>B</b>", "title": "Butter is dear",
     "text": BUTTER, "published_at": "2026-02-01T09:30:00Z"},
]  # fmt: skip


def make_store(folder: Path) -> Path:
    """The store in `folder` with RECORDS loaded, processed without a model and digested; document 3 repeats 2."""
    store = folder / "monitor.db"
    with sqlite3.connect(store) as copy:
        _made().backup(copy)
    return store


@cache
def _made() -> sqlite3.Connection:
    """Made once a process, and copied."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        store = call(fill_store(folder, RECORDS), ["digest", "--output", folder / "d.txt"])
        db = sqlite3.connect(":memory:", check_same_thread=False)
        with sqlite3.connect(store) as made:
            made.backup(db)
    with db:  # one saved search, with a hit
        db.execute("INSERT INTO saved_search VALUES (1, 'Dépôts', 'depot OR dépôt', '', '2026-01-01T00:00:00Z', 0)")
        db.execute("INSERT INTO saved_hit (saved_id, document_id, found_at) VALUES (1, 2, '2026-01-06T00:00:00Z')")
    return db


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The page of `store`, served; gives its base address."""
    server = uvicorn.Server(uvicorn.Config(make_app(Settings(store=str(store))), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def translate(store: Path) -> None:
    """Give document 2 an English translation, sentence by sentence, as the translation stage would."""
    with sqlite3.connect(store) as db:
        text = db.execute("SELECT text FROM document WHERE id = 2").fetchone()[0]
        told = ["Cainiao opened a depot in Lyon on Monday, says the company.", "The building cost 4 million euros.",
                "It will employ 40 people."]  # fmt: skip
        english = f"{told[0]} {told[1]}\n\n{told[2]}"
        own = [text.index("Cainiao"), text.index("Le bâtiment"), text.index("Il emploiera"), len(text)]
        sentences = [
            {"field": "text", "source_start": own[n], "source_end": len(text[: own[n + 1]].rstrip()),
             "start": english.index(told[n]), "end": english.index(told[n]) + len(told[n]), "ok": n != 1,
             "note": "" if n != 1 else "look at the number"}
            for n in range(3)
        ]  # fmt: skip
        spans = [{"start": 0, "end": len(told[0]), "source_start": own[0], "source_end": sentences[0]["source_end"]}]
        db.execute(
            "INSERT INTO translation VALUES (2, 'en', 'A depot in Lyon', ?, 'by hand', 1, '', ?)",
            [english, json.dumps(sentences)],
        )
        db.execute("INSERT OR REPLACE INTO summary VALUES (2, 'en', ?, 'by hand', ?)", [told[0], json.dumps(spans)])
