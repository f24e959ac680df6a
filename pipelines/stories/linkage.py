"""Which rows are of one kind, by how much alike each two of them are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


def link(likeness: NDArray[np.float64], units: Sequence[Sequence[int]], least: float) -> list[list[int]]:
    """Groups of rows by average linkage (UPGMA, Sokal and Michener 1958).

    The two groups that are most alike on average become one, again and again, while they are alike by `least`.
    Rows of one of the `units`, which hold every row once, never come apart; -inf between two rows keeps them apart.
    """
    groups = [list(unit) for unit in units]
    sums = np.array([[likeness[np.ix_(one, other)].sum() for other in groups] for one in groups])
    while len(groups) > 1:
        sizes = np.array([len(group) for group in groups])
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -np.inf)
        here, there = sorted(divmod(int(means.argmax()), len(groups)))
        if means[here, there] < least:
            break
        groups[here] += groups.pop(there)
        sums[here] += sums[there]
        sums[:, here] += sums[:, there]
        sums = np.delete(np.delete(sums, there, 0), there, 1)
    return groups


def gather(sets: Iterable[Iterable[int]]) -> list[list[int]]:
    """Sets that have something in common made one."""
    found: list[set[int]] = []
    for each in sets:
        own = set(each)
        touching = [other for other in found if not other.isdisjoint(own)]
        found = [other for other in found if other not in touching] + [own.union(*touching)]
    return sorted(sorted(each) for each in found if each)
