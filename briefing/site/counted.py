"""What do readers call the things that figures count, and what was done to them?"""

from __future__ import annotations

from briefing.wording import Words, mark

# As far as the analysis has names of its own for them; every other noun stands as the articles have it.
_NAMES = {
    "killed": mark("killed"),
    "injured": mark("injured"),
    "missing": mark("missing"),
    "arrested": mark("arrested"),
    "displaced": mark("displaced"),
    "evacuated": mark("evacuated"),
    "casualty": mark("killed or injured"),
    "downed": mark("shot down or stopped"),
    "lost": mark("lost on the way"),
    "launched": mark("launched"),
    "struck": mark("hit"),
    "held": mark("held"),
    "freed": mark("freed"),
    "accused": mark("accused or sentenced"),
}


def name_counted(thing: str, words: Words, noun: str = "") -> str:
    """Return what `thing` is called, "killed or injured" for "casualty"; else `noun`, as a report writes it, or it."""
    return words.say(_NAMES[thing]) if thing in _NAMES else noun or thing
