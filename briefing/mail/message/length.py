"""How much of a digest fits into a mail?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec.structs import replace

from briefing.mail.message.digest import Digest
from briefing.wording import speak


def fit(digest: Digest, fits: Callable[[Digest], bool], most: int) -> Digest:
    """Return the longest digest that `fits`, of at most `most` pieces: `digest`, or a shortened one.

    The shortest, which is all frame, is not asked about.
    """
    low, high = 0, min(most, len(_by_worth(digest)))
    middle = high  # nearly always everything fits
    while low < high:
        low, high = (middle, high) if fits(shorten(digest, middle)) else (low, middle - 1)
        middle = (low + high + 1) // 2
    return shorten(digest, high)


def shorten(digest: Digest, kept: int) -> Digest:
    """Return `digest` with its `kept` worthiest pieces, in the order of print, saying what is left to the web.

    A correction is owed to whoever read the error, so it goes last; then come the events, the one big thing first.
    """
    pieces = _by_worth(digest)
    if kept >= len(pieces):
        return digest
    stays = Counter(pieces[:kept])
    goes = Counter(pieces[kept:])
    words = speak(digest.lang)
    events = goes["lead"] + goes["entry"] + goes["brief"]
    corrections = goes["owed"] + goes["correction"]
    left = [
        text
        for number, text in (
            (events, words.count(events, "{n} event", "{n} events")),
            (goes["noted"], words.count(goes["noted"], "{n} note", "{n} notes")),
            (corrections, words.count(corrections, "{n} correction", "{n} corrections")),
            (goes["quiet"], words.count(goes["quiet"], "{n} event gone quiet", "{n} events gone quiet")),
        )
        if number
    ]
    return replace(
        digest,
        owed=digest.owed[: stays["owed"]],
        lead=digest.lead if stays["lead"] else None,
        entries=digest.entries[: stays["entry"]],
        briefs=digest.briefs[: stays["brief"]],
        noted=digest.noted[: stays["noted"]],
        corrections=digest.corrections[: stays["correction"]],
        quiet=digest.quiet[: stays["quiet"]],
        left=words.say("Left out of this mail for its length: {what}.", what=words.listed(left)),
    )


def _by_worth(digest: Digest) -> list[str]:
    """The kinds of a digest's pieces, worthiest first."""
    return [
        *("owed" for _ in digest.owed),
        *("correction" for _ in digest.corrections),
        *(["lead"] if digest.lead else []),
        *("entry" for _ in digest.entries),
        *("brief" for _ in digest.briefs),
        *("noted" for _ in digest.noted),
        *("quiet" for _ in digest.quiet),
    ]
