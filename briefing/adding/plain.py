"""Which stretches of text stand in a plain mail? Its paragraphs, headlines and links, as `stretches` has of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from briefing.adding.lines import find_table, join_broken, write_rows
from briefing.adding.signs import find_more
from briefing.adding.stretches import LONGEST_HREF, MOST_STRETCHES, Link, Stretch
from briefing.adding.trackers import write_address
from briefing.analysis.text.document import MOST_ROOM, find_wrap, split_text
from briefing.analysis.text.notices import UNSPACED
from briefing.escaping import join_lines
from briefing.phrasing import ends_sentence

LONGEST_LINE = 200  # characters of a headline's line
MOST_SIGNED = 8  # lines of a signature whose mark lost its space; four are usual, some name company and address as well
NEAR = 600  # characters before and behind an address by which it is judged
LONGEST_SIGNED = 60  # characters of such a line without its addresses; lines of prose are wrapped at 65 and more

# An address, with what stands around it where that is a pair; a full stop behind it is the sentence's.
_ADDRESS = re.compile(rf"[<(\[]?(https?://[^\s<>()\[\]\"]{{4,{LONGEST_HREF}}})[>)\]]?")
_PAIRS = ("<>", "()", "[]")
_RULE = re.compile(r"[ \t]*[-=_*~#+•·. ]{3,}[ \t]*")
_ABOVE_RULE = re.compile(r"[ \t]*(?:={3,}|-{3,}|~{3,})[ \t]*")
_MARKED = re.compile(
    r"(?:(?:#{1,4}|\*{1,2}|\d{1,2}[.)]|[▸►→])[ \t]+|[■◆◇□▼▽▲●○◎★☆]\s*|[一二三四五六七八九十]{1,3}[、．]\s*)(?=\S)"
)
_ITEM = re.compile(r"[ \t]*(?:(?P<star>[*+])|\d{1,2}[.)])[ \t\u00a0]+(?=\S)")
_FOLLOWS = re.compile(r"[ \t:–—-]*$")
_POINTS = re.compile(r"[:–—→»>|•·-]\s*$")  # at a link: "Read more: …"
_ENDS = re.compile(r"[.,;:!?…\"'”’»]+$")
# Behind these an address is a word of the sentence: "The list is at …", "Die Liste steht unter …".
_GOES_ON = re.compile(
    r"\b(?:at|on|in|under|to|from|of|for|by|via|with|and|or|is|are|was|see|visit|the|a"
    r"|auf|unter|bei|von|zu|mit|ist|sind|siehe|und|oder|der|die|das|à|sur|dans|de|par|voir|et|ou|est|le|la|les"
    r"|en|por|y|o|es|el|los|las|su|di|è|il|e|op|van|met|het|een)\s*$",
    re.IGNORECASE,
)


def read_plain(text: str) -> tuple[Stretch, ...]:
    """Return the stretches of `text`, whose lines end in LF. A signature (`-- `, RFC 3676 § 4.3) ends it."""
    lines = text.split("\n")
    lines = lines[: _find_signature(lines)]
    wrap = find_wrap("\n".join(lines))
    found = tuple(islice((each for group in _group(lines) for each in _read_group(group, wrap)), MOST_STRETCHES))
    if all(each.tag == "head" and UNSPACED.search(each.text) for each in found):  # no sentence ends, as in Thai
        return tuple(replace(each, tag="p") for each in found)
    return found


def _find_signature(lines: list[str]) -> int:
    """Return the line where the signature begins, or the number of lines.

    On their way many mails lose the space behind the mark. Without it, two dashes may as well set a note or the next
    report apart, so that only short lines below it are a signature, the first of them a name and no sentence.
    """
    if "-- " in lines:
        return lines.index("-- ")
    mark = next((number for number in range(len(lines) - 1, 0, -1) if lines[number].rstrip() == "--"), len(lines))
    signed = [line.strip() for line in lines[mark + 1 :] if line.strip()]
    short = all(len(_ADDRESS.sub("", line)) <= LONGEST_SIGNED for line in signed)
    if 0 < len(signed) <= MOST_SIGNED and short and not ends_sentence(signed[0]):
        return mark
    return len(lines)


def _group(lines: list[str]) -> Iterator[list[str]]:
    """Yield what blank lines and rules set apart; a line with a rule below it stands alone, marked by a leading #."""
    group: list[str] = []
    for line in lines:
        if _RULE.fullmatch(line) or not line.strip():
            if len(group) == 1 and _ABOVE_RULE.fullmatch(line) and len(group[0]) <= LONGEST_LINE:
                group = [f"# {group[0].strip()}"]
            if group:
                yield group
            group = []
        else:
            group.append(line)
    if group:
        yield group


