"""What does a Markdown file bring along? Its front matter is read, its text stays as written, without boilerplate."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.adding.composing import lay_out, read_closings, say_removed, take_title
from briefing.adding.model import Cleaned
from briefing.adding.values import one_line, read_date
from briefing.analysis.text.document import find_paragraphs, tell_language
from briefing.chunks import link_images, read_chunk, split_chunks
from briefing.extracting import Piece
from briefing.fields import is_known
from briefing.frontmatter import FrontMatter, split_front_matter

_OURS = (  # the fields that `writing.front_matter` writes in their own order
    *("title", "title-from", "date", "date-unknown", "added", "modified", "source", "url", "author", "authors", "lang"),
    *("removed", "original"),
)


def clean_markdown(text: str, given: Cleaned) -> Cleaned:
    front = split_front_matter(text, is_known)
    fields: dict[str, str] = {}
    notes = [f"Line {problem.line}: {problem.what}" for problem in front.problems]
    for field in front.fields:
        value = one_line(", ".join(field.values) if field.listed else " ".join(field.values))
        if field.key in fields and fields[field.key] != value:
            notes.append(f"Line {field.line}: a second value for {field.key.capitalize()} was left out.")
        fields.setdefault(field.key, value)
    about = replace(
        given,
        title=given.title or fields.pop("title", ""),
        date=given.date
        or (read_date(fields.get("date", ""), given.name, _line_of(front, "date")) if fields.get("date") else ""),
        source=given.source or fields.get("source", ""),
        url=given.url or fields.get("url", ""),
        lang=given.lang or fields.get("lang", ""),
        authors=fields.get("authors", "") or fields.get("author", ""),
        modified=fields.get("modified", ""),
        notes=tuple(notes),
    )
    about = replace(about, kept=tuple((key, value) for key, value in fields.items() if key not in _OURS and value))
    return _compose_markdown(front.body, about)


def _line_of(front: FrontMatter, key: str) -> int:
    return next((field.line for field in front.fields if field.key == key), 0)


def _compose_markdown(body: str, about: Cleaned) -> Cleaned:
    """Leave boilerplate out of Markdown and keep the rest as it is written."""
    chunks = list(split_chunks(body))
    pieces = [Piece(*read_chunk(chunk)) for chunk in chunks]
    text, blocks = lay_out(pieces)
    paragraphs = find_paragraphs(text, blocks, about.title)
    said = [piece.text for piece in pieces]
    if not any(paragraph.kind == "body" for paragraph in paragraphs):
        return replace(about, body="")
    lang = about.lang or tell_language("\n".join(s for s, p in zip(said, paragraphs, strict=True) if p.kind == "body"))
    about = read_closings(said, paragraphs, replace(about, lang=lang))
    about, without = take_title(text, said, paragraphs, about)
    left = [
        link_images(chunk)
        for number, chunk in enumerate(chunks)
        if number != without and (paragraphs[number].kind != "boilerplate" or link_images(chunk) != chunk)
    ]
    return replace(about, body="\n\n".join(left), removed=say_removed(paragraphs))
