"""The document, and what each stage learns of it.

Every record is frozen: a stage returns a new document instead of editing the one it was given. Spans are Unicode
code-point offsets into the field named (`title` or `text`), end excluded; in `Repair` they point into the raw field.
This module imports no other room, so that every room may speak of documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Field = Literal["title", "text"]
Precision = Literal["second", "day", "inferred", "none"]
TagKind = Literal["organisation", "person", "product", "place", "event", "topic"]
DecisionKind = Literal["language", "tag", "untag", "join", "part", "read", "star", "mute"]

TIME = "%Y-%m-%dT%H:%M:%SZ"  # how a time is written, in UTC
UNDETERMINED = "und"  # ISO 639-2's code for a language nobody could name


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document was seen: the source's name and the address (or path) it came under."""

    source: str
    address: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One change to what was received: `before` stood at [start, end) of the raw field, `after` stands there now."""

    field: Field
    start: int
    end: int
    kind: str  # letter, quote, mojibake, entity, space, cut, unsure …
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A stretch of the text, or its title, written in another language than the document's own."""

    start: int
    end: int
    language: str
    field: Field = "text"


@dataclass(frozen=True, slots=True)
class Tag:
    """Something a document can be about, known by its kind and its name (English where there is one)."""

    kind: TagKind
    name: str
    name_fr: str = ""
    code: str = ""  # within `scheme`: "CN" in iso-3166, "medtop:04000000" in iptc
    scheme: str = ""
    wikidata: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the original text that names a tag."""

    field: Field
    start: int
    end: int
    text: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as printed; `value` in full units ("2 billion" is 2e9), `value_max` where a range was given."""

    field: Field
    start: int
    end: int
    text: str
    value: float
    unit: str  # ISO 4217, "percent", or the plain noun counted
    value_max: float | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """A date or time as printed, and as an ISO 8601 value; `value_end` closes a period."""

    field: Field
    start: int
    end: int
    text: str
    value: str
    precision: str  # year, quarter, month, day, minute
    value_end: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words somebody is reported to have said."""

    field: Field
    start: int
    end: int
    text: str
    speaker_text: str = ""
    speaker: Tag | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the source beside its translation, with offsets into both texts."""

    field: Field
    source_start: int
    source_end: int
    start: int
    end: int
    ok: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The document in another language; `text` is empty where only the title was asked for."""

    language: str
    title: str
    text: str
    model: str
    ok: bool = True
    note: str = ""
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class SummarySpan:
    """A sentence of a summary ([start, end) of the summary) and what it rests on in the document's text."""

    start: int
    end: int
    source_start: int
    source_end: int
    ok: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """The document in a few sentences, in one reading language."""

    language: str
    text: str
    method: str
    spans: tuple[SummarySpan, ...] = ()


@dataclass(frozen=True, slots=True)
class TagScore:
    """A tag the document bears, how much it is about it (0 to 1), and why."""

    tag: Tag
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells whether two documents are on one event. Names and places are words without case and accents."""

    language: str  # of the text that the vector stands for
    vector: bytes  # float16, of length 1; empty where there is no model
    names: dict[str, int]  # word → 2 where the headline or the lead has it, else 1
    numbers: tuple[float, ...]  # the telling ones
    places: tuple[str, ...]  # towns that the headline or the lead names
    days: tuple[str, ...]  # ISO dates that the text names, in the order in which it does
    identifiers: dict[str, str]  # what sort of number, and the number: {"quarter": "3"}


@dataclass(frozen=True, slots=True)
class StoryLink:
    """The story a document belongs to, how sure that is (0 to 1), and why.

    `near` says of which documents that came before, by their ids, it is how sure that they are on its event.
    """

    story_id: int
    score: float
    reason: str
    near: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reader decided. A subject is written as on the command line: `document:12`, `outlet:Le Monde`.

    A document is named by its first version's id, so that a new version keeps what was decided. `value` is a language
    code, a tag as `kind:name`, the other document of a pair joined or parted (the greater id), or nothing.
    """

    kind: DecisionKind
    subject: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of one document, from what was received to everything the stages gave it.

    Times are ISO 8601 in UTC; a publication known to the day stays `YYYY-MM-DD`. `language_hint` is what the source
    said of itself: a hint, never a verdict.
    """

    # what was received; never overwritten
    key: str
    raw_text: str
    raw_title: str = ""
    url: str = ""
    outlet: str = ""
    author: str = ""
    published_at: str = ""
    published_precision: Precision = "none"
    received_at: str = ""
    language_hint: str = ""
    origins: tuple[Origin, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)  # fields of the input nobody here knows, kept

    # what the store gave it
    id: int = 0  # 0 until stored
    version: int = 1
    version_of: int = 0  # the first version's id
    dated_at: str = ""  # publication where known, else receipt: what pages are sorted by
    decisions: tuple[Decision, ...] = ()  # what the reader decided of it

    # repair
    title: str = ""
    title_made: bool = False
    text: str = ""
    repairs: tuple[Repair, ...] = ()

    # language
    language: str = UNDETERMINED
    language_confidence: float = 0.0
    language_spans: tuple[LanguageSpan, ...] = ()

    # duplicates
    duplicate_of: int | None = None
    copied_share: float = 0.0
    own_spans: tuple[tuple[int, int], ...] = ()  # the paragraphs of a copy that are its own
    shingles: tuple[int, ...] = ()  # sampled runs of words, by which its copies are found

    # mentions
    mentions: tuple[Mention, ...] = ()
    amounts: tuple[Amount, ...] = ()
    dates: tuple[Date, ...] = ()
    quotes: tuple[Quote, ...] = ()

    # translation, summary, topics, stories
    translations: tuple[Translation, ...] = ()
    summaries: tuple[Summary, ...] = ()
    tags: tuple[TagScore, ...] = ()
    fingerprint: Fingerprint | None = None
    story: StoryLink | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 of what was received, in hexadecimal: two documents with one hash were received alike."""
        return hashlib.sha256(f"{self.raw_title}\0{self.raw_text}".encode()).hexdigest()

    @property
    def age(self) -> tuple[str, str, int]:
        """What documents are taken by, the oldest first, whatever the order of their arrival."""
        return self.dated_at, self.content_hash, self.id

    @property
    def subject(self) -> str:
        """How decisions speak of this document, whatever its version."""
        return f"document:{self.version_of or self.id}"

    def translation(self, language: str) -> Translation | None:
        """The translation into `language`, if there is one."""
        return next((t for t in self.translations if t.language == language), None)

    def summary(self, language: str) -> Summary | None:
        """The summary in `language`, if there is one."""
        return next((s for s in self.summaries if s.language == language), None)
