"""Boilerplate in running text: the lines a page adds to its article.

A line goes when it is likely enough the page's own, by what was learned of real pages (`habits`): how likely that must
be depends on what it says (`notices`) and on what articles have too (`own_lines`). A few things are told by rule
instead. What is cut may uncover more, so the text is read again until nothing is found: cutting twice cuts no more than
cutting once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from pipelines.repair.habits import judge
from pipelines.repair.headline import is_headline
from pipelines.repair.kinship import find_foreign_end, rare_words
from pipelines.repair.lines import Cut, Line, Page, is_prose, read_page
from pipelines.repair.margins import (
    find_biographies,
    find_company,
    find_discussion,
    find_links,
    find_rest,
    find_signatures,
)
from pipelines.repair.moments import HAPPENED
from pipelines.repair.notices import (
    forms,
    is_practical,
    is_speech,
    make_plain,
    read_notice,
)
from pipelines.repair.own_lines import (
    find_lists,
    has_own_form,
    is_heading,
)

TELLING = 0.8  # what a notice weighs whose words are hardly an article's
SURE = 1.0  # and one whose words are none
# How likely a line has to be the page's own, by where it stands and what it is: set on texts that the weights were not
# learned from; from .85 above and below, .95 between, three times as many of the article's lines are lost.
LIKELY = {"above": 0.88, "within": 0.96, "below": 0.88}
LIKELY_SENTENCE, LIKELY_SET_OFF = 0.97, 0.99
LIKELY_NOTICE, LIKELY_IN_PASSING = 0.5, 0.8
EDGE = 0.3  # what its place adds to the weight of a notice that is a title, or ends a text
MOST_LINES = 5000  # a text of more lines is a table or a log, not an article
TITLE_LINES = 2  # among the first so many the title may be repeated as a sentence
BRACKETED = {"agency", "byline", "caption", "credit", "dateline", "editor"}  # kinds of notices that stand in brackets
LONGEST_CAPTION = 45  # words
LONGEST_CREDIT = 160  # characters
SENTENCE_END = re.compile(r"(?<=[.!?…»”\"])\s+(?=[A-ZÀ-ÖØ-Þ«“\"(\[©])")
CLOSES_QUOTE = re.compile(r"[^«“\"]*[»”\"]\W*")  # the end of what somebody says
FUTURE = re.compile(r"\b(will|would|shall|(?!camera|opera|cholera|sierra)\w+([eiduvt]r)(a|ont))\b")


def find_cuts(text: str, title: str, outlet_lines: Collection[str]) -> list[Cut]:
    """Find what is not the article's own in `text`; in order, not overlapping, offsets into `text`.

    `title` is the title that was received ("" where there was none: one made from the text would cut its source);
    `outlet_lines` the lines, as `normalise_line` gives them, known to repeat in the outlet's other documents. A text
    that would be left without a word is left whole.
    """
    kept = list(range(len(text)))  # where each character of what remains stood
    cuts: list[Cut] = []
    while found := _find_once("".join([text[i] for i in kept]), title, outlet_lines):
        cuts += [Cut(kept[c.start], kept[c.end - 1] + 1, c.kind, c.reason) for c in found]
        gone = {i for c in found for i in kept[c.start : c.end]}
        kept = [i for i in kept if i not in gone]
    return _merge(cuts) if any(text[i].isalnum() for i in kept) else []


def is_notice(title: str) -> bool:
    """Whether a title says what a page says of itself: what would be cut if it were the first line of a text."""
    notice = read_notice(title)
    return (
        notice is not None
        and notice.kind != "link"
        and round(notice.weight + EDGE, 2) >= SURE
        and not is_practical(title)
    )


def _merge(cuts: list[Cut]) -> list[Cut]:
    """Sorted, and without those that lie within another."""
    merged: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        if not merged or cut.start >= merged[-1].end:
            merged.append(cut)
    return merged


def _find_once(text: str, title: str, outlet_lines: Collection[str]) -> list[Cut]:
    page = read_page(text, title, outlet_lines)
    if not page.lines or len(page.lines) > MOST_LINES:
        return []
    return _merge([cut for rule in RULES for cut in rule(page)])


def find_page_lines(page: Page) -> Iterator[Cut]:
    """Lines like those that real pages have around their articles: by their words, form, place and company.

    In a text that is mostly no sentences (a poem, a programme, a list of results) only words count that are no
    article's.
    """
    is_article, set_off = page.is_article, _find_set_off(page)
    told_of = rare_words("\n".join(line.text for line in page.lines if is_prose(line.text)))
    for index, (line, (zone, likely)) in enumerate(zip(page.lines, judge(page), strict=True)):
        notice = page.says(index)
        if notice and notice.weight >= (TELLING if is_article else SURE):
            enough = LIKELY_IN_PASSING if notice.in_passing else LIKELY_NOTICE
            goes = (likely >= enough or not is_article) and (notice.weight >= SURE or index not in set_off)
        else:
            own_form = has_own_form(line.text, zone, notice.kind if notice else "", told_of)
            enough = LIKELY_SET_OFF if index in set_off else LIKELY_SENTENCE if own_form else LIKELY[zone]
            goes = is_article and likely >= enough
        if goes:
            reason = f"says “{notice.words[:60]}”" if notice else f"like a page's own line ({likely:.0%})"
            yield Cut(line.start, line.end, notice.kind if notice else "habit", reason)


def _find_set_off(page: Page) -> set[int]:
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


def find_repeated(page: Page) -> Iterator[Cut]:
    """Lines that the outlet repeats: notices, and at the edge what is no sentence; background is the article's own."""
    for index, line in enumerate(page.lines):
        if line.start in page.repeated and (page.says(index) or (page.is_edge(index) and not is_prose(line.text))):
            yield Cut(line.start, line.end, "repeated", "repeated by the outlet")


