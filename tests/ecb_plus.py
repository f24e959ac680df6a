"""Reads the corpus ECB+ (Cybulska and Vossen 2014, CC BY 3.0) as labelled documents; nothing of it is kept here.

Each of its 43 topics has two events of one sort: two actresses who go into rehabilitation, two fires at supermarkets of
one chain. They happened years apart, and most of the texts bear no date; here all events are laid into one week, each
on its day of the week, so that nothing but what the texts say can tell two events apart.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from story_cases import Case

MONDAY = dt.date(2024, 3, 11)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905  easier to read
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
NUMERIC = re.compile(r"(20[01]\d) ?[/-] ?(\d\d?) ?[/-] ?(\d\d?)\b")
WRITTEN = re.compile(
    r"\b([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}) ?,? (20[01]\d)|\b(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (20[01]\d)"
)
SHORT = 45  # characters: a line with a date that is no longer is the page's, not the text's
SPACED = (  # the corpus stores words apart: they are put together again as they are printed
    (r"\s+([.,;:!?%)\]])", r"\1"),
    (r"([(\[$])\s+", r"\1"),
    (r"\s+('s|'re|'ve|'ll|'d|'m|n't)\b", r"\1"),
    (r"``\s*|\s*''", '"'),
    (r"(\w) - (\w)", r"\1-\2"),
    (r"(\d)([,.:])\s(\d)", r"\1\2\3"),
)


def read_ecb_plus(folder: Path, odd: bool) -> tuple[Case, ...]:
    """The documents of the topics with odd, or with even, numbers."""
    events: dict[str, list[tuple[str, str, list[str]]]] = defaultdict(list)
    for path in sorted(folder.glob("*/*.xml")):
        topic = path.parent.name
        if int(topic) % 2 == odd:
            url, lines = _read_lines(path)
            events[topic + ("b" if path.stem.endswith("plus") else "a")].append((path.stem, url, lines))
    return tuple(case for event, pieces in events.items() for case in _tell(event, pieces))


def _read_lines(path: Path) -> tuple[str, list[str]]:
    """The address, where there is one, and the sentences."""
    lines: dict[int, list[str]] = defaultdict(list)
    for token in ElementTree.parse(path).getroot().iter("token"):
        lines[int(token.get("sentence", "0"))].append(token.text or "")
    joined = [" ".join(lines[n]) for n in sorted(lines)]
    return (joined[0], joined[1:]) if joined[0].startswith("http") else ("", joined)


def _tell(event: str, pieces: list[tuple[str, str, list[str]]]) -> Iterator[Case]:
    dates = {name: _find_date([url, *(line for line in lines[:4] if len(line) < 70)]) for name, url, lines in pieces}
    known = sorted(filter(None, dates.values()))
    middle = known[len(known) // 2] if known else MONDAY + dt.timedelta(days=_find_weekday(pieces))
    for name, _, lines in pieces:
        chance = zlib.crc32(name.encode())
        apart = (date - middle).days if (date := dates[name]) else chance % 2
        day = MONDAY + dt.timedelta(days=middle.weekday() + (apart if abs(apart) < 7 else 0))
        title, text = _part([_join(line) for line in lines if not (len(line) < SHORT and _find_date([line]))])
        yield Case(
            id=name, event=event, kind="ecb+", language="en", outlet=f"outlet {chance % 40}",
            dated_at=f"{day}T{6 + chance % 14:02}:00:00Z", title=title, text=text,
        )  # fmt: skip


def _find_weekday(pieces: list[tuple[str, str, list[str]]]) -> int:
    """The day of the week that these texts name most: what happened lately is told by it."""
    named = Counter(day for _, _, lines in pieces for line in lines for day in WEEKDAYS if day in line.split())
    return WEEKDAYS.index(max(WEEKDAYS, key=lambda day: named[day]))


def _find_date(lines: list[str]) -> dt.date | None:
    for line in lines:
        numeric, written = NUMERIC.search(line), WRITTEN.search(line)
        if numeric:
            year, month, day = map(int, numeric.groups())
        elif written:
            parts = [part for part in written.groups() if part]
            name = next(part for part in parts if part.isalpha()).lower()
            month = MONTHS.index(name) + 1 if name in MONTHS else 0
            day, year = (int(part) for part in parts if part.isdigit())
        else:
            continue
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            return dt.date(year, month, day)
    return None


def _join(line: str) -> str:
    for apart, together in SPACED:
        line = re.sub(apart, together, line)
    return line


def _part(lines: list[str]) -> tuple[str, str]:
    """The first line is a headline where it is short and no sentence."""
    titled = len(lines) > 1 and len(lines[0].split()) <= 16 and not lines[0].endswith(".")
    return (lines[0], "\n".join(lines[1:])) if titled else ("", "\n".join(lines))
