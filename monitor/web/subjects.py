"""The views of subjects: the frequent ones, and one of them over time."""

from __future__ import annotations

import sqlite3
from typing import Any

from monitor.showing import named
from monitor.subject import STEPS, frequent_subjects, show_subject
from monitor.web.charts import draw_volume
from monitor.web.feeds import Entry, enter_document
from monitor.web.rendering import subject_path
from monitor.web.view import Asked, View
from monitor.web.words import count


def view_subjects(store: sqlite3.Connection, asked: Asked) -> View:
    """What the documents that came last are about."""
    subjects = frequent_subjects(store)
    entries = tuple(_entry(subject, asked.language) for of_kind in subjects.values() for subject in of_kind)
    return View("subjects.html.jinja", "", {"subjects": subjects}, entries=entries)


def _entry(subject: dict[str, Any], language: str) -> Entry:
    told = named(subject, language)
    return Entry(subject_path(subject), told, count(subject["documents"], "document", language), subject["last_at"])


def view_subject(store: sqlite3.Connection, asked: Asked) -> View:
    """The subject called `name`, by day, week, month or year."""
    step = asked.query.get("step", "")
    subject = show_subject(store, asked.parts["name"], asked.language, asked.settings.zone, step).content
    title = named(subject, asked.language)
    shown = {"chart": draw_volume(subject["volume"], sorted(subject["languages"]), title), "steps": list(STEPS)}
    return View("subject.html.jinja", title, subject, shown, tuple(map(enter_document, subject["document"])))
