"""The reading page: every view in both languages and as JSON and a feed, escaped, and its few writes guarded."""

from __future__ import annotations

import json
import sqlite3
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hostile_addresses import BY_HAND, NAMES, PLACES, WORDS, address, check_answer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from starlette.testclient import TestClient
from web_store import HOSTILE, make_store, serving

from monitor.errors import MonitorError
from monitor.search.codes import Vector
from monitor.settings import Settings
from monitor.store.writing import open_to_write
from monitor.web.app import make_app
from monitor.web.guarding import is_from_here
from monitor.web.marking import Mark, cut_pieces, lay_out
from monitor.web.searches import suggest_name
from monitor.web.words import LANGUAGES, words_in

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
VIEWS = [
    "/", "/digest", "/document/1", "/document/2", "/document/4", "/story/1", "/search", "/search?q=depot",
    "/search?q=lang:fr", "/search?q=%22", "/search?q=depot&offset=20", "/subjects", "/subject/Cainiao",
    "/subject/organisation:Cainiao?step=year", "/subject/organisation:Cainiao?step=nonsense", "/sources", "/source/1",
    "/saved", "/saved/1", "/kept",
]  # fmt: skip
EMPTY = ("/search", "/search?q=depot&offset=20", "/sources", "/kept")  # nothing asked or left, no source sick, no star
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def page(store: Path) -> TestClient:
    return TestClient(make_app(Settings(store=str(store))), base_url="http://localhost", follow_redirects=False)


@pytest.fixture
def undecided(store: Path) -> Iterator[None]:
    yield
    with sqlite3.connect(store) as db:
        db.execute("DELETE FROM decision")


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_answers_in_both_languages(page: TestClient, path: str, language: str) -> None:
    answer = page.get(path, headers={"Cookie": f"language={language}"})
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    assert tree.get("lang") == language
    assert [s.get("src", "") for s in tree.iter("script")] == [s.get("src") for s in tree.xpath("//script[@src]")]
    assert not tree.xpath("//@*[starts-with(name(), 'on')] | //@style | //style")
    assert not tree.xpath("//*[starts-with(@href, 'javascript:')]")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def with_suffix(path: str, suffix: str) -> str:
    name, mark, query = path.partition("?")
    return f"{name}{suffix}{mark}{query}"


@pytest.mark.parametrize("path", [path for path in VIEWS if path not in ("/", "/search?q=%22")])
def test_every_view_is_json_and_a_feed_at_the_same_address(page: TestClient, path: str) -> None:
    answer = page.get(with_suffix(path, ".json"))
    assert answer.status_code == 200
    assert isinstance(answer.json(), dict)
    feed = etree.fromstring(page.get(with_suffix(path, ".atom")).content)
    assert (feed.tag, feed.get(LANG)) == (f"{ATOM}feed", "en")
    assert bool(feed.findall(f"{ATOM}entry")) == (path not in EMPTY)
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    assert links
    assert all(link.startswith("http://localhost/") for link in links)


def test_json_says_what_the_store_holds(page: TestClient) -> None:
    assert page.get("/document/1.json").json()["url"] == "https://a.example/1"
    assert page.get("/search.json?q=depot").json()["total"] >= 1
    assert page.get("/subject/organisation:Cainiao.json").json()["languages"] == {"fr": 2, "en": 1}
    assert page.get("/digest.json").json()["digests"][0]["numbers"]["documents"] == 4
    assert page.get("/search.json?q=%22").status_code == 400


def test_a_copy_that_is_found_says_so(page: TestClient, monitor: Callable[..., Any], store: Path) -> None:
    found = html.fromstring(page.get('/search?q=dépôt outlet:"Le Soir"').text)
    assert found.xpath("//ol[@class='hits']//a[@href='/document/2']/text()") == ["same text"]
    assert "repeats document 2" in monitor("search", "outlet:Le Soir", "--store", str(store)).out


