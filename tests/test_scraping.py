"""What of a web page becomes the article: its whole text, its pictures in their places, nothing of what is around it."""

# ruff: noqa: E501  markup is read in one piece

from __future__ import annotations

import json
import re
import time

import pytest

from briefing.adding import clean
from briefing.extracting import parse_page
from briefing.framing import leave_others
from briefing.scraping import WebPage, read_web_page
from briefing.surroundings import MOST_ELEMENTS, clear_away

FIRST = "Nine hours after the last alarm the cranes of Malmford began to move, and the first ship was unloaded by noon."
SECOND = "The harbour master, Mara Quist, said that 14 people were hurt and that the quay would be closed until Sunday."
THIRD = (
    "Nobody could say on Friday who was to pay for the repairs, which the council put at four million crowns or more."
)
FOURTH = "Two convoys of grain had waited in the bay since Tuesday; both were told to stay where they were until the morning."
TEXT = (FIRST, SECOND, THIRD, FOURTH)
LONG = tuple(f"{text} That was on day {day}." for day in range(3) for text in TEXT)  # as long as an article is


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>\n" for text in texts)


def page(body: str, head: str = "<title>Cranes move again in Malmford</title>") -> str:
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>"


def read(body: str, **given: str) -> list[str]:
    return [piece.text for piece in read_web_page(page(body, **given)).pieces if piece.tag != "img"]


def pictures(body: str) -> list[str]:
    """The article in short: the first word of each paragraph, and the name of each picture's file."""
    pieces = read_web_page(page(body)).pieces
    return [piece.href.rpartition("/")[2] if piece.tag == "img" else piece.text.split()[0] for piece in pieces]


# -- the page around it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "box",
    [
        '<section class="Newsletter-container"><h3>Harbour Mail</h3><h4>All ships in one letter, every day at six.</h4></section>',
        '<div class="articleEventPromo"><h2>Join our regatta</h2><p>Row with us and win a boat that is all your own.</p></div>',
        '<div class="latest-news-box"><p>Goats return to the island, and nobody knows who brought them there.</p></div>',
        "<div hidden><p>Your letter was sent to the address that you have given us a moment ago.</p></div>",
        '<div style="display: none"><p>Your letter was sent to the address that you have given us.</p></div>',
        '<div class="d-none d-print-block"><p>Citation: Cranes move again, retrieved from the web on Friday.</p></div>',
        '<p>Related: <a href="/goats">Goats return to the island of Odrin</a></p>',
        '<p><strong><a href="/goats">GOATS RETURN TO THE ISLAND OF ODRIN</a></strong></p>',
        '<p>Read more: <a href="/a">Goats are back on Odrin.</a></p>',
        '<ul><li><a href="/a">Goats return to the island</a></li><li><a href="/b">Why the ferry was late again</a></li></ul>',
        '<p>The post <a href="/a">Cranes move again</a> appeared first on <a href="/">Harbour Post</a>.</p>',
        '<div>More great Harbour Post stories</div><ul><li>Goats are <a href="/a">back again</a> for good</li></ul>',
    ],
)  # fmt: skip
def test_boxes_and_links_to_other_articles_are_left_out(box: str):
    assert read(f"<article>{paragraphs(*TEXT[:2])}{box}{paragraphs(*TEXT[2:])}</article>") == list(TEXT)


@pytest.mark.parametrize(
    "kept",
    [
        '<p><a href="/a">The council has published what the repairs cost in full.</a></p>',
        '<p>Quist said so in <a href="/a">a letter to the council of the city on Friday</a>, and that it was her last.</p>',
        '<div class="hidden md:block"><p>Seen on wide screens only, this stands in the article all the same, said Quist.</p></div>',
        "<ul><li>Two cranes are lost</li><li>One is whole and will be moved</li></ul>",
    ],
)
def test_links_in_sentences_and_lists_stay(kept: str):
    found = " ".join(read(f"<article>{paragraphs(*TEXT[:2])}{kept}{paragraphs(*TEXT[2:])}</article>"))
    assert all(text in found for text in (re.sub("<[^<>]*>", "\n", kept)).split("\n"))


def test_a_box_that_holds_the_article_stays_whatever_it_is_called():
    other = "This newspaper has told of ships since 1871, from an office above the fish market of Malmford; write to us there."
    body = f'<div class="promo related">{paragraphs(*LONG)}</div><div>{paragraphs(other, other[::-1])}</div>'
    assert read(body)[: len(LONG)] == list(LONG)


@pytest.mark.parametrize(
    "box",
    [
        '<article><div class="wrap has-promo">{}</div></article>',
        '<div class="promo"><div class="article-body">{}</div></div>',
    ],
)
def test_a_short_article_is_not_taken_for_a_box_among_a_long_page(box: str):
    around = "".join(
        f"<p>Reader {n} wrote on Friday that ships are to be seen and not to be heard by night.</p>" for n in range(60)
    )
    found = read(f'{box.format(paragraphs(*TEXT))}<div class="readers">{around}</div>')
    assert [text for text in TEXT if text in found] == list(TEXT)


# -- the words of its sentences ----------------------------------------------------------------------------------------

SAID = "Quist said on {} that the quay would be closed, and went back to the harbour office without another word."


