"""Why a text bears the names and topics it bears: a line each, for `monitor topics check`."""

from __future__ import annotations

from monitor.document import Document
from monitor.watchlist import WatchList
from pipelines.names.gazetteer import load_gazetteer
from pipelines.stages.language import LanguageStage
from pipelines.stages.topics import TopicsStage


def explain_matches(watchlist: WatchList, text: str, language: str = "und") -> list[str]:
    """Say of each name of the watch list that stands in `text` what it matches, or why it does not count."""
    lines = []
    for found in load_gazetteer(watchlist).judge("", text, language):
        if found.is_watched:
            verdict = f"not counted: {found.refusal}" if found.refusal else "counted"
            tag = found.claim.tag
            lines.append(
                f"{text[found.start : found.end]} ({found.start}-{found.end}): {tag.name}, {tag.kind}; {verdict}"
            )
    return lines


def explain_topics(stage: TopicsStage, text: str) -> list[str]:
    """Say of each topic that `text` is about why it is."""
    document = LanguageStage()([Document(key="", raw_text=text, text=text)])[0]
    return [f"about {score.tag.name} ({score.score:.2f}): {score.reason}" for score in stage([document])[0].tags]
