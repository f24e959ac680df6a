"""The day a text says it was published or changed, from the line that was cut for saying so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from pipelines.facts.dates import find_dates
from pipelines.facts.days import TABLES


def read_day(lines: Iterable[str], french: bool, received_at: str) -> str:
    """The earliest day (ISO 8601) that these lines name, "" where they name none.

    A day without a year is the latest one up to the day of receipt; nothing is published after it was received.
    """
    languages = ("fr", "en") if french else ("en", "fr")
    received = received_at[:10]
    for language in languages:
        found = [d.value for line in lines for d in find_dates(line, "text", language, received)]
        days = [_not_after(value[:10], received) for value in found if len(value) >= 10]
        if days:
            return min(days)
    return ""


# where an agency's piece was sent from, and when: `PARIS, Nov. 12 (Xinhua) --`, « BREST, le 12 novembre 2026 – »
SENT = re.compile(
    r"\s*[A-ZÀ-Þ][\w.'’/-]*(?:[ -][A-ZÀ-Þ(][\w.'’)]*){0,3}, (?:le )?(?P<day>[^\n,;:!?()–—«“\"-]{4,24}(?:, \d{4})?)"
    r",? ?(?:\([^)\n]{1,30}\) ?)?[-–—]{1,2}\s"
)


def find_sent(text: str, french: bool) -> str:
    """The day in the words that open an agency's text, as printed; "" where it opens otherwise."""
    opening = SENT.match(text)
    printed = opening["day"].strip() if opening else ""
    dates = find_dates(printed, "text", "fr" if french else "en", "2000-01-01")
    return printed if [date.text for date in dates] == [printed] and re.search(r"\d", printed) else ""


def _not_after(day: str, received: str) -> str:
    when = date.fromisoformat(day)
    if received and day > received:
        when = when.replace(year=when.year - 1, day=min(when.day, 28) if when.month == 2 else when.day)
    return when.isoformat()


def settle_year(day: str, text: str, language: str) -> str:
    """The same day in the year whose weekdays are the text's, where it names some: "Sunday 18 June" was one in 2017.

    `day` had no year printed. Of several such years the first one from the latest that the text names, else the last.
    A text whose weekdays fit `day`, or no year of the last eleven, in which the calendar has come round, says nothing.
    """
    day_then = date.fromisoformat(day)
    names = [name.lower() for name in TABLES[language]["weekdays"]]
    told = [
        (next(n for n, name in enumerate(names) if re.fullmatch(name, found["weekday"].lower())), found["rest"])
        for found in _weekdays(language).finditer(text)
    ]
    named = max((int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text) if int(year) <= day_then.year), default=0)
    fitting = [year for year in range(day_then.year, day_then.year - 12, -1) if _fits(told, year, language)]
    if not told or not fitting or fitting[0] == day_then.year:
        return day
    year = min([year for year in fitting if named and year >= named], default=fitting[0])
    return day_then.replace(year=year, day=min(day_then.day, 28) if day_then.month == 2 else day_then.day).isoformat()


@cache
def _weekdays(language: str) -> re.Pattern[str]:
    """A weekday with its day of a month, and no year."""
    weekdays, months = ("|".join(TABLES[language][table]) for table in ("weekdays", "months"))
    order = rf"\d{{1,2}}(?:er)? (?:{months})" if language == "fr" else rf"(?:{months}) \d{{1,2}}|\d{{1,2}} (?:{months})"
    return re.compile(rf"\b(?P<weekday>{weekdays}),? (?P<rest>{order})\b(?!,? \d{{4}})")


def _fits(told: Sequence[tuple[int, str]], year: int, language: str) -> bool:
    days = [(weekday, find_dates(f"{rest} {year}", "text", language, "")) for weekday, rest in told]
    return all(found and date.fromisoformat(found[0].value).weekday() == weekday for weekday, found in days)
