"""What stands below an article: lines known by the company they keep, the writer's life, the firm's own description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.repair.habits import find_doubted
from pipelines.repair.headline import is_headline
from pipelines.repair.lines import Cut, Line, Page, is_prose
from pipelines.repair.notices import NAME, is_speech, make_plain, patterns, words_pattern

# Notices that open the foot of a page; a video, a picture or an advertisement may stand amid the article.
FOOT = {"agency", "author", "comment", "contact", "cookie", "copyright", "editor", "navigation", "newsletter"}
FOOT |= {"related", "share", "subscription", "tags"}
BIOGRAPHY = re.compile(rf"(?:{NAME})(?:\s*\([^)]{{1,30}}\))?,?\s+(.*)", re.DOTALL)
SIGNATURE = re.compile(rf"(?:{NAME})(?:,? (?:avec|with|and|et|&) (?:{NAME}))?")
ARTICLE = re.compile(r"(?:Les?|La|Un|Une|Ce|Cet|Cette|The|This|That|An?|Its?|His|Her|Our|Son|Sa|Ses) ")
PAST = re.compile(r"(was|etait) ")
ABOUT = re.compile(
    rf"(?:About|À propos (?:de |d['’]|du |des )|A propos (?:de |d['’]|du |des )) ?(?:the |la |le )?({NAME})\s*:?"
)
INTRODUCES = re.compile(  # a heading of links; “Read more” closes one instead
    r"read (also|next)|(see|watch) also|also read|related[^:]*|more (from|on)[^:]*|"
    r"[^:]*\b(a lire|lire aussi|voir aussi|plus lus|most read|popular|recommended|"
    r"meme (sujet|theme)|may also like|aimerez|trending|latest|recents?|similaires?)[^:]*"
)


def find_foot(page: Page) -> Iterator[Cut]:
    """Below the article's last sentence: the lines that are no sentences, once one has shown whose lines these are."""
    below = _below_article(page)
    opened = next((i for i in below if _is_sure(page, i, FOOT)), None)
    for index in below:
        if opened is not None and index > opened and not is_prose(page.lines[index].text):
            yield _cut(page.lines[index], "foot", f"below “{page.lines[opened].text[:40]}”")


def _below_article(page: Page) -> range:
    """The lines behind the last one that is a sentence and no notice, where that is in the second half."""
    prose = [i for i, line in enumerate(page.lines) if is_prose(line.text) and not _is_sure(page, i)]
    first = prose[-1] + 1 if prose else len(page.lines)
    return range(first, len(page.lines)) if first < len(page.lines) and page.before(first) > 0.5 else range(0)


def _is_sure(page: Page, index: int, kinds: set[str] | None = None) -> bool:
    notice = page.says(index)
    return notice is not None and notice.weight >= 1 and (kinds is None or notice.kind in kinds)


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
    signed = [i for i, line in enumerate(page.lines[:first]) if SIGNATURE.fullmatch(line.text)]
    for index in sorted(set(signed) - find_doubted(page)) if signed else ():
        line = page.lines[index]
        name = line.text.rsplit(maxsplit=1)[-1]
        if not any(name in each.text for each in page.lines[first:]):
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


def _cut(line: Line, kind: str, reason: str) -> Cut:
    return Cut(line.start, line.end, kind, reason)
