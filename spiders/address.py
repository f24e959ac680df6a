"""One address for one page, however a reader came to it."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

TRACKING = [
    line
    for line in Path(__file__).with_name("tracking.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
]
TRACKER = re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in TRACKING), re.I)
# Parameters that bear content on some sites: dropped only where their value names a way of arriving.
ARRIVAL_NAMES = frozenset({"feature", "from", "origin", "output", "ref", "source", "src", "via", "view"})
ARRIVALS = re.compile(
    r"(?i)(?:.*[-_])?(?:rss|feed|atom|twitter|facebook|fb|linkedin|whatsapp|telegram|social|shared?|newsletter|email|mail"
    r"|amp|mobile|home|homepage|hp|nav|menu|body|youtu|google|googlenews|news|search|push|app|related|recommended)\d*(?:[-_].*)?"
)
UNESCAPED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986, 2.3
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/]*", re.I)
DRESS = re.compile(r"(?:www\d?|m|mobile|touch|amp)\.", re.I)
# "co.uk", "com.au", "gouv.fr": names under which others register, so that `m.co.uk` is a site and not a mobile host
REGISTRY = re.compile(r"(?:[a-z]+|(?:ac|asso|co|com|edu|gouv|gov|go|net|ne|or|org)\.[a-z]{2})")
AMP_CACHE = re.compile(r"https?://(?:[^/]*\.cdn\.ampproject\.org/[a-z]|(?:www\.)?google\.[a-z.]+/amp)/(s/)?(?=[^/]+\.)")
AMP_ENDING = re.compile(r"[._]amp(?=\.s?html?$|$)", re.I)
INDEX = re.compile(r"/index\.(?:s?html?|php|aspx?)$", re.I)
PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=4096)  # a page's own is asked for by all who look at it
def canonical_address(url: str) -> str:
    """Return the one address under which the page at `url` is known: a key to compare by, not to fetch from.

    Gone are tracking parameters, fragments, sessions, AMP and mobile dresses, `www.`, default ports, user names and
    trailing slashes; host and escapes are spelt one way (RFC 3986, section 6.2.2; IDNA for the host); parameters are
    sorted. What is no web address comes back without its outer spaces. Applying it twice changes nothing.
    """
    url = url.strip()
    while (plainer := _plainer(url)) != url:
        url = plainer
    return url


def _plainer(url: str) -> str:
    url = re.sub(r"[\t\r\n]", "", url)  # as browsers do
    if url.startswith(("//", "www.")):
        url = f"https://{url.removeprefix('//')}"
    url = AMP_CACHE.sub(lambda found: "https://" if found[1] else "http://", url, count=1)
    try:
        parts = urlsplit(url)
        host, port = _host(parts), parts.port
    except ValueError:
        return url
    if parts.scheme not in PORTS or not host:
        return url
    place = host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"
    fragment = _respelt(parts.fragment) if parts.fragment.startswith("!") else ""  # `#!` addresses a page of its own
    return urlunsplit((parts.scheme, place, _path(parts.path), _query(parts.query), fragment)).strip()


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").strip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host
    while (dress := DRESS.match(host)) and not REGISTRY.fullmatch(host[dress.end() :]):
        host = host[dress.end() :]
    return host


def _path(path: str) -> str:
    path = posixpath.normpath("/" + SESSION.sub("", _respelt(path)).lstrip("/"))
    segments = [
        AMP_ENDING.sub("", segment) for segment in path.split("/") if segment.lower() not in ("amp", "amp.html")
    ]
    return INDEX.sub("", "/".join(segments)).rstrip("/") or "/"


def _query(query: str) -> str:
    pairs = (_respelt(pair.replace("+", "%20")) for pair in query.split("&"))
    return "&".join(sorted(pair for pair in pairs if pair.strip("=") and not _is_tracking(pair)))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if name.lower() in ARRIVAL_NAMES:
        return bool(ARRIVALS.fullmatch(value))
    return bool(TRACKER.fullmatch(name))


def _respelt(text: str) -> str:
    return quote(ESCAPE.sub(_escape, text), safe="%/:=&?~!$,;'@()*+[]|")


def _escape(found: re.Match[str]) -> str:
    if found[1] is None:
        return "%25"
    character = chr(int(found[1], 16))
    return character if character in UNESCAPED else found[0].upper()
