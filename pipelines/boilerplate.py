"""Boilerplate in running text: the lines a page adds to its article.

Each line is weighed: what it says (`boilerplate.toml`), its form, where it stands, whether the outlet repeats it, and
whether the article speaks of the same things. It goes when the evidence reaches 1; one clue alone never does. What is
cut may uncover more, so the text is read again until nothing is found: cutting twice cuts no more than cutting once.
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NOTICE = 700  # characters; no page prints a longer notice in one line, and longer lines cost time
MOST_LINES = 5000  # a text of more lines is a table or a log, not an article


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch [start, end) of the text that is not the article's own: what kind of boilerplate, and the evidence."""

    start: int
    end: int
    kind: str
    reason: str
