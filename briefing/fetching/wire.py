"""What does a server answer? One GET, with its redirects, within bounds of time and size, and to public machines only.

Of httpx the transport alone is used: no cookies, no proxies and no .netrc of the environment, no redirects that are not
looked at. Each request has a connection of its own, to the addresses that were checked for it.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urljoin

import certifi
import httpx
from msgspec import Struct
from msgspec.structs import replace

from briefing import __version__
from briefing.fetching.addresses import Lookup, Place, check_address, find_machines, look_up, show
from briefing.fetching.model import Answer, UnprovenError, WireError
from briefing.fetching.unpacking import Unpacking, too_large

__all__ = ("Wire", "WireError", "ask_once", "read_kind", "read_wait")

ROBOT = "Briefing"  # the product token, to which robots.txt speaks (RFC 9309, 2.2.1)
LARGEST = 5_000_000  # bytes of a page or feed, unpacked; the largest feeds in use have 3 MB
SECONDS = 60.0  # for one address with its redirects
CONNECTING = 10.0  # s for one machine; a host may have another
SILENCE = 20.0  # s without a byte
REDIRECTS = 5  # RFC 9309, 2.3.1.2, asks for as many; who needs more is lost in his own site
AT_ONCE = 32  # open requests
MACHINES = 3  # of one host, that are tried
LONGEST_WAIT = 7 * 86_400.0  # s; of a server that asks for more somebody has to know

_PERMANENT = (301, 308)
_REDIRECTING = (301, 302, 303, 307, 308)
# Of 4xx, what may be otherwise another time: walls of all kinds open, too, and 451 is what those of a country say.
_PASSING = (401, 402, 403, 408, 421, 423, 425, 429, 451)
_WORDS = {
    400: "does not understand the request",
    401: "asks for a login",
    402: "asks for money",
    403: "refuses it",
    404: "has nothing there",
    406: "has it in no kind that can be read",
    408: "took too long to hear the request",
    410: "says that it is gone for good",
    429: "asks for fewer requests",
    451: "may not show it, for legal reasons",
    500: "failed",
    502: "stands before another that failed",
    503: "is overloaded or closed",
    504: "stands before another that does not answer",
}
# Headers by which services in front of a server say that what follows is no page but a check for robots.
_CHALLENGES = {
    "cf-mitigated": re.compile("challenge"),
    "x-amzn-waf-action": re.compile("captcha|challenge"),
    "x-vercel-mitigated": re.compile("challenge|deny"),
}
_KIND = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,100})\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.ASCII | re.IGNORECASE)
_CONTACT = re.compile(r"[!-~][ -~]*")
_LEFT_OPEN = re.compile(r"^http://([^/?#:@\[\]]+)(?::80)?(?=[/?#]|$)", re.IGNORECASE)  # without a port of its own
_HUNG_UP = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionResetError, ConnectionAbortedError, BrokenPipeError)
_UNDER_WAY = (ssl.SSLWantReadError, ssl.SSLWantWriteError)  # no faults: how the handshake waits for the other side
_TAG = re.compile(r'(?:W/)?"[!#-~\x80-\xff]{0,500}"')  # RFC 9110, 8.8.3
_DATE = re.compile(r"[ -~]{1,60}")

Turn = Callable[[Place], AbstractAsyncContextManager[None]]


class _Redirect(Struct, frozen=True):
    to: str
    status: int


class _Wanted(Struct, frozen=True):
    headers: list[tuple[str, str]]
    conditional: bool
    largest: int
    kinds: tuple[str, ...]
    cut: bool


@asynccontextmanager
async def no_turn(_: Place) -> AsyncIterator[None]:
    """Wait for no turn."""
    yield


class Wire:
    """The way out to the web, while the block runs.

    `contact`: an address or a page where publishers reach whoever runs this, for the User-Agent. `allowed`: see
    `check_address`. `seconds`: net time for one address with its redirects. `at_once`: open requests; the others wait,
    and their seconds do not run. `ca`: a file with the authority of a test's certificates, in place of the public ones.
    `now`: the moment of the round, ISO 8601, for servers that name a moment to come again and none of their own.
    `names`: how a host's name is looked up.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        allowed: frozenset[str] = frozenset(),
        seconds: float = SECONDS,
        at_once: int = AT_ONCE,
        ca: str = "",
        now: str = "",
        names: Lookup = look_up,
    ) -> None:
        if contact and not _CONTACT.fullmatch(contact):
            raise ValueError("the contact holds what cannot stand in a header")
        self.agent = f"{ROBOT}/{__version__}" + (f" (+{contact})" if contact else "")
        self.asked = 0  # requests that were sent
        self.allowed = allowed
        self._seconds, self._names = seconds, names
        self._now, self._ca = now, ca
        self._room = asyncio.Semaphore(at_once)
        self._at_once = at_once

    async def __aenter__(self) -> Self:
        # The system's authorities and Mozilla's: macOS's Python has none of its own.
        context = ssl.create_default_context(cafile=self._ca or None)
        if not self._ca:
            context.load_verify_locations(certifi.where())
        self._transport = httpx.AsyncHTTPTransport(
            verify=context, trust_env=False, limits=httpx.Limits(max_connections=None, max_keepalive_connections=0)
        )
        # Not the loop's own threads: hosts whose name servers are silent would hold up all others.
        self._asking = ThreadPoolExecutor(self._at_once, "names")
        self._begun = time.monotonic()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._asking.shutdown(wait=False, cancel_futures=True)
        await self._transport.aclose()

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        largest: int = LARGEST,
        kinds: tuple[str, ...] = (),
        cut: bool = False,
        turn: Turn = no_turn,
    ) -> Answer:
        """Return what the server says to `url`: 200, or 304 where `etag` or `last_modified` asked for it.

        `kinds`: media types that are wanted, all if empty; what is said to be another is refused unread. `cut`: of a
        body longer than `largest` its beginning is taken. `turn`: entered before each request, also those to which a
        redirect leads. Raises WireError.
        """
        wanted = _Wanted(self._headers(etag, last_modified, kinds), bool(etag or last_modified), largest, kinds, cut)
        seen: set[str] = set()
        moved, permanent, left = "", True, self._seconds
        for _ in range(REDIRECTS + 1):
            place = check_address(url, self.allowed)
            seen.add(place.url)
            async with turn(place), self._room:
                begun = time.monotonic()
                said = await self._within(left, place, wanted)
                left -= time.monotonic() - begun
            if isinstance(said, Answer):
                return replace(said, moved=moved)
            url = _follow(place, said)
            permanent = permanent and said.status in _PERMANENT
            if permanent:
                moved = check_address(url, self.allowed).url
            if check_address(url, self.allowed).url in seen:
                raise WireError(
                    "Its redirects go round in a circle.",
                    "Open it in a browser, and name the address where it ends.",
                    lasting=True,
                    status=said.status,
                )
        raise WireError(
            f"It redirects more than {REDIRECTS} times.",
            "Open it in a browser, and name the address where it ends.",
            lasting=True,
            status=said.status,
        )

    def _headers(self, etag: str, last_modified: str, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
        headers = [
            ("User-Agent", self.agent),
            ("Accept", ", ".join((*kinds, "*/*;q=0.1")) if kinds else "*/*"),
            ("Accept-Encoding", "gzip, deflate, br"),
            ("Connection", "close"),
        ]
        if _TAG.fullmatch(etag):
            headers.append(("If-None-Match", etag))
        if _DATE.fullmatch(last_modified):
            headers.append(("If-Modified-Since", last_modified))
        return headers

    async def _within(self, seconds: float, place: Place, wanted: _Wanted) -> Answer | _Redirect:
        """Ask one server, and put what goes wrong into words."""
        remedy = "It may answer another time."
        try:
            async with asyncio.timeout(max(seconds, 0)) as limit:
                return await self._ask(place, wanted, limit.when() or 0)
        except (TimeoutError, httpx.TimeoutException):
            raise WireError("The server did not answer in time.", remedy) from None
        except httpx.ConnectError as error:
            if why := _find_tls_reason(error):
                raise UnprovenError(f"The server cannot show who it is: {why}.", "Tell its publisher.") from None
            # Within the handshake the same server is heard to end it at one time and to break it at another.
            what = "hung up" if _has_hung_up(error) else "cannot be reached"
            raise WireError(f"The server {what}.", remedy) from None
        except httpx.RemoteProtocolError as error:
            what = "sent less than it said" if "complete" in str(error) else "does not answer as HTTP asks for"
            raise WireError(f"The server {what}.", remedy) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise WireError("The server hung up.", remedy) from None

    async def _ask(self, place: Place, wanted: _Wanted, end: float) -> Answer | _Redirect:
        loop = asyncio.get_running_loop()
        machines = await loop.run_in_executor(self._asking, find_machines, place, self._names)
        response = await self._connect(place, wanted, machines[:MACHINES], end)
        try:
            return await self._hear(response, place, wanted)
        finally:
            await response.aclose()

    async def _connect(self, place: Place, wanted: _Wanted, machines: tuple[str, ...], end: float) -> httpx.Response:
        """Return the beginning of the answer of the first machine that takes the connection."""
        clock = asyncio.get_running_loop().time
        for number, machine in enumerate(machines):
            # TCP and TLS may each take as long. They end before all does: httpcore would not close what is ended there.
            connecting = min(CONNECTING, 0.45 * (end - clock()))
            waits = {"connect": connecting, "read": SILENCE, "write": SILENCE, "pool": None}
            host = f"[{machine}]" if ":" in machine else machine
            request = httpx.Request(
                "GET",
                httpx.URL(f"{place.scheme}://{host}:{place.port}{place.target}"),
                headers=[("Host", place.authority), *wanted.headers],
                extensions={"timeout": waits, "sni_hostname": place.host},
            )
            self.asked += 1
            try:
                return await self._transport.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if number + 1 == len(machines) or _find_tls_reason(error):
                    raise
        raise AssertionError("there is always one")

    async def _hear(self, response: httpx.Response, place: Place, wanted: _Wanted) -> Answer | _Redirect:
        status, headers = response.status_code, _Headers(response)
        if status in _REDIRECTING and headers["location"]:
            return _Redirect(headers["location"], status)
        said = Answer(
            place.url,
            304 if status == 304 else 200,
            etag=_fit(_TAG, headers["etag"]),
            last_modified=_fit(_DATE, headers["last-modified"]),
        )
        if status == 304 and wanted.conditional:
            return said
        if any(asks.fullmatch(headers[name]) for name, asks in _CHALLENGES.items()):
            what = "The server asks for proof that a person is reading, not a robot."
            raise WireError(what, "It may answer another time.", again=self._read_again(status, headers), status=status)
        if status not in (200, 203):
            raise self._refusal(status, headers)
        kind, charset = read_kind(headers["content-type"])
        if wanted.kinds and kind and kind not in wanted.kinds:
            raise WireError(f"It is {kind}.", "Only text is fetched.", lasting=True)
        unpacking = Unpacking(headers["content-encoding"], wanted.largest, cut=wanted.cut)
        length = headers["content-length"]
        if length.isdecimal() and len(length) < 20 and int(length) > wanted.largest and not wanted.cut:
            raise too_large(wanted.largest)
        async for part in response.aiter_raw():
            unpacking.add(part)
            if unpacking.full:
                break
        return replace(said, body=unpacking.end(), kind=kind, charset=charset)

    def _refusal(self, status: int, headers: _Headers) -> WireError:
        again = self._read_again(status, headers)
        lasting = 400 <= status < 500 and status not in _PASSING
        words = _WORDS.get(status, "answers something else than the page")
        remedy = "Look whether the address is right." if lasting else "It may answer another time."
        return WireError(f"The server {words} ({status}).", remedy, again=again, lasting=lasting, status=status)

    def _read_again(self, status: int, headers: _Headers) -> float | None:
        now = self._now and _later(self._now, time.monotonic() - self._begun)
        return read_wait(headers["retry-after"], headers["date"], now) if status >= 400 else None


def ask_once(
    url: str,
    *,
    contact: str = "",
    allowed: frozenset[str] = frozenset(),
    largest: int = LARGEST,
    kinds: tuple[str, ...] = (),
    now: str = "",
    ca: str = "",
) -> Answer:
    """Return what the server says to `url`, for whoever asks for one page by hand. As `Wire.get`, without a loop."""

    async def ask() -> Answer:
        async with Wire(contact=contact, allowed=allowed, now=now, ca=ca) as wire:
            return await wire.get(url, largest=largest, kinds=kinds)

    return asyncio.run(ask())


def read_kind(header: str) -> tuple[str, str]:
    """Return media type and charset of a Content-Type header, lower case; "" for what it does not say."""
    kind, charset = _KIND.match(header), _CHARSET.search(header)
    return kind[1].lower() if kind else "", charset[1].lower() if charset else ""


def read_wait(header: str, sent: str = "", now: str = "") -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3), at most LONGEST_WAIT; else None.

    `sent`: the Date header of the same answer, against which a date is read, as the server's clock may be wrong;
    `now`: a moment in ISO 8601 for want of that.
    """
    header = header.strip()
    if header.isascii() and header.isdecimal():
        return min(float(header[:12]), LONGEST_WAIT)
    until, since = _read_date(header), _read_date(sent)
    if since is None and now:
        since = datetime.fromisoformat(now)
        since = since if since.tzinfo else since.replace(tzinfo=UTC)
    if until is None or since is None:
        return None
    return min(max((until - since).total_seconds(), 0.0), LONGEST_WAIT)


class _Headers:
    """The headers of an answer, as they came: lists are joined, what is not there is empty."""

    def __init__(self, response: httpx.Response) -> None:
        self._raw = response.headers.raw

    def __getitem__(self, name: str) -> str:
        found = [value for key, value in self._raw if key.lower() == name.encode()]
        # Of what is no list, two that differ would be a way to hide one of them: the first counts.
        found = found if name == "content-encoding" else found[:1]
        return ", ".join(value.decode("latin-1") for value in found)


def _follow(place: Place, redirect: _Redirect) -> str:
    """Return where a redirect leads. Raises WireError where it may not."""
    try:
        written = redirect.to.encode("latin-1").decode("utf-8")  # some write addresses as they are read
    except UnicodeDecodeError:
        written = redirect.to
    try:
        to = urljoin(place.url, written.strip()).partition("#")[0]
    except ValueError:
        raise WireError(f"It redirects to {show(written)}, which is no web address.", lasting=True) from None
    if place.scheme == "https" and to.lower().startswith("http:"):
        # Old redirects name http where the page is at https as well. There it is asked for, or nowhere.
        safe = _LEFT_OPEN.sub(r"https://\1", to)
        if not safe.startswith("https:") or check_address(safe).url == place.url:
            raise WireError(
                "It redirects from https to http, where anybody on the way could change it.",
                "Tell its publisher.",
                lasting=True,
                status=redirect.status,
            )
        return safe
    return to


def _find_tls_reason(error: BaseException) -> str:
    """Return why TLS failed, as words after a colon; "": something else did."""
    for each in _find_causes(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return show(each.verify_message).rstrip(".")
        if isinstance(each, ssl.SSLError) and not isinstance(each, (*_HUNG_UP, *_UNDER_WAY)):
            return show(each.reason or "no TLS").replace("_", " ").lower()
    return ""


def _has_hung_up(error: BaseException) -> bool:
    return any(isinstance(each, _HUNG_UP) for each in _find_causes(error))


def _find_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _fit(pattern: re.Pattern[str], value: str) -> str:
    return value if pattern.fullmatch(value) else ""


def _read_date(header: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(header[:60])
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _later(now: str, seconds: float) -> str:
    moment = datetime.fromisoformat(now).timestamp() + seconds
    return datetime.fromtimestamp(moment, UTC).isoformat()
