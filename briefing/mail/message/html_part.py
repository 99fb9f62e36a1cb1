"""A digest as the mail's HTML: Jinja tables, and one style sheet written into style attributes."""

from __future__ import annotations

from functools import lru_cache

import css_inline
from jinja2 import Environment, PackageLoader

from briefing.mail.message.digest import Digest
from briefing.templating import make_environment
from briefing.wording import speak


def print_html(digest: Digest, subject: str) -> str:
    """Return the HTML document of a mail.

    Nothing in it is loaded from anywhere. Everything is escaped, so the tree is as deep as the template and no deeper
    (css-inline overflows the stack at some 20,000 levels).
    """
    return _inliner().inline(_environment(digest.lang).get_template("mail.html").render(mail=digest, subject=subject))


def as_preview(page: str) -> str:
    """Return a mail's document as a page of the site: with a policy of its own, for nobody to index."""
    begin, charset, rest = page.partition('<meta charset="utf-8">\n')
    head, tag, body = rest.partition("<body")
    return begin + charset + _OF_A_PREVIEW + head + tag + body.replace(' role="article"', ' role="main"', 1)


_OF_A_PREVIEW = """\
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
"""


def print_confirmation(
    language: str, subject: str, name: str, before: tuple[str, ...], url: str, after: tuple[str, ...]
) -> str:
    """Return the HTML document of the letter that asks to confirm at `url`: the lines before its link, and after it."""
    page = _environment(language).get_template("confirm.html")
    direction = speak(language).direction
    return _inliner().inline(
        page.render(lang=language, direction=direction, subject=subject, name=name, before=before, url=url, after=after)
    )


@lru_cache(maxsize=8)
def _environment(language: str) -> Environment:
    return make_environment(PackageLoader("briefing.mail.message", "templates"), language)


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    """What writes mail.css into style attributes."""
    environment = _environment("en")
    assert environment.loader is not None
    sheet, _, _ = environment.loader.get_source(environment, "mail.css")
    return css_inline.CSSInliner(extra_css=sheet, load_remote_stylesheets=False)