def test_what_the_press_brought_is_text(page: TestClient) -> None:
    story = page.get("/document/1.json").json()["story"]
    for path in ("/digest", "/document/1", f"/story/{story}", "/search?q=depot", "/subject/Cainiao"):
        answer = page.get(path).text
        assert "alert" in answer, path
        assert HOSTILE not in answer
        assert "<b>B</b>" not in answer


@pytest.mark.parametrize(
    "path",
    ["/document/99", "/document/99999999999999999999", "/story/99", "/digest/1999-01-01", "/digest/x", "/nowhere",
     "/subject/nobody", "/source/99", "/saved/99", "/static/../app.py", "/static/%2e%2e/app.py",
     "/static/..%2fapp.py", "/../etc/passwd"],
)  # fmt: skip
def test_what_is_not_there_is_said_plainly(page: TestClient, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "make_app" not in answer.text


def test_the_language_chosen_is_remembered(page: TestClient) -> None:
    client = TestClient(page.app, base_url="http://localhost")
    assert '<html lang="fr">' in client.get("/sources?language=fr").text
    assert '<html lang="fr">' in client.get("/digest").text
    assert '<html lang="fr">' in client.get("/digest?language=de").text


def test_a_store_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    client = TestClient(make_app(Settings(store=str(tmp_path / "none.db"))), base_url="http://localhost")
    answer = client.get("/")
    assert answer.status_code == 404
    assert "no store here yet" in answer.text
    assert not (tmp_path / "none.db").exists()


def test_words_stand_in_both_languages() -> None:
    english, french = words_in("en"), words_in("fr")
    assert english.keys() == french.keys()
    assert not [key for key, word in french.items() if not word.strip() or " :" in word or " ;" in word or " ?" in word]


SAID = [  # an address, what stands on its French page
    ("/search?q=lang:99", "une langue a un code de deux lettres"),
    ("/search?q=since:soon", "écrivez un nombre et h, d"),
    ("/search?q=after:2018-02-31", "ce jour n’existe pas"),
    ("/search?q=%22", "rien à chercher"),
    ("/search?q=tag:Cainaio", 'vouliez-vous dire tag:"Cainiao" ?'),
    ("/search?q=outlet:zzzzz", "aucun titre de presse ne s’appelle zzzzz ici"),
    ("/search?q=langue:fr", "n’est pas un filtre"),
    ("/search?q=depot butter lyon", "ceux-ci en ont une partie"),
    ("/search?q=saved:x", "aucune recherche n’est enregistrée sous ce nom ; il y a Dépôts"),
    ("/search?q=" + "(" * 40 + "x", "les parenthèses s’emboîtent 20 fois au plus"),
    ("/search?like=99", "document 99 : il n’y en a pas"),
    ("/document/99", "pas de document 99"),
    ("/story/99", "pas d’histoire 99"),
    ("/source/99", "pas de source 99"),
    ("/saved/99", "pas de recherche enregistrée 99"),
    ("/subject/nobody", "aucun sujet ne s’appelle 'nobody'"),
    ("/digest/1999-01-01", "pas de revue du 1999-01-01 ; il y a "),
    ("/digest/today", "un jour s’écrit 2026-01-31"),
    ("/document/99999999999999999999", "les numéros se suivent"),
    ("/document/3", "nommé une fois"),  # why it is about a subject
    ("/story/1", "100 % de son texte reprend le document 2"),  # why it belongs to a story
]


@pytest.mark.parametrize(("path", "french"), SAID)
def test_a_french_page_says_it_in_french(page: TestClient, path: str, french: str) -> None:
    told = html.fromstring(page.get(path, headers={"Cookie": "language=fr"}).text).text_content()
    assert french in told.replace("\N{NO-BREAK SPACE}", " ")


# meaning, where a model is at hand; the page itself has none


def asked_by_meaning(store: Path, embed: Callable[[str], Vector]) -> TestClient:
    client = TestClient(make_app(Settings(store=str(store)), embed=embed), base_url="http://localhost")
    for thread in threading.enumerate():
        if thread.daemon and "_load" in thread.name:
            thread.join(10)
    return client


def test_questions_are_asked_by_words_and_meaning(store: Path) -> None:
    said: list[str] = []

    def embed(text: str) -> Vector:
        said.append(text)
        return np.ones(384, dtype=np.float32)

    client = asked_by_meaning(store, embed)
    assert client.get("/search.json?q=depot lang:fr").json()["notes"] == []
    assert said == ["news", "depot"]  # the first loads the model; filters have no meaning
    assert client.get("/search.json?q=depot&sort=words").json()["total"] >= 1
    assert client.get("/search.json?q=lang:fr").json()["total"] == 2
    assert said == ["news", "depot"]
    assert client.get("/search?q=depot").status_code == 200
    assert client.get("/search?q=depot lang:en&offset=20").status_code == 200
    assert said == ["news", "depot"]  # remembered, for its pages and what narrows it


def test_a_missing_model_is_said_and_words_are_searched(store: Path) -> None:
    def embed(_: str) -> Vector:
        raise MonitorError("no model here; `monitor models fetch` brings it")

    answer = asked_by_meaning(store, embed).get("/search.json?q=depot").json()
    assert answer["total"] >= 1
    assert "monitor models fetch" in answer["notes"][-1]


# what the reader decides


def decide(page: TestClient, headers: dict[str, str] = HERE, **form: str) -> int:
    return page.post("/decide", data=form, headers=headers).status_code


@pytest.mark.usefixtures("undecided")
def test_a_decision_is_kept_shown_and_taken_back(page: TestClient) -> None:
    star = {"kind": "star", "subject": "story:1"}
    assert decide(page, **star, do="keep") == 303
    assert [d["subject"] for d in page.get("/kept.json").json()["decisions"]] == ["story:1"]
    assert 'aria-pressed="true"' in page.get("/story/1").text
    assert decide(page, **star, do="withdraw") == 303
    assert page.get("/kept.json").json()["decisions"] == []


@pytest.mark.usefixtures("undecided")
@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"kind": "language", "subject": "document:2", "value": "en"}, [("language", "document:2", "en")]),
        ({"kind": "tag", "subject": "document:4", "value": "topic:prix"}, [("tag", "document:4", "topic:prix")]),
        (
            {"kind": "untag", "subject": "document:1", "value": "organisation:Cainiao"},
            [("untag", "document:1", "organisation:Cainiao")],
        ),
        ({"kind": "join", "subject": "document:4", "value": "1"}, [("join", "document:1", "document:4")]),
        (
            {"kind": "part", "subject": "document:3", "value": "1 2"},
            [("part", "document:1", "document:3"), ("part", "document:2", "document:3")],
        ),
        ({"kind": "mute", "subject": "outlet:Le Matin"}, [("mute", "outlet:Le Matin", "")]),
        ({"kind": "read", "subject": "document:1"}, [("read", "document:1", "")]),
    ],
)  # fmt: skip
def test_corrections_are_kept(page: TestClient, store: Path, form: dict[str, str], kept: list[tuple[str, ...]]) -> None:
    assert decide(page, **form) == 303
    with sqlite3.connect(store) as db:
        assert list(db.execute("SELECT kind, subject, value FROM decision ORDER BY subject")) == kept
    assert page.get("/kept").status_code == 200


