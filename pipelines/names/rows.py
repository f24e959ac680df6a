"""The tables beside these modules: lines of cells between tabs, cells of parts between semicolons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent


def read_rows(name: str, columns: int) -> Iterator[list[str]]:
    """Yield the rows of a table, filled up to `columns`; lines that begin with # are remarks."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield cells + [""] * (columns - len(cells))


def split(cell: str) -> list[str]:
    """The parts of a cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]
