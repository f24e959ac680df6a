"""A digest's facts in the reader's words: days, amounts, names, reasons. What templates call as filters."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_percent
from jinja2 import pass_context
from jinja2.runtime import Context

from monitor.digest.labels import LABELS
from monitor.figures import NBSP, is_sum, write_count, write_day, write_number, write_sum
from monitor.saying import say_in
from monitor.story.differences import name_unit
from monitor.terminal import wrap
from monitor.web.words import count

AMOUNTS = 4  # of a story
LISTED = 6  # documents of a story
LONGEST_BAR = 40
MARKS = {"en": "█", "fr": "▒"}
COLOURS = {"en": "#2b6cb0", "fr": "#c05621"}  # told apart by the colour-blind too, on white and on black


def write_long_day(day: str, language: str) -> str:
    """`Thursday, November 26, 2026`, `jeudi 26 novembre 2026`."""
    return str(format_date(date.fromisoformat(day), "full", locale=language))


def title_story(story: dict[str, Any], language: str) -> str:
    """In the reader's language, or as its first document has it where nothing could translate it."""
    return str(story["titles"].get(language) or story["documents"][0]["title"] or LABELS[language]["untitled"])


@pass_context
def _title(context: Context, story: dict[str, Any]) -> str:
    return title_story(story, context["language"])


@pass_context
def _summary(context: Context, story: dict[str, Any]) -> str:
    summaries = story["summaries"]
    return str(summaries.get(context["language"]) or summaries.get(story["documents"][0]["language"], ""))


@pass_context
def _said(context: Context, text: str, names: dict[str, str] | None = None) -> str:
    return say_in(context["language"], text, names)


@pass_context
def write_date(context: Context, time: str) -> str:
    """A time or day, a month or a year, as it is known: `15 Oct 2018`, `October 2018`, `2018`."""
    if len(time) < 8:
        return _month(context, time) if len(time) == 7 else time
    local = datetime.fromisoformat(time).astimezone(context["zone"]).isoformat() if "T" in time else time
    return write_day(local, context["language"])


@pass_context
def _month(context: Context, month: str) -> str:
    return str(format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=context["language"]))


@pass_context
def _long_day(context: Context, day: str) -> str:
    return write_long_day(day, context["language"])


@pass_context
def _quantity(context: Context, number: int, noun: str) -> str:
    return count(number, noun, context["language"])


@pass_context
def _number(context: Context, value: float) -> str:
    return write_number(value, context["language"])


@pass_context
def _named(context: Context, named: dict[str, str]) -> str:
    return named["name_fr"] if context["language"] == "fr" else named["name"]


def write_amount(amount: dict[str, Any], language: str) -> str:
    """Money or a share as `language` writes it; "" for so many of something, whose noun is in one language."""
    values = [v for v in (amount["value"], amount["value_max"]) if v is not None]
    told = write_sum(values, amount["unit"], language)
    return told and sign(amount) + told


def sign(amount: dict[str, Any]) -> str:
    """What stands before an inexact amount: `≈`, `<`, `≥` …; the first issues did not say which."""
    return f"{amount.get('sign') or '≈'}{NBSP}" if amount["approximate"] else ""


@pass_context
def _facts(context: Context, story: dict[str, Any]) -> list[str]:
    """Names and amounts that matter."""
    return list(dict.fromkeys([*(_named(context, name) for name in story["names"]), *_figures(context, story)]))


@pass_context
def _figures(context: Context, story: dict[str, Any]) -> list[str]:
    """The first AMOUNTS that can be said in the reader's language."""
    said: dict[Any, str] = {}  # 240 people and 240 jobs are one figure
    for amount in story["amounts"]:
        if told := tell_amount(amount, context["language"]):
            said.setdefault(told if is_sum(amount["unit"]) else amount["value"], told)
    return list(dict.fromkeys(said.values()))[:AMOUNTS]


def tell_amount(amount: dict[str, Any], language: str) -> str:
    """As `language` writes it: a count as printed, or with its noun's counterpart; "" where none is known."""
    if told := write_amount(amount, language):
        return told
    if amount["language"] == language:
        return sign(amount) + " ".join(amount["text"].split())
    noun = name_unit(amount["unit"], language)
    several = amount["value_max"] is not None
    return sign(amount) + write_count(amount["value"], noun, language) if noun and not several else ""


@pass_context
def _about(context: Context, story: dict[str, Any]) -> list[str]:
    """What became of it, who tells it, in which languages, its number."""
    documents, label = story["documents"], context["label"]
    news = _quantity(context, sum(d["new"] for d in documents), "new_document")
    grown = f"{label['colon']} {news} {label['of']} {len(documents)}" if story["status"] == "grown" else ""
    return [
        label[story["status"]] + grown,
        _quantity(context, len({d["outlet"] for d in documents}), "outlet"),
        " ".join(sorted({d["language"] for d in documents})),
        *_translated(context, story),
        f"story:{story['story']}",
    ]


def _translated(context: Context, story: dict[str, Any]) -> Iterator[str]:
    """That a program translated it, from which language, and that it is not sure of it."""
    label, language = context["label"], context["language"]
    if language not in story["summaries"]:
        yield label["untranslated"]
    elif told := story.get("translated", {}).get(language):
        yield label["translated"].format(Locale(language).languages.get(told["from"], told["from"]))
        if not told["ok"]:
            yield label["unsure"]


