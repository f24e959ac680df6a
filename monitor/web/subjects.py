"""The views of subjects: the frequent ones, and one of them over time."""

from __future__ import annotations

import sqlite3

from monitor.subject import STEPS, frequent_subjects, show_subject
from monitor.web.charts import draw_volume
from monitor.web.feeds import Entry
from monitor.web.view import Asked, View


def view_subjects(store: sqlite3.Connection, asked: Asked) -> View:
    """What the documents that came last are about."""
    return View("subjects.html.jinja", "", {"subjects": frequent_subjects(store)})


def view_subject(store: sqlite3.Connection, asked: Asked) -> View:
    """The subject called `name`, by day, week, month or year."""
    step = asked.query.get("step", "")
    subject = show_subject(store, asked.parts["name"], asked.language, asked.settings.zone, step).content
    title = subject["name_fr"] if asked.language == "fr" and subject["name_fr"] else subject["name"]
    shown = {"chart": draw_volume(subject["volume"], sorted(subject["languages"]), title), "steps": list(STEPS)}
    entries = tuple(
        Entry(f"/document/{d['id']}", d["title"], "", d["dated_at"], d["language"], d["outlet"])
        for d in subject["document"]
    )
    return View("subject.html.jinja", title, subject, shown, entries)
