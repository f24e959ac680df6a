"""What must come through a translation unharmed: names with their official form, the user's terms, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from monitor.document import Mention, Tag
from monitor.errors import MonitorError
from pipelines.facts.numbers import LEXICONS
from pipelines.names.places import list_forms, load_departments
from pipelines.translation.articles import strip_article
from pipelines.translation.pieces import NUMBERED, WAYS

Glossary = tuple[tuple[str, str], ...]  # French term, English term

SEED = Path(__file__).resolve().parents[2] / "seeds" / "glossary.tsv"
ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)[@#]\w+"
    # telephones, post codes (`London NW1 6XE`), streets
    r"|(?<![\w.,])(?:0\d(?:[ .-]\d\d){4}|0\d{2,4} \d{3,4} \d{3,4}|\+\d{1,3}(?:[ .-]\(?\d{1,4}\)?){2,5})(?!\w)"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
    rf"|\b{NUMBERED}(?:{WAYS})"
    r"(?: (?:de|du|des|la|le|les))* (?:[dl]')?[A-ZÀ-Þ][\w'-]*(?: [A-ZÀ-Þ][\w'-]*)*"
)
CAPITALS = re.compile(r"(?<!\w)([A-ZÀ-Þ][\w'’-]+ )[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)*")
ELIDED = re.compile(r"[DL]'(?=[A-Z]{2,}\b)")
# `Seine-et-Marne`, `Val-d'Oise`, `Saint-Germain-en-Laye`: towns and departments, which keep their French names
JOINED = re.compile(
    r"(?<![\w-])[A-ZÀ-Þ][^\W\d_]+(?:-[A-ZÀ-Þ][^\W\d_]+)*(?:-(?:et|sur|sous|en|de|du|des|la|le|les|lès|lez|à|aux?|d'|l'))+"
    r"-?[A-ZÀ-Þ][\w'-]*"
)
RENAMED = re.compile(r"(?:du-(?:Nord|Sud|Est|Ouest)|Herzégovine|d'Ivoire|Grenadines|Tobago|Barbuda|Nevis|Guinée)$")
BRACKETED = re.compile(r"\(([^\W\d_][\w' -]{1,30})\)")
COMPANY = frozenset(
    """Airlines Airways Brothers Capital Corp Corporation Energy Foods Group Holding Holdings Inc Industries Ltd Media
    Motors Partners Pharma Post Rail Steel Systems Technologies Ventures plc PLC""".split()  # noqa: SIM905  easier to read
)
NO_PART = frozenset(  # of a name, though a capital stands there
    """le la les un une des du au aux ce cet cette ces de en à et mais pour dans sur selon monsieur madame mme mlle me
    maître président présidente ministre premier première docteur dr professeur pr roi reine pape saint
    académie antiquité bas comité dynastie empire haut institut intelligence internet livre meilleur meilleure moyen
    république royaume second seconde université
    général the a an his her its their both all some""".split()  # noqa: SIM905  easier to read
)
# `ministère du Travail`, `université de Nantes`, `University of Leeds`: words that another language has too
DESCRIBED = re.compile(
    r"[^\W\dA-ZÀ-Þ]+(?![^\W\d])"
    r"|(?:University|Ministry|Department|Office|Court|House|Institute|School|College|Museum) of "
)
PLURAL = r"(?:s|x|es)?"
SINGULAR = re.compile(r"(?<=\w{3}[^\Ws])s\b")  # what is taken off a plural: a `return centre` is a returns centre
APOSTROPHES = str.maketrans("’ʼ‘", "'''")


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of a sentence, what a translation should say for it, and all the forms that will do."""

    start: int
    end: int
    wanted: str
    accepted: tuple[str, ...]
    kind: str  # name, place, term, address

    def find(self, words: str) -> re.Match[str] | None:
        """Where the folded `words` say it; a term of the glossary in the singular or the plural."""
        names = [strip_article(form) for form in self.accepted] if self.kind == "place" else self.accepted
        forms = [re.escape(fold(name)) for name in names]  # `au Havre` says Le Havre
        if self.kind == "term":
            forms = [_loose(SINGULAR.sub("", form)) for form in forms]
        return re.search(rf"(?<!\w)(?:{'|'.join(forms)})(?:'s|')?(?!\w)", words)

    def respell(self, translation: str) -> str:
        """`translation` with the name's own letters where an engine changed them: `Montrejac`, `París`, `Jd.com`."""
        folded = "".join(fold(letter) if len(fold(letter)) == 1 else letter for letter in translation)
        for found in reversed(list(re.finditer(rf"(?<!\w){re.escape(fold(self.wanted))}(?!\w)", folded))):
            there = translation[found.start() : found.end()]
            exact = self.kind == "address" or (self.kind in ("name", "place") and not there.isupper())
            if exact or _bare(there) != _bare(self.wanted):
                written = self.wanted.upper() if there.isupper() and self.kind != "address" else self.wanted
                translation = translation[: found.start()] + written + translation[found.end() :]
        return translation


