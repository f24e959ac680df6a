"""Whether a text taken for a language is in it: its unknown words against how much its letters are that language's.

The letters of Latin or Irish are near enough to French or English ones, those of Belarusian to Ukrainian ones, their
words are not. A word is unknown that is not in the language's list of common words (30,000 and more, where wordfreq has
one). Words with a capital are left out: names are nobody's. A word without its accents is still that word.
"""

from __future__ import annotations

from functools import cache

from monitor.search.stems import strip_accents
from pipelines.language.detection import CAPITAL, GROWTH, READ_IN_FULL, name_word_list, read_short_lists, split_words

READ = 1200  # letters from the start are enough
NGRAMS = 3  # a letter
# What an unknown word weighs, against letters measured as those of the average text are (1 an n-gram), the more of them
# the less. By logistic regression 28, on pieces of 1 to 250 words of news in English or French, with and without their
# accents, and in 22 languages that langdetect does not know (NTREX-128, the first 400 lines); less takes fewer short
# pieces of either for strange: three in a thousand of three to five words.
UNKNOWN_WORD = 24.0
# In other languages as many words are unknown as wordfreq's own count of its list says, and some more. Of lines of news
# in them (the same 400) 2 in a thousand are taken for strange, of four words 1 in a hundred; of those in 59 languages
# that langdetect does not know, and takes for one it knows, 89 and 63 in a hundred.
MARGIN, SPARED = 0.05, 0.5  # a share of the words; half of one
HINTED = 0.8  # so many unknown words are forgiven where the source names the language: ten to one, on the same scale
UNCASED = 0.25  # and such a share of the words where no small letters show which are names
OWN_SCRIPT = frozenset({"bn", "el", "gu", "he", "ja", "kn", "ko", "ml", "pa", "ta", "te", "th", "zh"})  # alone in it


def is_strange(text: str, language: str, likeness: float, ngrams: float, hinted: bool) -> bool:
    """Whether too few of the words of `text` are known for one in `language`.

    `likeness`: how far the letters of its `ngrams` stand out from the average of all languages, as a share of how far
    those of the language do; `hinted`: its source says that it is in that language.
    """
    read = text[:READ]
    words = split_words(read if read.isupper() else CAPITAL.sub(" ", read))
    known, share = _known_words(language)
    unknown = sum(word not in known and word.removesuffix("s") not in known for word in words)
    forgiven = HINTED * hinted + UNCASED * (read == read.upper()) * len(words)
    if language not in READ_IN_FULL:
        forgiven += SPARED + (1 - share + MARGIN) * len(words)
    letters: float = likeness * min(ngrams, NGRAMS * READ) ** (1 - GROWTH)
    return unknown - forgiven > letters / UNKNOWN_WORD


@cache
def _known_words(language: str) -> tuple[frozenset[str], float]:
    """The common words of a language, with and without their accents, and the share of a text that they are.

    None, and 0, where no list says, or where words are not what stands between spaces: there the script tells.
    """
    from wordfreq import get_frequency_dict

    if language in OWN_SCRIPT:
        return frozenset(), 0.0
    if name := name_word_list(language):
        shares = get_frequency_dict(name, "small")
        words, share = list(shares), sum(shares.values())
    else:
        words, share = read_short_lists()[language]
    return frozenset((*words, *map(strip_accents, words))), share
