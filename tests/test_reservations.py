"""The TDM Reservation Protocol's file: what its rules say of addresses, and what a crawl makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reservations import find_reservation, read_rules
from tests.crawling import ask, monitor
from tests.site import Answer, Site, page, rss, serve

RULES = [  # rules (location, reservation), address, what they say of it
    ([("/", 1)], "/a/1", "1"),
    ([("/", 0)], "/a/1", "0"),
    ([("/*", 1)], "/a/1?page=2", "1"),
    ([("*", 1)], "/", "1"),
    ([("/libre/", 0), ("/", 1)], "/libre/1", "0"),  # the first that fits, not the longest
    ([("/", 1), ("/libre/", 0)], "/libre/1", "1"),
    ([("/archives", 1)], "/a/1", ""),
    ([("/a/1$", 1)], "/a/1", "1"),
    ([("/a/1$", 1)], "/a/12", ""),
    ([("/*.pdf$", 1)], "/a/b.pdf", "1"),
    ([("/*.pdf$", 1)], "/a/b.pdf.html", ""),
    ([("/*/archives/*/x", 1)], "/fr/archives/2018/x1", "1"),
    ([("/*/archives/*/x", 1)], "/archives/2018/x1", ""),
    ([("/a*a$", 1)], "/a", ""),  # both letters must be there
    ([("/été", 1)], "/%C3%A9t%C3%A9/1", "1"),
    ([("/%C3%A9t%C3%A9", 1)], "/%C3%A9t%C3%A9/1", "1"),
    ([("/prix-%24", 1)], "/prix-$", "1"),
    ([("/A", 1)], "/a", ""),
    ([], "/a", ""),
]
FILES = [  # what lies there → how many rules
    (b'[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://vigie.example/policy"}]', 1),
    (b'[{"location": "/", "tdm-reservation": "1"}, {"location": "/b", "tdm-reservation": 0}]', 2),
    (b'{"location": "/", "tdm-reservation": 1}', 1),
    (b'[{"location": "/"}, {"tdm-reservation": 1}, 7, {"location": 3, "tdm-reservation": 1}]', 0),
    (b'[{"location": "/", "tdm-reservation": 2}]', 0),
    (b"<html>nothing here</html>", 0),
    (b'[{"location": "/", "tdm-res', 0),
    (b"[" * 100_000, 0),
    (b"null", 0),
    (b"\xff\xfe\x00", 0),
    (b"", 0),
]


@pytest.mark.parametrize(("rules", "path", "expected"), RULES)
def test_rules(rules: list[tuple[str, int]], path: str, expected: str) -> None:
    told = [{"location": location, "tdm-reservation": value} for location, value in rules]
    assert find_reservation(read_rules(json.dumps(told).encode()), f"https://vigie.example{path}") == expected


@pytest.mark.parametrize(("data", "count"), FILES)
def test_files(data: bytes, count: int) -> None:
    assert len(read_rules(data)) == count


@given(st.text(alphabet="/ab*$%", max_size=40), st.text(alphabet="/ab", max_size=40))
def test_any_pattern_is_read(location: str, path: str) -> None:
    rules = read_rules(json.dumps([{"location": location, "tdm-reservation": 1}]).encode())
    assert find_reservation(rules, f"https://vigie.example/{path}") in ("", "1")


RESERVED = Answer(b'[{"location": "/", "tdm-reservation": 1}]', "application/json")
FREE = '<meta name="tdm-reservation" content="0">'
NO_WELL_KNOWN = b"User-agent: *\nDisallow: /.well-known/\n"
SITES = {  # what the file is, robots.txt → the articles that come where reservations are obeyed
    "reserved": (RESERVED, b"", {"Trois"}),
    "a page": (Answer(b"<html>perdu</html>"), b"", {"Un", "Deux", "Trois"}),
    "cut off": (Answer(b"[", "application/json", cut=True), b"", {"Un", "Deux", "Trois"}),
    "in trouble": (Answer(status=500), b"", {"Un", "Deux", "Trois"}),
    "hung up": (Answer(reset=True), b"", {"Un", "Deux", "Trois"}),
    "too large": (Answer(b"[" + RESERVED.body[1:-1] + b"," * 300_000 + b"0]"), b"", {"Un", "Deux", "Trois"}),
    "forbidden to ask": (RESERVED, NO_WELL_KNOWN, {"Un", "Deux", "Trois"}),
}


@contextmanager
def serve_all(folder: Path) -> Iterator[dict[str, Site]]:
    """A site each, of three articles of which the third says that it is free; the list that follows them all."""
    with ExitStack() as held:
        sites = {}
        for name, (rules, robots, _) in SITES.items():
            pages = {"/un": page("Un"), "/deux": page("Deux"), "/trois": page("Trois", head=FREE)}
            files = {"/.well-known/tdmrep.json": rules, "/robots.txt": Answer(robots, "text/plain")}
            sites[name] = held.enter_context(serve({"/fil": rss("/un", "/deux", "/trois"), **pages, **files}))
        table = '[[source]]\nname = "{0}"\noutlet = "La Vigie"\naddress = "{1}/fil"\nlanguage = "fr"\n'
        listed = (table.format(name, site.address) for name, site in sites.items())
        (folder / "sources.toml").write_text("\n".join(listed), encoding="utf-8")
        yield sites


def titles(folder: Path, name: str, among: str = "true") -> set[str]:
    sql = "SELECT raw_title FROM document d, origin o, source s WHERE o.document_id = d.id AND s.id = o.source_id"
    return {title for (title,) in ask(folder, f"{sql} AND s.name = ? AND {among}", name)}


def test_a_reservation_is_obeyed_and_what_is_none_reserves_nothing(tmp_path: Path) -> None:
    with serve_all(tmp_path) as sites:
        monitor(tmp_path, "crawl")
        asked = {name: site.count("/.well-known/tdmrep.json") for name, site in sites.items()}
    assert asked.pop("hung up") in (1, 2)  # Twisted may ask again by itself
    for name, (_, _, expected) in SITES.items():
        assert titles(tmp_path, name) == expected, name
    assert asked == {name: int(name != "forbidden to ask") for name in asked}
    assert ask(tmp_path, "SELECT DISTINCT note FROM page WHERE note <> ''") == [
        ("refuses machine reading (tdm-reservation)",)
    ]


def test_a_reservation_is_recorded_where_it_is_not_obeyed(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text("obey_ai_opt_outs = false", encoding="utf-8")
    with serve_all(tmp_path):
        monitor(tmp_path, "crawl")
    reserved = "json_extract(d.extra, '$.opt_outs[0]') = 'tdm-reservation'"
    assert {name: titles(tmp_path, name, reserved) for name in SITES if titles(tmp_path, name, reserved)} == {
        "reserved": {"Un", "Deux"}
    }
