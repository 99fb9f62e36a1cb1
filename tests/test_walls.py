"""What servers give in place of an article, as 200, is told from one, however short that is."""

from __future__ import annotations

from time import process_time

import pytest

from briefing.adding import Cleaned
from briefing.adding.formats import read_articles
from briefing.adding.model import Came
from briefing.errors import ContentError
from briefing.fetching.model import Answer, Entry, Outlet, WireError
from briefing.fetching.pages import compose
from briefing.fetching.walls import find_wall

URL = "https://courier.example/2025/quay"
OUTLET = Outlet("courier", "Lindhamn Courier", ("https://courier.example/rss",), text="page")
ENTRY = Entry(
    guid="4711",
    url=URL,
    title="Council shuts the quay at Lindhamn",
    date="2025-05-06T03:15:00+00:00",
    summary="The quay at Lindhamn is shut, the council said on Tuesday evening, and ships go to Skarholm.",
)


def page(body: str, title: str = "Lindhamn Courier", head: str = "") -> Answer:
    html = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return Answer(URL, 200, html.encode(), "text/html", "utf-8")


def read(came: Answer, entry: Entry = ENTRY) -> Cleaned | WireError:
    try:
        return compose(entry, OUTLET, came)
    except WireError as error:
        return error


@pytest.mark.parametrize(
    ("came", "kind"),
    [
        # of services that stand before a server: by title, markup or words
        (
            page(
                "<h1>Checking your browser</h1><p>Enable JavaScript and cookies to continue</p>",
                "Just a moment...",
            ),
            "check for robots",
        ),
        (
            page(
                "<h1>courier.example</h1><p>courier.example needs to review this visit before it goes on. It takes a "
                "few seconds, and then the page that was asked for is shown by itself.</p>",
                "courier.example",
                "<script>window._cf_chl_opt={cvId:'3'};</script>",
            ),
            "check for robots",
        ),
        (
            page(
                "<p id='cmsg'>Please wait while this is looked at.</p>"
                "<script src='https://ct.captcha-delivery.com/c.js'></script>"
            ),
            "check for robots",
        ),
        (page("<div><h1>Press &amp; Hold to confirm you are a human (and not a bot).</h1></div>"), "check for robots"),
        (
            page(
                "<p>As you were browsing, something about your browser made us think you were a bot. Please verify "
                "that you are human.</p>",
                "Pardon Our Interruption",
            ),
            "check for robots",
        ),
        (page("<p>Our systems have detected unusual traffic from your network.</p>"), "check for robots"),
        (page("<main><p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p></main>"), "check for robots"),
        (page("<p>Confirmez que vous n’êtes pas un robot.</p>", "Un instant…"), "check for robots"),
        (page("<p>Подтвердите, что вы не робот</p>"), "check for robots"),
        (page("<p>请验证您是真人。</p>", "请稍候…"), "check for robots"),
        # for a browser
        (page("<div><p>Please enable JavaScript to view this page.</p></div>"), "runs scripts"),
        (page("<p>Diese Seite benötigt JavaScript. Bitte aktivieren Sie JavaScript im Browser.</p>"), "runs scripts"),
        (page("<p>Veuillez activer JavaScript pour continuer.</p>"), "runs scripts"),
        (page("<p>Debe habilitar JavaScript y las cookies para continuar.</p>"), "runs scripts"),
        # for consent
        (
            page(
                "<h1>Before you continue</h1><p>We and our 912 partners store information on your device, such as "
                "cookies, to process personal data.</p><button>Accept all</button><button>Reject all</button>"
            ),
            "consent",
        ),
        (page("<p>Wir und unsere Partner verwenden Cookies.</p><button>Alle akzeptieren</button>"), "consent"),
        (page("<p>Nous utilisons des cookies.</p><p><a>Tout accepter</a></p>"), "consent"),
        # for a login, for money
        (
            page("<form><input type=password></form><p>Please sign in to go on reading.</p>", "Sign in"),
            "to sign in or to pay",
        ),
        (
            page("<h1>Council shuts the quay at Lindhamn</h1><p>Subscribe to continue reading.</p>"),
            "to sign in or to pay",
        ),
        (page("<p>Already a subscriber? <a href=/login>Log in</a></p><p>Free trial</p>"), "to sign in or to pay"),
        (page("<p>Dieser Artikel ist nur für Abonnenten.</p><p>Jetzt anmelden</p>"), "to sign in or to pay"),
        (page("<p>Article réservé aux abonnés.</p><p>Identifiez-vous</p>"), "to sign in or to pay"),
        (page("<p>Suscríbete para seguir leyendo.</p>"), "to sign in or to pay"),
        (page("<p>この記事は会員限定です。</p>"), "to sign in or to pay"),
    ],
)
def test_a_wall_is_asked_again_and_said(came: Answer, kind: str) -> None:
    found = read(came)
    assert isinstance(found, WireError)
    assert (kind in found.what, found.remedy, found.lasting) == (True, "It may be there another time.", False)
    with pytest.raises(ContentError) as told:
        compose(ENTRY, OUTLET, came, last=True)
    assert (told.value.what, "text: feed" in told.value.remedy) == (found.what, True)


