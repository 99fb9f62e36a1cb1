"""Does anything that an article holds run in a reader's browser, ask somebody else, or get out of the output folder?

    python -m benchmarks hostile [--data FILE] [--modes …] [--kinds …] [--take 0] [--keep FOLDER]

FILE is JSON: {"suite": ["payload", …]}; without it the project's own cases are taken (tests/hostile). Every payload
goes through title, body (as a block of its own, inside a sentence and in a quote), source, author, actor's name and
description, event's title and description and the list of sources of one real build. The pages of each payload and
the lists are then opened in Chromium, over http:

    whole      as they are published
    sanitiser  with their policy taken out: sanitiser and escaping alone
    policy     of another build, without sanitiser and escaping (`benchmarks.disarmed`): the policy alone
    pelican    of Pelican with its theme `simple` and no plugin: how many of the payloads work at all

It counts payloads that fire (a script of theirs runs), payloads that have links open new windows, payloads that make
requests (to anybody, or for a file that is not there), payloads whose page is left by itself or hinders the probe,
payloads that a registry refuses, files written elsewhere than in the output, builds and articles that fail, and how
long reading and analysis of each takes. A payload that a registry refuses stands there without what it may not hold.
Who fires, or opens windows, is built alone; where it does neither then, or a list does, the one is found by building
with halves of the others.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unicodedata import normalize

from benchmarks.measures import serving, tools
from benchmarks.measures.firing import NOWHERE, Seen, Watch
from briefing.analysis.recipe import Tools, analyse
from briefing.reading import failure, parse_article
from briefing.records import LONGEST
from briefing.registry import check_registry, read_registry
from briefing.unseen import leave_out_unseen

PROJECT = Path(__file__).parent.parent
MODES = ("whole", "sanitiser", "policy", "pelican")
OWN = PROJECT / "tests" / "hostile"
OF_BODY = ("html", "links", "markdown", "templates", "text")  # classes of our own cases that are texts
FIRST, A_DAY, LAST = date(2019, 1, 1), 3, "2025-12-31"  # few a day: what comes on one day is compared
LISTS = ("index.html", "editions.html", "events.html", "actors.html", "sources.html", "method.html")
KINDS = ("articles", "events", "actors")  # pages of each payload; a source's page names it as an article's does
TOLD = ("fired", "windows", "requests", "left", "hindered")
BLAMED = ("fired", "windows")  # of which the payload is looked for
MOST_ALONE = 50  # builds of one payload, some three seconds each; where more fire, the defence is no more in question
SLOW = 2.0  # seconds: what reading and analysis of one payload may take
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
_NO_REGISTRY = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SYLLABLES = "ba de fi go ku la me ni po ru sa te vi zo dra gle kri plo stu tra".split()
PLAIN = """SITENAME = "Plain"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "simple"
PLUGINS = []
DEFAULT_DATE = "fs"
RELATIVE_URLS = True
SLUGIFY_SOURCE = "basename"
ARTICLE_URL = ARTICLE_SAVE_AS = "articles/{slug}.html"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ARCHIVES_SAVE_AS = ""
INDEX_SAVE_AS = "index.html"
DEFAULT_PAGINATION = 20
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""


@dataclass(frozen=True)
class Payload:
    number: int
    suite: str
    text: str

    @property
    def name(self) -> str:
        return f"n{self.number:05}"

    @property
    def line(self) -> str:
        return " ".join(self.text.split()) or "nothing"

    @property
    def words(self) -> str:
        """As most registries can hold it: short, without what is not seen and control characters."""
        return " ".join(leave_out_unseen(_NO_REGISTRY.sub("", self.text)).split())[:LONGEST] or self.plain

    @property
    def plain(self) -> str:
        return f"Payload {self.number}"


@dataclass
class Opened:
    """What the pages of one mode did."""

    pages: int = 0
    fired: dict[str, str] = field(default_factory=dict)  # payload: what it did first
    windows: dict[str, str] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    hindered: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


# -- payloads ----------------------------------------------------------------------------------------------------------


def read_payloads(file: Path | None, take: int) -> list[Payload]:
    """The payloads of FILE, each once, or our own; at most `take` of each suite."""
    suites = json.loads(file.read_text(encoding="utf-8")) if file else dict(_own_suites())
    found: dict[str, str] = {}
    for suite, payloads in suites.items():
        for text in payloads[: take or None]:
            found.setdefault(text, suite)
    return [Payload(number, suite, text) for number, (text, suite) in enumerate(found.items(), 1)]


def _own_suites() -> Iterator[tuple[str, list[str]]]:
    sys.path.insert(0, str(PROJECT / "tests"))
    cases = import_module("hostile.cases")  # of the tests, which are not installed
    for name in OF_BODY:
        yield name, [case.given for case in cases.read_class(name)]


