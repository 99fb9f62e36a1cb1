"""A byte of the archive that is not as it was written is found before anything of it is published."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from bound import bound_by_permissions
from msgspec.structs import replace
from test_incremental import read_tree
from test_publishing import settings_of, write_article, write_content

from briefing import archive as archives
from briefing import opening
from briefing.archive import Archive
from briefing.building import build
from briefing.checking import check_all
from briefing.checksums import BLOCK, Checksums, look
from briefing.errors import ArchiveError, OutputError, SettingError, VerbatimError
from briefing.opening import Role
from briefing.settings import check_settings, theme_folder

FLIPS = 300
LEFT = (".sqlite3", ".sqlite3-wal", ".sums", ".reach")


class Site:
    """A small site that was built, which can be put back as it was."""

    def __init__(self, root: Path) -> None:
        self.root = root
        content = write_content(root / "content")
        for number in range(5, 24):
            (content / f"{number:03}.md").unlink()
        self.settings = settings_of(content, "site", 1)
        build(self.settings)
        self.wanted = read_tree(self.settings.output)
        self.files = {path: path.read_bytes() for path in root.glob("site.sqlite3*") if path.is_file()}

    @property
    def archive(self) -> Path:
        return self.settings.archive

    def put_back(self) -> None:
        """The archive as the build left it; not its times, so that all of it is compared."""
        for ending in ("-wal", "-shm", ".coming"):
            Path(f"{self.archive}{ending}").unlink(missing_ok=True)
        for path, data in self.files.items():
            path.write_bytes(data)

    def leave_log(self) -> None:
        """An archive as a killed build leaves it: what it has committed lies in the log."""
        self.put_back()
        kept = self.root / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        with Archive(self.archive) as opened:
            for number in range(9):
                with opened.change():
                    opened.remember(f"note {number}", os.urandom(3 * BLOCK))
            for ending in ("", "-wal"):
                shutil.copy(f"{self.archive}{ending}", kept / f"a{ending}")
            sums = Path(f"{self.archive}.sums").read_bytes()
        for ending in ("", "-wal"):
            shutil.copy(kept / f"a{ending}", f"{self.archive}{ending}")
        Path(f"{self.archive}.sums").write_bytes(sums)

    def read_left(self) -> dict[Path, bytes]:
        """What a build that was killed leaves of its archive."""
        return {path: path.read_bytes() for path in self.root.glob("site.sqlite3*") if path.suffix in LEFT}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("sums"))


@pytest.fixture
def site(built: Site) -> Iterator[Site]:
    built.put_back()
    yield built
    built.put_back()


def flip(path: Path, place: int, bits: int = 1) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ bits]))


def why(path: Path, role: Role = Role.WRITER) -> str:
    """Why the archive is made anew where it is opened; empty: it is not."""
    with Archive(path, role) as opened:
        return opened.made_anew


def test_an_archive_that_was_copied_is_known(site: Site) -> None:
    """Other times, another inode: every block is compared, once."""
    assert why(site.archive) == ""
    stamp = look(site.archive)
    assert why(site.archive) == ""
    assert look(site.archive) == stamp, "it is trusted by its looks then"


def test_what_is_written_within_the_same_tick_of_the_clock_shows(site: Site) -> None:
    """The clock by which files are stamped ticks some hundred times a second."""
    why(site.archive)
    left = look(site.archive)
    assert left.mtime < Path(f"{site.archive}.sums").stat().st_mtime_ns - 900_000_000
    flip(site.archive, 5000)
    assert "1 of its " in why(site.archive)


@pytest.mark.parametrize("seed", range(3))
def test_every_flipped_byte_is_found(site: Site, seed: int) -> None:
    """In the head, in keys, in values, in what nobody reads: wherever it is."""
    chance = random.Random(seed)
    size = site.archive.stat().st_size
    places = [*range(seed, 100, 3), *(chance.randrange(size) for _ in range(FLIPS // 3 - 33))]
    for place in places:
        site.put_back()
        flip(site.archive, place, 1 << chance.randrange(8))
        assert "damaged" in why(site.archive), place


def test_what_is_built_of_a_flipped_archive_is_what_a_clean_build_leaves(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(4)
    for _ in range(6):
        caplog.clear()
        flip(site.archive, chance.randrange(site.archive.stat().st_size), 1 << chance.randrange(8))
        build(site.settings)
        assert caplog.text.count("The archive is made anew, since it was damaged (1 of its ") == 1
        assert "All articles are read again." in caplog.text
        assert read_tree(site.settings.output) == site.wanted
    caplog.clear()
    build(site.settings)
    assert caplog.text == "", "it is told once"


@pytest.mark.parametrize("ending", [".sums"])
def test_flipped_checksums_are_no_checksums(site: Site, ending: str) -> None:
    path = Path(f"{site.archive}{ending}")
    for place in range(0, path.stat().st_size, 7):
        site.put_back()
        flip(path, place)
        assert why(site.archive) != "", place


CUT: dict[str, Callable[[bytes], bytes]] = {
    "a block too few": lambda data: data[:-BLOCK],
    "half a block": lambda data: data[: -BLOCK // 2],
    "a byte too many": lambda data: data + b"\0",
    "a block of zeros": lambda data: data[: 3 * BLOCK] + bytes(BLOCK) + data[4 * BLOCK :],
    "two blocks swapped": lambda data: (
        data[: 3 * BLOCK] + data[4 * BLOCK : 5 * BLOCK] + data[3 * BLOCK : 4 * BLOCK] + data[5 * BLOCK :]
    ),
}


@pytest.mark.parametrize("how", CUT)
def test_blocks_that_are_cut_or_elsewhere_are_found(site: Site, how: str) -> None:
    site.archive.write_bytes(CUT[how](site.archive.read_bytes()))
    assert "damaged" in why(site.archive)


def test_an_archive_of_yesterday_is_not_todays(site: Site) -> None:
    """Put back from elsewhere without its checksums: it knows other pages than the output has."""
    yesterday = site.archive.read_bytes()
    with Archive(site.archive) as opened:
        opened.remember("day", b"another")
    site.archive.write_bytes(yesterday)
    assert "damaged" in why(site.archive)


def test_without_its_checksums_nobody_vouches_for_it(site: Site) -> None:
    Path(f"{site.archive}.sums").unlink()
    assert why(site.archive) == "its checksums are missing"
    assert why(site.archive) == "its checksums are missing", "until a build has told it"
    build(site.settings)
    assert why(site.archive) == ""


def test_a_byte_that_turned_while_times_stayed_is_found_by_a_check(site: Site) -> None:
    why(site.archive)
    stat = site.archive.stat()
    flip(site.archive, stat.st_size - 100)
    os.utime(site.archive, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    sums = Checksums(site.archive)
    left, blocks = sums._read() or pytest.fail("no checksums")
    sums._write(left._replace(ctime=site.archive.stat().st_ctime_ns), blocks)  # which a rotten disk leaves as it was
    assert why(site.archive) == ""
    assert "1 of its " in why(site.archive, Role.AUDITOR)


def test_the_check_compares_all_of_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    find = Checksums.find_fault

    def note(sums: Checksums, *given: object, all_blocks: bool = False) -> str:
        asked.append(all_blocks)
        return find(sums, *given, all_blocks=all_blocks)  # type: ignore[arg-type]

    monkeypatch.setattr(Checksums, "find_fault", note)
    check_all(site.settings, lambda *_: None)
    build(site.settings)
    assert asked == [True, False]


def test_only_what_changed_is_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    why(site.archive)
    monkeypatch.setattr(Checksums, "_compare", lambda *_: pytest.fail("it is read whole"))
    write_article(site.settings.content, 3, extra="The ferry sails again.")
    build(site.settings)
    write_article(site.settings.content, 3)
    build(site.settings)
    monkeypatch.undo()
    assert why(site.archive, Role.AUDITOR) == ""
    site.files = {path: path.read_bytes() for path in site.files}
    assert read_tree(site.settings.output) == site.wanted


def test_checksums_are_read_twice_a_build(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is opened, and where it is left: their file is a thousandth of the archive."""
    why(site.archive)
    read, times = Checksums._read, []

    def count(sums: Checksums) -> object:
        times.append(1)
        return read(sums)

    monkeypatch.setattr(Checksums, "_read", count)
    with Archive(site.archive) as opened:
        opened.remember("day", b"another")
    assert len(times) == 2
    monkeypatch.undo()
    assert why(site.archive, Role.AUDITOR) == ""


