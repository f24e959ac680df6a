"""Numbers, amounts, dates and quotes: what each form is read as, and what must not be read as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.document import Mention, Tag
from pipelines.amounts import find_amounts
from pipelines.dates import find_dates
from pipelines.numbers import find_numbers, number_values
from pipelines.quotes import find_quotes

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
    # no numbers
    ("fr", "une entreprise, le premier, la 3e, 2ème, un vélo neuf, pour cent, B2B, la 5G", []),
    ("en", "one of the first, the 21st, a company, 5G, B2B, millions of users", []),
    ("fr", "9" * 30, []),
]

AGREEING = [  # the same numbers told in both languages
    ("à 13h38", "at 1:38 p.m."),
    ("les années 90", "the 1990s"),
    ("le 1er mai 2018", "May 1st, 2018"),
    ("trois milliards de dollars", "3 billion dollars"),
    ("1 234,5 tonnes", "1,234.5 tons"),
    ("une douzaine de pays", "a dozen countries"),
    ("le XXIe siècle", "the 21st century"),
]

AMOUNTS = [
    ("en", "2 billion pounds (2.8 billion U.S. dollars)", "2 billion pounds=2e9 GBP; 2.8 billion U.S. dollars=2.8e9 USD"),
    ("fr", "3 milliards d'euros, soit 1,2 Md€ de plus", "3 milliards d'euros=3e9 EUR; 1,2 Md€=1.2e9 EUR"),
    ("en", "RMB 13 billion, US$1.5bn, HK$3.2", "RMB 13 billion=13e9 CNY; US$1.5bn=1.5e9 USD; HK$3.2=3.2 HKD"),
    ("fr", "500 francs suisses, 5 $ US, 12 M$", "500 francs suisses=500 CHF; 5 $ US=5 USD; 12 M$=12e6 USD"),
    ("en", "¥500 million for yuan holders", "¥500 million=5e8 CNY"),
    ("en", "¥500 million in Tokyo", "¥500 million=5e8 JPY"),
    ("fr", "2 000 livres, 2 milliards de livres", "2 000 livres=2000 livres; 2 milliards de livres=2e9 GBP"),
    ("en", "a 10-billion-yuan fund", "10-billion-yuan=10e9 CNY"),
    ("fr", "trois pour cent, 0,3 point de pourcentage", "trois pour cent=3 percent; 0,3 point de pourcentage=.3 percentage points"),
    ("en", "up 1.2 percentage points, 25 basis points", "1.2 percentage points=1.2 percentage points; 25 basis points=25 basis points"),
    ("fr", "une baisse (-3 %)", "-3 %=-3 percent"),
    # counts, with what stands before the noun
    ("fr", "plus de 6 100 produits, dix nouvelles boutiques", "6 100 produits=~6100 produits; dix nouvelles boutiques=10 boutiques"),
    ("en", "14,500 international brands, 63 countries and regions", "14,500 international brands=14500 brands; 63 countries=63 countries"),
    ("en", "500 small and medium-sized enterprises", "500 small and medium-sized enterprises=500 enterprises"),
    ("fr", "20 000 PME, 300 000 mètres carrés, 1,5 tonne", "20 000 PME=20000 pme; 300 000 mètres carrés=3e5 mètres carrés; 1,5 tonne=1.5 tonne"),
    ("en", "nearly 100 million overseas Chinese, 500+ deaths", "100 million overseas Chinese=~100e6 chinese; 500+ deaths=~500 deaths"),
    # ranges, and what only looks like one
    ("fr", "entre 2 et 3 millions d'euros, de 10 à 15 %", "2 et 3 millions d'euros=2e6..3e6 EUR; 10 à 15 %=10..15 percent"),
    ("en", "$2-3 billion, two or three years", "$2-3 billion=2e9..3e9 USD; two or three years=2..3 years"),
    ("en", "rose from 10% to 15%", "10%=10 percent; 15%=15 percent"),
    ("fr", "est passé de 10 à 15 %", "10=10 percent; 15 %=15 percent"),
    # no amounts
    ("en", "Boeing 737s, the iPhone 8 sells, Windows 10 users, 5G networks, Covid-19 cases, Model 3 buyers", ""),
    ("fr", "en 2016 marques et clients, le 12 mars, 75008 Paris, page 12, 01 23 45 67 89", ""),
    ("en", "the 11.11 sales, 618 sales, Double 11 records, a 3-1 win, the two companies, in 2016 brands", ""),
    ("fr", "les deux groupes, deux tiers des clients, trois fois plus, la 100e boutique, à 14 heures", ""),
    ("en", "two years ago, three months later, one in ten people", ""),
    ("fr", "il y a trois ans, dans deux semaines", ""),
]  # fmt: skip

DATES = [  # seen from Tuesday 20 June 2017
    ("fr", "mise à jour à 13h38 le 20/06", "13h38 le 20/06=2017-06-20T13:38"),
    ("fr", "le dimanche 18 juin", "dimanche 18 juin=2017-06-18"),
    ("fr", "mardi, hier soir, lundi prochain, jeudi dernier", "mardi=2017-06-20; hier soir=2017-06-19; lundi prochain=2017-06-26; jeudi dernier=2017-06-15"),
    ("fr", "Le magasin ouvrira jeudi", "jeudi=2017-06-22"),
    ("fr", "du 9 au 13 juillet, du 28 juin au 2 juillet", "9 au 13 juillet=2017-07-09/2017-07-13; 28 juin au 2 juillet=2017-06-28/2017-07-02"),
    ("fr", "en 2016, les années 90, de 2014 à 2016", "2016=2016; années 90=1990/1999; 2014 à 2016=2014/2016"),
    ("fr", "en avril dernier, depuis mars, le mois prochain", "avril dernier=2017-04; mars=2017-03; le mois prochain=2017-07"),
    ("fr", "le premier trimestre, T3 2017, le second semestre 2018", "premier trimestre=2017-Q1; T3 2017=2017-Q3; second semestre 2018=2018-07/2018-12"),
    ("fr", "il y a trois ans, dans deux semaines, cette semaine", "il y a trois ans=2014; dans deux semaines=2017-07-04; cette semaine=2017-06-19/2017-06-25"),
    ("fr", "l'été dernier, 1er mai 2018, 20/06/2018 à 20h", "l'été dernier=2016-06/2016-08; 1er mai 2018=2018-05-01; 20/06/2018 à 20h=2018-06-20T20:00"),
    ("fr", "le lundi, du lundi au vendredi, le Vendredi noir, le 31 février, 24/7", ""),
    ("en", "Nov. 11, June 9th, 12 May 2016", "Nov. 11=2017-11-11; June 9th=2017-06-09; 12 May 2016=2016-05-12"),
    ("en", "on Monday, last Tuesday, next Friday", "Monday=2017-06-19; last Tuesday=2017-06-13; next Friday=2017-06-23"),
    ("en", "It will open Monday; it will close soon, it said Monday", "Monday=2017-06-26; Monday=2017-06-19"),
    ("en", "June 9-13, 2018, 28 June to 2 July", "June 9-13, 2018=2018-06-09/2018-06-13; 28 June to 2 July=2017-06-28/2017-07-02"),
    ("en", "12/25/2016, 25/12/2016, 2018-02-03", "12/25/2016=2016-12-25; 25/12/2016=2016-12-25; 2018-02-03=2018-02-03"),
    ("en", "8:30 p.m. on June 12, June 12 at 20:30", "8:30 p.m. on June 12=2017-06-12T20:30; June 12 at 20:30=2017-06-12T20:30"),
    ("en", "in May, since January, between February and November 2014", "May=2017-05; January=2017-01; February and November 2014=2014-02/2014-11"),
    ("en", "Q3 2017, the third quarter, the first half of 2018", "Q3 2017=2017-Q3; third quarter=2016-Q3; first half of 2018=2018-01/2018-06"),
    ("en", "last year, this week, three months ago, the 1990s", "last year=2016; this week=2017-06-19/2017-06-25; three months ago=2017-03; 1990s=1990/1999"),
    ("en", "Black Friday, may be, every Monday, Monday to Friday, $2016, 11.11", ""),
]  # fmt: skip

QUOTES = [
    ("fr", "« Nos ventes ont doublé en un an », a souligné Liu, directeur.", [("Nos ventes ont doublé en un an", "Liu")]),
    ("fr", "Selon Marie Durand : « Le marché reste porteur. »", [("Le marché reste porteur.", "Marie Durand")]),
    ("fr", "« Nous allons, estime Paul Petit, recruter en Italie. »", [("Nous allons, estime Paul Petit, recruter en Italie.", "Paul Petit")]),
    ("fr", "Marie Durand hésite. « Il faut attendre encore », dit-elle.", [("Il faut attendre encore", "Marie Durand")]),
    ("fr", "« Il faut attendre encore », sourit-elle.", [("Il faut attendre encore", "elle")]),
    ("fr", "Le groupe parle de « nouvelle ère ».", []),
    ("en", "“It takes time and money” said Paul Petit, president.", [("It takes time and money", "Paul Petit")]),
    ("en", '"We will open ten shops," Marie Durand told Reuters. "It takes time, you know."', [("We will open ten shops", "Marie Durand"), ("It takes time, you know.", "Marie Durand")]),
    ("en", 'According to Liu, "the market is very young."', [("the market is very young.", "Liu")]),
    ("en", '"He said “never again” to all of us," said a spokesman.', [("He said “never again” to all of us", "a spokesman")]),
    ("en", "“This is one paragraph of it.\n“And this is the second,” said Liu.", [("This is one paragraph of it.", "Liu"), ("And this is the second", "Liu")]),
    ("en", 'The so-called "new retail" plan was a "great success" for all.', []),
]  # fmt: skip
PEOPLE = ("Marie Durand", "Paul Petit", "Liu")


@pytest.mark.parametrize(("language", "text", "values"), NUMBERS)
def test_numbers(language: str, text: str, values: list[float]) -> None:
    assert [n.value for n in find_numbers(text, language)] == pytest.approx(values)


@pytest.mark.parametrize(("french", "english"), AGREEING)
def test_number_values_agree(french: str, english: str) -> None:
    assert number_values(french, "fr") == pytest.approx(number_values(english, "en"))


@pytest.mark.parametrize(("language", "text", "expected"), AMOUNTS)
def test_amounts(language: str, text: str, expected: str) -> None:
    found = [(a.text, a.value, a.value_max, a.unit, a.approximate) for a in find_amounts(text, "text", language)]
    assert found == [_read_amount(part) for part in expected.split("; ") if part]


def _read_amount(label: str) -> tuple[str, float, float | None, str, bool]:
    text, _, value = label.rpartition("=")
    number, unit = value.lstrip("~").split(" ", 1)
    low, _, high = number.partition("..")
    return text, float(low), float(high) if high else None, unit, value.startswith("~")


@pytest.mark.parametrize(("language", "text", "expected"), DATES)
def test_dates(language: str, text: str, expected: str) -> None:
    found = find_dates(text, "text", language, "2017-06-20T15:00:00Z")
    assert "; ".join(f"{d.text}={d.value}" + f"/{d.value_end}" * bool(d.value_end) for d in found) == expected


def test_without_publication_only_absolute_dates() -> None:
    found = find_dates("On Monday, June 12, in 2016, yesterday, on May 3, 2015", "text", "en", "")
    assert [(d.value, d.precision) for d in found] == [("2016", "year"), ("2015-05-03", "day")]


@pytest.mark.parametrize(("language", "text", "expected"), QUOTES)
def test_quotes(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    mentions = [
        Mention("text", text.index(name), text.index(name) + len(name), name, Tag("person", name))
        for name in PEOPLE
        if name in text
    ]
    assert [
        (q.text, q.speaker.name if q.speaker else q.speaker_text) for q in find_quotes(text, language, mentions)
    ] == expected


def test_organisation_in_a_speaker_keeps_its_words() -> None:
    text = "“We will be back next year,” said a spokeswoman for Lazada on Thursday."
    start = text.index("Lazada")
    lazada = Mention("text", start, start + 6, "Lazada", Tag("organisation", "Lazada"))
    (quote,) = find_quotes(text, "en", [lazada])
    assert (quote.speaker, quote.speaker_text) == (lazada.tag, "a spokeswoman for Lazada")


WORDS = st.sampled_from(
    "deux mille cent vingt et un million milliards d'euros % € $ RMB 12 2018 3,5 1.000 juin mai mardi Monday last ago "
    '« » “ ” " said a dit selon : . , - – à to between and entre pays brands hier Q3 / ( ) \n 13h38 p.m. half demi'.split()
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


HOSTILE = (
    "9",
    "1 ",
    "12 ",
    "123 ",
    "1,234,",
    "1.2",
    "cent ",
    "de 10 à ",
    "from 10% to ",
    "mai 2",
    "20/",
    "a ",
    '"',
    "« ",
    "said ",
    "an-",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_long_input(piece: str, language: str) -> None:
    """50 kB of one piece over and over: with a pattern that backtracks this file would run for minutes."""
    text = piece * (50_000 // len(piece))
    found = [*find_amounts(text, "text", language), *find_dates(text, "text", language, "2018-02-01")]
    found_quotes = find_quotes(text, language, [])
    assert all(text[f.start : f.end] == f.text for f in (*found, *found_quotes))
