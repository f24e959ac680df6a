"""What a document is about: the names it bears, and topics its words speak for."""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import ClassVar

from monitor.document import Document, Mention, Tag, TagScore
from monitor.search.stems import WORD, stem_forms
from pipelines.decided import keep_tags

LISTED = Path(__file__).parent.parent / "topics.toml"
WORDS_SHOWN = 4  # of those that earned a topic, in its reason
TITLE_COUNTS = 3  # a word of the title says as much as three of the text


@dataclass(frozen=True)
class TopicsStage:
    """Gives every name mentioned a score by how much of the document it holds, and finds topics by their words.

    A topic is given where its words are at least `share` of all the words that speak for some topic, and at least
    `least` different ones are there; at most `most` topics, the best first.
    """

    share: float = 0.25
    least: int = 3
    most: int = 3

    name: ClassVar[str] = "topics"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[str]] = frozenset({"title", "text", "language", "mentions", "decisions"})
    gives: ClassVar[frozenset[str]] = frozenset({"tags"})

    @property
    def model(self) -> str:
        """No model."""
        return ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch with its tags."""
        return [replace(d, tags=keep_tags(d, (*score_names(d), *self.find_topics(d)))) for d in batch]

    def find_topics(self, document: Document) -> list[TagScore]:
        """The topics this document's own words speak for, the best first."""
        speaking = _speaking_words(document)
        total = sum(sum(words.values()) for words in speaking.values())
        found = [
            TagScore(tag, round(sum(words.values()) / total, 3), f"words: {_list(words)}")
            for tag, words in speaking.items()
            if len(words) >= self.least and sum(words.values()) >= self.share * total
        ]
        return sorted(found, key=lambda t: (-t.score, t.tag.name))[: self.most]


def score_names(document: Document) -> list[TagScore]:
    """A score for each name mentioned: from its place and how often it comes, 1 for one in the title and often after.

    score = 1 - exp(-(mentions + 3 in the title + 1 in the first fifth) / 4), which a name mentioned once late gets
    0.22 of; the scale only orders names, and was not fitted to anything.
    """
    groups: dict[Tag, list[Mention]] = defaultdict(list)
    for mention in document.mentions:
        groups[mention.tag].append(mention)
    scores = [_score(tag, mentions, len(document.text)) for tag, mentions in groups.items()]
    return sorted(scores, key=lambda t: (-t.score, t.tag.name))


def _score(tag: Tag, mentions: Sequence[Mention], length: int) -> TagScore:
    in_title = any(m.field == "title" for m in mentions)
    early = any(m.field == "text" and m.start < length / 5 for m in mentions)
    score = 1 - math.exp(-(len(mentions) + TITLE_COUNTS * in_title + early) / 4)
    times = "once" if len(mentions) == 1 else f"{len(mentions)} times"
    return TagScore(tag, round(score, 3), f"named {times}{', in the title' if in_title else ''}")


def _speaking_words(document: Document) -> Mapping[Tag, Counter[str]]:
    lexicon = _lexicon(document.language)
    found: dict[Tag, Counter[str]] = defaultdict(Counter)
    for text, weight in ((document.title, TITLE_COUNTS), (document.text, 1)):
        for word in WORD.findall(text.lower()):
            for tag in lexicon.get(stem_forms(word, document.language)[0], ()):
                found[tag][word] += weight
    return found


def _list(words: Counter[str]) -> str:
    return ", ".join(sorted(words, key=lambda word: (-words[word], word))[:WORDS_SHOWN])


@cache
def _lexicon(language: str) -> Mapping[str, tuple[Tag, ...]]:
    """From a stem to the topics it speaks for; empty for a language without a list."""
    topics = tomllib.loads(LISTED.read_text(encoding="utf-8"))["topic"]
    found: dict[str, list[Tag]] = defaultdict(list)
    for topic in topics:
        tag = Tag("topic", topic["name"], topic["name_fr"], topic["code"], "iptc")
        for word in _words(topic.get(language, "")):
            found[stem_forms(word, language)[0]].append(tag)
    return {stem: tuple(dict.fromkeys(tags)) for stem, tags in found.items()}


def _words(text: str) -> Iterable[str]:
    return WORD.findall(text.lower())
