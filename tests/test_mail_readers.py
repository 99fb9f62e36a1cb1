"""Who gets the mail: keys and tokens, addresses, and the file that lists readers."""

from __future__ import annotations

import hmac
import os
import re
import stat
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.errors import MailError
from briefing.mail.model import Recipient
from briefing.mail.places import check_place
from briefing.mail.readers import keys
from briefing.mail.readers.addresses import check_address, same_reader
from briefing.mail.readers.recipients import (
    LARGEST,
    Listed,
    find_address,
    list_recipients,
    open_to_all,
    read_recipients,
    remove_recipient,
    unknown_follows,
)
from briefing.mail.readers.rows import FIELDS, read_rows

SECRET = bytes(range(32))
OTHER = bytes(range(1, 33))
KEY = keys.reader_key(SECRET, "mara@tidewater.example")


def test_a_key_is_an_hmac_of_the_address_and_capitals_make_no_difference() -> None:
    assert hmac.new(SECRET, b"mara@tidewater.example", sha256).hexdigest() == KEY
    assert keys.reader_key(SECRET, "Mara@Tidewater.example") == KEY
    assert keys.reader_key(OTHER, "mara@tidewater.example") != KEY


def test_a_token_gives_the_key_back_for_its_purpose_alone() -> None:
    token = keys.unsubscribe_token(SECRET, KEY)
    assert re.fullmatch(r"[A-Za-z0-9_-]{64}", token)
    assert token == keys.unsubscribe_token(SECRET, KEY)
    assert keys.read_token(SECRET, token) == KEY
    assert keys.read_token(SECRET, token, "subscribe") is None
    assert keys.read_token(OTHER, token) is None
    assert keys.read_token(SECRET, keys.subscribe_token(SECRET, KEY)) is None
    assert keys.read_token(SECRET, keys.subscribe_token(SECRET, KEY), "subscribe") == KEY


def test_every_changed_letter_of_a_token_is_noticed() -> None:
    token = keys.unsubscribe_token(SECRET, KEY)
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        assert keys.read_token(SECRET, changed) is None, place


@pytest.mark.parametrize("token", ["", "A", "A" * 63, "A" * 64, "A" * 65, "ä" * 64, "=" * 64, "\n" * 64])
def test_what_is_no_token_is_none(token: str) -> None:
    assert keys.read_token(SECRET, token) is None


def test_a_token_with_something_behind_it_is_none() -> None:
    token = keys.unsubscribe_token(SECRET, KEY)
    assert [keys.read_token(SECRET, token + end) for end in ("\n", " ", "=", "A")] == [None] * 4


