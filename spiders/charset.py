"""Bytes of a page, a file or a mail made text: what was said of their charset, checked against the bytes themselves."""

from __future__ import annotations

import codecs
import re

MARKS = (  # longest first: UTF-32's little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HEAD = 4096  # bytes in which a page must name its charset; HTML asks for 1,024, careless pages need more
META = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
PARAMETER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
# What browsers take a label for (WHATWG Encoding, "names and labels"), where Python takes something narrower.
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
LATIN = frozenset({"cp1252", "iso8859-15"})
NAMES = {"cp1252": "windows-1252", "iso8859-15": "iso-8859-15", "cp1254": "windows-1254", "utf-8-sig": "utf-8"}
# Bytes that are letters or a currency in ISO-8859-15 and, in windows-1252, signs that do not stand in such places:
# œ Œ between letters (cœur, Œuvre), the euro after or before a figure, š ž inside words.
LATIN_9 = re.compile(
    rb"[A-Za-z]\xbd[a-z]|\b\xbd[a-z]{2}|\xbc[a-zA-Z]{2}|\d[ \xa0]?\xa4|\xa4[ \xa0]?\d|[a-z][\xa8\xb8][a-z]"
)
OTHER_LETTERS = re.compile(rb"[\x80-\xff]{3,}")  # Latin letters with accents hardly stand three in a row


def decode_page(data: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the text of `data` and the charset it was read by (WHATWG's name, lower case).

    Trusted in this order, each only if the bytes are valid in it: a byte order mark, the charset in `content_type` (an
    HTTP header), the one in a meta element or XML declaration, and the content itself. A page that is valid UTF-8
    beyond ASCII is UTF-8 whatever one-byte charset it claims: French in such a charset is never valid UTF-8. Stray
    bytes in UTF-8 are read as windows-1252. Never raises.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), NAMES.get(name, name)
    for label in (_label(PARAMETER.search(content_type)), _meta_label(data)):
        charset = _checked(label, data)
        if charset:
            return data.decode(charset, errors=STRAY if charset == "utf-8" else "strict"), NAMES.get(charset, charset)
    charset = _guess(data)
    errors = STRAY if charset in ("utf-8", "cp1252") else "replace"
    return data.decode(charset, errors), NAMES.get(charset, charset)


def _label(found: re.Match[str] | None) -> str:
    return found[1] if found else ""


def _meta_label(data: bytes) -> str:
    found = META.search(data[:HEAD])
    label = found[1].decode("ascii", errors="ignore") if found else ""
    return "utf-8" if label.lower().startswith("utf-16") else label  # whoever reads this in ASCII is not in UTF-16


def _checked(label: str, data: bytes) -> str:
    """The charset that `label` means for `data`, "" where the bytes speak against it."""
    try:
        charset = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    if charset in ("base64", "hex", "rot13", "zlib", "bz2", "uu", "quopri", "punycode", "idna", "unicode_escape"):
        return ""
    charset = WIDER.get(charset, charset)
    if charset == "utf-8":
        return charset if _is_mostly_utf8(data) else ""
    if charset in LATIN:
        return "utf-8" if _is_utf8(data) and not data.isascii() else _which_latin(data, charset)
    return charset if _is_valid(data, charset) else ""


def _which_latin(data: bytes, charset: str) -> str:
    if re.search(rb"[\x80-\x9f]", data):  # control characters in ISO-8859-15, quotes and dashes in windows-1252
        return "cp1252" if _is_valid(data, "cp1252") else ""
    return "iso8859-15" if LATIN_9.search(data) else charset


def _is_valid(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except (UnicodeError, LookupError):
        return False
    return True


def _is_utf8(data: bytes) -> bool:
    return _is_valid(data, "utf-8")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether at most a fifth of what is not ASCII is invalid: pages in UTF-8 often hold a few pasted stray bytes."""
    text = data.decode("utf-8", errors="replace")
    strays = text.count("\ufffd")
    return not strays or strays * 5 <= sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))


def _guess(data: bytes) -> str:
    wide = _guess_wide(data)
    if wide:
        return wide
    if _is_mostly_utf8(data):
        return "utf-8"
    beyond = len(re.findall(rb"[\x80-\xff]", data))
    if 2 * sum(map(len, OTHER_LETTERS.findall(data))) > beyond:
        return _guess_by_statistics(data)
    return _which_latin(data, "cp1252") or "cp1252"


def _guess_wide(data: bytes) -> str:
    """UTF-16 without its mark: in Latin text every other byte is zero."""
    sample = data[: 2 * HEAD]
    if len(sample) < 4 or sample.count(0) < len(sample) // 4:
        return ""
    charset = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
    even = data[: len(data) // 2 * 2]
    return charset if _is_valid(even, charset) else ""


def _guess_by_statistics(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    return WIDER.get(best.encoding, best.encoding) if best else "cp1252"


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace"), error.end


STRAY = "spiders.stray"  # what is invalid in a charset is read byte by byte as windows-1252
codecs.register_error(STRAY, _read_stray)
