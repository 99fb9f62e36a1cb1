"""What an entry of a feed and its page make: the better text, what the feed says of it, nothing that is no article."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.adding import Cleaned
from briefing.errors import ContentError
from briefing.fetching.model import Answer, Entry, Outlet, WireError
from briefing.fetching.pages import compose, holds_whole, needs_page
from briefing.fields import LONGEST_TITLE

COURIER = Outlet(id="courier", name="Lindhamn Courier", feeds=("https://courier.example/rss",))
URL = "https://courier.example/2025/harbour-master-resigns"
SENTENCES = (
    "The harbour master of Lindhamn, Pål Eide, resigned on Tuesday after eleven years in office.",
    "He had asked for a second tug since 2019, and the council had refused it four times.",
    "The council will name a successor in June, said its chair, Dagny Moe, on Wednesday.",
    "Until then the pilot Jan Smit runs the port, which 40 ships call at every week.",
    "In April the ferry to Skarholm had drifted for an hour, because the only tug lay in the yard.",
    "Nobody was hurt, but the owner of the ferry asked the town for 2.1 million crowns.",
    "Eide told the Courier that he would not ask again, and that he was looking forward to his boat.",
)
TEXT = "".join(f"<p>{sentence}</p>\n" for sentence in SENTENCES)
WHOLE = TEXT + "".join(f"<p>{sentence.replace('.', f' ({number}).')}</p>" for number, sentence in enumerate(SENTENCES))
TEASER = f"<p>{SENTENCES[0]} {SENTENCES[1]} [&#8230;]</p>"
ENTRY = Entry(
    guid="4711",
    url=URL,
    title="Harbour master resigns",
    date="2025-05-06T03:15:00+00:00",
    summary=SENTENCES[0],
    html=TEASER,
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Eide goes | Lindhamn Courier</title>
<link rel="canonical" href="{URL}"><meta property="article:published_time" content="2025-05-05T23:00:00+02:00">
<meta property="article:modified_time" content="2025-05-06T09:00:00+02:00"><meta name="author" content="Jan Smit">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Eide goes</h1>
{TEXT}</article><footer><p>Sign up to our newsletter and never miss a story.</p></footer></body></html>"""
WALL = """<!doctype html><html lang="en"><head><title>Harbour master resigns</title></head><body><main>
<h1>Before you continue</h1><p>We and our 912 partners store and access information on your device, such as unique
identifiers in cookies, to process personal data. You may accept or manage your choices by clicking below.</p>
<p>Your preferences will apply to this website only. You can change your mind at any time by returning to it.</p>
</main></body></html>"""

OTHER = """<!doctype html><html lang="en"><head><title>Offers of the week</title></head><body><main>
<p>In our shop you find boots, coats and umbrellas of all sizes, and on Friday there is a second pair for nothing.</p>
<p>Whoever orders today has them on Thursday, and sends back what does not fit within a month.</p>
</main></body></html>"""


def answer(body: str | bytes = PAGE, url: str = URL, kind: str = "text/html", charset: str = "") -> Answer:
    return Answer(
        url=url, status=200, body=body.encode() if isinstance(body, str) else body, kind=kind, charset=charset
    )


def paragraphs(cleaned: Cleaned) -> list[str]:
    return [line for line in cleaned.body.split("\n\n") if not line.startswith("#")]


# -- whose text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        (WHOLE, True),
        (TEXT, False),  # some 100 words: a teaser may have as many
        ("", False),
        (WHOLE + "<p>Read more</p>", False),
        (
            WHOLE + '<p>and then… <a href="/x">Continue reading <span>Harbour master resigns</span> &rarr;</a></p>',
            False,
        ),
        (WHOLE + "<p>It was the fifth time that [&#8230;]</p>", False),
        (WHOLE + "<p>It was [...]</p><p>The post <a>Harbour</a> appeared first on <a>Courier</a>.</p>", False),
        (WHOLE + "<p>The post <a>Harbour</a> appeared first on <a>Courier</a>.</p>", True),
        (WHOLE + "<p>Das war das fünfte Mal. <a>Weiterlesen »</a></p>", False),
        (WHOLE + "<p>Це вже вп'яте... <a>Читати далі</a></p>", False),
        (WHOLE + "<p>La cinquième fois… <a>Lire la suite</a></p>", False),
        (WHOLE + "<p>He likes to read more.</p><p>So do we.</p>", True),
    ],
)
def test_a_feed_that_gives_the_whole_text_spares_the_page(html: str, whole: bool):
    entry = replace(ENTRY, html=html)
    assert holds_whole(entry) == whole
    assert needs_page(entry, COURIER) == (not whole)
    assert needs_page(entry, replace(COURIER, text="page"))
    assert not needs_page(entry, replace(COURIER, text="feed"))
    assert not needs_page(replace(entry, url=""), COURIER)


