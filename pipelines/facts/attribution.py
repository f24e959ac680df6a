"""Attribution: which words beside a quote, or inside it, say whose it is, French and English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.document import Mention
from pipelines.facts.days import WEEKDAYS

_TABLES = tomllib.loads(Path(__file__).with_name("quotes.toml").read_text(encoding="utf-8"))
MOST_TRADES = 4  # words before a name that say what she is: "the retired sheep farmer"
REACH = 220  # characters beside a quote in which its speaker is looked for

_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Me))(?<!\bMrs)[.!?;](?=[\s»”\"]|$)|[«»“„”\"]")
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_CUT = re.compile(
    r"[,;:]|\((?![^)]{1,12}\)\s[a-z])|\s(?:on|in|at|during|to|after|before|when|while|as|via|from|dans|lors|à|au|aux|après|avant|sur|en(?!\s(?:scène|chef))"
    r"|hier|cité|citée|citant|interrogée?|devant|auprès|via|qui|dont|who|that|que|yesterday|today|last|this"
    rf"|{WEEKDAYS['fr']}|{WEEKDAYS['en']})(?=\s|$|[.,])"
)
# What may stand between a verb and its subject: « écrivait vendredi son analyste », « explique à l'AFP Liu ».
_SPOKEN_TO = (
    r"(?:par|à|au|aux|dans|sur|devant|auprès d[eu])\s?(?:[ld]['’]|(?:la|les?|une?|sa|son|ses)\s)?[\w-]+(?:\s\d)?"
    r"(?=\s(?:[A-ZÀ-Þ]|(?:le|la|les|une?|son|sa|ses|ce|cette|cet|à|au|dans|sur)\s|[ld]['’]))"
)
_LEAD = re.compile(
    rf"(?:(?:{WEEKDAYS['fr']}|hier|ce(?=\s(?:matin|midi|soir)\b)|aussi|encore|alors"
    r"|ensuite|également|ainsi|de son côté|pour sa part|quant à lui|lui aussi|en substance|[a-zà-ÿ]{3,}ment"
    rf"|{_SPOKEN_TO})(?:\s(?:matin|midi|soir|dernier))?,?\s)+(?=[^\W\d_])"
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language attributes words: its verbs, "according to", and its pronouns."""

    verb: re.Pattern[str]
    incise: re.Pattern[str]
    pronoun: re.Pattern[str]
    name_before: bool


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _read_english(table: dict[str, str]) -> Grammar:
    verbs = rf"(?:(?:{table['habits']})\s)?(?:{_any_of(table['verbs'].split())})"
    pronouns = rf"{_any_of(table['pronouns'])}|{table['epithets']}"
    verb = (
        rf"(?P<according>\b(?i:{_any_of(table['according'])})\s)|\b(?P<verb>{verbs})\b"
        r"|\b(?:quot|cit)(?:es?|ed|ing)\s(?P<quoted>[^,;:]{2,60}?)\sas\s(?:saying|telling)\b"
    )
    incise = (
        rf"(?<=[,?!—–-])\s(?P<clause>(?:(?P<pronoun>{pronouns})\s(?:{verbs})|(?:{verbs})\s[A-Z][^,.]{{2,60}})[,.])\s"
    )
    return Grammar(re.compile(verb), re.compile(incise), re.compile(rf"(?i:{pronouns})"), True)


