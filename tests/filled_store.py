"""A store that the command line filled and processed, without a model: made once, and copied for each test."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import cli


def fill_store(folder: Path, records: Iterable[dict[str, Any]]) -> Path:
    """The store in `folder` that has loaded and processed the records."""
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return call(folder / "monitor.db", ["load", folder / "news.jsonl"], ["process"])


def call(store: Path, *commands: list[object]) -> Path:
    """Give the commands to `store`, one after another; returns it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_TRANSLATION_MODEL", "none")
        patch.setenv("MONITOR_EMBEDDING_MODEL", "words")
        for command in commands:
            arguments = [*map(str, command), "--store", str(store), "--quiet"]
            assert cli.main(arguments, standalone_mode=False) == 0
    return store
