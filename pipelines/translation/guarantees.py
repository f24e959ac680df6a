"""Translation that says where it may be wrong: names and numbers looked for, failures tried again, doubts marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from monitor.document import Mention
from pipelines.facts.figures import localise_numerals, put_in_digits, spell_out
from pipelines.translation.articles import set_article
from pipelines.translation.demonyms import name_places
from pipelines.translation.engines.rendering import Rendering
from pipelines.translation.faults import find_faults
from pipelines.translation.pieces import LONGEST_PIECE, is_capitals, is_words, join_pieces, settle, split_pieces
from pipelines.translation.terms import Glossary, Term, find_lost, find_terms
from pipelines.translation.translator import Translator
from pipelines.translation.turns import reword

UNSURE = "may say something else"  # the engine could not read the sentence back out of its translation
APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
SQUARED = re.compile(r"(?<=\dm)2\b|(?<=[ k]m)2\b")
ELISION = re.compile(r"\b([LlDdJj]|[Qq]u)[ea] (?=[AEIOUÉÈÊÂÎÔÛ])")  # `de Alibaba`, where a name took a word's place


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
    names: tuple[str, ...] = ()  # what must keep its capital
    hidden: tuple[str, ...] = ()
    longest: int = LONGEST_PIECE  # characters; what is longer is cut into its clauses

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Pieces to translate, at even places, and what stands between them, at odd ones."""
        return split_pieces(self.text, self.longest)


_Outcome = tuple[list[str], str]  # what is wrong, and the translation


def make_passage(
    sentence: str, source: str, target: str, mentions: Iterable[Mention] = (), glossary: Glossary = ()
) -> Passage:
    """The sentence made ready to translate, with the names in `mentions` and the terms of `glossary` that it holds."""
    text = spell_out(sentence, source, target)
    if {source, target} == {"fr", "en"}:
        text = reword(text, source)
    if (source, target) == ("fr", "en"):
        text, places = name_places(text)
        mentions = (*mentions, *(Mention("text", 0, 0, tag.name_fr, tag) for tag in places))
    return Passage(text, source, find_terms(text, source, target, mentions, glossary))


def translate_passages(translator: Translator, passages: Sequence[Passage], source: str, target: str) -> list[Checked]:
    """Translate each passage with its terms kept; the same one gets the same translation whatever stands beside it.

    Raises Postpone where the model is missing.
    """
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
        renderings = _translate(engine, tries.values(), source, target)
        for (n, attempt), (text, sure) in zip(tries.items(), renderings, strict=True):
            made[n].add(attempt.pieces)
            restored = _restore(text, attempt, target)
            if not (attempt.hidden and MARK.search(restored)):
                best[n] = min(best[n], _judge(passages[n], restored, source, target, sure), key=_faults)


def _rename_all(
    engine: Translator, passages: Sequence[Passage], best: list[_Outcome], source: str, target: str
) -> None:
    """Where a name is still lost: look for the engine's own rendering of it."""
    waiting = [n for n, (faults, _) in enumerate(best) if faults and passages[n].terms]
    words = list(dict.fromkeys(_words(passages[n], term) for n in waiting for term in passages[n].terms))
    alone = [_Try(word, names=(word,)) for word in words]
    renderings = {word: made.text for word, made in zip(words, _translate(engine, alone, source, target), strict=True)}
    for n in waiting:
        faults, text = best[n]
        renamed = _rename(text, passages[n], renderings)
        best[n] = min(best[n], _judge(passages[n], renamed, source, target, UNSURE not in faults), key=_faults)


def _judge(passage: Passage, text: str, source: str, target: str, sure: bool) -> _Outcome:
    if "²" in passage.text:
        text = SQUARED.sub("²", text)  # vocabularies lack it
    text = localise_numerals(text, passage.text, source, target)
    if target == "fr":
        text = APOSTROPHE.sub("’" if "’" in passage.text else "'", text)  # models learned from texts with either
    for term in passage.terms:
        text = set_article(term.wanted, term.kind, term.respell(text), target)
    kept = text == passage.text and not is_words(text)
    faults = [] if kept else find_faults(passage.text, text, passage.terms, source, target)
    return faults if sure or kept else [*faults, UNSURE], text


