"""Find the weights of `pipelines/repair/habits.tsv`: what tells a page's own lines from the article's.

    python -m training.habits PAGES [--pairs DATA] [--score]

PAGES holds the checkouts that `training.pages` names, DATA the sentence pairs of the translator. Learned from half of
the sites, and from the labelled texts of our own in tests/cases/boilerplate/{tuning,learning}; the other half is left
for --score, which reads it with the weights as they are. Needs scikit-learn. Only the weights of marks found on several
sites are kept: single words, pairs of words and forms, never a sentence of a page.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np

from pipelines.repair.boilerplate import find_cuts
from pipelines.repair.habits import HABITS, describe
from pipelines.repair.lines import read_page
from training.corpus import read_pairs
from training.pages import OWN, PAGES, LabelledPage, read_pages

CASES = Path("tests/cases/boilerplate")
Lines = Sequence[tuple[str, int]]
VARIANTS = 2  # texts made of each page
MIXTURES = 250  # texts a language, of one's article in another's surroundings
NEWS = 90  # texts a language of nothing but news sentences
SITES = 4  # that a word must be found on, to be kept
STRENGTH = 0.3  # of the regression's C: of 0.02 to 3, the best on a quarter of the sites learned from
LEAST = 0.05  # weights nearer to zero are left out
CROWD = 12  # lines: a page with more of its own counts as one with so many


@dataclass
class Examples:
    """Lines to learn from: their marks, labels, sites and how much each counts."""

    marks: list[list[str]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)

    def add(self, lines: Lines, title: str, site: str, count: float = 1.0) -> None:
        """One text; lines that nobody knows the label of stand there for their neighbours' sake."""
        page = read_page("\n".join(line for line, _ in lines), title, ())
        if len(page.lines) != len(lines) or len(lines) < 3:
            return
        crowd = max(1.0, sum(label == PAGES for _, label in lines) / CROWD)
        for marks, (_, label) in zip(describe(page), lines, strict=True):
            if label in (OWN, PAGES):
                self.marks.append(marks)
                self.labels.append(label)
                self.sites.append(site)
                self.counts.append(count if label == OWN else count / crowd)


def gather(pages: Sequence[LabelledPage], texts: Sequence[LabelledPage], news: Iterable[tuple[str, ...]]) -> Examples:
    """All that is learned from, with a fixed seed."""
    chance, examples = random.Random(0), Examples()  # noqa: S311
    for page in pages:
        for _ in range(VARIANTS):
            examples.add(thin(page, chance), page.title, page.site)
    for text in texts:
        examples.add(text.lines, text.title, text.site, 2.0)
        for _ in range(2):
            examples.add(thin(text, chance), text.title, text.site, 2.0)
    for article, around, lines in mix([*pages, *texts], chance):
        examples.add(lines, article.title, around.site)
    for sentences in news:
        examples.add([(sentence, OWN) for sentence in sentences], "", "news", 0.7)
    return examples


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
            article, around = chance.choice(there), chance.choice(there)
            yield article, around, _join(article, around, chance)


def _join(article: LabelledPage, around: LabelledPage, chance: random.Random) -> list[tuple[str, int]]:
    own = [each for each in article.lines if each[1] == OWN]
    if len(own) > 16:
        start = chance.randrange(len(own) - 8)
        own = own[start : start + chance.randrange(5, 16)]
    head, inner, foot = _surroundings(around)
    if inner and len(own) > 3 and chance.random() < 0.5:
        place, start = chance.randrange(1, len(own)), chance.randrange(len(inner))
        own[place:place] = inner[start : start + chance.randrange(1, 4)]
    start = chance.randrange(len(foot)) if foot and chance.random() < 0.7 else 0
    return [*[each for each in head if chance.random() < 0.8][-6:], *own, *foot[start : start + 11]]


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


def fit(examples: Examples) -> dict[str, float]:
    """The weight of each mark by logistic regression; `(all)` is what every line starts from."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = {mark: row for row, mark in enumerate(sorted(_keep(examples)))}
    cells = [(i, rows[mark]) for i, marks in enumerate(examples.marks) for mark in set(marks) if mark in rows]
    at, columns = np.array(cells).T
    table = csr_matrix((np.ones(len(cells)), (at, columns)), shape=(len(examples.marks), len(rows)))
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(table, 1 - np.array(examples.labels), sample_weight=examples.counts)
    weights = {mark: float(weight) for mark, weight in zip(rows, model.coef_[0], strict=True) if abs(weight) >= LEAST}
    return {"(all)": float(model.intercept_[0]), **weights}


def _keep(examples: Examples) -> Iterator[str]:
    """The marks found on several sites: words on more of them, since words are many."""
    sites = defaultdict(set)
    for marks, site in zip(examples.marks, examples.sites, strict=True):
        for mark in marks:
            sites[mark].add(site)
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
        texts.append(LabelledPage(f"ours:{case.name}", "fr" if french else "en", case.title, lines))
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
    news = make_news(given.pairs, random.Random(3)) if given.pairs else ()  # noqa: S311
    weights = fit(gather([page for page in pages if not page.scores], read_texts(), news))
    HABITS.write_text("".join(f"{mark}\t{weight:.2f}\n" for mark, weight in sorted(weights.items())), "utf-8")
    print(f"{len(weights)} weights in {HABITS}")


if __name__ == "__main__":
    main()
