# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which paragraphs are the article, and which are the page around it?

Read from the outside: what a line says (a share button, a credit), what stands beside it (a link card, a list of
related articles) and where it is (the closing section about the publisher runs to the end). Each verdict says why.
A full paragraph of prose is body unless it stands in such a closing section: dropping a paragraph of news is worse than
keeping a line of advertising.
"""

from __future__ import annotations

import re

from briefing.analysis.text.headings import LONGEST_HEADLINE, find_headings, is_headline
from briefing.analysis.text.notices import ADDRESS, LONGEST_LINE, WORDS, count_words, is_over, name_notice
from briefing.analysis.text.offers import find_offer
from briefing.analysis.text.patterns import compile_late
from briefing.model import Block, Paragraph

LONGEST_CARD = 4  # lines of a link card: label, title, snippet, address
LONGEST_LIST = 8  # headlines in a list of related articles

# -- the closing section about the publisher --------------------------------------------------------------------------
_ABOUT = compile_late(
    r"(?:about|über|à propos d[eu']?|over|acerca de)\s+(?P<whom>\S.{0,80})$|who we are$|über uns$|qui sommes-nous ?\??$",
    re.IGNORECASE,
)
_ABOUT_US = compile_late(
    r"(?:us|the (?:authors?|publisher|company|newspaper|agency|reporter|journalist|writer)|this (?:site|website|newspaper)|our .+|uns|nous)$",
    re.IGNORECASE,
)
_CONTACT = compile_late(
    r"(?:contacts?(?: us| details| information)?|(?:press|media) contacts?|kontakt|impressum|imprint|contactez-nous|get in touch|our offices?)\s*:?$",
    re.IGNORECASE,
)
_SELF_PRAISE = compile_late(
    r"\b(?:our|we)\b.{0,200}\b(?:journalists?|newsroom|readers?|newsletters?|services|subscribers?|reporters?|editorial|audiences?|platform|website|app)\b"
    r"|\b(?:news agency|newspaper|news outlet|news site|news website|media company|broadcaster|news organi[sz]ation|publisher|magazine)\b.{0,200}\b(?:delivers|provides|offers|publishes|covers|founded|based in|owned by|headquartered|serves|reaches)\b"
    r"|\b(?:delivers|provides|offers)\b.{0,120}\b(?:news|information|coverage|services|journalism)\b"
    r"|\b(?:founded|established|launched) in \d{4}\b"
    r"|\bis (?:a|an|the|our)\b.{0,60}\b(?:correspondent|reporter|journalist|editor|columnist|news agency|newspaper|newsletter|freelance)\b",
    re.IGNORECASE,
)
_AUTHOR = compile_late(
    r"(?:[A-Z][\w.’'-]+ ){2,4}(?:\([^)]{2,40}\) )?(?:is|was) (?:a|an|the|our) (?:[\w’'-]+ ){0,6}"
    r"(?:reporter|correspondent|columnist|(?:staff|senior|science|political) writer|contributor|editor|journalist)\b"
    r"[^.]{0,60}\b(?:at|for|with|of|based|covering|covers|here|in)\b"
)
LAST_LINES = 3  # of an article, in which its author may be introduced
_CLOSING = frozenset(
    ["newsletter", "for subscribers", "consent", "follow us", "copyright", "contact", "cookies", "about the publisher"]
)
_HEADED = _CLOSING | {"comments", "related article", "related articles", "share button", "support us", "tags"}
_HEADING_TAGS = ("h2", "h3", "h4", "h5", "h6")
LONGEST_ENTRY = 3  # words of a menu's entry: "World", "About us"
SHORTEST_MENU = 2  # entries above the headline, a button of the page among them
LONGEST_ADDRESS = 90  # characters of a postal address on one line
LONGEST_LABEL = 10  # words of a line of the closing section that is no sentence
SHORTEST_PROSE = 12  # words of a paragraph; labels and buttons have fewer
LEAST_NEWS = 2  # paragraphs of prose that a closing section may have besides those in which it praises itself
CLOSING_REACH = 12  # blocks behind an "About" line that are searched for evidence that it speaks of the publisher


def find_paragraphs(text: str, blocks: tuple[Block, ...], title: str = "") -> tuple[Paragraph, ...]:
    """Return each block as body, heading or boilerplate, in order; the latter two say why.

    `title`: what the article is called by then; empty: its first line may say it. The notices of several languages are
    looked for in every text, as sites mix them.
    """
    lines = [text[block.start : block.end] for block in blocks]
    why: list[str] = [name_notice(line, block.tag) for line, block in zip(lines, blocks, strict=True)]
    _mark_cards(lines, why)
    _mark_lists(lines, blocks, why)
    for number, offer in find_offer(lines, [block.tag for block in blocks], why).items():
        why[number] = offer
    _mark_closing(lines, blocks, why)
    _mark_labels(lines, blocks, why)
    _mark_heads(blocks, why)
    kinds = find_headings(lines, blocks, why, title)
    return tuple(
        Paragraph("boilerplate", block.start, block.end, block.tag, reason)
        if reason
        else Paragraph("heading", block.start, block.end, block.tag, heading)
        if heading
        else Paragraph("body", block.start, block.end, block.tag)
        for block, reason, heading in zip(blocks, why, kinds, strict=True)
    )


def _mark_cards(lines: list[str], why: list[str]) -> None:
    """A link card is a label, a title, a snippet that is cut off, and an address, or most of these."""
    for number, line in enumerate(lines):
        if why[number] == "link card":
            behind = range(number + 1, min(len(lines), number + LONGEST_CARD))
            address = next((i for i in behind if why[i] == "address"), 0)
            for i in behind:
                if i <= address or (not address and not why[i] and (is_headline(lines[i], 25) or _is_cut(lines[i]))):
                    why[i] = "link card"
                else:
                    break
        elif why[number] == "address" and number and not why[number - 1] and _is_cut(lines[number - 1]):
            why[number] = why[number - 1] = "link card"
            if number > 1 and not why[number - 2] and is_headline(lines[number - 2], 25):
                why[number - 2] = "link card"
        elif _is_cut(line) and number + 1 < len(lines) and why[number + 1] == "page furniture" and not why[number]:
            why[number] = "link card"  # a teaser above its "Read more"


def _is_cut(line: str) -> bool:
    return len(line) <= LONGEST_LINE and line.rstrip().endswith(("...", "…", "[…]", "[...]"))


def _mark_lists(lines: list[str], blocks: tuple[Block, ...], why: list[str]) -> None:
    """Headlines below "Related" or "Most read" belong to it, up to the next paragraph of prose."""
    left = 0
    listed_as = ""
    for number, line in enumerate(lines):
        if why[number] == "related articles":
            left, listed_as = LONGEST_LIST, ""
        elif left and not why[number] and is_headline(line, 25) and (not listed_as or blocks[number].tag == listed_as):
            why[number] = "related articles"
            listed_as = blocks[number].tag if blocks[number].tag != "line" else ""
            left -= 1
        elif not why[number]:
            left = 0


def _mark_closing(lines: list[str], blocks: tuple[Block, ...], why: list[str]) -> None:
    """Mark the section at the end that speaks of the publisher: from its heading, or from the last button, to the end."""
    first = _find_about(lines, why)
    for number in range(first, len(lines)):
        why[number] = why[number] or "about the publisher"
    pending: list[int] = []
    for number in range(first - 1, -1, -1):  # from the end towards the article
        if why[number]:
            if why[number] in _CLOSING:
                for i in pending:
                    why[i] = "about the publisher"
            if why[number] in _CLOSING or not pending:
                pending.clear()
        elif _is_weak(lines[number], blocks[number].tag):
            pending.append(number)
        else:
            break


def _find_about(lines: list[str], why: list[str]) -> int:
    """Return where the section about the publisher begins; the number of lines: there is none."""
    news_follows: list[bool] = []  # counted where a line could open the section
    for number in range(len(lines) // 3, len(lines)):
        line = " ".join(lines[number].split()) if len(lines[number]) <= LONGEST_LINE else ""
        if not line or is_over(line):
            continue
        about = _ABOUT.match(line)
        if (not about and not _CONTACT.match(line)) or count_words(line) > 8:
            continue
        news_follows = news_follows or _count_news(lines)
        if news_follows[number]:
            continue  # a menu above the article has such lines, too
        behind = [text[:LONGEST_LINE] for text in lines[number + 1 : number + 1 + CLOSING_REACH]]
        reasons = why[number + 1 : number + 1 + CLOSING_REACH]
        if about:
            whom = about["whom"] or "us"
            name = " ".join(WORDS.findall(whom)[:1])
            if (
                _ABOUT_US.match(whom)
                or ADDRESS.match(whom)
                or any(_CONTACT.match(text.strip()) for text in behind)
                or (name and not name[0].isdigit() and bool(behind) and _praises(behind[0], name))
            ):
                return number
        elif len(lines) - number <= CLOSING_REACH and (
            not behind or "address" in reasons or len(behind[0]) < LONGEST_ADDRESS
        ):
            return number
    return len(lines)


def _count_news(lines: list[str]) -> list[bool]:
    """Tell for each line whether more prose follows it than a closing section has that no publisher writes of itself."""
    found: list[bool] = []
    praise = news = 0
    for line in reversed(lines):
        found.append(news > max(LEAST_NEWS, praise))
        if is_over(line[-20:].rstrip()) and count_words(line[:LONGEST_LINE]) >= SHORTEST_PROSE:
            if _SELF_PRAISE.search(line[: LONGEST_LINE * 2]):
                praise += 1
            else:
                news += 1
    return found[::-1]


def _praises(line: str, name: str) -> bool:
    """Tell whether a paragraph below "About X" introduces X: it begins with the name or praises itself."""
    return (
        bool(_SELF_PRAISE.search(line))
        or re.match(rf"(?:The )?{re.escape(name)}\b.{{0,80}}\b(?:is|are|was|delivers|provides|offers|has)\b", line)
        is not None
    )


def _is_weak(line: str, tag: str) -> bool:
    """Tell whether a block could belong to the closing section, if one is there: a label, an address, self-praise."""
    line = " ".join(line[: LONGEST_LINE * 2].split())
    if is_over(line):
        return bool(_SELF_PRAISE.search(line))
    return tag in ("line", "p") and count_words(line) <= LONGEST_LABEL


def _mark_labels(lines: list[str], blocks: tuple[Block, ...], why: list[str]) -> None:
    """Mark the menu and the section's name ("World") above the headline, and who signs or is introduced at the end."""
    menu = next(
        (
            number
            for number, line in enumerate(lines)
            if not is_headline(line, LONGEST_ENTRY) or blocks[number].tag not in ("line", "p", "li")
        ),
        len(lines),
    )
    # Its last line that is nothing else may be the headline; below it stands a byline perhaps.
    menu = max((number for number in range(menu) if not why[number]), default=0)
    if menu >= SHORTEST_MENU and "page furniture" in why[:menu]:
        why[:menu] = [reason or "page furniture" for reason in why[:menu]]
    kept = [number for number in range(len(lines)) if not why[number]]
    if len(kept) < 3 or any(blocks[number].tag not in ("line", "p") for number in (kept[0], kept[-1])):
        return
    first, second, last = kept[0], kept[1], kept[-1]
    if is_headline(lines[first], 2) and is_headline(lines[second], LONGEST_HEADLINE) and count_words(lines[second]) > 3:
        why[first] = "section label"
    if is_headline(lines[last], 3) and is_over(lines[kept[-2]][-20:].rstrip()):
        why[last] = "sign-off"
    for number in kept[-LAST_LINES:]:
        if not why[number] and _AUTHOR.match(lines[number][:LONGEST_LINE]):
            why[number] = "about the author"


def _mark_heads(blocks: tuple[Block, ...], why: list[str]) -> None:
    """What markup calls a heading goes with what stood below it, if nothing else does to the end."""
    below = ""
    for number in range(len(blocks) - 1, 0, -1):
        if why[number]:
            below = why[number]
        elif below in _HEADED and blocks[number].tag in _HEADING_TAGS:
            why[number] = below
        else:
            break
