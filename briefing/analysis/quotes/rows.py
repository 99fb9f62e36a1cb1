"""What is each word of a paragraph: of which class, capital or not, marked, likely a verb?

English only, and without a tagger: closed classes of words, capitals and commas decide. A paragraph is seen as a row of
words in which a stretch in quotation marks is one word, so that what is quoted never looks like the writer's grammar.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from briefing.analysis.quotes.marks import Stretch
from briefing.analysis.quotes.speech import SPEECH
from briefing.analysis.text.patterns import compile_late
from briefing.analysis.text.words import Remembered

QUOTED = "“”"  # what stands for a stretch in marks in a row of words

PRONOUNS = frozenset("he she they it we i you".split())
PERSONAL = frozenset("he she they it".split())
DETERMINERS = frozenset(
    """a an the this that these those his her its their our my your some any several many most few two three four five
    both all one another other each every no such more""".split()
)
PREPOSITIONS = frozenset(
    """of in on at by for from with to about against after before during through over under between into onto since
    until within without near via amid among despite as like upon across behind beside besides around toward towards
    following ahead per beyond throughout""".split()
)
AUXILIARIES = frozenset(
    """is are was were be been being am has have had having do does did will would shall should can could may might must
    isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t doesn’t don’t didn’t won’t wouldn’t can’t couldn’t cannot
    isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't
    ’s ’d ’m ’ll ’re ’ve 's 'd 'm 'll 're 've""".split()
)
BE = frozenset("is are was were be been being ’s ’re ’m 's 're 'm".split())
NEGATIONS = frozenset(
    """not never nor neither hardly isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t doesn’t don’t didn’t won’t
    wouldn’t can’t couldn’t cannot isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't
    wouldn't can't couldn't""".split()
)
DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight january february march
    april june july august september october november december""".split()
)
ADVERBS = frozenset(
    """also now then again later still even just once often ever soon too already always twice only first instead
    however meanwhile earlier further ago afterwards afterward here there so yet simply much once today yesterday
    tonight not never""".split()
)
SUBORDINATORS = frozenset(
    """that as while because after before if when where although though since until unless whether why how than so
    whereas once what lest""".split()
)
RELATIVES = frozenset("who which whom whose".split())
# Past forms and other finite verbs that no ending gives away, by how often they end a subject in news text.
VERBS = frozenset(
    """went came made took got gave left met held began became kept led ran put set saw sent spoke stood won lost
    brought bought built caught chose cut fell felt flew fought found grew heard hit knew laid lay lied paid
    read rose sat sold shot shook sought spent struck taught thought threw understood wore drew drove broke
    seems appears goes comes makes takes gets gives leaves meets holds begins becomes keeps leads runs puts sets
    sees sends speaks stands wins loses wants needs remains continues includes follows faces hit hits let lets
    rose told said says wrote""".split()
)
_PARTICLES = frozenset("out up down off back over away".split())
OBJECTS = frozenset("him them me us himself herself themselves itself".split())
TITLES = frozenset(
    """president minister prime foreign secretary chancellor envoy spokesman spokeswoman spokesperson adviser
    advisor governor mayor senator general analyst chief defence defense state vice deputy ambassador leader
    candidate nominee director chairman chairwoman commissioner judge professor pollster strategist manager
    reporter economist former then special presidential national security interior finance military aide king
    pope prince congressman congresswoman lawmaker representative counterpart head""".split()
)

# A word with its inner marks ("Trump’s", "30-day", "15,000", "U.S.") or one mark, and the blanks behind it. A full stop
# belongs to initials and titles; two hyphens are one mark.
_WORD = compile_late(
    r"(?:[A-Za-z]++(?![-’'.&\w])"  # most words, and the quickest way past them
    r"|\w+(?:[-’'.&]\w+|(?<=\d),\d{3}(?!\d))*(?:[’']|\.(?:(?<=\b[A-Z]\.)(?= [A-Z])|(?<=\b\w\.\w\.)"
    r"|(?<=\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr|No)\.)|(?<=\b(?:Mrs|Sen|Gov|Rep|Gen|Col|Maj|Sgt|Rev|Hon|Adm|Del)\.)"
    r"|(?<=\b(?:Reps|Sens|Capt|Prof|Pres)\.)))?|--+|[^\w\s])\s*+"
)
_BLANKS = compile_late(r"\s*")
# A pronoun and the verb drawn together with it ("he’d", "who’s") are two words.
_DRAWN = frozenset(
    pronoun + mark + verb
    for pronoun in "he she it they we you i who that there".split()
    for mark in "’'"
    for verb in "s d m ll re ve".split()
)
# Names that are other words in small letters: the country is no "us", Theresa May no "may"; and two hyphens.
_READ_AS = {"US": "US", "WHO": "WHO", "May": "May", "Will": "Will", "--": "–", "---": "–"}
_PUNCTUATION = frozenset(',;:.!?()[]{}—–-―…/|"“”‘«»„')


class Row:
    """The words of one paragraph (or of one sentence), each with its place in the text."""

    __slots__ = ("ends", "lows", "marked", "starts", "text")

    def __init__(self, text: str, start: int, end: int, stretches: Sequence[Stretch]) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.lows: list[str] = []
        self.marked: list[int] = []  # where in the row the stretches stand, in their order
        at = start
        for stretch in stretches:
            self._read(at, stretch.left)
            self.marked.append(len(self.lows))
            self.starts.append(stretch.left)
            self.ends.append(stretch.right)
            self.lows.append(QUOTED)
            at = stretch.right
        self._read(at, end)

    def _read(self, start: int, end: int) -> None:
        if start >= end:
            return
        text = self.text
        blanks = _BLANKS.match(text, start, end)
        start = blanks.end() if blanks is not None else start
        pieces = _WORD.findall(text, start, end)  # they follow one another without a gap
        words = list(map(_pieces.__getitem__, pieces))
        starts = list(accumulate(map(len, pieces), initial=start))[:-1]
        ends = [begin + length for begin, (_, length) in zip(starts, words, strict=True)]
        lows = [low for low, _ in words]
        if "- " in pieces and text.find(" - ", start - 1, end) >= 0:  # between two blanks it stands for a dash
            for at, begin in enumerate(starts):
                if lows[at] == "-" and text[begin - 1 : begin + 2] == " - ":
                    lows[at] = "–"
        if not _DRAWN.isdisjoint(lows):
            starts, ends, lows = _draw_apart(starts, ends, lows)
        self.starts += starts
        self.ends += ends
        self.lows += lows

    def capital(self, index: int) -> bool:
        return self.text[self.starts[index]].isupper()

    def marks(self, first: int, last: int) -> list[int]:
        """Where marked words stand from word `first` to word `last`, both included."""
        return self.marked[bisect_left(self.marked, first) : bisect_right(self.marked, last)]

    def inner_end(self, index: int) -> str:
        """The last character of the marked words at `index`, marks inside them aside."""
        at = self.ends[index] - 2
        while (at > self.starts[index] and self.text[at] in "’'”\"") or self.text[at].isspace():
            at -= 1
        return self.text[at]

    def words(self, first: int, last: int) -> str:
        """The text from word `first` to word `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]


def _read_piece(piece: str) -> tuple[str, int]:
    """A word as the row has it, and its length without the blanks behind it."""
    word = piece.rstrip()
    return _READ_AS.get(word) or word.lower(), len(word)


_pieces = Remembered(_read_piece, 1 << 15)  # an article has some 350, most of which stand in every other, too


def _draw_apart(starts: list[int], ends: list[int], lows: list[str]) -> tuple[list[int], list[int], list[str]]:
    apart: tuple[list[int], list[int], list[str]] = ([], [], [])
    for begin, stop, low in zip(starts, ends, lows, strict=True):
        mark = max(low.find("’"), low.find("'")) if low in _DRAWN else 0
        places = [begin, begin + mark] if mark else [begin]
        apart[0].extend(places)
        apart[1].extend([*places[1:], stop])
        apart[2].extend([low[:mark], low[mark:]] if mark else [low])
    return apart


Phrase = tuple[int, int]  # first and last word of a row, both included


_FINITE = AUXILIARIES | VERBS
_SPEAKING = frozenset(word for word, form in SPEECH.items() if not (form.participle or form.noun_too or form.past_only))
# What stands after an "-ed" form that is a verb, besides a number and a name.
_AFTER_PAST = DETERMINERS | PREPOSITIONS | _PARTICLES | PERSONAL | OBJECTS
_BEFORE_NOUNS = frozenset({"a", "an", "the"})
# Right after these a verb stands, unless the word is of a class that is none.
_VERB_NEXT = frozenset("he she they we".split())
NO_VERBS = ADVERBS | PREPOSITIONS | DETERMINERS | SUBORDINATORS | RELATIVES | PRONOUNS | {"and", "or", "but"}


def is_verb(row: Row, index: int) -> bool:
    """Whether the word is likely a finite verb where it stands."""
    low = row.lows[index]
    if low in _FINITE:
        return not row.capital(index) or index == 0 or row.lows[index - 1] in ".?!:"  # Mr Will, Ms Shook
    if row.capital(index):
        return False
    if low in _SPEAKING:
        return not index or row.lows[index - 1] not in _BEFORE_NOUNS  # "a list of goods"
    if low.endswith("ed") and len(low) > 3 and index + 1 < len(row.lows):
        if low == "retired" or (index and row.lows[index - 1] in DETERMINERS):
            return False  # "a publicised plan", "retired General Berg"
        after = row.lows[index + 1]
        return after in _AFTER_PAST or after[0].isdigit() or row.capital(index + 1)
    if index and row.lows[index - 1] in _VERB_NEXT:
        return low[0].isalpha() and low not in NO_VERBS
    return low.endswith(("’s", "'s")) and low[:-2] in PERSONAL


# Nouns (and a month) that end as adverbs do.
_NOUNS_LY = frozenset("family ally rally assembly monopoly supply reply bully italy july anomaly belly".split())


def is_ly(low: str) -> bool:
    """Whether a word ends as adverbs do: "openly", not "family"."""
    return low.endswith("ly") and low not in _NOUNS_LY


def is_punctuation(low: str) -> bool:
    return low in _PUNCTUATION
