"""Summaries: which sentences stand by themselves, which are chosen, and how they are told in another language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.document import Amount, Document, Quote, Sentence, Translation
from monitor.watchlist import WatchList
from pipelines.embeddings import WIDTH, Words
from pipelines.stage import Postpone
from pipelines.stages.mentions import MentionsStage
from pipelines.stages.summary import SummaryStage
from pipelines.summary.source import read_source
from pipelines.summary.standing import find_statements
from pipelines.summary.support import find_unsupported
from pipelines.translation.engines.rendering import Rendering

STAGE = SummaryStage(embedder=Words())


def document(text: str, language: str = "en", **known: object) -> Document:
    return Document(key=text, raw_text=text, text=text, language=language, dated_at="2024-11-20", **known)


def judge(sentence: str, language: str, **known: object) -> str:
    (one,) = find_statements(document(sentence, language, **known))
    return "broken" if one.broken else "leans" if one.leans else "stands"


STANDING = [  # sentence, language, what it is
    ("The council voted to close the pool in March.", "en", "stands"),
    ("Nobody was hurt.", "en", "stands"),
    ("He said the pool would close.", "en", "leans"),
    ("The mayor said he would resign.", "en", "stands"),
    ("On Monday she opened a second shop.", "en", "leans"),
    ("On Monday Ann Brady opened her second shop.", "en", "stands"),
    ("In its report, the court names three officials.", "en", "stands"),
    ("In 2018 it bought a ship.", "en", "leans"),
    ("The firm Senda will build a factory, it said on Monday.", "en", "stands"),
    ("Prices will rise again, he said.", "en", "leans"),
    ("But the pool will stay open.", "en", "leans"),
    ("This week the team found 14 seeds.", "en", "stands"),
    ("These seeds are dry.", "en", "leans"),
    ("The company lost 3 million pounds.", "en", "leans"),
    ("The company Senda lost 3 million pounds.", "en", "stands"),
    ("The price of wheat rose to 341 euros.", "en", "stands"),
    ("Three schools were closed on Friday.", "en", "stands"),
    ("Three of them were closed on Friday.", "en", "leans"),
    ("Will the pool be closed in March?", "en", "broken"),
    ("Pool closed", "en", "broken"),
    ("The pool, which was opened in", "en", "broken"),
    ("A boy called it “the best pool in town”, and cried.", "en", "stands"),  # words held with tongs
    ("“A pool without water is a hole”, and nobody laughed.", "en", "broken"),  # who says so?
    ("Last updated: 12 May 2024 at noon.", "en", "broken"),
    ("The pool (built in 1934 will close.", "en", "broken"),
    ("Le conseil a voté la fermeture de la piscine.", "fr", "stands"),
    ("Il a voté la fermeture de la piscine.", "fr", "leans"),
    ("Il y a trois piscines à Lille.", "fr", "stands"),
    ("À 71 ans, il vient de gagner son procès.", "fr", "leans"),
    ("Sa présidente, Claire Peyrat, s'en réjouit.", "fr", "leans"),
    ("Le maire a dit qu'il partirait.", "fr", "stands"),
    ("Les prix, a-t-il ajouté, vont monter.", "fr", "leans"),
    ("Selon elle, les prix vont monter.", "fr", "leans"),
    ("Or la piscine ferme en mars.", "fr", "leans"),
    ("C'est la première fois depuis 1934.", "fr", "leans"),
    ("Cette année, la piscine ferme plus tôt.", "fr", "stands"),
    ("Cette piscine ferme plus tôt.", "fr", "leans"),
    ("La société a perdu 3 millions d'euros.", "fr", "leans"),
    ("La société toulousaine Aérial a perdu 3 millions d'euros.", "fr", "stands"),
    ("Le groupe laitier Orla a perdu 3 millions d'euros.", "fr", "stands"),
    ("Le prix des billets augmente de 2 %.", "fr", "stands"),
    ("Pendant dix jours, 86 marques y vendent du savon.", "fr", "leans"),
    ("Deux d'entre eux vendent du savon.", "fr", "leans"),
    ("La piscine va-t-elle fermer ?", "fr", "broken"),
    ("« Une piscine sans eau est un trou », et chacun a ri.", "fr", "broken"),
    ("Le prix va à « L'Heure du sel », un roman de mer.", "fr", "stands"),
    ("Dernière mise à jour à 13h38 le 20 juin.", "fr", "broken"),
    ("Er sagte, dass das Bad schließt.", "de", "stands"),  # no rules for German: only what is broken is known
]


@pytest.mark.parametrize(("sentence", "language", "expected"), STANDING)
def test_which_sentences_stand(sentence: str, language: str, expected: str) -> None:
    assert judge(sentence, language) == expected


def quoted(text: str, words: str, speaker: str) -> Quote:
    start = text.index(words)
    return Quote("text", start, start + len(words), words, speaker)


@pytest.mark.parametrize(
    ("text", "speaker", "expected"),
    [
        ('"We will not close the pool," said Jean Tolley.', "Jean Tolley", "stands"),
        ('"We will not close the pool," said the mayor\'s office.', "the mayor's office", "stands"),
        ('"We will not close the pool," she said.', "Jean Tolley", "broken"),  # named before, not here
        ('"We will not close the pool," she said.', "she", "broken"),
        ("« Nous ne fermerons pas », assure Nadia Belkacem.", "Nadia Belkacem", "stands"),
        ("« Nous ne fermerons pas », assure-t-elle.", "Nadia Belkacem", "broken"),
    ],
)
def test_a_quotation_needs_its_speaker_beside_it(text: str, speaker: str, expected: str) -> None:
    language = "fr" if "«" in text else "en"
    words = re.split('["»]', text[1:], maxsplit=1)[0].strip(" ,")
    assert judge(text, language, quotes=(quoted(text, words, speaker),)) == expected


def test_the_parts_of_a_long_quotation_are_broken() -> None:
    text = "“We came by boat.\n\n“The road was under water,” said Ann Brady.\n\n« On y va.\n\nVite » dit Léa."
    found = [(s.text, s.broken) for s in find_statements(document(text))]
    assert found[0] == ("“We came by boat.", True)
    assert found[-1] == ("Vite » dit Léa.", True)


@pytest.mark.parametrize(
    "before", ["LE HAVRE (Agence Littoral) – ", "* ", "• ", "- ", "– LE HAVRE (Agence Littoral) – "]
)
def test_a_date_line_and_the_mark_of_a_list_stay_outside(before: str) -> None:
    text = f"{before}Le port ouvrira un centre de 240 emplois en mars."
    (one,) = find_statements(document(text, "fr"))
    assert one.text == "Le port ouvrira un centre de 240 emplois en mars."
    assert text[one.start : one.end] == one.text
    assert not one.broken


@pytest.mark.parametrize(
    ("text", "language", "broken"),
    [
        (
            "* Orla : le groupe laitier supprime 240 postes.\n* Aérial : la société achète trois navires.",
            "fr",
            [False] * 2,
        ),
        ("- Sarre-Nord: Ann Brady wins 61 per cent of the votes.\n- Turnout", "en", [False, True]),
        ("– Fermée ?\n– La piscine, ouverte en", "fr", [True, True]),
        ("-3 degrees were measured at the pool on Monday.", "en", [True]),  # no point of a list
    ],
)
def test_a_list_is_told_by_its_points(text: str, language: str, broken: list[bool]) -> None:
    assert [s.broken for s in find_statements(document(text, language))] == broken


SLOW = (
    "The grass was short and the tea was hot. A dog ran about and was cheered. "
    "A court in Derling fined Hollis Grant 1,800 pounds for striking a referee at a youth final. "
    "He was banned from all youth grounds for five years. "
    "The youth league will let every referee wear a camera at youth finals. Somebody coughed a little."
)


def amount(text: str, printed: str) -> Amount:
    start = text.index(printed)
    return Amount("text", start, start + len(printed), printed, 1800, "GBP")


def test_a_slow_piece_is_told_by_its_news() -> None:
    amounts = (amount(SLOW, "1,800 pounds"), amount(SLOW, "five years"))
    (made,) = replace(STAGE, sentences=2)([document(SLOW, amounts=amounts)])
    summary = made.summary("en")
    assert summary is not None
    assert summary.text == SLOW[SLOW.index("A court") : SLOW.index(" The youth")]  # "He" right behind Hollis Grant


def test_a_piece_that_opens_with_its_news_is_told_by_its_opening() -> None:
    sentences = [
        "A fire at the Tarn quarry destroyed the crushing plant on Sunday night and stopped 3 deliveries, police said.",
        "Nobody was hurt.",
        "Stonemark put the damage at 7 million pounds.",
        "The fire began in a belt.",
        "Sixty firefighters worked until morning to save a store of 40 tonnes of explosives near Hexley in Wales.",
        "The quarry was inspected in April.",
    ]
    text = " ".join(sentences)
    (made,) = STAGE(
        [document(text, title="Fire destroys plant at Tarn quarry", amounts=(amount(text, "3 deliveries"),))]
    )
    assert made.summary("en").text == " ".join(sentences[:3])


def test_a_piece_without_a_title_is_told_by_an_opening_that_is_like_the_rest() -> None:
    sentences = [
        "(TVX)Fire destroyed the quarry's plant and 3 stores.",
        "Fire began in a belt of the plant.",
        "Fire and smoke hung over the quarry.",
        "Fire crews watched the quarry's stores until morning, when 60 engineers from Hexley came.",
    ]
    text = " ".join(sentences)
    (made,) = replace(STAGE, sentences=2)([document(text, amounts=(amount(text, "3 stores"),))])
    assert made.summary("en").text == f"{sentences[0].removeprefix('(TVX)')} {sentences[1]}"


def test_nothing_is_better_than_what_does_not_stand() -> None:
    texts = ["", "Pool closed", "He left. She stayed behind.", "— Non, dit-il."]
    assert [d.summaries for d in STAGE([document(text) for text in texts])] == [()] * 4


ALONE = [  # a text of one sentence, and whether that is its summary
    ("en", "The bridge at Carrow reopened on Monday", True),
    ("en", "He said that the bridge had reopened.", True),
    ("en", "Will the bridge be reopened in March?", False),
    ("en", "“We will not cross that bridge again”", False),  # who says so?
    ("fr", "Le pont de Carrow a rouvert lundi", True),
    ("fr", "Elle a rouvert le pont lundi.", True),
    ("fr", "Lire aussi : le pont de Carrow a rouvert", False),
]


@pytest.mark.parametrize(("language", "text", "stands"), ALONE)
def test_a_text_of_one_sentence_is_its_own_summary(language: str, text: str, stands: bool) -> None:
    (made,) = STAGE([document(text, language)])
    assert [summary.text for summary in made.summaries] == [text] * stands


@dataclass(frozen=True)
class Upside:
    """Turns every sentence's words round; knows French to English only."""

    name: str = "upside"
    missing: bool = False
    asked: list[list[str]] = field(default_factory=list)

    def translates(self, source: str, target: str) -> bool:
        return (source, target) == ("fr", "en")

    def reads_whole(self, word: str, source: str, target: str) -> bool:
        return True

    def translate(self, sentences: list[str], source: str, target: str) -> list[Rendering]:
        if self.missing:
            raise Postpone("fetch it")
        self.asked.append(list(sentences))
        return [Rendering(" ".join(reversed(sentence.rstrip(".").split())) + ".") for sentence in sentences]


