"""Where an article goes on: the link to its next page, told from links to other articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from spiders.declared import Declared, absolute

TO_NEXT = re.compile(r"(?:page |article |lire la )?(?:suivante?|suite|next)(?: page)?\s*[›»>→]*", re.I)
LAST = 20  # a number above is a day, a year, or the article's own
NUMBERED = re.compile(r"(?P<before>.*?)(?:[-_/,]page[-_/]?|[-_/,])(?P<number>\d{1,2})/?(?P<ending>\.\w{2,5})?$", re.I)
PARAMETER = re.compile(r"(?:^|&)(?:page|p|pg|pageno)=(\d{1,2})(?=&|$)", re.I)


def find_next_page(tree: Any, declared: Declared, url: str) -> str:
    """The address of the same article's next page: on the same host, as this one's but for the next number; or ""."""
    links: Iterable[Any] = tree.xpath("//a[@href][@rel='next' or string-length(normalize-space()) < 20]")
    addresses = [absolute(a.get("href"), url) for a in links if a.get("rel") == "next" or _leads_on(a)]
    return next((a for a in (declared.links.get("next", ""), *addresses) if _is_next(a, url)), "")


def _leads_on(link: Any) -> bool:
    text = " ".join(link.text_content().split())
    return bool(TO_NEXT.fullmatch(text)) or (text.isdecimal() and 1 < int(text) <= LAST)


def _is_next(address: str, url: str) -> bool:
    """Whether the addresses are those of two pages that follow each other.

    The first page bears no number, or the first; where it bears none, its own address may end in one.
    """
    here, there = urlsplit(url), urlsplit(address)
    if not address or here.hostname != there.hostname:
        return False
    base, number = _parted(there)
    if number in (1, 2) and base == (_bare(here.path), here.query):
        return True
    return number <= LAST and (base, number - 1) == _parted(here)


def _parted(parts: SplitResult) -> tuple[tuple[str, str], int]:
    """What the pages of an article have in common, path and query, and the number; 0 where there is none."""
    if found := PARAMETER.search(parts.query):
        return (_bare(parts.path), PARAMETER.sub("", parts.query).lstrip("&")), int(found[1])
    if found := NUMBERED.fullmatch(parts.path):
        return (found["before"] + (found["ending"] or ""), parts.query), int(found["number"])
    return (_bare(parts.path), parts.query), 0


def _bare(path: str) -> str:
    return path.rstrip("/")
