"""Does a sentence that can be read alone still lean on what was said before it?

`standalone` refuses sentences that cannot be read outside their place. These can, but an editor would rather print
others: "Macron received him", "Peskov, its spokesman, declined", "The rest go for power stations", "The force said that
it was not treating the fire as suspicious" (which force?), "Here is what we know". English only; in other languages
nothing leans.
"""

from __future__ import annotations

from itertools import islice

from briefing.analysis.text.patterns import compile_late
from briefing.analysis.text.words import find_words

_MARKED = compile_late(r"[“„«\"][^“”„«»\"]*[”»\"]|(?<!\w)[‘'][^‘’']{12,}[’'](?!\w)")
_NAME = r"(?:[A-Z][\w.’'-]+ ){0,3}[A-Z][\w’'-]+"
_OPENS = compile_late(
    # a count or share of something that the sentence before named: "Eighteen were killed", "The rest go for"
    r"(?i:many|some|most|few|several|all|none|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty|no one"
    r"|nobody|the (?:rest|first|second|third|last|latest|next|smallest|largest|biggest|worst))"
    r" (?:to|is|are|was|were|has|have|had|will|would|could|can|may|might|should|must|do|does|did|go|went|came|said|say)"
    r"\b"
    rf"|{_NAME}, (?:its|his|her|their)\b"  # "Peskov, its spokesman": whose is said in the sentence before
    rf"|{_NAME} [a-z]+ (?:him|her|them)\b"  # "Macron received him": no verb's subject is its object as well
    r"|There (?:would|(?:are|were) (?:\S+ ){0,2}of them)\b"  # what somebody else said; how many of whom
    r"|[Ww]hat (?:both|all|neither)\b"
    r"|(?:During|In|On|At|By|Before|After|For|With|From|Over|To) (?:[a-z]+ ){0,3}(?:its|their|that)\b(?! [a-z]+ed\b)"
    r"|(?:\S+ ){2,12}it\.$"  # "No one in the hall expected a truce from it."
    r"|(?:[A-Z]\w+|No one) of (?:these|those|them)\b"
    r"|All the same\b|What follows\b|That is (?:why|how|when|where)\b"
    r"|(?:[A-Z]\w+ )?the same (?:day|night|morning|afternoon|evening)\b"  # "Early the same morning": which?
    r"|A (?:second|third|fourth|fifth|further|similar) \w+ (?!of\b)"
    r"|The (?:day|night|evening|morning|week|month|year) (?:before|after),"
    r"|(?:Minutes|Hours|Days|Weeks|Months|A (?:day|week|month|year|few \w+)) (?:later|earlier|before)\b"
    rf"|{_NAME}, who [a-z]+ (?:him|her|them)\b"
    # "The strikes fell within hours of", "The leaders called on": those that the sentence before told of
    r"|The (?:strikes?|attacks?|raids?|blasts?|explosions?|talks|meetings?|leaders|ministers|group|plans?|decision|move"
    r"|statement|announcement|victims?|men|women|two|three|pair|others?|incident)"
    r" (?:was|were|is|are|has|have|had|will|would|also|fell|came|began|took|left|hit|met|\w{2,}ed)\b"
    # whose minister? one that the sentence before named
    r"|The (?:[A-Z][\w-]+ )?(?:prime minister|president|chancellor|premier|foreign minister|defen[cs]e minister)"
    r" (?!of\b|and\b|who\b|whose\b|said on\b)[a-z]"
    # "One person was killed and dozens were injured, the mayor said": where?
    r"|(?:[A-Z][\w-]+|[\d,]+) (?:(?:more|other) )?(?:people|persons?|civilians|others|children)"
    r" (?:was|were) [^,A-Z]*(?:[,.;]|$)"
)
_POINTS = compile_late(
    r"\b(?:from|up|down|near|over|in) there\b"
    r"|\b(?:at|in|on|by|to|from|with|for) (?:this|that|these|those)\b"
    r"(?! (?:weekend|week|month|year|morning|afternoon|evening|day|spring|summer|autumn|winter|season|century|time"
    r"|point|stage|moment|who|which|that|of)\b)"
    r"|^(?:\S+ ){1,5}(?:also|likewise)\b"
    r"|\bthere, too\b|^The \w+ that followed\b"
    r"|\b(?:[Ww]e|[Oo]urs?|us|[Yy]ours?|[Yy]ou|[Mm]y)\b|(?<![\w.])I(?=['’ ])"  # the reporter's voice, not the report's
)
_NAMELESS = 8  # words: an opening "The …" without a name or number among them tells not which
_SAYS_WHICH = frozenset("of who whose which".split())
_LOOKED_AT = 400  # characters


def leans(text: str, lang: str = "en") -> bool:
    """Tell whether a sentence points at something that was said before it. Words in quotation marks do not count."""
    if lang != "en":
        return False
    opening = _MARKED.sub(" ", text[: 2 * _LOOKED_AT]).lstrip(" \t\n\u00a0\"“„«‘'(–—-…")
    if _OPENS.match(opening) or _POINTS.search(opening):
        return True
    words = [opening[start:end] for start, end in islice(find_words(opening, 0, _LOOKED_AT), _NAMELESS)]
    if words[:1] != ["The"] or words[2:3] == ["that"] or not _SAYS_WHICH.isdisjoint(words[2:4]):
        return False
    return not any(word[0].isupper() or word[0].isdigit() for word in words[1:_NAMELESS])
