"""Stories of labelled events in two languages: B³ (Bagga and Baldwin 1998) and pairwise precision, against floors."""

from __future__ import annotations

import shutil
import tomllib
from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from statistics import mean

import pytest
from sqlite_utils import Database
from story_cases import Case, read_cases, read_hand_cases

from monitor.document import Document
from monitor.settings import Settings
from monitor.store.receiving import receive
from monitor.store.schema import MIGRATIONS
from monitor.store.steps import start_run
from pipelines.order import build_stages
from pipelines.runner import Pass

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("stories.floors.toml").read_text(encoding="utf-8"))
NOON = "2027-01-01T12:00:00Z"
SETS = {"scoring": read_cases, "unseen": read_hand_cases}
Labels = Mapping[str, Hashable]


def cluster(cases: tuple[Case, ...], translator: str) -> Labels:
    """The story of each document after the whole line of stages."""
    db = Database(memory=True)
    MIGRATIONS.apply(db)
    for case in cases:
        piece = Document(key=case.id, raw_title=case.title, raw_text=case.text, outlet=case.outlet,
                         published_at=case.dated_at, published_precision="second")  # fmt: skip
        receive(db, piece, NOON)
    stages = build_stages(replace(Settings(), translation_model=translator))
    report = Pass(db, start_run(db, "process", NOON), stages, 16).process()
    assert report.troubles == []
    rows = db.execute("SELECT d.key, s.story_id FROM story_document s JOIN document d ON d.id = s.document_id")
    return dict(rows.fetchall())


def score_b3(events: Labels, stories: Labels) -> float:
    """F1 of the mean precision and the mean recall of the documents."""
    by_event, by_story = defaultdict(set), defaultdict(set)
    for key, event in events.items():
        by_event[event].add(key)
        by_story[stories[key]].add(key)
    right = {key: len(by_event[event] & by_story[stories[key]]) for key, event in events.items()}
    precision = mean(right[key] / len(by_story[stories[key]]) for key in events)
    recall = mean(right[key] / len(by_event[event]) for key, event in events.items())
    return 2 * precision * recall / (precision + recall)


def score_pairs(events: Labels, stories: Labels) -> float:
    """Of the pairs of documents that stand in one story, the part that is on one event."""
    together = [(a, b) for a, b in combinations(events, 2) if stories[a] == stories[b]]
    return mean(events[a] == events[b] for a, b in together)


def test_the_scores_are_what_they_say() -> None:
    events = {"a": 1, "b": 1, "c": 2}
    assert score_b3(events, events) == 1
    assert score_b3(events, {"a": 1, "b": 1, "c": 1}) == pytest.approx(2 * 5 / 9 / (5 / 9 + 1))
    assert score_pairs(events, {"a": 1, "b": 1, "c": 1}) == pytest.approx(1 / 3)


@pytest.mark.parametrize("translator", ["auto", "none"])
@pytest.mark.parametrize("name", SETS)
def test_stories(name: str, translator: str) -> None:
    if translator == "auto" and not shutil.which("apertium"):
        pytest.skip("no translator: Apertium is not installed")
    cases = SETS[name](name)
    stories = cluster(cases, translator)
    events = {case.id: case.event for case in cases}
    within = {
        language: score_b3({c.id: c.event for c in cases if c.language == language}, stories)
        for language in ("en", "fr")
    }
    reached = {**within, "both": score_b3(events, stories), "precision": score_pairs(events, stories)}
    told = "  ".join(f"{measure} {value:.3f}" for measure, value in reached.items())
    print(f"\n{name:8} {translator:5} {len(cases)} documents, {len(set(events.values()))} events: {told}")
    for measure, value in reached.items():
        assert value >= FLOORS[name][measure], measure
