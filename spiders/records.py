"""JSON lines made documents, one line at a time, whatever the file's size."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Any
from urllib.parse import urlsplit

from monitor.document import Document, Origin
from spiders.address import canonical_address
from spiders.charset import decode_page
from spiders.page import Page, page_document, read_page
from spiders.published import NEVER, find_zone, read_moment
from spiders.texts import hash_of, sound

LARGEST = 16 * 2**20  # bytes in one document; the longest articles stay below one thousandth of it
FIELDS = ("url", "title", "text", "html", "outlet", "author", "published_at", "language")
KINDS = {int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "an object"}


def read_records(stream: IO[bytes], origin: Origin, problem: Callable[[str], None]) -> Iterator[Document]:
    """The documents in `stream`, a JSON object a line; a line that is none is told to `problem` by its number."""
    for number, line in _lines(stream):
        where = f"{origin.address}: line {number}"
        if line is None:
            problem(f"{where} is longer than {LARGEST // 2**20} MB; split it or shorten it, the other lines were read")
        elif line.strip():
            try:
                yield read_record(line, origin, lambda trouble, where=where: problem(f"{where}: {trouble}"))  # type: ignore[misc]
            except (ValueError, RecursionError) as error:
                problem(f"{where}: {str(error) or 'nested too deeply'}; the other lines were read")


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines, None for one that is too long; UTF-16 is turned into UTF-8 on the way."""
    mark = stream.read(2)
    stream.seek(0)
    if mark not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and 0 not in mark:
        yield from _numbered(stream)
        return
    charset = "utf-16" if 0 not in mark else "utf-16-be" if mark[0] == 0 else "utf-16-le"
    wide = io.TextIOWrapper(stream, encoding=charset, errors="replace")
    try:
        yield from _numbered(wide)
    finally:
        wide.detach()


def _numbered(source: Any) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := source.readline(LARGEST + 1):
        number += 1
        data = line.encode() if isinstance(line, str) else line
        yield number, data.removeprefix(codecs.BOM_UTF8) if len(line) <= LARGEST else None
        while len(line) > LARGEST and line[-1:] not in (b"\n", "\n"):
            line = source.readline(LARGEST + 1) or b"\n"


def read_record(line: bytes, origin: Origin, problem: Callable[[str], None]) -> Document:
    """The document in one line. Raises ValueError, with a sentence for people, for a line that holds none."""
    record = _sound(_object(line))
    for name in FIELDS:
        if not isinstance(record.get(name, ""), _allowed(name)) or isinstance(record.get(name), bool):
            raise ValueError(f"`{name}` is {KINDS.get(type(record[name]), 'of another kind')}; it must be text")
    facts = {name: _plain(record.get(name)) for name in FIELDS}
    page = read_page(facts["html"], facts["url"]) if facts["html"] else Page()
    text = facts["text"].strip() or page.text
    if not text:
        raise ValueError("holds no text; give `text` or `html`")
    moment = read_moment(facts["published_at"], find_zone(facts["language"], _host(facts["url"])))
    unread = bool(facts["published_at"]) and moment == NEVER
    if unread:
        problem(f"`published_at` is {facts['published_at']!r}, no date; write 2018-02-03T14:05:00+01:00; kept without")
    page = replace(
        page,
        text=text,
        address=facts["url"] or page.address,
        title=facts["title"] or page.title,
        outlet=facts["outlet"] or page.outlet,
        author=facts["author"] or page.author,
    )
    if moment != NEVER:
        page = replace(page, published_at=moment.at, published_precision=moment.precision)
    document = page_document(page, hash_of(line.strip()), (origin,))
    unknown = {
        name: value for name, value in record.items() if name not in FIELDS or (unread and name == "published_at")
    }
    hint = facts["language"][:2].lower() or document.language_hint
    key = canonical_address(facts["url"]) or document.key
    return replace(document, key=key, language_hint=hint, extra={**document.extra, **unknown})


def _object(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(decode_page(line)[0], parse_constant=_refuse)
    except ValueError as error:
        raise ValueError(f"not JSON ({str(error).partition(':')[0]})") from error
    if not isinstance(record, dict):
        raise ValueError(
            f"{KINDS.get(type(record), 'a text')} where an object with `url`, `title` and `text` should be"
        )
    return record


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, list):
        return [_sound(part) for part in value]
    return {sound(name): _sound(part) for name, part in value.items()} if isinstance(value, dict) else value


def _allowed(name: str) -> tuple[type, ...]:
    return {"published_at": (str, int, float, type(None)), "author": (str, list, type(None))}.get(
        name, (str, type(None))
    )


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(part for part in value if isinstance(part, str))
    return str(int(value)) if isinstance(value, float) and abs(value) < 1e15 else str(value or "")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
