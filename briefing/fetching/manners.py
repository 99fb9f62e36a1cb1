"""How does a guest behave? As robots.txt says, one request at a time, not too soon, and not where he was asked to go.

The rules are RFC 9309's, read by protego, and Crawl-delay with them. All of it holds for each host that a redirect
leads to as for the first.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import msgspec
from msgspec import Struct
from protego import Protego

from briefing.fetching.addresses import Place, check_address
from briefing.fetching.model import DELAY, Answer, ForbiddenError, LateError, SparedError, UnprovenError, WireError
from briefing.fetching.wire import LARGEST, LONGEST_WAIT, ROBOT, Wire

LARGEST_ROBOTS = 512_000  # bytes that are read; RFC 9309, 2.5, asks for no less
KEPT = timedelta(days=1)  # how long robots.txt holds (RFC 9309, 2.4)
# Lines of a robots.txt times those that name robots: each rule is noted for each robot above it. Real ones have up to
# 600,000; this many take half a second.
MOST_RULES = 2_000_000
# s between two requests; whose robots.txt asks for more is asked once a round. What sources.yml asks for is kept to.
LONGEST_DELAY = 60.0
SHORT = 5.0  # s; who wants to be left alone for no longer is waited for
PEACE = 60.0  # s for whoever answers 429 and does not say how long
FAILURES = 3  # one after the other; then a host is left alone for the rest of the round


class _Kept(Struct, frozen=True):
    """A robots.txt as it is remembered between rounds."""

    moment: str  # when it was asked for
    text: str = ""  # empty: there is none, everything may be asked


class _Host:
    """What a round knows of a host."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()  # first come, first served
        self.last = -math.inf  # when the last request ended, on the loop's clock
        self.until = -math.inf  # when it may be asked again
        self.asked = False
        self.failures = 0
        self.why = ""  # it failed the last time, as a sentence


def no_end() -> float:
    """The seconds that are left of a round that may last."""
    return math.inf


