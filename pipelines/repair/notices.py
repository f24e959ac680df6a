"""What a line says of itself: whether its words or its form are those of a page rather than of an article.

The words stand in `phrases.toml`; here is how much they weigh. A weight of 1 convinces alone; less needs the line's
place to speak for it too, which is `pipelines.repair.boilerplate`'s business.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from re import Pattern

from pipelines.repair.headline import DATELINE
from pipelines.repair.moments import weigh_date

LONGEST_NOTICE = 700  # characters; a page's longest notices (copyright, cookies) stay below, and long lines cost time

SIMPLER = {ord("’"): "'", ord("‘"): "'", ord("œ"): "oe", ord("Œ"): "oe", ord("æ"): "ae", ord("Æ"): "ae", ord("–"): "-"}
SIMPLER |= {ord("—"): "-", ord("\xa0"): " ", ord("\u202f"): " ", ord("‑"): "-", ord("»"): ">", ord("→"): ">"}
SIMPLER |= {c: unicodedata.normalize("NFD", chr(c))[0] for c in range(0xC0, 0x250) if unicodedata.decomposition(chr(c))}
GLUED = re.compile(r"(?<=[a-zà-ÿ]{5})(?=[A-ZÀ-Þ][a-zà-ÿ]{2})")  # a label without its space: NewsletterRecevez
EDGES = re.compile(r"^[^\w©@#]+|[^\w©]+$")

CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
WORD = rf"{CAPITAL}[\w'’.&-]*"
PARTICLE = r"(?:d[eu]s?|d['’]|van|von|der|den|el|al|bin|la|le|di|da|of|and|et|y|&)"
NAME = rf"{WORD}(?:[ ](?:{PARTICLE}[ ]?)?{WORD}){{0,4}}"
SIGNERS = rf"{NAME}(?:(?:, | and | et | & | with | avec ){NAME}){{0,4}}"
BY_SOMEBODY = re.compile(rf"\b(?:by|par|de|from|to)\b.{{0,20}}{CAPITAL}")
SURNAMED = rf"{CAPITAL}[a-zà-ÿ]+(?:-{CAPITAL}?[a-zà-ÿ]+)*(?: [A-ZÀ-ÖØ-Þ'’-]{{2,}}){{1,3}}"  # Jean-Luc LE GOFF
BYLINE = (  # ROLES and SOURCES stand for lists of phrases.toml
    rf"(?:(?:Posted|Written|Words|Text|Story|Textes?|Reported|Published|Publié|Écrit|Ecrit|Rédigé|Article|Texte|"
    rf"Propos recueillis|Un article)\s+)?(?:[Bb]y|BY|[Pp]ar|PAR|(?<=Texte )de|De notre .{{5,40}},)\s*:?\s*{SIGNERS}"
    rf"(?:\s*[,(|/•·–-].{{0,60}})?|{WORD}[ ]{NAME}\s*[,|/–-]\s*(?:{{ROLES}})\b.{{0,60}}|"
    rf"(?:{NAME} )?{SURNAMED}(?: et {SURNAMED})?\.?|"
    rf"{NAME}[ ]\((?:[^(),]{{2,30}}, )?"  # A Name (A Town, envoyée spéciale)
    rf"(?:(?:notre )?envoyée? spéciale?|correspondante?|special correspondent)[^()]{{0,30}}\)"
)
CREDIT_MARK = (
    r"(?:[Pp]hotos?|PHOTOS?|[Pp]hotograph(?:s|y|ie)?|[Ii]mages?|[Pp]ictures?|[Cc]rédits?|[Cc]redits?|CREDIT|[Ii]llustration|[Vv]isuel|"
    r"[Cc]ourtesy|[Ss]ource|©|\([cC]\))"
)
TAKEN_BY = (
    rf"(?:{CREDIT_MARK}(?:\s+(?:by|credit|photo|courtesy|of|par|de))*\s*[:/©–-]+\s*|©\s*|"
    rf"Photos?\s+(?:by|de|par|courtesy of)\s+)"
)
SHOUTED = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,4}"
OUTLET = rf"{NAME}(?: [a-zà-ÿ'’]+){{0,2}}"  # L'Aurore nouvelle
CLOSING_CREDIT = (
    rf"[\s.]*(?:[(\[]\s*(?:{CREDIT_MARK}(?<![Cc]redit)(?<![Cc]redits)(?<![Ss]ource)[^()\[\]]{{0,80}}|(?:[Cc]r[ée]dits?|[Ss]ource)\s*[:/][^()\[\]]{{0,80}}|(?:[^()\[\]]{{0,60}}[\s/,–-])?(?:{{SOURCES}}))[)\]]"
    rf"|(?<=[.\s]){TAKEN_BY}{NAME}(?:\s*[/,–-]\s*{NAME}|\s+(?:for|via|pour|on|sur)\s+{NAME})*"
    rf"|(?<=[.\s]){NAME}\s*/\s*(?:{{SOURCES}})"
    rf"|(?<=[.»”\"] )[—–-] {CAPITAL}{{2,6}})[\s.]*$"
    # behind a whole sentence, without a point: | AN OUTLET; A Name / An outlet; A Name for An outlet; [AGENCY - A Name]
    rf"|(?<=[^.][.!?»”\"] )(?:\|[ ]?{NAME}.{{0,60}}|{NAME}\s*(?:/|\b(?:pour|for|via)\b)\s*{OUTLET}(?:\s*/\s*{OUTLET})?"
    rf"|\[(?:[^\[\].]{{2,60}}\s)?[-–/] {NAME}\]"
    rf"|{SHOUTED}(?: POUR| FOR| /) (?:« ?)?{SHOUTED}(?: ?»)?)\s*$"  # A NAME POUR « L'AURORE »
)
SPOKEN_OF = {
    "advertisement",
    "comment",
    "cookie",
    "navigation",
    "newsletter",
    "related",
    "share",
    "subscription",
    "video",
}
QUOTED_RATE = re.compile(
    r"[^\d:;,]{2,30}[\d /]*\s[$€£]?[\d\s.,]+ ?[$€£]?\s[+−-]?\d+[.,]\d+ ?%"
)  # CAC 40 7 043,27 +0,06 %
HANDLE = re.compile(r"(?:[\w ]{0,20}[:|] ?)?(?:\S+@\S+\.\w{2,}|https?://\S+|www\.\S+|@\w{3,})")
HASHTAGS = re.compile(r"(?:#\w+[\s,]*)+")
RULE = re.compile(r"[_=–—-]{3,}")
INITIALS = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,5})?(?:/[a-z]{2,5}){1,6}")  # who wrote, edited and sent an agency's story
WIRE = re.compile(r"SOURCE [A-Z][\w&.,' -]{1,60}|\([A-ZÀ-Þ][\w .'’-]{2,30}\) ?[-–—]")
CRUMBS = re.compile(r"[^>›»→«|.?!,]{2,30}(?: ?[>›»→] ?[^>›»→«|.?!,]{2,40}){1,5}")  # Home > News > Education
EDITED = re.compile(  # as agencies note it: (Adds quotes), ///Ajoute bilan///, (Edited by …)
    r"/{2,}.+/{2,}|\((?:Adds|Updates|Recasts|Corrects|Refiles|Ajoute|Précise|Actualise|Corrige)\b[^()]*\)|"
    r"\(.*\b(?i:edited|edit|editing|reporting|édité|rédigé|traduit|version française)\b.*\)\.?"
)
LISTED = re.compile(  # LIRE AUSSI. Quand le lac gèle
    r"(?:(?:À |A )?(?:LIRE|RELIRE|VOIR)(?: AUSSI| [ÉE]GALEMENT)?|READ (?:MORE|ALSO|NEXT)|SEE ALSO)\s?[.>›|–-] .*[^.]"
)
HEADED = re.compile(r"(?:VID[EÉ]OS?|PHOTOS?|EN IMAGES|INFOGRAPHIE|DIAPORAMA|PODCAST|CARTE|WATCH|GALLERY)[.:] .*[^.]")
SEGMENTS = re.compile(r"\s+[|•·/–—-]\s+|\s*[|•·]\s*")  # Privacy | Terms; Jane Doe · 3 min read
LONGEST_SEGMENT, LONGEST_ROW = 6, 14  # words
ITEM = re.compile(r"\W+[a-zà-ÿ]")  # of a list that goes on from a sentence: - fermer les volets
LONGEST_ACTION = 8  # words of a button: “Download the podcast”, “Voir le site de la ville”
OPENS_QUOTE = re.compile(r"\s*[\"“«„]")  # what somebody says or has written, whatever its words
ANSWERS = re.compile(r"(?:[^\W\d]{5}|\d)\.$")  # a bare date with a full stop: Du 1er septembre.
ABOUT_WORDS = re.compile(r" ?: .{20,}\.$")  # behind a notice's words: a sentence that speaks of them


@dataclass(frozen=True, slots=True)
class Notice:
    """What a line says as a page's line: the kind of boilerplate, how much that weighs, and the words that say so."""

    kind: str
    weight: float
    words: str


