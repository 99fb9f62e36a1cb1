"""A changed registry: every article of which something else is found is read again, and few others are."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.analysis.actors.changes import Changes
from briefing.analysis.recipe import Tools, analyse
from briefing.building import build, gathered
from briefing.folder import find_articles, take_file
from briefing.model import Actor, Office, Registry
from briefing.reading import parse_article
from briefing.registry import read_registry
from briefing.settings import check_settings, theme_folder

SAMPLE = Path(__file__).parent.parent / "content"
# What the sample lacks: other spellings, offices, letters that are folded, another language.
TEXTS = (
    "Volodimir Zelenskyi met Viktor Orbán in Kyiv on Friday. Zelenskyi’s visit was short, an aide said.",
    "The defense minister said so. “We are ready,” the Secretary-General told reporters on Friday.",
    "The Norlandic leader will meet the premier of Norland, Ada Quill said. The Premier agreed on Friday.",
    "Le président Orban a rencontré Zelensky à Budapest vendredi, selon l’Elysée, mais la Norlande n’a pas réagi.",
    "Anna-Maria Lund-Hansen, of the HARBOUR BOARD, spoke first. Lund-Hansen said that Malmford’s quay was safe.",
    "Viktor Orban spoke in Norland on Friday, to the Norlander side. Norland’s defense minister said nothing.",
    "Bill Quill and J. D. Quill of Malmford met on Friday. “It was a short meeting,” Bill Quill told reporters.",
    "Kim Tae-yong met Quill’s envoy. The envoy, A. Quill, said nothing. Ms Quill’s office was closed on Friday.",
)
NORLAND = Actor("norland", "Norland", "state", demonyms=("Norlandic",), leader_titles=("Premier",))
QUILL = Actor("ada-quill", "Ada Quill", "person", offices=(Office("Premier", "norland", "2020-01-01"),))
ORBAN = Actor("orban", "Viktor Orban", "person", offices=(Office("Defence Minister", "norland"),))
LUND = Actor("lund", "Anna-Maria Lund-Hansen", "person")
ZELENSKY = Actor("zelensky", "Volodymyr Zelensky", "person", aliases=("President Zelensky",))
BOARD = Actor("harbour-board", "Harbour Board", "organisation")
BASE = (NORLAND, QUILL, ORBAN, BOARD)

EDITS: dict[str, Callable[[dict[str, Actor]], None]] = {
    "alias": lambda known: known.update({"ada-quill": replace(QUILL, aliases=("A. Quill", "Kim Tae-yong"))}),
    "alias that is shortened": lambda known: known.update({"ada-quill": replace(QUILL, aliases=("William Quill",))}),
    "alias that is abbreviated": lambda known: known.update({"ada-quill": replace(QUILL, aliases=("Jane D. Quill",))}),
    "person": lambda known: known.update({"zelensky": ZELENSKY}),
    "person gone": lambda known: known.pop("orban"),
    "person with a hyphen": lambda known: known.update({"lund": LUND}),
    "id of a name that was found": lambda known: known.update(
        {"anna-maria-lund-hansen": Actor("anna-maria-lund-hansen", "Somebody Else", "person")}
    ),
    "office ends": lambda known: known.update(
        {"ada-quill": replace(QUILL, offices=(replace(QUILL.offices[0], until="2021-01-01"),))}
    ),
    "no office": lambda known: known.update({"orban": replace(ORBAN, offices=())}),
    "leader": lambda known: known.update({"norland": replace(NORLAND, leader_titles=("Defence Minister",))}),
    "demonym": lambda known: known.update({"norland": replace(NORLAND, demonyms=("Norlander", "Norlandic"))}),
    "kind": lambda known: known.update({"harbour-board": replace(BOARD, kind="state")}),
    "in a language": lambda known: known.update({"norland": replace(NORLAND, lang_names=(("fr", ("Norlande",)),))}),
}


def registry_of(known: dict[str, Actor]) -> Registry:
    states = read_registry(SAMPLE).actors
    return Registry(tuple(sorted({**{each.id: each for each in states}, **known}.values(), key=lambda each: each.id)))


@pytest.fixture(scope="module")
def articles() -> list[tuple[str, str]]:
    """(id, text) of a part of the sample, and of the texts above."""
    taken = [take_file(str(SAMPLE), each.id) for each in find_articles(SAMPLE)[0][::12]]
    sample = [(file.id, file.raw.decode()) for file in taken]
    for number, text in enumerate(TEXTS):
        lang = "fr" if text.startswith("Le ") else "en"
        sample.append((f"{number}.md", f"Title: Quay\nDate: 2025-03-14\nLang: {lang}\n\n{text}\n"))
    return sample


@pytest.fixture(scope="module")
def base(articles: list[tuple[str, str]]) -> dict[str, object]:
    return findings(articles, registry_of({actor.id: actor for actor in BASE}))


def findings(articles: list[tuple[str, str]], registry: Registry) -> dict[str, object]:
    tools = Tools(registry)
    return {id_: analyse(parse_article(text.encode(), id_, registry=registry), tools) for id_, text in articles}


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_is_found_otherwise_is_named(
    articles: list[tuple[str, str]], base: dict[str, object], edit: str
) -> None:
    known = {actor.id: actor for actor in BASE}
    before = registry_of(known)
    EDITS[edit](known)
    after = registry_of(known)
    changes = Changes(before, after)
    found = findings(articles, after)
    named = {
        id_
        for id_, text in articles
        if changes.touch(parse_article(text.encode(), id_).text, base[id_].lang)
        or any(mention.actor in changes.told_otherwise for mention in base[id_].mentions)
    }
    differing = {id_ for id_ in base if found[id_] != base[id_]}
    assert differing, "this edit tests nothing"
    assert differing <= named
    assert len(named) < len(articles), "all of them: nothing is gained"


def test_what_only_pages_show_outdates_nothing() -> None:
    before = registry_of({"ada-quill": QUILL})
    after = registry_of({"ada-quill": replace(QUILL, description="Premier of Norland", ids=(("wikidata", "Q1"),))})
    changes = Changes(before, after)
    assert not changes.told_otherwise
    assert not changes.touch("The premier, Ada, spoke, and everybody left.", "en")


def test_a_name_is_shown_wherever_the_actor_is_found() -> None:
    """By an office, say: the words of the article have then nothing of the name."""
    before = registry_of({"ada-quill": QUILL})
    after = registry_of({"ada-quill": replace(QUILL, name="Ada Maria Quill")})
    assert Changes(before, after).told_otherwise == {"ada-quill"}


# -- a site -----------------------------------------------------------------------------------------------------------

STRIKES = "- {id: strikes, title: Strikes, phrases: {drone: 3, struck: 2}}\n"
POST = "- {id: harbour-post, name: Harbour Post, url: 'https://post.example'}\n"
SITE = {
    "a.md": "Title: Drones\nSource: Harbour Post\n\nA drone struck the quay at Malmford. Ada Quill was there.\n",
    "b.md": "Title: Crane\nUrl: https://post.example/1\n\nA crane came to Malmford on Friday, the port office said.\n",
    "c.md": "Title: Boats\nSource: Ledger\nUrl: https://post.example/2\n\nTwo boats left Malmford for the summer.\n",
    "d.md": "Title: Wall\nEvents: +talks\n\nThe ceasefire at the wall of Malmford held for one more night.\n",
    "e.md": "Title: Rain\nSource: Nobody\n\nIt rained at Malmford for one more night, and the market was empty.\n",
    "actors.yml": "- {id: ada-quill, name: Ada Quill, kind: person}\n",
    "events.yml": STRIKES,
    "sources.yml": POST,
}


def dated(name: str, words: str) -> str:
    return words.replace("\n", "\nDate: 2025-03-14\n", 1) if name.endswith(".md") else words


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("actors.yml", "- {id: ada-quill, name: Ada Quill, kind: person, aliases: [Bosun Quill]}\n", ""),
        ("actors.yml", "- {id: ada-quill, name: Ada Quill, kind: person, aliases: [A. M. Quill]}\n", "a"),
        ("actors.yml", "- {id: ada-quill, name: Ada Quill, kind: person, ids: {wikidata: Q1}}\n", ""),
        ("events.yml", STRIKES + "- {id: rain, title: Rain, phrases: {rained: 3}}\n", "de"),
        ("events.yml", STRIKES + "- {id: talks, title: Talks, phrases: {ceasefire: 3}}\n", "d"),
        ("events.yml", STRIKES.replace("title: Strikes", "title: Air strikes"), "a"),
        ("events.yml", STRIKES.replace("title: Strikes", "description: Of drones, title: Strikes"), ""),
        ("events.yml", "", "ad"),
        ("sources.yml", POST.replace("url", "owner: Quay, url"), "abc"),
        ("sources.yml", POST + "- {id: ledger, name: The Ledger}\n", "c"),
        ("sources.yml", POST + "- {id: ledger-two, name: The Ledger, aliases: [Ledger]}\n", "c"),
        ("sources.yml", "", "abc"),
    ],
)
def test_no_more_is_read_than_that(tmp_path: Path, name: str, text: str, read: str) -> None:
    content = tmp_path / "content"
    content.mkdir()
    for each, words in SITE.items():
        (content / each).write_text(dated(each, words), encoding="utf-8")
    given = {"PATH": str(content), "OUTPUT_PATH": str(tmp_path / "output"), "BRIEFING_DAY": "2025-03-20"}
    settings = check_settings(given)
    with gathered(settings):
        pass
    (content / name).write_text(text, encoding="utf-8")
    with gathered(settings) as (_, _, found):
        assert found.changed == tuple(f"{letter}.md" for letter in read)
    with gathered(settings) as (_, _, found):
        assert found.changed == ()


def test_what_only_pages_show_is_shown(tmp_path: Path) -> None:
    """Nothing is read again, and yet the pages are those of a clean build."""
    content = tmp_path / "content"
    content.mkdir()
    for name, words in SITE.items():
        (content / name).write_text(dated(name, words), encoding="utf-8")
    site = check_settings({"PATH": str(content), "OUTPUT_PATH": str(tmp_path / "site"), "BRIEFING_DAY": "2025-03-20"})
    build(site)
    quill = SITE["actors.yml"].replace("}", ", description: Bosun, ids: {wikidata: Q1}, related: [moravia]}")
    (content / "actors.yml").write_text(quill + "- {id: moravia, name: Moravia, kind: place}\n", encoding="utf-8")
    (content / "events.yml").write_text(STRIKES.replace("title", "description: Of drones, title"), encoding="utf-8")
    assert build(site).read == 0
    clean = replace(site, output=tmp_path / "clean", archive=tmp_path / "clean.sqlite3")
    build(clean)
    files = [
        {path.relative_to(each.output): path.read_bytes() for path in each.output.rglob("*") if path.is_file()}
        for each in (site, clean)
    ]
    assert files[0] == files[1]
    assert b"Bosun" in files[0][Path("actors/ada-quill.html")]


def test_another_theme_is_nothing_to_read(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(theme_folder(), theme)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("Title: Quay\nDate: 2025-03-14\n\nThe quay gave way.\n", encoding="utf-8")
    given = {"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), "THEME": str(theme)}
    settings = check_settings({**given, "BRIEFING_DAY": "2025-03-20"})
    assert build(settings).read == 1
    base = theme / "templates/base.html"
    base.write_text(base.read_text(encoding="utf-8").replace("</head>", "<!-- new --></head>"), encoding="utf-8")
    report = build(settings)
    assert (report.read, report.written > 5) == (0, True)
