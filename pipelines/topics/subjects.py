"""What a text is about among IPTC's Media Topics: by words that speak for a topic, and likeness to its description."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from monitor.document import Document, Tag
from monitor.search.stems import split_words, stem_forms
from pipelines.embeddings import Embedder, Vectors

PARTS = re.compile(r"[,;:]\s| and ")
LONGEST = 4  # words of a phrase
SHORTEST_STEM = 6  # letters, the language's mark included
TITLE_COUNTS = 3  # a word of the title says as much as three of the text
READ = 1500  # characters of the text that the embedding reads; the model takes no more
SHARPNESS = 0.05  # of the softmax over likenesses, which lie between 0 and 0.6
LIKEST = 3  # parts of a description; on invented texts better than the whole, the likest or the two likest
ENOUGH = 6.0  # words that weigh as much as the likeness

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic of the first level, or of the second (`broader` is the code of its first): what speaks for it."""

    tag: Tag
    broader: str
    about: tuple[str, ...]  # what it is about, whole and in parts
    words: Mapping[str, tuple[str, ...]]  # by language; phrases with spaces


@dataclass(frozen=True, slots=True)
class Judged:
    """A subject with its share of what the text says (0 to 1), the words found, and its likeness where it was read."""

    subject: Subject
    share: float
    words: tuple[str, ...]
    likeness: float | None


@cache
def load_subjects() -> tuple[Subject, ...]:
    """Every topic of topics.toml, read once."""
    tables = tomllib.loads(Path(__file__).with_name("topics.toml").read_text(encoding="utf-8"))["topic"]
    return tuple(
        Subject(
            Tag("topic", table["name"], table["name_fr"], table["code"], "iptc"),
            table.get("broader", ""),
            (table["name"], table["about"], *PARTS.split(table["about"])),
            {language: tuple(table.get(language, "").split()) for language in ("en", "fr")},
        )
        for table in tables
    )


def reduce(phrase: str, language: str) -> str:
    """A phrase without what inflects its words: the stem of a long word, a short one without its plural.

    A short stem is shared by words that have nothing in common: tennis and tenir, rendre and rendement.
    """
    return " ".join(_reduce(word, language) for word in split_words(phrase.lower()))


@lru_cache(maxsize=100_000)
def _reduce(word: str, language: str) -> str:
    stem = stem_forms(word, language)[0]
    if len(stem) > SHORTEST_STEM:
        return stem
    return re.sub("(?<=[^s])s$" if language == "en" else "(?<=é)es?$|[sx]$", "", word)


def find_phrases(text: str, language: str) -> Counter[str]:
    """The words of a text and its runs of up to four, reduced, with how often each comes."""
    stems = reduce(text, language).split(" ")
    return Counter(" ".join(stems[i : i + n]) for n in range(1, LONGEST + 1) for i in range(len(stems) - n + 1))


@cache
def _lexicon(language: str) -> Mapping[str, Mapping[int, str]]:
    """From a phrase in stems to the numbers of the subjects it speaks for, and how it was written there."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for number, subject in enumerate(load_subjects()):
        for word in subject.words.get(language, ()):
            found[reduce(word, language)][number] = word
    return found


def weigh_words(document: Document) -> tuple[Numbers, list[list[str]]]:
    """How much the words of a document say for each subject, and which they are, the strongest first.

    A word counts 1 + log(times it comes), parted among the first-level topics it speaks for.
    """
    subjects, lexicon = load_subjects(), _lexicon(document.language)
    counts = find_phrases(document.text, document.language)
    for phrase, times in find_phrases(document.title, document.language).items():
        counts[phrase] += TITLE_COUNTS * times
    weights, words = np.zeros(len(subjects)), [list[tuple[float, str]]() for _ in subjects]
    for phrase in counts.keys() & lexicon.keys():
        owners = lexicon[phrase]
        shared = len({subjects[n].broader or subjects[n].tag.code for n in owners})
        for number, word in owners.items():
            weight = (1 + math.log(counts[phrase])) / shared
            weights[number] += weight
            words[number].append((weight, word))
    return weights, [[word for _, word in sorted(each, key=lambda w: (-w[0], w[1]))] for each in words]


def embed_documents(documents: Sequence[Document], embedder: Embedder) -> list[Vectors | None]:
    """The vector of each document's title and beginning; None where there is nothing that the model can read."""
    texts = [english_text(document) if embedder.english_only else text_of(document) for document in documents]
    rows = iter(embedder.embed([text for text in texts if text]))
    return [next(rows) if text else None for text in texts]


