"""Reading the watch list: what it holds, and what is said of a list that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.watchlist import Watched, WatchList, read_watchlist
from pipelines.stage import settings_hash
from pipelines.stages.mentions import MentionsStage

GOOD = '[[topic]]\nname = "Orange"\nkind = "organisation"\nnear = ["fibre"]\n'


def read(folder: Path, content: str) -> WatchList:
    path = folder / "topics.toml"
    path.write_text(content, encoding="utf-8")
    return read_watchlist(Settings(topics=str(path)))


def test_the_shipped_list_is_read() -> None:
    watchlist = read_watchlist(Settings())
    assert len(watchlist.entries) >= 180
    assert any(entry.name == "Lazada" and entry.kind == "organisation" for entry in watchlist.entries)


def test_an_entry_is_known_by_all_its_names_once(tmp_path: Path) -> None:
    entry = read(
        tmp_path, GOOD + 'name_fr = "Orange"\naliases = ["Orange SA"]\naliases_fr = ["groupe Orange"]'
    ).entries[0]
    assert entry == Watched("Orange", "organisation", "Orange", ("Orange SA",), ("groupe Orange",), near=("fibre",))
    assert entry.forms == ("Orange", "Orange SA", "groupe Orange")


def test_without_a_french_name_the_name_serves(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).entries[0].name_fr == "Orange"


def test_an_empty_list_watches_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "").entries == ()


def test_remarks_change_nothing_and_names_do(tmp_path: Path) -> None:
    first = read(tmp_path, GOOD)
    remark = read(tmp_path, "# a remark\n" + GOOD)
    other = read(tmp_path, GOOD.replace("fibre", "mobile"))
    assert first.digest == remark.digest
    assert settings_hash(MentionsStage(first)) == settings_hash(MentionsStage(remark))
    assert settings_hash(MentionsStage(first)) != settings_hash(MentionsStage(other))


WRONG = [
    ("[[topic]\n", "not TOML"),
    ('[[sujet]]\nname = "x"\n', "`sujet` is not known here"),
    ('[topic]\nname = "x"\n', "begin each entry with a line [[topic]]"),
    ("topic = [1]\n", "begin each entry with a line [[topic]]"),
    ('[[topic]]\nkind = "person"\n', "has no name"),
    ('[[topic]]\nname = "x"\n', "has no kind"),
    ('[[topic]]\nname = "x"\nkind = "company"\n', "must be one of organisation, person, product, place, event, topic"),
    ('[[topic]]\nname = "x"\nkind = "person"\nalias = ["y"]\n', "did you mean `aliases`?"),
    ('[[topic]]\nname = "x"\nkind = "person"\nzzzz = 1\n', "allowed are name, kind"),
    ('[[topic]]\nname = "x"\nkind = "person"\naliases = "y"\n', "a list of texts"),
    ('[[topic]]\nname = "x"\nkind = "person"\naliases = [""]\n', "not empty"),
    ('[[topic]]\nname = " x"\nkind = "person"\n', "no space at either end"),
    ("[[topic]]\nname = 3\nkind = 'person'\n", "text in quotes"),
    (GOOD + '[[topic]]\nname = "Free"\nkind = "organisation"\naliases = ["Orange"]\n', "both Orange and Free"),
    (GOOD + GOOD, "both Orange and Orange"),
]


@pytest.mark.parametrize(("content", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_list_is_refused_in_one_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(MonitorError) as caught:
        read(tmp_path, content)
    assert said in str(caught.value)
    assert "topics.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_list_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="`monitor init`"):
        read_watchlist(Settings(topics=str(tmp_path / "none.toml")))


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="cannot be read"):
        read_watchlist(Settings(topics=str(tmp_path)))
