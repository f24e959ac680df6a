"""Every setting in one table: name, default, help. Read from `monitor.toml`, then `MONITOR_…` in the environment."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from monitor.errors import MonitorError
from monitor.tables import read_toml

# Scrapy reads the names in capitals (see scrapy.cfg); what depends on our own settings is added by the add-on.
BOT_NAME = "news-monitor"
SPIDER_MODULES = ["spiders.press"]
ITEM_PIPELINES = {"pipelines.receiving.Receiving": 100}
ADDONS = {"spiders.manners.Bridge": 0}

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def _setting(default: Any, help_: str) -> Any:
    return field(default=default, metadata={"help": help_})


@dataclass(frozen=True)
class Settings:
    """What the program can be told. Paths are relative to the folder of the configuration file."""

    store: str = _setting("monitor.db", "the SQLite file that holds everything")
    sources: str = _setting("", "sources.toml: what is crawled; empty takes the list that comes with the program")
    topics: str = _setting("", "topics.toml: the watch list; empty takes the list that comes with the program")
    glossary: str = _setting("", "glossary.tsv: French and English terms that translations must use")
    timezone: str = _setting("UTC", "where a day begins and ends, e.g. Europe/Paris")
    expected_languages: tuple[str, ...] = _setting((), "languages a document may be in; empty means any")
    reading_languages: tuple[str, ...] = _setting(("en", "fr"), "titles and summaries are given in each of these")
    full_text_languages: tuple[str, ...] = _setting(("en",), "whole texts are translated into each of these")
    translation_model: str = _setting("auto", "auto, apertium, none, a Hugging Face name, or a folder with a model")
    summary_model: str = _setting("", "empty chooses sentences of the text; else a Hugging Face name or a folder")
    entity_model: str = _setting("", "empty finds names by rules; else a Hugging Face name or a folder")
    embedding_model: str = _setting(
        "", "empty takes the one that comes along; `words` needs none; else a name or a folder"
    )
    models: str = _setting("models.toml", "which revisions of models were fetched, with the sha256 of their files")
    contact: str = _setting("", "an address that sites can write to, sent with every request")
    download_delay: float = _setting(1.0, "seconds between two requests to one site")
    download_timeout: float = _setting(30.0, "seconds a site may take to answer one request")
    allow_private_addresses: bool = _setting(
        False,
        "whether sources may lie on this machine or an intranet, or be asked through the proxy that `http_proxy` names",
    )
    obey_ai_opt_outs: bool = _setting(True, "whether pages that refuse machine reading are left alone")
    keep_days: int = _setting(0, "documents older than this are forgotten after each run; 0 keeps all")
    remembered_sentences: int = _setting(200_000, "translations kept so that no sentence is translated twice")
    mail_to: str = _setting("", "who gets each digest of `monitor run` by mail; several with commas; empty: nobody")
    mail_from: str = _setting("", "the sender; empty takes the first of mail_to")
    smtp_server: str = _setting("", "the mail server, host or host:port")
    smtp_security: str = _setting("starttls", "starttls, tls, or none (for a server on this machine)")
    smtp_user: str = _setting("", "who logs in there; empty: nobody needs to")
    smtp_password: str = _setting("", "better given as MONITOR_SMTP_PASSWORD than written here")
    batch_size: int = _setting(16, "documents a stage takes at a time")

    @property
    def zone(self) -> ZoneInfo:
        """The reader's timezone."""
        return ZoneInfo(self.timezone)


PREFIX = "MONITOR_"
MISTYPED = 0.86  # of difflib: one wrong letter in a short name, three in a long one
SECURITY = ("starttls", "tls", "none")
KINDS = {"str": "text in quotes", "float": "a number", "int": "a whole number", "bool": "true or false"}


