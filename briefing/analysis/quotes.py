"""Who said what: direct, partial and reported speech, each with the words that name its speaker.

Rules after what newspapers do: marks come from `marks`, subjects from `clauses`, verbs from `speech`, actors from
`speakers`. Only direct quotes are looked for where the language is not English.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.analysis.clauses import (
    ADVERBS,
    BE,
    DAYS,
    DETERMINERS,
    NEGATIONS,
    OBJECTS,
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
    smallest_phrase,
    subject_after,
    subject_before,
)
from briefing.analysis.marks import Stretch, find_stretches
from briefing.analysis.speakers import Cast
from briefing.analysis.speech import SPEECH, TOPICS, Form, Frame
from briefing.model import Document, Mention, Quote, QuoteKind, Span


@dataclass(slots=True, eq=False)  # two attributions with the same words are two
class _Said:
    """An attribution on its way to a `Quote`: who says, by which word, what."""

    speaker: Span | None
    core: int  # where the head of the speaker's words ends
    verb: str
    why: str
    place: int
    spans: list[Span] = field(default_factory=list)
    kind: QuoteKind = "reported"


def find_quotes(document: Document, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return what is quoted in the article's body, in text order.

    `spans` leave the marks out; reported speech is given as its content clause, "that" included. `speaker` is an actor
    only where the speaker's words name one by their head or by a pronoun; a description stays `speaker_text` alone.
    """
    reader = _Reader(document, Cast(document, mentions))
    return reader.read()