def find_lost(terms: Iterable[Term], translation: str) -> list[Term]:
    """The terms that `translation` does not say, whatever the case and the accents: each in a place of its own.

    Long ones choose first: the `Vasseur` of `Hélène Vasseur` does not stand for the house of Vasseur too.
    """
    words, lost = fold(translation), []
    for term in sorted(terms, key=lambda term: -len(term.wanted)):
        if found := term.find(words):
            words = f"{words[: found.start()]}\0{words[found.end() :]}"
        else:
            lost.append(term)
    return lost


def read_glossary(path: Path = SEED) -> Glossary:
    """Return the terms of a file with one `French<TAB>English` a line; a line that begins with `#` is a comment.

    Raises MonitorError for a file that cannot be read or a line of another form.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MonitorError(f"{path}: cannot be read ({error}); it must be UTF-8 text") from error
    return tuple(_read_term(line, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip() and line[0] != "#")


def _read_term(line: str, where: str) -> tuple[str, str]:
    parts = [part.strip() for part in line.split("\t")]
    if len(parts) != 2 or not all(parts):
        raise MonitorError(f"{where}: {line.strip()!r} is not `French<TAB>English`; put one tab between the two terms")
    return parts[0], parts[1]


def find_terms(
    sentence: str, source: str, target: str, mentions: Iterable[Mention] = (), glossary: Glossary = ()
) -> tuple[Term, ...]:
    """The terms in `sentence`, in order, none across another: addresses first, then names, then the glossary's."""
    sentence = sentence.translate(APOSTROPHES)
    named = [mention for mention in mentions if _is_name(mention, source)]
    places = {mention for mention in named if mention.tag.kind == "place"}
    others = [mention for mention in named if mention not in places]
    unknown = tuple(_unknown_names(sentence, source, [mention.text for mention in named]))
    listed = tuple(_glossary_terms(sentence, glossary, source, target))
    candidates = (
        *_addresses(sentence),
        *(
            t for t in listed if any(m.text in sentence[t.start : t.end] for m in named)
        ),  # a name, or more than half of one
        *_departments(sentence, source),
        *(unknown if source == "en" else ()),
        *_names(sentence, others, source, target),
        *unknown,
        *_names(sentence, places, source, target),
        *_joined(sentence, source),
        *listed,
    )
    taken: list[Term] = []
    for term in candidates:
        if all(term.end <= other.start or term.start >= other.end for other in taken):
            taken.append(term)
    ordered = sorted(taken, key=lambda term: term.start)
    return tuple(term for before, term in pairwise([None, *ordered]) if term and not _repeats(before, term, sentence))


def _repeats(before: Term | None, term: Term, sentence: str) -> bool:
    """Whether initials in brackets say again what stands before them: `World Health Organization (WHO)`."""
    return before is not None and before.wanted == term.wanted and sentence[before.end : term.start] == " ("


def _addresses(sentence: str) -> Iterator[Term]:
    for found in ADDRESS.finditer(sentence):
        text = found[0].rstrip(".,;:!?)»”\"'")
        yield Term(found.start(), found.start() + len(text), text, (text,), "address")


def _names(sentence: str, mentions: Iterable[Mention], source: str, target: str) -> Iterator[Term]:
    names = sorted({(m.text, *_forms(m, source, target), m.tag.kind == "place") for m in mentions})
    for text, wanted, accepted, is_place in sorted(names, key=lambda name: -len(name[0])):
        for found in re.finditer(rf"(?<!\w){re.escape(text.translate(APOSTROPHES))}(?!\w)", sentence):
            yield Term(found.start(), found.end(), wanted, accepted, "place" if is_place else "name")


def _unknown_names(sentence: str, source: str, known: Collection[str]) -> Iterator[Term]:
    """What must be a name though no list has it: `Air Caraïbes`, `Brevin Group`.

    French hardly ever writes two words in a row with capitals otherwise; English does, but not before such a word.
    """
    words = sentence.split()
    if source not in ("en", "fr") or 2 * sum(word[0].isupper() for word in words) > len(words):
        return
    for found in CAPITALS.finditer(sentence):
        start = _skip_titles(found, source)
        text = sentence[start : found.end()]
        if (
            " " in text
            and not any(text in name for name in known)
            and (source == "fr" or text.rpartition(" ")[2] in COMPANY)
        ):
            yield Term(start, found.end(), text, (text,), "name")


def _skip_titles(found: re.Match[str], source: str) -> int:
    """Where the name begins: after `L'Empire`, `Le`, `Président`, `Trois`, and the article of `L'ASUS`."""
    start = found.start()
    for word in found[0].split(" "):
        low = word.lower().removeprefix("l'").removeprefix("d'") if source == "fr" else word.lower()
        if low not in NO_PART and low not in LEXICONS[source]:
            break
        start += len(word) + 1
    elided = ELIDED.match(found.string, start) if source == "fr" else None
    return elided.end() if elided else start


