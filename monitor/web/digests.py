"""The digest's view: a day's issues, what is muted folded away, and the days around it."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

from monitor.digest.making import read_digests
from monitor.errors import MonitorError
from monitor.web.charts import draw_volume
from monitor.web.feeds import Entry
from monitor.web.verdicts import Verdicts, read_verdicts
from monitor.web.view import Asked, View
from monitor.web.words import words_in

DAYS = "SELECT DISTINCT date FROM digest ORDER BY date DESC LIMIT 60"
AROUND = """SELECT (SELECT max(date) FROM digest WHERE date < :day) AS earlier,
    (SELECT min(date) FROM digest WHERE date > :day) AS later"""


def view_digest(store: sqlite3.Connection, asked: Asked) -> View:
    """The issues of a day; of the newest day where none is named."""
    days = [row[0] for row in store.execute(DAYS)]
    day = asked.parts.get("day") or next(iter(days), None)
    issues = read_digests(store, _checked(day))[::-1] if day else []  # the newest first
    if not issues:
        known = f"there are {', '.join(days[:5])}" if days else "`monitor digest` makes the first"
        raise MonitorError(f"no digest of {day or 'any day'} yet; {known}")
    stories = [story for issue in issues for story in issue["stories"]]
    verdicts = read_verdicts(store, _subjects(stories))
    shown = {
        "verdicts": verdicts,
        "parts_of": [_parts(issue, verdicts) for issue in issues],
        "volume_languages": [_languages(issue) for issue in issues],
        "charts": [draw_volume(issue["volume"], _languages(issue), issue["date"]) for issue in issues],
        "days": days,
        **dict(store.execute(AROUND, {"day": day}).fetchone()),
    }
    entries = tuple(_entry(story, issue, asked.language) for issue in issues for story in issue["stories"])
    return View("digest.html.jinja", str(day), {"date": day, "digests": issues}, shown, entries)


def _languages(issue: dict[str, Any]) -> list[str]:
    return sorted({code for day in issue["volume"] for code in day["languages"]})


def _checked(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise MonitorError(f"no digest of {day!r}; a day is written 2026-01-31") from error


def _subjects(stories: list[dict[str, Any]]) -> list[str]:
    outlets = {d["outlet"] for story in stories for d in story["documents"]}
    return [*(f"story:{story['story']}" for story in stories), *(f"outlet:{outlet}" for outlet in sorted(outlets))]


def _parts(issue: dict[str, Any], verdicts: Verdicts) -> dict[str, list[dict[str, Any]]]:
    """An issue's stories: watched, others, and those the reader does not want to see."""
    parts: dict[str, list[dict[str, Any]]] = {"watched": [], "other": [], "muted": []}
    for story in issue["stories"]:
        muted = verdicts.has("mute", f"story:{story['story']}")
        muted = muted or verdicts.mutes(d["outlet"] for d in story["documents"])
        parts["muted" if muted else "watched" if story["watched"] else "other"].append(story)
    return parts


def _entry(story: dict[str, Any], issue: dict[str, Any], language: str) -> Entry:
    lead = story["documents"][0]
    own = lead["language"]
    title = story["titles"].get(language) or lead["title"]
    summary = story["summaries"].get(language) or story["summaries"].get(own, "")
    outlets = ", ".join(dict.fromkeys(d["outlet"] or words_in(language)["no_outlet"] for d in story["documents"]))
    path = f"/story/{story['story']}#issue-{issue['number']}"
    return Entry(path, title, summary, issue["cutoff_at"], language if language in story["titles"] else own, outlets)
