"""A small press of two outlets on loopback, behind a real HTTP server, with every trouble a crawl can meet."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import brotli

FRENCH = (
    "Le port de Brume a rouvert ses quais mardi, après trois semaines de travaux menés de nuit. "
    "La capitainerie attend vingt navires d'ici à dimanche, dont sept venus de l'océan Indien. "
    "Côté pêcheurs, on salue une décision « tardive mais juste » ; le cœur du différend reste la taxe."
)
ENGLISH = (
    "The lighthouse at Quern Point went dark on Tuesday for the first time since the war. "
    "Engineers say that a single relay failed, and that the replacement has to come from Leith. "
    "Until Friday the harbour master will keep two boats off the shoal with lamps of their own."
)


@dataclass
class Answer:
    """What the site says at one path."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0
    endless: bool = False
    cut: bool = False  # promises more bytes than it sends
    short: int = 0  # promises so many bytes, and sends them all
    reset: bool = False  # hangs up without a word
    drip: bool = False  # a byte now and then, for ever


@dataclass
class Site:
    """The answers by path, which a test may change between two crawls, and every request that came."""

    answers: dict[str, Answer] = field(default_factory=dict)
    seen: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)
    times: list[tuple[str, float]] = field(default_factory=list)
    address: str = ""

    def count(self, path: str) -> int:
        return Counter(seen for seen, _, _ in self.seen)[path]

    def sent(self, status: int) -> list[str]:
        """The paths answered so."""
        return [path for path, answered, _ in self.seen if answered == status]


def page(title: str, text: str = FRENCH, language: str = "fr", charset: str = "utf-8", head: str = "") -> Answer:
    """An article in its usual dress: menu, article, footer; the title makes each text its own."""
    paragraphs = "".join(f"<p>{line.strip()}. {title} : n° {n}.</p>" for n, line in enumerate(text.split(". ")))
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="{charset}"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="article:published_time"'
        f' content="2026-11-20T09:30:00+01:00">{head}</head><body><nav><a href="/">Accueil</a></nav>'
        f"<main><article><h1>{title}</h1>{paragraphs}</article></main><footer>Tous droits</footer></body></html>"
    )
    return Answer(html.encode(charset), f"text/html; charset={charset}")


def rss(*links: str, tail: str = "</channel></rss>", charset: str = "utf-8") -> Answer:
    items = "".join(f"<item><title>Pièce</title><link>{escape(link)}</link></item>" for link in links)
    text = f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel><title>Fil</title>{items}{tail}'
    return Answer(text.encode(charset), "application/rss+xml")


@contextmanager
def serve(answers: dict[str, Answer], host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve on a free port of `host`, which is this machine; answers with status 200 get an ETag and are asked by it."""  # noqa: E501
    site = Site(answers)
    server = ThreadingHTTPServer((host, 0), _handler(site))
    server.daemon_threads = True
    site.address = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = site.answers.get(self.path, Answer(b"<html><body>nothing here</body></html>", status=404))
            tag = f'"{hash(answer.body) & 0xFFFFFFFF:x}"'
            same = answer.status == 200 and self.headers.get("If-None-Match") == tag
            status = 304 if same else answer.status
            site.seen.append((self.path, status, dict(self.headers)))
            site.times.append((self.path, time.monotonic()))
            with suppress(OSError):  # the crawl has heard enough
                self._send(answer, status, tag)

        def _send(self, answer: Answer, status: int, tag: str) -> None:
            time.sleep(answer.slow)
            body = b"" if status == 304 else answer.body
            if answer.reset:
                self.close_connection = True
                return
            self.send_response(status)
            if status in (200, 304):
                self.send_header("ETag", tag)
            for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            if not (answer.endless or answer.drip):
                self.send_header("Content-Length", str(answer.short or len(body) + 1000 * answer.cut))
            self.end_headers()
            self.wfile.write(body)
            for _ in range(600 if answer.drip else 0):
                time.sleep(0.1)
                self.wfile.write(b"x")
            for _ in range(400 if answer.endless else 0):
                self.wfile.write(b"x" * 100_000)
            if answer.cut or answer.endless or answer.drip or answer.short:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda data: brotli.compress(data, quality=1)}


def bomb(coding: str = "gzip", megabytes: int = 40) -> Answer:
    packed = PACKERS[coding](b" " * megabytes * 1_000_000)
    return Answer(packed, "text/html", headers={"Content-Encoding": coding})
