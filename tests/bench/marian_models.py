"""Marian models with random weights, in the form a real one has on the disk: for tests of loading and of speed."""

from __future__ import annotations

import io
import json
from pathlib import Path

from pipelines.models import quietly

SHAPES = {  # vocabulary, width, feed-forward, heads, encoder layers, decoder layers
    "opus": (59_514, 512, 2048, 8, 6, 6),  # opus-mt-fr-en, 75 million parameters
    "small": (16_001, 384, 1536, 6, 8, 3),  # the kind that ships, 27 million
    "toy": (120, 16, 32, 2, 1, 1),
}
TEXT = [
    "le port ferme et les prix montent",
    "the port closes and prices rise",
    "un colis de trois kilos part pour Lille",
]


def write_model(folder: Path, shape: str) -> Path:
    """Write a model of one of SHAPES, French to English, and return its folder."""
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel

    vocabulary, width, inner, heads, encoder, decoder = SHAPES[shape]
    torch.manual_seed(0)
    config = MarianConfig(
        vocab_size=vocabulary, d_model=width, encoder_layers=encoder, decoder_layers=decoder,
        encoder_ffn_dim=inner, decoder_ffn_dim=inner, encoder_attention_heads=heads, decoder_attention_heads=heads,
        activation_function="swish", pad_token_id=vocabulary - 1, eos_token_id=0, forced_eos_token_id=0,
        decoder_start_token_id=vocabulary - 1, scale_embedding=True, max_position_embeddings=512,
        static_position_embeddings=True, share_encoder_decoder_embeddings=True, tie_word_embeddings=True,
    )  # fmt: skip
    model = MarianMTModel(config)
    model.generation_config.bad_words_ids = [[vocabulary - 1]]
    with quietly():
        model.save_pretrained(folder)
    pieces = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT), model_writer=pieces, vocab_size=60, hard_vocab_limit=False,
        eos_id=0, unk_id=1, bos_id=-1, minloglevel=2,
    )  # fmt: skip
    reader = sentencepiece.SentencePieceProcessor(model_proto=pieces.getvalue())
    known = [reader.id_to_piece(n) for n in range(reader.get_piece_size())]
    names = known + [f"filler{n}" for n in range(vocabulary - 1 - len(known))] + ["<pad>"]
    (folder / "vocab.json").write_text(json.dumps({name: n for n, name in enumerate(names)}), "utf-8")
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(pieces.getvalue())
    described = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "fr",
        "target_lang": "en",
        "separate_vocabs": False,
    }
    described |= {"unk_token": "<unk>", "eos_token": "</s>", "pad_token": "<pad>", "model_max_length": 512}
    (folder / "tokenizer_config.json").write_text(json.dumps(described), "utf-8")
    return folder


def write_many(folder: Path, kind: str) -> Path:
    """Write a tiny model of many languages, `nllb` or `m2m`, with random weights, and return its folder."""
    import sentencepiece
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer, NllbTokenizer

    pieces = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT), model_writer=pieces, vocab_size=60, hard_vocab_limit=False, minloglevel=2
    )
    reader = sentencepiece.SentencePieceProcessor(model_proto=pieces.getvalue())
    known = [reader.id_to_piece(n) for n in range(3, reader.get_piece_size())]
    vocabulary = {piece: n for n, piece in enumerate(["<s>", "<pad>", "</s>", "<unk>", *known])}
    folder.mkdir(parents=True)
    if kind == "nllb":
        tokenizer = NllbTokenizer(vocab=vocabulary, merges=[])
        size = len(tokenizer) + 1
    else:
        (folder / "vocab.json").write_text(json.dumps(vocabulary), "utf-8")
        (folder / "pieces.model").write_bytes(pieces.getvalue())
        tokenizer = M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "pieces.model"))
        size = len(vocabulary) + len(tokenizer.lang_code_to_token) + 8
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = M2M100Config(
        vocab_size=size, d_model=16, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=32, decoder_ffn_dim=32,
        encoder_attention_heads=2, decoder_attention_heads=2, max_position_embeddings=512, pad_token_id=1,
        bos_token_id=0, eos_token_id=2, decoder_start_token_id=2,
    )  # fmt: skip
    with quietly():
        M2M100ForConditionalGeneration(config).save_pretrained(folder)
    return folder
