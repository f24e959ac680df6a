"""What is watched: the entities and topics of `topics.toml`, read and checked."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_args

from monitor.document import TagKind
from monitor.errors import MonitorError
from monitor.settings import SEEDS, Settings
from monitor.tables import read_tables

KINDS: tuple[TagKind, ...] = get_args(TagKind)


@dataclass(frozen=True, slots=True)
class Watched:
    """One [[topic]]: its names in both languages, and what must, or must not, stand near them."""

    name: str
    kind: TagKind
    name_fr: str
    aliases: tuple[str, ...] = ()
    aliases_fr: tuple[str, ...] = ()
    near: tuple[str, ...] = ()  # one of these must stand somewhere in the document
    not_near: tuple[str, ...] = ()  # none of these may stand directly beside the name
    wikidata: str = ""
    words: tuple[str, ...] = ()  # of a topic: what texts on it speak of, in English
    words_fr: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()  # of a topic: texts that are on it (the list names their files)

    @property
    def is_described(self) -> bool:
        """Whether it is a topic that texts can be about without naming it."""
        return bool(self.words or self.words_fr or self.examples)

    @property
    def forms(self) -> tuple[str, ...]:
        """Every name it is searched by, each once."""
        return tuple(dict.fromkeys((self.name, self.name_fr, *self.aliases, *self.aliases_fr)))


@dataclass(frozen=True)
class WatchList:
    """The watched entries; lists with the same entries have the same digest, whatever the remarks between them."""

    entries: tuple[Watched, ...] = field(compare=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        content = "\n".join(map(repr, self.entries))
        object.__setattr__(self, "digest", hashlib.sha256(content.encode()).hexdigest()[:16])


LISTS = frozenset(f.name for f in fields(Watched) if str(f.type).startswith("tuple"))
DESCRIBING = ("words", "words_fr", "examples")
FIELDS = frozenset(f.name for f in fields(Watched))


def read_watchlist(settings: Settings) -> WatchList:
    """Return the watch list of `settings.topics`, or the one that comes with the program.

    Raises MonitorError for a missing or broken file, an unknown field or kind, and a name claimed twice.
    """
    path = Path(settings.topics) if settings.topics else SEEDS / "topics.toml"
    tables = read_tables(path, "topic", "a watch list")
    places = [f"{path}: [[topic]] {number}" for number in range(1, len(tables) + 1)]
    entries = tuple(_read_entry(table, where, path.parent) for table, where in zip(tables, places, strict=True))
    _check_claims(entries, path)
    return WatchList(entries)


def _read_entry(table: Any, where: str, folder: Path) -> Watched:
    if not isinstance(table, dict):
        raise MonitorError(f"{where} is {table!r}; begin each entry with a line [[topic]]")
    name = table.get("name")
    where = f"{where} ({name})" if isinstance(name, str) else where
    for key, value in table.items():
        _check_field(key, value, where)
    for needed in ("name", "kind"):
        if needed not in table:
            raise MonitorError(f"{where} has no {needed}; every entry needs a name and a kind")
    if table["kind"] not in KINDS:
        raise MonitorError(f"{where}: kind is {table['kind']!r}; it must be one of {', '.join(KINDS)}")
    if table["kind"] != "topic" and (described := [key for key in table if key in DESCRIBING]):
        raise MonitorError(
            f"{where}: {described[0]} describes a topic, and this is {table['kind']!r}; use aliases, near"
        )
    values: dict[str, Any] = {key: tuple(value) if key in LISTS else value for key, value in table.items()}
    values["examples"] = tuple(_read_example(folder / name, where) for name in values.get("examples", ()))
    return Watched(**{"name_fr": values["name"], **values})


def _read_example(path: Path, where: str) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8"
        raise MonitorError(f"{where}: example {path} cannot be read ({why}); name a text file in UTF-8") from error
    if not text:
        raise MonitorError(f"{where}: example {path} is empty; give a document that is on the topic")
    return text


def _check_field(key: str, value: Any, where: str) -> None:
    if key not in FIELDS:
        near = difflib.get_close_matches(key, FIELDS, n=1)
        advice = f"did you mean `{near[0]}`?" if near else f"allowed are {', '.join(f.name for f in fields(Watched))}"
        raise MonitorError(f"{where}: no field is called `{key}`; {advice}")
    texts = value if key in LISTS else [value]
    wanted = 'a list of texts such as ["Alibaba Group"]' if key in LISTS else "text in quotes"
    if not isinstance(texts, list) or not all(isinstance(text, str) and text == text.strip() != "" for text in texts):
        raise MonitorError(f"{where}: {key} is {value!r}; it must be {wanted}, not empty, with no space at either end")


def _check_claims(entries: Iterable[Watched], path: Path) -> None:
    """Every name belongs to one entry: a span of text gets one tag."""
    owners: dict[str, Watched] = {}
    for entry in entries:
        for form in entry.forms:
            owner = owners.setdefault(form, entry)
            if owner is not entry:
                raise MonitorError(
                    f"{path}: `{form}` is a name of both {owner.name} and {entry.name}; take it from one of them"
                )
