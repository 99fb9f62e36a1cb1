"""The mail of an edition: a message that programs accept, and two parts that say the same, word for word."""

from __future__ import annotations

import re
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import fakes
import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from briefing import translations
from briefing.errors import VerbatimError
from briefing.mail.message.compose import LARGEST_HTML, preview_files, preview_href
from briefing.mail.message.desk import LONGEST_PASSAGE, make_digest
from briefing.mail.message.digest import UNSUBSCRIBE_PLACEHOLDER, Digest, MailSite
from briefing.mail.message.html_part import print_html
from briefing.mail.message.length import fit, shorten
from briefing.mail.message.parts import BOUNDARY
from briefing.mail.message.text_part import COLUMNS, print_text
from briefing.mail.message.week import Week
from briefing.published import ITEMS_IN_FULL, Correction, Edition, Item, LedgerRow, Passage
from briefing.verbatim import check_html

SITE = MailSite(
    "The Tidewater Briefing", "https://tidewater.example/briefing", timezone="Europe/London", notice="Invented."
)
EDITION = fakes.EDITION

ARABIC = "اتفق رئيسا الميناءين على إبقاء القاطرات في المرفأ ثلاثين يوماً."
ARABIC_REF = replace(
    fakes.REFS[0], id="2025-03/hudna.md", lang="ar", title="هدنة القاطرات", source_name="صحيفة المرفأ",
    href="articles/2025-03/hudna.html",
)  # fmt: skip
RUSSIAN = "Буксиры по обе стороны пролива месяц не покинут порта, сообщили начальники портов. "


def text_of(article: str) -> str | None:
    return fakes.RECORDS[article].article.text if article in fakes.RECORDS else None


def with_passage(text: str, **fields: Any) -> Edition:
    """An edition whose one event says `text`, and nothing else."""
    ref = replace(fakes.REFS[0], id="2025-03/any.md", href="articles/2025-03/any.html", **fields)
    item = replace(
        fakes.ITEM, summary=(Passage(ref.id, 0, 0, 0, len(text), text),), quotes=(), disagreements=(), passages=()
    )
    return replace(EDITION, items=(item,), noted=(), corrections=(), quiet=(), articles=(ref,))


def long_edition(items: int, text: str = "They rest. ") -> Edition:
    """An edition of events that say 900 characters each."""
    body = (text * 100)[:300].strip()
    passages = tuple(Passage("2025-03/call.md", n, n, n * 300, n * 300 + len(body), body) for n in range(3))
    made = tuple(
        replace(fakes.ITEM, id=f"event-{n}", title=f"Event {n}", href=f"events/event-{n}.html", summary=passages)
        for n in range(items)
    )
    return replace(EDITION, items=made, lead="event-0")


def compose_message(edition: Edition, site: MailSite) -> bytes:
    return preview_files(edition, site)[preview_href(edition.day).replace(".html", ".eml")]


def render_html(edition: Edition, site: MailSite, *, preview: bool = False) -> str:
    if preview:
        return preview_files(edition, site)[preview_href(edition.day)].decode()
    return parts_of(compose_message(edition, site))[1]


def render_text(edition: Edition, site: MailSite) -> str:
    return preview_files(edition, site)[preview_href(edition.day).replace(".html", ".txt")].decode()


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def parts_of(data: bytes) -> tuple[str, str]:
    """The text and the HTML of a message, as a mail program reads them."""
    text, page = (part.get_content().replace("\r\n", "\n") for part in parsed(data).iter_parts())
    return text, page


def links_in_html(page: str) -> set[str]:
    return {str(href) for href in html.document_fromstring(page).xpath("//a/@href")}


def links_in_text(text: str) -> set[str]:
    return set(re.findall(r"https?://\S+|\.\./\S+", text))


def collapsed(text: str) -> str:
    """Text as it is read: white space in one, and without what keeps words of the other direction apart."""
    return " ".join(re.sub("[\u2068\u2069\u200f]", "", text).split())


def read_html(page: str) -> str:
    """What a mail program shows of a page, from its first letter on."""
    return collapsed(html.document_fromstring(page).body.text_content())


