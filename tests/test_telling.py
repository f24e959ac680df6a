"""Telling people: the digest by mail through a real server on this machine, alerts, feeds of saved searches."""

from __future__ import annotations

import email
import email.policy
import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import feedparser
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from search_store import add_documents, add_story, make_store

from monitor.errors import MonitorError
from monitor.mail import compose, read_addresses, send
from monitor.search.saved import check_alert
from monitor.settings import Settings

NEWS = {"title": "Un dépôt à Lyon", "text": "La société ouvre un dépôt à Lyon.", "language": "fr", "outlet": "Écho"}
LATER = {"title": "A depot in Lyon", "text": "The firm opens a depot in Lyon.", "language": "en", "outlet": "Ledger"}


@dataclass
class Letterbox:
    """Keeps what a mail server accepts; refuses the addresses it is told to."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        letter = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@dataclass(frozen=True)
class Post:
    """A mail server that runs: its settings, and what came."""

    settings: dict[str, str]
    box: Letterbox


def serve(box: Letterbox, **options: Any) -> Iterator[Post]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="localhost", port=port, **options)
    controller.start()
    yield Post({"smtp_server": f"localhost:{port}", "smtp_security": "none"}, box)
    controller.stop()


@pytest.fixture
def plain() -> Iterator[Post]:
    yield from serve(Letterbox())


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Post]:
    """A server that wants STARTTLS and a password, with a certificate this machine trusts for the test."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)

    def check(server: Any, session: Any, envelope: Any, mechanism: Any, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"reader", b"sesame"), handled=False)

    options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": check}
    for post in serve(Letterbox(), **options):
        yield Post({**post.settings, "smtp_security": "starttls"}, post.box)


def settings(post: Post, **more: str) -> Settings:
    return Settings(**{**post.settings, **more})  # type: ignore[arg-type]


def letter(to: str = "a@example.org") -> EmailMessage:
    return compose(Settings(mail_from="Monitor <m@example.org>"), [to], "Été\nX: y", "Du texte.", "<p>Du texte.</p>")


def test_a_message_arrives_in_both_forms(plain: Post) -> None:
    send(settings(plain), letter())
    (came,) = plain.box.letters
    assert (came["Subject"], came["From"]) == ("Été X: y", "Monitor <m@example.org>")  # nothing slips into the head
    assert came["X"] is None
    assert came.get_body(("html",)).get_content().strip() == "<p>Du texte.</p>"  # type: ignore[union-attr]
    assert came.get_body(("plain",)).get_content().strip() == "Du texte."  # type: ignore[union-attr]


def test_a_secure_server_is_spoken_to_securely(secure: Post) -> None:
    send(settings(secure, smtp_user="reader", smtp_password="sesame"), letter())
    assert len(secure.box.letters) == 1


REFUSALS = [  # settings, what the one line says
    ({"smtp_user": "reader", "smtp_password": "wrong"}, "535"),
    ({"smtp_user": "reader", "smtp_password": "sésame"}, "without accents"),
    ({}, "530"),
    ({"smtp_security": "none"}, "530"),
]


@pytest.mark.parametrize(("given", "says"), REFUSALS)
def test_what_a_server_refuses_is_one_line(secure: Post, given: dict[str, str], says: str) -> None:
    with pytest.raises(MonitorError, match=says) as complaint:
        send(settings(secure, **given), letter())
    assert "\n" not in str(complaint.value)
    assert "wrong" not in str(complaint.value)
    assert not secure.box.letters


def test_an_unknown_certificate_is_refused(secure: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MonitorError, match="certificate"):
        send(settings(secure, smtp_user="reader", smtp_password="sesame"), letter())


def test_other_refusals_are_one_line(plain: Post) -> None:
    with pytest.raises(MonitorError, match=r"refused for nobody@example\.org"):
        send(settings(plain), letter("nobody@example.org"))
    with pytest.raises(MonitorError, match='set smtp_security to "tls"'):
        send(settings(plain, smtp_security="starttls"), letter())
    with pytest.raises(
        MonitorError, match=r"not sent \(Connection refused; are smtp_server and smtp_security right\?\)"
    ):
        send(settings(plain, smtp_server="localhost:1"), letter())
    with pytest.raises(MonitorError, match="no mail server is set"):
        send(Settings(), letter())