FRENCH = "Le conseil a voté la fermeture du port. Les quais resteront vides pendant un an. Un musée ouvrira en mars."


def test_other_languages_get_its_translation_sentence_by_sentence() -> None:
    engine = Upside()
    stage = replace(STAGE, translator=engine)
    first, second, english = stage(
        [document(FRENCH, "fr"), document(FRENCH.replace("mars", "mai"), "fr"), document(SLOW)]
    )
    own, told = first.summary("fr"), first.summary("en")
    assert own is not None
    assert told is not None
    for before, after in zip(own.spans, told.spans, strict=True):
        assert FRENCH[before.source_start : before.source_end] == own.text[before.start : before.end]
        assert (after.source_start, after.source_end) == (before.source_start, before.source_end)
        words = own.text[before.start : before.end].rstrip(".").lower().split()
        assert told.text[after.start : after.end].rstrip(".").lower().split() == words[::-1]
    assert second.summary("en") is not None
    assert [s.language for s in english.summaries] == ["en"]
    assert len(engine.asked[0]) == len(own.spans) + len(second.summary("fr").spans)  # both documents in one call


def test_the_full_translation_is_used_where_there_is_one() -> None:
    spans = [(s.start, s.end) for s in find_statements(document(FRENCH, "fr"))]
    english = "The port shuts. The quays stay empty. A museum opens."
    starts = [0, 16, 38]
    sentences = tuple(
        Sentence("text", *span, start, end, ok)
        for span, start, end, ok in zip(spans, starts, [15, 37, 53], [True, False, True], strict=True)
    )
    translated = Translation("en", "", english, "hand", sentences=sentences)
    (made,) = replace(STAGE, translator=Upside(missing=True))([document(FRENCH, "fr", translations=(translated,))])
    summary = made.summary("en")
    assert summary is not None
    assert {summary.text[s.start : s.end] for s in summary.spans} <= {
        "The port shuts.",
        "The quays stay empty.",
        "A museum opens.",
    }
    assert all(s.ok == (summary.text[s.start : s.end] != "The quays stay empty.") for s in summary.spans)


