"""What stands on a page, value by value; how it looks is in test_theme.py."""

from __future__ import annotations

import fakes
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from msgspec.structs import replace

from briefing import clippings, wording
from briefing.model import Mention
from briefing.published import Passage
from briefing.site import pages
from briefing.site.body import article_body
from briefing.site.listing import number_sources, outside
from briefing.site.passages import Cited, claim_views, passage_views, quote_view, quote_views, verbatim

SITE = fakes.SITE
ENGLISH = wording.speak("en")
KNOWN = Cited(SITE, {ref.id: ref for ref in fakes.REFS}, {"ines-harrow": ("Ines Harrow", "actors/ines-harrow.html")})


# -- wording ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stamp", "timezone", "day"),
    [
        ("2025-03-14", "Asia/Tokyo", "2025-03-14"),
        ("2025-03-14T23:30:00+00:00", "Europe/Berlin", "2025-03-15"),
        ("2025-03-14T02:30:00+00:00", "America/New_York", "2025-03-13"),
        ("2025-03-14T23:30:00", "Asia/Tokyo", "2025-03-14"),
        ("", "UTC", ""),
        ("no date at all", "UTC", "no date at"),
        ("0001-01-01T00:00:00+00:00", "America/New_York", "0001-01-01"),
    ],
)
def test_a_moment_falls_on_the_day_of_the_sites_zone(stamp, timezone, day):
    assert wording.day_of(stamp, timezone) == day


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-03-03", "2025-03-19", "3–19 Mar 2025"),
        ("2025-02-03", "2025-03-19", "3 Feb\u2009–\u200919 Mar 2025"),
        ("2024-12-31", "2025-01-01", "31 Dec 2024\u2009–\u20091 Jan 2025"),
        ("2025-03-03", "2025-03-03", "3 March 2025"),
        ("", "2025-03-03", "3 March 2025"),
        ("", "", ""),
    ],
)
def test_spans_of_days_are_worded_as_short_as_they_can_be(first, last, words):
    assert ENGLISH.span_of_days(first, last) == words


@given(st.text(max_size=30))
def test_what_is_no_date_is_shown_as_it_stands(stamp):
    for worded in (
        ENGLISH.full_day(stamp),
        ENGLISH.named_day(stamp),
        ENGLISH.short_day(stamp),
        ENGLISH.moment(stamp, "UTC"),
    ):
        assert isinstance(worded, str)


# -- passages ---------------------------------------------------------------------------------------------------------


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 80), st.integers(-5, 80)), max_size=6), st.integers(0, 9)
)
def test_a_passage_in_pieces_is_the_passage(text, spans, start):
    passage = Passage("a.md", 0, 0, start, start + len(text), text)
    pieces = verbatim(passage, KNOWN, [(span, "said") for span in spans]).pieces
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


def test_quoted_words_and_figures_are_marked_inside_their_sentence():
    quote = quote_view(fakes.said(fakes.CALL_RECORD)[0], KNOWN)
    assert [(piece.text, piece.mark) for piece in quote.verbatim.pieces] == [
        ("“", ""),
        ("Nobody wins a strait by closing it", "said"),
        (",” said Ines Harrow, the harbour master of Westmark.", ""),
    ]
    (claim,) = claim_views([fakes.claim(fakes.CALL_RECORD, "14", 14, "the coast guard")], KNOWN)
    assert [piece.text for piece in claim.figures[0].pieces] == ["14"]
    start = fakes.CALL_RECORD.article.text.index("14")
    assert claim.figures[0].place == f"2025-03/call.md:{start}-{start + 2}"


