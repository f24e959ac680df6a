"""The training itself: steps until a budget is spent, in as many sittings as it takes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from monitor.errors import MonitorError
from pipelines.models import has_bf16
from training.batches import Batch, Mixture, gather, hold, plan_epoch
from training.loss import measure_loss
from training.muon import Muon
from training.vocabulary import Encoded

LOST = 0.8  # of a guesser's loss: a run that is back there after its warm-up has diverged


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided before a run. The budget is the nearer of `minutes` and `tokens`, over all sittings."""

    mixture: Mixture
    rate: float
    warmup: int  # steps
    minutes: float = math.inf
    tokens: float = math.inf  # of the target, padding not counted
    finish: float = 0.3  # the last share of the budget: the rate falls to zero, and favoured pairs prevail
    save_every: float = 4.0  # minutes
    show_every: int = 50  # steps
    seed: int = 4


@dataclass(slots=True)
class Progress:
    """Where a run stands; with the weights, all that the next sitting has to know."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0  # spent on steps; saving and scoring are not counted
    epoch: int = 0
    batch: int = 0
    finishing: bool = False
    history: list[dict[str, Any]] = field(default_factory=list)

    def share(self, plan: Plan) -> float:
        """The share of the budget that is spent."""
        return max(self.seconds / 60 / plan.minutes, self.tokens / plan.tokens)


def find_rate(plan: Plan, step: int, spent: float) -> float:
    """The learning rate: a short climb, level, and a straight fall to zero over the last `finish` of the budget.

    As good as a rate that falls all along, and the budget need not be known at the start (Hägele et al. 2024).
    """
    return plan.rate * min(1.0, (step + 1) / plan.warmup) * min(1.0, max(0.0, 1 - spent) / plan.finish)


@dataclass(frozen=True, slots=True)
class Epoch:
    """One pass over the corpus: how it is cut into pieces this time, and its batches."""

    encoded: Encoded
    held: tuple[torch.Tensor, torch.Tensor]  # the pieces of both sides, where the training takes place
    batches: list[Batch]


class Course:
    """The epochs, each from a reading of the corpus of its own; the next is prepared while this one is learned from."""

    def __init__(self, read: Callable[[int], Encoded], plan: Plan, device: str) -> None:
        self.read, self.plan, self.device = read, plan, device
        self._hand = ThreadPoolExecutor(1)
        self._waiting: dict[tuple[int, bool], Future[Epoch]] = {}

    def take(self, progress: Progress) -> tuple[Epoch, Batch]:
        """The next batch and its epoch; the progress moves on. The finish begins an epoch of its own."""
        finishing = progress.share(self.plan) >= 1 - self.plan.finish
        if finishing and not progress.finishing:
            progress.finishing, progress.epoch, progress.batch = True, progress.epoch + 1, 0
        epoch = self._find(progress)
        if progress.batch >= len(epoch.batches):
            progress.epoch, progress.batch = progress.epoch + 1, 0
            epoch = self._find(progress)
        progress.batch += 1
        return epoch, epoch.batches[progress.batch - 1]

    def _find(self, progress: Progress) -> Epoch:
        now, later = ((progress.epoch + n, progress.finishing) for n in (0, 1))
        if later not in self._waiting:
            kept = self._waiting.get(now) or self._hand.submit(self._open, *now)
            self._waiting = {now: kept, later: self._hand.submit(self._open, *later)}
        return self._waiting[now].result()

    def _open(self, number: int, finishing: bool) -> Epoch:
        encoded, mixture = self.read(number), self.plan.mixture
        held = hold(encoded.first, self.device), hold(encoded.second, self.device)
        if finishing and encoded.favoured.any():
            mixture = replace(mixture, rest=mixture.rest / 4)
        return Epoch(encoded, held, plan_epoch(encoded, mixture, self.plan.seed + number))


class Learner:
    """A model with its optimiser, in the arithmetic that suits the machine.

    On a GPU, and on a processor with bfloat16 units (AMX, AVX-512), steps are made by a copy in bfloat16 while the
    weights themselves stay in float32 and take the updates: autocast would convert every weight anew at every step.
    Elsewhere float32 throughout.
    """

    def __init__(self, model: Any, muon: bool = True) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = model.to(self.device).train()
        rough = self.device == "cuda" or has_bf16()
        self.worker = deepcopy(self.model).to(torch.bfloat16) if rough else self.model
        self.parameters = sum(weight.numel() for weight in self.model.parameters())
        self.optimizers = make_optimizers(self.model, muon)

    def learn(self, source: torch.Tensor, target: torch.Tensor, rate: float) -> torch.Tensor:
        """Make one step, and return the loss. A batch whose gradient is not finite changes nothing on a processor."""
        for group in (group for optimizer in self.optimizers for group in optimizer.param_groups):
            group["lr"] = rate
        loss = measure_loss(self.worker, source, target)
        loss.backward()  # type: ignore[no-untyped-call]
        self._take_gradients()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if self.device == "cuda" or torch.isfinite(norm):  # a GPU would stand still for the question
            for optimizer in self.optimizers:
                optimizer.step()
            self._refresh()
        self.model.zero_grad(set_to_none=True)
        return loss.detach()

    def _take_gradients(self) -> None:
        if self.worker is not self.model:
            for weight, copied in zip(self.model.parameters(), self.worker.parameters(), strict=True):
                if copied.grad is not None:
                    weight.grad, copied.grad = copied.grad.float(), None

    @torch.no_grad()
    def _refresh(self) -> None:
        if self.worker is not self.model:
            torch._foreach_copy_(list(self.worker.parameters()), list(self.model.parameters()))

    def save(self, path: Path, progress: Progress) -> None:
        """Keep all that the next sitting needs; a kill while writing leaves the state before."""
        optimizers = [optimizer.state_dict() for optimizer in self.optimizers]
        state = {"model": self.model.state_dict(), "optimizers": optimizers, **asdict(progress)}
        torch.save(state, making := path.with_suffix(".new"))
        making.replace(path)

    def resume(self, path: Path) -> Progress:
        """Take up what `save` kept; a fresh start where there is nothing. Raises MonitorError for another model's."""
        if not path.exists():
            return Progress()
        state = torch.load(path, map_location=self.device)
        try:
            self.model.load_state_dict(state.pop("model"))
            for optimizer, kept in zip(self.optimizers, state.pop("optimizers"), strict=True):
                optimizer.load_state_dict(kept)
        except (RuntimeError, ValueError):
            raise MonitorError(f"{path} is of a model of another size or vocabulary: choose another --out") from None
        self._refresh()
        return Progress(**state)


