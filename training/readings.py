"""The corpus as it is read, epoch by epoch: what is learned from, as numbers, in several cuts."""

from __future__ import annotations

import argparse
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from monitor.errors import MonitorError
from pipelines.models import processors
from training import corpus, vocabulary
from training.scoring import Tests


def tell(line: str) -> None:
    """Say it at once, with the time."""
    print(time.strftime("%H:%M:%S"), line, flush=True)


class Pairs:
    """The pairs to learn from, as often as they are asked for."""

    def __init__(self, choices: argparse.Namespace, tests: Tests) -> None:
        self.choices, self.counts = choices, Counter[str]()
        self.held_out = frozenset(corpus.make_key(line) for sides in tests.values() for side in sides for line in side)

    def __iter__(self) -> Iterator[corpus.Pair]:
        self.counts.clear()
        without = frozenset(filter(None, self.choices.without.split(",")))
        read = islice(corpus.read_pairs(self.choices.data), self.choices.limit)
        return corpus.clean(read, self.held_out, without, self.counts)


def encode(choices: argparse.Namespace, pairs: Pairs, pieces: Any, path: Path, reading: int = 0) -> vocabulary.Encoded:
    """A reading of the corpus as numbers, from OUT where it was made from the same data with the same choices."""
    names = ("pair", "longest", "limit", "without", "favour", "damaged")
    files = [*corpus.find_files(choices.data), path]
    chosen = [getattr(choices, name) for name in names]
    made_from = vocabulary.fingerprint(files, *chosen, sorted(pairs.held_out), reading)
    room = choices.out / (f"tokens-{reading}.npz" if reading else "tokens.npz")
    kept = vocabulary.load_encoded(room, made_from)
    if kept is None:
        tell("encoding the pairs" + " once more" * bool(reading))
        damaged = corpus.add_damaged(pairs, choices.damaged, 2 + reading, headlines=choices.languages[1] == "en")
        favoured = filter(None, choices.favour.split(","))
        kept = vocabulary.encode_pairs(damaged, pieces, choices.longest, favoured, reading)
        vocabulary.save_encoded(kept, room, made_from)
        tell("pairs: " + ", ".join(f"{count} {outcome}" for outcome, count in pairs.counts.most_common()))
    tell(f"{len(kept)} pairs to learn from, {len(kept.first.tokens)} and {len(kept.second.tokens)} pieces")
    return kept


class Readings:
    """The corpus as each epoch reads it: every second one with words cut by chance, as other processes prepare it.

    Use it as a context, at whose end those processes end too.
    """

    def __init__(self, count: int, choices: argparse.Namespace, pairs: Pairs, pieces: Any, path: Path) -> None:
        self._encode = partial(encode, choices, pairs, pieces, path)
        self._plain = self._encode()
        workers = max(1, min(count, processors() - 1))
        self._hands = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=leave_signals)
        self._waiting = [self._hands.submit(make_reading, choices, path, n) for n in range(1, count + 1)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list((self._hands._processes or {}).values()):
            worker.terminate()  # what they were making is of no use any more
        self._hands.shutdown(cancel_futures=True)

    def __call__(self, epoch: int) -> vocabulary.Encoded:
        """The reading for an epoch; waits where it is not ready. Raises MonitorError where it could not be made."""
        if epoch % 2 == 0 or not self._waiting:
            return self._plain
        reading = epoch // 2 % len(self._waiting)
        self._take(reading)
        return self._encode(reading + 1)

    def wait(self) -> None:
        """Wait until all are made. Raises MonitorError where one could not be."""
        for reading in range(len(self._waiting)):
            self._take(reading)

    def _take(self, reading: int) -> None:
        try:
            self._waiting[reading].result()
        except (BrokenProcessPool, OSError) as problem:
            raise MonitorError(f"reading {reading + 1} of the corpus could not be made ({problem})") from None


def leave_signals() -> None:
    """Ctrl-C is for the training alone, which ends its helpers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def make_reading(choices: argparse.Namespace, path: Path, reading: int) -> None:
    """Encode the corpus once more, into OUT, from which `Readings` takes it."""
    pairs = Pairs(choices, corpus.read_tests(choices.data / "test", choices.languages))
    encode(choices, pairs, vocabulary.load_vocabulary(path), path, reading)
