"""Numbers that outlets give differently stand side by side; unlike quantities never do."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from monitor.story.differences import find_differences
from monitor.story.members import Member, Number

Given = tuple[str, float, str, str]  # as printed, value, unit, sentence


def tell(place: int, language: str, *numbers: Given, headline: bool = False) -> Member:
    """A document of outlet `place`."""
    return Member(
        document_id=place, outlet=f"{place}", language=language, dated_at="2026-03-10", url="", title="",
        title_made=False, sentences=(), quotes=(), score=1.0, reason="", copy_of=None, copied_share=0.0,
        numbers=tuple(
            Number(text, value, unit, False, sentence, sentence if language == "en" else "", headline)
            for text, value, unit, sentence in numbers
        ),
    )  # fmt: skip


def differ(*members: Member) -> list[tuple[str, list[float]]]:
    return [(d.what, [v.value for v in d.versions]) for d in find_differences(members, "en")]


SINKS = "A ferry carrying 212 people sank on Tuesday night, killing 12 people, and injured 23 people."
COULE = "Quatorze personnes sont mortes dans le naufrage, et 23 personnes ont été blessées."
DIFFERENT = {
    "what became of people is in the clause": (
        tell(1, "en", ("212 people", 212, "people", SINKS), ("12 people", 12, "people", SINKS)),
        tell(2, "fr", ("Quatorze personnes", 14, "personnes", COULE)),
        [("dead", [12, 14])],
    ),
    "marchers, as the police and as the unions count them": (
        tell(1, "en", ("20,000 people", 20_000, "people", "Some 20,000 people marched against the reform.")),
        tell(2, "fr", ("35 000 manifestants", 35_000, "manifestants", "Ils étaient 35 000 manifestants.")),
        [("protesters", [20_000, 35_000])],
    ),
    "ground burnt": (
        tell(1, "fr", ("400 hectares", 400, "hectares", "Un incendie a parcouru 400 hectares de pins.")),
        tell(2, "fr", ("650 hectares", 650, "hectares", "Le feu a détruit 650 hectares, selon la préfecture.")),
        [("hectares", [400, 650])],
    ),
    "the number of both headlines": (
        tell(1, "en", ("2 billion euros", 2e9, "EUR", "Veltrix buys Ombrane for 2 billion euros"), headline=True),
        tell(2, "fr", ("2,1 milliards", 2.1e9, "EUR", "Rachat à 2,1 milliards"), headline=True),
        [("amount", [2e9, 2.1e9])],
    ),
}
PROFITS = "Operating profit of the group was 180 million euros, net profit of the group 120 million euros."
THE_SAME_OR_UNLIKE = {
    "acres and hectares": (
        tell(1, "en", ("1,000 acres", 1000, "acres", "The fire burned 1,000 acres of pines.")),
        tell(2, "fr", ("400 hectares", 400, "hectares", "Le feu a brûlé 400 hectares de pins.")),
    ),
    "the rescued and those aboard": (
        tell(1, "en", ("190 passengers", 190, "passengers", "Rescuers saved 190 passengers.")),
        tell(2, "fr", ("208 passagers", 208, "passagers", "Le navire transportait 208 passagers.")),
    ),
    "the dead and the injured": (
        tell(1, "en", ("12 people", 12, "people", "The blast killed 12 people at the plant on Monday.")),
        tell(2, "fr", ("23 personnes", 23, "personnes", "L'explosion a blessé 23 personnes lundi à l'usine.")),
    ),
    "a profit that the other outlet gives too, beside another": (
        tell(1, "en", ("180 million", 180e6, "EUR", PROFITS), ("120 million", 120e6, "EUR", PROFITS)),
        tell(2, "en", ("180 million", 180e6, "EUR", "The operating profit of the group climbed to 180 million euros.")),
    ),
    "numbers of two headlines far apart": (
        tell(1, "en", ("2 billion euros", 2e9, "EUR", "Veltrix buys Ombrane for 2 billion euros"), headline=True),
        tell(2, "en", ("5 billion euros", 5e9, "EUR", "Veltrix worth 5 billion euros"), headline=True),
    ),
}


@pytest.mark.parametrize(("one", "other", "shown"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_what_differs_stands_side_by_side(one: Member, other: Member, shown: list[tuple[str, list[float]]]) -> None:
    assert differ(one, other) == shown
    assert [(what, sorted(values)) for what, values in differ(other, one)] == shown


def test_a_document_that_gives_two_stands_beside_both() -> None:
    sinks = ("12 people", 12, "people", "The ferry sank, killing 12 people.")
    later = ("14 people", 14, "people", "By the evening the toll was 14 people dead.")
    for members in itertools.permutations([tell(1, "en", sinks), tell(2, "en", sinks, later), tell(3, "en", later)]):
        (difference,) = find_differences(members, "en")
        assert {v.value: sorted(v.document_ids) for v in difference.versions} == {12: [1, 2], 14: [2, 3]}


def test_numbers_are_written_as_the_reader_does() -> None:
    """As printed where an outlet of the reading language gives it, else from its value."""
    around = {"approximate": True, "sentence": "About 1,200 people lost a job.", "hedge": "About "}
    lost = replace(tell(1, "en"), numbers=(Number("About 1,200 jobs", 1200, "jobs", english="", **around),))
    told = tell(2, "fr", ("900 emplois", 900, "emplois", "Le plan coûtera 900 emplois."))
    sums = (("1.5 billion euros", 1.5e9), ("1.7 billion euros", 1.7e9))
    sold = [tell(n, "en", (*given, "EUR", "Veltrix buys Ombrane"), headline=True) for n, given in enumerate(sums)]
    assert versions([lost, told], "fr") == [("emplois", ["≈ 1 200 emplois", "900 emplois"])]
    assert versions([lost, told], "en") == [("jobs", ["About 1,200 jobs", "900 jobs"])]
    assert versions(sold, "fr") == [("montant", ["1,5 milliard d’euros", "1,7 milliard d’euros"])]


def versions(members: list[Member], language: str) -> list[tuple[str, list[str]]]:
    found = find_differences(members, language)
    return [(d.what, [re.sub(r"\s", " ", v.text) for v in d.versions]) for d in found]


@pytest.mark.parametrize(("one", "other"), THE_SAME_OR_UNLIKE.values(), ids=THE_SAME_OR_UNLIKE.keys())
def test_what_is_unlike_does_not(one: Member, other: Member) -> None:
    assert differ(one, other) == differ(other, one) == []
