"""Builds the labelled documents of tests/cases/stories; the README there tells the rules and the form of the files."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date

CASES = Path(__file__).parent / "cases" / "stories"
LANGUAGES = ("en", "fr")
SIZES = ((3, 3), (3, 3), (3, 3), (3, 3), (3, 3), (3, 3), (2, 1), (3, 3))  # documents in English and French at most
LENT = 0.28  # share of words in runs of RUN that two documents may have in common: safely below a copy's 0.3
RUN = 8
COPY = 11  # the place of a printed copy among the documents of its event
HOURS = (2, 5, 9, 20, 31, 74)  # from the happening to each document: the last one is told three days later
ELISION = re.compile(r"\b([Dd]|[Qq]u|[Jj]usqu)e (?=[AEIOUÉÈÊÎÔaeiouéèêîô])")
CONTRACTIONS = (("de le ", "du "), ("de les ", "des "), ("à le ", "au "), ("à les ", "aux "))
PLACED = frozenset({"title", "lead", "own"})  # the parts of a wording with a place of their own


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
    written = [case for event in read_hand(folder) for case in _label(event)]
    outlets = read_file(folder, "outlets")
    told = [
        case
        for number, (kind, file, event) in enumerate(_read_events(folder))
        for turn in range(9)  # all that the array below holds
        for case in _tell(number, kind, file["wording"], {**event, "turn": event["turn"] + turn}, outlets)
    ]
    return tuple(sorted([*written, *_keep_apart(told)], key=lambda case: (case.dated_at, case.id)))


def read_near_misses(folder: str) -> list[tuple[str, str]]:
    """Pairs of events of one kind that share names or places and must stay apart."""
    events = [*read_hand(folder), *(event for _, _, event in _read_events(folder))]
    return [(event["id"], near) for event in events for near in event.get("near", ())]


def read_facts(folder: str) -> dict[str, dict[str, str]]:
    """What the templates of each event are filled with, as written in the files."""
    return {e["id"]: {k: v for k, v in e.items() if isinstance(v, str)} for _, _, e in _read_events(folder)}


def read_file(folder: str, name: str) -> dict[str, Any]:
    """One data file of a folder."""
    return tomllib.loads((CASES / folder / f"{name}.toml").read_text(encoding="utf-8"))


def read_hand(folder: str) -> list[dict[str, Any]]:
    """The events told by hand, as written."""
    return list(read_file(folder, "handwritten")["event"])


def _read_events(folder: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for path in sorted((CASES / folder / "kinds").glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((path.stem, file, {**event, "turn": number}) for number, event in enumerate(file["event"]))


# Documents from templates


def _tell(
    number: int, kind: str, wording: dict[str, Any], event: dict[str, Any], outlets: dict[str, list[str]]
) -> Iterator[Case]:
    """The documents of one event; every third event has a copy in each language, with a paragraph of its own."""
    sizes = dict(zip(LANGUAGES, SIZES[number % len(SIZES)], strict=True))
    told = sorted((i, language) for language in LANGUAGES for i in range(sizes[language]))
    copies = [(COPY, language) for language in LANGUAGES] if number % 3 == 0 else []
    for place, (i, language) in enumerate([*told, *copies]):
        first = _parts(event, wording, language, 0 if i == COPY else i)
        own = " ".join(_pick(event, wording, language, "own", j) for j in (0, 1)) if i == COPY else ""
        body = _lay_out(first)
        yield Case(
            id=f"{event['id']}-{language}-{'copy' if i == COPY else i + 1}",
            event=event["id"],
            kind=kind,
            language=language,
            outlet=outlets[language][(_shift(event["id"], "outlet") + i) % len(outlets[language])],
            dated_at=_date(event, min(place, 5)),
            title=_pick(event, wording, language, "title", i),
            text=f"{body}\n\n{own}" if own else body,
            copy_of=f"{event['id']}-{language}-1" if own else "",
            copied_share=count_words(body) / (count_words(body) + count_words(own)) if own else 0.0,
        )


def _parts(event: dict[str, Any], wording: dict[str, Any], language: str, i: int) -> list[str]:
    """The sentences of document `i`: its lead, then the other parts in an order of its own."""
    parts = [part for part in wording[language] if part not in PLACED]
    turn = (_shift(event["id"], "order") + i) % len(parts)
    return [_pick(event, wording, language, part, i) for part in ["lead", *parts[turn:], *parts[:turn]]]


def _pick(event: dict[str, Any], wording: dict[str, Any], language: str, part: str, i: int) -> str:
    """The wording of a part in document `i`: none is used twice in a turn, few meet again in the next.

    With three wordings each, turn * column is an orthogonal array: of three parts, two turns have one in common.
    """
    pool = wording[language][part]
    column, turn = list(wording[language]).index(part), event["turn"]
    return _fill(pool[(i + column * turn + column**2 * (turn // 3)) % len(pool)], event, language, i)


def _fill(template: str, event: dict[str, Any], language: str, i: int) -> str:
    """Put the facts in as document `i` has them: `English | French`, and outlets that disagree `one / other`."""
    facts = {name: _choose(value, language, i) for name, value in event.items() if isinstance(value, str)}
    text = template.format(**facts, **_words_of_date(event["date"], language))
    if language == "fr":
        text = ELISION.sub(r"\1'", text)
        for apart, joined in CONTRACTIONS:
            text = re.sub(rf"\b{apart}", joined, text)
    return text[:1].upper() + text[1:]


@cache
def _choose(value: str, language: str, i: int) -> str:
    by_language = value.split(" | ")
    variants = by_language[LANGUAGES.index(language) % len(by_language)].split(" / ")
    return variants[i % len(variants)]


@cache
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


def _keep_apart(cases: Sequence[Case]) -> Iterator[Case]:
    """Of the ways to tell each document, the first that has little of another's wording; none where all have much."""
    kept: dict[str, Case] = {}
    for case in sorted(cases, key=lambda case: case.id[-1]):  # every event's first documents come first
        if case.id not in kept and (_repeats(case, kept) if case.copy_of else _stands_apart(case, kept)):
            kept[case.id] = case
    yield from kept.values()


