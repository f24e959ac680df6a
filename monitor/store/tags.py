"""Tags: found by kind and name, made when new, merged with what is spelled otherwise, followed to what they became."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from monitor.document import Tag
from monitor.search.stems import strip_accents

if TYPE_CHECKING:
    from sqlite_utils import Database

FIELDS = ("name_fr", "code", "scheme", "wikidata")
LEGAL = re.compile(  # what says no more than "company"
    r"(?: (?:inc|ltd|limited|llc|plc|llp|corp|corporation|co|gmbh|ag|sa|sas|sarl|nv|bv|spa|ab|oy|asa|kk|holdings?|group"
    r"|company))+$"
)
ROMANISED = (("gue", "ge"), ("[iy]ou", "iu"), ("y", "i"), ("^ie", "e"), ("ii", "i"), ("ks", "x"))
SURNAMES = (("tch|sch|sh|ch", "c"), ("ss", "s"), ("ou|oo", "u"), ("zh", "j"), ("ine$", "in"), ("(?<=o)ff$", "v"))
FIRST_NAMES = (
    ("(?<!^l)ou", "u"),
    ("sh", "ch"),
    ("ss", "s"),
    ("dzh|dj", "j"),
    ("andre$", "ander"),
    ("^maxime$", "maxim"),
)
LONG = 6  # letters of a first name that is folded further: Lou, Josh and Tess are not
MOVES = (
    "UPDATE mention SET tag_id = :into WHERE tag_id = :id",
    "UPDATE quote SET speaker_tag_id = :into WHERE speaker_tag_id = :id",
    "UPDATE OR IGNORE document_tag SET tag_id = :into WHERE tag_id = :id",
    "DELETE FROM document_tag WHERE tag_id = :id",
    "UPDATE tag_spelling SET tag_id = :into WHERE tag_id = :id",
    "UPDATE tag SET merged_into = :into WHERE :id IN (id, merged_into)",
)


def find_tag_id(db: Database, tag: Tag) -> int:
    """Return the id of `tag`, or of what it was merged into, making it if need be.

    What is known of a tag is completed, never emptied. A name that nobody listed is merged into the tag of its kind
    that is spelled alike but for case, accents, signs and legal forms, in either language (`SHEIN`, `Shein`;
    `Société Générale SA`, `Societe Generale`); one that a list knows takes in those that were found before it.
    """
    row = db.execute("SELECT id, merged_into FROM tag WHERE kind = ? AND name = ?", [tag.kind, tag.name]).fetchone()
    if row is None:
        values = [tag.kind, tag.name, tag.name_fr, tag.code, tag.scheme, tag.wikidata]
        cursor = db.execute(
            "INSERT INTO tag (kind, name, name_fr, code, scheme, wikidata) VALUES (?, ?, ?, ?, ?, ?)", values
        )
        return _settle(db, int(cursor.lastrowid or 0), tag)
    if _complete(db, row[0], tag):
        return _settle(db, row[0], tag)
    return int(row[1] or row[0])


def _complete(db: Database, tag_id: int, tag: Tag) -> bool:
    """Write down what is newly known of a tag, and say whether anything was."""
    changed = 0
    for field in FIELDS:
        if value := getattr(tag, field):
            sql = f"UPDATE tag SET {field} = ? WHERE id = ? AND {field} <> ?"
            changed += db.execute(sql, [value, tag_id, value]).rowcount
    return bool(changed)


def _settle(db: Database, tag_id: int, tag: Tag) -> int:
    """Write down how a tag is spelled, merge it with others spelled so, and return the id that stands for it now."""
    for spelling in dict.fromkeys(fold_spelling(tag.kind, name) for name in (tag.name, tag.name_fr) if name):
        key = [tag.kind, spelling]
        owner = db.execute("SELECT tag_id FROM tag_spelling WHERE kind = ? AND spelling = ?", key).fetchone()
        if owner is None:
            db.execute("INSERT INTO tag_spelling (kind, spelling, tag_id) VALUES (?, ?, ?)", [*key, tag_id])
        elif owner[0] != tag_id and not _is_listed(tag):
            db.execute("UPDATE tag SET merged_into = ? WHERE id = ?", [owner[0], tag_id])
            return int(owner[0])
        elif owner[0] != tag_id and not any(db.execute(_KNOWN, [owner[0]]).fetchone()):
            for statement in MOVES:
                db.execute(statement, {"id": owner[0], "into": tag_id})
    db.execute("UPDATE tag SET merged_into = NULL WHERE id = ?", [tag_id])
    return tag_id


_KNOWN = f"SELECT {', '.join(FIELDS)} FROM tag WHERE id = ?"


def _is_listed(tag: Tag) -> bool:
    return any(getattr(tag, field) for field in FIELDS)


def fold_spelling(kind: str, name: str) -> str:
    """A name without case, accents, signs, a leading article, and, for an organisation, its legal form.

    A person's is folded further, so that one name from another alphabet is one name in either language: `Sergueï
    Ivachov`, `Sergei Ivashov`. A name made of nothing else stays as it is.
    """
    plain = " ".join(re.findall(r"[^\W_]+", strip_accents(name.lower()))).removeprefix("the ")
    if kind == "person" and " " in plain:
        return _fold_romanised(plain)
    return (LEGAL.sub("", plain) if kind == "organisation" else plain) or name


def _fold_romanised(plain: str) -> str:
    """A person's name with one letter for what French and English write otherwise of Cyrillic, Arabic or Hebrew.

    Of first names less is folded than of surnames, and of short ones least: Louis is not Luis.
    """
    *others, surname = plain.split()
    first = [_apply(ROMANISED + FIRST_NAMES * (len(word) >= LONG), word) for word in others]
    return " ".join([*first, _apply(ROMANISED + SURNAMES, surname)])


def _apply(rules: Sequence[tuple[str, str]], word: str) -> str:
    """Apply the rules until nothing changes, so that what is folded stays as it is."""
    made = word
    for pattern, letters in rules:
        made = re.sub(pattern, letters, made)
    return made if made == word else _apply(rules, made)


def read_tags(db: Database, ids: Iterable[int]) -> dict[int, Tag]:
    """Return the tags with these ids."""
    rows = db.query("SELECT * FROM tag WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(sorted(ids))])
    return {
        row["id"]: Tag(row["kind"], row["name"], row["name_fr"], row["code"], row["scheme"], row["wikidata"])
        for row in rows
    }
