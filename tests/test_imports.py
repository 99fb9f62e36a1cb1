# ruff: noqa: E501  letters and items are read as they come
"""`briefing add` of what is no single text: web addresses, mails that a server took, mailboxes, items of agencies."""

from __future__ import annotations

import io
import json
import re
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache, partial
from pathlib import Path
from textwrap import fill
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from newsletters import ESSAY, READER, STORIES, WRITTEN, courier_html, essay, hide_click, receive, write_mail
from newsstand import Newsstand, Page, drop, redirect
from wire_copy import (
    NINJS_1,
    NINJS_2,
    NINJS_3,
    NINJS_PACKAGE,
    NINJS_PICTURE,
    NITF,
    TEXT,
    XHTML,
    news_item,
    news_message,
)

from briefing.adding import Came, Cleaned, clean, front_matter, mailboxes, read_articles, write
from briefing.adding.forwarded import open_text
from briefing.adding.mailboxes import split_mailbox
from briefing.adding.message import LARGEST_MESSAGE, MOST_PARTS, read_letter
from briefing.adding.sections import split_letter
from briefing.adding.stretches import read_html
from briefing.adding.trackers import find_site, find_target
from briefing.cli import main
from briefing.errors import ContentError
from briefing.extracting import bare
from briefing.reading import failure, parse_article
from briefing.twins import Shelf

NOW = "2025-05-10T12:00:00+00:00"
DAY = "2025-05-10"


@lru_cache(maxsize=1)
def arrived() -> dict[str, bytes]:
    """All letters, as a mail server took them."""
    return dict(zip(WRITTEN, receive(*(write() for write in WRITTEN.values())), strict=True))


def read(raw: bytes | str | EmailMessage, name: str = "a.eml", **given: str) -> list[Cleaned | ContentError]:
    raw = raw.as_bytes() if isinstance(raw, EmailMessage) else raw.encode() if isinstance(raw, str) else raw
    return list(read_articles(Came(name, raw), now=NOW, **given))


def articles(raw: bytes | str | EmailMessage, name: str = "a.eml", **given: str) -> list[Cleaned]:
    found = read(raw, name, **given)
    assert not [each for each in found if isinstance(each, ContentError)], found
    return [each for each in found if isinstance(each, Cleaned)]


def refusals(raw: bytes | str | EmailMessage, name: str = "a.eml") -> list[ContentError]:
    return [each for each in read(raw, name) if isinstance(each, ContentError)]


def fields(cleaned: Cleaned) -> dict[str, str]:
    lines = front_matter(cleaned, DAY).splitlines()
    return {key: value for key, _, value in (line.partition(": ") for line in lines)}


def web_page(address: str = "", date: str = "") -> bytes:
    link = f'<link rel="canonical" href="{address}">' if address else ""
    link += f'<meta property="article:published_time" content="{date}">' if date else ""
    text = "".join(f"<p>{each}</p>" for each in ESSAY)
    return f"<html lang=en><head><title>The list</title>{link}</head><body><article><h1>The list</h1>{text}</article></body></html>".encode()


# -- newsletters ------------------------------------------------------------------------------------------------------

TITLES = [title for title, _, _ in STORIES]
ADDRESSES = [
    "https://lindhamncourier.example/news/harbour-master-resigns",
    "https://lindhamncourier.example/news/ferry-skarholm",
    "https://lindhamncourier.example/politics/new-quay?ref=nl",
]


@pytest.mark.parametrize(
    ("name", "titles", "addresses", "source", "lang"),
    [
        ("courier", TITLES, ADDRESSES, "Lindhamn Courier", "en"),
        (
            "bote",
            ["Hafenmeister tritt nach elf Jahren zurück", "Fähre nach Skarholm fährt erst am Donnerstag"],
            ["", ""],  # the service keeps them to itself
            "Der Morgenbote (Norland-Post)",
            "de",
        ),
        ("essay", ["The list that nobody read"], [""], "Harbour Weekly", "en"),
        (
            "post",
            ["The list that nobody read"],
            ["https://harbourweekly.example/p/the-list"],
            "Anna Bell from Harbour Weekly",
            "en",
        ),
        ("forwarded", ["Two lines leave Lindhamn"], [""], "Skarholm Tidende", "en"),
        ("forwarded_plain", ["Two lines leave Lindhamn"], [""], "Skarholm Tidende", "en"),
        ("attached", ["New quay to open in spring", "The list that nobody read"], ["", ""], "", "en"),
        ("flowed", TITLES, ADDRESSES, "wire.example", "en"),
        (
            "phare",
            ["La capitainerie de Lindhamn sans maître", "Le ferry pour Skarholm reste à quai"],
            ["https://lephare.example/ville/capitainerie", "https://lephare.example/ville/ferry"],
            "Le Phare",
            "fr",
        ),
    ],
)
def test_a_letter_gives_its_articles(name: str, titles: list[str], addresses: list[str], source: str, lang: str):
    found = articles(arrived()[name])
    assert [each.title for each in found] == titles
    assert [each.url for each in found] == addresses
    assert found[0].source == source
    assert {each.lang for each in found} == {lang}
    assert {each.date[:7] for each in found} == {"2025-05"}


@pytest.mark.parametrize("name", ["courier", "flowed"])
def test_an_article_of_a_newsletter_has_its_own_words_and_no_others(name: str):
    found = articles(arrived()[name])
    assert [each.body for each in found] == [text for _, _, text in STORIES]


def test_one_text_keeps_its_headings_and_loses_what_is_around_it():
    (found,) = articles(arrived()["essay"])
    paragraphs = [line for line in found.body.split("\n\n") if not line.startswith("#")]
    assert paragraphs == list(ESSAY)
    assert "## Thirty-one entries" in found.body
    assert "stays one article" in found.notes[0]
    assert found.authors == "Anna Bell"  # the line above the day


@pytest.mark.parametrize("name", list(WRITTEN))
def test_nobody_who_reads_is_named_and_no_link_follows_them(name: str):
    for each in articles(arrived()[name]):
        written = front_matter(each, DAY) + each.body
        for word in (
            READER,
            "click.",
            "links.norlandpost",
            "pixel.gif",
            "open.lindhamn",
            "nsubscribe",
            "bmelden",
            "555 0199",
        ):
            assert word not in written, word


def test_what_was_left_out_is_said():
    removed = fields(articles(arrived()["courier"])[0])["Removed"]
    for part in ("words around the articles", "words of footer", "1 advertisement", "hidden words", "1 tracking pixel"):
        assert part in removed
    assert "1 link that follows its reader" in fields(articles(arrived()["bote"])[0])["Removed"]
    release = fields(articles(arrived()["attached"])[0])["Removed"]
    assert "1 attachment (release.pdf)" in release
    assert "10 words of a covering note" in release
    assert "11 words of whoever forwarded it" in fields(articles(arrived()["forwarded"])[0])["Removed"]


def test_where_it_came_from_is_said():
    found = fields(articles(arrived()["courier"])[1])
    assert found["Via"] == "e-mail from Lindhamn Courier <morning@lindhamncourier.example>, article 2 of 3"
    assert found["Guid"] == "mid:20250506.1@lindhamncourier.example"
    assert found["Date"] == "2025-05-06T04:00:00+00:00"
    own = fields(articles(arrived()["forwarded"])[0])
    assert own["Via"] == "e-mail from Skarholm Tidende <desk@skarholm.example>, forwarded"
    assert own["Date"] == "2025-05-09 19:05"
    assert "private" not in str({**own, "Guid": ""}), "the name of whoever forwarded it is nobody's business"


def test_a_letter_is_kept_once_and_all_its_articles_name_it(tmp_path: Path):
    shelf = Shelf(tmp_path / "content")
    for each in articles(arrived()["courier"]):
        write(each, tmp_path / "content", tmp_path / "originals", DAY, shelf)
    (original,) = (tmp_path / "originals").rglob("*.*")
    assert original.read_bytes() == arrived()["courier"]
    name = original.relative_to(tmp_path).as_posix()
    assert name == "originals/2025-05/2025-05-06-morning-letter-eide-leaves-the-ferry-stays.eml"
    for path in (tmp_path / "content").rglob("*.md"):
        article = parse_article(path.read_bytes(), path.name)
        assert article.notes == ()
        assert f"Original: {name}\n" in path.read_text()
    for each in articles(arrived()["courier"]):
        with pytest.raises(ContentError, match=r"already there .* \(same address\)"):
            write(each, tmp_path / "content", tmp_path / "originals", DAY, shelf)


HEADS = {
    "linked headlines": "<p><a href='https://x.example/{n}'>{title}</a></p><p>{text}</p>",
    "headings and buttons": "<h3>{title}</h3><p>{text}</p><p><a href='https://x.example/{n}'>Read the full story</a></p>",
    "large letters": "<td style='font-size:18pt'>{title}</td><tr><td>{text} <a href='https://x.example/{n}'>More »</a></td></tr>",
    "bold letters": "<div style='font-weight:700'>{title}</div><div>{text}</div><div><a href='https://x.example/{n}'>Continue reading →</a></div>",
    "the beginning of a paragraph": "<li><a href='https://x.example/{n}'>{title}</a>: {text}</li>",
}


@pytest.mark.parametrize("form", HEADS.values(), ids=HEADS)
def test_headlines_are_told_in_many_forms(form: str):
    html = "".join(form.format(title=title, text=text, n=n) for n, (title, _, text) in enumerate(STORIES))
    found = articles(
        write_mail(
            "Letter", html=f"<p>Good morning, and welcome to it all.</p>{html}<p>Thank you for reading us today.</p>"
        )
    )
    assert [each.title for each in found] == TITLES
    assert [each.url for each in found] == [f"https://x.example/{n}" for n in range(3)]
    assert [each.body for each in found] == [text for _, _, text in STORIES]


def test_a_letter_without_blanks_between_words_gives_its_articles():
    texts = [
        f"港务局长在星期{day}表示，码头将于{day}月关闭，居民必须等待工程师的最后报告，然后才能作出决定。"
        for day in "一二三"
    ]
    sections = "".join(
        f'<h2><a href="https://haven.example/{number}">码头将关闭的消息{number}</a></h2><p>{text}</p>'
        for number, text in enumerate(texts)
    )
    assert [each.body for each in articles(write_mail("晨报", html=sections))] == texts
    with_file = write_mail("晨报", html=f"<p>{texts[0]}</p><p>{texts[1]}</p><p>{texts[2]}</p>")
    with_file.add_attachment(
        "Nobody was hurt on the quay, the harbour master of Lindhamn said on Tuesday.", filename="a.txt"
    )
    assert articles(with_file)[0].body == "\n\n".join(texts)  # no covering note


EAST = (
    (
        "台風２５号、沖縄に接近",
        "気象庁は２２日、台風２５号が沖縄本島に接近していると発表した。最大瞬間風速は４０メートルと予想されている。",
    ),
    ("日銀、金利据え置き", "日本銀行は２２日の会合で政策金利の据え置きを決めた。総裁は「慎重に見極める」と述べた。"),
)
SOUTH = (
    ("زلزال يضرب المغرب", "ضرب زلزال بقوة 5.1 درجات شمال المغرب صباح الأحد، بحسب المعهد الوطني للجيوفيزياء في الرباط."),
    ("فتح جسر جديد", "افتتح رئيس البلدية جسرا جديدا فوق النهر يوم الأحد بعد عامين من العمل."),
)


@pytest.mark.parametrize(
    ("stories", "more", "mark", "copy", "stop"),
    [
        (
            EAST,
            "続きを読む",
            "【ＰＲ】",
            "冬のセール開催中。全品二割引です。お申し込みはお早めに。",
            "配信停止はこちら",
        ),
        (SOUTH, "اقرأ المزيد", "إعلان", "خصم عشرين بالمئة على كل المعاطف حتى يوم الجمعة.", "إلغاء الاشتراك"),
    ],
)
def test_sections_are_told_in_other_scripts(stories: Any, more: str, mark: str, copy: str, stop: str):
    parts = [
        f"<h2>{title}</h2><p>{text}</p><p><a href='https://x.example/{number}'>{more}</a></p>"
        for number, (title, text) in enumerate(stories)
    ]
    advert = f"<p>{mark}</p><p>{copy}</p><p><a href='https://ad.example/1'>%</a></p>"
    found = articles(write_mail("Letter", html=f"{advert.join(parts)}<p><a href='https://x.example/s'>{stop}</a></p>"))
    assert [(each.title, each.body) for each in found] == [*stories]
    assert [each.url for each in found] == ["https://x.example/0", "https://x.example/1"]
    assert "words of footer" in found[0].removed


@pytest.mark.parametrize("mark", ["■", "◆ ", "一、"])
def test_headlines_of_a_plain_mail_in_other_scripts(mark: str):
    parts = [f"{mark}{title}\n{text}\nhttps://x.example/{number}\n" for number, (title, text) in enumerate(EAST)]
    text = "\n".join((parts[0], "【PR】冬のセール開催中！全品２０％オフ\nhttps://ad.example/sale\n", parts[1]))
    found = articles(write_mail("Letter", f"{text}\n配信停止はこちら https://x.example/stop\n"))
    assert [(each.title, each.body) for each in found] == [*EAST]
    assert "1 advertisement of 12 words" in found[0].removed
    listed = articles(write_mail("Letter", f"{EAST[0][1]}\n\n■那覇\n■名護\n\n{EAST[1][1]}\n"))
    assert listed[0].body == f"{EAST[0][1]}\n\n- 那覇\n- 名護\n\n{EAST[1][1]}"


