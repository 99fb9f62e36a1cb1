"""What do readers get? Accessibility, validity, weight, links, feeds and Lighthouse of a built site, against Pelican's.

    python -m benchmarks site [--data FOLDER] [--each 3] [--no-lighthouse]

FOLDER is a content folder or an output that was built; without it the sample is built. The same articles are built by
Pelican itself with its two themes, `simple` and `notmyidea`, and measured by the same rules. Files are measured one and
all; what needs a browser looks at up to `--each` pages of a kind: the largest, the smallest, one between them. Needs
Chromium and Java, and what `make .venv/.web .venv/.lighthouse` takes from npm.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.measures import axe, feeds, kinds, lighthouse, links, markup, policy, serving, tools, weight
from benchmarks.measures.searching import open_search

PROJECT = Path(__file__).parent.parent
VIEWS = {"light": ("light", 1280), "dark": ("dark", 1280), "narrow": ("light", 320)}  # colours, pixels
SCORED = ("front", "event", "actor", "article")
QUERY = "talks"  # a word that every newsroom uses
PLAIN = """SITENAME = "Plain"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "{theme}"
PLUGINS = []
DEFAULT_DATE = "fs"
RELATIVE_URLS = True
SLUGIFY_SOURCE = "basename"  # several articles have one title
ARTICLE_URL = ARTICLE_SAVE_AS = ARTICLE_LANG_URL = ARTICLE_LANG_SAVE_AS = "articles/{{date:%Y-%m-%d}}-{{slug}}.html"
FEED_ALL_ATOM = "feeds/all.atom.xml"
"""


def run(command: list[str]) -> None:
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{' '.join(command)}\n{ran.stdout}{ran.stderr}")


def build(folder: Path, content: Path, more: str = "") -> Path:
    """The output of Briefing for `content`, with its search, made in `folder`; `more` are lines of settings."""
    folder.mkdir()
    settings = (PROJECT / "pelicanconf.py").read_text(encoding="utf-8")
    settings += f'PATH = "{content}"\nBRIEFING_ARCHIVE = "{folder}/a.sqlite3"\nTHEME = "{PROJECT}/themes/briefing"\n'
    (folder / "conf.py").write_text(settings + more, encoding="utf-8")
    options = ["--quiet", "--settings", str(folder / "conf.py"), "--output", str(folder / "output")]
    day = ["--day", "2025-05-01"] if content == PROJECT / "content" else []
    run([sys.executable, "-m", "briefing.cli", "build", *options, *day])
    run([sys.executable, "-m", "briefing.cli", "search", *options])
    return folder / "output"


def build_plain(folder: Path, content: Path, theme: str) -> Path:
    """The output of Pelican's own flow and theme for the same articles."""
    folder.mkdir()
    (folder / "conf.py").write_text(PLAIN.format(theme=theme), encoding="utf-8")
    output = folder / "output"
    run([sys.executable, "-m", "pelican", str(content), "-s", str(folder / "conf.py"), "-o", str(output), "-q"])
    return output


def measure_files(output: Path, pages: dict[str, list[str]]) -> tuple[dict[str, Any], list[str]]:
    """Everything that is read from files: figures, and what is wrong in words."""
    hrefs = [href for each in pages.values() for href in each]
    complaints = markup.check_markup(output)
    dead, number = links.find_dead_links(output)
    faults, counts = feeds.find_feed_faults(output)
    breaches = {href: policy.find_breaches(output / href, href) for href in hrefs}
    weights = {href: weight.weigh_page(output, href) for href in hrefs}
    charts = {href: weight.find_chart_faults(output, href) for href in hrefs}
    of_sheets = [complaint for complaint in complaints if complaint.href.endswith(".css")]
    of_pages = [complaint for complaint in complaints if not complaint.href.endswith(".css")]
    figures = {
        "html": {"errors": sum(c.serious for c in of_pages), "warnings": sum(not c.serious for c in of_pages)},
        "css": {
            "errors": sum(c.serious for c in of_sheets),
            "warnings": sum(not c.serious for c in of_sheets),
            "bytes gzipped": weight.weigh_sheets(output),
        },
        "links": {"all": number, "dead": len(dead)},
        "feeds": {**counts, "faults": len(faults)},
        "policy breaches": sum(map(len, breaches.values())),
        "largest page, KB gzipped": round(max(each["page"] for each in weights.values()) / weight.KB, 1),
        "largest SVG, bytes": max(size for _, size in charts.values()),
        "SVG faults": sum(len(found) for found, _ in charts.values()),
        "KB gzipped by kind": {
            kind: round(max(weights[href]["page"] for href in each) / weight.KB, 1) for kind, each in pages.items()
        },
    }
    wrong = [*map(str, complaints), *(f"dead: {each}" for each in dead), *faults]
    wrong += [f"{href}: {each}" for href, found in breaches.items() for each in found]
    wrong += [f"{href}: {each}" for href, (found, _) in charts.items() for each in found]
    return figures, wrong


