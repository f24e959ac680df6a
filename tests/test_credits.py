"""Headlines and dates as pages show them, where what they declare for machines says otherwise or nothing."""

import pytest

from spiders.page import read_page

LONG = "Le port de Brume a rouvert ses quais mardi, après trois semaines de travaux de nuit par deux équipes. " * 4
QUAYS = "Brume : les quais du port rouvrent après trois semaines de travaux"
TITLES = [  # title element, og:title, headings, what readers see
    (f"{QUAYS} - La Vigie", "Les quais de Brume rouvrent après les travaux", [QUAYS], QUAYS),
    ("La Vigie", "Les quais rouvrent à Brume", [QUAYS], "Les quais rouvrent à Brume"),
    (f"{QUAYS} - La Vigie", "île en Manche", [QUAYS], QUAYS),  # an encyclopaedia's description
    ("Les quais | La Vigie", "Les quais rouvrent", ["Politique"], "Les quais rouvrent"),  # a section's name
    ("La Vigie", QUAYS, ["La Vigie"], QUAYS),
    ("La Vigie", QUAYS, [f"{QUAYS} Deux équipes ont travaillé chaque nuit"], QUAYS),  # a standfirst in the heading
    ("La Vigie", QUAYS, ["Une tout autre histoire de grands voiliers"], QUAYS),
    ("Harbour of Mistle: walls reopen | Ledger", "Harbour reopens", ["Harbour of Mistle: walls reopen"], 0),
    ("Quais : les travaux", f"{QUAYS} | La Vigie", ["La Vigie", f" {QUAYS}"], QUAYS),
    ("Mistle", "Five things to do this weekend", ["Harbour walls reopen at Mistle"], "Five things to do this weekend"),
]
DATES = [  # what stands around the headline, when it says the article is of
    ("<span>02.12.19</span>", "", "2019-12-02"),
    ("<div>À la une</div>", '<ul><li><a href="/jour">13 oct. 2020 18:29</a></li></ul>', "2020-10-13T16:29:00Z"),
    ("<p>mardi 8 décembre 2020</p>", "<p>13 octobre 2020</p>", "2020-10-13"),  # above stands the day of reading
    ("", f"<p>{LONG}</p><p>Mise en ligne</p><p>23 mai 2019</p>", "2019-05-23"),
    ("", f"<p>{LONG}</p><dl><dt>Date de publication :</dt><dd>23 mai 2019</dd></dl>", "2019-05-23"),
    ("", f"<p>{LONG}</p>" * 14 + "<p>Fondé le</p><p>le 23 mai 1919</p>", ""),
    ("", f"<p>{LONG}</p>" * 14 + "<div style='float: right'>May 23, 2019</div>", "2019-05-23"),  # the only one
    ("", f"<p>{LONG}</p>" * 14 + "<div>23 mai 2019</div><div>24 mai 2019</div>", ""),
    (
        "<ul><li><a href='/x'>Deux voiliers se heurtent dans la rade</a> <span class='date'>9/9/2019</span></li></ul>",
        "<div>27 sept. 2016</div>",
        "2016-09-27",
    ),
    (
        '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2018-06-07T10:13:17Z",'
        ' "dateModified": "2019-12-01"}</script>',
        "",
        "2018-06-07T10:13:17Z",
    ),
]


@pytest.mark.parametrize(("window", "declared", "heads", "expected"), TITLES)
def test_title(window: str, declared: str, heads: list[str], expected: str) -> None:
    shown = "".join(f"<h1>{head}</h1>" for head in heads)
    page = read_page(
        f'<html><head><title>{window}</title><meta property="og:title" content="{declared}">'
        f'<meta property="og:site_name" content="La Vigie"></head><body>{shown}<p>{LONG}</p></body></html>'
    )
    assert page.title == (expected or heads[0])
    assert page.text == LONG.strip()


def test_the_headline_that_readers_see_goes_before_the_one_for_search_engines() -> None:
    told = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Brume : 3 semaines"}</script>'
    page = f'<html><head>{told}<meta property="og:title" content="{QUAYS}"></head><body><h1>{QUAYS}</h1></body></html>'
    assert read_page(page).title == QUAYS
    assert read_page(page.replace(f"<h1>{QUAYS}", "<h1>Politique")).title == "Brume : 3 semaines"


@pytest.mark.parametrize(("above", "below", "expected"), DATES)
def test_date(above: str, below: str, expected: str) -> None:
    markup = f"<html lang='fr'><body>{above}<h1>{QUAYS}</h1>{below}<p>{LONG}</p></body></html>"
    assert read_page(markup).published_at == expected


def test_a_page_whose_names_mislead_is_read_whole() -> None:
    """Each part alone could be an aside; all of them together are the article."""
    parts = "".join(f'<div class="newsletter-part"><p>{n}. {LONG}</p></div>' for n in range(1, 4))
    assert read_page(f"<html><body><h1>{QUAYS}</h1>{parts}</body></html>").text.count("travaux de nuit") == 12


def test_paragraphs_that_the_quick_rules_lose_are_found() -> None:
    """A whole article declared in one line is the text only where the page shows no paragraphs."""
    shown = "".join(f"<p>{n}. {LONG}</p>" for n in range(1, 8))
    said = " ".join(f"{n}. {LONG}" for n in range(1, 8))
    declared = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{said}"}}</script>'
    page = read_page(f"<html><head>{declared}</head><body><h1>{QUAYS}</h1><article>{shown}</article></body></html>")
    assert len(page.text.splitlines()) == 7
