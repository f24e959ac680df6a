"""How likely each line of a text is the page's own, read in its surroundings: learned, like `habits`, from real pages.

A page's lines keep company, and an article ends where its last sentence ends: what a line looks like alone (the odds
that `habits` gives) is weighed with what those around it look like, where it stands, and what the rules that know of
links, comments or captions tell of it. Boosted trees weigh it (Friedman 2001); `training/habits.py` grew them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.repair.captions import find_captions
from pipelines.repair.habits import describe, weigh, weights
from pipelines.repair.kinship import names, rare_words
from pipelines.repair.lines import Cut, Page, is_prose, is_sentence
from pipelines.repair.margins import (
    find_biographies,
    find_company,
    find_discussion,
    find_links,
    find_rest,
    find_signatures,
    find_stuck_on,
)
from pipelines.repair.own_lines import find_set_off

TREES = Path(__file__).with_name("verdict.tsv")
WITNESSES: tuple[Callable[[Page], Iterator[Cut]], ...] = (
    find_links,
    find_discussion,
    find_biographies,
    find_signatures,
    find_company,
    find_rest,
    find_captions,
    find_stuck_on,
)
FAR = 40.0  # lines: nothing of the kind in this direction
EDGE = 15.0  # odds of what stands beyond the text's first and last lines
MOST_ODDS = 12.0

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Trees:
    """A row a tree of nodes: which column it asks, below which value it goes left, where to, and what a leaf adds."""

    start: float
    column: NDArray[np.intp]
    limit: Table
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: Table
    depth: int

    def weigh(self, table: Table) -> Table:
        """Return the log-odds of each row of `table`, shape (lines, columns)."""
        rows, trees = np.arange(len(table))[:, None], np.arange(len(self.column))[None, :]
        node = np.zeros((len(table), len(self.column)), dtype=np.intp)
        for _ in range(self.depth):
            goes_left = table[rows, self.column[trees, node]] <= self.limit[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        odds: Table = self.start + self.value[trees, node].sum(axis=1)
        return odds


def judge(page: Page, testimony: Sequence[Mapping[int, Cut]]) -> list[float]:
    """Return of each line how likely it is the page's; `testimony` is what `hear` gives."""
    odds = [weigh(marks, weights()) for marks in describe(page)]
    columns = observe(page, odds, testimony)
    table = np.column_stack([columns[name] for name in load_trees()[0]])
    return [float(each) for each in 1 / (1 + np.exp(-load_trees()[1].weigh(table)))]


def hear(page: Page) -> list[dict[int, Cut]]:
    """What each of the WITNESSES would cut, by where it begins."""
    return [{cut.start: cut for cut in witness(page)} for witness in WITNESSES]


def observe(page: Page, odds: Sequence[float], testimony: Sequence[Mapping[int, Cut]]) -> dict[str, Table]:
    """Return what the trees ask of, a column each, a number a line; `odds` are those of the first reading."""
    told = {
        witness.__name__: np.array([line.start in cuts and cuts[line.start].end == line.end for line in page.lines])
        for witness, cuts in zip(WITNESSES, testimony, strict=True)
    }
    prose = np.array([is_prose(line.text) for line in page.lines])
    clipped = np.clip(np.array(odds), -MOST_ODDS, MOST_ODDS)
    shares = np.array([page.repeated.get(line.start, 0.0) for line in page.lines])
    return {
        **_alone(page, prose), **told, **_repeated(shares, prose), **_surroundings(clipped), **_place(clipped, prose)
    }  # fmt: skip


