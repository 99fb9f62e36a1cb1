"""Can a sentence be read outside its place?

A summary is made of sentences taken out of their place. One that opens with "However", with a pronoun whose noun stands
in the sentence before, or with somebody's words and not their name, cannot be taken out; a caption or credit is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from briefing.analysis.text.words import find_words
from briefing.model import Document, Quote

FEWEST_WORDS = 6  # a shorter sentence tells too little to stand for an article
MOST_WORDS = 75  # a longer one is a list, or a page whose full stops were lost
SHORTEST_SPEECH = 4  # words in marks; fewer are scare quotes, titles and terms, which need no speaker

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
        |along with (?:that|this)|under (?:that|this|these|those)""",
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
    r"(?! (?:of|between|in|on|by|from|about|over|with|that|which|to|against|at|comes?|came|for|follow\w*)\b)",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(  # "It is unclear whether", "It was not known how"
    r"it(?:['’]s| is| was| has been| will be| would be| may be| might be| remains| remained)(?: \w+)?"
    r" (?:\w+ )?(?:that|to|whether|how|why|unclear|clear|not (?:immediately )?(?:clear|known))\b",
    re.IGNORECASE,
)
_SPEECH_IN_MARKS = re.compile(r"[“„«]([^“”„«»]*)(?:[”»]|$)|\"([^\"]*)(?:\"|$)|(?<!\w)[‘']([^‘’']{12,}?)[’'](?!\w)")
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
    for index in range(len(document.sentences)) if order is None else order:
        if index in inside:
            continue
        sentence = document.sentences[index]
        text = document.text[sentence.start : sentence.end]
        if not (stands_alone(text, document.lang) and is_usable(text)):
            continue
        if len(text) < 2 * len(title) and _plain(text) == title:
            continue  # the headline once more, with a full stop
        # where the quote finder knows nothing of the marks, they are titles and scare quotes, or nobody has looked
        if _names_speakers(text, sentence.start, spoken[index]) if index in spoken else has_its_speaker(text):
            yield index


def _plain(text: str) -> str:
    return " ".join(text[start:end].lower() for start, end in find_words(text, 0, 1000))


def is_usable(text: str) -> bool:
    """Tell whether it is a sentence of fair length that ends, and no caption, credit or call to click."""
    count = sum(1 for _ in find_words(text, 0, 2000))
    if not FEWEST_WORDS <= count <= MOST_WORDS or _CAPTION.search(text) or _CREDIT.search(text):
        return False
    stripped = text.rstrip()
    return stripped[-1:] not in ":?…,;" and not stripped.endswith("...")


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
    if _POINTING.match(opening):
        return False
    if words[0] in _BEFORE_NAMES and not text.islower():  # without capitals there is no telling a name
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
    if text.count("“") > text.count("”") or text.count('"') % 2:
        return False
    if not any(len(found.group().split()) >= SHORTEST_SPEECH for found in _SPEECH_IN_MARKS.finditer(text)):
        return True
    outside = _SPEECH_IN_MARKS.sub(" ", text)
    return bool(_SPOKEN.search(outside)) and (text.islower() or bool(_NAME.search(" " + outside[1:])))


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
        if text.count('"') % 2:
            depth = 0 if depth else 1
    return inside
