"""Quotes with their speakers: who is reported to have said what, French and English.

A quote is what stands between quotation marks, four words or more (fewer is a word held with tongs), if a clause beside
it or inside it says whose it is, or if it is a sentence by itself. Its span lies inside the marks. The speaker is found
in the clause by its verb; a pronoun is the nearest person before it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.document import Mention, Quote, Tag

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
FEWEST_WORDS = 4  # "gateway to China" is a phrase in tongs, no statement
FULL_SENTENCE = 8  # words that are a statement even where nobody is named
REACH = 220  # characters beside a quote in which its speaker is looked for
CLOSERS = {"«": "»", "“": "”", "„": "”“", '"': '"'}

_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(
    r"(?<![A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bM\.)(?<!\bMrs\.)[.!?;](?=[\s»”\"]|$)|[«»“„”\"]"
)
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_CUT = re.compile(
    r"[,;:(]|\s(?:on|in|at|during|to|after|before|when|while|as|via|from|dans|lors|à|au|aux|après|avant|sur|en|mardi|lundi"
    r"|mercredi|jeudi|vendredi|samedi|dimanche|hier|cité|citée|citant|interrogée?|devant|auprès|via|qui|who|that|que"
    r"|yesterday|today|last|this|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?=\s|$|[.,])"
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a language attributes words: its verbs, "according to", and its pronouns."""

    verb: re.Pattern[str]
    incise: re.Pattern[str]
    pronoun: re.Pattern[str]
    name_before: bool


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who spoke: the words that say so, and the tag they mean."""

    text: str = ""
    tag: Tag | None = None
    start: int = 0  # where the words were said


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _read_english(table: dict[str, str]) -> _Grammar:
    verbs, pronouns = _any_of(table["verbs"].split()), _any_of(table["pronouns"])
    verb = rf"(?P<according>\b(?i:{_any_of(table['according'])})\s)|\b(?P<verb>{verbs})\b"
    incise = rf"(?<=[,?!—–-])\s(?P<clause>(?:(?P<pronoun>{pronouns})\s(?:{verbs})|(?:{verbs})\s[A-Z][^,]{{2,60}}),)\s"
    return _Grammar(re.compile(verb), re.compile(incise), re.compile(rf"(?i:{pronouns})"), True)


def _read_french(table: dict[str, str]) -> _Grammar:
    participles = table["participles"].split()
    made = [p[:-1] + ending for p in participles if p.endswith("é") for ending in ("e", "ent", "ait")]
    presents = _any_of(sorted({*table["presents"].split(), *made}))
    pronouns = _any_of(table["pronouns"])
    adverb = r"(?:\w+ment\s|(?:également|aussi|ainsi|encore|fait)\s)?"
    past = (
        rf"(?:s['’](?:est|était)|a|ont|avait|avaient|aurait)\s{adverb}"
        rf"(?:{_any_of(participles)}|savoir|valoir|remarquer)e?s?"
    )
    inverted = r"[^\W\d_]+(?:-t)?-(?P<inverted>ils?|elles?|on)"  # any verb: estime-t-elle, a-t-il dit
    verb = (
        rf"(?P<according>\b(?i:{_any_of(table['according'])})\s)"
        rf"|\b(?P<verb>{inverted}|{past}|(?:s[e'’]\s?)?(?:{presents}))(?![\w-])"
    )
    incise = rf"(?<=[,?!—–-])\s(?P<clause>(?:{inverted}|{past}|(?:{presents})\s(?=[A-ZÀ-Ý]))(?:\s?[^,«»]{{2,60}})?,)\s"
    return _Grammar(re.compile(verb), re.compile(incise), re.compile(rf"(?i:{pronouns})"), False)


_GRAMMARS = {"en": _read_english(_TABLES["en"]), "fr": _read_french(_TABLES["fr"])}


def find_quotes(text: str, language: str, mentions: Sequence[Mention]) -> list[Quote]:
    """Return the quotes of `text` in reading order, none overlapping another; other languages than the two have none.

    `mentions` are those of the same text. A quote's `speaker` is the tag of the mention found in its attribution, and
    `speaker_text` the words that name the speaker there; for a pronoun, those of the person it stands for.
    """
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        return []
    in_text = sorted((m for m in mentions if m.field == "text"), key=lambda m: m.start)
    quotes: list[Quote] = []
    for paragraph in _PARAGRAPH.finditer(text):
        spans = list(_find_spans(text, paragraph.start(), paragraph.end()))
        if spans:
            quotes += _read_paragraph(text, spans, paragraph.span(), grammar, in_text, quotes)
    return quotes


def _find_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands between outermost quotation marks of one paragraph; a last one may stay open to its end."""
    position = start
    while (opening := _next_opening(text, position, end)) is not None:
        closing = _find_closing(text, opening, end)
        if closing is None:
            if opening == start + len(text[start:end]) - len(text[start:end].lstrip()):
                yield opening + 1, end
            position = opening + 1
        else:
            yield opening + 1, closing
            position = closing + 1


