"""Whose are marked words that no verb of speech has claimed: of the verb nearest to them, else of their sentence?"""

from __future__ import annotations

from briefing.analysis.quotes.claims import Said, Sentence, make_said
from briefing.analysis.quotes.cues import is_joined, is_plural_present, is_verb_form, says_next
from briefing.analysis.quotes.phrases import phrase_from, with_name
from briefing.analysis.quotes.rows import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    QUOTED,
    RELATIVES,
    SUBORDINATORS,
    Phrase,
    Row,
    is_ly,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.scare_quotes import is_scare
from briefing.analysis.quotes.speech import SPEECH, Frame
from briefing.analysis.quotes.subjects import first_subject, participle_subject, subject_after, subject_before
from briefing.analysis.quotes.voices import can_speak

# Verbs that speak only with the word after them.
_PHRASAL = frozenset(
    {(verb, "it") for verb in ("put", "puts")}
    | {(verb, "back") for verb in ("shot", "shoots", "fired", "fires", "hit", "hits", "snapped", "wrote", "writes")}
    | {("cut", "in"), ("chimed", "in"), ("spelled", "out"), ("went", "on"), ("goes", "on")}
)
_STATEMENTS = frozenset("statement letter post message speech email e-mail note memo op-ed article report".split())
_UNSAID = AUXILIARIES - frozenset("has have had did does do".split())
_WHEN_OR_WHERE = PREPOSITIONS - {"of"}
NO_NAMES = DETERMINERS | PREPOSITIONS | PRONOUNS | SUBORDINATORS | ADVERBS | DAYS | {"and", "but", "or"}
SHORTEST = 2  # words; a single marked word that no verb claims is a term or a raised eyebrow as often as speech
SHORTEST_UNNAMED = 5  # words that are speech even where nobody is named for them
_ARTICLES = frozenset({"a", "an", "the", "this", "each", "another"})
# "prefers the term “…”": what follows are words, no thing.
_WORDINGS = frozenset("term phrase word words slogan label motto mantra line message chant chants".split())
LONGEST_LABEL = 3
_QUANTITIES = frozenset("thirty forty fifty sixty seventy eighty ninety half most many some none hundreds".split())
SHORTEST_NAMED = 4  # words that begin with a capital: shorter ones are names of things


def claim_unclaimed(sentence: Sentence) -> None:
    """Give marked words of a sentence that are still nobody's to whoever likely said them."""
    row = sentence.row
    for at in sentence.marks:
        if at == sentence.first and at >= sentence.end:
            continue  # a sentence of marked words alone goes on from the one before
        if sentence.owners[sentence.quote_at[at]] is not None:
            continue
        if at == sentence.first and says_next(row, at, sentence.last):
            continue  # "“…,” said" and words that cannot be read: whoever it is, nobody from before
        words = row.text.count(" ", row.starts[at], row.ends[at]) + 1
        naming = SPEECH.get(row.lows[at - 1]) if at > sentence.first else None
        if is_scare(row, at, sentence.first, naming) or _is_term(row, at, sentence):
            continue
        inside = _reported_around(sentence, at)
        if inside is not None:
            inside.spans.clear()  # the words themselves say more than the clause around them
            sentence.own(at, inside)
            continue
        beside = _beside(sentence, at)
        if beside is not None:
            sentence.own(at, beside)
            continue
        inner = row.text[row.starts[at] : row.ends[at]].strip("“”„«»\"'‘’`").strip()
        named = not inner[:1].islower() and inner[-1:] not in ".?!…"
        if words < (SHORTEST_NAMED if named else SHORTEST):
            continue
        said = said_near(sentence, at) or _by_subject(sentence, at)
        if said is None and words >= SHORTEST_UNNAMED and not named:
            said = Said(None, 0, "", "nobody is named")
        if said is not None:
            sentence.own(at, said)


