"""A press of more than 300 pages with every trouble a crawl can meet, and what must become of each of them."""

from __future__ import annotations

import gzip
import json
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from twisted.internet import base

from monitor.cli import main
from spiders import guard
from tests.site import ENGLISH, FRENCH, Answer, bomb, page, rss

# Names as the crawl sees them; all are this machine. `inside.example` is private, and nobody else is known.
HOSTS = {
    "vigie.example": "127.0.0.1",
    "m.vigie.example": "127.0.0.1",
    "phare.example": "127.0.0.1",
    "lent.example": "127.0.0.1",
    "inside.example": "127.0.0.2",
}
CHARSETS = ("utf-8", "windows-1252", "iso-8859-15")
TODAY = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def among_hosts() -> None:
    """The program as it is, but for two things: HOSTS alone are known, and 127.0.0.1 counts as public."""
    look, is_public = socket.getaddrinfo, guard.is_public

    def find(host: str | bytes, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name.endswith(".example") and name not in HOSTS:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return look(HOSTS.get(name, name), *rest, **more)

    base._GAIResolver = partial(base._GAIResolver, getaddrinfo=find)  # whom Twisted's reactor asks
    guard.is_public = lambda address: address == "127.0.0.1" or is_public(address)
    main()


@dataclass
class Press:
    """The answers by path; the sources (name, address); what becomes of pages (a title, or a note) and of sources."""

    address: str  # http://vigie.example:PORT
    inside: str  # http://inside.example:PORT
    answers: dict[str, Answer] = field(default_factory=dict)
    sources: list[tuple[str, str, str]] = field(default_factory=list)  # name, address, language
    titles: dict[str, str] = field(default_factory=dict)  # path → title of the one document it must give
    notes: dict[str, str] = field(default_factory=dict)  # path or address → why it gives none
    states: dict[str, tuple[str, str]] = field(default_factory=dict)  # source → state, words of its evidence

    def follow(
        self, name: str, path: str, answer: Answer, state: str = "ok", words: str = "", lang: str = "fr"
    ) -> None:
        """A source of the press."""
        self.answers[path] = answer
        self.sources.append((name, self.address + path, lang))
        self.states[name] = state, words

    def write(self, paths: list[str], lang: str = "fr") -> list[str]:
        """An article at each of the paths, in one charset or another."""
        for number, path in enumerate(paths):
            title = f"Pièce {path.strip('/')}" if lang == "fr" else f"Piece {path.strip('/')}"
            charset = CHARSETS[number % len(CHARSETS)]
            self.answers[path] = page(title, FRENCH if lang == "fr" else ENGLISH, lang, charset)
            self.titles[path] = title
        return paths


def build_press(address: str, inside: str) -> Press:
    """The whole press, served at `address`, beside a machine at `inside` that nobody may ask."""
    press = Press(address, inside)
    press.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /interdit/\n", "text/plain")
    add_sound_sources(press)
    add_articles_in_several_pages(press)
    add_dresses(press)
    add_bad_sources(press)
    add_bad_pages(press)
    return press


def add_sound_sources(press: Press) -> None:
    """Every kind of source, each with articles of its own."""
    press.follow("RSS 2.0", "/rss", rss(*press.write([f"/a/{n}" for n in range(60)])), words="RSS 2.0, 60 entries")
    items = "".join(
        f"<item><title>P</title><link>{p}</link></item>" for p in press.write([f"/b/{n}" for n in range(12)])
    )
    dtd = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://inside.example/rss.dtd">'
    old = f'{dtd}<rss version="0.91"><channel><title>L&eacute;</title>{items}</channel></rss>'
    press.follow("RSS 0.91", "/rss091", Answer(old.encode(), "text/xml"), words="RSS 0.91, 12 entries")
    rdf = "".join(f"<item><title>R</title><link>{p}</link></item>" for p in press.write([f"/c/{n}" for n in range(12)]))
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f"<channel><title>R</title></channel>{rdf}</rdf:RDF>"
    )
    press.follow("RDF", "/rdf", Answer(rdf.encode(), "application/rdf+xml"), words="RSS 1.0 (RDF), 12 entries")
    atom = "".join(
        f'<entry><title>A</title><link href="{p}"/><updated>{TODAY}</updated></entry>'
        for p in press.write([f"/d/{n}" for n in range(40)], "en")
    )
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Point</title>{atom}</feed>'
    press.follow("Atom", "/atom", Answer(atom.encode(), "application/atom+xml"), words="Atom, 40 entries", lang="en")
    notes = [{"id": p, "url": p, "title": "J"} for p in press.write([f"/e/{n}" for n in range(30)], "en")]
    told = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": notes})
    press.follow(
        "JSON", "/json", Answer(told.encode(), "application/feed+json"), words="JSON Feed, 30 entries", lang="en"
    )
    add_sitemaps(press)
    links = "".join(
        f'<article><a href="{p}">Les quais rouvrent mardi {n}</a></article>'
        for n, p in enumerate(press.write([f"/2026/11/20/les-quais-rouvrent-mardi-{n}" for n in range(15)]))
    )
    front = f'<html><body><nav><a href="/rubrique">Mer</a></nav><main>{links}</main></body></html>'
    press.follow("Rubrique", "/rubrique", Answer(front.encode()), words="section page, 15 entries")
    lines = "\n".join(press.address + p for p in press.write([f"/liste/{n}" for n in range(12)]))
    press.follow("Liste", "/liste.txt", Answer(lines.encode(), "text/plain"), words="list of addresses, 12 entries")
    many = press.write([f"/g/{n}" for n in range(40)])
    huge = rss(*(f"{many[n % 40]}?utm_id={n}" for n in range(10_000)))
    press.answers |= {f"{p}?utm_id={n}": press.answers[p] for n, p in enumerate(many)}
    press.follow("Énorme", "/enorme", huge, words="10000 entries")


