"""Names found by a model: a tiny one made here, that knows a few words, and one that knows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.document import Document
from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.names.recogniser import Recogniser, choose_recogniser
from pipelines.stage import Postpone
from pipelines.stages.mentions import MentionsStage

WATCHED = read_watchlist(Settings())
LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "B-MISC"]
KNOWN = {"ottoline": 1, "quill": 2, "zorb": 3, "##ex": 4, "bank": 3, "of": 4, "china": 4, "alibaba": 5, "plinth": 6}
WORDS = ["said", "in", "the", "a", "lyon", ".", ",", "'", "s", "met", "##s"]


def make_model(folder: Path, labels: list[str], *, chance: bool = False) -> str:
    """A model without layers, each word's label in its embedding; or one with layers and weights by chance."""
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *KNOWN]
    folder.mkdir()
    numbers = {word: n for n, word in enumerate(vocabulary)}
    BertTokenizerFast(vocab=numbers, do_lower_case=True).save_pretrained(folder)  # type: ignore[no-untyped-call]
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=8,
        num_hidden_layers=2 if chance else 0,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=40,
        id2label=dict(enumerate(labels)),
        label2id={label: n for n, label in enumerate(labels)},
    )
    model = BertForTokenClassification(config)
    if not chance:
        with torch.no_grad():
            for parameter in (
                model.bert.embeddings.position_embeddings.weight,
                model.bert.embeddings.token_type_embeddings.weight,
                model.classifier.bias,
                model.classifier.weight,
            ):
                parameter.zero_()
            for n in range(len(labels)):
                model.classifier.weight[n, n] = 1
            rows = torch.zeros(len(vocabulary), 8)
            for n, word in enumerate(vocabulary):
                rows[n, KNOWN.get(word, 0)] = 5
            model.bert.embeddings.word_embeddings.weight.copy_(rows)
    model.save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("models")
    return {
        "knowing": make_model(folder / "knowing", LABELS),
        "chance": make_model(folder / "chance", LABELS, chance=True),
        "nameless": make_model(folder / "nameless", ["LABEL_0", "LABEL_1"], chance=True),
    }


def read(setting: str, text: str, language: str = "en", title: str = "") -> Document:
    document = Document(key="k", raw_text=text, text=text, title=title, language=language)
    return MentionsStage(WATCHED, choose_recogniser(setting))([document])[0]


def name(setting: str, text: str, language: str = "en") -> list[str]:
    return [f"{m.text}: {m.tag.kind}, {m.tag.name}" for m in read(setting, text, language).mentions]


NAMED = [
    (
        "Ottoline Quill met Zorbex. Quill said a.",
        "en",
        ["Ottoline Quill: person", "Zorbex: organisation", "Quill: person"],
    ),
    ("the Bank of China said", "en", ["Bank of China: organisation"]),  # takes in the country
    ("Alibaba said", "en", ["Alibaba: organisation"]),  # the watch list stands, whatever the model says
    ("a Plinth in Lyon", "fr", ["Plinth: organisation", "Lyon: place"]),  # MISC: rules tell the kind
    ("Nothing here.", "en", []),
    ("", "en", []),
]


@pytest.mark.parametrize(("text", "language", "expected"), NAMED)
def test_names_come_from_the_model(models: dict[str, str], text: str, language: str, expected: list[str]) -> None:
    assert [found.rpartition(",")[0] for found in name(models["knowing"], text, language)] == expected


def test_a_surname_belongs_to_the_person_named_in_full(models: dict[str, str]) -> None:
    assert name(models["knowing"], "Ottoline Quill met a. Quill said.")[-1] == "Quill: person, Ottoline Quill"


def test_a_text_longer_than_the_model_reads_is_read_whole(models: dict[str, str]) -> None:
    text = "the a said in " * 60 + "Zorbex said."
    assert [m.text for m in read(models["knowing"], text).mentions] == ["Zorbex"]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["Zorbex", "Lyon", "🛳️", "e\u0301", "\r\n", "Alibaba", "l’", " "]) | st.text(max_size=5))
)
def test_spans_point_at_their_text_whatever_the_model_says(models: dict[str, str], parts: list[str]) -> None:
    text = " ".join(parts)
    mentions = read(models["chance"], text, title=text[:20]).mentions
    assert all({"title": text[:20], "text": text}[m.field][m.start : m.end] == m.text != "" for m in mentions)


def test_the_model_is_part_of_what_makes_a_document_pending(models: dict[str, str]) -> None:
    assert MentionsStage(WATCHED).model == ""
    assert MentionsStage(WATCHED, Recogniser(models["knowing"])).model.startswith("knowing-")


def test_no_model_means_rules() -> None:
    assert choose_recogniser("") is None


def test_a_missing_model_postpones() -> None:
    with pytest.raises(Postpone, match="not on this machine"):
        read("nobody/nothing", "A text.")


def test_a_model_that_tells_no_names_postpones(models: dict[str, str]) -> None:
    with pytest.raises(Postpone, match="labels LABEL_0, LABEL_1; entity_model needs"):
        read(models["nameless"], "A text.")
