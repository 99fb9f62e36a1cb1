"""Who is the subject of a verb: which words before or after it, or of the whole sentence?"""

from __future__ import annotations

from briefing.analysis.rows import (
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
    TITLES,
    Phrase,
    Row,
    is_punctuation,
    is_verb,
)
from briefing.analysis.speech import SPEECH
from briefing.analysis.voices import can_speak

_PARENTHETICAL_STARTS = frozenset(
    """who which whose whom where when former formerly now then himself herself asked citing including speaking writing
    though although but not one known meanwhile and or aged head chairman president director minister spokesman
    spokeswoman secretary leader chief founder author professor governor mayor""".split()
)


def subject_before(row: Row, verb: int, first: int) -> tuple[Phrase | None, bool]:
    """Return the subject that stands before the verb, not before word `first`, and whether the verb is negated."""
    lows = row.lows
    at = verb - 1
    negated = False
    while at >= first and (
        lows[at] in AUXILIARIES
        or lows[at] in ADVERBS
        or lows[at] in DAYS
        or (lows[at].endswith("ly") and not row.capital(at))
    ):
        negated = negated or lows[at] in NEGATIONS
        at -= 1
    if at >= first and lows[at] == "on" and at + 1 < verb and lows[at + 1] in DAYS:
        at -= 1
    if at > first and lows[at].isdigit() and lows[at - 1] == "in":
        at -= 2  # "who in 2010 said"
    if at < first:
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
    if is_punctuation(low) or low in SUBORDINATORS or low in {"and", "or", "but", "to"} or low == QUOTED:
        return None
    if low in PREPOSITIONS or low in OBJECTS or is_verb(row, at):
        return None
    return _phrase_before(row, at, first)


def _before_parenthesis(row: Row, comma: int, first: int) -> Phrase | None:
    """The subject of a verb with a comma right before it: "Lavrov, the foreign minister, said"."""
    lows = row.lows
    right = comma
    best: Phrase | None = None
    for _ in range(6):  # more insertions than six are a list
        right = _before_bracket(row, right, first)
        left = right - 1
        while left >= first and lows[left] not in {",", "—", "–", ";", ":", QUOTED}:
            left -= 1
        begins = left + 1
        if begins >= right:
            return best
        inserted = _is_parenthetical(row, begins)
        if best is None and not inserted and row.capital(begins) and left >= first:
            # "The envoy, Steve Witkoff, said": the name in the middle is the better one.
            named = _phrase_before(row, right - 1, begins)
            if named is not None and _is_insertion_of(row, left, first):
                return named
        if left < first or lows[left] != ",":
            return _phrase_before(row, right - 1, max(first, begins)) if not inserted or left < first else best
        candidate = _phrase_before(row, left - 1, first) if left - 1 >= first and not is_verb(row, left - 1) else None
        if candidate is not None:
            best = begin, _ = candidate
            opens = begin == first or lows[begin - 1] != "," or row.capital(begin)
            if opens and (not _is_parenthetical(row, begin) or lows[begin] in DETERMINERS):
                return best
        right = left
    return best


def _before_bracket(row: Row, at: int, first: int) -> int:
    """The word at which a bracket that ends right before `at` opens; `at` itself where none does."""
    if at - 1 <= first or row.lows[at - 1] not in ")]":
        return at
    opened = at - 2
    while opened > first and row.lows[opened] not in "([":
        opened -= 1
    return opened if opened > first else at


def _is_insertion_of(row: Row, comma: int, first: int) -> bool:
    """Whether what stands before this comma is a description that a name after it completes: "his envoy, …"."""
    at = comma - 1
    if at < first or row.capital(at):
        return False
    while at >= first and comma - at < 12:
        low = row.lows[at]
        if low in DETERMINERS or low.endswith(("’s", "'s")):
            return True
        if is_punctuation(low):
            return False
        at -= 1
    return False


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


