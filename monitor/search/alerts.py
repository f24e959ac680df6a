"""Alerts: who asked to be told of a saved search's new hits is told, by a program, by mail or by a web address."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from monitor.errors import MonitorError, explain_error
from monitor.search.listing import list_hits
from monitor.search.saved import Saved, mark_told, untold
from monitor.search.searching import Hit, read_hits
from monitor.settings import Settings
from monitor.web.words import count

MOST = 50  # documents told in one alert; the rest is counted
PATIENCE = 60  # seconds a program may take, or a web address to answer
UNALERTED = "h.alerted_at = '' AND h.saved_id IN (SELECT id FROM saved_search WHERE alert <> '')"


@dataclass(frozen=True)
class Alert:
    """New hits of one saved search: the newest MOST of them, and how many there are in all."""

    saved: Saved
    hits: tuple[Hit, ...]
    total: int

    def content(self) -> dict[str, Any]:
        """Plain data, for programs."""
        documents = [hit.as_dict() for hit in self.hits]
        return {"search": self.saved.name, "query": self.saved.query, "total": self.total, "documents": documents}

    def title(self, language: str) -> str:
        """One line: the search's name and how many are new."""
        return f"{self.saved.name} · {count(self.total, 'new_document', language)}"


def give_alerts(db: Database, settings: Settings, at: str, language: str) -> list[str]:
    """Give every alert that is due; return what went wrong, a line each. What was not told is told next time."""
    problems = []
    for alert in due_alerts(db):
        try:
            _give(settings, alert, language)
        except MonitorError as error:
            problems.append(f"alert of {alert.saved.name}: {error}")
            continue
        with db.atomic():
            mark_told(db, [alert.saved.id], "alerted_at", at)
    return problems


def due_alerts(db: Database) -> list[Alert]:
    """What is to be told, by saved search."""
    return [
        Alert(saved, read_hits(db.conn, [(number, 0.0) for number in ids[:MOST]]), len(ids))
        for saved, ids in untold(db, UNALERTED).items()
    ]


def _give(settings: Settings, alert: Alert, language: str) -> None:
    kind, _, rest = alert.saved.alert.partition(":")
    if kind == "command":
        _run(shlex.split(rest), alert)
    elif kind == "mail":
        _mail(settings, rest, alert, language)
    else:
        _post(alert.saved.alert, alert)


def _run(command: Sequence[str], alert: Alert) -> None:
    """The program reads the hits as JSON; no shell stands between."""
    environment = {**os.environ, "MONITOR_ALERT_SEARCH": alert.saved.name, "MONITOR_ALERT_TOTAL": str(alert.total)}
    text = json.dumps(alert.content(), ensure_ascii=False)
    try:
        done = subprocess.run(
            command, input=text, text=True, env=environment, timeout=PATIENCE, capture_output=True, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MonitorError(f"{command[0]} could not be run ({explain_error(error)})") from error
    if done.returncode:
        said = " ".join(done.stderr.split())[:200]
        raise MonitorError(f"{command[0]} ended with {done.returncode}{f' ({said})' if said else ''}")


def _mail(settings: Settings, to: str, alert: Alert, language: str) -> None:
    from monitor.mail import compose, read_addresses, send

    if not (addresses := read_addresses(to or settings.mail_to, "mail_to")):
        raise MonitorError("mail_to names nobody; set it, or save the search with --alert mail:ADDRESS")
    send(settings, compose(settings, addresses, alert.title(language), list_hits(alert.hits, 1, language)))


def _post(address: str, alert: Alert) -> None:
    request = urllib.request.Request(  # noqa: S310  http and https alone, checked when it was saved
        address,
        json.dumps(alert.content(), ensure_ascii=False).encode(),
        {"Content-Type": "application/json", "User-Agent": "news-monitor"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310
            pass
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise MonitorError(f"{address} was not told ({explain_error(error)})") from error