def test_addresses() -> None:
    assert read_addresses("a@example.org, B <b@example.org>;c@example.org", "mail_to")[1] == "B <b@example.org>"
    with pytest.raises(MonitorError, match="mail_to: 'nowhere' is no mail address"):
        read_addresses("a@example.org, nowhere", "mail_to")


def test_digest_is_sent(monitor: Callable[..., Any], plain: Post, tmp_path: Path, monkeypatch: Any) -> None:
    db = make_store([NEWS], str(tmp_path / "monitor.db"))
    add_story(db, 1, [1], "2024-03-30T05:00:00Z")
    db.close()
    told = monitor("digest", "--send")
    assert (told.status, "nobody to send it to" in told.err) == (2, True)
    for name, value in {**plain.settings, "mail_to": "r@example.org, s@example.org", "reading_languages": "fr"}.items():
        monkeypatch.setenv(f"MONITOR_{name.upper()}", value)
    told = monitor("digest", "--send", "--date", "today")
    assert (told.status, told.out) == (0, "")
    assert "sent to r@example.org, s@example.org" in told.err
    (came,) = plain.box.letters
    assert came["Subject"].startswith("Revue de presse · ")
    assert came["Subject"].endswith("Un dépôt à Lyon")
    html, text = came.get_body(("html",)), came.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert html.get_content().replace("\r", "") == monitor("digest", "--date", "today", "--format", "html").out
    assert text.get_content().replace("\r", "") == monitor("digest", "--date", "today").out


