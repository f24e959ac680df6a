"""The crawl, end to end: the command line, Scrapy, a real HTTP server on loopback, the store."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from pathlib import Path

from tests.crawling import ROOT, ask, environment, follow, monitor, start, states
from tests.site import Answer, page, rss, serve
from tests.test_files import warc


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
        assert len(moments) == 4  # the feed, two pages, and the host's word on machine reading
        assert moments[-1] - moments[0] >= 1.5  # of 1.8: a busy machine may note the first one late


def test_sources_are_checked_without_a_trace_and_feeds_found(tmp_path: Path) -> None:
    front = '<html lang="fr"><head><meta property="og:site_name" content="La Vigie"><link rel="alternate" type="application/rss+xml" href="/fil"></head><body></body></html>'  # noqa: E501
    with serve({"/": Answer(front.encode()), "/fil": rss("/1"), "/1": page("Un")}) as site:
        (tmp_path / "sources.toml").write_text("", encoding="utf-8")
        added = monitor(tmp_path, "sources", "add", f"{site.address}/")
        assert (added.returncode, added.stdout) == (0, f"added La Vigie: {site.address}/fil\n"), added.stderr
        again = monitor(tmp_path, "sources", "add", f"{site.address}/")
        assert (again.returncode, again.stdout) == (0, f"in the list already: {site.address}/fil\n"), again.stderr
        check = monitor(tmp_path, "sources", "check")
        assert check.returncode == 0, check.stderr
        assert "ok – RSS 2.0, 1 entry" in check.stdout
        assert "1 title, 1 date, 1 text (1 fr)" in check.stdout
        assert not (tmp_path / "monitor.db").exists()
        exported = monitor(tmp_path, "sources", "export")
        (tmp_path / "list.opml").write_text(exported.stdout, encoding="utf-8")
        (tmp_path / "sources.toml").write_text("", encoding="utf-8")
        assert monitor(tmp_path, "sources", "import", "list.opml").returncode == 0
        assert f'address = "{site.address}/fil"' in (tmp_path / "sources.toml").read_text(encoding="utf-8")


def test_an_outlets_page_of_feeds_is_found_and_each_feed_once(tmp_path: Path) -> None:
    """The front names a feed that is gone; of those listed, one is the other in another form, one is of comments."""
    dead = '<html><link rel="alternate" type="application/rss+xml" href="/disparu"></html>'
    front = '<html><a href="/flux-rss">Nos flux RSS</a></html>'
    links = '<a href="/rss/une.xml">Une</a><a href="/atom/une.xml">Une</a><a href="/feed/comments">Fil des lecteurs</a>'
    feed = rss("/1", "/2").body.replace("<title>Pièce</title>".encode(), b"<title>Les quais rouvrent</title>")
    answers = {path: Answer(feed, "application/rss+xml") for path in ("/rss/une.xml", "/atom/une.xml")}
    answers |= {"/feed/comments": rss("/1#c1"), "/flux-rss": Answer(links.encode())}
    with serve({"/mort": Answer(dead.encode()), "/": Answer(front.encode()), **answers}) as site:
        (tmp_path / "sources.toml").write_text("", encoding="utf-8")
        added = monitor(tmp_path, "sources", "add", f"{site.address}/")
        assert added.stdout == f"added 127.0.0.1: {site.address}/rss/une.xml\n", added.stderr
        assert 'language = "fr"' in (tmp_path / "sources.toml").read_text(encoding="utf-8")
        failed = monitor(tmp_path, "sources", "add", f"{site.address}/mort")
        assert (failed.returncode, failed.stdout) == (2, "")
        assert "HTTP 404 at the feed it names" in failed.stderr
    gone = monitor(
        tmp_path, "sources", "add", site.address.removeprefix("http://")
    )  # https is tried where none is said
    assert (gone.returncode, gone.stdout) == (2, "")
    assert "could not be reached: the connection was refused; is the address right, and this" in gone.stderr


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


def test_a_crawl_that_is_killed_is_resumed_by_the_next(tmp_path: Path) -> None:
    """What was received is safe, the rest is asked for, and nothing twice; the feed is read again, not "unchanged"."""
    paths = [f"/{n}" for n in range(24)]
    with serve({path: page(f"Pièce {path}") for path in paths}) as site:
        for path in paths:
            site.answers[path].slow = 0.05
        site.answers["/fil"] = rss(*paths)
        follow(tmp_path, site, ("Fil", "/fil"))
        crawl = start(tmp_path, "crawl", delay="0.02")
        while site.count("/9") == 0 and crawl.process.is_alive():
            time.sleep(0.01)
        crawl.process.kill()
        crawl.process.join()
        [(kept,)] = ask(tmp_path, "SELECT count(*) FROM document")
        assert 0 < kept < len(paths)
        assert ask(tmp_path, "SELECT count(*) FROM source_check") == [(0,)]
        before = len(site.seen)
        assert monitor(tmp_path, "crawl").returncode == 0
        assert ask(tmp_path, "SELECT count(*), count(DISTINCT key) FROM document") == [(len(paths), len(paths))]
        asked = [path for path, _, _ in site.seen[before:] if path in paths]
        assert len(asked) == len(set(asked)) == len(paths) - kept


def test_what_lies_on_this_machine_is_a_source_too(tmp_path: Path) -> None:
    """An archive, saved pages, a list of addresses: found out by their paths, read again when they change."""
    with serve({"/1": page("Un"), "/2": page("Deux")}) as site:
        (tmp_path / "saved").mkdir()
        (tmp_path / "saved" / "a.html").write_bytes(page("Gardé").body)
        (tmp_path / "liste.txt").write_text(f"# à lire\n{site.address}/1\n{site.address}/2\n", encoding="utf-8")
        kept = warc((b"https://vigie.example/quai", b"text/html", page("Archivé").body))
        (tmp_path / "press.warc.gz").write_bytes(gzip.compress(kept))
        entries = [("Dossier", "./saved"), ("Liste", "liste.txt"), ("Archive", "press.warc.gz"), ("Rien", "nulle.warc")]
        (tmp_path / "sources.toml").write_text(
            "".join(
                f'[[source]]\nname = "{name}"\naddress = "{path}"\noutlet = "La Vigie"\nlanguage = "fr"\n'
                for name, path in entries
            ),
            encoding="utf-8",
        )
        check = monitor(tmp_path, "sources", "check")
        assert "Archive: ok – files, 1 entry" in check.stdout, check.stderr
        assert not (tmp_path / "monitor.db").exists()
        assert monitor(tmp_path, "crawl").returncode == 1
        named = (
            "SELECT s.name, d.raw_title FROM origin o"
            " JOIN source s ON s.id = o.source_id JOIN document d ON d.id = o.document_id"
        )
        brought = {("Dossier", "Gardé"), ("Archive", "Archivé"), ("Liste", "Un"), ("Liste", "Deux")}
        assert set(ask(tmp_path, named)) == brought
        found = states(tmp_path)
        assert [name for name, (state, _) in found.items() if state != "ok"] == ["Rien"]
        assert found["Rien"][0] == "broken"
        assert "no such file" in found["Rien"][1]

        (tmp_path / "saved" / "b.html").write_bytes(page("Ajouté").body)
        before = len(site.seen)
        again = monitor(tmp_path, "crawl")
        assert "Archive: ok, 0 new – unchanged since the last visit" in again.stderr
        assert len(site.seen) == before
        assert set(ask(tmp_path, named)) == {*brought, ("Dossier", "Ajouté")}


UNKNOWN = "https://source-{0}.invalid/rss"  # RFC 2606: a name that never has an address


def list_unknown(folder: Path, *names: str) -> str:
    table = '[[source]]\nname = "{0}"\noutlet = "{0}"\naddress = "' + UNKNOWN + '"\nlanguage = "fr"\n'
    text = "".join(table.format(name) for name in names)
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    return text


def test_a_machine_without_a_network_blames_no_source(tmp_path: Path) -> None:
    """As a command, started as a user starts it."""
    list_unknown(tmp_path, "a", "b")
    command = [sys.executable, "-m", "monitor", "crawl"]
    told = subprocess.run(command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True)
    assert told.returncode == 1
    assert told.stderr.strip() == (
        "none of 2 sources could be found: is this machine on the network? the next run asks again"
    )
    assert set(ask(tmp_path, "SELECT state, retry_at FROM source")) == {("ok", "")}


def test_one_name_that_leads_nowhere_is_that_sources_fault(tmp_path: Path) -> None:
    with serve(
        {"/fil": rss("/1"), "/1": page("La grève continue", "Les dockers ont cessé le travail lundi. " * 9)}
    ) as site:
        follow(tmp_path, site, ("Fil", "/fil"))
        both = (tmp_path / "sources.toml").read_text(encoding="utf-8") + list_unknown(tmp_path, "a")
        (tmp_path / "sources.toml").write_text(both, encoding="utf-8")
        assert monitor(tmp_path, "crawl").returncode == 1
    found = states(tmp_path)
    assert found["a"][0] == "broken"
    assert "its host's name leads nowhere" in found["a"][1]
    assert found["Fil"][0] == "ok"


def test_a_proxy_is_asked_only_where_private_addresses_may_be(tmp_path: Path) -> None:
    """It looks names up itself, so that nobody would see where they lead."""
    with serve({}) as proxy:
        address = f"http://source.{UNKNOWN.partition('.')[2]}"
        (tmp_path / "sources.toml").write_text(
            f'[[source]]\nname = "a"\noutlet = "a"\naddress = "{address}"\nlanguage = "fr"\n', encoding="utf-8"
        )
        monitor(tmp_path, "sources", "check", private=False, proxy=proxy.address)
        assert proxy.seen == []
        monitor(tmp_path, "sources", "check", proxy=proxy.address)
        assert address in [path for path, _, _ in proxy.seen]