@pass_context
def _why(context: Context, story: dict[str, Any]) -> str:
    """`weight 4.5: outlets 3 + both languages 1 + watched names 0.5`."""
    label = context["label"]
    parts = [
        f"{word} {_number(context, story['why'][name])}"
        for name, word in label["reasons"].items()
        if story["why"].get(name)
    ]
    return f"{label['weight']} {_number(context, story['weight'])}{label['colon']} {' + '.join(parts)}"


@pass_context
def _differences(context: Context, story: dict[str, Any]) -> list[str]:
    """`jobs: 240 (Seine Info, 29 Mar 2024), 250 (Rouen Matin, 30 Mar 2024)`."""
    return [
        f"{d['what']}{context['label']['colon']} {', '.join(_version(context, v) for v in d['versions'])}"
        for d in story.get("differences", {}).get(context["language"], ())
    ]


def _version(context: Context, version: dict[str, Any]) -> str:
    at = version.get("at")  # the first issues did not say
    told = [*(o or context["label"]["unnamed"] for o in version["outlets"]), *([write_date(context, at)] if at else [])]
    return f"{version['text']} ({', '.join(told)})"


def _listed(story: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents shown: new ones first, LISTED of them."""
    return sorted(story["documents"], key=lambda d: not d["new"])[:LISTED]


def write_share(share: float, language: str) -> str:
    """A share in whole percent, as the language writes it."""
    return str(format_percent(round(share, 2), locale=language))


@pass_context
def _remarks(context: Context, document: dict[str, Any]) -> list[str]:
    """That it copies another, corrects itself, or was announced before."""
    label, share = context["label"], document["copied_share"]
    copied = label["copy"] if share >= 0.995 else f"{write_share(share, context['language'])} {label['part']}"
    found = [copied] if document["duplicate_of"] else []
    found += [label["version"] + _say_changes(context, document)] if document["version"] > 1 else []
    return found if document["new"] else [*found, label["earlier"]]


def _say_changes(context: Context, document: dict[str, Any]) -> str:
    """`: at 1.2 billion → at 1.3 billion`, "" where it is told already or, as in the first issues, not known."""
    changes = document.get("changes", ()) if document["new"] else ()
    told = "; ".join(" → ".join(part or "∅" for part in pair) for pair in changes)
    return f"{context['label']['colon']} {told}" if told else ""


@pass_context
def _dated(context: Context, document: dict[str, Any]) -> str:
    """The day of a document, and that it is the day of its receipt where it gives none."""
    day = write_date(context, document["dated_at"])
    return f"{day}, {context['label']['undated']}" if document.get("published_precision") == "none" else day


@pass_context
def _line(context: Context, document: dict[str, Any]) -> str:
    """`Le Monde (fr, 12 Nov 2024): Title [same text]`."""
    remarks = "".join(f" [{remark}]" for remark in (_remarks(context, document) if "new" in document else ()))
    outlet = document["outlet"] or context["label"]["unnamed"]
    told = f"{outlet} ({document['language']}, {_dated(context, document)})"
    return f"{told}{context['label']['colon']} {document['title'] or context['label']['untitled']}{remarks}"


def _wrap(text: str, indent: int) -> str:
    """In lines, all but the first indented."""
    return "\n".join(wrap(text, " " * indent))[indent:]


def _wrap_lines(text: str) -> str:
    return "\n".join(_wrap(line, 0) for line in text.splitlines())


def _escape_markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", " ".join(text.split()))


def _safe_link(url: str) -> str:
    """The address if it is one a reader can follow, quoted for Markdown and HTML; "" otherwise."""
    return urllib.parse.quote(url, safe="/:?#@!$&'*+,;=%~") if url.startswith(("http://", "https://")) else ""


def _bar(counts: dict[str, int], highest: int) -> str:
    """A mark a document, or fewer where the longest would not fit, each language with its own."""
    return "".join(MARKS.get(code, "·") * length for code, length in _lengths(counts, highest, LONGEST_BAR))


def _blocks(counts: dict[str, int], highest: int) -> list[tuple[str, int]]:
    """The same as (colour, pixels)."""
    return [(COLOURS.get(code, "#718096"), length) for code, length in _lengths(counts, highest, 240)]


def _lengths(counts: dict[str, int], highest: int, longest: int) -> Iterator[tuple[str, int]]:
    scale = min(1.0, longest / highest) if longest <= LONGEST_BAR else longest / highest
    for code in sorted(counts):
        yield code, max(1, round(counts[code] * scale))


def _highest(volume: list[dict[str, Any]]) -> int:
    sums: list[int] = [sum(day["languages"].values()) for day in volume]
    return max([1, *sums])


FILTERS: dict[str, Callable[..., Any]] = {
    "about": _about,
    "bar": _bar,
    "blocks": _blocks,
    "dated": _dated,
    "day": write_date,
    "differences": _differences,
    "facts": _facts,
    "figures": _figures,
    "highest": _highest,
    "line": _line,
    "lines": _wrap_lines,
    "link": _safe_link,
    "listed": _listed,
    "long_day": _long_day,
    "md": _escape_markdown,
    "month": _month,
    "number": _number,
    "quantity": _quantity,
    "remarks": _remarks,
    "said": _said,
    "summary": _summary,
    "title": _title,
    "why": _why,
    "wrap": _wrap,
}
