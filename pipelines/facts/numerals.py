"""Numerals: how either language groups digits, marks decimals, and shortens millions."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

DIGITS_AT_MOST = 16  # a longer run of digits is an identifier, and more than a float can tell apart
SPACES = "\u00a0\u2009\u202f\u2007"  # no-break, thin, narrow no-break, figure space: all seen between thousands
POINT_LANGUAGES = frozenset({"en", "ja", "ko", "th", "und", "zh"})  # 1,234.5; elsewhere 1.234,5 or 1 234,5
# What multiplies digits: written on to them or one space off, capitals as printed. French `m` and `b` are no million.
SUFFIXES = {
    "k": 1e3, "K": 1e3, "M": 1e6, "mn": 1e6, "Mn": 1e6, "mln": 1e6, "Mio": 1e6, "MM": 1e6,
    "bn": 1e9, "Bn": 1e9, "BN": 1e9, "bln": 1e9, "md": 1e9, "mds": 1e9, "Md": 1e9, "Mds": 1e9, "MD": 1e9, "MDS": 1e9,
    "mrd": 1e9, "Mrd": 1e9, "Mrds": 1e9, "Mia": 1e9, "tn": 1e12, "trn": 1e12, "cr": 1e7,
    "千": 1e3, "万": 1e4, "萬": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "億": 1e8, "兆": 1e12,
}  # fmt: skip
MONEY_SUFFIXES = {"G": 1e9}  # 1,2 G$, in Quebec; before no sign of money a G is a network's
ENGLISH_SUFFIXES = {"m": 1e6, "b": 1e9, "B": 1e9}

_UNIT = r"km|kg|cm|mm|m|m²|km²|ha|h|min|ml|cl|kWh|MWh|GWh|TWh|kW|MW|GW|Mo|Go|To|MB|GB|TB|MHz|GHz|px|g|l|p|C"
_METRES = r"(?! (?:high|long|wide|deep|tall|away|above|below|apart|hurdles?|race|in \d{1,2}(?!\d)))"  # after a lone `m`
_MONEY = r"(?:[€$£¥]|(?:EUR|USD|GBP|CNY|RMB|CHF|HKD)\b|d['’](?:euros?|€))"
_START = r"(?:(?<![^\W_])|(?<=\dh)|(?<=RMB)|(?<=CNY)|(?<=EUR)|(?<=USD)|(?<=GBP)|(?<=CHF)|(?<=HKD)|(?<=Rs))"
_POINT = (
    rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})++(?!\d)(?:\.\d++)?|\d{{1,3}}(?:,\d{{3}})++(?!\d)(?:\.\d++)?"
    r"|\d{1,2}(?:,\d{2}){1,3},\d{3}(?!\d|,\d)"  # lakhs and crores
    r"|\d{1,3}(?:\.\d{3})++,\d{1,2}(?!\d|,\d)|\d{1,3}(?:['’]\d{3})++(?!\d)(?:\.\d++)?"  # on the continent
    r"|\d++,\d{1,2}(?!\d|,\d)|\d++(?:\.\d++)?"
)
_COMMA = (
    rf"\d{{1,3}}(?:[ {SPACES}]\d{{3}})++(?!\d)(?:,\d++)?|\d{{1,3}}(?:['’]\d{{3}})++(?!\d)(?:[.,]\d++)?"
    r"|\d{1,3}(?:\.\d{3})++(?![\d.])(?:,\d++)?|\d{1,3}(?:,\d{3}){2,}+(?!\d)(?:\.\d++)?|\d++(?:[.,]\d++)?"
)


def compile_numbers(language: str, words: Iterable[str]) -> re.Pattern[str]:
    """What may be part of a number in `language`: numerals with their suffixes, and `words`, of the language's own."""
    points = language in POINT_LANGUAGES
    numeral, suffixes = (_POINT, SUFFIXES | ENGLISH_SUFFIXES) if points else (_COMMA, SUFFIXES)
    near = "|".join(sorted((s for s in suffixes if len(s) > 1 or not s.isascii()), key=len, reverse=True))
    letters = "|".join(s + _METRES * (s == "m") for s in suffixes if len(s) == 1 and s.isascii())
    end = r"(?![^\W_])"
    return re.compile(
        rf"(?=[\d½¼¾⅓⅔]){_START}(?:(?P<fraction>\d*+[½¼¾⅓⅔])|(?P<digits>{numeral}))"
        rf"(?:[ {SPACES}]?(?P<near>{near}){end}|(?P<letter>{letters}){end}"
        rf"|[ {SPACES}]?(?P<far>[MkG])(?=[ {SPACES}]?{_MONEY})|(?=(?:{_UNIT}){end})|(?=h\d)|(?=s\b)|(?![^\W_]|'\d))"
        rf"|(?P<half>\b(?:and[ -]a[ -]half|et demie?)\b)|(?<![^\W\d_])(?P<word>{any_word(words)})(?![^\W\d_])"
    )


def any_word(words: Iterable[str]) -> str:
    """A pattern of any of the words in any case, by their first letters: many times as fast as one after the other."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        tails[word[0]].append(re.escape(word[1:]))
    return "|".join(f"[{first}{first.upper()}](?i:{'|'.join(each)})" for first, each in tails.items()) or r"(?!)"


ALL_SUFFIXES = SUFFIXES | ENGLISH_SUFFIXES | MONEY_SUFFIXES
_SPACED = str.maketrans("", "", f" '’{SPACES}")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")  # "1,2 million": a continental comma in English
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d*,000")
_POINTED_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
SCALED = re.compile(rf"[ {SPACES}](?:mi|bi)lli")


def read_digits(printed: str, language: str, scaled: bool) -> float | None:
    """Return what a numeral is worth; None where it is too long to be a quantity."""
    if len(printed) > DIGITS_AT_MOST + 8 or sum(map(str.isdigit, printed)) > DIGITS_AT_MOST:
        return None
    if not printed[-1].isdecimal():
        return float(printed[:-1] or 0) + unicodedata.numeric(printed[-1])
    plain = printed.translate(_SPACED)
    if language in POINT_LANGUAGES and not ("," in plain and _POINTED_THOUSANDS.fullmatch(plain)):
        return float(plain.replace(",", "." if _DECIMAL_COMMA.fullmatch(plain) else ""))
    if plain.count(",") > 1 or (not scaled and _ENGLISH_THOUSANDS.fullmatch(plain)):  # in French
        return float(plain.replace(",", ""))
    if not scaled and _POINTED_THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    return float(plain.replace(",", "."))
