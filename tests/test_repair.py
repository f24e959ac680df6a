"""Repair: what came against what was meant, and the laws that hold whatever comes."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.document import Document, Repair
from pipelines.repair.accents import find_unaccented
from pipelines.repair.characters import CHARACTERS, apply_steps, find_blanks
from pipelines.repair.letters import find_lost_letters
from pipelines.repair.revision import NOTES, Change, Revision, find_changes, replay
from pipelines.stage import Corpus, Reject
from pipelines.stages.repair import RepairStage

CASES = Path(__file__).parent / "cases" / "repair"


def read_cases(name: str) -> list[Any]:
    cases = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in cases]


def read_passages(*names: str) -> list[str]:
    lines = [line for name in names for line in (CASES / f"{name}.txt").read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


CLEAN = read_passages("french_tuning", "french_questions", "english")


class Repeats:
    """Stands for the store: the lines that every outlet repeats."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines

    def find_repeated(self, outlet: str, text: str) -> dict[str, float]:
        return {line: 0.6 for line in self.lines if outlet and line in text}


def repair(text: str, title: str = "", outlet: str = "", repeats: Repeats | None = None) -> Document:
    document = Document(key="k", raw_text=text, raw_title=title, outlet=outlet, received_at="2026-11-26T07:00:00Z")
    return RepairStage().find_changes([document], cast(Corpus, repeats or Repeats())).documents[0]


def replay_records(raw: str, repairs: tuple[Repair, ...], field: str) -> str:
    return replay(raw, [Change(r.start, r.end, r.after, r.kind, r.reason) for r in repairs if r.field == field])


@pytest.mark.parametrize("case", read_cases("characters"))
def test_characters(case: dict[str, Any]) -> None:
    revision = apply_steps(Revision(case["before"]), (*CHARACTERS, find_blanks))
    assert revision.text == case.get("after", case["before"])
    if "kinds" in case:
        assert sorted({change.kind for change in revision.changes}) == case["kinds"]


@pytest.mark.parametrize("case", read_cases("letters"))
def test_lost_letters(case: dict[str, Any]) -> None:
    changes = find_lost_letters(case["before"])
    assert replay(case["before"], changes) == case.get("after", case["before"])
    assert any(change.kind == "unsure" for change in changes) == case.get("unsure", False)


def test_lost_letters_in_a_title_are_judged_by_the_text() -> None:
    text = "La fête a été annulée, a annoncé le maire. Les forains, eux, se plaignent de la décision."
    assert repair(text, "F?te foraine : la cl?ture").title == "Fête foraine : la clôture"


def test_text_without_accents_is_marked_and_not_changed() -> None:
    text = "Le numero un du secteur a publie un chiffre d'affaires eleve. La societe prevoit une annee difficile."
    document = repair(text, "Resultats")
    assert document.text == text
    (mark,) = document.repairs
    assert (mark.kind, mark.before, mark.after) == ("unaccented", "numero", "numero")
    assert "numero for numéro" in mark.reason


@pytest.mark.parametrize(
    "text",
    [
        "THE COMPANY WILL OPEN A CENTRE IN LILLE. RESULTATS ET CHIFFRES A VENIR DANS LA JOURNEE.",
        "The general director of the region said the election was a question of education and of culture.",
        "Le train part de Paris le lundi et revient le mardi avec tous les clients et leurs bagages dans les soutes.",
        "Le conseil a voté. La societe prevoit une annee difficile, le numero un du secteur est menace.",
    ],
    ids=["capitals", "English", "French words without accents", "one accent"],
)
def test_other_texts_are_not_marked(text: str) -> None:
    assert list(find_unaccented(text)) == []


def test_boilerplate_is_cut_and_recorded() -> None:
    own = (
        "Le port du Havre agrandit ses quais.\n\nLes travaux dureront deux ans et coûteront 40 millions d’euros, selon"
        " la direction. Ils commenceront au printemps, après l’enquête publique."
    )
    raw = f"{own}\n\nAbonnez-vous à notre lettre d’information\n\n© 2023 Le Quai – Tous droits réservés"
    document = repair(raw, "Le Havre voit grand")
    assert document.text == own
    cuts = [r for r in document.repairs if r.kind == "cut"]
    assert "".join(r.before for r in cuts).split() == raw[len(own) :].split()
    assert all(r.before == raw[r.start : r.end] and not r.after.strip() and r.reason for r in cuts)


def test_lines_an_outlet_repeats_are_cut_for_that_outlet() -> None:
    own = "Le maire a démissionné lundi. Le conseil se réunira jeudi pour élire son successeur."
    motto = "Chaque marée raconte quelque chose."
    text, title = f"{own}\n\n{motto}", "Démission à la mairie"
    assert repair(text, title, "Le Quai", Repeats(motto)).text == own
    assert repair(text, title, "", Repeats(motto)).text == text


