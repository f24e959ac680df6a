"""The page's own words in both languages, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.digest.labels import LABELS
from monitor.figures import write_number

LANGUAGES = ("en", "fr")


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(files("monitor.web").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def words_in(language: str) -> dict[str, str]:
    """Every word in `language`, English where it is neither en nor fr, by its key: the digest's, and the page's own."""
    language = language if language in LANGUAGES else "en"
    shared = {key: label for key, label in LABELS[language].items() if isinstance(label, str)}
    return shared | {key: pair[LANGUAGES.index(language)] for key, pair in _lists()["word"].items()}


def name_language(code: str, language: str) -> str:
    """What a reader of `language` calls a language: `fr` is French, or français."""
    from babel import Locale

    return str(Locale(language).languages.get(code) or words_in(language)["unknown"])


def count(number: int, noun: str, language: str) -> str:
    """`number` and its noun: `1 document`, `2 documents`; French takes the singular below two."""
    own = _lists()["counted"].get(noun)
    one, many = own[LANGUAGES.index(language)] if own else LABELS[language][noun]
    singular = number < 2 if language == "fr" else number == 1
    return f"{write_number(number, language)} {one if singular else many}"
