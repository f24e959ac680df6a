"""Find the weights of `pipelines/repair/habits.tsv` and the trees of `verdict.tsv`: what tells a page's own lines.

    python -m training.habits PAGES [--pairs DATA] [--score]

PAGES holds the checkouts that `training.pages` names, DATA the sentence pairs of the translator. Learned from three
quarters of the sites, and from the labelled texts of our own in tests/cases/boilerplate/{tuning,learning}; the last
quarter is left for --score, which reads it with the weights as they are. Needs scikit-learn. Only the weights of marks
found on several sites are kept: single words, pairs of words and forms, never a sentence of a page.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha1
from itertools import chain, groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.repair.boilerplate import find_cuts
from pipelines.repair.habits import HABITS, describe, weigh
from pipelines.repair.lines import Page, is_prose, read_page
from pipelines.repair.verdict import TREES, hear, observe
from training.corpus import read_pairs
from training.pages import OWN, PAGES, LabelledPage, read_pages

Lines = Sequence[tuple[str, int]]
DRAWS = 1  # times that all is drawn anew
VARIANTS = 2  # texts made of each page, a draw
MIXTURES = 250  # texts a language, of one's article in another's surroundings
TEASED = 0.2  # of these, with the beginning of a third below
NEWS = 90  # texts a language of nothing but news sentences
SITES = 4  # that a word must be found on, to be kept
STRENGTH = 0.3 / DRAWS  # the regression's C: of 0.02 to 3, the best on a quarter of the sites learned from
LEAST = 0.05  # weights nearer to zero are left out
FOLDS = 5  # in which the first reading is learned, for the second to learn from
TREE_COUNT, LEAVES = 350, 8
CROWD = 12  # lines: a page with more of its own counts as one with so many


@dataclass(frozen=True)
class Example:
    """A text to learn from: of each line its marks, its label, how much it counts."""

    page: Page
    marks: list[list[str]]
    labels: list[int]
    counts: list[float]
    site: str


def show(lines: Lines, title: str, site: str, count: float = 1.0) -> Iterator[Example]:
    """One text; lines that nobody knows the label of stand there for their neighbours' sake, and count nothing."""
    page, labels = read_page("\n".join(line for line, _ in lines), title, ()), [label for _, label in lines]
    if len(page.lines) == len(lines) and len(lines) >= 3:
        crowd = max(1.0, labels.count(PAGES) / CROWD)
        counts = [{OWN: count, PAGES: count / crowd}.get(label, 0.0) for label in labels]
        yield Example(page, describe(page), labels, counts, site)


def gather(
    pages: Sequence[LabelledPage], texts: Sequence[LabelledPage], news: Iterable[tuple[str, ...]], seed: int
) -> Iterator[Example]:
    """All that is learned from, drawn once."""
    chance = random.Random(seed)  # noqa: S311
    for page in pages:
        for _ in range(VARIANTS):
            yield from show(thin(page, chance), page.title, page.site)
    for text in texts:
        yield from show(text.lines, text.title, text.site, 2.0)
        for _ in range(2):
            yield from show(thin(text, chance), text.title, text.site, 2.0)
    for article, around, lines in mix([*pages, *texts], chance):
        yield from show(lines, article.title, around.site)
    for sentences in news:
        yield from show([(sentence, OWN) for sentence in sentences], "", "news", 0.7)


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


def make_news(folder: Path, chance: random.Random) -> Iterator[tuple[str, ...]]:
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
            yield tuple(s for each in sentences for s in ([chance.choice(between)] * (chance.random() < 0.4) + [each]))


def fit(examples: Sequence[Example]) -> tuple[dict[str, float], list[str]]:
    """The weight of each mark, and the trees; these are learned from odds by weights that had not seen the text."""
    folds = [int(sha1(each.site.encode()).hexdigest(), 16) % FOLDS for each in examples]  # noqa: S324 - a coin
    columns: list[dict[str, NDArray[np.float64]]] = []
    learned: list[Example] = []
    for fold in range(FOLDS):
        others = regress([e for e, f in zip(examples, folds, strict=True) if f != fold])
        mine = [e for e, f in zip(examples, folds, strict=True) if f == fold]
        learned += mine
        columns += [observe(e.page, [weigh(marks, others) for marks in e.marks], hear(e.page)) for e in mine]
    return regress(examples), grow(columns, learned)


