"""How is plain text written in Markdown so that the page shows it as it stands?"""

from __future__ import annotations

import re

# What means something inside a line; "\\" before them is understood by CommonMark and Python-Markdown alike. "<", "&"
# and "~" are not among what the latter lets escape, so they are written as entities where they would mean something.
_INLINE = re.compile(r"[\\`*_\[\]{}]")
_ENTITY = re.compile(r"&(?=#|\w{1,32};)")  # a number counts without its end as well
_LINE_START = re.compile(r"(?:[#>]|[+-](?=[\s+-]|$)|[=:|](?=\s|=|-|$)|!(?=!!))")
_NUMBER_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_SPACE = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")  # not U+00A0: it belongs to the text


def escape_markdown(text: str) -> str:
    """Return `text` as one line of Markdown whose visible text is `text` with its white space collapsed."""
    line = join_lines(text)
    line = _INLINE.sub(r"\\\g<0>", line)
    line = _ENTITY.sub("&amp;", line).replace("<", "&lt;").replace("~", "&#126;")
    line = _LINE_START.sub(_escape_start, line, count=1) if _LINE_START.match(line) else line
    line = _NUMBER_START.sub(r"\1\\\2", line, count=1) if _NUMBER_START.match(line) else line
    return f"{line[:-1]}\\#" if line.endswith("#") and line != "\\#" else line  # at a heading's end it would go


def _escape_start(match: re.Match[str]) -> str:
    mark = match.group()
    return f"&#{ord(mark)};" if mark in "=:|" else f"\\{mark}"


def join_lines(text: str) -> str:
    """Return `text` in one line: each run of white space is one space. A non-breaking space stays."""
    return _SPACE.sub(" ", text).strip(" \u00a0\u200b\ufeff")
