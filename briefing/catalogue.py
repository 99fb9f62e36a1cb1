"""Which pages does the site have, what does each depend on, and how is it composed?

A page's *inputs* are the digests of all that it can show, so a page whose inputs are those of the published one is not
even composed. Things whose digests are those of the last build are passed over whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from briefing import __version__, links
from briefing.analysis.events import STRONG
from briefing.archive import Archive
from briefing.clippings import cite
from briefing.desk import AROUND, Desk
from briefing.ledger import HAS_PAGE
from briefing.mail.digest import MailSite
from briefing.mail.message import preview_files, preview_href
from briefing.model import Registry
from briefing.published import Counts, Edition, Link
from briefing.schemas import SCHEMAS
from briefing.settings import Settings
from briefing.site import article, crawlers, editions, feeds, pages
from briefing.site.frame import ACTORS, EDITIONS, EVENTS, FRONT, METHOD, NOT_FOUND, SOURCES
from briefing.site.views.frame import Site
from briefing.version import page_version, theme_version

RECENT = 7  # editions that the front page links to: a week

MAIN_FEED = "feeds/editions.xml"

View = object  # a view for a template, or the bytes of a file that has none


@dataclass(frozen=True, slots=True)
class Page:
    """A page that there shall be. `make` composes its view, or its bytes where `template` is empty."""

    path: str  # from the site's root
    owner: str  # the thing, article or "site" it belongs to: it goes with it
    inputs: bytes
    template: str
    make: Callable[[], View]
    root: str = ""  # links begin with it instead of being relative


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build has to look at: the pages of every owner that may have changed, and owners that are gone."""

    pages: tuple[Page, ...]
    owners: frozenset[str]  # those whose pages `pages` names completely
    things: tuple[tuple[str, bytes], ...]  # (thing, key) to remember once the pages are published


