"""The translation memory: nothing is translated twice, nothing is kept for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlite_utils import Database

from monitor.document import Document
from monitor.store.forgetting import forget_documents
from monitor.store.memory import StoreMemory
from monitor.store.receiving import receive
from monitor.store.steps import make_pending, start_run
from monitor.store.writing import open_to_write
from monitor.watchlist import WatchList
from pipelines.runner import Pass
from pipelines.stages.language import LanguageStage
from pipelines.stages.mentions import MentionsStage
from pipelines.stages.repair import RepairStage
from pipelines.stages.translation import TranslationStage
from pipelines.translation.engines.rendering import Rendering
from pipelines.translation.memory import Remembering

NOON = "2026-11-23T12:00:00Z"
PORT = "Le port de la ville reste fermé aux navires."
PRICE = "Les prix du lait montent encore cette semaine."


@dataclass
class Engine:
    """Writes the source in capitals, and counts the sentences it was given."""

    name: str = "engine"
    seen: list[str] = field(default_factory=list)
    die: bool = False

    def translates(self, source: str, target: str) -> bool:
        return source == "fr" and target == "en"

    def reads_whole(self, word: str, source: str, target: str) -> bool:
        return True

    def translate(self, sentences: list[str], source: str, target: str) -> list[Rendering]:
        if self.die and len(self.seen) > 1:
            raise KeyboardInterrupt
        self.seen += sentences
        return [Rendering(sentence.upper(), "?" not in sentence) for sentence in sentences]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_to_write(tmp_path / "monitor.db", "test") as opened:
        yield opened


def add(db: Database, key: str, *sentences: str) -> None:
    text = " ".join(sentences)
    url = f"https://desk.example/{key}"
    receive(db, Document(key=key, url=url, raw_title="Le lait", raw_text=text, received_at=NOON), NOON)


class LaterStage(TranslationStage):
    """The stage as a later program has it."""

    version = "later"


def process(db: Database, engine: Engine, room: int = 100, kind: type[TranslationStage] = TranslationStage) -> None:
    stages = (RepairStage(), LanguageStage(), MentionsStage(WatchList(())), kind(translator=engine))
    Pass(db, start_run(db, "process", NOON), stages, batch_size=1, remembered=room).process()


def kept(db: Database) -> int:
    return int(db.execute("SELECT count(*) FROM translation_memory").fetchone()[0])


def test_a_sentence_is_translated_once_over_all_runs(db: Database) -> None:
    engine = Engine()
    add(db, "a", PORT, PRICE)
    process(db, engine)
    seen = len(engine.seen)
    add(db, "b", PRICE, PORT, PRICE)
    process(db, engine)
    with db.atomic():
        make_pending(db, ["translation"])
    process(db, engine)
    assert len(engine.seen) == seen
    texts = [row[0] for row in db.execute("SELECT text FROM translation ORDER BY document_id")]
    assert texts == [f"{PORT} {PRICE}".upper(), f"{PRICE} {PORT} {PRICE}".upper()]


def test_another_model_and_another_version_translate_again(db: Database) -> None:
    add(db, "a", PORT)
    for engine, kind in ((Engine(), TranslationStage), (Engine("b"), TranslationStage), (Engine("b"), LaterStage)):
        process(db, engine, kind=kind)
        assert engine.seen


def test_a_killed_run_has_not_worked_in_vain(db: Database) -> None:
    engine = Engine(die=True)
    add(db, "a", PORT)
    add(db, "b", PRICE)
    add(db, "c", "Un colis part pour Lille avec le train du soir.")
    with pytest.raises(KeyboardInterrupt):
        process(db, engine)
    before, engine.die = list(engine.seen), False
    with db.atomic():
        make_pending(db, ["translation"])
    process(db, engine)
    assert not set(engine.seen[len(before) :]) & set(before)


def test_the_least_used_are_dropped_first(db: Database) -> None:
    def memory(run: int) -> StoreMemory:
        return StoreMemory(db, run, "1", room=2)

    memory(1).remember("m", "fr", "en", {"a": ("1", True), "b": ("2", True)})
    memory(2).remember("m", "fr", "en", {"c": ("3", False)})
    assert memory(3).recall("m", "fr", "en", ["a", "x"]) == {"a": ("1", True)}
    memory(3).prune()
    assert memory(4).recall("m", "fr", "en", ["a", "b", "c"]) == {"a": ("1", True), "c": ("3", False)}
    assert memory(4).recall("m", "fr", "de", ["a"]) == memory(4).recall("n", "fr", "en", ["a"]) == {}


def test_without_room_nothing_stays(db: Database) -> None:
    add(db, "a", PORT)
    process(db, Engine(), room=0)
    assert kept(db) == 0


def test_what_was_forgotten_is_not_remembered(db: Database) -> None:
    add(db, "a", PORT)
    process(db, Engine())
    add(db, "b", PRICE)
    process(db, Engine())
    assert kept(db) == 3
    ids = [row[0] for row in db.execute("SELECT id FROM document ORDER BY id")]
    forget_documents(db, ids[:1])
    assert kept(db) == 2  # what later runs used stays, the title too
    forget_documents(db, ids[1:])
    assert kept(db) == 0


def test_one_call_gives_the_engine_each_sentence_once(db: Database) -> None:
    engine = Engine()
    remembering = Remembering(engine, StoreMemory(db, 1, "1"))
    price, port = Rendering("LE PRIX"), Rendering("LE PORT ?", sure=False)
    assert remembering.translate(["le prix", "le port ?", "le prix"], "fr", "en") == [price, port, price]
    assert remembering.translate(["le port ?"], "fr", "en") == [port]  # as unsure as before
    assert engine.seen == ["le prix", "le port ?"]