# -- the message ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edition",
    [EDITION, with_passage(ARABIC, lang="ar"), long_edition(8, RUSSIAN), replace(EDITION, items=(), lead="", noted=())],
    ids=["usual", "arabic", "russian", "empty"],
)
def test_message_is_what_the_standards_ask(edition: Edition) -> None:
    data = compose_message(edition, SITE)
    message = parsed(data)
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert {header.defects for header in message.values()} == {()}
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message.get_boundary() == BOUNDARY
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    head, _, body = data.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76, "the longest line of quoted-printable and base64"


def test_same_edition_and_settings_same_bytes() -> None:
    """Also in another process, under another hash seed."""
    program = (
        "import sys, hashlib; sys.path.insert(0, 'tests'); import test_mail_message as t;"
        "print(hashlib.sha256(repr(sorted(t.preview_files(t.EDITION, t.SITE).items())).encode()).hexdigest())"
    )
    project = Path(__file__).parent.parent
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=project, env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1
    assert preview_files(EDITION, SITE) == preview_files(EDITION, SITE)


# -- both parts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", [SITE, replace(SITE, url="")], ids=["address", "no address"])
def test_both_parts_hold_the_same_events_passages_and_links(site: MailSite) -> None:
    text, page = parts_of(compose_message(EDITION, site))
    tree = html.document_fromstring(page)
    assert links_in_html(page) == links_in_text(text)
    flat = collapsed(text)
    passages = [element.text_content() for element in tree.xpath("//*[@data-place]")]
    assert len(passages) == 3 + 4 + 2 + 1 + 2 + 1 + 1, "summary, both sides, quotes; summary, quotes; noted; put right"
    assert [words for words in passages if collapsed(words) not in flat] == []
    assert [
        item.title for item in EDITION.items if item.title not in flat or item.title not in tree.text_content()
    ] == []
    for words in (
        "4 outlets, 3 independent origins",
        "Updated, last news 14 Mar 2025",
        "New",
        "for 20 days",
        "last news",
    ):
        assert words in flat
        assert words in collapsed(tree.text_content())


def test_text_part() -> None:
    """The whole of it, since it is set by hand."""
    site = replace(SITE, url="", footer="Published by the harbour masters’ association.")
    edition = replace(EDITION, items=EDITION.items[:1], quiet=())
    digest = make_digest(
        edition, site, follows=("The tug truce", "Ines Harrow"), unsubscribe="https://news.example/out?t=x"
    )
    assert print_text(digest) == TEXT


TEXT = """\
They agreed to hold back their tugs for 30 days, starting on Friday.
Tidewater Post, 18 Mar [1]

The Tidewater Briefing
======================
Wednesday, 19 March 2025
3 events · 5 articles · 4 outlets, 3 independent origins ·
1 minute to read
Read on the web:
../editions/2025-03-19.html

Invented.

Harbour masters agree to rest their tugs [2]
============================================
Tidewater Post, 18 Mar [3]
The tug truce · Updated, last news 14 Mar 2025 ·
4 outlets, 3 independent origins

* The truce was made by telephone.
  Mole and Pier, 19 Mar [4]

* Les remorqueurs resteront au port pendant un mois.
  La Digue, date unknown, added 19 Mar [5]

Sources differ: injured, eastern mole

* 14
  At least 14 people were hurt when a ferry struck the eastern mole on
  Monday, according to the coast guard.
  given by “the coast guard”
  Tidewater Post, 18 Mar [6]

* 17
  A Westmark official said that the coast guard had counted 17 injured
  after the ferry struck the mole.
  Mole and Pier, 19 Mar [7]

* Ines Harrow:
  “Nobody wins a strait by closing it,” said Ines Harrow, the harbour
  master of Westmark.
  Tidewater Post, 18 Mar [8]

* “Oleg Tarn, who speaks for Eastmark’s port” (partly quoted):
  Oleg Tarn, who speaks for Eastmark’s port, called the deal “a pause,
  not a peace”.
  Mole and Pier, 19 Mar [9]

Told by 2 independent origins, more than anything else in this edition.

[1] ../articles/2025-03/call.html#s2
[2] ../events/tug-truce.html
[3] ../articles/2025-03/call.html
[4] ../articles/2025-03/strait.html#s2
[5] ../articles/2025-03/remorqueurs.html#s1
[6] ../articles/2025-03/call.html#s5
[7] ../articles/2025-03/strait.html#s3
[8] ../articles/2025-03/call.html#s3
[9] ../articles/2025-03/strait.html#s4

ALSO NOTED
==========

* A tuna of 300 kilograms was landed at Cape Sorrow.
  Unnamed source, 18 Mar [10]

[10] ../articles/2025-03/tuna.html#s1

CORRECTIONS
===========

Corrected 19 March 2025, 11:00.
* Harbour masters agree to rest their tugs [3]
  Before:
    for 20 days
  Now:
    They agreed to hold back their tugs for 30 days, starting on Friday.
    Tidewater Post, 18 Mar [1]

[1] ../articles/2025-03/call.html#s2
[3] ../articles/2025-03/call.html

------------------------------------------------------------------------

Read this edition on the web:
../editions/2025-03-19.html

Every passage here stands word for word in an article and links to its
place.

What came in from 18 March 2025, 06:00 to 19 March 2025, 06:00.

How this briefing is made:
../method.html

You get this mail because you are on the list of The Tidewater Briefing.
You follow: The tug truce and Ines Harrow.

Unsubscribe:
https://news.example/out?t=x

Published by the harbour masters’ association.
"""


