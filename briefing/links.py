"""Where things live on the site: slugs and addresses. One answer, used by edition, pages, feeds and mail.

Addresses are relative to the site's root and flat `.html` files. They come from ids and paths, never from titles, so a
changed title changes no address.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache

from unidecode import unidecode

ARTICLES = "articles"  # the folder of their pages
EDITIONS, METHOD = "editions.html", "method.html"  # pages that are there once, which site and mail link to
LONGEST_SLUG = 80  # characters; with a folder, ".html" and a digest well below the 255 bytes of a file name
LONGEST_STORY = 200  # as well: it is made of all folders of an article's path, and tables of months get longer names
LONGEST_URL = 2_000  # characters of a foreign address: longer ones no sitemap takes, and many pages link to them
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Return `name` as lower-case ASCII words joined by hyphens, at most LONGEST_SLUG characters; "x" for no words.

    Letters are transliterated (ø → o, ł → l, đ → d), so a slug is a name in URLs and file systems alike. Two names may
    share a slug: where that must not happen use `unique_slug`.
    """
    plain = _NOT_SLUG.sub("-", unidecode(name).lower()).strip("-")
    return plain[:LONGEST_SLUG].rstrip("-") or "x"


def unslug(slug: str) -> str:
    """Return the words of a slug as a name: "Associated Press" for "associated-press"."""
    return " ".join(word.capitalize() for word in slug.split("-"))


def unique_slug(path: str) -> str:
    """Return a slug of `path` that no other path has: what the slug loses comes back as six digits of a digest."""
    plain = slug(path)
    if plain == path:
        return plain
    return f"{plain[: LONGEST_SLUG - 7].rstrip('-')}-{hashlib.sha256(path.encode()).hexdigest()[:6]}"


@lru_cache(maxsize=8192)  # pages cite the same articles again and again, and this takes 10 µs
def article_href(article: str) -> str:
    """The page of an article: its path below content/ without the ending, each folder and name as a slug."""
    stem, _, ending = article.rpartition(".")
    parts = (stem or ending).split("/")
    folders = [unique_slug(part) for part in parts[:-1]]
    name = unique_slug(parts[-1]) if ending == "md" else unique_slug(f"{parts[-1]}.{ending}")
    return "/".join([ARTICLES, *folders, name + ".html"])


def sentence_fragment(sentence: int) -> str:
    """The fragment of a sentence on its article's page; sentences are counted through the article, from 1 in print."""
    return f"s{sentence + 1}"


def paragraph_fragment(paragraph: int) -> str:
    return f"p{paragraph + 1}"


def edition_href(day: str) -> str:
    return f"editions/{day}.html"


def year_href(year: str) -> str:
    """The editions of a year ("2025"). No day is one, so it takes no edition's address."""
    return f"editions/{year}.html"


def event_href(event: str) -> str:
    return f"events/{event}.html"


def story_id(article: str) -> str:
    """The id of the story whose earliest member is `article`. No two articles share it, so addresses never clash."""
    whole = "--".join(article_href(article).removeprefix("articles/").removesuffix(".html").split("/"))
    if len(whole) <= LONGEST_STORY:
        return whole
    return f"{whole[: LONGEST_STORY - 13].rstrip('-')}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"


def story_href(story: str) -> str:
    return f"stories/{story}.html"


def item_href(kind: str, id_: str) -> str:
    """The page of an event or story."""
    return event_href(id_) if kind == "event" else story_href(id_)


def actor_href(actor: str) -> str:
    return f"actors/{actor}.html"


def actor_event_href(actor: str, event: str) -> str:
    return f"actors/{actor}/{event}.html"


def source_href(source: str) -> str:
    return f"sources/{source}.html"


def linking(above: str) -> Callable[[str], str]:
    """Return what puts `above` before addresses that count from the site's root; those with a scheme stay."""

    def link(href: str) -> str:
        return href if "://" in href or href.startswith(("#", "mailto:")) else above + href

    return link


def relative(href: str, page: str) -> str:
    """`href`, which counts from the site's root, as seen from the page at `page`; addresses with a scheme stay."""
    if "://" in href or href.startswith(("#", "mailto:")):
        return href
    return "../" * page.count("/") + href
