"""Pairs from texts of one language: the other side is a model's translation (Sennrich et al. 2016).

    python -m training.backtranslation MODEL TEXTS OUT --language en

TEXTS holds `sentence[<TAB>collection]` line by line; OUT receives `first<TAB>second<TAB>collection<TAB>side`, where
`side` (1 or 2) is the one that the model wrote: it is translated from, and never into, so that what is learned to be
written is what people wrote. MODEL is a folder that `python -m training` made, for both directions.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import torch

from monitor.errors import MonitorError
from training.batches import cut
from training.decoding import translate
from training.model import load_model
from training.vocabulary import END, chunk, load_vocabulary, mark_language

AT_ONCE = 100_000  # sentences: they are sorted by length, so that a batch has little padding
LONGEST = 150  # pieces
BUDGET = {"cuda": 200_000, "cpu": 6_000}  # pieces in a batch


class Translator:
    """A model ready to translate into one language, in the arithmetic that suits the machine."""

    def __init__(self, folder: Path, into: str) -> None:
        self.vocabulary = load_vocabulary(folder / "source.spm")
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        model = load_model(folder, self.vocabulary.get_piece_size(), 0.0).eval().to(self.device)
        self.model = model.bfloat16() if self.device == "cuda" else model
        self.mark = self.vocabulary.piece_to_id(mark_language(into))
        if self.mark == self.vocabulary.unk_id():
            raise MonitorError(f"{folder} does not write {into!r}: --pair says which languages it translates")

    def __call__(self, sentences: list[str]) -> list[str]:
        """A translation for each; "" where it came to no end, and for a sentence of more than `LONGEST` pieces."""
        rows = [[self.mark, *pieces, END] for pieces in self.vocabulary.encode(sentences)]
        lengths = np.array([len(row) for row in rows])
        order = np.argsort(lengths, kind="stable")
        order = order[lengths[order] <= LONGEST + 2]
        found = [""] * len(rows)
        for start, stop in cut(lengths[order], BUDGET[self.device]):
            chosen = order[start:stop]
            for number, text in zip(chosen, self._translate([rows[n] for n in chosen]), strict=True):
                found[number] = text
        return found

    def _translate(self, rows: list[list[int]]) -> Iterator[str]:
        width, padding = max(map(len, rows)), self.model.config.pad_token_id
        source = torch.tensor([row + [padding] * (width - len(row)) for row in rows], device=self.device)
        for pieces in translate(self.model, source, 3 * width // 2 + 10).tolist():
            yield self.vocabulary.decode(pieces[: pieces.index(END)]) if END in pieces else ""


def pair_up(lines: Iterable[str], translator: Callable[[list[str]], list[str]], side: int) -> Iterator[str]:
    """Lines of pairs for lines of sentences; `side` is the one that the translator writes."""
    read = ([*map(str.strip, line.split("\t")), ""][:2] for line in lines if line.strip())
    for some in chunk(read, AT_ONCE):
        for (text, source), made in zip(some, translator([text for text, _ in some]), strict=True):
            if made:
                yield "\t".join((*((made, text) if side == 1 else (text, made)), source, str(side))) + "\n"


def read_arguments(given: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "python -m training.backtranslation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", required=True, help="of the texts")
    parser.add_argument("--pair", default="fr-en", help="the first and the second column's (%(default)s)")
    return parser.parse_args(given)


def run(choices: argparse.Namespace) -> None:
    """Write the pairs. Raises MonitorError where the languages, the model or the texts are not what is needed."""
    languages = choices.pair.split("-")
    if len(languages) != 2:
        raise MonitorError(f"--pair is {choices.pair!r}: give the two columns' languages, as in fr-en")
    if choices.language not in languages:
        raise MonitorError(f"--language is {choices.language!r}: it may be {' or '.join(languages)}")
    side = 2 - languages.index(choices.language)
    translator = Translator(choices.model, languages[side - 1])
    making = choices.out.with_name(choices.out.name + ".new")
    try:
        with choices.texts.open(encoding="utf-8") as lines, making.open("w", encoding="utf-8") as out:
            out.writelines(pair_up(lines, translator, side))
    except UnicodeDecodeError as problem:
        raise MonitorError(f"{choices.texts} cannot be read ({problem}): it must be UTF-8") from None
    making.replace(choices.out)


if __name__ == "__main__":
    try:
        run(read_arguments())
    except (MonitorError, OSError) as problem:
        sys.exit(f"training: {problem}")
