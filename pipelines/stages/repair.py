"""The title and text as they were meant: characters put right, lost letters given back, boilerplate cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from monitor.document import Document, Field, Repair
from pipelines.boilerplate import find_cuts
from pipelines.characters import repair_characters
from pipelines.headline import make_title
from pipelines.letters import find_lost_letters
from pipelines.revision import Change, Revision
from pipelines.stage import Reject

EDGES = re.compile(r"\A\s+|\s+\Z|(?<=\n)\n{2,}|[ \t]+(?=\n)")


@dataclass(frozen=True)
class RepairStage:
    """Repairs what was received, and records every change with its place in the raw field."""

    name: ClassVar[str] = "repair"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[str]] = frozenset({"raw_title", "raw_text"})
    gives: ClassVar[frozenset[str]] = frozenset({"title", "title_made", "text", "repairs"})

    @property
    def model(self) -> str:
        """No model."""
        return ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch repaired. Rejects a document in which no letter is left to read."""
        return [repair(document) for document in batch]


def repair(document: Document) -> Document:
    """The document with its title and text as they were meant."""
    title = repair_characters(Revision(document.raw_title))
    text = repair_characters(Revision(document.raw_text))
    context = text.text
    title = _tidy(title.apply(find_lost_letters(title.text, context, title=True)))
    if _is_notice(title.text, context):
        title = title.apply([Change(0, len(title.text), "", "cut", "a notice where the title should be")])
    text = text.apply(find_lost_letters(context, title.text))
    cuts = find_cuts(text.text, title.text, ())
    text = _tidy(text.apply(Change(c.start, c.end, "", "cut", f"{c.kind}: {c.reason}") for c in cuts))
    if not any(sign.isalpha() for sign in text.text):
        raise Reject("no readable text was received")
    return replace(
        document,
        title=title.text or make_title(text.text),
        title_made=not title.text,
        text=text.text,
        repairs=(*_record("title", title), *_record("text", text)),
    )


def _is_notice(title: str, text: str) -> bool:
    """Whether the title, read as the first line of the text, would be cut as boilerplate."""
    return bool(title) and any(c.start == 0 for c in find_cuts(f"{title}\n\n{text}", "", ()))


def _tidy(revision: Revision) -> Revision:
    """Without white space at the edges, and with at most one blank line between paragraphs."""
    changes = [Change(m.start(), m.end(), "", "space", "white space") for m in EDGES.finditer(revision.text)]
    return revision.apply(changes)


def _record(field: Field, revision: Revision) -> Iterator[Repair]:
    for c in revision.changes:
        if c.kind != "space":
            yield Repair(field, c.start, c.end, c.kind, revision.raw[c.start : c.end], c.after, c.reason)
