"""The recipe at toy size: made-up pairs, a network of a few thousand weights, some seconds of training.

That it learns to translate is measured in tests/quality/test_training.py.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - its usual name
from training_data import call, write_data

from monitor.errors import MonitorError
from training import averaging, network
from training.__main__ import read_arguments, run
from training.batches import Mixture
from training.loop import Learner, Plan, Progress, find_rate, train
from training.loss import SlicedCrossEntropy, measure_loss
from training.model import SIZES, build_model, load_model, save_model
from training.muon import Muon
from training.vocabulary import Encoded, Side, load_vocabulary

ROOT = Path(__file__).parents[1]
CHOSEN = "--size nano --pieces 330 --budget 400 --damaged 0 --readings 1 --tokens 5000"


@pytest.fixture(autouse=True)
def one_thread() -> None:
    """Threads wait for each other longer than matrices of this size take."""
    torch.set_num_threads(1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data")


def read_report(folder: Path) -> dict[str, Any]:
    """What the command tells of its run."""
    report: dict[str, Any] = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    return report


def test_a_model_is_made_and_another_started_from_it(data: Path, tmp_path: Path) -> None:
    call(data, tmp_path / "one", "--tokens", "1500", "--until", "training")
    assert (read_report(tmp_path / "one")["pairs"], read_report(tmp_path / "one")["pieces"]) == (336, 330)
    assert load_model(tmp_path / "one" / "model", 330, dropout=0.0).config.d_model == SIZES["nano"].width
    start = str(tmp_path / "one" / "model")
    call(data, tmp_path / "two", "--tokens", "1500", "--start", start, "--until", "training")
    vocabularies = {(tmp_path / name / "spm.model").read_bytes() for name in ("one", "two")}
    assert len(vocabularies) == 1
    (tmp_path / "three").mkdir()
    call(data, tmp_path / "three", "--pieces", "310", "--until", "vocabulary")
    with pytest.raises(MonitorError, match="has 330 pieces and the vocabulary 310"):
        call(data, tmp_path / "three", "--start", start, "--until", "training")


@pytest.mark.parametrize(
    ("more", "said"), [(["--pair", "fr"], "--pair is 'fr'"), (["--pieces", "9000"], r"--pieces may be at most \d+")]
)
def test_wrong_choices(data: Path, tmp_path: Path, more: list[str], said: str) -> None:
    with pytest.raises(MonitorError, match=said):
        call(data, tmp_path / "out", *more)


def test_words_are_also_cut_by_chance(data: Path, tmp_path: Path) -> None:
    """As a command: the processes that cut find what they are to run only by its real name."""
    chosen = ["--data", str(data), "--out", str(tmp_path / "out"), *CHOSEN.split()]
    command = [sys.executable, "-m", "training", *chosen, "--until", "encoding"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    plain, other = (np.load(tmp_path / "out" / f"tokens{n}.npz") for n in ("", "-1"))
    assert len(plain["favoured"]) == len(other["favoured"]) == 315
    assert plain["first"].tolist() != other["first"].tolist()
    run(read_arguments([*chosen, "--until", "training"]))  # from what lies there, for more than an epoch
    assert read_report(tmp_path / "out")["target_tokens"] >= 5000


def test_a_reading_that_cannot_be_made_is_said(data: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "tokens-1.npz").mkdir(parents=True)
    with pytest.raises(MonitorError, match="reading 1 of the corpus could not be made"):
        call(data, tmp_path / "out", "--readings", "1", "--until", "encoding")


def test_the_pass_is_that_of_transformers() -> None:
    model = build_model(SIZES["nano"], 50, dropout=0.0).eval()
    source, begun = torch.randint(2, 50, (3, 7)), torch.randint(2, 50, (3, 5))
    source[1, 4:] = begun[2, 2:] = 50
    peer = model.model(input_ids=source, attention_mask=source.ne(50), decoder_input_ids=begun, use_cache=False)
    real = begun.ne(50)
    assert torch.allclose(network.read(model, source, begun)[real], peer.last_hidden_state[real], atol=1e-6)


@pytest.mark.parametrize("shapes", [[(8, 8)], [(6, 9), (9, 6), (6, 9)]])
def test_muon_is_that_of_torch(shapes: list[tuple[int, int]]) -> None:
    torch.manual_seed(1)
    mine = [torch.nn.Parameter(torch.randn(shape)) for shape in shapes]
    theirs = deepcopy(mine)
    peer = torch.optim.Muon(theirs, lr=1e-2, weight_decay=0.01, adjust_lr_fn="match_rms_adamw")
    own = Muon(mine, lr=1e-2)
    for _ in range(3):
        for one, other in zip(mine, theirs, strict=True):
            one.grad = torch.randn(one.shape)
            other.grad = one.grad.clone()
        own.step()
        peer.step()
    for one, other in zip(mine, theirs, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def make_encoded(pairs: int = 60) -> Encoded:
    chance = np.random.default_rng(1)
    lengths = chance.integers(2, 12, pairs)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    side = Side(chance.integers(2, 50, starts[-1]).astype(np.uint32), starts)
    return Encoded(side, side, np.zeros(pairs, bool), np.zeros(pairs, np.int8))


def read(epoch: int) -> Encoded:
    """The same corpus in every epoch."""
    return make_encoded()


PLAN = Plan(Mixture(100), rate=1e-3, warmup=30, tokens=1200, show_every=1, save_every=1e9)


def make_learner() -> Learner:
    torch.manual_seed(1)
    return Learner(build_model(SIZES["nano"], 50, dropout=0.0))


def test_two_sittings_are_as_good_as_one(tmp_path: Path) -> None:
    """Same batches, same rates, same weights to the last bit."""
    whole, progress = make_learner(), Progress()
    lines = list(train(whole, read, PLAN, (48, 49), progress))
    first, begun = make_learner(), Progress()
    for _ in train(first, read, PLAN, (48, 49), begun):
        if begun.step == len(lines) // 2:
            first.save(tmp_path / "state.pt", begun)
            break
    second = make_learner()
    resumed = second.resume(tmp_path / "state.pt")
    assert len(list(train(second, read, PLAN, (48, 49), resumed))) == len(lines) - len(lines) // 2
    assert replace(resumed, seconds=0) == replace(progress, seconds=0)
    assert all(map(torch.equal, second.model.parameters(), whole.model.parameters()))


def test_without_muon_it_learns_too() -> None:
    torch.manual_seed(1)
    learner = Learner(build_model(SIZES["nano"], 50, dropout=0.0), muon=False)
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in train(learner, read, PLAN, (48, 49), Progress())]
    assert len(learner.optimizers) == 1
    assert losses[-1] < losses[0]


def test_state_of_another_model(tmp_path: Path) -> None:
    make_learner().save(tmp_path / "state.pt", Progress())
    with pytest.raises(MonitorError, match="another size"):
        Learner(build_model(SIZES["nano"], 70, dropout=0.0)).resume(tmp_path / "state.pt")


def test_divergence_is_said() -> None:
    with pytest.raises(MonitorError, match="diverged"):
        list(train(make_learner(), read, replace(PLAN, rate=5.0, warmup=2), (48, 49), Progress()))


def test_rate() -> None:
    rates = [find_rate(PLAN, step, step / 100) for step in range(101)]
    assert rates[0] == pytest.approx(PLAN.rate / 30)
    assert rates[29:70] == [PLAN.rate] * 41
    assert rates[85] == pytest.approx(PLAN.rate / 2)
    assert rates[100] == 0


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("rows", [1, 512, 1300])
def test_loss_is_that_of_torch(kind: torch.dtype, rows: int) -> None:
    torch.manual_seed(rows)
    logits = (3 * torch.randn(rows, 700)).to(kind).requires_grad_()
    wanted = torch.randint(0, 700, (rows,))
    peer = logits.detach().float().clone().requires_grad_()
    (2 * F.cross_entropy(peer, wanted, label_smoothing=0.1)).backward()
    loss = SlicedCrossEntropy.apply(logits, wanted)
    (2 * loss).backward()
    assert loss.item() == pytest.approx(F.cross_entropy(peer, wanted, label_smoothing=0.1).item(), rel=1e-4)
    assert logits.grad is not None
    assert peer.grad is not None
    error = (logits.grad.float() - peer.grad).norm() / peer.grad.norm()
    assert error < (1e-5 if kind is torch.float32 else 1e-2)


def test_padding_changes_nothing() -> None:
    model = build_model(SIZES["nano"], 50, dropout=0.0).eval()
    source, target = torch.randint(2, 50, (3, 7)), torch.randint(2, 50, (3, 5))
    wider = [F.pad(block, (0, 4), value=50) for block in (source, target)]
    assert measure_loss(model, *wider).item() == pytest.approx(measure_loss(model, source, target).item(), rel=1e-4)


def save_toy(folder: Path, data: Path, size: str, seed: int) -> Path:
    """A model that has learned nothing, with the vocabulary of the toy corpus."""
    call(data, folder, "--until", "vocabulary")
    torch.manual_seed(seed)
    vocabulary = load_vocabulary(folder / "spm.model")
    save_model(build_model(SIZES[size], 330, 0.1), vocabulary, ("fr+en", "fr+en"), folder / "model")
    return folder / "model"


def test_a_model_between_two(data: Path, tmp_path: Path) -> None:
    before, after = (save_toy(tmp_path / str(seed), data, "nano", seed) for seed in (1, 2))
    other = save_toy(tmp_path / "3", data, "tiny", 3)
    out = tmp_path / "between"
    averaging.run(averaging.read_arguments([str(before), str(after), str(out), "--share", "0.25"]))
    for found, a, b in zip(*(load_model(f, 330, 0.0).parameters() for f in (out, before, after)), strict=True):
        torch.testing.assert_close(found, 0.25 * a + 0.75 * b, rtol=2e-3, atol=1e-4)  # half precision
    assert json.loads((out / "tokenizer_config.json").read_text())["source_lang"] == "fr+en"
    with pytest.raises(MonitorError, match="of different sizes"):
        averaging.run(averaging.read_arguments([str(other), str(after), str(out)]))
    call(write_data(tmp_path / "more", "une barque"), tmp_path / "5", "--until", "vocabulary")
    shutil.copytree(before, tmp_path / "renamed")
    shutil.copy(tmp_path / "5" / "spm.model", tmp_path / "renamed" / "source.spm")
    with pytest.raises(MonitorError, match="have two vocabularies"):
        averaging.run(averaging.read_arguments([str(tmp_path / "renamed"), str(after), str(out)]))
    with pytest.raises(MonitorError, match=r"--share is 1\.5: it may be from 0 to 1"):
        averaging.run(averaging.read_arguments([str(before), str(after), str(out), "--share", "1.5"]))
