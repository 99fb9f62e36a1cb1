"""Parameters of headers that Python's parser of messages falls over: whoever reads a message reads on without them."""

from __future__ import annotations

import io

import pytest
from test_imports import Cleaned, read

from briefing.mail.readers.posted import RefusedError, read_request
from briefing.mail.readers.reports import find_report, read_message, read_text
from briefing.mime import parse_mail
from briefing.uncovering import read_words

BROKEN = [
    "{}*; {}*0=a",  # numbers, and none
    "{}*=a; {}*0*=b",
    f"{{}}*{'1' * 5_000}=a",  # a number of more digits than Python reads
]
BODY = "Two ships left the port of Odrin on Friday, the harbour office said."


@pytest.fixture(params=BROKEN, ids=("unnumbered", "encoded", "long"))
def broken(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("name", ["boundary", "charset", "filename"])
def test_what_such_a_parameter_says_is_not_there(broken: str, name: str) -> None:
    said = f"{broken.format(name, name)}; format=flowed"
    mail = parse_mail(f"Content-Type: text/plain; {said}\nContent-Disposition: attachment; {said}\n\nx")
    assert (mail.get_boundary(), mail.get_content_charset(), mail.get_filename()) == (None, None, None)
    assert mail.get_params() is None
    assert mail.get_content_type() == "text/plain"
    assert mail.get_payload() == "x"


@pytest.mark.parametrize("charset", ["utf-8\0", "*=utf-8''utf-8", "*=\0''\0", "none-such", "*=''"])
def test_a_text_is_decoded_whatever_its_charset_is_called(charset: str) -> None:
    said = f"charset{charset}" if charset.startswith("*") else f'charset="{charset}"'
    mail = parse_mail(f"Content-Type: text/plain; {said}\n\nZwölf Boote".encode())
    assert str(mail.get_payload()).endswith(" Boote")
    assert mail.get_payload(decode=True) == "Zwölf Boote".encode()


def test_an_added_letter_is_read(broken: str) -> None:
    kind = broken.format("charset", "charset")
    raw = f"From: a@b.example\nTo: b\nSubject: Ships\nContent-Type: text/plain; {kind}\n\n{BODY}\n"
    [article] = read(raw.encode())
    assert isinstance(article, Cleaned)
    assert BODY in article.body
    raw = raw.replace("text/plain", "multipart/mixed").replace("charset", "boundary")
    assert read(raw.encode())


def test_a_report_is_read(broken: str) -> None:
    kind = f"Content-Type: multipart/report; {broken.format('boundary', 'boundary')}"
    message = read_message(
        f"From: MAILER-DAEMON\n{kind}\n\n--b\nContent-Type: message/delivery-status\n\n--b--\n".encode()
    )
    assert message is not None
    assert find_report(message) is None
    read_text(message)


def test_a_form_is_refused_or_has_no_such_field(broken: str) -> None:
    def post(kind: str, body: bytes) -> dict[str, list[str]]:
        said = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
        return dict(read_request({**said, "wsgi.input": io.BytesIO(body)}).fields)

    with pytest.raises(RefusedError):
        post(f"multipart/form-data; {broken.format('boundary', 'boundary')}", b"x")
    name = broken.format("name", "name").encode()
    body = b"--b\r\nContent-Disposition: form-data; " + name + b"\r\n\r\nx\r\n"
    body += b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\ny\r\n--b--\r\n'
    assert post("multipart/form-data; boundary=b", body) == {"a": ["y"]}


def test_a_letter_in_the_output_is_looked_through(broken: str) -> None:
    kind = f"Content-Type: multipart/mixed; {broken.format('boundary', 'boundary')}"
    assert any(b"twoships" in words for words in read_words("a.eml", f"{kind}\n\n{BODY}".encode()))