def make_plain(line: str) -> str:
    """The line without case, accents, outer punctuation and doubled spaces; what the patterns are written for."""
    plain = EDGES.sub("", GLUED.sub(" ", line).translate(SIMPLER).lower())
    return " ".join(plain.replace("e-mail", "email").split())


def normalise_line(line: str) -> str:
    """What is compared to learn which lines an outlet repeats: plain, with every number alike."""
    return re.sub(r"\d+", "0", make_plain(line))


@lru_cache(maxsize=8192)
def read_notice(line: str) -> Notice | None:
    """The strongest sign that this line is a page's own, if any; place and repetition are not known here."""
    if not line.strip() or len(line) > LONGEST_NOTICE:
        return None
    plain = make_plain(line)
    worded = () if OPENS_QUOTE.match(line) else (_read_phrase, _read_label, _read_cue, _read_link)
    readings = (read(line, plain) for read in (_read_form, *worded))
    return next((notice for notice in readings if notice), None)


def _read_form(line: str, plain: str) -> Notice | None:
    """Date lines, bylines, credits, addresses, share buttons: known by their shape, whatever they name."""
    if len(line) > 200:
        return None
    stripped, words = line.strip(), plain.count(" ") + 1
    shapes = (
        ("dateline", dated := weigh_date(plain), dated >= 1 or (dated and not ANSWERS.search(stripped))),
        ("share", 1, words > 1 and words_of("buttons").issuperset(re.split(r"[\s,|/·•]+", plain))),
        ("tags", 0.8, HASHTAGS.fullmatch(stripped)),
        ("contact", 0.7, HANDLE.fullmatch(stripped)),
        ("byline", 0.6, words <= 14 and forms()["byline"].fullmatch(stripped)),
        ("credit", 1, words <= 14 and forms()["credit"].fullmatch(stripped)),
        ("navigation", 0.7, RULE.fullmatch(stripped)),
        ("agency", 1, INITIALS.fullmatch(stripped) or WIRE.fullmatch(stripped)),
        ("navigation", 1 if plain.count(">") > 1 else 0.7, CRUMBS.fullmatch(stripped)),
        ("agency", 1, stripped[-1:] in "-–—" and DATELINE.fullmatch(stripped)),
        ("navigation", 1, QUOTED_RATE.fullmatch(stripped)),
        ("editor", 1, EDITED.fullmatch(stripped)),
        ("related", 1, LISTED.fullmatch(stripped)),
        ("link", 0.8, HEADED.fullmatch(stripped)),
        ("navigation", 1, words <= LONGEST_ROW and _is_row(line)),
    )
    return next((Notice(kind, weight, plain) for kind, weight, found in shapes if found), None)


