"""What becomes of an article's file when its publisher has changed the article? Text in, text out. Pure.

The file is the editor's. What was fetched is replaced as long as it stands there as it came; every other line stays as
it is, and so does an article that an editor has changed, withdrawn or left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b

from msgspec import Struct

from briefing.analysis.text.document import find_paragraphs, find_sentences
from briefing.fetching.sameness import fold
from briefing.fields import is_known, shorten
from briefing.frontmatter import FrontMatter, split_front_matter
from briefing.reading import parse_article, parse_front_matter

LEAST_LEFT = 0.5  # of the letters; an article that shrinks to less went behind a wall, more often than it was cut
LONGEST_READ = 100_000  # characters of a body in which a sentence is looked for that is gone; features have 60,000
LONGEST_WAS = 500  # characters; the longest sentences of newspapers have as many
_FENCE = re.compile(r"---[ \t]*")
_AFTER = {"modified": ("added", "date"), "was": ("modified",)}  # beside what a new field is written


class Standing(Struct, frozen=True):
    """An article's file as it stands there."""

    raw: bytes
    text: str  # lines end in LF, no byte order mark
    title: str
    body: str
    url: str = ""
    guid: str = ""
    feed: str = ""
    fetched: str = ""  # the moment, as it is written
    body_as: str = ""  # the digest of the body as it was fetched; empty: it was not
    frozen: str = ""  # why no fetch may touch it, as a sentence; empty: one may
    is_gone: bool = False  # it was withdrawn; there may be no text of it any more
    title_is_ours: bool = True  # it stands there as it was fetched
    line_end: str = "\n"
    mark: str = ""  # a byte order mark


class Change(Struct, frozen=True):
    """What its publisher changed about an article. Neither title nor body: nothing that counts."""

    title: str = ""  # the new one
    body: str = ""
    was: str = ""  # what stood there: the first sentence that is gone, or the title; empty: it only grew
    refused: str = ""  # why it is not taken over, as a sentence

    def __bool__(self) -> bool:
        return bool(self.title or self.body)


def digest_fetched(title: str, body: str) -> str:
    """Return what `Fetched-as` says of a text: a digest of its body and one of its title."""
    return f"{digest_body(body)} {digest_body(title)}"


def digest_body(words: str) -> str:
    """Return the digest of a text, without the white space at the ends of lines, which programs change."""
    lines = "\n".join(line.rstrip() for line in words.split("\n")).strip()
    return blake2b(lines.encode("utf-8", "replace"), digest_size=8).hexdigest()


