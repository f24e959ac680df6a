"""Pages of our own making, each with one trouble, against what a reader would say is in them."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.charset import decode_page
from spiders.page import join_pages, read_page

PAGES = Path(__file__).parent / "cases" / "pages"
CASES = json.loads((PAGES / "cases.json").read_text(encoding="utf-8"))


def read(name):
    case = CASES[name]
    headers = {"Content-Type": case["header"]} if "header" in case else {}
    return read_page((PAGES / f"{name}.html").read_bytes(), case["url"], headers)


def test_every_page_has_its_case():
    assert {path.stem for path in PAGES.glob("*.html")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_page(name):
    page = read(name)
    expected = CASES[name]["expected"]
    found = {field: getattr(page, field) for field in expected}
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()} == expected, CASES[name]["why"]


def test_two_pages_make_one_article():
    joined = join_pages([read("fr-page-1"), read("fr-page-2")])
    assert joined.text.split("\n") == CASES["fr-page-1"]["text"] + CASES["fr-page-2"]["text"]


def test_opt_outs_in_headers():
    page = read_page(
        "<html><body><p>x</p></body></html>", "", {"X-Robots-Tag": "otherbot: noai", "TDM-Reservation": "1"}
    )
    assert page.opt_outs == ("noai", "tdm-reservation")


@settings(max_examples=40)
@given(
    st.binary(max_size=300), st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=hex", "charset=x"])
)
def test_any_bytes_are_decoded(data, header):
    text, charset = decode_page(data, header)
    assert isinstance(text, str)
    assert charset


@settings(max_examples=25)
@given(st.text(alphabet="<>/ap\"='{}[]&;:@titledvhr ", max_size=200))
def test_any_markup_is_survived(text):
    read_page(
        f'<html><script type="application/ld+json">{text}</script><body>{text}</body></html>', "https://x.example/a"
    )


HEAVY = ["<p>mot</p>", "<li class='comment'>mot</li>", "<a href='/a/1'>mot</a>", "<div>", "<table><tr><td><p>"]


@pytest.mark.parametrize("part", HEAVY)
def test_a_page_made_to_be_heavy_is_put_aside(part):
    """Of more elements than any page of the press has; reading it would hold up all others."""
    assert len(read_page("<html><body>" + part * 60_000, "https://x.example/a").text) < 1000
