"""How right pages are read: titles, dates, and the words of the text, beside trafilatura alone in the same run."""

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


def measure():
    from trafilatura import extract

    cases = json.loads((PAGES / "cases.json").read_text(encoding="utf-8"))
    ours, alone, titles, dates = [], [], [], []
    for name, case in cases.items():
        data, header = (PAGES / f"{name}.html").read_bytes(), case.get("header", "")
        page = read_page(data, case["url"], {"Content-Type": header})
        titles += [page.title == case["expected"]["title"]] if "title" in case["expected"] else []
        dates += [page.published_at == case["expected"]["published_at"]] if "published_at" in case["expected"] else []
        if "text" in case:
            expected = "\n".join(case["text"])
            ours.append(f1(page.text, expected))
            alone.append(f1(extract(decode_page(data, header)[0]) or "", expected))
    return {name: sum(values) / len(values) for name, values in zip(FLOORS, (titles, dates, ours), strict=True)}, alone


def test_pages():
    found, alone = measure()
    peer = sum(alone) / len(alone)
    for name, value in found.items():
        print(f"{name:8} {value:.4f}  floor {FLOORS[name]:.4f}")
    print(f"{'alone':8} {peer:.4f}  trafilatura's text, same pages, right charset given")
    assert all(found[name] >= floor for name, floor in FLOORS.items())
    assert found["text_f1"] >= peer
