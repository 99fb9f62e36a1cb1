"""A digest as the mail's HTML: Jinja tables, and one style sheet written into style attributes."""

from __future__ import annotations

from functools import lru_cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined

from briefing.mail.message.digest import Digest


def print_html(digest: Digest, subject: str, *, preview: bool = False) -> str:
    """Return the HTML document of a mail. `preview`: with a policy of its own, for a page of the site.

    Nothing in it is loaded from anywhere. Everything is escaped, so the tree is as deep as the template and no deeper
    (css-inline overflows the stack at some 20,000 levels).
    """
    environment, inliner = _tools()
    return inliner.inline(environment.get_template("mail.html").render(mail=digest, subject=subject, preview=preview))


@lru_cache(maxsize=1)
def _tools() -> tuple[Environment, css_inline.CSSInliner]:
    """The environment, in which a field that a digest lacks is an error, and what writes mail.css into attributes."""
    loader = PackageLoader("briefing.mail.message", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    sheet, _, _ = loader.get_source(environment, "mail.css")
    return environment, css_inline.CSSInliner(extra_css=sheet, load_remote_stylesheets=False)
