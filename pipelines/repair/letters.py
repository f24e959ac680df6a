"""Letters that a page lost to a charset without them, given back where the surroundings are French.

A noisy channel: each damaged word has readings (`readings`, `marks`), a beam search over the line
weighs them with their neighbours and with the quotation marks that must pair up, and a sign changes only where one
reading carries nearly all the likelihood. The others stay as they came and are recorded as unsure.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from pipelines.repair.circumflex import find_flat_letters
from pipelines.repair.damage import ADDRESS, Damage, find_damage
from pipelines.repair.french import count_words, is_french
from pipelines.repair.lexicon import LOST, load_lexicon
from pipelines.repair.marks import NBSP, read_marks
from pipelines.repair.neighbours import load_neighbours
from pipelines.repair.readings import Reader, closing_score
from pipelines.repair.revision import Change

PIECE = re.compile(r"[^\n]{1000,1600}?[.!?…»] |[^\n]{1600}|[^\n]*\n|[^\n]+")  # a line; a long one, some sentences
MOST_SIGNS = 4  # more lost signs in a row than this were no letters of a word
BEAM = 40  # readings of a line kept while it is read
DEPTH = 14.0  # and those less likely than the best by e to this are dropped
UNCLOSED = 5.5  # what a quotation costs that does not end with its paragraph: it may go on in the next
ATTACHED = -30.0  # a word that follows the end of a quotation, a comma or a full stop without a space
CLOSES = re.compile(r"(?:[»”,;]|[^\W\d_]{3}\.)\Z")
AHEAD = 200  # characters behind a sign that are looked at
AROUND = 60  # characters on either side in which a sign's language is judged
TOKEN = re.compile(rf"[^\W_]*{LOST}(?:[^\W_]|{LOST})*")
LAST = re.compile(r"([^\W_]+)[ '’-]\Z")
FIRST = re.compile(r"[^\W_]+")
CAPITALS = (  # what opens a sentence, and how likely it is to begin with a capital
    (re.compile(r"(?:^|[.!?…]) ?[»”\"]?[\s«“\"–-]*\Z"), 0.97),
    (re.compile(rf": ?[«“\"][ {NBSP}]?\Z"), 0.95),
    (re.compile(rf"[«“\"][ {NBSP}]?\Z"), 0.3),
)
NAME_BEFORE = re.compile(r"[A-ZÀ-Þ][\w’'-]*-(?:[ld]['’])?\Z")  # joined by hyphens to a capital: Île-de-France
OPENING = re.compile(r"(?:^|[.!?…«] ?)[A-ZÀ-Þ][\w’']*-\Z")  # its capital may be due to its place: Peut-être
NAME_AFTER = re.compile(r"-(?:\w+-)*[A-ZÀ-Þ]")
IN_NAME = 0.95  # how likely such a word has a capital of its own


@dataclass(frozen=True, slots=True)
class Path:
    """One reading of a line so far: its likelihood's logarithm, its text, what is open (« or –), each token."""

    score: float
    text: str
    open: str
    tokens: tuple[str, ...]


def find_lost_letters(text: str, context: str = "", title: bool = False) -> list[Change]:
    """Return what gives `text` its lost letters back, and the places that stay unsure.

    `context` is more of the same document, to judge language and damage by. `title`: a line needs no full stop.
    """
    damage = find_damage(f"{text}\n{context}" if context else text)
    if damage is None:
        return []
    changes, start = [], 0
    document = f"{text}\n{context}"
    reader = _make_reader(damage, document)
    for line in PIECE.findall(text):
        if is_french(line, document):
            found = find_flat_letters(line, damage)
            if damage.mark in line:
                found = chain(found, _read_line(line.rstrip("\r\n"), reader, title))
            changes += [_moved(change, start) for change in found]
        start += len(line)
    return sorted(changes)


def _make_reader(damage: Damage, document: str) -> Reader:
    apostrophes = sum(document.count(sign) for sign in "'’")
    return Reader(damage, load_lexicon(), load_neighbours(), -6.0 if apostrophes else damage.loses("’"))


def _moved(change: Change, by: int) -> Change:
    return Change(change.start + by, change.end + by, change.after, change.kind, change.reason)


def _read_line(line: str, reader: Reader, title: bool) -> Iterator[Change]:
    plain, places = _one_sign_a_letter(line, reader.damage)
    tokens = [token for token in TOKEN.finditer(plain) if _may_be_damaged(plain, token)]
    if tokens:
        paths = search(plain, tokens, reader, title)
        for number, token in enumerate(tokens):
            yield from _choose(token, [(p.tokens[number], p.score) for p in paths], places, line, reader.damage.sure)


