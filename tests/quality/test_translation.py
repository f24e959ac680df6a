"""The default translator on wmt13 and FLORES, with and without the guarantees; and what becomes of numbers and names.

The pairs are read from TRANSLATOR_DATA, the folder of the French-English pairs the translator is trained from.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from sqlite_utils import Database

from monitor.document import Mention, Tag
from monitor.store.memory import StoreMemory
from monitor.store.schema import MIGRATIONS
from pipelines.engines.ctranslate import CTranslate
from pipelines.engines.marian import Marian
from pipelines.guarantees import translate_checked
from pipelines.memory import Remembering
from pipelines.terms import read_glossary
from pipelines.translator import choose_translator

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "bench"))

from marian_models import write_model  # noqa: E402

FLOORS = tomllib.loads((HERE / "translation.floors.toml").read_text("utf-8"))
DATA = Path(os.environ.get("TRANSLATOR_DATA", HERE.parents[2] / "shared" / "translator" / "data")) / "test"
LINES = 300

STORE = Database(memory=True)
MIGRATIONS.apply(STORE)
TRANSLATOR = Remembering(choose_translator("auto"), StoreMemory(STORE, 1, "1"))

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(
        TRANSLATOR.name == "apertium" and not shutil.which("apertium"),
        reason="no translator: neither model nor Apertium",
    ),
]


@pytest.mark.parametrize("pair", [("fr", "en"), ("en", "fr")], ids="-".join)
@pytest.mark.parametrize("corpus", ["wmt13", "flores"])
def test_the_default_engine_holds_its_scores(corpus, pair):
    if not (DATA / f"{corpus}.fr").is_file():
        pytest.skip(f"TRANSLATOR_DATA holds no {corpus}")
    sacrebleu = pytest.importorskip("sacrebleu")
    texts, wanted = ((DATA / f"{corpus}.{code}").read_text("utf-8").splitlines()[:LINES] for code in pair)
    plain = TRANSLATOR.translate(texts, *pair)
    checked = translate_checked(TRANSLATOR, texts, *pair, glossary=read_glossary())
    bleu = sacrebleu.corpus_bleu([c.text for c in checked], [wanted]).score
    chrf = sacrebleu.corpus_chrf([c.text for c in checked], [wanted]).score
    cost = sacrebleu.corpus_bleu(plain, [wanted]).score - bleu
    marked = sum(not c.ok for c in checked) / len(checked)
    print(
        f"\n{TRANSLATOR.name} {corpus} {'-'.join(pair)}: BLEU {bleu:.2f} chrF {chrf:.2f}, "
        f"the guarantees cost {cost:.2f} BLEU and mark {marked:.1%}"
    )
    floor = FLOORS["apertium" if TRANSLATOR.name == "apertium" else "shipped"][f"{corpus}_{pair[0]}_{pair[1]}"]
    assert bleu >= floor["bleu"]
    assert chrf >= floor["chrf"]
    assert marked <= floor["marked"]
    assert cost < 0.3


def _read(name: str) -> list[tuple[str, str, list[tuple[str, str]], list[str]]]:
    rows = (HERE.parent / "cases" / "translation" / name).read_text("utf-8").splitlines()
    parts = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return [
        (language, text, [(n.split("=")[0], n.split("=")[1]) for n in names.split(";") if n], patterns.split(";"))
        for language, text, names, patterns in parts
    ]


def _mention(language: str, here: str, there: str) -> Mention:
    names = (there, here) if language == "fr" else (here, there)
    return Mention("text", 0, len(here), here, Tag("organisation", *names))


@pytest.mark.parametrize("pair", [("fr", "en"), ("en", "fr")], ids="-".join)
def test_no_number_and_no_name_is_lost_without_a_mark(pair):
    cases = [case for case in _read("scoring.tsv") if case[0] == pair[0]]
    mentions = [_mention(pair[0], *name) for case in cases for name in case[2]]
    texts = [case[1] for case in cases]
    outcomes = translate_checked(TRANSLATOR, texts, *pair, mentions=mentions, glossary=read_glossary())
    marked, silent = [], []
    for (_, text, names, patterns), checked in zip(cases, outcomes, strict=True):
        there = all(re.search(pattern, checked.text, re.IGNORECASE) for pattern in patterns)
        named = all(name.lower() in checked.text.lower() for _, name in names)
        if not checked.ok:
            marked.append((text, checked.text, checked.note))
        elif not (there and named):
            silent.append((text, checked.text))
    print(f"\n{'-'.join(pair)}, {len(cases)} sentences: {len(marked)} marked, {len(silent)} silent losses")
    for row in (*marked, *silent):
        print("  ", *row, sep="\n    ")
    assert len(cases) >= 50
    assert silent == []
    assert len(marked) <= 0.1 * len(cases)


@pytest.mark.parametrize("engine", [CTranslate, Marian])
def test_a_marian_folder_is_loaded_and_run(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    translator = engine(str(write_model(tmp_path / "toy", "toy")))
    assert (translator.translates("fr", "en"), translator.translates("en", "fr")) == (True, False)
    sentences = ["le port ferme", "un colis de trois kilos part pour Lille et les prix montent", "le"]
    made = translator.translate(sentences, "fr", "en")
    assert [translator.translate([sentence], "fr", "en")[0] for sentence in sentences] == made
    assert engine(translator.folder).name == translator.name
