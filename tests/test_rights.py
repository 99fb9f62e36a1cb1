"""Rights: no word of an article is in the output that its rights keep back, whatever part of it that word stands in."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from briefing.archive import Archive
from briefing.building import build
from briefing.model import Registry, Rights, Source
from briefing.reading import parse_article
from briefing.searching import NotInstalledError, make_search
from briefing.settings import Settings, check_settings
from briefing.uncovering import read_words

# A word that nobody else uses in every sentence, heading, list and cell of an article. None is a name: those are shown.
BODY = """The quay wall at Malmford gave way on Friday, the port office said, and dockers ran from the zqone basin.

## The cost of the zqtwo

At least 14 dockers were hurt when the quay wall fell into the zqthree harbour, according to the coast guard.

“Nobody may go near the water until the zqfour is safe,” said Jane Oldcastle, the harbour master. She asked for zqsaw.

Tobias Quillfeather told reporters that the quay wall had been looked at in zqsix weather. “We heard a zqgap,” he said.

- A list with zqseven items is here for the record.
- The quay wall cost 12 million zqnine crowns when it was built.

> A text that is signed in zqhaste is read in anger.

| Ward | Hurt |
|---|---|
| zqward | 6 |

The prime minister of Norway, Jonas Gahr Støre, called the zqeleven fall a warning. He promised 40 million for zqpiers.

The dockers’ union said that it had warned of the quay wall in zqletters since 2019. Nothing was done about the zqcrack.