def test_a_missing_translation_model_leaves_the_summary_in_its_own_language() -> None:
    (made,) = replace(STAGE, translator=Upside(missing=True))([document(FRENCH, "fr")])
    assert [s.language for s in made.summaries] == ["fr"]


def test_sentences_are_embedded_in_english_where_the_model_knows_no_other() -> None:
    seen: list[str] = []

    class English:
        name, english_only = "english", True

        def embed(self, texts: list[str]) -> np.ndarray:
            seen.extend(texts)
            return np.ones((len(texts), WIDTH), np.float32) / WIDTH**0.5

    spans = [(s.start, s.end) for s in find_statements(document(FRENCH, "fr"))]
    translated = Translation(
        "en", "Port shut", "The port shuts.", "hand", sentences=(Sentence("text", *spans[0], 0, 15),)
    )
    replace(STAGE, embedder=English())([document(FRENCH, "fr", title="Port fermé", translations=(translated,))])
    assert seen == ["The port shuts.", FRENCH[slice(*spans[1])], FRENCH[slice(*spans[2])], "Port shut"]


PARTS = [
    "The council closed the pool in March 2024.", "He said so.", "“We cried,” said Ann.", "Nobody was hurt.", "\n\n",
    "Le port ferme le 3 mai.", "Elle part.", "« Nous partons tous demain », dit-il.", "Why?", "It cost 3 million.",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12), st.sampled_from(["en", "fr", "und", "de"]))