# -- the log ----------------------------------------------------------------------------------------------------------


def test_what_lies_in_the_log_counts(site: Site) -> None:
    site.leave_log()
    with Archive(site.archive) as opened:
        assert opened.made_anew == ""
        assert len(opened.recall("note 8")) == 3 * BLOCK
    assert not Path(f"{site.archive}-wal").exists()
    assert why(site.archive, Role.AUDITOR) == ""


def write_as_another(archive: Path) -> None:
    """Some other program exchanges what was found in the articles, and leaves its changes in the log."""
    program = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.executescript('pragma journal_mode = wal; pragma wal_autocheckpoint = 0')\n"
        "rows = db.execute('select n, article, analysis from reading order by n').fetchall()\n"
        "for (n, _, _), (_, *other) in zip(rows, rows[1:] + rows[:1]):\n"
        "    db.execute('update reading set article = ?, analysis = ? where n = ?', (*other, n))\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program, str(archive)], check=True)
    assert Path(f"{archive}-wal").stat().st_size


def test_a_log_that_no_build_has_written_is_not_believed(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """SQLite takes it for committed, and seals what any program writes."""
    why(site.archive)
    write_as_another(site.archive)
    write_article(site.settings.content, 3, extra="The ferry sails again.")
    build(site.settings)
    assert caplog.text.count("The archive is made anew, since its log is not as a build left it.") == 1
    write_article(site.settings.content, 3)
    build(site.settings)
    assert read_tree(site.settings.output) == site.wanted
    site.files = {path: path.read_bytes() for path in site.files}


def test_what_another_program_adds_to_the_log_of_a_killed_build_is_not_believed(site: Site) -> None:
    site.leave_log()
    write_as_another(site.archive)
    assert why(site.archive) == "its log is not as a build left it"


def test_a_log_without_the_note_of_its_reach_is_not_believed(site: Site) -> None:
    reach = Path(f"{site.archive}.reach")
    site.leave_log()
    data = reach.read_bytes()
    for place in range(len(data)):
        site.leave_log()
        flip(reach, place)
        assert why(site.archive) == "its log is not as a build left it", place
    site.leave_log()
    reach.unlink()
    assert why(site.archive) == "its log is not as a build left it"


def test_a_build_that_is_killed_leaves_a_log_that_is_believed(site: Site) -> None:
    """Whatever it was at: a transaction, a value by itself, what a worker does while it waits, a log begun again."""
    program = (
        "import os, sys; from pathlib import Path\n"
        "from briefing.archive import Archive; from briefing.opening import Role\n"
        "path, how = Path(sys.argv[1]), sys.argv[2]; archive = Archive(path)\n"
        "archive.remember('by itself', b'kept')\n"
        "if how == 'deputy':\n"
        "    deputy = Archive(path, Role.DEPUTY); deputy.remember('deputy', b'kept'); deputy.close()\n"
        "    archive.remember('after it', b'kept')\n"
        "if how == 'settled': archive.settle(); archive.do('delete from due')\n"
        "if how == 'vacuum': archive.do('vacuum')\n"
        "if how == 'in the midst': archive._db.execute('begin'); archive.remember('lost', bytes(9_000_000))\n"
        "os._exit(1)"
    )
    for how in ("alone", "deputy", "settled", "vacuum", "in the midst"):
        site.put_back()
        subprocess.run([sys.executable, "-c", program, str(site.archive), how], check=False)
        assert Path(f"{site.archive}-wal").stat().st_size, how
        with Archive(site.archive) as opened:
            assert opened.made_anew == "", how
            assert opened.recall("by itself") == b"kept", how
            assert opened.recall("lost") == b"", how


@pytest.mark.parametrize("seed", range(2))
def test_a_flipped_byte_of_the_log_is_found(site: Site, seed: int) -> None:
    site.leave_log()
    log = Path(f"{site.archive}-wal")
    kept = site.read_left()
    chance = random.Random(seed)
    for place in [*range(seed, 32 + 24, 2), *(chance.randrange(log.stat().st_size) for _ in range(40))]:
        site.put_back()
        for path, data in kept.items():
            path.write_bytes(data)
        flip(log, place, 1 << chance.randrange(8))
        assert "damaged" in why(site.archive), place


def test_a_log_that_breaks_off_is_a_build_that_was_killed(site: Site) -> None:
    """Whatever was not committed whole is not there."""
    site.leave_log()
    log = Path(f"{site.archive}-wal")
    kept = site.read_left()
    for size in range(0, len(kept[log]), len(kept[log]) // 23):
        site.put_back()
        for path, data in kept.items():
            path.write_bytes(data)
        log.write_bytes(kept[log][:size])
        with Archive(site.archive, Role.AUDITOR) as opened:
            assert opened.made_anew == "", size
            there = [len(opened.recall(f"note {number}")) for number in range(9)]
        assert there == sorted(there, reverse=True)
        assert set(there) <= {0, 3 * BLOCK}


def test_a_build_that_is_killed_while_the_log_is_carried_over_leaves_a_sound_archive(site: Site) -> None:
    """Between any two blocks: some are carried over, the log has all."""
    site.leave_log()
    before = site.archive.read_bytes()
    log, reach = (Path(f"{site.archive}{ending}").read_bytes() for ending in ("-wal", ".reach"))
    with Archive(site.archive) as opened:
        opened._sums.note()
        noted = Path(f"{site.archive}.sums").read_bytes()
    after = site.archive.read_bytes()
    for blocks in range(0, len(after) // BLOCK + 1, 9):
        site.put_back()
        place = blocks * BLOCK
        site.archive.write_bytes(after[:place] + before[place:])
        Path(f"{site.archive}-wal").write_bytes(log)
        Path(f"{site.archive}.reach").write_bytes(reach)
        Path(f"{site.archive}.sums").write_bytes(noted)
        with Archive(site.archive) as opened:
            assert opened.made_anew == "", blocks
            assert len(opened.recall("note 8")) == 3 * BLOCK
        assert why(site.archive, Role.AUDITOR) == ""


def test_a_long_log_is_carried_over_while_others_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LOG", 10 * BLOCK)
    with Archive(site.archive) as opened, closing(Archive(site.archive, Role.READER)) as other:
        with other.change():
            assert other.recall("big") == b""
            for number in range(30):
                with opened.change():
                    opened.remember("big", bytes([number]) * 20 * BLOCK)
            assert other.recall("big") == b"", "one moment of it"
        for number in range(30):
            with opened.change():
                opened.remember("big", bytes([number]) * 20 * BLOCK)
        assert other.recall("big") == bytes([29]) * 20 * BLOCK
        assert Path(f"{site.archive}-wal").stat().st_size < 60 * 21 * BLOCK, "it is begun again"
    assert why(site.archive, Role.AUDITOR) == ""


def test_a_log_of_which_nothing_could_be_noted_stays(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the checksums cannot be written: then the archive is not, and the next build finds all of it."""
    why(site.archive)
    before = site.archive.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Checksums, "_write", refuse)
        with Archive(site.archive) as opened:
            opened.remember("note", b"kept")
    assert site.archive.read_bytes() == before
    with Archive(site.archive) as opened:
        assert opened.made_anew == ""
        assert opened.recall("note") == b"kept"
    assert why(site.archive, Role.AUDITOR) == ""


def test_what_refuses_to_be_opened_is_not_thrown_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is no damage; a byte that makes SQLite say the like is."""
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def refuse(_: Path) -> None:
        raise full

    before = site.archive.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(opening, "connect", refuse)
        with pytest.raises(Exception, match="cannot be opened: database or disk is full"):
            Archive(site.archive)
    assert site.archive.read_bytes() == before
    flip(site.archive, 18, 2)  # the kind of the file: read only
    assert "damaged" in why(site.archive)


def test_a_fault_of_which_nobody_thinks_damage_is_held_against_the_checksums(site: Site) -> None:
    """A value may be another value, and come up as anything."""
    with pytest.raises(ZeroDivisionError), Archive(site.archive):
        raise ZeroDivisionError
    assert why(site.archive) == ""
    with pytest.raises(ArchiveError, match="was damaged"), Archive(site.archive):
        _flip_and_fail(site.archive)


def test_where_checksums_are_missing_a_fault_is_told_as_what_it_is(site: Site) -> None:
    with pytest.raises(ZeroDivisionError), Archive(site.archive):
        _unlink_and_fail(Path(f"{site.archive}.sums"))


def _unlink_and_fail(path: Path) -> None:
    path.unlink()
    raise ZeroDivisionError


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what is open")
@pytest.mark.parametrize("step", ["connect", "_is_known", "make_anew"])
def test_what_cannot_be_opened_leaves_nothing_open(site: Site, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def refuse(*_: object) -> None:
        raise full

    if step == "make_anew":
        Path(f"{site.archive}.sums").unlink()
    monkeypatch.setattr(opening, step, refuse)
    before = sorted(os.listdir("/proc/self/fd"))
    with pytest.raises(OutputError) as raised:
        Archive(site.archive)
    assert "database or disk is full" in str(raised.value)
    assert sorted(os.listdir("/proc/self/fd")) == before


@pytest.fixture
def mortal() -> Iterator[None]:
    with bound_by_permissions():
        yield


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
@pytest.mark.usefixtures("mortal")
def test_an_archive_that_nobody_may_write_is_told_and_nothing_is_left_beside_it(site: Site) -> None:
    site.archive.chmod(0o444)
    before = sorted(site.root.iterdir())
    with pytest.raises(OutputError, match=r"cannot be opened: \[Errno 13\].*Mend the permissions there"):
        Archive(site.archive)
    assert sorted(site.root.iterdir()) == before
    site.archive.chmod(0o644)
    assert why(site.archive) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
@pytest.mark.usefixtures("mortal")
def test_a_log_that_a_read_only_archive_left_is_written_again(site: Site) -> None:
    site.leave_log()
    for ending in ("-wal", "-shm"):
        Path(f"{site.archive}{ending}").touch()
        Path(f"{site.archive}{ending}").chmod(0o444)
    with Archive(site.archive) as opened:
        assert opened.made_anew == ""
        assert opened.recall("note 8") != b""
        assert Path(f"{site.archive}-wal").stat().st_mode == site.archive.stat().st_mode


def test_an_archive_that_is_a_link_has_all_that_goes_with_it_where_it_leads(
    site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    real, link = tmp_path / "disk" / "archive.sqlite3", tmp_path / ".briefing" / "archive.sqlite3"
    for path in (real, link):
        path.parent.mkdir()
    for path in site.root.glob("site.sqlite3*"):
        if path.is_file():
            shutil.copy(path, f"{real}{path.name.removeprefix('site.sqlite3')}")
    link.symlink_to("../disk/archive.sqlite3")
    given = {"PATH": str(site.settings.content), "OUTPUT_PATH": str(tmp_path / "output"), "BRIEFING_ARCHIVE": str(link)}
    settings = check_settings(given | {"BRIEFING_WORKERS": 1, "BRIEFING_DAY": site.settings.day})
    assert settings.archive == real
    build(settings)
    assert "made anew" not in caplog.text
    assert [path.name for path in link.parent.iterdir()] == [link.name]
    real.unlink()
    with pytest.raises(SettingError, match=r"a link to .*/disk/archive\.sqlite3, where nothing is\. Mount the disk"):
        check_settings(given)


def test_an_archive_that_somebody_emptied_is_made_anew_with_a_note(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.archive.write_bytes(b"")
    build(site.settings)
    assert "The archive is made anew, since it was damaged (its file is empty)." in caplog.text
    assert read_tree(site.settings.output) == site.wanted
    assert why(site.archive) == ""


def _flip_and_fail(archive: Path) -> None:
    flip(archive, 9 * BLOCK + 7)
    raise ZeroDivisionError


def exchange_articles(archive: Path) -> None:
    """What is kept of each article is what was kept of another, with checksums to match: a fault of ours."""
    with Archive(archive) as opened:
        rows = opened.rows("select n, article, analysis from reading order by n")
        moved = [(*other[1:], n) for (n, *_), other in zip(rows, [*rows[1:], rows[0]], strict=True)]
        with opened.change():
            opened.do_many("update reading set article = ?, analysis = ? where n = ?", moved)


def test_a_page_that_is_not_what_its_article_says_has_the_archive_made_anew(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    exchange_articles(site.archive)
    for page in site.settings.output.rglob("*.html"):
        page.unlink()
    build(site.settings)
    assert "What the archive keeps may be wrong, so it is made anew. All articles are read again." in caplog.text
    assert read_tree(site.settings.output) == site.wanted
    caplog.clear()
    build(site.settings)
    assert caplog.text == ""
    site.files = {path: path.read_bytes() for path in site.files}


def test_where_a_new_archive_does_not_help_the_fault_is_told_as_what_it_is(
    site: Site, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """A theme that publishes what nobody said costs one archive, not one with each build."""
    shutil.copytree(theme_folder(), tmp_path / "theme")
    template = tmp_path / "theme/templates/body/article.html"
    sound = template.read_text(encoding="utf-8")
    template.write_text(f'{sound}<p data-place="001.md:0-4">Oh</p>', encoding="utf-8")
    settings = replace(site.settings, theme=tmp_path / "theme")
    for anew in (1, 1, 1):
        with pytest.raises(VerbatimError, match="the passage “Oh” is not what"):
            build(settings)
        assert caplog.text.count("so it is made anew") == anew
    template.write_text(sound, encoding="utf-8")
    assert build(settings).notes == ()
    exchange_articles(site.archive)
    for page in site.settings.output.rglob("*.html"):
        page.unlink()
    build(settings)
    assert caplog.text.count("so it is made anew") == 2, "it is answerable again"
    assert read_tree(site.settings.output) == site.wanted
    build(site.settings)
    site.files = {path: path.read_bytes() for path in site.files}


def test_pages_of_a_damaged_archive_that_went_meanwhile_are_taken_away(site: Site) -> None:
    article = site.settings.content / "004.md"
    text = article.read_text(encoding="utf-8")
    article.unlink()
    os.utime(site.settings.output / "articles/004.html")  # of which the archive says another time
    flip(site.archive, site.archive.stat().st_size - 1)
    build(site.settings)
    assert not (site.settings.output / "articles/004.html").exists()
    article.write_text(text, encoding="utf-8")
    build(site.settings)
    assert read_tree(site.settings.output) == site.wanted
    site.files = {path: path.read_bytes() for path in site.files}


def test_a_damaged_path_removes_nobody_elses_file(site: Site) -> None:
    """The path of a page stands in several places; wherever it turned into that of an editor's own file."""
    data, path = site.archive.read_bytes(), b"articles/003.html"
    mine = site.settings.output / "articles/00s.html"
    mine.write_text("an editor's", encoding="utf-8")
    places = [at for at in range(len(data)) if data.startswith(path, at)]
    assert len(places) > 2
    for place in places:
        site.put_back()
        site.archive.write_bytes(data[:place] + b"articles/00s.html" + data[place + len(path) :])
        build(site.settings)
        assert mine.read_text(encoding="utf-8") == "an editor's"
    mine.unlink()
    assert read_tree(site.settings.output) == site.wanted
