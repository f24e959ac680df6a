"""What `monitor load` makes of files: every format, and everything that can be wrong with one."""

import gzip
import json
import os
import random
from pathlib import Path

import brotli
import pytest

from spiders import records
from spiders.files import ALLOWED, read_documents
from spiders.texts import split_title

PROSE = "Le port double ses quais.\nLes travaux commencent à l'automne."
MAIL = (
    b"From: =?iso-8859-1?Q?L=E9a_Morvan?= <lea@lettre.example>\r\nSubject: =?utf-8?B?TGEgbGV0dHJlIGRlIGwnw6l0w6k=?=\r\n"
    b"Message-ID: <12@lettre.example>\r\nDate: Sat, 03 Feb 2018 14:05:00 +0100\r\nMIME-Version: 1.0\r\n"
)
NEWSLETTER = (
    "<html><body><table><tr><td><p>"
    + "La lettre raconte l'été des marchands de glaces. " * 12
    + "</p></td></tr></table></body></html>"
)
HTML = (
    "<html lang='fr'><head><title>Les quais</title>{}</head><body><article><h1>Les quais</h1>{}</article></body></html>"
)
PAGE = HTML.format("<link rel='canonical' href='https://www.port.example/quais/'>", f"<p>{PROSE} {PROSE}</p>" * 4)
STUB = HTML.format("", "<p>Le port double.</p><p>Article réservé aux abonnés.</p>")


def load(*paths):
    problems, notes = [], []
    documents = list(read_documents(paths, problems.append, notes.append))
    assert all("\n" not in line for line in problems + notes)
    return documents, problems, notes


