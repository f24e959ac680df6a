"""Whether a text taken for English or French is: most words of either are among its 30,000 commonest.

The letters of Latin or Breton are near enough to French ones, its words are not. Words with a capital are left out:
names are nobody's. A word without its accents is still that word.
"""

from __future__ import annotations

import math
from functools import cache

from monitor.search.stems import strip_accents
from pipelines.language.detection import CAPITAL, list_common_words, split_words

LITTLE = 200  # words, the commonest: any sentence has some
# How many of a text's words are little ones, others on the list, or neither: on lines of news in either language
# (wmt13) .56, .42 and .02, on those in 22 languages that langdetect does not know (NTREX-128) .06, .25 and .68. Both
# are drawn towards each other, for texts whose letters are lost, or that speak of many things with names of their own.
IN_IT, OUTSIDE = (0.55, 0.36, 0.09), (0.15, 0.28, 0.57)
WEIGHTS = tuple(math.log(here / there) for here, there in zip(IN_IT, OUTSIDE, strict=True))
FEW = -4.0  # in a thousand lines of either language not one falls below, of the others nine in ten
READ = 1200  # letters from the start are enough


def is_strange(text: str, language: str) -> bool:
    """Whether too few of the words of `text` are known for one in `language`, `en` or `fr`."""
    read, known = text[:READ], _rank_words(language)
    words = split_words(read if read.isupper() else CAPITAL.sub(" ", read))
    return sum(WEIGHTS[known.get(word, 2)] for word in words) < FEW


@cache
def _rank_words(language: str) -> dict[str, int]:
    """0 for little words, 1 for the others of the list, with and without their accents."""
    words = list_common_words(language)
    ranks = {word: int(place >= LITTLE) for place, word in enumerate(words)}
    return {strip_accents(word): rank for word, rank in reversed(ranks.items())} | ranks
