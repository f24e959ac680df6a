"""Pages kept in a WARC archive (ISO 28500), plain or compressed, made documents."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import IO, Any

from monitor.document import Document, Origin
from spiders.page import page_document, read_page
from spiders.records import LARGEST
from spiders.texts import hash_of

HTML = ("text/html", "application/xhtml+xml")


def read_archive(stream: IO[bytes], origin: Origin, problem: Callable[[str], None]) -> Iterator[Document]:
    """The articles among the archive's good answers, one record in memory at a time.

    What is no article is counted and told once; a record that is too large, and a broken end, each by one line.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    passed: Counter[str] = Counter()
    read = 0
    try:
        plain: Any = gzip.GzipFile(fileobj=stream) if _is_gzip(stream) else stream  # whole or a record at a time
        for record in ArchiveIterator(plain):
            if not _is_page(record):
                continue
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            data = record.content_stream().read(LARGEST + 1)
            if len(data) > LARGEST:
                problem(f"{origin.address}: {address} is larger than {LARGEST // 2**20} MB and was left out")
                continue
            if record.raw_stream.limit:
                raise EOFError(f"{address} is cut short")
            headers = dict(record.http_headers.headers)
            page = read_page(data, address.strip("<>"), headers, fetched=_fetched(record))
            if page.kind == "article" and page.text:
                read += 1
                yield page_document(page, hash_of(data), (origin,))
            else:
                passed[page.kind if page.text else "empty"] += 1
        plain.read(1)  # warcio takes a gzip file that is cut short for its end; asking once more tells
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        problem(f"{origin.address}: broken after {read} articles ({_short(error)}); what stood before was read")
    else:
        if not read and not passed:
            problem(f"{origin.address}: no page in this archive; it must hold HTML answered with status 200")
    if passed:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
        problem(f"{origin.address}: {sum(passed.values())} pages left out, no articles ({counts})")


def _is_gzip(stream: IO[bytes]) -> bool:
    start = stream.read(2)
    stream.seek(0)
    return start == b"\x1f\x8b"


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None or record.http_headers.get_statuscode() != "200":
        return False
    return str(record.http_headers.get_header("Content-Type") or "").lower().startswith(HTML)


def _fetched(record: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "").astimezone(UTC)
    except ValueError:
        return None


def _short(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:120]
