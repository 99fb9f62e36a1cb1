"""How does what came from anywhere become an article of content/? What `briefing add` does.

`clean` turns bytes into an article, `write` puts it into the folder. Nothing is lost: what was left out is said in the
front matter, and the file is kept as it came. Nothing is guessed: a date that the file does not give is unknown.
"""

from __future__ import annotations

from briefing.adding.cleaning import LARGEST_FILE, clean
from briefing.adding.model import Cleaned
from briefing.adding.opening import read_raw
from briefing.adding.writing import front_matter, place, write

__all__ = ["LARGEST_FILE", "Cleaned", "clean", "front_matter", "place", "read_raw", "write"]
