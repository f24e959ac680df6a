"""What a name stands for: points for each kind, from the words in it and beside it.

The weights were chosen by hand and adjusted on tests/cases/mentions/*_tuning.txt; each says how far one sign outweighs
another, and only their order matters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.document import TagKind
from pipelines.names.names import Name, Word, common_words, load_words
from pipelines.names.people import frequent_words, is_first_name, load_surnames
from pipelines.names.places import load_towns, shows_place

ORDER: tuple[TagKind, ...] = ("organisation", "person", "place", "product", "event")  # where points are equal

_BEFORE = re.compile(r"\b([^\W\d_][\w-]*+),?(?:\s(?:the|le|la))?[\s\u00a0«“\"]*$")
_AFTER = re.compile(r"[\s\u00a0»”\"]*([^\W\d_][\w-]*)")
_AGE = re.compile(r",\s(?:âgée?\sde\s)?\d\d(?:\sans)?,|\s\(\d\d\sans\)")
_APPOSITION = re.compile(r",\s(?:an?\s|the\s|its\s|le\s|la\s|l['’]|un\s|une\s|son\s|sa\s)?((?:[\w'’-]+\s){0,3}?[\w-]+)")
_OWNS = re.compile(
    r"['’]s?\s(?:shares?|stores?|customers?|shops?|website|sales|revenue|profits?|board|ceo|chief)\b", re.I
)
_HEADED = re.compile(
    r"\b(?:ceo|chairman|chairwoman|president|founder|head|director|manager|chief|shares?|customers|owner|parent|unit"
    r"|pdg|patron(?:ne)?|présidente?|directeur|directrice|fondateur|fondatrice|filiale|dirigeants?|salariés|clients"
    r"|porte-parole|analyste|responsable|actionnaires?|magasins|boutiques|action|titre)"
    r"(?:\s(?:général|générale|exécutif|officer|analyst|commerciale?))?\s(?:of|at|de|du|d['’]|chez)\s?$",
    re.IGNORECASE,
)
_MADE_BY = re.compile(
    r"\b(?:founded|led|chaired|created|written|directed|signed|headed|coached|fondée?|dirigée?|présidée?|créée?|écrite?"
    r"|réalisée?|signée?|menée?)s?\s(?:by|par)\s$",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"\b(?:chez|according\sto|analysts?\sat|researchers?\sat|works?\s(?:at|for)|(?:published|appear(?:ed|s))\s(?:in|by)|p(?:ubliée?|arue?)s?\s(?:dans|par)|told|cabinet|musée\s(?:du|de\sla))\s$",
    re.IGNORECASE,
)
_ARTICLES = (", the ", ", le ", ", la ", ", l'", ", l’")
_SHOWN = re.compile(r"([\w-]+)(?:\s\w+)?$")  # "a trawler", before an article and its name
_ABSTRACT = re.compile(r".{3,}(?:tions?|ments?|ness|ics|isme?|ogie|logy)")
_MODEL = re.compile(r"[A-Z][a-z]*-?\d+\w*")
_INITIAL = re.compile(r"(?:[A-Z]\.?){1,2}")
_HAS_SAID = re.compile(r"\s(?:a|ont)\s(?:\w+\s)?(\w+é|dit)\b")
_BY = frozenset({"by", "par"})  # the last word of what the patterns above find
_OF = frozenset({"of", "at", "de", "du", "d", "la", "chez", "to", "for", "in", "by", "dans", "par", "told", "cabinet"})


def score_kinds(name: Name, text: str, language: str) -> dict[TagKind, int]:
    """Points for each kind that [name.start, name.end) of `text` may be of."""
    points: dict[TagKind, int] = dict.fromkeys(ORDER, 0)
    _score_words(points, name, language)
    _score_neighbours(points, name, text, language)
    points["person"] += 4 * name.titled
    points["organisation"] += 2 * name.employs
    return points


def is_person_like(words: Sequence[Word]) -> bool:
    """Whether it looks like a whole name of a person: first name and surname, or a Chinese name."""
    if not 2 <= len(words) <= 4 or any(word.low in load_words().heads for word in words[1:]):
        return False
    return is_first_name(words[0].text) or is_chinese(words)


def is_chinese(words: Sequence[Word]) -> bool:
    """Whether it is a Chinese surname with a given name in pinyin, in either order."""
    if not 2 <= len(words) <= 3 or not all(word.text[0].isupper() and word.text.isalpha() for word in words):
        return False
    surnames = load_words()["chinese_surnames"]
    surname, *given = [word.low for word in words]
    return (surname in surnames and all(map(_is_pinyin, given))) or (
        given[-1] in surnames and len(given) == 1 and _is_pinyin(surname) and len(surname) > 4
    )


def _may_be_person(words: Sequence[Word]) -> bool:
    """Whether a name that nothing else tells may be a person's: a surname or rare word last, no common one first."""
    last = words[-1]
    is_rare = last.low not in frequent_words() and not _ABSTRACT.fullmatch(last.low) and not _is_plural(last.low)
    return words[0].low not in frequent_words() and (last.text in load_surnames() or is_rare)