def _is_row(line: str) -> bool:
    """Whether the line is a row of short pieces, one of which is a notice by itself."""
    pieces = [piece for piece in SEGMENTS.split(line) if piece.strip()]
    if len(pieces) < 2 or line.rstrip().endswith(".") or max(len(piece.split()) for piece in pieces) > LONGEST_SEGMENT:
        return False
    return any((notice := read_notice(piece)) and notice.weight >= 1 for piece in pieces)


def _read_phrase(line: str, plain: str) -> Notice | None:
    closed = line.rstrip().endswith(".")
    if found := patterns("alone").fullmatch(plain):
        return Notice(str(found.lastgroup), _weigh_phrase(plain, closed, str(found.lastgroup)), plain)
    if (found := patterns("faint").fullmatch(plain)) and not closed and not line.rstrip().endswith("?"):  # Comment ?
        return Notice(str(found.lastgroup), 0.7, plain)
    return None


def _weigh_phrase(plain: str, closed: bool, kind: str) -> float:
    """1; less for a whole sentence, which may only tell of such things, unless it speaks to the reader."""
    if not closed or plain.count(" ") <= 8:
        return 1
    told = kind in SPOKEN_OF and not words_pattern("reader").search(plain)
    own = told or words_pattern("speech").search(plain)
    return 0.5 if own else 0.8


def _read_label(line: str, plain: str) -> Notice | None:
    """Editor: …, Photo: …, À lire aussi : …"""
    for table, weight in (("label", 0.7), ("faint_label", 0.5)):
        if (found := patterns(table, r"(?:{}) ?(?::|\||>| - )(?! ?\d\d\b)").match(plain)) and not is_speech(line):
            rest = re.split(r"[:|>»→]|\s[–—-]\s", line, maxsplit=1)[-1].strip()
            kind = str(found.lastgroup)
            return Notice(kind, round(weight + 0.3 * _fits(kind, rest), 2), found[0])
    return None


