"""What a story shows: its title and summary, what was new when, where numbers differ, who spoke."""

from __future__ import annotations

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
from monitor.story.members import read_members
from monitor.story.reading import Story, read_story
from monitor.story.telling import tell_story

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
    write_links(store, documents, NOON)
    yield store
    store.close()


@pytest.fixture
def english(db: Database) -> Story:
    return read_story(db.conn, 1, "en")


def test_the_best_document_is_written_in_the_reading_language(db: Database, english: Story) -> None:
    assert english.title == "Ferry sinks off Lorient"
    assert read_story(db.conn, 1, "fr").title == "Naufrage de Lorient : le capitaine entendu"


def test_the_summary_names_who_says_what_and_where_they_differ(db: Database, english: Story) -> None:
    assert english.summary.startswith("A ferry sank off Lorient")
    assert "Le Goéland adds: The captain, Yves Le Bihan, heard on Thursday" in english.summary
    assert "Numbers differ: dead, 12 people (The Tern); 14 morts (Le Goéland, The Gannet)." in english.summary
    french = read_story(db.conn, 1, "fr").summary
    assert "The Tern ajoute : Un ferry d’Armorik a coulé" in french
    assert "Les chiffres diffèrent : morts" in french


def test_a_document_without_an_outlet_speaks_too(db: Database) -> None:
    db.execute("UPDATE document SET outlet = '' WHERE outlet = 'Le Goéland'")
    members = read_members(db.conn, 1, "en")
    _, summary = tell_story(members, "en")
    assert "Another document adds: The captain" in summary
    assert "14 morts (no outlet named, The Gannet)" in summary


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
    write_links(db, [copy], NOON)
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
    write_links(db, [undated], NOON)
    shown = show_story(_with_names(db), 1, "en")
    assert "The Skua (en, undated, received 2024-05-04)" in shown.text
    assert "The Tern (en, 2024-05-01)" in shown.text
    assert [m["undated"] for m in shown.content["timeline"]] == [False, False, False]
    assert shown.content["document"][-1]["published_precision"] == "none"


def _with_names(db: Database) -> sqlite3.Connection:
    db.conn.row_factory = sqlite3.Row
    return db.conn


def test_a_speaker_is_quoted_once(english: Story) -> None:
    assert [(q.speaker, q.outlet) for q in english.quotes] == [("Captain Le Bihan", "The Tern")]


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
