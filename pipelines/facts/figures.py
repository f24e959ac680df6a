"""Numerals as the reader's language prints them: `35 000,5` in French, `35,000.5` in English."""

from __future__ import annotations

import re

from pipelines.facts.days import WEEKDAYS
from pipelines.facts.numbers import OF_ALL, Number, find_numbers

SPACE = "\u00a0"  # between groups of three, and before the percent sign
FRENCH = re.compile(
    r"(?<![\w.,/])(?<!\w-)(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+,\d+)(?![\w/-]|[.,]\d|[ \u00a0\u202f]\d)"
)
ENGLISH = re.compile(r"(?<![\w.,/])(?<!\w-)(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?!\w{3}|/|-\d|[.,]\d)")
SUFFIXES = {"bn": "billion", "tn": "trillion", "mn": "million", "m": "million"}
SHORT = re.compile(r"(?P<sign>[$€£]\s?)?(?P<digits>\d[\d.,]*)\s?(?P<suffix>bn|tn|mn|m)\b")
CLOCK = re.compile(r"\b(?P<hour>1[0-2]|0?[1-9])(?:[.:](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b(?:\.(?=\s+[a-z]))?")
POUNDS = re.compile(
    r"£ ?(?P<sum>\d++(?:[.,]\d++)*+(?: (?:m|b|tr)illion\b)?+)(?!\w|-\w)"
)  # small models never met the sign
HEURES = re.compile(r"\b(?P<hour>[01]?\d|2[0-3]) ?h(?:eures)? ?(?P<minute>[0-5]\d)\b(?! ?min)")
GLUED = re.compile(r"(?<=\d)(?=(?:k?mph|kph|km(?:/?h)?|[cm]m|[mk]?g|ml|[kMGT]Wh?|lbs?|ft|BCE?|AD)\b)")  # `78mph`
PENCE = re.compile(r"(?<=\d)(?<!480)(?<!720)(?<!1080)p\b(?!\.m)")  # a price, and no lines of a screen
O_CLOCK = re.compile(
    rf"\b(?P<before>à|vers|dès|avant|demain|{WEEKDAYS['fr']}) "
    r"(?P<hour>[01]?\d|2[0-3]) ?h(?:eures)?\b(?! d| ?[:\d])"
)
MANY = re.compile(
    r" (?:people|(?!hurdles|runners|sprints|always|perhaps|plus|minus|versus)[a-z]{2,}[^\Ws]s)\b"
)  # `1.1m cars`
CUT_CLOCK = re.compile(r"\b(\d{1,2}):0(?!\d)")  # what is left of 9:00
COUNTED = re.compile(r"\s?(?:m[ií]ll|billion|trillion|%|[€$£])")
DURATION = re.compile(  # no time of day
    r"\b(?P<hours>\d{1,2}) ?h(?:eures)? (?P<minutes>\d{1,2}) ?(?:min|mn|minutes)\b(?: (?P<seconds>\d{1,2}) ?s\b)?"
)
SPLIT_SECONDS = re.compile(r"\b(\d{1,2}) s (\d{1,2})\b")  # `1 min 52 s 18`
STERLING = re.compile(r"(\d (?:millions?|milliards?) de livres)(?! \w*(?:sterling|turques|égyptiennes|libanaises))")
PARTS = re.compile(r"\d+")
MIXED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f.,]\d+){2,}(?![\d/-]|[.,]\d)")  # two separators or more
TWICE = re.compile(r"([€£$])(\d[\d.,]*) ?\1")
STUTTER = re.compile(r"\b(livres|euros|dollars) d(?:e |['’])\1\b")  # of `£18,500` spelt out
SIGNED = re.compile(
    rf"(?P<sign>[€£$]) ?(?P<digits>\d[\d,{SPACE}]*)(?: (?P<scale>millions?|milliards?))?"
    r"(?:(?: d[e'])? ?(?P=sign))?(?!\w)"
)
TRILLIONS = re.compile(r"\b([Tt])rillions of\b")
UNGROUPED = re.compile(r"(?<![\w.,/-])[1-9]\d{4,6}(?![\w/-]|[.,]\d)")
BRIEF = re.compile(r"(?<=\d)[ \u00a0\u202f]?(M|Mds?|mds?)[ \u00a0\u202f]?([€$£])(?!\w)")
SCALES = {"m": "millions", "md": "milliards", "mds": "milliards"}
COINS = {"€": "d'euros", "$": "de dollars", "£": "de livres sterling"}
DECADE = re.compile(r"\b(?P<before>the (?:early |mid-?|late )?)['’](?P<tens>[3-9]0)s\b")
NO_SIGN = r"(?<!\b[ad]u )(?<!\bde )(?<!\bou )(?<!\btout )"  # before the `moins` of `au moins 15`, which is no -15
MINUS = {  # before a figure, it is a sign, and no comparison
    "en": re.compile(r"(?:\bminus |\u2212)(?=\d)", re.IGNORECASE),
    "fr": re.compile(rf"(?:(?<!\d ){NO_SIGN}\bmoins |(?<!\d[ \u00a0])\u2212[ \u00a0\u202f]?)(?=\d)", re.IGNORECASE),
}
FRACTION = re.compile(r"(?<=\d)[ \u00a0\u202f]?([¼½¾])")  # vocabularies take them apart: `23/4` for `2¾`
DECIMALS = {"¼": "25", "½": "5", "¾": "75"}
LARGE = {"en": {1e6: "million", 1e9: "billion"}, "fr": {1e6: "million", 1e9: "milliard"}}
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
MONEY = re.compile(r"\b(EUR|GBP|USD) (?=\d)")  # as institutions write, and models that learned from them
IN_WORDS = re.compile(r"\b(EUR|GBP|USD) ((?:[a-z]+[ -]){1,4}(?:million|billion|trillion))\b")  # EUR half a billion
COIN_NAMES = {"EUR": "euros", "GBP": "pounds", "USD": "dollars"}
ARTICLES = {"le": "un", "du": "d'un", "au": "à un"}
SHARE = re.compile(rf"\b([Ll]e|[Dd]u|[Aa]u) (quart|tiers)(?= (?:{OF_ALL}))")
VERSION = re.compile(
    r"[^\W\d_]\s*[A-ZÀ-Ý]\w*\s$|\bv\.?\s?$"
)  # the 4.0 of `Windows 4.0`: after a name inside a sentence


