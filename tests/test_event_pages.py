"""What stands on the page of an event, a story, an actor in an event, and in which order."""

from __future__ import annotations

import fakes
import pytest
from lxml import html as lxml_html
from msgspec.structs import replace

from briefing.published import DayPassages
from briefing.site import events, pages
from briefing.site.passages import cited
from briefing.site.render import make_environment, render
from briefing.site.series import series_title, series_views, single_figures
from briefing.site.views.event import SeriesView

SITE = fakes.SITE
KNOWN = cited(SITE, fakes.REFS, ())


def show(file, site=SITE):
    view = pages.event_view(file, site)
    return lxml_html.document_fromstring(
        render(make_environment([str(fakes.TEMPLATES)], site.language), "body/event.html", view, file.href)
    )


def headings(document) -> list[str]:
    return [" ".join(each.text_content().split()) for each in document.xpath("//h2")]


# -- the page as a whole ----------------------------------------------------------------------------------------------


def test_a_newcomer_reads_what_it_is_before_what_moved_and_all_sources_come_last():
    assert headings(show(fakes.EVENT)) == [
        "In short", "Day by day", "Where sources differ", "Figures", "Who said what", "Actors", "Stories in it",
        "What the articles say", "Older months", "Sources",
    ]  # fmt: skip


def test_the_head_says_how_far_and_how_widely_an_event_is_covered():
    view = pages.event_view(fakes.EVENT, SITE)
    assert view.facts == ("As of 19 March 2025", "8 articles since 3 Mar 2025")
    assert view.support is not None
    assert view.support.text == "4 outlets, 3 independent origins"


def test_every_part_of_the_contents_is_on_the_page():
    document = show(fakes.LONG_EVENT)
    targets = document.xpath("//nav[@class='contents']//a/@href")
    assert len(targets) > 5
    for target in targets:
        assert document.xpath(f"//*[@id='{target[1:]}']"), target


def test_an_event_without_an_article_says_so_and_nothing_else():
    document = show(fakes.NEW_EVENT)
    assert "No article has been placed in this event yet." in document.text_content()
    assert headings(document) == []


def test_an_event_of_one_day_is_told_once():
    one = replace(
        fakes.EVENT, developments=fakes.EVENT.developments[:1], days=fakes.EVENT.days[-1:], first="2025-03-19"
    )
    view = pages.event_view(one, SITE)
    assert view.latest == ()
    assert view.facts == ("As of 19 March 2025", "2 articles")
    assert "Day by day" not in [anchor.text for anchor in view.contents]


def test_the_page_of_a_month_holds_its_passages_and_none_of_what_sums_up_the_whole():
    view = pages.event_view(fakes.EVENT_MONTH, SITE)
    assert (view.summary, view.chart, view.contents, view.support) == ((), None, (), None)
    assert view.facts == ("4 articles",)
    assert view.days


def test_undated_articles_are_counted_where_no_day_is_known():
    undated = replace(fakes.EVENT, first="", last="", days=())
    assert pages.event_view(undated, SITE).facts == ("4 articles",)


def test_actors_lead_to_their_pages_in_the_event_and_from_a_story_to_their_own():
    harrow, eastmark = pages.event_view(fakes.EVENT, SITE).actors
    assert (harrow.href, eastmark.href) == ("actors/ines-harrow/tug-truce.html", "")
    story = pages.event_view(replace(fakes.EVENT, kind="story"), SITE)
    assert story.actors[0].href == "actors/ines-harrow.html"


# -- what is folded ---------------------------------------------------------------------------------------------------


def test_beyond_the_newest_things_are_folded_and_none_is_lost():
    view = pages.event_view(fakes.LONG_EVENT, SITE)
    assert (len(view.latest), len(view.earlier), view.earlier_text) == (7, 1, "1 earlier day")
    assert (len(view.series), len(view.more_series)) == (3, 4)
    assert len(view.speakers) + len(view.more_speakers) == 12
    assert (len(view.days), len(view.older_days), view.older_days_text) == (3, 2, "2 earlier days")


def test_older_articles_give_their_first_passage_and_a_link_to_the_others(monkeypatch):
    monkeypatch.setattr(events, "FULL_TEXT", 1)
    view = pages.event_view(fakes.LONG_EVENT, SITE)
    newest, older = view.days[0].articles, view.days[1].articles
    assert newest[0].more is None
    (told,) = [each for each in fakes.LONG_EVENT.passages[0].passages if each.article == "2025-03/call.md"]
    assert all(len(article.passages) == 1 for article in older)
    day = DayPassages("2025-03-10", (told, replace(told, weak=True), *fakes.EVENT.passages[1].passages))
    long = replace(fakes.LONG_EVENT, passages=(fakes.LONG_EVENT.passages[0], day))
    (article,) = pages.event_view(long, SITE).days[1].articles
    assert article.more is not None
    assert article.more.text == "2 more passages in the article"
    assert article.more.href.startswith("articles/2025-03/call.html#s")


def test_of_many_figures_given_once_the_page_says_how_many_it_shows(monkeypatch):
    monkeypatch.setattr(events, "SINGLE_FIGURES", 1)
    view = pages.event_view(replace(fakes.LONG_EVENT, series=()), SITE)
    assert len(view.figures) == 1
    assert view.figures_text == "Figures given once: the newest 1 of 3 sentences"


