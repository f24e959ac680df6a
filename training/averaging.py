"""One model between two: what was learned last and what was known before (Wortsman et al. 2022, "Model soups").

    python -m training.averaging BEFORE AFTER OUT --share 0.3

AFTER was trained on from BEFORE (`--start`), on other texts for instance. OUT receives, weight by weight, `share` of
BEFORE and the rest of AFTER. Choose the share by a test set that is not the final one.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import torch

from monitor.errors import MonitorError
from training.model import load_model, save_model
from training.vocabulary import load_vocabulary


def read_arguments(given: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "python -m training.averaging", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("before", "after", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--share", type=float, default=0.3, help="of BEFORE (%(default)s)")
    return parser.parse_args(given)


def run(choices: argparse.Namespace) -> None:
    """Write the model between. Raises MonitorError where the two are not of one size and vocabulary."""
    if not 0 <= choices.share <= 1:
        raise MonitorError(f"--share is {choices.share}: it may be from 0 to 1")
    vocabulary, other = (load_vocabulary(folder / "source.spm") for folder in (choices.after, choices.before))
    if vocabulary.serialized_model_proto() != other.serialized_model_proto():
        raise MonitorError(f"{choices.before} and {choices.after} have two vocabularies: AFTER must have BEFORE's")
    before, after = (load_model(folder, vocabulary.get_piece_size(), 0.0) for folder in (choices.before, choices.after))
    try:
        with torch.no_grad():
            for weight, earlier in zip(after.parameters(), before.parameters(), strict=True):
                weight.lerp_(earlier, choices.share)
    except (RuntimeError, ValueError):
        raise MonitorError(f"{choices.before} and {choices.after} are of different sizes") from None
    tokenizer = json.loads((choices.after / "tokenizer_config.json").read_text(encoding="utf-8"))
    languages = tokenizer.get("source_lang", ""), tokenizer.get("target_lang", "")
    save_model(after, vocabulary, languages, choices.out)


if __name__ == "__main__":
    try:
        run(read_arguments())
    except (MonitorError, OSError) as problem:
        sys.exit(f"training: {problem}")
