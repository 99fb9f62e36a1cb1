"""A sender that is killed at any moment sends nothing twice and forgets nobody: the benchmark's program, in short.

It forks, so it runs in a process of its own. Its baselines show that it sees duplicates and losses where there are any.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parent.parent


def run(*arguments: str) -> Any:
    command = [sys.executable, "-m", "benchmarks", "mail-crash", "--kills", "12", "--recipients", "60", *arguments]
    done = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_killed_sender_sends_nothing_twice_and_forgets_nobody() -> None:
    found = run("--only", "outbox")["briefing"]
    assert found["kills"] >= 6  # a slow machine may bring the last lives to the end
    assert (found["duplicates"], found["lost"], found["left"]) == (0, 0, 0)
    assert found["sent"] + found["unknown"] == found["recipients"] == 60
    assert found["unknown"] <= found["kills"]  # one letter a life
    settled = found["resolved"]
    assert (settled["sent"], settled["unknown"], settled["duplicates"], settled["lost"]) == (60, 0, 0, 0)


def test_the_program_sees_what_simpler_ledgers_do() -> None:
    found = run("--only", "baselines")["baselines"]
    assert found["marked after"]["duplicates"] > 0
    assert found["marked before"]["lost"] > 0


@pytest.mark.parametrize("trouble", ["full", "files limited"])
def test_a_full_disk_stops_the_sender_before_it_forgets(trouble: str, disk: Any) -> None:
    found = disk[trouble]
    if "runs" not in found:
        pytest.skip(found["how"])
    assert found["stopped with a message"] == found["runs"]
    assert found["taken and still queued"] == found["duplicates"] == found["lost"] == found["left"] == 0
    assert 0 < found["taken"] < found["recipients"]  # it came to the middle of a mailing
    assert found["unknown"] <= found["runs"]


def test_a_folder_that_is_read_only_stops_the_sender_before_it_begins(disk: Any) -> None:
    found = disk["read-only"]
    assert found["stopped with a message"]
    assert found["taken"] == 0
    again = found["writable again"]
    assert (again["status"], again["sent"], again["duplicates"]) == (0, 20, 0)


@pytest.fixture(scope="module")
def disk() -> Any:
    return run("--only", "disk")["disk"]
