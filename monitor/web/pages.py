"""The reading page: digest, story, document and search, rendered on this machine from the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from monitor.digest.making import read_digests
from monitor.digest.rendering import render_digest
from monitor.errors import MonitorError
from monitor.search.searching import search_documents
from monitor.settings import Settings
from monitor.showing import show_document, show_story
from monitor.store.reading import open_to_read

PAGE_SIZE = 20
LANGUAGES = ("en", "fr")
# nothing but our own markup and style: what a page of the press brought along can never run or load
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
LABELS = {
    "en": {
        "digest": "Digest",
        "search": "Search",
        "found": "found",
        "earlier": "Earlier",
        "other": "Français",
        "nothing": "Nothing here",
        "original": "Original",
        "translation": "Translation",
        "next": "Next",
        "why": "why",
    },
    "fr": {
        "digest": "Revue de presse",
        "search": "Rechercher",
        "found": "trouvés",
        "earlier": "Précédentes",
        "other": "English",
        "nothing": "Rien ici",
        "original": "Original",
        "translation": "Traduction",
        "next": "Suite",
        "why": "pourquoi",
    },
}
Content = dict[str, Any]
View = Callable[[sqlite3.Connection, Request, str], tuple[str, Content]]


def make_app(settings: Settings) -> Starlette:
    """Return the web application. It only reads the store, which may be written meanwhile."""
    views: dict[str, View] = {
        "/": lambda store, request, language: _digest(store, None, language, settings),
        "/digest/{day}": lambda store, request, language: _digest(
            store, request.path_params["day"], language, settings
        ),
        "/document/{number:int}": _document,
        "/story/{number:int}": _story,
        "/search": _search,
    }
    page = _Pages(settings)
    routes = [Route(path, page.answer(view)) for path, view in views.items()]
    return Starlette(routes=routes, exception_handlers={HTTPException: page.complain, MonitorError: page.complain})


class _Pages:
    """Turns what a view found into a page, or into JSON where `format=json` is asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.templates = Environment(
            loader=PackageLoader("monitor.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip

    def language(self, request: Request) -> str:
        chosen = request.query_params.get("language") or self.settings.reading_languages[0]
        return chosen if chosen in LANGUAGES else "en"

    def answer(self, view: View) -> Any:
        def endpoint(request: Request) -> Response:
            language = self.language(request)
            with open_to_read(Path(self.settings.store)) as store:
                template, content = view(store, request, language)
            if request.query_params.get("format") == "json":
                return JSONResponse(content.get("content", content), headers=HEADERS)
            return self.render(request, template, language, content)

        return endpoint

    def render(
        self, request: Request, template: str, language: str, content: dict[str, Any], status: int = 200
    ) -> Response:
        other = request.url.include_query_params(language="en" if language == "fr" else "fr")
        html = self.templates.get_template(template).render(
            label=LABELS[language], language=language, other=f"{other.path}?{other.query}",
            query=request.query_params.get("q", ""), **content,
        )  # fmt: skip
        return HTMLResponse(html, status, headers=HEADERS)

    def complain(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        message = error.detail if isinstance(error, HTTPException) else str(error)
        return self.render(request, "trouble.html.jinja", self.language(request), {"message": message}, status)


def _digest(store: sqlite3.Connection, day: str | None, language: str, settings: Settings) -> tuple[str, Content]:
    issues = read_digests(store, day)
    days = [row[0] for row in store.execute("SELECT DISTINCT date FROM digest ORDER BY date DESC LIMIT 14")]
    if not issues:
        raise MonitorError(f"no digest of {day or 'any day'} yet; `monitor digest` makes one")
    bodies = [render_digest(issue, language, "body", settings.zone) for issue in issues]
    return "digest.html.jinja", {"bodies": bodies, "days": days, "content": {"digests": issues}}


def _document(store: sqlite3.Connection, request: Request, language: str) -> tuple[str, Content]:
    shown = show_document(store, request.path_params["number"], language)
    document = shown.content
    own = {
        name: next((x for x in document[name] if x["language"] == language), None)
        for name in ("translation", "summary")
    }
    return "document.html.jinja", {"document": document, **own, "content": document}


def _story(store: sqlite3.Connection, request: Request, language: str) -> tuple[str, Content]:
    story = show_story(store, request.path_params["number"], language).content
    text = next((t for t in story["text"] if t["language"] == language), None) or next(iter(story["text"]), None)
    return "story.html.jinja", {"story": story, "text": text, "content": story}


def _search(store: sqlite3.Connection, request: Request, language: str) -> tuple[str, Content]:
    query = request.query_params.get("q", "").strip()
    offset = request.query_params.get("offset", "0")
    start = min(int(offset), 10_000) if offset.isdecimal() else 0
    hits: list[dict[str, Any]] = []
    total = 0
    if query:
        answer = search_documents(store, query, PAGE_SIZE, start)
        hits, total = [hit.as_dict() for hit in answer.hits], answer.total
    following = start + PAGE_SIZE if start + PAGE_SIZE < total else None
    return "search.html.jinja", {"hits": hits, "total": total, "following": following}
