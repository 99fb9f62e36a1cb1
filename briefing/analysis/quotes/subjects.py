"""Who is the subject of a verb: which words before or after it, or of the whole sentence?"""

from __future__ import annotations

from briefing.analysis.quotes.phrases import (
    described,
    is_reduced,
    phrase_before,
    phrase_from,
    smallest_phrase,
    with_name,
)
from briefing.analysis.quotes.rows import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DAYS,
    DETERMINERS,
    NEGATIONS,
    OBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    QUOTED,
    RELATIVES,
    SUBORDINATORS,
    VERBS,
    Phrase,
    Row,
    is_ly,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.speech import SPEECH
from briefing.analysis.quotes.voices import can_speak

_PLACES = frozenset("in on at during with for from by".split())  # what opens "In an interview, …", but no clause
LONGEST_INSERTION = 25  # words between a subject and its verb
_PARENTHETICAL_STARTS = frozenset(
    """who which whose whom where when former formerly now then himself herself asked citing including speaking writing
    though although but not one known meanwhile and or aged head chairman president director minister spokesman
    spokeswoman secretary leader chief founder author professor governor mayor""".split()
)


_SPANS = frozenset("week month year day morning afternoon evening night spring summer autumn fall winter".split())
_REFLEXIVES = frozenset("himself herself itself themselves".split())


def subject_before(row: Row, verb: int, first: int) -> tuple[Phrase | None, bool]:
    """Return the subject that stands before the verb, not before word `first`, and whether the verb is negated."""
    lows = row.lows
    at = verb - 1
    negated = False
    while at >= first and (
        lows[at] in AUXILIARIES
        or lows[at] in ADVERBS
        or lows[at] in DAYS
        or (is_ly(lows[at]) and not row.capital(at))
        or (lows[at] in {"both", "all", "each", "long"} and lows[at - 1] in AUXILIARIES)
    ):
        negated = negated or lows[at] in NEGATIONS
        at -= 1
    if at >= first and lows[at] == "on" and at + 1 < verb and lows[at + 1] in DAYS:
        at -= 1
    if at > first and lows[at] in _REFLEXIVES and not is_verb(row, at - 1) and lows[at - 1] not in PREPOSITIONS:
        at -= 1  # "the minister himself said"
    if at > first + 1 and lows[at] in _SPANS and lows[at - 1] in {"this", "last", "past"}:
        at -= 2 + (lows[at - 2] == "this")  # "the council this past week announced"
    if at > first and len(lows[at]) == 4 and lows[at].isdigit() and lows[at - 1] == "in":
        at -= 2  # "who in 2010 said"
    if at > first and lows[at] == "since" and lows[at - 1] in {"has", "have", "had"}:
        at -= 2  # "has since said"
    if at < first or (lows[at] == "," and lows[at + 1] == "then"):
        return None, negated
    return _subject_ending(row, at, first), negated


def _subject_ending(row: Row, at: int, first: int) -> Phrase | None:
    low = row.lows[at]
    if low in PRONOUNS or (low in {"who", "which"} and at == first):
        return (at, at)
    if low in {"who", "which", "that"}:
        before = at - 1
        if before >= first and row.lows[before] == ",":
            before -= 1
        elif low == "who" and before >= first and is_verb(row, before):
            return None  # "did not say who had told him" asks
        return smallest_phrase(row, before, first) if before >= first else None
    if low == "whom" and at - 2 >= first and row.lows[at - 1] == "of":
        return (at - 2, at)
    if low in OBJECTS and row.lows[first] == "those":
        return (first, at)
    if low == ",":
        return _before_parenthesis(row, at, first)
    if low in ")]":
        opened = at - 1
        while opened >= first and row.lows[opened] not in "([":
            opened -= 1
        return _subject_ending(row, opened - 1, first) if opened > first else None
    if low in {"—", "–", "―"}:
        opened = at - 1
        while opened >= first and row.lows[opened] not in {"—", "–", "―"}:
            opened -= 1
        return _subject_ending(row, opened - 1, first) if opened > first else None
    if low == QUOTED and row.inner_end(at) == ",":
        return _before_parenthesis(row, at + 1, first)  # 'the star of "The Harbour," said'
    if is_punctuation(low) or low in SUBORDINATORS or low in {"and", "or", "but", "to"} or low == QUOTED:
        return None
    if is_verb(row, at) and is_reduced(row, at, first):
        return phrase_before(row, at - 1, first)  # "a report published on Friday said"
    if low in PREPOSITIONS or low in OBJECTS or is_verb(row, at):
        return None
    return phrase_before(row, at, first)


