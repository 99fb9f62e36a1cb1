"""Which language is a text in? Told by py3langid from the body."""

from __future__ import annotations

SHORTEST = 120  # characters of body below which nothing is told: headlines and names mislead
ENOUGH = 4000  # characters that are looked at; more changes nothing
SURE = 10.0  # by how much (natural logarithm) the best must beat the second, or the default stands


def tell_language(text: str, default: str = "en") -> str:
    """Return the ISO 639-1 code of the text's language; `default` where there is too little to tell by."""
    text = " ".join(text[: ENOUGH * 2].split())[:ENOUGH].encode("utf-8", "replace").decode()
    if len(text) < SHORTEST or sum(map(str.isalpha, text)) < 0.5 * len(text):
        return default
    import py3langid  # noqa: PLC0415  its model costs a tenth of a second, and it ships no types

    (best, score), (_, second), *_ = py3langid.rank(text)  # type: ignore[attr-defined]
    return str(best) if score - second >= SURE else default
