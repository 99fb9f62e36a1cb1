"""From a view to HTML: the template environment, and links that count from the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from briefing import links, templating


def make_environment(template_folders: Sequence[str], language: str = "en") -> Environment:
    """Return the environment for templates in `template_folders`, the first that has one winning."""
    environment = templating.make_environment(FileSystemLoader(list(template_folders)), language)
    environment.filters["inside_script"] = inside_script
    return environment


def inside_script(json: str) -> Markup:
    """Return JSON as it may stand in a script element: the same value, without a letter that HTML would see."""
    for letter in "<>&":
        json = json.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(json)  # noqa: S704 - the letters that make markup are gone


def render(environment: Environment, template: str, view: object, href: str, root: str = "") -> str:
    """Return the page at `href` (from the site's root) that `template` makes of `view`.

    Links are relative to the page; with `root` ("https://example.org/news", or "/") they begin with it, for a page that
    is shown at any address. Templates named "body/…" give a page's content alone, for another theme's frame.
    """
    link = _linking(f"{root.rstrip('/')}/" if root else "../" * href.count("/"))
    return environment.get_template(template).render(page=view, link=link)


_linking = lru_cache(maxsize=100)(links.linking)  # one for all pages of a folder: what is imported for it is kept
