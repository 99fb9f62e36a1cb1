"""What is found in one article, step by step. Text and registries in, one `Analysis` out."""

from __future__ import annotations

from briefing.analysis.actors.mentions import Lexicon, compile_lexicon, find_mentions
from briefing.analysis.events import Rules, compile_rules, place_paragraphs
from briefing.analysis.figures.finding import find_figures
from briefing.analysis.limits import limit_figures, limit_mentions, limit_quotes, tell_lengths
from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.stories import make_fingerprint
from briefing.analysis.summaries.alone import find_alone
from briefing.analysis.summaries.summary import choose_sentences, choose_sentences_by
from briefing.analysis.text.document import make_document
from briefing.model import Analysis, Article, Document, Note, Registry

# What only English gets, in the words of the page that says so.
ONLY_ENGLISH = ("reported speech", "figures", "actors that no registry names", "offices")


class Tools:
    """What a worker makes once from the registry and then uses for every article."""

    def __init__(self, registry: Registry, summarizer: str = "briefing") -> None:
        self.registry = registry
        self.summarizer = summarizer
        self.rules: Rules = compile_rules(registry.events)
        self._lexicons: dict[str, Lexicon] = {}

    def lexicon(self, lang: str) -> Lexicon:
        if lang not in self._lexicons:
            self._lexicons[lang] = compile_lexicon(self.registry, lang)
        return self._lexicons[lang]


def analyse(article: Article, tools: Tools) -> Analysis:
    """Return all that is found in `article`. Any text gives an analysis; offsets are always exact."""
    document = make_document(
        article.id,
        article.title,
        article.text,
        article.blocks,
        lang=article.lang,
        date=(article.date or "")[:10],
        source_name=article.source_name,
    )
    return analyse_document(document, tools)


def analyse_document(document: Document, tools: Tools) -> Analysis:
    """The recipe itself."""
    notes: list[Note] = []
    tell_lengths(document, notes)
    found, discovered = find_mentions(document, tools.lexicon(document.lang))
    mentions = limit_mentions(document, found, notes)
    if mentions is not found:
        named = {mention.actor for mention in mentions}
        discovered = tuple(actor for actor in discovered if actor.id in named)
    quotes = limit_quotes(document, find_quotes(document, mentions), notes)
    figures = limit_figures(document, find_figures(document, mentions, quotes), notes)
    placements = place_paragraphs(document, tools.rules)
    if tools.summarizer == "briefing":
        summary = choose_sentences(document, mentions, quotes)
    else:
        summary = choose_sentences_by(tools.summarizer, document)
    return Analysis(
        lang=document.lang,
        paragraphs=document.paragraphs,
        sentences=document.sentences,
        summary=summary,
        mentions=mentions,
        quotes=quotes,
        figures=figures,
        placements=placements,
        discovered=discovered,
        fingerprint=make_fingerprint(document, mentions),
        notes=tuple(notes),
        not_attempted=() if document.lang == "en" else ONLY_ENGLISH,
        alone=find_alone(document, mentions, quotes),
    )