def _read_group(group: list[str], wrap: int) -> Iterator[Stretch]:
    """Read what blank lines set apart: tables and lists in it, headlines, paragraphs. `wrap`: as of `split_text`."""
    width = max(len(line.rstrip()) for line in group)
    first = number = 0  # of the lines that are neither a table's nor a list's
    while number < len(group):
        rows = find_table(group, number)
        items, end = ([], number + rows) if rows else _read_items(group, number, width)
        if rows or items:
            if first < number:
                yield from _read_lines(group[first:number], wrap)
            yield from (Stretch("li", row, row=True) for row in write_rows(group[number : number + rows]))
            yield from items
            first = end
        number = end
    if first < len(group):
        yield from _read_lines(group[first:], wrap)


def _read_items(group: list[str], start: int, width: int) -> tuple[list[Stretch], int]:
    """Return the items of the list that begins with a line, perhaps none, and the line behind what was looked at.

    Its marks are stars or numbers, which headlines have as well: a list has two of them at least, or lines that are
    indented below the first. Those with other marks are told by `split_text`.
    """
    found: list[Stretch] = []
    number, hangs = start, 0
    while number < len(group) and (mark := _ITEM.match(group[number])):
        end = number + 1
        while end < len(group) and _hangs(group, number, end, width):
            end += 1
        hangs += end > number + 1
        text = "\n".join(group[number:end]).strip()
        found.append(_as_stretch("li", text[2:]) if mark["star"] else _as_stretch("p", text))
        number = end
    behind = number < len(group) and not ends_sentence(group[number - 1])  # a headline, and its text below it
    is_list = (len(found) > 1 or hangs) and not behind and not group[start].isupper()
    return (found if is_list else []), max(number, start + 1)


def _hangs(group: list[str], first: int, number: int, width: int) -> bool:
    """Whether a line goes on with the item whose first line is given: it is indented, and no text below a headline."""
    line, above = group[number], group[number - 1]
    mark = _ITEM.match(group[first])
    if mark is None or _ITEM.match(line):
        return False
    if line.lstrip()[:1].islower() and not ends_sentence(above):
        return True
    full = len(above.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) > width
    return _indent(line) > _indent(group[first]) and (full or number > first + 1 or ends_sentence(above))


def _indent(line: str) -> int:
    return len(line.expandtabs()) - len(line.expandtabs().lstrip())


def _read_lines(group: list[str], wrap: int) -> Iterator[Stretch]:
    first = group[0].strip()
    full = bool(wrap) and len(first) + MOST_ROOM > wrap and len(group) > 1 and UNSPACED.search(first) is not None
    if _is_headline(first) and not full and (len(group) == 1 or first.isupper() or _begins_text(first, group[1])):
        yield _as_stretch("head", _MARKED.sub("", first, count=1))
        group = group[1:]
    elif len(group) == 1 and (item := _ITEM.match(group[0])) and item["star"]:
        yield _as_stretch("li", first[2:])
        return
    text, said = _take_out_addresses(group)
    for block in split_text(text, wrap):
        words = text[block.start : block.end]
        for place, address in reversed(said):
            if block.start < place <= block.end:
                words = f"{words[: place - block.start]} {address}{words[place - block.start :]}"
        stretch = _as_stretch("li" if block.tag == "li" else "p", words)
        if stretch.text:
            yield stretch


def _begins_text(first: str, second: str) -> bool:
    """Whether a mark of headlines stands before a line, and none before the one below: that would be a list."""
    return _MARKED.match(first) is not None and _MARKED.match(second.strip()) is None


