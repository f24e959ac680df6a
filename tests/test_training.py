"""What the training learns from, and in which batches. (What trains is in test_training_run.py.)"""

from __future__ import annotations

import gzip
import lzma
import random
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import MonitorError
from training.batches import Mixture, cut, gather, hold, plan_epoch
from training.corpus import (
    Pair,
    add_damaged,
    clean,
    damage,
    find_fault,
    lose_letters,
    make_key,
    measure_proportion,
    read_pairs,
    read_tests,
    set_headline,
)
from training.vocabulary import (
    END,
    Encoded,
    Side,
    encode_pairs,
    fingerprint,
    load_encoded,
    make_vocabulary,
    save_encoded,
)

FAULTS = [  # first, second, what is wrong
    ("Le pont est fermé depuis lundi.", "The bridge has been closed since Monday.", ""),
    ("Oui.", "Yes, I certainly do.", ""),  # short ones differ in length, and are right
    ("Port-Vendres", "Port-Vendres", ""),  # a name is its own translation
    ("Le prix passe de 12 à 14 €.", "The price goes from €12 to €14.", ""),
    ("", "The bridge is closed.", "empty"),
    ("Le pont est fermé.", "", "empty"),
    ("Le pont est ferm\ufffd depuis lundi.", "The bridge has been closed since Monday.", "damaged"),
    ("12.04.1998 / 33-21 (4)", "12.04.1998 / 33-21 (4)", "no words"),
    ("The bridge has been closed since Monday.", "The bridge has been closed since Monday", "copied"),
    ("Le pont est fermé.", "The bridge is closed. " * 6, "lengths"),  # five sentences without a source
    ("Le pont est fermé, dit le maire. " * 5, "The bridge is closed.", "lengths"),
]


@pytest.mark.parametrize(("first", "second", "fault"), FAULTS)
def test_faults(first: str, second: str, fault: str) -> None:
    assert find_fault(Pair(first, second)) == fault


def test_proportion_of_any_two_languages() -> None:
    """Chinese takes a third of the characters: judged by the corpus, such a pair is no more faulty than another."""
    pair = Pair("La circulation sur le pont reprendra progressivement mardi matin.", "大桥交通将于周二上午逐步恢复。")
    assert find_fault(pair) == "lengths"
    assert find_fault(pair, measure_proportion([pair] * 3)) == ""
    assert measure_proportion([]) == 1.0


def test_every_pair_once_and_no_test_sentence() -> None:
    pairs = [
        Pair("Le pont est fermé.", "The bridge is closed.", "a"),
        Pair("Le pont est FERMÉ !", "The bridge is closed", "b"),  # the same, but for case and punctuation
        Pair("Le pont est fermé.", "The bridge is shut.", "b"),  # another translation teaches something
        Pair("La gare rouvre.", "The station opens again.", "a"),  # a test sentence, on one side
        Pair("Le port grandit.", "The port grows.", "proprietary"),
        Pair("Le port grandit.", "", "a"),
    ]
    counts: Counter[str] = Counter()
    kept = list(clean(pairs, frozenset({make_key("La gare rouvre !")}), {"proprietary"}, counts))
    assert kept == [pairs[0], pairs[2]]
    assert counts == {"kept": 2, "repeated": 1, "test": 1, "left out": 1, "empty": 1}


def test_files(tmp_path: Path) -> None:
    lines = "Bonjour.\tHello.\tguide\nligne sans traduction\nBonsoir.\tGood evening.\n"
    (tmp_path / "a.tsv").write_text(lines, encoding="utf-8")
    (tmp_path / "b.tsv.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "c.tsv.xz").write_bytes(lzma.compress(lines.encode()))
    (tmp_path / "notes.txt").write_text("a\tb", encoding="utf-8")
    assert list(read_pairs(tmp_path)) == [Pair("Bonjour.", "Hello.", "guide"), Pair("Bonsoir.", "Good evening.")] * 3


@pytest.mark.parametrize("name", ["a.tsv.xz", "a.tsv.gz", "a.tsv"])
def test_broken_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff\xfe\x00 no pairs")
    with pytest.raises(MonitorError, match=name):
        list(read_pairs(tmp_path))


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match=r"no pairs in .*tsv"):
        list(read_pairs(tmp_path))


