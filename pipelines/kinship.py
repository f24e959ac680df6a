"""Whether two pieces of text speak of the same things: names and rare words in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipelines.headline import is_headline
from pipelines.notices import make_plain

COMMON_WORDS = 2000  # of each language: words that any two pieces share
LEAST_BODY, LEAST_END = 60, 12  # words; less is too little to judge by
MOST_SHARED = 0.08  # of the end's rare words; an article's own last section shares a fifth and more
PROMOTES = re.compile(r"[:!]$|\b(you|your|our|us|vous|votre|vos|nos|notre)\b|^(?:[„“\"«].*)$", re.IGNORECASE)


def rare_words(text: str) -> set[str]:
    """The words that say what a text is about, cut to six letters so that inflected forms agree."""
    words = re.findall(r"[^\W\d_]{4,}", make_plain(text))
    return {word[:6] for word in words if word not in common_words()}


@cache
def common_words() -> frozenset[str]:
    """The most frequent words of English and French, accents off."""
    from wordfreq import top_n_list

    return frozenset(make_plain(word) for language in ("en", "fr") for word in top_n_list(language, COMMON_WORDS))


def find_foreign_end(lines: Sequence[str]) -> int | None:
    """The line where a foreign piece begins that was stuck on at the end: a headline, and nothing in common after it."""
    total = sum(len(line) for line in lines)
    before = 0
    headings = [i for i, line in enumerate(lines) if i and is_headline(line)]
    for index, line in enumerate(lines):
        if index in headings and before >= total / 2 and _is_foreign(lines, index, headings):
            return index
        before += len(line)
    return None


def _is_foreign(lines: Sequence[str], index: int, headings: Sequence[int]) -> bool:
    body, end = " ".join(lines[:index]), " ".join(lines[index:])
    if len(body.split()) < LEAST_BODY or len(end.split()) < LEAST_END or index == len(lines) - 1:
        return False
    rare = rare_words(end)
    if len(rare) < 5 or len(rare & rare_words(body)) > MOST_SHARED * len(rare):
        return False
    own_form = headings[0] == index  # the article itself uses no headings
    return own_form or any(PROMOTES.search(line) for line in lines[index:])
