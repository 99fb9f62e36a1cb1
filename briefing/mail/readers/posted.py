"""What did a browser or a mailbox provider send? Its request as WSGI (PEP 3333) hands it over, read within bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from msgspec import Struct

from briefing.mime import Mail, parse_mail
from briefing.wording import is_language

LARGEST_BODY = 64 * 1024  # bytes; the form with a thousand events chosen has some 20,000
MOST_FIELDS = 2000  # of a form
LONGEST_FIELD = 1000  # characters; an address has 254
MOST_LANGUAGES = 10  # of Accept-Language that are looked at

Fields = Mapping[str, list[str]]


class RefusedError(Exception):
    """A request that is not read on: 400 it cannot be understood, 413 it is too large."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Posted(Struct, frozen=True):
    """A request."""

    method: str
    path: str  # below wherever the application is mounted: "/unsubscribe"
    query: Fields
    fields: Fields  # of the body; empty for anything but POST

    @property
    def token(self) -> str:
        return first(self.query, "t")

    @property
    def is_one_click(self) -> bool:
        """Whether a mailbox provider asks and no browser (RFC 8058 § 3.2)."""
        return first(self.fields, "List-Unsubscribe").casefold() == "one-click"


def first(fields: Fields, name: str) -> str:
    return (fields.get(name) or [""])[0]


def read_request(environ: Mapping[str, Any]) -> Posted:
    """Return the request of a WSGI environment; the body of a POST is read. Raises RefusedError."""
    method = str(environ.get("REQUEST_METHOD", "GET"))
    return Posted(
        method=method,
        path=str(environ.get("PATH_INFO", "")) or "/",
        query=_decoded(str(environ.get("QUERY_STRING", ""))),
        fields=_fields(environ) if method == "POST" else {},
    )


def wished_languages(environ: Mapping[str, Any]) -> list[str]:
    """Return the languages that a browser asks for (RFC 9110 § 12.5.4), dearest first; nothing that is no language."""
    wishes = []
    for number, each in enumerate(str(environ.get("HTTP_ACCEPT_LANGUAGE", "")).split(",")[:MOST_LANGUAGES]):
        code, _, parameter = each.strip().partition(";")
        weight = re.fullmatch(r"\s*q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)\s*", parameter) if parameter else None
        worth = float(weight[1]) if weight else 0.0 if parameter else 1.0
        if worth > 0 and is_language(code.strip()):
            wishes.append((-worth, number, code.strip()))
    return [code for _, _, code in sorted(wishes)]


def _fields(environ: Mapping[str, Any]) -> Fields:
    body, kind = _body(environ), str(environ.get("CONTENT_TYPE", ""))
    if not kind.lower().lstrip().startswith("multipart/"):
        return _decoded(body.decode("utf-8", "replace"))
    header = Mail()
    header["Content-Type"] = " ".join(kind.split())
    boundary = header.get_boundary()
    if not boundary:
        raise RefusedError(400)
    return _parts(body, boundary.encode("ascii", "replace"))


def _body(environ: Mapping[str, Any]) -> bytes:
    said = str(environ.get("CONTENT_LENGTH") or "").strip()
    if said and not (said.isascii() and said.isdigit()):
        raise RefusedError(400)
    if not said and not environ.get("wsgi.input_terminated"):
        return b""  # without a length nobody may read on
    length = int(said[:12]) if said else LARGEST_BODY + 1
    if said and length > LARGEST_BODY:
        raise RefusedError(413)
    pieces, room = [], length
    while room > 0 and (piece := environ["wsgi.input"].read(room)):
        pieces.append(piece)
        room -= len(piece)
    body = b"".join(pieces)
    if len(body) > LARGEST_BODY:
        raise RefusedError(413)
    return body


def _decoded(text: str) -> Fields:
    """The fields of a query or of a form, application/x-www-form-urlencoded."""
    try:
        found = parse_qs(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError as error:  # more fields than that
        raise RefusedError(400) from error
    return {name: [value[:LONGEST_FIELD] for value in values] for name, values in found.items()}


def _parts(body: bytes, boundary: bytes) -> Fields:
    """The fields of a form as multipart/form-data (RFC 7578), which RFC 8058 § 3.2 prefers.

    Python's parser of messages goes a level deeper for each multipart inside another, which a form has none of.
    """
    found: dict[str, list[str]] = {}
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) > MOST_FIELDS:
        raise RefusedError(400)
    for piece in pieces[1:]:  # what stands before the first boundary is for nobody
        if piece.startswith(b"--"):
            break
        head, _, value = piece.partition(b"\r\n\r\n")
        part = parse_mail(head.lstrip() + b"\r\n\r\n")
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            found.setdefault(name, []).append(value.decode("utf-8", "replace")[:LONGEST_FIELD])
    return found
