"""Web addresses that others wrote: what may be asked leads to the public web, however anybody else reads it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import httpx

import fuzzing
from briefing.fetching.addresses import OPEN_PORTS, Place, check_address, find_machines, show, why_closed
from briefing.fetching.model import WireError
from briefing.fetching.wire import _follow, _Redirect
from fuzzing.material import ODD, encode

PARSES = (
    "briefing.fetching.addresses.check_address",
    "briefing.fetching.addresses.find_machines",
    "briefing.fetching.addresses.why_closed",
    "briefing.fetching.addresses.show",
    "briefing.fetching.wire._follow",
)
PIECES = (
    *encode(
        "http://", "https://", "HTTP:", "//", "/", "\\", ":", "@", "?", "#", ".", "..", "%2e", "%40", "%00", "[", "]",
        "::", "::1", "::ffff:", "64:ff9b::", "2002:", "2001:0:", "fe80::1%25eth0", "127.0.0.1", "127.1", "2130706433",
        "0x7f", "0177", "10.0.0.1", "169.254.169.254", "0", "93.184.216.34", "2606:2800:220::1",
        "localhost", "news.example.org", ".local", "xn--", "bücher", "。", "．", "｡", "１２７",
        "①", "ⓛ", "℀", ":80", ":443", ":8080", ":22", ":０", "user:pass@", "file:",
        "gopher:", "unix:", "javascript:", "data:", "a b", "\t", "/feed.xml?a=b&c=%20", "/../", "/./",
    ),
    *ODD,
)  # fmt: skip
HERE = Place("https", "news.example.org", 443, "/a/b?c")


def seeds() -> Iterator[bytes]:
    yield from encode(
        "https://news.example.org/feed.xml", "http://93.184.216.34:8080/a?b#c", "http://[2606:2800:220::1]/",
        "http://127.0.0.1/", "http://0177.1/", "http://[::ffff:10.0.0.1]/", "http://user@news.example.org/", "../b?d",
        "//other.example.org:443/", "http://１２７.0。0.1/", "https://bücher.example/größe", "http://[64:ff9b::5db8:d822]/",
    )  # fmt: skip


def check(data: bytes) -> None:
    text = fuzzing.words(data)
    assert show(text).isprintable()
    assert len(show(text)) <= 201
    with suppress(WireError):
        _check_place(check_address(text), text)
    with suppress(WireError):
        to = _follow(HERE, _Redirect(data.decode("latin-1"), 301))
        assert not to.lower().startswith("http:")
        _check_place(check_address(to), to)
    why_closed(text)
    with suppress(WireError):
        for machine in find_machines(Place("http", "a.example", 80, "/"), lambda *_: text.split()):
            assert _is_public(machine)


def _check_place(place: Place, written: str) -> None:
    assert place.scheme in ("http", "https")
    assert place.port in OPEN_PORTS
    assert place.url.isascii()
    assert place.url.isprintable()
    assert " " not in place.url
    assert check_address(place.url) == place, written
    # Others read the same host and port out of it, so that nobody is asked who was not looked at.
    for host, port in (
        (urlsplit(place.url).hostname, urlsplit(place.url).port),
        (httpx.URL(place.url).raw_host.decode(), httpx.URL(place.url).port),
        (urlsplit(urljoin("http://a.example/", place.url)).hostname, urlsplit(place.url).port),
    ):
        assert host == place.host, written
        assert (port or {"http": 80, "https": 443}[place.scheme]) == place.port, written
    assert httpx.URL(place.url).raw_path.decode() == place.target  # nothing is asked for that no rule was asked about
    # What the system takes for an address, in any of its spellings, is a public one.
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except OSError:
        assert "." in place.host
    else:
        assert all(_is_public(str(name[0])) for *_, name in found), written


def _is_public(machine: str) -> bool:
    """What the standard library says."""
    address = ipaddress.ip_address(machine)
    if address in ipaddress.ip_network("64:ff9b::/96"):
        address = ipaddress.ip_address(int(address) & 0xFFFF_FFFF)
    return address.is_global and not address.is_multicast and not getattr(address, "ipv4_mapped", None)
