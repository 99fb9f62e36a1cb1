"""Published passages, quotes, figures and articles as what a page shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from briefing import links, wording
from briefing.model import Span
from briefing.published import ArticleRef, Claim, Disagreement, Passage, Presence, Said
from briefing.site.listing import number_sources, ref_view
from briefing.site.reporting import report_href
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.passages import (
    ArticlePassages,
    Citation,
    ClaimView,
    DisagreementView,
    PassageView,
    Piece,
    QuoteView,
    RefView,
    Verbatim,
)


class Card(Struct, frozen=True):
    """An article as its passages refer to it."""

    href: str
    outlet: str
    date: str
    number: str  # among the page's sources
    lang: str  # where it is not the site's


class Cited(Struct, frozen=True, dict=True):
    """What a page's passages refer to: articles by id, and actors as id → (name, href).

    The order of the articles is that of the page's sources: the first is number 1.
    """

    site: Site
    articles: Mapping[str, ArticleRef]
    actors: Mapping[str, tuple[str, str]]
    listed: bool = True  # the page ends in the list of its sources

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Each article's number among the page's sources; none where the page does not list them."""
        return {article: str(number) for number, article in enumerate(self.articles, 1)} if self.listed else {}

    @cached_property
    def year(self) -> str:
        """The year of the newest article, which a citation need not repeat."""
        days = [wording.day_of(ref.date, self.site.timezone) for ref in self.articles.values()]
        return max(days, default="")[:4]

    @cached_property
    def _cards(self) -> dict[str, Card]:
        return {}

    def card(self, article: str) -> Card:
        """Return what the page's passages say of an article, worded once a page."""
        card = self._cards.get(article)
        if card is None:
            ref = self.articles.get(article)
            words, href = self.site.words, links.article_href(article)
            if ref is None:  # beyond the newest that this page lists: its page is there all the same
                card = Card(href, words.say("Article"), "", "", "")
            else:
                outlet = ref.source_name or words.no_source()
                card = Card(href, outlet, self._short_date(ref), self.numbers.get(article, ""), self.lang(article))
            self._cards[article] = card
        return card

    def _short_date(self, ref: ArticleRef) -> str:
        words = self.site.words
        day = wording.day_of(ref.date, self.site.timezone)
        if not day:
            return words.unknown_date()
        return words.day_and_month(day) if day[:4] == self.year else words.short_day(day)

    def lang(self, article: str) -> str:
        """Return the language of an article where it is not the site's."""
        ref = self.articles.get(article)
        return ref.lang if ref and ref.lang != self.site.language else ""


def cited(site: Site, articles: Iterable[ArticleRef], actors: Iterable[Presence]) -> Cited:
    """Return what the passages of a page refer to; `articles` in the order in which the page lists its sources."""
    return Cited(site, {ref.id: ref for ref in articles}, {actor.id: (actor.name, actor.href) for actor in actors})


def sources(known: Cited) -> tuple[RefView, ...]:
    """Return the numbered list of sources that the page ends in."""
    return number_sources(known.articles.values(), known.site)


# -- places -----------------------------------------------------------------------------------------------------------


def place(article: str, start: int, end: int) -> str:
    """Return "2025-03/call.md:120-260", by which the build finds a published passage again."""
    return f"{article}:{start}-{end}"


def section(paragraph: int) -> str:
    """Return "§ 3" for the third paragraph, with a space that does not break."""
    return f"§\u00a0{paragraph + 1}"


def fragment(passage: Passage) -> str:
    """Return where in its article's page a passage begins; "" for the title, on top."""
    if passage.sentence >= 0:
        return "#" + links.sentence_fragment(passage.sentence)
    return "#" + links.paragraph_fragment(passage.paragraph) if passage.paragraph >= 0 else ""


# -- passages ---------------------------------------------------------------------------------------------------------


def verbatim(passage: Passage, known: Cited, marks: Sequence[tuple[Span, str]] = ()) -> Verbatim:
    """Return a passage cut into pieces by `marks` (spans in the article). Marks outside it or overlapping are cut."""
    article, start, text = passage.article, passage.start, passage.text
    pieces = _cut(text, start, marks) if marks else (Piece(text, ""),) if text else ()
    return Verbatim(place(article, start, passage.end), pieces, known.card(article).lang)


def _cut(text: str, at: int, marks: Sequence[tuple[Span, str]]) -> tuple[Piece, ...]:
    pieces = []
    done = 0
    for (start, end), mark in sorted(marks):
        first, last = max(start - at, done), min(end - at, len(text))
        if first < last:
            if done < first:
                pieces.append(Piece(text[done:first], ""))
            pieces.append(Piece(text[first:last], mark))
            done = last
    if done < len(text):
        pieces.append(Piece(text[done:], ""))
    return tuple(pieces)


