"""Letters and mail servers for the programs that measure sending. No program itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from briefing.mail.editions import LATEST, find_day, read_edition
from briefing.mail.message.compose import Composer, Sign
from briefing.mail.message.digest import MailSite
from briefing.mail.message.headers import Sender
from briefing.mail.model import Letter, Mailing, Recipient
from briefing.mail.readers.keys import reader_key, unsubscribe_token
from briefing.published import Edition

SENDER = "briefing@tidewater.example"
DAY = "2025-03-14"
SECRET = b"a secret of no outbox's own here"
MESSAGE_ID = re.compile(rb"(?mi)^message-id: *(<[^>\r\n]*>)")


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def make_mailing() -> Mailing:
    return Mailing(DAY, DAY, False, "0" * 64, (), now())


def make_recipients(count: int) -> Iterator[Recipient]:
    for number in range(count):
        yield Recipient(f"reader{number:06}@example.net", f"Reader {number}", place=f"readers.csv:{number + 2}")


def write_letters(count: int, size: int = 12_000, seed: int = 0) -> Iterator[Letter]:
    """Letters of `size` bytes, made of nothing that zlib could make small, each for another reader."""
    chance = random.Random(seed)
    for number, recipient in enumerate(make_recipients(count)):
        message_id = f"<{DAY}.{seed:x}-{number:06x}@tidewater.example>"
        head = (
            f"From: {SENDER}\r\nTo: {recipient.address}\r\nSubject: Letter {number}\r\nMessage-ID: {message_id}\r\n"
            "Date: Fri, 14 Mar 2025 06:00:00 +0000\r\n\r\n"
        )
        body = chance.randbytes(size // 2).hex()
        lines = "\r\n".join(body[start : start + 72] for start in range(0, len(body), 72))
        yield Letter(f"{seed:08x}{number:056x}", recipient.address, message_id, f"{head}{lines}\r\n".encode())


def read_newest(output: Path) -> Edition:
    """The newest closed edition of a built site."""
    return read_edition(find_day(LATEST, output), output).edition


def make_composer(edition: Edition, sign: Sign | None = None) -> Composer:
    site = MailSite("The Tidewater Briefing", "https://tidewater.example", edition.language or "en", "UTC")
    way_out = "https://tidewater.example/unsubscribe?token={token}"
    sender = Sender(SENDER, site.name, list_id="briefing.tidewater.example", unsubscribe=way_out)
    return Composer(edition, site, sender, sign=sign)


def compose_letters(output: Path, count: int) -> Iterator[Letter]:
    """The newest edition of a built site, for `count` readers."""
    composer = make_composer(read_newest(output))
    for recipient in make_recipients(count):
        key = reader_key(SECRET, recipient.address)
        letter = composer.letter(recipient, key, unsubscribe_token(SECRET, key))
        assert letter, "who follows nothing gets everything"
        yield letter


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


# -- a server that remembers -------------------------------------------------------------------------------------------


class _Recorder:
    """aiosmtpd's handler: each Message-ID is in the file before the answer leaves."""

    def __init__(self, file: int, seed: int, slowness: float) -> None:
        self.file, self.chance, self.slowness = file, random.Random(seed), slowness

    async def handle_DATA(self, _smtp: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        # As a server's disk does; a client that is lost meanwhile ends this, before the letter is taken or after.
        if self.slowness:
            await asyncio.sleep(self.chance.uniform(0, self.slowness))
        found = MESSAGE_ID.search(envelope.original_content)
        os.write(self.file, (found[1] if found else b"<none>") + b"\n")
        if self.slowness:
            await asyncio.sleep(self.chance.uniform(0, self.slowness))
        return "250 taken"


class Record:
    """What a server has taken, as it wrote it down."""

    def __init__(self, path: Path, port: int) -> None:
        self.path, self.port = path, port

    def count(self) -> int:
        """How many letters it has taken, once or more often."""
        return len(set(self.message_ids()))

    def message_ids(self) -> list[str]:
        return self.path.read_text(encoding="ascii").splitlines() if self.path.exists() else []


@contextmanager
def recording_server(path: Path, *, seed: int = 0, slowness: float = 0.0) -> Iterator[Record]:
    """Run aiosmtpd in a process of its own, which writes the Message-ID of each letter it takes to `path`.

    `slowness`: seconds that it takes at most before it writes, and again before it answers.
    """
    port = free_port()
    over, ours = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        with contextlib.suppress(BaseException):
            _serve(path, port, over, seed, slowness)
        os._exit(0)
    os.close(over)
    try:
        _wait_for(lambda: _answers(port), "the recording server")
        yield Record(path, port)
    finally:
        os.close(ours)  # the child reads the end of the file, and ends
        os.waitpid(child, 0)


def _serve(path: Path, port: int, over: int, seed: int, slowness: float) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    recorder = _Recorder(file, seed, slowness)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        loop.add_reader(over, ended.set)
        server = await loop.create_server(lambda: SMTP(recorder, hostname="sink.example"), "127.0.0.1", port)
        await ended.wait()
        server.close()

    asyncio.run(run())


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as peer:
            return peer.recv(3) == b"220"
    except OSError:
        return False


def _wait_for(true: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"Gave up waiting for {what}.")
        time.sleep(0.02)


# -- Postfix -----------------------------------------------------------------------------------------------------------

_MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mail.tidewater.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:{sink}
default_transport = smtp
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
in_flow_delay = 0
disable_dns_lookups = yes
smtputf8_enable = no
"""
_MASTER = """127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
retry unix - - n - - error
error unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """A running Postfix with a folder of its own, which hands all it takes to a recording server."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port, self.log = folder, port, folder / "mail.log"

    def wait_until_empty(self) -> None:
        """Until it has handed on all that it took."""
        queues = [self.folder / "queue" / name for name in ("incoming", "active", "deferred", "maildrop")]
        _wait_for(lambda: not any(path.is_file() for queue in queues for path in queue.rglob("*")), "Postfix", 120)


def let_others_through(folder: Path) -> None:
    """Let other users reach what they may read below a temporary folder."""
    for path in (folder, *folder.parents):
        if not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o111)


@contextmanager
def running_postfix(folder: Path, sink: int) -> Iterator[Postfix]:
    """Postfix on a free port. Needs root and the installed package."""
    if os.geteuid() != 0 or not shutil.which("postfix"):
        raise SystemExit("Postfix has to be installed, and this has to run as root, for --server postfix.")
    port = free_port()
    for name in ("etc", "queue", "data"):
        (folder / name).mkdir(parents=True)
    let_others_through(folder)
    shutil.chown(folder / "data", "postfix")
    (folder / "etc" / "main.cf").write_text(_MAIN.format(folder=folder, sink=sink), encoding="ascii")
    (folder / "etc" / "master.cf").write_text(_MASTER.format(port=port), encoding="ascii")
    command = ["postfix", "-c", str(folder / "etc")]
    subprocess.run([*command, "start"], check=True, capture_output=True)
    try:
        _wait_for(lambda: _answers(port), "Postfix")
        yield Postfix(folder, port)
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True)
