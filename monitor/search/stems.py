"""Words as a search sees them: stems of both languages, with and without their accents.

A stem begins with its language's mark, so that the French stem of `news` is not the English word `new`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LANGUAGES = {"en": "english", "fr": "french"}
MARKS = {"en": "e", "fr": "f"}
OTHER = "x"  # the mark of all other languages, whose words stand whole
WORD = re.compile(r"[^\W_]+")
ELIDED = re.compile(r"(?<!\w)(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’](?=\w)", re.IGNORECASE)  # l'élection

# words so common in one language that they must not stand for an accented word of the other: the is not thé
COMMON = frozenset(
    """a as de des du la le les ma me mes ou ne on sa se ses si sur ta te tes the there then to tu un une est et en es
    he her his in is it an and are at be by for of or not no peu pres that this was with we you i""".split()  # noqa: SIM905
)

# words that say little by themselves, in either language
LITTLE = COMMON | frozenset(
    """about after all also any au aux avec been before between but can chez comme comment contre could dans did do does
    dont entre from had has have how if into its leur leurs may mon more most nos notre nous on one only other ou où par
    pas plus pour quand que quel quelle qui quoi sans should so some son sous than their these they those through
    under until up vers very vos votre vous was were what when where which while who why will would""".split()  # noqa: SIM905
)


def split_words(text: str) -> list[str]:
    """The words of `text`, without the articles that lean on them: `l’élection` is one word."""
    return WORD.findall(ELIDED.sub("", text))


def stem_words(text: str, language: str) -> str:
    """The stems of `text` for the index: each as its accents stand, and bare beside it where it has some."""
    return " ".join([_spell_stems(word, language) for word in split_words(text.lower())])


@lru_cache(maxsize=200_000)
def _spell_stems(word: str, language: str) -> str:
    return " ".join(stem_forms(word, language))


@lru_cache(maxsize=200_000)
def stem_forms(word: str, language: str) -> tuple[str, ...]:
    """What is indexed for one lower-case word in `language`.

    A word typed without accents finds the accented ones (elections, élections), unless it is a common word of its own.
    """
    stem = _stem(word, language)
    plain = strip_accents(word)
    if plain == word or plain in COMMON:
        return (stem,)
    return tuple(dict.fromkeys((stem, strip_accents(stem), _stem(plain, language))))


@lru_cache(maxsize=10_000)
def query_forms(word: str) -> tuple[str, ...]:
    """What to look for among the stems when `word` is asked: its form in each language, always in the same order."""
    return tuple(_stem(word.lower(), language) for language in (*LANGUAGES, ""))


def strip_accents(text: str) -> str:
    """`élève` → `eleve`, `œuvre` → `oeuvre`."""
    spelled = text.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE").replace("Æ", "AE")
    return "".join(c for c in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(c))


def _stem(word: str, language: str) -> str:
    algorithm = LANGUAGES.get(language)
    return f"{MARKS[language]}{_stemmer(algorithm).stemWord(word)}" if algorithm else f"{OTHER}{word}"


@lru_cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
