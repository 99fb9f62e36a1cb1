"""How far reaches what a verb of speech reports: where does it begin, where does it end, does it fit the verb?"""

from __future__ import annotations

from briefing.analysis.rows import (
    ADVERBS,
    DAYS,
    DETERMINERS,
    OBJECTS,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    QUOTED,
    RELATIVES,
    SUBORDINATORS,
    Phrase,
    Row,
    is_punctuation,
    is_verb,
)
from briefing.analysis.speech import SPEECH, Form, Frame
from briefing.analysis.subjects import smallest_phrase

# Verbs that stand after what is said: "…, he said."
AFTERWARDS = frozenset(
    """say tell write add explain note argue warn insist concede acknowledge admit announce report recall claim
    state suggest reply predict confirm believe think continue observe stress estimate complain assert conclude
    allege testify tweet declare maintain""".split()
)


def is_inserted(row: Row, last: int, first: int) -> bool:
    """Whether the words before a comma are an insertion after a subject: "Zelensky, who had left, said"."""
    at = last
    while at > first and row.lows[at] != ",":
        at -= 1
    return at > first and row.lows[at + 1] in RELATIVES | {
        "speaking",
        "asked",
        "citing",
        "a",
        "an",
        "the",
        "his",
        "her",
    }


def is_told_after(row: Row, first: int, end: int) -> bool:
    """Whether the sentence ends with its speaker, as in "…, he said"."""
    lows = row.lows
    form = SPEECH.get(lows[end])
    return form is not None and form.base in AFTERWARDS and "," in lows[max(first, end - 8) : end]


def after_hearer(row: Row, after: int, end: int) -> int:
    """The word after the one who is told: "told reporters in Brussels …"."""
    lows = row.lows
    at = after
    while at <= end:
        low = lows[at]
        if low in {"that", "to", QUOTED, ":", ","} or (low in SUBORDINATORS and at > after):
            break
        if at > after and (
            low in PRONOUNS
            or (low in DETERMINERS and lows[at - 1] not in PREPOSITIONS and lows[at - 1] not in {"both", "all"})
        ):
            break
        if low in DAYS and at > after:
            at += 1
            break
        if is_verb(row, at) and at > after:
            # "told him Russia would go": the clause began before its verb
            back = smallest_phrase(row, at - 1, after + 1)
            return back[0] if back is not None else at
        at += 1
    return at


def topic_fits(row: Row, verb: int, end: int, after: str) -> bool:
    lows = row.lows
    if verb + 1 > end:
        return False
    low = lows[verb + 1]
    if after:
        return low == after
    base = SPEECH[lows[verb]].base
    if base == "call":
        return low in {"for", "on", "it", "him", "them", "her"}
    if base == "ask":
        return low in OBJECTS or low in {"for", "whether", "how"} or "to" in lows[verb + 2 : verb + 5]
    if low in {"on", "for"}:
        return SPEECH[lows[verb]].base in {"call", "ask", "appeal", "plead"}
    return not is_punctuation(low) and low not in {"by", "as", "in", "on", "at", "with", "and", "that"}


def is_clause(row: Row, start: int, stop: int, form: Form) -> bool:
    lows = row.lows
    if stop - start < 2:
        return False
    low = lows[start]
    connected = low in {"and", "or", "to", "as"}
    if connected or ((low in PREPOSITIONS or is_punctuation(low)) and form.base != "say"):
        return False
    return any(is_verb(row, at) or lows[at].endswith(("ed", "s")) for at in range(start + 1, min(stop, start + 25) + 1))


# What may stand between a verb of speech and its "that": "said on Friday that", "wrote in a letter that".
_WHENCE = DAYS | frozenset("in on at during to after through via by before late early".split())
_WITH_HEARER = frozenset("ask warn promise".split())  # may be told to somebody: "warned Kyiv that"
LOOK_AHEAD = 25  # words after a verb of speech in which its "that" or colon is looked for


