"""How widely is a thing told? Outlets, and the independent origins behind them, as a mark and in words."""

from __future__ import annotations

from briefing.site.views.support import Support
from briefing.wording import Words

MOST_DOTS = 10  # beyond that nobody counts them: the words say how many


def support_view(outlets: int, origins: int, words: Words) -> Support:
    """Return a dot for each independent origin, a circle for each outlet that repeats another, and both in words."""
    own = min(origins, MOST_DOTS)
    repeats = min(max(0, outlets - origins), MOST_DOTS - own)
    return Support("●" * own + "○" * repeats, words.support(outlets, origins))
