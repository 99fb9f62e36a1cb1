"""Actor and source pages: the newest first, nothing lost, nothing twice where once will do."""

from __future__ import annotations

from pathlib import Path

import fakes
import pytest
from lxml import html as lxml_html
from msgspec.structs import replace

from briefing.building import build
from briefing.company import find_beside, find_pairs
from briefing.dossiers import Scope, compose_actor, compose_source
from briefing.gist import Known
from briefing.model import Actor, Mention, Office, Record, Source
from briefing.published import ActorFile, Link, Pair, Part
from briefing.settings import check_settings
from briefing.site.actors import LATEST, SHOWN_PARTS, SHOWN_QUOTES, actor_view
from briefing.site.passages import cited, quote_views
from briefing.site.sources import source_view
from briefing.site.views.actor import ActorView
from briefing.site.views.passages import PassageView, QuoteView

CALL, STRAIT = fakes.CALL_RECORD, fakes.STRAIT_RECORD


def shown(file: ActorFile) -> ActorView:
    return actor_view(file, fakes.SITE)


def text(view: QuoteView | PassageView) -> str:
    return "".join(piece.text for piece in view.verbatim.pieces)


def naming(record: Record, *names: tuple[str, str]) -> Record:
    """`record` with every place at which the words stand as a mention of the actor."""
    mentions = []
    for actor, words in names:
        start = record.article.text.find(words)
        while start >= 0:
            mentions.append(Mention(start, start + len(words), actor, "person", "name"))
            start = record.article.text.find(words, start + 1)
    mentions.sort(key=lambda mention: mention.start)
    return replace(record, analysis=replace(record.analysis, mentions=tuple(mentions)))


def known(*ids: str) -> dict[str, Known]:
    return {id_: Known(id_, id_.title(), "person", f"actors/{id_}.html") for id_ in ids}


# -- who they are -----------------------------------------------------------------------------------------------------


def test_offices_held_on_the_pages_day_come_first_and_say_so() -> None:
    offices = (
        Office("Pilot", "", "2001-01-01", "2024-07-04"),
        Office("Harbour master", "westmark", "2024-07-05"),
        Office("Minister", "", "2025-06-01"),
        Office("Chair of the union"),
    )
    view = shown(replace(fakes.ACTOR, offices=offices))  # as of 19 March 2025
    assert [(office.text, office.held) for office in view.offices] == [
        ("Harbour master, Westmark (from 5 July 2024)", "held on 19 March 2025"),
        ("Minister (from 1 June 2025)", ""),
        ("Pilot (1 January 2001 to 4 July 2024)", ""),
        ("Chair of the union", ""),  # no dates say nothing
    ]


def test_how_often_they_are_named_is_said_of_the_whole_list_or_of_the_month() -> None:
    assert shown(fakes.ACTOR).extent == "2 articles from 2 outlets, 2 quotes"
    long = replace(fakes.ACTOR, months=fakes.EVENT.months)
    assert shown(long).extent == "12 articles, 2 quotes"
    assert shown(replace(long, month="2025-02", said=())).extent == "2 articles from 2 outlets"
    assert shown(fakes.FOUND).extent == ""


# -- what is said -----------------------------------------------------------------------------------------------------


def test_the_latest_is_a_quote_from_each_article_or_a_sentence_that_names_them() -> None:
    view = shown(fakes.ACTOR)
    assert [[text(each) for each in (*news.said, *news.named)] for news in view.latest] == [
        ["“Nobody wins a strait by closing it,” said Ines Harrow, the harbour master of Westmark."],
        ["« Nous verrons », a dit Ines Harrow."],
    ]
    assert [bool(news.said) for news in view.latest] == [True, False]


def test_words_in_quotation_marks_are_the_latest_before_reported_ones() -> None:
    reported = fakes.spoken(CALL, "She asked")
    view = shown(replace(fakes.ACTOR, said=(reported, *fakes.said(CALL))))
    assert text(view.latest[0].said[0]).startswith("“Nobody wins")


def test_every_quote_stands_among_the_latest_or_below_and_never_in_both() -> None:
    view = shown(fakes.ACTOR)
    latest = [text(each) for news in view.latest for each in news.said]
    more = [text(each) for each in (*view.said.shown, *view.said.folded)]
    assert view.said.title == "More of what they said"
    assert len(view.said.shown) == SHOWN_QUOTES
    assert view.said.label == "1 more quote"
    assert sorted(latest + more) == sorted({said.passage.text for said in fakes.ACTOR.said})