def _take_out_addresses(group: list[str]) -> tuple[str, list[tuple[int, str]]]:
    """Return lines without those that are an address in the middle of a sentence, and where these stood."""
    text = ""
    said: list[tuple[int, str]] = []
    for number, line in enumerate(group):
        alone = _ADDRESS.match(line.strip())
        above = group[number - 1].strip() if number else ""
        below = group[number + 1].strip() if number + 1 < len(group) else ""
        goes_on = bool(above) and not ends_sentence(above) and not _POINTS.search(above) and not _says_more(above)
        if (
            alone
            and alone.end() >= len(line.strip().rstrip(".,;:"))
            and goes_on
            and (below[:1].islower() or _GOES_ON.search(above))
        ):
            said.append((len(text), line.strip()))
        else:
            text += f"\n{line}" if number else line
    return text, said


def _is_headline(line: str) -> bool:
    plain = _ADDRESS.sub("", line).strip()
    said = plain != line and _GOES_ON.search(plain) is not None and not _says_more(plain)
    return 0 < len(plain) <= LONGEST_LINE and not ends_sentence(plain) and any(map(str.isalpha, plain)) and not said


def _as_stretch(tag: str, text: str) -> Stretch:
    """Make a stretch of `text`. An address in a sentence is a word of it; others are links of the words before them.

    An address alone says to read more. What follows its reader is in none that stays.
    """
    links: list[Link] = []
    words = ""
    last = followed = 0
    for match in _ADDRESS.finditer(text):
        paired = match.group()[0] + match.group()[-1] in _PAIRS and not _points_at(
            text[max(last, match.start() - NEAR) : match.start()]
        )
        start, end = match.span() if paired else match.span(1)
        before = text[last:start]
        words += before
        last = end
        href = _ENDS.sub("", match[1])
        if not paired and _is_said(tag, text, start, end):
            shown = write_address(href)
            followed += shown != href
            words = f"{words}{shown}" if shown else words.rstrip()
            words += match[1][len(href) :]
            links += [Link(shown, href)] if shown else []
        else:
            label = _FOLLOWS.sub("", _last_sentence(before))
            links.append(Link(label if 0 < len(label) <= LONGEST_LINE else "", href))
            words = words.rstrip() if re.match(r"[.,;:!?)]", text[end:]) else words
    words += text[last:]
    said = _FOLLOWS.sub("", join_broken(words)) if links else join_broken(words)
    if links and not said:
        said = "Read more"
        links = [Link(said, links[0].href)]
    elif links and not links[-1].text:
        links = links[:-1]
    return Stretch(tag, said, tuple(links), followed=followed)


def _is_said(tag: str, text: str, start: int, end: int) -> bool:
    """Whether the address at a place in `text` is a word of its sentence, and no link below or behind what it is of."""
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    label = _last_sentence(before)
    begins = not before.strip() or "\n" in before[len(before.rstrip()) :]
    if begins and re.match(r"[.,;:]?[ \t]*(?:\n|$)", after):  # alone in its line
        return not after.strip() and _points_at(before)
    if not any(map(str.isalpha, label)) and before.strip():  # "[1] https://…"
        return False
    if ends_sentence(before) and (not after.strip() or after.strip()[0].isupper()):  # between sentences
        return False
    if after.strip():
        if after.strip()[0] in "|·•":
            return False
        points = _POINTS.search(before) or _says_more(label)
        return not points or after.strip()[0].islower()
    if _POINTS.search(before) or _says_more(label):
        return False
    return _points_at(before) or tag not in ("head", "li")


def _points_at(before: str) -> bool:
    """Whether the address behind these words is what the sentence speaks of: "The list is at …"."""
    return _GOES_ON.search(before) is not None and not _says_more(_last_sentence(before))


def _says_more(label: str) -> bool:
    label = _FOLLOWS.sub("", join_lines(label))
    return bool(label) and bool(find_more(Stretch("p", label, (Link(label, "https://"),))))


def _last_sentence(words: str) -> str:
    return re.split(r"(?<=[.!?])\s", join_lines(words))[-1]
