# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which lines of a letter stand around its articles: its footer, buttons and notices of the service that sends it?"""

from __future__ import annotations

import re

from briefing.adding.signs import MARKS, is_heading
from briefing.adding.stretches import Stretch

LONGEST_FOOTER = 12  # words of a line that a word of footers makes one
LONGEST_LINE = 2_000  # characters of it that are looked at; an address may be a word of any length
LONGEST_BUTTON = 5  # words
LONGEST_NOTICE = 250  # words of a notice of confidentiality

_FOOTER = re.compile(
    r"unsubscribe|opt[ -]out|manage (?:your )?(?:subscription|preferences)|(?:update|change) (?:your )?(?:e-?mail )?(?:preferences|settings)"
    r"|(?:in|on) (?:your |the |a )?(?:web )?browser|view (?:it )?online|you(?:['’]re| are) (?:receiving|getting) this|you received this|this (?:e-?mail|message|newsletter) was sent"
    r"|forward (?:this|it) to|forward to a friend|was (?:this|it) forwarded|our mailing address|privacy (?:policy|notice)|terms of (?:use|service)|all rights reserved"
    r"|^(?:©|\(c\)|copyright)\s|to your address book|abmelden|abbestell|im browser|diesen newsletter|impressum|datenschutz"
    r"|désabonn|désinscri|navigateur|vous recevez ce|darse de baja|cancelar (?:la|tu) suscripción|navegador|disiscri|afmelden|uitschrijven"
    r"|avregistrer|avprenumerera|avmeld|afmeld|wypisz|отписаться|відписатися|odhlásit|peruuta tilaus|dezabon|leiratkoz|abonelikten|απεγγραφή",
    re.IGNORECASE,
)
# Where words are not set apart, or mean “cancel” of anything, what they begin and what follows says that it is the letter.
_CANCEL = re.compile(
    r"(?:(?:如|若)(?:需|要|想|欲|不想)?|(?:点击|點擊)(?:此处|这里|此處|這裡)?|请|請)?(?:退订|退訂|取消(?:订阅|訂閱))(?:$|[:：,，\s]|请|請|本|此|邮件|郵件|点击|點擊|链接|連結)"
    r"|(?:この|本)?(?:メール|メールマガジン|メルマガ|ニュースレター)?の?(?:配信|購読|登録)の?(?:停止|解除)(?:$|[:：(（\s]|は(?:こちら|コチラ|以下|下記)|を?ご?希望|する(?:に|場合))"
    r"|(?:수신 ?거부|구독 ?(?:취소|해지))(?:$|[:：]|하기|를 원|는 여기| ?https?:)|(?:คลิก)?ยกเลิกการ(?:สมัคร|รับ)(?:$|\s|ข่าว|อีเมล|จดหมาย)"
    r"|(?:اضغط (?:هنا )?)?ل?[إا]لغاء (?:الاشتراك|اشتراكك)(?:$|[:،]| (?:من|في) (?:هذه|النشرة|القائمة)| (?:اضغط|انقر))|لغو (?:اشتراک|عضویت)$|(?:ל?הסרה מרשימת (?:ה)?תפוצה|ביטול (?:הרשמה|מינוי))$|सदस्यता (?:समाप्त|रद्द) करें",
    re.IGNORECASE,
)
# As Substack, Ghost, beehiiv and others print them. Each is a whole line: what says more than that stays.
_BUTTON = re.compile(
    r"(?:(?:like|comment|restack|share|subscribe|subscribe (?:now|here)|upgrade to paid|leave a comment|join the (?:chat|discussion)|read in (?:the )?app|open in (?:the )?app|get (?:the )?app|start writing|listen to (?:the )?post"
    r"|share (?:this )?post|share this newsletter|refer a friend|give a gift subscription|pledge your support|claim my free post|invite your friends|jetzt abonnieren|kommentieren|teilen|s['’]abonner)[\s\d·|•]*)+",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"(?:(?:(?:was|did) (?:this|someone|somebody)(?: (?:e-?mail|newsletter|letter|message))? forward(?:ed)?(?: (?:you|this|it|e-?mail|newsletter))*(?: to you)?|forwarded this (?:e-?mail|newsletter|letter|post)|wurde (?:ihnen|dir) (?:dieser newsletter|diese e-?mail) weitergeleitet)\?(?:[^.!?]{0,40}\b(?:sign up|subscribe|join|register|here|anmelden|abonnieren|hier)\b[^.!?]{0,60})?[.!]?"
    r"|thanks for reading[^.!?]{0,80}[.!] (?:please )?subscribe (?:for free )?to (?:receive|get|support|read|stay) [^.!?]{0,100}[.!]?|thanks for reading[^.!?]{0,80}! (?:this post is public so feel free to share it|feel free to share it)\.?"
    r"|(?:[^.!?]{1,80} is a reader-supported publication|this substack is reader-supported)\. to receive new posts[^.!?]{0,160}\.?"
    r"|you(?:['’]re| are) currently an? (?:free|paid) subscriber to [^.!?]{1,80}\.(?: for the full experience, upgrade your subscription\.?)?)",
    re.IGNORECASE,
)
_CONFIDENTIAL = re.compile(
    r"(?:(?:confidentiality|legal|privileged and confidential)(?: (?:notice|note|statement|disclaimer))+|disclaimer|confidential|vertraulichkeitshinweis|avis de confidentialité|aviso de confidencialidad)\s*[:.–—-]"
    r"|(?:this|the information (?:contained |transmitted )?in this) (?:e-?mail|message|communication|transmission)\b|diese (?:e-?mail|nachricht)\b|(?:ce (?:message|courriel)|cet e-?mail)\b|este (?:mensaje|correo)\b",
    re.IGNORECASE,
)
_IF_NOT_YOURS = re.compile(
    r"\bif you (?:are not the|have received|received|receive|get) (?:intended |named |correct |this )|\bwenn sie nicht der|\b(?:sollten|falls) sie (?:nicht der|diese)|\bsi vous (?:n['’]êtes pas|avez reçu)|\bsi (?:usted )?no es el destinatario|\bsi ha recibido este",
    re.IGNORECASE,
)

