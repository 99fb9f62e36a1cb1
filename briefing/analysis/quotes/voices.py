"""Can a subject speak at all: a person, a body or a document, but no event, no thing, no loose end of a phrase?"""

from __future__ import annotations

from briefing.analysis.quotes.rows import DAYS, DETERMINERS, PREPOSITIONS, PRONOUNS, RELATIVES, Phrase, Row
from briefing.analysis.quotes.speech import Form

# Events, states of things and abstractions, as news text has them before a verb that is one of speech elsewhere.
_MUTE = frozenset(
    """meeting meetings talks discussion discussions negotiation negotiations development developments move moves
    call calls visit visits trip summit conference attack attacks strike strikes raid raids war conflict fighting
    ceasefire truce deal decision decisions step steps process effort efforts progress push pressure situation
    crisis way ways word words phrase idea ideas question questions fact facts result results outcome event events
    incident scandal issue issues problem problems tension tensions concern concerns delay delays change changes
    trend response reaction reactions behaviour behavior action actions absence presence success failure loss
    victory defeat death deaths rise fall increase decline tactic tactics strategy approach tone gesture display
    difference increases prices sanctions tariffs tariff explosion fire blast storm weather day days week weeks
    month months year years morning evening night afternoon hour hours moment time times moments place thing
    things reason reasons rest end start beginning example case cases point points background exchange exchanges
    encounter deployment invasion operation operations offensive vote referendum handshake old new same other
    others' first last next latest former recent such""".split()
)
NOBODY = frozenset("nobody none no neither few nothing".split())
_POSSESSIVES = frozenset("his her its their our my your a an the every no".split())
# "It showed that", "this suggests": what shows is no speaker.
_SHOWING = frozenset("show find suggest indicate demonstrate reveal mean signal imply mention reflect affirm".split())
_POINTERS = frozenset("it this that these which what there one".split())


def find_head(row: Row, phrase: Phrase) -> int:
    """The last word of the head of a noun phrase: before its "of …", "for …", "who …", "and …"."""
    begin, last = phrase
    for at in range(begin + 1, last + 1):
        low = row.lows[at]
        if low in PREPOSITIONS or low in {",", "and"} or low in RELATIVES or low in DAYS:
            return at - 1
    return last


def can_speak(row: Row, phrase: Phrase, form: Form | None = None) -> bool:
    """Whether somebody or some document is named by the words that a verb of speech has for its subject."""
    begin = phrase[0]
    if NOBODY.intersection((row.lows[begin], row.lows[phrase[1]])):
        return False
    head = find_head(row, phrase)
    low = row.lows[head]
    if head == begin and low in _POINTERS and form is not None and form.base in _SHOWING:
        return False
    if head == begin and (low in _POSSESSIVES or low in {"and", "but", "or", "there"}):
        return False
    if low[0].isdigit():
        return head > begin or row.lows[head + 1 : head + 2] in (["%"], ["of"])  # "42 of them", but not "2010"
    if low.endswith(("’s", "'s")):
        return low[:-2] in PRONOUNS  # "he's saying"
    if low == "%":
        return True
    if low in DAYS or not low[0].isalpha():
        return False
    if head == begin and low in _MUTE and (begin == 0 or row.lows[begin - 1] in ".?!"):
        return False  # "Last month the office sounded the alarm, saying …"
    named = row.capital(head) and (head > begin or row.lows[begin] not in DETERMINERS)
    return named or low not in _MUTE
