"""A small invented world of print, for tests of pages and feeds: four articles, what is found in them, an edition.

Offsets are found by searching the texts, so a passage here is verbatim as one of a real build is.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from msgspec.structs import replace

from briefing import clippings, links
from briefing.model import (
    Analysis,
    Article,
    Figure,
    Mention,
    Office,
    Paragraph,
    Placement,
    Quote,
    QuoteKind,
    Record,
    Sentence,
    Standing,
)
from briefing.published import (
    ActorFile,
    ActorInEvent,
    ArticlePage,
    ArticleRef,
    Called,
    Claim,
    Correction,
    Counts,
    DayCount,
    DayPassages,
    Disagreement,
    Edition,
    EventFile,
    FigureSeries,
    Item,
    LedgerRow,
    Link,
    Listed,
    MonthLink,
    Named,
    Pair,
    Part,
    Passage,
    Presence,
    QuietItem,
    Said,
    SourceFile,
)
from briefing.site import indexes, pages
from briefing.site.colours import publisher_sheet
from briefing.site.pages import Site
from briefing.site.render import make_environment, render
from briefing.visible import read_html

TEMPLATES = Path(__file__).parent.parent / "themes" / "briefing" / "templates"

SITE = Site(
    name="The Tidewater Briefing",
    url="https://tidewater.example/briefing",
    timezone="Europe/London",
    description="What moved on the strait, in the articles’ own words.",
    notice="Everything here is invented.",
    footer="Published by the harbour masters’ association.",
    logo="theme/publisher.svg",
    logo_width="96",
    stylesheet="theme/publisher.css",
    touch_icon="theme/touch.png",
    manifest="theme/manifest.webmanifest",
    report="desk@tidewater.example",
    feed="feeds/editions.xml",
    json_feed="feeds/editions.json",
    generator="Briefing 0.1.0",
)
HOSTILE = '<script>alert(1)</script> & "quoted" </a><img src=x onerror=alert(1)>'

CALL = """<h2>What was agreed</h2>
<p>The two harbour masters spoke for forty minutes on Tuesday. They agreed to hold back their tugs for 30 days,
<em>starting on Friday</em>.</p>
<p>“Nobody wins a strait by closing it,” said Ines Harrow, the harbour master of Westmark. She asked for a text.</p>
<p>At least 14 people were hurt when a ferry struck the eastern mole on Monday, according to the coast guard.</p>
<ul><li>The tugs stay in port.</li><li>The pilots keep working. Their union was told late.</li></ul>
<blockquote><p>A text signed in haste is a text read in anger.</p></blockquote>
<p>Sign up for our morning letter and never miss a tide.</p>"""
STRAIT = """<p>Tugs on both sides of the strait will stay in port for a month. The truce was made by telephone.</p>
<p>A Westmark official said that the coast guard had counted 17 injured after the ferry struck the mole.</p>
<p>Oleg Tarn, who speaks for Eastmark’s port, called the deal “a pause, not a peace”. He would not say more.</p>"""
COPY = STRAIT
FRENCH = """<p>Les remorqueurs resteront au port pendant un mois. L’accord est fragile.</p>
<p>« Nous verrons », a dit Ines Harrow.</p>"""
PLAIN = """<p>A tuna of 300 kilograms was landed at Cape Sorrow. Nobody could say where it had been.</p>"""


def record(
    id_: str,
    html: str,
    *,
    boilerplate: str = "",
    summary: tuple[str, ...] = (),
    events: tuple[str, ...] = (),
    **fields: object,
) -> Record:
    """An article of `html` with its paragraphs and sentences, which end in “.” and a space or at a paragraph's end."""
    text, blocks = read_html(html)
    paragraphs = tuple(
        Paragraph(
            "heading"
            if block.tag[0] == "h"
            else "boilerplate"
            if boilerplate and text.startswith(boilerplate, block.start)
            else "body",
            block.start,
            block.end,
            block.tag,
            "asks to sign up" if boilerplate and text.startswith(boilerplate, block.start) else "",
        )
        for block in blocks
    )
    sentences = []
    for index, paragraph in enumerate(paragraphs):
        start = paragraph.start
        while paragraph.kind == "body" and start < paragraph.end:
            end = text.find(". ", start, paragraph.end) + 1 or paragraph.end
            sentences.append(Sentence(index, start, end))
            start = end + 1
    article = Article(id=id_, text=text, blocks=blocks, html=html, **fields)  # type: ignore[arg-type]
    analysis = Analysis(
        lang=article.lang or "en",
        paragraphs=paragraphs,
        sentences=tuple(sentences),
        summary=tuple(i for i, s in enumerate(sentences) if any(text.startswith(words, s.start) for words in summary)),
        mentions=(),
        quotes=(),
        figures=(),
        placements=tuple(
            Placement(paragraph, event, 0.9 if paragraph != 4 else 0.3, "“tugs” (2), “truce” (1); around it: title (2)")
            for event in events
            for paragraph in range(min(5, len(paragraphs)))
            if paragraphs[paragraph].kind == "body"
        ),
    )
    return Record(article, analysis, Standing("used", day="2025-03-19"))


