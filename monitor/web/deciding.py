"""What the reader decides on the page, and the searches they save there, kept by the one writer the store may have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast, get_args

from monitor.document import DecisionKind
from monitor.errors import MonitorError
from monitor.search.saved import read_saved, remove_saved, save_search
from monitor.settings import Settings
from monitor.store.corrections import correct
from monitor.store.writing import now, open_to_write


def keep_decision(settings: Settings, form: Mapping[str, str]) -> None:
    """Keep, or with `do` = withdraw take back, what the form says: a kind, a subject, and a value where one is due.

    A document is parted from several others at once by their numbers with spaces between. Raises MonitorError where
    it makes no sense, and Busy while another command writes to the store.
    """
    kind, subject, value = (form.get(name, "").strip() for name in ("kind", "subject", "value"))
    if kind not in get_args(DecisionKind):
        raise MonitorError(f"{kind or 'nothing'}: not a decision; there are {', '.join(get_args(DecisionKind))}")
    values = value.split() or [""] if kind == "part" else [value]
    with open_to_write(Path(settings.store), "serve") as db, db.atomic():
        for one in values:
            correct(db, cast(DecisionKind, kind), subject, one, at=now(), undo=form.get("do") == "withdraw")


def keep_search(settings: Settings, form: Mapping[str, str]) -> None:
    """Save the search `q` as `name`, or with `do` = remove forget it; with `mail`, what is new goes to `mail_to`.

    Other alerts are given by the command line alone: whoever reaches this page must not start programs here, nor send
    this machine to addresses of their choice. Raises MonitorError where it makes no sense, also for a name in use
    (its alert would be lost unseen), and Busy while another command writes to the store.
    """
    name, query = (form.get(field, "").strip() for field in ("name", "q"))
    alert = "mail" if form.get("mail") else ""
    if alert and not settings.mail_to:
        raise MonitorError("mail_to: nobody is named who could get mail; set it in monitor.toml")
    with open_to_write(Path(settings.store), "serve") as db, db.atomic():
        if form.get("do") == "remove":
            return remove_saved(db, name)
        if any(one.name.casefold() == name.casefold() for one in read_saved(db.conn)):
            raise MonitorError(f"a search is saved as {name} already; choose another name, or remove that one first")
        save_search(db, name, query, alert, now(), settings.zone)
