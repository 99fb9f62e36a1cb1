"""The outbox: what is on its way, what is never sent twice, and who must not be written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import MailError
from briefing.mail.delivery.outbox import Outbox, create_outbox, open_outbox
from briefing.mail.model import Excluded, Letter, Mailing, Outcome, Tally

NOW = "2025-03-14T07:00:00Z"
LATER = "2025-03-14T07:05:00Z"
DAY = "2025-03-14"
SENT = Outcome("accepted", "250 2.0.0 queued as 4ZDk")


def make_mailing(id_: str = DAY, articles: tuple[str, ...] = ("a1", "a2")) -> Mailing:
    return Mailing(id_, id_[:10], id_.endswith("weekly"), "ab" * 32, articles, f"{id_[:10]}T06:59:00Z")


def make_letter(number: int, mailing: str = DAY) -> Letter:
    text = f"Subject: {mailing}\r\n\r\nTo reader {number}.\r\n".encode()
    return Letter(f"key{number}", f"reader{number}@news.example", f"<{mailing}.{number}@news.example>", text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_outbox(tmp_path / "mailroom" / "outbox.sqlite3")
    return tmp_path / "mailroom" / "outbox.sqlite3"


def test_letters_are_claimed_one_after_the_other(path: Path) -> None:
    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), [make_letter(1), make_letter(2), Excluded("key3", "c@d.example", "unsubscribed")])
        assert outbox.tally(DAY) == Tally(3, 0, 1, 0, 0, 2)
        for number in (1, 2):
            delivery = outbox.claim(DAY, NOW)
            assert delivery is not None
            assert delivery.data == make_letter(number).data
            outbox.settle(delivery, SENT, NOW)
        assert outbox.claim(DAY, NOW) is None
        assert outbox.tally(DAY) == Tally(3, 2, 1, 0, 0, 0)


def test_an_outbox_is_made_once_and_found_where_it_is(tmp_path: Path, path: Path) -> None:
    with pytest.raises(MailError, match="There is an outbox already"):
        create_outbox(path)
    with pytest.raises(MailError, match="briefing mail init"):
        Outbox(tmp_path / "outbox.sqlite3")
    assert not (tmp_path / "outbox.sqlite3").exists()