def _beside(sentence: Sentence, at: int) -> Said | None:
    """Who owns the marked words that stand before these in one list: "“rattled” and “frustrated”"."""
    lows = sentence.row.lows
    back = at - 1
    while back > sentence.first and lows[back] in {",", "and", "or", "but"}:
        back -= 1
    if back == at - 1 or back < sentence.first or lows[back] != QUOTED:
        return None
    return sentence.owners[sentence.quote_at[back]]


def _is_term(row: Row, at: int, sentence: Sentence) -> bool:
    """Whether marked words are a term before its noun: "the “carried interest” loophole"."""
    after = at + 1
    if after > sentence.end or row.inner_end(at) in ",.;:?!" or row.text.count(" ", row.starts[at], row.ends[at]) > 3:
        return False
    low = row.lows[after]
    if is_punctuation(low) or low == QUOTED or low in PREPOSITIONS or low in AUXILIARIES or is_verb(row, after):
        return False
    return not (low in PRONOUNS or low in RELATIVES or low in SUBORDINATORS or low in {"and", "or", "but", "to"})


def _is_labelled(row: Row, at: int) -> bool:
    """Whether a few marked words name a thing: "a separate “liquidating trust”", but not "as a “strong leader”"."""
    if row.text.count(" ", row.starts[at], row.ends[at]) >= LONGEST_LABEL:
        return False
    back = at - 1
    if back > 0 and row.lows[back].isalpha() and row.lows[back] not in _WORDINGS:
        back -= row.lows[back] not in _ARTICLES
    return row.lows[back] in _ARTICLES and (back == 0 or row.lows[back - 1] != "as")


def _reported_around(sentence: Sentence, at: int) -> Said | None:
    start, end = sentence.row.starts[at], sentence.row.ends[at]
    for said in sentence.found:
        if said.kind == "reported" and any(first <= start and end <= last for first, last in said.spans):
            return said
    return None


def said_near(sentence: Sentence, at: int) -> Said | None:
    """The speaker of the verb of speech that stands nearest before the words, or after them and a comma."""
    row, lows = sentence.row, sentence.row.lows
    best = _in_the_words_of(sentence, at)
    if best is not None:
        return best
    for word in range(sentence.first, sentence.last + 1):
        if word > at and best is not None:
            break
        speaker = _speaker_of(sentence, word)
        if speaker is None and word > at + 1 and lows[word].endswith("ed") and row.inner_end(at) == ",":
            speaker = subject_before(row, word, at + 1)[0]  # "…,” Berg declaimed to the crowd
            speaker = speaker if speaker is not None and speaker[0] == at + 1 else None
        if speaker is None or speaker[0] <= at <= speaker[1] or lows[speaker[0]] in RELATIVES:
            continue
        comma = row.inner_end(at) == "," or any(lows[between] == "," for between in range(at + 1, word))
        if word > at and not comma:
            continue
        best = make_said(row, speaker, word, "the subject of the nearest verb of speech")
    return best


def _in_the_words_of(sentence: Sentence, at: int) -> Said | None:
    """In the words of the harbour master, Tomas Lind, “…”"""
    row, lows = sentence.row, sentence.row.lows
    for word in range(sentence.first, at - 2):
        if lows[word] == "words" and lows[word + 1] == "of" and lows[word - 1] == "the":
            speaker, _ = phrase_from(row, word + 2, at - 1)
            if speaker is not None and can_speak(row, speaker):
                return make_bare(row, with_name(row, speaker, at - 1), "in the words of")
    return None


