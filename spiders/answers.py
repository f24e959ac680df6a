"""What a source answered, understood: a feed, a sitemap, a front; or why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from spiders.body import parse_html
from spiders.charset import decode_page
from spiders.feeds import BrokenFeed, Entry, NotAFeed, feed_form, read_feed
from spiders.guard import PublicResolver
from spiders.manners import ROBOTS_FAILED
from spiders.page import read_page
from spiders.sections import find_articles, find_feeds
from spiders.sitemaps import BrokenSitemap, NotASitemap, read_sitemap

FAILURES = (  # exception → status, what it means
    (DownloadTimeoutError, "timeout", "no answer in time"),
    (DownloadConnectionRefusedError, "refused", "the connection was refused"),
    (ResponseDataLossError, "cut", "the answer was cut off"),
    (DownloadCancelledError, "size", "the answer is too large"),
    (DownloadFailedError, "reset", "the connection broke"),
    (CannotResolveHostError, "dns", "its host's name leads nowhere"),
)
UNREACHED = frozenset({"timeout", "refused", "reset", "dns"})  # statuses: nobody answered
SAID = {  # of what is told by one word where it stands of many pages
    "robots": "its robots.txt forbids it",
    "consent": "a consent or robot question stands before it",
    "private": "it lies on, or leads to, a private address; `allow_private_addresses` would open it",
    "wait": "the site asks to wait",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source names: articles, or (an index) other sitemaps."""

    kind: str  # feed, sitemap, page
    form: str
    entries: tuple[Entry, ...]
    is_index: bool = False
    whole: bool = True


class NotUnderstood(ValueError):
    """The answer is of no use; the message is the evidence."""


def header(response: Response, name: str | bytes) -> str:
    """A header of the answer; "" where it has none of that name."""
    return (response.headers.get(name) or b"").decode("latin-1")


def all_headers(response: Response) -> dict[str, str]:
    """Every header of the answer; the values of one that came several times joined by commas (RFC 9110, 5.3)."""
    return {
        name.decode("latin-1"): ", ".join(value.decode("latin-1") for value in response.headers.getlist(name))
        for name in response.headers
    }


def is_unchanged(response: Response) -> bool:
    """Whether what we know is what there is still. A server that says so unasked has told us nothing."""
    asked = response.request.headers if response.request else {}
    return response.status == 304 and ("If-None-Match" in asked or "If-Modified-Since" in asked)


def read_listing(response: Response, kind: str) -> Listing:
    """Read a source's answer as its `kind`, or find the kind out ("") from what it holds. Raises NotUnderstood."""
    if response.status != 200:
        raise NotUnderstood(f"HTTP {response.status}")
    said = header(response, "Content-Type")
    if kind in ("", "feed"):
        try:
            feed = read_feed(response.body, response.url, said)
            if not feed.entries and not feed.whole:
                raise NotUnderstood(f"{feed.form}, cut off before its first entry")
            return Listing("feed", feed.form, feed.entries, whole=feed.whole and not feed.left_out)
        except BrokenFeed as problem:
            raise NotUnderstood(str(problem)) from problem
        except NotAFeed as problem:
            if kind == "feed":
                raise NotUnderstood(_instead(response, said, str(problem))) from problem
    if kind in ("", "sitemap"):
        try:
            sitemap = read_sitemap(response.body, response.url, said)
            return Listing("sitemap", sitemap.form, sitemap.entries, sitemap.is_index, sitemap.whole)
        except BrokenSitemap as problem:
            raise NotUnderstood(str(problem)) from problem
        except NotASitemap as problem:
            if kind == "sitemap":
                raise NotUnderstood(_instead(response, said, str(problem))) from problem
    return _read_front(response, said)


def _read_front(response: Response, said: str) -> Listing:
    if not response.body.strip():
        raise NotUnderstood("an empty answer")
    text, _ = decode_page(response.body, said)
    tree = parse_html(text) if re.search(r"<(?:html|body|a|div)\b", text[:100_000], re.I) else None
    if tree is None:
        raise NotUnderstood(f"neither feed, sitemap nor web page ({said or 'no type given'})")
    entries = tuple(find_articles(tree, response.url))
    if not entries:
        raise NotUnderstood(_instead(response, said, "a page that links to no article"))
    return Listing("page", "section page", entries)


def _instead(response: Response, said: str, problem: str) -> str:
    """The problem, and what stands there instead: a question, or the way to the feed."""
    text, _ = decode_page(response.body, said)
    if "web page" not in problem and "page that" not in problem and not re.search(r"<html\b", text[:4000], re.I):
        return problem
    if read_page(response.body, response.url, {"content-type": said}).kind == "consent":
        return "consent"
    tree = parse_html(text)
    feeds = find_feeds(tree, response.url) if tree is not None else []
    return f"{problem}; it names the feed {feeds[0].url}" if feeds and not feed_form(text) else problem


def explain_failure(failure: Any) -> tuple[str, str]:
    """A request's failure as (status, what it means in words)."""
    error, host = failure.value, urlsplit(failure.request.url).hostname or ""
    if host in PublicResolver.refused or _refused_after_redirect(failure):
        return "private", "private"
    if isinstance(error, IgnoreRequest):
        return _explain_ignored(str(error))
    whose = "of its robots.txt: " if failure.request.meta.get(ROBOTS_FAILED) else ""
    for kind, status, meaning in FAILURES:
        if isinstance(error, kind):
            return status, meaning if status in UNREACHED else whose + meaning
    return "error", f"{type(error).__name__}: {' '.join(str(error).split())[:150]}"


def say_problem(status: str, problem: str) -> str:
    """Why a source gave nothing, in words."""
    said = SAID.get(problem, problem)
    return f"could not be reached: {said}" if status in UNREACHED else said


def _refused_after_redirect(failure: Any) -> bool:
    return isinstance(failure.value, CannotResolveHostError) and any(
        name in str(failure.value) for name in PublicResolver.refused
    )


def _explain_ignored(reason: str) -> tuple[str, str]:
    if "robots.txt" in reason:
        return "robots", "robots"
    if "wait until" in reason:
        return "wait", "wait"
    if "redirect" in reason.lower():
        return "redirects", "redirected too often"
    return ("size", "the answer is too large") if "exceeded" in reason else ("ignored", reason[:150])