# What speaks for a wall stands beside its text: on buttons, in fields and titles, or in words of a language or a kind
# that no list of sentences has.
WHOLE = {
    "pay or be tracked": page(
        "<h1>Mit Anzeigen weiterlesen</h1><p>Lesen Sie uns kostenlos, mit Anzeigen und Tracking wie bisher. Wie das "
        "geht, steht in der Datenschutzerklärung.</p><button>Akzeptieren und weiter</button><h2>Oder im Abo</h2>"
        "<p>Werbefrei und ohne Werbetracking schon ab 3,49 Euro pro Monat.</p><p>Schon Abonnent? Hier anmelden.</p>"
    ),
    "a login": page(
        "<h1>Log in</h1><form><label>E-mail</label><input><label>Password</label><input type=password>"
        "<a href=/f>Forgotten it?</a></form><p>New here? Make an account.</p>",
        "Log in",
    ),
    "a robot, at length": page(
        "<h1>Something odd came from your network</h1><p>Click the box below to let us know you’re not a robot.</p>"
        "<p>Why is that?</p><p>Your browser has to support JavaScript and cookies and must not keep them from loading, "
        "as our Cookie Policy has it.</p><p>Whoever needs help writes to us and gives the reference ID below.</p>"
    ),
    "a long list of partners": page(
        "<form>"
        + "".join(
            f"<p>We and partner {number} of the transparency framework use cookies to measure what you read, to show "
            "personalised ads, and to learn where you are, unless you withdraw your consent to it.</p>"
            for number in range(1, 8)
        )
        + "<button>Accept all</button></form>"
    ),
    "a gate": page("<h1>Jouw privacy</h1><p>Wij en derden plaatsen cookies. Kies hier.</p><button>Akkoord</button>"),
    "an offer": page(
        "<h1>Read on with a subscription</h1><h2>Try all of it</h2><p>Only $1 for 4 weeks, then $75 per month.</p>"
        "<p>Full access on any device, which ends whenever you like.</p><button>Go on</button>"
    ),
    "an application": page("<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>"),
    "another country": page(
        "<h1>451</h1><p>You come from a country of the European Economic Area, where the General Data Protection "
        "Regulation (GDPR) holds, and therefore access cannot be granted at this time.</p>"
    ),
    "Slovenian": page("<h1>Preverjamo, ali ste človek</h1><p>Omogočite JavaScript in piškotke.</p>"),
    "Romanian": page("<p>Vă rugăm să confirmați că nu sunteți robot pentru a continua.</p>"),
    "Greek": page("<p>Επιβεβαιώστε ότι δεν είστε ρομπότ για να συνεχίσετε.</p>"),
    "Hebrew": page("<p>אנא אשר שאינך רובוט כדי להמשיך.</p>"),
    "Hindi": page("<p>कृपया पुष्टि करें कि आप रोबोट नहीं हैं।</p>"),
    "Vietnamese": page("<p>Vui lòng xác minh bạn không phải là người máy để tiếp tục.</p>"),
}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("title", [ENTRY.title, "Day 1004", "Quay"])
def test_a_wall_is_known_by_the_whole_page(name: str, title: str) -> None:
    """By whoever fetches it, also where its entry has but a short title; and by who adds it by hand."""
    told = ENTRY if title == ENTRY.title else Entry(guid="1", url=URL, title=title, date=ENTRY.date)
    found = read(WHOLE[name], told)
    assert isinstance(found, WireError)
    assert (found.what.startswith("What came instead of the article "), found.lasting) == (True, False)
    (refused,) = read_articles(Came(URL, WHOLE[name].body, "text/html", "utf-8", URL), now=ENTRY.date)
    assert isinstance(refused, ContentError)
    assert "save the page" in refused.remedy


AROUND = """<header><a href="/">Courier</a><form action="/login"><label>Password</label><input type="password">
<button>Log in</button></form></header>{}<aside><p>Subscribe now for $4 a month.</p></aside>
<div id="onetrust-banner-sdk"><p>We and our partners use cookies.</p><button>Accept all</button></div><script src="https://www.google.com/recaptcha/api.js"></script>
<footer><a href="/privacy">Privacy</a><noscript>Enable JavaScript.</noscript></footer>"""


@pytest.mark.parametrize("title", ["Quay shut", "Council shuts the quay at Lindhamn"])
@pytest.mark.parametrize(
    "text", ["<p>The quay is shut.</p>", "<p>The quay is shut; ships go to Skarholm until Friday.</p>"]
)
@pytest.mark.parametrize("marks", ["<article>{}</article>", "<main>{}</main>"])
def test_an_alert_within_a_login_and_a_consent_layer_is_no_wall(title: str, text: str, marks: str) -> None:
    came = page(AROUND.format(marks.format(f"<h1>{title}</h1>{text}")), title)
    assert isinstance(read(came, Entry(guid="1", url=URL, title=title, date=ENTRY.date)), Cleaned)


