"""What a translation may count otherwise than its source, and what it may not: pairs, read in both directions."""

import pytest

from pipelines.facts.figures import spell_out
from pipelines.translation.faults import find_faults

RIGHT = [
    ("Le port rouvre à 18 heures.", "The port reopens at 6 p.m."),
    ("Le poids est lancé à 22,34 m.", "The shot was put 22.34m."),
    ("Il a couru le 1 500 m en finale.", "He ran the 1,500m in the final."),
    ("Elle gagne le 100 m en 9 s 77.", "She wins the 100m in 9.77 seconds."),
    ("Entre 11,2 et 11,6 milliards de dollars.", "Between $11.2 billion and $11.6 billion."),
    ("Le club dépasse le milliard d'euros.", "The club passes €1 billion."),
    ("La citadelle fête ses 400 ans.", "The citadel marks its 400th anniversary."),
    ("La citadelle fête ses douze ans.", "The citadel marks its 12th birthday."),
    ("La tête de série n° 4 est sortie.", "The 4th seed is out."),
    ("La 116e mondiale est sortie.", "The world number 116 is out."),
    ("Il est tombé au 12e tour.", "He fell on lap 12."),
    ("Le but est venu à la 57e minute.", "The goal came on 57 minutes."),
    ("Le jeu a franchi le million de ventes.", "The game passed the million sales."),
    ("Un cadre passé la cinquantaine attend 388 jours.", "A manager past 50 waits 388 days."),
    ("Personne de moins de 30 ans ne peut le dire.", "Nobody under 30 can say so."),
    ("La maquette est au stand 2B-118 du salon.", "The model is at stand 2B-118 of the show."),
    ("Une monnaie frappée vers 50 av. J.-C.", "A coin struck around 50 BC."),
    ("Les cas ont été multipliés par trois en mai.", "The number of cases tripled in May."),
    ("Les cas ont été multipliés par près de sept.", "Cases rose nearly sevenfold."),
    ("Le solde est divisé par plus de deux.", "The balance has more than halved."),
    ("Le taux baisse d'un quart de point.", "The rate falls by a quarter point."),
    ("L'orage a duré un quart d'heure.", "The storm lasted 15 minutes."),
    ("La bombe de la Seconde Guerre mondiale.", "The World War Two bomb."),
    ("Un homme d'une trentaine d'années est mort.", "A man in his thirties died."),
    ("Deux septuagénaires sont morts.", "Two people in their seventies died."),
    ("Le match finit sur un score vierge, 0-0.", "The match ended goalless."),
    ("Il joue en huitièmes.", "He plays in the last 16."),
    ("L'ouvreur a marqué au premier semestre.", "The fly-half scored in the first half."),
    ("L'âge de la retraite passe à 64 ans.", "The retirement age rises to 64."),
    ("Elle a gagné à 17 ans.", "She won at 17."),
    ("Il avait 102 ans.", "He was 102."),
    ("Les prix ont chuté de 20 % en mai.", "Prices are expected to drop 20% in May."),
]

WRONG = [
    ("Le port rouvre à 18 heures.", "The port reopens at 6 a.m.", "number"),
    ("Le poids est lancé à 22,34 m.", "The shot was put 22.43m.", "number"),
    ("Entre 11,2 et 11,6 milliards de dollars.", "Between $11.2 and $11.6 million.", "number"),
    ("Le but est venu à la 57e minute.", "The goal came in 57 minutes.", "number"),  # a rank is no duration
    ("Le taux passe à 4,25 %.", "The rate rises to 4.25 in all.", "unit lost: percent"),
    ("Le NASDAQ perd 0,62 %, le DOW 0,08 %.", "The NASDAQ loses 0.62%, the DOW 0.08.", "unit lost: percent"),
    ("Il fait − 17,4 °C à Mouthe.", "It is 17.4 °C in Mouthe.", "minus lost"),
    ("L'action bondit de 19 % en mai.", "The share jumps to 19% in May.", "by becomes to"),
    ("Les ventes montent à 19 % en mai.", "Sales rise 19% in May.", ""),  # a verb tells it: nobody can say
    ("Les cas ont été multipliés par trois.", "Cases are rising.", "number lost: 3"),
    ("Leïla Mabrouk, 27 ans, arrive en deux heures.", "Leïla Mabrouk, 27 hours, arrives in two hours.", "unit"),
]


def _find(one: str, other: str, source: str, target: str) -> list[str]:
    return find_faults(spell_out(one, source, target), other, (), source, target)


@pytest.mark.parametrize(("french", "english"), RIGHT, ids=[case[0] for case in RIGHT])
def test_the_same_may_be_counted_otherwise(french, english):
    assert _find(french, english, "fr", "en") == []
    assert _find(english, french, "en", "fr") == []


@pytest.mark.parametrize(("french", "english", "wanted"), WRONG, ids=[case[0] for case in WRONG])
def test_what_is_counted_wrongly_is_seen(french, english, wanted):
    assert "; ".join(_find(french, english, "fr", "en")).startswith(wanted)


def test_a_duration_is_no_time_of_day():
    assert spell_out("Il court en 2 h 5 min 48 s, à 20 h 45.", "fr", "en") == (
        "Il court en 2 heures 5 minutes 48 secondes, à 20:45."
    )
    assert (
        spell_out("La peine tombe vers 21 heures : cinq ans.", "fr", "en")
        == "La peine tombe vers 21 heures : cinq ans."
    )
