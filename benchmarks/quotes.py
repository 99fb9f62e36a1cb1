"""How often is a quote found, and given to the right speaker? On PolNeAR (Newell, Margolin and Ruths, LREC 2018).

    python -m benchmarks.quotes --data dev.jsonl [--limit N] [--show N]

Data: JSON Lines with `text` and `attributions` (source, cue, content: lists of spans; direct: content has marks).

- direct: every stretch in double marks (or in a wire's two apostrophes) inside the content of an attribution is to be
  found, one-word stretches too. A stretch counts if at least half of the characters of both are shared; precision is
  over everything given as direct or partial. `long_p` and `long_r` count stretches of five words and more alone:
  there, marks are nearly always speech.
- attributions: the same question asked for each attribution with marks in its content, in whatever marks (a wire's two
  apostrophes as well), however many stretches it has. It is found if at least half of its marked characters
  are given; a quote is right if at least half of its characters lie in contents with marks. `_any`: one shared
  character is enough. The speaker is that of the quote that shares most with it; `speaker_meant` also takes the words
  that "who", "which" and "that" stand for, and the source where source and cue are marked the wrong way round.
- speaker: of the stretches found whose attribution has a source, how many speaker's words mean the same words as it;
  speaker_named leaves out sources that are pronouns other than he and she, which a `Quote` does not repeat.
- reported: attributions without marks whose cue has a verb of speech (`CUES`, drawn up without looking at ours).
  Content counts if at least half of both are shared. Precision is over everything given as reported, against
  contents of every kind.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.text.document import make_document, split_text
from briefing.model import Document, Mention, Quote, Span

# Double marks, nested once, a curly one closed by a straight one and the other way round, or open to the line's end.
_STRETCH = re.compile(
    r"“[^“”\"\n]*(?:“[^“”\n]*”[^“”\"\n]*)*(?:[”\"]|$)|\"[^\"“”\n]*(?:“[^“”\n]*”[^\"“”\n]*)*(?:[\"”]|$)", re.MULTILINE
)
# The same, and two apostrophes for a mark, as some wires set it.
_MARKED = re.compile(_STRETCH.pattern + r"|(?:''|``)(?:(?!''|``)[^\n])*(?:''|$)", re.MULTILINE)
_NAME = re.compile(r"\b[A-Z][\w’'-]*[a-z](?:\s+(?:[A-Z]\.\s+)?[A-Z][\w’'-]*[a-z])*")
CUES = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|according to|(?:claim|warn|argu|add|announc|acknowledg|admit|conced"
    r"|insist|predict|conclud|complain|recall|explain|repl|respond|not(?=[ei])|observ|maintain|report|suggest|assert"
    r"|contend|alleg|confirm|estimat|testif|remark|declar|stat|stress|emphasi[sz]|reiterat|indicat|promis|pledg|vow"
    r"|accus|urg|call|deny|deni|reject|condemn|critici[sz]|denounc|demand|prais|describ|threaten|propos|dismiss"
    r"|question)(?:e|es|ed|d|s|ing|t|ted|ting|ying|ies|ied|y)?|wr(?:ote|ites?|iting)|called (?:for|on))\b",
    re.IGNORECASE,
)
# The cues that are plainly of speech, for a view of the speaker where the text says who spoke.
PLAIN_VERBS = frozenset("said says say told tells added adds wrote writes asked argued explained".split())
OTHER_PRONOUNS = frozenset("they it we i you who which that this her his their them him".split())
RELATIVES = frozenset({"who", "which", "that"})
BEFORE = 120  # characters before "who" in which the words it stands for are looked for
LONG = 5  # words; shorter stretches in marks are as often names, terms and raised eyebrows
_SMALL = frozenset("a an the of in for and mr mrs ms sen rep gov sir dr said who which that at to s on".split())


def read_items(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def make(item: dict[str, Any]) -> Document:
    """The item's text without its first line: it repeats the title, whose marks PolNeAR does not treat as speech."""
    text = item["text"]
    blocks = split_text(text)
    if len(blocks) > 1 and "\n" not in text[blocks[0].start : blocks[0].end]:
        blocks = blocks[1:]
    return make_document(item["id"], item["title"], text, blocks, lang="en")


