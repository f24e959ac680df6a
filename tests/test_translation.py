"""The translation stage with an engine made up here; the choice of an engine; Apertium, where it is installed."""

import shutil
import subprocess
import sys
from dataclasses import dataclass, field

import pytest

from monitor.document import Document, LanguageSpan, Mention, Tag
from pipelines.models import find_model
from pipelines.stage import Postpone, settings_hash
from pipelines.stages.translation import TranslationStage
from pipelines.translation.engines.apertium import Apertium
from pipelines.translation.engines.ctranslate import CTranslate, fill
from pipelines.translation.engines.languages import can_translate
from pipelines.translation.engines.marian import Marian, find_limit, find_width, group_by_width
from pipelines.translation.engines.rendering import Rendering
from pipelines.translation.translator import Preferred, choose_translator

needs_apertium = pytest.mark.skipif(not shutil.which("apertium"), reason="Apertium is not installed")
WORDS = {
    "prix": "price",
    "montent": "rise",
    "monte": "rises",
    "le": "the",
    "les": "the",
    "port": "port",
    "ferme": "closes",
}


@dataclass
class WordByWord:
    """Translates French into English by a small word list; English into French it copies badly."""

    seen: list[str] = field(default_factory=list)
    name = "word by word"

    def translates(self, source, target):
        return source == "fr" and target == "en"

    def reads_whole(self, word, source, target):
        return True

    def translate(self, sentences, source, target):
        self.seen += sentences
        made = [" ".join(WORDS.get(word.lower(), word) for word in sentence.split()) for sentence in sentences]
        return [Rendering(text) for text in made]


def document(**given):
    return Document(**{"key": "k", "raw_text": "", "language": "fr", **given})


def translate(*documents, **settings):
    engine = settings.pop("translator", WordByWord())
    return TranslationStage(translator=engine, **settings)(documents)


def test_title_and_text_keep_their_paragraphs_and_point_at_their_sources():
    text = "Les prix montent. Le port ferme.\n\nLe prix monte de 3,5 %."
    made = translate(document(title="Le port ferme", text=text))[0].translation("en")
    assert made.title == "The port closes"
    assert made.text == "The price montent. The port ferme.\n\nThe price rises de 3.5%."
    assert [text[s.source_start : s.source_end] for s in made.sentences if s.field == "text"] == [
        "Les prix montent.",
        "Le port ferme.",
        "Le prix monte de 3,5 %.",
    ]
    assert [made.text[s.start : s.end] for s in made.sentences if s.field == "text"][1] == "The port ferme."
    assert (made.ok, made.note, made.model) == (True, "", "word by word")


def test_only_titles_go_into_a_language_that_is_not_for_whole_texts():
    made = translate(document(title="Le port", text="Le prix."), full_text_languages=())[0].translation("en")
    assert (made.title, made.text) == ("The port", "")


def test_doubt_is_counted_and_marked_at_its_sentence():
    class Deaf(WordByWord):
        def translate(self, sentences, source, target):
            return [Rendering("It rises.")] * len(sentences)

    made = translate(document(text="Le prix monte de 12 euros. Il monte."), translator=Deaf())[0].translation("en")
    assert (made.ok, made.note) == (False, "1 of 2 sentences doubtful")
    assert [(s.ok, s.note) for s in made.sentences] == [(False, "number lost: 12; unit lost: EUR"), (True, "")]


@pytest.mark.parametrize(
    "given",
    [
        {"language": "und", "text": "Le prix monte."},
        {"language": "en", "text": "The price rises."},  # nothing here translates English
        {"language": "de", "text": "Der Preis steigt."},
        {"language": "fr", "text": "", "title": ""},
    ],
    ids=["und", "en", "de", "empty"],
)
def test_where_there_is_nothing_to_do_there_is_no_translation(given):
    assert translate(document(**given))[0].translations == ()