_OPENING = re.compile(r"[«“„]|(?<![\w.,!?…])\"(?=[\w$€£¥¿¡('‘’\[…])|(?<![\w.,!?…])\"(?=\u00a0)")


def _next_opening(text: str, position: int, end: int) -> int | None:
    match = _OPENING.search(text, position, end)
    return match.start() if match else None


def _find_closing(text: str, opening: int, end: int) -> int | None:
    closers = CLOSERS[text[opening]]
    depth = 0
    for position in range(opening + 1, end):
        sign = text[position]
        if sign in closers:
            if depth == 0:
                return position
            depth -= 1
        elif sign == text[opening]:
            depth += 1
    return None


def _read_paragraph(
    text: str,
    spans: list[tuple[int, int]],
    paragraph: tuple[int, int],
    grammar: _Grammar,
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
    current = last if earlier and not any(found) and not text[earlier[-1].end : paragraph[0]].strip() else None
    for position, span in enumerate(spans):
        current = found[position] or current or next(filter(None, found[position:]), None)
        start, end = _trim(text, *span)
        if _is_statement(text, start, end, found[position], current):
            speaker = current or _Speaker()
            quotes.append(Quote("text", start, end, text[start:end], speaker.text, speaker.tag))
    return quotes


def _is_statement(text: str, start: int, end: int, own: _Speaker | None, current: _Speaker | None) -> bool:
    words = len(_WORD.findall(text, start, end))
    finished = current is not None and text[end - 1 : end] in (".", "!", "?", "…")
    return words >= FEWEST_WORDS and (own is not None or words >= FULL_SENTENCE or finished)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return start, end


def _find_speaker(
    text: str,
    span: tuple[int, int],
    paragraph: tuple[int, int],
    grammar: _Grammar,
    mentions: list[Mention],
    last: _Speaker | None,
) -> _Speaker | None:
    """Look for the attribution behind the quote, before it, and inside it."""
    before = _clause_before(text, span[0] - 1, paragraph[0])
    after = _clause_after(text, span, paragraph[1])
    introduced = text[before[0] : before[1]].rstrip().endswith(":")
    places = (before, after) if introduced else (after, before)
    for place in places:
        attributed = _attribute(text, place, place is after, grammar)
        if attributed:
            return _name(text, attributed, grammar, mentions, last)
    if named := _beside(text, before, after, introduced, mentions):
        return _name(text, named, grammar, mentions, last)
    if incise := grammar.incise.search(text, span[0], span[1]):
        place = incise.span("clause")
        if attributed := _attribute(text, place, True, grammar):
            return _name(text, attributed, grammar, mentions, last)
    return None


_VERB_AND_NAME = re.compile(
    r"[\s,]*,?\s?(?:[a-zà-ÿ][\w'’-]*\s){1,3}(?P<name>[A-ZÀ-Ý][\w'’-]+(?:\s(?:de\s|du\s|van\s)?[A-ZÀ-Ý][\w'’-]+)+)"
)
_NAME_FIRST = re.compile(r"(?P<colon>\s?:)?\s(?P<name>(?:[A-ZÀ-Ý][\w'’-]+\s?){1,4})")
_PRONOUN_FIRST = re.compile(r"[\s,]*(?P<name>he|she|they)\s[a-z]+(?:s|ed)\b")


def _beside(
    text: str, before: tuple[int, int], after: tuple[int, int], introduced: bool, mentions: list[Mention]
) -> tuple[int, int] | None:
    """Return who is named beside a quote where no known verb is: in the clause that ends with a colon, or behind it."""
    people = [m for m in mentions if m.tag.kind == "person"]
    if introduced:
        inside = [m for m in people if before[0] <= m.start and m.end <= before[1]]
        return (inside[0].start, inside[0].end) if inside else None
    goes_on = text[after[0] - 2 : after[0] - 1] in (",", "?", "!") or text[after[0] : after[0] + 2].lstrip()[:1] == ","
    if goes_on and (match := _VERB_AND_NAME.match(text, *after) or _PRONOUN_FIRST.match(text, *after)):
        return match.span("name")
    if (match := _NAME_FIRST.match(text, *after)) and (goes_on or match["colon"]):
        named = [m for m in people if m.start == match.start("name")]
        return (named[0].start, named[0].end) if named else None
    return None


def _clause_before(text: str, end: int, limit: int) -> tuple[int, int]:
    start = max(limit, end - REACH)
    for stop in _SENTENCE_END.finditer(text, start, end):
        start = stop.end()
    return start, end


def _clause_after(text: str, span: tuple[int, int], limit: int) -> tuple[int, int]:
    start = span[1] + 1
    following = text[start : start + 3].lstrip(" ,\u00a0")
    if text[span[0] : span[1]].rstrip()[-1:] == "." and not following[:1].islower():
        return start, start
    stop = _SENTENCE_END.search(text, start, min(limit, start + REACH))
    return start, stop.start() if stop else min(limit, start + REACH)


def _attribute(text: str, place: tuple[int, int], after: bool, grammar: _Grammar) -> tuple[int, int] | None:
    """Return the span of the words that name the speaker, None where the clause attributes nothing."""
    for verb in grammar.verb.finditer(text, *place):
        lead = text[place[0] : verb.start()]
        if lead.endswith(("ne ", "n'", "n’")):
            continue  # lui ne croit pas
        subject = _subject_before(text, place[0], verb.start())
        groups = verb.groupdict()
        if groups.get("inverted"):
            return verb.span("inverted")
        if groups["according"]:
            if text[verb.start() : verb.end()].strip().lower() == "pour" and (after or lead.strip()):
                continue
            return _object_after(text, verb.end(), place[1])
        if after and not grammar.name_before and lead.strip(" ,\u00a0—–-"):
            return None  # in French the verb comes first behind a quote
        if subject and lead.strip(" ,\u00a0"):
            return subject
        return _object_after(text, verb.end(), place[1])
    return None


def _subject_before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the subject before a verb: the last part between commas, or the one that a closed apposition explains."""
    lead = text[start:end]
    parts = [(m.start(), m.end()) for m in re.finditer(r"[^,]+", lead) if m[0].strip()]
    if not parts:
        return None
    chosen = parts[-1]
    if lead.rstrip().endswith(",") and len(parts) > 1:
        chosen = parts[-2]
    first, last = _trim(text, start + chosen[0], start + chosen[1])
    relative = re.search(r"\s(?:who|qui|has|have|had|also|later|ensuite|l['’]|en|y)$", text[first:last])
    last = first + relative.start() if relative else last
    lead_in = re.match(r"(?:But|And|Mais|Et|As|Comme|While|However)\s|(?:[Cc]omme )?l['’]$", text[first:last])
    first += len(lead_in[0]) if lead_in else 0
    return (first, last) if last > first else None


def _object_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    first, _ = _trim(text, start, end)
    cut = _CUT.search(text, first + 1, end)
    first, last = _trim(text, first, cut.start() if cut else end)
    return (first, last) if last > first and len(_WORD.findall(text, first, last)) <= 12 else None


def _name(
    text: str,
    span: tuple[int, int],
    grammar: _Grammar,
    mentions: list[Mention],
    last: _Speaker | None,
) -> _Speaker | None:
    """Return the speaker whom the words at `span` name."""
    printed = text[span[0] : span[1]].strip(" .\u00a0")
    if grammar.pronoun.fullmatch(printed):
        return _resolve_pronoun(printed, span[0], mentions, last)
    inside = [m for m in mentions if m.start < span[1] and span[0] < m.end]
    people = [m for m in inside if m.tag.kind == "person"]
    if not people and text[span[1] : span[1] + 2] == ", ":  # said its director, Ann Brady
        people = [m for m in mentions if m.start == span[1] + 2 and m.tag.kind == "person"]
    if people:
        return _Speaker(people[-1].text, people[-1].tag, span[0])
    speakers = [m for m in inside if m.tag.kind in ("organisation", "place", "product")]
    return _Speaker(printed, speakers[-1].tag if speakers else None, span[0])


def _resolve_pronoun(printed: str, start: int, mentions: list[Mention], last: _Speaker | None) -> _Speaker:
    """Return the nearest person before a pronoun, by mention or as the last speaker; else the pronoun itself."""
    people = [m for m in mentions if m.end <= start and m.tag.kind == "person"]
    if last and last.text and (not people or people[-1].end <= last.start):
        return _Speaker(last.text, last.tag, start)
    return _Speaker(people[-1].text, people[-1].tag, start) if people else _Speaker(printed, start=start)
