"""Events told by what they are called: the words for an event, and its name between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.document import Field, Mention, Tag

MOST_WORDS = 7  # of a name; more are a sentence
_KINDS = (
    r"(?:événement|évènement|festival|salon|foire|forum|sommet|congrès|colloque|tournoi|concert|exposition|campagne"
    r"|opération|event|fair|summit|conference|tournament|exhibition|campaign|initiative)s?"
)
_CALLED = (
    r"(?:baptisée?s?|intitulée?s?|appelée?s?|dénommée?s?|nommée?s?|surnommée?s?|called|dubbed|named|titled|entitled"
    r"|known as|billed as)"
)
# « un évènement baptisé "X" », « une opération similaire, la "X" », `the festival "X"`
_LED = re.compile(
    rf"\b{_KINDS}(?:\s(?!que\b|that\b)[^\W\d_]+){{0,2}}?(?:,?\s{_CALLED}|,\s(?:le|la|les|the)|,\sl['’])?\s?$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?=«[\s\u00a0]?(?P<a>[^»\n]+?)[\s\u00a0]?»|[“„](?P<b>[^”\n]+)”|\"(?P<c>[^\"\n]+)\")")
REACH = 90  # characters before a name in which the words for it are looked for


def find_events(text: str, field: Field) -> Iterator[Mention]:
    """Yield the events whose name stands between quotation marks right behind the word for them."""
    for found in _QUOTED.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        name = text[start:end]
        may_name = name[0].isupper() and name[-1] not in ".!?…," and len(name.split()) <= MOST_WORDS
        if may_name and _LED.search(text, max(0, found.start() - REACH), found.start()):
            yield Mention(field, start, end, name, Tag("event", name))
