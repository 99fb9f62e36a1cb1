"""The command, as an editor, a CI job and a curious reader type it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import jsonschema
import msgspec
import pytest
from click.testing import CliRunner, Result

from briefing.cli import main
from briefing.errors import BriefingError

DAY = "2025-03-20"
FRONT = "Title: {title}\nDate: 2025-03-14\nSource: Harbour Post\n"
QUAY = (
    FRONT.format(title="Quay wall gives way")
    + "\nThe quay wall at Malmford gave way on Friday, injuring at least 12 dockers, the port office said.\n\n"
    "“Nobody may go near the water,” said Jane Oldcastle, the harbour master. Russia sent divers.\n"
)
CRANE = (
    FRONT.format(title="Crane falls at Malmford")
    + "\nA crane fell into the basin at Malmford on Friday after the quay wall gave way.\n\n"
    "“We heard the quay wall crack,” Jane Oldcastle told reporters.\n"
)
EVENTS = "- {id: quay-wall, title: The quay wall, phrases: {quay wall: 3}}\n"
PLAIN = (
    "Ferry stopped after engine fire\n\n"
    "The ferry between Lindhamn and Skarholm will not sail before Thursday, its owner said on Monday.\n"
)


def write_content(folder: Path) -> None:
    """Put content/ with two articles and an event into a folder."""
    (folder / "content/2025-03").mkdir(parents=True)
    (folder / "content/2025-03/quay.md").write_text(QUAY, encoding="utf-8")
    (folder / "content/2025-03/crane.md").write_text(CRANE, encoding="utf-8")
    (folder / "content/events.yml").write_text(EVENTS, encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which the editor sits: content/ with two articles and an event."""
    write_content(tmp_path)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    sys.modules.pop("pelicanconf", None)  # Pelican leaves the settings there


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    """The command in this process. What is no message of ours, a traceback say, fails the test."""
    result = CliRunner().invoke(main, arguments, input=given, terminal_width=120)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def articles(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}


# -- what all commands share ------------------------------------------------------------------------------------------


def all_commands() -> dict[str, click.Command]:
    """All commands, those of groups too."""
    found: dict[str, click.Command] = {}
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        found |= {f"{name} {each}".strip(): inner[each] for each in inner}
    return found


# They know nothing but a folder of releases: a site can be taken back where its settings and content are not.
WITHOUT_A_PROJECT = {"releases", "rollback"}


@pytest.mark.parametrize("command", sorted(set(all_commands()) - WITHOUT_A_PROJECT))
def test_every_command_takes_the_same_folders(command: str) -> None:
    options = {name for parameter in all_commands()[command].params for name in parameter.opts}
    assert {"--content", "--output", "--settings", "--quiet"} <= options


@pytest.mark.parametrize("command", main.list_commands(click.Context(main)))
def test_help_says_what_a_command_is_for(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    found = main.get_command(click.Context(main), command)
    assert found is not None
    assert found.get_short_help_str(100)[:60] in run("--help").output


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            "SITENAME = 'x'\nPLUGINS = [\nX = 1 2\n",
            r"mine\.py:[23]: The settings cannot be read: .+\. Mend that line\.",
        ),
        (
            "SITENAME = 'x'\n\nX = unheard_of\n",
            r"mine\.py:3: The settings cannot be read: NameError: name 'unheard_of'",
        ),
        ("import nowhere_at_all\n", r"mine\.py:1: The settings cannot be read: ModuleNotFoundError: No module named"),
        ("X = 1 / 0\n", r"mine\.py:1: The settings cannot be read: ZeroDivisionError: division by zero\."),
        ("BRIEFING_DAI = '2025-03-14'\n", r"BRIEFING_DAI is not a setting of Briefing\. Did you mean BRIEFING_DAY\?"),
        (
            "THEME = 'no-such-theme'\n",
            r"mine\.py: The theme that THEME names does not exist\. Name a theme's folder",
        ),
        ("PATH = 'elsewhere'\n", r"mine\.py: The content folder does not exist\. Make it, or say where it is"),
    ],
    ids=["syntax", "name", "import", "arithmetic", "typo", "theme", "content"],
)
@pytest.mark.parametrize("command", ["build", "check", "explain"])
def test_settings_that_cannot_be_used_are_told(desk: Path, command: str, settings: str, told: str) -> None:
    (desk / "mine.py").write_text(settings, encoding="utf-8")
    result = run(command, "--settings", "mine.py", *(["quay"] if command == "explain" else []))
    assert result.exit_code == 2
    assert re.match(rf"briefing: {told}", result.stderr), result.stderr
    assert not (desk / "output").exists()


