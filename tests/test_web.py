"""The reading page over real HTTP: every view, escaped, in both languages, with no error page."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
import uvicorn

from monitor.cli import cli
from monitor.settings import Settings
from monitor.web.pages import make_app

HOSTILE = '<script>alert("x")</script>'
RECORDS = [
    ("https://a.example/1", f"Depot {HOSTILE}", f"Cainiao opened a depot in Lyon. {HOSTILE} It cost 4 euros."),
    ("javascript:alert(1)", "Un dépôt à Lyon", "Cainiao a ouvert un dépôt à Lyon, dit l’entreprise."),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], tuple[int, str]]]:
    folder = tmp_path_factory.mktemp("web")
    store = str(folder / "monitor.db")
    lines = [json.dumps(dict(zip(("url", "title", "text"), r, strict=True))) for r in RECORDS]
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_TRANSLATION_MODEL", "none")
        for command in (
            ["load", str(folder / "news.jsonl")],
            ["process"],
            ["digest", "--output", str(folder / "d.txt")],
        ):
            assert cli.main([*command, "--store", store, "--quiet"], standalone_mode=False) == 0
    config = uvicorn.Config(make_app(Settings(store=store)), port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]

    def get(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    yield get
    server.should_exit = True
    thread.join()


VIEWS = [
    "/",
    "/document/1",
    "/document/2",
    "/story/1",
    "/search",
    "/search?q=depot",
    "/search?q=lang:fr",
    "/search?q=%22",
]


@pytest.mark.parametrize("path", VIEWS)
def test_every_view_answers_in_both_languages(page: Callable, path: str) -> None:
    for language in ("en", "fr"):
        status, html = page(f"{path}{'&' if '?' in path else '?'}language={language}")
        assert status == (404 if path.endswith("%22") else 200)
        assert f'<html lang="{language}">' in html
        assert "<script" not in html
        assert 'href="javascript:' not in html


@pytest.mark.parametrize(
    "path", ["/document/99", "/story/99", "/digest/1999-01-01", "/digest/x", "/nowhere", "/../etc/passwd"]
)
def test_what_is_not_there_is_said_plainly(page: Callable, path: str) -> None:
    status, html = page(path)
    assert status == 404
    assert "Nothing here" in html
    assert "Traceback" not in html


def test_json_of_a_view(page: Callable) -> None:
    assert json.loads(page("/document/1?format=json")[1])["url"] == "https://a.example/1"
    assert json.loads(page("/search?q=depot&format=json")[1])["total"] >= 1
