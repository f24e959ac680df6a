"""Names found by a model of token classification, in place of the rules, where the settings name one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from monitor.document import TagKind
from pipelines.models import describe_model, load_tagger, load_tokenizer, name_model
from pipelines.names.cutting import takes_in_known
from pipelines.names.gazetteer import Found
from pipelines.names.names import Name, Reading
from pipelines.stage import Postpone

MOST_PIECES, OVERLAP = 512, 64  # of a stretch that a model reads at once, and shared with the next
KINDS: dict[str, TagKind | None] = {  # CoNLL, WikiNER, OntoNotes, MultiCoNER; None: named, but of no kind of ours
    **dict.fromkeys(("PER", "PERS", "PERSON"), "person"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "ORGANISATION", "CORP", "GRP", "GROUP", "COMPANY"), "organisation"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "FAC", "PLACE", "NORP"), "place"),
    **dict.fromkeys(("PROD", "PRODUCT", "WORK_OF_ART", "CW", "ART"), "product"),
    **dict.fromkeys(("EVENT", "EVE"), "event"),
    "MISC": None,
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A name at [start, end) and its kind, None where the model does not tell."""

    start: int
    end: int
    kind: TagKind | None


@dataclass(frozen=True)
class Recogniser:
    """A model by its hub name or folder; its labels are read with or without B- and I-."""

    setting: str

    @property
    def name(self) -> str:
        """The model: another name means other mentions."""
        return name_model(self.setting)

    def find(self, texts: Sequence[str]) -> list[list[Recognised]]:
        """The names in each text, in order. Raises Postpone where the model is missing, or none of its labels known."""
        read = _load(self.setting)
        return [list(_read_spans(text, read(text))) if text.strip() else [] for text in texts]


def choose_recogniser(setting: str) -> Recogniser | None:
    """The recogniser for the setting `entity_model`, None where rules find the names; nothing is loaded yet."""
    return Recogniser(setting) if setting else None


@cache
def _load(setting: str) -> Any:
    """What reads one text at a time, so that a name depends on its own text alone; long ones in stretches."""
    tokenizer, model = load_tokenizer(setting), load_tagger(setting)
    labels = {label.rpartition("-")[2].upper() for label in model.config.id2label.values()}
    if labels.isdisjoint(KINDS):
        shown = ", ".join(sorted(labels)[:5])
        raise Postpone(f"{setting} has the labels {shown}; entity_model needs one that tells PER, ORG, LOC or the like")
    if not tokenizer.is_fast:
        raise Postpone(f"{setting} has no fast tokenizer, so its names have no places; choose another entity_model")
    from transformers import pipeline

    longest = int(describe_model(setting).get("max_position_embeddings", MOST_PIECES))
    tokenizer.model_max_length = min(tokenizer.model_max_length, longest, MOST_PIECES)
    stride = min(OVERLAP, tokenizer.model_max_length // 4)
    return pipeline(
        "token-classification", model=model, tokenizer=tokenizer, aggregation_strategy="first", stride=stride
    )


def _read_spans(text: str, groups: Sequence[dict[str, Any]]) -> Iterator[Recognised]:
    """What the pipeline found, without the spaces some tokenizers take in, none overlapping another."""
    reached = 0
    for group in sorted(groups, key=lambda group: (group["start"], -group["end"])):
        start, end = group["start"], group["end"]
        printed = text[start:end]
        start, end = start + len(printed) - len(printed.lstrip()), end - len(printed) + len(printed.rstrip())
        label = group["entity_group"].rpartition("-")[2].upper()
        if label in KINDS and reached <= start < end:
            reached = end
            yield Recognised(start, end, KINDS[label])


def read_recognised(
    reading: Reading, found: Sequence[Recognised], known: Sequence[Found]
) -> Iterator[tuple[Name, TagKind | None, list[Found]]]:
    """Yield each name as words, with its kind and the places it takes in; what is known beforehand stands otherwise."""
    words = sorted(
        (w for sentence in (*reading.sentences, *reading.headlines) for w in sentence), key=lambda w: w.start
    )
    for each in found:
        inside = tuple(word for word in words if word.start < each.end and each.start < word.end)
        touched = [f for f in known if f.start < each.end and each.start < f.end]
        if inside and all(takes_in_known(f, inside) for f in touched):
            yield Name(inside), each.kind, touched
