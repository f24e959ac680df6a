"""Makes texts with a known share of copied words out of the hand-written stories of tests/cases/stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from story_cases import LANGUAGES, Prose, count_words, read_file, read_hand, read_prose

LEAST = 10  # words in a copied sentence: a shorter one may be anybody's


@dataclass(frozen=True, slots=True)
class Shared:
    """A text, an earlier one, and the known share of its words that stands there; `how` says how it was made."""

    id: str
    language: str
    how: str  # run, scattered, template
    target: float
    share: float
    earlier: str
    text: str


def read_shares(folder: str) -> list[Shared]:
    """Texts made from others with a known share of words copied, and reports filled into one template."""
    return [*_read_mixtures(folder), *_read_reports(folder)]


def _read_mixtures(folder: str) -> Iterator[Shared]:
    """Per language, each share from 0 to 1, copied once in one run of sentences and once here and there."""
    for language in LANGUAGES:
        told = [(e["id"], d) for e in read_hand(folder) for d in e["document"] if d["language"] == language]
        prose = [read_prose(event, document) for event, document in told]
        apart = [pair for pair in combinations(prose, 2) if pair[0].event != pair[1].event]
        for tenth in range(11):
            for j, how in enumerate(("run", "scattered")):
                earlier, own = apart[(tenth * 2 + j) * 7 % len(apart)]
                yield _mix(f"{folder}-{language}-{how}-{tenth}", how, tenth / 10, earlier, own)


def _mix(name: str, how: str, target: float, earlier: Prose, own: Prose) -> Shared:
    """The mixture of whole sentences that comes nearest to the share wanted, at 50 words or more."""
    long = [sentence for sentence in earlier.sentences if count_words(sentence) >= LEAST]
    taken = (
        [run for run in _runs(earlier.sentences) if not 0 < _words(run) < LEAST] if how == "run" else _selections(long)
    )
    mixtures = [(a, b) for a in taken for b in _runs(own.sentences) if _words(a) + _words(b) >= 50]
    copied, added = min(mixtures, key=lambda mixture: (abs(_share(*mixture) - target), -_words(mixture[0])))
    text = "\n\n".join([*copied, *added] if how == "run" else _interleave(copied, added))
    share = _share(copied, added)
    return Shared(name, earlier.language, how, target, share, "\n\n".join(map(" ".join, earlier.paragraphs)), text)


def _runs(sentences: Sequence[str]) -> list[Sequence[str]]:
    return [(), *(sentences[i:j] for i, j in combinations(range(len(sentences) + 1), 2))]


def _selections(sentences: Sequence[str]) -> list[Sequence[str]]:
    return [chosen for n in range(len(sentences) + 1) for chosen in combinations(sentences, n)]


def _interleave(copied: Sequence[str], added: Sequence[str]) -> list[str]:
    places = [
        *((i / max(len(copied), 1), s) for i, s in enumerate(copied)),
        *((i / max(len(added), 1), s) for i, s in enumerate(added)),
    ]
    return [sentence for _, sentence in sorted(places, key=lambda pair: pair[0])]


def _share(copied: Sequence[str], added: Sequence[str]) -> float:
    return _words(copied) / (_words(copied) + _words(added))


def _words(sentences: Sequence[str]) -> int:
    return sum(map(count_words, sentences))


def _read_reports(folder: str) -> Iterator[Shared]:
    """Two reports, of different days, filled into one template: neither is a copy, whatever their words share."""
    for form in read_file(folder, "reports")["form"]:
        earlier, *later = [form["text"].strip().format(**filling) for filling in form["filling"]]
        for i, text in enumerate(later, 1):
            yield Shared(f"{folder}-{form['id']}-{i}", form["language"], "template", 0.0, 0.0, earlier, text)