def both_parts(edition: Edition, site: MailSite = SITE, **fields: Any) -> tuple[str, str]:
    """What both parts of a mail read like, white space aside."""
    digest = make_digest(edition, site, **fields)
    return collapsed(print_text(digest)), read_html(print_html(digest, "Subject"))


def test_first_thing_to_read_says_what_moved() -> None:
    """Mail programs show it beside the subject, which holds the headline."""
    for part in both_parts(EDITION):
        assert part.startswith(
            "They agreed to hold back their tugs for 30 days, starting on Friday. Tidewater Post, 18 Mar"
        )
        assert part.count("They agreed to hold back") == 2, "no more than once, and where it is put right"


def test_a_sentence_that_needs_no_other_opens_the_mail() -> None:
    """One that begins its article, else one that has the headline's words, else one of the article that gave it.

    One of another language only where there is no other.
    """
    call, strait, french = fakes.ITEM.summary
    begins = fakes.passage(fakes.STRAIT_RECORD, "Tugs on both")
    tugs, nothing = fakes.ITEM.headline, "Quiet at sea"
    for summary, headline, source, opening in (
        ((call, begins, french), tugs, "2025-03/call.md", begins),
        ((call, french, begins), tugs, "2025-03/strait.md", begins),
        ((french, strait), tugs, "2025-03/call.md", strait),
        ((french,), tugs, "2025-03/call.md", french),
        ((strait, call), tugs, "2025-03/strait.md", call),
        ((strait, call), nothing, "2025-03/call.md", call),
        ((strait, call), nothing, "2025-03/tuna.md", strait),
    ):
        item = replace(fakes.ITEM, summary=summary, headline=headline, headline_from=source)
        for part in both_parts(replace(EDITION, items=(item,), corrections=())):
            assert part.startswith(collapsed(opening.text))
            assert [part.count(collapsed(passage.text)) for passage in summary] == [1] * len(summary)


def test_where_no_sentence_may_be_printed_titles_open_the_mail() -> None:
    item = replace(fakes.ITEM, summary=(), quotes=(), disagreements=())
    for part in both_parts(replace(EDITION, items=(item, replace(fakes.SECOND, headline="A ferry struck the mole")))):
        assert part.startswith("Harbour masters agree to rest their tugs; A ferry struck the mole")


def test_an_event_gives_its_headline_and_a_new_one_says_what_it_is() -> None:
    new = replace(EDITION, items=(replace(fakes.ITEM, change="new"), *EDITION.items[1:]))
    words = "Talks between the two harbour masters about who may tow whom. (editor’s words)"
    for edition, times in ((EDITION, 0), (new, 1)):
        for part in both_parts(edition):
            assert part.count(words) == times
    text, page = both_parts(EDITION)
    assert "agree to rest their tugs [2] ==" in text
    assert "Tidewater Post, 18 Mar [3] The tug truce · Updated, last news 14 Mar 2025 · 4 outlets" in text
    assert "The tug truce · Updated, last news 14 Mar 2025 · 4 outlets, 3 independent origins Harbour masters" in page
    same = replace(EDITION, items=(replace(fakes.ITEM, headline=fakes.ITEM.title),))
    assert "The tug truce [2] ================= Updated" in both_parts(same)[0]


