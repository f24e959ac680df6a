"""Language on labelled headlines, sentences and pieces of text, beside plain langdetect and lingua.

Sentences are read from TRANSLATOR_DATA, the folder of the French-English pairs the translator is trained from (its
`test/` holds flores and wmt13); without it that row is skipped by name.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from monitor.document import Document
from pipelines.stages.language import LanguageStage

pytestmark = pytest.mark.quality

HERE = Path(__file__).parent
CASES = HERE.parent / "cases" / "language"
FLOORS = tomllib.loads((HERE / "language.floors.toml").read_text("utf-8"))
BOTH, ALL = ("fr", "en"), ()
Labelled = list[tuple[str, str]]
System = Callable[[list[str]], list[str]]


def read_headlines() -> Labelled:
    return [(c, t) for c in BOTH for t in (CASES / f"headlines.{c}.txt").read_text("utf-8").splitlines()]


def read_samples() -> Labelled:
    lines = (CASES / "samples.tsv").read_text("utf-8").splitlines()
    return [(code, text) for code, text in (line.split("\t") for line in lines) if code != "und"]


def cut_pieces() -> Labelled:
    """Every run of one to six words (two to seven signs in scripts without spaces) of each language's samples."""
    pieces = []
    for code, text in read_samples():
        unspaced = code in ("ja", "th", "zh")
        parts, joint = (list(text), "") if unspaced else (text.split(), " ")
        for length in range(2, 8) if unspaced else range(1, 7):
            pieces += [(code, joint.join(parts[i : i + length])) for i in range(0, len(parts) - length + 1)]
    return [(code, piece) for code, piece in dict.fromkeys(pieces) if any(c.isalpha() for c in piece)]


def ask(texts: list[str], expected: tuple[str, ...]) -> list[Document]:
    return LanguageStage(expected=expected)([Document(key="k", raw_text="", title=text) for text in texts])


@cache
def systems(expected: tuple[str, ...]) -> dict[str, System]:
    def ours(texts: list[str]) -> list[str]:
        return [document.language for document in ask(texts, expected)]

    return {"ours": ours, "langdetect": plain_langdetect(expected)} | lingua(expected)


def plain_langdetect(expected: tuple[str, ...]) -> System:
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
    from langdetect.lang_detect_exception import LangDetectException

    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_json_profile(
        [p.read_text("utf-8") for p in sorted(Path(PROFILES_DIRECTORY).iterdir()) if p.name in expected or not expected]
    )

    def detect(text: str) -> str:
        detector = factory.create()
        detector.append(text)
        try:
            return str(detector.detect()).partition("-")[0]
        except LangDetectException:
            return "und"

    return lambda texts: [detect(text) for text in texts]


def lingua(expected: tuple[str, ...]) -> dict[str, System]:
    try:
        from lingua import Language, LanguageDetectorBuilder
    except ImportError:
        print("lingua: not installed (pip install lingua-language-detector), its column is left out")
        return {}
    from pipelines.detection import load_profiles

    codes = {("nb" if c == "no" else c) for c in expected or load_profiles().languages}
    chosen = [language for language in Language.all() if language.iso_code_639_1.name.lower() in codes]
    detector = LanguageDetectorBuilder.from_languages(*chosen).build()

    def detect(text: str) -> str:
        found = detector.detect_language_of(text)
        return {"nb": "no"}.get(c := found.iso_code_639_1.name.lower(), c) if found else "und"

    return {"lingua": lambda texts: [detect(text) for text in texts]}


def compare(name: str, labelled: Labelled, expected: tuple[str, ...]) -> None:
    shares = {}
    for system, answer in systems(expected).items():
        found = answer([text for _, text in labelled])
        wrong = [(w, f, text) for (w, text), f in zip(labelled, found, strict=True) if w != f]
        shares[system] = 1 - len(wrong) / len(labelled)
        if system == "ours":
            print("", *(f"  {w} read as {f}: {text[:70]}" for w, f, text in wrong[:12]), sep="\n")
    print(f"{name} ({len(labelled)}):", ", ".join(f"{system} {share:.4f}" for system, share in shares.items()))
    assert shares["ours"] >= FLOORS[name]
    assert shares["ours"] >= shares["langdetect"]


@pytest.mark.parametrize(("scope", "expected"), [("both", BOTH), ("all", ALL)])
@pytest.mark.parametrize("code", BOTH)
def test_headlines(code: str, scope: str, expected: tuple[str, ...]) -> None:
    compare(f"headlines_{code}_{scope}", [each for each in read_headlines() if each[0] == code], expected)


@pytest.mark.parametrize(("scope", "expected"), [("both", BOTH), ("all", ALL)])
def test_headlines_in_capitals(scope: str, expected: tuple[str, ...]) -> None:
    compare(f"capitals_{scope}", [(code, text.upper()) for code, text in read_headlines()], expected)


def test_samples_of_every_language() -> None:
    compare("samples", read_samples(), ALL)


@pytest.mark.parametrize(("scope", "expected"), [("both", BOTH), ("all", ALL)])
@pytest.mark.parametrize("corpus", ["flores", "wmt13"])
def test_sentences(corpus: str, scope: str, expected: tuple[str, ...]) -> None:
    folder = Path(os.environ.get("TRANSLATOR_DATA", "")) / "test"
    if not (folder / f"{corpus}.fr").is_file():
        pytest.skip(f"{corpus}: set TRANSLATOR_DATA to the folder of the translator's sentence pairs")
    lines = {code: (folder / f"{corpus}.{code}").read_text("utf-8").splitlines()[:1000] for code in BOTH}
    compare(f"{corpus}_{scope}", [(code, line) for code in BOTH for line in lines[code] if line.strip()], expected)


def test_confidence_is_the_share_of_right_answers() -> None:
    pieces = cut_pieces()
    found = ask([text for _, text in pieces], ALL)
    confidence = np.array([document.language_confidence for document in found])
    right = np.array([code == document.language for (code, _), document in zip(pieces, found, strict=True)])
    bins = np.minimum((confidence * 10).astype(int), 9)
    print(f"\nconfidence of {len(pieces)} pieces\n  from   texts  confidence  right")
    gaps = []
    for each in range(10):
        chosen = bins == each
        if chosen.sum():
            gaps.append(abs(confidence[chosen].mean() - right[chosen].mean()))
            print(
                f"   {each / 10:.1f}  {chosen.sum():6}  {confidence[chosen].mean():10.3f}  {right[chosen].mean():.3f}"
            )
    tenths = np.array_split(np.argsort(confidence, kind="stable"), 10)
    widest = max(abs(confidence[t].mean() - right[t].mean()) for t in tenths)
    print(f"  widest gap: {max(gaps):.3f} in bins of equal width, {widest:.3f} in bins of equal number")
    assert widest <= FLOORS["calibration_gap"]
    assert max(gaps) <= FLOORS["calibration_gap_wide"]
