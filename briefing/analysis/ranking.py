"""Can a sentence stand alone, and how much does it tell of its article?

A summary is made of sentences taken out of their place. One that opens with "However", with a pronoun whose noun stands
in the sentence before, or with somebody's words and not their name, cannot be taken out.
"""

from __future__ import annotations

import re
from math import log, sqrt

from briefing.analysis.frequencies import find_terms, weigh_word
from briefing.analysis.text import find_words
from briefing.model import Document, Quote, Sentence

FEWEST_WORDS = 6  # a shorter sentence tells too little to stand for an article
MOST_WORDS = 75  # a longer one is a list, or a page whose full stops were lost

_CONNECTIVES = re.compile(
    r"(?:and|but|or|nor|so|yet|however|meanwhile|moreover|furthermore|nevertheless|nonetheless|instead|thus|therefore|"
    r"then|afterwards?|later|also|still|besides|hence|consequently|otherwise|indeed|additionally|similarly|likewise|"
    r"conversely|accordingly|subsequently|finally|lastly|secondly|thirdly|again|too|plus|regardless|rather|elsewhere|"
    r"alternatively|specifically|notably|importantly|"
    r"in contrast|by contrast|in addition|in turn|in response|in return|in other words|in fact|in short|in the meantime|"
    r"in (?:that|this|the same|such a?)|on the other hand|on the contrary|as a (?:result|consequence)|as such|at the same time|"
    r"at (?:that|this) (?:time|point|stage)|for (?:example|instance|one|his part|her part|their part|its part|that|this)|"
    r"that said|after (?:that|this|which)|before (?:that|this)|despite (?:this|that|these|those)|because of (?:this|that)|"
    r"even so|of course|what is more|what's more|more importantly|to (?:that|this) end|with (?:that|this)|since then|"
    r"until then|by then|as well|along with (?:that|this)|under (?:that|this|these|those)|"
    r"(?:mais|or|et|cependant|toutefois|pourtant|ainsi|ensuite|puis|enfin|en revanche|par ailleurs|de plus|en outre|"
    r"aber|doch|und|jedoch|dennoch|außerdem|zudem|dagegen|deshalb|daher|dann|pero|sin embargo|además|ma|però|inoltre|"
    r"maar|echter|bovendien|mas|porém|além disso))\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(  # a list of words is best read as words
    ["he", "she", "it", "they", "him", "them", "his", "hers", "their", "theirs", "its", "this", "these", "those", "that", "such", "both", "neither", "another", "others", "her", "il", "elle", "ils", "elles", "cela", "ceci", "ce", "celui-ci", "celle-ci", "er", "sie", "es", "dies", "diese", "dieser", "él", "ella", "ellos", "egli", "essa", "hij", "zij", "ele", "ela", "eles"]
)
_PERSONAL = frozenset(  # a list of words is best read as words
    "he she they him them his her hers their theirs it its himself herself themselves".split()  # noqa: SIM905
)
_SUBORDINATE = frozenset(  # a list of words is best read as words
    ["when", "after", "as", "if", "while", "although", "though", "because", "since", "before", "once", "until", "whereas", "in", "on", "at", "for", "with", "by", "from", "during", "under", "despite", "without", "asked", "what", "according", "among", "amid", "of", "to", "speaking"]
)
_POINTING = re.compile(
    r"(?:the (?:two|three|four|pair|latter|former|same|move|decision|incident|announcement|statement|comments?|remarks?|"
    r"duo|couple|trio|others?|news|article|report|post|tweet|clip|footage|video|picture|pictures|image|images|photo|photos|"
    r"quote|goal|result|change|changes|finding|findings|claim|claims|development|developments|meeting|call|talks)\b"
    r"(?! (?:of|between|in|on|by|from|about|over|with|that|which|to|against|at|comes?|came|for)\b))",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"it(?:['’]s| is| was| has been| will be| would be| may be| might be| remains| remained)(?: \w+)?"
    r" (?:\w+ )?(?:that|to|whether|how|why|unclear|clear|not (?:immediately )?(?:clear|known))\b",
    re.IGNORECASE,
)
_ONE_WAY = re.compile(r"[“„«]([^“”„«»]*)(?:[”»]|$)|\"([^\"]*)(?:\"|$)|(?<!\w)[‘']([^‘’']{12,}?)[’'](?!\w)")
_OPEN_MARK = re.compile(r"[\"“„«‘']")
_SPOKEN = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|told|tells?|add(?:ed|s|ing)|according to|wr(?:ote|ites?)|warn(?:ed|s|ing)|ask(?:ed|s)|"
    r"call(?:ed|s|ing)|describ\w+|insist\w*|announc\w+|argu\w+|claim\w*|stat(?:ed|es|ing)|declar\w+|explain\w*|"
    r"accus\w+|urg\w+|tweet\w*|repl(?:ied|ies)|comment\w*|declin\w+|den(?:ied|ies)|vow\w*|dubbed|termed|known as|"
    r"dit|déclar\w+|affirm\w+|sagte|erklärte|dijo|ha detto|zei)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:“\"‘'«] )(?<!^)\b[A-ZÀ-ÖØ-Þ][\w’'-]+")