class Catalogue:
    """The pages of one build."""

    def __init__(self, archive: Archive, settings: Settings, registry: Registry) -> None:
        self.archive, self.settings, self.registry = archive, settings, registry
        self.desk = Desk(archive, settings, registry)
        self._afresh = False
        self._mail: tuple[str, dict[str, bytes]] = ("", {})
        self.site = Site(
            name=settings.name,
            url=settings.url,
            language=settings.language,
            timezone=settings.timezone,
            notice=settings.notice,
            feed=MAIN_FEED,
            generator=f"Briefing {__version__}",
        )
        self.rendered_by = _digest(page_version(), theme_version(settings.theme))
        self._base = _digest(
            self.rendered_by,
            settings.page_key(),
            settings.list_length,
            msgspec.json.encode((registry.events, registry.sources)).decode(),
        )

    def plan(self, lost: frozenset[str] = frozenset(), *, afresh: bool = False) -> Plan:
        """Return the pages that can differ from the published ones; `afresh`: all there are.

        `lost` are the paths that are not as they were left.
        """
        self._afresh = afresh
        lost_owners = {
            owner
            for path in sorted(lost)
            for (owner,) in self.archive.rows("select owner from page where path = ?", (path,))
        }
        planned: list[Page] = []
        owners: set[str] = set()
        things: list[tuple[str, bytes]] = []
        for pages_of in (self._site_pages, self._edition_pages, self._article_pages):
            for owner, found in pages_of(lost_owners):
                owners.add(owner)
                planned.extend(found)
        for thing, key, found in self._thing_pages(lost_owners):
            owners.add(thing)
            things.append((thing, key))
            planned.extend(found)
        return Plan(tuple(sorted(planned, key=lambda page: page.path)), frozenset(owners), tuple(things))

    # -- single pages -------------------------------------------------------------------------------------------------

    @cached_property
    def _everything(self) -> bytes:
        """A digest of all things: what index pages and the front page are made from."""
        total = blake2b(digest_size=16)
        for id_, digest in self.archive.rows("select id, digest from thing where digest != x'' order by id"):
            total.update(id_.encode() + b"\0" + digest)
        total.update(msgspec.json.encode(self.registry.actors))
        return total.digest()

    def _site_pages(self, _: set[str]) -> Iterator[tuple[str, list[Page]]]:
        inputs = _digest(self._base, self._everything, self.settings.day)
        site, desk = self.site, self.desk

        def page(path: str, template: str, make: Callable[[], View], root: str = "") -> Page:
            return Page(path, "site", inputs, template, make, root)

        found = [
            page(FRONT, "edition.html" if desk.days else "notice.html", self._front),
            page(EDITIONS, "editions.html", lambda: editions.editions_view(self._edition_lines(), site)),
            page(EVENTS, "index.html", lambda: pages.events_view(self._event_and_story_links(), site)),
            page(ACTORS, "index.html", lambda: pages.actors_view(desk.actor_links(), site)),
            page(SOURCES, "index.html", lambda: pages.sources_view(desk.source_links(), site)),
            page(METHOD, "method.html", lambda: pages.method_view(site, [(s.title, s.href) for s in SCHEMAS])),
            page(NOT_FOUND, "notice.html", lambda: pages.not_found_view(site), root=site.url or "/"),
            page(MAIN_FEED, "", self._main_feed),
            page("robots.txt", "", lambda: crawlers.robots(site).encode()),
            page("_headers", "", crawlers.HEADERS.encode),
        ]
        found += [page(schema.href, "", schema.make) for schema in SCHEMAS]
        for href, text in crawlers.sitemaps(self._addresses(), site) if site.url else ():
            found.append(page(href, "", text.encode))
        for event in self.registry.events:
            for former in event.former:
                for href in self._former_addresses(former):
                    found.append(self._redirect(href, links.event_href(event.id), event.title, "site", inputs))
        static = self.settings.theme / "static"
        for file in sorted(static.rglob("*")) if static.is_dir() else ():
            if file.is_file():
                found.append(page(f"theme/{file.relative_to(static).as_posix()}", "", _reader(file)))
        yield "site", found

    def _former_addresses(self, former: str) -> Iterator[str]:
        """Where an id that an event had was found: an event's address and, of an article's story, the story's."""
        yield links.event_href(former)
        path = former.replace("--", "/")
        known = self.archive.rows("select 1 from article where id in (?, ?)", (f"{path}.md", f"{path}.html"))
        if known and self.archive.story(former) is None:  # else it is told again
            yield links.story_href(former)

    def _redirect(self, path: str, to: str, title: str, owner: str, inputs: bytes) -> Page:
        return Page(path, owner, inputs, "redirect.html", lambda: pages.redirect_view(to, title, self.site))

    def _front(self) -> View:
        days = self.desk.days
        if not days:
            return editions.front_view(None, self.site)
        return editions.front_view(
            self.desk.edition(days[-1], self._edition_inputs[days[-1]]),
            self.site,
            data_href=_edition_data(days[-1]),
            mail_href=preview_href(days[-1]),
            recent=[self._edition_line(day) for day in reversed(days[-1 - RECENT : -1])],
            events=self.desk.event_links,
        )

    def _edition_line(self, day: str) -> tuple[str, str, Counts]:
        return self.desk.edition_line(day, self._edition_inputs[day])

    def _edition_lines(self) -> list[tuple[str, str, Counts]]:
        return [self._edition_line(day) for day in reversed(self.desk.days)]

    def _event_and_story_links(self) -> list[Link]:
        return [*self.desk.event_links, *self.desk.story_links(story.id for story in self.archive.stories())]

    def _main_feed(self) -> bytes:
        newest = [self.desk.edition(day, self._edition_inputs[day]) for day in self.desk.days[-feeds.NEWEST :]]
        return feeds.editions_feed(newest, self.site).encode()

    def _addresses(self) -> list[tuple[str, str]]:
        """Every page that a reader may look for, with the day of its newest article."""
        desk = self.desk
        found = [(FRONT, desk.days[-1] if desk.days else "")]
        found += [(href, "") for href in (EDITIONS, EVENTS, ACTORS, SOURCES, METHOD)]
        found += [(links.edition_href(day), day) for day in desk.days]
        found += [(link.href, link.last) for link in (*self._event_and_story_links(), *desk.actor_links())]
        found += [(link.href, link.last) for link in desk.source_links()]
        found += [
            (links.article_href(id_), day)
            for id_, day in self.archive.rows("select id, day from article where live order by id")
        ]
        return found

    # -- editions -----------------------------------------------------------------------------------------------------

    @cached_property
    def _edition_inputs(self) -> dict[str, bytes]:
        """For each day the digest of all that its edition is made from."""
        days = self.desk.days
        digests = dict(self.archive.rows("select id, digest from thing where id between 'd:' and 'd;'"))
        histories: dict[str, list[str]] = {day: [] for day in days}
        for thing, moved in self.desk.history.items():
            for place, day in enumerate(moved):
                if day in histories:
                    histories[day].append(f"{thing} {moved[0]} {moved[place - 1] if place else ''}")
        found = {}
        for place, day in enumerate(days):
            near = [day, *days[max(0, place - AROUND - 1) : place]]
            parts = [digests.get(f"d:{each}", b"") for each in near]
            if place == len(days) - 1:
                parts += [digests.get(f"d:{each}", b"") for each in self.desk.days_without_edition]
            closed = day < self.settings.day
            found[day] = _digest(self._base, *parts, *near, *histories[day], closed, self._stories_near(near))
        return found

    def _edition_pages(self, _: set[str]) -> Iterator[tuple[str, list[Page]]]:
        days = self.desk.days
        for place, day in enumerate(days):
            following = days[place + 1] if place + 1 < len(days) else ""
            made_from = self._edition_inputs[day]
            inputs = _digest(made_from, following)
            owner = f"d:{day}"
            yield (
                owner,
                [
                    Page(links.edition_href(day), owner, inputs, "edition.html", self._edition_maker(day, following)),
                    Page(_edition_data(day), owner, inputs, "", self._edition_encoder(day)),
                    *(Page(path, owner, inputs, "", partial(self._mail_file, day, path)) for path in _mail_paths(day)),
                ],
            )
        for (owner,) in self.archive.rows("select distinct owner from page where owner between 'd:' and 'd;'"):
            if owner.removeprefix("d:") not in self._edition_inputs:
                self.archive.do("delete from edition where day = ?", (owner.removeprefix("d:"),))
                yield owner, []

    def _mail_file(self, day: str, path: str) -> View:
        if self._mail[0] != day:  # its three files are asked for one after the other
            settings = self.settings
            site = MailSite(settings.name, settings.url, settings.language, settings.timezone, settings.notice)
            self._mail = (day, preview_files(self.desk.edition(day, self._edition_inputs[day]), site))
        return self._mail[1][path]

    def _edition_encoder(self, day: str) -> Callable[[], View]:
        return lambda: encode_edition(self.desk.edition(day, self._edition_inputs[day]))

    def _stories_near(self, days: Iterable[str]) -> str:
        """The stories of some days as they stand: an article of another day may have joined or left one."""
        wanted = sorted(
            {
                story
                for day in days
                for (story,) in self.archive.rows(
                    "select distinct story from article where day = ? and story != ''", (day,)
                )
            }
        )
        return repr([self.archive.rows("select value from story where id = ?", (id_,)) for id_ in wanted])

    def _edition_maker(self, day: str, following: str) -> Callable[[], View]:
        return lambda: editions.edition_view(
            self.desk.edition(day, self._edition_inputs[day]),
            self.site,
            next_day=following,
            data_href=_edition_data(day),
            # A mail's links lead to sentences, which the articles of a foreign theme do not address.
            mail_href=preview_href(day) if self.settings.render == "archive" else "",
        )

    # -- articles -----------------------------------------------------------------------------------------------------

    def _article_pages(self, lost: set[str]) -> Iterator[tuple[str, list[Page]]]:
        published = dict(
            self.archive.rows("select owner, inputs from page where owner between 'article:' and 'article;'")
        )
        for id_, digest, story, copies, state in self.archive.rows(
            "select a.id, a.digest, y.digest, c.digest, json_extract(a.standing, '$.state') from article a"
            " left join thing y on y.id = 'y:' || a.story"
            " left join thing c on c.id = 'c:' || "
            " coalesce(nullif(json_extract(a.standing, '$.duplicate_of'), ''), a.id)"
            " where a.article is not null order by a.id"
        ):
            owner = f"article:{id_}"
            wanted = state in HAS_PAGE
            inputs = _digest(self._base, digest, story or b"", copies or b"")
            known = published.pop(owner, None)
            if (known == inputs and owner not in lost and not self._afresh) or (known is None and not wanted):
                continue
            yield owner, [self._article_page(id_, owner, inputs, state)] if wanted else []
        for owner in sorted(published):
            yield owner, []

    def _article_page(self, id_: str, owner: str, inputs: bytes, state: str) -> Page:
        def make() -> View:
            page = self.desk.article_page(id_)
            assert page is not None
            if state == "withdrawn":
                reason = page.record.standing.reason
                return pages.withdrawn_view(cite(page.record), reason, self.site)
            return article.article_view(page, self.site, strong=STRONG)

        template = "notice.html" if state == "withdrawn" else "article.html"
        return Page(links.article_href(id_), owner, inputs, template, make)

    # -- events, stories, actors, sources -----------------------------------------------------------------------------

    def _thing_pages(self, lost: set[str]) -> Iterator[tuple[str, bytes, list[Page]]]:
        registered = {actor.id: actor for actor in self.registry.actors}
        facts = dict(self.archive.rows("select id, value from fact"))
        rows = self.archive.rows("select id, digest, published from thing where substr(id, 1, 1) != 'd' order by id")
        known = {id_ for id_, _, _ in rows}
        followed = {f"e:{event.id}" for event in self.registry.events}
        # An event that no article touches, or none any more, has a page that says so.
        rows = [(id_, digest or (b"none" if id_ in followed else b""), published) for id_, digest, published in rows]
        rows += [(thing, b"none", b"") for thing in sorted(followed - known)]
        for thing, digest, published in rows:
            kind, id_ = thing[0], thing[2:]
            extra = ""
            if kind == "a":
                actor = registered.get(id_)
                extra = repr((facts.get(thing), actor, [facts.get(f"a:{r}") for r in actor.related] if actor else ()))
            elif kind == "p":
                extra = repr(facts.get(f"a:{id_.partition('/')[0]}"))
            key = _digest(self._base, digest, extra) if digest else b""
            if key == published and thing not in lost and not self._afresh:
                continue
            maker = {"e": self._event, "y": self._story, "a": self._actor, "p": self._pair, "s": self._source}.get(kind)
            yield thing, key, maker(thing, id_, key) if maker and digest else []
        for (owner,) in self.archive.rows("select distinct owner from page where owner between 'e:' and 'e;'"):
            if owner not in followed and owner not in known:
                yield owner, b"", []

    def _event(self, thing: str, id_: str, key: bytes) -> list[Page]:
        if all(event.id != id_ for event in self.registry.events):
            return []
        feed = f"feeds/events/{id_}.xml"

        def view(month: str) -> View:
            return pages.event_view(self.desk.event_file(id_, month, "" if month else feed), self.site)

        def entries() -> View:
            return feeds.event_feed(self.desk.event_file(id_, feed=feed), self.site).encode()

        return [
            *self._parts(links.event_href(id_), thing, key, "event.html", view),
            Page(feed, thing, key, "", entries),
        ]

    def _parts(self, href: str, thing: str, key: bytes, template: str, view: Callable[[str], View]) -> list[Page]:
        """A thing's page and, where its list is long, those of its months."""
        months = self.desk.months_of(thing, href.removesuffix(".html"))
        return [
            Page(href, thing, key, template, partial(view, "")),
            *(Page(month.href, thing, key, template, partial(view, month.month)) for month in months),
        ]

    def _story(self, thing: str, id_: str, key: bytes) -> list[Page]:
        story = self.archive.story(id_)
        if story is None:
            return []

        def make() -> View:
            file = self.desk.story_file(id_)
            assert file is not None
            return pages.event_view(file, self.site)

        found = [Page(links.story_href(id_), thing, key, "event.html", make)]
        for member in story.members:
            address = links.story_id(member)
            if address != id_:
                href = links.story_href(address)
                found.append(self._redirect(href, links.story_href(id_), story.title, thing, key))
        return found

    def _actor(self, thing: str, id_: str, key: bytes) -> list[Page]:
        known = self.desk.actors.get(id_)
        if known is None or not known.href:
            return []
        feed = f"feeds/actors/{id_}.xml"

        def view(month: str) -> View:
            return pages.actor_view(self.desk.actor_file(id_, month, "" if month else feed), self.site)

        def entries() -> View:
            return feeds.actor_feed(self.desk.actor_file(id_, feed=feed), self.site).encode()

        return [*self._parts(known.href, thing, key, "actor.html", view), Page(feed, thing, key, "", entries)]

    def _pair(self, thing: str, id_: str, key: bytes) -> list[Page]:
        actor, _, event = id_.partition("/")
        known = self.desk.actors.get(actor)
        if known is None or not known.href or all(rule.id != event for rule in self.registry.events):
            return []
        return [
            Page(links.actor_event_href(actor, event), thing, key, "actor_event.html",
                 lambda: pages.actor_event_view(self.desk.actor_in_event(actor, event), self.site))
        ]  # fmt: skip

    def _source(self, thing: str, id_: str, key: bytes) -> list[Page]:
        if not id_:
            return []
        return self._parts(
            links.source_href(id_), thing, key, "source.html",
            lambda month: pages.source_view(self.desk.source_file(id_, month), self.site),
        )  # fmt: skip


def encode_edition(edition: Edition) -> bytes:
    """The published JSON of an edition."""
    return msgspec.json.format(msgspec.json.encode(edition), indent=1) + b"\n"


def _mail_paths(day: str) -> tuple[str, ...]:
    stem = preview_href(day).removesuffix(".html")
    return tuple(f"{stem}.{ending}" for ending in ("html", "txt", "eml"))


def _edition_data(day: str) -> str:
    return f"editions/{day}.json"


def _reader(file: Path) -> Callable[[], bytes]:
    return file.read_bytes


def _digest(*parts: object) -> bytes:
    total = blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.digest()
