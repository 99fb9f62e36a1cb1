"""What the site says to machines that are no readers: sitemap, robots.txt, response headers."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from briefing.site.views.frame import Site

MOST_ADDRESSES = 50_000  # in one sitemap file, by the protocol (sitemaps.org)
SITEMAP = "sitemap.xml"
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

# For hosts that read this file (Netlify, Cloudflare Pages). Each page says in a meta element what it needs; this is the
# most that any file does (the search: WebAssembly; previews of mails and the icon: a style of their own; the icon with
# a logo: a picture within), and it forbids framing, which a meta element cannot. Pages are held to both.
HEADERS = """/*
  Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
img-src 'self' data:; manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; \
frame-ancestors 'none'
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
"""


def sitemap_index(names: Iterable[str], site: Site) -> str:
    """Return the file that names all sitemaps, which is where crawlers look first."""
    lines = "".join(f"<sitemap><loc>{escape(f'{site.url}/{name}')}</loc></sitemap>\n" for name in names)
    return f"{_XML}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n"


def sitemap(pages: Iterable[tuple[str, str]], site: Site) -> str:
    """Return a file that lists `pages`, which are (href, day of its last change or ""). At most MOST_ADDRESSES.

    The protocol wants full addresses: where the site's is unknown, there is none.
    """
    lines = []
    for href, day in pages:
        address = escape(f"{site.url}/{'' if href == 'index.html' else href}")
        changed = f"<lastmod>{escape(day)}</lastmod>" if day else ""
        lines.append(f"<url><loc>{address}</loc>{changed}</url>\n")
    return f"{_XML}<urlset {_NAMESPACE}>\n{''.join(lines)}</urlset>\n"


def robots(site: Site) -> str:
    """Return robots.txt. It bars nothing: a page that must not be found says so itself, and has to be read for that."""
    sitemap = f"Sitemap: {site.url}/{SITEMAP}\n" if site.url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"
