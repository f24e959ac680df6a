"""Documents near each other by meaning: their vectors, read from the store day by day and compared exactly.

There is no index to build, to save or to lose: what the store holds of a few days fits in memory, and one product of
a matrix with a vector compares with all of it in milliseconds (tests/bench/stories.py measures it beside others).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

MOST = 2500  # vectors of one day; with 384 numbers each, 21 days take at most 81 MB
CLOSED = -2.0  # less alike than any two vectors are
DAY = """
    SELECT f.vector, d.dated_at, d.content_hash, d.id, s.story_id IS NOT NULL
    FROM fingerprint f JOIN document d ON d.id = f.document_id AND d.current
    LEFT JOIN story_document s ON s.document_id = d.id
    WHERE f.day = :day AND length(f.vector) = :length ORDER BY d.dated_at, d.content_hash, d.id LIMIT :most"""

Order = tuple[str, str, int]  # dated_at, content hash, id


@dataclass(frozen=True, slots=True)
class _Block:
    """One day: a row a document in the order in which they are taken, and which were in a story when it was read."""

    vectors: NDArray[np.float32]
    orders: list[Order]
    told: NDArray[np.bool_]


class VectorDays:
    """The vectors of the days around the document at hand."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._blocks: dict[tuple[int, int], _Block] = {}

    def find_nearest(self, vector: bytes, order: Order, day: int, days: int, most: int) -> list[int]:
        """The ids of the `most` documents nearest to `vector` among those within `days` of `day`, the nearest first.

        Of those that come after `order` only the ones that were in a story when their day was read.
        """
        if not vector:
            return []
        self._forget(day, days)
        wanted = np.frombuffer(vector, np.float16).astype(np.float32)
        found: list[tuple[float, Order]] = []
        for each in range(day - days, day + days + 1):
            block = self._read(each, len(vector))
            if block.orders:
                # einsum keeps to one thread: starting BLAS's for a product this small takes longer than all the rest
                likeness = np.where(_are_open(block, order), np.einsum("ij,j->i", block.vectors, wanted), CLOSED)
                found += [(-float(likeness[i]), block.orders[i]) for i in _find_best(likeness, most)]
        return [order[2] for _, order in sorted(found)[:most]]

    def _forget(self, day: int, days: int) -> None:
        for key in [key for key in self._blocks if abs(key[0] - day) > days]:
            del self._blocks[key]

    def _read(self, day: int, length: int) -> _Block:
        if (day, length) not in self._blocks:
            rows = self._db.execute(DAY, {"day": day, "length": length, "most": MOST}).fetchall()
            joined = b"".join(row[0] for row in rows)
            vectors = np.frombuffer(joined, np.float16).reshape(len(rows), length // 2).astype(np.float32)
            told = np.array([row[4] for row in rows], bool)
            self._blocks[day, length] = _Block(vectors, [(row[1], row[2], row[3]) for row in rows], told)
        return self._blocks[day, length]


def _find_best(likeness: NDArray[np.float32], most: int) -> list[int]:
    """Where the `most` greatest stand, and those as great as the last of them."""
    least = np.partition(likeness, -most)[-most] if len(likeness) > most else CLOSED
    return [int(i) for i in np.flatnonzero(likeness >= least) if likeness[i] > CLOSED]


def _are_open(block: _Block, order: Order) -> NDArray[np.bool_]:
    """Which rows may be compared with: those before `order`, and those that were in a story already."""
    places = np.arange(len(block.orders))
    open_: NDArray[np.bool_] = (places < bisect_left(block.orders, order)) | block.told
    return open_
