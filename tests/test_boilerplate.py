"""Boilerplate and made titles: labelled texts, and the laws that hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.repair.boilerplate import find_cuts
from pipelines.repair.headline import LONGEST_TITLE, make_title
from pipelines.repair.notices import normalise_line, phrases, read_notice
from tests.boilerplate_cases import Labelled, mistakes, read_cases

TUNING = read_cases("tuning")
LINES = [line for case in TUNING for line in case.text.splitlines()]


@pytest.mark.parametrize("case", TUNING, ids=lambda case: case.name)
def test_labelled_texts(case: Labelled) -> None:
    assert mistakes(case) == ([], [])


@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["\n", "\n\n", " "]))
def test_cutting_twice_cuts_no_more(lines: list[str], between: str) -> None:
    text = between.join(lines)
    cuts = find_cuts(text, "", ())
    assert all(a.end <= b.start for a, b in pairwise(cuts))
    assert all(text[c.start : c.end].strip() and c.reason for c in cuts)
    left = list(text)
    for cut in reversed(cuts):
        del left[cut.start : cut.end]
    if cuts:
        assert find_cuts("".join(left), "", ()) == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    cuts = find_cuts(text, "", ())
    assert all(0 <= c.start < c.end <= len(text) for c in cuts)
    assert len(make_title(text)) <= LONGEST_TITLE


def test_a_line_the_outlet_repeats_goes_at_the_edge_and_stays_where_all_repeats() -> None:
    own = "The ferry to Brey will sail again in May, after a winter in dry dock, the company said.\n"
    slogan = "Harlan Post, the paper of the two rivers"
    text, repeated = f"{slogan}\n{own * 3}", {normalise_line(slogan)}
    (cut,) = find_cuts(text, "", repeated)
    assert (cut.kind, text[cut.start : cut.end]) == ("repeated", slogan)
    assert find_cuts(text, "", set()) == []  # it may be the headline
    assert find_cuts(text, "", repeated | {normalise_line(own)}) == []  # a copy of a whole article


LISTS = [  # lines that are the article's own, though no sentences
    "Le palmarès :\nGrand prix : La Rive, de Nora Belkacem\nPrix du public : Le Bac, d'Hugo Ferrand",
    "Voici la liste des films primés :\nLa Rive\nLe Bac\nSix Heures",
    "La mer s'en va\nsans dire adieu\nje garde le sel",
    "Oui : 54 %\nNon : 38 %\nSans opinion : 8 %",
    "Ingrédients\n200 g de farine\n3 œufs\nUn demi-litre de lait",
    "What to remember:\n• a director of 29\n• a film shot in twelve days",
    "And next year?\n“Next year, a comedy”",
    "The prize-winning films are:\nThe Bank\nThe Ferry",
    "Un train de 7 h 04, où tout a commencé\nUne usine pilote ouvrira à Dakar en mars.",  # no foreign piece
]


@pytest.mark.parametrize("lines", LISTS)
def test_an_article_may_end_in_a_list(lines: str) -> None:
    told = (
        "Le jury du festival de Corvelle a rendu son verdict samedi soir, après trois heures de débat.\n"
        "The grand prize goes to a director of 29, for a film shot in twelve days.\n"
        "La salle, comble, lui a fait une longue ovation.\n"
    )
    assert find_cuts(told + lines, "Le palmarès de Corvelle", ()) == []


def test_the_title_repeated_goes_with_the_outlets_name() -> None:
    text = "Grain port reopens after strike | Harlan Post\nThe port reopened on Thursday.\nGrain port reopens"
    (cut,) = find_cuts(text, "Grain port reopens after strike", ())
    assert (cut.start, cut.end, cut.kind) == (0, 45, "title")


@pytest.mark.parametrize("text", ["Read more", "Leave a comment\nShare this article", "© 2020 Harlan Post"])
def test_a_text_of_nothing_else_is_left_whole(text: str) -> None:
    assert find_cuts(text, "", ()) == []


def test_lines_alike_but_for_numbers_and_accents_are_normalised_alike() -> None:
    assert normalise_line("12 Commentaires !") == normalise_line("3 commentaires") != normalise_line("Commentaires")
    assert normalise_line("« Édité à Brest »") == normalise_line("Edite a Brest")


@pytest.mark.parametrize(
    "line", ["publie le " * 40, "1/1/1 " * 110, "Jane Doe and " * 50, "(photo " * 90, "il y a " * 90]
)
def test_no_line_takes_long_to_read(line: str) -> None:
    """A pattern that backtracks without end would hang here."""
    read_notice(line)


def test_every_pattern_is_plain() -> None:
    """The patterns are written for plain lines: one capital or accent, and they would never match."""
    for table in ("alone", "faint", "label", "faint_label", "cue"):
        for kind, lines in phrases()[table].items():
            bare = lines.replace("AGENCY", "").replace("\\S", "").replace("\\W", "")
            assert bare == bare.lower(), (table, kind)
            assert not set(bare) & set("éèêàùçâîôûëïœ’"), (table, kind)


TITLES = [
    # a headline-like first line is the title
    ("Grain port reopens after strike\n\nThe terminal reopened on Thursday.", "Grain port reopens after strike"),
    (
        "Le moulin de Corvelle tourne à nouveau\nTrois communes ont payé la roue.",
        "Le moulin de Corvelle tourne à nouveau",
    ),
    # a short first sentence, whole
    ("The terminal reopened on Thursday. Ships wait.", "The terminal reopened on Thursday"),
    ("Qui paiera la digue ? Personne ne le sait encore.", "Qui paiera la digue ?"),
    # datelines go
    ("HANGZHOU, Jan 1 (Agency) -- The mill reopened on Monday. More soon.", "The mill reopened on Monday"),
    ("PARIS, 3 mai (Agence) - Le moulin a rouvert mardi. Suite.", "Le moulin a rouvert mardi"),
    ("(TVX)The mill reopened on Monday. More soon.", "The mill reopened on Monday"),
    ("(Agence) – Le moulin a rouvert mardi. Suite.", "Le moulin a rouvert mardi"),
    ("(Presque) tout le moulin a rouvert mardi. Suite.", "(Presque) tout le moulin a rouvert mardi"),
    ("", ""),
    ("123 456", ""),
]


@pytest.mark.parametrize(("text", "title"), TITLES, ids=lambda value: value[:30])
def test_made_titles(text: str, title: str) -> None:
    assert make_title(text) == title


LONG = [
    "The cooperative dairy of Aldermoor will build a drying tower, which replaces two evaporators that date from 1974 "
    "and that have long been too small for the milk of its members. It costs 18 million pounds.",
    "La coopérative laitière du plateau construira une tour de séchage pour vendre son lait en poudre aux boulangeries "
    "étrangères qui en manquent depuis la fermeture de deux usines voisines.",
]


@pytest.mark.parametrize("text", LONG)
def test_a_long_sentence_is_cut_between_words(text: str) -> None:
    title = make_title(text)
    assert title.endswith("…")
    assert 40 <= len(title) <= LONGEST_TITLE
    assert text.startswith(title[:-1])
    assert not text[len(title) - 1].isalnum()
