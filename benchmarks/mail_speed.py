"""What do ten thousand letters cost, from the edition to a mail server on this machine? Letters a second, and memory.

    python -m benchmarks mail-speed [--letters 10000] [--signed 1000] [--data OUTPUT]

Data: the newest closed edition of a built site; without it the sample is built. Every reader gets all of it, in a
letter of their own (address, Message-ID, way to unsubscribe). One process does what `briefing mail send` does:
- compose: the letters one after the other, not kept;
- sign: `--signed` of them with DKIM, RSA of 2,048 bits, made for this;
- freeze: composed again and put into the outbox as they come; what freezing adds, and both together;
- send: handed to aiosmtpd in another process, which keeps nothing but the Message-IDs; each letter's state is on the
  disk before and after. How many synced writes a second that disk takes, the temporary folder's, is told as well.
Memory is the process's peak so far, after 1,000, 5,000 and 10,000 letters frozen and sent.

Baseline, in the same run: smtplib and EmailMessage in a loop, no outbox: each letter is built of the same text and
HTML, rendered once, and sent on one connection.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from benchmarks.mailings import (
    DAY,
    SECRET,
    SENDER,
    compose_letters,
    make_composer,
    make_mailing,
    make_recipients,
    now,
    read_newest,
    recording_server,
)
from briefing.mail.delivery.outbox import create_outbox, open_outbox
from briefing.mail.delivery.sending import Step, send_letters
from briefing.mail.delivery.smtp import Server
from briefing.mail.message.signing import make_signer
from briefing.mail.model import Letter
from briefing.mail.readers.keys import reader_key

PROJECT = Path(__file__).parent.parent
MARKS = (1_000, 5_000, 10_000)  # letters after which memory is looked at
SYNCS = 200  # writes by which the disk is measured


def build_sample(folder: Path) -> Path:
    """The sample as a site, in `folder`."""
    settings = (PROJECT / "pelicanconf.py").read_text(encoding="utf-8")
    settings += f'PATH = "{PROJECT}/content"\nBRIEFING_ARCHIVE = "{folder}/a.sqlite3"\n'
    settings += f'THEME = "{PROJECT}/themes/briefing"\n'
    (folder / "conf.py").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "briefing.cli", "build", "--quiet", "--day", "2025-05-01"]
    subprocess.run(
        [*command, "--settings", str(folder / "conf.py"), "--output", str(folder / "output")], cwd=PROJECT, check=True
    )
    return folder / "output"


class Peak:
    """The process's peak of memory after some numbers of letters."""

    def __init__(self) -> None:
        self.letters = 0
        self.megabytes: dict[str, float] = {}

    def step(self) -> None:
        self.letters += 1
        if self.letters in MARKS:
            self.megabytes[str(self.letters)] = round(peak_memory(), 1)


def peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MB; Linux counts in KB


def rate(count: int, seconds: float) -> float:
    return round(count / seconds, 1)


def measure_disk(folder: Path) -> float:
    """Synced writes a second."""
    started = time.perf_counter()
    with (folder / "probe").open("wb") as file:
        for _ in range(SYNCS):
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    return rate(SYNCS, time.perf_counter() - started)


def measure_signing(letters: Iterable[Letter], folder: Path, count: int) -> dict[str, float]:
    key = folder / "dkim.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
    sign = make_signer(key.read_bytes(), "briefing", SENDER.partition("@")[2], SENDER)
    messages = [letter.data for letter, _ in zip(letters, range(count), strict=False)]
    started = time.perf_counter()
    signed = [sign(message) for message in messages]
    seconds = time.perf_counter() - started
    assert all(message.startswith(b"DKIM-Signature:") for message in signed)
    return {"letters_per_second": rate(len(messages), seconds), "ms": round(1000 * seconds / len(messages), 2)}