@pytest.mark.usefixtures("undecided")
def test_muted_stories_are_folded_away(page: TestClient) -> None:
    assert 'class="muted"' not in page.get("/digest").text
    decide(page, kind="mute", subject="story:1")
    folded = html.fromstring(page.get("/digest").text).xpath("//details[@class='muted']//a[@href='/story/1']")
    assert folded


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"kind": "drop", "subject": "story:1"},
        {"kind": "star", "subject": "story:99"},
        {"kind": "star", "subject": "outlet:Le Matin"},
        {"kind": "language", "subject": "document:1", "value": "'; DROP TABLE document; --"},
        {"kind": "tag", "subject": "document:1", "value": "nonsense"},
        {"kind": "join", "subject": "document:1", "value": "1"},
        {"kind": "mute", "subject": "outlet:nobody"},
        {"kind": "tag", "subject": "document:1", "value": "topic:a\0b"},
        {"kind": "tag", "subject": "document:1", "value": "topic:" + "x" * 201},
        {"kind": "language", "subject": "document:1", "value": "\ufffd"},
    ],
)
def test_what_cannot_be_decided_is_refused(page: TestClient, form: dict[str, str]) -> None:
    assert decide(page, **form) == 400
    assert page.get("/kept.json").json()["decisions"] == []


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": "http://localhost:8321", "host": "localhost:8321"}, True),  # a browser far away, over http
        ({"sec-fetch-site": "cross-site", "origin": "http://localhost:8321", "host": "localhost:8321"}, False),
        ({"sec-fetch-site": "same-site"}, False),  # another port of this machine
        ({"origin": "http://evil.example", "host": "localhost:8321"}, False),
        ({"origin": "http://localhost:9999", "host": "localhost:8321"}, False),
        ({"origin": "null", "host": "localhost:8321"}, False),
        ({"origin": "http://[", "host": "localhost:8321"}, False),
        ({"host": "localhost:8321"}, False),
        ({}, False),
    ],
)
def test_decisions_come_from_our_own_pages(headers: dict[str, str], ours: bool) -> None:
    assert is_from_here(headers) is ours


