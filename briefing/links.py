"""Where things live on the site: slugs and addresses. One answer, used by edition, pages, feeds and mail.

Addresses are relative to the site's root and flat `.html` files. They come from ids and paths, never from titles, so a
changed title changes no address.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from unidecode import unidecode

ARTICLES = "articles"  # the folder of their pages
EDITIONS, METHOD = "editions.html", "method.html"  # pages that are there once, which site and mail link to
LONGEST_SLUG = 80  # characters; with a folder, ".html" and a digest well below the 255 bytes of a file name
LONGEST_STORY = 200  # as well: it is made of all folders of an article's path, and tables of months get longer names
LONGEST_URL = 2_000  # characters of a foreign address: longer ones no sitemap takes, and many pages link to them
DIGITS = 6  # of the digest behind a slug that lost something: enough for chance, not for who looks for a name
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*+")
_SLUGS = re.compile(rf"(?:{_SLUG.pattern}/)*+{_SLUG.pattern}\.md")  # an article whose address is its own path
_DIGEST = re.compile(rf"-([0-9a-f]{{{DIGITS}}})(?![^/.])")  # … and ends like one with a digest, or a folder of it does


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
    """Return a slug of `path` that no other path has by chance: what it loses comes back as six digits of a digest.

    Another may be called just so, or be looked for until its digest is the same: `find_displaced` tells.
    """
    plain = slug(path)
    if plain == path:
        return plain
    return f"{plain[: LONGEST_SLUG - DIGITS - 1].rstrip('-')}-{_digest(path)}"


def _digest(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:DIGITS]


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
    """The id of the story whose earliest member is `article`; its address, or another's story, as `article_href`."""
    whole = _in_one_word(article)
    if len(whole) <= LONGEST_STORY:
        return whole
    return f"{whole[: LONGEST_STORY - 13].rstrip('-')}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"


def _in_one_word(article: str) -> str:
    return "--".join(article_href(article).removeprefix("articles/").removesuffix(".html").split("/"))


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


# -- two articles with one address -------------------------------------------------------------------------------------


def find_displaced(articles: Iterable[str]) -> dict[str, str]:
    """Return the articles at whose address, or story's address, is another, with that one.

    The names alone decide which has it: one of whose name the address has lost something goes before one that is called
    like an address, so nobody takes away an address that they have read; then the shorter name, then the first.
    """
    plain: dict[str, str] = {}  # names and folders that are slugs, with the digits that they end with
    digested: dict[str, str] = {}  # … and those that are none, with their digests
    looked = []
    for article in articles:
        if len(article) <= LONGEST_SLUG and _SLUGS.fullmatch(article) and not _DIGEST.search(article):
            continue
        looked.append(article)
        for part in _parts(article):
            if part in plain or part in digested:
                continue
            if len(part) > LONGEST_SLUG or not _SLUG.fullmatch(part):
                digested[part] = _digest(part)
            else:
                plain[part] = found[1] if (found := _DIGEST.search(part)) else ""
    times = Counter(digested.values())
    twice = {digest for digest, number in times.items() if number > 1} | times.keys() & plain.values()
    suspects = {part for part, digest in (*plain.items(), *digested.items()) if digest in twice} if twice else set()
    claims: dict[str, list[str]] = {}  # articles by the address of their story: those with one address have one
    for article in looked:
        if (suspects and not suspects.isdisjoint(_parts(article))) or _may_be_cut(article):
            claims.setdefault(story_id(article), []).append(article)
    displaced = {}
    for those in claims.values():
        if len(those) > 1:
            keeper, *others = sorted(those, key=_claim)
            displaced.update(dict.fromkeys(others, keeper))
    return displaced


def _parts(article: str) -> list[str]:
    return article.removesuffix(".md").split("/")


def _may_be_cut(article: str) -> bool:
    """Whether the id of its story may be cut, or be as long as one that is."""
    more = DIGITS + 2  # characters that each part may get, and a second hyphen
    if article.isascii():
        return len(article) + more * article.count("/") + more >= LONGEST_STORY - 2
    most = (min(len(part) + more, LONGEST_SLUG) if part.isascii() else LONGEST_SLUG for part in _parts(article))
    return sum(most) + 2 * article.count("/") >= LONGEST_STORY - 2


def _claim(article: str) -> tuple[bool, int, int, str]:
    """What decides which of several articles has an address: the first has."""
    like_an_address = sum(slug(part) == part for part in _parts(article))
    return len(_in_one_word(article)) <= LONGEST_STORY, like_an_address, len(article), article


# -- as seen from a page -----------------------------------------------------------------------------------------------


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
