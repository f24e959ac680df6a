"""What the reader decides on the page, kept by the one writer the store may have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast, get_args

from monitor.document import DecisionKind
from monitor.errors import MonitorError
from monitor.store.corrections import correct
from monitor.store.writing import now, open_to_write


def keep_decision(store: Path, form: Mapping[str, str]) -> None:
    """Keep, or with `do` = withdraw take back, what the form says: a kind, a subject, and a value where one is due.

    A document is parted from several others at once by their numbers with spaces between. Raises MonitorError where
    it makes no sense, and Busy while another command writes to the store.
    """
    kind, subject, value = (form.get(name, "").strip() for name in ("kind", "subject", "value"))
    if kind not in get_args(DecisionKind):
        raise MonitorError(f"{kind or 'nothing'}: not a decision; there are {', '.join(get_args(DecisionKind))}")
    values = value.split() or [""] if kind == "part" else [value]
    with open_to_write(store, "serve") as db, db.atomic():
        for one in values:
            correct(db, cast(DecisionKind, kind), subject, one, at=now(), undo=form.get("do") == "withdraw")
