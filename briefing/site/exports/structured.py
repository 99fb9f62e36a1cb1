"""What is a page in the words of schema.org? JSON-LD for search engines and for whoever harvests pages.

Briefing is not the publisher of what it quotes, and the data says so: an article's `publisher` is its outlet, its
`isBasedOn` the original, and the site is no more than `sdPublisher`, the party that published this description. An
event's page is a collection about an event; when the event itself began nobody has said, so it has no `startDate`, and
the days that its articles cover are the page's `temporalCoverage`.

Every sentence is a `Quotation` whose `identifier` is its place, which the build holds against the article.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from briefing import links
from briefing.model import Office
from briefing.published import ActorFile, ArticlePage, ArticleRef, Edition, EventFile, Passage, SourceFile
from briefing.site.frame import FRONT, METHOD, SEARCH
from briefing.site.listing import outside
from briefing.site.passages import fragment, place
from briefing.site.views.frame import Site

CONTEXT = "https://schema.org"
TYPES = {"person": "Person", "organisation": "Organization", "state": "Country", "place": "Place"}
WIKIDATA = "https://www.wikidata.org/wiki/"
MENTIONS = 20  # actors of an article: a page names the others all the same

_Node = dict[str, Any]


def describe_article(page: ArticlePage, site: Site) -> str:
    """Return the JSON-LD of an article's page."""
    ref, href = page.ref, page.ref.href
    authors = page.record.article.authors
    return _written(
        {
            "@type": "NewsArticle",
            "url": _at(href, href, site),
            "headline": ref.title,
            "inLanguage": ref.lang,
            "datePublished": ref.date,
            "dateModified": ref.modified,
            "author": [_author(name, ref) for name in authors],
            "publisher": _outlet(ref, href, site),
            "isBasedOn": outside(ref.url),
            "creativeWorkStatus": "Sample" if ref.sample else "",
            "about": [
                {"@type": "Event", "name": link.title, "url": _at(link.href, href, site)}
                for link in page.events
                if link.kind == "event"
            ],
            "mentions": [
                {"@type": "Thing", "name": actor.name, "url": _at(actor.href, href, site)}
                for actor in page.actors
                if actor.href
            ][:MENTIONS],
            "hasPart": _quotations(page.passages, href, site),
            "isPartOf": _website(site),
            "sdPublisher": _publisher(site),
        }
    )


def describe_edition(edition: Edition, site: Site, *, front: bool = False) -> str:
    """Return the JSON-LD of an edition's page; of the front page (`front`) that of the site beside it."""
    href = FRONT if front else links.edition_href(edition.day)
    corrected = [correction.modified for correction in edition.corrections]
    node = {
        "@type": "NewsArticle",
        "url": _at(links.edition_href(edition.day), href, site),
        "headline": site.words.say("Briefing of {day}", day=site.words.full_day(edition.day)),
        "inLanguage": site.language,
        "datePublished": edition.closes,
        "dateModified": max((edition.closes, *corrected)),
        "author": _publisher(site),
        "publisher": _publisher(site),
        "publishingPrinciples": _at(METHOD, href, site),
        "isBasedOn": _originals(edition.articles),
        "hasPart": [
            {
                "@type": "CollectionPage",
                "name": item.title,
                "url": _at(item.href, href, site),
                "hasPart": _quotations(item.summary, href, site) if item.id == edition.lead else [],
            }
            for item in edition.items
        ],
        "isPartOf": _website(site),
    }
    return _written(_search(site), node) if front else _written(node)


def describe_event(file: EventFile, site: Site) -> str:
    """Return the JSON-LD of the page of an event or story."""
    return _written(
        {
            "@type": "CollectionPage",
            "url": _at(file.href, file.href, site),
            "name": file.title,
            "inLanguage": site.language,
            "dateModified": file.last,
            "temporalCoverage": f"{file.first}/{file.last}" if file.first else "",
            "about": {"@type": "Event", "name": file.title, "description": file.description},
            "isBasedOn": _originals(file.articles),
            "hasPart": _quotations(file.summary, file.href, site),
            "isPartOf": _website(site),
            "publisher": _publisher(site),
        }
    )


