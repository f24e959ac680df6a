"""Commands about models: what each stage uses, fetched once, pinned, and checked against the pins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from monitor.commands.options import Call, command_options
from monitor.equipment import list_used
from monitor.errors import MonitorError
from monitor.models import Pin, fetch_model, is_hub_name, list_shipped, read_pins, verify, verify_shipped, write_pins
from monitor.settings import Settings
from monitor.terminal import echo


@click.group()
def models() -> None:
    """What the stages use: list, get (fetch and pin), check."""


@models.command("list")
@command_options
def list_models(call: Call) -> int:
    """List what each stage uses. Its size and licence, where it is from, whether it is on this machine."""
    for used in list_used(call.settings):
        size = f"{used.size / 1e6:.0f} MB" if used.size else "-"
        state = "here" if used.present else f"MISSING: {used.advice}"
        echo(f"{used.use:<12} {used.model}  {size}  {used.licence or '-'}  {used.origin}  {state}")
    return 0


@models.command("get")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@command_options
def get_models(call: Call, names: tuple[str, ...]) -> int:
    """Fetch and pin models of the Hugging Face hub. Those the settings name, or NAME…; with checksums."""
    wanted = names or tuple(dict.fromkeys(_hub_names(call.settings)))
    if not wanted:
        call.say("nothing to fetch: the settings name no model of the hub; give a NAME, such as owner/model")
        return 0
    for name in wanted:
        if not is_hub_name(name):
            raise MonitorError(f"{name}: not a name of the hub; it must be owner/name, as on huggingface.co")
    path = Path(call.settings.models)
    pins = read_pins(path)
    for name in wanted:
        known = pins.get(name.partition("@")[0])
        pin = fetch_model(name, again=bool(known and verify(known)))
        pins[pin.name] = pin
        write_pins(path, pins)
        call.say(f"{pin.name}: revision {pin.revision[:8]}, {len(pin.files)} files, pinned in {path}")
    return 0


def _hub_names(settings: Settings) -> Iterator[str]:
    named = (settings.translation_model, settings.summary_model, settings.entity_model, settings.embedding_model)
    return filter(is_hub_name, named)


@models.command("check")
@command_options
def check_models(call: Call) -> int:
    """Compare models with their checksums. Every one, pinned or shipped; and what the settings name must be here."""
    pins = read_pins(Path(call.settings.models))
    lines = [*_check_shipped(), *map(_check, pins.values()), *_missing(call.settings)]
    for line in lines:
        echo(line)
    if not lines:
        call.say("no model is pinned, and none is missing")
    return 1 if any(line.startswith("WRONG") for line in lines) else 0


def _check_shipped() -> Iterator[str]:
    if problems := verify_shipped():
        yield f"WRONG  what comes with the program: {'; '.join(problems)}; install it again"
    else:
        yield from (f"ok     {folder.name}: as it comes with the program" for folder in list_shipped())


def _check(pin: Pin) -> str:
    problems = verify(pin)
    if problems:
        return f"WRONG  {pin.name}: {'; '.join(problems)}; `monitor models get {pin.name}` fetches it again"
    return f"ok     {pin.name}: revision {pin.revision[:8]}, {len(pin.files)} files"


def _missing(settings: Settings) -> Iterator[str]:
    for used in list_used(settings):
        if not used.present:
            yield f"WRONG  {used.use}: {used.model} is not on this machine; {used.advice}"


COMMANDS = (models,)
