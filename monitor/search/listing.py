"""The hits of a search as they are printed: for a terminal, CSV, JSON lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from monitor.search.searching import Hit
from monitor.terminal import wrap
from monitor.web.words import words_in

INDENT = " " * 5
FIELDS = (
    "id", "title", "outlet", "language", "dated_at", "url", "story", "score", "snippet", "title_en", "title_fr", "tag",
    "tag_fr",
)  # fmt: skip


def list_hits(hits: Sequence[Hit], first: int, language: str) -> str:
    """For a terminal, numbered from `first`; titles in another language with one in the reader's `language`."""
    return "\n".join("\n".join(_lines(hit, number, language)) for number, hit in enumerate(hits, start=first))


def _lines(hit: Hit, number: int, language: str) -> Iterable[str]:
    translated = {"en": hit.title_en, "fr": hit.title_fr}.get(language, "")
    yield f"{number:>3}. " + "\n".join(wrap(hit.title, INDENT)).lstrip()
    if translated and hit.language != language:
        yield from wrap(translated, INDENT)
    words = words_in(language)
    facts = [hit.outlet or words["unnamed"], hit.language, hit.dated_at[:10], f"document {hit.id}"]
    facts += [f"story:{hit.story}"] if hit.story else []
    facts += [f"{words['repeats']} {hit.duplicate_of}"] if hit.duplicate_of else []
    yield from wrap(" · ".join(facts), INDENT)
    if hit.tag:
        tag = hit.tag_fr if language == "fr" else hit.tag
        yield from wrap(f"{words['facet_tag'].lower()}{words['colon']} {tag}", INDENT)
    yield from wrap(hit.snippet, INDENT)
    if hit.url:
        yield f"{INDENT}{hit.url}"
    yield ""


def make_csv(hits: Sequence[Hit]) -> str:
    """As CSV with a line of names; a value that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([_harmless(hit.as_dict()[name]) for name in FIELDS] for hit in hits)
    return out.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