def test_every_sentence_of_a_summary_is_where_it_says(parts: list[str], language: str) -> None:
    given = document(" ".join(parts), language)
    (made,) = STAGE([given])
    assert made == replace(STAGE([given, document(SLOW)])[0])  # whatever the batch
    for summary in made.summaries:
        assert len(summary.spans) <= 3
        for span in summary.spans:
            said = summary.text[span.start : span.end]
            assert " ".join(made.text[span.source_start : span.source_end].split()) == said
            assert said.endswith((".", ".”", ". »"))


ARTICLE = (
    "JD said on Thursday that it will sell 2 billion pounds worth of British goods in China. "
    "Alibaba will open an office in London and employ 40 people there."
)


@dataclass(frozen=True)
class Saying:
    """Writes what it was given, whatever the text."""

    said: str
    name: str = "saying"

    def summarise(self, text: str, language: str) -> str:
        return self.said


WRITTEN = [  # what a model wrote, what is left of it; "" is the extractive summary
    (
        "JD will sell British goods worth 2 billion pounds in China. Alibaba will employ 40 people in London.",
        "JD will sell British goods worth 2 billion pounds in China. Alibaba will employ 40 people in London.",
    ),
    (
        "JD will sell British goods worth 2 billion pounds in China, it said on Thursday. Alibaba pays 90 people.",
        "JD will sell British goods worth 2 billion pounds in China, it said on Thursday.",
    ),
    ("JD will sell British goods worth 3 billion pounds in China. Amazon will employ 40 people in London.", ""),
    ("JD will sell British goods worth 2 billion euros in China, and it will do so soon enough.", ""),
    ("JD will sell.", ""),
    ("", ""),
]


