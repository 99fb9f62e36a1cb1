"""What is an article made of? Blocks, paragraphs and sentences, as offsets into its text.

The text is never changed: everything here is a place in it. The rules for paragraphs, sentences and the language stand
in `boilerplate`, `sentences` and `language`, those for words in `words`.
"""

from __future__ import annotations

from itertools import pairwise

from briefing.analysis.text.boilerplate import find_paragraphs
from briefing.analysis.text.language import tell_language
from briefing.analysis.text.notices import UNSPACED, name_notice
from briefing.analysis.text.patterns import compile_late
from briefing.analysis.text.sentences import find_sentences
from briefing.model import Block, Document, Span

__all__ = [
    "find_paragraphs",
    "find_sentences",
    "find_wrap",
    "make_document",
    "split_text",
    "tell_language",
]


def make_document(
    id: str,  # noqa: A002  the field is called so in the model
    title: str,
    text: str,
    blocks: tuple[Block, ...] | None = None,
    *,
    lang: str = "",
    date: str = "",
    source_name: str = "",
) -> Document:
    """Return the article as the analysis sees it.

    `blocks` are those of the markup; None: the text is plain and is split here. `lang` empty: told from the body.
    `date` is a day, or anything that begins with one.
    """
    blocks = split_text(text) if blocks is None else blocks
    paragraphs = find_paragraphs(text, blocks, title)
    if not lang:
        lang = tell_language("\n".join(text[p.start : p.end] for p in paragraphs if p.kind == "body"))
    return Document(
        id=id,
        title=title,
        text=text,
        lang=lang,
        paragraphs=paragraphs,
        sentences=find_sentences(text, paragraphs, lang),
        date=date[:10],
        source_name=source_name,
    )


# -- blocks of plain text ---------------------------------------------------------------------------------------------

# What separates lines when nothing else is on them: all that is white space, and what is not seen.
_BLANK = (
    " \t\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff\x00"
)
_END = compile_late(r"[.!?…。！？؟۔।][\"'”’“‘»«)\]」』]*$")
_BULLET = compile_late(r"[•◦▪‣●■·][ \t\u00a0]*|[-–—*][ \t\u00a0]+(?=\S)")
_ALWAYS_BULLET = "•◦▪‣●■·"
_ADDRESS = compile_late(r"(?:https?://|www\.)\S+$|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}(?:/\S*)?$")

_BROKEN = compile_late(r"\w[-\u2010\u00ad]\s+(?:[^\W\d_A-ZÀ-ÖØ-Þ]|\d)")  # "state-\nowned", "2019-\n2024"

# A line that ends in one of these is not over: articles, prepositions, conjunctions, auxiliaries.
_OPEN_WORDS = frozenset(
    "a an the of and or but nor as at by for from in into on onto to with without between among against "
    "that which who whom whose than because although though while if when where whether until during despite "
    "is are was were be been being has have had will would can could should may might must "
    "his her its their our my your this these those "
    "mr. mrs. ms. dr. sir u.s. u.k. "
    "le la les un une des du de et ou à au aux en dans par pour sur avec sans que qui dont "
    "der die das den dem des ein eine einen einem einer und oder aber von vom zu zum zur mit für auf an im bei dass "
    "el los las y o del al con por para het een van met voor".split()
)
_OPEN_MARKS = (",", ";", "–", "—", "(", "“", "„", "«")
LONGEST_WRAP = 100  # columns; mail and wire copy is wrapped at 65 to 80, nobody wraps wider than this
SHORTEST_WRAP = 45
MOST_ROOM = 3  # characters that stay free where words are not set apart
SHORTEST_OPEN = 25  # characters a line needs before a comma at its end or a lower-case start below it carries it on


def split_text(text: str, wrap: int = 0) -> tuple[Block, ...]:
    """Return the blocks of plain text: its paragraphs, headings and list items, without the white space around them.

    Blank lines set blocks apart. Lines without blank lines between them are blocks of their own, unless the text is
    wrapped at a column or a sentence plainly runs on. `wrap`: that column, where `text` is a part of what shows it.
    """
    lines = _find_lines(text)
    width = wrap or _find_wrap(text, lines)
    blocks: list[Block] = []
    start, last = -1, (-1, -1)
    for number, (begin, end) in enumerate(lines):
        gap = number > 0 and "\n" in text[last[1] : begin].replace("\n", "", 1)
        if start >= 0 and not (_runs_on(text, last, (begin, end), gap=gap, width=width)):
            blocks.append(Block(start, last[1], "line"))
            start = -1
        if start < 0:
            start = begin
        last = (begin, end)
    if start >= 0:
        blocks.append(Block(start, last[1], "line"))
    return _mark_items(text, blocks)


