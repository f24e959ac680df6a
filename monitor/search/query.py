"""What a reader types, understood: words, phrases, AND OR NOT, -word, prefix*, parentheses, and filters.

Whatever is typed becomes a valid full-text expression: text reaches SQLite only inside quotes, values as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.errors import MonitorError
from monitor.search.stems import WORD, query_forms

FIELDS = "{title text title_en text_en title_fr text_fr names}"
TITLES = "{title title_en title_fr}"
TOKEN = re.compile(
    r"""(?P<filter>[A-Za-z]+):(?P<value>"[^"]*"?|[^\s"()]+)|(?P<phrase>"[^"]*"?)|(?P<mark>[()])|(?P<word>[^\s"()]+)"""
)
DEEPEST = 50  # parentheses within parentheses; SQLite's own parser gives up at 1,000


@dataclass(frozen=True)
class Query:
    """A query as SQL: `match` for the full-text index ("" where only filters were given), and conditions on `d`."""

    match: str
    conditions: tuple[str, ...]
    values: tuple[Any, ...]
    words: tuple[str, ...]  # what to mark in an answer, in lower case; one that ends in * marks all that begin so


def parse_query(text: str, at: datetime | None = None) -> Query:
    """Understand `text`; `since:` counts back from `at` (default: now). Raises MonitorError for what cannot be."""
    parser = _Parser(list(TOKEN.finditer(text.replace("\0", " "))), at or datetime.now(UTC))
    match = parser.read_all()
    if not match and not parser.conditions:
        raise MonitorError('nothing to search for; type words, a "phrase", or a filter such as lang:fr or since:7d')
    return Query(match, tuple(parser.conditions), tuple(parser.values), tuple(parser.words))


@dataclass
class _Parser:
    tokens: list[re.Match[str]]
    at: datetime
    place: int = 0
    depth: int = 0
    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def read_all(self) -> str:
        parts = []
        while self.place < len(self.tokens):
            parts.append(self._either())
            self.place += 1  # a closing parenthesis too many is passed over
        return _join(" AND ", parts)

    def _either(self) -> str:
        parts = [self._both()]
        while self._word_here("OR"):
            self.place += 1
            parts.append(self._both())
        return _join(" OR ", parts)

    def _both(self) -> str:
        wanted: list[str] = []
        unwanted: list[str] = []
        while self.place < len(self.tokens) and not self._word_here("OR") and self._mark_here() != ")":
            negative, expression = self._one()
            (unwanted if negative else wanted).append(expression)
        found = _join(" AND ", wanted)
        excluded = _join(" OR ", unwanted)
        if excluded and not found:
            raise MonitorError("only words to leave out; say also what to find, for example: alibaba -amazon")
        return f"({found} NOT {excluded})" if excluded else found

    def _one(self) -> tuple[bool, str]:
        """The next part, and whether it is unwanted."""
        if self._word_here("AND"):
            self.place += 1
            return False, ""
        token = self.tokens[self.place]
        known = len(self.words)
        if self._word_here("NOT") or (token["word"] or "").startswith("-"):
            expression = self._unwanted(token[0])
            del self.words[known:]
            return True, expression
        self.place += 1
        return False, self._wanted(token)

    def _unwanted(self, text: str) -> str:
        self.place += 1
        if text.startswith("-"):
            return self._word(text[1:])
        return self._one()[1] if self.place < len(self.tokens) else ""

    def _wanted(self, token: re.Match[str]) -> str:
        name = (token["filter"] or "").lower()
        if token["mark"]:
            return self._group()
        if name in FILTERS:
            self._filter(name, token["value"].strip('"'))
            return ""
        if name == "title" or token["phrase"]:
            return self._phrase(token["value"] or token["phrase"], TITLES if name == "title" else FIELDS)
        return self._word(token[0])

    def _word(self, text: str) -> str:
        """One typed word: as written anywhere, or any word of its stem; `elect*` any word that begins so."""
        words = WORD.findall(text.lower())
        if text.endswith("*") and words:
            self.words += [*words[:-1], f"{words[-1]}*"]
            return f'{FIELDS} : "{" ".join(words)}" *'
        self.words += words
        return _join(" AND ", [_forms(word) for word in words])

    def _phrase(self, text: str, fields: str) -> str:
        words = WORD.findall(text.lower())
        self.words += words
        return f'{fields} : "{" ".join(words)}"' if words else ""

    def _group(self) -> str:
        self.depth += 1
        if self.depth > DEEPEST:
            raise MonitorError(f"parentheses go {DEEPEST} deep at most; write a simpler query")
        found = self._either()
        self.place += 1
        self.depth -= 1
        return found

    def _filter(self, name: str, value: str) -> None:
        condition, values = FILTERS[name](value, self.at)
        self.conditions.append(condition)
        self.values += values

    def _word_here(self, word: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place]["word"] == word

    def _mark_here(self) -> str | None:
        return self.tokens[self.place]["mark"] if self.place < len(self.tokens) else None


def _join(operator: str, parts: list[str]) -> str:
    parts = [part for part in parts if part]
    return f"({operator.join(parts)})" if len(parts) > 1 else "".join(parts)


def _forms(word: str) -> str:
    stems = " OR ".join(f'"{form}"' for form in sorted(query_forms(word)))
    return f'({FIELDS} : "{word}" OR stems : ({stems}))'


Condition = tuple[str, list[Any]]


def _equal(column: str) -> Callable[[str, datetime], Condition]:
    return lambda value, _: (f"{column} = ? COLLATE NOCASE", [value])


def _tag(value: str, _: datetime) -> Condition:
    return (
        "d.id IN (SELECT dt.document_id FROM document_tag dt JOIN tag t ON t.id = dt.tag_id"
        " WHERE ? COLLATE NOCASE IN (t.name, t.name_fr, t.code))",
        [value],
    )


def _source(value: str, _: datetime) -> Condition:
    return (
        "d.id IN (SELECT o.document_id FROM origin o JOIN source s ON s.id = o.source_id"
        " WHERE s.name = ? COLLATE NOCASE)",
        [value],
    )


def _story(value: str, _: datetime) -> Condition:
    if not value.isdigit() or len(value) > 18:
        raise MonitorError(f"story:{value}: a story has a number, such as story:12")
    return "d.id IN (SELECT document_id FROM story_document WHERE story_id = ?)", [int(value)]


def _since(value: str, at: datetime) -> Condition:
    found = re.fullmatch(r"(\d{1,5})([hdwmy])", value.lower())
    if not found:
        raise MonitorError(f"since:{value}: write a number and h, d, w, m or y, such as since:7d")
    hours = int(found[1]) * {"h": 1, "d": 24, "w": 168, "m": 730, "y": 8766}[found[2]]
    try:
        return "d.dated_at >= ?", [(at - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")]
    except OverflowError:
        return "d.dated_at >= ?", [""]


def _date(operator: str, name: str) -> Callable[[str, datetime], Condition]:
    def condition(value: str, _: datetime) -> Condition:
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
            raise MonitorError(f"{name}:{value}: write a day, month or year, such as {name}:2018-01-31 or {name}:2018")
        return f"d.dated_at {operator} ?", [value]

    return condition


FILTERS: dict[str, Callable[[str, datetime], Condition]] = {
    "lang": _equal("d.language"),
    "outlet": _equal("d.outlet"),
    "tag": _tag,
    "source": _source,
    "story": _story,
    "since": _since,
    "after": _date(">=", "after"),
    "before": _date("<", "before"),
}