def test_a_plain_mail_without_full_stops_is_text():
    thai = ("กรมอุตุนิยมวิทยาเตือนฝนตกหนักในภาคใต้ตั้งแต่วันจันทร์ถึงวันพุธ", "ผู้ว่าราชการจังหวัดสงขลากล่าวว่าได้เตรียมเรือไว้แล้ว")
    (found,) = articles(write_mail("ฝน", "\n\n".join(thai)))
    assert found.body == "\n\n".join(thai)
    assert refusals(write_mail("Ferry", "Ferry stays in port\n\nCouncil votes\n"))


def test_lines_of_chinese_are_joined_without_a_blank():
    lines = [EAST[0][1] * 3, EAST[1][1] * 3]
    width = 60
    wrapped = "\n\n".join("\n".join(line[at : at + width] for at in range(0, len(line), width)) for line in lines)
    (found,) = articles(write_mail("Letter", wrapped))
    assert found.body == "\n\n".join(lines)


@pytest.mark.parametrize(
    "sentence",
    [
        "消费者退订机票可获全额退款。",
        "Netflixは配信停止を発表した。",
        "The [ad] was read out in the council of Lindhamn on Monday.",
    ],
)
def test_sentences_that_name_an_end_of_something_stay(sentence: str):
    (found,) = articles(write_mail("Letter", html=f"<p>{ESSAY[0]}</p><p>{sentence}</p><p>{ESSAY[1]}</p>"))
    assert bare(sentence) in bare(found.body)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.post.example/a", "post.example"),
        ("https://news.post.co.uk/a", "post.co.uk"),
        ("https://post.co.uk/a", "post.co.uk"),
        ("https://a.post.com.au/a", "post.com.au"),
        ("https://news.post.co/a", "post.co"),
        ("mailto:a@b.example", ""),
    ],
)
def test_a_site_is_what_somebody_has_registered(address: str, site: str):
    assert find_site(address) == site


def test_labels_above_headlines_are_of_no_article():
    html = "".join(
        f"<p>POLITICS</p><h2><a href='https://x.example/{n}'>{title}</a></h2><p>By Anna Bell</p><p>{text}</p>"
        for n, (title, _, text) in enumerate(STORIES)
    )
    found = articles(write_mail("Letter", html=f"{html}<p>ALSO</p>"))
    assert [each.body for each in found] == [text for _, _, text in STORIES]
    assert {each.authors for each in found} == {"Anna Bell"}


def test_headlines_without_text_are_no_article():
    html = "".join(f"<p><a href='https://x.example/{n}'>{title}</a></p>" for n, (title, _, _) in enumerate(STORIES))
    (refused,) = refusals(write_mail("Top five", html=f"<p>Most read</p>{html}"))
    assert "bare links" in refused.what


def test_sections_that_lead_nowhere_stay_one_article_and_a_note_says_so():
    html = "".join(f"<p><b>{n}. {title}</b></p><p>{text}</p>" for n, (title, _, text) in enumerate(STORIES, 1))
    (found,) = articles(write_mail("Letter", html=html))
    assert "stays one article" in found.notes[0]
    assert all(text in found.body for _, _, text in STORIES)


def test_a_long_text_with_teasers_beside_it_stays_whole():
    teasers = "".join(HEADS["linked headlines"].format(title=t, text=x, n=n) for n, (t, _, x) in enumerate(STORIES[:2]))
    html = "".join(f"<p>{each}</p>" for each in ESSAY * 2) + teasers
    (found,) = articles(write_mail("Weekend", html=html))
    assert "2 sections that lead to articles beside a longer text" in found.notes[0]
    assert all(each in found.body for each in ESSAY)


ADVERT = (
    "<p>ADVERTISEMENT</p><h2><a href='https://shop.example/x'>Buy our boots</a></h2>"
    "<p>The best boots in town, now for 49 kroner only, with free laces for all who order today.</p>"
    "<p><a href='https://shop.example/x'>Order now</a></p>"
)


@pytest.mark.parametrize(
    "headline", ["<a href='javascript:alert(1)'>{title}</a>", "<a href='#c'>{title}</a>", "{title}"]
)
@pytest.mark.parametrize("place", [1, 2])
def test_a_section_whose_link_cannot_be_used_is_an_article_where_the_others_are_clear(place: int, headline: str):
    links = ["<a href='https://x.example/{n}'>{title}</a>"] * 3
    links[place] = headline
    sections = [
        f"<h2>{links[n].format(n=n, title=title)}</h2><p>{text}</p>" for n, (title, _, text) in enumerate(STORIES)
    ]
    found = articles(write_mail("Letter", html="".join((*sections[:2], ADVERT, sections[2]))))
    assert [each.title for each in found] == TITLES
    assert [each.body for each in found] == [text for _, _, text in STORIES]
    assert [each.url for each in found] == ["" if n == place else f"https://x.example/{n}" for n in range(3)]
    assert all("1 advertisement" in each.removed for each in found)


def test_parts_with_a_heading_of_their_own_are_no_sections():
    html = "".join(
        f"<h2><a href='https://x.example/{n}'>{title}</a></h2><p>{text}</p><h2>Why it matters</h2><p>{ESSAY[n]}</p>"
        for n, (title, _, text) in enumerate(STORIES)
    )
    assert [each.title for each in articles(write_mail("Letter", html=html))] == TITLES


@pytest.mark.parametrize(
    "advert",
    [
        ADVERT,
        "<p>Anzeige</p><p>Boots that outlast the winter, and the next one: <a href='https://shop.example/y'>here</a>, for 49 kroner.</p>",
        "<p>Sponsored</p><p><b>Boots for the winter</b></p><p>The best boots in town, now for 49 kroner only, for all.</p><p><a href='https://shop.example/x'>Order</a></p>",
    ],
)
def test_a_marked_advertisement_never_comes_along(advert: str):
    paragraphs = "".join(f"<p>{each}</p>" for each in ESSAY)
    for html in (f"<p>{ESSAY[0]}</p>{advert}<h2>What it costs</h2>{paragraphs}", paragraphs + advert + paragraphs):
        (found,) = articles(write_mail("Weekend", html=html))
        assert not [word for word in ("oots", "Order") if word in found.body]
        assert all(found.body.count(each) == html.count(each) for each in ESSAY), "and nothing else goes with it"
        assert "1 advertisement" in found.removed


@pytest.mark.parametrize("mark", ["Advertisement", "Presented by Norland Bank"])
def test_news_below_the_mark_of_a_picture_or_a_sponsor_stays(mark: str):
    link = "<a href='https://bank.example/'>Norland Bank</a>" if "by" in mark else ""
    html = f"<p>{mark}</p><img src='a.png' width='600'><h2>What it costs</h2><p>{ESSAY[0]} {link}</p><p>{ESSAY[1]}</p>"
    (found,) = articles(write_mail("Weekend", html=html))
    assert ESSAY[0] in found.body
    assert "## What it costs" in found.body


BOOTS = "<p>The best boots of Skarholm, now for 49 kroner only and for all.</p>"
BETWEEN = {
    "a paragraph and a button": f"<p>Advertisement</p>{BOOTS}<p><a href='https://shop.example/x'>Book now</a></p>",
    "a paragraph alone": f"<p>A message from Skarholm</p>{BOOTS}",
    "between rules": f"<hr><p>ANZEIGE</p>{BOOTS}<hr>",
    "a bold mark": f"<p><b>Sponsored</b></p>{BOOTS}<p><a href='https://shop.example/x'>Read more</a></p>",
    "a sponsor": f"<div><p>Presented by Skarholm</p>{BOOTS}</div>",
    "a picture": "<p>Advertisement</p><p><a href='https://shop.example/x'><img src='a.png' width='600'></a></p>",
    "a heading": f"<h3>Sponsored</h3>{BOOTS}<p><a href='https://shop.example/x'>Book now</a></p>",
    "a heading like those of the articles": f"<h2>Sponsored content</h2>{BOOTS}{BOOTS}<p><a href='https://shop.example/x'>Read more</a></p>",
    "a headline": ADVERT,
}


@pytest.mark.parametrize("close", ["<p><a href='{url}'>Read more</a></p>", " <p><a href='{url}'>Go deeper</a> →</p>"])
@pytest.mark.parametrize("host", ["x.example", "links.norlandpost.example"])
@pytest.mark.parametrize("place", [1, 2])
@pytest.mark.parametrize("advert", BETWEEN.values(), ids=BETWEEN)
def test_what_is_below_an_advertisement_stays_an_article_of_its_own(advert: str, place: int, host: str, close: str):
    urls = [hide_click(n) if "norlandpost" in host else f"https://{host}/{n}" for n in range(3)]
    parts = [
        f"<h2>{title}</h2><p>{text}</p>{close.format(url=url)}"
        for url, (title, _, text) in zip(urls, STORIES, strict=True)
    ]
    found = articles(write_mail("Letter", html="".join((*parts[:place], advert, *parts[place:]))))
    assert [each.title for each in found] == TITLES
    assert [each.body for each in found] == [text for _, _, text in STORIES]


@pytest.mark.parametrize("mark", ["ADVERTISEMENT\n", "Advertisement\n\n", "A message from Skarholm:\n\n"])
@pytest.mark.parametrize("link", ["", "\n\nhttps://shop.example/x", ": https://shop.example/x"])
def test_what_is_below_an_advertisement_in_plain_text_is_an_article(mark: str, link: str):
    parts = [f"{title.upper()}\n\n{text}\n\nRead more: {url}\n" for title, url, text in STORIES]
    advert = f"{mark}Travel in boots of Skarholm this winter and save 20 percent{link or '.'}\n"
    found = articles(write_mail("Letter", "\n".join((parts[0], advert, *parts[1:]))))
    assert [each.title for each in found] == [title.upper() for title in TITLES]
    assert [each.body for each in found] == [text for _, _, text in STORIES]


@pytest.mark.parametrize(
    "mark", ["Advertisement", "A message from Norland Bank", "Presented by Norland Bank", "Together with Norland Bank"]
)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("form", [form for name, form in HEADS.items() if "beginning" not in name])
def test_news_below_the_mark_of_a_picture_is_an_article(form: str, place: int, mark: str):
    for href in (
        "https://x.example/{n}",
        "https://links.norlandpost.example/ls/click?upn=u001.Q9{n}ZxTqkL7vB2mNcRw4Yh",
    ):
        own = form.replace("https://x.example/{n}", href)
        parts = [own.format(title=title, text=text, n=n) for n, (title, _, text) in enumerate(STORIES)]
        html = "".join((*parts[:place], f"<p>{mark}</p><img src='a.png' width='600'>", *parts[place:]))
        found = articles(write_mail("Letter", html=html))
        assert [each.title for each in found] == TITLES
        assert [each.body for each in found] == [text for _, _, text in STORIES]


@pytest.mark.parametrize(
    "title", ["A message from the mayor", "Together with Skarholm into winter", "In partnership with Odrin"]
)
def test_a_headline_that_begins_as_a_mark_does_is_one(title: str):
    for close in ("https://x.example/m", hide_click(4)):
        parts = [HEADS["headings and buttons"].format(title=t, text=x, n=n) for n, (t, _, x) in enumerate(STORIES)]
        parts.insert(1, f"<h3>{title}</h3><p>{ESSAY[0]}</p><p><a href='{close}'>Read more</a></p>")
        found = {each.title: each.body for each in articles(write_mail("Letter", html="".join(parts)))}
        assert found == {title: ESSAY[0], **{t: x for t, _, x in STORIES}}


def test_a_paragraph_of_an_article_below_a_picture_that_is_marked_stays_in():
    mark = "<p>Advertisement</p><img src='a.png' width='600'>"
    parts = [
        f"<h2>{title}</h2><p>{text}</p>{mark}<p>{ESSAY[n]}</p><p><a href='https://x.example/{n}'>Read more</a></p>"
        for n, (title, _, text) in enumerate(STORIES)
    ]
    found = articles(write_mail("Letter", html="".join(parts)))
    assert [each.body for each in found] == [f"{text}\n\n{ESSAY[n]}" for n, (_, _, text) in enumerate(STORIES)]


def test_an_advertisement_that_nothing_closes_is_no_end_of_an_article():
    """Below a mark stands what no other section has at its end."""
    parts = [HEADS["linked headlines"].format(title=t, text=x, n=n) for n, (t, _, x) in enumerate(STORIES)]
    found = articles(write_mail("Letter", html=f"{parts[0]}<p>Advertisement</p>{BOOTS}{parts[1]}{parts[2]}"))
    assert [each.body for each in found] == [text for _, _, text in STORIES]
    assert all("1 advertisement of 13 words" in each.removed for each in found)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "inside",
    [
        f"<p>Advertisement</p>{BOOTS}",
        f"<h2>Advertisement</h2>{BOOTS}",
        f"<p>Presented by Skarholm</p>{BOOTS}<p><a href='https://shop.example/x'>Read more</a></p>",
        f"<p><b>Sponsored</b></p>{BOOTS}<p><a href='https://shop.example/x'>Order now</a></p>",
    ],
)
def test_an_article_goes_on_below_an_advertisement_that_stands_in_it(inside: str, place: int):
    parts = [
        f"<h3><a href='https://x.example/{n}'>{title}</a></h3><p>{text}</p>{inside if n == place else ''}<p>{ESSAY[n]}</p>"
        for n, (title, _, text) in enumerate(STORIES)
    ]
    found = articles(write_mail("Letter", html="".join(parts)))
    assert [each.title for each in found] == TITLES
    for number, (each, (_, _, text)) in enumerate(zip(found, STORIES, strict=True)):
        assert text in each.body
        assert ESSAY[number] in each.body


