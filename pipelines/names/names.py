"""Stretches of text that look like names: runs of capitalised words, cut where one name ends and another begins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipelines.names.matcher import find_addresses
from pipelines.names.people import is_first_name
from pipelines.names.places import known_places
from pipelines.sentences import split_sentences

# A word: letters and digits, with inner hyphens, dots (JD.com, U.S), ampersands and apostrophes; an elided article
# (l', d', qu') is a word of its own, and the English genitive and the C of `°C` none at all.
_WORD = re.compile(
    r"(?:qu|lorsqu|puisqu|jusqu|[cdjlmnst])['’](?=\w)"
    r"|(?<!°)[^\W_]+(?:(?:[&+-]|\.(?=[a-z0-9]{2}|[A-Z]\b)|['’](?!s\b))[^\W_]+)*\+?",
)
_CLIPPED = re.compile(
    r"-(?:based|led|owned|backed|listed|style|born|made|built|run|like|inspired|branded|\d+|(?:t-)?(?:ils?|elles?|on))$"
)
_ELIDED = re.compile(r"^(?:[CDJLMNST]|(?:Jus|Lors|Puis)?[Qq]u)['’]")
_COUNTED = re.compile(
    r"[ \u00a0]?(?:%|(?:per ?cent|pour ?cent|hundred|thousand|mille|million|milliard|billion|trillion|year|an|day|jour"
    r"|hour|heure|minute|people|personne|fois|time|euro|dollar|point|mile|km|kg)s?\b)"
)
LONGEST = 12  # words of a name; what goes on longer is a list or a table
_YEAR = re.compile(r"(?:19|20)\d\d")
_ADJECTIVE = re.compile(
    r".{3,}(?:al|ales?|aux|iques?|ien|iens|iennes?|aires?|els?|elles?|és?|ées?|ifs?|ives?|aine?s?|aises?|oise?s?|ais)$"
)
_ENDING = frozenset(".!?…")
_SHORTENED = re.compile(r"(?<![^\W_])(?:[A-Z]|M[rm]?e?s?|[DS]r|St)$")
_OPENING = frozenset('«“"„‘:([•–—-*')
_ABBREVIATED = frozenset({"st", "ste", "mr", "mrs", "ms", "dr", "prof", "m", "mme", "mt", "jr"})


class Words(dict[str, frozenset[str]]):
    """The word lists of name_words.toml, in small letters."""

    heads: frozenset[str]  # words that make a body, an event or a place of what they stand in
    nameless: frozenset[str]  # words that alone name nothing
    hollow: frozenset[str]  # words that name nothing together either: `Year One`


@cache
def load_words() -> Words:
    """Read the lists, once."""
    tables = tomllib.loads(Path(__file__).with_name("name_words.toml").read_text(encoding="utf-8"))
    words = Words({name: frozenset(each.split()) for name, each in tables.items()})
    words.hollow = words["openers"] | words["never_alone"]
    words.heads = words["organisation_heads"] | words["event_heads"] | words["place_heads"]
    words.nameless = words.heads.union(*(words[name] for name in ("titles", "never", "never_alone", "labels")))
    return words


@cache
def common_words() -> frozenset[str]:
    """The words of both languages that are met at least once in a million (wordfreq's small lists)."""
    from wordfreq import get_frequency_dict

    return frozenset(get_frequency_dict("en", "small")) | frozenset(get_frequency_dict("fr", "small"))


class Word(NamedTuple):
    """A word at [start, end). `first`: a capital there says nothing, for a sentence or a quotation begins with it."""

    start: int
    end: int
    text: str
    first: bool
    low: str  # in small letters
    is_capital: bool  # written as a name is: a capital first, or one inside (eBay, iPhone)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of words that may be a name. `titled`: a title stands before it; `employs`: a title follows it."""

    words: tuple[Word, ...]
    titled: bool = False
    employs: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end

    @property
    def lows(self) -> tuple[str, ...]:
        """Its words in small letters."""
        return tuple([word.low for word in self.words])


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of a text as words; those in headline capitals apart, for there a capital says nothing."""

    sentences: list[list[Word]]
    headlines: list[list[Word]]


def read_words(text: str, language: str) -> Reading:
    """Split `text` into sentences of words."""
    reading = Reading([], [])
    addresses = find_addresses(text)
    for start, end in split_sentences(text, language):
        words = list(_words(text, start, end, language))
        if addresses:
            words = [word for word in words if word.start not in addresses]
        (reading.headlines if _is_headline(words, text[start:end]) else reading.sentences).append(words)
    return reading


def _words(text: str, start: int, end: int, language: str) -> Iterator[Word]:
    previous = start
    for match in _WORD.finditer(text, start, end):
        (begin, end), word = match.span(), match[0]
        gap = text[previous:begin]
        first = previous == start or (gap != " " and _opens(gap, text, previous))
        if first and language != "en" and (elided := _ELIDED.match(word)):
            begin, word = begin + elided.end(), word[elided.end() :]
            first = not word[:1].isupper()
        if "-" in word and (clipped := _CLIPPED.search(word)):
            word = word[: clipped.start()]
        previous = end
        if word:
            low = word.lower()
            yield Word(begin, begin + len(word), word, first, low, low[:3] != word[:3])


def _opens(gap: str, text: str, end: int) -> bool:
    """Whether a sentence, a quotation or the item of a list begins after `gap`, which follows text[:end]."""
    if gap == ") " and text[end - 1].isdigit():
        return True
    ended = not _ENDING.isdisjoint(gap) and not _SHORTENED.search(text, max(0, end - 4), end)
    return ended or (not _OPENING.isdisjoint(gap) and gap.strip() != "-")


def _is_headline(words: Sequence[Word], text: str) -> bool:
    """Whether most long words have a capital that no grammar asks for; of a sentence with its full stop, nearly all."""
    long = [word.is_capital for word in words if len(word.text) > 3 and word.text[0].isalpha()]
    if text.isupper() and len(long) > 1:
        return True
    capitals = sum(long)
    if text[-1:].isalnum() and len(words) in range(2, 7) and ":" not in text:
        return 2 * capitals > len(long)
    return len(long) > 3 and capitals > (0.6 if text[-1:].isalnum() else 0.9) * len(long)


def find_names(sentence: Sequence[Word], text: str, language: str) -> Iterator[tuple[Word, ...]]:
    """Yield the runs of words in one sentence that look like names, links such as `of` between them included."""
    i, small_heads = 0, load_words()["small_heads"]
    while i < len(sentence):
        if (sentence[i].is_capital or sentence[i].low in small_heads) and _may_begin(sentence[i]):
            end = _run_end(sentence, i, text, language)
            if end > i + 1 or sentence[i].is_capital:
                yield tuple(sentence[i:end])
            i = end
        else:
            i += 1


def _may_begin(word: Word) -> bool:
    words = load_words()
    if not word.is_capital or word.low in words["small_heads"]:
        return word.low in words["small_heads"]
    return word.low not in words["never"] and not (word.first and word.low in words["openers"])


def _run_end(sentence: Sequence[Word], start: int, text: str, language: str) -> int:
    """The index after the last word of the run that begins at `start`."""
    end = start + 1
    while end < min(len(sentence), start + LONGEST):
        gap = text[sentence[end - 1].end : sentence[end].start]
        if _joins(sentence[end - 1], gap, sentence[end]) and not _counts(sentence[end], text):
            end += 1
        elif gap in ("'", "’") and _is_owned(sentence[end : end + 2]):
            end += 2
        elif gap in (" ", "\u00a0") and (jump := _linked(sentence, start, end, text, language)):
            end = jump
        else:
            break
    return end


def _is_owned(after: Sequence[Word]) -> bool:
    """Whether a genitive and what it owns go on with a name: `Addenbrooke`'s Hospital."""
    return [word.low for word in after[:1]] == ["s"] and any(
        word.is_capital and word.low in load_words()["owned_heads"] for word in after[1:]
    )


def _counts(word: Word, text: str) -> bool:
    """Whether it is a number of something, and no part of a name before it: `Yucatan 66 million years ago`."""
    return word.text.isdigit() and _COUNTED.match(text, word.end) is not None


def _joins(left: Word, gap: str, right: Word) -> bool:
    words = load_words()
    if gap in (", ", " ") and right.low in words["legal_forms"] and right.is_capital:
        return True
    if gap in ("' ", "’ "):  # Farm Workers' Guild
        return left.low.endswith("s") and right.is_capital and right.low in words.heads
    if gap == ". ":
        return right.is_capital and (len(left.text) == 1 or left.low in _ABBREVIATED)
    if gap not in (" ", "\u00a0", " & ", " + ", "\u00a0&\u00a0"):
        return False
    if right.text.isdigit():
        return not _YEAR.fullmatch(right.text) and left.low not in words["never"] and len(right.text) < 4
    return right.is_capital and right.low not in words["never"]


def _linked(sentence: Sequence[Word], start: int, end: int, text: str, language: str) -> int:
    """The index after a link (`of`, `de la`) and the name it leads to, or after what French adds in small letters."""
    words = load_words()
    run = sentence[start:end]
    french_head = language == "fr" and run[0].low in words["organisation_heads"] and not run[0].first
    if french_head and (jump := _small_letters(sentence, end, text)) > end:
        return jump
    links = words["french_links"] if language == "fr" else words["english_links"]
    noun_links = words["noun_links"] if language == "fr" and _is_noun(run[0]) else frozenset[str]()
    is_person = is_first_name(run[0].text) and len(run) < 3 and run[0].low not in words["never_alone"]  # Noël de Lille
    has_head = any(word.low in words.heads for word in run)
    allowed = words["particles"] | (words["person_links"] if is_person else links if has_head else noun_links)
    i = end
    while i < len(sentence) and i < end + 3 and sentence[i].low.replace("’", "'") in allowed:
        i += 1
    if i == end or i == len(sentence) or not _touches(text, sentence[end - 1 : i + 1]):
        return 0
    last, added = sentence[i], {word.low for word in sentence[end:i]}
    begins_anew = last.low in words.heads and not added.isdisjoint({"for", "and", "pour", "et"})
    if _is_whole(run) and last.text in known_places():  # the Kessel Foundation, of Toronto
        return 0
    return i + 1 if last.is_capital and last.low not in words["never"] and not begins_anew else 0


def _is_noun(word: Word) -> bool:
    """Whether a capital makes a name of a common word, as in `Traversées du Nord`."""
    is_other = word.low in load_words().nameless or word.text in known_places() or is_first_name(word.text)
    return not word.first and word.low in common_words() and not is_other


def _is_whole(run: Sequence[Word]) -> bool:
    """Whether it is a body's own name, and what it is, behind it: `Kessel Foundation`, but not `Royal Bank`."""
    return run[-1].low in load_words().heads and any(word.low not in common_words() for word in run[:-1])


def _touches(text: str, words: Sequence[Word]) -> bool:
    return all(text[a.end : b.start] in ("", " ", "\u00a0") for a, b in pairwise(words))


def _small_letters(sentence: Sequence[Word], end: int, text: str) -> int:
    """Follow `Autorité | de la concurrence`, `Cour | d'appel`, `Conseil | constitutionnel` to their end."""
    i = end
    while i < len(sentence) and i < end + 6 and _touches(text, sentence[i - 1 : i + 1]):
        if _ADJECTIVE.fullmatch(sentence[i].text) and sentence[i].text.islower():
            i += 1
            continue
        after = i
        while after < len(sentence) and sentence[after].low.replace("’", "'") in (
            "et",
            "de",
            "du",
            "des",
            "d'",
            "la",
            "l'",
            "les",
        ):
            after += 1
        if after == i or after == len(sentence) or sentence[i].low in ("la", "les", "l'"):
            break
        if not _touches(text, sentence[i - 1 : after + 1]) or not sentence[after].text[0].isalpha():
            break
        i = after + 1
    return i
