"""Which language a document is written in, and which stretches of it are in another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from monitor.document import UNDETERMINED, Document, LanguageSpan
from pipelines.decided import keep_language
from pipelines.language.detection import READ_IN_FULL, Evidence, find_probabilities, load_profiles
from pipelines.language.familiarity import is_strange
from pipelines.language.ngrams import Table

# A piece of text that is in one language: a sentence, a line, or what stands between quotation marks.
BREAK = re.compile(r"\s*\n\s*|(?<=[.!?…])(?!\s*[»”\")\]])\s+|(?<=[。！？])|\s*(?=[«“])|(?<=[»”])\s*")
SWITCH = 4.6  # the logarithm of how much rarer a change of language between two pieces is than none: one in a hundred
HINT = np.log(10.0)  # a source's word for its language counts as ten to one
FOLLOWED = np.log(3.0)  # the press followed here is French and English; more than three to one biases the other 52
# A language nobody expected has to be a hundred times as probable as one expected. At a thousand a third of headlines
# of four words in five neighbouring languages passed for French or English, now a sixth; of either none is lost.
UNEXPECTED = np.log(0.01)
STRANGE = -1.5  # any text this far from the average is in letters that no profile knows
LIKELY = 0.5  # together, those expected must be likelier than the others
# What is left of the likeliest of 55 languages when strange texts are `und`: words of no name are right more often than
# they seem. By least squares on news and on our own lines for tuning (tests/quality/test_language.py); its two
# lowest between what either says.
SEEMS, IS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0), (0.2, 0.275, 0.355, 0.464, 0.626, 0.829, 1.0)


@dataclass(frozen=True)
class LanguageStage:
    """Names the language of each document, with a confidence; `expected` restricts it, () allows all 55.

    Text in any other language is `und`, with confidence 0. Title and pieces of the text are read apart, and a title
    or a stretch in another language is marked where the evidence outweighs the changes of language; in a document of
    unknown language nothing is.
    """

    expected: tuple[str, ...] = ()

    name: ClassVar[str] = "language"
    version: ClassVar[str] = "10"
    needs: ClassVar[frozenset[str]] = frozenset({"title", "text", "language_hint", "decisions"})
    gives: ClassVar[frozenset[str]] = frozenset({"language", "language_confidence", "language_spans"})

    @property
    def model(self) -> str:
        """No model but langdetect's profiles, which come with it."""
        return ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch with its languages."""
        return [keep_language(self._name_language(document)) for document in batch]

    def _name_language(self, document: Document) -> Document:
        profiles = load_profiles()
        bounds = split_pieces(document.text)
        pieces = [document.title, *(document.text[start:end] for start, end in bounds)]
        evidence = profiles.read(pieces)
        if not evidence.scores.any():
            return replace(document, language=UNDETERMINED, language_confidence=0.0, language_spans=())
        hinted = document.language_hint.lower().replace("_", "-").partition("-")[0]
        prior = self._prior(hinted)
        path = find_path(find_probabilities(evidence, np.zeros_like(prior)))
        main = np.bincount(path, weights=evidence.sizes).argmax()
        whole, text = _pool(evidence, path == main), "\n".join(pieces[i] for i in np.flatnonzero(path == main))
        chances = find_probabilities(whole, prior)[0]
        best = int(chances.argmax())
        path[path == main] = best
        known = self._expects(best, chances) and _is_in(best, whole, text, hinted)
        return replace(
            document,
            language=profiles.languages[best] if known else UNDETERMINED,
            language_confidence=round(float(np.interp(chances[best], SEEMS, IS)), 3) if known else 0.0,
            language_spans=self._spans(path.tolist(), document.title, bounds, best) if known else (),
        )

    def _prior(self, hinted: str) -> Table:
        languages = load_profiles().languages
        return np.array(
            [
                (HINT if language == hinted else 0.0)
                + (FOLLOWED if language in READ_IN_FULL else 0.0)
                + (UNEXPECTED if self.expected and language not in self.expected else 0.0)
                for language in languages
            ],
            np.float32,
        )

    def _expects(self, language: int, chances: Table) -> bool:
        expected = [not self.expected or name in self.expected for name in load_profiles().languages]
        return expected[language] and bool(chances[expected].sum() >= LIKELY)

    def _spans(self, path: list[int], title: str, bounds: list[tuple[int, int]], main: int) -> tuple[LanguageSpan, ...]:
        spans = [LanguageSpan(0, len(title), self._name(path[0]), "title")] if path[0] != main else []
        for language, run in groupby(zip(path[1:], bounds, strict=True), key=lambda piece: piece[0]):
            pieces = [bound for _, bound in run]
            if language != main:
                spans.append(LanguageSpan(pieces[0][0], pieces[-1][1], self._name(language)))
        return tuple(spans)

    def _name(self, language: int) -> str:
        name = load_profiles().languages[language]
        return name if not self.expected or name in self.expected else UNDETERMINED


def _is_in(language: int, whole: Evidence, text: str, hinted: str) -> bool:
    """Whether the letters and the words of `text` are near enough to the language."""
    profiles, ngrams = load_profiles(), float(whole.sizes[0])
    distance = float(whole.scores[0, language] - whole.everyday[0]) / ngrams
    name, likeness = profiles.languages[language], distance / float(profiles.distinctness[language])
    return distance >= STRANGE and not is_strange(text, name, likeness, ngrams, name == hinted)


def split_pieces(text: str) -> list[tuple[int, int]]:
    """Return the spans of the pieces of `text`, without the white space between them."""
    edges = [0, *(edge for found in BREAK.finditer(text) for edge in found.span()), len(text)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if text[start:end].strip()]


def find_path(chances: Table) -> npt.NDArray[np.int64]:
    """Return the most probable sequence of languages, where a change costs SWITCH (Viterbi's algorithm)."""
    candidates = np.unique(chances.argmax(axis=1))  # no other language can be on the way
    if len(candidates) == 1:
        return np.repeat(candidates, len(chances))
    gains = np.log(chances[:, candidates]).tolist()
    total, stay = gains[0], list(range(len(candidates)))
    origins = []
    for gain in gains[1:]:
        least = max(total) - SWITCH
        best = total.index(max(total))
        origins.append([i if total[i] >= least else best for i in stay])
        total = [max(total[i], least) + gain[i] for i in stay]
    path = [total.index(max(total))]
    for origin in reversed(origins):
        path.append(origin[path[-1]])
    return candidates[path[::-1]]


def _pool(evidence: Evidence, chosen: npt.NDArray[np.bool_]) -> Evidence:
    """The evidence of the pieces chosen as that of one text."""
    columns = (evidence.scores, evidence.sizes, evidence.everyday, evidence.named)
    sums = (each[chosen].sum(axis=0, keepdims=True) for each in columns)
    return Evidence(*sums)