def test_a_long_paragraph_with_a_link_in_it_is_no_advertisement_for_that():
    text = f"{ESSAY[0]} <a href='https://port.example/list'>His list</a> is on the web. {ESSAY[1]}"
    html = f"<p>{ESSAY[2]}</p><p>Advertisement</p><img src='a.png' width='600'><p>{text}</p><p>{ESSAY[3]}</p>"
    (found,) = articles(write_mail("Weekend", html=html))
    assert "His list is on the web." in found.body


def letter_with(between: str, after: str = "") -> EmailMessage:
    """A letter of three sections, each with its link; `between` stands below the first, `after` below the last."""
    parts = [
        f"<h2>{title}</h2><p>{text}</p><p><a href='https://x.example/{n}'>Read more</a></p>"
        for n, (title, _, text) in enumerate(STORIES)
    ]
    html = f"<p>Good morning!</p>{parts[0]}{between}{parts[1]}{parts[2]}{after}<p>See you tomorrow.</p>"
    return write_mail("Morning letter", html=html)


BRIEFS = (
    "<p><b>In brief</b></p><ul><li><a href='https://x.example/b1'>Cod returns to the bay</a> after ten years of absence.</li>"
    "<li><a href='https://x.example/b2'>A crane fell</a> on the quay at noon, and nobody was hurt by it.</li></ul>"
)
IN_BRIEF = "- Cod returns to the bay after ten years of absence.\n- A crane fell on the quay at noon, and nobody was hurt by it."
MOE = "“We close the pier, you know, and it will never open again,” said Dagny Moe, who heads the port of Lindhamn."
WRONG = "Correction: Yesterday’s letter said that the pier was built in 1911. It was built in 1912."


@pytest.mark.parametrize(
    ("between", "title", "body"),
    [
        (BRIEFS, "In brief", IN_BRIEF),
        (re.sub(r"</?(?:ul|b)>", "", BRIEFS).replace("<li>", "<p>• ").replace("</li>", "</p>"), "Morning letter", IN_BRIEF),
        (f"<p>{ESSAY[0]}</p>", "Morning letter", ESSAY[0]),
        (f"<p>{ESSAY[0]} <a href='https://port.example/list'>A list</a> names them.</p>", "Morning letter", f"{ESSAY[0]} A list names them."),
        (f"<table><tr><td><p>{MOE}</p></td></tr></table>", "Morning letter", MOE),
        (f"<p><i>{WRONG}</i></p>", "Morning letter", WRONG),
    ],
)  # fmt: skip
def test_news_between_sections_is_an_article(between: str, title: str, body: str):
    found = articles(letter_with(between))
    assert [each.title for each in found] == [*TITLES, title]
    assert found[3].body == body
    assert [each.body for each in found[:3]] == [text for _, _, text in STORIES]
    assert found[3].url == ""


def test_news_in_brief_behind_the_last_section_is_an_article():
    assert articles(letter_with("", BRIEFS))[3].body == IN_BRIEF


OFFER = "<p>Travel in comfort with Skarholm Lines this winter, and save 20 percent on all of the cabins and meals.</p>"


@pytest.mark.parametrize(
    "between",
    [
        f"{OFFER}<p><a href='https://lines.example/x'>Book now</a></p>",
        f"{OFFER}<p><a href='https://click.x.example/c/1'>Book now</a></p>",
        f"<p>Pubblicità</p>{OFFER}<p><a href='https://lines.example/x'>Learn more</a></p>",
        f"<p>Sponsored</p>{OFFER}",
        OFFER.replace("all of the", "<a href='https://lines.example/x'>all of the</a>"),
        "<p>The harbour is our beat, and we write of it each day: become a member of the Courier before the summer.</p>",
        "<p>Hear <a href='https://x.example/pod'>our podcast</a>, in which the harbour master speaks of his eleven years.</p>",
        "<p>Share this letter with a friend. It is free.</p>",
        "<p>Read in the app</p><p>Unsubscribe</p>" + OFFER,
    ],
)
def test_what_is_no_news_between_sections_stays_out(between: str):
    assert [each.body for each in articles(letter_with(between, between))] == [text for _, _, text in STORIES]


def test_articles_of_many_sites_stay_below_the_mark_of_a_picture():
    parts = [
        f"<h2><a href='https://x{n}.example/a'>{title}</a></h2><p>{text}</p><p><a href='https://x{n}.example/a'>Go deeper</a></p>"
        for n, (title, _, text) in enumerate(STORIES)
    ]
    html = "".join((parts[0], "<p>Advertisement</p><img src='a.png' width='600'>", *parts[1:]))
    assert [each.title for each in articles(write_mail("Round-up", html=html))] == TITLES


def test_buttons_and_notices_of_a_service_are_no_text():
    (found,) = articles(arrived()["post"])
    assert found.body.split("\n\n") == list(ESSAY)
    assert "50 words of buttons and notices" in found.removed
    assert found.authors == "Anna Bell"


@pytest.mark.parametrize(
    ("named", "href", "url"),
    [
        (
            "https://x.example/p/list",
            "https://x.example/p/list?token=eyJ1c2VyX2lkIjo3NywiaWF0IjoxNzQ2fQ",
            "https://x.example/p/list",
        ),
        ("https://x.example/p/list", "https://x.example/p/list", "https://x.example/p/list"),
        ("", "https://x.example/p/list?utm_source=mail", "https://x.example/p/list"),
        ("https://x.example/p/other", "https://x.example/p/list", "https://x.example/p/list"),
        ("https://x.example/p/other", "https://x.example/p/list?token=eyJ1c2VyX2lkIjo3NywiaWF0IjoxNzQ2fQ", ""),
        ("https://x.example/?p=2", "https://x.example/?p=21", "https://x.example/?p=21"),
        ("https://x.example/", "https://x.example/", ""),
        ("mailto:list@x.example", "#list", ""),
    ],
)
def test_the_address_of_a_letter_that_is_one_article_is_where_its_headline_leads(named: str, href: str, url: str):
    html = f"<h1><a href='{href}'>The list</a></h1>" + "".join(f"<p>{each}</p>" for each in ESSAY)
    message = write_mail("The list", html=html)
    message["List-Post"] = f"<{named}>"
    (found,) = articles(message)
    assert found.url == url


NOTICES = (
    "CONFIDENTIALITY NOTICE: This e-mail is intended only for the addressee. If you are not the intended recipient, delete it.",
    "This message is confidential. If you have received this message in error, tell us and delete it.",
    "Diese E-Mail ist vertraulich. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie bitte.",
    "CONFIDENTIALITY NOTICE: This message is intended only for the addressee.",
    "Diese Nachricht ist nur für den Empfänger bestimmt.",
    "Was this email forwarded to you? Sign up here.",
    "You're currently a free subscriber to Harbour Weekly. For the full experience, upgrade your subscription.",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_notices_are_left_out_and_counted(notice: str):
    (found,) = articles(write_mail("The list", html=f"<p>{ESSAY[0]}</p><p>{notice}</p><p>{ESSAY[1]}</p>"))
    assert found.body == f"{ESSAY[0]}\n\n{ESSAY[1]}"
    assert f"{len(notice.split())} words of buttons and notices" in found.removed


@pytest.mark.parametrize(
    "sentence",
    [
        "This e-mail, which is marked confidential, shows that the mayor knew of the crack in March.",
        "This e-mail, which was intended only for the addressee, was read out in the council on Monday.",
        "This message is intended only for the people of Skarholm, the mayor said of the leaflet.",
        "The confidentiality notice below the letter did not help: it was read in the council on Monday.",
        "Thanks for reading it out, the mayor said. Subscribe for free to the list, she told all who had come.",
        "Was this email forwarded to you? the mayor asked, and the council, all nine of it, said that it was",
        "Share prices of both ferry lines fell by 4 percent on Monday.",
    ],
)
def test_sentences_that_begin_as_notices_do_stay(sentence: str):
    (found,) = articles(write_mail("The list", html=f"<p>{ESSAY[0]}</p><p>{sentence}</p><p>{ESSAY[1]}</p>"))
    assert sentence in found.body


def test_links_that_share_a_story_lead_to_it():
    stories = [*STORIES, ("One fun thing", "", ESSAY[2])]
    closers = (
        "<p><a href='{}'>Go deeper</a></p>",
        "<p><a href='{}'>Share this story</a></p>",
        "",
        "<p><a href='{}'>Read on</a>.</p>",
    )
    advert = f"<p>A message from Skarholm</p>{BOOTS}"
    parts = [
        f"<h2>{n + 1}. {title}</h2><p>{text}</p>{closers[n].format(f'https://x.example/{n}')}"
        for n, (title, _, text) in enumerate(stories)
    ]
    html = (
        f"<p>Good morning!</p>{''.join(parts[:3])}{advert}{parts[3]}<p>{NOTICES[3]}</p><p>Thanks to Jo for editing.</p>"
    )
    found = articles(write_mail("Letter", html=html))
    assert [each.body for each in found] == [text for _, _, text in stories]
    assert [each.url for each in found] == ["https://x.example/0", "https://x.example/1", "", "https://x.example/3"]
    elsewhere = html.replace("https://x.example/1", "https://www.facebook.com/sharer.php?u=https://x.example/1")
    assert "facebook" not in "".join(each.url for each in articles(write_mail("Letter", html=elsewhere)))


@pytest.mark.parametrize("more", ["Read more", "→", "[Weiterlesen »]", "続きを読む"])
def test_paragraphs_that_end_in_a_link_to_read_on_are_articles(more: str):
    def write(lead: str) -> list[Cleaned]:
        texts = "".join(f"<p>{lead.format(t)}{x} <a href='{u}'>{more}</a></p>" for t, u, x in STORIES)
        return articles(write_mail("The week", html=f"<h1>The week</h1><p>Good morning, Lindhamn.</p>{texts}"))

    texts = [text for _, _, text in STORIES]
    found = write("")
    assert [(each.body, each.url) for each in found] == list(zip(texts, ADDRESSES, strict=True))
    assert all(
        each.title_from == "first sentence" and text.startswith(each.title)
        for each, text in zip(found, texts, strict=True)
    )
    found = write("<b>{}.</b> ")
    assert [(each.title, each.body) for each in found] == [(f"{t}.", x) for t, _, x in STORIES]
    assert [(each.title, each.body) for each in write("<b>{}</b><br>")] == [(t, x) for t, _, x in STORIES]
    assert [each.body for each in write("<b>{}</b> ")] == [f"{t} {x}" for t, _, x in STORIES]  # words of the sentence
    assert [each.body for each in write("<b>Why it matters:</b> ")] == [f"Why it matters: {text}" for text in texts]


def test_paragraphs_beside_such_stay_with_them():
    html = f"<p>{ESSAY[0]}</p><p>{ESSAY[1]}</p>" + "".join(
        f"<p>{x} <a href='{u}'>Read more</a></p>" for _, u, x in STORIES
    )
    (found,) = articles(write_mail("The week", html=f"{html}<p>{ESSAY[2]}</p>"))
    texts = (*ESSAY[:2], *(text for _, _, text in STORIES), ESSAY[2])
    assert found.body == "\n\n".join(texts)
    assert found.removed == "6 words of footer"
    wants = "The mayor of Lindhamn has one tug, and the harbour master wants <a href='https://x.example/t'>more</a>."
    (found,) = articles(write_mail("The week", html=f"<p>{ESSAY[0]}</p><p>{wants}</p>"))
    assert found.body.endswith("wants more.")


def test_news_behind_the_link_that_ends_a_section_may_end_in_one_itself():
    (title, url, text), (other, place, more), (last, end, rest) = STORIES
    link = "<a href='{}'>Read more</a>"
    html = (
        f"<h2>{title}</h2><p>{text} {link.format(url)}</p><p>{ESSAY[3]} {link.format(url + '-2')}</p>"
        f"<h2>{other}</h2><p>{more} {link.format(place)}</p><h2>{last}</h2><p>{rest} {link.format(end)}</p>"
    )
    found = articles(write_mail("The week", html=html))
    assert [each.body for each in found] == [text, more, rest, ESSAY[3]]


def test_an_advertisement_below_a_link_that_shares_a_story_is_one():
    first, second, third = (f"<h2>{title}</h2><p>{text}</p>" for title, _, text in STORIES)
    html = (
        f"{first}<p><a href='https://x.example/0'>Go deeper</a></p><p><a href='https://share.example/0'>Share this story</a></p>"
        f"{second}<p><a href='https://x.example/1'>Share this story</a></p>"
        "<p><b>A message from Skarline</b></p><h3>Sail away this winter</h3><p>Our new ferries cut the crossing to two hours.</p>"
        "<p><a href='https://skarline.example/ad'>Learn more.</a></p>"
        f"{third}<p><a href='https://x.example/2'>Read more</a></p>"
    )
    found = articles(write_mail("Letter", html=html))
    assert [each.body for each in found] == [text for _, _, text in STORIES]
    assert [each.url for each in found] == [f"https://x.example/{n}" for n in range(3)]
    assert "1 advertisement of" in found[0].removed


def test_a_sentence_of_news_under_a_headline_is_an_article_or_is_named():
    def write(below: str) -> list[Cleaned]:
        stories = [f"<h2>{t}</h2><p>{x}</p><p><a href='{u}'>Read more</a></p>" for t, u, x in STORIES]
        return articles(
            write_mail("Letter", html=f"{stories[0]}<h2>Catch up quick</h2>{below}{stories[1]}{stories[2]}")
        )

    court = "A court freed two men on Sunday."
    source = "(<a href='https://lindhamncourier.example/court'>Courier</a>)"
    found = write(f"<p>{court} {source}</p>")
    assert [each.title for each in found] == [TITLES[0], "Catch up quick", *TITLES[1:]]
    assert found[1].body == f"{court} (Courier)"
    found = write(f"<p>{court} {source}</p><p>Trains to the north stand still. {source}</p>")
    assert found[1].body == f"{court} (Courier)\n\nTrains to the north stand still. (Courier)"  # no heading
    found = write("<p>Nine ferries are out of order this month.</p>")
    assert len(found) == 3
    assert "those below “Catch up quick” among them" in found[0].removed


def test_headlines_are_told_where_breaks_alone_set_them_apart():
    html = "<br><br>".join(
        f"<b>{title}</b><br>{text}<br>{ESSAY[n]}<br><a href='https://x.example/{n}'>More</a>"
        for n, (title, _, text) in enumerate(STORIES)
    )
    found = articles(write_mail("Letter", html=f"<div>{html}</div>"))
    assert [each.title for each in found] == TITLES
    assert [each.body for each in found] == [f"{text}\n\n{ESSAY[n]}" for n, (_, _, text) in enumerate(STORIES)]
    assert [each.url for each in found] == [f"https://x.example/{n}" for n in range(3)]


def test_a_note_does_not_deny_that_a_heading_leads_somewhere():
    html = "".join(f"<h2>{n}. {title}</h2><p>{text}</p>" for n, (title, _, text) in enumerate(STORIES, 1))
    (found,) = articles(write_mail("Letter", html=f"{html}<p><a href='https://x.example/3'>Read more</a></p>"))
    assert "Not all of its headings lead to articles of their own: it stays one article." in found.notes[0]


def test_a_name_that_leads_to_the_front_page_is_no_headline():
    brand = "<p><a href='https://x.example/?utm_source=nl'>The Lindhamn Morning Courier</a></p><p>Good morning. Here is all that the town talks about on this fine Tuesday.</p>"
    html = "".join(HEADS["linked headlines"].format(title=t, text=x, n=n) for n, (t, _, x) in enumerate(STORIES))
    assert [each.title for each in articles(write_mail("Letter", html=brand + html))] == TITLES


def test_the_plain_form_is_read_where_the_other_is_nothing_but_pictures():
    html = '<html><body><img src="https://x.example/all.png" width="600"></body></html>'
    (found,) = articles(write_mail("Two lines leave", ESSAY[3] + "\n\n" + ESSAY[1], html))
    assert found.body == f"{ESSAY[3]}\n\n{ESSAY[1]}"


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "utf-8"), ("iso-8859-1", "utf-8"), ("utf-8", "x-none"), ("windows-1252", "us-ascii")],
)
def test_a_charset_that_is_not_as_declared(charset: str, declared: str):
    text = "Der Hafen von Lindhamn öffnet wieder. Die Fähre nach Skarholm fährt am Donnerstag für alle.\n"
    raw = (
        f'From: "B\xf6te" <a@b.example>\nSubject: Hafen =?utf-8?b?w7ZmZm5ldA==?=\nMessage-ID: <1@b>\n'
        f"Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit\n\n"
    ).encode("latin-1") + text.encode(charset)
    (found,) = articles(raw)
    assert found.body == text.strip()
    assert (found.title, found.source) == ("Hafen öffnet", "Böte")


