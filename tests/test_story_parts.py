"""Stories that are opened: which documents are linked, what stays together, what comes apart, and that it stays so."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_stories import News, Store

from monitor.document import Decision, Document, StoryLink
from pipelines.stories.linkage import gather, link
from pipelines.stories.opening import Opening

SURE = 0.9


def tell(
    number: int, near: Mapping[int, float], day: int = 1, copy_of: int = 0, decided: tuple[Decision, ...] = ()
) -> Document:
    """A document that is so near to earlier ones."""
    return Document(
        key=str(number), raw_text="", id=number, version_of=number, dated_at=f"2025-03-{day:02}T12:{number:02}:00Z",
        published_precision="second", story=StoryLink(1, 1.0, "", near), duplicate_of=copy_of or None,
        copied_share=0.9 if copy_of else 0.0, decisions=decided,
    )  # fmt: skip


def group(newcomer: Document, *stories: list[Document], before: int | None = None, most: int = 24) -> list[list[int]]:
    opening = Opening(newcomer, dict(enumerate(stories, 1)), before, 0.5, most)
    return [[document.id for document in each] for each in opening.group(0.4, 0.1)]


# two events in one story: 1 and 3 are alike, and 2 and 4; a weak link made one of them
MIXED = [tell(1, {}), tell(2, {1: 0.5}), tell(3, {1: SURE, 2: 0.1})]


@pytest.mark.parametrize(
    ("newcomer", "stories", "expected"),
    [
        (tell(4, {3: SURE, 1: SURE}), [[tell(1, {}), tell(3, {1: SURE})]], [[1, 3, 4]]),
        (tell(4, {1: 0.3}), [[tell(1, {}), tell(3, {1: SURE})]], [[1, 3], [4]]),  # like one of two, a little
        (tell(4, {2: SURE}), [MIXED], [[1, 3], [2, 4]]),  # shows that one story is two
        (tell(3, {1: 0.6, 2: 0.6}), [[tell(1, {})], [tell(2, {1: 0.5})]], [[1, 2, 3]]),  # and that two are one
        (tell(3, {1: SURE, 2: 0.6}), [[tell(1, {})], [tell(2, {})]], [[1, 3], [2]]),  # a bridge alone makes none
    ],
    ids=["joins", "stays away", "divides", "makes one", "no bridge"],
)
def test_what_is_linked(newcomer: Document, stories: list[list[Document]], expected: list[list[int]]) -> None:
    assert group(newcomer, *stories) == expected


def test_a_copy_has_no_vote_and_goes_with_its_original() -> None:
    printed = [tell(n, {1: SURE}, copy_of=1) for n in (2, 3, 4)]
    own = [tell(1, {}), *printed, tell(5, {1: SURE})]
    assert group(tell(6, {5: SURE}), own) == [[1, 2, 3, 4, 5, 6]]  # 0.45 on average, with three copies 0.18


def test_what_the_reader_joined_is_not_divided_and_what_was_parted_is_not_linked() -> None:
    joined = tell(1, {}, decided=(Decision("join", "document:1", "document:2"),))
    assert group(tell(4, {1: 0.3, 2: SURE, 3: 0.3}), [joined, *MIXED[1:]]) == [[1, 2, 3, 4]]
    parted = tell(4, {1: SURE, 3: SURE}, decided=(Decision("part", "document:1", "document:4"),))
    assert group(parted, [tell(1, {}), tell(3, {1: 0.5})], before=1) == [[1], [3, 4]]


def test_what_is_settled_or_told_by_many_is_divided_no_more() -> None:
    late = tell(4, {2: SURE, 3: 0.5, 1: 0.5}, day=9)
    assert group(late, MIXED) == [[1, 2, 3, 4]]
    assert group(tell(4, {2: SURE, 3: 0.5, 1: 0.5}), MIXED, most=2) == [[1, 2, 3, 4]]


def test_it_stays_where_it_was_while_it_fits_a_little() -> None:
    own = [tell(1, {}), tell(2, {1: SURE})]
    assert group(tell(4, {1: 0.2, 2: 0.2}), own, before=1) == [[1, 2, 4]]
    assert group(tell(4, {1: 0.05}), own, before=1) == [[1, 2], [4]]


def test_the_larger_part_keeps_the_number_and_it_stays_so() -> None:
    store = Store(*(News(event, day) for day in range(1, 5) for event in ("a", "b")))
    assert sorted(set(store.process().values())) == [1, 2]
    store.db.execute("UPDATE story_document SET story_id = 1")
    store.add("new", News("a", 4))
    parted = store.process()
    assert {key: number for key, number in parted.items() if number == 1}.keys() == {"0", "2", "4", "6", "new"}
    assert store.reason("1") == "document 9 showed that story 1 is two events"
    assert len(set(parted.values())) == 2
    assert store.process(again=True) == parted


@given(
    st.integers(1, 9).flatmap(lambda n: st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n)),
    st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=4),
    st.floats(0, 1),
)
def test_every_row_is_in_one_group_and_units_stay_whole(
    values: list[float], bound: set[tuple[int, int]], least: float
) -> None:
    n = int(len(values) ** 0.5)
    likeness = np.array(values).reshape(n, n)
    units = gather([*(pair for pair in bound if max(pair) < n), *([row] for row in range(n))])
    groups = link((likeness + likeness.T) / 2, units, least)
    assert sorted(row for each in groups for row in each) == list(range(n))
    assert all(any(set(unit) <= set(each) for each in groups) for unit in units)
