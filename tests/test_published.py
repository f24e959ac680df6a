"""Dates as the press prints them, and as pages declare them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.datelines import find_moments
from spiders.published import NEVER, Moment, find_zone, read_moment

PARIS, NEW_YORK = "Europe/Paris", "America/New_York"
T = "2018-02-03T13:05:00Z"  # 14:05 in Paris
MOMENTS = [
    ("3 février 2018 à 14h05", PARIS, T),
    ("Le samedi 3 fév. 2018, 14 h 05", PARIS, T),
    ("samedi 03 FÉVRIER 2018 à 14H05", PARIS, T),
    ("3 f?vrier 2018 14:05", PARIS, T),
    ("03/02/2018 à 14:05", PARIS, T),
    ("le 03.02.18 à 14h05", PARIS, T),
    ("à 14h05 le 03/02/2018", PARIS, T),
    ("3 février 2018 à 21h05 (heure de Pékin)", PARIS, T),
    ("3 février 2018 à 08h05 HNE", PARIS, T),
    ("1er août 2017", PARIS, "2017-08-01"),
    ("mardi 15 aout 2017 à 9h", PARIS, "2017-08-15T07:00:00Z"),
    ("31 déc. 1999", PARIS, "1999-12-31"),
    ("12 juil. 2018", PARIS, "2018-07-12"),
    ("12 juin 2018", PARIS, "2018-06-12"),
    ("10 mars 2018", PARIS, "2018-03-10"),
    ("10 mai 2018", PARIS, "2018-05-10"),
    ("2018-02-03T14:05:00+01:00", "UTC", T),
    ("2018-02-03T13:05:00.123Z", PARIS, T),
    ("20180203T130500Z", PARIS, T),
    ("2018-02-03 21:05:00 +0800", "UTC", T),
    ("Sat, 03 Feb 2018 13:05:00 GMT", PARIS, T),
    ("Sat, 3 Feb 2018 08:05:00 EST", PARIS, T),
    ("1517663100", PARIS, T),
    ("1517663100000", PARIS, T),
    ("Feb. 3rd, 2018 8:05 a.m. ET", "UTC", T),
    ("February 3, 2018, 1:05 PM", "UTC", T),
    ("3 February 2018 13.05", "UTC", "2018-02-03"),  # a dot is no sign of a clock
    ("13:05, 3 February 2018", "UTC", T),
    ("1:05 PM GMT, Sat February 3, 2018", PARIS, T),
    ("February 3, 2018 12:30 a.m.", "UTC", "2018-02-03T00:30:00Z"),
    ("02/03/2018", NEW_YORK, "2018-02-03"),
    ("02/03/2018", "Europe/London", "2018-03-02"),
    ("25/12/2018", NEW_YORK, "2018-12-25"),
    ("2018年2月3日 21:05", "Asia/Shanghai", T),
    ("2018-02-03T00:00:00+01:00", PARIS, "2018-02-03"),  # midnight: only the day was known
    ("20180203", PARIS, "2018-02-03"),
    # the press of France, Belgium, Switzerland and Quebec, as it prints them
    ("Le 3 février 2018 à 14:05:33", PARIS, "2018-02-03T13:05:33Z"),
    ("Samedi 3 février 2018 - 14h05", PARIS, T),
    ("03-02-2018 à 14h", PARIS, "2018-02-03T13:00:00Z"),
    ("le 3/2/2018 à 14h05min", PARIS, T),
    ("3 février 2018 14 h 05 min", PARIS, T),
    ("3 février 2018 à 14 heures 05", PARIS, T),
    ("3 février 2018 à midi", PARIS, "2018-02-03T11:00:00Z"),
    ("vendredi 1 er décembre 2017", PARIS, "2017-12-01"),
    ("1er/02/2018", PARIS, "2018-02-01"),
    ("2018-02-03 | 14h05", PARIS, T),
    ("03.02.2018, 14h05", PARIS, T),
    ("3 février 2018 (14:05)", PARIS, T),
    ("3 février 2018 vers 14h05", PARIS, T),
    ("03 février 2018 / 14:05", PARIS, T),
    ("3\u202ffévrier 2018 à 14\u202fh\u202f05", PARIS, T),
    ("le 03 Fevrier 2018 a 14h05", PARIS, T),
    ("Sam. 3 févr. 2018 à 14h05", PARIS, T),
    ("3 février 2018 à 13h05 TU", PARIS, T),
    ("3 février 2018, 14h05, heure de Bruxelles", "UTC", T),
    ("3 février 2018 à 0h15", PARIS, "2018-02-02T23:15:00Z"),
    ("3-févr.-2018", PARIS, "2018-02-03"),
    ("3 février 2018 à 14h05 et mis en ligne aussitôt", PARIS, T),  # no Eastern Time
    ("5 DECEMBRE 2018", PARIS, "2018-12-05"),
    ("3 Feb 2018 2.05pm", "UTC", "2018-02-03T14:05:00Z"),
    ("Sat 3 Feb 2018 14.05 GMT", PARIS, "2018-02-03T14:05:00Z"),
    ("3rd of February 2018", "UTC", "2018-02-03"),
]
NONE = [
    "",
    "rien",
    "février 2018",
    "le 32 mars 2018",
    "30 février 2018",
    "2018-13-01",
    "version 1.2.3",
    "12 marches",
    "tél. 01 02 03 04 05",
]
HEADS = [
    ("Publié le 3 février 2018 à 14h05 - Mis à jour le 4 février 2018 à 9h", T, "2018-02-04T08:00:00Z"),
    ("Mis à jour le 4 février 2018 - Publié le 3 février 2018 à 14h05", T, "2018-02-04"),
    ("Par Luc Ferrand, publié le 03/02/2018 à 14:05 | modifié le 04/02/2018", T, "2018-02-04"),
    ("Dernière mise à jour à 13h38 le 20/06/2017", "", "2017-06-20T11:38:00Z"),
    ("First published on 3 February 2018 at 1:05 p.m. GMT. Last updated 4 February 2018", T, "2018-02-04"),
    ("3 février 2018", "2018-02-03", ""),
    ("Par la rédaction", "", ""),
    ("Publié le 3 février 2018 à 14h05 • Mis à jour à 16h", T, ""),
    ("Article mis à jour le 4 février 2018, publié initialement le 3 février 2018 à 14h05", T, "2018-02-04"),
    ("Mise à jour : 04.02.2018 à 9h00 | Création : 03.02.2018 à 14h05", T, "2018-02-04T08:00:00Z"),
    ("Publié le : 03/02/2018 - 14:05 Modifié le : 04/02/2018 - 09:00", T, "2018-02-04T08:00:00Z"),
    ("LA VIGIE | 03.02.2018 à 14h05 • Mis à jour le 04.02.2018 à 09h00", T, "2018-02-04T08:00:00Z"),
    ("MAJ le 4 février 2018 à 9h", "", "2018-02-04T08:00:00Z"),
    ("Temps de lecture : 3 min. Mis en ligne le 3 février 2018 à 14h05", T, ""),
    ("Publié hier à 14h05", "", ""),
]
ZONES = [
    ("fr", "", PARIS),
    ("fr-CA", "", "America/Toronto"),
    ("fr", "journal.example.be", "Europe/Brussels"),
    ("en_GB", "ledger.example", "Europe/London"),
    ("en", "ledger.example", "UTC"),
    ("", "", "UTC"),
]


@pytest.mark.parametrize(("text", "zone", "expected"), MOMENTS)
def test_moment(text, zone, expected):
    assert read_moment(text, zone) == Moment(expected, "second" if "T" in expected else "day")


@pytest.mark.parametrize("text", NONE)
def test_no_moment(text):
    assert read_moment(text) == NEVER


@pytest.mark.parametrize(("text", "published", "modified"), HEADS)
def test_head(text, published, modified):
    assert tuple(moment.at for moment in find_moments(text, PARIS)) == (published, modified)


@pytest.mark.parametrize(("language", "host", "zone"), ZONES)
def test_zone(language, host, zone):
    assert find_zone(language, host) == zone


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_iso_round_trip(at):
    at = at.replace(microsecond=0)
    expected = f"{at:%Y-%m-%d}" if (at.hour, at.minute, at.second) == (0, 0, 0) else f"{at:%Y-%m-%dT%H:%M:%SZ}"
    assert read_moment(f"{at:%Y-%m-%dT%H:%M:%S}+00:00", PARIS).at == expected


@given(st.text(alphabet="0123456789/-.:hT àlepubié MARfévZ+", max_size=40))
def test_never_raises(text):
    find_moments(text, PARIS)
