"""The import law: data walks one way, and no room reaches into another's; modules and functions stay short."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("monitor", "spiders", "pipelines")
FORBIDDEN = {  # who → what it may not import
    "monitor": {"spiders", "pipelines"},
    "spiders": {"pipelines"},
    "pipelines": {"spiders"},
}
EXCEPT = {"monitor/cli.py"}  # the command line brings the rooms together


@dataclass(frozen=True)
class Module:
    """What it imports, whether any by a relative name, and the lines it has and each of its functions has."""

    imports: frozenset[str]
    relative: bool
    lines: int
    functions: tuple[int, ...]


def read_module(source: str) -> Module:
    nodes = list(ast.walk(ast.parse(source)))
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return Module(
        imports=frozenset(names | {node.module or "" for node in froms}),
        relative=any(node.level for node in froms),
        lines=source.count("\n"),
        functions=tuple(node.end_lineno - node.lineno + 1 for node in functions if node.end_lineno),
    )


@cache
def read_modules() -> dict[str, Module]:
    """Every module of the rooms, by its path."""
    paths = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return {str(path.relative_to(ROOT)): read_module(path.read_text(encoding="utf-8")) for path in paths}


def breaches(name: str, imported: frozenset[str]) -> set[str]:
    forbidden = set() if name in EXCEPT else FORBIDDEN[name.split("/", maxsplit=1)[0]]
    return {module for module in imported if module.split(".")[0] in forbidden}


def test_imports_go_one_way() -> None:
    found = {name: breaches(name, module.imports) for name, module in read_modules().items()}
    assert {name: modules for name, modules in found.items() if modules} == {}


def test_the_document_imports_no_room() -> None:
    assert not {m for m in read_modules()["monitor/document.py"].imports if m.split(".")[0] in ROOMS}


def test_a_breach_would_be_seen() -> None:
    assert breaches("spiders/x.py", read_module("from pipelines.order import x").imports) == {"pipelines.order"}
    assert breaches("monitor/store/x.py", read_module("import spiders.page, monitor.document").imports) == {
        "spiders.page"
    }


def test_relative_imports_hide_nothing() -> None:
    assert [name for name, module in read_modules().items() if module.relative] == []


def test_modules_stay_small() -> None:
    assert {name: module.lines for name, module in read_modules().items() if module.lines > 300} == {}


def test_functions_stay_short() -> None:
    lengths = sorted(length for module in read_modules().values() for length in module.functions)
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30
