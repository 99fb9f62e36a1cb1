"""Where does a reader report a mistake in a passage? The publisher's address, with the passage's place filled in."""

from __future__ import annotations

import re
from urllib.parse import quote

from briefing.site.views.frame import Site

FIELDS = ("title", "place", "page", "passage")  # what BRIEFING_REPORT may hold in braces
LONGEST = 60  # characters of the passage: its place says which it is, the words only help the eye; a page has hundreds
FIELD = re.compile(r"\{(\w+)\}")


def report_href(site: Site, href: str, place: str, title: str, passage: str) -> str:
    """Return the address that opens the publisher's form or a mail about the passage at `place`; "" where none is set.

    `href` is the sentence in its article's page, from the site's root; `title` is the article's.
    """
    if not site.report:
        return ""
    words = " ".join(passage.split())
    values = {
        "title": title,
        "place": place,
        "page": f"{site.url}/{href}" if site.url else href,
        "passage": words if len(words) <= LONGEST else words[: LONGEST - 1] + "…",
    }
    if ":" in site.report:  # a template
        return FIELD.sub(lambda field: quote(values[field[1]], safe="", errors="replace"), site.report)
    subject = site.words.say("A mistake in “{title}”", title=title or site.name)
    # Without the passage's own words: its place says which it is, and in every link they make a page far heavier.
    body = site.words.say("{place}\n{page}\n\nWhat is wrong:\n", **values).replace("\n", "\r\n")
    said = (f"{name}={quote(text, safe='', errors='replace')}" for name, text in (("subject", subject), ("body", body)))
    return f"mailto:{quote(site.report, safe='@')}?{'&'.join(said)}"
