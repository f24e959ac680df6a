"""Adjectives of French-speaking places, put as the place's name before a small model translates them into English."""

import pytest

from pipelines.names.places import inflect, load_names
from pipelines.names.rows import read_rows, split
from pipelines.translation.demonyms import name_places

ROWS = list(read_rows("demonyms.tsv", 4))

PUT = [
    ("Un éleveur limousin a vendu.", "Un éleveur du Limousin a vendu."),
    ("Les bananes antillaises mûrissent.", "Les bananes des Antilles mûrissent."),
    ("Un maire haut-saônois a démissionné.", "Un maire de Haute-Saône a démissionné."),
    ("L'armée nigérienne a tiré.", "L'armée du Niger a tiré."),
    ("L’équipe rennaise a perdu.", "L’équipe de Rennes a perdu."),
    ("Le tribunal administratif rennais l'a dit.", "Le tribunal administratif de Rennes l'a dit."),
    ("Les élus lyonnais et grenoblois ont signé.", "Les élus de Lyon et de Grenoble ont signé."),
    ("Le CHU bordelais recrute.", "Le CHU de Bordeaux recrute."),
    ("Le député PS girondin a voté.", "Le député PS de Gironde a voté."),
    ("Un chalutier havrais a coulé.", "Un chalutier du Havre a coulé."),
    ("Les Niçois ont battu Lens 2-1.", "Les joueurs de Nice ont battu Lens 2-1."),
    ("Le match a échappé aux Rennais.", "Le match a échappé aux joueurs de Rennes."),
    ("Les Nantais votent dimanche.", "Les habitants de Nantes votent dimanche."),
]


@pytest.mark.parametrize(("sentence", "put"), PUT)
def test_an_adjective_is_read_as_the_name_of_its_place(sentence: str, put: str) -> None:
    made, places = name_places(sentence)
    assert made == put
    assert places
    assert all(place.name_fr in made for place in places)


@pytest.mark.parametrize(
    "sentence",
    [
        "Le Stade rennais a perdu.",
        "L'Olympique lyonnais joue ce soir.",
        "Le Crédit lyonnais a fermé.",
        "La Banque populaire lorraine prête.",
        "Le RC toulonnais a gagné.",
        "Le Rugby club toulonnais a gagné.",
        "Il mange une salade niçoise.",
        "Elle cuit un bœuf bourguignon.",
        "Le gratin dauphinois refroidit.",
        "Un épisode cévenol est annoncé.",
        "Elle parle avec l'accent marseillais.",
        "Il est limousin par sa mère.",
        "Elle était la plus bretonne de toutes.",
        "Une limousine attend devant l'hôtel.",
        "La lorraine attend.",
        "Pierre Picard a gagné.",
        "Claude Lorrain a peint ce port.",
        "Le Limousin et la Bretagne manquent d'eau.",
        "Les Bretons votent dimanche.",
        "Les Parisiens votent dimanche.",
        "Un Lyonnais a été arrêté.",
        "Des tomates à la provençale.",
        "Le cinéma franco-breton.",
        "Un film troyen, une valse viennoise.",
        "Le gouvernement nigérian a démenti.",
        "Une vache charolaise a été volée.",
        "Les éleveurs manifestent à Rennes.",
    ],
)
def test_names_dishes_and_words_stay(sentence: str) -> None:
    assert name_places(sentence) == (sentence, ())


def test_a_form_says_one_place() -> None:
    forms = [form for row in ROWS for adjective in split(row[1]) for form in inflect(adjective)]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []
    assert all(row[0].startswith(("de ", "du ", "des ", "d'")) for row in ROWS)


def test_a_place_is_called_as_it_is_elsewhere() -> None:
    english = {n.tag.name_fr: n.tag.name for n in load_names() if n.tag.kind == "place" and n.tag.scheme != "iso-3166"}
    named = [(place, row[2]) for row in ROWS if (place := row[0].removeprefix("de ").removeprefix("d'")) in english]
    assert len(named) > 50
    assert [(place, name) for place, name in named if (name or place) != english[place]] == []
