"""Which stretches of a paragraph stand in quotation marks.

Knows “ ”, ‘ ’, " ", ' ', '' '', « », „ “, ‹ › and the German ‚ ‘, told from apostrophes by what stands beside them.
Marks inside a marked stretch belong to it. A stretch ends with its paragraph unless it goes on in the next, as
a speech does whose every paragraph opens with a mark and only the last closes.
"""

from __future__ import annotations

from typing import NamedTuple

from briefing.analysis.text.patterns import compile_late


class Stretch(NamedTuple):
    """Marked words. `start` and `end` are those of the words, `left` and `right` those with their marks."""

    left: int
    start: int
    end: int
    right: int
    closed: bool = True  # False: the paragraph ends before the closing mark
    single: bool = False  # in single marks


MARK = compile_late("[“”„\"«»‹›‘’‚']")
_CLOSERS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    '"': '"',
    "”": "”",
    "‘": "’'",
    "‚": "‘’",
    "'": "'’",
    "’": "’",
}
_SINGLE = "‘’‚'‹›"
# What may stand right before an opening mark: nothing, space, an opening bracket, a dash, another opening mark.
_BEFORE = compile_late(r"[\s(\[{—–\-/:“‘\"«„…\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# Words that an apostrophe opens: told from quotes, since they stand in marks nowhere else.
_CLIPPED = ("em ", "em.", "em,", "tis ", "twas ", "n' ", "n’ ", "til ", "bout ", "cause ", "round ")
_STRONG_END = ".,!?…;:—–"
LONGEST_PART = 1_000  # characters of a speech between two opening marks
MOST_PARTS = 12  # paragraphs of a speech that have been joined into one
_SAYS = compile_late(r"\b(?:said|says|told|tells|added|adds|wrote|writes|asked|asks)\b")
MOST_APOSTROPHES = 30  # between a curly mark and the straight one that closes it
# No quotation in a newspaper is longer; one that would be has lost its closing mark.
LONGEST = 20_000


# Two apostrophes (or two backticks) for a double mark, as wires set it; an opening one stands before a word.
_TWO_OPEN = compile_late(r"``|(?<![^\s(\[{—–\-/:])''(?=\S)")
_TWO = compile_late("''")
# "'If we go,'' he said": the wire has lost one of the two that open a paragraph.
_ONE_LOST = compile_late(r"\A'(?=\w(?:[^'\n]|'(?!'))*[^\s']'')")


def find_stretches(text: str, start: int, end: int) -> list[Stretch]:
    """Return the stretches in marks of the paragraph `text[start:end]`, in order, outermost only."""
    if text.find("''", start, end) < 0:
        return _find_stretches(text, start, end)
    # Each pair becomes one straight mark and a space outside it, so that every place stays where it is.
    plain = _TWO.sub('" ', _TWO_OPEN.sub(' "', _ONE_LOST.sub('"', text[start:end])))
    return [
        Stretch(
            start + found.left - text.startswith(("''", "``"), start + found.left - 1),
            start + found.start,
            start + found.end,
            start + found.right + (found.closed and text.startswith("''", start + found.right - 1)),
            found.closed,
            found.single,
        )
        for found in _find_stretches(plain, 0, len(plain))
    ]


def _find_stretches(text: str, start: int, end: int) -> list[Stretch]:
    places = [match.start() for match in MARK.finditer(text, start, end)]
    stretches: list[Stretch] = []
    count = len(places)
    index = next((at for at, place in enumerate(places) if _opens(text, place, start, end)), count)
    if index == count:
        return []  # mostly apostrophes
    closers = _last_places(text, places)
    openers = {
        text[place]: index for index, place in enumerate(places) if _BEFORE.match(text[place - 1 : place] or " ")
    }
    while index < count:
        left = places[index]
        mark = text[left]
        if not _opens(text, left, start, end):
            index += 1
            continue
        found = _find_closer(text, places, index, end, closers)
        if found < 0:
            words = _skip_space(text, left + 1, end)
            # A single mark without its like is an apostrophe; a double one may open a speech of several paragraphs.
            double = mark not in _SINGLE or _goes_on(text, left, start, end)
            if double and words < end and openers.get(mark, -1) <= index:
                stretches.append(Stretch(left, words, end, end, closed=False))
                break
            index += 1
            continue
        right = places[found] + 1
        words = _skip_space(text, left + 1, right - 1)
        last = right - 1
        while last > words and text[last - 1].isspace():
            last -= 1
        if last > words and right - left <= LONGEST:
            stretches.append(Stretch(left, words, last, right, single=mark in _SINGLE))
        index = found + 1
    return stretches


def _goes_on(text: str, left: int, start: int, end: int) -> bool:
    """Whether ‘ opens a speech of several paragraphs: a sentence begins with it, and so does the next paragraph."""
    if text[left] != "‘" or not text[left + 1 : left + 2].isupper():
        return False
    following = _skip_space(text, end, min(len(text), end + 9))
    if not text.startswith("‘", following):
        return False
    while left > start and text[left - 1].isspace():
        left -= 1
    return left == start or text[left - 1] in ".:,’"


def _last_places(text: str, places: list[int]) -> dict[str, int]:
    """For each mark the last index into `places` where it stands, so that a lost one costs no second search."""
    return {text[place]: index for index, place in enumerate(places)}


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _opens(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    if at + 1 >= end or mark == "›":
        return False
    after = text[at + 1]
    free_before = at == start or _BEFORE.match(text[at - 1]) is not None
    if mark in "“„«‹":
        # « » may be set apart by a space. “ may not, or it is a closing mark gone wrong; but “ … leaves words out.
        spaced = free_before and mark == "“" and text.startswith(("…", "..."), at + 2)
        return mark in "«‹" or not after.isspace() or spaced
    if mark == "»":
        return free_before and not after.isspace()
    if mark == "”":
        # ” opens by mistake only: right before a letter, or where a paragraph begins.
        return free_before and (after.isalnum() or at == start) and not _ends(text, at, end)
    if not free_before or after.isspace():
        return False
    if mark == '"':
        return True
    if mark == "’":
        return False  # in front of a word it is an apostrophe: ’90s, ’em
    if mark in "'‘" and (text.startswith(_CLIPPED, at + 1) or after.isdigit()):
        return False
    return after.isalnum() or after in '“"(…[$£€'


def _find_closer(text: str, places: list[int], index: int, end: int, last: dict[str, int]) -> int:
    """Index into `places` of the mark that closes the one at `index`; -1: none."""
    opener = text[places[index]]
    closers = _CLOSERS[opener]
    if (
        opener == "“"
        and index + 1 < len(places)
        and text[places[index + 1]] == "“"
        and _ends(text, places[index + 1], end)
    ):
        return index + 1  # closed with an opening mark
    if all(last.get(closer, -1) <= index for closer in closers) and (opener != '"' or last.get("”", -1) <= index):
        if opener != "“" or last.get('"', -1) <= index:
            return -1
        closers = '"'  # opened with a curly mark, closed with a straight one
    if opener == "“" and (straight := _straight_closer(text, places, index, end)) >= 0:
        return straight
    if opener in "‘'‚":
        return _find_single_closer(text, places, index, end, closers)
    depth = 1
    part, parts = places[index], 1
    inner = 0  # curly marks opened inside straight ones
    for at in range(index + 1, len(places)):
        place = places[at]
        mark = text[place]
        if place - places[index] > LONGEST:
            return -1
        if mark in closers:
            if mark == '"' and not _closes(text, place, end):
                if _reopens(text, place, places[index]):
                    parts += 1
                    if parts > MOST_PARTS or not _runs_on(text, part, place):
                        return -1
                    part = place
                continue
            depth -= 1
            if depth == 0 or opener in '"”' or not _another(text, places, at, closers):
                return at
        elif opener == '"' and mark in "“”":
            if mark == "”" and inner == 0 and _closes(text, place, end):
                return at  # opened with a straight mark, closed with a curly one
            inner = inner + 1 if mark == "“" else max(0, inner - 1)
        elif mark == opener and opener in "“«" and place + 1 < end and not text[place + 1].isspace():
            if not _another(text, places, at, closers):
                return -1  # two opened, none closed: the first is a mistake
            depth += 1
    return -1


def _straight_closer(text: str, places: list[int], index: int, end: int) -> int:
    """Index of the straight mark that closes a curly one, as none opens between them; -1: none."""
    for at in range(index + 1, min(len(places), index + MOST_APOSTROPHES)):
        place = places[at]
        if text[place] in "’'":
            continue
        after = text[place + 1] if place + 1 < end else " "
        closes = text[place] == '"' and not text[place - 1].isspace() and (after.isspace() or after in ",.;:)")
        return at if closes else -1
    return -1


def _ends(text: str, place: int, end: int) -> bool:
    """Whether a mark stands where only a closing one does: right after a word, and none right after it."""
    return not text[place - 1].isspace() and (place + 1 >= end or text[place + 1] in " \n.,;:)")


def _another(text: str, places: list[int], at: int, closers: str) -> bool:
    """Whether a closing mark stands among the next few marks; a few, so that no text costs more than its length."""
    return any(text[places[later]] in closers for later in range(at + 1, min(len(places), at + 9)))


def _closes(text: str, place: int, end: int) -> bool:
    """Whether a straight double mark can close: something stands before it, and no word goes on after it."""
    if place + 1 < end and text[place + 1].isalnum():
        return False
    if not text[place - 1].isspace():
        return True
    # A space has slipped in before the mark: "… what does that mean? " she asked.
    before = text[place - 2 : place - 1]
    return before != "" and before in "'’?!.,…" and (place + 1 >= end or text[place + 1].isspace())


def _reopens(text: str, place: int, opened: int) -> bool:
    """Whether a straight mark that cannot close begins a new stretch, so that the one before was never closed."""
    return place - opened > 1 and text[place - 1].isspace()


def _runs_on(text: str, opened: int, place: int) -> bool:
    """Whether a mark opens the next paragraph of a speech that still runs, where the paragraphs have been joined.

    “It was cold. “We lost two boats.”: a sentence ends before it, and nobody has been told to speak since the first.
    """
    ended = text[place - 2 : place - 1] in {".", "?", "!"} and text[place + 1 : place + 2].isupper()
    return ended and place - opened < LONGEST_PART and _SAYS.search(text, opened, place) is None


def _find_single_closer(text: str, places: list[int], index: int, end: int, closers: str) -> int:
    weak = -1
    part, parts = places[index], 1  # where the running paragraph of the speech began
    for at in range(index + 1, len(places)):
        place = places[at]
        mark = text[place]
        if place - places[index] > LONGEST:
            break
        before, after = text[place - 1], text[place + 1] if place + 1 < end else " "
        if mark in closers and not before.isspace() and not after.isalnum():
            if before in _STRONG_END or (before in '”"' and weak < 0):
                return at
            if before in "sS" and after == " " and place + 2 < end and text[place + 2].isalpha():
                weak = at if weak < 0 else weak  # perhaps a possessive: the ministers' view
                continue
            return at if weak < 0 or not text[places[weak] + 2].islower() else weak
        if mark in "‘'" and before.isspace() and _opens(text, place, 0, end):
            parts += 1
            if parts > MOST_PARTS or not _runs_on(text, part, place):
                break  # another stretch begins
            part = place
    return weak
