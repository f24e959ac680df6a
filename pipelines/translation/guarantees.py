"""Translation that says where it may be wrong: names and numbers looked for, failures tried again, doubts marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.document import Mention
from pipelines.facts.figures import localise_numerals, put_in_digits, spell_out
from pipelines.translation.faults import find_faults
from pipelines.translation.terms import Glossary, Term, find_terms
from pipelines.translation.translator import Translator

LONGEST_PIECE = 600  # characters; models are trained on sentences, and cut off what lies beyond 512 pieces
# What a sentence may hold besides a sentence: a list's mark before it, and cells of a table.
BETWEEN = re.compile(r"(^\s*(?:[-–—•*·▪]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+|\s*[|\t•]\s*|\s{3,})")
STREET = re.compile(
    r"\d{1,4}(?: (?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|quai|chemin|route|allée|impasse|cours)\b"
    r"|\d{1,5}[A-Z]? (?:[A-Z][\w'.]* ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Drive|Boulevard|Blvd)\b",
)
CLAUSE_END = re.compile(r"((?<=[;:,])\s+)")
SPACE = re.compile(r"(\s+)")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
ELISION = re.compile(r"\b([LlDdJj]|[Qq]u)[ea] (?=[AEIOUÉÈÊÂÎÔÛ])")  # `de Alibaba`, where a name took a word's place
PAUSES = ",", ";", ":"
STOPS = ".", "!", "?", "…", ":", ";"
CLOSING = " \u00a0\u202f\"'”’»)]"
SMALL_WORDS = frozenset(
    """le la les l un une des de du d et en au aux à par sur pour dans ou où ce sa se son ses ne pas il elle on qui que
    the a an of to in on at by for and or as is are be its it no not from with after over up out how why new""".split()  # noqa: SIM905  easier to read
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A translated sentence; `note` says what is doubtful where it is not `ok`."""

    text: str
    ok: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence to translate, and what must come through."""

    text: str
    language: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True)
class _Try:
    """A sentence made ready for the engine, and how to bring back what was hidden from it."""

    text: str
    hidden: tuple[str, ...] = ()
    longest: int = LONGEST_PIECE  # characters; what is longer is cut into its clauses

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Pieces to translate, at even places, and what stands between them, at odd ones."""
        found: list[str] = []
        for n, part in enumerate(BETWEEN.split(self.text)):
            found += [part] if n % 2 or len(part) <= self.longest else _cut(part, self.longest // 2)
        return tuple(found)


_Outcome = tuple[list[str], str]  # what is wrong, and the translation


def translate_checked(
    translator: Translator,
    sentences: Sequence[str],
    source: str,
    target: str,
    *,
    mentions: Iterable[Mention] = (),
    glossary: Glossary = (),
) -> list[Checked]:
    """Translate each sentence, with the names in `mentions` and the terms of `glossary` kept.

    The same sentence gets the same translation whatever stands beside it. Raises Postpone where the model is missing.
    """
    mentions = tuple(mentions)
    passages = [make_passage(text, source, target, mentions, glossary) for text in sentences]
    return translate_passages(translator, passages, source, target)


def make_passage(
    sentence: str, source: str, target: str, mentions: Iterable[Mention] = (), glossary: Glossary = ()
) -> Passage:
    """The sentence made ready to translate, with the names in `mentions` and the terms of `glossary` that it holds."""
    text = spell_out(sentence, source, target)
    return Passage(text, source, find_terms(text, source, target, mentions, glossary))


def translate_passages(translator: Translator, passages: Sequence[Passage], source: str, target: str) -> list[Checked]:
    """As translate_checked, each passage with terms of its own, so that many documents go through in one batch."""
    best: list[_Outcome] = [(["not tried"] * 99, "")] * len(passages)
    _try_all_ways(translator, passages, best, source, target)
    _rename_all(translator, passages, best, source, target)
    return [Checked(text, not faults, "; ".join(faults)) for faults, text in best]


def _try_all_ways(
    engine: Translator, passages: Sequence[Passage], best: list[_Outcome], source: str, target: str
) -> None:
    """Put into `best` what has fewer faults than what stands there, as long as there are any."""
    made: list[set[tuple[str, ...]]] = [set() for _ in passages]
    for prepare in ATTEMPTS:
        tries = {n: prepare(passages[n]) for n, (faults, _) in enumerate(best) if faults}
        tries = {n: attempt for n, attempt in tries.items() if attempt.pieces not in made[n]}
        texts = _translate(engine, tries.values(), source, target)
        for (n, attempt), text in zip(tries.items(), texts, strict=True):
            made[n].add(attempt.pieces)
            restored = _restore(text, attempt, target)
            if not (attempt.hidden and MARK.search(restored)):
                best[n] = min(best[n], _judge(passages[n], restored, source, target), key=_faults)


def _rename_all(
    engine: Translator, passages: Sequence[Passage], best: list[_Outcome], source: str, target: str
) -> None:
    """Where a name is still lost: look for the engine's own rendering of it."""
    waiting = [n for n, (faults, _) in enumerate(best) if faults and passages[n].terms]
    words = list(dict.fromkeys(_words(passages[n], term) for n in waiting for term in passages[n].terms))
    renderings = dict(zip(words, _translate(engine, [_Try(word) for word in words], source, target), strict=True))
    for n in waiting:
        text = _rename(best[n][1], passages[n], renderings)
        best[n] = min(best[n], _judge(passages[n], text, source, target), key=_faults)


def _judge(passage: Passage, text: str, source: str, target: str) -> _Outcome:
    text = localise_numerals(text, passage.text, source, target)
    if target == "fr":
        text = APOSTROPHE.sub("’" if "’" in passage.text else "'", text)  # models learned from texts with either
    for term in passage.terms:
        text = term.respell(text if target == "fr" else term.complete(text))
    kept = text == passage.text and not _is_words(text)
    return [] if kept else find_faults(passage.text, text, passage.terms, source, target), text


def _faults(outcome: _Outcome) -> tuple[bool, int]:
    faults, text = outcome
    return not text.strip(), len(faults)  # anything is better than nothing


def _words(passage: Passage, term: Term) -> str:
    return passage.text[term.start : term.end]


def _rename(text: str, passage: Passage, renderings: Mapping[str, str]) -> str:
    """Put the official name where the engine's own rendering of the name stands."""
    for term in passage.terms:
        rendering = re.escape(renderings[_words(passage, term)].strip(" ."))
        if rendering and 2 * len(rendering) < len(text) and not term.is_in(text):
            text = re.sub(rf"(?<!\w){rendering}(?!\w)", term.wanted.replace("\\", r"\\"), text, flags=re.IGNORECASE)
    return text


def _as_it_is(passage: Passage) -> _Try:
    return _Try(passage.text)


def _in_figures(passage: Passage) -> _Try:
    """With `72` for `soixante-douze`, and `1450` for `1 450`: engines copy plain digits best."""
    return _Try(put_in_digits(passage.text, passage.language))


def _with_names_given(passage: Passage) -> _Try:
    """With what the translation should say already in its place: engines copy what they do not know."""
    return _Try(_substitute(passage, [term.wanted for term in passage.terms]))


def _with_names_hidden(passage: Passage) -> _Try:
    """With made-up names in place of the terms."""
    marks = [_mark(n) for n in range(len(passage.terms))]
    return _Try(_substitute(passage, marks), tuple(term.wanted for term in passage.terms))


def _by_clauses(passage: Passage) -> _Try:
    """Cut into clauses: shorter pieces loop less, and lose less."""
    return _Try(_substitute(passage, [term.wanted for term in passage.terms]), longest=0)


ATTEMPTS: tuple[Callable[[Passage], _Try], ...] = (
    _as_it_is, _in_figures, _with_names_given, _with_names_hidden, _by_clauses,
)  # fmt: skip


def _substitute(passage: Passage, words: Sequence[str]) -> str:
    text, capitals = passage.text, _is_capitals(passage.text)
    for term, word in reversed(list(zip(passage.terms, words, strict=True))):
        text = text[: term.start] + (word.upper() if capitals else word) + text[term.end :]
    return text


MARK = re.compile(r"xq[a-z]", re.IGNORECASE)  # left over where an engine took a made-up name apart


def _mark(n: int) -> str:
    return "Xq" + "abcdefghijklmnoprstuvwy"[n % 23] + "z" * (n // 23)


def _restore(text: str, attempt: _Try, target: str) -> str:
    for n, word in reversed(list(enumerate(attempt.hidden))):
        text = re.sub(rf"\b{_mark(n)}\b", word.replace("\\", r"\\"), text, flags=re.IGNORECASE)
    if attempt.text[:1].isupper() and text.startswith(tuple(word for word in attempt.hidden if word.islower())):
        text = text[:1].upper() + text[1:]
    return ELISION.sub(r"\1'", text) if target == "fr" else text


def _translate(translator: Translator, tries: Collection[_Try], source: str, target: str) -> list[str]:
    """Translate piece by piece: what stands between the pieces is kept, and pieces without letters are not touched."""
    pieces = [_calm(piece) for each in tries for piece in each.pieces[::2] if _is_words(piece)]
    made = iter(translator.translate(pieces, source, target) if pieces else [])
    return ["".join(_join(each.pieces, made)) for each in tries]


def _cut(text: str, enough: int) -> list[str]:
    """Clauses, joined until they have `enough` characters, and the spaces between, by turns."""
    found = []
    for part in _pack(CLAUSE_END.split(text), enough):
        found += _pack(SPACE.split(part), LONGEST_PIECE // 2) if len(part) > LONGEST_PIECE else [part]
    return found


def _pack(parts: Sequence[str], enough: int) -> list[str]:
    found = [parts[0]]
    for space, part in zip(parts[1::2], parts[2::2], strict=True):
        if len(found[-1]) + len(part) < enough:
            found[-1] += space + part
        else:
            found += [space, part]
    return found


def _join(parts: Sequence[str], made: Iterable[str]) -> Iterable[str]:
    translations = iter(made)
    for n, part in enumerate(parts):
        if n % 2 or not _is_words(part):
            yield " ".join(part.split()) if n % 2 == 0 else part
        else:
            yield _as_printed(next(translations), part)


def _as_printed(translation: str, piece: str) -> str:
    """With the capitals of `piece`, all of them or the first, and with no full stop where it has none: headlines.

    A clause that was cut out begins small again, and ends with its comma.
    """
    if piece.endswith("…"):
        translation = translation.rstrip(".… ") + "…"
    if translation.endswith(".") and not piece.rstrip(CLOSING).endswith(STOPS):
        translation = translation[:-1]
    if piece.endswith(PAUSES) and translation[-1:].isalnum():
        translation += piece[-1]
    if _is_capitals(piece):
        return translation.upper()
    if piece.lstrip()[:1].isupper():
        return translation[:1].upper() + translation[1:]
    first, space, rest = translation.partition(" ")
    small = first == first.capitalize() and first.lower() in SMALL_WORDS
    return first.lower() + space + rest if small else translation


def _is_words(text: str) -> bool:
    """Whether there is something to translate: letters, and not those of an address on an envelope."""
    return any(c.isalpha() for c in text) and not (STREET.match(text) and len(text.split()) <= 12)


def _is_capitals(text: str) -> bool:
    """Whether a sentence, more than a name, is written in capitals."""
    return text.isupper() and len(re.findall(r"\w{4,}", text)) >= 2 and len(text.split()) >= 3


def _calm(text: str) -> str:
    """A sentence in capitals as one in small letters, acronyms left: engines know words as they are mostly written."""
    text = " ".join(text.split())
    if not _is_capitals(text):
        return text
    words = re.sub(r"\w+", lambda w: w[0].lower() if len(w[0]) > 3 or w[0].lower() in SMALL_WORDS else w[0], text)
    return words[:1].upper() + words[1:]