class _Reader:
    """Reads one article, paragraph after paragraph."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self.document = document
        self.text = document.text
        self.cast = cast
        self.english = document.lang in {"en", ""}
        self.found: list[_Said] = []
        self.open: _Said | None = None  # a speech whose marks the last paragraph left open
        self.introduced: _Said | None = None  # a paragraph that ended "he said:"
        self.last: _Said | None = None  # who spoke last, for marked words without a speaker

    def read(self) -> tuple[Quote, ...]:
        starts = [sentence.start for sentence in self.document.sentences]
        for paragraph in self.document.paragraphs:
            if paragraph.kind != "body":
                if paragraph.kind == "heading":
                    self.introduced = None
                continue
            start, end = paragraph.start, paragraph.end
            inside = starts[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
            self._read_paragraph(start, end, inside)
        return self._quotes()

    # -- one paragraph --------------------------------------------------------------------------------------------

    def _read_paragraph(self, start: int, end: int, sentence_starts: list[int]) -> None:
        stretches = find_stretches(self.text, start, end)
        if not self.english:
            self._read_foreign(stretches, start, end)
            return
        dateline = _DATELINE.match(self.text, start, end)
        row = Row(self.text, dateline.end() if dateline is not None else start, end, stretches)
        if not row.lows:
            return
        owners: list[_Said | None] = [None] * len(stretches)
        quote_at = {word: index for index, word in enumerate(row.marked)}
        ranges = _sentence_ranges(row, sentence_starts)
        found: list[_Said] = []
        speaker: Phrase | None = None
        for first, last in ranges:
            sentence = _Sentence(row, first, last, quote_at, owners, speaker)
            found += sentence.read()
            speaker = sentence.speaker or speaker
        self._attribute_rest(row, ranges, stretches, quote_at, owners, found)
        self._collect(row, ranges, stretches, owners, found)

    def _attribute_rest(
        self,
        row: Row,
        ranges: list[Phrase],
        stretches: list[Stretch],
        quote_at: dict[int, int],
        owners: list[_Said | None],
        found: list[_Said],
    ) -> None:
        """Give marked words that no verb of their sentence claims to whom they go on with."""
        opens = bool(stretches) and row.marked[0] == 0
        introduced, self.introduced = self.introduced, None
        running, self.open = self.open, None
        if opens and running is not None:
            if owners[0] is None:
                owners[0] = running
            elif running.speaker is None:
                running.speaker, running.core, running.verb, running.why = (
                    owners[0].speaker, owners[0].core, owners[0].verb, owners[0].why,
                )  # fmt: skip
                owners[0] = running
            else:
                owners[0] = running
            for index in range(1, len(owners)):
                if owners[index] is not None and owners[index] is not running and owners[index] in found:
                    break
        elif opens and introduced is not None and owners[0] is None:
            owners[0] = introduced
            introduced.why = "the paragraph before introduces it"
        before: _Said | None = None
        for first, last in ranges:
            inside = [quote_at[word] for word in range(first, last + 1) if word in quote_at]
            for index in inside:
                if owners[index] is None and row.marked[index] == first and _is_sentence(self.text, stretches[index]):
                    owner = before
                    if (
                        owner is None
                        and first == 0
                        and self.last is not None
                        and last - first <= 1
                        and self.last.kind != "reported"
                    ):
                        owner = _Said(
                            self.last.speaker,
                            self.last.core,
                            "",
                            "goes on from the quote before",
                            stretches[index].start,
                            kind="direct",
                        )
                        found.append(owner)
                    if owner is not None:
                        owners[index] = owner
            before = next((owners[index] for index in reversed(inside) if owners[index] is not None), None)

    def _collect(
        self, row: Row, ranges: list[Phrase], stretches: list[Stretch], owners: list[_Said | None], found: list[_Said]
    ) -> None:
        for index, (stretch, owner) in enumerate(zip(stretches, owners, strict=True)):
            said = owner
            whole = _is_sentence(self.text, stretch)
            if said is None:
                if not whole or not _is_speech_like(row, row.marked[index], stretch):
                    continue
                said = _Said(None, 0, "", "nobody is named", stretch.start, kind="direct")
                owners[index] = said
            if said not in found and said not in self.found:
                found.append(said)
            if not said.spans or said.kind == "reported":
                said.kind = "direct" if whole else "partial"
                said.spans = []
            said.spans.append((stretch.start, stretch.end))
            if whole:
                said.kind = "direct"
            if not stretch.closed:
                self.open = said
        if self.text[row.ends[-1] - 1] == ":":
            first, last = ranges[-1]
            self.introduced = _introduction(row, first, last)
        kept = [said for said in found if said.spans]
        for said in kept:
            if said.speaker is not None:
                self.last = said
        self.found += [said for said in kept if said not in self.found]

    def _read_foreign(self, stretches: list[Stretch], start: int, end: int) -> None:
        running, self.open = self.open, None
        for stretch in stretches:
            if running is not None and stretch.left == start:
                running.spans.append((stretch.start, stretch.end))
                said = running
            elif _is_sentence(self.text, stretch) or stretch.end - stretch.start > FOREIGN_PARTIAL:
                said = _Said(None, 0, "", "nobody is named", stretch.start, [(stretch.start, stretch.end)], "direct")
                self.found.append(said)
            else:
                continue
            running = None
            if not stretch.closed:
                self.open = said

    # -- all of them ----------------------------------------------------------------------------------------------

    def _quotes(self) -> tuple[Quote, ...]:
        quotes: list[Quote] = []
        for said in sorted(self.found, key=lambda said: (said.spans[0], said.spans[-1][1])):
            actor, how = None, ""
            words = ""
            if said.speaker is not None:
                start, end = said.speaker
                words = self.text[start:end]
                actor, how = self.cast.actor_of(start, said.core, end, min(start, said.spans[0][0]))
                if actor is not None and how != "pronoun":
                    self.cast.spoke(start, actor)
            why = said.why + (f"; {words!r} by {how}" if actor is not None else "")
            quotes.append(Quote(tuple(said.spans), said.kind, actor, words, said.verb, why))
        return tuple(quotes)


# "KYIV, March 14 (Meridian Wire) – ": who and where the report is from, no part of its first sentence.
_DATELINE = re.compile(
    r"[A-Z][A-Z.’' -]{2,40}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?(?:,? [A-Z][a-z]+\.? \d{1,2})?(?: ?\([^()\n]{2,40}\))? ?[-–—] ?(?=\S)"
)
FOREIGN_PARTIAL = 40  # characters: in other languages shorter marked words are taken for names and emphasis


def _is_sentence(text: str, stretch: Stretch) -> bool:
    """Whether marked words are a sentence or clause of their own rather than a part of the writer's."""
    first, last = text[stretch.start], text[stretch.end - 1]
    if last in "’'”\"" and stretch.end - stretch.start > 1:
        last = text[stretch.end - 2]  # a quote in the quote ends with it
    if not stretch.closed:
        return True
    if not (first.isupper() or first.isdigit() or first in "([…‘“'\"$£€-—–"):
        return False
    after = text[stretch.right : stretch.right + 1]
    return last in ".,?!…—–-;" or after == "," or (first.isupper() and text[stretch.left - 2 : stretch.left] == ": ")


def _is_speech_like(row: Row, at: int, stretch: Stretch) -> bool:
    """Whether marked words that nobody claims are speech: they fill their sentence, not a place in it."""
    if stretch.end - stretch.start < SHORTEST_SPEECH or (at == 0 and len(row.lows) == 1 and _is_headed(row.text, stretch)):
        return False
    return at == 0 or row.lows[at - 1] in ".?!:" or row.lows[at - 1] == QUOTED


