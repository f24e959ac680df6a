"""What the program says in English, in French for a French reader: messages, and reasons stored with what was found.

Reasons stay as they were stored and messages as the command line says them; `saying.toml` pairs their forms with
French ones. What no form fits is said as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

# in an escaped form: {} any text, {#} numbers, {@} names, {=} what is itself said in French
PLACE = re.compile(r"\\\{(=|@|\\#)?\\\}")
# between parts: what binds a document to its story, what a visit to a source found
PARTS = re.compile(
    r"(; (?![^“]*”)|, (?=gives |reads |within the hour|\d+ (?:hours|days) apart"
    r"|where |cut off |none |\d+ (?:entr(?:y|ies)|left|of|pages?|gave|×)))"
)
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
BETWEEN, COLON = {"; ": "\N{NO-BREAK SPACE}; "}, "\N{NO-BREAK SPACE}: "


def say_in(language: str, text: str, names: Mapping[str, str] | None = None) -> str:
    """`text`, which is English, in `language`: by its parts where a form fits each, else whole, else what fits.

    `names` has French names by the English ones that a list in `text` may hold.
    """
    known = names or {}
    if language != "fr" or not text:
        return text
    parts = PARTS.split(text)  # what parts them stands at every second place
    said = [_fit(part, known) for part in parts[::2]]
    if not all(said) and (whole := _fit(text, known)):
        return whole
    rest = (COLON.join(_fit(p, known) or p for p in part.split(": ", 1)) for part in parts[::2])
    parts[::2] = [french or part for french, part in zip(said, rest, strict=True)]
    parts[1::2] = [BETWEEN.get(between, between) for between in parts[1::2]]
    return "".join(parts)


def _fit(text: str, names: Mapping[str, str]) -> str:
    for form, places, french in _forms():
        if found := form.fullmatch(text):
            return french.format(
                *(SAID[place](part, names) for place, part in zip(places, found.groups(), strict=True))
            )
    return ""


def _replace(text: str, names: Mapping[str, str]) -> str:
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if names[name])
    return re.sub(rf"(?<!\w)(?:{known})(?!\w)", lambda name: names[name[0]], text) if known else text


def _write_numbers(text: str, _: Mapping[str, str]) -> str:
    from babel.numbers import format_decimal

    return re.sub(NUMBER, lambda n: str(format_decimal(Decimal(n[0].replace(",", "")), locale="fr")), text)


SAID: dict[str | None, Callable[[str, Mapping[str, str]], str]] = {
    None: lambda text, _: text,
    "=": lambda text, names: say_in("fr", text, names),
    "@": _replace,
    "\\#": _write_numbers,
}


@cache
def _forms() -> list[tuple[re.Pattern[str], list[str | None], str]]:
    """Each form as a pattern, the kinds of its places, and the French form."""
    pairs = tomllib.loads(files("monitor").joinpath("saying.toml").read_text(encoding="utf-8"))["forms"]
    return [_compile(english, french) for english, french in pairs]


def _compile(english: str, french: str) -> tuple[re.Pattern[str], list[str | None], str]:
    escaped = re.escape(english)
    places = [match[1] for match in PLACE.finditer(escaped)]
    pattern = PLACE.sub(lambda place: f"({NUMBER}(?:, {NUMBER})*)" if place[1] == "\\#" else "(.+?)", escaped)
    return re.compile(pattern, re.DOTALL), places, french
