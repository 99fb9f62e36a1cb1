# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""On whose word does a figure stand: the speaker around it, "according to …", or who pledged, counted or announced it?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from briefing.analysis.quotes.speakers import as_pronoun
from briefing.analysis.quotes.speech import SPEECH, Form, Frame
from briefing.analysis.text.patterns import compile_late
from briefing.model import Quote, Span

_ACCORDING = compile_late(
    r"\b(?:according to|as reported by|as counted by|cited by) (?P<who>[^.;:,“”\"]{2,80}?)(?=[.;:,“”\"]| on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|$)",
    re.IGNORECASE,
)
# Who gives a number without saying a clause: "Denmark pledged more than $500 million", "police put the number at 35,000".
_GAVE = compile_late(
    r"\b(?P<verb>pledg(?:ed|es)|promis(?:ed|es)|announc(?:ed|es)|declar(?:ed|es)|claim(?:ed|s)|estimat(?:ed?|es)|report(?:ed|s)|count(?:ed|s)|record(?:ed|s)|register(?:ed|s)|confirm(?:ed|s)|(?:put|puts|have put|has put)\s(?=[^.;,]{2,60}?\sat\s))(?!\s+(?:in|at|by|to|on|from|responsib|victory|the lives|li[vf]e|credit))|\b(?:spoke|spoken|speaks?|talked|talks) of\b",
)
# "…, the navy counted", which no one takes for speech.
_COUNTED_LAST = compile_late(
    r",\s+(?P<who>[^\W\d_][^,.;:“”]{1,60}?)\s+(?:counted|recorded|registered|calculated|reckoned|estimated)(?:\s+on\s+\w+day)?[.”]*\s*$"
)
_DENIES = frozenset("deny doubt dispute reject dismiss question ask wonder approve agree demand urge".split())
_START = compile_late(r"(?:^|[.;:!?–—]\s+|,\s+(?:(?:and|but|while)\s+)?|\b(?:and|but|while)\s+)", re.IGNORECASE)
_PREPOSITION = r"(?:On|In|At|By|After|Before|Since|During|Across|Along|Around|Throughout|Over|Near|Inside|Outside|Within|Amid|Until|Through|From|Off|Above)"
# What stands before the subject: with a comma, or without one where the subject's own article shows where it begins.
_LEAD_IN = compile_late(
    rf"^(?:(?:{_PREPOSITION}|Late|Earlier|Overnight|Meanwhile|Yesterday|Today)\b[^,]{{0,60}},\s*"
    r"|(?:Overnight|Meanwhile|Yesterday|Today)\s+"
    rf"|{_PREPOSITION}\s+(?:[\w’'-]+\s+){{1,5}}?(?<!\bof )(?<!\bin )(?<!\bon )(?<!\bat )(?<!\band )(?<!\bto )(?<!\bfor )(?<!\bwith )(?<!\bfrom )(?=(?:the|its|their|his|her|an?)\s))"
)
_SUBJECT = compile_late(
    rf"^(?!(?:With|Of|For|An?|Some|If|As|To|Among|All|Both|About|{_PREPOSITION}) )(?P<who>[^\W_][^,;:()“”\"]{{1,70}}?)(?P<aside>, (?:[A-Z][\w’'-]+ ?){{1,4}})?(?:,[^,;:]{{2,60}})?,?\s+(?:(?:has|have|had|also|then|now|later|already|all|both)\s+)*$"
)
_NO_SUBJECT = compile_late(
    r"\b(?:its|their|his|her|the|of)$|\b(?:who|which|that|was|were|is|are|be|been|has|have|had|will|said|and|to|not|of those|he|she|it|they|we|you|it)\b|\b\w+ing\b"
)
_LIVES = compile_late(r"(?:[\w,.-]+ ){1,5}lives\b")
_APPOSITION = compile_late(r",\s+(?P<apposition>(?:an?|the|one)\s[^,;:]{1,80}?(?:ed|ing|fired|made|built|sent|laden))$")
_INSERTED = compile_late(r",\s[^,;:“”]{3,60},\s(?:with|by|for|from|of|to|at|on|in)\s")
NESTED = 4  # quotes that may stand around one figure


