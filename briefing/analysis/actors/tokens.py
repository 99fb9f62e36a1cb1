"""What are the words and marks of an article, as name finding needs them: capital, first in its sentence, possessive?

A possessive is cut off its word, a hyphenated word in which a known name ends is taken apart ("US-led", "pro-Russian"),
and an empty token stands before the first paragraph, between paragraphs and after the last, so that neighbours can be
asked for everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

import simplemma

from briefing.analysis.actors.evidence import ABBREVIATED
from briefing.model import Document

_ABBREVIATED = "|".join(sorted(ABBREVIATED))
_TOKEN = re.compile(
    r"[a-z]++(?!['.&-]?[^\W_])"  # most words, and the quickest way past them
    r"|(?:[A-Z]\.){2,}(?:[A-Z](?!\w))?"  # U.S., J.D.
    r"|(?<![A-Za-z.'])[A-Z]\.(?=\s?(?:[A-Z]|(?:van|von|de|bin|al|el)\b))"  # the F. of John F. Kennedy
    rf"|(?:{_ABBREVIATED})\."
    r"|[^\W_]+(?:['.&][^\W_]+"
    r"|-(?:(?:on|in|upon|by|under|the|a|e|i|en|sur|sous|de|la|le|les|am|al|el|ul)-){0,2}(?![a-z_])[^\W_]+"
    r"|(?<=[Cc]o)-op[a-z]+)*"
    r"|[^\w\s]"
)
_CLITICS = ("'re", "'ve", "'ll", "'d", "'m", "'t")


class Token(NamedTuple):
    """A word without its possessive, or a mark. `word` is folded; the offsets are those of the article's text."""

    start: int
    end: int
    word: str
    low: str  # in small letters, without the full stop of an abbreviation
    capital: bool
    first: bool  # first word of a sentence, a heading or a quotation, where a capital says nothing
    possessive: bool


_ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "an", "ar", "at", "az", "abu", "bin", "ben", "ul", "e", "i"})
_PREFIXES = frozenset({"Then", "Ex", "Anti", "Pro", "Non", "Post", "Pre", "Mid"})  # at the beginning of a sentence
STYLED = 0.8  # share of a heading's longer words with a capital; in sentence style it is mostly below a half
STYLED_ALL = 0.8  # share of all words of a headline that ends with a full stop; a sentence full of names has less
SHORTEST_HEADLINE = 5  # longer words of such a headline
_new = tuple.__new__  # a named tuple's own constructor takes twice the time, and there is one for each word
EDGE = Token(0, 0, "", "", capital=False, first=False, possessive=False)


def read_tokens(document: Document, folded: str, edges: Container[int]) -> list[Token]:
    """Return the tokens of body and headings in order. `edges` are the offsets at which known wordings begin or end."""
    starts = {sentence.start for sentence in document.sentences}
    tokens = [EDGE]
    append = tokens.append
    for paragraph in document.paragraphs:
        if paragraph.kind == "boilerplate":
            continue
        begin = len(tokens)
        fresh = True
        before = ""
        for match in _TOKEN.finditer(folded, paragraph.start, paragraph.end):
            word = match.group()
            start, end = match.span()
            if start in starts:
                fresh = True
            if word.islower() and "'" not in word and "-" not in word:
                append(_new(Token, (start, end, word, word, False, fresh, False)))
            elif not word[0].isalnum():
                if word in "“‘" or (word in "\"'" and (before == "" or folded[start - 1] in " (")):
                    fresh = True
                append(_new(Token, (start, end, word, word, False, False, False)))
                before = word
                continue
            elif "-" in word and not word.islower() and _is_cut(word, start, edges):
                place = start
                for part in word.split("-"):
                    if place > start:
                        append(Token(place - 1, place, "-", "-", capital=False, first=False, possessive=False))
                    append(_make(part, place, fresh))
                    place += len(part) + 1
            else:
                append(_make(word, start, fresh))
            fresh = False
            before = word
        if (begin == 1 or paragraph.kind == "heading") and _is_styled(tokens, begin, paragraph.kind):
            tokens[begin:] = [token._replace(first=True) for token in tokens[begin:]]
        append(EDGE)
    return tokens


def _is_styled(tokens: list[Token], begin: int, kind: str) -> bool:
    """Whether a headline writes all its longer words with a capital, which then says nothing.

    A headline with a full stop counts as body: the first paragraph is taken for one if no longer word is small.
    """
    longer = [token for token in tokens[begin:] if len(token.word) > 3]
    capital = sum(token.capital for token in longer)
    if kind == "heading":
        return len(longer) > 2 and capital >= STYLED * len(longer)
    if len(longer) < SHORTEST_HEADLINE or capital < len(longer):
        return False
    every = [token for token in tokens[begin:] if token.word[0].isalpha()]
    return sum(token.capital for token in every) >= STYLED_ALL * len(every)


def _is_cut(word: str, start: int, edges: Container[int]) -> bool:
    """Whether a word is taken apart at its hyphens: where a known wording ends, and behind "anti-", "then-"."""
    prefix, _, rest = word.partition("-")
    if rest[:1].isupper() and (prefix in _PREFIXES or (prefix.islower() and prefix not in _ARTICLES)):
        return True
    return any(place + start in edges or place + start + 1 in edges for place, mark in enumerate(word) if mark == "-")


def _make(word: str, start: int, first: bool) -> Token:
    end = start + len(word)
    possessive = False
    if "'" in word:
        if word.endswith(("'s", "'S")):
            possessive = True
            word = word[:-2]
            end -= 2
        elif word.endswith(_CLITICS):
            bare = word[: word.rindex("'")]
            capital = bare[:1].isupper() and not word.endswith("n't")
            return Token(start, start + len(bare), bare, bare.lower(), capital, first, possessive=False)
    low = word.lower()
    return Token(start, end, word, low.rstrip("."), low != word and not word[0].isdigit(), first, possessive)


@lru_cache(maxsize=8192)
def is_word(text: str) -> bool:
    """Whether a capital word is an English word in small letters, too, so that its capital may mean nothing."""
    small = text.lower()
    return bool(simplemma.is_known(small, "en")) and bool(simplemma.lemmatize(small, "en")[:1].islower())
