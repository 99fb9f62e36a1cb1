"""The commands of mail, as an editor and a CI job type them, against a real server on this machine."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import fakes
import msgspec
import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace
from servers import DROP, PASSWORD, USER, Scripted, Sound, sound_server

from briefing.catalogue.editions import encode_edition
from briefing.cli import main
from briefing.mail.delivery import sending
from briefing.mail.delivery.outbox import open_outbox
from briefing.published import Correction, Edition, LedgerRow

DAY = fakes.EDITION.day
READERS = """\
- mara@reader.example
- {address: jonas@reader.example, name: Jonas Falk, language: de}
- {address: wanda@reader.example, frequency: weekly}
- {address: paul@reader.example, events: [no-such-event]}
"""


class Desk:
    """A folder as an editor keeps it, and the command typed in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = folder / "pelicanconf.py"
        (folder / "content").mkdir()
        (folder / "readers.yml").write_text(READERS, encoding="utf-8")
        self.set(SITENAME="Tidewater", SITEURL="https://tidewater.example", PATH="content", OUTPUT_PATH="output")
        self.set(BRIEFING_MAIL_FROM="briefing@tidewater.example", BRIEFING_MAIL_RECIPIENTS="readers.yml")
        self.print(fakes.EDITION)

    def set(self, **settings: object) -> None:
        with self.settings.open("a", encoding="utf-8") as file:
            file.writelines(f"{key} = {value!r}\n" for key, value in settings.items())

    def print(self, edition: Edition) -> None:
        editions = self.folder / "output/editions"
        editions.mkdir(parents=True, exist_ok=True)
        (editions / f"{edition.day}.json").write_bytes(encode_edition(edition))

    def write(self, id_: str, *fields: str) -> None:
        path = self.folder / "content" / id_
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(("Title: The ninth day", *fields, "", "Some words.")), encoding="utf-8")

    def serve(self, sound: Sound | Scripted) -> None:
        server = sound.server if isinstance(sound, Sound) else sound.server()
        self.set(BRIEFING_MAIL_HOST=server.host, BRIEFING_MAIL_PORT=server.port, BRIEFING_MAIL_SECURITY=server.security)
        self.set(BRIEFING_MAIL_CA=server.ca, BRIEFING_MAIL_USER=server.user, BRIEFING_MAIL_TIMEOUT=5)

    def type(self, *words: str, code: int = 0) -> Result:
        done = CliRunner(env={"BRIEFING_MAIL_PASSWORD": PASSWORD}).invoke(main, ["mail", *words])
        assert done.exit_code == code, done.output + str(done.exception or "")
        return done


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


@pytest.fixture
def sound() -> Iterator[Sound]:
    with sound_server() as running:
        yield running


def addresses(sound: Sound) -> list[str]:
    return [letter.address for letter in sound.letters]


