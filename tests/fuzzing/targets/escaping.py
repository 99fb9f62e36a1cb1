"""Plain text in Markdown: both parsers show it as it stands, alone, in a heading, in a list and in a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.escaping import escape_markdown, join_lines
from briefing.links import slug
from briefing.markup import render_markdown, sanitise
from briefing.unseen import leave_out_unseen
from briefing.visible import read_html
from fuzzing.material import ODD, bodies, cases, encode

PARSES = ("briefing.escaping.escape_markdown", "briefing.markup.render_markdown", "briefing.links.slug")
PIECES = (
    *encode(
        "*", "**", "_", "__", "`", "```", "~~~", "~~", "#", "## ", ">", "> ", "-", "- ", "+ ", "1. ", "1) ",
        "123456789. ", "=", "===", "---", ":", ": ", "|", "|---|", "[", "]", "](", ")", "!", "![", "[^1]", "[^1]:",
        "[a]: b", "*[A]: b", "{", "}", "{: .a}", "{#a}", "<", ">", "<b>", "</b>", "<!--", "&", "&amp;", "&#60;",
        "&copy", "&;", "\\", "\\\\", "\\*", "https://x.example", "www.x.example", "<https://x.example>", "a@b.example",
        "a", "Word ", " ", "  ", "\n", "\t", "c***", "2*3*4", "snake_case",
    ),
    *ODD,
)  # fmt: skip
# What `reading` takes out of any file, and what HTML may not hold.
_GONE = dict.fromkeys((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF))


def seeds() -> Iterator[bytes]:
    yield from bodies(12)
    yield from cases("markup", "adding")


def check(data: bytes) -> None:
    text = data.decode("utf-8", "replace").replace("\r", "\n").translate(_GONE)
    for line in (text[:400], *text.split("\n")[:6]):
        wanted = leave_out_unseen(join_lines(line)).split()
        if not wanted:
            continue
        written = escape_markdown(line)
        assert "\n" not in written
        for before in ("", "## ", "- ", "> "):
            for extensions in ((), ("markdown.extensions.tables",)):
                shown = read_html(sanitise(render_markdown(before + written, extensions)))[0].split()
                assert shown == wanted, (before, extensions, written)
    name = slug(text)
    assert slug(name) == name
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in name), name
