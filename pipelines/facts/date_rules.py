"""What the match of a date's form stands for: one rule a kind of form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipelines.facts.days import (
    TABLES,
    When,
    choose_weekday,
    choose_year,
    day_of,
    half_of,
    make_day,
    make_month,
    quarter_of,
    season_of,
    shift_back,
    week_of,
)
from pipelines.facts.numbers import Number, find_numbers
from pipelines.facts.tense import is_future
from pipelines.facts.units import find_unit

_WEEKDAYS = "|".join(name for table in ("en", "fr") for name in TABLES[table]["weekdays"])
_PERIOD = re.compile(  # « de mardi à mercredi »: up to the second day
    rf"\b(?:{_WEEKDAYS})(?:\s(?:morning|evening|night|matin|soir))?\s(?:à|to|through|until)\s$", re.IGNORECASE
)
EARLIEST_ALONE = 1800  # year that needs no "in" before it
_PAST_WORDS = ("last", "past", "previous", "dernier", "dernière", "passé", "passée")
_NEXT_WORDS = ("next", "coming", "following", "prochain", "prochaine")


def is_calendar_name(word: str, language: str) -> bool:
    """Whether the word is the name of a month or of a day of the week, in any case."""
    return language in TABLES and any(find_name(word, language, table) >= 0 for table in ("months", "weekdays"))


@lru_cache(maxsize=10_000)
def find_name(printed: str, language: str, table: str) -> int:
    """Which name of a table of the calendar was printed, from 0; -1 for none."""
    names = TABLES[language][table]
    return next((i for i, name in enumerate(names) if printed and re.fullmatch(name, printed, re.IGNORECASE)), -1)


@dataclass(frozen=True, slots=True)
class Place:
    """A match in its text, and the day it is seen from."""

    match: re.Match[str]
    language: str
    reference: date | None

    def __getitem__(self, group: str) -> str:
        known = self.match.re.groupindex
        names = (name for name in (group, f"{group}_", f"{group}__") if name in known)
        return next((found.strip() for name in names if (found := self.match[name])), "")

    def number(self, group: str) -> int:
        """Return the number printed, 0 for none."""
        return int(self[group] or 0)

    def index(self, group: str, table: str) -> int:
        """Which of the table's names was printed, from 0; -1 for none."""
        return find_name(self[group], self.language, table)

    def month(self, group: str) -> int:
        """Return the month printed, from 1; 0 for none."""
        return self.index(group, "months") + 1

    @property
    def direction(self) -> int:
        """-1 for "last", 1 for "next", else 0."""
        said = (self["which"] or self["after"]).lower()
        return (said in _NEXT_WORDS) - (said in _PAST_WORDS)

    @property
    def in_future(self) -> bool:
        """Whether the clause speaks of the future before the date, or behind it where the date opens the clause."""
        return is_future(self.match.string, *self.match.span("date"), self.language)


def _full_year(place: Place, group: str, month: int) -> int | None:
    """Return the year printed, else the one nearest to the reference; None without either."""
    if printed := place.number(group):
        return printed
    if place.reference is None:
        return None
    if place.direction < 0 and month == place.reference.month:
        return place.reference.year - 1
    return choose_year(month, place.reference, _find_side(place), 6 if place["d1"] else 3)


def _find_side(place: Place) -> int:
    """Where a date without a year lies, seen from the reference: -1 before it, 1 after it, 0 for either."""
    lead = place["lead"].lower().replace("’", "'")
    if place.direction or lead in ("since", "depuis"):
        return place.direction or -1
    return lead.startswith(("by", "until", "d'ici")) or place.in_future


def _resolve_day(place: Place) -> When | None:
    month = place.month("m1")
    last_month = place.month("m2") or month
    year = _full_year(place, "y2" if place["y2"] else "year", last_month)
    if year is None:
        return None
    first_year = place.number("y1") or year - (month > last_month)
    first = make_day(first_year, month, _day_number(place["d1"]))
    if first is None or not place["d2"]:
        return day_of(first) if first else None
    last = make_day(year, last_month, _day_number(place["d2"]))
    return day_of(first, last) if last and last > first else None


def _day_number(printed: str) -> int:
    return int(re.sub(r"\D", "", printed))


def _resolve_month(place: Place) -> When | None:
    month, last = place.month("m1"), place.month("m2")
    year = _full_year(place, "year", last or month)
    if year is None:
        return None
    first_year = place.number("y1") or year - (last > 0 and month > last)
    return When(make_month(first_year, month), "month", make_month(year, last) if last else "")


def _resolve_numeric(place: Place) -> When | None:
    year, first, second = place.number("year"), place.number("a"), place.number("b")
    day, month = (second, first) if place.language == "en" and first <= 12 and not place["iso"] else (first, second)
    if not year and place.reference and 1 <= month <= 12:
        year = choose_year(month, place.reference, 0)
    if year and year < 100:
        year += 2000
    made = make_day(year, month, day) if year else None
    return day_of(made) if made else None


def _resolve_iso(place: Place) -> When | None:
    made = make_day(place.number("year"), place.number("b"), place.number("a"))
    return day_of(made) if made else None


def _resolve_years(place: Place) -> When | None:
    first, last = place["year"], place["last"]
    if place["decade"]:
        start = int(place["decade"]) + (1900 if len(place["decade"]) == 2 else 0)
        return When(str(start), "year", str(start + 9))
    if not last:
        told, recent = bool(place["lead"]), int(first) >= EARLIEST_ALONE
        sure = (told and recent) or ((told or recent) and not _counts_something(place))
        return When(first, "year") if sure else None
    last = first[:2] + last if len(last) == 2 else last
    return When(first, "year", last) if last > first else None