def test_a_decision_from_elsewhere_changes_nothing(page: TestClient) -> None:
    assert decide(page, {"Sec-Fetch-Site": "cross-site"}, kind="star", subject="story:1") == 403
    assert decide(page, {"Origin": "http://evil.example"}, kind="star", subject="story:1") == 403
    assert page.get("/decide?kind=star&subject=story:1").status_code == 405
    assert page.get("/kept.json").json()["decisions"] == []


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:8321", 200), ("127.0.0.1", 200), ("[::1]:8321", 200), ("192.168.1.4:80", 200), ("evil.example", 421),
     ("localhost.evil.example", 421), ("[", 421), ("", 421), ("LOCALHOST", 200)],
)  # fmt: skip
def test_only_names_of_this_machine_are_answered(page: TestClient, host: str, status: int) -> None:
    assert page.get("/sources", headers={"Host": host}).status_code == status


def test_a_name_can_be_added(store: Path) -> None:
    client = TestClient(make_app(Settings(store=str(store)), ["news.home"]), base_url="http://news.home")
    assert client.get("/sources").status_code == 200


@pytest.mark.parametrize(
    ("back", "leads"),
    [("/story/1?x=1", "/story/1?x=1"), ("https://evil.example/", "/"), ("//evil.example/", "/"),
     ("/\\evil.example", "/"), ("/\t/evil.example", "/"), ("https:evil", "/"), ("/\u202e", "/"),
     ("javascript:alert(1)", "/"), ("/a\nSet-Cookie: x", "/"), ("", "/")],
)  # fmt: skip
@pytest.mark.usefixtures("undecided")
def test_a_form_leads_nowhere_else(page: TestClient, back: str, leads: str) -> None:
    answer = page.post("/decide", data={"kind": "star", "subject": "story:1", "back": back}, headers=HERE)
    assert (answer.status_code, answer.headers["Location"]) == (303, leads)


def test_a_store_being_written_is_read_but_takes_no_decision(page: TestClient, store: Path) -> None:
    with open_to_write(store, "run") as db, db.atomic():
        db.execute("UPDATE document SET author = 'somebody else' WHERE id = 1")
        assert page.get("/document/1").status_code == 200
        answer = page.post(
            "/decide", data={"kind": "star", "subject": "story:1"}, headers=HERE | {"Accept": "application/json"}
        )
        db.execute("UPDATE document SET author = '' WHERE id = 1")
    assert answer.status_code == 503
    assert answer.json() == {"trouble": words_in("en")["busy"]}