def read_standing(raw: bytes, path: str) -> Standing:
    """Return what stands in an article's file. `path` is the one below the content folder."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return Standing(raw, "", "", "", frozen="The file is not UTF-8.")
    mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    line_end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    front = split_front_matter(text, is_known)
    values = _values(front)
    title, body = values.get("title", ""), front.body
    body_as, _, title_as = values.get("fetched-as", "").partition(" ")
    article = parse_front_matter(raw, path)
    return Standing(
        raw=raw,
        text=text,
        title=title,
        body=body,
        url=values.get("url", ""),
        guid=values.get("guid", ""),
        feed=values.get("feed", ""),
        fetched=values.get("fetched", ""),
        body_as=body_as,
        frozen=_find_why(article.status, article.override.exclude, body_as, body),
        is_gone=article.status == "withdrawn",
        title_is_ours=title_as == digest_body(title),
        line_end=line_end,
        mark=mark,
    )


def _values(front: FrontMatter) -> dict[str, str]:
    return {field.key: " ".join(" ".join(field.values).split()) for field in reversed(front.fields)}


def _find_why(status: str, excluded: str, body_as: str, body: str) -> str:
    if status == "withdrawn":
        return "It was withdrawn."
    if status == "draft":
        return "An editor keeps it as a draft."
    if excluded:
        return "An editor left it out."
    if not body_as:
        return "It was added by hand."
    return "" if body_as == digest_body(body) else "An editor has changed its text."


def find_change(
    standing: Standing, title: str, body: str, modified: str, lang: str, *, titles_move: bool = True
) -> Change:
    """Return what differs between what stands there and what its publisher says now.

    `modified` is when the publisher changed it, as far as that is said. A title that moves alone counts only if that
    was not before the text was fetched: headlines are tried out on readers, and the moment then stays as it is.
    """
    before, after = fold(standing.body), fold(body)
    new_title = title if titles_move and standing.title_is_ours and fold(title) != fold(standing.title) else ""
    if before == after:
        if not new_title or (modified and not _is_after(modified, standing.fetched)):
            return Change()
        return Change(title=new_title, was=standing.title)
    if len(after) < LEAST_LEFT * len(before):
        return Change(body=body, refused="Its publisher gives much less of it now, so the text stays as it is.")
    gone = _find_gone(standing.body, body, lang)
    return Change(title=new_title, body=body, was=gone or (standing.title if new_title else ""))


def _is_after(moment: str, other: str) -> bool:
    """Whether a moment lies after another; one that cannot be read does."""
    one, two = _read(moment), _read(other)
    return one is None or two is None or one > two


def _read(moment: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def date_change(modified: str, fetched: str, now: str) -> str:
    """Return when an article was changed: as its publisher says, if that lies between the last fetch and now.

    Else `now`: a correction is told by the edition of its day, and must not fall into one of long ago.
    """
    return modified if modified and _is_after(modified, fetched) and not _is_after(modified, now) else now


def _find_gone(before: str, after: str, lang: str) -> str:
    """The first sentence of a body that the other does not have."""
    there = {fold(sentence) for sentence in _list_sentences(after[: 2 * LONGEST_READ], lang)}
    for sentence in _list_sentences(before[:LONGEST_READ], lang):
        if fold(sentence) and fold(sentence) not in there:
            return shorten(sentence, LONGEST_WAS)
    return ""


def _list_sentences(body: str, lang: str) -> list[str]:
    article = parse_article(f"Title: -\n\n{body}".encode(), "a.md")
    paragraphs = find_paragraphs(article.text, article.blocks, article.title)
    found = find_sentences(article.text, paragraphs, lang or "en")
    return [" ".join(article.text[sentence.start : sentence.end].split()) for sentence in found]


def is_as_fetched(standing: Standing, body: str) -> bool:
    """Whether a text is the one that was fetched before, whatever stands there now."""
    return standing.body_as == digest_body(body)


def is_changed(standing: Standing, body: str) -> bool:
    """Whether its publisher has changed the text since it was fetched; of what was added by hand nobody knows."""
    return bool(standing.body_as) and not is_as_fetched(standing, body) and fold(standing.body) != fold(body)


def rewrite(standing: Standing, body: str, values: Mapping[str, str]) -> bytes | None:
    """Return the file with another body and these fields, every other line as it was; None where that cannot be done.

    `values`: a field's name, as it is written where it is new, and its value on one line; empty: the field goes.
    """
    front = split_front_matter(standing.text, is_known)
    if not front.fields or front.problems or "\r" in standing.text:
        return None
    head = standing.text.split("\n")[: front.body_line - 1]
    fenced = _FENCE.fullmatch(next(line for line in head if line.strip())) is not None
    spans = {field.key: _find_span(head, field.line - 1, fenced=fenced) for field in reversed(front.fields)}
    end = max(after for _, after in spans.values())
    instead: dict[int, list[str]] = {}  # the number of a line → those that stand in its place
    before: dict[int, list[str]] = {}  # those that are put in before it
    for name, value in values.items():
        key = name.lower()
        written = json.dumps(value, ensure_ascii=False) if fenced else value
        if key in spans:
            at, after = spans[key]
            instead |= {number: [] for number in range(at, after)}
            if value:
                instead[at] = [f"{head[at].partition(':')[0]}: {written}"]
        elif value:
            after = next((spans[other][1] for other in _AFTER.get(key, ()) if other in spans), end)
            before.setdefault(after, []).append(f"{name.lower() if fenced else name}: {written}")
            spans[key] = (after, after)
    lines: list[str] = []
    for number, line in enumerate(head):
        lines += [*before.get(number, ()), *instead.get(number, (line,))]
    text = "\n".join([*lines, *before.get(len(head), ()), body.rstrip("\n"), ""])
    made = split_front_matter(text, is_known)
    wanted = {name.lower(): " ".join(value.split()) for name, value in values.items()}
    asked = sorted((key, value) for key, value in wanted.items() if value)
    ours = sorted((field.key, " ".join(" ".join(field.values).split())) for field in made.fields if field.key in wanted)
    others, still = (
        [(field.key, field.values) for field in each.fields if field.key not in wanted] for each in (front, made)
    )
    if made.problems or ours != asked or others != still:
        return None
    return (standing.mark + text.replace("\n", standing.line_end)).encode("utf-8", "replace")


def _find_span(lines: list[str], at: int, *, fenced: bool) -> tuple[int, int]:
    """The numbers of a field's first line, and of the line after its last."""
    after = at + 1
    while after < len(lines) and lines[after].strip():
        line = lines[after].expandtabs(4)
        if not (line.startswith((" ", "- ")) or line == "-" if fenced else line.startswith("    ")):
            break
        after += 1
    return at, after
