"""Fits the weights of `pipelines/stories/affinity.py`, and says how well they tell events apart that they never saw.

Run: python tests/bench/story_weights.py [SET…] (default: all of tests/cases/stories, and with ECB_PLUS the even topics
of that corpus). It takes each set through all stages, with the translator that ships and with none, and notes what each
document and every candidate beside it have in common. Each set in turn is left out: printed are average precision, the
best F1 of pairs, and the log loss by pair of one event. Then the weights fitted to what guides.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, log_loss, precision_recall_curve

sys.path.insert(0, str(Path(__file__).parents[1]))
from ecb_plus import read_ecb_plus
from story_cases import Case, read_cases, read_hand_cases
from story_scores import cluster

from monitor.document import Document
from pipelines.stories import clusters
from pipelines.stories.affinity import WEIGHTS, Affinity, Background, find_common, measure_evidence
from pipelines.stories.pairs import weigh

GUIDING = ("tuning", "pairs", "fresh", "angles", "ecb+")
SCORING = ("scoring", "unseen", "blind", "autumn")
UNTRANSLATED = 0.1  # what a set counts that was read without translator, which is not how the program comes
Run = tuple[str, str]  # the set, the translator
Pairs = tuple[NDArray[np.float64], NDArray[np.bool_]]  # the evidence, a row a pair; whether it is of one event


def read(name: str) -> tuple[Case, ...]:
    """The documents of one set."""
    if name == "ecb+":
        return read_ecb_plus(Path(os.environ["ECB_PLUS"]), odd=False)
    return read_cases(name) if name in ("tuning", "scoring") else read_hand_cases(name)


def gather(cases: tuple[Case, ...], translator: str) -> Pairs:
    """What each document has in common with the candidates beside it; pairs that identifying numbers part left out."""
    events = {case.id: case.event for case in cases}
    rows, labels = [], []

    def note(one: Document, other: Document, background: Background) -> Affinity:
        affinity = weigh(one, other, background)
        copied = one.id == other.duplicate_of or other.id == one.duplicate_of
        if one.fingerprint and other.fingerprint and not affinity.clash and not copied:
            days = abs(np.datetime64(one.dated_at[:19]) - np.datetime64(other.dated_at[:19])) / np.timedelta64(1, "D")
            both = one.fingerprint, other.fingerprint
            evidence = measure_evidence(*both, find_common(*both, background), float(days), background, dated=True)
            rows.append([float(value) for value in evidence.values()])
            labels.append(events[one.key] == events[other.key])
        return affinity

    with patch.object(clusters, "weigh", note):
        cluster(cases, translator)
    return np.array(rows), np.array(labels)


def fit(pairs: Mapping[Run, Pairs]) -> LogisticRegression:
    """Each set counts the same, by its pairs of one event."""
    shares = {run: UNTRANSLATED if run[0] != "ecb+" and run[1] == "none" else 1.0 for run in pairs}
    weights = np.concatenate([np.full(len(labels), shares[run] / labels.sum()) for run, (_, labels) in pairs.items()])
    rows, labels = (np.concatenate(column) for column in zip(*pairs.values(), strict=True))
    return LogisticRegression(C=10, max_iter=5000).fit(rows, labels, sample_weight=weights / weights.mean())


def main(names: list[str]) -> None:
    """Leave each out, then fit to what guides."""
    runs = [(name, translator) for name in names for translator in (("none",) if name == "ecb+" else ("auto", "none"))]
    pairs = {run: gather(read(run[0]), run[1]) for run in runs}
    for run, (rows, labels) in pairs.items():
        sure = fit({other: pairs[other] for other in runs if other[0] != run[0]}).predict_proba(rows)[:, 1]
        precision, recall, _ = precision_recall_curve(labels, sure)
        best = max(2 * p * r / (p + r) for p, r in zip(precision, recall, strict=True) if p + r)
        loss = log_loss(labels, sure, normalize=False) / labels.sum()
        print(f"{run[0]:8} {run[1]:5} {average_precision_score(labels, sure):.3f}  {best:.3f}  {loss:.2f}", flush=True)
    fitted = fit({run: pairs[run] for run in runs if run[0] in GUIDING})
    print(f"bias {fitted.intercept_[0]:.2f}", *(f"{n} {w:.2f}" for n, w in zip(WEIGHTS, fitted.coef_[0], strict=True)))


if __name__ == "__main__":
    main(sys.argv[1:] or [n for n in (*GUIDING, *SCORING) if n != "ecb+" or "ECB_PLUS" in os.environ])
