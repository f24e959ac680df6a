"""A reader's questions as vectors, for a search by meaning: the model loads beside the first pages; none waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache

from monitor.errors import MonitorError
from monitor.search.codes import Vector

REMEMBERED = 1000  # questions, of a few kilobytes each


class Questions:
    """Turns questions into vectors by `embed`, once its model is loaded; `note` says why not where it cannot."""

    def __init__(self, embed: Callable[[str], Vector]) -> None:
        self._embed = lru_cache(REMEMBERED)(embed)  # a question's pages and filters ask the same again
        self._one_at_a_time = threading.Lock()
        self._loaded = False
        self.note = "meaning is not searched yet, words are: its model is being loaded"
        threading.Thread(target=self._load, daemon=True).start()

    def _load(self) -> None:
        try:
            self.vector_of("news", wait=True)
        except MonitorError as missing:
            self.note = f"words are searched, meaning is not: {missing}"
        else:
            self._loaded, self.note = True, ""

    def vector_of(self, text: str, wait: bool = False) -> Vector | None:
        """The vector of `text`; None while there is none to be had, or where nothing was said."""
        if not text or not (self._loaded or wait):
            return None
        with self._one_at_a_time:
            return self._embed(text)
