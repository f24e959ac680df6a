"""Numbers, amounts, dates and quotes: what each form is read as, and what must not be read as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.document import Mention, Tag
from pipelines.facts.amounts import find_amounts
from pipelines.facts.dates import find_dates
from pipelines.facts.numbers import find_numbers
from pipelines.facts.quotes import find_quotes
from pipelines.facts.values import number_values

NUMBERS = [
    # digits as each language groups them
    ("fr", "6 100 produits", [6100]),
    ("fr", "14.500 marques et 2.5 %", [14500, 2.5]),
    ("fr", "1.234 milliard", [1.234e9]),
    ("fr", "1'000 francs, 1\u202f000\u00a0000 d'euros", [1000, 1e6]),
    ("fr", "1,000,000 et 3 000,50", [1e6, 3000.5]),
    ("fr", "en 2016 300 personnes", [2016, 300]),
    ("en", "14,500 and 1,234.56", [14500, 1234.56]),
    ("en", "10,00,000 rupees, 12,34,567", [1e6, 1234567]),
    ("en", "1,2 million, 2½", [1.2e6, 2.5]),
    # what multiplies them
    ("fr", "1,2 Md€, 12 M€, 3 M d'euros, 15 k€, 2 Mds d'euros", [1.2e9, 12e6, 3e6, 15e3, 2e9]),
    ("fr", "un billion, mille milliards", [1e12, 1e12]),
    ("en", "a billion, $1.5bn, €5m, 40k, 1.2trn, 5 crore, 3.5万, 2亿", [1e9, 1.5e9, 5e6, 4e4, 1.2e12, 5e7, 35e3, 2e8]),
    ("en", "137.3 billion", [137.3e9]),
    # words
    ("fr", "deux cents, quatre-vingt-dix-sept, soixante et onze", [200, 97, 71]),
    ("fr", "deux mille dix-huit, vingt-trois mille quatre cent douze", [2018, 23412]),
    ("fr", "deux millions et demi, un demi-milliard, une dizaine de milliers", [2.5e6, 5e8, 1e4]),
    ("en", "two hundred and fifty thousand, half a million, two and a half billion", [250e3, 5e5, 2.5e9]),
    ("en", "between one hundred and two hundred, two dozen", [100, 200, 24]),
    ("en", "five million two hundred thousand", [5.2e6]),
    ("fr", "deux tiers des clients, un tiers de l'offre", [2 / 3, 1 / 3]),
    ("fr", "le quart des élèves, au tiers de la somme, du quart d’entre eux", [1 / 4, 1 / 3, 1 / 4]),
    ("fr", "46 cents de plus", [46]),  # coins, not hundreds
    # no numbers
    ("fr", "LE QUART DES ÉLÈVES", [1 / 4]),
    ("fr", "le quart d'heure, le quart de finale, le tiers état, le quart, au quart de tour", []),
    ("fr", "le cinquième du classement, au dixième de seconde, le tiers de confiance, du quart de finaliste", []),
    ("fr", "une entreprise, le premier, la 3e, 2ème, un vélo neuf, pour cent, B2B, la 5G", []),
    ("en", "one of the first, the 21st, a company, 5G, B2B, millions of users", []),
    ("fr", "9" * 30, []),
]

AGREEING = [  # the same numbers told in both languages
    ("26 millions, dont un quart dès 2027", "26 million, a quarter of it as early as 2027"),
    ("un dixième de plus qu'en 2023, au quart de tour", "a tenth more than in 2023, a quarter ago"),
    ("à 13h38", "at 1:38 p.m."),
    ("les années 90", "the 1990s"),
    ("le 1er mai 2018", "May 1st, 2018"),
    ("trois milliards de dollars", "3 billion dollars"),
    ("1 234,5 tonnes", "1,234.5 tons"),
    ("une douzaine de pays", "a dozen countries"),
    ("le XXIe siècle", "the 21st century"),
    ("du 24 au 26 août", "from August 24th to 26th"),
    ("du 3 au 5 mai", "from the 3rd to the 5th of May"),
    ("la cinquième fois en mai", "the 5th time in May"),  # a rank
    ("la mode des années 90", "the fashion of the 90s"),
    ("à plus de 30 ans", "in her 30s"),
    ("deux ans et demi de prison", "two and a half years in prison"),
    ("deux millions et demi d'euros", "2.5 million euros"),
    ("six ans, et demi-tour", "six years, and about-turn"),
    ("du 1er au 3 mai", "from the 1st to the 3rd of May"),
    ("Du 1er au 15 juin", "From June 1 to 15"),
    ("entre le 1er et le 4 août", "between August 1st and 4th"),
    ("les 14, 15 et 16 juillet", "July 14th, 15th and 16th"),
    ("au début des années 90", "in the early 90s"),
    ("un retard de 60 s", "a 60s delay"),
    ("des températures de plus de 90 degrés", "temperatures in the 90s"),
    ("quatre-vingt-douze", "ninety-two"),
    ("un mur de 3 m de haut", "a wall 3m high"),
    ("le 7e maire", "the 7th mayor"),  # a rank, and no month
]

CASES = Path(__file__).parent / "cases" / "figures"


def read_table(name: str) -> list[list[str]]:
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


PEOPLE = ("Marie Durand", "Paul Petit", "Liu")


@pytest.mark.parametrize(("language", "text", "values"), NUMBERS)
def test_numbers(language: str, text: str, values: list[float]) -> None:
    assert [n.value for n in find_numbers(text, language)] == pytest.approx(values)


def test_eighty_twelve_is_no_english_number() -> None:
    assert number_values("eighty-twelve per cent", "en") != [92]


@pytest.mark.parametrize(("french", "english"), AGREEING)
def test_number_values_agree(french: str, english: str) -> None:
    assert number_values(french, "fr") == pytest.approx(number_values(english, "en"))


@pytest.mark.parametrize(("language", "text", "expected"), read_table("amounts"))
def test_amounts(language: str, text: str, expected: str) -> None:
    found = [(a.text, a.value, a.value_max, a.unit, a.approximate) for a in find_amounts(text, "text", language)]
    assert found == [_read_amount(part) for part in expected.split("; ") if part]


def _read_amount(label: str) -> tuple[str, float, float | None, str, bool]:
    text, _, value = label.rpartition("=")
    number, unit = value.lstrip("~").split(" ", 1)
    low, _, high = number.partition("..")
    return text, float(low), float(high) if high else None, unit, value.startswith("~")


@pytest.mark.parametrize(("language", "text", "expected"), read_table("dates"))
def test_dates(language: str, text: str, expected: str) -> None:
    found = find_dates(text, "text", language, "2017-06-20T15:00:00Z")
    assert "; ".join(f"{d.text}={d.value}" + f"/{d.value_end}" * bool(d.value_end) for d in found) == expected


def test_without_publication_only_absolute_dates() -> None:
    found = find_dates("On Monday, June 12, in 2016, yesterday, on May 3, 2015", "text", "en", "")
    assert [(d.value, d.precision) for d in found] == [("2016", "year"), ("2015-05-03", "day")]


@pytest.mark.parametrize(("language", "text", "expected"), read_table("quotes"))
def test_quotes(language: str, text: str, expected: str) -> None:
    text = text.replace("¶", "\n")
    mentions = [
        Mention("text", text.index(name), text.index(name) + len(name), name, Tag("person", name))
        for name in PEOPLE
        if name in text
    ]
    found = find_quotes(text, language, mentions)
    assert " | ".join(f"{q.speaker.name if q.speaker else q.speaker_text}: {q.text}" for q in found) == expected


def test_organisation_in_a_speaker_keeps_its_words() -> None:
    text = "“We will be back next year,” said a spokeswoman for Lazada on Thursday."
    start = text.index("Lazada")
    lazada = Mention("text", start, start + 6, "Lazada", Tag("organisation", "Lazada"))
    (quote,) = find_quotes(text, "en", [lazada])
    assert (quote.speaker, quote.speaker_text) == (lazada.tag, "a spokeswoman for Lazada")


WORDS = st.sampled_from(
    [*(CASES / "words.txt").read_text(encoding="utf-8").split(), "\n"]  # what figures, dates and quotes are made of
)


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=80), st.sampled_from(["fr", "en", "de"]))
def test_spans_point_at_their_text(text: str, language: str) -> None:
    found = [
        *find_amounts(text, "text", language),
        *find_dates(text, "text", language, "2018-02-01"),
        *find_quotes(text, language, []),
    ]
    assert all(text[f.start : f.end] == f.text and f.text.strip() == f.text for f in found)
    for numbers in (find_numbers(text, language), find_amounts(text, "text", language)):
        assert all(first.end <= second.start for first, second in zip(numbers, numbers[1:], strict=False))


HOSTILE = ("9", "1 ", "123 ", "1,234,", "cent ", "de 10 à ", "from 10% to ", "mai 2", "20/", "a ", '"', "« ", "said ")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_long_input(piece: str, language: str) -> None:
    """10 kB of one piece over and over: with a pattern that backtracks this file would not end."""
    text = piece * (10_000 // len(piece))
    found = [*find_amounts(text, "text", language), *find_dates(text, "text", language, "2018-02-01")]
    found_quotes = find_quotes(text, language, [])
    assert all(text[f.start : f.end] == f.text for f in (*found, *found_quotes))
