"""What of an edition goes into a mail, and in which words? From the edition's values to the digest's.

The mail is shorter than the edition's page: of each event the summary, two quotes and where sources differ. The rest is
one click away, on the web. Where a whole event or note is left out the mail says so (`length.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from briefing import links, wording
from briefing.mail.message.amended import find_wording_now
from briefing.mail.message.digest import (
    FOLDER,
    Amended,
    Difference,
    Digest,
    Entry,
    MailSite,
    Pointer,
    Quote,
    Side,
    Title,
    Words,
    isolate,
    on_one_line,
)
from briefing.mail.message.week import Week
from briefing.published import (
    ITEMS_IN_FULL,
    ArticleRef,
    Claim,
    Correction,
    Disagreement,
    Edition,
    Item,
    LedgerRow,
    Passage,
    Said,
)

QUOTES = 2  # of an event: the third is read on the web
ARTICLES = 3  # of an event whose sources' rights let nothing be printed but their titles
# A reported sentence that begins so speaks of what stands before it; who "he" is, its speaker says.
LEANING = frozenset(("it", "they", "this", "that", "these", "those"))
_CHANGED_BY_HTML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # categories Cc and Cs
LONGEST_PASSAGE = 2000  # characters; the longest sentence of a newspaper has some 300, so this is no sentence


def make_digest(
    edition: Edition,
    site: MailSite,
    *,
    week: Week | None = None,
    mailed: Mapping[str, str] | None = None,
    withdrawn: Sequence[LedgerRow] = (),
    follows: Sequence[str] = (),
    unsubscribe: str = "",
) -> Digest:
    """Return all that `edition` has for a mail; `length.shorten` cuts it where that is too much.

    `week`: the days that it tells of, where those are more than one. `mailed`: article → the day on which it was mailed
    before; `withdrawn`: those of them that were taken back. `follows`: titles of what the reader follows, empty for
    whoever gets everything. `unsubscribe`: the address where the reader leaves, or UNSUBSCRIBE_PLACEHOLDER.
    """
    mailed = mailed or {}
    desk = _Desk(site, edition, {ref.id: ref for ref in edition.articles}, _names(edition))
    words = site.words
    lead = next((item for item in edition.items if item.id == edition.lead), None)
    others = [item for item in edition.items if item is not lead]
    full = ITEMS_IN_FULL - (lead is not None)
    corrections = [row for row in edition.corrections if row.article in desk.articles]
    return Digest(
        name=on_one_line(site.name),
        lang=site.language,
        direction=words.direction,
        edition_lang=desk.foreign(edition.language),
        owed=(
            *(desk.taken_back(row, mailed.get(row.path, "")) for row in withdrawn),
            *(desk.amended(row, mailed[row.article]) for row in corrections if row.article in mailed),
        ),
        nothing="" if edition.items else words.say("No event had news, and no story was found in what came in."),
        dateline=words.say("The week of {days}", days=words.span_of_days(week.first, week.last))
        if week
        else words.named_day(edition.day),
        counts=desk.counts(),
        still_open=""
        if edition.closed
        else words.say(
            "This edition is still open: what comes in until {closes} is added.",
            closes=desk.moment(edition.closes),
        ),
        notice=on_one_line(site.notice),
        web=desk.address(links.EDITIONS if week else links.edition_href(edition.day)),
        weekly=week is not None,
        lead=desk.entry(lead) if lead else None,
        lead_why=on_one_line(edition.lead_why) if lead else "",
        entries=tuple(map(desk.entry, others[:full])),
        briefs=tuple(map(desk.brief, others[full:])),
        noted=desk.passages(edition.noted),
        corrections=tuple(desk.amended(row) for row in corrections if row.article not in mailed),
        quiet=tuple(
            Pointer(
                desk.title(quiet.title, quiet.href),
                words.say("last news {day}", day=desk.day(quiet.last)) if quiet.last else words.say("nothing yet"),
            )
            for quiet in edition.quiet
        ),
        days=tuple(
            Title(words.weekday_and_day(day), "", desk.address(links.edition_href(day)))
            for day in (week.days if week else ())
        ),
        left="",
        hours=words.say(
            "What came in from {opens} to {closes}.",
            opens=desk.moment(edition.opens),
            closes=desk.moment(edition.closes),
        ),
        method=desk.address(links.METHOD),
        why=words.say("You get this mail because you are on the list of {name}.", name=desk.apart(site.name)),
        follows=words.say("You follow: {titles}.", titles=words.listed(list(map(desk.apart, follows))))
        if follows
        else "",
        unsubscribe=unsubscribe,
        footer=on_one_line(site.footer),
    )


# -- from the edition's values to the digest's ------------------------------------------------------------------------


class _Desk(Struct, frozen=True):
    """What an edition's passages refer to."""

    site: MailSite
    edition: Edition
    articles: Mapping[str, ArticleRef]
    names: Mapping[str, str]  # of actors, by id

    def address(self, href: str) -> str:
        """Where `href`, which counts from the site's root, is found by a reader of the mail."""
        return f"{self.site.url}/{href}" if self.site.url else links.relative(href, FOLDER)

    def apart(self, words: str) -> str:
        """Words that are not ours, as they may stand among ours."""
        return isolate(on_one_line(words), self.site.words.direction)

    def dated(self, day: str) -> str:
        """A day in the words of its language, as it may stand in a sentence of ours: English for want of another."""
        words = self.site.words
        return isolate(day, words.direction if words.translated else "ltr")

    def foreign(self, lang: str) -> str:
        """A language where it is not the mail's."""
        return lang if lang != self.site.language else ""

    def day(self, stamp: str) -> str:
        """A day, with the year where it is not the edition's."""
        words, day = self.site.words, wording.day_of(stamp, self.site.timezone)
        return self.dated(words.day_and_month(day) if day[:4] == self.edition.day[:4] else words.short_day(day))

    def moment(self, stamp: str) -> str:
        return self.dated(self.site.words.moment(stamp, self.site.timezone))

    def counts(self) -> tuple[str, ...]:
        words, counts = self.site.words, self.edition.counts
        outlets = (
            words.support(counts.outlets, counts.origins)
            if counts.origins
            else words.count(counts.outlets, "{n} outlet", "{n} outlets")
        )
        return (
            *([words.count(counts.events, "{n} event", "{n} events")] if counts.events else []),
            words.count(counts.articles, "{n} article", "{n} articles"),
            outlets,
        )

    def entry(self, item: Item) -> Entry:
        words = self.site.words
        ref = self.articles.get(item.headline_from)
        told = ref is not None and item.headline != item.title
        story = words.say("Story") if item.kind == "story" else ""
        summary = self.passages(item.summary)
        refs = [self.articles[article] for article in item.articles if article in self.articles]
        # That it moved in the edition before goes without saying.
        last = "" if item.last == self.edition.previous else item.last
        return Entry(
            title=self.title(
                item.headline if told else item.title, item.href, ref.lang if told and ref else self.edition.language
            ),
            source=Pointer(Title(self.source(ref), "", self.address(ref.href))) if ref and (told or story) else None,
            label=story or (self.apart(item.title) if told else ""),
            label_lang="" if story else self.foreign(self.edition.language),
            change=item.change,
            change_text=words.change(item.change, last),
            support=words.support(item.outlets, item.origins),
            pinned=item.pinned and item.id != self.edition.lead,
            description=on_one_line(item.description) if item.change == "new" else "",
            summary=summary,
            quotes=tuple(map(self.quote, _worth_quoting(item))),
            differences=tuple(filter(None, map(self.difference, item.disagreements))),
            articles=() if summary else tuple(self.pointer(ref) for ref in refs[:ARTICLES]),
        )

    def brief(self, item: Item) -> Entry:
        """An item in the one sentence that says most of it."""
        entry = self.entry(replace(item, quotes=(), disagreements=(), description=""))
        summary = entry.summary[:1]
        same = entry.source and summary and summary[0].href.startswith(f"{entry.source.title.href}#")
        return replace(entry, summary=summary, articles=entry.articles[:1], source=None if same else entry.source)

    def title(self, words: str, href: str, lang: str = "") -> Title:
        return Title(on_one_line(words), self.foreign(lang or self.edition.language), self.address(href))

    def passages(self, passages: Iterable[Passage]) -> tuple[Words, ...]:
        return tuple(self.words(passage) for passage in passages if _is_printable(passage))

    def words(self, passage: Passage) -> Words:
        ref = self.articles.get(passage.article)
        fragment = ""  # a title stands on top of its page
        if passage.sentence >= 0:
            fragment = "#" + links.sentence_fragment(passage.sentence)
        elif passage.paragraph >= 0:
            fragment = "#" + links.paragraph_fragment(passage.paragraph)
        return Words(
            place=f"{passage.article}:{passage.start}-{passage.end}",
            text=passage.text,
            lang=self.foreign(ref.lang) if ref else "",
            source=self.source(ref),
            href=self.address((ref.href if ref else links.article_href(passage.article)) + fragment),
        )

    def source(self, ref: ArticleRef | None) -> str:
        """Where and when it was published: "Tidewater Post, 18 Mar"."""
        words = self.site.words
        outlet = self.apart(ref.source_name) if ref else ""
        return words.say("{outlet}, {day}", outlet=outlet or words.no_source(), day=self.date(ref))

    def date(self, ref: ArticleRef | None) -> str:
        words = self.site.words
        if ref and ref.date:
            return self.day(ref.date)
        if ref and ref.added:
            return words.say("date unknown, added {day}", day=self.day(ref.added))
        return words.unknown_date()

    def pointer(self, ref: ArticleRef) -> Pointer:
        return Pointer(self.title(ref.title, ref.href, ref.lang), self.source(ref))

    def amended(self, row: Correction, mailed: str = "") -> Amended:
        """A correction; `mailed` is the day of the mail that printed from its article, "" for none."""
        ref, words = self.articles[row.article], self.site.words
        now = find_wording_now(row, self.edition) if row.was else None
        return Amended(
            title=self.title(ref.title, ref.href, ref.lang),
            note=words.say(
                "An article that we mailed from on {day} was corrected.", day=self.dated(words.full_day(mailed))
            )
            if mailed
            else words.say("Corrected {day}.", day=self.moment(row.modified)),
            was=on_one_line(row.was),
            lang=self.foreign(ref.lang),
            now=self.words(now) if now and _is_printable(now) else None,
        )

    def taken_back(self, row: LedgerRow, mailed: str) -> Amended:
        """An article that its publisher withdrew after it was mailed."""
        words, reason = self.site.words, on_one_line(row.reason)
        day = self.dated(words.full_day(mailed))
        note = words.say("An article that we mailed from on {day} was withdrawn.", day=day)
        if reason:
            note = words.say(
                "An article that we mailed from on {day} was withdrawn. Reason: {reason}",
                day=day,
                reason=self.apart(reason),
            )
        title = Title(on_one_line(row.title or row.path), "", self.address(row.href) if row.href else "")
        return Amended(title, note, "", "", None)

    def quote(self, said: Said) -> Quote:
        words = self.site.words
        if said.speaker:
            speaker = self.apart(self.names.get(said.speaker) or links.unslug(said.speaker))
        elif said.speaker_text:
            speaker = words.say("“{words}”", words=self.apart(said.speaker_text))
        else:
            speaker = words.nobody()
        return Quote(speaker, words.kind_of_quote(said.kind), self.words(said.passage))

    def difference(self, disagreement: Disagreement) -> Difference | None:
        """Return the two sides or more, one for each sentence; None where fewer are left to print."""
        words = self.site.words
        printable = [claim for claim in disagreement.claims if _is_printable(claim.passage)]
        sides = tuple(self.side(tuple(group)) for _, group in groupby(printable, key=lambda claim: claim.passage))
        thing = words.name_counted(disagreement.thing or disagreement.unit)
        subject = ", ".join(filter(None, (self.apart(thing), self.apart(disagreement.place))))
        if len(sides) < 2:
            return None
        said = words.say("Sources differ: {subject}", subject=subject) if subject else words.say("Sources differ")
        return Difference(said, sides)

    def side(self, claims: tuple[Claim, ...]) -> Side:
        passage = claims[0].passage
        sources = (claim.figure.source for claim in claims if claim.figure.source.lower() not in wording.PRONOUNS)
        giver = next(filter(None, sources), "")
        return Side(
            figures=tuple(self.words(number) for number in map(_number, claims) if _is_printable(number)),
            words=self.words(passage),
            giver=self.site.words.say("given by “{giver}”", giver=self.apart(giver)) if giver else "",
        )


