"""Which words of a sentence are given to whom, and which are still free?"""

from __future__ import annotations

from bisect import bisect_left

from msgspec import Struct, field

from briefing.analysis.quotes.rows import (
    AUXILIARIES,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    QUOTED,
    RELATIVES,
    Phrase,
    Row,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.scare_quotes import is_scare
from briefing.analysis.quotes.speech import SPEECH, THOUGHTS
from briefing.analysis.quotes.subjects import subject_before
from briefing.analysis.quotes.voices import find_head
from briefing.model import QuoteKind, Span

GOES = frozenset({"went", "goes"})  # "he went on" says something; "on" belongs to the verb


_BINDING = frozenset("for without despite until".split())
_DEEDS = frozenset("named declined refused".split())
SHORTEST_BEFORE = 4  # words before "…, he said" that are a report even where no verb is found in them


class Said(Struct, eq=False):  # two attributions with the same words are two
    """An attribution on its way to a `Quote`: who says, by which word, what."""

    speaker: Span | None
    core: int  # where the head of the speaker's words ends
    verb: str
    why: str
    spans: list[Span] = field(default_factory=list)
    kind: QuoteKind = "reported"

    def take_speaker(self, other: Said) -> None:
        self.speaker, self.core, self.verb, self.why = other.speaker, other.core, other.verb, other.why

    @classmethod
    def after(cls, other: Said, why: str) -> Said:
        """A further quote of the same speaker."""
        return cls(other.speaker, other.core, "", why)


def make_said(row: Row, speaker: Phrase, verb: int, why: str) -> Said:
    begin, last = speaker
    core = row.ends[find_head(row, speaker)]
    words = row.words(verb, verb + (row.lows[verb] in GOES and verb + 1 < len(row.lows)))
    return Said((row.starts[begin], row.ends[last]), core, words, why)


class Sentence:
    """One sentence of a paragraph: its verbs of speech, and what each of them reports."""

    def __init__(
        self,
        row: Row,
        first: int,
        last: int,
        owners: list[Said | None],
        previous: Phrase | None = None,
    ) -> None:
        self.previous = previous  # who spoke in the sentence before
        self.row = row
        self.first = first
        self.last = last
        self.marks = row.marks(first, last)
        before = bisect_left(row.marked, first)
        self.quote_at = {word: before + index for index, word in enumerate(self.marks)}
        self.owners = owners
        self.found: list[Said] = []
        self.end = last  # the last word that is not the sentence's closing mark
        while self.end > first and row.lows[self.end] in {".", "!", "?", ":", ";"}:
            self.end -= 1
        if row.lows[self.end] == ")" and row.lows[first] == "(":
            self.end -= 1 + (row.lows[self.end - 1] == ".")  # a sentence in brackets
        self.speaker: Phrase | None = None  # of the sentence's last verb of speech
        self.claimed = first  # words before this one are reported already

    def is_beside(self, verb: int) -> bool:
        """Whether a verb that is none of speech stands where only one of speech can: “…,” he barked."""
        row, lows = self.row, self.row.lows
        if lows[verb - 1] == QUOTED:
            return row.inner_end(verb - 1) in ",?!" and self.owners[self.quote_at[verb - 1]] is None
        if lows[verb + 1 : verb + 2] in (["back"], ["out"]):
            verb += 1
        if verb < self.end and lows[verb + 1] in {QUOTED, ",", ":"}:
            at = verb + 1 + (lows[verb + 1] != QUOTED)
            if at <= self.last and lows[at] == QUOTED:
                return (
                    row.text[row.starts[at] : row.ends[at]].lstrip("“„«‘'\"`")[:1].isupper()
                    and row.inner_end(at) in ".,!?"
                )
        before = next((at for at in range(verb - 1, max(self.first - 1, verb - 9), -1) if lows[at] == QUOTED), None)
        if before is None or row.inner_end(before) not in ",?!" or self.owners[self.quote_at[before]] is not None:
            return False
        return not any(lows[at] in SPEECH or is_punctuation(lows[at]) for at in range(before + 1, verb))

    def own(self, word: int, said: Said) -> bool:
        """Give the marked words at `word`, and those that they go on from, to a speaker."""
        index = self.quote_at[word]
        if self.owners[index] is None:
            self.owners[index] = said
            if said not in self.found:
                self.found.append(said)
            return True
        return False

    def go_on(self, at: int, said: Said) -> None:
        """After "…," he said, "…": the words after the attribution belong to the same quote."""
        lows = self.row.lows
        comma = False
        steps = 0
        while at <= self.last and lows[at] != QUOTED:
            comma = lows[at] in {",", ":", "—", "–"}
            if SPEECH.get(lows[at]) is not None and not SPEECH[lows[at]].noun_too:
                return
            steps += 1
            at += 1
        if at <= self.last and comma and steps < 30:
            self.own(at, said)

    def report_before(self, speaker: Phrase, verb: int, before: int, resume: int | None) -> bool:
        """Report what stands before its speaker, "…, he said[, …]"; return whether there is anything."""
        row = self.row
        begin = self.begin_for(speaker)
        begin = max([begin, *(at + 1 for at in range(begin, before) if row.lows[at] in {";", ":", "("})])
        while begin < before and row.lows[begin] in {"and", "but", ",", ";", "—"}:
            begin += 1
        whole = resume is not None and resume <= self.end and row.lows[resume] not in PREPOSITIONS
        stop = before - 1 if row.lows[before] in {",", "—", "–"} else before
        if begin > stop and whole and resume is not None:
            said = make_said(row, speaker, verb, "the subject of the verb in the report")
            self.report(said, resume, self.end)
            self.speaker = speaker
            return True
        short = stop + 1 - begin < SHORTEST_BEFORE or row.lows[begin] in PREPOSITIONS
        if begin > stop or (
            short
            and not whole
            and not any(is_verb(row, at) or row.lows[at].endswith("ed") for at in range(begin, before))
        ):
            return False
        said = make_said(row, speaker, verb, "the subject of the verb after the report")
        self.report(said, begin, stop)
        if resume is not None and resume <= self.end and row.lows[resume] not in RELATIVES and said.spans != []:
            low = row.lows[resume]
            form = SPEECH.get(low)
            prepositional = (
                low in PREPOSITIONS and (low != "to" or resume == self.end) and not self._is_condition(resume)
            )
            if (
                not (form is not None and form.participle)
                and not low.endswith("ing")
                and not (prepositional or self._is_deed(resume))
            ):
                marks = [at for at in row.marks(resume, self.end) if not is_scare(self.row, at, self.first)]
                owned = [self.own(at, said) for at in marks]
                if any(owned):
                    said.spans.clear()  # “playing games” in the second half says more than the clause around it
                else:
                    said.spans.append((row.starts[resume], row.ends[self.end]))
        self.speaker = speaker
        return True

    def _is_condition(self, at: int) -> bool:
        """Whether a place or a purpose belongs to the report: "…, he said, in order to …", not "in a statement"."""
        low, after = self.row.lows[at : at + 2] if at < self.end else ("", "")
        return self.end - at > 2 and (low in _BINDING or (low == "in" and after in {"order", "case"}))

    def _is_deed(self, at: int) -> bool:
        """Whether the speaker does something else after the report: "…, he said, and named the old ferry"."""
        low, after = self.row.lows[at : at + 2] if at < self.end else ("", "")
        form = SPEECH.get(after)
        told = form is not None and after != form.base and not (form.noun_too or form.participle)
        return low in {"and", "but"} and (told or after in _DEEDS)

    def begin_for(self, speaker: Phrase) -> int:
        """Where a report begins whose speaker comes after it: "Berg said that …, the paper reported" is all of it."""
        other = self.speaker is not None and not self._is_same(speaker, self.speaker)
        return self.first if other else self.claimed

    def _is_same(self, one: Phrase, other: Phrase) -> bool:
        """Whether two phrases of the sentence may name one speaker: the same words, or a pronoun."""
        lows = self.row.lows
        words, others = lows[one[0] : one[1] + 1], lows[other[0] : other[1] + 1]
        return words[0] in PRONOUNS or words[-1] == others[-1]

    def is_nearer_verb(self, start: int, mark: int) -> bool:
        """Whether another speaker's verb stands right before marked words: "she said that he told them “no”"."""
        row, lows = self.row, self.row.lows
        for at in range(mark - 1, max(start, mark - 6), -1):
            form = SPEECH.get(lows[at])
            if is_punctuation(lows[at]):
                continue
            if form is None:
                beside = lows[at - 1] != QUOTED and at >= mark - 3 and self.is_beside(at)
                if beside and subject_before(row, at, start)[0] is not None:
                    return True
                continue
            if form.participle and "with" in lows[max(start, at - 5) : at]:
                return True
            if form.base == lows[at] and (lows[at - 1] in AUXILIARIES or lows[at - 1] == "to"):
                continue  # "he will continue to be “…”"
            if form.noun_too or form.participle or (form.past_only and lows[at - 1] not in {"has", "have", "had"}):
                continue
            subject = subject_before(row, at, start)[0]
            # "Berg said she believes it was “…”": the words are Berg's, and a name says more than "she".
            thought = subject is not None and form.base in THOUGHTS and lows[subject[0]] in PERSONAL
            return subject is not None and not thought
        return False

    def report(self, said: Said, begin: int, stop: int) -> None:
        """Keep words as reported; marked words among them make it a partial quote."""
        row = self.row
        marks = row.marks(begin, stop)
        taken = [
            at
            for at in marks
            if not is_scare(self.row, at, self.first) and not self.is_nearer_verb(begin, at) and self.own(at, said)
        ]
        if not taken:
            while stop > begin and row.lows[stop] in {",", "—", "–"}:
                stop -= 1
            said.spans.append((row.starts[begin], row.ends[stop]))
            self.found.append(said)
        self.claimed = max(self.claimed, stop + 1)

    def give(self, at: int, speaker: Phrase, why: str) -> None:
        said = make_said(self.row, speaker, at, why)
        said.verb = ""
        self.own(at, said)
