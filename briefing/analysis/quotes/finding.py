"""Who said what: direct, partial and reported speech, each with the words that name its speaker.

Sentence by sentence (`attributions`, `verbless`), then what runs over sentences and paragraphs: a speech whose marks
stay open, a quote that the paragraph before introduces, one that goes on. `speakers` tells which actor is meant. Where
the language is not English, direct quotes alone are looked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from briefing.analysis.quotes.attributions import has_cue, read_sentence
from briefing.analysis.quotes.claims import Said, Sentence
from briefing.analysis.quotes.cues import says_next, says_soon
from briefing.analysis.quotes.foreign_quotes import ACCORDING, find_foreign_speaker, goes_on
from briefing.analysis.quotes.marks import Stretch, find_stretches
from briefing.analysis.quotes.rows import QUOTED, Phrase, Row
from briefing.analysis.quotes.scare_quotes import (
    is_aside,
    is_headed,
    is_reference,
    is_sentence,
    is_speech_like,
    is_subhead,
)
from briefing.analysis.quotes.speakers import Cast, as_pronoun
from briefing.analysis.quotes.speech import SPEECH
from briefing.analysis.quotes.turns import LONGEST_SIGNATURE, find_signature, find_turn
from briefing.analysis.quotes.unclaimed import claim_unclaimed, main_subject, make_bare
from briefing.analysis.quotes.verbless import find_introduction
from briefing.analysis.text.patterns import compile_late
from briefing.model import Document, Mention, Quote, Span

# "KYIV, March 14 (Meridian Wire) – ": who and where the report is from, no part of its first sentence.
_DATELINE = compile_late(
    r"[A-Z][A-Z.’' -]{2,40}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?(?:,? [A-Z][a-z]+\.? \d{1,2})?"
    r"(?: ?\([^()\n]{2,40}\))? ?[-–—] ?(?=\S)"
)
FOREIGN_PARTIAL = 40  # characters: in other languages shorter marked words are taken for names and emphasis
LONGEST_SENTENCE = (
    150  # words; a longer run is no sentence of a newspaper, and is read in pieces so that time stays linear
)
# Words of speech in one sentence: with more of them it says nothing, and the time for each grows with their number.
# The most that a sentence of PolNeAR's or NewTS's articles has is 8.
MOST_CUES = 24


def find_quotes(document: Document, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return what is quoted in the article's body, in text order.

    `spans` leave the marks out; reported speech is given as its content clause, "that" included. `speaker` is an actor
    only where the speaker's words name one by their head or by a pronoun; a description stays `speaker_text` alone.
    """
    reader = _Reader(document)
    reader.read()
    quoted = sorted(span for said in reader.found if said.kind != "reported" for span in said.spans)
    return _settle(reader.found, document, Cast(document, mentions, quoted))


