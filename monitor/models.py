"""Models on this machine: where they lie, which revision is pinned, what fetches them. Nothing is loaded here.

A model is named by a folder, or as the Hugging Face hub names it, `owner/name`; `owner/name@revision` means one state
of it. Nothing here opens a socket but `fetch_model`.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.tables import read_tables, write_value

SUMS = "SHA256SUMS"  # beside the folders of the models that come with the program
WEIGHTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json")
SHIPPED = Path(__file__).resolve().parent.parent / "models"
HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+(?:@[\w.-]+)?")
NEEDED = "README.md", ".json", ".txt", ".model", ".spm", ".jinja", ".safetensors"  # other weights for other programs
OLD_WEIGHTS = ".bin"  # fetched only where there are no .safetensors
ABOUT = """# The models that `monitor models get` fetched, each with its revision and the sha256 of its files.
# `monitor models check` compares the files with it. Copy it, with the hub's cache, to machines that have no network.
"""


@dataclass(frozen=True, slots=True)
class Pin:
    """A fetched model: its hub name, its revision, and each of its files as `sha256sum` writes them."""

    name: str
    revision: str
    files: tuple[str, ...]


def read_pins(path: Path) -> dict[str, Pin]:
    """The pins of a file, by hub name; none where there is no file. Raises MonitorError for a broken one."""
    if not path.exists():
        return {}
    try:
        found = [Pin(**table) for table in read_tables(path, "model", "no such file")]
    except TypeError:
        raise MonitorError(
            f"{path}: a [[model]] has `name`, `revision` and `files`; remove it, `monitor models get` writes it anew"
        ) from None
    return {pin.name: pin for pin in found}


def write_pins(path: Path, pins: Mapping[str, Pin]) -> None:
    """Write the pins, sorted by name, in place of those that stand there. Raises MonitorError where it cannot."""
    text = ABOUT
    for _, pin in sorted(pins.items()):
        files = "".join(f"    {write_value(line)},\n" for line in pin.files)
        text += f"\n[[model]]\nname = {write_value(pin.name)}\nrevision = {write_value(pin.revision)}\n"
        text += f"files = [\n{files}]\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MonitorError(f"{path}: cannot be written ({error.strerror}); set `models` to another file") from error


def pin_name(settings: Settings, name: str) -> str:
    """The model's name with the revision that is pinned for it, where one is and none is asked for."""
    if not is_hub_name(name) or "@" in name:
        return name
    pin = read_pins(Path(settings.models)).get(name)
    return f"{name}@{pin.revision}" if pin else name


def list_shipped() -> list[Path]:
    """The folders of the translation models that come with the program."""
    return sorted(path.parent for path in SHIPPED.glob("*/tokenizer_config.json"))


def is_hub_name(name: str) -> bool:
    """Whether `name` is one of the hub's, and not a folder here."""
    return bool(HUB_NAME.fullmatch(name)) and not name.startswith(".") and not Path(name).is_dir()


def find_folder(name: str) -> Path | None:
    """The folder of a model on this machine; of a hub name without a revision the one fetched last; else None."""
    if not is_hub_name(name):
        folder = Path(name).expanduser()
        return folder if folder.is_dir() else None
    from huggingface_hub import try_to_load_from_cache

    repository, _, revision = name.partition("@")
    found = try_to_load_from_cache(repository, "config.json", revision=revision or None)
    return Path(found).parent if isinstance(found, str) else None


def fetch_model(name: str, again: bool = False) -> Pin:
    """Fetch a model from the hub, `again` even where its files are here, and return what pins it.

    Raises MonitorError, in one line, where the hub is out of reach or has no such model.
    """
    import httpx2
    from huggingface_hub import HfApi

    _calm_hub()
    hub = HfApi()
    repository, _, revision = name.partition("@")
    try:
        listed = hub.model_info(repository, revision=revision or None).siblings or ()  # does not try for a minute
        files = sorted(choose_files(file.rfilename for file in listed))
        folder = Path(
            hub.snapshot_download(repository, revision=revision or None, allow_patterns=files, force_download=again)
        )
    except (httpx2.HTTPError, OSError) as error:
        raise MonitorError(_explain(name, error)) from error
    return Pin(repository, folder.name, tuple(f"{digest(folder / file)}  {file}" for file in files))


def _calm_hub() -> None:
    """Errors come as one line of ours; a progress bar only where a person looks on."""
    from huggingface_hub import utils

    utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    if not sys.stderr.isatty():
        utils.disable_progress_bars()  # type: ignore[attr-defined]


def _explain(name: str, error: Exception) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status in (401, 403, 404):
        return f"{name}: the hub has no such model, or does not give it to everyone; check the name on huggingface.co"
    said = f"it answered {status}" if status else "no network, or it is blocked"
    return f"{name}: the Hugging Face hub is out of reach ({said}); nothing was changed, try again later"


def choose_files(names: Iterable[str]) -> Iterator[str]:
    """Those of a model's files that transformers reads, and its card: not the weights for other programs."""
    listed = [name for name in names if "/" not in name]
    endings = NEEDED if any(name.endswith(".safetensors") for name in listed) else (*NEEDED, OLD_WEIGHTS)
    return (name for name in listed if name.endswith(endings))


def verify(pin: Pin) -> list[str]:
    """What is not as it was pinned: one line a file that is missing or has changed, or for the whole model."""
    folder = find_folder(f"{pin.name}@{pin.revision}")
    return _compare(folder, pin.files) if folder else [f"revision {pin.revision[:8]} is not on this machine"]


def verify_shipped() -> list[str]:
    """What is not as it was shipped, of the models that come with the program."""
    sums = SHIPPED / SUMS
    return _compare(SHIPPED, sums.read_text(encoding="utf-8").splitlines()) if sums.is_file() else []


def _compare(folder: Path, files: Iterable[str]) -> list[str]:
    pairs = [line.split("  ", 1) for line in files]
    missing = [f"{file} is missing" for _, file in pairs if not (folder / file).is_file()]
    present = [(wanted, file) for wanted, file in pairs if (folder / file).is_file()]
    return missing + [f"{file} has changed" for wanted, file in present if digest(folder / file) != wanted]


def is_whole(folder: Path) -> bool:
    """Whether a folder holds a model: its description and its weights."""
    return (folder / "config.json").is_file() and any((folder / weights).is_file() for weights in WEIGHTS)


def digest(path: Path) -> str:
    """The file's sha256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def measure(folder: Path) -> int:
    """Bytes of the files in a model's folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def read_licence(folder: Path) -> str:
    """The licence that a model's card states in its head; "" where it states none."""
    card = folder / "README.md"
    head = card.read_text(encoding="utf-8", errors="replace")[:5000] if card.is_file() else ""
    found = re.search(r"\A---\n(?:.*\n)*?licen[sc]e:[ \t]*(\S+)", head)
    return found[1].strip("'\"") if found else ""
