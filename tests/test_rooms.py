"""The import law: data walks one way, and no room reaches into another's."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(p for room in ("monitor", "spiders", "pipelines") for p in (ROOT / room).rglob("*.py"))

FORBIDDEN = {  # who → what it may not import
    "monitor": {"spiders", "pipelines"},
    "spiders": {"pipelines"},
    "pipelines": {"spiders"},
}
EXCEPT = {"monitor/cli.py"}  # the command line brings the rooms together


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def breaches(name: str, imported: set[str]) -> set[str]:
    forbidden = set() if name in EXCEPT else FORBIDDEN[name.split("/", maxsplit=1)[0]]
    return {module for module in imported if module.split(".")[0] in forbidden}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    assert not breaches(str(path.relative_to(ROOT)), imports(path))


def test_the_document_imports_no_room() -> None:
    rooms = {"monitor", "spiders", "pipelines"}
    assert not {m for m in imports(ROOT / "monitor/document.py") if m.split(".")[0] in rooms}


def test_a_breach_would_be_seen() -> None:
    assert breaches("spiders/x.py", {"pipelines.order"}) == {"pipelines.order"}
    assert breaches("monitor/store/x.py", {"spiders.page", "monitor.document"}) == {"spiders.page"}


def test_relative_imports_hide_nothing() -> None:
    relative = [
        str(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_stay_small(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 300


def test_functions_stay_short() -> None:
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    )
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30
