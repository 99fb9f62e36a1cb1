"""Who speaks where no verb says so: "according to", a signature, a colon, a subject beside marked words?"""

from __future__ import annotations

from briefing.analysis.quotes.claims import Said, Sentence, make_said
from briefing.analysis.quotes.phrases import is_reduced, smallest_phrase, with_name
from briefing.analysis.quotes.rows import (
    ADVERBS,
    DAYS,
    DETERMINERS,
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
from briefing.analysis.quotes.scare_quotes import is_scare, is_telling, possessor
from briefing.analysis.quotes.speech import SPEECH, Form
from briefing.analysis.quotes.subjects import first_subject, participle_subject, subject_after, subject_before
from briefing.analysis.quotes.unclaimed import said_near
from briefing.analysis.quotes.voices import can_speak

# Texts that speak: "A joint statement set out the terms:"
_SPEAKING_THINGS = frozenset(
    "statement letter declaration report post communiqué ministry message agreement text".split()
)
# "He made plain what he thought of it:" is followed by speech, but this is not its verb.
_THINKING = frozenset("think know believe feel hope fear call find".split())
SHORTEST_BESIDE = 2  # words, in a sentence that has a speaker


def read_according(sentence: Sentence, word: int) -> None:
    """Three boats sank, according to the harbour office. / According to the harbour office, three boats sank."""
    row, lows = sentence.row, sentence.row.lows
    if word + 2 > sentence.last or lows[word + 1] != "to":
        return
    begin = word + 2
    at = begin
    named = row.capital(begin)
    while at <= sentence.end:
        low = lows[at]
        if (is_punctuation(low) and low not in {"-", "/"}) or low in RELATIVES or low in SUBORDINATORS or low == QUOTED:
            break
        if at > begin and (
            (low in DAYS and lows[at - 1] not in DETERMINERS)
            or (named and low in {"in", "on", "at", "after"})
            or low == "released"
            or (is_verb(row, at) and not is_reduced(row, at, begin))
        ):
            break
        at += 1
    if at == begin:
        return
    speaker = with_name(row, (begin, at - 1), sentence.end)
    at = speaker[1] + 1
    said = make_said(row, speaker, word, "according to")
    said.verb = row.words(word, word + 1)
    if all(lows[at] in {"and", "but", "yet", "so", "still", ",", "("} for at in range(sentence.first, word)):
        comma = at
        if lows[comma : comma + 1] == [","] and lows[comma + 1 : comma + 2] and lows[comma + 1] in RELATIVES:
            comma += 1
        while comma <= sentence.end and lows[comma] != ",":
            comma += 1
        if comma + 1 > sentence.end:
            return
        sentence.report(said, comma + 1, sentence.end)
    else:
        stop = word - 1
        if lows[stop] == ",":
            stop -= 1
        begin = sentence.begin_for(speaker)
        if stop < begin:
            return
        sentence.report(said, begin, stop)
        # "The shop, according to its owner, was shut", "The next day, according to Berg, it burnt down"
        cut = not any(is_verb(row, at) or lows[at].endswith("ed") for at in range(begin, stop + 1))
        goes_on = at + 1 < sentence.end and lows[at] == ","
        if said.kind == "reported" and said.spans and goes_on and (cut or is_verb(row, at + 1)):
            said.spans.append((row.starts[at + 1], row.ends[sentence.end]))
    sentence.speaker = speaker


def read_signature(sentence: Sentence, dash: int) -> None:
    """“…” — Veronica Cruz"""
    row, lows = sentence.row, sentence.row.lows
    at = dash + 1
    while at <= sentence.last and lows[at] == lows[dash]:
        at += 1
    begin = at
    if begin > sentence.last or not row.capital(begin) or lows[begin] in DETERMINERS:
        return
    while at <= sentence.end and (row.capital(at) or lows[at] in {"de", "von", "van", "al", "of", "the", "."}):
        at += 1
    broken = at <= sentence.last and "\n" in row.text[row.ends[at - 1] : row.starts[at]]
    if at <= sentence.end and lows[at] not in {",", QUOTED} and not broken:
        return
    said = make_said(row, (begin, at - 1), dash, "the name after the quote")
    said.verb = ""
    sentence.own(dash - 1, said)


def claim_rest(sentence: Sentence) -> None:
    """Give marked words left over in a sentence with a speaker, or with a colon, to whom it belongs."""
    row, lows = sentence.row, sentence.row.lows
    for at in sentence.marks:
        if sentence.owners[sentence.quote_at[at]] is not None or at == sentence.first:
            continue
        before = at - 1
        if lows[before] == ":":
            subject = sentence.speaker or before_colon(row, sentence.first, before)
            if subject is not None:
                said = make_said(row, subject, before, "a colon introduces it")
                said.verb = ""
                sentence.own(at, said)
        elif is_scare(sentence.row, at, sentence.first):
            continue
        elif all(
            lows[word] in ADVERBS or lows[word] in {"and", "but", ",", "indeed", "because"}
            for word in range(sentence.first, at)
        ):
            if sentence.previous is not None:
                sentence.give(at, sentence.previous, "goes on from the sentence before")
        elif (owner := possessor(row, at, sentence.first)) is not None:
            sentence.give(at, owner, "the words are said to be theirs")
        elif sentence.speaker is not None and is_telling(row, at, SHORTEST_BESIDE):
            near = said_near(sentence, at)
            if near is not None:
                sentence.own(at, near)
            else:
                sentence.give(at, sentence.speaker, "the speaker of the sentence")


def before_colon(row: Row, first: int, colon: int) -> Phrase | None:
    """Who speaks after a colon without a verb of speech: the name right before it, or the subject if a person."""
    if row.capital(colon - 1) and row.lows[colon - 1] not in DAYS:
        named = smallest_phrase(row, colon - 1, first)
        inside = named is not None and named[0] > first + 1 and row.lows[named[0] - 1] in PREPOSITIONS
        if named is not None and not inside and row.lows[named[0]] not in DETERMINERS:
            return named
    subject = first_subject(row, first, colon)
    if subject is None:
        return None
    head = row.lows[subject[1]]
    if (
        row.lows[subject[0]] not in {"he", "she", "they"}
        and not row.capital(subject[1])
        and head not in _SPEAKING_THINGS
    ):
        return None
    return subject


def find_introduction(row: Row, first: int, last: int) -> Said | None:
    """Who is about to speak after a paragraph that ends with a colon."""
    if row.lows[first] in SPEECH and row.capital(first + 1):  # "Stated Berg:"
        inverted = subject_after(row, first, last - 1)
        if inverted is not None and can_speak(row, inverted):
            return make_said(row, inverted, first, "the paragraph before introduces it")
    for word in range(last - 1, first - 1, -1):
        form = SPEECH.get(row.lows[word])
        # "The Harbour Post reports:" – right before the colon it is no noun
        reports = word == last - 1 and row.lows[word - 1] not in DETERMINERS  # "set out three points:" has a noun
        if form is not None and (not form.noun_too or row.lows[word - 1] in PRONOUNS or reports):
            speaker = _subject_of(row, word, form, first, last)
            if speaker is not None and can_speak(row, speaker, form):
                said = make_said(row, speaker, word, "the paragraph before introduces it")
                said.verb = "" if form.base in _THINKING else said.verb
                return said
        if row.lows[word] == QUOTED:
            break
    if row.lows[last - 1].endswith("ed") and last - 1 > first:  # "Berg echoed:"
        speaker, _ = subject_before(row, last - 1, first)
        if speaker is not None and can_speak(row, speaker):
            return make_said(row, speaker, last - 1, "the paragraph before introduces it")
    subject = before_colon(row, first, last)
    if subject is None:
        return None
    said = make_said(row, subject, first, "the paragraph before introduces it")
    said.verb = ""
    return said


def _subject_of(row: Row, verb: int, form: Form, first: int, last: int) -> Phrase | None:
    if form.participle:
        return participle_subject(row, verb, first, last)
    speaker, _ = subject_before(row, verb, first)
    return speaker if speaker is not None else first_subject(row, first, verb)
