"""How right real pages of the press are read, beside trafilatura alone in the same run: see `tests/public_pages.py`.

Only pages in French and English count. With NEWS_PAGES_SHOW set, what went wrong on the guiding half is listed.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

import pytest

from monitor.document import Document
from pipelines.stages.language import LanguageStage
from spiders.body import parse_html
from spiders.charset import decode_page
from spiders.credits import SEPARATOR
from spiders.declared import clean, plain, read_declared
from spiders.page import Page, read_page
from tests.public_pages import SETS, Saved, read_set
from tests.quality.test_page import f1

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads((Path(__file__).parent / "public_pages.floors.toml").read_text(encoding="utf-8"))
LABELS = tomllib.loads((Path(__file__).parent / "public_pages.labels.toml").read_text(encoding="utf-8"))
FOLDER = Path(os.environ.get("NEWS_PAGES", ""))
SHOW = bool(os.environ.get("NEWS_PAGES_SHOW"))


@dataclass(frozen=True)
class Score:
    """One page: which facts are right (None: not known), and the text's measure beside trafilatura's."""

    saved: Saved
    page: Page
    title: bool | None
    headline: bool | None  # or the headline that readers see, where the label is another the page gives itself
    day: bool | None
    day_of_news: bool | None  # without the labels that say nothing of news
    minute: bool | None
    text: float | None
    alone: float | None


def score(saved: Saved, page: Page, unsound: Collection[str]) -> Score:
    """How right our reading of the page is, and trafilatura's; `unsound` names pages with a wrong label."""
    from trafilatura import extract

    alone = extract(decode_page(saved.data, "")[0], include_comments=False) or "" if saved.text or saved.parts else ""
    known = saved.text or saved.parts
    day = is_day(page.published_at, saved.date) if saved.date else None
    return Score(
        saved,
        page,
        is_title(page.title, saved.title) if saved.title else None,
        is_title(page.title, saved.title) or is_shown(page.title, saved) if saved.title else None,
        day,
        None if saved.name in unsound else day,
        _minute(page.published_at) == _minute(saved.date) if has_zone(saved.date) else None,
        likeness(page.text, page.title, saved) if known else None,
        likeness(alone, page.title, saved) if known else None,
    )


def likeness(text: str, title: str, saved: Saved) -> float:
    """F1 of the words against the whole text; of the sentences that should and should not be there, where these are.

    The headline is not the text's to hold: it counts neither for nor against, whoever holds it.
    """
    if saved.text:
        return f1(without_line(text, title), without_line(saved.text, title))
    found = sum(part in text or part in title for part in saved.parts)
    wrong = sum(part in text for part in saved.others)
    return 2 * found / (found + wrong + len(saved.parts))


def without_line(text: str, title: str) -> str:
    """The text without the lines that are the title."""
    return "\n".join(line for line in text.splitlines() if plain(line) != plain(title))


def is_title(found: str, known: str) -> bool:
    """Whether they are the same but for quotes, spaces, and an outlet's name at the end of either."""
    return any(plain(a) == plain(b) for a in _cut(found) for b in _cut(known))


def _cut(title: str) -> list[str]:
    end = list(SEPARATOR.finditer(title))[-1:]
    return [title, *(title[: mark.start()] for mark in end if mark.start() > len(title) / 2)]


def is_shown(title: str, saved: Saved) -> bool:
    """Whether it is the page's h1, and the label one of the other headlines that the page gives itself."""
    tree = parse_html(decode_page(saved.data, "")[0])
    declared = read_declared(tree, saved.url)
    others = (clean(declared.article.get("headline")), declared.meta("og:title"), declared.meta("twitter:title"))
    shown = {plain(head.text_content()) for head in tree.iter("h1")}
    return plain(title) in shown and any(is_title(other, saved.title) for other in others)


def is_day(found: str, known: str) -> bool:
    """Whether the day is right. A known day is one of the page's own zone, which may be the next or the last of UTC."""
    if not found:
        return False
    apart = abs(datetime.fromisoformat(found[:10]) - datetime.fromisoformat(_minute(known)[:10]))
    return apart <= timedelta(days=1 if "T" in found and not has_zone(known) else 0)


def has_zone(said: str) -> bool:
    """Whether it is a time, not a day, and says in which zone."""
    return "T" in said and datetime.fromisoformat(said).utcoffset() is not None and "T00:00:00" not in said


def _minute(said: str) -> str:
    return datetime.fromisoformat(said).astimezone(UTC).isoformat()[:16] if has_zone(said) else said


def is_ours(saved: Saved) -> bool:
    """Whether the page is in one of the two languages, by the words that stand in its paragraphs."""
    tree = parse_html(decode_page(saved.data, "")[0])
    if tree is None:
        return False
    text = " ".join(p.text_content() for p in tree.iter("p", "h1", "title"))[:3000]
    return LanguageStage()([Document(key="", raw_text="", text=text)])[0].language in ("fr", "en")


def averages(scores: Iterable[Score]) -> dict[str, tuple[float, int]]:
    """The mean of each measure, and of how many pages."""
    kept = list(scores)
    found = {name: [v for s in kept if (v := getattr(s, name)) is not None] for name in Score.__annotations__}
    names = ("title", "headline", "day", "day_of_news", "minute", "text", "alone")
    return {name: (mean(found[name]), len(found[name])) for name in names if found[name]}


@pytest.mark.skipif(not os.environ.get("NEWS_PAGES"), reason="NEWS_PAGES names no folder of public page sets")
@pytest.mark.parametrize("half", ["guiding", "scoring"])
@pytest.mark.parametrize("name", SETS)
def test_public_pages(name: str, half: str) -> None:
    pages = read_set(FOLDER, name)
    if not pages:
        pytest.skip(f"{name} does not lie in {FOLDER}")
    chosen = [saved for saved in pages if saved.guides == (half == "guiding") and is_ours(saved)]
    unsound = LABELS.get(name, {})
    scores = [score(saved, read_page(saved.data, saved.url), unsound) for saved in chosen]
    found = averages(scores)
    print(f"\n{name} {half}: " + ", ".join(f"{fact} {value:.3f} of {n}" for fact, (value, n) in found.items()))
    if SHOW and half == "guiding":
        show(scores)
    floors = FLOORS.get(name, {}).get(half, {})
    assert all(found[fact][0] >= floor for fact, floor in floors.items())
    assert "text" not in floors or found["text"][0] >= found["alone"][0]


def show(scores: Iterable[Score]) -> None:
    """What went wrong, a line each."""
    for s in scores:
        if s.headline is False:
            print(f"  {s.saved.name[:40]} title {s.page.title!r} not {s.saved.title!r}")
        if s.day is False or s.minute is False:
            print(f"  {s.saved.name[:40]} date {s.page.published_at} not {s.saved.date}")
        if s.text is not None and s.alone is not None and (s.text < 0.9 or s.text < s.alone - 0.01):
            print(f"  {s.saved.name[:40]} text {s.text:.3f} alone {s.alone:.3f} {s.page.kind} {s.page.method}")
