"""The recipes of docs/how-to/schedule.md as cron and GitHub run them: killed and run again, nothing comes twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from copy import copy
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from newsstand import Newsstand, Page
from servers import Sound, sound_server
from test_workflows import read, run_as_github_does, script_of

from briefing.uncovering import letters, read_words
from briefing.whole import write_whole

PROJECT = Path(__file__).parent.parent
GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
IGNORED = ".briefing/\noutput/\nmailroom/\n__pycache__/\n"

Factory = pytest.TempPathFactory


def script() -> str:
    """The script of the page, as it stands there."""
    page = (PROJECT / "docs/how-to/schedule.md").read_text(encoding="utf-8")
    return page.partition('```sh title="desk.sh"\n')[2].partition("```")[0]


class Newsroom:
    """A repository, the clone in which the schedule runs, and one in which an editor works."""

    def __init__(self, root: Path) -> None:
        self.root, self.desk, self.editor = root, root / "desk", root / "editor"
        self.environment = os.environ | GIT | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        self.git(root, "init", "--quiet", "--bare", "--initial-branch", "main", "origin")
        for clone in (self.desk, self.editor):
            self.git(root, "clone", "--quiet", str(root / "origin"), clone.name)
            self.git(clone, "remote", "set-url", "origin", "../origin")
            self.git(clone, "config", "user.name", clone.name)
            self.git(clone, "config", "user.email", f"{clone.name}@news.example")
        self.git(self.editor, "switch", "--quiet", "--create", "main")
        (self.editor / "content").mkdir()

    def copy(self, root: Path) -> Newsroom:
        """The same elsewhere."""
        shutil.copytree(self.root, root)
        same = copy(self)
        same.root, same.desk, same.editor = (
            root / path.relative_to(self.root) for path in (self.root, self.desk, self.editor)
        )
        same.environment = {name: value.replace(str(self.root), str(root)) for name, value in self.environment.items()}
        return same

    def git(self, folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, env=os.environ | GIT, check=True, capture_output=True, text=True
        )
        return done.stdout

    def push(self, files: dict[str, str], message: str = "By hand") -> None:
        """What an editor writes."""
        for name, text in files.items():
            (self.editor / name).parent.mkdir(parents=True, exist_ok=True)
            (self.editor / name).write_text(text, encoding="utf-8")
        self.git(self.editor, "add", "--all")
        self.git(self.editor, "commit", "--quiet", "--message", message)
        if self.commits():
            self.git(self.editor, "pull", "--quiet", "--rebase", "origin", "main")
        self.git(self.editor, "push", "--quiet", "--set-upstream", "origin", "main")

    def begin(self, files: dict[str, str]) -> None:
        self.push({"desk.sh": script(), ".gitignore": IGNORED, **files}, "The site")
        self.git(self.desk, "pull", "--quiet", "origin", "main")
        self.git(self.desk, "branch", "--quiet", "--set-upstream-to", "origin/main")

    def run(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", str(self.desk / "desk.sh")],
            cwd=self.root,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            start_new_session=True,  # so that it can be killed with all that it began
        )

    def commits(self) -> list[str]:
        """What was committed and pushed, the newest first: each message with its files."""
        log = self.git(self.root / "origin", "log", "--format=%x00%an: %s", "--name-only", "--branches")
        return [" ".join(entry.split()) for entry in log.split("\0")[1:]]

    def fetched(self) -> list[str]:
        return [entry for entry in self.commits() if entry.startswith("desk: ")]

    def is_clean(self) -> bool:
        status = self.git(self.desk, "status", "--porcelain")
        heads = {self.git(place, "rev-parse", "main") for place in (self.desk, self.root / "origin")}
        return not status and len(heads) == 1


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    for needed in ("git", "sh"):
        if not shutil.which(needed):
            pytest.skip(f"{needed} is missing")
    return Newsroom(tmp_path)


# -- all of it --------------------------------------------------------------------------------------------------------

QUAY = "The quay wall at Malmford gave way on Monday, and at least 14 dockers were hurt, the port office said.\n"
CRANE = "A crane fell into the basin at Malmford on Tuesday, a day after the quay wall, and nobody was hurt.\n"
PAGE = """<html lang="en"><head><title>Divers look at the wall</title></head>
<body><article><h1>Divers look at the wall</h1>
<p>Divers went down to the quay wall at Malmford on Wednesday and came up with little to say about it.</p>
<p>“It is gone,” said Jane Oldcastle, the harbour master, who had asked for them the day before.</p>
<p>The port office wants to build another one, twice as thick, before the winter comes.</p></article></body></html>"""


def _article(title: str, day: date, body: str, *fields: str) -> str:
    return "\n".join((f"Title: {title}", f"Date: {day}", "Source: Harbour Post", *fields, "", body))


def _feed(address: str) -> bytes:
    moment = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Post</title><item><title>Divers look at the wall"
        f"</title><link>{address}</link><guid>1</guid><pubDate>{moment}</pubDate></item></channel></rss>"
    ).encode()


def _settings(stand: Newsstand, sound: Sound, root: Path) -> str:
    return (
        "SITENAME = 'The Morning'\nSITEURL = 'https://news.example'\nPATH = 'content'\nBRIEFING_WORKERS = 1\n"
        f"BRIEFING_CONTACT = 'desk@news.example'\nBRIEFING_FETCH_ALLOW = {sorted(stand.allowed)!r}\n"
        f"BRIEFING_MAIL_FROM = 'morning@news.example'\nBRIEFING_MAIL_HOST = {sound.server.host!r}\n"
        f"BRIEFING_MAIL_PORT = {sound.server.port}\nBRIEFING_MAIL_SECURITY = 'none'\nBRIEFING_MAIL_MAX_AGE = 96\n"
        f"BRIEFING_MAIL_RECIPIENTS = 'readers.yml'\nBRIEFING_MAIL_FOLDER = {str(root / 'mailroom')!r}\n"
    )


@pytest.mark.slow
def test_a_day_of_the_schedule(newsroom: Newsroom) -> None:
    today = datetime.now(UTC).date()
    monday, tuesday = today - timedelta(days=2), today - timedelta(days=1)
    with Newsstand() as stand, sound_server("none", login=False) as sound:
        feed = f"{{id: post, name: Harbour Post, delay: 0, feeds: ['{stand.url('/feed.xml')}']}}"
        stand.pages["/feed.xml"] = Page(_feed(stand.url("/divers.html")), "application/rss+xml")
        stand.pages["/divers.html"] = Page(PAGE.encode())
        settings = _settings(stand, sound, newsroom.root)
        newsroom.begin(
            {
                "content/quay.md": _article("Quay wall gives way", monday, QUAY),
                "content/crane.md": _article("Crane falls", tuesday, CRANE),
                "content/sources.yml": f"- {feed}\n",
                "readers.yml": "- mara@reader.example\n",
                "pelicanconf.py": settings,
                "publishconf.py": settings,
            }
        )
        subprocess.run(["briefing", "mail", "init", "-q"], cwd=newsroom.desk, env=newsroom.environment, check=True)
        noon = datetime(tuesday.year, tuesday.month, tuesday.day, 12, tzinfo=UTC)

        for _ in range(2):
            done = newsroom.run(SOURCE_DATE_EPOCH=str(int(noon.timestamp())))
            assert (done.returncode, done.stdout) == (0, ""), done.stderr
            assert len(newsroom.fetched()) == 1
            assert "divers-look-at-the-wall" in newsroom.fetched()[0]
            assert newsroom.is_clean()
            assert len(sound.letters) == 1
        assert stand.asked["/divers.html"] == 1
        assert "14 dockers" in _text(sound.letters[0].data)

        newsroom.push(
            {"content/quay.md": _article("Quay wall gives way", monday, QUAY, "Status: withdrawn", "Reason: a hoax")}
        )
        done = newsroom.run()
        assert done.returncode == 0, done.stderr
        assert len(sound.letters) == 2
        letter = " ".join(_text(sound.letters[1].data).split())
        assert "Quay wall gives way" in letter
        assert "a hoax" in letter
        assert "14 dockers" not in letter
        sought = letters(b"at least 14 dockers were hurt")
        for folder in (newsroom.root / "news", newsroom.desk / "output"):
            for path in folder.rglob("*"):
                if path.is_file() and not path.is_symlink():
                    assert not any(sought in words for words in read_words(str(path), path.read_bytes())), path
        assert (newsroom.root / "news/current/articles").is_dir()
        checked = subprocess.run(
            ["briefing", "check", "--settings", "publishconf.py", "--releases", "../news"],
            cwd=newsroom.desk,
            env=newsroom.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout
        assert "None of 1 sentences of withdrawn articles is in" in checked.stdout


def _text(data: bytes) -> str:
    part = message_from_bytes(data, policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


# -- killed at each of its steps ---------------------------------------------------------------------------------------

# Stand for Briefing and for git. The first fetches two articles, and remembers which it has; the second runs git, and
# kills the script before or after the call of that number. So does the third, while git holds locks on the references.
BRIEFING = """#!/bin/sh
case "$1" in
fetch)
    test ! -x ../meanwhile || ../meanwhile
    for name in one two; do
        if ! grep -qs "$name" .briefing/archive.sqlite3.fetched && ! test -e "content/$name.md"; then
            echo "$name" > "content/$name.md"
            echo "$name" >> .briefing/archive.sqlite3.fetched
        fi
    done ;;
