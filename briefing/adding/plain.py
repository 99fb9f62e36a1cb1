"""Which stretches of text stand in a plain mail? Its paragraphs, headlines and links, as `stretches` has of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from briefing.adding.stretches import LONGEST_HREF, MOST_STRETCHES, Link, Stretch
from briefing.analysis.text.document import split_text

LONGEST_LINE = 200  # characters of a headline's line
MOST_SIGNED = 8  # lines of a signature whose mark lost its space; four are usual, some name company and address as well
LONGEST_SIGNED = 60  # characters of such a line without its addresses; lines of prose are wrapped at 65 and more

_ADDRESS = re.compile(rf"[<(\[]?(https?://[^\s<>()\[\]\"]{{4,{LONGEST_HREF}}})[>)\]]?")
_RULE = re.compile(r"[ \t]*[-=_*~#+•·. ]{3,}[ \t]*")
_ABOVE_RULE = re.compile(r"[ \t]*(?:={3,}|-{3,}|~{3,})[ \t]*")
_MARKED = re.compile(r"(?:#{1,4}|\*{1,2}|\d{1,2}[.)]|[▸►■◆→])[ \t]+(?=\S)")
_OVER = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FOLLOWS = re.compile(r"[ \t:–—-]*$")


def read_plain(text: str) -> tuple[Stretch, ...]:
    """Return the stretches of `text`, whose lines end in LF. A signature (`-- `, RFC 3676 § 4.3) ends it."""
    lines = text.split("\n")
    lines = lines[: _find_signature(lines)]
    found = (stretch for group in _group(lines) for stretch in _read_group(group))
    return tuple(islice(found, MOST_STRETCHES))


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
    if 0 < len(signed) <= MOST_SIGNED and short and not _OVER.search(signed[0]):
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


def _read_group(group: list[str]) -> Iterator[Stretch]:
    first = group[0].strip()
    if _is_headline(first) and (len(group) == 1 or first.isupper() or _MARKED.match(first)):
        yield _as_stretch("head", _MARKED.sub("", first, count=1))
        group = group[1:]
    text = "\n".join(group)
    for block in split_text(text):
        stretch = _as_stretch("li" if block.tag == "li" else "p", " ".join(text[block.start : block.end].split()))
        if stretch.text:
            yield stretch


def _is_headline(line: str) -> bool:
    plain = _ADDRESS.sub("", line).strip()
    return 0 < len(plain) <= LONGEST_LINE and _OVER.search(plain) is None and any(map(str.isalpha, plain))


def _as_stretch(tag: str, text: str) -> Stretch:
    """Take addresses out of `text`: each is a link of the words before it; alone, it says to read more."""
    links: list[Link] = []
    words = ""
    last = 0
    for match in _ADDRESS.finditer(text):
        before = text[last : match.start()]
        words += before
        label = _FOLLOWS.sub("", re.split(r"(?<=[.!?])\s", before.strip())[-1])
        links.append(Link(label if 0 < len(label) <= LONGEST_LINE else "", match[1].rstrip(".,;")))
        last = match.end()
    words += text[last:]
    said = _FOLLOWS.sub("", " ".join(words.split()))
    if links and not said:
        said = "Read more"
        links = [Link(said, links[0].href)]
    elif links and not links[-1].text:
        links = links[:-1]
    return Stretch(tag, said, tuple(links))
