"""What documents are about: words and likeness, the topics a reader described, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.document import Document, Mention, Tag, Translation
from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.watchlist import Watched, WatchList, read_watchlist
from pipelines.embeddings import Vectors
from pipelines.stages.topics import TopicsStage
from pipelines.topics.explanation import explain_topics
from pipelines.topics.subjects import english_text, judge_subjects, load_subjects, reduce


@dataclass(frozen=True)
class Meaning:
    """An embedder that knows a few subjects, each by a word; English only."""

    subjects: tuple[str, ...]
    name: str = "meaning"
    english_only: bool = True

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = [[float(subject in text.lower()) for subject in self.subjects] for text in texts]
        vectors = np.array(rows, np.float32).reshape(len(texts), len(self.subjects))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=vectors, where=lengths > 0)


SILENT = Meaning(("\0",))  # every text is like nothing


def make(text: str, title: str = "", language: str = "en") -> Document:
    return Document(key="k", raw_text=text, title=title, text=text, language=language)


def tags(stage: TopicsStage, document: Document) -> dict[str, str]:
    return {score.tag.name: score.reason for score in stage([document])[0].tags}


SPOKEN = [
    ("en", "The goalkeeper saved a penalty and the striker scored twice.", ["sport", "competition discipline"]),
    ("fr", "Le gardien a arrêté un penalty, puis l'attaquant a marqué.", ["sport", "competition discipline"]),
    ("en", "Voters go to the polls; turnout was high.", ["politics and government", "election"]),
    ("fr", "Les éboueurs en grève, leur syndicat négocie.", ["labour", "labour relations"]),
    ("fr", "Son chiffre d'affaires recule, l'actionnaire renonce au dividende.", ["economy, business and finance"]),
    ("en", "He rends a cloth and holds it.", []),  # no rendement, no rent
    ("fr", "Ils tiennent à leur jardin.", []),  # no tennis
    ("und", "Das Tor fiel spät.", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), SPOKEN)
def test_words_speak_for_topics(language: str, text: str, expected: list[str]) -> None:
    found = tags(TopicsStage(embedder=SILENT), make(text, language=language))
    assert list(found)[: len(expected)] == expected
    assert bool(found) == bool(expected)
    assert all(reason.startswith("words: ") for reason in found.values())


def test_likeness_speaks_where_words_do_not() -> None:
    found = tags(TopicsStage(embedder=Meaning(("weather", "priests"))), make("Priests."))
    assert next(iter(found)) == "religion"
    assert "like its description" in found["religion"]


def test_french_is_read_in_its_translation() -> None:
    french = make("Rien de connu.", language="fr")
    assert english_text(french) == ""
    translated = replace(french, translations=(Translation("en", "Title", "About priests.", "model"),))
    assert english_text(translated) == "Title\nAbout priests."
    titled = replace(french, translations=(Translation("en", "Title", "", "model"),))
    assert english_text(titled) == ""
    stage = TopicsStage(embedder=Meaning(("weather", "priests")))
    assert "religion" in tags(stage, translated)
    assert "religion" not in tags(stage, french)


def test_topics_are_whole() -> None:
    subjects = load_subjects()
    codes = [subject.tag.code for subject in subjects]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"medtop:\d{8}", code) for code in codes)
    firsts = [subject for subject in subjects if not subject.broader]
    assert len(firsts) == 17
    assert all(subject.broader in {first.tag.code for first in firsts} for subject in subjects if subject.broader)
    for first in firsts:
        family = [s for s in subjects if first.tag.code in (s.tag.code, s.broader)]
        assert first.tag.name_fr
        assert all(sum(len(s.words[language]) for s in family) >= 25 for language in ("en", "fr"))


@given(st.text(), st.text(), st.sampled_from(["en", "fr", "xx"]))
def test_shares_are_parts_of_one(title: str, text: str, language: str) -> None:
    judged = judge_subjects(make(text, title, language), None)
    firsts = [each.share for each in judged if not each.subject.broader]
    assert sum(firsts) == pytest.approx(1) or not any(firsts)
    assert firsts == sorted(firsts, reverse=True)
    for each in judged:
        assert 0 <= each.share <= 1.000001


REDUCED = [
    ("en", "Wolves", "wolve"),
    ("en", "glass", "glass"),
    ("fr", "née", "né"),
    ("fr", "condamnée", reduce("condamnés", "fr")),
    ("fr", "chiffre d'affaires", reduce("chiffres d’affaire", "fr")),
]


@pytest.mark.parametrize(("language", "phrase", "reduced"), REDUCED)
def test_inflections_are_taken_off(language: str, phrase: str, reduced: str) -> None:
    assert reduce(phrase, language) == reduced


# ---------------------------------------------------------------------------- a reader's own topics

WOLVES = Watched("Wolves", "topic", "Loups", words=("wolf pack", "shepherd"), words_fr=("meute", "berger"))


def watching(*entries: Watched, embedder: object = SILENT) -> TopicsStage:
    return TopicsStage(watchlist=WatchList(entries), embedder=embedder)  # type: ignore[arg-type]


OWN = [
    ("en", "", "The wolf packs came at night. A shepherd saw them.", True),
    ("fr", "", "Deux meutes rôdent, dit un berger.", True),
    ("en", "", "A shepherd sings.", False),  # one word is not enough
    ("en", "Shepherds of the north", "They sing.", True),  # in the title it is
    ("fr", "", "A shepherd saw a wolf pack.", False),  # English words in a French text
]


@pytest.mark.parametrize(("language", "title", "text", "found"), OWN)
def test_a_topic_of_a_few_words(language: str, title: str, text: str, found: bool) -> None:
    assert ("Wolves" in tags(watching(WOLVES), make(text, title, language))) == found


def test_a_topic_that_a_text_is_like() -> None:
    found = tags(watching(WOLVES, embedder=Meaning(("wol", "rain"))), make("A wolverine?"))
    assert found["Wolves"] == "like its words (1.00)"


def test_a_topic_of_examples() -> None:
    entry = Watched("Rain", "topic", "Rain", examples=("Rain fell on the town and on the hills around it.",))
    stage = watching(entry, embedder=Meaning(("rain", "sun")))
    assert "Rain" in tags(stage, make("Some rain."))
    assert "Rain" not in tags(stage, make("Some sun."))


def test_a_french_example_is_known_by_its_words() -> None:
    example = "Les bergers de la vallée comptent leurs brebis après le passage de la meute, et réclament des chiens."
    stage = watching(Watched("Wolves", "topic", "Loups", examples=(example,)))
    near = "Après le passage de la meute, les bergers réclament des chiens pour leurs brebis."
    assert tags(stage, make(near, language="fr"))["Wolves"].startswith("like the words of an example (0.")
    assert "Wolves" not in tags(stage, make("La Bourse de Paris a clôturé en hausse.", language="fr"))


def test_a_topic_named_and_described_is_one_tag() -> None:
    tag = Tag("topic", "Wolves", "Loups")
    document = replace(make("A shepherd met a wolf pack. Wolves!"), mentions=(Mention("text", 28, 34, "Wolves", tag),))
    found = [score for score in watching(WOLVES)([document])[0].tags if score.tag == tag]
    assert [score.reason for score in found] == ["words: wolf pack, shepherd"]  # the better of the two


def test_why_is_told() -> None:
    lines = explain_topics(
        watching(WOLVES), "A shepherd has seen a wolf pack near the village school, the teacher says."
    )
    assert "about Wolves (0.75): words: wolf pack, shepherd" in lines


WRONG = [
    ('kind = "person"\nwords = ["x"]', "words describes a topic, and this is 'person'"),
    ('kind = "topic"\nexamples = ["none.txt"]', "none.txt cannot be read (No such file or directory); name"),
    ('kind = "topic"\nexamples = ["empty.txt"]', "empty.txt is empty"),
    ('kind = "topic"\nwords = "x"', "a list of texts"),
]


@pytest.mark.parametrize(("fields", "said"), WRONG)
def test_a_wrong_description_is_told_in_one_line(tmp_path: Path, fields: str, said: str) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "topics.toml").write_text(f'[[topic]]\nname = "T"\n{fields}\n')
    with pytest.raises(MonitorError) as caught:
        read_watchlist(Settings(topics=str(tmp_path / "topics.toml")))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_example_is_read_from_beside_the_list(tmp_path: Path) -> None:
    (tmp_path / "rain.txt").write_text("Rain fell.\n", encoding="utf-8")
    path = tmp_path / "topics.toml"
    path.write_text('[[topic]]\nname = "Rain"\nkind = "topic"\nexamples = ["rain.txt"]\n', encoding="utf-8")
    first = read_watchlist(Settings(topics=str(path)))
    assert first.entries[0].examples == ("Rain fell.",)
    (tmp_path / "rain.txt").write_text("It poured.\n", encoding="utf-8")
    assert read_watchlist(Settings(topics=str(path))).digest != first.digest  # documents become pending
