"""Passages in another language: what is another piece is not read, and no summary is made of any."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from monitor.document import Amount, Date, Document, Mention, Quote
from monitor.watchlist import WatchList
from pipelines.language.passages import find_own_end, find_passage
from pipelines.stages.language import LanguageStage
from pipelines.stages.mentions import MentionsStage
from pipelines.summary.standing import find_statements

CASES = tomllib.loads((Path(__file__).parent / "cases" / "language" / "stuck.toml").read_text("utf-8"))["case"]


def read(case: dict[str, Any]) -> Document:
    text = case["text"].strip()
    document = Document(key="k", raw_text=text, title=case["title"], text=text, dated_at="2026-11-20T00:00:00Z")
    (named,) = LanguageStage()([document])
    return MentionsStage(WatchList(()))([named])[0]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_piece_stuck_on_in_another_language_is_not_read(case: dict[str, Any]) -> None:
    document = read(case)
    assert document.language == case["main"]
    (span,) = document.language_spans
    end = find_own_end(document)
    assert end == (span.start if case["kind"] == "tail" else len(document.text))
    rows: list[Mention | Amount | Date | Quote] = [*document.mentions, *document.amounts, *document.dates]
    rows += document.quotes
    assert all(row.end <= end for row in rows if row.field == "text")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_no_summary_tells_what_stands_there_in_another_language(case: dict[str, Any]) -> None:
    document = read(case)
    statements = find_statements(document)
    assert statements
    assert not any(find_passage(document, "text", each.start, each.end) for each in statements)


def test_what_is_quoted_or_repeated_is_read() -> None:
    case = next(case for case in CASES if case["name"] == "a bilingual page")
    document = read(case)
    (span,) = document.language_spans
    assert any(mention.start >= span.start for mention in document.mentions)


def test_each_reason_is_needed() -> None:
    """A piece that is the article's own is so for one reason: without it, it is another's."""
    case = next(case for case in CASES if case["name"].startswith("a French article that ends with the English letter"))
    assert find_own_end(read(case)) == len(case["text"].strip())
    silent = {**case, "text": case["text"].replace("lettre :", "lettre.")}
    assert find_own_end(read(silent)) < len(silent["text"].strip())
