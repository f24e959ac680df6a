"""Make a small translation model from sentence pairs.

    python -m training --data DATA --out OUT

DATA holds the pairs, *.tsv, *.tsv.gz or *.tsv.xz in UTF-8, `first<TAB>second[<TAB>collection[<TAB>side]]` (`side`, 1 or
2, is one that a model wrote: `python -m training.backtranslation`), and in DATA/test the test sets NAME.fr and NAME.en
(for the pair fr-en); no pair with a sentence of a test set is learned from. OUT receives

    spm.model     the vocabulary (kept where it exists)
    tokens.npz    the corpus as numbers, and tokens-N.npz where words are also cut by chance (made anew when the data or
                  the choices change)
    state.pt      where the training stands: the same command goes on from there, after a kill as after Ctrl-C
    checkpoint/   the model as it was at the last saving
    model/        the model: MarianMTModel, MarianTokenizer and CTranslate2's converter load it
    scores.json   BLEU and chrF on the test sets, where sacreBLEU is installed

One GPU is used where there is one. A run on a processor, in as many sittings as it takes, and a trial of a minute:

    nice python -m training --data DATA --out OUT --size tiny --pieces 8000 --forward 1 --longest 60 --minutes 120
    python -m training --data DATA --out trial --size nano --pieces 2000 --limit 20000 --minutes 1
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError
from pipelines.models import has_gpu
from training import corpus, scoring, vocabulary
from training.model import SIZES
from training.readings import Pairs, Readings, tell
from training.scoring import Tests


def read_arguments(given: list[str] | None = None) -> argparse.Namespace:
    """The command line. What depends on the machine has its default in `make_plan` and `run`."""
    parser = argparse.ArgumentParser(
        "python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, required=True)
    add("--out", type=Path, required=True)
    add("--pair", default="fr-en", help="ISO 639-1 codes of the first and the second column (%(default)s)")
    add("--size", choices=SIZES, default="small", help="of the network (%(default)s)")
    add("--pieces", type=int, default=16_000, help="in the vocabulary, where it is made (%(default)s)")
    add("--start", type=Path, help="a folder with a model whose weights, and vocabulary, to start from")
    add("--minutes", type=float, help="budget over all sittings, saving and scoring not counted (25, without --tokens)")
    add("--tokens", type=float, default=math.inf, help="budget in pieces of the target")
    add("--forward", type=float, default=0.5, help="share learned from the first language to the second (%(default)s)")
    add("--finish", type=float, default=0.3, help="last share of the budget, with a falling rate (%(default)s)")
    add("--rate", type=float, help="peak learning rate (1.5e-3 on a GPU, 2e-3 on a processor)")
    add("--warmup", type=int, help="steps (600 on a GPU, 200 on a processor)")
    add("--no-muon", dest="muon", action="store_false", help="for small batches on a processor: quicker steps")
    add("--budget", type=int, help="pieces in a batch (48000 on a GPU, 6000 on a processor)")
    add("--readings", type=int, help="of the corpus with words cut by chance (3 on a GPU; 0 on a processor)")
    add("--dropout", type=float, help="0.1 on a GPU; 0 on a processor, which sees hardly an epoch")
    add("--longest", type=int, default=120, help="pieces of a sentence that is learned from (%(default)s)")
    add("--limit", type=int, help="read only so many pairs")
    add("--without", default="", help="collections to leave out, separated by commas")
    add("--favour", default="news,wmt,pud", help="words in the names of collections seen three times (%(default)s)")
    add("--damaged", type=float, default=0.06, help="share of pairs seen again with a damaged side (%(default)s)")
    add("--dev", default="wmt13", help="test set to watch while training (%(default)s)")
    add("--save-every", type=float, default=4.0, help="minutes (%(default)s)")
    add("--until", choices=("vocabulary", "encoding", "training", "scores"), default="scores", help="where to stop")
    return parser.parse_args(given)


def prepare(choices: argparse.Namespace, pairs: Pairs) -> tuple[Any, Path]:
    """The vocabulary: the one in OUT, or that of the model to start from, or a new one."""
    path = choices.out / "spm.model"
    if not path.exists() and choices.start:
        path.write_bytes((choices.start / "source.spm").read_bytes())
    if path.exists():
        return vocabulary.load_vocabulary(path), path
    tell(f"making a vocabulary of {choices.pieces} pieces")
    return vocabulary.make_vocabulary(pairs, choices.pieces, choices.languages, path), path


def run(choices: argparse.Namespace) -> None:
    """Go through all steps that are not done yet. Raises MonitorError with what a person can do about it."""
    choices.languages = tuple(choices.pair.split("-"))
    if len(choices.languages) != 2 or not all(choices.languages):
        raise MonitorError(f"--pair is {choices.pair!r}: give the two columns' languages, as in fr-en")
    choices.out.mkdir(parents=True, exist_ok=True)
    tests = corpus.read_tests(choices.data / "test", choices.languages)
    pairs = Pairs(choices, tests)
    pieces, path = prepare(choices, pairs)
    if choices.until == "vocabulary":
        return
    count = (3 if has_gpu() else 0) if choices.readings is None else choices.readings
    with Readings(count, choices, pairs, pieces, path) as readings:
        if choices.until == "encoding":
            return readings.wait()
        report = train(choices, readings, pieces, tests)
    if choices.until == "scores" and tests and scoring.can_score():
        report["scores"] = measure(choices, "model", pieces, tests, beam=4)
    elif choices.until == "scores":
        tell(
            "no scores: " + ("install sacrebleu" if tests else f"no test set for {choices.pair} in {choices.data}/test")
        )
    (choices.out / "scores.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def train(choices: argparse.Namespace, read: Readings, pieces: Any, tests: Tests) -> dict[str, Any]:
    """Train, with a checkpoint from time to time, and write the model; returns what there is to tell of the run."""
    from training import loop

    learner, plan = make_learner(choices, pieces.get_piece_size()), make_plan(choices)
    progress = learner.resume(choices.out / "state.pt")
    tell(f"{learner.device}, {learner.parameters / 1e6:.1f} M parameters, from step {progress.step}")
    first, second = (pieces.piece_to_id(vocabulary.mark_language(code)) for code in choices.languages)
    dev = {name: (one[:400], other[:400]) for name, (one, other) in tests.items() if name == choices.dev}
    try:
        for line in loop.train(learner, read, plan, (second, first), progress):
            if line:
                tell(line)
                continue
            keep(choices, learner, pieces, "checkpoint", progress)
            if dev and scoring.can_score():
                scores = measure(choices, "checkpoint", pieces, dev, beam=1)
                progress.history.append({"step": progress.step, "scores": scores})
    except KeyboardInterrupt:
        keep(choices, learner, pieces, "checkpoint", progress)
        raise MonitorError(f"stopped at step {progress.step}: the same command goes on from there") from None
    keep(choices, learner, pieces, "model", progress)
    return {
        "pair": choices.pair,
        "parameters": learner.parameters,
        "pieces": pieces.get_piece_size(),
        "pairs": len(read(0)),
        "steps": progress.step,
        "target_tokens": progress.tokens,
        "minutes": round(progress.seconds / 60, 1),
        "history": progress.history,
    }


def make_learner(choices: argparse.Namespace, pieces: int) -> Any:
    """The model to train: new, or with the weights of the one to start from."""
    import torch

    from training.loop import Learner
    from training.model import build_model, load_model

    torch.manual_seed(4)
    dropout = choices.dropout
    if dropout is None:
        dropout = 0.1 if torch.cuda.is_available() else 0.0
    if choices.start:
        return Learner(load_model(choices.start, pieces, dropout), choices.muon)
    return Learner(build_model(SIZES[choices.size], pieces, dropout), choices.muon)


def make_plan(choices: argparse.Namespace) -> Any:
    """The choices, completed with what suits the machine."""
    import torch

    from training.batches import Mixture
    from training.loop import Plan

    gpu = torch.cuda.is_available()
    minutes = choices.minutes or (25.0 if math.isinf(choices.tokens) else math.inf)
    return Plan(
        mixture=Mixture(choices.budget or (48_000 if gpu else 6_000), choices.forward),
        rate=choices.rate or (1.5e-3 if gpu else 2e-3),
        warmup=choices.warmup or (600 if gpu else 200),
        minutes=minutes,
        tokens=choices.tokens,
        finish=choices.finish,
        save_every=choices.save_every,
    )


def find_directions(forward: float) -> list[bool]:
    """The directions that are learned."""
    return [way for way, share in ((True, forward), (False, 1 - forward)) if share > 0]


def keep(choices: argparse.Namespace, learner: Any, pieces: Any, name: str, progress: Any) -> None:
    """Write the model to the folder `name` in OUT, and the state."""
    from training.model import save_model

    both = "+".join(choices.languages)
    ways = find_directions(choices.forward)
    languages = (both, both) if len(ways) == 2 else choices.languages if ways[0] else choices.languages[::-1]
    save_model(learner.model, pieces, languages, choices.out / name)
    learner.save(choices.out / "state.pt", progress)
    tell(f"saved {choices.out / name}")


def measure(choices: argparse.Namespace, name: str, pieces: Any, tests: Tests, beam: int) -> scoring.Scores:
    """The scores of the model in the folder `name` of OUT, told and returned."""
    ways = find_directions(choices.forward)
    found = scoring.score(choices.out / name, pieces, tests, choices.languages, ways, beam)
    for test, values in found.items():
        tell(f"{test}: BLEU {values['bleu']}, chrF {values['chrf']}")
    return found


def interrupt(*_: object) -> None:
    """End as after Ctrl-C: with everything saved."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupt)
    try:
        run(read_arguments())
    except MonitorError as problem:
        sys.exit(f"training: {problem}")
