"""Who is meant by the words that name a speaker: an actor, or nobody the registry knows.

A description that only contains a name ("a Kremlin representative", "Putin's adviser") is never that name's actor: the
head of the phrase decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from briefing.model import Document, Mention

_HE_SHE = frozenset({"he", "she"})
# A mention that one of these stands before is not what its sentence is about.
_OBLIQUE = frozenset(
    """of in on at by for from with to about against after before during between under over via per than like as
    and""".split()
)
# What may stand right before a name that is its sentence's subject, besides a capital, a comma or nothing.
_BEFORE_SUBJECTS = frozenset(
    """that and but as when while if because after since until although though whether where said says""".split()
)
# What belongs to a name and stands before it.
_TITLED = frozenset(
    """the a an its his her president minister secretary envoy leader spokesman spokeswoman chancellor chief mayor
    governor general adviser ambassador defence defense state affairs foreign prime former""".split()
)
_PERSONAL_TITLES = frozenset("president mr mrs ms mr. mrs. ms. prime sir king queen".split())
_MALE = frozenset({"mr", "sir", "lord", "king", "prince", "mr."})
_FEMALE = frozenset({"mrs", "ms", "miss", "lady", "dame", "queen", "princess", "mrs.", "ms."})


LONGEST_PRONOUN = 60  # characters, "both he and …" included


class Cast:
    """Who has been spoken of up to any place in one article."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._text = document.text
        self._mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
        self._starts = [mention.start for mention in self._mentions]
        self._document = document
        self._has_read = False  # subjects are looked for when the first pronoun speaks
        self._spoken: list[tuple[int, str]] = []
        self._people: list[tuple[int, str]] = []  # (place, actor): who stands in subject position
        self._bodies: list[tuple[int, str]] = []  # the same for states and organisations
        self._sexes: dict[str, str] = {}
        self._kinds = {mention.actor: mention.kind for mention in self._mentions if mention.actor is not None}
        self._sentences = [sentence.start for sentence in document.sentences]

    def _read(self) -> None:
        """Note the first person and the first state or organisation that each sentence is about."""
        text, document = self._text, self._document
        self._has_read = True
        for mention in self._mentions:
            if mention.kind == "person" and mention.actor is not None:
                before = text[max(0, mention.start - 9) : mention.end].lower().split()
                for word in before[:3]:
                    if word in _FEMALE:
                        self._sexes.setdefault(mention.actor, "she")
                    elif word in _MALE:
                        self._sexes.setdefault(mention.actor, "he")
        at = 0
        for sentence in document.sentences:
            at = bisect_left(self._starts, sentence.start, at)
            person = body = False
            while at < len(self._mentions) and self._mentions[at].start < sentence.end:
                mention = self._mentions[at]
                at += 1
                if mention.actor is None or mention.kind == "place":
                    continue
                if self._oblique(mention, sentence.start):
                    continue
                if mention.kind == "person":
                    if not person:
                        self._people.append((mention.start, mention.actor))
                    person = True
                elif not body:
                    self._bodies.append((mention.start, mention.actor))
                    body = True

    def _oblique(self, mention: Mention, sentence_start: int) -> bool:
        after = self._text[mention.end : mention.end + 2]
        if after in {"’s", "'s"} or mention.via == "demonym":
            return True
        before = self._text[max(sentence_start, mention.start - 24) : mention.start].split()
        while before and (before[-1].lower() in _TITLED or (before[-1][0].isupper() and before[-1][-1] not in ",:;")):
            before.pop()
        if not before:
            return False
        last = before[-1]
        if last.lower() in _OBLIQUE - {"and", "after", "before", "since", "until", "as"}:
            return True
        return not (last[-1] in ',:;—–-”"(' or last.lower() in _BEFORE_SUBJECTS)

    def spoke(self, place: int, actor: str) -> None:
        """Note that the actor spoke at this place, which makes a pronoun after it theirs."""
        if self._kinds.get(actor) != "person":
            return
        self._spoken.append((place, actor))

    def actor_of(self, start: int, core_end: int, end: int, place: int) -> tuple[str | None, str]:
        """Return the actor that `text[start:end]` names and how it is known. The head word ends at `core_end`.

        A pronoun means somebody named before `place`: where what is said or its speaker begins, whichever is first.
        """
        words = self._text[start:end].lower() if end - start < LONGEST_PRONOUN else ""
        words = words.removeprefix("both ").split(" and ")[0]
        if not self._has_read and (words in _HE_SHE or words == "it"):
            self._read()
        if words in _HE_SHE:
            if self._spoken:
                self._people = sorted({*self._people, *self._spoken})
                self._spoken = []
            return self._last(self._people, place, words), "pronoun"
        if words == "it":
            return self._last_body(place), "pronoun"
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
        if best is None or best.actor is None:
            return None, "words"
        return best.actor, best.via

    def _is_titled(self, mention: Mention, start: int, end: int) -> bool:
        """Whether a person's name ends a long title: "chief of staff Andriy Yermak", not "an aide to Mr Putin"."""
        if mention.kind != "person" or mention.end < end:
            return False
        title = self._text[start : mention.start].lower().split()
        for back in range(len(title) - 1, -1, -1):
            word = title[back]
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

    def _last(self, seen: list[tuple[int, str]], place: int, pronoun: str) -> str | None:
        at = bisect_left(seen, (place, ""))
        for index in range(at - 1, max(-1, at - 9), -1):
            actor = seen[index][1]
            if not pronoun or self._sexes.get(actor, pronoun) == pronoun:
                return actor
        return None
