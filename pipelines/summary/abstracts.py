"""Summaries in a model's own words, by any that writes one text from another: mT5, BART, PEGASUS and their kin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from monitor.document import Document
from pipelines.language.detection import load_profiles
from pipelines.models import describe_model, load_seq2seq, load_tokenizer, name_model
from pipelines.sentences import split_sentences
from pipelines.summary.source import read_source
from pipelines.summary.standing import Statement, find_statements, is_broken
from pipelines.summary.support import find_ground, find_unsupported

LONGEST = 512  # pieces of a text at once, where the model does not say; mT5 was trained on so many
MOST_WRITTEN = 128  # pieces of a summary
BEAM = 4
FEWEST_WORDS = 12  # of a summary worth showing; MLSUM's and XSum's shortest references have as many


class Summariser(Protocol):
    """Anything that writes a summary."""

    @property
    def name(self) -> str:
        """The model: another name means other summaries."""

    def summarise(self, text: str, language: str) -> str:
        """Return a summary of `text` in its own language. Raises Postpone where the model is missing."""


def choose_summariser(setting: str) -> Summariser | None:
    """Return the summariser for the setting `summary_model`, a name of the hub or a folder; None where it is empty."""
    return Abstracts(setting) if setting else None


@dataclass(frozen=True)
class Abstracts:
    """A sequence-to-sequence model with a beam. A text longer than it reads is summarised part by part."""

    folder: str

    @property
    def name(self) -> str:
        """The model."""
        return name_model(self.folder)

    def summarise(self, text: str, language: str) -> str:
        """See Summariser. Each part goes through alone, so that nothing beside it makes a difference."""
        tokenizer, model = load_tokenizer(self.folder), load_seq2seq(self.folder)
        prefix = _find_prefix(self.folder)
        room = _find_room(self.folder, tokenizer) - len(tokenizer(prefix)["input_ids"])
        parts = _pack([text[start:end] for start, end in split_sentences(text, language)], tokenizer, room)
        return " ".join(self._write(prefix + part, tokenizer, model) for part in parts)

    def _write(self, part: str, tokenizer: Any, model: Any) -> str:
        import torch

        room = _find_room(self.folder, tokenizer)
        batch = tokenizer(part, truncation=True, max_length=room, return_tensors="pt", return_token_type_ids=False)
        with torch.inference_mode():
            found = model.generate(
                **batch.to(model.device), num_beams=BEAM, max_length=None, max_new_tokens=MOST_WRITTEN,
                min_length=0, no_repeat_ngram_size=3, do_sample=False,
            )  # fmt: skip
        return str(tokenizer.decode(found[0], skip_special_tokens=True)).replace("<n>", " ").strip()


def _find_room(model: str, tokenizer: Any) -> int:
    """The pieces that the model reads at once."""
    described = describe_model(model)
    positions = described.get("max_position_embeddings") or described.get("n_positions") or LONGEST
    return int(min(positions, tokenizer.model_max_length, 1024))


def _find_prefix(model: str) -> str:
    """What the model wants to read before the text: T5 is told its task in words."""
    tasks = describe_model(model).get("task_specific_params") or {}
    return str(tasks.get("summarization", {}).get("prefix", ""))


def _pack(sentences: Sequence[str], tokenizer: Any, room: int) -> Iterator[str]:
    """Whole sentences together, as many as there is room for."""
    part: list[str] = []
    pieces = 2  # begin and end of a part
    for sentence in sentences:
        length = len(tokenizer(sentence, add_special_tokens=False)["input_ids"]) + 1
        if part and pieces + length > room:
            yield " ".join(part)
            part, pieces = [], 2
        part.append(sentence)
        pieces += length
    if part:
        yield " ".join(part)


def keep_supported(document: Document, written: str) -> list[Statement]:
    """The sentences of a written summary that the document supports, each with the sentence that it rests on.

    None at all where little is left of them, or where they are in another language, as a model writes that reads
    English only: another summary had better stand.
    """
    statements = find_statements(document)
    language = document.language
    if _strays(written, language):
        return []
    source = read_source(document, written)
    sentences = [written[start:end] for start, end in split_sentences(written, language)]
    kept = [s for s in sentences if not is_broken(s) and not find_unsupported(s, source)]
    if not statements or 2 * len(kept) < len(sentences) or len(" ".join(kept).split()) < FEWEST_WORDS:
        return []
    grounds = [statements[find_ground(each, source, [s.text for s in statements])] for each in kept]
    return [replace(ground, text=" ".join(each.split())) for each, ground in zip(kept, grounds, strict=True)]


def _strays(written: str, language: str) -> bool:
    """Whether a text is likelier in another language than in this one."""
    profiles = load_profiles()
    if language not in profiles.languages:
        return False
    (scores,) = profiles.read([written]).scores
    return bool(scores[profiles.languages.index(language)] < scores.max())