def test_a_repeated_line_is_known_again_after_its_letters_were_repaired() -> None:
    own = "La fête a été annulée, a annoncé le maire. Les forains, eux, se plaignent de la décision."
    motto = "Le Quai, la voix de la c?te fran?aise &amp; du port"
    document = repair(f"{own}\n\n{motto}", "La fête annulée", "Le Quai", Repeats(motto))
    assert document.text == own


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Dernière mise à jour à 13h38 le 20/06", "2026-06-20"),
        ("Dernière mise à jour le 20/12", "2025-12-20"),  # not after it was received
        ("Publié le 14 mai 2019 à 6h00, mis à jour le 15 mai 2019", "2019-05-14"),
        ("Mis à jour à 16h15", ""),
    ],
)
def test_a_cut_date_line_gives_the_day_of_publication(line: str, day: str) -> None:
    own = "Le maire a démissionné lundi. Le conseil se réunira jeudi pour élire son successeur."
    document = repair(f"{line}\n{own}", "Démission à la mairie")
    assert document.text == own
    assert (document.published_at, document.published_precision) == (day, "inferred" if day else "none")


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("BREST, 12 mai 2026 – Le conseil a voté lundi.", "2026-05-12"),
        ("Paris, le 12 mai (AFP) – Le conseil a voté lundi.", "2026-05-12"),
        ("SAINT-DENIS DE LA RÉUNION, 3 juin - Le conseil a voté lundi.", "2026-06-03"),
        ("BEIJING, May 12 (Xinhua) -- The council voted on Monday.", "2026-05-12"),
        ("LONDON, 12 May 2019 - The council voted on Monday.", "2019-05-12"),
        ("SINGLES' DAY – The council voted on May 12.", ""),
        ("Le maire, élu le 12 mai (PS) – un record –, a démissionné lundi.", ""),
        ("Mercredi 24 décembre : Le conseil se réunit à 19 h 30.", ""),  # what is on
        ("LYON, lundi – Le conseil a voté.", ""),  # no day without a date
        ("PARIS - The council voted on Monday.", ""),
    ],
)
def test_an_agencys_opening_gives_the_day_of_publication(opening: str, day: str) -> None:
    is_french = "Le " in opening
    rest = "Trois élus étaient contre, et deux n’étaient pas là." if is_french else "Three were against it, two away."
    document = repair(f"{opening} {rest}", "Council")
    assert document.published_at == day


def test_a_day_that_was_received_stands() -> None:
    document = Document(
        key="k", raw_text="Publié le 14 mai 2019\nLe maire part.", published_at="2019-05-20", published_precision="day"
    )
    (repaired,) = RepairStage().find_changes([document], cast(Corpus, Repeats())).documents
    assert (repaired.published_at, repaired.text) == ("2019-05-20", "Le maire part.")


@pytest.mark.parametrize(
    ("line", "told", "day"),
    [
        ("Mis à jour le 20/06", "Le dimanche 18 juin, les ventes ont dépassé celles de 2016.", "2017-06-20"),
        ("Mis à jour le 20/06", "Le dimanche 18 juin, les ventes ont monté.", "2023-06-20"),
        ("Mis à jour le 20/06", "Le jeudi 18 juin, les ventes ont dépassé celles de 2016.", "2026-06-20"),
        ("Mis à jour le 20/06", "Le 18 juin, les ventes ont dépassé celles de 2016.", "2026-06-20"),
        ("Mis à jour le 20/06/2026", "Le dimanche 18 juin, les ventes ont dépassé celles de 2016.", "2026-06-20"),
        ("Updated 20 June", "On Sunday, June 18, and on Monday, June 19, sales beat those of 2016.", "2017-06-20"),
        ("Updated 20 June", "On Sunday, June 18, and on Friday, June 19, sales beat those of 2016.", "2026-06-20"),
    ],
)
def test_weekdays_tell_the_year_of_a_date_line_without_one(line: str, told: str, day: str) -> None:
    assert repair(f"{line}\n{told}").published_at == day


def test_title_is_made_where_none_came() -> None:
    made = repair("Le prix du blé a doublé en un an. Les minotiers s’inquiètent.")
    assert made.title_made
    assert made.title == "Le prix du blé a doublé en un an"
    given_ = repair("Le prix du blé a doublé.", " Le bl&eacute;\n  flambe ")
    assert (given_.title, given_.title_made) == ("Le blé flambe", False)


