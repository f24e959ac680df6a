"""The document in a few of its own sentences, in every reading language."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from monitor.document import Document, Summary, SummarySpan
from monitor.search.stems import COMMON, WORD, stem_forms
from pipelines.guarantees import translate_checked
from pipelines.headline import DATELINE
from pipelines.sentences import split_sentences
from pipelines.stage import Postpone
from pipelines.terms import Glossary
from pipelines.translator import Translator

Span = tuple[int, int]

METHOD = "sentences"
ENDS_WHOLE = re.compile(r"[.!?…][\"”»’')\]]*\s*$")
# a sentence that leans on the one before it does not stand alone
DANGLES = re.compile(
    r"(?:he|she|it|they|his|her|their|this|these|those|that|such|but|and|or|so|also|however|moreover|meanwhile|"
    r"il|elle|ils|elles|ce|cela|cette|ces|celui|celle|mais|et|or|donc|aussi|ainsi|cependant|toutefois|par ailleurs|"
    r"de plus|en outre|pourtant|par exemple|for example|in addition)\b",
    re.IGNORECASE,
)
SHORTEST, LONGEST = 40, 420  # characters; shorter is a heading or a cry, longer fills the digest by itself


@dataclass(frozen=True)
class SummaryStage:
    """Chooses up to `sentences` whole sentences: central to the text, early in it, unlike each other.

    The choice is made in the original; other reading languages get its translation, sentence by sentence.
    """

    reading_languages: tuple[str, ...] = ("en", "fr")
    sentences: int = 2
    glossary: Glossary = ()
    translator: Translator | None = field(default=None, compare=False)

    name: ClassVar[str] = "summary"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[str]] = frozenset({"title", "text", "language", "mentions", "amounts", "translations"})
    gives: ClassVar[frozenset[str]] = frozenset({"summaries"})

    @property
    def model(self) -> str:
        """What translates the summary; the choice of sentences needs no model."""
        return self.translator.name if self.translator else ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch with a summary in each language it can be had in."""
        return [replace(d, summaries=tuple(self._summarise(d))) for d in batch]

    def _summarise(self, document: Document) -> Iterator[Summary]:
        spans = choose_sentences(document.text, document.language, document.title, self.sentences)
        if not spans:
            return
        texts = [" ".join(document.text[start:end].split()) for start, end in spans]
        yield _join(document.language, texts, spans, [True] * len(spans))
        for language in self.reading_languages:
            if language != document.language and (told := self._translate(document, texts, spans, language)):
                yield _join(language, [text for text, _ in told], spans, [ok for _, ok in told])

    def _translate(
        self, document: Document, texts: Sequence[str], spans: Sequence[Span], language: str
    ) -> list[tuple[str, bool]]:
        """The sentences in `language`: out of the full translation where there is one, else translated now."""
        full = document.translation(language)
        if full and full.text:
            aligned = {(s.source_start, s.source_end): s for s in full.sentences if s.field == "text"}
            if all(span in aligned for span in spans):
                chosen = [aligned[span] for span in spans]
                return [(full.text[s.start : s.end], s.ok) for s in chosen]
        if self.translator is None or not self.translator.translates(document.language, language):
            return []
        try:
            checked = translate_checked(
                self.translator, texts, document.language, language, mentions=document.mentions, glossary=self.glossary
            )
        except Postpone:  # the translation stage says what is missing; when it arrives, this stage runs again
            return []
        return [(c.text, c.ok) for c in checked]


def choose_sentences(text: str, language: str, title: str, most: int) -> list[Span]:
    """Spans of up to `most` sentences that together say what `text` says, in the order of the text.

    A sentence is worth its likeness to the whole text, a bonus for standing early (news tells the event first) and
    for words it shares with the title; what it repeats of a sentence already chosen is taken off (MMR, Carbonell and
    Goldstein 1998).
    """
    spans = [span for span in split_sentences(text, language) if stands_alone(text[slice(*span)])]
    if not spans:  # a few words: better than nothing
        return split_sentences(text, language)[:1]
    vectors = weigh_words([text[slice(*span)] for span in spans], language)
    whole = sum(vectors, start=Counter[str]())
    headline = Counter(_stems(title, language))
    worth = [
        cosine(vector, whole) + 0.5 * math.exp(-place / 3) + 0.3 * cosine(vector, headline)
        for place, vector in enumerate(vectors)
    ]
    chosen: list[int] = []
    while len(chosen) < min(most, len(spans)):
        repeats = [max((cosine(vector, vectors[j]) for j in chosen), default=0.0) for vector in vectors]
        rest = [i for i in range(len(spans)) if i not in chosen]
        chosen.append(max(rest, key=lambda i: worth[i] - repeats[i]))
    return [spans[i] for i in sorted(chosen)]


def stands_alone(sentence: str) -> bool:
    """Whether a reader understands the sentence without the one before it, and it is whole."""
    plain = sentence.strip()
    return (
        SHORTEST <= len(plain) <= LONGEST
        and bool(ENDS_WHOLE.search(plain))
        and not plain.endswith(("?", "? »"))
        and not DANGLES.match(plain)
        and plain[0] not in '"“«‘–—-•…('
        and plain.count("«") == plain.count("»")
        and plain.count("“") == plain.count("”")
        and plain.count('"') % 2 == 0
    )


def weigh_words(sentences: Sequence[str], language: str) -> list[Counter[str]]:
    """A vector for each sentence: its stems, less for one that many sentences have (inverse sentence frequency)."""
    bags = [Counter(_stems(sentence, language)) for sentence in sentences]
    spread = Counter(stem for bag in bags for stem in bag)
    return [Counter({s: n * math.log(1 + len(bags) / spread[s]) for s, n in bag.items()}) for bag in bags]


def cosine(one: Counter[str], other: Counter[str]) -> float:
    """The cosine of the angle between two bags of weighted words, 0 to 1."""
    norms = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return sum(value * other[stem] for stem, value in one.items() if stem in other) / norms if norms else 0.0


def _stems(text: str, language: str) -> list[str]:
    words = [word for word in WORD.findall(text.lower()) if len(word) > 3 and word not in COMMON]
    return [stem_forms(word, language)[0] for word in words]


def _join(language: str, sentences: Sequence[str], sources: Sequence[Span], ok: Sequence[bool]) -> Summary:
    texts = [DATELINE.sub("", sentence, count=1) for sentence in sentences]
    spans: list[SummarySpan] = []
    start = 0
    for text, (source_start, source_end), sure in zip(texts, sources, ok, strict=True):
        spans.append(SummarySpan(start, start + len(text), source_start, source_end, sure))
        start += len(text) + 1
    return Summary(language, " ".join(texts), METHOD, tuple(spans))