_FOR_OTHERS = re.compile(
    r"\b(?:is|are) intended (?:only |solely |exclusively )?for (?:the )?(?:sole |exclusive |confidential |personal )?(?:use of )?(?:the )?(?:named |individual or entity |intended )?(?:addressees?|recipients?|individuals?|persons?)\b"
    r"|\b(?:nur|ausschließlich|allein) für (?:den|die) (?:\w+ )?(?:adressat|empfänger)|\b(?:exclusivement|uniquement) (?:à l['’]attention )?(?:du|au|aux|à) (?:\w+ )?destinataire|\bexclusivamente (?:al?|para(?: el)?) (?:\w+ )?destinatario",
    re.IGNORECASE,
)


def is_footer(stretch: Stretch) -> bool:
    if stretch.words <= LONGEST_FOOTER and _FOOTER.search(stretch.line[:LONGEST_LINE]):
        return True
    if stretch.words <= LONGEST_FOOTER and _CANCEL.match(stretch.line.lstrip(MARKS)[:LONGEST_LINE]):
        return True
    if any(len(link.text) <= 80 and (_FOOTER.search(link.text) or _CANCEL.match(link.text)) for link in stretch.links):
        return True
    return stretch.words <= 60 and _FOOTER.match(stretch.line) is not None


def is_notice(stretch: Stretch) -> bool:
    """Whether all of it is a button or a notice that services, or offices, put into letters of any text."""
    line = stretch.line.strip(MARKS)
    if stretch.words <= LONGEST_BUTTON and not (is_heading(stretch) or stretch.row) and _BUTTON.fullmatch(line):
        return True
    if _SERVICE.fullmatch(line):
        return True
    return stretch.words <= LONGEST_NOTICE and bool(
        _CONFIDENTIAL.match(line) and (_IF_NOT_YOURS.search(line) or _FOR_OTHERS.search(line))
    )
