"""What the built sites promise, read from their files: markup, links, feeds, policy, weight, charts in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import require

from benchmarks.measures import feeds, kinds, links, markup, policy, tools, weight

SITES = ("sample", "full", "one", "nothing")
# In one process, so that the sites are built once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("built sites")]


@pytest.fixture(params=SITES)
def output(request: pytest.FixtureRequest) -> Path:
    if request.param == "sample":
        return request.getfixturevalue("sample")
    return request.getfixturevalue("stressed")[request.param]


@pytest.fixture
def pages(output: Path) -> list[str]:
    return [href for hrefs in kinds.find_pages(output).values() for href in hrefs]


def test_markup_and_style_sheets_are_valid(sample, stressed, tmp_path):
    """Of every site up to eight pages of each kind, from the largest to the smallest, all style sheets and pictures."""
    require(tools.find_java)
    require(tools.find_checker)
    for name, output in {"sample": sample, **stressed}.items():
        paths = [path for path in output.rglob("*") if path.suffix in (".css", ".svg")]
        paths += [output / href for hrefs in kinds.pick(kinds.find_pages(output), 8).values() for href in hrefs]
        for path in paths:
            copy = tmp_path / name / path.relative_to(output)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    assert [str(complaint) for complaint in markup.check_markup(tmp_path)] == []


def test_every_internal_link_and_fragment_leads_somewhere(output):
    dead, number = links.find_dead_links(output)
    assert dead == []
    assert number > 50


def test_feeds_and_editions_are_what_their_standards_say(output):
    faults, counts = feeds.find_feed_faults(output)
    assert faults == []
    assert counts["atom"]


def test_pages_are_strict_and_relative(output, pages):
    breaches = {href: policy.find_breaches(output / href, href) for href in pages}
    assert {href: found for href, found in breaches.items() if found} == {}


def test_pages_are_light(output, pages):
    weights = {href: weight.weigh_page(output, href)["page"] for href in pages}
    assert {href: bytes_ for href, bytes_ in weights.items() if bytes_ > weight.MOST_PAGE} == {}
    assert weight.weigh_sheets(output) <= weight.MOST_SHEET


def test_charts_are_small_and_told_in_words(output, pages):
    faults = {href: weight.find_chart_faults(output, href)[0] for href in pages}
    assert {href: found for href, found in faults.items() if found} == {}
    assert weight.find_heavy_pictures(output) == []
