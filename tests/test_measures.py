"""The measures of a site see what is wrong: a measure that finds nothing in a broken page holds nothing."""

from __future__ import annotations

import contextlib
import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import require
from lxml import etree

from benchmarks import hostile
from benchmarks.measures import axe, feeds, kinds, links, markup, policy, serving, tools, weight
from briefing.registry import read_registry

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
GRAMMAR = etree.RelaxNG(etree.parse(str(Path(feeds.__file__).parent / "atom.rng")))
FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>
<title>Harbour</title><updated>2025-03-01T10:00:00Z</updated><author><name>Quay</name></author>
<link rel="self" href="https://harbour.example/feed.xml"/>
<entry><id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id><title type="html">Tugs &amp;amp; lamps</title>
<updated>2025-03-01T10:00:00+01:00</updated><link href="https://harbour.example/1" hreflang="en"/>
<summary>They came.</summary></entry></feed>"""


def write(folder: Path, href: str, body: str, head: str = "") -> Path:
    file = folder / href
    file.parent.mkdir(parents=True, exist_ok=True)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    file.write_text(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{meta}<title>A page</title>{head}</head>'
        f"<body><main><h1>Harbour</h1>{body}</main></body></html>",
        encoding="utf-8",
    )
    return file


def test_markup_that_is_wrong_is_named(tmp_path):
    require(tools.find_java)
    require(tools.find_checker)
    write(tmp_path, "good.html", "<p>The tugs are in.</p>")
    write(tmp_path, "bad.html", "<ul><p>No item</p></ul><table border=1><tr><td>x</table>")
    (tmp_path / "bad.css").write_text("p { colour: red }", encoding="utf-8")
    write(tmp_path, "mail/1.html", "<ul><p>Mails have their own rules</p></ul>")
    found = {(complaint.href, complaint.serious) for complaint in markup.check_markup(tmp_path)}
    assert found == {("bad.html", True), ("bad.html", False), ("bad.css", True)}
    write(tmp_path, "other/bad.html", "<ul><p>No item</p></ul>")
    write(tmp_path, "another/mail/1.html", "<ul><p>Mails have their own rules</p></ul>")
    folders = (tmp_path / "other", tmp_path / "another")
    assert {complaint.href for complaint in markup.check_markup(*folders)} == {"other/bad.html"}


def _links(*hrefs: str) -> str:
    return "".join(f'<p><a href="{href}">x</a></p>' for href in hrefs)


def test_dead_links_are_named(tmp_path):
    write(tmp_path, "index.html", _links("a/b.html#p1", "https://elsewhere.example/", "?q"))
    write(tmp_path, "a/b.html", '<p id="p1">x</p>' + _links("../", "c.html", "#p2", "/b"))
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    assert links.find_dead_links(tmp_path) == (["a/b.html → #p2", "a/b.html → c.html", "a/b.html → /b"], 6)
    assert links.find_dead_links(tmp_path, "https://harbour.example") == (
        ["feed.xml → https://harbour.example/1", "a/b.html → #p2", "a/b.html → c.html", "a/b.html → /b"],
        8,
    )


def test_a_good_feed_has_no_faults():
    assert feeds.find_atom_faults(FEED.encode(), GRAMMAR) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<title>Harbour</title>", ""),
        ("<title>Harbour</title>", "<title> </title>"),
        ("<id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>", "<id/>"),
        ("<author><name>Quay</name></author>", ""),
        ("<author><name>Quay</name></author>", "<author><name> </name></author>"),
        ("2025-03-01T10:00:00Z", "2025-03-01"),
        ("2025-03-01T10:00:00Z", "2025-02-30T10:00:00Z"),
        ('<link href="https://harbour.example/1" hreflang="en"/>', ""),
        ('hreflang="en"/>', 'hreflang="en"/><link href="https://harbour.example/2" hreflang="en"/>'),
        ('hreflang="en"', 'hreflang="e n"'),
        ('type="html"', 'type="text/html"'),
        ("<summary>They came.</summary>", "<summary>One</summary><summary>Two</summary>"),
        ("<summary>They came.</summary>", "<description>They came.</description>"),
        ("&amp;amp;", "&nbsp;"),
        ("</feed>", ""),
    ],
)
def test_a_feed_that_is_wrong_is_told(good, bad):
    assert good in FEED
    assert feeds.find_atom_faults(FEED.replace(good, bad, 1).encode(), GRAMMAR)


def test_json_feeds_are_held_to_their_schema(tmp_path):
    (tmp_path / "feed.json").write_text('{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}')
    assert feeds.find_feed_faults(tmp_path) == ([], {"atom": 0, "json feed": 1, "edition": 0})
    (tmp_path / "feed.json").write_text(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items":'
        ' [{"id": "1"}, {"id": 2, "content_text": "x"}, {"id": "3", "content_text": "x", "date_published": "today"}]}'
    )
    faults, _ = feeds.find_feed_faults(tmp_path)
    assert [fault.split(": ")[1] for fault in faults] == ["$.items[0]", "$.items[1].id", "$.items[2].date_published"]


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<p style='color: red'>x</p>", ""),
        ("<p onclick='x()'>x</p>", ""),
        ("<script>x()</script>", ""),
        ("<a href='javascript:x()'>x</a>", ""),
        ("<a href='/x.html'>x</a>", ""),
        ("<img src='https://elsewhere.example/x.png' alt=''>", ""),
        ("", "<style>p { color: red }</style>"),
        ("", "<link rel='stylesheet' href='//elsewhere.example/x.css'>"),
        ("", '<meta http-equiv="Content-Security-Policy" content="default-src *">'),
    ],
)
def test_breaches_of_the_policy_are_named(tmp_path, body, head):
    good = write(tmp_path, "good.html", '<p>x</p><script type="application/ld+json">{}</script><a href="x.html">x</a>')
    assert policy.find_breaches(good, "good.html") == []
    assert policy.find_breaches(write(tmp_path, "bad.html", body, head), "bad.html")


def test_a_policy_that_allows_more_is_named(tmp_path):
    file = write(tmp_path, "index.html", "")
    loose = file.read_text(encoding="utf-8").replace("style-src 'self'", "style-src 'unsafe-inline'")
    file.write_text(loose.replace("; base-uri 'none'", ""), encoding="utf-8")
    assert policy.find_breaches(file, "index.html") == [
        "the policy does not say base-uri",
        "the policy allows 'unsafe-inline' to style-src",
    ]


def test_a_page_weighs_what_it_loads(tmp_path):
    write(tmp_path, "a/index.html", "<p>x</p>", "<link rel='stylesheet' href='../x.css'>")
    (tmp_path / "x.css").write_text("p {}" * 9000, encoding="utf-8")
    weights = weight.weigh_page(tmp_path, "a/index.html")
    assert weights["plain"] == (tmp_path / "a" / "index.html").stat().st_size
    assert 100 < weights["html"] < weights["page"] < weights["html"] + 300
    assert weights["html"] + weight.weigh_sheets(tmp_path) == weights["page"]


def test_charts_that_say_nothing_are_named(tmp_path):
    good = '<figure><svg role="img"><title>x</title><desc>x</desc><svg></svg></svg><table><tr><td>1</table></figure>'
    write(tmp_path, "good.html", f'{good}<svg aria-hidden="true"></svg>')
    assert weight.find_chart_faults(tmp_path, "good.html")[0] == []
    write(tmp_path, "bad.html", f"<p><svg><path d='{'M1 1' * 3000}'/></svg></p>")
    faults, largest = weight.find_chart_faults(tmp_path, "bad.html")
    assert len(faults) == 5
    assert largest > 12_000


def test_kinds_and_the_pages_that_stand_for_them(tmp_path):
    for number, href in enumerate(("index.html", *(f"events/{each}.html" for each in "abcde"), "new/x.html")):
        write(tmp_path, href, "<p>" + "x" * number)
    write(tmp_path, "events/old.html", "", '<meta http-equiv="refresh" content="0; url=a.html">')
    pages = kinds.find_pages(tmp_path)
    assert list(pages) == ["event", "front", "moved", "new"]
    assert kinds.pick(pages)["event"] == ["events/e.html", "events/a.html", "events/c.html"]
    assert kinds.pick(pages, 1)["event"] == ["events/e.html"]


def test_axe_speaks_about_the_page_in_the_tab(browser, tmp_path):
    require(tools.find_axe)
    tab = browser.new_page()
    tab.goto(write(tmp_path, "good.html", "<p>x</p>").as_uri())
    assert axe.find_violations(tab)[0] == []
    tab.goto(write(tmp_path, "bad.html", "<img src='x.png'>").as_uri())
    assert [violation.split()[0] for violation in axe.find_violations(tab)[0]] == ["image-alt"]
    tab.close()


def test_a_site_is_served_below_a_path(tmp_path):
    write(tmp_path, "index.html", "here")
    write(tmp_path, "404.html", "nothing here")
    (tmp_path.parent / "beside.txt").write_text("not of the site", encoding="utf-8")
    with serving.serve(tmp_path, "deep/er") as address:
        assert address.endswith("/deep/er/")
        assert b"here" in urllib.request.urlopen(address).read()
        root = address.removesuffix("deep/er/")
        for missing in (f"{address}x.html", root, f"{root}index.html", f"{address}..%2fbeside.txt"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(missing)


# -- hostile payloads --------------------------------------------------------------------------------------------------


def test_a_payload_that_a_registry_refuses_costs_no_build(tmp_path):
    texts = ("plain", "a\u200bb", "a\u00adb", "q" * 301, "\ud800", "\x1b[31m", "a\x85b", "PLAIN", "’", "<b>x</b>" * 300)
    payloads = [hostile.Payload(number, "s", text) for number, text in enumerate(texts, 1)]
    assert hostile.write_content(tmp_path, payloads) == {2, 3, 4, 5, 6, 10}
    registry = read_registry(tmp_path / "content", states=False)
    assert [actor.name for actor in registry.actors][:5] == ["plain", "ab", "ab", "q" * 300, "Payload 5"]
    assert registry.actors[3].description == "q" * 301  # which may be longer than a name
    assert len(hostile.time_each(tmp_path, payloads)) == len(payloads)


def test_who_fires_is_told_from_whose_page_it_is_on():
    """A page may name other articles, and a list names all."""
    payloads = [hostile.Payload(number, "s", str(number)) for number in range(1, 9)]
    builds = []

    def open_only(some):
        builds.append(len(some))
        loud, wide = (any(each.number == number for each in some) for number in (3, 6))
        first = some[0].name
        return hostile.Opened(fired={first: "x"} if loud else {}, windows={"index.html": "y"} if wide else {})

    found = hostile.Opened(
        fired={"n00003": "x", "n00004": "x", "index.html": "x"}, windows={"n00001": "y", "index.html": "y"}
    )
    hostile.name_culprits(found, open_only, payloads)
    assert (list(found.fired), list(found.windows)) == (["n00003"], ["n00006"])
    assert builds.count(1) < len(payloads)


def test_a_build_that_fails_is_a_figure(tmp_path, monkeypatch):
    failed = {"error": "ValueError: x", "outside": [], "failed": [], "states": {}, "refused": []}
    monkeypatch.setattr(hostile, "build", lambda *_, **__: failed)
    monkeypatch.setattr(hostile, "browsing", contextlib.nullcontext)
    said = hostile.run([hostile.Payload(1, "s", "x")], ["whole", "policy"], ["articles"], tmp_path, lambda _: None)
    assert said["failed_builds"] == ["whole: ValueError: x", "policy: ValueError: x"]
    assert "whole" not in said


def test_what_no_terminal_takes_is_printed_all_the_same(tmp_path, monkeypatch, capsys):
    data = tmp_path / "suite.json"
    data.write_text('{"s": ["\\ud800"]}', encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["hostile", "--data", str(data), "--modes", ""])
    monkeypatch.setattr(hostile, "browsing", contextlib.nullcontext)
    hostile.main()
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["refused_first"] == ["\ud800"]