def test_a_form_too_long_is_refused(page: TestClient) -> None:
    assert decide(page, kind="star", subject="story:" + "1" * 20_000) == 413


# searches saved on the page


@pytest.fixture
def unsaved(store: Path) -> Iterator[None]:
    yield
    with sqlite3.connect(store) as db:
        db.execute("DELETE FROM saved_search WHERE id > 1")


def save(page: TestClient, headers: dict[str, str] = HERE, **form: str) -> int:
    return page.post("/saved", data=form, headers=headers).status_code


def names(page: TestClient) -> list[str]:
    return [search["name"] for search in page.get("/saved.json").json()["searches"]]


@pytest.mark.usefixtures("unsaved")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_is_saved_from_its_own_page_and_removed_again(page: TestClient, language: str) -> None:
    reader = {"Cookie": f"language={language}"}
    found = html.fromstring(page.get("/search?q=beurre lang:fr", headers=reader).text)
    form = next(form for form in found.forms if form.action == "/saved")
    assert dict(form.fields) == {"q": "beurre lang:fr", "name": "beurre fr", "back": "/search?q=beurre%20lang:fr"}
    answer = page.post("/saved", data=dict(form.fields), headers=HERE)
    assert (answer.status_code, answer.headers["Location"]) == (303, form.fields["back"])
    assert names(page) == ["beurre fr", "Dépôts"]
    again = html.fromstring(page.get(form.fields["back"], headers=reader).text)
    assert again.xpath("//p[@class='facts']/a/text()")[0] == "beurre fr"  # said, and not offered once more
    assert not [form for form in again.forms if form.action == "/saved"]
    listed = html.fromstring(page.get("/saved", headers=reader).text)
    removing = next(f for f in listed.forms if f.action == "/saved" and f.fields["name"] == "beurre fr")
    assert page.post("/saved", data={**removing.fields, "do": "remove"}, headers=HERE).headers["Location"] == "/saved"
    assert names(page) == ["Dépôts"]


@pytest.mark.usefixtures("unsaved")
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "a name has letters"),
        ({"name": "x", "q": ""}, "nothing to search for"),
        ({"name": "x", "q": "lang:99"}, "a language has a code"),
        ({"name": "<b>", "q": "port"}, "a name has letters"),
        ({"name": "a" * 61, "q": "port"}, "at most 60"),
        ({"name": "x", "q": "saved:Dépôts"}, "cannot name another"),
        ({"name": "dépôts", "q": "port"}, "saved as dépôts already"),  # whatever its case
        ({"name": "x", "q": "port", "mail": "1"}, "mail_to"),  # nobody to send it to
        ({"name": "nobody", "do": "remove"}, "no search is saved as nobody"),
    ],
)
def test_what_cannot_be_saved_is_refused(page: TestClient, form: dict[str, str], said: str) -> None:
    answer = page.post("/saved", data=form, headers=HERE | {"Accept": "application/json"})
    assert answer.status_code == 400
    assert said in answer.json()["trouble"]
    assert names(page) == ["Dépôts"]


def test_a_search_from_elsewhere_is_not_saved(page: TestClient) -> None:
    assert save(page, {"Sec-Fetch-Site": "cross-site"}, name="x", q="port") == 403
    assert save(page, {"Origin": "http://evil.example"}, name="Dépôts", do="remove") == 403
    assert save(page, {}, name="x", q="port") == 403
    assert names(page) == ["Dépôts"]


