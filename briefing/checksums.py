"""Is each block of the archive as it was written? Checksums beside it, at a cost that follows what changes.

SQLite notices where the structure of its file is damaged, not where a letter in a value is. So each block of 4,096
bytes has a checksum in a file beside the archive. What changes is first written to SQLite's log (the write-ahead log,
sqlite.org/walformat.html): when it is to be carried over into the archive, the checksums of the blocks that lie in it
are noted first. A build that is killed in between leaves either the log, which overrides these blocks and which SQLite
itself seals, or blocks that are as noted. How far its log reaches is noted with each commit, since SQLite seals what
any program adds to it: what lies beyond the note no build has written.

An archive that has size, times and inode as it was left is trusted without reading it by a build in place; of any
other, and before it is published, every block is compared, 1 GB a second. CRC-32 finds every damage within four bytes,
and all but one in four thousand million others.
"""

from __future__ import annotations

import os
import struct
import zlib
from array import array
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefing.whole import write_whole

BLOCK = 4096  # bytes: a page of SQLite's; the archive is made with it
_MAGIC = b"briefing blocks 1\n"
_HEAD = struct.Struct("<5q2I")  # the stamp, how many blocks, their checksum; that of what stands before it
_EMPTY = zlib.crc32(bytes(BLOCK))
_AT_ONCE = 256  # blocks that are read at a time
# What is taken from the archive's mtime when it is left: a write within the same tick of the clock shows then as well.
_BACK = 1_000_000_000  # ns

_LOG_HEAD, _FRAME = 32, 24  # bytes before the log's frames, and before the block in each
_STEP = _FRAME + BLOCK
_INDEX = struct.Struct("=12xBxHII8s8s")  # of the log's index: ready, size of blocks, frames, blocks, seal, salts
_MARK = struct.Struct("<I8s8sI")  # how far a build's log reaches: frames, seal, salts; the checksum of these


class Stamp(NamedTuple):
    """How the archive's file looks from outside."""

    size: int = 0
    mtime: int = 0
    ctime: int = 0
    inode: int = 0


MISSING = "its checksums are missing"
FOREIGN = "its log is not as a build left it"
NOBODY = Stamp()  # while a build writes: no file looks like this


class Reach(NamedTuple):
    """How far the log reaches, as SQLite says it."""

    frames: int  # those that are whole and committed
    blocks: int  # of the archive, when they are carried over
    seal: bytes  # SQLite's own sum of all that stands in them
    salts: bytes  # what these frames bear; those of an older log bear others


class LogError(Exception):
    """The log is not as SQLite has written it."""


def look(archive: Path) -> Stamp:
    """Raises OSError."""
    found = os.stat(archive)
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


