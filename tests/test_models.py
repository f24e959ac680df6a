"""`monitor models` against a hub of our own on loopback, and what the pins change."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from monitor.models import choose_files, find_folder, pin_name, read_licence, read_pins
from monitor.settings import Settings
from pipelines.models import fingerprint, name_model
from pipelines.translation.translator import choose_translator

FIRST, SECOND = "1" * 40, "2" * 40
CARD = b"---\nlanguage: fr\nlicense: apache-2.0\n---\n# A model\n"


class Hub:
    """A hub with one model, `desk/fr-en`; a test may put another revision there."""

    def __init__(self) -> None:
        self.head = FIRST
        self.files = {"README.md": CARD, "config.json": b"{}", "model.safetensors": b"weights", "tf_model.h5": b"other"}
        self.asked: list[str] = []

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body for the addresses that huggingface_hub asks."""
        self.asked.append(path)
        if path.startswith("/api/models/desk/fr-en/tree/"):
            tree = [{"type": "file", "path": n, "size": len(b), "oid": FIRST} for n, b in self.files.items()]
            return 200, json.dumps(tree).encode()
        if path.startswith("/api/models/desk/fr-en"):
            listed = [{"rfilename": name} for name in self.files]
            return 200, json.dumps({"id": "desk/fr-en", "sha": self.head, "siblings": listed}).encode()
        name = path.rpartition("/")[2]
        return (200, self.files[name]) if "/desk/fr-en/resolve/" in path and name in self.files else (404, b"")


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    from huggingface_hub import constants

    made = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = made.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
            self.send_header("X-Repo-Commit", made.head)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - its name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    name_model.cache_clear()
    yield made
    server.shutdown()
    server.server_close()
    name_model.cache_clear()


def test_get_fetches_and_pins(monitor: Callable, hub: Hub, tmp_path: Path) -> None:
    told = monitor("models", "get", "desk/fr-en")
    assert (told.status, "revision 11111111, 3 files, pinned" in told.err) == (0, True)
    assert not any("tf_model" in path for path in hub.asked)  # weights for another program
    pin = read_pins(tmp_path / "models.toml")["desk/fr-en"]
    assert pin.revision == FIRST
    assert f"{hashlib.sha256(b'weights').hexdigest()}  model.safetensors" in pin.files
    assert monitor("models", "check").out == (
        "ok     fr-en: as it comes with the program\nok     desk/fr-en: revision 11111111, 3 files\n"
    )


def test_get_without_a_name_fetches_what_the_settings_name(
    monitor: Callable, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the settings name no model" in monitor("models", "get").err
    monkeypatch.setenv("MONITOR_TRANSLATION_MODEL", "desk/fr-en")
    before = monitor("models", "check")
    assert (before.status, "`monitor models get desk/fr-en` fetches it" in before.out) == (1, True)
    assert monitor("doctor").status == 1
    assert monitor("models", "get").status == 0
    assert monitor("models", "check").status == 0
    assert "desk/fr-en  0 MB  apache-2.0  Hugging Face, revision 11111111  here" in monitor("models", "list").out


def test_the_pinned_revision_is_used_though_a_newer_one_is_here(monitor: Callable, hub: Hub, tmp_path: Path) -> None:
    monitor("models", "get", "desk/fr-en")
    pins = (tmp_path / "models.toml").read_bytes()
    hub.head, hub.files["model.safetensors"] = SECOND, b"better weights"
    monitor("models", "get", "desk/fr-en")
    assert read_pins(tmp_path / "models.toml")["desk/fr-en"].revision == SECOND
    (tmp_path / "models.toml").write_bytes(pins)
    settings = Settings(models=str(tmp_path / "models.toml"))
    pinned = pin_name(settings, "desk/fr-en")
    folder = find_folder(pinned)
    assert folder is not None
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    assert choose_translator(pinned).name.startswith("desk/fr-en@11111111")  # another revision, another name
    assert pin_name(settings, f"desk/fr-en@{SECOND}") == f"desk/fr-en@{SECOND}"


@pytest.mark.parametrize(
    ("shipped", "listed", "first"),
    [
        (["fr en"], ["fr-en (fr to en)", "Apertium's rules"], {"fr en": "fr-en-", "en fr": "apertium"}),
        (
            ["en fr", "fr en"],
            ["en-fr (en to fr)", "fr-en (fr to en)", "Apertium's rules"],
            {"fr en": "fr-en-", "en fr": "en-fr-"},
        ),
        (
            ["fr+en fr+en"],
            ["fr+en-fr+en (fr+en to fr+en)"],  # nothing is left for Apertium, which is not here
            {"fr en": "fr+en-fr+en-", "en fr": "fr+en-fr+en-"},
        ),
        ([], ["Apertium's rules"], {"fr en": "apertium", "en fr": "apertium"}),
    ],
)
def test_the_models_that_ship_and_what_they_cannot_do(
    shipped: list[str],
    listed: list[str],
    first: dict[str, str],
    monitor: Callable,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for source, target in map(str.split, shipped):
        folder = tmp_path / "models" / f"{source}-{target}"
        folder.mkdir(parents=True)
        described = {"tokenizer_class": "MarianTokenizer", "source_lang": source, "target_lang": target}
        (folder / "tokenizer_config.json").write_text(json.dumps(described))
        (folder / "config.json").write_text('{"model_type": "marian"}')
        (folder / "model.safetensors").write_bytes(b"weights")
    monkeypatch.setattr("monitor.models.SHIPPED", tmp_path / "models")
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setenv("MONITOR_TRANSLATION_MODEL", "auto")
    rows = [line for line in monitor("models", "list").out.splitlines() if line.startswith("translation")]
    assert [name in row for name, row in zip(listed, rows, strict=True)] == [True] * len(listed)
    chosen = choose_translator("auto")
    for pair, name in first.items():
        engine = next(engine for engine in getattr(chosen, "engines", [chosen]) if engine.translates(*pair.split()))
        assert engine.name.startswith(name)
    assert choose_translator("apertium").name == "apertium"


def test_a_damaged_file_is_found_and_fetched_again(monitor: Callable, hub: Hub, tmp_path: Path) -> None:
    monitor("models", "get", "desk/fr-en")
    folder = find_folder("desk/fr-en")
    assert folder is not None
    (folder / "model.safetensors").write_bytes(b"wxights")
    (folder / "README.md").unlink()
    told = monitor("models", "check")
    assert told.status == 1
    assert "WRONG  desk/fr-en: README.md is missing; model.safetensors has changed; `monitor models get" in told.out
    assert monitor("models", "get", "desk/fr-en").status == 0
    assert monitor("models", "check").status == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("desk/none", "the hub has no such model"),
        ("opus", "it must be owner/name"),
        ("/no/such/folder", "it must be owner/name"),
    ],
)
def test_what_cannot_be_fetched(monitor: Callable, hub: Hub, tmp_path: Path, name: str, said: str) -> None:
    told = monitor("models", "get", name)
    assert (told.status, told.err.count("\n"), said in told.err) == (2, 1, True)
    assert not (tmp_path / "models.toml").exists()


