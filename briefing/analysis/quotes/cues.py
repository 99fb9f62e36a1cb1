"""Is a word a verb of speech where it stands?

Looks at a row of words only; which quote goes to whom is decided in `attributions`.
"""

from __future__ import annotations

from briefing.analysis.quotes.phrases import is_reduced
from briefing.analysis.quotes.rows import (
    ADVERBS,
    BE,
    DAYS,
    DETERMINERS,
    NO_VERBS,
    PERSONAL,
    PRONOUNS,
    QUOTED,
    RELATIVES,
    Phrase,
    Row,
    is_ly,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.speech import BARE, SPEECH, Frame

# "appeared to suggest" says something; "declined to say" does not.
_SEEMING = frozenset("appeared appears appear seemed seems seem continued continues continue began on".split())


def is_verb_form(row: Row, verb: int, previous: str, following: str) -> bool:
    """Whether a word that is a noun as well ("claims", "report") is a verb here, by what stands beside it."""
    low = row.lows[verb]
    if row.capital(verb) or (previous == "to" and SPEECH[low].base != low):
        return False
    if low == "states" and following not in {"that", ":", QUOTED}:
        return False  # "troops from NATO states"
    if following == "that" and verb + 2 < len(row.lows) and is_verb(row, verb + 2):
        return False  # "the rules that could close it"
    if following == "that" and verb + 3 < len(row.lows) and _is_bare_verb(row, verb + 2):
        return False  # "the states that vote a week later"
    if following == "," and low.endswith("s") and not _is_interposed(row, verb):
        return False  # "because of the Fifth Amendment claims, …"
    if following == "," and (verb < 2 or row.lows[verb - 2] in ".?!") and previous not in PRONOUNS:
        return False  # "Cost estimates, he added, …"
    plural = previous.endswith("s") and not previous.endswith(("’s", "'s"))
    plural = plural or (verb > 2 and row.lows[verb - 2] == "and")  # "Berg and Lind call it …"
    past = low == "read" and previous == QUOTED  # "“…,” read a note"
    if SPEECH[low].base == low and not (plural or past) and previous not in _BEFORE_BARE:
        return False  # "a telephone call that …"
    if following in _OBJECT_OPENERS or previous in _BEFORE_VERBS:
        return True
    return is_ly(previous) or (row.capital(verb - 1) and not previous.endswith(_ADJECTIVE_ENDINGS))


def _is_bare_verb(row: Row, at: int) -> bool:
    """Whether a plain word is likely a verb after "that": what follows is an object, a place or a time."""
    low, after = row.lows[at], row.lows[at + 1]
    plain = row.text[row.starts[at]].islower() and low.isalpha() and low not in NO_VERBS
    return plain and not low.endswith("s") and low not in _PLURALS and (after in DETERMINERS or after == "last")


def _is_interposed(row: Row, verb: int) -> bool:
    """Whether nothing but a name stands between a comma and the verb: "Norland, Anna Berg notes, …"."""
    at = verb - 1
    while at > 0 and row.capital(at):
        at -= 1
    return row.lows[at] in {",", "–", "—"} or row.lows[verb - 1] in PRONOUNS


_BEFORE_BARE = PRONOUNS | ADVERBS | {"to", "who"}
_OBJECT_OPENERS = PERSONAL | {"that", ":", QUOTED, "his", "her", "their"}
_BEFORE_VERBS = PRONOUNS | ADVERBS | {"who", "has", "had", "have", "and", "was", "is", "are", QUOTED, ","}
_ADJECTIVE_ENDINGS = ("ian", "ish", "can", "ese", "’s", "'s")


def is_plural_present(row: Row, verb: int, first: int) -> bool:
    """Whether a bare form ("say") stands where a verb can: right after its subject, and not after "to"."""
    lows = row.lows
    at = verb - 1
    while at >= first and (lows[at] in ADVERBS or is_ly(lows[at])):
        at -= 1
    if at < first:
        return False
    if lows[at] == "to":
        return at > first and lows[at - 1] in _SEEMING and (lows[at - 1] != "on" or lows[at - 2] in {"went", "goes"})
    return not is_punctuation(lows[at]) or lows[at] in {",", "–", "—", ")"}


def is_plural(row: Row, phrase: Phrase) -> bool:
    """Whether a subject can go with "say": not "the final say", "a larger say"."""
    begin, last = phrase
    lows = row.lows
    if lows[begin] not in {"a", "an", "the", "this"} or row.capital(last) or "and" in lows[begin : last + 1]:
        return True
    return any(low.endswith(("s", "%")) or low in _PLURALS for low in lows[begin : last + 1])


_PLURALS = frozenset("people police men women children public media majority number few half many two three".split())


def is_joined(row: Row, verb: int, first: int) -> bool:
    """Whether a participle goes with the sentence's subject: after a comma, "and", "with …" or a form of "be"."""
    lows = row.lows
    at = verb - 1
    while at > first and (lows[at] in ADVERBS or is_ly(lows[at])):
        at -= 1
    return (
        at < first
        or lows[at] in {",", "and", "but", "—", "–", "by"}
        or (lows[at] == QUOTED and row.inner_end(at) == ",")
        or lows[at] in BE
        or "with" in lows[max(first, at - 6) : at]
    )


_PERFECTS = frozenset({"has", "have", "had", "since"})


def is_coordinated(row: Row, verb: int, first: int) -> bool:
    lows = row.lows
    at = verb - 1
    while at > first and (lows[at] in ADVERBS or is_ly(lows[at]) or lows[at] in _PERFECTS):
        at -= 1
    return lows[at] in {"and", "but", ","}


def says_soon(row: Row, at: int, *, after_stop: bool) -> bool:
    """Whether what follows a quote is no more than who said it: "Trump said.", "Murphy, its head, said on Friday"."""
    commas = 0
    for word in range(at, min(at + 16, len(row.lows))):
        low = row.lows[word]
        form = SPEECH.get(low)
        speaks = form is not None and (
            form.frame in BARE
            or form.base == "ask"
            or (form.frame is Frame.THAT and row.lows[word + 1 : word + 2] == ["."] and row.capital(word - 1))
        )
        if form is not None and speaks and not form.participle and word > at:
            alone = row.lows[word - 1] in PRONOUNS and word - 1 > at + 1
            if alone or (commas and (row.lows[at] in PRONOUNS or row.lows[at] in {"but", "and", "yet", "so"})):
                return False  # "But he sees it as a risk, he said": a sentence of its own
            after = row.lows[word + 1] if word + 1 < len(row.lows) else "."
            if after_stop or form.noun_too:
                return after in {".", ","}
            return (
                after in {".", ",", "in", "on", "at", "to", "as", "of"} or after in DAYS or form.frame is Frame.HEARER
            )
        commas += low == ","
        if low in {".", ":", ";"} or commas > 2 or (commas == 0 and word - at > 7):
            return False
    return False


def says_next(row: Row, mark: int, last: int) -> bool:
    """Whether a verb of speech stands right after marked words: "“…,” said somebody"."""
    form = SPEECH.get(row.lows[mark + 1]) if mark < last else None
    return form is not None and form.frame in BARE and not (form.participle or (form.noun_too and form.base != "read"))


def only_describes(row: Row, participle: int, first: int, last: int) -> bool:
    """Whether the verb of speech comes after a participle: "“…,” a diplomat briefed on the call said"."""
    if not is_reduced(row, participle, first):
        return False
    for at in range(participle + 1, last + 1):
        low = row.lows[at]
        if is_punctuation(low) or low in _ENDS_DESCRIPTION:
            return False
        form = SPEECH.get(low)
        if form is not None and form.frame in BARE and not (form.participle or form.noun_too):
            return True
    return False


_ENDS_DESCRIPTION = RELATIVES | PRONOUNS | {QUOTED, "that", "and"}
