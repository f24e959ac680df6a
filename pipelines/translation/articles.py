"""The article of a name in the reader's language: no `the Havre`, no `à Le Havre`, no `du États-Unis`."""

from __future__ import annotations

import re

ARTICLE = re.compile(r"^(?:Le |La |Les )(?=[A-ZÀ-Þ])")
CONTRACTED = {("à", "Le"): "au", ("de", "Le"): "du", ("à", "Les"): "aux", ("de", "Les"): "des"}
PLURALS = (
    "États-Unis",
    "Pays-Bas",
    "Philippines",
    "Émirats arabes unis",
    "Maldives",
    "Seychelles",
    "Comores",
    "Bahamas",
)
SINGLED = re.compile(  # what stands before one of them where an engine took it for a name of one
    r"\b(?:(?P<of>[Dd])(?:e l['’]|['’]|[eu] )|(?P<the>[Ll])(?:['’]|[ea] )|[ÀàAaEe](?: l['’]| |u |n ))"
    rf"(?=(?:{'|'.join(PLURALS)})\b)"
)


def strip_article(name: str) -> str:
    """`Havre` of `Le Havre`."""
    return ARTICLE.sub("", name)


def set_article(name: str, kind: str, translation: str, language: str) -> str:
    """`translation` with the article before `name`, a place or another kind, as `language` (fr or en) has it."""
    if name in PLURALS and language == "fr":
        return SINGLED.sub(_set_plural, translation)
    bare = strip_article(name)
    if bare == name:
        return translation
    if language == "fr":  # a person and a paper keep theirs: `de Le Pen`
        joined = rf"\b([ÀàDd]e?) (Les?) {re.escape(bare)}(?![\w-])"
        return re.sub(joined, _contract, translation) if kind == "place" else translation
    alone = rf"(?<![\w-])(?<!Le )(?<!La )(?<!Les )(?:[Tt]he )?{re.escape(bare)}(?![\w-])"
    return re.sub(alone, lambda _: name, translation)


def _set_plural(single: re.Match[str]) -> str:
    made = "des " if single["of"] else "les " if single["the"] else "aux "
    return made if single[0].islower() else made.capitalize()


def _contract(joined: re.Match[str]) -> str:
    small, article, name = joined[0].split(" ", 2)
    made = CONTRACTED[small.lower(), article]
    return f"{made if small.islower() else made.capitalize()} {name}"
