# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which lines at the end of a text ask its reader to subscribe, to log in or to give money, to read on or to thank?

No outlet's wording is known here, but what such lines have in common: they stand last, they speak to whoever reads
them (“you”, “Already …?”, “log in”, “try”, “cancel at any time”), and of a subscription, an access or a price. News of
prices does the latter alone, and a column the former; so one line that does both brings its neighbours along.
"""

from __future__ import annotations

import re

from briefing.analysis.text.notices import LONGEST_LINE, count_words, is_over
from briefing.analysis.text.patterns import compile_late

MOST_LINES = 14  # of an offer; those of 15 newspapers have up to 5, with buttons between them
LONGEST_OFFER = 60  # words of a line
LONGEST_CALL = 14  # words of a line that is a button's, a label's or a call
SHORTEST_PROSE = 12  # words of a sentence that may be news
LONGEST_LABEL = 20  # words of what is no sentence

_PERIOD = r"(?:(?:per|a|an|/|pro|im|je|par|al|a la|por|i|om|per|w|za|в|на|за)\s?(?:\w{1,8}\s)?)?(?:months?|weeks?|years?|monate?n?|monat|wochen?|jahre?|mois|semaines?|ans?|mes|meses|semanas?|años?|mesi|mese|settiman\w|ann[oi]|mês|maand(?:en)?|we(?:ek|ken)|jaar|månad(?:er|en)?|måned(?:er)?|vecko?r?|uker?|uger?|år|miesiąc\w*|miesięczn\w+|tydzie\w*|tygodni\w*|rok\w*|месяц\w*|недел\w+|год|місяц\w*|тиж\w+|ay|hafta|شهر\w*|أسبوع|个月|個月|月|年|か月|ヶ月|週間|개월|주|년)"
_MONEY = r"(?:[$€£¥₽₴₺]\s?\d|\d[\d.,–-]*\s?(?:[$€£¥₽₴₺%]|(?:euros?|eur|usd|dollars?|cents?|kr(?:oner|onor|one|ona|\.)?|zł|złotych|chf|franken|руб\w*|грн|tl|lira|元|円|원|ريال|درهم)(?!\w)))"
_READER = compile_late(
    r"\b(?:you|your|yours|sie|ihre?n?m?|dich|dir|deine?n?m?|vous|votre|vos|tú|tu|tus|usted|você|seu|sua|tuo|tua|tuoi|je|jouw|uw|du|din|ditt|dine|deg|dig|twoj\w+|twój|masz|chcesz|вы|вас|вам|ваш\w*|ви|вам|siz\w*)\b|-vous\b|\bthank(?:s| you) for reading|\bdanke fürs lesen|[?？؟]\s*(?:\S+\s*){0,5}$|您|你|あなた|ください|하세요|세요",
    re.IGNORECASE,
)
_SUBSCRIBES = compile_late(
    r"\bsubscri(?:be|ber|ption|bing)|\b(?:become|becoming|be) (?:a|our) (?:member|supporter|patron)|\bmembers[- ]only|\bpaid (?:members?|plan)"
    r"|(?<![a-zäöü])abo(?:s|nne|nni|nnement|nnent|nné|nner|nnez)?\w*\b|\b\w+[-]?abo(?:s|nnement\w*)?\b|\bdigitalabo|\bs.abonner|\bsuscri\w+|\bassin(?:e|ar|ante|antes|atura)\b"
    r"|\babbon\w+|\babonn\w+|\bprenumer\w+|\bsubskry\w+|\bподпис(?:к|чик|ыва|ать|аться)\w*|\bпередплат\w+|\bпідписк\w+|\babone\w*|\btilaa\w*|\btilaus\w*|\bpředpla[tť]\w+|\bелőfizet\w+|\belőfizet\w+"
    r"|اشترك|مشترك|للمشتركين|اشتراك|订阅|訂閱|会员|會員|购买|購読|会員|有料|구독|유료|회원",
    re.IGNORECASE,
)
_READS_ON = compile_late(
    r"\b(?:continue|keep|finish) (?:reading|watching)\b|\bread on\b|\bread the (?:rest|full|whole)\b|\b(?:to )?unlock\b|\bweiter(?:zu)?lesen\b|\bvollen? (?:artikel|text)\b|\b(?:lire|découvrir) (?:la suite|l.intégralité)|\bla suite (?:de cet article )?est\b"
    r"|\b(?:seguir|sigue|continuar|continúa) (?:leyendo|a ler|lendo)\b|\bcontinu\w+ (?:a leggere|la lettura)|\bleggere (?:tutto|il resto)|\bverder(?: te)? lezen\b|\blees verder\b|\bläsa (?:vidare|hela|resten)|\bles(?:e)? (?:videre|hele|resten)|\blæs(?:e)? (?:videre|hele|resten)"
    r"|\bczytaj dalej|\bczytać dalej|\bprzeczytać (?:całość|cały)|\b(?:продолжить|продолжите) чтение|\bчитать (?:дальше|далее|полностью|вс[её])|\bчитати (?:далі|повністю)|\bokumaya devam|\bjatka lukemista|قراءة المقال|متابعة القراءة|لقراءة|继续阅读|繼續閱讀|続きを|전문|계속 읽",
    re.IGNORECASE,
)
_KEPT = compile_late(
    r"\b(?:verify|verifying) access\b|\bfor (?:our |paid |paying ){1,2}(?:subscribers|members)|\blocked (?:article|story|content)|\breserved (?:for|to)\b|\bonly (?:available )?(?:for|to) (?:our |paying )?(?:subscribers|members)|\b(?:nur|exklusiv) für\b.{0,20}abonn|\bréservée?s? (?:aux|à)\b|\breservad[oa]s? (?:para|a)\b|\bexclusiv[oa] para\b|\briservat[oaie] (?:agli|ai|a)\b"
    r"|\b(?:alleen|exclusief) voor\b|\bforbehold\w*\b|\blåst (?:artikel|sak)|\b(?:för|for) (?:våra |våre |vores )?(?:prenumerant|abonnent)\w*|\b(?:tylko|wyłącznie) dla\b|\bдоступ\w{1,3} только|\bтолько (?:для|по) под|\bдоступн\w+ (?:лише|тільки)"
    r"|\b\d{1,2}(?:[.,]\d)? ?% (?:of (?:this|the)|de (?:cet|este|la)|des (?:artikels|textes)|tekstu|artykułu|текста|статьи|à découvrir)",
    re.IGNORECASE,
)
_ACCOUNT = compile_late(
    r"\b(?:log|sign)(?:ging|ned)? ?in(?:to)?\b|\bregister\b|\bcreate an? (?:free )?account|\b(?:hier |bitte )?(?:anmelden|einloggen|registrieren)\b|\blogin\b|\b(?:connectez|identifiez|inscrivez)-vous|\bse connecter\b|\b(?:inicia|iniciar|inicie)\w* (?:la )?sesión|\bregístr\w+|\baccedi\b|\bregistrati\b|\bfaça (?:o )?login|\b(?:entre|entrar) na sua conta|\binloggen|\bmeld je aan|\blogg?a? inn?\b|\blog ind\b|\bzaloguj\b|\bвойдите\b|\bвойти\b|\bавторизуйтесь|\bувійдіть|\bgiriş yap|\bkirjaudu|\bpřihla\w+|\bjelentkez\w+|سجل الدخول|تسجيل الدخول|登录|登錄|登入|ログイン|로그인",
    re.IGNORECASE,
)
_TERMS = compile_late(
    rf"\b(?:then|danach|dann|puis|ensuite|luego|después|poi|daarna|deretter|därefter|derefter|potem|затем|потом|потім|sonra)\b.{{0,15}}{_MONEY}"
    r"|\bcancel (?:at )?any ?time|\bno (?:commitment|strings)|\b(?:jederzeit|online|monatlich|klick) .{0,12}kündbar|\bkündbar\b.{0,12}$|\bsans engagement|\brésiliab\w+|\bannulable|\bsin (?:permanencia|compromiso)|\bcancel[ae] cuando|\bdisdici quando|\bsenza (?:vincoli|impegno)|\bsem (?:compromisso|fidelização)|\bcancele quando|\b(?:op|af)zegbaar|\b(?:altijd|elk moment) opzegg\w+"
    r"|\b(?:ingen|uten|utan|uden) bind\w+|\bavsluta när|\bavslutt\w* når|\bsäg(?:s)? upp när|\bbez zobowiązań|\b(?:zrezygnuj|rezygn\w+) w (?:każdej|dowolnej)|\bотмен\w+ в любой|\bскасу\w+ (?:будь-коли|в будь)|\bistediğin\w* zaman iptal|随时取消|隨時取消|いつでも解約|언제든지 해지|يمكنك الإلغاء",
    re.IGNORECASE,
)
_TRIES = compile_late(
    r"^(?:(?:now|jetzt|nu|nå|noen?|hier) )?(?:try|get|start|join|support|unlock|subscribe|upgrade|testen|teste|sichern|freischalten|essayez|profitez|débloquez|découvrez|soutenez|prueba|pruebe|accede|apoya|suscríb\w+|lee|prova|attiva|sostieni|experimente|apoie|assine|probeer|steun|prova|testa|prøv|støtt|stöd|få|bli|køb|kjøp|köp|wypróbuj|kup|wykup|wesprzyj|попробуйте|оформите|поддержите|спробуйте|оформіть|підтримайте|dene|hemen|kokeile|vyzkoušejte)\b"
    r"|\b(?:now|jetzt|hier|gleich)\b.{0,40}\b(?:testen|sichern|abonnieren|freischalten|weiterlesen|bestellen)$|\bfree trial\b|\b\d+ (?:tage|wochen|monate|days|weeks|months|jours|mois|días|giorni|dagen|weken|dagar|dager|dage|dni|дн\w+)\b.{0,20}(?:gratis|kostenlos|kostenfrei|free|gratuit\w*|za darmo|бесплатно)|\bprobe(?:monat|abo|woche)n?\b|\bessai gratuit|\bprueba gratis|\bprova gratuita",
    re.IGNORECASE,
)
_ACCESS = compile_late(
    r"\b(?:unlimited|full|digital|complete|free|instant|unrestricted) access\b|\baccess to (?:all|every)|\b(?:freien?r?|unbegrenzten?r?|voller|zugriff|zugang)\b.{0,20}\b(?:auf|zu|zugriff|zugang)\b|\baccès (?:illimité|à tous|complet|libre)|\b(?:tous les|toutes les|todos los|todas as|tutti gli|alle|all|wszystk\w+|все|всі|alla|alt) (?:\w+ )?(?:plus-|[a-z]\+-?)?(?:artic\w+|artik\w+|artyk\w+|articol\w+|artíc\w+|innhold|innehåll|indhold|content\w*|contenidos|stat\w+|стать\w+|статт\w+)"
    r"|\b(?:acceso|acesso|accesso) (?:ilimitado|illimitato|completo|total|a tod\w+|a tutt\w+)|\bsin límites|\bsem limites|\bsenza limiti|\b(?:onbeperkt\w*|volledige?) toegang|\btoegang tot alle|\btilgang til\b|\badgang til\b|\btillgång till\b|\b(?:nieogranicz\w+|pełny) dostęp|\bdostęp do\b|\b(?:полный|неограничен\w+) доступ|\bповн\w+ доступ|\bsınırsız erişim",
    re.IGNORECASE,
)
_SUPPORT = compile_late(  # at the beginning of a line
    r"(?:please )?(?:support|donate|contribute|unterstützen|spenden|soutenez|apoye|apoya|sostieni|apoie|steun|doneer|støtt?|stöd|wesprzyj|wspieraj|поддержите|підтримайте)\b",
    re.IGNORECASE,
)
_SUPPORT_US = compile_late(
    r"\b(?:supports?|supporting|join|fund) us\b|\bhelp us (?:keep|stay|to|continue)\b|\bsupport(?:ing)? (?:my|our) (?:work|journalism|reporting|newsroom|writing)|\byour (?:support|contribution|donation)|\bplease donate|\bdonate (?:now|today|here)|\bmake a (?:donation|contribution)|\bunterstütz\w* (?:sie )?uns\b|\bihre (?:unterstützung|spende)|\bjetzt spenden|\bspenden sie"
    r"|\bsoutenez-nous|\bnous soutenir|\bvotre (?:soutien|don)\b|\bfai(?:re|tes) un don|\bapóyanos|\b(?:tu|su) (?:apoyo|aporte|donación)|\bhaz una donación|\bsostienici|\b(?:tuo|vostro) (?:sostegno|contributo)|\bfai una donazione|\bseu apoio|\bsteun ons|\b(?:uw|jouw) (?:steun|donatie)|\bst(?:øtt|öd|øt) oss?|\b(?:din|ditt) (?:støtte|stöd)|\bwesprzyj nas|\btwoje wsparcie|\bподдержите нас|\bваш\w* поддержк\w+|\bпідтримайте нас|\bваш\w* підтримк\w+",
    re.IGNORECASE,
)
_PRESS = compile_late(
    r"\b(?:journalis\w+|newsroom|reporting|readers?|readership|independent|articles?|news|leser\w*|redaktion\w*|artikel\w*|lecteurs?|lectrices?|lectores|lettori|leitores|lezers?|läsare|lesere|læsere|czytelni\w+|читател\w+|читач\w+|periodismo|giornalismo|jornalismo|journalistiek|dziennikarst\w+|журналист\w+|журналіст\w+)\b",
    re.IGNORECASE,
)
_FREE = compile_late(
    r"\b(?:free trial|for free|gratis|kostenlos|kostenfrei|gratuit\w*|za darmo|бесплатно|безкоштовно)\b", re.IGNORECASE
)
_PRICE = compile_late(_MONEY, re.IGNORECASE)
_RATE = compile_late(rf"{_MONEY}.{{0,25}}?{_PERIOD}(?!\w)|{_PERIOD}.{{0,15}}{_MONEY}", re.IGNORECASE)
_QUOTES = compile_late(r"[“”„«»\"「」]")
_ASKED = compile_late(r"[?？؟]\s*(?:\S+\s*){0,6}$")
_OFFERS = ("for subscribers", "support us")
_LABELS = frozenset(("line", "p"))


def find_offer(lines: list[str], tags: list[str], why: list[str]) -> dict[int, str]:
    """Return the lines of the offer at the end of a text, and what each is; nothing where there is none.

    `tags`: of the lines, as `model.Block.tag`; `why`: what each of them is known to be by its own words, or "".
    """
    found: dict[int, str] = {}
    waiting: list[int] = []  # below the line that will tell whether they are of an offer
    certain = False
    for number in range(len(lines) - 1, max(0, len(lines) - MOST_LINES) - 1, -1):
        line = lines[number].strip()
        offer = why[number] if why[number] in _OFFERS else ""
        if why[number] and not offer:
            continue
        if not offer and (len(line) > LONGEST_LINE or count_words(line) > LONGEST_OFFER or _QUOTES.search(line)):
            break
        offer = offer or _name_offer(line)
        if offer:
            certain |= bool(why[number]) or (tags[number] != "li" and _is_plain(line, offer))
            found.update(dict.fromkeys((*waiting, number), offer))
            waiting.clear()
        elif _may_be_of_one(line, tags[number]):
            waiting.append(number)
        else:
            break
    for number in waiting:  # what is no sentence goes with the offer right below it
        if is_over(lines[number]) or not (_touches(lines[number]) or _is_heading(tags[number])):
            break
        found[number] = "for subscribers"
    return {number: offer for number, offer in found.items() if not why[number]} if certain else {}


def _name_offer(line: str) -> str:
    """Return what a line offers that speaks to its reader, and of what is offered; empty: it is none by itself."""
    reader, tries, price = (_has(each, line) for each in (_READER, _TRIES, _PRICE))
    subscribes, access = _has(_SUBSCRIBES, line), _has(_ACCESS, line)
    if (_has(_SUPPORT_US, line) or _SUPPORT.match(line)) and (price or subscribes or _has(_PRESS, line)):
        return "support us"
    call, whole = count_words(line) <= LONGEST_CALL, is_over(line)
    reads, kept, account, terms = (_has(each, line) for each in (_READS_ON, _KEPT, _ACCOUNT, _TERMS))
    if not (reader or tries or (call and (reads or kept or account or terms))):
        return ""
    of = sum((subscribes, access, price, reads, kept, account, terms))
    if of > 1 or (call and (subscribes or access or (price and tries and not whole))):
        return "for subscribers"
    alone = (kept or reads) and (reader or not whole)
    alone |= (terms and not whole) or (account and _has(_ASKED, line)) or (tries and _has(_FREE, line))
    return "for subscribers" if call and alone else ""


def _is_plain(line: str, offer: str) -> bool:
    """Tell whether a line is of an offer beyond doubt: no sentence of news ends a text so."""
    if offer == "support us":
        return any(_has(each, line) for each in (_PRICE, _TRIES, _READER, _SUBSCRIBES))
    return count_words(line) <= LONGEST_CALL and (not is_over(line) or _has(_TRIES, line) or _has(_ASKED, line))


def _touches(line: str) -> bool:
    return any(_has(each, line) for each in (_SUBSCRIBES, _READS_ON, _KEPT, _ACCOUNT, _TERMS, _TRIES, _ACCESS, _RATE))


def _may_be_of_one(line: str, tag: str) -> bool:
    """Tell whether a line may stand in an offer: it touches on one, or is too short for a paragraph."""
    words = count_words(line)
    if is_over(line) and words >= SHORTEST_PROSE:
        return _has(_TERMS, line) or (_has(_READER, line) and _touches(line))
    short = words < SHORTEST_PROSE and (tag in _LABELS or _is_heading(tag))
    return short or (words <= LONGEST_LABEL and _touches(line))


def _is_heading(tag: str) -> bool:
    return tag[:1] == "h" and tag[1:].isdigit()


def _has(words: re.Pattern[str], line: str) -> bool:
    return words.search(line) is not None
