"""What does a file of content/ say? Bytes in, an `Article` out, with a note for everything that is doubtful.

Whatever the bytes, an article comes back; one that cannot be published has a note whose severity is "failed".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from briefing.accents import join_marks
from briefing.analysis.text.document import split_text
from briefing.fields import KEYS, LONGEST_TITLE, REARRANGING, Notes, is_known, read_fields, shorten
from briefing.folder import HTML
from briefing.frontmatter import FrontMatter, split_front_matter
from briefing.markup import MarkupError, render_markdown, sanitise
from briefing.model import Article, Block, Note, Registry
from briefing.unseen import is_seen
from briefing.visible import read_html
from briefing.webpage import split_page

__all__ = [
    "KEYS",
    "failure",
    "find_line",
    "parse_article",
    "read_text",
]

# With which git writes both sides of a conflict, and what was before both: seven of a sign, and a name of the side.
_MARK = re.compile(r"(?m)^[ \t]*+(?P<sign>[<|=>])(?P=sign){6}(?:[ \t]++(?P<name>\S.*)?)?$")
# What git calls a side: a branch, or a commit with its subject.
_SIDE = re.compile(r"\S+|[0-9a-f]{7,40}(?:\.\.\.)? .*|Stashed changes")
_QUOTED_TWICE = re.compile(r"[ \t]*+>[ \t]*+>")
# What no XML may hold, so no feed either.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# Two to a paragraph, an item, a cell, a link. A page has some 100 bytes for each: of a table of 440,000 cells, in a
# file of 900 KB, it had 95 MB, and who printed what shows it took all memory there was. A long feature has 1,000, a
# table of results in 1,500 wards by six columns 21,000.
MOST_TAGS = 60_000
_FIRST_SENTENCE = re.compile(r".*?[.!?…][\"'”’»)\]]*(?=\s)", re.DOTALL)


# -- one file ---------------------------------------------------------------------------------------------------------


def find_line(path: Path, *keys: str) -> int:
    """The line of the first of `keys` that the front matter of a content file has; 0: it has none of them."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return 0
    front = split_page(text, KEYS) if path.name.lower().endswith(HTML) else split_front_matter(text, is_known)
    lines = {field.key: field.line for field in reversed(front.fields)}
    return next((lines[key] for key in keys if key in lines), 0)


