"""How much each language speaks for a text: langdetect's profiles and common words, scored word by word.

langdetect multiplies the probabilities of a text's letter groups (n-grams of one to three characters, never across a
space), but draws them at random, and only as many as it takes to be sure. Here every one counts: no chance is left in
the answer. And since no n-gram crosses a space, a text's score is the sum of its words' scores, so that a word met
before costs one look-up. Capitals are folded, in the profiles too: a headline in capitals reads like any other.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from langdetect.detector import Detector
from langdetect.detector_factory import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram

from pipelines.language.ngrams import Ngrams, Table

ADDRESS = re.compile(f"{Detector.URL_RE.pattern}|{Detector.MAIL_RE.pattern}")
# What langdetect takes for a space: ASCII and Latin-1 that is no letter, and general punctuation.
WORD = re.compile(r"[^\x00-@\[-`{-\xa0«°»\u2000-\u206f]+")
SMOOTHING = Detector.ALPHA_DEFAULT / Detector.BASE_FREQ
KANA, SCRIPT_WEIGHT = re.compile(r"[\u3040-\u30ff]"), 12.0  # Chinese signs alone are Chinese, amid kana Japanese
HAN = re.compile(r"[\u3400-\u9fff]")
COMMON = Path(__file__).with_name("common_words.txt")
WORDFREQ = {"no": "nb", "tl": "fil", "hr": "sh"}  # what wordfreq calls them, where that differs
COMMON_WORDS = 3000  # a language, where that many are known; all 30,000 of the two this program is for
READ_IN_FULL = frozenset({"en", "fr"})
PRESUMED = 6.0  # what a word common elsewhere counts in a language whose own list is short: it may be common there too
# A common word weighs as much as so many n-grams: fitted by cross-entropy on 9,700 pieces of 1 to 30 words in 54
# languages (every other line of NTREX-128). The four below: by cross-entropy on pieces of one to six words, of
# samples_tuning.tsv, lines_tuning.tsv, the headlines for tuning, wmt13, and NTREX-128 from its 201st line on.
WORD_WEIGHT = 6.7
TEMPERATURE, GROWTH = 2.2, 0.2
NAMED = 1.0  # by so much more it is hotter where every word is a name: names say least of the language around them
DOUBT = 0.002  # names and strange words mislead however sure the letters look: this much is spread over all languages
SHORT = 120  # letters of a text in which a name of another language may outweigh the rest
NAME_SHARE = 0.5  # how much a name counts there
CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ][^\x00-@\[-`{-\xa0«°»\u2000-\u206f]*")
REMEMBERED = 100_000  # words whose scores are kept, about 25 MB


@dataclass(frozen=True, slots=True)
class Evidence:
    """What texts (rows) say: a score in each language, how many n-grams were read, and their everyday score; how many
    of the n-grams are of words that a capital marks, in short texts.
    """

    scores: Table
    sizes: Table
    everyday: Table
    named: Table


class Profiles:
    """langdetect's profiles as one table: a row an n-gram, a column a profile, the logarithm of the probability.

    Two more columns say how probable the n-gram is in the average of all languages, and that it is one n-gram. The
    last two rows are those of letters and longer n-grams that no profile knows.
    """

    def __init__(self) -> None:
        profiles = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(Path(PROFILES_DIRECTORY).iterdir())]
        names = [profile["name"] for profile in profiles]
        self.languages = (*names[:-2], "zh")  # the last two are zh-cn and zh-tw
        rows, shares = _tabulate(profiles)
        self._ngrams = Ngrams(rows)
        logs = np.log(shares + SMOOTHING)
        average = np.log(np.exp(logs).mean(axis=1, keepdims=True))
        self.distinctness = _merge_chinese((shares * (logs - average)).sum(axis=0) / shares.sum(axis=0))
        unknown = [[np.log(SMOOTHING)] * len(names) + [np.log(everyday)] for everyday in (1, SMOOTHING * np.e)]
        table = np.vstack([np.hstack([logs, average]), unknown])
        self._table = np.hstack([table, np.ones((len(table), 1))]).astype(np.float32)
        self._short_lists = [names.index(language) for language in read_short_lists()]
        self._common, self._columns, self._weights = _weigh_common_words(names)
        chinese, japanese = [names.index("zh-cn"), names.index("zh-tw")], [names.index("ja")]
        self._han = {False: chinese, True: japanese}  # by whether there is kana among the Chinese signs
        self._words: dict[str, int] = {}  # the row in _scores
        self._scores: Table = np.empty((1000, self._table.shape[1]), np.float32)

    def read(self, texts: list[str]) -> Evidence:
        """Return the evidence of each text; addresses in it are passed over."""
        words = [split_words(text) for text in texts]
        self._learn(list(dict.fromkeys(chain.from_iterable(words))))
        sums = np.zeros((len(texts), self._table.shape[1]), np.float32)
        named = np.zeros(len(texts), np.float32)
        if rows := [self._words[word] for each in words for word in each]:
            lengths = np.array([len(each) for each in words])
            scores = self._scores[rows]
            for number, place, inside in _find_names(texts, words):
                named[number] += scores[place, -1]
                if inside:
                    scores[place] *= NAME_SHARE
            sums[lengths > 0] = _sum_runs(scores, lengths[lengths > 0])
        return Evidence(_merge_chinese(sums[:, :-2]), sums[:, -1], sums[:, -2], named)

    def _learn(self, words: list[str]) -> None:
        if len(self._words) + len(words) > REMEMBERED:
            self._words.clear()
        new = [word for word in words if word not in self._words]
        if not new:
            return
        scores = np.zeros((len(new), self._table.shape[1]), np.float32)
        for rows, starts in self._ngrams.find(new):
            scores += np.add.reduceat(self._table[rows], starts, axis=0)
        self._weigh_words(new, scores)
        first = len(self._words)
        if (missing := first + len(new) - len(self._scores)) > 0:
            self._scores = np.vstack([self._scores, np.empty((max(missing, first), scores.shape[1]), np.float32)])
        self._scores[first : first + len(new)] = scores
        self._words.update(zip(new, range(first, first + len(new)), strict=True))

    def _weigh_words(self, words: list[str], scores: Table) -> None:
        """Add to the words' scores (rows) what their being common in some languages says, and their script."""
        common = [i for i, word in enumerate(words) if word in self._common]
        if common:
            starts, ends = np.array([self._common[words[i]] for i in common]).T
            counts = ends - starts
            cells = np.arange(counts.sum()) + np.repeat(ends - counts.cumsum(), counts)
            scores[np.repeat(common, counts), self._columns[cells]] += self._weights[cells]
            scores[np.ix_(common, self._short_lists)] += PRESUMED
        if HAN.search("".join(words)):
            for score, word in zip(scores, words, strict=True):
                if HAN.search(word):
                    score[self._han[bool(KANA.search(word))]] += SCRIPT_WEIGHT