@pytest.mark.parametrize(
    "tag",
    "abbr acronym b bdi blink button cite code data dfn em font i ins kbd label mark math nobr output q ruby samp slot small "
    "span strong sub time tt u var x-day".split(),
)  # fmt: skip
@pytest.mark.parametrize(
    "words", ["Friday", "the <i>last</i> Friday", "the <b>last</b> <u>free</u> Friday <i>of</i> May"]
)
@pytest.mark.parametrize("box", ["<p>{}</p>", "<div>{}</div>", "<blockquote>{}</blockquote>", "<ul><li>{}</li></ul>"])
def test_a_sentence_has_all_its_words_in_order_whatever_they_stand_in(tag: str, words: str, box: str):
    body = box.format(SAID.format(f"<{tag}>{words}</{tag}>"))
    bare = re.sub("<[^<>]*>", "", words)
    found = read(f"<article>{paragraphs(*TEXT[:2])}{body}{paragraphs(*TEXT[2:])}</article>")
    assert found == [*TEXT[:2], SAID.format(f"“{bare}”" if tag == "q" else bare), *TEXT[2:]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<p>He died on <time>24 February</time>.</p>", ["He died on 24 February."]),
        ("<p><time>Friday</time> was calm in Malmford.</p>", ["Friday was calm in Malmford."]),
        ("<p>Nobody slept. <time>Friday</time> was calm.</p>", ["Nobody slept. Friday was calm."]),
        ("<p><time>21 November 2026</time></p>", []),
        ("<p>All is calm in Malmford. <time>2 hours ago</time></p>", ["All is calm in Malmford."]),
        ("<p>All is calm in Malmford. <button>Share</button></p>", ["All is calm in Malmford."]),
        ("<p><button>Listen</button> All is calm in Malmford.</p>", ["All is calm in Malmford."]),
        ("<p>She said <q>“No.”</q> and left the harbour.</p>", ["She said “No.” and left the harbour."]),
        ("<p>She said <q>he <em>said</em></q> so again.</p>", ["She said “he said” so again."]),
        ("<p>All is<svg><text>x</text></svg> calm<script>1</script> in Malmford.</p>", ["All is calm in Malmford."]),
        ("<p>All is calm in Malm<b></b>ford<a id=x></a>s harbour.</p>", ["All is calm in Malmfords harbour."]),
        ("<p>All is calm in Malm<x-hit>ford</x-hit></p>", ["All is calm in Malmford"]),
        ("<a name=x><p>All is calm in Malmford.</p><p>Nobody knows why.</p></a>", ["All is calm in Malmford.", "Nobody knows why."]),
        ("<p>One<a name=x> two<h3>three<div>four</div></h3></a></p>", ["One two", "three four"]),
        ("<p><x-y><b>one</b><section><p>two three</p></section></x-y></p>", ["one", "two three"]),
        ("<h2>Why <button>all this</button> is calm.</h2>", ["Why all this is calm."]),
        ("<p>E=<math><mi>m</mi><annotation>m</annotation></math>c of old.</p>", ["E=mc of old."]),
    ],
)  # fmt: skip
def test_a_date_or_a_button_is_said_where_it_stands_in_a_sentence(line: str, said: list[str]):
    found = read(f"<article>{paragraphs(*TEXT[:2])}{line}{paragraphs(*TEXT[2:])}</article>")
    assert found == [*TEXT[:2], *said, *TEXT[2:]]


def test_words_of_two_lines_do_not_run_together():
    lines = (
        "<div>Quist said in April<div>8, and was wrong, that all would be well by the summer at the latest.</div></div>"
    )
    found = " ".join(read(f"<article>{paragraphs(*TEXT[:2])}{lines}{paragraphs(*TEXT[2:])}</article>"))
    assert "April8" not in found
    assert "8, and was wrong" in found


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<ul><li><div>Two cranes</div><div>are lost</div></li></ul>", ["li: Two cranes are lost"]),
        ("<ul><li>Two<div>cranes</div>are lost</li></ul>", ["li: Two cranes are lost"]),
        ("<ul><li><p>Two cranes are lost.</p><p>One is whole.</p></li></ul>", ["li: Two cranes are lost. One is whole."]),
        ("<ul><li>Two cranes are lost<ul><li>One of them<ol><li>from Lindhamn</li></ol></li><li>One is whole</li></ul>So it is.</li></ul>",
         ["li: Two cranes are lost", "li: One of them", "li: from Lindhamn", "li: One is whole", "li: So it is."]),
        ("<ul><li>Two cranes\fare lost</li></ul>", ["li: Two cranes are lost"]),
        ("<dl><dd><p>Two cranes</p> are lost.</dd></dl>", ["li: Two cranes are lost."]),
        ("<blockquote><p>All is lost.</p><footer>— Mara Quist</footer></blockquote>", ["All is lost.", "— Mara Quist"]),
        ("<blockquote><p>All is lost.</p>— Mara Quist <a href=/1>on Friday</a></blockquote>", ["All is lost.", "— Mara Quist on Friday"]),
        ("<blockquote><div>All is lost.</div><div>We go.</div></blockquote>", ["All is lost.", "We go."]),
        ("<blockquote><ul><li>All is lost</li><li>We go</li></ul></blockquote>", ["li: All is lost", "li: We go"]),
        ("<p>One <b>two<div>three</div> four</b> five</p>", ["One", "two three four", "five"]),
        ("<p>One two three <a href=/x><ol><li>Goats</li></ol><p>are back.</p></a></p>", ["One two three"]),
        ("<p>One two three <figure>x</figure> four five six</p>", ["One two three", "four five six"]),
    ],
)  # fmt: skip
def test_what_stands_beside_blocks_is_said_in_order(markup: str, said: list[str]):
    pieces = read_web_page(page(f"<article>{paragraphs(*TEXT[:2])}{markup}{paragraphs(*TEXT[2:])}</article>")).pieces
    found = [f"li: {piece.text}" if piece.tag == "li" else piece.text for piece in pieces]
    assert found == [*TEXT[:2], *said, *TEXT[2:]]


def test_a_short_sentence_that_stands_loose_is_said():
    loose = f"<article>{paragraphs(FIRST)}Nobody was hurt.{paragraphs(SECOND)}Share this{paragraphs(THIRD)}</article>"
    assert read(loose) == [FIRST, "Nobody was hurt.", SECOND, THIRD]


def test_a_sentence_alone_in_a_box_is_said_and_that_of_a_teaser_is_not():
    callout = "<div class=callout><div class=sign>!</div><div class=words>The quay opens on Monday at noon.</div></div>"
    teaser = "<div class=card><div><a href=/x>Goats return</a></div><div class=words>Nobody knows who brought them.</div></div>"
    body = f"<article>{paragraphs(*LONG[:6])}{callout}{teaser}{paragraphs(*LONG[6:])}</article>"
    assert read(body) == [*LONG[:6], "The quay opens on Monday at noon.", *LONG[6:]]