def find_words_line(path: Path, words: str) -> int:
    """The first line of a content file on which `words` begin, white space counting as one blank; 0: not found."""
    try:
        text = join_marks(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return 0
    match = re.search(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)", text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def failure(article: Article) -> Note | None:
    """The note that says why `article` cannot be published; None if it can."""
    return next((note for note in article.notes if note.severity == "failed"), None)


def parse_article(
    raw: bytes,
    id: str,  # noqa: A002  the field is called so in the model
    *,
    timezone: tzinfo = UTC,
    registry: Registry | None = None,
    extensions: tuple[str, ...] = (),
) -> Article:
    """Return the article that `raw` holds: Markdown, or HTML if its `id` ends so.

    Times without an offset are in `timezone`, and so are all dates that come out. `registry` tells a source's id, name
    and rights and which event ids exist (None: any). `extensions` are Python-Markdown's.
    """
    notes = Notes(id)
    head = _read_head(raw, notes, timezone, registry)
    if isinstance(head, Article):
        return head
    article, front = head
    return _with_body(article, front, notes, extensions, is_html=id.lower().endswith(HTML))


def parse_front_matter(
    raw: bytes,
    id: str,  # noqa: A002  as above
    *,
    timezone: tzinfo = UTC,
    registry: Registry | None = None,
) -> Article:
    """As `parse_article`, but of the front matter alone: at a tenth of the cost, and without text."""
    notes = Notes(id)
    head = _read_head(raw, notes, timezone, registry)
    return head if isinstance(head, Article) else replace(head[0], notes=tuple(notes.noted))


def _read_head(
    raw: bytes, notes: Notes, timezone: tzinfo, registry: Registry | None
) -> Article | tuple[Article, FrontMatter]:
    """What the front matter says, and what is left to read; an article that cannot be published, if it ends here."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        coding = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "another encoding"
        what = f"Byte {error.start + 1:,} of the file is not UTF-8; this looks like {coding}."
        return notes.fail(line, what, "Save the file as UTF-8.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if line := _find_unsettled(text):
        what = "Git left two versions of these lines here, with marks around them."
        return notes.fail(line, what, "Keep the lines that are right and delete the marks, then `git add` the file.")
    if line := _find_left_mark(text):
        what = "A mark is left here of those that git writes around two versions of the same lines."
        remedy = "Look whether both versions are still there, keep the lines that are right and delete the mark."
        return notes.fail(line, what, f"{remedy} One that belongs to the text gets a backslash before it.")
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        return notes.fail(line, "The file holds a NUL character.", "Save it as text in UTF-8.")
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        notes.warn(line, "Control characters were left out of the text.", "Remove them from the file.")
        text = _UNPRINTABLE.sub("", text)
    is_html = notes.path.lower().endswith(HTML)
    front = split_page(text, KEYS) if is_html else split_front_matter(text, is_known)
    for problem in front.problems:
        notes.warn(problem.line, problem.what, problem.remedy)
    return read_fields(notes, front.fields, timezone, registry), front


def _find_unsettled(text: str) -> int:
    """The line on which the marks of a merge begin that nobody settled; 0: there are none."""
    found: list[re.Match[str]] = []
    for mark in _find_marks(text):
        if mark["sign"] == "<=>"[len(found)]:
            found.append(mark)
        if len(found) == len("<=>"):
            return _line_of(text, found[0])
    return 0


def _find_left_mark(text: str) -> int:
    """The line of one mark, or of the first of two, that somebody left who took the others out; 0: there is none.

    A line of = alone underlines a heading, and lines of > are quotations in one another, so these count with what git
    writes beside them.
    """
    base = divider = None
    for mark in _find_marks(text):
        sign, name = mark["sign"], mark["name"] or ""
        if sign == "<":
            return _line_of(text, mark)
        if sign == "|" and name and not name.endswith("|"):  # else a row of a table
            base = base or mark
        elif sign == "=" and not name:
            if base:
                return _line_of(text, base)
            divider = divider or mark
        elif sign == ">" and (base or divider or _SIDE.fullmatch(name)) and not _is_quotation(text, mark):
            return _line_of(text, base or divider or mark)
    return 0


def _find_marks(text: str) -> Iterator[re.Match[str]]:
    return _MARK.finditer(text) if any(sign * 7 in text for sign in "<|>") else iter(())


def _line_of(text: str, mark: re.Match[str]) -> int:
    return text.count("\n", 0, mark.start()) + 1


def _is_quotation(text: str, mark: re.Match[str]) -> bool:
    """Whether the line above, or below, is a quotation within one as well."""
    above = text.rfind("\n", 0, mark.start() - 1) + 1 if mark.start() else mark.end()
    return any(_QUOTED_TWICE.match(text, at) for at in (above, mark.end() + 1))


def read_text(raw: str, id: str) -> Article:  # noqa: A002  as above
    """Return plain text, which has no front matter, as an article; its title is its first sentence or heading."""
    notes = Notes(id)
    text = _UNPRINTABLE.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = join_marks(text.encode("utf-8", "replace").decode("utf-8"))  # a lone surrogate, which no page may hold
    blocks = split_text(text)
    if not is_seen(text):
        return notes.fail(0, "There is no text.", "Give the article a body.")
    return Article(id=id, title=_first_words(text, blocks), text=text, blocks=blocks, notes=tuple(notes.noted))


def _with_body(
    article: Article, front: FrontMatter, notes: Notes, extensions: tuple[str, ...], *, is_html: bool
) -> Article:
    if not is_seen(article.title) and article.status == "withdrawn":  # the body's words are what was taken back
        article = replace(article, title=shorten(PurePosixPath(article.id).stem, LONGEST_TITLE))
        what = f"There is no title, so the page that stays is called “{article.title}”, as the file is."
        notes.warn(1, what, "Add a <title> to its <head>." if is_html else "Add a line “Title: …”.")
    try:
        html = sanitise(front.body if is_html else render_markdown(front.body, extensions), article.id)
    except MarkupError as error:
        # The lines of rendered Markdown are not those of the file.
        line = front.body_line + (error.line - 1 if is_html else 0)
        return notes.fail(line, error.what, error.remedy, article)
    if (tags := html.count("<")) > MOST_TAGS:
        what = (
            f"The article has {tags:,} tags, two for each paragraph, item or cell; no page has more than {MOST_TAGS:,}."
        )
        return notes.fail(front.body_line, what, "Shorten it, or split it.", article)
    text, blocks = read_html(html)
    if not is_seen(text) and article.status != "withdrawn":
        return notes.fail(front.body_line, "The article has no text.", "Give it a body.", article)
    if not is_seen(article.title):
        article = replace(article, title=_first_words(text, blocks))
        remedy = "Add a <title> to its <head>." if is_html else "Add a line “Title: …”."
        notes.warn(1, f"There is no title; “{article.title}” is taken from the body.", remedy)
    return replace(article, text=text, blocks=blocks, html=html, notes=tuple(notes.noted))


def _first_words(text: str, blocks: tuple[Block, ...]) -> str:
    """The first heading; without one, the first sentence."""
    headings = [block for block in blocks if block.tag in ("h1", "h2", "h3")]
    for block in (*headings, *blocks):
        words = text[block.start : block.end]
        if not headings and (found := _FIRST_SENTENCE.match(words[: 2 * LONGEST_TITLE])):
            words = found.group()
        title = shorten(" ".join(REARRANGING.sub(" ", words[: 2 * LONGEST_TITLE]).split()), LONGEST_TITLE // 2)
        if is_seen(title):
            return title
    return "…"
