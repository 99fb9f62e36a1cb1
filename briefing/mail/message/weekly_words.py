"""In which words is an event's week told? Its headline, its passages, who said what; all of them its days' own.

Nothing is read twice, and a week is read in less than ten minutes: whatever is told in full has its newest passage and,
as far as MINUTES reach, one from each day before, so that the week's course is seen, and two voices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from briefing.mail.message.counted import count_words
from briefing.published import ITEMS_IN_FULL, WORDS_PER_MINUTE, ArticleRef, Edition, Item, Passage, Said

MINUTES = 6  # as long as they reach an event gets more than one passage: a week's mail is read in five to eight
SHORTEST = 12  # words; what is shorter ("A second strand of the talks was about what follows.") tells nothing by itself
OF_WEIGHT = 0.5  # a day's headline stands for the week if that day weighed this part of the heaviest

# In which order an event gets its passages and quotes, after the first passage as long as there is room: five days, the
# newest and four before, have their word, and a mail prints no third quote.
ROUNDS = ("passage", "passage", "quote", "passage", "quote", "passage", "passage")

Moved = tuple[tuple[Edition, Item], ...]  # the days on which an event moved, newest first, and what it was on each


def choose_headlines(
    items: Iterable[Item], moved: Iterable[Moved], articles: Mapping[str, ArticleRef], language: str
) -> tuple[Item, ...]:
    """Return items with the headlines of their weeks: of each the newest that counts and that none before it has.

    A headline counts in the site's language before one in another; next, that of a day on which much came in before
    that of a day with hardly anything. An item of which none is left has its own title, as in a day's edition.
    """
    taken: set[str] = set()
    found = []
    for item, days in zip(items, moved, strict=True):
        heaviest = max(day.weight for _, day in days)
        free = [day for _, day in days if day.headline_from and day.headline_from not in taken]
        free.sort(
            key=lambda day: (
                _language(day.headline_from, articles) != language,
                day.weight < OF_WEIGHT * heaviest,
            )
        )
        headline, source = (free[0].headline, free[0].headline_from) if free else (item.title, "")
        taken.add(source)
        found.append(replace(item, headline=headline, headline_from=source))
    return tuple(found)


def choose_words(
    items: Sequence[Item], moved: Sequence[Moved], articles: Mapping[str, ArticleRef], language: str
) -> tuple[Item, ...]:
    """Return items, the weightiest first, with the passages and quotes of their weeks.

    The first has all that it may have, each other one passage; what room is left they get in turns.
    """
    stands = _Print()
    room = MINUTES * WORDS_PER_MINUTE - count_words(items, ())
    weeks = [_Week(days, articles, language, stands) for days in moved]
    for week in weeks[:1]:
        room -= sum(week.take(kind) for kind in ROUNDS)
    for week in weeks[1:]:
        room -= week.take("passage")
    for kind in ROUNDS[1:]:
        for week in weeks[1:ITEMS_IN_FULL]:
            if room > 0:
                room -= week.take(kind)
    return tuple(
        replace(item, summary=week.summary, quotes=tuple(week.quotes)) for item, week in zip(items, weeks, strict=True)
    )


class _Print:
    """What stands in the week already."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._places: dict[str, list[tuple[int, int]]] = {}

    def takes(self, passage: Passage) -> bool:
        """Put a passage into print, unless its words or a part of it stand there; return whether it was put."""
        text = " ".join(passage.text.casefold().split())
        places = self._places.setdefault(passage.article, [])
        if text in self._texts or any(start < passage.end and passage.start < end for start, end in places):
            return False
        self._texts.add(text)
        places.append((passage.start, passage.end))
        return True


class _Week:
    """An event's week while it gets its words."""

    def __init__(self, moved: Moved, articles: Mapping[str, ArticleRef], language: str, stands: _Print) -> None:
        self._moved, self._stands = moved, stands
        self._passages = _rank_passages(moved, articles, language)
        self._sayings = _rank_quotes(moved, articles, language)
        self._chosen: list[Passage] = []
        self.quotes: list[Said] = []

    @property
    def summary(self) -> tuple[Passage, ...]:
        """The newest day first, those of a day as its edition has them."""
        order = [passage for _, item in self._moved for passage in (*item.summary, *item.passages)]
        return tuple(sorted(self._chosen, key=order.index))

    def take(self, kind: str) -> int:
        """Take the next passage or quote that does not stand elsewhere; return how many words it has, 0 for none."""
        if kind == "passage":
            for passage in self._passages:
                if self._stands.takes(passage):
                    self._chosen.append(passage)
                    return len(passage.text.split())
        else:
            for said in self._sayings:
                if self._stands.takes(said.passage):
                    self.quotes.append(said)
                    return len(said.passage.text.split())
        return 0


def _rank_passages(moved: Moved, articles: Mapping[str, ArticleRef], language: str) -> Iterator[Passage]:
    """The passages that may stand for an event's week, in order of choice: the first of each day, then the second.

    The newest day goes first, then the others by what they weighed. As in a day's edition, articles in the site's
    language speak where there are any.
    """
    newest, *others = moved
    ranked = [newest, *sorted(others, key=lambda day: -day[1].weight)]  # stable: of equal ones the newer
    days = [list(item.summary or item.passages) for _, item in ranked]
    own = [[passage for passage in day if _language(passage.article, articles) == language] for day in days]
    days = own if any(own) else days
    days = [[passage for passage in day if _speaks(passage)] or day for day in days]
    longest = max(map(len, days), default=0)
    return iter([day[place] for place in range(longest) for day in days if place < len(day)])


def _rank_quotes(moved: Moved, articles: Mapping[str, ArticleRef], language: str) -> Iterator[Said]:
    """The quotes of an event's week in order of choice: several voices, whole sentences first, the newest first.

    Only words in marks: what is reported leans on the report around it ("He hoped that it would not be necessary.").
    """
    found = [said for _, item in moved for said in item.quotes if said.kind != "reported"]
    found = [said for said in found if _language(said.passage.article, articles) == language] or found
    heard: Counter[str] = Counter()
    ranks = []
    for place, said in enumerate(found):
        speaker = said.speaker or said.speaker_text.casefold()
        ranks.append((heard[speaker], said.kind == "partial", place))
        heard[speaker] += 1
    return iter([found[place] for *_, place in sorted(ranks)])


def _speaks(passage: Passage) -> bool:
    return len(passage.text.split()) >= SHORTEST


def _language(article: str, articles: Mapping[str, ArticleRef]) -> str:
    return articles[article].lang if article in articles else ""
