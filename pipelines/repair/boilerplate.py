"""Boilerplate in running text: the lines a page adds to its article.

Each line is weighed: what it says (`notices`), where it stands, and whether the outlet repeats it. It goes
when the evidence reaches 1. What is cut may uncover more, so the text is read again until nothing is found: cutting
twice cuts no more than cutting once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from pipelines.repair.habits import find_doubted, judge
from pipelines.repair.headline import is_headline
from pipelines.repair.kinship import find_foreign_end, rare_words
from pipelines.repair.lines import FIRST_LINES, Cut, Line, Page, is_prose, is_sentence, read_page
from pipelines.repair.margins import (
    find_biographies,
    find_company,
    find_foot,
    find_links,
    find_rest,
    find_signatures,
)
from pipelines.repair.moments import HAPPENED
from pipelines.repair.notices import (
    Notice,
    forms,
    is_practical,
    is_speech,
    make_plain,
    read_notice,
    words_pattern,
)
from pipelines.repair.own_lines import (
    FIGURE,
    find_entries,
    find_headings,
    find_lists,
    find_subjects,
    goes_on,
    has_own_form,
)

SURE = 0.999  # 1, less what sums of tenths lose
EDGE, NEIGHBOUR, REPEATED = 0.3, 0.2, 0.8  # what a line's place and its repetition add to what it says
SUBJECT = 0.5  # what is taken off for a sentence about what the article speaks of
# Above and below an article little is its own, but sentences and lists are: set on clean news and on labelled texts.
LIKELY = {"above": 0.85, "within": 0.95, "below": 0.85}
LIKELY_SENTENCE = 0.95
MOST_LINES = 5000  # a text of more lines is a table or a log, not an article
LONGEST_LEAD = 8  # words of a sentence that may only lead up to a notice
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
    return notice is not None and notice.kind != "link" and notice.weight + EDGE >= SURE and not is_practical(title)


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


def find_notices(page: Page) -> Iterator[Cut]:
    """Lines that what they say, their place and their repetition convict together."""
    notices = [read_notice(line.text) for line in page.lines]
    sure = [notice is not None and notice.weight >= 1 for notice in notices]
    entries, subjects = find_entries(page), find_subjects(page)
    found = {}
    for index, (line, notice) in enumerate(zip(page.lines, notices, strict=True)):
        if notice and (index in entries or (notice.kind != "editor" and _opens_with_prose(line.text))):
            continue
        weight, evidence = _weigh(page, index, notice, any(sure[max(0, index - 1) : index + 2]))
        weight -= SUBJECT * (notice is not None and notice.in_passing and notice.kind in subjects)
        if weight >= SURE:
            found[index] = Cut(line.start, line.end, notice.kind if notice else "repeated", "; ".join(evidence))
    inexact = {i for i in found if page.lines[i].start not in page.repeated and _is_inexact(notices[i])}
    doubted = inexact & find_doubted(page) if inexact else set()
    yield from (cut for index, cut in found.items() if index not in doubted)


def _is_inexact(notice: Notice | None) -> bool:
    """Whether the words may be the article's too, so that what stands around them has to agree."""
    return notice is not None and (notice.in_passing or notice.weight < 1)


def _opens_with_prose(line: str) -> bool:
    """Whether the notice stands in the line's last sentence, behind one that is the article's: `find_glued` cuts it."""
    first, *others = SENTENCE_END.split(line, maxsplit=1)
    ours = words_pattern("reader").search(make_plain(first))
    return bool(others) and len(first.split()) > LONGEST_LEAD and read_notice(first) is None and not ours


def _weigh(page: Page, index: int, notice: Notice | None, beside: bool) -> tuple[float, list[str]]:
    line = page.lines[index]
    weight, evidence = (notice.weight, [f"says “{notice.words[:60]}”"]) if notice else (0.0, [])
    if line.start in page.repeated and (notice or not is_prose(line.text)):  # background is the article's own
        weight, evidence = weight + REPEATED, [*evidence, "repeated by the outlet"]
    signed = notice is not None and notice.kind in ("dateline", "byline")
    link = notice is not None and notice.kind == "link" and not page.title
    first = 5 if signed else 0 if link or is_sentence(line.text) else FIRST_LINES  # the headline, the first sentence
    if weight and page.is_edge(index, first, standfirst=int(signed)):
        edge = 0.5 if signed else EDGE
        weight, evidence = weight + edge, [*evidence, "at the edge of the text"]
    if notice and beside and notice.weight < 1:
        weight, evidence = weight + NEIGHBOUR, [*evidence, "beside other boilerplate"]
    if notice and notice.weight < 1 and _is_practical(page, index, notice.kind):
        weight -= 0.5
    return weight, evidence


def _is_practical(page: Page, index: int, kind: str) -> bool:
    """Whether the line, or the one above an address, tells readers how to come or call."""
    above = index and kind == "contact" and is_practical(page.lines[index - 1].text)
    return bool(above) or is_practical(page.lines[index].text)


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


def find_discussion(page: Page) -> Iterator[Cut]:
    """All that follows the form for comments, in the second half of a text, unless the article goes on below it."""
    for index, line in enumerate(page.lines):
        notice = read_notice(line.text)
        if notice and notice.kind == "comment" and notice.weight >= 1 and page.before(index) > 0.5:
            if goes_on(page, index):
                continue
            for later in page.lines[index + 1 :]:
                if len(later.text.split()) < 60 and (not is_speech(later.text) or len(later.text.split()) < 15):
                    yield Cut(later.start, later.end, "comment", f"after “{line.text[:40]}”")
            return


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
            if notice is None or aside or notice.weight + last < SURE:
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


def find_likely(page: Page) -> Iterator[Cut]:
    """Lines like those that real pages have around their articles: by their words, form, place and company.

    None in a text that is mostly no sentences: a poem, a programme, a list of results. Lists and chronologies stay, and
    what may be the headline of a text that came without a title.
    """
    if not page.is_article:
        return
    set_off = find_lists(page) | find_entries(page) | find_headings(page)
    told_of = rare_words("\n".join(line.text for line in page.lines if is_prose(line.text)))
    for index, (line, (zone, likely)) in enumerate(zip(page.lines, judge(page), strict=True)):
        if index in set_off or FIGURE.fullmatch(line.text) or (is_prose(line.text) and is_speech(line.text)):
            continue
        titles = zone == "above" and not page.title and is_headline(line.text) and line.text.count(" ") > 1
        kind = notice.kind if (notice := page.says(index)) else ""
        own_form = has_own_form(line.text, zone, kind, told_of)
        enough = LIKELY_SENTENCE if own_form else LIKELY[zone]
        if likely >= enough and not titles and not _is_practical(page, index, kind):
            yield Cut(line.start, line.end, "habit", f"like a page's own line ({likely:.0%})")


def find_stuck_on(page: Page) -> Iterator[Cut]:
    """A foreign piece at the end, headline first, that has nothing in common with the rest."""
    start = find_foreign_end([line.text for line in page.lines])
    if start is not None:
        for line in page.lines[start:]:
            yield Cut(line.start, line.end, "foreign", "another piece: shares no names or rare words with the article")


RULES: tuple[Callable[[Page], Iterator[Cut]], ...] = (
    find_title,
    find_notices,
    find_captions,
    find_links,
    find_discussion,
    find_biographies,
    find_signatures,
    find_company,
    find_rest,
    find_foot,
    find_glued,
    find_likely,
    find_stuck_on,
)