publish) mkdir -p ../news && cp content/*.md ../news ;;
mail) grep -qs today ../mailed || echo today >> ../mailed ;;
esac
"""
DEADLY = """#!/bin/sh
echo x >> "$COUNT"
calls=$(wc -l < "$COUNT")
test "$calls" -ne "$BEFORE" || kill -9 0
"$GIT" "$@"
status=$?
test "$calls" -ne "$AFTER" || kill -9 0
exit "$status"
"""
HOOK = """#!/bin/sh
test "$1" = prepared || exit 0
echo x >> "$LOCKED"
test "$(wc -l < "$LOCKED")" -ne "$WITHIN" || kill -9 0
"""


def _stand_in(newsroom: Newsroom) -> None:
    programs = newsroom.root / "programs"
    programs.mkdir()
    for name, text in (("briefing", BRIEFING), ("git", DEADLY)):
        write_whole(str(programs / name), text.encode())
        (programs / name).chmod(0o755)
    newsroom.environment["GIT"] = str(shutil.which("git"))
    newsroom.environment["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    newsroom.environment |= {"COUNT": str(newsroom.root / "count"), "BEFORE": "0", "AFTER": "0"}
    newsroom.begin({"content/sources.yml": "[]\n", "content/old.md": "old\n", "content/gone.md": "gone\n"})
    (newsroom.desk / ".briefing").mkdir()


def _edit(newsroom: Newsroom) -> None:
    """An editor pushes what the desk does not have yet."""
    (newsroom.editor / "content/gone.md").unlink()
    newsroom.push({"content/old.md": "an editor's\n", "content/[other].md": "another\n"})


def _count(newsroom: Newsroom) -> int:
    count = newsroom.root / "count"
    calls = len(count.read_text().splitlines()) if count.exists() else 0
    count.unlink(missing_ok=True)
    return calls


def _ends_well(newsroom: Newsroom) -> None:
    done = newsroom.run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert newsroom.is_clean()
    added = " ".join(newsroom.fetched())
    assert (added.count("content/one.md"), added.count("content/two.md")) == (1, 1), newsroom.commits()
    news = {path.name: path.read_text() for path in (newsroom.desk / "content").glob("*.md")}
    assert news == {"one.md": "one\n", "two.md": "two\n", "old.md": "an editor's\n", "[other].md": "another\n"}
    assert {path.name for path in (newsroom.root / "news").iterdir()} == {*news}
    assert len(newsroom.commits()) - len(newsroom.fetched()) == 2, "the site and an editor's"
    assert (newsroom.root / "mailed").read_text() == "today\n"


def test_what_is_killed_at_any_step_is_ended_by_the_next_run(newsroom: Newsroom, tmp_path_factory: Factory) -> None:
    _stand_in(newsroom)
    _edit(newsroom)
    copies = tmp_path_factory.mktemp("copies")
    whole = newsroom.copy(copies / "whole")
    _ends_well(whole)
    calls = _count(whole)
    assert calls > 8
    before = whole.commits()
    _ends_well(whole)
    assert whole.commits() == before, "nothing came in, so nothing is committed"
    for number in range(1, calls + 1):
        each = newsroom.copy(copies / str(number))
        assert each.run(BEFORE=str(number)).returncode == -9
        _ends_well(each)
    assert newsroom.run(AFTER=str(calls)).returncode == -9
    _ends_well(newsroom)


def test_locks_of_git_that_was_killed_stop_no_run(newsroom: Newsroom, tmp_path_factory: Factory) -> None:
    _stand_in(newsroom)
    _edit(newsroom)
    copies, left, killed = tmp_path_factory.mktemp("copies"), set(), 0
    while True:
        each = newsroom.copy(copies / str(killed))
        hook = each.desk / ".git/hooks/reference-transaction"
        hook.parent.mkdir(exist_ok=True)
        write_whole(str(hook), HOOK.encode())
        hook.chmod(0o755)
        done = each.run(WITHIN=str(killed + 1), LOCKED=str(each.root / "locked"))
        hook.unlink()
        left |= {path.relative_to(each.desk).as_posix() for path in each.desk.glob(".git/**/*.lock")}
        _ends_well(each)
        if done.returncode == 0:
            break
        killed += 1
    assert killed > 2
    assert {f".git/{name}.lock" for name in ("HEAD", "refs/heads/main", "refs/remotes/origin/main")} <= left, left


