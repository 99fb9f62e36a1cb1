"""No article keeps a build, ends it or is published torn: what is too much for a reader is in the ledger as failed."""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing import analysing, batches, bounds, building, crew, folder, gathering, telling
from briefing.adding import cleaning
from briefing.analysis.limits import LONGEST_PASSAGE, MOST_PASSAGES, MOST_SHOWN
from briefing.analysis.recipe import Tools
from briefing.analysis.text.document import split_text
from briefing.analysis.text.sentences import LONGEST_SENTENCE
from briefing.archive import Archive
from briefing.bounds import OutOfTimeError, within
from briefing.building import build
from briefing.errors import ContentError, RegistryError
from briefing.folder import File, find_articles, take_file
from briefing.gist import passages_in
from briefing.model import Actor, Article, EventRule, Record, Registry, Standing
from briefing.reading import parse_article
from briefing.records import MOST_PROBLEMS
from briefing.registry import check_registry, read_registry
from briefing.settings import Settings, check_settings

ARTICLE = "Title: Quay {name}\nDate: 2025-03-14\n\nThe quay at Malmford gave way, and boat {name} sank.\n"
SPOILT = "2.md"  # the one that the tests spoil
analyse = analysing.analyse

posix = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timers")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Five articles, read by workers that know what the test changed."""
    monkeypatch.setattr(crew, "START_METHODS", ("fork",))
    monkeypatch.setattr(bounds, "SLACK", 0)
    (tmp_path / "content").mkdir()
    for name in "01234":
        write(tmp_path / f"content/{name}.md", name)
    given = {"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), "BRIEFING_WORKERS": 1}
    return check_settings({**given, "BRIEFING_DAY": "2025-03-20", "BRIEFING_ARTICLE_SECONDS": 1})


def write(path: Path, name: str) -> None:
    path.write_text(ARTICLE.format(name=name), encoding="utf-8")


def spoil(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], Any], id_: str = SPOILT) -> None:
    """Let the analysis of one article do something else."""

    def spoilt(article: Any, tools: Any) -> Any:
        if article.id == id_:
            deed()
        return analyse(article, tools)

    monkeypatch.setattr(analysing, "analyse", spoilt)


def failed(settings: Settings) -> dict[str, str]:
    """Which files failed, and why."""
    with Archive(settings.archive) as archive:
        return {id_: found.reason for id_, found in archive.standings().items() if found.state == "failed"}


def spin() -> None:
    """What no handler of exceptions ends."""
    while True:
        with contextlib.suppress(Exception):  # as libraries do
            sum(range(1000))


def stay_in_c() -> None:
    """What hears no signal."""
    hashlib.pbkdf2_hmac("sha256", b"a", b"b", 100_000_000)


# -- time -------------------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("work", [spin, lambda: re.match(r"(a*)*b", "a" * 40)], ids=["Python", "an expression"])
def test_what_takes_too_long_is_ended(work: Callable[[], Any]) -> None:
    before = signal.getsignal(signal.SIGPROF)
    start = time.process_time()
    with pytest.raises(OutOfTimeError):
        within(0.2, work)
    assert 0.05 < time.process_time() - start < 2  # the timer counts in ticks of the system, some of them others’
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert within(5, lambda: 7) == 7


@posix
def test_a_clock_that_runs_while_nobody_works_ends_nothing() -> None:
    assert within(0.2, lambda: time.sleep(0.4)) is None


def test_in_another_thread_as_well() -> None:
    """As on a cluster, whose workers read in threads."""
    ended: list[str] = []

    def work() -> None:
        for deed in (spin, lambda: 7):
            try:
                ended.append(str(within(0.2, deed)))
            except OutOfTimeError:
                ended.append("ended")
        time.sleep(0.5)  # what was on its way comes no more

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert ended == ["ended", "7"]
    assert not thread.is_alive()


TRACED = """
import sys, threading, time
from briefing.bounds import OutOfTimeError, within

def read():
    for work in (lambda: 7, lambda: [None for _ in iter(int, 1)]):
        try:
            within(0.2, work)
        except OutOfTimeError:
            print("ended")

thread = threading.Thread(target=read)
thread.start()
thread.join()
sys.setprofile(lambda *_: None)
print(sorted(number for number in (3, 2)))
"""