@pytest.mark.parametrize("key", ["", "mara@tidewater.example", "a" * 63, "A" * 64])
def test_no_token_for_what_is_no_key(key: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        keys.unsubscribe_token(SECRET, key)


# -- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("mara@example.org", "mara@example.org"),
        ("  mara@tidewater.example ", "mara@tidewater.example"),
        ("Mara.O'Neil+news@Tidewater.EXAMPLE", "Mara.O'Neil+news@tidewater.example"),
        ("mara@bücher.example", "mara@xn--bcher-kva.example"),
        ("mara@xn--bcher-kva.example", "mara@xn--bcher-kva.example"),
        ("mara@harbour.test", "mara@harbour.test"),
    ],
)
def test_an_address_is_normalised(text: str, address: str) -> None:
    assert check_address(text) == address
    assert check_address(address) == address


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "The address is missing."),
        ("mara at tidewater", "no @"),
        ("mara＠tidewater.example", "no @"),
        ("mara@tidewater.example\r\nBcc: all@tidewater.example", "control character"),
        ("mara@tidewater.example\n", "control character"),
        ("mara\0@tidewater.example", "control character"),
        ("mara\u200b@tidewater.example", "cannot be seen"),
        ("mara\ud800@tidewater.example", "cannot be seen"),
        ("Mara <mara@tidewater.example>", "More than an address"),
        ("mara@tidewater.example, ole@tidewater.example", "More than one address"),
        ("mara@tidewater.example;ole", "More than one address"),
        ("mära@tidewater.example", "beyond plain ASCII"),
        ("=?utf-8?q?mara?=@tidewater.example", "=\\?"),
        ("mara@localhost", "reserved"),
        ("mara@harbour.invalid", "reserved"),
        ("mara@printer.local.", "reserved"),
        ("mara@test", "not a whole domain"),
        ("mara@tidewater", "not a whole domain"),
        ("mara@", "not a whole domain"),
        ("@tidewater.example", "not spelled"),
        ("mara..o@tidewater.example", "not spelled"),
        ("mara o@tidewater.example", "not spelled"),
        ('"mara o"@tidewater.example', "not spelled"),
        ("mara@[127.0.0.1]", "not spelled"),
        ("mara@tide_water.example", "not spelled"),
        ("m" * 65 + "@tidewater.example", "not spelled"),
        ("mara@" + ".".join(["tide" * 12] * 6) + ".example", "254 characters"),
    ],
)
def test_what_is_no_address_is_told_with_a_remedy_and_without_the_address(text: str, what: str) -> None:
    with pytest.raises(MailError, match=what) as caught:
        check_address(text)
    assert caught.value.remedy
    assert not text or text not in str(caught.value)


def test_two_spellings_of_one_reader_are_the_same() -> None:
    assert same_reader("Mara@Bücher.example") == same_reader(" mara@xn--bcher-kva.example")
    assert same_reader("Mara") == "mara"


# -- the file ---------------------------------------------------------------------------------------------------------

EVERY_FIELD = Recipient(
    "mara@tidewater.example",
    "Mara Lind",
    "pt-BR",
    ("ferry", "2025-03--strait"),
    ("ana-sel",),
    "weekly",
    "readers.yml:2",
)
YAML = """# readers
- address: mara@tidewater.example
  name: Mara Lind
  language: pt_BR
  events: [ferry, 2025-03--strait]
  actors: ana-sel
  frequency: weekly
"""


def listed(text: str, name: str = "readers.yml") -> Listed:
    found = list_recipients(name, read_rows(name, text.encode()))
    assert found.rows == len(found.recipients) + found.refused + len(found.folded)
    return found


def told(found: Listed) -> list[str]:
    return [" ".join(problem) for problem in found.problems]


