"""What time does to stories: documents without a date, and stories that had been quiet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from fresh_store import fresh_store
from sqlite_utils import Database
from test_stories import line, read_stories

from monitor.document import Document
from monitor.store.receiving import receive
from monitor.store.steps import make_pending, start_run
from pipelines.runner import Pass

FIRST = date(2025, 3, 8)
FERRY_EN = (
    "Ferry Morven Star runs aground off Oban",
    "OBAN – The ferry Morven Star ran aground off Oban on Friday evening with 83 passengers on board. Lifeboats from"
    " Craignure took everyone ashore within 95 minutes, the Strathlorn Ferries company said. Captain Ewan Macrae had"
    " reported a failed rudder near Kerrera.",
)
FERRY_FR = (
    "Le ferry Morven Star s’échoue au large d’Oban",
    "Le ferry Morven Star, de la compagnie Strathlorn Ferries, s’est échoué vendredi soir au large d’Oban avec"
    " 83 passagers. Les canots de Craignure ont ramené tout le monde à terre en 95 minutes. Le capitaine Ewan Macrae"
    " avait signalé une avarie de barre près de Kerrera.",
)
DAIRY_FR = (
    "La Laiterie de Plouvorn rappelle 12 400 pots de crème",
    "La Laiterie de Plouvorn, dans le Finistère, rappelle 12 400 pots de crème vendus sous la marque Ker Anna. Une"
    " analyse du laboratoire Breizh Contrôle y a trouvé des listérias. La directrice, Nolwenn Le Hir, a arrêté la ligne"
    " de Plouvorn mardi.",
)
DAIRY_EN = (
    "Ker Anna cream recalled by dairy in Plouvorn",
    "The dairy of Plouvorn in Brittany has recalled 12,400 pots of Ker Anna cream after the Breizh Contrôle laboratory"
    " found listeria in them. Nolwenn Le Hir, who runs Laiterie de Plouvorn, stopped the line on Tuesday.",
)
FERRY_AGAIN = (
    "Captain of the Morven Star tells how the ferry ran aground",
    "OBAN – Captain Ewan Macrae, whose ferry Morven Star ran aground off Oban with 83 passengers on board, has told of"
    " the failed rudder near Kerrera and of the lifeboats from Craignure that took everyone ashore within 95 minutes."
    " The Strathlorn Ferries company said nothing.",
)
DAIRY_AGAIN = (
    "Listérias dans la crème Ker Anna : 12 400 pots rappelés",
    "Ce que l’on sait du rappel de 12 400 pots de crème Ker Anna par la Laiterie de Plouvorn, dans le Finistère : le"
    " laboratoire Breizh Contrôle y a trouvé des listérias, et la directrice, Nolwenn Le Hir, a arrêté la ligne de"
    " Plouvorn.",
)
FERRY_TOLD_FR = (
    "Le capitaine du Morven Star raconte l’échouement du ferry",
    "OBAN – Le capitaine Ewan Macrae, dont le ferry Morven Star s’était échoué au large d’Oban avec 83 passagers à"
    " bord, a raconté l’avarie de barre près de Kerrera et les canots de sauvetage de Craignure, qui ont ramené tout le"
    " monde à terre en 95 minutes. La compagnie Strathlorn Ferries n’a rien dit.",
)
DAIRY_TOLD_EN = (
    "Listeria in Ker Anna cream: 12,400 pots recalled",
    "What is known of the recall of 12,400 pots of Ker Anna cream by Laiterie de Plouvorn, in Finistère: the Breizh"
    " Contrôle laboratory found listeria in it, and the head of the dairy, Nolwenn Le Hir, stopped the Plouvorn line.",
)
OTHER_FERRY = (
    "Engine fire on Strathlorn ferry to Islay",
    "ISLAY – A fire in the engine room of the ferry Lady of Jura was put out on Monday morning off Port Ellen. The 41"
    " passengers were unhurt, the Strathlorn Ferries company said.",
)
LAUNCH = (
    "Strathlorn Ferries prend livraison du Morven Star",
    "La compagnie Strathlorn Ferries a reçu mardi à Gdansk son nouveau navire, le Morven Star, construit en 14 mois par"
    " les chantiers Remontowa pour 27,5 millions d’euros. Il desservira Oban.",
)
OTHER_RECALL = (
    "Un lot de beurre de la Laiterie de Plouvorn retiré des rayons",
    "La Laiterie de Plouvorn retire de la vente 3 150 plaquettes de beurre doux, mal étiquetées : l’emballage ne dit"
    " rien de la présence de lait de brebis. Le magasin Coop Armor de Morlaix les avait reçues jeudi.",
)


@dataclass(frozen=True)
class Told:
    """A story's first document and another: how many days later, with a date or none, and whether it is one event."""

    first: tuple[str, str]
    other: tuple[str, str]
    later: int
    dated: bool
    one: bool


