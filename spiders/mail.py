"""A mail, often a newsletter, made a document."""

from __future__ import annotations

import email
import email.policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from monitor.document import Document, Origin
from spiders.charset import decode_page
from spiders.page import read_page
from spiders.published import read_moment
from spiders.texts import hash_of, sound

LISTS = ("List-Unsubscribe", "List-Id")  # headers of what goes to many (RFC 2369, 2919): its sender is the outlet
FULLER = 2  # a newsletter's plain part often only says "read this in a browser"


def read_mail(data: bytes, origin: Origin) -> Document:
    """The document in a mail: subject, sender, date, and its plain or, where fuller, its HTML part."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    name, address = parseaddr(_header(message, "From"))
    moment = read_moment(_header(message, "Date"))
    return Document(
        key=" ".join(_header(message, "Message-ID").split()) or hash_of(data),
        raw_title=_header(message, "Subject"),
        raw_text=_body(message),
        author=name or address,
        outlet=name if any(message.get(header) for header in LISTS) else "",
        published_at=moment.at,
        published_precision=moment.precision,
        language_hint=_header(message, "Content-Language")[:2].lower(),
        origins=(origin,),
    )


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    try:
        raw = str(value).encode("utf-8", "surrogateescape") if isinstance(value, str) else b""
        text = str(make_header(decode_header(decode_page(raw)[0] if raw else value)))
    except (ValueError, LookupError, UnicodeError):
        text = str(value)
    return sound(" ".join(text.split()))


def _body(message: Message) -> str:
    parts = [
        part for part in message.walk() if not part.is_multipart() and part.get_content_disposition() != "attachment"
    ]
    plain = "\n\n".join(_decoded(part) for part in parts if part.get_content_type() == "text/plain").strip()
    pages = (_decoded(part) for part in parts if part.get_content_type() == "text/html")
    rich = "\n\n".join(filter(None, (read_page(page).text for page in pages))).strip()
    return rich if len(rich) > FULLER * len(plain) else plain or rich


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    text = decode_page(payload, str(part.get("Content-Type", "")))[0] if isinstance(payload, bytes) else ""
    return sound(text.replace("\r\n", "\n"))
