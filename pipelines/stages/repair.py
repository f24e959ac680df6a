"""The title and the text as they were meant, and a record of every change made to what was received."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from monitor.document import Document, Field, Repair
from pipelines.accents import find_unaccented
from pipelines.boilerplate import find_cuts
from pipelines.characters import CHARACTERS, apply_steps, find_blanks, find_title_blanks
from pipelines.headline import make_title
from pipelines.legibility import find_illegibility
from pipelines.letters import find_lost_letters
from pipelines.revision import Change, Revision
from pipelines.stage import Reject
from pipelines.vanished import find_vanished

MOST_ROUNDS = 6  # letters given back and lines cut uncover more; two rounds are the rule


@dataclass(frozen=True)
class RepairStage:
    """Repairs characters, gives lost letters back, cuts boilerplate, and makes a title where none was received.

    `outlet_lines` are, for each outlet, the lines known to repeat in its documents (`pipelines.boilerplate` says in
    which form). Raises Reject for what holds nothing readable.
    """

    outlet_lines: Mapping[str, Collection[str]] = field(default_factory=dict, compare=False)

    name: ClassVar[str] = "repair"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[str]] = frozenset({"raw_title", "raw_text", "outlet"})
    gives: ClassVar[frozenset[str]] = frozenset({"title", "text", "title_made", "repairs"})

    @property
    def model(self) -> str:
        """No model."""
        return ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch repaired."""
        return [self._repair(document) for document in batch]

    def _repair(self, document: Document) -> Document:
        title, text = Revision(document.raw_title), Revision(document.raw_text)
        for _ in range(MOST_ROUNDS):
            before = title, text
            title, text = self._repair_once(*before, document.outlet)
            if (title.text, text.text) == (before[0].text, before[1].text):
                break
        if reason := find_illegibility(f"{document.raw_title}\n{document.raw_text}", f"{title.text}\n{text.text}"):
            raise Reject(reason)
        return replace(
            document,
            title=title.text or make_title(text.text),
            title_made=not title.text,
            text=text.text,
            repairs=(*_record("title", title), *_record("text", text)),
        )

    def _repair_once(self, title: Revision, text: Revision, outlet: str) -> tuple[Revision, Revision]:
        title = apply_steps(title, (*CHARACTERS, find_title_blanks))
        text = apply_steps(text, (*CHARACTERS, find_blanks))
        shown = title.text
        title = title.apply(find_lost_letters(shown, text.text, title=True))
        title = title.apply(_drop_notice(title.text, text.text))
        text = text.apply(find_lost_letters(text.text, shown))
        text = text.apply(find_vanished(text.text))
        text = text.apply(find_unaccented(text.text))
        text = text.apply(_cut(text.text, title.text, self.outlet_lines.get(outlet, ())))
        return title, apply_steps(text, (find_blanks,))


def _drop_notice(title: str, text: str) -> list[Change]:
    """The whole title, where it would be cut as boilerplate if it were the first line of the text."""
    opening = "\n\n".join([title, *text[:2000].split("\n\n")[:3]])
    if not title or all(cut.start for cut in find_cuts(opening, "", ())):
        return []
    return [Change(0, len(title), "", "cut", "a notice where the title should be")]


def _cut(text: str, title: str, outlet_lines: Collection[str]) -> Iterator[Change]:
    for cut in find_cuts(text, title, outlet_lines):
        end = cut.end
        if text[: cut.start].endswith((" ", "\n")) or not cut.start:  # a sentence takes the space behind it along
            end += len(text[end:]) - len(text[end:].lstrip(" "))
        yield Change(cut.start, end, "", "cut", f"{cut.kind}: {cut.reason}")


def _record(name: Field, revision: Revision) -> Iterator[Repair]:
    for c in revision.changes:
        yield Repair(name, c.start, c.end, c.kind, revision.raw[c.start : c.end], c.after, c.reason)
