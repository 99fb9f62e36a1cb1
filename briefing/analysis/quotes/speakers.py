"""Who is meant by the words that name a speaker: an actor, or nobody the registry knows.

A description that only contains a name ("a Kremlin representative", "Putin's adviser") is never that name's actor: the
head of the phrase decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from briefing.analysis.quotes.persons import find_holders, find_sexes, has_full_name, office_of, tell_sex
from briefing.analysis.quotes.rows import PREPOSITIONS
from briefing.analysis.text.patterns import compile_late
from briefing.model import Document, Mention, Span

_HE_SHE = frozenset({"he", "she"})
# A mention that one of these stands before is not what its sentence is about.
_OBLIQUE = frozenset(
    """of in on at by for from with to about against after before during between under over via per than like as
    and""".split()
)
# The same for a place in a sentence: "Beside Anna Berg, he …". "After", "as" and their like open clauses as well.
_BESIDE = (_OBLIQUE | PREPOSITIONS) - {"and", "after", "before", "since", "until", "as"}
# What may stand right before a name that is its sentence's subject, besides a capital, a comma or nothing.
_BEFORE_SUBJECTS = frozenset(
    """that and but as when while if because after since until although though whether where said says""".split()
)
# A list of examples names nobody whom the sentence is about: "26 leaders, among them Anna Berg and …".
_LISTED = compile_late(r"\b(?:among them|including|such as|like|whom)\b[^.;:—]*$")
# What belongs to a name and stands before it.
_TITLED = frozenset(
    """the a an its his her president minister secretary envoy leader spokesman spokeswoman chancellor chief mayor
    governor general adviser ambassador defence defense state affairs foreign prime former""".split()
)
_GENITIVE = frozenset("de du des d’ d' von vom del della dello dei di do da".split())
_PERSONAL_TITLES = frozenset("president mr mrs ms mr. mrs. ms. prime sir king queen".split())
# What may stand before a state's name and is no part of another name.
_BEFORE_STATES = _TITLED | frozenset("both but and while if when even only neighbouring meanwhile today".split())
# Heads of descriptions that name one person: "the new minister".
_PERSONS = frozenset(
    """president minister secretary chancellor envoy spokesman spokeswoman spokesperson adviser advisor governor mayor
    senator general analyst chief deputy ambassador leader candidate director chairman chairwoman commissioner judge
    professor strategist manager economist king pope prince lawmaker representative counterpart head official aide host
    diplomat officer man woman lawyer teacher doctor owner witness resident source founder author premier""".split()
)
_PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "it": "it", "its": "it", "they": "they",
    "their": "they", "them": "they", "i": "i", "we": "i", "you": "i", "my": "i", "our": "i", "who": "i", "which": "i",
    "this": "i", "that": "i", "one": "i",
    "il": "he", "er": "he", "él": "he", "lui": "he", "hij": "he", "ele": "he",
    "elle": "she", "sie": "she", "ella": "she", "lei": "she", "zij": "she", "ela": "she",
}  # fmt: skip
FAR = 8  # sentences between he or she and the person last named; further back there is mostly somebody else
NEAR = 2  # sentences between a pronoun and the speaker it means


class Voice(NamedTuple):
    """Somebody who spoke, in words that are no pronoun."""

    start: int
    actor: str | None
    words: str
    pronoun: str  # that would mean them: he (or she), it, they


def _start(voice: Voice) -> int:
    return voice.start


def as_pronoun(words: str) -> str:
    """The pronoun that a speaker's words are, in its plain form; empty: they are none."""
    low = words.lower().removeprefix("both ").split(" and ")[0]
    return _PRONOUNS.get(low.replace("’s", "").replace("'s", ""), "")