def citation(passage: Passage, known: Cited) -> Citation:
    site, article = known.site, passage.article
    card = known.card(article)
    href = card.href + fragment(passage)
    paragraph = section(passage.paragraph) if passage.paragraph >= 0 else site.words.say("title")
    report = ""
    if site.report:
        ref = known.articles.get(article)
        where = place(article, passage.start, passage.end)
        report = report_href(site, href, where, ref.title if ref else "", passage.text)
    return Citation(href, card.outlet, card.date, paragraph, card.number, report)


def passage_view(passage: Passage, known: Cited) -> PassageView:
    return PassageView(verbatim(passage, known), citation(passage, known), passage.weak)


def passage_views(passages: Iterable[Passage], known: Cited) -> tuple[PassageView, ...]:
    return tuple(passage_view(passage, known) for passage in passages)


def by_article(passages: Iterable[Passage], known: Cited) -> tuple[ArticlePassages, ...]:
    """Return passages under the articles that they come from, both in the order given."""
    groups: dict[str, list[PassageView]] = {}
    for passage in passages:
        groups.setdefault(passage.article, []).append(passage_view(passage, known))
    return tuple(ArticlePassages(_head(article, known), tuple(views)) for article, views in groups.items())


def _head(article: str, known: Cited) -> RefView:
    ref = known.articles.get(article)
    if ref is None:
        return RefView(known.site.words.say("Article"), links.article_href(article), "", "", "", "")
    return replace(ref_view(ref, known.site), number=known.numbers.get(article, ""))


# -- quotes -----------------------------------------------------------------------------------------------------------


def actor_name(actor: str, known: Cited) -> str:
    """Return an actor's name; of one that the page does not list, what its id (a slug of the name) says."""
    name, _ = known.actors.get(actor, ("", ""))
    return name or " ".join(word.capitalize() for word in actor.split("-"))


def actor_anchor(actor: str, known: Cited) -> Anchor:
    return Anchor(actor_name(actor, known), known.actors.get(actor, ("", ""))[1])


def quote_view(said: Said, known: Cited) -> QuoteView:
    speaker = (
        actor_anchor(said.speaker, known)
        if said.speaker
        else Anchor(said.speaker_text or known.site.words.nobody(), "")
    )
    return QuoteView(
        verbatim=verbatim(said.passage, known, [(span, "said") for span in said.spans]),
        cite=citation(said.passage, known),
        speaker=speaker.text,
        speaker_href=speaker.href,
        named=bool(said.speaker) or not said.speaker_text,
        kind=known.site.words.kind_of_quote(said.kind),
        about=tuple(
            anchor for actor in said.about if actor != said.speaker and (anchor := actor_anchor(actor, known)).href
        ),
    )


def quote_views(quotes: Iterable[Said], known: Cited) -> tuple[QuoteView, ...]:
    """Return a list's quotes; what one speaker says in one sentence is one quote, all its words marked."""
    together: dict[tuple[str, int, int, str, str], Said] = {}
    for said in quotes:
        passage = said.passage  # an actor is the same by name and as "he"
        key = (passage.article, passage.start, passage.end, said.speaker or f'"{said.speaker_text}', said.kind)
        first = together.get(key)
        together[key] = replace(first, spans=first.spans + said.spans, about=_joined(first, said)) if first else said
    return tuple(quote_view(said, known) for said in together.values())


def _joined(one: Said, other: Said) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.about + other.about))


# -- figures ----------------------------------------------------------------------------------------------------------


def claim_views(claims: Iterable[Claim], known: Cited) -> tuple[ClaimView, ...]:
    """Return figures with the sentences that give them; those of one sentence, given in a row, together."""
    return tuple(_claim_view(tuple(group), known) for _, group in groupby(claims, key=lambda claim: claim.passage))


def _claim_view(claims: tuple[Claim, ...], known: Cited) -> ClaimView:
    passage = claims[0].passage
    named = (claim.figure.source for claim in claims if claim.figure.source.lower() not in wording.PRONOUNS)
    return ClaimView(
        figures=tuple(_alone(claim, known) for claim in claims),
        verbatim=verbatim(passage, known, [((each.figure.start, each.figure.end), "figure") for each in claims]),
        cite=citation(passage, known),
        giver=next(filter(None, named), ""),
    )


def _alone(claim: Claim, known: Cited) -> Verbatim:
    """Return the number without its sentence."""
    passage = claim.passage
    start, end = max(claim.figure.start, passage.start), min(claim.figure.end, passage.end)
    text = passage.text[start - passage.start : end - passage.start]
    return Verbatim(
        place(passage.article, start, end), (Piece(text, ""),) if text else (), known.card(passage.article).lang
    )


def disagreement_view(disagreement: Disagreement, known: Cited) -> DisagreementView:
    thing = known.site.words.name_counted(disagreement.thing or disagreement.unit)
    return DisagreementView(
        subject=", ".join(label for label in (thing, disagreement.place) if label),
        claims=claim_views(disagreement.claims, known),
    )