def test_every_field_in_yaml() -> None:
    assert listed(YAML) == Listed((EVERY_FIELD,), rows=1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_field_in_a_table_however_it_was_saved(delimiter: str, mark: str, end: str) -> None:
    cells = ["mara@tidewater.example", "Mara Lind", "pt-BR", "ferry 2025-03--strait", '"ana-sel; "', "weekly"]
    text = mark + delimiter.join(FIELDS).replace("name", "Name") + end + delimiter.join(cells) + end
    [mara] = listed(text, "readers.csv").recipients
    assert mara == replace(EVERY_FIELD, place="readers.csv:2")


def test_a_list_may_stand_below_readers_and_an_address_alone() -> None:
    found = listed("readers:\n- mara@tidewater.example\n-\n\n  # of the ferry\n  address: ole@tidewater.example\n")
    assert [(one.address, one.place) for one in found.recipients] == [
        ("mara@tidewater.example", "readers.yml:2"),
        ("ole@tidewater.example", "readers.yml:3"),
    ]


@pytest.mark.parametrize(
    ("text", "name"), [("", "r.yml"), ("readers:\n", "r.yaml"), ("# none\n", "r.yml"), ("", "r.csv")]
)
def test_a_list_may_be_empty(text: str, name: str) -> None:
    assert listed(text, name) == Listed(())


OLE = "- ole@tidewater.example\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("- address: mara@\n", "readers.yml:2 The part after the @ is not a whole domain."),
        ("- name: Mara\n", "readers.yml:2 The address is missing."),
        ("-\n", "readers.yml:2 The address is missing."),
        ("- address:\n  nmae: x\n", "readers.yml:2 The address is missing."),
        ("- [mara@tidewater.example]\n", "readers.yml:2 A list within the list"),
        ("- address: [mara@tidewater.example]\n", "readers.yml:2 “address” has to hold a text"),
        ('- address: "mara@tidewater.example\\r\\nBcc: x@y.example"\n', "readers.yml:2 More than one address"),
        (
            "- address: m@t.example\n  event: ferry\n",
            "readers.yml:3 “event” is not a field of a reader. Did you mean events?",
        ),
        ("- address: m@t.example\n  events: {ferry: 1}\n", "readers.yml:3 “events” has to hold a text"),
        ("- address: m@t.example\n  events: a\n  events: b\n", "readers.yml:4 “events” stands here a second time."),
        ('- address: m@t.example\n  events: "\\x1b"\n', "readers.yml:3 “events” holds a control character."),
        (
            "- address: m@t.example\n  actors: a\u200bb\n",
            "readers.yml:3 “actors” holds what nobody sees: aU+200Bb.",
        ),
        (
            "- address: m@t.example\n  frequency: weakly\n",
            "readers.yml:2 “weakly” is no frequency. Did you mean weekly?",
        ),
        (
            "- address: m@t.example\n  frequency: never\n",
            "readers.yml:2 “never” is no frequency. Write daily or weekly",
        ),
    ],
)
def test_a_row_that_leaves_open_whether_or_what_to_send_is_refused_and_costs_no_other(row: str, problem: str) -> None:
    found = listed(f"# readers\n{row}{OLE}")
    assert [one.address for one in found.recipients] == ["ole@tidewater.example"]
    assert (found.refused, found.rows) == (1, 2)
    assert any(words.startswith(problem) for words in told(found)), told(found)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('name: "M\\x1bara"', "readers.yml:2 “name” holds a control character."),
        ('name: "M\\x9bara"', "readers.yml:2 “name” holds a control character."),
        ("name: =?utf-8?q?Bcc?=", "readers.yml:1 The name holds what may not stand in a mail's header"),
        ("name: M\u2067ara", "readers.yml:2 “name” holds a control character."),
        (f"name: {'M' * 121}", "readers.yml:1 The name has more than 120 characters"),
        ("language: German!", "readers.yml:1 “German!” is no language code"),
        ("nmae: Mara", "readers.yml:2 “nmae” is not a field of a reader. Did you mean name?"),
        ("telephone: 12", "readers.yml:2 “telephone” is not a field of a reader and is passed over."),
    ],
)
def test_what_does_not_decide_whether_to_send_is_passed_over_and_told(line: str, problem: str) -> None:
    found = listed(f"- address: mara@tidewater.example\n  {line}\n")
    assert found.recipients == (Recipient("mara@tidewater.example", place="readers.yml:1"),)
    assert [words.startswith(problem) for words in told(found)] == [True], told(found)


def test_a_strange_field_is_told_once_with_how_often_it_stands() -> None:
    found = listed("".join(f"- {{address: r{n}@tidewater.example, telephone: {n}}}\n" for n in range(5)))
    assert len(found.recipients) == 5
    assert [(problem.place, problem.what[-19:]) for problem in found.problems] == [
        ("readers.yml:1", "The same in 4 more.")
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("m@t.example,Mara,ferry,,,x", "readers.csv:2 The row has 6 cells, the header 3."),
        ("m@t.example,Lind, Mara,ferry", "readers.csv:2 The row has 4 cells, the header 3."),
        (",Mara,", "readers.csv:2 The address is missing."),
        ('m@t.example,"Mara\nx@t.example,Ole",', "readers.csv:2 A cell goes from line 2 to line 3"),
        ('m@t.example,"Mara\rx@t.example,Ole",', "readers.csv:2 A cell goes from line 2 to line 3"),
    ],
)
def test_a_bad_row_of_a_table_costs_no_other(row: str, problem: str) -> None:
    found = listed(f"address,name,events\n{row}\n\nole@tidewater.example\n", "readers.csv")
    assert [one.address for one in found.recipients] == ["ole@tidewater.example"]
    assert [words.startswith(problem) for words in told(found)] == [True], told(found)


