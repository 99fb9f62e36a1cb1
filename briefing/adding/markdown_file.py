"""What does a Markdown file bring along? Its front matter is read, its text stays as written, without boilerplate."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.adding.composing import lay_out, read_closings, say_removed, take_title
from briefing.adding.model import Cleaned
from briefing.adding.values import one_line, read_date
from briefing.analysis.text.document import find_paragraphs, tell_language
from briefing.chunks import link_images, read_chunk, split_chunks
from briefing.extracting import Piece
from briefing.fields import LONGEST_TITLE, is_known, shorten
from briefing.frontmatter import FrontMatter, split_front_matter

_OURS = (  # the fields that `writing.front_matter` writes in their own order
    *("title", "title-from", "date", "date-unknown", "added", "modified", "source", "url", "author", "authors", "lang"),
    *("removed", "original"),
)
# What a file may say of its article besides. All else is for the editor to decide or for programs to note, and whoever
# wrote the file may be anybody. Of what was fetched less is shown, so that stays.
_OF_ARTICLE = frozenset(
    "was dateline slugline credit copyright usage fetched category tags keywords description".split()
)
# Who asks that less is shown has it so: nothing of it appears before the editor says otherwise.
_LESS = {"rights": {"link": "link"}, "status": dict.fromkeys(("draft", "hidden", "skip", "withdrawn"), "draft")}


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
    about, left = _keep_fields(fields, about)
    cleaned = _compose_markdown(front.body, about)
    return replace(cleaned, removed="; ".join(filter(None, (left, cleaned.removed))))


def _keep_fields(fields: dict[str, str], about: Cleaned) -> tuple[Cleaned, str]:
    """Return the article with what else its front matter may say, and which of its fields are left out."""
    kept: list[tuple[str, str]] = []
    left: list[str] = []
    for key, value in fields.items():
        if key in _OURS or not value or (key, value.lower()) == ("status", "published"):
            continue
        less = _LESS.get(key, {}).get(value.lower(), "")
        if key in _OF_ARTICLE or less:
            kept.append((key, less or value))
        if key not in _OF_ARTICLE and less != value.lower():
            left.append(key.capitalize())
    if not left:
        return replace(about, kept=tuple(kept)), ""
    names = shorten(", ".join(left), LONGEST_TITLE)
    note = f"What these fields say is for you to say, so they were left out: {names}."
    return replace(about, kept=tuple(kept), notes=(*about.notes, note)), f"of the front matter {names}"


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