def _departments(sentence: str, source: str) -> Iterator[Term]:
    """The French press's `Roanne (Loire)`: the name is the same in every language, whatever else the word means."""
    for found in BRACKETED.finditer(sentence) if source == "fr" else ():
        if found[1][0].isupper() and fold(found[1]) in _department_names():
            yield Term(found.start(1), found.end(1), found[1], (found[1],), "name")


def _joined(sentence: str, source: str) -> Iterator[Term]:
    """What a hyphen joins; countries have names of their own in English."""
    for found in JOINED.finditer(sentence) if source == "fr" else ():
        if not RENAMED.search(found[0]):
            yield Term(found.start(), found.end(), found[0], (found[0],), "name")


@cache
def _department_names() -> frozenset[str]:
    return frozenset(map(fold, load_departments().values()))


def _is_name(mention: Mention, source: str) -> bool:
    """Whether the words themselves are the name: not `Chinese` for China, not a topic in small letters."""
    official = official_name(mention.tag, source)
    unlisted = mention.tag.kind == "organisation" and official_name(mention.tag, "fr") == mention.tag.name
    if unlisted and DESCRIBED.match(mention.text):
        return False
    if fold(mention.text) in (fold(official), fold(strip_article(official))):  # `au Havre` is Le Havre
        return official != official.lower() and mention.text != mention.text.lower()  # `suisse` is an adjective
    return mention.text.isupper() or (
        mention.tag.kind in ("organisation", "person", "product", "event") and mention.text != mention.text.lower()
    )


def _forms(mention: Mention, source: str, target: str) -> tuple[str, tuple[str, ...]]:
    official, tag = official_name(mention.tag, target), mention.tag
    as_it_stands = official_name(tag, source) == official  # one name for both languages: an alias stays an alias
    as_it_stands = as_it_stands and fold(mention.text) != fold(strip_article(official))
    wanted = mention.text if as_it_stands else official
    same = mention.text if as_it_stands or mention.text.isupper() else official
    also = list_forms().get((tag.scheme, tag.code, target), ()) if tag.kind == "place" else ()
    forms = dict.fromkeys((wanted, official, same, *also))  # of `Brevin Group`, `Brevin` alone is not enough
    return wanted, tuple(form for form in forms if form == wanted or fold(form) not in fold(wanted))


def official_name(tag: Tag, language: str) -> str:
    """What the tag is called in `language`."""
    return tag.name_fr or tag.name if language == "fr" else tag.name


def _glossary_terms(sentence: str, glossary: Glossary, source: str, target: str) -> Iterator[Term]:
    if {source, target} != {"fr", "en"} or not glossary:
        return
    pattern, entries = _compiled(glossary, source)
    for found in pattern.finditer(sentence):
        term, wanted = entries[found.lastindex or 1]
        written = _plural(wanted, target) if len(found[0]) > len(term) else wanted
        if found[0][0].isupper() and (found.start() == 0 or not term.isupper()):
            written = written[0].upper() + written[1:]
        yield Term(found.start(), found.end(), written, (wanted,), "term")


@lru_cache(maxsize=8)
def _compiled(glossary: Glossary, source: str) -> tuple[re.Pattern[str], dict[int, tuple[str, str]]]:
    pairs = sorted(glossary if source == "fr" else [(e, f) for f, e in glossary], key=lambda pair: -len(pair[0]))
    patterns = ((_loose(re.escape(term)), term.isupper()) for term, _ in pairs)  # `AIDS` is no word for "helps"
    choices = "|".join(f"((?-i:{pattern}))" if initials else f"({pattern})" for pattern, initials in patterns)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE), dict(enumerate(pairs, 1))


def _plural(term: str, language: str) -> str:
    """`term` in the plural: English changes the last word, French all before the first preposition."""
    if language == "en":
        return re.sub(r"([^aeiou])y$", r"\1ie", term) + ("" if term.endswith("s") else "s")
    head, *rest = re.split(r"(?= (?:de|d'|du|des|à|en|sur|par|pour)\b)", term, maxsplit=1)
    return re.sub(r"(\w*[^\Wsxz])(?= |$)", r"\1s", head) + "".join(rest)


def _loose(term: str) -> str:
    """A pattern for `term` in which each word may bear a plural ending."""
    return re.sub(r"(\w{3,})", rf"\1{PLURAL}", term)


def fold(text: str) -> str:
    """`text` without case, accents and kinds of apostrophe."""
    plain = unicodedata.normalize("NFD", text.translate(APOSTROPHES).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _bare(text: str) -> str:
    """`text` without case and kinds of apostrophe; accents stay."""
    return unicodedata.normalize("NFC", text.translate(APOSTROPHES).casefold())