def test_what_an_edition_without_events_says() -> None:
    counts = replace(EDITION.counts, events=0, origins=0, articles=1, outlets=1)
    edition = replace(EDITION, items=(), lead="", counts=counts, closed=False)
    for part in both_parts(edition):
        assert part.startswith("No event had news, and no story was found in what came in. The Tidewater Briefing")
        assert "Wednesday, 19 March 2025 1 article · 1 outlet · 1 minute to read This edition is still open:" in part


def test_says_why_it_leads_and_what_the_editor_pinned() -> None:
    for part in both_parts(EDITION):
        assert "Why it leads: Told by 2 independent origins, more than anything else in this edition." in part
        assert "Pinned" not in part
    for part in both_parts(replace(EDITION, lead="2025-03--call")):
        assert part.count("Pinned by the editor.") == 1
    assert all("Why it leads" not in part for part in both_parts(replace(EDITION, lead="", lead_why="")))
    for part in both_parts(replace(EDITION, items=(fakes.ITEM,), lead_why="Nothing else moved.")):
        assert "Nothing else moved." in part
        assert "Why it leads" not in part


def test_a_correction_of_what_was_mailed_stands_first() -> None:
    for part in both_parts(EDITION, mailed={"2025-03/call.md": "2025-03-14"}):
        first = part.partition("The Tidewater Briefing")[0]
        assert first.startswith("An article that we mailed from on 14 March 2025 was corrected. ")
        assert "Before: for 20 days Now: They agreed to hold back their tugs for 30 days, starting on Friday." in first
        assert "CORRECTIONS" not in part.upper()
        assert part.count("They agreed to hold back") == 2, "whole among the lead's own"
    for part in both_parts(EDITION, mailed={"2025-03/other.md": "2025-03-14"}):
        assert "mailed from" not in part
        assert "Corrected 19 March 2025, 11:00." in part


def test_a_withdrawal_of_what_was_mailed_stands_first() -> None:
    row = LedgerRow("2025-03/gone.md", "A truce that was not", "withdrawn", "the source retracted it", "gone.html")
    for part in both_parts(EDITION, mailed={row.path: "2025-03-14"}, withdrawn=(row,)):
        assert part.startswith(
            "An article that we mailed from on 14 March 2025 was withdrawn. Reason: the source retracted it"
        )
        assert "A truce that was not" in part.partition("The Tidewater Briefing")[0]
    for part in both_parts(EDITION, mailed={row.path: "2025-03-14"}, withdrawn=(replace(row, reason="", href=""),)):
        assert part.startswith("An article that we mailed from on 14 March 2025 was withdrawn.")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("They agreed to hold back their boats for 20 days.", "They agreed"),
        ("At least 12 people were hurt when a ferry struck the mole.", "At least"),
        ("hold back their tugs for 30 days", ""),  # it stands there still: something else was put right
        ("The weather was fair over the strait all day.", ""),
        ("20", ""),
        ("…", ""),
    ],
)
def test_what_was_put_right_is_found_in_the_edition(was: str, now: str) -> None:
    edition = replace(EDITION, corrections=(Correction("2025-03/call.md", "2025-03-19T11:00:00+00:00", was),))
    (row,) = make_digest(edition, SITE).corrections
    assert row.was == was
    assert (row.now.text if row.now else "").startswith(now)
    assert bool(row.now) == bool(now)


def test_who_gets_it_and_how_to_leave() -> None:
    digest = make_digest(EDITION, SITE, follows=("The tug truce",), unsubscribe=UNSUBSCRIBE_PLACEHOLDER)
    for part in (print_text(digest), print_html(digest, "Subject")):
        assert part.count(UNSUBSCRIBE_PLACEHOLDER) == 1
        assert "You follow: The tug truce." in part
        assert "You get this mail because you are on the list of The Tidewater Briefing." in part
    for part in both_parts(EDITION):
        assert "Unsubscribe" not in part
        assert "You follow" not in part


def test_a_week_names_its_days() -> None:
    week = Week("2025-03-13", "2025-03-19", ("2025-03-18", "2025-03-19"))
    for part in both_parts(EDITION, week=week):
        assert "The week of 13–19 Mar 2025" in part
        assert "Read this edition" not in part
        assert part.count("All editions on the web") == 2
    digest = make_digest(EDITION, SITE, week=week)
    assert [day.href.rpartition("/")[2] for day in digest.days] == ["2025-03-18.html", "2025-03-19.html"]
    assert links_in_html(print_html(digest, "Subject")) == links_in_text(print_text(digest))


