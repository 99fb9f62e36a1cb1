"""No two articles have one address, whatever they are called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import links
from briefing.archive import Archive
from briefing.building import build
from briefing.links import article_href, find_displaced, story_id, unique_slug
from briefing.settings import check_settings

DEEP = "/".join(f"{'deep-folder-' * 5}{number}" for number in range(4)) + ".md"  # its story's id is cut
NAMES = ["a", "A", "Ä", "a b", "a-b", "A b.html", "quay-202511", "quay,(==@_=.", "x" * 90, "新闻", "!", "?"]
PAIRS = [  # who has the address, and who does not
    ("story.html", "story-html-a3dac8.md"),
    ("Wahl in Orrnes.md", "wahl-in-orrnes-ccf3a0.md"),
    ("A" * 90 + ".md", f"{unique_slug('A' * 90)}.md"),
    ("Port News/a.md", f"{unique_slug('Port News')}/a.md"),
    ("Port News/a.markdown", f"{unique_slug('Port News')}/{unique_slug('a.markdown')}.md"),
    ("quay,(==@_=..md", "quay-202511.md"),  # found by trying for a minute; the other way round it would take none
    (DEEP, f"{story_id(DEEP).replace('--', '/')}.md"),
]
parts = st.sampled_from([*NAMES, *(unique_slug(name) for name in NAMES)])
paths = st.lists(parts, min_size=1, max_size=3).map("/".join)
articles = st.builds("".join, st.tuples(paths, st.sampled_from([".md", ".html"])))


def check_apart(names: set[str]) -> None:
    displaced = find_displaced(sorted(names))
    assert find_displaced(sorted(names, reverse=True)) == displaced
    kept = names - displaced.keys()
    assert len({article_href(name) for name in kept}) == len({story_id(name) for name in kept}) == len(kept)
    for name, keeper in displaced.items():
        assert keeper in kept
        assert story_id(keeper) == story_id(name)


@given(st.sets(articles, max_size=12))
def test_of_those_that_share_an_address_one_keeps_it(names: set[str]) -> None:
    check_apart(names)


@given(st.sets(articles, max_size=12))
def test_so_it_is_where_digests_agree(names: set[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_digest", lambda _: "abcdef")
        article_href.cache_clear()
        try:
            check_apart(names)
        finally:
            article_href.cache_clear()


@pytest.mark.parametrize(("keeper", "displaced"), PAIRS)
def test_who_is_called_like_an_address_does_not_take_it(keeper: str, displaced: str) -> None:
    assert find_displaced([displaced, "other.md", keeper]) == {displaced: keeper}


def test_names_that_only_look_alike_keep_theirs() -> None:
    assert find_displaced(["quay-202511.md", "boat-202511.md", "2025/quay-202511.md", "Quay.md", "quay.html"]) == {}


@pytest.mark.parametrize(("keeper", "displaced"), PAIRS)
def test_pages_are_as_of_a_clean_build_while_they_come_and_go(keeper: str, displaced: str, tmp_path: Path) -> None:
    content, output, clean = (tmp_path / name for name in ("content", "output", "clean"))
    ports = {keeper: "Malmford", displaced: "Odrin", "other.md": "Malmford", "last.md": "Odrin"}
    texts = {}
    for name, port in ports.items():
        said = f"Engineers closed the old bridge at {port} after finding cracks in two of its piers, the mayor said."
        head = "<title>Bridge closed</title><meta name=date content=2025-03-14>"
        page = f"<html><head>{head}</head><body><p>{said}</p></body></html>"
        texts[name] = page if name.endswith(".html") else f"Title: Bridge closed\nDate: 2025-03-14\n\n{said}\n"
    others = {"other.md", "last.md"}
    for names in ({displaced}, {keeper, displaced}, {displaced}, {keeper}, {keeper, displaced}, {keeper}):
        shutil.rmtree(content, ignore_errors=True)
        for name in names | others:
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            (content / name).write_text(texts[name], encoding="utf-8")
        given_ = {"PATH": str(content), "BRIEFING_DAY": "2025-03-20", "BRIEFING_WORKERS": 1}
        settings = check_settings({**given_, "OUTPUT_PATH": str(output)})
        report = build(settings)
        with Archive(settings.archive) as archive:
            states = {id_: standing.state for id_, standing in archive.standings().items()}
        failed = {displaced} if names == {keeper, displaced} else set()
        assert {id_ for id_, state in states.items() if state == "failed"} == failed
        told = f"Its page would have the same address as that of {keeper}."
        assert [(note.path, note.what) for note in report.notes if note.severity == "failed"] == [
            (name, told) for name in failed
        ]
        build(
            check_settings({**given_, "OUTPUT_PATH": str(clean), "BRIEFING_ARCHIVE": str(tmp_path / "clean.sqlite3")})
        )
        assert _read(output) == _read(clean)
        for name in names - failed:
            assert ports[name].encode() in (output / article_href(name)).read_bytes()
        shutil.rmtree(clean)
        (tmp_path / "clean.sqlite3").unlink()
        assert build(settings).read == 0


def _read(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
