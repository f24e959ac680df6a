"""What French looks like, cheaply: its function words against those of the languages it is met beside."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]{2,}|\b[cdjlmnst](?=['’?\ufffd]\w)|[yà]")  # an English 's is no French word
FRENCH = frozenset(
    """le la les l des du d un une et est qui que qu dans pour sur par au aux ce cette ces il elle ils elles nous vous
    leur leurs son ses sa ne n pas plus avec sans sont ont cet mais ou donc comme tout tous lui y en s c j être été
    avait était fait faire selon chez entre depuis pendant avant leur notre nos votre vos peut deux aussi""".split()  # noqa: SIM905  easier to read
)
# Words of these languages that are no French word, or hardly: French beside them is a quotation, or they are.
FOREIGN = (
    frozenset(
        """the of and to is are was were for with that this from by at be has have had it its he she they not but which
        will would as their our you your we his her who what about than when been can could i there these those is out
        into over did does do said how where why so more most no new one up all some after only then them my just very
        much such any both

        el los las del una y como pero este esta su al lo

        il che di per della sono gli alla nel anche

        der die das und ist nicht ein eine mit von zu den dem auf für im werden

        o os do da dos das com uma não mais em no na pelo

        het een van op niet voor dat zijn""".split()  # noqa: SIM905  English, Spanish, Italian, German, Portuguese, Dutch
    )
    - FRENCH
    - {"as", "on", "a", "die", "mais", "no", "das", "do", "da", "na", "al", "y", "il", "im", "dos", "van", "lo"}
)


def count_words(text: str) -> tuple[int, int]:
    """Return how many words of `text` are French function words, and how many are those of other languages."""
    words = [word.lower() for word in WORD.findall(text)]
    return sum(word in FRENCH for word in words), sum(word in FOREIGN for word in words)


def is_french(text: str, context: str = "") -> bool:
    """Whether `text` is French; where it has too few function words to tell, whether `context` is."""
    french, foreign = count_words(text)
    if french + foreign < 2 and context:
        more_french, more_foreign = count_words(context)
        french, foreign = french + more_french, foreign + more_foreign
    return french >= 2 and french > 2 * foreign
