# ruff: noqa: E501  a pattern is checked by reading it in one piece; word lists are read as words
"""What does a line say of itself: share button, credit, newsletter? Each notice of a page is known by its wording.

The patterns are anchored at the line's start or name both parties, so that a sentence of news about a newsletter or a
photograph does not match. Languages are mixed, as sites mix them: English, French, German, Spanish, Dutch, Italian.
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
    r"meistgelesen|lea también|le puede interesar|lees ook|meer over .{2,50})\s*[:»›>→]*$)"
)
_LIST_HEADS = frozenset("al da do ed fu la le li me mo re se su to tr up yo à_".split())  # as in `_OPENINGS`

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
    ("page furniture", "ad ar co sc st", r"(?i:(?:advertisement|story continues|article continues|continue reading|scroll (?:down|to))\b.{0,50}$)"),
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
)
# … and what gives one away anywhere in it. Only lines with one of the hints are held against these.
_HINTS = (
    "©", "|", "(", "[", "rights reserved", "photo", "image", "picture", "credit", "illustration", "video", "graphic", "map:",
    "map by", "foto", "bild", "caption", "crédit", "contribut", "inbox", "mailbox", "mail", "subscribe", "commission",
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