def test_a_quotation_in_the_readers_language_is_copied():
    text = "Le port ferme. The harbour is closed for good. Les prix montent."
    engine = WordByWord()
    spans = (LanguageSpan(15, 46, "en"),)
    made = translate(document(text=text, language_spans=spans), translator=engine)[0].translation("en")
    assert "The harbour is closed for good." in made.text
    assert all("harbour" not in sentence for sentence in engine.seen)


def test_a_title_is_translated_by_its_own_language():
    engine = WordByWord()
    spans = (LanguageSpan(0, 18, "en", "title"),)
    english = document(title="The harbour closes", text="Le port ferme.", language_spans=spans)
    made = translate(english, translator=engine)[0].translation("en")
    assert (made.title, made.text, engine.seen) == ("The harbour closes", "The port ferme.", ["Le port ferme."])


def test_names_get_their_official_form():
    union = Mention("text", 2, 18, "Union européenne", Tag("organisation", "European Union", "Union européenne"))
    made = translate(document(text="L'Union européenne ferme le port.", mentions=(union,)))[0].translation("en")
    assert "European Union" in made.text
    assert made.ok


def test_a_document_does_not_change_another():
    texts = ["Les prix montent.", "Le port ferme.", "Les prix montent."]
    together = translate(*[document(text=text) for text in texts])
    alone = [translate(document(text=text))[0] for text in texts]
    assert [d.translations for d in together] == [d.translations for d in alone]


def test_the_glossary_is_a_setting_and_the_engine_is_not():
    plain = TranslationStage(translator=WordByWord())
    assert settings_hash(plain) == settings_hash(TranslationStage(translator=WordByWord(["seen"])))
    assert settings_hash(plain) != settings_hash(
        TranslationStage(glossary=(("prix", "price"),), translator=WordByWord())
    )


# ---- which engine ----


@dataclass
class Fixed:
    """Writes the same whatever it is given, in the languages it knows; None is a model that is not here."""

    said: str | None
    targets: tuple[str, ...] = ("en", "fr")
    name: str = "fixed"

    def translates(self, source, target):
        return target in self.targets

    def reads_whole(self, word, source, target):
        return self.said is not None

    def translate(self, sentences, source, target):
        if self.said is None:
            raise Postpone("not here")
        return [Rendering(self.said)] * len(sentences)


def test_the_first_engine_that_knows_a_pair_does_it():
    both = Preferred((Fixed("Prices.", ("en",)), Fixed("Les prix.")))
    assert both.translate(["Les prix."], "fr", "en") == [Rendering("Prices.")]
    assert both.translate(["Prices."], "en", "fr") == [Rendering("Les prix.")]
    assert Preferred((Fixed("", ("en",)),)).translates("en", "fr") is False
    with pytest.raises(ValueError, match="nothing here translates from en to fr"):
        Preferred((Fixed("", ("en",)),)).translate(["Prices."], "en", "fr")
    with pytest.raises(Postpone):
        Preferred((Fixed(None), Fixed("Les prix."))).translate(["Prices."], "en", "fr")


def test_choosing_an_engine_loads_nothing():
    code = (
        "import sys; from pipelines.translation.translator import choose_translator as choose;"
        " choose('auto'); choose('a/b');"
        " sys.exit(bool({'torch', 'transformers', 'ctranslate2', 'huggingface_hub'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("model", "cublas", "cuda_in_torch", "engine"),
    [
        ("Helsinki-NLP/opus-mt-fr-en", False, False, CTranslate),  # what `make run` installs, GPU or none
        ("Helsinki-NLP/opus-mt-fr-en", True, False, CTranslate),
        ("Helsinki-NLP/opus-mt-fr-en", True, True, CTranslate),
        ("Helsinki-NLP/opus-mt-fr-en", False, True, Marian),  # the GPU is of use to torch alone
    ],
)
def test_the_engine_is_one_that_the_machine_can_run(model, cublas, cuda_in_torch, engine, monkeypatch):
    monkeypatch.setattr("pipelines.translation.translator.uses_gpu", lambda: cublas)
    monkeypatch.setattr("pipelines.translation.translator.torch_uses_gpu", lambda: cuda_in_torch)
    chosen = choose_translator(model)
    assert isinstance(chosen, Preferred)
    assert isinstance(chosen.engines[0], engine)
    assert chosen.translates("en", "fr")  # by the model that ships, which the named one's single direction leaves to it


