"""Which sentences tell a piece: of all sets of a few that stand by themselves, the one that says most.

A set is worth what it covers of the text (the mean likeness of every sentence to the nearest chosen one: facility
location, Lin and Bilmes 2011), and what its sentences bring: figures, names, a day near publication, likeness to the
title. What two of them say alike is taken off. A piece that opens with its news is told by its opening, as its writer
meant it to be.

The weights were found on the 30 articles of tests/cases/summaries that are named tuning. Each may change by a third
without moving the mean ROUGE-1 there by more than 2 points. EARLY was raised for ordinary news (100 articles of
OrangeSum and 80 of CNN/DailyMail): it gains a point there, and costs slow beginnings three of more than thirty.
MOST_WORDS was lowered for the same sets. FADING was halved on 198 of CNN/DailyMail and 100 of OrangeSum: +0.3 and -0.1
there, +0.5 and +0.4 on as many others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.document import Amount, Date, Document, Mention
from pipelines.embeddings import Embedder, Vectors
from pipelines.summary.standing import MARKED, Statement, find_statements, is_broken

FIGURE, NAME, NEAR, TITLE, LENGTH, EARLY, SPEAKS = 0.35, 0.05, 0.15, 0.1, 0.2, 0.5, -0.3  # what a sentence brings
REPEATS = -0.3  # for each pair, times their likeness
NAMES_COUNTED, LONG = 3, 25  # names, and words, beyond which a sentence brings no more
NEAR_DAYS = 10  # days between what happened and its news
OPENING, FADING = 10.0, 2  # worth of the first sentence of a piece that opens with its news; sentences to a third of it
LIKE_TITLE, LONGER = 0.4, 1.0  # such an opening is like the title, and as long as the piece's sentences are
CENTRAL = 0.8  # without a title: it is like the piece, at least so much of the mean; found on CNN/DailyMail
MOST_WORDS = 70
MOST_CANDIDATES = 24  # of a long piece; their sets of three are 2,024

Numbers = NDArray[Any]  # one a sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """A document's sentences with a vector each, and the title's, where it has a title of its own."""

    document: Document
    statements: Sequence[Statement]
    vectors: Vectors
    title: Vectors | None


def choose(piece: Piece, most: int) -> list[Statement]:
    """Return up to `most` sentences, at most half of the piece's, in its order; none where none stands by itself.

    A piece of one sentence is that sentence, though it leans on what nobody wrote, or lacks its full stop.
    """
    statements = piece.statements
    if len(statements) == 1 and _tells_all(statements[0]):
        return list(statements)
    if not statements:
        return []
    most = min(most, (len(statements) + 1) // 2)
    likeness = np.maximum(piece.vectors @ piece.vectors.T, 0)
    words = np.array([len(s.text.split()) for s in statements])
    worth = weigh(piece, likeness, words)

    def value(chosen: tuple[int, ...]) -> float:
        rows = list(chosen)
        repeated = sum(likeness[a, b] for a, b in combinations(rows, 2))
        return float(worth[rows].sum() + likeness[rows].max(axis=0).mean() + REPEATS * repeated)

    sets = [s for s in find_sets(statements, worth, most) if len(s) == 1 or words[list(s)].sum() <= MOST_WORDS]
    return [statements[n] for n in max(sets, key=value, default=())]


def _tells_all(only: Statement) -> bool:
    """Whether a text's only sentence is a statement; one without its full stop may quote nobody."""
    whole = not is_broken(only.text + "." * only.text[-1:].isalnum())
    return whole and not (only.broken and MARKED.search(only.text))


def find_sets(statements: Sequence[Statement], worth: Numbers, most: int) -> Iterator[tuple[int, ...]]:
    """Every set of up to `most` whole sentences in which one that leans stands right behind what it leans on."""
    whole = [n for n, statement in enumerate(statements) if not statement.broken]
    best = set(sorted(whole, key=lambda n: -worth[n])[:MOST_CANDIDATES])
    candidates = [n for n in whole if n in best or (n + 1 in best and statements[n + 1].leans)]
    for size in range(1, most + 1):
        for chosen in combinations(candidates, size):
            if all(not statements[n].leans or n - 1 in chosen for n in chosen):
                yield chosen