def test_a_column_that_is_like_one_that_is_there_is_passed_over() -> None:
    found = listed("address,e address,name\nm@t.example,x,\u202eMara\n", "readers.csv")
    assert found.recipients == (Recipient("m@t.example", place="readers.csv:2"),)
    assert [problem.what for problem in found.problems] == [
        "The column “e address” is not read.",
        "The name holds what may not stand in a mail's header and is passed over.",
    ]
    assert len(listed("- {address: m@t.example, e address: x}").recipients) == 1


def test_a_strange_column_is_told_once() -> None:
    found = listed("address,telephone\nm@t.example,1\no@t.example,2\n", "readers.csv")
    assert len(found.recipients) == 2
    assert told(found) == [f"readers.csv:1 The column “telephone” is not read. Those read are {', '.join(FIELDS)}."]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (
            "readers.txt",
            "m@t.example",
            "readers.txt: A list of readers is a YAML or a CSV file. Let its name end in .yml",
        ),
        ("readers.yml", "- a: [", "readers.yml:1: This is not YAML"),
        ("readers.yml", "- &a x\n- *a\n", "readers.yml:2: The alias"),
        ("readers.yml", "m@t.example", "readers.yml:1: This is not a list of readers."),
        ("readers.yml", "people: [m@t.example]", "readers.yml:1: The file lists no readers."),
        ("readers.yml", "readers: {m: x}", "readers.yml:1: This is not a list of readers."),
        ("readers.yml", "readers: [a]\nreaders: [b]", "readers.yml:2: “readers” stands here a second time."),
        ("readers.csv", "mail,name\nm@t.example,Mara\n", "readers.csv:1: The table has no column “address”."),
        (
            "readers.csv",
            "address,event\nm@t.example,ferry\n",
            "readers.csv:1: “event” is not a column. Did you mean events?",
        ),
        ("readers.csv", "address,name,name\n", "readers.csv:1: The column “name” stands here a second time."),
        (
            "readers.csv",
            'address,name\nm@t.example,"Mara\no@t.example,Ole\n',
            "readers.csv:2: The table cannot be read",
        ),
        ("readers.csv", "address\n" + "m" * 140_000, "readers.csv:2: The table cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_as_it_was_meant_is_refused_whole(name: str, text: str, problem: str) -> None:
    with pytest.raises(MailError) as caught:
        listed(text, name)
    assert str(caught.value).startswith(problem)
    assert caught.value.remedy


def test_bytes_that_are_not_utf_8_are_told_with_their_line() -> None:
    with pytest.raises(MailError, match=r"readers.csv:2: Byte 11 of the file is not UTF-8. Save"):
        read_rows("readers.csv", b"address\nm\n\xe4@t.example\n".replace(b"m\n", b"m@"))


def test_a_file_that_is_not_there_or_is_no_list_is_told(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yml"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    for path, what in ((tmp_path / "no.yml", "no such file"), (tmp_path, "not a file"), (huge, "64,000,001 bytes")):
        with pytest.raises(MailError, match=what) as caught:
            read_recipients(path)
        assert caught.value.path == str(path)
        assert caught.value.remedy


def test_problems_repeat_no_address_and_no_name() -> None:
    rows = ["address: mara@", "address: mära@t.example", "{address: m@t.example, name: '=?mara', frequency: x}"]
    found = listed("".join(f"- {row}\n" for row in [*rows, "m@t.example", "m@t.example"]))
    assert len(found.problems) == 4
    words = " ".join([*told(found), *(" ".join(problem) for problem in found.folded)]).casefold()
    assert not re.search("m[aä]ra@|t.example|=[?]mara", words)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.csv", "address,language,frequency\njonas@t.example,mara@t.example,\nanna@t.example,,Mara Vos\n"),
        ("r.csv", "address,mara@t.example\njonas@t.example,x\n"),
        ("r.yml", "- {address: jonas@t.example, mara@t.example: x}\n- mara@t.example: {name: Mara Vos}\n"),
        ("r.yml", "readers: [jonas@t.example]\nmara@t.example: x\n"),
    ],
)
def test_problems_repeat_nothing_that_slipped_into_another_field(name: str, text: str) -> None:
    words = told(listed(text, name))
    assert words
    assert not re.search("(?i)mara@t[.]|vos", " ".join(words))


