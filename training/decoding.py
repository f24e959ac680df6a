"""Translating with a model in training: the likeliest piece after the likeliest, for many sentences at once."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training.network import add, feed, offer, read_source, take
from training.vocabulary import END

LOOKED = 8  # steps after which it is asked whether all have ended: a GPU would stand still for each question


class Layer:
    """A layer of the decoder that writes one piece at a time, and keeps what the earlier ones offer."""

    def __init__(self, layer: Any, memory: Tensor, most: int) -> None:
        self.layer = layer
        self.memory = offer(layer.encoder_attn, memory)
        sentences, heads, _, width = self.memory[0].shape
        self.written = tuple(memory.new_empty(sentences, heads, most, width) for _ in range(2))

    def write(self, states: Tensor, place: int, mask: Tensor) -> Tensor:
        """The states, (sentences, 1, width), one layer further on."""
        layer = self.layer
        for kept, new in zip(self.written, offer(layer.self_attn, states), strict=True):
            kept[:, :, place] = new[:, :, 0]
        keys, values = (kept[:, :, : place + 1] for kept in self.written)
        states = add(layer, states, take(layer.self_attn, states, keys, values), layer.self_attn_layer_norm)
        told = take(layer.encoder_attn, states, *self.memory, mask)
        states = add(layer, states, told, layer.encoder_attn_layer_norm)
        return add(layer, states, feed(layer, states), layer.final_layer_norm)


@torch.inference_mode()
def translate(model: Any, source: Tensor, most: int) -> Tensor:
    """Translations of the sentences, each until its end or until it has `most` pieces, padded after that.

    Args:
        model: a MarianMTModel, without dropout.
        source: (sentences, pieces), each with its language's mark, its end, and padding after it.
        most: pieces of a translation.
    """
    side, padding = model.model.decoder, model.config.pad_token_id
    memory, mask = read_source(model, source)
    layers = [Layer(layer, memory, most) for layer in side.layers]
    written = source.new_full((len(source), most + 1), padding)
    ended = torch.zeros_like(source[:, 0], dtype=torch.bool)
    for place in range(most):
        states = (
            side.embed_tokens(written[:, place : place + 1]) * side.embed_scale + side.embed_positions.weight[place]
        )
        for layer in layers:
            states = layer.write(states, place, mask)
        scores = functional.linear(states[:, 0], model.lm_head.weight[:padding])
        written[:, place + 1] = scores.argmax(1).masked_fill_(ended, padding)
        ended |= written[:, place + 1] == END
        if place % LOOKED == LOOKED - 1 and bool(ended.all()):
            break
    return written[:, 1:]
