"""Whoever read an error in a mail is told of it in the next: once, whatever happened in between."""

from __future__ import annotations

import weeks
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from weeks import day, edition, item, ref

from briefing.mail.message.corrected import Owed, carry_corrections, find_sources, follow_owed, owe_reader
from briefing.published import ArticleRef, Correction, Edition, LedgerRow, Presence

WRONG = ref("wrong.md")
OTHER = ref("other.md", "pier")
RIGHT = Correction("wrong.md", f"{day(1)}T10:00:00+00:00", "for 20 days")
FIXED = replace(WRONG, modified=RIGHT.modified, was=RIGHT.was)
TAKEN = LedgerRow("wrong.md", "Title of wrong.md", "withdrawn", "It was invented.", "articles/wrong.md.html")


def monday(*refs: ArticleRef) -> Edition:
    """The edition with the error, as it stands when it is read: `refs` are its articles now."""
    return edition(day(0), tuple(item("truce", (each.id,)) for each in refs), refs)


TUESDAY = edition(day(1), (), (FIXED,), corrections=(RIGHT,))
WEDNESDAY = edition(day(2), (item("fares", ("other.md",)),), (OTHER,))


class Mails:
    """What an outbox remembers: in which mailing a line was told last."""

    def __init__(self) -> None:
        self.mailed: dict[str, str] = {}

    def send(self, today: Edition, *before: Edition) -> Owed:
        owed = carry_corrections(today, before, dict(self.mailed))
        self.mailed |= dict.fromkeys(owed.told, today.day)
        return owed


def test_a_correction_of_a_day_without_a_mail_goes_into_the_next() -> None:
    mails = Mails()
    mails.send(monday(WRONG))
    owed = mails.send(WEDNESDAY, monday(FIXED), TUESDAY)
    assert owed.edition.corrections == (RIGHT,)
    assert owed.mailed == {"wrong.md": day(0)}
    assert [each.id for each in owed.edition.articles] == ["other.md", "wrong.md"]
    assert owed.edition.articles[1] == FIXED
    assert owed.edition.items == WEDNESDAY.items


def test_it_is_told_once() -> None:
    mails = Mails()
    mails.send(monday(WRONG))
    mails.send(WEDNESDAY, monday(FIXED), TUESDAY)
    thursday = edition(day(3))
    assert mails.send(thursday, monday(FIXED), TUESDAY, WEDNESDAY).edition is not None
    assert mails.send(edition(day(4)), monday(FIXED), TUESDAY, WEDNESDAY, thursday).edition.corrections == ()


def test_the_editions_own_correction_is_marked_with_the_day_of_the_mail() -> None:
    mails = Mails()
    mails.send(monday(WRONG))
    owed = mails.send(TUESDAY, monday(FIXED))
    assert (owed.edition, owed.mailed) == (TUESDAY, {"wrong.md": day(0)})
    assert mails.send(WEDNESDAY, monday(FIXED), TUESDAY).edition.corrections == ()


def test_what_nobody_was_mailed_is_owed_to_nobody() -> None:
    mails = Mails()
    mails.send(monday(OTHER))
    owed = mails.send(WEDNESDAY, monday(OTHER, FIXED), TUESDAY)
    assert (owed.edition, owed.mailed) == (WEDNESDAY, {})


def test_whoever_got_the_article_corrected_read_no_error() -> None:
    """It came before there was a mail, was corrected on Tuesday, and is first printed on Wednesday."""
    mails = Mails()
    mails.send(edition(day(2), (item("truce", ("wrong.md",)),), (FIXED,)), monday(FIXED), TUESDAY)
    assert mails.send(edition(day(3)), monday(FIXED), TUESDAY).edition.corrections == ()


def test_a_correction_that_is_entered_late_is_told() -> None:
    """Tuesday's mail had gone out when the editor wrote that the publisher had put it right on Tuesday."""
    mails = Mails()
    mails.send(monday(WRONG))
    mails.send(edition(day(1)), monday(WRONG))
    assert mails.send(WEDNESDAY, monday(FIXED), TUESDAY).edition.corrections == (RIGHT,)


