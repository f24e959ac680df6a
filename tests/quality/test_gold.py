"""The mentions stage as a whole on marked documents: names, amounts, dates and quotes with speakers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from gold_cases import Gold, read_gold

from monitor.document import Document, Quote
from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.names.matcher import fold
from pipelines.stages.mentions import MentionsStage

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("gold.floors.toml").read_text(encoding="utf-8"))
WATCHED = read_watchlist(Settings())
LISTED = frozenset(fold(form) for entry in WATCHED.entries for form in entry.forms)
NAMELESS = re.compile(r"(?:An?|One|The|Her|His|Une?|Le|La|Les|Son|Sa|Ses)\s[a-z]|L['’][a-zà-ÿ]")
Rows = set[tuple[object, ...]]


def read(gold: Gold) -> Document:
    document = Document(
        key=gold.name,
        raw_text=gold.text,
        text=gold.text,
        language=gold.name[:2],
        published_at=gold.published,
        published_precision="day",
    )
    return MentionsStage(WATCHED)([document])[0]


def _is_listed(gold: Gold, span: tuple[object, ...]) -> bool:
    return fold(gold.text[slice(*span[:2])]) in LISTED


def _names(listed: bool, wide: int) -> Callable[[Gold, Document], tuple[Rows, Rows]]:
    def pick(gold: Gold, found: Document) -> tuple[Rows, Rows]:
        given = {(m.start, m.end, m.tag.kind) for m in found.mentions}
        return (
            {span[:wide] for span in gold.names if _is_listed(gold, span) == listed},
            {span[:wide] for span in given if _is_listed(gold, span) == listed},
        )

    return pick


PICKED: dict[str, Callable[[Gold, Document], tuple[Rows, Rows]]] = {
    "listed": _names(True, 3),
    "unlisted": _names(False, 3),
    "unlisted_span": _names(False, 2),
    "amounts": lambda g, d: (set(g.amounts), {(a.start, a.end, a.value, a.value_max, a.unit) for a in d.amounts}),
    "dates": lambda g, d: (set(g.dates), {(x.start, x.end, x.value, x.value_end) for x in d.dates}),
    "quotes": lambda g, d: (
        set(g.quotes),
        {(q.start, q.end, q.speaker.name if q.speaker and q.speaker.kind == "person" else _said(q)) for q in d.quotes},
    ),
}


def _said(quote: Quote) -> str:
    """The name of a speaker who is no person; "" where it is none: « La mairie », "a spokesman"."""
    return quote.speaker_text if quote.speaker_text[:1].isupper() and not NAMELESS.match(quote.speaker_text) else ""


@cache
def read_all(name: str) -> Sequence[tuple[Gold, Document]]:
    return [(gold, read(gold)) for gold in read_gold(name)]


def score(name: str, what: str, *, show: bool = False) -> dict[str, float]:
    """Precision and F1 of one kind of row in the documents of one file."""
    right = printed = labelled = 0
    for gold, document in read_all(name):
        wanted, found = PICKED[what](gold, document)
        right, printed, labelled = right + len(wanted & found), printed + len(found), labelled + len(wanted)
        if show and wanted != found:
            print(f"{gold.name} {what}: missed {_tell(gold, wanted - found)} extra {_tell(gold, found - wanted)}")
    return {"precision": right / max(printed, 1), "f1": 2 * right / max(printed + labelled, 1)}


def _tell(gold: Gold, rows: Rows) -> list[tuple[object, ...]]:
    return [(gold.text[slice(*row[:2])], *row[2:]) for row in sorted(rows, key=str)]


@pytest.mark.parametrize(("name", "what"), [(name, what) for name, floors in FLOORS.items() for what in floors])
def test_rows_reach_their_floors(name: str, what: str) -> None:
    reached = score(name, what)
    print(f"\n{name:12} {what:14} " + "  ".join(f"{k} {v:.3f}" for k, v in reached.items()))
    assert len(read_all(name)) >= (6 if "_" in name else 40)
    below = {measure: reached[measure] for measure, floor in FLOORS[name][what].items() if reached[measure] < floor}
    assert not below
