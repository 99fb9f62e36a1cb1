"""The walls of docs/design.md, held by reading every import. A new exception needs a reason here."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "briefing"

# What each of these may import of ours; "analysis.*" stands for all modules of that folder. A module that is not named
# here is held by the doors and by the absence of cycles only.
WALLS: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "links": set(),
    "translations": set(),
    "wording": {"translations"},
    "compiling": set(),
    "mime": set(),
    "templating": {"compiling", "translations", "whole"},
    "published": {"model"},
    "kinds": {"errors"},
    "analysis.*": {"model", "analysis.*"},
    # clippings says what of an article's text its rights let a page show; it is made of values, as these are.
    "site.*": {
        "whole",
        "model",
        "published",
        "links",
        "wording",
        "compiling",
        "templating",
        "errors",
        "markup",
        "hosts",
        "visible",
        "clippings",
        "strays",
        "site.*",
    },
    # records tells mistakes in the list of readers as those in the editor's files: by line, with what may be meant.
    "mail.*": {
        "kinds",
        "model",
        "published",
        "links",
        "wording",
        "templating",
        "errors",
        "locking",
        "markup",
        "mime",
        "whole",
        "yamltree",
        "yamlparser",
        "records",
        "transaction",
        "mail.*",
    },
}

# Modules through which the world comes in: disk, other processes, network. All others turn values into values.
WORLD = {"os", "pathlib", "shutil", "sqlite3", "tempfile", "subprocess", "multiprocessing", "socket", "smtplib", "ssl"}
WORLD |= {"http", "urllib.request", "glob", "fcntl", "mmap", "threading", "signal", "concurrent.futures", "watchfiles"}
DOORS = {
    "adding.opening": "reads the file that comes in",
    "adding.writing": "writes the article that came in",
    "analysing": "is told where the files are that it reads",
    "batches": "waits for those who read",
    "archive": "is the SQLite file",
    "apart": "hears how its worker ended",
    "bounds": "has the system end what takes too long",
    "checking": "looks through content/",
    "checksums": "reads the archive's file, and what lies beside it",
    "cli.articles": "is told where the folders are",
    "cli.frame": "says in which template an error came up, and hears that the program is to end",
    "cli.mail": "is told where previews go",
    "cli.mailroom": "is told where the list of recipients is",
    "cli.outbox": "is told where logs and copies are",
    "cli.readers": "is told where the list of recipients is",
    "cli.releases": "is told where the folders are",
    "cli.site": "is told where the folders are",
    "dictionaries": "keeps dictionaries as they were decoded",
    "tongues": "keeps the model of languages as it was unpacked",
    "crew": "begins other processes, and ends them",
    "fetching.addresses": "asks the system for a host's addresses",
    "fetching.wire": "talks to the web",
    "fetching.arrivals": "writes articles that were fetched",
    "fetching.known": "reads which articles are there",
    "fetching.copydesk": "begins the processes that read what came from strangers",
    "fetching.keeping": "is told which files were written",
    "fetching.means": "is told where the folders are",
    "fetching.memory": "is the SQLite file of what was fetched",
    "fetching.outing": "holds the lock of a fetch, and is told where the folders are",
    "folder": "looks through content/",
    "gathering": "hears that its workers were killed",
    "reading": "looks for a line in an article's file",
    "registry": "reads the editor's files",
    "mail.readers.endpoint": "is told where the outbox is, and answers while letters go out",
    "mail.readers.bounces": "is told where the mailbox is",
    "mail.readers.mailboxes": "reads the mails that came back",
    "mail.readers.recipients": "reads the list of readers",
    "mail.readers.rows": "asks how a file's name ends",
    "mail.delivery.mta_log": "reads a mail server's log",
    "publishing": "hears that a worker was killed",
    "opening": "opens the SQLite file, or makes it",
    "posting": "reads the key and the password that the settings name",
    "releases.known": "is the SQLite file of what was found out about releases",
    "releases.making": "links and copies the files of a release",
    "releases.place": "is the folder of the releases, and switches between them",
    "releases.publishing": "is told where the output is",
    "releases.surveying": "looks through the output",
    "releases.withdrawing": "reads pages of earlier releases",
    "searching": "has Pagefind make the index, and puts it into the output",
    "mail.delivery.copies": "copies the outbox and puts a copy back",
    "mail.delivery.lock": "is told where the outbox is",
    "mail.delivery.making": "makes the outbox and its folder",
    "mail.delivery.outbox": "is told where its file is",
    "mail.delivery.store": "is the SQLite file of the outbox",
    "mail.delivery.interruption": "hears that the program is to end",
    "mail.delivery.replies": "reads what the mail server says",
    "mail.delivery.server": "knows what can go wrong with a connection",
    "mail.delivery.smtp": "talks to the mail server",
    "mail.mailing": "is told where the site is",
    "mail.editions": "reads the published editions",
    "mail.places": "asks where a path leads",
    "mail.settings": "turns file names into paths",
    "leaks": "reads every file of the output",
    "durable": "has the disk keep what was written",
    "locking": "takes locks of the system",
    "stamps": "looks at files from outside",
    "unchanged": "asks which files are there, before anything that reads them is loaded",
    "transaction": "begins and ends what an SQLite file holds together",
    "turns": "makes the folder of the lock that one build holds",
    "serving": "shows the folder to a browser and watches it",
    "cluster": "hands articles to the workers of a cluster",
    "companion": "adds pages to somebody else's output folder",
    "telling": "reads a file that is not in content/",
    "settings_file": "reads the settings file",
    "premises": "asks where the folders of the settings lead",
    "settings": "turns folder names into paths and asks for the build day",
    "templating": "keeps templates as they were compiled",
    "translations": "reads the catalogues of messages",
    "whole": "writes a file whole",
    "wsgi": "is told by the environment where the settings are",
    "twins": "compares an article that comes in with those that are there",
    "version": "digests the sources, so that changed code makes its results anew",
    "site.writer": "writes the pages",
    "strays": "notes files beside the archive",
}

# Calls that ask what time it is. The day is an argument everywhere else.
CLOCKS = {"now", "today", "utcnow", "time", "time_ns"}
CLOCK_OWNERS = {"datetime", "date", "time"}
CLOCK_DOORS = {
    "mail.readers.endpoint": "answers readers whenever they come",
    "cli.fetching": "says when articles came in",
    "cli.articles": "asks whether an embargo is over",
    "cli.releases": "says when a release was made",
    "cli.mailroom": "says when a letter is handed over",
    "cli.outbox": "asks in which time zone the machine is",
    "folder": "asks how long ago a file was written",
    "resting": "asks how long ago a file was written",
    "settings": "takes today as the build day, where nobody named one",
    "unchanged": "asks whether it is still that day",
    "wsgi": "dates a letter that asks to confirm",
}

# A library with opinions is imported in one place, so that it can be exchanged there.
SOLE_IMPORTERS = {
    "PIL": {"site.pictures.cards"},
    "ahocorasick_rs": {"analysis.actors.lexicon", "leaks"},
    "click": {
        "cli",
        *(
            f"cli.{name}"
            for name in "articles fetching frame mail mailroom outbox readers releases running site".split()
        ),
    },
    "email_validator": {"mail.readers.addresses"},
    "distributed": {"cluster"},
    "dkim": {"mail.message.signing"},
    "feedgenerator": {"site.exports.atom"},
    "brotli": {"fetching.unpacking"},
    "certifi": {"fetching.wire"},
    "chardet": {"charsets"},
    "httpx": {"fetching.wire"},
    "protego": {"fetching.manners"},
    "feedparser": {"fetching.xml_feeds"},
    "filelock": {"locking"},
    "css_inline": {"mail.message.html_part"},
    "jinja2": {
        "compiling",
        "templating",
        "site.render",
        "site.writer",
        "mail.message.html_part",  # a mail is no page: its templates are its own
        "mail.readers.pages",  # the few pages beside the site, which its theme does not reach
    },
    "markdown": {"markup"},
    "nh3": {"markup"},
    "pagefind": {"searching"},
    "pelican": {"cli.running", "companion", "plugin", "settings_file"},
    "py3langid": {"analysis.text.language"},
    "pyromark": {"markup"},
    "rensa": {"analysis.duplicates"},
    "simplemma": {"analysis.text.words"},
    # Caches that may be lost, a memory without which everything is asked anew, and an outbox that must not be lost.
    "sqlite3": {"archive", "opening", "fetching.memory", "releases.known", "mail.delivery.store", "transaction"},
    "sumy": {"analysis.summaries.sumy_methods"},
    "trafilatura": {"extracting", "framing"},
    "unidecode": {"links", "analysis.actors.discovered"},
    "yaml": {"yamlparser"},
}

ALLOWED_LINES = 450
# Longer, because it answers one question still.
LONG: dict[str, str] = {}


@dataclass(frozen=True)
class Module:
    name: str  # without "briefing."
    lines: int
    tree: ast.Module
    imports: tuple[tuple[str, int], ...]  # absolute name as written, line

    @property
    def calls(self) -> list[tuple[str, int]]:
        """What it calls by a dotted name, and on which line."""
        nodes = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return [
            (ast.unparse(node.func), node.lineno) for node in nodes if isinstance(node.func, ast.Name | ast.Attribute)
        ]

    @property
    def ours(self) -> set[str]:
        """The modules of ours that it imports."""
        names = modules()
        found = set()
        for target, _ in self.imports:
            if target == "briefing" or target.startswith("briefing."):
                inner = target.removeprefix("briefing").removeprefix(".")
                while inner and inner not in names:
                    inner = inner.rpartition(".")[0]
                found.add(inner or "__init__")
        return found


@lru_cache(maxsize=1)
def modules() -> dict[str, Module]:
    return {name: read_module(name, path) for name, path in sorted(paths().items())}


def paths() -> dict[str, Path]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


def read_module(name: str, path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    imports: list[tuple[str, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            # `from briefing import links` names a module, `from briefing.links import slug` a thing in one.
            imports += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return Module(name, source.count("\n"), tree, tuple(imports))


def is_named(name: str, patterns: set[str] | dict[str, set[str]]) -> str | None:
    """The pattern under which `name` stands, or None."""
    folder = name.partition(".")[0] + ".*"
    return name if name in patterns else folder if folder in patterns else None


def test_walls() -> None:
    wrong = []
    for module in modules().values():
        wall = is_named(module.name, WALLS)
        if wall:
            wrong += [
                f"{module.name} imports {other}" for other in sorted(module.ours) if not is_named(other, WALLS[wall])
            ]
    assert not wrong


def test_no_import_goes_round() -> None:
    # The package itself is left out: its register() imports the plugin when Pelican knocks, and all ask its version.
    graph = {module.name: module.ours - {"__init__"} for module in modules().values() if module.name != "__init__"}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))


def touches(module: Module) -> list[str]:
    """Where the module reaches out of the program."""
    found = [
        f"{module.name}:{line} imports {target}"
        for target, line in module.imports
        if any(target == world or target.startswith(f"{world}.") for world in WORLD)
    ]
    return found + [f"{module.name}:{line} calls {name}()" for name, line in module.calls if name in ("open", "input")]


def asks_time(module: Module) -> list[str]:
    """Where the module asks what time it is."""
    return [
        f"{module.name}:{line} asks {name}()"
        for name, line in module.calls
        if name.rpartition(".")[2] in CLOCKS and name.rpartition(".")[0] in CLOCK_OWNERS
    ]


@pytest.mark.parametrize(("reach", "doors"), [(touches, DOORS), (asks_time, CLOCK_DOORS)], ids=["world", "clock"])
def test_only_the_doors_reach_out(reach: Callable[[Module], list[str]], doors: dict[str, str]) -> None:
    assert [found for module in modules().values() if module.name not in doors for found in reach(module)] == []
    assert [name for name in doors if not reach(modules()[name])] == [], "these need no exception any more"


def test_a_library_has_one_importer() -> None:
    wrong = []
    for module in modules().values():
        for target, line in module.imports:
            allowed = SOLE_IMPORTERS.get(target.partition(".")[0])
            if allowed is not None and module.name not in allowed:
                wrong.append(f"{module.name}:{line} imports {target}, which belongs to {', '.join(sorted(allowed))}")
    assert not wrong
    used = {(target.partition(".")[0], module.name) for module in modules().values() for target, _ in module.imports}
    listed = {(library, name) for library, names in SOLE_IMPORTERS.items() for name in names}
    assert sorted(listed - used) == [], "these do not import it any more"


def test_no_chance_and_no_hash_seed() -> None:
    """Results are the same under any hash seed: nothing draws lots, nothing uses hash()."""
    wrong = []
    for module in modules().values():
        wrong += [
            f"{module.name}:{line} imports {target}" for target, line in module.imports if is_chance(f"{target}.")
        ]
        wrong += [
            f"{module.name}:{line} calls {name}()"
            for name, line in module.calls
            if is_chance(f"{name}.") or name == "hash"
        ]
    assert not wrong


def is_chance(target: str) -> bool:
    return target.startswith(("random.", "secrets.", "uuid.uuid1", "uuid.uuid4", "numpy.random", "np.random"))


def test_lengths() -> None:
    """A module answers one question; past about 350 lines ask which question crept in."""
    too_long = {module.name: module.lines for module in modules().values() if module.lines > ALLOWED_LINES}
    assert {name: lines for name, lines in too_long.items() if name not in LONG} == {}
    assert [name for name in LONG if name not in too_long] == [], "these need no exception any more"


def test_modules_say_what_they_answer() -> None:
    silent = [
        module.name
        for module in modules().values()
        if module.lines and not (ast.get_docstring(module.tree) or "").strip()
    ]
    assert not silent


def test_the_design_names_every_module() -> None:
    """Those in folders of ours, by the folder at least."""
    design = (PACKAGE.parent / "docs/design.md").read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in re.findall(r"`([\w/]+)`", design)}
    assert sorted({name.partition(".")[0] for name in modules()} - {"__init__", *named}) == []


def test_lists_name_modules_that_exist() -> None:
    named = {*DOORS, *CLOCK_DOORS, *(name for names in SOLE_IMPORTERS.values() for name in names), *LONG}
    assert sorted(named - set(modules())) == []


@pytest.mark.parametrize(
    ("source", "breach"),
    [
        ("from briefing import archive", "analysis.x imports archive"),
        ("import briefing.site.pages", "analysis.x imports site.pages"),
        ("from briefing.settings import Settings", "analysis.x imports settings"),
    ],
)
def test_a_breach_is_seen(source: str, breach: str, tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text(source, encoding="utf-8")
    module = read_module("analysis.x", file)
    outside = [other for other in module.ours if not is_named(other, WALLS["analysis.*"])]
    assert [f"{module.name} imports {other}" for other in outside] == [breach]
