"""What a reader types, understood: words, phrases, AND OR NOT, -word, prefix*, parentheses, and filters.

Whatever is typed becomes a tree of valid parts: text reaches SQLite only inside quotes, values as parameters.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.errors import MonitorError
from monitor.search.stems import LITTLE, WORD, query_forms, split_words

WRITTEN = "{title text title_en text_en title_fr text_fr names}"  # columns of the index that hold words as written
TITLES = "{title title_en title_fr}"
STEMS = "{title_stems text_stems translation_stems summary_stems name_stems}"
FILTERS = ("lang", "outlet", "tag", "source", "story", "since", "after", "before", "saved")
TOKEN = re.compile(
    r"""(?<![^\s(])(?P<minus>-+)(?=[^\s-])|(?P<filter>[A-Za-z]+):(?P<value>"[^"]*"?|[^\s"()]*)"""
    r"""|(?P<phrase>"[^"]*"?)|(?P<mark>[()])|(?P<word>[^\s"()]+)"""
)
SCALED = re.compile(r"(\d+(?: \d+)*)([a-z]+)")
SCALES = {  # what is written behind a number for its scale, spelt out in the languages of stems, in their order
    "k": ("thousand", "mille"),
    **dict.fromkeys(("m", "mn"), ("million", "million")),
    **dict.fromkeys(("bn", "md", "mds"), ("billion", "milliard")),
}
DEEPEST = 20  # parentheses within parentheses: the parser of SQLite's index gives up at about a hundred of its own
LONGEST = 60  # words and filters; each may stand in several forms


@dataclass(frozen=True, slots=True)
class Text:
    """An expression for the full-text index."""

    match: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`name:value`, one of FILTERS."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What a document must not be."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """Each of these must hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of these must hold."""

    parts: tuple[Node, ...]


Node = Text | Filter | Not | All | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood: its tree, its words, and what a reader may have meant otherwise."""

    tree: Node
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The words to mark in an answer, those of tags too; one that ends in * marks all that begin so.

        Words that say little are marked only where nothing else is asked. The parts of a figure stand in one: `1 2`.
        """
        telling = [word for word in self.words if word not in LITTLE] or self.words
        figures = [" ".join(number) for word in telling for number, _ in _read_scale(word)[:1]]
        return (*telling, *figures, *_words_of_tags(self.tree))


def _words_of_tags(node: Node) -> Iterator[str]:
    if isinstance(node, Filter) and node.name == "tag":
        yield from split_words(node.value.lower())
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from _words_of_tags(part)


def parse_query(text: str) -> Query:
    """Understand `text`. Raises MonitorError where nothing is asked for, or too much."""
    parser = _Parser(list(TOKEN.finditer(_cleaned(text))))
    tree = parser.read_all()
    if tree is None:
        raise MonitorError('nothing to search for; type words, a "phrase", or a filter such as lang:fr or since:7d')
    return Query(tree, tuple(parser.words), tuple(parser.notes))


def loosen(text: str) -> str | None:
    """The query with its words as alternatives, for when few documents have them all; None where that is not meant.

    Only words that nothing binds: phrases, filters and what is left out stay as they are, and a query with operators
    or parentheses says what it means. Words that say little by themselves are left out.
    """
    tokens = list(TOKEN.finditer(_cleaned(text)))
    if any(token["mark"] or token["word"] in ("AND", "OR", "NOT") for token in tokens):
        return None
    bound = {n + 1 for n, token in enumerate(tokens) if token["minus"]}
    free = [n for n, token in enumerate(tokens) if token["word"] and n not in bound]
    words = [tokens[n][0] for n in free if set(split_words(tokens[n][0].lower())) - LITTLE]
    rest = [token[0] + (" " if not token["minus"] else "") for n, token in enumerate(tokens) if n not in free]
    return f"({' OR '.join(words)}) {''.join(rest)}" if len(words) > 1 else None


def _cleaned(text: str) -> str:
    """Composed letters, no control characters, and nothing that is no text (half of a pair, as a shell may pass)."""
    whole = text.encode("utf-8", "replace").decode()
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in unicodedata.normalize("NFC", whole))


@dataclass
class _Parser:
    tokens: list[re.Match[str]]
    place: int = 0
    depth: int = 0
    read: int = 0
    words: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read_all(self) -> Node | None:
        parts = []
        while self.place < len(self.tokens):
            parts.append(self._either())
            self.place += 1  # a closing parenthesis too many is passed over
        return all_of(parts)

    def _either(self) -> Node | None:
        parts = [self._both()]
        while self._word_here("OR"):
            self.place += 1
            parts.append(self._both())
        return either_of(parts)

    def _both(self) -> Node | None:
        parts = []
        while self.place < len(self.tokens) and not self._word_here("OR") and self.tokens[self.place]["mark"] != ")":
            parts.append(self._one())
        return all_of(parts)

    def _one(self) -> Node | None:
        token = self.tokens[self.place]
        self.place += 1
        if token["word"] == "AND":
            return None
        if token["minus"] or token["word"] == "NOT":
            return self._unwanted()
        if token["mark"]:
            return self._group()
        self.read += 1
        if self.read > LONGEST:
            raise MonitorError(f"more than {LONGEST} words and filters; write a shorter query")
        return self._leaf(token)

    def _unwanted(self) -> Node | None:
        """The next part, turned round; its words are not marked in an answer."""
        if self.place >= len(self.tokens) or self._word_here("OR") or self.tokens[self.place]["mark"] == ")":
            return None
        known = len(self.words)
        part = self._one()
        del self.words[known:]
        return part.part if isinstance(part, Not) else part and Not(part)

    def _group(self) -> Node | None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise MonitorError(f"parentheses go {DEEPEST} deep at most; write a simpler query")
        found = self._either()
        self.place += 1
        self.depth -= 1
        return found

    def _leaf(self, token: re.Match[str]) -> Node | None:
        name = (token["filter"] or "").lower()
        if name in FILTERS:
            return Filter(name, token["value"].strip('"').strip())
        if name == "title" or token["phrase"]:
            return self._phrase(token["value"] or token["phrase"] or "", TITLES if name == "title" else WRITTEN)
        if name and token["value"] and not token["value"].startswith("//"):  # an address is none
            near = difflib.get_close_matches(name, (*FILTERS, "title"), n=1, cutoff=0.7)
            advice = f"did you mean {near[0]}:?" if near else f"filters are {', '.join(FILTERS)} and title"
            self.notes.append(f"{name}: is not a filter and was searched as a word; {advice}")
        return self._word(token[0])

    def _word(self, text: str) -> Node | None:
        """One typed word: any word of its stem; `elect*` any word that begins so; `e-mail` both parts side by side."""
        words = split_words(text.lower())
        if text.endswith("*") and words:
            self.words += [*words[:-1], f"{words[-1]}*"]
            return Text(f'{WRITTEN} : "{" ".join(words)}" *')
        is_figure = bool(words) and all(word[0].isdigit() for word in words)
        self.words += [" ".join(words)] if is_figure else words
        return Text((_figure_forms if is_figure else _forms)(words)) if words else None

    def _phrase(self, text: str, columns: str) -> Node | None:
        words = WORD.findall(text.lower())
        self.words += words
        return Text(f'{columns} : "{" ".join(words)}"') if words else None

    def _word_here(self, word: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place]["word"] == word


def _forms(words: Sequence[str]) -> str:
    """The stems a typed word is found by; of one in several parts, those that stand near each other."""
    by_language = zip(*(query_forms(word) for word in words), strict=True)
    quoted = [" ".join(f'"{stem}"' for stem in stems) for stems in by_language]
    found = [f"NEAR({stems}, 4)" for stems in quoted] if len(words) > 1 else quoted
    return f"{STEMS} : ({' OR '.join(dict.fromkeys(found))})"


def _figure_forms(words: Sequence[str]) -> str:
    """The parts of a figure in a row; `1.2bn` is found as `1.2 billion` and `1,2 milliard` too."""
    rows = list(zip(*(query_forms(word) for word in words), strict=True))
    spelled = _read_scale(" ".join(words))
    rows += [tuple(query_forms(w)[n] for w in (*number, scale)) for n, (number, scale) in enumerate(spelled)]
    found = (f'"{" ".join(stems)}"' for stems in rows)
    return f"{STEMS} : ({' OR '.join(dict.fromkeys(found))})"


def _read_scale(figure: str) -> list[tuple[list[str], str]]:
    """Of `1 2bn` the number and its scale spelt out, in the order of the stems' languages: billion, milliard."""
    scaled = SCALED.fullmatch(figure)
    return [(scaled[1].split(), scale) for scale in SCALES.get(scaled[2], ())] if scaled else []


