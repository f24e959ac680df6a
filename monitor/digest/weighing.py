"""What a story weighs in the digest, and why: the reasons are told beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

COPIED = 0.25  # of an outlet that only prints another's text
NAMED = 0.25  # for each watched name, at most
NAMES = 4  # of them: so the names of a long list weigh no more than one outlet


def weigh(documents: Sequence[dict[str, Any]], watched: int) -> dict[str, float]:
    """What a story weighs, reason by reason; `watched` is how many names of the watch list it has.

    An outlet with words of its own counts 1, one that only copies 0.25, a second language 1, a watched name 0.25 (at
    most four count), and novelty the share of its documents that are told for the first time, corrections not among
    them. Chosen so that one outlet more outweighs any list of names, and news what is known.
    """
    own = {d["outlet"] for d in documents if d["duplicate_of"] is None}
    copies = {d["outlet"] for d in documents} - own
    return {
        "outlets": len(own) + COPIED * len(copies),
        "languages": float(len({d["language"] for d in documents}) > 1),
        "watched": NAMED * min(watched, NAMES),
        "new": round(sum(d["new"] and not d["corrects"] for d in documents) / len(documents), 2),
    }


def order_stories(stories: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those with watched names first, then the heaviest, then what happened first."""
    return sorted(stories, key=lambda s: (not s["watched"], -s["weight"], s["documents"][0]["dated_at"], s["story"]))
