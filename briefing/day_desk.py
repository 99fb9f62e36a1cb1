"""From the archive to an edition: which records does a day's briefing need, and which day told what?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from hashlib import blake2b
from itertools import groupby

import msgspec
from msgspec.structs import replace

from briefing.desk import Desk
from briefing.edition import KEY, Morning, Near, compose_edition
from briefing.ledger import list_files
from briefing.model import SHOWN, Record, Story
from briefing.published import Counts, Edition, Item

AROUND = 2  # days before an edition whose figures are held against its own: tolls rise, and older ones are history


class DayDesk:
    """The editions of one build; `base` is the digest of what all pages are made from."""

    def __init__(self, desk: Desk, base: bytes) -> None:
        self._desk, self._archive, self._base = desk, desk.archive, base
        self._last: tuple[str, bytes, Edition, bytes] | None = None  # an edition's files ask for it one after the other

    def edition(self, day: str, inputs: bytes) -> Edition:
        """The edition of a day, composed anew where `inputs`, the digest of all it is made from, is another one."""
        return self._find(day, inputs)[2]

    def seal(self, day: str, inputs: bytes) -> bytes:
        """A digest of the edition itself: what of its inputs moved need not show in it."""
        return self._find(day, inputs)[3]

    def _find(self, day: str, inputs: bytes) -> tuple[str, bytes, Edition, bytes]:
        if self._last is None or self._last[:2] != (day, inputs):
            edition, value = self._find_edition(day, inputs)
            self._last = day, inputs, edition, blake2b(value, digest_size=16).digest()
        return self._last

    def _find_edition(self, day: str, inputs: bytes) -> tuple[Edition, bytes]:
        kept: dict[bytes, Item] = {}
        for before, value, keys in self._archive.rows("select inputs, value, keys from edition where day = ?", (day,)):
            if before == inputs:
                return msgspec.json.decode(value, type=Edition), value
            if keys.startswith(self._base):  # else other code wrote it, or there were other rules of events
                items = msgspec.json.decode(value, type=Edition).items
                kept = {keys[len(self._base) + KEY * place :][:KEY]: item for place, item in enumerate(items)}
        edition, made = self._compose_edition(day, kept)
        lead = next((item.headline for item in edition.items if item.id == edition.lead), "")
        value = msgspec.json.encode(edition)
        self._archive.do(
            "insert or replace into edition (day, inputs, lead, counts, value, keys) values (?, ?, ?, ?, ?, ?)",
            (day, inputs, lead, msgspec.json.encode(edition.counts).decode(), value, self._base + b"".join(made)),
        )
        return edition, value

    def edition_line(self, day: str, inputs: bytes) -> tuple[str, str, Counts]:
        """What lists of editions say of one: its day, the title of its lead, its counts."""
        for lead, counts in self._archive.rows(
            "select lead, counts from edition where day = ? and inputs = ?", (day, inputs)
        ):
            return day, lead, msgspec.json.decode(counts, type=Counts)
        edition = self.edition(day, inputs)
        lead = next((item.headline for item in edition.items if item.id == edition.lead), "")
        return day, lead, edition.counts

    @cached_property
    def days_without_edition(self) -> tuple[str, ...]:
        """The days, "" among them, whose files belong to no edition: drafts, files that failed, articles to come."""
        rows = self._archive.rows(
            "select substr(id, 3) from thing where id >= 'd:' and id < 'd;' and digest != x'' order by id"
        )
        with_edition = set(self._desk.days)
        return tuple(day for (day,) in rows if day not in with_edition)

    def movers(self, day: str) -> tuple[tuple[str, str, str], ...]:
        """What moved on a day, as (thing, day on which it did first, last day before this one on which it did)."""
        return tuple(
            (thing, *self._desk.moved_between(thing, day))
            for (thing,) in self._archive.rows(
                "select distinct t.thing from touch d join touch t on t.article = d.article"
                " where d.thing = ? and d.live"
                " and (t.thing between 'm:' and 'm;' or t.thing between 'y:' and 'y;') order by 1",
                (f"d:{day}",),
            )
        )

    def _compose_edition(self, day: str, kept: Mapping[bytes, Item]) -> tuple[Edition, tuple[bytes, ...]]:
        place = self._desk.days.index(day)
        previous = self._desk.days[place - 1] if place else ""
        records = self._of_day(day)
        before = self._of_day(previous) if previous else ()
        around = [
            near
            for back in range(AROUND, -1, -1)
            for near in self._near((date.fromisoformat(day) - timedelta(days=back)).isoformat())
        ]
        wanted = sorted({record.standing.story for record in (*records, *before) if record.standing.story})
        stories = {id_: story for id_ in wanted if (story := self.story_as_of(id_, day)) is not None}
        opens, closes = self._hours(day)
        morning = Morning(
            day=day,
            opens=opens,
            closes=closes,
            closed=closes[:10] <= self._desk.settings.day and day < self._desk.settings.day,
            previous=previous,
            language=self._desk.settings.language,
            records=records,
            corrected=self._archive.records(
                id_
                for (id_,) in self._archive.rows(  # said twice, for the index of those that were corrected to be taken
                    "select id from article where corrected = ? and corrected != '' order by id", (day,)
                )
            ),
            before=before,
            around=tuple(around),
            read=self._archive.records,
            fingerprints=lambda ids: [brief.fingerprint for brief in self._archive.briefs(ids)],
            events=self._desk.registry.events,
            stories=stories,
            history={thing[2:]: (first or day, last) for thing, first, last in self.movers(day)},
            actors=self._desk.actors,
            ledger=list_files(self._archive, self._files_of(day), stories),
            kept=kept,
        )
        return compose_edition(morning)

    def _files_of(self, day: str) -> tuple[str, ...]:
        """The days whose files an edition's ledger lists; the newest one's has those that belong to none as well."""
        return (day, *self.days_without_edition) if day == self._desk.days[-1] else (day,)

    def _of_day(self, day: str) -> tuple[Record, ...]:
        rows = self._archive.rows("select id from article where day = ? order by moment, id", (day,))
        return tuple(
            record for record in self._archive.records(id_ for (id_,) in rows) if record.standing.state in SHOWN
        )

    def _near(self, day: str) -> Iterator[Near]:
        """The day's articles that are no copies, as far as an edition asks of them before it reads them."""
        rows = self._archive.rows(
            "select a.id, a.own, a.story, t.thing from article a"
            " left join touch t on t.article = a.n and t.thing between 'e:' and 'e;'"
            " where a.day = ? and a.live order by a.moment, a.id",
            (day,),
        )
        for (id_, own, story), things in groupby(rows, key=lambda row: row[:3]):
            tells_of = {("event", thing[2:]) for *_, thing in things if thing}
            yield Near(id_, own, frozenset(tells_of | ({("story", story)} if story else set())))

    def _hours(self, day: str) -> tuple[str, str]:
        midnight = datetime.combine(date.fromisoformat(day), time(), self._desk.settings.zone)
        closes = (midnight.replace(tzinfo=None) + self._desk.settings.cut).replace(tzinfo=self._desk.settings.zone)
        opens = (closes.replace(tzinfo=None) - timedelta(days=1)).replace(tzinfo=self._desk.settings.zone)
        return opens.isoformat(), closes.isoformat()

    def story_as_of(self, id_: str, day: str) -> Story | None:
        """The story as far as it was known on a day; None: it was none yet."""
        story = self._archive.story(id_)
        if story is None:
            return None
        days = self._days_of(story.members)
        members = tuple(member for member in story.members if "" < days[member] <= day)
        if len(members) < 2:
            return None
        if story.title_from in members:
            return replace(story, members=members)
        return Story(story.id, story.opening, story.members[0], members)

    def _days_of(self, ids: Iterable[str]) -> dict[str, str]:
        found = {}
        for id_ in ids:
            rows = self._archive.rows("select day from article where id = ?", (id_,))
            found[id_] = rows[0][0] if rows else ""
        return found