@pytest.mark.parametrize(
    ("model", "pair", "can"),
    [
        ("Helsinki-NLP/opus-mt-fr-en", ("fr", "en"), True),
        ("Helsinki-NLP/opus-mt-fr-en", ("en", "fr"), False),
        ("Helsinki-NLP/opus-mt-tc-big-en-fr", ("en", "fr"), True),
        ("facebook/nllb-200-distilled-600M", ("zh", "fr"), True),
    ],
)
def test_a_hub_name_says_its_pair_before_it_is_fetched(model, pair, can, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    assert can_translate(model, *pair) is can


@pytest.mark.parametrize(
    ("model", "advice"),
    [("nobody/no-such-model", "monitor models get nobody/no-such-model"), ("/no/such/folder", "no such folder")],
)
def test_a_missing_model_postpones_and_says_what_to_do(model, advice):
    with pytest.raises(Postpone, match=advice):
        find_model(model)
    with pytest.raises(Postpone, match=advice):
        choose_translator(model).translate(["Le prix."], "fr", "en")


def test_half_a_model_is_named(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(Postpone, match="does not hold a whole model"):
        CTranslate(str(tmp_path)).translate(["Le prix."], "fr", "en")


def test_no_row_depends_on_those_beside_it():
    rows = [[1] * length for length in (5, 40, 7, 510, 8, 9, *[3] * 40)]
    groups = list(group_by_width(rows))
    assert sorted(n for _, alike in groups for n in alike) == list(range(len(rows)))
    assert all(
        width == find_width(rows[n]) == next(group_by_width([rows[n]]))[0] for width, alike in groups for n in alike
    )
    assert [(width, len(alike)) for width, alike in groups] == [(8, 32), (8, 11), (16, 1), (40, 1), (512, 1)]
    assert (find_limit(8), find_limit(512)) == (26, 510)  # Marian's positions end at 512


def test_a_batch_is_as_wide_as_its_width():
    """CTranslate2 pads to the longest row of a batch."""
    assert fill([["fr", "a", "end"], ["fr", "end"]], 8)[2] == ["fr", *["end"] * 7]


def test_without_apertium_a_document_waits(monkeypatch):
    monkeypatch.setattr("pipelines.translation.engines.apertium._installed_modes", frozenset)
    monkeypatch.setattr("pipelines.translation.engines.apertium._find_route", lambda source, target: ())
    with pytest.raises(Postpone, match="apt install apertium-fra-cat"):
        translate(document(text="Le prix monte."), translator=Apertium())
    assert translate(document(language="de", text="Der Preis."), translator=Apertium())[0].translations == ()


@needs_apertium
def test_apertium_translates_both_ways_whatever_stands_beside():
    sentences = ["Les prix montent.", "Le port de Lille est fermé depuis 3 jours [sic] ^ $ / @ { } \\ <b>.", "", "Brzk"]
    apertium = Apertium()
    made = [rendering.text for rendering in apertium.translate(sentences, "fr", "en")]
    assert made[0].startswith("The prices")
    assert made[1].endswith(" [sic] ^ $ / @ { } \\ <b>.")
    assert made[2:] == ["", "Brzk"]
    assert apertium.translate(sentences[1:2], "fr", "en")[0].text == made[1]
    closed, left = apertium.translate(["The port is closed.", "Zorglub's chairman left."], "en", "fr")
    assert closed.text == "Le port est fermé."
    assert "Zorglubha" not in left.text
    assert not any("*" in text for text in made)
