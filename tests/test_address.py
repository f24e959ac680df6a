"""Canonical addresses: what is one page, what are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.address import canonical_address

ONE = "https://journal.example/economie/article-12"
SAME = [  # every dress of one page
    ONE,
    "https://www.journal.example/economie/article-12/",
    "HTTPS://WWW.Journal.Example:443/economie/article-12",
    "https://m.journal.example/economie/article-12#commentaires",
    "https://mobile.journal.example/economie/article-12?utm_source=rss&utm_medium=feed",
    "https://journal.example/economie/article-12?fbclid=abc&xtor=RSS-12",
    "https://journal.example/economie/article-12/amp/",
    "https://amp.journal.example/economie/article-12.amp",
    "https://journal.example/economie/article-12?amp=1",
    "https://journal.example/economie//./article-12",
    "https://journal.example/economie/x/../article-12?",
    "https://www.google.com/amp/s/www.journal.example/economie/article-12",
    "https://journal-example.cdn.ampproject.org/c/s/journal.example/economie/article-12",
    "https://user:secret@journal.example/economie/article-12;jsessionid=A1",
    "https://journal.example/%65conomie/article-12?from=newsletter-lundi",
    "//journal.example/economie/article-12",
    "  https://journal.example/economie/article-12\n",
]
APART = [  # pages that differ
    (ONE, "https://journal.example/economie/article-13"),
    ("https://journal.example/a?id=1", "https://journal.example/a?id=2"),
    ("https://journal.example/a?page=2", "https://journal.example/a"),
    ("https://journal.example/a?source=4512", "https://journal.example/a?source=4513"),
    ("https://journal.example/a%2Fb", "https://journal.example/a/b"),
    ("https://journal.example/A", "https://journal.example/a"),
    ("https://fr.journal.example/a", "https://en.journal.example/a"),
    ("https://journal.example:8080/a", "https://journal.example/a"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    ("https://journal.example/amplitude", "https://journal.example/litude"),
    ("https://journal.example/guitare-amp", "https://journal.example/guitare"),
]
SPELT = [
    ("http://journal.example:80", "http://journal.example/"),
    ("https://élysée.example/été?q=à+la", "https://xn--lyse-9oad.example/%C3%A9t%C3%A9?q=%C3%A0%20la"),
    ("https://journal.example/?b=2&a=1", "https://journal.example/?a=1&b=2"),
    ("http://[2001:DB8::1]:8080/a/", "http://[2001:db8::1]:8080/a"),
    ("http://127.0.0.1:8000/fr/1.html", "http://127.0.0.1:8000/fr/1.html"),
    ("mailto:redaction@journal.example", "mailto:redaction@journal.example"),
    ("http://journal.example:port/", "http://journal.example:port/"),
    ("", ""),
]


@pytest.mark.parametrize("url", SAME)
def test_one_page(url):
    assert canonical_address(url) == ONE


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_pages(one, other):
    assert canonical_address(one) != canonical_address(other)


@pytest.mark.parametrize(("url", "expected"), SPELT)
def test_spelling(url, expected):
    assert canonical_address(url) == expected


HOSTS = ["http://", "https://", "//", "www.", "m.", "amp.", "a.example", "google.com/amp/", "s/", ":80", ":", "@", "["]
PATHS = ["/", "amp", ".amp", "_amp", "index.html", "..", "%", "%2f", "%41", "é", ";sid=", " "]
QUERIES = ["?", "&", "=", "utm_x", "amp=1", "#", "#!"]
PIECES = st.sampled_from([*HOSTS, *PATHS, *QUERIES])


@given(
    st.one_of(
        st.text(),
        st.lists(PIECES, max_size=14).map("".join),
        st.lists(PIECES, max_size=9).map(lambda p: "https://" + "".join(p)),
    )
)
def test_twice_is_once(url):
    once = canonical_address(url)
    assert canonical_address(once) == once