def test_whoever_profiles_the_process_later_can_go_on() -> None:
    """CPython 3.11 ran in circles there, once an error had been taken back that was on its way to a thread."""
    done = subprocess.run(
        [sys.executable, "-c", TRACED],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parent,
    )
    assert done.stdout == "ended\n[2, 3]\n"


@posix
def test_an_error_that_is_swallowed_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    swallowed: list[bool] = []

    class Stubborn:
        def __del__(self) -> None:
            for _ in range(100_000_000):  # what is raised here is printed and forgotten
                pass

    def work() -> None:
        Stubborn()
        spin()

    monkeypatch.setattr(sys, "unraisablehook", lambda _: swallowed.append(True))
    monkeypatch.setattr(bounds, "AGAIN", 0.2)
    with pytest.raises(OutOfTimeError):
        within(0.1, work)
    assert swallowed


@posix
def test_an_article_that_takes_too_long_costs_its_own_place(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(article: Any, tools: Any) -> Any:
        if article.id == SPOILT:
            tools.rules = None  # what it was at is half changed, and is made anew
            spin()
        return analyse(article, tools)

    monkeypatch.setattr(analysing, "analyse", spoilt)
    site = replace(site, article_seconds=0.4)
    report = build(site)
    what = "Reading it took more than 0.4 s of processor time and was ended."
    assert failed(site) == {SPOILT: what}
    assert [(note.path, note.what) for note in report.notes] == [(SPOILT, what)]
    assert (report.articles, report.files, report.read) == (4, 5, 5)
    assert not (site.output / "articles/2.html").exists()
    # As any other that failed it is not read again, …
    assert build(site).read == 0
    monkeypatch.setattr(analysing, "analyse", analyse)
    assert build(replace(site, article_seconds=0.4)).read == 0
    # … unless there is more time; then it alone.
    report = build(replace(site, article_seconds=1))
    assert (report.read, report.articles, report.notes) == (1, 5, ())
    assert build(replace(site, article_seconds=0.4)).read == 0


def test_what_fails_while_it_is_parsed_costs_its_own_place(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    parse = analysing.parse_article

    def panic(raw: bytes, id_: str, **rest: Any) -> Any:
        if id_ == SPOILT:
            raise PanicException
        return parse(raw, id_, **rest)

    monkeypatch.setattr(analysing, "parse_article", panic)
    build(site)
    assert list(failed(site)) == [SPOILT]
    assert "PanicException" in failed(site)[SPOILT]


# -- what ends the process ---------------------------------------------------------------------------------------------


@pytest.fixture
def many(site: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same, read by a crew."""
    monkeypatch.setattr(gathering, "ALONE", 2)
    monkeypatch.setattr(batches, "MOST_FILES", 1)
    return replace(site, workers=2)


@pytest.fixture
def large(site: Settings) -> Settings:
    """The same, with one that is so large that this process does not read it, though little else is to be read."""
    (site.content / SPOILT).write_text(ARTICLE.format(name="2") + "It rained.\n\n" * 6_000, encoding="utf-8")
    return site


def overflow() -> None:
    faulthandler.disable()  # pytest's, which would print where we are
    os.kill(os.getpid(), signal.SIGSEGV)  # as a stack that overflows in C


DEEDS = {
    "overflow": (overflow, "large", "To read it ended the process that did so, 2 times (SIGSEGV)."),
    "exit": (lambda: os._exit(3), "many", "To read it ended the process that did so, 2 times (exit status 3)."),
    "time": (stay_in_c, "large", "Reading it took more than 1 s of processor time and was ended."),
    "memory": (lambda: bytearray(4 << 30), "many", "Reading it took more memory than there is for one article."),
}


@pytest.mark.skipif(sys.platform != "linux", reason="what ends a process depends on the system")
@pytest.mark.parametrize("name", DEEDS)
def test_an_article_that_ends_its_reader_is_named(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """By the one that reads what is large, where little is to be read; or by a crew."""
    deed, where, what = DEEDS[name]
    settings: Settings = request.getfixturevalue(where)
    spoil(monkeypatch, deed)
    here = os.getpid()
    monkeypatch.setattr(analysing.Analyst, "_find", refuse_in(here, analysing.Analyst._find, SPOILT))
    report = build(settings)
    assert failed(settings) == {SPOILT: what}
    assert (report.articles, report.files) == (4, 5)
    assert build(settings).read == 0
    monkeypatch.undo()
    (settings.content / SPOILT).write_text(ARTICLE.format(name="mended"), encoding="utf-8")
    assert (build(settings).articles, failed(settings)) == (5, {})


def refuse_in(process: int, find: Callable[..., Any], id_: str) -> Callable[..., Any]:
    """This process must not read it."""

    def guarded(self: Any, file: File, *rest: Any) -> Any:
        assert file.id != id_ or os.getpid() != process
        return find(self, file, *rest)

    return guarded


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_an_article_that_ends_the_build_itself_ends_one(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is small is read without a worker where little is: the next build has one for what the last was reading."""
    spoil(monkeypatch, lambda: os._exit(3))
    child = os.fork()
    if not child:
        build(site)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    monkeypatch.setattr(analysing.Analyst, "_find", refuse_in(os.getpid(), analysing.Analyst._find, SPOILT))
    report = build(site)
    assert failed(site) == {SPOILT: "To read it ended the process that did so, 2 times (exit status 3)."}
    assert (report.articles, report.files) == (4, 5)
    assert not site.beside_archive("reading").exists()


def test_no_article_has_parts_without_end() -> None:
    """A table of the results in 1,500 wards is an article."""
    rows = []
    for columns, lines in ((500, 61), (6, 1_500)):
        table = [f"|{' a |' * columns}", f"|{' - |' * columns}", *[f"|{' a |' * columns}"] * lines]
        raw = f"{ARTICLE.format(name='2')}\n{chr(10).join(table)}\n".encode()
        rows += READ([File("2.md", len(raw), 1, raw)])
    assert [row.brief is None for row in rows] == [True, False]
    assert "two for each paragraph, item or cell; no page has more than 60,000." in rows[0].notes[0].what


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_one_whose_reader_somebody_killed_is_read(
    many: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As a system does that is short of memory: the article is not at fault."""

    def kill_once() -> None:
        times = len(list(tmp_path.glob("killed*")))
        if times < 2:  # the crew's, and the one that read it apart
            (tmp_path / f"killed{times}").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    spoil(monkeypatch, kill_once)
    assert build(many).articles == 5
    assert len(list(tmp_path.glob("killed*"))) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_one_whose_readers_are_always_killed_is_tried_with_each_build(
    large: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch, lambda: os.kill(os.getpid(), signal.SIGKILL))
    for _ in range(2):
        report = build(large)
        assert (report.read, report.articles) == (5 if _ == 0 else 1, 4)
        assert "(SIGKILL). Free some memory" in " ".join(f"{note.what} {note.remedy}" for note in report.notes)
    spoil(monkeypatch, lambda: None)
    assert build(large).articles == 5


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_the_system_waits_longer_than_the_timer() -> None:
    """And the next article has its own time."""
    program = """
import resource
from briefing.bounds import SLACK, ended_by_system
for _ in range(3):
    with ended_by_system(7):
        print(resource.getrlimit(resource.RLIMIT_CPU)[0] - SLACK)
print(resource.getrlimit(resource.RLIMIT_CPU)[0] == resource.RLIM_INFINITY)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout in ("7\n7\n7\nTrue\n", "8\n8\n8\nTrue\n")  # a second for what it took to begin


# -- whatever the bytes -----------------------------------------------------------------------------------------------

PIECES = (
    "---\n", "Title: ", "Date: 2025-03-14\n", "\n\n", "[", "](", "](a)", "*", "**", "_", "`", "```\n", "> ", "- ",
    "1. ", "# ", "\n===\n", "<b>", "</b>", "<p>", "<!--", "-->", "<", ">", "&amp;", "&#", "<a href='", "<script>",
    "<table><tr><td>", "a\n:   b\n\n", "[^1]: ", "[^1]", "*[A]: ", "a|b\n-|-\n", "“", "”", "said ", "Anna Berg ",
    "12 killed", "1% ", "\t", "    ", "\\", "\u202e", "\u0301", "İ", "中。", "😀", "&a: ", "*a", "!!b ", "{", "}",
    "- - - ", "? ", "'", '"', "%", "@", "\0", "\ufeff", "\r", "\x85", "\u2028",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)
READ = analysing.Analyst(analysing.Instructions(Registry(), "UTC", "briefing", (), 20))


@given(
    st.binary(max_size=300) | TEXTS.map(lambda text: text.encode("utf-8", "replace")), st.sampled_from(("md", "html"))
)
@examples(max_examples=120, deadline=None)
def test_any_bytes_are_an_article_or_have_failed(raw: bytes, ending: str) -> None:
    (row,) = READ([File(f"a.{ending}", len(raw), 1, raw)])
    whys = [note.what for note in row.notes if note.severity == "failed"]
    assert (row.brief is None) == bool(whys)
    assert not [why for why in whys if "processor time" in why or "broke off" in why]


@given(TEXTS, st.integers(1, 400))
@examples(max_examples=25, deadline=None)
def test_no_text_takes_more_than_in_proportion(text: str, times: int) -> None:
    """Repeated up to 20,000 characters it takes as long as anything of that length: quadratic work would be seen."""
    raw = ("Title: a\n\n" + text * min(times, 20_000 // (len(text) + 1))).encode("utf-8", "replace")
    start = time.process_time()
    READ([File("a.md", len(raw), 1, raw)])
    assert time.process_time() - start < 4


# -- what others' pages show of one article ---------------------------------------------------------------------------

LETTERS = "bdfgklmnprst"
PEOPLE = [f"{a.upper()}a{b}e{c}a {c.upper()}o{a}i{b}unger" for a in LETTERS for b in LETTERS for c in LETTERS]
# Texts that have more of something than others' pages show of one article: how much of it is kept, and what is told.
TOO_MUCH = {
    "names": ("The Ostrava Board went on. " * 5_100, "mentions", 5_000, "The article has 5,100 names"),
    "people": (
        " ".join(f"“Yes,” said {name}." for name in PEOPLE[:1_200]),
        "discovered",
        1_000,
        "The article has 1,200 names",
    ),
    "quotes": ("“We will go on with it,” said Anna Berg. " * 1_100, "quotes", 1_000, "The article has 1,100 quotes"),
    "figures": ("Some 12 people were killed in Riga. " * 1_100, "figures", 1_000, "The article has 1,100 figures"),
    "long": ("At least 12 people were killed by drones, " * 800, "figures", 50, "The article has 800 figures"),
}


def find_in(text: str, registry: Registry) -> tuple[Record, list[str]]:
    """What is known of an article of this text, and what is told of it."""
    article = Article("a.md", "", text, split_text(text), lang="en")
    found = analyse(article, Tools(registry))
    return Record(article, found, Standing("used")), [note.what for note in found.notes]


@pytest.mark.parametrize("name", TOO_MUCH)
def test_no_article_has_more_of_anything_than_others_pages_show(name: str) -> None:
    text, of, kept, told = TOO_MUCH[name]
    registry = Registry(actors=(Actor("board", "Ostrava Board", "organisation"),))
    record, notes = find_in(text, registry)
    assert len(getattr(record.analysis, of)) == kept
    assert [note for note in notes if note.startswith(told)]
    assert find_in(text[: len(text) // 20], registry)[1] == []


@pytest.mark.parametrize(
    ("text", "passages", "told"),
    [
        ("\n\n".join(["The quay gave way."] * 1_100), 1_000, "1,100 paragraphs; the page of an event or story"),
        ("The quay gave way. " * 5_000, 5, ""),
        ("The quay gave way. " * 20_000, 10, "379,999 characters; the page of an event or story"),
        ("the quay gave way " * 5_000, 5, "A sentence has 89,999 characters and was taken apart"),
    ],
)
def test_an_event_shows_no_more_of_one_article(text: str, passages: int, told: str) -> None:
    event = EventRule("quay", "The quay", phrases=(("quay", 3.0),))
    record, notes = find_in(text, Registry(events=(event,)))
    assert [told in note for note in notes] == [True] * bool(told)
    for kind in ("event", "story"):
        found = passages_in(record, "quay", kind)
        assert len(found) == passages <= MOST_PASSAGES
        assert all(passage.text == record.article.text[passage.start : passage.end] for passage in found)
        assert max(len(passage.text) for passage in found) <= LONGEST_PASSAGE
        assert sum(len(passage.text) for passage in found) <= MOST_SHOWN


@pytest.mark.parametrize("key", ["Was", "Reason", "Exclude", "Summary"])
def test_nor_more_of_what_its_front_matter_says(key: str) -> None:
    said = f"Title: a\nDate: 2025-03-14\n{key}: {'gone ' * 100_000}\n\nThe quay gave way.\n"
    article = parse_article(said.encode(), "a.md")
    shown = article.was, article.status_reason, article.override.exclude, article.override.summary
    assert max(map(len, shown)) < 10_010
    assert [note.what for note in article.notes if "cut" in note.what] == [
        f"{key} has 499,999 characters and was cut to 10,000."
    ]


def test_one_that_names_a_state_without_end_leaves_its_page_and_the_edition(site: Settings) -> None:
    settings = replace(site, article_seconds=30)
    (site.content / "3.md").write_text(f"{ARTICLE.format(name='3')}\nThe U.S. sent help.\n", encoding="utf-8")
    build(settings)
    pages = "index.html", "actors/united-states.html", "editions/2025-03-14.html"
    before = {page: (site.output / page).stat().st_size for page in pages}
    text = f"Title: Ferry\nDate: 2025-03-14\n\n{'U.S. ' * 60_000}ferry\n"
    (site.content / "us.md").write_text(text, encoding="utf-8")
    told = [note.what for note in build(settings).notes]
    assert "A sentence has 300,005 characters and was taken apart; the longest may have 10,000." in told
    assert "The article has 60,000 names, of which the first 5,000 are kept." in told
    for page in pages:
        assert before[page] < (site.output / page).stat().st_size < before[page] + 4 * LONGEST_SENTENCE, page


# -- the folder and the registries ------------------------------------------------------------------------------------


def test_folders_have_a_depth(tmp_path: Path) -> None:
    place = tmp_path
    for _ in range(300):
        place = place / "a"
    place.mkdir(parents=True)
    (place / "deep.md").write_text("x", encoding="utf-8")
    (tmp_path / "a/flat.md").write_text("x", encoding="utf-8")
    found, notes = find_articles(tmp_path)
    assert [each.id for each in found] == ["a/flat.md"]
    (note,) = notes
    assert "more than 50 folders deep" in note.what
    assert note.severity == "failed"


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"- {id: a, nmae: A, kindd: person}\n" * 6_000, "“nmae” is not a field"),
        (b"".join(b"- {id: a%d, name: A, kind: persn%d}\n" % (n, n) for n in range(6_000)), "is not known as kind"),
        (b"".join(b"- {id: a%d, name: A, kind: person, related: [b%d]}\n" % (n, n) for n in range(4_000)), "no actor"),
        (b"- id: a\n" + b"".join(b"  k%d: b\n" % n for n in range(50_000)), "is not a field"),
        (b"{" + b"a," * 60_000 + b"}", "has to be a list"),
        (b"[" * 500_000, "nested too deep"),
        (b"- &a [x]\n" + b"- *a\n" * 100_000, "The alias *a"),
        (b"- !!python/object/apply:os.system [ls]\n", "The YAML tag"),
        (b"- <<: {id: a}\n  name: A\n  kind: person\n", "“<<” is not a field"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_hostile_registries_are_told_in_a_moment(raw: bytes, what: str) -> None:
    start = time.process_time()
    _, problems = check_registry({"actors.yml": raw})
    assert time.process_time() - start < 3  # a third of one at most; quadratic work would take ten
    assert 1 <= len(problems) <= MOST_PROBLEMS
    assert any(what in problem.what for problem in problems)


def test_a_registry_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.registry.MOST_BYTES", 100)
    (tmp_path / "actors.yml").write_bytes(b"#" * 101)
    with pytest.raises(RegistryError, match=r"actors\.yml: The file has 101 bytes, more than the 100 .* Shorten it\.$"):
        read_registry(tmp_path)


# -- what is added ----------------------------------------------------------------------------------------------------

PAGE = (
    "<html><body><article>%s<p>The quay at Malmford gave way at dawn, and three boats sank.</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "<!---->" * 5_000 + "x"),
        ("a.txt", "<!--" * 50_000),
        ("a.txt", "By " + "a, " * 100_000),
        ("a.txt", "Published on " * 50_000),
        ("a.md", "![" * 100_000),
        ("a.md", "<img " * 50_000),
        ("a.md", "[a](" * 50_000),
        ("a.md", "```\n" * 50_000),
        ("a.html", PAGE % ("<div>" * 10_000)),
        ("a.html", PAGE % ("<p><b>" * 8_000)),
        ("a.html", PAGE % ("<table><tr><td>" * 2_500)),
        ("a.html", PAGE % ("<li>a " * 20_000)),
        ("a.html", PAGE % ('<script type="application/ld+json">' + "[" * 200_000 + "</script>")),
        ("a.html", PAGE % ('<script type="application/ld+json">[' + "{}," * 150_000 + "{}]</script>")),
        ("a.html", PAGE % ("<img src='https://a.example/a'>" * 10_000)),
        ("a.html", PAGE % ("<a href='https://a.example/a'>a</a> " * 10_000)),
    ],
    ids=lambda value: repr(value[-30:]),
)
def test_what_is_added_is_read_in_a_moment(name: str, text: str) -> None:
    start = time.process_time()
    with contextlib.suppress(ContentError):
        cleaning.clean(text.encode(), name)
    assert time.process_time() - start < 4


def test_what_is_added_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "SECONDS", 0.2)
    monkeypatch.setattr(cleaning, "read_web_page", lambda _: spin())
    with pytest.raises(
        ContentError, match=r"a\.html: To read it took more than 0\.2 s of processor time and was ended"
    ):
        cleaning.clean(b"<html><body>a</body></html>", "a.html")


@posix
@pytest.mark.parametrize(
    ("length", "deed", "what"),
    [
        (1, spin, "Reading it took more than 1 s of processor time and was ended."),
        (6_000, stay_in_c, "Reading it took more than 1 s of processor time and was ended."),
        (6_000, overflow, "To read it ended the process that did so, 2 times (SIGSEGV)."),
    ],
    ids=["small", "large, in C", "large, the end"],
)
def test_what_is_explained_has_its_bounds(
    site: Settings, monkeypatch: pytest.MonkeyPatch, length: int, deed: Callable[[], Any], what: str
) -> None:
    """A file that need not be in content/."""
    path = site.content.parent / "other.md"
    path.write_text(ARTICLE.format(name="2") + "It rained.\n\n" * length, encoding="utf-8")
    monkeypatch.setattr(telling, "analyse", lambda *_: deed())
    start = time.process_time()
    with pytest.raises(ContentError, match=rf"other\.md: {re.escape(what)}"):
        telling.tell(str(path), site, lambda *_: None, as_json=False)
    assert time.process_time() - start < 8, "what hears no signal is another process's"


# -- files that change ------------------------------------------------------------------------------------------------


class Writer:
    """Somebody who writes a file again and again."""

    def __init__(self, path: Path, every: float) -> None:
        self.path, self.every = path, every
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)

    def _write(self) -> None:
        while not self._done.wait(self.every):
            with self.path.open("a", encoding="utf-8") as file:
                file.write("It rained.\n")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "PAUSE", 0.02)
    path = tmp_path / "a.md"
    with Writer(path, 0.001):
        time.sleep(0.1)
        file = take_file(str(tmp_path), "a.md")
    assert file.problem is not None
    assert file.problem.what == "This file is being written."
    assert (file.size, file.mtime, file.raw) == (-1, -1, b"")
    assert take_file(str(tmp_path), "a.md").raw == path.read_bytes()


def test_a_file_that_changes_as_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if it has as many bytes as before."""
    path = tmp_path / "a.md"
    path.write_bytes(b"before")
    os.utime(path, ns=(1, 1))
    read = folder._read  # the moment between two looks
    times: list[int] = []

    def change(number: int, size: int, most: int) -> bytes:
        raw = read(number, size, most)
        times.append(1)
        if len(times) == 1:
            path.write_bytes(b"behind")
            os.utime(path, ns=(2, 2))
        return raw

    monkeypatch.setattr(folder, "_read", change)
    file = take_file(str(tmp_path), "a.md")
    assert (file.raw, len(times)) == (b"behind", 2)


@pytest.mark.parametrize("first", [b"", b"x" * 8192])
def test_a_new_file_of_whole_blocks_may_go_on(tmp_path: Path, first: bytes) -> None:
    """Programs write in blocks, and an empty file is one that somebody is about to write."""
    path = tmp_path / "a.md"
    path.write_bytes(first)

    def go_on() -> None:
        time.sleep(0.3)
        path.write_bytes(first + b"The end.\n")

    thread = threading.Thread(target=go_on)
    thread.start()
    assert take_file(str(tmp_path), "a.md").raw == first + b"The end.\n"
    thread.join()
    path.write_bytes(first)
    os.utime(path, ns=(1, 1))
    start = time.perf_counter()
    assert take_file(str(tmp_path), "a.md").raw == first
    assert time.perf_counter() - start < 0.3, "one that is old is not waited for"


def test_what_changes_while_it_is_read_is_read_again(site: Settings) -> None:
    def change(step: str, done: int, of: int) -> None:
        if step == "Reading articles" and done == of:
            write(site.content / SPOILT, "changed")

    report = build(site, change)
    assert "boat changed" in (site.output / "articles/2.html").read_text(encoding="utf-8")
    assert report.notes == ()
    assert build(site).read == 0


def test_what_goes_on_changing_is_not_published(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "PAUSE", 0.02)
    build(site)
    write(site.content / SPOILT, "again")
    with Writer(site.content / SPOILT, 0.005):
        report = build(site)
    assert failed(site) == {SPOILT: "This file is being written."}
    assert report.articles == 4
    report = build(site)
    assert (report.read, report.articles, failed(site)) == (1, 5, {})


def test_what_changes_after_each_reading_is_not_published(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it is at rest whenever it is read."""
    monkeypatch.setattr(gathering, "PAUSE", 0)
    path = site.content / SPOILT

    def change() -> None:
        stamp = path.stat().st_mtime_ns
        os.utime(path, ns=(1, stamp - 1 if stamp <= 1000 else 1000))

    with monkeypatch.context() as changing:
        spoil(changing, change)
        report = build(site)
    assert failed(site) == {SPOILT: "This file is being written."}
    assert [(note.path, note.severity) for note in report.notes] == [(SPOILT, "failed")]
    assert path.stat().st_mtime_ns == 1000 - gathering.ROUNDS
    assert (build(site).articles, failed(site)) == (5, {})


@pytest.mark.parametrize("name", [SPOILT, "events.yml"])
def test_what_changes_while_pages_are_written_is_told(
    site: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site.content / name
    if name == "events.yml":
        path.write_text("- {id: quay, title: Quay, phrases: [quay]}\n", encoding="utf-8")
    publish = building.publish

    def change(*arguments: Any) -> Any:
        published = publish(*arguments)
        path.write_bytes(path.read_bytes() + b"\n")
        return published

    with monkeypatch.context() as changing:
        changing.setattr(building, "publish", change)
        report = build(site)
    told = (name, "This file is being written.", "failed")
    if name == "events.yml":
        told = ("content", "actors.yml, events.yml or sources.yml changed while the site was built.", "warning")
    assert [(note.path, note.what, note.severity) for note in report.notes] == [told]
    assert build(site).notes == ()


HALVES = """
import random, sys, time
path, seconds = sys.argv[1], float(sys.argv[2])
chance = random.Random(7)
end = time.monotonic() + seconds
number = 0
while time.monotonic() < end:
    number += 1
    body = f"The quay at Malmford gave way on day {number}.\\n\\n" + "It rained for hours. " * chance.randrange(10, 900)
    text = f"Title: Quay\\nDate: 2025-03-14\\n\\n{body}\\n\\nWhole at last.\\n"
    half = chance.randrange(60, len(text) - 20)
    with open(path, "w") as file:
        file.write(text[:half])
        file.flush()
        time.sleep(chance.choice((0, 0.005, 0.03, 0.2, 0.35)))
        file.write(text[half:])
    time.sleep(chance.choice((0, 0.02, 0.3, 1.2)))
"""


def test_no_page_shows_half_an_article_of_which_nothing_is_said(site: Settings) -> None:
    """Against a process that writes in halves, with pauses shorter than a file has to be left alone."""
    site = replace(site, settling=0.5)
    path = site.content / SPOILT
    page = site.output / "articles/2.html"
    path.write_text(ARTICLE.format(name="2") + "\nWhole at last.\n", encoding="utf-8")
    build(site)
    writer = subprocess.Popen([sys.executable, "-c", HALVES, str(path), "5"])
    told = shown = 0
    try:
        while writer.poll() is None:
            report = build(site)
            said = [note.path for note in report.notes]
            told += SPOILT in said
            if page.exists() and SPOILT not in said:
                shown += 1
                assert "Whole at last." in page.read_text(encoding="utf-8")
    finally:
        writer.kill()
        writer.wait()
    report = build(site)
    assert "Whole at last." in page.read_text(encoding="utf-8") or SPOILT in [note.path for note in report.notes]
    assert told + shown > 1
