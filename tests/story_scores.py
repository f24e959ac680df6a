"""How well documents were put into stories: B³ (Bagga and Baldwin 1998) and pairwise precision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from statistics import mean

from fresh_store import fresh_store
from story_cases import Case

from monitor.document import Document
from monitor.settings import Settings
from monitor.store.receiving import receive
from monitor.store.steps import start_run
from pipelines.order import build_stages, needed_by
from pipelines.runner import Pass

NOON = "2027-01-01T12:00:00Z"
Labels = Mapping[str, Hashable]


def cluster(cases: Iterable[Case], translator: str) -> Labels:
    """The story of each document after all the stages that stories need."""
    db = fresh_store()
    for case in cases:
        piece = Document(key=case.id, raw_title=case.title, raw_text=case.text, outlet=case.outlet,
                         published_at=case.dated_at, published_precision="second")  # fmt: skip
        receive(db, piece, NOON)
    stages = build_stages(replace(Settings(), translation_model=translator))
    report = Pass(db, start_run(db, "process", NOON), stages, 16).process(needed_by("stories", stages))
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
