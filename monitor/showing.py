"""One document or one story, whole: for the terminal, and as JSON."""

from __future__ import annotations

import json
import sqlite3
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from monitor.changes import cut_change
from monitor.document import SummarySpan
from monitor.errors import MonitorError
from monitor.figures import write_number
from monitor.hedges import find_sign
from monitor.saying import say_in
from monitor.story.differences import Difference
from monitor.story.members import Member
from monitor.story.reading import Story, read_story
from monitor.story.timeline import Moment
from monitor.terminal import wrap
from monitor.web.words import words_in

LISTED = 12  # tags of a story
JSON = {"extra", "language_spans", "own_spans", "sentences", "spans"}  # columns
CHILDREN = ("repair", "translation", "summary", "amount", "date", "quote", "change")
TAGS = """SELECT t.kind, t.name, t.name_fr, t.code, t.scheme, dt.score, dt.reason
    FROM document_tag dt JOIN tag t ON t.id = dt.tag_id WHERE dt.document_id = ? ORDER BY dt.score DESC, t.name"""
MENTIONS = """SELECT m.field, m.start, m.end, m.text, t.kind, t.name, t.name_fr
    FROM mention m JOIN tag t ON t.id = m.tag_id WHERE m.document_id = ? ORDER BY m.field DESC, m.start"""
MEMBERS = """SELECT d.id, d.outlet, d.language, d.dated_at, d.title, d.url, s.score, s.reason,
        d.duplicate_of, d.copied_share, d.published_precision
    FROM story_document s JOIN document d ON d.id = s.document_id AND d.current
    WHERE s.story_id = ? ORDER BY d.dated_at, d.content_hash"""


@dataclass(frozen=True)
class Shown:
    """What is shown: as text for a terminal, and as plain data."""

    text: str
    content: dict[str, Any]


def show_document(store: sqlite3.Connection, document_id: int, language: str) -> Shown:
    """Document `document_id`: title and summary in `language`, the text, what is known of it, what was done to it."""
    row = store.execute("SELECT * FROM document WHERE id = ?", [document_id]).fetchone()
    if row is None:
        raise MonitorError(f"no document {document_id}; `monitor search` gives the numbers of those there are")
    content = _decoded(row)
    for table in CHILDREN:
        rows = store.execute(f"SELECT * FROM {table} WHERE document_id = ?", [document_id])
        content[table] = [_decoded(child) for child in rows]
    content["tag"] = _all(store, TAGS, document_id)
    content["mention"] = _all(store, MENTIONS, document_id)
    content["origin"] = _all(
        store,
        "SELECT s.name AS source, o.address, o.seen_at FROM origin o JOIN source s ON s.id = o.source_id"
        " WHERE o.document_id = ?",
        document_id,
    )
    content["step"] = _all(store, "SELECT * FROM step WHERE document_id = ?", document_id)
    story = store.execute("SELECT story_id FROM story_document WHERE document_id = ?", [document_id]).fetchone()
    content["story"] = story[0] if story else None
    return Shown(_document_text(content, language), content)


def show_story(store: sqlite3.Connection, story_id: int, language: str) -> Shown:
    """Story `story_id` in `language`: who tells it and why each document belongs to it, what was new when, and so on.

    A story that was merged into another shows that one.
    """
    story = read_story(store, story_id, language)
    content = dict(store.execute("SELECT * FROM story WHERE id = ?", [story.id]).fetchone())
    content["text"] = _all(store, "SELECT language, title, summary FROM story_text WHERE story_id = ?", story.id)
    content["document"] = _all(store, MEMBERS, story.id)
    content["tag"] = _all(
        store,
        "SELECT t.kind, t.name, t.name_fr, s.documents FROM story_tag s JOIN tag t ON t.id = s.tag_id"
        " WHERE s.story_id = ? ORDER BY s.documents DESC, t.name",
        story.id,
    )
    for name in ("timeline", "differences", "quotes", "outlets", "related"):
        content[name] = [asdict(each) for each in getattr(story, name)]
    return Shown(_story_text(story, content["tag"], language), content)


