"""Who tells a sentence by an aside: "…, as Berg said", "As reported by the Coast Wire, …"?"""

from __future__ import annotations

from briefing.analysis.quotes.claims import Sentence, make_said
from briefing.analysis.quotes.limits import AFTERWARDS
from briefing.analysis.quotes.phrases import phrase_from
from briefing.analysis.quotes.rows import DAYS, PREPOSITIONS, QUOTED, Phrase, is_verb
from briefing.analysis.quotes.speech import Form
from briefing.analysis.quotes.voices import can_speak

LONGEST_ASIDE = 12  # words from its verb to the comma that ends it
# "…, as Berg had first suggested" compares with what was said before, and tells nothing of this.
_COMPARING = frozenset("first originally initially once".split())
_PASSIVE = frozenset("reported noted stated quoted told described announced".split())


def read_aside(sentence: Sentence, verb: int, speaker: Phrase, form: Form) -> bool:
    """Read "…, as Berg said[, …]" and "As Berg said, …"; return whether the verb stands in such an aside."""
    row, lows = sentence.row, sentence.row.lows
    opener = speaker[0] - 1
    if opener < sentence.first or lows[opener] != "as" or form.participle or form.base not in AFTERWARDS:
        return False
    after = verb + 1
    if form.base != "report" and not _COMPARING.isdisjoint(lows[speaker[1] + 1 : verb]):
        return True  # "as the paper first reported" does tell it
    if after <= sentence.end and lows[after] != "," and lows[after] not in PREPOSITIONS | DAYS:
        return False  # "as she said that she would"
    said = make_said(row, speaker, verb, "the subject of the verb after “as”")
    if opener == sentence.first:
        comma = _comma(sentence, after)
        if comma < 0:
            return False
        sentence.report(said, comma + 1, sentence.end)
    elif lows[opener - 1] == ",":
        begin, stop = sentence.begin_for(speaker), opener - 2
        if stop <= begin:
            return False
        sentence.report(said, begin, stop)
        comma = _comma(sentence, after)
        if said.spans and said.kind == "reported" and 0 <= comma < sentence.end and is_verb(row, comma + 1):
            said.spans.append((row.starts[comma + 1], row.ends[sentence.end]))
    else:
        return False
    sentence.speaker = speaker
    return True


def read_passive_aside(sentence: Sentence, verb: int) -> None:
    """As reported by the Coast Wire, three boats sank."""
    row, lows = sentence.row, sentence.row.lows
    if verb != sentence.first + 1 or lows[verb] not in _PASSIVE or lows[sentence.first] != "as":
        return
    if verb + 2 > sentence.end or lows[verb + 1] not in {"by", "in"}:
        return
    speaker, _ = phrase_from(row, verb + 2, sentence.end)
    comma = _comma(sentence, verb + 1)
    if speaker is None or comma < 0 or not can_speak(row, speaker):
        return
    sentence.report(make_said(row, speaker, verb, "as told by them"), comma + 1, sentence.end)
    sentence.speaker = speaker


def _comma(sentence: Sentence, at: int) -> int:
    """The comma that ends an aside, with something after it; -1: none."""
    lows = sentence.row.lows
    for word in range(at, min(at + LONGEST_ASIDE, sentence.end)):
        if lows[word] == ",":
            return word
        if lows[word] in {QUOTED, ";", ":"}:
            return -1
    return -1
