"""A reader's question as a vector, to be compared with those of the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.search.codes import Vector
    from monitor.settings import Settings


def embed_question(settings: Settings, text: str) -> Vector:
    """The vector of `text`, by the model that made the documents'.

    A few words hardly show their language, so a model that knows English alone reads them as they are and translated
    from French, and the vector lies between the two. Raises MonitorError where the model is missing.
    """
    import numpy as np

    from monitor.models import pin_name
    from pipelines.embeddings import choose_embedder
    from pipelines.stage import Postpone
    from pipelines.translation.translator import choose_translator

    embedder = choose_embedder(pin_name(settings, settings.embedding_model))
    translator = choose_translator(pin_name(settings, settings.translation_model))
    texts = [text]
    try:
        if embedder.english_only and translator.translates("fr", "en"):
            texts += [made.text for made in translator.translate([text], "fr", "en")]
        whole = embedder.embed(texts).sum(axis=0)
    except Postpone as missing:
        raise MonitorError(str(missing)) from missing
    vector: Vector = whole / max(float(np.linalg.norm(whole)), 1e-9)
    return vector
