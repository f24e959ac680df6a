"""Boilerplate in running text: the lines a page adds to its article.

Each line is weighed: what it says (`pipelines.notices`), where it stands, and whether the outlet repeats it. It goes
when the evidence reaches 1. What is cut may uncover more, so the text is read again until nothing is found: cutting
twice cuts no more than cutting once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from pipelines.headline import is_headline
from pipelines.kinship import find_foreign_end
from pipelines.notices import (
    HAPPENED,
    NAME,
    Notice,
    forms,
    is_practical,
    is_speech,
    make_plain,
    normalise_line,
    read_notice,
    words_pattern,
)

EDGE, NEIGHBOUR, REPEATED = 0.3, 0.2, 0.8  # what a line's place and its repetition add to what it says
FIRST_LINES, LAST_LINES = 2, 3  # where pages put what is theirs; cutting them makes the next ones first and last
MOST_LINES = 5000  # a text of more lines is a table or a log, not an article
LONGEST_CAPTION = 45  # words
LONGEST_CREDIT = 160  # characters
SENTENCE_END = re.compile(r"(?<=[.!?…»”\"])\s+(?=[A-ZÀ-ÖØ-Þ«“\"(\[©])")
BIOGRAPHY = re.compile(rf"(?:{NAME})(?:\s*\([^)]{{1,30}}\))?,?\s+(.*)", re.DOTALL)
INTRODUCES = re.compile(  # a heading of links; “Read more” closes one instead
    r"read (also|next)|(see|watch) also|also read|related.*|more (from|on).*|"
    r".*\b(a lire|lire aussi|voir aussi|plus lus|most read|popular|recommended|"
    r"meme (sujet|theme)|may also like|aimerez|trending|latest|recents?|similaires?).*"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch [start, end) of the text that is not the article's own: what kind of boilerplate, and the evidence.

    It covers a line (or its sentences), never the white space around; tidying that is left to whoever cuts.
    """

    start: int
    end: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, and where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A text as its lines, and what is known of the lines around it."""

    text: str
    lines: tuple[Line, ...]
    title: str
    repeated: Collection[int]  # where the lines begin that the outlet repeats

    def is_edge(self, index: int, first: int = FIRST_LINES, last: int = LAST_LINES) -> bool:
        """Whether the line is one of the first or the last."""
        return index < first or index >= len(self.lines) - last

    def before(self, index: int) -> float:
        """The share of the text that stands before the line."""
        return self.lines[index].start / max(1, len(self.text))


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


def _merge(cuts: list[Cut]) -> list[Cut]:
    """Sorted, and without those that lie within another."""
    merged: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        if not merged or cut.start >= merged[-1].end:
            merged.append(cut)
    return merged


def _find_once(text: str, title: str, outlet_lines: Collection[str]) -> list[Cut]:
    page = _read_page(text, title, outlet_lines)
    if not page.lines or len(page.lines) > MOST_LINES:
        return []
    return _merge([cut for rule in RULES for cut in rule(page)])


def _read_page(text: str, title: str, outlet_lines: Collection[str]) -> Page:
    spans = ((m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n\r]*\S)?", text))
    lines = tuple(Line(start, end, text[start:end]) for start, end in spans)
    known = [line for line in lines if outlet_lines and normalise_line(line.text) in outlet_lines]
    copied = 2 * sum(len(line.text) for line in known) > len(text)  # the whole text came before: that proves nothing
    return Page(text, lines, make_plain(title), frozenset() if copied else frozenset(line.start for line in known))


def find_notices(page: Page) -> Iterator[Cut]:
    """Lines that what they say, their place and their repetition convict together."""
    notices = [read_notice(line.text) for line in page.lines]
    sure = [notice is not None and notice.weight >= 1 for notice in notices]
    for index, (line, notice) in enumerate(zip(page.lines, notices, strict=True)):
        weight, evidence = _weigh(page, index, notice, any(sure[max(0, index - 1) : index + 2]))
        if weight >= 0.999:
            kind = notice.kind if notice else "repeated"
            yield Cut(line.start, line.end, kind, "; ".join(evidence))


def _weigh(page: Page, index: int, notice: Notice | None, beside: bool) -> tuple[float, list[str]]:
    line = page.lines[index]
    weight, evidence = (notice.weight, [f"says “{notice.words[:60]}”"]) if notice else (0.0, [])
    if line.start in page.repeated:
        weight, evidence = weight + REPEATED, [*evidence, "repeated by the outlet"]
    if weight and page.is_edge(index, *((5, 3) if notice and notice.kind in ("dateline", "byline") else ())):
        edge = 0.5 if notice and notice.kind in ("dateline", "byline") else EDGE
        weight, evidence = weight + edge, [*evidence, "at the edge of the text"]
    if notice and beside and notice.weight < 1:
        weight, evidence = weight + NEIGHBOUR, [*evidence, "beside other boilerplate"]
    if (
        notice
        and notice.weight < 1
        and (is_practical(line.text) or (index and is_practical(page.lines[index - 1].text)))
    ):
        weight -= 0.5
    return weight, evidence


def find_title(page: Page) -> Iterator[Cut]:
    """The title repeated, alone or with the outlet's name behind it."""
    if page.title.count(" ") < 2:
        return
    for line in page.lines:
        plain = make_plain(line.text)
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
        if len(before.split()) > LONGEST_CAPTION or SENTENCE_END.search(before) or is_speech(before):
            start = credit.start() + len(credit[0]) - len(credit[0].lstrip(" ."))
            yield Cut(line.start + start, line.end, "credit", f"closes with “{credit[0].strip()[:60]}”")
            continue
        yield Cut(line.start, line.end, "caption", f"closes with “{credit[0].strip()[:60]}”")
        above = page.lines[index - 1] if index else None
        if above and is_headline(above.text) and _stands_apart(page, above, line):
            yield Cut(above.start, above.end, "caption", "directly above a caption")


