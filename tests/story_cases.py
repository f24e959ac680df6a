"""Builds the labelled documents of tests/cases/stories; the README there tells the rules and the form of the files."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from babel.dates import format_date

CASES = Path(__file__).parent / "cases" / "stories"
LANGUAGES = ("en", "fr")
SIZES = ((3, 3), (2, 3), (3, 3), (3, 2), (2, 1), (3, 3))  # documents an event has in English and in French
HOURS = (2, 5, 9, 20, 31, 74)  # from the happening to each document: the last one is told three days later
ELISION = re.compile(r"\b([Dd]|[Qq]u|[Jj]usqu)e (?=[AEIOUÉÈÊÎÔaeiouéèêîô])")
CONTRACTIONS = (("de le ", "du "), ("de les ", "des "), ("à le ", "au "), ("à les ", "aux "))
CONDITIONAL = frozenset({"title", "lead", "own"})  # the parts of a wording with a place of their own


@dataclass(frozen=True, slots=True)
class Case:
    """A document and its label; `copied_share` is the part of its words that stands in `copy_of`."""

    id: str
    event: str
    kind: str
    language: str
    outlet: str
    dated_at: str
    title: str
    text: str
    copy_of: str = ""
    copied_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Shared:
    """A text, an earlier one, and the known share of its words that stands there; `how` says how it was made."""

    id: str
    language: str
    how: str  # run, scattered, template
    target: float
    share: float
    earlier: str
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Hand-written sentences by paragraph."""

    language: str
    event: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


@cache
def read_cases(folder: str) -> tuple[Case, ...]:
    """The documents of one folder, "tuning" or "scoring", oldest first."""
    written = [case for event in _read_hand(folder) for case in _label(event)]
    told = [
        case
        for number, (kind, file, event) in enumerate(_read_events(folder))
        for case in _tell(number, kind, file["wording"], event, _read(folder, "outlets"))
    ]
    return tuple(sorted([*written, *told], key=lambda case: (case.dated_at, case.id)))


def read_near_misses(folder: str) -> list[tuple[str, str]]:
    """Pairs of events of one kind that share names or places and must stay apart."""
    events = [*_read_hand(folder), *(event for _, _, event in _read_events(folder))]
    return [(event["id"], near) for event in events for near in event.get("near", ())]


def read_facts(folder: str) -> dict[str, dict[str, str]]:
    """What the templates of each event are filled with, as written in the files."""
    return {e["id"]: {k: v for k, v in e.items() if isinstance(v, str)} for _, _, e in _read_events(folder)}


def read_shares(folder: str) -> list[Shared]:
    """Texts made from others with a known share of words copied, and reports filled into one template."""
    return [*_read_mixtures(folder), *_read_reports(folder)]


def _read(folder: str, name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / folder / f"{name}.toml").read_text(encoding="utf-8"))


def _read_hand(folder: str) -> list[dict[str, Any]]:
    return list(_read(folder, "handwritten")["event"])


