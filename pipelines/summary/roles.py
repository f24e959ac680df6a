"""Who is what: whether a sentence gives somebody the office or the trade of another, or a name of two people's parts.

A role is a noun of name_words.toml; who stands beside it in an apposition, or right behind it, has it: "the mayor, Ann
Brady", "Mayor Ann Brady", « Ann Brady, maire de Brest ». The sentence is doubted where the text gives the role to
others alone, each time that it has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor.search.stems import strip_accents
from pipelines.names.names import load_words
from pipelines.names.people import load_first_names
from pipelines.sentences import split_sentences
from pipelines.summary.source import Source

# that tell no role by themselves, or one that many have
EMPTY = frozenset(
    """mr mrs ms miss sir lord lady dame m mme mlle mm monsieur madame maître me dr docteur pr prof professor
    senior vice acting former executive managing operating financial commercial marketing foreign trade interior
    finance technology prime premier première family famille named nommé nommée chief head officer member
    partner responsable king queen roi reine adjoint adjointe délégué déléguée retraité retraitée résident
    resident neighbour neighbor voisin voisine champion champion championne general colonel captain saint""".split()  # noqa: SIM905
)
STEM = 6  # letters that « directeur » and « directrice » share
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NAME = re.compile(
    r"(?:(?:M\.|Mme|Me|Dr|Mr|Mrs|Ms)\s)?[A-ZÀ-Þ](?:['’](?=[A-ZÀ-Þ])|[\w-])*(?:\s(?:(?:de|van|von|di|el|da|la|le)\s)*[A-ZÀ-Þ][\w-]*)*"
)
# what may stand between a role and the name behind it: whose it is, then a comma
OF = r"(?:\s(?:of|for|at|in|de la|de l['’]|de|du|des|à la|à|au|aux|chez)\s?|\sd['’])"
OWNED = re.compile(
    rf"(?:\s[^\W\d_A-ZÀ-Þ]+)?(?:{OF}(?:the\s|la\s|les?\s|l['’])?[\w'’-]+(?:\s(?:(?:de|du|des|of)\s)?[A-ZÀ-Þ][\w-]*)*){{0,2}},\s$"
)
BEHIND = re.compile(r",\s(?:\d+(?:\sans)?,\s)?(?:[^\W\d_]['’])?(?:[^\W\d_]+(?:['’-]|\s)){0,3}$")
FULL = re.compile(r"(?<![\w-])([A-ZÀ-Þ][\w-]+) ([A-ZÀ-Þ][\w-]+)")


def find_misgiven(sentence: str, source: Source) -> Iterator[str]:
    """Roles that the text gives to others alone, and names of which it has each part as another's."""
    claimed = read_roles(sentence, source)
    told = read_roles(source.text, source) if claimed else {}  # the whole text: only for a sentence that names a role
    for role, holders in claimed.items():
        known = told.get(role, frozenset())
        if known and "" not in known and holders - known - {""}:
            yield f"is another's in the source: {role}"
    for full in FULL.finditer(sentence):
        if full[1] in load_first_names() and not _are_together(full[1], full[2], source.text):
            own = re.search(rf"\b{full[1]} [A-ZÀ-Þ]", source.text)
            others = [m[1] for m in re.finditer(rf"\b([A-ZÀ-Þ][\w-]+) {full[2]}\b", source.text)]
            if own and any(first in load_first_names() for first in others):
                yield f"name not in the source: {full[0]}"


def _are_together(first: str, last: str, text: str) -> bool:
    """As one name, a middle one or a particle between them, or of two of a family: "Ann and Tom Reid"."""
    between = r"(?:\s(?:and|et)\s[\w-]+|(?:\s[a-z]+){1,2}|\s[A-ZÀ-Þ][\w.-]*)?"
    return re.search(rf"\b{first}{between}\s{last}\b", text) is not None


def read_roles(text: str, source: Source) -> dict[str, frozenset[str]]:
    """Each role of a text with the last words of its holders' names, "" where somebody unnamed has it."""
    found: dict[str, set[str]] = {}
    for start, end in split_sentences(text, source.language):
        sentence = text[start:end]
        people = [m for m in map(_skip_role, NAME.finditer(sentence)) if _is_person(m[0], source)]
        for word in WORD.finditer(sentence):
            if (role := _read_role(word[0])) and not any(p.start() < word.start() < p.end() for p in people):
                holders = [p for p in people if _holds(sentence, word, p)]
                found.setdefault(role, set()).update({_key(p[0]) for p in holders} or {""})
    return {role: frozenset(holders) for role, holders in found.items()}


def _skip_role(name: re.Match[str]) -> re.Match[str]:
    """A name without the role that opens the sentence: "Mayor Tom Reid"."""
    first = WORD.match(name[0])
    return (first and _read_role(first[0]) and NAME.search(name.string, name.start() + first.end())) or name


def _holds(sentence: str, role: re.Match[str], person: re.Match[str]) -> bool:
    if person.start() >= role.end():
        between = sentence[role.end() : person.start()]
        return between == " " or OWNED.fullmatch(between) is not None
    return BEHIND.fullmatch(sentence, person.end(), role.start()) is not None


def _is_person(name: str, source: Source) -> bool:
    tags = source.tags.get(_key(name), frozenset())
    return any(tag.kind == "person" for tag in tags)


def _key(name: str) -> str:
    return strip_accents(re.split(r"[\s-]", re.sub(r"['’]s$", "", name))[-1].lower())


@cache
def _read_role(word: str) -> str:
    lower = word.lower()
    words = load_words()
    is_role = (lower in words["titles"] or lower in words["roles"]) and lower not in EMPTY
    return strip_accents(lower)[:STEM] if is_role else ""