# -- the whole of it --------------------------------------------------------------------------------------------------


ENTRIES = tuple((f"Heading {n} of the day", f"{text} That was entry {n}.") for n, text in enumerate(TEXT))


@pytest.mark.parametrize(
    "entry",
    [
        "<article><h3>{}</h3><p>{}</p></article>",
        '<div class="post"><h3>{}</h3><p>{}</p></div>',
        '<div class="article-body"><h2>{}</h2><div><p>{}</p></div></div>',
        '<section class="content"><time>10:30</time><h3>{}</h3><p>{}</p></section>',
        "<ol><li><article><header><h3>{}</h3></header><div><p>{}</p></div></article></li></ol>",
        "<ul><li><h3>{}</h3><p>{}</p></li></ul>",
        '<article><h3><a href="https://post.example/live?pin=1#entry-1">{}</a></h3><p>{}</p></article>',
        '<div id="block-1"><article><header><a href="#b"><time>10.30</time></a><h2>{}</h2></header><p>{}</p></article></div>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["<main>{}</main>", "<article>{}</article>", "<div>{}</div>"])
def test_a_live_blog_is_read_from_its_first_words_to_its_last(entry: str, around: str):
    rows = "".join(entry.format(*each) for each in ENTRIES).replace("</ol><ol>", "").replace("</ul><ul>", "")
    body = f"<h1>Cranes move again in Malmford</h1><p>{THIRD} We tell it as it comes.</p>{rows}<p>That was all.</p>"
    found = [text for text in read(around.format(body)) if text != "Cranes move again in Malmford"]
    assert found == [f"{THIRD} We tell it as it comes.", *(said for each in ENTRIES for said in each), "That was all."]


@pytest.mark.parametrize(
    ("article", "readers", "entry"),
    [
        ("<article><h1>Cranes</h1>{}{}</article>", "<section id=comments><ol class=comment-list>{}</ol></section>", "<li class=even>{}</li>"),
        ('<h1>Cranes</h1><div class="article-body">{}</div>{}', "<div class=talk>{}</div>", "<div class=post>{}</div>"),
        ('<h1>Cranes</h1><div class="article-body">{}</div>{}', "{}", "<div class=post>{}</div>"),
    ],
)  # fmt: skip
def test_what_readers_write_is_no_live_blog(article: str, readers: str, entry: str):
    said = (
        "<b>Ann {0}</b> <time>10.{0}</time><p>I think that all of this is wrong, and for the {0}th time, he said.</p>"
    )
    row = "".join(entry.format(said.format(number)) for number in range(20))
    body = article.format(paragraphs(*TEXT), readers.format(row))
    assert [text for text in read(f"<main>{body}</main>") if text != "Cranes"] == list(TEXT)


@pytest.mark.parametrize(
    "name", ["elementor-widget-text-editor", "teaser", "related", "js-share", "paywall hidden-content"]
)
def test_a_large_part_of_an_article_stays_whatever_its_box_is_called(name: str):
    rest = f'<div class="{name}">{paragraphs(*LONG[2:])}</div>'
    assert read(f"<main><article>{paragraphs(*LONG[:2])}{rest}</article></main>") == list(LONG)


def test_the_last_part_of_an_article_stays_whatever_its_boxes_are_called():
    parts = (LONG[:4], LONG[4:8], LONG[8:11], LONG[11:])
    boxes = "".join(f'<div class="each-related-content">{paragraphs(*part)}</div>' for part in parts)
    assert read(f"<article>{boxes}</article>") == list(LONG)


@pytest.mark.parametrize(
    "box",
    [
        "<div id=comments><h1>Cranes</h1>{}</div>",
        '<section class="comments-area"><article><h1>Cranes</h1>{}</article></section>',
        '<div class="commentable"><h1>Cranes</h1><div class="article-body">{}</div></div>',
    ],
)
def test_a_box_of_comments_with_the_headline_is_none(box: str):
    other = f"{THIRD} Write to us from there."
    readers = f"<div id=comment-list>{paragraphs(*(f'{text} So I say.' for text in TEXT))}</div>"
    found = read(f"{box.format(paragraphs(*LONG) + readers)}<div>{paragraphs(other, other[::-1])}</div>")
    assert [text for text in found if text != "Cranes"][: len(LONG)] == list(LONG)
    assert not any("So I say." in text for text in found)


@pytest.mark.parametrize(
    "cell",
    ["<p>{}</p>", "<div>{}</div>", "<time>{}</time>", "<label>{}</label>", "<ul><li>{}</li></ul>", "{}<br>", "<p><span>{}</span></p>"],
)  # fmt: skip
def test_a_table_of_data_is_read_whatever_its_cells_hold(cell: str):
    rows = (("Lindhamn", "312 ships"), ("Skarholm", "204 ships"))
    markup = "".join(f"<tr>{''.join(f'<td>{cell.format(each)}</td>' for each in row)}</tr>" for row in rows)
    found = read(f"<article>{paragraphs(*TEXT[:2])}<table>{markup}</table>{paragraphs(*TEXT[2:])}</article>")
    assert found == [*TEXT[:2], "Lindhamn · 312 ships", "Skarholm · 204 ships", *TEXT[2:]]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<details><summary>When?</summary>The quay opens on Monday at noon.</details>", ["When?", "The quay opens on Monday at noon."]),
        ("<h3><button>When?</button></h3><p>On Monday at noon.</p>", ["When?", "On Monday at noon."]),
        ("<h3><button aria-controls=a1>When?</button></h3><div id=a1 hidden><p>On Monday at noon.</p></div>", ["When?", "On Monday at noon."]),
        (f"<pre>{SECOND} So it is.<br>{THIRD} So it was.</pre>", [f"{SECOND} So it is.", f"{THIRD} So it was."]),
        ("<div class=embed><div><blockquote><p>All is lost, we go.</p>— Mara Quist</blockquote></div></div>", ["All is lost, we go.", "— Mara Quist"]),
        ("<section data-area=related_articles><h3>Mehr</h3><h2><a href=/x>Die Ziegen sind zurück</a></h2><p>Niemand weiß, wer sie brachte.</p></section>", []),
        ("<center>The quay opens on Monday at noon.</center>", ["The quay opens on Monday at noon."]),
        ("<figure><blockquote>All is lost, we go.</blockquote><figcaption>Mara Quist</figcaption></figure>", ["All is lost, we go.", "Mara Quist"]),
        ("<figure><img src=/q.jpg><blockquote>All is lost, we go.</blockquote><figcaption>Mara Quist</figcaption></figure>", ["All is lost, we go.", "Mara Quist"]),
        (f"<figure><img src=/q.jpg><blockquote>All is lost, we go.</blockquote><figcaption>{SECOND[:60]}</figcaption></figure>", ["All is lost, we go."]),
        (f"<figure><blockquote>{SECOND[:60]}</blockquote><figcaption>— Mara Quist</figcaption></figure>", []),
        ("<p>These ports close:</p><ul><li><a href=/1>Lindhamn</a></li><li><a href=/2>Skarholm</a></li></ul>", ["These ports close:", "Lindhamn", "Skarholm"]),
        ("<p>Filed under:</p><ul><li><a href=/1>Harbour</a></li><li><a href=/2>Repairs</a></li></ul>", ["Filed under:"]),
        ("<p>Themen:</p><ul><li><a href=/1>Hafen</a></li><li><a href=/2>Kräne</a></li></ul>", ["Themen:"]),
        ("<p>Te puede interesar:</p><ul><li><a href=/1>Las cabras vuelven a la isla</a></li></ul>", ["Te puede interesar:"]),
        (f"<table><tr><td><p>{FIRST} So it was.</p></td><td><p>{THIRD} So it was.</p></td></tr></table>", [f"{FIRST} So it was.", f"{THIRD} So it was."]),
        ("<div placeholder>Loading what is here</div>", []),
        (f"<amp-video src=x><div fallback><p>{SECOND[:79]}</p></div></amp-video>", []),
        (f"<template><p>{SECOND[:79]}</p></template>", []),
        (f"<div><template shadowrootmode=open><p>{SECOND[:79]}</p></template></div>", [SECOND[:79]]),
        ("<div data-component=byline-block><span>Anna Bell</span><div>Harbour correspondent</div></div>", []),
        ("<p><ruby>曳船<rp>(</rp><rt>えいせん</rt><rp>)</rp></ruby> was sold.</p>", ["曳船 was sold."]),
    ],
)  # fmt: skip
def test_what_is_folded_or_set_apart_is_read(markup: str, said: list[str]):
    assert read(f"<article>{paragraphs(*TEXT[:2])}{markup}{paragraphs(*TEXT[2:])}</article>") == [
        *TEXT[:2],
        *said,
        *TEXT[2:],
    ]


