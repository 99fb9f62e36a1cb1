"""Which language is a text in? Told by py3langid from the body."""

from __future__ import annotations

SHORTEST = 120  # characters of body below which nothing is told: headlines and names mislead
SHORTEST_ELSEWHERE = 20  # letters that suffice in a script other than the Latin one, whose names cannot mislead
ENOUGH = 4000  # characters that are looked at; more changes nothing
SURE = 10.0  # by how much (natural logarithm) the best must beat the second, or the default stands
LAST_LATIN = "\u024f"  # the last letter of Latin Extended-B


def tell_language(text: str, default: str = "en") -> str:
    """Return the ISO 639-1 code of the text's language; `default` where there is too little to tell by."""
    text = " ".join(text[: ENOUGH * 2].split())[:ENOUGH].encode("utf-8", "replace").decode()
    letters = sum(map(str.isalpha, text))
    elsewhere = sum(letter > LAST_LATIN and letter.isalpha() for letter in text)
    is_latin = elsewhere <= letters / 2
    if (len(text) < SHORTEST or letters < 0.5 * len(text)) if is_latin else elsewhere < SHORTEST_ELSEWHERE:
        return default
    import py3langid  # noqa: PLC0415  its model costs a tenth of a second, and it ships no types

    ranked = [(code, score) for code, score in py3langid.rank(text) if len(code) == 2]  # type: ignore[attr-defined]
    (best, score), (_, second), *_ = ranked  # it also knows languages that ISO 639-1 does not
    return str(best) if score - second >= SURE or not is_latin else default
