"""The forward pass of Marian's transformer (post-norm, Vaswani et al. 2017) over the modules that `transformers` keeps.

The library's own pass also serves caches and recorded attention; this one has what a training step needs and no more,
so that a GPU's compiler makes a few kernels of it, the same for every layer and every shape of batch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import torch
from torch import Tensor
from torch.nn import functional

ALIGNED = 16  # pieces
Function = TypeVar("Function", bound=Callable[..., Any])


def compile_for_gpu(function: Function) -> Function:
    """The function made into kernels of its own at its first call, where there is a GPU; as it is elsewhere."""
    if not torch.cuda.is_available():
        return function
    return torch.compile(function, dynamic=True)  # type: ignore[return-value]


def attend(block: Any, states: Tensor, memory: Tensor, mask: Tensor | None = None) -> Tensor:
    """What each of `states` takes from `memory`; without a mask, from those before it and itself.

    Args:
        block: the four projections and the number of heads.
        states: (sentences, pieces, width).
        memory: (sentences, other pieces, width).
        mask: (sentences, 1, 1, other pieces), added to what decides how much is taken.
    """
    return take(block, states, *offer(block, memory), mask, causal=mask is None)


def offer(block: Any, memory: Tensor) -> tuple[Tensor, Tensor]:
    """The keys and the values of `memory`, (sentences, heads, pieces, width of a head)."""
    return part(block, block.k_proj(memory)), part(block, block.v_proj(memory))


def take(
    block: Any, states: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None, causal: bool = False
) -> Tensor:
    """What each of `states` takes from what was offered; `causal`, from no later one."""
    asked = part(block, block.q_proj(states))
    weigh = functional.scaled_dot_product_attention if states.is_cuda else weigh_plainly
    taken = weigh(asked, keys, values, attn_mask=mask, is_causal=causal)
    found: Tensor = block.out_proj(taken.transpose(1, 2).flatten(2))
    return found


def weigh_plainly(
    asked: Tensor, keys: Tensor, values: Tensor, attn_mask: Tensor | None = None, is_causal: bool = False
) -> Tensor:
    """As the library's function of attention: with rows as short as sentences, faster on a processor."""
    fit = asked @ keys.transpose(-1, -2) * asked.shape[-1] ** -0.5
    if is_causal:
        later = torch.ones(fit.shape[-2:], dtype=torch.bool, device=fit.device).triu(1)
        fit = fit.masked_fill(later, -torch.inf)
    found: Tensor = (fit if attn_mask is None else fit + attn_mask).softmax(-1) @ values
    return found


def part(block: Any, states: Tensor) -> Tensor:
    """The states by heads."""
    sentences, pieces, _ = states.shape
    return states.view(sentences, pieces, block.num_heads, -1).transpose(1, 2)


def feed(layer: Any, states: Tensor) -> Tensor:
    """The two inner layers, piece by piece."""
    inner: Tensor = layer.fc2(functional.silu(layer.fc1(states)))
    return inner


def add(layer: Any, states: Tensor, news: Tensor, norm: Any) -> Tensor:
    """What was found, some of it dropped, beside what was there, brought back to one scale."""
    joined: Tensor = norm(states + functional.dropout(news, layer.dropout, layer.training))
    return joined


@compile_for_gpu
def encode(layer: Any, states: Tensor, mask: Tensor) -> Tensor:
    """One layer of the encoder."""
    states = add(layer, states, attend(layer.self_attn, states, states, mask), layer.self_attn_layer_norm)
    return add(layer, states, feed(layer, states), layer.final_layer_norm)


@compile_for_gpu
def decode(layer: Any, states: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
    """One layer of the decoder. Padding comes last, where no piece before it looks."""
    states = add(layer, states, attend(layer.self_attn, states, states), layer.self_attn_layer_norm)
    states = add(layer, states, attend(layer.encoder_attn, states, memory, mask), layer.encoder_attn_layer_norm)
    return add(layer, states, feed(layer, states), layer.final_layer_norm)


def embed(side: Any, pieces: Tensor) -> Tensor:
    """The pieces' vectors with their places'."""
    states = side.embed_tokens(pieces) * side.embed_scale + side.embed_positions.weight[: pieces.shape[1]]
    return functional.dropout(states, side.dropout, side.training)


def hide(padding: Tensor, kind: torch.dtype) -> Tensor:
    """The mask that keeps every piece from looking at padding, in rows of the length that fused kernels ask for."""
    sentences, pieces = padding.shape
    rows = torch.zeros(sentences, 1, 1, pieces + -pieces % ALIGNED, dtype=kind, device=padding.device)
    return rows[..., :pieces].masked_fill_(padding[:, None, None, :], -torch.inf)


def read_source(model: Any, source: Tensor) -> tuple[Tensor, Tensor]:
    """The encoder's last states, (sentences, pieces, width), and the mask over their padding.

    Args:
        model: a MarianMTModel.
        source: the sentences to translate, (sentences, pieces), with padding after their end.
    """
    encoder = model.model.encoder
    states = embed(encoder, source)
    mask = hide(source.eq(model.config.pad_token_id), states.dtype)
    for layer in encoder.layers:
        states = encode(layer, states, mask)
    return states, mask


def read(model: Any, source: Tensor, begun: Tensor) -> Tensor:
    """The decoder's last states, (sentences, pieces, width).

    Args:
        model: a MarianMTModel.
        source: the sentences to translate, (sentences, pieces), with padding after their end.
        begun: their translations, one place later than they are to be predicted.
    """
    (memory, mask), states = read_source(model, source), embed(model.model.decoder, begun)
    for layer in model.model.decoder.layers:
        states = decode(layer, states, memory, mask)
    return states
