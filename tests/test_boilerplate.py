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
def test_of_labelled_texts_nothing_is_lost(case: Labelled) -> None:
    assert mistakes(case)[0] == []


def test_of_labelled_texts_the_pages_lines_go() -> None:
    left = [line for case in TUNING for line in mistakes(case)[1]]
    assert len(left) < 0.05 * sum(len(case.boilerplate) for case in TUNING), left


@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["\n", "\n\n", " "]))
def test_cutting_twice_cuts_no_more(lines: list[str], between: str) -> None:
    text = between.join(lines)
    cuts = find_cuts(text, "", {})
    assert all(a.end <= b.start for a, b in pairwise(cuts))
    assert all(text[c.start : c.end].strip() and c.reason for c in cuts)
    left = list(text)
    for cut in reversed(cuts):
        del left[cut.start : cut.end]
    if cuts:
        assert find_cuts("".join(left), "", {}) == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    cuts = find_cuts(text, "", {})
    assert all(0 <= c.start < c.end <= len(text) for c in cuts)
    assert len(make_title(text)) <= LONGEST_TITLE


def test_a_line_the_outlet_repeats_goes_at_the_edge_and_stays_where_all_repeats() -> None:
    own = "The ferry to Brey will sail again in May, after a winter in dry dock, the company said.\n"
    slogan = "Harlan Post, the paper of the two rivers"
    text, repeated = f"{slogan}\n{own * 3}", {normalise_line(slogan): 0.6}
    (cut,) = find_cuts(text, "", repeated)
    assert (cut.kind, text[cut.start : cut.end]) == ("repeated", slogan)
    assert find_cuts(text, "", {}) == []  # it may be the headline
    assert find_cuts(text, "", repeated | {normalise_line(own): 0.6}) == []  # a copy of a whole article


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Une citation de Paul Ladret, capitaine du traversier", True),
        ("A quote from Anna Holm, master of the ferry", True),
        ("Une citation par jour, dans votre boîte", False),
        ("Quote of the day, by the Harlan Post", False),
    ],
)
def test_who_spoke_is_the_articles_however_often_the_outlet_says_it_so(line: str, stays: bool) -> None:
    own = "The ferry to Brey will sail again in May, after a winter in dry dock, the company said."
    text = f"{own}\nWe never thought that we would see it again this year.\n{line}\n{own}"
    assert (line not in [text[c.start : c.end] for c in find_cuts(text, "", {normalise_line(line): 0.6})]) == stays


OWN = [  # texts that speak of a page's things, or are made like a page: all theirs
    # a chronology: the hours, and what stands below them
    "16:40\nTalks end. A statement is due at five.\n15:12\nTerminal cleared\nEveryone was led out, "
    "after a smell of gas.\n14:05\nThe first alarm was raised by a guard.\n12:00\nGood morning, here is the day.",
    "16 h 40\nFin des discussions. Le préfet parlera ce soir.\n15 h 12\nGare évacuée\n"
    "Tout le monde est sorti, après une odeur de gaz.\n14 h 05\nUn gardien a donné la première alerte, dit-on.",
    # what is quoted, and what is told of
    "Le quotidien en recevait trois mille par jour, dont un sur cinq était supprimé.\n« Connectez-vous pour commenter "
    "ne suffisait plus », résume Léa Rochat.\nLes lecteurs écriront désormais par courrier, une fois par mois.",
    "Sign up to our newsletter: four words on a board that kept the lights on in the village shop.\nSix hundred people "
    "now get an email every Thursday morning.\nIt lists what is fresh and when the post office shuts.",
    # an article about such things, by its title or its sentences
    "A cookie is a small file that a browser keeps for a site.\nYou never have to accept cookies, nor to keep them.\n"
    "By continuing to browse you agree to nothing: the law changed in 2020.",
    # what somebody says to the end, with French spacing
    "« J'avais trente visites par jour et deux pneus lisses.\nLa mule passe partout, même dans la neige.\n"
    "Je gagne moins et je dors mieux. »",
    # brackets at the end that credit nobody
    "The report was about the internal market in natural gas (Rapporteur: Mr Desama).\nThe members voted on Monday.",
    "Passwords are kept in a local network, or on paper (e.g. LDAP).\nThe town hall has chosen paper for now.",
    "The registrar keeps the number of each weapon that is a copy. (copy)\nThe law was changed in the spring of 2019.",
    # who has no interest in what is told
    "The council met for four hours on Tuesday night.\nThe owner has no interest in selling the field, he said.",
    # lists under a heading of their own
    "The phone is light and its screen is bright, even outdoors.\nPros\nTwo days on one charge\nCons\nNo headphones",
    "Le téléphone est léger et son écran reste lisible dehors.\nLes plus\nDeux jours sans charge\nLes moins\nTrop cher",
    # a question that is one word, and another language's button
    "Dimanche, les délégués des communes éliront la moitié du Sénat. Voter est obligatoire.\nComment ?\nÀ deux tours.\n"
    "Pour combien de temps ?\nSix ans. C'était neuf jusqu'en 2003, et personne ne s'en plaignait.",
    # a heading, near the end
    "The bridge smells of diesel and coffee at that hour.\nPatrick, who is 58, never learned how to swim.\nHome\nBy "
    "morning the coast is a grey line to the east.\nNobody speaks.",
    # an answer
    "Le décret est paru samedi au Journal officiel. Qu'est-ce qui change ?\nÀ partir de quand ?\nDu 1er septembre.\n"
    "Combien de jours de carence faut-il compter ?\nTrois, comme avant.",
]