def content_start(row: Row, verb: int, form: Form, end: int) -> tuple[int, bool]:
    """Return the word with which what is said begins, and whether "that" opens it. Past `end`: nothing is said."""
    lows = row.lows
    begin = verb + 1
    if form.frame is Frame.HEARER:
        begin = after_hearer(row, begin, end)
    if begin > end:
        return begin, False
    found = -1
    for at in range(begin, min(end, begin + LOOK_AHEAD) + 1):
        if lows[at] in {"that", ":", QUOTED} or (at > begin and is_verb(row, at)):
            found = at
            break
    told = after_hearer(row, begin, end) if form.base in _WITH_HEARER else end + 1
    if told <= end and lows[told] == "that":
        return told, True
    if found >= 0 and lows[found] == "that":
        adjunct = lows[begin] in _WHENCE and form.frame is Frame.CLAUSE
        if found == begin or (adjunct and found < end and _begins_clause(row, found + 1)):
            return found, True
    if found >= 0 and lows[found] == ":":
        begin = found + 1
    elif lows[begin] in DAYS:
        while begin <= end and (lows[begin] in DAYS or lows[begin] in _PARTS_OF_DAY):
            begin += 1
    elif lows[begin] == "on" and begin < end and lows[begin + 1] in DAYS:
        begin += 2
    if begin < end and lows[begin] == ",":
        begin += 1
    return begin, False


_PARTS_OF_DAY = frozenset("morning evening night afternoon ,".split())


def _begins_clause(row: Row, at: int) -> bool:
    """Whether a subject stands here: after the "that" of "in a city that burns" none does."""
    low = row.lows[at]
    return low in DETERMINERS or low in PRONOUNS or low == "there" or row.capital(at) or low[0].isdigit()


def content_end(row: Row, start: int, verb: int, speaker: Phrase, end: int) -> int:
    """The last word of what is said: up to the sentence's end or to the next thing that the same speaker does."""
    lows = row.lows
    if speaker[0] > verb and lows[speaker[0] - 1] == ",":
        return speaker[0] - 2  # "Claiming that …, he left"
    for at in range(start + 1, end + 1):
        low = lows[at]
        if low == ";" or (low in {"—", "–"} and lows[at + 1 : at + 2] == ["and"]):
            return at - 1
        form = SPEECH.get(low)
        if (
            low == "with"
            and lows[at - 1] == ","
            and any(lows[word] in SPEECH for word in range(at + 1, min(at + 6, end)))
        ):
            return at - 2
        if low == "according" and lows[at - 1] == ",":
            return at - 2
        if form is None:
            continue
        back = at - 1
        while back > start and (
            lows[back] in ADVERBS or lows[back].endswith("ly") or lows[back] in {"has", "had", "have"}
        ):
            back -= 1
        if form.participle and lows[back] in {",", "and"} and form.frame is not Frame.TOPIC:
            return back - 1 if lows[back] == "," else (back - 2 if lows[back - 1] == "," else back - 1)
        if not form.participle and not form.noun_too and lows[back] in {"and", "but"} and lows[at] != form.base:
            return back - 2 if lows[back - 1] == "," else back - 1
    return end


ADJUNCTS = PREPOSITIONS | DAYS | ADVERBS


def resume_at(row: Row, after: int, end: int) -> int | None:
    """Where the report goes on after "…, he said, …"; past the sentence if it does not; None: no insertion."""
    lows = row.lows
    if after > end:
        return end + 1
    if lows[after] in {",", "—", "–", ";"}:
        return after + 1
    if lows[after] in ADJUNCTS or lows[after] in RELATIVES or lows[after] in {"when", "as", "while"}:
        if lows[after] in {"that", "so", "than"}:
            return None
        at = after
        while at <= end and lows[at] not in {",", QUOTED}:
            if lows[at] in PERSONAL | {"that"} and lows[after] not in {"when", "as", "while", "who", "after"}:
                return None
            at += 1
        if at <= end and lows[at] == "," and not any(is_verb(row, word) for word in range(after, at)):
            return at + 1
        return end + 1 if at > end else None
    return None
