"""Feeds, sitemaps and fronts read: labelled files in `cases/feeds`, hostile ones, and laws."""

from __future__ import annotations

import gzip
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.body import parse_html
from spiders.feeds import MOST_ENTRIES, Entry, NotAFeed, read_feed
from spiders.guard import is_public
from spiders.manners import rest_until
from spiders.sections import find_articles, find_feeds
from spiders.sitemaps import NotASitemap, choose_parts, choose_recent, decompress, read_sitemap

CASES = Path(__file__).parent / "cases" / "feeds"
LABELS: list[dict[str, Any]] = tomllib.loads((CASES / "labels.toml").read_text(encoding="utf-8"))["feed"]
HERE = "https://vigie.example/fil"


@pytest.mark.parametrize("label", LABELS, ids=[label["comment"] for label in LABELS])
def test_feeds_are_read_as_labelled(label: dict[str, Any]) -> None:
    data = label["content"].encode(label.get("charset", "utf-8"))
    if "refused" in label:
        with pytest.raises(NotAFeed, match=label["refused"]):
            read_feed(data, HERE)
        return
    feed = read_feed(data, HERE)
    assert feed.form == label["form"]
    assert feed.whole is label.get("whole", True)
    assert feed.language == label.get("language", "")
    found = [[entry.url, entry.title, entry.published_at] for entry in feed.entries]
    assert found == label["entries"]


def test_a_feed_without_end_is_taken_to_its_limit() -> None:
    items = "".join(f"<item><link>/{n}</link></item>" for n in range(MOST_ENTRIES + 5))
    feed = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), HERE)
    assert (len(feed.entries), feed.left_out) == (MOST_ENTRIES, 5)


@given(
    data=st.binary(max_size=300), start=st.sampled_from([b"", b"<rss><channel><item>", b"<feed>", b"{", b"\x1f\x8b"])
)
def test_no_bytes_break_the_readers(data: bytes, start: bytes) -> None:
    for read, refusal in ((read_feed, NotAFeed), (read_sitemap, NotASitemap)):
        try:
            found = read(start + data, HERE)
        except refusal:
            continue
        assert all(entry.url.startswith(("http://", "https://")) for entry in found.entries)


def test_a_list_that_begins_with_an_address_is_not_fetched() -> None:
    with pytest.raises(NotAFeed, match="plain text"):
        read_feed(b"http://127.0.0.1:9/feed", HERE)


def test_gzip_is_unpacked_to_its_limit() -> None:
    assert decompress(gzip.compress(b"abc")) == b"abc"
    with pytest.raises(NotASitemap, match="grows beyond 1000"):
        decompress(gzip.compress(b" " * 5000), 1000)
    with pytest.raises(NotASitemap, match="cannot be read"):
        decompress(b"\x1f\x8bnot gzip")


def test_sitemaps_give_what_is_recent_first() -> None:
    days = ("2026-11-01", "2026-11-22", "2026-11-23")
    entries = [Entry(f"https://vigie.example/{day}", updated_at=day) for day in days]
    recent = choose_recent(entries, datetime(2026, 11, 24, tzinfo=UTC))
    assert [entry.updated_at for entry in recent] == ["2026-11-23", "2026-11-22"]
    undated = [Entry("https://vigie.example/1")]
    assert choose_recent(undated, datetime(2026, 11, 24, tzinfo=UTC)) == undated
    assert choose_parts([*undated, *entries], datetime(2026, 11, 24, tzinfo=UTC)) == [*recent, *undated]


def test_a_list_of_addresses_is_a_sitemap_but_prose_is_none() -> None:
    found = read_sitemap("# à lire\nhttps://vigie.example/a\nhttps://vigie.example/b\n".encode(), HERE)
    assert [entry.url for entry in found.entries] == ["https://vigie.example/a", "https://vigie.example/b"]
    with pytest.raises(NotASitemap):
        read_sitemap(b"See https://vigie.example/a for more.", HERE)


FRONT = [  # what a front links to, and whether it is an article
    ('<main><a href="/mer/les-quais-rouvrent-mardi-1234.html">Les quais rouvrent mardi</a></main>', True),
    ('<main><a href="/2026/11/20/harbour-lamps-stay-lit">Harbour lamps stay lit</a></main>', True),
    ('<main><a href="/article/884213">La taxe divise encore le conseil</a></main>', True),
    ('<nav><a href="/mer/les-quais-rouvrent-mardi-1234.html">Les quais rouvrent mardi</a></nav>', False),  # a menu
    ('<main><a href="/mer">Mer</a></main>', False),  # a section
    ('<main><a href="/auteur/jeanne-le-goff-1234">Toutes les pièces de Jeanne</a></main>', False),
    (
        '<main><a href="https://ailleurs.example/les-quais-rouvrent-mardi-1234">Les quais rouvrent mardi</a></main>',
        False,
    ),
    ('<main><a href="/mentions-legales-et-contact">Toutes nos mentions légales ici</a></main>', False),
    ('<main><a href="javascript:void(0)">Les quais rouvrent mardi matin</a></main>', False),
]


@pytest.mark.parametrize(("body", "is_article"), FRONT)
def test_a_front_is_told_from_its_articles(body: str, is_article: bool) -> None:
    tree = parse_html(f"<html><body>{body}</body></html>")
    assert bool(find_articles(tree, "https://vigie.example/")) is is_article


def test_a_front_names_its_feeds() -> None:
    head = '<link rel="alternate" type="application/rss+xml" title="Mer" href="/mer.xml"><link rel="alternate" hreflang="en" href="/en">'  # noqa: E501
    tree = parse_html(f"<html><head>{head}</head><body><p>x</p></body></html>")
    assert [(feed.url, feed.title) for feed in find_feeds(tree, HERE)] == [("https://vigie.example/mer.xml", "Mer")]


ADDRESSES = [
    ("8.8.8.8", True), ("2a00:1450:4007:80e::200e", True), ("127.0.0.1", False), ("10.1.2.3", False),
    ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),  # noqa: E501
    ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),
    ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("::", False),
    ("::127.0.0.1", False), ("::a00:1", False), ("64:ff9b::808:808", True),
]  # fmt: skip


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_public_addresses_are_told_from_private_ones(address: str, expected: bool) -> None:
    assert is_public(address) is expected


WAITS = [
    ("120", "2026-11-24T12:02:00Z"),
    ("Tue, 24 Nov 2026 13:30:00 GMT", "2026-11-24T13:30:00Z"),
    ("Tue, 24 Nov 2020 13:30:00 GMT", "2026-11-24T12:00:00Z"),  # past
    ("", "2026-11-24T13:00:00Z"),
    ("bientôt", "2026-11-24T13:00:00Z"),
    ("99999999", "2026-12-01T12:00:00Z"),  # a week at most
]


@pytest.mark.parametrize(("said", "until"), WAITS)
def test_retry_after_is_read(said: str, until: str) -> None:
    assert rest_until(said, datetime(2026, 11, 24, 12, tzinfo=UTC)) == until
