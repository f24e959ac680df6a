"""Names of people: first names with their gender, and surnames, from Faker's lists of many countries and our own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from pipelines.names.rows import read_rows

COUNTRIES = """fr_FR fr_BE fr_CH fr_CA fr_DZ en_GB en_US en_IE en_NZ en_IN en_NG en_KE en_PK de_DE it_IT es_ES es_MX
    pt_PT pt_BR nl_NL sv_SE fi_FI no_NO pl_PL cs_CZ sk_SK sl_SI hr_HR ro_RO hu_HU lt_LT lv_LV et_EE tr_TR id_ID vi_VN
    ar_PS sw tw_GH yo_NG zu_ZA ga_IE""".split()  # noqa: SIM905  easier to read
FREQUENT = 1e-5  # of all words; a name met more often is a word besides (Hunter, Rose), unless we list it


@cache
def load_first_names() -> frozenset[str]:
    """Every first name, with its capital; those that are frequent words too are left out."""
    own = frozenset(name for row in read_rows("given_names.txt", 1) for name in row[0].split())
    return own | frozenset(name for name in _listed("first_names") if name.lower() not in frequent_words())


@cache
def load_surnames() -> frozenset[str]:
    """Every surname, with its capital."""
    return _listed("last_names")


@cache
def frequent_words() -> frozenset[str]:
    """The words of both languages, in small letters, that are met oftener than once in a hundred thousand."""
    from wordfreq import get_frequency_dict

    frequencies = (get_frequency_dict(language, "small") for language in ("en", "fr"))
    return frozenset(word for each in frequencies for word, share in each.items() if share > FREQUENT)


@cache
def _listed(kind: str) -> frozenset[str]:
    """The names of all countries under the attributes of Faker's providers that begin with `kind`."""
    return frozenset(
        name
        for provider in _providers()
        for attribute in dir(provider)
        if attribute.startswith(kind)
        for name in getattr(provider, attribute)
        if len(name) > 2 and name.istitle()
    )


def _providers() -> Iterator[Any]:
    for country in COUNTRIES:
        yield import_module(f"faker.providers.person.{country}").Provider


def is_first_name(word: str) -> bool:
    """Whether `word`, or its first part where a hyphen joins two (`Anne-Cécile`), is a first name."""
    return word in load_first_names() or ("-" in word and word.partition("-")[0] in load_first_names())


def gender_of(name: str) -> str:
    """`f` or `m` for a person whose first name only women, or only men, bear; "" where that cannot be told."""
    first = name.split(maxsplit=1)[0] if name else ""
    female, male = first in _listed("first_names_female"), first in _listed("first_names_male")
    return "" if female == male else "f" if female else "m"
