"""What a number measures: money by ISO 4217, percentages, percentage points, or the plural noun that it counts.

Only plural nouns count (and a few measures, `1,5 tonne`): without a parser that is what tells "26 countries" from
"Boeing 737" and "in 2017". Years, days, ranks, names of models and of festivals (11.11, 618) are no quantities.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from monitor import hedges
from pipelines.facts.numbers import LEXICONS, MONTHS, Number
from pipelines.facts.numerals import SPACES

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SP = rf"[ {SPACES}]"
SIGNS: dict[str, str] = _TABLES["signs"]
MODIFIERS = {"en": 3, "fr": 2}  # words that may stand between a number and its noun
LONGEST = 80  # characters looked at after a number


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and where it makes the amount begin and end: a sign stands before the digits, a noun after them."""

    start: int
    end: int
    name: str
    kind: str  # money, percent, points, count


def _words(key: str, table: str = "nouns") -> frozenset[str]:
    return frozenset(_TABLES[table][key].split())


def _plural(name: str) -> str:
    return re.escape(name) + ("s?" if name[-1] not in "sx" else "")


def _any_of(names: list[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_MONEY: dict[str, dict[str, str]] = _TABLES["money"]
_MONEY_NAMES = {
    language: {form: code for name, code in names.items() for form in (name.lower(), name.lower() + "s")}
    for language, names in _MONEY.items()
}
_OF = {"en": rf"(?:of{_SP})?", "fr": rf"(?:d['’]|de{_SP})?"}
_MONEY_AFTER = {
    language: re.compile(
        rf"(?:{_SP}|-){_OF[language]}(?P<name>{_any_of([_plural(n) for n in names])})(?![^\W_])", re.IGNORECASE
    )
    for language, names in _MONEY.items()
}
_SIGN_AFTER = re.compile(rf"{_SP}?(?:d['’])?(?P<sign>{_any_of([re.escape(s) for s in SIGNS])})(?![^\W_])")
_SIGN_BEFORE = re.compile(rf"(?<![^\W_])(?P<sign>{_any_of([re.escape(s) for s in SIGNS])}){_SP}?$")
_PERCENT = re.compile(rf"{_SP}?[%％]|(?:{_SP}|-)(?:per{_SP}?cent|pour{_SP}cent|pct|p\. ?100)(?![^\W_])", re.IGNORECASE)
_POINTS = re.compile(
    rf"(?:{_SP}|-)(?:(?P<basis>basis{_SP}points?|points?{_SP}de{_SP}base)"
    rf"|(?:percentage|per{_SP}?cent){_SP}points?|points?{_SP}de{_SP}pourcentage)(?![^\W_])",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    rf"{_SP}?(km/h|km[²2]|m[²2]|m[³3]|km|kg|cm|mm|kWh|MWh|GWh|TWh|kW|MW|GW|Mo|Go|To|GB|TB|°[CF]|ha|g)(?![^\W_])"
)
_AREA = re.compile(
    rf"{_SP}(?:de{_SP})?((?:square|cubic){_SP}\w+|\w*mètres?{_SP}(?:carrés?|cubes?))(?![^\W_])", re.IGNORECASE
)
_NEXT_WORD = re.compile(rf"{_SP}?(?P<word>[^\W\d_]+(?:[-'’.][^\W\d_]+)*+)")
_LINK = re.compile(rf"{_SP}(?:de{_SP}|d['’]|of{_SP})")
_JAPAN = re.compile(r"\b(?:yens?|Japan\w*|Japon\w*|Tokyo)\b", re.IGNORECASE)
_SWITZERLAND = re.compile(r"\b(?:Swiss|Switzerland|suisses?|Suisse|Zurich|Geneva|Genève|Berne?|Lausanne|Basel|Bâle)\b")
_BRITAIN = re.compile(r"£|\b(?:sterling|britanniques?|Royaume-Uni|Angleterre|Londres|Écosse)\b")
_BARE = re.compile(
    rf"{_SP}(?:de{_SP})?(?P<name>francs|livres)\b(?!{_SP}(?:suisses|CFA|sterling|français))", re.IGNORECASE
)
_CAPITAL_NOUN = re.compile(r"[A-Z]{2,}s|[A-ZÀ-Ý][a-zà-ÿ-]*(?:ans|ians|ese|ais|ois|ains|iens|ens|iques|tats)$")
_LAST_WORD = re.compile(rf"(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*|n°|[^\W_]*[^\W\d_][^\W_]*)\.?{_SP}$")
_SENTENCE_START = re.compile(rf"(?:^|[.!?:;\n«“\"”»(•–—-]){_SP}?$")

_PLURALS = {"en": _words("plural_en"), "fr": _words("plural_fr")}
_SINGULARS = {"en": _words("singular_en"), "fr": _words("singular_fr")}
_STOPS = {"en": _words("en", "stops"), "fr": _words("fr", "stops")}
_NAMES = {"en": _words("names_en", "stops"), "fr": _words("names_fr", "stops")}
_BEFORE = {"en": frozenset[str](), "fr": _words("before_fr", "stops")}
_MEASURES = _words("measures")
_TIMES = frozenset(
    f"{noun}{ending}"
    for noun in ("day", "week", "fortnight", "month", "year", "jour", "semaine", "mois", "an", "année")
    for ending in ("", "s")
)
AGO = re.compile(rf"{_SP}(?:ago|earlier|later|from{_SP}now|plus{_SP}(?:tôt|tard)|auparavant|après)\b")
_SAMPLE = (
    r"\d{1,2}|1[,. ]?000?|deux|trois|quatre|cinq|six|huit|dix|vingt|cent|mille|two|three|four|five|eight|ten|twenty"
    r"|hundred"
)
_EACH = re.compile(  # "nine in ten are": the nine is no count of its own
    rf"{_SP}(?:sur|out{_SP}of|in){_SP}(?:{_SAMPLE})"
    rf"(?={_SP}(?:ont|sont|est|a|avaient|étaient|se|s['’]|are|were|was|is|have|had)\b|[.,;:!?)»”\"]|$)",
    re.MULTILINE,
)
_SINCE = re.compile(rf"\b(?:il y a|voici|voilà|dans)(?:{_SP}(?:{hedges.ANY}))?{_SP}$", re.IGNORECASE)
_AT = re.compile(rf"\b(?:à|vers|dès|avant|après){_SP}$")
_FIRST_END = re.compile(rf"(?<!\bde{_SP})\b\d{{1,2}}{_SP}à{_SP}$")  # 5 à 6 heures; no « de 9 à 18 heures »
_OUT_OF = re.compile(
    rf"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine)){_SP}(?:in|out{_SP}of)(?:{_SP}every)?{_SP}$",
    re.IGNORECASE,
)
_DOUBLE = re.compile(r"\bdouble[ -]$", re.IGNORECASE)
_FESTIVALS = _words("festivals", "stops")
_MONTH = {language: re.compile(rf"\b{month}\.?{_SP}(?:the )?$", re.IGNORECASE) for language, month in MONTHS.items()}
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DEFINITE = re.compile(
    r"\b(?:the|these|those|both|its|their|his|her|our|les|ces|ses|leurs|nos|vos|des|aux)(?: autres)?[ \u00a0]$",
    re.IGNORECASE,
)


def money_forms(code: str, language: str) -> list[str]:
    """Patterns of all that is printed for the currency `code` (ISO 4217) in `language`: signs, names, plurals."""
    names = [_plural(name) for name, known in _MONEY.get(language, {}).items() if known == code]
    return [*names, *(re.escape(sign) for sign, known in SIGNS.items() if known == code)]


def find_unit(text: str, number: Number, language: str) -> Unit | None:
    """Return what `number` measures, None where it is a year, a name, a rank, or nothing that can be told."""
    if _is_glued(text, number):
        return None
    return _find_percent(text, number) or _find_money(text, number, language) or _find_count(text, number, language)


def _is_glued(text: str, number: Number) -> bool:
    """Whether the digits are part of a name, a date, a time or a telephone number: Covid-19, 20/06, 13:38."""
    before, after = text[max(0, number.start - 2) : number.start], text[number.end : number.end + 2]
    if before[-1:] in ("/", ":", "_", "#", "@") or (before[-1:] == "-" and before[:1].isalpha()):
        return True
    return (after[:1] in ("/", ":", "_") and after[1:].isalnum()) or (after[:1] == "h" and after[1:].isdigit())


def _find_percent(text: str, number: Number) -> Unit | None:
    if points := _POINTS.match(text, number.end):
        return Unit(number.start, points.end(), "basis points" if points["basis"] else "percentage points", "points")
    if percent := _PERCENT.match(text, number.end):
        return Unit(number.start, percent.end(), "percent", "percent")
    return None


def _find_money(text: str, number: Number, language: str) -> Unit | None:
    start, end, code = number.start, number.end, ""
    if before := _SIGN_BEFORE.search(text[max(0, start - 6) : start]):
        start -= len(before[0])
        code = SIGNS[before["sign"]]
    word = _MONEY_AFTER[language].match(text, end) if language in _MONEY_AFTER else None
    if word and (named := _money_named(word["name"], number, text[word.end() :][:4], language)):
        end, code = word.end(), code if code and code != "USD" else named
    elif not code and (after := _SIGN_AFTER.match(text, end)):
        end, code = after.end(), SIGNS[after["sign"]]
    if code == "¥":
        code = "JPY" if _JAPAN.search(text) and not re.search(r"\b(?:yuan|RMB|renminbi)", text) else "CNY"
    if not code and (bare := _BARE.match(text, end)) and (code := _read_bare(bare["name"][0].lower(), number, text)):
        end = bare.end()
    return Unit(start, end, code, "money") if code else None


def _money_named(name: str, number: Number, after: str, language: str) -> str:
    """Return the currency a word names, "" where it is a pound of weight, a won game, a book (`livre`)."""
    lower = re.sub(r"\s", " ", name.lower())
    if lower in ("pound", "pounds") and number.scale < 1000 and number.value < 1000 and after.startswith(" of "):
        return ""
    if lower in ("livre", "livres") and number.scale < 1e6:
        return ""
    if lower == "won" and number.value < 1000:
        return ""
    return _MONEY_NAMES[language].get(lower) or _MONEY_NAMES[language].get(lower.removesuffix("s"), "")


def _read_bare(letter: str, number: Number, text: str) -> str:
    """The currency of bare francs or livres, by the country that the text speaks of; "" where that does not tell."""
    if letter == "f":
        return "CHF" if _SWITZERLAND.search(text) else ""
    return "GBP" if number.value >= 1000 and _BRITAIN.search(text) else ""


def _find_count(text: str, number: Number, language: str) -> Unit | None:
    if language not in _STOPS:
        return None
    if measure := _MEASURE.match(text, number.end) or _AREA.match(text, number.end):
        return Unit(number.start, measure.end(), measure[1].replace("\u00a0", " ").strip(), "count")
    if _is_no_quantity(text, number, language):
        return None
    window = text[number.end : number.end + LONGEST]
    plus = window.startswith("+")  # "500+ deaths"
    link = _LINK.match(window) if number.scale > 1 or number.rough or number.value == 12 else None
    noun = _find_noun(window, link.end() if link else int(plus), number, language)
    if (
        noun is None
        or _is_clock(text, number, noun[0])
        or (noun[0] in _TIMES and _is_distance(text, number, number.end + noun[1]))
        or _EACH.match(text, number.end + noun[1])
    ):
        return None
    return Unit(number.start, number.end + noun[1], noun[0], "count")


def _is_clock(text: str, number: Number, noun: str) -> bool:
    """Whether « à 14 heures » is a time of day."""
    before = text[max(0, number.start - 12) : number.start]
    is_hour = noun in ("heure", "heures") and number.value <= 24
    return is_hour and _AT.search(before) is not None and not _FIRST_END.search(before)


def _is_distance(text: str, number: Number, end: int) -> bool:
    """Whether a length of time leads from one date to another ("two years ago"): a date then, no amount."""
    before = text[max(0, number.start - 20) : number.start]
    return AGO.match(text, end) is not None or _SINCE.search(before) is not None


def _find_noun(window: str, position: int, number: Number, language: str) -> tuple[str, int] | None:
    """Return the first plural noun after a number, in lower case, and where it ends."""
    before_noun = MODIFIERS[language]
    found: tuple[str, int] | None = None
    while before_noun >= 0 and (word := _NEXT_WORD.match(window, position)):
        if not word[0][0].isspace() and position > 0 and window[position - 1].isalnum():
            break
        lower = word["word"].lower()
        if lower in _STOPS[language] and not (lower in ("and", "or") and before_noun < MODIFIERS[language]):
            break
        plural = is_plural(word["word"], language) or (number.value < 2 and lower in _MEASURES)
        if found and (not plural or language != "en" or found[0].removesuffix("s") in _MEASURES):
            break
        if plural:
            found = lower, word.end()
        elif language == "fr" and lower not in _BEFORE["fr"] and lower not in LEXICONS["fr"]:
            break
        if word.end() == len(window) == LONGEST:
            break  # a word cut by the window
        position = word.end()
        before_noun -= 1
    return found


def is_plural(word: str, language: str) -> bool:
    """Whether a word, by its form, is a noun in the plural, in a language that we read: such as a number counts."""
    lower = word.lower()
    if lower in _BEFORE[language] or lower in _SINGULARS[language]:
        return False
    if lower in _PLURALS[language]:
        return True
    if word[0].isupper() and not _CAPITAL_NOUN.match(word):
        return False
    if language == "fr":
        return lower[-1] in "sx" and len(lower) > 3
    return lower[-1] == "s" and len(lower) > 3 and not lower.endswith(("ss", "us", "is", "ous", "'s", "’s"))


def _is_no_quantity(text: str, number: Number, language: str) -> bool:
    """Whether a number that nothing marks as money or a share is a year, a day, a name or a rank."""
    printed = text[number.start : number.end]
    before = text[max(0, number.start - 40) : number.start]
    if printed in _FESTIVALS or _OUT_OF.search(before) or _DOUBLE.search(before):
        return True
    if not number.digits:
        small = number.value == 2 and _DEFINITE.search(before)
        named = printed[0].isupper() and not _SENTENCE_START.search(before)
        return bool(small) or named or _RANKED.search(before) is not None
    if _MONTH[language].search(before, max(0, len(before) - 20)) or (
        _YEAR.fullmatch(printed) and printed != "2000" and not _is_about(before)
    ):
        return True
    return _is_named(before, language)


_RANKED = re.compile(r"\b(?:numéro|number)[ \u00a0]$", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:than|about|nearly|some|over|(?:plus|moins|près) de|environ|quelque|around|least|moins)[ \u00a0]$"
)


def _is_about(before: str) -> bool:
    return _ABOUT.search(before) is not None


def _is_named(before: str, language: str) -> bool:
    """Whether the word before the digits makes them a name: iPhone 8, Boeing 737, page 12."""
    last = _LAST_WORD.search(before, before.rfind(" ", 0, -1) + 1)
    if not last:
        return False
    word, lower = last["word"], last["word"].lower()
    if lower in _NAMES[language]:
        return True
    capital = any(letter.isupper() for letter in word)
    at_start = _SENTENCE_START.search(before[: last.start()]) is not None
    return capital and lower not in _STOPS[language] and not (at_start and word.istitle())
