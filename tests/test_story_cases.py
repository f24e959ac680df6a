"""The labelled stories are what their README says: enough of them, told apart, and never the same twice over."""

from __future__ import annotations

import calendar
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from story_cases import LANGUAGES, Case, read_cases, read_facts, read_near_misses
from story_shares import read_shares

FOLDERS = ("tuning", "scoring")
ALL = [case for folder in FOLDERS for case in read_cases(folder)]
# Words that any two newspapers capitalise: they name no event.
COMMON = {*calendar.month_name, *calendar.day_name, "Christmas", "Noël"}


def runs(text: str, size: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def names(cases: tuple[Case, ...]) -> set[str]:
    """Words capitalised inside a sentence."""
    return {name for case in cases for name in re.findall(r"(?<=[\w,] )[A-ZÀ-Ý][\w’'-]{2,}", case.text)} - COMMON


def test_there_are_as_many_as_promised() -> None:
    events = {case.event: case.kind for case in ALL}
    languages = Counter(case.language for case in ALL)
    assert len(events) >= 120
    assert len(ALL) >= 600
    assert min(languages[language] for language in LANGUAGES) >= 280
    assert len(set(events.values())) >= 20
    assert sum(len(read_near_misses(folder)) for folder in FOLDERS) >= 30


def test_hand_written_events_have_three_documents_in_two_languages() -> None:
    events: dict[str, list[str]] = {}
    for case in ALL:
        if case.event.startswith("hand-"):
            events.setdefault(case.event, []).append(case.language)
    assert len(events) >= 20
    assert all(len(languages) == 3 and set(languages) == set(LANGUAGES) for languages in events.values())


def test_ids_are_unique() -> None:
    assert max(Counter(case.id for case in ALL).values()) == 1
    assert not {c.event for c in read_cases("tuning")} & {c.event for c in read_cases("scoring")}


UNFILLED = re.compile(r"[{}|]| / |  |\.\.")
UNCONTRACTED = re.compile(r"\b(de|que|jusque) [AEIOUÉÈÊaeiouéèêâî]|\b(de|à) les? [A-Z]")


def test_a_document_reads_as_one() -> None:
    for case in ALL:
        assert 60 <= len(case.text.split()) <= 200, case.id
        assert case.title, case.id
        assert not UNFILLED.search(f"{case.title} {case.text}"), case.id
        assert case.language != "fr" or not UNCONTRACTED.search(case.text), case.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_outlets_share_facts_but_hardly_wording(folder: str) -> None:
    cases = [case for case in read_cases(folder) if not case.copy_of]
    for one, other in combinations(cases, 2):
        if (one.event, one.language) == (other.event, other.language):
            here, there = runs(one.text, 5), runs(other.text, 5)
            assert len(here & there) * 3 < min(len(here), len(there)), (one.id, other.id)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_copy_follows_its_original(folder: str) -> None:
    cases = {case.id: case for case in read_cases(folder)}
    copies = [case for case in cases.values() if case.copy_of]
    assert {case.language for case in copies} == set(LANGUAGES)
    for copy in copies:
        original = cases[copy.copy_of]
        assert (original.event, original.language) == (copy.event, copy.language)
        assert original.dated_at < copy.dated_at
        assert original.outlet != copy.outlet
        taken = sum(len(p.split()) for p in copy.text.split("\n\n") if p in original.text)
        assert copy.copied_share == pytest.approx(taken / len(copy.text.split()))


@pytest.mark.parametrize("folder", FOLDERS)
def test_near_misses_are_near(folder: str) -> None:
    told: dict[str, list[Case]] = {}
    for case in read_cases(folder):
        told.setdefault(case.event, []).append(case)
    for one, other in read_near_misses(folder):
        assert one != other
        assert told[one][0].kind == told[other][0].kind
        assert names(tuple(told[one])) & names(tuple(told[other])), (one, other)


def test_scoring_has_other_names_and_wording_than_tuning() -> None:
    tuning, scoring = read_cases("tuning"), read_cases("scoring")
    assert not names(tuning) & names(scoring)
    assert not {c.outlet for c in tuning} & {c.outlet for c in scoring}
    wordings = [{run for case in cases for run in runs(case.text, 8)} for cases in (tuning, scoring)]
    assert not wordings[0] & wordings[1]


def test_outlets_disagree_on_some_numbers() -> None:
    facts = [value for folder in FOLDERS for event in read_facts(folder).values() for value in event.values()]
    assert sum(" / " in value and any(c.isdigit() for c in value) for value in facts) >= 100


def test_the_same_files_give_the_same_documents() -> None:
    imports = "from story_cases import read_cases; from story_shares import read_shares"
    program = f"{imports}; print(*((read_cases(f), read_shares(f)) for f in {FOLDERS}))"
    env = {"PYTHONHASHSEED": "1", "PYTHONUTF8": "1"}  # another order of sets than here
    run = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent, env=env, capture_output=True)
    here = " ".join(str((read_cases(folder), read_shares(folder))) for folder in FOLDERS)
    assert run.stdout.decode() == f"{here}\n"
    assert len(here) > 500_000


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_shares_are_known(folder: str) -> None:
    shared = read_shares(folder)
    mixtures = [case for case in shared if case.how != "template"]
    assert len(shared) >= 30
    assert {(c.language, c.how, round(c.target * 10)) for c in mixtures} == {
        (language, how, tenth) for language in LANGUAGES for how in ("run", "scattered") for tenth in range(11)
    }
    for case in mixtures:
        earlier = case.earlier.replace("\n\n", " ")
        taken = sum(len(sentence.split()) for sentence in case.text.split("\n\n") if sentence in earlier)
        assert taken / len(case.text.split()) == pytest.approx(case.share)
        assert abs(case.share - case.target) <= 0.05, case.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_reports_of_one_form_agree_in_words_and_differ_in_facts(folder: str) -> None:
    reports = [case for case in read_shares(folder) if case.how == "template"]
    assert {case.language for case in reports} == set(LANGUAGES)
    for case in reports:
        here, there = Counter(case.text.split()), Counter(case.earlier.split())
        same = sum((here & there).values())
        assert 0.4 < same / here.total() < 0.9, case.id
        assert case.share == 0