def test_what_names_them_besides_is_folded() -> None:
    view = shown(fakes.ACTOR)
    assert [text(each) for each in view.mentions] == ["The pilots keep working."]
    assert view.mentions_label == "1 more sentence that names them"


def test_only_the_newest_articles_are_the_latest() -> None:
    refs = tuple(replace(fakes.REFS[0], id=f"2025-03/{number}.md") for number in range(LATEST + 3))
    mentions = tuple(replace(fakes.passage(CALL, "The pilots"), article=ref.id) for ref in refs)
    view = shown(replace(fakes.ACTOR, articles=refs, said=(), about=(), mentions=mentions))
    assert [each.verbatim.place.partition(":")[0] for news in view.latest for each in news.named] == [
        ref.id for ref in refs[:LATEST]
    ]
    assert len(view.mentions) == 3


def test_what_they_say_by_name_and_as_he_in_one_sentence_is_one_quote() -> None:
    one = fakes.spoken(CALL, "She asked")
    start = one.passage.start
    said = (
        replace(one, spans=((start, start + 3),)),
        replace(one, spans=((start + 4, start + 9),), speaker_text="she"),
    )
    (quote,) = quote_views(said, cited(fakes.SITE, fakes.REFS, ()))
    assert [(piece.text, piece.mark) for piece in quote.verbatim.pieces if piece.mark] == [
        ("She", "said"),
        ("asked", "said"),
    ]


def test_who_a_statement_is_about_is_not_named_on_their_own_page() -> None:
    (about,) = shown(fakes.ACTOR).about.shown
    assert "Ines Harrow" not in [each.text for each in about.about]


# -- events -----------------------------------------------------------------------------------------------------------


def test_events_beyond_the_first_are_folded_and_those_that_add_nothing_are_links() -> None:
    view = shown(fakes.ACTOR)
    assert len(view.events) == SHOWN_PARTS
    assert len(view.more_events) == 1
    assert view.more_events_label == "1 more event or story"
    assert [link.text for link in view.other_events] == ["The tug truce"]
    empty = shown(replace(fakes.ACTOR, events=(Part(fakes.TRUCE, ()),)))
    assert (empty.events, [link.text for link in empty.other_events]) == ((), ["The tug truce"])


def test_an_event_shows_what_they_said_there_or_how_it_names_them() -> None:
    record = naming(CALL, ("ines-harrow", "Ines Harrow"), ("guard", "the coast guard"))
    elsewhere = replace(fakes.TRUCE, id="ferry-fares")
    assert parts_of("ines-harrow", record, fakes.TRUCE) == [Part(fakes.TRUCE, fakes.said(record))]
    assert parts_of("guard", record, fakes.TRUCE) == [Part(fakes.TRUCE, (), fakes.passage(record, "At least"))]
    assert parts_of("ines-harrow", record, elsewhere) == [Part(elsewhere, ())]


def test_a_story_shows_what_its_own_articles_say() -> None:
    record = naming(CALL, ("ines-harrow", "Ines Harrow"))
    inside = replace(record, standing=replace(record.standing, story=fakes.STORY.id))
    assert parts_of("ines-harrow", record, fakes.STORY) == [Part(fakes.STORY, ())]
    assert parts_of("ines-harrow", inside, fakes.STORY) == [Part(fakes.STORY, fakes.said(record))]


def composed(actor: str, records: list[Record], *links: Link, also: tuple[str, ...] = ()) -> ActorFile:
    who = known(actor, *also)
    return compose_actor(Actor(actor, actor, "person"), who[actor], records, who, links, [], Scope(()))


def parts_of(actor: str, record: Record, link: Link) -> list[Part]:
    return list(composed(actor, [record], link).events)


def test_of_whom_little_is_told_events_are_links() -> None:
    file = replace(fakes.ACTOR, said=fakes.said(CALL))
    view = shown(
        replace(file, events=(Part(fakes.TRUCE, file.said), Part(fakes.STORY, (), fakes.passage(CALL, "She"))))
    )
    assert [link.text for link in view.other_events] == ["The tug truce"]
    assert [part.link.text for part in view.events] == [fakes.STORY.title]  # which tells something else


def test_two_days_make_no_sparkline() -> None:
    assert shown(fakes.ACTOR).chart is not None
    assert shown(replace(fakes.ACTOR, days=(fakes.EVENT.days[0], fakes.EVENT.days[-1]))).chart is None


# -- company ----------------------------------------------------------------------------------------------------------