def _stands_apart(page: Page, above: Line, line: Line) -> bool:
    """Whether the two lines make one block, in a text whose blocks have blank lines between them."""
    glued = page.text[above.end : line.start].count("\n") == 1
    return glued and 2 * len(re.findall(r"\n\s*\n", page.text)) >= len(page.lines) - 1


def find_links(page: Page) -> Iterator[Cut]:
    """The headlines of other pieces that follow “Read also” or “Most read”."""
    for index, line in enumerate(page.lines):
        notice = read_notice(line.text)
        if not (notice and notice.kind == "related" and INTRODUCES.fullmatch(make_plain(line.text))):
            continue
        links = []
        for follower in page.lines[index + 1 : index + 13]:
            if not is_headline(follower.text):
                break
            links.append(follower)
        at_end = index + len(links) + 1 >= len(page.lines)
        if not at_end and links and len(links[-1].text.split()) <= 6:
            links.pop()  # the heading of the next section, as likely as not
        yield from (Cut(link.start, link.end, "related", f"listed under “{line.text[:40]}”") for link in links)


def find_discussion(page: Page) -> Iterator[Cut]:
    """All that follows the form for comments, in the second half of a text."""
    for index, line in enumerate(page.lines):
        notice = read_notice(line.text)
        if notice and notice.kind == "comment" and notice.weight >= 1 and page.before(index) > 0.5:
            for later in page.lines[index + 1 :]:
                if len(later.text.split()) < 60 and (not is_speech(later.text) or len(later.text.split()) < 15):
                    yield Cut(later.start, later.end, "comment", f"after “{line.text[:40]}”")
            return


def find_biographies(page: Page) -> Iterator[Cut]:
    """A last line about somebody the article does not speak of: its author."""
    for index in range(max(1, len(page.lines) - 4), len(page.lines)):
        line = page.lines[index]
        found = BIOGRAPHY.match(line.text)
        if not found or len(line.text) > 600:
            continue
        name = line.text[: found.start(1)].split("(")[0].strip(" ,")
        others = " ".join(other.text for other in page.lines[:index] if not _is_byline(other.text))
        plain = make_plain(found[1])
        if " " not in name or name.split()[-1] in others or not words_pattern("biography").match(plain):
            continue
        if words_pattern("reporter").search(plain) or (
            index == len(page.lines) - 1 and words_pattern("scholar").search(plain) and not is_speech(found[1])
        ):
            yield Cut(line.start, line.end, "author", f"tells who {name} is, whom the article does not name")


def _is_byline(line: str) -> bool:
    notice = read_notice(line)
    return notice is not None and notice.kind == "byline"


def find_glued(page: Page) -> Iterator[Cut]:
    """Sure notices glued to a paragraph: its last sentences, and a date before its first."""
    for index, line in enumerate(page.lines):
        if index < 3 and (dated := _glued_date(line.text)):
            yield Cut(line.start, line.start + dated, "dateline", "opens the text")
        starts = [0, *(m.end() for m in SENTENCE_END.finditer(line.text))]
        end = len(line.text)
        for start in reversed(starts[1:] if len(line.text) < 20_000 else []):
            notice = read_notice(line.text[start:end].strip())
            last = EDGE if line is page.lines[-1] else 0
            if notice is None or notice.weight + last < 0.999:
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
    find_notices,
    find_captions,
    find_links,
    find_discussion,
    find_biographies,
    find_glued,
    find_stuck_on,
)