def test_speakers_are_named_as_far_as_they_are_known():
    named, partly, reported = (
        quote_view(said, KNOWN) for said in (*fakes.said(fakes.CALL_RECORD), *fakes.said(fakes.STRAIT_RECORD))
    )
    assert (named.speaker, named.speaker_href, named.named) == ("Ines Harrow", "actors/ines-harrow.html", True)
    assert (partly.speaker, partly.named, partly.kind) == (
        "Oleg Tarn, who speaks for Eastmark’s port",
        False,
        "partly quoted",
    )
    assert reported.kind == "reported speech"
    nobody = quote_view(replace(fakes.said(fakes.CALL_RECORD)[0], speaker=None, speaker_text=""), KNOWN)
    assert (nobody.speaker, nobody.named) == ("Speaker not named", True)
    unlisted = quote_view(replace(fakes.said(fakes.CALL_RECORD)[0], speaker="oleg-tarn"), KNOWN)
    assert (unlisted.speaker, unlisted.speaker_href) == ("Oleg Tarn", "")


def test_a_passage_of_an_article_that_the_page_does_not_list_still_links_to_it():
    view = pages.event_view(replace(fakes.EVENT, articles=()), SITE)
    assert view.summary[0].cite.href == "articles/2025-03/call.html#s2"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "JavaScript://x", " https://x", ""]
)
def test_front_matter_links_to_the_web_or_nowhere(url):
    assert outside(url) == ""


def test_an_unsafe_original_is_not_linked():
    assert pages.article_view(fakes.article_page("2025-03/strait.md"), SITE).original == ""
    assert pages.article_view(fakes.article_page("2025-03/call.md"), SITE).original == "https://post.example/call"


def test_no_name_of_a_source_says_that_a_link_leads_elsewhere():
    page = fakes.article_page("2025-03/call.md")

    def called(name):
        return pages.article_view(replace(page, ref=replace(page.ref, source_name=name)), SITE).original_at

    assert called("The Morning Post") == "The Morning Post"
    assert called("www.post.example") == "www.post.example"
    assert called("www.bank.example") == ""


# -- events -----------------------------------------------------------------------------------------------------------


def test_a_date_is_printed_once_in_day_by_day():
    again = replace(fakes.EVENT, developments=fakes.EVENT.developments[:1] * 2)
    first, second = pages.event_view(again, SITE).latest
    assert (first.date, second.date) == ("19 Mar 2025", "")


def test_the_months_page_of_an_event_leads_back_to_the_whole():
    view = pages.event_view(fakes.EVENT_MONTH, SITE)
    assert (view.month, view.whole, view.feed) == ("February 2025", "events/tug-truce.html", "")
    assert view.meta.canonical == "https://tidewater.example/briefing/events/tug-truce/2025-02.html"


def test_views_can_be_fingerprinted():
    for _, view in fakes.views().values():
        assert msgspec.json.encode(view) == msgspec.json.encode(view)


# -- the text of an article -------------------------------------------------------------------------------------------


def test_every_sentence_and_paragraph_that_is_shown_has_its_fragment():
    page = fakes.article_page("2025-03/call.md")
    body = article_body(page, ENGLISH)
    for index, paragraph in enumerate(page.record.analysis.paragraphs):
        assert (f'id="p{index + 1}"' in body) == (paragraph.kind != "boilerplate")
    for index in range(len(page.record.analysis.sentences)):
        assert body.count(f'id="s{index + 1}"') == 1


def test_boilerplate_is_left_out_and_said_to_be():
    page = fakes.article_page("2025-03/call.md")
    view = pages.article_view(page, SITE)
    assert "Sign up" not in view.body
    assert "A text signed in haste" in view.body
    assert (view.left_out, view.left_out_rows) == ("1 paragraph left out", ("§\u00a08: asks to sign up",))


def test_a_heading_that_came_as_a_paragraph_is_shown_as_one():
    page = fakes.article_page("2025-03/strait.md")
    first, *others = page.record.analysis.paragraphs
    analysis = replace(page.record.analysis, paragraphs=(replace(first, kind="heading"), *others))
    assert '<h3><span id="p1">' in article_body(replace(page, record=replace(page.record, analysis=analysis)), ENGLISH)


