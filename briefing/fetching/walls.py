"""Is what came instead of an article a wall: a check for robots, a request for consent, for a login, for money? Pure.

Servers send it as 200, in place of the page. It has a few words and none of the article; it speaks to its reader, or
its markup or title is that of one of the services that ask for such proof. An alert is as short: it stays one that
has the words of its entry, or a sentence or two of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from briefing.decoding import decode
from briefing.errors import ContentError
from briefing.extracting import parse_page

MOST_WORDS = 120  # of an article's text; with more it is no wall
MOST_SHOWN = 250  # of a page that has no article; forms to sign in have as many
LEAST_OWN = 12  # words that speak of something else: as many as the shortest teaser that is taken
LEAST_SENTENCE = 4  # words; with fewer it is a button
MOST_READ = 20_000  # characters
STEM = 5  # letters of a word that are compared, as endings change
MOST_SAID = 60  # of an entry's words that are looked for
LEAST_SHARED = 3  # of those, or half of fewer, that a text has which tells of it; a wall has the site's name

# What only these services write, and only into such pages; their scripts stand in others as well.
_MARKUP = re.compile(
    rb"_cf_chl_opt|cf-browser-verification|id=[\"']?(?:challenge-form|challenge-error-text|cf-error-details)\b"
    rb"|captcha-delivery\.com/|\bid=[\"']px-captcha\b|Incapsula incident ID|window\.gokuProps|sucuri_cloudproxy_js"
    rb"|/\.well-known/(?:ddos-guard/js-challenge|sgcaptcha)|/\.within\.website/x/|id=[\"']?anubis_challenge"
    rb"|\bid=[\"']sec-(?:if-)?cpt-(?:container|if)\b|Vercel Security Checkpoint",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{0,300})<", re.IGNORECASE)
_ROBOT_TITLE = re.compile(
    r"(?:just a moment|one moment,? please|please wait|attention required!? \| cloudflare|access denied"
    r"|access to this page has been denied|ddos-guard|checking your browser.{0,100}|security check(?:point)?"
    r"|vercel security checkpoint|pardon our interruption|are you (?:an? )?(?:human|robot|bot)"
    r"|(?:human|robot|bot) (?:check|verification)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|making sure you.re not a bot|client challenge|nur einen moment|einen moment,? bitte|un instant|un momento"
    r"|um momento|een ogenblik(?: geduld)?|один момент|подождите|bir dakika,? lütfen|chwileczkę|ett ögonblick"
    r"|et øjeblik|et øyeblikk|hetkinen|请稍候|請稍候|しばらくお待ちください|잠시만 기다리십시오)[\s.…!?]*",
    re.IGNORECASE,
)
# How a page speaks to its reader. A sentence that has one of these is none of an article's.
_SPEAKS = {
    "for robots": (
        r"\b(?:verify|confirm|prove|make sure|ensur)\w*\b.{0,40}\b(?:human|not an? (?:ro)?bot|real person)\b"
        r"|\bare you (?:an? )?(?:human|(?:ro)?bot)\b|\bnot an? (?:ro)?bot\b"
        r"|\bchecking (?:your|the) (?:browser|connection)"
        r"|\bsecurity of your connection|\bunusual (?:traffic|activity) from|\bautomated (?:requests|queries|access)\b"
        r"|\b(?:solve|complete) (?:the|this|a) (?:captcha|security check)|\byour browser will redirect"
        r"|\baccess denied\b|\baccess to this page\b|\byou (?:have been|are) blocked\b|\bray id\b|\bincident id\b"
        r"|\bnot (?:currently )?available in your (?:country|region|location)"
        r"|\bkein (?:roboter|bot)\b|\bbrowser (?:wird|werden) .{0,20}(?:ge|über)prüft|\bein mensch sind\b"
        r"|\bpas un (?:robot|bot)\b|\bvérifi\w* .{0,40}(?:humain|navigateur)|\bno (?:eres|es|soy) un (?:robot|bot)\b"
        r"|\bverifi\w+ .{0,20}\b(?:human|uman)|\bcomprobando (?:su|tu) navegador|\bnon (?:sei|sono) un robot\b"
        r"|\bnão (?:é|sou) um robô|\bgeen robot\b|\bnie jeste[śm] robotem|\bне робот|\bпроверк\w+ .{0,20}браузера"
        r"|\bперевірк\w+ .{0,20}браузера|\b(?:inte|ikke)(?: er)? en robot\b|\brobot olmadığınız"
        r"|ロボットではありません|人間であること|不是机器人|不是機器人|是真人|人机验证|检查您的浏览器|로봇이 아닙니다"
        r"|لست روبوت"
    ),
    "for a browser that runs scripts": (
        r"\b(?:enabl|activat(?:e|ing)\b|turn(?:ed)? on\b|switch on\b|requir|aktivier|einschalt"
        r"|benötig|activ(?:er|ez|ar?|e)\b"
        r"|habilit|attiv(?:a|are|ato)\b|włącz|wymag|включ|увімкн|schakel|inschakel|slå på|slår på|aktiver|povol|zapn"
        r"|kapcsol|engedély|etkinleştir).{0,60}\b(?:java ?script|cookies?)\b"
        r"|\b(?:java ?script|cookies?)\b.{0,60}(?:\b(?:enabled|disabled|turned off|required|needed|aktivier|einschalt"
        r"|benötigt|deaktivier|désactiv|activé|desactivad|activad|habilitad|disattivat|attivat|wyłączon|włączon"
        r"|отключ|включ|вимкнен|uitgeschakeld|ingeschakeld|inaktiver|deaktiver|etkinleştir)|有効|启用|啟用|開啟|활성화)"
        r"|(?:有効|启用|啟用|開啟|활성화|تفعيل|تمكين).{0,30}java ?script"
    ),
    "for consent": (
        r"\bbefore you continue\b|\baccept (?:all|cookies|and)\b"
        r"|\b(?:manage|change) your (?:choices|preferences|cookies|consent|privacy)"
        r"|\byour (?:choices|preferences|consent|privacy)\b|\bwe .{0,60}\buse cookies|\buse cookies (?:and|to)\b"
        r"|\bpartners\b.{0,100}\b(?:cookies|device|personal data)|\bprocess personal data\b"
        r"|\bchange your mind at any time"
        r"|\balle(?: cookies)? (?:akzeptieren|annehmen)|\bakzeptieren und weiter|\bwir .{0,80}cookies"
        r"|\bihre? einwilligung"
        r"|\btout accepter|\baccepter (?:et|tou)|\bnous .{0,80}cookies|\bvotre consentement"
        r"|\baceptar (?:todo|y )|\b(?:usamos|utilizamos) .{0,40}cookies|\bsu consentimiento"
        r"|\baccetta (?:tutt|e continua)|\b(?:usiamo|utilizziamo) .{0,40}cookie|\baceitar (?:todos|e )"
        r"|\balles accepteren|\b(?:wij|we) gebruiken .{0,30}cookies|\bgodkänn alla|\bgodta alle|\baccepter alle"
        r"|\bvi (?:bruker|använder|bruger) .{0,30}(?:cookies|informasjonskapsler|kakor)"
        r"|\bzaakceptuj|\bużywamy .{0,30}cookie|\bпринять все|\bмы используем .{0,30}(?:cookie|куки)"
        r"|すべて同意|クッキーに同意|接受所有|全部接受|모두 동의"
    ),
    "to sign in or to pay": (
        r"\bplease (?:sign|log) ?in\b"
        r"|\b(?:sign|log)(?:ged)? ?in\b.{0,40}\b(?:to|and) (?:continue|read|go on|view|access|see|keep)\b"
        r"|\b(?:subscribe|register|become a (?:member|subscriber)|create an? (?:free )?account)\b.{0,40}\b(?:to"
        r"|and) (?:continue|read|go on|view|access|keep|get|unlock)\b"
        r"|\balready (?:an? (?:subscriber|member)|subscribed|registered|have an account)"
        r"|\b(?:to continue|keep) reading\b"
        r"|\b(?:subscribers?|members)[- ]only\b|\bonly (?:available )?(?:to|for) (?:our )?(?:subscribers|members)"
        r"|\bforgot(?:ten)? (?:your )?password"
        r"|\b(?:this|the) (?:article|content|story) is (?:reserved )?for (?:our )?(?:subscribers|members)"
        r"|\b(?:melden sie sich|melde dich|loggen sie sich|log dich) .{0,40}\b(?:um|weiter|lesen|an|ein)\b"
        r"|\b(?:nur|exklusiv) für (?:unsere )?(?:abonnent|mitglieder)"
        r"|\bbitte (?:anmelden|einloggen)|\bbereits (?:abonnent|kunde|registriert|mitglied)|\bpasswort vergessen"
        r"|\bjetzt (?:abonnieren|anmelden|registrieren|weiterlesen)|\bweiterlesen mit\b"
        r"|\bmit (?:einem )?\w*abo\b.{0,30}lesen"
        r"|\b(?:réservée?s?|exclusi\w+) .{0,20}abonnés|\b(?:identifiez|connectez|abonnez|inscrivez)-vous|\bdéjà abonn"
        r"|\bmot de passe oublié"
        r"|\binici[ae]r? (?:la )?sesión|\bsuscríb(?:ete|ase)|\bpara suscriptores|\bya (?:eres|soy|es) suscriptor"
        r"|\bregístr(?:ate|ese) para"
        r"|\b(?:accedi|abbonati|registrati)\b.{0,40}\bper\b|\briservat\w+ (?:agli|ai) (?:abbonati|iscritti)"
        r"|\bsei già abbonato"
        r"|\bfaça (?:o )?(?:seu )?login|\bassine (?:para|já|agora)|\bpara assinantes|\bjá é assinante"
        r"|\b(?:log in|meld je aan|word (?:lid|abonnee)) (?:om|en)\b|\bvoor abonnees|\bal abonnee|\bwachtwoord vergeten"
        r"|\bzaloguj się|\bwykup (?:dostęp|subskrypcj)|\bdla (?:subskrybentów|prenumeratorów)"
        r"|\b(?:logga in för|logg inn for|log ind for)\b"
        r"|\b(?:för prenumeranter|for abonnenter)|\b(?:allerede|redan) (?:abonnent|prenumerant)"
        r"|\bвойдите\b|\bавторизуйтесь|\bоформите подписку|\bтолько для подписчиков|\bувійдіть\b|\bдля передплатників"
        r"|\bgiriş yap|\babone ol|\bkirjaudu\b|\btilaajille\b|\bpřihlaste se|\bjelentkezz(?:en)? be\b|\bσυνδεθείτε"
        r"|会員限定|ログイン|有料会員|请登录|登录后|登入後|订阅后|로그인|تسجيل الدخول"
    ),
}
_SPEAKING = {kind: re.compile(words, re.IGNORECASE) for kind, words in _SPEAKS.items()}
_ENDS = re.compile(r"(?<=[.!?…。！？])\s+|(?<=[。！？])|\n+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # two of these count as a word
_ASIDE = ("script", "style", "noscript", "template", "head", "header", "nav", "footer")
_HEADINGS = ("h1", "h2", "h3")


def find_wall(raw: bytes, charset: str, body: str, told: str = "") -> str:
    """Return what a page is in place of an article, as a sentence; empty: it is none that is known.

    `raw`: its bytes, in `charset` as the server says; `body`: the article that was found in it, as Markdown; empty:
    none. `told`: what is known of the article beforehand, its title and summary.
    """
    if _count(body) >= MOST_WORDS:
        return ""
    try:
        text, _ = decode(raw, "page.html", told=charset)
    except ContentError:
        return ""
    if _MARKUP.search(raw) or _has_robot_title(text, told):
        return _word("for robots")
    lines = _split(body) if body.strip() else _list_shown(text)
    if sum(map(_count, lines)) >= (MOST_WORDS if body.strip() else MOST_SHOWN):
        return ""
    kinds = {line: kind for line in lines for kind, words in _SPEAKING.items() if words.search(line)}
    said = [line for line in lines if not line.startswith("#")]
    own = sum(_count(line) for line in said if line not in kinds and _count(line) >= LEAST_SENTENCE)
    if not kinds or own >= LEAST_OWN or _tells_of(told, said):
        return ""
    return _word(next(kind for kind in _SPEAKING if kind in kinds.values()))


def _word(kind: str) -> str:
    what = "is a check for robots" if kind == "for robots" else f"asks {kind}"
    return f"What came instead of the article {what}."


def _has_robot_title(text: str, told: str) -> bool:
    found = _TITLE.search(text[:MOST_READ])
    title = " ".join(unescape(found[1]).split()) if found else ""
    return _ROBOT_TITLE.fullmatch(title) is not None and title.casefold() not in told.casefold()


def _tells_of(told: str, said: Iterable[str]) -> bool:
    """Whether a text has words of what is known of the article."""
    looked_for = list(dict.fromkeys(word[:STEM] for word in _WORD.findall(told.casefold())))[:MOST_SAID]
    there = {word[:STEM] for word in _WORD.findall(" ".join(said).casefold())}
    shared = sum(word in there for word in looked_for)
    return shared > 0 and shared >= min(LEAST_SHARED, len(looked_for) / 2)


def _split(body: str) -> list[str]:
    """The sentences, headings and lines of a text."""
    return [line.strip() for line in _ENDS.split(body[:MOST_READ]) if line and line.strip()]


def _list_shown(text: str) -> list[str]:
    """The sentences and headings that a page shows, without what is around it."""
    tree = parse_page(text)
    if tree is None:
        return []
    _drop(tree, _ASIDE)
    headings = ["# " + " ".join(heading.itertext()) for heading in tree.iter(*_HEADINGS)]
    _drop(tree, _HEADINGS)
    return [*headings, *_split(" ".join(" ".join(tree.itertext()).split()))]


def _drop(tree: Any, tags: tuple[str, ...]) -> None:
    for element in list(tree.iter(*tags)):
        if element.getparent() is not None:
            element.drop_tree()


def _count(text: str) -> int:
    return len(text.split()) + len(_WITHOUT_SPACES.findall(text)) // 2
