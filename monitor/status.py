"""How it goes: what is pending, what failed and why, the sick sources, the last runs, the store's size."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor.store.steps import Signature, pending
from monitor.terminal import count


def status_lines(store: sqlite3.Connection, path: Path, line: Sequence[Signature]) -> list[str]:
    """The store's state, a line a fact; `line` holds the stages in order, as they would run now."""
    lines = [f"store      {path} ({_size(path)})", *_documents(store), *_pending(store, line), *_postponed(store)]
    return [*lines, *_troubles(store), *_sources(store), *_runs(store)]


def _size(path: Path) -> str:
    size = sum(p.stat().st_size for p in (path, Path(f"{path}-wal")) if p.exists())
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"


def _documents(store: sqlite3.Connection) -> list[str]:
    total, outlets, first, last = store.execute(
        "SELECT count(*), count(DISTINCT outlet), min(dated_at), max(dated_at) FROM document WHERE current"
    ).fetchone()
    if not total:
        return ["documents  none yet; `monitor load PATH` or `monitor crawl` brings some"]
    languages = store.execute("SELECT language, count(*) FROM document WHERE current GROUP BY 1 ORDER BY 2 DESC, 1")
    counts = ", ".join(f"{count} {language}" for language, count in languages)
    stories = store.execute("SELECT count(*) FROM story WHERE state <> 'merged'").fetchone()[0]
    return [
        f"documents  {total} ({counts}) from {count(outlets, 'outlet')}, {first[:10]} to {last[:10]}",
        f"stories    {stories}",
    ]


def _pending(store: sqlite3.Connection, line: Sequence[Signature]) -> Iterator[str]:
    """Documents by the first stage that waits for them; those a stage postponed have lines of their own."""
    seen: set[int] = set()
    names = [signature.stage for signature in line]
    for place, signature in enumerate(line):
        postponed = store.execute(
            "SELECT document_id FROM step WHERE stage = ? AND outcome = 'postponed'", [signature.stage]
        )
        waiting = set(pending(store, signature, names[:place])) - seen - {row[0] for row in postponed}
        if waiting:
            yield f"pending    {count(len(waiting), 'document')} from {signature.stage} on; `monitor process` does it"
        seen |= waiting


def _postponed(store: sqlite3.Connection) -> list[str]:
    rows = store.execute(
        "SELECT stage, error, count(*) FROM step WHERE outcome = 'postponed' GROUP BY stage, error ORDER BY stage"
    )
    return [f"postponed  {count(documents, 'document')} in {stage}: {error}" for stage, error, documents in rows]


def _troubles(store: sqlite3.Connection) -> list[str]:
    rows = store.execute(
        "SELECT outcome, document_id, stage, error FROM step WHERE outcome IN ('failed', 'rejected')"
        " ORDER BY outcome, document_id LIMIT 20"
    )
    lines = [f"{outcome:<10} document {document} in {stage}: {error}" for outcome, document, stage, error in rows]
    if any(line.startswith("failed") for line in lines):
        lines.append("           `monitor process --again STAGE` tries failed documents again")
    return lines


def _sources(store: sqlite3.Connection) -> list[str]:
    rows = store.execute("SELECT name, state, note FROM source WHERE state NOT IN ('ok', 'off') ORDER BY name")
    return [
        f"source     {name}: {state} ({note})" if note else f"source     {name}: {state}" for name, state, note in rows
    ]


def _runs(store: sqlite3.Connection) -> list[str]:
    rows = store.execute("SELECT * FROM run ORDER BY id DESC LIMIT 5")
    lines = []
    for row in rows:
        ended = "ended" if row["ended_at"] else "did not end (killed, or still at work)"
        counts = ", ".join(
            f"{row[name]} {name}" for name in ("received", "done", "rejected", "postponed", "failed") if row[name]
        )
        lines.append(f"run {row['id']:<6} {row['started_at']} {row['command']}: {counts or 'nothing new'}; {ended}")
    return lines