def span(record: Record, words: str) -> tuple[int, int]:
    start = record.article.text.index(words)
    return start, start + len(words)


def with_mentions(record: Record, *names: tuple[str, str]) -> Record:
    mentions = tuple(Mention(*span(record, words), actor, "person", "name") for actor, words in names)
    return replace(record, analysis=replace(record.analysis, mentions=mentions))


def with_quote(record: Record, words: str, speaker: str | None, speaker_text: str, kind: str = "direct") -> Record:
    quote = Quote((span(record, words),), kind, speaker, speaker_text, "said")  # type: ignore[arg-type]
    return replace(record, analysis=replace(record.analysis, quotes=(*record.analysis.quotes, quote)))


CALL_RECORD = with_quote(
    with_mentions(
        record(
            "2025-03/call.md",
            CALL,
            boilerplate="Sign up",
            summary=("They agreed", "“Nobody wins"),
            events=("tug-truce",),
            title="Harbour masters agree to rest their tugs",
            date="2025-03-18T20:15:00+00:00",
            added="2025-03-19T05:00:00+00:00",
            modified="2025-03-19T11:00:00+00:00",
            was="for 20 days",
            source="tidewater-post",
            source_name="Tidewater Post",
            url="https://post.example/call",
            authors=("Mara Lind", "Jo Pell"),
            sample=True,
        ),
        ("ines-harrow", "Ines Harrow"),
    ),
    "Nobody wins a strait by closing it",
    "ines-harrow",
    "Ines Harrow",
)
STRAIT_RECORD = with_quote(
    with_quote(
        record(
            "2025-03/strait.md",
            STRAIT,
            summary=("Tugs on both",),
            events=("tug-truce",),
            title="A month without tugs in the strait",
            date="2025-03-19",
            source="mole-and-pier",
            source_name="Mole and Pier",
            url="javascript:alert(1)",
        ),
        "a pause, not a peace",
        None,
        "Oleg Tarn, who speaks for Eastmark’s port",
        "partial",
    ),
    "the coast guard had counted 17 injured after the ferry struck the mole",
    None,
    "A Westmark official",
    "reported",
)
COPY_RECORD = replace(
    record(
        "2025-03/copy.md",
        COPY,
        summary=("Tugs on both",),
        title="Tugs to rest for a month",
        date="2025-03-19T09:00:00+00:00",
        source_name="",
        rights="passages",
    ),
    standing=Standing("duplicate", "the same text", "2025-03-19", "2025-03/strait.md", "2025-03/strait.md"),
)
FRENCH_RECORD = record(
    "2025-03/remorqueurs.md",
    FRENCH,
    summary=("Les remorqueurs",),
    events=("tug-truce",),
    title="Les remorqueurs au repos",
    added="2025-03-19T06:30:00+00:00",
    lang="fr",
    source="la-digue",
    source_name="La Digue",
)
FRENCH_RECORD = replace(
    FRENCH_RECORD, analysis=replace(FRENCH_RECORD.analysis, not_attempted=("figures", "reported speech"))
)
PLAIN_RECORD = replace(
    record("2025-03/tuna.md", PLAIN, title="A large tuna", date="2025-03-18", summary=("A tuna",)),
    standing=Standing("unassigned", day="2025-03-19"),
)
RECORDS = {each.article.id: each for each in (CALL_RECORD, STRAIT_RECORD, COPY_RECORD, FRENCH_RECORD, PLAIN_RECORD)}
REFS: tuple[ArticleRef, ...] = tuple(clippings.cite(RECORDS[id_]) for id_ in sorted(RECORDS))


