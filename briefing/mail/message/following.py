"""What of an edition is for a reader who follows some events and actors only?"""

from __future__ import annotations

from briefing.published import Edition


def follow(edition: Edition, events: tuple[str, ...], actors: tuple[str, ...]) -> Edition | None:
    """Return `edition` cut down to what a reader follows, as an edition of its own; None: nothing of theirs moved.

    `events` are ids of events and stories, `actors` of actors. Who follows neither gets everything.
    """
    if not events and not actors:
        return edition
    raise NotImplementedError