def _alone(page: Page, prose: NDArray[np.bool_]) -> dict[str, Table]:
    """What a line is, whatever the odds of those around it, and how long its neighbours are."""
    size = len(page.lines)
    looks = np.array([_look(line.text) for line in page.lines])
    columns = dict(zip(("words", "sentence", "closed", "open", "letters", "digits", "capitals"), looks.T, strict=True))
    weighs = [notice.weight if (notice := page.says(i)) else 0 for i in range(size)]
    spared = find_set_off(page)
    kin = np.array(list(_kin(page, prose)))
    steps = {f"words {step:+d}": _shift(columns["words"], step, -9.0) for step in (-2, -1, 1, 2)}
    return {
        **columns,
        **steps,
        "notice": np.array(weighs),
        "set off": np.array([i in spared for i in range(size)]),
        "shares": kin[:, 0],
        "names": kin[:, 1],
        "line": np.minimum(np.arange(size), 30.0),
        "lines": np.full(size, min(size, 80)),
        "before": np.array([page.before(i) for i in range(size)]),
        "prose": np.full(size, sum(len(line.text) for line in page.lines if is_prose(line.text)) / len(page.text)),
    }


def _repeated(shares: Table, prose: NDArray[np.bool_]) -> dict[str, Table]:
    """In what share of the outlet's documents a line is found again, and its neighbours, and any of the text."""
    return {
        "repeated": shares,
        **{f"repeated {step:+d}": _shift(shares, step, -1.0) for step in (-2, -1, 1, 2)},
        "repeated most": np.full(len(shares), shares.max()),
        "repeated prose": np.full(len(shares), shares[prose].mean() if prose.any() else 0.0),
        "repeated above": np.array([-1.0, *np.maximum.accumulate(shares)[:-1]]),
        "repeated below": np.array([-1.0, *np.maximum.accumulate(shares[::-1])[:-1]])[::-1],
    }


@lru_cache(maxsize=8192)
def _look(text: str) -> tuple[float, ...]:
    words = text.split()
    return (
        min(80, len(words)),
        is_sentence(text),
        text[-1] in '.!?…»”"',
        text[-1].isalnum(),
        sum(map(str.isalpha, text)) / len(text),
        sum(map(str.isdigit, text)) / len(text),
        sum(word[0].isupper() for word in words) / len(words),
    )


def _kin(page: Page, prose: NDArray[np.bool_]) -> Iterator[tuple[float, float]]:
    """The shares of each line's rare words and names that the sentences of the text have too; -1 where it has none."""
    told = " ".join(line.text for line, tells in zip(page.lines, prose, strict=True) if tells)
    told_of, named = rare_words(told), names(f"{page.title} {told}")
    for line in page.lines:
        yield _share(rare_words(line.text), told_of), _share(names(line.text), named)


def _share(mine: Collection[str], theirs: Collection[str]) -> float:
    return sum(each in theirs for each in mine) / len(mine) if mine else -1.0


def _surroundings(odds: Table) -> dict[str, Table]:
    """The odds of a line, of its neighbours, and of all above and below."""
    size = len(odds)
    before, after = np.arange(size), np.arange(size)[::-1]
    summed = np.cumsum(odds)
    steps = {f"odds {step:+d}": _shift(odds, step, EDGE) for step in (-3, -2, -1, 1, 2, 3)}
    return {
        "odds": odds,
        **steps,
        "within 3": _mean_around(odds, 3),
        "within 8": _mean_around(odds, 8),
        "least above": np.array([EDGE, *np.minimum.accumulate(odds)[:-1]]),
        "least below": np.array([EDGE, *np.minimum.accumulate(odds[::-1])[:-1]])[::-1],
        "mean above": np.where(before > 0, (summed - odds) / np.maximum(1, before), EDGE),
        "mean below": np.where(after > 0, (summed[-1] - summed) / np.maximum(1, after), EDGE),
        "mean": np.full(size, odds.mean()),
        "own": np.full(size, (odds < 0).mean()),
        **_runs(odds),
    }


def _shift(values: Table, step: int, beyond: float) -> Table:
    """The values of the lines so many below (above, where negative)."""
    there = np.arange(len(values)) + step
    known = (there >= 0) & (there < len(values))
    return np.where(known, values[np.clip(there, 0, len(values) - 1)], beyond)


