"""By which offices do articles call a person, and do they agree? Pure functions of records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from briefing import clippings
from briefing.analysis.actors.titles import find_title, is_conflict, read_post
from briefing.model import Mention, Record
from briefing.published import Called, Passage

SAME_TIME = 14  # days: an office may change hands, hardly twice in two weeks
MOST = 12  # offices on a page, the newest

_Use = tuple[frozenset[str], str, Passage]  # post, day, the words


def find_calls(actor: str, records: Sequence[Record]) -> tuple[Called, ...]:
    """Return the offices by which `records` (newest first) call the person `actor`, each once, the newest first.

    An office differs if another article called them by another one within `SAME_TIME`, and no article by both.
    """
    uses = [use for record in records for use in _uses_in(record, actor)]
    by_post: dict[frozenset[str], list[_Use]] = {}
    for use in uses:
        by_post.setdefault(use[0], []).append(use)
    differing: set[frozenset[str]] = set()
    for (post, ours), (other, theirs) in combinations(by_post.items(), 2):
        if is_conflict(post, other) and not _articles(ours) & _articles(theirs) and _is_near(ours, theirs):
            differing |= {post, other}
    calls = []
    for post, found in by_post.items():
        days = sorted(day for _, day, _ in found if day)
        first, last = (days[0], days[-1]) if days else ("", "")
        calls.append(Called(found[0][2], len(_articles(found)), first, last, post in differing))
    return tuple(calls[:MOST])


def _uses_in(record: Record, actor: str) -> list[_Use]:
    """The article's offices for the person, at their first place each."""
    found: dict[frozenset[str], _Use] = {}
    quotable = clippings.quotable_sentences(record)
    for mention in record.analysis.mentions:
        if mention.actor != actor or mention.kind != "person" or mention.via in ("office", "metonym"):
            continue
        index = clippings.sentence_at(record, mention.start)
        if index in quotable and (passage := _cut_title(record, mention, index)) is not None:
            post = read_post(passage.text)
            found.setdefault(post, (post, record.standing.day, passage))
    return list(found.values())


def _cut_title(record: Record, mention: Mention, index: int) -> Passage | None:
    sentence, text = record.analysis.sentences[index], record.article.text
    span = find_title(text, mention.start, mention.end, sentence.start, sentence.end)
    if span is None:
        return None
    return Passage(
        record.article.id, sentence.paragraph, index, *span, text[slice(*span)], "what the article calls them"
    )


def _articles(uses: Sequence[_Use]) -> set[str]:
    return {passage.article for _, _, passage in uses}


def _is_near(ours: Sequence[_Use], theirs: Sequence[_Use]) -> bool:
    mine, others = ({date.fromisoformat(day) for _, day, _ in uses if day} for uses in (ours, theirs))
    return any(abs((a - b).days) <= SAME_TIME for a in mine for b in others)
