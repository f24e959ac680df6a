"""What is the article's own though it looks like a page's line: lists, entries of a chronology, verses, figures."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, takewhile

from pipelines.repair.headline import is_headline
from pipelines.repair.kinship import rare_words
from pipelines.repair.lines import Page, is_prose
from pipelines.repair.moments import WEEKDAY
from pipelines.repair.notices import is_practical, make_plain, words_pattern

FIGURE = re.compile(r"[^:()]{2,40}(?<!\d): ?\d[\d .,]*(?: ?%| \(.+\))?")  # that is named: Oui : 61 %
SCORES = re.compile(r"(?<![\d-])\d{1,3}-\d{1,3}(?: ?\([\d-]{1,5}\))?,? \d{1,3}-\d{1,3}\b")  # b. Roy 7-6 (5), 6-2
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
    """Whether the line names a figure, gives a score, or heads what follows it: a list, a day, a year."""
    return bool(FIGURE.fullmatch(line) or SCORES.search(line) or ALONE.fullmatch(make_plain(line))) or _heads_list(line)


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


@cache
def little_words() -> frozenset[str]:
    """The words that any sentence has, accents off."""
    from wordfreq import top_n_list

    return frozenset(make_plain(word) for language in ("en", "fr") for word in top_n_list(language, LITTLE))


def find_set_off(page: Page) -> set[int]:
    """The lines that are the article's own though they look like a page's: of lists, named figures, headings of what
    follows, letters' greetings, what tells readers how to come; what may be the headline where none was received.
    """
    first = next((i for i, line in enumerate(page.lines) if is_prose(line.text)), len(page.lines))
    untitled = range(0 if page.title else first)
    return find_lists(page) | {
        i
        for i in range(len(page.lines))
        if (page.says(i) is None and (is_heading(page.lines[i].text) or _goes_on(page, i)))
        or _is_practical(page, i)
        or (i in untitled and _may_be_headline(page, i))
    }


def _goes_on(page: Page, index: int) -> bool:
    """Whether the line ends in a comma, or the one above it does."""
    return any(line.text.endswith(",") for line in page.lines[max(0, index - 1) : index + 1])


def _may_be_headline(page: Page, index: int) -> bool:
    line, notice = page.lines[index].text, page.says(index)
    return is_headline(line) and line.count(" ") > 1 and (notice is None or notice.kind == "link")


def _is_practical(page: Page, index: int) -> bool:
    """Whether the line, or the one above an address, tells readers how to come or call."""
    above = index and (notice := page.says(index)) and notice.kind == "contact"
    return is_practical(page.lines[index].text) or bool(above and is_practical(page.lines[index - 1].text))
