"""A feed's own text in place of a page that gives none: what is a whole text, and what a crawl makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spiders.fallback import full_text
from spiders.feeds import Entry, read_feed
from tests.crawling import ask, follow, monitor, states
from tests.site import ENGLISH, FRENCH, Answer, page, serve

LINES = [f"{FRENCH} Numéro {n}." for n in range(1, 5)]
WHOLE = "".join(f"<p>{line}</p>" for line in LINES)
TEXTS = [  # what the feed brings, the paragraphs that it makes
    (WHOLE, LINES),
    ("\n\n".join(LINES), LINES),
    (WHOLE + "<p>L’article Les quais est apparu en premier sur <a href='/'>La Vigie</a>.</p>", LINES),
    ("<div>" + "<br><br>".join(LINES) + "</div>", LINES),
    (f"<p>{LINES[0]}</p>", []),  # a teaser
    (WHOLE + "<p>Les pêcheurs, eux, attendent […]</p>", []),
    (WHOLE + '<p><a href="/a">Lire la suite sur La Vigie</a></p>', []),
    ("<p>" + ENGLISH * 3 + "…</p>", []),
    ("<p>" + ENGLISH * 3 + "</p><p>Continue reading</p>", []),
    ('<img src="/a.png">', []),
    ("", []),
]


@pytest.mark.parametrize(("content", "lines"), TEXTS)
def test_full_text(content: str, lines: list[str]) -> None:
    text = full_text(Entry("https://vigie.example/a", "Les quais rouvrent", text=content))
    assert text.split("\n") == (lines or [""])


CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
ITEM = "<item><title>{0}</title><link>{1}</link>{2}</item>"


def wrapped(items: str) -> str:
    return f'<rss version="2.0" {CONTENT}><channel><title>Fil</title>{items}</channel></rss>'


def encoded(text: str) -> str:
    return f"<content:encoded><![CDATA[{text}]]></content:encoded>"


FEEDS = [  # what the feed says of its entry, whether it brings a text
    (f"<description>Bref.</description>{encoded(WHOLE)}", True),
    (f"<description><![CDATA[{WHOLE}]]></description>", False),  # of a summary's length
    (f"<description><![CDATA[{WHOLE * 2}]]></description>", True),
    ("<description>Bref.</description>", False),
]


@pytest.mark.parametrize(("said", "brings"), FEEDS)
def test_a_summary_is_no_text(said: str, brings: bool) -> None:
    [entry] = read_feed(wrapped(ITEM.format("Un", "https://vigie.example/a", said)).encode()).entries
    assert bool(entry.text) == brings


STUB = page("Réservé", "Le port a rouvert. Article réservé à nos abonnés")
CONSENT = Answer(b"<html><body><p>Continuer sans accepter</p><p>Tout accepter</p></body></html>")
EMPTY = Answer(b'<html><body><div id="app"></div></body></html>')
REFUSED = Answer(b"no", status=403)


def build() -> dict[str, Answer]:
    """Four feeds with whole texts, of pages that give none; what must not be taken lies among them."""
    noai = {"X-Robots-Tag": "noai"}
    pages = {"/rss/1": STUB, "/rss/2": CONSENT, "/rss/3": EMPTY, "/rss/4": REFUSED, "/rss/5": page("La page elle-même")}
    pages |= {"/rss/6": Answer(STUB.body, headers=noai), "/rss/7": Answer(b"", status=403, headers=noai)}
    pages |= {"/rss/8": Answer(status=404), "/atom/1": STUB, "/json/1": REFUSED, "/json/2": EMPTY, "/bref/1": STUB}
    pages |= {"/non/1": STUB, "/bref/2": page("Libre")}
    texts = {f"/rss/{n}": encoded(WHOLE) for n in range(1, 9)}
    rss = wrapped("".join(ITEM.format(f"Titre {path}", path, text) for path, text in texts.items()))
    inner = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{WHOLE}</div></content>'
    atom = f'<entry><title>Titre atom</title><link href="/atom/1"/>{inner}</entry>'
    items = [{"id": "1", "url": "/json/1", "title": "Titre json", "content_text": "\n\n".join(LINES)}]
    items += [{"id": "2", "url": "/json/2", "title": "Titre html", "content_html": WHOLE, "summary": "Bref."}]
    short = "".join(ITEM.format("Bref", f"/bref/{n}", "<description>Bref.</description>") for n in (1, 2))
    refusing = Answer(wrapped(ITEM.format("Non", "/non/1", encoded(WHOLE))).encode(), "text/xml", headers=noai)
    return pages | {
        "/rss": Answer(rss.encode(), "text/xml"),
        "/atom": Answer(f'<feed xmlns="http://www.w3.org/2005/Atom">{atom}</feed>'.encode(), "application/atom+xml"),
        "/json": Answer(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()),
        "/bref": Answer(wrapped(short).encode(), "text/xml"),
        "/non": refusing,
    }


def test_a_crawl_takes_the_feeds_text_where_pages_give_none(tmp_path: Path) -> None:
    with serve(build()) as site:
        names = ("/rss", "/atom", "/json", "/bref", "/non")
        follow(tmp_path, site, *((name, name) for name in names))
        monitor(tmp_path, "crawl")
        found = states(tmp_path)
        rows = ask(tmp_path, "SELECT url, raw_title, raw_text, json_extract(extra, '$.text_note') FROM document")
        fed = {url.removeprefix(site.address): (title, note) for url, title, _, note in rows if note}
        assert fed == {
            "/rss/1": ("Titre /rss/1", "the feed's text: paywall"),
            "/rss/2": ("Titre /rss/2", "the feed's text: consent"),
            "/rss/3": ("Titre /rss/3", "the feed's text: no text of an article's length"),
            "/rss/4": ("Titre /rss/4", "the feed's text: HTTP 403"),
            "/atom/1": ("Titre atom", "the feed's text: paywall"),
            "/json/1": ("Titre json", "the feed's text: HTTP 403"),
            "/json/2": ("Titre html", "the feed's text: no text of an article's length"),
        }
        assert {text for _, _, text, note in rows if note} == {"\n".join(LINES)}
        assert {title for _, title, _, note in rows if not note} == {"La page elle-même", "Libre"}
        assert found["/atom"][0] == found["/json"][0] == "ok"
        assert (
            "none of 1 page gave an article, 1 × the feed's text, since the page gives none: paywall"
            in found["/atom"][1]
        )
        assert found["/non"][0] == "blocked"

        again = len(site.seen)
        monitor(tmp_path, "crawl")
        asked = [path for path, _, _ in site.seen[again:] if path[1:-2] in ("rss", "atom", "json")]
        assert not set(asked) & set(fed)
        assert ask(tmp_path, "SELECT count(*) FROM document") == [(len(rows),)]