# -- one reader in several rows ---------------------------------------------------------------------------------------


def folded(*rows: str) -> Recipient:
    found = listed("".join(f"- {{{row}}}\n" for row in rows))
    assert len(found.folded) == len(rows) - 1
    assert found.folded[-1].place == f"readers.yml:{len(rows)}"
    assert "readers.yml:1" in found.folded[-1].what
    [one] = found.recipients
    return one


def test_rows_of_one_reader_are_united_and_told() -> None:
    one = folded("address: mara@t.example, events: a", "address: MARA@T.example, events: [b, a], actors: c, name: Mara")
    assert one == Recipient("mara@t.example", "Mara", "", ("a", "b"), ("c",), "", "readers.yml:1")


def test_following_everything_wins_whichever_row_comes_first() -> None:
    for rows in (
        ("address: m@t.example", "address: m@t.example, events: a"),
        ("address: m@t.example, events: a", "address: m@t.example"),
    ):
        assert folded(*rows).follows_all


def test_the_first_name_and_language_stay_and_both_frequencies_are_both() -> None:
    one = folded(
        "address: m@t.example, name: Mara, frequency: daily",
        "address: m@t.example, name: Mo, language: de, frequency: weekly",
    )
    assert (one.name, one.language, one.frequency) == ("Mara", "de", "")
    assert folded(*["address: m@t.example, frequency: weekly"] * 3).frequency == "weekly"


def test_two_spellings_of_a_domain_are_one_reader() -> None:
    assert folded("address: m@bücher.example", "address: m@xn--bcher-kva.example").address == "m@xn--bcher-kva.example"


# -- where it lies ----------------------------------------------------------------------------------------------------


def test_the_list_may_not_lie_where_pages_are_published_from(tmp_path: Path) -> None:
    content, output = tmp_path / "content", tmp_path / "output"
    for folder in (content, output, output / "deep"):
        folder.mkdir()
    check_place(tmp_path / "readers.yml", content, output)
    check_place(tmp_path / "output-readers" / "readers.yml", content, output)
    inside = content / "readers.yml"
    inside.write_text("", encoding="utf-8")
    leads_in, leads_out = tmp_path / "link.yml", output / "link.yml"
    leads_in.symlink_to(inside)
    leads_out.symlink_to(tmp_path / "readers.yml")
    for path in (inside, output / "deep" / "r.csv", content / ".." / "output" / "r.csv", leads_in, leads_out):
        with pytest.raises(MailError, match=r"from which pages are published\. Move it"):
            check_place(path, content, output)


