"""The model of languages, kept unpacked: it says what py3langid says, whatever becomes of its file."""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import py3langid
import pytest

from briefing import tongues
from briefing.analysis.text import language
from briefing.tongues import KeptModel
from briefing.whole import PREFIX

TEXTS = (
    "Three people were hurt on Wednesday when drones struck the port, the mayor said.",
    "Drei Menschen wurden am Mittwoch verletzt, als Drohnen den Hafen trafen, sagte der Bürgermeister.",
    "Trois personnes ont été blessées mercredi lorsque des drones ont frappé le port, a déclaré le maire.",
    "Три человека пострадали в среду, когда беспилотники атаковали порт, сообщил мэр.",
    "周三无人机袭击港口，造成三人受伤，市长说。",
    "1 2 3",
    "",
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    language.use_model(KeptModel(tmp_path / "words"))
    yield tmp_path / "words"
    language.use_model(None)


def says_what_py3langid_says() -> bool:
    language._ranking.cache_clear()
    return [language._ranking()(text) for text in TEXTS] == [py3langid.rank(text) for text in TEXTS]


def test_it_says_what_py3langid_says(folder: Path):
    assert says_what_py3langid_says()
    (kept,) = folder.iterdir()
    written = kept.stat().st_mtime_ns
    assert says_what_py3langid_says()
    assert kept.stat().st_mtime_ns == written
    assert language._ranking() != py3langid.rank, "it is the kept one that was asked"


def test_it_is_unpacked_by_a_process_that_ends(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(tongues, "_unpack")
    assert says_what_py3langid_says()
    assert language._ranking() != py3langid.rank, "it is the kept one that was asked"


def test_where_no_process_can_be_begun_it_is_unpacked_here(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", str(folder / "none"))
    assert says_what_py3langid_says()
    assert language._ranking() != py3langid.rank, "it is the kept one that was asked"


def flip(raw: bytes, at: int) -> bytes:
    """`raw` with a bit turned over in the last entry of its directory."""
    place = raw.rindex(b"PK\x01\x02") + at
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:-9],
        lambda raw: b"",
        lambda raw: raw[:999] + b"x" + raw[1000:],
        lambda raw: flip(raw, 8),  # "encrypted"
        lambda raw: flip(raw, 10),  # packed by a method that there is not
    ],
)
def test_a_damaged_file_is_made_again(folder: Path, damage: Callable[[bytes], bytes]):
    assert says_what_py3langid_says()
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.unlink()  # it is mapped: what writes into it is none of ours
    kept.write_bytes(damage(whole))
    assert says_what_py3langid_says()
    assert kept.read_bytes() == whole


def test_what_another_version_has_left_goes(folder: Path):
    folder.mkdir()
    for name in ("tongues-older", "en-1.0"):
        (folder / name).write_bytes(b"x")
    assert says_what_py3langid_says()
    assert sorted(path.name[:9] for path in folder.iterdir()) == ["en-1.0", "tongues-0"]


def test_a_folder_that_cannot_be_written_costs_time_alone(folder: Path):
    folder.write_bytes(b"a file")
    assert says_what_py3langid_says()


def test_what_a_killed_program_left_of_it_goes(folder: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder.mkdir()
    left, written = (folder / f"{PREFIX}{process}-0" for process in (ended.pid, os.getppid()))
    left.write_bytes(b"half of it")
    written.write_bytes(b"by a process that is at work")
    assert says_what_py3langid_says()
    assert not left.exists()
    assert written.exists()


def test_a_model_of_another_kind_is_left_to_py3langid(tmp_path: Path):
    packed = tmp_path / "model.xz"
    packed.write_bytes(lzma.compress(b"no arrays"))
    assert KeptModel(tmp_path)(str(packed), "9") is None
