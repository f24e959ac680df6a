"""A document as the terminal shows it: in the reader's language from the first row to the last."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from filled_store import fill_store

from monitor.showing import show_document

RECORD = {
    "url": "https://a.example/1",
    "outlet": "Le Quai",
    "published_at": "2024-03-05T00:00:00Z",
    "title": "Grève à Brest",
    "text": "Le port de Brest a perdu de 3 à 4 millions d’euros &amp; 120 clients fin février, dit sa direction. "
    "L’euro vaut 1,08425 dollar.\n\n"
    "« Nous reprendrons le travail lundi », a déclaré la déléguée Marie Kervella.",
}
ROWS = {
    "en": """
Le Quai · 2024-03-05 · fr (100% sure) · story:1
place        Brest – named 2 times, in the title
person       Marie Kervella – named once
amount       3 à 4 millions d’euros = 3,000,000–4,000,000 EUR
amount       1,08425 dollar = 1.08425 USD
quote        Marie Kervella: Nous reprendrons le travail lundi
repaired     text 51, entity: &amp; → & (HTML entity left in the text)
""",
    "fr": """
Le Quai · 2024-03-05 · fr (100 % de certitude) · story:1
lieu         Brest – nommé 2 fois, dont le titre
personne     Marie Kervella – nommé une fois
montant      3 à 4 millions d’euros = 3 000 000–4 000 000 EUR
montant      1,08425 dollar = 1,08425 USD
citation     Marie Kervella : Nous reprendrons le travail lundi
réparé       texte 51, entité : &amp; → & (entité HTML restée dans le texte)
""",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = fill_store(tmp_path_factory.mktemp("showing"), [RECORD])
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    yield db
    db.close()


@pytest.mark.parametrize("language", ROWS)
def test_rows_are_in_the_readers_language(store: sqlite3.Connection, language: str) -> None:
    shown = show_document(store, 1, language).text.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
    assert set(ROWS[language].strip().split("\n")) <= set(shown.split("\n")), shown
