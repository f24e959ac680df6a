"""Sentences: labelled texts, and the law that every character lies in one sentence."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sentences import split_sentences

CASES = tomllib.loads((Path(__file__).parent / "cases/sentences/sentences.toml").read_text("utf-8"))["case"]
WORDS = ["M.", "Mme", "U.S.", "a.m.", "3,5", "3.5", "Le", "le", "Paris", "eBay", "é", "1.", "etc.", "中文。", "😀"]
MARKS = [
    "« ",
    " »",
    "“",
    "”",
    "…",
    "...",
    ".",
    "!",
    "?",
    "(",
    ")",
    "—",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\u2028",
    "\u00a0",
    "\r\n",
]
PIECES = st.sampled_from(WORDS + MARKS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_sentences_are_found(case):
    text = case["text"]
    assert [text[start:end] for start, end in split_sentences(text, case["language"])] == case["sentences"]


@settings(max_examples=3 * settings.default.max_examples)
@given(
    text=st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=60)),
    language=st.sampled_from(["fr", "en", "de", "zh", "und"]),
)
def test_every_character_lies_in_exactly_one_sentence(text, language):
    spans = split_sentences(text, language)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    kept = {n for start, end in spans for n in range(start, end)}
    assert all(n in kept or letter.isspace() for n, letter in enumerate(text))


@given(left=st.text(max_size=30), right=st.text(max_size=30))
def test_an_empty_line_always_ends_a_sentence(left, right):
    assert all("\n\n" not in f"{left}\n\n{right}"[a:b] for a, b in split_sentences(f"{left}\n\n{right}", "fr"))


def test_a_long_text_without_an_end_is_split_in_no_time():
    assert len(split_sentences("« Le prix monte. " * 3000, "fr")) <= 3000
