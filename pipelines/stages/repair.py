"""The title and the text as they were meant, and a record of every change made to what was received."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from monitor.document import Document, Field, Repair
from pipelines.repair.accents import find_unaccented
from pipelines.repair.boilerplate import find_cuts, is_notice
from pipelines.repair.characters import CHARACTERS, apply_steps, find_blanks, find_title_blanks
from pipelines.repair.dateline import find_sent, read_day, settle_year
from pipelines.repair.french import is_french
from pipelines.repair.headline import make_title
from pipelines.repair.legibility import find_illegibility
from pipelines.repair.letters import find_lost_letters
from pipelines.repair.notices import normalise_line
from pipelines.repair.revision import Change, Revision
from pipelines.repair.vanished import find_vanished
from pipelines.stage import Changes, Corpus, Reject

MOST_ROUNDS = 6  # letters given back and lines cut uncover more; two rounds are the rule


@dataclass(frozen=True)
class RepairStage:
    """Repairs characters, gives lost letters back, cuts boilerplate, and makes a title where none was received.

    Lines that the outlet's other documents repeat go with far less evidence; a document repaired before a line was
    known keeps it until `monitor process --again repair`. The day that a cut date line or an agency's opening names
    becomes the day of publication where none was received. Raises Reject for what holds nothing readable.
    """

    name: ClassVar[str] = "repair"
    version: ClassVar[str] = "14"
    needs: ClassVar[frozenset[str]] = frozenset({"raw_title", "raw_text", "outlet", "published_precision"})
    gives: ClassVar[frozenset[str]] = frozenset(
        {"title", "text", "title_made", "repairs", "published_at", "published_precision", "dated_at"}
    )

    @property
    def model(self) -> str:
        """No model."""
        return ""

    def find_changes(self, batch: Sequence[Document], corpus: Corpus) -> Changes:
        """Return the batch repaired; the corpus says which lines each outlet repeats."""
        return Changes([self._repair(d, corpus.find_repeated(d.outlet, d.raw_text)) for d in batch])

    def _repair(self, document: Document, repeated: Mapping[str, float]) -> Document:
        title, text = Revision(document.raw_title), Revision(document.raw_text)
        for _ in range(MOST_ROUNDS):
            before = title, text
            title, text = self._repair_once(*before, repeated, document.outlet)
            if (title.text, text.text) == (before[0].text, before[1].text):
                break
        if reason := find_illegibility(f"{document.raw_title}\n{document.raw_text}", f"{title.text}\n{text.text}"):
            raise Reject(reason)
        repaired = replace(
            document,
            title=title.text or make_title(text.text),
            title_made=not title.text,
            text=text.text,
            repairs=(*_record("title", title), *_record("text", text)),
        )
        return _date(repaired) if document.published_precision == "none" else repaired

    def _repair_once(
        self, title: Revision, text: Revision, repeated: Mapping[str, float], outlet: str
    ) -> tuple[Revision, Revision]:
        title = apply_steps(title, (*CHARACTERS, find_title_blanks))
        text = apply_steps(text, (*CHARACTERS, find_blanks))
        shown = title.text
        title = title.apply(find_lost_letters(shown, text.text, title=True))
        title = title.apply(_drop_notice(title.text))
        text = text.apply(find_lost_letters(text.text, shown))
        text = text.apply(find_vanished(text.text))
        text = text.apply(find_unaccented(text.text))
        text = text.apply(_cut(text.text, title.text, _find_lines(text, repeated, outlet)))
        return title, apply_steps(text, (find_blanks,))


def _drop_notice(title: str) -> list[Change]:
    return [Change(0, len(title), "", "cut", "a notice where the title should be")] if is_notice(title) else []


def _find_lines(text: Revision, repeated: Mapping[str, float], outlet: str) -> dict[str, float]:
    """What became of the lines that came repeated, as boilerplate is compared, and in what share; the outlet's name."""
    now, found = text.text, {normalise_line(outlet): 1.0}
    for line, share in repeated.items():
        start = text.raw.find(line)
        found[normalise_line(now[text.place(start) : text.place(start + len(line))])] = share
    return {line: share for line, share in found.items() if line}


def _cut(text: str, title: str, outlet_lines: Mapping[str, float]) -> Iterator[Change]:
    for cut in find_cuts(text, title, outlet_lines):
        end = cut.end
        if text[: cut.start].endswith((" ", "\n")) or not cut.start:  # a sentence takes the space behind it along
            end += len(text[end:]) - len(text[end:].lstrip(" "))
        yield Change(cut.start, end, "", "cut", f"{cut.kind}: {cut.reason}")


def _record(name: Field, revision: Revision) -> Iterator[Repair]:
    for c in revision.changes:
        yield Repair(name, c.start, c.end, c.kind, revision.raw[c.start : c.end], c.after, c.reason)


def _date(document: Document) -> Document:
    """The document with the day that its cut date lines name, or the opening of an agency's text, if they name one."""
    lines = [r.before for r in document.repairs if r.kind == "cut" and "dateline:" in r.reason]
    french = is_french(document.text)
    lines = lines or list(filter(None, [find_sent(document.text, french)]))
    if day := read_day(lines, french, document.received_at):
        if not any(re.search(r"\d{4}", line) for line in lines):
            day = settle_year(day, document.text, "fr" if french else "en")
        return replace(document, published_at=day, published_precision="inferred", dated_at=day)
    return document
