"""Can a sentence be read outside its place?

A summary is made of sentences taken out of their place. One that leans on the sentence before it (`openings`) or holds
somebody's words and not their name (`marked_words`) cannot be taken out; a headline, caption or credit is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from msgspec.structs import replace

from briefing.analysis.summaries.marked_words import (
    find_inside_quotes,
    group_by_sentence,
    has_its_speaker,
    names_speakers,
)
from briefing.analysis.summaries.openings import collect_names, names_its_person, stands_alone
from briefing.analysis.text.patterns import compile_late
from briefing.analysis.text.words import count_words, find_words, list_words
from briefing.model import Document, Quote, Sentence, Span

__all__ = ["find_dateline", "find_usable", "has_its_speaker", "is_usable", "stands_alone"]

FEWEST_WORDS = 6  # a shorter sentence tells too little to stand for an article
MOST_WORDS = 75  # a longer one is a list, or a page whose full stops were lost
LONGEST_SENTENCE = 2000  # characters
UNSPACED_WORD = 2  # characters of a script without spaces that count as a word
LONGEST_HEADLINE = 24  # words of a first paragraph without article or past tense: "Poll finds Reed ahead of Oake."
MOST_HEADLINES = 3  # paragraphs: a headline, a deck and a label ("Summary.")
FIRST_PARAGRAPHS = 6  # sentences after a headline in which a paragraph longer than it has begun
MOST_SMALL = 0.1  # share of a sentence's longer words without a capital up to which it is set like a headline
LONGEST_DATELINE = 80  # characters

_OF_A_LEAD = frozenset(  # headlines do without them
    """
    a an the said told was were has have had yesterday today tonight monday tuesday wednesday thursday friday saturday
    sunday
    """.split()
)
_SMALL = frozenset({"from", "into", "over", "that", "than", "with"})  # without a capital in headlines as well
_CLOSING = " \t\n\u00a0\"'”’»“‘)]"
_ENDS = frozenset(".!。！।۔։።")  # a question tells nothing, "…" is cut off
_LATIN = "\u024f"  # the last of its letters; some scripts after it, as Thai, end no sentence with a mark
_UNSPACED = compile_late("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # Thai … Chinese
# "(pictured)", "(left)", and "Still in love: The couple …", which opens no sentence of a report
_CAPTION = compile_late(
    r"\((?:pictured|left|right|above|below|cent(?:re|er)|inset|circled|file)\b|\bpictured (?:above|here|left|right)\b"
    r"|^(?![A-Z]{2})[A-Z][\w'’ ,-]{2,40}: [A-Z]"
)
_AGENCY = r"\((?:AP|AFP|UPI|CNN|dpa|ANSA|EFE|Reuters|(?:[A-Z]\w+ )*(?:Wire|Press|News|Agency))\)"
_DATELINE = compile_late(  # "KYIV, March 3 (Meridian Wire) – ", "BEDFORD, N.H. (AP) — ", "New York (AFP) – ", "(CNN)"
    r"(?:[A-Z][A-Z.’' /-]{2,40}(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?(?: \d{1,2})?){0,3}"
    r"(?:,? (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+))?(?: ?\([^()\n]{2,40}\))? ?[-–—]{1,2} "
    rf"|(?:(?:[A-Z][\w.’'-]*|\d{{1,2}}),? ){{0,5}}{_AGENCY}(?: ?[-–—]{{1,2}})? ?)"
    r"(?=[A-ZÀ-ÖØ-Þ0-9“\"‘'])"
)
_MARKUP = compile_late(r"</?[a-z][^<>]{0,200}>|\bhttps?://|^\d+[.)] [A-Z]{2}")
_CALL = compile_late(  # to the reader, or an aside in brackets
    r"\(|(?:just )?(?:please|(?:take|have) an? (?:\w+ )?look|look at|click|imagine|remember|never forget|thank you"
    r"|don['’]t|let['’]s|let us|here (?:is|are) (?:what|how|why|the)"
    r"|(?:see|read|watch|meet) (?:also|more|below|here|the|this|our|how|why))\b",
    re.IGNORECASE,
)
_CREDIT = compile_late(
    r"(?:^|\W)(?:photo(?:graph)?s? (?:by|:)|image (?:by|:|credit)|picture:|getty images|reporting by|editing by"
    r"|additional reporting|all rights reserved|read more|sign up|subscribe|click here|follow us|scroll down"
    r"|watch (?:the|this|below)|this (?:article|story) (?:was|has been|originally)|contact (?:us|the author)"
    r"|e-?mail (?:us|the author)|associated press contributed|contributed to this (?:report|story)|copyright|©)",
    re.IGNORECASE,
)
_CREDIT_HINTS = (  # one of them stands in each; looking for them first is seven times as fast
    *("photo", "image", "picture:", "reporting by", "editing by", "additional reporting", "rights reserved", "watch "),
    *("read more", "sign up", "subscribe", "click here", "follow us", "scroll down", "this article ", "this story "),
    *("contact ", "mail ", "contributed", "copyright", "©"),
)


def find_usable(document: Document, quotes: Sequence[Quote], order: Sequence[int] | None = None) -> Iterator[int]:
    """Yield the indexes of the sentences that can stand outside their place, in text order or the one given."""
    sentences = _read(replace(document, title=""), tuple(quotes))
    title = _plain(document.title)
    headlines = _count_headlines(document)
    for index in range(len(document.sentences)) if order is None else order:
        if index < headlines or not sentences.can_stand(index):
            continue
        text = sentences.text(index)
        if len(text) < 2 * len(title) and _plain(text) == title:
            continue  # the headline once more, with a full stop
        yield index


class _Sentences:
    """The sentences of one article: which of them could stand outside their place, whatever its title is?"""

    def __init__(self, document: Document, quotes: Sequence[Quote]) -> None:
        self._document = document
        self._inside = find_inside_quotes(document, quotes)
        self._spoken = group_by_sentence(document, quotes)
        self._names = collect_names(document.text)
        self._found: dict[int, bool] = {}

    def can_stand(self, index: int) -> bool:
        if index not in self._found:
            self._found[index] = index not in self._inside and self._judge(index)
        return self._found[index]

    def text(self, index: int) -> str:
        """A sentence without its dateline."""
        sentence = self._document.sentences[index]
        text = self._document.text[sentence.start : sentence.end]
        return text[find_dateline(text) :]

    def _judge(self, index: int) -> bool:
        text, end = self.text(index), self._document.sentences[index].end
        start = end - len(text)
        words = count_words(self._document.text, start, end)
        if not (is_usable(text, words) and stands_alone(text, self._document.lang)):
            return False
        if self._document.lang == "en" and not names_its_person(text, self._names):
            return False
        # where the quote finder knows nothing of the marks, they are titles and scare quotes, or nobody has looked
        return names_speakers(text, start, self._spoken[index]) if index in self._spoken else has_its_speaker(text)


@lru_cache(maxsize=2)  # an article's summary asks for some of its sentences, `alone` for all
def _read(document: Document, quotes: tuple[Quote, ...]) -> _Sentences:
    return _Sentences(document, quotes)


def find_dateline(text: str) -> int:
    """Return how many characters of a sentence are its dateline; 0: it has none.

    "KYIV, March 3 (Meridian Wire) – The parliament …": a summary may show the sentence from there on, still verbatim.
    """
    if not any(map(text[:LONGEST_DATELINE].__contains__, "-–—(")):
        return 0
    match = _DATELINE.match(text, 0, LONGEST_DATELINE)
    return match.end() if match and len(text) > match.end() + 1 else 0


@lru_cache(maxsize=512)  # as `stands_alone`
def is_usable(text: str, words: int | None = None) -> bool:
    """Tell whether it is a sentence of fair length that ends, and no caption, credit or call to click.

    `words` is how many it has, if that is known.
    """
    if len(text) > LONGEST_SENTENCE:
        return False
    count = (len(list_words(text)) if words is None else words) + len(_UNSPACED.findall(text)) // UNSPACED_WORD
    if not FEWEST_WORDS <= count <= MOST_WORDS or _is_caption_or_credit(text):
        return False
    if _has_markup(text) or _CALL.match(text) or _is_set_like_a_headline(text):
        return False
    ends = text.rstrip(_CLOSING)
    marked = ends[-1:] in _ENDS or (ends[-1:].isalpha() and ends[-1:] > _LATIN)
    return marked and not ends.endswith("...")


def _is_caption_or_credit(text: str) -> bool:
    if ("(" in text or ": " in text or "pictured" in text) and _CAPTION.search(text):
        return True
    return any(map(text.lower().__contains__, _CREDIT_HINTS)) and _CREDIT.search(text) is not None


def _has_markup(text: str) -> bool:
    return ("<" in text or "://" in text or text[:1].isdecimal()) and _MARKUP.search(text) is not None


def _count_headlines(document: Document) -> int:
    """How many of the first sentences are headlines: short paragraphs of their own, without article or past tense.

    Only where the article has no title: else its headline is no sentence.
    """
    if document.title or document.lang != "en":
        return 0
    sizes = [paragraph.end - paragraph.start for paragraph in document.paragraphs]
    count = 0
    for index, (sentence, after) in enumerate(islice(pairwise(document.sentences), MOST_HEADLINES)):
        following = document.sentences[index + 1 : index + 1 + FIRST_PARAGRAPHS]
        if sentence.paragraph == after.paragraph:
            break
        if sizes[sentence.paragraph] > max(sizes[each.paragraph] for each in following):
            break
        words = [
            document.text[a:b] for a, b in islice(find_words(document.text, *_span(sentence)), LONGEST_HEADLINE + 1)
        ]
        if len(words) > LONGEST_HEADLINE or _OF_A_LEAD.intersection(word.lower() for word in words):
            break
        if not any(word[0].isupper() for word in words):
            break  # without capitals it may be anything
        count += 1
    return count


def _span(sentence: Sentence) -> Span:
    return sentence.start, sentence.end


def _is_set_like_a_headline(text: str) -> bool:
    """Tell whether nearly all longer words have a capital: "Trump Tells Reno That Football Has Gone Soft"."""
    words = text[:400].split()[1:]
    longer = small = 0
    for word in words:
        if len(word) > 3 and word[0].isalpha() and word not in _SMALL:
            longer += 1
            small += not word[0].isupper()
            if small > MOST_SMALL * len(words):
                return False  # whatever follows
    return longer > 3 and small <= MOST_SMALL * longer


def _plain(text: str) -> str:
    return " ".join(map(str.lower, list_words(text, 0, 1000)))