_SPEAKING_THINGS = frozenset("statement letter declaration report post communiqué ministry message agreement text".split())
SHORTEST_SPEECH = 25  # characters, for marked words that no speaker claims


def _is_headed(text: str, stretch: Stretch) -> bool:
    """Whether the words are set as headlines are: every longer one with a capital."""
    return all(word[0].isupper() for word in text[stretch.start : stretch.end].split() if len(word) > 3)


def _sentence_ranges(row: Row, starts: list[int]) -> list[Phrase]:
    """First and last word of every sentence. What follows a mark in lower case belongs to the sentence before it."""
    bounds = [0]
    for start in starts:
        at = bisect_right(row.starts, start - 1)
        if at >= len(row.lows) or at <= bounds[-1]:
            continue
        if row.lows[at - 1] == QUOTED:
            inner = row.inner_end(at - 1)
            if row.starts[at] < row.ends[at - 1] or row.text[row.starts[at]].islower() or inner == ",":
                continue
            if inner in "?!." and _says_soon(row, at, after_stop=inner == "."):
                continue
        bounds.append(at)
    ends = [*(bound - 1 for bound in bounds[1:]), len(row.lows) - 1]
    return list(zip(bounds, ends, strict=True))


def _says_soon(row: Row, at: int, *, after_stop: bool) -> bool:
    """Whether what follows a quote is no more than who said it: "Trump said.", "Murphy, the head of it, said on Friday"."""
    commas = 0
    for word in range(at, min(at + 16, len(row.lows))):
        low = row.lows[word]
        form = SPEECH.get(low)
        if form is not None and form.frame in {Frame.CLAUSE, Frame.HEARER} and not form.participle and word > at:
            after = row.lows[word + 1] if word + 1 < len(row.lows) else "."
            if after_stop or form.noun_too:
                return after in {".", ","}
            return after in {".", ",", "in", "on", "at", "to", "as", "of"} or after in DAYS or form.frame is Frame.HEARER
        commas += low == ","
        if low in {".", ":", ";"} or commas > 2 or (commas == 0 and word - at > 7):
            return False
    return False


def _introduction(row: Row, first: int, last: int) -> _Said | None:
    """Who is about to speak after a paragraph that ends with a colon."""
    for word in range(last - 1, first - 1, -1):
        form = SPEECH.get(row.lows[word])
        if form is not None and not (form.noun_too and row.lows[word - 1] not in PRONOUNS):
            speaker = _subject_of(row, word, form, first, last)
            if speaker is not None:
                return _said(row, speaker, word, "the paragraph before introduces it")
        if row.lows[word] == QUOTED:
            break
    subject = _before_colon(row, first, last)
    if subject is None:
        return None
    said = _said(row, subject, first, "the paragraph before introduces it")
    said.verb = ""
    return said


def _before_colon(row: Row, first: int, colon: int) -> Phrase | None:
    """Who speaks after a colon that no verb of speech stands before: the name right before it, or the subject if a person."""
    if row.capital(colon - 1) and row.lows[colon - 1] not in DAYS:
        named = smallest_phrase(row, colon - 1, first)
        if named is not None and row.lows[named[0]] not in DETERMINERS:
            return named
    subject = first_subject(row, first, colon)
    if subject is None:
        return None
    head = row.lows[subject[1]]
    if row.lows[subject[0]] not in {"he", "she", "they"} and not row.capital(subject[1]) and head not in _SPEAKING_THINGS:
        return None
    return subject


def _subject_of(row: Row, verb: int, form: Form, first: int, last: int) -> Phrase | None:
    if form.participle:
        speaker, _ = _participle_subject(row, verb, first, last)
        return speaker
    speaker, _ = subject_before(row, verb, first)
    return speaker if speaker is not None else first_subject(row, first, verb)


def _participle_subject(row: Row, verb: int, first: int, last: int) -> tuple[Phrase | None, bool]:
    """The subject of "saying": of "with Putin saying" it is Putin, else the sentence's own."""
    lows = row.lows
    at = verb - 1
    while at >= first and (lows[at] in ADVERBS or lows[at].endswith("ly")):
        at -= 1
    if at >= first and lows[at] in BE:
        return subject_before(row, verb, first)[0], False
    if at > first and lows[at] == "as":  # "quoted the president as saying"
        return smallest_phrase(row, at - 1, first), False
    for back in range(at, max(first - 1, at - 14), -1):
        if lows[back] == "with" and back < at:
            return (back + 1, at), True
        if is_punctuation(lows[back]) or is_verb(row, back):
            break
    if verb == first:
        return None, False
    ahead = lows[first] in PREPOSITIONS and verb - first < 3  # "After saying that …, she left"
    return first_subject(row, first, last if ahead else verb - 1), False


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