# ------------------------------------------------------------------------------------------ saved searches


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A web address on this machine, and what was posted there; /broken always fails."""
    posted: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", posted
    server.shutdown()
    thread.join()
    server.server_close()


def add_news(tmp_path: Path, *documents: dict[str, Any]) -> None:
    db = make_store([], str(tmp_path / "monitor.db"))
    add_documents(db, documents)
    db.close()


def test_a_saved_search_is_kept_listed_and_removed(monitor: Callable[..., Any], tmp_path: Path) -> None:
    add_news(tmp_path, NEWS)
    assert monitor("search", "dépôt OR depot", "--save", "Dépôts").status == 0
    assert monitor("search", "--saved").out == "Dépôts: dépôt OR depot\n"
    feed = feedparser.parse(monitor("search", "--feed", "Dépôts").out)
    assert (feed.entries, feed.feed.updated_parsed.tm_year > 2020) == ([], True)  # as old as the search
    assert "1 of 1 found" in monitor("search", "saved:dépôts lang:fr").err
    assert "0 found" in monitor("search", "saved:Dépôts lang:en").err
    assert "2 found" not in monitor("search", "(saved:Dépôts OR rain) NOT saved:Dépôts").err
    assert monitor("search", "--remove", "dépôts").status == 0
    told = monitor("search", "saved:dépôts")
    assert (told.status, "no search is saved under this name" in told.err) == (2, True)
    assert monitor("search", "--remove", "dépôts").status == 2


WRONG = [  # arguments, what the one line says
    (["since:soon", "--save", "x"], "since:7d"),
    (["saved:y", "--save", "x"], "cannot name another"),
    (["rain", "--save", "/etc"], "a name has letters"),
    (["rain", "--save", "x", "--alert", "pigeon"], "an alert is command:"),
    (["rain", "--alert", "mail:a@example.org"], "goes with --save"),
    (["rain", "--saved"], "alone"),
    ([], "write what to search for"),
    (["--feed", "x"], "no search is saved as x"),
]


@pytest.mark.parametrize(("arguments", "says"), WRONG)
def test_what_cannot_be_saved_is_one_line(
    monitor: Callable[..., Any], tmp_path: Path, arguments: list[str], says: str
) -> None:
    add_news(tmp_path, NEWS)
    told = monitor("search", *arguments)
    assert (told.status, told.err.count("\n")) == (2, 1)
    assert says in told.err


@pytest.mark.parametrize("alert", ["command:notify-send x", "mail", "mail:a@example.org", "https://a.example/hook"])
def test_alerts_that_can_be(alert: str) -> None:
    check_alert(alert)


@pytest.mark.parametrize(
    "alert", ["command:", "mail:", "mailer", "mail:a b@c", "ftp://a", "file:///etc/passwd", "https://"]
)
def test_alerts_that_cannot_be(alert: str) -> None:
    with pytest.raises(MonitorError, match="an alert is"):
        check_alert(alert)


@pytest.fixture
def running(monitor: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """`monitor run` with nothing to crawl and no stage to run: digest and alerts alone."""
    from monitor import cli

    monkeypatch.setattr(cli, "_crawl", lambda *_: 0)
    monkeypatch.setattr(cli, "_stages", lambda *_: ())
    return lambda: monitor("run")


def test_each_hit_is_alerted_once(
    monitor: Callable[..., Any], running: Callable[[], Any], hook: Any, plain: Post, tmp_path: Path, monkeypatch: Any
) -> None:
    address, posted = hook
    for name, value in plain.settings.items():
        monkeypatch.setenv(f"MONITOR_{name.upper()}", value)
    add_news(tmp_path, NEWS)
    program = tmp_path / "program.py"
    program.write_text(
        "import os, sys; open(sys.argv[1], 'a').write(os.environ['MONITOR_ALERT_SEARCH'] + sys.stdin.read())"
    )
    alerts = {
        "web": f"{address}/hook",
        "post": "mail:me@example.org",
        "own": f"command:{sys.executable} {program} '{tmp_path}/told it'",
    }
    for name, alert in alerts.items():
        assert monitor("search", "dépôt OR depot", "--save", name, "--alert", alert).status == 0
    assert running().status == 0
    assert posted == []  # what was there is no news
    add_news(tmp_path, LATER)
    told = running()
    assert told.status == 0, told.err
    assert "depot" in told.out  # in the digest
    assert [(p["search"], p["total"], [d["title"] for d in p["documents"]]) for p in posted] == [
        ("web", 1, ["A depot in Lyon"])
    ]
    assert [came["Subject"] for came in plain.box.letters] == ["post · 1 new document"]
    assert (tmp_path / "told it").read_text().startswith('own{"search": "own"')
    add_news(tmp_path, {**LATER, "url": "https://a.example/2", "text": "A depot in Lyon, corrected."})
    assert running().status == 0  # a correction is no news
    assert len(posted) == len(plain.box.letters) == 1
    feed = feedparser.parse(monitor("search", "--feed", "web").out)
    assert [entry.title for entry in feed.entries] == ["A depot in Lyon"]
    assert "corrected" in feed.entries[0].summary


def test_an_alert_by_mail_alone_goes_to_whom_the_settings_name(
    monitor: Callable[..., Any], running: Callable[[], Any], plain: Post, tmp_path: Path, monkeypatch: Any
) -> None:
    for name, value in plain.settings.items():
        monkeypatch.setenv(f"MONITOR_{name.upper()}", value)
    add_news(tmp_path, NEWS)
    assert monitor("search", "depot", "--save", "mine", "--alert", "mail").status == 0
    add_news(tmp_path, LATER)
    told = running()
    assert (told.status, "alert of mine: mail_to names nobody" in told.err) == (1, True)
    monkeypatch.setenv("MONITOR_MAIL_TO", "r@example.org, s@example.org")
    assert running().status == 0
    assert {came["Subject"]: came["To"] for came in plain.box.letters}["mine · 1 new document"] == (
        "r@example.org, s@example.org"
    )


def test_an_alert_that_failed_is_given_again(
    monitor: Callable[..., Any], running: Callable[[], Any], hook: Any, tmp_path: Path
) -> None:
    address, posted = hook
    add_news(tmp_path, NEWS)
    assert monitor("search", "depot", "--save", "broken", "--alert", f"{address}/broken").status == 0
    assert monitor("search", "depot", "--save", "false", "--alert", "command:false").status == 0
    assert monitor("search", "depot", "--save", "none", "--alert", "command:/no/such/program").status == 0
    add_news(tmp_path, LATER)
    for times in (1, 2):
        told = running()
        assert told.status == 1
        assert "alert of broken: " in told.err
        assert "alert of false: false ended with 1" in told.err
        assert "alert of none: /no/such/program could not be run (No such file or directory)" in told.err
        assert len(posted) == times


def test_what_is_muted_alerts_nobody(
    monitor: Callable[..., Any], running: Callable[[], Any], hook: Any, tmp_path: Path
) -> None:
    address, posted = hook
    add_news(tmp_path, NEWS)
    assert monitor("search", "depot", "--save", "x", "--alert", address).status == 0
    add_news(tmp_path, LATER)
    assert monitor("correct", "outlet:Ledger", "--mute").status == 0
    assert running().status == 0
    assert posted == []
