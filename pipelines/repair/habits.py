"""What each line of a text looks like, the page's own or the article's: learned from real pages.

A line is described by what can be seen of it: its words, its form, where it stands, what stands around it, whether it
shares rare words with the article. Each such mark weighs for or against, as `habits.tsv` says; `training/habits.py`
found the weights by logistic regression. What a line is found to be weighs with its neighbours' in `verdict`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from pipelines.repair.kinship import names, rare_words
from pipelines.repair.lines import Page, is_prose
from pipelines.repair.moments import MOMENT
from pipelines.repair.notices import HANDLE, is_name_list, make_plain, read_notice, words_pattern
from pipelines.repair.own_lines import find_lists, little_words

HABITS = Path(__file__).with_name("habits.tsv")
WORD = re.compile(r"[a-z0']+|[@#©|>$€£%…]")
MEASURE = re.compile(
    r"(\d+([.,]\d+)?|an?|une?|half|demi|[½¼]) ?(g|kg|m?l|cl|dl|oz|lb|cups?|tb?sps?|km|litres?|cuill\w+|pincees?)\b"
)
MOST_WORDS = 40  # of a line are read
LENGTHS = (1, 2, 3, 5, 8, 12, 20, 35, 60)  # words; a line falls under the first that holds it
FEW = (0, 1, 2, 4, 9)  # lines
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8)
PLACED = ("length", "end", "capitals", "little", "run", "run says", "short shares", "long shares", "short names")


def weigh(marks: Iterable[str], known: Mapping[str, float]) -> float:
    """Return the log-odds that a line with those marks is the page's, by such `weights`."""
    return known["(all)"] + sum(known.get(mark, 0.0) for mark in sorted(set(marks)))


@cache
def weights() -> dict[str, float]:
    """What each mark weighs, in log-odds; `(all)` is what every line starts from."""
    lines = HABITS.read_text("utf-8").splitlines()
    return {mark: float(weight) for mark, _, weight in (line.partition("\t") for line in lines)}


def describe(page: Page) -> list[list[str]]:
    """Return the marks of each line: `w:word` for its words, `first:` and `last:` for the outer two, others by name."""
    texts = [line.text for line in page.lines]
    plain = [make_plain(text) for text in texts]
    shapes = [_shape(text) for text in texts]
    rare = [_rare_words(text) for text in plain]
    everywhere = Counter(word for words in rare for word in words)
    told = [page.title, *(text for text, shape in zip(texts, shapes, strict=True) if shape == "prose")]
    named, times = names(" ".join(told)), Counter(plain)
    described = []
    listed = find_lists(page)
    for i, text in enumerate(texts):
        marks = [*_look(text), *_company(i, shapes), *(["listed"] if i in listed else [])]
        marks += ["parallel"] * any(_signs(text) and _signs(text) == _signs(each) for each in _beside(texts, i))
        marks += [*_kin(text, rare[i], everywhere, named), _grade("times", times[plain[i]], (1, 2, 4))]
        described.append([*marks, *_place(i, shapes, marks)])
    return described


@lru_cache(maxsize=8192)  # a text is read again after each round of cuts
def _look(text: str) -> tuple[str, ...]:
    """The marks of a line alone."""
    plain = make_plain(text)
    return (*_words(plain), *_form(text, plain))


@lru_cache(maxsize=8192)
def _rare_words(plain: str) -> frozenset[str]:
    return frozenset(rare_words(plain))


@lru_cache(maxsize=8192)
def _shape(text: str) -> str:
    """What a line is at first sight."""
    notice = read_notice(text)
    if notice and notice.weight >= 1:
        return f"notice {notice.kind}"
    return "prose" if is_prose(text) else "hint" if notice else "label" if text.count(" ") < 3 else "fragment"


def _beside(texts: Sequence[str], index: int) -> Sequence[str]:
    return [*texts[max(0, index - 1) : index], *texts[index + 1 : index + 2]]


