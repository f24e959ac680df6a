"""The whole command of the recipe at toy size: a model that translates sentences it never saw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from training_data import call, write_data

from training.vocabulary import load_vocabulary

pytestmark = pytest.mark.quality


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_the_whole_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from transformers import MarianMTModel, MarianTokenizer

    data, out = write_data(tmp_path / "data"), tmp_path / "out"
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