Sign up for our zqnews letter and never miss a tide. Follow us on Facebook.
"""
FACTS = (
    "Title: The quay wall falls\nDate: 2025-03-14\nModified: 2025-03-15\nWas: It was said that zqwas boats sank.\n"
    "Source: Harbour Post\nUrl: https://harbourpost.example/quay\n"
)
OTHERS = {
    "other.md": "Title: Wall falls\nDate: 2025-03-14\nSource: Ledger\n\n"
    "The quay wall at Malmford gave way on Friday, and at least 17 dockers were hurt, a port official said.\n\n"
    "“We shall build it again,” said Jane Oldcastle, the harbour master. The quay wall was eighty years old.\n\n"
    "Dockers ran from the basin when the quay wall fell into the harbour on Friday.\n",
    "third.md": "Title: Back to the basin\nDate: 2025-03-15\nSource: Courier\n\n"
    "Dockers went back to the basin at Malmford on Saturday, a day after the quay wall gave way and hurt dockers.\n\n"
    "Jane Oldcastle, the harbour master, said that divers would look at the quay wall. Tobias Quillfeather agreed.\n",
}
EVENTS = "- {id: quay-wall, title: The quay wall, description: A wall that fell, phrases: {quay wall: 3}}\n"
WORD = re.compile(r"zq(?:one|two|three|four|saw|six|gap|seven|nine|haste|ward|eleven|piers|letters|crack|news|was)")
WORDS = frozenset(WORD.findall(BODY + FACTS))


def built(root: Path, *fields: str) -> Settings:
    content = root / "content"
    content.mkdir(parents=True, exist_ok=True)
    for name, text in OTHERS.items():
        (content / name).write_text(text, encoding="utf-8")
    (content / "events.yml").write_text(EVENTS, encoding="utf-8")
    (content / "quay.md").write_text("\n".join((FACTS.strip(), *fields, "", BODY)), encoding="utf-8")
    settings = check_settings(
        {
            "PATH": str(content),
            "OUTPUT_PATH": str(root / "output"),
            "SITEURL": "https://briefing.example",
            "BRIEFING_DAY": "2025-03-20",
            "BRIEFING_WORKERS": 1,
        }
    )
    build(settings)
    with suppress(NotInstalledError):
        make_search(settings)
    return settings


def shown(settings: Settings, words: re.Pattern[str] = WORD) -> dict[str, set[str]]:
    """Each of the words that is in the output, with its files: pages, data, feeds, tables, mails, search."""
    found: dict[str, set[str]] = {}
    for path in settings.output.rglob("*"):
        if path.is_file():
            for letters in read_words(str(path), path.read_bytes()):
                for word in words.findall(letters.decode(errors="replace")):
                    found.setdefault(word, set()).add(path.relative_to(settings.output).as_posix())
    return found


def in_summary(settings: Settings) -> set[str]:
    with Archive(settings.archive) as archive:
        record = archive.record("quay.md")
        assert record is not None
        sentences = [record.analysis.sentences[index] for index in record.analysis.summary]
        return set(WORD.findall(" ".join(record.article.text[each.start : each.end] for each in sentences)))


def test_a_text_that_may_be_shown_is(tmp_path: Path) -> None:
    """So the words are where they could be: a test that finds none would find none either where they may not be."""
    found = shown(built(tmp_path))
    assert set(found) == WORDS
    everywhere = set().union(*found.values())
    for kind in ("articles/", "editions/", "events/", "actors/", "feeds/", "mail/2025-03-14.eml", "index.html"):
        assert any(path.startswith(kind) for path in everywhere), kind
    assert {path.rpartition(".")[2] for path in everywhere} >= {"html", "json", "csv", "xml", "eml", "txt"}


@pytest.mark.parametrize("field", ["Rights: passages", "Fetched:"])
def test_of_passages_the_summary_is_shown_and_nothing_else(field: str, tmp_path: Path) -> None:
    settings = built(tmp_path, field)
    summary = in_summary(settings)
    assert summary
    assert set(shown(settings)) == summary


@pytest.mark.parametrize("name", ["a.md", "z.md"])  # the one that came first is the original, the other its copy
def test_a_copy_shows_by_its_own_rights(name: str, tmp_path: Path) -> None:
    copy = BODY.replace("basin", "basin’s zqbasin").replace("zqone", "zqzone")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / name).write_text(
        f"Title: A copy\nDate: 2025-03-14\nSource: Copy Post\nRights: link\n\n{copy}", encoding="utf-8"
    )
    settings = built(tmp_path)
    with Archive(settings.archive) as archive:
        copies = archive.rows("select id from article where state = 'duplicate'")
    assert copies == [("quay.md" if name == "a.md" else name,)]
    assert shown(settings, re.compile("zqbasin|zqzone")) == {}
    assert shown(settings)["zqcrack"] >= {"articles/quay.html"}


def test_of_a_link_no_word_is_shown(tmp_path: Path) -> None:
    settings = built(tmp_path, "Rights: link")
    assert shown(settings) == {}
    assert (settings.output / "articles/quay.html").is_file()


# -- what is counted --------------------------------------------------------------------------------------------------

KEEPER = """
A whale swam past the lighthouse of Skarholm on Friday, the first that was seen there in nine years.

It stayed for an hour in the bay below the lighthouse and swam on to the north, where the water is deep.

Boats kept away from the whale, as the coast guard had asked them to do, and nobody was hurt that day.

