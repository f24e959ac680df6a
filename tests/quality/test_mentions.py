"""Mentions against gold documents written and marked by hand: who is named, where, and of what kind."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.stages.mentions import find_mentions

pytestmark = pytest.mark.quality

HERE = Path(__file__).parent
CASES = HERE.parent / "cases" / "mentions"
MARK = re.compile(r"\[\[([^|\]]+)\|([a-z]+)\]\]")
FLOORS = tomllib.loads((HERE / "mentions.floors.toml").read_text(encoding="utf-8"))

Span = tuple[int, int, str]


@dataclass(frozen=True)
class Gold:
    name: str
    language: str
    text: str
    spans: frozenset[Span]


def read_gold(path: Path) -> Iterator[Gold]:
    """The documents of a file: `=== name`, then text with its names as [[name|kind]]."""
    for part in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, marked = part.split("\n", maxsplit=1)
        text, spans, last = "", set(), 0
        for mark in MARK.finditer(marked):
            text += marked[last : mark.start()]
            spans.add((len(text), len(text) + len(mark[1]), mark[2]))
            text += mark[1]
            last = mark.end()
        yield Gold(f"{path.stem} {name}", path.stem[:2], text + marked[last:], frozenset(spans))


class Tally(Counter[str]):
    """Spans expected, found, and found rightly."""

    def add(self, expected: set[object], found: set[object]) -> None:
        self.update(expected=len(expected), found=len(found), right=len(expected & found))

    @property
    def precision(self) -> float:
        return self["right"] / max(self["found"], 1)

    @property
    def f1(self) -> float:
        return 2 * self["right"] / max(self["expected"] + self["found"], 1)


def score(documents: list[Gold], *, show: bool = False) -> dict[str, float]:
    """Precision and F1 of names on the watch list, and F1 of all others, and of those no list holds at all."""
    watchlist = read_watchlist(Settings())
    listed = {form.casefold() for entry in watchlist.entries for form in entry.forms}
    tallies = {name: Tally() for name in ("listed", "unlisted", "unlisted_span")}
    for document in documents:
        mentions = find_mentions(watchlist, "", document.text, "en" if document.language == "en" else "fr")
        found = {(m.start, m.end, m.tag.kind) for m in mentions}
        for group, is_listed in (("listed", True), ("unlisted", False)):
            expected_here, found_here = (
                {s for s in spans if (document.text[s[0] : s[1]].replace("’", "'").casefold() in listed) is is_listed}
                for spans in (document.spans, found)
            )
            tallies[group].add(expected_here, found_here)
            if show and expected_here != found_here:
                missed = [(document.text[a:b], k) for a, b, k in sorted(expected_here - found_here)]
                extra = [(document.text[a:b], k) for a, b, k in sorted(found_here - expected_here)]
                print(f"{document.name} {group}: missed {missed} extra {extra}")
            if not is_listed:
                tallies["unlisted_span"].add({s[:2] for s in expected_here}, {s[:2] for s in found_here})
    return {
        "listed_precision": tallies["listed"].precision,
        "listed_f1": tallies["listed"].f1,
        "unlisted_f1": tallies["unlisted"].f1,
        "unlisted_span_f1": tallies["unlisted_span"].f1,
    }


@pytest.mark.parametrize("language", ["english", "french"])
def test_mentions_reach_their_floors(language: str) -> None:
    measured = score(list(read_gold(CASES / f"{language}_scoring.txt")))
    print("\n" + "\n".join(f"{language} {name:<18}{value:.3f}" for name, value in measured.items()))
    below = {name: value for name, value in measured.items() if value < FLOORS[language][name]}
    assert not below