def _said(row: Row, speaker: Phrase, verb: int, why: str) -> _Said:
    begin, last = speaker
    return _Said(
        (row.starts[begin], row.ends[last]), _core_end(row, speaker), row.words(verb, verb), why, row.starts[verb]
    )


# Verbs that give a thing its name: "what he called the “coalition of the willing”" quotes nobody.
_NAMING = frozenset("call term dub brand label know name title entitle nickname".split())
_ANY_VERB = Form("bark", Frame.CLAUSE, participle=False, noun_too=False)
# What may stand between a verb of speech and its "that": "said on Friday that", "wrote in a letter that".
_WHENCE = DAYS | frozenset("in on at during to after through via by before late early".split())
# "appeared to suggest" says something; "declined to say" does not.
_SEEMING = frozenset("appeared appears appear seemed seems seem continued continues continue began on".split())
# Verbs that stand after what is said: "…, he said."
# "refrained from saying", "without saying": nothing was said.
_UNSAID = frozenset("or from of without than for to against".split())
_NOBODY = frozenset("nobody none no neither few nothing".split())
_MODALS = frozenset("could would should might may can".split())
_AFTERWARDS = frozenset(
    """say tell write add explain note argue warn insist concede acknowledge admit announce report recall claim state suggest
    reply predict confirm believe think continue observe stress estimate complain assert conclude allege testify tweet
    declare maintain""".split()
)
_UTTERANCES = frozenset(
    """remark remarks claim claims comment comments warning statement assertion suggestion promise pledge vow call calls
    description complaint words phrase slogan insistence argument demand declaration prediction verdict""".split()
)
LONGEST_TITLE = 8  # words
_DASHES = frozenset({"―", "—", "–", "-"})
_ADJUNCTS = PREPOSITIONS | DAYS | ADVERBS


