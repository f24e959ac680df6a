"""Settings: one table, a file, the environment; a wrong one is one line with the nearest right one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from monitor.commands.starting import configuration
from monitor.errors import MonitorError
from monitor.settings import Settings, read_settings

WRONG = [  # what stands in monitor.toml, and what the one line must say
    ('timezon = "Europe/Paris"', "did you mean `timezone`?"),
    ('reading_langages = ["fr"]', "did you mean `reading_languages`?"),
    ("colour = 1", "`monitor init` writes a file with every setting"),
    ('timezone = "Europe/Pari"', "such as Europe/Paris"),
    ("timezone = 2", "must be text in quotes"),
    ('download_delay = "fast"', "must be a number"),
    ("download_delay = -1", "must be 0 or more"),
    ("download_delay = true", "must be a number"),
    ("batch_size = 0", "must be 1 or more"),
    ("batch_size = 2.5", "must be a whole number"),
    ('allow_private_addresses = "yes"', "must be true or false"),
    ('reading_languages = "fr"', 'a list of language codes such as ["en", "fr"]'),
    ("reading_languages = []", "a list of language codes"),
    ('expected_languages = ["french"]', "a list of language codes"),
    ("timezone = Europe/Paris", "not TOML"),
    ("store = \xff", "not TOML"),
]


@pytest.mark.parametrize(("text", "advice"), WRONG, ids=[text for text, _ in WRONG])
def test_wrong_setting_is_one_line_that_helps(tmp_path: Path, text: str, advice: str) -> None:
    path = tmp_path / "monitor.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(MonitorError) as caught:
        read_settings(path, {})
    message = str(caught.value)
    assert advice in message
    assert message.startswith(str(path))
    assert "\n" not in message


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="no such file; `monitor init`"):
        read_settings(tmp_path / "absent.toml", {})


def test_environment_wins_over_file(tmp_path: Path) -> None:
    path = tmp_path / "monitor.toml"
    path.write_text('timezone = "Europe/Paris"\nbatch_size = 4\n')
    environment = {"MONITOR_TIMEZONE": "UTC", "MONITOR_READING_LANGUAGES": "fr, en", "MONITOR_DOWNLOAD_DELAY": "0.5"}
    settings = read_settings(path, environment)
    assert (settings.timezone, settings.batch_size, settings.download_delay) == ("UTC", 4, 0.5)
    assert settings.reading_languages == ("fr", "en")


def test_wrong_environment_is_named_by_its_variable() -> None:
    with pytest.raises(MonitorError, match="MONITOR_BATCH_SIZE: batch_size is 'many'"):
        read_settings(None, {"MONITOR_BATCH_SIZE": "many"})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("MONITOR_STROE", "MONITOR_STORE"),
        ("MONITOR_READING_LANGAGES", "MONITOR_READING_LANGUAGES"),
        ("MONITOR_TIME_ZONE", "MONITOR_TIMEZONE"),
    ],
)
def test_a_mistyped_variable_is_refused(name: str, meant: str) -> None:
    with pytest.raises(MonitorError, match=f"{name} in the environment: .* did you mean {meant}"):
        read_settings(None, {name: "x"})


@pytest.mark.parametrize(
    "name",  # what systemd gives to units that are called when another ends
    ["MONITOR_UNIT", "MONITOR_SERVICE_RESULT", "MONITOR_EXIT_CODE", "MONITOR_EXIT_STATUS", "MONITOR_INVOCATION_ID"],
)
def test_other_programs_variables_are_left_alone(name: str) -> None:
    assert read_settings(None, {name: "x"}) == read_settings(None, {})


def test_paths_are_relative_to_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "monitor.toml"
    path.write_text('store = "data/press.db"\ntopics = "mine.toml"\n')
    settings = read_settings(path, {})
    assert settings.store == str(tmp_path / "data/press.db")
    assert settings.topics == str(tmp_path / "mine.toml")
    assert settings.sources == ""


def test_every_setting_says_what_it_does_and_init_writes_them_all(tmp_path: Path) -> None:
    assert all(setting.metadata["help"] for setting in fields(Settings))
    written = configuration()
    assert all(f"{setting.name} = " in written for setting in fields(Settings))
    path = tmp_path / "monitor.toml"
    path.write_text(written.replace("\n# ", "\n#").replace("\n#store", "\nstore"), encoding="utf-8")
    assert tomllib.loads(path.read_text(encoding="utf-8"))["store"] == "monitor.db"


def test_init_writes_defaults_that_are_the_defaults(tmp_path: Path) -> None:
    lines = [line.removeprefix("# ") for line in configuration().splitlines()]
    named = {f.name for f in fields(Settings)}
    text = "\n".join(line for line in lines if line.partition(" = ")[0] in named)
    path = tmp_path / "monitor.toml"
    path.write_text(text, encoding="utf-8")
    read = read_settings(path, {})
    own = {"store", "sources", "topics", "glossary", "models"}
    assert all(getattr(read, name) == getattr(Settings(), name) for name in named - own)


MAIL = [  # mail_to, smtp_server, and what the doctor says of it
    ("", "", ""),
    ("redaction", "localhost", "WRONG  mail: mail_to: 'redaction' is no mail address"),
    ("ana@a.example", "", "WRONG  mail: to ana@a.example by no server; give smtp_server"),
    ("ana@a.example, bo@b.example", "localhost:25", "ok     mail: to ana@a.example, bo@b.example by localhost:25"),
]


@pytest.mark.parametrize(("to", "server", "said"), MAIL)
def test_doctor_says_whether_mail_can_go(
    monitor: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, to: str, server: str, said: str
) -> None:
    monkeypatch.setenv("MONITOR_MAIL_TO", to)
    monkeypatch.setenv("MONITOR_SMTP_SERVER", server)
    lines = [line for line in monitor("doctor").out.splitlines() if "mail: " in line]
    assert [line[: len(said)] for line in lines] == ([said] if said else [])
