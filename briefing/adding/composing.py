# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""How is an article written as Markdown, once it is known which pieces its markup sets apart? Boilerplate is left out."""

from __future__ import annotations

import contextlib
import re

from msgspec.structs import replace

from briefing.adding.model import Cleaned
from briefing.adding.values import one_line, read_date, split_name, split_names
from briefing.analysis.text.document import find_paragraphs, find_sentences, tell_language
from briefing.errors import ContentError
from briefing.escaping import escape_markdown, join_lines
from briefing.extracting import Piece, bare
from briefing.model import Block, Paragraph

CUT_SHORT = "It offers the rest to subscribers: this may be only its beginning."
LONGEST_OPENING = 2_000  # characters in which a first sentence is looked for


def compose(pieces: list[Piece], about: Cleaned) -> Cleaned:
    """Judge the pieces, take the title, and write what is left as Markdown."""
    texts = [piece for piece in pieces if piece.tag != "img"]
    text, blocks = lay_out(texts)
    paragraphs = find_paragraphs(text, blocks, about.title)
    said = [text[paragraph.start : paragraph.end] for paragraph in paragraphs]
    lang = about.lang or tell_language("\n".join(s for s, p in zip(said, paragraphs, strict=True) if p.kind == "body"))
    about = read_closings(said, paragraphs, replace(about, lang=lang))
    if not any(paragraph.kind == "body" for paragraph in paragraphs):
        return replace(about, body="")
    if any(paragraph.why == "for subscribers" for paragraph in paragraphs):
        about = replace(about, notes=(*about.notes, CUT_SHORT))
    about, without = take_title(text, said, paragraphs, about)
    lines: list[str] = []
    judged = iter(range(len(texts)))
    for piece in pieces:
        if piece.tag == "img":
            lines.append(_link_image(piece))
            continue
        number = next(judged)
        if paragraphs[number].kind != "boilerplate" and number != without:
            lines.append(_write_paragraph(paragraphs[number], said[number]))
    body = re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", "\n\n".join(line for line in lines if line))
    return replace(about, body=body, removed=say_removed(paragraphs))


def lay_out(pieces: list[Piece]) -> tuple[str, tuple[Block, ...]]:
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        blocks.append(Block(start, start + len(piece.text), piece.tag))
        start += len(piece.text) + 2
    return "\n\n".join(piece.text for piece in pieces), tuple(blocks)


def take_title(text: str, said: list[str], paragraphs: tuple[Paragraph, ...], about: Cleaned) -> tuple[Cleaned, int]:
    """Return the article with its title, and the number of the paragraph that held it and is not repeated (or -1)."""
    first = next((n for n, paragraph in enumerate(paragraphs) if paragraph.kind != "boilerplate"), -1)
    if about.title:
        heads = [n for n in range(first, min(first + 2, len(said))) if paragraphs[n].kind == "heading"]
        return about, next((n for n in heads if bare(said[n]) == bare(about.title)), -1)
    if paragraphs[first].kind == "heading":
        return replace(about, title=one_line(said[first])), first
    opening = Paragraph(
        "body", paragraphs[first].start, min(paragraphs[first].end, paragraphs[first].start + LONGEST_OPENING)
    )
    for sentence in find_sentences(text, (opening,), about.lang):
        return replace(about, title=one_line(text[sentence.start : sentence.end]), title_from="first sentence"), -1
    return replace(
        about, title=one_line(split_name(about.name)[0]), title_from="file name"
    ), -1  # no words, as in signs alone


def _write_paragraph(paragraph: Paragraph, said: str) -> str:
    line = escape_markdown(said)
    if paragraph.kind == "heading":
        level = int(paragraph.tag[1]) if re.fullmatch(r"h[3-6]", paragraph.tag) else 2
        return f"{'#' * level} {line}"
    if paragraph.tag == "li":
        return f"- {line}"
    return f"> {line}" if paragraph.tag == "blockquote" else line


def _link_image(piece: Piece) -> str:
    shown = escape_markdown(piece.text) or "picture"
    return f"[Image: {shown}]({_quote_address(piece.href)})"


def _quote_address(address: str) -> str:
    return re.sub(
        r"[\s<>()\\\"\x00-\x1f]", lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), address
    )


def say_removed(paragraphs: tuple[Paragraph, ...]) -> str:
    reasons = [paragraph.why for paragraph in paragraphs if paragraph.kind == "boilerplate"]
    if not reasons:
        return ""
    what = "paragraph" if len(reasons) == 1 else "paragraphs"
    return f"{len(reasons)} {what} of boilerplate ({', '.join(dict.fromkeys(reasons))})"


_PUBLISHED = re.compile(
    r"(?:(?:first )?(?:published|posted)(?: on| at)?|date)\s*+(?::\s*+)?(?=.*\d)|(?=\d|(?:mon|tue|wed|thu|fri|sat|sun)|[A-Z][a-z]+ \d)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"By (?P<names>[^|•·]{3,100}?)(?:,? (?:in|at) .{1,40})?\s*(?:[|•·].*)?$")


_ABOUT_SITE = re.compile(r"About (?P<site>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12})", re.IGNORECASE)


def read_closings(said: list[str], paragraphs: tuple[Paragraph, ...], about: Cleaned) -> Cleaned:
    """Take date, authors and site from the lines of a pasted page that give them, where nothing else does."""
    dates: dict[str, str] = {}
    for words, paragraph in zip(said, paragraphs, strict=True):
        line = join_lines(words)
        label = _PUBLISHED.match(line) if paragraph.why == "time stamp" else None
        if label:
            with contextlib.suppress(ContentError):
                dates.setdefault(read_date(line[label.end() :], ""), line)
        site = _ABOUT_SITE.fullmatch(line) if paragraph.why == "about the publisher" else None
        if site and not about.source:
            about = replace(about, source=one_line(site["site"].lower().removeprefix("www.")))
        byline = _BYLINE.match(line) if paragraph.why == "byline" else None
        if byline and not about.authors:
            about = replace(about, authors=", ".join(one_line(name) for name in split_names(byline["names"])))
    if not about.date and len(dates) == 1:
        (day, line), *_ = dates.items()
        about = replace(about, date=day, notes=(*about.notes, f"The date was taken from the line “{one_line(line)}”."))
    return about