def weigh(piece: Piece, likeness: Numbers, words: Numbers) -> Numbers:
    """What each sentence brings to a summary, apart from what it covers of the text."""
    document, statements = piece.document, piece.statements
    titled = piece.title is not None
    like_title = piece.vectors @ piece.title if piece.title is not None else np.zeros(len(statements))
    figures = np.array([any(_is_in(a, s) for a in document.amounts) for s in statements])
    names = np.array([len({m.tag for m in document.mentions if _is_in(m, s)}) for s in statements])
    near = np.array(
        [any(_is_near(d.value, document.dated_at) for d in document.dates if _is_in(d, s)) for s in statements]
    )
    brings: Numbers = (
        FIGURE * figures
        + NAME * np.minimum(names, NAMES_COUNTED)
        + NEAR * near
        + TITLE * like_title
        + LENGTH * np.minimum(words, LONG) / LONG
        + EARLY * (1 - np.arange(len(statements)) / len(statements))
        + SPEAKS * np.array([s.speaks for s in statements])
    )
    if figures[0] + names[0] and opens_with_news(statements[0], words, near, like_title, likeness, titled):
        brings = brings + OPENING * np.exp(-np.arange(len(statements)) / FADING)
    return brings


def opens_with_news(
    first: Statement, words: Numbers, near: Numbers, like_title: Numbers, likeness: Numbers, titled: bool
) -> bool:
    """Whether the first sentence tells the news: long or dated and like the title; without one, like the piece."""
    if first.broken:
        return False
    if titled:
        return bool(like_title[0] >= LIKE_TITLE and (near[0] or words[0] >= LONGER * words.mean()))
    central = likeness.sum(axis=1)
    return bool(central[0] >= CENTRAL * central.mean())


def read_pieces(batch: Sequence[Document], embedder: Embedder) -> list[Piece]:
    """The documents with their sentences as vectors, all made together. Raises Postpone where the model is missing."""
    judged = [find_statements(document) for document in batch]
    texts = [
        _read_english(d, each) if embedder.english_only else _read(d, each)
        for d, each in zip(batch, judged, strict=True)
    ]
    vectors = embedder.embed([text for each in texts for text in each])
    ends = np.cumsum([len(each) for each in texts])[:-1]
    return [
        Piece(document, statements, own[: len(statements)], own[-1] if len(own) > len(statements) else None)
        for document, statements, own in zip(batch, judged, np.split(vectors, ends), strict=True)
    ]


def _read(document: Document, statements: Sequence[Statement]) -> list[str]:
    """The sentences, and the title behind them where there is one that was not taken from the text."""
    return [s.text for s in statements] + [document.title] * _has_title(document)


def _read_english(document: Document, statements: Sequence[Statement]) -> list[str]:
    """As _read, each sentence in its English translation where it has one."""
    english = document.translation("en")
    if document.language == "en" or not english:
        return _read(document, statements)
    told = {s.source_end: english.text[s.start : s.end] for s in english.sentences if s.field == "text"}
    return [told.get(s.end, s.text) for s in statements] + [english.title or document.title] * _has_title(document)


def _has_title(document: Document) -> bool:
    return bool(document.title) and not document.title_made


def _is_in(span: Mention | Amount | Date, statement: Statement) -> bool:
    return span.field == "text" and statement.start <= span.start < statement.end


def _is_near(value: str, dated_at: str) -> bool:
    """Whether two ISO 8601 times lie within NEAR_DAYS of each other; False where one is no day."""
    try:
        days = date.fromisoformat(value[:10]) - date.fromisoformat(dated_at[:10])
    except ValueError:
        return False
    return abs(days.days) <= NEAR_DAYS
