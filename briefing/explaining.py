"""Why this sentence, why in this event, why this speaker? Everything that was found in one article, as one value.

`Explanation` is the contract of `briefing explain --json`; its JSON Schema is published with every site.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from briefing import clippings
from briefing.model import Figure, Mention, Paragraph, Placement, Quote, Record, Sentence


class Explanation(Struct, frozen=True):
    """One article and what was found in it. All offsets are characters of `text`."""

    id: str
    title: str
    lang: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    summary: tuple[int, ...]  # sentence indexes
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    placements: tuple[Placement, ...]


def explain(record: Record) -> Explanation:
    """What was found in an article; the editor's overrides are in it."""
    article, analysis = record.article, record.analysis
    return Explanation(
        id=article.id,
        title=article.title,
        lang=analysis.lang,
        text=article.text,
        paragraphs=analysis.paragraphs,
        sentences=analysis.sentences,
        summary=analysis.summary,
        mentions=analysis.mentions,
        quotes=analysis.quotes,
        figures=analysis.figures,
        placements=clippings.placements(record),
    )


def encode_explanation(explanation: Explanation) -> bytes:
    """The JSON of an explanation. A figure has either `value` or `low` and `high`."""
    found: dict[str, Any] = msgspec.to_builtins(explanation)
    for figure in found["figures"]:
        for key in [key for key in ("value", "low", "high") if figure[key] is None]:
            del figure[key]
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