def _phrase_before(row: Row, last: int, first: int) -> Phrase | None:
    """The noun phrase that ends with word `last` and begins a clause."""
    lows = row.lows
    at = last
    joined = -1
    by_verb = False
    while at >= first:
        low = lows[at]
        if low == "and":
            joined = at if joined < 0 else joined
        elif is_punctuation(low) and low not in {"-", "/"}:
            break
        elif low == "who" and at > first and lows[at - 1] not in {",", "and"}:
            return _phrase_before(row, at - 1, first)  # "analysts who map the fighting"
        elif low in PRONOUNS and lows[at + 1] == "and":
            return (at - (at > first and lows[at - 1] == "both"), last)  # "both he and Putin"
        elif low in RELATIVES or low in {"but", "or", "nor", "yet"} or low in PRONOUNS or low in OBJECTS:
            by_verb = low in OBJECTS
            break
        elif low in {"after", "before", "since", "until"} or (low in SUBORDINATORS and low not in PREPOSITIONS):
            break
        elif low == QUOTED:
            if row.inner_end(at) in ".,!?" or row.ends[at] - row.starts[at] > 60:
                break
        elif is_verb(row, at):
            relative = _relative_before(row, at, first)
            if relative > first and low not in SPEECH:
                return _phrase_before(row, relative - 1, first)
            by_verb = True
            break
        at -= 1
    begin = at + 1
    if joined >= 0 and (by_verb or begin == joined or lows[begin] in PREPOSITIONS):
        begin = joined + 1
    while begin < last and (
        lows[begin] in ADVERBS
        or lows[begin] in DAYS
        or lows[begin] in {"and", "but", "or"}
        or (
            lows[begin].endswith("ly")
            and len(lows[begin]) > 4
            and lows[begin] not in {"italy", "family"}
            and begin + 1 <= last
            and not row.capital(begin + 1)
        )
    ):
        begin += 1
    if begin > last:
        return None
    if lows[begin] in PREPOSITIONS or lows[begin] in SUBORDINATORS - {"that"} or by_verb:
        return smallest_phrase(row, last, begin + (lows[begin] in PREPOSITIONS))
    return _trim(row, begin, last)


def _relative_before(row: Row, verb: int, first: int) -> int:
    """Where the "who" or "which" stands whose verb this is: "an envoy who recently visited Washington"; -1: nowhere."""
    for at in range(verb - 1, max(first - 1, verb - 6), -1):
        low = row.lows[at]
        if low in {"who", "which", "that"}:
            return at
        if not (low in ADVERBS or low in AUXILIARIES or low.endswith("ly")):
            return -1
    return -1


def smallest_phrase(row: Row, last: int, first: int) -> Phrase | None:
    """The shortest noun phrase that ends with word `last`: a run of capitals with its title, or back to the article."""
    lows = row.lows
    if last < first or is_punctuation(lows[last]) or lows[last] in PREPOSITIONS or lows[last] == QUOTED:
        return None
    at = last
    if row.capital(last):
        while at > first and (
            row.capital(at - 1)
            or lows[at - 1] in TITLES
            or (
                at - 2 >= first
                and lows[at - 1] in {"of", "de", "von", "van", "al", "the", "bin"}
                and row.capital(at - 2)
            )
        ):
            at -= 1
            if lows[at] in DAYS:
                at += 1
                break
        if at > first and lows[at - 1] in DETERMINERS:
            at -= 1
        return (at, last)
    while at > first and last - at < 10:
        if lows[at] in DETERMINERS or (lows[at].endswith(("’s", "'s", "s’")) and at < last):
            if lows[at] not in DETERMINERS:
                inner = smallest_phrase(row, at, first)
                return (inner[0], last) if inner is not None else (at, last)
            return (at, last)
        before = lows[at - 1]
        if (
            is_punctuation(before)
            or before in PREPOSITIONS
            or before in {"and", "but"}
            or is_verb(row, at - 1)
            or before == QUOTED
        ):
            break
        at -= 1
    return (at, last)


