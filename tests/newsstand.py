"""Websites on this machine for tests and benchmarks: sound pages and feeds, and every fault that a server can have.

    with Newsstand() as stand:
        stand.pages["/feed.xml"] = Page(b"<rss>…", "application/rss+xml")
        stand.pages["/a"] = [retry_after("1"), Page(b"<p>…")]  # the first answer, the second; the last is repeated
        …                                                      # ask for stand.url("/feed.xml"), with stand.allowed
        assert stand.asked["/feed.xml"] == 1

A page answers ETag and Last-Modified by itself. What has no page is 404; `answer` makes pages up as they are asked for.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import socket
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Self, TypeAlias

import brotli
from servers import AUTHORITY, certify

LONGEST = 30.0  # seconds that a connection may last here
STEP = 0.05  # s between two bytes of a slow server


@dataclass(frozen=True)
class Request:
    """What was asked."""

    path: str  # with its query
    headers: dict[str, str]  # names in lower case
    host: int  # which of the stand's hosts it came to, from 1
    moment: float  # on time.monotonic


@dataclass(frozen=True)
class Page:
    """What a sound server answers."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"  # empty: no Content-Type
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    packed: str = ""  # gzip, deflate or br, for whoever takes it
    modified: str = ""  # Last-Modified
    tag: bool = True  # it has an ETag


