"""Image captions and credits, known by the credit that closes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.repair.headline import is_headline
from pipelines.repair.lines import Cut, Line, Page
from pipelines.repair.notices import forms, is_speech, make_plain

LONGEST_CAPTION = 45  # words
LONGEST_CREDIT = 160  # characters
SENTENCE_END = re.compile(r"(?<=[.!?…»”\"])\s+(?=[A-ZÀ-ÖØ-Þ«“\"(\[©])")
FUTURE = re.compile(r"\b(will|would|shall|(?!camera|opera|cholera|sierra)\w+([eiduvt]r)(a|ont))\b")


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
