"""Which paragraphs does a Markdown file hold, and what does each show? Enough to judge them; they stay as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IMAGE = re.compile(
    r"!\[(?P<alt>[^\[\]\n]{0,300})\]\(\s*<?(?P<href>https?://[^\s()<>]{1,2000})>?(?:\s+[\"'][^\n\"']{0,300}[\"'])?\s*\)"
)
_HTML_IMAGE = re.compile(
    r"<img\b[^<>]{0,1000}?\bsrc\s*=\s*[\"']?(?P<href>https?://[^\s\"'<>]{1,2000})[^<>]{0,1000}>", re.IGNORECASE
)
_MARKUP = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|!?\[(?P<shown>[^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)|[*_`]{1,3}|</?[a-zA-Z][^<>]{0,500}>"
)
_CHUNK_START = re.compile(
    r"(?P<head>#{1,6})[ \t]+|(?P<item>(?:[-*+]|\d{1,9}[.)])[ \t]+)|(?P<quote>>[ \t]?)|(?P<code>```|~~~)"
)


def split_chunks(body: str) -> Iterator[str]:
    """Yield what blank lines set apart; fenced code stays in one, a heading line stands alone."""
    chunk: list[str] = []
    fence = ""
    for line in body.split("\n"):
        opening = _CHUNK_START.match(line.lstrip())
        if fence:
            chunk.append(line)
            fence = "" if line.strip().startswith(fence) else fence
            continue
        if opening and opening["code"]:
            fence = opening["code"]
        if chunk and (not line.strip() or (opening and opening["head"]) or chunk[0].startswith("#")):
            yield "\n".join(chunk)
            chunk = []
        if line.strip():
            chunk.append(line.rstrip())
    if chunk:
        yield "\n".join(chunk)


def read_chunk(chunk: str) -> tuple[str, str]:
    """Return a chunk's tag and, nearly, its visible text: enough to judge it by."""
    opening = _CHUNK_START.match(chunk.lstrip())
    lines = [_CHUNK_START.sub("", line.strip(), count=1) if opening else line.strip() for line in chunk.split("\n")]
    if len(lines) > 1 and re.fullmatch(r"=+|-+", lines[-1].strip()):
        return ("h1" if lines[-1][0] == "=" else "h2"), _strip_markup(" ".join(lines[:-1]))
    text = _strip_markup("\n".join(lines))
    if opening and opening["head"]:
        return f"h{len(opening['head'])}", text.rstrip("# ")
    if opening and not opening["code"]:
        return ("li" if opening["item"] else "blockquote"), text
    return ("pre" if opening else "p"), text


def _strip_markup(text: str) -> str:
    return _MARKUP.sub(lambda match: match["shown"] or "", text) or " "


def link_images(chunk: str) -> str:
    """Return the chunk with a link in the place of each remote image."""
    chunk = _IMAGE.sub(lambda match: f"[Image: {match['alt'].strip() or 'picture'}]({match['href']})", chunk)
    return _HTML_IMAGE.sub(lambda match: f'<a href="{match["href"]}">Image: picture</a>', chunk)
