"""Headlines: which line looks like one, and how to make one for a piece that has none."""

from __future__ import annotations

import re

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


def is_headline(line: str) -> bool:
    """Whether the line has a headline's form: short, begun in capitals, not closed like a sentence."""
    words = line.split()
    return 0 < len(words) <= LONGEST_HEADLINE and not ENDS_SENTENCE.search(line) and not line[:1].islower()


def make_title(text: str) -> str:
    """A title taken from the text: its first line if that is a headline, else the main clause of its first sentence.

    At most 110 characters, never cut inside a word; it ends with … where it was cut.
    """
    lines = [line.strip() for line in text.splitlines() if any(c.isalpha() for c in line)]
    if not lines:
        return ""
    if len(lines) > 1 and is_headline(lines[0]) and len(lines[0].split()) >= 3 and len(lines[0]) <= LONGEST_TITLE:
        return lines[0]
    opening = next((line for line in lines if len(line.split()) >= 5), lines[0])
    plain = DATELINE.sub("", " ".join(opening.split()), count=1)
    start, end = next(iter(split_sentences(plain, "")), (0, 0))
    return _shorten(plain[start:end])


def _shorten(sentence: str) -> str:
    if len(sentence) <= LONGEST_TITLE:
        return sentence.rstrip(" .")
    for pattern in BREAKS:
        ends = [m.start() for m in pattern.finditer(sentence) if 40 <= m.start() < LONGEST_TITLE]
        if ends:
            return sentence[: ends[-1]].rstrip(" ,;:–—-") + "…"
    head, space, _ = sentence[:LONGEST_TITLE].rpartition(" ")
    return (head if space else "").rstrip(" ,;:–—-") + "…"
