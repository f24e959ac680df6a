"""The default translator on wmt13 and FLORES, with and without the guarantees; and what becomes of numbers and names.

The pairs are read from TRANSLATOR_DATA, the folder of the French-English pairs the translator is trained from.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from fresh_store import fresh_store
from translating import translate_checked

from monitor.document import Document, Translation
from monitor.models import list_shipped
from monitor.settings import Settings
from monitor.store.memory import StoreMemory
from pipelines.models import load_tokenizer
from pipelines.order import build_stages
from pipelines.translation.engines.ctranslate import DOUBTFUL, LOST, CTranslate
from pipelines.translation.engines.languages import target_mark
from pipelines.translation.engines.marian import Marian
from pipelines.translation.memory import Remembering
from pipelines.translation.terms import read_glossary
from pipelines.translation.translator import Preferred, choose_translator

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "bench"))

from marian_models import write_many, write_model  # noqa: E402

FLOORS = tomllib.loads((HERE / "translation.floors.toml").read_text("utf-8"))
DATA = Path(os.environ.get("TRANSLATOR_DATA", HERE.parents[2] / "shared" / "translator" / "data")) / "test"

TRANSLATOR = Remembering(choose_translator("auto"), StoreMemory(fresh_store(), 1, "1"))

ONE_NAME = {  # the mentions stage reads two names as one here, so that the country's stays as it is
    "Un litige de 2,4 milliards oppose Ferrand Frères à la Norvège.",
    "Ferrand Brothers and Norway are fighting over 2.4 billion euros.",
}

pytestmark = pytest.mark.quality


@pytest.mark.parametrize("pair", [("fr", "en"), ("en", "fr")], ids="-".join)
@pytest.mark.parametrize("corpus", ["wmt13", "flores"])
def test_the_default_engine_holds_its_scores(corpus, pair):
    if not (DATA / f"{corpus}.fr").is_file():
        pytest.skip(f"TRANSLATOR_DATA holds no {corpus}")
    sacrebleu = pytest.importorskip("sacrebleu")
    texts, wanted = ((DATA / f"{corpus}.{code}").read_text("utf-8").splitlines() for code in pair)
    plain = [made.text for made in TRANSLATOR.translate(texts, *pair)]
    checked = translate_checked(TRANSLATOR, texts, *pair, glossary=read_glossary())
    bleu = sacrebleu.corpus_bleu([c.text for c in checked], [wanted]).score
    chrf = sacrebleu.corpus_chrf([c.text for c in checked], [wanted]).score
    cost = sacrebleu.corpus_bleu(plain, [wanted]).score - bleu
    marked = sum(not c.ok for c in checked) / len(checked)
    print(
        f"\n{TRANSLATOR.name} {corpus} {'-'.join(pair)}: BLEU {bleu:.2f} chrF {chrf:.2f}, "
        f"the guarantees cost {cost:.2f} BLEU and mark {marked:.1%}"
    )
    floor = FLOORS["shipped" if list_shipped() else "apertium"][f"{corpus}_{pair[0]}_{pair[1]}"]
    assert bleu >= floor["bleu"]
    assert chrf >= floor["chrf"]
    assert marked <= floor["marked"]
    assert cost < 0.3


def _read(name: str) -> list[tuple[str, str, list[str], list[str]]]:
    rows = (HERE.parent / "cases" / "translation" / name).read_text("utf-8").splitlines()
    parts = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return [(language, text, names.split(";"), patterns.split(";")) for language, text, names, patterns in parts]


def _translate(cases: list[tuple[str, str, list[str], list[str]]]) -> list[Translation]:
    """Each sentence as the text of a document, through the stages that find names and translate."""
    settings = Settings(full_text_languages=("en", "fr"))
    stages = {stage.name: stage for stage in build_stages(settings)}
    documents = [
        Document(key=str(n), id=n, raw_text=text, text=text, language=language)
        for n, (language, text, *_) in enumerate(cases)
    ]
    mentioned = stages["mentions"](documents)
    translated = replace(stages["translation"], translator=TRANSLATOR)(mentioned)
    return [document.translations[0] for document in translated]


def _is_said(forms: str, text: str) -> bool:
    return any(form.lower() in text.lower() for form in forms.split("|"))


@pytest.mark.parametrize("name", ["scoring.tsv", "tuning.tsv"])
def test_no_number_and_no_name_is_lost_without_a_mark(name):
    cases = _read(name)
    marked, silent = [], []
    for (_, text, names, patterns), made in zip(cases, _translate(cases), strict=True):
        plain = re.sub(r"[\u00a0\u202f]", " ", made.text).replace("’", "'")
        said = all(_is_said(forms, plain) for forms in names) and all(re.search(p, plain, re.I) for p in patterns)
        if not made.ok:
            marked.append((text, made.text, "; ".join(s.note for s in made.sentences if not s.ok)))
        elif not said and text not in ONE_NAME:
            silent.append((text, made.text))
    print(f"\n{name}, {len(cases)} sentences: {len(marked)} marked, {len(silent)} silent losses")
    for row in (*marked, *silent):
        print("  ", *row, sep="\n    ")
    assert len(cases) >= 200
    assert silent == []
    assert len(marked) <= 0.1 * len(cases)


@pytest.mark.parametrize("pair", [("fr", "en"), ("en", "fr")], ids="-".join)
def test_a_sentence_has_the_same_translation_whatever_stands_beside_it(pair):
    texts = [text for language, text, *_ in _read("scoring.tsv") if language == pair[0]][:24]
    translator = choose_translator("auto")
    together = translator.translate(texts, *pair)
    assert [translator.translate([text], *pair)[0] for text in texts] == together
    assert translator.translate(texts[::-1], *pair) == together[::-1]


@pytest.mark.parametrize("engine", [CTranslate, Marian])
def test_a_marian_folder_is_loaded_and_run(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    translator = engine(str(write_model(tmp_path / "toy", "toy")))
    assert (translator.translates("fr", "en"), translator.translates("en", "fr")) == (True, False)
    sentences = ["le port ferme", "un colis de trois kilos part pour Lille et les prix montent", "le"]
    made = translator.translate(sentences, "fr", "en")
    assert [translator.translate([sentence], "fr", "en")[0] for sentence in sentences] == made
    assert engine(translator.folder).name == translator.name


@pytest.mark.parametrize("kind", ["nllb", "m2m"])
def test_a_model_of_many_languages_is_loaded_and_run(kind, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    chosen = choose_translator(str(write_many(tmp_path / kind, kind)))
    assert isinstance(chosen, Preferred)
    translator = chosen.engines[0]
    assert isinstance(translator, CTranslate if kind == "nllb" else Marian)
    sentences = ["le port ferme", "un colis de trois kilos part pour Lille", "le"]
    english = translator.translate(sentences, "fr", "en")
    mark = target_mark(load_tokenizer(translator.folder), "en")
    assert mark == {"nllb": "eng_Latn", "m2m": "__en__"}[kind]
    assert not any(made.text.startswith(mark) for made in english)
    assert [translator.translate([sentence], "fr", "en")[0] for sentence in sentences] == english


LEFT_OUT = [  # a sentence, a translation that leaves something out or says something else, and a right one
    ("fr", "Le port de Brest a fermé lundi après une fuite de gaz.", "The port of Brest closed on Monday.",
     "The port of Brest closed on Monday after a gas leak."),
    ("fr", "Les ventes de l'enseigne ont bondi grâce aux touristes chinois.", "Sales at the school were thanks.",
     "The chain's sales jumped thanks to Chinese tourists."),
    ("en", "The mayor resigned after losing a vote of confidence.", "La mairie a fermé.",
     "La maire a démissionné après avoir perdu un vote de confiance."),
    ("en", "Firefighters rescued two children from the burning house.", "Deux enfants jouent dans la maison.",
     "Les pompiers ont sauvé deux enfants de la maison en feu."),
]  # fmt: skip


def test_what_can_hardly_be_read_back_gets_another_translation():
    """On the sentences of the press that are here: as many that say enough as the search for others is worth."""
    for source, target in (("fr", "en"), ("en", "fr")):
        engine = CTranslate(str(list_shipped()[0]))
        texts = [text for language, text, *_ in _read("scoring.tsv") if language == source]
        first = [made[0] for made in engine.find_best(texts, source, target, 1)]
        ease = engine.read_back(texts, first, source, target)
        chosen = engine.translate(texts, source, target)
        changed = [n for n, made in enumerate(chosen) if made.text != first[n]]
        unsure, left = sum(easy <= LOST for easy in ease), sum(not made.sure for made in chosen)
        print(f"\n{source}-{target}: {len(changed)} of {len(texts)} changed, {unsure} unsure before, {left} after")
        assert all(ease[n] <= DOUBTFUL for n in changed)
        assert left <= unsure
        again = engine.read_back([texts[n] for n in changed], [chosen[n].text for n in changed], source, target)
        assert all(after > ease[n] for n, after in zip(changed, again, strict=True))


def test_what_is_left_out_reads_back_badly():
    engine = list_shipped() and CTranslate(str(list_shipped()[0]))
    if not engine:
        pytest.skip("no model ships")
    for source, sentence, wrong, right in LEFT_OUT:
        target = "en" if source == "fr" else "fr"
        ease = engine.read_back([sentence] * 2, [wrong, right], source, target)
        print(f"\n{sentence}: {ease[0]:.2f} {ease[1]:.2f}")
        assert ease[0] < LOST < ease[1]