def test_an_article_that_is_corrected_again_is_told_again() -> None:
    mails = Mails()
    mails.send(monday(WRONG))
    mails.send(TUESDAY, monday(FIXED))
    again = replace(RIGHT, modified=f"{day(2)}T10:00:00+00:00")
    refs = (OTHER, replace(FIXED, modified=again.modified))
    owed = mails.send(replace(WEDNESDAY, articles=refs, corrections=(again,)), monday(refs[1]))
    assert owed.edition.corrections == (again,)
    assert owed.mailed == {"wrong.md": day(0)}  # when it was told of, not when it was put right


def test_the_newest_of_what_was_missed_is_told() -> None:
    """Two days without a mail report one article's correction, as far as their editions are of different builds."""
    mails = Mails()
    mails.send(monday(WRONG))
    again = replace(RIGHT, modified=f"{day(2)}T10:00:00+00:00")
    wednesday = edition(day(2), (), (FIXED,), corrections=(again,))
    assert carry_corrections(edition(day(3)), (wednesday, TUESDAY), mails.mailed).edition.corrections == (again,)
    thursday = edition(day(3), (), (FIXED,), corrections=(again,))
    assert mails.send(thursday, TUESDAY).edition.corrections == (again,)


def test_what_a_later_edition_reports_can_wait() -> None:
    """An older edition is sent once more: it knows nothing of later ones."""
    mails = Mails()
    mails.send(monday(WRONG))
    assert mails.send(edition(day(1)), replace(TUESDAY, day=day(2))).edition.corrections == ()


def test_a_withdrawn_article_is_told_once_with_the_reason() -> None:
    mails = Mails()
    mails.send(monday(WRONG, OTHER))
    gone = replace(monday(OTHER), ledger=(TAKEN,))
    owed = mails.send(WEDNESDAY, gone)
    assert owed.withdrawn == (TAKEN,)
    assert owed.mailed == {"wrong.md": day(0)}
    assert owed.edition == WEDNESDAY
    assert mails.send(edition(day(3)), gone, WEDNESDAY).withdrawn == ()


def test_the_newest_edition_lists_what_no_edition_holds_any_more() -> None:
    """It was all that its day had, so that edition is gone."""
    mails = Mails()
    mails.send(monday(WRONG))
    assert mails.send(replace(WEDNESDAY, ledger=(*WEDNESDAY.ledger, TAKEN))).withdrawn == (TAKEN,)


def test_a_withdrawn_article_that_was_never_mailed_is_no_news() -> None:
    mails = Mails()
    mails.send(monday(OTHER))
    draft = replace(TAKEN, path="other.md", state="draft")
    assert mails.send(WEDNESDAY, replace(monday(OTHER), ledger=(TAKEN, draft))).withdrawn == ()


# -- whose mails those were --------------------------------------------------------------------------------------------


def test_a_reader_is_told_of_what_was_mailed_to_them() -> None:
    owed = owed_on_wednesday()
    assert owe_reader(owed, owed.mailed) == owed
    mine = owe_reader(owed, {"gone.md": day(-1)})
    assert (mine.withdrawn, mine.mailed) == (owed.withdrawn, {"gone.md": day(-1)})
    assert mine.edition.corrections == (), "an edition that is none of theirs reported it"
    mine = owe_reader(owed, {"wrong.md": day(0)})
    assert (mine.withdrawn, mine.mailed) == ((), {"wrong.md": day(0)})
    assert mine.edition.corrections == (RIGHT,)


def test_what_an_edition_corrects_itself_it_tells_all() -> None:
    mails = Mails()
    mails.send(monday(WRONG))
    mine = owe_reader(mails.send(TUESDAY, monday(FIXED)), {})
    assert (mine.edition, mine.mailed) == (TUESDAY, {})


def test_whose_words_letters_hold_is_remembered() -> None:
    mails = Mails()
    mails.send(monday(WRONG))
    told = mails.send(WEDNESDAY, monday(FIXED), TUESDAY).told
    assert {"wrong.md", "other.md"} <= find_sources(told)
    assert "wrong.md" not in find_sources(f"{id_} | withdrawn" for id_ in ("wrong.md", "other.md"))
    assert "a | corrected b.md" in find_sources(["a | corrected b.md"])


