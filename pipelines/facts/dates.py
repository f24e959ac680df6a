"""Dates and times as printed, absolute or told from the day of publication, as ISO 8601 values.

Rules where language leaves a choice, all seen from the day of publication:
- a bare weekday is the nearest one at or before that day, as news tells what happened; after a future ("will open
  Monday", « ouvrira lundi ») the nearest one after it; `this Friday` and « ce vendredi » lie in its week;
- a day without a year is the nearest one, a month the latest or one at most three months ahead; `since` looks back,
  `by` and a future ahead;
- a quarter without a year is the latest one that had begun, after a future the nearest one to come;
- numbers with slashes are day first in French, month first in English unless that cannot be;
- what hangs on another date of the text (« le lendemain », "that day"), and a time alone, is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from monitor.document import Date, Document, Field
from pipelines.facts.clocks import CLOCKS, read_clock
from pipelines.facts.date_rules import RESOLVERS, Place
from pipelines.facts.days import TABLES, When
from pipelines.facts.numerals import any_word

BEFORE, BEHIND = 48, 64  # characters of a date, and of what tells it, around what it has one of


def find_dates(text: str, field: Field, language: str, reference: str) -> list[Date]:
    """Return the dates of `text` in reading order, none overlapping another.

    `reference` is the day or time of publication in ISO 8601; with "" whatever cannot be told without it is left out.
    Languages other than French and English have no dates.
    """
    if language not in _TIMES:
        return []
    seen_from = date.fromisoformat(reference[:10]) if reference else None
    found: list[tuple[int, int, When]] = []
    windows = _windows(text, language)
    for kind, pattern in _read_forms(language):
        resolve = RESOLVERS[kind]
        for begin, stop in windows[ANCHORS[kind]]:
            for match in pattern.finditer(text, begin, stop):
                when = resolve(Place(match, language, seen_from))
                if when:
                    start, end = match.span("date")
                    found.append(_with_time(text, start, end, when, language))
    found.sort(key=lambda f: (f[0], -f[1]))
    return list(_as_dates(found, text, field))


def find_reference(document: Document) -> str:
    """The time that `on Thursday` is counted from: publication, or receipt where publication is unknown."""
    return document.published_at if document.published_precision != "none" else document.dated_at


def _windows(text: str, language: str) -> dict[str, list[tuple[int, int]]]:
    """The stretches of a text around each kind of anchor: forms are slow, so that each looks around its own only."""
    windows: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for anchor in _ANCHORS[language].finditer(text):
        own = windows[anchor.lastgroup or ""]
        begin = max(anchor.start() - BEFORE, 0)
        if own and begin <= own[-1][1]:
            begin = own.pop()[0]
        own.append((begin, anchor.end() + BEHIND))
    return windows


def _as_dates(found: list[tuple[int, int, When]], text: str, field: Field) -> Iterator[Date]:
    reached = 0
    for start, end, when in found:
        if start >= reached:
            reached = end
            yield Date(field, start, end, text[start:end], when.value, when.precision, when.value_end)


def _with_time(text: str, start: int, end: int, when: When, language: str) -> tuple[int, int, When]:
    """Join the time of day printed beside a day to it: "at 8 p.m. on June 12", « à 13h38 le 20/06 »."""
    if when.precision != "day" or when.value_end:
        return start, end, when
    after, before = _TIMES[language]
    if match := after.match(text, end):
        end = match.end()
    elif match := before.search(text[max(0, start - 24) : start]):
        start -= len(match[0])
    else:
        return start, end, when
    minutes = read_clock(match)
    if minutes is None:
        return start, end, when
    hour, minute = divmod(minutes, 60)
    return start, end, replace(when, value=f"{when.value}T{hour:02}:{minute:02}", precision="minute")


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))


def _names(language: str, table: str) -> str:
    return "(?:" + "|".join(TABLES[language][table]) + ")"


def _fill(template: str, language: str) -> re.Pattern[str]:
    """Compile a pattern; ‹m1› stands for a month in the group m1, ‹d1› a day, ‹year› a year, ‹s› a space, …"""
    names = {"m": _names(language, "months"), "w": _names(language, "weekdays")}
    day = r"(?:3[01]|[12]\d|0?[1-9])" + ("(?:st|nd|rd|th)?" if language == "en" else "(?:er)?")
    for group in ("d1", "d2"):
        template = template.replace(f"‹{group}›", rf"(?P<{group}>(?<!\d){day}(?!\d))")
    for group in ("m1", "m2"):
        template = template.replace(f"‹{group}›", rf"(?P<{group}>{names['m']}(?![^\W\d_]))")
    for group in ("year", "y1", "y2"):
        template = template.replace(f"‹{group}›", rf"(?P<{group}>(?:1\d|20)\d\d(?![\d]))")
    for name, table in (("weekday", "weekdays"), ("ordinal", "ordinals"), ("season", "seasons")):
        template = template.replace(f"‹{name}›", rf"(?P<{name}>{_names(language, table)})")
    for group, table in (("relative", "days"), ("feast", "feasts")):
        template = template.replace(f"‹{group}›", rf"(?P<{group}>(?i:{_any_of(TABLES[table][language])}))")
    template = template.replace("‹w›", names["w"])
    seen: set[str] = set()
    template = re.sub(r"\(\?P<(\w+)>", lambda group: _once(group[1], seen), template)
    return re.compile(template.replace("‹s›", "[ \u00a0\u202f]"))


def _once(group: str, seen: set[str]) -> str:
    """Name a group; where branches of a pattern have the same, the later ones get trailing underscores."""
    while group in seen:
        group += "_"
    seen.add(group)
    return f"(?P<{group}>"


@cache
def _read_forms(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """Each form's kind and pattern; compiled for the first text, not for who only asks which stages there are."""
    return [(form["kind"], _fill(form["form"], language)) for form in TABLES[language]["form"]]


