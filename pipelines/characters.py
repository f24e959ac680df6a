"""Characters that went wrong on the way, and how each is put right: line ends, entities, mojibake, invisible signs."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

from pipelines.revision import Revision, find_changes

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,12}\d{0,2});")
# signs nobody sees: controls, soft hyphens, zero-width ones, byte order marks, and marks of writing direction
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e]")
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LIGATURE = re.compile(f"[{''.join(LIGATURES)}]")


def repair_characters(revision: Revision) -> Revision:
    """Return the revision with every character put right that can be told from the text alone."""
    for kind, reason, change in STEPS:
        before = revision.text
        after = change(before)
        if after != before:
            revision = revision.apply(find_changes(before, after, kind, reason))
    return revision


def _fix_mojibake(text: str) -> str:
    return "".join(_fix_lines(text))


def _fix_lines(text: str) -> Iterator[str]:
    import ftfy

    for line in text.splitlines(keepends=True):
        yield line if line.isascii() else ftfy.fix_encoding(line)


STEPS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("space", "line ends", lambda text: re.sub(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]", "\n", text)),
    ("entity", "HTML left in the text", lambda text: ENTITY.sub(lambda m: html.unescape(m[0]), text)),
    ("mojibake", "UTF-8 read as another charset", _fix_mojibake),
    ("invisible", "signs nobody sees", lambda text: INVISIBLE.sub("", text)),
    ("ligature", "joined letters", lambda text: LIGATURE.sub(lambda m: LIGATURES[m[0]], text)),
    ("composed", "letters and accents in one sign (NFC)", lambda text: unicodedata.normalize("NFC", text)),
)
