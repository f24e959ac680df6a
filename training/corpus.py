"""Sentence pairs as they lie in files, and which of them are worth learning from."""

from __future__ import annotations

import gzip
import lzma
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from statistics import median

from monitor.errors import MonitorError

OPENERS: dict[str, Callable[..., Iterable[str]]] = {".xz": lzma.open, ".gz": gzip.open, ".tsv": open}
SAMPLE = 5_000  # pairs from which the usual proportion of the two languages' lengths is taken
SLACK = 15  # characters: "Oui." and "Yes, I do." are far apart in proportion, and right
FURTHEST = 2.5  # times longer than usual: beyond it a sentence was most likely left out on one side


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in each of the two languages, and the name of the collection it comes from."""

    first: str
    second: str
    source: str = ""
    rough: int = 0  # 1 or 2 where that side is damaged, or a model wrote it: it is translated from, and never into


def find_files(folder: Path) -> list[Path]:
    """The files of pairs in `folder`. Raises MonitorError where there is none."""
    found = sorted(p for ending in ("tsv", "tsv.gz", "tsv.xz") for p in folder.glob(f"*.{ending}"))
    if not found:
        raise MonitorError(f"no pairs in {folder}: put *.tsv, *.tsv.gz or *.tsv.xz there, first<TAB>second<TAB>source")
    return found


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Read every line `first<TAB>second[<TAB>source[<TAB>rough]]`; lines with fewer than two columns are passed over.

    Raises MonitorError where the folder has no file of pairs, or one cannot be read.
    """
    for path in find_files(folder):
        try:
            with OPENERS[path.suffix](path, "rt", encoding="utf-8") as lines:  # type: ignore[attr-defined]
                for line in lines:
                    if "\t" in line:
                        yield read_pair(line)
        except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as problem:
            raise MonitorError(f"{path} cannot be read ({problem}): fetch it again") from None


def read_pair(line: str) -> Pair:
    """The pair that a line of two to four columns gives."""
    first, second, source, rough, *_ = [*map(str.strip, line.split("\t")), "", ""]
    return Pair(first, second, source, int(rough) if rough in ("1", "2") else 0)


def clean(
    pairs: Iterable[Pair], held_out: frozenset[str], without: Collection[str], counts: Counter[str]
) -> Iterator[Pair]:
    """Yield the pairs worth learning from, each once; `counts` says how many fell to which rule.

    Args:
        pairs: what was read.
        held_out: keys (`make_key`) of the test sentences; a pair with one of them on either side is dropped.
        without: collections to leave out, for instance for their licence.
        counts: is added to: `kept`, the faults of `find_fault`, `repeated`, `test` and `left out`.
    """
    seen: set[bytes] = set()
    waiting = iter(pairs)
    sample = list(islice(waiting, SAMPLE))
    usual = measure_proportion(sample)
    for pair in chain(sample, waiting):
        keys = make_key(pair.first), make_key(pair.second)
        mark = blake2b("\t".join(keys).encode(), digest_size=8).digest()  # the texts themselves would fill the memory
        if pair.source in without:
            outcome = "left out"
        elif mark in seen:
            outcome = "repeated"
        elif not held_out.isdisjoint(keys):
            outcome = "test"
        else:
            outcome = find_fault(pair, usual) or "kept"
        counts[outcome] += 1
        if outcome == "kept":
            seen.add(mark)
            yield pair


def measure_proportion(pairs: Iterable[Pair]) -> float:
    """How many times longer the second language's sentences usually are, in characters; 1 where there are none."""
    return median([len(p.second) / len(p.first) for p in pairs if p.first and p.second] or [1.0])


def find_fault(pair: Pair, usual: float = 1.0) -> str:
    """Why the pair teaches nothing good, or "": `empty`, `damaged`, `no words`, `copied` or `lengths`."""
    first, second = pair.first, pair.second
    if not first or not second:
        return "empty"
    if any(mark in side for side in (first, second) for mark in ("\ufffd", "\0")):
        return "damaged"
    if any(2 * sum(c.isalpha() or c.isspace() for c in side) < len(side) for side in (first, second)):
        return "no words"
    if make_key(first) == make_key(second) and len(first.split()) > 3:  # shorter ones may be a name
        return "copied"
    shorter, longer = sorted((len(first) * usual, len(second)))
    return "lengths" if longer > FURTHEST * shorter + SLACK else ""


def make_key(text: str) -> str:
    """The text without case, spaces and punctuation: equal keys are the same sentence."""
    return "".join(filter(str.isalnum, text.casefold()))


def read_tests(folder: Path, pair: tuple[str, str]) -> dict[str, tuple[list[str], list[str]]]:
    """The test sets NAME.fr and NAME.en of `folder`, by name, for the pair ("fr", "en").

    Raises MonitorError where the two files of a set differ in length.
    """
    found = {}
    for path in sorted(folder.glob(f"*.{pair[0]}")):
        other = path.with_suffix(f".{pair[1]}")
        if other.exists():
            first, second = (p.read_text(encoding="utf-8").splitlines() for p in (path, other))
            if len(first) != len(second):
                raise MonitorError(f"{path} has {len(first)} lines and {other} {len(second)}: they must correspond")
            found[path.stem] = (first, second)
    return found


def add_damaged(pairs: Iterable[Pair], share: float, seed: int = 2, headlines: bool = True) -> Iterator[Pair]:
    """Yield every pair, a `share` of them again as a careless site might publish the first side, and a `share` with the
    second side set as English `headlines` are. Of one with a rough side nothing more is made.
    """
    random_ = random.Random(seed)  # noqa: S311 - chance for a sample, not for a secret
    for pair in pairs:
        yield pair
        if pair.rough:
            continue
        if random_.random() < share and (text := damage(pair.first, random_)) != pair.first:
            yield replace(pair, first=text, rough=1)
        if headlines and random_.random() < share and (text := set_headline(pair.second, random_)) != pair.second:
            yield replace(pair, second=text, rough=2)


def damage(text: str, random_: random.Random) -> str:
    """Damage the text in one of the ways seen on news sites."""
    ways: list[tuple[float, Callable[[str], str]]] = [
        (0.35, lose_letters),
        (0.20, lambda t: t.replace("’", "'").replace("«\u00a0", '"').replace("\u00a0»", '"')),
        (0.15, str.upper),
        (0.15, lambda t: t.rstrip(" .!?")),
        (0.15, lambda t: t.replace("'", "’")),
    ]
    return random_.choices([way for _, way in ways], [weight for weight, _ in ways])[0](text)


def lose_letters(text: str) -> str:
    """Put `?` for what the Chinese character set GB2312 cannot write, as pages served from China do (`ç`, `ê`, `œ`)."""
    return text.encode("gb2312", "replace").decode("gb2312")


def set_headline(text: str, random_: random.Random) -> str:
    """The text without its full stop, most often with capitals as English titles have them, else all in capitals."""
    words = text.rstrip(" .").split(" ")
    if random_.random() < 0.2:
        return " ".join(words).upper()
    least = random_.choice([1, 4, 5])  # letters of a word that takes a capital: houses differ
    return " ".join(w[:1].upper() + w[1:] if n == 0 or len(w) >= least else w for n, w in enumerate(words))
