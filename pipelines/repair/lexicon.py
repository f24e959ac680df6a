"""French words by frequency, and found again by what damage leaves of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

LOST = "\ufffd"  # stands for one lost sign while a text is read; Unicode's replacement character
RAREST = 2e-8  # the frequency of a word that no list knows
# Texts that lost their apostrophes left words in the list that are two: lîle, détat. What follows is so much more
# frequent; of words that are one, tannée is.
GLUED, ELIDED_LETTERS, VOWELS = 600, frozenset("ldjmtsnc"), frozenset("aàâäeéèêëiîïoôöuùûühyœæ")

# Names of persons and of places that begin with a letter ASCII lacks, too rare to be counted in neighbours.txt.
NAMES = frozenset(
    """ève éva édith édouard égée égypte éléonore éliane élie élisa élisabeth élise éloi éloïse élodie élysée émeline
    émile émilie émilien énora éric érik étienne évariste évelyne échirolles écosse écully édimbourg élancourt
    épernay épinal équateur érythrée étampes éthiopie étretat évian évreux évry""".split()  # noqa: SIM905  easier to read
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """French words in small letters with their share of all words, and those that ASCII would make alike: words that it
    damages, and that are one word.
    """

    frequencies: dict[str, float]
    alike: dict[str, list[str]]

    def frequency(self, word: str) -> float:
        """The share of `word`, in any capitals, of all words of French text; RAREST where it is unknown."""
        return self.frequencies.get(word.lower(), RAREST)

    def candidates(self, damaged: str) -> list[str]:
        """The words that become `damaged` when some of their accented letters become LOST."""
        damaged = damaged.lower()
        found = self.alike.get(mask(damaged), [])
        return [word for word in found if all(d in (LOST, w) for d, w in zip(damaged, word, strict=True))]


def mask(word: str) -> str:
    """Return `word` with LOST in the place of each letter that ASCII lacks."""
    return "".join(letter if letter.isascii() else LOST for letter in word)


@cache
def load_lexicon() -> Lexicon:
    """Load wordfreq's large French list (311,000 words; Speer 2022, frozen in 2021), once; takes half a second."""
    from wordfreq import get_frequency_dict

    frequencies: dict[str, float] = get_frequency_dict("fr", "large")
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word, frequency in frequencies.items():
        if not word.isascii() and word.isalpha():
            glued = word[0] in ELIDED_LETTERS and word[1:2] in VOWELS
            if not glued or frequencies.get(word[1:], 0.0) < GLUED * frequency:
                alike[mask(word)].append(word)
    return Lexicon(frequencies, dict(alike))
