"""Makes what README.md shows: `python docs/session.py` reads the sample documents into a new store, types every
command of README's console blocks, puts what they print below them, and takes the pictures with Chromium.

Commands run in order, in one folder, as a reader would type them; `monitor` must be on the PATH.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)
PICTURES = {  # name → address, width and height, scheme
    "digest": ("/", 1180, 860, "light"),
    "story": ("/story/1?language=en", 1180, 1000, "light"),
    "document": ("/document/10?language=en", 1180, 860, "light"),
    "search": ("/search?q=colis&sort=words", 1180, 700, "light"),
    "subject": ("/subject/organisation:Alibaba?language=fr&step=month", 1180, 760, "dark"),
    "phone": ("/?language=en", 390, 780, "light"),
}


def write_session(readme: str, run: Path) -> str:
    """`readme` with what its commands print, run one after another in the folder `run`."""
    return BLOCK.sub(lambda block: f"```console\n{''.join(_typed(block['lines'], run))}```", readme)


def _typed(lines: str, run: Path) -> Iterator[str]:
    for command in (line[2:] for line in lines.splitlines() if line.startswith("$ ")):
        print(f"$ {command}", file=sys.stderr)
        done = subprocess.run(["sh", "-c", command], cwd=run, capture_output=True, text=True, check=False)
        yield f"$ {command}\n{done.stdout}"


def take_pictures(store: Path, folder: Path) -> None:
    """A picture of each of PICTURES, of the page of `store`, in 192 colours: small, and sharp enough for letters."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    with _serving(store) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (path, width, height, scheme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            page.goto(f"{base}{path}")
            taken = Image.open(io.BytesIO(page.screenshot()))
            taken.quantize(192, kmeans=1, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
            page.close()
        browser.close()


@contextmanager
def _serving(store: Path) -> Iterator[str]:
    import uvicorn

    from monitor.settings import Settings
    from monitor.web.app import make_app

    server = uvicorn.Server(uvicorn.Config(make_app(Settings(store=str(store))), port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True


def main() -> None:
    """Write README.md and the pictures anew; with the path of a store, only the pictures, of that one."""
    if len(sys.argv) == 2:
        return take_pictures(Path(sys.argv[1]), Path(__file__).parent)
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder)
        shutil.copytree(ROOT / "seeds/documents", run / "seeds/documents")
        os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        README.write_text(write_session(README.read_text(encoding="utf-8"), run), encoding="utf-8")
        return take_pictures(run / "monitor.db", Path(__file__).parent)


if __name__ == "__main__":
    main()
