"""Vectors by their signs: a bit a number, by which a million documents are compared in a few hundredths of a second.

The nearest by signs hold nearly all of the nearest; those are then compared by their whole vectors (binary codes with
rescoring: Yamada et al. 2021, "Efficient Passage Retrieval with Hashing for Open-domain Question Answering").
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096  # documents

Vector = NDArray[np.float32]


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


def encode(vector: Vector) -> bytes:
    """A bit a number, 1 where it is above 0, padded to whole words of 64."""
    bits = np.packbits(vector > 0)
    return bits.tobytes() + bytes(-len(bits) % 8)


def order_by_signs(store: sqlite3.Connection, vector: Vector, most: int) -> list[int]:
    """The numbers of the `most` documents whose vectors have the most signs in common with `vector`, best first."""
    code = encode(vector)
    rows = store.execute(
        "SELECT block, codes FROM meaning_code WHERE length = ? ORDER BY block", [len(code)]
    ).fetchall()
    if not rows:
        return []
    words = np.frombuffer(b"".join(row[1] for row in rows), np.uint64).reshape(-1, len(code) // 8)
    distances = np.bitwise_count(words ^ np.frombuffer(code, np.uint64)).sum(axis=1, dtype=np.uint16)
    distances[~words.any(axis=1)] = np.iinfo(np.uint16).max  # no vector
    kept = min(most, len(distances))
    best = np.argpartition(distances, kept - 1)[:kept]
    best = best[distances[best] < np.iinfo(np.uint16).max]
    starts = np.repeat([row[0] * BLOCK for row in rows], BLOCK) + np.tile(np.arange(BLOCK), len(rows))
    return [int(n) for n in starts[best[np.lexsort((starts[best], distances[best]))]]]


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
