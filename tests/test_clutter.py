"""What is taken out of a page before its text is read, and what must stay whatever it is called."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.body import extract_body, parse_html, with_standfirst, without_head
from spiders.clutter import clear
from spiders.declared import Declared
from spiders.layout import restore_paragraphs

LONG = (
    "Le port de Brume a rouvert ses quais mardi, après trois semaines de travaux menés de nuit par deux équipes. " * 3
)
BODY = f"<h1>Les quais rouvrent</h1><p>{LONG}</p><p>{LONG}</p>"
ASIDES = [  # markup beside the article that must go
    '<div class="newsletter-box"><p>Recevez la lettre du matin. GONE</p></div>',
    '<div class="NewsletterSignupBlock"><p>Sign up to our morning letter. GONE</p></div>',
    '<section data-testid="share-tools"><p>GONE</p></section>',
    '<p class="fig-body-link"><a href="/x">À LIRE AUSSI GONE</a></p>',
    '<p>Lire aussi : <a href="/x">La halle change de main, GONE</a></p>',
    '<p><strong>Read more:</strong> <a href="/x">The fish hall changes hands GONE</a></p>',
    '<div class="article__related"><a href="/x">GONE</a></div>',
    '<h3>Sur le même sujet</h3><ul><li><a href="/x">La halle change de main, GONE</a></li></ul>',
    '<div><div><strong>À lire aussi :</strong></div><p><a href="/x">GONE</a></p><p><a href="/y">GONE</a> 3 h</p></div>',
    '<ul><li>You might also like</li><li><a href="/x">The fish hall <p>changes hands GONE</p></a></li></ul>',
    '<div id="taboola-below"><p>GONE</p></div>',
    f'<section class="comments-area"><p>GONE {LONG}</p><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p></section>',
    '<section class="field field--name-comment"><article class="comment"><p>GONE</p></article></section>',
    '<div class="wp-caption-text">Photo : GONE</div>',
    '<h2>Editor’s Picks</h2><section><a href="/x">The fish hall changes hands GONE</a></section>',
    '<h2>La sélection de la rédaction</h2><ul><li><a href="/x">La halle change de main GONE</a></li></ul>',
    '<div class="single-toast"><p>Abonnez-vous et gagnez. GONE</p></div>',
]
PARTS = [  # what is part of the article, though its name or its words could mislead
    f'<div class="newsletter-post social-theme">{BODY}<p>KEPT</p></div>',
    f'<article class="post comments-open has-comments">{BODY}<p>KEPT</p></article>',
    f'<div class="share-content"><p>{LONG}</p><p>{LONG} KEPT</p></div>',
    '<p>Lire aussi tard dans la nuit est un plaisir que le maire, KEPT, dit ne jamais s’être refusé.</p>',
    '<p>Read more into it than he said, and you will be wrong: <a href="/x">KEPT</a> is all there was that day.</p>',
    '<p class="lead">KEPT</p>',
    '<p>Le maire avait promis <a class="story-body__link" href="/x">KEPT une ouverture en avril</a> puis en mai.</p>',
    '<h3>Sur le même sujet</h3><p>KEPT : le maire avait promis <a href="/x">une ouverture</a> en avril.</p>',
    '<p>Voir aussi</p>KEPT',
    f'<h2>Lire aussi</h2><h2>KEPT</h2><p>{LONG}</p>',
    '<p class="headline-roads">KEPT</p>',  # "ads" is no part of it
    '<div class="adsorption">KEPT</div>',
    '<figure class="quote"><blockquote>KEPT</blockquote></figure>',
    '<table><tr><td>Tonnes</td><td>KEPT</td></tr></table>',
]  # fmt: skip


def cleared(markup: str) -> str:
    tree = parse_html(f"<html><body><main>{BODY}{markup}</main></body></html>")
    clear(tree)
    return str(tree.text_content())


@pytest.mark.parametrize("markup", ASIDES)
def test_asides_go(markup: str) -> None:
    text = cleared(markup)
    assert "GONE" not in text
    assert text.count(LONG) == 2


@pytest.mark.parametrize("markup", PARTS)
def test_parts_stay(markup: str) -> None:
    assert "KEPT" in cleared(markup)


@settings(max_examples=30)
@given(st.lists(st.sampled_from([*ASIDES, "mot ", "<p>mot </p>"]), max_size=8))
def test_what_stands_around_an_aside_stays(parts: list[str]) -> None:
    assert cleared("".join(parts)).count("mot ") == sum("mot " in part for part in parts)


TABLES = [  # markup, tags that hold "mot" in the end
    (f"<table><tr><td>mot</td></tr><tr><td><p>{LONG}</p><p>{LONG}</p></td></tr></table>", "div"),  # lays out the page
    (f"<table><tr><td>mot {LONG}<br>{LONG}</td><td><table><tr><td>1</td></tr></table></td></tr></table>", "p"),
    ("<table><tr><td>mot</td><td>12 t</td></tr><tr><td>Bar</td><td><p></p><p>3 t</p></td></tr></table>", "td"),
]


@pytest.mark.parametrize(("markup", "tag"), TABLES)
def test_tables_that_lay_out_a_page_are_divisions(markup: str, tag: str) -> None:
    tree = parse_html(f"<html><body><main>{BODY}{markup}</main></body></html>")
    restore_paragraphs(tree)
    assert [e.tag for e in tree.iter("p", "td", "div") if (e.text or "").startswith("mot")] == [tag]


LOOSE = [  # a division, its paragraphs afterwards
    (f"{LONG}<br>{LONG}", [LONG, LONG]),
    (f'<div class="photo">x</div>\n{LONG}<br><br>Un <b>mot</b> gras.', [LONG, "Un mot gras."]),
    (f"<em>Brume.</em> {LONG}<br><p>Déjà un.</p>suite", ["Brume. " + LONG, "Déjà un.", "suite"]),
    (f"<span><p>{LONG}</p></span>{LONG}<br>", [LONG, LONG]),
    ("Menu<br>Contact<br>Plan", []),  # too little to be a text
    (f"<p>{LONG}</p><br>", [LONG]),
]


@pytest.mark.parametrize(("markup", "paragraphs"), LOOSE)
def test_loose_lines_become_paragraphs(markup: str, paragraphs: list[str]) -> None:
    tree = parse_html(f'<html><body><div class="texte">{markup}</div></body></html>')
    words = tree.text_content()
    restore_paragraphs(tree)
    found = [" ".join(p.text_content().split()) for p in tree.iter("p")]
    assert found == [" ".join(p.split()) for p in paragraphs]
    assert tree.text_content().split() == words.split()


def test_quick_rules_that_took_a_box_for_the_article_are_overruled() -> None:
    """Much prose in paragraphs, little of it in what the quick rules give."""
    box = f'<div class="article-body"><p>{LONG}</p></div>'
    prose = "".join(f'<div class="w{n}"><div><p>{n}. {LONG}</p></div></div>' for n in range(12))
    tree = parse_html(f"<html><body>{box}<div>{prose}</div></body></html>")
    text, _ = extract_body(tree, Declared())
    assert text.count("Le port de Brume") >= 30


HEADS = [  # lines, author, what remains
    (["Les quais rouvrent", "Par Luc Ferrand", "Publié le 3 février 2018 à 14h05", LONG], "Luc Ferrand", [LONG]),
    (["EN DIRECT", "Les quais rouvrent", LONG], "", [LONG]),
    ([LONG, "EN DIRECT", "Les quais rouvrent", LONG + "Fin."], "", [LONG, LONG + "Fin."]),
    (["Publié le : Modifié le :", LONG], "", [LONG]),
    (
        ["Par dix voix contre neuf, le conseil a voté.", LONG],
        "",
        ["Par dix voix contre neuf, le conseil a voté.", LONG],
    ),
    (["By noon the pier was empty.", LONG], "", ["By noon the pier was empty.", LONG]),
    (["Les quais rouvrent"], "", ["Les quais rouvrent"]),
]


@pytest.mark.parametrize(("lines", "author", "kept"), HEADS)
def test_the_head_of_a_page_is_no_paragraph(lines: list[str], author: str, kept: list[str]) -> None:
    assert without_head("\n".join(lines), "Les quais rouvrent", author).split("\n") == kept


STANDFIRSTS = [  # what stands between headline and text, the declared description, whether it is the standfirst
    ('<p class="article__desc">Trois semaines de travaux de nuit.</p>', "", True),
    ('<div data-gu-name="standfirst"><p>Trois semaines de travaux de nuit.</p></div>', "", True),
    ("<h2>Trois semaines de travaux de nuit.</h2>", "Trois semaines de travaux de nuit.", True),
    ("<h2>Trois semaines de travaux de nuit.</h2>", "", False),
    ('<div class="intro"><a href="/x">Trois semaines de travaux de nuit.</a></div>', "", False),
]


@pytest.mark.parametrize(("markup", "described", "is_one"), STANDFIRSTS)
def test_a_standfirst_outside_the_body_is_taken(markup: str, described: str, is_one: bool) -> None:
    tree = parse_html(f"<html><body><h1>Les quais rouvrent</h1>{markup}<p>{LONG}</p></body></html>")
    declared = Declared(metas={"description": [described]})
    text = with_standfirst(LONG, tree.find(".//h1"), declared)
    assert text.startswith("Trois semaines") is is_one
