"""An edition as its readers get it: the one big thing, quotes of the day, the others in short, the rest folded."""

from __future__ import annotations

import gzip

import fakes
import pytest
from msgspec.structs import replace

from briefing.published import ITEMS_IN_FULL, LedgerRow
from briefing.site import coverage, pages
from briefing.site.items import DAY_QUOTES, PASSAGES_FOLDED, choose_quotes_of_the_day
from briefing.site.render import make_environment, render
from briefing.site.support import support_view
from briefing.wording import speak

SITE = fakes.SITE
LARGEST_PAGE = 50 * 1024  # bytes, compressed
DIRECT, PARTLY, REPORTED = *fakes.said(fakes.CALL_RECORD), *fakes.said(fakes.STRAIT_RECORD)


def edition(**changes):
    return pages.edition_view(replace(fakes.EDITION, **changes), SITE)


def item(id_, *quotes, **changes):
    return replace(fakes.ITEM, id=id_, title=id_, quotes=quotes, **changes)


# -- items ------------------------------------------------------------------------------------------------------------


def test_an_edition_leads_with_its_big_thing_and_lists_the_others_once():
    view = edition()
    assert view.lead is not None
    assert view.lead.head.event == "The tug truce"
    assert [each.head.anchor for each in view.items] == ["item-2025-03--call", "item-ferry-fares"]
    assert view.lead.head.change_text == "Updated, last news 14 Mar 2025"
    assert view.facts[:3] == ("3 events", "5 articles", "4 outlets, 3 independent origins")


def test_a_headline_is_an_articles_and_says_whose_or_the_events_own():
    lead, story, plain = (view.head for view in (edition().lead, *edition().items))
    assert (lead.headline, lead.event) == ("Harbour masters agree to rest their tugs", "The tug truce")
    assert lead.source is not None
    assert (lead.source.outlet, lead.source.href) == ("Tidewater Post", "articles/2025-03/call.html")
    assert (story.event, story.source is not None) == ("Story", True)
    own = replace(fakes.ITEM, headline=fakes.ITEM.title, headline_from="")
    head = edition(items=(own,)).lead.head
    assert (head.headline, head.event, head.source) == ("The tug truce", "", None)
    assert plain.headline


def test_that_it_moved_the_day_before_goes_without_saying():
    assert edition(previous="2025-03-14").lead.head.change_text == "Updated"


def test_what_leads_is_named_by_the_edition_and_stands_first():
    view = edition(lead="2025-03--call")
    assert view.lead.head.anchor == "item-2025-03--call"
    assert [each.head.anchor for each in view.items] == ["item-tug-truce", "item-ferry-fares"]


def test_the_last_items_of_a_long_edition_get_a_sentence_each():
    items = (fakes.ITEM, *(replace(fakes.SECOND, id=f"story-{number}") for number in range(39)))
    view = edition(items=items)
    assert len(view.items) + 1 == ITEMS_IN_FULL
    assert [brief.head.anchor for brief in view.briefs] == [f"item-story-{number}" for number in range(8, 39)]
    assert all(brief.summary for brief in view.briefs)
    page = render(make_environment([str(fakes.TEMPLATES)]), "edition.html", view, "editions/2025-03-19.html")
    assert len(gzip.compress(page.encode())) < LARGEST_PAGE


def test_an_item_of_many_articles_names_outlets_and_leads_to_the_rest():
    refs = tuple(
        replace(fakes.REFS[0], id=f"a{n}.md", href=f"articles/a{n}.html", source=f"s{n % 50}", source_name=f"S{n % 50}")
        for n in range(500)
    )
    passages = tuple(
        replace(fakes.ITEM.passages[0], article=ref.id, text=f"They met at {ref.id}.", start=9, end=30) for ref in refs
    )
    many = replace(fakes.ITEM, articles=tuple(ref.id for ref in refs), passages=passages, outlets=50)
    view = edition(items=(many,), articles=(*fakes.REFS, *refs))
    assert ([each.text for each in view.lead.outlets], view.lead.more_outlets) == (
        [f"S{n}" for n in range(8)],
        "42 more",
    )
    assert sum(len(each.passages) for each in view.lead.passages) == PASSAGES_FOLDED
    assert view.lead.more_passages == "488 more passages"
    assert len(view.sources) < 50
    page = render(make_environment([str(fakes.TEMPLATES)]), "edition.html", view, "editions/2025-03-19.html")
    assert len(gzip.compress(page.encode())) < LARGEST_PAGE


def test_an_outlet_is_named_once_and_the_only_one_by_its_citations():
    twice = replace(fakes.REFS[0], id="2025-03/again.md", href="articles/2025-03/again.html")
    both = replace(fakes.ITEM, articles=(twice.id, *fakes.ITEM.articles), outlets=3)
    named = edition(items=(both,), articles=(*fakes.REFS, twice)).lead.outlets
    assert [(each.text, each.href) for each in named] == [
        ("Tidewater Post", "articles/2025-03/again.html"),
        ("Mole and Pier", "articles/2025-03/strait.html"),
        ("La Digue", "articles/2025-03/remorqueurs.html"),
    ]
    assert edition(items=(replace(fakes.ITEM, outlets=1, origins=1),)).lead.outlets == ()


def test_nothing_is_folded_that_stands_in_sight():
    told = fakes.ITEM.disagreements[0].claims[0].passage
    repeated = replace(fakes.ITEM, passages=(*fakes.ITEM.passages, told), disagreements=fakes.ITEM.disagreements)
    (view,) = [edition(items=(repeated,)).lead]
    folded = [passage.verbatim.place for each in view.passages for passage in each.passages]
    assert len(folded) == len(fakes.ITEM.passages)
    reported = replace(REPORTED, passage=fakes.ITEM.summary[0])
    assert edition(items=(item("a", reported),), lead="a").lead.quotes == ()