def _read_events(folder: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for path in sorted((CASES / folder / "kinds").glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((path.stem, file, event) for event in file["event"])


# Documents from templates


def _tell(
    number: int, kind: str, wording: dict[str, Any], event: dict[str, Any], outlets: dict[str, list[str]]
) -> Iterator[Case]:
    """All documents of one event; every third event has one more, printed from the first with its own paragraph."""
    plan = sorted((i, language) for language, n in zip(LANGUAGES, SIZES[number % 6], strict=True) for i in range(n))
    copied = LANGUAGES[number // 3 % 2] if number % 3 == 0 else ""
    for place, (i, language) in enumerate([*plan, (3, copied)] if copied else plan):
        first = _parts(event, wording, language, 0 if i == 3 else i)
        own = " ".join(_pick(event, wording, language, "own", j) for j in (0, 1)) if i == 3 else ""
        body = _lay_out(first)
        yield Case(
            id=f"{event['id']}-{language}-{i + 1}",
            event=event["id"],
            kind=kind,
            language=language,
            outlet=outlets[language][(_shift(event["id"], "outlet") + i) % len(outlets[language])],
            dated_at=_date(event, min(place, 5)),
            title=_pick(event, wording, language, "title", i),
            text=f"{body}\n\n{own}" if own else body,
            copy_of=f"{event['id']}-{language}-1" if own else "",
            copied_share=_count(body) / (_count(body) + _count(own)) if own else 0.0,
        )


def _parts(event: dict[str, Any], wording: dict[str, Any], language: str, i: int) -> list[str]:
    """The sentences of document `i`: its lead, then the other parts in an order of its own."""
    parts = [part for part in wording[language] if part not in CONDITIONAL]
    turn = (_shift(event["id"], "order") + i) % len(parts)
    return [_pick(event, wording, language, part, i) for part in ["lead", *parts[turn:], *parts[:turn]]]


def _pick(event: dict[str, Any], wording: dict[str, Any], language: str, part: str, i: int) -> str:
    """The wording of a part in document `i`: no two documents of an event have the same one."""
    pool = wording[language][part]
    return _fill(pool[(_shift(event["id"], part) + i) % len(pool)], event, language, i)


def _fill(template: str, event: dict[str, Any], language: str, i: int) -> str:
    """Put the facts in as document `i` has them: `English | French`, and outlets that disagree `one / other`."""
    facts = {name: _choose(value, language, i) for name, value in event.items() if isinstance(value, str)}
    text = template.format(**facts, **_words_of_date(event["date"], language))
    if language == "fr":
        text = ELISION.sub(r"\1'", text)
        for apart, joined in CONTRACTIONS:
            text = re.sub(rf"\b{apart}", joined, text)
    return text[:1].upper() + text[1:]


def _choose(value: str, language: str, i: int) -> str:
    by_language = value.split(" | ")
    variants = by_language[LANGUAGES.index(language) % len(by_language)].split(" / ")
    return variants[i % len(variants)]


def _words_of_date(date: dt.date, language: str) -> dict[str, str]:
    day = format_date(date, {"en": "MMMM d", "fr": "d MMMM"}[language], locale=language)
    return {
        "weekday": format_date(date, "EEEE", locale=language),
        "day": re.sub(r"^1 ", "1er ", day),
        "month": format_date(date, "MMMM", locale=language),
        "year": str(date.year),
    }


def _date(event: dict[str, Any], place: int) -> str:
    start = dt.datetime.combine(event["date"], dt.time(6))
    return (start + dt.timedelta(hours=HOURS[place])).isoformat() + "Z"


def _lay_out(sentences: Sequence[str]) -> str:
    """The lead alone, the rest two sentences to a paragraph."""
    pairs = [" ".join(sentences[i : i + 2]) for i in range(1, len(sentences), 2)]
    return "\n\n".join([sentences[0], *pairs])


def _shift(event: str, part: str) -> int:
    return zlib.crc32(f"{event} {part}".encode()) % 60  # 60: every pool of up to six wordings starts anywhere


def _count(text: str) -> int:
    return len(text.split())


# Documents written by hand


def _label(event: dict[str, Any]) -> Iterator[Case]:
    for i, document in enumerate(event["document"], 1):
        yield Case(
            id=f"{event['id']}-{document['language']}-{i}",
            event=event["id"],
            kind=event["kind"],
            language=document["language"],
            outlet=document["outlet"],
            dated_at=document["date"].isoformat() + "Z",
            title=document["title"],
            text="\n\n".join(" ".join(paragraph) for paragraph in _read_prose(event["id"], document).paragraphs),
        )


def _read_prose(event: str, document: dict[str, Any]) -> Prose:
    """A sentence a line, an empty line between paragraphs."""
    paragraphs = document["text"].strip().split("\n\n")
    return Prose(document["language"], event, tuple(tuple(p.strip().split("\n")) for p in paragraphs))


# Texts with a known share


def _read_mixtures(folder: str) -> Iterator[Shared]:
    """Per language, each share from 0 to 1, copied once in one run of sentences and once here and there."""
    for language in LANGUAGES:
        told = [(e["id"], d) for e in _read_hand(folder) for d in e["document"] if d["language"] == language]
        prose = [_read_prose(event, document) for event, document in told]
        apart = [pair for pair in combinations(prose, 2) if pair[0].event != pair[1].event]
        for tenth in range(11):
            for j, how in enumerate(("run", "scattered")):
                earlier, own = apart[(tenth * 2 + j) * 7 % len(apart)]
                yield _mix(f"{folder}-{language}-{how}-{tenth}", how, tenth / 10, earlier, own)


def _mix(name: str, how: str, target: float, earlier: Prose, own: Prose) -> Shared:
    """The mixture of whole sentences that comes nearest to the share wanted, at 60 words or more."""
    taken = _runs(earlier.sentences) if how == "run" else _selections(earlier.sentences)
    mixtures = [(a, b) for a in taken for b in _runs(own.sentences) if _words(a) + _words(b) >= 60]
    copied, added = min(mixtures, key=lambda mixture: (abs(_share(*mixture) - target), -_words(mixture[0])))
    text = "\n\n".join([*copied, *added] if how == "run" else _interleave(copied, added))
    share = _share(copied, added)
    return Shared(name, earlier.language, how, target, share, "\n\n".join(map(" ".join, earlier.paragraphs)), text)


def _runs(sentences: Sequence[str]) -> list[Sequence[str]]:
    return [(), *(sentences[i:j] for i, j in combinations(range(len(sentences) + 1), 2))]


def _selections(sentences: Sequence[str]) -> list[Sequence[str]]:
    return [chosen for n in range(len(sentences) + 1) for chosen in combinations(sentences, n)]


def _interleave(copied: Sequence[str], added: Sequence[str]) -> list[str]:
    places = [
        *((i / max(len(copied), 1), s) for i, s in enumerate(copied)),
        *((i / max(len(added), 1), s) for i, s in enumerate(added)),
    ]
    return [sentence for _, sentence in sorted(places, key=lambda pair: pair[0])]


def _share(copied: Sequence[str], added: Sequence[str]) -> float:
    return _words(copied) / (_words(copied) + _words(added))


def _words(sentences: Sequence[str]) -> int:
    return sum(map(_count, sentences))


def _read_reports(folder: str) -> Iterator[Shared]:
    """Two reports, of different days, filled into one template: neither is a copy, whatever their words share."""
    for form in _read(folder, "reports")["form"]:
        earlier, *later = [form["text"].strip().format(**filling) for filling in form["filling"]]
        for i, text in enumerate(later, 1):
            yield Shared(f"{folder}-{form['id']}-{i}", form["language"], "template", 0.0, 0.0, earlier, text)
