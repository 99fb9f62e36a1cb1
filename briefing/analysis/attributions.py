"""Who says what in one sentence: its verbs of speech, "according to", signatures and colons.

`cues` knows the verbs, `scare_quotes` the marks; here they are put together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from briefing.analysis.clauses import (
    ADVERBS,
    BE,
    DAYS,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    QUOTED,
    RELATIVES,
    SUBORDINATORS,
    VERBS,
    Phrase,
    Row,
    first_subject,
    is_punctuation,
    is_verb,
    subject_after,
    subject_before,
)
from briefing.analysis.cues import (
    AFTERWARDS,
    after_hearer,
    before_colon,
    content_end,
    content_start,
    is_clause,
    is_coordinated,
    is_inserted,
    is_joined,
    is_plural_present,
    is_told_after,
    is_verb_form,
    participle_subject,
    topic_fits,
)
from briefing.analysis.scare_quotes import NAMING, is_scare, is_telling, possessor
from briefing.analysis.speech import SPEECH, TOPICS, Form, Frame
from briefing.model import QuoteKind, Span


@dataclass(slots=True, eq=False)  # two attributions with the same words are two
class Said:
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


# What a verb that is none of speech counts as right beside a quote: "…," he barked.
_ANY_VERB = Form("bark", Frame.CLAUSE, participle=False, noun_too=False)
# "refrained from saying", "without saying": nothing was said.
_UNSAID = frozenset("or from of without than for to against".split())
_CUES = frozenset({*SPEECH, "according", "put", "puts"})
_NOBODY = frozenset("nobody none no neither few nothing".split())
_MODALS = frozenset("could would should might may can".split())
# "refrained from saying", "without saying": nothing was said.
_UNSAID = frozenset("or from of without than for to against".split())
_CUES = frozenset({*SPEECH, "according", "put", "puts"})
_NOBODY = frozenset("nobody none no neither few nothing".split())
_MODALS = frozenset("could would should might may can".split())
# "refrained from saying", "without saying": nothing was said.
_UNSAID = frozenset("or from of without than for to against".split())
_CUES = frozenset({*SPEECH, "according", "put", "puts"})
_NOBODY = frozenset("nobody none no neither few nothing".split())
_MODALS = frozenset("could would should might may can".split())
_CUES = frozenset({*SPEECH, "according", "put", "puts"})
_NOBODY = frozenset("nobody none no neither few nothing".split())
_MODALS = frozenset("could would should might may can".split())
_NOBODY = frozenset("nobody none no neither few nothing".split())
_MODALS = frozenset("could would should might may can".split())
_MODALS = frozenset("could would should might may can".split())
_BARE_ANSWERS = frozenset("no yes nothing".split())
_DASHES = frozenset({"―", "—", "–", "-"})
_ADJUNCTS = PREPOSITIONS | DAYS | ADVERBS
SHORTEST_BESIDE = 2  # words, in a sentence that has a speaker
SHORTEST_ALONE = 4  # words, where no verb of speech stands in the sentence


def make_said(row: Row, speaker: Phrase, verb: int, why: str) -> Said:
    begin, last = speaker
    return Said((row.starts[begin], row.ends[last]), _core_end(row, speaker), row.words(verb, verb), why)


def _core_end(row: Row, phrase: Phrase) -> int:
    """Where the head of a noun phrase ends: before its "of …", "for …", "who …"."""
    begin, last = phrase
    for at in range(begin + 1, last + 1):
        low = row.lows[at]
        if low in PREPOSITIONS or low == "," or low in RELATIVES:
            return row.ends[at - 1]
        if low == "and":
            return row.ends[at - 1]
    return row.ends[last]


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
        before = bisect_left(row.marked, first)
        self.marks = row.marked[before : bisect_right(row.marked, last)]
        self.quote_at = {word: before + index for index, word in enumerate(self.marks)}
        self.owners = owners
        self.found: list[Said] = []
        self.end = last  # the last word that is not the sentence's closing mark
        while self.end > first and row.lows[self.end] in {".", "!", "?", ":", ";"}:
            self.end -= 1
        self.speaker: Phrase | None = None  # of the sentence's last verb of speech
        self.claimed = first  # words before this one are reported already

    def read(self) -> list[Said]:
        lows = self.row.lows
        marked = bool(self.marks)
        for word in range(self.first, self.last + 1):
            low = lows[word]
            if not marked and low not in _CUES:
                continue
            form = SPEECH.get(low)
            if form is not None:
                self._read_verb(word, form)
            elif self.marks and word > self.first and (low.endswith("ed") or low in VERBS) and self._beside(word):
                self._read_verb(word, _ANY_VERB)
            elif low in {"put", "puts"} and lows[word + 1 : word + 2] == ["it"]:
                self._read_verb(word, SPEECH["said"])
            elif low == "according":
                self._read_according(word)
            elif low in _DASHES and lows[word - 1] == QUOTED and word > self.first:
                self._read_signature(word)
        self._claim_rest()
        return self.found

    def _beside(self, verb: int) -> bool:
        """Whether a verb that is none of speech stands where only one of speech can: “…,” he barked."""
        row, lows = self.row, self.row.lows
        if lows[verb - 1] == QUOTED:
            return row.inner_end(verb - 1) in ",?!" and self.owners[self.quote_at[verb - 1]] is None
        if lows[verb + 1 : verb + 2] in (["back"], ["out"]):
            verb += 1
        if verb < self.end and lows[verb + 1] in {QUOTED, ",", ":"}:
            at = verb + 1 + (lows[verb + 1] != QUOTED)
            if at <= self.last and lows[at] == QUOTED:
                return row.text[row.starts[at] + 1].isupper() and row.inner_end(at) in ".,!?"
        before = next((at for at in range(verb - 1, max(self.first - 1, verb - 9), -1) if lows[at] == QUOTED), None)
        if before is None or row.inner_end(before) not in ",?!" or self.owners[self.quote_at[before]] is not None:
            return False
        return not any(lows[at] in SPEECH or is_punctuation(lows[at]) for at in range(before + 1, verb))

    # -- verbs ----------------------------------------------------------------------------------------------------

    def _read_verb(self, verb: int, form: Form) -> None:
        row, lows = self.row, self.row.lows
        previous = lows[verb - 1] if verb > self.first else ""
        following = lows[verb + 1] if verb < self.last else ""
        if (previous in DETERMINERS and previous != "that") or (
            previous in PREPOSITIONS - {"to"} and not form.participle
        ):
            return  # a noun: "the claim", "of reports"
        if form.noun_too and verb > self.first and not is_verb_form(row, verb, previous, following):
            return
        if (
            form.past_only
            and previous not in PRONOUNS | {"has", "have", "had"}
            and following not in {"that", *PERSONAL}
        ):
            return
        # "…," said Lavrov
        if self._inverted(verb, form):
            return
        if form.participle:
            bound = form.frame in {Frame.TOPIC, Frame.MARKED} or form.noun_too or previous in _UNSAID
            if bound and not is_joined(row, verb, self.first):
                return
            speaker, _ = participle_subject(row, verb, self.first, self.last)
            if verb == self.first:
                speaker = first_subject(row, self.first, self.last) if "," in lows[verb : self.last] else None
                speaker = speaker or self.previous
            if self.speaker is not None and previous in {",", "and"}:
                speaker = self.speaker
            if speaker is None:
                return
            negated = False
        else:
            if (
                form.base == lows[verb]
                and not form.past_only
                and lows[verb] != "told"
                and not is_plural_present(row, verb, self.first)
            ):
                return
            place = verb
            listed = self.speaker is not None and previous in {",", "and"} and verb <= self.claimed + 1
            if previous == "to" and verb - 2 > self.first:
                place = verb - 2 - (lows[verb - 2] == "on")  # "went on to say"
            speaker, negated = subject_before(row, place, self.first)
            if speaker is not None and listed and lows[speaker[0] - 1 : speaker[0]] and speaker[0] > self.first:
                before = lows[speaker[0] - 1]
                if before in PREPOSITIONS or before in SPEECH:
                    speaker = self.speaker  # "reaffirmed their support for Kyiv, welcomed …"
            if speaker is None and is_coordinated(row, verb, self.first):
                speaker = self.speaker or first_subject(row, self.first, verb - 1)
            if speaker is None:
                return
            at = verb - 1
            while at > speaker[1] and (lows[at] in ADVERBS or lows[at].endswith("ly")):
                at -= 1
            if at > speaker[1] and lows[at] in BE and not form.participle:
                return  # was told, is expected
        if not form.participle and (
            lows[speaker[1]] in _NOBODY or any(lows[word] in _MODALS for word in range(speaker[1] + 1, verb))
        ):
            return
        if (negated and form.base not in {"deny", "say"}) or (negated and lows[verb] == "say"):
            return
        why = "the subject of the verb"
        if not form.participle and self._backward(verb, speaker, form):
            return
        self._forward(verb, speaker, form, why)

    def _inverted(self, verb: int, form: Form) -> bool:
        row, lows = self.row, self.row.lows
        if form.frame not in {Frame.CLAUSE, Frame.HEARER, Frame.THAT} or form.participle:
            return False
        if verb == self.first:
            return self._opening(verb)
        at = verb - 1
        if lows[at] in ADVERBS and at > self.first:
            at -= 1
        if lows[at] == ",":
            at -= 1
        elif lows[at] != QUOTED:
            return False
        if at < self.first:
            return False
        speaker = subject_after(row, verb, self.end)
        if speaker is None:
            return False
        after = speaker[1] + 1
        if lows[at] != QUOTED:
            # Without marks only "…, said Lavrov[, …]" counts.
            if (
                after <= self.end
                and lows[after] not in {",", "—", "–"}
                and lows[after] not in _ADJUNCTS
                and lows[after] not in RELATIVES
            ):
                return False
            if (lows[after : after + 1] and lows[after] in ADVERBS) or is_inserted(row, at, self.first):
                return False
            if lows[verb] not in {"said", "says", "wrote", "added", "explained", "noted", "argued", "warned"}:
                return False
            self._report_before(speaker, verb, at, self._resume(after))
            return True
        said = make_said(row, speaker, verb, "the subject after the verb")
        self._own(at, said)
        self._go_on(after, said)
        self.speaker = speaker
        return True

    def _opening(self, verb: int) -> bool:
        """Said Lavrov: “…”"""
        row, lows = self.row, self.row.lows
        speaker = subject_after(row, verb, self.end)
        marks = [at for at in self.marks if at > verb]
        if speaker is None or not (marks or lows[self.last] == ":"):
            return False
        self.speaker = speaker
        for at in marks[:1]:
            self._own(at, make_said(row, speaker, verb, "the subject after the verb"))
        return True

    def _own(self, word: int, said: Said) -> bool:
        """Give the marked words at `word`, and those that they go on from, to a speaker."""
        index = self.quote_at[word]
        if self.owners[index] is None:
            self.owners[index] = said
            if said not in self.found:
                self.found.append(said)
            return True
        return False

    def _go_on(self, at: int, said: Said) -> None:
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
            self._own(at, said)

    def _backward(self, verb: int, speaker: Phrase, form: Form) -> bool:
        """“…,” he said. / …, he said, … : what is said stands before its speaker."""
        row, lows = self.row, self.row.lows
        if speaker[1] > verb:
            return False
        before = speaker[0] - 1
        while before >= self.first and lows[before] in ADVERBS | DAYS:
            before -= 1
        if before < self.first:
            return False
        after = verb + 1
        if form.frame is Frame.HEARER or form.base in {"ask", "tell"}:
            after = after_hearer(row, after, self.end)
        resume = self._resume(after)
        rest_ends = resume is not None or after > self.end
        if lows[before] == QUOTED or (
            lows[before] in {",", "—", "–"} and before - 1 >= self.first and lows[before - 1] == QUOTED
        ):
            quoted = before if lows[before] == QUOTED else before - 1
            inner = row.inner_end(quoted)
            fits = inner in ",.?!…—–-" or lows[before] != QUOTED
            if quoted > self.first and is_scare(self.row, quoted, self.first):
                return False
            if fits and form.frame is not Frame.TOPIC and (rest_ends or (after <= self.end and lows[after] != "that")):
                said = make_said(row, speaker, verb, "the subject of the verb after the quote")
                if lows[before] == ",":  # talk of "land" and of "assets", he said
                    for at in self.marks:
                        if at < quoted and not is_scare(self.row, at, self.first):
                            self._own(at, said)
                if self._own(quoted, said):
                    self._go_on(after, said)
                    self.speaker = speaker
                    return True
                owner = self.owners[self.quote_at[quoted]]
                if owner is not None and rest_ends:
                    self.speaker = speaker
                    return True
        told_after = form.base in AFTERWARDS and not (lows[self.last] == ":" and after > self.end)
        if lows[before] in {",", "—", "–"} and rest_ends and told_after and before > self.first:
            self._report_before(speaker, verb, before, resume)
            return True
        return False

    def _resume(self, after: int) -> int | None:
        """Where the report goes on after "…, he said, …"; past the sentence if it does not; None: no insertion."""
        lows = self.row.lows
        if after > self.end:
            return self.end + 1
        if lows[after] in {",", "—", "–", ";"}:
            return after + 1
        if lows[after] in _ADJUNCTS or lows[after] in RELATIVES or lows[after] in {"when", "as", "while"}:
            if lows[after] in {"that", "so", "than"}:
                return None
            at = after
            while at <= self.end and lows[at] not in {",", QUOTED}:
                if lows[at] in PERSONAL | {"that"} and lows[after] not in {"when", "as", "while", "who", "after"}:
                    return None
                at += 1
            if at <= self.end and lows[at] == "," and not any(is_verb(self.row, word) for word in range(after, at)):
                return at + 1
            return self.end + 1 if at > self.end else None
        return None

    def _report_before(self, speaker: Phrase, verb: int, before: int, resume: int | None) -> None:
        row = self.row
        begin = max([self.claimed, *(at + 1 for at in range(self.claimed, before) if row.lows[at] == ";")])
        while begin < before and row.lows[begin] in {"and", "but", ",", ";", "—"}:
            begin += 1
        whole = resume is not None and resume < self.end and row.lows[resume] not in PREPOSITIONS
        if begin >= before or not (
            whole or any(is_verb(row, at) or row.lows[at].endswith("ed") for at in range(begin, before))
        ):
            return
        said = make_said(row, speaker, verb, "the subject of the verb after the report")
        self._report(said, begin, before - 1 if row.lows[before] in {",", "—", "–"} else before)
        if resume is not None and resume < self.end and row.lows[resume] not in RELATIVES and said.spans != []:
            low = row.lows[resume]
            form = SPEECH.get(low)
            if not (form is not None and form.participle) and not low.endswith("ing") and low not in PREPOSITIONS:
                marks = [
                    at
                    for at in range(resume, self.end + 1)
                    if row.lows[at] == QUOTED and not is_scare(self.row, at, self.first)
                ]
                owned = [self._own(at, said) for at in marks]
                if any(owned):
                    said.spans.clear()  # “playing games” in the second half says more than the clause around it
                else:
                    said.spans.append((row.starts[resume], row.ends[self.end]))
        self.speaker = speaker

    def _forward(self, verb: int, speaker: Phrase, form: Form, why: str) -> None:
        """He said that … / he said: “…” / he called for …: what is said stands after the verb."""
        row, lows = self.row, self.row.lows
        start, opened = content_start(row, verb, form, self.end)
        if start > self.end:
            return
        if lows[start] in _BARE_ANSWERS and start < self.end and is_punctuation(lows[start + 1]):
            return  # "said no, …"
        if form.frame is Frame.MARKED and is_told_after(row, self.first, self.end):
            return
        stop = content_end(row, start, verb, speaker, self.end)
        marks = [at for at in range(start, stop + 1) if lows[at] == QUOTED]
        said = make_said(row, speaker, verb, why)
        taken = [
            self._own(at, said)
            for at in marks
            if not is_scare(row, at, self.first, form) and not self._nearer_verb(start, at)
        ]
        if any(taken):
            self.speaker, self.claimed = speaker, max(self.claimed, stop + 1)
            return
        if form.frame is Frame.MARKED or (marks and form.base in NAMING):
            return
        clause = opened or (form.frame is not Frame.TOPIC and is_clause(row, start, stop, form))
        topical = lows[verb] in TOPICS and topic_fits(row, verb, self.end, TOPICS[lows[verb]])
        if form.frame is Frame.THAT and not opened and lows[start] not in {"whether", "how", "why"}:
            clause = False
        if form.noun_too and not opened and lows[start] not in PRONOUNS:
            named = lows[speaker[0]] in PRONOUNS or row.capital(speaker[0])
            clause = clause and speaker[1] == verb - 1 and named
            topical = topical and (named or lows[speaker[0]] in DETERMINERS)
        if not clause and topical and lows[verb + 1] in {TOPICS[lows[verb]], "for", "on"} - {"to", ""}:
            start = verb + 2  # what is called for, without the "for"
        if start <= stop and (clause or topical):
            self._report(said, start, stop)
            self.speaker = speaker

    def _nearer_verb(self, start: int, mark: int) -> bool:
        """Whether another speaker's verb stands right before marked words: "she said that he told them “no”"."""
        row, lows = self.row, self.row.lows
        for at in range(mark - 1, max(start, mark - 6), -1):
            form = SPEECH.get(lows[at])
            if form is None:
                if lows[at - 1] != QUOTED and at >= mark - 2 and self._beside(at):
                    return subject_before(row, at, start)[0] is not None
                continue
            if form.participle and "with" in lows[max(start, at - 5) : at]:
                return True
            if form.noun_too or form.participle or (form.past_only and lows[at - 1] not in {"has", "have", "had"}):
                continue
            return subject_before(row, at, start)[0] is not None
        return False

    def _report(self, said: Said, begin: int, stop: int) -> None:
        """Keep words as reported; marked words among them make it a partial quote."""
        row = self.row
        marks = [at for at in range(begin, stop + 1) if row.lows[at] == QUOTED]
        taken = [
            at
            for at in marks
            if not is_scare(self.row, at, self.first) and not self._nearer_verb(begin, at) and self._own(at, said)
        ]
        if not taken:
            while stop > begin and row.lows[stop] in {",", "—", "–"}:
                stop -= 1
            said.spans.append((row.starts[begin], row.ends[stop]))
            self.found.append(said)
        self.claimed = max(self.claimed, stop + 1)

    # -- "according to" -------------------------------------------------------------------------------------------

    def _read_according(self, word: int) -> None:
        row, lows = self.row, self.row.lows
        if word + 2 > self.last or lows[word + 1] != "to":
            return
        begin = word + 2
        at = begin
        named = row.capital(begin)
        while at <= self.end:
            low = lows[at]
            if (
                (is_punctuation(low) and low not in {"-", "/"})
                or low in RELATIVES
                or low in SUBORDINATORS
                or low == QUOTED
            ):
                break
            if at > begin and (
                low in DAYS or (named and low in {"in", "on", "at", "after"}) or low == "released" or is_verb(row, at)
            ):
                break
            at += 1
        if at == begin:
            return
        speaker = (begin, at - 1)
        said = make_said(row, speaker, word, "according to")
        said.verb = row.words(word, word + 1)
        if word == self.first or (word <= self.first + 1 and lows[self.first] in {"and", "but"}):
            comma = at
            if lows[comma : comma + 1] == [","] and lows[comma + 1 : comma + 2] and lows[comma + 1] in RELATIVES:
                comma += 1
            while comma <= self.end and lows[comma] != ",":
                comma += 1
            if comma + 1 > self.end:
                return
            self._report(said, comma + 1, self.end)
        else:
            stop = word - 1
            if lows[stop] == ",":
                stop -= 1
            if stop < self.claimed:
                return
            self._report(said, self.claimed, stop)
            if (
                at < self.end
                and lows[at] == ","
                and said.spans
                and lows[at + 1] not in RELATIVES
                and not lows[at + 1].endswith("ing")
            ):
                pass
        self.speaker = speaker

    def _read_signature(self, dash: int) -> None:
        """“…” — Veronica Cruz"""
        row, lows = self.row, self.row.lows
        at = dash + 1
        while at <= self.last and lows[at] == lows[dash]:
            at += 1
        begin = at
        if begin > self.last or not row.capital(begin) or lows[begin] in DETERMINERS:
            return
        while at <= self.end and (row.capital(at) or lows[at] in {"de", "von", "van", "al", "of", "the", "."}):
            at += 1
        broken = at <= self.last and "\n" in row.text[row.ends[at - 1] : row.starts[at]]
        if at <= self.end and lows[at] not in {",", QUOTED} and not broken:
            return
        said = make_said(row, (begin, at - 1), dash, "the name after the quote")
        said.verb = ""
        self._own(dash - 1, said)

    # -- marked words that no verb of speech claims ----------------------------------------------------------------

    def _claim_rest(self) -> None:
        """Give marked words left over in a sentence with a speaker, or with a colon, to whom it belongs."""
        row, lows = self.row, self.row.lows
        for at in self.marks:
            if self.owners[self.quote_at[at]] is not None or at == self.first:
                continue
            before = at - 1
            if lows[before] == ":":
                subject = self.speaker or before_colon(row, self.first, before)
                if subject is not None:
                    said = make_said(row, subject, before, "a colon introduces it")
                    said.verb = ""
                    self._own(at, said)
            elif is_scare(self.row, at, self.first):
                continue
            elif all(
                lows[word] in ADVERBS or lows[word] in {"and", "but", ",", "indeed", "because"}
                for word in range(self.first, at)
            ):
                if self.previous is not None:
                    self._give(at, self.previous, "goes on from the sentence before")
            elif (owner := possessor(row, at, self.first)) is not None:
                self._give(at, owner, "the words are said to be theirs")
            elif self.speaker is not None and is_telling(row, at, SHORTEST_BESIDE):
                self._give(at, self.speaker, "the speaker of the sentence")
            elif is_telling(row, at, SHORTEST_ALONE):
                subject = first_subject(row, self.first, at - 1)
                named = subject is not None and row.capital(subject[0])
                if subject is not None and named and lows[subject[0]] not in {"there", "this", "that"}:
                    self._give(at, subject, "the subject of the sentence")

    def _give(self, at: int, speaker: Phrase, why: str) -> None:
        said = make_said(self.row, speaker, at, why)
        said.verb = ""
        self._own(at, said)


def introduction(row: Row, first: int, last: int) -> Said | None:
    """Who is about to speak after a paragraph that ends with a colon."""
    for word in range(last - 1, first - 1, -1):
        form = SPEECH.get(row.lows[word])
        if form is not None and not (form.noun_too and row.lows[word - 1] not in PRONOUNS):
            speaker = _subject_of(row, word, form, first, last)
            if speaker is not None:
                return make_said(row, speaker, word, "the paragraph before introduces it")
        if row.lows[word] == QUOTED:
            break
    subject = before_colon(row, first, last)
    if subject is None:
        return None
    said = make_said(row, subject, first, "the paragraph before introduces it")
    said.verb = ""
    return said


def _subject_of(row: Row, verb: int, form: Form, first: int, last: int) -> Phrase | None:
    if form.participle:
        speaker, _ = participle_subject(row, verb, first, last)
        return speaker
    speaker, _ = subject_before(row, verb, first)
    return speaker if speaker is not None else first_subject(row, first, verb)
