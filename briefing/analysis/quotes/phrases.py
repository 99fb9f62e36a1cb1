"""Which words belong together as a noun phrase, before a word, after it, and with the name that completes it?"""

from __future__ import annotations

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
    TITLES,
    Phrase,
    Row,
    is_ly,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.speech import BARE, SPEECH

# What names a person and never ends a place: "from Kyiv Mr Zelensky …".
_HONORIFICS = frozenset("mr mrs ms sir dr mr. mrs. ms. dr. lord lady".split())
# "about half a dozen have hinted"
_ROUGHLY = frozenset("about around over nearly almost".split())
_COUNTS = frozenset("half a two three four five six seven eight nine ten dozen".split())
_LEFT_BY = frozenset(
    "made left held led set sent won lost brought built bought caught cut found hit laid paid sold struck".split()
)
_AFTER_REDUCED = PREPOSITIONS | DAYS | {"last"}
_ENDS_NO_PHRASE = ADVERBS | {"of", "and", "the", "for"}
_OPENS_CLAUSE = SUBORDINATORS - {"that"}
LONGEST_DESCRIPTION = 18  # words between the comma before a name and where its description begins


def is_roughly(row: Row, at: int) -> bool:
    """Whether a number is told roughly: "about half a dozen", "over 2,000"."""
    following = row.lows[at + 1] if at + 1 < len(row.lows) else ""
    return row.lows[at] in _ROUGHLY and (following in _COUNTS or following[:1].isdigit())


def described(row: Row, name: Phrase, first: int) -> Phrase:
    """A name with the description that it completes: "the foreign minister, Andrii Sybiha"."""
    lows = row.lows
    comma = name[0] - 1
    if comma <= first or lows[comma] != "," or not row.capital(name[0]) or not _is_description(row, comma, first):
        return name
    begin = comma
    found = -1
    while begin > first and comma - begin < LONGEST_DESCRIPTION:
        before = begin - 1
        if (
            is_punctuation(lows[before])
            or lows[before] == QUOTED
            or is_verb(row, before)
            or lows[before] in SUBORDINATORS
        ):
            break
        begin = before
        if lows[begin] in DETERMINERS and (begin == first or lows[begin - 1] not in PREPOSITIONS):
            found = begin
    opens = begin < comma and lows[begin] not in PREPOSITIONS and lows[begin] not in ADVERBS
    if opens and (lows[begin] in DETERMINERS or row.capital(begin)):
        return (begin, name[1])
    return (found, name[1]) if found >= 0 else name


def with_name(row: Row, description: Phrase, last: int) -> Phrase:
    """A description with the name that completes it after a comma: "the mayor, Vitali Klitschko"."""
    lows = row.lows
    at = description[1] + 2
    if at > last or lows[at - 1] != "," or row.capital(description[1]) or not row.capital(at):
        return description
    if lows[description[0]] in PRONOUNS or lows[at] in DETERMINERS or lows[at] in DAYS or lows[at] in PRONOUNS:
        return description
    end = at
    while end < last and (row.capital(end + 1) or lows[end + 1] in {"de", "von", "van", "al", "der"}):
        end += 1
    after = lows[end + 1] if end < last else "."
    return (description[0], end) if is_punctuation(after) and end - at < 5 else description


def phrase_before(row: Row, last: int, first: int) -> Phrase | None:
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
            return phrase_before(row, at - 1, first)  # "analysts who map the fighting"
        elif low in PRONOUNS and lows[at + 1] == "and":
            return (at - (at > first and lows[at - 1] == "both"), last)  # "both he and Putin"
        elif low in RELATIVES or low in {"but", "or", "nor", "yet"} or low in PRONOUNS or low in OBJECTS:
            by_verb = low in OBJECTS
            break
        elif low == "than" and at > first and lows[at - 1] in {"more", "fewer", "less"}:
            pass  # "more than 4 in 10 voters"
        elif low in {"after", "before", "since", "until"} or (low in SUBORDINATORS and low not in PREPOSITIONS):
            break
        elif low == QUOTED:
            if row.inner_end(at) in ".,!?" or row.ends[at] - row.starts[at] > 60:
                break
        elif is_verb(row, at):
            relative = _relative_before(row, at, first)
            if lows[at + 1] == "by" and at > first and lows[at - 1] not in AUXILIARIES:
                return phrase_before(row, at - 1, first)  # "a statement released by the ministry"
            if relative > first and low not in SPEECH:
                return phrase_before(row, relative - 1, first)
            if is_reduced(row, at, first):
                at -= 1
                continue
            opened = _restriction_before(row, at, first)
            if opened > first:
                return phrase_before(row, opened - 1, first)
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
            is_ly(lows[begin])
            and len(lows[begin]) > 4
            and lows[begin] not in {"italy", "family"}
            and begin + 1 <= last
            and not row.capital(begin + 1)
        )
    ):
        begin += 1
    if begin > last:
        return None
    if is_roughly(row, begin):
        return _trim(row, begin, last)
    if lows[begin] in PREPOSITIONS and not by_verb:
        return _after_place(row, begin, last)
    begin = _after_time(row, begin, last)
    if lows[begin] in _OPENS_CLAUSE or by_verb:
        return smallest_phrase(row, last, begin + (lows[begin] in PREPOSITIONS))
    return _trim(row, begin, last)


