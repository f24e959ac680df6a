"""What a lost sign may have been that is no letter: a quotation mark, a space, a dash, or a question mark after all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.repair.lexicon import LOST

NBSP = "\u00a0"
LOOK_BACK = 300  # characters in which the sentence before a mark is looked for
PAIRED = 3.5  # how much likelier, by e to this, a dash is that closes what another opened
UNREAD = -9.2  # what no sign explains better stays as it came: a space at the end of a paragraph leaves such a sign
UNOPENED = 6.0  # how much less likely a quotation ends that never began
CUE = re.compile(  # words that open a question, alone or after such a word as can stand before them; verbs turned round
    r"^\W*(?:(?:à|de|d|pour|avec|sur|dans|par|en|chez|vers|depuis|jusqu|contre|et|mais|alors|or|donc|car|si)[ '’])?"
    r"(?:qui|que|quoi|(?:au|du|des|aux|les?|la)?quel(?:le)?s?|comment|pourquoi|combien|quand|où|est-ce|qu['’]|et si)\b"
    r"|-(?:t-)?(?:ils?|elles?|on|vous|nous|je|tu|ce)\b|\b(?:quand|où|comment|combien|pourquoi|quoi)\W*$",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    r"^\W*(?:tu|vous|t['’]|et|vraiment|pas|plus|encore|déjà|ça|trop)\b", re.IGNORECASE
)  # short of a cue
OPENERS = (
    r"(?:Le|La|Les|L['’]|Il|Elle|Ils|Elles|Un|Une|Des|Ce|Cette|Ces|C['’]|Mais|Et|En|Pour|Par|Selon|Dans|Nous|Je|J['’]|"
    r"On|Au|Aux|Si|Sur|Son|Sa|Ses|Leur|Leurs|D['’]|Du|Avec|Car|Or|Depuis|Après|Avant|Pas|Plus|Rien|Oui|Non|Non,|Tout)"
)
CLOSED = re.compile(rf"[\s»\"”)?{NBSP}{LOST}]*$|[{NBSP}{LOST}»\"”)?]* (?:[«“\"–—{LOST}] ?)?{OPENERS}(?:\b|(?<=['’]))")
OPEN = re.compile(rf"[{NBSP}{LOST}»\"”)?]* (?:[«“\"–—{LOST}] ?)?[A-ZÀ-Þ]|[{NBSP} ]?[»”\")]")
MAY_OPEN = re.compile(rf" {LOST}[^\W\d_]")  # its first letter, perhaps a capital, is lost
ENDS_QUOTED = re.compile(rf"[{NBSP} ]?{LOST}")  # what may be the end of a quotation
ARTICLE = r"(?:l['’]|(?:la|les|une?|des|son|sa|ses|leurs?|domicile|cause|nouveau|partir)\b)"  # follows à, not €
OBJECTLESS = re.compile(r"\b[àÀ]\s?\Z")


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign, where it can stand (patterns for what is before and after), and its logarithm of likelihood there."""

    sign: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    score: float


def _mark(sign: str, before: str, after: str, score: float) -> Mark:
    return Mark(sign, re.compile(rf"(?:{before})\Z"), re.compile(after), score)


# LOST in `after` is a sign still to be read. The first row of a sign that fits counts. Most likelihoods were set on the
# tuning half of tests/cases/repair.
MARKS = (
    _mark("«", r":\s", rf"[\s\w…\"({LOST}]", -1.2),
    _mark("«", r"^\s*|[.!?…]\s", rf"[{NBSP} ]?[^\W_a-zß-ÿ]|[{NBSP} ]?[…({LOST}]", -3.5),
    _mark("«", r"^\s*|[.!?…]\s", rf"[{NBSP} ]?\w", -8.0),  # a sentence that is quoted whole begins with a capital
    _mark("«", r"\s", rf"[{NBSP} ]?{OPENERS}(?:\b|(?<=['’]))", -7.0),
    _mark("«", rf"[\s(\[{NBSP}]|[\w][’']", rf"[\s\w…({LOST}]", -5.0),
    _mark("»", rf"[.,!?…)][ {NBSP}]?", rf"$|[\s.,;:!?)\]{NBSP}{LOST}-]", -2.2),
    _mark("»", rf"[\w%{NBSP}»”] ?", rf"$|[.,;:!?)\]{NBSP}{LOST}-]", -2.2),
    _mark("»", rf"[\w%{NBSP}»”] ?", r" ", -4.0),
    _mark(NBSP, r"[«]", rf"[\w(.…{LOST}]", -0.1),
    _mark(NBSP, r"\w|[%)\]…?!.,”]", r"[?»:;!%€]", -0.7),
    _mark(NBSP, r"\w|[%)\]…?!.,”]", LOST, -1.2),
    _mark(NBSP, r"[,;]|[^\W\d_]{3}\.", r"\w", -1.5),
    _mark(NBSP, r"\d", r"\d{3}\b", -0.2),
    _mark(NBSP, r"\d", r"[^\W\d_]", -0.7),
    _mark(NBSP, r"(?:\b(?:M|MM|p|art|vol|chap)\.|n°)", r"\w", -0.1),
    _mark(NBSP, r"\b(?:Mme|Mmes|Mlle|Dr|Me|Mgr)", rf"[A-Z{LOST}]", -0.5),
    _mark("–", r"^\s*", r"\s[A-ZÀ-Þ]", -6.5),
    _mark("–", r"^\s*", r"\s", -8.0),
    _mark("–", r"\b[A-ZÀ-Þ]\w+ |\d ", r" [A-ZÀ-Þ\d]", -4.5),
    _mark("–", rf"[\w)»,.%€] |{NBSP}", rf" |{LOST}", -6.8),
    _mark("–", r"\d", r"\d", -1.5),
    _mark("–", r"[^\W\d_]", r"[A-Z]", -7.0),
    _mark("€", rf"\d[ {NBSP}]?", r"$|[.,;:)/]", -0.5),
    _mark("€", rf"(?<!\d-)\d[ {NBSP}]", rf" ?{LOST}| (?!{ARTICLE})[^\W\d]| \(", -1.5),
    _mark("€", r"\d", rf"{LOST}| [^\W\d]| \(", -3.0),
    _mark("€", rf"\b(?:millions?|milliards?|mille)[ {NBSP}](?:d['’])?", rf"$|[.,;:)/{LOST}]", -1.5),
    _mark("€", rf"\d[ {NBSP}](?:millions?|milliards?)[ {NBSP}]", rf" (?!{ARTICLE})", -1.2),
    _mark("€", rf"\b(?:millions?|milliards?|mille)[ {NBSP}](?:d['’])?", rf" (?!{ARTICLE})", -2.2),
    _mark("°", r"\b[nN]", rf"[ {NBSP}{LOST}]?\d", -0.1),
    _mark("°", rf"\d[ {NBSP}]?", r"C\b", -0.3),
    _mark(
        "°", rf"(?:^|\s)[+−-] ?\d{{1,2}}[ {NBSP}]?", r"$|[\s.,;)]", -0.3
    ),  # below or above zero: sooner degrees than euros
    _mark("²", r"\b[kcm]?m", rf"$|[\s.,;:){LOST}]", -0.7),
    _mark("…", r"[^\W\d_]", rf"$|[»\"”){LOST}]| [A-ZÀ-Þ]", -7.0),
    _mark("…", r"[^\W\d_]", r" ", -9.0),
)


