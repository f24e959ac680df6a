"""Summaries against what an editor wrote of the same article, beside its first three sentences.

Articles and references were written by hand, each reference in its own words before anything was chosen. Those named
tuning set the weights; those named scoring did not.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import mean

import pytest
from rouge_score.rouge_scorer import RougeScorer
from summary_cases import CASES, PUBLIC, Article, PublicSet, read_articles, read_public, read_written

from monitor.document import Document
from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.embeddings import Words
from pipelines.models import quietly
from pipelines.repair.headline import make_title
from pipelines.sentences import split_sentences
from pipelines.stages.mentions import MentionsStage
from pipelines.stages.summary import SummaryStage
from pipelines.stages.translation import TranslationStage
from pipelines.summary import abstracts
from pipelines.summary.source import read_source
from pipelines.summary.support import find_unsupported
from pipelines.translation.translator import choose_translator

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("summary.floors.toml").read_text(encoding="utf-8"))


class Tokenizer:
    """Words with their accents; rouge-score's own tokenizer knows a to z only."""

    def tokenize(self, text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())


ROUGE = RougeScorer(["rouge1", "rougeL"], tokenizer=Tokenizer())


def rouge(text: str, reference: str, kind: str = "rouge1") -> float:
    """F1 in points, 0 to 100."""
    return 100 * float(ROUGE.score(reference, text)[kind].fmeasure)


def read_document(article: Article) -> Document:
    return Document(
        key=article.name,
        raw_text=article.text,
        title=article.title,
        text=article.text,
        language=article.language,
        dated_at="2024-11-20T08:00:00Z",
    )


def summarise(articles: Sequence[Article]) -> list[str]:
    """As the program does it, with whatever translates here."""
    documents = [read_document(article) for article in articles]
    documents = MentionsStage(read_watchlist(Settings()))(documents)
    if choose_translator("auto").translates("fr", "en"):
        documents = TranslationStage()(documents)
    summaries = [document.summary(document.language) for document in SummaryStage()(documents)]
    return [summary.text if summary else "" for summary in summaries]


@pytest.mark.parametrize("kind", ["slow", "ordinary"])
@pytest.mark.parametrize("language", ["english", "french"])
def test_summaries_beat_the_first_three_sentences(language: str, kind: str) -> None:
    articles = list(read_articles(f"{language}_{kind}_scoring"))
    made = summarise(articles)
    assert all(made)
    assert measure_gain(f"{language} {kind}", articles, made) >= FLOORS[kind][language]


@pytest.mark.parametrize("kind", ["slow", "ordinary"])
@pytest.mark.parametrize("language", ["english", "french"])
def test_titles_made_of_the_text_tell_what_an_editor_tells(language: str, kind: str) -> None:
    """The share of a title's words that the reference has; the first sentence's title has .26 and .19 of slow ones."""
    articles = list(read_articles(f"{language}_{kind}_scoring"))
    scores = [ROUGE.score(a.reference, make_title(a.text))["rouge1"].precision for a in articles]
    print(f"\ntitles, {language} {kind}: {mean(scores):.3f}")
    assert mean(scores) >= FLOORS["titles"][kind]


@pytest.mark.parametrize("chosen", PUBLIC, ids=[chosen.name for chosen in PUBLIC])
def test_summaries_of_public_sets_are_no_worse_than_their_openings(chosen: PublicSet) -> None:
    """See tests/cases/summaries/public.toml; measured on as many articles as the floors say."""
    folder = Path(os.environ.get("SUMMARY_SETS", "/nowhere"))
    if not (folder / chosen.name).is_dir():
        pytest.skip(f"{chosen.name} is not here; SUMMARY_SETS names no folder that has it")
    articles = list(read_public(chosen, folder, FLOORS["public"]["articles"]))
    assert measure_gain(chosen.name, articles, summarise(articles)) >= FLOORS["public"]["rouge1"]


def measure_gain(name: str, articles: Sequence[Article], made: Sequence[str]) -> float:
    """Print how much better than the first three sentences the summaries are, and return it, in points of ROUGE-1."""
    leads = [" ".join(a.text[s:e] for s, e in split_sentences(a.text, a.language)[:3]) for a in articles]
    print(f"\n{name}: {len(articles)} articles")
    measured = {}
    for measure in ("rouge1", "rougeL"):
        ours = mean(rouge(text, a.reference, measure) for text, a in zip(made, articles, strict=True))
        lead = mean(rouge(text, a.reference, measure) for text, a in zip(leads, articles, strict=True))
        measured[measure] = ours - lead
        print(f"    {measure} {ours:5.1f}   first three sentences {lead:5.1f}   {ours - lead:+5.1f}")
    return measured["rouge1"]


