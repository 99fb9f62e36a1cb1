"""One address for each page, however it is written."""

from __future__ import annotations

import string
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.fetching.canonical import canonical
from briefing.links import LONGEST_URL
from briefing.twins import follows_readers, same_address

X = "https://x.example"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HTTPS://X.Example", f"{X}/"),
        ("https://x.example:443/a", f"{X}/a"),
        ("http://x.example:80/a", "http://x.example/a"),
        ("http://x.example:443/a", "http://x.example:443/a"),
        ("https://x.example:/a", f"{X}/a"),
        ("https://x.example./a", f"{X}/a"),
        (f"{X}/a/../b/./c/", f"{X}/b/c/"),
        (f"{X}/a/..", f"{X}/"),
        (f"{X}/../../a", f"{X}/a"),
        (f"{X}/a/%2e%2E/b", f"{X}/b"),
        (f"{X}//a//b", f"{X}//a//b"),
        (f"{X}/%7eada/%c3%a4", f"{X}/~ada/%C3%A4"),
        (f"{X}/ä b|c", f"{X}/%C3%A4%20b%7Cc"),
        (f"{X}/a%2Fb", f"{X}/a%2Fb"),
        (f"{X}/100%", f"{X}/100%25"),
        (f"{X}/a?q=ä&p=a+b%20c", f"{X}/a?q=%C3%A4&p=a+b%20c"),
        (f"{X}/a?b[]=1&b[]=2", f"{X}/a?b%5B%5D=1&b%5B%5D=2"),
        (f"{X}/a?", f"{X}/a"),
        (f"{X}/a#b?c=d", f"{X}/a"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://ｘ。example/", f"{X}/"),
        ("https://%78.example/", f"{X}/"),
        ("https://[2001:DB8:0::1]:443/a", "https://[2001:db8::1]/a"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        ("  https://x.example/a\tb\r\n/c \x00", f"{X}/ab/c"),
        ("https:\\\\x.example\\a?b=\\", f"{X}/a?b=%5C"),
        (f"{X}/news;jsessionid=0A1B?id=3", f"{X}/news?id=3"),
        # what only follows readers goes; what is the article's stays, in its order
        (f"{X}/a?utm_source=rss&id=3&UTM_Medium=feed&a=1", f"{X}/a?id=3&a=1"),
        (f"{X}/a?utm%5Fsource=rss", f"{X}/a"),
        (f"{X}/a?fbclid=1&gclid=2&mc_cid=3&mc_eid=4", f"{X}/a"),
        (f"{X}/a?source=5&ref=7&cid=9&from=home", f"{X}/a?source=5&ref=7&cid=9&from=home"),
        (f"{X}/a?source=rss&from=rss&partner=rss&emc=rss&mod=rss_markets", f"{X}/a"),
        (f"{X}/?p=12", f"{X}/?p=12"),
    ],
)
def test_an_address_is_written_in_one_way(written: str, meant: str) -> None:
    assert canonical(written) == meant
    assert canonical(meant) == meant


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            " ",
            "#",
            "#top",
            "/a",
            "a",
            "//",
            "https://",
            "https:///a",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
        ),
        *("java\nscript:alert(1)", "data:text/html,x", "mailto:a@x.example", "ftp://x.example/", "file:///etc/passwd"),
        *(
            "https://ada@x.example/",
            "https://ada:secret@x.example/",
            "https://x.example@y.example/",
            "https://@x.example/",
        ),
        *(
            "https://x.example:99999/",
            "https://x.example:0/",
            "https://x.example:a/",
            "https://[::1/",
            "https://[fe80::1%25a]/",
        ),
        *(
            "https://x..example/",
            "https://-x.example/",
            "https://x_.exa mple/",
            "https://%zz/",
            "https://x.example%2f/",
        ),
        *("http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://1.2.3.4.5/"),
        *("https://℀.example/", "https://" + "a" * 64 + ".example/", "https://x\ud800.example/", f"{X}/\ud800"),
        f"{X}/" + "a" * LONGEST_URL,
        f"{X}/" + "ä" * (LONGEST_URL // 3),
    ],
)
def test_what_leads_to_no_page_of_the_web_is_no_address(written: str) -> None:
    assert canonical(written) == ""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("b?c=1", f"{X}/a/b?c=1"),
        ("/b", f"{X}/b"),
        ("../../b", f"{X}/b"),
        ("//y.example/b", "https://y.example/b"),
        ("?c=1", f"{X}/a/feed?c=1"),
        ("http://y.example/", "http://y.example/"),
        ("javascript:b()", ""),
        ("mailto:b@x.example", ""),
        ("", ""),
        ("#b", ""),
        ("\\b", f"{X}/b"),
    ],
)
def test_a_relative_address_is_relative_to_what_it_stands_in(written: str, meant: str) -> None:
    assert canonical(written, f"{X}/a/feed") == meant


WRITTEN = st.lists(
    st.sampled_from(
        [
            *string.ascii_letters,
            *"0123456789/?#&=%.:@;[]\\ +~-_|ä中\u200b\x00\n",
            "%2e",
            "%41",
            "://",
            "..",
            ";jsessionid=",
        ]
    ),
    max_size=40,
).map("".join)


@given(WRITTEN, st.sampled_from(["", X, f"{X}:8000/a/b?c#d", "http://[::1]/", "mailto:a"]))
def test_it_changes_nothing_when_it_is_applied_twice(written: str, base: str) -> None:
    for address in (canonical(written, base), canonical(f"{X}/{written}"), canonical(f"https://{written}.example/")):
        assert canonical(address) == address
        if address:
            parts = urlsplit(address)
            assert address.isascii()
            assert parts.scheme in ("http", "https")
            assert parts.hostname
            assert "@" not in parts.netloc
            assert not parts.fragment
            assert not set(address) & set(' "<>\\^`{|}')


@given(st.lists(st.sampled_from(["id=3", "utm_source=a", "a", "b=c=d", "fbclid=9", "Q=1", "ref=x", "igshid=1"])))
def test_parameters_of_the_article_stay_in_their_order(parameters: list[str]) -> None:
    kept = [each for each in parameters if not each.startswith(("utm", "fbclid", "igsh"))]
    query = urlsplit(canonical(f"{X}/a?{'&'.join(parameters)}")).query
    assert query == "&".join(kept)


def test_addresses_are_compared_without_the_same_parameters() -> None:
    assert follows_readers("UTM_source=x")
    assert not follows_readers("id=utm_source")
    assert same_address(f"{X}/a?maca=en-rss&id=3") == same_address(f"{X}/a/?id=3&mc_cid=7") == "x.example/a?id=3"
    assert same_address(f"{X}/a?ref=home") == "x.example/a"  # may be left out where nothing is asked for
    assert canonical(f"{X}/a?ref=home") == f"{X}/a?ref=home"
