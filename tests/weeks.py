"""Editions of invented days, for tests of what is made of several: a few events, each day's articles its own."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.published import (
    ArticleRef,
    Change,
    Correction,
    Counts,
    Edition,
    Item,
    LedgerRow,
    Passage,
    Presence,
    QuietItem,
    Said,
)

MONDAY = date(2025, 3, 10)
OUTLETS = {"post": "post", "pier": "pier", "wire": "wire", "digue": "wire"}  # outlet → who is behind it
PEOPLE = ("harrow", "tarn", "quill")
LONGER = "the pilots of the strait came back from sea and said how the night had been"


def day(number: int) -> str:
    """Days are counted from a Monday."""
    return (MONDAY + timedelta(days=number)).isoformat()


def ref(id_: str, source: str = "post", **fields: object) -> ArticleRef:
    made = ArticleRef(
        id_, f"Title of {id_}", source, source.title(), id_[:10], "", f"articles/{id_}.html", "", "en", "full",
        origin=OUTLETS[source],
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def passage(article: str, sentence: int = 0, text: str = "") -> Passage:
    """One of an article's sentences, which are numbered unless `text` says what they are."""
    text = text or f"On {article} in sentence {sentence} {LONGER}."
    return Passage(article, sentence, sentence, 1000 * sentence, 1000 * sentence + len(text), text)


def said(article: str, sentence: int, speaker: str | None = "harrow", kind: str = "direct") -> Said:
    made = passage(article, sentence)
    return Said(made, ((made.start, made.end),), kind, speaker, speaker or "an official", "said")  # type: ignore[arg-type]


def item(
    id_: str,
    articles: tuple[str, ...],
    *,
    change: Change = "updated",
    since: str = "2025-01-01",
    last: str = "",
    **fields: object,
) -> Item:
    """An event in which each article tells one sentence, 0."""
    made = Item(
        id=id_,
        kind="event",
        title=f"The {id_}",
        headline=f"Title of {articles[0]}" if articles else f"The {id_}",
        headline_from=articles[0] if articles else "",
        description="",
        href=f"events/{id_}.html",
        change=change,
        since=since,
        last=last,
        weight=float(len(articles)),
        outlets=len(articles),
        origins=len(articles),
        summary=tuple(passage(article) for article in articles),
        passages=(),
        quotes=(),
        disagreements=(),
        actors=(),
        articles=articles,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def edition(
    day_: str,
    items: tuple[Item, ...] = (),
    articles: tuple[ArticleRef, ...] = (),
    *,
    noted: tuple[Passage, ...] = (),
    quiet: tuple[str, ...] = (),
    **fields: object,
) -> Edition:
    words = sum(len(each.text.split()) for one in items for each in (*one.summary, *(q.passage for q in one.quotes)))
    words += sum(len(each.text.split()) for each in noted)
    made = Edition(
        day=day_,
        opens=f"{(date.fromisoformat(day_) - timedelta(days=1)).isoformat()}T06:00:00+00:00",
        closes=f"{day_}T06:00:00+00:00",
        closed=True,
        previous="",
        counts=Counts(
            len(articles), len({a.source for a in articles}), len({a.origin for a in articles}), len(items), words,
            round(words / 238),
        ),
        lead=items[0].id if items else "",
        items=items,
        noted=noted,
        quiet=tuple(QuietItem(id_, f"The {id_}", f"events/{id_}.html", day_) for id_ in quiet),
        corrections=(),
        actors=(),
        articles=tuple(sorted(articles, key=lambda each: each.id)),
        ledger=tuple(LedgerRow(each.id, each.title, "used", "", each.href) for each in articles),
        lead_why="Nothing else moved." if len(items) == 1 else "Told by 2 independent origins, more." if items else "",
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


@st.composite
def editions(draw: st.DrawFn, most: int = 10) -> list[Edition]:
    """Editions of some of the days that follow one another, oldest first, at least one."""
    numbers = sorted(draw(st.sets(st.integers(0, most), min_size=1, max_size=most)))
    return [draw(_edition(day(number))) for number in numbers]


@st.composite
def _edition(draw: st.DrawFn, day_: str) -> Edition:
    sources = draw(st.lists(st.sampled_from(sorted(OUTLETS)), max_size=5))
    refs = tuple(
        ref(f"{day_}/{number}.md", source, lang=draw(st.sampled_from(("en", "en", "fr"))))
        for number, source in enumerate(sources)
    )
    ids = [each.id for each in refs]
    things = draw(st.lists(st.sampled_from(("truce", "fares", "mole", "tuna")), unique=True, max_size=4)) if ids else []
    items = tuple(draw(_item(thing, day_, refs)) for thing in things)
    inside = {id_ for each in items for id_ in each.articles}
    noted = tuple(passage(id_) for id_ in ids if id_ not in inside)
    corrected = draw(st.lists(st.sampled_from(ids), unique=True, max_size=1)) if ids else []
    quiet = tuple(thing for thing in ("fares", "mole") if thing not in things)
    made = edition(
        day_,
        items,
        refs,
        noted=noted,
        quiet=quiet,
        corrections=tuple(Correction(id_, f"{day_}T09:00:00+00:00", "") for id_ in corrected),
    )
    copies = 2 * len(items)
    outlets = max([made.counts.outlets, *(each.outlets for each in items)])
    return replace(made, counts=replace(made.counts, articles=len(refs) + copies, outlets=outlets))


@st.composite
def _item(draw: st.DrawFn, thing: str, day_: str, refs: tuple[ArticleRef, ...]) -> Item:
    chosen = draw(st.lists(st.sampled_from(refs), unique_by=lambda each: each.id, min_size=1, max_size=3))
    articles = tuple(each.id for each in chosen)
    texts = st.sampled_from(("", "", f"Everywhere {LONGER}.", "Little was said."))
    summary = tuple(passage(id_, number, draw(texts)) for id_ in articles for number in range(draw(st.integers(0, 2))))
    quotes = tuple(
        said(id_, 1 + number, draw(st.sampled_from((*PEOPLE, None))), draw(st.sampled_from(("direct", "reported"))))
        for number, id_ in enumerate(articles)
    )
    people = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2))
    return item(
        thing,
        articles,
        since=draw(st.sampled_from(("2025-01-01", day_))),
        summary=summary,
        quotes=quotes,
        outlets=len({each.source for each in chosen}) + draw(st.integers(0, 2)),  # by as many copies
        origins=len({each.origin for each in chosen}),
        actors=tuple(Presence(id_, id_.title(), "person", 1, 1) for id_ in people),
        weight=draw(st.sampled_from((1.0, 1.5, 2.0))),
    )
