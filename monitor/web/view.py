"""What is asked of the page, and what a view answers: one address, shown as a page, as JSON and as a feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.web.feeds import Entry
from monitor.web.questions import Questions

LARGEST = 2**63 - 1  # of SQLite's whole numbers


@dataclass(frozen=True)
class Asked:
    """A request, without the machinery: the parts of its address, what follows the question mark, the language."""

    parts: Mapping[str, Any]
    query: Mapping[str, str]
    language: str
    settings: Settings
    style: str = "page"  # page, json, atom
    questions: Questions | None = None  # where meaning can be searched

    @property
    def number(self) -> int:
        """The number in the address. Raises MonitorError for one no store can hold."""
        number = int(self.parts["number"])
        if number > LARGEST:
            raise MonitorError(f"no number {number} here; numbers are given in order, from 1")
        return number

    def whole(self, name: str, most: int) -> int:
        """The whole number `name` asked for, at most `most`; 0 where none or nonsense was given."""
        text = self.query.get(name, "")
        return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


@dataclass(frozen=True)
class View:
    """What stands at an address.

    `content` is plain data: the JSON, and what the template shows; `shown` is for the template alone; `entries` are
    those of its feed, which is as new as the time it was `begun` while it has none.
    """

    template: str
    title: str
    content: dict[str, Any]
    shown: dict[str, Any] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    begun: str = ""
