"""What a story shows: its title and summary, what was new when, where numbers differ, who spoke."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fresh_store import fresh_store
from sqlite_utils import Database

from monitor.document import Amount, Document, Quote, StoryLink, Summary, SummarySpan, Translation
from monitor.errors import MonitorError
from monitor.showing import show_story
from monitor.store.documents import write_given
from monitor.store.receiving import receive
from monitor.store.stories import write_links
from monitor.story.differences import find_differences
from monitor.story.members import Member, Number, read_members
from monitor.story.reading import Story, read_story
from monitor.story.telling import choose_best, tell_story

NOON = "2024-05-04T12:00:00Z"
GIVEN = frozenset(
    {"title", "text", "language", "duplicate_of", "copied_share", "amounts", "quotes", "translations", "summaries"}
)
# outlet, day, language, title, text, title and text in the other language
NEWS = (
    (
        "The Tern",
        "2024-05-01",
        "en",
        "Ferry sinks off Lorient",
        "A ferry sank off Lorient on Wednesday and 12 people died. About 300 passengers were saved by fishing boats.",
        ("Un ferry coule", "Un ferry d’Armorik a coulé devant Lorient mercredi et 12 personnes sont mortes."),
    ),
    (
        "Le Goéland",
        "2024-05-02",
        "fr",
        "Naufrage de Lorient : le capitaine entendu",
        "Le naufrage de Lorient a fait 14 morts. Le capitaine, entendu jeudi par les gendarmes, met en cause la barre.",
        (
            "Lorient sinking: captain heard",
            "The captain, Yves Le Bihan, heard on Thursday by the gendarmes, blames the helm.",
        ),
    ),
    (
        "The Gannet",
        "2024-05-03",
        "en",
        "Toll rises in Lorient ferry sinking",
        "Divers found more bodies in the ferry that sank off Lorient: 14 dead now. Some 310 passengers were rescued.",
        ("Le bilan monte", "Des plongeurs ont trouvé des corps dans le ferry."),
    ),
)
AMOUNTS = (
    (("12 people", 12, "dead"), ("300 passengers", 300, "passengers")),
    (("14 morts", 14, "morts"),),
    (("14 dead", 14, "dead"), ("310 passengers", 310, "passengers")),
)


def summarise(language: str, text: str) -> Summary:
    return Summary(language, text, "sentences", (SummarySpan(0, len(text), 0, len(text)),))


def told(db: Database, number: int) -> Document:
    outlet, day, language, title, text, (other_title, other_text) = NEWS[number]
    other = "fr" if language == "en" else "en"
    key = f"https://{number}.example/"
    receive(db, Document(key=key, url=key, outlet=outlet, raw_title=title, raw_text=text, published_at=day,
                         published_precision="day"), NOON)  # fmt: skip
    amounts = [(*a, text.index(a[0])) for a in AMOUNTS[number]]
    return Document(
        key=key,
        raw_text=text,
        id=number + 1,
        version_of=number + 1,
        title=title,
        text=text,
        language=language,
        amounts=tuple(Amount("text", at, at + len(t), t, v, unit, approximate=v >= 300) for t, v, unit, at in amounts),
        quotes=(Quote("text", 0, 20, "We never saw the rock before we were on it", "Captain Le Bihan"),),
        translations=(Translation(other, other_title, other_text, "test"),),
        summaries=(summarise(language, text), summarise(other, other_text)),
        story=StoryLink(1, 1.0, "because"),
    )


@pytest.fixture
def db() -> Iterator[Database]:
    store = fresh_store()
    documents = [told(store, number) for number in range(len(NEWS))]
    write_given(store, documents, GIVEN, NOON)
    write_links(store, documents, NOON, {})
    yield store
    store.close()


@pytest.fixture
def english(db: Database) -> Story:
    return read_story(db.conn, 1, "en")


def test_the_best_document_is_written_in_the_reading_language(db: Database, english: Story) -> None:
    assert english.title == "Toll rises in Lorient ferry sinking"  # of the two in English, the newer toll
    assert read_story(db.conn, 1, "fr").title == "Naufrage de Lorient : le capitaine entendu"


def test_a_number_that_is_not_exact_says_so(english: Story) -> None:
    printed = [number.text for member in english.members for number in member.numbers]
    assert printed == ["12 people", "About 300 passengers", "14 morts", "14 dead", "Some 310 passengers"]


def test_the_summary_names_who_says_what_and_where_they_differ(db: Database, english: Story) -> None:
    assert english.summary.startswith("Divers found more bodies")
    assert "The Tern adds" not in english.summary  # its toll stands in what differs, the rest in the lead
    assert "Le Goéland adds: The captain, Yves Le Bihan, heard on Thursday" in english.summary
    assert (
        "Numbers differ: dead, 12 people (The Tern, 1 May 2024); 14 dead (Le Goéland, The Gannet, 3 May 2024)."
        in english.summary
    )
    french = read_story(db.conn, 1, "fr").summary
    assert "ajoute" not in french
    assert "Les chiffres diffèrent : morts, 12\xa0morts (The Tern, 1 mai 2024)\u00a0; 14 morts" in french


def test_a_document_without_an_outlet_speaks_too(db: Database) -> None:
    db.execute("UPDATE document SET outlet = '' WHERE outlet = 'Le Goéland'")
    members = read_members(db.conn, 1, "en")
    _, summary = tell_story(members, "en")
    assert "Another document adds: The captain" in summary
    assert "14 dead (no outlet named, The Gannet, 3 May 2024)" in summary


QUAKE = (  # outlet, when, language, its one sentence
    ("A", "2026-11-23T18:00:00Z", "en", "A quake killed at least 12 people near Vilmar."),
    ("B", "2026-11-23T19:00:00Z", "en", "A quake killed 15 people near Vilmar."),
    ("C", "2026-11-24T07:00:00Z", "en", "A quake killed 19 people near Vilmar."),
    ("D", "2026-11-23T18:30:00Z", "fr", "Un séisme a tué 12 personnes près de Vilmar."),
    ("E", "2026-11-24T06:30:00Z", "fr", "Un séisme a tué 19 personnes près de Vilmar."),
    ("F", "2026-11-24T09:00:00Z", "en", "Vilmar has had three quakes since 1950."),  # counts nobody
)
LEADS = [  # the outlets, the reader's language, and whose text leads
    ("ABC", "en", "C"), ("CBA", "en", "C"), ("AB", "en", "B"), ("A", "en", "A"), ("AF", "en", "A"), ("ABF", "en", "B"),
    ("ADE", "fr", "E"), ("ABE", "fr", "E"), ("ABD", "fr", "D"), ("DC", "en", "C"),
]  # fmt: skip


@pytest.mark.parametrize(("outlets", "language", "leads"), LEADS)
def test_the_newest_toll_leads(outlets: str, language: str, leads: str) -> None:
    members = [_member(*told) for told in QUAKE if told[0] in outlets]
    assert choose_best(members, language, find_differences(members, language)).outlet == leads
    title, summary = tell_story(members, language)
    assert title == leads
    assert "adds" not in summary.replace("F adds", "")


def _member(outlet: str, at: str, language: str, text: str) -> Member:
    toll = re.search(r"(\d+) (people|personnes)", text)
    return Member(
        document_id=ord(outlet), outlet=outlet, language=language, dated_at=at, url="", title=outlet, title_made=False,
        sentences=(text,), numbers=(Number(toll[0], int(toll[1]), toll[2], False, text, ""),) if toll else (),
        quotes=(), score=1.0, reason="", copy_of=None, copied_share=0.0,
    )  # fmt: skip


ADDS = [  # what another outlet says of a quake in Vilmar that killed 12 people, its language, and whether that adds
    ("Rescuers dug through rubble all night with bare hands.", "en", False),  # words, and no facts
    ("Rescuers from Sardania dug through rubble all night.", "en", True),
    ("Schools will stay closed for 10 days.", "en", True),
    ("Les secours ont fouillé les décombres toute la nuit.", "fr", False),
    ("Les secours de Sardanie ont fouillé les décombres.", "fr", True),
    ("Les écoles resteront fermées pendant 10 jours.", "fr", True),
]


@pytest.mark.parametrize(("text", "language", "adds"), ADDS)
def test_only_a_name_or_a_number_adds(text: str, language: str, adds: bool) -> None:
    first = next(told for told in QUAKE if told[2] == language)
    _, summary = tell_story([_member(*first), _member("G", "2026-11-24T10:00:00Z", language, text)], language)
    assert (text in summary) == adds


def test_a_translation_that_only_words_it_anew_adds_nothing(db: Database) -> None:
    assert "The Gannet ajoute" not in read_story(db.conn, 1, "fr").summary


def test_the_timeline_says_what_was_new_when(english: Story) -> None:
    assert [(m.at, m.outlet) for m in english.timeline] == [
        ("2024-05-01", "The Tern"),
        ("2024-05-02", "Le Goéland"),
        ("2024-05-03", "The Gannet"),
    ]
    assert "captain" in english.timeline[1].text


def test_about_300_does_not_contradict_some_310(english: Story) -> None:
    assert [d.what for d in english.differences] == ["dead"]


def test_numbers_side_by_side(english: Story) -> None:
    (difference,) = english.differences
    assert [(v.value, v.outlets, v.document_ids) for v in difference.versions] == [
        (12, ("The Tern",), (1,)),
        (14, ("Le Goéland", "The Gannet"), (2, 3)),
    ]


def test_a_copy_gives_the_numbers_that_it_adds(db: Database) -> None:
    """What it repeats is the original's; the toll in its own paragraph is its own."""
    text = "A ferry sank off Lorient on Wednesday and 12 people died.\nBy Friday 15 people were dead."
    amounts = [Amount("text", text.index(t), text.index(t) + len(t), t, int(t[:2]), "dead") for t in ("12", "15")]
    own = ((text.index("By"), len(text)),)
    copy = replace(
        told(db, 0),
        id=4,
        key="copy",
        text=text,
        amounts=tuple(amounts),
        duplicate_of=1,
        copied_share=0.6,
        own_spans=own,
    )
    receive(db, Document(key="copy", outlet="The Skua", raw_text=text), NOON)
    write_given(db, [copy], GIVEN | {"own_spans"}, NOON)
    write_links(db, [copy], NOON, {})
    (difference,) = read_story(db.conn, 1, "en").differences
    assert [(v.value, v.outlets) for v in difference.versions] == [
        (12, ("The Tern",)),
        (14, ("Le Goéland", "The Gannet")),
        (15, ("The Skua",)),
    ]