def test_flowed_lines_are_joined():
    raw = b"From: a@b.example\nContent-Type: text/plain; format=flowed; delsp=%s\n\nThe port of Odesa \nreopened on Fri \nday.\n\n> said \n> he\n>> no\n-- \nAda"
    assert (
        read_letter(raw % b"no", "a").bodies[0].text
        == "The port of Odesa reopened on Fri day.\n\n> said he\n>> no\n-- \nAda"
    )
    assert read_letter(raw % b"yes", "a").bodies[0].text.startswith("The port of Odesareopened on Friday.")


# What stands in a plain mail, and what becomes of it.
PLAIN = [
    ("The list at https://port.example/list names 12 ships, and the page https://port.example/plan\nsays that the pier closes.",
     "The list at https://port.example/list names 12 ships, and the page https://port.example/plan says that the pier closes."),
    ("The chief said on Monday (see https://x.example/a) that the pier\nhttps://x.example/very/long\nwould close. More is at https://x.example/b.",
     "The chief said on Monday (see https://x.example/a) that the pier https://x.example/very/long would close. More is at https://x.example/b."),
    ("The chief <https://x.example/chief> said that the pier [https://x.example/p] closes <https://x.example/q>.",
     "The chief said that the pier closes."),
    ("https://port.example is down, the chief of the port said.", "https://port.example is down, the chief of the port said."),
    ("Those who want to know more find all of the ships at\nhttps://x.example/ships.",
     "Those who want to know more find all of the ships at https://x.example/ships."),
    ("The chief says so. https://x.example/a The pier closes at noon. https://x.example/b", "The chief says so. The pier closes at noon."),
    ("The answer of the council is at\n<https://x.example/a> and was written in May.", "The answer of the council is at <https://x.example/a> and was written in May.".replace("<", "&lt;")),
    ("The pier closes at noon on Monday, says the harbour chief of the town. Read more at https://x.example/a",
     "The pier closes at noon on Monday, says the harbour chief of the town."),
    ("Ferry stays in port\nhttps://x.example/ferry\nThe ferry to Skarholm will not sail before Thursday, its owner said.",
     "## Ferry stays in port\n\nThe ferry to Skarholm will not sail before Thursday, its owner said."),
    ("Those who want no more of these letters go to https://x.example/unsub?id=7 and say so.", "Those who want no more of these letters go to and say so."),
    ("* The pier closes at noon on Monday for all\n  ships over 40 metres.\n* The tug is sold to the island, which wants\n  to use it in winter.",
     "- The pier closes at noon on Monday for all ships over 40 metres.\n- The tug is sold to the island, which wants to use it in winter."),
    ("1. The pier closes at noon on Monday for all\n   ships over 40 metres.\n2. The tug is sold.",
     "1\\. The pier closes at noon on Monday for all ships over 40 metres.\n\n2\\. The tug is sold."),
    ("* The pier closes at noon on Monday for all\n  ships over 40 metres.", "- The pier closes at noon on Monday for all ships over 40 metres."),
    ("1. Ferry stays in port\n   The ferry to Skarholm will not sail before Thursday, its owner said.",
     "## Ferry stays in port\n\nThe ferry to Skarholm will not sail before Thursday, its owner said."),
    ("码头将关闭。\n\n居民必须等待最后报告。", "码头将关闭。\n\n居民必须等待最后报告。"),
    ("The harbour au-\nthority said that the state-\nowned ferry, with two-\nand three-storey decks, sailed in 2019-\n2024 and not since.",
     "The harbour au-thority said that the state-owned ferry, with two- and three-storey decks, sailed in 2019-2024 and not since."),
    ("| Port | Ships |\n|---|---|\n| Lindhamn | 312 |\n| Skarholm | 204 |", "- Port · Ships\n- Lindhamn · 312\n- Skarholm · 204"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "body"), PLAIN)
def test_a_plain_mail_keeps_its_sentences(written: str, body: str):
    (found,) = articles(write_mail("Pier closes", f"{ESSAY[0]}\n\n{written}\n\n{ESSAY[1]}"))
    assert found.body == f"{ESSAY[0]}\n\n{body}\n\n{ESSAY[1]}"


@pytest.mark.parametrize("width", range(56, 84, 3))
def test_a_paragraph_of_two_lines_is_one_where_the_text_is_wrapped(width: int):
    texts = (
        "Divers found a crack in the hull after the fire, the owner said. The ferry to Skarholm will not sail today.",
        "It was seen on Sunday by Anna Bell, Tomas Vale, Dagny Moe, Pål Eide, Mara Quist and Ole Berg of Lindhamn.",
        "Work begins in May, the mayor, Dagny Moe, said after the vote. It will cost 3.2 million euros, all in all.",
        "The quay is closed until Monday, Eide said to the council. Two tugs are to come from Malmford before that.",
    )
    wrapped = "\n\n".join(fill(text, width) for text in texts)
    (mail,) = articles(write_mail("Harbour master resigns", text=wrapped))
    assert mail.body.split("\n\n") == list(texts)
    (file,) = articles(
        f"Harbour news\n\n{wrapped}".replace("\n\nWork", "\n\n| Port | Fee |\n| Lindhamn | 3 |\n\nWork"), "a.txt"
    )
    assert [part for part in file.body.split("\n\n") if not part.startswith("- ")] == list(texts)


@pytest.mark.parametrize(("written", "body"), PLAIN[-2:])
def test_a_plain_file_or_item_keeps_its_words(written: str, body: str):
    text = f"Pier closes\n\n{ESSAY[0]}\n\n{written}\n\n{ESSAY[1]}"
    body = f"{ESSAY[0]}\n\n{body}\n\n{ESSAY[1]}"
    assert clean(text.encode(), "a.txt").body == body
    item = {"uri": "urn:x:1", "headline": "Pier closes", "body_text": text}
    assert articles(json.dumps(item), "a.json")[0].body == body


def test_an_address_in_a_sentence_loses_what_follows_its_reader_and_says_so():
    carried = "https://click.x.example/track?u=4411&url=https%3A%2F%2Fport.example%2Flist"
    text = f"The list at https://port.example/a?id=7&utm_source=nl is old, {carried} is new, and {hide_click(1)} is neither."
    (found,) = articles(write_mail("Pier closes", f"{ESSAY[0]}\n\n{text}"))
    assert (
        "The list at https://port.example/a?id=7 is old, https://port.example/list is new, and is neither."
        in found.body
    )
    assert "what follows the reader in 3 addresses" in found.removed


def test_lists_and_tables_without_end_take_no_time():
    for text in (
        "* a\n" * 60_000 + "b",
        "* a\nb\n" * 40_000,
        "|-|\n" * 60_000,
        "| a" + " " * 500_000 + "x\n|",
        "a-\n" * 60_000,
        "see https://x.example/a " * 20_000,
    ):
        begun = time.process_time()
        read(b"From: a@b.example\nTo: c\n\n" + text.encode())
        assert time.process_time() - begun < 8


SIGNED = "Siri Lie\nPilots' Union, Storgata 4\nPhone +47 555 0142\nhttps://pilots.example/a/very/long/address/of/a/press/room/of/ours\n"


@pytest.mark.parametrize("mark", ["-- ", "--", "--\t"])
def test_a_signature_is_no_part_of_a_letter_though_its_mark_lost_its_space(mark: str):
    (found,) = articles(write_mail("Two lines", f"{ESSAY[3]}\n\n{ESSAY[1]}\n\n{mark}\n{SIGNED}"))
    assert found.body == f"{ESSAY[3]}\n\n{ESSAY[1]}"


@pytest.mark.parametrize(
    "below", [f"{ESSAY[0]}\n\n{ESSAY[2]}", "This report was corrected on Monday.", f"Fountain\n\n{ESSAY[1]}"]
)
def test_what_two_dashes_set_apart_is_no_signature_unless_it_is_short(below: str):
    (found,) = articles(write_mail("Two lines", f"{ESSAY[3]}\n\n--\n{below}\n"))
    assert below.rpartition("\n\n")[2] in found.body


@pytest.mark.parametrize(
    ("name", "text", "source", "day"),
    [
        ("a.html", web_page, "", "2025-05-06"),
        ("a.html", partial(web_page, "https://harbourweekly.example/p/list", "2025-05-04T08:00:00Z"), "harbourweekly.example", "2025-05-04"),
        ("a.md", f"Title: The list\nSource: Harbour Weekly\n\n{ESSAY[0]}".encode, "Harbour Weekly", "2025-05-06"),
        ("a.txt", f"The list\n\n{ESSAY[0]}".encode, "Mara Finch", "2025-05-06"),
    ],
)  # fmt: skip
def test_who_sends_a_page_along_did_not_publish_it(name: str, text: Any, source: str, day: str):
    message = write_mail("Look", "Please have a look at this.\n", sender="Mara Finch <mara@desk.example>")
    message.add_attachment(text(), maintype="text", subtype="plain", filename=name)
    (found,) = articles(message)
    assert (found.source, found.date[:10]) == (source, day)
    (told,) = articles(message, source="The Courier", date="2025-05-01")
    assert (told.source, told.date) == ("The Courier", "2025-05-01")


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://x.example/a?utm_source=nl&id=7", "https://x.example/a?id=7"),
        ("https://click.x.example/t?url=https%3A%2F%2Fy.example%2Fb%3Futm_medium%3Dmail", "https://y.example/b"),
        ("https://www.google.example/url?q=https://nam.safelinks.example/?url=https%3A%2F%2Fy.example%2Fb", "https://y.example/b"),
        ("https://x.us1.list-manage.com/track/click?u=8a&id=b2&e=c3", ""),
        ("https://substack.example/redirect/2/eyJlIjoiaHR0cHM6Ly94LmV4YW1wbGUvcC9hIn0", ""),
        ("https://u1.ct.sendgrid.example/ls/click?upn=u001.Q9", ""),
        ("https://x.example/2025/05/06/harbour-master-resigns-after-eleven-years-in-office-2025", "https://x.example/2025/05/06/harbour-master-resigns-after-eleven-years-in-office-2025"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example", ""),
    ],
)  # fmt: skip
def test_where_a_link_leads(href: str, target: str):
    assert find_target(href) == target


