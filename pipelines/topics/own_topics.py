"""A reader's own topics: which documents are like the few words, or the example documents, that describe them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from monitor.document import Document, Tag, TagScore
from monitor.watchlist import Watched, WatchList
from pipelines.embeddings import Embedder, Vectors, Words
from pipelines.stages.language import LanguageStage
from pipelines.topics.subjects import READ, find_phrases, reduce, text_of

# Chosen on invented topics over the documents of tests/cases (topics/english.txt, gold/english.txt), where likeness to
# a few words is 0.44 and more for what was meant, and 0.37 at most for what was not.
LIKE = 0.42  # the few words
LIKE_EXAMPLE = 0.5  # a document given as an example
LIKE_WORDS = 0.4  # an example in a language that the embedder does not read, by counted words
SOMEWHAT = 0.25  # where one of the words stands in the text besides
FEWEST = 2  # words that are enough by themselves; one in the title counts as two


@dataclass(frozen=True, slots=True)
class Model:
    """What a topic is held against: its words in stems, and vectors; `counted` are of texts that cannot be embedded."""

    tag: Tag
    phrases: dict[str, dict[str, str]]  # by language: in stems, and as the reader wrote them
    described: Vectors
    examples: Vectors
    counted: Vectors


def find_own_topics(document: Document, vector: Vectors | None, models: Sequence[Model]) -> list[TagScore]:
    """The reader's topics this document is about, the best first; `vector` is its embedding, None where it has none."""
    if not models:
        return []
    counted = Words().embed([text_of(document)])[0]
    spoken = {name: set(find_phrases(getattr(document, name), document.language)) for name in ("title", "text")}
    found = (score for model in models if (score := _judge(model, document.language, spoken, vector, counted)))
    return sorted(found, key=lambda score: (-score.score, score.tag.name))


def make_models(watchlist: WatchList, embedder: Embedder) -> tuple[Model, ...]:
    """What to hold documents against: a model for each of all topics of the watch list that have words or examples."""
    return tuple(_make_model(entry, embedder) for entry in watchlist.entries if entry.is_described)


def _make_model(entry: Watched, embedder: Embedder) -> Model:
    described = [", ".join((entry.name, *entry.words))] if entry.words or not entry.examples else []
    described += [] if embedder.english_only else [", ".join((entry.name_fr, *entry.words_fr))] * bool(entry.words_fr)
    readable = [text[:READ] for text in entry.examples if not embedder.english_only or _language(text) == "en"]
    others = [text[:READ] for text in entry.examples if text[:READ] not in readable]
    return Model(
        Tag(entry.kind, entry.name, entry.name_fr, wikidata=entry.wikidata),
        {"en": _phrases(entry.words, "en"), "fr": _phrases(entry.words_fr, "fr")},
        embedder.embed(described),
        embedder.embed(readable),
        Words().embed(others),
    )


def _language(text: str) -> str:
    return LanguageStage()([Document(key="", raw_text=text, text=text)])[0].language


def _phrases(words: Sequence[str], language: str) -> dict[str, str]:
    return {reduce(word, language): word for word in words}


def _judge(
    model: Model, language: str, phrases: Mapping[str, Set[str]], vector: Vectors | None, counted: Vectors
) -> TagScore | None:
    """The topic's score and reason, None where the document is not about it."""
    titled, words = (
        [word for stems, word in model.phrases.get(language, {}).items() if stems in phrases[name]]
        for name in ("title", "text")
    )
    spoken = len({*words, *titled}) + len(titled)
    reasons: list[tuple[float, str]] = []
    if spoken >= FEWEST:
        reasons.append((1 - 0.5**spoken, f"words: {', '.join(dict.fromkeys((*titled, *words)))}"))
    least = SOMEWHAT if spoken else LIKE
    likenesses = _likenesses(model, vector, counted, least)
    reasons += [(like, f"like {what} ({like:.2f})") for like, what, needed in likenesses if like >= needed]
    if not reasons:
        return None
    return TagScore(model.tag, round(max(score for score, _ in reasons), 3), "; ".join(why for _, why in reasons))


def _likenesses(
    model: Model, vector: Vectors | None, counted: Vectors, least: float
) -> Iterator[tuple[float, str, float]]:
    """How like the document is to what describes the topic, what that is, and from when on it counts."""
    if vector is not None and len(model.described):
        yield float(np.max(model.described @ vector)), "its words", least
    if vector is not None and len(model.examples):
        yield float(np.max(model.examples @ vector)), "an example", LIKE_EXAMPLE
    if len(model.counted):
        yield float(np.max(model.counted @ counted)), "the words of an example", LIKE_WORDS
