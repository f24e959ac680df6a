"""Plain text and Markdown made documents."""

from __future__ import annotations

import hashlib
import re
import tomllib
from typing import Any

from monitor.document import Document, Origin
from spiders.address import canonical_address
from spiders.charset import decode_page
from spiders.published import find_zone, read_moment

LONGEST_TITLE = 120  # characters; the press's headlines stay below, and paragraphs are rarely so short
ENDS = (".", "!", "?", "…", ":", ";", ",")
FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
HEADING = re.compile(r"\A\s*(?:#[ \t]+(.+?)[ \t]*#*[ \t]*|([^\n]+)\n=+[ \t]*)(?:\n|\Z)")
MARKUP = (  # what Markdown adds to a text, and what stays of it
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?)", re.M), ""),
    (re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.M), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])"), r"\1"),
)
KNOWN = frozenset({"title", "url", "outlet", "author", "published_at", "language"})


def sound(text: str) -> str:
    """`text` with what SQLite cannot hold made harmless: NUL gone, lone surrogates shown as U+FFFD."""
    return text.replace("\0", "").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def hash_of(data: bytes) -> str:
    """SHA-256 in hexadecimal: the key of what has neither address nor Message-ID."""
    return hashlib.sha256(data).hexdigest()


def read_text(data: bytes, origin: Origin) -> Document:
    """The document in a `.txt`; its first line is the title if short, unpunctuated and followed by a blank one."""
    title, text = split_title(_text(data))
    return Document(key=hash_of(data), raw_title=title, raw_text=text, origins=(origin,))


def split_title(text: str) -> tuple[str, str]:
    """Part a title from the text below it; "" and the whole text where the first line is none."""
    first, _, rest = text.strip("\n").partition("\n")
    line, below = first.strip(), rest.split("\n", 1)[0]
    is_title = 0 < len(line) <= LONGEST_TITLE and not line.rstrip("\"'»” )").endswith(ENDS)
    if is_title and rest.strip() and not below.strip():
        return line, rest.strip()
    return "", text.strip()


def read_markdown(data: bytes, origin: Origin) -> Document:
    """The document in a `.md`: title, date and the rest from front matter (YAML lines or TOML), else `# title`."""
    text = _text(data)
    matter = FRONT_MATTER.match(text)
    facts = _front_matter(matter[1], matter[2]) if matter else {}
    text = text[matter.end() :] if matter else text
    heading = HEADING.match(text)
    title = str(facts.get("title") or "")
    if heading and (not title or title == (heading[1] or heading[2]).strip()):
        title, text = (heading[1] or heading[2]).strip(), text[heading.end() :]
    for pattern, kept in MARKUP:
        text, title = pattern.sub(kept, text), pattern.sub(kept, title)
    url, language = str(facts.get("url") or ""), str(facts.get("language") or facts.get("lang") or "")
    moment = read_moment(str(facts.get("published_at") or facts.get("date") or ""), find_zone(language))
    return Document(
        key=canonical_address(url) or hash_of(data),
        url=url,
        raw_title=title,
        raw_text=text.strip(),
        outlet=str(facts.get("outlet") or ""),
        author=str(facts.get("author") or ""),
        published_at=moment.at,
        published_precision=moment.precision,
        language_hint=language[:2].lower(),
        origins=(origin,),
        extra={name: value for name, value in facts.items() if name not in KNOWN},
    )


def _text(data: bytes) -> str:
    return sound(decode_page(data)[0].replace("\r\n", "\n").replace("\r", "\n"))


def _front_matter(fence: str, text: str) -> dict[str, Any]:
    if fence == "+++":
        try:
            return {name.lower(): str(value) for name, value in tomllib.loads(text).items()}
        except tomllib.TOMLDecodeError:
            return {}
    pairs = (line.partition(":") for line in text.split("\n") if re.match(r"[A-Za-z_][\w -]*:", line))
    return {name.strip().lower(): value.strip().strip("\"'") for name, _, value in pairs}