def measure_in_browser(output: Path, pages: dict[str, list[str]], each: int) -> tuple[dict[str, Any], list[str]]:
    """What axe finds by view and by kind, requests to elsewhere; the search with results, where there is one."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it starts a program of its own

    violations: Counter[str] = Counter()
    by_kind: Counter[str] = Counter()
    elsewhere: set[str] = set()
    wrong: list[str] = []
    with sync_playwright() as playwright, serving.serve(output) as address:
        browser = playwright.chromium.launch(executable_path=tools.find_browser(), args=list(tools.BROWSER_ARGUMENTS))
        for view, (scheme, width) in VIEWS.items():
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
            tab = context.new_page()
            tab.on("request", lambda request: request.url.startswith(address) or elsewhere.add(request.url))
            violations[view] = 0

            def note(href: str, kind: str, view: str = view, tab: Any = tab) -> None:
                found, _ = axe.find_violations(tab)
                wrong.extend(f"axe, {view}: {href}: {each}" for each in found)
                violations[view] += len(found)
                by_kind[kind] += len(found)

            for kind, hrefs in kinds.pick(pages, each).items():
                if kind != "moved":  # leads on at once
                    for href in hrefs:
                        tab.goto(address + href)
                        note(href, kind)
            if (output / "pagefind").is_dir():
                if not open_search(tab, address, QUERY):
                    wrong.append(f"search: no hits for {QUERY!r}")
                note("search.html, with results", "search open")
            context.close()
        browser.close()
    figures = {"axe": dict(violations), "axe by kind": dict(by_kind), "third-party requests": len(elsewhere)}
    return figures, wrong + [f"asks elsewhere: {url}" for url in sorted(elsewhere)]


def measure(output: Path, each: int, scored: bool) -> tuple[dict[str, Any], list[str]]:
    pages = kinds.find_pages(output)
    figures: dict[str, Any] = {"pages": sum(map(len, pages.values()))}
    found, wrong = measure_files(output, pages)
    figures |= found
    found, more = measure_in_browser(output, pages, each)
    figures |= found
    wrong += more
    if scored:
        figures["lighthouse"] = {}
        with serving.serve(output) as address:
            for kind in (kind for kind in SCORED if kind in pages):
                figures["lighthouse"][kind], lost = lighthouse.score(address + pages[kind][-1])
                wrong += [f"Lighthouse, {kind}: {audit}" for audit in lost]
    return figures, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=PROJECT / "content")
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--no-lighthouse", action="store_true")
    options = parser.parse_args()
    data = options.data.resolve()
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = (data / "index.html").is_file()
        outputs = {"briefing": data if built else build(folder / "briefing", data)}
        if not built:
            for theme in ("simple", "notmyidea"):
                outputs[f"pelican {theme}"] = build_plain(folder / theme, data, theme)
        for who, output in outputs.items():
            try:
                results[who], wrong = measure(output, options.each, not options.no_lighthouse)
            except tools.Missing as missing:
                sys.exit(str(missing))
            print(f"== {who}: {results[who]['pages']} pages, {len(wrong)} faults")
            print(*wrong[: None if who == "briefing" else 5], sep="\n", flush=True)
    print(json.dumps({"briefing": results.pop("briefing"), "baselines": results}))


if __name__ == "__main__":
    main()