def test_a_settings_file_that_is_not_there_is_told(desk: Path) -> None:
    result = run("build", "--settings", "none.py")
    assert (result.exit_code, result.stderr) == (
        2,
        "briefing: The settings file none.py does not exist. Name another with --settings.\n",
    )


@pytest.mark.parametrize("put", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("none.py")])
def test_a_settings_file_that_is_no_file_is_told(desk: Path, put: Callable[[Path], None]) -> None:
    """Taken for one that is not there, all settings would be the defaults, without a word."""
    (desk / "pelicanconf.py").unlink(missing_ok=True)
    put(desk / "pelicanconf.py")
    result = run("build")
    assert result.exit_code == 2
    told = (
        "is a folder, a link to nothing, or no plain file. Put a file in its place, or name another with --settings.\n"
    )
    assert result.stderr == f"briefing: The settings file pelicanconf.py {told}"


def test_folders_are_those_beside_the_settings_file(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where PATH is not set Pelican would take the folder itself, with the README and the output in it."""
    (desk / "pelicanconf.py").write_text("SITENAME = 'The Morning'\n", encoding="utf-8")
    assert run("build", "--day", DAY, "--quiet").exit_code == 0
    page = (desk / "output/index.html").read_text(encoding="utf-8")
    assert "The Morning" in page


def test_options_go_before_the_settings_file(desk: Path) -> None:
    (desk / "pelicanconf.py").write_text("PATH = 'none'\nOUTPUT_PATH = 'none'\n", encoding="utf-8")
    result = run("build", "--content", "content", "--output", "site", "--day", DAY)
    assert result.exit_code == 0, result.stderr
    assert (desk / "site/index.html").is_file()
    assert not (desk / "none").exists()


def test_another_plugin_in_the_settings_does_not_cost_the_briefing(desk: Path) -> None:
    (desk / "other.py").write_text("def register():\n    pass\n", encoding="utf-8")
    (desk / "pelicanconf.py").write_text("PLUGIN_PATHS = ['.']\nPLUGINS = ['other']\n", encoding="utf-8")
    assert run("build", "--day", DAY).exit_code == 0
    assert (desk / "output/editions/2025-03-14.html").is_file()


def test_a_real_process_prints_no_colour_and_no_bars_into_a_pipe(desk: Path) -> None:
    (desk / "content/broken.md").write_bytes(b"\xff")
    command = [sys.executable, "-m", "briefing.cli", "build", "--day", DAY]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr.decode() == (
        "broken.md:1: Byte 1 of the file is not UTF-8; this looks like another encoding. Save the file as UTF-8.\n"
    )
    first, second = done.stdout.decode().splitlines()
    assert re.fullmatch(r"2 articles in 3 files, 3 read anew; \d+ pages, \d+ written, 0 removed\.", first)
    assert second == "Open output/index.html"
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_terminal_without_our_letters_gets_the_message_all_the_same(desk: Path) -> None:
    (desk / "ferry.txt").write_text(PLAIN, encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "briefing.cli", "add", "ferry.txt"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"ferry.txt ? ")


# -- build ------------------------------------------------------------------------------------------------------------


def test_build_says_what_it_did_and_then_that_nothing_changed(desk: Path) -> None:
    first = run("build", "--day", DAY)
    assert first.exit_code == 0
    assert first.stderr == ""
    again = run("build", "--day", DAY)
    assert re.match(r"2 articles in 2 files, 0 read anew; \d+ pages, 0 written, 0 removed\.\n", again.stdout)
    (desk / "content/2025-03/crane.md").unlink()
    assert run("build", "--day", DAY).stdout.startswith("1 article in 1 file, 0 read anew;")


def test_quiet_leaves_problems_only(desk: Path) -> None:
    assert run("build", "--day", DAY, "--quiet").output == ""
    (desk / "content/broken.md").write_bytes(b"\xff")
    assert run("build", "--day", DAY, "--quiet").output.startswith("broken.md:1: ")
    assert run("check", "--quiet").output.startswith("broken.md:1: ")


def test_quiet_leaves_warnings(desk: Path) -> None:
    run("build", "--day", DAY)
    with (desk / ".briefing/archive.sqlite3").open("ab") as file:
        file.write(b"x")
    told = run("build", "--day", DAY, "--quiet")
    assert re.fullmatch(r"warning: The archive is made anew, since it was damaged .+\n", told.stderr)
    assert told.stdout == ""
    assert run("build", "--day", DAY, "--quiet").output == ""


def test_quiet_leaves_problems_where_another_theme_prints(desk: Path) -> None:
    (desk / "other.py").write_text('THEME = "simple"\nTIMEZONE = "UTC"\nBRIEFING_WORKERS = 1\n', encoding="utf-8")
    (desk / "content/broken.md").write_bytes(b"\xff")
    told = run("build", "--day", DAY, "--quiet", "--settings", "other.py")
    assert "warning: broken.md:1: Byte 1 of the file is not UTF-8" in told.stderr
    assert told.stdout == ""


def test_day_holds_later_articles_back(desk: Path) -> None:
    result = run("build", "--day", "2025-03-13")
    assert "2025-03/quay.md:2: The article is dated 2025-03-14, after the build day, 2025-03-13" in result.stderr
    assert not (desk / "output/articles/2025-03/quay.html").exists()
    assert run("build", "--day", DAY).exit_code == 0
    assert (desk / "output/articles/2025-03/quay.html").exists()
    wrong = run("build", "--day", "14 March")
    assert (wrong.exit_code, wrong.stderr) == (
        2,
        "briefing: The build day is '14 March'. It takes a day such as 2025-03-14.\n",
    )


def test_a_broken_template_is_told_with_its_line(desk: Path) -> None:
    from briefing.settings import theme_folder  # noqa: PLC0415 - only here

    (desk / "pelicanconf.py").write_text("THEME = 'theme'\n", encoding="utf-8")
    for source in theme_folder().rglob("*"):
        if source.is_file():
            target = desk / "theme" / source.relative_to(theme_folder())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    base = desk / "theme/templates/base.html"
    whole = base.read_text(encoding="utf-8")
    base.write_text(f"{{{{ page.unheard_of }}}}\n{whole}", encoding="utf-8")
    result = run("build", "--day", DAY)
    assert result.exit_code == 2
    assert re.match(
        r"briefing: .*theme/templates/base\.html:1: The template cannot be rendered: .*unheard_of", result.stderr
    )
    base.write_text(f"{whole}\n{{% if %}}", encoding="utf-8")
    result = run("build", "--day", DAY)
    assert result.exit_code == 2
    assert re.match(r"briefing: .*base\.html:\d+: The template cannot be rendered: ", result.stderr)
    for mistake in ("{{ 1 + page.meta.title }}", "{{ page.meta|join }}", "{{ unheard_of }}", "{{ _('%(n)s') }}"):
        base.write_text(f"{whole}\n{mistake}", encoding="utf-8")
        result = run("build", "--day", DAY)
        assert result.exit_code == 2
        assert re.match(r"briefing: .*base\.html:\d+: The template cannot be rendered: .*[^.]\. Mend", result.stderr)
    base.write_text(whole, encoding="utf-8")
    assert run("build", "--day", DAY).exit_code == 0


# -- add --------------------------------------------------------------------------------------------------------------


def test_add_takes_text_markdown_html_and_standard_input(desk: Path) -> None:
    (desk / "ferry.txt").write_text(PLAIN, encoding="utf-8")
    (desk / "tram.md").write_text(
        "# Tram returns\n\nThe tram to Odrin returned on Monday after a month.\n", encoding="utf-8"
    )
    page = (
        "<html lang=en><head><title>Bus lost</title></head><body><article><h1>Bus lost</h1><p>{}</p></article></body>"
    )
    said = (
        "A bus with nine passengers was lost for an hour in the fog above Lindhamn on Monday evening, police said. " * 3
    )
    (desk / "bus.html").write_text(page.format(said), encoding="utf-8")
    given = "Boat found\n\nThe missing boat was found off Skarholm on Monday with nobody aboard.\n"
    result = run(
        "add",
        "ferry.txt",
        "tram.md",
        "bus.html",
        "-",
        "--date",
        "2025-05-05",
        "--source",
        "Lindhamn Courier",
        given=given,
    )
    assert result.exit_code == 0, result.output
    added = articles(desk / "content") - {"2025-03/quay.md", "2025-03/crane.md"}
    assert added == {
        "2025-05/2025-05-05-ferry-stopped-after-engine-fire.md",
        "2025-05/2025-05-05-tram-returns.md",
        "2025-05/2025-05-05-bus-lost.md",
        "2025-05/2025-05-05-boat-found.md",
    }
    for name in added:
        assert "Source: Lindhamn Courier\n" in (desk / "content" / name).read_text(encoding="utf-8")
        assert str(desk / "content" / name) in result.stdout
    assert len(list((desk / "originals").rglob("*.*"))) == 4
    assert run("build", "--strict").exit_code == 0


def test_what_one_file_has_does_not_stop_the_others(desk: Path) -> None:
    (desk / "paper.pdf").write_bytes(b"%PDF-1.7")
    (desk / "empty.txt").write_text("", encoding="utf-8")
    (desk / "ferry.txt").write_text(PLAIN, encoding="utf-8")
    result = run("add", "paper.pdf", "none.txt", "empty.txt", ".", "ferry.txt", "--date", "2025-05-05")
    assert result.exit_code == 1
    assert [line.partition(". ")[0] for line in result.stderr.splitlines()] == [
        "briefing: paper.pdf: This is a PDF, not text",
        "briefing: none.txt: There is no such file",
        "briefing: empty.txt: The file is empty",
        "briefing: .: This is not a file",
    ]
    assert result.stdout.startswith("ferry.txt → ")


def test_the_same_article_twice_is_refused_with_its_path(desk: Path) -> None:
    (desk / "ferry.txt").write_text(PLAIN, encoding="utf-8")
    assert run("add", "ferry.txt", "--date", "2025-05-05").exit_code == 0
    before = articles(desk)
    result = run("add", "ferry.txt", "--date", "2025-05-06")
    assert result.exit_code == 1
    path = desk / "content/2025-05/2025-05-05-ferry-stopped-after-engine-fire.md"
    assert f"already there as {path} (same text)" in result.stderr
    assert articles(desk) == before


def test_add_tells_what_it_supposed(desk: Path) -> None:
    (desk / "cafe.txt").write_bytes(
        "Café closes\n\nThe café at the quay closed on Monday, its owner said.\n".encode("cp1252")
    )
    result = run("add", "cafe.txt")
    assert result.exit_code == 0
    assert re.match(r"cafe\.txt: .*windows-1252", result.stderr)
    (added,) = articles(desk / "content") - {"2025-03/quay.md", "2025-03/crane.md"}
    written = (desk / "content" / added).read_text(encoding="utf-8")
    assert "Date-unknown: true\n" in written
    assert re.search(r"^Added: \d{4}-\d\d-\d\d$", written, re.MULTILINE)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--date", "03/04/2025", "either number could be the month. Write 2025-04-03 or 2025-03-04."),
        ("--date", "2025-05", "names no day. Write the whole date"),
        ("--url", "news.example", "is not a web address. Begin it with https://."),
    ],
)
def test_add_refuses_what_leaves_open_what_is_meant(desk: Path, option: str, value: str, told: str) -> None:
    (desk / "ferry.txt").write_text(PLAIN, encoding="utf-8")
    result = run("add", "ferry.txt", option, value)
    assert result.exit_code == 1
    assert told in result.stderr
    assert articles(desk / "content") == {"2025-03/quay.md", "2025-03/crane.md"}


# -- explain ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["2025-03/quay.md", "2025-03/quay", "content/2025-03/quay.md"])
def test_explain_an_article_of_content(desk: Path, name: str) -> None:
    result = run("explain", name)
    assert result.exit_code == 0, result.stderr
    said = result.stdout
    assert said.startswith("Quay wall gives way\n  2025-03/quay.md · Harbour Post · 2025-03-14T00:00:00+00:00 · en\n")
    assert "used in the edition of 2025-03-14. In The quay wall" in said
    assert re.search(r"¶1 quay-wall \d\.\d\d: .*quay wall", said)
    assert re.search(r"direct · jane-oldcastle · said · ", said)
    assert re.search(r"\[\d+–\d+\] Russia → russia \(name\)", said)
    assert re.search(r"\[\d+–\d+\] at least 12", said)


def test_explain_a_file_from_elsewhere(desk: Path) -> None:
    (desk / "ferry.txt").write_text(PLAIN, encoding="utf-8")
    page = f"<html><head><title>Ferry</title></head><body><p>{PLAIN.splitlines()[2]}</p></body></html>"
    (desk / "ferry.html").write_text(page, encoding="utf-8")
    (desk / "note.md").write_text(QUAY, encoding="utf-8")
    for name, title in (("ferry.txt", "Ferry stopped"), ("ferry.html", "Ferry\n"), ("note.md", "Quay wall")):
        result = run("explain", name)
        assert result.exit_code == 0, result.stderr
        assert result.stdout.startswith(title)
        assert "edition of" not in result.stdout
    assert articles(desk / "content") == {"2025-03/quay.md", "2025-03/crane.md"}


def test_explain_event_story_and_actor(desk: Path) -> None:
    event = run("explain", "quay-wall")
    assert event.stdout.startswith("The quay wall (event quay-wall)\n  2 articles, 1 outlet, 1 origin; 2025-03-14 to")
    assert "2025-03/quay.md [0–" in event.stdout
    actor = run("explain", "jane-oldcastle")
    assert actor.stdout.startswith("Jane Oldcastle (person jane-oldcastle), found in the articles\n")
    assert "“Nobody may go near the water,” said Jane Oldcastle" in actor.stdout
    assert run("explain", "russia").stdout.startswith("Russia (state russia)\n")


def test_explain_a_story(desk: Path) -> None:
    (desk / "content/events.yml").unlink()
    text = QUAY.replace("Title: Quay wall gives way", "Title: Quay wall collapses at Malmford").replace("Post", "Echo")
    (desk / "content/2025-03/third.md").write_text(text.replace("injuring", "hurting"), encoding="utf-8")
    assert run("build", "--day", DAY).exit_code == 0
    stories = [path.stem for path in (desk / "output/stories").glob("*.html")]
    assert stories
    told = run("explain", stories[0])
    assert told.exit_code == 0, told.stderr
    assert f" (story {stories[0]})\n" in told.stdout.splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("jane-oldcastel", "“jane-oldcastel” is no article, event, story or actor. Did you mean jane-oldcastle?"),
        ("Jane Oldcastle", "Did you mean jane-oldcastle?"),
        ("2025-03/quai.md", "Did you mean 2025-03/quay.md?"),
        ("fiji", "No article names the actor fiji. There is nothing to explain yet."),
        ("zzz-qqq-xxx", "Give an article's path below the content folder, any file, or an id"),
    ],
)
def test_explain_says_what_it_does_not_know(desk: Path, target: str, told: str) -> None:
    result = run("explain", target)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_explain_says_why_a_file_cannot_be_read(desk: Path) -> None:
    (desk / "content/broken.md").write_bytes(b"Title: Broken\n\nCaf\xe9")
    (desk / "paper.pdf").write_bytes(b"%PDF-1.7")
    assert "broken.md:3: Byte 19 of the file is not UTF-8" in run("explain", "broken").stderr
    assert run("explain", "paper.pdf").stderr.startswith("briefing: paper.pdf: This is a PDF, not text.")


CONTRACT = {  # of `explain --json`, as it was agreed with those who build on it
    None: {"id", "lang", "text", "paragraphs", "sentences", "summary", "mentions", "quotes", "figures", "placements"},
    "paragraphs": {"kind", "start", "end"},
    "sentences": {"paragraph", "start", "end"},
    "mentions": {"start", "end", "actor", "kind", "via"},
    "quotes": {"spans", "kind", "speaker", "speaker_text", "verb"},
    "figures": {"start", "end", "unit", "thing", "modifier", "place", "source"},
    "placements": {"paragraph", "event", "score", "why"},
}


@pytest.mark.parametrize("target", ["2025-03/quay", "ferry.txt"])
def test_explain_json_keeps_the_contract(desk: Path, target: str) -> None:
    (desk / "ferry.txt").write_text(
        f"{PLAIN}\nRepairs cost between $2 million and $3 million. The quay wall was cracked in London, officials "
        "said. “It will hold,” Keir Starmer said.\n",
        encoding="utf-8",
    )
    assert run("build", "--day", DAY, "--quiet").exit_code == 0
    result = run("explain", target, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout_bytes)
    schema = json.loads((desk / "output/schemas/explain.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema, cls=jsonschema.Draft202012Validator)
    assert found.keys() >= CONTRACT[None]
    for part, fields in CONTRACT.items():
        if part:
            assert found[part], part
            assert all(each.keys() >= fields for each in found[part]), part
    text, sentences, paragraphs = found["text"], found["sentences"], found["paragraphs"]
    assert "\n" + text[paragraphs[0]["start"] : paragraphs[0]["end"]]
    for sentence in sentences:
        paragraph = paragraphs[sentence["paragraph"]]
        assert paragraph["kind"] == "body"
        assert paragraph["start"] <= sentence["start"] < sentence["end"] <= paragraph["end"]
    assert all(0 <= index < len(sentences) for index in found["summary"])
    for figure in found["figures"]:
        assert ("value" in figure) != ("low" in figure and "high" in figure)
    for mention in found["mentions"]:
        assert (mention["actor"] is None) == (mention["via"] == "place")
    for quote in found["quotes"]:
        assert all(text[start:end].strip() for start, end in quote["spans"])
        assert quote["speaker_text"] in text
    assert all(paragraphs[each["paragraph"]]["kind"] == "body" for each in found["placements"])


def test_explain_json_of_event_and_actor_is_json(desk: Path) -> None:
    assert json.loads(run("explain", "quay-wall", "--json").stdout)["id"] == "quay-wall"
    assert json.loads(run("explain", "jane-oldcastle", "--json").stdout)["name"] == "Jane Oldcastle"


def test_json_is_utf8_wherever_it_goes(desk: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "briefing.cli", "explain", "2025-03/quay", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert "“Nobody may go near the water,”" in msgspec.json.decode(done.stdout)["text"]


def test_edition_json_is_valid_against_its_schema(desk: Path) -> None:
    assert run("build", "--day", DAY, "--quiet").exit_code == 0
    schema = json.loads((desk / "output/schemas/edition.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    edition = json.loads((desk / "output/editions/2025-03-14.json").read_bytes())
    jsonschema.validate(edition, schema, cls=jsonschema.Draft202012Validator)
    assert [item["id"] for item in edition["items"]] == ["quay-wall"]


# -- expected errors --------------------------------------------------------------------------------------------------


def test_an_interrupted_command_says_that_nothing_is_lost(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing import building  # noqa: PLC0415 - only here

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "publish", interrupt)
    result = run("build", "--day", DAY)
    assert result.exit_code == 130
    assert result.stderr == "briefing: interrupted; what was done is kept, run the command again to go on.\n"
    monkeypatch.undo()
    monkeypatch.chdir(desk)
    assert run("build", "--day", DAY).exit_code == 0
    assert (desk / "output/articles/2025-03/quay.html").is_file()


def test_an_error_names_place_problem_and_remedy() -> None:
    assert str(BriefingError("It is so.", remedy="Do this.", path="a.md", line=3)) == "a.md:3: It is so. Do this."
