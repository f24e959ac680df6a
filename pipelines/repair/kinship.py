"""Whether two pieces of text speak of the same things: names and rare words in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.repair.headline import is_headline
from pipelines.repair.notices import is_speech, make_plain, read_notice, words_pattern

COMMON_WORDS = 2000  # of each language: words that any two pieces share
LEAST_BODY = 60  # words; less of the article is too little to judge by


@dataclass(frozen=True, slots=True)
class Limits:
    """What the end of a text must be to count as another piece: how many words, how many rare ones, how many shared."""

    words: int
    rare: int
    shared: float  # of its rare words; an article's own last section shares a fifth and more


PROMOTION = Limits(12, 5, 0.08)
ANNOUNCED = Limits(20, 5, 0.1)  # its last line leads on to a video, a gallery, a newsletter
WHOLE_ARTICLE = Limits(80, 25, 0.03)
LONGEST_PROMOTION = 120  # words; what goes on for longer is the article again, or another whole one
PROMOTIONS = frozenset({"video", "related", "newsletter", "subscription", "share", "advertisement"})
PROMOTES = re.compile(r":$|\b(you|your|our|us|vous|votre|vos|nos|notre)\b", re.IGNORECASE)
TELLS = re.compile(r"[.…]$")  # a sentence that neither asks, exclaims nor announces


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
    """The line where a foreign piece begins that was stuck on the end: a headline, nothing in common after it."""
    total = sum(len(line) for line in lines)
    before = 0
    opened = False  # a heading inside the article: the next one is likely its own too
    for index, line in enumerate(lines):
        if index and is_headline(line) and not _is_own_form(line):
            if before >= total / 2 and _is_foreign(lines[:index], lines[index:], opened):
                return index
            opened = True
        before += len(line)
    return None


def _is_own_form(line: str) -> bool:
    """Whether the line is a page's notice, a question (of an interview) or a quotation (set large within the text)."""
    return read_notice(line) is not None or line.endswith("?") or line[0] in '«“"„-–—'


def _is_foreign(body: Sequence[str], end: Sequence[str], opened: bool) -> bool:
    limits = _limits(end, opened)
    piece = [line for line in end if read_notice(line) is None]  # what promotes it says nothing of what it is about
    body_text, end_text = " ".join(body), " ".join(piece)
    words, rare = len(end_text.split()), rare_words(end_text)
    if limits is None or len(piece) < 2 or len(body_text.split()) < LEAST_BODY:
        return False
    if limits is not WHOLE_ARTICLE and _tells(piece):
        return False
    if words < limits.words or len(rare) < limits.rare or names(end_text) & names(body_text):
        return False
    return len(rare & rare_words(body_text)) <= limits.shared * len(rare)


def _tells(piece: Sequence[str]) -> bool:
    """Whether half its sentences and more are told to nobody: the article's last ones, below a heading or a caption."""
    sentences = [line for line in piece if line.count(" ") > 4 and re.search(r"[.!?…:]$", line)]
    return 2 * sum(bool(TELLS.search(line)) and not PROMOTES.search(line) for line in sentences) >= max(
        1, len(sentences)
    )


def _limits(end: Sequence[str], opened: bool) -> Limits | None:
    """How much must speak for it, by how it promotes itself; None where it may be a section of the article."""
    notice = read_notice(end[-1])
    asks = any(line.endswith("?") for line in end)
    if sum(len(line.split()) for line in end) > LONGEST_PROMOTION:
        return None if opened or asks else WHOLE_ARTICLE
    if notice and notice.kind in PROMOTIONS and not opened and not any(is_speech(line) for line in end):
        return ANNOUNCED
    if not asks and (_invites(end[0]) or any(PROMOTES.search(line) for line in (end[0], end[-1]))):
        return PROMOTION
    return None if opened or asks else WHOLE_ARTICLE


def _invites(line: str) -> bool:
    return bool(words_pattern("invitation").match(make_plain(line)))


def names(text: str) -> set[str]:
    """The capitalised words that are not common ones."""
    return {w for w in re.findall(r"\b[A-ZÀ-ÖØ-Þ][\w-]{3,}", text) if make_plain(w) not in common_words()}
