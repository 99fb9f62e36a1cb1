"""How far reaches what is said: where does a report end, and does somebody else tell it?"""

from __future__ import annotations

from briefing.analysis.quotes.clauses import (
    BOUND,
    LONGEST_SUBJECT,
    after_hearer,
    begins_main_clause,
    has_verb,
    past_adverbs,
)
from briefing.analysis.quotes.phrases import PEOPLE
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
    TITLES,
    Phrase,
    Row,
    is_ly,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.speech import MINDS, SPEECH, Form, Frame

TELLING = frozenset("say tell add warn argue write".split())  # "…, but he said that …" is a report of its own
# Verbs that stand after what is said: "…, he said."
AFTERWARDS = frozenset(
    """say tell write add explain note argue warn insist concede acknowledge admit announce report recall claim
    state suggest reply predict confirm believe think continue observe stress estimate complain assert conclude
    allege testify tweet declare maintain propose promise vow""".split()
)


def is_inserted(row: Row, last: int, first: int) -> bool:
    """Whether the words before a comma are an insertion after a subject: "Zelensky, who had left, said"."""
    at = last
    while at > first and row.lows[at] != ",":
        at -= 1
    if row.lows[at + 1] not in RELATIVES and has_verb(row, at + 1, last):
        return False  # "for the pilots, the tolls will eat up the fares, said Berg"
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


def told_by_another(row: Row, speaker: Phrase, verb: int, end: int) -> int:
    """The comma before somebody else who tells the whole sentence ("…, the paper reported"); past `end`: nobody."""
    lows = row.lows
    for at in range(end, max(verb + 4, end - 8), -1):
        form = SPEECH.get(lows[at])
        if form is None or form.base not in AFTERWARDS or form.participle or form.base == lows[at]:
            continue
        if lows[at] in {"said", "says"} and lows[at - 1] == "," and at < end and is_named(row, at + 1):
            return at - 1  # "…, said the mayor"
        comma = at - 1
        while comma > verb + 2 and not is_punctuation(lows[comma]) and not is_verb(row, comma):
            comma -= 1
        after = after_hearer(row, at + 1, end) if form.frame is Frame.HEARER else at + 1
        if (
            lows[comma] != ","
            or comma >= at - 1
            or (after <= end and lows[after] != "," and lows[after] not in ADJUNCTS)
        ):
            return end + 1
        return comma if is_named(row, comma + 1) and lows[at - 1] != lows[speaker[1]] else end + 1
    return end + 1


def is_named(row: Row, at: int) -> bool:
    """Whether the words that begin here may name who tells."""
    return row.lows[at] in DETERMINERS or row.lows[at] in PRONOUNS or row.lows[at] in PEOPLE or row.capital(at)


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


# What opens a clause that the main one follows after a comma: "When Kyiv said that …, Moscow left".
_BEFORE_MAIN = frozenset("when while although though as after if since because before until once whereas".split())


def is_subordinate(row: Row, speaker: Phrase) -> bool:
    """Whether a speaker's verb stands in a clause that the sentence's main clause follows."""
    lows = row.lows
    at = speaker[0] - 1
    while at >= 0 and lows[at] in ADVERBS:
        at -= 1
    return at >= 0 and lows[at] in _BEFORE_MAIN


def content_end(row: Row, start: int, verb: int, speaker: Phrase, end: int) -> int:
    """The last word of what is said: up to the sentence's end or to the next thing that the same speaker does."""
    lows = row.lows
    if speaker[0] > verb and lows[speaker[0] - 1] == ",":
        return speaker[0] - 2  # "Claiming that …, he left"
    inserted, to_source = _is_within_insertion(row, verb, speaker)
    subordinate = is_subordinate(row, speaker)
    clause = start  # where the clause begins in which the loop is
    for at in range(start + 1, end + 1):
        low = lows[at]
        if low not in _TURNS and lows[at - 1] != ",":
            continue
        if low in _COMMAS and at < end:
            if inserted and (to_source or is_verb(row, past_adverbs(row, at + 1))):
                return at - 1  # "who said that …, left": the insertion ends
            if lows[at + 1] in {"which", "who"} and _tells_anew(row, at + 2, end):
                return at - 1  # "said that it had boats, which he said were old"
            if subordinate and _begins_anew(row, start, at, end):
                return at - 1  # "When Kyiv said that …, Moscow left"
            if low != "," and lows[at + 1] == "and":
                return at - 1
            clause = clause if lows[at + 1] in {"and", "but"} else at
        elif low in {"and", "but"} and lows[at + 1 : at + 2] != ["that"]:
            if (lows[at - 1] == "," or has_verb(row, clause, at)) and _tells_anew(row, at + 1, end):
                return at - 1 - (lows[at - 1] == ",")  # "said that … and the mayor added that …"
        elif low == ";":
            return at - 1
        elif lows[at - 1] == "," and _is_told_by_the_way(row, at, end):
            return at - 2  # "…, according to", "…, with Berg saying"
        elif low in SUBORDINATORS:
            clause = at
        form = SPEECH.get(low)
        if form is not None and (cut := _before_next_verb(row, start, at, form)) >= 0:
            return cut
    return end


