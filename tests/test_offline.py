"""Nothing leaves this machine, and nothing is loaded that a command does not use."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HEAVY = "torch transformers ctranslate2 huggingface_hub scrapy trafilatura sentencepiece numpy sqlite_utils"
ARTICLES = Path(__file__).parent.parent / "seeds" / "documents"


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every name that was looked up and address that was called outside this machine; all are refused."""
    asked: list[str] = []
    connect = socket.socket.connect

    def look_up(host: str, *_: Any, **__: Any) -> None:
        asked.append(str(host))
        raise socket.gaierror(-2, "Name or service not known")

    def call(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            asked.append(str(address[0]))
            raise ConnectionRefusedError(address)
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket.socket, "connect", call)
    return asked


def test_from_documents_to_a_reader_without_a_network(monitor: Callable, refused: list[str]) -> None:
    for command in (
        ("load", ARTICLES / "citrus-post.md", ARTICLES / "terres-d-armor.jsonl"),
        ("process",),
        ("digest",),
        ("search", "port"),
        ("models", "list"),
        ("models", "check"),
    ):
        assert monitor(*command).status == 0, command
    assert refused == []


def test_a_search_loads_no_model_and_no_crawler(monitor: Callable, tmp_path: Path) -> None:
    monitor("load", ARTICLES / "citrus-post.md")
    code = (
        "import sys\nfrom monitor import cli\nsys.argv = ['monitor', 'search', 'port', '--quiet']\n"
        f"try: cli.main()\nfinally: print(*(set('{HEAVY}'.split()) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (0, "")
