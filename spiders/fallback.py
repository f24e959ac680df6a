"""A feed's own full text, taken where the article's page gives none."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from monitor.document import Document, Precision
from monitor.sources import Source
from spiders.body import TAG
from spiders.feeds import Entry
from spiders.page import Page, page_document, read_page

FULL = 500  # characters: a teaser has fewer
REFUSED = frozenset({"401", "402", "403", "407", "451"})  # statuses that will not pass by themselves
NO_TEXT = frozenset({"consent", "paywall", "no text of an article's length"})  # what a page is instead of an article
MARKUP = re.compile(r"<(?:p|div|br|a|em|strong|h\d|ul|ol|blockquote|figure|img|span)\b", re.I)
TEASER = re.compile(
    r"(?:(?:…|\.\.\.|\[…\]|\[\.\.\.\])|(?:lire la suite|read more|continue reading|(?:lire|read) (?:l[’'])?(?:the )?"
    r"(?:full |whole )?(?:article|story))\b.{0,60})\W*$", re.I
)  # fmt: skip
SIGNATURE = re.compile(r"^(?:L[’']article|The post)\s.+(?:est apparu en premier sur|appeared first on)\s.+$", re.I)


def full_text(entry: Entry) -> str:
    """The entry's text, a paragraph a line; "" where it is a summary, or the beginning of a text."""
    if not entry.text:
        return ""
    content = entry.text
    if not MARKUP.search(content):
        content = "".join(f"<p>{html.escape(line)}</p>" for line in content.splitlines() if line.strip())
    title = html.escape(entry.title)
    page = read_page(f"<html><body><article><h1>{title}</h1>{content}</article></body></html>", entry.url)
    text = "\n".join(line for line in page.text.splitlines() if not SIGNATURE.match(line))
    end = html.unescape(TAG.sub(" ", content))[-200:]  # where links to the rest still are
    return text if len(text) >= FULL and not (TEASER.search(text) or TEASER.search(end)) else ""


def feed_document(entry: Entry, key: str, source: Source, note: str, opt_outs: tuple[str, ...] = ()) -> Document | None:
    """The document that the feed itself brings, `note` saying why its page brought none; None where it is not whole."""
    text = full_text(entry)
    if not text:
        return None
    precision: Precision = "second" if "T" in entry.published_at else "day" if entry.published_at else "none"
    page = Page(
        title=entry.title,
        text=text,
        author=entry.author,
        published_at=entry.published_at,
        published_precision=precision,
        address=entry.url,
        opt_outs=tuple(dict.fromkeys([*opt_outs, *entry.opt_outs])),
        method="feed",
    )
    document = page_document(page, key, (), source.outlet, source.language)
    return replace(document, outlet=source.outlet, extra={**document.extra, "text_note": f"the feed's text: {note}"})