_UNITS = {
    "en": "year years quarter quarters month months fortnight fortnights week weeks day days weekend weekends half"
    " q1 q2 q3 q4 h1 h2",
    "fr": "an ans année années trimestre trimestres semestre semestres mois semaine semaines quinzaine jour jours"
    " week-end week-ends t1 t2 t3 t4 s1 s2",
}
ANCHORS = {  # what every date of a form has one of, by the kind of form
    "day": "months", "month": "months", "numeric": "signs", "iso": "signs", "years": "years", "quarter": "units",
    "weekday": "weekdays", "relative": "days", "period": "units", "ago": "units", "season": "seasons",
    "feast": "feasts",
}  # fmt: skip


def _compile_anchors(language: str) -> re.Pattern[str]:
    tables = TABLES[language]
    spelled = {"seasons": "|".join(tables["seasons"]).split("|"), "units": _UNITS[language].split()}
    spelled |= {name: list(TABLES[name][language]) for name in ("days", "feasts")}
    groups = [f"(?P<{name}>{'|'.join(tables[name])})" for name in ("months", "weekdays")]
    groups += [rf"(?P<{name}>{any_word(words)})(?![^\W\d_])" for name, words in spelled.items()]
    return re.compile(
        r"(?<![a-zà-ÿ])(?=[\dA-Za-zÀ-ÿ])"  # the same, and twice as fast
        rf"(?:(?P<years>(?:1\d|20)\d\d|\b[Aa]nnées\s\d\d)|(?P<signs>\d(?=[./-]\d))|\b(?:{'|'.join(groups)}))"
    )


_ANCHORS = {language: _compile_anchors(language) for language in ("en", "fr")}
_TIMES = {  # the time after a day, and before it
    "en": (
        re.compile(rf"(?:,? at |, | ){CLOCKS['en']}"),
        re.compile(rf"(?<![\d:.]){CLOCKS['en']}\.?,?(?: on)? $"),
    ),
    "fr": (
        re.compile(rf"(?:,? (?:à|vers|dès) |, | ){CLOCKS['fr']}"),
        re.compile(rf"(?<![\d:.]){CLOCKS['fr']},?(?: (?:le|ce))? $"),
    ),
}