def test_an_article_of_cookies_that_a_paper_marks_as_one_may_be_added() -> None:
    text = (
        "<p>Papers that ask for consent to cookies must offer a way to refuse it, the court of Lindhamn ruled.</p>"
        "<p>The Courier had asked its readers to subscribe or to accept all of them.</p>"
    )
    html = page(
        AROUND.format(f"<article><h1>Court rules on cookies</h1>{text}</article>"), "Court rules on cookies"
    ).body
    assert isinstance(next(read_articles(Came(URL, html, "text/html", "utf-8", URL), now=ENTRY.date)), Cleaned)


def test_the_feeds_text_stands_for_a_wall_at_last() -> None:
    wall = page("<p>Please enable JavaScript to view this page.</p>")
    both = Outlet("courier", "Lindhamn Courier", OUTLET.feeds)
    with pytest.raises(WireError):
        compose(ENTRY, both, wall)
    made = compose(ENTRY, both, wall, last=True)
    assert made.body == ENTRY.summary
    assert made.notes == (
        "What came instead of the article asks for a browser that runs scripts.",
        "This is what the feed gives of it.",
    )


LOGIN = "<p>Please sign in to go on reading.</p>"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Council shuts the quay at Lindhamn", "<p>The quay at Lindhamn is shut, the council said.</p>"),
        ("Quay shut", "<p>The quay is shut.</p>"),
        ("Council shuts the quay at Lindhamn", f"<p>The quay at Lindhamn is shut, the council said.</p>{LOGIN}"),
        ("Wave warning for the coast", "<p>Leave the coast of Lindhamn now and go to higher ground.</p>"),
        (
            "A bot wrote the mayor’s speech",
            "<p>The mayor of Lindhamn said that her speech was not a bot’s. She had written it by herself.</p>",
        ),
        (
            "Court: sites must not hide “reject”",
            "<p>Sites that ask people to accept all cookies must let them reject all, the court ruled.</p>",
        ),
        (
            "Paper opens its archive",
            "<p>Readers of the paper no longer have to subscribe to read its archive, the paper said on Monday.</p>",
        ),
        ("Gericht zu Cookies", "<p>Das Gericht verbot Seiten, die ohne Einwilligung Cookies setzen.</p>"),
        ("速報", "<p>リンドハム港の埠頭が閉鎖されたと市議会が火曜日に発表した。船はスカルホルムへ向かう。</p>"),
    ],
)
def test_an_alert_is_no_wall(title: str, body: str) -> None:
    shell = f"<header>Lindhamn Courier</header><main><article><h1>{title}</h1>{body}</article></main>"
    banner = "<noscript>Please enable JavaScript.</noscript><footer>We use cookies. Accept all</footer>"
    entry = Entry(guid="1", url=URL, title=title, date=ENTRY.date)
    found = read(page(shell + banner, title), entry)
    assert isinstance(found, Cleaned)


def test_an_article_of_robots_and_cookies_is_one() -> None:
    """With the scripts of a service that looks for robots, which stand in its pages as well."""
    text = "".join(
        f"<p>In the {number}. year the firm asked whoever came to prove that they were human and not a bot, and to "
        "enable JavaScript and cookies, or to sign in to continue, said the council of Lindhamn.</p>"
        for number in range(1, 8)
    )
    script = "<script>window.__CF$cv$params={r:'1'};</script><script src='/cdn-cgi/challenge-platform/x.js'></script>"
    found = read(page(f"<article><h1>Walls of the web</h1>{text}</article>{script}", "Walls of the web"))
    assert isinstance(found, Cleaned)
    assert found.body.count("not a bot") == 7


def test_a_wall_is_refused_by_hand_with_a_remedy() -> None:
    """Where it came from the web. What an editor saved is the editor's."""
    shut = page("<h1>Quay shut</h1><p>The quay is shut.</p>", "Quay shut").body
    for html in (b"<!doctype html><p>Please enable JavaScript to view this page.</p>", page(LOGIN, "Sign in").body):
        (refused,) = read_articles(Came(URL, html, "text/html", "utf-8", URL), now=ENTRY.date)
        assert isinstance(refused, ContentError)
        assert refused.what.startswith("What came instead of the article asks ")
        assert refused.remedy == "Open it in a browser, save the page once the article is there, and add that file."
    assert isinstance(next(read_articles(Came(URL, shut, "text/html", "utf-8", URL), now=ENTRY.date)), Cleaned)
    (saved,) = read_articles(Came("a.html", page(LOGIN, "Sign in").body), now=ENTRY.date)
    assert "came instead" not in str(saved)


def test_a_wall_of_any_length_takes_no_time() -> None:
    for body in ("<p>partners " * 20_000, "<p>we " + "use " * 50_000, "verify " * 50_000, "<title" * 50_000):
        begun = process_time()
        find_wall(page(body).body, "utf-8", "")
        assert process_time() - begun < 1
