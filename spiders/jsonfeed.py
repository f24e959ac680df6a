"""JSON Feeds that are cut off, or hold what the standard has no place for, made sound as far as they go."""

from __future__ import annotations

import json
import re
from typing import Any

ITEMS = re.compile(r'"items"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")
KINDS: dict[str, Any] = {  # field of an item → what it may be (jsonfeed.org, version 1.1)
    **dict.fromkeys(("url", "external_url", "title", "summary", "language", "image", "banner_image"), str),
    **dict.fromkeys(("content_html", "content_text", "date_published", "date_modified"), str),
    **dict.fromkeys(("authors", "tags", "attachments"), list),
    "id": str | int | float,
    "author": dict,
}


def mend_feed(text: str) -> tuple[str, int, bool]:
    """Return the feed with sound items alone, how many it names, and whether it was whole.

    Of one that is cut off, the items before the cut.
    """
    try:
        feed: dict[str, Any] = json.loads(text)
        items, whole = feed.get("items"), True
    except (ValueError, RecursionError):
        feed, items, whole = {}, _read_until_cut(text), False
    items = items if isinstance(items, list) else []
    sound = [_sound(item) for item in items if isinstance(item, dict)]
    version = {"version": "https://jsonfeed.org/version/1.1"}
    return json.dumps({**version, **feed, "items": sound}, ensure_ascii=False), len(items), whole


def _read_until_cut(text: str) -> list[Any]:
    items: list[Any] = []
    decoder, start = json.JSONDecoder(), ITEMS.search(text)
    at = start.end() if start else len(text)
    while True:
        try:
            item, at = decoder.raw_decode(text, _beyond(text, at))
        except (ValueError, RecursionError):
            return items
        items.append(item)


def _beyond(text: str, at: int) -> int:
    """The next place that is neither space nor comma."""
    between = BETWEEN.match(text, at)
    return between.end() if between else at


def _sound(item: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in item.items() if isinstance(value, KINDS.get(name, object))}
    for name in ("authors", "attachments"):
        kept[name] = [part for part in kept.get(name, ()) if isinstance(part, dict)]
    if not kept.get("url") and "://" not in str(kept.get("id")):
        kept["url"] = kept.get("external_url", "")  # the page that the item speaks of, where it has none of its own
    return kept
