"""Amounts, dates and quotes on labelled documents: F1 by span, value and unit (or speaker), against pinned floors."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from figures_cases import Labelled, read_cases

from pipelines.facts.amounts import find_amounts
from pipelines.facts.dates import find_dates
from pipelines.facts.quotes import find_quotes

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("figures.floors.toml").read_text(encoding="utf-8"))
Found = Callable[[Labelled, str], Collection[object]]


def amounts(case: Labelled, language: str) -> set[object]:
    return {(a.start, a.end, a.value, a.value_max, a.unit) for a in find_amounts(case.text, "text", language)}


def rough(case: Labelled, language: str) -> set[object]:
    return {(a.start, a.end) for a in find_amounts(case.text, "text", language) if a.approximate}


def dates(case: Labelled, language: str) -> set[object]:
    return {(d.start, d.end, d.value, d.value_end) for d in find_dates(case.text, "text", language, case.published)}


def quotes(case: Labelled, language: str) -> set[object]:
    found = find_quotes(case.text, language, case.mentions)
    return {(q.start, q.end, q.speaker.name if q.speaker else q.speaker_text) for q in found}


KINDS: dict[str, Found] = {"amounts": amounts, "rough": rough, "dates": dates, "quotes": quotes}


def score(kind: str, cases: list[Labelled], language: str) -> float:
    right = printed = labelled = 0
    for case in cases:
        found, wanted = set(KINDS[kind](case, language)), getattr(case, kind)
        right, printed, labelled = right + len(found & wanted), printed + len(found), labelled + len(wanted)
    return 2 * right / (printed + labelled)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_figures(kind: str, language: str) -> None:
    cases = read_cases(f"scoring.{language}")
    assert len(cases) >= 20
    reached = score(kind, cases, language)
    known = score(kind, read_cases(f"tuning.{language}"), language)
    print(f"\n{kind:8} {language}  scoring F1 {reached:.3f}  tuning F1 {known:.3f}")
    assert reached >= FLOORS[f"{kind}_{language}"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["amounts", "dates", "quotes"])
def test_sentences_each_with_a_trap(kind: str, language: str) -> None:
    """Sentences of one form each, of another hand; their first count is told beside the floors."""
    cases = read_cases(f"{kind}.{language}")
    assert len(cases) >= 60
    reached = score(kind, cases, language)
    print(f"\n{kind:8} {language}  sentences F1 {reached:.3f}")
    assert reached >= FLOORS["sentences"][f"{kind}_{language}"]