LOCKS = ("index", "HEAD", "config", "packed-refs", "ORIG_HEAD", "refs/heads/main", "refs/remotes/origin/main")


@pytest.mark.parametrize("left", [*(f"{name}.lock" for name in LOCKS), "packed-refs.new"])
def test_a_lock_of_git_stops_no_run(newsroom: Newsroom, left: str) -> None:
    _stand_in(newsroom)
    _edit(newsroom)
    newsroom.git(newsroom.desk, "pack-refs", "--all")
    (newsroom.desk / ".git" / left).parent.mkdir(parents=True, exist_ok=True)
    (newsroom.desk / ".git" / left).touch()
    _ends_well(newsroom)
    assert not (newsroom.desk / ".git" / left).exists()


def test_a_file_that_is_not_written_to_its_end_is_not_committed(newsroom: Newsroom) -> None:
    _stand_in(newsroom)
    (newsroom.desk / "content/2025-03").mkdir()
    for name in ("content/.briefing-1-0", "content/2025-03/.briefing-1-0", "content/2025-03/new.md"):
        (newsroom.desk / name).write_text("Title: ha", encoding="utf-8")
    assert newsroom.run().returncode == 0
    assert "content/2025-03/new.md" in " ".join(newsroom.fetched())
    assert ".briefing-" not in " ".join(newsroom.fetched())


