"""What a document names: entities, places, amounts, dates and quotes, each with its span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from monitor.document import Document, Field, Mention
from monitor.watchlist import WatchList
from pipelines.facts.amounts import find_amounts
from pipelines.facts.dates import find_dates, find_reference
from pipelines.facts.quotes import find_quotes
from pipelines.language.passages import find_own_end
from pipelines.names.entities import find_entities
from pipelines.names.gazetteer import load_gazetteer
from pipelines.names.recogniser import Recogniser

NAMED = frozenset({"person", "organisation", "product"})  # what a figure's first word may be taken for


@dataclass(frozen=True)
class MentionsStage:
    """Finds what the watch list names, countries and cities, and what nobody listed: by rules, or by a model.

    Nothing is read from a piece in another language that was stuck on the end.
    """

    name: ClassVar[str] = "mentions"
    version: ClassVar[str] = "15"
    needs: ClassVar[frozenset[str]] = frozenset(
        {"title", "text", "language", "language_spans", "dated_at", "published_at", "published_precision"}
    )
    gives: ClassVar[frozenset[str]] = frozenset({"mentions", "amounts", "dates", "quotes"})

    watchlist: WatchList
    recogniser: Recogniser | None = field(default=None, compare=False)

    @property
    def model(self) -> str:
        """What finds names that nobody listed; "" for rules."""
        return self.recogniser.name if self.recogniser else ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Fill mentions, amounts, dates and quotes. Raises Postpone where the model is missing."""
        return [self._read(document) for document in batch]

    def _read(self, document: Document) -> Document:
        text = document.text[: find_own_end(document)]
        fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", text))
        language, published = document.language, find_reference(document)
        mentions = find_mentions(self.watchlist, document.title, text, language, self.recogniser)
        amounts = tuple(a for name, content in fields for a in find_amounts(content, name, language))
        dates = tuple(d for name, content in fields for d in find_dates(content, name, language, published))
        # "Jan. 1" and the "Md" of « 3 Md€ » are no names
        spans = [(a.field, a.start, a.end) for a in amounts] + [(d.field, d.start, d.end) for d in dates]
        figures = {(name, place) for name, start, end in spans for place in range(start, end)}
        mentions = tuple(m for m in mentions if m.tag.kind not in NAMED or (m.field, m.start) not in figures)
        return replace(
            document,
            mentions=mentions,
            amounts=amounts,
            dates=dates,
            quotes=tuple(find_quotes(text, language, [m for m in mentions if m.field == "text"])),
        )


def find_mentions(
    watchlist: WatchList, title: str, text: str, language: str, recogniser: Recogniser | None = None
) -> tuple[Mention, ...]:
    """Everything the document names, by field and place: the longest name wins, then the watch list's."""
    fields: dict[Field, str] = {"title": title, "text": text}
    judged = load_gazetteer(watchlist).judge(title, text, language)
    recognised = dict(zip(fields, recogniser.find((title, text)), strict=True)) if recogniser else None
    return tuple(find_entities(fields, language, judged, recognised))