def _fits(kind: str, rest: str) -> bool:
    """Whether what follows the label is what such a label announces."""
    if kind in ("editor", "credit"):
        return is_name_list(rest) or (kind == "credit" and len(rest.split()) <= 30 and not is_speech(rest))
    if kind == "contact":
        return bool(words_pattern("address").search(make_plain(rest)))
    return bool(rest) and not rest.endswith(".") and len(rest.split()) <= 30


def _read_cue(line: str, plain: str) -> Notice | None:
    """A sentence that invites, warns or credits; what else it does decides how much that weighs."""
    cues = list(patterns("cue", r"\b(?:{})").finditer(plain))
    if not cues:
        return None
    kind = str(cues[0].lastgroup)
    if kind == "editor" and not BY_SOMEBODY.search(line):
        return None
    about = ABOUT_WORDS.match(plain + line.rstrip()[-1:], cues[0].end())
    if about and not words_pattern("reader").search(about[0]):
        return None
    weight = 0.5 + 0.2 * (len(cues) > 1)
    weight += 0.3 * (cues[0].start() == 0 or bool(words_pattern("invitation").match(plain)))
    weight += 0.2 * bool(words_pattern("ours").search(plain)) + 0.1 * bool(words_pattern("reader").search(plain))
    weight += 0.2 * bool(words_pattern("address").search(plain))
    weight -= 0.6 * is_speech(line) + 0.3 * (plain.count(" ") > (30 if kind in ("editor", "caption") else 60))
    return Notice(kind, round(weight, 2), cues[0][0])


def _read_link(line: str, plain: str) -> Notice | None:
    """A button or a link: a few words that begin with what it does and end without a point."""
    short = plain.count(" ") < LONGEST_ACTION and line.rstrip()[-1:] not in '.:?!;,»”"' and not ITEM.match(line)
    return Notice("link", 0.7, plain) if short and words_pattern("action").match(plain) else None


def is_speech(line: str) -> bool:
    """Whether somebody is reported to say something in this line."""
    return bool(words_pattern("speech").search(make_plain(line)))


def is_practical(line: str) -> bool:
    """Whether the line tells readers how to come, book or call, or corrects the article: its own, whatever its form."""
    return bool(words_pattern("own").search(make_plain(line)))


def is_name_list(text: str) -> bool:
    """Whether nearly every word of a short text is a name, an address or a small word between names."""
    words = re.findall(r"[\w@.'’&-]+", text)
    named = [w for w in words if w[0].isupper() or "@" in w or re.fullmatch(PARTICLE, w)]
    return 0 < len(words) <= 14 and len(named) >= 0.7 * len(words)


@cache
def phrases() -> dict[str, dict[str, str]]:
    """The tables of `phrases.toml`."""
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


@cache
def forms() -> dict[str, Pattern[str]]:
    """The shapes that need a list of words: bylines with a role, credits with an agency."""
    sources = _join(phrases()["words"]["agency"] + phrases()["words"]["photo_source"])
    roles = _join(phrases()["words"]["reporter"])
    closing = CLOSING_CREDIT.replace("{SOURCES}", f"(?i:{sources})")
    credit = rf"\W*(?:{NAME}\s*(?:/|,|via|pour|for|-|–)\s*)?(?i:{sources})(?:\s*(?:/|,|via)\s*{NAME})*\W*"
    return {
        "byline": re.compile(BYLINE.replace("{ROLES}", f"(?i:(?:[\\w-]+ ){{0,3}}{roles})")),
        "closing_credit": re.compile(closing),
        "credit": re.compile(
            rf"{credit}|PHOTOS? [A-ZÀ-Þ][^a-zà-ÿ]{{4,80}}|"
            rf"(?:Photos?|Portraits?) (?:by|de|par|d['’]) ?{NAME}(?: (?:on|sur|for|pour|via) {NAME})?\W*"
        ),
    }


@cache
def patterns(table: str, form: str = "{}") -> Pattern[str]:
    """One expression for a table; the name of the group that matched is the kind. `{}` in `form` is its place."""
    kinds = (f"(?P<{kind}>{_join(lines)})" for kind, lines in phrases()[table].items())
    return re.compile(form.replace("{}", "|".join(kinds)))


@cache
def words_pattern(name: str) -> Pattern[str]:
    """The expression for one list of `[words]`."""
    return re.compile(_join(phrases()["words"][name]))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one plain list of `[words]`."""
    return frozenset(phrases()["words"][name].split())


def _join(lines: str) -> str:
    joined = "|".join(line for line in lines.splitlines() if line)
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", joined).replace(
        "AGENCY", phrases()["words"]["agency"].strip().replace("\n", "|")
    )
