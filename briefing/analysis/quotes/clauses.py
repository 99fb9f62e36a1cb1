"""Where begins what a verb of speech reports, and is it a clause?"""

from __future__ import annotations

from briefing.analysis.quotes.phrases import is_roughly, smallest_phrase
from briefing.analysis.quotes.rows import (
    ADVERBS,
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    OBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    QUOTED,
    RELATIVES,
    SUBORDINATORS,
    Phrase,
    Row,
    is_ly,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.speech import SPEECH, Form, Frame


def after_hearer(row: Row, after: int, end: int) -> int:
    """The word after the one who is told: "told reporters in Brussels …"."""
    lows = row.lows
    at = after
    while at <= end:
        low = lows[at]
        if low in {"that", "to", QUOTED, ":", ","} or (low in SUBORDINATORS and at > after):
            break
        if low in {"not", "never"} and at < end and lows[at + 1] == "to":
            break  # "told him not to worry"
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


# Verbs that take an object as often as a clause: "added two ships", "read out the names".
_TRANSITIVE = frozenset("add continue read figure sing observe maintain write declare counter relate cry".split())
# Verbs after which whatever stands is said, unless it is a preposition's.
_PLAIN = frozenset("say tell insist argue think believe".split())


def is_clause(row: Row, start: int, stop: int, form: Form) -> bool:
    lows = row.lows
    if lows[start] in PRONOUNS and lows[start] != "it" and stop > start:
        return True
    if stop - start < 2:
        return False
    if form.base in _TRANSITIVE:
        return lows[start] not in PREPOSITIONS and any(is_verb(row, at) for at in range(start + 1, stop + 1))
    low = lows[start]
    if (low in OBJECTS and form.base in _PLAIN) or (low in PREPOSITIONS and lows[start + 1] in RELATIVES):
        return False  # "a day after he said them", "told us about it, in which case …"
    if low in {"and", "or", "to", "as", "of"} or is_punctuation(low):  # "what it said of the truce"
        return False
    if low in PREPOSITIONS and not is_roughly(row, start):
        return form.base in _PLAIN and any(lows[at] in AUXILIARIES for at in range(start + 1, stop + 1))
    if form.base in _PLAIN:
        return True
    return any(is_verb(row, at) or lows[at].endswith(("ed", "s")) for at in range(start + 1, min(stop, start + 25) + 1))


# Verbs that a clause without "that" follows only where it cannot be missed: "indicated it would stay".
_STRONG = frozenset(
    "indicate stress emphasise emphasize reiterate hint imply affirm reaffirm promise pledge vow swear propose "
    "demonstrate show determine calculate clarify specify estimate maintain".split()
)


def opens_clause(row: Row, start: int, stop: int, form: Form) -> bool:
    """Whether a clause stands after a verb that mostly has a "that": it asks, or has a pronoun or a plain verb."""
    lows = row.lows
    if lows[start] in {"whether", "how", "why"}:
        return True
    if form.base not in _STRONG:
        return False
    if lows[start] in PRONOUNS or lows[start] == "there":
        return is_verb(row, past_adverbs(row, start + 1))
    if lows[start] in PREPOSITIONS or lows[start] == "to":
        return False
    for at in range(start + 1, min(start + LONGEST_SUBJECT, stop) + 1):
        if lows[at] in RELATIVES or lows[at] in {"that", "to"} or is_punctuation(lows[at]):
            return False
        if lows[at] in AUXILIARIES:
            return True
    return False


# Besides a preposition, what may open the words between a verb of speech and its "that": "said late on Friday that".
_TIMES = DAYS | frozenset("late early last this".split())
_BESIDES = PREPOSITIONS | _TIMES | {","}
_WITH_HEARER = frozenset("ask warn promise".split())  # may be told to somebody: "warned Kyiv that"
# "said time and again that", "told them, too, that"
_MANNER = frozenset("time and again , too over more later earlier ago day days week".split())
_QUESTIONS = frozenset("why how whether".split())
LOOK_AHEAD = 25  # words after a verb of speech in which its "that" or colon is looked for


def content_start(row: Row, verb: int, form: Form, end: int) -> tuple[int, bool]:
    """Return the word with which what is said begins, and whether "that" opens it. Past `end`: nothing is said."""
    lows = row.lows
    begin = verb + 1
    if form.frame is Frame.HEARER:
        begin = after_hearer(row, begin, end)
    if begin > end:
        return begin, False
    matter = _find_matter(row, verb, end, form)
    if matter >= 0:
        return matter, False  # "agreed to the plan that Berg had put to it": which plan, not what was agreed
    heard = form.base in _WITH_HEARER and lows[begin] not in PREPOSITIONS
    told = after_hearer(row, begin, end) if heard else end + 1
    if told <= end and lows[told] == "that":
        return told, True
    opener = _find_opener(row, begin, end, form)
    if opener <= end and lows[opener] == "that":
        return opener, True
    if opener <= end and lows[opener] == ":":
        begin = opener + 1
    elif lows[begin] in DAYS:
        while begin <= end and (lows[begin] in DAYS or lows[begin] in _PARTS_OF_DAY):
            begin += 1
    elif lows[begin] == "on" and begin < end and lows[begin + 1] in DAYS:
        begin += 2
    elif opener <= end:
        begin = opener
    if begin < end and lows[begin] == ",":
        begin += 1
    return begin, False


def _find_matter(row: Row, verb: int, end: int, form: Form) -> int:
    """Where an object begins whose "that" only says which one is meant: "agreed to the plan that …"; -1: nowhere."""
    if row.marks(verb, end):
        return -1
    at = verb + 1
    while at < end and (row.lows[at] in DAYS or (row.lows[at] == "on" and row.lows[at + 1] in DAYS)):
        at += 1
    low = row.lows[at]
    named = low == "about" or (low == "of" and form.base not in {"say", "write"})
    named = named or (low == "to" and form.base == "agree") or (low == "on" and form.base in _ADVISING)
    return at if named else -1


_ADVISING = frozenset("advise agree decide rule report".split())


def _find_opener(row: Row, begin: int, end: int, form: Form) -> int:
    """The "that", the colon or the subject with which a report begins after time, place and manner; else past `end`."""
    lows = row.lows
    bare = form.frame is Frame.CLAUSE or form.frame is Frame.HEARER  # these may do without "that"
    dated = form.frame is Frame.THAT and (lows[begin] in _TIMES or lows[begin] in {"on", "in", "at"})
    adjunct = dated or (bare and lows[begin] in _BESIDES and not is_roughly(row, begin))
    manner = True
    for at in range(begin, min(end - 1, begin + LOOK_AHEAD) + 1):
        low = lows[at]
        if low == "that" and (manner or (adjunct and begins_clause(row, at + 1))):
            return at
        if low in {":", QUOTED, ";"} or (
            lows[begin] == "," and low in SPEECH and SPEECH[low].frame is not Frame.MARKED
        ):
            return at if low == ":" else end + 1
        if low in _QUESTIONS and adjunct and bare and at > begin:
            return at  # "explained to them why …"
        manner = manner and (low in ADVERBS or low in _MANNER or is_ly(low))
        if adjunct and bare and at > begin and lows[begin] != "," and not manner and _opens_subject(row, at):
            return at
        if (is_verb(row, at) and lows[at - 1] not in RELATIVES and lows[at - 1] != "that") and (
            low in AUXILIARIES or not adjunct
        ):
            return end + 1
    return end + 1


def _opens_subject(row: Row, at: int) -> bool:
    """Whether a subject begins right after the words that tell when or where: "said in a note [he would go]"."""
    lows = row.lows
    before = lows[at - 1]
    if before in PREPOSITIONS or before in DETERMINERS or before in SUBORDINATORS or before in {"and", "or", "of"}:
        return False
    if lows[at] in PRONOUNS or lows[at] == "there":
        return is_verb(row, at + 1) or lows[at + 1] in ADVERBS
    if lows[at] not in DETERMINERS or lows[at] in {"that", "this"} or before == "," or is_verb(row, at - 1):
        return False
    return any(lows[word] in AUXILIARIES for word in range(at + 1, min(at + 10, len(lows))))


_PARTS_OF_DAY = frozenset("morning evening night afternoon ,".split())


def begins_clause(row: Row, at: int) -> bool:
    """Whether a subject stands here: after the "that" of "in a city that burns" none does."""
    lows = row.lows
    while at < len(lows) - 1 and (is_ly(lows[at]) or (lows[at] in ADVERBS and lows[at] not in {"there", "here"})):
        at += 1
    return not is_verb(row, at)


def has_verb(row: Row, start: int, stop: int) -> bool:
    return any(is_verb(row, at) for at in range(start, stop))


def says_whole(row: Row, start: int, stop: int) -> bool:
    """Whether words hold a verb of their own, not only one of a "who …" that describes a noun."""
    described = False
    for at in range(start, stop + 1):
        if row.lows[at] in RELATIVES:
            described = True
        elif row.lows[at] == ",":
            described = False
        elif not described and (is_verb(row, at) or row.lows[at].endswith("ed")):
            return True
    return False


def past_adverbs(row: Row, at: int) -> int:
    while at < len(row.lows) - 1 and (row.lows[at] in ADVERBS or is_ly(row.lows[at])):
        at += 1
    return at


BOUND = SUBORDINATORS | RELATIVES | PREPOSITIONS | {"and", "or", "but"}  # none of these opens a main clause
LONGEST_SUBJECT = 8  # words from a comma to the verb of the clause that it begins


def begins_main_clause(row: Row, at: int, end: int) -> bool:
    """Whether a clause with a subject and a verb of its own, or the rest of one, begins here."""
    lows = row.lows
    at = past_adverbs(row, at)
    if at >= end or lows[at] in BOUND:
        return False
    if lows[at] in PRONOUNS or lows[at] == "there" or is_verb(row, at):
        return True
    for word in range(at + 1, min(at + LONGEST_SUBJECT, end) + 1):
        if is_punctuation(lows[word]) or lows[word] in RELATIVES or lows[word] in {"and", "or"}:
            return False
        form = SPEECH.get(lows[word])
        if is_verb(row, word) or (form is not None and not form.participle and not form.noun_too):
            return True
    return False


_EMPTY = PRONOUNS | OBJECTS | AUXILIARIES | ADVERBS | DETERMINERS | PREPOSITIONS | SUBORDINATORS | {"and"}


def says_something(row: Row, start: int, stop: int) -> bool:
    """Whether what somebody vows or asks has a word of its own: not "to have one".

    To ask the same of "it was" and "he would" costs 1.5 reports in 1,000 of PolNeAR's, and gains no precision.
    """
    return any(low not in _EMPTY and not is_punctuation(low) for low in row.lows[start : stop + 1])


_CONDITIONS = frozenset({"if", "unless"})


def is_supposed(row: Row, speaker: Phrase, first: int) -> bool:
    """Whether a verb only stands in a condition: "if there was no deal, and he thought it was their fault, …"."""
    lows = row.lows
    before = speaker[0] - 1
    if before > first and lows[before] == "and":
        before -= 1 + (lows[before - 1] == ",")
        while before > first and not is_punctuation(lows[before]) and lows[before] not in _CONDITIONS:
            before -= 1
    return before >= first and lows[before] in _CONDITIONS and (before == first or lows[before - 1] not in SPEECH)
