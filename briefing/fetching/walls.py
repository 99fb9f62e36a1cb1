"""Is what came instead of an article a wall: a check for robots, a request for consent, for a login, for money? Pure.

Servers send it as 200, in place of the page. It has a few words and none of the article; it speaks to its reader, or
its markup or title is that of one of the services that ask for such proof. An alert is as short: it stays one that
has the words of its entry, or a sentence or two of its own. What carries no mark of an article is judged as a whole,
its buttons, links and fields included: there the words that walls of all languages have in common are enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from itertools import islice
from typing import Any

from msgspec import Struct

from briefing.decoding import decode
from briefing.errors import ContentError
from briefing.extracting import parse_page

MOST_WORDS = 120  # of an article's text; with more it is no wall
LONGEST_WALL = 500  # words of one that carries no mark of an article: lists of what one consents to have 200 and more
# Of 91 article pages all but three carry marks of an article, and those three have 112 links and more.
MOST_LINKS = 25
TELLS_NOTHING = "What its address leads to does not tell of it: a request for consent or payment, perhaps."
MOST_CONTROLS = 200  # buttons, links and the like that are read
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
    r"(?:just a moment|one moment,? please|please wait|attention required!? \| cloudflare|access denied(?: \| .{1,80})?"
    r"|access to this page has been denied|ddos-guard|checking your browser.{0,100}|security check(?:point)?"
    r"|vercel security checkpoint|pardon our interruption|are you (?:an? )?(?:human|robot|bot)"
    r"|(?:human|robot|bot) (?:check|verification)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|making sure you.re not a bot|client challenge|nur einen moment|einen moment,? bitte|un instant|un momento"
    r"|um momento|een ogenblik(?: geduld)?|один момент|подождите|bir dakika,? lütfen|chwileczkę|ett ögonblick"
    r"|et øjeblik|et øyeblikk|hetkinen|请稍候|請稍候|しばらくお待ちください|잠시만 기다리십시오)[\s.…!?]*",
    re.IGNORECASE,
)
# What pages of articles say of themselves, to search engines and social networks.
_MARKS = re.compile(
    r"<article\b|\barticle:published_time\b|\bog:type[\"']?\s{1,5}content=[\"']?article|\bitemprop=[\"']?articleBody\b"
    r"|content=[\"']?article[\"']?\s{1,5}property=[\"']?og:type|schema\.org/\w{0,30}Article\b"
    r"|[\"']@type[\"']\s{0,5}:\s{0,5}\[?\s{0,5}[\"'](?:\w{0,30}Article|\w{0,30}BlogPost\w{0,10})[\"']",
    re.IGNORECASE,
)
# Widgets and services of walls, which stand in pages of articles as well: they count where next to nothing else is.
_WIDGETS = {
    "for robots": (
        r"(?:google\.com|recaptcha\.net)/recaptcha|\bcaptcha|hcaptcha\.|challenges\.cloudflare\.com|arkoselabs|geetest"
    ),
    "for consent": (
        r"privacy-mgmt\.com|\bsp_message|didomi|usercentrics|cookielaw\.org|onetrust|cookiebot|consentmanager|quantcast"
        r"|iubenda|trustarc|collectConsent"
    ),
    "to sign in or to pay": r"isAccessibleForFree[\"']\s{0,5}:\s{0,5}[\"']?false|tinypass\.com|\bpiano\.io|poool\.fr",
}
# How a page speaks to its reader. A sentence that has one of these is none of an article's.
_SPEAKS = {
    "for robots": (
        r"\b(?:verify|confirm|prove|make sure|ensur)\w*\b.{0,40}\b(?:human|not an? (?:ro)?bot|real person)\b"
        r"|\bare you (?:an? )?(?:human|(?:ro)?bot)\b|\bnot an? (?:ro)?bot\b"
        r"|\bchecking (?:your|the) (?:browser|connection)"
        r"|\bsecurity of your connection|\bunusual (?:traffic|activity) from|\bautomated (?:requests|queries|access)\b"
        r"|\b(?:solve|complete) (?:the|this|a) (?:captcha|security check)|\byour browser will redirect"
        r"|\baccess denied\b|\byou (?:do not|don.t) have (?:access|permission) to\b|\bsite owner\b"
        r"|\baccess to this page\b|\byou (?:have been|are) blocked\b|\bray id\b|\bincident id\b"
        r"|\bkein (?:roboter|bot)\b|\bbrowser (?:wird|werden) .{0,20}(?:ge|über)prüft|\bein mensch sind\b"
        r"|\bpas un (?:robot|bot)\b|\bvérifi\w* .{0,40}(?:humain|navigateur)|\bno (?:eres|es|soy) un (?:robot|bot)\b"
        r"|\bverifi\w+ .{0,20}\b(?:human|uman)|\bcomprobando (?:su|tu) navegador|\bnon (?:sei|sono) un robot\b"
        r"|\bnão (?:é|sou) um robô|\bgeen robot\b|\bnie jeste[śm] robotem|\bне робот|\bпроверк\w+ .{0,20}браузера"
        r"|\bперевірк\w+ .{0,20}браузера|\b(?:inte|ikke)(?: er)? en robot\b|\brobot olmadığınız"
        r"|ロボットではありません|人間であること|不是机器人|不是機器人|是真人|人机验证|检查您的浏览器|로봇이 아닙니다"
        r"|لست روبوت"
    ),
    "for readers elsewhere": (
        r"\bnot (?:currently )?available in your (?:country|region|location)|\bunavailable (?:due to|for) legal reasons"
        r"|\bfrom a country belonging to the european economic area|\b(?:outside|not within) (?:of )?the european union"
        r"|\bin (?:ihrem land|ihrer region) nicht verfügbar|\bpas disponible dans votre (?:pays|région)"
        r"|\bno está disponible en (?:su|tu) (?:país|región)"
    ),
    "for a browser that runs scripts": (
        r"\benable js\b|\b(?:disable|turn off) (?:any |your )?ad ?-?block"
        r"|\b(?:enabl|activat(?:e|ing)\b|turn(?:ed)? on\b|switch on\b|requir|aktivier|einschalt"
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
        r"|\balready (?:an? (?:paid |paying )?(?:subscriber|member)|subscribed|registered|have an account)"
        r"|\b(?:to continue|keep) reading\b"
        r"|\b(?:subscribers?|members)[- ]only\b|\bfor (?:paid|paying) (?:subscribers|members)\b"
        r"|\bonly (?:available )?(?:to|for) (?:our )?(?:subscribers|members)"
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
# What walls are about, in any language: words that an article may have as well, if it is one.
_HINTS = {
    "for robots": (
        r"\bro?bot(?:s|er|ów|y|i|a|em|ů|en|ter)?\b|robô|robů|captcha|робот|ρομπότ|רובוט|रोबोट|روبوت|ربات|机器人|機器人"
        r"|ロボット|로봇|người máy|หุ่นยนต์|\b(?:reference|incident|request|support|block) id\b"
        r"|\bsecurity (?:check|verification)|\b(?:network issues|bot protection)\b"
    ),
    "for readers elsewhere": (r"\b(?:legal reasons|european economic area|access (?:cannot be|is not) granted)\b"),
    "for a browser that runs scripts": (
        r"\bjava ?script\b|\bjs\b|\bad-? ?block|\bbrowsers?\b|\bnavegador|\bnavigateur|przeglądar|prohlížeč|webbläsar"
        r"|nettleser|браузер|\bböngésző|πρόγραμμα περιήγησης|ブラウザ|浏览器|瀏覽器|브라우저"
    ),
    "for consent": (
        r"\bcookie|piškot|informasjonskaps|\bkakor\b|evästeet|куки|куків|クッキー|쿠키|ملفات تعريف الارتباط|עוגיות"
        r"|slapuk|tracking|\btracker|traceurs|rastread|\bconsent|einwillig|zustimm|consentement|consentimi?ento"
        r"|\bconsenso\b|toestemming|samtykke|samtycke|zgod[yęa]\b|souhlas|privacy|privatsphäre|datenschutz"
        r"|données personnelles|datos personales|dati personali|persoonsgegevens|dane osobowe|\bg\.?d\.?p\.?r\b"
        r"|\bdsgvo\b|\brgpd\b|data protection|werbefrei|\bmit werbung\b|werbetracking|personali[sz]ed ad"
        r"|publicité (?:ciblée|personnalisée)|publicidad personalizada|pubblicità personalizzata|profilato|隐私|隱私"
        r"|プライバシー|개인정보"
    ),
    "to sign in or to pay": (
        r"\bsubscri|\babonn|\babbona|\bsuscri|\bassina|\bassine\b|prenumer|subskr|předplat|előfizet|подпис[кч]"
        r"|передплат|συνδρομ|מנוי|اشتراك|订阅|訂閱|購読|会員|會員|구독|\blog ?in\b|\bsign (?:in|up|on)\b|\banmeld"
        r"|\beinlogg|\bregistrier|\bregister\b|\bregístr|\baccedi\b|\binloggen|\baanmelden|zaloguj|přihlá"
        r"|\blogg?a? inn?\b|войти|вход\b|увійти|登录|登錄|登入|ログイン|로그인|\bpasswor[dt]|mot de passe|contraseña"
        r"|\bsenha\b|wachtwoord|\bhasł|парол|πρόσβαση|סיסמה|密码|密碼|パスワード|비밀번호"
        r"|\b(?:free|your|new|an) account\b|\bfree trial|\byour (?:trial|plan)\b|\b(?:unlimited|digital|full) access\b"
        r"|(?:[$€£¥]|\b(?:euros?|eur|kr|zł|kč)\b).{0,20}"
        r"\b(?:month|monat|mois|mese|mes|mês|maand|måned|månad|miesiąc|weeks?|woche|semana|settimana|semaine)\b"
    ),
}
_SPEAKING = {kind: re.compile(words, re.IGNORECASE) for kind, words in _SPEAKS.items()}
_HINTING = {kind: re.compile(words, re.IGNORECASE) for kind, words in _HINTS.items()}
_WIDGET = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WIDGETS.items()}
_ENDS = re.compile(r"(?<=[.!?…。！？])\s+|(?<=[。！？])|\n+")
_WORD = re.compile(r"[^\W\d_]{4,}|\d{3,}")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # two of these count as a word
# Scripts whose words nothing parts, or particles are glued to, and how many of their letters are compared at once.
_RUNS = ((re.compile("[\u30a0-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}"), 2), (re.compile("[\u0e00-\u0eff]{4,}"), 4))
_ASIDE = ("script", "style", "noscript", "template", "head", "header", "nav", "footer")
_HEADINGS = ("h1", "h2", "h3")
_CONTROLS = ("button", "label", "a", "noscript")
LONGEST_CONTROL = 300  # characters of one


class _Shown(Struct, frozen=True):
    """A page as a whole."""

    names: tuple[str, ...] = ()  # its titles and headings
    headline: str = ""  # of the article, as it tells social networks
    controls: tuple[str, ...] = ()  # what stands on buttons, links and fields, and for browsers without scripts
    links: int = 0
    asks_password: bool = False


def find_wall(raw: bytes, charset: str, body: str, told: str = "") -> str:
    """Return what a page is in place of an article, as a sentence; empty: it is none that is known.

    `raw`: its bytes, in `charset` as the server says; `body`: the article that was found in it, as Markdown; empty:
    none. `told`: what is known of the article beforehand, its title and summary.
    """
    words = _count(body)
    if words >= LONGEST_WALL:
        return ""
    try:
        text, _ = decode(raw, "page.html", told=charset)
    except ContentError:
        return ""
    marked = _MARKS.search(text) is not None
    if words >= MOST_WORDS and marked:
        return ""
    if words < MOST_WORDS and (_MARKUP.search(raw) or _has_robot_title(text, told)):
        return _word("for robots")
    tree = parse_page(text)
    if tree is None:
        return ""
    shown = _look(tree)
    lines = _split(body) if body.strip() else _list_shown(tree)
    if not body.strip() and sum(map(_count, lines)) >= MOST_SHOWN:
        return ""
    said = [line for line in lines if not line.startswith("#")]
    speaks = _find_kinds(_SPEAKING, lines)
    if words < MOST_WORDS and speaks and _count_own(said, speaks) < LEAST_OWN and not _tells_of(told, said):
        return _word(_choose(speaks.values()))
    return _judge_whole(text, body, shown, said, speaks, told, marked=marked)


def _judge_whole(
    text: str, body: str, shown: _Shown, said: list[str], speaks: dict[str, str], told: str, *, marked: bool
) -> str:
    """The same by all that a page shows, where its text alone does not tell."""
    long, around = _count(body) >= MOST_WORDS, [*shown.names, *shown.controls]
    hints = _find_kinds(_HINTING, said)
    kinds = [*speaks.values(), *_find_kinds(_SPEAKING, around).values(), *hints.values()]
    if not long:
        kinds += ["to sign in or to pay"] * shown.asks_password
        kinds += [*_find_kinds(_HINTING, around).values(), *(kind for kind, it in _WIDGET.items() if it.search(text))]
    own, all_said = _count_own(said, {**hints, **speaks}), sum(map(_count, said))
    bare = not marked and shown.links < MOST_LINKS
    named = told or shown.headline
    if _tells_of(named, [*said, *shown.names]):
        hidden = (hints or speaks) and not _tells_of(named, said)
        wall = not long and own < LEAST_OWN and bool(kinds) and bool(hidden or not (body.strip() or marked))
    elif list_known(told):  # it is asked for again, so less is enough
        wall = (bare and (not long or bool(kinds))) or (bool(kinds) and not long and own < LEAST_OWN)
    else:
        wall = False
    if not told and kinds:
        login = shown.asks_password and not marked and bool(_find_kinds(_HINTING, shown.names))
        wall = wall or ((bare or login) and own < max(LEAST_OWN, all_said / 2))
    return _word(_choose(kinds) if kinds else "") if wall else ""


def list_known(words: str) -> list[str]:
    """Return what a text is known again by, each once: beginnings of its words, or letters that no spaces part."""
    folded = words.casefold()
    found = [word[:STEM] for word in _WORD.findall(folded) if not _WITHOUT_SPACES.match(word)]
    for run, length in _RUNS:
        found += [each[at : at + length] for each in run.findall(folded) for at in range(len(each) - length + 1)]
    return list(dict.fromkeys(found))


def _word(kind: str) -> str:
    if not kind:
        return TELLS_NOTHING
    if kind == "for readers elsewhere":
        return "What came instead of the article says that it may not be read from here."
    what = "is a check for robots" if kind == "for robots" else f"asks {kind}"
    return f"What came instead of the article {what}."


def _choose(kinds: Iterable[str]) -> str:
    """The kind that most speaks for; of as many the first."""
    counts = Counter(kinds)
    return max(_SPEAKING, key=lambda kind: counts[kind])


def _find_kinds(patterns: dict[str, re.Pattern[str]], lines: Iterable[str]) -> dict[str, str]:
    """The lines that speak of such, and of what."""
    return {line: kind for line in lines for kind, words in reversed(patterns.items()) if words.search(line)}


def _count_own(said: Iterable[str], kinds: dict[str, str]) -> int:
    """The words that speak of something else."""
    return sum(_count(line) for line in said if line not in kinds and _count(line) >= LEAST_SENTENCE)


def _has_robot_title(text: str, told: str) -> bool:
    found = _TITLE.search(text[:MOST_READ])
    title = " ".join(unescape(found[1]).split()) if found else ""
    return _ROBOT_TITLE.fullmatch(title) is not None and title.casefold() not in told.casefold()


def _tells_of(told: str, said: Iterable[str]) -> bool:
    """Whether a text has words of what is known of the article."""
    looked_for = list_known(told)[:MOST_SAID]
    there = set(list_known(" ".join(said)))
    shared = sum(word in there for word in looked_for)
    return shared > 0 and shared >= min(LEAST_SHARED, len(looked_for) / 2)


def _split(body: str) -> list[str]:
    """The sentences, headings and lines of a text."""
    return [line.strip() for line in _ENDS.split(body[:MOST_READ]) if line and line.strip()]


def _look(tree: Any) -> _Shown:
    names = [_text_of(each) for each in islice(tree.iter("title", *_HEADINGS), MOST_CONTROLS)]
    headline = next((each.get("content", "") for each in tree.iter("meta") if each.get("property") == "og:title"), "")
    inputs = list(islice(tree.iter("input"), MOST_CONTROLS))
    controls = [_text_of(each) for each in islice(tree.iter(*_CONTROLS), MOST_CONTROLS)]
    controls += [each.get(name, "")[:LONGEST_CONTROL] for each in inputs for name in ("value", "placeholder")]
    return _Shown(
        names=tuple(filter(None, [*names, headline])),
        headline=headline,
        controls=tuple(filter(None, controls)),
        links=sum(1 for _ in tree.iter("a")),
        asks_password=any(each.get("type", "").lower() == "password" for each in inputs),
    )


def _text_of(element: Any) -> str:
    return " ".join(" ".join(islice(element.itertext(), MOST_CONTROLS)).split())[:LONGEST_CONTROL]


def _list_shown(tree: Any) -> list[str]:
    """The sentences and headings that a page shows, without what is around it. They are taken out of `tree`."""
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
