"""A corpus of 320 made-up pairs, and the recipe's command with a network that it trains in seconds."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from training.__main__ import read_arguments, run

WHO = [("le maire", "the mayor"), ("la ministre", "the minister"), ("un pêcheur", "a fisherman"), ("Léa", "Léa")]
DOES = [("ouvre", "opens"), ("ferme", "closes"), ("visite", "visits"), ("achète", "buys"), ("décrit", "describes")]
WHAT = [("le pont", "the bridge"), ("une usine", "a factory"), ("la gare", "the station"), ("dix quais", "ten quays")]
WHEN = [("lundi", "on Monday"), ("à Noël", "at Christmas"), ("en été", "in summer"), ("ce soir", "tonight")]


def write_data(folder: Path, who: str = "Léa") -> Path:
    """320 pairs, a test set of five among them."""
    (folder / "test").mkdir(parents=True)
    pairs = [
        [" ".join(part[n] for part in parts).replace("Léa", who) + "." for n in (0, 1)]
        for parts in product(WHO, DOES, WHAT, WHEN)
    ]
    (folder / "pairs.tsv").write_text("".join(f"{a}\t{b}\tnews\n" for a, b in pairs), encoding="utf-8")
    for n, code in enumerate(("fr", "en")):
        (folder / "test" / f"toy.{code}").write_text("\n".join(p[n] for p in pairs[::64]) + "\n", encoding="utf-8")
    return folder


def call(data: Path, out: Path, *more: str) -> None:
    small = "--size nano --pieces 330 --warmup 10 --budget 400 --rate 3e-3 --favour none --longest 40 --dev toy"
    run(read_arguments(["--data", str(data), "--out", str(out), *small.split(), *more]))
