"""Writes docs/reference.md, every command and every setting, from the code: `python docs/reference.py`.

A test fails where the two differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from monitor.cli import cli
from monitor.settings import Settings
from monitor.tables import write_value

PAGE = Path(__file__).with_name("reference.md")
HEAD = """# Reference

Written from the code by `docs/reference.py`; a test holds it to it.

## Commands
"""


def write_reference() -> str:
    """The whole page."""
    commands = "\n".join(_describe(cli, "monitor", None))
    return f"{HEAD}\n{commands}\n\n## Settings\n\n{_settings()}\n"


def _describe(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, parent, info_name=name, **{**command.context_settings, "terminal_width": 100})
    yield f"### `{context.command_path}`\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            if found := command.get_command(context, inner):
                yield from _describe(found, inner, context)


def _settings() -> str:
    """Each as it stands in monitor.toml; in the environment it is MONITOR_ and its name in capitals."""
    lines = ["In `monitor.toml`, or in the environment as `MONITOR_` and the name in capitals.", ""]
    lines += ["| setting | default | meaning |", "|---|---|---|"]
    for setting in fields(Settings):
        lines.append(f"| `{setting.name}` | `{write_value(setting.default)}` | {setting.metadata['help']} |")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(write_reference(), encoding="utf-8")