class Checksums:
    """The checksums of one archive's blocks. Only the process that writes the archive may ask for changes."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._log, self._index = (f"{archive}{ending}" for ending in ("-wal", "-shm"))
        self._file, self._marks = f"{archive}.sums", f"{archive}.reach"
        # SQLite's locks are the process's (POSIX): to close any of its files would let go of them. Those that are read
        # here stay open until the database is closed.
        self._held: dict[str, int] = {}
        self._noted = self._marked = Reach(0, 0, b"", b"")

    def release(self) -> None:
        """Close what was read; the database is closed."""
        while self._held:
            os.close(self._held.popitem()[1])

    # -- what is known ------------------------------------------------------------------------------------------------

    def _read(self) -> tuple[Stamp, array[int]] | None:
        """The stamp, and the checksum of each block; None: there are none that can be read."""
        try:
            with open(self._file, "rb") as file:
                raw = file.read()
        except OSError:
            return None
        end = len(_MAGIC) + _HEAD.size
        if len(raw) < end or not raw.startswith(_MAGIC):
            return None
        *stamp, count, sum_of_blocks, sum_of_head = _HEAD.unpack_from(raw, len(_MAGIC))
        body = memoryview(raw)[end:]
        if sum_of_head != zlib.crc32(raw[: end - 4]) or len(body) != 4 * count or sum_of_blocks != zlib.crc32(body):
            return None
        blocks = array("I")
        blocks.frombytes(body)
        return Stamp(*stamp), blocks

    def _write(self, stamp: Stamp, blocks: array[int]) -> None:
        body = blocks.tobytes()
        head = _MAGIC + _HEAD.pack(*stamp, len(blocks), zlib.crc32(body), 0)[:-4]
        write_whole(self._file, head + zlib.crc32(head).to_bytes(4, "little") + body, 0o600)

    # -- when the archive is opened -----------------------------------------------------------------------------------

    def hold_to_write(self) -> None:
        """See that the archive can be written, before SQLite makes anything beside it. Raises OSError."""
        self._held[str(self._archive)] = os.open(self._archive, os.O_RDWR)

    def find_fault(self, before: Stamp, *, all_blocks: bool = False) -> str:
        """Say what is wrong with the archive, in words; empty: nothing is. The database is open; raises OSError.

        `before`: how it looked before. `all_blocks`: compare them though it looks as it was left.
        """
        found = self._read()
        if found is None:
            return MISSING
        left, blocks = found
        try:
            logged = self._read_whole_log()
        except LogError as error:
            return f"it was damaged ({error})"
        if not self._is_ours(self.reach()):
            return FOREIGN
        if left == before and not all_blocks:
            return ""
        wrong = [number for number in self._compare(blocks) if number + 1 not in logged]
        if wrong:
            return f"it was damaged ({len(wrong)} of its {len(blocks)} blocks are not as they were written)"
        return ""

    def differ(self) -> bool:
        """Whether blocks are not as noted, of an archive that SQLite cannot open; its log's aside. Raises OSError."""
        if (found := self._read()) is None:
            return False
        logged = set()
        with suppress(FileNotFoundError), open(self._log, "rb") as log:
            log.seek(_LOG_HEAD)
            while len(frame := log.read(_STEP)) == _STEP:
                logged.add(int.from_bytes(frame[:4], "big"))
        return any(number + 1 not in logged for number in self._compare(found[1]))

    def _compare(self, blocks: array[int]) -> list[int]:
        """The numbers, from 0, of blocks that are not as noted; those that were never written count as zeros."""
        wrong, crc = [], zlib.crc32
        file = self._open(str(self._archive))
        for first in range(0, len(blocks), _AT_ONCE):
            piece = memoryview(os.pread(file, _AT_ONCE * BLOCK, first * BLOCK))
            for number in range(first, min(first + _AT_ONCE, len(blocks))):
                begin = (number - first) * BLOCK
                block = piece[begin : begin + BLOCK]
                if (crc(block) if block else _EMPTY) != blocks[number]:
                    wrong.append(number)
        if os.fstat(file).st_size > len(blocks) * BLOCK:
            wrong.append(len(blocks))
        return wrong

    def _read_whole_log(self) -> Collection[int]:
        """The numbers, from 1, of the blocks in the log, with all of it looked at. Raises LogError.

        Where a byte of it is another, SQLite takes nothing of what was committed from there on. A build that is killed
        leaves such frames as well, but none that ends a commit: that is the last to be written. Only where the log is
        begun again, with an older one behind, half of that one can lie there.
        """
        reach = self.reach()
        try:
            with open(self._log, "rb") as log:
                size = os.fstat(log.fileno()).st_size
                head = log.read(_LOG_HEAD)
                if size > _LOG_HEAD and not _is_head(head):
                    raise LogError("the head of its log is not as it was written")
                ours, end = 0, 0
                for place in range(_LOG_HEAD + _STEP * (reach.frames if reach else 0), size - _STEP + 1, _STEP):
                    log.seek(place)
                    frame = log.read(_FRAME)
                    if frame[8:16] == head[16:24]:
                        ours = place
                        end = end or (place if any(frame[4:8]) else 0)
                if end and (end < ours or ours + _STEP >= size):
                    raise LogError("its log is not as it was written")
        except FileNotFoundError:
            return ()
        return self._read_log(reach, begin=0) if reach else ()

    # -- when it is written -------------------------------------------------------------------------------------------

    def reach(self) -> Reach | None:
        """How far the log reaches; None: there is nothing in it. Raises OSError."""
        raw = os.pread(self._open(self._index), _INDEX.size, 0)
        if len(raw) < _INDEX.size:
            return None
        ready, _, frames, blocks, seal, salts = _INDEX.unpack(raw)
        return Reach(frames, blocks, seal, salts) if ready and frames else None

    def mark(self) -> None:
        """Note how far the log reaches, after a commit. Of a killed build it is believed no further."""
        with suppress(OSError):
            reach = self.reach()
            if reach is None or reach == self._marked:
                return
            if self._marks not in self._held:
                self._held[self._marks] = os.open(self._marks, os.O_WRONLY | os.O_CREAT, 0o600)
            mark = _MARK.pack(reach.frames, reach.seal, reach.salts, 0)[:-4]
            os.pwrite(self._held[self._marks], mark + zlib.crc32(mark).to_bytes(4, "little"), 0)
            self._marked = reach

    def _is_ours(self, reach: Reach | None) -> bool:
        """Whether builds alone have written the log. Less of it than was noted is for `_read_whole_log` to judge."""
        if reach is None:
            return True
        try:
            with open(self._marks, "rb") as file:
                raw = file.read()
        except OSError:
            return False
        if len(raw) != _MARK.size or zlib.crc32(raw[:-4]).to_bytes(4, "little") != raw[-4:]:
            return False
        frames, seal, salts, _ = _MARK.unpack(raw)
        if salts != reach.salts or reach.frames > frames:
            return False
        return reach.frames < frames or reach.seal == bytes(seal)

    def owed(self) -> int:
        """How many bytes lie in the log of which nothing was noted."""
        reach = self.reach()
        if reach is None:
            return 0
        return BLOCK * (reach.frames - (self._noted.frames if reach.salts == self._noted.salts else 0))

    def take_all(self, new: str) -> None:
        """Note all blocks of a file that nobody has open and that will be the archive. Raises OSError."""
        blocks = array("I")
        with open(new, "rb") as file:
            while block := file.read(BLOCK):
                blocks.append(zlib.crc32(block))
        self._write(NOBODY, blocks)

    def note(self) -> array[int] | None:
        """Note what lies in the log, which is then to be carried over. Raises OSError, LogError.

        Returns the checksums of all blocks, for `vouch`, if that had to be known.
        """
        reach = self.reach()
        if reach is None or reach == self._noted:
            return None
        found = self._read()
        if found is None:
            raise LogError(MISSING)
        _, blocks = found
        changed = self._read_log(reach, self._noted.frames if reach.salts == self._noted.salts else 0)
        del blocks[reach.blocks :]
        blocks.extend([_EMPTY] * (reach.blocks - len(blocks)))
        for number, total in changed.items():
            if number <= reach.blocks:
                blocks[number - 1] = total
        self._write(NOBODY, blocks)
        self._noted = reach
        return blocks

    def vouch(self, noted: array[int] | None = None) -> None:
        """Note how the archive looks, with all that was in the log carried over. Raises OSError.

        `noted`: what was just noted of its blocks, which is else read again.
        """
        found = (NOBODY, noted) if noted is not None else self._read()
        if found is None or found[0] == (now := look(self._archive)):
            return
        os.utime(self._archive, ns=(now.mtime, now.mtime - _BACK))
        self._write(look(self._archive), found[1])

    def _read_log(self, reach: Reach, begin: int) -> dict[int, int]:
        """The blocks in the log after so many frames, by number from 1, with their checksums. Raises LogError."""
        changed: dict[int, int] = {}
        crc = zlib.crc32
        with open(self._log, "rb") as log:
            log.seek(_LOG_HEAD + begin * _STEP)
            left = reach.frames - begin
            while left > 0:
                piece = memoryview(log.read(_STEP * min(left, _AT_ONCE)))
                if len(piece) < _STEP:
                    raise LogError("its log is cut")
                for place in range(0, len(piece) - _STEP + 1, _STEP):
                    if piece[place + 8 : place + 16] != reach.salts:
                        raise LogError("its log is not as it was written")
                    number = int.from_bytes(piece[place : place + 4], "big")
                    changed[number] = crc(piece[place + _FRAME : place + _STEP])
                    left -= 1
        return changed

    def _open(self, path: str) -> int:
        if path not in self._held:
            self._held[path] = os.open(path, os.O_RDONLY)
        return self._held[path]


def _is_head(head: bytes) -> bool:
    """Whether the log's first bytes are whole: SQLite adds them up, two sums in turn, in one of two orders of bytes."""
    order = ">" if head[3] & 1 else "<"
    one = two = 0
    for first, second in struct.iter_unpack(f"{order}2I", head[:24]):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return struct.unpack_from(">2I", head, 24) == (one, two)
