"""The first topic given to labelled documents, against pinned floors: as written, and French in its translation."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from topic_cases import CASES, Labelled, read_cases

from monitor.document import Document
from monitor.watchlist import Watched, WatchList
from pipelines.embeddings import choose_embedder
from pipelines.stages.topics import TopicsStage
from pipelines.stages.translation import TranslationStage
from pipelines.translation.terms import read_glossary
from pipelines.translation.translator import choose_translator

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("topics.floors.toml").read_text(encoding="utf-8"))


@cache
def stage() -> TopicsStage:
    return TopicsStage(embedder=choose_embedder(""))


def score(cases: Sequence[Labelled], documents: Sequence[Document]) -> tuple[float, float]:
    """The share of documents whose first topic is right, and of those with a second level, whose second is."""
    first = second = labelled = 0
    for case, document in zip(cases, stage()(documents), strict=True):
        codes = [t.tag.code.removeprefix("medtop:") for t in document.tags if t.tag.scheme == "iptc"]
        first += bool(codes) and codes[0][:2] == case.first
        second += bool(case.second) and case.second in codes[1:2]
        labelled += bool(case.second)
    return first / len(cases), second / max(labelled, 1)


def check(name: str, cases: Sequence[Labelled], documents: Sequence[Document]) -> None:
    first, second = score(cases, documents)
    print(f"\n{name:28} documents {len(cases)}  first topic {first:.3f}  second level {second:.3f}")
    assert first >= FLOORS[name]["first"]
    assert second >= FLOORS[name].get("second", 0)


@pytest.mark.parametrize(
    "name",
    [
        "english",
        "french",
        "english_tuning",
        "french_tuning",
        "english_last",
        "french_last",
        "french_fresh",
        "french_wide",
    ],
)
def test_topics_of_texts_as_written(name: str) -> None:
    cases = read_cases(name)
    check(name, cases, [case.document for case in cases])


@pytest.mark.parametrize("name", ["french", "french_tuning", "french_last", "french_fresh"])
def test_topics_of_texts_in_translation(name: str) -> None:
    cases = read_cases(name)
    translate = TranslationStage(glossary=read_glossary(), translator=choose_translator("auto"))
    check(f"{name}_translated", cases, translate([case.document for case in cases]))


def test_topics_of_a_few_words() -> None:
    tables = tomllib.loads((CASES / "own.toml").read_text(encoding="utf-8"))["topic"]
    entries = [
        Watched(t["name"], "topic", t["name"], words=tuple(t["words"]), words_fr=tuple(t["words_fr"])) for t in tables
    ]
    wanted = {(title, t["name"]) for t in tables for title in t["right"]}
    cases = [*read_cases("english"), *read_cases("french")]
    own = TopicsStage(watchlist=WatchList(tuple(entries)), embedder=choose_embedder(""))
    given = {
        (case.document.key, score.tag.name)
        for case, document in zip(cases, own([case.document for case in cases]), strict=True)
        for score in document.tags
        if score.tag.scheme != "iptc"
    }
    f1 = 2 * len(wanted & given) / (len(wanted) + len(given))
    print(f"\na few words: {len(wanted)} wanted, {len(given)} given, F1 {f1:.3f}; {sorted(wanted ^ given)}")
    assert f1 >= FLOORS["a_few_words"]["f1"]
