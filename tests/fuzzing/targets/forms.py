"""Posted forms: any request is read within bounds or refused with 400 or 413; what a browser sends comes back."""

from __future__ import annotations

import io
from collections.abc import Iterator

import fuzzing
from briefing.mail.readers.posted import (
    LARGEST_BODY,
    LONGEST_FIELD,
    MOST_FIELDS,
    RefusedError,
    read_request,
    wished_languages,
)
from briefing.wording import is_language
from fuzzing.material import INVALID, ODD, encode

PARSES = (
    "briefing.mail.readers.posted.read_request",
    "briefing.mail.readers.posted.wished_languages",
    "briefing.mime.parse_mail",
)
KINDS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=xyz", "")
PIECES = (
    *encode(
        "--xyz", "--xyz--", "\r\n", "\r\n\r\n", "Content-Disposition: form-data; name=", '"a"', '"List-Unsubscribe"',
        "One-Click", "=", "&", "%", "%00", "%0a", "%ff", "+", "t=", "address=", "a@b.example", "events=",
        "name*=utf-8''a", "name*0=a", "; name*", "; boundary*", "*0*=b",
        "filename=", ";", "multipart/form-data; boundary=", '"',
        "Content-Type: multipart/mixed; boundary=b", "Content-Transfer-Encoding: base64", "en;q=0.5,", "de-DE,", "*",
        "q=", "chunked", "POST", "99999999999999", "-1", "1e3", "²",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    yield b"\0|t=abc|en,de;q=0.5|List-Unsubscribe=One-Click"
    yield b'\1|t=abc||--xyz\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--xyz--\r\n'
    yield b"\xff|q|\xb2|x=y"
    yield b"\xff|q|1e3|x=y"
    yield b"\0||pt-BR|address=a%40b.example&events=truce&events=strait&frequency=weekly"
    yield b"\2|multipart/form-data; boundary=q||--q\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--q--"


def check(data: bytes) -> None:
    (number,), rest = fuzzing.take(data, 1)
    _, query, languages, body = [*rest.split(b"|", 3), b"", b"", b"", b""][:4]
    kind = KINDS[number % 3] or query.decode("latin-1")
    length = str(len(body)) if number < 128 else languages.decode("latin-1")
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": query.decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": length,
        "HTTP_ACCEPT_LANGUAGE": languages.decode("latin-1"),
        "wsgi.input": io.BytesIO(body),
    }
    wishes = wished_languages(environ)
    assert all(is_language(each) for each in wishes)
    try:
        posted = read_request(environ)
    except RefusedError as refused:
        assert refused.status in (400, 413)
        return
    assert len(body) <= LARGEST_BODY
    for fields in (posted.query, posted.fields):
        assert sum(map(len, fields.values())) <= MOST_FIELDS
        assert all(len(value) <= LONGEST_FIELD for values in fields.values() for value in values)
        for name, values in fields.items():
            assert isinstance(name, str) and values
            "".join((name, *values)).encode("utf-8", "surrogateescape")
    assert isinstance(posted.token, str) and posted.is_one_click in (True, False)
    environ["REQUEST_METHOD"] = "GET"
    assert read_request(environ).fields == {}
