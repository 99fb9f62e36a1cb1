"""Does a sentence open with what stands before it?

It does with "However", with a pronoun whose noun stands in the sentence before, with "The two" or "Such a move". All of
this is told from the words of its opening, without reading the article: rules of thumb that rather leave a good
sentence out than let a bad one in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import islice

from briefing.analysis.text.patterns import compile_late
from briefing.analysis.text.words import find_words
from briefing.model import Span

OPENING = 70  # characters in which "such a move" points back; further on it may point into its own sentence

_CONNECTIVES = {
    "en": r"""additional|further
        |and|but|or|nor|so|yet|however|meanwhile|moreover|furthermore|nevertheless|nonetheless|instead|thus
        |therefore|then|thereafter|thereupon|afterwards?|later|also|still|besides|hence|consequently|otherwise|indeed|additionally|similarly
        |likewise|conversely|accordingly|subsequently|finally|lastly|secondly|thirdly|again|too|plus|regardless|rather
        |elsewhere|alternatively|specifically|notably|importantly|in contrast|by contrast|in addition|in turn
        |in response(?! to)|in return(?! for)|in other words|in fact|in short|in the meantime
        |in (?:that|this|the same|such an?)|on the other hand|on the contrary|as an? (?:result|consequence)(?! of)
        |as such|at the same time|at (?:that|this) (?:time|point|stage)|for (?:example|instance|one)
        |for (?:his|her|their|its) part|for (?:that|this)|that said|after (?:that|this|which)|before (?:that|this)
        |despite (?:this|that|these|those)|because of (?:this|that)|even so|at least(?=,)|of course
        |what(?: i|['’])s more|more importantly|to (?:that|this) end|with (?:that|this)|since then|until then|by then
        |as well|along with (?:that|this)|under (?:that|this|these|those)
        |(?:perhaps|only|just|even) with (?:that|this)""",
    "fr": r"""mais|or|et|cependant|toutefois|pourtant|ainsi|ensuite|puis|enfin|en revanche|par ailleurs|de plus|en outre
        |donc|aussi|alors|en effet|à l['’]inverse|au contraire""",
    "de": r"""aber|doch|und|jedoch|dennoch|außerdem|zudem|dagegen|deshalb|daher|dann|also|auch|inzwischen|trotzdem""",
    "es": r"""pero|y|sin embargo|además|por (?:eso|otro lado|su parte)|entonces|también|mientras tanto|así""",
    "it": r"""ma|e|però|inoltre|tuttavia|quindi|intanto|invece|anche|poi""",
    "nl": r"""maar|en|echter|bovendien|ook|daarom|toch|intussen|dus""",
    "pl": r"""ale|i|a|jednak|ponadto|również|także|dlatego|potem|tymczasem|więc|natomiast""",
    "ru": r"""но|а|и|однако|также|кроме того|при этом|поэтому|затем|тем временем|впрочем|между тем|зато|тогда|итак""",
    "uk": r"""але|а|і|й|та|однак|проте|також|крім того|при цьому|тому|потім|тим часом|водночас|натомість|тоді|отже""",
    "pt": r"""mas|e|porém|além disso|no entanto|também|entretanto|por isso""",
}
_PRONOUNS = {
    "en": "he she it they him them his hers her their theirs its this these those that such both neither another "
    "others",
    "fr": "il elle ils elles on cela ceci ce c celui-ci celle-ci ceux-ci son sa ses leur leurs",
    "de": "er sie es dies diese dieser dieses sein seine ihr ihre beide",
    "es": "él ella ello ellos ellas esto eso este esta estos estas su sus ambos",
    "it": "egli essa esso essi lui lei loro questo questa questi queste suo sua",
    "nl": "hij zij ze het dit dat deze die zijn hun haar beide",
    "pl": "on ona ono oni one jego jej ich to ten ta te tego tej tych obaj oboje",
    "ru": "он она оно они его её ее их это этот эта эти этого этой этих оба обе",
    "uk": "він вона воно вони його її їх їхній це цей ця ці цього цієї цих обидва обидві",
    "pt": "ele ela eles elas isto isso este esta estes estas seu sua ambos",
}
_OPENS_CONNECTED = {
    lang: compile_late("(?:" + re.sub(r"\s*[|]\s*", "|", words.strip()) + r")\b", re.IGNORECASE)
    for lang, words in _CONNECTIVES.items()
}
_OPENS_POINTING = {lang: frozenset(words.split()) for lang, words in _PRONOUNS.items()}
PERSONAL = frozenset({"he", "she", "they", "him", "them", "his", "her", "hers", "their", "theirs", "it", "its"})
_NO_NAMES = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December I
    """.split()
)
_BEFORE_NAMES = frozenset(
    """
    when after as if while although though because since before once until whereas in on at for with by from during
    under despite without asked what according among amid of to speaking should had were
    """.split()
)
_POINTING = compile_late(  # "The two agreed", but "The two sides of the Rhine", "The meeting in Paris"
    r"the (?:two|three|four|same)\b(?! \w+ (?:of|in|on|at|from|between|with|who|that|which)\b)"
    r"|the (?:pair|latter|former|move|decision|incident|announcement|statement|comments?|remarks?"
    r"|duo|couple|trio|others?|news|article|report|post|tweet|clip|footage|video|pictures?|images?|photos?|quote|goal|result"
    r"|changes?|findings?|claims?|figures?|toll|developments?|meeting|call|talks)\b"
    r"(?! (?:of|between|in|on|by|from|about|over|with|that|which|to|against|at|for)\b)",
    re.IGNORECASE,
)
_SINGULAR_PERSON = compile_late(r"(?:h(?<!\wh)e|s(?<!\ws)he)\b")  # as r"\b(?:he|she)\b", which takes twice as long
_ABOUT_A_PERSON = compile_late(  # "On Ukraine he pleased nobody": the name is not his
    r"(?:on|in|at|to|for|with|from|after|before|by|during|under|of|among) (?:[\w’'-]+ ){1,5}?(?:he|she)\b",
    re.IGNORECASE,
)
_INTRODUCES = compile_late(  # a name inside the sentence, or a person brought in by it: "a woman who said she"
    r"(?<=[\w,;’'”\")\]–—-] )[A-ZÀ-ÖØ-Þ][\w’'-]+"
    r"|\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Ee]very|[Ee]ach|[Nn]o|[Aa]nother) [a-z]|\bwho\b"
)
_NAME_INSIDE = compile_late(r"(?<=[a-z,;] )[A-ZÀ-ÖØ-Þ][\w-]+")
_ASIDE = compile_late(  # "The problem, however, is", "Quill, for her part, said"
    r"[^,;:“”\"]{2,30}, (?:however|meanwhile|moreover|therefore|nevertheless|nonetheless|instead|too|though|in turn"
    r"|by contrast|on the (?:other hand|contrary)|for (?:example|instance)|for (?:his|her|its|their) part),"
)
_SUCH = compile_late(  # "how such a move would work"; "such as" and "such a storm that" explain themselves
    r"(?<!no )(?<!any )\bsuch (?!as\b|that\b)(?:an? )?[a-z-]+(?! (?:[a-z]+ )?(?:as|that)\b)\b", re.IGNORECASE
)
_ELLIPTIC = compile_late(  # "Eighteen were killed", "Russia's is 4,900", "Quill did, in May": of what, did what?
    r"(?:most|some|many|all|none|each|several|few|others?|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|\d[\d,]*)"
    r" (?:of (?:them|those|these) )?"
    r"(?:is|are|was|were|has|have|had|will|would|could|can|may|do|did|said|say)\b"
    r"|one (?!\w*(?:ss|us|is)\b)[a-z]+s\b|one (?:was|had|said|will|would|of (?:them|those|these))\b"
    r"|\w+['’]s (?:is|was|are|were)\b|[^,.;:]{2,40} (?:did|does|do|did not|didn['’]t)[,.]",
    re.IGNORECASE,
)
_POINTS_BACK = compile_late(  # "the two have not spoken", "falls short of that number", "on this point"
    r"\bthe two(?:[,.;]| (?:are|were|have|had|said|will|would|agreed|met|spoke)\b)"
    r"|\b(?:of|to|by|at|on|from|for|after|before|with|about) (?:that|those|these) (?:numbers?|figures?|amounts?|points?"
    r"|sums?|thresholds?|marks?|totals?|days?|nights?|moves?|decisions?|ideas?|proposals?|claims?|deals?|talks?|attacks?)\b"
)
_POINTERS = ("the two", " that ", " those ", " these ")  # without one of them nothing points back so
_THEM = compile_late(r"\bthem\b")
_SEVERAL = compile_late(  # somebody whom "them" can mean
    r"\b(?!(?:is|was|has|his|this|its|us|says|as)\b)[\w’'-]+s\b|\b(?:people|men|women|children|police|both|who|and|they|their)\b",
    re.IGNORECASE,
)
_SPOKEN_BY_PRONOUN = compile_late(  # "The war was brought from Russia, he wrote"
    r"[,”\"’'] (?:he|she|they|it) (?:also |then )?(?:said|says|added|adds|told|wrote|writes|went on|continued|asked"
    r"|noted|warned|explained|argued|insisted|stressed|recalled)\b"
)
_EXPLETIVE = (
    re.compile(  # "It is unclear whether", "It was not known how", and nothing else: every other "it" is suspect
        r"it (?:is|was|remains|remained) (?:still )?(?:unclear|not (?:immediately |yet )?(?:clear|known)|to be seen)"
        r" (?:whether|how|why|who|when|where|if|what)\b",
        re.IGNORECASE,
    )
)


@lru_cache(maxsize=512)  # the summary asks for some sentences of an article, `alone` for all
def stands_alone(text: str, lang: str = "en") -> bool:
    """Tell whether a sentence can be read without the one before it.

    It cannot if it opens with a connective ("However"), with a pronoun or a pointing phrase ("He", "This", "The two"),
    also inside an opening clause ("When he arrived, …"), unless a name comes first. English and nine other languages.
    """
    opening = text.lstrip(" \t\n\u00a0\"“„«‘'(–—-…")
    connected = _OPENS_CONNECTED.get(lang)
    if not opening or (connected and connected.match(opening)):
        return False
    spans = find_words(opening, 0, 200)
    first = next(spans, None)
    if first is None:
        return False
    word = _plain(opening, first)
    if word.split("'")[0] in _OPENS_POINTING.get(lang, ()):
        return bool(lang == "en" and _EXPLETIVE.match(opening))
    if lang != "en":
        return True
    if _POINTING.match(opening) or _ASIDE.match(opening):
        return False
    if "such" in opening[:OPENING].lower() and _SUCH.search(opening[:OPENING]):
        return False
    if any(map(text.__contains__, _POINTERS)) and _POINTS_BACK.search(text):
        return False
    if _ELLIPTIC.match(opening) or _SPOKEN_BY_PRONOUN.search(text):
        return False
    them = _THEM.search(text) if "them" in text else None
    if them and not _SEVERAL.search(text, 0, them.start()):
        return False
    # without capitals there is no telling a name
    if word not in _BEFORE_NAMES or text.islower() or _looks_ahead(opening):
        return True
    return not _has_pronoun_first(opening, list(islice(spans, 6)))


def _has_pronoun_first(opening: str, spans: list[Span]) -> bool:
    """Tell whether a pronoun stands before any name in the words after "When", "On", "At"; not after "At least"."""
    words = [_plain(opening, span) for span in spans]
    if words[:1] in (["least"], ["most"]):
        return False
    for (start, _), word in zip(spans, words, strict=True):
        if word.split("'")[0] in PERSONAL:
            return True
        if opening[start].isupper() and len(word) > 1:
            return False
    return False


def _plain(text: str, span: Span) -> str:
    return text[span[0] : span[1]].lower().replace("’", "'")


def names_its_person(text: str, names: Callable[[], frozenset[str]]) -> bool:
    """Tell whether "he" or "she" has somebody before it in the sentence, or right after an opening clause.

    "Exit polling shows he won" names nobody, "Quill says she won" does if the article writes Quill with a capital
    elsewhere. Words in marks are their speaker's.
    """
    match = _SINGULAR_PERSON.search(text)
    if match is None or text.islower():
        return True
    if _ABOUT_A_PERSON.match(text) and not _looks_ahead(text):
        return False
    before = text[: match.start()]
    if _INTRODUCES.search(before) or _looks_ahead(text):
        return True
    first = re.match(r"\W*([A-ZÀ-ÖØ-Þ][\w-]+)", before)
    return first is not None and (first[1] in names() or first[1].endswith(("man", "woman", "er", "or")))


def collect_names(text: str) -> Callable[[], frozenset[str]]:
    """Return a function that gives the words with a capital inside the text's sentences; it looks once."""

    @cache
    def find() -> frozenset[str]:
        return frozenset(_NAME_INSIDE.findall(text))

    return find


def _looks_ahead(text: str) -> bool:
    """Tell whether an opening clause with a pronoun is followed by whom it means: "As she left, Quill said"."""
    match = re.match(r"(?!\w+ (?:it|him|her|them),)[^,.;:“”\"]{4,160}, (?:[A-Z][\w.]+ )*([A-ZÀ-ÖØ-Þ][\w’'-]+)", text)
    return match is not None and match[1] not in _NO_NAMES
