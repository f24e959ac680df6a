"""Documents from files and folders: every format of `monitor load`, told by content where a name says nothing."""

from __future__ import annotations

import json
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from monitor.document import Document, Origin
from spiders.archives import read_archive
from spiders.charset import decode_page
from spiders.mail import read_mail
from spiders.page import page_document, read_page
from spiders.records import LARGEST, read_records
from spiders.texts import hash_of, read_markdown, read_text

Tell = Callable[[str], None]

FORMATS = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown",
    ".markdown": "markdown", ".jsonl": "records", ".ndjson": "records", ".eml": "mail", ".warc": "archive",
}  # fmt: skip
ALLOWED = ".txt .html .htm .md .jsonl .eml .warc .warc.gz"
MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or an office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"SQLite format 3": "a SQLite store",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
HEAD = 8192  # bytes looked at to tell a format
PAGE = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
ELEMENT = re.compile(r"<(?:html|head|body|p|div|article|h1|br|meta|title|span|a)\b[^>]*>", re.I)
MAIL = re.compile(
    r"^(?:return-path|received|delivered-to|from|to|subject|date|message-id|mime-version|x-[\w-]+):", re.I | re.M
)


def read_documents(paths: Iterable[Path], problem: Tell, note: Tell | None = None) -> Iterator[Document]:
    """Read every document under `paths`, folders in sorted order; never raises for what lies there.

    Whatever cannot be read is told to `problem` in one line, and the rest goes on. Files in folders that are of no
    known format are counted in one line to `note` (by default a problem too).
    """
    for path in paths:
        passed: Counter[str] = Counter()
        file = None
        for file in _files(path, problem, passed, set()):
            yield from _read_file(file, file == path, problem, passed)
        if file is None and path.is_dir():
            problem(f"{path}: no file to read in it; read are {ALLOWED}")
        if passed:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
            (note or problem)(f"{path}: passed over {kinds}; read are {ALLOWED}")


def _files(path: Path, problem: Tell, passed: Counter[str], seen: set[tuple[int, int]]) -> Iterator[Path]:
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            yield path
        elif not stat.S_ISDIR(status.st_mode):
            problem(f"{path}: neither a file nor a folder; give one of these")
        elif (status.st_dev, status.st_ino) not in seen:  # a link may lead back up
            seen.add((status.st_dev, status.st_ino))
            for name in sorted(os.listdir(path)):
                if not name.startswith("."):
                    yield from _files(path / name, problem, passed, seen)
    except (OSError, ValueError) as error:
        problem(f"{path}: {_reason(path, error)}")


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "not allowed to read this; change its permissions"
    if isinstance(error, FileNotFoundError):
        return "a link that leads nowhere" if path.is_symlink() else "no such file or folder"
    return f"cannot be read ({getattr(error, 'strerror', None) or error})"


def _read_file(path: Path, asked_for: bool, problem: Tell, passed: Counter[str]) -> Iterator[Document]:
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            kind = find_format(path, head, asked_for)
            if kind in READERS_OF_ONE or kind in READERS_OF_MANY:
                origin = Origin("load", _sound_path(path))
                if kind in READERS_OF_MANY:
                    yield from READERS_OF_MANY[kind](stream, origin, problem)
                else:
                    yield from _read_one(kind, stream.read(LARGEST + 1), origin, problem)
            elif asked_for or not kind.startswith("."):
                problem(f"{path}: {kind.removeprefix('.')}; read are {ALLOWED}")
            else:
                passed[kind] += 1
    except OSError as error:
        problem(f"{path}: {_reason(path, error)}")
    except Exception as error:  # one file that trips a parser must not cost the others
        problem(f"{path}: cannot be read ({type(error).__name__}: {str(error)[:100]}); the other files were read")


def find_format(path: Path, head: bytes, asked_for: bool) -> str:
    """The format's name; else what was found, in words; or, beginning with a dot, a suffix that is passed over."""
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return "empty"
    if head.startswith((b"WARC/", b"\x1f\x8b")):
        return "archive" if head.startswith(b"WARC/") or ".warc" in path.suffixes else _unknown(path, "a gzip file")
    named = FORMATS.get(path.suffix.lower(), "")
    found = next((name for magic, name in MAGIC.items() if head.startswith(magic)), "")
    text = decode_page(head)[0]
    if found or _is_binary(text):
        found = found or "binary, no text"
        return found if named or asked_for else _unknown(path, found)
    return (
        _told_by_content(text, named) or named or ("text" if asked_for and not path.suffix else _unknown(path, "text"))
    )


def _unknown(path: Path, found: str) -> str:
    return f".{path.suffix.lstrip('.') or 'nameless'} ({found})"


def _is_binary(text: str) -> bool:
    odd = sum(not c.isprintable() and not c.isspace() for c in text)
    return "\0" in text or odd > 0.05 * len(text)


def _told_by_content(text: str, named: str) -> str:
    """The format that the text itself shows, whatever its name says; "" where it shows none."""
    if PAGE.match(text):
        return "html"
    if named == "html":
        return "html" if ELEMENT.search(text) else "text"
    if named != "records" and _is_record(text):
        return "records"
    headers = text.lstrip("\ufeff").replace("\r\n", "\n").partition("\n\n")[0]
    is_mail = len(MAIL.findall(headers)) >= 2 and bool(re.match(r"[\w-]+:|From ", headers))
    return "mail" if is_mail else "text" if named == "mail" else ""


def _is_record(text: str) -> bool:
    line = text.lstrip("\ufeff \t\n").partition("\n")[0]
    if not line.startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return bool(re.match(r'\{\s*"(?:url|title|text|html|outlet|id)"\s*:', line))  # longer than the head


def _read_one(kind: str, data: bytes, origin: Origin, problem: Tell) -> Iterator[Document]:
    if len(data) > LARGEST:
        problem(f"{origin.address}: larger than {LARGEST // 2**20} MB, which is no article; split it")
        return
    document = READERS_OF_ONE[kind](data, origin)
    refused = document.extra.get("kind")
    if refused in WALLS:
        problem(f"{origin.address}: {WALLS[refused]}; save the page with its text visible")
    elif not document.raw_text.strip():
        problem(f"{origin.address}: no text found in it")
    else:
        yield document


WALLS = {
    "consent": "a consent or robot question, no article",
    "paywall": "only the beginning of a paid article",
    "missing": "a notice that there is no such page",
}


def _read_html(data: bytes, origin: Origin) -> Document:
    page = read_page(data)
    document = page_document(page, hash_of(data), (origin,))
    if page.kind != "article":
        document.extra["kind"] = page.kind
    return document


def _sound_path(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


READERS_OF_ONE = {"text": read_text, "html": _read_html, "markdown": read_markdown, "mail": read_mail}
READERS_OF_MANY = {"records": read_records, "archive": read_archive}
