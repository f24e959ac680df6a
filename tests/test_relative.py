"""Dates that lines tell from the day they are read, and lines that only sound so."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.datelines import find_moments
from spiders.page import read_page
from spiders.published import NEVER, Moment
from spiders.relative import read_relative

PARIS, LONDON, NEW_YORK = "Europe/Paris", "Europe/London", "America/New_York"
READ = datetime(2018, 2, 3, 15, 5, tzinfo=UTC)  # a Saturday: 16:05 in Paris, 10:05 in New York
LINES = [  # line, zone, what it says
    ("il y a 3 heures", PARIS, "2018-02-03T12:05:00Z"),
    ("Publié il y a 25 min", PARIS, "2018-02-03T14:40:00Z"),
    ("Il y a une heure", PARIS, "2018-02-03T14:05:00Z"),
    ("Mis à jour il y a environ 2 h", PARIS, "2018-02-03T13:05:00Z"),
    ("il y a 2 jours", PARIS, "2018-02-01"),
    ("Par Luc Ferrand, il y a 5 heures", PARIS, "2018-02-03T10:05:00Z"),
    ("La Vigie avec AFP | il y a 45 minutes | 3 min de lecture", PARIS, "2018-02-03T14:20:00Z"),
    ("à l’instant", PARIS, "2018-02-03T15:05:00Z"),
    ("hier à 14h05", PARIS, "2018-02-02T13:05:00Z"),
    ("Publié hier à 14 h 05", PARIS, "2018-02-02T13:05:00Z"),
    ("Publié hier", PARIS, "2018-02-02"),
    ("avant-hier, 8h30", PARIS, "2018-02-01T07:30:00Z"),
    ("Aujourd’hui à 9h", PARIS, "2018-02-03T08:00:00Z"),
    ("Publié à 14h05", PARIS, "2018-02-03T13:05:00Z"),
    ("Publié à 18h30", PARIS, "2018-02-02T17:30:00Z"),  # not to come: yesterday's
    ("3 février à 14h05", PARIS, "2018-02-03T13:05:00Z"),
    ("3 février à 18h30", PARIS, "2017-02-03T17:30:00Z"),  # the nearest that is past
    ("Publié le 12 décembre", PARIS, "2017-12-12"),
    ("lundi 29 janvier, 7h15", PARIS, "2018-01-29T06:15:00Z"),
    ("mar. 29 février", PARIS, "2016-02-29"),  # no Tuesday, but the nearest there is
    ("dimanche 29 janvier", PARIS, "2017-01-29"),  # in 2018 it was a Monday
    ("Mis en ligne le 1er février - La rédaction", PARIS, "2018-02-01"),
    ("2 hours ago", LONDON, "2018-02-03T13:05:00Z"),
    ("Posted 3h ago", NEW_YORK, "2018-02-03T12:05:00Z"),
    ("about an hour ago", LONDON, "2018-02-03T14:05:00Z"),
    ("Updated 10 mins ago", LONDON, "2018-02-03T14:55:00Z"),
    ("a day ago", LONDON, "2018-02-02"),
    ("Just now", LONDON, "2018-02-03T15:05:00Z"),
    ("By Ann Ferris, 40 minutes ago", LONDON, "2018-02-03T14:25:00Z"),
    ("Yesterday at 2:05 p.m.", NEW_YORK, "2018-02-02T19:05:00Z"),
    ("Published yesterday", NEW_YORK, "2018-02-02"),
    ("Today, 08:15 GMT", NEW_YORK, "2018-02-03T08:15:00Z"),
    ("Posted March 3", NEW_YORK, "2017-03-03"),
    ("Feb. 2 at 6:30 pm ET", LONDON, "2018-02-02T23:30:00Z"),
    ("Fri 2 Feb, 14:05", LONDON, "2018-02-02T14:05:00Z"),
    ("2nd of February", LONDON, "2018-02-02"),
    ("Last updated on February 1 at 9 a.m. | 4 min read", NEW_YORK, "2018-02-01T14:00:00Z"),
]
NONE = [  # lines that name no time of their own
    "",
    "il y a 3 ans",
    "Il y a 3 mois",
    "3 years ago",
    "Published 2 weeks ago",
    "Il y a deux jours, il était encore vivant",
    "Tout a basculé il y a 3 heures",
    "Il y a 3 heures de route entre les deux villes",
    "Hier, la halle a rouvert",
    "Hier encore, j’avais vingt ans",
    "Yesterday, all my troubles seemed so far away",
    "Three hours ago the bridge was still standing",
    "Mai 68",
    "Le 11 novembre dans la mémoire des villages",
    "3 mars 1918",
    "March 3 rally draws thousands",
    "14h05",
    "12 juin 2018 à 14h05",  # has its year: read elsewhere
    "Lecture 3 min",
    "3 h de lecture",
    "le 32 mars",
]
HEADS = [  # head of an article, when published, when changed
    ("Publié hier à 14h05 - Mis à jour il y a 2 heures", "2018-02-02T13:05:00Z", "2018-02-03T13:05:00Z"),
    ("Mis à jour il y a 20 minutes - Publié hier", "2018-02-02", "2018-02-03T14:45:00Z"),
    ("Mis à jour il y a 20 minutes", "", "2018-02-03T14:45:00Z"),
    ("Posted 5 hours ago, updated 10 minutes ago", "2018-02-03T10:05:00Z", "2018-02-03T14:55:00Z"),
    ("3 février 2018 à 9h, mis à jour il y a 2 heures", "2018-02-03T08:00:00Z", "2018-02-03T13:05:00Z"),
]
LONG = "Le port de Brume a rouvert ses quais mardi, après trois semaines de travaux de nuit par deux équipes. " * 4


@pytest.mark.parametrize(("line", "zone", "expected"), LINES)
def test_line(line: str, zone: str, expected: str) -> None:
    assert read_relative(line, zone, READ).at == expected


@pytest.mark.parametrize("line", NONE)
def test_no_time(line: str) -> None:
    assert read_relative(line, PARIS, READ) == NEVER


@pytest.mark.parametrize(("head", "published", "modified"), HEADS)
def test_head(head: str, published: str, modified: str) -> None:
    assert tuple(moment.at for moment in find_moments(head, PARIS, READ)) == (published, modified)


def test_how_exact() -> None:
    assert read_relative("il y a 3 heures", PARIS, READ).precision == "inferred"
    assert read_relative("hier à 14h05", PARIS, READ).precision == "second"
    assert read_relative("Posted March 3", PARIS, READ).precision == "day"


PAGES = [  # what stands below the headline, what it says
    ('<p class="date">Publié il y a 3 heures</p>', Moment("2018-02-03T12:05:00Z", "inferred")),
    ("<span>hier à 14h05</span>", Moment("2018-02-02T13:05:00Z", "second")),
    ("<time>3 février à 14h05</time>", Moment("2018-02-03T13:05:00Z", "second")),
    ('<p class="date">3 février 2017</p><p class="info">il y a 2 heures</p>', Moment("2017-02-03", "day")),
    ('<a href="/b"><span class="date">il y a 2 heures</span> Une autre pièce</a>', NEVER),  # of another article
    (f"<p>Il y a 3 ans, le port fermait. {LONG}</p>", NEVER),
    ("<p>Il y a 3 ans</p>", NEVER),
]


@pytest.mark.parametrize(("head", "expected"), PAGES)
def test_page(head: str, expected: Moment) -> None:
    markup = f'<html lang="fr"><body><h1>Les quais de Brume rouvrent</h1>{head}<p>{LONG}</p></body></html>'
    page = read_page(markup, "https://vigie.example.fr/a/les-quais", fetched=READ)
    assert Moment(page.published_at, page.published_precision) == expected


def test_a_page_of_unknown_age_tells_nothing() -> None:
    """A saved page may have been read at any time."""
    assert read_page("<h1>Titre</h1><p class='date'>il y a 3 heures</p>").published_at == ""


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)), st.integers(0, 364))
def test_a_date_without_its_year_is_the_nearest_past(read: datetime, back: int) -> None:
    told = datetime.fromordinal(read.toordinal() - back)
    line = f"Posted {told:%B} {told.day}"
    assert read_relative(line, "UTC", read.replace(tzinfo=UTC)).at == f"{told:%Y-%m-%d}"


@given(st.text(alphabet="0123456789 :hàilyae-publiéjourmishgodyt|,", max_size=90))
def test_never_raises(line: str) -> None:
    read_relative(line, PARIS, READ)
