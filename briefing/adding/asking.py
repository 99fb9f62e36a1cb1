"""What does a web address lead to that the editor names? One request, bounded as those of `briefing fetch` are."""

from __future__ import annotations

from briefing.adding.model import Came
from briefing.errors import ContentError
from briefing.fetching.canonical import canonical
from briefing.fetching.model import TooLargeError, WireError
from briefing.fetching.wire import ask_once

LARGEST_PAGE = 5_000_000  # bytes that are taken from a server, as of a saved page


def ask_for(address: str, *, contact: str, allowed: frozenset[str], now: str) -> Came:
    """Return what a web address leads to: one request, with its redirects, as `wire` bounds it.

    `contact`: whom the server's owner can turn to. `allowed`: as in `fetching.addresses.check_address`. Raises
    ContentError.
    """
    try:
        answer = ask_once(address, contact=contact, allowed=allowed, largest=LARGEST_PAGE, now=now)
    except TooLargeError as error:
        raise ContentError(error.what, remedy="Save the article alone, and add that file.", path=address) from None
    except WireError as error:
        remedy = error.remedy or "Save the page in a browser and add the file."
        raise ContentError(error.what, remedy=remedy, path=address) from None
    return Came(address, answer.body, answer.kind or "text/html", answer.charset, canonical(answer.url))