class Givers:
    """Who vouches for what in one article."""

    def __init__(self, text: str, quotes: Sequence[Quote]) -> None:
        self._text = text
        spoken: list[tuple[int, int, str]] = []
        denied: list[Span] = []
        speakers: set[str] = set()
        for quote in quotes:
            who, form = quote.speaker_text, SPEECH.get(quote.verb.lower())
            if form is not None and form.base in _DENIES:
                denied += quote.spans
            elif _vouches(quote, form):
                lead = _LEAD_IN.match(who)
                who = who[lead.end() :] if lead is not None else who
                spoken += [
                    (*_vouched(text, span), who)
                    for span in quote.spans
                    if "claim" not in quote.verb or _LIVES.match(text, *span) is None  # a flood "claimed 112 lives"
                ]
            if who[:1].isalnum():
                speakers.add(who)
        self._spoken, self._denied, self._speakers = sorted(spoken), sorted(denied), sorted(speakers)
        self._sentence = (-1, -1)
        self._according: tuple[int, int] | None = None

    def find(self, at: int, start: int, end: int) -> str:
        """Who gave the figure at `at` in the sentence `start`–`end`; empty: nobody is named, or only who denies it."""
        index = bisect_right(self._spoken, (at + 1, 0, ""))
        for first, last, who in reversed(self._spoken[max(0, index - NESTED) : index]):
            if first <= at < last:
                return who
        place = bisect_right(self._denied, (at + 1, 0))
        if any(first <= at < last for first, last in self._denied[max(0, place - NESTED) : place]):
            return ""
        according = self._find_according(start, end)
        if according is not None:
            return self._text[slice(*according)]
        counted = _COUNTED_LAST.search(self._text, max(at, end - LOOK_BACK), end)
        if counted is not None and not as_pronoun(counted["who"]):
            return counted["who"]
        return "" if _LIVES.match(self._text, at, end) is not None else self._find_subject(at, start)

    def speaks(self, begin: int, stop: int, start: int, end: int) -> bool:
        """Whether the number itself is a part of who speaks: "two officials said"."""
        according = self._find_according(start, end)
        if according is not None and according[0] <= begin < according[1]:
            return True
        tail = self._text[begin : min(end, begin + 80)]
        words = self._text[begin:stop]
        return any(words in who and tail.startswith(who[who.index(words) :]) for who in self._speakers)

    def _find_according(self, start: int, end: int) -> tuple[int, int] | None:
        if self._sentence != (start, end):
            self._sentence = (start, end)
            words = self._text[start:end]
            told = "ccording to " in words or "ACCORDING TO " in words or " by " in words
            match = _ACCORDING.search(self._text, start, end) if told else None
            who = match.span("who") if match is not None else None
            self._according = who if who is not None and not as_pronoun(self._text[slice(*who)]) else None
        return self._according

    def _find_subject(self, at: int, start: int) -> str:
        """The subject of the nearest verb of giving before the figure, in its clause."""
        text = self._text
        verbs = list(_GAVE.finditer(text, max(start, at - LOOK_BACK), at))
        verb = verbs[-1] if verbs else None
        if verb is None or re.search(r"[;:]|\b(?:after|before|while|but|which|who|when|as)\b", text[verb.end() : at]):
            return ""
        clause = text[max(start, verb.start() - LOOK_BACK) : verb.start()]
        begins = [match.end() for match in _START.finditer(clause)]
        for begin in (0, *begins):
            phrase = clause[begin:]
            lead = _LEAD_IN.match(phrase)
            phrase = phrase[lead.end() :] if lead is not None else phrase
            subject = _SUBJECT.match(phrase)
            if (
                subject is not None
                and _NO_SUBJECT.search(subject["who"].lower()) is None
                and not as_pronoun(subject["who"])
            ):
                return phrase[: subject.end("aside") if subject["aside"] else subject.end("who")].strip(" ,")
        return ""


def _vouched(text: str, span: Span) -> Span:
    """What of a reported span its speaker vouches for: of "ten died, a bus packed, he said, with …" only the bus.

    An insertion that parts a participle from what belongs to it stands inside the apposition, not in the sentence.
    """
    after = _INSERTED.match(text, span[1])
    cut = _APPOSITION.search(text, max(span[0], span[1] - LOOK_BACK), span[1]) if after is not None else None
    return (cut.start("apposition"), span[1]) if cut is not None else span


LOOK_BACK = 120  # characters before a figure in which the verb that gives it is looked for


def _vouches(quote: Quote, form: Form | None) -> bool:
    """Whether a quote's speaker vouches for the figures in it: a name, and no one who demands or denies something."""
    who = quote.speaker_text
    if not who or "percent" in who or "%" in who:
        return False  # "54 percent said" is a figure, nobody's word for one
    if as_pronoun(who):
        return False  # a pronoun tells no reader who gave it
    return quote.kind != "reported" or form is None or form.frame is not Frame.TOPIC
