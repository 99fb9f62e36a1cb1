# ruff: noqa: E501  a pattern is checked by reading it in one piece; word lists are read as words
"""What does a line say of itself: share button, credit, newsletter? Each notice of a page is known by its wording.

The patterns are anchored at the line's start or name both parties, so that a sentence of news about a newsletter or a
photograph does not match. Languages are mixed, as sites mix them: most notices are known in English, French, German,
Spanish, Dutch and Italian; who may read on, where to follow, who wrote and owns it and what else to read in Portuguese,
Polish, Russian, Ukrainian, Turkish, Arabic, Chinese, Japanese and Korean as well.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.analysis.text.patterns import compile_late

LONGEST_LINE = 600  # characters; longer blocks are prose, and no pattern below is tried on them
LONGEST_NOTICE = 60  # words of a consent or newsletter notice

# A sentence is over: its mark, what closes after it, and a footnote's number or a smiley behind that.
TERMINAL = compile_late(
    r"[.!?…。！？؟۔।][\"'”’“‘»«)\]」』]*(?:\[\d{1,3}\]|[\s\u2600-\u27bf\ufe0f\u200d\U0001f300-\U0001faff])*$"
)
_SOURCED = compile_late(r"[.…。।][\"'”’»)\]」』]* ?\([^()]{2,40}\)$")  # "… on Sunday. (Norland Daily)"
WORDS = compile_late(r"[^\W_]+(?:[.'’-][^\W_]+)*")
UNSPACED = compile_late(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
UNSPACED_WORD = 2  # characters of a word in a script without spaces between words: Chinese, Japanese, Thai
ADDRESS = compile_late(
    r"(?:https?://\S+|(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}(?:/\S*)?|\S+@[\w-]+(?:\.[\w-]+)+)$", re.IGNORECASE
)

_BUTTONS = frozenset(
    """share|share this|share this article|share this story|share this page|share article|share on facebook|share on x|
