"""Whether two pieces of text speak of the same things: names and rare words in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipelines.headline import is_headline
from pipelines.notices import is_speech, make_plain, read_notice

COMMON_WORDS = 2000  # of each language: words that any two pieces share
LEAST_BODY, LEAST_END = 60, 12  # words; less is too little to judge by
MOST_SHARED = 0.08  # of the end's rare words; an article's own last section shares a fifth and more
MOST_SHARED_PROMOTED = 0.25  # where the end has no name in common and closes as a promotion does
LEAST_RARE = 5
PROMOTIONS = frozenset({"video", "related", "newsletter", "subscription", "share", "advertisement"})
PROMOTES = re.compile(r"[:!]$|\b(you|your|our|us|vous|votre|vos|nos|notre)\b", re.IGNORECASE)


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
    """The line where a foreign piece begins that was stuck on begins: a headline, nothing in common after it."""
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
    shared = len(rare & rare_words(body)) / max(1, len(rare))
    own_form = headings[0] == index  # the article itself uses no headings
    if len(rare) >= LEAST_RARE and shared <= MOST_SHARED:
        return own_form or any(PROMOTES.search(line) for line in lines[index:])
    promoted = _closes_as_promotion(lines[-1]) and not any(is_speech(line) for line in lines[index:])
    return own_form and promoted and shared <= MOST_SHARED_PROMOTED and not names(end) & names(body)


def _closes_as_promotion(line: str) -> bool:
    notice = read_notice(line)
    return notice is not None and notice.kind in PROMOTIONS


def names(text: str) -> set[str]:
    """The capitalised words that are not common ones."""
    return {w for w in re.findall(r"\b[A-ZÀ-ÖØ-Þ][\w-]{3,}", text) if make_plain(w) not in common_words()}