def _counts_something(place: Place) -> bool:
    start, end = place.match.span("date")
    number = Number(start, end, float(place["year"]))
    before = place.match.string[max(0, start - 2) : start]
    return find_unit(place.match.string, number, place.language) is not None or before[-1:] in "$€£¥#"


def _resolve_quarter(place: Place) -> When | None:
    number = place.number("q") or place.index("ordinal", "ordinals") + 1
    half = bool(place["h"])
    number = place.number("hq") or number
    year = place.number("year")
    if number < 1 or number > (2 if half else 4):
        return None
    if not year:
        if place.reference is None:
            return None
        now = (place.reference.month - 1) // (6 if half else 3) + 1
        year = place.reference.year + (number < now if place.in_future else -(number > now))
    return half_of(year, number) if half else quarter_of(year, number)


def _resolve_weekday(place: Place) -> When | None:
    if place.reference is None:
        return None
    weekday = place.index("weekday", "weekdays")
    if first := _find_first_day(place):
        return day_of(first + timedelta(days=(weekday - first.weekday()) % 7))
    if place["d1"]:
        return _find_numbered(weekday, _day_number(place["d1"]), place.reference)
    is_near = place["which"].lower() in ("this", "ce")
    is_today = not place.direction and place.reference.weekday() == weekday and not place.in_future
    direction = 0 if is_near or is_today else place.direction or (1 if place.in_future else -1)
    return day_of(choose_weekday(weekday, place.reference, direction))


def _find_first_day(place: Place) -> date | None:
    """The day that a period begins with whose last day the match is; None where it is no period's."""
    text, start = place.match.string, place.match.start("date")
    before = _PERIOD.search(text, max(0, start - 30), start)
    first = place.match.re.match(text, before.start()) if before else None
    when = _resolve_weekday(Place(first, place.language, place.reference)) if first else None
    return date.fromisoformat(when.value) if when else None


def _find_numbered(weekday: int, number: int, reference: date) -> When | None:
    """The nearest day, within three months, with this weekday and this number: « mercredi 18 »."""
    days = (reference + timedelta(days=sign * distance) for distance in range(92) for sign in (-1, 1))
    found = next((day for day in days if (day.weekday(), day.day) == (weekday, number)), None)
    return day_of(found) if found else None


def _resolve_relative_day(place: Place) -> When | None:
    if place.reference is None:
        return None
    return day_of(place.reference + timedelta(days=TABLES["days"][place.language][place["relative"].lower()]))


_UNITS = {
    "year": "year", "an": "year", "ans": "year", "année": "year", "années": "year", "month": "month", "mois": "month",
    "week": "week", "semaine": "week", "day": "day", "jour": "day", "quarter": "quarter", "trimestre": "quarter",
    "weekend": "weekend", "week-end": "weekend", "fortnight": "fortnight", "quinzaine": "quinzaine",
}  # fmt: skip


def _resolve_period(place: Place) -> When | None:
    if place.reference is None:
        return None
    shift, here = place.direction, place.reference
    unit = _UNITS[place["unit"].lower()]
    if unit == "week":
        return week_of(here, shift)
    if unit == "weekend":
        saturday = choose_weekday(5, here, 0) + timedelta(days=7 * shift)
        return day_of(saturday, saturday + timedelta(days=1))
    if unit == "quarter":
        return quarter_of(here.year, (here.month - 1) // 3 + 1 + shift)
    return shift_back(here, -shift, unit)


def _resolve_ago(place: Place) -> When | None:
    unit = _UNITS[place["unit"].lower() if place["unit"].lower() in _UNITS else place["unit"].lower().rstrip("s")]
    numbers = find_numbers(place["count"], place.language)
    count = numbers[0].value if len(numbers) == 1 else 1.0
    if place.reference is None or count != int(count) or count > 1500:
        return None
    return shift_back(place.reference, int(count) * (-1 if place["ahead"] else 1), unit)


def _resolve_season(place: Place) -> When | None:
    season = place.index("season", "seasons")
    year = place.number("year")
    if not year:
        if place.reference is None:
            return None
        lead = place["lead"].lower()
        ahead = place.in_future or lead.startswith(("by", "until", "d'ici", "d’ici", "dès", "from"))
        direction = place.direction or (-1 if lead.startswith(("since", "depuis")) else ahead)
        year = choose_year(3 * season + 1 if season else 1, place.reference, direction)
        running, month = season_of(season, year), f"{place.reference:%Y-%m}"
        if running.value <= month <= running.value_end:
            year += place.direction  # "next spring", told in spring, is another one
    return season_of(season, year)


def _resolve_feast(place: Place) -> When | None:
    """The feast of the year printed, else the nearest one on the side told."""
    month, day = TABLES["feasts"][place.language][place["feast"].lower()]
    if year := place.number("year"):
        return day_of(date(year, month, day))
    if place.reference is None:
        return None
    here, side = place.reference, _find_side(place)
    days = (date(here.year + shift, month, day) - here for shift in (-1, 0, 1))
    return day_of(here + min((away for away in days if away.days * side >= 0), key=abs))


RESOLVERS: dict[str, Callable[[Place], When | None]] = {
    "day": _resolve_day,
    "month": _resolve_month,
    "numeric": _resolve_numeric,
    "iso": _resolve_iso,
    "years": _resolve_years,
    "quarter": _resolve_quarter,
    "weekday": _resolve_weekday,
    "relative": _resolve_relative_day,
    "period": _resolve_period,
    "ago": _resolve_ago,
    "season": _resolve_season,
    "feast": _resolve_feast,
}
