"""What do the counts of an edition come to once something was taken out of it, or several were put together?

An edition counts copies, of which its JSON names neither article nor outlet. So where it has to be counted anew the
counts are the least that is certain: never more than there was, and never less than each of its items says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefing.published import WORDS_PER_MINUTE, ArticleRef, Correction, Counts, Item, Passage


def count_edition(items: Sequence[Item], noted: Sequence[Passage], articles: Mapping[str, ArticleRef]) -> Counts:
    """Return the counts of an edition that holds `items` and `noted`. `articles` are those it cites, by id."""
    told = {id_ for item in items for id_ in item.articles} | {passage.article for passage in noted}
    copies = max((item.outlets - len(sources_of(item.articles, articles)) for item in items), default=0)
    words = count_words(items, noted)
    return Counts(
        articles=len(told) + max(copies, 0),
        outlets=max([len(sources_of(told, articles)), *(item.outlets for item in items)]),
        origins=max([len(origins_of(told, articles)), *(item.origins for item in items)]),
        events=len(items),
        words=words,
        minutes=minutes_to_read(words),
    )


def count_words(items: Iterable[Item], noted: Iterable[Passage]) -> int:
    """Return how many words an edition's own text has, counted as the edition's page counts them."""
    passages = [passage for item in items for passage in item.printed] + list(noted)
    return sum(len(passage.text.split()) for passage in passages)


def minutes_to_read(words: int) -> int:
    return max(1, round(words / WORDS_PER_MINUTE)) if words else 0


def sources_of(ids: Iterable[str], articles: Mapping[str, ArticleRef]) -> set[str]:
    """Return the outlets of some articles; all that are unnamed are one."""
    return {articles[id_].source for id_ in ids if id_ in articles}


def origins_of(ids: Iterable[str], articles: Mapping[str, ArticleRef]) -> set[str]:
    """Return the independent origins of some articles."""
    return {articles[id_].origin for id_ in ids if id_ in articles}


def cited_by(item: Item) -> set[str]:
    """Return the articles that an item rests on or prints from."""
    cited = {*item.articles, *(passage.article for passage in item.printed)}
    return cited | ({item.headline_from} if item.headline_from else set())


def cite(
    items: Iterable[Item],
    noted: Iterable[Passage],
    corrections: Iterable[Correction],
    articles: Mapping[str, ArticleRef],
) -> tuple[ArticleRef, ...]:
    """Return the articles that an edition of these parts cites, by id, as `Edition.articles` has them."""
    wanted = {passage.article for passage in noted} | {correction.article for correction in corrections}
    wanted.update(*(cited_by(item) for item in items))
    return tuple(articles[id_] for id_ in sorted(wanted) if id_ in articles)