def passage(record: Record, words: str, why: str = "") -> Passage:
    """The sentence that begins with `words`."""
    start = record.article.text.index(words)
    return clippings.cut(record, clippings.sentence_at(record, start), why=why)


def said(record: Record) -> tuple[Said, ...]:
    return tuple(each for quote in record.analysis.quotes if (each := clippings.cut_quote(record, quote)))


def spoken(record: Record, words: str, kind: QuoteKind = "reported") -> Said:
    """The sentence that begins with `words` as something that Ines Harrow said."""
    made = passage(record, words)
    return Said(made, ((made.start, made.end),), kind, "ines-harrow", "Ines Harrow", "said")


def claim(record: Record, words: str, value: float, source: str = "") -> Claim:
    start, end = span(record, words)
    figure = Figure(start, end, value, thing="injured", place="eastern mole", source=source)
    made = clippings.cut_figure(record, figure)
    assert made is not None
    return made


HARROW = Presence("ines-harrow", "Ines Harrow", "person", 3, 2, "actors/ines-harrow.html")
EASTMARK = Presence("eastmark", "Eastmark", "state", 2, 0, "")
INJURED = Disagreement(
    "injured", "", "eastern mole", (claim(CALL_RECORD, "14", 14, "the coast guard"), claim(STRAIT_RECORD, "17", 17))
)
TRUCE = Link(
    "tug-truce", "The tug truce", "events/tug-truce.html", "event", 3, 0, "2025-03-03", "2025-03-19", "Rest at sea."
)
STORY = Link(
    "2025-03--call",
    "A month without tugs in the strait",
    "stories/2025-03--call.html",
    "story",
    2,
    1,
    "2025-03-18",
    "2025-03-19",
)

LISTED_EVENT = Listed(TRUCE, 4, 3, "Les remorqueurs au repos", links.article_href("2025-03/remorqueurs.md"), "fr")
LISTED_STORY = Listed(STORY, 2, 2)
LISTED_ACTOR = Listed(
    Link("ines-harrow", "Ines Harrow", "actors/ines-harrow.html", "person", 3, 1), office="Harbour master", found=True
)
LISTED_SOURCE = Listed(
    Link("tidewater-post", "Tidewater Post", "sources/tidewater-post.html", "newspaper", 4), owner="Harbour Press",
    rights="passages",
)  # fmt: skip

