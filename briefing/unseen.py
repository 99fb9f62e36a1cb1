"""Which characters of a text does no reader see, or see where they do not stand? They are left out as text comes in.

What a passage shows has to be what it says, also among other words: marks of direction that are not closed turn what
follows a passage, hidden letters say to machines what no reader is told, and piled accents cover other lines.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial

MOST_MARKS = 4  # on one letter, of those that go on any; Unicode's TR 39, 5.4, takes a fifth for a forgery
MOST_STACKED = 8  # of all; the longest stack that is known is Tibetan, ཧྐྵྨླྺྼྻྂ with eight. Burmese has six

# Control characters, which no XML may hold either; embeddings, overrides and isolates of direction (Unicode's TR 9);
# anchors of notes between lines.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff"
# What Unicode calls Default_Ignorable_Code_Point (DerivedCoreProperties.txt), with those that it keeps free for more.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{_CONTROLS}{_IGNORABLE}]+")
_BREAKS = re.compile("[\x85\u2028\u2029]")  # controls that part words, of which a blank stays
# Letters and signs that are blank: of Braille, for an object, a note's missing head, fillers of Khitan and hieroglyphs.
_BLANK = frozenset("\u2800\ufffc\U0001d159\U00016fe4\U00013441\U00013442")

# Of the ignorable ones those that do something where they stand: what is before them, they, what comes after.
_FLAGS = tuple(  # England, Scotland, Wales: the only ones that Unicode's TR 51 recommends
    "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f" for region in ("gbeng", "gbsct", "gbwls")
)
_BLACK_FLAG = "\U0001f3f4"
_PICTURES = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030"
    "\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_MONGOLIAN = "\u1820-\u18aa"
# Patterns that few texts need, 4 ms to compile, so `re` does it where one does.
_VARIED = (  # StandardizedVariants.txt, emoji-variation-sequences.txt; IVD: no ideograph has more than 32
    f"(?s)[{_PICTURES}][\ufe0e\ufe0f].?|[0-9#*]\ufe0f\u20e3|[{_IDEOGRAPHS}][\ufe00-\ufe02\U000e0100-\U000e011f].?"
    f"|[\u1000-\u109f\u2200-\u22ff\u2a00-\u2aff\ua840-\ua877\uaa60-\uaa7f]\ufe00.?"
    f"|[\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f][\ufe00\ufe01].?|[{_MONGOLIAN}][\u180b-\u180d\u180f].?"
)
# Letters that look otherwise beside others: Arabic and its like, India's and beyond. And those written without blanks.
_SHAPED = (
    "\u0600-\u0dff\u0f00-\u109f\u1700-\u1aaf\u1b00-\u1c4f\u1cd0-\u1cff\ua800-\ua82f\ua840-\ua8ff\ua930-\ua9ff"
    "\uaa00-\uaaff\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\ua980-\ua9df\uaa00-\uaadf"
_POINTS = "\u0300-\u034e\u0350-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_JOINING = (
    f"(?s)[{_PICTURES}\u20e3]\u200d[{_PICTURES}]|[{_SHAPED}][\u200c\u200d].?|\\w\u200c[{_SHAPED}]|[{_UNSPACED}]\u200b.?"
    f"|[{_POINTS}]\u034f[{_POINTS}]|[{_MONGOLIAN}]\u180e[{_MONGOLIAN}]"
    "|[\u1100-\u115e\ua960-\ua97c]\u1160.?|.\u115f[\u1161-\u11a7]"
)
# Marks of direction: beside what has none of its own, where something near is written to the left.
_TURNING = frozenset("\u200e\u200f\u061c")
_TO_THE_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NEAR = 200  # characters
_TAGS = re.compile(r"(?:<[^<>]*+>)*+")
_LONGEST_TAG = 2_500  # characters; with an address and a title

_FOR_ANY = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
# What may be a mark: no letter, digit or blank, and in no block that has none.
_MARK = (
    f"[^\\w\\s\x00-\u02ff\u2000-\u20cf\u2100-\u2cee\u2e00-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ufb1d\ufe30-\U000101fc"
    f"\U0001f000-\U0001fbff{_IGNORABLE}]"
)
_BETWEEN = f"(?:[{_CONTROLS}{_IGNORABLE}]|<[^<>]*+>)"  # neither parts a mark from its letter
_PILED = f"(?:{_MARK}{_BETWEEN}*+){{{MOST_MARKS + 1},}}+"
_PIECE = re.compile(f"{_BETWEEN}|.", re.DOTALL)
# Texts in Latin, Greek, Cyrillic and of East Asia have none of these; to ask takes a fifth of the time of what follows.
_DOUBTFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0300-\u036f\u0483-\u0489\u0591-\u1dff\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u20d0-\u20ff\u2cef-\u2fff\u302a-\u302f\u3099\u309a\u3164\ua66f-\uabff\ufb1e-\ufe2f\ufeff\uffa0"
    "\ufff0-\uffff\U000101fd-\U0001efff\U0001fc00-\U0010ffff]"
)


def leave_out_unseen(text: str) -> str:
    """Return `text` without what nobody sees in its place. HTML stays HTML: none of its own characters is touched."""
    if not _DOUBTFUL.search(text):
        return text
    return _UNSEEN.sub(_keep, re.sub(_PILED, _take_off, _BREAKS.sub(" ", text)))


def spell_out_unseen(text: str) -> str:
    """Return `text` for a message: what nobody sees in its place as U+202E, so that it is seen and turns nothing."""
    if not _DOUBTFUL.search(text):
        return text
    return _UNSEEN.sub(_spell, re.sub(_PILED, partial(_take_off, spelled=True), text))


def is_seen(text: str) -> bool:
    """Whether a reader sees anything of `text`: a letter, a digit, a sign. Accents alone are none."""
    return any(map(_is_seen, text))


def _is_seen(letter: str) -> bool:
    if letter.isspace() or letter in _BLANK or _UNSEEN.match(letter):
        return False
    return letter.isprintable() and unicodedata.category(letter)[0] != "M"


def _take_off(found: re.Match[str], *, spelled: bool = False) -> str:
    """A pile of marks without those that are too many, or with their numbers in their place."""
    kept: list[str] = []
    marks = anywhere = 0
    for piece in _PIECE.findall(found.group()):
        if len(piece) > 1:  # a tag, whose attributes hold words as well
            kept.append(re.sub(_PILED, _take_off, piece[1:-1]).join("<>"))
        elif _UNSEEN.match(piece):
            kept.append(piece)
        elif unicodedata.category(piece)[0] != "M":
            marks = anywhere = 0
            kept.append(piece)
        else:
            is_for_any = bool(_FOR_ANY.match(piece))
            if marks < MOST_STACKED and (anywhere < MOST_MARKS or not is_for_any):
                marks, anywhere = marks + 1, anywhere + is_for_any
                kept.append(piece)
            elif spelled:
                kept.append(_number(piece))
    return "".join(kept)


def _keep(found: re.Match[str]) -> str:
    """What stays of characters that are not shown: at most a flag's letters or one that varies, and one that joins."""
    run, text = found.group(), found.string
    before, after = _letter_before(text, found.start()), _letter_after(text, found.end())
    if before == _BLACK_FLAG and (flag := next(filter(run.startswith, _FLAGS), "")):
        return flag
    varying = next((each for each in run if re.fullmatch(_VARIED, before + each + after)), "")
    for each in run:
        if each in _TURNING:
            is_edge = before and after and not (_is_letter(before) and _is_letter(after))
            if is_edge and _TO_THE_LEFT.search(text, max(0, found.start() - _NEAR), found.end() + _NEAR):
                return varying + each
        elif re.fullmatch(_JOINING, before + each + after):
            return varying + each
    return varying


def _letter_before(text: str, at: int) -> str:
    """The character before this place, through tags of HTML; empty where it is none that is seen."""
    while at and text[at - 1] == ">" and (begin := text.rfind("<", max(0, at - _LONGEST_TAG), at)) >= 0:
        at = begin
    letter = text[at - 1] if at else "\n"
    return "" if _UNSEEN.match(letter) else letter


def _letter_after(text: str, at: int) -> str:
    """The one after it, likewise."""
    if found := _TAGS.match(text, at):
        at = found.end()
    letter = text[at] if at < len(text) else "\n"
    return "" if _UNSEEN.match(letter) else letter


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or (letter != "" and unicodedata.category(letter)[0] == "M")


def _spell(found: re.Match[str]) -> str:
    kept = _keep(found)
    return kept if kept == found.group() else "".join(map(_number, found.group()))


def _number(letter: str) -> str:
    return f"U+{ord(letter):04X}"
