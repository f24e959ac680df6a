"""Letters that left no trace: what comes back, what is marked, and what stays as it came."""

from __future__ import annotations

import pytest

from pipelines.repair.revision import replay
from pipelines.repair.vanished import find_vanished

VANISHED = (
    "La société lance un entrept près de Lyon, du cté de la gare. Les ouvriers franais du chantier y travaillent depuis"
    " le mois de mars. Le préfet a visité les lieux lundi, avec deux députés et le maire de la commune. Il a dit"
    " sa fierté devant les élus, puis il est reparti pour Paris, où une réunion se tenait dans la soirée au ministère."
    " Le chantier doit durer encore deux ans et occuper près de quatre cents personnes venues de toute la région."
)


def test_letters_that_left_no_trace_come_back() -> None:
    repaired = replay(VANISHED, find_vanished(VANISHED))
    assert repaired == VANISHED.replace("entrept", "entrepôt").replace("cté", "côté").replace("franais", "français")
    assert list(find_vanished(repaired)) == []


@pytest.mark.parametrize(
    ("came", "meant"),
    [
        ("Les pêcheurs rentrent de l'le avant la nuit.", "île"),  # no word that begins so follows l'
        ("Selon l'tat, rien ne presse.", "État"),
        ("La région d'le-de-France paie la moitié.", "Île"),
        ("Il faut que l'homme parle. puisés, les secours renoncent.", "Épuisés"),  # no sentence begins so
        ("Les marachers du canton protestent.", "maraîchers"),  # no list knows what is left
        ("Le bal de Nol aura lieu samedi.", "Noël"),
    ],
)
def test_letters_that_vanished_are_known_by_what_stands_around(came: str, meant: str) -> None:
    text = f"{VANISHED} {came}"
    found = {change.after for change in find_vanished(text) if change.kind == "letter"}
    assert meant in found


@pytest.mark.parametrize(
    "text",
    [
        "M. le maire et Mme le juge ont parlé.",
        "Il a vu la sur de Paul et les du fond.",
        "Le guide d'Ada Galle, dit-elle. tant pis pour la suite.",
        "Il dit que l'one et l'autre, qu'elle et l'usine vont bien.",
    ],
)
def test_what_may_be_as_it_came_stays(text: str) -> None:
    repaired = replay(f"{VANISHED} {text}", find_vanished(f"{VANISHED} {text}"))
    assert repaired.endswith(text)


def test_what_may_have_lost_letters_and_may_not_is_marked() -> None:
    text = VANISHED + " Le cot du chantier a doublé, dit un ouvrier d'Isral."
    changes = {text[c.start : c.end]: c for c in find_vanished(text)}
    assert (changes["cot"].kind, changes["cot"].after) == ("unsure", "cot")
    assert "coût" in changes["cot"].reason
    assert changes["Isral"].after == "Israël"


def test_one_everyday_word_that_no_list_knows_proves_the_loss() -> None:
    text = VANISHED.replace("franais", "belges").replace("cté", "plutt").replace("entrept", "hangar")
    assert [change.after for change in find_vanished(text)] == ["plutôt"]


def test_one_odd_word_proves_no_loss() -> None:
    assert list(find_vanished(VANISHED.replace("franais", "belges").replace("cté", "lieu"))) == []
