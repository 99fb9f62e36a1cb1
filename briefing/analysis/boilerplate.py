"""Which paragraphs are the article, which are headings, and which are the page around it?

Read from the outside: what a line says (a share button, a credit), what stands beside it (a link card, a list of
related articles) and where it is (the closing section about the publisher runs to the end). Each verdict says why.
A full paragraph of prose is body unless it stands in such a closing section: dropping a paragraph of news is worse than
keeping a line of advertising.
"""

from __future__ import annotations

import re

from briefing.model import Block, Paragraph

LONGEST_LINE = 600  # characters; longer blocks are prose, and no pattern below is tried on them
LONGEST_HEADING = 16  # words; the longest of 1,800 section headings and headlines seen is 15
LONGEST_HEADLINE = 30  # words; for the first two lines of an article
LONGEST_NOTICE = 60  # words of a consent or newsletter notice
LONGEST_CARD = 4  # lines of a link card: label, title, snippet, address
LONGEST_LIST = 8  # headlines in a list of related articles

_TERMINAL = re.compile(r"[.!?…。！？][\"'”’“‘»«)\]]*$")
_WORDS = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_ADDRESS = re.compile(
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
condividi|stampa|leggi anche|pubblicità""".replace("\n", "").split("|")
)
_CARD_LABELS = frozenset(
    "website preview|link preview|preview|external content|embedded content|view tweet|view post|view this post on instagram".split(
        "|"
    )
)
_LIST_LABELS = re.compile(
    r"(?:related(?: (?:articles?|stor(?:y|ies)|news|topics?|content|posts?|coverage|links?|reading))?|read (?:also|next|more|on)|"
    r"also read|see also|recommended(?: (?:for you|stories|articles|reading))?|more (?:from|on|about|in) .{2,50}|more stories|more news|"
    r"you (?:may|might) (?:also )?(?:like|be interested in)|most (?:read|popular|viewed|shared)|trending(?: now)?|top stories|"
    r"latest (?:news|stories|headlines)|further reading|editor['’]?s['’]? picks?|don['’]t miss|up next|"
    r"(?:à )?lire aussi|sur le même sujet|à lire|les plus lus|lesen sie auch|mehr zum thema|das könnte sie (?:auch )?interessieren|"
    r"meistgelesen|lea también|le puede interesar|lees ook|meer over .{2,50})\s*[:»›>→]*$",
    re.IGNORECASE,
)

# (why, pattern): tried in this order on short blocks. Each is anchored or names both parties, so that a sentence of news
# about a newsletter or a photograph does not match.
_NAME = r"[^\W\d_a-z][\w.’'-]*"
_NAMES = rf"{_NAME}(?:\s+(?:{_NAME}|de|van|von|der|al|bin|el|la))*"
_AGENCY = (
    r"(?:AP|A\.P\.|Associated Press|AFP|Agence France-Presse|Reuters|dpa|EPA|EPA-EFE|EFE|PA|PA Media|PA Images|Press Association|"
    r"Belga|ANP|ANSA|APA|TASS|Xinhua|Kyodo|Bloomberg|UPI|Ukrinform|Interfax(?:-Ukraine)?|RIA Novosti|Getty(?: Images)?|Shutterstock|"
    r"Alamy|Wikimedia(?: Commons)?|Unsplash|Pixabay|iStock|NurPhoto|Anadolu(?: Agency)?|ZUMA(?: Press)?|Sipa(?: USA)?|IMAGO|"
    r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)? (?:Wire|News Agency|Press Agency|Newswire))"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_CREDIT_WORD = (
    r"(?:photo(?:graph)?s?|picture|image|images|video|illustration|graphic|map|credit|photo credit|image credit|image source|"
    r"picture credit|source photo|file photo|file image|foto|fotos|bild|bilder|crédit(?: photo)?|crédits|image caption|caption)"
)
_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("copyright", re.compile(r"(?:©|\(c\)|copyright\b)\s*(?:\d{4}|by|of|,).{0,300}$", re.IGNORECASE)),
    ("copyright", re.compile(r".{0,200}\ball rights reserved\b.{0,300}$", re.IGNORECASE)),
    (
        "copyright",
        re.compile(
            r".{0,120}\b(?:may|must) not be (?:published|reproduced|republished|redistributed)\b.{0,200}$",
            re.IGNORECASE,
        ),
    ),
    ("photo credit", re.compile(r"©.{1,120}$")),
    (
        "photo credit",
        re.compile(rf"[(\[]?{_CREDIT_WORD}(?: (?:by|from|courtesy of))?\s*[:/©|].{{0,250}}$", re.IGNORECASE),
    ),
    (
        "photo credit",
        re.compile(
            rf"[(\[]?(?:Photo|Photograph|Picture|Image|Illustration|Video|Foto) (?:by|courtesy of|from|von|via) {_NAMES}.{{0,100}}$"
        ),
    ),
    (
        "photo credit",
        re.compile(
            rf"[(\[]?(?:{_AGENCY}|{_NAMES})(?:\s*[/|]\s*(?:{_AGENCY}|{_NAMES})){{0,3}}\s*/\s*{_AGENCY}[)\]]?\.?$"
        ),
    ),
    ("photo credit", re.compile(rf"[(\[]?{_AGENCY}(?: (?:via|/) {_AGENCY})?(?: (?:file )?photo)?[)\]]?\.?$")),
    (
        "photo caption",
        re.compile(
            rf".{{1,350}}[.)”\"]\s*[(\[]?(?:{_CREDIT_WORD}(?: by)?\s*[:/©]|©|{_CREDIT_WORD} by )\s*.{{2,80}}$",
            re.IGNORECASE,
        ),
    ),
    (
        "photo caption",
        re.compile(
            rf".{{1,350}}[(\[](?:{_NAMES}\s*/\s*)?{_AGENCY}(?: (?:via|/) {_AGENCY}| Photo)[^()]{{0,60}}[)\]]\.?$"
        ),
    ),
    ("photo caption", re.compile(rf".{{1,350}}[(\[]{_NAMES}\s*/\s*{_AGENCY}[)\]]\.?$")),
    (
        "agency credit",
        re.compile(
            rf"[(\[–—-]\s*(?:with |by |source: )?{_AGENCY}(?:[,/ ]+(?:and )?{_AGENCY})*\s*[)\]]?\.?$", re.IGNORECASE
        ),
    ),
    (
        "byline",
        re.compile(
            rf"(?:By|Text by|Story by|Written by|Words by|Par|Von|Door) {_NAMES}(?:(?:,| and| &| und| et| en) {_NAMES}){{0,5}}(?:,? (?:in|at) {_NAMES})?(?:\s*[|,•·–-].{{0,80}})?$"
        ),
    ),
    (
        "byline",
        re.compile(
            r"[(\[]?(?:additional |further )?(?:reporting|writing|editing|compiled|edited) (?:by|from) .{2,250}$",
            re.IGNORECASE,
        ),
    ),
    (
        "byline",
        re.compile(r".{2,160}\bcontributed (?:to this (?:report|article|story)|reporting)\b.{0,60}$", re.IGNORECASE),
    ),
    (
        "time stamp",
        re.compile(
            r"(?:(?:first |last )?(?:published|updated|modified|posted|edited)(?: on| at)?|last update|publié le|mis à jour le|veröffentlicht am|aktualisiert am|stand)\s*:?\s*(?:.{0,12}\d.{0,60}|today.{0,30}|just now)$",
            re.IGNORECASE,
        ),
    ),
    (
        "time stamp",
        re.compile(r"(?:\d+|an?|one|two|three) (?:min(?:ute)?s?|hours?|days?|weeks?) (?:ago|read)$", re.IGNORECASE),
    ),
    (
        "time stamp",
        re.compile(
            rf"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})(?:[ ,|–-]+(?:at )?\d{{1,2}}[:.]\d\d.{{0,20}})?$",
            re.IGNORECASE,
        ),
    ),
    (
        "newsletter",
        re.compile(
            r"(?:please )?(?:sign up|subscribe|register|get|receive)\b.{0,80}\b(?:newsletters?|inbox|mailbox|e-?mail|daily briefing|alerts|updates|channel|podcast|push notifications)\b.{0,120}$",
            re.IGNORECASE,
        ),
    ),
    (
        "newsletter",
        re.compile(
            r"(?!.*[“\"]).{0,160}\b(?:(?:straight|delivered|directly|sent|right) (?:in)?to your (?:inbox|mailbox|e-?mail)|in your (?:inbox|mailbox))\b.{0,120}$",
            re.IGNORECASE,
        ),
    ),
    ("newsletter", re.compile(r"(?:enter|your|type) (?:your )?e-?mail(?: address)?\b.{0,80}$", re.IGNORECASE)),
    (
        "newsletter",
        re.compile(
            r"(?:subscribe (?:to|now|for|today)|sign up (?:to|for|here|now|today)|become a (?:member|subscriber)|already a (?:member|subscriber)|thank you for (?:subscribing|signing up)|abonnez-vous|inscrivez-vous|abonnieren sie|jetzt abonnieren|suscríbete|schrijf je in)\b.{0,200}$",
            re.IGNORECASE,
        ),
    ),
    (
        "consent",
        re.compile(
            r"(?:by|in) (?:clicking|subscribing|signing|registering|continuing|submitting|using|entering|providing|ticking|pressing|en cliquant)\b.{0,250}\b(?:agree|accept|consent|confirm|acknowledge|policy|terms)\b.{0,250}$",
            re.IGNORECASE,
        ),
    ),
    (
        "consent",
        re.compile(
            r"(?:i|you|we|yes,?) .{0,80}\b(?:privacy (?:policy|notice|statement)|terms (?:of (?:use|service)|and conditions|& conditions))\b.{0,200}$",
            re.IGNORECASE,
        ),
    ),
    (
        "consent",
        re.compile(
            r"(?:read (?:our|the) )?(?:privacy (?:policy|notice|statement|settings)|terms (?:of (?:use|service)|and conditions|& conditions)|cookie (?:policy|settings|preferences|notice)|legal notice|imprint|impressum|disclaimer|accessibility|do not sell my (?:personal )?info(?:rmation)?|mentions légales|datenschutz(?:erklärung)?)(?:\s*[|·•/,–-].{0,200})?\.?$",
            re.IGNORECASE,
        ),
    ),
    ("consent", re.compile(r"this (?:site|form) is protected by recaptcha\b.{0,200}$", re.IGNORECASE)),
    (
        "cookies",
        re.compile(
            r"(?:(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,120}\bcookies\b|(?:accept|reject|manage|allow) (?:all )?cookies\b|nous utilisons des cookies|wir verwenden cookies).{0,300}$",
            re.IGNORECASE,
        ),
    ),
    (
        "follow us",
        re.compile(
            r"(?:please )?(?:follow|like|find|join|connect with) (?:us|me|our|\S+(?: \S+){0,3}) (?:on|at|via) (?:x|twitter|facebook|instagram|linkedin|telegram|whatsapp|youtube|tiktok|threads|bluesky|mastodon|google news|social media|@\w+)\b.{0,120}$",
            re.IGNORECASE,
        ),
    ),
    (
        "follow us",
        re.compile(
            r"(?:join|follow|download) our (?:telegram|whatsapp|channel|app|facebook|twitter|youtube|community)\b.{0,120}$",
            re.IGNORECASE,
        ),
    ),
    ("follow us", re.compile(r"(?:folgen sie uns|suivez-nous|síguenos|volg ons)\b.{0,120}$", re.IGNORECASE)),
    (
        "related article",
        re.compile(
            r"(?:read more|read also|also read|read next|related|see also|more|watch|watch live|listen|recommended|opinion|analysis|explainer|don['’]t miss|lire aussi|à lire aussi|lesen sie auch|mehr zum thema|lees ook|lea también)\s*(?::|\||>|»|→|–)\s*\S.{0,200}$",
            re.IGNORECASE,
        ),
    ),
    ("related article", re.compile(r"(?:click|tap) here (?:to|for)\b.{0,120}$", re.IGNORECASE)),
    (
        "related article",
        re.compile(
            r"(?:read|see|watch|find) (?:the )?(?:full|more|rest|entire|original|complete)\b.{0,60}\b(?:here|article|story|interview|report|statement|online|website|version)\.?$",
            re.IGNORECASE,
        ),
    ),
    (
        "support us",
        re.compile(
            r"(?:please )?(?:support|donate to|help (?:us|fund|keep)) (?:us|our|independent|the|quality)\b.{0,120}\b(?:journalism|reporting|donation|contribution|newsroom)\b.{0,150}$",
            re.IGNORECASE,
        ),
    ),
    (
        "tags",
        re.compile(
            r"(?:tags|topics|keywords|filed under|categories|schlagworte|mots-clés|etiquetas)\s*:.{0,250}$",
            re.IGNORECASE,
        ),
    ),
    (
        "comments",
        re.compile(
            r"(?:\d+ (?:comments?|shares?|likes?|views?)|(?:share|leave|post|join|write) (?:your |a |the )?(?:thoughts|comments?|conversation|discussion|opinion)\b.{0,80}|comments are (?:closed|off)\b.{0,60})$",
            re.IGNORECASE,
        ),
    ),
    (
        "contact",
        re.compile(
            r"(?:(?:press |media )?contacts?|contact us|(?:for )?(?:press|media) (?:enquiries|inquiries)|e-?mail|phone|tel(?:ephone)?|fax)\s*:.{0,200}$",
            re.IGNORECASE,
        ),
    ),
    (
        "first published",
        re.compile(
            r"(?:this (?:article|story|report|piece|post)) (?:was|is|has been|first|originally)\b.{0,60}\b(?:published|appeared|republished|produced|translated|generated|updated|syndicated)\b.{0,250}$",
            re.IGNORECASE,
        ),
    ),
)

# -- the closing section about the publisher --------------------------------------------------------------------------
_ABOUT = re.compile(
    r"(?:about|über|à propos d[eu']?|over|acerca de)\s+(?P<whom>\S.{0,80})$|who we are$|über uns$|qui sommes-nous ?\??$",
    re.IGNORECASE,
)
_ABOUT_US = re.compile(
    r"(?:us|the (?:authors?|publisher|company|newspaper|agency|reporter|journalist|writer)|this (?:site|website|newspaper)|our .+|uns|nous)$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:contacts?(?: us| details| information)?|(?:press|media) contacts?|kontakt|impressum|imprint|contactez-nous|get in touch|our offices?)\s*:?$",
    re.IGNORECASE,
)
_SELF_PRAISE = re.compile(
    r"\b(?:our|we)\b.{0,200}\b(?:journalists?|newsroom|readers?|newsletters?|services|subscribers?|reporters?|editorial|audiences?|platform|website|app)\b"
    r"|\b(?:news agency|newspaper|news outlet|news site|news website|media company|broadcaster|news organi[sz]ation|publisher|magazine)\b.{0,200}\b(?:delivers|provides|offers|publishes|covers|founded|based in|owned by|headquartered|serves|reaches)\b"
    r"|\b(?:delivers|provides|offers)\b.{0,120}\b(?:news|information|coverage|services|journalism)\b"
    r"|\b(?:founded|established|launched) in \d{4}\b"
    r"|\bis (?:a|an|the|our)\b.{0,60}\b(?:correspondent|reporter|journalist|editor|columnist|news agency|newspaper|newsletter|freelance)\b",
    re.IGNORECASE,
)
_STREET = re.compile(r"(?=.*\d).{4,90}$")
_CLOSING = frozenset(
    ["share button", "newsletter", "consent", "follow us", "copyright", "contact", "cookies", "about the publisher"]
)
CLOSING_REACH = 12  # blocks behind an "About" line that are searched for evidence that it speaks of the publisher


def find_paragraphs(text: str, blocks: tuple[Block, ...], lang: str = "en") -> tuple[Paragraph, ...]:  # noqa: ARG001  see below
    """Return each block as body, heading or boilerplate, in order; the latter two say why.

    `lang` is taken for the sake of a common signature: the notices of several languages are looked for in every text,
    as sites mix them.
    """
    lines = [text[block.start : block.end] for block in blocks]
    why: list[str] = [_name_boilerplate(line, block.tag) for line, block in zip(lines, blocks, strict=True)]
    _mark_cards(lines, why)
    _mark_lists(lines, blocks, why)
    _mark_closing(lines, why)
    kinds = _find_headings(lines, blocks, why)
    return tuple(
        Paragraph("boilerplate", block.start, block.end, block.tag, reason)
        if reason
        else Paragraph("heading", block.start, block.end, block.tag, heading)
        if heading
        else Paragraph("body", block.start, block.end, block.tag)
        for block, reason, heading in zip(blocks, why, kinds, strict=True)
    )


def _name_boilerplate(line: str, tag: str) -> str:
    """Return what gives the line away by its own words, or nothing."""
    if tag == "figcaption":
        return "photo caption"
    if len(line) > LONGEST_LINE:
        return ""
    line = " ".join(line.replace("\u00a0", " ").split())
    plain = line.lower().replace("’", "'").strip(" .:…!>»›→|•*+-–—[]()")
    if plain in _BUTTONS:
        return (
            "share button"
            if plain.startswith(("share", "tweet", "partager", "teilen", "compartir", "delen"))
            else "page furniture"
        )
    if plain in _CARD_LABELS:
        return "link card"
    if not any(map(str.isalnum, line)):
        return "page furniture" if tag not in ("pre",) else ""
    if _ADDRESS.match(line):
        return "address"
    if tag not in ("h1",) and _LIST_LABELS.match(line) and not _TERMINAL.search(line):
        return "related articles"
    if _count_words(line) > LONGEST_NOTICE:
        return ""
    for why, pattern in _LINES:
        if pattern.match(line):
            return why
    return ""


def _count_words(line: str) -> int:
    return sum(1 for _ in _WORDS.finditer(line))


def _is_headline(line: str, most: int = LONGEST_HEADING) -> bool:
    """Tell whether the line could be a heading by itself: short, no full stop, not the start of something."""
    line = line.strip()
    if not line or len(line) > LONGEST_LINE or line[-1] in ",;:–—-/" or line[0].islower():
        return False
    if line.endswith("?"):
        return _count_words(line) <= min(most, 12)
    return not _TERMINAL.search(line) and 0 < _count_words(line) <= most


def _mark_cards(lines: list[str], why: list[str]) -> None:
    """A link card is a label, a title, a snippet that is cut off, and an address, or most of these."""
    for number, line in enumerate(lines):
        if why[number] == "link card":
            behind = range(number + 1, min(len(lines), number + LONGEST_CARD))
            address = next((i for i in behind if why[i] == "address"), 0)
            for i in behind:
                if i <= address or (not address and not why[i] and (_is_headline(lines[i], 25) or _is_cut(lines[i]))):
                    why[i] = "link card"
                else:
                    break
        elif why[number] == "address" and number and not why[number - 1] and _is_cut(lines[number - 1]):
            why[number] = why[number - 1] = "link card"
            if number > 1 and not why[number - 2] and _is_headline(lines[number - 2], 25):
                why[number - 2] = "link card"
        elif _is_cut(line) and number + 1 < len(lines) and why[number + 1] == "page furniture" and not why[number]:
            why[number] = "link card"  # a teaser above its "Read more"


def _is_cut(line: str) -> bool:
    return len(line) <= LONGEST_LINE and line.rstrip().endswith(("...", "…", "[…]", "[...]"))


def _mark_lists(lines: list[str], blocks: tuple[Block, ...], why: list[str]) -> None:
    """Headlines below "Related" or "Most read" belong to it, up to the next paragraph of prose."""
    left = 0
    listed_as = ""
    for number, line in enumerate(lines):
        if why[number] == "related articles":
            left, listed_as = LONGEST_LIST, ""
        elif left and not why[number] and _is_headline(line, 25) and (not listed_as or blocks[number].tag == listed_as):
            why[number] = "related articles"
            listed_as = blocks[number].tag if blocks[number].tag != "line" else ""
            left -= 1
        elif not why[number]:
            left = 0


def _mark_closing(lines: list[str], why: list[str]) -> None:
    """Mark the section at the end that speaks of the publisher: from its heading, or from the last button, to the end."""
    first = _find_about(lines, why)
    for number in range(first, len(lines)):
        why[number] = why[number] or "about the publisher"
    pending: list[int] = []
    for number in range(first - 1, -1, -1):  # from the end towards the article
        if why[number]:
            if why[number] in _CLOSING:
                for i in pending:
                    why[i] = "about the publisher"
            if why[number] in _CLOSING or not pending:
                pending.clear()
        elif _is_weak(lines[number]):
            pending.append(number)
        else:
            break


def _find_about(lines: list[str], why: list[str]) -> int:
    """Return where the section about the publisher begins; the number of lines: there is none."""
    for number in range(len(lines) // 3, len(lines)):
        line = " ".join(lines[number].split()) if len(lines[number]) <= LONGEST_LINE else ""
        if not line or _TERMINAL.search(line) or _count_words(line) > 8:
            continue
        behind = [text[:LONGEST_LINE] for text in lines[number + 1 : number + 1 + CLOSING_REACH]]
        reasons = why[number + 1 : number + 1 + CLOSING_REACH]
        about = _ABOUT.match(line)
        if about:
            whom = about["whom"] or "us"
            name = " ".join(_WORDS.findall(whom)[:1])
            if (
                _ABOUT_US.match(whom)
                or _ADDRESS.match(whom)
                or any(_CONTACT.match(text.strip()) for text in behind)
                or (name and not name[0].isdigit() and bool(behind) and _praises(behind[0], name))
            ):
                return number
        elif _CONTACT.match(line) and (
            not behind or "address" in reasons or any(len(text) < 90 for text in behind[:1])
        ):
            if len(lines) - number <= CLOSING_REACH:
                return number
    return len(lines)


def _praises(line: str, name: str) -> bool:
    """Tell whether a paragraph below "About X" introduces X: it begins with the name or praises itself."""
    return (
        bool(_SELF_PRAISE.search(line))
        or re.match(rf"(?:The )?{re.escape(name)}\b.{{0,80}}\b(?:is|are|was|delivers|provides|offers|has)\b", line)
        is not None
    )


def _is_weak(line: str) -> bool:
    """Tell whether a block could belong to the closing section, if one is there: a label, an address, self-praise."""
    line = " ".join(line[: LONGEST_LINE * 2].split())
    if not _TERMINAL.search(line):
        return _count_words(line) <= 10
    return bool(_SELF_PRAISE.search(line))


def _find_headings(lines: list[str], blocks: tuple[Block, ...], why: list[str]) -> list[str]:
    """Return for each block why it is a heading; empty: it is body (or boilerplate)."""
    kept = [number for number in range(len(lines)) if not why[number]]
    found = [""] * len(lines)
    for place, number in enumerate(kept):
        tag = blocks[number].tag
        below = kept[place + 1] if place + 1 < len(kept) else -1
        if tag[:1] == "h" and tag[1:].isdigit():
            found[number] = "marked as a heading"
        elif tag not in ("line", "p") or below < 0:
            continue
        elif lines[number].rstrip().endswith(":"):
            if blocks[below].tag == "li" and _count_words(lines[number]) <= 4:
                found[number] = "introduces a list"
        elif place < 2 and _is_headline(lines[number], LONGEST_HEADLINE):
            if place == 0 or found[kept[0]]:
                found[number] = "headline" if place == 0 else "no full stop, below the headline"
            elif _is_headline(lines[number]):
                found[number] = "short, no full stop"
        elif _is_headline(lines[number]):
            found[number] = "short, no full stop"
    _keep_some_body(lines, blocks, kept, found)
    return found


def _keep_some_body(lines: list[str], blocks: tuple[Block, ...], kept: list[int], found: list[str]) -> None:
    """An article whose every line looks like a heading has none but its first: it is a list, or written without stops."""
    if len(kept) > 1 and all(found[number] for number in kept[:-1]) and not _TERMINAL.search(lines[kept[-1]][-20:]):
        for number in kept[1:]:
            if not (blocks[number].tag[:1] == "h" and blocks[number].tag[1:].isdigit()):
                found[number] = ""
