"""How long amounts, dates and quotes take for 500 words, beside one plain search for numbers in the same text.

Run: python tests/bench/figures.py
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from figures_cases import read_cases

from pipelines.facts.amounts import find_amounts
from pipelines.facts.dates import find_dates
from pipelines.facts.quotes import find_quotes

WORDS = 500
ROUNDS = 20


def seconds(work: Callable[[], object]) -> float:
    """The best of some rounds: other programs share the machine."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def main() -> None:
    number = re.compile(r"\b\d[\d.,]*\b")
    for language in ("fr", "en"):
        text = " ".join(" ".join(case.text for case in read_cases(f"scoring.{language}")).split()[:WORDS])
        plain = seconds(lambda text=text: number.findall(text))  # type: ignore[misc]
        parts: dict[str, Callable[[], object]] = {
            "amounts": lambda text=text, la=language: find_amounts(text, "text", la),  # type: ignore[misc]
            "dates": lambda text=text, la=language: find_dates(text, "text", la, "2018-06-20"),  # type: ignore[misc]
            "quotes": lambda text=text, la=language: find_quotes(text, la, []),  # type: ignore[misc]
        }
        times = {name: seconds(work) for name, work in parts.items()}
        total = sum(times.values())
        row = "  ".join(f"{name} {1000 * t:.2f} ms" for name, t in times.items())
        print(f"{language}: {row}  total {1000 * total:.2f} ms, {total / plain:.0f} times one search for digits")


if __name__ == "__main__":
    main()