def find_title(page: Page) -> Iterator[Cut]:
    """The title repeated, alone or with the outlet's name behind it; a column may close with it, as a sentence."""
    if page.title.count(" ") < 2:
        return
    for index, line in enumerate(page.lines):
        plain = make_plain(line.text)
        if index >= TITLE_LINES and line.text.endswith("."):
            continue
        rest = plain.removeprefix(page.title)
        if plain == page.title or (rest != plain and re.fullmatch(r" ?[|>·:-] ?(\S+ ?){1,6}", rest)):
            yield Cut(line.start, line.end, "title", "repeats the title")


def find_captions(page: Page) -> Iterator[Cut]:
    """Image captions, known by the credit that closes them; where a paragraph ends in one, the credit alone."""
    for index, line in enumerate(page.lines):
        credit = forms()["closing_credit"].search(line.text, max(0, len(line.text) - LONGEST_CREDIT))
        if credit is None:
            continue
        before = line.text[: credit.start()].rstrip()
        if len(before.split()) > LONGEST_CAPTION or SENTENCE_END.search(before) or _is_told(before):
            start = credit.start() + len(credit[0]) - len(credit[0].lstrip(" ."))
            yield Cut(line.start + start, line.end, "credit", f"closes with “{credit[0].strip()[:60]}”")
            continue
        yield Cut(line.start, line.end, "caption", f"closes with “{credit[0].strip()[:60]}”")
        above = page.lines[index - 1] if index else None
        if above and is_headline(above.text) and _stands_apart(page, above, line):
            yield Cut(above.start, above.end, "caption", "directly above a caption")


def _is_told(text: str) -> bool:
    """Whether the words tell what somebody said or what will be: captions say what is seen."""
    return is_speech(text) or bool(FUTURE.search(make_plain(text)))


def _stands_apart(page: Page, above: Line, line: Line) -> bool:
    """Whether the two lines make one block, in a text whose blocks have blank lines between them."""
    glued = page.text[above.end : line.start].count("\n") == 1
    return glued and 2 * len(re.findall(r"\n\s*\n", page.text)) >= len(page.lines) - 1


def find_glued(page: Page) -> Iterator[Cut]:
    """Sure notices glued to a paragraph: its last sentences, and a date before its first."""
    for index, line in enumerate(page.lines):
        if index < 3 and (dated := _glued_date(line.text)):
            yield Cut(line.start, line.start + dated, "dateline", "opens the text")
        starts = [0, *(m.end() for m in SENTENCE_END.finditer(line.text))]
        end = len(line.text)
        for start in reversed(starts[1:] if len(line.text) < 20_000 else []):
            last_words = line.text[start:end].strip()
            notice = None if CLOSES_QUOTE.fullmatch(last_words) else read_notice(last_words)
            last = EDGE if line is page.lines[-1] else 0
            aside = last_words.startswith("(") and notice is not None and notice.kind not in BRACKETED
            if notice is None or aside or round(notice.weight + last, 2) < SURE:
                break
            yield Cut(
                line.start + start,
                line.start + len(line.text[:end].rstrip()),
                notice.kind,
                f"says “{notice.words[:60]}”",
            )
            end = start


def _glued_date(line: str) -> int:
    """How many characters of the line are an updating notice with the article's first words behind it; 0 if none."""
    if not HAPPENED.match(make_plain(line[:90])):
        return 0
    words = line[:90].split(" ")
    for count in range(len(words) - 1, 2, -1):
        head = " ".join(words[:count])
        if words[count][:1].isupper() and (n := read_notice(head)) and n.kind == "dateline" and n.weight >= 1:
            return len(head)
    return 0


def find_stuck_on(page: Page) -> Iterator[Cut]:
    """A foreign piece at the end, headline first, that has nothing in common with the rest."""
    start = find_foreign_end([line.text for line in page.lines])
    if start is not None:
        for line in page.lines[start:]:
            yield Cut(line.start, line.end, "foreign", "another piece: shares no names or rare words with the article")


RULES: tuple[Callable[[Page], Iterator[Cut]], ...] = (
    find_title,
    find_page_lines,
    find_repeated,
    find_captions,
    find_links,
    find_discussion,
    find_biographies,
    find_signatures,
    find_company,
    find_rest,
    find_glued,
    find_stuck_on,
)
