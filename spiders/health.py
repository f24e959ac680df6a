"""How a source is, judged by what one visit found and by its own history; always with the evidence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from monitor.store.sources import Check, State
from monitor.terminal import count
from spiders.answers import say_problem
from spiders.visits import Visit

REFUSALS = frozenset({"401", "402", "403", "407", "429", "451", "robots", "private", "wait"})  # statuses
REFUSING_NOTES = frozenset({"consent", "paywall", *REFUSALS, *(f"HTTP {status}" for status in REFUSALS)})
WEEKS = 8  # of history looked at
IMPROBABLE = 0.001  # a false alarm in about three years of daily visits
STALE = timedelta(days=30)  # the newest entry of a feed that nobody writes any more
ENOUGH = 3  # pages without text that make a source broken rather than unlucky
FIRST_WAIT, LONGEST_WAIT = timedelta(hours=1), timedelta(days=7)


def judge(visit: Visit, history: Sequence[Check], now: datetime) -> tuple[State, str]:
    """Return the source's state after this visit and the evidence, one line. `history`: earlier visits, oldest first.

    blocked: the source, or most of its pages, refused to answer us. broken: it did not answer at all, is not
    understood, or names articles whose pages give no text. quiet: fewer new articles than its own past makes likely.
    """
    if visit.problem:
        return ("blocked" if visit.status in REFUSALS or visit.problem in REFUSING_NOTES else "broken"), _problem(visit)
    if visit.lost_parts and not visit.entries and not visit.unchanged_parts:
        return "broken", f"{visit.form}, none of its {visit.lost_parts} parts gave a sitemap"
    verdict = _judge_pages(visit, history)
    if verdict:
        return verdict
    if visit.is_unchanged and visit.standing.state == "quiet":
        return "quiet", visit.standing.note  # unchanged, so that what was said of it holds
    hush = find_hush(visit, history, now)
    if hush:
        return "quiet", hush
    return "ok", _summary(visit)


def _problem(visit: Visit) -> str:
    return f"{say_problem(visit.status, visit.problem)} ({visit.source.address})"


def _judge_pages(visit: Visit, history: Sequence[Check]) -> tuple[State, str] | None:
    """Broken or blocked by its pages: far fewer of them gave an article than its own past makes likely.

    A visit that asked for no page says nothing of pages: the verdict on the last ones holds. A source that names few
    pages is judged by those of its last visits together.
    """
    earlier = [check for check in history if check.fetched]
    if not visit.fetched:
        last = earlier[-1] if earlier else None
        return (last.state, last.evidence) if last and last.state in ("blocked", "broken") else None
    got, asked = visit.with_text, visit.fetched
    for check in reversed(earlier[-3:]):
        if asked < ENOUGH or not got:
            got, asked = got + check.with_text, asked + check.fetched
    none_at_all = not got and (asked >= ENOUGH or visit.fetched >= visit.entries)
    usual = usual_share(earlier)
    if not none_at_all and binomial_tail(got, asked, usual) >= IMPROBABLE:
        return None
    reasons = _most(visit.notes)
    gave = f"{visit.with_text or 'none'} gave an article"
    where = "" if not visit.with_text else f", where {usual:.0%} are usual" if earlier else ", where most should"
    evidence = f"{_entries(visit)}, {count(visit.fetched, 'page')} asked for, {gave}{where}: {reasons}"
    refusals = sum(times for note, times in visit.notes.items() if is_refusal(note))
    return ("blocked" if 2 * refusals > visit.notes.total() else "broken"), evidence


def is_refusal(note: str) -> bool:
    """Whether a page's note says that we were not let in, rather than that we did not understand."""
    return note in REFUSING_NOTES or note.startswith("refuses machine reading")


def usual_share(history: Sequence[Check]) -> float:
    """Which share of a source's pages gives an article: as in its good visits, by Laplace's rule of succession."""
    good = [check for check in history if check.state not in ("blocked", "broken")]
    return (sum(check.with_text for check in good) + 1) / (sum(check.fetched for check in good) + 2)


def binomial_tail(got: int, asked: int, share: float) -> float:
    """The chance that at most `got` of `asked` pages give an article where each does with chance `share`."""
    return sum(math.comb(asked, k) * share**k * (1 - share) ** (asked - k) for k in range(got + 1))


def find_hush(visit: Visit, history: Sequence[Check], now: datetime) -> str:
    """Why the source is quieter than it should be; "" where it is not.

    Compares what came in the last day, and in the last week, with the same stretch of earlier weeks, ending at the
    same hour: so each weekday is compared with itself, whatever the hour of the visit. Arrivals are taken to be
    Poisson-distributed around the median of earlier weeks.
    """
    if not visit.is_unchanged and visit.entries == 0:
        return f"understood ({visit.form}), but it names no article"
    if visit.status == "200" and visit.newest and visit.newest < (now - STALE).strftime("%Y-%m-%d"):
        return f"the newest of its {_entries(visit)} is of {visit.newest[:10]}"
    for days, name in ((1, f"on a {now:%A}"), (7, "in a week")):
        past = [new for week in range(1, WEEKS + 1) if (new := _new_until(history, now, week, days)) is not None]
        if len(past) < 3:
            continue
        expected, got = median(past), (_new_until(history, now, 0, days) or 0) + visit.new
        if chance_of_so_few(got, expected) < IMPROBABLE:
            return f"{got} new {name}, where {expected:g} are usual"
    return ""


def chance_of_so_few(got: int, expected: float) -> float:
    """The chance that a Poisson variable with this mean is at most `got`."""
    return (
        sum(math.exp(-expected + k * math.log(expected) - math.lgamma(k + 1)) for k in range(got + 1))
        if expected
        else 1
    )


def _new_until(history: Sequence[Check], now: datetime, weeks: int, days: int) -> int | None:
    """What was new in the `days` before this hour some weeks ago; None where nobody looked."""
    end = now - timedelta(weeks=weeks)
    start, stop = ((end - timedelta(days=d)).isoformat() for d in (days, 0))
    counts = [check.new for check in history if start < check.at.replace("Z", "+00:00") <= stop]
    return sum(counts) if counts else None


def _summary(visit: Visit) -> str:
    if visit.is_unchanged:
        return "unchanged since the last visit"
    parts = [f"{visit.form}, {_entries(visit)}" + ("" if visit.whole else " (cut off)")]
    if visit.left:
        parts[0] += f", {visit.left} left for the next visit"
    if visit.lost_parts:
        parts.append(f"{visit.lost_parts} of its parts gave no sitemap")
    if visit.fetched:
        own = visit.with_text - visit.from_feed.total()
        parts.append(f"{own or 'none'} of {count(visit.fetched, 'page')} gave an article")
    return ", ".join(filter(None, [*parts, _most(visit.from_feed), _most(visit.notes)]))


def _most(notes: Counter[str]) -> str:
    return ", ".join(f"{times} × {note}" for note, times in notes.most_common(3))


def _entries(visit: Visit) -> str:
    return "1 entry" if visit.entries == 1 else f"{visit.entries} entries"


def wait_until(failures: int, now: datetime) -> datetime:
    """When a source that failed so often in a row is asked again: an hour, doubling, at most a week."""
    return now + min(FIRST_WAIT * (1 << min(failures - 1, 20)), LONGEST_WAIT)