def test_text_without_blanks_between_words_is_as_long_as_any():
    text = tuple(
        f"港务局长在星期二表示，码头将于{n}月关闭，居民必须等待工程师的最后报告，然后才能作出决定。"
        for n in "一二三四五"
    )
    assert read(f"<div class=content>{'<br><br>'.join(text)}</div>") == list(text)
    again = f"<blockquote>{text[1][7:25]}</blockquote>"  # it is pulled out of the text
    assert read(f"<article>{paragraphs(*text[:4])}{again}{paragraphs(text[0], text[4])}</article>") == list(text)


def test_lines_of_prose_are_paragraphs_whatever_they_stand_in():
    wire = f"{FIRST[:70]}\n{FIRST[70:]}\n\n* Two cranes are lost\n* One is <b>whole</b>\n\n{SECOND}"
    code = "<pre>cranes = [1, 2, 3]\nfor crane in cranes:\n    crane.move()</pre>"
    pieces = read_web_page(
        page(f"<article><pre>{wire}</pre>{paragraphs(THIRD)}{code}{paragraphs(FOURTH)}</article>")
    ).pieces
    assert [(piece.tag, piece.text) for piece in pieces if "crane." not in piece.text] == [
        ("p", FIRST),
        ("li", "Two cranes are lost"),
        ("li", "One is whole"),
        *(("p", text) for text in TEXT[1:]),
    ]


def test_an_article_in_several_boxes_is_read_to_its_end():
    parts = (LONG[:4], LONG[4:8], LONG[8:])
    boxes = [f'<div class="row"><div class="article__body grid">{paragraphs(*part)}</div></div><hr>' for part in parts]
    assert read(f"<main>{''.join(boxes)}</main>") == list(LONG)


@pytest.mark.parametrize("around", ["<main><h1>Cranes</h1>{}</main>", "<article>{}</article>"])
def test_what_stands_between_and_short_parts_are_read_in_order(around: str):
    """A box of a few words among longer ones, the last of them too, and headings between them."""
    parts = (LONG[:3], LONG[3:4], LONG[4:8], LONG[8:9])
    boxes = "<div class=ad>Row with us</div>".join(
        f'<h2>Day {number} of the repairs</h2><div class="article-body">{paragraphs(*part)}</div>'
        for number, part in enumerate(parts)
    )
    said = [text for number, part in enumerate(parts) for text in (f"Day {number} of the repairs", *part)]
    assert [text for text in read(around.format(boxes)) if text != "Cranes"][-len(said) + 1 :] == said[1:]


