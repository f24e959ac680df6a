"""Quotes with their speakers: who is reported to have said what, French and English.

A quote is what stands between quotation marks, four words or more (fewer is a word held with tongs), if a clause beside
it or inside it says whose it is, or if it is a sentence by itself. Its span lies inside the marks. The speaker is found
in the clause by its verb; a pronoun is the nearest person before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.document import Mention, Quote, Tag
from pipelines.facts.attribution import (
    GRAMMARS,
    WORD,
    Grammar,
    clause_after,
    clause_before,
    find_attribution,
    find_beside,
    find_signature,
    find_told_of,
    trim_span,
)
from pipelines.names.people import gender_of

FEWEST_WORDS = 4  # "gateway to China" is a phrase in tongs, no statement
FEWEST_SAID = 2  # where they are a sentence by themselves with its speaker: « Nous tenons parole », assure le maire
FEWEST_IN_SENTENCE = 6  # where the words go on with the sentence around them
FULL_SENTENCE = 8  # words that are a statement even where nobody is named
MOST_TITLED = 12  # words of a title
FULL_STOPS = (".", "!", "?", "…")
GENDERS = {"he": "m", "il": "m", "lui": "m", "celui-ci": "m", "celui": "m", "ce dernier": "m"}
GENDERS |= {"le": "m", "la": "f", "ce": "m", "cet": "m", "cette": "f"}
GENDERS |= {"she": "f", "elle": "f", "celle-ci": "f", "celle": "f", "cette dernière": "f"}
CLOSERS = {"«": "»", "“": "”", "„": "”“", '"': '"', "'": "'", "‘": "’"}
SINGLE = ("'", "‘")  # apostrophes too: they open before a capital, outside other marks, and close by a stop or a comma

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who spoke: the words that say so, and the tag they mean."""

    text: str = ""
    tag: Tag | None = None
    start: int = 0  # where the words were said


def find_quotes(text: str, language: str, mentions: Sequence[Mention]) -> list[Quote]:
    """Return the quotes of `text` in reading order, none overlapping another; other languages than the two have none.

    `mentions` are those of the same text. A quote's `speaker` is the tag of the mention found in its attribution, and
    `speaker_text` the words that name the speaker there; for a pronoun, those of the person it stands for.
    """
    grammar = GRAMMARS.get(language)
    if grammar is None:
        return []
    in_text = sorted((m for m in mentions if m.field == "text"), key=lambda m: m.start)
    quotes: list[Quote] = []
    for paragraph in _PARAGRAPH.finditer(text):
        if spans := _find_spans(text, *paragraph.span()):
            read = _read_paragraph(text, spans, paragraph.span(), grammar, in_text, quotes)
            if quotes and read and not quotes[-1].speaker_text and _goes_on(text, quotes[-1], paragraph.start()):
                quotes[-1] = replace(quotes[-1], speaker=read[0].speaker, speaker_text=read[0].speaker_text)
            quotes += read
    return quotes


def _goes_on(text: str, quote: Quote, start: int) -> bool:
    """Whether a quote runs on from its paragraph, which nothing closes, into the one at `start`."""
    return not text[quote.end : start].strip()


def _find_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return what stands between a paragraph's outermost marks; a quote at its start may stay open to its end."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in _MARKS.finditer(text, start, end):
        position = mark.start()
        if opened and mark[0] in CLOSERS[text[opened[-1]]]:
            first = opened.pop() + 1
            while pairs and pairs[-1][0] > first:
                pairs.pop()  # nested in this one
            pairs.append((first, position))
        elif mark[0] in SINGLE and opened:
            continue
        elif mark[0] in CLOSERS and (mark[0] != '"' or _may_open(text, position)):
            opened.append(position)
    if opened and text[opened[0]] not in SINGLE and not text[start : opened[0]].strip():
        return [(opened[0] + 1, end)]
    return pairs


_MARKS = re.compile(r"[«»“”„\"]|(?<!\S)['‘](?=[A-Z])|(?<=[,.!?…])['’](?!\w)|(?<=\w)['’](?=,\s)")


