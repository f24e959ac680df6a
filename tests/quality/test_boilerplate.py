"""Boilerplate on the labelled texts that score: the article's lines kept, the page's lines cut, by language.

Clean news is read from TRANSLATOR_DATA, the folder of the French-English pairs the translator is trained from.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from fresh_store import fresh_store

from monitor.document import Document
from monitor.store.lines import find_repeated
from monitor.store.receiving import receive
from pipelines.repair.boilerplate import find_cuts
from pipelines.repair.lines import ENDS, is_prose
from pipelines.repair.notices import normalise_line
from tests.boilerplate_cases import Labelled, mistakes, read_cases

pytestmark = pytest.mark.quality

AT = "2026-01-05T08:00:00Z"

FLOORS = tomllib.loads(Path(__file__).with_name("boilerplate.floors.toml").read_text(encoding="utf-8"))


def find_outlet_lines(outlet: Sequence[Labelled]) -> list[dict[str, float]]:
    """Of each of an outlet's documents the lines that its others repeat, as a store finds them that received all."""
    db = fresh_store()
    for number, case in enumerate(outlet):
        receive(db, Document(key=str(number), raw_title=case.title, raw_text=case.text, outlet="The outlet"), AT)
    found = [find_repeated(db, "The outlet", case.text) for case in outlet]
    return [{normalise_line(line): share for line, share in each.items()} for each in found]


def group_outlets(cases: Sequence[Labelled]) -> list[list[Labelled]]:
    """The documents of each outlet, by their names; what has no number, or is `single`, stands alone."""
    outlets = defaultdict(list)
    for case in cases:
        outlet = re.sub(r"-\d+$", "", case.name)
        outlets[case.name if outlet.endswith("single") else outlet].append(case)
    return list(outlets.values())


def measure(cases: Sequence[Labelled], *, outlets: bool = True) -> dict[str, float]:
    """Shares in percent, of lines; what went wrong is printed. With `outlets`, what they repeat is known."""
    found = []
    for documents in group_outlets(cases):
        for case, repeated in zip(documents, find_outlet_lines(documents), strict=True):
            found.append((case, *mistakes(case, repeated if outlets else {})))
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
@pytest.mark.parametrize("texts", ["learned", "scoring", "alone"])
def test_own_lines_stay_and_boilerplate_goes(texts: str, language: str) -> None:
    """`learned`: the texts that have scored before and are learned from since; `scoring`: those that are not, six of
    each outlet's; `alone`: the same, each as if its outlet had sent no other.
    """
    files = ("learning", f"{language}_seen_*.txt") if texts == "learned" else ("scoring", f"{language}_*.txt")
    measured = measure(read_cases(*files), outlets=texts == "scoring")
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
    cut = [text[c.start : c.end] for text in texts for c in find_cuts(text, "", {}) if c.kind != "foreign"]
    print(f"wmt13.{language}: {len(cut)} of {len(lines)} lines cut:", *(f"\n  {line[:90]}" for line in cut))
    assert len(cut) <= FLOORS["clean"]["most_cut"] * len(lines)