def _all(store: sqlite3.Connection, sql: str, number: int) -> list[dict[str, Any]]:
    return [dict(row) for row in store.execute(sql, [number])]


def _decoded(row: sqlite3.Row) -> dict[str, Any]:
    told = {name: value for name, value in dict(row).items() if name != "document_id"}
    return told | {name: json.loads(told[name]) for name in JSON & told.keys()}


def _document_text(content: dict[str, Any], language: str) -> str:
    translation = next((t for t in content["translation"] if t["language"] == language), None)
    summary = next((s for s in content["summary"] if s["language"] == language), None)
    foreign = translation if content["language"] != language else None
    words = words_in(language)
    lines = [content["title"] or content["raw_title"] or words["untitled"]]
    if foreign:
        doubt = (
            "" if foreign["ok"] else f", {words['repair_unsure']}{words['colon']} {say_in(language, foreign['note'])}"
        )
        lines.append(f"[{language}{doubt}] {foreign['title']}")
    lines += [_facts(content, words, language), *filter(None, [content["url"]]), ""]
    if summary:
        doubt = "" if is_sure(summary) else f" [{words['repair_unsure']}]"
        lines += [*wrap(summary["text"] + doubt, "  "), ""]
    for text in filter(None, [foreign["text"] if foreign else "", content["text"] or content["raw_text"]]):
        lines += [line for paragraph in text.split("\n") for line in (wrap(paragraph) or [""])] + ["", "—", ""]
    lines = lines[:-2]
    lines += [f"{words[key].lower():<12} {told}" for key, told in _known(content, words, language)]
    return "\n".join(lines)


def is_sure(summary: dict[str, Any]) -> bool:
    """Whether every number and name of its sentences, where they are translated, was found in the original."""
    return all(SummarySpan(**span).ok for span in summary["spans"])


