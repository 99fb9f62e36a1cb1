"""An article that its publisher changed: whatever its file holds, the editor's lines stay, or all of it does."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.fetching.known import _split
from briefing.fetching.revising import digest_fetched, find_change, read_standing, rewrite
from briefing.fields import is_known
from briefing.frontmatter import split_front_matter
from fuzzing.material import articles, cases
from fuzzing.targets import front_matter

PARSES = (
    "briefing.fetching.known._split",
    "briefing.fetching.revising.read_standing",
    "briefing.fetching.revising.rewrite",
)
PIECES = (
    *front_matter.PIECES,
    b"Fetched-as: ",
    digest_fetched("Two ships", "They left.").encode(),
    b"fetched-as: '",
    b"Was: two\n    lines\n",
    b"modified: >\n  2025\n  03\n",
    b"was:\n- a\n- b\n",
)
BODY = "Two ships left the port of Odrin on Friday, the harbour office said.\n\nNobody knows when others may follow."
VALUES = {
    "Title": "Two “ships”: left \\ 'em",
    "Modified": "2025-05-06T07:15:00+02:00",
    "Was": "",
    "Fetched": "2025-05-06",
    "Fetched-as": digest_fetched("Two “ships”: left \\ 'em", BODY),
}


def seeds() -> Iterator[bytes]:
    for raw in articles(8):
        yield raw
        front, _, body = raw.partition(b"\n\n")
        yield b"---\n" + front.replace(b'"', b"'") + b"\nwas: 'a\n  b'\nevents:\n- +a\n---\n\n" + body
    yield from cases("front-matter")


def check(data: bytes) -> None:
    for name in ("a.md", "a.html"):
        values, _, _ = _split(data, name)
        assert all(isinstance(value, str) for value in values.values())
    standing = read_standing(data, "a.md")
    if "\0" not in standing.text and not standing.frozen:
        assert not find_change(standing, standing.title, standing.body, "", "en")
    made = rewrite(standing, BODY, VALUES)
    if made is None:
        return
    again = read_standing(made, "a.md")
    assert again.body.strip() == BODY
    assert " ".join(again.title.split()) == VALUES["Title"]
    assert again.title_is_ours
    assert not find_change(again, again.title, BODY, "", "en")
    assert again.frozen in ("", "It was withdrawn.", "An editor keeps it as a draft.", "An editor left it out.")
    ours = {key.lower() for key in VALUES}
    kept, left = (
        [(field.key, field.values) for field in split_front_matter(text, is_known).fields if field.key not in ours]
        for text in (standing.text, again.text)
    )
    assert kept == left
    assert made.count(b"\r\n") == made.count(b"\n") or b"\r" not in made
