"""What a search finds, and what it says of a query that means nothing."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_store import add_documents, make_store

from monitor.commands.searching import as_typed
from monitor.errors import MonitorError
from monitor.search.facets import count_facets
from monitor.search.filters import Reader, condition_of
from monitor.search.listing import list_hits, make_csv
from monitor.search.query import Filter
from monitor.search.searching import plan_query, search_documents
from monitor.search.snippets import words_in
from monitor.store.facts import execute_flat, write_facts
from monitor.store.schema import index_without_lengths
from monitor.store.search_tables import FACTS

NOW = datetime(2024, 3, 31, 12, tzinfo=UTC)
DOCUMENTS: list[dict[str, Any]] = [
    {  # 1
        "title": "Le thé se vend moins bien",
        "text": "L’élection du maire a été reportée. Les élections européennes coûtent cher, Sud Thé aussi.",
        "language": "fr", "outlet": "L’Écho du Port", "date": "2024-03-30", "source": "echo",
        "en": ("Tea sells less well", "The mayor's election was put off. European elections are dear."),
        "tags": {"Tmall Global": "Tmall Mondial"},
    },
    {  # 2
        "title": "The customs bureau opens",
        "text": "Customs officers will open the e-commerce parcels of Tmall and JD.com in a bonded warehouse.",
        "language": "en", "outlet": "Harbour Ledger", "date": "2024-03-29T23:30:00Z", "source": "ledger",
        "fr": ("Le bureau des douanes ouvre", ""), "summary_fr": "Les douaniers ouvriront les colis dans un entrepôt.",
        "tags": {"Customs": "Douane", "Singles' Day": "Fête des célibataires"},
    },
    {  # 3
        "title": "Elections in the port",
        "text": "News of the day: universal rules for new porte-conteneurs. The vote was dear to university staff.",
        "language": "en", "outlet": "Harbour Ledger", "date": "2018-01-31",
    },
    {  # 4
        "title": "Zoll in Hamburg",
        "text": "Der Zoll öffnet ein neues Amt in Hamburg, sagt die Behörde. 42 Container.",
        "language": "de", "outlet": "Elbe Kurier", "date": "2020-02-29T10:00:00Z",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Iterator[sqlite3.Connection]:
    connection = make_store(DOCUMENTS).conn
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def found(store: sqlite3.Connection, query: str, **options: Any) -> list[int]:
    options = {"at": NOW, "limit": 50, **options}
    return sorted(hit.id for hit in search_documents(store, query, **options).hits)


FIGURES = [  # a query, how a text puts it, and what of the text is marked; None where it is not found
    ("1,2 milliard", ("fr", "Le port reçoit 1,2 milliard d’euros."), "[1,2] [milliard]"),
    ("1,2", ("fr", "Iliad gagne 2,61 milliards, ou 1 %, en 2 ans."), None),
    ("1,2", ("fr", "Un taux de 11,2 % et de 1,25 %."), None),
    ("€1.2bn", ("en", "The port gets €1.2bn."), "€[1.2bn]"),
    ("€1.2bn", ("en", "The port gets 1.2 billion euros."), "[1.2] billion"),
    ("€1.2bn", ("fr", "Le port reçoit 1,2 milliard d’euros."), "[1,2] milliard"),
    ("1,2 Md€", ("fr", "Le port reçoit 1,2 milliard d’euros."), "[1,2] milliard"),
    ("12m", ("fr", "Le port reçoit 12 millions d’euros."), "[12] millions"),
    ("€1.2bn", ("fr", "Le port reçoit 2,1 milliards d’euros."), None),
    ("1,200", ("fr", "Le port supprime 1 200 emplois."), "[1 200] emplois"),
    ("1,200", ("en", "The port cuts 1,200 jobs of 1,200,000."), "[1,200] jobs of 1,200,000"),
    ("1.2", ("en", "Mesh 1.2 of 2024."), "[1.2] of 2024"),
    ("covid-19", ("en", "The 19 ports had Covid."), "[19] ports had [Covid]"),  # no figure: its parts stand near
    ("accord sur les migrants", ("fr", "Un accord sur les migrants."), "[accord] sur les [migrants]"),
    ("the deal on migrants", ("en", "The deal on migrants."), "The [deal] on [migrants]"),
    ("sur les", ("fr", "Un accord sur les migrants."), "[sur] [les] migrants"),  # nothing else is asked
]


@pytest.mark.parametrize(("query", "text", "marked"), FIGURES)
def test_a_figure_is_one_word_and_little_words_are_not_marked(query: str, text: Sequence[str], marked: str) -> None:
    store = make_store([{"title": "", "text": text[1], "language": text[0]}]).conn
    hits = [hit.snippet for hit in search_documents(store, query).hits]
    assert hits == [] if marked is None else marked in hits[0]
    store.close()


FOUND = [  # what is typed, the documents it must find
    ("élections", [1]),  # with its accent, only words that bear it
    ("élection", [1]),
    ("elections", [1, 3]),  # without, either
    ("l'élection", [1]),
    ("l’elections", [1, 3]),
    ("thé", [1]),
    ("the", [1, 2, 3]),  # 1 by its translation
    ("the -dear", [2]),
    ("tea", [1]),  # an English question finds a French piece
    ("douane", [2]),  # a French question finds an English piece, by its title
    ("entrepôts", [2]),  # by its summary
    ("fête des célibataires", [2]),  # by a watched name
    ("singles", [2]),
    ("customs", [2]),
    ("custom", [2]),  # stems
    ("news", [3]),  # is not `new`
    ("university", [3]),  # is not `universal`
    ("JD.com", [2]),
    ("e-commerce", [2]),
    ("ecommerce", []),
    ("porte-conteneur", [3]),
    ("OFFICERS", [2]),
    ("neues Zoll", [4]),  # any other language, as written
    ("Behorde", [4]),
    ('"customs officers"', [2]),
    ('"officers customs"', []),
    ('"élections européennes"', [1]),
    ('"The customs bureau', [2]),  # a phrase left open
    ("elec*", [1, 3]),
    ("élec*", [1]),
    ("title:elections", [3]),
    ('title:"customs bureau"', [2]),
    ("customs OR zoll", [2, 4]),
    ("customs AND zoll", []),
    ("customs zoll", []),
    ("(customs OR zoll) hamburg", [4]),
    ("dear NOT university", [1]),
    ("dear -university", [1]),
    ('dear -"university staff"', [1]),
    ("dear -(university OR tea)", []),
    ("-dear", [2, 4]),
    ("NOT (lang:fr OR lang:en)", [4]),
    ("-lang:fr", [2, 3, 4]),
    ("lang:de", [4]),
    ("lang:french", [1]),
    ("lang:de OR lang:fr", [1, 4]),
    ("customs OR lang:de", [2, 4]),
    ("-outlet:\"Harbour Ledger\" -zoll", [1]),
    ("lang:en NOT customs", [3]),
    ("(lang:en dear) OR (lang:fr tea)", [1, 3]),
    ("NOT (customs lang:en)", [1, 3, 4]),
    ('outlet:"harbour ledger"', [2, 3]),
    ('outlet:"l\'echo du port"', [1]),
    ("outlet:nowhere", []),
    ("tag:customs", [2]),
    ("tag:douane", [2]),
    ("tag:Tmall", []),
    ('tag:"tmall global" OR tag:douane', [1, 2]),
    ("source:echo", [1]),
    ("source:echo OR source:ledger", [1, 2]),
    ("story:1", []),
    ("since:2d", [1, 2]),
    ("since:24h", [1]),  # known to the day: the day counts
    ("after:2018", [1, 2, 3, 4]),
    ("after:2018-02", [1, 2, 4]),
    ("before:2018-02", [3]),
    ("before:2018-01-31", []),
    ("after:2020-02-29 before:2020-03-01", [4]),
    ("-after:2020", [3]),
    ("42", [4]),
    ("42 -", [4]),
    ("customs AND", [2]),
    ("OR customs", [2]),
    (") customs (", [2]),
    ("customs NOT", [2]),
    ("and or not", []),  # in small letters they are words
]  # fmt: skip


@pytest.mark.parametrize(("query", "documents"), FOUND, ids=[query for query, _ in FOUND])
def test_finds_what_was_asked(store: sqlite3.Connection, query: str, documents: list[int]) -> None:
    assert found(store, query, sort="date") == documents
    assert search_documents(store, query, sort="date", at=NOW).total == len(documents)
    assert set(documents) <= set(found(store, query))  # where few have all the words, those with some follow


COMPLAINTS = [  # what is typed, what the one line says
    ("", "nothing to search for"),
    ('""', "nothing to search for"),
    ("AND", "nothing to search for"),
    ("!?", "nothing to search for"),
    ("lang:francais-de-france", "lang:fr"),
    ("story:twelve", "story:12"),
    ("since:yesterday", "since:7d"),
    ("since:٣d", "since:7d"),
    ("after:2018-02-30", "no such day"),
    ("before:31/01/2018", "before:2018-01-31"),
    ('lang:""', "lang: has no value"),
    ("customs lang:", "lang: has no value"),
    ("saved:parcels", "no search is saved under this name"),
    ("x OR (y after:0000)", "no such day"),
    ("(" * 30 + "a", "deep at most"),
    ("a " * 100, "shorter query"),
]


@pytest.mark.parametrize(("query", "says"), COMPLAINTS, ids=[query[:20] for query, _ in COMPLAINTS])
def test_says_in_one_line_what_cannot_be(store: sqlite3.Connection, query: str, says: str) -> None:
    with pytest.raises(MonitorError) as complaint:
        search_documents(store, query)
    assert says in str(complaint.value)
    assert "\n" not in str(complaint.value)


def test_says_what_may_have_been_meant(store: sqlite3.Connection) -> None:
    assert search_documents(store, "tag:custom").notes == ('no tag here is called custom; did you mean tag:"Customs"?',)
    assert "did you mean lang:?" in search_documents(store, "langue:fr customs").notes[0]
    assert "filters are lang, outlet" in search_documents(store, "author:dupont").notes[0]
    assert not search_documents(store, "https://a.example").notes
    assert search_documents(store, "lang:xx").notes == ("no document here is in xx; there are de, en, fr",)
    assert "no story here has the number 99" in search_documents(store, "story:99 customs").notes[0]


LOOSE = [  # what is typed, the documents found, and what is said of it
    ("customs zoll", [4, 2], "no document has all these words; these have some"),
    ("customs parcels zoll", [2, 4], "no document has all these words"),
    ("dear election", [1, 3], ""),  # both have both
    ("dear university", [3, 1], "1 document has all these words; the others have some of them"),
    ("customs zoll -hamburg", [2], "no document"),
    ("customs zoll lang:de", [4], "no document"),
    ('customs "der Zoll"', [], ""),  # a phrase is meant
    ("customs AND zoll", [], ""),  # so is an operator
    ("the customs", [2], ""),  # `the` alone says nothing
]


@pytest.mark.parametrize(("query", "documents", "says"), LOOSE, ids=[query for query, _, _ in LOOSE])
def test_some_words_will_do_where_few_have_all(
    store: sqlite3.Connection, query: str, documents: list[int], says: str
) -> None:
    answer = search_documents(store, query, at=NOW)
    assert ([hit.id for hit in answer.hits] if says else found(store, query)) == documents
    assert answer.total == len(documents)
    assert says in " ".join(answer.notes)
    assert bool(says) == bool(answer.notes)
    assert [hit.id for n in range(3) for hit in search_documents(store, query, 1, n).hits] == [
        h.id for h in answer.hits
    ]


def test_days_are_the_readers(store: sqlite3.Connection) -> None:
    paris, new_york = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
    assert found(store, "after:2024-03-30") == [1]
    assert found(store, "after:2024-03-30", zone=paris) == [1, 2]  # half past midnight there
    assert found(store, "after:2024-03-30", zone=new_york) == [1]  # a document known to the day keeps its day
    assert found(store, "after:2024-03-29 before:2024-03-30", zone=paris) == []


MANY = settings.default.max_examples  # as the profile says
ZONES = ("UTC", "Europe/Paris", "America/New_York", "Pacific/Auckland", "Asia/Kolkata")
FACTS_STORE = sqlite3.connect(":memory:")
FACTS_STORE.execute(FACTS)
AROUND = st.datetimes(datetime(2024, 3, 28), datetime(2024, 4, 2))


@settings(max_examples=3 * MANY, derandomize=True)
@given(typed=st.sampled_from(["after:2024-03-30", "before:2024-03-31", "since:1d", "since:30h"]), at=AROUND,
       dated=AROUND, to_the_day=st.booleans(), zone=st.sampled_from(ZONES))  # fmt: skip
def test_bounds_are_the_readers(typed: str, at: datetime, dated: datetime, to_the_day: bool, zone: str) -> None:
    """A time is compared as a time; a document known to the day, by the day that it is to the reader."""
    name, _, value = typed.partition(":")
    here, now, time = ZoneInfo(zone), at.replace(tzinfo=UTC), dated.replace(tzinfo=UTC, microsecond=0)
    if name == "since":
        start = (now - timedelta(hours=24 if value == "1d" else 30)).replace(microsecond=0)
    else:
        start = datetime.fromisoformat(value).replace(tzinfo=here)
    later = time.date() >= start.astimezone(here).date() if to_the_day else time >= start
    condition = condition_of(Filter(name, value), Reader(sqlite3.connect(":memory:"), now, here))
    written = time.strftime("%Y-%m-%d" if to_the_day else "%Y-%m-%dT%H:%M:%SZ")
    row = f"SELECT {condition.sql} FROM (SELECT '{written}' AS dated_at) d"
    assert bool(FACTS_STORE.execute(row, condition.values).fetchone()[0]) == (later != (name == "before"))
    write_facts(FACTS_STORE, [{"id": 1, "dated_at": written, "language": "", "outlet": "", "length": 1}])
    flat = condition.flat or condition
    row = f"SELECT {flat.sql} FROM (SELECT 1 AS rowid) document_fts"
    assert bool(execute_flat(FACTS_STORE, row, flat.values).fetchone()[0]) == (later != (name == "before"))


def test_what_can_be_found_follows_the_documents() -> None:
    db = make_store(DOCUMENTS)
    followed = "SELECT * FROM searchable ORDER BY id"
    readable = (
        "SELECT id, dated_at, language, outlet, length(text) FROM document WHERE current AND text <> '' ORDER BY id"
    )
    add_documents(db, [{**DOCUMENTS[1], "url": "https://a.example/2", "text": "Customs opens, corrected."}])
    changes = (
        "UPDATE document SET language = 'de', dated_at = '2020-01-01' WHERE id = 1",
        "UPDATE document SET text = '' WHERE id = 3",
        "UPDATE document SET text = 'Again.', outlet = 'Other' WHERE id = 3",
        "UPDATE document SET text = 'Once more.' WHERE id = 3",
        "UPDATE document SET title = 'New' WHERE id = 4",
    )
    for change in ("SELECT 1", *changes):
        db.conn.executescript(change)
        assert db.execute(followed).fetchall() == db.execute(readable).fetchall(), change
    assert {row[0] for row in db.execute(followed)} == {1, 3, 4, 5}  # 2 is an older version of 5
    db.close()


def test_a_title_says_more_than_a_text() -> None:
    texts = [("Parcels", "A short note on other things."), ("A note", "Parcels here."), ("Rain", "x"), ("Sun", "y")]
    db = make_store([{"title": title, "text": text, "language": "en"} for title, text in texts])
    hits = search_documents(db.conn, "parcel OR rain").hits
    assert [hit.id for hit in hits] == [3, 1, 2]  # the rarest word first
    assert hits[0].score > hits[1].score > hits[2].score > 0


def test_pages_follow_each_other(store: sqlite3.Connection) -> None:
    for sort in ("relevance", "date"):
        pages = [search_documents(store, "after:1900", 1, n, sort).hits for n in range(5)]  # type: ignore[arg-type]
        assert [hit.id for page in pages for hit in page] == [1, 2, 4, 3]


def test_marks_what_was_found(store: sqlite3.Connection) -> None:
    assert "L’[élection] du maire" in search_documents(store, "élection").hits[0].snippet
    english = search_documents(store, "mayor").hits[0]
    assert english.snippet.startswith("The [mayor]'s")
    assert english.passage[1] == ("mayor", True)
    assert (english.title_fr, english.title_en) == ("Le thé se vend moins bien", "Tea sells less well")
    assert "[douaniers]" in search_documents(store, "douanier").hits[0].snippet


@pytest.mark.parametrize(
    ("query", "snippet", "tag", "tag_fr"),
    [
        ("Antwerp", "Le port ferme.", "Antwerp; Port of Antwerp", "Anvers; Port of Antwerp"),
        ("port anvers", "Le [port] ferme.", "Antwerp", "Anvers"),
        ("port", "Le [port] ferme.", "", ""),
        ("tag:Anvers port", "Le [port] ferme.", "Antwerp", "Anvers"),
        ("port -tag:parcels", "Le [port] ferme.", "", ""),
        ("quai", "Le port ferme.", "", ""),  # the title has it
    ],
)
def test_a_tag_that_answers_is_named_where_the_text_is_silent(query: str, snippet: str, tag: str, tag_fr: str) -> None:
    tags = {"Antwerp": "Anvers", "Port of Antwerp": "", "strike": "grève"}
    db = make_store([{"title": "À quai", "text": "Le port ferme.", "language": "fr", "tags": tags}])
    [hit] = search_documents(db.conn, query).hits
    assert (hit.snippet, hit.tag, hit.tag_fr) == (snippet, tag, tag_fr)


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [
        ("They died.", "en", "dying"),
        ("Ses œuvres", "fr", "oeuvre"),
        ("L’Étude", "fr", "é*"),
        ("des élues", "fr", "elu"),
    ],
)
def test_a_word_is_marked_however_its_stem_begins(text: str, language: str, asked: str) -> None:
    assert words_in(text, language, [asked]) == {asked}


def test_facets_add_up(store: sqlite3.Connection) -> None:
    facets = count_facets(store, plan_query(store, "after:1900"))
    assert [(f.name, f.documents) for f in facets.outlet] == [
        ("Harbour Ledger", 2),
        ("Elbe Kurier", 1),
        ("L’Écho du Port", 1),
    ]
    assert [(f.name, f.documents) for f in facets.language] == [("en", 2), ("de", 1), ("fr", 1)]
    assert [f.name for f in facets.month] == ["2024-03", "2020-02", "2018-01"]
    assert ("Customs", "Douane", 1) in [(f.name, f.name_fr, f.documents) for f in facets.tag]
    assert facets.counted == 4
    for facet in (*facets.outlet, *facets.language, *facets.month, *facets.tag):
        assert search_documents(store, f"after:1900 {facet.filter}").total == facet.documents, facet


@pytest.mark.parametrize("query", ["customs OR zoll", "customs lang:en", "dear", "elec*"])
def test_facets_of_words_count_what_was_found(store: sqlite3.Connection, query: str) -> None:
    answer = search_documents(store, query)
    assert sum(f.documents for f in count_facets(store, answer.plan).language) == answer.total


def test_a_new_version_takes_the_place_of_the_old() -> None:
    db = make_store(DOCUMENTS[1:2])
    changed = {**DOCUMENTS[1], "url": "https://a.example/1", "text": "Taxes instead."}
    assert add_documents(db, [changed]) == [2]
    assert found(db.conn, "taxes") == [2]
    assert found(db.conn, "parcels") == []
    assert db.execute("SELECT count(*) FROM indexed").fetchone()[0] == 1


def test_csv_holds_no_formula(store: sqlite3.Connection) -> None:
    db = make_store([{"title": '=HYPERLINK("x")', "text": 'Cargo, "quoted"\nnext line', "language": "en"}])
    lines = make_csv(search_documents(db.conn, "cargo").hits)
    assert "\"'=HYPERLINK(" in lines
    assert lines.startswith("id,title,outlet,language,dated_at,url,story,score,snippet")


def test_no_listed_line_begins_or_ends_inside_a_french_mark(store: sqlite3.Connection) -> None:
    hit = search_documents(store, "mayor").hits[0]
    for before in range(45, 73):
        said = f"{'x' * before} « 30 000 » ; et la suite"
        lines = list_hits([replace(hit, title=said, title_fr=said, snippet=said, language="en")], 1, "fr").split("\n")
        assert "".join(lines).count("« 30 000 » ;") == 3
        assert max(map(len, lines)) <= 78


TYPED = [
    (["tag:Tmall Global", "lang:fr"], 'tag:"Tmall Global" lang:fr'),  # a shell takes quotes away
    (["-outlet:Le Monde"], '-outlet:"Le Monde"'),
    (["singles day lang:fr"], "singles day lang:fr"),
    (["tag:Tmall", "Global"], "tag:Tmall Global"),
    (['tag:"Tmall Global" x'], 'tag:"Tmall Global" x'),
]


@pytest.mark.parametrize(("arguments", "query"), TYPED)
def test_quotes_that_a_shell_took_come_back(arguments: list[str], query: str) -> None:
    assert as_typed(arguments) == query


# ------------------------------------------------------------------------------------------ whatever is typed

PIECES = """AND OR NOT NEAR ( ) " ' * - + ^ : { } [ ] , ; % _ \\ / lang: lang:fr tag: outlet:" story: story:9 since:
    since:7d after: after:2018 before:9999-12-31 title: title:( saved: l' d’ é œ ß İ ﬁ 東京 العربية 🙂
    \u0301 \u202e \ud800
    elections the customs* *customs col:x rowid MATCH document_fts -- DROP""".split()  # noqa: SIM905


def test_whatever_is_typed_is_answered(store: sqlite3.Connection) -> None:
    """Queries of pieces that mean something to a parser, glued and apart; always the same ones."""
    chance = random.Random(8)
    for number in range(40 * MANY):
        pieces = chance.choices([*PIECES, "\0"], k=chance.randrange(14))
        answers_or_complains(store, chance.choice(("", " ", " ")).join(pieces), facets=number % 4 == 0)


@settings(max_examples=8 * MANY, suppress_health_check=list(HealthCheck), derandomize=True)
@given(query=st.text(max_size=40))
def test_any_text_is_answered(store: sqlite3.Connection, query: str) -> None:
    answers_or_complains(store, query, facets=True)


def answers_or_complains(store: sqlite3.Connection, query: str, facets: bool) -> None:
    try:
        answer = search_documents(store, query, at=NOW)
        assert answer.total >= len(answer.hits)
        assert not facets or count_facets(store, answer.plan).counted == answer.total
    except MonitorError as complaint:
        assert "\n" not in str(complaint)  # noqa: PT017  either will do


# ------------------------------------------------------------------------------------------ Boolean law

LEAVES: dict[str, set[int]] = {  # what is typed, and what it finds by itself
    "customs": {2}, "dear": {1, 3}, "zoll": {4}, "elec*": {1, 3}, '"customs bureau"': {2}, "xyz": set(),
    "lang:en": {2, 3}, "lang:fr": {1}, 'outlet:"Harbour Ledger"': {2, 3}, "tag:douane": {2}, "source:echo": {1},
    "after:2020": {1, 2, 4}, "before:2019": {3}, "since:2d": {1, 2}, "outlet:nowhere": set(),
}  # fmt: skip
EVERY = {1, 2, 3, 4}
Typed = tuple[str, set[int]]


def _combined(children: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    pair = st.tuples(children, children)
    return st.one_of(
        pair.map(lambda p: (f"({p[0][0]} {p[1][0]})", p[0][1] & p[1][1])),
        pair.map(lambda p: (f"({p[0][0]} AND {p[1][0]})", p[0][1] & p[1][1])),
        pair.map(lambda p: (f"({p[0][0]} OR {p[1][0]})", p[0][1] | p[1][1])),
        pair.map(lambda p: (f"({p[0][0]} NOT {p[1][0]})", p[0][1] - p[1][1])),
        children.map(lambda c: (f"-{c[0]}", EVERY - c[1]) if not c[0].startswith("-") else c),
        children.map(lambda c: (f"(NOT {c[0]})", EVERY - c[1])),
    )


QUERIES = st.recursive(st.sampled_from(list(LEAVES.items())), _combined, max_leaves=12)


@pytest.mark.parametrize("few", [0, 50_000])  # documents of an outlet, tag or source: asked one by one, or listed
@settings(max_examples=4 * MANY, suppress_health_check=list(HealthCheck), derandomize=True)
@given(typed=QUERIES)
def test_operators_mean_what_they_say(store: sqlite3.Connection, few: int, typed: Typed) -> None:
    query, documents = typed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.search.filters.FEW", few)
        newest = search_documents(store, query, sort="date", at=NOW)
        best = search_documents(store, query, at=NOW, limit=50)
        newest_of_all = count_facets(store, newest.plan)
    assert sorted(hit.id for hit in newest.hits) == sorted(documents), query
    assert newest.total == newest_of_all.counted == len(documents), query
    assert {hit.id for hit in best.hits} >= documents, query


def test_a_tag_of_many_is_counted_without_what_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.search.filters.FEW", 0)
    db = make_store([*DOCUMENTS, {**DOCUMENTS[1], "url": "https://a.example/2", "text": "Customs opens, corrected."}])
    tagged = "SELECT count(*) FROM document_tag WHERE tag_id = (SELECT id FROM tag WHERE name = 'Customs')"
    assert db.execute(tagged).fetchone()[0] == 2
    answer = search_documents(db.conn, "tag:douane")
    assert ([hit.id for hit in answer.hits], answer.total) == ([5], 1)  # 2 is an older version of it
    db.close()


@pytest.mark.parametrize("query", ["lang:fr", "lang:en", 'outlet:"Le Monde"', "lang:fr after:1900", "-lang:fr"])
def test_documents_of_a_filter_are_counted_as_they_are_found(monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    monkeypatch.setattr("monitor.search.filters.FEW", 0)
    db = make_store([{**d, "outlet": "Le Monde"} for d in DOCUMENTS])
    add_documents(
        db, [{**DOCUMENTS[0], "outlet": "Le Monde", "text": "Le maire, corrigé.", "url": "https://a.example/1"}]
    )
    answer = search_documents(db.conn, query, 100)
    assert answer.total == len(answer.hits) > 0
    db.close()


def test_search_prints_json_csv_and_text(monitor: Callable[..., Any], tmp_path: Any) -> None:
    make_store(DOCUMENTS, str(tmp_path / "monitor.db")).close()
    told = monitor("search", "customs", "--csv")
    assert told.out.count("\n") == 2
    assert "1 to 1 of 1 found" in told.err
    assert "The [customs] bureau" not in monitor("search", "customs").out  # titles stay as they are
    assert monitor("search", "tag:Tmall Global", "--json").out.count("\n") == 1
    assert monitor("search", "since:soon").status == 2
    assert "'--limit'?)" in monitor("search", "--limti", 3, "customs").err  # no word to leave out


def test_an_older_index_is_made_anew_from_what_it_was_given() -> None:
    db = make_store(DOCUMENTS)
    before = search_documents(db.conn, "elections OR customs", at=NOW)
    index_without_lengths(db)
    assert search_documents(db.conn, "elections OR customs", at=NOW) == before
    add_documents(db, [{**DOCUMENTS[1], "url": "https://a.example/2", "text": "Nothing of it.", "title": "Rain"}])
    assert search_documents(db.conn, "bonded warehouse", at=NOW).total == 0  # what it replaces has left the index
    db.close()
