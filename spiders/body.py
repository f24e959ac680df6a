"""The text of an article's page, and how it was got at."""

from __future__ import annotations

import html
import logging
import re
from functools import cache
from typing import Any

from spiders.clutter import name_of
from spiders.credits import AS_WRITER
from spiders.datelines import PUBLISHED, UPDATED
from spiders.declared import Declared, clean, plain
from spiders.published import NEVER, read_moment

ENOUGH = 250  # characters: trafilatura's own measure of a page that gave some text
PROSE = 80  # characters of a line: more than menus, lists and headlines have
BLOCK = 1500  # characters without a break: more than one paragraph
LITTLE = 0.25  # of the prose in a page's paragraphs: with less, the quick rules have taken a box for the article
FULLER = 1.5  # a text declared for machines replaces one read from the page that is so much shorter
DATELINE = 120  # characters: a longer line is a paragraph, whatever it begins with
HEAD = 8  # lines among which the title may stand; what is above it is no article's
LONGEST_STANDFIRST = 700  # characters
BELOW_HEADLINE = "//h1[1]/following::*[self::p or self::div or self::h2 or self::h3 or self::span][position() < 40]"
STANDFIRST = re.compile(
    r"(?:^|[-_ ])(?:standfirst|chapo|chapeau|sub-?head(?:line|ing)?|sub-?title|excerpt|dek|deck|lede|lead|intro|desc)"
    r"(?:[-_ ]|$)", re.I
)  # fmt: skip
NOISE = frozenset({"live", "endirect", "publicité", "advertisement", "lirelasuite", "supportedby", "share", "partager"})
CELL = re.compile(r"^\| ?([^|\n]+?) ?\|$", re.M)  # a row of one cell: mails and old pages are laid out in tables
TAG = re.compile(r"<[A-Za-z/!][^<>]*>")


def parse_html(text: str) -> Any:
    """The page as an lxml tree, as trafilatura parses it; None where there is nothing like HTML in it."""
    from trafilatura.utils import load_html

    logger = logging.getLogger("trafilatura")
    if logger.level != logging.CRITICAL:  # what it cannot read is told by us, once
        logger.setLevel(logging.CRITICAL)
    try:
        return load_html(text) if text.strip() else None
    except (ValueError, TypeError, RecursionError):
        return None


def extract_body(tree: Any, declared: Declared) -> tuple[str, str]:
    """Return the article's text, a paragraph a line, and the way: `fast`, `full`, `declared`, `paragraphs` or ``.

    Trafilatura's quick rules first; where they give little, its full cascade; then the `articleBody` that the page
    declares, if it holds much more; then whatever paragraphs there are.
    """
    text, way = _trafilatura(tree, fast=True), "fast"
    if prose_of(text) < max(ENOUGH, LITTLE * _prose_in(tree)) or _is_block(text):
        fuller = _trafilatura(tree, fast=False)
        better = prose_of(fuller) > prose_of(text) or (_is_block(text) and 2 * len(fuller) > len(text))
        text, way = (fuller, "full") if better or not text else (text, way)
    said = declared_body(declared)
    if len(said) > max(ENOUGH, FULLER * len(text)):
        return said, "declared"
    if text:
        return text, way
    paragraphs = "\n".join(filter(None, (" ".join(p.text_content().split()) for p in tree.iter("p"))))
    return paragraphs, "paragraphs" if paragraphs else ""


def prose_of(text: str) -> int:
    """Characters in lines that are longer than those of menus and lists."""
    return sum(len(line) for line in text.splitlines() if len(line) > PROSE)


def _prose_in(tree: Any) -> int:
    """The same of the page's paragraphs."""
    return prose_of("\n".join(" ".join(p.text_content().split()) for p in tree.iter("p")))


def _is_block(text: str) -> bool:
    """Whether it is one line of an article's length, its paragraphs lost."""
    return len(text) > BLOCK and "\n" not in text.strip()


@cache
def _options(fast: bool) -> Any:
    """Trafilatura's options, which cost as much to make as a small page to parse."""
    from trafilatura.settings import Extractor

    return Extractor(fast=fast, comments=False)


def _trafilatura(tree: Any, fast: bool) -> str:
    from trafilatura import extract

    try:
        text = extract(tree, options=_options(fast)) or ""
        return CELL.sub(r"\1", text)
    except Exception:  # pages are hostile and the cascade is deep: whatever it trips over, the next way is tried
        return ""


def declared_body(declared: Declared) -> str:
    """The `articleBody` of the page's JSON-LD, else its microdata, without markup; "" where there is none."""
    said = declared.article.get("articleBody")
    text = said if isinstance(said, str) else ""
    if TAG.search(text):
        text = TAG.sub("", re.sub(r"(?i)</p>|<br\s*/?>", "\n", text))
    return "\n".join(filter(None, (" ".join(line.split()) for line in html.unescape(text).splitlines())))


def without_head(text: str, title: str, author: str = "") -> str:
    """`text` without the title, what stands above it, and the byline and dateline below, as pages show them."""
    lines, known = text.split("\n"), plain(title)
    at = next((n for n, line in enumerate(lines[:HEAD]) if known and plain(line) == known), -1)
    start, end = max(at, 0), at + 1
    while start > 0 and len(lines[start - 1]) < DATELINE:
        start -= 1
    while end < len(lines) and _is_head(lines[end], author):
        end += 1
    kept = lines[:start] + lines[end:]
    return "\n".join(kept) if any(kept) else text


def _is_head(line: str, author: str) -> bool:
    if len(line) > DATELINE:
        return False
    bare = UPDATED.sub("", PUBLISHED.sub("", line))
    dated = bare != line and read_moment(line) != NEVER and bool(PUBLISHED.match(line) or UPDATED.match(line))
    said = plain(re.sub(r"\b(?:le|à|on|at)\b", "", bare, flags=re.I))
    return dated or _is_byline(line, author) or not said or plain(line) in NOISE


def _is_byline(line: str, author: str) -> bool:
    if author and plain(author) in plain(line) and len(line) < len(author) + 40:
        return True
    return bool(AS_WRITER.match(line)) and len(line) < 60 and not line.endswith((".", "!", "?", "»", "”"))


def with_standfirst(text: str, headline: Any, declared: Declared) -> str:
    """`text` with the standfirst that the page shows between its headline and its first paragraph.

    It is the declared description, or what the page's own names call so; trafilatura leaves it out where it stands
    outside the article's body.
    """
    first = plain(text.partition("\n")[0])
    described = {plain(clean(declared.article.get("description")))}
    described |= {plain(said) for name in ("description", "og:description") for said in declared.metas.get(name, ())}
    for element in headline.xpath(BELOW_HEADLINE) if headline is not None else ():
        shown = " ".join(element.text_content().split())
        bare = plain(shown)
        if first and first in bare:
            break
        if 20 <= len(shown) < LONGEST_STANDFIRST and (bare in described or _is_standfirst(element)):
            return text if bare in plain(text) else f"{shown}\n{text}"
    return text


def _is_standfirst(element: Any) -> bool:
    return bool(STANDFIRST.search(name_of(element))) and next(element.iter("a", "h1", "li"), None) is None
