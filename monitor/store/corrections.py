"""A reader's corrections put into the store: checked, kept as decisions, and what they change made pending.

A correction speaks of a subject: a document (`12` or `document:12`), `story:3` or `outlet:Le Monde`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import get_args

import pycountry
from sqlite_utils import Database

from monitor.document import Decision, DecisionKind, TagKind
from monitor.errors import MonitorError
from monitor.store.decisions import decide, withdraw
from monitor.store.steps import make_pending

# what a decision changes, and which subjects it can be made of
STAGE: dict[DecisionKind, str] = {
    "language": "language", "tag": "topics", "untag": "topics", "join": "stories", "part": "stories",
}  # fmt: skip
SUBJECTS: dict[DecisionKind, tuple[str, ...]] = {
    "read": ("document", "story"), "star": ("document", "story"), "mute": ("story", "outlet"),
    "join": ("document", "story"),
}  # fmt: skip

LONGEST = 200  # characters of a tag's name


def correct(
    db: Database, kind: DecisionKind, subject: str, value: str = "", *, at: str, undo: bool = False
) -> list[Decision]:
    """Make the decision (`undo`: take it back) and return it, as the pairs of documents it comes to.

    `value` is a language code, a tag as `kind:name` or by a name the store knows, or, to join and part, another
    document or story. What the decision changes becomes pending. Inside the caller's transaction. Raises MonitorError
    for a subject or a value that is not there.
    """
    of = find_subject(db, subject)
    room = of.partition(":")[0]
    allowed = SUBJECTS.get(kind, ("document",))
    if room not in allowed:
        rooms = {"document": "a document", "story": "a story", "outlet": "an outlet"}
        said_of = " or ".join(rooms[each] for each in allowed)
        raise MonitorError(f"{subject}: `{kind}` is said of {said_of}, not of {rooms[room]}")
    decisions = [Decision(kind, *pair) for pair in _find_pairs(db, kind, of, value)]
    for decision in decisions:
        withdraw(db, decision) if undo else decide(db, decision, at)
    if kind in STAGE:
        make_pending(db, [STAGE[kind]], _current_documents(db, decisions))
    return decisions


def find_subject(db: Database, text: str) -> str:
    """The subject as decisions write it: a document by its first version, a story by the one it was merged into."""
    if text.startswith("outlet:"):
        name = text.removeprefix("outlet:")
        _find(db, "SELECT outlet FROM document WHERE outlet = ? LIMIT 1", name, f"no document of an outlet {name!r}")
        return text
    found = re.fullmatch(r"(document:|story:|)(\d{1,18})", text)
    if not found:
        raise MonitorError(f"{text}: write a document's number such as 12, story:3 or outlet:NAME")
    number = int(found[2])
    if found[1] == "story:":
        sql = "SELECT coalesce(merged_into, id) FROM story WHERE id = ?"
        return f"story:{_find(db, sql, number, f'no story {number}')}"
    sql = "SELECT coalesce(version_of, id) FROM document WHERE id = ?"
    return f"document:{_find(db, sql, number, f'no document {number}')}"


def _find(db: Database, sql: str, value: object, complaint: str) -> object:
    row = db.execute(sql, [value]).fetchone()
    if row is None:
        raise MonitorError(f"{complaint} in the store; `monitor search` shows what is there")
    return row[0]


def _find_pairs(db: Database, kind: DecisionKind, subject: str, value: str) -> list[tuple[str, str]]:
    if kind == "language":
        return [(subject, check_language(value))]
    if kind in ("tag", "untag"):
        return [(subject, find_tag(db, value))]
    if kind in ("join", "part"):
        ours, theirs = _members(db, subject), _members(db, find_subject(db, value))
        if set(ours) & set(theirs):
            raise MonitorError(f"{value}: {subject} is that document or in that story; name another to {kind} it with")
        # one pair is enough to join; to part, every pair must be apart
        pairs = [(ours[0], theirs[0])] if kind == "join" else [(one, other) for one in ours for other in theirs]
        return [(f"document:{min(pair)}", f"document:{max(pair)}") for pair in pairs]
    return [(subject, "")]


def check_language(code: str) -> str:
    """The ISO 639-1 code as given. Raises MonitorError for anything else."""
    if not (len(code) == 2 and pycountry.languages.get(alpha_2=code)):
        raise MonitorError(f"{code}: not a language; write its two-letter code (ISO 639-1) such as fr, en or zh")
    return code


def find_tag(db: Database, text: str) -> str:
    """The tag as `kind:name`: as it is where a kind is given, else the one the store knows by that name."""
    kinds = get_args(TagKind)
    kind, colon, name = text.partition(":")
    if colon and kind in kinds and name.strip():
        if not name.isprintable() or len(name) > LONGEST:
            raise MonitorError(f"{kind}: a name has at most {LONGEST} characters, all of them visible; write another")
        return f"{kind}:{name.strip()}"
    sql = "SELECT kind || ':' || name FROM tag WHERE ? IN (name, name_fr) AND merged_into IS NULL ORDER BY 1"
    known = [row[0] for row in db.execute(sql, [text])]
    if len(known) != 1:
        found = f"is {' or '.join(known)}" if known else "is no tag in the store"
        raise MonitorError(f"{text}: {found}; write kind:name, where the kind is {', '.join(kinds)}")
    return str(known[0])


def _members(db: Database, subject: str) -> Sequence[int]:
    room, _, number = subject.partition(":")
    if room == "document":
        return [int(number)]
    sql = """SELECT coalesce(d.version_of, d.id) FROM story_document s JOIN document d ON d.id = s.document_id
        WHERE s.story_id = ? ORDER BY d.dated_at, d.content_hash"""
    return [row[0] for row in db.execute(sql, [int(number)])]


def _current_documents(db: Database, decisions: Iterable[Decision]) -> list[int]:
    firsts = {
        int(text.removeprefix("document:"))
        for decision in decisions
        for text in (decision.subject, decision.value)
        if text.startswith("document:")
    }
    marks = ", ".join("?" * len(firsts))
    sql = f"SELECT id FROM document WHERE current AND version_of IN ({marks})"
    return [row[0] for row in db.execute(sql, sorted(firsts))]
