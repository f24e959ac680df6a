"""The whole way with the defaults, models and all: in bounded memory, with all sockets outside this machine refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).parents[2] / "seeds" / "documents"
MOST = 1.5e9  # bytes of memory that `monitor process` may take with the defaults, as issue and README say

RUN = """
import json, resource, socket, sys
connect = socket.socket.connect
def refuse(self, address):
    if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1")):
        print("called", address, file=sys.stderr)
        raise ConnectionRefusedError(address)
    return connect(self, address)
def look_up(host, *_, **__):
    print("looked up", host, file=sys.stderr)
    raise socket.gaierror(-2, "Name or service not known")
socket.socket.connect, socket.getaddrinfo = refuse, look_up
from monitor import cli
sys.argv = ["monitor", *sys.argv[1:]]
try:
    cli.main()
finally:
    status = open("/proc/self/status").read()  # getrusage would count what the tests held when they began this
    own = int(status.split("VmHWM:")[1].split()[0])
    print(json.dumps({"most": 1024 * max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)}))
"""

pytestmark = pytest.mark.quality


def run(folder: Path, *arguments: str) -> tuple[str, int]:
    """What the command said on its way, and the most memory that it or a program it called took, in bytes."""
    defaults = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=folder, env=defaults, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr, json.loads(done.stdout.splitlines()[-1])["most"]


def test_a_whole_run_stays_within_its_memory_and_this_machine(tmp_path: Path) -> None:
    """Ten times the samples, each time with other numbers, so that few sentences are remembered."""
    (tmp_path / "documents").mkdir()
    for n in range(10):
        for path in sorted(DOCUMENTS.iterdir()):
            (tmp_path / "documents" / f"{n}-{path.name}").write_bytes(path.read_bytes().replace(b" 1", b" %d" % n))
    run(tmp_path, "load", "documents")
    said, most = run(tmp_path, "process")
    print(f"\nmonitor process: {most / 1e6:.0f} MB at most")
    assert "called" not in said
    assert "looked up" not in said
    assert most < MOST
    run(tmp_path, "digest")