ITEM = Item(
    id="tug-truce",
    kind="event",
    title="The tug truce",
    headline="Harbour masters agree to rest their tugs",
    headline_from="2025-03/call.md",
    description="Talks between the two harbour masters about who may tow whom.",
    href="events/tug-truce.html",
    change="updated",
    since="2025-03-03",
    last="2025-03-14",
    weight=3.2,
    outlets=4,
    origins=3,
    summary=(
        passage(CALL_RECORD, "They agreed"),
        passage(STRAIT_RECORD, "The truce"),
        passage(FRENCH_RECORD, "Les remorq"),
    ),
    passages=(passage(CALL_RECORD, "The two harbour"), passage(STRAIT_RECORD, "He would not", "truce")),
    quotes=said(CALL_RECORD) + said(STRAIT_RECORD),
    disagreements=(INJURED,),
    actors=(HARROW, EASTMARK),
    articles=("2025-03/call.md", "2025-03/strait.md", "2025-03/remorqueurs.md"),
    stories=("2025-03--call",),
    pinned=True,
)
SECOND = replace(
    ITEM,
    id="2025-03--call",
    kind="story",
    title="Harbour masters agree to rest their tugs",
    description="",
    href="stories/2025-03--call.html",
    change="new",
    last="",
    outlets=1,
    origins=1,
    summary=(passage(CALL_RECORD, "At least 14"),),
    quotes=said(CALL_RECORD) + said(STRAIT_RECORD) + (replace(said(CALL_RECORD)[0], speaker="oleg-tarn"),),
    disagreements=(),
    passages=(),
    pinned=False,
)
THIRD = replace(
    SECOND, id="ferry-fares", kind="event", title="Ferry fares", href="events/ferry-fares.html", change="corrected",
    summary=(), quotes=(), actors=(), articles=(),
)  # fmt: skip
COUNTS = Counts(articles=5, outlets=4, origins=3, events=3, words=640, minutes=3)
EDITION = Edition(
    day="2025-03-19",
    opens="2025-03-18T06:00:00+00:00",
    closes="2025-03-19T06:00:00+00:00",
    closed=True,
    previous="2025-03-18",
    counts=COUNTS,
    lead="tug-truce",
    lead_why="Told by 2 independent origins, more than anything else in this edition.",
    items=(ITEM, SECOND, THIRD),
    noted=(passage(PLAIN_RECORD, "A tuna"),),
    quiet=(QuietItem("ferry-fares", "Ferry fares", "events/ferry-fares.html", "2025-03-17"),),
    corrections=(Correction("2025-03/call.md", "2025-03-19T11:00:00+00:00", "for 20 days"),),
    actors=(HARROW, EASTMARK),
    articles=REFS,
    ledger=(
        LedgerRow(
            "2025-03/call.md",
            "Harbour masters agree to rest their tugs",
            "used",
            "",
            links.article_href("2025-03/call.md"),
        ),
        LedgerRow(
            "2025-03/copy.md",
            "Tugs to rest for a month",
            "duplicate",
            "the same text",
            links.article_href("2025-03/copy.md"),
        ),
        LedgerRow("2025-03/broken.md", "", "failed", "line 3: the date “soon” is no date"),
    ),
)
NAMING = replace(said(STRAIT_RECORD)[1], about=("ines-harrow",))
LONG_EDITION = replace(
    EDITION,
    items=(*EDITION.items, *(replace(SECOND, id=f"fare-{n}", change="new", quotes=(NAMING,)) for n in range(9))),
    previous="",
)
EMPTY_EDITION = replace(
    EDITION, day="2025-03-20", lead="", items=(), noted=(), quiet=(), corrections=(), actors=(), articles=(), ledger=(),
    closed=False, previous="2025-03-19", counts=Counts(0, 0, 0, 0, 0, 0),
)  # fmt: skip
EVENT = EventFile(
    id="tug-truce",
    kind="event",
    title="The tug truce",
    description="Talks between the two harbour masters about who may tow whom.",
    href="events/tug-truce.html",
    first="2025-03-03",
    last="2025-03-19",
    outlets=4,
    origins=3,
    summary=ITEM.summary,
    days=(
        DayCount("2025-03-03", 1),
        DayCount("2025-03-04", 4),
        DayCount("2025-03-18", 1, 2),
        DayCount("2025-03-19", 2),
    ),
    developments=(passage(STRAIT_RECORD, "Tugs on both"), passage(CALL_RECORD, "They agreed")),
    passages=(
        DayPassages("2025-03-19", (*ITEM.passages, passage(FRENCH_RECORD, "L’accord", "truce"))),
        DayPassages("2025-03-18", (replace(passage(CALL_RECORD, "She asked", "truce, text"), weak=True),)),
    ),
    quotes=said(STRAIT_RECORD) + said(CALL_RECORD),
    figures=INJURED.claims * 4,  # more than a page shows unfolded
    disagreements=(INJURED,),
    actors=(HARROW, EASTMARK),
    stories=(STORY,),
    events=(),
    articles=tuple(ref for ref in REFS if ref.id != "2025-03/tuna.md"),
    months=(MonthLink("2025-02", "events/tug-truce/2025-02.html", 12),),
    feed="feeds/events/tug-truce.xml",
)
EVENT_MONTH = replace(EVENT, month="2025-02")