def test_excerpts_of_other_articles_in_boxes_of_the_same_name_are_not_joined():
    excerpt = "The goats that left the island in winter are back, and nobody can say on which of the ferries they came."
    others = f'<div class="related-list"><div class="post-content"><p>{excerpt}</p></div></div>' * 2
    listed = f'<ul><li><div class="post-content">{paragraphs(excerpt + " a", excerpt + " b", excerpt + " c")}</div></li></ul>'
    for other in (others, listed):
        found = read(
            f'<main><div class="post-content">{paragraphs(*LONG)}</div>{other.replace("related-list", "more")}</main>'
        )
        assert found == list(LONG)


def test_the_next_article_of_an_endless_page_is_not_this_one():
    other = (
        "A second article follows below the first as soon as somebody scrolls, and it is about goats and their keepers."
    )
    boxes = [
        f'<section><h1>{name}</h1><div class="article-body">{paragraphs(*texts)}</div></section>'
        for name, texts in (("Cranes move again", TEXT), ("Goats return", (other,)))
    ]
    assert read("".join(boxes)) == list(TEXT)


@pytest.mark.parametrize(
    "crosshead",
    [
        "<p><strong>What the court said of them</strong></p>",
        "<p><b>What the court</b> <b>said of them</b></p>",
        "<p><span style='font-weight: 700'>What the court said of them</span></p>",
        "<p class='article-subhead'>What the court said of them</p>",
        "<div class=story_crossHead>What the court said of them</div>",
        "<p role=heading aria-level=3>What the court said of them</p>",
    ],
)
@pytest.mark.parametrize("times", [1, 3])
def test_a_paragraph_that_is_set_as_a_crosshead_is_a_line(crosshead: str, times: int):
    texts = TEXT if times == 1 else LONG
    body = (
        f"<article>{paragraphs(*texts[:2])}{crosshead}{paragraphs(*texts[2:])}<p>Nothing <b>else</b> is.</p></article>"
    )
    pieces = read_web_page(page(body)).pieces
    assert [(piece.tag, piece.text) for piece in pieces if piece.tag != "p"] == [
        ("line", "What the court said of them")
    ]


OTHER = "A saw mill in Hegra burned to the ground on Sunday, and its owner said that he wants to build it once more."


@pytest.mark.parametrize("texts", [LONG, (FIRST,)])
@pytest.mark.parametrize(
    "box",
    [
        "<article><h1>Mill burns down in Hegra</h1>{}</article>",
        "<div><article><header><h1>Mill burns down in Hegra</h1></header><div>{}</div></article></div>",
        "<article class=a><h2><a href='/2026/mill'>Mill burns down</a></h2>{}</article>",
        "<article data-url='/2026/mill'><h2>Mill burns down</h2>{}</article>",
        "<article class=a><h2>Mill burns down</h2><p class=byline>Ann Lee</p><time>Today</time>{}</article>",
    ],
)
def test_of_several_articles_with_headlines_of_their_own_the_first_is_read(texts: tuple[str, ...], box: str):
    one = f"<article class=a><h1>Cranes move again in Malmford</h1>{paragraphs(*texts)}</article>"
    found = read(f"<main>{one}{box.format(paragraphs(OTHER, OTHER.upper()))}</main>")
    assert [text for text in found if text != "Cranes move again in Malmford"] == list(texts)


@pytest.mark.parametrize(
    "head", ["<h2>Mill burns down</h2>", "", "<h1>Cranes move again in Malmford</h1>", "<h2><a href='#b'>Mill</a></h2>"]
)
def test_a_part_of_an_article_is_no_other(head: str):
    one = f"<article><h1>Cranes move again in Malmford</h1>{paragraphs(FIRST)}</article>"
    tree = parse_page(page(f"<main>{one}<article>{head}{paragraphs(OTHER)}</article></main>"))
    leave_others(tree)
    assert len(list(tree.iter("article"))) == 2


@pytest.mark.parametrize(
    "head",
    [
        "<title>Cranes move again in Malmford | World | The Post</title>",
        "<title>The Post</title><link rel=canonical href='https://post.example/cranes/'>",
    ],
)
def test_of_several_articles_the_one_that_the_page_names_is_read(head: str):
    other = f"<article><h1>Mill burns down in Hegra</h1>{paragraphs(OTHER, OTHER.upper())}</article>"
    own = f"<article data-url='https://post.example/cranes'><h1>Cranes move again in Malmford</h1>{paragraphs(*TEXT)}</article>"
    found = read(f"<main>{other}{own}</main>", head=head)
    assert [text for text in found if text != "Cranes move again in Malmford"] == list(TEXT)


def test_text_without_paragraphs_is_read():
    body = f'<div class="content">{TEXT[0]}<br><br>{TEXT[1]} <b>“We wait,”</b> she said.<br><br>{paragraphs(*TEXT[2:])}</div>'
    assert read(f"<nav><a href=/>Home</a></nav><div class=article><h1>Cranes</h1>{body}</div>") == [
        TEXT[0],
        f"{TEXT[1]} “We wait,” she said.",
        *TEXT[2:],
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<br/><br/>".join(TEXT),
        "".join(f"<div>{text}</div>" for text in TEXT),
        f"<div><span><span>{TEXT[0]}</span><br><br>{TEXT[1]}<div><img src=a.jpg></div>{TEXT[2]}<br><br>{TEXT[3]}</span></div>",
    ],
)
def test_text_of_a_feed_keeps_its_paragraphs(body: str):
    assert [piece.text for piece in read_web_page(body).pieces if piece.tag != "img"] == list(TEXT)


def test_text_of_a_feed_keeps_its_headings_lists_and_quotes():
    body = f"<p>{FIRST}</p><ul><li>Two cranes are lost</li></ul><h3>What comes next</h3><p>{SECOND}</p>"
    body += f"<blockquote><p>“We wait,” she said on Friday.</p></blockquote><p>{THIRD}</p>"
    assert [piece.tag for piece in read_web_page(body).pieces] == ["p", "li", "h3", "p", "blockquote", "p"]


