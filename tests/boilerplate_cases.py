"""Reads the labelled texts of tests/cases/boilerplate: `#` a text's name, `=` its title, `-` boilerplate, space own."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pipelines.repair.boilerplate import find_cuts
from pipelines.repair.lines import Cut

CASES = Path(__file__).parent / "cases" / "boilerplate"


@dataclass(frozen=True)
class Labelled:
    name: str
    title: str
    text: str
    own: tuple[tuple[int, int], ...]
    boilerplate: tuple[tuple[int, int], ...]


def read_cases(folder: str, files: str = "*.txt") -> list[Labelled]:
    return [case for path in sorted((CASES / folder).glob(files)) for case in _read(path)]


def _read(path: Path) -> list[Labelled]:
    text = html.unescape(path.read_text(encoding="utf-8"))  # as the stage does first
    blocks = text.split("\n# ")[1:]  # the file's first line explains it
    return [_label(block.splitlines()) for block in blocks]


def _label(lines: list[str]) -> Labelled:
    title = next((line[2:] for line in lines if line.startswith("= ")), "")
    text = ""
    spans: dict[str, list[tuple[int, int]]] = {" ": [], "-": []}
    for line in lines[1:]:
        if line.startswith("="):
            continue
        glued = line.startswith(" ") and ".-" in line  # the rest of this line is boilerplate
        for mark, part in (
            [(" ", line[1 : line.index(".-") + 1]), ("-", line[line.index(".-") + 2 :])]
            if glued
            else [(line[:1], line[1:])]
        ):
            text += " " if glued and mark == "-" else ""
            if part.strip():
                spans[mark].append((len(text), len(text) + len(part)))
            text += part
        text += "\n"
    return Labelled(lines[0].split(":")[0], title, text, tuple(spans[" "]), tuple(spans["-"]))


def touched(span: tuple[int, int], cuts: list[Cut]) -> bool:
    return any(cut.start < span[1] and cut.end > span[0] for cut in cuts)


def mistakes(case: Labelled, outlet_lines: Mapping[str, float] = MappingProxyType({})) -> tuple[list[str], list[str]]:
    """The article's lines that were touched, and the boilerplate's that stayed."""
    cuts = find_cuts(case.text, case.title, outlet_lines)
    lost = [case.text[slice(*span)] for span in case.own if touched(span, cuts)]
    gone = {i for cut in cuts for i in range(cut.start, cut.end)}
    left = [
        case.text[a:b]
        for a, b in case.boilerplate
        if any(i not in gone and not case.text[i].isspace() for i in range(a, b))
    ]
    return lost, left