@pytest.mark.parametrize("text", OWN)
def test_what_only_looks_like_a_page_is_kept(text: str) -> None:
    assert find_cuts(text, "A title of its own", {}) == []


@pytest.mark.parametrize(
    "caption",
    [
        "La halle de Corvelle, mardi matin. Inès Garrec / Agence Estuaire",
        "La halle de Corvelle attire trois cents personnes le samedi. | LE COURRIER D'AUBRAC",
        "Le maire de Corvelle devant la halle, mardi. Yves Nadal pour La Gazette nouvelle",
        "The town hall of Corvelle on Tuesday. [ESTUARY - Ann Marsh]",
    ],
)
def test_who_took_a_picture_closes_its_caption(caption: str) -> None:
    told = "La halle de Corvelle a rouvert mardi, après trois mois de travaux, devant une petite foule.\n"
    text = f"{told}{caption}\n{told}"
    assert [text[c.start : c.end] for c in find_cuts(text, "", {})] == [caption]
    ends = f"{told}La liste a été lue à la mairie. Inès Garrec pour la gauche, Yves Nadal pour la droite.\n{told}"
    assert find_cuts(ends, "", {}) == []


def test_an_article_goes_on_below_a_counter_of_comments() -> None:
    told = "The Progress cargo ship had lifted off from Baikonur on schedule with food for the station.\n"
    text = f"{told * 3}11 Comments\nA loud thud was heard west of Kyzyl, where the cargo ship came down.\n{told}"
    assert [text[c.start : c.end] for c in find_cuts(text, "", {})] == ["11 Comments"]
    thread = f"{told * 3}11 Comments\nJo Marsh\n3 May 2019\nA cargo ship lost again from Baikonur, what a shame.\n"
    assert [c.kind for c in find_cuts(thread, "", {})][:1] == ["comment"]


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
    assert find_cuts(told + lines, "Le palmarès de Corvelle", {}) == []


def test_the_title_repeated_goes_with_the_outlets_name() -> None:
    told = "The port reopened on Thursday, after nine days. Ships wait."
    text = f"Grain port reopens after strike | Harlan Post\n{told}\nIts cranes will work at night."
    (cut,) = find_cuts(text, "Grain port reopens after strike", {})
    assert (cut.start, cut.end, cut.kind) == (0, 45, "title")


@pytest.mark.parametrize("text", ["Read more", "Leave a comment\nShare this article", "© 2020 Harlan Post"])
def test_a_text_of_nothing_else_is_left_whole(text: str) -> None:
    assert find_cuts(text, "", {}) == []


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
