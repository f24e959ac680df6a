"""Lists kept in TOML files, one table an entry: read with one clear line where they are broken, and written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError


def read_toml(path: Path, holds: str) -> dict[str, Any]:
    """Return the file's content; `holds` says what `monitor init` would write in its place.

    Raises MonitorError for a missing, unreadable or broken file.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MonitorError(f"{path}: no such file; `monitor init` writes {holds} to start from") from error
    except OSError as error:
        raise MonitorError(f"{path}: cannot be read ({error.strerror}); check its name and permissions") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MonitorError(f"{path}: not TOML ({error}); put texts in quotes, one `name = value` a line") from error


def read_tables(path: Path, name: str, holds: str) -> list[Any]:
    """Return the `[[name]]` tables of the file; `holds` says what `monitor init` would write in its place.

    Raises MonitorError for a missing, unreadable or broken file, and for anything in it that is no such table.
    """
    content = read_toml(path, holds)
    if unknown := [key for key in content if key != name]:
        raise MonitorError(f"{path}: `{unknown[0]}` is not known here; begin each entry with a line [[{name}]]")
    tables = content.get(name, [])
    if not isinstance(tables, list):
        raise MonitorError(f"{path}: [{name}] in single brackets; begin each entry with a line [[{name}]]")
    return tables


def write_value(value: Any) -> str:
    """A truth value, number, text or tuple of them as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(write_value, value))}]"
    if not isinstance(value, str):
        return str(value)
    special = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    text = "".join(special.get(c, c if c.isprintable() else f"\\U{ord(c):08x}") for c in value)
    return f'"{text}"'