def _before_parenthesis(row: Row, comma: int, first: int) -> Phrase | None:
    """The subject of a verb with a comma right before it: "Lavrov, the foreign minister, said"."""
    lows = row.lows
    for at in range(comma - 1, max(first + 1, comma - LONGEST_INSERTION), -1):
        if lows[at] == "whose" and lows[at - 1] == ",":
            return phrase_before(row, at - 2, first)  # "Berg, whose newest boat, the Petrel, sank, said"
    right = comma
    best: Phrase | None = None
    for _ in range(6):  # more insertions than six are a list
        right = _before_bracket(row, right, first)
        left = right - 1 - (row.lows[right - 1] == QUOTED)
        while left >= first and lows[left] not in {",", "—", "–", ";", ":", QUOTED}:
            left -= 1
        begins = left + 1
        if begins >= right:
            return best
        inserted = _is_parenthetical(row, begins)
        if lows[right - 1] == QUOTED and not (inserted and left >= first and lows[left] == ","):
            return best
        if best is None and not inserted and row.capital(begins) and left >= first:
            # "…, the envoy, Steve Witkoff, said"
            name = phrase_before(row, right - 1, begins)
            if name is not None and (whole := described(row, name, first)) != name:
                outer = smallest_phrase(row, whole[0] - 2, first) if _is_apposed(row, whole[0], first) else None
                return whole if outer is None else outer
        if left < first or lows[left] != ",":
            return phrase_before(row, right - 1, max(first, begins)) if not inserted or left < first else best
        opener = left - 1
        while opener > first and not is_punctuation(lows[opener]) and lows[opener] != QUOTED:
            opener -= 1
        if opener == first and lows[first] in _PLACES and lows[left] == ",":
            return phrase_before(row, right - 1, left + 1)  # "In an interview, the harbour master, said"
        if lows[opener] == "," and lows[opener + 1] in PREPOSITIONS:
            right = left  # "Berg, at a meeting in Harwick, Norland, said"
            continue
        candidate = phrase_before(row, left - 1, first) if left - 1 >= first and not is_verb(row, left - 1) else None
        if candidate is not None:
            best = begin, _ = candidate
            if lows[begin - 1] == "," and (named := _before_relative(row, begin - 1, first)) is not None:
                return named
            opens = begin == first or lows[begin - 1] != "," or row.capital(begin) or _is_opening(row, begin - 1, first)
            if opens and (not _is_parenthetical(row, begin) or lows[begin] in DETERMINERS):
                return best
        right = left
    return best


def _before_relative(row: Row, comma: int, first: int) -> Phrase | None:
    """Who is meant by "Anna Berg, who lives in Westport, Norland, said": the name before "who"."""
    lows = row.lows
    for at in range(comma, first, -1):
        if lows[at] in {"who", "whose"} and lows[at - 1] == ",":
            return phrase_before(row, at - 2, first) if at - 2 >= first else None
        if lows[at] in {"and", "but", ";", ":", QUOTED} and lows[at - 1] == ",":
            return None
    return None


def _is_opening(row: Row, comma: int, first: int) -> bool:
    """Whether the words up to a comma only tell where or when: "In the harbour, two members, …, said"."""
    lows = row.lows
    return lows[first] in PREPOSITIONS | {"outside", "inside"} and not any(
        is_verb(row, at) or is_punctuation(lows[at]) for at in range(first, comma)
    )


def _is_apposed(row: Row, begin: int, first: int) -> bool:
    """Whether a description follows a name: "Anna Berg, the editor of the paper, the Harbour Post, said"."""
    at = begin - 2
    if at <= first or row.lows[begin - 1] != "," or not row.capital(at) or row.lows[at] in DAYS:
        return False
    while at > first and row.capital(at):
        at -= 1
    return row.lows[at] not in PREPOSITIONS and begin - 2 - at > 1