def test_outlook_forwards_without_a_mark():
    html = (
        f"<p>See below.</p><div><b>From:</b> Skarholm Tidende &lt;desk@skarholm.example&gt;<br><b>Sent:</b> Friday, 9 May 2025 19:05<br>"
        f"<b>To:</b> {READER}<br><b>Subject:</b> Two lines leave Lindhamn</div><p>{ESSAY[3]}</p>"
    )
    (found,) = articles(write_mail("FW: Two lines", html=html, sender="Mara <m@private.example>"))
    assert (found.title, found.source, found.date) == (
        "Two lines leave Lindhamn",
        "Skarholm Tidende",
        "2025-05-09 19:05",
    )
    assert found.body == ESSAY[3]


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("From: {}\nDate: Sun, Nov 22, 2026 at 6:00 PM", "2026-11-22 18:00"),
        ("Von: {}\nDate: So., 22. Nov. 2026 um 06:00 Uhr", "2026-11-22 06:00"),
        ("De : {}\nDate: dim. 22 nov. 2026 à 06:00", "2026-11-22 06:00"),
        ("De: {}\nDate: dom, 22 nov 2026 a las 6:00", "2026-11-22 06:00"),
        ("Fra: {}\nDate: søn. 22. nov. 2026 kl. 06.00", "2026-11-22 06:00"),
        ("От: {}\nDate: вс, 22 нояб. 2026 г. в 06:00", "2026-11-22 06:00"),
        ("From: {}\nDate: 2026年11月22日(日) 6:00", "2026-11-22 06:00"),
        ("发件人： {}\n日期： 2026年11月22日周日 下午6:00", "2026-11-22 18:00"),
        ("Von: {}\nGesendet: Sonntag, 22. November 2026 06:00", "2026-11-22 06:00"),
        ("Von: {}\nGesendet: 22.11.2026 06:00", "2026-11-22 06:00"),
        ("De : {}\nEnvoyé : dimanche 22 novembre 2026 06:00", "2026-11-22 06:00"),
        ("From: {}\nDate: 22 November 2026 at 06:00:00 CET", "2026-11-22T05:00:00+00:00"),
        ("From: {}\nDate: November 22, 2026 at 6:00:00 AM EST", "2026-11-22T11:00:00+00:00"),
        ("Von: {}\nDatum: 22. November 2026 um 06:00:00 MEZ", "2026-11-22T05:00:00+00:00"),
        ("From: {}\nDate: 22 November 2026 at 06:00:00 IST", "2026-11-22"),  # Indian, Irish or Israeli time
        ("From: {}\nDate: 05/11/2026 06:00", ""),
    ],
)
def test_a_forwarded_letter_keeps_its_day_in_the_language_of_any_mail_program(header: str, date: str):
    header = header.format("Skarholm Tidende <desk@skarholm.example>")
    text = f"---------- Forwarded message ---------\n{header}\nSubject: Two lines\n\n\n{ESSAY[3]}\n"
    (found,) = articles(write_mail("Fwd: Two lines", text))
    assert (found.date, found.source) == (date, "Skarholm Tidende")
    assert found.body == ESSAY[3]


def test_a_letter_that_is_forwarded_as_a_quotation_is_none():
    """Apple Mail sets the whole letter into one; what the letter quotes stays a quotation."""
    letter = "".join(f"<div>{each}</div><div><br></div>" for each in ESSAY)
    html = (
        '<div>For you.</div><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Skarholm '
        "Tidende &lt;desk@skarholm.example&gt;<br></div><div><b>Subject: </b><b>Two lines</b><br></div><div><b>Date: </b>"
        f"6 May 2025 at 09:30:00 CEST<br></div><br><div>{letter}<blockquote>The ferry stays where it is, and so do we."
        "</blockquote></div></blockquote><div>Eva, night desk</div>"
    )
    (found,) = articles(write_mail("Fwd: Two lines", html=html))
    lines = found.body.split("\n\n")
    assert [line.startswith(">") for line in lines] == [False] * len(ESSAY) + [True]
    assert "5 words of whoever forwarded it" in found.removed


def test_prose_about_senders_is_not_forwarded():
    assert open_text("From: the harbour of Lindhamn\nwe went north.\n\nSubject: none.") is None


def test_a_day_of_the_letter_that_cannot_be_read_is_unknown():
    raw = write_mail("Two lines", ESSAY[3]).as_bytes()
    (found,) = articles(raw.replace(b"Tue, 06 May 2025 06:00:00 +0200", b"yesterday"))
    assert found.date == ""
    assert "cannot be used" in found.notes[0]


# -- mailboxes --------------------------------------------------------------------------------------------------------

FROM = b"From bounces@mail.example Tue May  6 06:00:05 2025\n"


def test_an_mbox_gives_its_messages_as_they_were():
    one = b"Subject: a\n\n>From here on it rained.\n>>From x\nFrom here to there it is a mile.\n"
    box = (
        FROM + one.replace(b">From", b">>From").replace(b">>>From", b">>>From") + b"\n" + FROM + b"Subject: b\n\nB\n\n"
    )
    assert list(split_mailbox(io.BytesIO(box), "a")) == [one.replace(b">>From x", b">>From x"), b"Subject: b\n\nB\n"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([b"a", b"", b"From x", b">From y", FROM.strip(), b"\xff"]), max_size=5), max_size=4
    )
)
def test_what_is_put_into_an_mbox_comes_out(letters: list[list[bytes]]):
    whole = [b"Subject: a\n\n" + b"".join(line + b"\n" for line in lines) for lines in letters]
    quoted = [
        b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in each.split(b"\n"))
        for each in whole
    ]
    box = b"".join(FROM + each + b"\n" for each in quoted)
    assert list(split_mailbox(io.BytesIO(box), "a")) == whole


def test_an_mbox_of_too_many_messages_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mailboxes, "MOST_MESSAGES", 2)
    box = b"".join(FROM + arrived()[name].replace(b"\r\n", b"\n") + b"\n\n" for name in ("essay", "phare", "flowed"))
    found = read(box, "a.mbox")
    assert len(found) == 4
    assert str(found[3]) == "a.mbox: The mailbox has more than 2 messages; those after them were not read. Split it."


def test_a_bad_message_of_an_mbox_stops_no_other(desk: Path):
    bomb = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: text/plain\n\nx\n" * 600
    )
    letters = [arrived()["phare"], bomb, b"no headers at all", arrived()["essay"]]
    box = b"".join(FROM + letter.replace(b"\r\n", b"\n") + b"\n\n" for letter in letters)
    (desk / "news.mbox").write_bytes(box)
    result = run("add", "news.mbox")
    assert result.exit_code == 1
    assert "news.mbox: message 2: The message has more headers or parts than letters have." in result.output
    assert "news.mbox: message 3: " in result.output
    assert len(list((desk / "content").rglob("*.md"))) == 3
    assert len(list((desk / "originals").rglob("*.eml"))) == 2
    assert "news.mbox: message 4 → " in result.output
    again = run("add", "news.mbox")
    assert again.output.count("already there") == 3
    assert [isinstance(each, Cleaned) for each in read(box, "-")] == [True, True, False, False, True]


# -- letters made to hurt ---------------------------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(depth)
    )
    return (
        b"From: a@b.example\nMessage-ID: <1@b>\n" + head + b"Content-Type: text/plain\n\nText of it all. It is short.\n"
    )


HOSTILE = {
    "parts in parts": nested(100),
    "more of them": nested(5_000),
    "letters in letters": b"From: a@b.example\nTo: b\n" + b"Content-Type: message/rfc822\n\nSubject: a\n" * 400 + b"\n\nText.\n",
    "thousands of parts": nested(1) + b"\n--b0\n\nx" * 200_000,
    "parts by carriage returns": nested(1) + b"\r--b0\r\rx" * 200_000,
    "an empty boundary": b'From: a@b.example\nTo: b\nContent-Type: multipart/mixed; boundary=""\n\n' + b"--\n\nx\n" * 100_000,
    "a long header": b"From: a@b.example\nSubject: " + b"a b" * 1_000_000 + b"\n\nText.\n",
    "many headers": b"From: a@b.example\n" + b"X: y\n" * 500_000 + b"\n\nText.\n",
    "parameters": b"From: a@b.example\nTo: b\nContent-Type: text/plain; " + b'a=";";' * 15_000 + b"\n\nText. It is short.\n",
    "encoded words": b"From: " + b"=?utf-8?q?a?= " * 10_000 + b"<a@b.example>\nTo: b\n\nText of it. It is short.\n",
    "quotes": b"From: a@b.example\nTo: b\n\n" + b">" * 500_000 + b"\n",
    "open tags": b"From: a@b.example\nTo: b\nContent-Type: text/html\n\n" + b"<div><table><tr><td>" * 50_000,
    "links": b"From: a@b.example\nTo: b\nContent-Type: text/html\n\n<p>" + b"<a href='https://x.example/a'>a b c</a> " * 15_000,
    "headings": b"From: a@b.example\nTo: b\nContent-Type: text/html\n\n" + b"<h2><a href='https://x.example/a'>a b c d</a></h2><p>e f g h.</p>" * 8_000,
    "breaks": b"From: a@b.example\nTo: b\nContent-Type: text/html\n\n<p>a" + b"<br>\n" * 60_000,
    "styles": b"From: a@b.example\nTo: b\nContent-Type: text/html\n\n" + b"<p style='" + b"font-size:" * 100_000 + b"'>a</p>",
    "headers of forwarded mail": b"From: a@b.example\nTo: b\n\n" + b"From: a\n\n" * 50_000,
    "addresses": b"From: a@b.example\nTo: b\n\n" + b"https://x.example/" * 50_000,
    "base64 of nothing": b"From: a@b.example\nTo: b\nContent-Transfer-Encoding: base64\n\n" + b"=" * 2_000_000,
    "uuencode": b"From: a@b.example\nTo: b\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + b"M" * 100_000,
    "flowed": b"From: a@b.example\nTo: b\nContent-Type: text/plain; format=flowed\n\n" + b"a \n" * 100_000,
    "what is too large": b"From: a@b.example\nTo: b\n\n" + b"a" * (LARGEST_MESSAGE + 1),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_letter_that_is_made_to_hurt_ends_soon_and_says_so(name: str):
    began = time.process_time()
    found = read(HOSTILE[name])
    assert time.process_time() - began < 8
    assert found
    for each in found:
        if isinstance(each, ContentError):
            assert each.what
            assert each.remedy
            assert each.path == "a.eml"


def test_parts_are_counted_before_they_are_read():
    with pytest.raises(ContentError, match="more headers or parts"):
        read_letter(nested(1) + b"\n--b0\nContent-Type: text/plain\n\nx" * (MOST_PARTS + 1), "a.eml")


def test_a_letter_within_a_letter_is_counted_again():
    """It may be packed, so that the outer one shows none of its parts."""
    inner = write_mail("a", "b")
    inner.make_mixed()
    for _ in range(MOST_PARTS + 1):
        inner.add_attachment("c")
    outer = write_mail("a", "b")
    outer.add_attachment(inner.as_bytes(), maintype="application", subtype="octet-stream", filename="a.eml")
    with pytest.raises(ContentError, match="more headers or parts"):
        read_letter(outer.as_bytes(), "a.eml")


def test_no_header_adds_a_field():
    raw = (
        b"From: =?utf-8?q?Ada=0AStatus:_withdrawn?= <a@b.example>\nTo: b\n"
        b"Subject: =?utf-8?q?Harbour=0D=0AUrl:_https://evil.example=0A=0A?=\nMessage-ID: <1@b>\n\tStatus: draft\n\n"
    ) + ESSAY[3].encode()
    (found,) = articles(raw)
    lines = front_matter(found, DAY).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "Title",
        "Date-unknown",
        "Added",
        "Source",
        "Lang",
        "Via",
        "Guid",
    ]
    article = parse_article((front_matter(found, DAY) + "\n" + found.body).encode(), "a.md")
    assert (article.status, article.url) == ("published", "")


def test_what_attachments_are_called_leads_nowhere(tmp_path: Path):
    for each in articles(arrived()["attached"]):
        path = write(each, tmp_path / "content", tmp_path / "originals", DAY)
        assert path.is_relative_to(tmp_path / "content")
    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".md", ".eml"}


@pytest.mark.parametrize("how", ["attached", "web"])
def test_front_matter_of_strangers_rules_nothing(how: str):
    """Nor may one do so that lies on the editor's disk: whoever wrote it may be anybody."""
    raw = f"Title: Two lines\nDate: 2025-05-06\nPin: true\nRights: full\nSummary: They love us.\nStatus: draft\n\n{ESSAY[3]}\n".encode()
    message = write_mail("a", "b")
    message.add_attachment(raw, maintype="text", subtype="markdown", filename="a.md")
    came = Came("a.eml", message.as_bytes())
    if how == "web":
        came = Came("https://x.example/a.md", raw, "text/plain", url="https://x.example/a.md")
    (found,) = read_articles(came, now=NOW)
    assert isinstance(found, Cleaned)
    article = parse_article((front_matter(found, DAY) + "\n" + found.body).encode(), "a.md")
    assert (article.title, article.status, article.override.pin, article.override.summary) == (
        "Two lines",
        "published",
        False,
        "",
    )
    assert "Rights: " not in front_matter(found, DAY)
    assert "so they were left out: Pin, Rights, Summary." in found.notes[-2]
    assert "these fields were left out: Status." in found.notes[-1]
    assert "of the front matter Pin, Rights, Summary" in found.removed
    assert clean(raw, "a.md").kept == (("status", "draft"),)


@pytest.mark.parametrize("heading", ["", "<h3>What was said</h3>"])
def test_outlets_below_what_is_quoted_from_them_are_no_headlines(heading: str):
    """A round-up: each passage with its outlet below it, not above."""
    names = ["The Harbour Post", "The Skarholm Tidende", "The Norland Wire"] if heading else ["The Harbour Post"] * 3
    html = "".join(
        f"{heading}<p>{text}</p><p><a href='https://x.example/{n}'>{name}</a></p>"
        for n, ((_, _, text), name) in enumerate(zip(STORIES, names, strict=True))
    )
    (found,) = articles(write_mail("Round-up", html=f"{html}<p>{ESSAY[1]}</p>"))
    assert found.title == "Round-up"
    assert all(text in found.body for _, _, text in STORIES)


