"""What is the article's own though it looks like a page's line: lists, entries of a chronology, verses, figures."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, takewhile

from pipelines.repair.kinship import rare_words
from pipelines.repair.lines import Page, is_prose, is_sentence
from pipelines.repair.moments import WEEKDAY
from pipelines.repair.notices import make_plain, words_pattern

GOES_ON = re.compile(r"[a-zà-ÿ]\S* \S+ \S+|[«“\"]")  # a verse, a broken line, what somebody says
FIGURE = re.compile(r"[^:()]{2,40}(?<!\d): ?\d[\d .,]*(?: ?%| \(.+\))?")  # that is named: Oui : 61 %
ALONE = re.compile(rf"\d{{4}}|{WEEKDAY}")  # a year or a weekday heads what follows
LONGEST_LIST = 30  # lines
POINT = re.compile(r"[-–—•▪●] ")
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


def is_heading(line: str) -> bool:
    """Whether the line names a figure, or heads what follows it: a list, a day, a year."""
    return bool(FIGURE.fullmatch(line) or ALONE.fullmatch(make_plain(line))) or _heads_list(line)


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