# -- quotes of the day ------------------------------------------------------------------------------------------------


def test_a_day_has_a_few_quotes_each_by_another_speaker_and_says_of_what():
    view = edition()
    assert [(each.quote.speaker, each.item.text, each.item.href) for each in view.quotes] == [
        ("Ines Harrow", "The tug truce", "#item-tug-truce"),
        ("Oleg Tarn, who speaks for Eastmark’s port", "The tug truce", "#item-tug-truce"),
        ("Oleg Tarn", "Harbour masters agree to rest their tugs", "#item-2025-03--call"),
    ]
    told = {each.quote.verbatim.place for each in view.quotes if each.item.href == "#item-tug-truce"}
    assert not told & {quote.verbatim.place for quote in view.lead.quotes}


def test_whole_sentences_come_before_parts_and_reported_words_are_no_quote():
    items = [
        item("a", REPORTED, replace(PARTLY, speaker="one")),
        item("b", *(replace(DIRECT, speaker=f"two-{number}") for number in range(3))),
        item("c", replace(DIRECT, speaker="three")),
    ]
    chosen = choose_quotes_of_the_day(items)
    assert [said.speaker for _, said in chosen] == ["two-0", "two-1", "two-2", "three"]
    assert choose_quotes_of_the_day([item("a", REPORTED)]) == []
    assert (
        len(choose_quotes_of_the_day([item("a", *(replace(DIRECT, speaker=f"s{n}") for n in range(9)))])) == DAY_QUOTES
    )


def test_a_word_in_quotation_marks_is_no_quote_of_the_day():
    start, _ = DIRECT.spans[0]
    word = replace(DIRECT, spans=((start, start + len("Nobody")),))
    assert choose_quotes_of_the_day([item("a", word)]) == []


def test_what_nobody_is_known_to_have_said_is_no_quote_of_the_day():
    assert choose_quotes_of_the_day([item("a", replace(DIRECT, speaker=None, speaker_text=""))]) == []


# -- the mark ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outlets", "origins", "dots", "text"),
    [
        (5, 4, "●●●●○", "5 outlets, 4 independent origins"),
        (1, 1, "●", "1 outlet"),
        (2, 1, "●○", "2 outlets, 1 independent origin"),
        (1, 2, "●●", "1 outlet, 2 independent origins"),
        (40, 30, "●" * 10, "40 outlets, 30 independent origins"),
        (40, 3, "●●●○○○○○○○", "40 outlets, 3 independent origins"),
    ],
)
def test_a_dot_is_an_origin_and_a_circle_an_outlet_that_repeats_one(outlets, origins, dots, text):
    mark = support_view(outlets, origins, speak("en"))
    assert (mark.dots, mark.text) == (dots, text)


# -- reading time, hours, ledger --------------------------------------------------------------------------------------


def test_the_time_to_read_is_that_of_what_is_in_sight():
    long = " ".join(["word"] * 238)
    summary = (replace(fakes.ITEM.summary[0], text=long),)
    folded = (replace(fakes.ITEM.passages[0], text=long), replace(fakes.ITEM.passages[1], text=f"{long} {long}"))
    plain = replace(fakes.ITEM, summary=summary, quotes=(), disagreements=(), passages=())
    assert edition(items=(plain,), noted=()).facts[-1] == "1 minute to read"
    assert edition(items=(replace(plain, passages=folded),), noted=()).facts[-1] == "1 minute to read"
    twice = replace(plain, summary=(*summary, *folded))
    assert edition(items=(twice,), noted=()).facts[-1] == "4 minutes to read"


def test_every_file_of_the_ledger_is_shown_with_its_state():
    view = edition()
    assert [state.text for state in view.ledger] == [
        "Used: 1 file",
        "Duplicate of another article: 1 file",
        "Could not be published: 1 file",
    ]
    assert view.ledger[2].rows == (("2025-03/broken.md", "", "line 3: the date “soon” is no date"),)
    assert sum(len(state.rows) for state in view.ledger) == len(fakes.EDITION.ledger)


def test_a_long_ledger_says_what_it_leaves_to_the_data():
    rows = tuple(LedgerRow(f"{number:04}.md", "", "used", "") for number in range(coverage.ROWS_SHOWN + 7))
    (state,) = edition(ledger=rows).ledger
    assert (state.text, len(state.rows)) == ("Used: 157 files", coverage.ROWS_SHOWN)
    assert state.more == "7 more files, in the edition’s data"


def test_an_open_edition_says_so_and_an_empty_one_too():
    view = pages.edition_view(fakes.EMPTY_EDITION, SITE)
    assert view.open == "This edition is still open: what comes in until 19 March 2025, 06:00 is added."
    assert view.nothing == "No event had news, and no story was found in what came in."
    assert view.facts == ("0 articles", "0 outlets")
    assert (edition().open, edition().nothing) == ("", "")


def test_the_first_edition_has_none_before_it_and_the_calendar_all_the_same():
    view = edition(previous="")
    assert view.previous is None
    assert view.calendar.href == "editions/2025.html#m2025-03"


def test_a_publisher_chooses_and_orders_what_closes_an_edition():
    assert edition().closing == ("noted", "corrections", "quiet", "actors", "coverage")
    site = replace(SITE, closing=("coverage", "noted", "recent"))
    assert pages.edition_view(fakes.EDITION, site).closing == ("coverage", "noted")
