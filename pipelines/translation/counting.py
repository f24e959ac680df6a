"""Which numbers a translation lost or added, whatever words either language tells them in."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipelines.facts.values import number_values

# WASP-39b, 2B-118, 200m, a telephone: right if copied
KEPT = re.compile(r"\b[^\W\d_]+-?\d\w*|\b\d+[A-Z]-\d+\b|\b\d+m\b|\b0\d+(?: \d+)+")
AGED = re.compile(r"\b[Ii]n (?:his|her|their) (?:early |mid[- ]?|late )?(\d0)s\b")
SHARP = re.compile(r"(?<=\d):00\b")  # 18:00 is 6 p.m.
SPLIT_SECONDS = re.compile(r"(?<=\d) s (\d{1,2})\b")  # `9 s 77`
BIRTHDAY = re.compile(r"\b(\d+)(?:st|nd|rd|th) (?:birthday|anniversary)")  # `ses douze ans`
LARGE = re.compile(r"\b(?:(?:le|du|au) (?=milli(?:on|ard) d)|the (?=[mb]illion [a-z]{3}))")  # 1 billion
NUMBERED = {  # what has a number in one language and a rank in the other
    "fr": re.compile(r"(?:\bn°|\bnuméro) ?(\d+)\b"),
    "en": re.compile(
        r"\b(?:number|no\.?|lap|game|day|stage|round|week|move|hole|race|chapter|article|on) (\d+)\b|\b(\d+) ?km\b",
        re.IGNORECASE,
    ),
}
RANKED = {
    "fr": re.compile(r"\b(\d+)(?:er?|re|ère|ème)\b"),
    "en": re.compile(
        r"\b(\d+)(?:st|nd|rd|th)\b|\b(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"
    ),
}
RANKS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
SCALES = (1e3, 1e6, 1e9, 1e12)


def find_miscounts(sentence: str, translation: str, source: str, target: str) -> Iterator[str]:
    """Say which numbers of `sentence` are not in `translation`, and which are there alone."""
    kept = set(KEPT.findall(sentence)) & set(KEPT.findall(translation))
    texts = {source: _plain(sentence, kept), target: _plain(translation, kept)}
    before, after = (Counter(number_values(text, language)) for language, text in texts.items())
    lost, added = before - after, after - before
    for found, there, other in ((lost, source, target), (added, target, source)):
        for value in _tell(texts[other], other, texts[there], there) if found else ():  # most sentences keep all
            found[value] = 0
    for bare in [value for value in (*lost, *added) if value]:
        for scale in SCALES:
            one, two = (lost, added) if bare in lost else (added, lost)
            if one[bare] and two[bare * scale] and _may_be_scaled(bare, scale, texts, (*before, *after)):
                one[bare] = two[bare * scale] = 0
    yield from (f"number lost: {value:g}" for value in +lost)
    yield from (f"number added: {value:g}" for value in +added)


def _plain(text: str, kept: set[str]) -> str:
    text = KEPT.sub(lambda m: "" if m[0] in kept else m[0], text)
    return LARGE.sub(lambda m: "a " if m[0] == "the " else "un ", SPLIT_SECONDS.sub(r",\1 s", SHARP.sub("", text)))


def _tell(text: str, language: str, other_text: str, other: str) -> Iterator[float]:
    """The numbers that `text` tells without counting them, where they are numbers in the other language."""
    yield from (float(told) for pattern in (AGED, BIRTHDAY) for told in pattern.findall(text))
    for values, words in _load_untold():
        if words.search(text):
            yield from values
    if {language, other} == {"en", "fr"}:
        numbered = {float(n) for found in NUMBERED[other].finditer(other_text) for n in found.groups() if n}
        yield from numbered & set(_ranks(text, language))


def _ranks(text: str, language: str) -> Iterator[float]:
    for found in RANKED[language].finditer(text):
        yield float(found[1] or RANKS.index(found["word"]) + 1)


def _may_be_scaled(bare: float, scale: float, texts: dict[str, str], values: tuple[float, ...]) -> bool:
    """Whether `bare` may be told as thousands, millions: as in `11,2 et 11,6 milliards`, or `100m` of metres."""
    if scale == 1e6 and re.search(rf"\b{bare:g}m\b", re.sub(r"(?<=\d),(?=\d{3})", "", texts.get("en", ""))):
        return True
    return any(value != bare * scale and bare / 10 < value / scale < bare * 10 for value in values)


@cache
def _load_untold() -> tuple[tuple[tuple[float, ...], re.Pattern[str]], ...]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["untold"]
    return tuple(
        (tuple(map(float, one["values"])), re.compile(rf"\b(?:{one['words']})\b", re.IGNORECASE)) for one in tables
    )