def _find_names(texts: list[str], words: list[list[str]]) -> Iterator[tuple[int, int, bool]]:
    """Yield of each word that a capital marks in a short text of small letters: the text's number, the word's place in
    all the words, and whether it stands inside the text and most others are in small letters: then it is a name.
    """
    place = 0
    for number, (text, each) in enumerate(zip(texts, words, strict=True)):
        if len(text) <= SHORT and not text.islower() and not text.isupper():
            capitals = {word.lower() for word in CAPITAL.findall(text)}
            marked = [i for i, word in enumerate(each) if word in capitals]
            few = len([i for i in marked if i]) * 2 < len(each)
            yield from ((number, place + i, few and i > 0) for i in marked)
        place += len(each)


def _sum_runs(rows: Table, lengths: npt.NDArray[np.int64]) -> Table:
    """The sums of as many consecutive rows as each of `lengths` says, none of which is 0."""
    sums: Table = np.add.reduceat(rows, np.cumsum(lengths) - lengths, axis=0)
    return sums


def _tabulate(profiles: list[dict[str, Any]]) -> tuple[dict[str, int], npt.NDArray[np.float64]]:
    """The n-grams in small letters with their rows, and the share each has among those of its length."""
    rows: dict[str, int] = {}
    cells: list[tuple[int, int, float]] = []
    for column, profile in enumerate(profiles):
        for ngram, count in profile["freq"].items():
            if profile["name"] == "ko" and HAN.search(ngram):
                continue  # from an encyclopaedia that glosses its words; today's Korean is written without
            if len(small := ngram.lower()) <= NGram.N_GRAM:
                share = count / profile["n_words"][len(ngram) - 1]
                cells.append((rows.setdefault(small, len(rows)), column, share))
    at, columns, shares = (np.array(each) for each in zip(*cells, strict=True))
    table = np.zeros((len(rows), len(profiles)))
    np.add.at(table, (at, columns), shares)
    return rows, table


