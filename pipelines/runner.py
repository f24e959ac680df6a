"""Takes what is pending through the stages: one outcome a document, everything committed batch by batch.

Each stage works through all that is pending for it before the next begins, so that only one model is busy at a time
and the corpus stages see documents in the order of their dates. A killed run resumes by asking the store.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from sqlite_utils import Database

from monitor.document import Document
from monitor.search.indexing import index_changed, note_changed
from monitor.store import stories
from monitor.store.corpus import StoreCorpus
from monitor.store.documents import read_documents, write_given
from monitor.store.memory import StoreMemory
from monitor.store.steps import Step, make_pending, note_signature, pending, write_steps
from monitor.store.writing import now
from pipelines.stage import AnyStage, Changes, CorpusStage, Postpone, Reject, Stage, sign
from pipelines.translation.memory import with_memory

WORST = ("failed", "rejected", "postponed", "done")  # a document's outcome in a run is the worst of its steps
SEARCHED = frozenset({"title", "text", "language", "translations", "summaries", "tags", "fingerprint"})


@dataclass
class Report:
    """What a pass did: the outcome of each document it took, and what to say of those that went wrong."""

    outcomes: dict[int, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)  # one line each, documents that failed or were rejected
    postponed: Counter[str] = field(default_factory=Counter)  # reason → documents

    def note(self, stage: str, step: Step) -> None:
        """Take one step into account."""
        known = self.outcomes.get(step.document_id, "done")
        self.outcomes[step.document_id] = min(known, step.outcome, key=WORST.index)
        if step.outcome in ("failed", "rejected"):
            self.troubles.append(f"document {step.document_id} {step.outcome} in {stage}: {step.error}")
        if step.outcome == "postponed":
            self.postponed[f"{stage}: {step.error}"] += 1

    def counts(self) -> dict[str, int]:
        """Documents taken, and how many ended in each outcome; the latter add up to the former."""
        found = Counter(self.outcomes.values())
        return {"taken": len(self.outcomes), **{outcome: found[outcome] for outcome in reversed(WORST)}}


@dataclass(frozen=True)
class Pass:
    """One pass over all that is pending."""

    db: Database
    run_id: int
    stages: tuple[AnyStage, ...]
    batch_size: int
    remembered: int = 0  # translations of sentences that the store keeps at most
    show: Callable[[str, int, int], None] = lambda stage, done, total: None  # progress: stage, documents done, of total
    report: Report = field(default_factory=Report)

    def process(self, only: frozenset[str] | None = None, limit: int | None = None) -> Report:
        """Run the stages in order (those named in `only`, where given) on the `limit` oldest pending documents."""
        memory = StoreMemory(self.db, self.run_id, self._translation_version(), self.remembered)
        wanted = [with_memory(stage, memory) for stage in self.stages if only is None or stage.name in only]
        for stage in wanted:
            note_signature(self.db, sign(stage))
        taken = self._take(wanted, limit)
        for stage in wanted:
            ids = [i for i in pending(self.db, sign(stage), self._earlier(stage)) if taken is None or i in taken]
            for start in range(0, len(ids), self.batch_size):
                self.show(stage.name, start, len(ids))
                self._run_batch(stage, ids[start : start + self.batch_size])
            if ids:
                self.show(stage.name, len(ids), len(ids))
        index_changed(self.db)
        memory.prune()
        return self.report

    def _translation_version(self) -> str:
        return next((stage.version for stage in self.stages if stage.name == "translation"), "")

    @cached_property
    def _corpus(self) -> StoreCorpus:
        return StoreCorpus(self.db)

    def _take(self, stages: Sequence[AnyStage], limit: int | None) -> set[int] | None:
        if limit is None:
            return None
        waiting = {i for stage in stages for i in pending(self.db, sign(stage), self._earlier(stage))}
        oldest = (
            "SELECT id FROM document WHERE id IN (SELECT value FROM json_each(?)) ORDER BY dated_at, content_hash, id"
        )
        return {row[0] for row in self.db.execute(f"{oldest} LIMIT ?", [json.dumps(sorted(waiting)), limit])}

    def _earlier(self, stage: AnyStage) -> list[str]:
        names = [s.name for s in self.stages]
        return names[: names.index(stage.name)]

    def _later(self, stage: AnyStage) -> list[str]:
        names = [s.name for s in self.stages]
        return names[names.index(stage.name) + 1 :]

    def _run_batch(self, stage: AnyStage, ids: Sequence[int]) -> None:
        batch = read_documents(self.db, ids, stage.needs)
        for part, result, step in self._try(stage, batch):
            with self.db.atomic():
                self._commit(stage, part, result, step)

    def _try(self, stage: AnyStage, batch: list[Document]) -> Iterator[tuple[list[Document], Changes | None, Step]]:
        """Yield the batch with what the stage made of it; one document at a time where the whole would not go."""
        started = time.perf_counter()
        outcome, error, changes = "done", "", None
        try:
            changes = call(stage, batch, self._corpus)
        except Reject as reason:
            outcome, error = "rejected", str(reason)
        except Postpone as reason:
            outcome, error = "postponed", str(reason)
        except Exception as bug:
            outcome, error = "failed", f"{type(bug).__name__}: {bug}"
        if outcome != "done" and len(batch) > 1:
            for document in batch:
                yield from self._try(stage, [document])
            return
        ms = (time.perf_counter() - started) * 1000 / len(batch)
        yield batch, changes, Step(0, outcome, round(ms, 3), error)

    def _commit(self, stage: AnyStage, batch: list[Document], changes: Changes | None, step: Step) -> None:
        at = now()
        if changes is not None:
            self._write(stage, changes, at)
            make_pending(self.db, self._later(stage), [d.id for d in (*batch, *changes.others)])
        steps = [Step(d.id, step.outcome, step.ms, step.error) for d in batch]
        write_steps(self.db, self.run_id, sign(stage), steps, at)
        for each in steps:
            self.report.note(stage.name, each)

    def _write(self, stage: AnyStage, changes: Changes, at: str) -> None:
        documents = [*changes.documents, *changes.others]
        if "story" in stage.gives:
            stories.write_links(self.db, documents, at, changes.merged)
        else:
            write_given(self.db, documents, stage.gives, at)
        if stage.gives & SEARCHED:
            note_changed(self.db, [d.id for d in documents])


def call(stage: AnyStage, batch: list[Document], corpus: StoreCorpus) -> Changes:
    """Run the stage, of whichever kind, and hold it to its promise: as many documents, in the same order."""
    if hasattr(stage, "find_changes"):
        changes = cast(CorpusStage, stage).find_changes(batch, corpus)
    else:
        changes = Changes(cast(Stage, stage)(batch))  # type: ignore[redundant-cast]
    if [d.id for d in changes.documents] != [d.id for d in batch]:
        raise ValueError(f"stage {stage.name} returned other documents than it was given, or in another order")
    return changes
