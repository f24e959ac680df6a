"""Words as a search sees them: stems of both languages, with and without their accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LANGUAGES = {"en": "english", "fr": "french"}
BARE = "0"  # begins a stem whose accents were taken off; no word of a text begins so and goes on in letters
WORD = re.compile(r"[^\W_]+")

# words so common in one language that they must not stand for an accented word of the other: the is not thé
COMMON = frozenset(
    """a as de des du la le les ma me mes ou ne on sa se ses si sur ta te tes the there then to tu un une est et en es
    he her his in is it an and are at be by for of or not no peu pres that this was with we you i""".split()  # noqa: SIM905
)


def stem_words(text: str, language: str) -> str:
    """The stems of `text` for the index: each as its accents stand, and bare beside it where it has some."""
    return " ".join(form for word in WORD.findall(text.lower()) for form in stem_forms(word, language))


@lru_cache(maxsize=200_000)
def stem_forms(word: str, language: str) -> tuple[str, ...]:
    """What is indexed for one lower-case word in `language`; words of other languages are only freed of accents."""
    stem = _stem(word, language)
    bare = strip_accents(stem)
    return (stem,) if bare == stem else (stem, BARE + bare)


@lru_cache(maxsize=10_000)
def query_forms(word: str) -> frozenset[str]:
    """What to look for among the stems when `word` is asked: its stem in each language.

    A word typed without accents also finds the accented ones (elections, élections), unless it is a common word of its
    own; a word typed with accents finds only words that bear them.
    """
    word = word.lower()
    stems = {_stem(word, language) for language in LANGUAGES}
    if strip_accents(word) == word and word not in COMMON:
        stems |= {BARE + stem for stem in stems} | {BARE + strip_accents(stem) for stem in stems}
    return frozenset(stems)


def strip_accents(text: str) -> str:
    """`élève` → `eleve`, `œuvre` → `oeuvre`."""
    spelled = text.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE").replace("Æ", "AE")
    return "".join(c for c in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(c))


def _stem(word: str, language: str) -> str:
    algorithm = LANGUAGES.get(language)
    return str(_stemmer(algorithm).stemWord(word)) if algorithm else word


@lru_cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