def test_every_word_of_the_mail_s_own_is_translated() -> None:
    """What the catalogue knows and the English mail says, the German one says in German."""
    catalogue = translations.FOLDER / "de" / "LC_MESSAGES" / f"{translations.DOMAIN}.po"
    with catalogue.open("rb") as file:
        told = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    fields: dict[str, Any] = {"mailed": {"2025-03/gone.md": "2025-03-14"}, "follows": ("Tugs",), "unsubscribe": "u"}
    fields["withdrawn"] = (LedgerRow("2025-03/gone.md", "Gone", "withdrawn", "", ""),)
    open_edition = replace(fakes.LONG_EDITION, closed=False, language="de", lead_why="")
    articles = " ".join(record.article.text for record in fakes.RECORDS.values())
    for weekly in (None, Week("2025-03-13", "2025-03-19", ("2025-03-19",))):
        english = both_parts(open_edition, week=weekly, **fields)
        german = both_parts(open_edition, replace(SITE, language="de"), week=weekly, **fields)
        for there, here in zip(english, german, strict=True):
            said = [each for each in told if len(each) > 5 and "{" not in each and each.upper() in there.upper()]
            said = [each for each in said if each not in articles]
            assert len(said) > 12
            assert [each for each in said if each in here and told[each] != each] == []
            for words in ("Die Woche vom" if weekly else "Mittwoch, 19. März 2025", "aus der unsere Mail vom 14. März"):
                assert words in here


def test_of_a_long_edition_the_rest_is_told_in_a_sentence_each() -> None:
    digest = make_digest(long_edition(ITEMS_IN_FULL + 3), SITE)
    assert len(digest.entries) == ITEMS_IN_FULL - 1
    assert [(len(entry.summary), entry.quotes, entry.differences) for entry in digest.briefs] == [(1, (), ())] * 3
    for part in both_parts(long_edition(ITEMS_IN_FULL + 3)):
        assert "In a sentence each" in part.replace("IN A SENTENCE EACH", "In a sentence each")


def test_event_without_a_printable_word_points_to_its_articles() -> None:
    item = replace(fakes.ITEM, summary=(), quotes=(), disagreements=())
    text = render_text(replace(EDITION, items=(item,)), SITE)
    assert "* Harbour masters agree to rest their tugs [2]\n  Tidewater Post, 18 Mar\n" in text
    assert "/articles/2025-03/call.html\n" in text


def test_a_quote_is_printed_once_and_words_in_marks_come_first() -> None:
    first, second, third = fakes.ITEM.quotes
    item = replace(
        fakes.ITEM, quotes=(replace(third, speaker="eastmark"), third, first, replace(first, verb="says"), second)
    )
    digest = make_digest(replace(EDITION, items=(item,)), SITE)
    assert digest.lead is not None
    assert [quote.speaker for quote in digest.lead.quotes] == [
        "Ines Harrow",
        "“Oleg Tarn, who speaks for Eastmark’s port”",
    ]
    summed_up = replace(item, summary=(first.passage, second.passage), disagreements=())
    digest = make_digest(replace(EDITION, items=(summed_up,)), SITE)
    assert digest.lead is not None
    assert [(quote.speaker, quote.kind) for quote in digest.lead.quotes] == [("Eastmark", "reported speech")]
    leaning = replace(third, speaker="eastmark", passage=replace(third.passage, text="It was, they said, too early."))
    digest = make_digest(replace(EDITION, items=(replace(summed_up, quotes=(leaning,)),)), SITE)
    assert digest.lead is not None
    assert digest.lead.quotes == (), "what was too early stands before it"
    nobody = replace(summed_up, quotes=(third,))
    digest = make_digest(replace(EDITION, items=(nobody,)), SITE)
    assert digest.lead is not None
    assert digest.lead.quotes == (), "reported words of somebody without a name"


# -- word for word ----------------------------------------------------------------------------------------------------


def test_every_passage_stands_in_its_article() -> None:
    page = render_html(EDITION, SITE).encode()
    assert check_html(page, "mail/2025-03-19.html", text_of) == 14
    with pytest.raises(VerbatimError, match="telephone"):
        check_html(page.replace(b"by telephone", b"by telephone call"), "mail/2025-03-19.html", text_of)


