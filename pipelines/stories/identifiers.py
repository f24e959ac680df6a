"""Numbers that identify an event: a quarter, a magnitude, a score, an edition, a stage, the number of a flight.

Unlike counts, which outlets give differently and correct for days, these tell one event from the next of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

ORDINALS = {
    **dict.fromkeys(("first", "1st", "premier", "1er", "première"), "1"),
    **dict.fromkeys(("second", "2nd", "deuxième", "2e", "seconde"), "2"),
    **dict.fromkeys(("third", "3rd", "troisième", "3e"), "3"),
    **dict.fromkeys(("fourth", "4th", "quatrième", "4e"), "4"),
}
ORDINAL = "|".join(ORDINALS)
PERIOD = re.compile(
    rf"\b(?:(?P<ordinal>{ORDINAL})[ -](?P<of>quarter|trimestre|semestre)|[QT](?P<quarter>[1-4]))\b",
    re.IGNORECASE,
)
SHOCK = (
    r"(?:magnitude|richter|earthquake|quake|tremor|aftershock|seismic"
    r"|s[ée]isme|tremblement|secousse|r[ée]plique|sismique)"
)
MAGNITUDE = re.compile(
    rf"\b{SHOCK}\w*[^.\d\n]{{0,45}}?\b(?P<after>[3-9][.,]\d)\b(?![.,]?\d| (?:%|milli|billion|euro|dollar|kilom|km))"
    rf"|\b(?P<before>[3-9][.,]\d)(?:-| )(?:{SHOCK}|on the richter|sur l'échelle)",
    re.IGNORECASE,
)
PLAYED = re.compile(
    r"\b(?:beat\w*|w[io]ns?|defeat\w*|lost|drew|draw|victor\w+|final\w*|match\w*|trophy|title|champions?|goals?|scored?"
    r"|bat|battus?|battent|gagn\w+|remport\w+|s['’]impos\w+|défait\w*|dispos\w+|victoires?|sacr\w+|titre|buts?)\b",
    re.IGNORECASE,
)
SCORE = re.compile(r"(?<![\d.,/–-])(\d{1,3}) ?[-–] ?(\d{1,3})(?![\d/–-]|[.,]\d| ?(?:%|years?|ans|jours|days|euros?|°))")
EDITION = re.compile(
    r"\b(?:(?P<ordinal>\d{1,3})(?:st|nd|rd|th|e|ᵉ|è|ème|er|re)? (?:annual |annuelle )?(?:edition|édition)"
    r"|(?:edition|édition) (?P<year>(?:19|20)\d\d)|(?P<named>(?:19|20)\d\d) edition)\b",
    re.IGNORECASE,
)
COUNTED = {word: str(n) for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}  # noqa: SIM905
STAGE = re.compile(  # of a race that lasts days
    rf"\b(?:(?P<ordinal>\d{{1,2}})(?:st|nd|rd|th|e|ème) (?:stage|étape)"
    rf"|(?:stage|étape) (?P<number>\d{{1,2}}|{'|'.join(COUNTED)}))\b",
    re.IGNORECASE,
)
RACED = re.compile(
    r"\b(?:rac(?:e|es|ed|ing)|rid(?:er|ers|es|ing)|cycl\w+|tour|rally|peloton|jersey|coureurs?|cyclis\w+|rallye|maillot)\b",
    re.IGNORECASE,
)
MARKETS = re.compile(
    r"\b(?:Bourses?|Wall Street|CAC 40|Dax|Dow|Nasdaq|S&P 500|Nikkei|FTSE|STOXX"
    r"|marchés (?:européens|asiatiques|mondiaux)"
    r"|(?:european|asian|u\.?s\.?|world|global|london|paris|tokyo) (?:shares|stocks|markets|equities))\b",
    re.IGNORECASE,
)
CLOSED = re.compile(
    r"\b(?:clôtur\w+|termin\w+|fini\w*|clos(?:ed?|ing)|end(?:s|ed)|finish\w*|settl\w+)\b", re.IGNORECASE
)
NUMBERED = re.compile(r"\b(?P<name>[A-Z]{2,5})[ -]?(?P<number>\d{1,4})\b(?![.,:]\d| ?%)")  # COP29, AF447
BUT = frozenset(  # amounts, times, days
    """EUR USD GBP CHF CNY RMB HKD JPY PM AM UTC GMT CET EST PST BST FY NO JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT
    NOV DEC MARCH APRIL JUNE JULY MARS AVRIL MAI JUIN AOUT MON TUE WED THU FRI SAT SUN""".split()  # noqa: SIM905
)
YEAR = re.compile(r"20\d\d$")  # WWDC 2012 is WWDC12
APART = 0.5  # of a magnitude: agencies correct each other by a few tenths


def find_identifiers(text: str) -> dict[str, str]:
    """The first identifying number of each sort in `text`, a headline and the lead under it, by sort.

    Of a match every score, since the one at half-time may come first, and of a series every number, since the last
    one may be named beside it.
    """
    found: dict[str, str] = {}
    for sort, number in _find(text):
        if sort != "stage" or RACED.search(text):  # a rocket has stages too
            found.setdefault(sort, number)
    series: dict[str, set[str]] = {}
    mixed = "\n".join(
        line for line in text.splitlines() if not line.isupper()
    )  # in capitals any word looks like a name
    for sort, number in filter(None, map(_read_numbered, NUMBERED.finditer(mixed))):
        series.setdefault(sort, set()).add(number)
    found |= {sort: " ".join(sorted(numbers)) for sort, numbers in series.items()}
    scores = {"-".join(sorted(match.groups(), key=int, reverse=True)) for match in SCORE.finditer(text)}
    return found | ({"score": " ".join(sorted(scores))} if scores and PLAYED.search(text) else {})


def is_market_report(title: str, lead: str) -> bool:
    """Whether it tells how a stock market closed: then its day says which of many it is."""
    return bool(MARKETS.search(title) and CLOSED.search(f"{title}\n{lead}"))


def _find(text: str) -> Iterator[tuple[str, str]]:
    for pattern, read in READERS:
        for match in pattern.finditer(text):
            if told := read(match):
                yield told


def _read_period(match: re.Match[str]) -> tuple[str, str]:
    if match["quarter"]:
        return "quarter", match["quarter"]
    return "half-year" if match["of"].lower() == "semestre" else "quarter", ORDINALS[match["ordinal"].lower()]


def _read_magnitude(match: re.Match[str]) -> tuple[str, str]:
    return "magnitude", (match["after"] or match["before"]).replace(",", ".")


def _read_edition(match: re.Match[str]) -> tuple[str, str]:
    year = match["year"] or match["named"]
    return ("edition of", year) if year else ("edition", match["ordinal"])


def _read_stage(match: re.Match[str]) -> tuple[str, str]:
    told = (match["ordinal"] or match["number"]).lower()
    return "stage", COUNTED.get(told, told)


def _read_numbered(match: re.Match[str]) -> tuple[str, str] | None:
    name, number = match["name"], match["number"]
    return None if name in BUT else (f"{name} number", str(int(number[2:] if YEAR.match(number) else number)))


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str] | None]], ...] = (
    (PERIOD, _read_period),
    (MAGNITUDE, _read_magnitude),
    (EDITION, _read_edition),
    (STAGE, _read_stage),
)


def find_clash(one: dict[str, str], other: dict[str, str]) -> str:
    """What the two say of one sort and cannot both mean, in words; "" where they agree or speak of different sorts."""
    for sort in sorted(one.keys() & other.keys()):
        same = not set(one[sort].split()).isdisjoint(other[sort].split())
        if not same and not (sort == "magnitude" and abs(float(one[sort]) - float(other[sort])) < APART):
            return f"{sort} {one[sort]} against {other[sort]}"
    return ""