_CAPTION = re.compile(  # "(pictured)", "(left)", and "Still in love: The couple …", which opens no sentence of a report
    r"\((?:pictured|left|right|above|below|cent(?:re|er)|inset|circled|file)\b|\bpictured (?:above|here|left|right)\b"
    r"|^(?![A-Z]{2})[A-Z][\w'’ ,-]{2,40}: [A-Z]"
)
_CREDIT = re.compile(
    r"(?:^|\W)(?:photo(?:graph)?s? (?:by|:)|image (?:by|:|credit)|picture:|getty images|reporting by|editing by|additional reporting|"
    r"all rights reserved|read more|sign up|subscribe|click here|follow us|scroll down|watch (?:the|this|below)|"
    r"this (?:article|story) (?:was|has been|originally)|contact (?:us|the author)|e-?mail (?:us|the author)|"
    r"associated press contributed|contributed to this (?:report|story)|copyright|©)",
    re.IGNORECASE,
)


def stands_alone(text: str) -> bool:
    """Tell whether a sentence can be read without the one before it.

    It cannot if it opens with a connective ("However"), with a pronoun or a pointing phrase ("He", "This", "The two"), also
    inside an opening clause ("When he arrived, …"), unless a name has come first.
    """
    opening = text.lstrip(" \t\n\u00a0\"“„«‘'(–—-…")
    if not opening:
        return False
    if _CONNECTIVES.match(opening) or _POINTING.match(opening):
        return False
    words = [opening[start:end] for start, end in find_words(opening, 0, 200)][:9]
    if not words:
        return False
    first = words[0].lower().replace("’", "'")
    if first.split("'")[0] in _PRONOUNS:
        return bool(first.startswith("it") and _EXPLETIVE.match(opening))
    if first in _SUBORDINATE and not text.islower():  # without capitals there is no telling a name
        for word in words[1:7]:
            if word.lower().split("'")[0].split("’")[0] in _PERSONAL:
                return False
            if word[0].isupper() and len(word) > 1:
                break
    return True


def names_its_speakers(document: Document, sentence: Sentence, quotes: tuple[Quote, ...]) -> bool:
    """Tell whether every quote in the sentence has its speaker in it, by name; scare quotes need none."""
    start, end = sentence.start, sentence.end
    text = document.text[start:end]
    known = False
    for quote in quotes:
        if quote.kind == "reported" or not any(a < end and b > start for a, b in quote.spans):
            continue
        known = True
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in quote.spans if a < end and b > start]
        outside = text
        for a, b in sorted(inside, reverse=True):
            outside = outside[:a] + " " + outside[b:]
        if not quote.speaker_text or quote.speaker_text not in outside:
            return False
        if quote.speaker_text.lower() in _PERSONAL:
            return False
    if known or not _OPEN_MARK.search(text):
        return True
    # marks that the quote finder knows nothing of: titles, scare quotes, or nobody has looked for quotes
    spoken = [match for match in _ONE_WAY.finditer(text) if len(match.group().split()) >= 4]
    if not spoken and text.count('"') % 2 == 0 and text.count("“") == text.count("”"):
        return True
    outside = _ONE_WAY.sub(" ", text)
    return bool(_SPOKEN.search(outside)) and (text.islower() or bool(_NAME.search(" " + outside[1:])))


def is_usable(text: str) -> bool:
    """Tell whether a sentence is one: of fair length, with an end, and no credit or call to click."""
    count = sum(1 for _ in find_words(text, 0, 2000))
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        return False
    if _CAPTION.search(text):
        return False
    end = text.rstrip()[-1:]
    return end not in ":?…,;" and not text.rstrip().endswith("...") and not _CREDIT.search(text)


def find_usable(document: Document, quotes: tuple[Quote, ...]) -> list[int]:
    """Return the sentences that can stand for the article, as indexes in text order."""
    inside = _inside_quotes(document, quotes)
    found: list[int] = []
    for index, sentence in enumerate(document.sentences):
        text = document.text[sentence.start : sentence.end]
        if (
            index not in inside
            and is_usable(text)
            and stands_alone(text)
            and names_its_speakers(document, sentence, quotes)
        ):
            found.append(index)
    return found


def _inside_quotes(document: Document, quotes: tuple[Quote, ...]) -> set[int]:
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


# -- how much a sentence tells ----------------------------------------------------------------------------------------

TITLE_SHARE = 2.0  # a word of the title counts as two of the text when the article's words are weighed


def weigh_terms(document: Document) -> tuple[dict[str, float], list[frozenset[str]]]:
    """Return the weight of every term of the article, and the terms of each sentence."""
    counts: dict[str, float] = {}
    for term in find_terms(document.title, lang=document.lang):
        counts[term.lemma] = counts.get(term.lemma, 0.0) + TITLE_SHARE
    sentences: list[frozenset[str]] = []
    for sentence in document.sentences:
        words = [term.lemma for term in find_terms(document.text, sentence.start, sentence.end, document.lang)]
        for word in words:
            counts[word] = counts.get(word, 0.0) + 1.0
        sentences.append(frozenset(words))
    weights = {word: log(1 + count) * weigh_word(word, document.lang) for word, count in counts.items() if count > 1}
    return weights, sentences


def centrality(words: frozenset[str], weights: dict[str, float], length: float) -> float:
    """Return how much of what the article is about a sentence holds, 0 … 1: the cosine of the two."""
    if not words or not length:
        return 0.0
    return sum(weights.get(word, 0.0) for word in sorted(words)) / (sqrt(len(words)) * length)
