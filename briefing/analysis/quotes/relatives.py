"""What is said in a relative clause, cut from its noun: "a truce that Kyiv says would last"?"""

from __future__ import annotations

from briefing.analysis.quotes.claims import Said, Sentence
from briefing.analysis.quotes.clauses import past_adverbs
from briefing.analysis.quotes.phrases import smallest_phrase
from briefing.analysis.quotes.rows import (
    ADVERBS,
    AUXILIARIES,
    DAYS,
    PREPOSITIONS,
    Phrase,
    Row,
    is_ly,
    is_punctuation,
    is_verb,
)


def gap_opener(row: Row, speaker: Phrase, first: int, start: int, stop: int) -> int:
    """The "which" or "that" that a report is cut from: "a truce that Kyiv says would last"; -1: nothing is cut."""
    lows = row.lows
    before = speaker[0] - 1
    if before < first or lows[before] not in _GAPS:
        return -1
    low = lows[before]
    if low == "that":
        after_noun = before > first and not is_punctuation(lows[before - 1]) and not is_verb(row, before - 1)
        return before if after_noun and has_gap(row, start, stop) else -1
    if before > first and lows[before - 1] in PREPOSITIONS and low != "what":
        return -1  # "an interview in which he said": a whole clause follows
    return before if low != "who" or has_gap(row, start, stop) else -1


_GAPS = frozenset("that which what whom who".split())


def has_gap(row: Row, start: int, stop: int) -> bool:
    """Whether a clause lacks its subject or its object: "would last", "they found on her system"."""
    lows = row.lows
    at = past_adverbs(row, start)
    if is_verb(row, at):
        return True
    while at < stop and not is_verb(row, at):
        at += 1
    while at < stop and (lows[at] in AUXILIARIES or lows[at] in ADVERBS or is_ly(lows[at])):
        at += 1
    at += 1  # past the main verb
    if at > stop:
        return True
    return lows[at] in PREPOSITIONS or lows[at] in DAYS or is_punctuation(lows[at])


SHORTEST_RELATIVE = 3  # words: "a truce that Kyiv says [would last long]"


def report_relative(sentence: Sentence, said: Said, gap: int, start: int, stop: int) -> None:
    """A truce that Kyiv says would last: what it is said of stands before the speaker, and is kept with it."""
    row, lows = sentence.row, sentence.row.lows
    for at in range(start + 1, stop + 1):
        if lows[at] in {",", "–", "—", ";"}:
            stop = at - 1
            break
    before = gap - 1 - (lows[gap - 1] == ",")
    if lows[gap] == "what":
        noun: Phrase | None = (gap, gap)
    else:
        noun = smallest_phrase(row, before, sentence.first) if before >= sentence.first else None
    if noun is None or stop - start + 1 < SHORTEST_RELATIVE:
        return
    sentence.report(said, start, stop)
    if said.spans and said.kind == "reported":
        said.spans.insert(0, (row.starts[noun[0]], row.ends[gap]))