def _read_french(table: dict[str, str]) -> Grammar:
    participles = table["participles"].split()
    made = [p[:-1] + ending for p in participles if p.endswith("é") for ending in ("e", "ent", "ait")]
    presents = _any_of(sorted({*table["presents"].split(), *made}))
    pronouns = rf"{_any_of(table['pronouns'])}|{table['epithets']}"
    habitual = rf"(?:{table['habits']})\s(?:dire|répéter|raconter|rappeler|plaisanter|souligner)"
    made_to = r"f(?:ait|ont|aisait|aisaient)\s(?:savoir|valoir|remarquer|observer)"
    adverb = r"(?:(?!été\b|pas\b)[\w'’]+\s){0,3}?"
    past = (
        rf"(?:s['’](?:est|était)|a|ont|avait|avaient|aurait)\s{adverb}"
        rf"(?:{_any_of(participles)}|savoir|valoir|remarquer)e?s?"
    )
    # Any verb: « estime-t-elle », « a-t-il dit »; nobody says it in « est-il précisé ».
    inverted = r"(?!(?<!['’])(?:est|était)-il)[^\W\d_]+(?:[\s-]t)?-(?P<inverted>ils?|elles?|on)"
    verb = (
        rf"(?P<according>\b(?i:{_any_of(table['according'])})\s)"
        rf"|\b(?P<verb>{inverted}|{past}|{habitual}|{made_to}|(?:s[e'’]\s?)?(?:{presents}))(?![\w-])"
    )
    subject = r"[A-ZÀ-Ý]|(?:le|la|les|son|sa|un|une|cet|cette|ce)\s|l['’]"
    said = rf"{past}|(?:s[e'’]\s?)?(?:{inverted}|(?:{presents})\s(?={subject}))"
    incise = rf"(?<=[,?!—–-])\s(?P<clause>(?:{said})(?:\s?[^,.«»]{{2,60}})?[,.]|selon\s[^,.]{{3,60}},)\s"
    return Grammar(re.compile(verb), re.compile(incise), re.compile(rf"(?i:{pronouns})"), False)


GRAMMARS = {"en": _read_english(_TABLES["en"]), "fr": _read_french(_TABLES["fr"])}


def clause_before(text: str, end: int, limit: int) -> tuple[int, int]:
    """Return the span of the sentence's part before `end`, no further back than `limit`."""
    start = max(limit, end - REACH)
    for stop in _SENTENCE_END.finditer(text, start, end):
        start = stop.end()
    return start, end


def clause_after(text: str, span: tuple[int, int], limit: int) -> tuple[int, int]:
    """Return the span of what follows a quote in its sentence; empty where the quote ends the sentence."""
    start = span[1] + 1
    following = text[start : start + 3].lstrip(" ,\u00a0")
    if text[span[0] : span[1]].rstrip()[-1:] == "." and not following[:1].islower():
        return start, start
    stop = _SENTENCE_END.search(text, start, min(limit, start + REACH))
    return start, stop.start() if stop else min(limit, start + REACH)


def find_attribution(text: str, place: tuple[int, int], after: bool, grammar: Grammar) -> tuple[int, int] | None:
    """Return the span of the words that name the speaker, None where the clause attributes nothing."""
    for verb in grammar.verb.finditer(text, *place):
        lead = text[place[0] : verb.start()]
        if _DENIED.search(lead):
            continue  # lui ne croit pas; la critique Ana Roy
        subject = _subject_before(text, place[0], verb.start())
        groups = verb.groupdict()
        if groups["according"] or groups.get("inverted") or groups.get("quoted"):
            if _may_lead(verb, lead, after):
                return _named_behind(text, verb, place[1])
            continue
        if subject and _NOBODY.fullmatch(text, *subject):
            continue  # "When asked", "and added"
        if after and not grammar.name_before:  # in French the verb comes first, behind the quote or its sentence
            if not _CLITIC.fullmatch(lead.rpartition(",")[2].strip(" \u00a0—–-")):
                return None
            return _object_after(text, verb.end(), place[1])
        if subject and lead.strip(" ,\u00a0") and (grammar.name_before or not after):
            return subject
        if verb[0] not in ("told", "tells"):  # whom they have behind them listens
            return _object_after(text, verb.end(), place[1])
    return None


def _may_lead(verb: re.Match[str], lead: str, after: bool) -> bool:
    """Whether "for" or « pour » opens its sentence, as it must to mean "according to"."""
    if verb[0].strip().lower() not in ("pour", "for"):
        return True
    return not after and bool(_LEAD_IN.fullmatch(lead.strip())) and bool(_SOMEBODY.match(verb.string, verb.end()))


def _named_behind(text: str, verb: re.Match[str], end: int) -> tuple[int, int] | None:
    """Return who follows "according to"; the pronoun of « dit-elle », or where « dit-on »; whom a report quotes."""
    groups = verb.groupdict()
    if groups["according"]:
        return _object_after(text, verb.end(), end)
    if groups.get("inverted") == "on":
        return _find_where(text, verb.end(), end)
    return verb.span("inverted" if groups.get("inverted") else "quoted")