@settings(max_examples=150, deadline=None)
@given(
    st.text(min_size=1, max_size=300)
    | st.text(" -\u00a0\u202f\u2003\ufffeabé—“字<&>'\"\u200f\n\t.", min_size=1, max_size=400)
)
def test_any_passage_is_verbatim_in_both_parts_or_left_out(words: str) -> None:
    edition = with_passage(words)
    text, page = render_text(edition, SITE), render_html(edition, SITE)
    held = check_html(page.encode(), "mail.html", lambda _: words)
    assert bool(held) == ("#s1" in page)
    assert links_in_html(page) == links_in_text(text)
    if held:
        assert collapsed(words) in collapsed(text)
    if words.isprintable() and words.strip():
        assert held == 1


@pytest.mark.parametrize("words", ["a\x00b", "a\x0cb", "a\x1bb", "a\x85b", "a\rb", "a\ud800b", " \n"])
def test_a_passage_that_a_mail_would_change_is_left_out(words: str) -> None:
    edition = with_passage(words)
    assert "data-place" not in render_html(edition, SITE)
    assert "#s1" not in render_text(edition, SITE)
    assert parsed(compose_message(edition, SITE))["Subject"]


def test_a_disagreement_takes_two() -> None:
    one, other = fakes.INJURED.claims
    endless = replace(other, passage=replace(other.passage, text="a" * (LONGEST_PASSAGE + 1)))
    for claims, sides in (((one, other), 2), ((one, endless), 0), ((one, one), 0)):
        item = replace(fakes.ITEM, disagreements=(replace(fakes.INJURED, claims=claims),))
        page = render_html(replace(EDITION, items=(item,)), SITE)
        assert page.count("Sources differ: injured, eastern mole") == bool(sides)
        assert page.count('class="side"') == sides


