"""Which lines at the end of a text offer the rest of it, or ask for money, and which are news of prices and members?"""

# ruff: noqa: E501  offers are read in one piece

from __future__ import annotations

import pytest

from briefing.adding import clean
from briefing.adding.composing import CUT_SHORT
from briefing.analysis.text.document import find_paragraphs
from briefing.model import Block

NEWS = "The council of Lindhamn voted on Monday to shut the harbour for the winter, which surprised the union."
OFFERS = {
    "nl": "Verder lezen?|Word nu abonnee vanaf 1 euro per week|Onbeperkt toegang tot alle artikelen|Al abonnee? Log in|Op elk moment opzegbaar",
    "pt": "Continue lendo por R$ 1,90 no primeiro mês|Acesso ilimitado a todas as notícias|Cancele quando quiser|Já é assinante? Faça login",
    "de": "Weiterlesen mit Ihrem Digital-Abo|4 Wochen kostenlos testen|Danach 6,99 € pro Woche. Jederzeit kündbar.|Sie haben schon ein Abo? Melden Sie sich hier an.",
    "de, trial": "Alle Artikel unbegrenzt lesen|Kein Risiko, monatlich kündbar|14 Tage gratis testen",
    "fr": "Pour lire la suite de cet article, abonnez-vous|À partir de 1 € le premier mois|Déjà un compte ? Se connecter",
    "es": "Contenido exclusivo para suscriptores|Suscríbete desde 1 € al mes|¿Ya eres suscriptor? Inicia sesión",
    "it": "Continua a leggere con un abbonamento|1 € al mese per 6 mesi, poi 8 €. Disdici quando vuoi|Hai già un abbonamento? Accedi",
    "da": "Læs hele artiklen for 1 kr.|Få adgang til alt indhold|Allerede abonnent? Log ind",
    "no": "Saken er forbeholdt abonnenter|Tilgang til alt innhold for 10 kroner i 8 uker|Ingen bindingstid",
    "sv": "Bli prenumerant och läs hela artikeln|Testa en månad för 10 kronor|Ingen bindningstid",
    "fi": "Tilaa ja lue koko juttu|Kokeile kuukausi 1 euro|Onko sinulla jo tilaus? Kirjaudu sisään",
    "cs": "Předplaťte si a čtěte dál|Již máte předplatné? Přihlaste se",
    "pl": "Ten tekst przeczytasz z prenumeratą|Pierwszy miesiąc za 1 zł|Masz prenumeratę? Zaloguj się",
    "ru": "Оформите подписку, чтобы читать дальше|Первый месяц за 1 руб.|Уже подписаны? Войдите",
    "uk": "Щоб читати далі, оформіть передплату|Підтримайте нас від 100 грн на місяць",
    "tr": "Haberin devamını okumak için abone olun|Zaten abone misiniz? Giriş yapın",
    "ja": "この記事は会員限定です|続きを読むにはログインしてください",
    "en": "Explore more with a subscription|Enjoy complete digital access for $1 a week|Subscribe or log in to continue",
    "en, account": "Start your free trial.|Get started|Already have an account? Sign in",
    "en, sentences": "To continue reading this premium article, start your free trial|Rely on fact-checked, accurate news with The Daily. Free for one month, then £2.99 a week.",
    "post": "This post is for paid subscribers|Subscribe|Already a paid subscriber? Sign in",
    "letter": "Thanks for reading The Tug Letter! Subscribe for free to receive new posts and support my work.",
    "letter, supported": "The Tug Letter is a reader-supported publication. To receive new posts and support my work, consider becoming a free or paid subscriber.",
    "appeal": "The Quay needs your support. As a nonprofit newsroom, we depend on readers like you. Donate now.",
    "appeal, price": "If there is a day to join us, it is today. Support the Courier from $2 – it takes a minute.",
}  # fmt: skip
OTHERS = (
    "Subscribers pay $12 a month.|The company said customers can cancel at any time.",
    "Rents rose to 900 euros a month.",
    "You can cancel your subscription at any time, but you will not be refunded for the month that has begun.",
    "Tickets cost $20 and are reserved for members.|The show runs until Sunday.",
    "Der Verein hat 900 Mitglieder, ein Abo kostet 20 Euro im Monat.",
    "We must support our courts and the independent press.",
    "If you have information, contact the police in Skarholm.",
    "Les abonnés paieront 12 euros par mois à partir de janvier.",
    "Skarflix: 12.99 a month|Norflix: $9.99 a month",
    "Join us on Sunday for the march, the union wrote.",
    "She will continue reading law in Oslo.",
    "Registration is open until May 6. Tickets cost 10 dollars, and you can buy them at the door.",
    "Die Karten kosten 20 Euro, Abonnenten zahlen die Hälfte.",
    "“You can try it free for a month,” he said.",
    "Get a ticket for 20 euros at the station.",
    "What do you think?",
)


def judge(*lines: str, tag: str = "p") -> list[str]:
    text, blocks = "\n\n".join(lines), []
    for line in lines:
        start = blocks[-1].end + 2 if blocks else 0
        blocks.append(Block(start, start + len(line), tag))
    return [text[each.start : each.end] for each in find_paragraphs(text, tuple(blocks)) if each.kind != "boilerplate"]


@pytest.mark.parametrize("tag", ["p", "line"])
@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_an_offer_at_the_end_is_none_of_the_text(offer: str, tag: str):
    assert judge(NEWS, NEWS.replace("winter", "summer"), *offer.split("|"), tag=tag) == [
        NEWS,
        NEWS.replace("winter", "summer"),
    ]


@pytest.mark.parametrize("said", OTHERS)
def test_news_of_prices_and_members_is_text(said: str):
    lines = [NEWS, NEWS.replace("winter", "summer"), *said.split("|")]
    assert judge(*lines) == lines


def test_an_offer_with_news_below_it_is_left_as_it_is():
    """It is no offer of the rest then, and may be what an article on offers quotes."""
    lines = [
        NEWS,
        "Subscribe or log in and get complete digital access for $1 a week",
        NEWS.replace("winter", "summer"),
    ]
    assert judge(*lines) == lines


# -- what is said of it -----------------------------------------------------------------------------------------------

FREE = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Port", "isAccessibleForFree": %s}</script>'


def notes(body: str, head: str = "") -> tuple[str, ...]:
    page = f"<html><head><title>Port shut</title>{head}</head><body><article>{body}</article></body></html>"
    return clean(page.encode(), "page.html").notes


def test_a_text_that_ends_in_an_offer_may_be_only_a_beginning():
    assert notes(f"<p>{NEWS}</p><h3>Weiterlesen mit Ihrem Digital-Abo</h3>") == (CUT_SHORT,)
    assert notes(f"<p>{NEWS}</p><p>Continue reading your article with a Courier subscription</p>") == (CUT_SHORT,)
    assert notes(f"<p>{NEWS}</p>") == ()


@pytest.mark.parametrize("said", ["false", '"False"', '"http://schema.org/False"'])
def test_a_page_that_is_not_free_and_short_may_be_only_a_beginning(said: str):
    assert notes(f"<p>{NEWS}</p>", FREE % said) == (
        "The page says that it is not free to read, and has 18 words: maybe only its beginning.",
    )
    assert notes(f"<p>{NEWS}</p>", '<meta property="article:content_tier" content="locked">') != ()
    assert notes("".join(f"<p>{NEWS} It was day {n}.</p>" for n in range(20)), FREE % said) == ()
    assert notes(f"<p>{NEWS}</p>", FREE % "true") == ()
