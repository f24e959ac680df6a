"""The one place where models are loaded: from a folder, or from what was fetched from the Hugging Face hub.

Nothing here opens a socket. torch and transformers are imported with the first model.
"""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from monitor.models import WEIGHTS, find_folder, is_hub_name, is_whole
from pipelines.stage import Postpone

SAMPLES, SAMPLE = 64, 4096  # of a large file: training changes all of it, and reading all takes seconds


def find_model(name: str) -> Path:
    """Return the folder of a model: `name` itself, or where its hub name was fetched to.

    Raises Postpone where it is not on this machine, or only a part of it.
    """
    folder = find_folder(name)
    if folder is None and is_hub_name(name):
        raise Postpone(f"model {name} is not on this machine; `monitor models get {name}` fetches it")
    if folder is None:
        raise Postpone(f"{name}: no such folder, and not a hub name such as Helsinki-NLP/opus-mt-fr-en")
    if not is_whole(folder):
        raise Postpone(f"{folder} does not hold a whole model: config.json and {WEIGHTS[0]} are needed")
    return folder


@cache
def describe_model(name: str) -> dict[str, Any]:
    """The model's `config.json` and `tokenizer_config.json` in one; empty where the model is not on this machine."""
    try:
        folder = find_model(name)
    except Postpone:
        return {}
    described: dict[str, Any] = {}
    for part in ("config.json", "tokenizer_config.json"):
        if (folder / part).is_file():
            described |= json.loads((folder / part).read_text(encoding="utf-8"))
    return described


@cache
def name_model(name: str) -> str:
    """A name that changes with the model: a hub name with its revision, a folder's last part with a fingerprint."""
    folder = find_folder(name)
    if folder is None:
        return name
    if is_hub_name(name):
        return f"{name.partition('@')[0]}@{folder.name[:8]}"  # the hub's cache keeps each revision in a folder
    return f"{folder.resolve().name}-{fingerprint(folder)}"


def fingerprint(folder: Path) -> str:
    """Eight hexadecimal digits of the names, sizes and contents of a model's files; of large ones, of samples.

    Its card is left out: to tell more of a model makes no other of it.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file() and path.suffix != ".md"):
        size = path.stat().st_size
        digest.update(f"{path.name} {size}\n".encode())
        with path.open("rb") as file:
            for start in range(0, size, max(SAMPLE, size // SAMPLES)):
                file.seek(start)
                digest.update(file.read(SAMPLE))
    return digest.hexdigest()[:8]


@cache
def load_tokenizer(name: str) -> Any:
    """Return the model's tokenizer. Raises Postpone where the model is not on this machine."""
    folder = find_model(name)
    _prepare_torch()
    from transformers import AutoTokenizer

    with quietly():
        return AutoTokenizer.from_pretrained(str(folder), local_files_only=True)


@cache
def load_seq2seq(name: str) -> Any:
    """Return a model that writes one text from another, ready to generate: bf16 on a GPU, fp32 on a processor.

    Raises Postpone where the model is not on this machine.
    """
    folder = find_model(name)
    _prepare_torch()
    import torch
    from transformers import AutoModelForSeq2SeqLM

    device, dtype = ("cuda", torch.bfloat16) if torch.cuda.is_available() else ("cpu", torch.float32)
    with quietly():
        model = AutoModelForSeq2SeqLM.from_pretrained(str(folder), local_files_only=True, dtype=dtype)
    return model.eval().to(device)


@cache
def load_tagger(name: str) -> Any:
    """Return a model that labels the pieces of a text, in fp32. Raises Postpone where it is not on this machine."""
    folder = find_model(name)
    _prepare_torch()
    import torch
    from transformers import AutoModelForTokenClassification

    with quietly():
        model = AutoModelForTokenClassification.from_pretrained(str(folder), local_files_only=True)
    return model.eval().to("cuda" if torch.cuda.is_available() else "cpu")


@cache
def load_encoder(name: str) -> Any:
    """Return a model that reads a text: on a GPU, else in bf16 where the processor has it (twice as fast), else fp32.

    Raises Postpone where the model is not on this machine.
    """
    folder = find_model(name)
    _prepare_torch()
    import torch
    from transformers import AutoModel

    on_gpu = torch.cuda.is_available()
    dtype = torch.bfloat16 if not on_gpu and has_bf16() else torch.float32
    with quietly():
        model = AutoModel.from_pretrained(str(folder), local_files_only=True, dtype=dtype)
    return model.eval().to("cuda" if on_gpu else "cpu")


def has_bf16() -> bool:
    """Whether the processor multiplies bf16 by itself; where it does not, bf16 is slower than fp32."""
    import torch

    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


@contextmanager
def quietly() -> Iterator[None]:
    """Without transformers' progress bars, and its advice to install what only tidies punctuation (sacremoses)."""
    from transformers.utils import logging

    bars = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*sacremoses")
            yield
    finally:
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def has_gpu() -> bool:
    """Whether there is an Nvidia GPU, found out without importing anything."""
    return Path("/dev/nvidiactl").exists()


def torch_uses_gpu() -> bool:
    """Whether there is one that PyTorch can use: what `make run` installs is made for processors alone."""
    return has_gpu() and not version("torch").endswith("+cpu")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _prepare_torch() -> None:
    # waiting threads must sleep: where other programs run too, spinning ones made one layer 400 times slower
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    torch.set_num_threads(processors())
