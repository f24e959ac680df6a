"""What can be seen to be wrong with a translation without knowing the language: losses, loops, copies, emptiness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.facts.days import WEEKDAYS
from pipelines.facts.figures import NO_SIGN
from pipelines.translation.counting import find_miscounts
from pipelines.translation.measures import find_measure_faults
from pipelines.translation.movements import is_impossible, loses_direction, moves_to
from pipelines.translation.terms import Term, find_lost

QUOTATION = re.compile(r"«[^»]+»|“[^”]+”|\"[^\"]+\"")
MARKS = re.compile(r"[«»“”\"]|(?<!\w)[‘'](?=\w)")
WORD = re.compile(r"[^\W\d_]+")
BELOW_ZERO = re.compile(
    rf"(?<![\w)%€$£-])(?:-|\u2212[ \u00a0\u202f]?)(?=[€$£]?\d)|\b(?:minus|negative|{NO_SIGN}moins) (?=\d)",
    re.IGNORECASE,
)
DAYS = {language: tuple(names.split("|")) for language, names in WEEKDAYS.items()}
LOOP = re.compile(r"(\w{1,4}?)\1{7}")  # within a word
# Lengths of good translations, as a share of the source's, in all but one in a thousand of wmt13's 3,000 sentences
# each way: 0.46 to 2.06. Shorter than 30 characters, a headline may shrink or grow more.
SHORTEST, LONGEST = 0.42, 2.2
COPIED = 0.6  # of the words in small letters stand in the translation too; in wmt13's references never above 0.57


def find_faults(sentence: str, translation: str, terms: Sequence[Term], source: str, target: str) -> list[str]:
    """Say what is wrong with `translation`, in a few words each; nothing if nothing is seen."""
    if not any(c.isalnum() for c in translation):
        return ["empty"] if any(c.isalnum() for c in sentence) else []
    found = [
        *find_miscounts(sentence, translation, source, target),
        *find_measure_faults(sentence, translation, source, target),
        *dict.fromkeys(f"{term.kind} lost: {term.wanted}" for term in find_lost(terms, translation)),
    ]
    found += [f"day lost: {day}" for day in _lost_days(_without(terms, sentence), translation, source, target)]
    minus = len(BELOW_ZERO.findall(sentence)) - len(BELOW_ZERO.findall(translation))
    if minus:
        found.append("minus lost" if minus > 0 else "minus added")
    if is_impossible(translation, target) and not is_impossible(sentence, source):
        found.append("from and to do not fit")
    if loses_direction(sentence, translation, source, target):
        found.append("direction lost")
    if moves_to(sentence, translation, source, target):
        found.append("by becomes to")
    if QUOTATION.search(sentence) and not MARKS.search(translation):
        found.append("quotation lost")
    if _repeats(translation) and not _repeats(sentence):
        found.append("repeats itself")
    if _is_copy(_without(terms, sentence), translation):
        found.append("not translated")
    ratio = len(translation) / len(sentence)
    if len(sentence) >= 30 and {source, target} == {"en", "fr"} and not SHORTEST <= ratio <= LONGEST:
        found.append("much shorter than the source" if ratio < 1 else "much longer than the source")
    return found


def _lost_days(sentence: str, translation: str, source: str, target: str) -> Iterator[str]:
    for day, wanted in zip(DAYS.get(source, ()), DAYS.get(target, ()), strict=False):
        said = re.search(rf"\b(?<!black )(?<!cyber )(?<!super ){day}s?\b", sentence, re.IGNORECASE)
        if said and not re.search(rf"\b{wanted}", translation, re.IGNORECASE):
            yield day


def _repeats(text: str) -> bool:
    """Whether a word stands four times in a row, a group of words three times, a long one twice, or letters eight."""
    if LOOP.search(text.lower()):
        return True
    words = [word.lower() for word in re.findall(r"\w+", text)]
    return any(_repeats_group(words, size, 4 if size == 1 else 3 if size < 5 else 2) for size in range(1, 11))


def _repeats_group(words: list[str], size: int, times: int) -> bool:
    return any(
        words[start : start + size] * times == words[start : start + size * times]
        for start in range(len(words) - size * times + 1)
    )


def _without(terms: Sequence[Term], sentence: str) -> str:
    for term in reversed(terms):
        sentence = sentence[: term.start] + sentence[term.end :]
    return sentence


def _is_copy(sentence: str, translation: str) -> bool:
    kept = set(WORD.findall(translation.lower()))
    words = [word for word in WORD.findall(sentence) if word[0].islower()]
    return len(words) >= 4 and sum(word in kept for word in words) > COPIED * len(words)
