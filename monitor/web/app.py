"""The reading page: every view of the store at its address, as a page, as JSON (`.json`) and as a feed (`.atom`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from monitor.errors import MonitorError
from monitor.saying import say_in
from monitor.search.codes import Vector
from monitor.settings import Settings
from monitor.store.reading import open_to_read
from monitor.store.writing import Busy
from monitor.web.deciding import keep_decision, keep_search
from monitor.web.digests import view_digest
from monitor.web.documents import view_document
from monitor.web.feeds import write_feed
from monitor.web.guarding import Guard, is_from_here
from monitor.web.kept import view_kept
from monitor.web.questions import Questions
from monitor.web.rendering import render
from monitor.web.saved import view_saved, view_searches
from monitor.web.searches import view_search
from monitor.web.sources import view_source, view_sources
from monitor.web.stories import view_story
from monitor.web.subjects import view_subject, view_subjects
from monitor.web.view import Asked, View
from monitor.web.words import LANGUAGES, words_in

VIEWS: dict[str, Callable[[sqlite3.Connection, Asked], View]] = {
    "/digest": view_digest,
    "/digest/{day}": view_digest,
    "/story/{number:int}": view_story,
    "/document/{number:int}": view_document,
    "/search": view_search,
    "/subjects": view_subjects,
    "/subject/{name:path}": view_subject,
    "/sources": view_sources,
    "/source/{number:int}": view_source,
    "/saved": view_searches,
    "/saved/{number:int}": view_saved,
    "/kept": view_kept,
}
YEAR = 365 * 24 * 3600
LONGEST = 10_000  # bytes of a form


def make_app(settings: Settings, names: Iterable[str] = (), embed: Callable[[str], Vector] | None = None) -> Starlette:
    """Return the web application, which answers to `names` beside this machine's own.

    `embed` turns a question into a vector; with it, searches are by words and meaning. The store is read and may be
    written meanwhile; the reader's decisions and saved searches are all that is ever written here.
    """
    page = _Page(settings, Questions(embed) if embed else None)
    routes: list[Any] = [Route("/", page.answer(view_digest, "page"))]
    for path, view in VIEWS.items():
        # the plain address last: a part of an address may hold a dot
        routes += [Route(f"{path}.{style}", page.answer(view, style)) for style in ("json", "atom")]
        routes.append(Route(path, page.answer(view, "page")))
    routes += [
        Route("/decide", page.keep(keep_decision), methods=["POST"]),
        Route("/saved", page.keep(keep_search), methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("monitor.web", "static")])),
    ]
    handlers: dict[Any, Any] = {HTTPException: page.complain, MonitorError: page.complain, Exception: page.complain}
    return Starlette(routes=routes, middleware=[Middleware(Guard, names=names)], exception_handlers=handlers)


class _Page:
    """Turns what a view found into an answer of the style asked for."""

    def __init__(self, settings: Settings, questions: Questions | None) -> None:
        self.settings = settings
        self.questions = questions

    def answer(self, view: Callable[[sqlite3.Connection, Asked], View], style: str) -> Callable[[Request], Response]:
        write = {"page": self.show, "json": self.tell, "atom": self.feed}[style]

        def endpoint(request: Request) -> Response:
            language = self.language(request)
            asked = Asked(request.path_params, request.query_params, language, self.settings, style, self.questions)
            with open_to_read(Path(self.settings.store)) as store:
                return self.remembering(request, write(request, asked, view(store, asked)))

        return endpoint

    def show(self, request: Request, asked: Asked, found: View) -> Response:
        return self.page(request, found.template, title=found.title, it=found.content, **found.shown)

    def tell(self, _: Request, asked: Asked, found: View) -> Response:
        return JSONResponse(found.content, 400 if found.content.get("trouble") else 200)

    def feed(self, request: Request, asked: Asked, found: View) -> Response:
        base = f"{request.url.scheme}://{request.url.netloc}"
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        title = f"{words_in(asked.language)['monitor']} · {found.title or request.url.path}"
        feed = write_feed(title, base, path, found.entries, asked.language, found.begun)
        return Response(feed, media_type="application/atom+xml")

    def page(self, request: Request, template: str, status: int = 200, **content: Any) -> Response:
        language = self.language(request)
        here = request.url.path.removesuffix("/") or "/digest"
        frame = {
            "here": here,
            "asked": request.url.query,
            "other": str(request.url.include_query_params(language="en" if language == "fr" else "fr").query),
            "zone": self.settings.zone,
            "asked_for": request.query_params.get("q", ""),
        }
        return HTMLResponse(render(template, language, **frame, **content), status)

    def language(self, request: Request) -> str:
        """As the address says, else as it said last, else the first of the reading languages we speak."""
        said = (request.query_params.get("language"), request.cookies.get("language"), *self.settings.reading_languages)
        return next((code for code in said if code in LANGUAGES), "en")

    def remembering(self, request: Request, response: Response) -> Response:
        if (code := request.query_params.get("language")) in LANGUAGES:
            response.set_cookie("language", str(code), YEAR, httponly=True, samesite="lax")
        return response

    def keep(self, write: Callable[[Settings, dict[str, str]], None]) -> Callable[[Request], Awaitable[Response]]:
        """Keep what a form of ours says, by `write`, and go back to where it was filled in."""

        async def endpoint(request: Request) -> Response:
            if not is_from_here(request.headers):
                raise HTTPException(403, words_in(self.language(request))["elsewhere"])
            form = dict(parse_qsl((await _read_body(request)).decode("utf-8", "replace"), keep_blank_values=True))
            try:
                await run_in_threadpool(write, self.settings, form)
            except Busy:
                raise
            except MonitorError as error:
                raise HTTPException(400, str(error)) from error
            if request.headers.get("accept", "").startswith("application/json"):
                return JSONResponse({"kept": True})
            return RedirectResponse(_own_path(form.get("back", "")), 303)

        return endpoint

    def complain(self, request: Request, error: Exception) -> Response:
        """One clear line, as a page, or as JSON where that was asked for."""
        status, message = _told(error, self.language(request))
        if request.url.path.endswith(".json") or request.headers.get("accept", "").startswith("application/json"):
            return JSONResponse({"trouble": message}, status)
        heading = words_in(self.language(request))["nothing_here" if status == 404 else "not_done"]
        return self.page(request, "trouble.html.jinja", status, title=heading, status_code=status, message=message)


def _told(error: Exception, language: str) -> tuple[int, str]:
    words = words_in(language)
    if isinstance(error, HTTPException):
        return error.status_code, words["nowhere"] if error.status_code == 404 else say_in(language, error.detail)
    if isinstance(error, Busy):
        return 503, words["busy"]
    if isinstance(error, MonitorError):
        return 404, say_in(language, str(error))
    return 500, words["failed"]


async def _read_body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise HTTPException(413, "a form of this page is never so long")
    return body


def _own_path(path: str) -> str:
    """`path` if it lies on this page, else the front page: a form must not lead elsewhere."""
    parts = urlsplit(path)
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return path if own and path.isprintable() else "/"
