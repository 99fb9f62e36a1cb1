# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""What does a stretch of a letter look like: a headline, prose, a button, the link to read on? Told from it alone."""

from __future__ import annotations

import re

from msgspec.structs import replace

from briefing.adding.stretches import Stretch
from briefing.extracting import bare
from briefing.phrasing import ends_sentence

LEAST_PROSE = 8  # words of a paragraph; labels, buttons and credits have fewer
LONGEST_HEADLINE = 30  # words
SHORTEST_LINKED = 3  # words of a headline that is known by its link alone; entries of menus have one or two
LARGE = 17  # px from which letters are larger than those of text
WEB = ("http://", "https://")
MARKS = " \t\n\u00a0\u3000→»›>…«‹·•|[]()<-–—:.▶►▸➔➜➡⟶←◀＞【】［］〔〕《》（）。："

_MORE = re.compile(
    r"(?:(?:read|see|find out|learn|view|get) (?:more|on|it all|(?:the |this )?(?:full|whole|rest|article|story|report|analysis|interview|post))|(?:continue|keep) reading|go deeper|(?:the )?(?:full|whole) (?:story|article|report|text)|more$"
    r"|weiter(?:lesen)?|mehr (?:lesen|dazu|erfahren)|(?:zum|(?:den )?ganzen?) (?:artikel|bericht|text|beitrag|interview)|jetzt lesen"
    r"|lire (?:la suite|l['’]article|plus)|en savoir plus|(?:seguir|sigue) leyendo|leer (?:más|el artículo)|leggi (?:tutto|di più|l['’]articolo)|continua a leggere"
    r"|lees (?:meer|verder)|läs (?:mer|hela|vidare)|les (?:mer|hele|videre)|læs (?:mere|hele)|lue lisää|czytaj (?:dalej|więcej)|leia mais|ler mais|saiba mais"
    r"|(?:читать|читати) (?:далее|далі|полностью|більше)|подробнее|докладніше|číst (?:dále|více)|olvass tovább|citește (?:mai (?:mult|departe)|tot)|devamını oku|διαβάστε (?:περισσότερα|τη συνέχεια)|прочетете още|baca selengkapnya|selengkapnya|đọc tiếp|xem thêm"
    r"|(?:点击)?(?:阅读|查看|閱讀)(?:全文|更多|原文|详情|詳情)|(?:继续|繼續)(?:阅读|閱讀)|了解更多|続き(?:を読む|はこちら|を見る)|もっと(?:読む|見る)|(?:全文|記事)を読む|(?:詳しく|詳細)は(?:こちら|コチラ)|더 ?보기|자세히 ?보기|(?:기사|전문) ?보기|계속 ?읽기|อ่าน(?:ต่อ|เพิ่มเติม)|ดูเพิ่มเติม"
    r"|[اإ]قر[أا] (?:المزيد|المقال)|قراءة المزيد|للمزيد|(?:تابع|أكمل|واصل) القراءة|ادامه مطلب|بیشتر بخوانید|(?:קרא|קראו) עוד|להמשך (?:קריאה|הכתבה)|לכתבה המלאה|और पढ़ें|(?:आगे|पूरी खबर) पढ़ें)(?!\w).{0,40}",
    re.IGNORECASE,
)
_ARROW = re.compile(r"[→»›▶►▸➔➜➡⟶]")
_POINTS = (*"→»›>|([<-–—:…",)  # at a link
_SHARE = re.compile(
    r"share (?:this|the) (?:story|article|item|post)|diesen (?:artikel|beitrag) teilen|partager cet article",
    re.IGNORECASE,
)
_SHARER = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|linkedin|whatsapp|wa|t|reddit|bsky|threads|pinterest|xing|telegram)\.(?:com|me|net|app)/|[?&](?:u|url|text|title|link|action|share)=",
    re.IGNORECASE,
)
_OVER = re.compile(r"[.!…。！।۔][\"'”’»)\]」』]*(?: ?\([^()]{2,40}\))?$")  # "… on Sunday. (Norland Daily)"


def is_heading(stretch: Stretch) -> bool:
    return re.fullmatch(r"h[1-4]|head", stretch.tag) is not None


def is_linked(stretch: Stretch) -> bool:
    return len(stretch.links) == 1 and bare(stretch.links[0].text) == bare(stretch.text)


def is_over(stretch: Stretch) -> bool:
    return _OVER.search(stretch.text[-60:]) is not None


def is_prose(stretch: Stretch) -> bool:
    return stretch.words >= LEAST_PROSE and not is_linked(stretch)


def stands_out(stretch: Stretch) -> bool:
    return stretch.tag != "h1" and (is_linked(stretch) or stretch.bold or stretch.size >= LARGE or is_heading(stretch))


def find_lead(stretch: Stretch) -> str:
    """Where a headline leads on the web; empty: nowhere. Links within the letter are none."""
    return next((link.href for link in stretch.links if link.href.lower().startswith(WEB)), "")


def find_more(stretch: Stretch) -> str:
    """Return where “Read more” at the end of a stretch leads; empty: it does not end so.

    It may be an arrow. In small letters and behind a sentence that is not over it is a word of that.
    """
    if not stretch.links or not stretch.links[-1].href.lower().startswith(WEB):
        return ""
    link = stretch.links[-1]
    plain = link.text.strip(MARKS)
    if not plain:
        arrow = link.text.strip()
        return link.href if _ARROW.search(arrow) and stretch.line.rstrip(" )]").endswith(arrow) else ""
    line = stretch.line.strip(MARKS)
    if len(plain) > 60 or not _MORE.fullmatch(plain) or not line.endswith(plain):
        return ""
    before = line.removesuffix(plain).rstrip()
    is_word = plain[0].islower() and before and not before.endswith(_POINTS) and not ends_sentence(before)
    return "" if is_word else link.href


def leave_out_more(stretch: Stretch) -> Stretch | None:
    """Return what stands before “Read more”; None: nothing does."""
    said = stretch.links[-1].text.strip(MARKS)
    text = stretch.text if said in stretch.text else stretch.line
    rest = replace(stretch, text=text[: text.rfind(said)].rstrip(" \t\n\u00a0→»›>|[(<-–—:▶►▸➔➜➡⟶"), links=())
    return rest if rest.words > 1 else None


def shares(stretch: Stretch) -> bool:
    """Whether it is “Share this story”, wherever that leads."""
    return is_linked(stretch) and _SHARE.fullmatch(stretch.links[0].text.strip(MARKS)) is not None


def find_shared(stretch: Stretch) -> str:
    """Return where “Share this story” leads, if that is the story and no page to share it with; empty: it is none."""
    href = stretch.links[0].href if shares(stretch) else ""
    return href if href.lower().startswith(WEB) and not _SHARER.search(href.partition("//")[2]) else ""
