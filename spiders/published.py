"""When a page says it was published: dates of metadata and of French and English text, in UTC."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.document import Precision

MONTHS = {
    # first letters, as both languages abbreviate them; accents may be missing or damaged (f?vrier)
    r"jan(?:v(?:ier)?|uary)?": 1,
    r"f(?:[eé?\ufffd]v(?:r(?:ier)?)?|eb(?:ruary)?)": 2,
    r"mar(?:s|ch)?": 3,
    r"a(?:vr(?:il)?|pr(?:il)?)": 4,
    r"ma[iy]": 5,
    r"ju(?:in|ne?)": 6,
    r"ju(?:il(?:let)?|ly?)": 7,
    r"ao[uû?\ufffd]t|aug(?:ust)?": 8,
    r"sept?(?:embre|ember)?": 9,
    r"oct(?:obre|ober)?": 10,
    r"nov(?:embre|ember)?": 11,
    r"d(?:[eé?\ufffd]c(?:embre)?|ec(?:ember)?)": 12,
}
MONTH = rf"(?:{'|'.join(MONTHS)})\b\.?"
CLOCK = (
    r"(?P<hour>2[0-3]|[01]?\d)(?:(?:\s?(?:heures?|[hH:])(?![a-z])\s?|\.(?=[0-5]\d\s?(?:[ap]\.?m|GMT|BST|UTC)\b))"
    r"(?P<minute>[0-5]?\d(?!\d))?(?:[:m]?(?P<second>[0-5]\d)(?:[.,]\d+)?)?)?"
    r"\s?(?P<half>[ap]\.?m\b\.?)?"
)
# a clock needs a sign that it is one: "14h05", "14:05", "2 p.m."; never the bare "14"
IS_CLOCK = r"(?=\d{1,2}(?:\.\d\d)?\s?(?:[hH:]|[ap]\.?m\b)|\d{1,2}\.\d\d\s(?:GMT|BST|UTC)\b)"
ZONE = (
    r"\(?(?P<zone>Z\b|(?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?\b|(?-i:GMT|UTC|TU|[CEMPW]E?[SD]?T\b|BST|IST|SGT|HKT|JST|AE[SD]T"
    r"|H[NA][EP]\b|HE\b)|heure\s(?:de\s|d')?[A-ZÉ][\w.]+(?:\s[A-Z]\w+)?|[A-Z]\w+\stime\b)"
)
TIME = rf"{IS_CLOCK}{CLOCK}(?:,?\s?{ZONE})?"
DAY = r"(?P<day>[0-2]?\d|3[01])(?:\s?er\b|st|nd|rd|th)?"
DATES = (
    r"(?P<year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<month>0?\d|1[0-2])(?P=mark)(?P<day>[0-2]?\d|3[01])(?!\d)",
    r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)",
    r"(?P<year>20\d{2})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日",
    rf"(?<!\d){DAY}(?:\sde|\sof)?[\s-]*(?P<name>{MONTH}),?[\s-]*(?P<year>(?:19|20)\d{{2}})",
    rf"(?P<name>{MONTH})\s*{DAY},?\s+(?P<year>(?:19|20)\d{{2}})",
    r"(?<![\d/.])(?P<first>[0-3]?\d)(?:er)?(?P<mark>[-/.])(?P<then>[0-3]?\d)(?P=mark)(?P<year>(?:19|20)?\d{2})(?![\d/.]\d)",
)
AFTER = rf"(?:[T\s,;.|•·–—/(-]|\bà|\bat|\ba|\bvers|&agrave;|@)*(?P<time>{TIME})"
BEFORE = rf"(?P<time>{TIME})(?:[\s,;|•·–—-]|\ble|\bdu|\bon|\bof|\b[A-Za-z]{{3,9}}\b,?)*?"
MOMENTS = [re.compile(rf"(?:{date})(?:{AFTER})?", re.I) for date in DATES]
TIME_FIRST = [re.compile(rf"{BEFORE}(?:{date})", re.I) for date in DATES[:1] + DATES[3:]]
COMPACT = re.compile(r"\b(\d{8})T(\d{2})(\d{2})(\d{2})")  # ISO 8601's basic form
NOON = re.compile(r"(?<=\d)\s(?:à\s)?midi\b", re.I)
LONGEST = 2000  # characters looked at; hostile pages declare megabytes
EPOCH = re.compile(r"(1\d{9})(\d{3})?")
OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+-])(\d{1,2})(?::?(\d{2}))?", re.I)
ZONES = {
    "paris": "Europe/Paris", "bruxelles": "Europe/Brussels", "genève": "Europe/Zurich", "montréal": "America/Toronto",
    "pékin": "Asia/Shanghai", "beijing": "Asia/Shanghai", "london": "Europe/London", "londres": "Europe/London",
    "hong": "Asia/Hong_Kong", "hkt": "Asia/Hong_Kong", "singapore": "Asia/Singapore", "sgt": "Asia/Singapore",
    "tokyo": "Asia/Tokyo", "jst": "Asia/Tokyo", "et": "America/New_York", "est": "Etc/GMT+5", "edt": "Etc/GMT+4",
    "eastern": "America/New_York", "pacific": "America/Los_Angeles", "ct": "America/Chicago", "cst": "Etc/GMT+6",
    "cdt": "Etc/GMT+5", "mst": "Etc/GMT+7", "mdt": "Etc/GMT+6", "pt": "America/Los_Angeles", "pst": "Etc/GMT+8",
    "pdt": "Etc/GMT+7", "cet": "Etc/GMT-1", "cest": "Etc/GMT-2", "bst": "Etc/GMT-1", "wet": "UTC", "west": "Etc/GMT-1",
    "eet": "Etc/GMT-2", "eest": "Etc/GMT-3", "ist": "Asia/Kolkata", "aest": "Etc/GMT-10", "aedt": "Etc/GMT-11",
    "hne": "Etc/GMT+5", "hae": "Etc/GMT+4", "he": "America/Toronto", "hnp": "Etc/GMT+8", "hap": "Etc/GMT+7",
}  # fmt: skip
COUNTRIES = {
    "fr": "Europe/Paris", "be": "Europe/Brussels", "ch": "Europe/Zurich", "lu": "Europe/Luxembourg",
    "mc": "Europe/Monaco", "de": "Europe/Berlin", "es": "Europe/Madrid", "it": "Europe/Rome", "nl": "Europe/Amsterdam",
    "uk": "Europe/London", "gb": "Europe/London", "ie": "Europe/Dublin", "us": "America/New_York",
    "ca": "America/Toronto", "au": "Australia/Sydney", "nz": "Pacific/Auckland", "cn": "Asia/Shanghai",
    "hk": "Asia/Hong_Kong", "tw": "Asia/Taipei", "sg": "Asia/Singapore", "my": "Asia/Kuala_Lumpur",
    "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "in": "Asia/Kolkata", "ma": "Africa/Casablanca", "tn": "Africa/Tunis",
    "dz": "Africa/Algiers", "sn": "Africa/Dakar", "ci": "Africa/Abidjan", "cm": "Africa/Douala",
    "za": "Africa/Johannesburg", "ae": "Asia/Dubai", "ru": "Europe/Moscow",
}  # fmt: skip
MONTH_FIRST = frozenset({"America/New_York"})  # where 03/02/2018 is the second of March


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in ISO 8601, UTC (`2018-02-03T13:05:00Z`), or a day (`2018-02-03`), and which of the two it is."""

    at: str = ""
    precision: Precision = "none"

    @property
    def day(self) -> str:
        """The day, in UTC where there is a time."""
        return self.at[:10]