def test_summary_sentences_are_marked_across_the_articles_own_markup():
    marked = (
        '<mark id="s2" class="chosen">They agreed to hold back their tugs for 30 days,\n<em>starting on Friday</em>'
    )
    assert marked in article_body(fakes.article_page("2025-03/call.md"), ENGLISH)


def test_an_actor_is_linked_once_in_a_paragraph_and_only_where_there_is_a_page():
    page = fakes.article_page("2025-03/call.md")
    analysis = page.record.analysis
    start, end = fakes.span(page.record, "the harbour master of Westmark")
    more = (
        *analysis.mentions,
        Mention(start, end, "ines-harrow", "person", "office"),
        Mention(0, 4, "eastmark", "state", "name"),
    )
    page = replace(page, record=replace(page.record, analysis=replace(analysis, mentions=more)))
    body = article_body(page, ENGLISH)
    assert body.count('class="actor"') == 1
    assert '<a href="../../actors/ines-harrow.html" class="actor">Ines Harrow</a>' in body


def test_weak_placements_are_marked_as_such():
    page = fakes.article_page("2025-03/call.md")
    assert article_body(page, ENGLISH, 0.66).count('<b class="tag">weak</b>') == 1
    assert 'class="tag"' not in article_body(page, ENGLISH)


def test_each_shown_sentence_and_paragraph_links_to_itself_and_adds_no_word():
    for id_ in ("2025-03/call.md", "2025-03/copy.md"):
        page = fakes.article_page(id_)
        body = lxml_html.fromstring(f"<div>{article_body(page, ENGLISH)}</div>")
        anchors = body.find_class("anchor")
        assert anchors, id_
        assert all(anchor.get("href") == f"#{anchor.getparent().get('id')}" for anchor in anchors)
        assert {anchor.get("href") for anchor in anchors} >= {
            f"#s{index + 1}"
            for index in clippings.quotable_sentences(page.record)
            if index in page.record.analysis.summary
        }
        assert all(link.get("aria-label") == f"Paragraph {link.get('data-n')}" for link in body.find_class("para"))
        assert not any(link.text_content() for link in (*anchors, *body.find_class("para")))


def test_who_held_an_office_is_noted_where_the_article_names_them_first():
    body = article_body(fakes.article_page("2025-03/call.md"), ENGLISH)
    assert body.count("</a>: Harbour Master, Eastmark</span>") == 1


def test_an_article_says_why_it_is_here():
    view = pages.article_view(fakes.article_page("2025-03/call.md"), SITE, strong=0.66)
    assert view.edition is not None
    assert view.edition.href == f"editions/{fakes.RECORDS['2025-03/call.md'].standing.day}.html"
    (event,) = view.placements
    assert {each.words for each in event.paragraphs} == {"“tugs”, “truce”"}
    assert [each.weak for each in event.paragraphs].count(True) == 1
    assert view.reckoned
    assert [story.href for story in view.stories] == [fakes.STORY.href]
    assert view.file == "2025-03/call.md"


def test_rights_decide_what_is_shown():
    page = fakes.article_page("2025-03/copy.md")
    body = article_body(page, ENGLISH)
    assert "Tugs on both sides" in body
    assert "The truce was made" not in body
    assert all(f'id="s{index + 1}"' in body for index in range(len(page.record.analysis.sentences)))
    link = replace(page, ref=replace(page.ref, rights="link"))
    assert article_body(link, ENGLISH) == ""
    assert pages.article_view(link, SITE).rights == "Its text is not shown here; it is at its publisher."


def test_an_undated_article_says_when_it_came():
    view = pages.article_view(fakes.article_page("2025-03/remorqueurs.md"), SITE)
    assert (view.date, view.added) == ("Date unknown", "added 19 March 2025")
    assert view.language == "In French. Not looked for in this language: figures and reported speech."
    assert view.lang == "fr"


def test_hostile_text_makes_a_page(monkeypatch):
    text = "\0 <b>[[[[ \u202e ]] & \ufffe 🙂 " * 50
    record = fakes.record("2025-03/hostile.md", f"<p>{text.replace('<', '&lt;')}</p>", title=text)
    monkeypatch.setitem(fakes.RECORDS, "2025-03/hostile.md", record)
    assert "<b>[[" not in pages.article_view(fakes.article_page("2025-03/hostile.md"), SITE).body