share on twitter|share on linkedin|share on whatsapp|share via email|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|
email|e-mail|mail|print|print this|copy link|copy url|link copied|save|save article|bookmark|tweet|pin it|comment|comments|
leave a comment|view comments|show comments|add a comment|join the conversation|like|gift article|listen|
listen to this article|listen to article|play|pause|watch|video|live|menu|search|home|close|skip to content|
skip to main content|back to top|top|next|previous|next article|previous article|load more|show more|see more|view more|
view all|see all|loading|log in|login|sign in|sign up|sign up now|register|subscribe|subscribe now|subscribe today|
newsletter|newsletters|donate|donate now|support us|become a member|continue reading|keep reading|read more|
read the full story|read full article|read full story|read the rest here|read the full article|learn more|more|
click here|more on this story|tags|topics|advertisement|advertisements|ad|sponsored|sponsored content|promoted|promoted content|
paid content|article continues below|article continues after advertisement|story continues below|
story continues below advertisement|scroll down for video|follow|follow us|get the app|download the app|
add as preferred source on google|reuse this content|report a typo|report an error|request a correction|all rights reserved|
partager|partager l'article|imprimer|envoyer|commenter|commentaires|lire plus|lire la suite|s'abonner|abonnez-vous|publicité|
teilen|artikel teilen|drucken|kommentare|kommentieren|merken|mehr|mehr lesen|weiterlesen|abonnieren|anzeige|werbung|anmelden|
compartir|imprimir|comentarios|leer más|suscríbete|publicidad|delen|deel dit artikel|lees meer|advertentie|abonneren|
condividi|stampa|leggi anche|pubblicità|latest|latest news|ends|home page|homepage|back to home|back to homepage|back to news|
this video can not be played|this video cannot be played|video unavailable|media error|audio player|story continues below gallery|
notes to editors|listen now|watch now|watch live|see also|read also|follow this topic|show caption|hide caption|view gallery""".replace(
        "\n", ""
    ).split("|")
)
# A line of nothing but these is the foot of a page or its menu.
_MENU_WORDS = frozenset(
    """a about accessibility ads advertise advertising all and archive archives apps authors blog careers code conditions
    contact cookie cookies corrections directory disclaimer do editorial ethics events faq faqs feedback feeds for help home
    imprint info information jobs legal licensing log in login map masthead me my newsletter newsletters not notice of our
    personal podcasts policies policy preferences press privacy register reprints rights rss sell service settings shop sign
    site sitemap staff standards statement store subscribe subscription subscriptions support team terms the to up us use
    video with work""".split()
)
LONGEST_MENU = 200  # characters
_CARD_LABELS = frozenset(
    "website preview|link preview|preview|external content|embedded content|view tweet|view post|view this post on instagram".split(
        "|"
    )
)
_LIST_LABELS = (
    r"(?i:(?:related(?: (?:articles?|stor(?:y|ies)|news|topics?|content|posts?|coverage|links?|reading))?|read (?:also|next|more|on)|"
    r"also read|see also|recommended(?: (?:for you|stories|articles|reading))?|read more (?:on|about|from) .{2,50}|more (?:from|on|about|in) .{2,50}|more stories|more news|"
    r"you (?:may|might) (?:also )?(?:like|be interested in)|most (?:read|popular|viewed|shared)|trending(?: now)?|top stories|"
    r"latest (?:news|stories|headlines)|further reading|editor['’]?s['’]? picks?|don['’]t miss|up next|"
    r"(?:à )?lire aussi|sur le même sujet|à lire|les plus lus|lesen sie auch|mehr zum thema|das könnte sie (?:auch )?interessieren|"
    r"meistgelesen|lea también|le puede interesar|lees ook|meer over .{2,50}"
    r"|читайте (?:также|ещё|еще)|смотрите также|по теме|(?:ещё |еще )?по этой теме|читайте також|дивіться також|за темою|czytaj (?:też|także|również)|zobacz (?:też|także|również)|przeczytaj (?:też|także|również)|leia (?:também|mais)|veja também|leggi anche|vea también|te puede interesar|ilgili haberler|اقرأ (?:أيضا|أيضًا|أيضاً|ايضا)|(?:مواضيع|أخبار|مقالات) ذات صلة|[【\[]?相关(?:阅读|新闻|报道|链接)[】\]]?|相關(?:閱讀|新聞|報導)|延伸(?:阅读|閱讀)|推荐阅读|[【\[]?(?:関連(?:記事|ニュース)|あわせて読みたい|관련 ?(?:기사|뉴스))[】\]]?)\s*[:：»›>→]*$)"
)
_LIST_HEADS = frozenset(
    "[ al cz da do ed fu il la le li me mo pr re se su te to tr up ve yo zo à_ ди ещ за по см чи أخ اق مق مو 【 あわ 延伸 推荐 相关 相關 関連 관련".split()
)  # as in `_OPENINGS`

_NAME = r"[^\W\d_a-z][\w.’'-]*"
_NAMES = rf"{_NAME}(?:\s+(?:{_NAME}|de|van|von|der|al|bin|el|la))*"
_AGENCY = (
    r"(?:AP|A\.P\.|Associated Press|AFP|Agence France-Presse|Reuters|dpa|EPA|EPA-EFE|EFE|PA|PA Media|PA Images|Press Association|"
    r"Belga|BELGA|ANP|ANSA|APA|TASS|Xinhua|Kyodo|Bloomberg|UPI|Ukrinform|Interfax(?:-Ukraine)?|RIA Novosti|Getty(?: Images)?|Shutterstock|"
    r"Alamy|Wikimedia(?: Commons)?|Unsplash|Pixabay|iStock|NurPhoto|Anadolu(?: Agency)?|ZUMA(?: Press)?|Sipa(?: USA)?|IMAGO|"
    r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)? (?:Wire|News Agency|Press Agency|Newswire))"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_CREDIT_WORD = (
    r"(?:photo(?:graph)?s?|picture|image|images|video|illustration|graphic|map|credit|photo credit|image credit|image source|"
    r"picture credit|source photo|file photo|file image|foto|fotos|bild|bilder|crédit(?: photo)?|crédits|image caption|caption)"
)
# fmt: off
# (why, its first two characters, pattern), tried in this order on blocks of at most LONGEST_NOTICE words: what a notice
# opens with … The characters are those of `_read_head`; without them it opens with a name. Few lines of news open with
# those of any, and no pattern is compiled before such a line comes: all of them take 0.04 s.
_OPENINGS = (
    ("copyright", "( co ©", r"(?i:(?:copyright\b\s*)?(?:©|\(c\)|copyright\b)\s*(?:\d{4}|by|of|,).{0,300}$)"),
    ("copyright", "no th", r"(?i:(?:this (?:material|article|content|story|website|publication)|no part of|the contents? of)\b.{0,120}\b(?:may|must) (?:not )?be (?:published|reproduced|republished|redistributed|broadcast)\b.{0,250}$)"),
    ("photo credit", "©", r"©.{1,120}$"),
    ("photo caption", "im me ph pi vi", r"(?i:(?:image|media|video|photo|picture) (?:source|caption|credit)s?[,:] ?\S.{0,300}$)"),
    ("photo credit", "", rf"{_AGENCY} (?:PHOTO|Photo) .{{2,60}}$"),
    ("photo caption", "in", r"(?i:in this\b.{0,60}\b(?:photo(?:graph)?|image|picture|frame grab|video grab|handout)\b.{0,40}(?:,|\b(?:taken|made|provided|released|supplied|from|by|shows?)\b).{0,400}$)"),
    ("photo caption", "im", r"(?i:image (?:caption|copyright|source) [A-Z].{0,300}$)"),
    ("photo credit", "( [ bi ca cr fi fo gr il im ma ph pi so vi", rf"(?i:[(\[]?{_CREDIT_WORD}(?: (?:by|from|courtesy of))?\s*[:/©|].{{0,250}}$)"),
    ("photo credit", "( [ fo il im ph pi vi", rf"[(\[]?(?:Photo|Photograph|Picture|Image|Illustration|Video|Foto) (?:by|courtesy of|from|von|via) {_NAMES}.{{0,100}}$"),
    ("photo credit", "", rf"[(\[]?(?:{_AGENCY}|{_NAMES})(?:\s*[/|]\s*(?:{_AGENCY}|{_NAMES})){{0,3}}\s*/\s*{_AGENCY}[)\]]?\.?$"),
    ("photo credit", "", rf"[(\[]?{_AGENCY}(?: (?:via|/) {_AGENCY})?(?: (?:[Ff]ile )?[Pp]hoto)?(?:\s?/\s?{_NAMES})?(?:, [Ff]ile)?[)\]]?\.?$"),
    ("agency credit", "( [ so vi wi", rf"[(\[]?(?:[Ww]ith|WITH|[Ss]ources?:|[Vv]ia:?) (?:(?:news )?agencies|{_AGENCY}(?:(?:,| and|/) ?{_AGENCY})*)[)\]]?\.?$"),
    ("agency credit", "( - [ – —", rf"[(\[–—-]\s*(?:[Ww]ith |[Bb]y |[Ss]ource: )?{_AGENCY}(?:[,/ ]+(?:and )?{_AGENCY})*\s*[)\]]?\.?$"),
    ("byline", "by do pa st te vo wo wr", rf"(?:By|Text by|Story by|Written by|Words by|Par|Von|Door) {_NAMES}(?:(?:,| and| &| und| et| en) {_NAMES}){{0,5}}(?:,? (?:in|at) {_NAMES})?(?:\s*[|,•·–-].{{0,80}})?$"),
    ("byline", "( [ ad co ed fu re wr", r"(?i:[(\[]?(?:additional |further )?(?:reporting|writing|editing|compiled|edited) (?:by|from) .{2,250}$)"),
    ("time stamp", "ak ed fi la mi mo po pu st up ve", r"(?i:(?:(?:first |last )?(?:published|updated|modified|posted|edited)(?: on| at)?|last update|publié le|mis à jour le|veröffentlicht am|aktualisiert am|stand)\s*:?\s*(?:.{0,12}\d.{0,60}|today.{0,30}|just now)$)"),
    ("byline", "", r"(?:[A-Z][\w.-]+ ){1,2}(?:correspondent|reporter|editor|journalist|staff writer|contributor)s?$"),
    ("byline", "ou", r"(?i:our standards: ?.{0,80}$)"),
    ("byline", "", rf"{_NAMES}, {_AGENCY}(?: [\w-]+){{0,4}} (?:[Ww]riter|[Cc]orrespondent|[Rr]eporter|[Ee]ditor)s?$"),
    ("byline", "co e- em fo wr", r"(?i:(?:e-?mail|contact|write to|follow) (?!.{0,250}\b(?:said|says|told|tells|added|adds|wrote|announced|according to)\b|.{2,80}@\S+ (?:before|until|by|from|between|on)\b).{2,60}(?:\bat \S+@\S+|@\w+).{0,160}$)"),
    ("time stamp", "0 le li re te", r"(?i:(?:(?:listen|read|reading time|lesezeit|temps de lecture)\W{0,5})?\d+ ?(?:min(?:ute)?s?|sec)\.?(?: (?:read|listen|watch|ago))?$)"),
    ("time stamp", "0 a_ an on th tw", r"(?i:(?:\d+|an?|one|two|three) (?:min(?:ute)?s?|hours?|days?|weeks?) (?:ago|read)$)"),
    ("time stamp", "0 ap au de fe fr ja ju ma mo no oc sa se su th tu we", rf"(?i:(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})(?:[ ,|–-]+(?:at )?\d{{1,2}}[:.]\d\d.{{0,20}})?$)"),
    ("newsletter", "ge pl re si su", r"(?i:(?:please )?(?:sign up|subscribe|register|get|receive)\b.{0,80}\b(?:newsletters?|inbox|mailbox|e-?mail|daily briefing|alerts|updates|channel|podcast|push notifications)\b.{0,120}$)"),
    ("newsletter", "en ty yo", r"(?i:(?:(?:enter|type) (?:your )?e-?mail(?: address)?\b.{0,80}|your e-?mail(?: address)?[*:]?)$)"),
    ("newsletter", "ab al be in je sc si su th", r"(?i:(?:subscribe (?:to|now|for|today)|sign up (?:here|now|today|below)|become a (?:member|subscriber)|already a (?:member|subscriber)|thank you for (?:subscribing|signing up)|abonnez-vous|inscrivez-vous|abonnieren sie|jetzt abonnieren|suscríbete|schrijf je in)\b.{0,200}$)"),
    ("newsletter", "ge ne wa", r"(?i:(?:get|want|need) (?:more|the latest|(?:our |the )?(?:breaking|top|best|latest|biggest|daily|weekly)\b).{0,140}(?:\?.{0,40}\b(?:join|subscribe|sign up)\b.{0,120}|!)$)"),
    ("newsletter", "ch ke le", r"(?i:(?:keep an eye on|check|let .{2,40}\b(?:meet|reach|fill)) your inbox\b.{0,160}$)"),
    ("newsletter", "wa yo", r"(?i:you have (?:been )?(?:successfully )?(?:subscribed|unsubscribed|signed up)\b.{0,80}$|want to (?:stay|keep|be) .{0,60}\?.{0,120}$)"),
    ("newsletter", "th", r"(?i:there was (?:an error|a problem)\b.{0,80}\b(?:subscri|sign|newsletter)\w*.{0,120}$)"),
    ("newsletter", "a_ da fr mo th we", r"(?i:(?:a |the )?(?:weekly|daily|free|monthly)\b.{0,60}\bnewsletter\b.{0,80}\b(?:sign up|subscribe|delivered|inbox)\b.{0,80}$)"),
    ("consent", "i_", r"(?i:i (?:agree|consent|want|would like) to receive\b.{0,200}$)"),
    ("consent", "by in", r"(?i:(?:by|in) (?:clicking|subscribing|signing|registering|continuing|submitting|using|entering|providing|ticking|pressing|en cliquant)\b.{0,250}\b(?:agree|accept|consent|confirm|acknowledge|policy|terms)\b.{0,250}$)"),
    ("consent", "i_ we ye yo", r"(?i:(?:i|you|we|yes,?) .{0,40}\b(?:agree|accept|consent|read|confirm|acknowledge)\b.{0,80}\b(?:privacy (?:policy|notice|statement)|terms (?:of (?:use|service)|and conditions|& conditions))\b.{0,200}$)"),
    ("consent", "ac co da di do im le me pr re te", r"(?i:(?:read (?:our|the) )?(?:privacy (?:policy|notice|statement|settings)|terms (?:of (?:use|service)|and conditions|& conditions)|cookie (?:policy|settings|preferences|notice)|legal notice|imprint|impressum|disclaimer|accessibility|do not sell my (?:personal )?info(?:rmation)?|mentions légales|datenschutz(?:erklärung)?)(?:\s*[|·•/,–-].{0,200})?\.?$)"),
    ("consent", "th", r"(?i:this (?:site|form) is protected by recaptcha\b.{0,200}$)"),
    ("consent", "by re us", r"(?i:(?:by (?:choosing|selecting|accepting)|registration on|use of this (?:web)?site)\b.{0,160}\b(?:consent|agree|acceptance|policy|terms)\b.{0,200}$)"),
    ("consent", "pl re", r"(?i:(?:please )?(?:review|read) our (?:terms|privacy)\b.{0,160}$)"),
    ("cookies", "ac al ma no ou re th we wi", r"(?i:(?:(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,60}\b(?:uses?|using|stores?|places?|sets?)\b.{0,60}\bcookies\b|(?:accept|reject|manage|allow) (?:all )?cookies\b|nous utilisons des cookies|wir verwenden cookies).{0,300}$)"),
    ("follow us", "co fi fo jo li pl", r"(?i:(?:please )?(?:follow|like|find|join|connect with) (?:us|me|our|\S+(?: \S+){0,3}) (?:on|at|via) (?:x|twitter|facebook|instagram|linkedin|telegram|whatsapp|youtube|tiktok|threads|bluesky|mastodon|google news|social media|@\w+)\b.{0,120}$)"),
    ("follow us", "do fo jo", r"(?i:(?:join|follow|download) our (?:telegram|whatsapp|channel|app|facebook|twitter|youtube|community)\b.{0,120}$)"),
    ("follow us", "fo", r"(?i:follow (?:us|me)(?: (?:for|and|to)\b.{0,120})?:?$)"),
    ("follow us", "fo", r"(?i:follow \S+(?: \S+){0,3} on:?$)"),
    ("share button", "en li sh", r"(?i:(?:share (?:on|via|all)\b[: ].{0,120}|(?:like|enjoy(?:ed|ing)?) this (?:story|article|post)\?.{0,120})$)"),
    ("follow us", "fo su sí vo", r"(?i:(?:folgen sie uns|suivez-nous|síguenos|volg ons)\b.{0,120}$)"),
    ("related article", "al do le li me mo re se wa à_", r"(?i:(?:read more|read also|also read|read next|related|see also|more|watch|watch live|listen|recommended|don['’]t miss|lire aussi|à lire aussi|lesen sie auch|mehr zum thema|lees ook|lea también)\s*(?::|\||>|»|→|–)\s*\S.{0,200}$)"),
    ("related article", "cl ta", r"(?i:(?:click|tap) here (?:to|for)\b.{0,120}$)"),
    ("related article", "fi re se wa", r"(?i:(?:read|see|watch|find) (?:the )?(?:full|more|rest|entire|original|complete)\b.{0,60}\b(?:here|article|story|interview|report|statement|online|website|version)\.?$)"),
    ("support us", "do he pl su", r"(?i:(?:please )?(?:support|donate to|help (?:us|fund|keep)) (?:us|our|independent|the|quality)\b.{0,120}\b(?:journalism|reporting|donation|contribution|newsroom)\b.{0,150}$)"),
    ("support us", "if wh", r"(?i:(?:if|when) you (?:buy|purchase|click|make a purchase)\b.{0,140}\b(?:commission|share of|earn|paid)\b.{0,120}$)"),
    ("tags", "#", r"#\w+(?:[\s,]+#\w+)*$"),
    ("for subscribers", "co ke", r"(?i:(?:continue|keep) reading\b.{0,60}\b(?:subscri\w+|membership|trial|account)\b.{0,40}$)"),
    ("page furniture", "ad ar co sc st", r"(?i:(?:advertisement|story continues|article continues|continue reading|scroll (?:down|to))\b.{0,50}$)"),
    ("page furniture", "ea la ne ol", r"(?i:(?:newest|oldest|latest|earliest) (?:\w+ )?first(?![\w-]).{0,60}(?<![.!?])$)"),
    ("page furniture", "ne äl", r"(?i:(?:neueste|älteste) (?:\w+ )?zuerst\b.{0,60}(?<![.!?])$)"),
    ("page furniture", "co go", r"(?i:(?:continued? (?:to|on|at)|go to) (?:the )?(?:next )?page\b.{0,100}(?<![.!?])$)"),
    ("page furniture", "ne pr", r"(?i:(?:next|previous) page(?:\s*[:›»>→|–-].{0,80}| \d+)?$)"),
    ("page furniture", "pa se", r"(?i:(?:page|seite) \d+ ?(?:of|de|von|/) ?\d+$)"),
    ("page furniture", "le nä we", r"(?i:(?:weiter (?:auf|zu)|(?:lesen sie )?weiter auf|nächste) (?:der )?(?:nächsten )?seite\b.{0,80}(?<![.!?])$)"),
    ("page furniture", "me", r"(?i:media playback (?:is )?(?:unsupported|not supported)\b.{0,80}$)"),
    ("page furniture", "ja pl to yo", r"(?i:(?:to play this video|please enable|you need to enable|your browser does not|javascript (?:is|must))\b.{0,150}$)"),
    ("tags", "ca et fi ke mo sc ta to", r"(?i:(?:tags|topics|keywords|filed under|categories|schlagworte|mots-clés|etiquetas)\s*:.{0,250}$)"),
    ("comments", "co", r"(?i:comments? \(\d+\)$)"),
    ("page furniture", "op th vi", r"(?i:(?:the )?(?:views|opinions) expressed (?:here|in this|are|by)\b.{0,200}$)"),
    ("related article", "li", r"(?i:live(?: updates| blog)?: \S.{0,120}(?<![.!?”\"])$)"),
    ("comments", "if pl to yo", r"(?i:(?:you must be|please|to comment,?|if you would like to (?:add a )?comment,?).{0,40}\b(?:log(?:ged)? in|sign(?:ed)? in|register(?:ed)?)\b.{0,120}$)"),
    ("comments", "co en fo pl re", r"(?i:(?:please )?(?:confirm|enter|forgot|reset) (?:your|my|the) (?:e-?mail|password|username|account)\b.{0,120}$)"),
    ("comments", "no re sa th yo", r"(?i:(?:you are commenting using|save my name\b|notify me (?:of|by|via|when)|your e-?mail address will not be|required fields are|this site uses akismet)\b.{0,160}$)"),
    ("comments", "do go ha", r"(?i:(?:do you )?(?:have|got) (?:a |an )?(?:news tip|tip|story|question|correction)s?\b.{0,30}\?.{0,160}$)"),
    ("comments", "an if", r"(?i:(?:and )?if you have (?:a |any )?(?:news )?(?:tips?|questions?|corrections?|comments?)\b.{0,60}\b(?:contact|e-?mail|write|let us know|tell us|send)\b.{0,160}$)"),
    ("comments", "0 co jo le po sh wr", r"(?i:(?:\d+ (?:comments?|shares?|likes?|views?)|(?:share|leave|post|join|write) (?:your |a |the )?(?:thoughts|comments?|conversation|discussion|opinion)\b.{0,80}|comments are (?:closed|off)\b.{0,60})$)"),
    ("contact", "fo", r"(?i:for (?:more|further|press|media) (?:information|details|enquiries|inquiries),? (?:please )?(?:contact|visit|call|e-?mail|see)\b.{0,200}$)"),
    ("contact", "+ 0 ph te", r"(?i:(?:tel\.? ?|phone ?)?\+?\d[\d ()/.-]{6,24}$)"),
    ("contact", "bt co tv us va", r"(?i:(?:vat|btw|tva|ust-?id|company (?:no|number|registration))\b.{0,40}\d.{0,40}$)"),
    ("contact", "co e- em fa fo me ph pr te", r"(?i:(?:(?:press |media )?contacts?|contact us|(?:for )?(?:press|media) (?:enquiries|inquiries)|e-?mail|phone|tel(?:ephone)?|fax)\s*:.{0,200}$)"),
    ("copyright", "th", r"(?i:this (?:copy is for your personal|document is subject to copyright)\b.{0,300}$)"),
    ("first published", "th", r"(?i:this (?:(?:article|story|post)\b.{0,60}\b(?:published|appeared|republished|produced|translated|generated|updated|syndicated)|(?:report|piece) (?:was )?(?:first|originally) (?:published|appeared))\b.{0,250}$)"),
    # The same in other languages: who may read on, where to follow, who wrote and owns it, what else to read.
    ("for subscribers", "th", r"(?i:(?:this|the) (?:article|story|content|post|page|video|report) is (?:(?:only|exclusively?|available|reserved|just) ){0,3}(?:for|to) (?:(?:our|paying|registered|digital) ){0,2}(?:subscribers|members)(?: only)?[.!]?$)"),
    ("for subscribers", "av co ex fo on to", r"(?i:(?:exclusive(?:ly)? |only |available |content ){0,2}(?:for|to) (?:our )?(?:subscribers|members)(?: only)?[.!]?$)"),
    ("for subscribers", "me su", r"(?i:(?:subscriber|member)s?[- ](?:only|exclusive)(?: (?:article|content|story))?[.!]?$)"),
    ("for subscribers", "lo re si su", r"(?i:(?:subscribe|log in|sign in|sign up|register)(?: or \w+(?: in| up)?)?(?: now| here| today)? to (?:(?:continue|keep) (?:reading|watching)|read (?:on|more|the|this|full|all)|unlock)\b.{0,80}$)"),
    ("for subscribers", "yo", r"(?i:(?:you have|you've) (?:\w+ ){1,3}free (?:article|stor)\w* (?:left|remaining)\b.{0,80}$)"),
    ("for subscribers", "de di", r"(?i:(?:dieser|der) (?:artikel|beitrag|text|inhalt) ist (?:nur|exklusiv|ausschließlich) (?:für|unseren) .{0,30}\b(?:abonnent(?:en|innen)|mitglieder)\b.{0,40}$)"),
    ("for subscribers", "ex fü in nu", r"(?i:(?:(?:nur|exklusiv|inhalt) )?für (?:unsere )?abonnent(?:en|innen)[.!]?$)"),
    ("for subscribers", "si", r"(?i:sie sind (?:bereits|schon) (?:abonnent|registriert|digital)\w*.{0,30}\?.{0,40}$)"),
    ("for subscribers", "ar ce l' l’", r"(?i:(?:cet |l['’])?article (?:est )?réservé (?:à nos|aux) abonnés\b.{0,60}$)"),
    ("for subscribers", "co ré", r"(?i:(?:contenu )?réservé (?:à nos|aux) abonnés[.!]?$)"),
    ("for subscribers", "il", r"(?i:il vous reste .{1,12}% de cet article\b.{0,100}$)"),
    ("for subscribers", "dé vo", r"(?i:(?:vous êtes )?déjà abonnée?s?(?:\(e\)|·e)? ?\?.{0,60}$)"),
    ("for subscribers", "ar co es no", r"(?i:(?:est[ea] )?(?:artículo|contenido|noticia|nota) (?:es )?(?:exclusiv[oa]|reservad[oa]|s[oó]lo) (?:para|a) (?:(?:nuestros|los) )?(?:suscriptores|socios)\b.{0,40}$)"),
    ("for subscribers", "ex so só", r"(?i:(?:exclusivo|s[oó]lo) para (?:suscriptores|socios)[.!]?$)"),
    ("for subscribers", "ya ¿", r"(?i:¿?ya (?:eres|es) suscriptor.{0,60}$)"),
    ("for subscribers", "ar co no qu", r"(?i:(?:quest[oa] )?(?:articolo|contenuto|notizia) (?:è )?(?:riservat[oa]|disponibile solo) (?:agli|per gli|ai nostri) abbonati\b.{0,40}$)"),
    ("for subscribers", "co ri", r"(?i:(?:contenuto )?riservato agli abbonati[.!]?$)"),
    ("for subscribers", "se", r"(?i:sei già (?:un )?abbonato.{0,60}$)"),
    ("for subscribers", "ab", r"(?i:abbonati (?:per|ora|subito|adesso)\b.{0,80}$)"),
    ("for subscribers", "ar co es ma no re", r"(?i:(?:est[ea] )?(?:artigo|conteúdo|matéria|reportagem|notícia) (?:é )?(?:exclusiv[oa]|reservad[oa]) (?:para|a|aos) (?:(?:os|nossos) )?assinantes\b.{0,40}$)"),
    ("for subscribers", "ex só", r"(?i:(?:exclusivo|só) para assinantes[.!]?$)"),
    ("for subscribers", "já", r"(?i:já é assinante.{0,60}$)"),
    ("for subscribers", "as", r"(?i:assine (?:para|já|agora)\b.{0,80}$)"),
    ("for subscribers", "di", r"(?i:dit artikel is (?:(?:alleen|exclusief|enkel) )?(?:toegankelijk )?voor (?:onze )?(?:abonnees|leden)\b.{0,40}$)"),
    ("for subscribers", "al en ex", r"(?i:(?:alleen|exclusief|enkel) voor (?:abonnees|leden)[.!]?$)"),
    ("for subscribers", "al be", r"(?i:(?:ben je )?al abonnee ?\?.{0,60}$)"),
    ("for subscribers", "ar ma te", r"(?i:(?:ten )?(?:artykuł|tekst|materiał) (?:jest )?(?:dostępny )?(?:(?:tylko|wyłącznie) )?dla (?:naszych )?(?:prenumeratorów|subskrybentów|abonentów)\b.{0,40}$)"),
    ("for subscribers", "ty wy", r"(?i:(?:tylko|wyłącznie) dla (?:prenumeratorów|subskrybentów|abonentów)[.!]?$)"),
    ("for subscribers", "ма ст те эт", r"(?i:(?:эт(?:а|от) )?(?:статья|материал|текст) доступ(?:на|ен) (?:только )?(?:для (?:наших )?подписчик\w+|по подписке)\b.{0,40}$)"),
    ("for subscribers", "то", r"(?i:только для подписчиков[.!]?$)"),
    ("for subscribers", "оф", r"(?i:оформите подписку\b.{0,80}$)"),
    ("for subscribers", "ма ст те це ця", r"(?i:(?:ц(?:я|ей) )?(?:стаття|матеріал|текст) доступн(?:а|ий) (?:(?:тільки|лише) )?(?:для (?:наших )?(?:передплатник|підписник)\w+|за передплатою)\b.{0,40}$)"),
    ("for subscribers", "ли ті", r"(?i:(?:тільки|лише) для (?:передплатників|підписників)[.!]?$)"),
    ("for subscribers", "оф", r"(?i:оформ(?:іть|ити) передплату\b.{0,80}$)"),
    ("for subscribers", "bu", r"(?i:bu (?:haber|içerik|yazı|makale) (?:sadece|yalnızca) (?:abone|üye)\w* .{0,40}$)"),
    ("for subscribers", "sa ya", r"(?i:(?:sadece|yalnızca) aboneler(?:e|imize)?(?: özel)?(?: için)?[.!]?$)"),
    ("for subscribers", "ال هذ", r"(?:هذا |هذه )?(?:المقال|المحتوى|المادة) (?:متاحة? |مخصصة? |حصرية? |حصريا |فقط ){0,3}(?:للمشتركين|لمشتركي).{0,40}$"),
    ("for subscribers", "حص فق لل", r"(?:حصري |فقط )?للمشتركين(?: فقط)?[.!]?$"),
    ("for subscribers", "本內 本内 本文 本篇", r"本(?:文|内容|內容|篇)(?:仅限|僅限|仅供|僅供|为|為)(?:付费|付費)?(?:会员|會員|订阅|訂閱|用户|用戶).{0,30}$"),
    ("for subscribers", "付費 付费 登入 登录 訂閱 订阅", r"(?:登录|登入|订阅|訂閱|付费|付費)(?:后|後)(?:可|即可)?(?:继续|繼續)?(?:阅读|閱讀|查看).{0,20}$"),
    ("for subscribers", "この", r"この(?:記事|コンテンツ)は.{0,6}(?:会員|購読者)(?:限定|専用|の(?:み|方)|向け).{0,40}$"),
    ("for subscribers", "会員 有料", r"(?:有料|会員|有料会員)限定(?:記事)?(?:です)?。?$"),
    ("for subscribers", "続き", r"続きを(?:読む|ご覧になる|お読みになる)には.{0,40}$"),
    ("for subscribers", "残り", r"残り\s?\d+文字.{0,40}$"),
    ("for subscribers", "이_", r"이 (?:기사|콘텐츠)는 .{0,10}(?:유료|구독자|회원).{0,40}$"),
    ("for subscribers", "구독 유료 회원", r"(?:구독자|유료 ?회원|회원) 전용(?: (?:기사|콘텐츠))?(?:입니다)?\.?$"),
    ("for subscribers", "구독 로그", r"(?:로그인|구독)(?:하고| 후) (?:계속|이어서|전체).{0,30}$"),
    ("follow us", "по", r"(?i:подпи(?:сывайтесь|сывайся|шитесь|шись) на .{1,100}$)"),
    ("follow us", "см чи", r"(?i:(?:читайте|смотрите) нас в[о ] ?.{1,60}$)"),
    ("follow us", "сл", r"(?i:следите за (?:нами|нашими новостями|новостями) (?:в|на) .{1,60}$)"),
    ("follow us", "пр", r"(?i:присоединяйтесь к (?:нам|нашему) .{1,60}$)"),
    ("follow us", "пі", r"(?i:підпи(?:суйтесь|суйтеся|шіться|шись) на .{1,100}$)"),
    ("follow us", "сл ст", r"(?i:(?:стежте|слідкуйте) за (?:нами|нашими новинами|новинами) (?:у|в|на) .{1,60}$)"),
    ("follow us", "чи", r"(?i:читайте нас (?:у|в|на) .{1,60}$)"),
    ("follow us", "пр", r"(?i:приєднуйтесь до (?:нас|нашого) .{1,60}$)"),
    ("follow us", "ob po śl", r"(?i:(?:obserwuj|polub|śledź) nas\b.{0,80}$)"),
    ("follow us", "za", r"(?i:zapisz się (?:na|do) .{0,30}newsletter.{0,60}$)"),
    ("follow us", "bi", r"(?i:bizi .{1,40}takip edin(?:iz)?\b.{0,20}$)"),
    ("follow us", "si", r"(?i:siga-nos\b.{0,80}$)"),
    ("follow us", "se", r"(?i:seguici\b.{0,80}$)"),
    ("follow us", "is", r"(?i:iscriviti (?:alla|al|ai) .{0,60}\b(?:newsletter|canale|canali)\b.{0,60}$)"),
    ("follow us", "su", r"(?i:subscreva (?:a|as) .{0,40}newsletters?\b.{0,60}$)"),
    ("follow us", "تا", r"تابع(?:ونا|نا) (?:على|عبر).{0,80}$"),
    ("follow us", "اش", r"اشترك(?:وا)? (?:في|الآن|معنا) .{0,50}(?:قنا|القنا|نشر|النشر|تلغرام|تليغرام|تيليغرام|واتساب|يوتيوب).{0,60}$"),
    ("follow us", "扫一", r"扫一扫.{0,40}$"),
    ("follow us", "掃一", r"掃一掃.{0,40}$"),
    ("follow us", "扫描 扫码 掃描 掃碼 長按 长按", r"(?:长按|長按)?(?:扫描|扫码|掃描|掃碼).{0,10}(?:二维码|關注|关注|二維碼|下载|下載).{0,40}$"),
    ("follow us", "关注 敬请 欢迎 歡迎 請关 請關 请关 请關 關注", r"(?:欢迎|歡迎|请|請|敬请)?(?:关注|關注).{0,16}(?:公众号|公眾號|微信|微博|客户端|客戶端).{0,20}$"),
    ("follow us", "fa in li tw xで xを xア ツイ 公式 ｌｉ ｘで ｘを ｘア", r"(?i:(?:公式)?(?:x|ｘ|twitter|ツイッター|line|ｌｉｎｅ|instagram|facebook)(?:アカウント)?(?:を|で)フォロー.{0,30}$)"),
    ("follow us", "▶", r"▶.{0,60}(?:제보|구독|카카오톡|채널|네이버).{0,60}$"),
    ("follow us", "제보", r"제보는 .{0,60}$"),
    ("share button", "fa li tw xで xに ツイ フェ ｌｉ ｘで ｘに", r"(?i:(?:x|ｘ|twitter|ツイッター|facebook|フェイスブック|line|ｌｉｎｅ)(?:で|に)(?:シェア|投稿|送る|共有).{0,10}$)"),
    ("share button", "分享", r"(?i:分享(?:到|至)(?:微信|微博|朋友圈|qq|facebook|line).{0,20}$)"),
    ("byline", "( [ 【 作者 审核 審核 撰文 校对 校對 监制 監製 編輯 编辑 責任 責編 责任 责编 （", r"[（(【\[]?\s*(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|审核|審核|监制|監製|作者|撰文)\s*[：:丨|/／]\s*[^。，？！“「]{1,30}[）)】\]]?$"),
    ("agency credit", "( [ 【 來源 原标 图源 图片 圖片 文章 来源 稿源 （", r"[（(【\[]?\s*(?:来源|來源|文章来源|稿源|图片来源|圖片來源|图源|原标题)\s*[：:丨|]\s*[^。？！]{1,40}[）)】\]]?$"),
    ("agency credit", "fo fu ka qu źr дж ис ال", r"(?i:(?:источник|джерело|kaynak|źródło|fuente|fonte|quelle|المصدر)\s*[:：]\s*[^«»“”\"„.!?]{1,30}$)"),
    ("photo credit", "fo ви ві ил фо іл ال تص 写真 図/ 図: 図= 図_ 図© 図： 撮影 사진", r"(?i:(?:фото|иллюстрация|видео|ілюстрація|відео|fotoğraf|تصوير|الصورة|撮影|写真|図|사진)\s*[:：=©/]\s?.{1,120}$)"),
    ("photo credit", "fo", r"(?i:fot\. .{1,80}$)"),
    ("byline", "au ed re ав ре إع تح", r"(?i:(?:редактор|автор|авторы|автори|редакція|editör|تحرير|إعداد|autor|autore|redakcja)\s*[:：]\s*[^«»“”\"„.!?]{1,40}$)"),
    ("copyright", "ⓒ", r"ⓒ.{0,80}$"),
    ("copyright", "무단 저작", r"(?:저작권자|무단 ?전재).{0,80}$"),
    ("copyright", "未經 未经 版权 版權", r"(?:版权所有|版權所有|未经(?:授权|许可|书面|本网)|未經(?:授權|許可)).{0,80}$"),
    ("copyright", "本記 無断 禁無", r"(?:無断転載|禁無断転載|本記事の無断転載).{0,40}$"),
    ("copyright", "al to tu tü ws вс ус", r"(?i:все права защищены.{0,80}$|усі права захищ.{0,80}$|tüm hakları saklıdır.{0,60}$|wszelkie prawa zastrzeżone.{0,60}$|todos los derechos reservados.{0,60}$|todos os direitos reservados.{0,60}$|tutti i diritti riservati.{0,60}$|tous droits réservés.{0,60}$|alle rechten voorbehouden.{0,60}$|alle rechte vorbehalten.{0,60}$)"),
    ("copyright", "جم", r"جميع الحقوق محفوظة.{0,60}$"),
    ("related article", "см чи", r"(?i:(?:читайте|смотрите) (?:также|ещё|еще|по теме)\b.{0,150}(?<!\.)$)"),
    ("related article", "ди чи", r"(?i:(?:читайте|дивіться) (?:також|ще|за темою)\b.{0,150}(?<!\.)$)"),
    ("related article", "cz pr zo", r"(?i:(?:czytaj|przeczytaj|zobacz) (?:też|także|również|więcej)\b.{0,150}(?<!\.)$)"),
    ("related article", "le ve", r"(?i:(?:leia|veja) (?:também|mais)\b.{0,150}(?<!\.)$)"),
    ("related article", "le ve", r"(?i:(?:lea|lee|vea|ver) también\b.{0,150}(?<!\.)$)"),
    ("related article", "le ta te", r"(?i:(?:también )?[lt]e puede interesar\b.{0,150}(?<!\.)$)"),
    ("related article", "le", r"(?i:leggi anche\b.{0,150}(?<!\.)$)"),
    ("related article", "li vo à_", r"(?i:(?:à )?(?:lire|voir) (?:aussi|également)\b.{0,150}(?<!\.)$)"),
    ("related article", "le", r"(?i:lesen sie (?:auch|dazu|mehr)\b.{0,150}(?<!\.)$)"),
    ("related article", "le", r"(?i:lees ook\b.{0,150}(?<!\.)$)"),
    ("related article", "ay bu il", r"(?i:(?:ilgili haber|ilginizi çekebilir|bunlar da ilginizi|ayrıca (?:oku|bak)yın)\w*\s*[:：].{0,150}$)"),
    ("related article", "اق", r"(?i:اقرأ (?:أيضا|أيضًا|أيضاً|ايضا|المزيد).{0,150}(?<!\.)$)"),
    ("related article", "اق شا طا", r"(?i:(?:اقرؤوا|شاهد|طالع) (?:أيضا|أيضًا|أيضاً|ايضا)\s*(?:[:：].{0,150})?$)"),
    ("related article", "أخ مق مو", r"(?i:(?:مواضيع|أخبار|مقالات) ذات صلة.{0,150}(?<!\.)$)"),
    ("related article", "[ ■ ▶ ◀ ● 【 あわ こち 延伸 推荐 推薦 更多 相关 相關 関連 관련 함께", r"[【\[▶◀■●]?\s*(?:相关(?:阅读|新闻|报道|链接)|相關(?:閱讀|新聞|報導)|延伸(?:阅读|閱讀)|推荐阅读|推薦閱讀|更多(?:阅读|新闻)|関連(?:記事|ニュース|リンク)|あわせて読みたい|こちらも読む|관련 ?(?:기사|뉴스)|함께 보면 좋은)\s*[】\]：:>＞].{1,100}$"),
)
# … and what gives one away anywhere in it. Only lines with one of the hints are held against these.
_HINTS = (
    "©", "|", "(", "[", "rights reserved", "photo", "image", "picture", "credit", "illustration", "video", "graphic", "map:",
    "map by", "foto", "bild", "caption", "crédit", "contribut", "inbox", "mailbox", "mail", "subscribe", "sign up", "anmelden", "abonn", "suscr", "iscri", "inscri", "schrijf", "commission",
    "share of", "affiliate", "supported by", "visit our",
)
_ANYWHERE = (  # (why, one of which it has, pattern)
    ("copyright", ("rights reserved",), r"(?i:.{0,200}\ball rights reserved\b.{0,300}$)"),
    ("photo caption", ("©",), r"[^©]{1,350}\s©\s?[^©.!?]{2,60}$"),
    ("photo caption", ("photo", "image", "picture", "credit", "bild", "foto"), r".{1,350}[.”’\w]\s?(?:Photograph|Photo|Image|Picture|Credit|Bild|Foto)(?::|\.\.\.|…)\s?[A-Z][^.!?]{2,80}$"),
    ("photo caption", ("©", "photo", "picture", "image", "video", "illustration", "graphic", "map", "credit", "foto", "bild", "crédit", "caption"), rf"(?i:.{{1,350}}[.)”\"]\s*[(\[]?(?:{_CREDIT_WORD}(?: by)?\s*[:/©]|©|{_CREDIT_WORD} by )\s*.{{2,80}}$)"),
    ("photo caption", ("(", "["), rf".{{1,350}}[(\[](?:{_NAMES}\s*/\s*)?{_AGENCY}(?: (?:via|/) {_AGENCY}| Photo)[^()]{{0,60}}[)\]]\.?$"),
    ("photo caption", ("(", "["), rf".{{1,350}}[(\[]{_NAMES}\s*/\s*{_AGENCY}[)\]]\.?$"),
    ("byline", ("contribut",), r"(?i:.{2,160}\bcontributed (?:to this (?:report|article|story)|reporting)\b.{0,60}$)"),
    ("newsletter", ("inbox", "mailbox", "mail"), r"(?i:(?!.*[“\"]).{0,160}\b(?:(?:straight|delivered|directly|sent|right) (?:in)?to your (?:inbox|mailbox|e-?mail)|in your (?:inbox|mailbox))\b.{0,120}$)"),
    ("newsletter", ("subscribe",), r"(?i:(?!.*[“\"]).{0,100}\bsubscribe to our\b.{0,120}$)"),
    ("newsletter", ("unsubscribe",), r"(?i:(?!.*[“\"]).{0,120}\bunsubscribe\b.{0,160}$)"),
    ("newsletter", ("sign up", "subscribe", "anmelden", "abonn", "suscr", "iscri", "inscri", "schrijf"), r"(?i:[^.!?“\"]{3,120}\b(?:(?:news)?letter|e-?mails?|inbox|mailbox|briefing|infolettre|boletín|nieuwsbrief|nyhetsbrev)\b[^.!?“\"]{0,80} ?\? ?(?:(?:please|hier|jetzt|then) )?(?:sign up|subscribe|anmelden|abonnieren|abonnez-vous|inscrivez-vous|suscríb\w+|iscriviti|schrijf je)\b[^.!?]{0,40}[.!]?$)"),
    ("support us", ("commission", "share of"), r"(?i:.{0,120}\b(?:we|us|site|website|\S+\.com?) (?:may|might|can|could|will|to) (?:earn|receive|get|make) (?:an? |some )?(?:\w+ )?(?:commissions?|share of (?:the )?(?:sale|revenue)s?)\b.{0,200}$)"),
    ("support us", ("affiliate", "supported by"), r"(?i:.{0,80}\b(?:affiliate (?:\S+ ){0,2}(?:links?|partnerships?|commissions?)|is supported by (?:its|our) (?:audience|readers))\b.{0,250}$)"),
    ("page furniture", ("|",), r"[^.!?|]{2,40}(?:\|[^.!?|]{2,42}){2,30}$"),
    ("contact", ("visit our",), r"(?i:.{0,200}\bvisit our (?:\w+ )?(?:web)?site\b.{0,60}$)"),
)
# fmt: on


def name_notice(line: str, tag: str) -> str:
    """Return what gives the line away by its own words, or nothing."""
    if tag == "figcaption":
        return "photo caption"
    if len(line) > LONGEST_LINE:
        return ""
    line = " ".join(line.replace("\u00a0", " ").split())
    low = line.lower()
    plain = low.replace("’", "'").strip(" .:…!>»›→|•*+-–—[]()")
    if plain in _BUTTONS:
        shares = plain.startswith(("share", "tweet", "partager", "teilen", "compartir", "delen"))
        return "share button" if shares else "page furniture"
    if plain in _CARD_LABELS:
        return "link card"
    if not any(map(str.isalnum, line)):
        return "page furniture" if tag != "pre" else ""
    if ADDRESS.match(line):
        return "address"
    if len(plain) < LONGEST_MENU and plain.count(" ") > 1 and _MENU_WORDS.issuperset(plain.split()):
        return "page furniture"
    head = _read_head(low)
    if tag != "h1" and head in _LIST_HEADS and re.match(_LIST_LABELS, line) and not is_over(line):
        return "related articles"
    opening = _name_opening(line, low, head)
    if not opening and not any(map(low.__contains__, _HINTS)):
        return ""
    if count_words(line) > LONGEST_NOTICE:
        return ""
    return opening or _name_anywhere(line, low)


def _name_opening(line: str, low: str, head: str) -> str:
    """Return what a line is that opens as a notice does, or nothing."""
    found = _compile_openings(head).match(line)
    number = int(found.lastgroup[1:]) if found and found.lastgroup else len(_OPENINGS)
    if _may_be_by_name(line, low):
        found = _compile_openings("").match(line)
        number = min(number, int(found.lastgroup[1:])) if found and found.lastgroup else number
    return _OPENINGS[number][0] if number < len(_OPENINGS) else ""


# What opens with a name is a reporter ("Ann Berg, Reuters writer") or a photograph, or has none of these.
_SMALL_WORDS = (" the ", " of ", " to ", " and ")
_NAMES_AGENCY = compile_late(_AGENCY)
_OFFICES = ("correspondent", "reporter", "editor", "journalist", "staff writer", "contributor")  # of a byline


def _may_be_by_name(line: str, low: str) -> bool:
    """Tell whether it pays to hold a line against the openings by a name, whose patterns are the dearest to compile."""
    if line[-1] not in "rst" and " photo " not in low and any(map(line.__contains__, _SMALL_WORDS)):
        return False
    return low.removesuffix("s").endswith(_OFFICES) or _NAMES_AGENCY.search(line) is not None


def _read_head(low: str) -> str:
    """With what a line begins: two characters of a word, one of another, and 0 for any number."""
    return "0" if low[0].isdecimal() else low[:2].replace(" ", "_") if low[0].isalpha() else low[0]


@lru_cache(maxsize=256)
def _compile_openings(head: str) -> re.Pattern[str]:
    """The patterns of openings that begin so, in one; `n7` is the group of the one at 7."""
    begins = [number for number, (_, heads, _) in enumerate(_OPENINGS) if head in heads.split() or head == heads]
    return re.compile("|".join(f"(?P<n{number}>{_OPENINGS[number][2]})" for number in begins) or "(?!)")


def _name_anywhere(line: str, low: str) -> str:
    return next(
        (why for why, any_of, pattern in _ANYWHERE if any(map(low.__contains__, any_of)) and re.match(pattern, line)),
        "",
    )


def is_over(line: str) -> bool:
    """Tell whether the line ends as a sentence does (`TERMINAL`), its source behind it perhaps.

    For most lines the last character decides.
    """
    last = line[-1:]
    if last == "." or last.isalpha():
        return last == "."
    return TERMINAL.search(line) is not None or (last == ")" and _SOURCED.search(line) is not None)


def count_words(line: str) -> int:
    """Return how many words a line has; where a script sets no spaces between them, about how many."""
    return len(WORDS.findall(line)) + (0 if line.isascii() else len(UNSPACED.findall(line)) // UNSPACED_WORD)