def describe_actor(file: ActorFile, site: Site) -> str:
    """Return the JSON-LD of an actor's page: who they are as the registry says, not what articles say of them."""
    is_person = file.kind == "person"
    held = [office.title for office in file.offices if not office.until]
    return _written(
        {
            "@type": "ProfilePage",
            "url": _at(file.href, file.href, site),
            "name": file.name,
            "inLanguage": site.language,
            "dateModified": file.last,
            "mainEntity": {
                "@type": TYPES[file.kind],
                "name": file.name,
                "alternateName": list(file.aliases),
                "description": file.description,
                "jobTitle": held if is_person else [],
                "hasOccupation": [_role(office) for office in file.offices] if is_person else [],
                "sameAs": [f"{WIKIDATA}{number}" for register, number in file.ids if register == "wikidata"],
            },
            "isPartOf": _website(site),
            "publisher": _publisher(site),
        }
    )


def describe_source(file: SourceFile, site: Site) -> str:
    """Return the JSON-LD of a source's page: the outlet, at its own address."""
    return _written(
        {
            "@type": "ProfilePage",
            "url": _at(file.href, file.href, site),
            "name": file.name,
            "inLanguage": site.language,
            "dateModified": file.last,
            "mainEntity": {
                "@type": "Organization",
                "name": file.name,
                "url": outside(file.url),
                "parentOrganization": {"@type": "Organization", "name": file.owner} if file.owner else None,
            },
            "isPartOf": _website(site),
            "publisher": _publisher(site),
        }
    )


def _role(office: Office) -> _Node:
    """Return an office with its dates, in the way that schema.org has for occupations that begin and end."""
    occupation = {"@type": "Occupation", "name": office.title}
    if not office.since and not office.until:
        return occupation
    return {"@type": "Role", "hasOccupation": occupation, "startDate": office.since, "endDate": office.until}


def _author(name: str, ref: ArticleRef) -> _Node:
    return {"@type": "Organization" if name == ref.source_name else "Person", "name": name}


def _outlet(ref: ArticleRef, page: str, site: Site) -> _Node | None:
    if not ref.source_name:
        return None
    url = _at(links.source_href(ref.source), page, site) if ref.source else ""
    return {"@type": "Organization", "name": ref.source_name, "url": url}


def _quotations(passages: Iterable[Passage], page: str, site: Site) -> list[_Node]:
    return [
        {
            "@type": "Quotation",
            "text": " ".join(passage.text.split()),
            "identifier": place(passage.article, passage.start, passage.end),
            "isBasedOn": _at(links.article_href(passage.article) + fragment(passage), page, site),
        }
        for passage in passages
    ]


def _originals(articles: Iterable[ArticleRef]) -> list[str]:
    return list(dict.fromkeys(url for ref in articles if (url := outside(ref.url))))


def _publisher(site: Site) -> _Node:
    return {"@type": "Organization", "name": site.name, "url": f"{site.url}/" if site.url else ""}


def _website(site: Site) -> _Node:
    return {"@type": "WebSite", "name": site.name, "url": f"{site.url}/" if site.url else ""}


def _search(site: Site) -> _Node:
    """Return the site, with its search where its address is known: a template of addresses has to be a whole one."""
    node = _website(site) | {"description": site.description, "inLanguage": site.language}
    if not site.url:
        return node
    template = f"{site.url}/{SEARCH}?q={{search_term_string}}"
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": template},
        "query-input": "required name=search_term_string",
    }
    return node | {"potentialAction": action}


def _at(href: str, page: str, site: Site) -> str:
    """Return an address; without the site's own one that counts from the page, as JSON-LD in a page does."""
    if site.url:
        return f"{site.url}/{'' if href == FRONT else href}"
    return links.relative(href, page)


def _written(*nodes: _Node) -> str:
    filled = [_filled(node) for node in nodes]
    whole = {"@context": CONTEXT} | (filled[0] if len(filled) == 1 else {"@graph": filled})
    return msgspec.json.encode(whole).decode()


def _filled(value: Any) -> Any:
    """Return a node without what is unknown. A list of one is that one: to JSON-LD they are the same."""
    if isinstance(value, dict):
        return {name: found for name, each in value.items() if (found := each if type(each) is str else _filled(each))}
    if isinstance(value, list):
        return _filled(value[0]) if len(value) == 1 else [_filled(each) for each in value]
    return value