_NOBODY = re.compile(r"and|but|or|when|as|while|if|et|mais|ou|quand|lorsqu['’]|si|comme", re.IGNORECASE)
_CLITIC = re.compile(r"(?:(?:lui|leur|nous|vous|me|l['’]|m['’])\s?){0,2}")  # « lui a lancé la présidente »
_DENIED = re.compile(r"(?<!\w)n(?:e |['’])$|^\W*(?:la|le|les|une?|sa|son|ses)\s$", re.IGNORECASE)
_SOMEBODY = re.compile(r"[A-ZÀ-Þ]|(?:the|his|her|le|la|les|son|sa|ses|cet|cette|une?)\s(?!moment)|l['’](?!instant)")
_LEAD_IN = re.compile(r"(?:But|And|Yet|Mais|Et|Or|Car)?")
_WHERE = re.compile(r"\s(?:à|au|aux|chez|dans|du côté (?:de|du|des))\s(?=\w)")


def _find_where(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return whom `on` stands for: « tranche-t-on à la préfecture »."""
    where = _WHERE.match(text, start, end)
    return _object_after(text, where.end(), end) if where else None


_OBJECTS = re.compile(r"(?<!\w)(?:(?:le|la|les|lui|leur|nous|vous|en|y)\s|[lmt]['’])+$")  # « Petit l'a répété »
_TRAILING = re.compile(  # no part of the subject: "the bank welcomed what it" called
    r"\s(?:\w+\s(?:in\s)?what\s(?:it|he|she|they)|who|qui|has|have|had|also|later|[a-z]+(?:cal|ing|ed|te|ive|ous|ful)ly|ensuite|(?:n['’])?(?:en|y)|l['’])$"
)


def _subject_before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the subject before a verb: the last part between commas, or the one that a closed apposition explains."""
    if _INVERTS.fullmatch(text, start, end):
        return None
    lead = _OBJECTS.sub("", text[start:end])
    parts = [m.span() for m in re.finditer(r"[^,]+", lead) if m[0].strip() not in _NO_SUBJECTS]
    if not parts:
        return None
    chosen = parts[-1]
    if lead.rstrip().endswith(",") and len(parts) > 1:
        chosen = parts[-2]
    first, last = trim_span(text, start + chosen[0], start + chosen[1])
    relative = _TRAILING.search(text[first:last])
    last = first + relative.start() if relative else last
    lead_in = re.match(r"(?:But|And|Mais|Et|As|Comme|While|However)\s|(?:[Cc]omme )?l['’]$", text[first:last])
    first += len(lead_in[0]) if lead_in else 0
    return (first, last) if last > first else None


_NO_SUBJECTS = frozenset({"", "who", "qui", "once", "then", "also", "later"})
_INVERTS = re.compile(r"(?:\W*|.*, )(?:c['’]est )?(?:ce que|comme l[e'’]|ainsi que)\s?", re.IGNORECASE)
_ASIDE = re.compile(r",\s[^,«»“”]{2,40},\s")  # « se désole, amère, la présidente »


def _object_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    if aside := _ASIDE.match(text, start, end):
        start = aside.end()
    first, _ = trim_span(text, start, end)
    if lead := _LEAD.match(text, first, end):
        first = lead.end()
    cut = _CUT.search(text, first + 1, end)
    first, last = trim_span(text, first, cut.start() if cut else end)
    return (first, last) if last > first and len(WORD.findall(text, first, last)) <= 12 else None


_VERB_AND_NAME = re.compile(
    r"[\s,]*,?\s?(?:[a-zà-ÿ][\w'’-]*\s){1,3}(?P<name>[A-ZÀ-Ý][\w'’-]+(?:\s(?:de\s|du\s|van\s)?[A-ZÀ-Ý][\w'’-]+)+)"
)
_VERB_AND_TRADE = re.compile(
    r"[\s,]*(?:[a-zà-ÿ][\w'’-]*\s){2,6}?[a-zà-ÿ][\w-]*,\s$"
)  # a cinglé leur entraîneur, Vedran
# Who does something before a colon, whatever it is: « Sa voisine acquiesce : », « Elle ne mâche pas ses mots : ».
_SUBJECT = re.compile(
    r"\s*(?P<subject>(?:(?:Le|La|Les|Son|Sa|Ses|Leur|Un|Une|His|Her|Their|A|The)\s|L['’])[a-zà-ÿ][\w-]*"
    r"(?:\s(?:de la|de l['’]|du|des|de|d['’]|of the)\s?[a-zà-ÿ][\w-]*)?|Ils?|Elles?|He|She|They)"
    r"(?=,?\s[a-zà-ÿ])"
)
_ON_BEHALF = re.compile(r"\s*(?:À|Au|Aux|Chez|Dans|Du côté d[eu]s?)\s(?P<subject>[^,:]{3,50}),\son\s")
_SIGNED = re.compile(r"[.\s\u00a0]*[»”\"][\s\u00a0]*(?:\(|[—–]\s?)")  # « … » (Ana Roy, survivante)
_NAME_FIRST = re.compile(r"\s(?P<name>(?:[A-ZÀ-Ý][\w'’-]+\s?){1,4})")
_PRONOUN_FIRST = re.compile(r"[\s,]*(?P<name>he|she|they)\s[a-z]+(?:s|ed)\b")


def find_beside(
    text: str, before: tuple[int, int], after: tuple[int, int], introduced: bool, mentions: list[Mention]
) -> tuple[int, int] | None:
    """Return who is named beside a quote without a known verb: in the clause beside a colon, or next to it."""
    people = [m for m in mentions if m.tag.kind == "person"]
    place = after if text[after[0] : after[1]].lstrip(" \u00a0").startswith(":") else before if introduced else None
    if place:
        inside = [m for m in people if place[0] <= m.start and m.end <= place[1]]
        subject = (_ON_BEHALF.match(text, *place) or _SUBJECT.match(text, *place)) if introduced else None
        if subject and not inside:
            return subject.span("subject")
        return (inside[0].start, inside[0].end) if inside else None
    goes_on = text[after[0] - 2 : after[0] - 1] in (",", "?", "!") or text[after[0] : after[0] + 2].lstrip()[:1] == ","
    if goes_on and (match := _VERB_AND_NAME.match(text, *after) or _PRONOUN_FIRST.match(text, *after)):
        return match.span("name")
    if goes_on and (named := [m for m in people if _VERB_AND_TRADE.fullmatch(text, after[0], m.start)]):
        return named[0].start, named[0].end
    if (match := _NAME_FIRST.match(text, *after)) and goes_on:
        named = [m for m in people if m.start == match.start("name")]
        return (named[0].start, named[0].end) if named else None
    return None


def find_signature(text: str, end: int, mentions: list[Mention]) -> tuple[int, int] | None:
    """Return the person whose name stands in brackets, or behind a dash, right behind a quote that ends at `end`."""
    signed = _SIGNED.match(text, end)
    named = [m for m in mentions if signed and m.start == signed.end() and m.tag.kind == "person"]
    return (named[0].start, named[0].end) if named else None


def find_told_of(text: str, start: int, quote: tuple[int, int], mentions: list[Mention]) -> tuple[int, int] | None:
    """Return the person whom the sentence before a quote speaks of, where the quote is a sentence by itself.

    She is that sentence's subject: her name, after no more than her trade, and a verb behind it.
    """
    lead = text[start : quote[0] - 1].rstrip("\u00a0 ")
    if not lead.endswith((".", ":", "!", "?")) or not text[quote[0] : quote[1]].strip("\u00a0 ")[:1].isupper():
        return None
    begin = clause_before(text, start + len(lead) - 1, start)[0]
    people = [m for m in mentions if m.tag.kind == "person" and begin <= m.start < start + len(lead)]
    subjects = [m for m in people if _is_subject(text, begin, m)]
    if len({m.tag for m in people}) != 1 or not subjects:
        return None
    return subjects[0].start, subjects[0].end


def _is_subject(text: str, begin: int, person: Mention) -> bool:
    """Whether the person does what a sentence from `begin` on tells: « Interrogée, l'ingénieure Ana Roy sourit »."""
    lead = re.split(r"[,;:]\s", text[begin : person.start])[-1]
    return (
        len(lead.split()) <= MOST_TRADES and bool(_GOES_ON.match(text, person.end)) and not _CUT.match(text, person.end)
    )


_GOES_ON = re.compile(r"\s(?!(?:et|ou|and|or|de|of)\s)(?:[a-zà-ÿ]|['’])")


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Take spaces off both ends of a span, and commas off its end."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return start, end
