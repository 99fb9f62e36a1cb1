"""Who speaks where the page sets the name apart: a turn of a transcript, a signature under a quote?"""

from __future__ import annotations

import re

from briefing.analysis.quotes.claims import Said
from briefing.analysis.text.patterns import compile_late
from briefing.model import Span

# “NAME: …”, as broadcasters' transcripts have it: capitals, a colon, and what was said.
_TURN = compile_late(r"(?P<name>[A-Z](?:[A-Z.’' -]|c(?=[A-Z])){1,40}[A-Z.])(?: ?\([^()\n]{1,40}\))?: ?(?=\S)")
# “…” — Anna Berg: a dash after the closing mark, then a name that ends the line, or goes on with a comma.
_SIGNATURE = compile_late(
    r"[ \t\u00a0]*(?:[―—–]|--?) ?(?P<name>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|von|van|of|the|al|der|la)){0,6}?)"
    r"(?=[ \t\u00a0]*(?:[,(\n“\"«]|\.?$|\.\n))",
    re.MULTILINE,
)
LONGEST_SIGNATURE = 160  # characters of a paragraph that does no more than sign the one before it


def find_turn(text: str, start: int, end: int) -> tuple[Span, int] | None:
    """Return the name that opens a turn of a transcript at `start`, and where its words begin; None: it is no turn."""
    match = _TURN.match(text, start, end)
    return (match.span("name"), match.end()) if match is not None else None


def find_signature(text: str, at: int, end: int) -> Said | None:
    """Return whoever signs a quote that ends at `at`, in the same line or, where `at` begins one, in the next."""
    match = _SIGNATURE.match(text, at, end)
    if match is None:
        return None
    start, end = match.span("name")
    if text[end - 1] == "." and text[end - 3 : end - 2].isalpha():
        end -= 1  # the line's full stop, not that of an initial
    return Said((start, end), end, "", "the name after the quote")
