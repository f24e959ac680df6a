"""What guards the reader: what a page may load, by which names this machine answers, where a decision may come from."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing but our own files, and no markup of a page of the press can change that. Referrers stay on this machine;
# with "no-referrer" browsers would hide where a form comes from as well.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


class Guard:
    """Middleware: answers only to names of this machine, and gives every answer HEADERS.

    A page elsewhere can make its own name point to this machine and then read what it is served (DNS rebinding); an
    address in numbers cannot be made to point anywhere, so those are always answered.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self.app = app
        self.names = {"localhost", socket.gethostname().lower(), *(name.lower() for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as ASGI asks."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self.app
        if scope["type"] == "http" and not self.is_ours(Headers(scope=scope).get("host", "")):
            app = PlainTextResponse("not a name of this machine; `monitor serve --name NAME` adds one\n", 421)
        await app(scope, receive, send_guarded)

    def is_ours(self, host: str) -> bool:
        """Whether `host`, as the Host header has it, names this machine."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name.lower() in self.names or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_from_here(headers: Mapping[str, str]) -> bool:
    """Whether a request that decides something comes from one of our own pages.

    The rule of Go's http.CrossOriginProtection, without its exception for programs: Sec-Fetch-Site where the browser
    sends it (it does to localhost and over https), else Origin compared with Host.
    """
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    try:
        return urlsplit(headers.get("origin", "")).netloc == headers.get("host", "-")
    except ValueError:
        return False