@pytest.mark.skipif(os.name != "posix", reason="asks for POSIX modes")
def test_a_list_that_everybody_can_read_is_told(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # pytest's own folder is closed to others
        folder = Path(name)
        path = folder / "readers.yml"
        path.write_text("", encoding="utf-8")
        for folder_mode, mode, told in ((0o755, 0o644, True), (0o755, 0o640, False), (0o700, 0o644, False)):
            folder.chmod(folder_mode)
            path.chmod(mode)
            problem = open_to_all(path)
            assert (problem is not None) == told
            assert problem is None or problem == ("readers.yml", problem.what, "Run: chmod 600 readers.yml")
    assert open_to_all(tmp_path / "no.yml") is None


# -- whom they follow -------------------------------------------------------------------------------------------------


def test_what_no_edition_holds_is_told_once_with_what_may_be_meant() -> None:
    rows = (
        Recipient("a@t.example", events=("ferry", "fery"), actors=("ferry",), place="r.yml:1"),
        Recipient("b@t.example", events=("fery",), actors=("ana-sel", "who-is-this"), place="r.yml:2"),
    )
    assert unknown_follows(rows, {"ferry", "strait"}, {"ana-sel"}) == (
        ("r.yml:1", "2 readers follow “fery”, and no edition has an event or story of this id.", "Did you mean ferry?"),
        (
            "r.yml:1",
            "One reader follows “ferry”, and no edition has an actor of this id.",
            "It is an event: write it there.",
        ),
        (
            "r.yml:2",
            "One reader follows “who-is-this”, and no edition has an actor of this id.",
            "Use an id of an actor that stands in an edition.",
        ),
    )
    assert unknown_follows(rows, {"ferry", "fery"}, {"ana-sel", "ferry", "who-is-this"}) == ()


# -- taking a reader out ----------------------------------------------------------------------------------------------

LIST = """\ufeff# our readers
readers:
  # the first
  - mara@tidewater.example   # she asked in March

  -
    address: Ole@Tidewater.example  # ole
    # inside
    name: |
      Ole
      # no comment
    events:
      - ferry
  # before the last
  - {address: ole@tidewater.example, telephone: 1}
  - address: ana@tidewater.example
    event: refused, and kept
  # the end
site: not read
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_reader_is_taken_out_and_every_other_byte_stays(tmp_path: Path, end: str) -> None:
    path = tmp_path / "readers.yml"
    path.write_bytes(LIST.replace("\n", end).encode())
    path.chmod(0o640)
    assert remove_recipient(path, "OLE@tidewater.example") == 2
    lines = LIST.split("\n")
    kept = [*lines[:5], lines[13], *lines[15:]]
    assert path.read_bytes() == end.join(kept).encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [other.name for other in tmp_path.iterdir()] == ["readers.yml"]
    assert remove_recipient(path, "ole@tidewater.example") == 0
    assert remove_recipient(path, "mara@tidewater.example") == 1
    assert remove_recipient(path, "ana@tidewater.example") == 1  # a row that was refused is one all the same
    assert path.read_text(encoding="utf-8").split("\n") == [
        "\ufeff# our readers",
        "readers:",
        "  # the first",
        "",
        "  # before the last",
        "  # the end",
        "site: not read",
        "",
    ]
    assert read_recipients(path).rows == 0


def test_a_reader_is_taken_out_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "readers.csv"
    path.write_bytes(
        b'\xef\xbb\xbfaddress;name\r\n\r\nmara@t.example;"M; x"\r\nOLE@t.example;"O\r\nx"\r\nana@t.example;Ana'
    )
    assert remove_recipient(path, "ole@t.example") == 1
    assert path.read_bytes() == b'\xef\xbb\xbfaddress;name\r\n\r\nmara@t.example;"M; x"\r\nana@t.example;Ana'
    assert remove_recipient(path, "ana@t.example") == 1
    assert path.read_bytes() == b'\xef\xbb\xbfaddress;name\r\n\r\nmara@t.example;"M; x"\r\n'


def test_a_link_stays_and_what_it_leads_to_is_changed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yml", tmp_path / "readers.yml"
    real.write_text("- mara@t.example\n", encoding="utf-8")
    link.symlink_to(real)
    assert remove_recipient(link, "mara@t.example") == 1
    assert link.is_symlink()
    assert real.read_bytes() == b""


@pytest.mark.parametrize(
    "text",
    [
        "[mara@t.example, ole@t.example]\n",
        "readers: [mara@t.example]\n",
        "readers: [\n  ole@t.example,\n  mara@t.example ]\n",
    ],
)
def test_rows_that_cannot_be_told_apart_by_lines_are_left_and_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "readers.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MailError, match=r"readers.yml:\d: This reader's rows cannot be told .* Take them out by hand."):
        remove_recipient(path, "mara@t.example")
    assert path.read_text(encoding="utf-8") == text


def test_where_an_address_still_stands_is_found(tmp_path: Path) -> None:
    path = tmp_path / "readers.yml"
    path.write_text("# Mara@T.example asked\n- ole@t.example\n# mara\n", encoding="utf-8")
    assert find_address(path, " mara@t.EXAMPLE") == (1,)


WORDS = st.text(st.sampled_from("abz@.,;:#-'\"[]{}|> \t\n\r\u2028\x00\x1bäß=?"), max_size=60)


@given(st.lists(WORDS, max_size=6), st.sampled_from(["readers.yml", "readers.csv"]))
def test_any_text_is_listed_with_nothing_lost_or_is_refused_with_a_remedy(words: list[str], name: str) -> None:
    begin, row = ("address,name,events\n", "") if name == "readers.csv" else ("", "- address: ")
    text = begin + "".join(f"{row}{one}\n" for one in words)
    try:
        found = listed(text, name)
    except MailError as error:
        caught = error
        found = None
    if found is None:
        assert caught.remedy
        assert caught.path == name
    else:
        assert all(check_address(one.address) == one.address for one in found.recipients)
        assert len({one.address.casefold() for one in found.recipients}) == len(found.recipients)
        assert not found.refused or found.problems


READERS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["", "#c", "  # c"]), st.booleans()), max_size=8)


@given(READERS, st.sampled_from("abcde"), st.sampled_from(["\n", "\r\n"]))
def test_removal_leaves_the_other_rows_and_all_comments(rows: list[tuple[str, str, bool]], who: str, end: str) -> None:
    # Not in a temporary folder: hypothesis would share it, and the pure part is what differs from row to row.
    lines: list[tuple[str, str]] = []
    for reader, comment, long in rows:
        lines += [("", comment)] if comment else []
        lines += (
            [(reader, f"- address: {reader}@t.example"), (reader, "  name: x")]
            if long
            else [(reader, f"- {reader}@t.example")]
        )
    text = "".join(line + end for _, line in lines)
    read = read_rows("readers.yml", text.encode())
    numbers = {n for row in read.rows if row.address == f"{who}@t.example" for n in range(row.line, row.last + 1)}
    kept = "".join(line for n, line in enumerate(read.lines, 1) if n not in numbers)
    assert kept == "".join(line + end for reader, line in lines if reader != who)


# -- what is written about it -----------------------------------------------------------------------------------------

REFERENCE = (Path(__file__).parent.parent / "docs" / "reference" / "recipients.md").read_text(encoding="utf-8")


def test_every_field_is_documented() -> None:
    fields = REFERENCE.partition("## Fields")[2].partition("##")[0]
    assert re.findall(r"^\| `(\w+)` \|", fields, re.MULTILINE) == list(FIELDS)


def test_the_examples_are_read_without_a_problem_and_say_the_same() -> None:
    examples = dict(re.findall(r"^```(yaml|csv)\n(.*?)^```", REFERENCE, re.MULTILINE | re.DOTALL))
    found = [listed(examples[kind], f"readers.{ending}") for kind, ending in (("yaml", "yml"), ("csv", "csv"))]
    assert not any((*one.problems, *one.folded) for one in found)
    yaml, table = (tuple(replace(reader, place="") for reader in one.recipients) for one in found)
    assert yaml == table
    assert len(yaml) == 3
