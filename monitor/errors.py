"""Errors a person can act on."""


class MonitorError(Exception):
    """Nothing could be done; the message is one line: what was found, what is allowed, what to do next."""
