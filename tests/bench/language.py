"""Documents a second of the language stage beside plain langdetect's detect(), on articles of 500 words.

The articles are put together anew from the labelled headlines, in an order drawn from a seed, half in each language.
Ours is measured in three states: each article with no word met before, all articles from an empty memory, and as in a
running program. Seconds are the processor's, so that other programs on the machine do not count.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from langdetect import DetectorFactory, detect

from monitor.document import Document
from pipelines.language.detection import load_profiles
from pipelines.stages.language import LanguageStage

CASES = Path(__file__).parent.parent / "cases" / "language"
ARTICLES, WORDS = 200, 500


def write_articles() -> list[str]:
    """Return the articles: sentences of the headlines, a paragraph every five."""
    draw = random.Random(0)
    articles = []
    for number in range(ARTICLES):
        names = (f"{name}.{('fr', 'en')[number % 2]}.txt" for name in ("headlines", "headlines_2"))
        lines = [line for name in names for line in (CASES / name).read_text("utf-8").splitlines()]
        text = ""
        while len(text.split()) < WORDS:
            text += " ".join(f"{line}." for line in draw.sample(lines, 5)) + "\n"
        articles.append(text)
    return articles


def measure(read: Callable[[str], object], articles: list[str]) -> float:
    """Return the documents read a second."""
    started = time.process_time()
    for article in articles:
        read(article)
    return len(articles) / (time.process_time() - started)


def main() -> None:
    """Print the three speeds and the ratios."""
    articles = write_articles()
    stage = LanguageStage()

    def ours(text: str) -> object:
        return stage([Document(key="k", raw_text=text, text=text)])

    def cold(text: str) -> object:
        load_profiles()._words.clear()
        return ours(text)

    DetectorFactory.seed = 0
    detect("warm up")
    ours("warm up")
    plain = measure(detect, articles)
    speeds = {"no word met before": measure(cold, articles)}
    load_profiles()._words.clear()
    speeds |= {"from an empty memory": measure(ours, articles), "in a running program": measure(ours, articles)}
    for state, speed in speeds.items():
        print(f"ours, {state:20} {speed:7.0f} documents/s  {speed / plain:5.1f} x plain langdetect ({plain:.0f})")


if __name__ == "__main__":
    main()