def find_names(text: str) -> tuple[Mention, ...]:
    """Runs of capitals, each an actor of its own: what the benchmark needs is the words, not who they are."""
    return tuple(Mention(m.start(), m.end(), m[0], "person", "name") for m in _NAME.finditer(text))


def same_speaker(ours: str, gold: str) -> bool:
    mine = {word for word in re.findall(r"\w+", ours.lower()) if word not in _SMALL}
    theirs = {word for word in re.findall(r"\w+", gold.lower()) if word not in _SMALL}
    if not mine or not theirs:
        return ours.strip().lower() == gold.strip().lower() != ""
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs))


def shared(ours: Span, gold: Span) -> bool:
    common = min(ours[1], gold[1]) - max(ours[0], gold[0])
    return 2 * common >= max(ours[1] - ours[0], gold[1] - gold[0])


def gold_stretches(item: dict[str, Any]) -> list[tuple[Span, list[str]]]:
    """The stretches in double marks of which at least half lies in direct contents, with the sources of these."""
    text = item["text"]
    places = []
    for match in _MARKED.finditer(text):
        sources, covered = [], 0
        for attribution in item["attributions"]:
            if attribution["direct"]:
                common = sum(
                    max(0, min(match.end(), end) - max(match.start(), start)) for start, end in attribution["content"]
                )
                if common:
                    covered += common
                    sources.append(" ".join(text[start:end] for start, end in attribution["source"]))
        if match.end() - match.start() > 2 and 2 * covered >= match.end() - match.start():
            places.append((match.span(), sources))
    return places


def nearest_name(document: Document, start: int, end: int) -> str:
    names = [
        m.span()
        for p in document.paragraphs
        if p.start <= start < p.end
        for m in _NAME.finditer(document.text, p.start, p.end)
    ]
    outside = [n for n in names if n[1] <= start or n[0] >= end]
    if not outside:
        return ""
    first, last = min(outside, key=lambda n: (start - n[1] if n[1] <= start else n[0] - end, n))
    return document.text[first:last]


class Tally:
    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.shown: list[str] = []

    def add(self, name: str, condition: bool = True) -> None:
        self.counts[name] = self.counts.get(name, 0) + bool(condition)

    def share(self, part: str, whole: str) -> float:
        return round(self.counts.get(part, 0) / max(self.counts.get(whole, 0), 1), 4)

    def content(self, right: str, given: str, found: str, true: str) -> dict[str, float]:
        precision, recall = self.share(right, given), self.share(found, true)
        f1 = round(2 * precision * recall / max(precision + recall, 1e-9), 4)
        return {"content_p": precision, "content_r": recall, "content_f1": f1}

    def show(self, kind: str, text: str, span: Span, more: str) -> None:
        before, after = text[max(0, span[0] - 90) : span[0]], text[span[1] : span[1] + 90]
        self.shown.append(f"{kind}\t…{before}[[{text[span[0] : span[1]]}]]{after}…\t{more}".replace("\n", "⏎"))


