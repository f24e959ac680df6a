"""A reader's question as a vector, to be compared with those of the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.search.codes import Vector
    from monitor.settings import Settings


def embed_question(settings: Settings, text: str) -> Vector:
    """The vector of `text`, by the model that made the documents'. Raises MonitorError where it is missing."""
    from monitor.models import pin_name
    from pipelines.embeddings import choose_embedder
    from pipelines.stage import Postpone

    try:
        found: Vector = choose_embedder(pin_name(settings, settings.embedding_model)).embed([text])[0]
    except Postpone as missing:
        raise MonitorError(str(missing)) from missing
    return found
