"""Pairs that a model makes from texts of one language."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from training_data import call, write_data

from monitor.errors import MonitorError
from training import backtranslation
from training.corpus import Pair, add_damaged, read_pairs
from training.decoding import translate
from training.model import SIZES, build_model
from training.vocabulary import END

PADDING = 50


@pytest.fixture(autouse=True)
def one_thread() -> None:
    """Threads wait for each other longer than matrices of this size take."""
    torch.set_num_threads(1)


@pytest.mark.parametrize("seed", range(3))
def test_the_likeliest_pieces_are_those_of_transformers(seed: int) -> None:
    torch.manual_seed(seed)
    model = build_model(SIZES["nano"], PADDING, 0.0).eval()
    model.generation_config.bad_words_ids = [[PADDING]]
    with torch.no_grad():
        model.lm_head.weight.mul_(8)  # a new model is nearly level, and rounding would choose
    rows = [[5, *range(10, 10 + n), END] for n in (1, 4, 9, 17)]
    source = torch.tensor([row + [PADDING] * (20 - len(row)) for row in rows])
    made = translate(model, source, 30)
    for row, pieces in zip(rows, made.tolist(), strict=True):
        alone = translate(model, torch.tensor([row]), 30)[0].tolist()
        assert pieces == alone  # whatever the neighbours
        wanted = model.generate(torch.tensor([row]), num_beams=1, do_sample=False, max_length=31)[0, 1:].tolist()
        assert [p for p in pieces if p != PADDING][:29] == wanted[:29]


@pytest.mark.parametrize(
    ("side", "wanted"),
    [
        (1, ["LE PONT\tle pont\twiki\t1\n", "DEUX\tdeux\t\t1\n"]),  # the model wrote the first column
        (2, ["le pont\tLE PONT\twiki\t2\n", "deux\tDEUX\t\t2\n"]),
    ],
)
def test_what_people_wrote_is_what_is_learned(side: int, wanted: list[str]) -> None:
    lines = ["le pont\twiki\n", "sans fin\twiki\n", "deux\n"]
    made = backtranslation.pair_up(lines, lambda texts: [t.upper() * (t != "sans fin") for t in texts], side)
    assert list(made) == wanted


def test_rough_pairs_are_read_back_and_not_damaged_further(tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("Ça va, dit Léa\tShe is well, Léa says.\twiki\t1\nun\tone\nun\tone\tx\tyes\n")
    found = list(read_pairs(tmp_path))
    assert found == [
        Pair("Ça va, dit Léa", "She is well, Léa says.", "wiki", 1),
        Pair("un", "one"),
        Pair("un", "one", "x"),
    ]
    assert list(add_damaged(found[:1], 1.0)) == found[:1]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    call(write_data(folder / "data"), folder / "out", "--tokens", "400", "--until", "training")
    return folder / "out" / "model"


def test_command(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy(network: object, source: torch.Tensor, most: int) -> torch.Tensor:
        """A network that has learned to write what it reads, which one trained for seconds has not."""
        return source[:, 1:]

    monkeypatch.setattr(backtranslation, "translate", copy)
    texts, made = tmp_path / "texts.tsv", tmp_path / "more" / "made.tsv"
    long = "The mayor opens the bridge. " * 60
    texts.write_text(f"The mayor opens.\twiki\ten\n\n{long}\twiki\nA quay.\n", encoding="utf-8")
    made.parent.mkdir()
    given = [str(model), str(texts), str(made), "--language", "en"]
    backtranslation.run(backtranslation.read_arguments(given))
    assert list(read_pairs(made.parent)) == [  # without the empty line, and what is too long
        Pair("The mayor opens.", "The mayor opens.", "wiki", 1),
        Pair("A quay.", "A quay.", "", 1),
    ]
    texts.write_bytes(b"caf\xe9\n")
    with pytest.raises(MonitorError, match="must be UTF-8"):
        backtranslation.run(backtranslation.read_arguments(given))
    assert len(list(read_pairs(made.parent))) == 2  # bad input loses nothing


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--language", "de"], "--language is 'de': it may be fr or en"),
        (["--language", "en", "--pair", "nl-en"], "does not write 'nl'"),
        (["--language", "en", "--pair", "en"], "--pair is 'en': give the two columns' languages"),
    ],
)
def test_wrong_choices(model: Path, tmp_path: Path, more: list[str], said: str) -> None:
    given = [str(model), str(tmp_path / "none"), str(tmp_path / "made.tsv"), *more]
    with pytest.raises(MonitorError, match=said):
        backtranslation.run(backtranslation.read_arguments(given))


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    given = [str(tmp_path), str(tmp_path / "none"), str(tmp_path / "made.tsv"), "--language", "en"]
    with pytest.raises(MonitorError, match="is no vocabulary"):
        backtranslation.run(backtranslation.read_arguments(given))