def question_score(left: str, right: str, open_: str = "") -> float | None:
    """The logarithm of how likely a question mark stands between `left` (already read) and `right`; None: it cannot.

    `open_` is the quotation mark that waits for its other half, if any.
    """
    left = left[-LOOK_BACK:]
    if not re.search(r"[\w»”\")%€°…!?]\s?\Z", left) or not re.match(rf"$|[\s»”\")!?{LOST}]", right):
        return None
    if left.rstrip().endswith("?"):
        return -5.0 if left.endswith("?") else -9.0
    if OBJECTLESS.search(left):
        return -12.0  # à wants an object
    unquoted = re.sub(r"«[^»]*»\s*\Z", "", left).rstrip()  # what is quoted asks before the quotation ends
    sentence = re.split(r"[.!?…»«:;\n]\s|[«“]", unquoted)[-1]
    likely = -0.7, -4.0
    if not CLOSED.match(right):
        likely = -5.0, -9.0
        if OPEN.match(right) or (open_ == "«" and ENDS_QUOTED.match(right)):
            short = sentence.count(" ") < 6  # a question without a verb is short
            likely = -1.5, -3.0 if short and SPOKEN.match(sentence) else -5.0 if short else -7.2
        elif MAY_OPEN.match(right):
            likely = -4.0, -6.5
    return likely[0 if CUE.search(sentence) else 1]


def read_marks(number: int, left: str, right: str, open_: str, quotes: str) -> Iterator[tuple[str, float, str]]:
    """Yield what `number` signs in a row may have been between `left` and `right`: signs, score, what is open then.

    `open_` is the quotation mark or dash that waits for its other half before them, if any. `quotes`: the pair of
    quotation marks that could be lost.
    """
    if number == 0:
        yield "", 0.0, open_
        return
    for sign, score, after in _read_mark(left, LOST * (number - 1) + right, open_):
        shown = quotes["«»".index(sign)] if sign in "«»" else sign
        for rest, more, last in read_marks(number - 1, left + shown, right, after, quotes):
            yield shown + rest, score + more, last


def _read_mark(left: str, right: str, open_: str) -> Iterator[tuple[str, float, str]]:
    if (score := question_score(left, right, open_)) is not None:
        yield "?", score, open_
    yield LOST, UNREAD, open_
    near, seen = left[-16:], set()
    for mark in MARKS:
        if mark.sign not in seen and mark.before.search(near) and mark.after.match(right):
            seen.add(mark.sign)
            if mark.sign == "–":
                closing = PAIRED - _brevity(left) if open_ == "–" else 0
                yield "–", mark.score + closing, "" if open_ == "–" else open_ or "–"
            elif mark.sign == "»":
                yield "»", mark.score - _misfit(left, open_), ""
            elif mark.sign != "«" or open_ != "«":
                yield mark.sign, mark.score, "«" if mark.sign == "«" else open_


def _brevity(left: str) -> float:
    """What speaks against a pair of dashes that ends after `left`: few words are set off by them, numbers may be."""
    inner = left.rpartition("–")[2].strip()
    return 0.0 if inner[:1].isdigit() else 0.9 * max(4 - inner.count(" "), 0)


def _misfit(left: str, open_: str) -> float:
    """What speaks against a quotation that ends after `left`: none is open, no word in it, unlike
    spaces at its ends, a long fragment."""
    if open_ != "«":
        return UNOPENED
    quoted = re.split("[«“]", left)[-1]
    if not any(map(str.isalpha, quoted)):
        return 4.0
    if OBJECTLESS.search(left):
        return 12.0
    if quoted.strip()[:1].isdigit() and quoted.count(" ") < 4:
        return 2.0
    loss = 0.0 if quoted[:1].isspace() == quoted[-1:].isspace() else 1.5
    return loss + (0.3 * quoted.count(" ") if quoted.strip()[:1].islower() else 0.0)
