"""Documents a second of the mentions stage, and of its names alone, on documents of 500 words, beside a plain search.

The peer looks for the watch list alone, by one regular expression of alternatives. The documents are put together
from the gold ones, half in each language. Then: how long the tables take to build, and what 100,000 names weigh.
"""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Callable
from pathlib import Path

from monitor.document import Document
from monitor.settings import Settings
from monitor.watchlist import Watched, WatchList, read_watchlist
from pipelines.names.gazetteer import load_gazetteer
from pipelines.stages.mentions import MentionsStage, find_mentions

CASES = Path(__file__).parent.parent / "cases" / "mentions"
MARK = re.compile(r"\[\[([^|\]]+)\|[a-z]+\]\]")
DOCUMENTS, WORDS = 200, 500


def write_documents() -> list[tuple[str, str]]:
    """Return documents of about 500 words with their language."""
    documents = []
    for language in ("english", "french"):
        gold = MARK.sub(r"\1", (CASES / f"{language}_scoring.txt").read_text(encoding="utf-8")).split("\n=== ")[1:]
        texts = [part.split("\n", maxsplit=1)[1].strip() for part in gold]
        for first in range(DOCUMENTS // 2):
            text, number = "", first
            while len(text.split()) < WORDS:
                text += texts[number % len(texts)] + "\n\n"
                number += 1
            documents.append((text, language[:2]))
    return documents


def make_document(text: str, language: str) -> Document:
    """Return a document as the stages before would give it."""
    return Document(key="", raw_text=text, text=text, language=language, dated_at="2020-06-20T08:00:00Z")


def measure(read: Callable[[str, str], object], documents: list[tuple[str, str]]) -> float:
    """Return the documents read a second of processor time."""
    started = time.process_time()
    for text, language in documents:
        read(text, language)
    return len(documents) / (time.process_time() - started)


def main() -> None:
    """Print the rates, the time of building, and the memory of a long list."""
    watchlist = read_watchlist(Settings())
    started = time.process_time()
    documents = write_documents()
    stage = MentionsStage(watchlist)
    stage([make_document(text, language) for text, language in (documents[0], documents[-1])])
    print(f"built all tables in {time.process_time() - started:.2f} s")
    forms = sorted((form for entry in watchlist.entries for form in entry.forms), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")
    ours = measure(lambda text, language: find_mentions(watchlist, "", text, language), documents)
    known = measure(lambda text, language: load_gazetteer(watchlist).judge("", text, language), documents)
    peer = measure(lambda text, _: pattern.findall(text), documents)
    whole = measure(lambda text, language: stage([make_document(text, language)]), documents)
    print(f"whole stage {whole:.0f} documents/s: names {ours:.0f} (lists only {known:.0f}), amounts, dates, quotes")
    print(f"regular expression {peer:.0f}; whole stage / regular expression: {whole / peer:.2f}")
    print(f"lists only / regular expression: {known / peer:.1f}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    names = (f"Firm {number} of {number % 97}" for number in range(100_000))
    long_list = WatchList(tuple(Watched(name, "organisation", name) for name in names))
    find_mentions(long_list, "", "Firm 5 of 5", "en")
    built = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rate = measure(lambda text, language: find_mentions(long_list, "", text, language), documents)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"100,000 names: {(built - before) / 1024:.0f} MB to build, {(after - built) / 1024:.1f} MB more after")
    print(f"200 documents; {rate:.0f} documents/s")


if __name__ == "__main__":
    main()
