"""Front matter: any bytes give fields or notes whose lines are lines of the file, and no line of the body is lost."""

from __future__ import annotations

from collections.abc import Iterator

from test_reading import REGISTRY

from briefing.fields import KEYS, MOST_NOTES, is_known
from briefing.frontmatter import MOST_FIELDS, split_front_matter
from briefing.links import slug
from briefing.reading import failure, parse_article, parse_front_matter
from fuzzing.material import INVALID, ODD, articles, cases, encode

PARSES = (
    "briefing.frontmatter.split_front_matter",
    "briefing.fields.read_fields",
    "briefing.reading.parse_front_matter",
    "briefing.registry.resolve_source",
)
PIECES = (
    *(f"{key.capitalize()}: ".encode() for key in sorted(KEYS)),
    *encode(
        "---\n", "...\n", "\n", "\n\n", "    more\n", "\t", "- b\n", "- ", "a: [", "]", "{", "}", "+", "-", "−", ": ",
        ":", "true\n", "false\n", "yes", "2025-03-14", "14/03/2025", "March 14, 2025 09:30 +02:00",
        "Fri, 14 Mar 2025 07:00:00", "https://x.example/a", "http://", "javascript:alert(1)", "en_GB", "xx", "draft\n",
        "withdrawn\n", "passages\n", "link\n", "KYIV: ", "&a ", "*a", "!!python/object ", "|\n  x\n", ">\n  x\n",
        "# c\n", "'", '"', "Save_as: ../../x\n", "Tilte: x\n", "Category: a\n", ", ", "; ", "truce", "Harbour Post",
        "=", "The last words.",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    yield from articles()
    yield from cases("front-matter")


def check(data: bytes) -> None:
    _check_split(data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"))
    head = parse_front_matter(data, "a.md", registry=REGISTRY)
    whole = parse_article(data, "a.md", registry=REGISTRY)
    lines = len(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    for article in (head, whole):
        assert len(article.notes) <= MOST_NOTES + 2
        for note in article.notes:
            assert 0 <= note.line <= lines + 1, note  # one more: where a body is missing
            assert note.path == "a.md", note
            assert note.what and note.remedy, note
            note.what.encode(), note.remedy.encode()
        for field in (article.title, article.source, article.source_name, article.url, *article.authors):
            assert not any(letter < " " or letter in "\x7f\u2028\u2029\u202e" for letter in field), field
        assert article.source == "" or slug(article.source) == article.source
        assert article.url == "" or article.url.lower().startswith(("http://", "https://"))
    for name in ("date", "added", "modified", "status", "rights", "source", "url", "authors", "override", "sample"):
        assert getattr(head, name) == getattr(whole, name), name
    assert failure(head) is None or failure(whole) is not None


def _check_split(text: str) -> None:
    front = split_front_matter(text, is_known)
    lines = text.split("\n")
    assert "\n".join(lines[front.body_line - 1 :]) == front.body
    assert len(front.fields) <= MOST_FIELDS
    for line in (*(field.line for field in front.fields), *(problem.line for problem in front.problems)):
        assert 1 <= line <= len(lines)
    for field in front.fields:
        assert field.key == field.key.lower()
        assert field.line < front.body_line or not front.body.strip(), field
    # What is no front matter is body, to the last word.
    if not front.fields and not front.problems:
        assert text.strip().endswith(front.body.strip())
