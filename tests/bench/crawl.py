"""Pages a second: our crawl beside a bare Scrapy spider that only downloads, and a bare loop of trafilatura.

Everything on loopback, politeness off, one run: `python -m tests.bench.crawl [PAGES]`. The issue asks that we keep at
least 0.8 of the speed that downloading and extracting have one after the other.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.site import Answer, page, rss, serve
from tests.test_crawl import ask, follow, monitor

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
import sys, time, trafilatura
from pathlib import Path
pages = [path.read_bytes() for path in Path(sys.argv[1]).iterdir()]
for body in pages:
    assert trafilatura.extract(body, fast=True)
"""


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def main(pages: int = 200) -> None:
    answers: dict[str, Answer] = {f"/p/{n}": page(f"Pièce {n}") for n in range(pages)}
    answers["/fil"] = rss(*answers)
    with serve(answers) as site, tempfile.TemporaryDirectory() as folder:
        bodies = Path(folder) / "bodies"
        bodies.mkdir()
        for n in range(pages):
            (bodies / str(n)).write_bytes(answers[f"/p/{n}"].body)
        downloading = timed([sys.executable, "-c", BARE, site.address, str(pages)])
        extracting = timed([sys.executable, "-c", EXTRACT, str(bodies)])
        follow(Path(folder), site, ("Fil", "/fil"))
        began = time.perf_counter()
        crawl = monitor(Path(folder), "crawl")
        ours = time.perf_counter() - began
        stored = ask(Path(folder), "SELECT count(*) FROM document")[0][0]
        assert stored == pages, crawl.stderr
    print(f"{pages} pages: download alone {pages / downloading:.0f}/s, trafilatura alone {pages / extracting:.0f}/s")
    print(
        f"one after the other {pages / (downloading + extracting):.0f}/s, our crawl into the store {pages / ours:.0f}/s"
    )
    print(f"ratio {(downloading + extracting) / ours:.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