# -- who follows some events only -------------------------------------------------------------------------------------


def owed_on_wednesday() -> Owed:
    """On Monday one event was told of; since, one of its articles was corrected and another withdrawn."""
    mails = Mails()
    mails.send(replace(monday(WRONG, ref("gone.md")), items=(item("truce", ("wrong.md", "gone.md")),)))
    now = item("truce", ("wrong.md",), actors=(Presence("harrow", "Harrow", "person", 1, 0),))
    gone = replace(TAKEN, path="gone.md")
    return mails.send(WEDNESDAY, edition(day(0), (now,), (FIXED,), ledger=(gone,)), TUESDAY)


def test_a_follower_is_told_of_what_they_may_have_read() -> None:
    owed = owed_on_wednesday()
    for mine in (follow_owed(owed, ("truce",), ()), follow_owed(owed, (), ("harrow",))):
        assert mine is not None
        assert mine.edition.items == ()
        assert mine.edition.corrections == (RIGHT,)
        assert [row.path for row in mine.withdrawn] == ["gone.md"]
        assert mine.mailed == {"wrong.md": day(0), "gone.md": day(0)}
    others = follow_owed(owed, ("fares",), ())
    assert others is not None
    assert (others.edition.items, others.edition.corrections) == (WEDNESDAY.items, ())
    assert (others.withdrawn, others.mailed) == ((), {})


def test_a_withdrawal_alone_is_movement() -> None:
    owed = owed_on_wednesday()
    bare = replace(owed, edition=replace(owed.edition, items=(), corrections=()))
    mine = follow_owed(bare, ("truce",), ())
    assert mine is not None
    assert [row.path for row in mine.withdrawn] == ["gone.md"]
    assert follow_owed(bare, ("tuna",), ()) is None
    assert follow_owed(bare, (), ()) is bare


# -- whatever the days were -------------------------------------------------------------------------------------------


@given(weeks.editions(), st.data())
def test_every_correction_of_what_was_mailed_is_told_once(days: list[Edition], data: st.DataObject) -> None:
    """Some editions are mailed; each corrects the articles of the one before. At last one that holds nothing."""
    own_articles = [each.articles for each in days]
    for number in range(1, len(days)):
        before = [replace(each, modified=f"{days[number].day}T09:00:00+00:00") for each in own_articles[number - 1]]
        days[number] = replace(
            days[number],
            articles=(*before, *days[number].articles),
            corrections=tuple(Correction(each.id, each.modified, "") for each in before),
        )
    mails, told, mailed = Mails(), list[Correction](), dict[str, str]()
    for number, today in enumerate([*days, edition(day(20))]):
        if today.day == day(20) or data.draw(st.booleans()):
            owed = mails.send(today, *days[:number])
            assert owed.mailed == {each.article: mailed[each.article] for each in owed.edition.corrections
                                   if each.article in mailed}  # fmt: skip
            assert {each.article for each in owed.edition.corrections} <= {each.id for each in owed.edition.articles}
            told += owed.edition.corrections
            own = {id_ for each in today.items for id_ in each.articles} | {each.article for each in today.noted}
            mailed |= dict.fromkeys(own, today.day)
    assert len(told) == len(set(told))
    assert {each for today in days for each in today.corrections if each.article in mailed} <= set(told)


def test_what_is_withdrawn_with_the_only_article_of_its_day_is_told() -> None:
    """That day has no edition any more; the newest edition lists the file."""
    mails = Mails()
    mails.send(monday(WRONG))
    wednesday, newest = WEDNESDAY, replace(edition(day(3)), ledger=(TAKEN,))
    assert carry_corrections(wednesday, (), mails.mailed).withdrawn == ()
    owed = carry_corrections(wednesday, (), mails.mailed, newest.ledger)
    assert owed.withdrawn == (TAKEN,)
    assert carry_corrections(newest, (wednesday,), mails.mailed | dict.fromkeys(owed.told, day(2))).withdrawn == ()
