"""Articles of hostile strangers: nothing of theirs runs, asks, hides or gets out, and no one of them costs the edition.

The cases are in tests/hostile, by class, for anybody to read and to add to. One site is built of all that are articles.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from hostile.cases import CLASSES, HostileCase, read_class
from lxml import etree
from lxml import html as lxml_html

from benchmarks.measures.firing import Seen, Watch
from benchmarks.measures.serving import serve
from briefing.archive import Archive
from briefing.building import build
from briefing.desk import Desk
from briefing.entries import list_entries
from briefing.errors import RegistryError
from briefing.folder import take_file
from briefing.hosts import leads_elsewhere
from briefing.links import article_href
from briefing.mail.message.compose import preview_files
from briefing.mail.message.digest import MailSite
from briefing.model import Note, Standing
from briefing.published import Edition
from briefing.reading import failure, parse_article
from briefing.registry import parse_registry, read_registry
from briefing.settings import check_settings
from briefing.unseen import leave_out_unseen, spell_out_unseen

DAY = "2025-03-20"
FRONT = "Title: The ferry\nDate: 2025-03-14\n\n"
GOOD = (
    "Title: Guns fall silent at Odrin\nDate: 2025-03-15\n\nThe guns at Odrin fell silent on Friday, the mayor said.\n"
)
OF_BODY = ("html", "links", "markdown", "templates", "text")
SLOW = 2.0  # seconds of processor time for one article; nothing here takes half of it
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What no registry takes, so that a name with it cannot come in there.
NO_REGISTRY = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
EVERY = 8  # of the cases, one in so many is an actor, an event and a source as well


@dataclass(frozen=True)
class Site:
    """The site of all cases, as it was built."""

    root: Path
    output: Path
    ids: dict[str, str]  # of an article's file, by the place of its case
    notes: tuple[Note, ...]
    standings: dict[str, Standing]
    pages: dict[str, bytes]  # every HTML file by its path in the output

    def page_of(self, case: HostileCase) -> Any:
        page = self.pages[article_href(self.ids[case.place])]
        return lxml_html.fromstring(page.decode("utf-8"))


def cases(*names: str) -> list[HostileCase]:
    return [case for name in names for case in read_class(name)]


def fields_of(case: HostileCase) -> str:
    """Front matter with the case in every field that pages print."""
    line = " ".join(case.given.encode("utf-8", "replace").decode().replace("\0", "").split())[:2_000]
    keys = ("Title", "Source", "Author", "Was", "Reason", "Summary")
    rest = "Date: 2025-03-14\nModified: 2025-03-15\nUrl: https://evil.example/original\n\n"
    return "".join(f"{key}: {line}\n" for key in keys) + rest


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("hostile")
    content, output = root / "content", root / "output"
    ids = write_content(content)
    settings = check_settings(
        {
            "PATH": str(content),
            "OUTPUT_PATH": str(output),
            "BRIEFING_ARCHIVE": str(root / ".briefing" / "archive.sqlite3"),
            "BRIEFING_DAY": DAY,
            "BRIEFING_WORKERS": 1,
        }
    )
    report = build(settings)
    with Archive(settings.archive) as archive:
        standings = archive.standings()
    pages = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*.html")}
    return Site(root, output, ids, report.notes, standings, pages)


def write_content(content: Path) -> dict[str, str]:
    """Write every case that is an article; return the id of each by its place."""
    content.mkdir()
    ids = {}
    (content / "good.md").write_text(GOOD, encoding="utf-8")
    actors, events, sources = [], [], {}
    for number, case in enumerate(cases(*OF_BODY)):
        ids[case.place] = f"cases/c{number:03}.md"
        whole = fields_of(case).encode() + b"Anna Verlaine opened it.\n\n" + case.raw + b"\n"
        _write(content / ids[case.place], whole)
        if number % EVERY == 0:
            words = leave_out_unseen(" ".join(NO_REGISTRY.sub(" ", case.given).split())[:200]) or "nothing"
            said = {"description": words, "id": f"c{number:03}"}
            actors.append({"name": words, "kind": "person", "aliases": [f"Anna Verlaine {number}"], **said})
            events.append({"title": words, "phrases": {f"project{number}": 3, "opened it": 1}, **said})
            sources.setdefault(words.casefold(), {"name": words, "kind": words, "id": f"c{number:03}"})
    for number, case in enumerate(cases("front-matter")):
        ids[case.place] = f"fields/f{number:03}.md"
        _write(content / ids[case.place], case.raw)
    for case in cases("paths"):
        name, _, target = case.given.partition(" → ")
        path = os.path.join(os.fsencode(content), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        ids[case.place] = name
        if target:
            os.symlink(target, path)
        else:
            text = f"{FRONT}The path of this ferry is {len(ids)}.\n".encode()
            with open(path, "xb") as file:
                file.write(text)
    for name, entries in (("actors", actors), ("events", events), ("sources", list(sources.values()))):
        # JSON is YAML.
        (content / f"{name}.yml").write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    read_registry(content)  # a mistake in it would be this test's own
    return ids


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def test_there_are_enough_cases() -> None:
    assert len(cases(*CLASSES)) >= 200
    places = [case.place for case in cases(*CLASSES)]
    assert len(places) == len(set(places))


# -- what every page keeps -------------------------------------------------------------------------------------------

SCRIPT_FILES = {"site.js", "list.js", "search.js"}
ALLOWED_TAGS = frozenset(
    "html head meta title link script body header nav main footer aside section article div p span a ul ol li dl dt dd "
    "h1 h2 h3 h4 h5 h6 form input button label select option optgroup output details summary table caption thead tbody "
    "tfoot tr th td blockquote q cite pre code em strong b i u s del ins sup sub abbr br hr figure figcaption img svg "
    "g rect line path circle text tspan desc polyline polygon small mark time template datalist fieldset legend "
    "bdi kbd".split()
)
OUR_IDS = re.compile(
    r"[a-z]+-(?:title|text|help|unknown|form)|source-\d+|[ps]\d+|[dm]\d[\d-]*|item-[a-z0-9-]+|letter-\w+|y?\d{4}"
    r"|content|list|use|weak|more|search|q|filters|actors?|event|source|lang|from|to|sort|found|hits?|events|stories"
    r"|people|persons|states|organisations|places|network|timeline|sparkline"
)
# What a page may tell the browser; pages that moved lead on within the site.
OUR_METAS = re.compile(
    r"None: .*|Content-Security-Policy: default-src 'none'; .*|refresh: 0; url=(?:\.\./)*[\w./-]+\.html"
)
SCHEMES = {"", "http", "https", "mailto"}
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "cite", "longdesc")
_BLANKS, _SCHEME = re.compile(r"[\x00-\x20]"), re.compile(r"[a-zA-Z][\w+.-]*:")
_ELSEWHERE = re.compile(r"(?:[a-z]+:)?//|data:", re.IGNORECASE)
LOADING = ("src", "srcset", "data", "poster", "background", "ping", "manifest", "srcdoc", "code", "archive", "codebase")


@dataclass
class Offences(HTMLParser):
    """Reads a page letter by letter, as browsers do, and notes what is not ours in it."""

    href: str
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        check_element(tag, {name: value or "" for name, value in attrs}, self.ids, self.found)

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.found.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"a comment: {data[:40]}")

    unknown_decl = handle_comment
    handle_pi = handle_comment


def check_element(tag: str, attributes: dict[str, str], ids: set[str], found: list[str]) -> None:
    """Add to `found` what an element of a page has that is not ours."""
    if tag not in ALLOWED_TAGS:
        found.append(f"<{tag}>")
    found += [f"{tag} has {name}" for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}]
    for name in ADDRESSES:
        if name not in attributes:
            continue
        address = _BLANKS.sub("", attributes[name])
        scheme = address.partition(":")[0].lower() if _SCHEME.match(address) else ""
        if scheme not in SCHEMES or address.startswith(("//", "\\", "/\\")):
            found.append(f"{tag} {name}={address[:60]}")
        if name != "action" and "@" in address and "@" in urlsplit(address).netloc:
            found.append(f"{tag} leads to a user: {address[:60]}")
    for name in LOADING:
        if name in attributes and _ELSEWHERE.match(attributes[name]):
            found.append(f"{tag} loads {attributes[name][:60]}")
    if tag == "script":
        ours = attributes.get("src", "").rpartition("/")[2] in SCRIPT_FILES and "theme/" in attributes["src"]
        if not ours and attributes.get("type") != "application/ld+json":
            found.append(f"a script: {attributes}")
    if tag == "link" and re.match(r"(?:[a-z]+:)?//", attributes.get("href", "")):
        found.append(f"a link element to {attributes['href'][:60]}")
    if tag == "form" and not attributes.get("action", "search.html").endswith("search.html"):
        found.append(f"a form to {attributes['action'][:60]}")
    if tag == "meta" and not OUR_METAS.fullmatch(f"{attributes.get('http-equiv')}: {attributes.get('content')}"):
        found.append(f"meta {attributes['http-equiv']}: {attributes.get('content', '')[:60]}")
    if "id" in attributes:
        if not OUR_IDS.fullmatch(attributes["id"]) or attributes["id"] in ids:
            found.append(f"the id {attributes['id'][:60]}")
        ids.add(attributes["id"])


def find_offences(page: str, href: str) -> list[str]:
    """What of a page is not ours, by two parsers that forgive different mistakes."""
    strict = Offences(href)
    strict.feed(page)
    strict.close()
    found, ids = strict.found, set[str]()
    for element in lxml_html.document_fromstring(page).iter():
        if isinstance(element.tag, str):
            check_element(element.tag, dict(element.attrib), ids, found)
        else:
            found.append(f"a comment: {etree.tostring(element)[:40]!r}")
    return [f"{href}: {offence}" for offence in dict.fromkeys(found)]


def test_nothing_on_any_page_is_theirs(site: Site) -> None:
    assert len(site.pages) > len(site.ids)
    found = [offence for href, page in site.pages.items() for offence in find_offences(page.decode(), href)]
    assert [each for each in found if not (each.startswith("mail/") and _is_mails_own(each))] == []


@pytest.mark.parametrize(
    "broken",
    [
        '<p onclick="x">a</p>',
        '<a href="java&#9;script:alert(1)">a</a>',
        '<a href="//evil.example/">a</a>',
        '<a href="https://a.example@evil.example/">a</a>',
        "<script>alert(1)</script>",
        '<script src="https://evil.example/site.js"></script>',
        '<img src="https://evil.example/x.png" alt="">',
        '<form action="https://evil.example/search">',
        "<style>p{}</style>",
        '<p style="color:red">a</p>',
        '<base href="x">',
        '<meta http-equiv="refresh" content="0">',
        "<iframe></iframe>",
        '<p id="document">a</p>',
        '<p id="s1">a</p><p id="s1">b</p>',
        "<!-- a -->",
    ],
)
def test_what_is_not_ours_is_seen(broken: str) -> None:
    """The law above would hold of any page if it saw nothing."""
    assert find_offences(f"<!DOCTYPE html><html><body>{broken}</body></html>", "x.html")


def test_no_link_out_of_the_site_says_another_host(site: Site) -> None:
    """Whatever field its words come from: a source may be called like an address as well."""
    links = [
        (href, said, link.get("href"))
        for href, page in site.pages.items()
        for link in lxml_html.document_fromstring(page.decode("utf-8")).iter("a")
        for said in (str(link.text_content()), link.get("title", ""), link.get("aria-label", ""))
        if link.get("href", "").startswith(("http", "mailto"))
    ]
    assert sum("evil.example/original" in to for _, _, to in links) > 100
    assert [each for each in links if leads_elsewhere(each[1], each[2])] == []
    feeds = [json.loads(path.read_bytes()) for path in (site.output / "feeds").rglob("*.json")]
    items = [item for feed in feeds for item in feed["items"] if "external_url" in item]
    assert items
    assert [each for each in items if leads_elsewhere(each["title"], each["external_url"])] == []


def test_no_page_holds_what_nobody_sees(site: Site) -> None:
    for href, page in site.pages.items():
        text = page.decode("utf-8")
        assert leave_out_unseen(text) == text, href


def test_nothing_is_written_but_the_output(site: Site) -> None:
    assert sorted(path.name for path in site.root.iterdir()) == [".briefing", "content", "output"]
    written = list(site.output.rglob("*"))
    assert not [path for path in written if path.is_symlink()]
    assert all(path.resolve().is_relative_to(site.output.resolve()) for path in written)
    around = [*site.root.parent.glob("*evil*"), *Path(tempfile.gettempdir()).glob("out-evil*"), *Path().glob("*evil*")]
    assert around == []


# -- the ledger and the edition ----------------------------------------------------------------------------------------


def test_every_file_is_in_the_ledger_with_its_state(site: Site) -> None:
    rows = {
        row.path: row.state
        for path in sorted((site.output / "editions").glob("*.json"))
        for row in msgspec.json.decode(path.read_bytes(), type=Edition).ledger
    }
    found = []
    for case in cases(*OF_BODY, "front-matter", "paths"):
        (state,) = case.wants("state") or ("published",)
        shown = _shown(site.ids[case.place])
        is_live = rows.get(shown) in {"used", "unassigned", "duplicate", "link-only"}
        if state == "nothing":
            wrong = shown in rows
        else:
            wrong = not is_live if state == "published" else rows.get(shown) != state
        if wrong:
            found.append(f"{case.place} {case}: {rows.get(shown)}, not {state}")
    assert found == []
    assert set(rows) == set(site.standings)


def _shown(id_: str) -> str:
    """The name of a file as the ledger has it."""
    raw = os.fsencode(id_).decode("utf-8", "backslashreplace")
    shown = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", lambda found: repr(found.group())[1:-1], raw)
    return spell_out_unseen(shown)


def test_no_case_costs_the_edition(site: Site) -> None:
    newest = msgspec.json.decode((site.output / "editions" / "2025-03-15.json").read_bytes(), type=Edition)
    assert "good.md" in {row.path for row in newest.ledger}
    assert site.standings["good.md"].state in {"used", "unassigned"}
    assert b"guns at Odrin" in site.pages["articles/good.html"]
    assert b"Guns fall silent at Odrin" in b"".join(site.pages.values())


def test_what_is_wrong_is_told(site: Site) -> None:
    found = []
    for case in cases(*OF_BODY, "front-matter", "paths"):
        said = [note.what for note in site.notes if note.path == _shown(site.ids[case.place])]
        found += [
            f"{case.place} {case}: {said}" for words in case.wants("told") if not any(words in what for what in said)
        ]
    assert found == []


# -- what each case expects --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [case for case in cases(*OF_BODY, "front-matter") if case.expected], ids=str)
def test_readers_see_what_the_case_says(site: Site, case: HostileCase) -> None:
    read = _read_alone(case)
    for seen in case.wants("seen"):
        assert " ".join(seen.split()) in " ".join(read.text.split()), case.place
    if failure(read) is not None or read.status != "published" or read.override.exclude:
        return
    page = site.page_of(case)
    for words in case.wants("title"):
        assert page.findtext(".//h1") == words
    (text,) = page.xpath("//div[@class='text']")
    for gone in case.wants("gone"):
        assert gone not in text.text_content(), case.place
    links = [(" ".join(link.text_content().split()), link.get("href")) for link in text.xpath(".//a")]
    theirs = [(said, to) for said, to in links if ":" in to or (said and not to.startswith(("#", "../../actors/")))]
    for wanted in case.wants("link"):
        said, _, to = wanted.partition(" → ")
        assert (said, to) in links, (case.place, links)
    if case.wants("no link"):
        assert theirs == [], case.place


def _read_alone(case: HostileCase) -> Any:
    raw = case.raw if case.place.startswith("front-matter") else FRONT.encode() + case.raw
    return parse_article(raw, "x.md")


@pytest.mark.parametrize("case", cases("parsers"), ids=str)
def test_what_takes_a_parser_long_is_read_in_a_moment(case: HostileCase, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(case.raw)
    start = time.process_time()
    file = take_file(str(tmp_path), "x.md")
    read = parse_article(file.raw, "x.md")
    assert time.process_time() - start < SLOW
    notes = [file.problem] if file.problem else list(read.notes)
    assert any(note.severity == "failed" for note in notes) == bool(case.wants("state"))
    for words in case.wants("told"):
        assert any(words in note.what for note in notes), notes
    for words in case.wants("seen"):
        assert words in read.text


@pytest.mark.parametrize("case", cases("registries"), ids=str)
def test_registries_are_refused_with_a_line(case: HostileCase) -> None:
    name, _, text = case.given.partition("\n")
    raw = text.encode("utf-8", "surrogateescape")
    start = time.process_time()
    try:
        parse_registry({name: raw})
        said = ""
    except RegistryError as error:
        said = str(error)
    assert time.process_time() - start < SLOW
    assert bool(said) == bool(case.wants("refused"))
    for words in case.wants("refused"):
        assert words in said
        assert f"{name}:" in said
    assert not NO_XML.search(said)


# -- what leaves the site ----------------------------------------------------------------------------------------------


def test_feeds_are_well_formed_and_hold_nothing_of_theirs(site: Site) -> None:
    feeds = sorted(site.output.rglob("*.xml"))
    assert len(feeds) > 30
    for path in feeds:
        tree = etree.fromstring(path.read_bytes())
        href = path.relative_to(site.output).as_posix()
        for content in tree.iter("{http://www.w3.org/2005/Atom}content"):
            assert content.get("type") == "html"
            assert find_offences(f"<!DOCTYPE html><body>{content.text}</body>", href) == []
        for link in tree.iter("{http://www.w3.org/2005/Atom}link"):
            assert urlsplit(link.get("href", "")).scheme in {"", "http", "https"}, href


def test_json_is_json_and_its_html_holds_nothing_of_theirs(site: Site) -> None:
    files = sorted(site.output.rglob("*.json"))
    assert len(files) > 30
    for path in files:
        raw = path.read_bytes()
        found = json.loads(raw)
        assert leave_out_unseen(raw.decode()) == raw.decode(), path
        for item in found.get("items", ()) if path.parent.name == "feeds" else ():
            html = f"<!DOCTYPE html><body>{item['content_html']}</body>"
            assert find_offences(html, path.name) == []


def test_linked_data_is_one_piece_of_json(site: Site) -> None:
    count = 0
    for href, page in site.pages.items():
        for block in lxml_html.fromstring(page.decode()).xpath("//script[@type='application/ld+json']/text()"):
            assert json.loads(block)["@context"] == "https://schema.org", href
            count += 1
    assert count > 50


def test_entries_of_the_search_hold_no_markup_that_runs(site: Site) -> None:
    """They are text; Pagefind is given them escaped, which `test_searching` holds."""
    settings = check_settings(
        {
            "PATH": str(site.root / "content"),
            "OUTPUT_PATH": str(site.output),
            "BRIEFING_ARCHIVE": str(site.root / ".briefing" / "archive.sqlite3"),
            "BRIEFING_DAY": DAY,
        }
    )
    with Archive(settings.archive) as archive:
        entries = list(list_entries(Desk(archive, settings, read_registry(settings.content))))
    assert len(entries) > 100
    for entry in entries:
        for words in (entry.title, entry.about, *(line.text for line in entry.lines)):
            assert leave_out_unseen(words) == words


def test_mail_holds_nothing_of_theirs(site: Site) -> None:
    mail = MailSite("The Tidewater Briefing", "https://tidewater.example", timezone="Europe/London")
    for path in sorted((site.output / "editions").glob("*.json")):
        edition = msgspec.json.decode(path.read_bytes(), type=Edition)
        files = preview_files(edition, mail)
        for name, data in files.items():
            if name.endswith(".html"):
                found = find_offences(data.decode(), name)
                assert [each for each in found if not _is_mails_own(each)] == []
            elif name.endswith(".txt"):
                text = data.decode().translate(dict.fromkeys((0x2068, 0x2069)))  # with which it sets titles apart
                assert leave_out_unseen(text) == text
            elif name.endswith(".eml"):
                head = data.partition(b"\n\n")[0] if b"\r\n\r\n" not in data else data.partition(b"\r\n\r\n")[0]
                assert not re.search(rb"(?im)^bcc:", head)


def _is_mails_own(offence: str) -> bool:
    """Mail programs know styles in the letter alone, and tables as its frame."""
    what = offence.partition(": ")[2]
    return what.endswith(" has style") or what in {"<style>", "<center>", "<font>"} or "[if mso]" in what


# -- in a browser ------------------------------------------------------------------------------------------------------


def test_in_a_browser_nothing_runs_and_nobody_is_asked(site: Site, browser: Any) -> None:
    """The pages of every case of HTML, and the lists; handlers and links are provoked."""
    pages = [article_href(site.ids[case.place]) for case in cases("html")]
    pages += ["index.html", "events.html", "actors.html", "sources.html", "editions.html", "editions/2025-03-14.html"]
    with serve(site.output) as address:
        watch = Watch(browser, address)
        seen = watch.look(pages)
        watch.close()
    assert [(each.href, each.fired) for each in seen if each.fired] == []
    assert [(each.href, each.requests) for each in seen if each.requests] == []
    assert [(each.href, each.left) for each in seen if each.left] == []


def test_the_browser_sees_what_runs(tmp_path: Path, browser: Any) -> None:
    """The law above would hold of any page if it saw nothing."""
    pages = {
        "script.html": "<script>alert(1)</script>",
        "error.html": "<script>nobody.knows.me()</script>",
        "name.html": "<script>var evil = 1</script>",
        "picture.html": "<img src=missing.png onerror=console.log(1)>",
        "link.html": "<a href='java&#9;script:alert(1)'>x</a>",
        "handler.html": "<p onmouseover=alert(1)>x</p>",
        "form.html": "<form action='javascript:alert(1)'><button>x</button></form>",
        "elsewhere.html": "<img src='http://evil.invalid/x.png'>",
        "refresh.html": "<meta http-equiv=refresh content='0;url=script.html'>",
        "syntax.html": "<script>alert(</script>",
        "away.html": "<meta http-equiv=refresh content='0;url=http://evil.invalid/'>",
        "itself.html": "<script src='#'></script>",
        "window.html": "<base target=new><a href='javascript:void 0'>x</a>",
        "script-in-window.html": "<base target=newer><a href='javascript:alert(1)'>x</a>",
        "clean.html": "<p>x</p>",
    }
    for name, body in pages.items():
        (tmp_path / name).write_text(
            f"<!DOCTYPE html><title>x</title><link rel=icon href=data:,>{body}", encoding="utf-8"
        )
    with serve(tmp_path) as address:
        watch = Watch(browser, address)
        seen = {each.href: each for each in watch.look(pages)}
        watch.close()
    for name in ("script", "error", "name", "picture", "link", "handler", "form", "syntax", "script-in-window"):
        assert seen[f"{name}.html"].fired, name
    assert seen["picture.html"].requests
    assert seen["elsewhere.html"].requests
    assert seen["refresh.html"].left
    assert (seen["away.html"].fired, bool(seen["away.html"].left)) == ([], True)  # the browser's own page has scripts
    assert (seen["itself.html"].fired, len(seen["itself.html"].hindered)) == ([], 1)  # it is no script: nothing ran
    assert (seen["window.html"].fired, len(seen["window.html"].windows)) == ([], 1)
    assert seen["clean.html"] == Seen("clean.html")
