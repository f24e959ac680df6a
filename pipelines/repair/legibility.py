"""Whether anything readable came at all."""

from __future__ import annotations

import re

FORMATS = {"%PDF-": "a PDF file", "PK\x03\x04": "a ZIP or office file", "\x89PNG": "a picture", "GIF8": "a picture"}
# Compressed bytes read as text hold a tenth of these; a text has none. NUL is left out: UTF-16 read as Latin-1 is half
# of them, and reads well without. U+FFFD stands for 0.15 of the characters of French that lost every accented letter.
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")
MOST_CONTROL, MOST_LOST = 0.05, 0.4
FEW = 20  # so many prove nothing, however short the text


def find_illegibility(raw: str, repaired: str) -> str:
    """Say why nothing can be read in what was received ("" where something can): `raw` as it came, and repaired."""
    start = raw.lstrip("\n\ufeff ")[:8]
    for sign, what in FORMATS.items():
        if start.startswith(sign):
            return f"the text is {what}, not text; load it as text or HTML"
    if not any(map(str.isalpha, repaired)):
        return f"no word remains of {len(raw.strip())} characters; send the document again with its text"
    controls, lost = len(CONTROL.findall(raw)), raw.count("\ufffd")
    if controls > max(MOST_CONTROL * len(raw), FEW) or lost > max(MOST_LOST * len(raw), FEW):
        return "most of the text is binary remains; send the document again as text or HTML"
    return ""
