"""What somebody says by a noun of speech: "her warning that …", "Norland’s promise to …"?"""

from __future__ import annotations

from briefing.analysis.quotes.claims import Sentence, make_said
from briefing.analysis.quotes.clauses import begins_clause
from briefing.analysis.quotes.phrases import smallest_phrase
from briefing.analysis.quotes.rows import AUXILIARIES, DETERMINERS, QUOTED, RELATIVES, Phrase, is_punctuation, is_verb

_OWNERS = frozenset({"his", "her", "their", "its"})
# Nouns that a clause follows: what is claimed, warned of, denied.
_THAT = frozenset(
    """claim claims warning warnings promise promises pledge assertion assertions accusation accusations allegation
    allegations suggestion suggestions demand demands insistence argument arguments prediction predictions denial
    announcement contention acknowledgment acknowledgement admission complaint complaints assurance assurances
    declaration""".split()
)
# Nouns that an infinitive follows: what is promised or threatened.
_TO = frozenset("promise promises pledge pledges vow vows threat threats".split())
NOUNS = _THAT | _TO
# A verb after one of these is no new one of the sentence.
_BEFORE_INNER = AUXILIARIES | RELATIVES | {"that", "to", "and", "or"}
FURTHEST_OWNER = 3  # words before the noun: "her own first warning"


def read_noun(sentence: Sentence, noun: int) -> None:
    row, lows = sentence.row, sentence.row.lows
    start = noun + 1
    if start + 2 > sentence.end or noun < sentence.claimed:
        return  # what is told already is told by somebody else
    clause = lows[noun] in _THAT and lows[start] == "that" and begins_clause(row, start + 1)
    wish = lows[noun] in _TO and lows[start] == "to" and lows[start + 1] not in DETERMINERS
    if not (clause or wish) or (row.capital(start + 1) and wish):
        return
    owner = _owner(sentence, noun)
    if owner is None:
        return
    stop = _end(sentence, start, owner)
    if stop - start >= 2 and QUOTED not in lows[start : stop + 2]:
        claimed = sentence.claimed
        said = make_said(row, owner, noun, "whose word it is")
        if said.speaker is not None and lows[owner[1]].endswith(("’s", "'s")):
            begin, end = said.speaker
            said.speaker, said.core = (begin, end - 2), min(said.core, end - 2)
        sentence.report(said, start, stop)
        sentence.claimed = (
            claimed  # the sentence's own speaker may tell all of it: "Lind’s claim that … was wrong, Berg said"
        )


def _owner(sentence: Sentence, noun: int) -> Phrase | None:
    row, lows = sentence.row, sentence.row.lows
    for at in range(noun - 1, max(sentence.first - 1, noun - 1 - FURTHEST_OWNER), -1):
        if lows[at] in _OWNERS:
            return (at, at)
        if lows[at].endswith(("’s", "'s", "s’", "s'")) and len(lows[at]) > 2:
            return smallest_phrase(row, at, sentence.first)
        if is_punctuation(lows[at]) or is_verb(row, at):
            return None
    return None


def _end(sentence: Sentence, start: int, owner: Phrase) -> int:
    """The last word: before a comma, or before the verb of the sentence whose subject the noun is."""
    row, lows = sentence.row, sentence.row.lows
    subject = not any(is_verb(row, at) for at in range(sentence.first, owner[0]))
    verbs = 0 if lows[start] == "that" else 1
    for at in range(start + 2, sentence.end + 1):
        if lows[at] in {",", ";", ":", "–", "—", QUOTED, ")"}:
            return at - 1
        new = is_verb(row, at) and lows[at - 1] not in _BEFORE_INNER
        verbs += new
        if subject and new and verbs > 1:
            return at - 1
    return sentence.end
