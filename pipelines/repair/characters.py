"""Characters that a page got wrong on its way: entities, mojibake, invisible signs, ligatures, loose accents, blanks.

Each step reads a text and yields the changes it needs; they are taken in turn until nothing is left to change, since
one uncovers another (`&Atilde;&copy;` is an entity, then mojibake, then `é`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.entities import html5

from pipelines.repair.revision import Change, Revision, find_changes

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
BREAK = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]|\x85(?=[\n\x85]|$)")
# Controls, byte-order marks, zero-width spaces, soft hyphens (with the line end they caused), halves of surrogates.
HIDDEN = re.compile(
    r"\xad\n?|[\x00-\x08\x0e-\x1f\x7f-\x9f\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f\ufe00-\ufe0e\ufeff\ufff9-\ufffc"
    r"\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
# Joiners and marks of direction belong to the scripts and emoji that need them, not between Latin letters or blanks.
JOINER = re.compile(
    r"(?<![^\x00-\u024f\u2000-\u206f])[\u200c-\u200f\u202a-\u202e\u2066-\u2069]+(?![^\x00-\u024f\u2000-\u206f])"
)
C1 = re.compile(r"[\x80-\x9f]")  # controls that were windows-1252's quotation marks
LIGATURE = re.compile(r"[\ufb00-\ufb06]")
BLANKS = re.compile(r"\s{2,}|\A\s|\s\Z")
RUN = re.compile(r"\s+")
MOST_ROUNDS = 8  # the deepest nesting of escapes met is 4; a text that still changes after these is left as it is then

Step = Callable[[str], Iterator[Change]]


def find_entities(text: str) -> Iterator[Change]:
    """Yield a change for each HTML entity that names a character."""
    if "&" in text:
        for found in ENTITY.finditer(text):
            if found[0][1] == "#" or found[0][1:] in html5:
                yield Change(*found.span(), html.unescape(found[0]), "entity", "HTML entity left in the text")


def find_mojibake(text: str) -> Iterator[Change]:
    """Yield what ftfy (Speer 2019) makes of UTF-8 that was read as another charset, line by line."""
    if text.isascii():
        return
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if is_bad(text) or C1.search(text):
        fixed = "\n".join(map(fix_encoding, text.split("\n")))
        yield from find_changes(text, fixed, "mojibake", "read in another charset than it was written in")


def find_breaks(text: str) -> Iterator[Change]:
    """Yield a change for each line break that is no plain newline."""
    for found in BREAK.finditer(text):
        yield Change(*found.span(), "\n", "space", "line break of another system")


def find_hidden(text: str) -> Iterator[Change]:
    """Yield a change for each character that no reader sees and no script here needs."""
    for pattern in (HIDDEN, JOINER):
        for found in pattern.finditer(text):
            yield Change(*found.span(), "", "control", "invisible character")


def find_ligatures(text: str) -> Iterator[Change]:
    """Yield a change for each ligature of a printer's font; œ and æ are letters and stay."""
    for found in LIGATURE.finditer(text):
        yield Change(*found.span(), unicodedata.normalize("NFKC", found[0]), "ligature", "printer's ligature")


def find_loose_accents(text: str) -> Iterator[Change]:
    """Yield a change for each letter whose accent is a character of its own (Unicode's form NFC)."""
    if not unicodedata.is_normalized("NFC", text):
        whole = unicodedata.normalize("NFC", text)
        yield from find_changes(text, whole, "accent", "letter and accent are one character")


def find_blanks(text: str) -> Iterator[Change]:
    """Yield a change for blanks at the ends of lines and of the text, and for more than one empty line."""
    for found in BLANKS.finditer(text):
        inside = found.start() > 0 and found.end() < len(text)
        after = "\n" * min(found[0].count("\n"), 2) if inside else ""
        if after != found[0] and (after or not inside):  # blanks within a line stay
            yield Change(*found.span(), after, "space", "blanks that no reader sees")


def find_title_blanks(title: str) -> Iterator[Change]:
    """As `find_blanks`, for a title: it stands on one line."""
    for found in RUN.finditer(title):
        inside = found.start() > 0 and found.end() < len(title)
        if not inside or "\n" in found[0] or len(found[0]) > 1:
            yield Change(*found.span(), " " if inside else "", "space", "blanks that no reader sees")


CHARACTERS: tuple[Step, ...] = (
    find_entities,
    find_mojibake,
    find_breaks,
    find_hidden,
    find_ligatures,
    find_loose_accents,
)


def apply_steps(revision: Revision, steps: tuple[Step, ...]) -> Revision:
    """Take `steps` in turn until none changes the text any more."""
    for _ in range(MOST_ROUNDS):
        before = revision
        for step in steps:
            if changes := sorted(step(revision.text)):
                revision = revision.apply(changes)
        if revision.text == before.text:
            break
    return revision
