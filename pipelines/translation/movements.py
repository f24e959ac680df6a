"""Movements that cannot be, as a rise from 7.4 to 7.1 or a fall from 4% to 1.2 billion, and what lost its direction."""

from __future__ import annotations

import re
from itertools import pairwise

from monitor import hedges
from pipelines.facts.numbers import find_numbers

_RISES = {
    "en": r"ris(?:es?|en|ing)|rose|increas\w+|gr[eo]w\w*|climb\w*|jump\w*"
    r"|(?<!ma[kd]e )(?<!makes )(?<!eats )(?<!gave )(?<!pick )(?<!ended )up",
    "fr": r"augment\w+|mont\w+|hausse|progress\w+|grimp\w+|bondi\w*|croît",
}
_FALLS = {
    "en": r"fall\w*|fell|declin\w+|decreas\w+|dropp\w+|drops?|slump\w*|shr[aiu]nk\w*|down",
    "fr": r"baiss\w+|recul\w*|chut\w+|diminu\w+|tomb\w+|plong\w+",
}
_FROM, _TO = {"en": "from", "fr": "de"}, {"en": "to", "fr": "à"}
_MOVED = {
    language: re.compile(
        rf"\b(?:(?P<up>{_RISES[language]})|{_FALLS[language]})\s{_FROM[language]}\s[^\w\s]?$", re.IGNORECASE
    )
    for language in _FROM
}
_GAP = {
    language: re.compile(rf"(?P<unit>[^\w,.;]{{0,3}})(?:[^\W\d]+\s)?{to}\s(?:[A-Z]{{3}}\s)?[^\w\s]?")
    for language, to in _TO.items()
}


def is_impossible(text: str, language: str) -> bool:
    """Whether in `text`, French or English, something rises to less, falls to more, or changes its unit."""
    if language not in _FROM:
        return False
    for one, other in pairwise(find_numbers(text, language)):
        moved, gap = _MOVED[language].search(text[: one.start]), _GAP[language].fullmatch(text, one.end, other.start)
        if moved and gap:
            is_bare = one.scale == 1 and not gap["unit"].strip()  # of `640 to 590 million`
            before = one.value * (other.scale if is_bare else 1)
            rises, in_percent = other.value > before, "%" in gap["unit"]
            if rises != bool(moved["up"]) or in_percent != ("%" in text[other.end : other.end + 2]):
                return True
    return False


