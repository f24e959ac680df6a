"""Hostile queries and addresses, made up and by hand, and what every answer to them must be."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st
from lxml import html

BY_HAND = [
    line
    for line in (Path(__file__).parent / "cases/web/hostile.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
NASTY = [
    "'", '"', "<script>", "../", "%00", "OR", "NOT", "(", ")", "*", "tag:", "lang:", "since:", "story:", "{{7*7}}",
    "; DROP TABLE document", "é", "-", "NEAR(", "^", ":", "[", "]", "\\", "\0", "\u202e", 'title:"x', "title:*", "--",
    "/*", "<img/src=x>", "x" * 300, "saved:", "outlet:", "after:2018", "depot", "${x}",
]  # fmt: skip
WORDS = st.text(max_size=60) | st.lists(st.sampled_from(NASTY), max_size=12).map(" ".join)
PLACES = [
    "/search", "/search.json", "/search.atom", "/subject/", "/digest/", "/document/", "/story/", "/source/", "/saved/",
    "/static/", "/",
]  # fmt: skip
NAMES = ["q", "offset", "step", "language", "like", "sort"]


def address(words: str, place: str, name: str) -> str:
    """`words` put into an address: behind the question mark of a search, else into the path as well."""
    said = words.encode("utf-8", "replace").decode()
    path = place if "search" in place else place + quote(said, safe="/.")
    return f"{path}?{name}={quote(said)}"


def check_answer(page: Any, path: str) -> None:
    """No error page, nothing of ours but the page, and no markup that came with the address."""
    answer = page.get(path)
    assert answer.status_code in (200, 307, 400, 404, 405), path  # 307: a slash too many
    assert answer.headers.get("Location", "http://localhost/").startswith("http://localhost/"), path
    assert "Traceback" not in answer.text, path
    assert "def make_app" not in answer.text, path
    assert "root:" not in answer.text, path
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        tree = html.fromstring(answer.text)
        assert len(tree.xpath("//script")) == 1, path
        assert not tree.xpath("//@*[starts-with(name(), 'on')] | //img | //*[starts-with(@href, 'javascript:')]"), path
