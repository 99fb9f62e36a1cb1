"""How far reaches what a verb of speech reports: where does it begin, where does it end, does it fit the verb?"""

from __future__ import annotations

from briefing.analysis.quotes.phrases import smallest_phrase
from briefing.analysis.quotes.rows import (
    ADVERBS,
    AUXILIARIES,
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
from briefing.analysis.quotes.speech import SPEECH, Form, Frame

TELLING = frozenset("say tell add warn argue write".split())  # "…, but he said that …" is a report of its own
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


def is_told_within(row: Row, verb: int, end: int) -> bool:
    """Whether somebody else tells the clause of this verb: "it had offered much, he replied, and …"."""
    lows = row.lows
    for at in range(verb + 3, end + 1):
        low = lows[at]
        if low in {";", QUOTED}:
            return False
        form = SPEECH.get(low)
        if form is None or form.base not in AFTERWARDS or form.participle or form.base == low:
            continue
        if at < end and lows[at + 1] not in {",", ":", ";", "."} and lows[at + 1] not in ADJUNCTS:
            continue
        comma = at - 1
        while comma > verb and comma > at - 8 and not is_punctuation(lows[comma]) and not is_verb(row, comma):
            comma -= 1
        if lows[comma] == "," and comma < at - 1:
            opener = lows[comma + 1]
            return opener in PRONOUNS or opener in DETERMINERS or row.capital(comma + 1)
    return False


def is_relative(row: Row, speaker: Phrase, first: int) -> bool:
    """Whether what a speaker says is cut from its clause: "a truce that Kyiv says would last"."""
    lows = row.lows
    before = speaker[0] - 1
    if before <= first:
        return before == first and lows[before] in {"what", "whom"}
    if lows[before] in {"which", "what", "whom"}:
        return lows[before - 1] not in PREPOSITIONS  # "an interview in which he said": a whole clause follows
    if lows[before] != "that" or is_punctuation(lows[before - 1]):
        return False
    return not any(low in SPEECH for low in lows[max(first, before - 8) : before])


def object_end(row: Row, start: int, stop: int) -> int:
    """Where the object of a verb ends: before the next thing its subject does, "… and left the room"."""
    lows = row.lows
    for at in range(start + 1, stop):
        if lows[at] in {",", "and", "but"}:
            following = at + 1 + (lows[at] == "," and lows[at + 1] in {"and", "but"})
            if following <= stop and is_verb(row, following) and lows[following] not in AUXILIARIES:
                return at - 1
            if following < stop and lows[following] in {"had", "has", "was", "is", "were"}:
                return at - 1
    return stop


# Verbs whose object alone says what is wanted: "called for a truce", "promised a vote".
_WANTING = frozenset("call demand ask propose promise recommend urge announce predict advocate plead appeal".split())
_REFLEXIVES = frozenset("himself herself itself themselves one each".split())
SHORTEST_OBJECT = 5  # words; shorter ones ("these terms", "the plan at once") name a matter and say nothing of it
SHORTEST_WISH = 2


def carries_proposition(row: Row, start: int, stop: int, form: Form) -> bool:
    """Whether the object of a verb says something: "to go", "him of lying", "a new ferry", not "these conditions"."""
    lows = row.lows
    words = stop - start + 1
    opener = lows[start]
    if opener in _REFLEXIVES:
        return False
    if opener == "to":
        return words > 1 and lows[start + 1] not in DETERMINERS and not row.capital(start + 1)
    inside = lows[start + 1 : stop + 1]
    if form.base == "call" and lows[start - 1] == "on":
        return "to" in inside or "not" in inside
    if opener in PRONOUNS or opener in OBJECTS:
        wished = any(low in {"to", "of", "for", "over"} for low in inside[:3]) and words > 2
        return wished or (words >= SHORTEST_OBJECT and opener == "it")
    if any(low == "to" or low.endswith("ing") for low in inside) and words > 2:
        return True
    return words >= (SHORTEST_WISH if form.base in _WANTING else SHORTEST_OBJECT)


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


# Verbs that take an object as often as a clause: "added two ships", "read out the names".
_TRANSITIVE = frozenset("add continue read figure sing observe maintain write declare counter relate cry".split())


def is_clause(row: Row, start: int, stop: int, form: Form) -> bool:
    lows = row.lows
    if lows[start] in PRONOUNS and lows[start] != "it" and stop > start:
        return True
    if stop - start < 2:
        return False
    if form.base in _TRANSITIVE:
        return lows[start] not in PREPOSITIONS and any(is_verb(row, at) for at in range(start + 1, stop + 1))
    low = lows[start]
    connected = low in {"and", "or", "to", "as", "of"}  # "what it said of the truce"
    if connected or ((low in PREPOSITIONS or is_punctuation(low)) and form.base != "say"):
        return False
    return any(is_verb(row, at) or lows[at].endswith(("ed", "s")) for at in range(start + 1, min(stop, start + 25) + 1))


# What may stand between a verb of speech and its "that": "said on Friday that", "wrote in a letter that".
_WHENCE = DAYS | frozenset("in on at during to after through via by before late early".split())
_WITH_HEARER = frozenset("ask warn promise".split())  # may be told to somebody: "warned Kyiv that"
# "said time and again that", "told them, too, that"
_MANNER = frozenset("time and again , too over more later earlier ago day days week".split())
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
    heard = form.base in _WITH_HEARER and lows[begin] not in PREPOSITIONS
    told = after_hearer(row, begin, end) if heard else end + 1
    if told <= end and lows[told] == "that":
        return told, True
    if found >= 0 and lows[found] == "that":
        adjunct = lows[begin] in _WHENCE and form.frame is Frame.CLAUSE
        manner = all(low in ADVERBS or low in _MANNER or low.endswith("ly") for low in lows[begin:found])
        if manner:
            return found, True
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
    opens = low in DETERMINERS or low in PRONOUNS or low in SUBORDINATORS or low in {"there", "whatever", "whoever"}
    return opens or row.capital(at) or low[0].isdigit()


def content_end(row: Row, start: int, verb: int, speaker: Phrase, end: int) -> int:
    """The last word of what is said: up to the sentence's end or to the next thing that the same speaker does."""
    lows = row.lows
    if speaker[0] > verb and lows[speaker[0] - 1] == ",":
        return speaker[0] - 2  # "Claiming that …, he left"
    inserted = lows[verb - 1] == "," and lows[verb] in SPEECH and SPEECH[lows[verb]].participle
    back = verb - 1
    while back > 0 and (lows[back] in ADVERBS or lows[back] in AUXILIARIES):
        back -= 1
    relative = lows[back] in {"who", "which"}
    relative_to_source = relative and "according" in lows[max(0, back - 12) : back]
    for at in range(start + 1, end + 1):
        low = lows[at]
        if low == "," and at < end and (relative or inserted) and (relative_to_source or is_verb(row, at + 1)):
            return at - 1  # "who said that …, left": the insertion ends
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
        if form.participle and lows[back] in {",", "and", "but"} and form.frame is not Frame.TOPIC:
            return back - 1 if lows[back] == "," else (back - 2 if lows[back - 1] == "," else back - 1)
        if form.frame is Frame.MARKED:
            continue
        if lows[back] in {"he", "she", "they"} and lows[back - 1] == "but" and form.base in TELLING:
            return back - 3 if lows[back - 2] == "," else back - 2  # "…, but he said that …"
        if not form.participle and not form.noun_too and lows[back] in {"and", "but"} and lows[at] != form.base:
            return back - 2 if lows[back - 1] == "," else back - 1
    return end


ADJUNCTS = PREPOSITIONS | DAYS | ADVERBS | {"early", "late"}


def _past_time(row: Row, at: int, end: int) -> int:
    """The word after "a few days later", "earlier this week"; the same word where no such thing stands."""
    lows = row.lows
    for word in range(at, min(at + 5, end + 1)):
        if lows[word] in {"later", "earlier", "ago"}:
            return word + 1
        if is_punctuation(lows[word]) or row.capital(word):
            break
    return at


def _past_apposition(row: Row, comma: int, end: int) -> int:
    """Where the report goes on after "…, said Klymenko, the interior minister, and …"; the comma where none stands."""
    lows = row.lows
    if comma + 1 > end or lows[comma + 1] not in {"the", "a", "an", "its", "his", "her", "who"}:
        return comma
    at = comma + 1
    while at <= end and lows[at] not in {",", ";", QUOTED, "—", "–"}:
        if lows[at] != "who" and lows[comma + 1] != "who" and is_verb(row, at) and lows[at - 1] not in {"who", "which"}:
            return comma
        at += 1
    return end + 1 if at > end else (at + 1 if lows[at] == "," else at)


def resume_at(row: Row, after: int, end: int) -> int | None:
    """Where the report goes on after "…, he said, …"; past the sentence if it does not; None: no insertion."""
    lows = row.lows
    after = _past_time(row, after, end)
    if after > end:
        return end + 1
    if lows[after] == "," and (past := _past_apposition(row, after, end)) > after:
        return past
    if lows[after] in {",", "—", "–", ";"}:
        return after + 1
    if lows[after] in ADJUNCTS or lows[after] in RELATIVES or lows[after] in {"when", "as", "while"}:
        if lows[after] in {"that", "so", "than"}:
            return None
        at = after
        while at <= end and lows[at] not in {",", ";", QUOTED}:
            if lows[at] in PERSONAL | {"that"} and lows[after] not in {"when", "as", "while", "who", "after"}:
                return None
            at += 1
        if at <= end and lows[at] in {",", ";"} and not any(is_verb(row, word) for word in range(after, at)):
            return at + 1
        return end + 1 if at > end else None
    return None