# -- lists ------------------------------------------------------------------------------------------------------------


def test_any_number_can_be_written() -> None:
    assert [ENGLISH.number(each) for each in (1234.5, 1e20)] == ["1,234.5", "100,000,000,000,000,000,000"]
    assert all(ENGLISH.number(sign * 10.0**power) for power in range(-300, 300, 7) for sign in (1, -1))


def test_passages_cite_the_numbered_sources_of_their_page():
    first, second, other = "The two harbour", "They agreed", "The truce"
    call, strait = fakes.CALL_RECORD, fakes.STRAIT_RECORD
    item = replace(
        fakes.ITEM, summary=(fakes.passage(call, first), fakes.passage(call, second), fakes.passage(strait, other))
    )
    view = pages.edition_view(replace(fakes.EDITION, items=(item,)), SITE)
    cited = [each.cite for each in view.lead.summary]
    assert [each.outlet for each in cited] == ["Tidewater Post", "Tidewater Post", "Mole and Pier"]
    assert [each.number for each in cited] == ["1", "1", "2"]
    listed = {each.number: each.title for each in view.sources}
    assert list(listed) == [str(number) for number in range(1, len(listed) + 1)]
    assert [listed[each.number] for each in cited] == [
        "Harbour masters agree to rest their tugs",
        "Harbour masters agree to rest their tugs",
        "A month without tugs in the strait",
    ]


def test_a_source_says_where_it_was_published_and_whose_report_it_shares():
    call, strait = (replace(ref, url="https://x.example/") for ref in (fakes.REFS[0], fakes.REFS[-2]))
    shared = replace(strait, origin=call.source), replace(strait, id="other", origin="press-association", modified="")
    views = number_sources([call, *shared, call, replace(call, id="own", url="javascript:0", origin=call.source)], SITE)
    assert [view.number for view in views] == ["1", "2", "3", "4"]
    assert [view.original for view in views] == ["https://x.example/"] * 3 + [""]
    assert ["origin" in view.note for view in views] == [False, True, True, False]
    assert "same origin as Tidewater Post" in views[1].note
    assert views[2].note == "same origin as Press Association"


def test_a_citation_gives_the_year_where_it_is_not_the_pages():
    old = replace(fakes.REFS[-2], date="2023-11-02")
    known = Cited(SITE, {ref.id: ref for ref in (*fakes.REFS, old)}, {})
    passages = (fakes.passage(fakes.CALL_RECORD, "They agreed"), fakes.passage(fakes.STRAIT_RECORD, "The truce"))
    assert [each.cite.date for each in passage_views(passages, known)] == ["18 Mar", "2 Nov 2023"]


def test_figures_of_one_sentence_stand_together():
    one, two = fakes.claim(fakes.CALL_RECORD, "14", 14, "she"), fakes.claim(fakes.CALL_RECORD, "people", 14)
    (view,) = claim_views([one, replace(two, passage=one.passage)], KNOWN)
    assert [figure.pieces[0].text for figure in view.figures] == ["14", "people"]
    assert [piece.text for piece in view.verbatim.pieces if piece.mark] == ["14", "people"]
    assert view.giver == ""  # a pronoun names nobody outside its sentence


def test_words_of_one_speaker_in_one_sentence_are_one_quote():
    said = fakes.said(fakes.CALL_RECORD)[0]
    start, end = said.spans[0]
    parts = [replace(said, spans=((start, start + 6),)), replace(said, spans=((end - 7, end),), about=("westmark",))]
    (view,) = quote_views(parts, KNOWN)
    assert [piece.text for piece in view.verbatim.pieces if piece.mark] == ["Nobody", "sing it"]
    assert len(quote_views([parts[0], replace(parts[1], speaker="oleg-tarn")], KNOWN)) == 2
