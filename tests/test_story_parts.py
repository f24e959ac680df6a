"""Stories that prove to be two events: when they are divided, when they are not, and that they stay so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_stories import News, Store

from monitor.document import Decision, Document, Fingerprint
from pipelines.stories.affinity import Background
from pipelines.stories.parts import find_halves, link_by_mean

NOON = "2025-03-01T12:00:00Z"
RARITY = Background({}, 200)

# what each document of a story names, and its language; "|" stands between the two events, where there are two
STORIES = {
    "two old ministers die in one week at one spa": """
        en: iris morvan castelroc preux
        fr: iris morvan castelroc hospice
        en: iris morvan preux
        fr: morvan castelroc hospice preux
        |
        fr: lucas ferrand castelroc aubin
        en: lucas ferrand castelroc canal
        fr: ferrand lucas aubin castelroc
        en: ferrand castelroc canal
        """,
    "two navies' fights with pirates in one gulf": """
        en: aden somalia sukanya mumbai
        en: aden sukanya corridor
        fr: aden somalia sukanya nambiar
        en: aden somalia sukanya corridor
        |
        en: aden somalia mysore gibe
        fr: aden somalia mysore ethiopia
        en: aden yemen mysore gibe
        fr: somalia mysore gibe ethiopia
        en: aden mysore gibe yemen
        """,
    "one shipwreck of which each side names a spokesman of its own": """
        en: oban morven star craignure
        en: morven star oban craignure macleod
        en: oban morven star macleod
        en: oban morven star craignure macleod
        fr: oban morven star lefort
        fr: oban morven star lefort craignure
        fr: oban morven star lefort
        fr: lefort oban craignure morven star
        """,
    "one strike, of which some tell nearly nothing": """
        fr: brest arsenal naval cgt
        fr: brest cgt
        fr: brest arsenal
        fr: arsenal naval cgt brest
        en: brest naval
        en: brest
        en: brest arsenal cgt
        en: brest arsenal naval
        """,
    "three documents on one side may tell the event in a way of their own": """
        en: iris morvan castelroc preux
        fr: iris morvan castelroc hospice
        en: iris morvan preux
        fr: morvan castelroc hospice preux
        en: iris morvan castelroc
        fr: lucas ferrand castelroc aubin
        en: lucas ferrand castelroc canal
        fr: ferrand lucas aubin castelroc
        """,
}


def read(story: str) -> list[Document]:
    lines = [line.strip().partition(": ") for line in story.replace("|", "").splitlines() if ":" in line]
    return [tell(i, language, names) for i, (language, _, names) in enumerate(lines, 1)]


def tell(number: int, language: str, names: str) -> Document:
    """A document whose meaning is the subject's, and a little its own."""
    off = np.random.default_rng(number).normal(size=64)
    vector = 0.84 * np.eye(64)[0] + 0.54 * off / np.linalg.norm(off)
    made = Fingerprint(
        language, (vector / np.linalg.norm(vector)).astype(np.float16).tobytes(), dict.fromkeys(names.split(), 2),
        (), (), (), {},
    )  # fmt: skip
    return Document(
        key=str(number), raw_text="", id=number, version_of=number, dated_at=f"2025-03-{1 + number % 5:02}T12:00:00Z",
        published_precision="second", fingerprint=made,
    )  # fmt: skip


def measure(*documents: Document) -> Background:
    return RARITY


@pytest.mark.parametrize("told", STORIES.values(), ids=STORIES.keys())
def test_two_events_in_one_story(told: str) -> None:
    halves = find_halves(read(told), measure)
    found = [[d.id for d in side] for side in halves.sides] if halves else []
    expected, number = [], 0
    for side in told.split("|"):
        expected.append(list(range(number + 1, number + 1 + side.count(":"))))
        number = expected[-1][-1]
    assert sorted(found) == (expected if len(expected) > 1 else [])


def test_a_copy_goes_with_its_original_and_what_the_reader_joined_is_not_divided() -> None:
    told = read(next(iter(STORIES.values())))
    copy = Document(key="c", raw_text="", id=9, version_of=9, dated_at=NOON, duplicate_of=6, copied_share=0.9)
    halves = find_halves([*told, copy], measure)
    assert halves
    assert sorted([d.id for d in side] for side in halves.sides) == [[1, 2, 3, 4], [5, 6, 7, 8, 9]]
    joined = replace(told[0], decisions=(Decision("join", "document:1", "document:8"),))
    assert find_halves([joined, *told[1:]], measure) is None


def test_the_larger_part_keeps_the_number_and_it_stays_so() -> None:
    store = Store(*(News(event, day) for day in range(1, 5) for event in ("a", "b")))
    assert sorted(set(store.process().values())) == [1, 2]
    store.db.execute("UPDATE story_document SET story_id = 1")
    store.add("new", News("a", 5))
    parted = store.process()
    assert {key: number for key, number in parted.items() if number == 1}.keys() == {"0", "2", "4", "6", "new"}
    assert "story 1 proved to be two events: some name " in store.reason("1")
    assert len(set(parted.values())) == 2
    assert store.process(again=True) == parted


@given(
    st.integers(2, 12).flatmap(lambda n: st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n)), st.integers(1, 4)
)
def test_groups_have_no_row_in_common_and_are_large_enough(values: list[float], least: int) -> None:
    n = int(len(values) ** 0.5)
    likeness = np.array(values).reshape(n, n)
    found = link_by_mean((likeness + likeness.T) / 2, least)
    if n < 2 * least:
        assert found is None
    if found:
        one, other = found.groups
        assert set(one).isdisjoint(other)
        assert min(len(one), len(other)) >= least
        assert 0 <= found.mean <= 1