def score_direct(item: dict[str, Any], document: Document, quotes: tuple[Quote, ...], tally: Tally) -> None:
    text = item["text"]
    body = [(p.start, p.end) for p in document.paragraphs if p.kind == "body"]
    gold = [g for g in gold_stretches(item) if any(a <= g[0][0] < b for a, b in body)]
    ours = [(span, quote) for quote in quotes if quote.kind != "reported" for span in quote.spans]
    for span, quote in ours:
        right = any(shared((span[0] - 1, span[1] + 1), place) for place, _ in gold)
        tally.add("given")
        tally.add("given right", right)
        if text.count(" ", *span) + 1 >= LONG:
            tally.add("given long")
            tally.add("given long right", right)
        if not right:
            tally.show("not a quote", text, span, f"{quote.kind} {quote.speaker_text!r} {quote.why}")
    for place, sources in gold:
        tally.add("true")
        matches = [(span, quote) for span, quote in ours if shared((span[0] - 1, span[1] + 1), place)]
        tally.add("found", bool(matches))
        if text.count(" ", *place) + 1 >= LONG:
            tally.add("true long")
            tally.add("found long", bool(matches))
        if not matches:
            tally.show("missed", text, place, repr(sources))
        elif any(sources):
            span, quote = matches[0]
            right = any(same_speaker(quote.speaker_text, source) for source in sources)
            pronoun = sources[0].lower() in {"he", "she"}
            tally.add("with speaker")
            tally.add("speaker right", right)
            # Other pronouns: where nobody is known for them, ours name nobody or the words they stand for.
            named = sources[0].lower() not in OTHER_PRONOUNS
            tally.add("with name", named)
            tally.add("name right", named and right)
            tally.add("with pronoun", pronoun)
            tally.add("pronoun right", pronoun and right)
            near = nearest_name(document, *span)
            tally.add("nearest right", any(same_speaker(near, source) for source in sources))
            if not right:
                tally.show("speaker", text, span, f"{sources} not {quote.speaker_text!r} ({quote.verb}; {quote.why})")


