"""How do Briefing, Pelican and Hugo build the same articles? Each in a folder of its own, with its best settings.

Pelican and Hugo make the pages that readers of a news site look for, as far as front matter alone gives them: the
article, and lists by section, outlet and person, with feeds. `-bare` is the least that either can be asked for: the
articles and one list. The settings were tried out on 400 articles; `settings` says them beside every figure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import briefing
from benchmarks.folders import Folder, Piece
from briefing.settings import theme_folder

PEERS = ("pelican", "pelican-bare", "hugo", "hugo-bare")
USUAL = ("pelican", "hugo")


@dataclass(frozen=True, slots=True)
class Program:
    """One program and the folder in which it builds."""

    name: str
    version: str
    settings: str  # in words
    folder: Path
    clean: tuple[str, ...]  # the command for a build from nothing
    again: tuple[str, ...]  # and for every other
    caches: tuple[str, ...]  # what it keeps between builds, below the folder
    takes: Callable[[Piece], bool]
    write: Callable[[Piece], str]  # the text of an article's file

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def put(self, piece: Piece) -> bool:
        """Write the article where the program looks for it; False where it is not given it."""
        if not self.takes(piece):
            return False
        path = self.content / piece.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.write(piece), encoding="utf-8")
        return True

    def forget(self) -> None:
        """Delete the output and all that is kept between builds."""
        for path in (self.output, *(self.folder / name for name in self.caches)):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def environment() -> dict[str, str]:
    """For the processes that are measured: they load the Briefing that this one has, compiled once as anywhere."""
    paths = [str(Path(briefing.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def set_up(name: str, folder: Path, articles: Folder) -> Program | None:
    """Make the program's project below `folder`, with its articles; None where the program is not there."""
    made = {
        "briefing": _set_up_briefing,
        "pelican": _set_up_pelican,
        "pelican-bare": _set_up_bare_pelican,
        "hugo": _set_up_hugo,
        "hugo-bare": _set_up_bare_hugo,
    }[name](folder, articles)
    if made is not None:
        for piece in articles:
            made.put(piece)
    return made


# -- Briefing ----------------------------------------------------------------------------------------------------------

BRIEFING = 'SITENAME = "Briefing"\nPATH = "content"\nTIMEZONE = "UTC"\nPLUGINS = ["briefing"]\nTHEME = "theme"\n'


def _set_up_briefing(folder: Path, articles: Folder) -> Program:
    content = folder / "content"
    content.mkdir(parents=True)
    for name, text in articles.registries.items():
        (content / name).write_text(text, encoding="utf-8")
    shutil.copytree(theme_folder(), folder / "theme")
    (folder / "pelicanconf.py").write_text(f'{BRIEFING}BRIEFING_DAY = "{articles.day}"\n', encoding="utf-8")
    # As an installed package is: else the first build of a round would compile it.
    compiled = (sys.executable, "-m", "compileall", "-q", str(Path(briefing.__file__).parent))
    subprocess.run(compiled, check=False, env=environment())
    command = (sys.executable, "-m", "briefing.cli", "build")
    return Program(
        "briefing",
        version("briefing"),
        "as it comes, with the whole analysis; a copy of its theme; no SITEURL, so no shared pictures, no sitemap",
        folder,
        command,
        command,
        (".briefing",),
        lambda _: True,
        lambda piece: piece.text,
    )


# -- Pelican -----------------------------------------------------------------------------------------------------------

# What costs time and gives no page is off: plugins, Markdown extensions but the one that reads front matter, and the
# search for translations, which looks at all pairs.
PELICAN = """SITENAME = "Plain"
SITEURL = "https://news.example"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
THEME = "simple"
PLUGINS = []
MARKDOWN = {"extensions": ["markdown.extensions.meta"], "extension_configs": {}, "output_format": "html5"}
ARTICLE_TRANSLATION_ID = None
STATIC_PATHS = THEME_STATIC_PATHS = []
"""
FEED = 30  # entries of a feed, as in Briefing's: of itself Pelican has 100, Hugo all there are
# Of 10, its own number, each list has five times the pages.
LISTED = f"DEFAULT_PAGINATION = 50\nFEED_MAX_ITEMS = {FEED}\n"
BARE = """FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
SUMMARY_MAX_LENGTH = 0
DIRECT_TEMPLATES = ["index"]
DEFAULT_PAGINATION = False
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
"""
# Keeping the finished articles is a little faster than keeping what was read of them; compressing them is slower.
PELICAN_CACHE = """CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
GZIP_CACHE = False
CACHE_PATH = "cache"
"""


def _set_up_pelican(folder: Path, articles: Folder) -> Program:  # noqa: ARG001 - it needs no more than its articles
    said = f"theme simple; lists of 50 by section, outlet, person; feeds of {FEED}; no plugins, extension, translations"
    return _set_up_a_pelican("pelican", said, folder, PELICAN + LISTED)


