"""The digest: what it announces, once; what it leaves out; that it stays as it was; and how it looks."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from search_store import add_documents, add_story, make_store
from sqlite_utils import Database

from monitor.changes import cut_change
from monitor.digest.making import make_digest, read_digests
from monitor.digest.rendering import render_digest, render_digests, render_feed
from monitor.digest.stories import choose_figures
from monitor.digest.weighing import order_stories, weigh
from monitor.digest.wording import tell_amount, write_amount
from monitor.document import Decision
from monitor.hedges import find_sign
from monitor.search.saved import find_new, save_search
from monitor.showing import show_document
from monitor.store.decisions import decide
from monitor.terminal import wrap

GOLDEN = Path(__file__).parent / "cases" / "digest"  # WRITE_GOLDEN=1 writes them anew; read the difference
PARIS, UTC = ZoneInfo("Europe/Paris"), ZoneInfo("UTC")
WATCHED = frozenset({("topic", "Customs")})
FIRST, SECOND = "2024-03-30T06:00:00Z", "2024-03-31T06:00:00Z"

NEWS: list[dict[str, Any]] = [
    {  # 1
        "title": "Customs open a bureau", "language": "en", "outlet": "Harbour Ledger", "date": "2024-03-29T08:00:00Z",
        "text": "Customs opened a bureau for parcels. The customs bureau employs 240 people. The port paid.",
        "received_at": "2024-03-29T09:00:00Z", "tags": {"Customs": "Douane", "Le Havre": "Le Havre"},
        "summary_en": "Customs opened a bureau for parcels. The customs bureau employs 240 people.",
        "fr": ("La douane ouvre un bureau", ""), "summary_fr": "La douane a ouvert un bureau pour les colis.",
        "amounts": [("42 million euros", 42e6, "EUR", "port"), ("240 people", 240, "people", "240")],
    },
    {  # 2, the same in French
        "title": "Un bureau de douane pour les colis", "language": "fr", "outlet": "Seine Info", "date": "2024-03-29",
        "text": "La douane ouvre un bureau *pour* les colis. Il emploie 250 personnes.",
        "received_at": "2024-03-29T22:30:00Z", "tags": {"Customs": "Douane"},
        "summary_fr": "La douane ouvre un bureau pour les colis. Il emploie 250 personnes.",
        "en": ("A customs bureau for parcels", "", False), "summary_en": "Customs open a bureau for parcels.",
        "amounts": [("250 personnes", 250, "personnes", "250")],
    },
    {  # 3, hostile
        "title": "<script>alert(1)</script> [Rain](x) *falls*", "language": "en", "outlet": "Rain & Co",
        "date": "2024-03-28", "text": "Rain fell\x1b[31m all day. It was wet.", "url": "javascript:alert(1)",
        "received_at": "2024-03-29T23:30:00Z", "summary_en": "Rain fell all day.",
    },
    {  # 4, muted
        "title": "Gossip", "language": "en", "outlet": "Tattler", "date": "2024-03-29", "text": "They danced.",
        "received_at": "2024-03-29T09:00:00Z",
    },
]  # fmt: skip


@pytest.fixture
def db() -> Iterator[Database]:
    db = make_store(NEWS)
    add_story(db, 1, [1, 2], "2024-03-30T05:00:00Z")
    add_story(db, 2, [3], "2024-03-30T05:00:00Z")
    add_story(db, 3, [4], "2024-03-30T05:00:00Z")
    with db.atomic():
        decide(db, Decision("mute", "outlet:Tattler"), FIRST)
        db.execute(
            "INSERT INTO source (name, kind, state, note) VALUES ('Old feed', 'feed', 'blocked', '403 for a week')"
        )
        db.execute(
            "INSERT INTO run (command, started_at, received, taken, done) VALUES ('run', ?, 4, 4, 3)",
            ["2024-03-30T05:00:00Z"],
        )
    yield db
    db.conn.close()


def make(db: Database, cutoff: str, zone: ZoneInfo = PARIS) -> dict[str, Any]:
    assert make_digest(db, cutoff, zone, WATCHED) is not None
    return read_digests(db.conn)[0]


def grow(db: Database) -> None:
    """The next day: a third outlet joins the first story, a saved search finds it."""
    with db.atomic():
        save_search(db, "bureaux", "bureau*", "", FIRST, UTC)
    third = {**NEWS[0], "title": "A bureau grows", "outlet": "Port News", "url": "https://a.example/5"}
    third |= {"text": "The new bureau of customs employs 260 people.", "summary_en": "It employs 260 people."}
    third |= {"amounts": [("260 people", 260, "people", "260")]}
    add_documents(db, [{**third, "date": "2024-03-31T04:00:00Z", "received_at": "2024-03-31T05:00:00Z"}])
    add_story(db, 1, [1, 2, 5], "2024-03-31T05:30:00Z", joined=[5])
    with db.atomic():
        assert find_new(db, "2024-03-31T05:45:00Z", UTC) == []


def test_each_document_is_announced_once(db: Database) -> None:
    first = make(db, FIRST)
    assert [(s["story"], s["status"]) for s in first["stories"]] == [(1, "new"), (2, "new")]
    assert make_digest(db, "2024-03-30T18:00:00Z", PARIS, WATCHED) is None  # nothing new, and the day has one
    grow(db)
    second = make(db, SECOND)
    (story,) = second["stories"]
    assert (story["story"], story["status"]) == (1, "grown")
    assert [d["id"] for d in story["documents"] if d["new"]] == [5]
    assert second["previous"] == "2024-03-30"
    assert make_digest(db, "2024-04-01T06:00:00Z", PARIS, WATCHED)  # a day of its own, with nothing
    assert read_digests(db.conn)[0]["stories"] == []


TRANSLATED = [  # a document, the reader's language, whether its summary is sure, and what stands under the headline
    ({"language": "en", "fr": ("Le port", ""), "summary_fr": "Le port."}, "fr", True, "traduit, original en anglais"),
    (
        {"language": "en", "fr": ("Le port", ""), "summary_fr": "Le port."}, "fr", False,
        "traduit, original en anglais · nombres et noms à vérifier",
    ),
    ({"language": "fr", "en": ("The port", "")}, "en", True, "translated from French"),  # a list, without a summary
    ({"language": "fr", "en": ("The port", "", False)}, "en", True, "translated from French · not sure of every"),
    ({"language": "fr"}, "en", True, "not translated"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "language", "sure", "said"), TRANSLATED)
def test_what_a_translation_is_worth_is_told(told: dict[str, Any], language: str, sure: bool, said: str) -> None:
    db = make_store([{"title": "Port", "text": "Port 12", "date": "2024-03-29", **told}])
    spans = json.dumps([{"start": 0, "end": 9, "source_start": 0, "source_end": 7, "ok": sure}])
    db.execute("UPDATE summary SET spans = ?", [spans])
    add_story(db, 1, [1], "2024-03-30T05:00:00Z")
    shown = " ".join(render_digest(make(db, FIRST), language, "text", PARIS).split())
    assert f"{told.get(language, ['Port'])[0]} [{'new' if language == 'en' else 'nouveau'}" in shown
    assert f"{told['language']} · {said}" in shown
    db.conn.row_factory = sqlite3.Row
    doubt = {"en": "unsure", "fr": "incertain"}[language]
    assert (doubt in show_document(db.conn, 1, language).text) == (not sure or "not sure" in said)
    db.conn.close()


CHANGED = [  # a passage before and after, and what is told of it
    (
        "The port pays 1.2 billion euros for it.",
        "The port pays 1.3 billion euros for it.",
        "port pays 1.2 billion euros → port pays 1.3 billion euros",
    ),
    (
        "Le port paie 1,2 milliard d’euros.",
        "Le port paie 1,3 milliard d’euros.",
        "port paie 1,2 milliard d’euros. → port paie 1,3 milliard d’euros.",
    ),
    (
        f"Le maire, {'très ' * 40}las, part lundi.",
        f"Le maire, {'très ' * 40}las, part mardi.",
        "las, part lundi. → las, part mardi.",
    ),
    ("One.", "One.\nThe mayor resigned.", "∅ → The mayor resigned."),
    ("Un.\nLe maire a démissionné.", "Un.", "Le maire a démissionné. → ∅"),
    ("He had no part in it.", "He had a part in it.", "He had no part in → He had a part in"),
    ("Ports *pay* <b>12</b>.", "Ports *pay* <b>13</b>.", "Ports *pay* <b>12</b>. → Ports *pay* <b>13</b>."),
]


@pytest.mark.parametrize(("before", "after", "told"), CHANGED)
def test_what_was_corrected_is_told(before: str, after: str, told: str) -> None:
    first = {"title": "Port", "language": "en", "date": "2024-03-29", "url": "https://a.example/1"}
    db = make_store([{**first, "text": before}])
    add_story(db, 1, [1], "2024-03-30T05:00:00Z")
    make(db, FIRST)
    add_documents(db, [{**first, "text": after}])
    add_story(db, 1, [2], "2024-03-31T05:00:00Z")
    issue = make(db, SECOND)
    shown = " ".join(render_digest(issue, "en", "text", PARIS).split())
    assert f"[corrected version: {told}]" in shown
    assert "<b>" not in render_digest(issue, "en", "body", PARIS)
    assert "*pay*" not in render_digest(issue, "en", "markdown", PARIS).replace(r"\*", "")
    db.conn.row_factory = sqlite3.Row
    assert f"changed      text: {told}" in show_document(db.conn, 2, "en").text
    db.conn.close()


@given(st.lists(st.sampled_from(["a", "b", "1"])), st.lists(st.sampled_from(["a", "b", "1"])))
def test_what_is_cut_from_both_sides_of_a_change_is_the_same(before: list[str], after: list[str]) -> None:
    old, new = (part.split() for part in cut_change(" ".join(before), " ".join(after)))
    assert len(before) - len(old) == len(after) - len(new)
    assert any(
        before[:n] == after[:n] and [*before[:n], *new, *before[n + len(old) :]] == after
        for n in range(len(before) - len(old) + 1)
    )


def test_what_is_muted_is_left_out_and_counted(db: Database) -> None:
    first = make(db, FIRST)
    assert first["muted"] == {"documents": 1, "stories": 1}
    assert "Gossip" not in json.dumps(first)
    with db.atomic():
        db.execute("DELETE FROM decision")
    assert make_digest(db, "2024-03-30T19:00:00Z", PARIS, WATCHED) is None  # it was announced, so to speak


def test_a_muted_story_goes_with_all_its_outlets(db: Database) -> None:
    with db.atomic():
        decide(db, Decision("mute", "story:1"), FIRST)
    first = make(db, FIRST)
    assert [s["story"] for s in first["stories"]] == [2]
    assert first["muted"] == {"documents": 3, "stories": 2}


def test_saved_searches_tell_what_is_new_once(db: Database) -> None:
    assert make(db, FIRST)["saved"] == []
    grow(db)
    (told,) = make(db, SECOND)["saved"]
    assert (told["name"], told["total"], [d["id"] for d in told["documents"]]) == ("bureaux", 1, [5])
    assert make(db, "2024-04-01T06:00:00Z")["saved"] == []


def test_a_story_ends_once(db: Database) -> None:
    make(db, FIRST)
    ended = [make(db, f"2024-04-{day:02}T06:00:00Z")["ended"] for day in range(5, 12)]
    told = [(day, story["story"]) for day, stories in enumerate(ended, start=5) for story in stories]
    assert told == [(7, 2), (9, 1)]  # ten days after 28 March, after the 29th at eight


def test_an_archive_ends_nothing(db: Database) -> None:
    with db.atomic():
        db.execute("UPDATE story SET last_at = '2018-01-01'")
    make(db, FIRST)
    assert make(db, SECOND)["ended"] == []


def test_a_correction_updates_what_was_announced(db: Database) -> None:
    make(db, FIRST)
    changed = {**NEWS[2], "text": "Rain fell for an hour.", "received_at": SECOND}
    assert add_documents(db, [changed]) == [5]
    add_story(db, 2, [5], "2024-03-31T05:30:00Z")
    (story,) = make(db, SECOND)["stories"]
    assert (story["status"], story["why"]["new"]) == ("updated", 0.0)


def test_a_correction_before_the_first_digest_is_new(db: Database) -> None:
    add_documents(db, [{**NEWS[2], "text": "Rain fell for an hour."}])
    add_story(db, 2, [5], "2024-03-30T05:30:00Z")
    assert [s["status"] for s in make(db, FIRST)["stories"]] == ["new", "new"]


DAYS = [  # cut-off, timezone, the reader's day
    ("2024-03-30T22:59:59Z", "Europe/Paris", "2024-03-30"),
    ("2024-03-30T23:00:00Z", "Europe/Paris", "2024-03-31"),
    ("2024-03-31T21:59:59Z", "Europe/Paris", "2024-03-31"),  # the day of 23 hours
    ("2024-03-31T22:00:00Z", "Europe/Paris", "2024-04-01"),
    ("2024-10-27T22:59:59Z", "Europe/Paris", "2024-10-27"),  # the day of 25 hours
    ("2024-10-27T23:00:00Z", "Europe/Paris", "2024-10-28"),
    ("2024-11-03T04:30:00Z", "America/Toronto", "2024-11-03"),
    ("2024-11-03T03:59:59Z", "America/Toronto", "2024-11-02"),
    ("2024-06-01T11:00:00Z", "Pacific/Kiritimati", "2024-06-02"),
]


@pytest.mark.parametrize(("cutoff", "zone", "day"), DAYS)
def test_days_are_the_readers(db: Database, cutoff: str, zone: str, day: str) -> None:
    assert make(db, cutoff, ZoneInfo(zone))["date"] == day


def test_volume_counts_the_readers_days_through_a_change_of_clocks(db: Database) -> None:
    volume = {d["date"]: d["languages"] for d in make(db, "2024-04-03T06:00:00Z")["volume"]}
    assert list(volume) == [f"2024-{day}" for day in ("03-28", "03-29", "03-30", "03-31", "04-01", "04-02", "04-03")]
    assert volume["2024-03-29"] == {"en": 2, "fr": 1}
    assert volume["2024-03-30"] == {"en": 1}  # received at 23:30 in UTC


def test_weight_is_told_reason_by_reason(db: Database) -> None:
    first = make(db, FIRST)["stories"][0]
    assert first["why"] == {"outlets": 2.0, "languages": 1.0, "watched": 0.25, "new": 1.0}
    assert first["weight"] == sum(first["why"].values())


def test_an_outlet_more_outweighs_names_and_copies() -> None:
    def document(outlet: str, copy: int | None = None) -> dict[str, Any]:
        return {"outlet": outlet, "duplicate_of": copy, "language": "en", "new": True, "corrects": False}

    two, one = weigh([document("a"), document("b")], 0), weigh([document("a"), document("c", 1)], 2)
    assert sum(two.values()) > sum(one.values())
    assert weigh([document("a")], 99)["watched"] == 1.0
    stories = [
        {"watched": w, "weight": n, "documents": [{"dated_at": ""}], "story": 1} for w, n in ((False, 9), (True, 1))
    ]
    assert [s["watched"] for s in order_stories(stories)] == [True, False]


AMOUNTS = [  # value, its upper end, unit, as English and French write it
    (60e6, 70e6, "EUR", "€60–70 million", "60–70 millions d’euros"),
    (1e6, 2.5e6, "USD", "$1–2.5 million", "1–2,5 millions de dollars"),
    (999_000, 1_200_000, "EUR", "€999,000–1.2 million", "999 000–1,2 million d’euros"),
    (10, 20, "percent", "10–20%", "10–20 %"),
    (1.14e12, None, "CNY", "CN¥1.14 trillion", "1 140 milliards de yuans"),
    (2, None, "CHF", "2 CHF", "2 francs suisses"),
    (3, 4, "tonne", "", ""),
]


@pytest.mark.parametrize(("value", "most", "unit", "english", "french"), AMOUNTS)
def test_money_is_written_as_the_reader_does(value: float, most: float, unit: str, english: str, french: str) -> None:
    amount = {"value": value, "value_max": most, "unit": unit, "approximate": 0}
    written = [re.sub(r"\s", " ", write_amount(amount, language)) for language in ("en", "fr")]
    assert written == [english, french]


INEXACT = [  # what stands before the number, what stands for it
    ("parcels worth less than ", "<"),
    ("d’une valeur inférieure à ", "<"),
    ("more than ", ">"),
    ("plus de ", ">"),
    ("at least ", "≥"),
    ("jusqu’à ", "≤"),
    ("no more than ", "≈"),
    ("pas moins de ", "≈"),
    ("près de ", "≈"),
    ("about ", "≈"),
]


@pytest.mark.parametrize(("before", "sign"), INEXACT)
def test_an_inexact_number_says_on_which_side_it_lies(before: str, sign: str) -> None:
    assert find_sign(before) == sign
    amount = {"value": 150, "value_max": None, "unit": "EUR", "approximate": 1, "sign": sign}
    assert write_amount(amount, "fr").replace("\xa0", " ") == f"{sign} 150 €"


KEY_FIGURES = [  # as printed, its unit, whether it is a key figure
    ("three things", "things", False),
    ("deux ans", "ans", False),
    ("six dirigeants", "dirigeants", False),
    ("trois morts", "morts", True),
    ("two jobs", "jobs", True),
    ("two euros", "EUR", True),
    ("86 marques", "marques", True),
    ("72 hours", "hours", True),
]


@pytest.mark.parametrize(("text", "unit", "told"), KEY_FIGURES)
def test_a_count_in_words_is_a_key_figure_where_it_is_news(text: str, unit: str, told: bool) -> None:
    row = {"text": text, "unit": unit, "approximate": 0, "before": ""}
    assert bool(choose_figures([row])) == told


TOLD = [  # as printed, its value, unit and language, as each reader has it
    ("240 people", 240, "people", "en", "240 people", "240 personnes"),
    ("113 000 tonnes", 113_000, "tonnes", "fr", "113,000 tonnes", "113 000 tonnes"),
    ("86 marques", 86, "marques", "fr", "", "86 marques"),
    ("2.4 million tonnes", 2.4e6, "tonnes", "en", "2.4 million tonnes", "2,4 millions de tonnes"),
    ("4.6 billion such parcels", 4.6e9, "parcels", "en", "4.6 billion such parcels", ""),
]


@pytest.mark.parametrize(("text", "value", "unit", "language", "english", "french"), TOLD)
def test_a_count_is_told_where_its_noun_is_known(
    text: str, value: float, unit: str, language: str, english: str, french: str
) -> None:
    amount = {"text": text, "value": value, "value_max": None, "unit": unit, "language": language, "approximate": 0}
    assert [re.sub(r"\s", " ", tell_amount(amount, reader)) for reader in ("en", "fr")] == [english, french]


def issues(db: Database) -> list[dict[str, Any]]:
    """Two days, with all that a digest can tell."""
    make(db, FIRST)
    grow(db)
    with db.atomic():
        db.execute("UPDATE story SET last_at = '2024-03-20T18:00:00Z' WHERE id = 2")
    make(db, SECOND)
    return read_digests(db.conn, latest=9)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("style", ["text", "markdown", "html", "atom"])
def test_looks_as_it_should(db: Database, style: str, language: str) -> None:
    found = issues(db)
    shown = render_feed(found, language, UTC) if style == "atom" else render_digests(found, language, style, UTC)
    path = GOLDEN / f"{style}.{language}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def test_prints_again_byte_for_byte(db: Database) -> None:
    make(db, FIRST)
    before = render_digests(read_digests(db.conn, "2024-03-30"), "fr", "html", PARIS)
    grow(db)
    with db.atomic():
        db.execute("UPDATE document SET title = 'changed', outlet = 'changed'")
        db.execute("UPDATE story_text SET title = 'changed'")
        db.execute("DELETE FROM source")
    make(db, SECOND)
    assert render_digests(read_digests(db.conn, "2024-03-30"), "fr", "html", ZoneInfo("Asia/Tokyo")) == before


def test_html_holds_nothing_that_runs_or_is_fetched(db: Database) -> None:
    for language in ("en", "fr"):
        html = render_digests(
            issues(db) if language == "en" else read_digests(db.conn, latest=9), language, "html", UTC
        )
        tree = etree.HTML(html)
        assert not tree.xpath("//script|//style|//link|//img|//iframe|//form|//@onclick")
        assert {a.partition(":")[0] for a in tree.xpath("//@href")} <= {"http", "https"}
        assert "&lt;script&gt;" in html
        assert max(map(len, html.encode().splitlines())) < 998 * 3  # mail programs wrap what is longer (RFC 5322)


def test_markdown_shows_what_was_written(db: Database) -> None:
    markdown = render_digests(issues(db), "en", "markdown", UTC)
    assert r"### \<script\>alert(1)\</script\> \[Rain\](x) \*falls\*" in markdown
    assert "javascript:" not in markdown


@pytest.mark.parametrize("marked", ["« 30 000 »", "30 000 ?", "« Non ! »", "8 000 :"])  # with plain blanks
def test_no_line_begins_with_a_french_mark_or_half_a_number(marked: str) -> None:
    for before in range(55, 80):
        made = "\n".join(wrap(f"{'x' * before} {marked} et la suite"))
        assert made.replace("\n", " ") == f"{'x' * before} {marked} et la suite"
        assert marked in made


def test_the_feed_is_one(db: Database) -> None:
    feed = feedparser.parse(render_feed(issues(db), "fr", UTC))
    assert not feed.bozo
    assert [entry.updated for entry in feed.entries] == [SECOND, FIRST]
    assert len({entry.id for entry in feed.entries}) == 2
    assert feed.entries[0].title.startswith("Revue de presse · dimanche 31 mars 2024 · ")
    assert feed.entries[0].content[0].type == "text/html"


def test_an_issue_of_an_earlier_version_still_prints(db: Database) -> None:
    issue = make(db, FIRST)
    for name in ("timezone", "more", "muted", "ended", "saved", "run"):
        del issue[name]
    for story in issue["stories"]:
        del story["differences"], story["translated"]
        for document in story["documents"]:
            del document["corrects"], document["changes"]
    for style in ("text", "markdown", "body"):
        assert "Douane" in render_digest(issue, "fr", style, PARIS)


def test_nothing_printed_commands_a_terminal(monitor: Callable[..., Any], tmp_path: Path) -> None:
    evil = {**NEWS[2], "title": "Rain\x1b]0;x\x07 fell", "outlet": "Rain\x9b31m", "url": "https://a.example/\x1b[2J"}
    db = make_store([evil], str(tmp_path / "monitor.db"))
    add_story(db, 1, [1], "2024-03-30T05:00:00Z")
    db.close()
    for style in ("text", "markdown", "html", "json", "atom"):
        told = monitor("digest", "--format", style)
        assert told.status == 0, told.err
        assert "fell" in told.out
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", told.out), style
    assert monitor("search", "rain").out.count("\x1b") == 0


def test_several_issues_of_a_day_are_one_page(monitor: Callable[..., Any], tmp_path: Path) -> None:
    db = make_store(NEWS, str(tmp_path / "monitor.db"))
    add_story(db, 1, [1], "2024-03-30T05:00:00Z")
    make_digest(db, FIRST, UTC, WATCHED)
    add_story(db, 2, [3], "2024-03-30T07:00:00Z")
    make_digest(db, "2024-03-30T08:00:00Z", UTC, WATCHED)
    db.close()
    html = monitor("digest", "--date", "2024-03-30", "--format", "html").out
    assert (html.count("<html"), html.count("<h1")) == (1, 2)
    assert len(json.loads(monitor("digest", "--date", "2024-03-30", "--format", "json").out)) == 2
    assert monitor("digest", "--date", "2024-03-30").out == monitor("digest", "--date", "2024-03-30").out
