"""Summaries against what an editor wrote of the same article, beside its first three sentences.

Articles and references were written by hand, each reference in its own words before anything was chosen. Those named
tuning set the weights; those named scoring did not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import pytest
from rouge_score.rouge_scorer import RougeScorer
from summary_cases import Article, read_articles

from monitor.document import Document
from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.sentences import split_sentences
from pipelines.stages.mentions import MentionsStage
from pipelines.stages.summary import SummaryStage
from pipelines.stages.translation import TranslationStage
from pipelines.translator import choose_translator

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("summary.floors.toml").read_text(encoding="utf-8"))


class Words:
    """Words with their accents; rouge-score's own tokenizer knows a to z only."""

    def tokenize(self, text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())


ROUGE = RougeScorer(["rouge1", "rougeL"], tokenizer=Words())


def rouge(text: str, reference: str, kind: str = "rouge1") -> float:
    """F1 in points, 0 to 100."""
    return 100 * float(ROUGE.score(reference, text)[kind].fmeasure)


def read_document(article: Article) -> Document:
    return Document(
        key=article.name,
        raw_text=article.text,
        title=article.title,
        text=article.text,
        language=article.language,
        dated_at="2024-11-20T08:00:00Z",
    )


def summarise(articles: Sequence[Article]) -> list[str]:
    """As the program does it, with whatever translates here."""
    documents = [read_document(article) for article in articles]
    documents = MentionsStage(read_watchlist(Settings()))(documents)
    if choose_translator("auto").translates("fr", "en"):
        documents = TranslationStage()(documents)
    summaries = [document.summary(document.language) for document in SummaryStage()(documents)]
    return [summary.text if summary else "" for summary in summaries]


@pytest.mark.parametrize("kind", ["slow", "ordinary"])
@pytest.mark.parametrize("language", ["english", "french"])
def test_summaries_beat_the_first_three_sentences(language: str, kind: str) -> None:
    articles = list(read_articles(f"{language}_{kind}_scoring"))
    made = summarise(articles)
    leads = [" ".join(a.text[s:e] for s, e in split_sentences(a.text, a.language)[:3]) for a in articles]
    print(f"\n{language} {kind}: {len(articles)} articles")
    measured = {}
    for measure in ("rouge1", "rougeL"):
        ours = mean(rouge(text, a.reference, measure) for text, a in zip(made, articles, strict=True))
        lead = mean(rouge(text, a.reference, measure) for text, a in zip(leads, articles, strict=True))
        measured[measure] = ours - lead
        print(f"    {measure} {ours:5.1f}   first three sentences {lead:5.1f}   {ours - lead:+5.1f}")
    assert all(made)
    assert measured["rouge1"] >= FLOORS[kind][language]