def _before_bracket(row: Row, at: int, first: int) -> int:
    """The word at which a bracket that ends right before `at` opens; `at` itself where none does."""
    if at - 1 <= first or row.lows[at - 1] not in ")]":
        return at
    opened = at - 2
    while opened > first and row.lows[opened] not in "([":
        opened -= 1
    return opened if opened > first else at


def _is_parenthetical(row: Row, begins: int) -> bool:
    low = row.lows[begins]
    return (
        low in _PARENTHETICAL_STARTS
        or low in DETERMINERS
        or low in PREPOSITIONS
        or low.isdigit()
        or (low.endswith(("ing", "ed")) and not row.capital(begins))
        or not (row.capital(begins) or low == QUOTED)
        or (len(low) > 2 and low[1] == "-")  # R-Texas
        or low in {"r", "d"}
    )


def subject_after(row: Row, verb: int, last: int) -> Phrase | None:
    """The subject that follows its verb: "said Lavrov", "said a spokesman for the ministry, who …"."""
    lows = row.lows
    begin = verb + 1
    if begin > last:
        return None
    low = lows[begin]
    if low in PRONOUNS:
        return (begin, begin)
    if (
        is_punctuation(low)
        or low in PREPOSITIONS
        or low in SUBORDINATORS
        or low in ADVERBS
        or low == QUOTED
        or low in DAYS
    ):
        return None
    is_name = row.capital(begin)
    if (low in AUXILIARIES and not is_name) or low in OBJECTS or low == "reporters":
        return None  # "said Will Berg" has a name
    at = begin
    while at <= last:
        low = lows[at]
        if is_punctuation(low) or low in RELATIVES or low in SUBORDINATORS or low == QUOTED:
            break
        if low in AUXILIARIES and not row.capital(at):
            break
        if at > begin:
            if low in DAYS and lows[at - 1] in {"a", "an", "the"}:
                at += 1  # "a Wednesday editorial"
                continue
            if low in DAYS or low in ADVERBS or low in {"told", "speaking", "adding"}:
                break
            if low.endswith("ed") and low not in SPEECH and lows[at + 1 : at + 2] in (["in"], ["by"], ["with"]):
                break  # "a source involved in the talks"
            if at < last and lows[verb - 1] == QUOTED:
                left = low in VERBS and low not in SPEECH and lows[at + 1] in PREPOSITIONS
                if left or is_reduced(row, at, begin):
                    break  # "“…,” said a diplomat briefed on the call", "a sailor shot in the leg"
            if low in PREPOSITIONS and low not in {"of", "for", "from", "at", "with", "to"}:
                break
            if low in {"at", "with", "from", "to"} and is_name and row.capital(at - 1):
                break
            if low in {"and", "but"} and (at + 1 > last or lows[at + 1] in PRONOUNS or is_verb(row, at + 1)):
                break
            if low.endswith("ing") and not row.capital(at) and lows[at - 1] not in DETERMINERS:
                break
            if is_verb(row, at):
                return None  # "said the plan was …": a clause, not a speaker
        at += 1
    return with_name(row, (begin, at - 1), last) if at > begin else None


def first_subject(row: Row, first: int, last: int) -> Phrase | None:
    """The subject of the main clause of the words `first` to `last`: the first phrase that a finite verb follows."""
    lows = row.lows
    at = first
    fallback: Phrase | None = None
    for _ in range(6):  # more openings before a subject than six there are none
        if fallback is not None and is_verb(row, at):
            return fallback  # "Farrell, the camerlengo, made it known": the insertion is over
        opening = lows[at] in PREPOSITIONS or (lows[at].endswith("ing") and lows[at] not in {"king", "beijing"})
        if not opening:
            if lows[at] in SUBORDINATORS:
                at += 1
            subject, after = phrase_from(row, at, last)
            if subject is not None:
                while (
                    after <= last and (lows[after] in ADVERBS or is_ly(lows[after])) and lows[after] not in _AFTER_TIMES
                ):
                    after += 1
                speaks = can_speak(row, subject)
                verbal = after > last or is_verb(row, after) or lows[after] in SPEECH or lows[after].endswith("ed")
                if speaks and verbal:
                    return subject
                if speaks and lows[after] in _AFTER_SUBJECTS and _has_verb_soon(row, after, last):
                    return subject
                if speaks and (whole := with_name(row, subject, last)) != subject:
                    return whole
                if speaks and lows[after] not in _AFTER_TIMES and fallback is None and lows[subject[0]] not in DAYS:
                    fallback = subject
        comma = at
        while comma <= last and lows[comma] not in {",", "—", "–"}:
            if lows[comma] == QUOTED and row.inner_end(comma) == ",":
                break
            comma += 1
        if comma >= last:
            break
        at = comma + 1
    return fallback


