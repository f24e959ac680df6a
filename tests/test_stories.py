"""Documents put into stories: what binds, what parts, what the reader says, and that order and kills change nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from fresh_store import fresh_store
from sqlite_utils import Database
from story_cases import read_cases

from monitor.document import Decision, Document, Fingerprint, Mention, Tag
from monitor.store.decisions import decide, withdraw
from monitor.store.documents import write_given
from monitor.store.receiving import receive
from monitor.store.steps import make_pending, start_run
from monitor.watchlist import WatchList
from pipelines.embeddings import Words
from pipelines.runner import Pass
from pipelines.stage import AnyStage
from pipelines.stages.duplicates import DuplicatesStage
from pipelines.stages.fingerprint import FingerprintStage
from pipelines.stages.language import LanguageStage
from pipelines.stages.mentions import MentionsStage
from pipelines.stages.repair import RepairStage
from pipelines.stages.stories import StoriesStage
from pipelines.stories.affinity import CLASHING, Affinity, Background, compare
from pipelines.stories.fingerprints import make_fingerprint
from pipelines.stories.identifiers import find_clash, find_identifiers

NOON = "2026-01-04T12:00:00Z"

# ------------------------------------------------------------------------------------------- identifying numbers

IDENTIFIERS = [
    ("Zorbex profit falls in the third quarter", {"quarter": "3"}),
    ("Le bénéfice de Zorbex recule au troisième trimestre", {"quarter": "3"}),
    ("Zorbex Q4 results beat forecasts", {"quarter": "4"}),
    ("Résultats semestriels : un premier semestre difficile", {"half-year": "1"}),
    ("A magnitude 6.4 earthquake struck near Talca", {"magnitude": "6.4"}),
    ("Un séisme de magnitude 6,4 frappe près de Talca", {"magnitude": "6.4"}),
    ("A 5.1-magnitude aftershock rattled the town", {"magnitude": "5.1"}),
    ("Une secousse de 5,7 a réveillé la ville", {"magnitude": "5.7"}),
    ("The 14th edition of the fair opens", {"edition": "14"}),
    ("La 14e édition du salon ouvre ses portes", {"edition": "14"}),
    ("Le salon, édition 2024, ferme", {"edition of": "2024"}),
    ("Talks at COP29 in Baku", {"COP number": "29"}),
    ("Le vol AF447 a disparu", {"AF number": "447"}),
    ("Kirkholm beat Vasa 3-0 in the final, 1-0 at half-time", {"score": "1-0 3-0"}),
    ("Kirkholm bat Vasa 0-3 en finale", {"score": "3-0"}),
    ("After WWDC 2012, all eyes on WWDC13", {"WWDC number": "12 13"}),  # a year in full or not; all that are named
    ("Après la COP28, la COP29 s'ouvre à Bakou", {"COP number": "28 29"}),
    ("Brandt wins stage three of the race", {"stage": "3"}),
    ("Zorko remporte la 4e étape du Tour", {"stage": "4"}),
    # what identifies nothing
    ("The rocket's second stage fell into the sea", {}),
    ("Une première étape vers la paix, après un tour de table", {}),
    ("MON 22 JUL 2013: FIRE AT A SUPERMARKET", {}),
    ("LE 11 JUIN 2012, LE TOP 10 DES ANNONCES", {}),
    ("The vote was 52-48", {}),
    ("Un titre gagné à 15-20 ans", {}),
    ("The second half was better than the first", {}),
    ("The quake caused 4.5 million euros of damage", {}),
    ("Le séisme a été ressenti à 6,5 km de profondeur", {}),
    ("It costs EUR 45 or USD 50", {}),
    ("A quarter of the houses fell", {}),
]


@pytest.mark.parametrize(("text", "found"), IDENTIFIERS)
def test_identifying_numbers(text: str, found: dict[str, str]) -> None:
    assert find_identifiers(text) == found


@pytest.mark.parametrize(
    ("title", "lead", "is_one"),
    [
        ("La Bourse de Paris rebondit", "Le CAC 40 a terminé en hausse de 0,88 % mardi.", True),
        ("European shares fall", "The STOXX 600 closed lower on Monday.", True),
        ("Zorbex warns on profit", "Its shares closed down 5% on Wall Street.", False),  # a firm's news
        ("La Bourse de Paris va changer de patron", "Le conseil a choisi Anne Kerlo.", False),
    ],
)
def test_what_tells_how_a_market_closed(title: str, lead: str, is_one: bool) -> None:
    text = Document(key="a", raw_text=lead, title=title, text=lead, dated_at=NOON)
    assert ("market day" in make_fingerprint(text, "en", b"").identifiers) == is_one


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ({"quarter": "3"}, {"quarter": "4"}, "quarter 3 against 4"),
        ({"quarter": "3"}, {"quarter": "3"}, ""),
        ({"quarter": "3"}, {"edition": "4"}, ""),
        ({"magnitude": "6.4"}, {"magnitude": "6.2"}, ""),  # agencies correct each other
        ({"score": "1-0 3-0"}, {"score": "3-0"}, ""),
        ({"score": "1-0 3-0"}, {"score": "2-1"}, "score 1-0 3-0 against 2-1"),
        ({"magnitude": "6.4"}, {"magnitude": "5.8"}, "magnitude 6.4 against 5.8"),
        ({"COP number": "28 29"}, {"COP number": "29"}, ""),  # the last one is named beside it
    ],
)
def test_clashes(one: dict[str, str], other: dict[str, str], clash: str) -> None:
    assert find_clash(one, other) == clash


def test_a_town_is_known_by_what_is_its_own_name() -> None:
    names = ["High Street", "Banstead", "Lake County", "Baie de Saint-Brieuc", "rue de Rivoli"]
    text = ", ".join(names)
    mentions = tuple(
        Mention("text", text.index(name), text.index(name) + len(name), name, Tag("place", name)) for name in names
    )
    made = make_fingerprint(Document(key="a", raw_text=text, text=text, mentions=mentions, dated_at=NOON), "en", b"")
    assert made.places == ("banstead", "brieuc", "rivoli")


# -------------------------------------------------------------------------------------------------- two documents

RARITY = Background({}, 100)


def fingerprint(**facts: object) -> Fingerprint:
    vector = np.ones(8, np.float16) / np.sqrt(8)
    plain = Fingerprint(
        language="en",
        vector=vector.astype(np.float16).tobytes(),
        names={"morven": 2, "star": 2, "oban": 2, "craignure": 1},
        numbers=(83.0,),
        places=("oban",),
        days=("2025-02-14",),
        identifiers={},
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


def weigh(apart: float = 0.5, **facts: object) -> Affinity:
    return compare(fingerprint(), fingerprint(**facts), apart, RARITY)


def test_what_binds_two_documents() -> None:
    affinity = weigh()
    assert affinity.score > 0.95
    assert set(affinity.names) == {"morven", "star", "oban", "craignure"}
    assert affinity.names[-1] == "star"  # the commonest word of all comes last
    assert affinity.numbers == (83.0,)
    assert affinity.similarity == pytest.approx(1, abs=0.01)


LESS = {
    "other names": {"names": {"havre": 2, "cainiao": 2}},
    "another town": {"places": ("havre",), "names": {"morven": 2, "star": 2, "havre": 2}},
    "another day": {"days": ("2025-02-18",)},
    "no number": {"numbers": ()},
    "another meaning": {"vector": np.zeros(8, np.float16).tobytes()},
}


@pytest.mark.parametrize("facts", LESS.values(), ids=LESS.keys())
def test_what_makes_it_less_sure(facts: dict[str, object]) -> None:
    assert weigh(**facts).score < weigh().score


def test_time_makes_it_less_sure() -> None:
    scores = [weigh(apart).score for apart in (0, 1, 5, 9)]
    assert scores == sorted(scores, reverse=True)


def test_an_identifying_number_vetoes_and_a_count_never_does() -> None:
    one = fingerprint(identifiers={"quarter": "3"})
    assert compare(one, fingerprint(identifiers={"quarter": "4"}), 0, RARITY).score == CLASHING
    assert weigh(numbers=(91.0, 12.5)).score > 0.5


def test_common_names_bind_less() -> None:
    seen = Background({"oban": 90, "morven": 90, "star": 90, "craignure": 90}, 100)
    assert compare(fingerprint(), fingerprint(), 0, seen).score < weigh(0).score


def test_what_many_are_as_near_to_binds_less() -> None:
    near = [np.array([1, 0.1 * n, *[0] * 6], np.float16) / np.hypot(1, 0.1 * n) for n in range(6)]
    one, other, *crowd = (fingerprint(vector=vector.astype(np.float16).tobytes()) for vector in near)
    alone, crowded = Background({}, 100), Background({}, 100, (one, other, *crowd))
    assert crowded.measure_crowd(one, other) > alone.measure_crowd(one, other)
    assert compare(one, other, 0, crowded).score < compare(one, other, 0, alone).score


def test_a_translation_that_is_missing_is_no_meaning_at_all() -> None:
    assert weigh(language="fr").similarity is None


# ------------------------------------------------------------------------------------------------------- the stage


@dataclass(frozen=True)
class News:
    """A made-up document; those on one `event` name and mean the same."""

    event: str
    day: int
    text: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


def point(event: str) -> bytes:
    """A direction of its own for each event."""
    vector = np.random.default_rng(sum(map(ord, event))).normal(size=32)
    return (vector / np.linalg.norm(vector)).astype(np.float16).tobytes()


class Store:
    """A store of made-up documents, and the stories stage over it."""

    def __init__(self, *news: News) -> None:
        self.db = fresh_store()
        for number, piece in enumerate(news):
            self.add(str(number), piece)

    def add(self, key: str, piece: News) -> None:
        text = piece.text or f"{piece.event} {key}"
        day = f"2025-03-{piece.day:02}"
        receive(self.db, Document(key=key, raw_text=text, published_at=day, published_precision="day"), NOON)
        document_id, dated_at = self.db.execute(
            "SELECT id, dated_at FROM document WHERE key = ? AND current", [key]
        ).fetchone()
        names = {f"{name}{piece.event}": 2 for name in ("one", "two", "three")}
        made = Fingerprint("en", point(piece.event), names, (83.5,), (), (), dict(piece.identifiers))
        document = Document(key=key, raw_text=text, id=document_id, text=text, dated_at=dated_at, fingerprint=made)
        write_given(self.db, [document], frozenset({"fingerprint", "text"}), NOON)

    def process(self, again: bool = False, batch_size: int = 3) -> dict[str, int]:
        if again:
            make_pending(self.db, ["stories"])
        report = Pass(self.db, start_run(self.db, "process", NOON), (StoriesStage(),), batch_size).process()
        assert report.troubles == []
        return self.stories()

    def stories(self) -> dict[str, int]:
        return dict(
            self.db.execute(
                "SELECT d.key, s.story_id FROM story_document s JOIN document d ON d.id = s.document_id ORDER BY d.key"
            ).fetchall()
        )

    def reason(self, key: str) -> str:
        sql = (
            "SELECT reason FROM story_document s JOIN document d ON d.id = s.document_id WHERE d.key = ? AND d.current"
        )
        return str(self.db.execute(sql, [key]).fetchone()[0])

    def story(self, number: int) -> tuple[str, int | None]:
        return tuple(self.db.execute("SELECT state, merged_into FROM story WHERE id = ?", [number]).fetchone())

    def decide(self, kind: str, one: int, other: int) -> None:
        decide(self.db, Decision(kind, f"document:{one}", f"document:{other}"), NOON)  # type: ignore[arg-type]
        make_pending(self.db, ["stories"], [one, other])


def test_one_event_one_story() -> None:
    store = Store(News("a", 1), News("b", 1), News("a", 2), News("b", 3))
    stories = store.process()
    assert stories["0"] == stories["2"] != stories["1"] == stories["3"]
    assert store.reason("0") == "the first to tell it"
    assert store.reason("2").startswith("like document 1: names ")
    assert "83.5" in store.reason("2")
    assert "100% alike, 24 hours apart" in store.reason("2")


def test_a_story_is_found_again_only_while_it_is_awake() -> None:
    store = Store(News("a", 1), News("a", 25))
    assert store.process() == {"0": 1, "1": 2}
    assert store.story(1) == ("asleep", None)
    assert store.story(2) == ("awake", None)


def test_a_late_document_wakes_its_story() -> None:
    store = Store(News("a", 1), News("b", 25))
    store.process()
    assert store.story(1)[0] == "asleep"
    store.add("late", News("a", 17))
    assert store.process()["late"] == 3  # sixteen quiet days: another event
    store.add("later", News("a", 5))
    assert store.process()["later"] == 1


def test_identifying_numbers_keep_two_events_apart() -> None:
    quakes = [News("a", day, identifiers=(("magnitude", size),)) for day, size in ((1, "6.4"), (2, "5.7"), (3, "6.4"))]
    assert Store(*quakes).process() == {"0": 1, "1": 2, "2": 1}


def test_a_clash_with_one_document_outweighs_two_that_name_no_number() -> None:
    store = Store(News("a", 1, identifiers=(("score", "2-1"),)), News("a", 1), News("a", 1))
    assert len(set(store.process().values())) == 1
    store.add("next", News("a", 2, identifiers=(("score", "3-0"),)))
    assert store.process()["next"] == 2


def test_two_stories_that_prove_to_be_one() -> None:
    store = Store(News("a", 1), News("b", 2), News("c", 2))
    store.process()
    store.add("1", News("a", 2, "b 1, corrected: it was about a"))
    assert store.process() == {"0": 1, "1": 1, "2": 3}
    assert store.story(2) == ("merged", 1)


def test_a_version_on_another_event_leaves() -> None:
    store = Store(News("a", 1), News("a", 2), News("a", 3), News("b", 3))
    store.process()
    store.add("1", News("b", 2, "not about a after all"))
    assert store.process() == {"0": 1, "1": 2, "2": 1, "3": 2}


def test_a_reader_joins_and_it_stays_so() -> None:
    store = Store(News("a", 1), News("b", 2), News("b", 3))
    assert store.process() == {"0": 1, "1": 2, "2": 2}
    store.decide("join", 1, 2)
    joined = {"0": 1, "1": 1, "2": 1}
    assert store.process() == joined
    assert store.story(2) == ("merged", 1)
    assert store.process(again=True) == joined
    assert "you joined it to document" in store.reason("0") + store.reason("1")


@pytest.mark.parametrize("batch_size", [1, 3, 7])
def test_a_number_given_up_is_not_given_again_wherever_batches_end(batch_size: int) -> None:
    store = Store(News("a", 1), News("b", 2), News("b", 3), News("c", 4))
    store.decide("join", 1, 3)
    store.decide("join", 2, 3)
    assert store.process(batch_size=batch_size) == {"0": 1, "1": 1, "2": 1, "3": 3}
    assert store.reason("1") == "the first to tell it; came with story 2, since you joined document 3"
    assert store.story(2) == ("merged", 1)


def test_a_reader_parts_and_it_stays_so() -> None:
    store = Store(*(News("a", day) for day in (1, 2, 3)))
    assert store.process() == {"0": 1, "1": 1, "2": 1}
    store.decide("part", 1, 3)
    parted = store.process()
    assert parted["0"] != parted["2"]
    assert sorted(parted.values()).count(1) == 2  # the larger part keeps the number
    assert store.process(again=True) == parted
    store.add("3", News("a", 4))
    after = store.process()
    assert after["0"] != after["2"]


def test_one_parted_from_all_others_leaves_the_number_to_them() -> None:
    store = Store(*(News("a", day) for day in (1, 2, 3, 4)))
    assert set(store.process().values()) == {1}
    for other in (1, 2, 3):
        store.decide("part", 4, other)
    parted = store.process()
    assert (parted["0"], parted["1"], parted["2"]) == (1, 1, 1)
    assert parted["3"] != 1
    assert store.process(again=True) == parted


def test_a_copy_parted_from_its_original() -> None:
    text = "The ferry Morven Star ran onto the rocks outside Oban on Friday evening with 83 people on board."
    store = Store(News("a", 1, text), News("a", 2, text))
    line: tuple[AnyStage, ...] = (DuplicatesStage(), StoriesStage())
    run = Pass(store.db, start_run(store.db, "process", NOON), line, 3)
    run.process()
    assert store.stories() == {"0": 1, "1": 1}
    assert store.reason("1") == "100% of it repeats document 1"
    store.decide("part", 1, 2)
    parted = store.process()
    assert parted["0"] != parted["1"]
    assert store.process(again=True) == parted


def test_what_was_withdrawn_holds_no_longer() -> None:
    store = Store(News("a", 1), News("b", 2))
    store.process()
    store.decide("join", 1, 2)
    assert store.process() == {"0": 1, "1": 1}
    withdraw(store.db, Decision("join", "document:1", "document:2"))
    apart = store.process(again=True)
    assert apart["0"] != apart["1"]


def test_reprocessing_changes_nothing() -> None:
    store = Store(News("a", 1), News("b", 1), News("a", 2), News("b", 3), News("a", 9))
    before = store.process()
    reasons = [store.reason(key) for key in before]
    assert store.process(again=True) == before
    assert [store.reason(key) for key in before] == reasons


# ---------------------------------------------------------------------------------- real cases: order and kills


@cache
def line() -> tuple[AnyStage, ...]:
    return (
        RepairStage(),
        LanguageStage(expected=("en", "fr")),
        DuplicatesStage(),
        MentionsStage(WatchList(())),
        NothingTranslated(),
        FingerprintStage(Words()),
        StoriesStage(),
    )


@dataclass(frozen=True)
class NothingTranslated:
    """Stands where the translation stage stands."""

    name = "translation"
    version = "1"
    needs: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset({"translations"})
    model = ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        return list(batch)


@pytest.fixture(scope="module")
def expected() -> dict[str, int]:
    return cluster(range(60), 16)


def fill(order: Sequence[int]) -> Database:
    cases = read_cases("tuning")[:60]
    db = fresh_store()
    for number in order:
        c = cases[number]
        piece = Document(key=c.id, raw_title=c.title, raw_text=c.text, outlet=c.outlet, published_at=c.dated_at,
                         published_precision="second")  # fmt: skip
        receive(db, piece, NOON)
    return db


def read_stories(db: Database) -> dict[str, int]:
    rows = db.execute("SELECT d.key, s.story_id FROM story_document s JOIN document d ON d.id = s.document_id")
    return dict(rows.fetchall())


def cluster(order: Sequence[int], batch_size: int) -> dict[str, int]:
    db = fill(order)
    Pass(db, start_run(db, "process", NOON), line(), batch_size).process()
    return read_stories(db)


@pytest.mark.parametrize(("seed", "batch_size"), [(1, 16), (2, 7), (3, 1), (4, 60)])
def test_the_order_of_arrival_changes_nothing(expected: dict[str, int], seed: int, batch_size: int) -> None:
    order = list(range(60))
    random.Random(seed).shuffle(order)
    assert cluster(order, batch_size) == expected
    assert 1 < len(set(expected.values())) < 30


class Killed(BaseException):
    pass


def test_a_killed_pass_resumes_to_the_same_stories(expected: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    db = fill(range(60))
    place, placed = StoriesStage._place, iter(range(25))

    def die(*given: object) -> None:
        if next(placed, None) is None:
            raise Killed
        place(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(StoriesStage, "_place", die)
        with pytest.raises(Killed):
            Pass(db, start_run(db, "process", NOON), line(), 16).process()
    assert 0 < len(read_stories(db)) < 60
    Pass(db, start_run(db, "process", NOON), line(), 16).process()
    assert read_stories(db) == expected


def test_a_document_without_a_date_is_looked_for_further_away() -> None:
    store = Store(News("a", 1))
    store.process()
    receive(store.db, Document(key="undated", raw_text="a without a date"), "2025-06-20T12:00:00Z")
    made = Fingerprint("en", point("a"), {f"{name}a": 2 for name in ("one", "two", "three")}, (83.5, 12.25), (), (), {})
    twin = Document(key="undated", raw_text="", id=2, text="a", dated_at="2025-06-20T12:00:00Z", fingerprint=made)
    write_given(store.db, [twin], frozenset({"fingerprint", "text"}), NOON)
    assert store.process() == {"0": 1, "undated": 1}
