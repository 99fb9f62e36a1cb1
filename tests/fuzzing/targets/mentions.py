"""Mentions: they are in order, do not overlap, and name actors that are known or were found in the text."""

from __future__ import annotations

from collections.abc import Iterator

from test_actors import LEXICON, REGISTRY

import fuzzing
from briefing.analysis.actors.mentions import find_mentions
from briefing.analysis.text.document import make_document
from fuzzing.material import ODD, bodies, cases, encode

PARSES = ("briefing.analysis.actors.mentions.find_mentions",)
LANGUAGES = ("en", "fr", "de", "uk")
PIECES = (
    *encode(
        *"Putin |Vladimir |the |President |of |Ukraine|’s |Moscow |in |Sir |Keir |Starmer|and |, |. |“|”|-|(|)".split(
            "|"
        ),
        *"IAEA|Ministry |van |der |II|Jr.|former |KYIV|x|U.S. |al-Assad|'|Kuleba|&|Maria |Lindqvist|Trump".split("|"),
        *"Brussels|Korean |Georgia|prime minister |Defence Ministry |\n\n|Kim Jong-un|-un|, or HWP,|, known as ".split(
            "|"
        ),
        *"KC|May |Mr |Mrs |River |Securities |Commission |Skybridge Airlines|Skybridge|“Heron”|R-Tex|she |he ".split(
            "|"
        ),
        *"told |said |Gen. |Dr. |United Nations|UN |EU |Bank of |St. |de la ".split("|"),
    ),
    *ODD,
)


def seeds() -> Iterator[bytes]:
    for body in (*bodies(), *cases("actors", "discovered")):
        yield b"\0" + body


def check(data: bytes) -> None:
    (lang,), rest = fuzzing.take(data, 1)
    text = fuzzing.words(rest)
    document = make_document("any", "", text, lang=LANGUAGES[lang % len(LANGUAGES)], date="2025-03-15")
    mentions, discovered = find_mentions(document, LEXICON)
    known = {actor.id for actor in (*REGISTRY.actors, *discovered)}
    assert len({actor.id for actor in discovered}) == len(discovered), "a discovered actor twice"
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text), mention
        assert (mention.actor is None) == (mention.via == "place"), mention
        assert mention.actor is None or mention.actor in known, mention
        assert any(p.start <= mention.start and mention.end <= p.end for p in document.paragraphs), mention
        end = mention.end
    assert find_mentions(document, LEXICON) == (mentions, discovered)
