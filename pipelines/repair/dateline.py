"""The day a text says it was published or changed, from the line that was cut for saying so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pipelines.facts.dates import find_dates


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


def _not_after(day: str, received: str) -> str:
    when = date.fromisoformat(day)
    if received and day > received:
        when = when.replace(year=when.year - 1, day=min(when.day, 28) if when.month == 2 else when.day)
    return when.isoformat()
