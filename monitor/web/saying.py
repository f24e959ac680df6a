"""What the program says in English, in French on a French page: messages, and the reasons stored with what was found.

Reasons stay as they were stored and messages as the command line says them; `saying.toml` pairs their forms with
French ones. What no form fits is said as it is.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

PLACE = re.compile(r"\\\{(=?)\\\}")  # in an escaped form: {} for any text, {=} for one that is itself said in French
PARTS = re.compile(r"(; |, (?=gives |reads |within the hour|\d+ (?:hours|days) apart))")


def say_in(language: str, text: str) -> str:
    """`text`, which is English, in `language`: by its parts where a form fits each, else whole, else what fits."""
    if language != "fr" or not text:
        return text
    parts = PARTS.split(text)  # what parts them stands at every second place
    said = [_fit(part) for part in parts[::2]]
    if not all(said) and (whole := _fit(text)):
        return whole
    parts[::2] = [french or part for french, part in zip(said, parts[::2], strict=True)]
    return "".join(parts)


def _fit(text: str) -> str:
    for form, places, french in _forms():
        if found := form.fullmatch(text):
            said = (say_in("fr", part) if place else part for place, part in zip(places, found.groups(), strict=True))
            return french.format(*said)
    return ""


@cache
def _forms() -> list[tuple[re.Pattern[str], list[bool], str]]:
    """Each form as a pattern, which of its places are said in French themselves, and the French form."""
    pairs = tomllib.loads(files("monitor.web").joinpath("saying.toml").read_text(encoding="utf-8"))["forms"]
    return [_compile(english, french) for english, french in pairs]


def _compile(english: str, french: str) -> tuple[re.Pattern[str], list[bool], str]:
    escaped = re.escape(english)
    places = [bool(match[1]) for match in PLACE.finditer(escaped)]
    return re.compile(PLACE.sub("(.+?)", escaped), re.DOTALL), places, french