def make_optimizers(model: Any, muon: bool = True) -> list[torch.optim.Optimizer]:
    """Muon for the layers' matrices, AdamW for embeddings, biases and norms, at one rate; or AdamW for all.

    Muon needs about half of the pieces for the same loss here, at a sixth more time a step on a GPU; but what it adds
    to a step is the same for small batches, and on a processor many times the step.
    """
    learned = [(name, weight) for name, weight in model.named_parameters() if weight.requires_grad]
    layers = [weight for name, weight in learned if muon and weight.dim() == 2 and ".layers." in name]
    chosen = {id(weight) for weight in layers}
    others = [weight for _, weight in learned if id(weight) not in chosen]
    adam = torch.optim.AdamW(others, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0, fused=True)
    return [Muon(layers), adam] if layers else [adam]


def train(
    learner: Learner, read: Callable[[int], Encoded], plan: Plan, marks: tuple[int, int], progress: Progress
) -> Iterator[str]:
    """Train until the budget is spent.

    Args:
        learner: the model.
        read: gives the corpus as it is to be read in an epoch, by the epoch's number.
        plan: the budget and the rates.
        marks: the pieces that say "write the second language" and "write the first".
        progress: where to go on from; it is changed.

    Yields a line for the person who waits at every `show_every` steps, and an empty one at every `save_every` minutes:
    the moment to save and score, which is not counted.
    Raises MonitorError where the loss shows that the run has diverged.
    """
    course, saved = Course(read, plan, learner.device), progress.seconds
    padding = learner.model.config.pad_token_id
    shown = replace(progress)
    while (spent := progress.share(plan)) < 1:
        epoch, batch = course.take(progress)
        began = time.perf_counter()
        source, target = gather_batch(epoch, batch, padding, marks)
        rate = find_rate(plan, progress.step, spent)
        loss = learner.learn(source, target, rate)
        progress.step += 1
        progress.tokens += count_pieces(epoch.encoded, batch)
        progress.seconds += time.perf_counter() - began
        if progress.step % plan.show_every == 0:
            _check(loss.item(), progress, plan, padding)
            speed = (progress.tokens - shown.tokens) / max(1e-9, progress.seconds - shown.seconds)
            yield describe(progress, loss.item(), rate, speed, plan)
            shown = replace(progress)
        if progress.seconds - saved > 60 * plan.save_every:
            saved = progress.seconds
            _check(loss.item(), progress, plan, padding)
            yield ""


def gather_batch(epoch: Epoch, batch: Batch, padding: int, marks: tuple[int, int]) -> tuple[torch.Tensor, torch.Tensor]:
    """The source and the target of a batch, as rectangles of pieces."""
    sides = list(zip((epoch.encoded.first, epoch.encoded.second), epoch.held, strict=True))
    source, target = sides if batch.forward else reversed(sides)
    mark = marks[0] if batch.forward else marks[1]
    return gather(*source, batch.rows, padding, mark), gather(*target, batch.rows, padding)


def count_pieces(encoded: Encoded, batch: Batch) -> int:
    """The pieces of the batch's target, with the sentences' ends."""
    starts, rows = (encoded.second if batch.forward else encoded.first).starts, batch.rows
    return int((starts[rows + 1] - starts[rows] + 1).sum())


def describe(progress: Progress, loss: float, rate: float, speed: float, plan: Plan) -> str:
    """One line on where the run stands."""
    return (
        f"step {progress.step}: loss {loss:.3f}, rate {rate:.1e}, {speed:,.0f} target tokens a second, "
        f"{progress.tokens / 1e6:.2f} M in all, {100 * min(1.0, progress.share(plan)):.0f} %"
    )


def _check(loss: float, progress: Progress, plan: Plan, pieces: int) -> None:
    if not math.isfinite(loss) or (progress.step > 2 * plan.warmup and loss > LOST * math.log(pieces)):
        raise MonitorError(
            f"step {progress.step}: the loss is {loss:.2f}: it diverged; begin again with half of --rate"
        )
