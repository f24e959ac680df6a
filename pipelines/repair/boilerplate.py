"""Boilerplate in running text: the lines a page adds to its article.

A line goes when it is likely enough the page's own, as was learned of real pages (`verdict`); the title repeated and
what is glued to a paragraph are told by rule. What is cut may uncover more, so the text is read again until nothing is
found: cutting twice cuts no more than cutting once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipelines.repair.captions import SENTENCE_END
from pipelines.repair.lines import LONGEST_FRAGMENT, Cut, Page, read_page
from pipelines.repair.moments import HAPPENED
from pipelines.repair.notices import is_practical, make_plain, read_notice
from pipelines.repair.verdict import hear, judge

ENOUGH = 0.9  # how likely a line that goes is the page's own
TOLD = 0.7  # and one that is known by more than its looks
HALF = 0.5  # of the outlet's documents
SURE = 1.0  # what a notice weighs whose words are none of an article's
EDGE = 0.3  # what its place adds to the weight of a notice that is a title, or ends a text
MOST_LINES = 5000  # a text of more lines is a table or a log, not an article
TITLE_LINES = 2  # among the first so many the title may be repeated as a sentence
BRACKETED = {"agency", "byline", "caption", "credit", "dateline", "editor"}  # kinds of notices that stand in brackets
CLOSES_QUOTE = re.compile(r"[^«“\"]*[»”\"]\W*")  # the end of what somebody says


def find_cuts(text: str, title: str, outlet_lines: Mapping[str, float]) -> list[Cut]:
    """Find what is not the article's own in `text`; in order, not overlapping, offsets into `text`.

    `title` is the title that was received ("" where there was none: one made from the text would cut its source);
    `outlet_lines` says of lines, as `normalise_line` gives them, in what share of the outlet's other documents they are
    found again. A text that would be left without a word is left whole.
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


def _find_once(text: str, title: str, outlet_lines: Mapping[str, float]) -> list[Cut]:
    page = read_page(text, title, outlet_lines)
    if not page.lines or len(page.lines) > MOST_LINES:
        return []
    return _merge([*find_title(page), *find_glued(page), *find_page_lines(page)])


def find_page_lines(page: Page) -> Iterator[Cut]:
    """The lines that are sooner the page's than the article's, and the credit that closes a paragraph."""
    testimony, starts = hear(page), {line.start for line in page.lines}
    for index, (line, likely) in enumerate(zip(page.lines, judge(page, testimony), strict=True)):
        told = [cut for cuts in testimony if (cut := cuts.get(line.start))]
        if likely >= (TOLD if told or _is_told(page, index) else ENOUGH):
            yield replace(_explain(page, index, likely, told), start=line.start, end=line.end)
    yield from (cut for cuts in testimony for cut in cuts.values() if cut.start not in starts)


def _is_told(page: Page, index: int) -> bool:
    """Whether the line says what it is, or is a short one that most of the outlet's documents have."""
    line, notice = page.lines[index], page.says(index)
    common = page.repeated.get(line.start, 0.0) >= HALF and line.text.count(" ") < LONGEST_FRAGMENT
    return common or (notice is not None and notice.weight >= SURE)


def _explain(page: Page, index: int, likely: float, told: Sequence[Cut]) -> Cut:
    if page.lines[index].start in page.repeated:
        return Cut(0, 0, "repeated", "repeated by the outlet")
    if notice := page.says(index):
        return Cut(0, 0, notice.kind, f"says “{notice.words[:60]}”")
    return told[0] if told else Cut(0, 0, "habit", f"like a page's own line ({likely:.0%})")


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
