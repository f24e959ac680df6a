"""A subject over time: counted in the reader's days, by the step that fits, with nothing left out between."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_store import make_store

from monitor.errors import MonitorError
from monitor.store.reading import open_to_read
from monitor.subject import COUNTED, DATED, STEPS, _local, count_volume, find_tag, show_subject

UTC, PARIS, AUCKLAND = ZoneInfo("UTC"), ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Auckland")
DAYS = st.dates(date(2000, 1, 1), date(2003, 12, 31))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("subject"))


def test_a_subject_is_told_whole(store: Path) -> None:
    with open_to_read(store) as db:
        content = show_subject(db, "Cainiao", "fr", PARIS).content
    assert (content["documents"], content["languages"]) == (3, {"fr": 2, "en": 1})
    assert (content["first"], content["last"], content["step"]) == ("2026-01-05", "2026-01-07", "day")
    assert [row["languages"] for row in content["volume"]] == [{"en": 1, "fr": 1}, {}, {"fr": 1}]
    assert "Lyon" in {tag["name"] for tag in content["named_with"]}
    assert {tag["kind"] == "topic" for tag in content["named_with"]} == {False}
    assert {tag["kind"] for tag in content["topics"]} == {"topic"}
    assert {d["id"] for d in content["document"]} == {1, 2, 3}


def test_days_are_the_readers(store: Path) -> None:
    with open_to_read(store) as db:  # half past nine in the evening of the 1st in Auckland, 9:30 UTC the same day
        assert show_subject(db, "Rennes", "en", UTC).content["first"] == "2026-02-01"
        assert show_subject(db, "Rennes", "en", AUCKLAND).content["first"] == "2026-02-01"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "America/St_Johns", "Pacific/Auckland", "Pacific/Apia"])
@given(at=st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)))
def test_a_time_falls_on_the_readers_day(zone: str, at: datetime) -> None:
    moment = at.replace(microsecond=0, tzinfo=UTC)
    assert _local(f"{moment:%Y-%m-%dT%H:%M:%SZ}", ZoneInfo(zone), {}) == moment.astimezone(ZoneInfo(zone)).date()
    assert _local(f"{moment:%Y-%m-%d}", ZoneInfo(zone), {}) == moment.date()  # of a day alone nothing else is known


def test_a_subject_of_many_is_pictured_by_the_newest_to_arrive(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.subject.DATED", DATED.replace(str(COUNTED), "2"))
    with open_to_read(store) as db:
        content = show_subject(db, "Cainiao", "fr", PARIS).content
        assert (content["documents"], content["counted"], content["languages"]) == (3, 2, {"fr": 2})
        assert (content["first"], content["last"]) == ("2026-01-05", "2026-01-07")
        lines = show_subject(db, "Cainiao", "en", PARIS).text.split("\n")
    assert lines[1:3] == ["3 documents (2 fr), 2026-01-05 – 2026-01-07", "2 of the newest documents found were counted"]


def test_a_subject_is_told_in_the_readers_language(store: Path) -> None:
    with open_to_read(store) as db:
        text = show_subject(db, "Cainiao", "fr", PARIS, "month").text
    lines = text.replace("\N{NO-BREAK SPACE}", " ").split("\n")
    assert lines[:4] == [
        "Cainiao (organisation)", "3 documents (2 fr, 1 en), 2026-01-05 – 2026-01-07", "", "2026-01  ███  1 en, 2 fr",
    ]  # fmt: skip
    assert "     3  2026-01-07  Le Soir : Un dépôt à Lyon" in lines
    assert next(line for line in lines if line.startswith("Nommés avec")).startswith("Nommés avec lui : ")


@pytest.mark.parametrize("name", ["Cainiao", "cainiao", "Caïniao", "organisation:Cainiao"])
def test_a_subject_is_found_by_its_names(store: Path, name: str) -> None:
    with open_to_read(store) as db:
        assert find_tag(db, name)["name"] == "Cainiao"


def test_a_subject_that_is_none_is_said_so(store: Path) -> None:
    with open_to_read(store) as db, pytest.raises(MonitorError, match="did you mean Cainiao"):
        find_tag(db, "Caniao")
    with open_to_read(store) as db, pytest.raises(MonitorError, match="no subject is called 'nobody'"):
        find_tag(db, "nobody")


@given(
    st.dictionaries(st.tuples(DAYS, st.sampled_from(["en", "fr"])), st.integers(1, 9), min_size=1),
    st.sampled_from(list(STEPS)),
)
def test_volume_has_every_step_and_loses_nothing_that_fits(when: dict[tuple[date, str], int], step: str) -> None:
    volume = list(count_volume(when, step))
    starts = [date.fromisoformat(row["date"]) for row in volume]
    assert len(starts) <= STEPS[step]
    assert all(
        timedelta(0) < later - earlier <= timedelta(days=366)
        for earlier, later in zip(starts, starts[1:], strict=False)
    )
    counted = sum((Counter(row["languages"]) for row in volume), Counter())
    kept = [(code, n) for (day, code), n in when.items() if day >= starts[0]]
    assert counted.total() == sum(n for _, n in kept)
