"""Sentences translated as a document's are: one passage each, all with the same names and terms to keep."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.document import Mention
from pipelines.translation.guarantees import Checked, make_passage, translate_passages
from pipelines.translation.terms import Glossary
from pipelines.translation.translator import Translator


def translate_checked(
    translator: Translator,
    sentences: Sequence[str],
    source: str,
    target: str,
    mentions: Sequence[Mention] = (),
    glossary: Glossary = (),
) -> list[Checked]:
    passages = [make_passage(text, source, target, mentions, glossary) for text in sentences]
    return translate_passages(translator, passages, source, target)
