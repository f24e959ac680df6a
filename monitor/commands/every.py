"""Every command that needs neither spiders nor pipelines; `monitor.cli` adds the others."""

from __future__ import annotations

from monitor.commands import (
    correcting,
    digesting,
    fetching,
    keeping,
    reading,
    scheduling,
    searching,
    sourcing,
    starting,
    watching,
)

MODULES = (starting, sourcing, watching, fetching, reading, digesting, searching, correcting, keeping, scheduling)
COMMANDS = tuple(command for module in MODULES for command in module.COMMANDS)
