"""Numerals as the reader's language prints them: `35 000,5` in French, `35,000.5` in English."""

from __future__ import annotations

import re

SPACE = "\u00a0"  # between groups of three, and before the percent sign
FRENCH = re.compile(
    r"(?<![\w.,/])(?<!\w-)(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+,\d+)(?![\w/-]|[.,]\d|[ \u00a0\u202f]\d)"
)
ENGLISH = re.compile(r"(?<![\w.,/])(?<!\w-)(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?!\w{3}|[/-]|[.,]\d)")
SUFFIXES = {"bn": "billion", "tn": "trillion", "mn": "million", "m": "million"}
SHORT = re.compile(r"(?P<sign>[$€£]\s?)?(?P<digits>\d[\d.,]*)\s?(?P<suffix>bn|tn|mn|m)\b")
CLOCK = re.compile(r"\b(?P<hour>1[0-2]|0?[1-9])(?:[.:](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b(?:\.(?=\s+[a-z]))?")
VERSION = re.compile(
    r"[^\W\d_]\s*[A-ZÀ-Ý]\w*\s$|\bv\.?\s?$"
)  # the 4.0 of `Windows 4.0`: after a name inside a sentence


def localise_numerals(translation: str, sentence: str, source: str, target: str) -> str:
    """Print the numerals that `translation` copied from `sentence` as they are printed in the language `target`.

    Only those that stand in the source character by character are touched: an engine that knows better has spoken.
    """
    if (source, target) == ("fr", "en"):
        made = FRENCH.sub(lambda m: _to_english(m[0]) if _stands_in(m, sentence) else m[0], translation)
        return re.sub(r"(?<=\d)[ \u00a0\u202f]%", "%", made)
    if (source, target) == ("en", "fr"):
        made = ENGLISH.sub(lambda m: _to_french(m[0]) if _stands_in(m, sentence) else m[0], translation)
        return re.sub(r"(?<=\d) ?%", f"{SPACE}%", made)
    return translation


def spell_out(sentence: str, source: str, target: str) -> str:
    """`sentence` with its shortened English figures in full: `$2.75bn`, and for French readers the hour of `7.15pm`."""
    if source != "en" or target == "en":
        return sentence
    if target == "fr":
        sentence = CLOCK.sub(_to_hours, sentence)
    return SHORT.sub(
        lambda m: (
            f"{m[0][: m.start('suffix') - m.start()].rstrip()} {SUFFIXES[m['suffix']]}"
            if m["sign"] or m["suffix"] != "m"
            else m[0]
        ),
        sentence,
    )


def _to_hours(clock: re.Match[str]) -> str:
    hour = int(clock["hour"]) % 12 + (12 if clock["half"] == "p" else 0)
    return f"{hour} h {clock['minute'] or ''}".rstrip()


def _stands_in(numeral: re.Match[str], sentence: str) -> bool:
    exact = re.search(rf"(?<![\d.,]){re.escape(numeral[0])}(?!\d|[.,]\d)", re.sub(r"[\u00a0\u202f]", " ", sentence))
    return bool(exact) and not VERSION.search(numeral.string[: numeral.start()])


def _to_english(numeral: str) -> str:
    return re.sub(r"[ \u00a0\u202f]", ",", numeral.replace(",", "."))


def _to_french(numeral: str) -> str:
    return numeral.replace(",", SPACE).replace(".", ",")
