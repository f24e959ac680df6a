"""Which link leads to an article's next page, and which to another article."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse, Request

from monitor.settings import Settings
from monitor.sources import Source
from monitor.store.pages import Arrival
from spiders.articles import Asked, read_article
from spiders.feeds import Entry
from spiders.page import read_page
from tests.site import FRENCH, page

LINKS = [  # why, the page's address, the link, whether the article goes on there
    ("a number after the path", "/mer/quais", '<a rel="next" href="/mer/quais/2">2</a>', True),
    ("after an address that ends in a number", "/mer/quais-20181", '<a href="/mer/quais-20181/2">Suite</a>', True),
    ("and in a year", "/mer/les-quais-en-2018", '<a href="/mer/les-quais-en-2018,2">Page suivante »</a>', True),
    ("before the ending", "/mer/quais7.html", '<a href="/mer/quais7-2.html">Next page →</a>', True),
    ("by a word", "/mer/quais", '<a href="/mer/quais/page/2/">Suivant</a>', True),
    ("by a parameter", "/mer/quais?id=7", '<a href="?id=7&amp;page=2">Suite</a>', True),
    ("by a parameter that counts from naught", "/mer/quais", '<a href="?page=1">Suivant ›</a>', True),
    ("from the second to the third", "/mer/quais/2", '<a href="/mer/quais/3">Suite</a>', True),
    ("by its number alone", "/mer/quais", '<span>1</span> <a href="/mer/quais/2">2</a>', True),
    ("declared", "/mer/quais", '<link rel="next" href="/mer/quais?p=2">', True),
    (
        "the site's next article, by its number",
        "/article/12345",
        '<a rel="next" href="/article/12346">Suivant</a>',
        False,
    ),
    ("of a small site", "/article/145.html", '<a rel="next" href="/article/146.html">Article suivant</a>', False),
    ("by its title", "/mer/quais", '<a rel="next" href="/mer/la-grue">Suivant</a>', False),
    ("of the next day", "/2018/02/27/revue", '<a rel="next" href="/2018/02/28/revue">Suivant</a>', False),
    ("back to the first", "/mer/quais/2", '<a href="/mer/quais">1</a>', False),
    ("back by a number", "/mer/quais/3", '<a href="/mer/quais/2">2</a>', False),
    ("on another host", "/mer/quais", '<a rel="next" href="https://quai.example/mer/quais/2">Suite</a>', False),
    ("an article's second part, by its title", "/mer/quais", '<a href="/mer/quais-bis">Suite</a>', False),
]


@pytest.mark.parametrize(("why", "path", "link", "goes_on"), LINKS, ids=[link[0] for link in LINKS])
def test_next_page(why: str, path: str, link: str, goes_on: bool) -> None:
    page = read_page(f"<html><body><p>Les quais rouvrent.</p>{link}</body></html>", f"https://vigie.example{path}")
    assert bool(page.next_page) is goes_on


SOURCE = Source("Fil", "La Vigie", "https://vigie.example/fil", "fr")
URL = "https://vigie.example/mer/quais"
MORE = '<a rel="next" href="/mer/quais/{}">Suite</a>'


def answer(number: int, title: str, text: str, status: int = 200, day: int = 20) -> HtmlResponse:
    """The page of that number, which leads on to the next."""
    url = URL if number == 1 else f"{URL}/{number}"
    body = page(title, text).body.replace(b"</article>", f"{MORE.format(number + 1)}</article>".encode())
    body = body.replace(b"2026-11-20", f"2026-11-{day}".encode())
    return HtmlResponse(url, status, {"Content-Type": "text/html"}, body, request=Request(url))


SECOND = [  # what the second page is, whether it is joined
    ("the second page", answer(2, "Les quais", f"{FRENCH} Deuxième feuille."), True),
    ("under a title of its own", answer(2, "Les quais : la grue", f"{FRENCH} Deuxième feuille."), True),
    ("other comments below the same text", answer(2, "Les quais", FRENCH), False),
    ("another article, of another day", answer(2, "La grue", f"{FRENCH} Une autre pièce.", day=21), False),
    ("an error", answer(2, "Les quais", f"{FRENCH} Deuxième feuille.", status=500), False),
]


@pytest.mark.parametrize(("why", "second", "joined"), SECOND, ids=[case[0] for case in SECOND])
def test_second_page(why: str, second: HtmlResponse, joined: bool) -> None:
    first = read_article(answer(1, "Les quais", FRENCH), SOURCE, Asked(URL, Entry(URL)), Settings())
    assert isinstance(first, Asked)
    found = read_article(second, SOURCE, first, Settings())
    assert isinstance(found, Asked) is joined  # which asks for a third
    if isinstance(found, Asked):
        found = read_article(None, SOURCE, found, Settings())
    assert isinstance(found, Arrival)
    assert found.document
    assert found.document.raw_title == "Les quais"
    assert ("feuille" in found.document.raw_text) is joined
    assert "Suite" not in found.document.raw_text
