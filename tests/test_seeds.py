"""The two lists that come with the program: laws that an entry can break."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pycountry
import pytest
from babel import Locale

from monitor.document import TagKind

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TOPICS: list[dict[str, Any]] = tomllib.loads((SEEDS / "topics.toml").read_text(encoding="utf-8"))["topic"]
SOURCES: list[dict[str, Any]] = tomllib.loads((SEEDS / "sources.toml").read_text(encoding="utf-8"))["source"]

LISTS = ("aliases", "aliases_fr", "near", "not_near", "words", "words_fr", "examples")
SOURCE_FIELDS = {"name", "outlet", "address", "language", "country", "kind", "enabled", "tags", "cookies"}

# Names that mean something else as well: whoever claims one says what must, or must not, stand near it.
TRAPS = {
    "11.11": "a number: 11.11 million",
    "Amazon": "the river, the rainforest",
    "Apple": "the fruit, at a sentence's start",
    "Boots": "shoes",
    "Canton": "un canton suisse; Canton, Ohio",
    "Carrefour": "un carrefour",
    "Cartier": "Jacques Cartier",
    "Casino": "où l'on joue",
    "Coach": "of a team",
    "DSA": "the Democratic Socialists of America",
    "Dyson": "Freeman Dyson",
    "EU": "« eu » in capitals",
    "Gap": "a gap; a town of the Alps",
    "Hema": "a Dutch chain",
    "JD": "Vance, Sports, Wetherspoon",
    "Leclerc": "le général, le char, le pilote",
    "Mango": "the fruit",
    "Ministry of Commerce": "of another country",
    "Michael Evans": "a common name",
    "Orange": "the fruit, the town",
    "PDD": "a medical term",
    "Pandora": "a box, a leak",
    "Printemps": "la saison",
    "Puma": "the animal",
    "Target": "an aim",
    "Visa": "in a passport",
    "Wish": "a wish",
    "Zara": "a first name",
    "de minimis": "les aides de minimis",
}

# Names that no neighbour makes safe: a common word or surname, or another's initials.
NEVER = ["Ma", "Liu", "Wang", "Zhang", "Evans", "Vie", "Next", "Bain", "Metro", "Dada", "Intime", "Hermes", "618"]
NEVER += ["CAC", "SAFE", "RED", "SF", "tariff", "tariffs", "target", "wish", "gap", "eu"]

# French newspapers use these as they are.
SAME_IN_FRENCH = {"Black Friday", "Brexit", "Cyber Monday", "Double 12", "New Retail", "Paris Retail Week"}
SAME_IN_FRENCH |= {"Prime Day", "VivaTech", "daigou", "haitao"}

# A public body, a trade body or a harbour named with one of these words has another name in French.
ENGLISH = {"Administration", "Airport", "Association", "Bank", "Bureau", "Chamber", "Commission", "Council", "Customs"}
ENGLISH |= {"Delta", "Department", "Ministry", "Organisation", "Organization", "Parliament", "Port", "Union"}


def forms(entry: dict[str, Any]) -> list[str]:
    """Every name the entry is searched by, its French name only where it differs."""
    own: list[str] = list(dict.fromkeys([entry["name"], entry.get("name_fr", entry["name"])]))
    return [*own, *entry.get("aliases", []), *entry.get("aliases_fr", [])]


def fold(form: str) -> str:
    """One key for all that a name can match: `Gap` also matches `GAP`, so two owners of either would quarrel."""
    return form.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()


def is_clean(text: object) -> bool:
    """A text with something in it and no stray space around it."""
    return isinstance(text, str) and text == text.strip() != ""


def own_lists(entry: dict[str, Any]) -> list[list[str]]:
    """The entry's lists of words, as far as it has them."""
    return [entry[field] for field in LISTS if field in entry]


def breaking(law: Callable[[dict[str, Any]], bool], entries: list[dict[str, Any]]) -> list[str]:
    """The names of the entries that `law` does not hold for."""
    return [entry["name"] for entry in entries if not law(entry)]


OWNERS: dict[str, list[dict[str, Any]]] = {}
for _entry in TOPICS:
    for _form in dict.fromkeys(map(fold, forms(_entry))):
        OWNERS.setdefault(_form, []).append(_entry)


def test_the_watch_list_is_wide() -> None:
    kinds = Counter(entry["kind"] for entry in TOPICS)
    assert len(TOPICS) >= 180
    assert set(kinds) == set(get_args(TagKind))
    assert min(kinds.values()) >= 20


def test_topics_have_the_fields_of_the_contract() -> None:
    def law(entry: dict[str, Any]) -> bool:
        texts = [entry.get(field) for field in ("name", "name_fr", "kind")]
        return set(entry) <= {"name", "name_fr", "kind", "wikidata", *LISTS} and all(map(is_clean, texts))

    assert breaking(law, TOPICS) == []


def test_lists_of_words_are_whole() -> None:
    def law(entry: dict[str, Any]) -> bool:
        return all(words and all(map(is_clean, words)) and len(words) == len(set(words)) for words in own_lists(entry))

    assert breaking(law, TOPICS) == []


def test_a_topic_claims_a_name_once() -> None:
    """A name in small letters already matches its own capitalised spellings."""

    def law(entry: dict[str, Any]) -> bool:
        own = forms(entry)
        small = {fold(form) for form in own if form == form.lower()}
        covered = [form for form in own[2:] if form != form.lower() and fold(form) in small]
        return len(own) == len(set(own)) and not covered

    assert breaking(law, TOPICS) == []


