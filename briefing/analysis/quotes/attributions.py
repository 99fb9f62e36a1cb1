"""Who says what in one sentence: its verbs of speech, each with its speaker and what it reports.

`cues` knows the verbs, `scare_quotes` the marks, `clauses` how far a report reaches; here they are put together.
"""

from __future__ import annotations

from briefing.analysis.quotes.asides import read_aside, read_passive_aside
from briefing.analysis.quotes.claims import GOES, Said, Sentence, make_said
from briefing.analysis.quotes.clauses import (
    after_hearer,
    content_start,
    is_clause,
    is_supposed,
    opens_clause,
    says_something,
    says_whole,
)
from briefing.analysis.quotes.cues import (
    is_coordinated,
    is_joined,
    is_plural,
    is_plural_present,
    is_verb_form,
    only_describes,
)
from briefing.analysis.quotes.limits import (
    ADJUNCTS,
    AFTERWARDS,
    content_end,
    is_inserted,
    is_told_after,
    is_told_within,
    resume_at,
    told_by_another,
    writers_addition,
)
from briefing.analysis.quotes.nouns import NOUNS, read_noun
from briefing.analysis.quotes.objects import carries_proposition, object_end, past_day, topic_fits
from briefing.analysis.quotes.relatives import gap_opener, report_relative
from briefing.analysis.quotes.rows import (
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
    is_ly,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.scare_quotes import NAMING, is_scare
from briefing.analysis.quotes.speech import BARE, MINDS, PERFECT, SPEECH, THOUGHTS, TOLD, TOPICS, Form, Frame
from briefing.analysis.quotes.subjects import (
    coordinated_subject,
    first_subject,
    let_before,
    participle_subject,
    purpose_speaker,
    subject_after,
    subject_before,
)
from briefing.analysis.quotes.verbless import claim_rest, read_according, read_signature
from briefing.analysis.quotes.voices import can_speak

# What a verb that is none of speech counts as right beside a quote: "…," he barked.
_ANY_VERB = Form("bark", Frame.CLAUSE, participle=False, noun_too=False)
# "refrained from saying", "without saying": nothing was said.
_UNSAID = frozenset("or from of without than for to against worth never not".split())
_ARTICLES = frozenset("a an the this these those his her its their our my your any every no each".split())
_STOPS = frozenset({",", ";", ".", ":"})
_CUES = frozenset({*SPEECH, *NOUNS, *GOES, "according", "put", "puts"})
_TELLING = _CUES | {QUOTED}
# What tells that "proposed" or "expected" is a verb and no adjective.
_AFTER_PAST = frozenset({"that", "to", "a", "an", "the", *PERSONAL})
_BEFORE_PAST = PRONOUNS | {"has", "have", "had"}
_MODALS = frozenset("could would should might may can".split())
_BARE_ANSWERS = frozenset("no yes".split())
# "said little about it", "read out a list", "announced itself"
_SCARCELY = frozenset("little nothing much out up off down himself herself itself themselves , ;".split())
_TALES = frozenset("story stories tale tales truth joke jokes lie lies".split())
_PRIZES = frozenset("victory victories allegiance percent % credit win wins lives ground territory".split())
_DASHES = frozenset({"―", "—", "–", "-"})
_HAVE = frozenset("has have had having ’ve 've ’s 's ’d 'd been".split())


SHORTEST_KEPT = 5  # words before an addition of the writer's that holds marked words


def has_cue(row: Row, first: int, last: int) -> bool:
    """Whether anything in these words could tell that somebody speaks: marked words, a verb or a noun of speech."""
    return not _TELLING.isdisjoint(row.lows[first : last + 1])


def read_sentence(sentence: Sentence) -> list[Said]:
    """Return who says what in a sentence; `sentence.owners` then holds whose its marked words are."""
    lows = sentence.row.lows
    row_capital = sentence.row.capital
    marked = bool(sentence.marks)
    words = range(sentence.first, sentence.last + 1)
    for word in words if marked else [word for word in words if lows[word] in _CUES]:
        low = lows[word]
        form = SPEECH.get(low)
        if low in NOUNS:
            read_noun(sentence, word)
        if form is not None:
            _read_verb(sentence, word, form)
        elif (
            sentence.marks
            and word > sentence.first
            and (low.endswith("ed") or low in VERBS)
            and not row_capital(word)
            and sentence.is_beside(word)
            and not only_describes(sentence.row, word, sentence.first, sentence.end)
        ):
            _read_verb(sentence, word, _ANY_VERB)
        elif low in {"put", "puts"} and lows[word + 1 : word + 2] == ["it"]:
            _read_verb(sentence, word, SPEECH["said"])
        elif low in GOES and lows[word + 1 : word + 2] == ["on"] and {*lows[word + 2 : word + 3]} <= _STOPS:
            _read_verb(sentence, word, SPEECH["said"])  # "the war was over, he went on, and …"
        elif low == "according":
            read_according(sentence, word)
        elif low in _DASHES and lows[word - 1] == QUOTED and word > sentence.first:
            read_signature(sentence, word)
    claim_rest(sentence)
    return sentence.found


def _read_verb(sentence: Sentence, verb: int, form: Form) -> None:
    row, lows = sentence.row, sentence.row.lows
    previous = lows[verb - 1] if verb > sentence.first else ""
    following = lows[verb + 1] if verb < sentence.last else ""
    if previous == "as" and following in {"by", "in"}:
        read_passive_aside(sentence, verb)
        return
    if previous in _ARTICLES or (
        form.noun_too and previous in DETERMINERS and previous != "that" and following != "that"
    ):
        return  # a noun: "the claim"
    if form.participle and (
        previous in {"most", "more", "some", "so", "very"} or (previous.endswith(("’s", "'s")) and len(previous) > 2)
    ):
        return  # an adjective or a noun: "the most promising path", "the paper’s reporting"
    if (
        previous in PREPOSITIONS
        and previous != "to"
        and not form.participle
        and lows[verb - 2] not in {"has", "have", "had"}
    ):
        return  # "of reports", but "has since said"
    if form.noun_too and verb > sentence.first and not is_verb_form(row, verb, previous, following):
        return
    if form.past_only and previous not in _BEFORE_PAST and following not in _AFTER_PAST:
        return
    if form.participle and following in {",", "."} and not _goes_on(sentence, verb):
        return  # "it was telling, he said, that …"
    if lows[verb] in PERFECT and not _HAVE.intersection(lows[max(sentence.first, verb - 3) : verb]):
        return  # "made it known"
    if _inverted(sentence, verb, form):
        return
    speaker = _participle_speaker(sentence, verb, form) if form.participle else _finite_speaker(sentence, verb, form)
    if speaker is None or not can_speak(row, speaker, form) or _is_doing(row, speaker):
        return
    if read_aside(sentence, verb, speaker, form):
        return
    if not form.participle and _backward(sentence, verb, speaker, form):
        return
    if lows[verb] in GOES and lows[verb + 2 : verb + 3] != [":"]:
        return
    if form.base in NAMING and lows[speaker[0]] in PERSONAL and lows[speaker[0] - 1] == "what":
        # "Berg condemned what she called “…”": the name says more than "she"
        whole = sentence.speaker or first_subject(row, sentence.first, speaker[0] - 2)
        if whole is not None and whole[1] < speaker[0] and row.capital(whole[0]) and can_speak(row, whole, form):
            speaker = whole
    _forward(sentence, verb, speaker, form)


def _is_doing(row: Row, speaker: Phrase) -> bool:
    """Whether a subject is what somebody does: "starting with gusto", "holding rates near zero"."""
    opener = row.lows[speaker[0]]
    return (
        opener.endswith("ing")
        and not row.capital(speaker[0])
        and not PREPOSITIONS.isdisjoint(row.lows[speaker[0] + 1 : speaker[1] + 1])
    )


def _goes_on(sentence: Sentence, verb: int) -> bool:
    """Whether a report follows a participle and a comma: "saying, for the first time, that …"."""
    lows = sentence.row.lows
    following = lows[verb + 2] if verb + 2 <= sentence.last else ""
    return any(at > verb for at in sentence.marks) or (
        lows[verb - 1] in {",", "and", "tweet", "statement", "letter"}
        and (following in {"if", "when", "while", "after"} or "that" in lows[verb : verb + 9])
    )


def _participle_speaker(sentence: Sentence, verb: int, form: Form) -> Phrase | None:
    """Who is "saying"; None: nobody."""
    row, lows = sentence.row, sentence.row.lows
    previous = lows[verb - 1] if verb > sentence.first else ""
    bound = form.frame in (Frame.TOPIC, Frame.MARKED) or form.noun_too or previous in _UNSAID
    if bound and not is_joined(row, verb, sentence.first):
        return None
    if sentence.speaker is not None and previous in {",", "and"}:
        return sentence.speaker
    if verb == sentence.first:
        speaker = first_subject(row, sentence.first, sentence.last) if "," in lows[verb : sentence.last] else None
        return speaker or sentence.previous
    return participle_subject(row, verb, sentence.first, sentence.last)


def _finite_speaker(sentence: Sentence, verb: int, form: Form) -> Phrase | None:
    """The subject of a verb of speech; None: none, or it says nothing ("was told", "did not warn", "could say")."""
    row, lows = sentence.row, sentence.row.lows
    previous = lows[verb - 1] if verb > sentence.first else ""
    if form.base == lows[verb] == "continue" and previous == "will":
        return None  # "checks will continue"
    bare = form.base == lows[verb] and not form.past_only and lows[verb] != "told"
    if lows[verb] == "know" and (let := let_before(row, verb, sentence.first)) >= 0:
        return subject_before(row, let, sentence.first)[0]
    if bare and not is_plural_present(row, verb, sentence.first):
        told = previous == "to" and form.frame in TOLD
        return purpose_speaker(row, verb, sentence.first) if told else None
    place = verb
    if previous == "to" and verb - 2 > sentence.first:
        place = verb - 2 - (lows[verb - 2] == "on")  # "went on to say"
    speaker, negated = subject_before(row, place, sentence.first)
    listed = sentence.speaker is not None and previous in {",", "and"} and verb <= sentence.claimed + 1
    if speaker is not None and listed and speaker[0] > sentence.first:
        before = lows[speaker[0] - 1]
        if before in PREPOSITIONS or before in SPEECH:
            speaker = sentence.speaker  # "reaffirmed their support for Kyiv, welcomed …"
    if speaker is None and previous == "having":
        speaker = first_subject(row, sentence.first, sentence.last)  # "Having said that …, Berg left"
    if speaker is None and is_coordinated(row, verb, sentence.first):
        near = coordinated_subject(row, verb, sentence.first)
        own = near is not None and near[0] > sentence.first and lows[near[0]] in PRONOUNS and lows[near[0] - 1] == ","
        if near is None or not own:  # "when Berg asked if it was over, he laughed and said": it is he
            near = sentence.speaker or near or first_subject(row, sentence.first, verb - 1)
        speaker = near
    if speaker is None or (bare and previous != "to" and not is_plural(row, speaker)):
        return None
    at = verb - 1
    while at > speaker[1] and (lows[at] in ADVERBS or is_ly(lows[at])):
        at -= 1
    if at > speaker[1] and lows[at] in BE and lows[at] not in {"’s", "'s"}:
        return None
    if any(lows[word] in _MODALS for word in range(max(at, speaker[1]) + 1, verb)) or lows[at] in _MODALS:
        return None
    if negated and (form.base not in {"deny", "say"} or lows[verb] == "say"):
        return None
    return speaker


def _inverted(sentence: Sentence, verb: int, form: Form) -> bool:
    """“…,” said Lavrov."""
    row, lows = sentence.row, sentence.row.lows
    if form.frame not in TOLD or form.participle:
        return False
    if verb == sentence.first:
        return _opening(sentence, verb)
    at = verb - 1
    if lows[at] in ADVERBS and at > sentence.first:
        at -= 1
    if lows[at] == ",":
        at -= 1
    elif lows[at] != QUOTED or row.inner_end(at) not in ",.?!…—–-":
        return False  # "the word “reciprocal” found few friends"
    if at < sentence.first:
        return False
    speaker = subject_after(row, verb, sentence.end)
    if speaker is None:
        return False
    after = speaker[1] + 1
    if lows[at] != QUOTED:
        # Without marks only "…, said Lavrov[, …]" counts.
        if (
            after <= sentence.end
            and lows[after] not in {",", "—", "–"}
            and lows[after] not in ADJUNCTS
            and lows[after] not in RELATIVES
        ):
            return False
        if (lows[after : after + 1] and lows[after] in ADVERBS) or is_inserted(row, at, sentence.first):
            return False
        if lows[verb] not in {"said", "says", "wrote", "added", "explained", "noted", "argued", "warned"}:
            return False
        resume = resume_at(row, after, sentence.end)
        if not says_whole(row, sentence.claimed, at) and (resume is None or resume > sentence.end):
            return False  # "the envoy, Tomas Lind, said the crew who stayed were safe"
        sentence.report_before(speaker, verb, at, resume)
        return True
    said = make_said(row, speaker, verb, "the subject after the verb")
    sentence.own(at, said)
    sentence.go_on(after, said)
    sentence.speaker = speaker
    return True


def _opening(sentence: Sentence, verb: int) -> bool:
    """Said Lavrov: “…”"""
    row, lows = sentence.row, sentence.row.lows
    speaker = subject_after(row, verb, sentence.end)
    marks = [at for at in sentence.marks if at > verb]
    if speaker is None or not (marks or lows[sentence.last] == ":"):
        return False
    sentence.speaker = speaker
    for at in marks[:1]:
        sentence.own(at, make_said(row, speaker, verb, "the subject after the verb"))
    return True


def _backward(sentence: Sentence, verb: int, speaker: Phrase, form: Form) -> bool:
    """“…,” he said. / …, he said, … : what is said stands before its speaker."""
    row, lows = sentence.row, sentence.row.lows
    if speaker[1] > verb:
        return False
    before = speaker[0] - 1
    while before >= sentence.first and (lows[before] in ADVERBS or lows[before] in DAYS):
        before -= 1
    if before < sentence.first:
        return False
    after = verb + 1 + (lows[verb] in GOES)
    if form.frame is Frame.HEARER or form.base in {"ask", "tell"}:
        after = after_hearer(row, after, sentence.end)
    resume = resume_at(row, after, sentence.end)
    if after < sentence.end and lows[after] == ":" and _is_announced(sentence, before):
        resume = after + 1
    rest_ends = resume is not None or after > sentence.end
    if lows[before] == QUOTED or (
        lows[before] in {",", "—", "–"} and before - 1 >= sentence.first and lows[before - 1] == QUOTED
    ):
        quoted = before if lows[before] == QUOTED else before - 1
        inner = row.inner_end(quoted)
        fits = inner in ",.?!…—–-" or lows[before] != QUOTED
        if quoted > sentence.first and is_scare(sentence.row, quoted, sentence.first):
            return False
        if fits and form.frame is not Frame.TOPIC and (rest_ends or (after <= sentence.end and lows[after] != "that")):
            said = make_said(row, speaker, verb, "the subject of the verb after the quote")
            if lows[before] == ",":  # talk of "land" and of "assets", he said
                for at in sentence.marks:
                    if at < quoted and not is_scare(sentence.row, at, sentence.first):
                        sentence.own(at, said)
            if sentence.own(quoted, said):
                sentence.go_on(after, said)
                sentence.speaker = speaker
                return True
            owner = sentence.owners[sentence.quote_at[quoted]]
            weak = SPEECH.get(owner.verb.lower()) if owner is not None else None
            if weak is not None and weak.frame is Frame.MARKED and form.base in AFTERWARDS:
                sentence.owners[sentence.quote_at[quoted]] = said  # "Berg discussed “…,” the Post reported"
                sentence.found.append(said)
            if owner is not None and rest_ends:
                sentence.speaker = speaker
                return True
    told_after = form.base in AFTERWARDS and not (lows[sentence.last] == ":" and after > sentence.end)
    if lows[before] in {",", "—", "–"} and rest_ends and told_after and before > sentence.first:
        return sentence.report_before(speaker, verb, before, resume)
    return False


def _is_announced(sentence: Sentence, comma: int) -> bool:
    """Whether what stands before a speaker and a colon is told, too: "Two things were open, Berg said: …"."""
    begin, lows = sentence.claimed, sentence.row.lows
    if lows[comma] != "," or begin >= comma or sentence.row.marks(begin, sentence.end):
        return False
    bound = lows[begin] in PREPOSITIONS or lows[begin] in SUBORDINATORS or lows[begin].endswith(("ing", "ed"))
    return not bound and says_whole(sentence.row, begin, comma - 1)


def _forward(sentence: Sentence, verb: int, speaker: Phrase, form: Form) -> None:
    """He said that … / he said: “…” / he called for …: what is said stands after the verb."""
    row, lows = sentence.row, sentence.row.lows
    start, opened = content_start(row, verb, form, sentence.end)
    if start > sentence.end:
        return
    if form.base == "tell" and _TALES.intersection(lows[verb + 1 : verb + 4]):
        return  # "told the story of the strike"
    if lows[start] in _BARE_ANSWERS and (start == sentence.end or is_punctuation(lows[start + 1])):
        return  # "said no, …"
    if lows[start] in _SCARCELY or (lows[start] == "almost" and lows[start + 1 : start + 2] == ["nothing"]):
        return  # "said little about it"
    if form.frame is Frame.MARKED and is_told_after(row, sentence.first, sentence.end):
        return
    if form.frame not in BARE and is_told_within(row, verb, sentence.end):
        return
    stop = content_end(row, start, verb, speaker, sentence.end)
    if form.frame in BARE:
        stop = min(stop, told_by_another(row, speaker, verb, sentence.end) - 1)
    marks = row.marks(start, stop)
    if marks and form.frame in BARE:
        kept = writers_addition(row, start, stop)
        if kept < marks[0] and kept - start >= SHORTEST_KEPT:
            marks, stop = [], kept  # the marked words belong to what the writer adds
    said = make_said(row, speaker, verb, "the subject of the verb")
    taken = [
        sentence.own(at, said)
        for at in marks
        if not is_scare(row, at, sentence.first, form) and not sentence.is_nearer_verb(start, at)
    ]
    if any(taken):
        sentence.speaker, sentence.claimed = speaker, max(sentence.claimed, stop + 1)
        return
    if form.frame is Frame.MARKED or form is _ANY_VERB or (marks and form.base in NAMING):
        return
    if is_supposed(row, speaker, sentence.first):
        return
    if form.base == "claim" and not opened and _PRIZES.intersection(lows[start : start + 3]):
        return  # "claiming victory in two states"
    if form.frame is Frame.HEARER and lows[start - 1] == "," and is_verb(row, start):
        return  # "Berg, who advises Lind, is no friend of the plan"
    clause = opened or (form.frame is not Frame.TOPIC and is_clause(row, start, stop, form))
    clause = clause or (form.base == "tell" and stop > start and "to" in lows[start : start + 2])
    place = past_day(row, verb, sentence.end)  # "called on Monday for …"
    topical = lows[verb] in TOPICS and topic_fits(row, place, sentence.end, TOPICS[lows[verb]], form)
    if form.frame is Frame.THAT and not opened and not opens_clause(row, start, stop, form):
        clause = False
    if form.noun_too and not opened and lows[start] not in PRONOUNS:
        named = lows[speaker[0]] in PRONOUNS or row.capital(speaker[0])
        clause = clause and speaker[1] == verb - 1 and named
        topical = topical and (named or lows[speaker[0]] in DETERMINERS)
    if (clause and not opened) or (topical and lows[start] == "to"):
        gap = gap_opener(row, speaker, sentence.first, start, stop)
        if gap >= 0:
            report_relative(sentence, said, gap, start, stop)
            return
    if not clause and topical and lows[start - 1] == ":":
        topical = any(is_verb(row, at) for at in range(start, stop + 1))
    elif not clause and topical:
        if lows[place + 1] in {TOPICS[lows[verb]], "for", "on"} - {"to", ""}:
            start = place + 2  # what is called for, without the "for"
        stop = object_end(row, start, stop)
        topical = start <= stop and carries_proposition(row, start, stop, form)
    if clause:
        stop = writers_addition(row, start, stop)
    if lows[start] == "to" and not says_something(row, start, stop):
        return
    if start <= stop and (clause or topical) and not (verb < sentence.claimed and form.base in MINDS):
        sentence.report(said, start, stop)
        if sentence.speaker is None or form.base not in THOUGHTS or lows[speaker[0]] not in PERSONAL:
            sentence.speaker = speaker  # "Berg said she thinks …, but said": it is still Berg
