"""Can a sentence be read outside its place?

A summary is made of sentences taken out of their place. One that opens with "However", with a pronoun whose noun stands
in the sentence before, or with somebody's words and not their name, cannot be taken out; a caption or credit is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from briefing.analysis.text.words import find_words
from briefing.model import Document, Quote

FEWEST_WORDS = 6  # a shorter sentence tells too little to stand for an article
MOST_WORDS = 75  # a longer one is a list, or a page whose full stops were lost
LONGEST_SENTENCE = 2000  # characters
SHORTEST_SPEECH = 4  # words in marks; fewer are scare quotes, titles and terms, which need no speaker
LONGEST_HEADLINE = 16  # words of a first line that stands alone and has no article: "Poll finds Reed ahead of Oake."
HEADLINE_CAPITALS = 0.9  # share of a sentence's longer words with a capital from which it is set like a headline
LONGEST_DATELINE = 80  # characters
OPENING = 70  # characters in which "such a move" points back; further on it may point into its own sentence

_CONNECTIVES = {
    "en": r"""additional|further
        |and|but|or|nor|so|yet|however|meanwhile|moreover|furthermore|nevertheless|nonetheless|instead|thus
        |therefore|then|afterwards?|later|also|still|besides|hence|consequently|otherwise|indeed|additionally|similarly
        |likewise|conversely|accordingly|subsequently|finally|lastly|secondly|thirdly|again|too|plus|regardless|rather
        |elsewhere|alternatively|specifically|notably|importantly|in contrast|by contrast|in addition|in turn
        |in response(?! to)|in return(?! for)|in other words|in fact|in short|in the meantime
        |in (?:that|this|the same|such an?)|on the other hand|on the contrary|as an? (?:result|consequence)(?! of)
        |as such|at the same time|at (?:that|this) (?:time|point|stage)|for (?:example|instance|one)
        |for (?:his|her|their|its) part|for (?:that|this)|that said|after (?:that|this|which)|before (?:that|this)
        |despite (?:this|that|these|those)|because of (?:this|that)|even so|at least|of course|what(?: i|['’])s more
        |more importantly|to (?:that|this) end|with (?:that|this)|since then|until then|by then|as well
        |along with (?:that|this)|under (?:that|this|these|those)|(?:perhaps|only|just|even) with (?:that|this)""",
    "fr": r"""mais|or|et|cependant|toutefois|pourtant|ainsi|ensuite|puis|enfin|en revanche|par ailleurs|de plus|en outre
        |donc|aussi|alors|en effet|à l['’]inverse|au contraire""",
    "de": r"""aber|doch|und|jedoch|dennoch|außerdem|zudem|dagegen|deshalb|daher|dann|also|auch|inzwischen|trotzdem""",
    "es": r"""pero|y|sin embargo|además|por (?:eso|otro lado|su parte)|entonces|también|mientras tanto|así""",
    "it": r"""ma|e|però|inoltre|tuttavia|quindi|intanto|invece|anche|poi""",
    "nl": r"""maar|en|echter|bovendien|ook|daarom|toch|intussen|dus""",
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
    "pt": "ele ela eles elas isto isso este esta estes estas seu sua ambos",
}
_OPENS_CONNECTED = {
    lang: re.compile("(?:" + re.sub(r"\s*[|]\s*", "|", words.strip()) + r")\b", re.IGNORECASE)
    for lang, words in _CONNECTIVES.items()
}
_OPENS_POINTING = {lang: frozenset(words.split()) for lang, words in _PRONOUNS.items()}
_PERSONAL = frozenset({"he", "she", "they", "him", "them", "his", "her", "hers", "their", "theirs", "it", "its"})
_OF_A_LEAD = frozenset(  # headlines do without them
    """
    a an the said says told was were has have had will would yesterday today tonight monday tuesday wednesday thursday
    friday saturday sunday
    """.split()
)
_SMALL = frozenset({"from", "into", "over", "that", "than", "with"})  # without a capital in headlines as well
_NO_NAMES = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December I
    """.split()
)
_BEFORE_NAMES = frozenset(
    """
    when after as if while although though because since before once until whereas in on at for with by from during
    under despite without asked what according among amid of to speaking
    """.split()
)
_POINTING = re.compile(  # "The two agreed", but "The two sides of the Rhine", "The meeting in Paris"
    r"the (?:two|three|four|same)\b(?! \w+ (?:of|in|on|at|from|between|with|who|that|which)\b)"
    r"|the (?:pair|latter|former|move|decision|incident|announcement|statement|comments?|remarks?"
    r"|duo|couple|trio|others?|news|article|report|post|tweet|clip|footage|video|pictures?|images?|photos?|quote|goal|result"
    r"|changes?|findings?|claims?|developments?|meeting|call|talks)\b"
    r"(?! (?:of|between|in|on|by|from|about|over|with|that|which|to|against|at|for)\b)",
    re.IGNORECASE,
)
_SINGULAR_PERSON = re.compile(r"\b(?:he|she)\b")
_INTRODUCES = re.compile(  # a name inside the sentence, or a person brought in by it: "a woman who said she"
    r"(?<=[\w,;’'”\")\]–—-] )[A-ZÀ-ÖØ-Þ][\w’'-]+"
    r"|\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Ee]very|[Ee]ach|[Nn]o|[Aa]nother) [a-z]|\bwho\b"
)
_NAME_INSIDE = re.compile(r"(?<=[a-z,;] )[A-ZÀ-ÖØ-Þ][\w-]+")
_ASIDE = re.compile(  # "The problem, however, is", "Quill, for her part, said"
    r"[^,;:“”\"]{2,30}, (?:however|meanwhile|moreover|therefore|nevertheless|nonetheless|instead|too|though|in turn"
    r"|by contrast|on the (?:other hand|contrary)|for (?:example|instance)|for (?:his|her|its|their) part),"
)
_SUCH = re.compile(  # "how such a move would work"; "such as" and "such a storm that" explain themselves
    r"(?<!no )(?<!any )\bsuch (?!as\b|that\b)(?:an? )?[a-z-]+(?! (?:[a-z]+ )?(?:as|that)\b)\b", re.IGNORECASE
)
_EXPLETIVE = re.compile(  # "It is unclear whether", "It was not known how"
    r"it(?:['’]s| is| was| has been| will be| would be| may be| might be| remains| remained)(?: \w+)?"
    r" (?:\w+ )?(?:that|to|whether|how|why|unclear|clear|not (?:immediately )?(?:clear|known))\b",
    re.IGNORECASE,
)
_SPEECH_IN_MARKS = re.compile(r"[“„«]([^“”„«»]*)(?:[”»]|$)|\"([^\"]*)(?:\"|$)|(?<!\w)[‘']([^‘’']{12,}?)[’'](?!\w)")
_LEFT_OPEN = re.compile(r"(?:^|[:,] )[‘'](?=[A-Z])(?!.*[’'](?:\W|$))", re.DOTALL)  # and nothing closes it
_SPOKEN = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|told|tells?|add(?:ed|s|ing)|according to|wr(?:ote|ites?)|warn(?:ed|s|ing)|ask(?:ed|s)"
    r"|call(?:ed|s|ing)|describ\w+|insist\w*|announc\w+|argu\w+|claim\w*|stat(?:ed|es|ing)|declar\w+|explain\w*"
    r"|accus\w+|urg\w+|tweet\w*|repl(?:ied|ies)|comment\w*|declin\w+|den(?:ied|ies)|vow\w*|dubbed|termed|known as"
    r"|dit|déclar\w+|affirm\w+|sagte|erklärte|dijo|ha detto|zei)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:“\"‘'«] )(?<!^)\b[A-ZÀ-ÖØ-Þ][\w’'-]+")
_CAPTION = re.compile(  # "(pictured)", "(left)", and "Still in love: The couple …", which opens no sentence of a report
    r"\((?:pictured|left|right|above|below|cent(?:re|er)|inset|circled|file)\b|\bpictured (?:above|here|left|right)\b"
    r"|^(?![A-Z]{2})[A-Z][\w'’ ,-]{2,40}: [A-Z]"
)
_DATELINE = re.compile(  # "KYIV, March 3 (Meridian Wire) – ", "BEDFORD, N.H. (AP) — ", "New York (AFP) – "
    r"(?:[A-Z][A-Z.’' /-]{2,40}(?:,? [A-Z][\w.]*,?(?: \d{1,2},?)?){0,4}(?: ?\([^()\n]{2,40}\))?"
    r"|(?:[A-Z][\w.’'-]*,? ){0,4}\((?:AP|AFP|UPI|CNN|dpa|ANSA|EFE|Reuters|(?:[A-Z]\w+ )*(?:Wire|Press|News|Agency))\))"
    r" ?[-–—]{1,2} (?=\S)"
)
_MARKUP = re.compile(r"</?[a-z][^<>]{0,200}>|\bhttps?://|^\d+[.)] [A-Z]{2}")
_CREDIT = re.compile(
    r"(?:^|\W)(?:photo(?:graph)?s? (?:by|:)|image (?:by|:|credit)|picture:|getty images|reporting by|editing by"
    r"|additional reporting|all rights reserved|read more|sign up|subscribe|click here|follow us|scroll down"
    r"|watch (?:the|this|below)|this (?:article|story) (?:was|has been|originally)|contact (?:us|the author)"
    r"|e-?mail (?:us|the author)|associated press contributed|contributed to this (?:report|story)|copyright|©)",
    re.IGNORECASE,
)


def find_usable(document: Document, quotes: Sequence[Quote], order: Sequence[int] | None = None) -> Iterator[int]:
    """Yield the indexes of the sentences that can stand outside their place, in text order or the one given."""
    inside = _inside_quotes(document, quotes)
    spoken = _by_sentence(document, quotes)
    title = _plain(document.title)
    names = _names_lazily(document)
    for index in range(len(document.sentences)) if order is None else order:
        if index in inside:
            continue
        sentence = document.sentences[index]
        text = document.text[sentence.start : sentence.end]
        start = sentence.start + find_dateline(text)
        text = text[start - sentence.start :]
        if not (is_usable(text) and stands_alone(text, document.lang)):
            continue
        if len(text) < 2 * len(title) and _plain(text) == title:
            continue  # the headline once more, with a full stop
        if index == 0 and _is_headline(document, text):
            continue
        if document.lang == "en" and not _names_its_person(text, names):
            continue
        # where the quote finder knows nothing of the marks, they are titles and scare quotes, or nobody has looked
        if _names_speakers(text, start, spoken[index]) if index in spoken else has_its_speaker(text):
            yield index


def find_dateline(text: str) -> int:
    """Return how many characters of a sentence are its dateline; 0: it has none.

    "KYIV, March 3 (Meridian Wire) – The parliament …": a summary may show the sentence from there on, still verbatim.
    """
    match = _DATELINE.match(text, 0, LONGEST_DATELINE)
    return match.end() if match and len(text) > match.end() + 1 else 0


def _is_headline(document: Document, text: str) -> bool:
    """Tell whether the first sentence is the headline: a short paragraph of its own, without article or past tense.

    Only where the article has no title: else its headline is no sentence.
    """
    if document.title or document.lang != "en" or len(document.sentences) < 2 or text.islower():
        return False
    first, second = document.sentences[:2]
    if first.paragraph == second.paragraph or second.end - second.start <= first.end - first.start:
        return False
    words = [text[start:end].lower() for start, end in find_words(text, 0, 400)]
    return len(words) <= LONGEST_HEADLINE and not _OF_A_LEAD.intersection(words)


def _names_lazily(document: Document) -> Callable[[], frozenset[str]]:
    """Return a function that gives the words with a capital inside the article's sentences; it looks once."""

    @cache
    def find() -> frozenset[str]:
        return frozenset(_NAME_INSIDE.findall(document.text))

    return find


def _names_its_person(text: str, names: Callable[[], frozenset[str]]) -> bool:
    """Tell whether "he" or "she" has somebody before it in the sentence, or right after an opening clause.

    "Exit polling shows he won" names nobody, "Quill says she won" does if the article writes Quill with a capital
    elsewhere. Words in marks are their speaker's.
    """
    match = _SINGULAR_PERSON.search(text)
    if match is None or text.islower():
        return True
    before = text[: match.start()]
    if _INTRODUCES.search(before) or _looks_ahead(text):
        return True
    first = re.match(r"\W*([A-ZÀ-ÖØ-Þ][\w-]+)", before)
    return first is not None and (first[1] in names() or first[1].endswith(("man", "woman", "er", "or")))


def _looks_ahead(text: str) -> bool:
    """Tell whether an opening clause with a pronoun is followed by whom it means: "As she left, Quill said"."""
    match = re.match(r"(?!\w+ (?:it|him|her|them),)[^,.;:“”\"]{4,160}, (?:[A-Z][\w.]+ )*([A-ZÀ-ÖØ-Þ][\w’'-]+)", text)
    return match is not None and match[1] not in _NO_NAMES


def _plain(text: str) -> str:
    return " ".join(text[start:end].lower() for start, end in find_words(text, 0, 1000))


def is_usable(text: str) -> bool:
    """Tell whether it is a sentence of fair length that ends, and no caption, credit or call to click."""
    if len(text) > LONGEST_SENTENCE:
        return False
    count = sum(1 for _ in find_words(text))
    if not FEWEST_WORDS <= count <= MOST_WORDS or _CAPTION.search(text) or _CREDIT.search(text):
        return False
    if _MARKUP.search(text) or _is_set_like_a_headline(text):
        return False
    stripped = text.rstrip()
    return stripped[-1:] not in ":?…,;" and not stripped.endswith("...")


def _is_set_like_a_headline(text: str) -> bool:
    """Tell whether nearly all longer words have a capital: "Trump Tells Reno That Football Has Gone Soft"."""
    longer = [word for word in text[:400].split()[1:] if len(word) > 3 and word[0].isalpha() and word not in _SMALL]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) >= HEADLINE_CAPITALS * len(longer)


def stands_alone(text: str, lang: str = "en") -> bool:
    """Tell whether a sentence can be read without the one before it.

    It cannot if it opens with a connective ("However"), with a pronoun or a pointing phrase ("He", "This", "The two"),
    also inside an opening clause ("When he arrived, …"), unless a name has come first. English and six other languages.
    """
    opening = text.lstrip(" \t\n\u00a0\"“„«‘'(–—-…")
    connected = _OPENS_CONNECTED.get(lang)
    if not opening or (connected and connected.match(opening)):
        return False
    words = [opening[start:end].lower().replace("’", "'") for start, end in find_words(opening, 0, 200)][:7]
    if not words:
        return False
    if words[0].split("'")[0] in _OPENS_POINTING.get(lang, ()):
        return bool(lang == "en" and _EXPLETIVE.match(opening))
    if lang != "en":
        return True
    if _POINTING.match(opening) or _ASIDE.match(opening) or _SUCH.search(opening[:OPENING]):
        return False
    if (
        words[0] in _BEFORE_NAMES and not _looks_ahead(opening) and not text.islower()
    ):  # without capitals there is no telling a name
        for (start, _), word in zip(list(find_words(opening, 0, 200))[1:7], words[1:], strict=False):
            if word.split("'")[0] in _PERSONAL:
                return False
            if opening[start].isupper() and len(word) > 1:
                break
    return True


def has_its_speaker(text: str) -> bool:
    """Tell from a sentence alone whether words in marks have a speaker beside them; scare quotes and titles need none.

    It also has to close what it opens.
    """
    if _LEFT_OPEN.search(text) or text.count("“") > text.count("”") or _count_straight(text) % 2:
        return False
    if not any(_is_speech(found.group()) for found in _SPEECH_IN_MARKS.finditer(text)):
        return True
    outside = _SPEECH_IN_MARKS.sub(" ", text)
    return bool(_SPOKEN.search(outside)) and (text.islower() or bool(_NAME.search(" " + outside[1:])))


def _is_speech(marked: str) -> bool:
    """Tell speech from terms and from titles of works, in which every longer word has a capital."""
    words = marked.strip(" “”„«»\"'‘’").split()
    return len(words) >= SHORTEST_SPEECH and not all(word[0].isupper() for word in words if len(word) > 3)


def _count_straight(text: str) -> int:
    """The straight double marks in a text, without that of inches: 6ft 2"."""
    count = text.count('"')
    return count - len(re.findall(r'\d"(?!\w)', text)) % 2 if count % 2 else count


def _names_speakers(text: str, start: int, quotes: Sequence[Quote]) -> bool:
    """Tell whether each of the quotes in the sentence that begins at `start` has its speaker in it, by name."""
    end = start + len(text)
    for quote in quotes:
        if any(start <= a < end < b - 2 for a, b in quote.spans):
            return False  # the words go on after the sentence
        outside = text
        for a, b in sorted(quote.spans, reverse=True):
            if a < end and b > start:
                outside = outside[: max(0, a - start)] + " " + outside[b - start :]
        if not quote.speaker_text or quote.speaker_text not in outside or quote.speaker_text.lower() in _PERSONAL:
            return False
    return True


def _by_sentence(document: Document, quotes: Sequence[Quote]) -> dict[int, list[Quote]]:
    """Return for each sentence the direct and partial quotes in it."""
    starts = [sentence.start for sentence in document.sentences]
    found: dict[int, list[Quote]] = {}
    for quote in quotes:
        if quote.kind == "reported":
            continue
        inside: set[int] = set()
        for a, b in quote.spans:
            inside.update(range(max(0, bisect_right(starts, a) - 1), bisect_left(starts, b)))
        for index in sorted(inside):
            if any(a < document.sentences[index].end and b > starts[index] for a, b in quote.spans):
                found.setdefault(index, []).append(quote)
    return found


def _inside_quotes(document: Document, quotes: Sequence[Quote]) -> set[int]:
    """Return the sentences that lie wholly inside somebody's words, which may have opened sentences before."""
    spans = sorted(span for quote in quotes if quote.kind != "reported" for span in quote.spans)
    inside: set[int] = set()
    at = 0
    for index, sentence in enumerate(document.sentences):
        while at < len(spans) and spans[at][1] < sentence.end - 2:
            at += 1
        if at < len(spans) and spans[at][0] <= sentence.start + 1:
            inside.add(index)
    paragraph, depth = -1, 0
    for index, sentence in enumerate(document.sentences):
        if sentence.paragraph != paragraph:
            paragraph, depth = sentence.paragraph, 0
        if depth > 0:
            inside.add(index)
        text = document.text[sentence.start : sentence.end]
        depth = max(0, depth + text.count("“") - text.count("”"))
        if _count_straight(text) % 2:
            depth = 0 if depth else 1
    return inside