HOLDER = """import fcntl, sys
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
print(flush=True)
sys.stdin.read()
"""


def test_two_runs_at_once_are_one(newsroom: Newsroom) -> None:
    _stand_in(newsroom)
    holding = [sys.executable, "-c", HOLDER, str(newsroom.desk / ".git/desk.lock")]
    with subprocess.Popen(holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        done = newsroom.run()
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert newsroom.fetched() == []
        holder.kill()


def test_a_run_holds_the_lock_to_its_end(newsroom: Newsroom) -> None:
    _stand_in(newsroom)
    _meanwhile(newsroom, 'rm "$0"\nsh desk.sh\ntest ! -e content/one.md\ntouch ../ended')
    assert newsroom.run().returncode == 0
    assert (newsroom.root / "ended").exists(), "the second run, at once, and without a fetch"


def test_nothing_is_asked_of_programs_that_not_every_system_has(newsroom: Newsroom) -> None:
    """There is no flock on macOS, and no `-z` of uniq."""
    _stand_in(newsroom)
    for name in ("flock", "timeout", "realpath", "readlink", "comm"):
        write_whole(str(newsroom.root / "programs" / name), b"#!/bin/sh\nexit 127\n")
    for name in ("uniq", "sort", "xargs", "sed", "grep", "find", "tr"):
        refuse = '#!/bin/sh\nfor each in "$@"; do case $each in -z|-r|-0|--*) exit 64 ;; esac; done\n'
        write_whole(str(newsroom.root / "programs" / name), f'{refuse}exec {shutil.which(name)} "$@"\n'.encode())
    for program in (newsroom.root / "programs").iterdir():
        program.chmod(0o755)
    _edit(newsroom)
    _ends_well(newsroom)


def test_a_machine_without_what_it_needs_is_told(newsroom: Newsroom) -> None:
    _stand_in(newsroom)
    (newsroom.root / "programs/python").write_text("#!/bin/sh\nexec nowhere\n", encoding="utf-8")
    (newsroom.root / "programs/python").chmod(0o755)
    done = newsroom.run()
    assert done.returncode == 1
    assert "nowhere" in done.stderr


def test_what_an_editor_pushed_goes_first(newsroom: Newsroom) -> None:
    """Also where the last run could not push: what it fetched is put on top."""
    _stand_in(newsroom)
    newsroom.git(newsroom.desk, "remote", "set-url", "--push", "origin", "/nowhere")
    assert newsroom.run().returncode != 0
    newsroom.git(newsroom.desk, "remote", "set-url", "--push", "origin", str(newsroom.root / "origin"))
    newsroom.push({"content/one.md": "an editor's\n", "content/other.md": "another\n"})
    newsroom.run()
    _count(newsroom)
    assert newsroom.run().returncode == 0
    assert newsroom.is_clean()
    assert (newsroom.desk / "content/one.md").read_text() == "an editor's\n"
    there = {path.stem for path in (newsroom.desk / "content").glob("*.md")}
    assert there == {"one", "one-2", "two", "other", "old", "gone"}, "and what came in under that name"


def _fetched(hour: int, *fields: str, body: str = "The quay is shut.") -> str:
    moments = (f"Added: 2025-05-06T0{hour}:00:00", "Fetched-as: 1 2", f"Fetched: 2025-05-06T0{hour}:00:00")
    return "\n".join((*fields, "Title: Quay", *moments, "", body, ""))


GONE = "Status: withdrawn"


def _clones(newsroom: Newsroom, ours: dict[str, str], theirs: dict[str, str], **both: str) -> str:
    """Merge the desk's clone with what another one pushed, as the page says; return what that prints."""
    newsroom.begin({f"content/{name}.md": text for name, text in both.items()})
    page = (PROJECT / "docs/how-to/schedule.md").read_text(encoding="utf-8")
    merging = page.partition("## In two clones")[2].partition("```sh\n")[2].partition("```")[0]
    for clone, texts, noise in ((newsroom.desk, ours, "us"), (newsroom.editor, theirs, "them")):
        for folder in ("content", "originals"):
            (clone / folder).mkdir(exist_ok=True)
        for name, text in texts.items():
            (clone / f"content/{name}.md").write_text(text, encoding="utf-8")
            (clone / f"originals/{name}.html").write_text(f"<p>{noise}</p>", encoding="utf-8")
        for name in both.keys() - texts.keys():
            (clone / f"content/{name}.md").unlink()
        newsroom.git(clone, "add", "--all")
        newsroom.git(clone, "commit", "--quiet", "--message", "Fetched")
    newsroom.git(newsroom.editor, "push", "--quiet")
    done = subprocess.run(
        ["sh", "-c", merging], cwd=newsroom.desk, env=newsroom.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_clones_that_fetched_the_same_are_merged_as_the_page_says(newsroom: Newsroom) -> None:
    names = ("one", "a second", "dritter-März")
    ours, theirs = ({**dict.fromkeys(names, _fetched(hour)), str(hour): _fetched(hour)} for hour in (8, 9))
    _clones(newsroom, ours, theirs)
    assert newsroom.git(newsroom.desk, "status", "--porcelain") == ""
    for folder in ("content", "originals"):
        for their in (newsroom.editor / folder).rglob("*.*"):
            assert (newsroom.desk / their.relative_to(newsroom.editor)).read_text() == their.read_text()
    assert {path.stem for path in (newsroom.desk / "content").iterdir()} == {*names, "8", "9"}


def test_what_one_of_two_clones_withdrew_stays_so_and_what_it_edited_is_asked_about(newsroom: Newsroom) -> None:
    came, body = _fetched(7), "The quay was shut."
    ours = {
        "a": _fetched(8, GONE), "b": _fetched(8), "c": _fetched(8, body=body), "d": _fetched(8),
        "e": _fetched(8, "Rights: link"), "f": _fetched(8, GONE, body=body), "g": f"{GONE}\n{came}",
        "i": came.replace("shut", "open"), "k": came.replace("7:", "8:"),
    }  # fmt: skip
    theirs = {
        "a": _fetched(9, body=body), "b": _fetched(9, GONE), "c": _fetched(9), "d": _fetched(9, body=body),
        "e": _fetched(9), "f": _fetched(9, body="The quay is open."), "g": came.replace("shut", "open"),
        "h": came.replace("shut", "open"), "k": f"{GONE}\n{came.replace('7:', '9:')}",
    }  # fmt: skip
    told = _clones(newsroom, ours, theirs, g=came, h=came, i=came, k=came)
    left = {line for line in told.splitlines() if line.endswith(".md") and " " not in line}
    assert left == {f"content/{name}.md" for name in "cdehi"}
    for name in left:  # as somebody does who does not look
        newsroom.git(newsroom.desk, *(("rm", "-q") if name[8] in "hi" else ("checkout", "--theirs")), "--", name)
    newsroom.git(newsroom.desk, "add", "content")
    newsroom.git(newsroom.desk, "commit", "--quiet", "--no-edit")
    gone = newsroom.git(newsroom.desk, "grep", "-l", GONE, "--", "content").split()
    assert gone == [f"content/{name}.md" for name in "abfgk"]
    assert (newsroom.desk / "content/a.md").read_text() == ours["a"]


def _meanwhile(newsroom: Newsroom, does: str) -> None:
    """What an editor does while the desk fetches."""
    meanwhile = newsroom.root / "meanwhile"
    meanwhile.write_text(f'#!/bin/sh\nset -e\n{does}\nrm -f "$0"\n', encoding="utf-8")
    meanwhile.chmod(0o755)


PUSHES = """
cd ../editor
"$GIT" pull --quiet --rebase
%s
"$GIT" add --all
"$GIT" commit --quiet --message 'By hand'
"$GIT" push --quiet
cd ../desk
"""


def test_what_an_editor_pushes_meanwhile_holds_nothing_up(newsroom: Newsroom) -> None:
    """Of a file that both changed, or one took out, the editor's stays whole, and so of an article that both added."""
    _stand_in(newsroom)
    article = "Title: Quay\n\nIt gave way.\n\nNobody was hurt.\n"
    newsroom.push({"content/quay.md": article, "content/hoax.md": article, "content/crane.md": article})
    assert newsroom.run().returncode == 0
    pier = "printf 'Title: Pier\\nUrl: https://a.example/pier\\n\\n%s\\n'"
    edits = f"sed -i s/Nobody/No-one/ content/quay.md; rm content/hoax.md; {pier % 'theirs'} > content/pier.md"
    fetches = "for name in quay hoax crane pier; do sed -i '1aModified: today' content/$name.md || true; done"
    _meanwhile(newsroom, f"{PUSHES.replace('%s', edits)}\n{pier % 'ours'} > content/pier.md\n{fetches}")
    done = newsroom.run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert newsroom.is_clean()
    there = {path.stem: path.read_text() for path in (newsroom.root / "news").glob("*.md") if path.stem != "hoax"}
    assert there["quay"] == article.replace("Nobody", "No-one")
    assert there["crane"] == article.replace("\n", "\nModified: today\n", 1)
    assert there["pier"] == "Title: Pier\nUrl: https://a.example/pier\n\ntheirs\n"
    assert not (newsroom.desk / "content/hoax.md").exists()
    assert newsroom.commits()[0].endswith("content/crane.md"), "and nothing else"


@pytest.mark.parametrize("kept", [True, False], ids=["committed", "not yet committed"])
def test_two_articles_of_one_name_both_stay(kept: bool, newsroom: Newsroom) -> None:
    """What came in under another name, and so its original where an editor's has that of it as well; and it is told."""
    _stand_in(newsroom)
    head = "Title: Storm\nUrl: https://a.example/{}\nOriginal: originals/2025-03/{}.html\n\nOriginal: {} a storm.\n"
    ours = {name: head.format(name, name, name) for name in ("storm", "a storm & more")}
    if kept:  # by a run that could not push
        newsroom.git(newsroom.desk, "remote", "set-url", "--push", "origin", "/nowhere")
    for name, text in ours.items():
        for folder, said in (("content", text), ("originals", f"<p>{name}")):
            path = newsroom.desk / folder / f"2025-03/{name}.{'md' if folder == 'content' else 'html'}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(said, encoding="utf-8")
    if kept:
        assert newsroom.run().returncode != 0
        newsroom.git(newsroom.desk, "remote", "set-url", "--push", "origin", str(newsroom.root / "origin"))
    theirs = dict.fromkeys(ours, "Title: Storm\nUrl: https://b.example/\n\nAnother one.\n")
    pushed = {f"content/2025-03/{name}.md": text for name, text in theirs.items()}
    pushed |= {f"originals/2025-03/{name}.html": "<p>theirs" for name in ours}
    newsroom.push(pushed | {"content/2025-03/storm-2.md": "three\n"})
    done = newsroom.run()
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"content/2025-03/{name}.md: An editor added another article of that name, so what came in is "
        f"content/2025-03/{other}.md now."
        for name, other in (("a storm & more", "a storm & more-2"), ("storm", "storm-3"))
    ]
    assert newsroom.is_clean()
    texts = {path.stem: path.read_text() for path in (newsroom.desk / "content/2025-03").iterdir()}
    came = {"storm": "storm-3", "a storm & more": "a storm & more-2"}
    moved = {came[name]: text.replace(f"2025-03/{name}.", f"2025-03/{came[name]}.") for name, text in ours.items()}
    assert texts == {**theirs, **moved, "storm-2": "three\n"}
    originals = {path.stem: path.read_text() for path in (newsroom.desk / "originals/2025-03").iterdir()}
    assert originals == {**dict.fromkeys(ours, "<p>theirs"), **{came[name]: f"<p>{name}" for name in ours}}
    again = newsroom.run()
    assert (again.returncode, again.stderr, newsroom.is_clean()) == (0, "", True)


@pytest.mark.parametrize("kept", [True, False], ids=["committed", "not yet committed"])
def test_what_was_withdrawn_on_either_side_stays_so(kept: bool, newsroom: Newsroom) -> None:
    """Whatever the other side made of the article."""
    _stand_in(newsroom)
    article = "Title: Quay\n\nIt gave way.\n\nNobody was hurt.\n"
    gone = f"{GONE}\n{article}"
    newsroom.push({"content/ours.md": article, "content/theirs.md": article, "content/back.md": gone})
    assert newsroom.run().returncode == 0
    if kept:  # by a run that could not push
        newsroom.git(newsroom.desk, "remote", "set-url", "--push", "origin", "/nowhere")
    for name, text in (("ours", gone), ("new", gone), ("theirs", article.replace("Nobody", "No-one"))):
        (newsroom.desk / f"content/{name}.md").write_text(text, encoding="utf-8")
    if kept:
        assert newsroom.run().returncode != 0
        newsroom.git(newsroom.desk, "remote", "set-url", "--push", "origin", str(newsroom.root / "origin"))
    newsroom.push(
        {
            "content/ours.md": article.replace("Nobody", "Not one"),
            "content/new.md": article,
            "content/theirs.md": f"{GONE}\n{article}",
            "content/back.md": article,
        }
    )
    assert newsroom.run().returncode == 0
    assert newsroom.is_clean()
    there = {name: (newsroom.desk / f"content/{name}.md").read_text() for name in ("ours", "new", "theirs", "back")}
    assert there == {"ours": gone, "new": gone, "theirs": gone, "back": article}


def test_a_push_that_is_refused_is_told_once_and_ends_the_run(newsroom: Newsroom) -> None:
    _stand_in(newsroom)
    hook = newsroom.root / "origin/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    write_whole(str(hook), b"#!/bin/sh\necho 'main is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = newsroom.run()
    assert done.returncode == 1
    assert done.stderr.count("main is protected") == 1
    assert not (newsroom.root / "news").exists()
    hook.unlink()
    _edit(newsroom)
    _ends_well(newsroom)


def test_what_editors_took_out_of_the_history_does_not_come_back(newsroom: Newsroom) -> None:
    _stand_in(newsroom)
    newsroom.push({"content/hoax.md": "libel\n"})
    assert newsroom.run().returncode == 0
    newsroom.git(newsroom.editor, "pull", "--quiet", "--rebase")
    newsroom.git(newsroom.editor, "rm", "--quiet", "content/hoax.md")
    newsroom.git(newsroom.editor, "commit", "--quiet", "--amend", "--message", "Made anew")
    newsroom.git(newsroom.editor, "checkout", "--quiet", "--orphan", "anew")
    newsroom.git(newsroom.editor, "commit", "--quiet", "--message", "Made anew")
    newsroom.git(newsroom.editor, "push", "--quiet", "--force", "origin", "anew:main")
    (newsroom.desk / "content/new.md").write_text("new\n", encoding="utf-8")
    done = newsroom.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert newsroom.is_clean()
    assert [entry.partition(":")[0] for entry in newsroom.commits()] == ["desk", "editor"]
    assert newsroom.commits()[0].endswith("content/new.md")
    assert "hoax" not in newsroom.git(newsroom.root / "origin", "log", "--name-only", "main")


# -- on GitHub --------------------------------------------------------------------------------------------------------


MEMORY = ".briefing/archive.sqlite3.fetched"


class Runner:
    """The steps of fetch.yml that are scripts, on machines that are made anew."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom, self.runs = newsroom, 0
        programs = newsroom.root / "programs"
        programs.mkdir()
        (programs / "gh").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
        (programs / "gh").chmod(0o755)
        self.environment = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "GITHUB_REF_NAME": "main"}
        self.temp = newsroom.root / "temp"
        self.outputs: dict[str, str] = {}
        newsroom.git(newsroom.root / "origin", "config", "uploadpack.allowAnySHA1InWant", "true")  # as GitHub does

    def check_out(self, commit: str = "main") -> Path:
        self.runs += 1
        place = self.newsroom.root / f"runner-{self.runs}"
        self.newsroom.git(self.newsroom.root, "init", "--quiet", place.name)
        self.newsroom.git(place, "remote", "add", "origin", f"file://{self.newsroom.root / 'origin'}")
        self.newsroom.git(place, "fetch", "--quiet", "--depth", "1", "origin", commit)
        self.newsroom.git(place, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        return place

    def fetch(self, files: dict[str, str], memory: tuple[str, ...] = (MEMORY,)) -> bool:
        """Whether anything changed. `files` are what the fetch wrote."""
        place, said = self.check_out(), self.newsroom.root / "said"
        shutil.rmtree(self.temp, ignore_errors=True)
        self.temp.mkdir()
        said.write_text("", encoding="utf-8")
        for name, text in (files | dict.fromkeys(memory, "memory")).items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8")
        environment = self.environment | {"RUNNER_TEMP": str(self.temp), "GITHUB_OUTPUT": str(said)}
        done = run_as_github_does(script_of("fetch.yml", "fetch", "git add"), place, **environment)
        assert done.returncode == 0, done.stderr
        self.outputs = dict(line.split("=") for line in said.read_text(encoding="utf-8").splitlines())
        return self.outputs.get("changed") == "yes"

    def commit(self) -> bool:
        place = self.check_out(self.outputs["base"])
        environment = self.environment | {"RUNNER_TEMP": str(self.temp)}
        done = run_as_github_does(script_of("fetch.yml", "commit", "git push"), place, **environment)
        assert (done.returncode == 0) == (place / MEMORY).is_file(), done.stderr
        return done.returncode == 0


def test_a_workflow_commits_what_came_in_once(newsroom: Newsroom) -> None:
    newsroom.begin({"content/old.md": "old\n"})
    runner = Runner(newsroom)
    came = {
        "content/2025-03/new one.md": "new\n",
        "originals/2025-03/new one.html": "<p>new",
        "content/old.md": "newer\n",
    }
    assert runner.fetch(came)
    sent = {path.relative_to(runner.temp / "fetched").as_posix() for path in runner.temp.rglob("*") if path.is_file()}
    assert sent == {*came, "memory/archive.sqlite3.fetched"}
    assert runner.commit()
    assert len(newsroom.commits()) == 2
    assert all(name in newsroom.commits()[0] for name in came)
    assert not runner.fetch({}), "nothing came in"
    assert not runner.fetch(came), "the same"


def test_a_push_that_came_in_between_is_kept(newsroom: Newsroom) -> None:
    newsroom.begin({"content/old.md": "old\n"})
    runner = Runner(newsroom)
    assert runner.fetch({"content/new.md": "new\n"})
    newsroom.push({"content/by-hand.md": "by hand\n"})
    assert runner.commit()
    assert {"content/new.md" in newsroom.commits()[0], "content/by-hand.md" in newsroom.commits()[1]} == {True}
    assert runner.fetch({"content/old.md": "newer\n"})
    newsroom.push({"content/old.md": "an editor's\n"})
    before = newsroom.commits()
    assert not runner.commit()
    assert newsroom.commits() == before, "an editor's word is not overwritten"
    text = "Title: Quay\nSource: Post\nFetched: 8\n\nIt fell.\n"
    newsroom.push({"content/quay.md": text})
    assert runner.fetch({"content/quay.md": text.replace("8", "9").replace("fell", "gave way")})
    newsroom.push({"content/quay.md": f"{GONE}\n{text}"})
    assert runner.commit()
    said = newsroom.git(newsroom.root / "origin", "show", "main:content/quay.md")
    assert said.startswith(GONE)
    assert "gave way" in said


def test_what_came_in_before_a_fetch_was_cut_is_committed(newsroom: Newsroom) -> None:
    """With the memory's journal, without the file that was being written."""
    newsroom.begin({"content/old.md": "old\n"})
    runner = Runner(newsroom)
    half = "content/2025-03/.briefing-7-0"
    assert runner.fetch(
        {"content/2025-03/new.md": "new\n", half: "Title: ha"}, (MEMORY, f"{MEMORY}-wal", f"{MEMORY}.lock")
    )
    assert {path.name for path in (runner.temp / "fetched/memory").iterdir()} == {
        "archive.sqlite3.fetched",
        "archive.sqlite3.fetched-wal",
    }
    assert runner.commit()
    assert "content/2025-03/new.md" in newsroom.commits()[0]
    assert half not in newsroom.commits()[0]
    assert not runner.fetch({}, ()), "it failed before there was a memory"


def test_a_workflow_begins_from_the_branch_as_it_is_and_saves_what_came_in() -> None:
    """Where the fetch fails or takes too long as well; the memory never without the articles."""
    _, workflow, _ = read(PROJECT / ".github/workflows/fetch.yml")
    fetch, commit = workflow["jobs"]["fetch"], workflow["jobs"]["commit"]
    checkout, _, restore, make, asks, changes, upload, save = fetch["steps"]
    assert checkout["with"]["ref"] == "${{ github.ref }}"
    assert commit["steps"][0]["with"]["ref"] == "${{ needs.fetch.outputs.base }}"
    assert "fetch" not in make["run"], "what is installed has a step of its own"
    assert "--minutes 30" in asks["run"]
    assert 30 < asks["timeout-minutes"] < fetch["timeout-minutes"] - 10
    for run in (changes, upload, save, commit):
        assert "!cancelled()" in run["if"]
    assert "steps.fetch.outcome != 'skipped'" in changes["if"]
    assert "steps.changes.outcome == 'success'" in save["if"], "else what came in may be lost"
    paths = [step["with"]["path"] for step in (restore, save, commit["steps"][-1])]
    assert paths == [f"{MEMORY}\n{MEMORY}-wal\n"] * 3, "a cache is found by the paths that it was saved with"