def places_of(spans: Iterable[Sequence[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def score_attributions(item: dict[str, Any], document: Document, quotes: tuple[Quote, ...], tally: Tally) -> None:
    """Count attributions as wholes: each once, however many stretches in marks it has."""
    text = item["text"]
    body = places_of((p.start, p.end) for p in document.paragraphs if p.kind == "body")
    marked = places_of(match.span() for match in _MARKED.finditer(text))
    gold = []
    inside: set[int] = set()
    for attribution in item["attributions"]:
        content = places_of(attribution["content"])
        if attribution["direct"] and content & body:
            inside |= content
            source = " ".join(text[start:end] for start, end in attribution["source"])
            before = text[max(0, attribution["source"][0][0] - BEFORE) : attribution["source"][0][0]] if source else ""
            cue = " ".join(text[start:end] for start, end in attribution["cue"])
            gold.append((content & marked or content, source, attribution["content"], before, cue))
    ours = [(places_of(quote.spans), quote) for quote in quotes if quote.kind != "reported"]
    given = set().union(*(places for places, _ in ours))
    for places, quote in ours:
        tally.add("quotes")
        tally.add("quotes right", 2 * len(places & inside) >= len(places))
        tally.add("quotes touching", bool(places & inside))
        if 2 * len(places & inside) < len(places):
            tally.show("A wrong", text, (quote.spans[0][0], quote.spans[-1][1]), f"{quote.kind} {quote.speaker_text!r}")
    for places, source, content, before, cue in gold:
        tally.add("attributions")
        found = 2 * len(places & given) >= len(places)
        tally.add("attributions found", found)
        tally.add("attributions touched", bool(places & given))
        shown = (content[0][0], content[-1][1])
        tally.add("with source", bool(source))
        if not found:
            tally.show("A missed", text, shown, repr(source))
        elif source:
            _, quote = max(ours, key=lambda pair: len(pair[0] & places))
            right = same_speaker(quote.speaker_text, source)
            tally.add("attributed")
            tally.add("attributed right", right)
            # The same person in other words: who "who" stands for, and the source where it is marked as the cue.
            relative = source.lower() in RELATIVES and quote.speaker_text != "" and quote.speaker_text in before
            swapped = source.lower() in PLAIN_VERBS and same_speaker(quote.speaker_text, cue)
            tally.add("attributed as meant", right or relative or swapped)
            spoken = quote.verb.lower() in PLAIN_VERBS
            tally.add("attributed by a verb", spoken)
            tally.add("attributed by a verb right", spoken and right)
            if not right:
                tally.show(
                    "A speaker", text, shown, f"{source!r} not {quote.speaker_text!r} ({quote.verb}; {quote.why})"
                )


def score_reported(item: dict[str, Any], quotes: tuple[Quote, ...], document: Document, tally: Tally) -> None:
    text = item["text"]
    body = [(p.start, p.end) for p in document.paragraphs if p.kind == "body"]
    every = []
    for attribution in item["attributions"]:
        cue = " ".join(text[start:end] for start, end in attribution["cue"])
        source = " ".join(text[start:end] for start, end in attribution["source"])
        place = (attribution["content"][0][0], attribution["content"][-1][1])
        every.append((place, source))
        if attribution["direct"] or not CUES.search(cue) or not source or not any(a <= place[0] < b for a, b in body):
            continue
        matches = [
            quote
            for quote in quotes
            if any(
                shared((quote.spans[0][0], quote.spans[-1][1]), tuple(part))
                for part in [place, *attribution["content"]]
            )
        ]
        right = any(same_speaker(quote.speaker_text, source) for quote in matches)
        tally.add("reported")
        tally.add("reported found", bool(matches))
        tally.add("reported and speaker", right)
        if re.search(r"\b(sa(id|ys?|ying)|told|according to|warn|claim|argu|add|insist)", cue):
            tally.add("plain reported")
            tally.add("plain found", bool(matches))
            tally.add("plain and speaker", right)
        if not matches:
            tally.show("not reported", text, place, f"{source!r} {cue!r}")
        elif not right:
            tally.show("reported speaker", text, place, f"{source!r} {cue!r} not {[q.speaker_text for q in matches]}")
    for quote in quotes:
        if quote.kind == "reported":
            span = (quote.spans[0][0], quote.spans[-1][1])
            right = any(shared(span, place) for place, _ in every)
            tally.add("reports given")
            tally.add("reports right", right)
            tally.add(
                "reports and speaker",
                any(shared(span, place) and same_speaker(quote.speaker_text, source) for place, source in every),
            )
            if not right:
                tally.show("no report", text, span, f"{quote.speaker_text!r} {quote.verb!r} {quote.why}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", default="", help="print the errors whose kind starts with this")
    options = parser.parse_args(arguments)
    tally = Tally()
    items = 0
    for item in read_items(options.data, options.limit):
        items += 1
        document = make(item)
        quotes = find_quotes(document, find_names(document.text))
        score_direct(item, document, quotes, tally)
        score_attributions(item, document, quotes, tally)
        score_reported(item, quotes, document, tally)
    if options.show:
        print(*(line for line in tally.shown if line.startswith(options.show)), sep="\n")
    direct = tally.content("given right", "given", "found", "true")
    whole = tally.content("quotes right", "quotes", "attributions found", "attributions")
    touching = tally.content("quotes touching", "quotes", "attributions touched", "attributions")
    result = {
        "briefing": {
            "direct": {
                **direct,
                "long_p": tally.share("given long right", "given long"),
                "long_r": tally.share("found long", "true long"),
                "speaker": tally.share("speaker right", "with speaker"),
                "speaker_named": tally.share("name right", "with name"),
                "speaker_pronoun": tally.share("pronoun right", "with pronoun"),
            },
            "attributions": {
                **whole,
                "content_f1_any": touching["content_f1"],
                "speaker": tally.share("attributed right", "attributed"),
                "speaker_meant": tally.share("attributed as meant", "attributed"),
                "content_and_speaker": tally.share("attributed right", "with source"),
                "speaker_said": tally.share("attributed by a verb right", "attributed by a verb"),
            },
            "reported": {
                "recall": tally.share("reported found", "reported"),
                "content_and_speaker": tally.share("reported and speaker", "reported"),
                "recall_plain": tally.share("plain found", "plain reported"),
                "content_and_speaker_plain": tally.share("plain and speaker", "plain reported"),
                "precision": tally.share("reports right", "reports given"),
                "precision_with_speaker": tally.share("reports and speaker", "reports given"),
            },
        },
        "baselines": {"nearest-name": {"direct": {"speaker": tally.share("nearest right", "with speaker")}}},
        "items": items,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
