"""Pages laid out by tables and breaks, as old systems write them, given the divisions and paragraphs they stand for."""

from __future__ import annotations

from typing import Any

from lxml.etree import SubElement

BLOCKS = ("p", "div", "table", "ul", "ol", "center", "h1", "h2", "h3", "h4", "blockquote", "form", "img")
LAYS_OUT = "//td[.//table or count(.//p[string-length(normalize-space()) > 40]) > 1]"  # cells of no table of facts
LEAST = 200  # characters of loose text: less is a caption, a menu or a form
LOOSE = f"//*[self::div or self::td or self::section or self::article][br][string-length() > {LEAST}]"
INLINE = frozenset(
    "a abbr acronym b big cite code del em font i ins kbd mark q s small span strike strong sub sup time tt u".split()  # noqa: SIM905
)


def restore_paragraphs(tree: Any) -> None:
    """Make divisions and paragraphs, in place, of the tables and the breaks that lay out the page `tree` (lxml)."""
    for table in dict.fromkeys(next(cell.iterancestors("table"), cell) for cell in tree.xpath(LAYS_OUT)):
        _flatten(table)
    for division in tree.xpath(LOOSE):
        loose = (division.text, *(child.tail for child in division))
        if sum(len(text.strip()) for text in loose if text) >= LEAST:
            _wrap(division)


def _flatten(table: Any) -> None:
    """Make the table and its parts divisions, cells of plain text paragraphs; tables within it are left alone."""
    parts = [part for part in table.iter("tbody", "tr", "td", "th") if next(part.iterancestors("table"), None) is table]
    for part in (table, *parts):
        part.tag = "p" if part.tag in ("td", "th") and _is_paragraph(part) else "div"


def _is_paragraph(cell: Any) -> bool:
    text, linked = len(cell.text_content()), sum(len(link.text_content()) for link in cell.iter("a"))
    return next(cell.iter(*BLOCKS), None) is None and text > LEAST and 2 * linked < text


def _wrap(division: Any) -> None:
    """Put the loose lines of the division into paragraphs: each ends with a break, or where a block begins."""
    children, text = list(division), division.text
    division.text, paragraph = None, _open(division, text)
    for child in children:
        if _is_inline(child):
            paragraph = SubElement(division, "p") if paragraph is None else paragraph
            paragraph.append(child)
            continue
        text, child.tail = child.tail, None
        division.append(child)
        paragraph = _open(division, text)
        if child.tag == "br":
            division.remove(child)


def _is_inline(element: Any) -> bool:
    return element.tag in INLINE and next(element.iter("br", *BLOCKS), None) is None


def _open(division: Any, text: str | None) -> Any:
    """A new paragraph at the division's end, beginning with `text`; none where that is only space."""
    if not (text or "").strip():
        return None
    paragraph = SubElement(division, "p")
    paragraph.text = text
    return paragraph