def load_bytes(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return load(path)


def lines(*records):
    return "\n".join(json.dumps(r, ensure_ascii=False) if isinstance(r, dict) else r for r in records).encode()


def warc(*pages):
    data = b""
    for address, kind, body in pages:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n\r\n" + body
        data += b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: " + address
        data += b"\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
        data += http + b"\r\n\r\n"
    return data


TITLES = [  # a file's text, the title in it
    (f"Le port s'agrandit\n\n{PROSE}", "Le port s'agrandit"),
    (f"Port doubles its quays\n \n{PROSE}", "Port doubles its quays"),
    (f"Le port s'agrandit\n{PROSE}", ""),  # no blank line
    (f"Le port s'agrandit.\n\n{PROSE}", ""),  # a sentence
    (f"Qui paiera ?\n\n{PROSE}", ""),  # punctuated
    ("Le port s'agrandit", ""),  # nothing below
    ("x" * 121 + f"\n\n{PROSE}", ""),  # long
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_first_line(text, title):
    assert split_title(text)[0] == title


CHARSETS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "iso-8859-15"]


@pytest.mark.parametrize("charset", CHARSETS)
def test_text_in_any_charset(tmp_path, charset):
    text = "Cœur de métier\n\nL'œuvre coûte 5 € à l'été, déjà."
    documents, problems, _ = load_bytes(tmp_path, "a.txt", text.encode(charset))
    assert [(d.raw_title, d.raw_text) for d in documents] == [tuple(text.split("\n\n"))]
    assert not problems


LIES = [  # name, content, the text found
    ("page.txt", PAGE.encode(), "Le port double ses quais."),
    ("page", PAGE.encode(), "Le port double ses quais."),
    ("page.html", PROSE.encode(), PROSE),
    ("lines.txt", lines({"title": "T", "text": PROSE}), PROSE),
    ("lines", lines({"title": "T", "text": PROSE}), PROSE),
    ("mail.txt", MAIL + b"\r\n" + PROSE.encode(), PROSE),
    ("note.eml", PROSE.encode(), PROSE),
    ("texte", PROSE.encode(), PROSE),
]


@pytest.mark.parametrize(("name", "data", "text"), LIES)
def test_names_that_lie(tmp_path, name, data, text):
    documents, problems, _ = load_bytes(tmp_path, name, data)
    assert [d.raw_text[: len(text)] for d in documents] == [text]
    assert not problems


REFUSED = [  # name, content, what is said
    ("a.txt", b"", "empty"),
    ("a.txt", b" \n\t\n", "empty"),
    ("a.html", b"\0\x01\x02\x03\xff", "binary"),
    ("a.txt", bytes(range(256)) * 8, "binary"),
    ("a.pdf", b"%PDF-1.4 \xff", "a PDF"),
    ("a.txt", b"%PDF-1.4 \xff", "a PDF"),
    ("a.docx", b"PK\x03\x04....", "office document"),
    ("a.csv", b"a;b\n1;2\n", "text"),
    ("a.gz", gzip.compress(b"bonjour", mtime=0), "gzip"),
    ("a.html", STUB.encode(), "paid"),
    ("a.html", b"<html><body></body></html>", "no text"),
    ("a.warc", b"WARC/1.0\r\nbroken", "no page"),
    ("a.warc.gz", gzip.compress(b"WARC/1.0\r\n" + b" " * 60_000_000, mtime=0), "a head of more than 4 MB"),  # a bomb
    ("a.warc", warc((b"https://p.example/", b"text/html", PAGE.encode()))[:-300], "cut short"),
    ("a.warc.gz", gzip.compress(warc((b"https://p.example/", b"text/html", PAGE.encode())), mtime=0)[:60], "broken"),
    ("a.warc.gz", gzip.compress(warc((b"https://p.example/", b"text/html", PAGE.encode())), mtime=0)[:-80], "broken"),
]


@pytest.mark.parametrize(("name", "data", "said"), REFUSED)
def test_one_line_each(tmp_path, name, data, said):
    documents, problems, _ = load_bytes(tmp_path, name, data)
    assert not documents
    assert len(problems) == 1
    assert said in problems[0]
    assert problems[0].startswith(str(tmp_path))


def test_records(tmp_path):
    documents, problems, _ = load_bytes(
        tmp_path,
        "a.jsonl",
        lines(
            {
                "url": "https://m.port.example/q/?utm_source=rss",
                "title": "T",
                "text": PROSE,
                "rang": {"n": 3},
                "language": "fr-FR",
            },
            {"html": PAGE, "outlet": "La Vigie", "author": ["Jeanne", "Ali"], "published_at": 1517663100},
            {"text": "pair \ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "published_at": "hier"},
            '{"text": "seul \\ud800 et nul \\u0000"}',
        ),
    )
    first, page, dated, lone = documents
    assert (first.key, first.language_hint, first.extra) == ("https://port.example/q", "fr", {"rang": {"n": 3}})
    assert (page.key, page.outlet, page.author) == ("https://port.example/quais", "La Vigie", "Jeanne, Ali")
    assert (page.raw_title, page.published_at, page.published_precision) == (
        "Les quais",
        "2018-02-03T13:05:00Z",
        "second",
    )
    assert dated.extra == {"published_at": "hier"}
    assert lone.content_hash
    assert "\0" not in lone.raw_text
    assert len(problems) == 1
    assert "line 3: `published_at` is 'hier'" in problems[0]


def test_broken_lines_are_named(tmp_path):
    data = lines(
        {"text": "un"},
        "{broken",
        "[1]",
        '{"title": "T"}',
        '{"text": 3}',
        "[" * 50_000,
        '{"text": NaN}',
        {"text": "huit"},
    )
    documents, problems, _ = load_bytes(tmp_path, "a.jsonl", data)
    assert [d.raw_text for d in documents] == ["un", "huit"]
    assert [f"line {n}" in problem for n, problem in enumerate(problems, 2)] == [True] * 6


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-le"])
def test_a_line_too_long_is_left_out(tmp_path, monkeypatch, charset):
    monkeypatch.setattr(records, "LARGEST", 1000)
    text = lines({"text": "déjà"}, {"text": "x" * 5000}, {"text": "trois"}).decode()
    documents, problems, _ = load_bytes(tmp_path, "a.jsonl", text.encode(charset))
    assert [d.raw_text for d in documents] == ["déjà", "trois"]
    assert len(problems) == 1
    assert "line 2" in problems[0]


def test_markdown(tmp_path):
    text = '---\ntitle: "Les quais"\ndate: 2018-02-03\nurl: https://port.example/q\nthème: mer\nlanguage: fr\n---\n'
    text += "# Les quais\n\n"
    document = load_bytes(
        tmp_path, "a.md", (text + "Un **gros** [port](http://x.example), *enfin*.\n\n## Suite\n").encode()
    )[0][0]
    assert (document.raw_title, document.raw_text) == ("Les quais", "Un gros port, enfin.\n\nSuite")
    assert (document.key, document.published_at, document.language_hint) == (
        "https://port.example/q",
        "2018-02-03",
        "fr",
    )
    assert load_bytes(tmp_path, "b.md", b"Titre\n=====\n\nTexte.")[0][0].raw_title == "Titre"


MAILS = [  # the rest of a mail, the text in it
    (
        b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"D=E9j=E0 l=\r\n'=E9t=E9",
        "Déjà l'été",
    ),
    (b"Content-Type: text/plain; charset=x-unknown\r\n\r\nD\xe9j\xe0", "Déjà"),
    (b"Content-Type: text/html; charset=utf-8\r\n\r\n" + NEWSLETTER.encode(), "La lettre raconte l'été"),
    (
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nLisez en ligne.\r\n"
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + NEWSLETTER.encode() + b"\r\n--b--\r\n",
        "La lettre raconte l'été",
    ),
]


@pytest.mark.parametrize(("rest", "text"), MAILS)
def test_mail(tmp_path, rest, text):
    documents, problems, _ = load_bytes(tmp_path, "a.eml", MAIL + rest)
    document = documents[0]
    assert not problems
    assert document.raw_text.startswith(text)
    assert (document.key, document.raw_title) == ("<12@lettre.example>", "La lettre de l'été")
    assert (document.author, document.published_at) == ("Léa Morvan", "2018-02-03T13:05:00Z")


@pytest.mark.parametrize(
    ("header", "outlet"), [(b"List-Unsubscribe: <mailto:a@b.example>\r\n", "Léa Morvan"), (b"", "")]
)
def test_the_sender_of_a_list_is_the_outlet(tmp_path, header, outlet):
    (document,), _, _ = load_bytes(tmp_path, "a.eml", MAIL + header + b"\r\n" + PROSE.encode())
    assert document.outlet == outlet


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_archive(tmp_path, pack):
    data = warc(
        (
            b"https://p.example/a",
            b"text/html; charset=iso-8859-15",
            HTML.format("", f"<p>{PROSE} Cœur.</p>" * 4).encode("iso-8859-15"),
        ),
        (b"https://p.example/b.png", b"image/png", b"\x89PNG"),
        (b"https://p.example/c", b"text/html", STUB.encode()),
    )
    documents, problems, _ = load_bytes(tmp_path, "a.warc" + (".gz" if pack is gzip.compress else ""), pack(data))
    assert [d.key for d in documents] == ["https://p.example/a"]
    assert "Cœur" in documents[0].raw_text
    assert len(problems) == 1
    assert "1 paywall" in problems[0]


def test_packed_answers_in_an_archive(tmp_path):
    """Those of a browser are often packed by brotli; one that grows without end is left out, the next one read."""
    page = HTML.format("", f"<p>{PROSE}</p>" * 4).encode()
    packed = [
        ("br", brotli.compress(page)),
        ("br", brotli.compress(b" " * 80_000_000)),
        ("gzip", gzip.compress(page, mtime=0)),
    ]
    records = [
        (b"https://p.example/%d" % n, b"text/html\r\nContent-Encoding: " + coding.encode(), body)
        for n, (coding, body) in enumerate(packed)
    ]
    documents, problems, _ = load_bytes(tmp_path, "a.warc", warc(*records))
    assert [d.key for d in documents] == ["https://p.example/0", "https://p.example/2"]
    assert [problem.split(": ")[1] for problem in problems] == [
        "https://p.example/1 is larger than 16 MB and was left out"
    ]


def test_folder(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.txt", ".caché.txt", "z.txt"):
        (tmp_path / name).write_text(f"{name} est lu.", encoding="utf-8")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "mort.txt").symlink_to("rien")
    (tmp_path / "b" / "haut").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "tube.txt")
    documents, problems, notes = load(tmp_path, tmp_path / "absent")
    assert [Path(d.origins[0].address).name for d in documents] == ["a.txt", "2.txt", "z.txt"]
    assert len(problems) == 3
    assert [any(word in p for p in problems) for word in ("leads nowhere", "neither a file", "no such file")] == [
        True
    ] * 3
    assert len(notes) == 1
    assert ".png" in notes[0]


def test_an_empty_folder_says_what_could_be_in_it(tmp_path):
    documents, problems, _ = load(tmp_path)
    assert (documents, problems) == ([], [f"{tmp_path}: no file to read in it; read are {ALLOWED}"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    (tmp_path / "a").mkdir(mode=0)
    assert "not allowed" in load(tmp_path / "a")[1][0]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "a.jsonl", "a.eml", "a.warc", "a.warc.gz", "a"])
def test_noise_never_raises(tmp_path, name):
    noise = random.Random(name)
    for start in (
        b"",
        b"WARC/1.0\r\n",
        b"\x1f\x8b\x08",
        b"<html>",
        b"From: a\r\nTo: b\r\nContent-Type: multipart/mixed\r\n",
        b"{",
        b"---\n",
    ):
        load_bytes(tmp_path, name, start + noise.randbytes(400))


def test_the_key_of_a_text_is_its_bytes(tmp_path):
    one = load_bytes(tmp_path, "a.txt", PROSE.encode())[0][0]
    other = load_bytes(tmp_path, "b.txt", PROSE.encode())[0][0]
    assert one.key == other.key != load_bytes(tmp_path, "c.txt", PROSE.encode() + b"!")[0][0].key