@pytest.mark.parametrize(("written", "left"), WRITTEN)
def test_a_written_summary_says_what_the_document_supports(written: str, left: str) -> None:
    (made,) = replace(STAGE, summariser=Saying(written))([document(ARTICLE)])
    summary = made.summary("en")
    assert summary is not None
    assert summary.method == ("saying" if left else "sentences")
    assert summary.text == left or not left
    for span in summary.spans:
        assert ARTICLE[span.source_start : span.source_end].split(maxsplit=1)[0] in summary.text[span.start : span.end]


def test_a_model_that_knows_english_only_leaves_french_to_its_own_sentences() -> None:
    english = "The council voted to close the port, where the docks will stay empty. A museum will open in March."
    french = "Le conseil ferme le port, et les quais resteront vides pendant un an. Un musée ouvrira ensuite en mars."
    for written, method in ((english, "sentences"), (french, "saying")):
        (made,) = replace(STAGE, summariser=Saying(written))([document(FRENCH, "fr")])
        assert [(s.language, s.method) for s in made.summaries] == [("fr", method)]


SUPPORTED = [  # text, sentence, language, whether the text supports it
    ("Le port a coûté 3,5 millions d'euros.", "Le port a coûté 3,5 millions d'euros.", "fr", True),
    ("Le port a coûté 3,5 millions d'euros.", "Le port a coûté 5,3 millions d'euros.", "fr", False),
    ("Le port a coûté 3,5 millions d'euros.", "Le port a coûté 3,5 millions de dollars.", "fr", False),
    ("Le port de Brest a coûté cher.", "Le port de Lorient a coûté cher.", "fr", False),
    ("La Chine achète du beurre.", "Un acheteur chinois prend du beurre.", "fr", True),
    ("Le maire vient mardi.", "Le maire vient jeudi.", "fr", False),
    ("Ann Brady sued the firm Senda.", "The firm Senda was sued by Ann Brady.", "en", True),
    ("Twelve people left.", "12 people left.", "en", True),
    ("It pumps 900 litres a day.", "The firm pumps 900 bottles a day.", "en", False),
    ("Finland, France and Brazil have laws.", "Brazil, Finland and France have laws.", "en", True),
    ("Shares in Senda rose 11 percent, those in Orla 4.", "Orla gained 4 percent.", "en", True),
    ("Some 38 have died.", "They died in 38 hours.", "en", False),  # a number that measures nothing there
    ("Kell, 52, left.", "Kell is 52 years old.", "en", True),
    ("It cost $3 million.", "It cost 3 million dollars.", "en", True),
    ("It cost $3 million.", "It cost 3 million euros.", "en", False),
    ("The Dutch army left.", "The army of the Netherlands left.", "en", True),
    ("Le train fait 13 km.", "Le train fait 13 kilomètres.", "fr", True),
    ("Le train fait 13 km.", "Le train fait 13 heures.", "fr", False),
    ("Il a un an de retard.", "Il a un mois de retard.", "fr", False),
    ("Il a un an de retard.", "Le retard est d'un an.", "fr", True),
    ("Le coût passe de 13 à 14 millions.", "Le coût passe de 13 millions à 14 millions.", "fr", True),
    ("Anne Roy a vu Ugo Bosi. Roy a poursuivi Bosi.", "Bosi a poursuivi Roy.", "fr", False),
    ("La sonde Héra-1 décolle lundi ; Héra-2 atterrit.", "La sonde Héra-2 décolle lundi.", "fr", False),
    ("La sonde Héra-2 part.", "La sonde Héra-3 part.", "fr", False),
    ("Rents fell by 60 percent.", "Rents fell by 60 million.", "en", False),
    ("Since 2015 hives went from 290 to 3,100.", "Since 2015 hives have multiplied, to 3,100.", "en", True),  # a year
    ("It has six weeks. It owes 9 pounds a day.", "After six weeks, each day costs 9 pounds.", "en", True),
    (
        "Le billet coûte 9 euros. Quelque 780 millions vont à la ligne.",
        "La ligne reçoit 780 millions d'euros.",
        "fr",
        True,
    ),
    ("It was the 71st flight of an A320.", "It was the 72nd flight of an A320.", "en", False),
    ("It was the 71st flight of an A320.", "It was the 71st flight of an A380.", "en", False),
    ("C'est sa troisième usine.", "C'est sa quatrième usine.", "fr", False),
    ("C'est sa 3e usine.", "C'est sa troisième usine.", "fr", True),
    ("Il pleut la moitié de l'an.", "Il pleut un quart de l'an.", "fr", False),
    ("Sales fell from 90 to 45 francs.", "Sales halved.", "en", True),
    ("Some 50 percent left.", "Half of them left.", "en", True),
    ("Il vit en Haute-Savoie.", "Il vit en Savoie.", "fr", False),
    ("Ann Hugh left.", "Ann Hughes left.", "en", False),
    ("Une école ardéchoise ferme.", "Une école d'Ardèche ferme.", "fr", True),
    ("Depuis des années, Marie-Claude Petit écrit.", "Anne-Claude Petit écrit.", "fr", False),
    (
        "The choir has 29 women and won 3-1.",
        "The choir, with 29 women, has won 3-1.",
        "en",
        True,
    ),  # "has", "won": units
    ("It carries 700 passengers a day.", "It carries 700 people a day.", "en", True),
    ("Some 1,060 flights left.", "More than 1,000 flights left.", "en", True),
    ("Some 1,060 flights left.", "Nearly 1,000 flights left.", "en", False),
    ("Some 1,060 flights left.", "More than 1,000 dollars left.", "en", False),
    ("Some 64 percent use it.", "Nearly two thirds use it.", "en", True),
    ("Some 64 percent use it.", "Three quarters use it.", "en", False),
    ("Un tiers des chênes mourra.", "Un chêne sur trois mourra.", "fr", True),
    ("Un tiers des chênes mourra.", "Un chêne sur quatre mourra.", "fr", False),
    ("One in four gave up.", "A quarter gave up.", "en", True),
    ("Le coût a doublé.", "La ligne est deux fois plus chère.", "fr", True),
    ("Le coût a doublé.", "La ligne est trois fois plus chère.", "fr", False),
    ("Ils étaient 210, ils sont 1 800.", "Ils sont huit fois plus nombreux.", "fr", True),
    ("The Federal Trade Commission sued.", "The FTC sued.", "en", True),
    ("The Federal Trade Commission sued.", "The FTA sued.", "en", False),
    ("They came from the Czech town of Brno.", "They came from the Czech Republic.", "en", True),
    ("Les habitants de l'Hérault sont partis.", "Les Héraultais sont partis.", "fr", True),
    ("Il coûte 9 euros par an.", "Il coûte 9 euros par mois.", "fr", False),
    ("Il a perdu 9 millions.", "Il a perdu 9 millions l'an dernier.", "fr", True),  # no measure
    ("La secousse a touché Grenoble et Turin.", "On l'a sentie à Turin et à Grenoble.", "fr", True),
    ("Ann Brady and Tom Reid met. Brady sued Reid.", "Reid sued Brady.", "en", False),
    ("PSG beat Lyon with a goal of Silva.", "Silva's goal saw the French side beat Lyon.", "en", False),
    ("Les ministres Anne Roy et Ugo Bosi ont signé.", "Les deux ministres ont signé.", "fr", True),  # counted
    ("Les sept ministres ont signé.", "Les deux ministres ont signé.", "fr", False),
    ("It lasted nine days.", "It lasted two nights and two days.", "en", False),
    ("It costs 86,000 pounds, a repair 52,000.", "It costs 34,000 more than a repair.", "en", True),
    ("It costs 86,000 pounds, a repair 52,000.", "It costs 35,000 more than a repair.", "en", False),
    ("Some 1,247 flights left.", "More than 1,240 flights left.", "en", True),
    ("Some 540 pupils left.", "About 510 pupils left.", "en", False),
    ("Boeing will build a port in Brest.", "Google will build a port in Brest.", "en", False),  # opens the sentence
    ("Le groupe construira un port.", "Renault construira un port.", "fr", False),
    ("Butter cost more, and the firm lost money.", "Dearer butter cost the firm money.", "en", True),
    ("Le groupe construira un port.", "Unis, les groupes construiront un port.", "fr", True),
    ("The council pays a quarter of it.", "The council pays 25 percent of it.", "en", True),
    ("The council pays a quarter of it.", "The council pays 27 percent of it.", "en", False),
    ("Seven in ten trains stood still.", "About 70 percent of trains were halted.", "en", True),
    ("Rates fell to 3 percent, a third of the old.", "Rates fell to 3.25 percent.", "en", False),
    ("Il faut 48 heures.", "Il faut deux jours.", "fr", True),
    ("Il faut 48 heures.", "Il faut trois jours.", "fr", False),
    ("It takes 212 years.", "It takes more than two centuries.", "en", True),
    ("Some 634 millimetres of rain fell.", "Some 63 centimetres of rain fell.", "en", True),
    ("Elle est vide depuis 1991.", "Elle est vide depuis le début des années 1990.", "fr", True),
    ("Elle est vide depuis 1991.", "Elle est vide depuis la fin des années 1980.", "fr", False),
    ("Une rafale de 171 km/h a frappé.", "Le vent a atteint 171 kilomètres à l'heure.", "fr", True),
    ("Le litre d'huile coûtera 31 euros.", "L'huile coûtera 31 € le litre.", "fr", True),
    ("They paid 5.4 million euros.", "They paid more than €5m.", "en", True),
    ("The Polish army left.", "A Pole left.", "en", True),
    ("It killed 608,000 people in 2022.", "It caused more than 600,000 deaths.", "en", True),
    ("Rates fell from 5 to 4 percent.", "Rates went from 4 to 5 percent.", "en", False),
    ("Profit fell to £61m from £83m.", "Profit fell from £83m to £61m.", "en", True),
    ("Le taux passe de 8 à 7 %.", "Le taux passe de 7 à 8 %.", "fr", False),
    ("She came third in 2018.", "She came second in 2018.", "en", False),
    ("Elle a couru deux fois.", "C'est sa deuxième course.", "fr", False),  # strict: a rank is told by a rank
    ("Le site ferme le 31 août.", "Le site ferme le 31 juillet.", "fr", False),
    ("He led it from 2011 to 2018.", "He led it from 2011 to 2019.", "en", False),
    ("Il dirige depuis 2009, il part en 2024.", "Il risque quinze ans de prison.", "fr", False),
    ("Il dirige depuis 2009, il part en 2024.", "Il aura dirigé pendant quinze ans.", "fr", True),
    ("It pays a quarter of the 40 million euros.", "It pays 10 million euros.", "en", True),
    ("L'action a chuté de 9 %.", "L'action a chuté de 9 % à la Bourse.", "fr", True),
    ("Work on 31 kilometres starts in May.", "The work on the 31 kilometres begins in May.", "en", True),
    # what two numbers told side by side come to, and which way a share moved
    ("Ana Roy was chosen by 7,412 votes to 5,930.", "She won by nearly 1,500 votes.", "en", True),
    ("Ana Roy was chosen by 7,412 votes to 5,930.", "She won by nearly 2,500 votes.", "en", False),
    ("Le nombre d'espèces est passé de 31 à 24.", "Sept espèces ont disparu.", "fr", True),
    ("Le procureur a requis cinq ans, dont deux avec sursis.", "Il a requis sept ans de prison.", "fr", False),
    ("They hold five spoons for two patients.", "It is for three patients.", "en", False),  # of two things
    ("Ils ont cinq cuillères pour deux malades.", "C'est pour trois malades.", "fr", False),
    ("Shares in Kessho fell 3 percent.", "Shares in Kessho rose 3 percent.", "en", False),
    ("Shares in Kessho fell 3 percent.", "Kessho lost 3 percent.", "en", True),
    ("L'action a perdu 5 % à Paris.", "L'action a gagné 5 %.", "fr", False),
    ("Il accorde 140 euros, contre 200 réclamés.", "Ils voulaient 200 euros.", "fr", True),
    ("The ship was 19 months late.", "It was more than a year and a half late.", "en", True),
    # who is what
    ("The mayor, Ann Brady, left. Tom Reid stayed.", "Mayor Tom Reid stayed.", "en", False),
    ("The mayor, Ann Brady, left. Tom Reid stayed.", "Ann Brady, the mayor, left.", "en", True),
    ("Mayor Ann Brady and the mayor of Brest, Tom Reid, left.", "Tom Reid, a mayor, left.", "en", True),
    ("The mayor left. Mayor Ann Brady met Tom Reid.", "Mayor Tom Reid left.", "en", True),  # perhaps another one
    ("Son avocat, Jean Daems, fait appel. Paul Roy préside.", "L'avocat Paul Roy fait appel.", "fr", False),
    ("Son avocat, Jean Daems, fait appel. Paul Roy préside.", "L'avocate Jean Daems fait appel.", "fr", True),
    ("Ann Brady met Tom Reid.", "Ann Reid left.", "en", False),
    ("Ann and Tom Reid left.", "Ann Reid left.", "en", True),
    # a town lies in its country; a capital does what its country does
    ("The nurse comes from Osaka.", "The nurse comes from Japan.", "en", True),
    ("The Dutch ministry sold it to Ghent.", "The Belgian ministry sold it.", "en", False),
    ("The United States will pay.", "Washington will pay.", "en", True),
    ("The United States will pay.", "They will pay in Washington.", "en", False),
    # sums of three, products, rates, the time between two clocks, what is left of a whole
    ("It had 318 passengers and 14 crew, the other 122 people.", "More than 450 people were aboard.", "en", True),
    ("It had 318 passengers and 14 crew, the other 122 people.", "Some 550 people were aboard.", "en", False),
    ("It sold twelve buses, at 400,000 euros each.", "It sold twelve buses for 4.8 million euros.", "en", True),
    ("It sold twelve buses, at 400,000 euros each.", "It sold twelve buses for 8.4 million euros.", "en", False),
    ("La ligne perd 12 millions d'euros par an.", "Elle perd un million d'euros par mois.", "fr", True),
    ("La ligne perd 12 millions d'euros par an.", "Elle perd deux millions d'euros par mois.", "fr", False),
    ("Il part à 20 h 50 et arrive à 9 h 35.", "Le trajet dure un peu moins de treize heures.", "fr", True),
    ("Il part à 20 h 50 et arrive à 9 h 35.", "Le trajet dure onze heures.", "fr", False),
    ("The village had 412 people and has 164.", "It has lost well over half of its people.", "en", True),
    ("The village had 412 people and has 164.", "It has lost a third of its people.", "en", False),
    ("The prize is £40,000. She gives a quarter of it.", "She gives £10,000.", "en", True),
    ("The prize is £40,000. She gives a quarter of it.", "She gives £14,000.", "en", False),
    ("It won by three votes to two.", "The jury has five members.", "en", True),
    ("He cut the budget by a fifth last year.", "He cut it by 20 percent.", "en", True),
    ("Attacks fell from 517 to 289.", "Attacks fell by 228.", "en", True),
    ("Attacks fell from 517 to 289.", "There are 230 dogs.", "en", False),  # rounded, and nothing says so
    ("It sold coffee for 31 billion reais, and owes 2 euros.", "It sold coffee for 31 billion euros.", "en", False),
    ("A ban will come in the spring.", "A ban will come in the autumn.", "en", False),
    ("The price almost doubled in two years.", "The price almost halved in two years.", "en", False),
    ("Turnout was two points lower.", "Turnout was two points higher.", "en", False),
    ("Le nombre a augmenté d'un quart.", "Le nombre a baissé d'un quart.", "fr", False),
]


@pytest.mark.parametrize(("text", "sentence", "language", "supported"), SUPPORTED)
def test_what_a_text_supports(text: str, sentence: str, language: str, supported: bool) -> None:
    (read,) = MentionsStage(WatchList(()))([document(text, language)])
    assert (find_unsupported(sentence, read_source(read, sentence)) == []) is supported
