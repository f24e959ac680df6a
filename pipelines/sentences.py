"""Where sentences begin and end: sentencex's boundaries, corrected where French and English news need it."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A line break ends a paragraph, unless the next line goes on in small letters after a line that did not end.
PARAGRAPH_BREAK = re.compile(
    r"(?=\s)(?:"  # the same, and several times as fast
    r"\s*[\n\r\v\f\x85\u2028\u2029]\s*[\n\r\v\f\x85\u2028\u2029]\s*"  # an empty line
    r"|(?<=[.!?…:;»”\"])[^\S\n]*\n\s*"
    r"|[^\S\n]*\n(?![^\S\n]*[a-zß-öø-ÿœ])\s*)"
)
# An abbreviation that is followed by a name or a number, never by a new sentence.
LEANS_ON = re.compile(
    r"(?:^|[\s(«“\"'’/-])(?:MM?|M[rs]s?|Mmes?|Mlles?|Drs?|Prs?|Prof|Me|Mes|Mgr|Ste?s?|Gén|Gen|Col|Cdt|Lt|Sgt|Sen|Rep|Gov|"
    r"Capt|Messrs|Hon|Rev|Mt|vs|art|cf|chap|fig|env|tél|tel|vol|pp?|n[°os]?|No|Nos|al|approx|e\.g|i\.e|resp|ex)\.$"
)
MEASURED = re.compile(r"(?<!\d{3})\d\s(?:M|Mt)\.$")  # 1,75 Mt. Le blé: a measure; « en 2024 M. Vasseur » is a year
# An abbreviation that may or may not close its sentence, and initials: what follows decides.
MAY_END = re.compile(
    r"(?:^|[\s(«“\"'’.-])(?:(?<!° )[A-ZÉ]|Inc|Ltd|Corp|Co|Cie|Bros|Jr|Sr|[ap]\.m|etc|av|bd|min|sec|h|janv|févr?|avr|"
    r"juil|sept|oct|nov|déc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
OPENERS = frozenset(  # words that open sentences, and hardly ever a name
    """the a an this that these those he she it they we you i his her its their our my but and or so yet if when while
    as in on at for from with by after before since there here what who how why to not no all some many most both
    le la les un une des ce cet cette ces il elle ils elles on nous vous je son sa ses leur leurs mais et ou donc or si
    quand lorsque alors comme dans sur à au aux en pour par avec après avant depuis selon tout tous toutes plusieurs
    chaque aucun qui que l' d' c' s' j' n' qu'""".split()  # noqa: SIM905  easier to read
)
ENUMERATION = re.compile(r"^[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]$")
SKIPPED = re.compile(  # what sentencex never ends a sentence at
    r"(?=[….eICLJMap])(?:…|\.{3,}|(?<=\d\s)Mt\.|\b(?:etc|Inc|Ltd|Corp|Co|Cie|Jr|[ap]\.m)\.)[\s]*[»”\")\]]*\s+(?=(?:[«“\"]\s*)?[A-ZÀ-ÖØ-Þ])"
)
BRAND = re.compile(r"[a-z]+[A-Z]")  # eBay, iPhone: small first letter, and yet a sentence's first word
FIRST_WORD = re.compile(r"^[\s«“\"'‘(\[]*(?:[—–-]\s+)?([^\W\d_]+['’]?)")


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text`, in order, without the white space around them.

    Every other character lies in exactly one span. An unknown `language` is split by the marks alone.
    """
    return [span for start, end in _paragraphs(text) for span in _split_paragraph(text, start, end, language)]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _split_paragraph(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    begin = start
    for boundary in _boundaries(text[start:end], language):
        left, right = text[begin : start + boundary], text[start + boundary : end]
        if not _runs_on(left.strip(), right.lstrip()):
            yield from _trimmed(text, begin, start + boundary)
            begin = start + boundary
    yield from _trimmed(text, begin, end)


def _boundaries(paragraph: str, language: str) -> list[int]:
    import sentencex

    found = {boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, paragraph)}
    found |= {match.end() for match in SKIPPED.finditer(paragraph)}
    return sorted(found - {0, len(paragraph)})


def _runs_on(left: str, right: str) -> bool:
    """Whether the sentence `left` goes on with `right`."""
    word = FIRST_WORD.match(right)
    last_word_is_long = len(left) > 8 and left[-9:-1].isalpha()  # longer than any abbreviation
    if not any(c.isalnum() for c in right) or not any(c.isalnum() for c in left):
        return True
    if (
        (not last_word_is_long and LEANS_ON.search(left[-12:]) and not MEASURED.search(left[-12:]))
        or ENUMERATION.match(left)
        or (word and word[1].islower() and not BRAND.match(right))
    ):
        return True
    return (
        not last_word_is_long
        and bool(MAY_END.search(left[-12:]))
        and (word is None or word[1].lower().replace("’", "'") not in OPENERS)
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    whole = text[start:end]
    start, end = start + len(whole) - len(whole.lstrip()), start + len(whole.rstrip())
    if start < end:
        yield start, end