def all_of(parts: Sequence[Node | None]) -> Node | None:
    """What holds where each of `parts` does; those made of words alone become one expression of the index."""
    kept = [part for found in parts if found for part in (found.parts if isinstance(found, All) else (found,))]
    wanted = [part.match for part in kept if isinstance(part, Text)]
    if not wanted:
        return kept[0] if len(kept) == 1 else All(tuple(kept)) if kept else None
    unwanted = [part.part.match for part in kept if isinstance(part, Not) and isinstance(part.part, Text)]
    match = _join(" AND ", wanted)
    text = Text(f"({match} NOT {_join(' OR ', unwanted)})" if unwanted else match)
    others = [p for p in kept if not isinstance(p, Text) and not (isinstance(p, Not) and isinstance(p.part, Text))]
    return All((text, *others)) if others else text


def either_of(parts: Sequence[Node | None]) -> Node | None:
    """What holds where one of `parts` does."""
    kept = [part for found in parts if found for part in (found.parts if isinstance(found, Either) else (found,))]
    texts = [part.match for part in kept if isinstance(part, Text)]
    others = [part for part in kept if not isinstance(part, Text)]
    whole = [*([Text(_join(" OR ", texts))] if texts else []), *others]
    return whole[0] if len(whole) == 1 else Either(tuple(whole)) if whole else None


def _join(operator: str, parts: Sequence[str]) -> str:
    return f"({operator.join(parts)})" if len(parts) > 1 else parts[0]
