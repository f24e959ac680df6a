"""What outlets and their feeds are called when they are added by their address."""

from __future__ import annotations

import pytest

from spiders.naming import name_feed, name_outlet

OUTLETS = [  # what the page declares, its title, its address, the outlet
    ("Le Monde.fr - Actualités et Infos en France", "", "https://www.lemonde.fr/", "Le Monde.fr"),
    ("", "Le Journal du Léon | Toute l'actu en direct", "https://www.journalduleon.fr/", "Le Journal du Léon"),
    ("franceinfo", "Actualités en temps réel", "https://www.francetvinfo.fr/", "franceinfo"),
    ("", "World news | The Guardian", "https://www.theguardian.com/world", "The Guardian"),
    ("BBC News", "Home - BBC News", "https://www.bbc.co.uk/news", "BBC News"),
    ("TechCrunch", "", "https://feeds.feedburner.com/tc", "TechCrunch"),
    ("", "Accueil", "https://a.example/", "a.example"),  # a host of one letter is like everything
    ("Flux RSS", "Flux RSS", "https://www.aps.sn/feed", "aps.sn"),
    ("", "", "http://127.0.0.1:80/", "127.0.0.1"),
]
FEEDS = [  # the outlet, what its feed is called, the name of the source
    ("The Guardian", "World news | The Guardian", "The Guardian – World news"),
    ("NYT", "NYT > Business", "NYT – Business"),
    ("Le Monde", "Le Monde - Actualités et infos en France et dans le monde", "Le Monde"),
    ("La Vigie", "Flux RSS", "La Vigie"),
    ("La Vigie", "À la une", "La Vigie"),
    ("La Vigie", "La Vigie : Économie", "La Vigie – Économie"),
]


@pytest.mark.parametrize(("declared", "title", "url", "outlet"), OUTLETS)
def test_an_outlet_is_what_its_host_is_called_by(declared: str, title: str, url: str, outlet: str) -> None:
    assert name_outlet(declared, title, url) == outlet


@pytest.mark.parametrize(("outlet", "title", "name"), FEEDS)
def test_a_feed_is_its_outlet_and_a_section(outlet: str, title: str, name: str) -> None:
    assert name_feed(outlet, [title]) == name
