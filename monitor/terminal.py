"""What reaches a terminal: words of the press, with nothing in them that a terminal would obey."""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

import click

WIDTH = 78  # columns, two spared
BLANKS, HELD = re.compile(r"[ \t\r\n]+"), re.compile(r"[\xa0\u202f]")  # a line ends at the first alone
HUNG = re.compile(r" (?=[»:;!?%€])|(?<=«) |(?<=\d) (?=\d{3}\b)")  # nor there, whatever blank a site writes
# control characters (ESC and CSI begin commands to a terminal) but tab and line end; and what turns the reading order
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def echo(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print text on standard output (`err`: standard error), harmless to a terminal."""
    click.echo(make_harmless(text), err=err, nl=nl)


def wrap(text: str, indent: str = "") -> list[str]:
    """The text in lines for a terminal, each indented; no French mark or group of digits begins one."""
    held = hold(BLANKS.sub(" ", text).strip())
    lines = textwrap.wrap(held, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    return [indent + HELD.sub(" ", line) for line in lines]


def hold(text: str) -> str:
    """The text with blanks that end no line before French marks and within numbers."""
    return HUNG.sub("\xa0", text)


def count(number: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{number} {noun if number == 1 else f'{noun}s'}"


def make_harmless(text: str) -> str:
    """The text with a � for each character that a terminal would obey; line ends are made plain."""
    return OBEYED.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def echo_json(content: Any, indent: int | None = None) -> None:
    """Print `content` as JSON, exact and harmless."""
    click.echo(write_json(content, indent))


def write_json(content: Any, indent: int | None = None) -> str:
    """`content` as JSON, exact and harmless: what a terminal would obey is escaped."""
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
