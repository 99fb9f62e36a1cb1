"""Mail servers on this machine for tests and benchmarks: a sound one (aiosmtpd), and one that misbehaves on request."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from briefing.mail.delivery.smtp import Server

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = str(CERTIFICATES / "authority.pem")
USER, PASSWORD = "news", "correct horse é"
LONGEST = 30.0  # seconds that a test may make a server wait


def certify(name: str = "localhost") -> ssl.SSLContext:
    """What a server shows: "localhost", "expired" or "elsewhere" (a certificate for another host)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


@dataclass(frozen=True)
class Arrived:
    """A letter as a server took it."""

    sender: str
    address: str
    data: bytes  # without the doubled dots
    secure: bool = False


@dataclass
class Sound:
    """A running server and what it took."""

    server: Server  # how to get there
    letters: list[Arrived] = field(default_factory=list)

    # The names are aiosmtpd's.
    async def handle_MAIL(self, _: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.server.user and not session.authenticated:
            return "530 log in first"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 ok"

    async def handle_DATA(self, smtp: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        secure = session.ssl is not None or self.server.security == "tls"
        self.letters += [
            Arrived(envelope.mail_from, address, envelope.original_content, secure) for address in envelope.rcpt_tos
        ]
        return "250 taken"


@contextmanager
def sound_server(security: str = "starttls", *, login: bool = True, certificate: str = "localhost") -> Iterator[Sound]:
    """aiosmtpd with TLS and login as USER with PASSWORD."""

    def check(_server: SMTP, _session: Any, _envelope: Any, mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    port = free_port()
    ca = AUTHORITY if security != "none" else ""
    user, password = (USER, PASSWORD) if login else ("", "")
    sound = Sound(Server("localhost", port, security, user, password, timeout=5, ca=ca))  # type: ignore[arg-type]
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": port, "data_size_limit": 1_000_000}
    if security == "starttls":
        options |= {"tls_context": certify(certificate), "require_starttls": True}
    if security == "tls":
        options |= {"ssl_context": certify(certificate)}
    if login:
        options |= {"authenticator": check, "auth_require_tls": security == "starttls"}
    controller = Controller(sound, **options)
    controller.start()
    try:
        yield sound
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


DROP = "drop"  # hang up
RESET = "reset"  # hang up rudely: what was sent and not read is thrown away
HANG = "hang"  # say nothing, do nothing
SLOW = "slow"  # think for SECONDS_SLOW, then do what a sound server does
SECONDS_SLOW = 1.4


class Scripted:
    """A server that follows a script where it has one, and is sound elsewhere.

    `script` says what is done at the first, second, … time that a moment comes: a reply, DROP, RESET, HANG or SLOW; ""
    is what a sound server does. What comes after the last of them is sound again, unless `forever`, which repeats the
    last. The moments: "connect", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "body" (after the first line of
    it), "dot" (after the end of the message), "RSET", "QUIT"; "RCPT anna@reader.example" is for that reader alone, and
    so are the moments after RCPT.
    """

    def __init__(self, script: Mapping[str, Sequence[str]] | None = None, *, forever: bool = False, tls: Any = None):
        self.script, self.forever, self.tls = dict(script or {}), forever, tls
        self.offers = ["SIZE 1000000", "8BITMIME"]
        self.heard: list[str] = []  # every command, in order
        self.ended: list[Arrived] = []  # letters whose end was read, whatever was answered
        self.taken: list[Arrived] = []  # letters for which 250 was answered, or was about to be
        self.times: Counter[str] = Counter()  # how often each moment came
        self._over = threading.Event()
        self._sessions: list[tuple[threading.Thread, _Session]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def server(self, **changes: Any) -> Server:
        """How to get there; without encryption and login unless said otherwise."""
        return Server(**{"host": "127.0.0.1", "port": self.port, "security": "none", "timeout": 5.0} | changes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.die()

    def die(self) -> None:
        """Stop listening and hang up on everybody."""
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join(LONGEST)
        for thread, session in self._sessions:
            with suppress(OSError):
                session.peer.shutdown(socket.SHUT_RDWR)
            thread.join(LONGEST)
        self._sessions.clear()

    def revive(self) -> None:
        """Listen again, at the same port."""
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            peer.settimeout(LONGEST)
            session = _Session(self, peer, self._over)
            thread = threading.Thread(target=session.run, daemon=True)
            self._sessions.append((thread, session))
            thread.start()

    def next_action(self, moment: str, address: str = "") -> str:
        for name in (f"{moment} {address}", moment):
            if name in self.script:
                time = self.times[name]
                self.times[name] += 1
                actions = self.script[name]
                action = actions[time] if time < len(actions) else actions[-1] if self.forever else ""
                if action == SLOW:
                    self._over.wait(SECONDS_SLOW)
                return "" if action == SLOW else action
        self.times[moment] += 1
        return ""


class _HungUpError(Exception):
    """The session is over."""


class _Session:
    def __init__(self, scripted: Scripted, peer: socket.socket, over: threading.Event):
        self.scripted, self.peer, self.over = scripted, peer, over
        self.lines: list[bytes] = []  # heard and not yet looked at, the last one first
        self.unread = b""
        self.sender = self.address = ""

    def run(self) -> None:
        with suppress(OSError, _HungUpError):
            self.answer("connect", "220 scripted")
            while True:
                self.obey(self.line().decode("latin-1"))
        self.peer.close()

    def obey(self, command: str) -> None:
        scripted = self.scripted
        scripted.heard.append(command)
        verb, _, rest = command.partition(" ")
        verb = verb.upper()
        address = rest.partition("<")[2].partition(">")[0]
        if verb == "EHLO":
            encrypted = isinstance(self.peer, ssl.SSLSocket)
            lines = ["scripted", *scripted.offers, *(["STARTTLS"] if scripted.tls and not encrypted else [])]
            self.answer("EHLO", "\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"]))
        elif verb == "STARTTLS":
            if self.answer("STARTTLS", "220 go ahead"):
                self.peer = scripted.tls.wrap_socket(self.peer, server_side=True)
        elif verb == "AUTH":
            self.answer("AUTH", "235 welcome")
        elif verb == "MAIL":
            self.sender = address
            self.answer("MAIL", "250 ok")
        elif verb == "RCPT":
            self.address = address
            self.answer("RCPT", "250 ok", address)
        elif verb == "DATA":
            if self.answer("DATA", "354 go ahead", self.address):
                self.take()
        elif verb == "RSET":
            self.answer("RSET", "250 ok")
        elif verb == "QUIT":
            self.answer("QUIT", "221 bye")
            raise _HungUpError
        else:
            self.send("500 what?")

    def take(self) -> None:
        lines: list[bytes] = []
        early = ""
        while (line := self.line()) != b".":
            lines.append(line.removeprefix(b".") + b"\r\n")
            if len(lines) == 1:
                early = self.scripted.next_action("body", self.address)
                if early:
                    self.act(early)
        if early:  # it had lost interest, and only let the other side finish
            raise _HungUpError
        arrived = Arrived(self.sender, self.address, b"".join(lines), isinstance(self.peer, ssl.SSLSocket))
        self.scripted.ended.append(arrived)
        action = self.scripted.next_action("dot", self.address)
        if not action or action.startswith("2"):
            self.scripted.taken.append(arrived)
        self.act(action or "250 taken")

    def answer(self, moment: str, sound: str, address: str = "") -> bool:
        """Whether a sound server's reply was given, or one as good."""
        action = self.scripted.next_action(moment, address)
        self.act(action or sound)
        return not action or action[:3] == sound[:3]

    def act(self, action: str) -> None:
        if action == HANG:
            self.over.wait(LONGEST)
            raise _HungUpError
        if action == RESET:
            self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if action in (DROP, RESET):
            raise _HungUpError
        self.send(action)
        if action.startswith("421"):
            raise _HungUpError

    def send(self, reply: str) -> None:
        self.peer.sendall(reply.encode("utf-8", "surrogateescape") + b"\r\n")

    def line(self) -> bytes:
        while not self.lines:
            more = self.peer.recv(65536)
            if not more:
                raise _HungUpError
            *lines, self.unread = (self.unread + more).split(b"\r\n")
            self.lines = lines[::-1]
        return self.lines.pop()