_SHARE = {  # of a rise, or a fall
    "en": r"(?:{})(?: by)? \d[\d.,]*(?:%| per ?cent| (?:percentage|basis) points?)",
    "fr": r"(?:{})(?: d['’e]?)? ?\d[\d.,]*[ \u00a0\u202f]?(?:%|pour cent|points?)",
}
_HIGHER = {  # what may stand for a rise in a translation
    "en": rf"{_RISES['en']}|gain\w*|add(?:s|ed)|soar\w*|surg\w+|higher|more|rais\w+|advanc\w+|progress\w+|growth"
    r"|leap\w*|lift\w*|rall\w+|rebound\w*|boost\w*|swing|strengthen\w*",
    "fr": rf"{_RISES['fr']}|bond\w*|gagn\w+|relev\w+|plus(?! t[ôa])|accr\w+|croissance|élev\w+|ajout\w+|obten\w+"
    r"|cr[ûo]\w*|revaloris\w+|grappill\w+|grignot\w+|adjug\w+|pris|pren\w+|gain|gross\w+|major\w+|dop\w+|envol\w+"
    r"|flamb\w+|gonfl\w+|avanc\w+|r[eé](?:bond|gagn)\w*|accél\w+|hauss\w+",
}
_LOWER = {
    "en": rf"{_FALLS['en']}|los[et]\w*|cut\w*|lower\w*|slow\w*|reduc\w+|less|fewer|slid\w*|retreat\w*|back"
    r"|plung\w+|plummet\w*|tumbl\w+|s[aiu]nk\w*|slip\w*|dip\w*|eas\w+|shed\w*|trim\w*|weak\w+|contract\w*",
    "fr": rf"{_FALLS['fr']}|repli\w*|perd\w*|réduc\w+|rédui\w+|abaiss\w+|moins|ralenti\w*|descend\w*|céd\w+"
    r"|fond\w*|contract\w+|abandonn\w+|lâch\w+|tass\w+|dégringol\w+|effondr\w+|fléch\w+|amput\w+"
    r"|dévis\w+|rogn\w+|rend\w+|retrait|reflu\w+|décroch\w+|divis\w+",
}
_WAYS = {"up": (_RISES, _HIGHER), "down": (_FALLS, _LOWER)}
_TOLD = {
    (language, way): re.compile(rf"\b{share.format(moves[language])}", re.IGNORECASE)
    for way, (moves, _) in _WAYS.items()
    for language, share in _SHARE.items()
}
_NUMERAL = r"(\d+(?:[.,]\d+)?)"
_BY = {  # how far something moved
    "en": re.compile(
        rf"\b(?:{_RISES['en']}|{_FALLS['en']}|soar\w*|surg\w+|plung\w+|gain\w*)(?: by)? {_NUMERAL}(?:%| per ?cent)",
        re.I,
    ),
    "fr": re.compile(
        rf"\b(?:{_RISES['fr']}|{_FALLS['fr']}|bond\w+|gagn\w+) d[e’'] ?{_NUMERAL}[ \u00a0\u202f]?(?:%|pour cent)", re.I
    ),
}
_AT = {  # how far it came
    "en": re.compile(rf"\b(?:to|at)(?: (?:about|around|nearly|almost|over))? {_NUMERAL}(?:%| per ?cent)", re.I),
    "fr": re.compile(rf"\bà(?: (?:environ|près de|plus de))? {_NUMERAL}[ \u00a0\u202f]?(?:%|pour cent)", re.I),
}
_KEPT = {
    (language, way): re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for way, (_, kept) in _WAYS.items()
    for language, forms in kept.items()
}


def loses_direction(sentence: str, translation: str, source: str, target: str) -> bool:
    """Whether a share rises or falls in `sentence` and nothing in `translation` does, or the other way round: `en
    baisse de 5 %`, `by 5%`; `jumped 18%`, `recule de 18 %`.
    """
    if {source, target} != {"en", "fr"}:
        return False
    return any(
        (_TOLD[source, way].search(sentence) and not _KEPT[target, way].search(translation))
        or (_TOLD[target, way].search(translation) and not _KEPT[source, way].search(sentence))
        for way in _WAYS
    )


def moves_to(sentence: str, translation: str, source: str, target: str) -> bool:
    """Whether what moved by a share in `sentence` moves to it in `translation`: `soared 19%`, `s'élevait à 19 %`."""
    if {source, target} != {"en", "fr"}:
        return False
    by, at = (
        {m[1].replace(",", ".") for m in p.finditer(t)}
        for p, t in ((_BY[source], sentence), (_AT[target], translation))
    )
    kept = {m[1].replace(",", ".") for m in _AT[source].finditer(sentence)}
    return bool(by & at - kept)


_HEDGES = re.compile(rf"\b(?:{hedges.ANY})", re.IGNORECASE)  # "up to" is no rise
_CLAUSE = re.compile(r"[,.;:]\s|\s(?:and|but|while|et|mais|tandis)\s")
BESIDE = 32  # characters of a number's clause in which its direction is looked for


def find_way(text: str, start: int, end: int, language: str) -> str:
    """Whether what is told in [start, end) is an "up" or a "down", by the words of its clause; "" where none tells."""
    before, after = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    beside = f"{_HEDGES.sub('', _CLAUSE.split(before)[-1])} {_CLAUSE.split(after)[0]}"
    told = [way for way in _WAYS if (language, way) in _KEPT and _KEPT[language, way].search(beside)]
    return told[0] if len(told) == 1 else ""