def test_who_stands_in_one_paragraph_appears_together() -> None:
    call = naming(CALL, ("masters", "two harbour masters"), ("tugs", "their tugs"), ("ferry", "ferry"))
    strait = naming(STRAIT, ("masters", "A Westmark"), ("tugs", "the coast guard"), ("ferry", "ferry"), ("x", "mole"))
    (first, *others) = find_beside("masters", [call, strait], known("masters", "tugs", "ferry", "x"))
    assert (first.id, first.articles) == ("tugs", 2)
    assert [(each.id, each.articles) for each in others] == [("ferry", 1), ("x", 1)]
    assert find_pairs([first, *others], [call, strait]) == (
        Pair("ferry", "tugs", 1),
        Pair("ferry", "x", 1),
        Pair("tugs", "x", 1),
    )


def test_few_others_are_a_list_and_more_a_network_with_the_same_list() -> None:
    view = shown(fakes.ACTOR)
    assert view.network is not None
    assert len(view.network.nodes) == len(view.beside) == 3
    assert shown(replace(fakes.ACTOR, beside=fakes.ACTOR.beside[:2])).network is None


# -- figures ----------------------------------------------------------------------------------------------------------


def test_figures_are_those_that_they_gave_or_in_sentences_that_name_them() -> None:
    hurt = fakes.claim(CALL, "14", 14).figure
    days = replace(hurt, start=fakes.span(CALL, "30 days")[0], end=fakes.span(CALL, "30 days")[1])
    record = replace(CALL, analysis=replace(CALL.analysis, figures=(days, hurt)))
    named = naming(record, ("coast-guard", "the coast guard"))
    assert [claim.figure for claim in composed("coast-guard", [named]).figures] == [hurt]
    gave = fakes.with_quote(record, "They agreed to hold back their tugs for 30 days", "warden", "They", "reported")
    assert [claim.figure for claim in composed("warden", [gave]).figures] == [days]
    assert composed("nobody", [gave]).figures == ()


# -- sources ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("repeats", "words"),
    [
        (0, "2 of 8 articles share another’s report."),
        (1, "2 of 8 articles share another’s report. 1 of them repeats its text."),
        (2, "2 of 8 articles share another’s report. 2 of them repeat its text."),
    ],
)
def test_a_source_says_whose_reports_it_shares(repeats: int, words: str) -> None:
    view = source_view(replace(fakes.SOURCE, repeats=repeats), fakes.SITE)
    assert (view.own, view.behind) == (words, ("Strait Wire: 2 articles",))
    assert source_view(replace(fakes.SOURCE, behind=()), fakes.SITE).own == ""


def test_a_sources_own_reports_are_not_counted_as_shared() -> None:
    origins = [("used", "post", "Post", 5), ("duplicate", "wire", "Wire", 2), ("used", "wire", "Wire", 1),
               ("excluded", "", "", 1), ("used", "other", "Other", 1)]  # fmt: skip
    file = compose_source(Source("post", "Post"), [], Scope(()), origins)
    assert (file.total, file.repeats, file.behind) == (10, 2, (("Wire", 3), ("Other", 1)))


TEXTS = (
    (
        "Engineers closed the harbour bridge of Malmford on Monday after they had found cracks in its piers. Traffic"
        " over the Malmford bridge was sent through the old tunnel, and buses were an hour late all day long."
    ),
    (
        "A bakery in Tanner Street gave away its bread on Monday as the oven could not be put out. Neighbours carried"
        " loaves home in buckets, and the fire brigade of the eastern district ate the rest before noon."
    ),
)


def test_a_source_lists_what_it_repeats_with_its_own(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    for day, (name, source, text) in enumerate(
        [("bridge", "Strait Wire", 0), ("copy", "Quay News", 0), ("bread", "Quay News", 1)], start=1
    ):
        front = f"Title: The {name}\nDate: 2025-04-0{day}\nSource: {source}\n"
        (content / f"{name}.md").write_text(f"{front}\n{TEXTS[text]}\n", encoding="utf-8")
    output = tmp_path / "output"
    build(
        check_settings(
            {"PATH": str(content), "OUTPUT_PATH": str(output), "BRIEFING_DAY": "2025-04-30", "BRIEFING_WORKERS": 1}
        )
    )
    page = " ".join(lxml_html.parse(str(output / "sources" / "quay-news.html")).getroot().text_content().split())
    assert "1 of 2 articles share another’s report. 1 of them repeats its text." in page
    assert "The bread 3 Apr 2025 The copy 2 Apr 2025 (same origin as Strait Wire)" in page
