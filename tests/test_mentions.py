"""What documents name: single sentences, merging, spans, and what a watch list's verdicts say."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.document import Document, Mention
from monitor.settings import Settings
from monitor.watchlist import Watched, WatchList, read_watchlist
from pipelines.names.matcher import Hit, Matcher, agrees, choose_longest, fold
from pipelines.names.places import inflect, load_names
from pipelines.names.rows import read_rows
from pipelines.stages.mentions import MentionsStage, find_mentions
from pipelines.topics.explanation import explain_matches

CASES = Path(__file__).parent / "cases" / "mentions"
SENTENCES: list[dict[str, Any]] = tomllib.loads((CASES / "names.toml").read_text(encoding="utf-8"))["case"]
WATCHED = read_watchlist(Settings())


def name(text: str, language: str = "en") -> list[str]:
    return [f"{m.text}: {m.tag.kind}, {m.tag.name}" for m in find_mentions(WATCHED, "", text, language)]


@pytest.mark.parametrize("case", SENTENCES, ids=[case["note"] for case in SENTENCES])
def test_sentences(case: dict[str, Any]) -> None:
    found = name(case["text"], case["language"])
    assert [wanted for wanted in case.get("found", []) if wanted not in found] == []
    assert [m for m in found if m.split(":")[0] in case.get("absent", [])] == []


SPELLINGS = [
    ("Lazada", "Lazada", True),
    ("Lazada", "LAZADA", True),
    ("Lazada", "lazada", False),
    ("Lazada", "LaZada", False),
    ("e-commerce", "E-Commerce", True),
    ("États-Unis", "Etats-Unis", True),
    ("États-Unis", "ETATS-UNIS", True),
    ("États-Unis", "États\N{NON-BREAKING HYPHEN}Unis", True),
    ("fête", "FETE", True),
    ("fête", "fete", False),  # accents count
    ("côte", "cote", False),
    ("L'Oréal", "L’ORÉAL", True),
    ("11.11", "11.11", True),
]


@pytest.mark.parametrize(("known", "found", "same"), SPELLINGS)
def test_spellings(known: str, found: str, same: bool) -> None:
    assert fold(known) == fold(found)
    assert agrees(known, found) is same


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(), st.lists(st.text(min_size=1), max_size=5))
def test_a_hit_is_a_spelling_of_its_name(text: str, names: list[str]) -> None:
    for hit in Matcher(names).find(text):
        assert fold(text[hit.start : hit.end]) == fold(hit.name)


def test_whole_words_only() -> None:
    assert [h.start for h in Matcher(["Temu"]).find("Temura Temu aTemu Temu-like l'Temu")] == [7, 18, 30]


def test_no_names_no_hits() -> None:
    assert list(Matcher([]).find("anything")) == []


def test_the_longest_is_chosen_then_the_first() -> None:
    hits = [Hit(0, 4, "a"), Hit(0, 9, "b"), Hit(5, 14, "c")]
    assert [hit.name for hit in choose_longest(hits)] == ["b"]


WORDS = [
    "Alibaba",
    "Bank of",
    "China",
    "M.",
    "Jean Dupont",
    "said",
    "(NGC)",
    "« ",
    " »",
    "l’",
    "Tmall Global",
    "5G",
    "Inc.",
]
WORDS += [
    "chinois",
    "LAZADA",
    "Zorbex Ltd",
    "\n",
    ", ",
    "de la",
    "É",
    "ﬁ",
    "İzmir",
    "e\u0301",
    "Hu Yuling",
    "\u00a0",
    "President",
]
PIECES = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=25).map(" ".join)


@given(PIECES, PIECES, st.sampled_from(["en", "fr", "und"]))
def test_spans_point_at_their_text_and_never_overlap(title: str, text: str, language: str) -> None:
    contents = {"title": title, "text": text}
    mentions = find_mentions(WATCHED, title, text, language)
    assert all(contents[m.field][m.start : m.end] == m.text != "" for m in mentions)
    for field in contents:
        own = [m for m in mentions if m.field == field]
        assert all(a.end <= b.start for a, b in pairwise(own))


DAMAGE = ["🛳️", "e\u0301", "\r\n", "👩\u200d🔬", "\u202f", "İ", "\u0130", "ﬃ", "\ufeff", "\t", "ß", "\u2028"]
SAYINGS = [
    "« Il faut attendre encore », a dit Marie Durand.",
    '"We sold 5 million bags," said Jack Ma on 3 May 2018.',
    "entre 15 et 20 milliards d'euros",
    "jeudi à 20 heures",
    "$1.5bn",
    "l'an dernier",
    "U.S. dollars",
    "deux heures et demie",
    "“",
    "»",
]


@given(
    st.lists(st.sampled_from([*WORDS, *DAMAGE, *SAYINGS]) | st.text(max_size=4), max_size=30).map("".join),
    st.sampled_from(["en", "fr", "und"]),
)
def test_every_span_of_the_stage_points_at_the_text_it_claims(text: str, language: str) -> None:
    title = text[: len(text) // 3]
    document = Document(
        key="k", raw_text=text, title=title, text=text, language=language, dated_at="2018-06-20T08:00:00Z"
    )
    (read,) = MentionsStage(WATCHED)([document])
    rows = (*read.mentions, *read.amounts, *read.dates, *read.quotes)
    contents = {"title": title, "text": text}
    assert all(contents[row.field][row.start : row.end] == row.text for row in rows)
    assert all(row.text.strip() == row.text != "" for row in rows)


@pytest.mark.parametrize(
    ("language", "text", "named", "absent"),
    [
        ("en", "Shares rose on Nov 24 in Rome. It ends Jan. 1 there. Jan Novak spoke.", "Jan Novak", {"Nov 24", "Jan"}),
        ("en", "He paid CHF 3 to Mark Brandt.", "Mark Brandt", {"CHF 3", "CHF"}),
        ("fr", "Le 8 déc. à Lyon, Paul Petit a payé CHF 30.", "Paul Petit", {"CHF 30", "CHF"}),
        ("fr", "Mai Nguyen est venue en mai 2018 ; 500 Chinois aussi.", "Chinois", set()),
    ],
)
def test_dates_and_sums_are_no_names(language: str, text: str, named: str, absent: set[str]) -> None:
    document = Document(key="k", raw_text=text, text=text, language=language, dated_at="2018-06-20T08:00:00Z")
    found = {mention.text for mention in MentionsStage(WATCHED)([document])[0].mentions}
    assert named in found
    assert not found & absent


def test_the_title_is_read_with_the_text() -> None:
    text = "The chemist Zofia Wren resigned on Monday. She gave no reason."
    mentions = find_mentions(WATCHED, "Zofia Wren Resigns After Long Dispute", text, "en")
    assert [(m.field, m.text) for m in mentions] == [("title", "Zofia Wren"), ("text", "Zofia Wren")]


def test_the_stage_fills_all_four_fields_and_keeps_the_order() -> None:
    texts = ['"We sold 5 million bags," said Jack Ma on 3 May 2018.', ""]
    documents = [Document(key=t, raw_text=t, text=t, language="en", id=i) for i, t in enumerate(texts)]
    first, second = MentionsStage(WATCHED)(documents)
    assert (first.id, second.id) == (0, 1)
    assert first.mentions
    assert first.amounts
    assert first.dates
    assert first.quotes
    assert (second.mentions, second.amounts, second.dates, second.quotes) == ((), (), (), ())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("L'ONU et l'Onu.", "fr"),
        ("The UN, the U.N., and what l'ONU said.", "en"),
        ("The United Nations met.", "en"),
        ("Les Nations unies, et l'ONU.", "fr"),
    ],
)
def test_a_public_body_is_one_in_every_language(text: str, language: str) -> None:
    assert {m.tag.name for m in find_mentions(WatchList(()), "", text, language)} == {"United Nations"}


def test_a_name_that_a_document_shows_to_be_a_place_is_one_throughout() -> None:
    text = "Brest a gagné. À Brest, on fête Brest. Le club de Brest recrute."
    found = [m for m in find_mentions(WatchList(()), "", text, "fr") if m.text == "Brest"]
    assert len({m.tag for m in found}) == 1
    assert len(found) == 4


def test_a_name_of_the_watch_list_wins_over_a_city() -> None:
    mine = WatchList((Watched("Lyon Club", "organisation", "Lyon Club", aliases=("Lyon",)),))
    assert [m.tag.name for m in find_mentions(mine, "", "Hier à Lyon, rien.", "fr")] == ["Lyon Club"]


def test_a_refused_name_is_not_found_by_its_capital() -> None:
    mine = WatchList((Watched("Gap Inc", "organisation", "Gap Inc", aliases=("Gap",), near=("Gap Inc",)),))
    assert find_mentions(mine, "", "He saw the Gap in May.", "en") == ()
    assert len(find_mentions(mine, "", "He saw Gap Inc, and the Gap in May.", "en")) == 2


def test_the_operator_is_not_the_fruit() -> None:
    orange = Watched("Orange", "organisation", "Orange", near=("fibre", "opérateur"), not_near=("jus", "juice"))
    watched = WatchList((orange,))

    def counted(text: str, language: str) -> list[int]:
        return [m.start for m in find_mentions(watched, "", text, language) if m.tag.name == "Orange"]

    assert counted("Un jus d'Orange ? L'opérateur Orange vend la fibre.", "fr") == [30]
    assert counted("Un jus d’Orange.", "fr") == []
    assert counted("Une orange et la fibre.", "fr") == []  # in small letters it is no name
    assert counted("Orange juice sells well; Orange lays fibre.", "en") == [25]
    assert counted("Orange sells well.", "en") == []  # nothing says that it is the operator


def test_matches_are_explained() -> None:
    lines = explain_matches(WATCHED, "Tmall Global and JD Vance. 5 JD.")
    assert [line.split(": ", maxsplit=1)[1] for line in lines] == [
        "Tmall, product; not counted: part of `Tmall Global`",
        "Tmall Global, product; counted",
        "JD.com, organisation; not counted: `Vance` stands beside it",
        "JD.com, organisation; counted",
    ]
    assert explain_matches(WATCHED, "nothing") == []


def test_a_missing_witness_is_named() -> None:
    (line,) = explain_matches(WATCHED, "On Monday JD rose.")
    assert "none of JD.com, Jingdong" in line


FORMS = [
    ("chinois", ["chinois", "chinoise", "chinoises"]),
    ("italien", ["italien", "italienne", "italiens", "italiennes"]),
    ("belge", ["belge", "belges"]),
    ("turc/turque/turcs/turques", ["turc", "turque", "turcs", "turques"]),
]


@pytest.mark.parametrize(("adjective", "forms"), FORMS)
def test_french_adjectives_agree(adjective: str, forms: list[str]) -> None:
    assert inflect(adjective) == forms


def test_every_country_has_its_code_and_both_names() -> None:
    countries = {n.tag.code: n.tag for n in load_names() if n.tag.scheme == "iso-3166"}
    assert len(countries) >= 249
    assert all(tag.name and tag.name_fr for tag in countries.values())
    assert (countries["DE"].name, countries["DE"].name_fr) == ("Germany", "Allemagne")


@pytest.mark.parametrize("table", ["countries.tsv", "regions.tsv", "cities.tsv", "bodies.tsv", "demonyms.tsv"])
def test_tables_are_whole(table: str) -> None:
    rows = list(read_rows(table, 2))
    assert rows
    assert all(cell == cell.strip() for row in rows for cell in row)
    assert len({row[0] for row in rows}) == len(rows)


def test_a_mention_is_the_same_whatever_the_batch() -> None:
    text = "Zorbex Ltd hired Anna Wren in Lyon."
    stage = MentionsStage(WATCHED)
    alone = stage([Document(key="a", raw_text=text, text=text, language="en")])[0].mentions
    other = Document(key="b", raw_text="Wren", text="Wren flew.", language="en")
    together = stage([other, Document(key="a", raw_text=text, text=text, language="en"), other])[1].mentions
    assert alone == together
    assert isinstance(alone[0], Mention)