def add_sitemaps(press: Press) -> None:
    """An index of a news sitemap, compressed, and a plain one that names old pages too."""
    news = "".join(
        f"<url><loc>{p}</loc><n:news><n:publication_date>{TODAY}</n:publication_date><n:title>N</n:title></n:news></url>"
        for p in press.write([f"/n/{n}" for n in range(25)])
    )
    news = f'<urlset xmlns="{SITEMAPS}" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{news}</urlset>'
    plain = "".join(
        f"<url><loc>{p}</loc><lastmod>{TODAY}</lastmod></url>" for p in press.write([f"/p/{n}" for n in range(20)])
    )
    plain += "".join(f"<url><loc>/vieux/{n}</loc><lastmod>2011-01-01</lastmod></url>" for n in range(50))
    press.answers["/nouvelles.xml.gz"] = Answer(gzip.compress(news.encode(), mtime=0), "application/gzip")
    press.answers["/plan.xml"] = Answer(f'<urlset xmlns="{SITEMAPS}">{plain}</urlset>'.encode(), "text/xml")
    parts = "".join(
        f"<sitemap><loc>{path}</loc></sitemap>" for path in ("/nouvelles.xml.gz", "/plan.xml", "/manque.xml")
    )
    index = f'<sitemapindex xmlns="{SITEMAPS}">{parts}</sitemapindex>'
    press.follow("Plan", "/index.xml", Answer(index.encode(), "text/xml"), words="sitemap index, 95 entries")


def add_articles_in_several_pages(press: Press) -> None:
    """Three pages joined; a second page that is not there; a next page that leads back; a chain without end."""
    for path, nexts in (
        ("/long", ["/long?page=2", "/long?page=3", ""]),
        ("/casse", ["/casse?page=2"]),
        ("/boucle", ["/boucle?page=2", "/boucle"]),
        ("/sans-fin", [f"/sans-fin?page={n}" for n in range(2, 30)]),
    ):
        here = path
        for number, following in enumerate(nexts, start=1):
            link = f'<link rel="next" href="{following}">' if following else ""
            press.answers[here] = page(f"Suite {path}", f"{FRENCH} Feuille {number} de {path}.", head=link)
            here = following
        press.titles[path] = f"Suite {path}"
    press.answers.pop("/casse?page=2", None)
    press.follow("Suites", "/suites", rss("/long", "/casse", "/boucle", "/sans-fin"))


def add_dresses(press: Press) -> None:
    """A second feed that names articles of the first in every dress; none of them is another document."""
    mobile = press.address.replace("//vigie", "//m.vigie")
    links = [
        "/a/0?utm_source=rss&fbclid=1",
        f"{mobile}/a/1",
        "/a/2/amp",
        "/a/3/#commentaires",
        press.address.upper().replace("HTTP://VIGIE.EXAMPLE", "HTTP://Vigie.Example") + "/a/4",
        "/a/./x/../5",
        "/amp.php?article=6",
        "/imprimer/7",
    ]
    for n, link in enumerate(links):
        other = page(f"Pièce a/{n}", f"{FRENCH} Autre gabarit.", head=f'<link rel="canonical" href="/a/{n}">')
        press.answers[link.split("#")[0].removeprefix(mobile) if link.startswith(("/", mobile)) else f"/a/{n}"] = other
    for n in (1, 4):  # the very page of the first feed, under another host
        press.answers[f"/a/{n}"] = page(f"Pièce a/{n}")
    press.follow("Doublons", "/doublons", rss(*links), words="8 entries")