def test_a_row_of_a_table_is_one_item():
    def table(name: str) -> str:
        rows = [("Ward", "Votes"), (name, "1,204"), (f"{name} and all that lies on the other side of the river", "980")]
        return "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows) + "</table>"

    body = f"<article>{paragraphs(*TEXT[:2])}{table('North')}{paragraphs(TEXT[2])}{table('South')}{paragraphs(TEXT[3])}</article>"
    lines = clean(page(body).encode(), "page.html").body.split("\n")
    assert [line for line in lines if line.startswith("- ")] == [
        "- Ward · Votes",
        "- North · 1,204",
        "- North and all that lies on the other side of the river · 980",
        "- Ward · Votes",  # of the second table
        "- South · 1,204",
        "- South and all that lies on the other side of the river · 980",
    ]


@pytest.mark.parametrize(
    "cells", [(paragraphs(*LONG[:6]), paragraphs(*LONG[6:])), (" ".join(LONG[:6]), " ".join(LONG[6:]))]
)
def test_a_table_that_sets_text_side_by_side_is_no_list(cells: tuple[str, str]):
    found = read_web_page(
        page(f"<article><table><tr><td>{cells[0]}</td><td>{cells[1]}</td></tr></table></article>")
    ).pieces
    assert " ".join(piece.text for piece in found) == " ".join(LONG)
    assert {piece.tag for piece in found} == {"p"}


def test_a_heading_in_a_box_of_its_own_stays():
    heading = '<div class="subheadline">Who pays for the repairs?</div>'
    body = f"<article>{paragraphs(*LONG[:6])}{heading}{paragraphs(*LONG[6:])}</article>"
    assert read(body) == [*LONG[:6], "Who pays for the repairs?", *LONG[6:]]


@pytest.mark.parametrize(
    "head",
    [
        "<title>Cranes move again in Malmford | World | Harbour Post</title>",
        '<title>x</title><meta property="og:title" content="Cranes move again in Malmford">',
        "<title>Harbour Post</title>",
        '<title>x</title><meta property="og:title" content="Malmford’s cranes are back">',  # the <h1> is another
    ],
)
def test_the_title_is_no_paragraph(head: str):
    body = f"<article><h1>Cranes move again in Malmford</h1>{paragraphs(*TEXT)}</article>"
    assert clean(page(body, head).encode(), "page.html").body.split("\n\n") == list(TEXT)


def test_what_a_page_has_twice_is_read_once():
    assert read(f"<article>{paragraphs(*TEXT)}<h2>Note</h2>{paragraphs(*TEXT[:2])}<h2>Note</h2>{FIRST}</article>") == [
        *TEXT,
        "Note",
        "Note",
    ]


# -- pictures ---------------------------------------------------------------------------------------------------------


def image(name: str, more: str = 'alt="A crane"') -> str:
    return f'<figure><img src="https://img.example/{name}" {more}><figcaption>Cranes on Friday</figcaption></figure>'


def test_pictures_stand_where_they_stood_and_captions_are_no_text():
    body = f"<article>{paragraphs(FIRST, SECOND)}{image('a.jpg')}{paragraphs(THIRD)}{image('b.jpg')}{paragraphs(FOURTH)}</article>"
    assert pictures(body) == ["Nine", "The", "a.jpg", "Nobody", "b.jpg", "Two"]


def test_of_a_gallery_above_the_text_the_last_is_taken_and_of_teasers_below_it_none():
    gallery = "".join(image(f"{number}.jpg") for number in range(5))
    teasers = "".join(f'<a href="/{number}">{image(f"t{number}.jpg")}</a>' for number in range(3))
    body = f"{image('logo-page.jpg')}<article>{gallery}{paragraphs(*TEXT)}</article><aside>{teasers}</aside>"
    assert pictures(body) == ["4.jpg", "Nine", "The", "Nobody", "Two"]


@pytest.mark.parametrize(
    "picture",
    [
        image("a.jpg", 'width="39" height="39"'),
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
        image("1x1.gif"),
        image("avatar/ann.jpg"),
        '<img src="/a.jpg">',  # the page has no address to go on from
    ],
)
def test_marks_and_stand_ins_are_no_pictures(picture: str):
    assert pictures(f"<article>{paragraphs(*TEXT[:2])}{picture}{paragraphs(*TEXT[2:])}</article>") == [
        "Nine",
        "The",
        "Nobody",
        "Two",
    ]


def test_a_picture_that_is_loaded_late_is_the_one_behind_its_stand_in():
    late = '<img src="https://img.example/blank.gif" data-src="https://img.example/crane.jpg" alt="MG_2953.jpg">'
    (found,) = (
        piece
        for piece in read_web_page(page(f"<article>{paragraphs(FIRST)}{late}{paragraphs(*TEXT[1:])}</article>")).pieces
        if piece.tag == "img"
    )
    assert (found.href, found.text) == ("https://img.example/crane.jpg", "")  # a file's name shows nobody anything


# -- what the page says of itself -------------------------------------------------------------------------------------


def facts(head: str, body: str = "") -> WebPage:
    return read_web_page(page(body or f"<article>{paragraphs(*TEXT)}</article>", head))


def test_of_dates_the_first_that_is_one_counts():
    found = facts(
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z",'
        ' "dateModified": "soon"}</script><meta property="article:published_time" content="2025-03-14T09:30:00Z">'
    )
    assert (found.date, found.modified) == ("2025-03-14T09:30:00Z", "")


def test_a_change_before_the_article_was_published_is_none():
    stamps = '<meta property="article:published_time" content="2025-03-14T09:30:00Z">'
    for hour, expected in ((8, ""), (10, "2025-03-14T10:00:00Z")):
        changed = f'<meta property="article:modified_time" content="2025-03-14T{hour:02}:00:00Z">'
        assert facts(stamps + changed).modified == expected


def test_json_that_is_none_still_gives_plain_facts():
    found = facts(
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Cranes move &amp; ships sail",\n'
        '"datePublished": "2025-03-14", "author": [,], }</script>'
        '<script type="application/ld+json">{"@type": "Event", "datePublished": "2024-01-01", }</script>'
    )
    assert (found.title, found.date) == ("Cranes move & ships sail", "2025-03-14")


