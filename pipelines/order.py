"""The stages in their order: the one place where the line is written."""

from __future__ import annotations

from pathlib import Path

from monitor.document import Document
from monitor.models import pin_name
from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.embeddings import choose_embedder
from pipelines.names.recogniser import choose_recogniser
from pipelines.stage import AnyStage
from pipelines.stages.duplicates import DuplicatesStage
from pipelines.stages.fingerprint import FingerprintStage
from pipelines.stages.language import LanguageStage
from pipelines.stages.mentions import MentionsStage
from pipelines.stages.repair import RepairStage
from pipelines.stages.stories import StoriesStage
from pipelines.stages.summary import SummaryStage
from pipelines.stages.topics import TopicsStage
from pipelines.stages.translation import TranslationStage
from pipelines.summary.abstracts import choose_summariser
from pipelines.translation.terms import read_glossary
from pipelines.translation.translator import choose_translator

RECEIVED = frozenset(
    """id key url outlet raw_title raw_text author published_at published_precision received_at dated_at
    language_hint version version_of extra decisions""".split()  # noqa: SIM905  easier to read
)

FILLED = frozenset(
    {"published_at", "published_precision", "dated_at"}
)  # received by most, read from the text of others


def build_stages(settings: Settings) -> tuple[AnyStage, ...]:
    """Return the stages in order, configured; no model is loaded yet.

    Raises MonitorError for a watch list or a glossary that cannot be read.
    """
    watchlist = read_watchlist(settings)
    translator = choose_translator(pin_name(settings, settings.translation_model))
    embedder = choose_embedder(pin_name(settings, settings.embedding_model))
    glossary = read_glossary(Path(settings.glossary)) if settings.glossary else read_glossary()
    stages: tuple[AnyStage, ...] = (
        RepairStage(),
        LanguageStage(expected=settings.expected_languages),
        DuplicatesStage(),
        MentionsStage(watchlist=watchlist, recogniser=choose_recogniser(pin_name(settings, settings.entity_model))),
        TranslationStage(
            reading_languages=settings.reading_languages,
            full_text_languages=settings.full_text_languages,
            glossary=glossary,
            translator=translator,
        ),
        SummaryStage(
            reading_languages=settings.reading_languages,
            glossary=glossary,
            translator=translator,
            embedder=embedder,
            summariser=choose_summariser(pin_name(settings, settings.summary_model)),
        ),
        TopicsStage(watchlist=watchlist, embedder=embedder),
        FingerprintStage(embedder),
        StoriesStage(),
    )
    check_order(stages)
    return stages


def check_order(stages: tuple[AnyStage, ...]) -> None:
    """Raise ValueError if a stage needs what no earlier one gives, or two give the same."""
    given = set(RECEIVED)
    for stage in stages:
        if missing := stage.needs - given:
            raise ValueError(f"stage {stage.name} needs {', '.join(sorted(missing))}, which no earlier stage gives")
        if unknown := stage.gives - set(Document.__dataclass_fields__):
            raise ValueError(f"stage {stage.name} gives {', '.join(sorted(unknown))}, which no document has")
        if twice := (stage.gives - FILLED) & given:
            raise ValueError(f"stage {stage.name} gives {', '.join(sorted(twice))}, which an earlier stage gave")
        given |= stage.gives


def needed_by(name: str, stages: tuple[AnyStage, ...]) -> frozenset[str]:
    """The stage called `name` and all that it needs, directly or through others."""
    by_name = {stage.name: stage for stage in stages}
    giver = {field: stage.name for stage in stages for field in stage.gives}
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        found.add(current)
        waiting += [giver[field] for field in by_name[current].needs if field in giver and giver[field] not in found]
    return frozenset(found)
