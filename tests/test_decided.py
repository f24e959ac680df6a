"""The reader's word stands in place of what a stage found."""

from __future__ import annotations

import pytest

from monitor.document import Decision, Document, Tag, TagScore
from pipelines.decided import READERS_WORD, keep_tags
from pipelines.stages.language import LanguageStage

FRENCH = "La douane a saisi des colis venus de Chine. Les commerçants attendent une réponse du ministère."
ENGLISH = " The minister said nothing more about the parcels that were held at the border last week."
TRADE, CHINA = TagScore(Tag("topic", "trade"), 0.4, "words"), TagScore(Tag("place", "China"), 0.7, "named twice")


@pytest.mark.parametrize(
    ("text", "decided", "language"),
    [
        (FRENCH, None, "fr"),
        (FRENCH, "en", "en"),  # the reader is obeyed even where the evidence says otherwise
        (FRENCH + ENGLISH, "oc", "oc"),  # and in a language nobody here detects
    ],
)
def test_language(text: str, decided: str | None, language: str) -> None:
    decisions = (Decision("language", "document:1", decided),) if decided else ()
    [named] = LanguageStage()([Document(key="k", raw_text=text, text=text, decisions=decisions)])
    assert named.language == language
    assert not decided or named.language_confidence == 1.0
    assert decided not in {span.language for span in named.language_spans}


@pytest.mark.parametrize(
    ("decisions", "names"),
    [
        ([], ["trade", "China"]),
        ([("untag", "topic:trade")], ["China"]),
        ([("untag", "topic:China")], ["trade", "China"]),  # a topic of that name, not the place
        ([("tag", "person:Ann: A Life")], ["Ann: A Life", "trade", "China"]),  # a name may hold a colon
        ([("tag", "topic:trade")], ["trade", "China"]),  # once, not twice
    ],
)
def test_tags(decisions: list[tuple[str, str]], names: list[str]) -> None:
    made = tuple(Decision(kind, "document:1", value) for kind, value in decisions)  # type: ignore[arg-type]
    kept = keep_tags(Document(key="k", raw_text="", decisions=made), [TRADE, CHINA])
    assert [score.tag.name for score in kept] == names
    assert {s.reason for s in kept if ("tag", f"{s.tag.kind}:{s.tag.name}") in decisions} <= {READERS_WORD}
