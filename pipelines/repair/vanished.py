"""Letters that left no trace: French whose charset dropped what it lacks (`lanant`, `entrept`, `franais`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from pipelines.repair.french import is_french
from pipelines.repair.lexicon import load_lexicon
from pipelines.repair.neighbours import load_neighbours
from pipelines.repair.revision import Change

WORD = re.compile(r"(?<![^\W_])[a-zà-ÿ]{3,}(?![^\W_])")  # small letters only: many names are in no list
LOSSES = ("çâîôûëïœæ", "àâäçéèêëîïôöùûüœæ")  # what GB2312 and ASCII lack of small French letters
LONG = 400  # letters; of shorter texts one in ten has none of ç â î ô û ë ï œ, of this length one in fifty
PROOF = 2  # so many different words that the lost letters make a hundred times as frequent prove the loss
KNOWN = 1e-6  # the frequency of such a word
CAPITAL = 0.4  # the least share of capitals in a word's spellings with which it takes one
SURE = 0.97  # the least share of its readings with which a word is taken


def find_vanished(text: str) -> Iterator[Change]:
    """Yield the words of `text` with the letters they lost, if it is French that shows none of those letters."""
    lost = next((letters for letters in LOSSES if not any(letter in text for letter in letters)), "")
    if len(text) < LONG or not lost or not is_french(text):
        return
    lexicon, whole = load_lexicon(), load_whole(LOSSES[1] if text.isascii() else lost)
    found = [word for word in WORD.finditer(text) if word[0] in whole]
    if len({w[0] for w in found if whole[w[0]][1] > max(KNOWN, 100 * lexicon.frequency(w[0]))}) < PROOF:
        return
    for word in found:
        meant, frequency, total = whole[word[0]]
        if frequency > SURE * (total + lexicon.frequency(word[0])):
            if meant[0] != word[0][0] and load_neighbours().case_share(meant.capitalize()) > CAPITAL:
                meant = meant.capitalize()
            yield Change(*word.span(), meant, "letter", f"{word[0]} is {meant} without the letters that vanished")


@cache
def load_whole(lost: str) -> dict[str, tuple[str, float, float]]:
    """For what remains of a word without `lost`: the likeliest word, its frequency, and that of all that fit."""
    frequencies = load_lexicon().frequencies
    words: defaultdict[str, list[str]] = defaultdict(list)
    drop = str.maketrans("", "", lost)
    for word in frequencies:
        if not word.isascii() and word.isalpha() and (remains := word.translate(drop)) != word:
            words[remains].append(word)
    best = {remains: max(fitting, key=frequencies.__getitem__) for remains, fitting in words.items()}
    return {
        remains: (best[remains], frequencies[best[remains]], sum(frequencies[word] for word in fitting))
        for remains, fitting in words.items()
    }