_COMMAS = frozenset({",", "–", "—"})
# Where a report may end, or a clause of it; besides these whatever stands behind a comma.
_TURNS = _COMMAS | SUBORDINATORS | SPEECH.keys() | {"and", "but", ";"}


def _is_within_insertion(row: Row, verb: int, speaker: Phrase) -> tuple[bool, bool]:
    """Whether a verb parts a subject from its own verb ("who said", ", saying"), and whether "according to" does."""
    lows = row.lows
    back = verb - 1
    while back > 0 and (lows[back] in ADVERBS or lows[back] in AUXILIARIES):
        back -= 1
    relative = lows[back] in {"who", "which"} or (
        lows[back] != "," and speaker[1] < verb and not RELATIVES.isdisjoint(lows[speaker[1] + 1 : speaker[1] + 3])
    )
    participle = lows[verb - 1] == "," and lows[verb] in SPEECH and SPEECH[lows[verb]].participle
    return relative or participle, relative and "according" in lows[max(0, back - 12) : back]


def _begins_anew(row: Row, start: int, comma: int, end: int) -> bool:
    """Whether the main clause begins after a comma, and the words before it are a clause themselves."""
    if not begins_main_clause(row, comma + 1, end):
        return False
    opener = row.lows[start + (row.lows[start] == "that")]
    own = opener not in BOUND and not is_verb(row, past_adverbs(row, comma + 1))
    return own or has_verb(row, start, comma)


def _is_told_by_the_way(row: Row, at: int, end: int) -> bool:
    """Whether "according to" or "with Berg saying" begins here."""
    low = row.lows[at]
    return low == "according" or (
        low == "with" and any(row.lows[word] in SPEECH for word in range(at + 1, min(at + 6, end)))
    )


def _before_next_verb(row: Row, start: int, verb: int, form: Form) -> int:
    """The last word before this verb, if it is what the same speaker says or does next; -1: it is not."""
    lows = row.lows
    back = verb - 1
    while back > start and (lows[back] in ADVERBS or is_ly(lows[back]) or lows[back] in {"has", "had", "have"}):
        back -= 1
    if lows[back] not in _JOINTS:
        return -1
    before = back - 2 if lows[back - 1] == "," else back - 1
    if form.participle and lows[back] in {",", "and", "but"} and form.frame is not Frame.TOPIC:
        return back - 1 if lows[back] == "," else before
    if form.frame is Frame.MARKED:
        return -1
    if lows[back] in {"he", "she", "they"} and lows[back - 1] == "but" and form.base in TELLING:
        return back - 3 if lows[back - 2] == "," else back - 2  # "…, but he said that …"
    finite = not (form.participle or form.noun_too or form.frame is Frame.THAT or form.base in MINDS)
    if not finite or lows[verb] == form.base:
        return -1
    if lows[back] == "," and back == verb - 1 and _has_object(row, verb):
        return back - 1  # "said that …, called her a liar and left"
    return before if lows[back] in {"and", "but"} else -1


def _has_object(row: Row, verb: int) -> bool:
    """Whether an object follows, so that an "-ed" form is a verb: "called her …", not "accused of …"."""
    following = row.lows[verb + 1 : verb + 2]
    return bool(following) and (following[0] in OBJECTS or following[0] == "her")


_JOINTS = frozenset({",", "and", "but", "he", "she", "they"})
SHORTEST_REPORT = 3  # words that stay when what the writer adds is cut off
_COMMENTING = frozenset("while though although whereas".split())


