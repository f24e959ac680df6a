"""Vectors by their signs: a bit a number, by which a million documents are compared in a few hundredths of a second.

The nearest by signs hold nearly all of the nearest; those are then compared by their whole vectors (binary codes with
rescoring: Yamada et al. 2021, "Efficient Passage Retrieval with Hashing for Open-domain Question Answering").
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.store.facts import read_version, renew_version

BLOCK = 4096  # documents
AT_ONCE = 4 * BLOCK  # compared at once: what a processor keeps at hand
ABSENT = np.iinfo(np.uint16).max

Vector = NDArray[np.float32]
Codes = NDArray[np.uint64]  # a column a document, as many rows as a code has words of 64 bits

NONE: Codes = np.zeros((0, 0), np.uint64)
_read_last: dict[int, tuple[bytes, Codes]] = {}  # by length: the version, and the codes


def write_codes(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Take the signs of these documents' vectors. Inside the caller's transaction."""
    rows = db.execute(
        "SELECT document_id, vector FROM fingerprint WHERE document_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(ids))],
    )
    by_block: dict[tuple[int, int], dict[int, bytes]] = defaultdict(dict)
    for number, vector in rows.fetchall():
        code = encode(np.frombuffer(vector, np.float16).astype(np.float32))
        by_block[number // BLOCK, len(code)][number % BLOCK] = code
    for (block, length), codes in by_block.items():
        _write(db, block, length, codes)


def drop_codes(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Forget the signs of these documents' vectors. Inside the caller's transaction."""
    by_block: dict[int, list[int]] = defaultdict(list)
    for number in ids:
        by_block[number // BLOCK].append(number % BLOCK)
    for block, places in by_block.items():
        for (length,) in db.execute("SELECT length FROM meaning_code WHERE block = ?", [block]).fetchall():
            _write(db, block, length, {place: bytes(length) for place in places})


def _write(db: sqlite3.Connection, block: int, length: int, codes: dict[int, bytes]) -> None:
    known = db.execute("SELECT codes FROM meaning_code WHERE block = ? AND length = ?", [block, length]).fetchone()
    whole = bytearray(known[0] if known else BLOCK * length)
    for place, code in codes.items():
        whole[place * length : (place + 1) * length] = code
    db.execute("INSERT OR REPLACE INTO meaning_code VALUES (?, ?, ?)", [block, length, bytes(whole)])
    renew_version(db)


def encode(vector: Vector) -> bytes:
    """A bit a number, 1 where it is above 0, padded to whole words of 64."""
    bits = np.packbits(vector > 0)
    return bits.tobytes() + bytes(-len(bits) % 8)


@dataclass(frozen=True)
class Signs:
    """In how many signs each document's vector differs from one that was asked for; ABSENT where it has none."""

    distances: NDArray[np.uint16]  # by the document's number

    def nearest(self, most: int) -> list[int]:
        """The numbers of the `most` documents that differ least, the nearest first, then by number."""
        as_near = np.cumsum(np.bincount(self.distances))  # how many differ in so many signs at most
        farthest = min(int(np.searchsorted(as_near, most)), ABSENT - 1)
        return self._ordered(np.flatnonzero(self.distances <= farthest))[:most]

    def nearest_of(self, ids: Sequence[int], most: int) -> list[int]:
        """The `most` of these documents that differ least."""
        known = np.array([number for number in ids if number < len(self.distances)], dtype=np.int64)
        return self._ordered(np.sort(known[self.distances[known] < ABSENT]))[:most]

    def _ordered(self, ids: NDArray[np.int64]) -> list[int]:
        found: list[int] = ids[np.argsort(self.distances[ids], kind="stable")].tolist()
        return found


def read_signs(store: sqlite3.Connection, vector: Vector) -> Signs:
    """Compare the signs of `vector` with those of every document's."""
    code = np.frombuffer(encode(vector), np.uint64)
    return Signs(_differ(_read(store, code.nbytes), code))


def _read(store: sqlite3.Connection, length: int) -> Codes:
    """All codes of this length, kept in memory until they change: reading them is most of a comparison."""
    version = read_version(store)
    known, codes = _read_last.get(length, (b"", NONE))
    if not version or version != known:
        sql = "SELECT block, codes FROM meaning_code WHERE length = ? ORDER BY block"
        blocks = {row[0]: np.frombuffer(row[1], np.uint64).reshape(BLOCK, -1) for row in store.execute(sql, [length])}
        codes = np.zeros((length // 8, (max(blocks, default=-1) + 1) * BLOCK), np.uint64)
        for block, rows in blocks.items():
            codes[:, block * BLOCK : (block + 1) * BLOCK] = rows.T
        _read_last[length] = version, codes
    return codes


def _differ(codes: Codes, code: NDArray[np.uint64]) -> NDArray[np.uint16]:
    distances = np.empty(codes.shape[1], np.uint16)
    for start in range(0, len(distances), AT_ONCE):
        apart = np.bitwise_count(codes[:, start : start + AT_ONCE] ^ code[:, np.newaxis])
        np.sum(apart, axis=0, dtype=np.uint16, out=distances[start : start + AT_ONCE])
    empty = np.flatnonzero(distances == np.bitwise_count(code).sum())  # these may have no vector, all others have
    distances[empty[~codes[:, empty].any(axis=0)]] = ABSENT
    return distances


def compare(store: sqlite3.Connection, vector: Vector, ids: Sequence[int]) -> list[tuple[int, float]]:
    """These documents with the cosine of their vectors and `vector`, the nearest first."""
    rows = store.execute(
        "SELECT document_id, vector FROM fingerprint"
        " WHERE document_id IN (SELECT value FROM json_each(?)) AND length(vector) = ?",
        [json.dumps(list(ids)), 2 * len(vector)],
    ).fetchall()
    vectors = (
        np.frombuffer(b"".join(row[1] for row in rows), np.float16).reshape(len(rows), len(vector)).astype(np.float32)
    )
    found = [(row[0], float(own @ vector)) for row, own in zip(rows, vectors, strict=True)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def read_vector(store: sqlite3.Connection, document_id: int) -> Vector | None:
    """The document's vector, if it has one."""
    row = store.execute("SELECT vector FROM fingerprint WHERE document_id = ?", [document_id]).fetchone()
    return np.frombuffer(row[0], np.float16).astype(np.float32) if row and row[0] else None