TITLES = [  # a text without a title, and the title taken from it
    (
        "La vallée dort encore. Les cloches sonnent. La mairie de Salers fermera l'école, a annoncé mardi M. Roy.",
        "La mairie de Salers fermera l'école, a annoncé mardi M. Roy",
    ),
    (
        "The beds are bolted down. It was cold. The council of Harwick voted on Tuesday to close the ward.",
        "The council of Harwick voted on Tuesday to close the ward",
    ),
    (
        "The council of Harwick voted on Tuesday. In Leeds, 40 nurses said they would go.",
        "The council of Harwick voted on Tuesday",
    ),
    ("La vallée dort encore. Les cloches sonnent pour rien.", "La vallée dort encore"),  # no news at all
    (
        "La vallée dort. « Il en reste 9 à Salers », a annoncé mardi le maire.",
        "La vallée dort",
    ),  # a quotation is no title
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_a_title_is_taken_from_the_sentence_that_tells_news(text: str, title: str) -> None:
    assert repair(text).title == title


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no word remains"),
        ("  \n\t ", "no word remains"),
        ("12 / 34 — ?? 56", "no word remains"),
        ("%PDF-1.7\n%âãÏÓ\n1 0 obj << /Type /Catalog >>", "a PDF file"),
        (bytes(i * 97 % 256 for i in range(4000)).decode("latin-1"), "binary"),
        ("\ufffd" * 30 + " abc", "binary"),
    ],
)
def test_nothing_readable_is_rejected(text: str, reason: str) -> None:
    with pytest.raises(Reject, match=reason):
        repair(text)


@pytest.mark.parametrize(
    "text", ["P\0r\0i\0x\0 \0", "Lu.", "L\ufffd-bas, l\ufffdt\ufffd", "价格上涨", "\x07Prix en baisse au marché"]
)
def test_anything_readable_is_kept(text: str) -> None:
    assert repair(text).text


def test_a_title_alone_is_enough() -> None:
    assert repair("", "Le pont est rouvert").title == "Le pont est rouvert"


@pytest.mark.parametrize("text", CLEAN[::12])
def test_clean_text_is_untouched(text: str) -> None:
    document = repair(text, "Un titre")
    assert (document.text, document.repairs) == (text, ())


DAMAGED = [
    CLEAN[i].encode(charset, "replace").decode(charset) for i, charset in enumerate(["gb2312", "ascii", "latin-1"] * 12)
]
pieces = st.one_of(
    st.sampled_from(DAMAGED),
    st.sampled_from(
        ["&amp;eacute;", "Ã©tÃ©", "\r\n", "\u200b", "\u00ad\n", "ﬁ", "e\u0301", " ? ", "\n\n\n", "l?", "\x07"]
    ),
    st.text(max_size=12),
)
texts = st.lists(pieces, max_size=6).map("".join).map(lambda text: f"Le prix monte. {text}")


@settings(max_examples=40)
@given(text=texts, title=texts)
def test_records_replay_and_repair_is_idempotent(text: str, title: str) -> None:
    once = repair(text, title)
    assert replay_records(text, once.repairs, "text") == once.text
    assert replay_records(title, once.repairs, "title") == once.title
    for r in once.repairs:
        assert r.before == (title if r.field == "title" else text)[r.start : r.end] != ""
        assert (r.before == r.after) == (r.kind in NOTES)
    twice = repair(once.text, once.title)
    assert (twice.title, twice.text) == (once.title, once.text)


def test_a_note_on_a_place_that_was_changed_joins_the_change() -> None:
    """“no French word fits” came to be the kind of the whole repair, though characters had been put right there."""
    title = "Le prix monte. Ã©tÃ©l?&amp;eacute;\x80"
    assert {r.kind in NOTES for r in repair("Le prix monte.", title).repairs if r.before != r.after} == {False}


@settings(max_examples=20)
@given(st.lists(st.sampled_from(CLEAN), min_size=1, max_size=5).map(" ".join))
def test_text_with_nothing_to_repair_does_not_grow(text: str) -> None:
    assert len(repair(text, "Un titre").text) <= len(text)


words = st.text(st.sampled_from("ab é\n"), max_size=20)


@example("a", "a  ", "a  a")
@given(words, words, words)
def test_revisions_compose(raw: str, middle: str, last: str) -> None:
    revision = Revision(raw)
    for wanted in (middle, last):
        revision = revision.apply(find_changes(revision.text, wanted, "letter", "drawn")) if revision.text else revision
    assert revision.text == (last if raw and middle else middle if raw else raw)
    assert list(revision.changes) == sorted(revision.changes)
    assert all(a.end <= b.start for a, b in zip(revision.changes, revision.changes[1:], strict=False))