def test_the_pages_text_comes_with_what_the_feed_says():
    made = compose(ENTRY, COURIER, answer())
    assert paragraphs(made) == list(SENTENCES)
    assert (made.title, made.date, made.source, made.url) == (ENTRY.title, ENTRY.date, "courier", URL)
    assert (made.authors, made.lang) == ("Jan Smit", "en")
    assert made.raw == PAGE.encode()
    assert "newsletter" not in made.body
    assert "of the page's" in made.removed


def test_a_page_that_names_no_charset_is_in_one_of_its_sources_language():
    said = "Rada miasta zagłosowała w poniedziałek za zamknięciem portu, co zaskoczyło związek, rzekł Wąsik."
    body = f"<html><head><title>Port</title></head><body><article><p>{said}</p></article></body></html>"
    entry = Entry(url=URL, title="Port", lang="pl")
    assert compose(entry, COURIER, answer(body.encode("iso-8859-2"))).body == said
    assert compose(replace(entry, lang=""), replace(COURIER, lang="pl"), answer(body.encode("cp1250"))).body == said


@pytest.mark.parametrize("heading", ["Eide goes", "HARBOUR MASTER RESIGNS", "Harbour *master*, resigns!"])
def test_a_headline_is_not_repeated_be_it_the_feeds_or_the_pages(heading: str):
    made = compose(ENTRY, COURIER, answer(PAGE.replace("<h1>Eide goes</h1>", f"<h1>{heading}</h1>")))
    assert (made.title, made.title_from) == (ENTRY.title, "")
    assert made.body.startswith(SENTENCES[0])


def test_what_an_author_does_is_no_other_author():
    told = replace(ENTRY, authors=("Anna Bell, harbour correspondent", "Tomas Vale"))
    assert compose(told, COURIER, answer()).authors == "Anna Bell, Tomas Vale"


def test_where_the_feed_is_silent_the_page_speaks():
    made = compose(replace(ENTRY, title="", date=""), COURIER, answer())
    assert made.title == "Eide goes"
    assert made.date == "2025-05-05T21:00:00+00:00"
    assert (
        compose(replace(ENTRY, authors=("Dagny Moe", "Pål Eide")), COURIER, answer()).authors == "Dagny Moe, Pål Eide"
    )


def test_the_longer_text_is_taken_unless_it_is_cut_off():
    short = PAGE.replace(TEXT, TEXT[:250])
    assert paragraphs(compose(replace(ENTRY, html=TEXT), COURIER, answer(short))) == list(SENTENCES)
    cut = replace(ENTRY, html=TEXT + "<p>Read more</p>")
    assert len(paragraphs(compose(cut, COURIER, answer(short)))) < len(SENTENCES)
    assert len(paragraphs(compose(replace(ENTRY, html=TEXT), replace(COURIER, text="page"), answer(short)))) < len(
        SENTENCES
    )


@pytest.mark.parametrize(
    "page",
    [None, answer(WALL), answer(OTHER), answer(b""), answer(b"%PDF-1.7", kind="application/pdf"), answer("<p></p>")],
)
def test_without_a_page_that_can_be_used_it_is_what_the_feed_gives(page: Answer | None):
    made = compose(ENTRY, COURIER, page, last=True)
    assert made.body.startswith(SENTENCES[0])
    assert made.notes[-1] == "This is what the feed gives of it."
    assert len(made.notes) == (1 if page is None else 2)  # and why
    with pytest.raises(ContentError) as told:
        compose(ENTRY, replace(COURIER, text="page"), page, last=True)
    assert told.value.what
    assert told.value.remedy


def test_a_page_of_something_else_is_no_article():
    with pytest.raises(WireError, match="does not tell of it") as told:
        compose(ENTRY, COURIER, answer(OTHER))
    assert not told.value.lasting, "it may be a wall, and the article may be there another time"
    with pytest.raises(ContentError, match="does not tell of it"):
        compose(ENTRY, replace(COURIER, text="page"), answer(OTHER), last=True)


@pytest.mark.parametrize("body", ["<p></p>", "<div id=root></div>", "<article></article><nav><a href=/>Home</a></nav>"])
def test_a_page_without_text_is_asked_again(body: str):
    page = answer(f"<title>Eide goes</title><meta property='og:type' content='article'>{body}")
    with pytest.raises(WireError, match="has no text: scripts may make it") as told:
        compose(ENTRY, COURIER, page)
    assert not told.value.lasting
    assert compose(ENTRY, COURIER, page, last=True).body.startswith(SENTENCES[0])
    with pytest.raises(ContentError, match="Write “text: feed”"):
        compose(ENTRY, replace(COURIER, text="page"), page, last=True)