Line = asyncio.StreamWriter
Act = Callable[[Request, Line], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """What another server does. `act` writes to the line as it likes; then it is closed."""

    act: Act


Answer: TypeAlias = Page | Fault
Script: TypeAlias = Answer | Sequence[Answer]


class Newsstand:
    """A server in a thread. `hosts`: so many addresses, 127.0.0.1, 127.0.0.2 …, all at one port. `tls`: a certificate
    of tests/certificates: “localhost”, “expired” or “elsewhere”; it shows itself as https://localhost then."""

    def __init__(self, hosts: int = 1, *, tls: str = "", robots: str | None = None) -> None:
        self.hosts, self.tls, self.robots = hosts, tls, robots
        self.pages: dict[str, Script] = {}  # by path, with or without its query; "2/path" for the second host alone
        self.answer: Callable[[Request], Answer | None] | None = None  # asked for what `pages` has not
        self.heard: list[Request] = []
        self.asked: Counter[str] = Counter()  # requests by path; those of the second host also as "2/path"
        self.most_at_once: Counter[int] = Counter()  # by host: how many requests were ever under way together
        self._under_way: Counter[int] = Counter()
        self._turns: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    def __enter__(self) -> Self:
        self._sockets = _listen(self.hosts)
        self.port = self._sockets[0].getsockname()[1]
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(LONGEST)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(LONGEST)

    def url(self, path: str, host: int = 1) -> str:
        """The address of a page."""
        return f"{self.origin(host)}{path}"

    def origin(self, host: int = 1) -> str:
        return f"https://localhost:{self.port}" if self.tls else f"http://127.0.0.{host}:{self.port}"

    @property
    def allowed(self) -> frozenset[str]:
        """What a fetch has to be allowed to come here."""
        return frozenset((f"localhost:{self.port}", *(f"127.0.0.{n}:{self.port}" for n in range(1, self.hosts + 1))))

    @property
    def ca(self) -> str:
        """The file of the authority that signed its certificates."""
        return AUTHORITY

    def moments(self, host: int = 1) -> list[float]:
        """When this host was asked, robots.txt and all."""
        return [request.moment for request in self.heard if request.host == host]

    def forget(self) -> None:
        """Count from nought again."""
        self.heard.clear()
        self.asked.clear()
        self.most_at_once.clear()

    def _run(self, ready: threading.Event) -> None:
        asyncio.run(self._serve(ready))

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        context = certify(self.tls) if self.tls else None
        servers = [
            await asyncio.start_server(self._welcome, sock=listener, ssl=context, limit=2**17)
            for listener in self._sockets
        ]
        ready.set()
        await self._over.wait()
        for server in servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _welcome(self, reader: asyncio.StreamReader, line: Line) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        host = int(line.get_extra_info("sockname")[0].rpartition(".")[2])
        try:
            # Also what stops this server; asyncio would print it (3.11).
            with suppress(OSError, EOFError, TimeoutError, asyncio.LimitOverrunError, asyncio.CancelledError):
                async with asyncio.timeout(LONGEST):
                    while await self._answer(reader, line, host):
                        pass
        finally:
            line.transport.abort() if line.is_closing() else line.close()

    async def _answer(self, reader: asyncio.StreamReader, line: Line, host: int) -> bool:
        """Whether another request may come on the same line."""
        begin = await reader.readexactly(1)
        if begin == b"\x16":  # who speaks TLS to a server that does not is told so in plain words, as elsewhere
            line.write(_head(400))
            return False
        head = (begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
        request = Request(first.split(" ")[1], headers, host, time.monotonic())
        self.heard.append(request)
        path = request.path.partition("?")[0]
        self.asked.update({path, request.path, f"{host}{path}"})
        self._under_way[host] += 1
        self.most_at_once[host] = max(self.most_at_once[host], self._under_way[host])
        try:
            answer = self._find(request)
            if isinstance(answer, Fault):
                await answer.act(request, line)
                return False
            line.write(_print(answer, request))
            await line.drain()
        finally:
            self._under_way[host] -= 1
        return headers.get("connection", "").lower() != "close"

    def _find(self, request: Request) -> Answer:
        path = request.path.partition("?")[0]
        for name in (f"{request.host}{request.path}", f"{request.host}{path}", request.path, path):
            if name in self.pages:
                script = self.pages[name]
                if isinstance(script, Page | Fault):
                    return script
                number = min(self._turns[name], len(script) - 1)
                self._turns[name] += 1
                return script[number]
        if path == "/robots.txt" and self.robots is not None:
            return Page(self.robots.encode(), "text/plain")
        made = self.answer(request) if self.answer else None
        return made or Page(b"Nothing here.", "text/plain", 404, tag=False)


def _listen(hosts: int) -> list[socket.socket]:
    """Sockets at one free port of each address."""
    for _ in range(20):
        found = [socket.create_server(("127.0.0.1", 0), backlog=256)]
        port = found[0].getsockname()[1]
        try:
            found += [socket.create_server((f"127.0.0.{n}", port), backlog=64) for n in range(2, hosts + 1)]
        except OSError:  # somebody has that port at another of the addresses
            for listener in found:
                listener.close()
        else:
            return found
    raise OSError("no port is free at all addresses")


def _print(page: Page, request: Request) -> bytes:
    body, headers = page.body, [*page.headers]
    if page.kind:
        headers.append(("Content-Type", page.kind))
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if page.tag and page.status == 200:
        headers.append(("ETag", tag))
    if page.modified:
        headers.append(("Last-Modified", page.modified))
    wanted = request.headers.get("if-none-match")
    since = request.headers.get("if-modified-since")
    if page.status == 200 and (
        (page.tag and wanted == tag) or (not wanted and page.modified and since == page.modified)
    ):
        return _head(304, headers)
    if page.packed and page.packed in request.headers.get("accept-encoding", ""):
        body = pack(body, page.packed)
        headers.append(("Content-Encoding", page.packed))
    return _head(page.status, [*headers, ("Content-Length", str(len(body)))]) + body


def _head(status: int, headers: Sequence[tuple[str, str]] = ()) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} As It Is\r\n{lines}\r\n".encode("latin-1")


def pack(body: bytes, coding: str) -> bytes:
    """`body` in a content coding; “raw” is deflate without the head of zlib, as some servers send it."""
    match coding:
        case "gzip":
            return gzip.compress(body, 6)
        case "deflate":
            return zlib.compress(body)
        case "raw":
            codec = zlib.compressobj(wbits=-15)
            return codec.compress(body) + codec.flush()
        case _:
            return bytes(brotli.compress(body, quality=4))


# Faults


def redirect(to: str, status: int = 302) -> Page:
    """Go to `to`, an address or a path."""
    return Page(status=status, headers=(("Location", to),), tag=False)


def retry_after(value: str, status: int = 429) -> Page:
    """Come back after so many seconds, or at a date."""
    return Page(b"Later.", "text/plain", status, (("Retry-After", value),), tag=False)


def says(raw: bytes) -> Fault:
    """These very bytes, and hang up."""

    async def act(_: Request, line: Line) -> None:
        line.write(raw)
        await line.drain()

    return Fault(act)


def claims(body: bytes, *headers: tuple[str, str], status: int = 200) -> Fault:
    """A body with these headers, whatever they say of it."""
    return says(_head(status, headers) + body)


def too_short(body: bytes = b"<p>Half of it") -> Fault:
    """Less than Content-Length says."""
    return claims(body, ("Content-Type", "text/html"), ("Content-Length", str(2 * len(body))))


def too_long(body: bytes = b"<p>All of it</p>") -> Fault:
    """More than Content-Length says: it ends there."""
    return claims(body + b"<p>and more</p>", ("Content-Type", "text/html"), ("Content-Length", str(len(body))))


def drop() -> Fault:
    """Hang up without a word."""
    return says(b"")


def reset(before: bytes = b"") -> Fault:
    """Hang up rudely, after having said something: the other side hears of a reset connection."""

    async def act(_: Request, line: Line) -> None:
        line.write(before)
        await line.drain()
        if before:
            await asyncio.sleep(STEP)  # so that it arrives
        line.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.transport.abort()

    return Fault(act)


def reset_within(body: bytes = b"<p>Half of it") -> Fault:
    return reset(_head(200, [("Content-Type", "text/html"), ("Content-Length", "100000")]) + body)


def hang() -> Fault:
    """Say nothing, do nothing."""

    async def act(_: Request, __: Line) -> None:
        await asyncio.sleep(LONGEST)

    return Fault(act)


def late(seconds: float, page: Page) -> Fault:
    """A page, after having thought for so long."""

    async def act(request: Request, line: Line) -> None:
        await asyncio.sleep(seconds)
        line.write(_print(page, request))
        await line.drain()

    return Fault(act)


def trickle(raw: bytes, repeated: bytes = b"", pause: float = STEP) -> Fault:
    """Say `raw`, then for ever `repeated`, a byte at a time."""

    async def act(_: Request, line: Line) -> None:
        line.write(raw)
        while repeated:
            for byte in repeated:
                line.write(bytes((byte,)))
                await line.drain()
                await asyncio.sleep(pause)

    return Fault(act)


def slow_head() -> Fault:
    """Slow-loris: a header that never ends, a byte at a time."""
    return trickle(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"o")


def slow_body() -> Fault:
    """The same with the body."""
    return trickle(_head(200, [("Content-Type", "text/html"), ("Content-Length", "1000000")]), b"<p>slow ")


def endless(begin: bytes, repeated: bytes) -> Fault:
    """The same words for ever, as fast as they are taken."""

    async def act(_: Request, line: Line) -> None:
        line.write(begin)
        while True:
            line.write(repeated)
            await line.drain()

    return Fault(act)


def endless_body(kind: str = "text/html") -> Fault:
    """A body without end and without Content-Length."""
    return endless(_head(200, [("Content-Type", kind)]), b"<p>and so on</p>\n" * 1_000)


def endless_chunks() -> Fault:
    head = _head(200, [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")])
    return endless(head, b"1000\r\n" + b"x" * 0x1000 + b"\r\n")


def endless_head() -> Fault:
    """Headers without end."""
    return endless(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"and so on " * 100 + b"\r\n")


def endless_patience() -> Fault:
    """“103 Early Hints” for ever, and never an answer."""
    return endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 100)


@lru_cache
def bomb(coding: str, size: int = 200_000_000, kind: str = "text/html") -> Page:
    """A small body that unpacks to `size` bytes."""
    return Page(_pack_bomb(coding, size), kind, headers=(("Content-Encoding", coding),), tag=False)


@lru_cache
def _pack_bomb(coding: str, size: int) -> bytes:
    if coding == "br":
        return pack(bytes(size), "br")
    codec = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    piece = bytes(1_000_000)
    return b"".join([*(codec.compress(piece) for _ in range(size // len(piece))), codec.flush()])
