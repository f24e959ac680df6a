"""Letters that left no trace: French whose charset dropped what it lacks (`lanant`, `entrept`, `franais`, `l'le`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.repair.french import is_french
from pipelines.repair.letters import IN_NAME, NAME_AFTER, NAME_BEFORE
from pipelines.repair.lexicon import RAREST, VOWELS, load_lexicon
from pipelines.repair.neighbours import load_neighbours
from pipelines.repair.remains import find_inner, find_opened
from pipelines.repair.revision import Change

WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")
LOSSES = ("çâîôûëïœæ", "àâäçéèêëîïôöùûüœæ")  # what GB2312 and ASCII lack of small French letters
CAPITALS = re.compile("[À-ÖØ-ÞŒ]")
LONG = 400  # letters; of shorter texts one in ten has none of ç â î ô û ë ï œ, of this length one in fifty
PROOF = 2  # so many different words that the lost letters make a hundred times as frequent prove the loss
KNOWN, RARE = 1e-6, 1e-7  # the frequency of such a word; of one of which something remains that no list knows
EVERYDAY = 1e-5  # and of one that proves it alone, where what is left is no word
SURE, SURER = 0.97, 0.98  # the least share of its readings with which a word is taken; of one that is a word as it is
LIKELY = 0.5  # and that with which it is marked
NAMED = 0.99  # and that of one with a capital that is a word, or as short as an abbreviation
SHORTEST_NAME = 4  # letters that are left; what is no word in small letters may be a name
UNKNOWN, PLAIN = 1e-9, 5  # the frequency of a certain word that no list knows, of so many small letters and more
ITS_CASE = 0.9  # the least share of its spellings that begin as it shall, where its first letter is lost
ABBREVIATED = frozenset(("mme", "mmes", "mlle", "mlles"))  # no words without their capital
ELIDED = re.compile(r"(?<![^\W_])(?:[ldjmtsnc]|(?:jus|lors|puis|quoi)?qu)['’]\Z", re.IGNORECASE)
BEGINS = re.compile(r"(?:\A|\n|[a-zà-ÿ]{4}[.!?…] |[.!?…] ?[»”] )\Z")  # no abbreviation's full stop before it
UNUSUAL = 0.03  # how often a sentence begins with a small letter
BEFORE = 30  # characters before a word that say how it begins


@dataclass(frozen=True, slots=True)
class Reading:
    """A word as it came, the likeliest that it was and the next, and the likeliest's share of all that it may be."""

    word: re.Match[str]
    meant: str
    next: str
    share: float
    shows: bool  # that letters are gone


def find_vanished(text: str) -> Iterator[Change]:
    """Yield the words of `text` with the letters they lost, if it is French that shows none of those letters.

    A word that may have lost some, and may not, is marked `unsure` and stays.
    """
    lost = next((letters for letters in LOSSES if not any(letter in text for letter in letters)), "")
    if len(text) < LONG or not lost or not is_french(text):
        return
    loss, capitals = LOSSES[1] if text.isascii() else lost, not CAPITALS.search(text)
    found = [reading for word in WORD.finditer(text) if (reading := _read(text, word, loss, capitals))]
    if not _is_proved(found):
        return
    for reading in found:
        came = reading.word[0]
        if reading.share > (SURER if _frequency(came) > RAREST else SURE) and _may_change(reading):
            reason = f"{came} is {reading.meant} without the letters that vanished"
            yield Change(*reading.word.span(), reading.meant, "letter", reason)
        elif reading.share > LIKELY and came.islower():
            fitting = ", ".join(filter(None, (reading.meant, reading.next)))
            yield Change(*reading.word.span(), came, "unsure", f"may have been {fitting}")


def _is_proved(found: Sequence[Reading]) -> bool:
    """Whether enough words show the loss: some that it makes rare, or an everyday one that no list knows without it."""
    rare = {reading.word[0]: _frequency(reading.meant) for reading in found if reading.shows}
    return len(rare) >= PROOF or any(
        frequency > EVERYDAY and _frequency(word) <= RAREST and len(word) > SHORTEST_NAME and word.islower()
        for word, frequency in rare.items()
    )


def _read(text: str, word: re.Match[str], loss: str, capitals: bool) -> Reading | None:
    """What the word may have been; None where it can only be what it is."""
    came, before = word[0], text[max(0, word.start() - BEFORE) : word.start()]
    elided = bool(ELIDED.search(before))
    if not elided and len(came) < 2:
        return None
    begins = came[0].islower() and capitals and bool(BEGINS.search(before))
    in_name = bool(NAME_BEFORE.search(before) or NAME_AFTER.match(text, word.end()))
    weights = dict(_weigh(came, loss, capitals, 1.0 if begins else IN_NAME if in_name else None))
    if elided:
        weights = {meant: weight for meant, weight in weights.items() if meant[0].lower() in VOWELS}
    if not weights:
        return None
    impossible = elided and came[0].lower() not in VOWELS
    own = 0.0 if impossible else _weigh_own(came) * (UNUSUAL if begins else 1.0)
    first, *others = sorted(weights, key=lambda meant: -weights[meant])
    alike = sum(weight for meant, weight in weights.items() if meant.lower() == first.lower())
    share = alike / (sum(weights.values()) + own)
    if weights[first] < ITS_CASE * alike:
        share = min(share, SURE)
    shows = not begins and _shows(came, _frequency(first), RAREST if impossible else _frequency(came))
    return Reading(word, first, others[0] if others else "", share, shows)


def _shows(came: str, frequency: float, usual: float) -> bool:
    """Whether a word that is so frequent whole, and so as it came, shows the loss."""
    if usual <= RAREST and len(came) > PLAIN and frequency > RARE:
        return came.islower() or came.istitle()
    return came.islower() and frequency > max(KNOWN, 100 * usual)


def _weigh(came: str, loss: str, capitals: bool, named: float | None) -> Iterator[tuple[str, float]]:
    """The words that `came` may have been, as they are written, with their frequencies.

    `named`: how likely a capital was lost, where its place tells; 1 opens a sentence.
    """
    small, capital = came.lower(), came[0].isupper()
    for meant in find_inner(loss).get(small, ()) if named != 1.0 else ():
        yield (meant.capitalize() if capital else meant), _frequency(meant)
    for meant in find_opened(loss).get(small, ()) if not capital else ():
        share = load_neighbours().case_share(meant.capitalize()) if named is None else named
        if capitals:
            yield meant.capitalize(), share * _frequency(meant)
        if meant[0] in loss and named != 1.0:
            yield meant, (1 - share) * _frequency(meant)


def _weigh_own(came: str) -> float:
    frequency = _frequency(came)
    return UNKNOWN if frequency <= RAREST and came.islower() and len(came) >= PLAIN else frequency


def _frequency(word: str) -> float:
    return RAREST if word in ABBREVIATED else load_lexicon().frequency(word)


def _may_change(reading: Reading) -> bool:
    """Whether it came in small letters, is no word and too long for an abbreviation, or is hardly anything else."""
    came = reading.word[0]
    if came.islower():
        return True
    unknown = len(came) >= SHORTEST_NAME and _frequency(came) <= RAREST
    return came.istitle() and (unknown or (reading.share > NAMED and len(came) >= SHORTEST_NAME - 1))