def add_bad_sources(press: Press) -> None:
    """Each bad answer in turn, in the place of a source, and what the source must say of itself."""
    entities = (
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">'
        ']><rss version="2.0"><channel><item><title>&b;&c;</title><link>/a/9</link></item></channel></rss>'
    )
    deep = "<rss version='2.0'><channel>" + "<item>" * 100_000
    for name, answer, state, words in (
        ("401", Answer(status=401), "blocked", "HTTP 401"),
        ("403", Answer(status=403), "blocked", "HTTP 403"),
        ("404", Answer(status=404), "broken", "HTTP 404"),
        ("410", Answer(status=410), "broken", "HTTP 410"),
        ("451", Answer(status=451), "blocked", "HTTP 451"),
        ("500", Answer(status=500), "broken", "HTTP 500"),
        ("reset", Answer(reset=True), "broken", "the connection broke"),
        ("endless", Answer(endless=True), "broken", "too large"),
        ("gzip", bomb("gzip"), "broken", "too large"),
        ("deflate", bomb("deflate"), "broken", "too large"),
        ("br", bomb("br"), "broken", "too large"),
        ("plan.gz", Answer(gzip.compress(b" " * 60_000_000), "application/gzip"), "broken", "grows beyond"),
        ("longer", Answer(b"<rss", cut=True), "broken", "cut off"),
        ("shorter", Answer(rss("/a/8").body, short=70), "broken", "cut off before its first entry"),
        ("half", rss("/a/8", tail="<item><title>co"), "ok", "RSS 2.0, 1 entry (cut off)"),
        ("html", Answer(b"<html><body><p>Bienvenue</p></body></html>"), "broken", "links to no article"),
        ("image", Answer(bytes(range(256)) * 9, "image/png"), "broken", "neither feed"),
        ("mistyped", Answer(rss("/a/8").body, "text/plain"), "ok", "RSS 2.0, 1 entry"),
        ("nothing", Answer(b"", "text/xml"), "broken", "an empty answer"),
        ("unchanged", Answer(status=304), "broken", "HTTP 304"),  # unasked
        ("cut-json", Answer(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "/a'), "broken",
         "JSON Feed, cut off before its first entry"),
        ("empty", rss(), "quiet", "names no article"),
        ("old", Answer(rss("/a/8").body.replace(b"<item>", b"<item><pubDate>Mon, 1 Jan 2018 08:00:00 GMT</pubDate>"),
                       "text/xml"), "quiet", "the newest of its 1 entry is of 2018-01-01"),
        ("entities", Answer(entities.encode(), "text/xml"), "ok", "RSS 2.0, 1 entry"),
        ("deep", Answer(deep.encode(), "text/xml"), "broken", "nested more than 200 deep"),
        ("moved-inside", Answer(status=302, headers={"Location": f"{press.inside}/secret"}), "blocked", "private"),
        ("moved-to-file", Answer(status=302, headers={"Location": "file:///etc/passwd"}), "broken", "HTTP 302"),
        ("circle", Answer(status=302, headers={"Location": "/circle"}), "broken", "redirected too often"),
        ("consent", Answer(b"<html><body><p>Nos partenaires stockent des cookies. <button>Tout refuser</button>"
                           b"<button>Tout accepter</button></p></body></html>"), "blocked", "consent"),
        ("captcha", Answer(b"<html><title>Just a moment...</title><body><p>Verify you are human</p></body></html>"),
         "blocked", "robot question"),
        ("interdit/fil", rss("/a/8"), "blocked", "robots.txt"),
    ):  # fmt: skip
        press.follow(name, f"/{name}", answer, state, words)
    press.sources.append(("Dedans", f"{press.inside}/secret", "fr"))
    press.states["Dedans"] = "blocked", "allow_private_addresses"
    press.sources.append(("Nulle part", "http://nowhere.example/fil", "fr"))
    press.states["Nulle part"] = "broken", "leads nowhere"
    slow = press.address.replace("//vigie", "//lent")
    press.answers["/lent"] = rss(*(f"{slow}/lent/{n}" for n in range(60)))
    press.answers |= {f"/lent/{n}": Answer(status=429, headers={"Retry-After": "7200"}) for n in range(60)}
    press.sources.append(("Lent", f"{slow}/lent", "fr"))
    press.states["Lent"] = "blocked", "none gave an article"
    hollow = [f"/creux/{n}" for n in range(20)]
    press.answers |= dict.fromkeys(hollow, Answer(b"<html><body><div id='app'></div></body></html>"))
    press.notes |= dict.fromkeys(hollow, "no text")
    press.follow("Creux", "/creux", rss(*hollow), "broken", "20 entries, 20 pages asked for, none gave an article")
    walled = [f"/mur/{n}" for n in range(6)]
    press.answers |= dict.fromkeys(walled, Answer(b"<html><title>Just a moment...</title><body>captcha</body></html>"))
    press.notes |= dict.fromkeys(walled, "consent")
    press.follow("Mur", "/mur", rss(*walled), "blocked", "6 × consent")


def add_bad_pages(press: Press) -> None:
    """One feed that names a page of every bad kind, beside a few good ones."""
    tag = {"X-Robots-Tag": "noindex"}  # and once more, in other letters
    refresh = f'<meta http-equiv="refresh" content="0;url={press.inside}/secret">'
    bad = {
        "/x/404": (Answer(status=404), "HTTP 404"),
        "/x/410": (Answer(status=410), "HTTP 410"),
        "/x/403": (Answer(status=403), "HTTP 403"),
        "/x/500": (Answer(status=500), "HTTP 500"),
        "/x/204": (Answer(status=204), "HTTP 204"),
        "/x/304": (Answer(status=304), "HTTP 304"),
        "/x/reset": (Answer(reset=True), "the connection broke"),
        "/x/endless": (Answer(endless=True), "too large"),
        "/x/gzip": (bomb("gzip"), "too large"),
        "/x/br": (bomb("br"), "too large"),
        "/x/longer": (Answer(b"<html><body>", cut=True), "cut off"),
        "/x/png": (Answer(bytes(range(256)), "image/png"), "no web page but image/png"),
        "/x/pdf": (Answer(b"%PDF-1.7", "application/pdf"), "no web page but application/pdf"),
        "/x/nothing": (Answer(b""), "no text"),
        "/x/bytes": (Answer(bytes(range(256)) * 20), "no text"),
        "/x/circle": (Answer(status=301, headers={"Location": "/x/circle"}), "redirected too often"),
        "/x/inside": (Answer(status=302, headers={"Location": f"{press.inside}/secret"}), "private"),
        "/x/number": (Answer(status=302, headers={"Location": "http://2130706434/secret"}), "private"),
        "/x/refresh": (Answer(refresh.encode()), "private"),
        "/x/file": (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "HTTP 302"),
        "/x/paywall": (page("Payant", "Réservé aux abonnés. Il vous reste 80 % de cet article à lire."), "paywall"),
        "/x/noai": (page("Non", head='<meta name="robots" content="noai, noimageai">'), "reading (noai)"),
        "/x/tdm": (page("Non", head='<meta name="tdm-reservation" content="1">'), "refuses machine reading (tdm"),
        "/x/tag": (Answer(page("Non").body, headers={**tag, "x-robots-tag": "noai"}), "reading (noai)"),
        "/interdit/page": (page("Interdit"), "robots"),
    }  # fmt: skip
    press.answers |= {path: answer for path, (answer, _) in bad.items()}
    press.notes |= {path: note for path, (_, note) in bad.items()}
    elsewhere = {f"{press.inside}/secret": "private", "http://nowhere.example/a": "leads nowhere"}
    press.notes |= elsewhere
    good = {
        "/y/chemin": page("../../../etc/cron.d/x; touch PWNED $(touch PWNED)"),
        "/y/etranger": page("Étranger", head='<link rel="canonical" href="http://phare.example/d/1">'),
        "/y/rubrique-4242": page("Le titre d’un gabarit fautif", head='<link rel="canonical" href="/rubrique">'),
        "/y/zones": page("Sans zone", head='<script type="application/ld+json">{"@type": "NewsArticle", "a":'
                         + '[' * 3000 + "</script>"),
        "/y/sac": Answer(("<html><title>Sac</title><body>" + "<div>" * 30_000 + f"<p>{FRENCH}</p>").encode()),
    }  # fmt: skip
    press.answers |= good
    press.notes["/y/sac"] = "no text"  # nested deeper than lxml follows
    press.titles |= {
        "/y/chemin": "../../../etc/cron.d/x; touch PWNED $(touch PWNED)",
        "/y/etranger": "Étranger",
        "/y/rubrique-4242": "Le titre d’un gabarit fautif",
        "/y/zones": "Sans zone",
    }
    unsafe = ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//", "http://", "http://[::1"]
    press.follow("Pannes", "/pannes", rss(*bad, *elsewhere, *good, *unsafe), "broken", "4 gave an article")