def sayings(record: Record, speaker: str | None, speaker_text: str) -> tuple[Said, ...]:
    """Every sentence of an article as words of one speaker."""
    return tuple(
        Said(clippings.cut_sentence(record, index), ((each.start, each.end),), "direct", speaker, speaker_text, "said")
        for index, each in enumerate(record.analysis.sentences)
        if clippings.cut_sentence(record, index).text
    )


HURT = FigureSeries("injured", "", "", "", "", "eastern mole", "", INJURED.claims)
# An event of which a page shows a part and folds the rest.
LONG_EVENT = replace(
    EVENT,
    id="long-tow",
    title="The long tow",
    href="events/long-tow.html",
    developments=EVENT.developments * 4,
    passages=tuple(replace(EVENT.passages[0], day=f"2025-03-{day}") for day in range(19, 14, -1)),
    quotes=(
        *sayings(CALL_RECORD, "ines-harrow", "Ines Harrow"),
        *sayings(STRAIT_RECORD, None, "the coast guard"),
        *(said for number in range(10) for said in sayings(PLAIN_RECORD, None, f"fisherman {number}")),
    ),
    figures=(*INJURED.claims, claim(CALL_RECORD, "30", 30)),
    disagreements=(replace(INJURED, claims=INJURED.claims * 4),),
    series=(HURT, *(replace(HURT, unit=unit) for unit in ("a", "b", "c", "d", "e", "f"))),
    months=(),
    feed="",
)
NEW_EVENT = EventFile(
    "ferry-fares", "event", "Ferry fares", "What it costs to cross.", "events/ferry-fares.html", "", "", 0, 0,
    (), (), (), (), (), (), (), (), (), (), (), (),
)  # fmt: skip
ACTOR = ActorFile(
    id="ines-harrow",
    name="Ines Harrow",
    kind="person",
    description="She runs the port of Westmark.",
    aliases=("Captain Harrow",),
    offices=(
        Office("Harbour master", "westmark", "2024-07-05"),
        Office("Pilot", "", "2001-01-01", "2024-07-04"),
        Office("Chair of the pilots’ union"),
    ),
    discovered=False,
    href="actors/ines-harrow.html",
    first="2025-03-03",
    last="2025-03-19",
    days=EVENT.days,
    said=(
        *said(CALL_RECORD),  # and more than a page shows unfolded
        *(spoken(CALL_RECORD, words) for words in ("The two", "They agreed", "She asked", "At least", "The tugs")),
    ),
    about=(replace(said(STRAIT_RECORD)[1], about=("ines-harrow", "eastmark")),),
    mentions=(passage(CALL_RECORD, "The pilots"), passage(FRENCH_RECORD, "« Nous")),
    events=(
        Part(replace(TRUCE, href="actors/ines-harrow/tug-truce.html"), said(CALL_RECORD)),
        Part(STORY, (), passage(FRENCH_RECORD, "« Nous")),
        *(
            Part(STORY, (), passage(CALL_RECORD, words))
            for words in ("The two", "They agreed", "She asked", "At least")
        ),
        Part(TRUCE, said(CALL_RECORD)),  # said under another event already
    ),
    beside=(
        EASTMARK,
        Presence("oleg-tarn", "Oleg Tarn", "person", 1, 0, "actors/oleg-tarn.html"),
        Presence("union", "International Brotherhood of Harbour Pilots", "organisation", 1, 0, ""),
    ),
    related=(Link("westmark", "Westmark", "actors/westmark.html"),),
    articles=(REFS[0], REFS[2]),
    months=(),
    ids=(("wikidata", "Q42"), ("house", "17")),
    feed="feeds/actors/ines-harrow.xml",
    calls=(
        Called(passage(CALL_RECORD, "“Nobody"), 2, "2025-03-18", "2025-03-19", True),
        Called(passage(STRAIT_RECORD, "Oleg Tarn"), 1, "", "", False),
    ),
    among=(Pair("eastmark", "oleg-tarn", 1),),
    figures=INJURED.claims[:1],
    outlets=2,
    speakers=(HARROW, EASTMARK),
)
FOUND = replace(
    ACTOR, id="oleg-tarn", name="Oleg Tarn", href="actors/oleg-tarn.html", description="", aliases=(), offices=(),
    discovered=True, ids=(), days=(), said=(), about=(), events=(), beside=(), related=(), mentions=(), articles=(),
    feed="", last="",
)  # fmt: skip
BOTH = ActorInEvent(
    Link("ines-harrow", "Ines Harrow", "actors/ines-harrow.html"),
    TRUCE,
    ACTOR.said,
    ACTOR.about,
    ACTOR.mentions,
    ACTOR.articles,
)
LONG_BOTH = replace(
    BOTH,
    event=Link("long-tow", "The long tow", LONG_EVENT.href),
    said=tuple(said for record in (CALL_RECORD, STRAIT_RECORD) for said in sayings(record, "ines-harrow", "")),
    about=tuple(said for record in (CALL_RECORD, STRAIT_RECORD) for said in sayings(record, None, "Oleg Tarn")),
    articles=(REFS[0], REFS[-2]),
)
SOURCE = SourceFile(
    id="tidewater-post",
    name="Tidewater Post",
    owner="Harbour Press",
    kind="newspaper",
    lang="en",
    rights="full",
    url="https://post.example/",
    href="sources/tidewater-post.html",
    first="2025-03-03",
    last="2025-03-18",
    days=EVENT.days,
    articles=(REFS[0],),
    months=EVENT.months,
    total=8,
    repeats=2,
    behind=(("Strait Wire", 2),),
)


