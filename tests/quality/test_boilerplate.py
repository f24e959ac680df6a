"""Boilerplate on the labelled texts that score: the article's lines kept, the page's lines cut, by language.

Clean news is read from TRANSLATOR_DATA, the folder of the French-English pairs the translator is trained from.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from pipelines.repair.boilerplate import find_cuts
from pipelines.repair.lines import ENDS, is_prose
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
@pytest.mark.parametrize("texts", ["learned", "scoring"])
def test_own_lines_stay_and_boilerplate_goes(texts: str, language: str) -> None:
    """`learned`: the texts that have scored before and are learned from since; `scoring`: those that are not."""
    files = ("learning", f"{language}_seen_*.txt") if texts == "learned" else ("scoring", f"{language}_*.txt")
    measured = measure(read_cases(*files))
    floors = FLOORS[f"{language}_{texts}"]
    assert {name: value for name, value in measured.items() if value < floors[name]} == {}


def trim(lines: list[str]) -> list[str]:
    prose = [i for i, line in enumerate(lines) if is_prose(line) and ENDS.search(line)]
    return lines[prose[0] : prose[-1] + 1]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_clean_news_loses_nothing(language: str) -> None:
    """3,000 lines of news in their order, twelve a text less the headings at either end, which belong to lines that are
    not there; where one piece gives way to the next is not known, so the cuts of foreign ends are left out.
    """
    path = Path(os.environ.get("TRANSLATOR_DATA", "")) / "test" / f"wmt13.{language}"
    if not path.is_file():
        pytest.skip("wmt13: set TRANSLATOR_DATA to the folder of the translator's sentence pairs")
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    texts = ["\n".join(trim(lines[start : start + 12])) for start in range(0, len(lines), 12)]
    cut = [text[c.start : c.end] for text in texts for c in find_cuts(text, "", ()) if c.kind != "foreign"]
    print(f"wmt13.{language}: {len(cut)} of {len(lines)} lines cut:", *(f"\n  {line[:90]}" for line in cut))
    assert len(cut) <= FLOORS["clean"]["most_cut"] * len(lines)
