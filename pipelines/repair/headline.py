"""Headlines: which line looks like one, and how to make one for a piece that has none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.facts.days import WEEKDAYS
from pipelines.sentences import split_sentences

LONGEST_TITLE = 110  # characters
LONGEST_HEADLINE = 20  # words
ENDS_SENTENCE = re.compile(r"[.…;,:]\s?[»”\"')\]]*$")
DATELINE = re.compile(
    r"^(?:[A-ZÀ-Þ][\w.'’/ -]{1,40},? ?(?:[^()–—-]{0,40})?\((?:[A-Z][\w .'’-]{1,30})\)\s*[-–—:.]+\s*"
    r"|\([A-Z][A-Za-z]{1,11}\)\s*[-–—:]*\s*(?=[A-ZÀ-Þ«“\"])"  # an agency or a broadcaster alone: `(CNN)The bridge`
    r"|[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30}(?:,[^–—-]{1,40})?\s+[-–—]{1,2}\s+"
    r"|[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2},\s(?:le )?(?:\d{1,2}(?:er)?\s\w+|\w+\.?\s\d{1,2})(?:,? \d{4})?\s*"
    r"(?:\([^)]{1,30}\)\s*)?[-–—:]+\s*)"
)
BREAKS = (  # where a sentence may be cut, best first: a clause's end, then a phrase's
    re.compile(
        r"\s*(?:;|\s[–—-]\s|:\s)|,\s(?=(?:which|who|where|while|but|and|said|according|after|as|"
        r"qui|dont|où|mais|et|tandis|alors|selon|après|a )\b)"
    ),
    re.compile(r",\s"),
    re.compile(
        r"\s(?=(?:to|in|on|with|for|as|after|by|from|and|that|à|au|aux|dans|sur|avec|pour|par|après|et|que|qui|afin)\s)"
    ),
)

SIGNS = (  # a name inside the sentence, a figure, a day near publication, somebody who says or decides
    re.compile(rf"(?<=[^\W\d_A-ZÀ-Þ][ ’'\u00a0])(?!(?i:{WEEKDAYS['en']}))[A-ZÀ-Þ][^\W\d_]+"),
    re.compile(r"\d"),
    re.compile(
        rf"\b(?:{WEEKDAYS['en']}|yesterday|today|last night|this (?:week|month)"
        rf"|{WEEKDAYS['fr']}|hier|aujourd['’]hui|cette semaine)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:said|announced|decided|voted|ruled|found|approved|according|annoncé|annonce|voté|décidé|condamné|conclut|selon)\b"
    ),
)
# With 2 of tests/cases/summaries' slow tuning pieces, the titles have most words of what an editor wrote.
ENOUGH = 2  # signs
LEANS = re.compile(
    r"^(?:[«“\"'‘]|(?:He|She|It|They|But|And|So|Yet|This|That|These|You|We|I|Ils?|Elles?|Mais|Et|Or|On|Ce|Cela|C['’]est|Je"
    r"|Nous|Vous)\b)|\?$"
)
SENTENCES_READ = 20


def is_headline(line: str) -> bool:
    """Whether the line has a headline's form: short, begun in capitals, not closed like a sentence."""
    words = line.split()
    return 0 < len(words) <= LONGEST_HEADLINE and not ENDS_SENTENCE.search(line) and not line[:1].islower()


def make_title(text: str) -> str:
    """A title taken from the text: its first line if that is a headline, else the main clause of a sentence.

    That is the first sentence, unless a later one has the signs of news that it lacks. At most 110 characters, never
    cut inside a word; it ends with … where it was cut.
    """
    lines = [line.strip() for line in text.splitlines() if any(c.isalpha() for c in line)]
    if not lines:
        return ""
    if len(lines) > 1 and is_headline(lines[0]) and len(lines[0].split()) >= 3 and len(lines[0]) <= LONGEST_TITLE:
        return lines[0]
    opening = next((n for n, line in enumerate(lines) if len(line.split()) >= 5), 0)
    plain = [DATELINE.sub("", " ".join(line.split()), count=1) for line in lines[opening : opening + SENTENCES_READ]]
    sentences = [line[start:end] for line in plain for start, end in split_sentences(line, "")][:SENTENCES_READ]
    return _shorten(_choose(sentences or [""]))


def _choose(sentences: Sequence[str]) -> str:
    """The first sentence if it has signs enough, else the first of those with most, if these are enough."""
    signs = [_count_signs(sentence) for sentence in sentences]
    return sentences[0 if signs[0] >= ENOUGH or max(signs) < ENOUGH else signs.index(max(signs))]


def _count_signs(sentence: str) -> int:
    """How many kinds of signs there are that a sentence tells news; none if it leans on another, asks or quotes."""
    return 0 if LEANS.search(sentence) else sum(bool(sign.search(sentence)) for sign in SIGNS)


def _shorten(sentence: str) -> str:
    if len(sentence) <= LONGEST_TITLE:
        return sentence.rstrip(" .")
    for pattern in BREAKS:
        ends = [m.start() for m in pattern.finditer(sentence) if 40 <= m.start() < LONGEST_TITLE]
        if ends:
            return sentence[: ends[-1]].rstrip(" ,;:–—-") + "…"
    head, space, _ = sentence[:LONGEST_TITLE].rpartition(" ")
    return (head if space else "").rstrip(" ,;:–—-") + "…"
