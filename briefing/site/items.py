"""An edition's events and stories as views: in full, in a sentence, and the quotes of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.published import Item, Passage, Said
from briefing.site.listing import presence_anchor
from briefing.site.passages import Cited, by_article, disagreement_view, passage_views, quote_views
from briefing.site.support import support_view
from briefing.site.views.edition import BriefView, ItemHead, ItemView, QuoteOfTheDay
from briefing.site.views.frame import Anchor
from briefing.site.views.passages import Citation

OUTLETS_NAMED = 8  # of an item: a line or two
ARTICLES_LISTED = 30  # of an item, among the edition's sources
PASSAGES_FOLDED = 12  # of an item: its page has all
DAY_QUOTES = 4  # a section of its own in an edition: what is read in a minute
DIRECT_ENOUGH = 3  # quotes of whole sentences: where a day has fewer, words quoted in part stand beside them
QUOTED_WORDS = 3  # fewer are no quote of the day, but a word in quotation marks


def choose_quotes_of_the_day(items: Sequence[Item]) -> list[tuple[Item, Said]]:
    """Return the quotes of the day with the items they are from: words as they were said, one for each speaker.

    Whole sentences come before parts of one, speakers with a name before others, an item that has none yet before one
    that has, the weightier item first.
    """
    chosen: list[tuple[Item, Said]] = []
    speakers: set[str] = set()
    used: dict[str, int] = {}
    places = [(place, item, said) for place, item in enumerate(items) for said in item.quotes if _is_quotable(said)]
    while places and len(chosen) < DAY_QUOTES:
        _, item, said = min(places, key=lambda each: _rank(each[0], each[1], each[2], used))
        if said.kind != "direct" and len(chosen) >= DIRECT_ENOUGH:
            break
        chosen.append((item, said))
        speakers.add(_speaker(said))
        used[item.id] = used.get(item.id, 0) + 1
        places = [each for each in places if _speaker(each[2]) not in speakers]
    order = {item.id: place for place, item in enumerate(items)}
    return sorted(chosen, key=lambda each: (order[each[0].id], each[1].passage.article, each[1].passage.start))


def _is_quotable(said: Said) -> bool:
    if said.kind == "reported" or not (said.speaker or said.speaker_text):
        return False
    start = said.passage.start
    return sum(len(said.passage.text[first - start : end - start].split()) for first, end in said.spans) >= QUOTED_WORDS


def _rank(place: int, item: Item, said: Said, used: dict[str, int]) -> tuple[bool, int, bool, int, str, int]:
    return (
        said.kind != "direct", used.get(item.id, 0), not said.speaker, place, said.passage.article, said.passage.start,
    )  # fmt: skip


def _speaker(said: Said) -> str:
    return said.speaker or said.speaker_text.casefold()


def day_quote_views(chosen: Iterable[tuple[Item, Said]], known: Cited) -> tuple[QuoteOfTheDay, ...]:
    """Return the quotes of the day; what the speaker says besides in the same sentence is part of theirs."""
    views = []
    for item, said in chosen:
        together = [each for each in item.quotes if _same_words(each, said)]
        views += [
            QuoteOfTheDay(view, Anchor(item.title, f"#{item_anchor(item)}")) for view in quote_views(together, known)
        ]
    return tuple(views)


def _same_words(one: Said, other: Said) -> bool:
    return (one.passage, one.kind, _speaker(one)) == (other.passage, other.kind, _speaker(other))


def item_anchor(item: Item) -> str:
    return f"item-{item.id}"


def item_view(item: Item, known: Cited, chosen: Sequence[tuple[Item, Said]] = (), previous: str = "") -> ItemView:
    """Return an event or story of an edition.

    `chosen` are the quotes of the day, which it does not repeat; `previous` is the edition before.
    """
    words = known.site.words
    printed = {(each.article, each.start) for each in _in_sight(item)}
    said_today = [said for owner, said in chosen if owner.id == item.id]
    quotes = quote_views(
        [
            said
            for said in _direct_first(item)
            # What is reported and stands in the summary is read there, its speaker named in the sentence.
            if (said.kind != "reported" or (said.passage.article, said.passage.start) not in printed)
            and not any(_same_words(said, each) for each in said_today)
        ],
        known,
    )
    passages = _not_in_sight(item)
    hidden = len(passages) - PASSAGES_FOLDED
    outlets = {ref.source: ref for article in reversed(item.articles) if (ref := known.articles.get(article))}
    told = [ref for article in item.articles if (ref := known.articles.get(article)) and outlets[ref.source] is ref]
    unnamed = item.outlets - len(told[:OUTLETS_NAMED])
    folded = (
        (len(quotes), words.count(len(quotes), "{n} quote", "{n} quotes")),
        (len(passages), words.count(len(passages), "{n} passage", "{n} passages")),
        (len(item.actors), words.count(len(item.actors), "{n} actor", "{n} actors")),
    )
    return ItemView(
        head=_head(item, known, previous),
        description=item.description if item.change == "new" else "",
        pinned=item.pinned,
        summary=passage_views(item.summary, known),
        disagreements=tuple(disagreement_view(each, known) for each in item.disagreements),
        outlets=tuple(Anchor(ref.source_name or words.no_source(), ref.href, ref.title) for ref in told[:OUTLETS_NAMED])
        if item.outlets > 1
        else (),
        more_outlets=words.count(unnamed, "{n} more", "{n} more") if unnamed > 0 else "",
        folded=words.listed([text for number, text in folded if number]),
        quotes=quotes,
        passages=by_article(passages[:PASSAGES_FOLDED], known),
        more_passages=words.count(hidden, "{n} more passage", "{n} more passages") if hidden > 0 else "",
        actors=tuple(presence_anchor(actor, words) for actor in item.actors),
    )


def brief_view(item: Item, known: Cited, previous: str = "") -> BriefView:
    """Return an item in the one sentence that says most of it."""
    return BriefView(_head(item, known, previous), passage_views(item.summary[:1], known))


def articles_of_item(item: Item) -> Iterable[str]:
    """Yield the articles that an item in full cites, as a reader comes upon them."""
    for passage in _in_sight(item):
        yield passage.article
    yield from item.articles[:ARTICLES_LISTED]
    for said in item.quotes:
        yield said.passage.article
    for passage in _not_in_sight(item)[:PASSAGES_FOLDED]:
        yield passage.article
    yield item.headline_from


def words_of_item(item: Item) -> int:
    """Return how many words of articles an item in full prints in sight."""
    return sum(len(each.text.split()) for each in dict.fromkeys(_in_sight(item)))


def _in_sight(item: Item) -> Iterable[Passage]:
    yield from item.summary
    for disagreement in item.disagreements:
        for claim in disagreement.claims:
            yield claim.passage


def _not_in_sight(item: Item) -> list[Passage]:
    printed = {(passage.article, passage.start) for passage in _in_sight(item)}
    return [passage for passage in item.passages if (passage.article, passage.start) not in printed]


def _head(item: Item, known: Cited, previous: str) -> ItemHead:
    words = known.site.words
    ref = known.articles.get(item.headline_from)
    told = ref is not None and item.headline != item.title
    # That it moved in the edition before goes without saying.
    last = "" if item.last == previous else item.last
    return ItemHead(
        anchor=item_anchor(item),
        headline=item.headline if told or item.kind == "story" else item.title,
        lang=known.lang(item.headline_from),
        href=item.href,
        source=Citation(ref.href, ref.source_name or words.no_source(), "", "", known.numbers.get(ref.id, ""))
        if ref and (told or item.kind == "story")
        else None,
        event=words.say("Story") if item.kind == "story" else item.title if told else "",
        change=item.change,
        change_text=words.change(item.change, last),
        support=support_view(item.outlets, item.origins, words),
    )


def _direct_first(item: Item) -> list[Said]:
    """Return an item's quotes, words in quotation marks first."""
    return sorted(item.quotes, key=lambda said: said.kind == "reported")  # stable: the order given within each kind