class _Reader:
    """Reads one article, paragraph after paragraph, and keeps what one paragraph leaves open for the next."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.english = document.lang in {"en", ""}
        self.found: list[Said] = []
        self.open: Said | None = None  # a speech whose marks the last paragraph left open
        self.introduced: Said | None = None  # whom the last paragraph introduced: "he said:"
        self.last: Said | None = None  # who spoke last, for marked words that nobody claims
        self.unsigned: Said | None = None  # a quote that ended the last paragraph, and that no verb gave to anybody
        self.turns: dict[int, tuple[Span, int]] = {}  # where a paragraph's words begin: the name before them

    def read(self) -> None:
        starts = [sentence.start for sentence in self.document.sentences]
        self.turns = self._find_turns()
        for paragraph in self.document.paragraphs:
            if paragraph.kind == "body":
                start, end = paragraph.start, paragraph.end
                inside = starts[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
                stretches = find_stretches(self.text, start, end)
                if start in self.turns:
                    name, begin = self.turns[start]
                    self.found.append(Said(name, name[1], "", "a turn of a transcript", [(begin, end)]))
                elif self.english:
                    self._read_paragraph(start, end, inside, stretches)
                else:
                    self._read_foreign(stretches, start, end)
            elif paragraph.kind == "heading":
                self.introduced = None

    def _read_paragraph(self, start: int, end: int, sentence_starts: list[int], stretches: list[Stretch]) -> None:
        dateline = _DATELINE.match(self.text, start, end)
        begin = dateline.end() if dateline is not None else start
        if self.unsigned is not None and end - start < LONGEST_SIGNATURE and not stretches:
            signed = find_signature(self.text, start, end)
            if signed is not None:
                self.unsigned.take_speaker(signed)
                self.unsigned = None
                return
        self.unsigned = None
        row = Row(self.text, begin, end, [stretch for stretch in stretches if stretch.left >= begin])
        if not row.lows:
            return
        stretches = stretches[len(stretches) - len(row.marked) :]
        owners: list[Said | None] = [None] * len(stretches)
        ranges = _sentence_ranges(row, sentence_starts)
        reported: list[Said] = []
        speaker: Phrase | None = None
        before: list[Phrase | None] = []  # who had spoken when a sentence began
        for first, last in ranges:
            before.append(speaker)
            if not has_cue(row, first, last) or _is_babble(row, first, last):
                continue
            sentence = Sentence(row, first, last, owners, speaker)
            read_sentence(sentence)
            claim_unclaimed(sentence)
            reported += [said for said in sentence.found if said.spans]
            speaker = sentence.speaker or speaker
        if row.marked and row.marked[0] == 0:
            self._carry_over(owners)
            stretches, owners = self._take_turn(stretches, owners)
        self._sign(stretches, owners, end)
        self.open = self.introduced = None
        self._go_on(row, ranges, before, stretches, owners)
        self._keep(row, stretches, owners, reported)
        if row.lows[-1] == ":":
            self.introduced = find_introduction(row, *ranges[-1])

    def _find_turns(self) -> dict[int, tuple[Span, int]]:
        """The turns of a transcript by where they begin; none unless somebody has two: one may be a label."""
        turns = {}
        names: list[str] = []
        for paragraph in self.document.paragraphs:
            if paragraph.kind == "body":
                start = paragraph.start + (self.text[paragraph.start] in '“"')
                turn = find_turn(self.text, start, paragraph.end)
                if turn is not None:
                    turns[start] = turn
                    names.append(self.text[slice(*turn[0])])
        return turns if len(names) > len(set(names)) else {}

    def _take_turn(
        self, stretches: list[Stretch], owners: list[Said | None]
    ) -> tuple[list[Stretch], list[Said | None]]:
        """Give marked words that open with a name, "“BERG: …”", to that name."""
        first = stretches[0]
        turn = self.turns.get(first.start)
        if turn is None or turn[1] >= first.end:
            return stretches, owners
        name, begin = turn
        said = Said(name, name[1], "", "a turn of a transcript")
        return [first._replace(start=begin), *stretches[1:]], [said, *owners[1:]]

    def _sign(self, stretches: list[Stretch], owners: list[Said | None], end: int) -> None:
        """Give marked words to the name that a dash puts after them."""
        for index, stretch in enumerate(stretches):
            if stretch.closed and is_sentence(self.text, stretch):
                signed = find_signature(self.text, stretch.right, end)
                if signed is not None:
                    owners[index] = signed

    def _carry_over(self, owners: list[Said | None]) -> None:
        """Give marked words that open a paragraph to the speech or the introduction of the paragraph before."""
        own = owners[0]
        if self.open is not None:
            if own is not None and self.open.speaker is None:
                self.open.take_speaker(own)  # the speaker comes with the last paragraph of the speech
            if own is not None and own.verb and self.open.speaker is not None:
                return  # it says itself who speaks
            owners[:] = [self.open if owner is own and own is not None else owner for owner in owners]
            owners[0] = self.open
        elif own is None and self.introduced is not None:
            owners[0] = self.introduced

    def _go_on(
        self,
        row: Row,
        ranges: list[Phrase],
        speakers: list[Phrase | None],
        stretches: list[Stretch],
        owners: list[Said | None],
    ) -> None:
        """Give a sentence that is nothing but marked words to the speaker of the one before it."""
        index = 0
        before: Said | None = None
        for place, ((first, last), speaker) in enumerate(zip(ranges, speakers, strict=True)):
            latest: Said | None = None
            while index < len(stretches) and row.marked[index] <= last:
                speech = is_sentence(self.text, stretches[index]) and not is_headed(self.text, stretches[index])
                # "“…,” said" and words that cannot be read: whoever it is, nobody from before
                speech = speech and not says_next(row, first, last)
                if owners[index] is None and row.marked[index] == first and speech:
                    owners[index] = before
                    alone = first == 0 and last <= 1
                    if before is None and speaker is not None:
                        owners[index] = make_bare(row, speaker, "goes on from the sentence before")
                    elif before is None and place and (subject := main_subject(row, *ranges[place - 1])) is not None:
                        owners[index] = make_bare(row, subject, "the subject of the sentence before")
                    elif before is None and alone and self.last is not None and self.last.kind != "reported":
                        owners[index] = Said.after(self.last, "goes on from the quote before")
                latest = owners[index] or latest
                index += 1
            before = latest

    def _keep(self, row: Row, stretches: list[Stretch], owners: list[Said | None], reported: list[Said]) -> None:
        """Turn owners into quotes: one for each, with all the stretches that are theirs."""
        kept = {id(said): said for said in reported}
        for index, stretch in enumerate(stretches):
            whole = is_sentence(self.text, stretch)
            said = owners[index]
            alone = len(row.lows) == 1
            if (
                is_aside(self.text, stretch)
                or is_reference(self.text, stretch)
                or (alone and is_subhead(self.text, stretch))
            ):
                continue
            if said is None:
                if not whole or not is_speech_like(row, row.marked[index], stretch):
                    continue
                said = Said(None, 0, "", "nobody is named")
            said.kind = "direct" if whole or (said.spans and said.kind == "direct") else "partial"
            end = stretch.end
            if not whole and self.text[end - 1] == "," and end - stretch.start > 1:
                end -= 1  # “correct,” in the writer's sentence: the comma is the writer's
            said.spans.append((stretch.start, end))
            if len(said.spans) == 1:
                kept[id(said)] = said
            if not stretch.closed:
                self.open = said
            elif index == len(stretches) - 1 and row.marked[index] == len(row.lows) - 1 and whole and not said.verb:
                self.unsigned = said
        for said in kept.values():
            if said.speaker is not None:
                self.last = said
        self.found += kept.values()

    def _read_foreign(self, stretches: list[Stretch], start: int, end: int) -> None:
        running, self.open = self.open, None
        before: Stretch | None = None
        said: Said | None = None
        for stretch in stretches:
            whole = is_sentence(self.text, stretch) or stretch.end - stretch.start > FOREIGN_PARTIAL
            if running is not None and stretch.left == start:
                said = running
            else:
                found = find_foreign_speaker(self.text, stretch, start, end, self.document.lang, whole=whole)
                own = found.speaker is not None and (found.speaker[0] >= stretch.right or _is_another(found, said))
                if not own and said is not None and before is not None and goes_on(self.text, before, stretch):
                    found = said  # “…”, said Berg, “…”
                if not whole and found.speaker is None:
                    continue
                if found is not said:
                    found.kind = "direct" if whole else "partial"
                alone = stretch.left == start and stretch.right >= end - 1
                if found.speaker is None and self.last is not None and (found.verb or alone):
                    verb, found = found.verb, Said.after(self.last, "goes on from the quote before")
                    found.verb, found.kind = verb, "direct"
                if found is not said:
                    self.found.append(found)
                said = found
            said.spans.append((stretch.start, stretch.end))
            before, running = stretch, None
            if said.speaker is not None:
                self.last = said
            if not stretch.closed:
                self.open = said


def _is_another(found: Said, running: Said | None) -> bool:
    """Whether a quote is told of somebody else than the one before it: "“…,” said Berg. According to Lind, “…”"."""
    if found.why != ACCORDING or found.speaker is None or running is None:
        return False
    return running.speaker is None or found.speaker[0] > running.speaker[0]


def _sentence_ranges(row: Row, starts: list[int]) -> list[Phrase]:
    """First and last word of every sentence. What follows a mark in lower case belongs to the sentence before it."""
    bounds = [0]
    for start in starts:
        at = bisect_right(row.starts, start - 1)
        if at >= len(row.lows) or at <= bounds[-1]:
            continue
        if row.lows[at - 1] == QUOTED:
            inner = row.inner_end(at - 1)
            if start < row.ends[at - 1] or row.text[row.starts[at]].islower() or inner == ",":
                continue
            if inner in "?!.…—–-" and says_soon(row, at, after_stop=inner == ".") and not _introduces(row, at):
                continue
        bounds.append(at)
    ranges = []
    for begin, end in zip(bounds, [*bounds[1:], len(row.lows)], strict=True):
        ranges += [(at, min(at + LONGEST_SENTENCE, end) - 1) for at in range(begin, end, LONGEST_SENTENCE)]
    return ranges


def _is_babble(row: Row, first: int, last: int) -> bool:
    """Whether a sentence has so many words of speech that none can be read: "said, said, said, …"."""
    return last - first > MOST_CUES and sum(low in SPEECH for low in row.lows[first : last + 1]) > MOST_CUES


def _introduces(row: Row, at: int) -> bool:
    """Whether a sentence after a quote that ended with a full stop brings the next: "“…” He added, “…”"."""
    if row.inner_end(at - 1) != ".":
        return False
    for word in range(at, min(at + 9, len(row.lows) - 1)):
        if row.lows[word] in {",", ":"} and row.lows[word + 1] == QUOTED:
            return True
    return False


def _settle(found: list[Said], document: Document, cast: Cast) -> tuple[Quote, ...]:
    """Put the quotes in order and name their speakers, each known from those before it."""
    quotes: list[Quote] = []
    for said in sorted(found, key=lambda said: (said.spans[0], said.spans[-1][1])):
        actor, words, why = None, "", said.why
        if said.speaker is not None:
            start, end = said.speaker
            place = min(start, said.spans[0][0])
            words = document.text[start:end]
            pronoun = as_pronoun(words)
            if pronoun:
                actor, named = cast.meant_by(pronoun, place)
                why = f"{why}; {words!r} by pronoun"
                if actor is not None and pronoun in {"he", "she"}:
                    cast.renew(start, actor)
                if actor is None:
                    words = named or words  # whom the pronoun stands for, in the words that named them
            else:
                actor, how = cast.actor_of(start, said.core, end)
                cast.spoke(start, said.core, end, actor)
                if actor is not None:
                    why = f"{why}; {words!r} by {how}"
            if said.kind == "reported":
                cast.reported(said.spans, actor)
        quotes.append(Quote(tuple(said.spans), said.kind, actor, words, said.verb, why))
    return tuple(quotes)
