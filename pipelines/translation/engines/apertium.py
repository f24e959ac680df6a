"""Translation by Apertium's rules: no model, no network, every pair that the installed modes lead to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from pipelines.stage import Postpone
from pipelines.translation.engines.languages import three_letters
from pipelines.translation.engines.rendering import Rendering

INSTALL = "Apertium is not installed for it: `make setup`, or `apt install apertium-fra-cat apertium-eng-cat`"
MODE = re.compile(r"([a-z]{3})-([a-z]{3})$")
STREAM_MARKS = re.compile(r"([\\\[\]{}^$@/<>])")  # they mean something in Apertium's stream unless escaped
CONTROLS = re.compile(r"[\0-\x1f\x7f]+")
ELIDED = re.compile(r"(?:[ldjnsmc]|qu)'\w")  # Apertium opens French sentences with `l'Arizona`
GENITIVE = re.compile(r"(\w+)['’]s\b")
END = ".[]"  # tells the rules that a sentence ends here, as Apertium's own deformatter does


@dataclass(frozen=True)
class Apertium:
    """Apertium's pipes, over a third language where there is no direct pair (French to English goes by Catalan)."""

    name: ClassVar[str] = "apertium"

    def translates(self, source: str, target: str) -> bool:
        """Whether the modes lead from one language to the other; French and English they always can."""
        return {source, target} == {"fr", "en"} or bool(_find_route(source, target))

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Rendering]:
        """Translate each sentence by itself. Unknown words stay as they are. Raises Postpone where not installed."""
        route = _find_route(source, target)
        if not route:
            raise Postpone(f"no translation from {source} to {target}: {INSTALL}")
        lines = [" ".join(CONTROLS.sub(" ", sentence).split()) for sentence in sentences]
        for mode in route:
            lines = _run(mode, lines) if lines else []
        return [Rendering(_edit(_unglue(*pair), target)) for pair in zip(lines, sentences, strict=True)]

    def reads_whole(self, word: str, source: str, target: str) -> bool:
        """Every word: its dictionaries know where a capital comes from."""
        return True


def _run(mode: str, lines: Sequence[str]) -> list[str]:
    stream = "".join(STREAM_MARKS.sub(r"\\\1", line) + END + "\0" for line in lines)
    command = ["apertium", "-z", "-u", "-f", "none", mode]
    done = subprocess.run(command, input=stream.encode(), capture_output=True, check=False)
    found = done.stdout.decode(errors="replace").split("\0")[: len(lines)]
    if done.returncode or len(found) < len(lines):
        raise RuntimeError(f"apertium {mode} gave {len(found)} of {len(lines)} sentences: {done.stderr.decode()[:200]}")
    return [re.sub(r"\\(.)", r"\1", line.strip().removesuffix(END)) for line in found]


def _unglue(line: str, sentence: str) -> str:
    """Take off the Catalan verb that the English modes glue to an unknown word's genitive: `Zorglub's`, `Zorglubha`."""
    for owner in set(GENITIVE.findall(sentence)):
        line = re.sub(rf"\b{owner}ha\b", owner, line)
    return line


def _edit(line: str, target: str) -> str:
    for pattern, replacement in _edits().get(target, ()):
        line = pattern.sub(replacement, line)
    return re.sub(r" {2,}", " ", line[:1].upper() + line[1:] if ELIDED.match(line) else line)


@cache
def _edits() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {language: [(re.compile(r["pattern"]), r["replacement"]) for r in rules] for language, rules in rows.items()}


@cache
def _find_route(source: str, target: str) -> tuple[str, ...]:
    """The modes to go through, at most two: each step loses something."""
    start, goal = three_letters(source), three_letters(target)
    modes = _installed_modes()
    if (start, goal) in modes:
        return (f"{start}-{goal}",)
    middles = sorted(middle for first, middle in modes if first == start and (middle, goal) in modes)
    return (f"{start}-{middles[0]}", f"{middles[0]}-{goal}") if middles else ()


@cache
def _installed_modes() -> frozenset[tuple[str, str]]:
    if not shutil.which("apertium"):
        return frozenset()
    folder = Path(os.environ.get("APERTIUM_DATADIR", "/usr/share/apertium"), "modes")
    found = (MODE.fullmatch(path.stem) for path in folder.glob("*.mode"))
    return frozenset((match[1], match[2]) for match in found if match)
