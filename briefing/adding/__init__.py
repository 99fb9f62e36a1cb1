"""How does what came from anywhere become an article of content/? What `briefing add` does.

`read_articles` turns what came in into articles, whatever its format, `clean` one text or page; `write` puts an
article into the folder. Nothing is lost: what was left out is said in the front matter, and the file is kept as it
came. Nothing is guessed: a date that the file does not give is unknown.
"""

from __future__ import annotations

from briefing.adding.cleaning import LARGEST_FILE, clean
from briefing.adding.formats import read_articles
from briefing.adding.model import Came, Cleaned
from briefing.adding.opening import read_raw
from briefing.adding.writing import front_matter, place, settle_zone, write

__all__ = [
    "LARGEST_FILE",
    "Came",
    "Cleaned",
    "clean",
    "front_matter",
    "place",
    "read_articles",
    "read_raw",
    "settle_zone",
    "write",
]
