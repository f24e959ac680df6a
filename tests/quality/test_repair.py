"""Lost letters given back: passages of our own, damaged by real encoders in three typographies.

`french_scoring.txt` holds the passages whose letters are counted, `french_questions.txt` and `french_questions_2.txt`
those whose question marks are real, `english.txt` those where nothing may change. `french_tuning.txt` set the rules;
the faults in `french_questions.txt` have been seen as well.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipelines.repair.accents import find_unaccented
from pipelines.repair.letters import find_lost_letters
from pipelines.repair.revision import replay
from pipelines.repair.vanished import find_vanished

pytestmark = pytest.mark.quality

HERE = Path(__file__).parent
CASES = HERE.parent / "cases" / "repair"
FLOORS = tomllib.loads((HERE / "repair.floors.toml").read_text("utf-8"))
CHARSETS = ("gb2312", "latin-1", "ascii")
NBSP = "\u00a0"


def set_plain(text: str) -> str:
    """Straight apostrophes, plain spaces inside the quotation marks."""
    return text


def set_in_print(text: str) -> str:
    """Curved apostrophes, spaces that do not break before high signs."""
    return re.sub(r" (?=[»?!:;%€])", NBSP, text.replace("'", "’").replace("« ", f"«{NBSP}"))


def set_tight(text: str) -> str:
    """No space inside the quotation marks, as Swiss and hasty typists write."""
    return text.replace("« ", "«").replace(" »", "»")


TYPOGRAPHIES: tuple[Callable[[str], str], ...] = (set_plain, set_in_print, set_tight)


def read(name: str) -> list[str]:
    lines = (CASES / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def damage(text: str, charset: str) -> str:
    return text.encode(charset, errors="replace").decode(charset)


def count(name: str, charset: str) -> Counter[str]:
    """Count over the passages of `name`: letters lost and back, real question marks, words, words changed wrongly."""
    counts: Counter[str] = Counter()
    for passage in read(name):
        for typography in TYPOGRAPHIES:
            meant = typography(passage)
            came = damage(meant, charset)
            repaired = replay(came, find_lost_letters(came))
            counts.update(compare(meant, came, repaired))
    return counts


def compare(meant: str, came: str, repaired: str) -> Iterator[str]:
    for m, c, r in zip(meant, came, repaired, strict=True):
        if m != c:
            kind = "space" if m == NBSP else "letter"
            yield from (f"{kind} lost", f"{kind} back") if m == r else (f"{kind} lost",)
        elif m == "?":
            yield from ("question", "question kept") if r == m else ("question",)
    for m, c, r in zip(meant.split(" "), came.split(" "), repaired.split(" "), strict=True):
        wrong = any(x != z != y for x, y, z in zip(m, c, r, strict=True))
        yield from ("word", "word wrong") if wrong else ("word",)


@pytest.mark.parametrize("charset", CHARSETS)
def test_letters_come_back(charset: str, capsys: pytest.CaptureFixture[str]) -> None:
    damaged = count("french_scoring", charset)
    asked = count("french_questions", charset) + count("french_questions_2", charset)
    both, again = damaged + asked, asked["letter back"] / asked["letter lost"]
    back = damaged["letter back"] / damaged["letter lost"]
    wrong, kept = both["word wrong"] / both["word"], both["question kept"] / both["question"]
    with capsys.disabled():
        print(
            f"\n{charset:8} {damaged['letter lost']:5} letters lost, {back:.2%} back; in question passages"
            f" {asked['letter back']} of {asked['letter lost']}; spaces {both['space back']} of {both['space lost']};"
            f" {both['word wrong']} of {both['word']} words changed wrongly ({wrong:.3%});"
            f" {both['question kept']} of {both['question']} question marks kept"
        )
    assert back >= FLOORS[f"{charset}_back"]
    assert again >= FLOORS[f"{charset}_questions_back"]
    assert wrong <= FLOORS[f"{charset}_wrong"]
    assert kept >= FLOORS[f"{charset}_questions_kept"]


def test_corpus_is_large_enough() -> None:
    assert min(len(read("french_scoring")), len(read("french_questions"))) >= 280
    lost = sum(len(passage) - len(passage.encode("ascii", "ignore")) for passage in read("french_scoring"))
    assert lost >= 1500


@pytest.mark.parametrize("charset", CHARSETS)
def test_english_is_left_alone(charset: str) -> None:
    passages = [damage(passage, charset) for passage in read("english")]
    changed = [passage for passage in passages if find_lost_letters(passage)]
    assert changed == []
    assert find_lost_letters("\n".join(passages)) == []


def test_french_without_accents_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    passages = read("french_scoring")
    pairs = [" ".join(pair) for pair in zip(passages, passages[1:], strict=False)]  # as long as a short item of news
    bare = [unicodedata.normalize("NFD", pair).encode("ascii", "ignore").decode() for pair in pairs]
    marked = sum(any(find_unaccented(text)) for text in bare) / len(bare)
    untouched = [*passages, *read("french_questions"), *read("english")]
    wrongly = [text for text in untouched if any(find_unaccented(text))]
    with capsys.disabled():
        print(
            f"\naccents  {marked:.1%} of {len(bare)} stripped texts marked, {len(wrongly)} of {len(untouched)} others"
        )
    assert marked >= FLOORS["unaccented_marked"]
    assert wrongly == []


@pytest.mark.parametrize("charset", ["gb2312", "ascii"])
def test_vanished_letters_come_back(charset: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Letters that left nothing at all, in texts of eight passages: what comes back must be right."""
    passages = read("french_scoring")
    counts: Counter[str] = Counter()
    for start in range(0, len(passages), 8):
        words = " ".join(passages[start : start + 8]).split(" ")
        pairs = [(word, came) for word in words if (came := word.encode(charset, "ignore").decode(charset))]
        text = " ".join(came for _, came in pairs)
        repaired = replay(text, find_vanished(text)).split(" ")
        for (meant, came), word in zip(pairs, repaired, strict=True):
            counts.update(
                name
                for name, holds in {
                    "words": True,
                    "lost": meant != came,
                    "back": meant != came and word == meant,
                    "wrong": word not in (meant, came),
                }.items()
                if holds
            )
    back = counts["back"] / counts["lost"]
    with capsys.disabled():
        print(f"\nvanished {charset} {counts['lost']} words lost letters, {back:.1%} back, {counts['wrong']} wrong")
    assert back >= FLOORS[f"vanished_{charset}_back"]
    assert counts["wrong"] <= FLOORS[f"vanished_{charset}_wrong"] * counts["words"]


def test_replacement_characters_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    """U+FFFD for each letter (UTF-8 read with errors replaced) is no worse than `?`."""
    counts: Counter[str] = Counter()
    for passage in read("french_scoring"):
        came = "".join(sign if sign.isascii() else "\ufffd" for sign in passage)
        counts.update(compare(passage, came, replay(came, find_lost_letters(came))))
    back = counts["letter back"] / counts["letter lost"]
    with capsys.disabled():
        print(f"\nU+FFFD   {counts['letter lost']} letters lost, {back:.2%} back, {counts['word wrong']} words wrong")
    assert back >= FLOORS["replacement_back"]
