"""A host's own word on machine reading: the file of W3C's TDM Reservation Protocol, asked for once a crawl."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

FILE = "/.well-known/tdmrep.json"
LARGEST = 256 * 1024  # bytes; a rule a section makes a few hundred
MOST_RULES = 1000
PATIENCE = 10.0  # seconds: a host that does not answer has reserved nothing
SAYS = "tdm_reservation"  # in a request's meta: "1" reserved, "0" not, "" nothing said
FREE = "reads_no_text"  # in the meta of requests that are no reading


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether the text at paths like `location` (with `*` and `$` as in robots.txt) is reserved."""

    location: str
    is_reserved: bool

    def holds_for(self, path: str) -> bool:
        """Whether `path`, its percent-encoding resolved, is one of them."""
        first, *rest = map(unquote, self.location.removesuffix("$").split("*"))
        if not path.startswith(first):
            return False
        at = len(first)
        for part in rest:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        is_end = at == len(path) or (bool(rest) and path.endswith(rest[-1]))
        return is_end or not self.location.endswith("$")


def read_rules(data: bytes) -> tuple[Rule, ...]:
    """The rules in the file, in its order; () where it is none. What is no rule is passed over."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    rules = told if isinstance(told, list) else [told]
    return tuple(
        Rule(rule["location"], str(rule["tdm-reservation"]) == "1")
        for rule in rules[:MOST_RULES]
        if isinstance(rule, dict)
        and isinstance(rule.get("location"), str)
        and str(rule.get("tdm-reservation")) in ("0", "1")
    )


def find_reservation(rules: tuple[Rule, ...], url: str) -> str:
    """What the first rule for the address says: "1" reserved, "0" not; "" where none speaks of it."""
    parts = urlsplit(url)
    path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return next((str(int(rule.is_reserved)) for rule in rules if rule.holds_for(path)), "")


class Reservations:
    """Writes into each request what its host's file says of it, and asks for that file first.

    The file is asked for as pages are: past robots.txt, at the host's pace, from public addresses, and limited in size.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Future[tuple[Rule, ...]]] = {}  # by origin

    @classmethod
    def from_crawler(cls, crawler: Any) -> Reservations:
        """Scrapy's way to make one."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Look the address up; also after a redirect, which may lead to another host."""
        if not (request.meta.get("dont_obey_robotstxt") or request.meta.get(FREE)):
            request.meta[SAYS] = find_reservation(await self._rules_of(request), request.url)

    async def _rules_of(self, request: Request) -> tuple[Rule, ...]:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.get_running_loop().create_future()
            self._rules[origin].set_result(await self._ask(origin))
        return await asyncio.shield(self._rules[origin])

    async def _ask(self, origin: str) -> tuple[Rule, ...]:
        meta = {FREE: True, "download_maxsize": LARGEST, "download_timeout": PATIENCE, "max_retry_times": 0}
        try:
            request = Request(origin + FILE, NO_CALLBACK, meta=meta, priority=1000)
            response: Response = await self._crawler.engine.download_async(request)
        except Exception:  # whatever it was, nothing is reserved by a file that cannot be had
            return ()
        return read_rules(response.body) if response.status == 200 else ()
