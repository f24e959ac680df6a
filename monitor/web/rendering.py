"""Templates, and how they write days, counts, names and amounts in the reader's language."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from babel.dates import format_datetime
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from monitor.digest.wording import FILTERS, write_amount, write_date, write_share
from monitor.showing import named
from monitor.terminal import hold
from monitor.web.words import name_language, words_in


@cache
def templates() -> Environment:
    """The page's templates; everything they are given is escaped."""
    environment = Environment(
        loader=PackageLoader("monitor.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        **{name: FILTERS[name] for name in ("day", "figures", "long_day", "month", "number", "said")},
        "time": _time, "counted": FILTERS["quantity"], "name": _name,
        "amount": _amount, "written": _is_written, "code": _code, "subject": subject_path, "language": _language,
        "safe_link": _safe_link, "percent": _percent, "held": hold,
    }  # fmt: skip
    environment.globals |= {"static": _static, "address": address}
    return environment


def render(template: str, language: str, **content: Any) -> str:
    """The page `template` in `language` (en or fr)."""
    return templates().get_template(template).render(language=language, word=words_in(language), **content)


def address(path: str, **query: Any) -> str:
    """`path` and its query, without what is empty."""
    given = {name: value for name, value in query.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(given)}" if given else path


def subject_path(tag: dict[str, Any]) -> str:
    """Where a tag ({kind, name}, or `kind:name`) has its page."""
    name = tag if isinstance(tag, str) else f"{tag['kind']}:{tag['name']}"
    return f"/subject/{quote(name, safe=':')}"


@cache
def _static(name: str) -> str:
    """The address of a file of ours, new whenever its content is."""
    content = files("monitor.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


@pass_context
def _time(context: Context, time: str) -> str:
    if "T" not in time:
        return write_date(context, time)
    moment = datetime.fromisoformat(time).astimezone(context["zone"])
    return str(format_datetime(moment, "d MMM y, HH:mm", locale=context["language"]))


@pass_context
def _percent(context: Context, share: float) -> str:
    return write_share(share, context["language"])


@pass_context
def _name(context: Context, row: dict[str, Any], field: str = "name") -> str:
    """A tag's or a story's name in the reader's language where it has one."""
    return named(row, context["language"], field)


@pass_context
def _language(context: Context, code: str) -> str:
    return name_language(code, context["language"])


@pass_context
def _amount(context: Context, amount: dict[str, Any]) -> str:
    """Money and shares as the reader's language writes them; counts as they were printed."""
    return write_amount(amount, context["language"]) or str(amount["text"])


def _is_written(amount: dict[str, Any]) -> bool:
    """Whether an amount can be written in any language: money or a share, not so many of something."""
    return bool(write_amount(amount, "en"))


def _code(text: str) -> Markup:
    """What stands between backquotes, as the thing to type that it is."""
    parts = text.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts))


def _safe_link(url: str) -> str:
    """The address if it is one a reader can follow; "" otherwise."""
    return url if url.startswith(("http://", "https://")) else ""
