"""Boilerplate on the labelled texts that score: the article's lines kept, the page's lines cut, by language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.boilerplate_cases import Labelled, mistakes, read_cases

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("boilerplate.floors.toml").read_text(encoding="utf-8"))


def measure(cases: list[Labelled]) -> dict[str, float]:
    """Shares in percent, of lines; what went wrong is printed."""
    found = [(case, *mistakes(case)) for case in cases]
    for case, lost, left in found:
        for line in lost:
            print(f"  lost in {case.name}: {line[:90]}")
        for line in left:
            print(f"  left in {case.name}: {line[:90]}")
    own, boilerplate = sum(len(c.own) for c in cases), sum(len(c.boilerplate) for c in cases)
    kept = 100 * (1 - sum(len(lost) for _, lost, _ in found) / own)
    cut = 100 * (1 - sum(len(left) for _, _, left in found) / boilerplate)
    print(f"{len(cases):4} texts  kept {kept:6.2f} % of {own} own lines  cut {cut:6.2f} % of {boilerplate} others")
    return {"texts": len(cases), "kept": kept, "cut": cut}


@pytest.mark.parametrize("language", ["english", "french"])
def test_own_lines_stay_and_boilerplate_goes(language: str) -> None:
    measured = measure(read_cases("scoring", f"{language}*.txt"))
    assert {name: value for name, value in measured.items() if value < FLOORS[language][name]} == {}
