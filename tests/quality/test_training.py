"""The recipe at toy size: made-up pairs, a network of a few thousand weights, the whole command."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - its usual name

from monitor.errors import MonitorError
from training.__main__ import read_arguments, run
from training.batches import Mixture
from training.loop import Learner, Plan, Progress, find_rate, train
from training.loss import SlicedCrossEntropy, measure_loss
from training.model import SIZES, build_model
from training.vocabulary import Encoded, Side, load_vocabulary

pytestmark = pytest.mark.quality

WHO = [("le maire", "the mayor"), ("la ministre", "the minister"), ("un pêcheur", "a fisherman"), ("Léa", "Léa")]
DOES = [("ouvre", "opens"), ("ferme", "closes"), ("visite", "visits"), ("achète", "buys"), ("décrit", "describes")]
WHAT = [("le pont", "the bridge"), ("une usine", "a factory"), ("la gare", "the station"), ("dix quais", "ten quays")]
WHEN = [("lundi", "on Monday"), ("à Noël", "at Christmas"), ("en été", "in summer"), ("ce soir", "tonight")]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """320 pairs, a test set of five among them."""
    folder = tmp_path / "data"
    (folder / "test").mkdir(parents=True)
    pairs = [[" ".join(part[n] for part in parts) + "." for n in (0, 1)] for parts in product(WHO, DOES, WHAT, WHEN)]
    (folder / "pairs.tsv").write_text("".join(f"{a}\t{b}\tnews\n" for a, b in pairs), encoding="utf-8")
    for n, code in enumerate(("fr", "en")):
        (folder / "test" / f"toy.{code}").write_text("\n".join(p[n] for p in pairs[::64]) + "\n", encoding="utf-8")
    return folder


def call(data: Path, out: Path, *more: str) -> None:
    small = "--size nano --pieces 330 --warmup 10 --budget 400 --rate 3e-3 --favour none --longest 40 --dev toy"
    run(read_arguments(["--data", str(data), "--out", str(out), *small.split(), *more]))


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_the_whole_command(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from transformers import MarianMTModel, MarianTokenizer

    out = tmp_path / "out"
    call(data, out, "--tokens", "150000", "--forward", "1")
    report = json.loads((out / "scores.json").read_text(encoding="utf-8"))
    assert "315 kept, 5 test" in capsys.readouterr().out
    assert report["target_tokens"] >= 25_000
    assert report["scores"]["toy fr-en"]["bleu"] > 50  # sentences it never saw, made of words that it saw
    model, tokenizer = (kind.from_pretrained(out / "model") for kind in (MarianMTModel, MarianTokenizer))
    rows = tokenizer([">>en<< le maire ouvre le pont lundi."], return_tensors="pt")
    assert rows["input_ids"][0, 0] == load_vocabulary(out / "spm.model").piece_to_id(">>en<<")
    made = tokenizer.batch_decode(model.float().generate(**rows), skip_special_tokens=True)
    assert made == ["the mayor opens the bridge on Monday."]
    described = json.loads((out / "model" / "tokenizer_config.json").read_text(encoding="utf-8"))
    assert (described["source_lang"], described["target_lang"]) == ("fr", "en")
    assert not model.get_input_embeddings().weight[model.config.pad_token_id].any()


def test_a_model_to_start_from(data: Path, tmp_path: Path) -> None:
    call(data, tmp_path / "one", "--tokens", "1500", "--until", "training")
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


def make_encoded(pairs: int = 60) -> Encoded:
    chance = np.random.default_rng(1)
    lengths = chance.integers(2, 12, pairs)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    side = Side(chance.integers(2, 50, starts[-1]).astype(np.uint32), starts)
    return Encoded(side, side, np.zeros(pairs, bool), np.zeros(pairs, bool))


PLAN = Plan(Mixture(100), rate=1e-3, warmup=30, tokens=2500, show_every=1, save_every=1e9)


def make_learner() -> Learner:
    torch.manual_seed(1)
    return Learner(build_model(SIZES["nano"], 50, dropout=0.0))


def test_two_sittings_are_as_good_as_one(tmp_path: Path) -> None:
    """Same batches, same rates, same weights to the last bit."""
    torch.set_num_threads(1)
    whole, progress = make_learner(), Progress()
    lines = list(train(whole, make_encoded(), PLAN, (48, 49), progress))
    first, begun = make_learner(), Progress()
    for _ in train(first, make_encoded(), PLAN, (48, 49), begun):
        if begun.step == len(lines) // 2:
            first.save(tmp_path / "state.pt", begun)
            break
    second = make_learner()
    resumed = second.resume(tmp_path / "state.pt")
    assert len(list(train(second, make_encoded(), PLAN, (48, 49), resumed))) == len(lines) - len(lines) // 2
    assert replace(resumed, seconds=0) == replace(progress, seconds=0)
    assert all(map(torch.equal, second.model.parameters(), whole.model.parameters()))


def test_state_of_another_model(tmp_path: Path) -> None:
    make_learner().save(tmp_path / "state.pt", Progress())
    with pytest.raises(MonitorError, match="another size"):
        Learner(build_model(SIZES["nano"], 70, dropout=0.0)).resume(tmp_path / "state.pt")


def test_divergence_is_said() -> None:
    with pytest.raises(MonitorError, match="diverged"):
        list(train(make_learner(), make_encoded(), replace(PLAN, rate=5.0, warmup=2), (48, 49), Progress()))


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
    loss = SlicedCrossEntropy.apply(logits, wanted, 0.1)
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