class Cast:
    """Who has been spoken of up to any place in one article."""

    def __init__(self, document: Document, mentions: Sequence[Mention], quoted: Sequence[Span] = ()) -> None:
        self._quoted = quoted  # in text order; who is named in a quote is nobody the article goes on with
        self._text = document.text
        self._mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
        self._starts = [mention.start for mention in self._mentions]
        self._document = document
        self._has_read = False  # subjects are looked for when the first pronoun speaks
        self._voices: list[Voice] = []
        self._counts = Counter(mention.actor for mention in self._mentions)
        self._people: list[tuple[int, str]] = []  # (place, actor): who stands in subject position
        self._bodies: list[tuple[int, str]] = []  # the same for states and organisations
        self._told: list[Span] = []  # what persons report: who is named in it is mostly not who speaks next
        self._sexes: dict[str, str] = {}  # actor -> he or she, where the article shows it
        self._holders: dict[str, tuple[tuple[int, str], ...]] | None = None  # office -> who is called so, and where
        self._kinds = {mention.actor: mention.kind for mention in self._mentions if mention.actor is not None}
        self._sentences = [sentence.start for sentence in document.sentences]

    def _read(self) -> None:
        """Note the first person and the first state or organisation that each sentence is about."""
        text, document = self._text, self._document
        self._has_read = True
        self._sexes = find_sexes(text, self._mentions)
        at = 0
        people: list[tuple[int, str]] = []
        for sentence in document.sentences:
            at = bisect_left(self._starts, sentence.start, at)
            person = body = False
            while at < len(self._mentions) and self._mentions[at].start < sentence.end:
                mention = self._mentions[at]
                at += 1
                if mention.actor is None or mention.kind == "place":
                    continue
                if self._oblique(mention, sentence.start) or self._is_quoted(mention):
                    continue
                if mention.kind == "person":
                    if not person:
                        people.append((mention.start, mention.actor))
                    person = True
                elif not body:
                    self._bodies.append((mention.start, mention.actor))
                    body = True
        self._people = sorted({*self._people, *people})

    def _is_quoted(self, mention: Mention) -> bool:
        at = bisect_right(self._quoted, (mention.start, len(self._text))) - 1
        return at >= 0 and mention.end <= self._quoted[at][1]

    def _oblique(self, mention: Mention, sentence_start: int) -> bool:
        after = self._text[mention.end : mention.end + 2]
        if after in {"’s", "'s"} or mention.via == "demonym":
            return True
        if _LISTED.search(self._text, max(sentence_start, mention.start - 80), mention.start):
            return True
        before = self._text[max(sentence_start, mention.start - 24) : mention.start].split()
        while before and (
            before[-1].lower() in _TITLED
            or (before[-1][0].isupper() and before[-1][-1] not in ",:;" and before[-1].lower() not in _BESIDE)
        ):
            before.pop()
        if not before:
            return False
        last = before[-1]
        if last.lower() in _BESIDE:
            return True
        return not (last[-1] in ',:;—–-”"(' or last.lower() in _BEFORE_SUBJECTS)

    def spoke(self, start: int, core_end: int, end: int, actor: str | None) -> None:
        """Note who spoke, in words that are no pronoun, so that a pronoun after it can be theirs."""
        kind = self._kinds.get(actor) if actor is not None else None
        if kind == "person" and actor is not None:
            at = bisect_left(self._people, (start, actor))
            if self._people[at : at + 1] != [(start, actor)]:
                self._people.insert(at, (start, actor))
        words = self._text[start:end]
        head = self._text[start:core_end].lower().split()[-1:]
        person = kind == "person" or bool(_PERSONS.intersection(head)) or (kind is None and has_full_name(words))
        plural = actor is None and (" and " in words or (head != [] and head[0].endswith("s") and not person))
        voice = Voice(start, actor, words, "they" if plural else "he" if person else "it")
        insort(self._voices, voice, key=_start)

    def renew(self, place: int, actor: str) -> None:
        """Note that he or she was somebody at `place`, so that the next he or she can be them."""
        insort(self._people, (place, actor))

    def reported(self, spans: Sequence[Span], actor: str | None) -> None:
        """Note what a person reports, so that the next he or she is nobody who is only named in it."""
        if actor is not None and self._kinds.get(actor) == "person":
            self._told += spans

    def _is_told(self, start: int, place: int) -> bool:
        """Whether a name before `place` stands in a report that ends before it."""
        return any(begin <= start < end <= place for begin, end in self._told[-9:])

    def meant_by(self, pronoun: str, place: int) -> tuple[str | None, str]:
        """Return the actor that he, she, it or they mean at `place`, else the words of the speaker they mean, or "".

        `place` is where what is said or its speaker begins, whichever is first.
        """
        if not self._has_read:
            self._read()
        at = bisect_left(self._voices, place, key=_start)
        voice = self._voices[at - 1] if at else None
        if voice is not None and self._sentence(place) - self._sentence(voice.start) > NEAR:
            voice = None
        if pronoun in _HE_SHE and self._document.lang not in {"en", ""}:
            # Which name is a subject is told in English only; elsewhere whoever spoke right before is meant.
            fits = voice is not None and self._sexes.get(voice.actor or "", tell_sex(voice.words) or pronoun) == pronoun
            return (voice.actor, voice.words) if voice is not None and fits and voice.pronoun == "he" else (None, "")
        if pronoun in _HE_SHE:
            told = tell_sex(voice.words) if voice is not None else ""
            if voice is None or voice.actor is not None or voice.pronoun != "he" or told not in {"", pronoun}:
                return self._last(self._people, place, pronoun, -1), ""
            if has_full_name(voice.words):
                return None, voice.words
            if voice.words.lower().startswith(("a ", "an ", "one ", "another ")):
                return self._last_after(place, pronoun, voice.start), voice.words
            return self._last(self._people, place, pronoun, voice.start), voice.words
        if voice is not None and voice.pronoun == pronoun:
            return voice.actor, voice.words
        return (self._last_body(place) if pronoun == "it" and voice is None else None), ""

    def _sentence(self, place: int) -> int:
        return bisect_right(self._sentences, place)

    def actor_of(self, start: int, core_end: int, end: int) -> tuple[str | None, str]:
        """Return the actor that `text[start:end]` names and how it is known. The head word ends at `core_end`."""
        at = bisect_left(self._starts, start)
        best: Mention | None = None
        while at < len(self._mentions) and self._starts[at] < end:
            mention = self._mentions[at]
            at += 1
            if mention.end > end + 2 or not (
                mention.start < core_end <= mention.end or self._is_titled(mention, start, end)
            ):
                continue
            if best is None or (mention.kind == "person") > (best.kind == "person"):
                best = mention
        if best is None:
            holder = self._only_holder(office_of(self._text[start:end]), start)
            return (holder, "office") if holder is not None else (None, "words")
        if best.actor is None or self._describes(best, start) or (best.kind == "state" and self._is_part(best, start)):
            return None, "words"
        return best.actor, best.via

    def _only_holder(self, office: str, place: int) -> str | None:
        """Whom "the senator" means: the only person who was called a senator before, and whom no other is after."""
        if not office:
            return None
        if self._holders is None:
            self._holders = find_holders(self._text, self._mentions)
        called = self._holders.get(office, ())
        actors = {actor for _, actor in called}
        return called[0][1] if len(actors) == 1 and called[0][0] < place else None

    def _is_part(self, mention: Mention, start: int) -> bool:
        """Whether a state's name is the end of another name: "Elections Norland"."""
        before = self._text[start : mention.start].split()[-1:]
        return before != [] and before[0].istitle() and before[0].isalpha() and before[0].lower() not in _BEFORE_STATES

    def _describes(self, mention: Mention, start: int) -> bool:
        """Whether a people's name only describes the noun before it: "le président français" is no state."""
        if mention.via != "demonym" or self._document.lang in {"en", ""}:
            return False
        before = self._text[start : mention.start].replace("’", " ").replace("'", " ").split()
        return len(before) > 1  # an article and a noun

    def _is_titled(self, mention: Mention, start: int, end: int) -> bool:
        """Whether a person's name ends a long title: "chief of staff Andriy Yermak", not "an aide to Mr Putin"."""
        if mention.kind != "person" or mention.end < end:
            return False
        title = self._text[start : mention.start].lower().split()
        if title and title[-1].endswith(","):
            return True  # "a professor at the college, Anna Berg"
        for back in range(len(title) - 1, -1, -1):
            word = title[back]
            if word in _GENITIVE:
                return False  # "le porte-parole de Berg"
            if word in _OBLIQUE:
                between = title[back + 1 :]
                return word == "of" and bool(between) and not _PERSONAL_TITLES.intersection(between)
        return True

    def _last_body(self, place: int) -> str | None:
        """The state or organisation that the sentence before begins with, for "it"."""
        here = bisect_right(self._sentences, place) - 1
        at = bisect_left(self._bodies, (place, "")) - 1
        if at < 0 or here < 0:
            return None
        start, actor = self._bodies[at]
        there = bisect_right(self._sentences, start) - 1
        opening = self._text[self._sentences[there] : start].lower().strip()
        return actor if here - there <= 1 and opening in {"", "the"} else None

    def _last_after(self, place: int, pronoun: str, described: int) -> str | None:
        """The person last in subject position, if named since somebody unnamed spoke: "a deputy minister"."""
        at = bisect_left(self._people, (place, ""))
        since = [person for person in self._people[max(0, at - 9) : at] if person[0] > described]
        return self._last(since, place, pronoun, -1)

    def _last(self, seen: list[tuple[int, str]], place: int, pronoun: str, described: int) -> str | None:
        """The person last in subject position.

        Where somebody has spoken since in words that name nobody ("the new minister"), the pronoun is theirs: the
        person the article names most often, as one who needs no name there, and nobody if two are named as often.
        """
        at = bisect_left(seen, (place, ""))
        fitting = [
            seen[index]
            for index in range(at - 1, max(-1, at - 9), -1)
            if self._sexes.get(seen[index][1], pronoun) == pronoun
            and not self._is_told(seen[index][0], place)
            and self._sentence(place) - self._sentence(seen[index][0]) <= FAR
        ]
        if not fitting:
            return None
        if described < 0 or fitting[0][0] > described:
            return fitting[0][1]
        counts = sorted({(-self._counts.get(actor, 0), actor) for _, actor in fitting})
        return counts[0][1] if len(counts) == 1 or counts[0][0] < counts[1][0] else None