def writers_addition(row: Row, start: int, stop: int) -> int:
    """The last word of a report without what its writer adds: "…, a plan that …", "…, while others say …".

    In two of three such sentences of PolNeAR's training articles the addition is no part of what is reported.
    """
    lows = row.lows
    for at in range(start + SHORTEST_REPORT, stop - 2):
        if lows[at] not in _COMMAS:
            continue
        following = lows[at + 1]
        if following in {"a", "an"} and stop - at > 4:
            if not any(lows[word] in {",", "–", "—"} for word in range(at + 1, stop)):
                return at - 1
        elif following == "who":
            if not any(lows[word] == "," and _is_resumed(row, word + 1) for word in range(at + 2, stop)):
                return at - 1
        elif _is_sequel(row, at + 1):
            return at - 1
        elif following in _COMMENTING:
            if not any(lows[word] == "," for word in range(at + 1, min(at + 8, stop))):
                return at - 1
        elif following in {"and", "but"} and lows[at + 2] != "that" and _tells_anew(row, at + 2, stop):
            return at - 1
    return stop


def _is_resumed(row: Row, at: int) -> bool:
    """Whether the clause goes on after an insertion: "the man, who was not named, [acted alone]"."""
    at = past_adverbs(row, at)
    return is_verb(row, at) or row.lows[at].endswith("ed")


def _is_sequel(row: Row, at: int) -> bool:
    """Whether a time between two events follows: "…, hours after the mayor had left"."""
    later = row.lows[at + 1 : at + 3]
    return row.lows[at] in _SPELLS and ("after" in later or "before" in later)


_SPELLS = frozenset("minutes hours days weeks months years shortly just soon".split())


def _tells_anew(row: Row, at: int, stop: int) -> bool:
    """Whether somebody speaks in the clause that begins here: "and the mayor said …"."""
    for word in range(at, min(at + LONGEST_SUBJECT, stop)):
        low = row.lows[word]
        form = SPEECH.get(low)
        if form is not None and not form.participle and not form.noun_too and form.frame is not Frame.MARKED:
            return word > at and (form.base != low or row.lows[word - 1].endswith("s")) and not row.capital(word)
        if (
            is_punctuation(low)
            or (low in AUXILIARIES and low not in {"has", "have"})
            or low in {"that", "who", "which", "and"}
        ):
            return False
    return False


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
    if comma + 1 > end:
        return comma
    if lows[comma + 1] not in {"the", "a", "an", "its", "his", "her", "who"} and not _is_office(row, comma + 1, end):
        return comma
    at = comma + 1
    while at <= end and lows[at] not in {",", ";", QUOTED, "—", "–"}:
        if lows[at] != "who" and lows[comma + 1] != "who" and is_verb(row, at) and lows[at - 1] not in {"who", "which"}:
            return comma
        at += 1
    return end + 1 if at > end else (at + 1 if lows[at] == "," else at)


_NO_OFFICE = ADVERBS | PREPOSITIONS | PRONOUNS | AUXILIARIES


def _is_office(row: Row, at: int, end: int) -> bool:
    """Whether a description without an article begins here: "director of the harbour"."""
    lows = row.lows
    if lows[at].endswith(("’s", "'s")) and len(lows[at]) > 2:
        return True  # "Norland’s harbour master"
    office = row.text[row.starts[at]].islower() and lows[at] not in _NO_OFFICE
    plain = office and lows[at] not in SUBORDINATORS | DETERMINERS and lows[at] not in {"and", "but", "or"}
    return plain and not is_verb(row, at) and (lows[at] in TITLES or "of" in lows[at + 1 : min(at + 4, end)])


_BREAKS = frozenset({",", ";", "–", "—"})


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
        if lows[after] in {"that", "so", "than", "there"}:
            return None
        at = after
        while at <= end and lows[at] not in _BREAKS and not (lows[at] == QUOTED and lows[at - 1] in {",", ":", "that"}):
            if lows[at] in PERSONAL | {"that"} and lows[after] not in {"when", "as", "while", "who", "after"}:
                return None
            at += 1
        if at <= end and lows[at] in _BREAKS and not any(is_verb(row, word) for word in range(after, at)):
            added = lows[at] in {"–", "—"} and lows[at + 1] in {"a", "an"}
            return end + 1 if added else at + 1  # "…, it reported on Tuesday – a turn that …"
        return end + 1 if at > end else None
    return None