@pytest.mark.parametrize("name", ["a.mhtml", "a.msg", "a.emlx", "b.pst"])
def test_what_is_near_to_a_mail_says_what_to_save_it_as(name: str):
    (refused,) = refusals(arrived()["essay"], name)
    assert "which is not read" in refused.what
    assert "add that" in refused.remedy


def test_links_within_a_letter_make_no_articles():
    toc = "".join(f"<h3><a href='#s{n}'>{title}</a></h3><p>{text}</p>" for n, (title, _, text) in enumerate(STORIES))
    (found,) = articles(write_mail("Letter", html=toc))
    assert all(text in found.body for _, _, text in STORIES)


def test_other_forms_of_a_text_are_no_attachments():
    message = write_mail("Two lines leave", ESSAY[3], f"<p>{ESSAY[3]}</p>")
    message.add_alternative("<html amp4email></html>", subtype="x-amp-html")
    (found,) = articles(b"\xef\xbb\xbf\r\n" + message.as_bytes())
    assert "Removed" not in fields(found)


def test_nothing_that_is_said_moves_the_cursor(desk: Path):
    (desk / "a.xml").write_text(news_item(status="x\u202e\x9bK", headline="A\u009b2J\u202eB"), encoding="utf-8")
    said = run("add", "a.xml").output
    assert "which the IPTC's list does not have" in said
    assert not set(said) & set("\u202e\x9b\x1b")


def test_markup_of_a_letter_is_text_or_gone():
    html = f"<p>{ESSAY[3]}</p><script>alert(1)</script><p>He wrote &lt;script&gt;alert(2)&lt;/script&gt; and <b onclick='x'>left</b> it there, on the quay of Lindhamn.</p><iframe src='https://x.example'></iframe>"
    (found,) = articles(write_mail("A", html=html))
    assert "alert(1)" not in found.body
    assert "&lt;script>alert(2)" in found.body
    assert "onclick" not in found.body


def lay(*rows: tuple[str, ...], cell: str = "td") -> str:
    """Rows of a table."""
    return "".join(f"<tr>{''.join(f'<{cell}>{said}</{cell}>' for said in row)}</tr>" for row in rows)


FEES = lay(("Lindhamn", "312 crowns"), ("Skarholm", "204 crowns"))
DATA = {
    "heads": (f"<table><thead>{lay(('Port', 'Fee'), cell='th')}</thead>{FEES}</table>", ["Port · Fee", "Lindhamn · 312 crowns", "Skarholm · 204 crowns"]),
    "none": (f"<table>{FEES}</table>", ["Lindhamn · 312 crowns", "Skarholm · 204 crowns"]),
    "heads of rows": ("<table><tr><th>Monday:</th><td>6 degrees</td></tr><tr><th>Tuesday:</th><td>4 degrees</td></tr></table>", ["Monday: 6 degrees", "Tuesday: 4 degrees"]),
    "paragraphs in cells": (f"<table>{lay(('<p class=MsoNormal>Odrin</p>', '<p>–</p><p>&nbsp;</p>'))}{FEES}</table>", ["Odrin · –", "Lindhamn · 312 crowns", "Skarholm · 204 crowns"]),
    "in a table that is none": (f"<table><tr><td>{TEXT[0]}</td><td><table>{FEES}</table></td></tr></table>", ["Lindhamn · 312 crowns", "Skarholm · 204 crowns"]),
    "names that are links": (f"<table>{lay(('<a href=https://a.example/1>Odrin</a>', '97 crowns'))}{FEES}</table>", ["Odrin · 97 crowns", "Lindhamn · 312 crowns", "Skarholm · 204 crowns"]),
}  # fmt: skip


@pytest.mark.parametrize("name", DATA)
def test_a_row_of_data_is_an_item_of_a_list_as_in_pages(name: str):
    table, rows = DATA[name]
    seen = read_html(f"<p>{TEXT[0]}</p>{table}<p>{TEXT[1]}</p>").stretches
    assert [each.text for each in seen if each.tag == "li"] == rows
    (letter,) = articles(write_mail("Fees", html=f"<p>{ESSAY[3]}</p>{table}<p>{ESSAY[1]}</p>"))
    assert "\n".join(f"- {row}" for row in rows) in letter.body
    assert "#" not in letter.body


def test_a_table_at_the_end_of_a_section_is_no_label():
    sections = [
        f"<h2><a href=https://a.example/{n}>{title}</a></h2><p>{text}</p>" for n, (title, _, text) in enumerate(STORIES)
    ]
    table = f"<table>{FEES}{lay(('Odrin', '97'))}</table><p>POLITICS</p>"
    (_, second, _) = articles(write_mail("Letter", html=f"{sections[0]}{sections[1]}{table}{sections[2]}"))
    assert second.body.endswith("\n- Skarholm · 204 crowns\n- Odrin · 97")


BOXES = {
    "said so": f"<table role=presentation>{FEES}</table>",
    "tables in it": f"<table>{lay(('<table><tr><td>Odrin</td></tr></table>', 'Ferry'))}{FEES}</table>",
    "one row": f"<table>{lay(('Lindhamn Courier', 'Tuesday'))}</table>",
    "a list": f"<table>{lay(('•', 'The ferry stays in port'), ('•', 'The tug is sold'))}</table>",
    "a list with numbers": f"<table>{lay(('1.', 'The ferry stays in port'), ('2.', 'The tug is sold'))}</table>",
    "a menu": f"<table>{lay(('<a href=https://a.example/1>News</a>', '<a href=https://a.example/2>Sea</a>'))}{FEES}</table>",
    "headlines": f"<table>{lay(('SEA', '<a href=https://a.example/1>Ferry stays in port</a>'), ('LAND', '<a href=https://a.example/2>Bridge is shut again</a>'))}</table>",
    "headings": f"<table>{lay(('<h2>Ferry</h2>', '<h2>Bridge</h2>'))}{FEES}</table>",
    "teasers": f"<table>{lay(('Ferry', 'Bridge'), (TEXT[0], TEXT[1]))}</table>",
    "heads for columns": f"<table>{lay(('<p>Ferry</p><p>It stays</p>', '<p>Bridge</p>'), ('Tug', ''), cell='th')}</table>",
    "words between cells": "<table><tr><td>Ferry</td>and<td>Bridge</td></tr><tr><td>Tug</td>or<td>Pilot</td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("name", BOXES)
def test_a_table_that_sets_boxes_side_by_side_is_none(name: str):
    seen = read_html(BOXES[name])
    bare = read_html(re.sub(r"<(/?)(?:table|tr|td|th)\b[^>]*>", r"<\1div>", BOXES[name]))
    assert [(each.tag, each.text, each.links) for each in seen.stretches] == [
        (each.tag, each.text, each.links) for each in bare.stretches
    ]


def test_a_forwarded_mail_whose_header_is_a_table():
    header = lay(
        ("Subject: ", "Ferry stays in port"),
        ("Date: ", "Tue, 6 May 2025 08:00:00 +0200"),
        ("From: ", "Anna Bell &lt;anna@norland.example&gt;"),
    )
    (found,) = articles(
        write_mail(
            "Fwd: look",
            html=f"See this.<div>-------- Forwarded Message --------<table>{header.replace('td', 'th', 1).replace('/td', '/th', 1)}</table><br>{ESSAY[3]}</div>",
        )
    )
    assert (found.title, found.source, found.date[:10]) == ("Ferry stays in port", "Anna Bell", "2025-05-06")


# -- agencies ---------------------------------------------------------------------------------------------------------


def test_a_news_item_says_all_that_its_agency_said():
    (found,) = articles(news_item(), "a.xml")
    said = fields(found)
    assert list(said.items()) == [
        ("Title", "Harbour master resigns"),
        ("Date", "2025-05-06T08:00:00+00:00"),
        ("Added", DAY),
        ("Modified", "2025-05-06T10:20:00+00:00"),
        ("Source", "Norland Agency"),
        ("Authors", "Anna Bell, Tomas Vale"),
        ("Lang", "en"),
        ("Via", "NewsML-G2"),
        ("Guid", "urn:newsml:norland-agency.example:20250506:1"),
        ("Version", "3"),
        ("Dateline", "Lindhamn, Norland"),
        ("Slugline", "NORLAND-HARBOUR"),
        ("Credit", "Norland Agency/Pool"),
        ("Copyright", "© 2025 Norland Agency"),
        ("Usage", "Not for use in Skarholm."),
    ]
    assert found.body == f"{TEXT[0]}\n\n## A second tug\n\n{TEXT[1]}"
    assert any("terms of use" in note for note in found.notes)
    assert failure(parse_article((front_matter(found, DAY) + "\n" + found.body).encode(), "a.md")) is None


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>',
        f'<remoteContent href="x.jpg"/><inlineXML>{NITF}</inlineXML>',
        f'<inlineData contenttype="text/plain">{TEXT[0]}\n\nA second tug\n\n{TEXT[1]}</inlineData>',
        f'<inlineData contenttype="text/html">&lt;p&gt;{TEXT[0]}&lt;/p&gt;&lt;h2&gt;A second tug&lt;/h2&gt;&lt;p&gt;{TEXT[1]}&lt;/p&gt;</inlineData>',
    ],
    ids=["nitf", "nitf behind a picture", "plain", "escaped html"],
)
def test_the_text_of_an_item_in_every_form(content: str):
    (found,) = articles(news_item(content, creator="<by>By Anna Bell and Tomas Vale, NA</by>"), "a.xml")
    assert found.body == f"{TEXT[0]}\n\n## A second tug\n\n{TEXT[1]}"
    assert found.authors == "Anna Bell, Tomas Vale"


SHORT = '<inlineXML rendition="rnd:short"><html><body><p>The master of the harbour goes.</p></body></html></inlineXML>'
PLAIN_TEXT = f"<inlineData contenttype='text/plain'>{TEXT[0]}\n\nA second tug\n\n{TEXT[1]}</inlineData>"


@pytest.mark.parametrize(
    ("content", "removed"),
    [
        (SHORT + f"<inlineXML>{XHTML}</inlineXML>", "6 words in the rendition “short”"),
        (
            f"<inlineXML>{XHTML}</inlineXML>" + SHORT.replace(' rendition="rnd:short"', ""),
            "6 words in another rendition",
        ),
        (SHORT + PLAIN_TEXT, "6 words in the rendition “short”"),
        (f"<inlineXML><p>{TEXT[0]}</p></inlineXML><inlineXML>{XHTML}</inlineXML>", ""),  # nothing that is lost
        (PLAIN_TEXT + f"<inlineXML>{NITF}</inlineXML>", ""),
    ],
)
def test_of_several_renditions_the_fullest_is_taken(content: str, removed: str):
    (found,) = articles(news_item(content), "a.xml")
    assert found.body == f"{TEXT[0]}\n\n## A second tug\n\n{TEXT[1]}"
    assert found.removed == removed


@pytest.mark.parametrize(
    ("creators", "byline", "authors"),
    [
        (["Anna Bell"], "By Anna Bell and Ola Nord", "Anna Bell, Ola Nord"),
        (["Anna Bell"], "By ANNA BELL in Norvik", "Anna Bell"),
        (["Anna Bell", "Ola Nord"], "A. Bell, Ola Nord", "Anna Bell, Ola Nord"),
        (["Anna Bell"], "", "Anna Bell"),
        ([], "By Anna Bell and Ola Nord", "Anna Bell, Ola Nord"),
    ],
)
def test_whom_a_byline_has_besides_the_creators_is_an_author(creators: list[str], byline: str, authors: str):
    creator = "".join(f"<creator><name>{name}</name></creator>" for name in creators) + f"<by>{byline}</by>"
    (found,) = articles(news_item(creator=creator), "a.xml")
    assert found.authors == authors


@pytest.mark.parametrize("form", ["xhtml", "nitf", "ninjs"])
def test_a_table_of_an_item_is_a_list(form: str):
    table = f"<table><thead><tr><th>Port</th><th>Fee</th></tr></thead><tbody>{FEES}</tbody></table>"
    if form == "ninjs":
        (found,) = articles(json.dumps({**NINJS_1, "body_xhtml": f"<p>{TEXT[0]}</p>{table}<p>{TEXT[1]}</p>"}), "a.json")
    else:
        whole = {"xhtml": XHTML, "nitf": NITF}[form]
        content = re.sub("<(h2|hl2)>.*?</(h2|hl2)>", lambda _: table, whole)
        (found,) = articles(news_item(f"<inlineXML>{content}</inlineXML>"), "a.xml")
    rows = "- Port · Fee\n- Lindhamn · 312 crowns\n- Skarholm · 204 crowns"
    assert found.body == f"{TEXT[0]}\n\n{rows}\n\n{TEXT[1]}"


@pytest.mark.parametrize("form", ["xhtml", "nitf"])
def test_a_quotation_that_is_marked_as_one_has_its_marks(form: str):
    marked = TEXT[1].replace("“", "<q>").replace("”", "</q>")
    content = {"xhtml": XHTML, "nitf": NITF}[form].replace(TEXT[1], marked)
    (found,) = articles(news_item(f"<inlineXML>{content}</inlineXML>"), "a.xml")
    assert found.body.endswith(f"\n\n{TEXT[1]}")


ASIDE = (
    "<figure><img src='a.png'/><figcaption>The pier in May</figcaption></figure>"
    "<aside class='pullquote'><p>“It will cost us dearly”</p></aside>"
    f"<aside><p>{TEXT[1]}</p></aside>"
)
SAID = "<p>The load was <math><mn>3</mn><mo>+</mo><mn>4</mn></math> tonnes, the <button>harbour</button> chief said on Monday.</p>"