def localise_numerals(translation: str, sentence: str, source: str, target: str) -> str:
    """Print the numerals that `translation` copied from `sentence` as they are printed in the language `target`.

    Only those that stand in the source digit by digit are touched, and those of five digits and more without groups: an
    engine that knows better has spoken.
    """
    if {source, target} == {"fr", "en"}:
        translation = _regroup(translation, sentence, source)
    if target in ("fr", "en"):
        group = "," if target == "en" else SPACE
        translation = UNGROUPED.sub(
            lambda m: m[0] if m[0] in sentence else f"{int(m[0]):,}".replace(",", group), translation
        )
    if (source, target) == ("fr", "en"):
        named = IN_WORDS.sub(lambda m: m[0] if m[1] in sentence else f"{m[2]} {COIN_NAMES[m[1]]}", translation)
        signed = MONEY.sub(lambda m: m[0] if m[1] in sentence else SIGNS[m[1]], named)
        made = FRENCH.sub(lambda m: _to_english(m[0]) if _stands_in(m, sentence) else m[0], signed)
        made = CUT_CLOCK.sub(r"\1:00", TWICE.sub(r"\1\2", made))
        return re.sub(r"(?<=\d)[ \u00a0\u202f]%", "%", made)
    if (source, target) == ("en", "fr"):
        made = ENGLISH.sub(lambda m: _to_french(m[0]) if _stands_in(m, sentence) else m[0], translation)
        made = STUTTER.sub(r"\1", made)
        made = SIGNED.sub(_sign_after, made)
        return re.sub(r"(?<=\d) ?%", f"{SPACE}%", made)
    return translation


def _regroup(translation: str, sentence: str, source: str) -> str:
    """Numerals with groups and decimals, of which an engine kept the digits and mixed up the rest: `7,412,56`."""
    pattern, write = (FRENCH, _to_english) if source == "fr" else (ENGLISH, _to_french)
    known = {tuple(PARTS.findall(m[0])): m[0] for m in pattern.finditer(sentence)}

    def regroup(made: re.Match[str]) -> str:
        numeral = known.get(tuple(PARTS.findall(made[0])))
        return write(numeral) if numeral else made[0]

    return MIXED.sub(regroup, translation)