def test_a_passage_that_belongs_only_weakly_leads_to_what_that_means():
    document = show(fakes.EVENT)
    (mark,) = document.xpath("//a[@href='#weak']")
    assert mark.text == "weak"
    assert document.xpath("//p[@id='weak']")
    assert not document.xpath("//*[@title]")
    strong = replace(fakes.EVENT, passages=fakes.EVENT.passages[:1])
    assert not show(strong).xpath("//*[@id='weak'] | //a[@href='#weak']")


def test_of_many_figures_that_differ_the_newest_are_side_by_side_and_the_newest_disagreement_comes_first():
    first, second = fakes.INJURED, replace(fakes.INJURED, thing="missing", claims=fakes.INJURED.claims * 4)
    disputes = pages.event_view(replace(fakes.EVENT, disagreements=(first, second)), SITE).disputes
    assert [dispute.newest.subject for dispute in disputes] == ["missing, eastern mole", "injured, eastern mole"]
    assert len(disputes[0].newest.claims) == 6
    assert disputes[0].older_text == "2 older figures"
    assert disputes[1].older == ()


# -- who said what ----------------------------------------------------------------------------------------------------


def test_actors_speak_before_those_who_are_none_and_who_was_heard_last_comes_first():
    quotes = (
        *fakes.sayings(fakes.CALL_RECORD, None, "the coast guard")[:1],
        *fakes.sayings(fakes.CALL_RECORD, "oleg-tarn", "Tarn")[:1],
        *fakes.sayings(fakes.STRAIT_RECORD, "ines-harrow", "Harrow")[:1],
    )
    newest_first = tuple(sorted(fakes.EVENT.articles, key=lambda ref: ref.id, reverse=True))
    view = pages.event_view(replace(fakes.EVENT, quotes=quotes, articles=newest_first), SITE)
    assert [speaker.name for speaker in view.speakers] == ["Ines Harrow", "Oleg Tarn", "the coast guard"]


def test_more_quotes_of_an_actor_are_on_their_page_in_the_event_and_those_of_others_folded():
    actor, guard = pages.event_view(fakes.LONG_EVENT, SITE).speakers[:2]
    assert (len(actor.quotes), actor.more) == (3, ())
    assert actor.page is not None
    assert actor.page.href == "actors/ines-harrow/long-tow.html"
    assert (guard.page, len(guard.quotes), guard.more_text) == (None, 3, f"{len(guard.more)} more quotes")
    story = pages.event_view(replace(fakes.LONG_EVENT, kind="story"), SITE).speakers[0]
    assert story.page is None
    assert story.more


# -- figures over time ------------------------------------------------------------------------------------------------


def hurt() -> SeriesView:
    file = replace(fakes.EVENT, series=(fakes.HURT,))
    return series_views(file, KNOWN)[0]


def test_a_series_says_when_who_and_where_and_marks_what_sources_differ_on():
    series = hurt()
    assert (series.title, series.days) == ("Injured, eastern mole", "18–19 Mar 2025")
    assert [(row.date, row.giver, row.cite.outlet, row.differs) for row in series.rows] == [
        ("18 Mar", "the coast guard", "Tidewater Post", True),
        ("19 Mar", "", "Mole and Pier", True),
    ]
    assert not any(
        row.differs for row in series_views(replace(fakes.EVENT, series=(fakes.HURT,), disagreements=()), KNOWN)[0].rows
    )


@pytest.mark.parametrize(("modifier", "words"), [("at least", "At least 14"), ("about", "14"), ("", "14")])
def test_a_number_keeps_the_words_before_it_that_say_how_sure_it_is(modifier, words):
    claim = fakes.INJURED.claims[0]
    claim = replace(claim, figure=replace(claim.figure, modifier=modifier))
    (view,) = series_views(replace(fakes.EVENT, series=(replace(fakes.HURT, claims=(claim,)),)), KNOWN)
    figure = view.rows[0].figure
    assert "".join(piece.text for piece in figure.pieces) == words
    start, _, end = figure.place.rpartition(":")[2].partition("-")
    assert fakes.CALL_RECORD.article.text[int(start) : int(end)] == words


def test_a_figure_stands_in_its_series_or_alone():
    assert len(single_figures(fakes.LONG_EVENT, KNOWN)) == 1
    assert len(single_figures(replace(fakes.LONG_EVENT, series=()), KNOWN)) == 3


def test_a_series_is_named_as_its_reports_write_it():
    drones = replace(fakes.HURT, thing="drone", noun="drones", deed="downed", place="", period="this week")
    assert series_title(drones, SITE.words) == "Drones, shot down or stopped, this week"
    assert series_title(replace(fakes.HURT, thing="aid", unit="USD", place=""), SITE.words) == "Aid (USD)"


# -- an actor in an event ---------------------------------------------------------------------------------------------


def test_a_sentence_is_printed_once_on_the_page_of_an_actor_in_an_event():
    quote, *_ = fakes.said(fakes.CALL_RECORD)
    elsewhere = fakes.passage(fakes.FRENCH_RECORD, "« Nous")
    both = replace(fakes.BOTH, said=(quote,), mentions=(quote.passage, elsewhere))
    view = pages.actor_event_view(both, SITE)
    assert len(view.said) == 1
    assert [passage.cite.outlet for passage in view.mentions] == ["La Digue"]
    assert all(not quote.about for quote in view.about)


def test_older_quotes_of_an_actor_in_an_event_are_folded():
    view = pages.actor_event_view(fakes.LONG_BOTH, SITE)
    assert len(view.said) == 12
    assert view.more_said_text == f"{len(view.more_said)} older quotes" if len(view.more_said) > 1 else "1 older quote"
    assert [anchor.href for anchor in view.contents] == ["#said-title", "#about-title", "#mentions-title"]
