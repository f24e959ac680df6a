"""Commands for the first minutes: an own folder to work in."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from monitor.errors import MonitorError
from monitor.settings import SEEDS, Settings, read_settings
from monitor.tables import write_value
from monitor.terminal import echo

LISTS = ("sources.toml", "topics.toml", "glossary.tsv", "datasette.yaml")
SHELLS = {"bash": BashComplete, "fish": FishComplete, "zsh": ZshComplete}


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> int:
    """Write settings and lists to start from. A commented monitor.toml, sources and topics, into FOLDER or here."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        written = [_write(folder / "monitor.toml", configuration())]
        written += [_write(folder / name, (SEEDS / name).read_text(encoding="utf-8")) for name in LISTS]
    except OSError as error:
        raise MonitorError(f"{folder}: cannot be written ({error.strerror}); choose another folder") from error
    for line in written:
        echo(line)
    echo("Next: choose sources in sources.toml, then `monitor sources check` and `monitor run`.")
    return 0


def _write(path: Path, text: str) -> str:
    if path.exists():
        return f"kept     {path} (it was there)"
    path.write_text(text, encoding="utf-8")
    return f"written  {path}"


def configuration() -> str:
    """The text of a monitor.toml that names every setting, its meaning and its default."""
    own = {"sources": "sources.toml", "topics": "topics.toml", "glossary": "glossary.tsv"}
    lines = ["# Settings of the news monitor. A line that starts with # shows a default.", ""]
    for setting in fields(Settings):
        lines.append(f"# {setting.metadata['help']}")
        value = own.get(setting.name, setting.default)
        lines += [f"{'' if setting.name in own else '# '}{setting.name} = {write_value(value)}", ""]
    return "\n".join(lines)


def print_next_steps() -> None:
    """Say where things stand, and what to do next."""
    from monitor.guidance import describe_steps

    for line in describe_steps(read_settings(), configured=Path("monitor.toml").is_file()):
        echo(line)


@click.command()
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
def completion(shell: str) -> int:
    """Print what makes SHELL complete commands. `monitor completion bash >> ~/.bashrc`, say."""
    program = click.get_current_context().find_root().command
    echo(SHELLS[shell](program, {}, "monitor", "_MONITOR_COMPLETE").source())
    return 0


COMMANDS = (init, completion)
