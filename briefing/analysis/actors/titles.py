"""By which office does an article call a person: "Foreign Secretary David Lammy", "David Lammy, the foreign secretary"?

Only the words are found, at their place. Which office somebody really holds is the registry's to say (`offices`); where
articles call one person differently, that is shown and not smoothed.
"""

from __future__ import annotations

from briefing.analysis.actors.evidence import words
from briefing.analysis.text.patterns import compile_late
from briefing.model import Span

# The last word of an office. Courtesies (Mr, Dr, Sir) and trades are left out: they cannot contradict one another.
OFFICES = words("""
    president vice-president minister premier chancellor secretary undersecretary senator congressman congresswoman
    governor secretary-general mayor ambassador envoy commissioner general admiral marshal commander king queen pope
    cardinal archbishop speaker spokesman spokeswoman spokesperson chairman chairwoman director chief leader adviser
    advisor negotiator ombudsman treasurer
""")
# Words before it that say which office, or how it is held.
QUALIFIERS = words("""
    prime foreign defence defense interior finance health justice education energy trade vice deputy acting interim
    former outgoing first special top chief attorney major lieutenant high home press national security military
    economic digital agriculture transport environment culture assistant permanent opposition party general
""")
# One office in two spellings or forms.
_SAME = {"defense": "defence", "advisor": "adviser", "spokeswoman": "spokesman", "spokesperson": "spokesman",
         "chairwoman": "chairman", "congresswoman": "congressman"}  # fmt: skip
_POST = (
    rf"(?<![\w-])(?i:(?:(?:{'|'.join(sorted(QUALIFIERS))})\s){{0,4}}"
    rf"(?:chief\sexecutive|{'|'.join(sorted(OFFICES))})(?![\w’'-]))"
)
_OF_NAME = r"\s(?:of|for)(?:\sthe)?(?:\s(?:[A-Z][\w’'-]*|state|staff|region|district|province|party)){1,4}"
_OF_ANY = r"\s(?:of|for)(?:\s[\w’'-]+){1,4}(?=[,.;])"  # behind a name the comma tells where it ends
_BEFORE = compile_late(rf"(?P<title>{_POST}(?:{_OF_NAME})?)\s$")
# "The mayor, Anna Berg": only after a determiner, or it could be the last of a list.
_SET_OFF = compile_late(
    rf"(?:\b(?:[Tt]he|[Ii]ts|[Tt]heir|regional|local)|[’']s)\s(?P<title>{_POST}(?:{_OF_ANY}|{_OF_NAME})?),\s$"
)
# ", the country’s foreign minister", ", Norland’s long-serving defence minister"
_AFTER = compile_late(
    r",\s(?:(?:the|an?|its|his|her|their|then|[A-Z][\w-]*(?:[’']s?)?|\w+[’']s|\w+-\w+)\s){0,4}?(?:(?<=the\s)\w+\s)??"
    rf"(?P<title>{_POST}(?:{_OF_ANY}|{_OF_NAME})?)(?!\s[A-Z])"  # a name behind it would be the next person’s
)
LONGEST = 90  # characters of text that are looked at on either side of a name


def find_title(text: str, start: int, end: int, first: int, last: int) -> Span | None:
    """Return where the office stands by which text[first:last] calls the person named at text[start:end]; None: none.

    `first` and `last` are the limits of the sentence. It stands right before the name, or behind a comma after it.
    """
    low = max(first, start - LONGEST)
    before = text[low:start]
    match = _BEFORE.search(before) or _SET_OFF.search(before)
    if match:
        return low + match.start("title"), low + match.end("title")
    match = _AFTER.match(text, end, min(last, end + LONGEST))
    return match.span("title") if match else None


def read_post(title: str) -> frozenset[str]:
    """The words of a title that say which office it is: "Acting Defense Minister" → {acting, defence, minister}."""
    return frozenset(_SAME.get(word, word) for word in title.lower().replace("’", "'").split()) - {"of", "for", "the"}


def is_conflict(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two posts cannot both be one office told at different length ("minister" and "foreign minister" can)."""
    return not (a <= b or b <= a)