def test_a_passage_without_end_is_read_on_the_web() -> None:
    assert "#s1" in render_text(with_passage("a " * (LONGEST_PASSAGE // 2 - 1)), SITE)
    assert "#s1" not in render_text(with_passage("a " * LONGEST_PASSAGE), SITE)


# -- the text part ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["tug", "буксир", "拖船停", "ا\u0653", "e\u0301te\u0301", "l\u00a0’e"])
def test_text_keeps_to_its_columns(word: str) -> None:
    words = f"{word} " * 60
    edition = with_passage(words)
    item = replace(edition.items[0], title=words[:200])
    text = render_text(replace(edition, items=(item,)), SITE)
    lines = [line for line in text.splitlines() if not links_in_text(line)]
    width = max(sum(1 + (c in "拖船停") - (c in "\u0653\u0301\u2068\u2069") for c in line) for line in lines)
    assert COLUMNS - 8 < width <= COLUMNS


def test_text_never_parts_a_word() -> None:
    word = "one-hundred-and-twenty-seven-day-old " * 6
    assert collapsed(word) in collapsed(render_text(with_passage(word), SITE))


def test_text_in_a_right_to_left_script_keeps_what_follows_in_its_place() -> None:
    edition = replace(with_passage(ARABIC, lang="ar", source_name="صحيفة المرفأ"))
    assert "\n\u2068صحيفة المرفأ\u2069, 18 Mar [1]\n" in render_text(edition, SITE)
    english = render_text(EDITION, replace(SITE, language="ar"))
    lines = [line for line in english.splitlines() if line and not links_in_text(line) and set(line) - set("=-")]
    assert all(line.startswith("\u200f") for line in lines), "they run from right to left"
    assert "\u200f  \u2068after the ferry struck the mole.\u2069\n" in english


def test_names_that_turn_the_reading_direction_do_not() -> None:
    """What would turn all that follows is left out of titles and names; a passage keeps it, in lines of its own."""
    evil = "\u202eevil\u2069\u2066"
    refs = tuple(replace(ref, source_name=evil, title=evil) for ref in fakes.REFS)
    quote = replace(fakes.ITEM.quotes[1], speaker_text=evil)
    item = replace(fakes.ITEM, title=evil, headline=evil, description=evil, change="new", quotes=(quote,))
    edition = replace(EDITION, items=(item,), articles=refs)
    for part in (render_text(edition, SITE), render_html(edition, SITE)):
        assert part.count("evil") > 8
        assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069") & set(part)
    turned = with_passage("The tugs \u202eturn.")
    assert "\nThe tugs \u202eturn.\nTidewater Post, 18 Mar [1]\n" in f"\n{render_text(turned, SITE)}"
    place = html.document_fromstring(render_html(turned, SITE)).xpath("//*[@data-place]")[0]
    assert place.tag == "p", "a block ends what turns inside it"


# -- the HTML part ----------------------------------------------------------------------------------------------------


def test_html_is_told_what_it_is_in_time() -> None:
    """A program that looks for the charset reads no further than 1,024 bytes."""
    for preview in (True, False):
        page = render_html(EDITION, SITE, preview=preview)
        assert 0 < page.encode().find(b'<meta charset="utf-8">') < 1024
        assert page.startswith("<!DOCTYPE html>")


def test_html_asks_for_nothing() -> None:
    page = render_html(EDITION, SITE)
    tree = html.document_fromstring(page)
    assert tree.xpath("//img | //script | //link | //iframe | //form | //object | //@src | //@background") == []
    assert "url(" not in page
    assert "@import" not in page
    assert all(href.startswith("https://tidewater.example/briefing/") for href in links_in_html(page))


def test_html_reads_without_its_style_sheet() -> None:
    """Colours and sizes stand in style attributes; what depends on the screen stays in <style>, and overrules them."""
    tree = html.document_fromstring(render_html(EDITION, SITE))
    (sheet,) = tree.xpath("//style/text()")
    assert sheet.count("@media") == 2
    assert "prefers-color-scheme: dark" in sheet
    assert "max-width: 600px" in tree.xpath("//table[contains(@class, 'sheet')]/@style")[0]
    assert all("color" in style for style in tree.xpath("//a/@style"))
    assert set(tree.xpath("//table/@role")) == {"presentation"}
    assert tree.xpath("//meta[@name='color-scheme']/@content") == ["light dark"]
    classes = {name for value in tree.xpath("//@class") for name in value.split()}
    assert set(re.findall(r"\.([a-z]+)[ ,]", sheet)) <= classes | {"new", "updated", "corrected", "quiet", "owed"}


def test_headings_form_an_outline() -> None:
    tree = html.document_fromstring(render_html(EDITION, SITE))
    levels = [int(element.tag[1]) for element in tree.xpath("//h1|//h2|//h3|//h4|//h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_hostile_words_stay_words() -> None:
    evil = fakes.HOSTILE + "{{ 7 * 7 }}"
    ref = replace(fakes.REFS[0], title=evil, source_name=evil, was=evil)
    quote = replace(fakes.ITEM.quotes[1], speaker_text=evil)
    item = replace(fakes.ITEM, title=evil, headline=f"Says {evil}", quotes=(quote,), change="new", description=evil)
    notice = replace(SITE, notice=evil, language='en" onload="alert(1)')
    edition = replace(EDITION, items=(item,), articles=(ref, *fakes.REFS[1:]), quiet=(), noted=())
    page = render_html(edition, notice)
    tree = html.document_fromstring(page)
    assert tree.xpath("//script | //img | //@onload | //@onerror") == []
    assert tree.body.text_content().count("{{ 7 * 7 }}") >= 9
    assert "49" not in tree.body.text_content()
    assert fakes.HOSTILE in unescape(page)


def test_another_language_is_marked_and_finds_its_own_direction() -> None:
    tree = html.document_fromstring(render_html(EDITION, SITE))
    assert [(p.get("lang"), p.get("dir")) for p in tree.xpath("//*[@data-place][@lang]")] == [("fr", "auto")]
    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")
    french = html.document_fromstring(render_html(EDITION, replace(SITE, language="fr")))
    assert len(french.xpath("//*[@data-place][@lang='en']")) == 13
    arabic = html.document_fromstring(render_html(with_passage(ARABIC, lang="ar"), replace(SITE, language="ar")))
    assert arabic.get("dir") == "rtl"
    assert (
        "border-right"
        in html.document_fromstring(render_html(EDITION, replace(SITE, language="ar"))).xpath("//blockquote/@style")[0]
    )


# -- length -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["They rest. ", RUSSIAN, "字" * 50 + " "], ids=["latin", "cyrillic", "chinese"])
def test_a_long_edition_ends_in_read_on_the_web(text: str) -> None:
    edition = long_edition(150, text)
    data = compose_message(edition, SITE)
    plain, page = parts_of(data)
    encoded = data.rpartition(f"--{BOUNDARY}\r\n".encode())[2]
    assert b"text/html" in encoded
    assert 60_000 < len(encoded) <= LARGEST_HTML, "as much as fits, and no more"
    assert len(page.encode()) <= LARGEST_HTML
    kept = len(set(re.findall(r"events/event-(\d+)", plain)))
    assert 5 < kept < 150
    assert all(f"events/event-{n}.html" in page for n in range(kept))
    left = f"Left out of this mail for its length: {150 - kept} events, 1 note and 1 event gone quiet."
    assert left in collapsed(plain)
    assert left in page
    assert page.index(left) < page.index("Read this edition on the web")
    assert links_in_html(page) == links_in_text(plain)
    assert "for 20 days" in page, "a correction is owed before any event"


def test_shortening_takes_the_least_worthy_first() -> None:
    digest = make_digest(EDITION, SITE)
    kept = [
        (bool(cut.lead), len(cut.entries), len(cut.noted), len(cut.corrections), len(cut.quiet))
        for cut in (shorten(digest, number) for number in range(7))
    ]
    assert kept == [
        (False, 0, 0, 0, 0),
        (False, 0, 0, 1, 0),
        (True, 0, 0, 1, 0),
        (True, 1, 0, 1, 0),
        (True, 2, 0, 1, 0),
        (True, 2, 1, 1, 0),
        (True, 2, 1, 1, 1),
    ]
    assert shorten(digest, 6) == digest
    assert shorten(digest, 0).opening is None
    assert digest.dateline in print_text(shorten(digest, 0))


def test_an_edition_without_end_is_not_rendered_whole() -> None:
    digest = make_digest(long_edition(1000), SITE)
    asked: list[int] = []

    def fits(shortened: Digest) -> bool:
        asked.append(len(shortened.briefs))
        return len(shortened.briefs) <= 10

    assert len(fit(digest, fits, 100).briefs) == 10
    assert max(asked) <= 100
    assert len(asked) < 10


# -- on the site ------------------------------------------------------------------------------------------------------


def test_preview_is_the_mail_as_files() -> None:
    files = preview_files(EDITION, SITE)
    assert list(files) == ["mail/2025-03-19.html", "mail/2025-03-19.txt", "mail/2025-03-19.eml"]
    assert preview_href("2025-03-19") in files
    text, page = parts_of(files["mail/2025-03-19.eml"])
    assert files["mail/2025-03-19.txt"].decode() == text
    preview = files["mail/2025-03-19.html"].decode()
    only = [line for line in preview.splitlines() if line not in page.splitlines()]
    assert len(only) == 4, "the policy, no referrer, no index; a landmark, which a mail program has itself"
    assert "Content-Security-Policy" in only[0]
    assert "Content-Security-Policy" not in page
    assert files["mail/2025-03-19.eml"] == compose_message(EDITION, SITE)


def test_an_edition_s_page_links_to_its_mail() -> None:
    page = html.document_fromstring(fakes.render_site()["editions/2025-03-19.html"])
    assert page.xpath("//a[.='Read as mail']/@href") == [f"../{preview_href('2025-03-19')}"]


def test_without_an_address_links_count_from_the_preview() -> None:
    page = render_html(EDITION, replace(SITE, url=""), preview=True)
    assert "../articles/2025-03/call.html#s2" in links_in_html(page)
    assert {href[:3] for href in links_in_html(page)} == {"../"}


@pytest.mark.parametrize("width", [320, 700])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_preview_in_a_browser(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """Nothing is wider than the screen, nothing is asked for, and the policy lets its styles in."""
    item: Item = replace(fakes.ITEM, title="Unbreakable" * 20)
    edition = replace(EDITION, items=(item, *EDITION.items[1:]))
    file = tmp_path / "mail.html"
    file.write_bytes(preview_files(edition, SITE)["mail/2025-03-19.html"])
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert asked == [file.as_uri()]
    assert said == []
    sheet = page.locator(".sheet")
    assert sheet.bounding_box()["width"] == min(width, 600)
    paper = "rgb(253, 252, 250)" if scheme == "light" else "rgb(22, 23, 26)"
    assert sheet.evaluate("node => getComputedStyle(node).backgroundColor") == paper
    context.close()
