"""What the program says in English, said in French: messages, and the reasons stored with what was found."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest

from monitor.saying import say_in

ROOT = Path(__file__).parents[1]
# calls whose last argument is a line that a reader of the page sees
TOLD = {
    "Reject",
    "Postpone",
    "NotUnderstood",
    "NotAFeed",
    "BrokenFeed",
    "NotASitemap",
    "BrokenSitemap",
    "Cut",
    "Change",
}
FORMS = tomllib.loads(files("monitor").joinpath("saying.toml").read_text(encoding="utf-8"))["forms"]


def test_forms_have_their_places_in_both_languages() -> None:
    assert len({english for english, _ in FORMS}) == len(FORMS)
    assert [e for e, f in FORMS if len(re.findall("{[=@#]?}", e)) < len(re.findall("{}", f))] == []
    assert [f for _, f in FORMS if re.search(" [:;?%»]|« ", f)] == []  # no-break spaces stand there


def read_lines() -> Iterator[tuple[str, str]]:
    """Where each line that stages and spiders tell is written, and the line, 7 in the place of what differs."""
    for path in sorted([*ROOT.glob("pipelines/**/*.py"), *ROOT.glob("spiders/*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TOLD and node.args:
                yield from ((f"{path.name}:{node.lineno}", line) for line in written(node.args[-1]))


def written(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*written(node.body), *written(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        parts = product(*(written(value) for value in node.values))
        return ["".join(each) for each in parts]
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    return ["7%" if "%" in ast.unparse(getattr(node, "format_spec", None) or ast.Constant("")) else "7"]


def test_all_that_stages_and_spiders_tell_is_said_in_french() -> None:
    lines = {line: place for place, line in read_lines() if re.search(r"[a-z]{3} ", line)}
    assert len(lines) > 30
    assert [(place, line) for line, place in lines.items() if say_in("fr", line) == line] == []


SAID = [  # as it is stored, in French
    (
        "like document 14: names Alibaba, Cainiao and Le Havre, gives 72, 240 and 42,000,000, reads 82% alike, "
        "2 hours apart",
        "proche du document 14 : nomme Alibaba, Cainiao et Le Havre, donne 72, 240 et 42 000 000, "
        "ressemblance de 82 %, à 2 heures d’écart",
    ),
    (
        "like document 2: names Romanche, gives 26 tonnes and 1,2 million, within the hour; came with story 3, when "
        "document 4 showed both to be one",
        "proche du document 2 : nomme Romanche, donne 26 tonnes et 1,2 million, dans l’heure ; venu avec "
        "l’histoire 3, quand le document 4 a montré qu’elles n’en font qu’une",
    ),
    ("document 9 showed that story 4 is two events", "le document 9 a montré que l’histoire 4 est deux événements"),
    ("words: port, logistics; like its description (0.28)", "mots : port, logistics ; proche de sa description (0,28)"),
    ("something nobody foresaw: {x}; at the edge of the text", "something nobody foresaw : {x} ; au bord du texte"),
    ("newsletter: says “hot; daily”; repeated by the outlet",
     "lettre d’information : dit « hot; daily » ; répété par le titre de presse"),
    # a source
    ("RSS 2.0, 1200 entries, 3 left for the next visit, 18 of 20 pages gave an article, 2 × paywall",
     "RSS 2.0, entrées : 1 200, laissées pour la prochaine visite : 3, articles obtenus : 18 pour 20 pages, "
     "2 × réservé aux abonnés"),
    ("9 entries, 8 pages asked for, 3 gave an article, where 80% are usual: 3 × paywall, 2 × HTTP 403",
     "entrées : 9, pages demandées : 8, articles obtenus : 3, contre 80 % d’habitude : 3 × réservé aux abonnés, "
     "2 × HTTP 403"),
    ("9 entries, 8 pages asked for, none gave an article: 8 × refuses machine reading (noai)",
     "entrées : 9, pages demandées : 8, aucune n’a donné d’article : 8 × refuse la lecture par des machines (noai)"),
    ("5 new in a week, where 30.5 are usual", "nouveautés : 5 en une semaine, contre 30,5 d’habitude"),
    ("0 new on a Tuesday, where 30 are usual", "nouveautés : 0 un mardi, contre 30 d’habitude"),
    ("of its robots.txt: the connection was refused", "de son robots.txt : la connexion a été refusée"),
    ("could not be reached: the connection was refused (https://a.example/)",
     "n’a pu être jointe : la connexion a été refusée (https://a.example/)"),
    ("RSS 2.0, 1 entry, none of 1 page gave an article, 1 × HTTP 404",
     "RSS 2.0, entrées : 1, aucune page n’a donné d’article, sur 1, 1 × HTTP 404"),
    ("its robots.txt forbids it (https://a.example/b?c=(1))", "son robots.txt l’interdit (https://a.example/b?c=(1))"),
    ("no feed but a web page; it names the feed https://x.example/f (https://x.example)",
     "pas un flux mais une page web ; elle nomme le flux https://x.example/f (https://x.example)"),
    ("sitemap, 3 entries (cut off), none of 3 pages gave an article, 3 × a front, no article",
     "plan de site, entrées : 3 (coupé), aucune des 3 pages n’a donné d’article, "
     "3 × une page d’accueil, pas un article"),
    # a translation
    ("3 of 9 sentences doubtful", "3 phrases sur 9 à vérifier"),
    ("number lost: 5; name lost: Caisse d'Épargne", "nombre perdu : 5 ; nom perdu : Caisse d'Épargne"),
    # what is no message of ours stays
    ("TypeError: 'NoneType' object is not iterable", "TypeError : 'NoneType' object is not iterable"),
    ("Le Monde", "Le Monde"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("english", "french"), SAID)
def test_lines_are_said_part_by_part(english: str, french: str) -> None:
    assert re.sub(r"[\u00a0\u202f]", " ", say_in("fr", english)) == french
    assert say_in("en", english) == english


def test_names_in_a_reason_are_the_readers() -> None:
    french = {"Antwerp": "Anvers", "economy, business": "économie, entreprises", "Cainiao": ""}
    told = say_in("fr", "like document 14: names Antwerp, Claire Aubert and Cainiao, gives 15 %", french)
    assert told == "proche du document 14\N{NO-BREAK SPACE}: nomme Anvers, Claire Aubert et Cainiao, donne 15 %"
    told = say_in("fr", "both are about Cainiao, economy, business", french)
    assert told == "toutes deux parlent de\N{NO-BREAK SPACE}: Cainiao, économie, entreprises"