def _speaker_of(sentence: Sentence, word: int) -> Phrase | None:
    row, lows = sentence.row, sentence.row.lows
    low = lows[word]
    phrasal = (low, *lows[word + 1 : word + 2]) in _PHRASAL
    form = SPEECH["said"] if phrasal else SPEECH.get(low)
    if form is None or form.past_only or form.frame is Frame.MARKED:
        return None
    previous = lows[word - 1] if word > sentence.first else ""
    following = lows[word + 1] if word < sentence.last else ""
    if previous in _UNSAID and not form.participle:
        return None
    if form.participle and not is_joined(row, word, sentence.first):
        # "issued a statement calling …" is said by whoever issued it
        return _main_subject(row, sentence.first, word - 1) if previous in _STATEMENTS else None
    if form.noun_too and not is_verb_form(row, word, previous, following):
        return None
    if form.participle:
        speaker = participle_subject(row, word, sentence.first, sentence.last)
        if speaker is None:
            opens = word <= sentence.first + 1
            speaker = _after_opening(sentence, word) if opens else _main_subject(row, sentence.first, word - 1)
    elif form.base == low and not is_plural_present(row, word, sentence.first):
        return None
    else:
        speaker, negated = subject_before(row, word, sentence.first)
        if negated and form.base != "deny":
            return None
        if speaker is None and previous in {",", QUOTED}:
            speaker = subject_after(row, word, sentence.end)
    return speaker if speaker is not None and can_speak(row, speaker, form) else None


def main_subject(row: Row, first: int, last: int) -> Phrase | None:
    """The subject of a sentence if it is somebody with a name, or he or she: a sentence can be about them."""
    subject = _main_subject(row, first, last)
    if subject is None or not can_speak(row, subject):
        return None
    low = row.lows[subject[0]]
    named = row.capital(subject[0]) and not low.endswith("ly") and low not in _QUANTITIES
    return subject if low in PRONOUNS or named else None


def _main_subject(row: Row, first: int, last: int) -> Phrase | None:
    """The subject of the sentence: also a name that a time or place parts from its verb, "Lind on Monday opened …"."""
    subject = first_subject(row, first, last)
    if subject is not None or not row.capital(first) or row.lows[first] in NO_NAMES:
        return subject
    end = first
    while end < last and row.capital(end + 1):
        end += 1
    return (first, end) if end < last and row.lows[end + 1] in _WHEN_OR_WHERE else None


def _after_opening(sentence: Sentence, word: int) -> Phrase | None:
    """The subject after an opening that ends with a comma: "After saying it was “…,” she left"."""
    row, lows = sentence.row, sentence.row.lows
    for at in range(word + 1, sentence.end):
        if lows[at] == "," or (lows[at] == QUOTED and row.inner_end(at) == ","):
            return phrase_from(row, at + 1, sentence.end)[0]
    return None


def _by_subject(sentence: Sentence, at: int) -> Said | None:
    """Who the sentence is about, if somebody with a name or a pronoun; else who spoke in the sentence before."""
    row = sentence.row
    subject = main_subject(row, sentence.first, at - 1) if at > sentence.first else None
    if _is_told_of(row, subject, at, sentence.first):
        return None
    if subject is not None and not _is_labelled(row, at):
        return make_bare(row, subject, "the subject of the sentence")
    told = any(SPEECH[low].frame is Frame.CLAUSE for low in row.lows[sentence.first : at] if low in SPEECH)
    others = at > sentence.first and row.capital(at - 1) and row.lows[at - 1].endswith(("’s", "'s", "s’"))
    if sentence.previous is not None and not told and not others and not _is_labelled(row, at):
        return make_bare(row, sentence.previous, "goes on from the sentence before")
    return None


def _is_told_of(row: Row, subject: Phrase | None, at: int, first: int) -> bool:
    """Whether a subject heard the words or is what they are about: "Berg was told “…”", "it was described as “…”"."""
    lows = row.lows
    verb = at - 1 - (lows[at - 1] == "as")
    if verb <= first or not (lows[at - 1] == "as" or lows[verb] in SPEECH) or lows[verb].endswith("ing"):
        return False
    back = verb - 1
    while back > first and (lows[back] in ADVERBS or is_ly(lows[back])):
        back -= 1
    return lows[back] in BE and subject_before(row, verb, first)[0] in {None, subject}


def make_bare(row: Row, speaker: Phrase, why: str) -> Said:
    """An attribution that no verb makes."""
    said = make_said(row, speaker, speaker[0], why)
    said.verb = ""
    return said
