"""Are marked words somebody's speech, or a title, a nickname, a raised eyebrow?"""

from __future__ import annotations

from briefing.analysis.quotes.marks import Stretch
from briefing.analysis.quotes.phrases import smallest_phrase
from briefing.analysis.quotes.rows import BE, DETERMINERS, PREPOSITIONS, QUOTED, Phrase, Row
from briefing.analysis.quotes.speech import SPEECH, Form, Frame
from briefing.analysis.text.patterns import compile_late

# Verbs that give a thing its name: "what he called the “coalition of the willing”" quotes nobody.
NAMING = frozenset("call term dub brand label know name title entitle nickname".split())
# "what he called “…”": these tell of somebody who gives the name.
_CALLERS = frozenset("what which who whom that he she they it i we you him her them".split())
LONGEST_CLAIM = 12  # words from "that" to the marked words in "her claim that …"
LONGEST_TITLE = 14  # words, with a subtitle
# Words that stay small in a title.
_SMALL = frozenset("with from over into about after under upon than your this that when what where were have".split())
SHORTEST_SENTENCE = 5  # words, where the full stop stands behind the mark
LONGEST_SUBHEAD = 8  # words
SHORTEST_SPEECH = 25  # characters, for marked words that no speaker claims
_REFERENCE = compile_late(
    r"\.? ?[—–-] ?[^\n,“\"]{2,50}, (?:[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4}|\d{4})"
)
# What has a title of its own: "in her memoir, “The Long Crossing,”"
_WORKS = frozenset(
    """book books memoir memoirs autobiography novel film movie documentary show series programme program podcast play
    song album column article essay magazine newsletter paper report exhibition musical opera poem drama comedy sitcom
    anthem reads speech""".split()
)
# What somebody has said, as a noun: "her remark that “…”".
_UTTERANCES = frozenset(
    """remark remarks claim claims comment comments warning statement assertion suggestion promise pledge vow call calls
    description complaint words phrase slogan insistence argument demand declaration prediction verdict
    conclusion accusation allegation contention belief message boast joke""".split()
)


def is_scare(row: Row, at: int, first: int, form: Form | None = None) -> bool:
    """Whether marked words are a name or a raised eyebrow rather than somebody's words."""
    lows = row.lows
    inner = row.text[row.starts[at] + 1 : row.ends[at] - 1].strip("'`")  # the mark may be two apostrophes
    words = inner.count(" ") + 1
    if form is not None and form.base in NAMING and _is_named(row, at, inner, first):
        return True
    previous = lows[at - 1] if at > first else ""
    if previous in {"so-called", "titled", "entitled", "nicknamed", "self-styled", "dubbed"}:
        return True
    if not inner or _is_title(row, at, inner, previous):
        return True
    if words > 5 or inner[-1:] in "?!":
        return False
    if (
        form is not None
        and form.base in NAMING
        and previous not in {"for", "on"}
        and "for" not in lows[max(0, at - 3) : at]
    ):
        return previous == "the" and words > 1 and inner[0].islower()
    if previous not in {"a", "the"} or words < 2 or not inner[0].islower() or inner[-1] == "," or " of " not in inner:
        return False
    return not any(SPEECH[low].frame is Frame.CLAUSE for low in lows[first:at] if low in SPEECH)


def _is_named(row: Row, at: int, inner: str, first: int) -> bool:
    """Whether marked words are the name that a thing is called by: "a class called “Perception”"."""
    if not inner[:1].isupper() or SPEECH.get(row.lows[at - 1]) is None or inner[-1:] in "?!":
        return False
    return not _CALLERS.intersection(row.lows[max(first, at - 8) : at])


def _is_title(row: Row, at: int, inner: str, previous: str) -> bool:
    """A book, a programme, a nickname: its longer words have capitals, and it stands where a name does."""
    words = inner.rstrip(".,").split()
    work = previous in _WORKS
    if (
        len(words) > LONGEST_TITLE
        or (inner[-1] in "?!" and not work)
        or any(w[0].islower() and ((len(w) > 3 and w not in _SMALL) or len(words) == 1) for w in words)
    ):
        return False
    if sum(w[0].isupper() for w in words) * 2 < len(words):
        return False
    if len(words) == 1 and previous in BE:
        return False  # "she is “Norlandic,” he said"
    if previous == "," and len(words) > 1 and at > 1 and row.lows[at - 2] in _WORKS:
        return True  # "in her memoir, “The Long Crossing,” …"
    if previous == "," and at > 1 and _says(row.lows[at - 2]):
        return False  # "shook her head and said, “No.”"
    before = row.starts[at] - 1
    form = SPEECH.get(previous)
    # "told “Good Morning Norland” that …", "sang “The Long Crossing”"
    told = form is not None and form.base in {"tell", "sing"} and len(words) > 1 and inner[-1] not in ".!?"
    if (form is not None and not form.noun_too and not told) or previous in {":", ""}:
        return False
    if len(words) == 1 and inner[-1] in ",.":
        return (
            previous.endswith(("’s", "'s"))
            or previous in PREPOSITIONS
            or previous in DETERMINERS
            or row.text[before - 1].isalpha()
        )
    return previous != "," or (len(words) > 1 and inner[-1] != ",")


