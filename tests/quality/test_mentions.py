"""Mentions against gold documents written and marked by hand: who is named, where, and of what kind."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.names.matcher import fold
from pipelines.names.places import load_names
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

    def add(self, expected: Set[object], found: Set[object]) -> None:
        self.update(expected=len(expected), found=len(found), right=len(expected & found))

    @property
    def precision(self) -> float:
        return self["right"] / max(self["found"], 1)

    @property
    def f1(self) -> float:
        return 2 * self["right"] / max(self["expected"] + self["found"], 1)


def score(documents: list[Gold], *, show: bool = False) -> dict[str, float]:
    """Precision and F1 of names on the watch list, F1 of all others, and F1 of those that no list of ours holds."""
    watchlist = read_watchlist(Settings())
    listed = {fold(form) for entry in watchlist.entries for form in entry.forms}
    everybody = {fold(known.name) for known in load_names()}
    groups: dict[str, Callable[[str], bool]] = {
        "listed": lambda name: name in listed,
        "unlisted": lambda name: name not in listed,
        "unheard": lambda name: name not in listed | everybody,
    }
    tallies = {f"{group}{part}": Tally() for group in groups for part in ("", "_span")}
    for document in documents:
        mentions = find_mentions(watchlist, "", document.text, document.language)
        found = {(m.start, m.end, m.tag.kind) for m in mentions}
        for group, holds in groups.items():
            wanted, given = (
                {span for span in spans if holds(fold(document.text[span[0] : span[1]]))}
                for spans in (document.spans, found)
            )
            tallies[group].add(wanted, given)
            tallies[f"{group}_span"].add({span[:2] for span in wanted}, {span[:2] for span in given})
            if show and wanted != given:
                missed, extra = (
                    [(document.text[start:end], kind) for start, end, kind in sorted(spans)]
                    for spans in (wanted - given, given - wanted)
                )
                print(f"{document.name} {group}: missed {missed} extra {extra}")
    measured = {f"{name}_f1": tally.f1 for name, tally in tallies.items()}
    return {"listed_precision": tallies["listed"].precision, **measured}


@pytest.mark.parametrize("language", ["english", "french"])
def test_mentions_reach_their_floors(language: str) -> None:
    measured = score(list(read_gold(CASES / f"{language}_scoring.txt")))
    print("\n" + "\n".join(f"{language} {name:<18}{value:.3f}" for name, value in measured.items()))
    below = {name: measured[name] for name, floor in FLOORS[language].items() if measured[name] < floor}
    assert not below
