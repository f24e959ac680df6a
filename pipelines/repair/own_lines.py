"""What is the article's own though it looks like a page's line: lists, entries of a chronology, verses, figures."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise, takewhile

from pipelines.repair.kinship import rare_words
from pipelines.repair.lines import Page, is_prose, is_sentence
from pipelines.repair.moments import BARE_DATE, weigh_date
from pipelines.repair.notices import make_plain, phrases, words_pattern

GOES_ON = re.compile(r"[a-zà-ÿ]\S* \S+ \S+|[«“\"]")  # a verse, a broken line, what somebody says
FIGURE = re.compile(r"[^:()]{2,40}: ?\d[\d .,]*(?: ?%| \(.+\))?")  # that is named: Oui : 61 %
LONGEST_LIST = 30  # lines
LEAST_ENTRIES = 3  # moments with something between them make a chronology
POINT = re.compile(r"[-–—•▪●] ")
LEAST_HEADINGS = 2
KIN = 1  # rare word in common
LITTLE = 200  # of the most frequent words: sentences have them, labels lack them


def find_lists(page: Page) -> set[int]:
    """The lines of lists up to the next notice, and the line that leads on to each: by a colon, or by their points."""
    listed: set[int] = set()
    leader: int | None = None
    for index, line in enumerate(page.lines):
        if page.says(index) is not None or (is_prose(line.text) and not line.text.endswith(":")):
            leader = None
        elif line.text.endswith(":") or _leads_on(page, index) or _heads_list(line.text):
            leader = index
        elif leader is not None and index - leader <= LONGEST_LIST:
            listed |= {leader, index}
    return listed


def _heads_list(line: str) -> bool:
    """Whether such a label stands above lists: of what somebody liked, needs, or should know."""
    return bool(words_pattern("list_heading").fullmatch(make_plain(line)))


def _leads_on(page: Page, index: int) -> bool:
    """Whether the first item of a list, with its dash or point, stands below the line."""
    return any(POINT.match(line.text) for line in page.lines[index + 1 : index + 2]) and not POINT.match(
        page.lines[index].text
    )


def find_headings(page: Page) -> set[int]:
    """The labels that stand each directly above a sentence, where two and more stand between sentences: headings."""
    told = [is_sentence(line.text) for line in page.lines]
    above = [i for i in range(len(told) - 1) if not told[i] and told[i + 1] and page.says(i) is None]
    return set(above) if sum(i > 0 and told[i - 1] for i in above) >= LEAST_HEADINGS else set()


@lru_cache(maxsize=8)  # two rules ask of the same page
def find_entries(page: Page) -> set[int]:
    """The lines of a chronology: the moments that stand alone on a line, and what stands directly below each."""
    plain = [make_plain(line.text) for line in page.lines]
    bare = [i for i, line in enumerate(plain) if weigh_date(line) == BARE_DATE]
    apart = [i for i in bare if i + 1 not in bare and i - 1 not in bare]
    return {i + step for i in apart for step in (0, 1)} if len(apart) >= LEAST_ENTRIES else set()


def find_subjects(page: Page) -> set[str]:
    """The kinds of notices whose things the article speaks of: its title does, or two of its sentences."""
    told = [make_plain(line.text) for index, line in enumerate(page.lines) if page.tells(index)]
    return {
        kind
        for kind, word in _subjects().items()
        if word.search(page.title) or sum(word.search(sentence) is not None for sentence in told) > 1
    }


@cache
def _subjects() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"\b(?:{words.strip()})\b") for kind, words in phrases()["subject"].items()}


def goes_on(page: Page, index: int) -> bool:
    """Whether the article goes on below the line: two sentences in a row, before any date or button of a comment,
    speak of what those above speak of.
    """
    above = rare_words(" ".join(line.text for line in page.lines[:index]))
    below = list(takewhile(lambda i: not _is_of_comments(page, i), range(index + 1, len(page.lines))))
    told = [is_prose(text := page.lines[i].text) and len(rare_words(text) & above) >= KIN for i in below]
    return any(map(all, pairwise(told)))


def _is_of_comments(page: Page, index: int) -> bool:
    return (notice := page.says(index)) is not None and notice.kind in ("comment", "dateline")


def has_own_form(line: str, zone: str, kind: str, told_of: set[str]) -> bool:
    """Whether the line is a sentence, goes on from another, or sums up what follows."""
    return is_sentence(line) or bool(GOES_ON.match(line)) or (zone == "above" and not kind and _sums_up(line, told_of))


def _sums_up(line: str, told_of: set[str]) -> bool:
    """Whether a line says what the text speaks of, or says anything at all: a standfirst, a key point."""
    words, mine = make_plain(line).split(), rare_words(line)
    sums = len(mine & told_of) > 1 and 2 * len(mine & told_of) >= len(mine)
    return len(words) > 4 and (sums or len([word for word in words if word in little_words()]) > 1)


@cache
def little_words() -> frozenset[str]:
    """The words that any sentence has, accents off."""
    from wordfreq import top_n_list

    return frozenset(make_plain(word) for language in ("en", "fr") for word in top_n_list(language, LITTLE))