def test_an_edition_is_sent_once_however_often_it_is_said(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    for _ in range(2):
        told = desk.type("send", DAY, "--force", "--yes").output
        assert f"{DAY}: 4 recipients = 2 sent + 2 excluded + 0 failed + 0 unknown" in told
    desk.type("resume", DAY, "--force")
    assert addresses(sound) == ["mara@reader.example", "jonas@reader.example"]
    assert all(letter.secure for letter in sound.letters)
    assert {letter.sender for letter in sound.letters} == {"briefing@tidewater.example"}
    german = message_from_bytes(sound.letters[1].data, policy=policy.default)
    assert (german["To"], german["Content-Language"]) == ("Jonas Falk <jonas@reader.example>", "de")
    assert [part.defects for part in german.walk()] == [[], [], []]
    assert desk.type("status").output.startswith(f"{DAY}: 4 recipients = 2 sent")


def test_nothing_is_sent_unless_said(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    for words in ([], ["--dry-run"]):
        told = desk.type("send", DAY, "--force", *words).output
        assert "4 recipients = 2 to be sent + 2 excluded" in told
        assert "1 excluded: nothing moved that they follow" in told
        assert "1 excluded: takes the weekly mail" in told
        assert "Nothing was sent" in told
    assert not sound.letters
    assert "Nothing was sent yet" in desk.type("status").output
    desk.type("send", DAY, "--yes", "--dry-run", code=2)


def test_nothing_is_sent_without_the_outbox(desk: Desk, sound: Sound) -> None:
    """A machine that is new, or lost it, must not send everything again."""
    desk.serve(sound)
    told = desk.type("send", DAY, "--force", "--yes", code=2).output
    assert "briefing mail init" in told
    assert not sound.letters
    assert not (desk.folder / "mailroom").exists()


def test_an_outbox_is_made_once(desk: Desk) -> None:
    desk.type("init")
    before = (desk.folder / "mailroom/outbox.sqlite3").read_bytes()
    desk.type("init", code=2)
    assert (desk.folder / "mailroom/outbox.sqlite3").read_bytes() == before


@pytest.mark.parametrize(
    ("missing", "told"), [("BRIEFING_MAIL_HOST", "BRIEFING_MAIL_HOST is not set"), ("BRIEFING_MAIL_FROM", "MAIL_FROM")]
)
def test_a_setting_that_is_missing_stops_before_anything_is_frozen(desk: Desk, missing: str, told: str) -> None:
    desk.set(**{"BRIEFING_MAIL_HOST": "mail.tidewater.example", missing: ""})
    desk.type("init")
    assert told in desk.type("send", DAY, "--force", "--yes", code=2).output
    assert "Nothing was sent yet" in desk.type("status").output


def test_old_editions_are_refused(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    told = desk.type("send", DAY, "--yes", code=2).output
    assert re.search(r"closed \d+ days ago", told)
    assert "--force" in told
    assert not sound.letters


def test_open_editions_are_refused(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.print(replace(fakes.EDITION, closed=False))
    assert "still open" in desk.type("send", DAY, "--force", "--yes", code=2).output
    assert "No edition is closed yet" in desk.type("send", "latest", "--force", code=2).output


@pytest.mark.parametrize(
    ("name", "told"), [("2025-01-01", "The newest are"), ("yesterday", "or say latest"), ("../../x", "no edition of")]
)
def test_an_edition_that_is_not_there_is_told(desk: Desk, name: str, told: str) -> None:
    desk.type("init")
    assert told in desk.type("preview", name, code=2).output


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"{", b"[]", b'{"day": "2025-03-19"}', b"\xff\xfe"),
        msgspec.json.encode(replace(fakes.EDITION, closes="2025-03-19T06::00")),
        msgspec.json.encode(replace(fakes.EDITION, articles=(replace(fakes.REFS[0], modified="soon"),))),
    ],
)
def test_an_edition_that_cannot_be_read_is_told(desk: Desk, raw: bytes) -> None:
    (desk.folder / f"output/editions/{DAY}.json").write_bytes(raw)
    told = desk.type("preview", DAY, code=2).output
    assert f"{DAY}.json" in told
    assert "briefing build" in told


def test_approval_is_of_these_bytes(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.set(BRIEFING_MAIL_APPROVAL=True)
    desk.type("init")
    assert "Nobody has approved" in desk.type("send", DAY, "--force", "--yes", code=2).output
    assert "Ada approved" in desk.type("approve", DAY, "--by", "Ada").output
    title = replace(fakes.ITEM, title="Another title")
    desk.print(replace(fakes.EDITION, items=(title, *fakes.EDITION.items[1:])))
    told = desk.type("send", DAY, "--force", "--yes", code=2).output
    assert "not what Ada approved" in told
    assert not sound.letters
    desk.type("approve", DAY)
    desk.set(BRIEFING_FOOTER="Published by the port office")  # a setting that changes the bytes
    desk.type("send", DAY, "--force", "--yes", code=2)
    desk.type("approve", DAY)
    desk.type("send", DAY, "--force", "--yes")
    assert len(sound.letters) == 2


def test_a_test_goes_to_one_and_is_forgotten(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.type("send", DAY, "--test", "you@tidewater.example")
    desk.type("send", DAY, "--test", "no address", code=2)
    assert addresses(sound) == ["you@tidewater.example"]
    assert "test" in str(message_from_bytes(sound.letters[0].data, policy=policy.default)["Subject"]).lower()
    assert "Nothing was sent yet" in desk.type("status").output


def test_preview_is_what_is_sent(desk: Desk) -> None:
    printed = desk.type("preview", DAY, "--into", "looked-at").output.split()
    assert [Path(path).name for path in printed] == [f"{DAY}.html", f"{DAY}.txt", f"{DAY}.eml"]
    assert all(Path(path).parent == desk.folder / "looked-at" for path in printed)
    desk.type("preview", DAY)
    assert (desk.folder / f"output/mail/{DAY}.eml").read_bytes() == (desk.folder / f"looked-at/{DAY}.eml").read_bytes()


def test_the_week_is_a_mail_of_its_own(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.print(replace(fakes.EDITION, day="2025-03-18", items=(fakes.SECOND,), lead=fakes.SECOND.id))
    desk.type("init")
    told = desk.type("send", DAY, "--weekly", "--force", "--yes").output
    assert f"{DAY}-weekly: 4 recipients = 3 sent + 1 excluded" in told
    desk.type("send", DAY, "--force", "--yes")
    assert addresses(sound) == [
        "mara@reader.example", "jonas@reader.example", "wanda@reader.example", "mara@reader.example",
        "jonas@reader.example",
    ]  # fmt: skip
    assert len({message_from_bytes(letter.data)["Message-ID"] for letter in sound.letters}) == 5


def test_what_is_unknown_is_settled_by_hand(desk: Desk, sound: Sound) -> None:
    with Scripted({"dot": [DROP]}) as server:
        desk.serve(server)
        desk.type("init")
        told = desk.type("send", DAY, "--force", "--yes", code=1).output
    assert "1 sent + 2 excluded + 0 failed + 1 unknown" in told
    told = desk.type("status", DAY, code=1).output
    assert "unknown: mara@reader.example" in told
    desk.type("resolve", DAY, code=2)
    desk.type("resolve", DAY, "--sent", "nobody@reader.example", code=2)
    desk.serve(sound)
    desk.type("resume", DAY, "--force", code=1)
    assert not sound.letters  # never by itself
    desk.type("resolve", DAY, "--not-sent", "mara@reader.example")
    assert "2 sent + 2 excluded + 0 failed + 0 unknown" in desk.type("resume", DAY, "--force").output
    assert addresses(sound) == ["mara@reader.example"]


def test_the_letter_of_an_erased_reader_can_be_settled(desk: Desk) -> None:
    with Scripted({"dot": [DROP]}) as server:
        desk.serve(server)
        desk.type("init")
        desk.type("send", DAY, "--force", "--yes", code=1)
    desk.type("forget", "mara@reader.example", "--yes")
    [message_id] = re.findall("unknown: erased (<[^>]+>)", desk.type("status", DAY, code=1).output)
    desk.type("resolve", DAY, "--sent", "", code=2)
    desk.type("resolve", DAY, "--sent", "<another@tidewater.example>", code=2)
    shutil.copy(desk.folder / "mailroom/outbox.sqlite3", desk.folder / "before.sqlite3")
    desk.type("resolve", DAY, "--sent", message_id)
    assert "2 sent" in desk.type("status", DAY).output
    shutil.copy(desk.folder / "before.sqlite3", desk.folder / "mailroom/outbox.sqlite3")
    desk.type("resolve", DAY, "--not-sent", "Mara@reader.example")
    assert "1 sent + 3 excluded" in desk.type("status", DAY).output


def test_who_approves_has_to_be_said_where_the_system_does_not_know(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise KeyError("getpwuid(): uid not found: 54321")

    monkeypatch.setattr("getpass.getuser", fail)
    desk.type("init")
    assert "--by NAME" in desk.type("approve", DAY, code=2).output
    assert "Ada approved" in desk.type("approve", DAY, "--by", "Ada").output


def test_an_address_is_kept_with_its_own_reader_alone(desk: Desk, sound: Sound) -> None:
    """Mara's mail was passed on, and somebody unsubscribed with its link: their address is nobody's here."""
    desk.serve(sound)
    desk.type("init")
    desk.type("send", DAY, "--force", "--yes")
    [token] = re.findall(r"%20([\w-]{64})>", str(message_from_bytes(sound.letters[0].data)["List-Unsubscribe"]))
    mail = f"From: someone@elsewhere.example\nSubject: unsubscribe {token}\n\n"
    (desk.folder / "leave.eml").write_text(mail, encoding="utf-8")
    assert "1 reader more" in desk.type("bounces", "leave.eml").output
    told = desk.type("suppress").output
    assert "unsubscribed: reader" in told
    assert "elsewhere" not in told
    desk.type("suppress", "mara@reader.example", "--lift")
    assert "0 readers more" in desk.type("bounces", "leave.eml").output  # as a job does that reads it every night
    assert desk.type("suppress").output == ""
    (desk.folder / "leave.eml").write_text(f"{mail}Again", encoding="utf-8")
    assert "1 reader more" in desk.type("bounces", "leave.eml").output
    assert b"someone@elsewhere.example" not in (desk.folder / "mailroom/outbox.sqlite3").read_bytes()


def test_what_was_begun_is_not_approved_afterwards(desk: Desk, sound: Sound) -> None:
    """The letters are written: who looks at the edition of now would approve others than those that go out."""
    desk.serve(sound)
    desk.type("init")
    desk.type("send", DAY, "--force", "--yes")
    assert "was begun" in desk.type("approve", DAY, code=2).output
    desk.type("approve", DAY, "--weekly", "--by", "Ada")


def test_a_second_list_for_what_was_begun_is_not_passed_over_in_silence(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    (desk.folder / "board.yml").write_text("- mara@reader.example\n- board@reader.example\n", encoding="utf-8")
    assert "not in" not in desk.type("send", DAY, "--force", "--yes", "--to", "readers.yml").output
    assert "not in" not in desk.type("send", DAY, "--force", "--yes", "--to", "readers.yml").output
    told = desk.type("send", DAY, "--force", "--yes", "--to", "board.yml").output
    assert f"1 recipient of board.yml or subscribed since: not in the mailing {DAY}" in told
    assert "board@reader.example" not in addresses(sound)


def test_letters_left_of_another_mailing_are_told(desk: Desk, sound: Sound) -> None:
    """Who was to go on with it was killed, so nobody said so."""
    with Scripted({"MAIL": ["550 not you"]}) as server:
        desk.serve(server)
        desk.type("init")
        desk.type("send", DAY, "--force", "--yes", code=2)
    desk.serve(sound)
    told = desk.type("send", DAY, "--weekly", "--force", "--yes").output
    assert f"2 letters left of the mailing {DAY}: briefing mail resume {DAY}." in told
    desk.type("resume", DAY, "--force")
    assert "left" not in desk.type("send", DAY, "--weekly", "--force", "--yes").output


@pytest.mark.parametrize("forced", [False, True])
def test_letters_that_wait_are_not_sent_once_what_they_print_was_withdrawn(
    desk: Desk, sound: Sound, forced: bool
) -> None:
    with Scripted({"MAIL": ["550 not you"]}) as server:
        desk.serve(server)
        desk.type("init")
        desk.type("send", DAY, "--force", "--yes", code=2)
    desk.serve(sound)
    with open_outbox(desk.folder / "mailroom/outbox.sqlite3") as outbox:
        printed = next(line for line in outbox.mailings()[0].articles if " | " not in line)
    row = LedgerRow(printed, "What was taken back", "withdrawn", "A hoax.", "articles/gone.html")
    desk.print(replace(fakes.EDITION, day="2025-03-21", ledger=(row,)))
    told = desk.type("resume", DAY, code=2).output
    assert f"Letters of the mailing {DAY} that wait print from “What was taken back”, withdrawn since." in told
    assert not sound.letters
    if forced:
        desk.type("resume", DAY, "--force")
        assert len(sound.letters) == 2
        return
    assert f"2 letters of the mailing {DAY} given up and erased." in desk.type("resume", DAY, "--drop").output
    with sqlite3.connect(desk.folder / "mailroom/outbox.sqlite3") as db:
        assert db.execute("select count(*) from message").fetchone() == (0,)
    db.close()
    assert "0 sent + 4 excluded" in desk.type("send", DAY, "--force", "--yes").output
    assert not sound.letters


PRINTED = fakes.EDITION.items[0].summary[0].article
GONE = ("Status: withdrawn", "Reason: It was invented.")
NOT_BUILT = "would print from “The ninth day”, withdrawn since the site was built. Run briefing build"
WAITS = f"Letters of the mailing {DAY} that wait print from “The ninth day”, withdrawn since."


@pytest.mark.parametrize(
    "words",
    [
        ("send", DAY, "--yes", "--force"),
        ("send", DAY, "--force"),
        ("send", DAY, "--test", "ada@tidewater.example"),
        ("send", DAY, "--weekly", "--yes", "--force"),
        ("approve", DAY, "--by", "Ada"),
    ],
)
def test_what_is_withdrawn_is_not_mailed_though_nothing_was_built_since(
    desk: Desk, sound: Sound, words: tuple[str, ...]
) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.write(PRINTED, *GONE)
    assert NOT_BUILT in desk.type(*words, code=2).output
    assert not sound.letters
    with open_outbox(desk.folder / "mailroom/outbox.sqlite3") as outbox:
        assert outbox.mailings() == []
        assert outbox.approval(DAY) is None
    desk.write(PRINTED, "Status: draft")  # that says nothing in public
    desk.write("2025-03/not-mailed.md", *GONE)
    desk.type(*words)


def test_what_stood_in_a_corrected_article_is_not_mailed_once_that_is_withdrawn(desk: Desk, sound: Sound) -> None:
    """No passage of it is in the mail, only the words that were wrong."""
    desk.serve(sound)
    desk.type("init")
    ref = fakes.EDITION.articles[0]
    other = replace(ref, id="2025-03/other.md")
    desk.print(
        replace(
            fakes.EDITION,
            articles=(*fakes.EDITION.articles, other),
            corrections=(Correction(other.id, "2025-03-19T11:00:00+00:00", "Nine died."),),
        )
    )
    desk.write(other.id, *GONE)
    assert NOT_BUILT in desk.type("send", DAY, "--yes", "--force", code=2).output


def test_letters_that_wait_are_not_sent_once_a_file_says_that_it_is_withdrawn(desk: Desk, sound: Sound) -> None:
    with Scripted({"MAIL": ["550 not you"]}) as server:
        desk.serve(server)
        desk.type("init")
        desk.type("send", DAY, "--force", "--yes", code=2)
    desk.serve(sound)
    desk.write(PRINTED, *GONE)
    assert WAITS in desk.type("resume", DAY, code=2).output
    assert not sound.letters
    desk.type("resume", DAY, "--force")  # who says so means it
    assert len(sound.letters) == 2


def test_what_is_withdrawn_while_letters_go_out_ends_that(
    desk: Desk, sound: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LOOK_AGAIN", 0.0)
    desk.serve(sound)
    desk.type("init")
    desk.write(PRINTED)
    take = sound.handle_DATA

    async def take_and_withdraw(*given: object) -> str:
        desk.write(PRINTED, *GONE)
        return await take(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(sound, "handle_DATA", take_and_withdraw)
    told = desk.type("send", DAY, "--yes", "--force", code=2).output
    assert WAITS in told
    assert "1 sent + 2 excluded + 0 failed + 0 unknown + 1 queued" in told
    assert len(sound.letters) == 1


def test_a_withdrawal_is_told_to_those_whose_mail_printed_it(desk: Desk, sound: Sound) -> None:
    """Mara got that mail, Jonas's letter was refused, Ada joined since."""
    with Scripted({"RCPT jonas@reader.example": ["550 5.7.1 not now"]}) as server:
        desk.serve(server)
        desk.type("init")
        desk.type("send", DAY, "--force", "--yes", code=1)
    desk.serve(sound)
    with (desk.folder / "readers.yml").open("a", encoding="utf-8") as file:
        file.write("- ada@reader.example\n")
    row = LedgerRow(PRINTED, "What was taken back", "withdrawn", "A hoax.", "articles/gone.html")
    day = "2025-03-20"
    desk.print(replace(fakes.EDITION, day=day, items=(), noted=(), corrections=(), lead="", ledger=(row,)))
    desk.type("send", day, "--force", "--yes")
    texts = {
        letter.address: message_from_bytes(letter.data, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
        for letter in sound.letters
    }
    assert "An article that we mailed from on 19 March 2025 was withdrawn." in texts["mara@reader.example"]
    for address in ("jonas@reader.example", "ada@reader.example"):
        assert "A hoax." not in texts[address]
        assert "What was taken back" not in texts[address]


@pytest.mark.parametrize("folder", ["content", "output"])
def test_no_copy_is_put_where_it_would_be_published(desk: Desk, folder: str) -> None:
    desk.type("init")
    assert "published" in desk.type("backup", f"{folder}/copy.sqlite3", code=2).output
    assert not (desk.folder / folder / "copy.sqlite3").exists()


def test_dead_addresses_are_not_written_to_again(desk: Desk) -> None:
    with Scripted(
        {"RCPT mara@reader.example": ["550 5.1.1 <mara@reader.example> no such user"]}, forever=True
    ) as server:
        desk.serve(server)
        desk.type("init")
        told = desk.type("send", DAY, "--force", "--yes", code=1).output
        assert "1 sent + 2 excluded + 1 failed" in told
        assert "mara@reader.example" not in told  # the log of a CI job may be public
    assert "bounced: mara@reader.example" in desk.type("suppress").output
    desk.type("suppress", "mara@reader.example", "--lift")
    assert desk.type("suppress").output == ""
    with Scripted() as server:
        desk.serve(server)
        desk.type("send", DAY, "--force", "--yes")  # as a job does that is run again: nothing failed in this run
    assert desk.type("suppress").output == ""


def test_suppressed_readers_get_nothing(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.type("suppress", "MARA@reader.example")
    assert "1 excluded: by the editor" in desk.type("send", DAY, "--force").output
    desk.type("send", DAY, "--force", "--yes")
    assert addresses(sound) == ["jonas@reader.example"]


def test_a_reader_is_forgotten_everywhere(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.type("send", DAY, "--force", "--yes")
    assert "would be erased" in desk.type("forget", "jonas@reader.example").output
    assert "jonas" in (desk.folder / "readers.yml").read_text()
    desk.type("forget", "jonas@reader.example", "--yes")
    kept = [path for path in desk.folder.rglob("*") if path.is_file() and b"jonas" in path.read_bytes().lower()]
    assert kept == []
    assert (desk.folder / "readers.yml").read_text() == READERS.replace(READERS.splitlines(keepends=True)[1], "")


def test_all_that_is_known_of_a_reader_is_said(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    assert desk.type("reader", "stranger@reader.example").output == "Nothing is known of this reader.\n"
    desk.type("send", DAY, "--force", "--yes")
    desk.type("suppress", "jonas@reader.example")
    with open_outbox(desk.folder / "mailroom/outbox.sqlite3") as outbox:
        key = outbox.ask("jonas@reader.example", "", "de", (), (), "2025-03-01T08:00:00+00:00")
        outbox.confirm(key, "2025-03-01T09:00:00+00:00", "Yes, by mail")
    told = desk.type("reader", "JONAS@reader.example").output
    assert "listed at readers.yml:2" in told
    assert "confirmed at 2025-03-01T09:00:00+00:00" in told
    assert "“Yes, by mail”" in told
    assert f"{DAY}: sent" in told
    desk.type("forget", "jonas@reader.example", "--yes")
    told = desk.type("reader", "jonas@reader.example").output
    assert "not written to any more: forgotten" in told
    assert "Yes, by mail" not in told


def test_an_edition_that_was_built_anew_is_told(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.type("send", DAY, "--force", "--yes")
    desk.print(replace(fakes.EDITION, items=(replace(fakes.ITEM, title="New"), *fakes.EDITION.items[1:])))
    assert "as they were frozen then" in desk.type("send", DAY, "--force", "--yes").output
    assert desk.type("send", DAY, "--force", "--yes", "--quiet").output == "", "a schedule says it every hour"
    assert len(sound.letters) == 2


def test_an_address_in_a_comment_is_told_when_its_reader_is_forgotten(desk: Desk) -> None:
    desk.type("init")
    (desk.folder / "readers.yml").write_text("- mara@reader.example\n# jonas@reader.example left in May\n")
    assert "line 2" in desk.type("forget", "Jonas@reader.example", "--yes").output


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_a_list_that_everybody_can_read_is_told(desk: Desk) -> None:
    desk.type("init")
    ours = Path(tempfile.gettempdir())
    for folder in desk.folder.parents:  # the test's own folders are closed to others
        if folder.is_relative_to(ours) and folder != ours:
            folder.chmod(0o755)
    desk.folder.chmod(0o755)
    (desk.folder / "readers.yml").chmod(0o644)
    assert "chmod 600 readers.yml" in desk.type("recipients", code=1).output
    (desk.folder / "readers.yml").chmod(0o600)
    assert "chmod" not in desk.type("recipients", code=1).output


def test_wrong_rows_are_told_and_cost_nobody_else(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    (desk.folder / "readers.yml").write_text("- mara@reader.example\n- nobody\n- {adress: x@y.example}\n")
    told = desk.type("recipients", code=1).output
    assert "readers.yml:2" in told
    assert "readers.yml:3" in told
    assert "2 rows of 3 rows cannot be used" in desk.type("send", DAY, "--force", "--yes").output
    assert addresses(sound) == ["mara@reader.example"]


def test_nobody_to_send_to_is_told(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    (desk.folder / "readers.yml").write_text("[]\n")
    assert "nobody to send it to" in desk.type("send", DAY, "--force", "--yes", code=2).output
    assert "other.yml" in desk.type("send", DAY, "--force", "--to", "other.yml", code=2).output


def test_what_was_mailed_and_is_corrected_is_told_in_the_next_mail(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.type("send", DAY, "--force", "--yes")
    article = fakes.EDITION.articles[0].id
    row = Correction(article, "2025-03-20T09:00:00+00:00", "Nine died.")
    later = replace(
        fakes.EDITION, day="2025-03-20", opens=fakes.EDITION.closes, closes="2025-03-21T00:00:00+00:00",
        corrections=(row,),
    )  # fmt: skip
    desk.print(later)
    desk.type("send", "2025-03-20", "--force", "--yes")
    texts = [
        message_from_bytes(letter.data, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
        for letter in sound.letters
        if letter.address == "mara@reader.example"
    ]
    assert len(texts) == 2
    assert "Nine died." not in texts[0]
    assert "Nine died." in texts[1]
    assert "19 March" in texts[1] or "19 Mar" in texts[1]
    # Who looks before it is sent, and approves it, sees that too.
    desk.type("preview", "2025-03-20", "--into", "looked-at")
    looked_at = (desk.folder / "looked-at/2025-03-20.txt").read_text(encoding="utf-8")
    assert looked_at.splitlines()[0] == texts[1].splitlines()[0]
    assert "19 March" in looked_at.splitlines()[0]


def test_a_copy_brings_the_outbox_back(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.type("send", DAY, "--force", "--yes")
    desk.type("backup", "copy.sqlite3")
    desk.type("restore", "copy.sqlite3", code=2)  # there is one
    for path in (desk.folder / "mailroom").iterdir():
        path.unlink()
    desk.type("restore", "copy.sqlite3")
    desk.type("send", DAY, "--force", "--yes")
    desk.print(replace(fakes.EDITION, day="2025-03-20"))
    told = desk.type("send", "2025-03-20", "--yes", code=2).output  # it may have been sent from what was lost
    assert "put back at" in told
    assert len(sound.letters) == 2


def test_a_site_whose_sentences_have_no_addresses_is_not_mailed(desk: Desk) -> None:
    desk.set(BRIEFING_RENDER="pelican")
    assert "Use Briefing's theme" in desk.type("preview", DAY, code=2).output


def test_the_password_is_never_told(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.set(BRIEFING_MAIL_USER="somebody-else")
    desk.type("init")
    told = desk.type("send", DAY, "--force", "--yes", code=2).output
    assert PASSWORD not in told
    assert "BRIEFING_MAIL_USER" in told
    assert USER not in told


BOUNCE = """\
From: MAILER-DAEMON@mail.reader.example
To: briefing@tidewater.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.reader.example

Final-Recipient: rfc822; mara@reader.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--b
Content-Type: text/rfc822-headers

From: briefing@tidewater.example
Message-ID: {message_id}

--b--
"""


def test_what_came_back_is_read(desk: Desk, sound: Sound) -> None:
    desk.serve(sound)
    desk.type("init")
    desk.type("send", DAY, "--force", "--yes")
    first, second = (message_from_bytes(letter.data, policy=policy.default) for letter in sound.letters)
    (desk.folder / "bounce.eml").write_text(BOUNCE.format(message_id=first["Message-ID"]))
    (desk.folder / "forged.eml").write_text(BOUNCE.format(message_id="<2025-03-19.forged@tidewater.example>"))
    token = re.search(r"unsubscribe%20([\w-]+)", second["List-Unsubscribe"])
    assert token
    (desk.folder / "leave.eml").write_text(f"From: x@y.example\nSubject: unsubscribe {token[1]}\n\n.\n")
    told = desk.type("bounces", "bounce.eml", "leave.eml").output
    assert "Read: 1 hard, 1 unsubscribe. 2 readers more not written to." in told
    assert "no letter of ours" in desk.type("bounces", "forged.eml").output
    told = desk.type("send", DAY, "--weekly", "--force").output
    assert "1 excluded: bounced" in told
    assert "1 excluded: unsubscribed" in told


def test_the_server_s_log_settles_what_is_unknown(desk: Desk) -> None:
    """The letter is in the log as queued: it counts as sent, and is not sent again."""
    with Scripted({"dot": [DROP]}) as server:
        desk.serve(server)
        desk.type("init")
        desk.type("send", DAY, "--force", "--yes", code=1)
    status = desk.type("status", DAY, code=1).output
    found = re.search(r"unknown: \S+ (<\S+>) (\S+)", status)
    assert found
    moment = datetime.fromisoformat(found[2])
    at = [(moment + timedelta(seconds=seconds)).isoformat(timespec="microseconds") for seconds in (-300, -1, 0, 300)]
    (desk.folder / "mail.log").write_text(
        f"{at[0]} mx postfix/smtpd[7]: connect from localhost[127.0.0.1]\n"
        f"{at[1]} mx postfix/cleanup[8]: 4AB12C3D4E: message-id={found[1]}\n"
        f"{at[2]} mx postfix/qmgr[9]: 4AB12C3D4E: from=<briefing@tidewater.example>, size=1, nrcpt=1 (queue active)\n"
        f"{at[3]} mx postfix/smtpd[7]: disconnect from localhost[127.0.0.1]\n"
    )
    told = desk.type("resolve", DAY, "--log", "mail.log").output
    assert f"{found[1]} taken" in told
    assert "2 sent + 2 excluded + 0 failed + 0 unknown" in told
    desk.type("resolve", DAY, "--log", "mail.log", "--log-zone", "Nowhere/Atlantis", code=2)


@pytest.mark.parametrize("subscribe", ["", "http://127.0.0.1:8025/subscribe"])
def test_the_pages_that_are_named_are_those_that_are_there(desk: Desk, subscribe: str) -> None:
    desk.set(BRIEFING_MAIL_HOST="mail.tidewater.example", BRIEFING_MAIL_SUBSCRIBE=subscribe)
    desk.type("init")
    command = [sys.executable, "-m", "briefing.cli", "mail", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as serving:
        try:
            assert serving.stdout
            said = serving.stdout.readline()
            address = re.match(r"http://127\.0\.0\.1:\d+", said)
            assert address, said
            for page in ("/subscribe", "/unsubscribe"):
                try:
                    with urlopen(address[0] + page, timeout=10) as answer:
                        status = answer.status
                except HTTPError as error:
                    status = error.code
                assert (status != 404) == (page in re.findall(r"/\w+", said)), said
        finally:
            serving.kill()
