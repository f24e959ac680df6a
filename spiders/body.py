"""The text of an article's page, and how it was got at."""

from __future__ import annotations

import html
import logging
import re
from typing import Any

from spiders.declared import Declared, plain
from spiders.published import NEVER, PUBLISHED, UPDATED, read_moment

ENOUGH = 250  # characters: trafilatura's own measure of a page that gave some text
FULLER = 1.5  # a text declared for machines replaces one read from the page that is so much shorter
DATELINE = 120  # characters: a longer line is a paragraph, even if it begins with a date
CELL = re.compile(r"^\| ?([^|\n]+?) ?\|$", re.M)  # a row of one cell: mails and old pages are laid out in tables
TAG = re.compile(r"<[A-Za-z/!][^<>]*>")


def parse_html(text: str) -> Any:
    """The page as an lxml tree, as trafilatura parses it; None where there is nothing like HTML in it."""
    from trafilatura.utils import load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is told by us, once
    try:
        return load_html(text) if text.strip() else None
    except (ValueError, TypeError, RecursionError):
        return None


def extract_body(tree: Any, declared: Declared, url: str) -> tuple[str, str]:
    """Return the article's text, a paragraph a line, and the way: `fast`, `full`, `declared`, `paragraphs` or ``.

    Trafilatura's quick rules first; where they give little, its full cascade; then the `articleBody` that the page
    declares, if it holds much more; then whatever paragraphs there are.
    """
    text, way = _trafilatura(tree, url, fast=True), "fast"
    if len(text) < ENOUGH:
        fuller = _trafilatura(tree, url, fast=False)
        text, way = (fuller, "full") if len(fuller) > len(text) else (text, way)
    said = declared_body(declared)
    if len(said) > max(ENOUGH, FULLER * len(text)):
        return said, "declared"
    if text:
        return text, way
    paragraphs = "\n".join(filter(None, (" ".join(p.text_content().split()) for p in tree.iter("p"))))
    return paragraphs, "paragraphs" if paragraphs else ""


def _trafilatura(tree: Any, url: str, fast: bool) -> str:
    from trafilatura import extract

    try:
        text = extract(tree, url=url or None, fast=fast, include_comments=False) or ""
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


def without_head(text: str, title: str) -> str:
    """`text` without the title and the dateline that stand above the article's first paragraph on the page."""
    lines = text.split("\n")
    while len(lines) > 1 and _is_head(lines[0], title):
        del lines[0]
    return "\n".join(lines)


def _is_head(line: str, title: str) -> bool:
    dated = len(line) < DATELINE and read_moment(line) != NEVER and bool(PUBLISHED.match(line) or UPDATED.match(line))
    return not line.strip() or dated or (plain(line) == plain(title) != "")
