"""What is fetched, from whom, and what becomes of it where a server has any of the faults that servers have."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import struct
import threading
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import httpx
import newsstand
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsstand import Newsstand, Page, claims, redirect, retry_after, says
from servers import free_port

from briefing.fetching.addresses import (
    LONGEST,
    OPEN_PORTS,
    Place,
    check_address,
    find_machines,
    is_own,
    look_up,
    show,
    why_closed,
)
from briefing.fetching.model import Answer, TooLargeError, WireError
from briefing.fetching.unpacking import Unpacking
from briefing.fetching.wire import LONGEST_WAIT, Wire, ask_once, read_kind, read_wait

TEXT = b"<p>Two ships left the port of Odrin on Friday.</p>"
FEED = ("application/rss+xml", "application/atom+xml")


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with Newsstand() as running:
        yield running


def get(stand: Newsstand, path: str, *, seconds: float = 10.0, **options: Any) -> Answer:
    """What a fetch has from a page of the stand, or from any address."""
    url = path if "://" in path else stand.url(path)

    async def ask() -> Answer:
        async with Wire(contact="desk@tidewater.example", allowed=stand.allowed, seconds=seconds, ca=stand.ca) as wire:
            return await wire.get(url, **options)

    return asyncio.run(ask())


def refused(stand: Newsstand, path: str, **options: Any) -> WireError:
    with pytest.raises(WireError) as caught:
        get(stand, path, **options)
    assert caught.value.what.endswith((".", "…")), caught.value.what
    return caught.value


@pytest.mark.parametrize(
    ("status", "header", "told"),
    [
        (200, ("cf-mitigated", "challenge"), True),
        (403, ("cf-mitigated", "challenge"), True),
        (202, ("x-amzn-waf-action", "challenge"), True),
        (405, ("x-amzn-waf-action", "captcha"), True),
        (405, ("x-amzn-waf-action", "count"), False),
        (429, ("x-vercel-mitigated", "challenge"), True),
    ],
)
def test_a_check_for_robots_that_says_so_may_be_none_another_time(
    stand: Newsstand, status: int, header: tuple[str, str], told: bool
) -> None:
    stand.pages["/a"] = Page(TEXT, "text/html", status, (header,))
    error = refused(stand, "/a")
    assert ("proof that a person is reading" in error.what, error.lasting, error.status) == (told, not told, status)


# Sound answers


def test_a_page_comes_as_it_is(stand: Newsstand) -> None:
    stand.pages["/a"] = Page(TEXT, "Text/HTML; Charset=ISO-8859-1", modified="Fri, 14 Mar 2025 09:00:00 GMT")
    answer = get(stand, "/a#part")
    assert answer == Answer(
        stand.url("/a"),
        200,
        TEXT,
        "text/html",
        "iso-8859-1",
        answer.etag,
        "Fri, 14 Mar 2025 09:00:00 GMT",
    )
    assert answer.etag.startswith('"')


def test_who_asks_says_who_it_is_and_nothing_more(stand: Newsstand, monkeypatch: pytest.MonkeyPatch) -> None:
    stand.pages["/a"] = Page(TEXT, headers=(("Set-Cookie", "id=7; Path=/"),))

    async def ask() -> None:
        async with Wire(contact="desk@tidewater.example", allowed=stand.allowed) as wire:
            await wire.get(stand.url("/a"))
            await wire.get(stand.url("/a"))
            assert wire.asked == 2

    asyncio.run(ask())
    first, second = (request.headers for request in stand.heard)
    assert first["user-agent"].startswith("Briefing/")
    assert first["user-agent"].endswith(" (+desk@tidewater.example)")
    assert first["host"] == f"127.0.0.1:{stand.port}"
    assert first == second  # no cookie
    assert sorted(first) == ["accept", "accept-encoding", "connection", "host", "user-agent"]


def test_an_address_of_ipv6_is_asked() -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    heard = []

    def answer() -> None:
        line, _ = listener.accept()
        with line:
            heard.append(line.recv(9_999))
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

    with listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        assert ask_once(f"http://[0:0::1]:{port}/a", allowed=frozenset({f"[::1]:{port}"})).body == b"hello"
        thread.join(5)
    assert f"Host: [::1]:{port}\r\n".encode() in heard[0]


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "bücher", " a", "a\x7f"])
def test_a_contact_that_is_no_header_is_refused(contact: str) -> None:
    with pytest.raises(ValueError, match="contact"):
        Wire(contact=contact)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "raw"])
@pytest.mark.parametrize("size", [0, 1, 70_000, 2_000_000])
def test_what_came_packed_is_unpacked(stand: Newsstand, coding: str, size: int) -> None:
    body = b"".join(sha256(bytes((n % 256, n // 256))).digest() for n in range(size // 32)) + b"x" * (size % 32)
    packed = newsstand.pack(body, coding)
    stand.pages["/a"] = Page(packed, headers=(("Content-Encoding", "deflate" if coding == "raw" else coding),))
    assert get(stand, "/a").body == body


def test_a_coding_that_is_none_is_left(stand: Newsstand) -> None:
    stand.pages["/a"] = Page(TEXT, headers=(("Content-Encoding", "UTF-8"),))
    assert get(stand, "/a").body == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_all_codings_are_asked_for(stand: Newsstand, coding: str) -> None:
    stand.pages["/a"] = Page(TEXT * 20, packed=coding)
    assert get(stand, "/a").body == TEXT * 20
    assert coding in stand.heard[0].headers["accept-encoding"]


def test_gzip_of_several_members_and_with_junk_behind() -> None:
    for step in (1, 7, 10_000):
        unpacking = Unpacking("x-gzip", 1_000)
        packed = newsstand.pack(b"one ", "gzip") + newsstand.pack(b"two", "gzip") + b"\0\0junk"
        for start in range(0, len(packed), step):
            unpacking.add(packed[start : start + step])
        assert unpacking.end() == b"one two"


def test_what_did_not_change_is_not_sent_again(stand: Newsstand) -> None:
    stand.pages["/a"] = Page(TEXT, modified="Fri, 14 Mar 2025 09:00:00 GMT")
    stand.pages["/b"] = Page(TEXT, modified="Fri, 14 Mar 2025 09:00:00 GMT", tag=False)
    first = get(stand, "/a")
    again = get(stand, "/a", etag=first.etag, last_modified=first.last_modified)
    assert (again.status, again.body, again.etag) == (304, b"", first.etag)
    assert get(stand, "/b", last_modified=first.last_modified).status == 304
    stand.pages["/a"] = Page(TEXT + b"<p>And one came back.</p>")
    assert get(stand, "/a", etag=first.etag).status == 200


def test_validators_that_are_no_headers_are_not_sent(stand: Newsstand) -> None:
    stand.pages["/a"] = Page(TEXT)
    assert get(stand, "/a", etag='"a"\r\nX-Evil: 1', last_modified="a\r\nX-Evil: 2").status == 200
    assert not {"x-evil", "if-none-match", "if-modified-since"} & {*stand.heard[0].headers}
    stand.pages["/b"] = claims(TEXT, ("ETag", "no quotes"), ("Last-Modified", "x" * 100))
    answer = get(stand, "/b")
    assert (answer.etag, answer.last_modified) == ("", "")


# Redirects


def test_redirects_are_followed_and_permanent_ones_reported(stand: Newsstand) -> None:
    stand.pages |= {
        "/old": redirect("/older", 301),
        "/older": redirect(stand.url("/now"), 308),
        "/now": redirect("today#top", 302),
        "/today": Page(TEXT),
        "/new": Page(TEXT),
        "/moved": redirect("/new", 301),
        "/today-only": redirect("/moved", 307),
    }
    answer = get(stand, "/old")
    assert (answer.url, answer.moved, answer.body) == (stand.url("/today"), stand.url("/now"), TEXT)
    assert get(stand, "/moved").moved == stand.url("/new")
    assert get(stand, "/now").moved == get(stand, "/today-only").moved == ""


def test_an_address_in_letters_is_followed(stand: Newsstand) -> None:
    stand.pages["/a"] = claims(b"", ("Location", "/größe x".encode().decode("latin-1")), status=301)
    stand.pages["/gr%C3%B6%C3%9Fe%20x"] = Page(TEXT)
    assert get(stand, "/a").moved == stand.url("/gr%C3%B6%C3%9Fe%20x")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_in_a_circle_ends(stand: Newsstand, status: int) -> None:
    stand.pages |= {"/a": redirect("/b", status), "/b": redirect("/a", status), "/me": redirect("/me", status)}
    assert "circle" in refused(stand, "/a").what
    assert stand.asked["/a"] == stand.asked["/b"] == 1
    assert refused(stand, "/me").lasting


def test_redirects_without_end_end(stand: Newsstand) -> None:
    stand.answer = lambda request: redirect(request.path + "a")
    error = refused(stand, "/a")
    assert "more than 5 times" in error.what
    assert (error.lasting, len(stand.heard)) == (True, 6)


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://[::1]/",
        "//169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://[::ffff:10.0.0.1]/",
        "file:///etc/passwd",
        "gopher://93.184.216.34/_",
        "javascript:alert(1)",
        "ftp://93.184.216.34/",
        "http://user:pass@93.184.216.34/",
        "http://93.184.216.34:22/",
        "http://[bad/",
        "unix:/var/run/docker.sock",
    ],
)
def test_redirects_to_what_is_not_public_are_refused(stand: Newsstand, to: str) -> None:
    stand.pages["/a"] = redirect(to, 301)
    assert refused(stand, "/a").lasting
    assert len(stand.heard) == 1


def test_a_redirect_to_another_port_of_an_allowed_machine_is_refused(stand: Newsstand) -> None:
    with Newsstand() as other:
        other.pages["/"] = Page(b"secret")
        stand.pages["/a"] = redirect(other.url("/"))
        assert refused(stand, "/a").lasting
        assert not other.heard


def test_no_redirect_from_https_to_http(stand: Newsstand) -> None:
    stand.pages["/"] = Page(TEXT)
    with Newsstand(tls="localhost") as safe:
        safe.pages["/a"] = redirect(stand.url("/"))
        safe.pages["/b"] = redirect("/c")
        safe.pages["/c"] = Page(TEXT)
        safe_and_stand = stand.allowed | safe.allowed

        async def ask(path: str) -> Answer:
            async with Wire(allowed=safe_and_stand, ca=safe.ca) as wire:
                return await wire.get(safe.url(path))

        with pytest.raises(WireError, match="from https to http"):
            asyncio.run(ask("/a"))
        assert not stand.heard
        assert asyncio.run(ask("/b")).body == TEXT


def test_old_redirects_to_http_are_read_as_https() -> None:
    telling = Telling(
        leads={"/a": "http://other.example:80/b?c", "/d": "http://news.example/d", "/e": "http://x.example:8080/"}
    )
    names = lambda *_: ["93.184.216.34"]  # noqa: E731
    answer = ask_telling("https://news.example/a", names, telling)
    assert answer.url == answer.moved == "https://other.example/b?c"
    assert [request.url.scheme for request in telling.requests] == ["https", "https"]
    for path in "de":
        with pytest.raises(WireError, match="from https to http"):
            ask_telling(f"https://news.example/{path}", names, telling)


# TLS


def test_a_certificate_is_checked() -> None:
    with Newsstand(tls="localhost") as stand:
        stand.pages["/a"] = Page(TEXT)
        assert get(stand, "/a").body == TEXT
        assert get(stand, f"https://127.0.0.1:{stand.port}/a").body == TEXT  # the certificate names it as well
        with pytest.raises(WireError, match="cannot show who it is: unable to get local issuer") as caught:
            ask_once(stand.url("/a"), allowed=stand.allowed)  # by the public authorities
        assert not caught.value.lasting


@pytest.mark.parametrize(("certificate", "why"), [("expired", "expired"), ("elsewhere", "not valid for 'localhost'")])
def test_a_certificate_of_another_time_or_host_is_refused(certificate: str, why: str) -> None:
    with Newsstand(tls=certificate) as stand:
        error = refused(stand, "/a")
        assert why in error.what
        assert not error.lasting, "it will be renewed"
        assert not stand.heard


def test_a_server_without_tls_is_told(stand: Newsstand) -> None:
    error = refused(stand, f"https://127.0.0.1:{stand.port}/a")
    assert ("cannot show who it is" in error.what, error.lasting) == (True, False)


@pytest.mark.parametrize("heard", [0, 1, 100_000])
@pytest.mark.parametrize("abrupt", [False, True])
def test_a_handshake_that_breaks_is_told_alike_each_time(heard: int, abrupt: bool) -> None:
    """Whoever hangs up is heard to end the connection or to break it, as it happens."""

    def hang_up(listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = listener.accept()
                if heard:
                    line.recv(heard)
                if abrupt:
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                line.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=hang_up, args=(listener,), daemon=True)
        thread.start()
        name = f"127.0.0.1:{listener.getsockname()[1]}"
        for _ in range(8):
            with pytest.raises(WireError) as caught:
                ask_once(f"https://{name}/", allowed=frozenset({name}))
            assert (caught.value.what, caught.value.lasting) == ("The server hung up.", False)
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)


# Bad answers


@pytest.mark.parametrize("status", [400, 404, 406, 410, 418])
def test_what_is_gone_is_gone(stand: Newsstand, status: int) -> None:
    stand.pages["/a"] = Page(TEXT, status=status)
    error = refused(stand, "/a")
    assert (error.status, error.lasting, error.again) == (status, True, None)
    assert f"({status})" in error.what


@pytest.mark.parametrize(
    "status", [401, 402, 403, 408, 425, 429, 451, 500, 502, 503, 504, 599, 204, 206, 300, 304, 999]
)
def test_what_may_come_back_is_not_gone(stand: Newsstand, status: int) -> None:
    stand.pages["/a"] = Page(b"" if status in (204, 304) else TEXT, status=status, tag=False)
    error = refused(stand, "/a")
    assert (error.status, error.lasting) == (status, False)


def test_a_redirect_to_nowhere_is_told(stand: Newsstand) -> None:
    stand.pages["/a"] = Page(TEXT, status=301)
    assert refused(stand, "/a").status == 301


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (newsstand.drop(), "does not answer as HTTP asks for"),
        (newsstand.reset(), "hung up"),
        (newsstand.reset_within(), "hung up"),
        (newsstand.too_short(), "sent less than it said"),
        (says(b"220 mail.example ESMTP\r\n"), "does not answer as HTTP asks for"),
        (says(b"\0\1\2\3\r\n\r\n"), "does not answer as HTTP asks for"),
        (says(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello, all"), "does not answer"),
        (says(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello"), "does not answer as HTTP asks for"),
        (says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), "sent less than it said"),
        (says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"), "does not answer"),
        (newsstand.endless_head(), "does not answer as HTTP asks for"),
        (claims(b"not gzip", ("Content-Encoding", "gzip")), "is damaged"),
        (claims(b"not zlib", ("Content-Encoding", "deflate")), "is damaged"),
        (claims(b"not brotli at all", ("Content-Encoding", "br")), "is damaged"),
        (claims(TEXT, ("Content-Encoding", "zstd")), "not asked for"),
        (claims(TEXT, ("Content-Encoding", "gzip"), ("Content-Encoding", "br")), "not asked for"),
        (claims(newsstand.pack(TEXT * 9, "gzip")[:-9], ("Content-Encoding", "gzip")), "ends in the middle"),
        (claims(newsstand.pack(TEXT * 9, "br")[:-9], ("Content-Encoding", "br")), "ends in the middle"),
        (claims(b"\x78", ("Content-Encoding", "deflate")), "ends in the middle"),
    ],
)
def test_what_is_broken_may_be_whole_another_time(stand: Newsstand, fault: newsstand.Fault, what: str) -> None:
    stand.pages["/a"] = fault
    error = refused(stand, "/a")
    assert what in error.what
    assert (error.lasting, error.status) == (False, 0)
    stand.pages["/a"] = Page(TEXT)
    assert get(stand, "/a").body == TEXT


def test_more_than_the_header_says_is_left(stand: Newsstand) -> None:
    stand.pages["/a"] = newsstand.too_long(TEXT)
    assert get(stand, "/a").body == TEXT


def test_nobody_there(stand: Newsstand) -> None:
    port = free_port()
    with pytest.raises(WireError, match="cannot be reached"):
        ask_once(f"http://127.0.0.1:{port}/", allowed=frozenset({f"127.0.0.1:{port}"}))


@pytest.mark.parametrize("fault", ["hang", "slow_head", "slow_body", "endless_patience"])
def test_a_slow_server_costs_its_seconds_and_no_more(stand: Newsstand, fault: str) -> None:
    stand.pages["/a"] = getattr(newsstand, fault)()
    begun = time.monotonic()
    error = refused(stand, "/a", seconds=0.4)
    assert "in time" in error.what
    assert not error.lasting
    assert 0.35 < time.monotonic() - begun < 5


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_takes_connections_and_nothing_else_is_left(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        name = f"127.0.0.1:{silent.getsockname()[1]}"

        async def ask() -> None:
            async with Wire(allowed=frozenset({name}), seconds=0.4) as wire:
                await wire.get(f"{scheme}://{name}/")

        with pytest.raises(WireError, match="in time"):
            asyncio.run(ask())
    gc.collect()  # a connection that was not closed is told here, as an error


def test_seconds_are_for_all_redirects_together(stand: Newsstand) -> None:
    stand.answer = lambda request: newsstand.late(0.4, redirect(request.path + "a"))
    assert "in time" in refused(stand, "/a", seconds=1.0).what
    assert len(stand.heard) <= 3


@pytest.mark.parametrize("fault", ["endless_body", "endless_chunks"])
def test_a_body_without_end_is_not_read_to_it(stand: Newsstand, fault: str) -> None:
    stand.pages["/a"] = getattr(newsstand, fault)()
    error = refused(stand, "/a", largest=300_000)
    assert "larger than 300,000 bytes" in error.what
    assert error.lasting


def test_what_says_that_it_is_too_large_is_not_read(stand: Newsstand) -> None:
    stand.pages["/a"] = newsstand.trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n", b"x")
    begun = time.monotonic()
    error = refused(stand, "/a")
    assert error.lasting
    assert isinstance(error, TooLargeError)
    assert time.monotonic() - begun < 5


def test_of_what_may_be_cut_the_beginning_is_taken(stand: Newsstand) -> None:
    stand.pages["/a"] = newsstand.endless_body()
    stand.pages["/b"] = Page(b"x" * 200_000, packed="br")
    assert len(get(stand, "/a", largest=100_000, cut=True).body) == 100_000
    assert get(stand, "/b", largest=100_000, cut=True).body == b"x" * 100_000
    assert get(stand, "/b", largest=200_000, cut=True).body == b"x" * 200_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_bombs_are_not_unpacked(stand: Newsstand, coding: str) -> None:
    stand.pages["/a"] = newsstand.bomb(coding)
    tracemalloc.start()
    try:
        assert "unpacks to more than 250 times" in refused(stand, "/a", largest=90_000_000).what
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert "larger than 500,000 bytes" in refused(stand, "/a", largest=500_000).what


def test_a_bomb_in_one_piece_is_unpacked_in_small_ones() -> None:
    for coding in ("gzip", "deflate", "br"):
        unpacking, bomb = Unpacking(coding, 900_000), newsstand.bomb(coding).body
        tracemalloc.start()
        try:
            with pytest.raises(WireError, match="larger"):
                unpacking.add(bomb)
            assert tracemalloc.get_traced_memory()[1] < 3_000_000
        finally:
            tracemalloc.stop()


def test_other_kinds_are_refused_unread(stand: Newsstand) -> None:
    stand.pages["/film"] = newsstand.endless_body("video/mp4")
    stand.pages["/feed"] = Page(TEXT, "application/rss+xml; charset=utf-8")
    stand.pages["/any"] = Page(TEXT, "")
    error = refused(stand, "/film", kinds=FEED)
    assert error.what == "It is video/mp4."
    assert error.lasting
    assert get(stand, "/feed", kinds=FEED).kind == "application/rss+xml"
    assert get(stand, "/any", kinds=FEED).kind == ""
    assert stand.heard[0].headers["accept"] == "application/rss+xml, application/atom+xml, */*;q=0.1"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("text/html", ("text/html", "")),
        (' Text/HTML ;charset="UTF-8"', ("text/html", "utf-8")),
        ("text/html; a=b; charset='koi8-r'; c=d", ("text/html", "koi8-r")),
        ("text/html; charset=", ("text/html", "")),
        ("text/html; charset=<script>", ("text/html", "")),
        ("text/html, text/plain", ("", "")),
        ("charset=utf-8", ("", "")),
        ("", ("", "")),
        ("\xff/\xff", ("", "")),
        ("a/b" * 100, ("", "")),
    ],
)
def test_a_content_type_is_read_strictly(header: str, kind: tuple[str, str]) -> None:
    assert read_kind(header) == kind


NOON, LATER = "Fri, 14 Mar 2025 12:00:00 GMT", "Fri, 14 Mar 2025 12:30:00 GMT"


@pytest.mark.parametrize(
    ("header", "sent", "now", "seconds"),
    [
        ("120", "", "", 120),
        (" 0 ", "", "", 0),
        ("9" * 30, "", "", LONGEST_WAIT),
        ("-5", "", "", None),
        ("1.5", "", "", None),
        ("٣", "", "", None),
        ("soon", NOON, "", None),
        ("", NOON, "", None),
        (LATER, NOON, "", 1800),
        (NOON, LATER, "", 0),
        ("Friday, 14-Mar-25 12:30:00 GMT", NOON, "", 1800),
        ("Fri Mar 14 12:30:00 2025", NOON, "", 1800),
        (LATER, NOON, "2025-03-14T00:00:00", 1800),  # the server's own clock, before ours
        (LATER, "", "2025-03-14T13:00:00+01:00", 1800),
        (LATER, "never", "2025-03-14T12:00:00", 1800),
        (LATER, "", "", None),
        ("Fri, 14 Mar 9999 12:00:00 GMT", NOON, "", LONGEST_WAIT),
    ],
)
def test_retry_after_in_both_forms(header: str, sent: str, now: str, seconds: float | None) -> None:
    assert read_wait(header, sent, now) == seconds


def test_retry_after_reaches_whoever_asked(stand: Newsstand) -> None:
    stand.pages["/a"] = retry_after("120")
    stand.pages["/b"] = retry_after(LATER, 503)
    assert refused(stand, "/a").again == 120
    assert refused(stand, "/b").again is None  # it names no moment of its own, and we none

    async def ask() -> Answer:
        async with Wire(allowed=stand.allowed, now="2025-03-14T12:00:00") as wire:
            return await wire.get(stand.url("/b"))

    with pytest.raises(WireError) as caught:
        asyncio.run(ask())
    assert caught.value.again == pytest.approx(1800, abs=5)


def test_many_at_once_wait_without_their_seconds_running(stand: Newsstand) -> None:
    stand.answer = lambda _: newsstand.late(0.4, Page(TEXT))

    async def ask() -> list[Any]:
        async with Wire(allowed=stand.allowed, at_once=2, seconds=1.0) as wire:
            return await asyncio.gather(*(wire.get(stand.url(f"/{n}")) for n in range(6)))

    assert [answer.body for answer in asyncio.run(ask())] == [TEXT] * 6
    assert stand.most_at_once[1] == 2


BEGINS = [b"HTTP/1.1 200 OK\r\n"] * 5 + [b"HTTP/1.0 301 X\r\n", b"HTTP/1.1 304 X\r\n", b"HTTP/2 200\r\n", b"hello"]
HEADERS = [
    *(b"Content-Length: 5\r\n", b"Content-Length: 99\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n"),
    *(b"Transfer-Encoding: chunked\r\n", b"Location: /a\r\n", b"Location: http://[\r\n", b"Location: \xff://\r\n"),
    *(b"ETag: \xff\r\n", b"Content-Type: \x00\r\n", b"Retry-After: 9e9\r\n", b"Date: never\r\n", b": \r\n"),
    *(b"Content-Type: text/html; charset=\xff\r\n", b"Last-Modified: \xe9\r\n", b"HTTP/1.1 103 X\r\n", b"\0\r\n"),
]  # fmt: skip
BODIES = [b"", b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"\x1f\x8b\x08", b"\0\xff", b"ffffffffffffffffff\r\n"]


def test_any_answer_is_an_answer_or_a_refusal(stand: Newsstand) -> None:
    outcomes: set[str] = set()

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(st.sampled_from(BEGINS), st.lists(st.sampled_from(HEADERS), max_size=3), st.sampled_from(BODIES))
    def hold(begin: bytes, headers: list[bytes], body: bytes) -> None:
        stand.pages["/a"] = says(begin + b"".join(headers) + b"\r\n" + body)
        try:
            outcomes.add(str(get(stand, "/a", etag='"a"').status))
        except WireError as refusal:
            error = refusal
            outcomes.add(error.what)
        else:
            return
        assert error.what.isprintable()
        assert error.remedy or error.lasting

    hold()
    assert {"200", "304", "The server does not answer as HTTP asks for."} <= outcomes
    assert len(outcomes) > 5


# Whom nobody may ask (SSRF)

PUBLIC = [
    "http://93.184.216.34/",
    "http://93.184.216.34:8080/",
    "https://news.example.org/a?b=c#d",
    "HTTPS://News.Example.ORG.:443/%7Ea/../b",
    "http://[2606:2800:220:1:248:1893:25c8:1946]/",
    "http://[64:ff9b::5db8:d822]/",
    "https://bücher.example/größe?q=ä",
    "https://xn--bcher-kva.example/",
    "http://a_b.example.org/",
    "http://1.example.org/",
    "  https://news.example.org/a b \n",
]
INNER = [
    # this machine, in every spelling
    *("http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/"),
    *("http://017700000001/", "http://0177.0.0.1/", "http://127.000.000.001/", "http://127.0.0.1./", "http://0/"),
    *("http://0.0.0.0/", "http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://127.0.0.1.:80/"),
    *("http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::127.0.0.1]/", "http://256.256.256.256/"),
    *("http://１２７.０.０.１/", "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/", "http://127．0.0｡1/", "http://ⓛocalhost/"),
    # its networks
    *("http://10.1.2.3/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://100.64.0.1/"),
    *("http://169.254.169.254/latest/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/"),
    *("http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[fec0::1]/", "http://168.63.129.16/", "http://intranet/"),
    *("http://printer.local/", "http://vault.internal/", "http://router.lan/", "http://a.home.arpa/", "http://x.onion/"),
    *("http://100.100.100.200/", "http://192.0.0.192/"),
    # groups, reserved, examples
    *("http://224.0.0.1/", "http://255.255.255.255/", "http://240.0.0.1/", "http://[ff02::1]/", "http://192.0.2.1/"),
    *("http://198.51.100.1/", "http://203.0.113.1/", "http://198.18.0.1/", "http://[2001:db8::1]/", "http://[100::1]/"),
    *("http://[3fff::1]/", "http://[5f00::1]/", "http://[4000::1]/"),
    # an IPv4 address within another
    *("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:93.184.216.34]/"),
    "http://[::ffff:0:a00:1]/",
    *("http://[64:ff9b::7f00:1]/", "http://[64:ff9b::10.0.0.1]/", "http://[64:ff9b:1::a00:1]/"),
    "http://[2002:7f00:1::]/",
    *("http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "http://[2002:5db8:d822::1]/", "http://192.88.99.1/"),
    # no website
    *("ftp://93.184.216.34/", "file:///etc/passwd", "gopher://93.184.216.34/", "unix:///run/x.sock", "data:,a"),
    *("javascript:alert(1)", "//news.example.org/", "news.example.org", "", "http:", "http://", "http:///a", "http:/a"),
    *("http:\\\\127.0.0.1\\", "http://news.example.org:22/", "http://news.example.org:6379/", "http://a.example:0/"),
    *("http://a.example:99999/", "http://a.example:８０/", "http://a.example:-1/", "http://a.example:80:80/"),
    # two readings
    *("http://user@news.example.org/", "http://user:pass@news.example.org/", "http://@news.example.org/"),
    *("http://news.example.org\\@127.0.0.1/", "http://127.0.0.1\\.news.example.org/", "http://news.example.org%00.a.example/"),
    *("http://news.example.org%2f@127.0.0.1/", "http://127.0.0.1%2f.a.example/", "http://a.example\r\n.b.example/"),
    *("http://a.exam\tple/", "http://a\0.example/", "http://[::1]a.example/", "http://a.example[::1]/", "http://[v1.a]/"),
    *("http://news.example.org /", "http://ne ws.example.org/", "http://.a.example/", "http://a..example/", "http://-a.example/"),
    *("http://a.example。/\ud800", "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/", "http://℀.example/"),
    "http://a.example/" + "a" * LONGEST,
]  # fmt: skip


@pytest.mark.parametrize("url", PUBLIC)
def test_public_addresses_may_be_asked(url: str) -> None:
    place = check_address(url)
    assert place.url.isascii()
    assert " " not in place.url
    assert check_address(place.url) == place  # nothing is read otherwise the second time


@pytest.mark.parametrize("url", INNER, ids=range(len(INNER)))
def test_nothing_within_may_be_asked(url: str) -> None:
    with pytest.raises(WireError) as caught:
        check_address(url)
    assert caught.value.lasting
    assert caught.value.what.isprintable()
    assert len(caught.value.what) < 400


def test_a_refusal_says_why() -> None:
    for url, why in (
        ("http://user:pass@news.example.org/", "holds a name or password before its host"),
        ("ftp://news.example.org/", "does not begin with http"),
        ("http://0x7f.1/", "by a number that is no plain address"),
        ("http://news.example.org:25/", "names port 25"),
        ("http://10.0.0.1/", "leads to a private network"),
        ("http://printer.local/", "that the public web does not have"),
        ("http://\u202eexample.org/\x1b[31m", "control character"),
    ):
        with pytest.raises(WireError, match=why):
            check_address(url)


def test_an_address_is_asked_for_as_it_was_understood() -> None:
    assert check_address("https://Bücher.example:443/ä b?ü=%41#x") == Place(
        "https", "xn--bcher-kva.example", 443, "/%C3%A4%20b?%C3%BC=%41"
    )
    assert check_address("http://[2606:2800:0220::1]:8080").authority == "[2606:2800:220::1]:8080"


def test_a_test_setting_opens_one_port_of_one_machine() -> None:
    allowed = frozenset(("127.0.0.1:9000", "[::1]:9000", "a.test:81"))
    assert check_address("http://127.0.0.1:9000/", allowed).trusted
    assert check_address("http://[0::1]:9000/", allowed).trusted
    assert check_address("http://A.TEST.:81/", allowed).trusted
    for url in ("http://127.0.0.1:9001/", "http://127.1:9000/", "http://a@127.0.0.1:9000/", "ftp://127.0.0.1:9000/"):
        with pytest.raises(WireError):
            check_address(url, allowed)
    assert not check_address("http://93.184.216.34/", allowed).trusted


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["::1", "93.184.216.34"],
        ["fe80::1%2"],
        ["2606:2800:220::1%2"],
        ["::ffff:169.254.169.254"],
        ["64:ff9b::a9fe:a9fe"],
        ["2002:a9fe:a9fe::1"],
        ["not an address"],
    ],
)
def test_a_name_that_leads_within_is_refused(found: list[str]) -> None:
    with pytest.raises(WireError, match="leads to") as caught:
        find_machines(check_address("http://rebind.example/"), lambda *_: found)
    assert caught.value.lasting


def test_a_name_without_an_address() -> None:
    def fail(*_: object) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    place = check_address("http://nowhere.example/")
    for names in (fail, lambda *_: [], lambda *_: [f"93.184.216.{n}" for n in range(100)]):
        with pytest.raises(WireError) as caught:
            find_machines(place, names)
        assert not caught.value.lasting
    assert find_machines(place, lambda *_: ["93.184.216.34"] * 3) == ("93.184.216.34",)


def test_this_machines_own_addresses_are_known_whatever_they_are() -> None:
    """Also public ones, at which it may offer itself what its firewall closes to the web."""
    assert is_own("127.0.0.1")
    for address in ("93.184.216.34", "2606:2800:220::1", "no address"):
        assert not is_own(address)


def test_a_machine_that_is_this_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.fetching.addresses.is_own", lambda address: address.endswith(".35"))
    for url in ("http://93.184.216.35/", "http://me.example/"):
        with pytest.raises(WireError, match="leads to this machine"):
            find_machines(check_address(url), lambda *_: ["93.184.216.34", "93.184.216.35"])
    assert find_machines(check_address("http://93.184.216.34/"), lambda *_: []) == ("93.184.216.34",)


def test_the_systems_answers_are_understood() -> None:
    assert "127.0.0.1" in look_up("localhost", 80)
    assert why_closed(look_up("127.1", 80)[0]) == "this machine"  # what getaddrinfo makes of other spellings


class Telling:
    """In place of the way to the network: it notes where a connection would be made to."""

    def __init__(self, failing: int = 0, leads: dict[str, str] | None = None) -> None:
        self.requests: list[httpx.Request] = []
        self.failing = failing
        self.leads = leads or {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if len(self.requests) <= self.failing:
            raise httpx.ConnectError("no")
        if request.url.path in self.leads:
            return httpx.Response(301, headers={"Location": self.leads[request.url.path]})
        return httpx.Response(200, stream=httpx.ByteStream(TEXT))

    async def aclose(self) -> None:
        pass


def ask_telling(url: str, names: Any, telling: Telling) -> Answer:
    async def ask() -> Answer:
        async with Wire(names=names) as wire:
            await wire._transport.aclose()
            wire._transport = telling
            return await wire.get(url)

    return asyncio.run(ask())


def test_the_connection_is_made_to_what_was_checked() -> None:
    """DNS rebinding: a name that leads to a public machine when it is looked at, and within the next time."""
    answers = [["93.184.216.34", "2606:2800:220::1"], ["127.0.0.1"]]
    telling = Telling()
    answer = ask_telling("https://rebind.example/a", lambda *_: answers.pop(0), telling)
    assert answer.body == TEXT
    (request,) = telling.requests
    assert str(request.url) == "https://93.184.216.34/a"
    assert request.headers["host"] == "rebind.example"
    assert request.extensions["sni_hostname"] == "rebind.example"  # whose certificate it is
    assert answers == [["127.0.0.1"]]  # it was not looked up again
    with pytest.raises(WireError, match="leads to this machine"):
        ask_telling("https://rebind.example/a", lambda *_: answers.pop(0), telling)
    assert len(telling.requests) == 1


def test_a_host_has_other_machines() -> None:
    telling = Telling(failing=1)
    names = lambda *_: ["93.184.216.34", "2606:2800:220::1", "93.184.216.35", "93.184.216.36"]  # noqa: E731
    assert ask_telling("http://many.example/", names, telling).status == 200
    assert [request.url.host for request in telling.requests] == ["93.184.216.34", "2606:2800:220::1"]
    telling = Telling(failing=9)
    with pytest.raises(WireError, match="cannot be reached"):
        ask_telling("http://many.example/", names, telling)
    assert len(telling.requests) == 3


def test_the_environment_leads_nowhere(stand: Newsstand, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with Newsstand() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.origin())
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login news password secret\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        stand.pages["/a"] = Page(TEXT)
        assert get(stand, "/a").body == TEXT
        assert not proxy.heard
        assert "authorization" not in stand.heard[0].headers


def test_names_that_nobody_answers_hold_up_no_others(stand: Newsstand) -> None:
    released = threading.Event()
    stand.pages["/a"] = Page(TEXT)

    def names(host: str, port: int) -> Sequence[str]:
        released.wait(5)
        return look_up(host, port)

    async def ask() -> bytes:
        async with Wire(allowed=stand.allowed, names=names) as wire:
            stuck = [asyncio.ensure_future(wire.get(f"http://stuck{n}.example/")) for n in range(12)]
            await asyncio.sleep(0)
            answer = await asyncio.wait_for(wire.get(stand.url("/a")), 3)
            released.set()
            for task in stuck:
                task.cancel()
            await asyncio.gather(*stuck, return_exceptions=True)
            return answer.body

    assert asyncio.run(ask()) == TEXT


def test_what_is_shown_of_foreign_words_is_harmless() -> None:
    assert show("a\x1b[31m\u202eb\nc") == "a [31m b c"
    assert len(show("x" * 9_999)) < 210
    assert 443 in OPEN_PORTS


def test_a_request_that_is_given_up_leaves_nothing_open(stand: Newsstand) -> None:
    stand.pages["/a"] = newsstand.hang()

    async def ask() -> None:
        async with Wire(allowed=stand.allowed) as wire:
            task = asyncio.ensure_future(wire.get(stand.url("/a")))
            await asyncio.sleep(0.1)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            stand.pages["/a"] = Page(TEXT)
            assert (await wire.get(stand.url("/a"))).body == TEXT

    asyncio.run(ask())
