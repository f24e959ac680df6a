"""What stands in an article's way, and what only looks so: paywalls, consent, robot tests, fronts."""

from __future__ import annotations

import pytest

from spiders.page import read_page

SENTENCE = (
    "Le port de Brume a rouvert ses quais mardi, après trois semaines de travaux menés de nuit par deux équipes. "
)
ENGLISH = "The lighthouse at Quern Point went dark on Tuesday for the first time since the war, and nobody saw why. "
MORE = (
    "La capitainerie attend vingt navires d’ici à dimanche, dont sept venus de l’océan Indien, chargés de thé. "
    "Côté pêcheurs, on salue une décision tardive mais juste ; le différend reste la taxe, votée jeudi.",
    "Le maire a promis que les bars du quai resteraient ouverts, et que la grue serait repeinte avant la fin du mois. "
    "Une réunion publique est prévue lundi à dix-huit heures, salle des fêtes, en présence du préfet.",
)
SHORT = f"<h1>Les quais rouvrent</h1><p>{SENTENCE}</p><p>{MORE[0]}</p><p>{MORE[1]}</p>"
WHOLE = SHORT + "".join(f"<p>{n}. {SENTENCE} {MORE[n % 2]}</p>" for n in range(4))
LINKS = "".join(
    f'<div class="card"><a href="/a/{n}"><h3>Une autre pièce, la {n}e, du même jour</h3></a></div>' for n in range(200)
)
TEASERS = "".join(f'<li><a href="/a/{n}"><h3>Les quais rouvrent {n}</h3></a><p>{SENTENCE}</p></li>' for n in range(12))
TEASER_ARTICLES = "".join(
    f'<article><a href="/a/{n}"><h2>The lamps of pier {n}</h2></a><p>{ENGLISH}</p></article>' for n in range(9)
)
STUB = f"<h1>Les quais rouvrent</h1><p>{SENTENCE}</p>"
FREE = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "T", "isAccessibleForFree": true}</script>'
)

DECLARED = (
    '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-24T08:00:00Z">'
)
BAR = "<div><p>Tout accepter | Tout refuser</p></div>"

PAGES = [  # why, markup, kind
    (
        "an offer in the head of every page",
        f"<header><a href='/'>Déjà abonné ? Se connecter</a></header>{SHORT}",
        "article",
    ),
    ("an offer beside a whole article", f"{SHORT}<div>Déjà abonné ? Connectez-vous</div>", "article"),
    (
        "comments are for subscribers",
        f"{SHORT}<div>L’espace des contributions est réservé aux abonnés.</div>",
        "article",
    ),
    ("the newsletter is for subscribers", f"{SHORT}<p>Newsletter réservée aux abonnés.</p>", "article"),
    ("declared free", f"{FREE}{STUB}<div>Abonnez-vous pour lire nos archives, réservées aux abonnés.</div>", "article"),
    ("the rest is for subscribers", f"{STUB}<div>Cet article est réservé aux abonnés.</div>", "paywall"),
    ("so much is left", f"{STUB}<p>Il vous reste 82.14% de cet article à lire.</p>", "paywall"),
    ("so much is left, of the article", f"{STUB}<p>Il vous reste 75 % de l’article à lire.</p>", "paywall"),
    ("the rest, in English", f"<h1>T</h1><p>{ENGLISH}</p><p>Subscribe to continue reading.</p>", "paywall"),
    ("subscribers, beside very little", f"<h1>T</h1><p>{ENGLISH}</p><p>Already a subscriber? Log in</p>", "paywall"),
    ("a short article among two hundred links", f"{SHORT}{LINKS}", "article"),
    ("links alone", f"<h1>Économie</h1>{LINKS}", "section"),
    ("links with a summary each", f"<h1>Mer</h1><ul>{TEASERS}</ul>", "section"),
    ("heads of articles", f"<h1>Sea</h1>{TEASER_ARTICLES}", "section"),
    ("an article above heads of others", f"{SHORT}{TEASER_ARTICLES}", "article"),
    (
        "an article with links in its text",
        f"<h1>T</h1>{f'<p>{SENTENCE}<a href=/x>Brume</a> {SENTENCE}</p>' * 4}",
        "article",
    ),
    ("paragraphs each in a box", "<h1>T</h1>" + f"<div><p>{SENTENCE}</p></div>" * 6 + LINKS, "article"),
    (
        "a consent bar over a whole article",
        f"{WHOLE}<div>Tout accepter Tout refuser nos partenaires utilisent</div>",
        "article",
    ),
    ("a consent bar over a short article that is declared", f"{DECLARED}{SHORT}{BAR}", "article"),
    ("and in English", f"{DECLARED}<h1>T</h1>{f'<p>{ENGLISH}</p>' * 4}<p>Accept all | Reject all</p>", "article"),
    ("a question before an article that is declared", f"{DECLARED}<h1>Les quais rouvrent</h1>{BAR}", "consent"),
    ("a robot test before one", f"{DECLARED}<h1>T</h1><p>Verify that you are human</p>", "consent"),
    ("a short page with a bar, undeclared", f"{STUB}{BAR}", "consent"),
    (
        "consent alone",
        "<div><p>Nos partenaires utilisent des traceurs.</p><button>Tout accepter</button></div>",
        "consent",
    ),
    ("un 404 dit avec 200", f"<h1>Page introuvable</h1><p>{SENTENCE}</p><p>{MORE[0]}</p>", "missing"),
    (
        "and in English",
        f"<title>404 – The Quern Post</title><h1>Oops! This page could not be found</h1><p>{ENGLISH}",
        "missing",
    ),
    (
        "an article about one",
        f"<h1>La page d’accueil du ministère reste introuvable après l’attaque</h1><p>{SENTENCE}</p>{MORE[0]}",
        "article",
    ),
    (
        "a number that begins a headline",
        f"<h1>404 marins secourus au large de Brume</h1><p>{SENTENCE}</p>{MORE[0]}",
        "article",
    ),
    (
        "what asks for a password",
        f"<h1>Connexion</h1><form><p>{SENTENCE}</p><input type=password></form>{MORE[0]}",
        "consent",
    ),
    ("an article about one", f"<h1>Connexion rétablie à Brume</h1><p>{SENTENCE}</p>{MORE[0]}", "article"),
    ("a robot test", "<h1>Just a moment...</h1><p>Enable JavaScript and cookies to continue</p>", "consent"),
]


@pytest.mark.parametrize(("why", "markup", "kind"), PAGES, ids=[page[0] for page in PAGES])
def test_kind(why: str, markup: str, kind: str) -> None:
    assert read_page(f"<html><body>{markup}</body></html>", "https://vigie.example/mer/quais-2018").kind == kind
