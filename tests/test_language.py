"""Which language a document is in: hints, short texts, capitals, strangers, and stretches in another language."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.document import Document, LanguageSpan
from pipelines.language.detection import Evidence, find_probabilities, load_profiles, split_words
from pipelines.language.ngrams import Ngrams
from pipelines.stages.language import LanguageStage, split_pieces

CASES = Path(__file__).parent / "cases" / "language"
SAMPLES = [line.split("\t") for line in (CASES / "samples.tsv").read_text("utf-8").splitlines()]
STRANGERS = [line.split("\t") for line in (CASES / "strangers.tsv").read_text("utf-8").splitlines()]
NEARLY = {"oc", "lb", "gl", "ps", "rm", "jv", "su", "ln", "co"}  # read as Catalan, German … where those are expected
MIXED = tomllib.loads((CASES / "mixed.toml").read_text("utf-8"))["case"]


def name_language(title: str = "", text: str = "", expected: tuple[str, ...] = (), language_hint: str = "") -> Document:
    document = Document(key="k", raw_text=text, title=title, text=text, language_hint=language_hint)
    return LanguageStage(expected=expected)([document])[0]


@pytest.mark.parametrize(("language", "text"), SAMPLES, ids=[language for language, _ in SAMPLES])
def test_every_language(language: str, text: str) -> None:
    assert name_language(text=text).language == language


def test_the_samples_cover_langdetect() -> None:
    assert {language for language, _ in SAMPLES} - {"und"} == set(load_profiles().languages)
    assert len(load_profiles().languages) == 54  # 55 profiles, two of them Chinese


@pytest.mark.parametrize("text", ["", " \n ", "12 345 – 17 %", "!?… « »", "https://exemple.example/une-page"])
def test_nothing_to_read_is_undetermined(text: str) -> None:
    document = name_language(title=text, text=text, language_hint="fr")
    assert (document.language, document.language_confidence, document.language_spans) == ("und", 0.0, ())


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("LE PORT DE BREST ROUVRE APRÈS LA TEMPÊTE", "fr"),
        ("HARBOUR REOPENS AFTER THE STORM", "en"),
        ("Le Port De Brest Rouvre Après La Tempête", "fr"),
        ("Harbour Reopens After The Storm", "en"),
    ],
)
def test_capitals_change_nothing(title: str, language: str) -> None:
    found = name_language(title)
    assert found.language == language
    assert found.language_confidence == pytest.approx(name_language(title.lower()).language_confidence, abs=0.005)


@pytest.mark.parametrize("hint", ["fr", "fr-FR", "FR_ca"])
def test_a_hint_decides_where_letters_do_not(hint: str) -> None:
    assert name_language("Airbus A350", language_hint=hint).language == "fr"
    assert name_language("Airbus A350", language_hint="en").language == "en"


def test_a_hint_is_no_verdict() -> None:
    assert name_language("The harbour has reopened after the storm", language_hint="fr").language == "en"
    assert name_language("Le port a rouvert après la tempête", language_hint="en-GB").language == "fr"


def test_a_language_nobody_expected_is_undetermined() -> None:
    others = [text for language, text in SAMPLES if language not in ("fr", "en")]
    assert {name_language(text=text, expected=("fr", "en")).language for text in others} == {"und"}


@pytest.mark.parametrize(("language", "text"), STRANGERS, ids=[language for language, _ in STRANGERS])
def test_a_language_that_langdetect_does_not_know_is_none(language: str, text: str) -> None:
    """Latin, Breton, Haitian … have letters enough like those of a language that it knows, but none of its words."""
    for expected in [("fr", "en"), *([()] if language not in NEARLY else [])]:
        document = name_language(text=text, expected=expected)
        assert (document.language, document.language_confidence) == ("und", 0.0)


@pytest.mark.parametrize("expected", [("fr", "en"), ()])
def test_names_alone_prove_nothing(expected: tuple[str, ...]) -> None:
    assert name_language("Kylian Mbappé, Ousmane Dembélé, Bradley Barcola", expected=expected).language == "fr"
    assert name_language("Le depute denonce une societe etrangere", expected=expected).language == "fr"  # accents lost


def test_a_hint_forgives_a_word_that_nobody_knows() -> None:
    assert name_language("Le drupal brexite").language == "und"
    assert name_language("Le drupal brexite", language_hint="fr").language == "fr"


def test_the_text_outweighs_a_title_in_another_language() -> None:
    text = "Le groupe a bien résisté à la crise. Les ventes ont progressé dans tous les pays, surtout au printemps."
    document = name_language("Business as usual", text)
    assert (document.language, document.language_spans) == ("fr", (LanguageSpan(0, 17, "en", "title"),))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Emmanuel Macron à New York", "The president met investors on Monday. He leaves the city on Tuesday morning."),
        ("Boris Johnson à Downing Street", "Le Premier ministre a vu ses alliés lundi. Il part demain matin."),
    ],
)
def test_names_in_a_title_are_of_no_other_language(title: str, text: str) -> None:
    assert name_language(title, text).language_spans == ()


@pytest.mark.parametrize("case", MIXED, ids=[case["comment"] for case in MIXED])
def test_stretches_in_another_language(case: dict[str, Any]) -> None:
    text = case["text"]
    document = name_language(text=text, expected=tuple(case["expected"]))
    wanted = [(code, text.index(first), text.index(last) + len(last)) for code, first, last in case["spans"]]
    assert document.language == case["main"]
    assert [(s.language, s.start, s.end) for s in document.language_spans] == wanted


def test_the_batch_makes_no_difference() -> None:
    documents = [Document(key=code, raw_text=text, text=text) for code, text in SAMPLES]
    together = LanguageStage()(documents)
    assert together == [LanguageStage()([document])[0] for document in documents]
    assert together == LanguageStage()(documents[::-1])[::-1]


def test_ngrams_are_those_langdetect_reads() -> None:
    from langdetect.detector import Detector
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    known = sorted(factory.word_lang_prob_map)
    ngrams = Ngrams({ngram: row for row, ngram in enumerate(known)})
    for _, text in SAMPLES:
        detector = Detector(factory)
        detector.append(text.lower() + " ")
        detector.cleaning_text()
        read = sorted(detector._extract_ngrams())
        ours = sorted(known[row] for rows, _ in ngrams.find(split_words(text)) for row in rows if row >= 0)
        assert ours == read


def test_ngrams_are_counted_word_by_word() -> None:
    ngrams = Ngrams({"a": 0, "b": 1, "ab": 2, " a": 3, "ab ": 4, "b b": 5})
    found = [(rows.tolist(), starts.tolist()) for rows, starts in ngrams.find(["ab", "b", "ñ"])]
    assert found == [
        ([0, 1, 1, -2], [0, 2, 3]),
        ([3, 2, -1, -1, -1, -1, -1], [0, 3, 5]),
        ([-1, 4, -1, -1], [0, 2, 3]),
    ]


def test_probabilities_follow_the_prior_where_nothing_is_read() -> None:
    nothing = Evidence(np.zeros((1, 3), np.float32), *[np.zeros(1, np.float32)] * 3)
    prior = np.log(np.array([0.5, 0.3, 0.2], np.float32))
    assert find_probabilities(nothing, prior)[0] == pytest.approx([0.5, 0.3, 0.2])


@given(st.text(max_size=200))
def test_pieces_hold_every_character_that_shows(text: str) -> None:
    pieces = split_pieces(text)
    assert all(start < end for start, end in pieces)
    assert "".join("".join(text[s:e].split()) for s, e in pieces) == "".join(text.split())


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_text_gets_an_answer(text: str, title: str) -> None:
    document = name_language(title, text, expected=("fr", "en"))
    assert document.language in {"fr", "en", "und"}
    assert 0.0 <= document.language_confidence <= 1.0
    assert all(0 <= s.start < s.end <= len(text) for s in document.language_spans)
