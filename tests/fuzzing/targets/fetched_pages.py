"""An entry of a feed and its page: they make an article that reads back as it was written, or are refused."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.adding import front_matter
from briefing.adding.values import one_line
from briefing.errors import ContentError
from briefing.fetching.model import Answer, Entry, Outlet, WireError
from briefing.fetching.pages import compose
from briefing.fetching.revising import digest_fetched, read_standing
from briefing.fetching.walls import find_wall
from briefing.reading import failure, parse_article
from fuzzing.material import bodies
from fuzzing.targets import adding

PARSES = (
    "briefing.fetching.pages.compose",
    "briefing.fetching.pages.holds_whole",
    "briefing.fetching.walls.find_wall",
    "briefing.charsets.find_codec",
    "briefing.charsets.guess",
    "briefing.parting.read_lines",
)
PIECES = (*adding.PIECES, b"\x1d", b"Read more", b"[&#8230;]", b"The post x appeared first on y.", b"<html lang=de>")
CUT = b"\x1d"  # between what the feed says and its page
URL = "https://x.example/a"


def seeds() -> Iterator[bytes]:
    for number, body in enumerate(bodies(8)):
        told = b"".join(b"<p>" + each + b"</p>\n" for each in body.split(b"\n\n"))
        page = b"<html lang=en><head><title>T</title></head><body><article>" + told + b"</article></body></html>"
        yield bytes((number % 3,)) + told[: 200 * number] + CUT + page
        yield bytes((number % 3,)) + told
    russian = "<article><p>Паром в Скархольм не выйдет до четверга, сказал его владелец.</p></article>"
    yield b"\x02" + CUT + russian.encode("windows-1251")  # it does not say so


def check(data: bytes) -> None:
    mode, told, cut, page = data[:1], *data[1:].partition(CUT)
    html = told.decode("utf-8", "replace")
    entry = Entry(url=URL, title="Two ships left Odrin", html=html, summary=html[:80], lang=html[:2])
    outlet = Outlet("courier", "Courier", (), text=("both", "feed", "page")[mode[0] % 3] if mode else "both")
    answer = Answer(url=URL, status=200, body=page, kind="text/html", charset=html[-8:]) if cut else None
    wall = find_wall(page, html[-8:], html[:200], html[:80])
    assert "\n" not in wall, wall
    try:
        made = compose(entry, outlet, answer)
    except (ContentError, WireError) as error:
        assert error.what
        assert error.remedy
        return
    assert (made.title, made.source, made.url) == (entry.title, "courier", URL)
    head = front_matter(made, "2025-05-06")
    raw = f"{head}Fetched-as: {digest_fetched(one_line(made.title), made.body)}\n\n{made.body}\n".encode()
    standing = read_standing(raw, "a.md")
    assert standing.frozen == ""
    assert standing.title_is_ours
    assert standing.body.strip() == made.body.strip()
    article = parse_article(raw, "a.md")
    assert failure(article) is None, article.notes