class Manners:
    """The way to ask politely, for one round.

    `robots` remembers the robots.txt of each origin; it may be empty and may be lost. `now`: the moment of the round,
    ISO 8601. `left`: the seconds that are left of it, now all; whose turn comes later is not asked.
    """

    def __init__(
        self, wire: Wire, robots: MutableMapping[str, str], now: str, left: Callable[[], float] = no_end
    ) -> None:
        self._wire, self._robots, self._left = wire, robots, left
        self._now, self._all = _read_moment(now), left()
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, _Rules | WireError] = {}

    async def get(
        self,
        url: str,
        delay: float = DELAY,
        *,
        etag: str = "",
        last_modified: str = "",
        largest: int = LARGEST,
        kinds: tuple[str, ...] = (),
        keep: float = 0.0,
        yields: bool = False,
    ) -> Answer:
        """Return what the server says to `url`, as `Wire.get`, once it may be asked: after `delay` seconds at least.

        Raises WireError, also where robots.txt forbids it (lasting); SparedError where the host is left alone;
        LateError where no more than `keep` seconds are left when its turn comes. `yields`: another waits longer, whose
        turn it is where a host takes one request a round.
        """
        hops = count()
        asked: set[str] = set()  # hosts

        def take_turn(place: Place) -> AbstractAsyncContextManager[None]:
            begun = place.authority in asked
            asked.add(place.authority)
            if next(hops):  # what was begun is ended: a redirect is followed however late it is, and without long waits
                return self._turn(place, min(delay, LONGEST_DELAY), begun=begun)
            return self._turn(place, delay, lambda: self._left() - keep, yields=yields)

        return await self._wire.get(
            url, etag=etag, last_modified=last_modified, largest=largest, kinds=kinds, turn=take_turn
        )

    @asynccontextmanager
    async def turn(self, url: str, delay: float = DELAY) -> AsyncIterator[None]:
        """Hold the turn to ask for `url` while the block runs. It learns from the WireError that the block raises."""
        async with self._turn(check_address(url, self._wire.allowed), delay):
            yield

    @asynccontextmanager
    async def _turn(
        self,
        place: Place,
        delay: float,
        left: Callable[[], float] = no_end,
        *,
        yields: bool = False,
        begun: bool = False,
    ) -> AsyncIterator[None]:
        """`begun`: the host led here itself, so that the one request which it takes is under way."""
        clock = asyncio.get_running_loop().time
        host = self._hosts.setdefault(place.authority, _Host())
        self._leave_alone(host, clock())
        async with host.lock:
            self._leave_alone(host, clock())  # it may have said so meanwhile
            if left() <= 0:
                raise LateError
            rules = await self._find_rules(place, host)
            if not rules.allow(place.url):
                raise ForbiddenError(
                    f"The robots.txt of {place.authority} forbids it.",
                    "Ask its publisher for leave, or take the text from the feed (text: feed).",
                )
            if not begun and (host.asked or yields):
                self._spare(place, delay, rules.delay)
            pause = max(delay, min(rules.delay, LONGEST_DELAY))
            wait = max(host.last + pause, host.until, clock()) - clock()
            if wait >= left():
                raise LateError
            await asyncio.sleep(wait)
            host.asked = True
            try:
                yield
            except WireError as error:
                self._learn(host, error, clock())
                raise
            else:
                host.failures = 0
            finally:
                host.last = clock()

    def _leave_alone(self, host: _Host, moment: float) -> None:
        """Raise SparedError where the host is not to be asked now."""
        if host.failures >= FAILURES:
            raise SparedError(
                f"Its host failed {FAILURES} times, one after the other. {host.why}",
                "It is left alone until the next round.",
            )
        if host.until - moment > SHORT:
            raise SparedError(
                "Its host asked for fewer requests.",
                "It is left alone until then.",
                again=host.until - moment,
                status=429,
            )

    def _spare(self, place: Place, delay: float, asked: float) -> None:
        """Raise SparedError where a host takes one request a round: by its robots.txt, or in so short a round."""
        why = f"The robots.txt of {place.authority} asks for {asked:,.0f} s between two requests."
        if asked > max(delay, LONGEST_DELAY):
            raise SparedError(why, "One is made in each round.", again=asked)
        if (pause := max(delay, asked)) >= self._all:
            if delay >= asked:
                why = f"sources.yml asks for {delay:,.0f} s between two requests to {place.authority}."
            raise SparedError(why, "The fetch is shorter: give it more minutes.", again=pause)

    def _learn(self, host: _Host, error: WireError, moment: float) -> None:
        again = PEACE if error.again is None and error.status == 429 else error.again
        if again is not None:
            host.until = max(host.until, moment + again)
        if error.lasting or 0 < error.status < 500:
            host.failures = 0  # it answers
        elif error.again is None:
            host.failures += 1
            host.why = error.what

    async def _find_rules(self, place: Place, host: _Host) -> _Rules:
        """Return the rules of an origin. Raises WireError where nobody knows them: then nothing may be asked."""
        found = self._rules.get(place.origin)
        if found is None:
            try:
                found = await self._ask_rules(place, host)
            except WireError as error:
                found = error
            self._rules[place.origin] = found
        if isinstance(found, WireError):
            raise found
        return found

    async def _ask_rules(self, place: Place, host: _Host) -> _Rules:
        kept = _read_kept(self._robots.get(place.origin, ""))
        if kept and abs(self._now - _read_moment(kept.moment)) < KEPT:
            return _Rules(kept.text)
        clock = asyncio.get_running_loop().time
        try:
            # To where its redirects lead no turn is held: two hosts that name each other would wait for each other.
            answer = await self._wire.get(f"{place.origin}/robots.txt", largest=LARGEST_ROBOTS, cut=True)
            text = answer.body.decode("utf-8-sig", "replace")
        except WireError as error:
            self._learn(host, error, clock())
            if 300 <= error.status < 500 and error.status != 429:
                text = ""  # there is none: everything may be asked (RFC 9309, 2.3.1.3)
            elif kept:
                return _Rules(kept.text)  # an old one is better than none (2.4)
            elif error.lasting or isinstance(error, UnprovenError):
                raise  # it is the host's fault, and no other than that of its pages
            else:
                raise WireError(
                    f"Its robots.txt cannot be had, so nothing there may be asked now. {error.what}",
                    error.remedy,
                    again=error.again,
                    status=error.status,
                ) from None
        finally:
            host.last = clock()
        rules = _Rules(text)
        self._robots[place.origin] = msgspec.json.encode(_Kept(self._now.isoformat(), text)).decode()
        return rules


class _Rules:
    """A robots.txt as it was understood."""

    def __init__(self, text: str) -> None:
        lines = text.splitlines()
        if len(lines) * sum(line.lstrip()[:1] in ("u", "U") for line in lines) > MOST_RULES:
            raise WireError("Its robots.txt has too many rules for too many robots.", "Tell its publisher.")
        self._read = Protego.parse(text)
        self.delay = 0.0  # s between two requests
        delay = self._read.crawl_delay(ROBOT.lower()) or 0.0
        rate = self._read.request_rate(ROBOT.lower())
        each = min(rate.seconds, LONGEST_WAIT) / rate.requests if rate and rate.requests > 0 else 0.0
        for seconds in (delay, each):
            if seconds > self.delay:  # what “nan” is not
                self.delay = min(seconds, LONGEST_WAIT)

    def allow(self, url: str) -> bool:
        return self._read.can_fetch(url, ROBOT.lower())


def _read_kept(value: str) -> _Kept | None:
    try:
        kept = msgspec.json.decode(value, type=_Kept)
        _read_moment(kept.moment)
    except (msgspec.DecodeError, ValueError):
        return None
    return kept


def _read_moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
