"""Shows a digest's frozen content as text, Markdown, HTML or an Atom feed, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.atom import Entry, write_atom
from monitor.digest import wording
from monitor.digest.labels import LABELS
from monitor.digest.making import Content

TEMPLATES = {"text": "digest.txt.jinja", "markdown": "digest.md.jinja", "body": "digest.body.jinja"}
ADDED_LATER: Content = {  # what the first digests did not say
    "more": {"stories": 0, "documents": 0},
    "muted": {"stories": 0, "documents": 0},
    "ended": [],
    "saved": [],
    "run": None,
}


def render_digests(issues: Sequence[Content], language: str, style: str, zone: ZoneInfo) -> str:
    """Return the issues in `language` (en or fr) one after another as `style`: text, markdown or html.

    Days are those of the timezone an issue was made in; `zone` serves the first issues, which did not say.
    """
    if style != "html":
        return "\n".join(render_digest(issue, language, style, zone) for issue in issues)
    bodies = [render_digest(issue, language, "body", zone) for issue in issues]
    frame = _environment(escape=True).get_template("digest.html.jinja")
    return frame.render(bodies=bodies, language=language, title=title_digest(issues[-1], language)) + "\n"


def render_digest(content: Content, language: str, style: str, zone: ZoneInfo) -> str:
    """One issue as `style`, one of TEMPLATES: text, markdown, or body (HTML to stand in a page)."""
    digest = {**ADDED_LATER, **content}
    template = _environment(escape=style == "body").get_template(TEMPLATES[style])
    text = template.render(
        digest=digest,
        language=language,
        label=LABELS[language],
        sections=_sections(digest),
        zone=ZoneInfo(digest["timezone"]) if "timezone" in digest else zone,
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def render_feed(issues: Sequence[Content], language: str, zone: ZoneInfo) -> str:
    """An Atom feed with an entry an issue, the newest first."""
    label = LABELS[language]
    entries = [
        Entry(
            name=f"digest:{issue['number']}:{issue['cutoff_at']}:{language}",
            title=title_digest(issue, language),
            at=issue["cutoff_at"],
            html=render_digest(issue, language, "body", zone),
            language=language,
        )
        for issue in reversed(issues)
    ]
    return write_atom(f"digest:{language}", label["digest"], entries, language)


def title_digest(issue: Content, language: str) -> str:
    """One line: what it is, its day, and its first story."""
    first = f" · {wording.title_story(issue['stories'][0], language)}" if issue["stories"] else ""
    return f"{LABELS[language]['digest']} · {wording.write_long_day(issue['date'], language)}{first}"


def _sections(content: Content) -> list[tuple[str, list[Content]]]:
    parts = [("watched", True), ("other", False)]
    return [(name, found) for name, flag in parts if (found := [s for s in content["stories"] if s["watched"] is flag])]


@cache
def _environment(escape: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("monitor.digest"),
        autoescape=escape,  # noqa: S701  text and Markdown have filters of their own
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(wording.FILTERS)
    return environment