def _trim(row: Row, begin: int, last: int) -> Phrase:
    """Cut what tells when and where off a subject: "Macron on Friday", "Trump in a statement"."""
    lows = row.lows
    named = row.capital(begin) and lows[begin] not in DETERMINERS
    for at in range(begin + 1, last + 1):
        low = lows[at]
        if low in PREPOSITIONS and low != "of":
            after = lows[at + 1] if at + 1 <= last else ""
            if (
                (named and row.capital(at - 1) and low not in {"for", "to"})
                or after in DAYS
                or low in {"on", "during", "after"}
            ):
                return (begin, at - 1)
            if low == "in" and after in {"a", "an", "his", "her", "their", "its"}:
                return (begin, at - 1)
        elif low in {"this", "last", "just", "early", "late"} and named:
            return (begin, at - 1)  # "Putin last week", "The Post just this month"
        elif low in DAYS and at > begin:
            return (begin, at - 1)
    return (begin, last)


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
    if low in AUXILIARIES or low in OBJECTS or low == "reporters":
        return None
    named = row.capital(begin)
    at = begin
    while at <= last:
        low = lows[at]
        if is_punctuation(low) or low in RELATIVES or low in SUBORDINATORS or low in AUXILIARIES or low == QUOTED:
            break
        if at > begin:
            if low in DAYS or low in ADVERBS or low in {"told", "speaking", "adding"}:
                break
            if low in PREPOSITIONS and low not in {"of", "for", "from", "at", "with", "to"}:
                break
            if low in {"at", "with", "from", "to"} and named and row.capital(at - 1):
                break
            if low in {"and", "but"} and (at + 1 > last or lows[at + 1] in PRONOUNS or is_verb(row, at + 1)):
                break
            if low.endswith("ing") and not row.capital(at):
                break
            if is_verb(row, at):
                return None  # "said the plan was …": a clause, not a speaker
        at += 1
    return (begin, at - 1) if at > begin else None


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
            subject, after = _phrase_from(row, at, last)
            if subject is not None:
                while (
                    after <= last
                    and (lows[after] in ADVERBS or lows[after].endswith("ly"))
                    and lows[after] not in _AFTER_TIMES
                ):
                    after += 1
                speaks = can_speak(row, subject)
                verbal = after > last or is_verb(row, after) or lows[after] in SPEECH or lows[after].endswith("ed")
                if speaks and verbal:
                    return subject
                if speaks and lows[after] not in _AFTER_TIMES and fallback is None and lows[subject[0]] not in DAYS:
                    fallback = subject
        comma = at
        while comma <= last and lows[comma] not in {",", "—", "–"}:
            comma += 1
        if comma >= last:
            break
        at = comma + 1
    return fallback


_AFTER_TIMES = frozenset({"later", "earlier", "ago", "before", "after", "on", "in"})


def _phrase_from(row: Row, at: int, last: int) -> tuple[Phrase | None, int]:
    """The noun phrase that begins at a word or soon after it, and the word after it."""
    lows = row.lows
    while at < last and (lows[at] in ADVERBS or lows[at] in {"and", "but", ",", "yet"} or lows[at] in DAYS):
        at += 1
    begin = at
    if lows[begin] in PRONOUNS:
        return (begin, begin), begin + 1
    named = row.capital(begin) and lows[begin] not in DETERMINERS
    while at <= last:
        low = lows[at]
        if is_punctuation(low) or low in RELATIVES or low in AUXILIARIES or low == QUOTED:
            break
        if low in SPEECH and (at > begin or not row.capital(at)) and not (SPEECH[low].noun_too and not named):
            break
        if at > begin and (is_verb(row, at) or (low in PREPOSITIONS and low not in {"of", "for"})):
            break
        if (
            named
            and at > begin
            and not (row.capital(at) or low in {"of", "and", "de", "von", "the", "for"} or low in TITLES)
            and row.capital(at - 1)
            and not lows[at - 1].endswith(("’s", "'s"))
        ):
            break
        at += 1
    while at - 1 > begin and lows[at - 1] in ADVERBS | {"of", "and", "the", "for"}:
        at -= 1
    if at <= begin or lows[begin] in PREPOSITIONS or lows[begin] in SUBORDINATORS:
        return None, at
    return (begin, at - 1), at


def participle_subject(row: Row, verb: int, first: int, last: int) -> Phrase | None:
    """The subject of "saying": of "with Putin saying" it is Putin, else the sentence's own."""
    lows = row.lows
    at = verb - 1
    while at >= first and (lows[at] in ADVERBS or lows[at].endswith("ly")):
        at -= 1
    if at >= first and lows[at] in BE:
        return subject_before(row, verb, first)[0]
    if at > first and lows[at] == "as":  # "quoted the president as saying"
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
