"""Times of day as they are printed: `8 p.m.`, `13:38`, « 13 h 38 », « 8 heures »."""

from __future__ import annotations

import re
from collections.abc import Iterator

CLOCKS = {  # by language; with the groups hour, minute and, in English, half
    "en": r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?"
    r"(?:[ \u00a0]?(?P<half>[apAP])(?:\.[mM]\b\.?|[mM]\b)|(?<=:\d\d)(?![:\d]))",
    "fr": r"(?P<hour>\d{1,2})[ \u00a0]?(?:h(?:eures?\b)?|(?=:\d\d))(?:[ \u00a0:]?(?P<minute>\d\d))?(?![:\w])",
}
_ALONE = {language: re.compile(rf"(?<![\d:,.]){clock}") for language, clock in CLOCKS.items()}


def find_clocks(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Yield the start and the end of each time of day, with its minutes since midnight."""
    for found in _ALONE[language].finditer(text) if language in _ALONE else ():
        minutes = read_clock(found)
        if minutes is not None:
            yield *found.span(), minutes


def read_clock(found: re.Match[str]) -> int | None:
    """The minutes since midnight that a match of CLOCKS tells; None where no clock has such an hour."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found.groupdict().get("half") or "").lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return 60 * hour + minute if hour < 24 and minute < 60 else None
