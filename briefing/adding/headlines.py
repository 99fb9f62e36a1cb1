"""In which ways may a letter set its headlines apart, and where does each way find them?

Most are stretches of their own: links, headings, large or bold letters. Some are the beginning of their paragraph, and
news in brief has none: there each paragraph ends in “Read more”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from briefing.adding.adverts import LONGEST_COPY
from briefing.adding.around import is_footer
from briefing.adding.signs import (
    LARGE,
    LEAST_PROSE,
    LONGEST_HEADLINE,
    MARKS,
    SHORTEST_LINKED,
    find_more,
    is_linked,
    is_over,
    is_prose,
    leave_out_more,
)
from briefing.adding.stretches import Stretch
from briefing.analysis.text.notices import count_words
from briefing.extracting import bare
from briefing.phrasing import ends_sentence

LEAST_WORDS = 12  # of a section's prose; a teaser has twenty and more
MOST_LINES = 50  # of a stretch that is cut into them
LEAD = "lead"  # the tag of a headline that was the beginning of its paragraph


def find_ways(seen: list[Stretch], sender: str) -> Iterator[tuple[list[Stretch], Callable[[Stretch], bool]]]:
    """Yield the ways in which letters set their headlines apart, the surest first. A letter has one of them."""
    for is_head in _signs(seen):
        yield seen, lambda stretch, is_head=is_head: is_head(stretch) and bare(stretch.text) != sender  # type: ignore[misc]
    for cut in (_cut_lead, _cut_lines, *([_cut_brief] if _is_brief(seen) else [])):
        yield [part for stretch in seen for part in cut(stretch)], lambda stretch: stretch.tag == LEAD


def _signs(seen: list[Stretch]) -> Iterator[Callable[[Stretch], bool]]:
    yield lambda stretch: is_linked(stretch) and stretch.words >= SHORTEST_LINKED
    for tag in sorted({stretch.tag for stretch in seen if re.fullmatch(r"h[1-5]", stretch.tag)}):
        yield lambda stretch, tag=tag: stretch.tag == tag  # type: ignore[misc]  # each lambda has its own
    yield lambda stretch: stretch.size >= LARGE and not is_over(stretch)
    yield lambda stretch: stretch.bold and not is_over(stretch)
    yield lambda stretch: stretch.tag == "head"  # of plain text


def _cut_lead(stretch: Stretch) -> tuple[Stretch, ...]:
    """Cut off the link with which a stretch begins, as a headline: "Ferry stays in port. The ferry between …"."""
    if not stretch.links or stretch.words < LEAST_WORDS:
        return (stretch,)
    head, line = stretch.links[0], stretch.line
    rest = line[len(head.text) :].lstrip(MARKS)
    if not line.startswith(head.text) or count_words(head.text) < SHORTEST_LINKED or count_words(rest) < LEAST_WORDS:
        return (stretch,)
    return Stretch(LEAD, head.text, (head,)), Stretch("p", rest, stretch.links[1:])


def _cut_lines(stretch: Stretch) -> tuple[Stretch, ...]:
    """Cut a stretch into its lines, where these are a headline, text and “Read more”."""
    lines = stretch.text.split("\n")
    if not 3 <= len(lines) <= MOST_LINES or not find_more(stretch):
        return (stretch,)
    head, last = Stretch(LEAD, lines[0]), lines[-1].strip(MARKS)
    more = stretch.links[-1]
    if head.words > LONGEST_HEADLINE or is_over(head) or last != more.text.strip(MARKS):
        return (stretch,)
    links = tuple(link for link in stretch.links if link.text and link.text in lines[0])
    return replace(head, links=links), *(Stretch("p", line) for line in lines[1:-1]), Stretch("p", lines[-1], (more,))


def _is_brief(seen: list[Stretch]) -> bool:
    """Whether all its paragraphs end in “Read more”, but for a short greeting and a goodbye: others would be lost."""
    said = [stretch for stretch in seen if is_prose(stretch) and not is_footer(stretch)]
    closed = [_without_more(stretch) is not None for stretch in said]
    return sum(closed) > 1 and all(
        ends or (number in (0, len(said) - 1) and said[number].words < LONGEST_COPY)
        for number, ends in enumerate(closed)
    )


def _cut_brief(stretch: Stretch) -> tuple[Stretch, ...]:
    """Cut a paragraph that ends in “Read more” into its first words, where these are bold (else none), and its text."""
    rest = _without_more(stretch)
    if rest is None:
        return (stretch,)
    more = stretch.links[-1]
    head, text = rest.lead, rest.text.removeprefix(rest.lead)
    if not _is_apart(head, text) or count_words(head) > LONGEST_HEADLINE or count_words(text) < LEAST_PROSE:
        head, text = "", rest.text
    text = text.strip()
    return (
        Stretch(LEAD, head),
        Stretch("p", text, followed=rest.followed),
        Stretch("p", "Read more", (replace(more, text="Read more"),)),
    )


def _is_apart(head: str, text: str) -> bool:
    """Whether bold words are a headline, and not the first of a sentence: a line, or a sentence, of their own."""
    return bool(head) and (text.startswith("\n") or (ends_sentence(head) and not text.lstrip()[:1].islower()))


def _without_more(stretch: Stretch) -> Stretch | None:
    """What a paragraph says before its “Read more”; None: it has none, or hardly says anything."""
    rest = leave_out_more(stretch) if find_more(stretch) else None
    return rest if rest and rest.words >= LEAST_WORDS and is_over(rest) else None
