"""What a search finds of 60 questions in each language, judged by hand, over some 420 documents in both.

nDCG@10 over both languages; and, for a question asked in one language, whether one of the first three documents in the
other language answers it. French documents are translated whole, English ones in title and summary, as the settings
have it by default; where no translator is installed, the test is skipped by name.
"""

from __future__ import annotations

import math
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from search_store import make_store
from story_cases import read_cases

from monitor.search.codes import write_codes
from monitor.search.meaning import search_hybrid, text_of
from monitor.search.searching import Answer, search_documents
from monitor.settings import Settings
from monitor.store.fingerprints import count_day
from monitor.watchlist import read_watchlist
from pipelines.embeddings import choose_embedder
from pipelines.names.gazetteer import load_gazetteer
from pipelines.question import embed_question
from pipelines.translation.translator import choose_translator

pytestmark = pytest.mark.quality

ROOT = Path(__file__).parents[1]
FLOORS = tomllib.loads(Path(__file__).with_name("search.floors.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "fr")
LEAD = 2  # sentences of a summary


@dataclass(frozen=True)
class Question:
    """What is typed in each language, and the groups of documents that answer it."""

    text: dict[str, str]
    answers: frozenset[str]


def read_questions() -> list[Question]:
    lines = (ROOT / "cases/search/questions.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Question({"en": english, "fr": french}, frozenset(told.split())) for english, french, told in rows]


def read_documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each document with the group it answers for."""
    for case in read_cases("scoring"):
        yield case.event, {"title": case.title, "text": case.text, "language": case.language, "date": case.dated_at}
    for label in tomllib.loads((ROOT / "cases/samples/labels.toml").read_text(encoding="utf-8"))["document"]:
        title, _, text = (ROOT / "cases/samples" / label["clean"]).read_text(encoding="utf-8").partition("\n\n")
        yield f"sample:{label['clean']}", {"title": title, "text": text, "language": label["language"]}


def translate_all(documents: Sequence[dict[str, Any]]) -> None:
    """Give each document what the stages would: in one call a language, since starting takes longest."""
    translator = choose_translator("auto")
    for own, other in (("fr", "en"), ("en", "fr")):
        if not translator.translates(own, other):
            pytest.skip(f"{translator.name} does not translate {own} to {other} here")
        mine = [d for d in documents if d["language"] == own]
        parts = [[d["title"], *(d["text"] if other == "en" else lead(d["text"])).split("\n")] for d in mine]
        done = iter(made.text for made in translator.translate([line for part in parts for line in part], own, other))
        for document, part in zip(mine, parts, strict=True):
            title, *lines = [next(done) for _ in part]
            document[f"summary_{own}"] = lead(document["text"])
            document[f"summary_{other}"] = lead("\n".join(lines))
            document[other] = (title, "\n".join(lines) if other == "en" else "")


def lead(text: str) -> str:
    return ". ".join(" ".join(text.split()).split(". ")[:LEAD])


def name_all(documents: Sequence[dict[str, Any]]) -> None:
    """Names by the watch list that comes along, in both languages."""
    gazetteer = load_gazetteer(read_watchlist(Settings()))
    for document in documents:
        found = gazetteer.find(document["title"], document["text"], document["language"])
        document["tags"] = {f.claim.tag.name: f.claim.tag.name_fr for f in found}


@pytest.fixture(scope="module")
def corpus() -> Iterator[tuple[sqlite3.Connection, dict[int, str]]]:
    labelled = list(read_documents())
    documents = [document for _, document in labelled]
    translate_all(documents)
    name_all(documents)
    db = make_store(documents)
    embedder = choose_embedder("")
    english = [d["title"] + "\n" + d["text"] if d["language"] == "en" else "\n".join(d["en"][:2]) for d in documents]
    with db.atomic():
        for number, vector in enumerate(embedder.embed([text[:1200] for text in english]), start=1):
            db.execute(
                "INSERT INTO fingerprint VALUES (?, ?, 'en', ?, '{}', '[]', '[]', '[]', '{}')",
                [number, count_day("2024-01-01"), vector.astype(np.float16).tobytes()],
            )
        write_codes(db.conn, range(1, len(documents) + 1))
    yield db.conn, {number: group for number, (group, _) in enumerate(labelled, start=1)}
    db.conn.close()


Ask = Callable[[sqlite3.Connection, str], Answer]


def by_words(store: sqlite3.Connection, text: str) -> Answer:
    return search_documents(store, text)


def by_both(store: sqlite3.Connection, text: str) -> Answer:
    return search_hybrid(store, text, embed_question(Settings(), text_of(text)))


WAYS: dict[str, Ask] = {"words": by_words, "hybrid": by_both}


def gain(found: Sequence[str], answers: frozenset[str], right: int) -> float:
    """nDCG@10 where every answer is as good as another."""
    got = sum(1 / math.log2(rank + 1) for rank, group in enumerate(found[:10], start=1) if group in answers)
    return got / sum(1 / math.log2(rank + 1) for rank in range(1, min(right, 10) + 1))


@pytest.mark.parametrize("way", WAYS)
def test_search(corpus: tuple[sqlite3.Connection, dict[int, str]], way: str) -> None:
    store, groups = corpus
    questions = read_questions()
    assert len(questions) == 60
    for language, other in (("en", "fr"), ("fr", "en")):
        gains, crossed, missed = [], [], []
        for question in questions:
            right = sum(group in question.answers for group in groups.values())
            assert right, question
            hits = [groups[hit.id] for hit in WAYS[way](store, question.text[language]).hits]
            gains.append(gain(hits, question.answers, right))
            across = WAYS[way](store, f"{question.text[language]} lang:{other}").hits[:3]
            crossed.append(any(groups[hit.id] in question.answers for hit in across))
            missed += [] if crossed[-1] else [question.text[language]]
        ndcg, share = sum(gains) / len(gains), sum(crossed) / len(crossed)
        print(f"\n{way:9} asked in {language}  nDCG@10 {ndcg:.3f}  across {share:.2f}  missed: {'; '.join(missed)}")
        assert ndcg >= FLOORS[f"{way}_ndcg_{language}"]
        assert share >= FLOORS[f"{way}_across_{language}"]