def find_wrap(text: str) -> int:
    """Return the column at which plain text is wrapped; 0: it is not."""
    return _find_wrap(text, _find_lines(text))


def _find_lines(text: str) -> list[Span]:
    """Return the lines that are not blank, trimmed."""
    lines: list[Span] = []
    position = 0
    for line in text.split("\n"):
        begin = position + len(line) - len(line.lstrip(_BLANK))
        end = position + len(line.rstrip(_BLANK))
        if begin < end:
            lines.append((begin, end))
        position += len(line) + 1
    return lines


def _find_wrap(text: str, lines: list[Span]) -> int:
    """Return the column at which the text is wrapped; 0: it is not.

    Wrapped text gives itself away: the first word of a line would not have fitted on the line above, and most lines
    break in mid-sentence.
    """
    short = [end - begin for begin, end in lines if end - begin <= LONGEST_WRAP]
    if len(short) < 3 or len(short) < 0.9 * len(lines):
        return 0
    width = max(short)
    if width < SHORTEST_WRAP:
        return 0
    pairs = full = open_ended = 0
    for above, below in pairwise(lines):
        if text.count("\n", above[1], below[0]) != 1:
            continue
        pairs += 1
        if _is_full(text, above, below, width):
            full += 1
            open_ended += not _END.search(text, max(above[0], above[1] - 8), above[1])
    return width if full >= 2 and full >= 0.7 * pairs and open_ended >= 0.5 * full else 0


def _is_full(text: str, above: Span, below: Span, width: int) -> bool:
    if UNSPACED.match(text, below[0]):  # such text is broken anywhere but before a mark
        return above[1] - above[0] + MOST_ROOM > width
    space = text.find(" ", below[0], below[1])
    first_word = (space if space >= 0 else below[1]) - below[0]
    return above[1] - above[0] + 1 + first_word > width


def _runs_on(text: str, above: Span, below: Span, *, gap: bool, width: int) -> bool:
    """Tell whether the sentence of the line above goes on in the line below. `gap`: blank lines are between them."""
    if text[below[0]] in _ALWAYS_BULLET or _ADDRESS.match(text, below[0], below[1]):
        return False
    if width and not gap and _is_full(text, above, below, width):
        return True
    if not gap and _BROKEN.match(text, above[1] - 2, below[1]):
        return True
    if _END.search(text, max(above[0], above[1] - 8), above[1]) and _last_word(text, above) not in _OPEN_WORDS:
        return False
    long_enough = above[1] - above[0] >= SHORTEST_OPEN  # not "Follow us on", "Where they come from"
    starts_low = text[below[0]].islower() and text[below[0] + 1 : below[0] + 2].islower()
    open_ended = _last_word(text, above) in _OPEN_WORDS or (text[above[1] - 1] in _OPEN_MARKS and not gap)
    mid_sentence = starts_low or _last_word(text, above) in _NEVER_LAST
    goes_on = (open_ended and (long_enough or (mid_sentence and not gap))) or (
        starts_low and long_enough and text[above[1] - 1] != ":"
    )
    if not goes_on or (not gap and starts_low and open_ended):  # "… said it would", "watch."
        return goes_on
    ends = _END.search(text, max(below[0], below[1] - 8), below[1])  # as no button does
    return (not gap and starts_low and ends is not None) or not name_notice(text[below[0] : below[1]], "line")


# With these not even a label or a heading ends.
_NEVER_LAST = frozenset("as the a an and or but than because while whose its their his her our your".split())


def _last_word(text: str, line: Span) -> str:
    """Return the line's last word in lower case; empty: it has but one."""
    _, space, word = text[max(line[0], line[1] - 20) : line[1]].rpartition(" ")
    return word.lower() if space else ""


def _mark_items(text: str, blocks: list[Block]) -> tuple[Block, ...]:
    """Tag list items, without their bullets. A dash is a bullet only beside another one: alone it opens speech."""
    dashes = [bool(_BULLET.match(text, block.start, block.end)) for block in blocks]
    marked: list[Block] = []
    for number, block in enumerate(blocks):
        bullet = _BULLET.match(text, block.start, block.end)
        beside = any(dashes[number - 1 : number]) or any(dashes[number + 1 : number + 2])
        if bullet and bullet.end() < block.end and (beside or text[block.start] in _ALWAYS_BULLET):
            marked.append(Block(bullet.end(), block.end, "li"))
        else:
            marked.append(block)
    return tuple(marked)
