"""A press of more than 300 pages with every trouble, crawled end to end: once, again, and again when pages are due."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from spiders.address import canonical_address
from tests.crawling import ask, follow, monitor, states
from tests.hostile import Press, among_hosts, build_press
from tests.site import ENGLISH, Answer, Site, page, rss, serve


@dataclass
class Crawled:
    """The folder, the press and what its server saw of the first crawl."""

    folder: Path
    press: Press
    site: Site
    inside: Site
    seen: Counter[str]  # requests by path
    said: str

    def crawl(self, *sources: str) -> list[tuple[str, int]]:
        """Crawl once more; the paths asked for, with their answers' status."""
        before = len(self.site.seen)
        done = monitor(self.folder, "crawl", *sources, private=False, patience="60", program=among_hosts)
        assert done.returncode in (0, 1), done.stderr
        return [(path, status) for path, status, _ in self.site.seen[before:]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("press")
    with serve({}) as site, serve({"/secret": page("Secret")}, "127.0.0.2") as inside:
        port, hidden = site.address.rpartition(":")[2], inside.address.rpartition(":")[2]
        press = build_press(f"http://vigie.example:{port}", f"http://inside.example:{hidden}")
        site.answers |= press.answers
        tables = [
            f'[[source]]\nname = "{name}"\noutlet = "La Vigie"\naddress = "{address}"\nlanguage = "{language}"\n'
            for name, address, language in press.sources
        ]
        (folder / "sources.toml").write_text("\n".join(tables), encoding="utf-8")
        done = monitor(folder, "crawl", private=False, patience="60", program=among_hosts)
        assert done.returncode == 1, done.stderr  # some sources failed
        seen = Counter(path for path, _, _ in site.seen)
        yield Crawled(folder, press, site, inside, seen, done.stderr)


def test_the_press_is_large_enough(crawled: Crawled) -> None:
    assert len(crawled.press.titles) + len(crawled.press.notes) > 300
    assert len(crawled.seen) > 300


def test_every_source_says_how_it_is(crawled: Crawled) -> None:
    found = states(crawled.folder)
    expected = crawled.press.states
    wrong = {
        name: (found[name], expected[name])
        for name in expected
        if found[name][0] != expected[name][0] or expected[name][1] not in found[name][1]
    }
    assert not wrong
    week = "SELECT sum(usual), sum(most), max(days) FROM source_week WHERE name IN ('RSS 2.0', 'Doublons')"
    assert ask(crawled.folder, week) == [(60, 60, 1)]  # of the eight that both name, either may be the first
    assert all(f"{name}: {state}" in crawled.said for name, (state, _) in expected.items())


def test_who_asks_says_who_it_is(crawled: Crawled) -> None:
    agents = {headers["User-Agent"] for _, _, headers in crawled.site.seen}
    assert len(agents) == 1
    assert agents.pop().startswith("news-monitor/")
    languages = {
        path: headers["Accept-Language"] for path, _, headers in crawled.site.seen if path in ("/rss", "/atom")
    }
    assert languages == {"/rss": "fr, *;q=0.5", "/atom": "en, *;q=0.5"}


def test_every_article_is_one_document_whole(crawled: Crawled) -> None:
    rows = ask(crawled.folder, "SELECT raw_title, count(*), max(version) FROM document GROUP BY raw_title")
    assert {title: (count, version) for title, count, version in rows} == dict.fromkeys(
        crawled.press.titles.values(), (1, 1)
    )
    texts = ask(crawled.folder, "SELECT raw_title, raw_text FROM document")
    assert not [title for title, text in texts if not ("cœur du différend" in text or "single relay" in text)]
    assert ask(crawled.folder, "SELECT count(*) FROM document WHERE published_at <> '2026-11-20T08:30:00Z'") == [(0,)]


def test_every_bad_page_says_why(crawled: Crawled) -> None:
    found = dict(ask(crawled.folder, "SELECT url, note FROM page WHERE note <> ''"))
    told = {url.removeprefix(crawled.press.address): note for url, note in found.items()}
    wrong = {
        path: (told.get(path), note) for path, note in crawled.press.notes.items() if note not in told.get(path, "")
    }
    assert not wrong
    assert {canonical_address(url) for url in found} == {
        row[0] for row in ask(crawled.folder, "SELECT address FROM page WHERE note <> ''")
    }


EVERY_HOSTS = ("/robots.txt", "/.well-known/tdmrep.json")  # what every host is asked for


def test_nothing_private_is_asked_and_nothing_obeyed(crawled: Crawled) -> None:
    assert crawled.inside.seen == []
    assert not [path for path in crawled.seen if path.startswith("/interdit")]
    assert sorted(path.name for path in crawled.folder.iterdir() if not path.name.startswith("monitor.db")) == [
        "sources.toml"
    ]


def test_no_page_is_asked_twice_and_a_host_that_asks_to_wait_is_left_alone(crawled: Crawled) -> None:
    """But once more where an answer failed in a way that passes: a broken connection, no answer in time, a 500."""
    again = {path for path, count in crawled.seen.items() if count > 1}
    fleeting = {f"{folder}{name}" for folder in ("/", "/x/") for name in ("reset", "500", "longer")}
    assert again == {*fleeting, "/circle", "/x/circle", *EVERY_HOSTS}
    asked = sum(count for path, count in crawled.seen.items() if path.startswith("/lent/"))
    assert asked <= 16  # of 60: those that were on the way at once (CONCURRENT_REQUESTS)


def test_other_dresses_are_origins_of_one_document(crawled: Crawled) -> None:
    rows = ask(
        crawled.folder,
        "SELECT d.raw_title, s.name FROM origin o JOIN source s ON s.id = o.source_id"
        " JOIN document d ON d.id = o.document_id WHERE d.raw_title GLOB 'Pièce a/[0-7]'",
    )
    expected = {(f"Pièce a/{n}", name) for n in range(8) for name in ("RSS 2.0", "Doublons")}
    assert set(rows) == expected


def test_pages_of_one_article_are_joined(crawled: Crawled) -> None:
    texts = dict(ask(crawled.folder, "SELECT raw_title, raw_text FROM document WHERE raw_title LIKE 'Suite%'"))
    sheets = {title: [n for n in range(1, 30) if f"Feuille {n} de" in text] for title, text in texts.items()}
    assert sheets == {
        "Suite /long": [1, 2, 3],
        "Suite /casse": [1],
        "Suite /boucle": [1, 2],
        "Suite /sans-fin": list(range(1, 11)),
    }
    assert texts["Suite /long"].count("La capitainerie") == 1


def test_a_second_crawl_of_an_unchanged_press_transfers_no_page(crawled: Crawled) -> None:
    documents = ask(crawled.folder, "SELECT count(*) FROM document")
    asked = crawled.crawl()
    asked_for = {path for path, _ in asked}
    failed = [name for name, (state, _) in crawled.press.states.items() if state in ("blocked", "broken")]
    resting = set(ask(crawled.folder, "SELECT name FROM source WHERE retry_at > ''"))
    assert {(name,) for name in failed} - resting == {("Creux",), ("Pannes",)}  # they do answer
    assert not asked_for & {f"/{name}" for name in failed}
    bodies = {path for path, status in asked if status == 200}
    assert bodies <= {"/robots.txt", "/index.xml", "/half"}  # an index is read each time, and a feed that was cut off
    assert {"/rss", "/atom", "/json", "/rubrique", "/nouvelles.xml.gz", "/plan.xml"} <= {
        path for path, status in asked if status == 304
    }
    assert ask(crawled.folder, "SELECT count(*) FROM document") == documents
    found = states(crawled.folder)
    assert {name: found[name][0] for name in found} == {
        name: state for name, (state, _) in crawled.press.states.items()
    }


def test_pages_that_are_due_are_asked_conditionally_and_a_changed_one_is_a_version(crawled: Crawled) -> None:
    with sqlite3.connect(crawled.folder / "monitor.db") as store:
        store.execute("UPDATE page SET due_at = '2000-01-01T00:00:00Z' WHERE address LIKE '%/d/%'")
    title = crawled.press.titles["/d/3"]
    changed = page(
        title, ENGLISH.replace("went dark on Tuesday for the first time since the war", "is lit again"), "en"
    )
    crawled.site.answers["/d/3"] = changed
    asked = dict(crawled.crawl("Atom"))
    assert {p: status for p, status in asked.items() if status != 304 and p not in EVERY_HOSTS} == {"/d/3": 200}
    assert len(asked) > 40
    versions = ask(crawled.folder, "SELECT version, current FROM document WHERE raw_title = ? ORDER BY id", title)
    assert versions == [(1, 0), (2, 1)]
    changes = ask(crawled.folder, "SELECT field, before, after FROM change ORDER BY rowid")
    assert {field for field, _, _ in changes} == {"text"}
    assert "went dark on Tuesday" in changes[0][1]
    assert "is lit again" in changes[0][2]


def test_who_does_not_answer_in_time_is_not_waited_for(tmp_path: Path) -> None:
    """Neither who says nothing nor who says a letter now and then, for ever."""
    waits = {"/stumm": Answer(slow=60), "/tropf": Answer(b"<rss>", drip=True)}
    with serve(
        {**waits, "/fil": rss(*(f"{path}?1" for path in waits), "/a", "/b"), "/a": page("A"), "/b": page("B")}
    ) as site:
        site.answers |= {f"{path}?1": answer for path, answer in waits.items()}
        follow(tmp_path, site, *((path, path) for path in (*waits, "/fil")))
        assert monitor(tmp_path, "crawl", patience="2").returncode == 1
        assert ask(tmp_path, "SELECT count(*) FROM document") == [(2,)]
        assert [note for (note,) in ask(tmp_path, "SELECT note FROM page WHERE note <> ''")] == [
            "no answer in time"
        ] * 2
        found = states(tmp_path)
        assert {found[path] for path in waits} == {
            ("broken", f"could not be reached: no answer in time ({site.address}{path})") for path in waits
        }
