"""Pages a second: our crawl beside a bare Scrapy spider that only downloads, and a bare loop of trafilatura.

Everything on loopback, politeness off, one run: `python -m tests.bench.crawl [PAGES [CARDS]]`. The issue asks that we
keep at least 0.8 of the speed that downloading and extracting have one after the other, and that memory stays flat
over 20,000 pages: `python -m tests.bench.crawl 20000 0` takes some minutes, its pages without cards beside the article.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any, NamedTuple

from tests.crawling import ask, environment, follow
from tests.site import Answer, rss, serve

PAGES = Path(__file__).parent.parent / "cases" / "pages" / "scoring"
MOST_OF_PEERS = 1000  # pages that the peers take; their speed does not change after
EACH = 200  # pages a source names: what one crawl takes of it
# What real pages carry beside the article: cards that lead elsewhere, and scripts; some 60 KB.
CARD = '<div class="card card--{0}"><a class="card__link" href="/a/{0}"><span>Une autre pièce, {0}</span></a></div>'
SCRIPT = f"<script>{'var a = 1;' * 2000}</script></body>"

BARE = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for n in range(int(sys.argv[2])):
            yield scrapy.Request(f"{sys.argv[1]}/p/{n}", self.parse)
    def parse(self, response):
        assert response.body
process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
process.start()
"""
EXTRACT = """
import sys, trafilatura
from pathlib import Path
bodies = [path.read_bytes() for path in sorted(Path(sys.argv[1]).iterdir())]
for n in range(int(sys.argv[2])):
    assert trafilatura.extract(bodies[n % len(bodies)], fast=sys.argv[3] == "fast")
"""


class Press(dict[str, Answer]):
    """An article at every /p/N, each with words of its own."""

    def __init__(self, cards: int) -> None:
        super().__init__()
        filler = ("".join(CARD.format(n) for n in range(cards)) + (SCRIPT if cards else "</body>")).encode()
        self.bodies = [
            path.read_bytes() for path in sorted(PAGES.glob("*.html")) if b"charset=iso" not in path.read_bytes()
        ]
        self.bodies = [body.replace(b"</body>", filler, 1) for body in self.bodies if b"</body>" in body]

    def get(self, path: str, default: Any = None) -> Any:
        if not path.startswith("/p/"):
            return super().get(path, default)
        body = self.bodies[int(path[3:]) % len(self.bodies)]
        own = b"<link rel='canonical' href='%b'>" % path.encode()
        return Answer(body.replace(b'rel="canonical"', b'rel="x"').replace(b"<head>", b"<head>" + own, 1))


class Spent(NamedTuple):
    """Seconds by the clock, and seconds that the programs themselves kept a processor, the site's server apart."""

    clock: float
    processor: float


def spent() -> Spent:
    used = getrusage(RUSAGE_CHILDREN)
    return Spent(time.perf_counter(), used.ru_utime + used.ru_stime)


def since(began: Spent, pages: int) -> Spent:
    """What each page took."""
    return Spent(*((now - then) / pages for now, then in zip(spent(), began, strict=True)))


def timed(program: str, where: str, pages: int, *more: str) -> Spent:
    began = spent()
    subprocess.run([sys.executable, "-c", program, where, str(pages), *more], check=True, capture_output=True)
    return since(began, pages)


def memory_of(process: subprocess.Popen[bytes]) -> list[tuple[float, float]]:
    """(seconds since the start, MB resident), twice a second, until the process ends."""
    sizes: list[tuple[float, float]] = []
    began = time.perf_counter()

    def watch() -> None:
        while process.poll() is None:
            text = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
            resident = next((line for line in text.splitlines() if line.startswith("VmRSS")), "VmRSS 0 kB")
            sizes.append((time.perf_counter() - began, int(resident.split()[1]) / 1024))
            time.sleep(0.5)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.communicate()
    watcher.join()
    return sizes


def main(pages: int = 1000, cards: int = 300) -> None:
    press = Press(cards)
    for first in range(0, pages, EACH):
        press[f"/fil/{first}"] = rss(*(f"/p/{n}" for n in range(first, min(pages, first + EACH))))
    with serve(press) as site, tempfile.TemporaryDirectory() as name:
        folder, bodies = Path(name), Path(name) / "bodies"
        bodies.mkdir()
        for n, body in enumerate(press.bodies):
            (bodies / f"{n:03}").write_bytes(body)
        few = min(pages, MOST_OF_PEERS)
        downloading = timed(BARE, site.address, few)
        extracting, fast = (timed(EXTRACT, str(bodies), few, how) for how in ("", "fast"))
        follow(folder, site, *((path, path) for path in press))
        began = spent()
        command, pipe = [sys.executable, "-m", "monitor", "crawl"], subprocess.PIPE
        about = environment(folder, patience="60")
        sizes = memory_of(subprocess.Popen(command, cwd=folder, env=about, stdout=pipe, stderr=pipe))
        ours = since(began, pages)
        stored = ask(folder, "SELECT count(*) FROM document")[0][0]
        assert stored == pages, ask(folder, "SELECT note, count(*) FROM page GROUP BY note")
    print(f"{pages} pages of {len(press.bodies[0]) // 1000} KB; pages a second, by the clock and by processor time:")
    for name, each in ("download alone", downloading), ("trafilatura", extracting), ("fast", fast), ("our crawl", ours):
        print(f"  {name:15} {1 / each.clock:6.0f} {1 / each.processor:6.0f}")
    for name, other in ("trafilatura", extracting), ("fast", fast):
        ratios = (downloading[n] + other[n] for n in (0, 1))
        clock, processor = (both / own for both, own in zip(ratios, ours, strict=True))
        print(f"  our speed to that of download and {name} one after the other: {clock:.2f}, {processor:.2f}")
    tenths = [sizes[len(sizes) * tenth // 10][1] for tenth in range(1, 10)]
    print("resident MB after each tenth of the time:", " ".join(f"{size:.0f}" for size in tenths))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