def _may_open(text: str, position: int) -> bool:
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return (
        not (before.isalnum() or before in (*FULL_STOPS, ","))
        and bool(after)
        and (after == "\u00a0" or not after.isspace())
    )


def _read_paragraph(
    text: str,
    spans: list[tuple[int, int]],
    paragraph: tuple[int, int],
    grammar: Grammar,
    mentions: list[Mention],
    earlier: list[Quote],
) -> list[Quote]:
    """Return a paragraph's quotes; one that nothing attributes takes the speaker of its neighbour."""
    found: list[_Speaker | None] = []
    last = _Speaker(earlier[-1].speaker_text, earlier[-1].speaker, earlier[-1].start) if earlier else None
    for span in spans:
        speaker = _find_speaker(text, span, paragraph, grammar, mentions, last)
        found.append(speaker)
        last = speaker or last
    quotes = []
    current = last if earlier and not any(found) and _goes_on(text, earlier[-1], paragraph[0]) else None
    open_end = spans[-1][1] == paragraph[1]
    for position, span in enumerate(spans):
        behind = spans[position - 1][1] + 1 if position else paragraph[0]
        told_of = None if found[position] else find_told_of(text, behind, span, mentions)
        told = _name(text, told_of, grammar, mentions, None) if told_of else None
        current = found[position] or told or current or next(filter(None, found[position:]), None)
        start, end = trim_span(text, *span)
        goes_on = position > 0 and _ASIDE.fullmatch(text, behind, span[0] - 1) is not None
        if _is_statement(text, start, end, found[position], current, goes_on) or (open_end and end > start):
            speaker = current or _Speaker()
            quotes.append(Quote("text", start, end, text[start:end], speaker.text, speaker.tag))
    return quotes


_ARTICLE = re.compile(r"(?:the|les?|la)\s|l['’]", re.IGNORECASE)
_SPOKEN_TO = re.compile(r"(?:par|à|aux?|dans|sur|devant|auprès)\s")
_APPOSED = re.compile(
    r"(?:(?:\s[^,.;:«»“”\n]{2,60})?,|\s(?:à|au|aux|chez|of|at|for|from)(?:\s[\w'’-]+){1,3})\s(?:(?:Me|M\.|Mme|Dr|Pr|maître|Mr\.?|Mrs\.?|Ms\.?|Prof\.?)\s)?"
)
_OPENS = re.compile(r"(?:^|[.!?…:\n][»”\"]?[\s\u00a0]?)[«“\"][\s\u00a0]?$")
_CLOSES = re.compile(r",?[\s\u00a0]?[»”\"],?[\s\u00a0][a-zà-ÿ]")
_LED_TO = re.compile(r"(?:[,:]|\b(?:that|que))[\s\u00a0][«“\"][\s\u00a0]?$")
_ENDS = re.compile(r"[.,]?[\s\u00a0]?[»”\"][.,;!?]|[.,][”\"]")
_RUNS_ON = re.compile(r"\w[\s\u00a0][«“\"][\s\u00a0]?$")
_RUNS_THROUGH = re.compile(r"[\s\u00a0]?[»”\"][\s\u00a0][a-zà-ÿ]")
_ASIDE = re.compile(r"[\s\u00a0]?,[^.!?;«“]+,[\s\u00a0]")  # between the halves of a quote: "…," he says, "…"


def _is_statement(
    text: str, start: int, end: int, own: _Speaker | None, current: _Speaker | None, goes_on: bool
) -> bool:
    """Whether the words are said rather than named; `goes_on`: they are the second half of a quote."""
    words = len(WORD.findall(text, start, end))
    closed = _CLOSES.match(text, end) or text[end - 1 : end] in FULL_STOPS
    if own and words >= FEWEST_SAID and _OPENS.search(text, max(0, start - 8), start) and closed:
        return True
    if own is None and _RUNS_ON.search(text, max(0, start - 8), start) and _RUNS_THROUGH.match(text, end):
        return False  # le film « … » sort mercredi
    if words < MOST_TITLED and _is_title(text[start:end]):
        return False
    embedded = text[start:end][:1].islower() and text[end - 1 : end] not in FULL_STOPS and not goes_on
    ends = own is not None and _ENDS.match(text, end) is not None
    if embedded and words < FEWEST_IN_SENTENCE and not ends and not _LED_TO.search(text, max(0, start - 8), start):
        return False
    finished = current is not None and text[end - 1 : end] in FULL_STOPS
    return words >= FEWEST_WORDS and (own is not None or words >= FULL_SENTENCE or finished)


