"""Errors a person can act on."""

import re

MACHINE = re.compile(r"^\[[^\]]+\] | \(_ssl\.c:\d+\)$")  # what only the machine knows by: [Errno 111]


class MonitorError(Exception):
    """Nothing could be done; the message is one line: what was found, what is allowed, what to do next."""


def explain_error(error: Exception) -> str:
    """What went wrong, on one line: in the system's own words."""
    reason = getattr(error, "reason", None)  # of one that wraps another
    inner = reason if isinstance(reason, Exception) else error
    words = " ".join(str(getattr(inner, "strerror", None) or inner).split())
    return MACHINE.sub("", words) or type(inner).__name__
