"""What a text shows of the damage it went through: the sign left for a lost letter, and which letters can be lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.repair.lexicon import LOST

CHARSETS = ("ascii", "latin-1", "gb2312")  # what French pages went through; the first one that fits loses most
ADDRESS = re.compile(  # or a regular expression's group
    r"(?<!\S)\S{0,300}(?:://|www\.|@|\.(?:com|fr|net|org|php|html?|aspx?|jsp)\b)\S*|\(\?(?:[aimsux]:|P[=<>]|[imsx]\)|[:=!<])",
    re.IGNORECASE,
)

# A question mark stands after a word. It never stands between two small letters, nor before a word.
SURE = re.compile(
    r"[^\W\d_]\?+(?-i:[^\W\d_A-Z])|\b(?:[cdjlmnst]|qu)\?[^\W\d_]|(?:^|[\s('’-])\?+[^\W\d_]|[-'’]\?+[-\s]|\? \?"
    r"|^ ?\? |[.!] \? |\w\?[:;%]",
    re.MULTILINE | re.IGNORECASE,
)
LIKELY = re.compile(r"[^\W\d_]\?+ +[^\W\d_A-ZÀ-Þ]|\s\?+ +[^\W_A-ZÀ-Þ]|\d[ ?]?\?(?:[ .,;:!%]|\d)|\?+[,;.:]|[:(] ?\?")
DOUBLED = re.compile(r"(?<=[^\W\d_])(\?+|\ufffd+)(?=[^\W\d_A-Z])")

DOUBT = -3.0  # natural logarithm of how likely a text with one odd question mark is damaged
SURVIVES = -5.0  # natural logarithm of how much less likely a letter is lost that stands elsewhere in the same text
UNPROVEN = -6.0  # the same for one that does not, though the charset that explains the text has it


@dataclass(frozen=True, slots=True)
class Damage:
    """Letters became `mark` (repeated `width` times each). `doubt` is what a reading costs that no sure sign backs."""

    mark: str
    width: int
    survivors: frozenset[str]
    charsets: tuple[str, ...]
    doubt: float

    @property
    def sure(self) -> float:
        """The least share of the likelihood with which a reading is taken: more where é and à are lost as well."""
        return 0.9 if "ascii" in self.charsets else 0.8

    def loses(self, letter: str) -> float:
        """The natural logarithm of how likely this damage takes `letter`, next to a letter that it surely takes."""
        if letter in self.survivors:
            return SURVIVES
        return 0.0 if any(not _has(charset, letter) for charset in self.charsets) else UNPROVEN


def find_damage(text: str) -> Damage | None:
    """Return the damage `text` shows, or None where each question mark can be one."""
    if LOST not in text and "?" not in text:
        return None
    bare = ADDRESS.sub(" ", text)
    mark = LOST if LOST in bare else "?"
    sure, likely = mark == LOST or SURE.search(bare), len(LIKELY.findall(bare))
    if not sure and not likely:
        return None
    inner = [len(run) for run in DOUBLED.findall(bare) if run[0] == mark]
    width = 2 if len(inner) > 2 and min(inner) > 1 else 1
    survivors = frozenset(letter for letter in text if not letter.isascii() and letter != LOST)
    fitting = tuple(name for name in CHARSETS if all(_has(name, letter) for letter in survivors))
    doubt = 0.0 if sure else DOUBT / likely
    return Damage(mark, width, survivors, fitting[:1] if "ascii" in fitting else fitting, doubt)


def _has(charset: str, letter: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