def _has_verb_soon(row: Row, at: int, last: int) -> bool:
    """Whether a verb follows before the next mark: "The adviser on the campaign went …"."""
    for word in range(at + 1, min(at + 8, last) + 1):
        if is_punctuation(row.lows[word]) or row.lows[word] == QUOTED:
            return False
        if is_verb(row, word):
            return True
    return False


_ASKED = frozenset("how that whether what why".split())
# Who is made to speak stands after these: "led the council to say"; who does these speaks: "took to the air to say".
_CAUSATIVES = frozenset("led forced prompted drove pushed compelled caused".split())
_PURPOSES = frozenset("took used went stood came returned appeared turned gathered rose stepped".split())
FURTHEST_CAUSE = 15  # words between such a verb and "to say"


def purpose_speaker(row: Row, verb: int, first: int) -> Phrase | None:
    """Who says something in "took to the air to say", "led the council to say"; None: nobody did."""
    for at in range(verb - 2, max(first, verb - FURTHEST_CAUSE), -1):
        low = row.lows[at]
        if low in _CAUSATIVES and at + 1 <= verb - 2:
            return phrase_from(row, at + 1, verb - 2)[0]
        if low in _PURPOSES:
            return subject_before(row, at, first)[0]
        if low in {";", ":", QUOTED, "that"} or is_verb(row, at):
            return None
    return None


def let_before(row: Row, verb: int, first: int) -> int:
    """Where the "let" of "let the council know" stands; -1: nowhere."""
    for at in range(verb - 1, max(first, verb - 6), -1):
        if row.lows[at] in {"let", "lets"}:
            return at
        if is_punctuation(row.lows[at]) or is_verb(row, at):
            break
    return -1


def coordinated_subject(row: Row, verb: int, first: int) -> Phrase | None:
    """The subject that a verb shares with the nearest verb before it: "Berg thanked the crew and said …"."""
    for at in range(verb - 1, first, -1):
        if row.lows[at] in {";", ":"}:
            return None
        joined = row.lows[at].endswith("ed") and row.lows[at + 1] in {"and", "but"}  # "he laughed and said"
        finite = joined or (is_verb(row, at) and not is_reduced(row, at, first))
        if finite and RELATIVES.isdisjoint(row.lows[max(first, at - 3) : at]):
            subject, _ = subject_before(row, at, first)
            # "did not say how many boats were lost, but said": not the boats
            inner = subject is not None and subject[0] > first and row.lows[subject[0] - 1] in _ASKED
            if subject is not None and not inner:
                return subject
    return None


_AFTER_TIMES = frozenset({"later", "earlier", "ago", "before", "after", "on", "in"})
_AFTER_SUBJECTS = PREPOSITIONS - _AFTER_TIMES | {"on", "in"}


def participle_subject(row: Row, verb: int, first: int, last: int) -> Phrase | None:
    """The subject of "saying": of "with Putin saying" it is Putin, else the sentence's own."""
    lows = row.lows
    at = verb - 1
    while at >= first and (lows[at] in ADVERBS or is_ly(lows[at])):
        at -= 1
    if at >= first and lows[at] in BE:
        return subject_before(row, verb, first)[0]
    if at > first and lows[at] == "as":  # "quoted the president as saying"
        if lows[at - 1] in {"quoted", "cited"}:  # "the president was quoted as saying"
            return subject_before(row, at - 1, first)[0]
        return smallest_phrase(row, at - 1, first)
    for back in range(at, max(first - 1, at - 14), -1):
        if lows[back] == "with" and back < at:
            return (back + 1, at)
        if is_punctuation(lows[back]) or is_verb(row, back):
            break
    if verb == first:
        return None
    ahead = lows[first] in PREPOSITIONS and verb - first < 3  # "After saying that …, she left"
    return first_subject(row, first, last if ahead else verb - 1)