def _mean_around(values: Table, reach: int) -> Table:
    """The mean of so many lines to either side, the line itself left out."""
    summed, here = np.array([0.0, *np.cumsum(values)]), np.arange(len(values))
    first, last = np.maximum(0, here - reach), np.minimum(len(values), here + reach + 1)
    means: Table = (summed[last] - summed[first] - values) / np.maximum(1, last - first - 1)
    return means


def _runs(odds: Table) -> dict[str, Table]:
    """Of the lines around this one that look the page's, without a gap: how many, the least and the greatest odds."""
    above, below = np.array(list(_streaks(odds))), np.array(list(_streaks(odds[::-1])))[::-1]
    run = above[:, 0] + below[:, 0]
    return {
        "run": run,
        "run least": np.minimum(odds, np.minimum(above[:, 1], below[:, 1])),
        "run most": np.where(run > 0, np.maximum(odds, np.maximum(above[:, 2], below[:, 2])), -EDGE),
    }


def _streaks(odds: Iterable[float]) -> Iterator[tuple[float, float, float]]:
    """Of the lines just before each that look the page's: how many, the least and the greatest odds."""
    streak = (0.0, np.inf, -np.inf)
    for odd in odds:
        yield streak
        streak = (streak[0] + 1, min(streak[1], odd), max(streak[2], odd)) if odd > 0 else (0.0, np.inf, -np.inf)


def _place(odds: Table, prose: NDArray[np.bool_]) -> dict[str, Table]:
    """Where a line stands to the sentences that look the article's, and how far from any line that does."""
    size, here = len(odds), np.arange(len(odds))
    own = np.flatnonzero(prose & (odds < 0))
    first, last = (own[0], own[-1]) if len(own) else (size, size)
    found = np.isin(here, own)
    return {
        "zone": np.where(here < first, -1, np.where(here > last, 1, 0)),
        "from article": np.minimum(30, np.minimum(abs(here - first), abs(here - last))),
        "told above": np.minimum(20, np.cumsum(found) - found),
        "told below": np.minimum(20, found.sum() - np.cumsum(found)),
        "own above": np.array(list(_distances(odds))),
        "own below": np.array(list(_distances(odds[::-1])))[::-1],
    }


def _distances(odds: Iterable[float]) -> Iterator[float]:
    """How far before each line the last one is that looks the article's."""
    distance = FAR
    for odd in odds:
        yield distance
        distance = 1.0 if odd < 0 else FAR if distance == FAR else min(30.0, distance + 1)


@cache
def load_trees() -> tuple[list[str], Trees]:
    """The columns that `verdict.tsv` asks of, in their order, and the trees.

    Its first line is what every line starts from; each other line is a node: its tree, the column it asks, the limit,
    and the nodes to the left and right within that tree; or the tree, nothing, and what the leaf adds.
    """
    first, *rows = (line.split("\t") for line in TREES.read_text("utf-8").splitlines())
    names = sorted({row[1] for row in rows if row[1]})
    size = max(int(row[0]) for row in rows) + 1
    nodes: list[list[list[str]]] = [[] for _ in range(size)]
    for row in rows:
        nodes[int(row[0])].append(row)
    most = max(map(len, nodes))
    column, left, right = (np.zeros((size, most), dtype=np.intp) for _ in range(3))
    limit, value = np.zeros((size, most)), np.zeros((size, most))
    for tree, node, row in ((t, n, row) for t, each in enumerate(nodes) for n, row in enumerate(each)):
        left[tree, node] = right[tree, node] = node  # a leaf leads to itself
        if row[1]:
            column[tree, node], limit[tree, node] = names.index(row[1]), float(row[2])
            left[tree, node], right[tree, node] = int(row[3]), int(row[4])
        else:
            value[tree, node] = float(row[2])
    return names, Trees(float(first[0]), column, limit, left, right, value, int(first[1]))