def _facts(content: dict[str, Any], words: dict[str, str], language: str) -> str:
    from babel.numbers import format_percent

    share = partial(format_percent, locale=language)
    parts = [
        content["outlet"],
        content["author"],
        content["published_at"] or f"{content['dated_at'][:10]}, {words['undated']}",
        f"{content['language']} ({share(content['language_confidence'])} {words['sure']})",
        f"story:{content['story']}" if content["story"] else words["storyless"],
        f"{words['repeats']} {content['duplicate_of']} ({share(content['copied_share'])})"
        if content["duplicate_of"]
        else "",
        f"version {content['version']}" if content["version"] > 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def _known(content: dict[str, Any], words: dict[str, str], language: str) -> Iterator[tuple[str, str]]:
    """What is known of a document: of what kind, and what, in `language`."""
    say, colon = partial(say_in, language), words["colon"]
    yield from (("adds", _short(content["text"][start:end])) for start, end in content["own_spans"])
    yield from ((f"kind_{t['kind']}", f"{named(t, language)} – {say(t['reason'])}") for t in content["tag"])
    yield from (("amount", f"{a['text']} = {_value(a, content[a['field']], language)}") for a in content["amount"])
    yield from (
        ("date", f"{d['text']} = {' – '.join(filter(None, [d['value'], d['value_end']]))}") for d in content["date"]
    )
    for quote in content["quote"]:
        yield "quote", f"{quote['speaker_text'] or words['somebody']}{colon} {_short(quote['text'])}"
    for span in content["language_spans"]:
        where = content[span.get("field", "text")]
        yield "passage", f"{span['language']}{colon} {_short(where[span['start'] : span['end']])}"
    for repair in content["repair"]:
        kind = words[f"repair_{repair['kind']}"]
        place = f"{words['field_' + repair['field']]} {repair['start']}, {kind}"
        yield "fixed", f"{place}{colon} {_turned(repair['before'], repair['after'])} ({say(repair['reason'])})"
    for change in content["change"]:
        turned = _turned(*cut_change(change["before"], change["after"]))
        yield "changed", f"{words['field_' + change['field']]}{colon} {turned}"
    for step in content["step"]:
        if step["outcome"] != "done":
            yield f"step_{step['outcome']}", f"{words['stage_' + step['stage']]}{colon} {say(step['error'])}"


def _turned(before: str, after: str) -> str:
    return f"{_short(before) or '∅'} → {_short(after) or '∅'}"


def _value(amount: dict[str, Any], beside: str, language: str) -> str:
    ends = [write_number(v, language) for v in (amount["value"], amount["value_max"]) if v is not None]
    sign = f"{find_sign(beside[: amount['start']])} " if amount["approximate"] else ""
    return f"{sign}{'–'.join(ends)} {amount['unit'].replace('percent', '%')}"


def _story_text(story: Story, tags: list[dict[str, Any]], language: str) -> str:
    french = {tag["name"]: tag["name_fr"] for tag in tags}
    words = words_in(language)
    unnamed, colon = words["unnamed"], words["colon"]
    state = words[f"story_{story.state}"]
    lines = [f"story:{story.id} · {state} · {story.first_at[:10]} – {story.last_at[:10]}", story.title, ""]
    lines += [*wrap(story.summary, "  "), ""]
    for m in story.members:
        lines.append(f"{m.document_id:>6}  {m.outlet or unnamed} ({m.language}, {_when(m, words)}){colon} {m.title}")
        lines += [*wrap(say_in(language, m.reason, french), "        "), *([f"        {m.url}"] if m.url else [])]
    related = (f"{r.title} – {say_in(language, r.reason, french)}" for r in story.related)
    parts = {
        "timeline": [
            f"{_when(m, words)} {m.outlet or unnamed}{colon} {m.text}"
            for m in story.timeline
            if len(story.timeline) > 1
        ],
        "differences": [_differing(difference, words) for difference in story.differences],
        "quotes": [f"{q.speaker} ({q.outlet or unnamed}){colon} {' – '.join(q.told)}" for q in story.quotes],
        "related": [
            f"story:{r.story_id} ({r.first_at[:10]}) {told}" for r, told in zip(story.related, related, strict=True)
        ],
    }
    for heading, told in parts.items():
        lines += ["", words[heading], *(line for each in told for line in wrap(each, "  "))] if told else []
    names, topics = ([tag for tag in tags if (tag["kind"] == "topic") is wanted] for wanted in (False, True))
    lines += ["", *wrap(list_tags(names[:LISTED], language))]
    about = f"{words['stage_topics']}{colon} {list_tags(topics[:LISTED], language)}"
    return "\n".join(lines + (wrap(about) if topics else []))


def list_tags(tags: list[dict[str, Any]], language: str) -> str:
    """Each tag, in the reader's language, and how many documents have it."""
    return ", ".join(f"{named(tag, language)} ({tag['documents']})" for tag in tags)


def named(row: dict[str, Any], language: str, field: str = "name") -> str:
    """A tag's or a story's name in the reader's language where it has one."""
    return row.get(f"{field}_{language}") or row[field] or ""


def _when(told: Member | Moment, words: dict[str, str]) -> str:
    day = (told.dated_at if isinstance(told, Member) else told.at)[:10]
    return f"{day}, {words['undated']}" if told.undated else day


def _differing(difference: Difference, words: dict[str, str]) -> str:
    versions = [
        f"{v.text} ({', '.join([*(o or words['unnamed'] for o in v.outlets), *filter(None, [v.at[:10]])])})"
        for v in difference.versions
    ]
    return f"{difference.what}{words['colon']} {'; '.join(versions)}"


def _short(text: str, length: int = 60) -> str:
    return textwrap.shorten(text, length, placeholder=" …")