class _Sentence:
    """One sentence of a paragraph: its verbs of speech, and what each of them reports."""

    def __init__(
        self,
        row: Row,
        first: int,
        last: int,
        quote_at: dict[int, int],
        owners: list[_Said | None],
        previous: Phrase | None = None,
    ) -> None:
        self.previous = previous  # who spoke in the sentence before
        self.row = row
        self.first = first
        self.last = last
        self.quote_at = quote_at
        self.owners = owners
        self.marks = [word for word in range(first, last + 1) if row.lows[word] == QUOTED]
        self.found: list[_Said] = []
        self.end = last  # the last word that is not the sentence's closing mark
        while self.end > first and row.lows[self.end] in {".", "!", "?", ":", ";"}:
            self.end -= 1
        self.speaker: Phrase | None = None  # of the sentence's last verb of speech
        self.claimed = first  # words before this one are reported already

    def read(self) -> list[_Said]:
        lows = self.row.lows
        for word in range(self.first, self.last + 1):
            low = lows[word]
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
        if previous in DETERMINERS and not previous == "that" or previous in PREPOSITIONS - {"to"} and not form.participle:
            return  # a noun: "the claim", "of reports"
        if form.noun_too and verb > self.first and not self._is_verb_form(verb, previous, following):
            return
        if form.past_only and previous not in PRONOUNS | {"has", "have", "had"} and following not in {"that", *PERSONAL}:
            return
        # "…," said Lavrov
        if self._inverted(verb, form):
            return
        if form.participle:
            bound = form.frame in {Frame.TOPIC, Frame.MARKED} or form.noun_too or previous in _UNSAID
            if bound and not self._joined(verb):
                return
            speaker, _ = _participle_subject(row, verb, self.first, self.last)
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
                and lows[verb] not in {"told"}
                and not self._plural_present(verb)
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
            if speaker is None and self._coordinated(verb):
                speaker = self.speaker or first_subject(row, self.first, verb - 1)
            if speaker is None:
                return
            at = verb - 1
            while at > speaker[1] and (lows[at] in ADVERBS or lows[at].endswith("ly")):
                at -= 1
            if at > speaker[1] and lows[at] in BE and not form.participle:
                return  # was told, is expected
        if not form.participle and (lows[speaker[1]] in _NOBODY or any(lows[word] in _MODALS for word in range(speaker[1] + 1, verb))):
            return
        if negated and form.base not in {"deny", "say"} or (negated and lows[verb] == "say"):
            return
        why = "the subject of the verb"
        if not form.participle and self._backward(verb, speaker, form):
            return
        self._forward(verb, speaker, form, why)

    def _joined(self, verb: int) -> bool:
        """Whether a participle goes with the sentence's subject: after a comma, "and", "with …" or a form of "be"."""
        lows = self.row.lows
        at = verb - 1
        while at > self.first and (lows[at] in ADVERBS or lows[at].endswith("ly")):
            at -= 1
        return at < self.first or lows[at] in {",", "and", "—", "–", "by"} or lows[at] in BE or "with" in lows[max(self.first, at - 6) : at]

    def _is_verb_form(self, verb: int, previous: str, following: str) -> bool:
        """Whether a word that is a noun as well ("claims", "report") is a verb here, by what stands beside it."""
        low = self.row.lows[verb]
        if self.row.capital(verb) or (previous == "to" and SPEECH[low].base != low):
            return False
        if SPEECH[low].base == low and previous not in PRONOUNS | {"to", "who"} | ADVERBS:
            if not (previous.endswith("s") and not previous.endswith(("’s", "'s"))):
                return False  # "a telephone call that …"
        if following in {"that", ":", QUOTED, "his", "her", "their"} or following in PERSONAL or previous in PRONOUNS or previous == "who":
            return True
        if previous in ADVERBS or previous.endswith("ly") or previous in {"has", "had", "have", "and", "was", "is", "are", QUOTED, ","}:
            return True
        return self.row.capital(verb - 1) and not previous.endswith(("ian", "ish", "can", "ese", "’s", "'s"))

    def _plural_present(self, verb: int) -> bool:
        """Whether a bare form ("say") stands where a verb can: right after its subject, and not after "to"."""
        lows = self.row.lows
        at = verb - 1
        while at >= self.first and (lows[at] in ADVERBS or lows[at].endswith("ly")):
            at -= 1
        if at < self.first:
            return False
        if lows[at] == "to":
            return at > self.first and lows[at - 1] in _SEEMING and (lows[at - 1] != "on" or lows[at - 2] in {"went", "goes"})
        return not is_punctuation(lows[at]) or lows[at] == ","

    def _coordinated(self, verb: int) -> bool:
        lows = self.row.lows
        at = verb - 1
        while at > self.first and (
            lows[at] in ADVERBS or lows[at].endswith("ly") or lows[at] in {"has", "have", "had"}
        ):
            at -= 1
        return lows[at] in {"and", "but", ","}

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
            if lows[after : after + 1] and lows[after] in ADVERBS or self._inserted(at):
                return False
            if lows[verb] not in {"said", "says", "wrote", "added", "explained", "noted", "argued", "warned"}:
                return False
            self._report_before(speaker, verb, at, self._resume(after))
            return True
        said = _said(row, speaker, verb, "the subject after the verb")
        self._own(at, said)
        self._go_on(after, said)
        self.speaker = speaker
        return True

    def _inserted(self, last: int) -> bool:
        """Whether the words before a comma are an insertion after a subject: "Zelensky, who had left, said"."""
        at = last
        while at > self.first and self.row.lows[at] != ",":
            at -= 1
        return at > self.first and self.row.lows[at + 1] in RELATIVES | {"speaking", "asked", "citing", "a", "an", "the", "his", "her"}

    def _opening(self, verb: int) -> bool:
        """Said Lavrov: “…”"""
        row, lows = self.row, self.row.lows
        speaker = subject_after(row, verb, self.end)
        marks = [at for at in self.marks if at > verb]
        if speaker is None or not (marks or lows[self.last] == ":"):
            return False
        self.speaker = speaker
        for at in marks[:1]:
            self._own(at, _said(row, speaker, verb, "the subject after the verb"))
        return True

    def _own(self, word: int, said: _Said) -> bool:
        """Give the marked words at `word`, and those that they go on from, to a speaker."""
        index = self.quote_at[word]
        if self.owners[index] is None:
            self.owners[index] = said
            if said not in self.found:
                self.found.append(said)
            return True
        return False

    def _go_on(self, at: int, said: _Said) -> None:
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
            after = self._after_hearer(after)
        resume = self._resume(after)
        rest_ends = resume is not None or after > self.end
        if lows[before] == QUOTED or (
            lows[before] in {",", "—", "–"} and before - 1 >= self.first and lows[before - 1] == QUOTED
        ):
            quoted = before if lows[before] == QUOTED else before - 1
            text = row.text
            inner = row.inner_end(quoted)
            fits = inner in ",.?!…—–-" or lows[before] != QUOTED
            if quoted > self.first and self._scare(quoted, None, 0):
                return False
            if fits and form.frame is not Frame.TOPIC and (rest_ends or (after <= self.end and lows[after] != "that")):
                said = _said(row, speaker, verb, "the subject of the verb after the quote")
                if self._own(quoted, said):
                    self._go_on(after, said)
                    self.speaker = speaker
                    return True
                owner = self.owners[self.quote_at[quoted]]
                if owner is not None and rest_ends:
                    self.speaker = speaker
                    return True
        told_after = form.base in _AFTERWARDS and not (lows[self.last] == ":" and after > self.end)
        if lows[before] in {",", "—", "–"} and rest_ends and told_after and before > self.first:
            self._report_before(speaker, verb, before, resume)
            return True
        return False

    def _resume(self, after: int) -> int | None:
        """Where the report goes on after "…, he said, …"; the word after the sentence if it does not; None: no insertion."""
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
                if lows[at] == "that" or lows[at] in PERSONAL:
                    if lows[after] not in {"when", "as", "while", "who", "after"}:
                        return None
                at += 1
            if at <= self.end and lows[at] == "," and not any(is_verb(self.row, word) for word in range(after, at)):
                return at + 1
            return self.end + 1 if at > self.end else None
        return None

    def _report_before(self, speaker: Phrase, verb: int, before: int, resume: int | None) -> None:
        row = self.row
        begin = self.claimed
        while begin < before and row.lows[begin] in {"and", "but", ",", ";", "—"}:
            begin += 1
        whole = resume is not None and resume < self.end and row.lows[resume] not in PREPOSITIONS
        if begin >= before or not (whole or any(is_verb(row, at) or row.lows[at].endswith("ed") for at in range(begin, before))):
            return
        said = _said(row, speaker, verb, "the subject of the verb after the report")
        self._report(said, begin, before - 1 if row.lows[before] in {",", "—", "–"} else before)
        if resume is not None and resume < self.end and row.lows[resume] not in RELATIVES and not said.spans == []:
            low = row.lows[resume]
            form = SPEECH.get(low)
            if not (form is not None and form.participle) and not low.endswith("ing") and low not in PREPOSITIONS:
                said.spans.append((row.starts[resume], row.ends[self.end]))
        self.speaker = speaker

    def _after_hearer(self, after: int) -> int:
        """The word after the one who is told: "told reporters in Brussels …"."""
        row, lows = self.row, self.row.lows
        at = after
        while at <= self.end:
            low = lows[at]
            if low in {"that", "to", QUOTED, ":", ","} or (low in SUBORDINATORS and at > after):
                break
            if at > after and (
                low in PRONOUNS
                or (low in DETERMINERS and lows[at - 1] not in PREPOSITIONS and lows[at - 1] not in {"both", "all"})
            ):
                break
            if low in DAYS and at > after:
                at += 1
                break
            if is_verb(row, at) and at > after:
                # "told him Russia would go": the clause began before its verb
                back = smallest_phrase(row, at - 1, after + 1)
                return back[0] if back is not None else at
            at += 1
        return at

    def _forward(self, verb: int, speaker: Phrase, form: Form, why: str) -> None:
        """He said that … / he said: “…” / he called for …: what is said stands after the verb."""
        row, lows = self.row, self.row.lows
        begin = verb + 1
        if begin > self.end:
            return
        hearer = form.frame is Frame.HEARER or form.base in {"ask", "warn", "promise"}
        if form.frame is Frame.HEARER:
            begin = self._after_hearer(begin)
        # "said on Friday that", "said in a statement:"
        start = begin
        limit = min(self.end, begin + 25)
        that = next(
            (
                at
                for at in range(begin, limit + 1)
                if lows[at] in {"that", ":", QUOTED} or at > begin and is_verb(row, at)
            ),
            None,
        )
        if hearer and form.frame is not Frame.HEARER and (told := self._after_hearer(begin)) <= self.end and lows[told] == "that":
            that = told
        opened = that is not None and lows[that] == "that" and (
            that == begin or (hearer and that == self._after_hearer(verb + 1)) or (lows[begin] in _WHENCE and form.frame is Frame.CLAUSE)
        )
        if opened and that is not None:
            start = that
        elif that is not None and lows[that] == ":":
            start = that + 1
        elif begin <= self.end and (lows[begin] in DAYS):
            while start <= self.end and (
                lows[start] in DAYS or lows[start] in {"morning", "evening", "night", "afternoon", ","}
            ):
                start += 1
        elif begin <= self.end and lows[begin] in {"on"} and begin < self.end and lows[begin + 1] in DAYS:
            start = begin + 2
        if start < self.end and lows[start] == ",":
            start += 1
        if start > self.end or lows[start] in {"no", "yes", "nothing"} and start < self.end and is_punctuation(lows[start + 1]):
            return
        stop = self._content_end(start, verb, speaker)
        marks = [at for at in range(start, stop + 1) if lows[at] == QUOTED]
        frame = form.frame
        topical = lows[verb] in TOPICS and self._topic_fits(verb, start, TOPICS[lows[verb]])
        if marks:
            said = _said(row, speaker, verb, why)
            taken = False
            for at in marks:
                if self._scare(at, form, stop - start) or self._nearer_verb(start, at):
                    continue
                taken = self._own(at, said) or taken
            if taken:
                self.speaker = speaker
                self.claimed = max(self.claimed, stop + 1)
                return
        if marks and form.base in _NAMING:
            return
        if frame is Frame.MARKED:
            return
        clause = opened or self._is_clause(start, stop, form)
        if frame is Frame.THAT and not opened and lows[start] not in {"whether", "how", "why"}:
            clause = False
        if form.noun_too and not opened and not (lows[start] in PRONOUNS):
            clause = clause and speaker[1] == verb - 1 and (lows[speaker[0]] in PRONOUNS or row.capital(speaker[0]))
            topical = topical and (
                lows[speaker[0]] in PRONOUNS or row.capital(speaker[0]) or lows[speaker[0]] in DETERMINERS
            )
        if not clause and not topical:
            return
        said = _said(row, speaker, verb, why)
        if not clause and topical and TOPICS[lows[verb]] and lows[verb + 1] == TOPICS[lows[verb]] != "to":
            start = verb + 2
        elif not clause and topical and lows[verb + 1] in {"for", "on"}:
            start = verb + 2
        if start > stop:
            return
        self._report(said, start, stop)
        self.speaker = speaker
        self.claimed = max(self.claimed, stop + 1)

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

    def _topic_fits(self, verb: int, start: int, after: str) -> bool:
        lows = self.row.lows
        if verb + 1 > self.end:
            return False
        low = lows[verb + 1]
        if after:
            return low == after
        base = SPEECH[lows[verb]].base
        if base == "call":
            return low in {"for", "on", "it", "him", "them", "her"}
        if base == "ask":
            return low in OBJECTS or low in {"for", "whether", "how"} or "to" in lows[verb + 2 : verb + 5]
        if low in {"on", "for"}:
            return SPEECH[lows[verb]].base in {"call", "ask", "appeal", "plead"}
        return not is_punctuation(low) and low not in {"by", "as", "in", "on", "at", "with", "and", "that"}

    def _is_clause(self, start: int, stop: int, form: Form) -> bool:
        row, lows = self.row, self.row.lows
        if stop - start < 2:
            return False
        low = lows[start]
        if low in PREPOSITIONS or low in {"and", "or", "to", "as"} or is_punctuation(low):
            if form.base != "say" or low in {"to", "and", "as", "or"}:
                return False
        return any(
            is_verb(row, at) or lows[at].endswith(("ed", "s")) for at in range(start + 1, min(stop, start + 25) + 1)
        )

    def _content_end(self, start: int, verb: int, speaker: Phrase) -> int:
        """The last word of what is said: up to the sentence's end or to the next thing that the same speaker does."""
        row, lows = self.row, self.row.lows
        if speaker[0] > verb and lows[speaker[0] - 1] == ",":
            return speaker[0] - 2  # "Claiming that …, he left"
        for at in range(start + 1, self.end + 1):
            low = lows[at]
            if low == ";" or (low in {"—", "–"} and lows[at + 1 : at + 2] == ["and"]):
                return at - 1
            form = SPEECH.get(low)
            if low == "according" and lows[at - 1] == ",":
                return at - 2
            if form is None:
                continue
            back = at - 1
            while back > start and (
                lows[back] in ADVERBS or lows[back].endswith("ly") or lows[back] in {"has", "had", "have"}
            ):
                back -= 1
            if form.participle and lows[back] in {",", "and"} and form.frame is not Frame.TOPIC:
                return back - 1 if lows[back] == "," else (back - 2 if lows[back - 1] == "," else back - 1)
            if not form.participle and not form.noun_too and lows[back] in {"and", "but"} and lows[at] != form.base:
                return back - 2 if lows[back - 1] == "," else back - 1
        return self.end

    def _report(self, said: _Said, begin: int, stop: int) -> None:
        """Keep words as reported; marked words among them make it a partial quote."""
        row = self.row
        marks = [at for at in range(begin, stop + 1) if row.lows[at] == QUOTED]
        taken = [
            at
            for at in marks
            if not self._scare(at, None, stop - begin) and not self._nearer_verb(begin, at) and self._own(at, said)
        ]
        if not taken:
            while stop > begin and row.lows[stop] in {",", "—", "–"}:
                stop -= 1
            said.spans.append((row.starts[begin], row.ends[stop]))
            self.found.append(said)
        self.claimed = max(self.claimed, stop + 1)

    def _scare(self, at: int, form: Form | None, length: int) -> bool:
        """Whether marked words are a name or a raised eyebrow rather than somebody's words."""
        row, lows = self.row, self.row.lows
        inner = row.text[row.starts[at] + 1 : row.ends[at] - 1]
        words = inner.count(" ") + 1
        previous = lows[at - 1] if at > self.first else ""
        if previous in {"so-called", "titled", "entitled", "nicknamed", "self-styled", "dubbed"}:
            return True
        if not inner or self._is_title(at, inner, previous):
            return True
        if words > 5 or inner[-1:] in "?!":
            return False
        if form is not None and form.base in _NAMING:
            return previous in DETERMINERS and words > 1 and inner[0].islower()
        return (
            previous in {"a", "the"} and words > 1 and inner[0].islower() and inner[-1] not in "," and " of " in inner
        )

    def _is_title(self, at: int, inner: str, previous: str) -> bool:
        """A book, a programme, a nickname: its longer words have capitals, and it stands where a name does."""
        words = inner.rstrip(".,").split()
        if len(words) > LONGEST_TITLE or inner[-1] in "?!" or any(w[0].islower() and (len(w) > 3 or len(words) == 1) for w in words):
            return False
        if sum(w[0].isupper() for w in words) * 2 < len(words):
            return False
        before = self.row.starts[at] - 1
        form = SPEECH.get(previous)
        if form is not None and not form.noun_too or previous in {":", ""}:
            return False
        if len(words) == 1 and inner[-1] in ",.":
            return previous.endswith(("’s", "'s")) or previous in PREPOSITIONS or previous in DETERMINERS or self.row.text[before - 1].isalpha()
        return previous != "," or len(words) > 1 and inner[-1] != ","

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
                is_punctuation(low)
                and low not in {"-", "/"}
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
        said = _said(row, speaker, word, "according to")
        said.verb = row.words(word, word + 1)
        if word == self.first or (word <= self.first + 1 and lows[self.first] in {"and", "but"}):
            comma = at
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
        said = _said(row, (begin, at - 1), dash, "the name after the quote")
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
                subject = self.speaker or _before_colon(row, self.first, before)
                if subject is not None:
                    said = _said(row, subject, before, "a colon introduces it")
                    said.verb = ""
                    self._own(at, said)
            elif self._scare(at, None, 20):
                continue
            elif all(lows[word] in ADVERBS or lows[word] in {"and", "but", ",", "indeed", "because"} for word in range(self.first, at)):
                if self.previous is not None:
                    self._give(at, self.previous, "goes on from the sentence before")
            elif (owner := self._possessor(at)) is not None:
                self._give(at, owner, "the words are said to be theirs")
            elif self.speaker is not None and self._telling(at, SHORTEST_BESIDE):
                self._give(at, self.speaker, "the speaker of the sentence")
            elif self._telling(at, SHORTEST_ALONE) and (subject := first_subject(row, self.first, at - 1)) is not None:
                if row.capital(subject[0]) and lows[subject[0]] not in {"there", "this", "that"}:
                    self._give(at, subject, "the subject of the sentence")

    def _possessor(self, mark: int) -> Phrase | None:
        """Whose words they are: "her remark that “…”", "Trump’s “…” promise"."""
        row, lows = self.row, self.row.lows
        at = mark - 1
        while at > self.first and lows[at] in {"that", "of", "about", ",", "to", "for"}:
            at -= 1
        if at <= self.first or lows[at] not in _UTTERANCES:
            return None
        for back in range(at - 1, max(self.first - 1, at - 4), -1):
            if lows[back] in {"his", "her", "their", "its"}:
                return (back, back)
            if lows[back].endswith(("’s", "'s", "s’")):
                return smallest_phrase(row, back, self.first)
        return None

    def _give(self, at: int, speaker: Phrase, why: str) -> None:
        said = _said(self.row, speaker, at, why)
        said.verb = ""
        self._own(at, said)

    def _telling(self, at: int, shortest: int) -> bool:
        """Whether marked words are long enough to be somebody's and not a term."""
        words = self.row.text[self.row.starts[at] : self.row.ends[at]].count(" ") + 1
        return words >= shortest


SHORTEST_BESIDE = 2  # words, in a sentence that has a speaker
SHORTEST_ALONE = 4  # words, where no verb of speech stands in the sentence
