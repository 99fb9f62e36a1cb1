"""What stands in a mail? Values that the HTML and the text part both print, so that they cannot disagree.

All words of ours in them are in the reader's language already (`desk.py`); what stands on its own, such as the name of
a section, both parts say by the same message. Words of articles and of the editor stand apart, with their language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from briefing import links, wording
from briefing.mail.lines import TURNING
from briefing.published import WORDS_PER_MINUTE

FOLDER = "mail/"  # of the previews, from the site's root

# Stands for the address at which one reader unsubscribes, so that a mail is rendered once for all who get the same.
UNSUBSCRIBE_PLACEHOLDER = "AddressAtWhichThisReaderUnsubscribes"

TITLES = 3  # that open a mail of which no sentence may
LONGEST_TITLE = 300  # characters of any words but a passage: a title, a name, what stood there before a correction


class MailSite(Struct, frozen=True):
    """What every mail says of the site that it comes from."""

    name: str
    url: str = ""  # without a slash at its end; empty: unknown, so links count from the preview's place
    language: str = "en"  # the reader's, of the mail's own words; the edition says which one it was written in
    timezone: str = "UTC"  # IANA name: what day an article's moment falls on
    notice: str = ""  # one sentence on top ("All articles here are invented.")
    footer: str = ""  # one line at its foot: who publishes it, and where they are found

    @property
    def words(self) -> wording.Words:
        return wording.speak(self.language)


class Words(Struct, frozen=True):
    """A passage word for word, and where it stands."""

    place: str  # "2025-03/call.md:120-260": article and characters
    text: str
    lang: str  # where it is not the mail's
    source: str  # "Tidewater Post, 18 Mar"
    href: str  # its sentence in the article's page


class Title(Struct, frozen=True):
    """The title of an article, event or story."""

    text: str
    lang: str  # where it is not the mail's
    href: str


class Quote(Struct, frozen=True):
    speaker: str  # with quotation marks where these are the article's words and no name
    kind: str  # "reported speech"; empty: quoted
    words: Words


class Side(Struct, frozen=True):
    """What one sentence gives in a disagreement."""

    figures: tuple[Words, ...]  # the numbers alone
    words: Words
    giver: str  # "given by “the coast guard”", in the article's words; empty: nobody is named


class Difference(Struct, frozen=True):
    subject: str  # "Sources differ: killed, Kyiv"
    sides: tuple[Side, ...]


class Pointer(Struct, frozen=True):
    """A link and what is said after it."""

    title: Title
    note: str = ""


class Amended(Struct, frozen=True):
    """What was put right, or taken back."""

    title: Title  # of the article; without an address where its page is gone
    note: str  # "Corrected 19 March 2025, 11:00."
    was: str  # what stood there before, in the article's words; empty: nobody says
    lang: str  # of `was`, where it is not the mail's
    now: Words | None  # what stands there now, where the edition prints it


class Entry(Struct, frozen=True):
    """An event or story that moved."""

    title: Title  # the headline of one of its articles, where there is one; leads to its own page
    source: Pointer | None  # of the headline: the article and where it was published
    label: str  # what the headline is of, an event's title in the editor's words; that it is a story
    label_lang: str  # where it is not the mail's
    change: str  # new, updated, corrected, quiet
    change_text: str  # "Updated, last news 13 Mar 2025"
    support: str  # "4 outlets, 3 independent origins"
    pinned: bool  # said of all but the lead, of which it is said why it leads
    description: str  # of an event that is new, in the editor's words
    summary: tuple[Words, ...]
    quotes: tuple[Quote, ...]
    differences: tuple[Difference, ...]
    articles: tuple[Pointer, ...]  # where no passage may be printed

    @property
    def gist(self) -> Words | None:
        """The sentence of its summary that says most to whoever reads nothing else; None where it has none.

        That is one in the mail's language, where there is one; rather one that begins its article, since it leans on
        nothing before it; rather one that has more of the headline's words, since an article may begin far from its
        news; and rather one of the article that gave the headline.
        """
        beginning = f"#{links.sentence_fragment(0)}"
        article = f"{self.source.title.href}#" if self.source else "#"
        headline = _stems(self.title.text)

        def rank(words: Words) -> tuple[bool, bool, int, bool]:
            shared = len(headline & _stems(words.text))
            return (words.lang != "", not words.href.endswith(beginning), -shared, not words.href.startswith(article))

        return min(self.summary, key=rank, default=None)  # the first of those that rank alike


def _stems(text: str) -> frozenset[str]:
    """The beginnings of a text's longer words, so that “tariff” and “tariffs” count as one."""
    return frozenset(word[:5] for word in re.findall(r"\w{4,}", text.casefold()))


