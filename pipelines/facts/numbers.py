"""Numbers as they are printed: digits and words, French and English, with all that multiplies them.

The rules are the languages' own: a French comma opens decimals and an English one closes thousands, a French
`billion` is a million millions. A bare `one`, `un` or `a` is an article or a pronoun far oftener than a number, and an
ordinal is a rank: neither is a number here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipelines.facts.numerals import ALL_SUFFIXES, SCALED, SPACES, compile_numbers, read_digits

MONTHS = {
    "en": r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])",
    "fr": r"(?:janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec)[a-zéû]*",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number at [start, end) of a text. `scale` is what its last word or letters multiply by: 1e9 in "2 billion"."""

    start: int
    end: int
    value: float
    scale: float = 1.0
    digits: bool = True  # printed in digits
    rough: bool = False  # "une dizaine": the number itself says that it is none to the unit


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or a numeral that can be part of a number."""

    start: int
    end: int
    part: str
    value: float
    scale: float = 1.0
    rough: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Sum:
    """A number being read: `closed` by a scale, `group` still open, the next word to be below `room`."""

    first: _Word
    last: _Word
    closed: float = 0.0
    group: float = 0.0
    room: float = 0.0
    scale: float = 1.0
    rough: bool = False

    @property
    def value(self) -> float:
        return self.closed + self.group


_Lexicon = dict[str, tuple[str, float, bool, bool]]


def _read_lexicon(language: str, parts: dict[str, dict[str, float]]) -> _Lexicon:
    return {
        word: (part, float(value), word in parts["rough"], word in parts["alone"])
        for part in ("one", "unit", "ten", "hundred", "scale", "group", "part", "half")
        for word, value in parts[part].items()
    }


_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LEXICONS: dict[str, _Lexicon] = {language: _read_lexicon(language, parts) for language, parts in _TABLES.items()}


_GAP = re.compile(rf"[ {SPACES}]|-|[ -](?:and|et)[ -]| de ")
OF_ALL = r"des|d['’]entre|de (?:la|l['’]|ces|ses|leurs)"  # what "le quart" is a part of comes after these
_OF = re.compile(rf" (?:{OF_ALL}|du) ?(?!finaliste)", re.IGNORECASE)
_OF_SOMETHING = re.compile(r" (?:(?:of|more|less|fewer|d[eu]s?)\b|d['’])")
_HYPHENS = str.maketrans("\u2010\u2011", "--")


def find_numbers(text: str, language: str) -> list[Number]:
    """Return the numbers of `text` in reading order, none overlapping another.

    `language` is ISO 639-1: it decides what commas and points mean, and which words are numbers (French, English; any
    other language has digits only). Years, days and model numbers are numbers too; ordinals are none. The two ends of
    a range are two numbers.
    """
    lexicon = LEXICONS.get(language, {})
    found: list[Number] = []
    current: _Sum | None = None
    for word in _find_words(text.translate(_HYPHENS), lexicon, language):
        longer = _extend(current, word, text[current.last.end : word.start], text) if current else None
        if longer is None:
            found += _finish(current, text)
            longer = _begin(word, text)
        current = longer
    return found + _finish(current, text)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return compile_numbers(language, LEXICONS.get(language, ()))


def _find_words(text: str, lexicon: _Lexicon, language: str) -> Iterator[_Word]:
    for match in _pattern(language).finditer(text):
        kind = match.lastgroup
        if kind == "word":
            if known := lexicon.get(match[0].lower()):
                yield _Word(match.start(), match.end(), known[0], known[1], 1.0, known[2], known[3])
        elif kind == "half":
            yield _Word(match.start(), match.end(), "more", 0.5)
        else:
            suffix = match["near"] or match["letter"] or match["far"]
            scale = ALL_SUFFIXES[suffix] if suffix else 1.0
            scaled = bool(suffix) or SCALED.match(text, match.end()) is not None
            value = read_digits(match["digits"] or match["fraction"], language, scaled)
            if value is not None:
                yield _Word(match.start(), match.end(), "digits", value, scale)


def _begin(word: _Word, text: str) -> _Sum | None:
    if word.part == "digits":
        return _Sum(word, word, group=word.value * word.scale, scale=word.scale)
    if word.part in ("one", "unit", "ten", "half"):
        return _Sum(word, word, group=word.value, room=_room(word, text))
    definite = word.part == "part" and text[max(0, word.start - 3) : word.start].lower() in ("le ", "du ", "au ")
    if definite and word.value < 5 and _OF.match(text, word.end):
        return _Sum(word, word, closed=1 / word.value)  # "le quart des Français"
    if word.alone and not text.endswith(("pour ", "pour\u00a0"), 0, word.start):
        closed = word.value if word.part == "scale" else 0.0
        return _Sum(word, word, closed, word.value - closed, word.value, word.value if closed else 1.0)
    return None


def _room(word: _Word, text: str) -> float:
    """What may follow a word is below this: 10 after "thirty", 20 after "soixante", nothing after "six"."""
    if word.part == "ten":
        return 20 if text[word.start : word.end].lower() == "soixante" else 10
    return 10 if word.part == "unit" and word.value == 10 else 0


def _extend(number: _Sum, word: _Word, gap: str, text: str) -> _Sum | None:
    """Return the number with one word more, None where that word belongs to the next number."""
    if word.part == "more" and gap in (" ", "-") and number.first.part != "half":
        return replace(number, last=word, closed=number.value + 0.5 * number.scale, group=0.0, room=0.0)
    if not _GAP.fullmatch(gap):
        return None
    if {number.last.part, word.part} == {"one", "half"} and number.first is number.last:
        return replace(number, last=word, group=0.5)  # "half a million", "un demi-milliard"
    if gap == " de ":
        return _multiply(number, word) if number.last.part == "group" and word.part in ("scale", "group") else None
    return _EXTENSIONS[word.part](number, word, gap, text) if word.part in _EXTENSIONS else None


def _add(number: _Sum, word: _Word, gap: str, text: str) -> _Sum | None:
    if number.first.part == "digits" or number.last.part in ("one", "group"):
        return None
    if word.value == 20 and number.last.part == "unit" and number.last.value == 4 and word.part == "ten":
        return replace(number, last=word, group=number.group + 76, room=20)  # quatre-vingt
    after_and = len(gap) > 1
    if word.value >= number.room or word.value == 0 or (after_and and not _may_follow_and(number, word, gap, text)):
        return None
    if number.last.value == 10 and not 7 <= word.value <= 9:  # dix-sept, but not dix-six
        return None
    return replace(number, last=word, group=number.group + word.value, room=min(_room(word, text), number.room))


def _may_follow_and(number: _Sum, word: _Word, gap: str, text: str) -> bool:
    if "et" in gap:
        return number.last.part == "ten" and word.value in (1, 11)
    between = text[: number.first.start].rstrip().lower().endswith("between")
    return number.room >= 100 and not between


def _add_hundred(number: _Sum, word: _Word, gap: str, text: str) -> _Sum | None:
    if len(gap) > 1 or (number.first.part == "digits" and text[word.start : word.end].endswith("s")):  # 46 cents: coins
        return None
    if number.group == 0 and number.closed:
        return replace(number, last=word, group=100.0, room=100) if word.alone else None
    if not 0 < number.group < 100 or (word.alone and number.group > 9) or word.value >= max(number.room, 101):
        return None
    return replace(number, last=word, group=number.group * 100, room=100)


def _add_digits(number: _Sum, word: _Word, gap: str, text: str) -> _Sum | None:
    """Read on from millions and more to what is counted below them: "5 milliards 200 millions", "1 million 200 000"."""
    below = _BELOW.get(number.scale)
    if not number.closed or number.group or gap == "-" or below is None or not below.match(text, word.start):
        return None
    return replace(number, last=word, group=word.value)


_BELOW = {  # the largest of them
    1e6: re.compile(rf"\d{{1,3}}[ {SPACES},.]\d{{3}}\b(?![.,]\d)"),
    1e9: re.compile(rf"\d{{1,3}}[ {SPACES}]millions?\b"),
    1e12: re.compile(rf"\d{{1,3}}[ {SPACES}](?:billion|milliards?)\b"),
}


def _add_scale(number: _Sum, word: _Word, gap: str, text: str) -> _Sum | None:
    return _multiply(number, word) if len(gap) == 1 else None


def _multiply(number: _Sum, word: _Word) -> _Sum | None:
    in_words = number.first.part != "digits"
    rough = number.rough or word.rough
    if number.closed and number.group and word.value < number.scale:
        closed = number.closed + number.group * word.value
    elif number.closed and (word.value < number.scale or not in_words):
        return None
    else:
        closed = number.value * word.value
    scale = word.value * (number.scale if not in_words else 1)
    return replace(number, last=word, closed=closed, group=0.0, room=1000 * in_words, scale=scale, rough=rough)


def _divide(number: _Sum, word: _Word, gap: str, text: str) -> _Sum | None:
    """Read "two thirds"; "a third" and "un quart" only before what they are a part of, or after it: "dont un quart"."""
    if len(gap) > 1 or number.closed or number.group != int(number.group) or number.group > 9:
        return None
    plural = text[word.start : word.end].endswith("s") and number.group > 1
    if not (plural or text.endswith("dont ", 0, number.first.start) or _OF_SOMETHING.match(text, word.end)):
        return None
    return replace(number, last=word, closed=number.group / word.value, group=0.0, room=0.0)


_EXTENSIONS = {
    "one": _add, "unit": _add, "ten": _add, "hundred": _add_hundred, "scale": _add_scale, "group": _add_scale,
    "part": _divide, "digits": _add_digits,
}  # fmt: skip


def _finish(number: _Sum | None, text: str) -> list[Number]:
    """Return the number read, or nothing for a lone article, a lone half, and words that only look like numbers."""
    composed = ("unit", "ten", "hundred", "scale")  # vingt et un
    if number is None or (number.last.part in ("one", "half") and number.first.part not in composed):
        return []
    if number.first is number.last and _is_other_word(number.first, text):
        return []
    first, last = number.first, number.last
    value = float(f"{number.value:.15g}")  # 137.3 times a billion is not 137300000000.00002
    return [Number(first.start, last.end, value, number.scale, first.part == "digits", number.rough)]


_NINE = re.compile(r"[ \u00a0](?:[^\W\d_]+[sx]\b|sur\b|pour\b|mille\b|milli)")


def _is_other_word(word: _Word, text: str) -> bool:
    """Whether a lone word is French `neuf` (new), or `sept.`, September."""
    printed = text[word.start : word.end].lower()
    if printed == "neuf":
        return not _NINE.match(text, word.end)
    return printed == "sept" and text[word.end : word.end + 1] == "." and text[: word.start].rstrip()[-1:].isdigit()