“Nobody owns it,” said Odd Halvorsen.
"""
ON_A_PAGE = re.compile(r"\d articles?(?: from \d+ outlets?)?, (\d+) quotes?<")
IN_A_LIST = re.compile(r'href="actors/([a-z-]+)\.html"(?:(?!</li>).)*? (\d+) quotes?\b', re.DOTALL)


def quotes_printed(output: Path) -> Counter[str]:
    """How many quotes of each actor there are to read: in the tables, which leave out none."""
    found: Counter[str] = Counter()
    for path in output.glob("actors/*.quotes.csv"):
        id_ = path.name.partition(".")[0]
        with path.open(encoding="utf-8-sig", newline="") as table:
            found[id_] = sum(row["speaker_id"] == id_ for row in csv.DictReader(table))
    return +found


def quotes_counted(output: Path) -> dict[str, Counter[str]]:
    """How many there are by the places that count them."""
    pages = {
        path.stem: ON_A_PAGE.search(path.read_text(encoding="utf-8")) for path in sorted(output.glob("actors/*.html"))
    }
    in_editions: Counter[str] = Counter()
    for path in output.glob("editions/20*.json"):
        for actor in json.loads(path.read_text(encoding="utf-8"))["actors"]:
            in_editions[actor["id"]] += actor["quotes"]
    listed = IN_A_LIST.findall((output / "actors.html").read_text(encoding="utf-8"))
    return {
        "pages": Counter({id_: int(found[1]) for id_, found in pages.items() if found}),
        "the list": Counter({id_: int(number) for id_, number in listed}),
        "editions": +in_editions,
    }


def count_in_event(output: Path) -> tuple[Counter[str], Counter[str]]:
    """How many quotes of each actor the event's table holds, and how many its page and the editions' items count."""
    with (output / "events/quay-wall.quotes.csv").open(encoding="utf-8-sig", newline="") as table:
        printed = Counter(row["speaker_id"] for row in csv.DictReader(table) if row["speaker_id"])
    counted: Counter[str] = Counter()
    for path in output.glob("editions/20*.json"):
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            for actor in item["actors"] if item["id"] == "quay-wall" else ():
                counted[actor["id"]] += actor["quotes"]
    return printed, +counted


@pytest.mark.parametrize("field", ["Rights: full", "Rights: passages", "Rights: link"])
def test_as_many_quotes_are_counted_as_are_printed(field: str, tmp_path: Path) -> None:
    output = built(tmp_path, field).output
    printed = quotes_printed(output)
    assert printed["jane-oldcastle"]
    assert quotes_counted(output) == dict.fromkeys(("pages", "the list", "editions"), printed)
    in_table, counted = count_in_event(output)
    assert in_table["jane-oldcastle"]
    assert counted == in_table


def test_counts_follow_the_rights_of_a_source(tmp_path: Path) -> None:
    """Its articles are as they were: what is counted of them is not."""
    before = quotes_printed(built(tmp_path).output)
    for root in (tmp_path, tmp_path / "clean"):
        (root / "content").mkdir(parents=True, exist_ok=True)
        (root / "content/sources.yml").write_text("- {id: harbour-post, name: Harbour Post, rights: link}\n")
    output, clean = (built(root).output for root in (tmp_path, tmp_path / "clean"))
    after = quotes_printed(output)
    assert after.total() < before.total()
    assert quotes_counted(output) == dict.fromkeys(("pages", "the list", "editions"), after)
    files, anew = (
        {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and "pagefind" not in path.parts
        }
        for root in (output, clean)
    )
    assert files == anew


@pytest.mark.parametrize(("field", "has_page"), [("Rights: full", True), ("Fetched:", False), ("Rights: link", False)])
def test_what_may_not_be_shown_gives_nobody_a_page(field: str, has_page: bool, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    facts = f"Title: A whale at Skarholm\nDate: 2025-03-14\nSource: Keel\n{field}\n"
    (tmp_path / "content/whale.md").write_text(facts + KEEPER, encoding="utf-8")
    output = built(tmp_path).output
    assert "Odd Halvorsen" in (output / "articles/whale.html").read_text(encoding="utf-8")
    assert (output / "actors/odd-halvorsen.html").is_file() == has_page


@pytest.mark.parametrize(
    ("fields", "source", "rights"),
    [
        ("", "", "full"),
        ("Fetched: 2025-03-14", "", "passages"),
        ("Fetched: 2025-03-14", "full", "full"),
        ("Fetched: 2025-03-14", "link", "link"),
        ("Fetched: 2025-03-14\nRights: full", "link", "full"),
        ("Rights: link", "full", "link"),
        ("Rights: everything", "", "full"),
        ("Rights: everything\nFetched: 2025-03-14", "", "passages"),
    ],
)
def test_the_article_s_word_goes_first_then_the_source_s_then_how_it_came(
    fields: str, source: Rights, rights: Rights
) -> None:
    registry = Registry(sources=(Source("post", "Post", rights=source),))
    raw = f"Title: A\nDate: 2025-03-14\nSource: Post\n{fields}\n".rstrip() + "\n\nThe quay wall gave way.\n"
    assert parse_article(raw.encode(), "a.md", registry=registry).rights == rights
