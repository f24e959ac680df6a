"""What stands below an article: lines known by the company they keep, the writer's life, the firm's own description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.repair.headline import is_headline
from pipelines.repair.kinship import find_foreign_end
from pipelines.repair.lines import Cut, Line, Page, is_prose
from pipelines.repair.notices import NAME, is_speech, make_plain, patterns, words_pattern
from pipelines.repair.own_lines import goes_on

BIOGRAPHY = re.compile(rf"(?:[¶■●*] ?)?(?:{NAME})(?:\s*\([^)]{{1,30}}\))?,?\s+(.*)", re.DOTALL)
SIGNATURE = re.compile(rf"(?:{NAME})(?:,? (?:avec|with|and|et|&) (?:{NAME}))?")
ARTICLE = re.compile(r"(?:Les?|La|Un|Une|Ce|Cet|Cette|The|This|That|An?|Its?|His|Her|Our|Son|Sa|Ses) ")
PAST = re.compile(r"(was|etait) ")
ABOUT = re.compile(
    rf"(?:About|À propos (?:de |d['’]|du |des )|A propos (?:de |d['’]|du |des )) ?(?:the |la |le )?({NAME})\s*:?"
)
LONGEST_COMMENT, SHORTEST_SPOKEN = 60, 15  # words; a longer line that tells what somebody said is the article's
INTRODUCES = re.compile(  # a heading of links; “Read more” closes one instead
    r"read (also|next)|(see|watch) also|also read|related[^:]*|more (from|on)[^:]*|"
    r"[^:]*\b(a lire|lire aussi|voir aussi|plus lus|most read|popular|recommended|"
    r"meme (sujet|theme)|may also like|aimerez|trending|latest|recents?|similaires?)[^:]*"
)


def find_links(page: Page) -> Iterator[Cut]:
    """The headlines of other pieces that follow “Read also” or “Most read”."""
    for index, line in enumerate(page.lines):
        notice = page.says(index)
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
    """All that follows the form for comments, in the second half of a text, unless the article goes on below it."""
    for index, line in enumerate(page.lines):
        notice = page.says(index)
        if not (notice and notice.kind == "comment" and notice.weight >= 1 and page.before(index) > 0.5):
            continue
        if goes_on(page, index):
            continue
        for later in page.lines[index + 1 :]:
            words = later.text.count(" ") + 1
            if words < SHORTEST_SPOKEN or (words < LONGEST_COMMENT and not is_speech(later.text)):
                yield _cut(later, "comment", f"after “{line.text[:40]}”")
        return


def find_rest(page: Page) -> Iterator[Cut]:
    """All that follows a press release's own end: the firm's description, notes to editors, contacts."""
    for index, line in enumerate(page.lines):
        if page.before(index) > 0.5 and patterns("closing").fullmatch(make_plain(line.text)):
            yield from (_cut(each, "about", f"after “{line.text[:40]}”") for each in page.lines[index:])
            return


def find_company(page: Page) -> Iterator[Cut]:
    """“About Norvik”, and the paragraphs below it that begin with that name: what a firm says of itself everywhere."""
    for index, line in enumerate(page.lines[:-1]):
        found = ABOUT.fullmatch(line.text)
        if not found or page.before(index) < 0.5:
            continue
        own = [line]
        for later in page.lines[index + 1 :]:
            if found[1].split()[0] not in later.text[:60]:
                break
            own.append(later)
        if len(own) > 1:
            yield from (_cut(each, "about", f"under “{line.text[:40]}”") for each in own)


def find_signatures(page: Page) -> Iterator[Cut]:
    """Between the title and the first sentence: a name that the article does not speak of, its author's."""
    first = next((i for i, line in enumerate(page.lines) if is_prose(line.text)), 0) if page.title else 0
    for line in page.lines[:first]:
        name = line.text.rsplit(maxsplit=1)
        signed = len(name) > 1 and SIGNATURE.fullmatch(line.text) and not ARTICLE.match(line.text)
        if signed and not any(name[1] in each.text for each in page.lines[first:]):
            yield _cut(line, "byline", "a name that the article does not speak of")


def find_biographies(page: Page) -> Iterator[Cut]:
    """A last line about somebody the article does not speak of: its author."""
    for index in range(max(1, len(page.lines) - 4), len(page.lines)):
        line = page.lines[index]
        found = BIOGRAPHY.match(line.text)
        if not found or len(line.text) > 600:
            continue
        name = line.text[: found.start(1)].split("(")[0].strip(" ,")
        plain = make_plain(found[1])
        if (
            " " not in name
            or ARTICLE.match(name)
            or _is_named(name, page, index)
            or not words_pattern("biography").match(plain)
        ):
            continue
        works = words_pattern("scholar").search(plain[:60]) or words_pattern("lives").search(plain)
        last = index == len(page.lines) - 1 and not PAST.match(plain)
        reports = words_pattern("reporter").search(plain) or words_pattern("beat").match(plain)
        if reports or (last and works and not is_speech(found[1])):
            yield _cut(line, "author", f"tells who {name} is, whom the article does not name")


def _is_named(name: str, page: Page, before: int) -> bool:
    """Whether the article speaks of the person; a byline and a line of nothing but the name do not count."""
    return any(
        name.rsplit(maxsplit=1)[-1] in line.text
        for index, line in enumerate(page.lines[:before])
        if line.text != name and not ((notice := page.says(index)) and notice.kind == "byline")
    )


def find_stuck_on(page: Page) -> Iterator[Cut]:
    """A foreign piece at the end, headline first, that has nothing in common with the rest."""
    start = find_foreign_end([line.text for line in page.lines])
    if start is not None:
        for line in page.lines[start:]:
            yield Cut(line.start, line.end, "foreign", "another piece: shares no names or rare words with the article")


def _cut(line: Line, kind: str, reason: str) -> Cut:
    return Cut(line.start, line.end, kind, reason)