@pytest.mark.usefixtures("unsaved")
def test_the_page_gives_alerts_by_mail_to_the_reader_and_no_others(store: Path) -> None:
    told = Settings(store=str(store), mail_to="lectrice@example.org")
    page = TestClient(make_app(told), base_url="http://localhost", follow_redirects=False)
    for name, form in {
        "one": {"mail": "1"},
        "two": {"alert": "command:rm x"},
        "three": {"mail": "a@b.example"},
    }.items():
        assert save(page, name=name, q="port", **form) == 303
    with sqlite3.connect(store) as db:
        alerts = dict(db.execute("SELECT name, alert FROM saved_search WHERE id > 1"))
        db.execute("UPDATE saved_search SET alert = 'command:tell --key secret' WHERE name = 'two'")
        db.execute("UPDATE saved_search SET alert = 'https://hook.example/secret' WHERE name = 'three'")
    assert alerts == {"one": "mail", "two": "", "three": "mail"}
    shown = page.get("/saved.json").json()["searches"]
    assert {s["name"]: s["alert"] for s in shown} == {"Dépôts": "", "one": "mail", "two": "command", "three": "http"}
    assert "secret" not in page.get("/saved").text + page.get("/saved.json").text + page.get("/saved/2.json").text


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("beurre", "beurre"),
        ('"commerce électronique" lang:fr', "commerce électronique fr"),
        ("(alibaba OR jd) -temu", "alibaba jd temu"),
        ('tag:"Tmall Global" since:7d', "Tmall Global 7d"),
        ("l’élection*", "l’élection"),
        ("<script>", "script"),
        ("***", ""),
        ("mot " * 40, ("mot " * 15).strip()),
    ],
)
def test_a_search_suggests_its_name(query: str, name: str) -> None:
    assert suggest_name(query) == name


# texts laid out


TEXTS = st.text(st.sampled_from("ab \n"), max_size=40)
MARKS = st.lists(
    st.builds(Mark, st.integers(-2, 45), st.integers(-2, 45), st.sampled_from(["lit", "date"])), max_size=8
)


@given(TEXTS, MARKS)
def test_marking_loses_no_letter(text: str, marks: list[Mark]) -> None:
    pieces = list(cut_pieces(text, marks))
    assert "".join(piece.text for piece in pieces) == text
    for mark in marks:
        if 0 <= mark.start < mark.end <= len(text):
            assert "".join(p.text for p in pieces if mark in p.marks) == text[mark.start : mark.end]


def test_paragraphs_stand_beside_their_translation() -> None:
    text, other = "Un. Deux.\n\nTrois.", "One. Two.\n\nThree."
    offsets = [((0, 3), (0, 4), True), ((4, 9), (5, 9), False), ((11, 17), (11, 17), True)]
    names = ("source_start", "source_end", "start", "end")
    sentences = [
        {**dict(zip(names, own + theirs, strict=True)), "field": "text", "ok": ok, "note": "" if ok else "look"}
        for own, theirs, ok in offsets
    ]
    rows = lay_out(text, [], other, sentences, [Mark(11, 17, "lit")])
    assert [("".join(p.text for p in r.original), "".join(p.text for p in r.translation)) for r in rows] == [
        ("Un. Deux.", "One. Two."),
        ("Trois.", "Three."),
    ]
    assert "unsure" in rows[0].translation[-1].kinds
    assert rows[0].translation[-1].note == "look"
    assert "lit" in rows[1].translation[0].kinds


# hostile addresses; five thousand of them in tests/quality/test_hostile_addresses.py


@pytest.mark.parametrize("path", BY_HAND)
def test_no_address_breaks_the_page(page: TestClient, path: str) -> None:
    check_answer(page, path)


@settings(max_examples=2 * settings.default.max_examples, suppress_health_check=list(HealthCheck))
@given(WORDS, st.sampled_from(PLACES), st.sampled_from(NAMES))
def test_nothing_typed_breaks_the_page(page: TestClient, words: str, place: str, name: str) -> None:
    check_answer(page, address(words, place, name))


def test_a_port_that_is_taken_is_one_line(store: Path, monitor: Callable[..., Any]) -> None:
    with serving(store) as base:
        told = monitor("serve", "--store", store, "--port", base.rpartition(":")[2])
    assert told.status == 2
    assert "cannot be served (Address already in use); `monitor serve` may be running already" in told.err
    assert told.err.count("\n") == 1


def test_served_over_http(store: Path) -> None:
    with serving(store) as base, urllib.request.urlopen(f"{base}/digest.json") as answer:
        assert json.loads(answer.read())["digests"]