def _number(claim: Claim) -> Passage:
    """A figure without its sentence, as a passage of its own."""
    passage = claim.passage
    start, end = max(claim.figure.start, passage.start), min(claim.figure.end, passage.end)
    return replace(passage, start=start, end=end, text=passage.text[start - passage.start : end - passage.start])


def _worth_quoting(item: Item) -> list[Said]:
    """Return up to QUOTES quotes, words in quotation marks first, none that the mail prints already.

    Reported words are read on the web where they are of somebody without a name or of one who is quoted here anyway, or
    where they cannot be understood alone.
    """
    told = {*item.summary, *(claim.passage for dispute in item.disagreements for claim in dispute.claims)}
    printed = {(passage.article, passage.start, passage.end) for passage in told}
    speakers: set[str | None] = {None}
    chosen = []
    for said in sorted(item.quotes, key=lambda said: said.kind == "reported"):  # stable: the order given within both
        place = (said.passage.article, said.passage.start, said.passage.end)
        leans = said.passage.text.partition(" ")[0].lower() in LEANING
        worth = said.kind != "reported" or (said.speaker not in speakers and not leans)
        if worth and place not in printed and _is_printable(said.passage):
            printed.add(place)
            speakers.add(said.speaker)
            chosen.append(said)
    return chosen[:QUOTES]


def _names(edition: Edition) -> dict[str, str]:
    everybody = [*(actor for item in edition.items for actor in item.actors), *edition.actors]
    return {actor.id: actor.name for actor in everybody}


def _is_printable(passage: Passage) -> bool:
    """Whether a passage can stand in a mail as it is: of some length, and without characters that HTML would change."""
    return (
        len(passage.text) <= LONGEST_PASSAGE
        and passage.text.strip() != ""
        and _CHANGED_BY_HTML.search(passage.text) is None
    )