def test_out_of_reach_is_one_line_and_changes_nothing(
    monitor: Callable, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monitor("models", "get", "desk/fr-en")
    pins = (tmp_path / "models.toml").read_bytes()
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:1")  # nothing listens there
    for name in ("desk/fr-en", "desk/other"):
        told = monitor("models", "get", name)
        assert (told.status, told.out, told.err.count("\n")) == (2, "", 1)
        assert "the Hugging Face hub is out of reach" in told.err
    assert (tmp_path / "models.toml").read_bytes() == pins
    assert monitor("models", "check").status == 0


def test_a_broken_file_of_pins_is_named(monitor: Callable, tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text('[[model]]\nnome = "desk/fr-en"\n')
    told = monitor("models", "check")
    assert (told.status, "a [[model]] has `name`, `revision` and `files`" in told.err) == (2, True)


@pytest.mark.parametrize(
    ("listed", "chosen"),
    [
        (["config.json", "pytorch_model.bin", "rust_model.ot"], ["config.json", "pytorch_model.bin"]),
        (["config.json", "pytorch_model.bin", "model.safetensors"], ["config.json", "model.safetensors"]),
        (["source.spm", "vocab.json", "onnx/model.onnx", "README.md"], ["source.spm", "vocab.json", "README.md"]),
    ],
)
def test_only_what_is_used_is_fetched(listed: list[str], chosen: list[str]) -> None:
    assert list(choose_files(listed)) == chosen


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("---\nlanguage: fr\nlicense: apache-2.0\n---\n", "apache-2.0"),
        ("---\nlicense: 'cc-by-4.0'\n---\n", "cc-by-4.0"),
        ("# A model\nlicense: none of this is a head\n", ""),
        ("", ""),
    ],
)
def test_the_licence_is_what_the_card_states(tmp_path: Path, card: str, licence: str) -> None:
    (tmp_path / "README.md").write_text(card)
    assert read_licence(tmp_path) == licence


def test_other_weights_have_another_name(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(bytes(1_000_000))
    before = fingerprint(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\1" * 1_000_000)
    assert (changed := fingerprint(tmp_path)) != before
    (tmp_path / "README.md").write_bytes(CARD)
    assert fingerprint(tmp_path) == changed  # its card says the same of it


def test_what_comes_with_the_program_is_checked(
    monitor: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert monitor("models", "check").out == "ok     fr-en: as it comes with the program\n"
    (tmp_path / "models" / "fr-en").mkdir(parents=True)
    (tmp_path / "models" / "fr-en" / "config.json").write_text("{}")
    sums = "".join(f"{'0' * 64}  fr-en/{name}\n" for name in ("config.json", "model.safetensors"))
    (tmp_path / "models" / "SHA256SUMS").write_text(sums)
    monkeypatch.setattr("monitor.models.SHIPPED", tmp_path / "models")
    told = monitor("models", "check")
    assert told.status == 1
    assert "program: fr-en/model.safetensors is missing; fr-en/config.json has changed; install it again" in told.out


def test_a_folder_that_holds_no_model_is_not_here(
    monitor: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes").mkdir()
    monkeypatch.setenv("MONITOR_TRANSLATION_MODEL", str(tmp_path / "notes"))
    told = monitor("models", "check")
    assert (told.status, "it holds no whole model: model.safetensors is needed" in told.out) == (1, True)
    assert "it holds no whole model" in monitor("models", "list").out