def test_test_sets(tmp_path: Path) -> None:
    for name, text in {"a.fr": "un\ndeux\n", "a.en": "one\ntwo\n", "b.fr": "seul\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_tests(tmp_path, ("fr", "en")) == {"a": (["un", "deux"], ["one", "two"])}
    (tmp_path / "a.en").write_text("one\n", encoding="utf-8")
    with pytest.raises(MonitorError, match="has 2 lines"):
        read_tests(tmp_path, ("fr", "en"))


def test_letters_lost_on_chinese_pages() -> None:
    assert lose_letters("L’été, ça coûte 5 € à Noël : « œuvre »") == "L’été, ?a co?te 5 ? à No?l : ? ?uvre ?"


def test_damaged_copies_are_only_translated_from() -> None:
    pairs = [Pair(f"« Ça va », dit l’élève n° {n}.", f'"All is well," says pupil {n}.') for n in range(400)]
    found = list(add_damaged(pairs, 0.25))
    copies = [pair for pair in found if pair.rough == 1]
    assert [pair for pair in found if not pair.rough] == pairs
    assert 60 < len(copies) < 140
    assert {pair.second for pair in copies} <= {pair.second for pair in pairs}
    assert not {pair.first for pair in copies} & {pair.first for pair in pairs}
    assert found == list(add_damaged(pairs, 0.25))


def test_every_way_of_damage_is_met() -> None:
    found = {damage("« L’œuvre » d'art.", random.Random(n)) for n in range(60)}
    assert {"« L’ŒUVRE » D'ART.", "« L’œuvre » d'art", "« L’œuvre » d’art."} <= found


def make_side(lengths: list[int]) -> Side:
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Side(np.arange(2, starts[-1] + 2).astype(np.uint32), starts)


def make_encoded(lengths: list[tuple[int, int]], favoured: int = 0, rough: int = 0) -> Encoded:
    places = np.arange(len(lengths))
    sides = (make_side([pair[n] for pair in lengths]) for n in (0, 1))
    return Encoded(*sides, favoured=places < favoured, rough=(places < rough).astype(np.int8))


LENGTHS = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=200)


@given(LENGTHS, st.integers(10, 300), st.integers(0, 5))
def test_an_epoch_has_every_pair_once(lengths: list[tuple[int, int]], budget: int, seed: int) -> None:
    batches = plan_epoch(make_encoded(lengths), Mixture(budget, favour=1.0), seed)
    assert sorted(row for batch in batches for row in batch.rows) == list(range(len(lengths)))
    for batch in batches:
        widest = max(max(lengths[row]) for row in batch.rows) + 2
        assert len(batch.rows) == 1 or len(batch.rows) * widest <= budget


@given(st.lists(st.integers(3, 90), max_size=200), st.integers(1, 300))
def test_cuts_follow_each_other(widths: list[int], budget: int) -> None:
    cuts = cut(np.array(widths, np.int64), budget)
    assert [n for start, stop in cuts for n in range(start, stop)] == list(range(len(widths)))


def test_batches_hold_sentences_of_like_length() -> None:
    lengths = [(5, 5), (50, 50)] * 200
    batches = plan_epoch(make_encoded(lengths), Mixture(520, favour=1.0), 1)
    mixed = [batch for batch in batches if len({lengths[row] for row in batch.rows}) > 1]
    assert len(mixed) <= 2  # one at the seam, in each direction


def test_mixture() -> None:
    encoded = make_encoded([(5, 5)] * 300, favoured=100, rough=50)
    batches = plan_epoch(encoded, Mixture(100, forward=0.2, favour=3.0, rest=0.25), 1)
    seen = Counter(int(row) for batch in batches for row in batch.rows)
    assert all(seen[row] == 3 for row in range(100))
    assert 25 < sum(seen[row] for row in range(100, 300)) < 75
    ways = Counter((int(row) < 50, batch.forward) for batch in batches for row in batch.rows)
    assert ways[True, False] == 0  # a rough side is never translated into
    assert 0.1 < ways[False, True] / (ways[False, True] + ways[False, False]) < 0.3