def _relative_before(row: Row, verb: int, first: int) -> int:
    """Where the "who" or "which" stands whose verb this is: "an envoy who recently visited Washington"; -1: nowhere."""
    for at in range(verb - 1, max(first - 1, verb - 6), -1):
        low = row.lows[at]
        if low in {"who", "which", "that"}:
            return at
        if not (low in ADVERBS or low in AUXILIARIES or is_ly(low)):
            return -1
    return -1


def is_reduced(row: Row, verb: int, first: int) -> bool:
    """Whether a participle only describes the noun before it: "people briefed on it"."""
    lows = row.lows
    before = lows[verb - 1] if verb > first else ""
    after = lows[verb + 1] if verb + 1 < len(lows) else ""
    caused = lows[verb] in _LEFT_BY and after == "by"  # "the ruins left by the storm"
    if not (caused or lows[verb].endswith("ed")) or not before.isalpha() or after not in _AFTER_REDUCED:
        return False
    closed = before in PRONOUNS or before in OBJECTS or before in AUXILIARIES or before in RELATIVES
    form = SPEECH.get(lows[verb])
    told = form is not None and form.frame in BARE
    return not (closed or told or before in SUBORDINATORS or before in ADVERBS or before in {"and", "but", "or", "to"})


def _restriction_before(row: Row, verb: int, first: int) -> int:
    """Where the "who" stands that ties a clause to the noun before it: "the judges who ruled that …"; -1: nowhere."""
    for at in range(verb - 1, first, -1):
        low = row.lows[at]
        if low == "who" and not is_punctuation(row.lows[at - 1]) and row.lows[at - 1] not in {"and", "but"}:
            return at
        if is_punctuation(low) or low == QUOTED:
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
            or (at - 2 >= first and lows[at - 1] in {"of", "de", "von", "van", "al", "bin"} and row.capital(at - 2))
        ):
            at -= 1
            if lows[at] in DAYS:
                at += 1
                break
            if lows[at] in _HONORIFICS:
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


# Nouns that open a sentence with a capital and name nobody.
PEOPLE = frozenset(
    """people officials sources aides advisers experts analysts lawyers residents voters critics supporters opponents
    members leaders lawmakers diplomats investigators witnesses""".split()
)


def _trim(row: Row, begin: int, last: int) -> Phrase:
    """Cut what tells when and where off a subject: "Macron on Friday", "Trump in a statement"."""
    lows = row.lows
    named = row.capital(begin) and lows[begin] not in DETERMINERS
    if lows[begin] in PEOPLE:
        named = False  # "People with knowledge of the talks"
    for at in range(begin + 1, last + 1):
        low = lows[at]
        if at - 1 > begin and is_reduced(row, at - 1, begin):
            if low in DAYS or (lows[at + 1 : at + 2] and lows[at + 1] in DAYS):
                return (begin, at - 2)  # "a report published on Friday"
        elif low in PREPOSITIONS and low != "of":
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


def _is_description(row: Row, comma: int, first: int) -> bool:
    """Whether what stands before this comma is a description that a name after it completes: "his envoy, …"."""
    at = comma - 1
    if at < first or row.capital(at):
        return False
    while at >= first and comma - at < LONGEST_DESCRIPTION:
        low = row.lows[at]
        if low in DETERMINERS or low.endswith(("’s", "'s")):
            return True
        if is_punctuation(low):
            return False
        at -= 1
    return False


def phrase_from(row: Row, at: int, last: int) -> tuple[Phrase | None, int]:
    """The noun phrase that begins at a word or soon after it, and the word after it."""
    lows = row.lows
    while at < last and (
        lows[at] in ADVERBS
        or (is_ly(lows[at]) and not row.capital(at))
        or lows[at] in {"and", "but", ",", "yet"}
        or lows[at] in DAYS
    ):
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
    while at - 1 > begin and lows[at - 1] in _ENDS_NO_PHRASE:
        at -= 1
    if at <= begin or lows[begin] in PREPOSITIONS or lows[begin] in SUBORDINATORS:
        return None, at
    return (begin, at - 1), at


def _after_place(row: Row, begin: int, last: int) -> Phrase | None:
    """The subject after a place that opens the sentence: "In Washington a spokesman for the council"."""
    lows = row.lows
    at = begin + 1
    while at < last and row.capital(at) and lows[at] not in _HONORIFICS and (at == begin + 1 or lows[at] not in TITLES):
        at += 1
    if begin + 1 < at <= last and (lows[at] in DETERMINERS or lows[at] in TITLES or lows[at] in _HONORIFICS):
        return _trim(row, at, last)
    if lows[begin] in {"in", "at", "from"} and at >= last and last - begin > 2 and row.capital(last):
        return (begin + 2, last)  # "In Paris Emmanuel Macron"
    return smallest_phrase(row, last, begin + 1)


def _after_time(row: Row, begin: int, last: int) -> int:
    """Where the subject begins after "a day earlier", "two weeks ago"."""
    for at in range(begin + 1, min(begin + 5, last)):
        if row.lows[at] in {"earlier", "later", "ago"}:
            return at + 1
        if row.capital(at):
            break
    return begin