def test_a_day_of_receipt_is_told_from_a_date_of_its_own(db: Database) -> None:
    undated = replace(told(db, 0), id=4, key="undated")
    receive(db, Document(key="undated", outlet="The Skua", raw_text=undated.text + " No more."), NOON)
    write_given(db, [undated], GIVEN, NOON)
    write_links(db, [undated], NOON, {})
    shown = show_story(_with_names(db), 1, "en")
    assert "The Skua (en, 2024-05-04, date of receipt)" in shown.text
    assert "The Tern (en, 2024-05-01)" in shown.text
    assert [m["undated"] for m in shown.content["timeline"]] == [False, False, False]
    headings = {"Ce qui était nouveau, et quand", "Chiffres qui diffèrent", "Citations"}
    assert headings <= set(show_story(_with_names(db), 1, "fr").text.splitlines())
    assert shown.content["document"][-1]["published_precision"] == "none"


def _with_names(db: Database) -> sqlite3.Connection:
    db.conn.row_factory = sqlite3.Row
    return db.conn


def test_a_speaker_is_quoted_once(english: Story) -> None:
    assert [(q.speaker, q.outlet) for q in english.quotes] == [("Captain Le Bihan", "The Tern")]


SPEAKERS = [  # as printed, and whether a reader knows who that is
    ("Captain Le Bihan", True), ("la CGT", True), ("Yves Le Bihan", True), ("his lawyer Ann Brady", True),
    ("elle", False), ("Elle", False), ("son président", False), ("Son président", False), ("Le ministre", False),
    ("she", False), ("They", False), ("the company's president", False), ("", False),
]  # fmt: skip


