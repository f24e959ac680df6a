"""Which languages a translation model knows, and how it wants to be told which to write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pipelines.models import describe_model

PAIR_IN_NAME = re.compile(r"opus-mt-(?:tc-\w+-)?([a-z]{2,3})-([a-z]{2,3})$")
# NLLB marks the script too (fra_Latn); where a language is written in several, the one its press uses
SCRIPTS = {"ar": "arb_Arab", "zh": "zho_Hans", "fa": "pes_Arab", "sw": "swh_Latn", "et": "est_Latn", "lv": "lvs_Latn"}


def can_translate(model: str, source: str, target: str) -> bool:
    """Whether the model does this pair, by its description; by its name where it is not on this machine yet."""
    described = describe_model(model)
    if not described:
        pair = PAIR_IN_NAME.search(model.partition("@")[0])
        return _is_among(source, pair[1]) and _is_among(target, pair[2]) if pair else True
    if described.get("model_type") != "marian":
        return True
    known = described.get("source_lang") or "", described.get("target_lang") or ""
    return all(not codes or _is_among(code, codes) for code, codes in zip((source, target), known, strict=True))


def must_run_in_transformers(model: str) -> bool:
    """Whether CTranslate2's converter (4.8) fails on it: M2M100's tokenizer in transformers 5 hides its languages."""
    here = Path(model).is_dir() and describe_model(model).get("tokenizer_class") == "M2M100Tokenizer"
    return here or "m2m100" in model.lower()


def _is_among(language: str, codes: str) -> bool:
    """Whether `codes` (`fr`, `fra`, `fr+en`) names the language."""
    return bool({language, three_letters(language)} & set(codes.lower().split("+")))


def target_mark(tokenizer: Any, target: str) -> str:
    """The token that says which language to write, as this model spells it; "" for a model of one pair."""
    named = getattr(tokenizer, "lang_code_to_token", {}).get(target)  # M2M100 keeps them apart from its vocabulary
    if named:
        return str(named)
    vocabulary = tokenizer.get_vocab()
    three = three_letters(target)
    known = (f">>{target}<<", f">>{three}<<", f"__{target}__", SCRIPTS.get(target, ""))
    exact = next((mark for mark in known if mark in vocabulary), "")
    return exact or next((token for token in sorted(vocabulary) if re.fullmatch(rf"{three}_[A-Z]\w{{3}}", token)), "")


def three_letters(language: str) -> str:
    """The ISO 639-3 code of an ISO 639-1 code; "" for one that is unknown."""
    import pycountry

    known = pycountry.languages.get(alpha_2=language)
    return known.alpha_3 if known else ""
