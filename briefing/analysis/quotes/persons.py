"""What an article shows of a person besides the name: he or she, and of which office ("the senator")?

English only. The names are those of `actors.gazetteer`, less those that men and women bear; where nothing tells, a
person fits either pronoun.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefing.analysis.actors.gazetteer import GIVEN_NAMES, WOMEN
from briefing.analysis.text.patterns import compile_late
from briefing.model import Mention

_MASCULINE = frozenset(
    """mr mr. sir lord king prince pope father brother son husband widower spokesman chairman congressman councilman
    businessman salesman policeman fireman actor man boy uncle grandfather nephew monsieur herr""".split()
)
_FEMININE = frozenset(
    """mrs mrs. ms ms. miss lady dame queen princess mother sister daughter wife widow spokeswoman chairwoman
    congresswoman councilwoman businesswoman saleswoman policewoman actress woman girl aunt grandmother niece madame
    frau""".split()
)
# Borne by men and women, or by one in this language and the other in that.
_EITHER = frozenset(
    """Aisha Alar Alex Alexandria Alexis Andrea Ariel Ashley Aung Bettie Bola Casey Chen Chris Chrystia Claude Dale
    Dana Daniele Devon Dominique Drew Fidan Frankie Hilary Hu Hyun Ingeborg Inger Ira Jacinda Jackie Jaime Jamie
    Jan Jean Jesse Jessie Jo Joan Jodie Jordan Josie Kay Kelly Kerry Kim Kori Kristen Laurence Lee Leslie Li
    Liang Lila Lindsay Lindsey Lise Liu Lou LuAnn Lyn Lynn Madison Mamata Mao Marian Marie-Claude Marion Masha
    Max Maxime Maxine Mel Michele Misha Mo Morgan Myra Ngozi Nicola Nikita Nirmala Pat Priyanka Rana Randy Rene
    Robin Robyn Ronnie Sam Sandy Sasha Shannon Sharron Sidney Signe Simone Stacey Taylor Terry Toni Tracey Tracy
    Vivian Wang Wu Xi Xu Yang Yoon Zahra Zainab Zara Zelda Zhang Zhao Zhou""".split()
)
_SHE = WOMEN - _EITHER
_HE = GIVEN_NAMES - WOMEN - _EITHER
# Offices that many hold, so that "the senator" is known by who was called so. Of a president or a minister there is
# always one that needs no name, and who that is an article does not show.
_OFFICES = frozenset(
    """senator congressman congresswoman governor mayor ambassador professor judge admiral general colonel captain
    bishop archbishop cardinal spokesman spokeswoman spokesperson chairman chairwoman envoy commissioner sheriff
    economist historian analyst author director coach prosecutor attorney lawyer""".split()
)
_SHORT = {"sen.": "senator", "gov.": "governor", "gen.": "general", "prof.": "professor", "adm.": "admiral",
          "capt.": "captain", "col.": "colonel", "sen": "senator", "gov": "governor", "gen": "general",
          "prof": "professor", "adm": "admiral"}  # fmt: skip
NEARBY = 60  # characters before or after a name in which its office stands
_DESCRIBED = compile_late(r",? (?:who is |who was )?(?:the|a|an|its|his|her)\b([^,.;:]{3,60})")


def find_sexes(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Return "he" or "she" for the persons of whom a title, a family tie or the first name tells it."""
    told: dict[str, str] = {}
    named: dict[str, str] = {}
    for mention in mentions:
        if mention.kind != "person" or mention.actor is None or mention.actor in told:
            continue
        before = text[max(0, mention.start - 16) : mention.start].lower().split()[-1:]
        inside = text[mention.start : mention.end].split()
        for word in (*before, *inside[: len(inside) > 1]):
            low = word.lower().rstrip(",")  # "his wife, Nora Vale"
            if low in _FEMININE or low in _MASCULINE:
                told.setdefault(mention.actor, "she" if low in _FEMININE else "he")
        if len(inside) > 1 and mention.actor not in named:
            first = next((word for word in inside if word in _SHE or word in _HE), "")
            if first and first != inside[-1]:
                named.setdefault(mention.actor, "she" if first in _SHE else "he")
    return {**named, **told}


def tell_sex(words: str) -> str:
    """Return "he" or "she" for a description, "" where it does not tell: "a spokeswoman for the harbour"."""
    for word in words.lower().replace("’s", "").replace("'s", "").split()[:6]:
        if word in _FEMININE:
            return "she"
        if word in _MASCULINE:
            return "he"
        if word in {"of", "for", "to", "from", "who", "with", "at", "in"}:
            break
    return ""


def has_full_name(words: str) -> bool:
    """Whether a first name and another name after it stand in a speaker's words: "the widow Nora Vale"."""
    parts = words.split()
    return any(part.split("-")[0] in GIVEN_NAMES and after[:1].isupper() for part, after in pairwise(parts))


def find_holders(text: str, mentions: Sequence[Mention]) -> dict[str, tuple[tuple[int, str], ...]]:
    """Return for each office the persons who are called so by name, with the places: {"senator": ((12, "berg"),)}."""
    holders: dict[str, list[tuple[int, str]]] = {}
    for mention in mentions:
        if mention.kind != "person" or mention.actor is None:
            continue
        near = text[max(0, mention.start - NEARBY) : mention.start].rsplit("\n", maxsplit=1)[-1].lower().split()[-2:]
        inside = text[mention.start : mention.end].lower().split()[:1]
        called = {_SHORT.get(word, word) for word in (*near[-1:], *inside)}
        described = (
            _DESCRIBED.match(text, mention.end, mention.end + NEARBY)
            if text[mention.end : mention.end + 1] == ","
            else None
        )
        if described is not None:
            called.update(described[1].lower().split())
        for office in sorted(called & _OFFICES):
            holders.setdefault(office, []).append((mention.start, mention.actor))
    return {office: tuple(found) for office, found in holders.items()}


def office_of(words: str) -> str:
    """The office that a speaker's words name and nothing else: "the senator"; empty: none."""
    parts = words.lower().split()
    return parts[1] if len(parts) == 2 and parts[0] == "the" and parts[1] in _OFFICES else ""
