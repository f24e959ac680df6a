"""Which link leads to an article's next page, and which to another article."""

from __future__ import annotations

import pytest

from spiders.page import read_page

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
