# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Who speaks a direct quote in French, German or another language of which the words around a quote are known."""

from __future__ import annotations

import re

from briefing.analysis.quotes.claims import Said
from briefing.analysis.quotes.marks import Stretch

# French: « … », a déclaré le chef de l’État. / « … », a-t-il dit. / « … », selon le ministre.
_VERBS = r"(?:déclaré|dit|affirmé|estimé|ajouté|expliqué|assuré|indiqué|souligné|averti|rappelé|précisé|insisté|lancé|écrit|répondu|jugé|martelé|confié|promis)"
_PRESENT = r"(?:dit|affirme|estime|ajoute|explique|assure|indique|souligne|avertit|rappelle|précise|insiste|lance|écrit|répond|juge)"
_NAME = r"(?P<who>[^,.;:«»“”\n]{2,80}?)(?=[,.;:«»\n]| (?:dans|lors|mardi|lundi|mercredi|jeudi|vendredi|samedi|dimanche|à|sur|devant|au)\b|$)"
_AFTER = {
    "fr": re.compile(
        rf"\s*[,.]?\s*(?:(?P<verb>(?:a|ont|avait|avaient) {_VERBS}|{_PRESENT}|selon|d’après|d'après) {_NAME}"
        rf"|(?P<aux>a|ont|avait)-t-(?P<pronoun>il|elle|on|ils|elles) (?:\w+ )?(?P<said>{_VERBS})"
        rf"|(?P<now>{_PRESENT})-t-(?P<he>il|elle|on))"
    ),
    "de": re.compile(rf"\s*[,.]?\s*(?P<verb>sagte|erklärte|betonte|schrieb|warnte|laut) {_NAME}"),
}


def find_foreign_speaker(text: str, stretch: Stretch, end: int, lang: str) -> Said:
    """Return an attribution of marked words: to the words that name their speaker after them, or to nobody."""
    pattern = _AFTER.get(lang)
    match = pattern.match(text, stretch.right, end) if pattern is not None else None
    if match is None:
        return Said(None, 0, "", "nobody is named")
    groups = match.groupdict()
    who = next(name for name in ("who", "pronoun", "he") if groups.get(name))
    verb = next(name for name in ("verb", "said", "now") if groups.get(name))
    return Said(match.span(who), match.end(who), match[verb], "the words after the quote")