def read_settings(config: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of `config` (a TOML file; `monitor.toml` here if it exists), overlaid by the environment.

    Raises MonitorError for a missing or broken file, an unknown name (with the nearest right one) or a wrong value.
    """
    path = config or Path("monitor.toml")
    values = read_toml(path, "one") if config or path.is_file() else {}
    _check_names(values, str(path))
    found = {name: _checked(name, value, str(path)) for name, value in values.items()}
    given = os.environ if environment is None else environment
    _check_environment(given)
    for name in _types():
        where = f"{PREFIX}{name.upper()}"
        if where in given:
            found[name] = _checked(name, _from_text(name, given[where]), where)
    return _resolved(replace(Settings(), **found), path.resolve().parent)


def _types() -> dict[str, str]:
    return {f.name: str(f.type) for f in fields(Settings)}


def _check_names(values: Mapping[str, Any], where: str) -> None:
    for name in values:
        if name not in _types():
            near = difflib.get_close_matches(name, _types(), n=1)
            advice = f"did you mean `{near[0]}`?" if near else "`monitor init` writes a file with every setting"
            raise MonitorError(f"{where}: no setting is called `{name}`; {advice}")


def _check_environment(environment: Mapping[str, str]) -> None:
    """Other programs' names may begin like ours (systemd's MONITOR_UNIT, say): only what looks mistyped is refused."""
    ours = [f"{PREFIX}{name.upper()}" for name in _types()]
    for name in environment:
        near = difflib.get_close_matches(name, ours, n=1, cutoff=MISTYPED)
        if name.startswith(PREFIX) and name not in ours and near:
            raise MonitorError(f"{name} in the environment: no setting is called so; did you mean {near[0]}?")


def _from_text(name: str, text: str) -> Any:
    kind = _types()[name]
    if kind.startswith("tuple"):
        return [part.strip() for part in text.split(",") if part.strip()]
    if kind == "str":
        return text
    try:
        return {"true": True, "false": False, "1": True, "0": False}[text.lower()] if kind == "bool" else float(text)
    except (KeyError, ValueError):
        return text


def _checked(name: str, value: Any, where: str) -> Any:
    kind = _types()[name]
    if kind.startswith("tuple"):
        return _checked_languages(name, value, where)
    if kind == "int" and isinstance(value, float) and value.is_integer():
        value = int(value)
    accepted: dict[str, tuple[type, ...]] = {"str": (str,), "float": (int, float), "int": (int,), "bool": (bool,)}
    if not isinstance(value, accepted[kind]) or (kind != "bool" and isinstance(value, bool)):
        raise MonitorError(f"{where}: {name} is {value!r}; it must be {KINDS[kind]}")
    if isinstance(value, (int, float)) and value < 0:
        raise MonitorError(f"{where}: {name} is {value}; it must be 0 or more")
    if name == "batch_size" and value == 0:
        raise MonitorError(f"{where}: batch_size is 0; it must be 1 or more")
    if name == "smtp_security" and value not in SECURITY:
        raise MonitorError(f"{where}: smtp_security is {value!r}; it must be one of {', '.join(SECURITY)}")
    if name == "smtp_server" and not re.fullmatch(r"[^\s:/]*(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?", str(value)):
        raise MonitorError(f"{where}: smtp_server is {value!r}; it must be a host such as mail.example.org:587")
    if name == "timezone" and value not in available_timezones():
        near = difflib.get_close_matches(str(value), available_timezones(), n=1) or ["Europe/Paris"]
        raise MonitorError(f"{where}: timezone is {value!r}; it must be a zone's name such as {near[0]}")
    return value


def _checked_languages(name: str, value: Any, where: str) -> tuple[str, ...]:
    right = isinstance(value, list) and all(isinstance(v, str) and len(v) == 2 and v.islower() for v in value)
    if not right or (name == "reading_languages" and not value):
        raise MonitorError(f'{where}: {name} is {value!r}; it must be a list of language codes such as ["en", "fr"]')
    return tuple(value)


def _resolved(settings: Settings, folder: Path) -> Settings:
    paths = {name: getattr(settings, name) for name in ("store", "sources", "topics", "glossary", "models")}
    found: dict[str, Any] = {name: str(folder / path) for name, path in paths.items() if path}
    return replace(settings, **found)
