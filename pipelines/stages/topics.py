"""What a document is about: the names it bears, IPTC's topics, and the topics a reader described."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

from monitor.document import Document, Mention, Tag, TagScore
from monitor.watchlist import WatchList
from pipelines.decided import keep_tags
from pipelines.embeddings import Embedder, Vectors, choose_embedder
from pipelines.topics.own_topics import Model, find_own_topics, make_models
from pipelines.topics.subjects import Descriptions, Judged, embed_descriptions, embed_documents, judge_subjects

WORDS_SHOWN = 4  # of those that earned a topic, in its reason
TITLE_COUNTS = 3  # a name in the title says as much as three in the text


@dataclass(frozen=True)
class TopicsStage:
    """Gives every name mentioned a score by how much of the document it holds, and finds topics.

    A topic of IPTC's first level is given where it has at least `share` of the text and two of its words stand there,
    or the text is at least `like` its description; of the second level, the one with most of the first's, at least
    `part`. At most `most` of the first level, the best first. The watch list's own topics: see `own_topics`.
    """

    watchlist: WatchList = field(default_factory=lambda: WatchList(()))
    share: float = 0.25
    part: float = 0.45
    like: float = 0.15
    least: int = 2
    most: int = 3
    embedder: Embedder = field(default_factory=lambda: choose_embedder(""), compare=False)

    name: ClassVar[str] = "topics"
    version: ClassVar[str] = "3"
    needs: ClassVar[frozenset[str]] = frozenset({"title", "text", "language", "mentions", "translations", "decisions"})
    gives: ClassVar[frozenset[str]] = frozenset({"tags"})

    @property
    def model(self) -> str:
        """What embeds the text."""
        return self.embedder.name

    @cached_property
    def _descriptions(self) -> Descriptions:
        return embed_descriptions(self.embedder)

    @cached_property
    def _models(self) -> tuple[Model, ...]:
        return make_models(self.watchlist, self.embedder)

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch with its tags. Raises Postpone where the embedding model is missing."""
        vectors = embed_documents(batch, self.embedder)
        return [self._tag(document, vector) for document, vector in zip(batch, vectors, strict=True)]

    def _tag(self, document: Document, vector: Vectors | None) -> Document:
        best: dict[Tag, TagScore] = {}
        for score in (*score_names(document), *find_own_topics(document, vector, self._models)):
            if score.tag not in best or score.score > best[score.tag].score:
                best[score.tag] = score
        return replace(document, tags=keep_tags(document, (*best.values(), *self.find_topics(document, vector))))

    def find_topics(self, document: Document, vector: Vectors | None) -> list[TagScore]:
        """IPTC's topics, each of the first level followed by the one of the second."""
        judged = judge_subjects(document, None if vector is None else self._descriptions.find_likeness(vector))
        given: list[TagScore] = []
        for first in [each for each in judged if not each.subject.broader and self._speaks(each)][: self.most]:
            given.append(self._tell(first))
            second = next((each for each in judged if each.subject.broader == first.subject.tag.code), None)
            if second and second.share >= self.part * first.share:
                given.append(self._tell(second))
        return given

    def _speaks(self, judged: Judged) -> bool:
        shown = len(judged.words) >= self.least or (judged.likeness or 0) >= self.like
        return judged.share >= self.share and shown

    def _tell(self, judged: Judged) -> TagScore:
        reasons = [f"words: {', '.join(judged.words[:WORDS_SHOWN])}"] if judged.words else []
        like = judged.likeness
        if like is not None and (like >= self.like or not reasons):
            reasons.append(f"like its description ({like:.2f})")
        return TagScore(judged.subject.tag, round(judged.share, 3), "; ".join(reasons))


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
