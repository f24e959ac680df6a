"""Stories of labelled events in two languages, and of real articles where they are at hand, against floors."""

from __future__ import annotations

import os
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from ecb_plus import read_ecb_plus
from story_cases import Case, read_cases, read_hand_cases
from story_scores import cluster, score_b3, score_pairs
from test_story_time import DAIRY_FR, DAIRY_TOLD_EN, FERRY_EN, FERRY_TOLD_FR, FIRST, OTHER_FERRY, OTHER_RECALL

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("stories.floors.toml").read_text(encoding="utf-8"))
SETS = {
    "scoring": read_cases,
    **dict.fromkeys(("unseen", "pairs", "fresh", "blind", "angles", "autumn"), read_hand_cases),
}
Told = tuple[str, tuple[str, str]]  # language, headline and text
ECB_PLUS = "ECB_PLUS"  # the folder that holds the corpus, one folder a topic


def test_the_scores_are_what_they_say() -> None:
    events = {"a": 1, "b": 1, "c": 2}
    assert score_b3(events, events) == 1
    assert score_b3(events, {"a": 1, "b": 1, "c": 1}) == pytest.approx(2 * 5 / 9 / (5 / 9 + 1))
    assert score_pairs(events, {"a": 1, "b": 1, "c": 1}) == pytest.approx(1 / 3)


@pytest.mark.parametrize("translator", ["auto", "none"])
@pytest.mark.parametrize("name", SETS)
def test_stories(name: str, translator: str) -> None:
    hold(name, translator, SETS[name](name))


@pytest.mark.parametrize(
    ("first", "later", "one"),
    [
        (("en", FERRY_EN), ("fr", FERRY_TOLD_FR), True),
        (("fr", DAIRY_FR), ("en", DAIRY_TOLD_EN), True),
        (("fr", FERRY_TOLD_FR), ("en", OTHER_FERRY), False),
        (("en", DAIRY_TOLD_EN), ("fr", OTHER_RECALL), False),
    ],
    ids=["a ferry", "un rappel", "another ferry", "un autre rappel"],
)
def test_a_quiet_story_wakes_in_the_other_language(first: Told, later: Told, one: bool) -> None:
    """After twelve days, with the translation that ships."""
    cases = [
        Case(id=f"{days}", event="", kind="", language=language, outlet=f"{days}", title=title, text=text,
             dated_at=f"{FIRST + timedelta(days)}T09:00:00Z")
        for days, (language, (title, text)) in ((0, first), (12, later))
    ]  # fmt: skip
    assert (len(set(cluster(cases, "auto").values())) == 1) == one


@pytest.mark.parametrize("half", ["even", "odd"])
def test_real_articles(half: str) -> None:
    """ECB+ (Cybulska and Vossen 2014): two events of one sort a topic, all of them laid into one week."""
    if not os.environ.get(ECB_PLUS):
        pytest.skip(f"{ECB_PLUS} names no folder with the corpus; github.com/cltl/ecbPlus has it")
    cases = read_ecb_plus(Path(os.environ[ECB_PLUS]), odd=half == "odd")
    hold(f"ecb_plus_{half}", "none", cases)


def hold(name: str, translator: str, cases: tuple[Case, ...]) -> None:
    """Print the scores and compare each with its floor."""
    floors = FLOORS[name] | FLOORS[name].get(translator, {})
    stories = cluster(cases, translator)
    events = {case.id: case.event for case in cases}
    within = {
        language: score_b3({c.id: c.event for c in cases if c.language == language}, stories)
        for language in ("en", "fr")
        if language in floors
    }
    reached = {**within, "both": score_b3(events, stories), "precision": score_pairs(events, stories)}
    told = "  ".join(f"{measure} {value:.3f}" for measure, value in reached.items())
    print(f"\n{name:12} {translator:5} {len(cases)} documents, {len(set(events.values()))} events: {told}")
    for measure, value in reached.items():
        assert value >= floors[measure], measure