def in_each_form(markup: str) -> Iterator[tuple[str, str]]:
    """The body, and what `Removed` says, of a mail, an item of NewsML-G2 and one of ninjs with the same markup."""
    xhtml = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{markup}</body></html>'
    item = {"uri": "urn:x:1", "headline": "Harbour master resigns", "body_html5": markup}
    for raw, name in (
        (write_mail("Harbour master resigns", html=markup), "a.eml"),
        (news_item(f"<inlineXML>{xhtml}</inlineXML>"), "a.xml"),
        (json.dumps(item), "a.json"),
    ):
        (found,) = articles(raw, name)
        yield found.body, found.removed


def test_captions_and_pull_quotes_are_no_text_and_are_counted():
    for body, removed in in_each_form(f"<p>{TEXT[0]}</p>{ASIDE}<p>{TEXT[1]}</p>"):
        assert body == "\n\n".join(TEXT)
        assert f"{9 + len(TEXT[1].split())} words of captions, notes and pull quotes" in removed


def test_a_large_quotation_that_stands_in_the_text_is_text():
    quotation = "<div class='pullquote'><p>“It will cost us dearly,” she wrote.</p></div>"
    for body, removed in in_each_form(f"<p>{TEXT[0]}</p>{quotation}<p>{TEXT[1]}</p>"):
        assert body == f"{TEXT[0]}\n\n“It will cost us dearly,” she wrote.\n\n{TEXT[1]}"
        assert removed == ""


def test_lines_of_preformatted_copy_are_paragraphs():
    for body, _ in in_each_form(f"<pre>{TEXT[0]}\n\n* Two tugs\n* One pier\n\n{TEXT[1]}</pre>"):
        assert body == f"{TEXT[0]}\n\n- Two tugs\n- One pier\n\n{TEXT[1]}"


def test_a_sentence_of_marked_up_copy_keeps_its_words():
    for body, removed in in_each_form(f"<p>{TEXT[0]}</p>{SAID}<p><button>Vote</button></p>"):
        assert body.endswith("\n\nThe load was 3+4 tonnes, the harbour chief said on Monday.")
        assert removed == ""


def test_what_is_hidden_in_a_sentence_stays_hidden():
    hidden = "<time style='display:none'>at ten</time><math style='display:none'><mn>7</mn></math>"
    html = f"<p>{TEXT[0]}</p><p>The harbour chief said on Monday {hidden} that the western pier closes for ever at noon.</p>"
    (found,) = articles(write_mail("Pier closes", html=html))
    assert found.body.endswith("The harbour chief said on Monday that the western pier closes for ever at noon.")
    assert "3 hidden words" in found.removed


def test_notes_of_nitf_are_no_text_and_are_counted():
    notes = "<fn><p>According to the archive.</p></fn><note><p>Editors: note this.</p></note>"
    nitf = NITF.replace("<hl2>", f"{notes}<hl2>")
    (found,) = articles(news_item(f"<inlineXML>{nitf}</inlineXML>"), "a.xml")
    assert found.body == f"{TEXT[0]}\n\n## A second tug\n\n{TEXT[1]}"
    assert found.removed == "9 words of captions, notes and pull quotes"  # "The quay" is a caption


def test_a_note_in_the_head_of_nitf_is_not_its_body():
    note = "<note><body.content><hl1>For desks</hl1><p>Eds: UPDATES with quotes.</p></body.content></note>"
    for place in ("<hedline>", "</hedline>"):
        nitf = NITF.replace(
            place, f"{note if place == '<hedline>' else ''}{place}{note if place != '<hedline>' else ''}", 1
        )
        (found,) = articles(news_item(f"<inlineXML>{nitf}</inlineXML>", headline=""), "a.xml")
        assert (found.title, found.body) == ("Harbour master resigns", f"{TEXT[0]}\n\n## A second tug\n\n{TEXT[1]}")
        assert found.removed == "8 words of captions, notes and pull quotes"  # "The quay" is a caption
    nitf = NITF.replace(
        "</hedline>", "<hl2>Eleven years</hl2></hedline><abstract><p>He asked for a tug.</p></abstract>", 1
    )
    (found,) = articles(news_item(f"<inlineXML>{nitf}</inlineXML>"), "a.xml")
    assert found.removed == "7 words of its head; 2 words of captions, notes and pull quotes"


def test_lines_for_desks_are_no_text_and_are_said():
    desks = ("EDITORS: UPDATES with quote in para 3", "(SID, RESENDING TO FIX NAME)", "na/im/tf", "END")
    lines = (desks[0], TEXT[0], desks[1], TEXT[1], *desks[2:])
    xhtml = "".join(f"<p>{line}</p>" for line in ("EDITORS: rings first", *lines)).replace(
        "<p>", '<p class="ednote">', 1
    )
    (found,) = articles(news_item(f"<inlineXML><html><body>{xhtml}</body></html></inlineXML>"), "a.xml")
    assert found.body == "\n\n".join(TEXT)
    assert found.removed == "3 words of captions, notes and pull quotes; 16 words for editors"
    assert f"{desks[0]} {desks[1]}" in found.notes[-1]
    (found,) = articles(
        news_item(f"<inlineData>{chr(10).join(f'{line}{chr(10)}' for line in lines)}</inlineData>"), "a.xml"
    )
    assert found.body == "\n\n".join(TEXT)


@pytest.mark.parametrize(
    "sentence",
    [
        "Editors of nine papers met in Lindhamn on Tuesday.",
        "(The council corrected its list on Monday.)",
        "The two ended in and/or, the clerk said.",
        "(NATO ADDS SHIPS, says the sign.)",
    ],
)
def test_sentences_that_look_like_lines_for_desks_stay(sentence: str):
    body = "".join(f"<p>{line}</p>" for line in (*TEXT, sentence))
    (found,) = articles(news_item(f"<inlineXML><html><body>{body}</body></html></inlineXML>"), "a.xml")
    assert bare(sentence) in bare(found.body)


def test_items_of_a_list_have_no_bullets_of_word():
    item = "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span>{}<span>&nbsp;&nbsp;</span></span>{}</p>"
    html = (
        f"<p class=MsoNormal>{TEXT[0]}</p>{item.format('·', TEXT[1])}{item.format('2.', ESSAY[0])}<p>• {ESSAY[1]}</p>"
    )
    (found,) = articles(write_mail("Pier closes", html=html))
    assert found.body == f"{TEXT[0]}\n\n- {TEXT[1]}\n- {ESSAY[0]}\n- {ESSAY[1]}"


def test_bodies_of_ninjs_without_a_role_are_parts_of_one_text():
    bodies = [{"contentType": "text/html", "value": f"<p>{each}</p>"} for each in TEXT]
    plain = {"contentType": "text/plain", "value": "\n\n".join(TEXT)}
    other = {"contentType": "text/html", "language": "de", "value": "<p>Der Hafenmeister trat am Dienstag zurück.</p>"}
    item = {
        "uri": "urn:x:1",
        "headlines": [{"value": "Harbour master resigns"}],
        "bodies": [*bodies, plain, other, bodies[0]],
    }
    (found,) = articles(json.dumps(item), "a.json")
    assert found.body == "\n\n".join(TEXT)
    assert found.removed == "6 words in the role “main”"


def test_nitf_says_what_the_item_does_not():
    (found,) = articles(news_item(f"<inlineXML>{NITF}</inlineXML>", creator="", headline=""), "a.xml")
    said = fields(found)
    assert (said["Title"], said["Authors"], said["Dateline"]) == (
        "Harbour master resigns",
        "Anna Bell, Tomas Vale",
        "LINDHAMN, May 6",
    )


def test_a_first_version_was_not_corrected():
    assert "Modified" not in fields(articles(news_item(version="1"), "a.xml")[0])


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"status": "withheld"}, "is withheld"),
        ({"status": "canceled"}, "was canceled"),
        ({"status": "secret"}, "which the IPTC's list does not have"),
        ({"meta": "<embargoed>2025-05-10T14:00:01+02:00</embargoed>"}, "under embargo until 2025-05-10T14:00:01"),
        ({"meta": "<embargoed>until Friday</embargoed>"}, "under embargo until until Friday"),
        ({"content": '<remoteContent href="a.jpg"/>', "kind": "picture"}, "holds no text, but a picture"),
        ({"content": ""}, "holds no text"),
    ],
)
def test_an_item_that_may_not_be_used_is_not(changes: dict[str, str], what: str):
    (refused,) = refusals(news_item(**changes), "a.xml")
    assert what in refused.what
    assert refused.remedy
    assert refused.path == "a.xml"


def test_an_embargo_ends():
    assert articles(news_item(meta="<embargoed>2025-05-10T14:00:00+02:00</embargoed>"), "a.xml")


def test_a_message_gives_each_item_and_of_versions_the_last(tmp_path: Path):
    raw = news_message(
        news_item(guid="urn:a", version="9"),
        news_item(guid="urn:b", status="withheld"),
        "<packageItem guid='urn:p'/>",
        news_item(guid="urn:a", version="10", headline="Harbour master resigns at once"),
        news_item(f"<inlineData>{ESSAY[3]}</inlineData>", guid="urn:c"),
    )
    found = read(raw, "-")
    assert [each.title if isinstance(each, Cleaned) else each.path for each in found] == [
        "-: item 2",
        "Harbour master resigns at once",
        "Harbour master resigns",
    ]
    shelf = Shelf(tmp_path / "content")
    for each in found:
        if isinstance(each, Cleaned):
            write(each, tmp_path / "content", tmp_path / "originals", DAY, shelf)
    (original,) = (tmp_path / "originals").rglob("*.*")
    assert (original.suffix, original.read_bytes()) == (".xml", raw.encode())
    (newer,) = articles(news_item(f"<inlineData>{ESSAY[1]}</inlineData>", guid="urn:a", version="11"), "a.xml")
    with pytest.raises(ContentError, match="same item of the agency") as refused:
        write(newer, tmp_path / "content", tmp_path / "originals", DAY)
    assert "newer version" in refused.value.remedy


@pytest.mark.parametrize(("item", "version"), [(NINJS_1, ""), (NINJS_2, " 2.1"), (NINJS_3, " 3.0")])
def test_ninjs_of_every_version(item: dict[str, Any], version: str):
    (found,) = articles(json.dumps(item), "a.json")
    said = fields(found)
    assert said["Via"] == f"ninjs{version}"
    assert said["Guid"] == item["uri"]
    assert said["Version"] == item["version"]
    assert said["Source"] == "Norland Agency"
    assert said["Date"].startswith("2025-05-06T08:")
    assert len(found.body.split("\n\n")) == 2


@pytest.mark.parametrize("item", [NINJS_1, NINJS_3])
def test_a_headline_of_ninjs_has_no_markup(item: dict[str, Any]):
    headline = "Theatre <b>plays</b> <i>Peer&nbsp;Gynt</i> &amp; 3 < 4"
    heads = {"headlines": [{"role": "main", "value": headline}]} if "headlines" in item else {"headline": headline}
    (found,) = articles(json.dumps({**item, **heads}), "a.json")
    assert found.title == "Theatre plays Peer Gynt & 3 < 4"


def test_ninjs_as_a_list_and_as_lines(tmp_path: Path):
    items = [NINJS_1, {**NINJS_2, "pubstatus": "canceled"}, NINJS_3]
    listed = read(json.dumps(items, indent=2), "a.json")
    lines = read("\n".join(json.dumps(item) for item in items), "a.jsonl")
    for found in (listed, lines):
        assert [isinstance(each, Cleaned) for each in found] == [True, False, True]
    for each in listed:
        if isinstance(each, Cleaned):
            write(each, tmp_path / "content", tmp_path / "originals", DAY)
    kept = sorted((tmp_path / "originals").rglob("*.json"))
    assert [json.loads(path.read_bytes()) for path in kept] in ([NINJS_1, NINJS_3], [NINJS_3, NINJS_1])


BODIES = {
    "intro": "Divers will look at the tug on Friday.",
    "main": NINJS_3["bodies"][0]["value"],
    "background": "The tug was bought in 2019.",
}


def body(role: str, text: str, kind: str = "text/plain") -> dict[str, str]:
    return {"role": role, "contentType": kind, "value": text}


def test_bodies_that_are_parts_of_a_text_stand_in_reading_order():
    parts = [body(role, BODIES[role]) for role in ("background", "main", "intro")]
    marked = body("rol:main", "".join(f"<p>{each}</p>" for each in BODIES["main"].split("\n\n")), "text/html")
    (found,) = articles(json.dumps({**NINJS_3, "bodies": [*parts, marked]}), "a.json")
    assert found.body == "\n\n".join(BODIES.values())
    assert "Removed" not in fields(found)


@pytest.mark.parametrize(
    ("other", "removed"),
    [
        (body("print", "No ferry before Thursday, says its owner."), "7 words in the role “print”"),
        (body("main", "No ferry before Thursday."), "4 words in the role “main”"),
        (body("short", BODIES["main"].split("\n")[0]), None),  # it stands there
        (body("lead", BODIES["main"].split("\n")[0]), None),
    ],
)
def test_what_is_left_of_other_bodies_is_said(other: dict[str, str], removed: str | None):
    (found,) = articles(json.dumps({**NINJS_3, "bodies": [other, *NINJS_3["bodies"]]}), "a.json")
    assert found.body == BODIES["main"]
    assert fields(found).get("Removed") == removed