def spell_out(sentence: str, source: str, target: str) -> str:
    """`sentence` with its short figures as engines and readers know them: `$2.75bn`, `7.15pm`, `à 9 heures`."""
    if {source, target} == {"fr", "en"}:
        mark = "," if source == "fr" else "."
        sentence = FRACTION.sub(lambda m: mark + DECIMALS[m[1]], MINUS[source].sub("-", sentence))
    if (source, target) == ("fr", "en"):
        sentence = SHARE.sub(lambda m: f"{ARTICLES[m[1].lower()]} {m[2]}", sentence)
        sentence = DURATION.sub(_to_duration, sentence)
        sentence = O_CLOCK.sub(r"\g<before> \g<hour>:00", HEURES.sub(r"\g<hour>:\g<minute>", sentence))
        sentence = BRIEF.sub(lambda m: f" {SCALES[m[1].lower()]} {COINS[m[2]]}", sentence)
        return STERLING.sub(r"\1 sterling", SPLIT_SECONDS.sub(r"\1,\2 s", sentence))
    if source != "en" or target == "en":
        return sentence
    sentence = GLUED.sub(" ", sentence)
    if target == "fr":
        sentence = PENCE.sub(" pence", sentence)
        sentence = DECADE.sub(r"\g<before>19\g<tens>s", CLOCK.sub(_to_heures, sentence))
        return POUNDS.sub(r"\g<sum> pounds sterling", _in_billions(SHORT.sub(_to_words, sentence)))
    return SHORT.sub(_to_words, sentence)


def _in_billions(sentence: str) -> str:
    """`4,000 billion` for `4 trillion`, which is a million times more in French: the press says `4 000 milliards`."""
    for number in reversed(find_numbers(sentence, "en")):
        if number.scale == 1e12 and (number.value / 1e9).is_integer():
            sentence = f"{sentence[: number.start]}{number.value / 1e9:,.0f} billion{sentence[number.end :]}"
    return TRILLIONS.sub(r"\1housands of billions of", sentence)


def _sign_after(amount: re.Match[str]) -> str:
    scale = f" {amount['scale']} de" if amount["scale"] else ""
    return f"{amount['digits']}{scale}{SPACE}{amount['sign']}"


def put_in_digits(sentence: str, language: str) -> str:
    """`sentence` with its numbers in digits without groups, millions and more by words: `72 écoles`, `1,5 milliard`."""
    for number in reversed(find_numbers(sentence, language)):
        written = "" if number.rough else _in_digits(number, sentence[number.start], language)
        if written:
            sentence = f"{sentence[: number.start]}{written}{sentence[number.end :]}"
    return sentence


def _in_digits(number: Number, first: str, language: str) -> str:
    if number.value < 1e7 and number.value.is_integer() and number.scale < 1e6:
        return f"{number.value:.0f}"
    word = LARGE.get(language, {}).get(number.scale)
    if not word or first.isdigit():
        return ""
    count = number.value / number.scale
    if language == "fr":
        return f"{count:g} {word}{'s' if count >= 2 else ''}".replace(".", ",")
    return f"{count:g} {word}"


def _to_words(short: re.Match[str]) -> str:
    if short["suffix"] == "m" and not short["sign"] and not MANY.match(short.string, short.end()):
        return short[0]  # metres, or millions: nobody can tell
    return f"{short['sign'] or ''}{short['digits']} {SUFFIXES[short['suffix']]}"


def _to_duration(told: re.Match[str]) -> str:
    seconds = f" {told['seconds']} secondes" if told["seconds"] else ""
    return f"{told['hours']} heures {told['minutes']} minutes{seconds}"


def _to_heures(clock: re.Match[str]) -> str:
    hour = int(clock["hour"]) % 12 + (12 if clock["half"] == "p" else 0)
    return f"{hour} h {clock['minute'] or ''}".rstrip()


def _stands_in(numeral: re.Match[str], sentence: str) -> bool:
    exact = re.search(rf"(?<![\d.,]){re.escape(numeral[0])}(?!\d|[.,]\d)", re.sub(r"[\u00a0\u202f]", " ", sentence))
    named = VERSION.search(numeral.string[: numeral.start()]) and not COUNTED.match(numeral.string[numeral.end() :])
    return bool(exact) and not named


def _to_english(numeral: str) -> str:
    return re.sub(r"[ \u00a0\u202f]", ",", numeral.replace(",", "."))


def _to_french(numeral: str) -> str:
    return numeral.replace(",", SPACE).replace(".", ",")
