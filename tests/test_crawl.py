"""The crawl, end to end: the command line, Scrapy, a real HTTP server on loopback, the store."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.site import ENGLISH, Answer, Site, bomb, page, rss, serve

ROOT = Path(__file__).parent.parent
PROGRAM = "from monitor.cli import main; main()"


def monitor(
    folder: Path, *arguments: str, private: bool = True, delay: str = "0", program: str = PROGRAM
) -> subprocess.CompletedProcess[str]:
    """Run the command line as cron would, in `folder`."""
    environment = {
        "PATH": os.environ["PATH"],
        "MONITOR_SOURCES": str(folder / "sources.toml"),
        "MONITOR_ALLOW_PRIVATE_ADDRESSES": str(private).lower(),
        "MONITOR_DOWNLOAD_DELAY": delay,
        "MONITOR_DOWNLOAD_TIMEOUT": "1",
        "MONITOR_CONTACT": "desk@outlet.example",
    }
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def follow(folder: Path, site: Site, *sources: tuple[str, str], language: str = "fr") -> None:
    """Write a list of sources: (name, path) each."""
    tables = [
        f'[[source]]\nname = "{name}"\noutlet = "La Vigie"\naddress = "{site.address}{path}"\nlanguage = "{language}"\n'
        for name, path in sources
    ]
    (folder / "sources.toml").write_text("\n".join(tables), encoding="utf-8")


def ask(folder: Path, sql: str, *values: Any) -> list[Any]:
    store = sqlite3.connect(folder / "monitor.db")
    try:
        return store.execute(sql, values).fetchall()
    finally:
        store.close()


def states(folder: Path) -> dict[str, tuple[str, str]]:
    rows = ask(folder, "SELECT name, state, evidence FROM source_health")
    return {name: (state, evidence) for name, state, evidence in rows}


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Point</title><entry><title>Dark light</title>
<link href="/atom/dark-light"/><updated>2026-11-20T10:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>
<title>R</title></channel><item><title>Quai</title><link>/rdf/quai</link></item></rdf:RDF>"""
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1", "url": "/json/phare"}]}'
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">  # noqa: E501
<url><loc>/map/taxe</loc>
<n:news><n:publication_date>2099-11-20</n:publication_date>
<n:title>La taxe</n:title></n:news></url>
</urlset>"""
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/news.xml.gz</loc></sitemap></sitemapindex>'
FRONT = '<html><body><nav><a href="/rubrique/mer">Mer</a></nav><main><a href="/2026/11/20/les-quais-rouvrent-mardi-matin">Les quais rouvrent mardi matin</a></main></body></html>'  # noqa: E501


def test_every_kind_of_source_is_found_out_and_read(tmp_path: Path) -> None:
    """And French in old charsets arrives whole; a second crawl transfers no body again and adds nothing."""
    answers = {
        "/rss": rss("/rss/a", "/rss/b?utm_source=rss", charset="windows-1252"),
        "/rss/a": page("L’été", charset="windows-1252"),
        "/rss/b?utm_source=rss": page("Le cœur à 5 €", charset="iso-8859-15"),
        "/atom": Answer(ATOM.encode(), "application/atom+xml"),
        "/atom/dark-light": page("Dark light", ENGLISH, "en"),
        "/rdf": Answer(RDF.encode(), "text/xml"),
        "/rdf/quai": page("Le quai"),
        "/json": Answer(JSON.encode(), "application/feed+json"),
        "/json/phare": page("Le phare"),
        "/index.xml": Answer(INDEX.encode(), "text/xml"),
        "/news.xml.gz": Answer(gzip.compress(NEWS.encode(), mtime=0), "application/gzip"),
        "/map/taxe": page("La taxe"),
        "/front": Answer(FRONT.encode()),
        "/2026/11/20/les-quais-rouvrent-mardi-matin": page("Les quais rouvrent"),
    }
    with serve(answers) as site:
        site.answers["/list.txt"] = Answer(f"# choses à lire\n{site.address}/list/seule\n".encode(), "text/plain")
        site.answers["/list/seule"] = page("Seule")
        paths = ("/rss", "/atom", "/rdf", "/json", "/index.xml", "/front", "/list.txt")
        follow(tmp_path, site, *((path, path) for path in paths))
        first = monitor(tmp_path, "crawl")
        assert first.returncode == 0, first.stderr
        kinds = dict(ask(tmp_path, "SELECT name, kind FROM source"))
        assert list(kinds.values()) == ["feed", "feed", "feed", "feed", "sitemap", "page", "sitemap"]
        titles = {row[0] for row in ask(tmp_path, "SELECT raw_title FROM document")}
        expected = {
            "L’été",
            "Le cœur à 5 €",
            "Dark light",
            "Le quai",
            "Le phare",
            "La taxe",
            "Les quais rouvrent",
            "Seule",
        }
        assert titles == expected
        assert all("différend" in text or "Quern" in text for (text,) in ask(tmp_path, "SELECT raw_text FROM document"))
        agent = site.seen[0][2]["User-Agent"]
        assert agent.startswith("news-monitor/")
        assert "desk@outlet.example" in agent

        before = len(site.seen)
        second = monitor(tmp_path, "crawl")
        assert second.returncode == 0, second.stderr
        again = {path: status for path, status, _ in site.seen[before:]}
        assert {path for path, status in again.items() if status == 200} <= {"/news.xml.gz"}  # a part of an index
        assert not {path for path in again if path.count("/") > 1}  # no page at all
        assert ask(tmp_path, "SELECT count(*) FROM document") == [(8,)]


def test_one_article_from_two_feeds_is_one_document_and_a_changed_one_a_version(tmp_path: Path) -> None:
    answers = {
        "/mer": rss("/commun?utm_medium=rss"),
        "/ville": rss("/commun#suite"),
        "/commun?utm_medium=rss": page("Commun"),
        "/commun": page("Commun"),
    }
    with serve(answers) as site:
        follow(tmp_path, site, ("Mer", "/mer"), ("Ville", "/ville"))
        assert monitor(tmp_path, "crawl").returncode == 0
        assert ask(tmp_path, "SELECT count(*) FROM document") == [(1,)]
        named = ask(tmp_path, "SELECT s.name FROM origin o JOIN source s ON s.id = o.source_id ORDER BY 1")
        assert named == [("Mer",), ("Ville",)]

        site.answers["/commun?utm_medium=rss"] = site.answers["/commun"] = page("Commun", ENGLISH)
        assert monitor(tmp_path, "crawl").returncode == 0  # not due yet
        assert ask(tmp_path, "SELECT count(*) FROM document") == [(1,)]
        store = sqlite3.connect(tmp_path / "monitor.db")
        store.execute("UPDATE page SET due_at = '2000-01-01T00:00:00Z'")
        store.commit()
        store.close()
        assert monitor(tmp_path, "crawl").returncode == 0
        assert ask(tmp_path, "SELECT version, current FROM document ORDER BY id") == [(1, 0), (2, 1)]
        assert ask(tmp_path, "SELECT count(*) FROM page WHERE due_at > asked_at") == [(1,)]


BAD = [  # path of the source, its answer, the state it must get, words of the evidence
    ("/403", Answer(status=403), "blocked", "HTTP 403"),
    ("/404", Answer(status=404), "broken", "HTTP 404"),
    ("/410", Answer(status=410), "broken", "HTTP 410"),
    ("/500", Answer(status=500), "broken", "HTTP 500"),
    ("/slow", Answer(slow=2.5), "broken", "no answer in time"),
    ("/endless", Answer(endless=True), "broken", "too large"),
    ("/bomb", bomb(), "broken", "too large"),
    ("/cut", Answer(b"<rss", cut=True), "broken", "cut off"),
    ("/html", Answer(b"<html><body><p>Bienvenue</p></body></html>"), "broken", "links to no article"),
    ("/bytes", Answer(bytes(range(256)) * 9, "image/png"), "broken", "neither feed"),
    ("/empty", rss(), "quiet", "names no article"),
    ("/hidden/feed", rss("/ok"), "blocked", "robots.txt"),
    ("/half", rss("/ok", tail="<item><title>co"), "ok", "cut off"),
    ("/hollow", rss("/h1", "/h2", "/h3", "/h4"), "broken", "none gave an article"),
    ("/walled", rss("/w1", "/w2", "/w3", "/w4"), "blocked", "HTTP 403"),
    ("/entities", Answer(b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><item>'
                         b"<title>&b;</title><link>/ok</link></item></channel></rss>"), "ok", "RSS 2.0"),
]  # fmt: skip


def test_each_bad_answer_says_what_it_is(tmp_path: Path) -> None:
    answers = {path: answer for path, answer, _, _ in BAD}
    answers |= {"/ok": page("Bien"), "/robots.txt": Answer(b"User-agent: *\nDisallow: /hidden/\n", "text/plain")}
    answers |= {f"/h{n}": Answer(b"<html><body><p>Bref.</p></body></html>") for n in range(1, 5)}
    answers |= {f"/w{n}": Answer(status=403) for n in range(1, 5)}
    with serve(answers) as site:
        follow(tmp_path, site, *((path, path) for path in answers if path in {bad[0] for bad in BAD}))
        crawl = monitor(tmp_path, "crawl")
        assert crawl.returncode == 1, crawl.stderr
        found = states(tmp_path)
        wrong = {p: found[p] for p, _, state, words in BAD if found[p][0] != state or words not in found[p][1]}
        assert not wrong
        assert site.count("/hidden/feed") == 0
        assert ask(tmp_path, "SELECT count(*) FROM source WHERE retry_at = '' AND name IN ('/403', '/500')") == [(0,)]
        before = len(site.seen)
        again = monitor(tmp_path, "crawl", "/500", "/404")
        assert len(site.seen) == before  # the back-off lasts between runs
        assert "not asked before" in again.stderr


def test_retry_after_is_obeyed_within_and_between_runs(tmp_path: Path) -> None:
    answers = {"/fil": rss("/1", "/2", "/3"), "/autre": rss("/4")}
    answers |= {f"/{n}": Answer(status=429, headers={"Retry-After": "7200"}) for n in range(1, 5)}
    with serve(answers) as site:
        follow(tmp_path, site, ("Fil", "/fil"))
        assert monitor(tmp_path, "crawl", delay="0.05").returncode == 1
        assert len(site.sent(429)) == 1
        assert states(tmp_path)["Fil"][0] == "blocked"
        before = len(site.seen)
        assert "not asked before" in monitor(tmp_path, "crawl").stderr
        assert len(site.seen) == before


def test_crawl_delay_of_robots_is_kept(tmp_path: Path) -> None:
    answers = {"/fil": rss("/1", "/2"), "/1": page("Un"), "/2": page("Deux")}
    answers["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.6\n", "text/plain")
    with serve(answers) as site:
        follow(tmp_path, site, ("Fil", "/fil"))
        assert monitor(tmp_path, "crawl").returncode == 0
        moments = [at for path, at in site.times if path != "/robots.txt"]
        assert len(moments) == 3
        assert min(b - a for a, b in pairwise(moments)) >= 0.55


def test_private_addresses_are_not_asked(tmp_path: Path) -> None:
    with serve({"/fil": rss("/1"), "/1": page("Un")}) as site:
        follow(tmp_path, site, ("Fil", "/fil"))
        assert monitor(tmp_path, "crawl", private=False).returncode == 1
        assert site.seen == []
        state, evidence = states(tmp_path)["Fil"]
        assert state == "blocked"
        assert "allow_private_addresses" in evidence


def test_sources_are_checked_without_a_trace_and_feeds_found(tmp_path: Path) -> None:
    front = '<html lang="fr"><head><meta property="og:site_name" content="La Vigie"><link rel="alternate" type="application/rss+xml" href="/fil"></head><body></body></html>'  # noqa: E501
    with serve({"/": Answer(front.encode()), "/fil": rss("/1"), "/1": page("Un")}) as site:
        (tmp_path / "sources.toml").write_text("", encoding="utf-8")
        added = monitor(tmp_path, "sources", "add", f"{site.address}/")
        assert (added.returncode, added.stdout) == (0, f"added Fil: {site.address}/fil\n"), added.stderr
        check = monitor(tmp_path, "sources", "check")
        assert check.returncode == 0, check.stderr
        assert "ok – RSS 2.0, 1 entries" in check.stdout
        assert "1 title, 1 date, 1 text (1 fr)" in check.stdout
        assert not (tmp_path / "monitor.db").exists()
        exported = monitor(tmp_path, "sources", "export")
        (tmp_path / "list.opml").write_text(exported.stdout, encoding="utf-8")
        (tmp_path / "sources.toml").write_text("", encoding="utf-8")
        assert monitor(tmp_path, "sources", "import", "list.opml").returncode == 0
        assert f'address = "{site.address}/fil"' in (tmp_path / "sources.toml").read_text(encoding="utf-8")


# The guard as it is, but for one thing: here 127.0.0.1 counts as public, and 127.0.0.2 stays private.
ELSEWHERE = """
import sys
from spiders import guard
real = guard.is_public
guard.is_public = lambda address: address == "127.0.0.1" or real(address)
from monitor.cli import main
main()
"""


def test_a_public_source_leads_to_no_private_address(tmp_path: Path) -> None:
    """Neither by a redirect, of the source or of a page, nor by the address of an entry."""
    with serve({}) as site, serve({"/secret": page("Secret")}, "127.0.0.2") as hidden:
        inside = hidden.address
        site.answers |= {
            "/moved": Answer(status=302, headers={"Location": f"{inside}/secret"}),
            "/fil": rss("/hop", f"{inside}/secret", "/1"),
            "/hop": Answer(status=302, headers={"Location": f"{inside}/secret"}),
            "/1": page("Un"),
        }
        follow(tmp_path, site, ("Fil", "/fil"), ("Moved", "/moved"))
        crawl = monitor(tmp_path, "crawl", private=False, program=ELSEWHERE)
        assert crawl.returncode == 1, crawl.stderr
        assert hidden.seen == []
        assert states(tmp_path)["Moved"][0] == "blocked"
        assert ask(tmp_path, "SELECT raw_title FROM document") == [("Un",)]
        assert ask(tmp_path, "SELECT count(*) FROM page WHERE note = 'private'") == [(2,)]


def test_scrapy_itself_finds_the_spider(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    assert found.stdout.split() == ["press"]


def test_robots_holds_for_every_request_that_waits_for_it(tmp_path: Path) -> None:
    """Many sources of one host ask at once, and its robots.txt takes its time."""
    rules = Answer(b"User-agent: *\nDisallow: /hidden/\n", "text/plain", slow=0.5)
    hidden = [f"/hidden/{n}" for n in range(8)]
    with serve({"/robots.txt": rules, **dict.fromkeys(hidden, rss("/1"))}) as site:
        follow(tmp_path, site, *((path, path) for path in hidden))
        assert monitor(tmp_path, "crawl").returncode == 1
        assert [path for path, _, _ in site.seen] == ["/robots.txt"]
        assert {state for state, _ in states(tmp_path).values()} == {"blocked"}