NEVER = Moment()


def find_zone(language: str = "", host: str = "") -> str:
    """The zone a page most likely keeps, by its host's country, its language's region, its language; else UTC."""
    region = re.split(r"[-_]", language.lower())[-1] if re.search(r"[-_]", language) else ""
    for country in (host.rpartition(".")[2].lower(), region):
        if country in COUNTRIES:
            return COUNTRIES[country]
    return "Europe/Paris" if language.lower()[:2] == "fr" else "UTC"


def read_moment(text: str, zone: str = "UTC") -> Moment:
    """Return the first date in `text` (metadata or print, French or English), NEVER where there is none.

    A time without a zone is taken to be in `zone` (an IANA name). Midnight to the second is a day: systems that know
    only the day write it so. Never raises.
    """
    text = NOON.sub(" 12h00", COMPACT.sub(r"\1T\2:\3:\4", " ".join(text[:LONGEST].split())))
    epoch = EPOCH.fullmatch(text)
    if epoch:
        return _moment(datetime.fromtimestamp(int(epoch[1]), UTC))
    whole = next((match for pattern in MOMENTS if (match := pattern.fullmatch(text))), None)  # as metadata are
    if whole and (moment := _read(whole.groupdict(), zone)):
        return moment
    has_digit = any(map(str.isdigit, text))
    found = [match for pattern in (*MOMENTS, *TIME_FIRST) if has_digit and (match := pattern.search(text))]
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        moment = _read(match.groupdict(), zone)
        if moment:
            return moment
    return NEVER


def is_moment(text: str) -> bool:
    """Whether `text` is a date, or a date with a time, and nothing else."""
    return len(text) < LONGEST and any(pattern.fullmatch(text) for pattern in MOMENTS)


def _read(groups: dict[str, str | None], zone: str) -> Moment | None:
    try:
        day = date(*_date(groups, zone in MONTH_FIRST))
        timed = groups.get("hour") is not None and groups.get("time") is not None
        return read_clock(day, groups, zone) if timed else Moment(f"{day:%Y-%m-%d}", "day")
    except (ValueError, OverflowError):
        return None


def read_clock(day: date, groups: Mapping[str, str | None], zone: str) -> Moment:
    """The time on that day which a match of `TIME` found, in `zone` where it names none."""
    hour, minute, second = (int(groups[name] or 0) for name in ("hour", "minute", "second"))
    half = (groups["half"] or "")[:1].lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return _moment(datetime.combine(day, time(hour, minute, second), read_zone(groups["zone"], zone)))


def _date(groups: dict[str, str | None], month_first: bool) -> tuple[int, int, int]:
    year = int(groups["year"] or 0)
    year += 2000 if year < 100 else 0
    if name := groups.get("name"):
        return year, read_month(name), int(groups["day"] or 0)
    if groups.get("first"):
        first, then = int(groups["first"] or 0), int(groups["then"] or 0)
        month_first = (month_first and first <= 12) or then > 12
        return (year, first, then) if month_first else (year, then, first)
    return year, int(groups["month"] or 0), int(groups["day"] or 0)


def read_month(name: str) -> int:
    """The month's number, by its name in French or English."""
    return next(number for pattern, number in MONTHS.items() if re.fullmatch(pattern, name.rstrip("."), re.I))


def read_zone(said: str | None, otherwise: str) -> tzinfo:
    """The zone that a text names, else `otherwise` (IANA), else UTC."""
    said = (said or "").strip()
    offset = OFFSET.fullmatch(said)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if said.upper() in ("Z", "GMT", "UTC", "TU"):
        return UTC
    known = (ZONES[word] for word in re.findall(r"\w+", said.lower()) if word in ZONES)
    try:
        return ZoneInfo(next(known, otherwise))
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _moment(at: datetime) -> Moment:
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        return Moment(f"{at:%Y-%m-%d}", "day")
    return Moment(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "second")
