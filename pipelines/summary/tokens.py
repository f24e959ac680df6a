"""Words as the gate compares them: common words by their stems, names by their groups, numbers by their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.search.stems import stem_forms, strip_accents
from pipelines.facts.date_rules import is_calendar_name
from pipelines.facts.numbers import find_numbers
from pipelines.facts.units import is_plural
from pipelines.names.cutting import is_plain_word
from pipelines.sentences import split_sentences
from pipelines.summary.ranks import read_rank

COMMONEST = 5.3  # on the scale of Zipf: met 200 times in a million words
WORD = re.compile(r"[^\W\d_]+-\d+\b|[^\W\d_]+(?:['’](?=s\b)s)?|°[CF]?|[%€$£¥₹]")
CODE = re.compile(r"[^\W\d_]+\d\w*|\d+[^\W\d_]\w*")  # A380, 93e
SHARES = dict.fromkeys("half halve halves halved halving moitié".split(), 0.5)  # noqa: SIM905
SHARES |= {"quarter": 0.25, "quarters": 0.25, "quart": 0.25, "tiers": 1 / 3}
ARTICLES = {  # and the French "has"
    "en": ("the", "a", "an"),
    "fr": ("le", "la", "les", "l", "un", "une", "des", "a"),
}
INSTITUTIONS = frozenset({"Bourse", "État", "Toile", "Église", "Internet", "Web"})  # no names: there is one of each
PAUSES = frozenset(",;:()–—")
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared: its stem, its name's, or its number's value; `kind` "" for a common word."""

    key: str
    kind: str  # "", "name", "number", "day", "year", "rank", or "code": letters with figures
    text: str
    is_common: bool = False  # so common a word, or a day, that standing near it says little
    paused: bool = False  # a comma or the like stands before it
    start: int = 0  # in the text

    @property
    def is_number(self) -> bool:
        """Whether it is written in figures or number words, days of a month too."""
        return self.key[0] == "#"


Sentence = Sequence[Token]


def read_sentences(text: str, language: str, names: frozenset[str], groups: Mapping[str, str]) -> Iterator[Sentence]:
    """The words of each sentence but its articles; a name of several words is one."""
    for start, end in split_sentences(text, language):
        tokens: list[Token] = []
        last = ""
        for token, joined in read_words(text[start:end], language, names):
            group = groups.get(token.key, token.key) if token.kind == "name" else ""
            if not (group and joined and last == group):
                tokens.append(replace(token, key=group or token.key, start=start + token.start))
            last = group
        yield tokens


def read_words(sentence: str, language: str, names: frozenset[str]) -> Iterator[tuple[Token, bool]]:
    """Each word and number, and whether nothing but a space stands before it."""
    numbers = {(number.start, number.end): number.value for number in find_numbers(sentence, language)}
    position = 0
    starts = {start for start, _ in numbers}
    words = [m.span() for m in WORD.finditer(sentence)]
    words += [m.span() for m in CODE.finditer(sentence) if m.start() not in starts]
    for span in sorted({*words, *numbers}, key=lambda s: (s[0], -s[1])):
        if span[0] < position:
            continue
        owns = sentence.endswith(("'s", "’s"), 0, position)  # Kenya's Moses Kiprono
        gap, text, position = sentence[position : span[0]], sentence[slice(*span)], span[1]
        paused = not PAUSES.isdisjoint(gap)
        if span in numbers:
            kind = _read_kind(sentence, span, language)
            yield Token(f"#{numbers[span]:g}", kind, text, paused=paused, start=span[0]), False
        elif text.lower() not in ARTICLES.get(language, ()):
            word = _read_word(text, opens(sentence[: span[0]]), language, names)
            if text == "half" and sentence.endswith(" and a ", 0, span[0]):  # "a year and a half"
                continue
            yield replace(word, paused=paused, start=span[0]), gap in (" ", "-", "'", "’") and not owns


def _read_kind(sentence: str, number: tuple[int, int], language: str) -> str:
    """Whether the number is a day of a month, a year, or any other."""
    after, before = re.match(r" ?\w+", sentence[number[1] :]), re.search(r"\w+ $", sentence[: number[0]])
    if any(part and is_calendar_name(part[0].strip(), language) for part in (after, before)):
        return "day"
    counts = after is not None and is_plural(after[0].strip(), language)
    return "year" if YEAR.fullmatch(sentence[slice(*number)]) and not counts else "number"


def opens(before: str) -> bool:
    """Whether a sentence or a quotation begins here, so that a capital says nothing."""
    return not re.search(r"\w", before) or before.rstrip()[-1:] in '«“":'


@lru_cache(maxsize=100_000)
def _is_common(word: str, language: str) -> bool:
    from wordfreq import zipf_frequency

    return zipf_frequency(word, language) >= COMMONEST


def _read_word(text: str, opens: bool, language: str, names: frozenset[str]) -> Token:
    word = re.sub(r"['’]s$", "", text)
    lower, bare = word.lower(), strip_accents(word.lower())
    if lower in SHARES:
        return Token(f"#{SHARES[lower]:g}", "number", word)
    if rank := read_rank(lower, language):
        return Token(f"{rank}.", "rank", word)
    if CODE.fullmatch(word):
        return Token(bare, "code", word)
    if (language != "en" or word[0].isupper()) and is_calendar_name(word, language):
        return Token(bare, "day", word, is_common=True)
    is_common = _is_common(lower, language)
    by_chance = (
        opens and (is_plain_word(lower) or is_common) and (bare not in names or is_common) and not word.isupper()
    )
    if word[0].isupper() and len(word) > 1 and not by_chance and word not in INSTITUTIONS:
        return Token(bare, "name", word)
    return Token(stem_forms(lower, language)[0], "", word, is_common)
