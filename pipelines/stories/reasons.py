"""Why a document belongs to a story, in words."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.document import Document
from pipelines.stories.affinity import Affinity
from pipelines.stories.fingerprints import split_name

NAMED = 5  # names told; more say no more


def explain(document: Document, other: Document, affinity: Affinity) -> str:
    """What binds the document to the member it is most like: names, numbers, likeness, time."""
    parts = [
        _list("names ", _names(document, affinity)),
        _list("gives ", _numbers(document, affinity)),
        "" if affinity.similarity is None else f"reads {max(affinity.similarity, 0):.0%} alike",
        "" if affinity.days is None else _apart(affinity.days),
    ]
    return f"like document {other.id}: {', '.join(part for part in parts if part)}"


def _names(document: Document, affinity: Affinity) -> Iterator[str]:
    """As the document spells them, each once, the rarest first."""
    told: set[str] = set()
    for word in affinity.names:
        name = next((m.tag.name for m in document.mentions if word in split_name(m)), word)
        if name not in told:
            told.add(name)
            yield name


def _numbers(document: Document, affinity: Affinity) -> Iterator[str]:
    """As the document prints them."""
    for number in affinity.numbers:
        yield next((a.text for a in document.amounts if number in (a.value, a.value_max)), f"{number:,.15g}")


def _list(verb: str, names: Iterator[str]) -> str:
    found = list(names)[:NAMED]
    return verb + (" and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else found[0]) if found else ""


def _apart(days: float) -> str:
    if days < 1 / 24:
        return "within the hour"
    return f"{days * 24:.0f} hours apart" if days < 1.5 else f"{days:.0f} days apart"
