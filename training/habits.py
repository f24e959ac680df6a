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
from hashlib import sha1
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.repair.boilerplate import find_cuts
from pipelines.repair.habits import HABITS, weigh
from pipelines.repair.verdict import TREES, WITNESSES, hear, observe
from training.examples import Example, gather, make_news
from training.pages import OWN, PAGES, LabelledPage, read_pages

SITES = 4  # that a word must be found on, to be kept
STRENGTH = 0.3  # the regression's C: of 0.02 to 3, the best on a quarter of the sites learned from
LEAST = 0.05  # weights nearer to zero are left out
FOLDS = 5  # in which the first reading is learned, for the second to learn from
TREE_COUNT, LEAVES, RATE = 100, 8, 0.15  # 350 at .06 tell no better
RISING = {"odds", "repeated", "notice"} | {witness.__name__ for witness in WITNESSES}  # more never speaks against


def fold_sites(pages: Sequence[LabelledPage]) -> list[list[LabelledPage]]:
    """The pages in FOLDS parts, all of a site in one; so that nothing of what is mixed stands in two."""
    coins = [int(sha1(page.site.encode()).hexdigest(), 16) % FOLDS for page in pages]  # noqa: S324 - no secret
    return [[page for page, coin in zip(pages, coins, strict=True) if coin == fold] for fold in range(FOLDS)]


def fit(folds: Sequence[Sequence[Example]]) -> tuple[dict[str, float], list[str]]:
    """The weight of each mark, and the trees; these are learned from odds by weights that had not seen the text."""
    columns: list[dict[str, NDArray[np.float64]]] = []
    for fold in folds:
        others = regress([e for each in folds if each is not fold for e in each])
        columns += [observe(e.page, [weigh(marks, others) for marks in e.marks], hear(e.page)) for e in fold]
    examples = list(chain.from_iterable(folds))
    return regress(examples), grow(columns, examples)


def grow(columns: Sequence[dict[str, NDArray[np.float64]]], examples: Sequence[Example]) -> list[str]:
    """The trees, as the lines of `verdict.tsv`."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    names = sorted(columns[0])
    table = np.concatenate([np.column_stack([each[name] for name in names]) for each in columns])
    labels = np.array([label for e in examples for label in e.labels])
    counts = np.array([count for e in examples for count in e.counts])
    model = HistGradientBoostingClassifier(
        max_iter=TREE_COUNT, learning_rate=RATE, max_leaf_nodes=LEAVES, min_samples_leaf=25, l2_regularization=3,
        max_features=0.6, random_state=0, early_stopping=False,
        monotonic_cst=[int(name in RISING) - (name == "set off") for name in names],
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
        gone = {i for cut in find_cuts(text, page.title, {}) for i in range(cut.start, cut.end)}
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
        site = re.sub(r"(?<!single)-\d+$", "", case.name)  # the documents of one outlet are numbered
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
    chance = random.Random(0)  # noqa: S311
    news = list(make_news(given.pairs, chance)) if given.pairs else []
    parts = zip(fold_sites([page for page in pages if not page.scores]), fold_sites(read_texts()), strict=True)
    learned = [list(gather(*part, news[fold::FOLDS], chance)) for fold, part in enumerate(parts)]
    weights, trees = fit(learned)
    HABITS.write_text("".join(f"{mark}\t{weight:.2f}\n" for mark, weight in sorted(weights.items())), "utf-8")
    TREES.write_text("".join(f"{line}\n" for line in trees), "utf-8")
    print(f"{len(weights)} weights in {HABITS}, {TREE_COUNT} trees in {TREES}")


if __name__ == "__main__":
    main()