@pytest.mark.parametrize("listed", [False, True], ids=["by name", "in a list"])
def test_texts_associated_with_an_item_are_said(listed: bool):
    others = {"pic": NINJS_PICTURE, "side": {**NINJS_1, "uri": "urn:s"}, "named": {"uri": "urn:n", "headline": "Quay"}}
    around = list(others.values()) if listed else others
    (found,) = articles(json.dumps({**NINJS_3, "associations": around}), "a.json")
    assert found.body == BODIES["main"]
    assert fields(found)["Removed"] == f"{len(' '.join(TEXT).split())} words of an item associated with it"


def test_a_composite_becomes_its_items(tmp_path: Path):
    found = articles(json.dumps(NINJS_PACKAGE), "a.json")
    assert [each.title for each in found] == ["Harbour master resigns", "Ferry stays in port"]
    assert fields(found[0])["Usage"] == "Not for use in Skarholm. Not before the evening."
    assert (found[1].date[:10], fields(found[1])["Usage"]) == ("2025-05-06", "Not before the evening.")
    for each in found:
        write(each, tmp_path / "content", tmp_path / "originals", DAY)
    (kept,) = (tmp_path / "originals").rglob("*.*")
    assert (kept.name, json.loads(kept.read_bytes())) == ("2025-05-06-lindhamn-today.json", NINJS_PACKAGE)


def test_a_composite_with_a_text_of_its_own_is_an_article_beside_its_items():
    (first, *others) = articles(json.dumps({**NINJS_PACKAGE, "body_text": ESSAY[3]}), "a.json")
    assert (first.title, first.body, len(others)) == ("Lindhamn today", ESSAY[3], 2)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"associations": {"a": {"uri": "urn:n", "type": "text", "headline": "Ferry"}}}, "holds the text of none"),
        ({"embargoed": "2025-05-11T00:00:00Z"}, "“Lindhamn today” is under embargo"),
        ({"pubstatus": "withheld"}, "“Lindhamn today” is withheld"),
        ({"associations": [{**NINJS_1, "embargoed": "2025-05-11T00:00:00Z"}]}, "“Harbour master resigns” is under embargo"),
    ],
)  # fmt: skip
def test_a_composite_that_may_not_be_used_is_not(changes: dict[str, Any], what: str):
    assert not [each for each in read(json.dumps({**NINJS_PACKAGE, **changes}), "a.json") if isinstance(each, Cleaned)]
    (refused,) = refusals(json.dumps({**NINJS_PACKAGE, **changes}), "a.json")
    assert what in refused.what
    assert refused.remedy


def test_composites_in_composites():
    deep: dict[str, Any] = {**NINJS_PACKAGE, "uri": "urn:deep", "associations": [NINJS_PACKAGE]}
    assert len(articles(json.dumps([deep, NINJS_2]), "a.json")) == 3
    for _ in range(200):
        deep = {**deep, "associations": [deep]}
    assert refusals(json.dumps(deep), "a.json")


def test_a_broken_line_stops_no_other_and_is_named():
    found = read(f"{json.dumps(NINJS_1)}\n{{oops\n{json.dumps(NINJS_3)}\n", "a.jsonl")
    assert [isinstance(each, Cleaned) for each in found] == [True, False, True]
    assert str(found[1]).startswith("a.jsonl:2: The JSON is broken here")


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
NOT_READ = {
    "entities": (ENTITIES + news_item(headline="&i;"), "a.xml", "DOCTYPE"),
    "an outside file": ('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + news_item(headline="&a;"), "a.xml", "a.xml:2: The document has a DOCTYPE"),
    "behind a comment": ("<!-- a --><?b c?>\n" + ENTITIES + news_item(), "a.xml", "DOCTYPE"),
    "undeclared entities": (news_item(headline="&a;"), "a.xml", "XML is broken"),
    "deep": (news_item("<inlineXML>" + "<p>" * 100_000 + "</inlineXML>"), "a.xml", "XML is broken"),
    "cut off": (news_item()[:-20], "a.xml", "XML is broken"),
    "a feed": ("<?xml version='1.0'?><rss><channel/></rss>", "a.xml", "It is a feed"),
    "other XML": ("<?xml version='1.0'?><plist/>", "a.xml", "neither a page nor NewsML-G2"),
    "a concept": ('<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"/>', "a.xml", "no newsItem"),
    "a catalogue": ('<catalog xmlns="http://iptc.org/std/nar/2006-10-01/"><newsItem/></catalog>', "a.xml", "holds no articles"),
    "nothing": ("", "a.json", "no item"),
    "deep JSON": ("[" * 100_000, "a.json", "JSON is broken"),
    "deep objects": ('{"uri":' * 100_000, "a.json", "JSON is broken"),
    "a long number": ('{"uri":"a","version":' + "9" * 10_000 + "}", "a.json", "JSON is broken"),
    "another JSON": ('{"name": "package", "version": "1"}', "a.json", "no item of ninjs"),
    "half a list": ("[" + json.dumps(NINJS_1)[:-5], "a.json", "JSON is broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_no_item_is_refused_with_a_remedy(name: str):
    raw, file, what = NOT_READ[name]
    began = time.process_time()
    refused = refusals(raw, file)
    assert time.process_time() - began < 4
    assert [each for each in refused if what in str(each)], refused
    assert all(each.remedy for each in refused)


def test_values_of_an_item_may_be_anything():
    for key in NINJS_1:
        for value in (
            None,
            7,
            [],
            {},
            [None],
            [{"value": 7}],
            {"name": {}},
            True,
            "\x00\u202e\nStatus: draft",
            10**400,
        ):
            for each in read(json.dumps({**NINJS_1, key: value}), "a.json"):
                if isinstance(each, Cleaned):
                    article = parse_article((front_matter(each, DAY) + "\n" + each.body).encode(), "a.md")
                    assert article.status == "published"


def test_an_item_of_another_charset():
    raw = '<?xml version="1.0" encoding="iso-8859-1"?>' + news_item(headline="Hafen von Ålesund")
    (found,) = articles(raw.replace("©", "(c)").replace("“", "'").replace("”", "'").encode("iso-8859-1"), "a.xml")
    assert found.title == "Hafen von Ålesund"


# -- the command, and the web -----------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which the editor sits."""
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    sys.modules.pop("pelicanconf", None)


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    """The command in this process. What is no message of ours, a traceback say, fails the test."""
    result = CliRunner().invoke(main, arguments, input=given, terminal_width=120)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def allow(desk: Path, stand: Newsstand, contact: str = "desk@news.example") -> None:
    (desk / "pelicanconf.py").write_text(
        f"BRIEFING_CONTACT = {contact!r}\nBRIEFING_FETCH_ALLOW = {sorted(stand.allowed)!r}\n", encoding="utf-8"
    )


def test_a_web_address_is_added(desk: Path):
    with Newsstand() as stand:
        stand.pages["/moved"] = redirect("/list?utm_source=nl", 302)
        stand.pages["/list"] = Page(web_page())
        allow(desk, stand)
        result = run("add", stand.url("/moved"))
        assert result.exit_code == 0, result.output
        assert "Briefing/" in stand.heard[0].headers["user-agent"]
        assert "desk@news.example" in stand.heard[0].headers["user-agent"]
    (path,) = (desk / "content").rglob("*.md")
    written = path.read_text(encoding="utf-8")
    assert f"Url: {stand.url('/list')}\n" in written
    assert f"Via: web page, asked for as {stand.url('/moved')}\n" in written
    assert "Fetched" not in written, "what is added by hand is the editor's to show"
    (original,) = (desk / "originals").rglob("*.html")
    assert original.read_bytes() == web_page()


def test_moments_are_written_in_the_sites_zone_and_name_the_files(desk: Path):
    (desk / "pelicanconf.py").write_text('TIMEZONE = "Europe/Oslo"\n', encoding="utf-8")
    (desk / "a.html").write_bytes(web_page(date="2025-05-08T23:30:00Z"))
    late = arrived()["courier"].replace(b"Tue, 06 May 2025 06:00:00 +0200", b"Tue, 06 May 2025 23:30:00 +0000")
    (desk / "a.eml").write_bytes(late)
    assert run("add", "a.html", "a.eml").exit_code == 0
    page, *letter = sorted((desk / "content").rglob("*.md"), key=lambda path: "the-list" not in path.name)
    assert page.name == "2025-05-09-the-list.md"
    assert "Date: 2025-05-09T01:30:00+02:00\n" in page.read_text(encoding="utf-8")
    assert {path.name[:10] for path in letter} == {"2025-05-07"}
    assert [path.name[:10] for path in sorted((desk / "originals").rglob("*.*"))] == ["2025-05-07", "2025-05-09"]


def test_a_page_may_name_its_address_on_its_own_host_only(desk: Path):
    with Newsstand() as stand:
        stand.pages["/a"] = Page(web_page("https://other.example/stolen"))
        allow(desk, stand)
        result = run("add", stand.url("/a"), "--quiet")
        assert "names another site's address as its own (https://other.example/stolen)" in result.output
        (path,) = (desk / "content").rglob("*.md")
        assert f"Url: {stand.url('/a')}\n" in path.read_text(encoding="utf-8")
        path.unlink()
        stand.pages["/b"] = Page(web_page(stand.url("/the-list")))
        assert run("add", stand.url("/b")).exit_code == 0
        (path,) = (desk / "content").rglob("*.md")
        assert f"Url: {stand.url('/the-list')}\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "body", "ending"),
    [
        ("message/rfc822", lambda: arrived()["essay"], ".eml"),
        ("application/json", lambda: json.dumps(NINJS_3).encode(), ".json"),
        ("application/xml", lambda: news_item().encode(), ".xml"),
        ("text/plain; charset=iso-8859-1", lambda: f"The list\n\n{ESSAY[0]}".encode("iso-8859-1", "replace"), ".txt"),
        ("text/html; charset=windows-1252", lambda: web_page().decode().encode("windows-1252"), ".html"),
    ],
)
def test_what_an_address_leads_to_is_told_by_what_the_server_says(desk: Path, kind: str, body: Any, ending: str):
    with Newsstand() as stand:
        stand.pages["/x"] = Page(body(), kind)
        allow(desk, stand)
        result = run("add", stand.url("/x"))
        assert result.exit_code == 0, result.output
    assert [path.suffix for path in (desk / "originals").rglob("*.*")] == [ending]
    (path,) = (desk / "content").rglob("*.md")
    assert "�" not in path.read_text(encoding="utf-8")


def test_what_cannot_be_had_is_said_and_stops_no_other(desk: Path):
    (desk / "a.txt").write_text(f"The list\n\n{ESSAY[0]}", encoding="utf-8")
    with Newsstand() as stand:
        stand.pages["/drop"] = drop()
        stand.pages["/feed"] = Page(
            b"<?xml version='1.0'?><rss><channel><item/></channel></rss>", "application/rss+xml"
        )
        stand.pages["/pdf"] = Page(b"%PDF-1.7 ...", "application/pdf")
        stand.pages["/inside"] = redirect("http://10.0.0.7/secret", 302)
        allow(desk, stand)
        addresses = [stand.url(path) for path in ("/none", "/drop", "/feed", "/pdf", "/inside")]
        result = run("add", *addresses, "http://127.0.0.1:9/", "a.txt")
    assert result.exit_code == 1
    said = [line for line in result.output.splitlines() if line.startswith("briefing: ")]
    assert len(said) == 6, result.output
    for line, words in zip(said, ("(404)", "", "feed", "PDF", "", ""), strict=True):
        assert words in line
    assert len(list((desk / "content").rglob("*.md"))) == 1


def test_an_address_asks_for_a_contact(desk: Path):
    with Newsstand() as stand:
        allow(desk, stand, contact="")
        result = run("add", stand.url("/a"))
        assert result.exit_code == 1
        assert "BRIEFING_CONTACT is not set" in result.output
        assert not stand.heard


def test_one_title_is_not_that_of_several(desk: Path):
    (desk / "a.eml").write_bytes(arrived()["courier"])
    result = run("add", "a.eml", "--title", "All of it")
    assert result.exit_code == 1
    assert (
        "a.eml: It holds 3 articles; one title or address cannot be that of all. Leave --title and --url out."
        in result.output
    )
    assert run("add", "a.eml", "--source", "Courier", "--date", "2025-05-07").exit_code == 0
    assert all("Source: Courier\n" in path.read_text() for path in (desk / "content").rglob("2025-05-07*.md"))


def test_standard_input_is_told_by_how_it_begins(desk: Path):
    for raw in (arrived()["essay"], FROM + arrived()["phare"], news_item().encode(), json.dumps(NINJS_3).encode()):
        assert run("add", "-", given=raw).exit_code == 0
    assert len(list((desk / "content").rglob("*.md"))) == 5


def test_the_same_twice_in_one_command_is_found(desk: Path):
    (desk / "a.eml").write_bytes(arrived()["essay"])
    (desk / "b.eml").write_bytes(arrived()["essay"])
    result = run("add", "a.eml", "b.eml")
    assert result.exit_code == 1
    assert "b.eml: This article is already there as" in result.output


# -- parts ------------------------------------------------------------------------------------------------------------


def test_what_a_reader_does_not_see_is_no_text():
    seen = read_html(courier_html())
    assert seen.hidden > 0
    assert (seen.pictures, seen.pixels) == (4, 1)
    assert not [each for each in seen.stretches if "Eide leaves, the ferry stays" in each.text]


def test_sections_are_told_without_their_letter():
    split = split_letter(read_html(courier_html()).stretches)
    assert [each.title for each in split.sections] == TITLES
    assert not split_letter(read_html("<p>Nothing.</p>").stretches).sections


def test_the_server_took_what_was_written():
    """The letters are real: with what a server adds, and lines that end as SMTP has them."""
    assert arrived()["courier"].startswith(b"Return-Path: <bounces@mail.example>\r\n")
    assert essay().as_bytes(policy=SMTP) in arrived()["essay"]
