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

MOST_HEAD = 4 * 2**20  # bytes of a record's head, and of what is read ahead; heads of ten thousand bytes are long ones
HTML = ("text/html", "application/xhtml+xml")


def read_archive(stream: IO[bytes], origin: Origin, problem: Callable[[str], None]) -> Iterator[Document]:
    """The articles among the archive's good answers, one record in memory at a time.

    What is no article is counted and told once; a record that is too large, and a broken end, each by one line.
    """
    from warcio.exceptions import ArchiveLoadFailed

    passed: Counter[str] = Counter()
    read = 0
    try:
        for address, data, record in _read_pages(stream):
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
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        problem(f"{origin.address}: broken after {read} articles ({_short(error)}); what stood before was read")
    else:
        if not read and not passed:
            problem(f"{origin.address}: no page in this archive; it must hold HTML answered with status 200")
    if passed:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
        problem(f"{origin.address}: {sum(passed.values())} pages left out, no articles ({counts})")


def _read_pages(stream: IO[bytes]) -> Iterator[tuple[str, bytes, Any]]:
    """The address, the content (a byte more than LARGEST at most) and the record of each good answer with a page."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.bufferedreaders import BufferedReader

    BufferedReader.DECOMPRESSORS["br"] = Brotli
    plain = Bounded(gzip.GzipFile(fileobj=stream) if _is_gzip(stream) else stream)  # packed whole or a record at a time
    for record in ArchiveIterator(plain):
        plain.expect(getattr(record.raw_stream, "limit", 0))  # none where the head says no length
        if _is_page(record):
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            yield address, record.content_stream().read(LARGEST + 1), record
    plain.read(1)  # warcio takes a gzip file that is cut short for its end; asking once more tells


class Bounded:
    """A stream in which no record's head goes on for ever; warcio takes a line of any length for one."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._left = stream, MOST_HEAD

    def expect(self, body: int) -> None:
        """So many bytes of a record are still to come, then the next one's head."""
        self._left = body + MOST_HEAD

    def read(self, size: int = -1) -> bytes:
        """Read on. Raises ValueError where the head should have ended long ago."""
        data: bytes = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError(f"a head of more than {MOST_HEAD // 2**20} MB")
        return data


class Brotli:
    """What warcio 1.8 asks of a decompressor; its own sets an attribute that brotli 1.2 does not let it set."""

    unused_data = b""

    def __init__(self) -> None:
        import brotli

        self._inner = brotli.Decompressor()

    def decompress(self, data: bytes) -> bytes:
        """Unpack, to one byte more than any record may have."""
        unpacked: bytes = self._inner.process(data, output_buffer_limit=LARGEST + 1)
        return unpacked


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