def _is_title(words: str) -> bool:
    """Whether each long word has a capital, as in the English title of a work: "To Kill a Mockingbird"."""
    long = [word for word in WORD.findall(words) if len(word) > 3]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def _find_speaker(
    text: str,
    span: tuple[int, int],
    paragraph: tuple[int, int],
    grammar: Grammar,
    mentions: list[Mention],
    last: _Speaker | None,
) -> _Speaker | None:
    """Look for the attribution behind the quote, before it, and inside it."""
    before = clause_before(text, span[0] - 1, paragraph[0])
    after = clause_after(text, span, paragraph[1])
    introduced = text[before[0] : before[1]].rstrip().endswith(":")
    places = (before, after) if introduced else (after, before)
    outside = [m for m in mentions if not span[0] <= m.start < span[1]]  # nobody names herself in what she says
    for place in places:
        attributed = find_attribution(text, place, place is after, grammar)
        if attributed:
            return _name(text, attributed, grammar, outside, last)
    if named := find_signature(text, span[1], outside) or find_beside(text, before, after, introduced, outside):
        return _name(text, named, grammar, outside, last)
    if incise := grammar.incise.search(text, span[0], span[1]):
        place = incise.span("clause")
        if attributed := find_attribution(text, place, True, grammar):
            return _name(text, attributed, grammar, mentions, last)
    return None


def _name(
    text: str,
    span: tuple[int, int],
    grammar: Grammar,
    mentions: list[Mention],
    last: _Speaker | None,
) -> _Speaker | None:
    """Return the speaker whom the words at `span` name."""
    printed = text[span[0] : span[1]].strip(" .\u00a0")
    stands_for = grammar.pronoun.fullmatch(printed)
    inside = [m for m in mentions if m.start < span[1] and span[0] < m.end]
    people = [m for m in inside if m.tag.kind == "person"]
    is_bare = printed.lower() in GENDERS
    if not people and not is_bare and (behind := _APPOSED.match(text, span[1])):  # said its director, Ann Brady
        people = [m for m in mentions if m.start == behind.end() and m.tag.kind == "person"]
    if people:
        return _Speaker(people[-1].text, people[-1].tag, span[0])
    if stands_for:
        return _resolve_pronoun(printed, text, span[0], mentions, last)
    if _SPOKEN_TO.match(printed):
        return None
    speakers = [m for m in inside if m.tag.kind in ("organisation", "place", "product")]
    if speakers and speakers[-1].end == span[1] and _ARTICLE.fullmatch(text, span[0], speakers[-1].start):
        printed = speakers[-1].text
    return _Speaker(printed, speakers[-1].tag if speakers else None, span[0])


def _resolve_pronoun(printed: str, text: str, start: int, mentions: list[Mention], last: _Speaker | None) -> _Speaker:
    """Whom a pronoun means: the first person of the nearest sentence before, or the last speaker; else itself."""
    gender = GENDERS.get(printed.lower()) or GENDERS.get(printed.lower().partition(" ")[0], "")

    def may_be(tag: Tag | None) -> bool:
        return not (gender and tag) or gender_of(tag.name) in ("", gender)

    people = [m for m in mentions if m.end <= start and m.tag.kind == "person" and may_be(m.tag)]
    fits = last and GENDERS.get(last.text.lower(), gender) == gender and may_be(last.tag)  # « elle » is no « il »
    if last and last.text and fits and (not people or people[-1].end <= last.start):
        return _Speaker(last.text, last.tag, start)
    if not people:
        return _Speaker(printed, start=start)
    begins = max(text.rfind(mark, 0, people[-1].start) for mark in (". ", "? ", "! ", "\n"))
    subject = next(m for m in people if m.start > begins)
    return _Speaker(subject.text, subject.tag, start)