def _faults(outcome: _Outcome) -> tuple[bool, int]:
    faults, text = outcome
    return not text.strip(), len(faults)  # anything is better than nothing


def _words(passage: Passage, term: Term) -> str:
    return passage.text[term.start : term.end]


def _rename(text: str, passage: Passage, renderings: Mapping[str, str]) -> str:
    """Put the official name where the engine's own rendering of the name stands."""
    for term in find_lost(passage.terms, text):
        rendering = re.escape(renderings[_words(passage, term)].strip(" ."))
        if rendering and 2 * len(rendering) < len(text):
            text = re.sub(rf"(?<!\w){rendering}(?!\w)", term.wanted.replace("\\", r"\\"), text, flags=re.IGNORECASE)
    return text


def _as_it_is(passage: Passage) -> _Try:
    return _Try(passage.text, _names(passage))


def _in_figures(passage: Passage) -> _Try:
    """With `72` for `soixante-douze`, and `1450` for `1 450`: engines copy plain digits best."""
    return _Try(put_in_digits(passage.text, passage.language), _names(passage))


def _with_names_given(passage: Passage) -> _Try:
    """With what the translation should say already in its place: engines copy what they do not know."""
    return _Try(_substitute(passage, [term.wanted for term in passage.terms]), _names(passage))


def _with_names_hidden(passage: Passage) -> _Try:
    """With made-up names in place of the terms."""
    marks = [_mark(n) for n in range(len(passage.terms))]
    return _Try(_substitute(passage, marks), hidden=tuple(term.wanted for term in passage.terms))


def _by_clauses(passage: Passage) -> _Try:
    """Cut into clauses: shorter pieces loop less, and lose less."""
    return _Try(_substitute(passage, [term.wanted for term in passage.terms]), _names(passage), longest=0)


ATTEMPTS: tuple[Callable[[Passage], _Try], ...] = (
    _as_it_is, _in_figures, _with_names_given, _with_names_hidden, _by_clauses,
)  # fmt: skip


def _names(passage: Passage) -> tuple[str, ...]:
    names = (term for term in passage.terms if term.kind != "term")
    return tuple(word for term in names for word in (_words(passage, term), term.wanted))


def _substitute(passage: Passage, words: Sequence[str]) -> str:
    text, capitals = passage.text, is_capitals(passage.text)
    for term, word in reversed(list(zip(passage.terms, words, strict=True))):
        text = text[: term.start] + (word.upper() if capitals else word) + text[term.end :]
    return text


MARK = re.compile(r"xq[a-z]", re.IGNORECASE)  # left over where an engine took a made-up name apart


def _mark(n: int) -> str:
    return "Xq" + "abcdefghijklmnoprstuvwy"[n % 23] + "z" * (n // 23)


def _restore(text: str, attempt: _Try, target: str) -> str:
    hidden = [word.upper() for word in attempt.hidden] if is_capitals(attempt.text) else attempt.hidden
    for n, word in reversed(list(enumerate(hidden))):
        text = re.sub(rf"\b{_mark(n)}\b", word.replace("\\", r"\\"), text, flags=re.IGNORECASE)
    if attempt.text[:1].isupper() and text.startswith(tuple(word for word in attempt.hidden if word.islower())):
        text = text[:1].upper() + text[1:]
    return ELISION.sub(r"\1'", text) if target == "fr" else text


def _translate(translator: Translator, tries: Collection[_Try], source: str, target: str) -> list[Rendering]:
    """Translate piece by piece: what stands between the pieces is kept, and pieces without letters are not touched."""

    def reads_whole(word: str) -> bool:
        return translator.reads_whole(word, source, target)

    pieces = [settle(piece, each.names, reads_whole) for each in tries for piece in each.pieces[::2] if is_words(piece)]
    made = iter(translator.translate(pieces, source, target) if pieces else [])
    return [_join(each.pieces, made) for each in tries]


def _join(pieces: Sequence[str], made: Iterator[Rendering]) -> Rendering:
    """As sure as the least sure of the pieces."""
    used = list(islice(made, sum(map(is_words, pieces[::2]))))
    return Rendering("".join(join_pieces(pieces, (each.text for each in used))), all(each.sure for each in used))