@pytest.mark.parametrize(
    ("publisher", "site", "source"),
    [
        ("Associated Press", "Harbour Post", "Harbour Post"),
        ("Harbour Post", "harbourpost.example", "Harbour Post"),
        ("Associated Press", "", "Associated Press"),
        ("Associated Press", "https://x.example", "Associated Press"),
        ("", "https://www.x.example", "x.example"),
    ],
)
def test_whose_page_it_is(publisher: str, site: str, source: str):
    json = f'{{"@type": "NewsArticle", "publisher": {{"name": "{publisher}"}}}}'
    head = f'<script type="application/ld+json">{json}</script><meta property="og:site_name" content="{site}">'
    assert facts(head).source == source


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://post.example/a", "https://post.example/a"),
        ("https://post.example/", "http://social.post.example/a"),  # the front page is not this page
        ("/a", "http://social.post.example/a"),
    ],
)
def test_the_canonical_address_goes_before_the_shared_one(canonical: str, url: str):
    head = f'<meta property="og:url" content="http://social.post.example/a"><link rel="canonical" href="{canonical}">'
    assert facts(head).url == url


def test_an_author_who_is_nobody_is_none():
    assert facts('<meta name="author" content="admin">').authors == ()


def test_a_language_that_the_text_is_plainly_not_in_is_not_believed():
    german = (
        "Neun Stunden nach dem letzten Alarm bewegten sich die Kräne von Malmford wieder, und das erste Schiff wurde bis "
        "zum Mittag entladen. Die Hafenmeisterin sagte, vierzehn Menschen seien verletzt worden, und der Kai bleibe bis "
        "zum Sonntag geschlossen. Niemand konnte am Freitag sagen, wer für die Reparaturen zahlen werde, die der Rat "
        "auf vier Millionen Kronen schätzte."
    )
    assert facts("", f"<article>{paragraphs(*german.split('. '))}</article>").lang == ""
    assert facts("").lang == "en"


# -- bounds -----------------------------------------------------------------------------------------------------------


def test_a_page_of_countless_elements_is_left_as_it_is():
    for count, left in ((1_000, 0), (MOST_ELEMENTS, 1)):
        tree = parse_page(page(f'<div class="promo">Win a boat</div>{"<b></b>" * count}{paragraphs(*TEXT)}'))
        clear_away(tree)
        assert len(list(tree.iter("div"))) == left


@pytest.mark.parametrize("sign", ["&#0;", "&#1", "&#x1F;", "&#xFFFE;", "\x01", "\ud800", "&#65535;"])
def test_what_no_xml_may_hold_is_left_out_and_the_rest_is_read(sign: str):
    body = f'<div class="content">{FIRST}{sign}<br><br>{SECOND}<div class="promo">x</div>{sign}<br><br>{THIRD}</div>'
    assert read(body) == [FIRST, SECOND, THIRD]
    assert read(f"<p>{FIRST} &#12345; &#x1F600; &#33;</p>") == [f"{FIRST} \u3039 \U0001f600 !"]


@pytest.mark.parametrize(
    "part",
    [
        "<div class='a b c'>",
        "<p class='related'>a ",
        "<ul><li><a href=/x>four words of link</a>",
        "<div>More stories</div><ul><li>a",
        "<div class=article-body>twelve words that are needed for a part of an article here now<p>",
        "text<br><br>",
        "<img src=https://x.example/a.jpg>",
        "<td><table>",
        "<div>a b c</div><p>x</p>",
        "more " * 12,
        "a <time>b</time> ",
        "<time>a ",
        "<q>a ",
        "<code><q>a</code>",
        "a <x-y>b",
    ],
)
def test_pages_of_one_thing_take_no_time(part: str):
    began = time.process_time()
    read_web_page(page(paragraphs(*TEXT) + part * (100_000 // len(part))))
    assert time.process_time() - began < 8  # most take a fraction of a second


@pytest.mark.parametrize("around", ["<blockquote>{}</blockquote>", "<ul><li>{}</li></ul>"])
def test_a_box_of_countless_paragraphs_takes_no_time(around: str):
    began = time.process_time()
    read_web_page(page(around.format("<p>a" * 50_000)))
    assert time.process_time() - began < 8


def test_an_alert_of_two_sentences_comes_without_what_stands_around_them() -> None:
    """trafilatura runs an article of fewer than 250 characters together with its headline, byline and buttons."""
    page = read_web_page(
        "<html><head><title>Library opens</title></head><body><nav><a href='/'>Home</a></nav><article>"
        "<h1>Library opens</h1><p class='byline'>By Dagny Moe</p><time>22 November 2026</time>"
        "<div><a href='/share'>Share on Facebook</a></div><figure><figcaption>The harbour. Photo: Ole Berg</figcaption>"
        "</figure><p>The library of Lindhamn stays open on Sundays, the council decided with 21 votes to 8.</p>"
        "<p>It costs 300,000 kroner a year, and two librarians will be hired for it, the mayor said.</p></article></body>"
    )
    assert [piece.text for piece in page.pieces if piece.tag == "p"][-2:] == [
        "The library of Lindhamn stays open on Sundays, the council decided with 21 votes to 8.",
        "It costs 300,000 kroner a year, and two librarians will be hired for it, the mayor said.",
    ]
    assert "Share on" not in " ".join(piece.text for piece in page.pieces)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<div class=menu><ul><li><a href=/>Home</a></li><li><a href=/s>Sport</a></li></ul></div><div><p>{}</p></div>", []),
        ("<article><p>{}</p><div class=newsletter><p>Sign up for our daily mail now.</p></div></article>", []),
        ("<article><p>{}</p><div hidden><p>Thank you for your subscription.</p></div></article>", []),
        ("<article><p>{}</p><p>Related: <a href=/x>Goats return to Odrin</a></p></article>", []),
        ("<article><p>{}</p><blockquote>All is lost.<ul><li>We go home</li></ul></blockquote></article>", ["All is lost.", "We go home"]),
    ],
)  # fmt: skip
def test_an_alert_of_one_sentence_comes_without_the_page_around_it(body: str, said: list[str]) -> None:
    alert = "The port is closed, said Quist on Friday."
    assert read(body.format(alert)) == [alert, *said]


CAPTIONS = tuple(
    f"Firefighters work on quay {n} of the harbour, where a tug burned after the ferry came in." for n in range(12)
)
GALLERIES = {
    "figures": "<figure><img src=/t.jpg><figcaption>{} <cite>Photo: Ole Berg</cite></figcaption></figure>",
    "paragraphs in captions": "<figure><img src=/t.jpg><figcaption><p>{}</p></figcaption></figure>",
    "items": "<ul><li><figure><img data-src=/t.jpg><figcaption>{}</figcaption></figure></li></ul>",
    "boxes": "<div class=slide><img src=/t.jpg><div class=caption><p>{}</p><span>Photo: Ole Berg</span></div></div>",
}  # fmt: skip


@pytest.mark.parametrize("gallery", GALLERIES.values(), ids=GALLERIES)
@pytest.mark.parametrize("most", [1, 4, 12])
def test_captions_of_a_gallery_are_no_text_of_a_short_article(gallery: str, most: int) -> None:
    body = f"<article><h1>Cranes move again in Malmford</h1><p>{FIRST}</p><div>{''.join(map(gallery.format, CAPTIONS[:most]))}</div></article>"
    assert read(body)[-1] == FIRST
    assert len(read(body)) <= 2  # its headline


def test_a_gallery_without_any_other_text_has_none() -> None:
    gallery = "".join(map(GALLERIES["figures"].format, CAPTIONS))
    assert not any("Firefighters" in said for said in read(f"<article><h1>Cranes move again</h1>{gallery}</article>"))


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<span class=par>{text}</span>" for text in LONG),
        "".join(f"<div><span class=par>{one}</span><span class=par>{two}</span></div>" for one, two in zip(LONG[::2], LONG[1::2], strict=True)),
        "<h2>What is known</h2>" + "\n".join(f"<span class=par>{text}</span>" for text in LONG),
        "<h2>What is known</h2>" + "".join(f"<x-paragraph><span>{text}</span></x-paragraph>" for text in LONG),
    ],
)  # fmt: skip
def test_paragraphs_that_style_alone_sets_apart_are_parted(body: str) -> None:
    assert [said for said in read(f"<article><h1>Cranes move</h1>{body}</article>") if said in LONG] == list(LONG)