def test_no_two_topics_claim_one_name() -> None:
    assert len({entry["name"] for entry in TOPICS}) == len(TOPICS)
    assert {form: [entry["name"] for entry in owners] for form, owners in OWNERS.items() if len(owners) > 1} == {}


@pytest.mark.parametrize(("trap", "other"), TRAPS.items())
def test_an_ambiguous_name_is_guarded(trap: str, other: str) -> None:
    for entry in OWNERS.get(fold(trap), []):
        assert entry.get("near") or entry.get("not_near"), f"{trap} is also {other}"
        assert trap not in entry.get("near", []), f"{trap} would vouch for itself"


def test_some_names_are_never_watched() -> None:
    assert [word for word in NEVER if any(word in forms(entry) for entry in TOPICS)] == []


def test_a_very_short_name_is_guarded() -> None:
    short = [entry for entry in TOPICS if any(len(form) <= 2 for form in forms(entry))]
    assert short
    assert breaking(lambda entry: bool(entry.get("near") or entry.get("not_near")), short) == []


def test_what_voids_a_name_is_one_word_and_not_its_own() -> None:
    def law(entry: dict[str, Any]) -> bool:
        not_near = set(entry.get("not_near", []))
        return not not_near & {*forms(entry), *entry.get("near", [])} and not any(" " in word for word in not_near)

    assert breaking(law, TOPICS) == []


def test_a_name_with_a_later_capital_may_start_a_sentence() -> None:
    """`ministère du Commerce` has a capital, so `Ministère du Commerce` must be listed too."""

    def law(entry: dict[str, Any]) -> bool:
        own = forms(entry)
        known = {*own, *(fold(form) for form in own if form == form.lower())}
        inner = [form for form in own if " " in form and form[0].islower() and form != form.lower()]
        return all(form[0].upper() + form[1:] in known or fold(form) in known for form in inner)

    assert breaking(law, TOPICS) == []


def test_topics_and_events_have_a_french_name() -> None:
    named = [entry for entry in TOPICS if entry["kind"] in ("topic", "event")]
    assert {entry["name"] for entry in named if entry["name"] == entry.get("name_fr")} == SAME_IN_FRENCH


def test_public_bodies_have_a_french_name() -> None:
    public = [entry for entry in TOPICS if ENGLISH & set(entry["name"].split())]
    assert public
    assert breaking(lambda entry: entry["name"] != entry.get("name_fr"), public) == []


def test_a_french_name_of_its_own_is_french() -> None:
    other = [entry for entry in TOPICS if entry["name"] != entry.get("name_fr")]
    english = {"and", "of", "the", "for", "Customs", "Ministry"}
    assert breaking(lambda entry: not english & set(entry.get("name_fr", "").split()), other) == []


def test_countries_are_left_to_the_list_of_countries() -> None:
    codes = [country.alpha_2 for country in pycountry.countries]
    names = {str(Locale(language).territories[code]) for language in ("en", "fr") for code in codes}
    places = [entry for entry in TOPICS if entry["kind"] == "place"]
    assert breaking(lambda entry: not names & set(forms(entry)), places) == []


def test_wikidata_numbers_are_whole_and_used_once() -> None:
    numbers = [entry["wikidata"] for entry in TOPICS if "wikidata" in entry]
    assert [number for number in numbers if not re.fullmatch(r"Q[1-9]\d*", number)] == []
    assert [number for number, times in Counter(numbers).items() if times > 1] == []


def test_the_sources_are_many_and_from_many_places() -> None:
    assert len(SOURCES) >= 45
    assert min(Counter(source["language"] for source in SOURCES).values()) >= 20
    wanted = {"AU", "BE", "CA", "CH", "CN", "FR", "GB", "HK", "IE", "IN", "MA", "SG", "SN", "US"}
    assert wanted <= {source["country"] for source in SOURCES}


def test_sources_have_the_fields_of_the_contract() -> None:
    def law(source: dict[str, Any]) -> bool:
        texts = [source.get(field) for field in ("name", "outlet", "address", "language", "country")]
        return set(source) <= SOURCE_FIELDS and all(map(is_clean, texts)) and isinstance(source["enabled"], bool)

    assert breaking(law, SOURCES) == []


def test_what_sources_say_of_themselves_is_known() -> None:
    def law(source: dict[str, Any]) -> bool:
        return (
            source["language"] in ("en", "fr")
            and pycountry.countries.get(alpha_2=source["country"]) is not None
            and source.get("kind", "feed") in ("feed", "sitemap", "page")
            and all(re.fullmatch(r"[a-z-]+", tag) for tag in source.get("tags", []))
        )

    assert breaking(law, SOURCES) == []


def test_addresses_can_be_fetched() -> None:
    assert (
        breaking(lambda source: bool(re.fullmatch(r"https?://([a-z0-9-]+\.)+[a-z]+/\S*", source["address"])), SOURCES)
        == []
    )


@pytest.mark.parametrize("field", ["name", "address"])
def test_no_source_is_listed_twice(field: str) -> None:
    counted = Counter(source[field].casefold().rstrip("/") for source in SOURCES)
    assert [value for value, times in counted.items() if times > 1] == []


def test_six_feeds_are_on_three_in_each_language() -> None:
    enabled = [source for source in SOURCES if source["enabled"]]
    assert Counter(source["language"] for source in enabled) == {"en": 3, "fr": 3}
    assert breaking(lambda source: source["kind"] == "feed" and source["address"].startswith("https:"), enabled) == []
    assert len({source["outlet"] for source in enabled}) == len(enabled)