@pytest.mark.parametrize("forward", [0.0, 1.0])
def test_one_direction_is_one_direction(forward: float) -> None:
    encoded = make_encoded([(5, 5)] * 300)
    rough = np.arange(300) % 3  # a third each: neither side, the first, the second
    batches = plan_epoch(replace(encoded, rough=rough.astype(np.int8)), Mixture(100, forward), 1)
    assert {batch.forward for batch in batches} == {bool(forward)}
    assert sum(len(batch.rows) for batch in batches) == 200


def test_epochs_differ_and_repeat() -> None:
    encoded = make_encoded([(n % 30 + 1, 8) for n in range(300)])
    orders = [[b.rows.tolist() for b in plan_epoch(encoded, Mixture(200), seed)] for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]


def test_batches_share_their_memory() -> None:
    """A view of the whole corpus in each of its batches would hold the corpus as often as there are batches."""
    batches = plan_epoch(make_encoded([(5, 5)] * 3000), Mixture(70, forward=1.0), 1)
    assert len(batches) >= 300
    assert len({id(batch.rows.base) for batch in batches}) == 1


def test_rectangle() -> None:
    side = make_side([2, 3, 1])  # 2 3 | 4 5 6 | 7
    held = hold(side, "cpu")
    assert gather(side, held, np.array([2, 1]), padding=99).tolist() == [[7, END, 99, 99], [4, 5, 6, END]]
    assert gather(side, held, np.array([0]), padding=99, first=50).tolist() == [[50, 2, 3, END]]


def test_encoded_corpus_is_kept_until_its_source_changes(tmp_path: Path) -> None:
    data, kept = tmp_path / "a.tsv", tmp_path / "tokens.npz"
    data.write_text("un\tone", encoding="utf-8")
    mark = fingerprint([data], "fr-en", 120)
    save_encoded(make_encoded([(2, 3), (4, 1)], favoured=1), kept, mark)
    found = load_encoded(kept, mark)
    assert found is not None
    assert found.second.lengths.tolist() == [3, 1]
    assert found.favoured.tolist() == [True, False]
    assert load_encoded(kept, fingerprint([data], "fr-en", 60)) is None
    data.write_text("deux\ttwo", encoding="utf-8")
    assert load_encoded(kept, fingerprint([data], "fr-en", 120)) is None
    assert load_encoded(tmp_path / "absent.npz", mark) is None


def test_a_reading_cuts_words_otherwise(tmp_path: Path) -> None:
    """The same sentences in other pieces: the first reading always alike, every other one by a chance of its own."""
    roots, ends = ["harbour", "courier", "merchant", "transport", "import"], ["", "s", "er", "ers", "ing", "able"]
    words = [root + end for root, end in product(roots, ends)]
    pairs = [Pair(f"le colis {one}", f"{other} {one}") for one, other in product(words, words)]
    pieces = make_vocabulary(pairs, 290, ("fr", "en"), tmp_path / "spm.model")
    readings = [encode_pairs(pairs, pieces, 60, (), reading) for reading in (0, 0, 1, 1, 2)]
    plain, again, one, same, other = (reading.second.tokens.tolist() for reading in readings)
    assert plain == again != one == same != other != plain
    for reading in readings:
        rows = zip(reading.second.starts, reading.second.starts[1:], strict=False)
        assert [pieces.decode(reading.second.tokens[a:b].tolist()) for a, b in rows] == [p.second for p in pairs]


def test_headlines() -> None:
    made = {set_headline("The mayor of Lille opens a port.", random.Random(n)) for n in range(40)}
    assert made == {
        "The Mayor Of Lille Opens A Port",
        "The Mayor of Lille Opens a Port",
        "The Mayor of Lille Opens a port",  # capitals from five letters on
        "THE MAYOR OF LILLE OPENS A PORT",
    }
