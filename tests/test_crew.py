"""Workers begin only where there is room for them, and what ends a build does not end those that begin for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.crew import undisturbed

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

BEGIN = """
import signal
from multiprocessing import forkserver
from briefing.crew import choose_context
choose_context("briefing.bounds")
heard = signal.pthread_sigmask(signal.SIG_BLOCK, ())
print(forkserver._forkserver._forkserver_pid, signal.SIGINT in heard, flush=True)
input()
"""
CROWDED = """
import resource
from briefing import crew
resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))
try:
    crew.choose_context()
except OSError as error:
    print(error.strerror)
resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))
open("/dev/null").close()  # nothing that was opened to see stays open
"""


@linux
def test_the_fork_server_does_not_hear_what_a_terminal_sends_to_all() -> None:
    """Else Ctrl-C while it loads has it print where it was."""
    with subprocess.Popen(
        [sys.executable, "-c", BEGIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        server, heard = child.stdout.readline().split()
        status = Path(f"/proc/{server}/status").read_text(encoding="utf-8")
        blocked = int(status.partition("SigBlk:")[2].split()[0], 16)
        os.kill(int(server), signal.SIGINT)
        _, said = child.communicate("\n", timeout=60)
    assert blocked & 1 << signal.SIGINT - 1
    assert heard == "False"  # this process hears it
    assert (child.returncode, said) == (0, "")


def test_where_hardly_a_file_can_be_opened_nobody_is_asked() -> None:
    ran = subprocess.run([sys.executable, "-c", CROWDED], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Too many open files\n", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_comes_while_a_worker_begins_is_heard_after_that(number: signal.Signals) -> None:
    heard: list[int] = []
    before = signal.signal(number, lambda came, _: heard.append(came))
    try:
        with undisturbed():
            os.kill(os.getpid(), number)
            assert heard == []
        assert heard == [number]
    finally:
        signal.signal(number, before)
