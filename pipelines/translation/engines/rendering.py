"""What an engine made of a sentence."""

from __future__ import annotations

from typing import NamedTuple


class Rendering(NamedTuple):
    """A translation as the engine wrote it; not `sure` where the engine cannot read the sentence back out of it."""

    text: str
    sure: bool = True
