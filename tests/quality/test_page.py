"""How right pages are read: titles, dates, and the words of the text, beside trafilatura alone in the same run.

Three sets: `tests/cases/pages`, each page with one trouble, which guided the rules; `scoring`, 32 pages written
afterwards in the mark-up of many real systems; and `fresh`, ten more, written when the faults of those were mended.
Read for the first time, before any rule was mended by them:

            title   date    author  text    trafilatura alone
    scoring 0.969   0.938   0.769   0.972   0.952
    fresh   0.900   0.800   0.833   0.994   0.956   (one of two dates a zone that the page does not tell)

Both have guided rules since, so their figures now flatter.
"""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from spiders.charset import decode_page
from spiders.page import read_page

pytestmark = pytest.mark.quality

HERE = Path(__file__).parent
PAGES = HERE.parent / "cases" / "pages"
FLOORS = tomllib.loads((HERE / "page.floors.toml").read_text(encoding="utf-8"))


def f1(found: str, expected: str) -> float:
    """Harmonic mean of precision and recall over the words of both texts, counted with their repetitions."""
    ours, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (found, expected))
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values())) if common else 0.0


def measure(folder: Path) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Shares of facts read right, and for each page the F1 of its words: ours, and trafilatura's."""
    from trafilatura import extract

    facts: dict[str, list[bool]] = {name: [] for name in ("title", "published_at", "author", "kind")}
    words = {}
    for name, case in json.loads((folder / "cases.json").read_text(encoding="utf-8")).items():
        data, header = (folder / f"{name}.html").read_bytes(), case.get("header", "")
        page = read_page(data, case["url"], {"Content-Type": header})
        for fact in facts:
            facts[fact] += [getattr(page, fact) == case["expected"][fact]] if fact in case["expected"] else []
        if "text" in case:
            expected = "\n".join(case["text"])
            words[name] = f1(page.text, expected), f1(extract(decode_page(data, header)[0]) or "", expected)
    found = {fact: sum(right) / len(right) for fact, right in facts.items()}
    return {**found, "text_f1": sum(ours for ours, _ in words.values()) / len(words)}, words


@pytest.mark.parametrize("name", FLOORS)
def test_pages(name: str) -> None:
    found, words = measure(PAGES / name if name != "guiding" else PAGES)
    alone = sum(theirs for _, theirs in words.values()) / len(words)
    print()
    for fact, value in found.items():
        print(f"{name:8} {fact:12} {value:.4f}  floor {FLOORS[name][fact]:.4f}")
    print(f"{name:8} {'alone':12} {alone:.4f}  trafilatura's text, {len(words)} pages, right charset given")
    assert all(found[fact] >= floor for fact, floor in FLOORS[name].items())
    assert not [page for page, (ours, theirs) in words.items() if ours < theirs - 0.01], "below trafilatura alone"