@cache
def _mention(article: Article) -> Document:
    (document,) = MentionsStage(read_watchlist(Settings()))([read_document(article)])
    return document


SWAPPED = ("swap", "speaker", "misgiven", "direction")  # all numbers and names are in the text, and told of another


@pytest.mark.parametrize(
    ("articles", "file", "fewest"),
    [
        ("ordinary_scoring", "gate", 100),
        ("last", "gate_last", 50),
        ("slow_scoring", "gate_fresh", 100),
        ("slow_scoring", "gate_new", 100),
        ("slow_tuning ordinary_tuning", "gate_later", 60),
        ("wide", "gate_wide", 90),
        ("wider", "gate_wider", 80),
        ("told", "gate_told", 30),
        ("widest", "gate_widest", 80),
        ("november", "gate_november", 60),
        ("sixth", "gate_sixth", 100),
        ("seventh", "gate_seventh", 95),
    ],
    ids=["gate", "last", "fresh", "new", "later", "wide", "wider", "told", "widest", "november", "sixth", "seventh"],
)
def test_the_gate_catches_what_is_wrong_and_lets_pass_what_is_right(articles: str, file: str, fewest: int) -> None:
    """`gate` guides rules; the others were written after them, and after their first count showed what to mend."""
    tally: dict[str, list[bool]] = defaultdict(list)
    print()
    told = {each: [f"{each}_{name}" for name in articles.split()] for each in ("english", "french")}
    there = {each: names for each, names in told.items() if (CASES / f"{each}_{file}.txt").is_file()}
    for written in (w for each, names in there.items() for w in read_written(names, f"{each}_{file}")):
        article = written.article
        source = read_source(_mention(article), written.sentence)
        faults = find_unsupported(written.sentence, source)
        tally[written.kind].append(bool(faults))
        if bool(faults) == (written.kind == "right"):
            print(f"    {article.name}, {written.kind}: {written.sentence} {faults}")
    for kind, dropped in tally.items():
        print(f"    {kind:<7}{sum(dropped):4} of {len(dropped)} dropped")
    right = tally.pop("right")
    swapped = [dropped for kind in SWAPPED for dropped in tally.pop(kind, [])]
    wrong = [dropped for kind in tally.values() for dropped in kind]
    assert len(right) >= fewest
    assert len(wrong) + len(swapped) >= fewest
    assert sum(wrong) / len(wrong) >= FLOORS[file]["caught"]
    assert sum(swapped) / len(swapped) >= FLOORS[file]["swaps_caught"]
    assert sum(right) / len(right) <= FLOORS[file]["dropped"]


TINY = {"d_model": 16, "pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0}
WIDE = {"encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2, "decoder_attention_heads": 2,
        "encoder_ffn_dim": 32, "decoder_ffn_dim": 32, "max_position_embeddings": 64}  # fmt: skip
FAMILIES = {
    "MT5": {"d_kv": 8, "d_ff": 32, "num_layers": 1, "num_heads": 2},
    "Bart": {**WIDE, "bos_token_id": 1, "forced_eos_token_id": 1},
    "Pegasus": {**WIDE, "forced_eos_token_id": 1},
}


def write_model(folder: Path, family: str, words: Sequence[str]) -> None:
    """A small model of the family with random weights, and a tokenizer of whole words."""
    import tokenizers
    import transformers

    known = ["<pad>", "</s>", "<unk>", *sorted(set(words))]
    reader = tokenizers.Tokenizer(tokenizers.models.WordLevel({w: n for n, w in enumerate(known)}, unk_token="<unk>"))
    reader.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=reader, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=64
    ).save_pretrained(folder)
    transformers.set_seed(0)
    config = getattr(transformers, f"{family}Config")(vocab_size=len(known), **TINY, **FAMILIES[family])
    with quietly():
        getattr(transformers, f"{family}ForConditionalGeneration")(config).save_pretrained(folder)


@pytest.mark.parametrize("family", FAMILIES)
def test_any_family_writes_and_what_it_makes_up_is_not_shown(
    family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random weights write nonsense, of texts longer than they read; the extractive summary stands."""
    monkeypatch.setattr(abstracts, "MOST_WRITTEN", 8)
    document = read_document(next(read_articles("english_slow_tuning")))
    write_model(tmp_path, family, document.text.split())
    summariser = abstracts.Abstracts(str(tmp_path))
    written = summariser.summarise(document.text, "en")
    assert 8 < len(written.split()) <= 8 * len(document.text.split()) / 32  # more than one part was read
    plain = SummaryStage(embedder=Words())([document])
    assert SummaryStage(embedder=Words(), summariser=summariser)([document]) == plain
