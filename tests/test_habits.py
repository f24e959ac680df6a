"""What makes a line look like a page's own, and how pages become labelled lines to learn it from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.repair.boilerplate import find_cuts
from pipelines.repair.habits import describe, weights
from pipelines.repair.lines import read_page
from pipelines.repair.verdict import hear, judge, load_trees, observe
from training.pages import OWN, PAGES, UNSURE, compare, parse, read_lines

PROSE = "Le bac de Corvelle ne passera plus le dimanche, a décidé mardi le conseil. Deux marins sur trois sont partis."


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    page = read_page(text, "", {})
    found = judge(page, hear(page)) if page.lines else []
    assert [0 <= likely <= 1 for likely in found] == [True] * len(page.lines)


def test_the_trees_ask_only_of_what_is_observed() -> None:
    page = read_page(f"EN BREF\n{PROSE}\nVoir les 12 photos", "", {})
    columns = observe(page, [2.0, -3.0, 1.0], hear(page))
    assert set(load_trees()[0]) <= set(columns)
    assert {len(column) for column in columns.values()} == {3}
    assert list(columns["zone"]) == [-1, 0, 1]
    assert list(columns["odds -1"]) == [15, 2, -3]
    assert list(columns["own above"]) == [40, 40, 1]
    assert list(columns["run"]) == [0, 2, 0]


def test_marks_say_what_and_where() -> None:
    above, own, below = describe(read_page(f"EN BREF\n{PROSE}\nVoir les 12 photos", "", {}))
    assert {"shout", "zone:above", "w:en bref", "first:en", "length:2"} <= set(above)
    assert {"zone:within", "opens", "prose below:0", "-1 label", "+2 edge"} <= set(own)
    assert {"zone:below", "w:0", "last:photos", "action", "end:a"} <= set(below)


def test_no_weight_is_of_a_sentence() -> None:
    assert max(len(mark.removeprefix("w:").split()) for mark in weights() if mark.startswith("w:")) == 2


CUTS = [  # text, what goes
    (
        f"{PROSE}\n{PROSE}\nTous nos jeux\nLe journal du jour\nNos lettres",
        ["Tous nos jeux", "Le journal du jour", "Nos lettres"],
    ),
    (f"{PROSE}\nUn marin sur le départ\n{PROSE}", []),  # a heading of the article's own
    (f"Le bac s'arrête le dimanche\n{PROSE}\n{PROSE}", []),  # the title of a text that came without one
    ("Brume du soir\nsur la jetée seule\nun chien attend\nle dernier bac", []),  # a poem
    (f"{PROSE}\nPour 4 personnes : 200 g de riz", []),
]


@pytest.mark.parametrize(("text", "gone"), CUTS)
def test_habits_cut(text: str, gone: list[str]) -> None:
    assert [text[cut.start : cut.end] for cut in find_cuts(text, "", {})] == gone


TRUTH = [
    "The ferry will not sail on Sundays, the council decided.",
    "Tickets",
    "Two of three sailors have left the town.",
]
COMPARED = [
    ("the ferry will not sail on Sundays – the council decided", OWN),
    ("Tickets", OWN),
    ("Sundays", UNSURE),  # a label that the article happens to hold
    ("Share", PAGES),
    ("Two of three sailors have left the town. Share this story", UNSURE),
    ("Harbour master resigns after quarrel over gulls", PAGES),
]


@pytest.mark.parametrize(("line", "label"), COMPARED)
def test_lines_are_compared_with_the_truth(line: str, label: int) -> None:
    assert compare(line, TRUTH) == label


def test_a_page_is_read_a_line_a_block() -> None:
    page = b"<script>x</script><h1>One <b>title</b></h1><p>First<br>second<p hidden>no</p><ul><li>A<li>B</ul>--"
    assert read_lines(parse(page)) == ["One title", "First", "second", "A", "B"]