def _set_up_bare_pelican(folder: Path, articles: Folder) -> Program:  # noqa: ARG001 - as above
    said = "theme simple; articles and one list; no feeds, plugins, extensions, translations, summaries"
    return _set_up_a_pelican("pelican-bare", said, folder, PELICAN + BARE)


def _set_up_a_pelican(name: str, said: str, folder: Path, settings: str) -> Program:
    folder.mkdir(parents=True)
    (folder / "cleanconf.py").write_text(settings, encoding="utf-8")
    (folder / "pelicanconf.py").write_text(settings + PELICAN_CACHE, encoding="utf-8")
    command = (sys.executable, "-m", "pelican", "content", "-q", "-s")
    return Program(
        name,
        version("pelican"),
        f"{said}; cache of finished articles on for rebuilds, off for clean builds",
        folder,
        (*command, "cleanconf.py"),
        (*command, "pelicanconf.py"),
        ("cache",),
        lambda piece: piece.told,
        _write_for_pelican,
    )


def _write_for_pelican(piece: Piece) -> str:
    front = f"Title: {piece.title}\nDate: {piece.day} {piece.time}\nAuthor: {piece.source or 'unnamed'}\n"
    front += f"Tags: {', '.join(piece.persons)}\n" if piece.persons else ""
    # Two articles of one name in different folders would have one address.
    return f"{front}Category: {piece.section or 'news'}\nSlug: {_name(piece)}\n\n{piece.body}\n"


def _name(piece: Piece) -> str:
    return piece.path.removesuffix(".md").replace("/", "-")


# -- Hugo --------------------------------------------------------------------------------------------------------------

HUGO = """baseURL = "https://news.example/"
title = "Plain"
timeZone = "UTC"
uglyURLs = true
buildFuture = true
"""
LISTED_HUGO = f"""paginate = 50
disableKinds = ["robotsTXT", "404"]
[services.rss]
limit = {FEED}
[taxonomies]
part = "parts"
outlet = "outlets"
person = "persons"
"""
BARE_HUGO = 'disableKinds = ["taxonomy", "term", "section", "RSS", "sitemap", "robotsTXT", "404"]\n'
HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>'
ENTRY = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>'
LISTS = (
    f"{HEAD}<h1>{{{{ .Title }}}}</h1><ul>{{{{ range .Paginator.Pages }}}}{ENTRY}{{{{ end }}}}</ul>"
    '{{ template "_internal/pagination.html" . }}</body></html>\n'
)
ALL = f"{HEAD}<ul>{{{{ range .Site.RegularPages }}}}{ENTRY}{{{{ end }}}}</ul></body></html>\n"
SINGLE = (
    f'{HEAD}<h1>{{{{ .Title }}}}</h1><p>{{{{ .Date.Format "2006-01-02" }}}} {{{{ .Params.outlets }}}}</p>'
    "{{ .Content }}</body></html>\n"
)


def _set_up_hugo(folder: Path, articles: Folder) -> Program | None:  # noqa: ARG001 - it needs no more than its articles
    said = f"layouts of one line; lists of 50 by section, outlet, person; feeds of {FEED}, sitemap"
    layouts = {"_default/single.html": SINGLE, "_default/list.html": LISTS, "index.html": LISTS}
    return _set_up_a_hugo("hugo", said, folder, HUGO + LISTED_HUGO, layouts)


def _set_up_bare_hugo(folder: Path, articles: Folder) -> Program | None:  # noqa: ARG001 - as above
    said = "layouts of one line; articles and one list"
    return _set_up_a_hugo(
        "hugo-bare", said, folder, HUGO + BARE_HUGO, {"_default/single.html": SINGLE, "index.html": ALL}
    )


def _set_up_a_hugo(name: str, said: str, folder: Path, settings: str, layouts: dict[str, str]) -> Program | None:
    path = shutil.which("hugo")
    if path is None:
        return None
    banner = subprocess.run([path, "version"], check=True, capture_output=True, text=True).stdout
    for place, text in layouts.items():
        file = folder / "layouts" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "config.toml").write_text(settings, encoding="utf-8")
    command = (path, "--quiet", "--destination", "output", "--cacheDir", str(folder / "cache"))
    return Program(
        name,
        banner.split()[1].split("+")[0].split("-")[0].removeprefix("v"),
        f"{said}; a cache folder of its own; a rebuild is a whole run, as in CI",
        folder,
        command,
        command,
        ("cache", "resources"),
        lambda piece: piece.told,
        _write_for_hugo,
    )


def _write_for_hugo(piece: Piece) -> str:
    def quote(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    front = f"title = {quote(piece.title)}\ndate = {piece.day}T{piece.time}:00Z\n"
    front += f"outlets = {quote([piece.source or 'unnamed'])}\nparts = {quote([piece.section or 'news'])}\n"
    front += f"persons = {quote(piece.persons)}\n" if piece.persons else ""
    return f"+++\n{front}+++\n\n{piece.body}\n"
