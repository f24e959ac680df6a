"""The list of sources: read, checked, written; and the judgement of their health."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.commands.sourcing import read_opml, write_opml
from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.sources import Source, add_sources, choose_sources, read_sources, write_source
from monitor.store.pages import Arrival, due_again
from monitor.store.receiving import Receipt
from monitor.store.sources import Check, Standing, State
from spiders.health import chance_of_so_few, judge, wait_until
from spiders.visits import Visit

RIGHT = '[[source]]\nname = "Mer"\noutlet = "La Vigie"\naddress = "https://vigie.example/mer"\nlanguage = "fr"\n'
WRONG = [  # a list, and what the one line must say
    (RIGHT.replace("adress", "x").replace("address", "adress"), "did you mean `address`?"),
    (RIGHT.replace('language = "fr"\n', ""), "has no language"),
    (RIGHT + 'kind = "blog"\n', "must be feed, sitemap, page, load"),
    (RIGHT + 'enabled = "oui"\n', "must be true or false"),
    (RIGHT + 'tags = "mer"\n', "must be a list of texts"),
    (RIGHT.replace("https://vigie.example/mer", "vigie.example/mer"), "write it whole"),
    (RIGHT.replace("https://vigie.example/mer", "file:///etc/passwd"), "write it whole"),
    (RIGHT + RIGHT.replace("/mer", "/ville"), "two sources are called 'Mer'"),
    (RIGHT + RIGHT.replace("Mer", "Ville"), "have one address"),
    (RIGHT.replace("[[source]]", "[source]"), "single brackets"),
    ("sources = 1", "[[source]]"),
    ("name = ", "not TOML"),
]


def settings(path: Path, text: str) -> Settings:
    path.write_text(text, encoding="utf-8")
    return Settings(sources=str(path))


@pytest.mark.parametrize(("text", "advice"), WRONG)
def test_a_wrong_list_is_one_line_that_helps(tmp_path: Path, text: str, advice: str) -> None:
    with pytest.raises(MonitorError) as caught:
        read_sources(settings(tmp_path / "sources.toml", text))
    assert advice in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_list_that_comes_along_is_right() -> None:
    sources = read_sources(Settings())
    assert len(choose_sources(sources, ())) == 6


PATHS = [
    ("a.warc.gz", True),
    ("./saved", True),
    ("/var/press", True),
    ("../b.html", True),
    ("vigie.example/mer", False),
]


@pytest.mark.parametrize(("address", "is_path"), PATHS)
def test_a_path_is_told_from_an_address(tmp_path: Path, address: str, is_path: bool) -> None:
    chosen = settings(tmp_path / "sources.toml", RIGHT.replace("https://vigie.example/mer", address))
    if is_path:
        [source] = read_sources(chosen)
        assert source.kind == "load"
        assert source.address == str((tmp_path / address).resolve())
    else:
        with pytest.raises(MonitorError, match="write it whole"):
            read_sources(chosen)


def test_a_name_nobody_bears_gets_the_nearest(tmp_path: Path) -> None:
    sources = read_sources(settings(tmp_path / "sources.toml", RIGHT))
    assert choose_sources(sources, ["mer"]) == sources
    with pytest.raises(MonitorError, match="did you mean 'Mer'"):
        choose_sources(sources, ["Merr"])


def test_what_is_added_is_added_once_under_a_name_of_its_own(tmp_path: Path) -> None:
    chosen = settings(tmp_path / "sources.toml", RIGHT)
    same, other = (
        Source("Autre", "O", "https://vigie.example/mer/", "fr"),
        Source("mer", "O", "https://o.example/", "fr"),
    )
    assert [source.name for source in add_sources(chosen, [same, other, other])] == ["mer (2)"]
    assert [source.name for source in read_sources(chosen)] == ["Mer", "mer (2)"]
    with pytest.raises(MonitorError, match="monitor init"):
        add_sources(Settings(), [other])


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), min_size=1).filter(lambda t: t == t.strip())


@given(name=texts, cookies=texts, tags=st.lists(texts, max_size=2))
def test_a_source_written_is_the_source_read(name: str, cookies: str, tags: list[str]) -> None:
    source = Source(name, name, "https://vigie.example/", "fr", tags=tuple(tags), cookies=cookies)
    table = tomllib.loads(write_source(source))["source"][0]
    assert {**table, "tags": tuple(table.get("tags", ()))} == {
        **{f: getattr(source, f) for f in ("name", "outlet", "address", "language", "enabled", "cookies")}, "tags": tuple(tags)  # noqa: E501
    }  # fmt: skip


def test_opml_goes_out_and_comes_back(tmp_path: Path) -> None:
    lists = RIGHT + 'enabled = false\nkind = "sitemap"\ncountry = "FR"\ntags = ["mer", "port"]\n'
    lists += RIGHT.replace("Mer", "Front").replace("/mer", "/")  # of a kind not found out yet
    sources = read_sources(settings(tmp_path / "sources.toml", lists))
    secret = replace(sources[0], name="Own", address="https://vigie.example/own", cookies="session=secret")
    local = replace(sources[0], name="Here", address="/archives", kind="load")
    (tmp_path / "a.opml").write_text(write_opml((*sources, secret, local)), encoding="utf-8")
    problems: list[str] = []
    assert tuple(read_opml(tmp_path / "a.opml", "en", problems.append)) == (*sources, replace(secret, cookies=""))
    assert not problems


BAD_OPML = [  # content, what is said
    ("<html/>", "not <opml>"),
    ("", "not OPML"),
    (
        '<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline text="&x;" xmlUrl="https://a.example/"/></opml>',
        "external",
    ),
    ("<opml>" + "<outline>" * 300 + "</outline>" * 300 + "</opml>", "depth"),
]


@pytest.mark.parametrize(("content", "said"), BAD_OPML)
def test_what_is_no_opml_is_one_line(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "b.opml").write_text(content, encoding="utf-8")
    with pytest.raises(MonitorError, match=said):
        list(read_opml(tmp_path / "b.opml", "en", print))


def test_a_feed_that_cannot_be_one_costs_the_others_nothing(tmp_path: Path) -> None:
    outlines = ["javascript:alert(1)", "https://vigie.example/mer", "file:///etc/passwd", " https://phare.example/rss "]
    body = "".join(f'<outline text="Mer" xmlUrl="{address}"/>' for address in outlines)
    (tmp_path / "c.opml").write_text(f"<opml><body><outline>{body}</outline></body></opml>", encoding="utf-8")
    problems: list[str] = []
    found = [source.address for source in read_opml(tmp_path / "c.opml", "fr", problems.append)]
    assert found == ["https://vigie.example/mer", "https://phare.example/rss"]
    assert [said.split("'")[1] for said in problems] == ["javascript:alert(1)", "file:///etc/passwd"]


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def history(daily: int, days: int = 60, asked: int | None = None, state: State = "ok") -> list[Check]:
    """A visit a day until yesterday, each with so many new articles, of so many pages asked for."""
    times = (f"{NOON - timedelta(days=n):%Y-%m-%dT%H:%M:%SZ}" for n in range(days, 0, -1))
    return [Check(at, "200", 30, daily if asked is None else asked, daily, daily, "as it was", state) for at in times]


def visit(**found: Any) -> Visit:
    """A visit today, with nothing new unless told."""
    values = {"status": "200", "form": "RSS", "entries": 30, "newest": "2026-11-24", **found}
    return Visit(Source("Mer", "V", "https://vigie.example/", "fr"), Standing(1), **values)


def pages(good: int, bad: int = 0, note: str = "no text of an article's length") -> list[Arrival]:
    common = {"source": "Mer", "address": "https://vigie.example/1", "url": "https://vigie.example/1", "status": "200"}
    return [Arrival(**common, receipt=Receipt.NEW)] * good + [Arrival(**common, note=note)] * bad


# what came before, the pages of today (good, bad, why bad), the state
PAGES = [
    ("20 entries, no text", [], (0, 20, "no text of an article's length"), "broken"),
    ("one page of twenty is no better", [], (1, 19, "no text of an article's length"), "broken"),
    ("a third of them, of a stranger", [], (7, 13, "no text of an article's length"), "ok"),
    ("as ever", history(18, asked=20), (17, 3, "no text of an article's length"), "ok"),
    ("half of what is usual", history(18, asked=20), (9, 11, "HTTP 404"), "broken"),
    ("few, but as ever", history(4, asked=20), (4, 16, "paywall"), "ok"),
    ("all refused", history(18, asked=20), (0, 20, "HTTP 403"), "blocked"),
    ("all behind a paywall", history(18, asked=20), (0, 20, "paywall"), "blocked"),
    ("all behind a robot question", [], (0, 5, "consent"), "blocked"),
    ("asked to wait after three", history(20), (3, 197, "wait"), "blocked"),
    ("all refuse machine reading", [], (0, 6, "refuses machine reading (noai)"), "blocked"),
    ("one page a day, the third without", history(0, days=2, asked=1, state="ok"), (0, 1, "HTTP 404"), "broken"),
    ("one page a day, the first without", history(1), (0, 1, "HTTP 404"), "ok"),
    ("a bad past is no measure", history(0, asked=20, state="broken"), (1, 19, "HTTP 500"), "broken"),
    ("well again", history(0, asked=20, state="broken"), (20, 0, ""), "ok"),
]


@pytest.mark.parametrize(("_", "past", "today", "state"), PAGES, ids=[case[0] for case in PAGES])
def test_a_source_is_judged_by_its_pages(_: str, past: list[Check], today: tuple[int, int, str], state: str) -> None:
    found = visit()
    for arrival in pages(*today):
        found.arrive(arrival)
    judged, evidence = judge(found, past, NOON)
    assert judged == state, evidence
    assert state == "ok" or f"× {today[2]}" in evidence


@pytest.mark.parametrize("state", ["broken", "blocked"])
def test_what_was_said_of_pages_holds_while_none_is_asked_for(state: State) -> None:
    """Its feed answers "not modified", or names nothing new: that makes no source well."""
    for found in (visit(status="304", entries=0), visit()):
        assert judge(found, history(0, asked=20, state=state), NOON) == (state, "as it was")


def test_an_index_whose_parts_are_unchanged_is_not_empty() -> None:
    found = visit(entries=0, unchanged_parts=2, form="sitemap index")
    assert judge(found, history(1), NOON)[0] == "ok"
    assert judge(visit(entries=0), history(1), NOON)[0] == "quiet"


HUSHES = [  # a source's usual number a day, its entries, the state with nothing new
    (20, "quiet"),
    (1, "ok"),  # a day without is likely, and the week had six
    (0, "ok"),
]


@pytest.mark.parametrize(("daily", "state"), HUSHES)
def test_a_source_is_quiet_by_its_own_measure(daily: int, state: str) -> None:
    assert judge(visit(), history(daily), NOON)[0] == state
    assert judge(visit(), [], NOON)[0] == "ok"  # no history, no judgement


WEEK = (0, 30, 30, 30, 30, 30, 2)  # from Sunday, as `%w` counts; NOON is a Tuesday
DAYS = [(0, 0, "ok"), (6, 0, "ok"), (2, 0, "quiet"), (2, 4, "quiet"), (2, 24, "ok")]  # weekday, new, state


@pytest.mark.parametrize(("weekday", "new", "state"), DAYS)
def test_each_weekday_has_its_own_measure(weekday: int, new: int, state: str) -> None:
    today = NOON + timedelta(days=(weekday - 2) % 7)
    days = (today - timedelta(days=n) for n in range(60, 0, -1))
    past = [
        Check(f"{day:%Y-%m-%dT%H:%M:%SZ}", "200", 30, (n := WEEK[int(f"{day:%w}")]), n, n, "", "ok") for day in days
    ]
    found = visit(newest=f"{today:%Y-%m-%d}")
    for arrival in pages(new):
        found.arrive(arrival)
    judged, evidence = judge(found, past, today)
    assert judged == state
    assert state == "ok" or evidence == f"{new} new on a Tuesday, where 30 are usual"


def test_a_feed_nobody_writes_any_more_is_quiet() -> None:
    assert judge(visit(newest="2026-09-01"), [], NOON) == ("quiet", "the newest of its 30 entries is of 2026-09-01")


@given(got=st.integers(0, 60), expected=st.floats(0.1, 50))
def test_fewer_is_never_likelier(got: int, expected: float) -> None:
    assert 0 <= chance_of_so_few(got, expected) <= chance_of_so_few(got + 1, expected) <= 1 + 1e-9


def test_what_could_not_be_reached_says_so() -> None:
    judged = judge(visit(status="refused", problem="the connection was refused"), [], NOON)
    assert judged == ("broken", "could not be reached: the connection was refused (https://vigie.example/)")


def test_back_off_doubles_to_a_week() -> None:
    waits = [wait_until(n, NOON) - NOON for n in range(1, 40)]
    assert waits[:3] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=7)


def test_pages_are_asked_again_ever_more_seldom_and_then_no_more() -> None:
    first, at, waits = "2026-11-01T12:00:00Z", "2026-11-01T12:00:00Z", []
    while due := due_again("200", True, first, at):
        waits.append(datetime.fromisoformat(due) - datetime.fromisoformat(at))
        at = due
    assert waits == sorted(waits)
    assert waits[0] == timedelta(hours=6)
    assert 5 <= len(waits) <= 10
    assert due_again("410", True, first, first) == ""


def test_an_empty_list_says_how_to_begin(monitor: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text('sources = "sources.toml"')
    (tmp_path / "sources.toml").write_text("")
    assert monitor("sources", "list").err == "no source is listed yet; `monitor sources add URL` adds one\n"
