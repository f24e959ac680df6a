"""Lines that one outlet's documents repeat: learned as documents arrive, counted in the latest of them."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from fresh_store import fresh_store
from sqlite_utils import Database

from monitor.document import Document
from monitor.store.forgetting import forget_documents
from monitor.store.lines import LATEST, find_repeated
from monitor.store.receiving import receive
from monitor.store.schema import MIGRATIONS
from monitor.store.steps import start_run
from pipelines.runner import Pass
from pipelines.stages.repair import RepairStage

AT = "2026-01-05T08:00:00Z"
MANY = 4  # documents of those below
MOTTO = "Chaque marée raconte quelque chose."  # nothing but its repetition gives it away
STORIES = [
    "Le maire a démissionné lundi. Le conseil se réunira jeudi pour élire son successeur.",
    "La criée a vendu 40 tonnes de sardines mardi, un record. Les mareyeurs viennent de loin.",
    "Une grue neuve arrive au bassin nord. Elle soulève cent tonnes et vient de Gdansk.",
    "Les ferries ne partiront pas avant mai, selon la compagnie. Deux moteurs sont à changer.",
    "Le musée de la mer ouvre ses réserves. On y voit la maquette du premier phare.",
]


def story(number: int, outlet: str = "Le Quai", text: str | None = None) -> Document:
    text = f"{STORIES[number]}\n\n{MOTTO}" if text is None else text
    return Document(key=f"k{number}{outlet}", raw_title=f"Titre numéro {number}", raw_text=text, outlet=outlet)


def arrive(db: Database, *documents: Document) -> Database:
    for document in documents:
        receive(db, document, AT)
    return db


def texts(db: Database) -> dict[str, str]:
    run_id = start_run(db, "process", AT)
    Pass(db, run_id, (RepairStage(),), batch_size=2).process()
    return dict(db.execute("SELECT key, text FROM document WHERE current").fetchall())


def test_a_line_of_many_documents_is_cut_from_all_of_one_pass() -> None:
    found = texts(arrive(fresh_store(), *(story(i) for i in range(MANY)), story(4, "La Rade")))
    assert [found[f"k{i}Le Quai"] for i in range(MANY)] == STORIES[:MANY]
    assert found["k4La Rade"].endswith(MOTTO)


def test_two_documents_prove_nothing_of_a_sentence() -> None:
    assert all(text.endswith(MOTTO) for text in texts(arrive(fresh_store(), *map(story, range(2)))).values())


def test_only_the_latest_documents_count() -> None:
    db = arrive(fresh_store(), *map(story, range(MANY)))
    arrive(db, *(Document(key=f"new {i}", raw_text=f"Un {i}.", outlet="Le Quai") for i in range(LATEST - 1)))
    assert find_repeated(db, "Le Quai", MOTTO) == {}  # but for the last of the stories, which has it too
    assert db["outlet_line"].count_where("document_id < ?", [MANY]) == 0


CHANGED = [  # what three documents have, and how a fourth says it
    (["À lire aussi : le bac", "À lire aussi : la dune, en images", "À lire aussi : un maire"], "À lire aussi : Brest"),
    (["By Jo Marsh", "By Ann Lee Dunn", "By Tom Ford"], "By Li Wen"),
    (["Le quai. Luc Roy / Le Quai", "Une grue. Zoé Lin / Le Quai", "La jetée. AB / Le Quai"], "Un phare. CD / Le Quai"),
    (["Mots-clés : port, mer", "Mots-clés : maire", "Mots-clés : digue, eau"], "Mots-clés : bac"),
]


@pytest.mark.parametrize(("theirs", "mine"), CHANGED)
def test_a_line_is_known_again_though_its_names_change(theirs: list[str], mine: str) -> None:
    db = arrive(fresh_store(), *(story(i, text=f"{STORIES[i]}\n{line}") for i, line in enumerate([*theirs, mine])))
    assert find_repeated(db, "Le Quai", f"{STORIES[3]}\n{mine}") == {mine: 3 / 5}


def test_the_order_of_arrival_makes_no_difference() -> None:
    orders = list(permutations(range(MANY)))[::5]
    assert len({tuple(sorted(texts(arrive(fresh_store(), *map(story, order))).items())) for order in orders}) == 1


def test_versions_of_one_document_count_once() -> None:
    db = fresh_store()
    for number in range(MANY):
        arrive(db, story(0, text=f"{STORIES[number]}\n\n{MOTTO}"))
    assert find_repeated(db, "Le Quai", MOTTO) == {}


def test_lines_differ_by_outlet_and_agree_but_for_numbers_and_capitals() -> None:
    motto = "{} lecteurs nous suivent"
    db = arrive(fresh_store(), *(story(i, text=f"{STORIES[i]}\n{motto.format(i)}") for i in range(MANY)))
    assert find_repeated(db, "Le Quai", f"Rien.\n  {motto.format(99).upper()}  \n") == {motto.format(99).upper(): 3 / 5}
    assert find_repeated(db, "La Rade", motto.format(99)) == {}
    assert find_repeated(db, "", motto.format(99)) == {}


def test_forgotten_documents_no_longer_count() -> None:
    db = arrive(fresh_store(), *map(story, range(MANY)))
    assert find_repeated(db, "Le Quai", MOTTO) == {MOTTO: 3 / 5}
    forget_documents(db, [1, 2, 3])
    assert find_repeated(db, "Le Quai", MOTTO) == {}


def test_a_paragraph_of_background_stays_however_often_it_closes_a_report() -> None:
    background = "Le port emploie 900 personnes et appartient depuis 1998 à la région, qui veut le vendre."
    reports = [story(i, text=f"{STORIES[i]}\n\n{background}") for i in range(MANY)]
    assert all(text.endswith(background) for text in texts(arrive(fresh_store(), *reports)).values())


def test_a_copy_of_the_whole_text_is_no_boilerplate() -> None:
    agency = story(0).raw_text
    found = texts(arrive(fresh_store(), *(story(i, text=f"{agency}\nVoici {i} fois le même.") for i in range(MANY))))
    assert all(text.startswith(STORIES[0]) for text in found.values())


def test_a_store_made_before_learns_what_it_holds(tmp_path: Path) -> None:
    db = Database(tmp_path / "old.db")
    MIGRATIONS.apply(db, stop_before="outlet_lines")
    columns = "key, url, outlet, raw_title, raw_text, author, published_at, published_precision, received_at, dated_at"
    for i in range(MANY):
        d = story(i)
        db.execute(
            f"INSERT INTO document ({columns}, language_hint, version_of, version, content_hash)"
            " VALUES (?, '', ?, ?, ?, '', '', 'none', ?, ?, '', ?, 1, ?)",
            [d.key, d.outlet, d.raw_title, d.raw_text, AT, AT, i + 1, str(i)],
        )
    MIGRATIONS.apply(db)
    assert find_repeated(db, "Le Quai", MOTTO) == {MOTTO: 3 / 5}


@pytest.mark.parametrize("text", ["", "\n\n", "\ud800", "12\n34", "x" * 5000])
def test_any_text_can_arrive(text: str) -> None:
    db = fresh_store()
    if text != "\ud800":  # no column holds half a surrogate; readers replace it before
        arrive(db, story(0, text=text))
    assert find_repeated(db, "Le Quai", text) == {}