@dataclass(frozen=True, slots=True)
class Descriptions:
    """The vectors of every description and its parts, and where each subject's begin."""

    vectors: Vectors
    starts: tuple[int, ...]

    def find_likeness(self, vector: Vectors) -> Numbers:
        """The likeness of a document to each subject: the mean of the three likest parts of its description."""
        likenesses = self.vectors @ vector
        return np.array([np.sort(part)[-LIKEST:].mean() for part in np.split(likenesses, self.starts[1:])])


def embed_descriptions(embedder: Embedder) -> Descriptions:
    """Every subject's description, ready to be held against."""
    sizes = [len(subject.about) for subject in load_subjects()]
    vectors = embedder.embed([text for subject in load_subjects() for text in subject.about])
    return Descriptions(vectors, tuple(int(start) for start in np.cumsum([0, *sizes[:-1]])))


def text_of(document: Document) -> str:
    """The title and the beginning of the text."""
    return f"{document.title}\n{document.text[:READ]}".strip()


def english_text(document: Document) -> str:
    """The title and the beginning of the text in English, "" where there is no translation of the text."""
    if document.language == "en":
        return text_of(document)
    english = document.translation("en")
    return f"{english.title}\n{english.text[:READ]}".strip() if english and english.text else ""


def judge_subjects(document: Document, likeness: Numbers | None) -> list[Judged]:
    """Every first-level topic with its share of the text, the greatest first, each before its second-level ones."""
    subjects = load_subjects()
    weights, words = weigh_words(document)
    tops = [n for n, subject in enumerate(subjects) if not subject.broader]
    families = {top: [n for n, s in enumerate(subjects) if s.broader == subjects[top].tag.code] for top in tops}
    shares = _share(
        [sum(weights[n] for n in (top, *families[top])) for top in tops],
        None if likeness is None else [max(likeness[n] for n in (top, *families[top])) for top in tops],
    )
    judged: list[Judged] = []
    for top, share in sorted(zip(tops, shares, strict=True), key=lambda each: -each[1]):
        family = families[top]
        found = tuple(dict.fromkeys(word for n in (top, *family) for word in words[n]))
        near = None if likeness is None else float(max(likeness[n] for n in (top, *family)))
        judged.append(Judged(subjects[top], float(share), found, near))
        inner = _share([weights[n] for n in family], None if likeness is None else [likeness[n] for n in family])
        judged += [
            Judged(subjects[n], float(share * part), tuple(words[n]), None if likeness is None else float(likeness[n]))
            for n, part in sorted(zip(family, inner, strict=True), key=lambda each: -each[1])
        ]
    return judged


def _share(weights: Sequence[float], likeness: Sequence[float] | None) -> Numbers:
    """How a text is parted among topics: by words and by likeness, the words counting more the more there are."""
    if not len(weights):
        return np.zeros(0)
    total = sum(weights)
    spoken = np.array(weights) / total if total else np.full(len(weights), 1 / len(weights))
    if likeness is None:
        return spoken if total else np.zeros(len(weights))
    powers = np.exp((np.array(likeness) - max(likeness)) / SHARPNESS)
    trust = total / (total + ENOUGH)
    return np.asarray(trust * spoken + (1 - trust) * powers / powers.sum())
