"""Briefing in somebody else's site: summaries in its articles, event and actor pages in its own look.

Pelican's article flow, the theme and its escaping stay as they are. Summaries go into the articles' metadata before
Pelican reads them; what we add are Pelican pages, so they come out in the theme's `page.html`. Their links lead to the
site's own article pages, which have no address for each sentence.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Page as PelicanPage

from briefing import clippings, links
from briefing.archive import Archive
from briefing.building import gathered
from briefing.catalogue.page import Page
from briefing.catalogue.plan import Catalogue
from briefing.errors import ContentError
from briefing.model import Note
from briefing.settings import Settings, theme_folder
from briefing.site.render import make_environment
from briefing.site.writer import Writer
from briefing.verbatim import check_file, check_html
from briefing.withdrawing import leave_no_trace

_HEADING = re.compile(r"<h1\b.*?</h1>\s*", re.DOTALL)  # the theme shows the page's title itself

# What is added to the site: these templates' pages, and these files.
TEMPLATES = (
    "actor.html",
    "actor_event.html",
    "edition.html",
    "editions.html",
    "event.html",
    "index.html",
    "source.html",
)
FILES = ("feeds/", "editions/", "schemas/")
TABLES = ".csv"
LISTED = ("actors.html", "editions.html", "events.html", "sources.html")  # what the theme's menu may show


class Companion:
    """One build of a foreign site: connected to Pelican's signals, with the archive open until pages are added."""

    def __init__(self, settings: Settings, report: Callable[[tuple[Note, ...]], None]) -> None:
        self.settings, self._report = settings, report
        self._stack = ExitStack()
        self._addresses: dict[str, str] = {}  # our address of an article → the site's
        self._archive: Archive | None = None
        self._environment = make_environment([str(theme_folder() / "templates")], settings.language)

    def connect(self) -> None:
        """Pelican's signals hold receivers weakly: whoever calls this keeps the companion."""
        for signal, receiver in self._receivers():
            signal.connect(receiver)

    def _receivers(self) -> tuple[tuple[Any, Callable[[Any], None]], ...]:
        return (
            (signals.article_generator_init, self._begin),
            (signals.content_object_init, self._summarise),
            (signals.article_generator_finalized, self._note_addresses),
            (signals.page_generator_finalized, self._add_pages),
            (signals.finalized, self._end),
        )

    def _begin(self, _: Any) -> None:
        self._archive, self._registry, found = self._stack.enter_context(gathered(self.settings))
        self._report((*found.notes, *self._archive.notes()))

    def _end(self, _: Any) -> None:
        self._write_files()
        assert self._archive is not None
        leave_no_trace(self._archive)
        self._archive = None
        self._stack.close()
        for signal, receiver in self._receivers():
            signal.disconnect(receiver)

    def _id_of(self, source_path: str | None) -> str:
        if not source_path:
            return ""
        relative = os.path.relpath(source_path, self.settings.content)
        return "" if relative.startswith("..") else Path(relative).as_posix()

    def _summarise(self, content: Any) -> None:
        """Give an article without a summary of its own the chosen sentences."""
        self._keep_address(content)
        id_ = self._id_of(getattr(content, "source_path", None))
        record = self._archive.record(id_) if self._archive and id_ else None
        if record is not None and "summary" not in content.metadata:
            sentences = " ".join(passage.text for passage in clippings.cut_summary(record))
            if sentences:
                content.metadata["summary"] = f"<p>{escape(' '.join(sentences.split()), quote=False)}</p>"

    @staticmethod
    def _keep_address(content: Any) -> None:
        """`Url:` is the original's address, which `briefing add` writes; Pelican would take it for the page's own."""
        if str(content.metadata.get("url", "")).startswith(("http://", "https://")):
            content.metadata["original_url"] = content.metadata.pop("url")
            vars(content).pop("override_url", None)

    def _note_addresses(self, generator: Any) -> None:
        for article in generator.articles:
            if id_ := self._id_of(article.source_path):
                if article.save_as in self._addresses.values():
                    raise ContentError(
                        f"Another article is written to {article.save_as} as well: Pelican makes addresses of titles.",
                        remedy="Give one of the two a line “Slug: …”.",
                        path=id_,
                    )
                self._addresses[links.article_href(id_)] = article.save_as

    def _add_pages(self, generator: Any) -> None:
        for page in self._planned():
            if page.template in TEMPLATES and page.path != "index.html":
                view: Any = page.make()
                body = self._render(page, view)
                check_html(body.encode(), page.path, self._text_of)
                # The theme may not escape titles, so what it gets is escaped.
                metadata = {
                    "title": escape(view.meta.title.removesuffix(f" · {self.settings.name}")),
                    "slug": page.path.removesuffix(".html").replace("/", "-"),
                    "save_as": page.path,
                    "url": page.path,
                    "status": "published" if page.path in LISTED else "hidden",
                }
                source = f"{self.settings.content}/{page.path}"
                made = PelicanPage(body, metadata, generator.settings, source, generator.context)
                (generator.pages if page.path in LISTED else generator.hidden_pages).append(made)

    def _write_files(self) -> None:
        writer = Writer(self.settings.output, self._environment, partial(check_file, text_of=self._text_of))
        for page in self._planned():
            if not page.template and (page.path.startswith(FILES) or page.path.endswith(TABLES)):
                writer.publish(page.path, "", page.make(), "", b"")

    def _planned(self) -> Iterator[Page]:
        assert self._archive is not None
        catalogue = Catalogue(self._archive, self.settings, self._registry)
        for owner in catalogue.owners(afresh=True):
            yield from sorted(catalogue.pages_of(owner), key=lambda page: page.path)

    def _render(self, page: Page, view: object) -> str:
        def link(href: str) -> str:
            address, _, fragment = href.partition("#")
            if address in self._addresses:
                return links.relative(self._addresses[address], page.path)
            return links.relative(address, page.path) + (f"#{fragment}" if fragment else "") if address else href

        template = self._environment.get_template(f"body/{page.template}")
        return _HEADING.sub("", template.render(page=view, link=link), count=1)

    def _text_of(self, id_: str) -> str | None:
        record = self._archive.record(id_) if self._archive else None
        return record.article.text if record else None
