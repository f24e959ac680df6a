"""The arithmetic of dates: which day "Tuesday", "12 June" or "last month" is, seen from the day of publication."""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

WEEKDAYS = {  # as running text spells them; TABLES has their other forms
    "en": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
}
TABLES = tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))

DAYS = {"day": 1, "week": 7, "fortnight": 14, "quinzaine": 15}  # « quinze jours »


@dataclass(frozen=True, slots=True)
class When:
    """An ISO 8601 value, its end for a period, and how fine it is: year, quarter, month, day, minute."""

    value: str
    precision: str
    value_end: str = ""


def day_of(day: date, last: date | None = None) -> When:
    """Return a day, or the period from it to `last`."""
    return When(day.isoformat(), "day", last.isoformat() if last else "")


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none such."""
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def make_month(year: int, month: int) -> str:
    """Return a month in ISO form; `month` may lie outside 1 to 12 and then reaches into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}"


def choose_year(month: int, reference: date, direction: int, ahead: int = 6) -> int:
    """Return the year of a month told without one: the nearest one, or the nearest on one side of the reference.

    `direction` is -1 (this month or before), 1 (this month or after) or 0: up to `ahead` months after
    the reference, else before it.
    """
    distance = month - reference.month
    if direction < 0:
        return reference.year - (distance > 0)
    if direction > 0:
        return reference.year + (distance < 0)
    return reference.year + (distance < ahead - 12) - (distance > ahead)


def choose_weekday(weekday: int, reference: date, direction: int) -> date:
    """Return the day with this weekday (Monday is 0): -1 strictly before, 1 strictly after, 0 the same week's."""
    back = (reference.weekday() - weekday) % 7
    if direction < 0:
        return reference - timedelta(days=back or 7)
    if direction > 0:
        return reference + timedelta(days=(7 - back) % 7 or 7)
    return reference + timedelta(days=weekday - reference.weekday())


def week_of(reference: date, shift: int) -> When:
    """Return the week, Monday to Sunday, `shift` weeks from the reference's."""
    monday = reference + timedelta(days=7 * shift - reference.weekday())
    return day_of(monday, monday + timedelta(days=6))


def season_of(season: int, year: int) -> When:
    """Return a season as its three months; winter (0) begins in the December before `year`, as meteorologists count."""
    first = 3 * season
    return When(make_month(year, first), "month", make_month(year, first + 2))


def quarter_of(year: int, quarter: int) -> When:
    """Return a quarter as `2017-Q3`; `quarter` may lie outside 1 to 4."""
    return When(f"{year + (quarter - 1) // 4:04}-Q{(quarter - 1) % 4 + 1}", "quarter")


def half_of(year: int, half: int) -> When:
    """Return the first or second half of a year as its six months."""
    return When(make_month(year, 6 * half - 5), "month", make_month(year, 6 * half))


def shift_back(reference: date, count: int, unit: str) -> When:
    """Return the time `count` days, weeks, fortnights, months or years before the reference, as fine as the unit is."""
    if unit == "year":
        return When(f"{reference.year - count:04}", "year")
    if unit == "month":
        return When(make_month(reference.year, reference.month - count), "month")
    return day_of(reference - timedelta(days=count * DAYS[unit]))


def read_days(iso: str) -> tuple[int, int]:
    """Return the first and the last day of an ISO 8601 year, quarter, month or day, as ordinals."""
    year, _, rest = iso[:10].partition("-")
    month, _, day = rest.partition("-")
    quarter = 3 * int(month[1:]) if month[:1] == "Q" else 0
    first, last = (quarter - 2, quarter) if quarter else (int(month or 1), int(month or 12))
    end = int(day or calendar.monthrange(int(year), last)[1])
    return date(int(year), first, int(day or 1)).toordinal(), date(int(year), last, end).toordinal()
