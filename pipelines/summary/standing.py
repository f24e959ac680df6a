"""Which sentences of a text a reader understands when they stand by themselves, French and English.

A sentence is broken where it is cut, where it is no statement, or where it quotes somebody without saying whom: no
summary may hold it. It leans where its words point back to the sentence before ("She", "La mesure", "a-t-il dit"): a
summary may hold it right behind that one only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from monitor.document import Document
from pipelines.language.passages import find_passage
from pipelines.repair.headline import DATELINE
from pipelines.sentences import split_sentences

SHORTEST, LONGEST = 16, 420  # characters; shorter is a heading or a cry, longer fills the digest by itself
FEWEST_QUOTED = 4  # words; fewer are words held with tongs, part of the sentence
FRAGMENT = 8  # as many where the sentence runs into them: a title, or words of somebody's among its own
ENDS_WHOLE = re.compile(r"(?<!\.\.)[.…][\"”»’')\]\u00a0 ]*$")
OPENS_WHOLE = re.compile(r"[«“\"'‘]?[\u00a0 ]?(?:[A-ZÀ-ÖØ-Þ0-9]|[a-z]+[A-Z])")
NOTICE = re.compile(  # what a page says about itself
    r"(?:dernière mise à jour|mis à jour|publié le|(?:last |first )?(?:updated|published)|read (?:more|also)|see also|"
    r"(?:à )?lire aussi|voir aussi|(?:image|photo)s?(?: credit)?\s?:|crédit|source\s?:|e-?mail|editor\s?:|©)",
    re.IGNORECASE,
)
BULLET = re.compile(r"[*•‣▪◦·–-]\s+")  # of a list; its point is judged as any sentence
MARKED = re.compile(r"«[^»\n]*(?:»|$)|[“„][^”\n]*(?:”|$)|(?<!\w)\"[^\"\n]*(?:\"|$)", re.MULTILINE)
SPEAKERS = ("person", "organisation")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|febr|mar|apr|jun|jul|aug|sept|octo|nov|dec)\w*|may|\d{4}s?"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence at [start, end) of a text, without bullet and date line, on one line; `speaks` of writer or reader."""

    start: int
    end: int
    text: str
    broken: bool
    leans: bool
    speaks: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language points back; see standing.toml."""

    pronoun: re.Pattern[str]
    joins: re.Pattern[str]
    known: re.Pattern[str]
    incise: re.Pattern[str]
    reader: re.Pattern[str]
    openers: frozenset[str]
    joined_openers: frozenset[str]
    articles: frozenset[str]


def find_statements(document: Document) -> list[Statement]:
    """Return all sentences of the document's text that are in its language, in order, each judged."""
    text, grammar = document.text, _grammars().get(document.language)
    marked = [found.span() for found in MARKED.finditer(text)]
    found = []
    for start, end in split_sentences(text, document.language):
        if find_passage(document, "text", start, end):
            continue
        first = start
        for mark in (BULLET, DATELINE):
            opening = mark.match(text[first:end])
            first += opening.end() if opening else 0
        plain = " ".join(text[first:end].split())
        broken = is_broken(plain) or _quotes_nobody(document, first, end, marked)
        bare = MARKED.sub("", plain)
        people = [m.text for m in document.mentions if first <= m.start < end and m.tag.kind in SPEAKERS]
        leans = grammar is not None and leans_back(bare, grammar, people)
        found.append(Statement(first, end, plain, broken, leans, bool(grammar and grammar.reader.search(bare))))
    return found


def is_broken(sentence: str) -> bool:
    """Whether it is no whole statement: a heading, a question, a cry, a notice of the page, the half of a bracket."""
    return (
        not SHORTEST <= len(sentence) <= LONGEST
        or not ENDS_WHOLE.search(sentence)
        or not OPENS_WHOLE.match(sentence)
        or bool(NOTICE.match(sentence))
        or sentence.count("(") != sentence.count(")")
    )


def _quotes_nobody(document: Document, start: int, end: int, marked: Sequence[tuple[int, int]]) -> bool:
    """Whether a quotation begins before the sentence or ends behind it, or nobody in the sentence says it."""
    for first, last in marked:
        if first < end and start < last:
            if first < start or last > end:
                return True
            embedded = document.text[start:first].rstrip()[-1:].isalnum()
            if len(WORD.findall(document.text, first, last)) >= (FRAGMENT if embedded else FEWEST_QUOTED):
                around = f"{document.text[start:first]} {document.text[last:end]}"
                if not _is_attributed(document, first, last, around):
                    return True
    return False


def _is_attributed(document: Document, first: int, last: int, around: str) -> bool:
    """Whether the words around a quotation name who said it: by a name, or as "the mayor's office", no pronoun."""
    return any(
        quote.speaker_text in around and (quote.speaker_text[0].isupper() or " " in quote.speaker_text)
        for quote in document.quotes
        if quote.speaker_text and first <= quote.start < last
    )


def leans_back(sentence: str, grammar: Grammar, people: Sequence[str] = ()) -> bool:
    """Whether the sentence speaks of something as known that only the text before it can have named.

    `people` are the names in it of those who may be its "he" or "she".
    """
    plain = sentence.lstrip("«“\"'‘ \u00a0")
    if grammar.joins.match(plain) or grammar.known.match(plain) or _has_loose_pronoun(plain, grammar):
        return True
    said = grammar.incise.search(plain)
    return said is not None and not any(name in plain[: said.start()] for name in people)


def _has_loose_pronoun(sentence: str, grammar: Grammar) -> bool:
    """Whether the first pronoun comes before anything that it could stand for."""
    found = grammar.pronoun.search(sentence)
    if not found or _has_subject(sentence[: found.start()], grammar):
        return False
    named_after = found.start() and re.match(
        r"[^,]{0,60}, (?:[A-ZÀ-Þ]|the |le |la |l['’]|les )", sentence[found.end() :]
    )
    return not named_after  # "In its report, the court"


def _has_subject(head: str, grammar: Grammar) -> bool:
    """Whether something is named that no preposition governs: "The mayor said", not "On Monday", "In the end"."""
    words = re.findall(r"[^\W_]+", head)
    for n, word in enumerate(words):
        before = words[n - 1].lower() if n else ""
        if n == 0 and word.lower() in grammar.openers:
            continue
        names = n == 0 or word[0].isupper() or word.lower() in grammar.articles
        if (
            names
            and not DAY.fullmatch(word.lower())
            and (before not in grammar.openers or before in grammar.joined_openers)
        ):
            return True
    return False


@cache
def _grammars() -> dict[str, Grammar]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {language: _read(table) for language, table in tables.items()}


def _read(table: dict[str, Any]) -> Grammar:
    any_of = {name: "|".join(parts) for name, parts in table.items() if isinstance(parts, list)}
    return Grammar(
        re.compile(rf"(?<![\w'’])(?:{any_of['pronouns']})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{any_of['joins']})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{any_of['known']})(?!\w)(?!{table['described']})", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{any_of['incise']})", re.IGNORECASE),
        re.compile(rf"(?<![\w'’.])(?:{any_of['reader']})(?![\w.])"),
        *(frozenset(table[name].split()) for name in ("openers", "joined_openers", "articles")),
    )
