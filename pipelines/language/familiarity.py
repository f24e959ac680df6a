"""Whether a text taken for English or French is: its unknown words against how much its letters are that language's.

The letters of Latin or Irish are near enough to French or English ones, its words are not. A word is unknown that is
not among the language's 30,000 commonest. Words with a capital are left out: names are nobody's. A word without its
accents is still that word.
"""

from __future__ import annotations

from functools import cache

from monitor.search.stems import strip_accents
from pipelines.language.detection import CAPITAL, GROWTH, list_common_words, split_words

READ = 1200  # letters from the start are enough
NGRAMS = 3  # a letter
# What an unknown word weighs, against letters measured as those of the average text are (1 an n-gram), the more of them
# the less. By logistic regression 28, on pieces of 1 to 250 words of news in either language, with and without their
# accents, and in 22 languages that langdetect does not know (NTREX-128, the first 400 lines); less takes fewer short
# pieces of either for strange: three in a thousand of three to five words.
UNKNOWN_WORD = 24.0
HINTED = 0.8  # so many unknown words are forgiven where the source names the language: ten to one, on the same scale
SHOUTED = 0.25  # and such a share of the words in a text all in capitals, which hide the names


def is_strange(text: str, language: str, likeness: float, ngrams: float, hinted: bool) -> bool:
    """Whether too few of the words of `text` are known for one in `language`, `en` or `fr`.

    `likeness`: how far the letters of its `ngrams` stand out from the average of all languages, as a share of how far
    those of the language do; `hinted`: its source says that it is in that language.
    """
    read = text[:READ]
    words = split_words(read if read.isupper() else CAPITAL.sub(" ", read))
    known = _known_words(language)
    unknown = sum(word not in known and word.removesuffix("s") not in known for word in words)
    forgiven = HINTED * hinted + SHOUTED * read.isupper() * len(words)
    letters: float = likeness * min(ngrams, NGRAMS * READ) ** (1 - GROWTH)
    return unknown - forgiven > letters / UNKNOWN_WORD


@cache
def _known_words(language: str) -> frozenset[str]:
    """Those of the list, with and without their accents."""
    words = list_common_words(language)
    return frozenset((*words, *map(strip_accents, words)))