def _weigh_common_words(names: list[str]) -> tuple[dict[str, tuple[int, int]], npt.NDArray[np.int64], Table]:
    """Where in two arrays each common word has the languages it is common in and their weights: more for the commonest.

    The arrays hold columns and weights, word after word.
    """
    numbers: dict[str, int] = {}
    found, columns, weights = [], [], []
    for column, language in enumerate(names):
        words = dict.fromkeys(list_common_words(language))
        presumed = PRESUMED if language in read_short_lists() else 0.0
        found += [numbers.setdefault(word, len(numbers)) for word in words]
        columns += [column] * len(words)
        weights += [WORD_WEIGHT * (5 - math.log10(rank)) - presumed for rank in range(1, len(words) + 1)]
    order, counts = np.argsort(found, kind="stable"), np.bincount(found)
    ends = counts.cumsum()
    places = dict(zip(numbers, zip((ends - counts).tolist(), ends.tolist(), strict=True), strict=True))
    return places, np.array(columns)[order], np.array(weights, np.float32)[order]


def list_common_words(language: str) -> list[str]:
    """The commonest words of a language, in small letters: 30,000 of English and French, 3,000 of others, if known."""
    from wordfreq import top_n_list

    if (name := name_word_list(language)) is None:
        return read_short_lists().get(language, ([], 0.0))[0]
    count = 30_000 if language in READ_IN_FULL else COMMON_WORDS
    return [word.strip("'") for word in top_n_list(name, count, "small")]


def name_word_list(language: str) -> str | None:
    """What wordfreq calls its small list of a language, which has 30,000 words and more; None where it has none."""
    from wordfreq import available_languages

    name = WORDFREQ.get(language, language)
    return name if name in available_languages("small") else None


@cache
def read_short_lists() -> dict[str, tuple[list[str], float]]:
    """What common_words.txt says of the languages that wordfreq lacks: words, and the share of news that they are."""
    lines = (line.split() for line in COMMON.read_text("utf-8").splitlines() if line[0] != "#")
    return {language: (words, float(share)) for language, share, *words in lines}


def _merge_chinese(columns: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Both kinds of Chinese as one: the better of the last two columns."""
    return np.concatenate([columns[..., :-2], columns[..., -2:].max(axis=-1, keepdims=True)], axis=-1)


def split_words(text: str) -> list[str]:
    """Return the words of `text` in small letters, without addresses, nor Latin words strewn into another script."""
    if "//" in text or "@" in text:
        text = ADDRESS.sub(" ", text)
    words = WORD.findall(text.lower())
    if text.isascii():
        return words
    others = [word for word in words if word[0] >= "\u0300" and not "\u1e00" <= word[0] < "\u1f00"]
    latin = sum(map(len, words)) - (rest := sum(map(len, others)))
    return others if latin * 2 < rest else words  # langdetect's own rule


def find_probabilities(evidence: Evidence, prior: Table) -> Table:
    """Return how probable each language (columns) is for each text (rows), given the logarithms of a prior.

    Neighbouring n-grams repeat one another, the more the longer a text: scores are divided by a temperature that grows
    with it, and with the share of names. What comes out is calibrated: of the texts given 0.7, seven in ten are in
    that language.
    """
    sizes = np.maximum(evidence.sizes, 1)
    temperature = TEMPERATURE * (1 + NAMED * np.minimum(evidence.named / sizes, 1)) * sizes**GROWTH
    scores = evidence.scores / temperature[:, None] + prior
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    share = odds / odds.sum(axis=1, keepdims=True)
    chances: Table = (1 - DOUBT) * share + DOUBT * np.exp(prior) / np.exp(prior).sum()
    return chances


@cache
def load_profiles() -> Profiles:
    """The one table of all profiles, loaded on first use (half a second)."""
    return Profiles()