# -- what is built -----------------------------------------------------------------------------------------------------


def article(payload: Payload) -> str:
    """An article that has the payload in all its parts.

    Its other words are its own, made up: else all would tell one story, and pages name what tells of the same.
    """
    day = FIRST + timedelta(days=payload.number // A_DAY)
    line, who = payload.line, f"Wallace Number{payload.number:05}"
    first, second, third, fourth, fifth, place = (_make_up(payload.number, n) for n in range(6))
    front = (
        f"Title: {line}\nDate: {day}\nLang: en\nSource: {line}\nAuthor: {line}\nReason: {line}\nWas: {line}\n"
        f"Summary: {line}\n"
    )
    return (
        f"{front}\n{who} opened {first} and project{payload.number:05} in {place.title()}.\n\n{payload.text}\n\n"
        f"“{second.title()} {line} {third},” said {who} of project{payload.number:05}.\n\n"
        f"The {fourth} {line} {fifth}.\n"
    )


def _make_up(number: int, salt: int) -> str:
    """A word that no other payload has."""
    rest, word = 10 * number + salt, ""
    for _ in range(5):
        rest, syllable = divmod(rest, len(_SYLLABLES))
        word += _SYLLABLES[syllable]
    return word


def write_content(folder: Path, payloads: Sequence[Payload]) -> set[int]:
    """Write articles and registries; return the numbers of the payloads that a registry refused as they are."""
    content = folder / "content"
    content.mkdir(parents=True)
    refused: set[int] = set()
    actors, events, sources = [], [], {}
    for each in payloads:
        (content / f"{each.name}.md").write_bytes(article(each).encode("utf-8", "surrogatepass"))
        actor = {"id": each.name, "kind": "person", "aliases": [f"Wallace Number{each.number:05}"]}
        actors.append(_fit("actors.yml", actor, ("name", "description"), each, refused))
        event = {"id": each.name, "phrases": {f"project{each.number:05}": 3}}
        events.append(_fit("events.yml", event, ("title", "description"), each, refused))
        source = _fit("sources.yml", {"id": each.name}, ("name", "kind"), each, refused)
        sources.setdefault(normalize("NFKC", source["name"]).casefold(), source)
    for name, entries in (("actors", actors), ("events", events), ("sources", list(sources.values()))):
        (content / f"{name}.yml").write_bytes(b"".join(map(_write_entry, entries)))
    return refused


def _fit(file: str, entry: dict[str, Any], keys: Sequence[str], payload: Payload, refused: set[int]) -> dict[str, Any]:
    """Put the payload into an entry of a registry as far as it takes it."""
    fitted = entry | dict.fromkeys(keys, payload.plain)
    for key in keys:
        for text in dict.fromkeys((payload.line, payload.words)):
            tried = fitted | {key: text}
            if not check_registry({file: _write_entry(tried)})[1]:
                fitted = tried
                break
            refused.add(payload.number)
    return fitted


def _write_entry(entry: dict[str, Any]) -> bytes:
    """An entry a line, for whoever looks into the folder; JSON is YAML."""
    line = f"- {json.dumps(entry, ensure_ascii=False)}\n"
    line = line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return line.encode("utf-8", "surrogatepass")


def build(folder: Path, payloads: Sequence[Payload], *, armed: bool = True) -> dict[str, Any]:
    """Build the payloads' site in `folder`, and return what the build said, and whom a registry refused."""
    refused = sorted(write_content(folder, payloads))
    command = [sys.executable, "-m", "benchmarks.disarmed", str(folder), LAST, *([] if armed else ["--open"])]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if ran.returncode:
        error = (ran.stderr.strip().splitlines() or ["?"])[-1]
        return {"error": error, "outside": [], "failed": [], "states": {}, "refused": refused}
    found: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return found | {"refused": refused}


def build_plain(folder: Path, payloads: Sequence[Payload]) -> str:
    """The same articles by Pelican; its failure, if it fails."""
    (folder / "content").mkdir(parents=True)
    for each in payloads:
        (folder / "content" / f"{each.name}.md").write_bytes(article(each).encode("utf-8", "replace"))
    (folder / "conf.py").write_text(PLAIN, encoding="utf-8")
    places = [str(folder / "content"), "--output", str(folder / "output"), "--settings", str(folder / "conf.py")]
    ran = subprocess.run(
        [sys.executable, "-m", "pelican", *places, "--quiet"], cwd=folder, capture_output=True, text=True, check=False
    )
    return ran.stderr[-500:] if ran.returncode else ""


def take_policy_out(output: Path) -> int:
    """Take the policy out of every page, and return how many had one."""
    count = 0
    for page in output.rglob("*.html"):
        bare, found = _POLICY.subn(b"", page.read_bytes())
        if found:
            page.write_bytes(bare)
            count += 1
    return count


def time_each(folder: Path, payloads: Sequence[Payload]) -> list[float]:
    """Seconds for reading and analysis of each payload's article."""
    registry = read_registry(folder / "content", states=False)
    ours = Tools(registry)
    found = []
    for number, each in enumerate((payloads[0], *payloads)):  # the first one loads what reading and analysis need
        raw = (folder / "content" / f"{each.name}.md").read_bytes()
        start = time.perf_counter()
        read = parse_article(raw, f"{each.name}.md", registry=registry)
        if failure(read) is None:
            analyse(read, ours)
        found += [time.perf_counter() - start] if number else []
    return found


# -- what is opened ----------------------------------------------------------------------------------------------------


def pages_of(output: Path, payloads: Iterable[Payload], kinds: Sequence[str]) -> Iterator[tuple[str, Payload | None]]:
    """Every page to open, with the payload whose it is; the lists have none."""
    for each in payloads:
        for kind in kinds:
            if (output / kind / f"{each.name}.html").is_file():
                yield f"{kind}/{each.name}.html", each
    for name in LISTS:
        if (output / name).is_file():
            yield name, None


@contextmanager
def browsing() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - what is measured without a browser needs it not

    with sync_playwright() as playwright:
        arguments = [*tools.BROWSER_ARGUMENTS, *NOWHERE]
        running = playwright.chromium.launch(executable_path=tools.find_browser(), args=arguments)
        yield running
        running.close()


def open_all(
    browser: Any, output: Path, payloads: Sequence[Payload], kinds: Sequence[str], say: Callable[[str], None]
) -> Opened:
    """Open the pages of `payloads` and the lists."""
    found = Opened()
    start = time.monotonic()
    for sheet in (output / "theme").rglob("*.css"):
        sheet.write_bytes(b"")  # to lay pages out takes most of the time, and runs nothing
    pages = list(pages_of(output, payloads, kinds))
    with serving.serve(output) as site:
        for first in range(0, len(pages), 300):
            watch = Watch(browser, site)  # a context of its own, so that what is kept does not grow
            part = pages[first : first + 300]
            for (href, payload), seen in zip(part, watch.look(href for href, _ in part), strict=True):
                _note(found, href, payload, seen)
            watch.close()
            say(f"  {min(first + 300, len(pages)):,} of {len(pages):,} pages, {len(found.fired)} fire")
    found.pages, found.seconds = len(pages), time.monotonic() - start
    return found


def _note(found: Opened, href: str, payload: Payload | None, seen: Seen) -> None:
    name = payload.name if payload else href
    for what in TOLD:
        if told := getattr(seen, what):
            getattr(found, what).setdefault(name, f"{href}: {told[0]}")


def find_culprits(fires: Callable[[Sequence[Payload]], bool], payloads: Sequence[Payload]) -> list[Payload]:
    """Those of `payloads` that fire alone or, where none does, as few as fire together."""
    if not payloads or not fires(payloads):
        return []
    if len(payloads) == 1:
        return list(payloads)
    middle = len(payloads) // 2
    found = [*find_culprits(fires, payloads[:middle]), *find_culprits(fires, payloads[middle:])]
    return found or list(payloads)


# -- the run -----------------------------------------------------------------------------------------------------------


def run(
    payloads: Sequence[Payload], modes: Sequence[str], kinds: Sequence[str], root: Path, say: Callable[[str], None]
) -> dict[str, Any]:
    said: dict[str, Any] = {"payloads": len(payloads), "suites": dict(Counter(each.suite for each in payloads))}
    failed, outside = [], []
    say(f"{len(payloads):,} payloads; building")
    start = time.monotonic()
    built = build(root / "whole", payloads)
    said["build_s"] = round(time.monotonic() - start, 1)
    outside += built["outside"]
    failed += [f"whole: {built['error']}"] if built["error"] else []
    seconds = [] if built["error"] else time_each(root / "whole", payloads)
    said |= {
        "refused": len(built["refused"]),
        "refused_first": [payloads[number - 1].text[:200] for number in built["refused"][:25]],
        "failed_articles": len(built["failed"]),
        "states": built["states"],
        "median_ms": round(1000 * statistics.median(seconds or [0]), 2),
        "longest_ms": round(1000 * max(seconds, default=0), 1),
        "slow": [payloads[n].text[:200] for n, took in enumerate(seconds) if took > SLOW],
    }
    outputs = {} if built["error"] else {"whole": root / "whole" / "output"}
    if "sanitiser" in modes and outputs:
        outputs["sanitiser"] = root / "sanitiser"
        shutil.copytree(outputs["whole"], outputs["sanitiser"])
        said["pages_without_policy"] = take_policy_out(outputs["sanitiser"])
    if "policy" in modes:
        opened = build(root / "policy", payloads, armed=False)
        outside += opened["outside"]
        failed += [f"policy: {opened['error']}"] if opened["error"] else []
        outputs |= {} if opened["error"] else {"policy": root / "policy" / "output"}
    if "pelican" in modes:
        error = build_plain(root / "pelican", payloads)
        failed += [f"pelican: {error}"] if error else []
        outputs |= {} if error else {"pelican": root / "pelican" / "output"}
    said |= {"outside": sorted(set(outside)), "failed_builds": failed}
    with browsing() as browser:
        for mode in (mode for mode in modes if mode in outputs):
            say(f"{mode}:")
            found = open_all(browser, outputs[mode], payloads, kinds, say)
            if mode != "pelican":  # whose pages hold their own article alone
                name_culprits(found, partial(open_some, mode, kinds, root, browser), payloads)
            said[mode] = tell(found, payloads)
    return said


def open_some(mode: str, kinds: Sequence[str], root: Path, browser: Any, some: Sequence[Payload]) -> Opened:
    """Build a site of some payloads and open it as `mode` does."""
    with tempfile.TemporaryDirectory(dir=root) as name:
        folder = Path(name)
        if build(folder, some, armed=mode != "policy")["error"]:
            return Opened()
        if mode == "sanitiser":
            take_policy_out(folder / "output")
        return open_all(browser, folder / "output", some, kinds, lambda _: None)


def name_culprits(found: Opened, open_only: Callable[[Sequence[Payload]], Opened], payloads: Sequence[Payload]) -> None:
    """Leave of what fires, and of what opens windows, those payloads that do it on a site of their own.

    Where that does not explain every page, the others are looked for by building fewer and fewer.
    """
    seen = cache(open_only)
    for what in BLAMED:
        those: dict[str, str] = getattr(found, what)
        suspects = [each for each in payloads if each.name in those]
        if not those or len(suspects) > MOST_ALONE:
            continue

        def does(some: Sequence[Payload], what: str = what) -> bool:
            return bool(getattr(seen(tuple(some)), what))

        guilty = [each for each in suspects if does([each])]
        if len(guilty) < len(those):
            guilty += find_culprits(does, [each for each in payloads if each not in guilty])
        if guilty:  # else the pages stand for whoever it is
            page = next(iter(those.values()))
            setattr(found, what, {each.name: those.get(each.name, page) for each in guilty})


def tell(found: Opened, payloads: Sequence[Payload]) -> dict[str, Any]:
    by_name = {each.name: each for each in payloads}
    told: dict[str, Any] = {"pages": found.pages, "seconds": round(found.seconds, 1)}
    for what in TOLD:
        those: dict[str, str] = getattr(found, what)
        told[what] = sum(each.name in those for each in payloads)
        told[f"{what}_lists"] = [name for name in those if name in LISTS]
        told[f"{what}_by_suite"] = dict(Counter(each.suite for each in payloads if each.name in those))
        told[f"{what}_first"] = [
            {"payload": by_name[name].text[:300] if name in by_name else name, "what": why}
            for name, why in list(those.items())[:25]
        ]
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, help='JSON: {"suite": ["payload", …]}')
    parser.add_argument("--modes", default=",".join(MODES), help="of " + ", ".join(MODES))
    parser.add_argument("--kinds", default=",".join(KINDS), help="pages to open of each payload, beside the lists")
    parser.add_argument("--take", type=int, default=0, help="at most so many of each suite")
    parser.add_argument("--keep", type=Path, help="build in this folder and leave it")
    given = parser.parse_args()
    kinds = [kind for kind in KINDS if kind in given.kinds.split(",")]
    modes = [mode for mode in MODES if mode in given.modes.split(",")]
    payloads = read_payloads(given.data, given.take)

    def say(words: str) -> None:
        print(words, flush=True)

    if given.keep:
        given.keep.mkdir(parents=True)
        said = run(payloads, modes, kinds, given.keep, say)
    else:
        with tempfile.TemporaryDirectory() as name:
            said = run(payloads, modes, kinds, Path(name), say)
    for mode in modes:
        if mode not in said:
            say(f"{mode:<10} the build failed")
            continue
        told = said[mode]
        say(
            f"{mode:<10} {told['pages']:>6,} pages: {told['fired']:>5,} payloads fire, "
            f"{told['windows']:>4,} open windows, {told['requests']:>5,} ask, {told['left']:>4,} lead away"
        )
    say(
        f"{said['refused']:,} payloads refused by a registry, {said['failed_articles']:,} failed articles, "
        f"{len(said['failed_builds']):,} failed builds, {len(said['outside']):,} files written elsewhere"
    )
    print(json.dumps(said))  # payloads may hold what no terminal takes


if __name__ == "__main__":
    main()