def _says(low: str) -> bool:
    """Whether a word is a verb of speech that what is said follows after a comma."""
    form = SPEECH.get(low)
    return form is not None and not form.noun_too and form.base not in NAMING


def is_telling(row: Row, at: int, shortest: int) -> bool:
    """Whether marked words are long enough to be somebody's and not a term."""
    words = row.text[row.starts[at] : row.ends[at]].count(" ") + 1
    return words >= shortest


def possessor(row: Row, mark: int, first: int) -> Phrase | None:
    """Whose words they are: "her remark that “…”", "Trump’s “…” promise", "his claim that they would “…”"."""
    lows = row.lows
    at = mark - 1
    while at > first and lows[at] in {"that", "of", "about", ",", "to", "for"}:
        at -= 1
    if at > first and lows[at] in _UTTERANCES:
        return _owner(row, at, first)
    for that in range(mark - 2, max(first, mark - LONGEST_CLAIM), -1):
        if lows[that] in SPEECH and lows[that] not in _UTTERANCES:
            break
        if lows[that] == "that":
            noun = next((at for at in range(that - 1, max(first, that - 4), -1) if lows[at] in _UTTERANCES), -1)
            return _owner(row, noun, first) if noun > first else None
    return None


def _owner(row: Row, noun: int, first: int) -> Phrase | None:
    for back in range(noun - 1, max(first - 1, noun - 4), -1):
        if row.lows[back] in {"his", "her", "their", "its"}:
            return (back, back)
        if row.lows[back].endswith(("’s", "'s", "s’")):
            return smallest_phrase(row, back, first)
    return None


def is_sentence(text: str, stretch: Stretch) -> bool:
    """Whether marked words are a sentence or clause of their own rather than a part of the writer's."""
    first, last = text[stretch.start], text[stretch.end - 1]
    if last in "’'”\"" and stretch.end - stretch.start > 1:
        last = text[stretch.end - 2]  # a quote in the quote ends with it
    if not (first.isupper() or first.isdigit() or first in "([…‘“'\"$£€-—–"):
        return False
    if not stretch.closed:
        return True
    after = text[stretch.right : stretch.right + 1]
    if after == "." and text.count(" ", stretch.start, stretch.end) >= SHORTEST_SENTENCE - 1 and first.isupper():
        return True  # she said, “We are in touch with all of them”.
    return last in ".,?!…—–-;" or after == "," or (first.isupper() and text[stretch.left - 2 : stretch.left] == ": ")


def is_speech_like(row: Row, at: int, stretch: Stretch) -> bool:
    """Whether marked words that nobody claims are speech: they fill their sentence, not a place in it."""
    if stretch.end - stretch.start < SHORTEST_SPEECH or (
        at == 0 and len(row.lows) == 1 and is_headed(row.text, stretch)
    ):
        return False
    return at == 0 or row.lows[at - 1] in ".?!:" or row.lows[at - 1] == QUOTED


def is_headed(text: str, stretch: Stretch) -> bool:
    """Whether the words are set as headlines are: every longer one with a capital."""
    words = text[stretch.start : stretch.end].split()
    return len(words) > 1 and words[-1][-1] not in "?!" and all(word[0].isupper() for word in words if len(word) > 3)


def is_subhead(text: str, stretch: Stretch) -> bool:
    """Whether short words in single marks stand alone in an article that quotes in double ones."""
    short = stretch.single and text.count(" ", stretch.start, stretch.end) < LONGEST_SUBHEAD
    return short and any(mark in text for mark in ("“", '"', "''"))


def is_reference(text: str, stretch: Stretch) -> bool:
    """Whether marked words are the title of an article in a list: “Paper found” — The Harbour Post, 15 August 2008."""
    return _REFERENCE.match(text, stretch.right, stretch.right + 90) is not None


def is_aside(text: str, stretch: Stretch) -> bool:
    """Whether the marks hold no speech but a transcript's "(CROSSTALK)", or nothing that could be said."""
    words = text[stretch.start : stretch.end].rstrip(".")
    return not any(map(str.isalnum, words)) or (words[0] in "([" and words[-1] in ")]" and words.isupper())