def article_page(id_: str, **fields: object) -> ArticlePage:
    record = RECORDS[id_]
    made = ArticlePage(
        ref=clippings.cite(record),
        record=record,
        passages=clippings.cut_summary(record),
        actors=(
            Named("eastmark", "Eastmark", ""),
            Named("ines-harrow", "Ines Harrow", "actors/ines-harrow.html", "Harbour Master", "Eastmark"),
        ),
        events=(TRUCE, STORY) if record.analysis.placements else (),
        same_story=(REFS[-2],) if id_ == "2025-03/call.md" else (),
        copies=(REFS[1],) if id_ == "2025-03/strait.md" else (),
        original=REFS[-2] if id_ == "2025-03/copy.md" else None,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def views(site: Site = SITE) -> dict[str, tuple[str, object]]:
    """A whole site: address → (template, view)."""
    recent = [("2025-03-19", "The tug truce", COUNTS), ("2025-02-18", "", COUNTS)]
    data, mail = "editions/2025-03-19.json", "mail/2025-03-19.html"
    story = replace(
        EVENT, id=STORY.id, kind="story", title=STORY.title, href=STORY.href, description="", months=(),
        events=(TRUCE,), stories=(), feed="",
    )  # fmt: skip
    others = {
        "events/ferry-fares.html": ("event.html", pages.event_view(NEW_EVENT, site)),
        LONG_EVENT.href: ("event.html", pages.event_view(LONG_EVENT, site)),
        "actors/ines-harrow/long-tow.html": ("actor_event.html", pages.actor_event_view(LONG_BOTH, site)),
        STORY.href: ("event.html", pages.event_view(story, site)),
        "editions/2025-02-18.html": (
            "edition.html",
            pages.edition_view(replace(EDITION, day="2025-02-18", previous=""), site),
        ),
        "editions/2025-03-18.html": (
            "edition.html",
            pages.edition_view(replace(LONG_EDITION, day="2025-03-18", previous=""), site),
        ),
        "sources/tidewater-post/2025-02.html": (
            "source.html",
            pages.source_view(
                replace(
                    SOURCE, month="2025-02", months=(MonthLink("2025-02", "sources/tidewater-post/2025-02.html", 2),)
                ),
                site,
            ),
        ),
        "actors/ines-harrow/2025-02.html": (
            "actor.html",
            pages.actor_view(
                replace(ACTOR, month="2025-02", months=(MonthLink("2025-02", "actors/ines-harrow/2025-02.html", 2),)),
                site,
            ),
        ),
        "empty/actors.html": ("index.html", pages.actors_view([], site)),
        "empty/editions.html": ("editions.html", pages.editions_view([], site)),
        "empty/index.html": ("notice.html", pages.front_view(None, site)),
        "actors/westmark.html": (
            "actor.html",
            pages.actor_view(
                replace(FOUND, id="westmark", name="Westmark", kind="state", href="actors/westmark.html"), site
            ),
        ),
    }
    source = replace(SOURCE, months=(MonthLink("2025-02", "sources/tidewater-post/2025-02.html", 2),))
    for id_, name in (("mole-and-pier", "Mole and Pier"), ("la-digue", "La Digue")):
        other = replace(SOURCE, id=id_, name=name, href=f"sources/{id_}.html", days=(), articles=(), months=(), url="")
        others[other.href] = ("source.html", pages.source_view(other, site))
    for id_ in RECORDS:
        others[links.article_href(id_)] = ("article.html", pages.article_view(article_page(id_), site, strong=0.66))
    return others | {
        "index.html": ("edition.html", pages.front_view(EDITION, site, data_href=data, recent=recent, events=[TRUCE])),
        "editions/2025-03-19.html": (
            "edition.html",
            pages.edition_view(EDITION, site, next_day="2025-03-20", data_href=data, mail_href=mail),
        ),
        "editions/2025-03-20.html": ("edition.html", pages.edition_view(EMPTY_EDITION, site)),
        "editions.html": ("editions.html", pages.editions_view(recent, site, years=(("2025", 2), ("2024", 310)))),
        "editions/2025.html": (
            "editions.html",
            pages.editions_view(recent, site, years=(("2025", 2), ("2024", 310)), year="2025"),
        ),
        "editions/2024.html": ("editions.html", pages.editions_view([], site, years=(("2024", 310),), year="2024")),
        EVENT.href: ("event.html", pages.event_view(EVENT, site)),
        EVENT.months[0].href: ("event.html", pages.event_view(EVENT_MONTH, site)),
        "events.html": (
            "index.html",
            pages.events_view([LISTED_EVENT], [LISTED_STORY], site, letters={"t": 1}, months={"2025-03": 1}),
        ),
        "events-t.html": ("index.html", indexes.events_part_view([LISTED_EVENT], site, {"t": 1}, "t")),
        "stories-2025-03.html": (
            "index.html",
            indexes.stories_part_view([LISTED_STORY], site, {"2025-03": 1}, "2025-03"),
        ),
        ACTOR.href: ("actor.html", pages.actor_view(ACTOR, site)),
        FOUND.href: ("actor.html", pages.actor_view(FOUND, site)),
        "actors.html": ("index.html", pages.actors_view([LISTED_ACTOR], site)),
        "actors/ines-harrow/tug-truce.html": ("actor_event.html", pages.actor_event_view(BOTH, site)),
        SOURCE.href: ("source.html", pages.source_view(source, site)),
        "sources.html": (
            "index.html",
            pages.sources_view([LISTED_SOURCE], site),
        ),
        "method.html": (
            "method.html",
            pages.method_view(site, [("JSON Schema of an edition", "schemas/edition.json")]),
        ),
        "search.html": ("search.html", pages.search_view(site)),
        "404.html": ("notice.html", pages.not_found_view(site)),
        "articles/withdrawn.html": ("notice.html", pages.withdrawn_view(REFS[0], "asked for by the publisher", site)),
        "events/old-truce.html": ("redirect.html", pages.redirect_view(EVENT.href, EVENT.title, site)),
    }


def render_site(site: Site = SITE) -> dict[str, str]:
    """A whole site: address → HTML."""
    environment = make_environment([str(TEMPLATES)], site.language)
    root = site.url or "/"
    return {
        href: render(environment, template, view, href, root if href == "404.html" else "")
        for href, (template, view) in views(site).items()
    }


def write_site(folder: Path, site: Site = SITE) -> Path:
    """A whole site as files below `folder`, with the theme's files and the publisher's."""
    for href, page in render_site(site).items():
        (folder / href).parent.mkdir(parents=True, exist_ok=True)
        (folder / href).write_text(page, encoding="utf-8")
    shutil.copytree(TEMPLATES.parent / "static", folder / "theme")
    (folder / site.stylesheet).write_text(publisher_sheet("#1d6b3a"), encoding="utf-8")
    (folder / site.logo).write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"/>', encoding="utf-8")
    return folder
