"""Shows a digest's frozen content as text, Markdown, HTML or JSON, in the reader's language."""

from __future__ import annotations

import re
import textwrap
import urllib.parse
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from monitor.digest.labels import LABELS
from monitor.digest.making import Content

FORMATS = {
    "text": "digest.txt.jinja",
    "markdown": "digest.md.jinja",
    "html": "digest.html.jinja",
    "body": "digest.body.jinja",
}
NBSP = "\N{NO-BREAK SPACE}"
WIDTH = 78  # columns of a terminal, two spared


def render_digest(content: Content, language: str, style: str, zone: ZoneInfo) -> str:
    """Return `content` in `language` (en or fr) as `style`, one of FORMATS."""
    environment = _environment(escape=style in ("html", "body"))
    template = environment.get_template(FORMATS[style])
    text = template.render(
        digest=content, language=language, label=LABELS[language], sections=_sections(content), zone=zone
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _sections(content: Content) -> list[tuple[str, list[dict[str, Any]]]]:
    parts = [("watched", True), ("other", False)]
    return [(name, found) for name, flag in parts if (found := [s for s in content["stories"] if s["watched"] is flag])]


def _environment(escape: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("monitor.digest"),
        autoescape=escape,  # noqa: S701  text and Markdown have filters of their own
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = {
        "day": _day,
        "long_day": _long_day,
        "wrap": _wrap,
        "md": _escape_markdown,
        "link": _safe_link,
        "name": _name,
        "amount": _amount,
        "title": _title,
        "summary": _summary,
        "foreign": _foreign,
    }
    environment.filters.update(filters)
    environment.filters["quantity"] = _quantity
    environment.filters["bar"] = _bar
    return environment


@pass_context
def _day(context: Context, time: str) -> str:
    moment = (
        datetime.fromisoformat(time).astimezone(context["zone"]).date() if "T" in time else date.fromisoformat(time)
    )
    return str(format_date(moment, "d MMM y", locale=context["language"]))


@pass_context
def _long_day(context: Context, day: str) -> str:
    return str(format_date(date.fromisoformat(day), "full", locale=context["language"]))


@pass_context
def _quantity(context: Context, count: int, noun: str) -> str:
    one, many = context["label"][noun]
    singular = count < 2 if context["language"] == "fr" else count == 1
    return f"{count} {one if singular else many}"


@pass_context
def _name(context: Context, named: dict[str, str]) -> str:
    return named["name_fr"] if context["language"] == "fr" else named["name"]


@pass_context
def _amount(context: Context, amount: dict[str, Any]) -> str:
    """Money and shares as the reader's language writes them; counts only where their noun is in that language."""
    unit, values = amount["unit"], [v for v in (amount["value"], amount["value_max"]) if v is not None]
    about = "≈ " if amount["approximate"] else ""
    if unit == "percent":
        numbers = "–".join(str(format_decimal(v, locale=context["language"])) for v in values)
        return about + numbers + (f"{NBSP}%" if context["language"] == "fr" else "%")
    if len(unit) == 3 and unit.isupper():
        return f"{about}{'–'.join(_large(v, context['language']) for v in values)}{NBSP}{unit}"
    return str(amount["text"]) if amount["language"] == context["language"] else ""


def _large(value: float, language: str) -> str:
    if value < 1_000_000:
        return str(format_decimal(value, locale=language))
    return str(format_compact_decimal(value, format_type="long", locale=language, fraction_digits=2))


@pass_context
def _title(context: Context, story: dict[str, Any]) -> str:
    """In the reader's language, or as its first document has it where nothing could translate it."""
    return str(story["titles"].get(context["language"]) or story["documents"][0]["title"])


@pass_context
def _summary(context: Context, story: dict[str, Any]) -> str:
    summaries = story["summaries"]
    return str(summaries.get(context["language"]) or summaries.get(story["documents"][0]["language"], ""))


@pass_context
def _foreign(context: Context, story: dict[str, Any]) -> bool:
    """Whether the story could not be told in the reader's language."""
    return context["language"] not in story["summaries"]


def _wrap(text: str, indent: int) -> str:
    space = " " * indent
    lines = textwrap.wrap(" ".join(text.split()), WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return ("\n" + space).join(lines)


def _escape_markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


def _safe_link(url: str) -> str:
    """The address if it is one a reader can follow, quoted for Markdown and HTML; "" otherwise."""
    return urllib.parse.quote(url, safe="/:?#@!$&'*+,;=%~") if url.startswith(("http://", "https://")) else ""


def _bar(counts: dict[str, int]) -> str:
    """One mark a document, at most forty, each language with its own."""
    total = sum(counts.values())
    scale = min(1.0, 40 / total) if total else 1.0
    return "".join(mark * round(counts.get(code, 0) * scale) for code, mark in _marks(counts))


def _marks(counts: dict[str, int]) -> Iterator[tuple[str, str]]:
    for code in sorted(counts):
        yield code, {"en": "█", "fr": "▒"}.get(code, "·")