@pytest.mark.parametrize(
    "said",
    [
        f"<div><span>{FIRST}</span> <span>{SECOND}</span></div>",
        f"<p><span>{FIRST}</span> <span>{SECOND}</span></p>",
        f"<p>{FIRST} <span>{SECOND}</span></p>",
    ],
)
def test_sentences_that_are_marked_one_by_one_stay_a_paragraph(said: str) -> None:
    assert f"{FIRST} {SECOND}" in read(f"<article>{paragraphs(*LONG)}{said}{paragraphs(FOURTH)}</article>")


# -- what a page says to machines, and where it goes on -----------------------------------------------------------------


def told(body: str, **more: object) -> WebPage:
    said = {"@type": "NewsArticle", "headline": "Cranes move again", "articleBody": "\n".join(TEXT), **more}
    return read_web_page(page(body, f'<script type="application/ld+json">{json.dumps(said)}</script>'))


def test_a_page_whose_markup_has_no_text_gives_what_it_says_to_machines() -> None:
    empty = "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>"
    assert [piece.text for piece in told(empty).pieces] == list(TEXT)
    assert told(empty).told
    assert not told(empty, articleBody=paragraphs(*TEXT)).told, "markup is no plain text"
    assert not told(empty, isAccessibleForFree=False).told, "it is not given to everybody"
    shown = told(f"<article>{paragraphs(*LONG)}</article>")
    assert (len(shown.pieces), shown.told) == (len(LONG), False)


@pytest.mark.parametrize(
    ("own", "link", "following"),
    [
        ("", "<a rel=next href='?page=2'>2</a>", "?page=2"),
        ("", "<a rel=next href='/goats-2'>Goats return</a>", ""),
        ("", "<a rel='next' href='https://c.example/read/page/2/'>2</a>", "https://c.example/read/page/2/"),
        ("https://c.example/read", "<link rel=next href='https://c.example/read?page=2'>", "https://c.example/read?page=2"),
        ("https://c.example/read.html", "<a rel=next href='/read-2.html'>2</a>", "https://c.example/read-2.html"),
        ("https://c.example/read/2/", "<a rel=next href='/read/3/'>3</a>", "https://c.example/read/3/"),
        ("https://c.example/read", "<a rel=next href='/goats'>Goats return</a>", ""),
        ("https://c.example/read", "<a rel=next href='https://d.example/read?page=2'>2</a>", ""),
    ],
)  # fmt: skip
def test_a_page_says_where_its_article_goes_on(own: str, link: str, following: str) -> None:
    head = f"<title>Cranes</title><link rel=canonical href={own}>" if own else "<title>Cranes</title>"
    text = page(paragraphs(*LONG) + link, head)
    assert read_web_page(text).following == following
    notes = clean(text.encode(), "page.html").notes
    assert any(following in note for note in notes) if following else not notes


@pytest.mark.parametrize("size", [1, 12])
def test_tags_and_the_head_of_a_newsletter_are_none_of_the_text(size: int) -> None:
    box = (
        "<ul class=tags><li><a>Harbour</a></li><li><a>Fire</a></li></ul><div><h4>Get the morning letter</h4>"
        "<p>All that happened in the night, in your mailbox at six. Free of charge, on weekdays.</p></div>"
    )
    body = clean(page(f"<article>{paragraphs(*LONG[:size])}{box}</article>").encode(), "page.html").body
    assert body == "\n\n".join(LONG[:size])