def _one_sign_a_letter(line: str, damage: Damage) -> tuple[str, list[int]]:
    """Return the line with LOST for each lost letter, and where in `line` each of its characters (and its end) lies."""
    line = line.replace(damage.mark, LOST)
    if damage.width == 1:
        return line, list(range(len(line) + 1))
    places = [i for i, sign in enumerate(line) if sign != LOST]
    for run in re.finditer(f"{LOST}+", line):
        letters = max(len(run[0]) // damage.width, 1)  # UTF-8 takes two bytes for most, three for some
        places += [run.start() + i * damage.width for i in range(letters)]
    places.sort()
    return "".join(line[i] for i in places), [*places, len(line)]


def _may_be_damaged(line: str, token: re.Match[str]) -> bool:
    """Whether the token is no part of an address nor a row of signs, and the words around it are no foreign ones."""
    if LOST * (MOST_SIGNS + 1) in token[0]:
        return False
    if any(a.start() < token.end() and token.start() < a.end() for a in ADDRESS.finditer(line)):
        return False
    french, foreign = count_words(line[max(token.start() - AROUND, 0) : token.end() + AROUND].replace(LOST, "é"))
    return foreign < 2 or french > foreign


def search(line: str, tokens: list[re.Match[str]], reader: Reader, title: bool) -> list[Path]:
    """Return the likeliest readings of `line`, whose damaged words are `tokens`."""
    paths, done = [Path(0.0, "", "", ())], 0
    for token in tokens:
        gap, right = line[done : token.start()], line[token.end() : token.end() + AHEAD]
        paths = [
            longer for path in paths for longer in _read_token(_walk(path, gap, reader), token[0], right, reader, title)
        ]
        paths = _best(paths)
        done = token.end()
    return [_end(_walk(path, line[done:], reader)) for path in paths]


def _best(paths: list[Path]) -> list[Path]:
    paths.sort(key=lambda path: -path.score)
    return [path for path in paths[:BEAM] if path.score > paths[0].score - DEPTH]


def _walk(path: Path, gap: str, reader: Reader) -> Path:
    """Go on over undamaged text: its first word may support the word before, its quotation marks open and close."""
    score = path.score
    if (last := LAST.search(path.text[-40:] + gap[:1])) and (first := re.match(r".([^\W_]+)", gap)):
        score += reader.neighbours.support(last[1], 1, first[1])
    quotes = re.findall(f"[{_lost_quotes(reader)}]", gap)
    open_ = ("«" if quotes[-1] in "«“" else "") if quotes else path.open
    return Path(score, path.text + gap, open_, path.tokens)


def _end(path: Path) -> Path:
    """A quotation that opens inside the line and never closes was perhaps none: what opened it is not known."""
    if path.open != "«":
        return path
    tokens = list(path.tokens)
    last = max((i for i, token in enumerate(tokens) if "«" in token), default=None)
    if last is not None and not path.text.lstrip().startswith("«"):
        tokens[last] = tokens[last].replace("«", LOST)
    return replace(path, score=path.score - UNCLOSED, tokens=tuple(tokens))


def _read_token(path: Path, token: str, right: str, reader: Reader, title: bool) -> Iterator[Path]:
    quotes = _lost_quotes(reader)
    leading = len(token) - len(token.lstrip(LOST))
    for lead in range(leading + 1):
        trailing = len(token) - lead - len(token[lead:].rstrip(LOST))
        for trail in range(trailing + 1):
            core = token[lead : len(token) - trail]
            if not core and trail:
                continue  # all signs: said once, as leading ones
            for before, score, open_ in read_marks(lead, path.text, core + LOST * trail + right, path.open, quotes):
                for word, more in _read_core(core, path.text + before, right, reader):
                    left = path.text + before + word
                    for after, again, last in read_marks(trail, left, right, open_, quotes):
                        total = path.score + score + more + again + _doubt(token, before + word + after, reader)
                        total += 0.0 if title or not core else closing_score(word, after, right)
                        yield Path(total, left + after, last, (*path.tokens, before + word + after))


def _lost_quotes(reader: Reader) -> str:
    """The pair of quotation marks that is lost: one that opens unharmed is closed by no lost one."""
    return "“”" if reader.damage.loses("«") < reader.damage.loses("“") else "«»"


def _read_core(core: str, left: str, right: str, reader: Reader) -> Iterator[tuple[str, float]]:
    if not core:
        yield "", 0.0
        return
    if CLOSES.search(left[-4:]):
        yield core, ATTACHED
        return
    last = LAST.search(left[-40:])
    capital = next((share for place, share in CAPITALS if place.search(left[-8:])), None)
    if NAME_BEFORE.search(left[-30:]) or NAME_AFTER.match(right):
        capital = None if OPENING.search(left[-30:]) else IN_NAME if core != LOST else 1 - IN_NAME  # Pont-à-Mousson
    support = reader.neighbours.support
    for word, score in reader.read_word(core, capital):
        first = FIRST.match(word)
        yield word, score + (support(first[0], 0, last[1]) + support(last[1], 1, first[0]) if last and first else 0.0)


def _doubt(token: str, reading: str, reader: Reader) -> float:
    if reader.damage.mark == LOST and "?" in reading:
        return -50.0  # U+FFFD never was a question mark
    return 0.0 if set(reading) <= {"?", *token} else reader.damage.doubt


def _choose(
    token: re.Match[str], readings: list[tuple[str, float]], places: list[int], line: str, sure: float
) -> Iterator[Change]:
    """Yield a change for each sign of the token that one reading carries, a note for those that stay unsure."""
    best = max(score for _, score in readings)
    shares: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for reading, score in readings:
        for i, sign in enumerate(reading):
            if token[0][i] == LOST:
                shares[i][sign] += math.exp(score - best)
    for i, signs in shares.items():
        start, end = places[token.start() + i], places[token.start() + i + 1]
        yield from _decide(start, end, signs, line[start:end], sure)


def _decide(start: int, end: int, signs: dict[str, float], mark: str, sure: float) -> Iterator[Change]:
    sign, *others = sorted(signs, key=lambda sign: -signs[sign])
    if signs[sign] < sure * sum(signs.values()) or sign == LOST:
        fitting = ", ".join(each for each in (sign, *others[:2]) if each != LOST)
        yield Change(start, end, mark, "unsure", f"may have been {fitting}" if fitting else "no French word fits")
    elif sign != "?":
        kind = "letter" if sign.isalpha() else "quote" if sign in "«»“”" else "sign"
        yield Change(start, end, sign, kind, "lost letter, the only French reading that fits")