def test_a_page_in_a_script_without_spaces_tells_of_its_entry():
    """Its clauses stand there in other words: what is compared are letters, by twos."""
    entry = replace(
        ENTRY,
        title="林丹港关闭，渡轮改道斯卡霍尔姆",
        summary="市议会周二宣布关闭港口。码头出现裂缝，货船将改道。工人罢工，谈判没有结果。港务局长辞职，居民抗议。",
        html="",
    )
    text = "<p>周二，林丹市议会说，港口因裂缝关闭，渡轮和货船都要改走斯卡霍尔姆。</p><p>局长在抗议之后辞职了。</p>"
    page = f"<html lang=zh><title>x</title><article>{text}</article></html>"
    assert compose(entry, COURIER, answer(page)).body.startswith("周二，林丹市议会说")
    other = "<p>本店周末全场五折，买二送一，欢迎选购冬季大衣和雨伞。</p><p>今天下单，后天送到，一个月内包退。</p>"
    with pytest.raises(WireError, match="does not tell of it"):
        compose(entry, COURIER, answer(f"<html lang=zh><title>x</title><article>{other}</article></html>"))


def test_an_entry_without_any_text_is_no_article():
    with pytest.raises(ContentError, match="no text"):
        compose(replace(ENTRY, html="", summary=""), replace(COURIER, text="feed"), None)


def test_a_teaser_of_a_few_words_stands_for_no_page():
    with pytest.raises(ContentError, match="asks for consent"):
        compose(replace(ENTRY, html="<p>Harbour master resigns. More</p>"), COURIER, answer(WALL), last=True)


def test_a_summary_is_a_text():
    made = compose(
        replace(ENTRY, html="", summary="One & two.\n\n<b>Three</b>, four and five."),
        replace(COURIER, text="feed"),
        None,
    )
    assert made.body == "One & two.\n\n&lt;b>Three&lt;/b>, four and five."


# -- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "own", "written"),
    [
        (URL, f"{URL}?page=2", URL),
        ("https://feeds.example/~r/4711", URL, URL),
        ("https://feeds.example/~r/4711", f"{URL}?utm_source=x", URL),
        ("https://feeds.example/~r/4711", "https://courier.example/", "https://feeds.example/~r/4711"),
        ("https://feeds.example/~r/4711", "https://elsewhere.example/a", "https://feeds.example/~r/4711"),
        ("https://feeds.example/~r/4711", "javascript:alert(1)", "https://feeds.example/~r/4711"),
    ],
)
def test_readers_are_sent_to_the_article_and_nowhere_else(url: str, own: str, written: str):
    page = answer(PAGE.replace(f'href="{URL}"', f'href="{own}"'))
    assert compose(replace(ENTRY, url=url), COURIER, page).url == written


@pytest.mark.parametrize(
    ("said", "outlet", "page", "lang"),
    [
        ("", "", "", "en"),
        ("en-GB", "", "", "en"),
        ("de", "", "en", "en"),  # so do the page and the text
        ("de", "", "", "de"),
        ("de", "en", "", "en"),  # the text is English, and so is the outlet
        ("", "sv", "", "sv"),
        ("", "sv", "en", "en"),
        ("-", "", "en", "en"),
    ],
)
def test_its_language_is_the_feeds_then_the_pages_then_the_outlets(said: str, outlet: str, page: str, lang: str):
    html = PAGE.replace(' lang="en"', f' lang="{page}"' if page else "")
    assert compose(replace(ENTRY, lang=said), replace(COURIER, lang=outlet), answer(html)).lang == lang


def test_a_charset_that_only_the_server_names_is_heard():
    page = PAGE.replace('<meta charset="utf-8">', "").encode("iso8859-2", "replace")
    made = compose(
        replace(ENTRY, html=""), COURIER, answer(page.replace(b"P?l", "Pał".encode("iso8859-2")), charset="iso-8859-2")
    )
    assert "Pał Eide" in made.body


@pytest.mark.parametrize(
    "html",
    [
        "</article></body><body><script>alert(1)</script><h1>Other</h1><p>It goes on.</p>",
        f'<link rel="canonical" href="https://evil.example/"><html lang="fr"><title>Other</title>{TEXT}',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Other"}</script>' + TEXT,
        f"<meta name=author content=Other><p>{'<div>' * 200}{TEXT}",
        f"\ud800 &#xD800; \x00 It is broken. {TEXT}",
    ],
)
def test_whatever_a_feed_holds_says_nothing_of_itself(html: str):
    entry = replace(ENTRY, html=html, authors=("Dagny Moe",), lang="en")
    made = compose(entry, replace(COURIER, text="feed"), None)
    assert (made.title, made.url, made.source, made.authors, made.lang) == (
        ENTRY.title,
        URL,
        "courier",
        "Dagny Moe",
        "en",
    )
    assert "alert" not in made.body
    assert made.body.encode()


def test_a_title_has_an_end():
    made = compose(replace(ENTRY, title="Harbour " * 200), COURIER, None)
    assert len(made.title) <= LONGEST_TITLE, "else each build would cut it once more, and say so"