def grow(columns: Sequence[dict[str, NDArray[np.float64]]], examples: Sequence[Example]) -> list[str]:
    """The trees, as the lines of `verdict.tsv`."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    names = sorted(columns[0])
    table = np.concatenate([np.column_stack([each[name] for name in names]) for each in columns])
    labels = np.array([label for e in examples for label in e.labels])
    counts = np.array([count for e in examples for count in e.counts])
    model = HistGradientBoostingClassifier(
        max_iter=TREE_COUNT, learning_rate=0.06, max_leaf_nodes=LEAVES, min_samples_leaf=25, l2_regularization=3,
        max_features=0.6, random_state=0, early_stopping=False,
    )  # fmt: skip
    model.fit(table[counts > 0], labels[counts > 0] == PAGES, sample_weight=counts[counts > 0])
    grown = [predictor.nodes for (predictor,) in model._predictors]
    depth = max(int(nodes["depth"].max()) for nodes in grown)
    lines = [f"{model._baseline_prediction.item():.4f}\t{depth}"]
    for number, nodes in enumerate(grown):
        for node in nodes:
            asks = f"{names[node['feature_idx']]}\t{node['num_threshold']:.5g}\t{node['left']}\t{node['right']}"
            lines.append(f"{number}\t\t{node['value']:.4f}" if node["is_leaf"] else f"{number}\t{asks}")
    return lines


def regress(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of each mark by logistic regression; `(all)` is what every line starts from."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    lines = [row for e in examples for row in zip(e.marks, e.labels, e.counts, strict=True) if row[2]]
    rows = {mark: row for row, mark in enumerate(sorted(_keep(examples)))}
    cells = [(i, rows[mark]) for i, (marks, _, _) in enumerate(lines) for mark in set(marks) if mark in rows]
    at, columns = np.array(cells).T
    table = csr_matrix((np.ones(len(cells)), (at, columns)), shape=(len(lines), len(rows)))
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(table, [label == PAGES for _, label, _ in lines], sample_weight=[count for _, _, count in lines])
    weights = {mark: float(weight) for mark, weight in zip(rows, model.coef_[0], strict=True) if abs(weight) >= LEAST}
    return {"(all)": float(model.intercept_[0]), **weights}


def _keep(examples: Sequence[Example]) -> Iterator[str]:
    """The marks found on several sites: words on more of them, since words are many."""
    sites = defaultdict(set)
    for example in examples:
        for mark in chain.from_iterable(example.marks):
            sites[mark].add(example.site)
    for mark, found in sites.items():
        if len(found) >= (SITES if mark.startswith(("w:", "first:", "last:")) else 3):
            yield mark


def score(pages: Iterable[LabelledPage]) -> dict[str, float]:
    """Percent of the articles' lines kept and of the pages' cut, with four lines above and twelve below."""
    counts: defaultdict[tuple[int, bool], int] = defaultdict(int)
    for page in pages:
        lines = page.around(4, 12)
        text = "\n".join(line for line, _ in lines)
        gone = {i for cut in find_cuts(text, page.title, ()) for i in range(cut.start, cut.end)}
        start = 0
        for line, label in lines:
            lost = sum(i in gone for i in range(start, start + len(line)))
            counts[label, lost > 0 if label == OWN else lost >= 0.9 * len(line)] += 1
            start += len(line) + 1
    own, pages_own = (counts[label, False] + counts[label, True] for label in (OWN, PAGES))
    return {
        "kept": 100 * counts[OWN, False] / own,
        "cut": 100 * counts[PAGES, True] / pages_own,
        "own": own,
        "page": pages_own,
    }


def read_texts() -> list[LabelledPage]:
    """The labelled texts of our own that may be learned from."""
    from tests.boilerplate_cases import read_cases

    texts = []
    for case in (case for folder in ("tuning", "learning") for case in read_cases(folder)):
        spans = sorted([(*s, OWN) for s in case.own] + [(*s, PAGES) for s in case.boilerplate])
        french = re.search(r" (le|la|les|des|une) ", case.text) is not None
        lines = tuple((case.text[start:end], label) for start, end, label in spans)
        site = re.sub(r"-\d+$", "", case.name)  # the documents of one outlet are numbered
        texts.append(LabelledPage(f"ours:{site}", "fr" if french else "en", case.title, lines))
    return [text for text in texts if any(label == OWN for _, label in text.lines)]


def main() -> None:
    """Learn and write, or score."""
    parser = argparse.ArgumentParser("python -m training.habits", description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--score", action="store_true")
    given = parser.parse_args()
    pages = read_pages(given.pages)
    if given.score:
        for language in ("en", "fr"):
            print(language, score(page for page in pages if page.scores and page.language == language))
        return
    news = list(make_news(given.pairs, random.Random(3))) if given.pairs else []  # noqa: S311
    learned = [page for page in pages if not page.scores], read_texts(), news
    weights, trees = fit([example for seed in range(DRAWS) for example in gather(*learned, seed)])
    HABITS.write_text("".join(f"{mark}\t{weight:.2f}\n" for mark, weight in sorted(weights.items())), "utf-8")
    TREES.write_text("".join(f"{line}\n" for line in trees), "utf-8")
    print(f"{len(weights)} weights in {HABITS}, {TREE_COUNT} trees in {TREES}")


if __name__ == "__main__":
    main()