def _repeats(copy: Case, kept: dict[str, Case]) -> bool:
    return copy.copy_of in kept and copy.text.startswith(kept[copy.copy_of].text)


def _stands_apart(case: Case, kept: dict[str, Case]) -> bool:
    others = [o for o in kept.values() if (o.kind, o.language) == (case.kind, case.language) and not o.copy_of]
    return all(_lent(case.text, o.text) < LENT and _lent(o.text, case.text) < LENT for o in others)


def _lent(text: str, other: str) -> float:
    """The share of a text's words that lie in runs of RUN words which the other has too."""
    shared = [i for i, run in enumerate(_read_runs(text)) if run in _read_runs(other)]
    return len({place for i in shared for place in range(i, i + RUN)}) / (len(_read_runs(text)) + RUN - 1)


@cache
def _read_runs(text: str) -> dict[tuple[str, ...], None]:
    """All runs of RUN words, in order; none comes twice in texts as short as these."""
    words = re.findall(r"\w+", text.lower())
    return dict.fromkeys(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _lay_out(sentences: Sequence[str]) -> str:
    """The lead alone, the rest two sentences to a paragraph."""
    pairs = [" ".join(sentences[i : i + 2]) for i in range(1, len(sentences), 2)]
    return "\n\n".join([sentences[0], *pairs])


def _shift(event: str, part: str) -> int:
    return zlib.crc32(f"{event} {part}".encode())


def count_words(text: str) -> int:
    """Words between spaces."""
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
            text="\n\n".join(" ".join(paragraph) for paragraph in read_prose(event["id"], document).paragraphs),
        )


def read_prose(event: str, document: dict[str, Any]) -> Prose:
    """A sentence a line, an empty line between paragraphs."""
    paragraphs = document["text"].strip().split("\n\n")
    return Prose(document["language"], event, tuple(tuple(p.strip().split("\n")) for p in paragraphs))


def read_hand_cases(folder: str) -> tuple[Case, ...]:
    """The documents of a folder that holds hand-written events only, oldest first."""
    written = [case for event in read_hand(folder) for case in _label(event)]
    return tuple(sorted(written, key=lambda case: (case.dated_at, case.id)))