TOLD = {
    "undated, received the day after, in the other language": Told(FERRY_EN, FERRY_FR, 1, False, True),
    "sans date, reçu le jour même": Told(DAIRY_FR, DAIRY_EN, 0, False, True),
    "an archive without dates, loaded three years later": Told(FERRY_FR, FERRY_EN, 1100, False, True),
    "une archive sans dates": Told(DAIRY_EN, DAIRY_FR, 1100, False, True),
    "undated, of another ship of the company": Told(FERRY_EN, OTHER_FERRY, 1, False, False),
    "sans date, d’un autre rappel": Told(DAIRY_FR, OTHER_RECALL, 1, False, False),
    "sans date, reçu bien avant le naufrage": Told(FERRY_FR, FERRY_EN, -16, False, False),
    "quiet for twelve days, and told once more": Told(FERRY_EN, FERRY_AGAIN, 12, True, True),
    "douze jours de silence": Told(DAIRY_FR, DAIRY_AGAIN, 12, True, True),
    "twelve days on, another ship": Told(FERRY_EN, OTHER_FERRY, 12, True, False),
    "douze jours avant, sa livraison": Told(FERRY_FR, LAUNCH, -12, True, False),
    "douze jours après, un autre rappel": Told(DAIRY_FR, OTHER_RECALL, 12, True, False),
    "a month on, the evidence is for a subject": Told(FERRY_EN, FERRY_AGAIN, 31, True, False),
}


def add(db: Database, key: str, told: tuple[str, str], day: date, dated: bool) -> None:
    title, text = told
    piece = Document(key=key, raw_title=title, raw_text=text, outlet=key)
    if dated:
        piece = replace(piece, published_at=day.isoformat(), published_precision="day")
    receive(db, piece, f"{day}T18:00:00Z")


FORM_EN = (
    "Shares in Oslo close {move}",
    "Oslo shares closed {move} on {day}, with the Fjord 25 index at {level} points. Trading was quiet, brokers said,"
    " and {volume} million shares changed hands. {up} led the gainers, adding 3.1 percent, while {down} was the weakest"
    " stock of the session and lost 2.4 percent. The crown stood at {rate} against the dollar in the late afternoon.",
)
FORM_FR = (
    "Perpignan : l’abricot {move}",
    "Sur le marché de Perpignan, l’abricot s’échangeait {day}, à l’ouverture, au prix de {rate} euros le kilo. Les"
    " arrivages ont atteint {volume} tonnes, la plus grande part venant de {up}. La nectarine a trouvé preneur à"
    " {level} euros, tandis que {down} restait difficile à écouler. À la Coopérative Saint-Charles, Roger Sabater"
    " prévoit des cours stables.",
)
DAYS = (
    ("higher", "Monday", "1,204", "22", "Lofoten Cod", "Nordkyn Gas", "10.62"),
    ("lower", "Tuesday", "1,187", "35", "Sund Ferries", "Brage Bank", "10.70"),
    ("higher", "Wednesday", "1,193", "19", "Halden Steel", "Lofoten Cod", "10.66"),
)
JOURS = (
    ("monte", "lundi", "2,10", "85", "la montagne", "le melon", "2,40"),
    ("recule", "mardi", "2,35", "112", "la plaine", "la pomme", "2,15"),
    ("monte", "mercredi", "2,05", "97", "la vallée", "la poire", "2,60"),
)
SLOTS = ("move", "day", "level", "volume", "up", "down", "rate")


@pytest.mark.parametrize(("form", "fillings"), [(FORM_EN, DAYS), (FORM_FR, JOURS)], ids=["en", "fr"])
@pytest.mark.parametrize("outlets", [1, 3])
def test_what_an_outlet_prints_every_day_in_one_form_is_no_story(
    form: tuple[str, str], fillings: tuple[tuple[str, ...], ...], outlets: int
) -> None:
    db = fresh_store()
    for n, words in enumerate(fillings):
        filling = dict(zip(SLOTS, words, strict=True))
        day = date(2025, 3, 10) + timedelta(days=n)  # a Monday
        piece = Document(key=str(n), raw_title=form[0].format(**filling), raw_text=form[1].format(**filling),
                         outlet=f"{n % outlets}", published_at=day.isoformat(), published_precision="day")  # fmt: skip
        receive(db, piece, f"{day}T18:00:00Z")
    assert len(set(process(db).values())) == (3 if outlets == 1 else 1)


def process(db: Database) -> dict[str, int]:
    report = Pass(db, start_run(db, "process", "2025-07-01T12:00:00Z"), line(), 16).process()
    assert report.troubles == []
    return read_stories(db)


def read_reasons(db: Database) -> list[tuple[int, str]]:
    return db.execute("SELECT document_id, reason FROM story_document ORDER BY document_id").fetchall()


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD.keys())
@pytest.mark.parametrize("passes", [1, 2])
def test_one_event_or_two(told: Told, passes: int) -> None:
    db = fresh_store()
    add(db, "first", told.first, FIRST, dated=True)
    if passes == 2:
        process(db)
    add(db, "other", told.other, FIRST + timedelta(told.later), told.dated)
    stories = process(db)
    assert (stories["first"] == stories["other"]) == told.one
    reasons = read_reasons(db)
    make_pending(db, ["stories"])
    assert process(db) == stories
    assert read_reasons(db) == reasons
    if told.one and told.dated:
        assert db.execute("SELECT state FROM story").fetchall() == [("awake",)]
    if told.one and not told.dated:  # it says nothing of when the story was told
        assert db.execute("SELECT first_at, last_at FROM story").fetchall() == [(str(FIRST), str(FIRST))]
