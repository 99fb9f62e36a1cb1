"""What are the words and marks of an article, as name finding needs them: capital, first in its sentence, possessive?

A possessive is cut off its word, a hyphenated word in which a known name ends is taken apart ("US-led", "pro-Russian"),
and an empty token stands before the first paragraph, between paragraphs and after the last, so that neighbours can be
asked for everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from briefing.analysis.actors.evidence import ABBREVIATED
from briefing.analysis.text.patterns import compile_late
from briefing.analysis.text.words import Remembered, is_english
from briefing.model import Document

_ABBREVIATED = "|".join(sorted(ABBREVIATED))
# A token with what parts it from the next, or what stands before the first. Most words are plain and end with the first
# or the second line; what only capitals can begin is not tried elsewhere. Taking the blanks along halves the time.
_PIECE = compile_late(
    r"(?:[a-z]++(?!['.&-]?[^\W_])"
    r"|[A-Z][a-z]++(?!['.&-]?[^\W_]|\.)"
    r"|[^\w\s]"
    r"|(?=[A-Z])(?:(?:[A-Z]\.){2,}(?:[A-Z](?!\w))?"  # U.S., J.D.
    r"|(?<![A-Za-z.'])[A-Z]\.(?=\s?(?:[A-Z]|(?:van|von|de|bin|al|el)\b))"  # the F. of John F. Kennedy
    rf"|(?:{_ABBREVIATED})\.)"
    r"|[^\W_]+(?:['.&][^\W_]+"
    r"|-(?:(?:on|in|upon|by|under|the|a|e|i|en|sur|sous|de|la|le|les|am|al|el|ul)-){0,2}(?![a-z_])[^\W_]+"
    r"|(?<=[Cc]o)-op[a-z]+)*"
    r")[\s_]*+|[\s_]+"
)
_CLITICS = ("'re", "'ve", "'ll", "'d", "'m", "'t")


class Token(NamedTuple):
    """A word without its possessive, or a mark: all that is the same wherever it stands. `word` is folded."""

    word: str
    low: str  # in small letters, without the full stop of an abbreviation
    capital: bool
    first: bool  # first word of a sentence, a heading or a quotation, where a capital says nothing
    possessive: bool
    length: int  # in the article's text
    touches: bool  # the next token follows without a blank


_ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "an", "ar", "at", "az", "abu", "bin", "ben", "ul", "e", "i"})
_PREFIXES = frozenset({"Then", "Ex", "Anti", "Pro", "Non", "Post", "Pre", "Mid"})  # at the beginning of a sentence
STYLED = 0.8  # share of a heading's longer words with a capital; in sentence style it is mostly below a half
STYLED_ALL = 0.8  # share of all words of a headline that ends with a full stop; a sentence full of names has less
SHORTEST_HEADLINE = 5  # longer words of such a headline
EDGE = Token("", "", capital=False, first=False, possessive=False, length=0, touches=False)
# "l'Allemagne", "d'Espagne", "dell'Italia": an article or a small word that a vowel behind it has shortened.
_ELIDED = compile_late(
    r"(?:[ldnsjmtc]|qu|lorsqu|puisqu|jusqu|(?:de|a|da|ne|su)ll|un|quest|quell)'(?=[A-Z])", re.IGNORECASE
)
_WORD, _MARK, _HYPHENATED, _ELISION, _GAP = range(5)


def read_tokens(document: Document, folded: str, edges: Container[int]) -> tuple[list[Token], list[int]]:
    """Return the tokens of body and headings in order, and the offset in the text at which each begins (an edge's: 0).

    `edges` are the offsets at which known wordings begin or end.
    """
    sentences = {sentence.start for sentence in document.sentences}
    tokens, starts = [EDGE], [0]
    for paragraph in document.paragraphs:
        if paragraph.kind == "boilerplate":
            continue
        begin = len(tokens)
        fresh = True
        before = ""
        pieces = _PIECE.findall(folded, paragraph.start, paragraph.end)
        places = accumulate(map(len, pieces), initial=paragraph.start)
        for start, piece, (token, opening, sort) in zip(places, pieces, map(_judged.__getitem__, pieces)):  # noqa: B905
            if start in sentences:
                fresh = True
            if sort == _WORD:
                tokens.append(opening if fresh else token)
                starts.append(start)
                fresh = False
                before = piece
                continue
            if sort == _HYPHENATED and _is_cut(piece, start, edges):
                _take_apart(piece, start, tokens, starts, fresh=fresh)
            elif sort == _ELISION and start + _read_elision(piece) in edges:
                tokens += (
                    _judged[piece[: _read_elision(piece)]][0],
                    _judged[piece[_read_elision(piece) :]][0],
                )
                starts += (start, start + _read_elision(piece))
            elif sort != _GAP:
                tokens.append(opening if fresh else token)
                starts.append(start)
            if sort == _MARK:
                mark = token.word
                if mark in "“‘" or (mark in "\"'" and (before == "" or folded[start - 1] in " (")):
                    fresh = True
                before = mark
            elif sort != _GAP:
                fresh = False
                before = piece
        if (begin == 1 or paragraph.kind == "heading") and _is_styled(tokens, begin, paragraph.kind):
            tokens[begin:] = [token._replace(first=True) for token in tokens[begin:]]
        tokens.append(EDGE)
        starts.append(0)
    return tokens, starts


def _judge_piece(piece: str) -> tuple[Token, Token, int]:
    """The token of a piece inside a sentence, the same as the first of one, and its sort."""
    word = piece.replace("_", " ").strip()
    if not word:
        return EDGE, EDGE, _GAP
    if not word[0].isalnum():
        mark = Token(word, word, capital=False, first=False, possessive=False, length=1, touches=piece == word)
        return mark, mark, _MARK
    token = _make(word, touches=piece == word)
    sort = _WORD
    if "-" in word and not word.islower():
        sort = _HYPHENATED
    elif "'" in word and _read_elision(word):
        sort = _ELISION
    return token, token._replace(first=True), sort


_judged = Remembered(_judge_piece, 1 << 15)  # an article has some 350, most of which stand in every other, too


def _read_elision(piece: str) -> int:
    """How many characters of a word are a small word that is shortened, the apostrophe included."""
    match = _ELIDED.match(piece)
    return match.end() if match and piece[match.end()].isupper() else 0


def _take_apart(piece: str, start: int, tokens: list[Token], starts: list[int], *, fresh: bool) -> None:
    """Add the parts of a hyphenated word, and its hyphens, which are marks there."""
    place = start
    for part in piece.split("-"):
        if place > start:
            tokens.append(_judged["-"][0])
            starts.append(place - 1)
        token, opening, _ = _judged[part]
        tokens.append(opening if fresh else token)
        starts.append(place)
        place += len(part) + 1


def _is_styled(tokens: list[Token], begin: int, kind: str) -> bool:
    """Whether a headline writes all its longer words with a capital, which then says nothing.

    A headline with a full stop counts as body: the first paragraph is taken for one if no longer word is small.
    """
    if kind != "heading" and any(not token.capital and len(token.word) > 3 for token in tokens[begin:]):
        return False
    longer = [token for token in tokens[begin:] if len(token.word) > 3]
    capital = sum(token.capital for token in longer)
    if kind == "heading":
        return len(longer) > 2 and capital >= STYLED * len(longer)
    if len(longer) < SHORTEST_HEADLINE:
        return False
    every = [token for token in tokens[begin:] if token.word[0].isalpha()]
    return sum(token.capital for token in every) >= STYLED_ALL * len(every)


def _is_cut(word: str, start: int, edges: Container[int]) -> bool:
    """Whether a word is taken apart at its hyphens: where a known wording ends, and behind "anti-", "then-"."""
    prefix, _, rest = word.partition("-")
    if rest[:1].isupper() and (prefix in _PREFIXES or (prefix.islower() and prefix not in _ARTICLES)):
        return True
    return any(place + start in edges or place + start + 1 in edges for place, mark in enumerate(word) if mark == "-")


def _make(word: str, *, touches: bool) -> Token:
    length = len(word)
    possessive = False
    if "'" in word:
        if word.endswith(("'s", "'S")):
            possessive = True
            word = word[:-2]
            length -= 2
        elif word.endswith(_CLITICS):
            bare = word[: word.rindex("'")]
            capital = bare[:1].isupper() and not word.endswith("n't")
            return Token(bare, bare.lower(), capital, first=False, possessive=False, length=len(bare), touches=False)
    low = word.lower()
    capital = low != word and not word[0].isdigit()
    plain = touches and not possessive
    return Token(word, low.rstrip("."), capital, first=False, possessive=possessive, length=length, touches=plain)


@lru_cache(maxsize=8192)
def is_word(text: str) -> bool:
    """Whether a capital word is an English word in small letters, too, so that its capital may mean nothing."""
    return is_english(text.lower())