@pytest.mark.parametrize(("speaker", "named"), SPEAKERS)
def test_only_a_speaker_with_a_name_is_quoted(db: Database, speaker: str, named: bool) -> None:
    db.execute("UPDATE quote SET speaker_text = ?", [speaker])
    assert bool(read_story(db.conn, 1, "en").quotes) == named


def test_a_quote_stands_with_its_translation(db: Database) -> None:
    sentences = [{"field": "text", "source_start": 0, "source_end": 40, "start": 4, "end": 11, "ok": True, "note": ""}]
    db.execute("UPDATE translation SET text = 'Né. La mer. Non.', sentences = ?", [json.dumps(sentences)])
    db.execute("DELETE FROM quote WHERE document_id > 1")
    assert [q.translated for q in read_story(db.conn, 1, "fr").quotes] == ["La mer."]
    assert [q.translated for q in read_story(db.conn, 1, "en").quotes] == [""]
    assert "Captain Le Bihan (The Tern) : La mer. – We never saw" in show_story(_with_names(db), 1, "fr").text


def test_outlets_in_the_order_in_which_they_told_it(english: Story) -> None:
    assert [(o.name, o.languages, o.documents) for o in english.outlets] == [
        ("The Tern", ("en",), 1),
        ("Le Goéland", ("fr",), 1),
        ("The Gannet", ("en",), 1),
    ]


def test_a_story_that_is_not_there(db: Database) -> None:
    with pytest.raises(MonitorError, match="no story 7"):
        read_story(db.conn, 7, "en")


def test_the_store_is_read_with_named_rows_too(db: Database, english: Story) -> None:
    assert read_story(_with_names(db), 1, "en") == english