def measure_ours(output: Path, folder: Path, letters: int, signed: int) -> dict[str, Any]:
    started = time.perf_counter()
    size = sum(len(letter.data) for letter in compose_letters(output, letters))
    composing = time.perf_counter() - started
    result: dict[str, Any] = {
        "compose": {"letters_per_second": rate(letters, composing), "bytes_each": round(size / letters)},
        "peak_mb_before": round(peak_memory(), 1),
    }
    create_outbox(folder / "mail" / "outbox.sqlite3")
    path = folder / "mail" / "outbox.sqlite3"
    with open_outbox(path) as outbox:
        peak = Peak()
        started = time.perf_counter()
        outbox.freeze(make_mailing(), watched(compose_letters(output, letters), peak))
        freezing = time.perf_counter() - started
        result["freeze"] = {
            "letters_per_second_alone": rate(letters, max(freezing - composing, 0.001)),
            "letters_per_second_with_composing": rate(letters, freezing),
            "peak_mb": peak.megabytes,
            "outbox_mb": round(path.stat().st_size / 1e6, 1),
        }
    with recording_server(folder / "record") as record, open_outbox(path) as outbox:
        peak = Peak()
        server = Server("127.0.0.1", record.port, "none")
        started = time.perf_counter()
        tally = send_letters(
            outbox, DAY, server, SENDER, now=now, sleep=time.sleep, monotonic=time.monotonic,
            progress=lambda step: count_sent(step, peak),
        )  # fmt: skip
        sending = time.perf_counter() - started
        assert tally.sent == letters == record.count(), tally
    result["send"] = {
        "letters_per_second": rate(letters, sending),
        "peak_mb": peak.megabytes,
        "outbox_mb": round(path.stat().st_size / 1e6, 1),
    }
    result["all"] = {"letters_per_second": rate(letters, freezing + sending)}
    # Last, as it keeps what it signs.
    result["sign"] = measure_signing(compose_letters(output, letters), folder, signed)
    return result


def watched(letters: Iterable[Letter], peak: Peak) -> Iterator[Letter]:
    for letter in letters:
        yield letter
        peak.step()


def count_sent(step: Step, peak: Peak) -> None:
    if step.kind == "sent":
        peak.step()


def measure_loop(output: Path, folder: Path, letters: int) -> dict[str, float]:
    """The baseline."""
    preview = make_composer(read_newest(output)).preview()
    text, page = preview["txt"].decode(), preview["html"].decode()
    with recording_server(folder / "record of the loop") as record:
        started = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", record.port) as smtp:
            for recipient in make_recipients(letters):
                message = EmailMessage()
                message["From"] = SENDER
                message["To"] = recipient.address
                message["Subject"] = "Briefing"
                message["Message-ID"] = f"<{reader_key(SECRET, recipient.address)[:32]}@tidewater.example>"
                message.set_content(text)
                message.add_alternative(page, subtype="html")
                smtp.send_message(message)
        seconds = time.perf_counter() - started
        assert record.count() == letters
    return {"letters_per_second": rate(letters, seconds)}


def apart(measure: Callable[[], Any]) -> Any:
    """What `measure` finds in a process of its own, whose memory is its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writer, json.dumps(measure()).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as found:
        said = found.read()
    if os.waitpid(child, 0)[1]:
        raise SystemExit("Measuring failed.")
    return json.loads(said)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--signed", type=int, default=1_000)
    parser.add_argument("--data", type=Path, metavar="OUTPUT", help="a built site")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = options.data or build_sample(folder)
        ours = apart(lambda: measure_ours(output, folder, options.letters, options.signed))
        print(f"briefing: {ours}", flush=True)
        loop = apart(lambda: measure_loop(output, folder, options.letters))
        result = {
            "briefing": {**ours, "ratio": round(ours["all"]["letters_per_second"] / loop["letters_per_second"], 3)},
            "baselines": {"smtplib loop": loop},
            "synced_writes_per_second": measure_disk(folder),
            "items": options.letters,
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