def _is_plural(low: str) -> bool:
    return low.endswith("s") and (low[:-1] in common_words() or low.removesuffix("ies") + "y" in common_words())


def _may_lead(kind: TagKind, lows: Sequence[str], language: str) -> bool:
    """Whether the first word of a name tells its kind: in French, and in English before `of`."""
    words = load_words()
    if kind == "product":
        return False
    return language != "en" or lows[1] in ("of", "for") or lows[0] in words[f"{kind}_leads"]


@cache
def _is_pinyin(word: str) -> bool:
    syllables = load_words()["pinyin_syllables"]
    return word in syllables or any(word[:i] in syllables and word[i:] in syllables for i in range(1, len(word)))


def _score_words(points: dict[TagKind, int], name: Name, language: str) -> None:
    words, lows = load_words(), name.lows
    inner = lows[1:] if len(lows) > 1 else ()
    heads: tuple[tuple[TagKind, str], ...] = (
        ("organisation", "organisation_heads"),
        ("event", "event_heads"),
        ("place", "place_heads"),
        ("product", "product_heads"),
    )
    for kind, table in heads:
        if len(lows) > 1:
            points[kind] += 5 * (lows[-1] in words[table]) + 4 * (
                lows[0] in words[table] and _may_lead(kind, lows, language)
            )
            points[kind] += 2 * any(low in words[table] for low in inner[:-1])
    if is_person_like(name.words):
        points["person"] += 5
    elif len(lows) == 1 and is_first_name(name.words[0].text):
        points["person"] += 2
    text = name.words[0].text
    if len(lows) == 1:
        points["organisation"] += 1 + 2 * (text.isupper() and 2 <= len(text) <= 6) + any(c.isupper() for c in text[1:])
    if any(low[-1].isdigit() for low in lows[1:]) or (len(lows) == 1 and _MODEL.fullmatch(text)):
        points["product"] += 4
    if len(lows) in (2, 3) and not any(points.values()):
        points["person" if _may_be_person(name.words) else "organisation"] += 2
    if len(lows) == 2 and _INITIAL.fullmatch(text):
        points["organisation" if text.isupper() and lows[0] in words["club_leads"] else "person"] += 5


def _score_neighbours(points: dict[TagKind, int], name: Name, text: str, language: str) -> None:
    words = load_words()
    start, end = name.start, name.end
    left, whole, right = text[max(0, start - 60) : start], text[start:end], text[end : end + 80]
    before = _match(_BEFORE.search(left, max(0, len(left) - 30)))
    after = _match(_AFTER.match(right))
    nouns: tuple[tuple[TagKind, str, int], ...] = (
        ("organisation", "organisation_nouns", 3),
        ("product", "product_nouns", 4),
        ("person", "titles", 4),
        ("person", "roles", 4),
    )
    for kind, table, weight in nouns:
        points[kind] += weight * _is_one_of(before, words[table])
    points["product"] += 3 * _is_one_of(after, words["product_nouns"])
    points["place"] += 4 * (before in words["place_nouns"]) + 3 * (language == "en" and after in words["place_nouns"])
    points["organisation"] += 5 * ("&" in whole)
    points["place"] += 3 * shows_place(text, start, end)
    if before in words["saying"] or after in words["saying"] or _HAS_SAID.match(right):
        points["person" if len(name.words) > 1 else "organisation"] += 1
    if " " not in whole and name.words[0].low not in common_words():
        points["place"] += 2 * left.endswith(" in the ")  # the Queyras
    points["place"] += 2 * (whole in load_towns())
    points["person"] += 4 * bool(_AGE.match(right) or right.startswith(", who ")) + 3 * (
        before in _BY and bool(_MADE_BY.search(left))
    )
    points["organisation"] += 3 * (before in _OF and bool(_HEADED.search(left) or _EMPLOYER.search(left))) + 2 * bool(
        _OWNS.match(right)
    )
    if left.endswith(_ARTICLES) and (shown := _SHOWN.search(left.rpartition(",")[0])):
        points["product"] += 4 * (shown[1].lower() in words["product_nouns"])
    if apposition := _APPOSITION.match(right):
        near = apposition[1].lower().split()
        points["person"] += 4 * any(word in words["titles"] or word in words["roles"] for word in near)
        points["organisation"] += 4 * any(word in words["organisation_nouns"] for word in near[-2:])
        points["product"] += 3 * any(word in words["product_nouns"] for word in near[-2:])


def _is_one_of(noun: str, nouns: frozenset[str]) -> bool:
    return noun in nouns or (noun.endswith("s") and noun[:-1] in nouns)


def _match(found: re.Match[str] | None) -> str:
    return found[1].lower() if found else ""