class Digest(Struct, frozen=True):
    """A mail's content, part by part in order of print."""

    name: str
    lang: str
    direction: str  # "ltr" or "rtl"
    edition_lang: str  # of the editor's words, where it is not the mail's
    owed: tuple[Amended, ...]  # put right since it was mailed: whoever read the error has to see it
    nothing: str  # that nothing moved; empty: something did
    dateline: str  # "Wednesday, 19 March 2025"
    counts: tuple[str, ...]  # "3 events", "5 articles"
    still_open: str  # that there may come more; empty: it is closed
    notice: str
    web: str  # this edition on the web; of a week the list of all editions
    weekly: bool
    lead: Entry | None  # the one big thing
    lead_why: str  # why it leads, as the edition's page has it
    entries: tuple[Entry, ...]  # the others that are told in full
    briefs: tuple[Entry, ...]  # those of a long edition that get a sentence
    noted: tuple[Words, ...]
    corrections: tuple[Amended, ...]
    quiet: tuple[Pointer, ...]
    days: tuple[Title, ...]  # of a week: its editions
    left: str  # what only the web edition holds; empty: nothing
    hours: str  # from when to when articles came in
    method: str  # how it was made
    why: str  # why the reader gets it
    follows: str  # what of it they follow; empty: everything
    unsubscribe: str  # the address where they leave; empty: nobody gets it, as a preview
    footer: str

    @property
    def opening(self) -> Words | None:
        """The lead's sentence that opens the mail: mail programs show what comes first beside the subject.

        None where a correction opens it, or where nothing of the lead may be printed.
        """
        return self.lead.gist if self.lead and not self.owed else None

    @property
    def has_others(self) -> bool:
        """Whether there is anything that the lead leads."""
        return bool(self.entries or self.briefs)

    @property
    def first_line(self) -> str:
        """What opens a mail without such a sentence: what it tells of, in titles, or that nothing moved.

        Empty where a correction opens it, or where it tells of nothing.
        """
        told = [*([self.lead] if self.lead else []), *self.entries, *self.briefs][:TITLES]
        titles = "; ".join(isolate(entry.title.text, self.direction) for entry in told)
        return "" if self.owed or self.opening else self.nothing or titles

    @property
    def reading_time(self) -> str:
        """Return "2 minutes to read" of all passages, and "" where there are none."""
        number = sum(len(words.text.split()) for words in self._passages())
        minutes = max(1, round(number / WORDS_PER_MINUTE))
        return wording.speak(self.lang).count(minutes, "{n} minute to read", "{n} minutes to read") if number else ""

    def _passages(self) -> Iterator[Words]:
        for entry in (*([self.lead] if self.lead else []), *self.entries, *self.briefs):
            yield from entry.summary
            yield from (quote.words for quote in entry.quotes)
            yield from (side.words for difference in entry.differences for side in difference.sides)
        yield from self.noted


# -- words that can be printed ----------------------------------------------------------------------------------------

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")  # categories Cc, Cs, Zl, Zp
_TURNING_AWAY = dict.fromkeys(map(ord, TURNING))
_ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")


def on_one_line(words: str) -> str:
    """Return words that are no passage on one line, without characters that control or turn, cut past LONGEST_TITLE."""
    plain = _CONTROL.sub(" ", words[: 10 * LONGEST_TITLE].translate(_TURNING_AWAY))
    return cut_at_word(" ".join(plain.split()), LONGEST_TITLE)


def cut_at_word(words: str, length: int) -> str:
    """Return `words`, cut after a word to at most `length` characters with "…" at the end."""
    if len(words) <= length:
        return words
    head = words[:length]  # one too many: the last one shows whether a word ends there
    cut = head.rfind(" ")
    return (head[:cut] if cut > length // 2 else head[: length - 1]).rstrip(" ,;:–—-") + "…"


def isolate(words: str, direction: str) -> str:
    """Return `words` kept apart where some run against `direction`, so that what stands around them keeps its place.

    U+2068 lets them find their own direction, U+2069 ends it (UAX #9 § 2.4).
    """
    if words.isascii() and direction == "ltr":
        return words
    against = ("R", "AL") if direction == "ltr" else ("L",)
    loose = set(_ISOLATED.sub("", words))
    return f"\u2068{words}\u2069" if any(unicodedata.bidirectional(c) in against for c in loose) else words
