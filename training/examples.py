"""Texts to learn from, drawn of labelled pages: thinned, mixed, and with what their outlet's other documents repeat."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sqlite_utils import Database

from monitor.store.lines import find_repeated, learn_lines
from pipelines.repair.habits import describe
from pipelines.repair.lines import Page, is_prose, read_page
from pipelines.repair.notices import normalise_line
from training.corpus import read_pairs
from training.pages import OWN, PAGES, LabelledPage

Lines = Sequence[tuple[str, int]]
Shares = Mapping[str, float]  # of an outlet's documents, by the lines they are found in again
VARIANTS = 2  # texts made of each page
DRAWS = 3  # of some of an outlet's documents, to see what these repeat
OUTLET = 3  # documents of one that are compared: fewer stand for themselves
UNKNOWN = 0.6  # of other texts, that come as if their outlet had sent nothing before
PARAGRAPH = 11  # words: a longer line of an article may be background that others repeat
MIXTURES = 50  # texts a language and fold, of one's article in another's surroundings
TEASED = 0.2  # of these, with the beginning of a third below
NEWS = 90  # texts a language of nothing but news sentences
CROWD = 12  # lines: a page with more of its own counts as one with so many


@dataclass(frozen=True)
class Example:
    """A text to learn from: of each line its marks, its label, how much it counts."""

    page: Page
    marks: list[list[str]]
    labels: list[int]
    counts: list[float]
    site: str


def show(lines: Lines, title: str, site: str, shares: Shares, count: float = 1.0) -> Iterator[Example]:
    """One text; lines that nobody knows the label of stand there for their neighbours' sake, and count nothing."""
    known = {normalise_line(line): share for line, share in shares.items()}
    page, labels = read_page("\n".join(line for line, _ in lines), title, known), [label for _, label in lines]
    if len(page.lines) == len(lines) and len(lines) >= 3:
        crowd = max(1.0, labels.count(PAGES) / CROWD)
        counts = [{OWN: count, PAGES: count / crowd}.get(label, 0.0) for label in labels]
        yield Example(page, describe(page), labels, counts, site)


def gather(
    pages: Sequence[LabelledPage], texts: Sequence[LabelledPage], news: Iterable[Lines], chance: random.Random
) -> Iterator[Example]:
    """All that is learned from these, drawn by chance."""
    for page in pages:
        for lines in (thin(page, chance) for _ in range(VARIANTS)):
            yield from show(lines, page.title, page.site, suppose(lines, chance))
    for _, each in groupby(sorted(texts, key=lambda text: text.site), key=lambda text: text.site):
        yield from show_outlet(list(each), chance)
    for article, around, lines in mix([*pages, *texts], chance):
        yield from show(lines, article.title, around.site, suppose(lines, chance))
    for told in news:
        yield from show(told, "", "news", suppose(told, chance), 0.7)


def show_outlet(documents: Sequence[LabelledPage], chance: random.Random) -> Iterator[Example]:
    """The documents of one outlet, with what they repeat of each other, and as if each were its only one."""
    alone = len(documents) < OUTLET
    for text in documents:
        yield from show(text.lines, text.title, text.site, {}, 2.0)
        for lines in (thin(text, chance) for _ in range(VARIANTS if alone else 0)):
            yield from show(lines, text.title, text.site, suppose(lines, chance), 2.0)
    for _ in range(0 if alone else DRAWS):
        some = chance.sample(documents, chance.randrange(2, len(documents) + 1))
        drawn = [list(text.lines) if chance.random() < 0.4 else thin(text, chance) for text in some]
        for text, each, shares in zip(some, drawn, compare_documents(drawn), strict=True):
            yield from show(each, text.title, text.site, shares, 2.0)


def compare_documents(documents: Sequence[Lines]) -> list[dict[str, float]]:
    """What the store would say that each of one outlet's documents repeats of the others."""
    db, texts = Database(memory=True), ["\n".join(line for line, _ in lines) for lines in documents]
    db.execute("CREATE TABLE outlet_line (hash INTEGER, document_id INTEGER, PRIMARY KEY (hash, document_id))")
    for number, text in enumerate(texts):
        learn_lines(db, number, "One", text)
    return [find_repeated(db, "One", text) for text in texts]


def suppose(lines: Lines, chance: random.Random) -> dict[str, float]:
    """What other documents may repeat of a text that stands alone: much of the page's; a line in 250 of its own, or up
    to three paragraphs that reports on one event have in common.
    """
    others, likely = chance.choice([1, 2, 3, 5, 7, 15, 63]), chance.choice([0.3, 0.6, 0.8])
    if chance.random() < UNKNOWN:
        return {}
    told = [line for line, label in lines if label == OWN and len(line.split()) > PARAGRAPH]
    common = chance.sample(told, min(len(told), chance.randrange(1, 4))) if chance.random() < 0.1 else []
    shares = {}
    for line, label in lines:
        most = others if label == PAGES or line in common else (others + 1) // 2
        if chance.random() < {PAGES: likely, OWN: 1.0 if line in common else 0.004}.get(label, 0.0):
            shares[line] = chance.randint(1, most) / (others + 2)
    return shares