@lru_cache(maxsize=8192)
def _signs(text: str) -> str:
    """The signs of a line in their order, every number one: rows of a table or a list have the same."""
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d]|[\s'’-]", "", text))


def _words(plain: str) -> Iterator[str]:
    words = WORD.findall(re.sub(r"\d+", "0", plain))[:MOST_WORDS]
    yield from (f"w:{word}" for word in words)
    yield from (f"w:{first} {second}" for first, second in pairwise(words))
    yield from (f"first:{words[0]}", f"last:{words[-1]}") if words else ()


def _form(text: str, plain: str) -> Iterator[str]:
    words, letters = text.split(), [c for c in text if c.isalpha()]
    little = sum(word in little_words() for word in plain.split())
    yield _grade("length", len(words), LENGTHS)
    yield f"end:{'a' if text[-1].isalnum() else text[-1]}"
    yield f"start:{'A' if text[0].isupper() else 'a' if text[0].islower() else '0' if text[0].isdigit() else text[0]}"
    yield _grade("capitals", sum(word[0].isupper() for word in words) / len(words), SHARES)
    yield _grade("little", little / max(1, len(plain.split())), SHARES)
    yield _grade("digits", sum(c.isdigit() for c in text) / len(text), SHARES)
    found = {
        "shout": len(letters) > 3 and all(c.isupper() for c in letters),
        "named": is_name_list(text),
        "address": HANDLE.search(text),
        "action": words_pattern("action").match(plain),
        "invites": words_pattern("invitation").match(plain),
        "glued": re.search(r"[a-zà-ÿ][A-ZÀ-Þ]", text),
        "colon": ":" in text[:-1],
        "bars": re.search(r"[|›»·•/]", text),
        "measure": MEASURE.match(plain),
        "when": MOMENT.search(plain) and not plain[:1].isdigit(),
        "opens": re.search(r"[.!?…][»”\"]?\s+[A-ZÀ-Þ«“\"]", text),
    } | {name: words_pattern(name).search(plain) for name in ("reader", "ours", "speech")}
    yield from (name for name, there in found.items() if there)
    if notice := read_notice(text):
        yield from (f"notice:{notice.kind}", f"weighs:{min(10, round(notice.weight * 10))}")


def _kin(text: str, mine: frozenset[str], everywhere: Counter[str], named: set[str]) -> Iterator[str]:
    """What share of the line's rare words and names the rest of the text has too."""
    size = "short" if text.count(" ") < 12 else "long"
    if mine:
        yield _grade(f"{size} shares", sum(everywhere[word] > 1 for word in mine) / len(mine), SHARES)
    if own := names(text):
        yield _grade(f"{size} names", len(own & named) / len(own), (0.0, 0.5))


def _company(index: int, shapes: Sequence[str]) -> Iterator[str]:
    """What stands two lines to either side, and the run between two lines of prose that the line is in."""
    mine = shapes[index].split()[0]
    for step in (-2, -1, 1, 2):
        there = shapes[index + step] if 0 <= index + step < len(shapes) else "edge"
        yield from (f"{step:+d} {there}", f"{step:+d} {there.split()[0]}, this {mine}")
    if mine != "prose":
        run = _run(index, shapes)
        yield _grade("run", len(run) - 1, FEW)
        yield _grade("run says", sum(shape.startswith("notice") for shape in run), (0, 1, 3))


def _run(index: int, shapes: Sequence[str]) -> Sequence[str]:
    start = end = index
    while start and shapes[start - 1] != "prose":
        start -= 1
    while end < len(shapes) and shapes[end] != "prose":
        end += 1
    return shapes[start:end]


def _place(index: int, shapes: Sequence[str], marks: Sequence[str]) -> Iterator[str]:
    """Where the line stands to the article, alone and together with those other marks that this says more of."""
    prose = [i for i, shape in enumerate(shapes) if shape == "prose"] or [len(shapes)]
    zone = "above" if index < prose[0] else "below" if index > prose[-1] else "within"
    yield f"zone:{zone}"
    yield _grade("from start", index, FEW)
    yield _grade("from end", len(shapes) - 1 - index, FEW)
    if zone == "within":
        yield _grade("prose below", sum(i > index for i in prose), FEW)
        yield _grade("prose above", sum(i < index for i in prose), FEW)
    else:
        yield _grade(f"{zone} by", min(abs(index - prose[0]), abs(index - prose[-1])), FEW)
    yield from (f"{zone} {mark}" for mark in marks if mark.partition(":")[0] in PLACED)


def _grade(name: str, value: float, limits: Sequence[float]) -> str:
    """The mark of a number: the first limit that holds it."""
    return f"{name}:{next((f'{limit:g}' for limit in limits if value <= limit), 'more')}"
