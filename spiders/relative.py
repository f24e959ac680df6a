"""Dates told from the day a page is read: "il y a 3 heures", "yesterday at 2 p.m.", "3 février à 14h05"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from spiders.published import AFTER, DAY, MONTH, NEVER, TIME, Moment, read_clock, read_month, read_zone

LONGEST = 90  # characters of a line that tells when; in anything longer such words tell of something else
LEAP = 8  # years back among which every day of the calendar occurs
# Words before the time, in both languages: "Publié", "Mis à jour", "Last updated", "Posted on".
LABELS = re.compile(
    r"^(?:(?:article|texte|publi|post|mise?s?\b|en ligne|à jour|ajout|rédig|édit|actualis|modifi|paru|updat|creat"
    r"|last\b|first\b|derni|on\b|le\b)\w*[\s:,–-]+)+", re.I
)  # fmt: skip
# What may follow it: nothing, or the writer, the change, the time it takes to read.
ENDS = r"(?=[\s)./;–—-]*(?:$|par\b|by\b|mise?s?\sà\sjour|maj\b|updated?\b|modifi|lecture|temps\b|\d+\s?min))"
NUMBERS = {"un": 1, "une": 1, "a": 1, "an": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3}
COUNT = rf"(?:\d{{1,3}}|{'|'.join(NUMBERS)})"
UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
# Weeks, months and years are too coarse for a date.
UNIT = r"(?:secondes?|seconds?|secs?|minutes?|mins?|mn|heures?|hours?|hrs?|jours?|days?|[smhjd])"
AGO = re.compile(
    rf"(?:il y a\s(?:environ\s|près de\s|moins d[e'’]\s?)?(?P<fr>{COUNT}\s?{UNIT})"
    rf"|(?:about\s|over\s|less than\s)?(?P<en>{COUNT}\s?{UNIT})\sago)\b\.?{ENDS}", re.I
)  # fmt: skip
NOW = re.compile(rf"(?:à l[’']instant|just now|a moment ago|moments ago){ENDS}", re.I)
NAMED_DAYS = {"avant-hier": 2, "hier": 1, "yesterday": 1, "aujourd'hui": 0, "ce matin": 0, "today": 0}
NAMED_DAY = re.compile(rf"(?P<name>{'|'.join(NAMED_DAYS)}|aujourd’hui)\b(?:{AFTER})?{ENDS}", re.I)
WEEKDAYS = ("lun mon", "mar tue", "mer wed", "jeu thu", "ven fri", "sam sat", "dim sun")
WEEKDAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS).replace(' ', '|')})[a-z]{{0,6}}\.?,?\s(?:le\s)?)?"
YEARLESS = re.compile(
    rf"{WEEKDAY}(?:{DAY}\s(?:of\s)?(?P<month>{MONTH})|(?P<month2>{MONTH})\s{DAY.replace('day', 'day2')})(?![\w:])"
    rf"(?:{AFTER})?{ENDS}", re.I
)  # fmt: skip
HOUR_ALONE = re.compile(rf"(?:à|at)\s(?P<time>{TIME}){ENDS}", re.I)
PARTS = re.compile(r"\s*[|•·]\s*|\s[–—-]\s")
BYLINE = re.compile(r"^(?:par|by)\s[^,]{3,50},\s", re.I)


def read_relative(text: str, zone: str, fetched: datetime) -> Moment:
    """When the line `text`, read at `fetched`, says it was written; NEVER where it says nothing of the kind.

    A count of minutes, hours or days is `inferred`; a named day, or a date without its year (the nearest such day in
    the past), is as exact as it is told. Times are in `zone` (IANA) unless they name one.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return NEVER
    here = fetched.astimezone(read_zone(None, zone))
    parts = (text, *PARTS.split(text), BYLINE.sub("", text))
    return next((moment for part in parts if (moment := _read(part, zone, here)) != NEVER), NEVER)


def _read(line: str, zone: str, here: datetime) -> Moment:
    told = LABELS.sub("", line)
    if NOW.match(told):
        return _inferred(here)
    if found := AGO.match(told):
        return _ago(found["fr"] or found["en"], here)
    if found := NAMED_DAY.match(told):
        back = NAMED_DAYS[found["name"].lower().replace("’", "'")]
        return _at(here.date() - timedelta(days=back), found, zone)
    if found := YEARLESS.match(told):
        return _yearless(found, zone, here)
    found = HOUR_ALONE.match(told) if told != line else None
    return _latest((here.date() - timedelta(days=back) for back in (0, 1)), found, zone, here) if found else NEVER


def _ago(said: str, here: datetime) -> Moment:
    count, unit = re.split(r"(?<=\d)\s?(?=\D)|\s", said.lower(), maxsplit=1)
    kind = unit[0].replace("j", "d")
    at = here - (NUMBERS.get(count) or int(count)) * UNITS[kind]
    return Moment(f"{at:%Y-%m-%d}", "inferred") if kind == "d" else _inferred(at)


def _inferred(at: datetime) -> Moment:
    return Moment(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "inferred")


def _yearless(found: re.Match[str], zone: str, here: datetime) -> Moment:
    month, number = read_month(found["month"] or found["month2"]), int(found["day"] or found["day2"])
    days = list(_days(here.year, month, number))
    said = (found["weekday"] or "").lower()
    fitting = [day for day in days if said in WEEKDAYS[day.weekday()].split()] if said else days
    return _latest(fitting or days, found, zone, here)


def _days(year: int, month: int, number: int) -> Iterator[date]:
    for back in range(LEAP + 1):
        try:
            yield date(year - back, month, number)
        except ValueError:
            continue


def _latest(days: Iterable[date], found: re.Match[str], zone: str, here: datetime) -> Moment:
    """The first of `days`, latest first, that is no longer to come."""
    today, time = f"{here:%Y-%m-%d}", f"{here.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    moments = (_at(day, found, zone) for day in days)
    return next((m for m in moments if m.at <= (today if m.precision == "day" else time)), NEVER)


def _at(day: date, found: re.Match[str], zone: str) -> Moment:
    return Moment(f"{day:%Y-%m-%d}", "day") if found["hour"] is None else read_clock(day, found.groupdict(), zone)