def thin(page: LabelledPage, chance: random.Random) -> list[tuple[str, int]]:
    """One text made of a page: few or many of the lines around it, its paragraphs whole or cut to a sentence or two."""
    lines = page.around(chance.choice([0, 1, 2, 3, 6]), chance.choice([0, 2, 4, 8, 15, 30]))
    share, short = chance.choice([1, 1, 0.6, 0.3, 0.15]), chance.random() < 0.5
    lines = [(line, label) for line, label in lines if label != PAGES or chance.random() <= share]
    own = [i for i, (_, label) in enumerate(lines) if label == OWN]
    dropped = set(chance.sample(own, len(own) - chance.randrange(5, 15))) if short and len(own) > 14 else set()
    kept = [each for i, each in enumerate(lines) if i not in dropped]
    return [part for each in kept for part in (_shorten(each, chance) if short else [each])]


def _shorten(each: tuple[str, int], chance: random.Random) -> list[tuple[str, int]]:
    line, label = each
    if label != OWN or len(line.split()) <= 25:
        return [each]
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ«\"“])", line)
    start = chance.randrange(len(sentences))
    return [(sentence, OWN) for sentence in sentences[start : start + 2]]


def mix(
    pages: Sequence[LabelledPage], chance: random.Random
) -> Iterator[tuple[LabelledPage, LabelledPage, list[tuple[str, int]]]]:
    """One page's article between the head and the foot of another in the same language."""
    for language in ("en", "fr"):
        there = [page for page in pages if page.language == language]
        for _ in range(MIXTURES):
            article, around, other = (chance.choice(there) for _ in range(3))
            yield article, around, _join(article, around, other, chance)


def _join(
    article: LabelledPage, around: LabelledPage, other: LabelledPage, chance: random.Random
) -> list[tuple[str, int]]:
    own = [each for each in article.lines if each[1] == OWN]
    if len(own) > 16:
        start = chance.randrange(len(own) - 8)
        own = own[start : start + chance.randrange(5, 16)]
    head, inner, foot = _surroundings(around)
    if inner and len(own) > 3 and chance.random() < 0.5:
        place, start = chance.randrange(1, len(own)), chance.randrange(len(inner))
        own[place:place] = inner[start : start + chance.randrange(1, 4)]
    start = chance.randrange(len(foot)) if foot and chance.random() < 0.7 else 0
    lines = [*[each for each in head if chance.random() < 0.8][-6:], *own, *foot[start : start + 11]]
    return [*lines, *_tease(other, chance)] if chance.random() < TEASED else lines


def _tease(page: LabelledPage, chance: random.Random) -> list[tuple[str, int]]:
    """The title and the first sentences of another article, as pages put them below their own."""
    told = [line for line, label in page.lines if label == OWN and is_prose(line)]
    return [(line, PAGES) for line in [page.title, *told[: chance.randrange(1, 4)]] if line]


def _surroundings(page: LabelledPage) -> tuple[list[tuple[str, int]], ...]:
    """The page's own lines above, within and below its article."""
    own = [i for i, (_, label) in enumerate(page.lines) if label == OWN]
    parts = (page.lines[: own[0]], page.lines[own[0] : own[-1]], page.lines[own[-1] :])
    return tuple([each for each in part if each[1] == PAGES] for part in parts)


def make_news(folder: Path, chance: random.Random) -> Iterator[Lines]:
    """Texts of sentences of news that have nothing in common, some with questions or everyday sentences between."""
    pairs = {
        source: [(p.first, p.second) for p in each]
        for source, each in groupby(sorted(read_pairs(folder), key=lambda p: p.source), key=lambda p: p.source)
    }
    for side in (0, 1):
        news = [pair[side] for name in ("ntrex", "ud-pud", "mt-geneval") for pair in pairs[name]]
        talk = [pair[side] for pair in pairs["tatoeba"] if len(pair[side].split()) > 4]
        questions = [sentence for sentence in talk if sentence.endswith("?")]
        for number in range(NEWS):
            between = (questions, talk, news)[number % 3]
            sentences = [chance.choice(news) for _ in range(chance.randrange(6, 13))]
            told = (s for each in sentences for s in ([chance.choice(between)] * (chance.random() < 0.4) + [each]))
            yield [(sentence, OWN) for sentence in told]
