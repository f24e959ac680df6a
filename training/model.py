"""The network: Marian's transformer (Vaswani et al. 2017) in small sizes, and the folder it is kept in."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError
from training.vocabulary import END

POSITIONS = 512


@dataclass(frozen=True, slots=True)
class Size:
    """Width, width of the inner layers, layers of encoder and decoder, heads."""

    width: int
    inner: int
    encoder: int
    decoder: int
    heads: int


# Deep encoders with shallow decoders: as good, and several times faster at translating (Kasai et al. 2021).
SIZES = {
    "nano": Size(64, 128, 1, 1, 2),
    "tiny": Size(256, 1024, 6, 2, 4),
    "small": Size(384, 1536, 8, 3, 6),
    "base": Size(512, 2048, 6, 4, 8),
}


def build_model(size: Size, pieces: int, dropout: float) -> Any:
    """A new model over `pieces` pieces and the padding token, which is the last and also starts every translation."""
    from transformers import MarianConfig, MarianMTModel

    return MarianMTModel(
        MarianConfig(
            vocab_size=pieces + 1,
            d_model=size.width,
            encoder_ffn_dim=size.inner,
            decoder_ffn_dim=size.inner,
            encoder_layers=size.encoder,
            decoder_layers=size.decoder,
            encoder_attention_heads=size.heads,
            decoder_attention_heads=size.heads,
            max_position_embeddings=POSITIONS,
            activation_function="swish",
            dropout=dropout,
            attention_dropout=0.0,
            activation_dropout=0.0,
            scale_embedding=True,
            share_encoder_decoder_embeddings=True,
            tie_word_embeddings=True,
            pad_token_id=pieces,
            decoder_start_token_id=pieces,
            eos_token_id=END,
            forced_eos_token_id=END,
        )
    )


def load_model(folder: Path, pieces: int, dropout: float) -> Any:
    """The weights kept in `folder`. Raises MonitorError where they belong to another vocabulary."""
    from transformers import MarianMTModel

    try:
        model = MarianMTModel.from_pretrained(folder, dtype="float32", dropout=dropout)
    except OSError as problem:
        raise MonitorError(f"no model to start from in {folder} ({str(problem).splitlines()[0]})") from None
    if model.config.vocab_size != pieces + 1:
        found = model.config.vocab_size - 1
        raise MonitorError(f"{folder} has {found} pieces and the vocabulary {pieces}: copy its source.spm to spm.model")
    return model


def save_model(model: Any, vocabulary: Any, languages: tuple[str, str], folder: Path) -> None:
    """Write a folder that MarianMTModel, MarianTokenizer and CTranslate2's converter load, in half precision.

    Args:
        model: what was trained.
        vocabulary: its SentencePiece model, the same for both languages.
        languages: what it translates from and into, as `fr`, `en`, or `fr+en` twice for both directions.
        folder: is made where it does not exist.
    """
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    kept = deepcopy(model).cpu().half()
    kept.generation_config.num_beams = 4
    kept.generation_config.max_length = 256
    kept.generation_config.bad_words_ids = [[model.config.pad_token_id]]
    kept.save_pretrained(folder)
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(vocabulary.serialized_model_proto())
    pieces = [vocabulary.id_to_piece(n) for n in range(vocabulary.get_piece_size())]
    _write_json(folder / "vocab.json", {piece: n for n, piece in enumerate([*pieces, "<pad>"])})
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "MarianTokenizer",
            "source_lang": languages[0],
            "target_lang": languages[1],
            "model_max_length": POSITIONS,
            "separate_vocabs": False,
            "unk_token": "<unk>",
            "eos_token": "</s>",
            "pad_token": "<pad>",
        },
    )


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
